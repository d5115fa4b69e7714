"""A figure with the words of its sentence around it: what its time and its status are read from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from newsutil.base import resources
from newsutil.base.text import SENTENCE_END
from newsutil.numbers.aspect import without_carrier
from newsutil.numbers.spot_figures import Figure

_CLAUSE = re.compile(r"[，；：,;。！？\n]")
_LAST_CLAUSE = re.compile(r"(?s:.*)[，；：,;。！？\n]")
_REACH = 240  # characters of a sentence before a figure that are looked at


class Sentence(NamedTuple):
    """Where a sentence begins and ends, where the one before it and its paragraph begin, where that opens to."""

    start: int
    end: int
    previous: int
    paragraph: int
    opening: int


class Statement(NamedTuple):
    """A figure, its sentence and the sentence's words before it; of those its clause, with and without what carries the
    figure (达到); the rest of the clause behind it."""

    text: str
    figure: Figure
    sentence: Sentence
    before: str
    clause: str
    left: str
    after: str

    @property
    def clause_start(self) -> int:
        return self.figure.start - len(self.clause)


class Sentences:
    """The sentences and paragraphs of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._breaks = [found.start() for found in SENTENCE_END.finditer(text)]
        self.paragraphs = [0, *(at + 1 for at in self._breaks if text[at] == "\n")]
        self._last = Sentence(0, -1, 0, 0, 0)

    def around(self, at: int) -> Sentence:
        """The sentence that an offset lies in."""
        if self._last.start <= at < self._last.end:
            return self._last
        breaks, place = self._breaks, bisect_right(self._breaks, at)
        start = breaks[place - 1] + 1 if place else 0
        end = breaks[place] if place < len(breaks) else len(self.text)
        paragraph = self.paragraphs[bisect_right(self.paragraphs, at) - 1]
        first = bisect_left(breaks, paragraph)
        opening = breaks[first] if first < len(breaks) else len(self.text)
        previous = breaks[place - 2] + 1 if place > 1 else 0
        self._last = Sentence(start, end, max(previous, paragraph), paragraph, opening)
        return self._last

    def paragraphs_of(self, figures: Sequence[Figure]) -> list[tuple[int, int]]:
        """The first paragraph, and each with figures up to the end of the sentence of its last figure."""
        ends = {0: self.paragraphs[1] - 1 if len(self.paragraphs) > 1 else len(self.text)}
        for figure in figures:
            sentence = self.around(figure.start)
            ends[sentence.paragraph] = sentence.end
        return sorted(ends.items())

    def statement(self, figure: Figure) -> Statement:
        """The figure with the words around it.

        Examples
        --------
        >>> from newsutil.numbers.spot_figures import find_figures
        >>> text = "今年，全县志愿者达到|1200人，居全市前列。".replace("|", "")
        >>> Sentences(text).statement(find_figures(text)[0])[4:]
        ('全县志愿者达到', '全县志愿者', '')
        """
        sentence = self.around(figure.start)
        before = self.text[max(sentence.start, figure.start - _REACH) : figure.start]
        comma = _LAST_CLAUSE.match(before)
        clause = before[comma.end() :] if comma else before
        stop = _CLAUSE.search(self.text, figure.end, sentence.end)
        after = self.text[figure.end : stop.start() if stop else sentence.end]
        return Statement(self.text, figure, sentence, before, clause, without_carrier(clause), after)


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of one kind in ``data/periods/status_words.csv`` and ``undated_words.csv``, the longest first.

    Examples
    --------
    >>> "每年" in words("habit"), "力争" in words("plan")
    (True, True)
    """
    rows = (*resources.table("periods/status_words"), *resources.table("periods/undated_words"))
    return tuple(sorted((row["word"] for row in rows if row["kind"] == kind), key=len, reverse=True))


def one_of(listed: Iterable[str]) -> re.Pattern[str]:
    """A pattern of some words."""
    return re.compile("|".join(map(re.escape, listed)))


@cache
def pattern(*kinds: str) -> re.Pattern[str]:
    """A pattern of the words of some kinds, the longest first."""
    return one_of(sorted((word for kind in kinds for word in words(kind)), key=len, reverse=True))
