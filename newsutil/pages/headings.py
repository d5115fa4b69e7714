"""Headings: which of several lines is the title, what a label is, and whether a heading opens a new item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import compress, count
from operator import add
from typing import NamedTuple
from unicodedata import numeric

from newsutil.base import resources
from newsutil.pages.credits import DATELINE, is_body_name, is_place, known_places, place_at_start
from newsutil.pages.lines import Line, form

DASH = re.compile(r"^(?:[—–―─－]{1,3}|--+)\s*(?=\S)")  # ——某县葡萄上市, a subtitle by its sign
_BRACKETED = re.compile(r"[（(][^（()）]{3,}[）)]")  # （来自某县的调查）, a subtitle by its place
_LEADS_IN = ("：", "—")
_SEPARATOR = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
POINTS = tuple("△▲●■◆①1")
_SENTENCE = re.compile(r"[。！？]")
_FIGURES = re.compile(r"\d|[一二两三四五六七八九十百千万]{2}|[二两三四五六七八九十][年代载]")
_SLOGAN = 8
_LONGEST_THING = 4
_FRAMES = "·•【】[]■□◆◇●▲▼★☆|｜"  # ·图片新闻·, 【编者按】
BRIEF_NUMBER = re.compile(  # 3. 甲乙, 【03】甲乙, 第3条 甲乙, 03｜甲乙, NO.3 甲乙, ③甲乙
    r"^(?:N[Oo][.．]?\s?|第)?[【\[（(〔]?(\d{1,2})(?:[.．、】\]）)〕条则]|\s?[|｜丨/／]|\s)\s*(?=\S{2})|^([①-⑳❶-➓])\s?(?=\S{2})"
)
_LABEL_PARTS = re.compile(r"[·•/|｜]")
_SIDE_SIGNS = frozenset("·•|｜")


class Headings(NamedTuple):
    """Heading lines of one item by what they are, and the labels among them that belong to no item."""

    kicker: list[Line]
    title: list[Line]
    subtitle: list[Line]
    labels: list[Line]


def squeeze(text: str) -> str:
    """The text without blanks: 简　讯 is 简讯, a short heading set wide."""
    return "".join(text.split())


@lru_cache(maxsize=4096)
def is_kind(text: str, *kinds: str) -> bool:
    """Whether a heading, which may be set wide, is of one of these kinds: 公 告 is a bare notice."""
    return form(*kinds).search(_unframed(text)) is not None


@lru_cache(maxsize=1024)  # each heading is asked of several kinds
def _unframed(text: str) -> str:
    return squeeze(text).strip(_FRAMES) or text


@cache
def _weights() -> dict[str, float]:
    return {row["evidence"]: float(row["weight"]) for row in resources.table("pages/title_evidence")}


def _names_place(text: str) -> bool:
    """Whether a heading names a division or village within: 近千款葡萄酒汇银川."""
    return bool(places_in(text[1:])) or form("settlement").search(text) is not None


def parallel(first: str, second: str) -> bool:
    """Whether two headings have the same build: halves of like length, or the same characters at the same places."""
    beside = "[“”、]" if "，" in first and "，" in second else "[“”]"  # 场上，有船工、有渔娘
    parts, others = (_SEPARATOR.split(re.sub(beside, "", text.strip())) for text in (first, second))
    if len(parts) != len(others) or any(abs(len(one) - len(two)) > 2 for one, two in zip(parts, others, strict=True)):
        return False
    first, second = (re.sub("[“”]", "", text) for text in (first, second))
    same = sum(one == two for one, two in zip(first, second, strict=False))
    halved = len(parts) > 1 and max(map(len, parts)) > 1  # 公　告 is but set wide
    return halved or (abs(len(first) - len(second)) <= 1 and (same >= 2 or (same >= 1 and len(first) <= 10)))


def is_notice(heads: Sequence[Line]) -> bool:
    """Whether headings are those of an announcement or advertisement."""
    return any(_announces(head.text) for head in heads)


@lru_cache(maxsize=1024)
def _announces(text: str) -> bool:
    text = text if text[:1].isalpha() else BRIEF_NUMBER.sub("", text)  # 05 公告
    return len(text) <= 30 and is_kind(text, "notice", "labelled notice") and "什么" not in text


def is_boxed(heads: Sequence[Line]) -> bool:
    """Whether each heading stands in a box as that of the next one does: 【家政】 behind 【遗失】."""
    return all(head.text[0] == "【" and head.text[-1] == "】" for head in heads)


def number_of(head: Line) -> int:
    """Number that opens the title of a brief (3. 沱江：稻田抽穗, 【03】沱江：…), 0 where none does."""
    found = BRIEF_NUMBER.match(head.text)
    return int(found[1] or numeric(found[2])) if found else 0


def leads_briefs(head: Line) -> bool:
    """Whether a heading may stand over several briefs: 县域短波, 综合."""
    short = len(squeeze(head.text)) <= 12
    return is_page_label(head.text) or (short and is_kind(head.text, "group")) or is_kind(squeeze(head.text), "issue")


def is_note(text: str) -> bool:
    """Whether a paragraph is an editor's note: 编者按：…, **编者按** …"""
    label, *more = re.split(r"[：:\s]", text[:12], maxsplit=1)
    return bool(more) and form("note").fullmatch(label) is not None


