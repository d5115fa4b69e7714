"""Figures of parts that stand in a row, and what all of them count: 床位600个，内科|180个、外科|120个.

A part has a name and no noun of its own.  What it counts is said by the words that lead into the row (接待量依次为：), by
the total (床位600个), by most of the other parts, or by the first one (种植业增加值33亿元，林业|2亿元).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from newsutil.metrics.lists import with_amount
from newsutil.metrics.noun_phrases import is_amount, noun_before, subject_of
from newsutil.metrics.nouns_after import kind_of
from newsutil.numbers.aspect import PARTS
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.word_classes import region_names, tag, words

_ASIDE = re.compile(r"[（(][^（）()\d]*[）)]")  # 寒亭区(含开发区)
_PART = re.compile(r"(?:^|.*[，、；：。\n（(])(?:其中)?(?P<name>[^，、；：。\n（(]+)$", re.DOTALL)
_CARRIER = re.compile(r"(?:已经?|各|共|约|为|有|达|接待|收[了获]?|完成)+$")
_LEAD = re.compile(r"(?:^|[，。；\n：])([^，。；：\n\d]{2,40}?)(?:(?:依次|分别)?[是为]|如下|分[一二三四五六七八九十]+[种档类])?：$")
_TELLS_PARTS = re.compile("其中|：|看，|按")
_LONGEST_NAME, _LONGEST_GAP, _NEAR = 16, 24, 120
_VERBLESS = frozenset("anjbsfileqgkzmxrt")  # classes of the words in a name
_NAMES = frozenset("njsfkzilb")
_VISITS = "人次"  # no name before it is that of who comes


class Told(Protocol):
    """What is said of a figure."""

    text: str


class Part(NamedTuple):
    """A figure of a row: its place among the figures, the name of the part, and where that starts."""

    place: int
    name: str
    start: int


def shared_nouns(text: str, mentions: Sequence[Figure], nouns: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The places of the figures of parts, each with the noun that its row shares."""
    nouns = list(nouns)
    for row in _rows(text, mentions):
        told = [nouns[part.place] for part in row]
        names = "\n".join([part.name for part in row])
        bare = [not noun or (noun in names and not is_amount(noun)) for noun in told]
        head = _led(text, row[0]) or _common(told, bare)
        if not head and _are_parts(row, mentions):
            head = _of_total(text, mentions, nouns, row)
        first = told[0] if told[0] and is_amount(told[0]) and _are_parts(row[1:], mentions) else ""
        for part in [part for part, alone in zip(row, bare, strict=True) if alone]:
            noun = head or (with_amount(noun_before(part.name), first) if first else "")
            if noun and not part.name.endswith(noun):
                nouns[part.place] = noun
                yield part.place, noun


def _rows(text: str, mentions: Sequence[Figure]) -> Iterator[list[Part]]:
    """Parts of one unit that stand beside one another, but for shares and growth between them."""
    row: list[Part] = []
    for place, mention in enumerate(mentions):
        if mention.base in PARTS:
            continue
        part = _part(text, mentions, place)
        goes_on = row and part and _is_beside(text, mentions, row[-1].place, part)
        if not goes_on:
            if len(row) > 1:
                yield row
            row = []
        row += [part] if part else []
    if len(row) > 1:
        yield row


def _part(text: str, mentions: Sequence[Figure], place: int) -> Part | None:
    """The part that a figure is of, if nothing but a name stands before it in its clause."""
    end, start = mentions[place - 1].end if place else 0, mentions[place].start
    before = _ASIDE.sub("", text[max(end, start - 2 * _LONGEST_NAME) : start])
    found = _PART.match(before)
    name = _CARRIER.sub("", found["name"]).strip() if found else ""
    if not 2 <= len(name) <= _LONGEST_NAME:
        return None
    tagged = tag(name)
    verbless = all(kind[0] in _VERBLESS or kind == "vn" or word in ("至", "到") for word, kind in tagged)
    named = verbless and any(kind[0] in _NAMES for _, kind in tagged)
    return Part(place, name, start - len(found["name"])) if named and found else None


def _is_beside(text: str, mentions: Sequence[Figure], place: int, part: Part) -> bool:
    if mentions[place].base != mentions[part.place].base:
        return False
    between = _ASIDE.sub("", text[mentions[place].end : part.start])
    return len(between) <= _LONGEST_GAP and "。" not in between and "\n" not in between


def _led(text: str, first: Part) -> str:
    """The amount that leads into a row: 接待量依次为：, 票价分三种：."""
    found = _LEAD.search(text[max(0, first.start - 60) : first.start])
    noun = (noun_before(found[1]) or subject_of(found[1])) if found else ""
    return noun if noun and (is_amount(noun) or noun.endswith((*words("sum"), "价", "数"))) else ""


def _common(told: Sequence[str], own: Sequence[bool]) -> str:
    """The noun of most parts, which none of them names."""
    most = Counter(noun for noun, bare in zip(told, own, strict=True) if not bare).most_common(1)
    return most[0][0] if most and 2 * most[0][1] > len(told) and len(told) > 2 else ""


def _are_parts(row: Sequence[Part], mentions: Sequence[Figure]) -> bool:
    """Whether the names are of places, branches or departments, and no things that the unit counts."""
    first = mentions[row[0].place]
    if first.base == _VISITS:
        return True
    ends = words("zone") if kind_of(first) == "classifier" else (*words("zone"), *words("portion"))
    named = [part.name in region_names() or part.name.endswith(ends) for part in row]
    return 5 * sum(named) >= 4 * len(row)


def _is_own(text: str, mentions: Sequence[Figure], nouns: Sequence[str], place: int) -> bool:
    """Whether the noun of a figure is but the name of the part that it is of."""
    part = _part(text, mentions, place)
    return part is not None and nouns[place] in part.name and not is_amount(nouns[place])


def _of_total(text: str, mentions: Sequence[Figure], nouns: Sequence[str], row: Sequence[Part]) -> str:
    """The noun of the total before a row: the figure that is its sum or, where the text says so, the one before it."""
    whole, first = sum(mentions[part.place].value for part in row), row[0]
    base = mentions[first.place].base
    before = [at for at in range(max(0, first.place - 8), first.place) if mentions[at].base == base and nouns[at]]
    before = [at for at in before if first.start - mentions[at].end < _NEAR and not _is_own(text, mentions, nouns, at)]
    before.reverse()
    summed = [at for at in before if abs(mentions[at].value - whole) <= 0.02 * whole]
    told = [at for at in before[:1] if base == _VISITS or _TELLS_PARTS.search(text, mentions[at].end, first.start)]
    return next((nouns[at] for at in summed or (told if len(row) > 2 else [])), "")
