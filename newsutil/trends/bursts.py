"""Bursts: when a keyword is printed far more often than usual, and how unlikely that is by chance."""

from __future__ import annotations

from functools import partial
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from newsutil.schema import frame
from newsutil.trends.significance import Series, chance_of, ratio_of, significant

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
        When there are fewer than 4 periods, ``ratio`` is not above 1, ``effort`` is negative, or ``alpha`` is not
        from 0 to 1.

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
    if not (isinstance(ratio, Real) and ratio > 1):
        raise ValueError(f"ratio is how many times the usual share a burst has, more than 1; got {ratio!r}. Try 2.")
    if not (isinstance(effort, Real) and effort >= 0):
        raise ValueError(f"effort is a number from 0; got {effort!r}. Try 1.")
    bursts_of = partial(_bursts_of, ratio=ratio, effort=effort, seed=seed)
    return frame("bursts", significant(trends, _FEWEST_PERIODS, bursts_of, alpha))


def _bursts_of(series: Series, ratio: float, effort: float, seed: int) -> list[dict[str, Any]]:
    counts, totals = series.counts, series.totals
    if counts.sum() in (0, totals.sum()):
        return []
    usual = counts.sum() / totals.sum()
    # A share cannot exceed 1: for a keyword in most articles the upper state lies halfway between its share and 1.
    often = min(usual * ratio, (1 + usual) / 2)
    up, down = np.log(often / usual), np.log((1 - often) / (1 - usual))

    def gains(dealt: np.ndarray, of: np.ndarray) -> np.ndarray:
        return dealt * up + (of - dealt) * down

    gain = gains(counts, totals) / series.dispersion
    spans = _upper_spans(gain, effort * np.log(len(counts)))
    if not spans:
        return []
    weights = np.array([gain[span].sum() for span in spans])
    chances = chance_of(weights, series, lambda dealt, of: _heaviest(gains(dealt, of)), seed)
    elsewhere = np.ones(len(counts), dtype=bool)
    for span in spans:
        elsewhere[span] = False
    outside = counts[elsewhere].sum() / totals[elsewhere].sum() if totals[elsewhere].any() else np.nan
    found = zip(spans, weights.tolist(), chances.tolist(), strict=True)
    return [_row(series, span, outside) | {"weight": weight, "p": chance} for span, weight, chance in found]


def _row(series: Series, span: slice, outside: float) -> dict[str, Any]:
    periods, counts, totals = series.periods[span], series.counts[span], series.totals[span]
    share = counts.sum() / totals.sum()
    return {
        "start": periods[0],
        "end": periods[-1],
        "peak": periods[np.argmax(counts / np.maximum(totals, 1))],
        "periods": len(periods),
        "articles": counts.sum(),
        "total": totals.sum(),
        "share": share,
        "share_outside": outside,
        "ratio": ratio_of(share, outside),
    }


def _upper_spans(gain: np.ndarray, entry: float) -> list[slice]:
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
    return [slice(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _heaviest(gains: np.ndarray) -> np.ndarray:
    """Largest sum of neighbouring gains in each row, which no burst of that row can exceed."""
    run = largest = np.zeros(len(gains))
    for column in gains.T:
        run = np.maximum(run + column, 0)
        largest = np.maximum(largest, run)
    return largest