def is_page_label(text: str) -> bool:
    """Whether a line only says what the page is about: 社会·民生."""
    return all(form("page").search(part) for part in _LABEL_PARTS.split(squeeze(text)))


def score(evidence: Mapping[str, object]) -> float:
    """Sum of the weights of what speaks for and against a new item; names as in ``data/pages/title_evidence.csv``."""
    return sum(_weights()[name] for name, holds in evidence.items() if holds)


def told_in(text: str, heads: str) -> int:
    """How many two characters that stand side by side in headings do so in a text, blanks and punctuation aside."""
    bare, told = _SEPARATOR.sub("", heads), _SEPARATOR.sub("", text)
    return sum(map(told.__contains__, set(map(add, bare, bare[1:]))))


@cache
def _place_openings() -> frozenset[str]:
    """First two characters of the names of divisions."""
    return frozenset(name[:2] for name in known_places())


@lru_cache(maxsize=4096)
def places_in(text: str) -> frozenset[str]:
    """Names of divisions within a text."""
    starts = compress(count(), map(_place_openings().__contains__, map(add, text, text[1:])))
    return known_places().intersection([text[at : at + size] for at in starts for size in (2, 3, 4)])


def own_evidence(heads: Sequence[Line], below: str) -> dict[str, object]:
    """What the headings themselves and the first paragraph below them say."""
    text, titles = heads[0].text, "".join(head.text for head in heads)
    parts = _SEPARATOR.split(text)
    size = sum(map(len, parts))
    place = any(place_at_start(head.text) for head in heads)
    numbered = any(form("numbered").match(head.text) for head in heads)
    return {
        "notice": is_notice(heads),
        "several headings": len(heads) > 1,
        "numbered": numbered,
        "aside": len(heads) == 1 and is_kind(text, "aside") and not is_notice(heads),
        "place first": place,
        "place inside": not (place or numbered) and size > 6 and _names_place(text),
        "dateline below": DATELINE.match(below),
        "told again below": told_in(_SENTENCE.split(below, 1)[0], titles) > 2,
        "place in text": form("chain").search(below[:60]),
        "long": size >= (9 if len(parts) > 1 else 12),
        "short": size <= 8,
    }


