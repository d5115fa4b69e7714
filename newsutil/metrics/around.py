"""What stands around a figure: which of the cues near it speak for it, and which hold for the sentences after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from newsutil.metrics import region_lists
from newsutil.metrics.region_lists import is_part
from newsutil.numbers.spot_figures import Figure
from newsutil.places import divisions
from newsutil.places.divisions import COUNTRY
from newsutil.places.in_passing import BATCH
from newsutil.places.region_cues import WORLD, Cue, leads_sentence, opens_clause

_AND_OTHERS = re.compile("[一-鿿]{0,3}(?:、[一-鿿]{2,6}?)+等")  # 太仓岛、北岛等
_COUNTED = re.compile(r"[近约超]?\d")
_IS_OF = re.compile("[是为][一-鿿、]{2,20}的[近约]?")  # 是太仓、昆山的|1/3
_EVENT = re.compile("发生[^，。；]{0,2}一[起宗场]")  # of 虎丘区: 苏州市发生一起火灾，|3人|受伤
_ACTS = re.compile("[一-鿿]{2,6}(?:(?<!急管理)厅|(?<!地震|气象|公安)局)")  # 太仓有校9所。|江苏省|教育厅培训9人
_FURTHER = re.compile(r"[^。\n]*\d[^。\n]*。(?:据[一-鿿]{2}，)?(?:目前|其中)")  # 水利部|已收到建议500份。目前|采纳20条
_SHARES = frozenset(("", "%", "成", "倍", "个百分点"))
_MANY = 2  # parts of its home that an article is on; one that names more gives examples
REPORT = 16  # parts of its home that only a work report names: they are examples in their own clauses alone
_SAME = 12  # characters from a place to the end of a list of its kind: 太仓的南港、虎丘北港等|10个
AHEAD = 60  # characters to the place where a figure that opens an article is, or in which all are; to a ；


class Around(NamedTuple):
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
    cities: frozenset[str] = frozenset()  # districts of today that it calls a city

    def speaks(self, cue: Cue, before: Sequence[Cue] = ()) -> bool:
        """Whether a cue says where a figure is, after the cues ``before`` it in the sentence."""
        elsewhere = cue.kind == "place" and self.home not in ("", COUNTRY) and not self.holds(cue)
        if elsewhere and (cue.weight == "guest" or self._is_share(cue, before)):
            return False  # in 沈阳, 太仓|来的客商买走9吨
        if cue.weight == "aside" and not self._arrived(cue):
            # 连接太仓和昆山的路长|9公里, 从太仓、昆山两地共招来|9人
            joined = self.text.endswith("连接", 0, cue.start) or region_lists.TOGETHER.match(self.text, cue.end)
            return bool((joined and len(cue.codes) > 1) or self.figure.start - cue.end < 2) and self._may_be_on(cue)
        ended = cue.weight == "lives" and "；" in self.text[cue.end : min(self.figure.start, cue.end + AHEAD)]
        if ended or (region_lists.patterns()["project"].match(self.text, cue.end) and not self._may_be_on(cue)):
            return False  # 现有9例，均在太仓；另有|3人; of 太仓: 昆明花卉小镇等|3个
        if cue.kind == "place" and cue.end < self.clause and region_lists.is_stretch(self.text, cue, self.inside):
            return False  # 太仓段长9公里、昆山段长8公里，设计时速|80公里
        if cue.weight == "firm" and (not self.holds(cue) or self.text.count("公司", cue.end, self.figure.start) > 1):
            return self.text.find("公司", cue.end) == self.figure.start - 2  # 太仓港务公司10万元、远东电器公司|10万元
        measured = self.figure.unit in _SHARES and _IS_OF.fullmatch(self.text, cue.start - 1, self.figure.start)
        mute = cue.weight == "mute" and self.figure.unit != "地"  # 太仓、昆山|2地|消防员
        if measured or mute:
            return False
        if is_part(self.home, cue.codes[0]):
            acts = cue.end >= self.clause and _ACTS.match(self.text, cue.end)
            if (cue.weight == "office" and not acts) or _EVENT.search(self.text, cue.end, self.figure.start):
                return False
        if cue.codes[0] in WORLD and cue.weight == "weak":  # not 太仓港的|全球|航线9条
            counted = self.figure.unit in _SHARES or _COUNTED.match(self.text, cue.end) is not None
            return cue.end >= self.clause and counted
        if cue.kind in ("place", "nation") and self.parts >= REPORT and cue.end < self.clause:
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

    def _is_share(self, cue: Cue, before: Sequence[Cue]) -> bool:
        """Whether a place is where some of those at home are from: in 沈阳, 有企业9家，其中太仓|3家."""
        if self.begin + 2 >= cue.start or not self.text.endswith("其中", 0, cue.start):
            return False
        told = (one for one in before if one.kind != "back" and one.weight not in ("aside", "guest", "mute"))
        return not is_part(self.home, cue.codes[0]) and all([self.holds(one) for one in told])

    def _arrived(self, cue: Cue) -> bool:
        """Whether somebody has come to a place and does what the next clauses tell: 抵达|太仓市浏河镇，救出|9人."""
        there = region_lists.patterns()
        told = self.home not in ("", COUNTRY) and cue.end < self.clause
        came = told and there["arrived"].search(self.text, max(0, cue.start - 4), cue.start)
        return bool(came and there["site"].match(self.text, cue.end))

    def is_a(self, code: str, level: str) -> bool:
        """Whether a division is a 市, a 县 or what else its name ends with, or the text calls it so."""
        return region_lists.is_a(code, level) or (level == "市" and code in self.cities)

    def is_wider(self, cue: Cue) -> bool:
        """Whether a figure counts more than the places named: 太仓、昆山等|6个, 北港、南港、太仓|3个."""
        value, start = self.figure.value, self.figure.start
        some = value > len(cue.codes) and self.home not in ("", COUNTRY)
        near = self.parts >= REPORT or (self.holds(cue) and start - cue.end < _SAME)
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
        """Whether the sentences after a cue are on it too, not after another city: 支持沈阳建设基地。产值增长5%."""
        home = self.home
        if home in ("", COUNTRY) or cue.kind not in ("place", "nation"):
            return home in ("", COUNTRY)
        first = 0 <= cue.start - self.paragraph < 9 and opens_clause(self.text, cue)
        if cue.kind == "nation":  # not 水利部支持太仓
            later = first and self.text[cue.end - 1] not in "部委局"
            further = cue.weight == "strong" and _FURTHER.match(self.text, cue.end) is not None
            return later or further or leads_sentence(self.text, self.paragraph, cue)
        inside = any([divisions.within(code, home) for code in cue.codes])
        road = inside and region_lists.is_road(self.text, cue)  # 太仓至昆山|公路通车。设桥9座
        leads = first and (not inside or road or (self.paragraph > 0 and self.earlier[-1:] == [cue]))
        one_of_it = cue.weight == "lives" or self.text.endswith("其中", 0, cue.start)  # 3例，其中太仓1例。出院|5例
        stays = leads or self._arrived(cue) or (inside and self.parts <= _MANY and not one_of_it)
        if not stays and not all([divisions.within(home, code) for code in cue.codes]):
            return False
        some = len(cue.codes) > 1 and self.text.startswith("等", cue.end)  # 太仓、昆山等地都有。大棚收入|9万元
        return not some and _AND_OTHERS.match(self.text, cue.end) is None
