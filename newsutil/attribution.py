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
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from newsutil import regions, resources
from newsutil.mentions import Mention
from newsutil.regions import COUNTRY

Place = tuple[int, int, str]
"""Start, end and adcode of a place in the text."""


class _Cue(NamedTuple):
    start: int
    end: int
    codes: tuple[str, ...]
    kind: str  # place, nation, back, abroad
    weight: str  # strong, weak (inside a phrase), aside (an origin or goal)


class _Sentence(NamedTuple):
    """What the figures of a sentence share: its first cue, its end, the cues and the paragraphs before."""

    text: str
    home: str
    first: int
    end: int
    earlier: list[_Cue]
    paragraph: int  # where the sentence's paragraph starts
    before: int  # and the one before it


# 全国最大的市场, 全国文明城市, 我国首个: the country is an attribute, not what the figure is about.
_NOT_NATION_AFTER = re.compile(
    r"[一-鿿]{0,10}最|第[一二三]|首|唯一|人大|政协|文明|重点|劳模|劳动模范|各地|多地|人民|优秀|先进|统一|性|妇联|总工会|哲学|两会|五一|道德模范"
    r"|青联|学联|工商联|示范|外|领先|率先|前列|生产|防总"
    r"|游客|旅客"
)
_A_WHOLE_AFTER = re.compile(r"占|的?(?:比重|占比|份额)")  # 在全国占77%: the whole of a share
# 中国救援队 acts abroad, 中国特色 names a kind.
_NOT_CHINA_AFTER = re.compile(
    r"[一-鿿]{0,6}(?:救援|医疗队|维和|代表团|驻|大使|运动员|选手|队|籍|公民|共产党|特色|式|国家|日报)"
)
# 占全国七成以上, 快于全国: the country is what something is measured by.
_NOT_NATION_BEFORE = re.compile(r"(?:是|作为|占|占到|占了|占据|快于|高于|低于|跑赢|优于)$")
_UP = {
    "省": "province",
    "市": "prefecture",
    "县": "county",
    "州": "prefecture",
    "盟": "prefecture",
    "旗": "county",
    "区": "district",
}
_ASIDE_WORDS = (
    "来自|由|从|赴|发往|开往|驶往|驶向|前往|飞往|运往|销往|抵达|面向|毗邻|相邻|距|距离|分布于|分布在|领跑|领先|辐射"
    "|走向|走在|遍布|覆盖|占|占到|服务|居|位居|排名|发给|支援|援助|驰援|援|途经|经由|比|较|通往|直达|连通|连接"
)
_ASIDE_BEFORE = re.compile(rf"(?:{_ASIDE_WORDS})$")
# The characters _ASIDE_BEFORE can end with (a line may end after 来自): before most places stands another one.
_ASIDE_ENDS = frozenset(word[-1] for word in _ASIDE_WORDS.split("|")) | {"\n"}
_ASIDE_AFTER = ("籍", "口味", "话", "菜", "方言", "方向", "始发", "援建", "客商", "游客", "旅客")
_SENTENCE = re.compile(r"[。！？!?\n]")
_CLAUSE = re.compile(r"[，；：,;]")
_LAST_CLAUSE = re.compile(r"(?s:.*)[，；：,;]")
_LIST_GAP = re.compile(r"[一-鿿]{0,6}[、和与及至]|以及|，|")
_OPENING_ENDS = frozenset("在于到进是为等对给向年月日天前后期时今末初据")
_OPENING = ("截至", "其中", "随着")
_PARTNER = re.compile(r"(?:对|与|同|和|向|、|至|到|中)$")
_ATTENDING = re.compile(r"[一-鿿、]{0,16}?(?:参会|出席|参加|与会|参展|参赛|到会|观展|齐聚|参与)")
_PLACED = re.compile(r"(?:在|于|布局|落户|落地|涉及|覆盖|投向|分布于?)$")
_COUNTRIES = frozenset(
    ("国家", "国家和地区", "国家及地区", "国家（地区）", "国家与地区", "国家或地区", "外国", "国际组织")
)
_ALL_OF_CHINA = "和新疆生产建设兵团"  # 31个省（自治区、直辖市）和新疆生产建设兵团: no figure of 新疆
_MEMORY = 24  # cues that are looked back upon: what keeps the time linear where a text has no full stop
_AHEAD = 60  # characters from a figure that opens an article to the place where it says where it is
_NEAR = 4  # characters between an origin or goal and the figure it speaks for: 距北京64公里, 面向全国百所高校