def arrange(heads: Sequence[Line], *, first_on_page: bool, leads_several: bool) -> Headings:
    """Kicker, title and subtitle among the lines of a new item; a label above those of several is the group's."""
    # What stands above the first of several numbered titles is theirs too, but who does what.
    first = next((at for at, head in enumerate(heads) if head.opens and number_of(head) == 1), 0)
    above = [head.field == "kicker" or (at < first and _tells(head, heads[first])) for at, head in enumerate(heads)]
    plain = [head for head, kick in zip(heads, above, strict=True) if not kick and head.field != "subtitle"]
    if 0 < len(plain) < len(heads):  # 引题：… under a title without a label
        made = arrange(plain, first_on_page=first_on_page, leads_several=leads_several)
        made.kicker.extend(compress(heads, above))
        made.subtitle.extend(head for head in heads if head.field == "subtitle")
        return made
    if len(heads) == 2 and heads[1].field == "entry" and number_of(heads[1]) and heads[0].level > heads[1].level:
        first = 1  # # 二、言论 / ## 3. 等船, with its record below
    labels, rest = list(heads[:first]), list(heads[first:])
    while len(rest) > 1 and _is_label(rest[0], rest[1], first_on_page=first_on_page, leads_several=leads_several):
        labels.append(rest.pop(0))
    aside = (at for at, head in enumerate(rest) if DASH.match(head.text) or (at and _BRACKETED.fullmatch(head.text)))
    dashed = next(aside, len(rest))
    if dashed == 2 < len(rest) and (number_of(rest[0]) or _is_couplet(rest[0].text, rest[1].text, subtitled=True)):
        return Headings([], rest[:2], rest[2:], labels)
    kicks = dashed == 2 < len(rest) and (rest[0].level <= rest[1].level or _is_kicker(rest[0].text, rest[1].text))
    if kicks and not _runs_on(rest[0], rest[1]):
        return Headings(rest[:1], rest[1:2], rest[2:], labels)  # 走进县城 / 灵渠之畔葡萄甜 / ——某县葡萄上市
    if dashed == 0:
        end = 3 if len(rest) == 3 and _runs_on(*rest[1:]) else 2
        kicks = not is_aside(rest[0].text)
        kicker, subtitle = (rest[:1], rest[end:]) if kicks else ([], [rest[0], *rest[end:]])
        return Headings(kicker, rest[1:end], subtitle, labels)
    candidates, subtitle = rest[:dashed], rest[dashed:]
    start, end = _title_span(candidates)
    return Headings(candidates[:start], candidates[start:end], candidates[end:] + subtitle, labels)


def _tells(head: Line, title: Line) -> bool:
    """Whether a line above the first of several numbered titles is its kicker: it tells who does what."""
    told = (len(head.text) > _SLOGAN and bool(place_at_start(head.text))) or head.level < title.level - 1
    return told and head.level <= title.level and not (leads_briefs(head) or is_kind(head.text, "label", "several"))


def _is_label(head: Line, below: Line, *, first_on_page: bool, leads_several: bool) -> bool:
    text = squeeze(head.text)
    if DASH.match(below.text) or number_of(head):
        return False
    series, _, told = text.replace("｜", "|").replace("丨", "|").partition("|")
    several = is_kind(series, "group") and (told or "，" in series)  # 早安，沱江
    digest = head.level > below.level and ("；" in told or several)  # 早读 | 甲；乙
    if is_kind(text, "several") or (first_on_page and (digest or is_kind(text, "issue") or is_page_label(text))):
        return True
    theirs = head.level > below.level or is_kind(text, "group", "letters", "poems")
    return len(text) <= 12 and leads_several and theirs


