"""Regions of what lies between places, is held in one or has a site of its own: roads, fairs, scenic spots."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache

from newsutil.base import resources
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.units import units
from newsutil.places.in_passing import aside
from newsutil.places.region_cues import Cue

# 起于太仓市|, 起点位于太仓市|; and where it goes on to.
_BEGINS = re.compile("(?:[起始][于自]|起点[位在]于?|[东西南北]起)[一-鿿]{0,2}$")
_ENDS = re.compile("途经|相接|止于|终点|[东西南北][至到]")
_SECTION, _TO = ("段", "境内"), ("与", "接")
# 本届|博览会, and who or what is there.
_EVENT = re.compile("(?:本届|[本此]次)[一-鿿“”]{0,8}?(?:会|节|展|赛|活动)")
_THERE = re.compile("参[展会赛]|展[位馆区商]|观众|客商|嘉宾|选手")
_NEAR = 2  # paragraphs from where it is held
_SPOTS = "景区|公园|瀑布|古镇|[山峡溪湖寺]"
_SPOT = re.compile(
    rf"\d[^，。；、]*(?:，[^。；、]*)?[；、][一-鿿“”]{{1,8}}?(?:{_SPOTS})(?=$|\d|[前接迎游客共])[^，。；、]{{0,14}}(?:，[^。；、]{{0,12}})?$"
)


def route(text: str, inside: Sequence[Cue], begin: int, start: int, holds: Callable[[Cue], bool]) -> tuple[str, ...]:
    """The places of a sentence that a road runs through (起自太仓市，终点在昆山市，全长|9公里), without those outside
    the home that it meets: 与上海段相接."""
    if "起" not in text[begin:start] and "始" not in text[begin:start]:
        return ()
    places = [cue for cue in inside if cue.kind == "place"]
    for at, cue in enumerate(places):
        if _BEGINS.search(text, begin, cue.start):
            last = [other for other in places if other.weight != "aside"][-1:]
            ends = _ENDS.search(text, cue.end, start)
            if not ends or any(text.startswith(_SECTION, other.end) for other in last):
                return ()
            served = (other for other in places[at:] if holds(other) or not text.endswith(_TO, 0, other.start))
            return tuple(code for other in served for code in other.codes)
    return ()


def host(text: str, earlier: Sequence[Cue], begin: int, start: int) -> Cue | None:
    """Where an event is held of which a sentence tells who is there: 博览会在太仓举行。本届博览会有|9家|企业参展."""
    if not _EVENT.search(text, begin, start) or not _THERE.search(text, begin, start + 20):
        return None
    near = (cue for cue in reversed(earlier) if cue.kind == "place" and text.count("\n", cue.end, begin) < _NEAR)
    return next((cue for cue in near if aside(text, cue.start, cue.end) == "venue"), None)


def is_other_spot(text: str, cue: Cue, start: int) -> bool:
    """Whether a figure is of another spot of a list than the one that a cue stands in: 虎丘区9人；金鸡湖景区|8人."""
    return cue.kind == "place" and _SPOT.search(text, cue.end, start) is not None


@cache
def _vast() -> dict[str, float]:
    return {row["dimension"]: float(row["amount"]) for row in resources.table("metrics/vast")}


def is_vast(figure: Figure) -> bool:
    """Whether a figure is too large for a province: 2亿吨|原油."""
    unit = units().get(figure.base)
    return unit is not None and figure.value * float(unit.factor) >= _vast().get(unit.dimension, math.inf)
