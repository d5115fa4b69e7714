"""Lines of a page that belong to no article: mastheads, page numbers, editors, addresses, links, continuation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from newsutil.base import resources
from newsutil.pages.broken_paragraphs import is_prose
from newsutil.pages.credits import DATELINE, credit_of, is_place, photo_credit, roles, spell_roles
from newsutil.pages.headings import DASH, is_kind, squeeze
from newsutil.pages.lines import Line, form

_WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天]"
_DAY_COMMA = re.compile(r"(?<=[期周][一二三四五六日天])[，,](?=\s?(?:农历|第|总|[正一二三四五六七八九十冬腊]+月))")
_STEM = "甲乙丙丁戊己庚辛壬癸"
_BRANCH = "子丑寅卯辰巳午未申酉戌亥"
_LUNAR = (
    rf"(?:农历|夏历)?\s*(?:[{_STEM}][{_BRANCH}][鼠牛虎兔龙蛇马羊猴鸡狗猪]?年)?\s*闰?[正一二三四五六七八九十冬腊]{{1,2}}月"
    r"(?:初[一二三四五六七八九十]|[十廿卅二三][一二三四五六七八九十]?|[廿卅])"
    rf"|农历[{_STEM}][{_BRANCH}]年"
)
_DATE = (
    r"(?:19|20|１９|２０)\d\d\s*(?:年[\s/]*\d{1,2}\s*月[\s/]*\d{1,2}\s*日|[-/.．]\d{1,2}[-/.．]\d{1,2}|\d{4}(?!\d))"
    r"|(?:[〇○零一二三四五六七八九]{4}|(?:中华)?民国[\d零百十一二三四五六七八九]{1,6})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_PAGE = (
    r"第\s*(?:[A-Z]?|0{1,4})[\d一二三四五六七八九十]{1,3}\s*版|"
    r"(?<![今日共全\d])(?:[A-Z]?\d{1,3}|(?<![A-Za-z])[A-D]|[一二三四五六七八九十]{1,2})\s*版(?![\u4e00-\u9fff]{5})|"
    r"版次[：:]\s*[A-Z]?\d{1,3}"
)
_ISSUE = (
    r"(?:总\s*)?第\s*\d{1,6}\s*期|[（(]总第?\s*\d{1,6}\s*期[）)]|[今本]日\s*\d{1,3}\s*版|(?:共|全)\s*\d{1,3}\s*版|"
    r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
)
_NUMBER = re.compile(r"[A-Z]?\d{1,2}|[A-Z]\d{1,3}|[①-⑳]")  # 02 综合, 要闻 02, ③ 民生经济
_FIRST = rf"\s\dA-Z中民〇○零一二三四五六七八九十第版总（(今本共全星周礼农夏{_STEM}闰正冬腊"  # characters of these six
_MASTHEAD = re.compile(
    rf"(?=[{_FIRST}])(?:"
    rf"(?P<date>{_DATE})|(?P<page>{_PAGE})|(?P<issue>{_ISSUE})|(?P<weekday>{_WEEKDAY})|(?P<lunar>{_LUNAR})"
    r"|(?P<day>(?<!\d)\d{1,2}月\d{1,2}日))"  # 沱江日报 5月17日 二版（综合）
)
_SIGN = re.compile(r"[\d年月版期周拜]")  # in all that _MASTHEAD and _PAGE_HEAD find
_TOP_SIGN = re.compile(r"[\d年月版期周拜①-⑳报刊讯]")  # or in a number or a paper's name alone
_REST = re.compile(r"[\s　·•‧・|｜/／,，:：()（）《》\[\]【】_*＊>＞“－—-]+")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,10}|[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4}){1,2}")
# A06版 便民, 第3版：县区, 便民·A06: a page and what it is about, sure by its form; 5 版读本进村 is a headline.
_SURE_PAGE = r"(?P<{}>第\s*(?:[A-Z]?|0{{1,4}})[\d一二三四五六七八九十]{{1,3}}\s*版|(?:[A-Z]\d|0)\d?\s*版|[A-F]\d\d)"
_GAP = r"(?:\s*[：:·•|｜/／（(【《—-]\s*|\s+)"
_PAGE_HEAD = re.compile(
    rf"{_SURE_PAGE.format('first')}{_GAP}[\u4e00-\u9fff·]{{2,6}}[】）)》]?"
    rf"|[\u4e00-\u9fff·]{{2,6}}{_GAP}{_SURE_PAGE.format('last')}[】）)》]?"
)
_MENU_GAP = re.compile(r"[\s|｜/／·•:：>＞»<＜«,，、;；\[\]【】()（）⊕⊖○]+")
_PARTED = re.compile(r"[\s|｜/／·•:：>＞»<＜«,，、;；\[\]【】()（）⊕⊖○《—-]")  # what _MENU_GAP and _GAP are made of
_NOTE_NUMBER = re.compile(r"(?:^|(?<=\s))\[\d{1,3}\](?=\S)")  # [1]上一版 [2]下一版, each link with its number
# 沱江日报数字版 is 沱江日报.
_MEDIUM = re.compile(r"(?<=[报刊])(?:多媒体)?(?:数字|电子|网络|手机|移动)(?:报|刊|版|阅读|平台)+$")
_PAPER_TITLE = re.compile(r"\s*《([^《》]{2,12})》")
_NAME = re.compile(r"[\u4e00-\u9fff]{3,10}")
_OPEN = re.compile("[《“][^》”]*$")  # 本报6月2日第4版《渡口, a title that goes on below
_OUTLET = r"[\u4e00-\u9fff]{2,10}(?:[报网台]|客户端|新媒体|融媒体?(?:中心)?)"
_SET_WIDE = re.compile(  # all gaps of one width
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]([ \u3000]{1,4})[\u4e00-\u9fff](?:\1[\u4e00-\u9fff]){1,8}(?![\u4e00-\u9fff])"
)

# 报名截止：5月18日17:00, 9:00—17:30, 6月2日19:30 羽毛球联赛
_FACT = re.compile(
    r"[\u4e00-\u9fff]{2,6}[：:]\s*\d|.*\d[：:]\d\d\s*(?:[-—–~～至]{1,2}\s?\d|(?!内蒙古|黑龙江)[\u4e00-\u9fff《“]{3}|\S+\s+[^\s\d])"
)
# 公示期：2023年6月2日至6月8日
_SPAN = re.compile(r"[\u4e00-\u9fff]{2,6}[：:]\s*\d[^：:]*日\s*(?:[至到]|[-—–~～]{1,2})\s*\S")
_DAY_CELL = re.compile(rf"{_DATE}|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}[.]\d{{1,2}}")
_PAGE_CELL = re.compile(rf"(?:{_PAGE})(?:[（(][^\s（()）]{{1,8}}[）)])?")  # 二版（城事）
BARE = re.compile(r"[\u4e00-\u9fffA-Za-z，。、；！？“”]*")  # without a figure, a blank or another sign

_FRAMES = "◆◇■□●○★☆▲▼◎※|｜"
FRAMED = re.compile(rf"([{_FRAMES}])\s?[^，。：]{{2,16}}?\s?\1|[▌▍▎▋◆◎]\s?[\u4e00-\u9fff]{{2,4}}")
_TITLE_SIGNS = tuple("▌▍▎▋■◆●★▶►◎")
_LONGEST = 180


class Furniture(NamedTuple):
    """Why a line belongs to no article, and what it says about its neighbours."""

    reason: str
    effect: str = ""


_NOTHING = Furniture("")


@cache
def _editor_words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A whole line of editors, the role words in it, and those that name nobody but editors."""
    word = rf"{roles('before editor')}*(?:{roles('editor')}|{roles('maybe editor')})(?:设计)?\s*[：:/／|｜】\s　]"
    line = rf"(?:[\s　|｜■□◆●_]*|\d{{1,2}}[.、]\s*|[\u4e00-\u9fff·]{{2,6}}[\s　]+|{_OUTLET}){word}\s*\S"
    line += r"(?!.*(?:记者|作者|撰文|文字)\s?[：:/／|｜]).{0,120}"  # who wrote stands beside them
    return re.compile(line), re.compile(word), re.compile(roles("editor"))


