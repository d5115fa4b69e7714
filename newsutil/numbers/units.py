"""Units, classifiers and qualifiers: the words around a number, read from ``data/numbers/units.csv``,
``compound_units.csv``, ``per.csv`` and ``qualifiers.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from newsutil.base import resources
from newsutil.numbers.numerals import parse_numeral

_LONGER = frozenset("（(/／每")
_LOWER = re.compile(r"零?(\d+(?:\.\d+)?|[一二三四五六七八九十]+|两)(?![0-9A-Za-z年月日号时点])")
_DECIMALS = {"块": 1, "毛": 1, "米": 2, "秒": 3, "度": 1}  # digits that may stand behind the unit: 8块5, 1米75, 9秒58
_PER_MARK = re.compile(r"[/／·]\d{0,3}")  # 元/500克
_COMPARING = frozenset(("超过", "超出", "突破", "高于", "大于", "多于", "低于", "少于", "小于"))
OPPOSITE = {"over": "under", "under": "over"}
_NOT = (*"不未没", "没有", *("不" + may for may in "得能可应会宜要许"))  # before 低于, 超过
_RATED = frozenset("0123456789十百千万亿一每兑对")  # before a currency that the next amount is a price of
_CLOSING = {"（": "）", "(": ")"}
_INCLUDED = re.compile(r"及|（含）|\(含\)")


class Unit(NamedTuple):
    """A unit as ``data/numbers/units.csv`` has it."""

    text: str
    dimension: str
    factor: Fraction
    kind: str
    not_before: tuple[str, ...]


class Written(NamedTuple):
    """A unit as a text writes it, with what it is per, its length, and what is inside it (4个多小时, 5个半小时)."""

    unit: Unit
    text: str
    length: int
    qualifier: str = ""
    half: bool = False


def cell(text: str) -> tuple[str, ...]:
    """The words of a cell that holds several."""
    return tuple(filter(None, text.split(";")))


@cache
def units() -> dict[str, Unit]:
    """Units by their text."""
    return {
        row["unit"]: Unit(row["unit"], row["dimension"], Fraction(row["factor"]), row["kind"], cell(row["not_before"]))
        for row in resources.table("numbers/units")
    }


@cache
def per_words(place: str) -> frozenset[str]:
    """What a rate may be per: after a slash, besides units (元/人), or after 每 before a number (每亩地6000斤)."""
    return frozenset(row["word"] for row in resources.table("numbers/per") if row["place"] == place)


def patterns_by_first(words: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """By the first character of words, the pattern of all that begin with it, each with the pattern behind it."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word) + words[word])
    return {first: re.compile("|".join(group)) for first, group in groups.items()}


def match_at(patterns: Mapping[str, re.Pattern[str]], text: str, at: int) -> re.Match[str] | None:
    """The match at an offset, among patterns by their first character."""
    pattern = patterns.get(text[at : at + 1])
    return pattern.match(text, at) if pattern else None


def not_before(words: Iterable[str]) -> str:
    """Pattern of what must not follow; 就!业算 is 就 before anything but 业 and 算 (成就, but 八成|就业)."""
    parts = (word.partition("!") for word in words)
    listed = "|".join([re.escape(word) + (f"(?![{but}])" if but else "") for word, _, but in parts])
    return f"(?!{listed})" if listed else ""


@cache
def _patterns(opening: str = "") -> dict[str, re.Pattern[str]]:
    """Units, or what follows the opening of some (个|小时), by a first character, where they are no part of a word."""
    behind = {}
    for unit in units().values():
        rest = unit.text.removeprefix(opening) if unit.text.startswith(opening) else ""
        if rest and unit.kind != "sign":
            letters = "(?![0-9A-Za-z])" if rest[-1].isascii() and rest[-1].isalpha() else ""
            behind[rest] = not_before(unit.not_before) + letters
    return patterns_by_first(behind)


@cache
def _lower_units() -> dict[tuple[str, str], Decimal]:
    """How much of a unit a lower one is that may follow it with its own number: 3元5角."""
    return {(row["unit"], row["lower"]): Decimal(row["factor"]) for row in resources.table("numbers/compound_units")}


@cache
def _qualifiers_before() -> dict[str, tuple[tuple[str, str, bool, tuple[str, ...]], ...]]:
    """Qualifiers before a number by their last character, longest first: word, qualifier, in the span, not after."""
    groups: dict[str, tuple[tuple[str, str, bool, tuple[str, ...]], ...]] = {}
    for row in sorted(resources.table("numbers/qualifiers"), key=lambda row: -len(row["word"])):
        if row["place"] == "before":
            entry = (row["word"], row["qualifier"], row["span"] == "yes", cell(row["not_beside"]))
            groups[row["word"][-1]] = (*groups.get(row["word"][-1], ()), entry)
    return groups


