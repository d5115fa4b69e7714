"""Which divisions a figure is about.

The places of a text, the words for the whole country (全国, 我国, a ministry) and the words that point back (当地,
全省, 全市) are read as one stream of cues.  A figure belongs to the nearest cue before it in its sentence, lists
taken whole and 江苏太仓 at its finest; where its sentence has none, to the region the paragraph is on, else to the
article's home.  Two kinds of cue count less: an origin, a goal or somebody else's place (来自广州的医疗队) only
speaks for a figure right behind it, and a part named inside a phrase (以西安…为牵引) gives way to the whole that the
sentence is about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from newsutil.numbers.spot_figures import Figure
from newsutil.places import divisions
from newsutil.places.divisions import COUNTRY
from newsutil.places.region_cues import Cue, Place, find_cues


class _Sentence(NamedTuple):
    """What the figures of a sentence share: its first cue, its end, the cues and the paragraphs before."""

    text: str
    home: str
    first: int
    end: int
    earlier: list[Cue]
    paragraph: int  # where the sentence's paragraph starts
    before: int  # and the one before it
    fresh: bool  # whether the paragraph begins another piece of news than the one before it


_UP = {
    "省": "province",
    "市": "prefecture",
    "县": "county",
    "州": "prefecture",
    "盟": "prefecture",
    "旗": "county",
    "区": "district",
}
_SENTENCE = re.compile(r"[。！？!?\n]")
_CLAUSE = re.compile(r"[，；：,;]")
_LAST_CLAUSE = re.compile(r"(?s:.*)[，；：,;]")
_FRESH = re.compile(r"（\d{1,2}月\d{1,2}日）|记者从|获悉|日前|发布|数据显示|票房|今天，|昨天，|[^，。]{0,12}方面，")
_HEAD = 80  # characters in which a paragraph shows that it is another piece of news
_ATTENDING = re.compile(r"[一-鿿、]{0,16}?(?:参会|出席|参加|与会|参展|参赛|到会|观展|齐聚|参与)")
_PLACED = re.compile(r"(?:在|于|布局|落户|落地|涉及|覆盖|投向|分布于?)$")
_COUNTRIES = frozenset(
    ("国家", "国家和地区", "国家及地区", "国家（地区）", "国家与地区", "国家或地区", "外国", "国际组织")
)
_MEMORY = 24  # cues that are looked back upon: what keeps the time linear where a text has no full stop
_AHEAD = 60  # characters from a figure that opens an article to the place where it says where it is
_NEAR = 4  # characters between an origin or goal and the figure it speaks for: 距北京64公里, 面向全国百所高校


def find_regions(
    text: str, mentions: Sequence[Figure], places: Sequence[Place], home: str = "", nouns: Sequence[str] = ()
) -> list[tuple[str, ...]]:
    """Codes of the divisions each figure is about, sorted; empty where it is about none or cannot be told.

    Parameters
    ----------
    text, mentions
        The text and its figures in order.
    places
        Start, end and code of every decided place in the text, in order.
    home
        Code of the division the whole article is about; ``""`` where there is none.
    nouns
        What each figure counts; a count of foreign countries is about no division.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_figures
    >>> text = "江苏太仓新建驿站30个，全市有志愿者2万名。全国共有600家。"
    >>> find_regions(text, find_figures(text), [(0, 2, "320000"), (2, 4, "320585")])
    [('320585',), ('320585',), ('100000',)]
    """
    cues = find_cues(text, places)
    if not home and _only_the_country(cues):
        home = COUNTRY
    starts = [cue.start for cue in cues]
    breaks = [found.start() for found in _SENTENCE.finditer(text)]
    paragraphs = [0, *(at + 1 for at in breaks if text[at] == "\n")]
    found: list[tuple[str, ...]] = []
    sentence = _Sentence(text, home, 0, -1, [], 0, 0, False)
    clause = reached = 0
    for at, mention in enumerate(mentions):
        if mention.unit == "国" or (at < len(nouns) and nouns[at] in _COUNTRIES):
            found.append(())
            continue
        if mention.value == 31 and text.startswith("省", mention.end):
            found.append((COUNTRY,))  # 31个省（区、市）
            continue
        if mention.start >= sentence.end:
            place = bisect_right(breaks, mention.start)
            first = bisect_right(starts, breaks[place - 1]) if place else 0
            end = breaks[place] if place < len(breaks) else len(text)
            paragraph = bisect_right(paragraphs, mention.start) - 1
            before, own = paragraphs[max(0, paragraph - 1)], paragraphs[paragraph]
            earlier = cues[max(0, first - _MEMORY) : first]
            fresh = _FRESH.search(text, own, own + _HEAD) is not None
            sentence = _Sentence(text, home, first, end, earlier, own, before, fresh)
        comma = _LAST_CLAUSE.match(text, reached, mention.start)
        clause = comma.end() if comma else clause
        reached = mention.start
        last = bisect_right(starts, mention.start)
        inside = cues[max(sentence.first, last - _MEMORY) : last]
        found.append(_region_of(sentence, mention, inside, cues[last : last + 3], clause))
    _share_out(text, mentions, cues, found)
    return found


def _share_out(text: str, mentions: Sequence[Figure], cues: Sequence[Cue], found: list[tuple[str, ...]]) -> None:
    """Give each figure of a list its own division: 江苏、浙江分别新增|5万人|和|3万人."""
    for cue in cues:
        size = len(cue.codes)
        if size < 2:
            continue
        first = bisect_right(mentions, cue.end, key=lambda mention: mention.start)
        run = range(first, min(first + size, len(mentions)))
        listed = len(run) == size and all(
            text[mentions[at].end : mentions[at + 1].start] in ("、", "和", "，") for at in run[:-1]
        )
        same = tuple(sorted(cue.codes))
        if listed and all(found[at] == same for at in run) and "分别" in text[cue.end : mentions[first].start]:
            for at, code in zip(run, cue.codes, strict=True):
                found[at] = (code,)


def _only_the_country(cues: Sequence[Cue]) -> bool:
    """Whether a text names no place and nothing abroad, but the country."""
    kinds = {cue.kind for cue in cues}
    return "nation" in kinds and kinds <= {"nation", "back"}


def _region_of(
    sentence: _Sentence, mention: Figure, inside: list[Cue], behind: list[Cue], clause: int
) -> tuple[str, ...]:
    """Region of a figure from the cues before its sentence, in it, and behind the figure."""
    text, home = sentence.text, sentence.home
    abroad = all(cue.kind == "abroad" for cue in inside)
    if abroad and _ATTENDING.match(text, mention.end, mention.end + 20):
        hosts = [cue for cue in sentence.earlier if cue.kind == "place" and text[cue.start - 1 : cue.start] == "在"]
        if home or hosts:
            return (home,) if home else _finish(hosts[-1].codes)
    chosen = _choose(sentence, mention, inside, clause)
    if chosen is not None:
        return chosen
    for cue in behind:
        beside = cue.start < sentence.end and cue.kind == "place" and not _CLAUSE.search(text, mention.end, cue.start)
        if beside and _PLACED.search(text[max(0, cue.start - 4) : cue.start]):
            return _finish(cue.codes)
    carried = _carried(sentence.earlier, sentence.paragraph)
    if carried is not None:
        return carried
    if home:
        opens = not inside and not sentence.earlier and behind and behind[0].kind == "place"
        if (
            opens
            and home != COUNTRY
            and behind[0].start - mention.end <= _AHEAD
            and divisions.within(behind[0].codes[0], home)
        ):
            return _finish(behind[0].codes)  # 民宿增加到748家——新疆特克斯县: the place follows
        return (home,)
    if any(cue.kind == "nation" for cue in inside):
        return (COUNTRY,)
    carried = _carried(sentence.earlier, sentence.before) or ()
    kept = carried == (COUNTRY,) or (len(carried) == 1 and not sentence.fresh)  # several places are but examples
    return carried if kept else ()


def _choose(sentence: _Sentence, mention: Figure, inside: list[Cue], clause: int) -> tuple[str, ...] | None:
    """Region by the cues of the sentence up to the figure, the nearest first; None where they say nothing."""
    home = sentence.home
    for place in range(len(inside) - 1, -1, -1):
        cue = inside[place]
        near = mention.start - cue.end <= _NEAR and cue.end >= clause
        if cue.weight == "aside" and not near:
            continue
        if cue.kind == "abroad":
            if cue.weight == "weak" and (home or any(other.kind == "place" for other in inside[:place])):
                continue
            return ()
        if cue.kind == "nation":
            if cue.weight == "weak" and not near and (home or any(other.kind == "place" for other in inside[:place])):
                continue
            return cue.codes
        if cue.kind == "back":
            base = (
                _choose(sentence, mention, inside[:place], clause)
                or _carried(sentence.earlier, sentence.paragraph)
                or ((home,) if home else None)
                or _carried(sentence.earlier, 0)
            )
            if base is not None:
                return _raised(cue.codes[0], base)
            continue
        listed = sentence.text[max(cue.end, mention.start - 1) : mention.start] == "等"
        distant = cue.weight == "weak" and cue.end < clause
        if listed or distant or _said_of_more(sentence.text, cue, mention):
            cue = _whole(cue, inside[:place]) or cue
        return _finish(cue.codes)
    return None


def _said_of_more(text: str, cue: Cue, mention: Figure) -> bool:
    """Whether the list is only examples: in 攀枝花、绵阳等9市 the figures that follow are the province's."""
    return text[cue.end : cue.end + 1] == "等" and mention.start - cue.end < 24