def _title_span(heads: Sequence[Line]) -> tuple[int, int]:
    """First and last index of the title's lines among ``heads``."""
    if len(heads) == 1 or (len(squeeze(heads[-1].text)) <= _LONGEST_THING and is_notice(heads[-1:])):
        return len(heads) - 1, len(heads)  # 沱江县人民法院 / 公 告
    if len(heads) == 2 and heads[0].level == heads[1].level and not _runs_on(*heads):
        listed = heads[0].field == "entry"  # or below its paper and date
        return (0, 1) if listed or not _is_kicker(heads[0].text, heads[1].text) else (1, 2)
    aside = next((at for at in range(len(heads) - 2, 1, -1) if is_side(heads[at - 1].text)), 0)
    if aside and len({head.level for head in heads}) == 1:
        start, end = _title_span(heads[aside:])  # 乡村振兴 / 我家的变迁·征文 / 一把算盘 / 沱江老会计的四十年
        return aside + start, aside + end
    if len(heads) == 3 and len({head.level for head in heads}) == 1:
        if heads[0].hard and not heads[1].hard:
            return 0, 2  # 沱江渔民上岸养起三 / 只黑猫, over a subtitle
        if _tells_who(heads[1].text, heads[2].text) and is_kind(heads[0].text, "label", "column"):
            return 2, 3  # a column over kicker and title
        both = _runs_on(heads[1], heads[2]) or heads[1].text.endswith(_LEADS_IN)
        return 1, 3 if both else 2
    largest = max(head.level for head in heads)  # where all are, it tells nothing
    scores = []
    for head in heads:
        aside = is_kind(head.text, "column", "label", "letters") or is_side(head.text)
        beats = len(head.text.split()) > 2  # 不用跑 不用等 不用求人
        score_of_place = 2 * bool(place_at_start(head.text))
        scores.append(score_of_place - 4 * aside - 2 * beats + 3 * (head.level == largest))
    start = scores.index(max(scores))
    end = start + 1
    while start > 0 and _runs_on(heads[start - 1], heads[start]):
        start -= 1
    while end < len(heads) and _runs_on(heads[end - 1], heads[end]):
        end += 1
    return start, end


def _tells_who(text: str, title: str) -> bool:
    """Whether a longer line beside a figurative title says where who does what: 资中县船工义渡二十年."""
    if "：" in text or text[-1] == "了" or form("halves").search(text):  # 资中渡口夜里又亮了: a title
        return False
    halves = title.split()
    paired = len(halves) == 2 and _is_couplet(*halves)  # 架下长菇 架上挂灯
    figurative = paired or (is_kind(title, "figurative") and not is_kind(title, "slogan"))
    return figurative and len(text) > len(_SEPARATOR.sub("", title)) and place_at_start(text) != ""


def _is_kicker(first: str, second: str) -> bool:
    """Whether the first of two like lines leads into the second: 课堂连着车间 / 阜阳技师学院：…"""
    if is_kind(second, "genre", "years") or BRIEF_NUMBER.match(first):
        return False
    if first.endswith(_LEADS_IN) or is_kind(first, "label", "letters") or is_side(first) or is_body_name(first):
        return True  # 从“等米下锅”到“送粮上门”—— / 沱江两岸稻花香
    placed, place = bool(place_at_start(first)), place_at_start(second)
    if _tells_who(second, first) or form("deck").match(second):
        return False  # 渡口边的“老钟表” / 资中县船工义渡二十年
    if _tells_who(first, second) and form("settlement").search(first):
        return True  # 资中县银山镇船工请来“新帮手” / 老木船 “退休”了
    if "：" in first or first[-1] == "记" or (placed and form("halves").search(first)):
        return False
    if place and second[len(place) : len(place) + 1] != "、":
        return True
    bare = not (_names_place(second) or form("concrete" if "，" not in second else "quoted").search(second))
    if "“" in first and bare and (placed or "，" in second):
        return False  # a title, and below it what came of it: 渡口里的“小喇叭” / 船期怎么定，大家说了算
    told = placed or form("concrete").search(first)
    counted = re.search(_FIGURES if len(first) >= _SLOGAN - 1 else r"\d", second)
    if (counted and not re.search(r"\d", first)) or "，" in first:
        return not told and len(first) <= _SLOGAN
    return len(first) <= len(second) + 3 or (not told and _names_place(second))


