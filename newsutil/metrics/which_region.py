"""Which divisions a figure is about.

The places of a text, the words for the whole country (全国, 我国, a ministry) and the words that point back (当地,
全省, 全市) are read as one stream of cues.  What a figure is about is the first answer of a short written order
(``_ORDER``): the place that it describes (总投资2亿元的太仓市项目); the nearest cue before it in its sentence; the
place where its clause says that it is (30个项目落户太仓); what the paragraph is on; in an article on a city the one
county that the text before is on; the article's home; what the text before is on.  Not every cue speaks: an origin or
somebody else's place (来自广州的医疗队) only for a figure right behind it, and not where the article's home is
elsewhere; what a figure is measured by (快于全国) never; the province of the article's home only where a clause opens
with it; and in an article with a home what is abroad only right before a count.  Behind a list it is the whole.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, repeat
from typing import NamedTuple

from newsutil.base.text import SENTENCE_END
from newsutil.metrics import region_lists
from newsutil.metrics.region_lists import Region, finish, is_a, is_part, raised
from newsutil.numbers.spot_figures import Figure
from newsutil.places import divisions
from newsutil.places.divisions import COUNTRY
from newsutil.places.in_passing import BATCH, is_attribute
from newsutil.places.region_cues import WORLD, Cue, Place, find_cues, is_set_by_law, leads_sentence, opens_clause

_CLAUSE = re.compile(r"[，；：,;]")
_AND_OTHERS = re.compile("[一-鿿]{0,3}(?:、[一-鿿]{2,6}?)+等")  # 太仓岛、北岛等
_GOES_ON = re.compile("[^\n]{0,200}?(?:[他她]|当地|这[里家支位]|(?<![乡农政驻])村(?!庄|落)|社区|寨)")
_COUNTED = re.compile(r"[近约超]?\d")
_IS_OF = re.compile("[是为][一-鿿、]{2,20}的[近约]?")  # 是太仓、昆山的|1/3
_EVENT = re.compile("发生[^，。；]{0,2}一[起宗场]")  # of 虎丘区: 苏州市发生一起火灾，|3人|受伤
_ACTS = re.compile("[一-鿿]{2,6}(?:(?<!急管理)厅|(?<!地震|气象|公安)局)")  # 太仓有校9所。|江苏省|教育厅培训9人
# 太仓有站9个。水利部|已收到建议500份。据介绍，目前|已采纳20条
_FURTHER = re.compile(r"[^。\n]*\d[^。\n]*。(?:据[一-鿿]{2}，)?(?:目前|其中)")
_SHARES = frozenset(("", "%", "成", "倍", "个百分点"))
_MEMORY = 12  # cues that are looked back upon: what keeps the time linear where a text has no full stop
_MANY = 2  # parts of its home that an article is on; one that names more gives examples
_REPORT = 16  # parts of its home that only a work report names: they are examples in their own clauses alone
_SAME = 12  # characters from a place to the end of a list of its kind: 太仓的南港、虎丘北港等|10个
_AHEAD = 60  # characters to the place where a figure that opens an article is, or in which all are; to a ；


class _Around(NamedTuple):
    """What stands around a figure: its clause, the cues of its sentence before it, those behind it, earlier ones."""

    text: str
    home: str
    figure: Figure
    begin: int  # where the figure's sentence starts, and its clause
    clause: int
    end: int  # where its sentence ends
    inside: Sequence[Cue]
    behind: Sequence[Cue]
    earlier: Sequence[Cue]
    paragraph: int  # where the figure's paragraph starts
    parts: int  # how many parts of its home the article names

    def speaks(self, cue: Cue, before: Sequence[Cue] = ()) -> bool:
        """Whether a cue says where a figure is, after the cues ``before`` it in the sentence."""
        if cue.weight == "aside":
            # 连接太仓和昆山的路长|9公里, 从太仓、昆山两地共招来|9人
            joined = self.text.endswith("连接", 0, cue.start) or region_lists.TOGETHER.match(self.text, cue.end)
            return bool((joined and len(cue.codes) > 1) or self.figure.start - cue.end < 2) and self._may_be_on(cue)
        ended = cue.weight == "lives" and "；" in self.text[cue.end : min(self.figure.start, cue.end + _AHEAD)]
        if ended or (region_lists.patterns()["project"].match(self.text, cue.end) and not self._may_be_on(cue)):
            return False  # 现有9例，均在太仓；另有|3人; of 太仓: 昆明花卉小镇等|3个
        if cue.weight == "firm" and (not self.holds(cue) or self.text.count("公司", cue.end, self.figure.start) > 1):
            return self.text.find("公司", cue.end) == self.figure.start - 2  # 太仓港务公司10万元、远东电器公司|10万元
        acts = cue.end >= self.clause and opens_clause(self.text, cue) and _ACTS.match(self.text, cue.end)
        within = (cue.weight == "office" and not acts) or _EVENT.search(self.text, cue.end, self.figure.start)
        measured = self.figure.unit in _SHARES and _IS_OF.fullmatch(self.text, cue.start - 1, self.figure.start)
        mute = cue.weight == "mute" and self.figure.unit != "地"  # 太仓、昆山|2地|消防员
        if measured or mute or (within and is_part(self.home, cue.codes[0])):
            return False
        if cue.codes[0] in WORLD and cue.weight == "weak":  # not 太仓港的|全球|航线9条
            shares = self.figure.unit in _SHARES
            return cue.end >= self.clause and (shares or _COUNTED.match(self.text, cue.end) is not None)
        if cue.kind in ("place", "nation") and self.parts >= _REPORT and cue.end < self.clause:
            return False  # 苏州建成实验室，新增企业|30家
        if cue.kind == "place":
            listed = self.text[cue.start - 1] == "、"  # 太仓某公司9亿元、江苏某公司|8亿元
            alone = self.touches(cue) or len(cue.codes) > 1 or opens_clause(self.text, cue)
            others = (code for other in before if other.kind == "place" and not listed for code in other.codes)
            return alone or not any(is_part(part, cue.codes[0]) for part in chain([self.home], others))
        located = cue.end >= self.clause and self.text[cue.start - 1] == "在"
        strong = cue.kind == "back" or located or (cue.kind == "nation" and cue.weight == "strong")
        if strong or not self.home or self.touches(cue) or leads_sentence(self.text, self.paragraph, cue):
            return True
        said = self.text[cue.end : self.figure.start]  # 海南接待游客9亿人次，|泰国|接待游客9万人次
        return 1 < len(said) <= region_lists.SHORT and any(self.text.startswith(said, other.end) for other in before)

    def is_wider(self, cue: Cue) -> bool:
        """Whether a figure counts more than a place and those named with it, examples of the home (太仓、昆山等|6个),
        or a list of which the place is a later member: 北港、南港、太仓|3个; not 太仓建路、桥|2座."""
        value, start = self.figure.value, self.figure.start
        some = value > len(cue.codes) and self.home not in ("", COUNTRY)
        near = self.parts >= _REPORT or (self.holds(cue) and start - cue.end < _SAME)
        listed = self.text.count("、", self.clause, start) + 1 == value and "、" in self.text[self.clause : cue.start]
        return some and (listed or (near and self.text.endswith("等", 0, start)))

    def touches(self, cue: Cue) -> bool:
        """Whether a cue stands right before the count: 遍布全国|300个城市, 全国首批|9个县."""
        joined = BATCH.fullmatch(self.text, cue.end, self.figure.start)
        return joined is not None and self.figure.unit not in _SHARES

    def _may_be_on(self, cue: Cue) -> bool:
        """Whether an origin, a goal or a project's place can be meant: not outside the home (来自沈阳的|146人)."""
        home = self.home or COUNTRY
        if self.text.startswith(("省", "市", "区", "县", "州"), self.figure.end):
            return True  # 来自江苏、浙江等|8个|省份
        if cue.kind != "place":
            return not self.text.endswith(("对", "给"), 0, cue.start)  # 对东盟|212亿元, 卖给日本|2亿元
        return all(divisions.within(code, home) or is_part(home, code) for code in cue.codes)

    def holds(self, cue: Cue) -> bool:
        """Whether a cue lies in the home."""
        return all(divisions.within(code, self.home or COUNTRY) for code in cue.codes)

    def stays(self, cue: Cue) -> bool:
        """Whether the sentences after a cue are on it too: in an article with a home not those after another city or
        one part of many (支持沈阳建设基地。用电量增长5%), unless it opens its paragraph."""
        home = self.home
        if home in ("", COUNTRY) or cue.kind not in ("place", "nation"):
            return home in ("", COUNTRY)
        first = 0 <= cue.start - self.paragraph < 9 and opens_clause(self.text, cue)
        if cue.kind == "nation":  # not 水利部支持太仓
            later = first and self.text[cue.end - 1] not in "部委局"
            told = _FURTHER.match(self.text, cue.end) if cue.weight == "strong" else None
            further = told is not None and told.end() > self.begin
            return later or further or leads_sentence(self.text, self.paragraph, cue)
        if _AND_OTHERS.match(self.text, cue.end) or (len(cue.codes) > 1 and self.text.startswith("等", cue.end)):
            return False  # 太仓、昆山等地都有。大棚收入|9万元
        inside = any([divisions.within(code, home) for code in cue.codes])
        leads = not inside or (self.paragraph > 0 and self.earlier[-1:] == [cue])
        if (leads and first) or all([divisions.within(home, code) for code in cue.codes]):
            return True
        one_of_it = cue.weight == "lives" or self.text.endswith("其中", 0, cue.start)  # 3例，其中太仓1例。出院|5例
        return not one_of_it and self.parts <= _MANY and inside