def is_paper_like(line: str) -> bool:
    """Whether a short line may name the paper or series beside a masthead: 地方新闻摘编, 沱江时光 沱江时光."""
    words = _REST.split(line) if len(line) <= 18 else []
    repeated = len(words) > len(set(words)) == 1
    return repeated or any(form("newspaper", "paper").fullmatch(word) and not is_kind(word, "photo") for word in words)


def heads_page(line: str) -> bool:
    """Whether the first line of a page gives the day's weather, or two of paper, day and page among other words."""
    if "℃" in line and form("weather").fullmatch(line):
        return True
    cells = line.split() if len(line) <= _LONGEST and "版" in line and "。" not in line else []
    told = sum(any(map(one.fullmatch, cells)) for one in (form("newspaper"), _DAY_CELL, _PAGE_CELL))
    return len(cells) > 2 and told > 1


class Masthead(NamedTuple):
    """What a masthead line says, each ``""`` when it does not."""

    date: str
    page: str
    paper: str
    sure: bool = False  # more than a bare date or number
    strange: bool = False  # other words stand beside, and none is a paper's by its form


@cache
def _said() -> dict[str, Furniture]:
    """What each row of the table says, by the group that :func:`_any` closes behind it."""
    rows = enumerate(resources.table("pages/furniture"))
    return {f"row{number}": Furniture(row["reason"], row["effect"]) for number, row in rows}


