"""Bursts: when a keyword is printed far more often than usual, and how unlikely that is by chance."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from newsutil.schema import frame
from newsutil.trends.significance import Series, chance_of, significant

_FEWEST_PERIODS = 4


def find_bursts(
    trends: pd.DataFrame, *, ratio: float = 2.0, effort: float = 1.0, alpha: float = 0.01, seed: int = 0
) -> pd.DataFrame:
    """Bursts of each keyword: Kleinberg's automaton with two states, for articles counted by period.

    The lower state prints the keyword at its usual share, the upper one at ``ratio`` times that share.  A burst begins
    where the better fit of the upper state outweighs the cost of entering it.

    Parameters
    ----------
    trends : DataFrame
        Table of trends, from :func:`newsutil.keyword_trends`.
    ratio : float
        How many times the usual share the upper state stands for (Kleinberg's s).
    effort : float
        Cost of entering the upper state, in units of the logarithm of the number of periods (Kleinberg's γ).
    alpha : float
        Bursts with a larger ``p_adjusted`` are left out; 1 keeps them all.
    seed : int
        Of the random deals behind ``p``.

    Returns
    -------
    DataFrame
        A row for each burst, by keyword, group and time: ``keyword``, ``group``, ``start`` and ``end`` (first and last
        period), ``peak`` (period with the largest share), ``periods``, ``articles``, ``total``, ``share`` and
        ``share_outside`` (in the burst, and in all periods outside bursts), ``ratio`` (of the two), ``weight``
        (logarithm of how much better the upper state fits, divided by the dispersion), ``p`` (how often as heavy a
        burst comes about when the keyword's articles are dealt out at random) and ``p_adjusted`` (for all keywords and
        groups tested).

    Raises
    ------
    ValueError
        When there are fewer than 4 periods, or ``ratio`` is not above 1.

    Notes
    -----
    Articles about one event come together and look like a burst.  Where the table of trends has ``dispersion``, numbers
    of articles are divided by it before they are weighed; for periods of a day it cannot be told and is 1.

    References
    ----------
    Kleinberg (2003), "Bursty and hierarchical structure in streams", Data Mining and Knowledge Discovery 7, section 4.

    Examples
    --------
    >>> trends = pd.DataFrame({
    ...     "keyword": "三中全会", "group": "", "period": pd.date_range("2024-01-01", periods=12, freq="MS"),
    ...     "articles": [1, 0, 2, 1, 1, 9, 30, 12, 1, 0, 1, 2], "total": 100})
    >>> find_bursts(trends)[["keyword", "start", "end", "articles", "p"]]
      keyword      start        end  articles       p
    0    三中全会 2024-06-01 2024-08-01        51  0.0002
    """
    if not ratio > 1:
        raise ValueError(f"ratio is how many times the usual share a burst has, more than 1; got {ratio}. Try 2.")
    bursts_of = partial(_bursts_of, ratio=ratio, effort=effort, seed=seed)
    return frame("bursts", significant(trends, _FEWEST_PERIODS, bursts_of, alpha))


def _bursts_of(series: Series, ratio: float, effort: float, seed: int) -> list[dict[str, Any]]:
    counts, totals = series.counts, series.totals
    count, total = int(counts.sum()), int(totals.sum())
    if count in (0, total):
        return []
    usual = count / total
    # A share cannot exceed 1: for a keyword in most articles the upper state lies halfway between its share and 1.
    often = min(usual * ratio, (1 + usual) / 2)
    up, down = np.log(often / usual), np.log((1 - often) / (1 - usual))

    def gains(dealt: np.ndarray, of: np.ndarray) -> np.ndarray:
        return dealt * up + (of - dealt) * down

    gain = gains(counts, totals) / series.dispersion
    spans = _upper_spans(gain, effort * np.log(len(counts)))
    if not spans:
        return []
    weights = np.array([gain[first:last].sum() for first, last in spans])
    chances = chance_of(weights, series, lambda dealt, of: _heaviest(gains(dealt, of)), seed)
    inside = np.zeros(len(counts), dtype=bool)
    for first, last in spans:
        inside[first:last] = True
    elsewhere = int(totals[~inside].sum())
    outside = counts[~inside].sum() / elsewhere if elsewhere else np.nan
    evidence = zip(spans, weights, chances, strict=True)
    return [_row(series, span, outside, float(weight), float(chance)) for span, weight, chance in evidence]


def _row(series: Series, span: tuple[int, int], outside: float, weight: float, chance: float) -> dict[str, Any]:
    first, last = span
    counts, totals = series.counts[first:last], series.totals[first:last]
    share = counts.sum() / totals.sum()
    return {
        "keyword": series.keyword,
        "group": series.group,
        "start": series.periods[first],
        "end": series.periods[last - 1],
        "peak": series.periods[first + int(np.argmax(counts / np.maximum(totals, 1)))],
        "periods": last - first,
        "articles": int(counts.sum()),
        "total": int(totals.sum()),
        "share": share,
        "share_outside": outside,
        "ratio": share / outside if outside else np.inf,
        "weight": weight,
        "p": chance,
    }


def _upper_spans(gain: np.ndarray, entry: float) -> list[tuple[int, int]]:
    """Spans of the upper state on the cheapest path that begins in the lower one; entering costs, leaving is free."""
    lower, upper = 0.0, -np.inf
    stays_up, comes_down = [], []
    for value in gain.tolist():
        stays_up.append(upper >= lower - entry)
        comes_down.append(upper > lower)
        lower, upper = max(lower, upper), max(upper, lower - entry) + value
    is_up = upper > lower
    path = []
    for stay, come in zip(reversed(stays_up), reversed(comes_down), strict=True):
        path.append(is_up)
        is_up = stay if is_up else come
    edges = np.flatnonzero(np.diff(np.array([0, *path[::-1], 0], dtype=np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _heaviest(gains: np.ndarray) -> np.ndarray:
    """Largest sum of neighbouring gains in each row, which no burst of that row can exceed."""
    run = np.zeros(len(gains))
    largest = np.zeros(len(gains))
    for column in gains.T:
        run = np.maximum(run + column, 0)
        largest = np.maximum(largest, run)
    return largest
