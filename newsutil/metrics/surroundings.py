"""The text around a figure in which its noun is looked for: its clause up to the figures beside it, without asides; and
figures that say where something is or how far away, and count nothing: 公路37公里处, 震中距县城10公里."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from newsutil.base.text import CLAUSE_END
from newsutil.metrics.noun_phrases import subject_of
from newsutil.numbers.aspect import aspect_of
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.units import units
from newsutil.numbers.word_classes import region_names, tag

WINDOW = 48
_LAST_BREAK = re.compile(rf"(?s:.*)(?:{CLAUSE_END.pattern})")
# What stands between a noun and its figure: 国内生产总值（GDP）, 按不变价格计算, 在高通胀背景下, 好于预期.
_ASIDE = re.compile(
    r"[（(](?![市区])[^（）()]{2,12}[）)]|按[^，。；]{1,8}(?:计算|算(?=[是有]))|扣除[^，。；]{1,8}因素(?:影响)?后?"
    r"|在[^，。；]{1,14}(?:背景下|时间内)|并处(?=罚金)|[\[［〔【]\d{1,2}[\]］〕】]"  # a note's number
)
_DATELINE = re.compile(r"本报[^，。；]{0,14}?[讯电]\s*(?:（[^（）]{0,40}）)?")
_IN_DETAIL = re.compile("[（(][^（）()]{1,40}[）)]")  # 9人（4男5女）|获救
_LABEL = re.compile(r"(?:^|[\n，。；、：—])\W*([^，。；、：—\n]{1,14})(?:：|—+)$")
_LATER = re.compile(r"(?<=[到至])(?:[\d〇○零一二三四五六七八九]{2,4}年[末底初]?|年[末底])的?$")  # 增加到2025年的|3万元
_PLACE = re.compile("处|附近|周边|[+＋]|的?地方|[以之]?外|.{1,3}处$")  # 37公里|处, 百米|的地方; not 20公里|处处通水
_IN_WORDS = "差相间株行车轨远近长短距隔分脱撤逃偏背驶游流"  # 株距, 长距离, 隔离带 are no distance from something
_DIRECTION = re.compile(r"[^\W东南西北往](?:[东西][南北]?|[南北])(?:偏[东南西北])?(?:方向|[部侧])?$")  # 东南约|50公里
_AWAY = re.compile(f"([^，。；]*?)(?<![{_IN_WORDS}])(距离|距(?!今)|离)[^，。；、]{{1,16}}$")  # 震中|距|县城33公里


def surroundings(text: str, mentions: Sequence[Figure]) -> list[tuple[str, str]]:
    """The text of the clause before and after each figure, up to the figures beside it."""
    starts = [*(mention.start for mention in mentions), len(text)]
    spans: list[tuple[str, str]] = []
    done = 0
    for later, mention in enumerate(mentions, 1):
        first = max(done, mention.start - WINDOW)
        opening = _LAST_BREAK.match(text, first, mention.start)
        before = text[opening.end() if opening else first : mention.start]
        if opening and opening[0][-1] in "：—" and not aspect_of(mention, before)[2]:
            before = _label_of(text[first : opening.end()]) + before
        before = _LATER.sub("", before) if before[-1:] in ("的", "年", "末", "底", "初") else before
        before = _DATELINE.sub("", before) if "本报" in before else before.rstrip()
        done = mention.end
        detail = _IN_DETAIL.match(text, done)
        end = detail.end() if detail else done
        last = min(starts[bisect_left(starts, end, later)], end + WINDOW)
        closing = CLAUSE_END.search(text, end, last)
        behind = text[end : closing.start() if closing else last].removeprefix("人民币")
        spans.append((_ASIDE.sub("", before), behind))
    return spans


def _label_of(earlier: str) -> str:
    """The label that ends a text: 门票：20元、餐票：|8元, 原煤：从|5吨增加到6吨; ``""`` for a sentence."""
    label = _LABEL.search(earlier)
    tagged = tag(label[1]) if label else ()
    plain = all(kind[0] in "amqnsbtxrl" or (kind[0] == "v" and len(word) > 1) for word, kind in tagged)
    return label[1] if label and plain and "消息" not in label[1] else ""


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