@cache
def _any(reason: str, *, bare: bool) -> re.Pattern[str]:
    """All patterns, or those of one reason; on a ``bare`` line without those that match none."""
    rows = [
        f"(?:{row['pattern']})(?P<{name}>)"
        for name, row in zip(_said(), resources.table("pages/furniture"), strict=True)
        if reason in ("", row["reason"]) and not (bare and row["signed"])
    ]
    return re.compile("|".join(rows))


def furniture_of(line: str, *, beside: bool = False) -> Furniture:
    """Why ``line``, perhaps ``beside`` editors, belongs to no article, "" when it may; no masthead."""
    if len(line) > _LONGEST and not ("://" in line and len(line) <= 500):
        return _NOTHING
    line = _NOTE_NUMBER.sub("", line) if "]" in line else line
    sentences = "。" in line[:-1] and line[-1:] != "）"
    maybe_editors = "。" not in line and len(line) <= 130  # 一审：维持原判。 is told of a court
    line = spell_roles(line) if maybe_editors else line
    bare = BARE.fullmatch(line) is not None
    if maybe_editors and not bare:
        whole, word, sure = _editor_words()
        spelled = line.strip("（()）[【［］】]")
        if whole.fullmatch(spelled) and (beside or sure.search("".join(word.findall(spelled)))):
            return Furniture("editors")
    found = _any("disclaimer" if sentences else "", bare=bare).fullmatch(line)
    found = _any("", bare=bare).fullmatch(line) if found and sentences else found  # which of all rows is the first
    if found is None:
        return Furniture("navigation", "opens") if _is_menu(line) else _NOTHING
    return _said()[found.lastgroup or ""]


def _is_menu(line: str) -> bool:
    """Whether a line is nothing but words of a site's menus and tools, perhaps with names of pages among them."""
    if len(line) > 80 or "，" in line or "。" in line or not _PARTED.search(line):
        return False
    head = _PAGE_HEAD.match(line)  # 第A03版：乡风 3上一版 下一版4, whose figures are arrows in a font of signs
    words = [bare for word in _MENU_GAP.split(line[head.end() :] if head else line) if (bare := word.strip("34"))]
    if len(words) < 2 - bool(head) or any(len(word) > 12 for word in words):
        return False
    others = [word for word in words if not is_kind(word, "menu")]
    if len(words) == 2:
        return not others
    sure = len(others) == 1 and len(words) > 5  # one of which no list may have
    return sure or (len(others) < len(words) and all(is_kind(word, "page") for word in others))


