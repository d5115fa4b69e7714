"""Every stretch of a text that may name a division: full and short names, abbreviations, runs of signs.

One automaton reads names and look-alikes together, the leftmost and longest first, so that 上海合作组织 is read over
before 上海 is seen in it.  What it finds is kept only where the segmenter does not see another word across its ends
(重大|理论, 三|明确) and where what follows does not make it the name of a street, a ship or a lake.  Which division
a name means is decided elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, zip_longest
from typing import NamedTuple

from newsutil.places.divisions import ancestors, level_of, levels_of
from newsutil.places.place_names import SURE, Name, automaton, cutter, shortened, signs


class Hit(NamedTuple):
    """Where a name stands."""

    start: int
    end: int
    name: Name


Found = tuple[int, int, list[Name]]
"""Start and end of what the automaton found, and the names it may be."""

_LINES = re.compile(
    r"(?:[客货]?(?:高铁|铁路|高速|客专|城际|线|特高压|直流|管道|运河|公路|复线|动车|快线|航线|班列|大?通道))"
)
_AFTER_SHORT = re.compile(
    r"[东西南北中]?[一二三]?路(?![段况网桥线政费局基透由径子])|街(?!头|巷|区|道|镇|坊|景|边)|大街(?!小)|大道|[东西南北]?胡同"
    r"|舰|精神|话(?![题语说剧])|菜(?![篮地农园品市价])|戏(?![曲迷])"
)
# 三沙镇, 铜川镇: a town of the same name.  陈院士, 委员郭吉安: persons.
_TOWN = re.compile(r"镇(?![江南原远平安宁雄海巴赉沅康])")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_PERSON = re.compile(
    "(?:委员|代表|书记|记者|主席|院士|教授|主任|[省市县区局厅处科队班组厂校院会部团站村]长|经理|大户|村民|同志|[党队船学团演职社研警教]员"
    f"|工程师|医生|老师|负责人|烈士|战士|司机|居民|职工|农户|通讯员|摄影)[{_SURNAMES}]$"
)
_AFTER_COUNTY = re.compile(
    r"[江河湖湾峡溪潭洋]|山(?![区水村歌寨东西])|镇(?![江原远平安宁雄海巴赉沅康])|乡(?![村镇亲宁城])|村(?![民庄级里委镇])|街道|社区|寺|庙|塔(?!吊)|岭|峰(?!会|值)"
)
_NOT_FULL = re.compile(r"区[域块间划段别位]|市[场值]")
_PLACE_TAIL = re.compile(
    r"[东西南北]?站|(?:国际)?机场|水库|口岸|港|岛|古城|研究院|(?:卫星)?发射中心|大学|县|市|区|旗|人"
)
_AREA = re.compile(r"高铁|铁路|高速|大湾区|边区")
_MARK = re.compile(r"[^一-鿕a-zA-Z0-9]")
_REACH = 60


def spot_places(text: str) -> list[Hit]:
    """Names of divisions in a text, in order, none overlapping; a lookalike is not among them."""
    machine, names = automaton()
    found = [(start, end, names[index]) for index, start, end in machine.find_matches_as_indexes(text)]
    return _with_signs(text, _kept_hits(text, found), found)


def _kept_hits(text: str, found: Sequence[Found]) -> list[Hit]:
    """Of each name found, the reading that what stands around it allows, where there is one."""
    hits: list[Hit] = []
    words = _Words(text)
    above = False  # whether the name before stands right here and is the division above
    for (start, end, same), following in zip_longest(found, found[1:]):
        below = following is not None and following[0] == end and _is_above(same, following[2])
        for name in (*same, *shortened(same[0])):
            stop = start + len(name.text)
            begin = hits[-1].start if hits and hits[-1].end == start else start
            if _kept(text, start, stop, name, None if above or (below and stop == end) else words, begin):
                hits.append(Hit(start, stop, name))
                break
        above = below and bool(hits) and hits[-1].end == end
    return hits


class _Words:
    """Where the words of a text begin; only the stretches between two marks that hold a name are cut.

    jieba cuts each such stretch by itself, so that the words are those of the whole text.  Of a very long one only what
    stands around the name is cut.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._stretch = (0, 0)
        self._starts: list[int] = []

    def crosses(self, start: int, end: int, begin: int) -> tuple[tuple[bool, bool], str]:
        """Whether a word lies across the start of a stretch, and one that begins in it across its end; and what a word
        that begins with it has behind it (丰台站: 站).

        A word may begin at ``begin``, with the name before (甘肃兰州).
        """
        if not (self._stretch[0] <= start and end <= self._stretch[1]):
            self._cut(start, end)
        starts = self._starts
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        left = starts[first] != start and starts[first - 1] != begin
        if starts[last] == end:
            return (left, False), ""
        right = starts[last - 1] not in (start, begin)
        return (left, right), "" if right else self._text[end : starts[last]]

    def _cut(self, start: int, end: int) -> None:
        before = _MARK.search(self._text[max(0, start - _REACH) : start][::-1])
        after = _MARK.search(self._text, end, end + _REACH)
        left = start - before.start() if before else max(0, start - _REACH)
        right = after.start() if after else min(len(self._text), end + _REACH)
        self._stretch = (left, right)
        self._starts = list(accumulate(map(len, cutter().cut(self._text[left:right])), initial=left))


