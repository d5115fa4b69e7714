"""Whether a figure is so, is planned, or is a rule: the words around it that say so.

A figure is actual until a word before it in its sentence says otherwise: a plan, forecast or goal (计划, 力争, 预计),
the size of what is still being built, what a contract promises, a norm (补贴标准每人500元).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsutil.base import resources
from newsutil.metrics.aspect import without_carrier
from newsutil.metrics.word_classes import tag
from newsutil.numbers.spot_figures import Mention

ACTUAL, PLANNED, RULE = "actual", "planned", "rule"
_REACH = 240  # characters of a sentence before a figure that are looked at
_CLAUSE = re.compile(r"[，；：。！？\n]")
_LAST_CLAUSE = re.compile(r"(?s:.*)[，；：。！？\n、]")
_RULED = frozenset(("CNY", "元", "%", "岁", "年", "天", "个月", "周", "小时"))
_GOES_ON = re.compile(r"[一-鿿]{0,14}，?(?=将)")  # 8万只气球，|将于明天运抵


class Said(NamedTuple):
    """What the words say: the status, where the word stands, whether it is the size of something unfinished, whether
    it only guesses (预计), whether what goes before the figure is done (已)."""

    status: str
    at: int = -1
    size: bool = False
    guess: bool = False
    done: bool = False


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in resources.table("metrics/status_words") if row["kind"] == kind)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_words(kind), key=len, reverse=True))))


@cache
def _plans() -> re.Pattern[str]:
    """A word that plans, or what only looks like one."""
    plain = "|".join(map(re.escape, sorted(_words("plan"), key=len, reverse=True)))
    other = "|".join(map(re.escape, sorted(_words("not_plan"), key=len, reverse=True)))
    return re.compile(f"(?:{other})|(?P<plan>{plain}|将)")


def status_of(text: str, figure: Mention, bounds: tuple[int, int, int], noun: str = "") -> Said:
    """What the words around a figure say of it.

    Parameters
    ----------
    text, figure
        The text and the figure.
    bounds
        Where its sentence begins and ends, and where the sentence before begins.
    noun
        What it counts: the number of projects begun is so, though they are not finished.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_mentions
    >>> text = "全市计划新建公园30座，已建成12座"
    >>> [status_of(text, figure, (0, len(text), 0)).status for figure in find_mentions(text)]
    ['planned', 'actual']
    """
    start, end, previous = bounds
    before = text[max(start, figure.start - _REACH) : figure.start]
    clause = _LAST_CLAUSE.sub("", before)
    stop = _CLAUSE.search(text, figure.end, end)
    after = text[figure.end : stop.start() if stop else end]
    done = _last(_pattern("done"), clause) >= 0
    planned = _last_plan(before)
    if _is_rule(figure, before, clause, after) and planned is None:
        return Said(RULE)
    if _pattern("contract").match(after.removeprefix("的")) or without_carrier(clause).endswith(_words("contract")):
        return Said(PLANNED)
    if planned is not None and _last(_pattern("done"), before[planned.end() :]) < 0:
        at = figure.start - len(before) + planned.start()
        return Said(PLANNED, at, planned.group() == "设计", planned.group() in _words("guess"), done)
    if not done and _is_unfinished(text, figure, (previous, start, end), clause, noun):
        return Said(PLANNED, size=True)
    behind = _GOES_ON.match(text, figure.end, end)
    if behind and _is_future(text, behind.end()):
        return Said(PLANNED, behind.end())
    return Said(ACTUAL, done=done)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _last_plan(before: str) -> re.Match[str] | None:
    """The last word before a figure that plans."""
    last = None
    for found in _plans().finditer(before):
        if found["plan"] and (found["plan"] != "将" or _is_future(before, found.start())):
            last = found
    return last


def _is_future(text: str, at: int) -> bool:
    """Whether 将 is the adverb (将建成) and not the preposition (将荒坡打造成梅园)."""
    following = tag(text[at + 1 : at + 7])
    if not following or text[at - 1 : at] in tuple("大上中干健老部"):
        return False
    return following[0][1][:1] in ("v", "d", "p", "c") and following[0][0] not in ("近", "军")


def _is_rule(figure: Mention, before: str, clause: str, after: str) -> bool:
    """补贴标准为每人500元, 原则上不低于80%, 年满65岁."""
    if figure.base not in _RULED and figure.base != "元":
        return False
    if figure.base in ("岁",):
        return without_carrier(clause).endswith(("年满", "满")) and ("可" in after or "免费" in after)
    return _last(_pattern("rule"), clause) >= 0 or (
        bool(figure.per or clause.endswith(("每人", "每亩", "每户"))) and after.startswith(_words("rule_behind"))
    )


def _is_unfinished(text: str, figure: Mention, bounds: tuple[int, int, int], clause: str, noun: str) -> bool:
    """在建水库总库容9000万立方米, 总投资12亿元的项目开工: what the sentence or the one before says is not finished."""
    previous, start, end = bounds
    if noun.endswith(("项目", "工程")) or not without_carrier(clause).endswith(_words("size")):
        return False
    for first, last in ((start, end), (previous, start)):
        if _pattern("finished").search(text, first, last):
            return False
        if _pattern("unfinished").search(text, first, last):
            return True
    return False
