"""Which keyword hits a segmenter would have cut, so that a count of its words would have missed them."""

from __future__ import annotations

import string

import numpy as np
import pandas as pd

from newsutil.base.text import field_texts
from newsutil.words.keywords import WORD_FIELDS
from newsutil.words.segmenter import segmenter

# jieba cuts each run of these characters on its own (re_han_default in jieba/__init__.py), so that the run around a hit
# gives the same words as the whole text.
_RUN_CHARACTERS = np.zeros(0x10000, dtype=bool)
_RUN_CHARACTERS[0x4E00:0x9FD6] = True
_RUN_CHARACTERS[[ord(sign) for sign in string.ascii_letters + string.digits + "+#&._%-"]] = True

# Calling the engine for each run would cost more than cutting it; one call for all would mend the joins (F-16) of all.
_RUNS_AT_ONCE = 500


def cut_hits(articles: pd.DataFrame, hits: pd.DataFrame) -> np.ndarray:
    """For each hit of ``find_hits``, whether jieba puts a boundary inside it; each distinct run is cut once."""
    texts = [text for field in WORD_FIELDS for text in field_texts(articles, field)]
    place = hits["field"].cat.codes.to_numpy(dtype=np.int64) * len(articles) + hits["row"].to_numpy()
    places, place = np.unique(place, return_inverse=True)
    lines = [texts[number] for number in places.tolist()]
    joined = "\n".join(["", *lines, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    gaps = np.flatnonzero(~_RUN_CHARACTERS[np.minimum(codes, len(_RUN_CHARACTERS) - 1)])
    begins = _begins(lines)[place] + 1
    start, end = begins + hits["start"].to_numpy(), begins + hits["end"].to_numpy()
    first = gaps[np.searchsorted(gaps, start, side="left") - 1] + 1
    last = gaps[np.searchsorted(gaps, end, side="left")]
    # A long run with many hits is cut out of the text once, not once a hit.
    _, once, again = np.unique(first, return_index=True, return_inverse=True)
    spans = [joined[begin:stop] for begin, stop in zip(first[once].tolist(), last[once].tolist(), strict=True)]
    run, runs = pd.factorize(np.array(spans, dtype="object"))
    boundaries, shift = _boundaries(runs.tolist()), _begins(runs.tolist())[run[again]] - first
    after_start = np.searchsorted(boundaries, start + shift, side="right")
    return after_start < np.searchsorted(boundaries, end + shift, side="left")


def _begins(lines: list[str]) -> np.ndarray:
    """Where each line begins in the lines laid out one by one."""
    return np.cumsum([0, *(len(line) + 1 for line in lines)])


def _boundaries(runs: list[str]) -> np.ndarray:
    """Where words end in the runs laid out line by line."""
    cut = segmenter().cut
    lengths: list[int] = []
    for first in range(0, len(runs), _RUNS_AT_ONCE):
        lengths += map(len, cut("\n".join([*runs[first : first + _RUNS_AT_ONCE], ""])))
    return np.cumsum(np.array(lengths, dtype=np.int64))
