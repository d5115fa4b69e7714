"""What chance alone would do to a keyword: its articles dealt out anew over the periods."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from newsutil.schema import as_declared

# 4,999 deals put the smallest p at 0.0002, small enough to survive the correction for some fifty keywords.
DEALS = 4_999
_CELLS_AT_ONCE = 1_000_000


class Series(NamedTuple):
    """One keyword in one group: its periods, the articles with it and all articles of each, their dispersion."""

    periods: np.ndarray
    counts: np.ndarray
    totals: np.ndarray
    dispersion: float


def significant(
    trends: pd.DataFrame, fewest: int, find: Callable[[Series], list[dict[str, Any]]], alpha: float
) -> list[dict[str, Any]]:
    """What ``find`` gives for each keyword and group, with ``p_adjusted`` for the many tests, where that is small.

    Each has ``fewest`` periods at least; undated rows are left out.  Adjusted after Benjamini & Hochberg (1995); a
    keyword for which nothing is found is a test as well, of p = 1.
    """
    trends = as_declared(trends, "trends", ["keyword", "group", "period", "articles", "total"])
    if not (isinstance(alpha, Real) and 0 <= alpha <= 1):
        raise ValueError(f"alpha is from 0 to 1; got {alpha!r}. Try 0.01, or 1 to keep all.")
    found: list[dict[str, Any]] = []
    none_found = 0
    for (keyword, group), rows in trends.dropna(subset="period").groupby(["keyword", "group"], sort=False):
        if len(rows) < fewest:
            raise ValueError(
                f"at least {fewest} periods are needed to tell a change from chance; got {len(rows)} for {keyword!r}. "
                "Count again with shorter periods, like keyword_trends(articles, keywords, every='week')."
            )
        rows = rows.sort_values("period", kind="stable")
        counts, totals = (rows[name].to_numpy(dtype=np.int64) for name in ("articles", "total"))
        together = float(rows["dispersion"].iloc[0]) if "dispersion" in rows.columns else 1.0
        of_series = find(Series(rows["period"].to_numpy(), counts, totals, together))
        found += [{"keyword": keyword, "group": group} | row for row in of_series]
        none_found += not of_series
    p = [row["p"] for row in found] + [1.0] * none_found
    tested = zip(found, stats.false_discovery_control(p)[: len(found)], strict=True)
    return [row | {"p_adjusted": adjusted} for row, adjusted in tested if adjusted <= alpha]


def ratio_of(share: float, other: float) -> float:
    """How many times the other share; infinite where that is 0."""
    return share / other if other else np.inf


def chance_of(
    observed: np.ndarray, series: Series, statistic: Callable[[np.ndarray, np.ndarray], np.ndarray], seed: int
) -> np.ndarray:
    """How often chance gives as much as each observed value: p, never 0.

    The keyword is dealt out anew over the articles of all periods (multivariate hypergeometric), numbers of articles
    divided by the dispersion: three articles about one event are dealt as one.  ``statistic`` gives the largest value
    of each deal of counts and totals, so that p allows for all the places where it could have been found.
    """
    random = np.random.default_rng(seed)
    totals = np.rint(series.totals / series.dispersion).astype(np.int64)
    count = min(max(int(np.rint(series.counts.sum() / series.dispersion)), 1), int(totals.sum()))
    above = np.zeros(len(observed), dtype=np.int64)
    at_once = max(1, _CELLS_AT_ONCE // len(totals))
    for first in range(0, DEALS, at_once):
        deals = random.multivariate_hypergeometric(totals, count, size=min(at_once, DEALS - first), method="marginals")
        largest = np.sort(statistic(deals, totals))
        # The slack keeps equal sums equal whatever the order of their additions.
        above += len(largest) - np.searchsorted(largest, observed - 1e-9)
    return (above + 1) / (DEALS + 1)
