"""Runs of a page: headings and credits with the text below them, and which of them open an item by their number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from newsutil.pages.broken_paragraphs import width
from newsutil.pages.credits import DATELINE, DAY, FORMULA, author_at_home, closing_credit, is_body_name, place_at_start
from newsutil.pages.headings import BRIEF_NUMBER, POINTS, is_kind, is_note, is_notice, leads_briefs, number_of, parallel
from newsutil.pages.lines import BODY, BOLD_LEVEL, CAPTION, CREDIT, HEAD, NAME, TAIL, VERSE, Line, form

_AWARD = r"(?:特等?|[一二三四]等|[金银铜]|优[秀胜]|鼓励|入围|提名)奖(?:[ 　、]+(?:《[^》]+》|[\u4e00-\u9fff]{2,4}))+"
_ENTRY = re.compile(rf"([^\s：:，。；？！“]{{1,10}}(?:\d*期)?)[：:]\s*(?:[^。，！？：:]|，(?=\d)){{1,24}}|{_AWARD}")
_TABLED = re.compile(  # 红星社区 3比0 银山镇, 31.7% 全县出口增幅, 1美元对人民币7.1013元, 偏南风2～3级
    r"[^\s，。；！？“”]{1,12}(?:[\s　]+[^，。；！？“”]{0,8}?|，)\d[^。；！？“”]{0,24}"
    r"|\d[\d.:：]*(?:[%％]|[^\s\d，。]{1,4})?[\s　]+\S[^。；！？“”]{1,24}"
    r"|\d+[^\s\d]{1,3}对[^\s\d]{2,6}\d+\.\d+元?|[^\s，。\d]{0,6}风[^\s，。\d]{0,4}\d[^，。]{0,6}级"
)
_COUNTED = re.compile("(外?)([一二三四五六七八九十])[首章题阕帖]")
_HAS_FIGURE = re.compile(r"^(?!.*，).*?(?:\d|奖[ \u3000])")  # 银山镇 12 条船，夜里也开 may be a title
_ASKS = tuple("？！?!…")
_INDENTED = 2
_FIRST_TWO = tuple(re.compile(f"[（(]?[{one}][）)]?[、.．\\s\u3000）)]") for one in ("一壹", "二贰"))
_BETWEEN = ("link", "source", "navigation", "editors", "time stamp")  # stand between items
_DIARY_DAY = re.compile(rf"(?:{DAY.pattern})[\s　]*[^，。]{{0,6}}")  # 6月2日　晴
_WRITER = re.compile(
    "[\u4e00-\u9fff]{3,14}[ \u3000]{1,4}(?:[\u4e00-\u9fff]{3,6}[ \u3000]{1,4})?(?!谢谢|敬上)"  # 医院　主任医师　周明
    "([\u4e00-\u9fff]{2,3})(?:等[\\d一二三四五六七八九十]{1,3}人)?"
)


@dataclass(slots=True)
class Run:
    """Headings and credits, and the text below them up to the next heading."""

    heads: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    resumed: bool = False  # opens an item of its own though it has no heading
    following: Run | None = None


def find_runs(content: Sequence[Line]) -> list[Run]:
    """Runs of a page; a name of an office that signs an announcement is text of it."""
    _mark_entries(content)
    runs = [Run()]
    for at, line in enumerate(content):
        run = runs[-1]
        if line.role == TAIL and not FORMULA.match(line.text) and _tail_role(run, content, at) == HEAD:
            line.role = HEAD
        elif (
            line.role in (HEAD, NAME, BODY)
            and (writer := _WRITER.fullmatch(line.text))
            and not (line.level or line.field or line.mark not in ("", "quote"))
            and (_is_letter(run, *content[at + 1 : at + 2]) or _is_written(run, line, *content[at + 1 : at + 2]))
            and not FORMULA.match(run.body[-1].text)
        ):
            line.role, line.names = CREDIT, (writer[1],)  # 沱江县轴承厂　俟有田, whatever the surname
        elif line.role in (HEAD, NAME) and _signs(run, line, *content[at + 1 : at + 2]):
            line.role = TAIL
        elif line.role == HEAD and _is_point_of_notice(run, line):
            line.role = BODY
        role = line.role
        if role in (HEAD, CREDIT, NAME):
            if run.body or (line.field == "title" and any(head.field == "title" for head in run.heads)):
                runs.append(run := Run())
            run.heads.append(line)
        else:
            told = any(not (above.role == CAPTION or is_note(above.text) or _is_point(above)) for above in run.body)
            # Behind a photo under a title it opens the title's text, and a site has both parts of an article together.
            whole = not run.heads or (told and run.heads[0].level and not run.body[-1].cut)
            if (line.resumed and whole) or (told and role == BODY and DATELINE.match(line.text)):
                runs.append(run := Run(resumed=True))
            run.body.append(line)
    kept = [run for run in runs if run.heads or run.body]
    for run in kept:
        _mark_parted(run.heads, run.body)
    for run, following in pairwise(kept):
        run.following = following
    return kept


def _is_point(line: Line) -> bool:
    """Whether a line is one of the points (● …) that stand between a title and its text."""
    return line.mark == "item" and line.text.startswith(POINTS)


def _mark_entries(content: Sequence[Line]) -> None:
    """Lines of one form behind a text are a list, though nothing numbers them: 票价：免费, 101路：火车站—新院区."""
    end = 0
    for listed, some in groupby(content, _is_entry):
        start, end = end, end + len(list(some))
        below = content[end] if end < len(content) else Line(0, "")
        titles = below.role in (CREDIT, NAME) or DATELINE.match(below.text)
        above = content[max(start - 1, 0)]
        marked = above.level and (below.level or not below.text)
        several = end - start > 2
        headed = start and above.role == HEAD and (several or marked or is_kind(above.text, "daily"))
        if not listed or titles or end - start < 2 or not (above.role == BODY or headed):
            continue
        entries, told = content[start:end], several or headed or above.text[-1] in "：:"
        tabled = all(_TABLED.fullmatch(entry.text) for entry in entries)
        for line in entries if told or all(_HAS_FIGURE.search(entry.text) for entry in entries) else ():
            line.role, line.hard, line.mark = BODY, tabled, line.mark or "row"


def _is_entry(line: Line) -> bool:
    """Whether a line without markup says one thing of another, no title of a place (沱江：稻田抽穗)."""
    plain = line.role in (HEAD, NAME, BODY) and not (line.level or line.field)
    if plain and not line.mark and _TABLED.fullmatch(line.text):
        first, *others = line.text.split()
        headline = place_at_start(first) and not "".join(others)[:1].isdigit()  # 沱江县 投入3.2万元
        return not (headline or is_kind(line.text, "daily", "notice"))
    found = _ENTRY.fullmatch(line.text) if plain else None
    if found is None:
        return False
    label = found[1] or ""
    return bool(_HAS_FIGURE.search(line.text)) or place_at_start(label) != label or not label


def _tail_role(run: Run, content: Sequence[Line], at: int) -> str:
    """A firm's name or a date behind an announcement is its signature; elsewhere a name of a firm may be a heading."""
    line, following = content[at], content[at + 1] if at + 1 < len(content) else Line(0, "")
    dated = DAY.fullmatch(line.text) is not None
    kicks = following.role == HEAD and bool(following.level) == bool(line.level)
    signed = bool(run.body) and run.body[-1].role == TAIL and not FORMULA.match(run.body[-1].text)
    if not dated and kicks and is_kind(following.text, *(("notice",) if signed else ("bare notice",))):
        # 沱江县人民法院 / 公告: who announces stands above, as it did before, or where no one signs below.
        if signed or not run.body or any(is_body_name(head.text) and head.text != line.text for head in run.heads):
            return HEAD
        below = (content[later] for later in range(at + 2, len(content)))
        signs = next((line for line in below if line.role in (HEAD, TAIL) and not FORMULA.match(line.text)), None)
        elsewhere = signs and signs.role == TAIL and not DAY.fullmatch(signs.text) and signs.text != line.text
        return BODY if elsewhere else HEAD
    ends = at + 1 == len(content) or following.role == TAIL or following.opens
    ends = ends or _is_set_right(line, following) or _is_letter(run)
    ends = bool(run.body) and (ends or is_notice(run.heads) or run.body[-1].role == TAIL)
    return BODY if dated or ends else HEAD