def _whole(cue: Cue, before: list[Cue]) -> Cue | None:
    """The place named earlier in the sentence in which a cue lies."""
    for other in before:
        single = other.kind == "place" and len(other.codes) == 1 and other.codes != cue.codes
        if single and all(divisions.within(code, other.codes[0]) for code in cue.codes):
            return other
    return None


def _finish(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes sorted, the whole left out where parts of it are named."""
    if len(codes) == 1:
        return codes
    kept = [code for code in codes if not any(other != code and divisions.within(other, code) for other in codes)]
    return tuple(sorted(set(kept)))


def _raised(word: str, base: tuple[str, ...]) -> tuple[str, ...]:
    """What 全省 or 全市 means after a region: the division of that level it lies in; 当地 and 这里 mean the region
    itself."""
    level = _UP.get(word[-1]) if word[0] in "全该我本" else None
    if level is None or base == (COUNTRY,):
        return base
    raised = []
    for code in base:
        if word[-1] == "区":
            district = divisions.level_of(code) == "county" and divisions.division(code).name.endswith("区")
            raised.append(code if district or code[:2] not in divisions.AUTONOMOUS else divisions.province_of(code))
            continue
        if level == "prefecture" and (
            divisions.level_of(code) == "province" or divisions.division(code).name.endswith("市")
        ):
            raised.append(code)  # 太仓, a county-level city, and 上海 call themselves 全市 too
        else:
            raised.append(divisions.at_level(code, level) or code)
    return tuple(sorted(set(raised)))


def _carried(earlier: list[Cue], paragraph: int) -> tuple[str, ...] | None:
    """The region the paragraph is on: its last place or word for the nation before the figure's sentence."""
    for cue in reversed(earlier):
        if cue.start < paragraph:
            return None
        if cue.weight == "aside" or cue.kind == "back":
            continue
        if cue.kind == "abroad":
            if cue.weight == "strong":
                return ()
            continue
        if cue.kind == "place" or cue.weight == "strong":
            return _finish(cue.codes)
    return None