@cache
def qualifiers_after(place: str) -> dict[str, str]:
    """Qualifiers by the word: ``inside``, between a number and its unit (300余名), or ``after`` both (300名以上)."""
    return {row["word"]: row["qualifier"] for row in resources.table("numbers/qualifiers") if row["place"] == place}


def unit_at(text: str, at: int) -> Unit | None:
    """The unit that begins at an offset."""
    found = match_at(_patterns(), text, at)
    return units()[found[0]] if found else None


def sign_before(text: str, start: int, unit: Unit | None) -> Unit | None:
    """The sign of money before a number, or the foreign currency of what its unit calls 元: ￥|80, 港币|500万元."""
    paid = unit is not None and unit.text == "元"
    for length in (3, 2, 1):
        sign = units().get(text[max(0, start - length) : start])
        if sign is not None and sign.kind == "sign":
            return sign
        if paid and sign is not None and sign.kind == "money" and sign.dimension != "CNY":
            return None if text[: start - len(sign.text)][-1:] in _RATED else sign
    return None


def read_unit(text: str, at: int) -> Written | None:
    """The unit at an offset, with what it is per."""
    if text.startswith(("个多", "个半"), at) and (found := match_at(_patterns("个"), text, at + 2)):
        name, more = "个" + found[0], text[at + 1] == "多"
        return Written(units()[name], name, found.end() - at, "over" if more else "", not more)
    found = match_at(_patterns(), text, at)
    if not found:
        return None
    end = found.end()
    if text[end : end + 1] in _LONGER:
        end = _longer_unit(text, end)
    return Written(units()[found[0]], text[at:end], end - at)


def _longer_unit(text: str, end: int) -> int:
    """End of a unit with what belongs to it: 元/人, 公里每小时, 台（套）."""
    close = text.find(_CLOSING[text[end]], end, end + 5) if text[end] in _CLOSING else -1
    if close > 0 and all(part in units() for part in text[end + 1 : close].split("、")):
        end = close + 1
    while mark := _PER_MARK.match(text, end):
        begin = mark.end()
        words = (text[begin : begin + length] for length in (3, 2, 1))
        below = next((word for word in words if word in units() or word in per_words("slash")), "")
        if not below:
            break
        end = begin + len(below)
    every = unit_at(text, end + 1) if text.startswith("每", end) else None
    return end + 1 + len(every.text) if every is not None and every.kind in ("measure", "time") else end


def read_lower(text: str, at: int, unit: Unit) -> tuple[int, Decimal]:
    """Where a figure ends with its lower units, and what they add: 5元3角2分, 4斤6两, 16分45秒, 8块5, 1米75."""
    added, factor, last = Decimal(0), Decimal(1), unit.text
    while found := _LOWER.match(text, at):
        number = parse_numeral(found[1]) or Decimal(0)
        below = unit_at(text, found.end())
        if below is None and len(found[0]) <= _DECIMALS.get(last, 0):
            return found.end(), added + factor * number / 10 ** len(found[0])
        if below is None or (unit.text, below.text) not in _lower_units():
            break
        factor, last = _lower_units()[unit.text, below.text], below.text
        at, added = found.end() + len(below.text), added + number * factor
    return at, added


def qualifier_before(text: str, start: int) -> tuple[int, str]:
    """Where the figure starts with the qualifier before it, and the qualifier (exact where there is none)."""
    for word, qualifier, inside, not_after in _qualifiers_before().get(text[start - 1 : start], ()):
        begin = start - len(word)
        if begin >= 0 and text.startswith(word, begin) and not text.endswith(not_after, 0, begin):
            if word in _COMPARING and text.endswith(_NOT, 0, begin):
                return start, OPPOSITE[qualifier]
            return (begin if inside else start), qualifier
    return start, "exact"


def qualifier_after(text: str, at: int) -> tuple[int, str]:
    """Where a figure ends with the qualifier behind it (以上, 左右, 及以上), and the qualifier."""
    included = _INCLUDED.match(text, at)
    found = match_at(_patterns_after(), text, included.end() if included else at)
    end = found.end() if found and found[0] != "以内" else at  # 以内 is no part of the figure
    return end, qualifiers_after("after")[found[0]] if found else ""


@cache
def _patterns_after() -> dict[str, re.Pattern[str]]:
    rows = (row for row in resources.table("numbers/qualifiers") if row["place"] == "after")
    return patterns_by_first({row["word"]: not_before(cell(row["not_beside"])) for row in rows})
