"""Figures in a text: where they stand, their value, unit and qualifier.

A figure is a number with its unit, classifier or percent sign (23.6万多人, 约2公里, 近百部); what only looks like
one, a date, an ordinal, a name or an idiom, is left alone.  The words are in ``data/numbers``; what a unit of time, an
age or a grade needs around it is in ``not_counted``.  One pass over the text; the time is linear in its length.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from newsutil.numbers import not_counted
from newsutil.numbers.not_counted import Number
from newsutil.numbers.read_figure import read_around
from newsutil.numbers.read_number import RUN, SIGNS, past_multiplier, read_number
from newsutil.numbers.spelling import Gaps, one_spelling, original
from newsutil.numbers.units import Unit, per_words, qualifier_after, qualifier_before, sign_before

_DATE_PARTS = frozenset("年月日号时")
_BEFORE_ORDINALS = frozenset("第》届法典")
_NUMBERED = frozenset("年月日号时点期座栋楼层")  # behind them a dash is the mark of a range
_NOT_STAFF = frozenset("增减少加长升降出入量数口名班组级")  # 净增-30人, 二班-5名
_PRICED = frozenset("奖票费价档等级类")  # behind them a dash stands for a colon: 一等奖-5000元
_LIST_MARKS = frozenset("、和至到—-")
_ORDINAL_REACH = 3
_EVERY_REACH = 6


class Figure(NamedTuple):
    """A figure, in characters of the text; ``number`` and ``after`` enclose it without qualifier and unit."""

    start: int
    end: int
    number: int
    after: int
    value: float
    high: float | None
    unit: str
    base: str
    qualifier: str
    per: str


def find_figures(text: str) -> list[Figure]:
    """Figures of a text in order, none overlapping another.

    Examples
    --------
    >>> for found in find_figures("惠及职工23.6万多人，发放慰问金 1100 余万元"):
    ...     print(found.value, found.unit, found.qualifier)
    236000.0 人 over
    11000000.0 元 over
    """
    spelled, gaps = one_spelling(text)
    found: list[Figure] = []
    titled = "《" in text
    done = 0
    ordinal = -_ORDINAL_REACH - 1
    for run in RUN.finditer(spelled):
        start, end = run.span()
        if start < done:
            continue
        if spelled[end : end + 1] in _DATE_PARTS and spelled[start].isdecimal() and _is_date_part(spelled, start, end):
            continue
        listed = start <= ordinal + _ORDINAL_REACH
        if (listed or spelled[start - 1 : start] in _BEFORE_ORDINALS) and _is_ordinal(spelled, start, end, listed):
            ordinal, done = end, past_multiplier(spelled, end)
            continue
        number = read_number(spelled, run)
        if isinstance(number, int):
            done = past_multiplier(spelled, number)
            continue
        figure = _complete(spelled, number, done, found)
        named = 0
        if figure and (titled or number.bare or spelled[figure.start - 1 : figure.start] == "“"):
            named = not_counted.past_name(spelled, figure.start, figure.end, number, figure.base)
        if figure and not named:
            found.append(figure)
        done = figure.end if figure and not named else max(number.end, named)
    return found if spelled is text else [_as_written(figure, text, spelled, gaps) for figure in found]


def _as_written(figure: Figure, text: str, spelled: str, gaps: Gaps) -> Figure:
    """The figure with the offsets of the original text and its unit as that writes it (個 stays 個)."""
    begin = spelled.find(figure.unit, figure.after, figure.end) if figure.unit else -1
    if begin >= 0:
        unit = "".join([text[original(gaps, begin + place)] for place in range(len(figure.unit))])
        figure = figure if unit == figure.unit else figure._replace(unit=unit)
    start, number = original(gaps, figure.start), original(gaps, figure.number)
    end, after = original(gaps, figure.end - 1) + 1, original(gaps, figure.after - 1) + 1
    return figure._replace(start=start, end=end, number=number, after=after)


def _is_date_part(text: str, start: int, end: int) -> bool:
    """2023年, 6月, 2日, 14时, 3号: most numbers of a newspaper, told early."""
    if text[end] == "年":
        return end - start == 4 and "." not in text[start:end]
    before, after = text[start - 1 : start], text[end + 1 : end + 3]
    lasting = before in ("期", "时", "历", "续", "留", "起", "过") or after == "历天"
    lasting = lasting or (before != "月" and after.startswith(("内", "以内", "之内", "以上")))
    return text[end] != "日" or not lasting


def _is_ordinal(text: str, start: int, end: int, listed: bool) -> bool:
    """第3, the further numbers of 第3、4届, and what stands without 第: 民法典》一千零四十二条, 十二届十次全会."""
    before, following = text[start - 1 : start], text[end : end + 1]
    article, session = before == "》" and following in ("条", "款", "项"), before == "届" and following == "次"
    if following == "条" and text.endswith(("法", "法典"), 0, start):  # 刑法|二十条, not 办法|三十条
        return not text.endswith(not_counted.words("no_law"), 0, start)
    return before == "第" or article or session or (listed and before in _LIST_MARKS)


def _complete(text: str, number: Number, done: int, earlier: Sequence[Figure]) -> Figure | None:
    """The figure around a number: range, qualifiers, unit; None where it is no figure."""
    number, unit, written, end, inside = read_around(text, number)
    if text[number.start] in SIGNS:
        if not _may_be_negative(text, number, unit):
            return None
        joined = bool(earlier) and earlier[-1].end == number.start  # 8元-6元
        borne = text[number.start] == "负" and not_counted.is_borne(text, end)
        if joined or borne or (unit and _is_dash(text, number, unit, written)):
            number = number._replace(start=number.start + 1, value=-number.value)
    start, before = qualifier_before(text, number.start)
    sign = sign_before(text, start, unit) if unit is None or unit.kind == "money" else None
    if sign is not None and (unit is None or (unit.text == "元" and sign.dimension != "CNY")):
        unit, written = sign, sign.text + written[1:]  # 港币|5万|元/人
    elif unit is None and number.unit is None:
        if not not_counted.stands_without_unit(text, end, number, bool(inside)):
            return None
    elif unit is not None and unit.kind == "skip":
        return None
    begin = start - len(sign.text) if sign else number.start
    if sign is not None:  # 约￥80, 港币约500万元
        start, outer = qualifier_before(text, begin)
        before = before if outer == "exact" else outer
    if text.endswith("人民币", 0, begin):
        before = qualifier_before(text, begin - len("人民币"))[1]  # 超过|人民币|56万元
    start = max(start, done)
    end, after = qualifier_after(text, end)
    after = after if number.high is None or after != "under" else ""  # 一千元以上二千元|以下
    if unit is not None and not (
        not_counted.is_figure(text, start, end, number, unit) or _goes_on(text, start, unit, earlier)
    ):
        return None
    per = _per_before(text, start, earlier) if "每" in text[max(0, start - _EVERY_REACH) : start] else ""
    if before == "exact" and text[start - 1 : start] in ("过", "破"):
        before = not_counted.qualifier_of_passing(text, start, number, unit)
    elif before == "exact":
        before = not_counted.qualifier_apart(text, start, unit)
    lacking = "人" if text.startswith(not_counted.words("alone"), end) else ""  # 4死7伤
    begin, base = start - len(per), unit.text if unit else lacking
    value, high = float(number.value), None if number.high is None else float(number.high)
    qualifier = before if before != "exact" else after or inside or "exact"
    return Figure(begin, end, max(number.start, done), number.end, value, high, written, base, qualifier, per)


def _per_before(text: str, start: int, earlier: Sequence[Figure]) -> str:
    """What a figure is per, by the words before it: 每亩地, 每人每月; not 每年."""
    timed = start - 2 * (text[start - 2 : start] in ("每年", "每月", "每天", "每日"))  # 每人|每月200元
    every = text.rfind("每", max(earlier[-1].end if earlier else 0, start - _EVERY_REACH), timed)
    unit = text[every + 1 : start].partition("每")[0].lstrip("一个") if every >= 0 else ""
    return text[every:start] if unit in per_words("每") else ""


def _may_be_negative(text: str, number: Number, unit: Unit | None) -> bool:
    """Whether a sign in front may stand before a unit: 利润-3元, PPI-3%, 人口-3万人; not 周日-3人, TH-3米, 负3层."""
    sign, before = text[number.start], text[number.start - 1 : number.start]
    if sign == "负" or not before.isalnum() or _is_staff(before, number, unit):
        return unit is None or unit.text != "层"
    kind = unit.kind if unit else ""
    measured = number.scaled or kind in ("measure", "money")
    return kind == "part" or (measured and not before.isascii() and before not in _NUMBERED)


def _is_staff(before: str, number: Number, unit: Unit | None) -> bool:
    """Whether a dash behind a word leads to how many are needed: 会计-2名; not 周三-4人, 净增-30人, 人口-3万人."""
    counts = unit is not None and unit.dimension == "person" and not number.scaled
    return counts and not_counted.is_noun_sign(before) and before not in _NOT_STAFF | _NUMBERED


def _is_dash(text: str, number: Number, unit: Unit, written: str) -> bool:
    """Whether a sign is only a dash of the layout: -10名学生获救, 一等奖-5000元, 菠菜-4元/斤."""
    sign, before = text[number.start], text[number.start - 1 : number.start]
    priced = unit.kind == "money" and (before in _PRICED or "/" in written)
    listed = not before.isalnum() or (sign != "负" and _is_staff(before, number, unit))
    return priced or (unit.kind == "classifier" and listed)


def _goes_on(text: str, start: int, unit: Unit, earlier: Sequence[Figure]) -> bool:
    """Whether a figure goes on from one that counts: 连续21年、37年."""
    last = earlier[-1] if earlier and text[start - 1 : start] == "、" else None
    return last is not None and last.end == start - 1 and last.base == unit.text