def find_regions(
    text: str,
    mentions: Sequence[Figure],
    places: Sequence[Place],
    home: str = "",
    nouns: Sequence[str] = (),
    *,
    report: bool = False,
) -> list[Region]:
    """Codes of the divisions each figure is about, sorted; empty where it is about none or cannot be told.

    Parameters
    ----------
    text, mentions, places
        The text, its figures and every decided place in it, each in order.
    home, nouns
        Code of the division the whole article is about, ``""`` where there is none; what each figure counts.
    report
        Whether this is a work report, or a piece of one: what it names are examples in their own clauses.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_figures
    >>> text = "江苏太仓新建驿站30个，全市有志愿者2万名。全国共有600家。"
    >>> find_regions(text, find_figures(text), [(0, 2, "320000"), (2, 4, "320585")])
    [('320585',), ('320585',), ('100000',)]
    """
    plain = find_cues(text, places)
    cues = region_lists.within_brackets(text, mentions, plain)
    named = {cue.codes[0] for cue in cues if cue.kind == "place" and is_part(cue.codes[0], home)}
    parts, starts = _REPORT if report else len(named), [cue.start for cue in cues]
    breaks = [-1, *[found.start() for found in SENTENCE_END.finditer(text)], len(text)]
    found: list[Region] = []
    begin, end, clause, paragraph = 0, -1, 0, 0
    for figure, noun in zip(mentions, chain(nouns, repeat("")), strict=False):
        if region_lists.is_of_none(text, figure, noun):
            found.append(())
            continue
        if figure.start >= end:  # a further sentence
            sentence = bisect_right(breaks, figure.start)
            before, begin, end = begin, breaks[sentence - 1] + 1, breaks[sentence]
            paragraph = max(paragraph, text.rfind("\n", before, begin) + 1)
            first = bisect_right(starts, begin - 1)
            clause = reached = begin
        for comma in _CLAUSE.finditer(text, reached, figure.start):
            clause = comma.end()
        reached = figure.start
        at = bisect_right(starts, figure.start)
        inside, earlier = cues[max(first, at - _MEMORY) : at], cues[max(0, first - _MEMORY) : first]
        if cues is not plain:
            inside, earlier = ([cue for cue in some if cue.until > figure.start] for some in (inside, earlier))
        around = _Around(text, home, figure, begin, clause, end, inside, cues[at : at + 3], earlier, paragraph, parts)
        found.append(region_lists.of_divisions(_region(around), figure, noun))
    if "分别" in text:
        region_lists.share_out(text, mentions, cues, found)
    return found


