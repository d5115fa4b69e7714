"""Which divisions a figure is about.

Places, words for the whole country (全国, 我国, a ministry) and words that point back (当地, 全省) are one stream of
cues, of which not all speak (``Around.speaks``).  What a figure is about is the first answer of ``_ORDER``: the place
that it describes (总投资2亿元的太仓市项目); the nearest cue before it in its sentence; the place of who said it; the
place where its clause says that it is (30个项目落户太仓); what the paragraph is on; the one county of a city that the
text before is on; the article's home; what the text before is on.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, repeat

from newsutil.base.text import SENTENCE_END
from newsutil.metrics import region_lists
from newsutil.metrics.around import AHEAD, REPORT, Around
from newsutil.metrics.region_lists import Region, finish, is_a, is_part, raised
from newsutil.numbers.spot_figures import Figure
from newsutil.places import divisions
from newsutil.places.divisions import COUNTRY
from newsutil.places.in_passing import is_attribute
from newsutil.places.region_cues import Cue, Place, find_cues, is_set_by_law, opens_clause

_CLAUSE = re.compile(r"[，；：,;]")
_GOES_ON = re.compile("[^\n]{0,200}?(?:[他她]|当地|这[里家支位]|(?<![乡农政驻])村(?!庄|落)|社区|寨)")
_SAYS = re.compile("[^，。；\n]{0,24}?(?:说|介绍|告诉|表示|[笑叹]道)")
_MEMORY = 12  # cues that are looked back upon: what keeps the time linear where a text has no full stop


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

    ``home`` is the division that the article is about, ``nouns`` what each figure counts; what a work ``report`` names
    are examples in their own clauses.

    >>> from newsutil.numbers.spot_figures import find_figures
    >>> text = "江苏太仓新建驿站30个，全市有志愿者2万名。全国共有600家。"
    >>> find_regions(text, find_figures(text), [(0, 2, "320000"), (2, 4, "320585")])
    [('320585',), ('320585',), ('100000',)]
    """
    plain = find_cues(text, places)
    cues = region_lists.within_brackets(text, mentions, plain)
    settings = [cue for cue in cues if cue.kind == "place" and cue.weight != "mute"]  # 太仓有镇9个，靠近|昆山
    named = {cue.codes[0] for cue in settings if is_part(cue.codes[0], home)}
    parts, starts = REPORT if report else len(named), [cue.start for cue in cues]
    called = [code for start, end, code in places if text[end - 1] == "市" and end - start > 2]
    cities = frozenset(code for code in called if not is_a(code, "市"))  # 富阳市, a district since
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
        around = Around(
            text, home, figure, begin, clause, end, inside, cues[at : at + 3], earlier, paragraph, parts, cities
        )
        region = next((region for rule in _ORDER if (region := rule(around)) is not None), ())
        found.append(region_lists.of_divisions(region, figure, noun))
    if "分别" in text:
        region_lists.share_out(text, mentions, cues, found)
    return found


def _described(around: Around) -> Region | None:
    """The place that a figure describes or where all are: 总投资6亿元的|太仓市|项目; 9例，均在|太仓市."""
    if is_set_by_law(around.text, around.figure.start, around.figure.end):
        return (COUNTRY,)
    if not around.behind:
        return None
    if parts := region_lists.broken_down(around.text, around.figure, around.behind, around.home, around.inside):
        return parts
    cue = around.behind[0]
    gap = cue.start - around.figure.end
    if gap < 0:
        return (COUNTRY,)
    if cue.kind == "place" and cue.weight != "guest" and gap <= AHEAD:
        described = gap == 1 and around.text[around.figure.end] == "的"
        if described or region_lists.all_there(around.text, around.figure.end, cue):
            return finish(cue.codes)
    return None


def _named(around: Around) -> Region | None:
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


def _pointed_to(around: Around, cue: Cue, before: Sequence[Cue]) -> Region | None:
    """What a word that points back means: what the text before is on, raised; else the place of its level named last:
    太仓受灾，江苏北部有雨，|该市|损失3万元."""
    word = cue.codes[0]
    named = [other for other in before if other.kind == "place"]
    base = _named(around._replace(inside=named)) or _carried(around) or _home(around) or _carried(around, 0)
    whole = _raised(around, word, base, [*around.earlier, *before]) if base else None
    if word[0] == "该" or (word[0] in "全我本" and whole and not any(around.is_a(code, word[1]) for code in whole)):
        for other in reversed([*around.earlier, *before]):
            if other.kind == "place" and around.is_a(other.codes[-1], word[1]):
                return finish(other.codes[-1:])
    return () if whole == (COUNTRY,) and word[0] in "全我本" else whole  # 全国产盐。|我县|每人限购3包


def _raised(around: Around, word: str, base: Region, cues: Sequence[Cue]) -> Region:
    return raised(word, base, around.home, cues, around.paragraph, around.cities)