def _is_set_right(line: Line, following: Line) -> bool:
    """Whether a line's middle lies right of that of the heading below, as a signature's does; a kicker's does not."""
    beside = following if following.role == HEAD else line
    return line.indent + width(line) > beside.indent + width(beside) + 12


def _is_letter(run: Run, *below: Line) -> bool:
    """Whether a text opens as a letter does, or may end as one right above what opens the next item."""
    told = any(line.opens for line in below) or (run.body and form("salutation", "question").match(run.body[0].text))
    return bool(run.body and told)


def _is_written(run: Run, line: Line, below: Line | None = None) -> bool:
    """Whether home, trade and name between a text and what opens the next item say who wrote: 沱江医院医师　周明."""
    return bool(run.body and author_at_home(line.text)) and (below is None or below.role == HEAD)


def _signs(run: Run, line: Line, following: Line | None = None) -> bool:
    """Whether a bare line between an announcement and a date, or at its very end, is who signs it."""
    if not run.body or line.level or line.field or line.opens:
        return False
    written = FORMULA.match(run.body[-1].text) is not None or (line.role == HEAD and _is_letter(run))
    if _is_letter(run) and form("signature").search(line.text):
        return True  # 沱江工务段全体养路工
    last = following is None or line.ends or following.field in ("title", "kicker", "entry")
    dated = following and (DAY.fullmatch(following.text) or _is_set_right(line, following))
    return bool(last or dated) and (written or is_notice(run.heads))


