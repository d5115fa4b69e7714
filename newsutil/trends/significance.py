"""What chance alone would do to a keyword: its articles dealt out anew over the periods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from newsutil.schema import require

# 4,999 deals put the smallest p at 0.0002, small enough to survive the correction for some fifty keywords.
DEALS = 4_999
_CELLS_AT_ONCE = 1_000_000


class Series(NamedTuple):
    """One keyword in one group: its periods, the articles with it and all articles of each, their dispersion."""

    keyword: str
    group: str
    periods: np.ndarray
    counts: np.ndarray
    totals: np.ndarray
    dispersion: float


def series_of(trends: pd.DataFrame, fewest: int) -> Iterator[Series]:
    """Each keyword and group of a table of trends by period, ``fewest`` of them at least; undated rows are left out."""
    require(trends, "trends", ["keyword", "group", "period", "articles", "total"])
    dated = trends[trends["period"].notna()]
    for (keyword, group), rows in dated.groupby(["keyword", "group"], sort=False):
        rows = rows.sort_values("period", kind="stable")
        if len(rows) < fewest:
            raise ValueError(
                f"at least {fewest} periods are needed to tell a change from chance; got {len(rows)} for {keyword!r}. "
                "Count again with shorter periods, like keyword_trends(articles, keywords, every='week')."
            )
        counts, totals = rows["articles"].to_numpy(dtype=np.int64), rows["total"].to_numpy(dtype=np.int64)
        together = float(rows["dispersion"].iloc[0]) if "dispersion" in rows.columns else 1.0
        yield Series(str(keyword), str(group), rows["period"].to_numpy(), counts, totals, together)


def significant(
    trends: pd.DataFrame, fewest: int, find: Callable[[Series], list[dict[str, Any]]], alpha: float
) -> list[dict[str, Any]]:
    """What ``find`` gives for each keyword and group, with ``p_adjusted`` for the many tests, where that is small.

    Adjusted after Benjamini & Hochberg (1995); a keyword for which nothing is found is a test as well, of p = 1.
    """
    found = [find(series) for series in series_of(trends, fewest)]
    rows = [row for rows in found for row in rows]
    if rows:
        p = [*(row["p"] for row in rows), *(1.0 for rows in found if not rows)]
        for row, adjusted in zip(rows, stats.false_discovery_control(p), strict=False):
            row["p_adjusted"] = adjusted
    return [row for row in rows if row["p_adjusted"] <= alpha]


def chance_of(
    observed: np.ndarray, series: Series, statistic: Callable[[np.ndarray, np.ndarray], np.ndarray], seed: int
) -> np.ndarray:
    """How often chance gives as much as each observed value: p, never 0.

    The keyword is dealt out anew over the articles of all periods (multivariate hypergeometric).  Where its articles
    come together, numbers of articles are divided by the dispersion, so that three articles about one event are dealt
    as one.  ``statistic`` takes dealt counts and totals and gives the largest value of each deal, so that p allows for
    all the places where it could have been found.
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
