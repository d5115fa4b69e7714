"""Changes: where the share of a keyword moves to another level and stays there, and how unlikely that is by chance."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import ruptures
from scipy.special import xlogy

from newsutil.schema import check_count, frame
from newsutil.trends.significance import Series, chance_of, ratio_of, significant


class _ShareCost(ruptures.base.BaseCost):
    """-2 times the log-likelihood of a stretch of periods with one share, for ``ruptures``."""

    model = "share"
    min_size = 1

    def fit(self, signal: np.ndarray) -> _ShareCost:
        self.signal = signal
        self.counts, self.totals = (np.concatenate([[0], np.cumsum(column)]).tolist() for column in signal.T)
        return self

    def error(self, start: int, end: int) -> float:
        count, total = self.counts[end] - self.counts[start], self.totals[end] - self.totals[start]
        return float(_cost(count, total))


def find_changes(trends: pd.DataFrame, *, shortest: int = 3, alpha: float = 0.01, seed: int = 0) -> pd.DataFrame:
    """Changes of each keyword's share from one level to another, as few as explain its course.

    Parameters
    ----------
    trends : DataFrame
        Table of trends, from :func:`newsutil.keyword_trends`.
    shortest : int
        Fewest periods of a level.
    alpha : float
        Changes with a larger ``p_adjusted`` are left out; 1 keeps them all.
    seed : int
        Of the random deals behind ``p``.

    Returns
    -------
    DataFrame
        A row for each change, by keyword, group and time: ``keyword``, ``group``, ``period`` (first of the new
        level), ``since`` and ``until`` (first period of the old level, last of the new one), ``share_before`` and
        ``share_after``, ``ratio`` (after to before), ``g2`` (log-likelihood ratio of two levels against one, divided
        by the dispersion), ``p`` (how often dealing the articles out at random gives as large a g2 anywhere between
        ``since`` and ``until``) and ``p_adjusted`` (for all keywords and groups tested).

    Raises
    ------
    ValueError
        When there are fewer periods than two levels need.

    Notes
    -----
    The levels come from PELT (``ruptures``) with the log-likelihood of a share and the modified BIC's penalty.  As for
    bursts, numbers of articles are divided by the ``dispersion`` of the table of trends where it has one.

    References
    ----------
    Killick, Fearnhead & Eckley (2012), "Optimal detection of changepoints with a linear computational cost", JASA 107.
    Zhang & Siegmund (2007), "A modified Bayes information criterion ...", Biometrics 63.

    Examples
    --------
    >>> trends = pd.DataFrame({
    ...     "keyword": "新质生产力", "group": "", "period": pd.date_range("2023-07-01", periods=12, freq="MS"),
    ...     "articles": [0, 0, 1, 0, 1, 0, 14, 12, 18, 11, 15, 13], "total": 100})
    >>> find_changes(trends)[["keyword", "period", "g2", "p"]]
      keyword     period         g2       p
    0   新质生产力 2024-01-01 104.773928  0.0002
    """
    check_count("shortest", shortest, 1)
    changes_of = partial(_changes_of, shortest=shortest, seed=seed)
    return frame("changes", significant(trends, 2 * shortest, changes_of, alpha))


def _changes_of(series: Series, shortest: int, seed: int) -> list[dict[str, Any]]:
    signal = np.column_stack([series.counts, series.totals])
    if series.counts.sum() in (0, series.totals.sum()):
        return []
    search = ruptures.Pelt(custom_cost=_ShareCost(), min_size=shortest, jump=1).fit(signal)
    ends = search.predict(pen=3 * np.log(len(signal)) * series.dispersion)
    levels = pairwise(pairwise([0, *ends]))
    return [_row(series, slice(since, until), at - since, shortest, seed) for (since, at), (_, until) in levels]


def _row(series: Series, both: slice, at: int, shortest: int, seed: int) -> dict[str, Any]:
    """The change ``at`` so many periods after the first of ``both`` levels."""
    periods, counts, totals = series.periods[both], series.counts[both], series.totals[both]
    observed = _gains(counts[np.newaxis], totals, shortest)[0, at - shortest] / series.dispersion
    part = Series(periods, counts, totals, series.dispersion)
    chance = chance_of(
        np.array([observed]), part, lambda dealt, of: _gains(dealt, of, shortest).max(axis=1, initial=0), seed
    )
    before, after = (counts[level].sum() / max(totals[level].sum(), 1) for level in (slice(at), slice(at, None)))
    return {
        "period": periods[at],
        "since": periods[0],
        "until": periods[-1],
        "share_before": before,
        "share_after": after,
        "ratio": ratio_of(after, before),
        "g2": float(observed),
        "p": float(chance[0]),
    }


def _gains(counts: np.ndarray, totals: np.ndarray, shortest: int) -> np.ndarray:
    """g2 of a change at each place that leaves ``shortest`` periods on both sides, for each row of counts."""
    first = np.cumsum(counts, axis=1)[:, shortest - 1 : counts.shape[1] - shortest]
    first_total = np.cumsum(totals)[shortest - 1 : len(totals) - shortest]
    count, total = counts.sum(axis=1, keepdims=True), totals.sum()
    return _cost(count, total) - _cost(first, first_total) - _cost(count - first, total - first_total)


def _cost(count: Any, total: Any) -> Any:
    """-2 times the largest log-likelihood of ``count`` articles of ``total``."""
    return -2 * (xlogy(count, count) + xlogy(total - count, total - count) - xlogy(total, total))
