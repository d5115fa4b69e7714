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
_RATED = frozenset(("千伏安",))  # 400千伏安变压器
_PLAIN_NOUN = re.compile("[一-鿿]")
_NOUN = re.compile(r"的?[一-鿿]")
_AWAY = re.compile("距[^，。；]{1,16}$")
_FORMERLY = re.compile(r"[由从](?:[^，。；由从]{0,12}[的、和])?$")


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of one kind in ``data/metrics/undated_words.csv``."""
    return tuple(row["word"] for row in resources.table("metrics/undated_words") if row["kind"] == kind)


@cache
def _onward() -> re.Pattern[str]:
    return re.compile("[^，。；]{0,12}?(?:" + "|".join(map(re.escape, words("onward"))) + ")")


def is_kind(text: str, figure: Mention, clause: str) -> bool:
    """Whether a figure names a kind, bounds a group, is an age or what a technique does: no plan makes it planned.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_mentions
    >>> text = "计划新建110千伏变电站12座"
    >>> [is_kind(text, figure, text[: figure.start]) for figure in find_mentions(text)]
    [True, False]
    """
    kind = units()[figure.base].kind if figure.base else ""
    if kind == "age" or figure.base in _KINDS or (figure.base in _RATED and _PLAIN_NOUN.match(text, figure.end)):
        return True
    if kind != "part" and text[figure.start : figure.end].endswith(_BOUNDS) and _NOUN.match(text, figure.end):
        return text[figure.end] == "的" or kind == "measure"
    return any(word in clause for word in words("effect"))


def is_undated(text: str, figure: Mention, clause: str) -> bool:
    """Whether a figure sizes, defines or names a thing, so that no time is its own.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_mentions
    >>> text = "沿全长2.8公里的河堤清出杂物1.3吨"
    >>> [is_undated(text, figure, text[: figure.start]) for figure in find_mentions(text)]
    [True, False]
    """
    unit = units().get(figure.base)
    kind = unit.kind if unit else ""
    left = without_carrier(clause)
    if kind in _TIMES:
        return not left.endswith(words("lasting"))
    if (
        unit
        and unit.dimension in _LENGTHS
        and (left.endswith(words("measured")) or text.startswith(words("behind"), figure.end) or _AWAY.search(left))
    ):
        return True
    if text.startswith("高", figure.end):
        return True  # 25层高
    return unit is not None and unit.dimension == "area" and _sizes(text, figure)


def is_standing(clause: str) -> bool:
    """Whether a clause says what stands: 全村共有."""
    return clause.endswith(words("stands"))


def _sizes(text: str, figure: Mention) -> bool:
    """千亩示范区, 2000多亩的高标准农田."""
    phrase = re.compile(r"的?[一-鿿“”]{0,10}").match(text, figure.end)
    return phrase is not None and any(word in phrase.group() for word in words("sized"))


def is_habitual(figure: Mention, clause: str) -> bool:
    """Whether a figure tells what is so every year or day: 每年接待20万人次, 年均增长5%."""
    return bool(figure.per and figure.per[1:] in ("年", "天", "日", "月")) or any(
        word in clause for word in words("habit")
    )


def former(text: str, figure: Mention, end: int) -> int | None:
    """Where 由 or 从 stands if a figure is the state before a change: 由|86种|精简到41种."""
    found = _FORMERLY.search(text, max(0, figure.start - 14), figure.start)
    return found.start() if found and _onward().match(text, figure.end, end) else None