def _is_point_of_notice(run: Run, line: Line) -> bool:
    """Whether a line within an announcement is a point of its list: 1. 东街：8时至18时, 科室：眼科."""
    if line.level or line.field or line.opens or not run.body or DAY.fullmatch(run.body[-1].text):
        return False
    return bool(form("numbered", "point").match(line.text)) and is_notice(run.heads)


def mark_briefs(runs: Sequence[Run]) -> None:
    """Titles that are numbered on (1. 沱江：…, 2. 雁江：…) open items; numbered section heads and lists do not."""
    heads = [[head for head in run.heads if number_of(head)] for run in runs]
    numbers = [number_of(some[0]) if some else 0 for some in heads]
    start = 0
    while start < len(runs):
        end = start
        while numbers[start] == 1 and end < len(runs) and numbers[end] == end - start + 1:
            end += 1
        briefs = [some[0] for some in heads[start:end]]
        if len(briefs) > 1 and _are_briefs(runs[start:end], briefs, first_on_page=start == 0):
            for head in briefs:
                head.opens = True
        start = max(end, start + 1)


def _are_briefs(runs: Sequence[Run], briefs: Sequence[Line], *, first_on_page: bool) -> bool:
    """Whether numbered headings are titles: nothing but a label stands above them, or each has a place or a credit."""
    above = [head for head in runs[0].heads[: runs[0].heads.index(briefs[0])] if head.role == HEAD]
    grouped = all(leads_briefs(head) and (first_on_page or is_kind(head.text, "group")) for head in above)
    dated = first_on_page and any(run.body and DATELINE.match(run.body[0].text) for run in runs)
    grouped = grouped or (dated and all(head.level < briefs[0].level - 1 for head in above))  # a kicker
    if grouped and (above or first_on_page):
        return True  # 【一周简报】, in the middle of a page too
    if 2 * sum(run.heads[0].after in _BETWEEN for run in runs[1:]) > len(runs) - 1:
        return True
    titles = [BRIEF_NUMBER.sub("", head.text) for head in briefs]
    places = [place_at_start(title) or "".join(form("town").findall(title)) for title in titles]
    if len(briefs) > 2 and len(above) < 2 and 2 * len({*filter(None, places)}) > len(briefs):
        return True  # each is of another county
    opens = [title.removeprefix(place)[:1] in "：: 　" for title, place in zip(titles, places, strict=True)]
    return 2 * sum(ends_credited(run) or told for run, told in zip(runs, opens, strict=True)) > len(briefs)


