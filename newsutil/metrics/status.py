"""Whether a figure is so, is planned, or is a rule: the words around it that say so.

A figure is actual until a word before it in its sentence says otherwise: a plan, forecast or goal (计划, 力争, 预计),
the size of what is still being built, what a contract promises, a norm (补贴标准每人500元).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsutil.base import resources
from newsutil.base.text import SENTENCE_END
from newsutil.metrics.aspect import without_carrier
from newsutil.metrics.word_classes import tag
from newsutil.numbers.spot_figures import Mention

ACTUAL, PLANNED, RULE = "actual", "planned", "rule"
_REACH = 240  # characters of a sentence before a figure that are looked at
_CLAUSE = re.compile(r"[，；：。！？\n]")
_LAST_CLAUSE = re.compile(r"(?s:.*)[，；：。！？\n]")
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
    plain = "|".join(map(re.escape, sorted((*_words("plan"), *_words("near")), key=len, reverse=True)))
    other = "|".join(map(re.escape, sorted(_words("not_plan"), key=len, reverse=True)))
    return re.compile(f"(?:{other})|(?P<plan>{plain}|将)")


def status_of(text: str, figure: Mention, bounds: tuple[int, int, int]) -> Said:
    """What the words around a figure say of it.

    Parameters
    ----------
    text, figure
        The text and the figure.
    bounds
        Where its sentence begins and ends, and where the sentence before begins.

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
    done = _last(_pattern("done"), clause) >= 0 or "已" in after
    planned = _last_plan(before, len(before) - len(clause))
    if planned is not None and "已" in after and planned.start() < len(before) - len(clause):
        planned = None  # 将出现大风，|19条航线中已有9条停航
    sizes = without_carrier(clause).endswith(_words("size"))
    if _is_rule(figure, before, clause, after) and planned is None:
        return Said(RULE)
    if _is_promised(clause, after):
        return Said(PLANNED)
    if planned is not None and _last(_pattern("done"), before[planned.end() :]) < 0:
        at = figure.start - len(before) + planned.start()
        return Said(PLANNED, at, sizes or planned.group() == "设计", planned.group() in _words("guess"), done)
    if sizes and not done and _is_unfinished(text, figure, (previous, start, figure.end + len(after))):
        return Said(PLANNED, size=True)
    behind = _GOES_ON.match(text, figure.end, end)
    if behind and _is_future(text, behind.end()):
        return Said(PLANNED, behind.end())
    return Said(ACTUAL, size=sizes, done=done)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _last_plan(before: str, clause: int) -> re.Match[str] | None:
    """The last word before a figure that plans; some only in its own clause."""
    last = None
    for found in _plans().finditer(before):
        word = found["plan"]
        if word is None or (word in _words("near") and found.start() < clause):
            continue
        if word != "将" or _is_future(before, found.start()):
            last = found
    return last


def _is_promised(clause: str, after: str) -> bool:
    """订单2300万美元, 2300万美元的订单, 协议引进收割机3万台."""
    if after.removeprefix("的").startswith(_words("contract")) or without_carrier(clause).endswith(_words("contract")):
        return True
    return any(word in clause for word in _words("promised")) and "家" not in clause


def _is_future(text: str, at: int) -> bool:
    """Whether 将 is the adverb (将建成) and not the preposition (将荒坡打造成梅园)."""
    following = tag(text[at + 1 : at + 7])
    if not following or text[at - 1 : at] in tuple("大上中干健老部"):
        return False
    word, kind = following[0]
    verb = kind != "vn" or (len(following) > 1 and following[1][1] == "v")  # 将优先支持, not 将生产基地迁出
    return kind[0] in "vdpcbt" and verb and word not in ("近", "军")


def _is_rule(figure: Mention, before: str, clause: str, after: str) -> bool:
    """补贴标准为每人500元, 原则上不低于80%, 年满65岁."""
    if figure.base not in _RULED and figure.base != "元":
        return False
    if figure.base in ("岁",):
        return without_carrier(clause).endswith(("年满", "满")) and ("可" in after or "免费" in after)
    if _last(_pattern("rule"), clause) >= 0:
        return True
    given = after.startswith(_words("rule_behind"))  # 每人500元|补贴, 按售价30%|给予补贴
    return (given and (figure.base == "%" or bool(figure.per) or "每" in clause)) or (
        "每" in clause and without_carrier(clause).endswith(_words("rule_behind"))
    )


def _is_unfinished(text: str, figure: Mention, bounds: tuple[int, int, int]) -> bool:
    """在建水库|总库容9000万立方米, 总投资12亿元|的项目开工: the nearest word before the size in its sentence, behind it
    in its clause or in the sentence before says that it is not finished."""
    previous, start, end = bounds
    lead = SENTENCE_END.search(text)
    top = (0, lead.start() if lead and lead.start() < start else 0)  # what the article opens with: 150个项目集中开工
    for first, last in ((start, figure.start), (figure.end, end), (previous, start), top):
        found = list(_building().finditer(text, max(first, last - _REACH), last))
        if found:
            nearest = found[0 if first == figure.end else -1]
            return nearest.group() in _words("unfinished")
    return False


@cache
def _building() -> re.Pattern[str]:
    listed = (*_words("unfinished"), *_words("finished"))
    return re.compile("|".join(map(re.escape, sorted(listed, key=len, reverse=True))))