def _is_above(names: list[Name], others: list[Name]) -> bool:
    """Whether one of the names is that of a division above one of the others: 湖南|岳阳."""
    codes = {code for name in names if not name.joint for code in name.adcodes}
    return any(codes.intersection(ancestors(code)) for name in others for code in name.adcodes)


def _kept(text: str, start: int, end: int, name: Name, words: _Words | None, begin: int) -> bool:
    """Whether what stands around a name lets it be one; ``words`` only where that is in doubt."""
    if name.kind == "lookalike":
        return False
    if name.kind == "word":
        return not (name.joint and len(name.text) == 2 and _LINES.match(text, end))
    across, tail = (False, False), ""
    sure = name.kind in ("full", "part") and (end - start > 3 or level_of(name.adcodes[0]) == "province")
    if words and not sure:
        across, tail = words.crosses(start, end, begin)
    if name.kind in ("full", "part"):
        return not across[0] and not _NOT_FULL.match(text, end - 1)
    if any(across):
        return False
    if _AFTER_SHORT.match(text, end):
        return False
    if text[start - 1 : start] in _SURNAMES and _PERSON.search(text, max(0, start - 5), start):
        return False
    levels = levels_of(name.adcodes)
    if levels != {"county"}:
        return "province" in levels or not _TOWN.match(text, end)
    doubtful = bool(tail) and not _PLACE_TAIL.fullmatch(tail)
    return not doubtful and not _AFTER_COUNTY.match(text, end)


def _with_signs(text: str, hits: list[Hit], taken: Sequence[Found]) -> list[Hit]:
    """The hits and, where nothing else stands, runs, lists and single signs: 鲁豫皖, 豫、鲁、皖, 在京举行."""
    known = signs()
    if not known.hint.search(text):  # most texts
        return hits
    more: list[Hit] = []
    for match in known.run.finditer(text):
        run = match.group()
        if len(set(run)) == len(run) and len(known.sure.intersection(run)) > 1 and not _AREA.match(text, match.end()):
            codes = tuple(known.sign[character] for character in run)
            more.append(Hit(match.start(), match.end(), Name(run, codes, "word", SURE, joint=True)))
    for match in known.listed.finditer(text):
        if not "一" <= text[match.start() - 1 : match.start()] <= "鿿":
            for offset in range(match.start(), match.end(), 2):
                more.append(Hit(offset, offset + 1, Name(text[offset], (known.sign[text[offset]],), "word", SURE)))
    for match in known.place.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        more.append(Hit(start, end, Name(text[start:end], (known.verb[text[start:end]],), "word", SURE)))
    starts = [start for start, _, _ in taken]
    free: list[Hit] = []
    for hit in sorted(more):
        before = bisect_left(starts, hit.end) - 1  # the last that begins before the hit ends
        if (before < 0 or taken[before][1] <= hit.start) and (not free or free[-1].end <= hit.start):
            free.append(hit)
    return sorted([*hits, *free]) if free else hits