def is_running_head(line: str, heads: set[str]) -> bool:
    """Whether a line repeats mastheads with the page's number: 沱江晚报　05, below 沱江晚报."""
    words = line.split() if line[:1].isdigit() or line[-1:].isdigit() else []
    others = [word for word in words if not word.isdigit()]
    strange = [word for word in others if not is_kind(word, "page")]
    return len(others) + 1 == len(words) and (" ".join(others) in heads or bool(strange and heads.issuperset(strange)))


@lru_cache(maxsize=256)  # each line is asked as the neighbour of the one before it too
def masthead(line: str, *, at_top: bool = False) -> Masthead | None:
    """What a masthead says, ``at_top`` also one of a page number and a label; None when the line is something else."""
    if "。" in line or not (_TOP_SIGN if at_top else _SIGN).search(line):
        return None
    line = _DAY_COMMA.sub(" ", line)
    if "，" in line or _OPEN.search(line):
        return None
    if head := _PAGE_HEAD.fullmatch(line):
        return Masthead("", head["first"] or head["last"], "", True)
    if len(line) > 90 or not (at_top or _MASTHEAD.search(line)):
        return None
    line = _without_editors(line)
    if " " in line or "\u3000" in line:
        line = _SET_WIDE.sub(lambda wide: squeeze(wide[0]), line)  # 沱 江 日 报
    found: dict[str, str] = {}
    rest = _MASTHEAD.sub(partial(_take, found), line)
    words = [_MEDIUM.sub("", word) for word in _REST.split(rest) if word.strip("\0")]
    words = [word for word in words if not ("date" in found and is_kind(word, "tool"))]  # 2023年6月2日　放大⊕　缩小⊖
    listed = line.startswith(("[", "（", "(")) or line.endswith(("）", ")")) or "：" in line or "【" in line
    number = _bare_number(words, found, listed=listed) if at_top or "date" in found else ""
    if number:
        found.setdefault("page", number)
        words.remove(number)
    titled = _PAPER_TITLE.match(line) if "date" in found else None
    named = (bare for word in words if form("newspaper").fullmatch(bare := word.strip("\0")))
    paper = titled[1] if titled else next(named, "")
    fact = not paper and (not found or (_SPAN if "date" in found else _FACT).match(line))
    if fact or not _may_stand_beside(words, found, paper):
        return None
    told = paper or found.keys() - {"date", "day", "weekday", number and "page"} or not {*"：:"}.isdisjoint(line)
    plain = [word.strip("\0") for word in words]
    strange = not told and any(len(word) > 2 and not (_is_label(word) or is_place(word)) for word in plain)  # not 阅读
    if found and not paper:
        paper = paper_name(rest.replace("\0", " "), sure="date" in found and len(found) >= 2)
    # 第31期 总第1288期, within a text too
    numbered = "issue" in found and "期" in line and not any(word.strip("\0") for word in words)
    if numbered or "date" in found or len(found) >= 2 or (at_top and found.keys() & {"page", "weekday", "issue"}):
        date = found.get("date", "")
        date = date.replace("/", "") if "年" in date else date  # 2013 年/3 月/5 日
        return Masthead(date, found.get("page", ""), paper, len(found) >= 2 or bool(paper), strange)
    beside = all(word == paper or is_kind(word, "no paper", "page") or is_place(word) for word in words)
    alone = at_top and paper and not is_kind(paper, "group") and beside  # 沱江日报（四川）
    return Masthead("", "", paper) if alone else None


def is_headline(said: Masthead, below: str) -> bool:
    """Whether what reads like a masthead is a title, its text or who wrote it right below: 9月1日 星期四 开学了."""
    return said.strange and bool(is_prose(below) or DASH.match(below) or DATELINE.match(below) or credit_of(below))


def _take(found: dict[str, str], match: re.Match[str]) -> str:
    """Keep the first of each kind, and mark where it stood."""
    found.setdefault(match.lastgroup or "", match[0])
    return "\0"