def _region(around: _Around) -> Region:
    """The first answer of the written order."""
    for rule in _ORDER:
        if (region := rule(around)) is not None:
            return region
    return ()


def _described(around: _Around) -> Region | None:
    """The place that a figure describes: 总投资6亿元的|太仓市|…项目; 12个省份 are the country; the part of the home in
    which all are that it counts: 9例，均在|太仓市; 9例（太仓市）."""
    if is_set_by_law(around.text, around.figure.start, around.figure.end):
        return (COUNTRY,)
    if not around.behind:
        return None
    wholes = [around.home or COUNTRY, *[cue.codes[0] for cue in around.inside]]
    if parts := region_lists.broken_down(around.text, around.figure, around.behind, wholes):
        return parts
    for cue in around.behind[:1]:
        gap = cue.start - around.figure.end
        if gap < 0:
            return (COUNTRY,)
        if cue.kind == "place" and gap <= _AHEAD:
            described = gap == 1 and around.text[around.figure.end] == "的"
            if described or region_lists.all_there(around.text, around.figure.end, cue):
                return finish(cue.codes)
    return None


def _named(around: _Around) -> Region | None:
    """Region by the cues of the sentence up to the figure, the nearest first."""
    text, figure, inside = around.text, around.figure, around.inside
    route = region_lists.route(text, inside, around.begin, figure.start)
    if together := route or region_lists.all_of(text, inside, figure.start):
        return finish(together)
    for place in range(len(inside) - 1, -1, -1):
        cue, before = inside[place], inside[:place]
        if not around.speaks(cue, before):
            continue
        if cue.kind in ("abroad", "back"):
            return () if cue.kind == "abroad" else _pointed_to(around, cue, before)
        listed = cue.end >= around.clause - 1 and text.endswith(("等", "等的", "在内", "在内的"), cue.end, figure.start)
        distant = cue.weight == "weak" and cue.end < around.clause - 1 and cue.codes != (around.home,)
        past = region_lists.is_past_list(text, before, cue, around.clause, figure.start)
        whole = region_lists.whole_of(text, cue, before)
        if past or around.is_wider(cue):
            if whole:
                return finish(whole.codes)
            return region_lists.past_list(text, inside[: place + 1], around.home) if past else _home(around)
        if not whole and not set("、和与").isdisjoint(text[cue.start : cue.end]):
            return tuple(sorted(cue.codes))  # 洛阳、三门峡、宜阳等地
        return finish(whole.codes if whole and (listed or distant or text.startswith("等", cue.end)) else cue.codes)
    return None


