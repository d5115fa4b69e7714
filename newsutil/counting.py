"""Counting words article by article, as integer codes, in as many processes as the text is worth.

What travels between processes is text and integer codes: pickled lists of words would cost what a second process gains.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from newsutil.processes import Report, run_blocks, slices
from newsutil.segmenter import UserWord, segmenter

# A further process takes about 0.3 s to start and a million characters 0.15 s to cut: it pays from about here on.
_CHARACTERS_PER_PROCESS = 2_000_000


class Counts(NamedTuple):
    """Words of some articles: the distinct words, and for each article the codes and counts in order of appearance."""

    vocabulary: list[str]
    lengths: array[int]
    codes: array[int]
    counts: array[int]


def count_words(texts: Sequence[str], words: tuple[UserWord, ...] = (), *, shortest: int = 1) -> list[Counts]:
    """Counts of the words of ``shortest`` characters or more, in blocks of ``texts`` that follow one another; the
    blocks never change the counts."""
    blocks = [texts[run] for run in slices(list(map(len, texts)), _CHARACTERS_PER_PROCESS)]
    return run_blocks(partial(count_block, words=words, shortest=shortest), blocks, "words")


def count_block(
    texts: Iterable[str], report: Report, words: tuple[UserWord, ...] = (), *, shortest: int = 1
) -> Counts:
    """Word counts of ``texts`` in this process; ``report`` gets the number of texts done since it was last called."""
    cut = segmenter(words).cut
    code_of: dict[str, int] = _Codes()
    code = code_of.__getitem__
    lengths, codes, counts = array("i"), array("i"), array("i")
    waiting = 0
    for text in texts:
        counter = Counter([word for word in cut(text) if len(word) >= shortest])
        lengths.append(len(counter))
        codes.extend(map(code, counter))
        counts.extend(counter.values())
        waiting += 1
        if waiting == 200:
            report(waiting)
            waiting = 0
    report(waiting)
    return Counts(list(code_of), lengths, codes, counts)


class _Codes(dict[str, int]):
    """Numbers the words in the order in which they are first asked for."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number
