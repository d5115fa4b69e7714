"""Counting words article by article, as integer codes, in as many processes as the text is worth.

A second process is a Python of its own that runs this module and talks through its pipes.  It never imports the
caller's script again, so that it is safe on Windows and macOS, in a notebook and in a script without a ``__main__`` guard.
What travels is joined text and integer codes: pickled lists of words would cost what the second process gains.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from newsutil.segmenter import UserWord, segmenter

# A further process takes about 0.3 s to start and a million characters 0.15 s to cut: it pays from about here on.
_CHARACTERS_PER_PROCESS = 2_000_000
_MOST_PROCESSES = 8


class Counts(NamedTuple):
    """Words of some articles: the distinct words, and for each article the codes and counts in order of appearance."""

    vocabulary: list[str]
    lengths: array[int]
    codes: array[int]
    counts: array[int]


def count_words(texts: Sequence[str], words: tuple[UserWord, ...] = ()) -> list[Counts]:
    """Word counts of ``texts``, in blocks that follow one another; the blocks never change the counts.

    A bar shows the progress where the work is long and standard error is a terminal.
    """
    blocks = _blocks(texts, _processes(texts))
    workers = [_start(block, words) for block in blocks[1:]]
    try:
        with tqdm(total=len(texts), desc="words", unit=" articles", delay=2, disable=None, leave=False) as bar:
            first = count_block(blocks[0], words, bar.update)
            rest = zip(workers, blocks[1:], strict=True)
            return [first, *(_collect(worker, block, words, bar) for worker, block in rest)]
    finally:
        for worker in workers:
            if worker is not None:
                worker.stop()


def count_block(texts: Iterable[str], words: tuple[UserWord, ...], report: Callable[[int], object]) -> Counts:
    """Word counts of ``texts`` in this process; ``report`` gets the number of texts done since it was last called."""
    cut = segmenter(words).cut
    code_of: dict[str, int] = _Codes()
    code = code_of.__getitem__
    lengths, codes, counts = array("i"), array("i"), array("i")
    waiting = 0
    for text in texts:
        counter = Counter(cut(text))
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


def _processes(texts: Sequence[str]) -> int:
    wanted = sum(map(len, texts)) // _CHARACTERS_PER_PROCESS
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(wanted, available, _MOST_PROCESSES))


def _blocks(texts: Sequence[str], number: int) -> list[Sequence[str]]:
    """``texts`` in ``number`` runs of about the same number of characters."""
    share = sum(map(len, texts)) / number
    blocks: list[Sequence[str]] = []
    start, size = 0, 0
    for position, text in enumerate(texts):
        if size >= share * (len(blocks) + 1) and len(blocks) < number - 1:
            blocks.append(texts[start:position])
            start = position
        size += len(text)
    return [*blocks, texts[start:]]


class _Worker:
    """A Python process that counts one block, and the thread that carries texts in and counts out."""

    def __init__(self, texts: Sequence[str], words: tuple[UserWord, ...]) -> None:
        root = str(Path(__file__).parents[1])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "newsutil.counting"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
        )
        self.answer = b""
        self.carrier = threading.Thread(target=self._carry, args=(texts, words), daemon=True)
        self.carrier.start()

    def _carry(self, texts: Sequence[str], words: tuple[UserWord, ...]) -> None:
        lengths = array("i", map(len, texts))
        try:
            self.answer = self.process.communicate(pickle.dumps(("".join(texts), lengths, words)))[0]
        except (OSError, ValueError):  # the process ended or was stopped: its block is counted here instead
            self.answer = b""

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.carrier.join()


def _start(texts: Sequence[str], words: tuple[UserWord, ...]) -> _Worker | None:
    try:
        return _Worker(texts, words)
    except OSError:  # an embedded Python without an executable, or a system that allows no further process
        return None


def _collect(worker: _Worker | None, texts: Sequence[str], words: tuple[UserWord, ...], bar: tqdm) -> Counts:
    if worker is not None:
        worker.carrier.join()
        if worker.process.returncode == 0 and worker.answer:
            bar.update(len(texts))
            return Counts(*pickle.loads(worker.answer))
    return count_block(texts, words, bar.update)


def _serve() -> None:
    text, lengths, words = pickle.load(sys.stdin.buffer)
    block, start = [], 0
    for length in lengths:
        block.append(text[start : start + length])
        start += length
    counted = count_block(block, words, lambda done: None)
    pickle.dump(tuple(counted), sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    _serve()