def _runs_on(first: Line, second: Line) -> bool:
    """Whether a title goes on in the next line: 猕猴桃搭上“冷链车”、/ 苍溪山货四季出川."""
    apart = abs(len(first.text) - len(second.text))
    alike, announces = not apart, is_notice([second])
    does = (apart <= 2 and is_kind(second.text, "does")) or is_kind(first.text, "counted")
    does = does or (alike and not announces) or form("achieves").match(second.text) is not None
    side = is_kind(first.text, "label", "column")  # “五·一”特别报道
    asks = not (second.level or second.gap or announces or side) and len(second.text) <= 5 and len(first.text) >= 8
    if (
        first.text[-1] in "、，～~"
        or is_kind(first.text, "unfinished")
        or first.text.rfind("“") > first.text.rfind("”")
        or _is_parted(first.text, second.text)
        or is_place(first.text)
        or (does and _names_who(first.text))  # 丹江口移民村 / 办起“修渔网比赛”: who, and in the next line what
        or asks  # 新疆：三亿人次的客流 / 从哪里来
        or _is_couplet(first.text, second.text)
    ):
        return True
    long = len(first.text) >= 12 or (alike and place_at_start(first.text))
    if long and announces and not is_body_name(first.text):
        return not is_notice([first])  # 沱江县某镇集体土地使用权 / 拍 卖 公 告
    if first.hard and not second.hard:
        return True  # the last two lines of one paragraph
    # 红黄蓝绿四张卡 / 记着一个社区的冷暖: who, and in the next line what that does.
    told = apart <= 6 <= len(first.text) and form("predicate").match(second.text)
    return bool(told) and not (side or re.search("[着了]", first.text))


def _is_parted(first: str, second: str) -> bool:
    """Whether a sentence goes on below: 渡口请来 / “新帮手”, 一把木桨 / 划出“新航道”, 渡口的钟 / 为何不停."""
    if is_kind(second, "thing") and "的" not in second:
        return re.search("[来出起开动上进成着为活入]$|[有成出上来]了$", first) is not None
    does = is_kind(first, "thing") and form("achieves").match(second) and not place_at_start(second)
    return bool(does) or (is_kind(second, "asked") and not (is_side(first) or is_kind(first, "label", "column")))


def _names_who(text: str) -> bool:
    """Whether a line is nothing but an office, a firm, a village (丹江口移民村) or a place's thing (4. 沱江：老窖)."""
    place, _, thing = BRIEF_NUMBER.sub("", text).partition("：")
    told = (2 <= len(thing) <= _LONGEST_THING and is_place(place)) or is_body_name(text)
    placed = place_at_start(text) or form("settlement").match(text)
    return told or bool(placed and form("who").search(text))


def _is_couplet(first: str, second: str, *, subtitled: bool = False) -> bool:
    """Whether two lines are of one build: 柿子红了 / 日子甜了; over a subtitle their length tells."""
    first, second = (squeeze(text.replace("”", "")) for text in (first, second))  # is at the end of many
    if len(first) != len(second) or is_side(first):
        return False
    placed = [bool(place_at_start(text) or _names_place(text)) for text in (first, second)]
    alike = first[0] == second[0] or first[-1] == second[-1] or (subtitled and len(first) > 5 and not any(placed))
    paired = alike and placed[0] >= placed[1] and not re.search(r"\d", first + second)
    return paired or sum(map(str.__eq__, first, second)) >= 2


def is_aside(text: str) -> bool:
    """Whether a line is no label behind a dash: ——“渡口新事”系列报道之二, ——渡口手记——."""
    return DASH.match(text) is not None and text[-1] != "—" and not is_kind(DASH.sub("", text), "label")


def is_side(text: str) -> bool:
    """Whether a line reads like a label or a subtitle beside a title: 某地节水调查, 春风送岗·一线直击."""
    return not _SIDE_SIGNS.isdisjoint(text) or is_kind(text, "genre", "page", "group", "aside")