def _attended(around: Around) -> Region | None:
    """The host of those who come from abroad: 来自30个国家的|500人|参会."""
    there = region_lists.patterns()["attend"]
    abroad = all([cue.kind == "abroad" for cue in around.inside])
    if not abroad or not there.match(around.text, around.figure.end, around.figure.end + 20):
        return None
    hosts = [cue for cue in around.earlier if cue.kind == "place" and around.text[cue.start - 1 : cue.start] == "在"]
    return _home(around) or _before(around._replace(earlier=hosts))


def _quoted(around: Around) -> Region | None:
    """The place of who said it: “一天能来|300人|。”|太仓市|浏河镇的张红说."""
    for cue in around.behind:
        said = around.text[around.figure.end : cue.start]
        if cue.kind == "place" and said.endswith("”"):
            speaks = cue.weight in ("strong", "weak") or (around.home != "" and cue.weight != "guest")
            whole = speaks and around.holds(cue) and set("“\n").isdisjoint(said)
            return finish(cue.codes) if whole and _SAYS.match(around.text, cue.end) else None
    return None


def _placed(around: Around) -> Region | None:
    """The place where the figure's clause says that it is: 新建3个站，2个在|太仓."""
    for cue in around.behind:
        if cue.kind == "place" and cue.start <= around.end:
            gap = around.text[around.figure.end : cue.start]
            if region_lists.patterns()["placed"].search(gap[-4:]) and not _CLAUSE.search(gap):
                return finish(cue.codes)
    return None


def _all(around: Around) -> Region | None:
    """The country, where an article without a home gives a figure that only the country has: 2亿吨原油."""
    if around.home or not region_lists.is_national(around.text, around.begin, around.figure):
        return None
    others = [cue for cue in (*around.earlier, *around.inside) if cue.kind == "abroad" or cue.codes[0][0] in "全我本"]
    return None if others else (COUNTRY,)  # not 全省产值3000亿元


def _opening(around: Around) -> Region | None:
    """The place behind a figure that opens the article: 40间民宿，开在|德清县|的山里."""
    opens = around.parts < REPORT and not around.inside and not around.earlier
    for cue in around.behind[:1] if opens else ():
        gap = around.text[around.figure.end : cue.start]
        near = cue.kind == "place" and cue.weight not in ("lives", "mute") and len(gap) <= AHEAD and "其中" not in gap
        if near and around.text.startswith("占", cue.end):  # 首批|41个|，江苏占3个
            return (COUNTRY,) if cue.codes[0][2:] == "0000" else None
        if near and cue.start < max(around.end, 2 * AHEAD) and divisions.within(cue.codes[0], around.home or COUNTRY):
            return finish(cue.codes)
    return None


def _closer(around: Around) -> Region | None:
    """The one county of a city that the text before is on, in an article on that city that names few of its parts."""
    if not around.home or not divisions.division(around.home).name.endswith(("市", "州", "盟", "地区")):
        return None
    carried = _carried(around, 0)
    only = around.parts == 1 and all(around.home not in cue.codes for cue in around.earlier)  # 太仓、昆山两市调水价
    return carried if carried and is_part(carried[0], around.home) and (only or len(carried) == 1) else None


def _home(around: Around) -> Region | None:
    return (around.home,) if around.home else None


def _before(around: Around) -> Region | None:
    """What the text before is on, if that is one division; in one on the country only where it goes on about it."""
    carried = _carried(around, 0)
    if not carried:
        return None
    nation = any([cue.kind == "nation" for cue in around.earlier])
    if nation and not _GOES_ON.match(around.text, around.paragraph, around.figure.start):
        return (COUNTRY,)
    return carried if len(carried) == 1 else None


def _paragraph(around: Around) -> Region | None:
    """What the paragraph is on; none, where a text on the country goes on about one spot: 这片水域有|9亩|水草."""
    carried = _carried(around)
    if (carried or _home(around) or (COUNTRY,)) != (COUNTRY,):
        return carried
    since = max(around.begin, around.figure.start - region_lists.REACH)
    there = region_lists.patterns()["spot"].search(around.text, since, around.figure.start)
    return () if there and (carried or _home(around) or _before(around)) == (COUNTRY,) else carried


def _carried(around: Around, since: int | None = None) -> Region | None:
    """What the text, or only the figure's paragraph, is on before the figure's sentence, by its last cue ``since``."""
    start = around.paragraph if since is None else since
    for at in range(len(around.earlier) - 1, -1, -1):
        cue = around.earlier[at]
        if cue.start < start:
            return region_lists.heading(around.earlier[: at + 1])
        whole = cue.kind == "back" and around.home != "" and opens_clause(around.text, cue)
        if whole and not is_attribute(around.text, cue.codes[0], cue.start, cue.end):  # 全省考生5万人。其中女生|2万人
            below = _carried(around._replace(earlier=around.earlier[:at]), start)
            base = below or (around.home,)
            region = _raised(around, cue.codes[0], base, around.earlier[:at])
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


_ORDER = (_described, _attended, _named, _quoted, _placed, _all, _paragraph, _opening, _closer, _home, _before)
