"""Which keyword hits a segmenter would have cut, so that a count of its words would have missed them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from newsutil.base.text import field_texts
from newsutil.words.keywords import WORD_FIELDS
from newsutil.words.segmenter import segmenter

# jieba cuts each run of these characters on its own (re_han_default in jieba/__init__.py), so that the run around a hit
# gives the same words as the whole text.
_RUN_CHARACTERS = np.zeros(0x10000, dtype=bool)
_RUN_CHARACTERS[0x4E00:0x9FD6] = True
_RUN_CHARACTERS[[ord(sign) for sign in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#&._%-"]] = True

# Calling the engine for each run would cost more than cutting it; one call for all would mend the joins (F-16) of all.
_RUNS_AT_ONCE = 500


def cut_hits(articles: pd.DataFrame, hits: pd.DataFrame) -> np.ndarray:
    """For each hit of ``find_hits``, whether jieba puts a boundary between two words inside it.

    Only the runs of characters around the hits are cut, each distinct run once.
    """
    runs: dict[str, int] = {}
    run, start, end = (np.zeros(len(hits), dtype=np.int64) for _ in range(3))
    for field in WORD_FIELDS:
        chosen = np.flatnonzero(hits["field"] == field)
        if len(chosen):
            some = hits.iloc[chosen]
            run[chosen], start[chosen], end[chosen] = _places(field_texts(articles, field), some, runs)
    begins = np.cumsum([0, *(len(text) + 1 for text in runs)])
    boundaries = _boundaries(list(runs))
    after_start = np.searchsorted(boundaries, begins[run] + start, side="right")
    return after_start < np.searchsorted(boundaries, begins[run] + end, side="left")


def _places(texts: list[str], hits: pd.DataFrame, runs: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each hit of a field as the number of its run, its start and end in the run; new runs are added to ``runs``."""
    rows, row = np.unique(hits["row"].to_numpy(), return_inverse=True)
    chosen = [texts[number] for number in rows.tolist()]
    joined = "\n".join(["", *chosen, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    gaps = np.flatnonzero(~_RUN_CHARACTERS[np.minimum(codes, len(_RUN_CHARACTERS) - 1)])
    begins = np.cumsum([1, *(len(text) + 1 for text in chosen)])[row]
    start, end = begins + hits["start"].to_numpy(), begins + hits["end"].to_numpy()
    first = gaps[np.searchsorted(gaps, start, side="left") - 1] + 1
    last = gaps[np.searchsorted(gaps, end, side="left")]
    # A long run with many hits is cut out of the text once, not once a hit.
    _, once, again = np.unique(first, return_index=True, return_inverse=True)
    spans = [joined[a:b] for a, b in zip(first[once].tolist(), last[once].tolist(), strict=True)]
    run = np.array([runs.setdefault(text, len(runs)) for text in spans], dtype=np.int64)[again]
    return run, start - first, end - first


def _boundaries(runs: list[str]) -> np.ndarray:
    """Where words end in the runs laid out line by line."""
    cut = segmenter().cut
    lengths: list[int] = []
    for first in range(0, len(runs), _RUNS_AT_ONCE):
        lengths += map(len, cut("\n".join([*runs[first : first + _RUNS_AT_ONCE], ""])))
    return np.cumsum(np.array(lengths, dtype=np.int64))