@cache
def _words() -> tuple[AhoCorasick, list[tuple[str, str]]]:
    """Automaton over the words that are cues besides places, and each word with its kind."""
    kinds = {row["word"]: row["kind"] for row in resources.table("region_words")}
    kinds |= {row["name"]: "abroad" for row in resources.table("abroad")}
    words = list(kinds.items())
    found = [word for word, _ in words]
    return AhoCorasick(found, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA), words


def find_regions(
    text: str, mentions: Sequence[Mention], places: Sequence[Place], home: str = "", nouns: Sequence[str] = ()
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
    >>> from newsutil.mentions import find_mentions
    >>> text = "江苏太仓新建驿站30个，全市有志愿者2万名。全国共有600家。"
    >>> find_regions(text, find_mentions(text), [(0, 2, "320000"), (2, 4, "320585")])
    [('320585',), ('320585',), ('100000',)]
    """
    cues = _cues(text, places)
    starts = [cue.start for cue in cues]
    breaks = [found.start() for found in _SENTENCE.finditer(text)]
    paragraphs = [0, *(at + 1 for at in breaks if text[at] == "\n")]
    found: list[tuple[str, ...]] = []
    sentence = _Sentence(text, home, 0, -1, [], 0, 0)
    clause = reached = 0
    for at, mention in enumerate(mentions):
        if mention.unit == "国" or (at < len(nouns) and nouns[at] in _COUNTRIES):
            found.append(())
            continue
        if mention.start >= sentence.end:
            place = bisect_right(breaks, mention.start)
            first = bisect_right(starts, breaks[place - 1]) if place else 0
            end = breaks[place] if place < len(breaks) else len(text)
            paragraph = bisect_right(paragraphs, mention.start) - 1
            before, own = paragraphs[max(0, paragraph - 1)], paragraphs[paragraph]
            sentence = _Sentence(text, home, first, end, cues[max(0, first - _MEMORY) : first], own, before)
        comma = _LAST_CLAUSE.match(text, reached, mention.start)
        clause = comma.end() if comma else clause
        reached = mention.start
        last = bisect_right(starts, mention.start)
        inside = cues[max(sentence.first, last - _MEMORY) : last]
        found.append(_region_of(sentence, mention, inside, cues[last : last + 3], clause))
    return found


def _region_of(
    sentence: _Sentence, mention: Mention, inside: list[_Cue], behind: list[_Cue], clause: int
) -> tuple[str, ...]:
    """Region of a figure from the cues before its sentence, in it, and behind the figure."""
    text, home = sentence.text, sentence.home
    abroad = all(cue.kind == "abroad" for cue in inside)
    if abroad and _ATTENDING.match(text, mention.end, mention.end + 20):
        hosts = [cue for cue in sentence.earlier if cue.kind == "place" and text[cue.start - 1 : cue.start] == "在"]
        if home or hosts:
            return (home,) if home else _finish(hosts[0].codes)
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
            and regions.within(behind[0].codes[0], home)
        ):
            return _finish(behind[0].codes)  # 民宿增加到748家——新疆特克斯县: the place follows
        return (home,)
    if any(cue.kind == "nation" for cue in inside):
        return (COUNTRY,)
    return _carried(sentence.earlier, sentence.before) or ()


def _cues(text: str, places: Sequence[Place]) -> list[_Cue]:
    """Every cue in order, places of one list or chain joined."""
    cues = [_Cue(start, end, (code,), "place", _weight(text, start, end)) for start, end, code in places]
    taken = {at for start, end, _ in places for at in range(start, end)}
    automaton, words = _words()
    for index, start, end in automaton.find_matches_as_indexes(text):
        word, kind = words[index]
        if word == _ALL_OF_CHINA:
            cues = [cue for cue in cues if not start < cue.start < end]
        if kind != "none" and start not in taken and not (kind == "nation" and _is_attribute(text, word, start, end)):
            codes: tuple[str, ...] = (COUNTRY,) if kind in ("nation", "ministry") else (word,)
            weight = "strong" if kind == "ministry" else _weight(text, start, end)
            if kind == "abroad" and _PARTNER.search(text[max(0, start - 2) : start]):
                weight = "aside"
            cues.append(_Cue(start, end, codes, "nation" if kind == "ministry" else kind, weight))
    joined: list[_Cue] = []
    for cue in sorted(cues):
        before = joined[-1] if joined else None
        if (
            before
            and cue.kind == before.kind == "place"
            and _belongs(text[before.end : cue.start], before.codes[-1], cue.codes[0])
        ):
            codes = _merge(before.codes, cue.codes, text[before.end : cue.start])
            joined[-1] = _Cue(before.start, cue.end, codes, "place", before.weight)
        else:
            joined.append(cue)
    return joined


def _is_attribute(text: str, word: str, start: int, end: int) -> bool:
    """Whether 全国, 我国 or 中国 only describes (全国最大的市场) or begins a longer name."""
    if text[end : end + 1].isdigit():
        return False
    if text[start - 1 : start] in ("“", "《"):
        return True  # “中国梦·劳动美”: a name
    if word in ("全国", "国内") and _A_WHOLE_AFTER.match(text, end):
        return True
    if word == "各地" and text[start - 1 : start] in ("向", "往", "到", "给"):
        return True  # 推广到各地
    if word == "中国" and "一" <= text[start - 1 : start] <= "鿿":
        return True
    if word == "中国" and _NOT_CHINA_AFTER.match(text, end):
        return True
    return bool(_NOT_NATION_AFTER.match(text, end) or _NOT_NATION_BEFORE.search(text[max(0, start - 2) : start]))


def _belongs(gap: str, before: str, code: str) -> bool:
    """Whether two places are of one list, or a part named after its whole: 浙江湖州, 河北的首衡高碑店."""
    if len(gap) > 8:
        return False
    return bool(_LIST_GAP.fullmatch(gap)) or (gap[0] == "的" and len(gap) < 5 and regions.within(code, before))


def _weight(text: str, start: int, end: int) -> str:
    last = text[start - 1 : start] if start else ""
    aside = last in _ASIDE_ENDS and _ASIDE_BEFORE.search(text[max(0, start - 4) : start])
    if text.startswith(("看", "来看"), end):
        return "strong"  # 从全国看
    if aside or text.startswith(_ASIDE_AFTER, end):
        return "aside"
    opening = not "一" <= last <= "鿿" or last in _OPENING_ENDS or text.endswith(_OPENING, max(0, start - 4), start)
    return "strong" if opening else "weak"


def _merge(codes: tuple[str, ...], more: tuple[str, ...], gap: str) -> tuple[str, ...]:
    """Codes of a list with a further one: a part takes the place of its whole where nothing stands between them."""
    if (gap in ("", "，") or gap[0] == "的") and regions.within(more[0], codes[-1]) and more[0] != codes[-1]:
        return (*codes[:-1], *more)
    return codes if more[0] in codes else (*codes, *more)


def _choose(sentence: _Sentence, mention: Mention, inside: list[_Cue], clause: int) -> tuple[str, ...] | None:
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


def _said_of_more(text: str, cue: _Cue, mention: Mention) -> bool:
    """Whether the list is only examples: in 攀枝花、绵阳等9市 the figures that follow are the province's."""
    return text[cue.end : cue.end + 1] == "等" and mention.start - cue.end < 24


def _whole(cue: _Cue, before: list[_Cue]) -> _Cue | None:
    """The place named earlier in the sentence in which a cue lies."""
    for other in before:
        single = other.kind == "place" and len(other.codes) == 1 and other.codes != cue.codes
        if single and all(regions.within(code, other.codes[0]) for code in cue.codes):
            return other
    return None


def _finish(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes sorted, the whole left out where parts of it are named."""
    if len(codes) == 1:
        return codes
    kept = [code for code in codes if not any(other != code and regions.within(other, code) for other in codes)]
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
            district = regions.level_of(code) == "county" and regions.division(code).name.endswith("区")
            raised.append(code if district or code[:2] not in regions.AUTONOMOUS else regions.province_of(code))
            continue
        if level == "prefecture" and (
            regions.level_of(code) == "province" or regions.division(code).name.endswith("市")
        ):
            raised.append(code)  # 太仓, a county-level city, and 上海 call themselves 全市 too
        else:
            raised.append(regions.at_level(code, level) or code)
    return tuple(sorted(set(raised)))


def _carried(earlier: list[_Cue], paragraph: int) -> tuple[str, ...] | None:
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
