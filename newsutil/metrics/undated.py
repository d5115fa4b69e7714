"""Figures that no time reaches: sizes of things, ages, kinds, what is so every year, the state before a change."""

from __future__ import annotations

import re
from functools import cache

from newsutil.base import resources
from newsutil.metrics.aspect import without_carrier
from newsutil.numbers.spot_figures import Mention
from newsutil.numbers.units import units

_LENGTHS = frozenset(("length", "area", "angle"))
_KINDS = frozenset(("千伏", "伏", "kV", "V"))  # 110千伏变电站
_TIMES = frozenset(("time", "day", "year"))
_BOUNDS = ("以上", "以下", "以内")
_COUNTED_BY_BOUND = frozenset(("measure", "money", "age", "time", "year"))
_NOUN = re.compile(r"的?[一-鿿]")
_FORMERLY = re.compile(r"[由从](?:[^，。；、]{0,10}的)?$")


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in resources.table("metrics/undated_words") if row["kind"] == kind)


@cache
def _onward() -> re.Pattern[str]:
    return re.compile("[^，。；]{0,8}?(?:" + "|".join(map(re.escape, _words("onward"))) + ")")


def is_undated(text: str, figure: Mention, clause: str, noun: str) -> bool:
    """Whether a figure sizes, defines or names a thing, so that no time is its own.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_mentions
    >>> text = "沿全长2.8公里的河堤清出杂物1.3吨"
    >>> [is_undated(text, figure, text[: figure.start], "") for figure in find_mentions(text)]
    [True, False]
    """
    unit = units().get(figure.base)
    kind = unit.kind if unit else ""
    left = without_carrier(clause)
    if kind == "age" or (figure.base in _KINDS):
        return True
    if kind in _TIMES:
        return not left.endswith(_words("lasting"))
    if unit and unit.dimension in _LENGTHS and left.endswith(_words("measured")):
        return True
    if unit and unit.dimension == "area" and _sizes(text, figure):
        return True
    if text[figure.start : figure.end].endswith(_BOUNDS) and _NOUN.match(text, figure.end) and kind in _COUNTED_BY_BOUND:
        return text[figure.end] == "的" or kind in ("age", "measure")
    return left.endswith(_words("effect")) or any(word in clause for word in _words("effect"))


def _sizes(text: str, figure: Mention) -> bool:
    """千亩示范区, 2000多亩的高标准农田."""
    phrase = re.compile(r"的?[一-鿿“”]{0,10}").match(text, figure.end)
    return phrase is not None and any(word in phrase.group() for word in _words("sized"))


def is_habitual(figure: Mention, clause: str) -> bool:
    """Whether a figure tells what is so every year or day: 每年接待20万人次, 年均增长5%."""
    return bool(figure.per and figure.per[1:] in ("年", "天", "日", "月")) or any(word in clause for word in _words("habit"))


def is_from(text: str, figure: Mention, end: int) -> bool:
    """Whether a figure is the state before a change: 由|86种|精简到41种."""
    before = text[max(0, figure.start - 14) : figure.start]
    return _FORMERLY.search(before) is not None and _onward().match(text, figure.end, end) is not None