def _pointed_to(around: _Around, cue: Cue, before: Sequence[Cue]) -> Region | None:
    """What a word that points back means: what the text before is on, raised; the place of its level named last where
    该 asks for it (太仓受灾，江苏北部有雨，|该市|损失3万元) or nothing around is of it (太仓市迎客。|全市|有9万人)."""
    word = cue.codes[0]
    named = [other for other in before if other.kind == "place"]
    base = _named(around._replace(inside=named)) or _carried(around) or _home(around) or _carried(around, 0)
    whole = raised(word, base, around.home, [*around.earlier, *before], around.paragraph) if base else None
    if word[0] == "该" or (word[0] in "全我本" and whole and not any(is_a(code, word[1]) for code in whole)):
        for other in reversed([*around.earlier, *before]):
            if other.kind == "place" and is_a(other.codes[-1], word[1]):
                return finish(other.codes[-1:])
    return () if whole == (COUNTRY,) and word[0] in "全我本" else whole  # 全国产盐。|我县|每人限购3包


def _attended(around: _Around) -> Region | None:
    """The host of those who come from abroad: 来自30个国家的|500人|参会."""
    if any([cue.kind != "abroad" for cue in around.inside]):
        return None
    if not region_lists.patterns()["attend"].match(around.text, around.figure.end, around.figure.end + 20):
        return None
    hosts = [cue for cue in around.earlier if cue.kind == "place" and around.text[cue.start - 1 : cue.start] == "在"]
    return _home(around) or _before(around._replace(earlier=hosts))


def _placed(around: _Around) -> Region | None:
    """The place where the figure's clause says that it is: 新建3个站，2个在|太仓."""
    for cue in around.behind:
        if cue.kind == "place" and cue.start <= around.end:
            gap = around.text[around.figure.end : cue.start]
            if region_lists.patterns()["placed"].search(gap[-4:]) and not _CLAUSE.search(gap):
                return finish(cue.codes)
    return None


def _all(around: _Around) -> Region | None:
    """The country, where an article without a home gives a figure that only the country has: 2亿吨原油."""
    if around.home or not region_lists.is_national(around.text, around.begin, around.figure):
        return None
    others = [cue for cue in (*around.earlier, *around.inside) if cue.kind == "abroad" or cue.codes[0][0] in "全我本"]
    return None if others else (COUNTRY,)  # not 全省产值3000亿元


