"""Keyness: the words that set one group of articles apart from all the others."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import chdtrc, xlogy

from newsutil.base.article_groups import Groups, group_of_each, names_by_article, refuse_strangers, warn_ungrouped
from newsutil.base.dask_tables import of_partitions
from newsutil.base.shares import rate_band
from newsutil.base.text import id_texts
from newsutil.schema import as_declared, check_count, frame, require

# Stands for a count of 0 in a log ratio (Hardie 2014, "Log Ratio: an informal introduction").
_ZERO_STANDS_FOR = 0.5


def keyness(terms: pd.DataFrame, groups: Groups, *, min_articles: int = 3) -> pd.DataFrame:
    """Words of each group against all other groups: how much more often, how sure, and in how many articles.

    Parameters
    ----------
    terms : DataFrame
        Table of terms, from :func:`newsutil.count_terms`.  Those of a Dask DataFrame, whose partitions hold whole
        articles, are counted where they lie.
    groups : Series, dict or DataFrame
        Group of each article: a Series with article_id as its index, a dict, or a table with ``article_id`` and one
        further column.  Two or more groups: periods, regions, topics.
    min_articles : int
        Words that stand in fewer articles are not tested.

    Returns
    -------
    DataFrame
        Table of keyness, a row for each word and group; in each group the words it prefers first, by falling
        ``g2``, and those it avoids last.  ``count`` and ``other_count`` (occurrences in the group and in all others),
        ``log_ratio`` (1: twice as frequent, -1: half as frequent), ``g2`` (log-likelihood ratio), ``p_adjusted`` (of
        g2, for all rows), ``articles`` (of the group that carry the word), and behind these ``other_articles``,
        ``log_ratio_low`` and ``log_ratio_high`` (95 % interval).

    Raises
    ------
    ValueError
        When there are fewer than two groups.

    Warns
    -----
    NewsutilWarning
        When articles have no group; they are left out.

    Notes
    -----
    g2 takes each occurrence for itself, so that one long article can push it up.  The interval takes the article as the
    unit, also where few articles carry the word: where it reaches below 0 the word may be one article's.  It puts the
    bands of both counts together (Zou & Donner 2008), each of Fay & Feuer's (1997) kind, as that of ``rate`` in
    :func:`newsutil.keyword_trends`.  A count of 0 stands as 0.5 in ``log_ratio``.

    References
    ----------
    Dunning (1993), "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19.
    Rayson & Garside (2000), "Comparing corpora using frequency profiling".
    Zou & Donner (2008), "Construction of confidence limits about effect measures", Statistics in Medicine 27.

    Examples
    --------
    >>> terms = pd.DataFrame({
    ...     "article_id": ["一", "一", "二", "二"], "term": ["粮食", "会议", "志愿者", "会议"], "count": [9, 4, 8, 5]})
    >>> keyness(terms, {"一": "农业", "二": "社会"}, min_articles=1).query("log_ratio > 1")[["term", "group", "count"]]
      term group  count
    0   粮食    农业      9
    3  志愿者    社会      8
    """
    require(terms, "terms", ["article_id", "term", "count"])
    check_count("min_articles", min_articles, 1)
    named = names_by_article(groups)
    parts = zip(*of_partitions(partial(_tallied, named=named), terms), strict=True)
    words, totals = (pd.concat(tables).groupby(level=tables[0].index.names).sum() for tables in parts)
    articles, ungrouped = int(totals["members"].sum()), int(totals["members"].get("", 0))
    if not articles:
        return frame("keyness", {name: [] for name in ("other_articles", "log_ratio_low", "log_ratio_high")})
    refuse_strangers(named, articles, ungrouped)
    warn_ungrouped(ungrouped, articles, "their words are left out")
    totals = totals.drop("", errors="ignore")
    if len(totals) < 2:
        raise ValueError(
            f"at least two groups are needed, to compare them; got {list(totals.index)}. Choose other groups."
        )
    tested = words[words.groupby("term")["articles"].transform("sum") >= min_articles]
    return frame("keyness", _table(tested, totals))


def log_likelihood(count: Any, other_count: Any, total: Any, other_total: Any) -> Any:
    """G² of a word with these counts among so many words: of the table of two by two, Dunning's -2 log λ.

    >>> round(float(log_likelihood(110, 2442, 221, 31556)), 2)
    270.72
    """
    cells = (count, other_count, total - count, other_total - other_count)
    rows, columns = (count + other_count, total + other_total - count - other_count), (total, other_total)
    likelihood = sum(xlogy(cell, cell) for cell in cells) + xlogy(total + other_total, total + other_total)
    return np.maximum(2 * (likelihood - sum(xlogy(margin, margin) for margin in (*rows, *columns))), 0)


def _tallied(terms: pd.DataFrame, named: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sums by group and word, and by group, ``""`` being none: whole numbers as floats, the same in any order."""
    terms = as_declared(terms, "terms")
    article, articles = pd.factorize(id_texts(terms["article_id"]))
    group = group_of_each(pd.Series(articles, dtype="str"), named)
    counts = pd.DataFrame({"article": article, "term": terms["term"].array, "counts": terms["count"].array})
    counts = counts.astype({"counts": "float64"})
    counts = counts.groupby(["article", "term"], sort=False, as_index=False).sum()  # a pair may stand twice
    length = counts.groupby("article")["counts"].sum().reindex(range(len(articles)), fill_value=0.0)
    each = pd.DataFrame({"group": group, "total": length, "total_squares": length**2, "members": 1.0})
    counts["group"] = group.array.take(counts["article"])
    counts["squares"] = counts["counts"] ** 2
    counts["crossed"] = counts["counts"] * length.to_numpy()[counts["article"]]
    counts["articles"] = 1.0
    grouped = counts[(counts["group"] != "") & (counts["term"] != "")].drop(columns="article")
    return grouped.groupby(["group", "term"]).sum(), each.groupby("group").sum()


