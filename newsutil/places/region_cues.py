"""Cues to where a text is: its places, the words for the whole country and for abroad, those that point back.

A cue counts less where the place is an origin, a goal or somebody else's (来自广州的医疗队), or is named inside a
phrase (以西安…为牵引).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from newsutil.base import resources
from newsutil.places import divisions
from newsutil.places.divisions import COUNTRY

Place = tuple[int, int, str]
"""Start, end and adcode of a place in the text."""


class Cue(NamedTuple):
    """A cue and the codes of its divisions; of one that points back the word itself stands there."""

    start: int
    end: int
    codes: tuple[str, ...]
    kind: str  # place, nation, back, abroad
    weight: str  # strong, weak (inside a phrase), aside (an origin or goal)


# 全国最大的市场, 全国文明城市, 我国首个: the country is an attribute, not what the figure is about.
_NOT_NATION_AFTER = re.compile(
    r"[一-鿿]{0,10}最(?!高峰|后|新|近|终)|第[一二三]|首|唯一|人大|政协|文明|重点|劳模|劳动模范|各地|多地|人民|优秀|先进|统一|性|妇联|总工会|哲学|两会|五一|道德模范"
    r"|青联|学联|工商联|示范|外|领先|率先|前列|生产|防总"
    r"|游客|旅客"
)
_A_WHOLE_AFTER = re.compile(r"占|的?(?:比重|占比|份额)")  # 在全国占77%: the whole of a share
# 中国救援队 acts abroad, 中国特色 names a kind.
_NOT_CHINA_AFTER = re.compile(
    r"[一-鿿]{0,6}(?:救援|医疗队|维和|代表团|驻|大使|运动员|选手|队|籍|公民|共产党|特色|式|国家|日报)"
)
# 占全国七成以上, 快于全国: the country is what something is measured by.
_NOT_NATION_BEFORE = re.compile(r"(?:是|作为|占|占到|占了|占到了|占据|接近|超过|相当于|快于|高于|低于|跑赢|优于)$")
_ASIDE_WORDS = (
    "来自|由|从|赴|发往|开往|驶往|驶向|前往|飞往|运往|销往|抵达|面向|毗邻|相邻|距|距离|分布于|分布在|领跑|领先|辐射"
    "|走向|走在|遍布|覆盖|占|占到|服务|居|位居|排名|发给|支援|援助|驰援|援|途经|经由|比|较|通往|围绕|直达|连通|连接"
)
_ASIDE_BEFORE = re.compile(rf"(?:{_ASIDE_WORDS})$")
# The characters _ASIDE_BEFORE can end with (a line may end after 来自): before most places stands another one.
_ASIDE_ENDS = frozenset(word[-1] for word in _ASIDE_WORDS.split("|")) | {"\n"}
_ASIDE_AFTER = ("籍", "口味", "话", "菜", "方言", "方向", "始发", "援建", "客商", "游客", "旅客")
_SAID = re.compile(r"[^，。；\n]{0,20}(?:获悉|了解到|得知)")
_MEASURED_BY = re.compile(r"(?:占|占到|占了|占据|接近|超过|相当于|快于|高于|低于|跑赢|优于|多于|少于|较)$")
_LIST_GAP = re.compile(r"[一-鿿]{0,6}[、和与及至]|以及|，|")
_OPENING_ENDS = frozenset("在于年月日天前后期时今末初据")
_PARTNER = re.compile(r"(?:对|与|同|和|向|、|至|到|中)$")
# The title of a work says nothing about where a figure is (《桂林山水》等3幅画); that of a rule does (《上海市…条例》).
_RULES = (
    "条例|规划|方案|办法|意见|规定|决定|计划|纲要|通知|措施|报告|公报|标准|清单|目录|名录|名单|协议|框架|须知|细则|指南"
)
_TITLE = re.compile(rf"《(?![^《》]{{0,40}}(?:{_RULES})(?:（[^（）]*）)?》)[^《》]{{1,40}}》")
_ALL_OF_CHINA = "和新疆生产建设兵团"  # 31个省（自治区、直辖市）和新疆生产建设兵团: no figure of 新疆


@cache
def _words() -> tuple[AhoCorasick, list[tuple[str, str]]]:
    """Automaton over the words that are cues besides places, and each word with its kind."""
    kinds = {row["word"]: row["kind"] for row in resources.table("places/region_words")}
    kinds |= dict.fromkeys(divisions.countries(), "abroad")
    words = list(kinds.items())
    found = [word for word, _ in words]
    return AhoCorasick(found, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA), words


def find_cues(text: str, places: Sequence[Place]) -> list[Cue]:
    """Every cue in order, places of one list or chain joined."""
    titled = {at for found in _TITLE.finditer(text) for at in range(found.start(), found.end())}
    cues = [
        Cue(start, end, (code,), "place", _weight(text, start, end))
        for start, end, code in places
        if start not in titled
    ]
    taken = {at for start, end, _ in places for at in range(start, end)}
    automaton, words = _words()
    for index, start, end in automaton.find_matches_as_indexes(text):
        word, kind = words[index]
        if word == _ALL_OF_CHINA:
            cues = [cue for cue in cues if not start < cue.start < end]
        attributive = kind == "nation" or word == "全球"  # 全球第一大市场 is somewhere
        if kind == "ministry" and text.startswith("门", end):
            continue  # 商务部门
        if kind != "none" and start not in taken and not (attributive and _is_attribute(text, word, start, end)):
            codes: tuple[str, ...] = (COUNTRY,) if kind in ("nation", "ministry") else (word,)
            weight = "strong" if kind == "ministry" else _weight(text, start, end)
            if kind == "abroad" and _PARTNER.search(text[max(0, start - 2) : start]):
                weight = "aside"
            cues.append(Cue(start, end, codes, "nation" if kind == "ministry" else kind, weight))
    joined: list[Cue] = []
    for cue in _abroad_as_a_whole(text, sorted(cues)):
        before = joined[-1] if joined else None
        if (
            before
            and cue.kind == before.kind == "place"
            and _belongs(text[before.end : cue.start], before.codes[-1], cue.codes[0])
        ):
            codes = _merge(before.codes, cue.codes, text[before.end : cue.start])
            joined[-1] = Cue(before.start, cue.end, codes, "place", before.weight)
        else:
            joined.append(cue)
    return joined


def _abroad_as_a_whole(text: str, cues: Sequence[Cue]) -> Iterator[Cue]:
    """Cues in order; 全国 is the country abroad that its paragraph is on: 日本多地大雪，全国停运列车百列."""
    foreign: list[bool] = []
    reached = 0
    before = None
    for cue in cues:
        if before and before.codes[0] in divisions.countries() and before.end == cue.start and cue.kind == "nation":
            cue = cue._replace(kind="abroad")  # 日本|财政部
        before = cue
        if "\n" in text[reached : cue.start]:
            foreign = []
        reached = cue.start
        if foreign and foreign[0] and foreign[-1] and cue.kind == "nation" and text.startswith("全国", cue.start):
            cue = cue._replace(kind="abroad")
        elif cue.weight != "aside" and cue.kind != "back":
            foreign.append(cue.codes[0] in divisions.countries())
        yield cue


def _is_attribute(text: str, word: str, start: int, end: int) -> bool:
    """Whether 全国, 我国 or 中国 only describes (全国最大的市场) or begins a longer name."""
    if _MEASURED_BY.search(text[max(0, start - 3) : start]):
        return True
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
    return bool(_NOT_NATION_AFTER.match(text, end) or _NOT_NATION_BEFORE.search(text[max(0, start - 3) : start]))


def _belongs(gap: str, before: str, code: str) -> bool:
    """Whether two places are of one list, or a part named after its whole: 浙江湖州, 河北的首衡高碑店."""
    if len(gap) > 8:
        return False
    return bool(_LIST_GAP.fullmatch(gap)) or (gap[0] == "的" and len(gap) < 5 and divisions.within(code, before))


def _weight(text: str, start: int, end: int) -> str:
    last = text[start - 1 : start] if start else ""
    aside = last in _ASIDE_ENDS and _ASIDE_BEFORE.search(text[max(0, start - 4) : start])
    if text.startswith(("看", "来看"), end) or (last == "从" and _SAID.match(text, end)):
        return "strong"  # 从全国看, 记者从太仓市统计局获悉
    if _MEASURED_BY.search(text[max(0, start - 4) : start]):
        return "measure"
    if aside or text.startswith(_ASIDE_AFTER, end):
        return "aside"
    opening = not "一" <= last <= "鿿" or last in _OPENING_ENDS
    return "strong" if opening else "weak"


def _merge(codes: tuple[str, ...], more: tuple[str, ...], gap: str) -> tuple[str, ...]:
    """Codes of a list with a further one: a part takes the place of its whole where nothing stands between them."""
    if (gap in ("", "，") or gap[0] == "的") and divisions.within(more[0], codes[-1]) and more[0] != codes[-1]:
        return (*codes[:-1], *more)
    return codes if more[0] in codes else (*codes, *more)