def ends_credited(run: Run) -> bool:
    """Whether the text of a run closes with a credit, in its last paragraph or in a line of its own."""
    last = next((line.text for line in reversed(run.body) if line.role == BODY), "")
    following = run.following.heads[:1] if run.following else []
    return bool(closing_credit(last)) or (bool(last) and [line.role for line in following] == [CREDIT])


def _mark_parted(heads: Sequence[Line], body: Sequence[Line]) -> None:
    """Heading lines that end within a phrase which the text has whole: …给三 / 只黑猫, and below 三只黑猫."""
    for line, below in pairwise(heads):
        across = line.text[-2:] + below.text[:1], line.text[-1:] + below.text[:2]
        alike = line.role == below.role == HEAD and line.level == below.level and not (below.field or below.hard)
        if alike and len(line.text) > 5:
            line.hard |= any(phrase.isalpha() and phrase in one.text for phrase in across for one in body)


def opens_notice(before: Line, line: Line, following: Line) -> bool:
    """Whether a line between a title, bare of a notice (公告 / 我父亲因病), and the rest of its sentence is text."""
    if line.role != HEAD or before.role != HEAD:
        return False
    bare = not (line.level or line.field or following.gap or form("numbered").match(following.text))
    runs_on = bare and ("，" in following.text or "。" in following.text)
    if before.level and line.gap:
        fresh = following.level or DATELINE.match(following.text) or place_at_start(following.text)
        return runs_on and "，" in line.text and not fresh
    long = len(line.text) >= 14 and not line.gap
    return runs_on and long and is_kind(before.text, "notice") and not is_notice([line])


def _is_short(run: Run) -> bool:
    listed = all(line.text.startswith(POINTS) for line in run.body)  # ●周明遗失驾驶证，声明作废。
    return bool(run.body) and (len(run.body) <= 2 or run.body[0].role == VERSE or listed)


def is_first_of_several(run: Run) -> bool:
    """Whether this item and the next are briefs of one build, so that a label above them is the group's."""
    following = run.following
    if not _is_short(run):
        return False
    while following is not None and all(head.role == CREDIT for head in following.heads):
        following = following.following  # who signs a letter, and what the paper answers
    heads = following.heads if following else []
    signed = [head.role for head in heads[:2]] in ([CREDIT, HEAD], [NAME, HEAD])
    heads = heads[signed:]
    if following is None or heads[0].role != HEAD or (run.heads[-1].role != HEAD and heads[-1].role == HEAD):
        return False  # or the first has a reporter, and the next, which has none, is a section of it
    first = next((head for head in reversed(run.heads) if head.role == HEAD), run.heads[-1])
    if not _is_short(following) or first.level != heads[0].level:
        return False
    if following.body[0].text[-1] != "：" and any(is_kind(head.text, "letters") for head in run.heads):
        below = following.following.heads[:1] if following.following else []
        return any(head.names and bool(place_at_start(head.text)) for head in below)  # else it is no letter
    return is_notice(run.heads) == is_notice(heads)


def without_section(titles: Sequence[Line], following: Run | None) -> tuple[Sequence[Line], list[Line]]:
    """A title's lines, and the section head right below: bold, as the next one of its length, or numbered as it is."""
    last, after = titles[-1], following.heads[0] if following is not None and following.heads else None
    if after is None or last.opens or len(titles) < 2:
        return titles, []
    told = (number_of(last) == 1 and number_of(after) == 2) or all(map(_DIARY_DAY.fullmatch, (last.text, after.text)))
    told = told or all(one.match(line.text) for one, line in zip(_FIRST_TWO, (last, after), strict=True))
    bold = last.level == after.level == BOLD_LEVEL < titles[0].level - 1 and len(last.text) <= 10
    bold = bold and not (is_notice([last]) or is_kind(titles[-2].text, "page"))  # # 分类信息 / **遗失作废**, **要闻**
    return (titles[:-1], [last]) if told or (bold and abs(len(last.text) - len(after.text)) <= 4) else (titles, [])


