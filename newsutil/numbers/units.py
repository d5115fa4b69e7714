"""Units, classifiers and qualifiers: the words around a number, read from ``data/numbers/units.csv`` and
``data/numbers/qualifiers.csv``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from newsutil.base import resources
from newsutil.numbers import not_counted

_LONGER = frozenset("（(/／每")
_PER_UNIT = re.compile(r"[/／](?:[A-Za-z]{1,3}|[\u4e00-\u9fff]{1,3})")


class Unit(NamedTuple):
    """A unit as ``data/numbers/units.csv`` has it."""

    text: str
    dimension: str
    factor: float
    kind: str
    not_before: tuple[str, ...]


@cache
def units() -> dict[str, Unit]:
    """Units by their text."""
    return {
        row["unit"]: Unit(
            row["unit"],
            row["dimension"],
            float(row["factor"]),
            row["kind"],
            tuple(filter(None, row["not_before"].split(";"))),
        )
        for row in resources.table("numbers/units")
    }


def patterns_by_first(words: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """By the first character of words, the pattern of all that begin with it, the longest first; the value of a word
    is the pattern of what must stand behind it."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word) + words[word])
    return {first: re.compile("|".join(group)) for first, group in groups.items()}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Units by their first character, each where it is no part of another word."""
    behind = {}
    for unit in units().values():
        not_before = [*map(re.escape, unit.not_before)]
        if unit.text[-1].isascii() and unit.text[-1].isalpha():
            not_before.append("[0-9A-Za-z]")
        behind[unit.text] = f"(?!{'|'.join(not_before)})" if not_before else ""
    return patterns_by_first(behind)


@cache
def _qualifiers_before() -> dict[str, tuple[tuple[str, str, bool, tuple[str, ...]], ...]]:
    """Qualifiers before a number by their last character, the longest first: word, qualifier, in the span, not
    after."""
    groups: dict[str, list[tuple[str, str, bool, tuple[str, ...]]]] = {}
    rows = [row for row in resources.table("numbers/qualifiers") if row["place"] == "before"]
    for row in sorted(rows, key=lambda row: -len(row["word"])):
        entry = (row["word"], row["qualifier"], row["span"] == "yes", tuple(filter(None, row["not_after"].split(";"))))
        groups.setdefault(row["word"][-1], []).append(entry)
    return {last: tuple(group) for last, group in groups.items()}


@cache
def qualifiers_after() -> dict[str, str]:
    return {
        row["word"]: row["qualifier"] for row in resources.table("numbers/qualifiers") if row["place"] == "after"
    } | {"之多": "over"}


def read_unit(text: str, at: int) -> tuple[Unit | None, str, int, str]:
    """Unit at an offset: the entry, as written, where it ends, and a qualifier inside it (4个多小时)."""
    first = text[at : at + 1]
    if first == "个" and text[at + 1 : at + 2] in ("多", "半"):
        for word in ("小时", "钟头", "月", "星期", "百分点", "交易日", "工作日", "课时", "世纪"):
            if text.startswith(word, at + 2):
                unit = units().get("个" + word) or units()["世纪"]
                return unit, "个" + word, at + 2 + len(word), "over" if text[at + 1] == "多" else ""
    pattern = _patterns().get(first)
    found = pattern.match(text, at) if pattern else None
    if not found:
        return None, "", at, ""
    end = found.end()
    if text[end : end + 1] in _LONGER:
        end = _longer_unit(text, at, end)
    return units()[found[0]], text[at:end], end, ""


def _longer_unit(text: str, at: int, end: int) -> int:
    """End of a unit with what belongs to it: 元/人, 公里每小时, 台（套）."""
    if text[end : end + 1] in ("（", "("):
        close = text.find("）" if text[end] == "（" else ")", end, end + 5)
        inner = text[end + 1 : close]
        if close > 0 and all(part in units() for part in inner.split("、")):
            end = close + 1
    per = _PER_UNIT.match(text, end)
    if per:
        for length in (3, 2, 1):
            word = text[end + 1 : end + 1 + length]
            if word in units() or word in not_counted.per_words():
                return end + 1 + length
    if text.startswith("每", end):
        for word in ("小时", "秒", "平方米", "立方米", "升", "吨", "公斤"):
            if text.startswith(word, end + 1):
                return end + 1 + len(word)
    return end


def qualifier_before(text: str, start: int) -> tuple[int, str]:
    """Where the figure starts with the qualifier before it, and the qualifier (exact where there is none)."""
    for word, qualifier, inside, not_after in _qualifiers_before().get(text[start - 1 : start], ()):
        begin = start - len(word)
        if begin >= 0 and text.startswith(word, begin) and not (not_after and text.endswith(not_after, 0, begin)):
            return (begin if inside else start), qualifier
    return start, "exact"
