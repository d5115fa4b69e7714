"""Figures in a text: where they stand, their value, unit and qualifier.

A figure is a number with its unit, classifier or percent sign (23.6万多人, 约2公里, 近百部); what only looks like
one, a date, an ordinal, a name or an idiom, is left alone.  The words are in ``data/numbers``; what a unit of time, an
age or a grade needs around it is in ``not_counted``.  One pass over the text; the time is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from newsutil.base import resources
from newsutil.numbers import not_counted
from newsutil.numbers.numerals import parse_numeral, parse_range
from newsutil.numbers.read_number import ANY_RUN, RUN, Number, read_number
from newsutil.numbers.spelling import one_spelling
from newsutil.numbers.units import (
    Unit,
    Written,
    cell,
    not_before,
    patterns_by_first,
    qualifier_before,
    qualifiers_after,
    read_lower,
    read_unit,
    sign_before,
    units,
)

_RANGE_NEAR = re.compile(r"[—–~～至到、-]")
_RANGE_MARK = re.compile(r"[—–~～-]{1,2}|至|到")
_PER = re.compile(r"每(?:[一个]|一个)?[\u4e00-\u9fff]{1,3}$")
_INCLUDED = re.compile(r"及|（含）|\(含\)")
_SHARED = re.compile(r"[十百千]?[万亿]+$")
_CURRENCY = "人民币"
_HALF = Decimal("0.5")
_DATE_PARTS = frozenset("年月日号时")
_MORE_BEHIND = frozenset("0123456789一二两三四五六七八九半多")
_JOINTS = frozenset("、和与及")
_BEFORE_ORDINALS = frozenset("第》、和至到—-")
_ORDINAL_REACH = 3
_LIST_REACH = 4
_CONTINUOUS = frozenset(("measure", "time", "day", "year", "part", "age", "money"))
_SHARING = frozenset(("measure", "part", "money"))
_COUNTED_IN_PAIRS = frozenset(("级", "岁", "天", "年", "分钟", "小时", "公里", "米", "个", "人", "名"))


class Figure(NamedTuple):
    """A figure; offsets count characters of the text, ``number`` and ``after`` enclose the number without qualifier
    and unit."""

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


class _Read(NamedTuple):
    """A number with what was read around it."""

    number: Number
    unit: Unit | None
    written: str
    end: int
    qualifier: str  # of a word inside: 多, 余


def find_figures(text: str) -> list[Figure]:
    """Figures of a text in order, none overlapping another.

    Examples
    --------
    >>> for found in find_figures("惠及职工23.6万多人，发放慰问金 1100 余万元"):
    ...     print(found.value, found.unit, found.qualifier)
    236000.0 人 over
    11000000.0 元 over
    """
    spelled, places = one_spelling(text)
    found: list[Figure] = []
    done = 0
    ordinal = -_ORDINAL_REACH - 1
    for run in RUN.finditer(spelled):
        start, end = run.span()
        if start < done or (spelled[end : end + 1] in _DATE_PARTS and _is_date_part(spelled, start, end)):
            continue
        if spelled[start - 1 : start] in _BEFORE_ORDINALS and _is_ordinal(spelled, ordinal, start, end):
            ordinal = end
            continue
        number = read_number(spelled, run)
        if number is None:
            continue
        if isinstance(number, int):
            done = number
            continue
        figure = _complete(spelled, number, done, found)
        if figure is None or not_counted.is_named(spelled, figure.start, figure.end, number.bare):
            done = number.end
            continue
        found.append(figure)
        done = figure.end
    return found if spelled is text else [_as_written(figure, text, spelled, places) for figure in found]


def _as_written(figure: Figure, text: str, spelled: str, places: Sequence[int] | None) -> Figure:
    """The figure with the offsets of the original text and its unit as that writes it (個 stays 個)."""
    begin = spelled.find(figure.unit, figure.after, figure.end) if figure.unit else -1
    at = places if places is not None else range(len(text))
    unit = "".join([text[at[place]] for place in range(begin, begin + len(figure.unit))])
    return figure._replace(
        start=at[figure.start],
        end=at[figure.end - 1] + 1,
        number=at[figure.number],
        after=at[figure.after - 1] + 1,
        unit=unit if begin >= 0 else figure.unit,
    )


def _is_date_part(text: str, start: int, end: int) -> bool:
    """2023年, 6月, 2日, 14时, 3号: most numbers of a newspaper, told early."""
    if not text[start].isdecimal():
        return False
    if text[end] == "年":
        return end - start == 4 and text[start] in "12"
    return text[end] != "日" or text[start - 1 : start] not in ("期", "时", "历", "续")


def _is_ordinal(text: str, ordinal: int, start: int, end: int) -> bool:
    """第3, the further numbers of 第3、4届, and articles of a law without 第: 民法典》一千零四十二条、三十五条."""
    before = text[start - 1 : start]
    if before == "第" or (before == "》" and text[end : end + 1] in ("条", "款", "项")):
        return True
    return ordinal < start <= ordinal + _ORDINAL_REACH


def _complete(text: str, number: Number, done: int, earlier: Sequence[Figure]) -> Figure | None:
    """The figure around a number: range, qualifiers, unit; None where it is no figure."""
    read = _read_around(text, _join_range(text, number))
    number, unit, written, end = read.number, read.unit, read.written, read.end
    sign = sign_before(text, number.start) if unit is None or unit.kind == "money" else None
    if unit is None and number.unit is None:
        if sign is not None:
            unit, written = sign, sign.text
        elif not not_counted.stands_without_unit(text, end, number, bool(read.qualifier)):
            return None
    elif unit is not None and unit.kind == "skip":
        return None
    start, before = _qualified_start(text, number.start - (len(sign.text) if sign else 0), done)
    after = ""
    if text[end : end + 1] in _first_after():
        end, after = _qualifier_after(text, end)
    if unit is not None and not (
        not_counted.is_figure(text, start, end, number, unit) or _goes_on(text, start, unit, earlier)
    ):
        return None
    per = _PER.search(text, max(done, start - 6), start) if "每" in text[max(0, start - 6) : start] else None
    if per and not not_counted.is_per(per.group()):
        per = None
    if before == "exact" and text[start - 1 : start] == "过":
        before = not_counted.qualifier_of_passing(text, start, number, unit)
    return Figure(
        per.start() if per else start,
        end,
        number.start,
        number.end,
        float(number.value),
        None if number.high is None else float(number.high),
        written,
        unit.text if unit else "",
        before if before != "exact" else after or read.qualifier or "exact",
        per[0] if per else "",
    )


def _goes_on(text: str, start: int, unit: Unit, earlier: Sequence[Figure]) -> bool:
    """Whether a figure goes on from one that counts: 连续21年、37年."""
    if text[start - 1 : start] != "、" or not earlier:
        return False
    return earlier[-1].end == start - 1 and earlier[-1].base == unit.text


def _qualified_start(text: str, start: int, done: int) -> tuple[int, str]:
    """Where the figure begins with its qualifier, which is outside where the currency stands between (超过|人民币|56万元)."""
    if text[start - 1 : start] == "币" and text.endswith(_CURRENCY, 0, start):
        return start, qualifier_before(text, start - len(_CURRENCY))[1]
    first, qualifier = qualifier_before(text, start)
    return max(first, done), qualifier


def _qualifier_after(text: str, at: int) -> tuple[int, str]:
    """Where a figure ends with the qualifier behind it (以上, 左右, 及以上), and the qualifier."""
    included = _INCLUDED.match(text, at)
    begin = included.end() if included else at
    pattern = _patterns_after().get(text[begin : begin + 1])
    found = pattern.match(text, begin) if pattern else None
    return (found.end(), qualifiers_after("after")[found[0]]) if found else (at, "")


@cache
def _first_after() -> frozenset[str]:
    """What the words behind a figure begin with."""
    return frozenset(_patterns_after()) | set("及（(")


@cache
def _patterns_after() -> dict[str, re.Pattern[str]]:
    rows = (row for row in resources.table("numbers/qualifiers") if row["place"] == "after")
    return patterns_by_first({row["word"]: not_before(cell(row["not_beside"])) for row in rows})


def _read_around(text: str, number: Number) -> _Read:
    """A number with the unit behind it, and what that adds: 300余名, 5个半小时, 3元5角, 一吨半, 2公里多."""
    qualifier = "over" if number.more else ""
    at = number.end
    if number.unit is not None:
        return _Read(number, units().get(number.unit), number.unit, at, qualifier)
    written = read_unit(text, at)
    if written is None:
        following = text[at : at + 1]
        if following in _JOINTS and (lent := _lent_unit(text, number)):
            return lent
        inside = qualifiers_after("inside").get(following)
        if inside and not text.startswith(not_counted.words("no_more"), at):
            at, qualifier = at + 1, qualifier or inside
            written = read_unit(text, at)
        if written is None:
            return _Read(number, None, "", at, qualifier)
    if text[written.end : written.end + 1] not in _MORE_BEHIND and not written.half:
        return _Read(number, written.unit, written.text, written.end, qualifier or written.qualifier)
    unit, end, added = written.unit, written.end, Decimal(0)
    if number.high is None:
        end, added = read_lower(text, end, unit)
    if written.half:
        added = _HALF
    elif (
        unit.kind in _CONTINUOUS
        and text[end : end + 1] == "半"
        and not text.startswith(not_counted.words("no_half"), end)
    ):
        end, added = end + 1, _HALF
    qualifier = qualifier or written.qualifier
    if (
        unit.kind in _CONTINUOUS
        and text[end : end + 1] == "多"
        and not text.startswith(not_counted.words("no_more"), end)
    ):
        end, qualifier = end + 1, qualifier or "over"
    if added:
        number = number._replace(value=number.value + added)
    return _Read(number, unit, written.text, end, qualifier)


def _lent_unit(text: str, number: Number) -> _Read | None:
    """A number that shares the unit of the next one: 0.7和0.3个百分点, 3亿和4.2亿元, 1.5和2.5万吨."""
    at = number.end
    exact = number.scaled or number.value != int(number.value)
    for _ in range(_LIST_REACH):
        joint = text[at : at + 1]
        run = ANY_RUN.match(text, at + 1) if joint in _JOINTS and (exact or joint != "、") else None
        other = read_number(text, run, joined=True) if run else None
        if not isinstance(other, Number) or other.unit is not None or other.arabic != number.arabic or other.bare:
            return None
        written = read_unit(text, other.end)
        if written is not None:
            break
        at = other.end
    else:
        return None
    if written.unit.kind not in _SHARING or not run:
        return None
    shared = _SHARED.search(text, run.start(), other.end) if not number.scaled else None
    if shared:
        number = number._replace(value=number.value * (parse_numeral(shared.group()) or 1), scaled=True)
    return _Read(number, written.unit, written.text, number.end, "")


def _join_range(text: str, number: Number) -> Number:
    """The number joined with a second one across a range mark (30至50, 20万元—30万元, 7、8级), or as it was."""
    at = number.end
    if number.high is not None or number.unit not in (None, "成") or not _RANGE_NEAR.search(text, at, at + 8):
        return number
    written = read_unit(text, at) if text[at] not in "—–~～-至到、" else None
    mark = _RANGE_MARK.match(text, written.end if written else at)
    if not mark and text[at] != "、":
        return number
    run = ANY_RUN.match(text, mark.end() if mark else at + 1)
    other = read_number(text, run, joined=True) if run else None
    if not isinstance(other, Number) or other.unit not in (None, "成") or other.start != run.start():
        return number
    again = read_unit(text, other.end)
    if not mark and not _is_pair(number, other, again):
        return number
    if written is not None and (again is None or again.unit != written.unit):
        return number
    both = (number.value * 1, other.value)
    if not number.scaled and other.scaled and written is None:
        both = parse_range(f"{text[number.start : number.end]}至{text[run.start() : other.end]}") or both
    if both[0] >= both[1]:
        return number
    return other._replace(
        start=number.start,
        value=both[0],
        high=both[1],
        scaled=number.scaled or other.scaled,
        more=number.more or other.more,
        bare=False,
    )


def _is_pair(number: Number, other: Number, unit: Written | None) -> bool:
    """Whether two listed numbers are neighbours that stand for about as many: 7、8级, 40、50分钟."""
    if unit is None or unit.unit.text not in _COUNTED_IN_PAIRS or number.value < 2 or not number.arabic:
        return False
    step = other.value - number.value
    return (step == 1 and number.value < 10) or (step == 10 and number.value < 100 and number.value % 10 == 0)