def mark_poem_titles(verses: Sequence[Line], heads: str) -> None:
    """Titles of the further poems of a group: as many as it counts, or lines alone between its stanzas."""
    several = _COUNTED.search(heads)
    for at in (
        _counted_titles(verses, "〇一二三四五六七八九十".index(several[2]), further=bool(several[1])) if several else ()
    ):
        verses[at].role = HEAD
    stanzas = 2 * sum(line.gap and after.gap for line, after in pairwise(verses)) <= len(verses)
    for before, line, after in zip([Line(0, ""), *verses], verses, verses[1:], strict=False):
        apart = stanzas and line.gap and after.gap and before.text[-1:] != "，"
        if line.names and before.gap:  # the next poem is another's
            before.role, line.role = HEAD, NAME
            continue
        centred = line.indent >= max(before.indent, after.indent) + 4
        if (apart or centred) and line.text[-1:] not in "，。；：！？":
            line.role = HEAD


def _counted_titles(verses: Sequence[Line], count: int, *, further: bool) -> list[int]:
    """Places of the titles that 三章, or 外一首 behind the first, tells of: each opens a stanza, or, without empty
    lines, is among the shortest; none is as long as a verse below it."""
    deepest = max((line.indent for line in verses), default=0)
    deep = [at for at, line in enumerate(verses) if line.indent == deepest]
    if len(deep) == count:
        return deep  # set in the middle of the line
    opening = [at for at, line in enumerate(verses) if at and line.gap]
    long = [len("".join(line.text.split())) for line in verses]  # 水　瓮
    places = opening if further else [0, *opening]
    if len(opening) in (0, len(verses) - 1):
        among = range(2, len(verses) - 2) if further else range(len(verses))
        sizes = [*sorted(long[at] for at in among), 0][count : count + 1]
        places = [at for at in among if long[at] < sizes[0]] if sizes else []
    told = len(places) == count and (further or places[0] == 0)
    shortest = (min(long[at + 1 : end], default=0) for at, end in pairwise([*places, len(verses)]))
    fits = all(long[at] < least for at, least in zip(places, shortest, strict=True))
    return places if told and fits else []


def mark_asked(content: Sequence[Line]) -> None:
    """A question or call without markup, behind text and alone of its build, is text: 谁说种田没有出息？, no title."""
    around = [*content, Line(0, "")]
    heads = [at for at, line in enumerate(content) if line.role == HEAD]
    for place, at in enumerate(heads):
        before, line, below = around[at - 1], around[at], around[at + 1]
        asked = line.text.rstrip("” ").endswith(_ASKS)
        speech = at > 0 and line.text[-1] == "”"  # opens a story, or stands in it
        told = asked and (before.role == BODY or speech) and line.after in ("", "image", "page number")
        marked = line.level or line.field or line.opens or before.ends or before.cut
        if not told or marked or below.role in (CREDIT, NAME):
            continue
        if below.role == HEAD:
            mine = speech or below.level or (below.gap and not line.gap) or below.indent < _INDENTED <= line.indent
        else:
            titled = (line.gap and not below.gap) or line.indent < _INDENTED <= min(before.indent, below.indent)
            last = heads[place - 1] if place else 0
            there = place_at_start(below.text)  # no place of the short news above: 本报讯 …
            news = not around[last].level and DATELINE.match(around[last + 1].text)
            other = news and there and not any(there in one.text for one in content[last:at])
            titled = titled and bool(below.text)
            mine = not (titled or other or DATELINE.match(below.text) or place_at_start(line.text))
            mine = mine or before.role != BODY
            beside = [content[one] for one in heads[max(place - 1, 0) : place] + heads[place + 1 : place + 2]]
            mine = mine and (speech or not any(_is_alike(line, one) for one in beside))
        if mine and not closing_credit(before.text):
            line.role = BODY


def _is_alike(line: Line, other: Line) -> bool:
    """Whether two headings are of one build: 钱从哪里来？ and 人往哪里去？"""
    near = abs(len(line.text) - len(other.text)) <= 3
    alike = near and (line.text[-1] == other.text[-1] in "？?" or line.indent == other.indent >= _INDENTED)
    return not other.level and (alike or parallel(line.text, other.text))