def _table(words: pd.DataFrame, totals: pd.DataFrame) -> dict[str, Any]:
    every = pd.MultiIndex.from_product([totals.index, words.index.unique("term").sort_values()])
    sums = words.reindex(every, fill_value=0.0).join(totals, on="group")
    cells = sums.to_numpy().reshape(len(totals), -1, sums.shape[1])
    inside, outside = (
        dict(zip(sums.columns, side.reshape(sums.shape).T, strict=True)) for side in (cells, cells.sum(axis=0) - cells)
    )
    log_ratio = np.log2(_share(inside) / _share(outside))
    occurrences = np.maximum(inside["counts"] + outside["counts"], 1)
    in_one_more = (inside["squares"] + outside["squares"]) / occurrences
    (below, above), (other_below, other_above) = (_spread(side, in_one_more) for side in (inside, outside))
    g2 = log_likelihood(inside["counts"], outside["counts"], inside["total"], outside["total"])
    table = {
        "term": every.get_level_values("term"),
        "group": every.get_level_values("group"),
        "count": inside["counts"],
        "other_count": outside["counts"],
        "log_ratio": log_ratio,
        "g2": g2,
        "p_adjusted": stats.false_discovery_control(chdtrc(1, g2)),
        "articles": inside["articles"],
        "other_articles": outside["articles"].astype("int64"),
        "log_ratio_low": log_ratio - np.hypot(below, other_above),
        "log_ratio_high": log_ratio + np.hypot(above, other_below),
    }
    order = np.lexsort((-np.sign(log_ratio) * g2, every.codes[0]))
    return {name: values[order] for name, values in table.items()}


def _share(side: dict[str, np.ndarray]) -> np.ndarray:
    return np.maximum(side["counts"], _ZERO_STANDS_FOR) / side["total"]


def _spread(side: dict[str, np.ndarray], in_one_more: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far the band of a count reaches below and above it, as logarithms; below a count of 0 as far as above.

    The variance takes the article as the unit (a ratio of sums, linearised), Poisson's at least: for words that keep
    together, ten in one article, it is far above that.  One more article would bring ``in_one_more`` occurrences.
    """
    count, members = side["counts"], side["members"]
    share, stands_for = count / side["total"], np.maximum(count, _ZERO_STANDS_FOR)
    residual = side["squares"] - 2 * share * side["crossed"] + share**2 * side["total_squares"]
    variance = np.maximum(members / np.maximum(members - 1, 1) * residual, count)
    low, high = rate_band(count, variance, in_one_more)
    above = np.log2(high / stands_for)
    return np.where(count > 0, -np.log2(np.where(count > 0, low, 1) / stands_for), above), above
