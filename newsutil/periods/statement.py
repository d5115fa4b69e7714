"""A figure with the words of its sentence around it: what its time and its status are read from."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from newsutil.base import resources
from newsutil.base.text import SENTENCE_END
from newsutil.numbers.aspect import without_carrier
from newsutil.numbers.spot_figures import Figure
from newsutil.periods.time_grammar import one_of

CLAUSE = re.compile(r"[，；：,;。！？】\n]")
_COMMA = re.compile(r",(?!\d{3})|(?<!\d),")  # web pages: 3月5日,甲市…
_LAST_CLAUSE = re.compile(r"(?s:.*)[，；：,;。！？】\n]")
_PARAGRAPH = re.compile(r"\n(?!\s*其中)")  # this goes on with the paragraph before
PLANS = ("plan", "near", "condition", "reckoned", "yearly", "future")
PROMISES = ("contract", "promised", "aim", "deal", "signed")
_RULING = ("rule", "rule_behind", "offer", "limit", "price", "age", "defined", "norm", "granted", "cap", "void")
_CLAIMING = ("entitles", "shared", "claim", "fee", "sold")
TELLING = frozenset((*PLANS, "done", "did", "target", "deeds", "coming", *_CLAIMING, *PROMISES, *_RULING))
_OBJECT = re.compile(r"(?:[^的有达\d]{0,10}\d+[^的，\d]{1,3}[、或和])*[^的有达\d]{0,10}(?:达到?)?")
_TABLES = ("periods/status_words", "periods/undated_words")
_REACH = 240  # characters of a sentence on each side of a figure that are looked at


@dataclass(slots=True)
class Sentence:
    """Where a sentence begins and ends, where the one before it and its paragraph begin; the kinds of its words."""

    start: int
    end: int
    previous: int
    paragraph: int
    kinds: frozenset[str]


@dataclass(slots=True)
class Statement:
    """A figure with the words around it."""

    text: str
    figure: Figure
    sentence: Sentence
    before: str  # the words of the sentence before the figure
    clause: str  # of those the clause
    after: str  # the rest of the clause behind the figure
    clause_start: int
    noun: str  # what the figure counts
    regions: tuple[str, ...]  # and where

    @property
    def left(self) -> str:
        """The clause without what carries the figure: 工程总投资|达到."""
        return without_carrier(self.clause)

    def is_in_clause(self, kind: str) -> bool:
        """Whether a word of a kind stands before the figure in its clause."""
        return kind in self.sentence.kinds and pattern(kind).search(self.clause) is not None

    def is_left(self, kind: str) -> bool:
        """Whether a word of a kind stands right before the figure and what carries it."""
        return kind in self.sentence.kinds and self.left.endswith(words(kind))

    def has_object(self, kind: str) -> bool:
        """Whether a word of a kind stands before the figure with no more than its noun between: 可停靠船舶|9艘."""
        if kind not in self.sentence.kinds:
            return False
        found = list(pattern(kind).finditer(self.clause))
        return bool(found) and _OBJECT.fullmatch(self.clause, found[-1].end()) is not None


class Sentences:
    """The sentences and paragraphs of a text."""

    def __init__(self, text: str) -> None:
        text = text.replace("\ue40c", "\n")  # parts the paragraphs of the Sogou news corpus
        self.text = text = _COMMA.sub("，", text) if "," in text else text
        self._breaks = [found.start() for found in SENTENCE_END.finditer(text)]
        if "。其中" in text:  # 计划造林12万亩。|其中人工造林5万亩: one sentence
            self._breaks = [at for at in self._breaks if not text.startswith("其中", at + 1)]
        self.paragraphs = [0, *(found.end() for found in _PARAGRAPH.finditer(text))] if "\n" in text else [0]
        self._known: dict[int, Sentence] = {}

    def around(self, at: int) -> Sentence:
        """The sentence that an offset lies in."""
        place = bisect_right(self._breaks, at)
        if known := self._known.get(place):
            return known
        breaks = self._breaks
        start = breaks[place - 1] + 1 if place else 0
        end = breaks[place] if place < len(breaks) else len(self.text)
        paragraph = self.paragraphs[bisect_right(self.paragraphs, start) - 1]
        previous = breaks[place - 2] + 1 if place > 1 else 0
        marks, kinds_of = _marks()
        found = marks.find_matches_as_strings(self.text[start:end], overlapping=True)
        kinds = frozenset().union(*map(kinds_of.__getitem__, found))
        sentence = self._known[place] = Sentence(start, end, max(previous, paragraph), paragraph, kinds)
        return sentence

    def opening(self, paragraph: int) -> int:
        """Where the first sentence of a paragraph ends."""
        first = bisect_left(self._breaks, paragraph)
        return self._breaks[first] if first < len(self._breaks) else len(self.text)

    def end_of(self, figures: Sequence[Figure]) -> int:
        """Where the sentence behind that of the last figure ends, which may say when it was."""
        end = self.around(figures[-1].start).end if figures else 0
        following = bisect_right(self._breaks, end)
        return self._breaks[following] if following < len(self._breaks) else end

    def statement(self, figure: Figure, noun: str, regions: tuple[str, ...]) -> Statement:
        """The figure with the words around it."""
        sentence = self.around(figure.start)
        before = self.text[max(sentence.start, figure.start - _REACH) : figure.start]
        comma = _LAST_CLAUSE.match(before)
        clause = before[comma.end() :] if comma else before
        end = min(sentence.end, figure.end + _REACH)
        stop = CLAUSE.search(self.text, figure.end, end)
        after = self.text[figure.end : stop.start() if stop else end]
        start = figure.start - len(clause)
        return Statement(self.text, figure, sentence, before, clause, after, start, noun, regions)


def leads_to(text: str, time: int, word: int) -> bool:
    """Whether what ends at an offset governs a word: 去年，|大桥|通车后, 去年的|目标, not 去年动工的大桥通车后."""
    gap = text[time:word].lstrip("，的")
    return "的" not in gap and not CLAUSE.search(gap)


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of one kind in ``data/periods/status_words.csv`` and ``undated_words.csv``."""
    return tuple(row["word"] for table in _TABLES for row in resources.table(table) if row["kind"] == kind)


@cache
def _marks() -> tuple[AhoCorasick, dict[str, set[str]]]:
    """Automaton over the words that tell something of a sentence, and the kinds of each: a pattern takes longer."""
    kinds: dict[str, set[str]] = {}
    for row in itertools.chain.from_iterable(map(resources.table, _TABLES)):
        kinds.setdefault(row["word"], set()).add(row["kind"])
    return AhoCorasick(list(kinds), implementation=Implementation.ContiguousNFA, store_patterns=True), kinds


@cache
def pattern(*kinds: str) -> re.Pattern[str]:
    """A pattern of the words of some kinds, the longest first."""
    return re.compile(one_of(word for kind in kinds for word in words(kind)))
