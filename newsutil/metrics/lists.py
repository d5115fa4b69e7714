"""Nouns of a list shared out over a list of figures: 产量、产值分别为5吨、6万元."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsutil.metrics.noun_phrases import is_amount, noun_before
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.word_classes import tag, words


def members(names: str, mentions: Sequence[Figure], place: int, gaps: Sequence[str]) -> list[str]:
    """The nouns of a list, one a figure: 产量、产值分别|为5吨、6万元; none where the figures are more or fewer.

    An amount that the last one names is that of all: 煤炭、原油产量分别.
    """
    some, _, common = names.rpartition("等")
    noun = noun_before(common) if some else ""
    listed = re.split("[、和]", names)
    if len(listed) != run(place, gaps):
        return []
    nouns = [noun or noun_before(name) for name in listed]
    return [name if len(tag(name)) > 1 else with_amount(name, nouns[-1]) for name in nouns]


def with_amount(name: str, parallel: str) -> str:
    """A noun with the amount that a parallel one names: 原油 beside 天然气|产量, 城镇 beside 农村居民|收入."""
    first, *rest = [word for word, _ in tag(parallel)] or [""]
    if not name or is_amount(name) or not rest or not is_amount(rest[-1]):
        return name
    amount = first * (first == "人均") + "".join(rest)
    people = next((word for word in ("居民", "农民") if first.endswith(word) or amount.startswith(word)), "")
    kept = amount.removeprefix(people)
    return name + kept if name.endswith(words("people")) else name + people + kept


def run(place: int, gaps: Sequence[str]) -> int:
    """How many figures are listed from one on."""
    length = 1
    while place + length <= len(gaps) and gaps[place + length - 1] in ("、", "和", "，"):
        length += 1
    return length
