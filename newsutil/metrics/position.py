"""Figures that say where something is or how far away, and count nothing: 公路37公里处, 震中距县城10公里."""

from __future__ import annotations

import re

from newsutil.metrics.noun_phrases import subject_of
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.units import units
from newsutil.numbers.word_classes import region_names, tag

# 公路37公里|处, 前方百米|的地方, 100公里|外, 2公里|路牌处|发生车祸; not 20公里|处处通水.
_PLACE = re.compile("处|附近|周边|[+＋]|的?地方|[以之]?外|.{1,3}处$")
_IN_WORDS = "差相间株行车轨远近长短距隔分脱撤逃偏背驶游流"  # 株距, 长距离, 隔离带 are no distance from something
# 位于县城东南约|50公里; not 东西|30公里, 河南|20公里.
_DIRECTION = re.compile(r"[^\W东南西北往](?:[东西][南北]?|[南北])(?:偏[东南西北])?(?:方向|[部侧])?$")
# 震中|距|县城33公里, |距离|海岸1800公里; not 距今.
_AWAY = re.compile(f"([^，。；]*?)(?<![{_IN_WORDS}])(距离|距(?!今)|离)[^，。；、]{{1,16}}$")


def is_position(mention: Figure, before: str, behind: str) -> bool:
    """Whether a length only says where something is, from the text of its clause before and behind it."""
    unit = units().get(mention.base)
    if unit is None or unit.dimension != "length" or behind.startswith("的距离"):
        return False
    if _PLACE.match(behind) or _AWAY.search(before) or before.endswith(("+", "＋")):
        return True
    return bool(_DIRECTION.search(before)) and tag(before)[-1][0] not in region_names()


def far_thing(before: str) -> str:
    """What is so far away, or the word 距离 where that stands: 震中|距县城10公里; ``""`` where neither is named."""
    found = _AWAY.search(before)
    if not found or found[2] == "距离":
        return found[2] if found else ""
    return "" if found[1].endswith("在") else subject_of(found[1])  # 停在|距北京64公里