def _without_editors(line: str) -> str:
    """A7版 生态 2019年6月5日 编辑:何静 美编:赵磊, up to the editors; a paper or page behind them is kept."""
    whole, word, _ = _editor_words()
    editors = word.search(line)
    if not (editors and whole.fullmatch(line[editors.start() :])):
        return line
    last = line.split()[-1]
    told = form("newspaper").fullmatch(last) or re.fullmatch(r"[A-Z]\d{2}版?", last)
    return line[: editors.start()] + (last if told else "")


def names_editors(line: str) -> bool:
    """Whether a masthead closes with the page's editors, whom no line about an article names."""
    head = _without_editors(line) if "编" in line else line
    return head != line and masthead(head, at_top=True) is not None


def paper_name(line: str, *, sure: bool = False) -> str:
    """The paper's name among a masthead's words (地方新闻摘编), of any form where the rest is ``sure``."""
    kinds = ("page", "label", "column", "photo", "notice", "genre", "aside", "series", "no paper", "menu")
    words = [_MEDIUM.sub("", word) for word in _REST.split(line) if not is_kind(word, *kinds)]
    words = [word for word in words if word.endswith("早报") or not is_kind(word, "group")]
    named = next((word for word in words if form("newspaper", "paper").fullmatch(word)), "")
    return named or next((word for word in words if sure and _NAME.fullmatch(word)), "")


def _bare_number(words: list[str], found: dict[str, str], *, listed: bool) -> str:
    """A page number at an end of a line (02 综合) or among labels; with a bracket or colon (``listed``) a title's."""
    number = next((word for word in words if _NUMBER.fullmatch(word)), "")
    others = [word for word in words if word != number]
    if not number or "date" in found or (all(map(_is_label, others)) and (others or not listed)):
        return number
    if listed or number not in (words[0], words[-1]) or any(is_kind(word, "measured") for word in others):
        return ""
    return number


def _is_label(word: str) -> bool:
    return bool(form("newspaper", "paper").fullmatch(word) or is_kind(word, "page"))


def _may_stand_beside(words: list[str], found: dict[str, str], paper: str) -> bool:
    """Whether other words of a line are a masthead's: labels, a paper, no headline (新规 2024年5月1日起实施)."""
    bare = {word: word.strip("\0") for word in words}
    strange = [word for word in words if not (bare[word] == paper or _is_label(bare[word]))]
    notices = not paper and any(is_kind(bare[word], "notice") for word in strange)
    if len(words) > 4 or notices or not all(map(_WORD.fullmatch, bare.values())):
        return False
    if len(found) >= 2:
        return True
    if any("\0" in word for word in strange) or "年" in found.get("date", ""):
        return not strange  # no headline has its date in figures only
    return all(len(word) <= 8 for word in strange)


def mark_group_labels(lines: Sequence[Line]) -> None:
    """A label in a frame (◆ 便民 ◆) over several titles of one sign (▌…, ▌…) is no kicker of the first."""
    if not any(line.text[-1] in _FRAMES for line in lines):
        return
    plain = [line for line in lines if not line.reason]
    framed = [at for at, line in enumerate(plain) if line.text[-1] in _FRAMES and FRAMED.fullmatch(line.text)]
    for at, end in pairwise([*framed, len(plain)]):
        sign = plain[at + 1].text[0] if at + 1 < end else ""
        if sign in _TITLE_SIGNS and sum(line.text[0] == sign for line in plain[at + 1 : end]) > 1:
            plain[at].reason = "label"


def mark_pictures(lines: Sequence[Line]) -> None:
    """Where a copied text had a picture stands 图片, which is also a label over a photo and its credit."""
    pictures = [at for at, line in enumerate(lines) if line.text == "图片" and not line.reason]
    copied = bool(pictures) and any(line.reason == "account" for line in lines)  # a WeChat text
    for at in pictures:
        apart = lines[at].gap or lines[at - 1].reason  # a label over a photo
        filed = lines[at - 1].reason == "position"  # a title of an archive
        if copied or not (filed or (apart and any(photo_credit(below.text) for below in lines[at + 1 : at + 3]))):
            lines[at].reason = "image"
