"""Figures in a text: where they stand, their value, unit and qualifier.

A figure is a number with its unit, classifier or percent sign (23.6万多人, 约2公里, 近百部); what only looks like
one, a date, an ordinal, a name or an idiom, is left alone.  The words are in ``data/numbers/units.csv``, ``qualifiers.csv``
and ``not_figures.csv``; what a unit of time, an age or a grade needs around it is in ``contexts``.  One pass over the
text; the time is linear in its length.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsutil.numbers import not_counted
from newsutil.numbers.numerals import parse_range, plain
from newsutil.numbers.read_number import ANY_RUN, RUN, Number, read_number
from newsutil.numbers.units import Unit, qualifier_before, qualifiers_after, read_unit, units

_RANGE_NEAR = re.compile(r"[—–~～至到、-]")
_RANGE_MARK = re.compile(r"[—–~～-]|至|到")
_PER = re.compile(r"每(?:[一个]|一个)?[\u4e00-\u9fff]{1,3}$")
_AFTER = re.compile(r"(?:及|（含）|\(含\))?(左右|以上(?!述)|以下(?!简称)|上下(?![车游联班级学铺功衔贯])|之多)")
_MORE_WORDS = re.compile(r"多(?:功能|样|元|方|边|层次|级联|民族|媒体|学科|语种|维|式联运|地(?!块)|彩|哈|瑙|伦多)")
_DATE_PARTS = frozenset("年月日号时")
_ORDINAL_REACH = 3
_MEASURE_KINDS = frozenset({"measure", "time", "day", "year", "part", "age", "money"})
_TRADITIONAL_UNITS = str.maketrans(
    "個場戶畝噸臺輛條項歲間隻頭張塊顆種類級層組隊團對雙筆節輪處萬億餘裡裏頃時鐘週",
    "个场户亩吨台辆条项岁间只头张块颗种类级层组队团对双笔节轮处万亿余里里顷时钟周",
)
_OTHER_FORM = re.compile(
    "[個場戶畝噸臺輛條項歲間隻頭張塊顆種類級層組隊團對雙筆節輪處萬億餘裡裏頃時鐘週兩幾數０-９．％﹪＋－−]"
)


class Mention(NamedTuple):
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


def find_mentions(text: str) -> list[Mention]:
    """Figures of a text in order, none overlapping another.

    Examples
    --------
    >>> for found in find_mentions("惠及职工23.6万多人，发放慰问金1100余万元"):
    ...     print(found.value, found.unit, found.qualifier)
    236000.0 人 over
    11000000.0 元 over
    """
    original = text
    if _OTHER_FORM.search(text):
        text = plain(text).translate(_TRADITIONAL_UNITS)
    found: list[Mention] = []
    done = 0
    ordinal = -_ORDINAL_REACH - 1
    for run in RUN.finditer(text):
        start, end = run.span()
        if start < done or (text[end : end + 1] in _DATE_PARTS and _is_date_part(text, start, end)):
            continue
        if text[start - 1 : start] == "第" or (start <= ordinal + _ORDINAL_REACH and _goes_on(text, ordinal, start)):
            ordinal = end
            continue
        number = read_number(text, run)
        if number is None:
            continue
        if isinstance(number, int):
            done = number
            continue
        mention = _complete(text, number, done)
        if mention is None or not_counted.is_named(text, mention.start, mention.end, number.bare):
            done = number.end
            continue
        found.append(mention if text is original else _as_written(mention, original))
        done = mention.end
    return found


def _as_written(mention: Mention, original: str) -> Mention:
    """The mention with its unit as the original text writes it (個 stays 個), where it is one stretch."""
    length = len(mention.unit)
    at = original.find(mention.unit, mention.after)
    if length and at < 0:
        at = mention.after
        while at < mention.end - length and original[at] in "余餘多几幾":
            at += 1
        return mention._replace(unit=original[at : at + length])
    return mention


def _is_date_part(text: str, start: int, end: int) -> bool:
    """2023年, 6月, 2日, 14时, 3号: most numbers of a newspaper, told early."""
    if not text[start].isdecimal():
        return False
    if text[end] == "年":
        return end - start == 4 and text[start] in "12"
    return text[end] != "日" or text[start - 1 : start] not in ("期", "时", "历", "续")


def _goes_on(text: str, ordinal: int, start: int) -> bool:
    """Whether a number goes on after an ordinal that ends right before it: the further numbers of 第3、4届."""
    return ordinal < start and text[start - 1] in "、和至到—-" and not text[ordinal:start].isspace()


def _complete(text: str, number: Number, done: int) -> Mention | None:
    """The figure around a number: range, qualifiers, unit; None where it is no figure."""
    number = _join_range(text, number)
    at = number.end
    qualifier = "over" if number.more else ""
    unit: Unit | None
    written = ""
    if number.unit is not None:
        unit = units().get(number.unit)
        written = number.unit
        more = False
    else:
        more = (
            text[at : at + 1] in ("余", "多", "几", "来")
            and not _MORE_WORDS.match(text, at)
            and text[at : at + 2] != "来自"
        )
        if more:
            qualifier = qualifier or qualifiers_after()[text[at]]
        unit, written, at, inner = read_unit(text, at + more)
        qualifier = qualifier or inner
    if unit is None and number.unit is None:
        if not not_counted.stands_without_unit(
            text, number.end, at, number, more, qualifier_before(text, number.start)[1]
        ):
            return None
    elif unit is not None and unit.kind == "skip":
        return None
    start, before = qualifier_before(text, number.start)
    if (
        unit is not None
        and unit.kind in _MEASURE_KINDS
        and text[at : at + 1] == "多"
        and not _MORE_WORDS.match(text, at)
    ):
        at, qualifier = at + 1, qualifier or "over"
    after = _AFTER.match(text, at)
    if after:
        at, qualifier = after.end(), qualifiers_after()[after[1]]
    start = max(start, done)
    if unit is not None and not not_counted.is_figure(text, start, at, number, unit, before):
        return None
    per = _PER.search(text, max(done, start - 6), start)
    if per and not not_counted.is_per(per.group()):
        per = None
    start = per.start() if per else start
    qualifier = (
        qualifier
        or (before if before != "exact" else not_counted.qualifier_of_passing(text, start, number, unit))
        or "exact"
    )
    named = unit.text if unit else ""
    return Mention(
        start, at, number.start, number.end, number.value, number.high, written, named, qualifier, per[0] if per else ""
    )


def _join_range(text: str, number: Number) -> Number:
    """The number joined with a second one across a range mark (30至50, 20万元—30万元, 7、8级), or as it was."""
    at = number.end
    if number.high is not None or number.unit is not None or not _RANGE_NEAR.search(text, at, at + 8):
        return number
    unit, _, behind, _ = read_unit(text, at) if text[at : at + 1] not in "—–~～-至到、" else (None, "", at, "")
    mark = _RANGE_MARK.match(text, behind)
    listed = text[at : at + 1] == "、" and number.arabic and number.value < 20
    if not mark and not listed:
        return number
    run = ANY_RUN.match(text, mark.end() if mark else at + 1)
    if not run:
        return number
    other = read_number(text, run, joined=True)
    if not isinstance(other, Number) or other.unit is not None or other.start != run.start():
        return number
    again, _, _, _ = read_unit(text, other.end)
    if listed and not (again and again.text == "级" and other.value == number.value + 1):
        return number
    if unit is not None and (again is None or again.text != unit.text):
        return number
    both = (number.value, other.value)
    if not number.scaled and other.scaled and unit is None:
        both = parse_range(f"{text[number.start : number.end]}至{text[run.start() : other.end]}") or both
    if both[0] >= both[1]:
        return number
    return number._replace(
        end=other.end,
        value=both[0],
        high=both[1],
        scaled=number.scaled or other.scaled,
        more=number.more or other.more,
        bare=False,
    )