def _opening(around: _Around) -> Region | None:
    """The place behind a figure that opens the article: 40间民宿，开在|德清县|的山里."""
    opens = around.parts < _REPORT and not around.inside and not around.earlier
    for cue in around.behind[:1] if opens else ():
        gap = around.text[around.figure.end : cue.start]
        near = cue.kind == "place" and cue.weight not in ("lives", "mute") and len(gap) <= _AHEAD and "其中" not in gap
        if near and around.text.startswith("占", cue.end):  # 首批|41个|，江苏占3个
            return (COUNTRY,) if cue.codes[0][2:] == "0000" else None
        if near and cue.start < max(around.end, 2 * _AHEAD) and divisions.within(cue.codes[0], around.home or COUNTRY):
            return finish(cue.codes)
    return None


def _closer(around: _Around) -> Region | None:
    """The one county of a city that the text before is on, in an article on that city that names few of its parts."""
    city = around.home != "" and divisions.division(around.home).name.endswith(("市", "州", "盟", "地区"))
    carried = _carried(around, 0) if city else ()
    only = around.parts == 1 and all(around.home not in cue.codes for cue in around.earlier)  # 太仓、昆山两市调水价
    return carried if carried and is_part(carried[0], around.home) and (only or len(carried) == 1) else None


def _home(around: _Around) -> Region | None:
    return (around.home,) if around.home else None


def _before(around: _Around) -> Region | None:
    """What the text before is on, if that is one division: several places are but examples, and so is one in a text on
    the country, unless the paragraph goes on about those there (太仓的村民忙。¶他们收|9吨|粮; not 今年收粮|9亿吨)."""
    carried = _carried(around, 0)
    nation = any(cue.kind == "nation" for cue in around.earlier)
    if carried and nation and not _GOES_ON.match(around.text, around.paragraph, around.figure.start):
        return (COUNTRY,)
    return carried if carried and len(carried) == 1 else None


def _paragraph(around: _Around) -> Region | None:
    """What the paragraph is on; none, where a text on the country goes on about one spot whose division is not named:
    这片水域有|9亩|水草."""
    carried = _carried(around)
    if (carried or _home(around) or (COUNTRY,)) != (COUNTRY,):
        return carried
    since = max(around.begin, around.figure.start - region_lists.REACH)
    there = region_lists.patterns()["spot"].search(around.text, since, around.figure.start)
    return () if there and (carried or _home(around) or _before(around)) == (COUNTRY,) else carried


def _carried(around: _Around, since: int | None = None) -> Region | None:
    """What the text, or only the figure's paragraph, is on before the figure's sentence, by its last cue ``since``."""
    start = around.paragraph if since is None else since
    for at in range(len(around.earlier) - 1, -1, -1):
        cue = around.earlier[at]
        if cue.start < start:
            return region_lists.heading(around.earlier[: at + 1])
        whole = cue.kind == "back" and around.home != "" and opens_clause(around.text, cue)
        if whole and not is_attribute(around.text, cue.codes[0], cue.start, cue.end):  # 全省考生5万人。其中女生|2万人
            below = _carried(around._replace(earlier=around.earlier[:at]), start)
            base, named = below or (around.home,), around.earlier[:at]
            region = raised(cue.codes[0], base, around.home, named, around.paragraph)
            counted = any(map(str.isdigit, around.text[cue.end : around.begin]))  # 全省有站9个。产煤|9吨
            return region if counted or all([divisions.within(code, around.home) for code in region]) else below
        if cue.kind == "back" or not around.stays(cue):
            continue
        near = around.earlier[:at] if cue.weight == "office" else ()  # 太仓丰收，通过苏州市交易平台卖出。每亩|9元
        near = [other for other in near if cue.start - other.end < region_lists.REACH]
        if around.speaks(cue, [other for other in near if "。" not in around.text[other.end : cue.start]]):
            if region_lists.is_past_list(around.text, around.earlier[:at], cue, sys.maxsize, around.figure.start):
                return region_lists.past_list(around.text, around.earlier[: at + 1], around.home)
            return () if cue.kind == "abroad" else finish(cue.codes)
    return None


_ORDER = (_described, _attended, _named, _placed, _all, _paragraph, _opening, _closer, _home, _before)
