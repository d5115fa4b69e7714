"""Which keyword hits a segmenter would have cut, so that a count of its words would have missed them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

import numpy as np
import pandas as pd

from newsutil.keywords import FIELDS, field_texts
from newsutil.segmenter import segmenter

# jieba cuts each run of these characters on its own (re_han_default in jieba/__init__.py), so that the run around a hit
# gives the same words as the whole text.
_BETWEEN_RUNS = re.compile(r"[^\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]")


def cut_hits(articles: pd.DataFrame, hits: pd.DataFrame) -> np.ndarray:
    """For each hit, whether jieba puts a boundary between two words inside it.

    Only the runs of characters around the hits are cut, each distinct run once.

    Parameters
    ----------
    articles : DataFrame
        The table in which the hits were found.
    hits : DataFrame
        From :func:`newsutil.keywords.find_hits`.
    """
    runs, places = _runs(articles, hits)
    boundaries = _boundaries(list(runs))
    known: dict[tuple[int, int, int], bool] = {}
    cut = np.zeros(len(hits), dtype=bool)
    for position, place in enumerate(places):
        if place not in known:
            run, start, end = place
            known[place] = bisect_right(boundaries[run], start) < bisect_left(boundaries[run], end)
        cut[position] = known[place]
    return cut


def _runs(articles: pd.DataFrame, hits: pd.DataFrame) -> tuple[dict[str, int], list[tuple[int, int, int]]]:
    """The distinct runs that hold hits, numbered, and each hit as (run, start, end) within its run."""
    texts = {field: field_texts(articles, field) for field in FIELDS}
    gaps: dict[tuple[int, str], list[int]] = {}
    runs: dict[str, int] = {}
    places = []
    for row, field, start, end in zip(hits["row"], hits["field"], hits["start"], hits["end"], strict=True):
        text = texts[field][row]
        if (row, field) not in gaps:
            gaps[row, field] = [gap.start() for gap in _BETWEEN_RUNS.finditer(text)]
        between = gaps[row, field]
        before, after = bisect_left(between, start), bisect_left(between, end)
        first = between[before - 1] + 1 if before else 0
        last = between[after] if after < len(between) else len(text)
        run = runs.setdefault(text[first:last], len(runs))
        places.append((run, start - first, end - first))
    return runs, places


def _boundaries(runs: list[str]) -> list[list[int]]:
    """Where the words of each run end.  All runs are cut in one call: starting the engine for each would cost more."""
    ends = list(accumulate(map(len, segmenter().cut("\n".join(runs)))))
    cut, first, position = [], 0, 0
    for run in runs:
        last = first + len(run)
        stop = bisect_right(ends, last, lo=position)
        cut.append([end - first for end in ends[position:stop]])
        position, first = bisect_right(ends, last + 1, lo=stop), last + 1
    return cut
