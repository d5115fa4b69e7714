"""Keyness: the words that set one group of articles apart from all the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import xlogy

from newsutil.base.article_groups import Groups, names_by_article, refuse_strangers, warn_ungrouped
from newsutil.base.dask_tables import of_partitions
from newsutil.base.text import id_texts
from newsutil.schema import frame, require

# Stands for a count of 0 in a log ratio (Hardie 2014, "Log Ratio: an informal introduction").
_ZERO_STANDS_FOR = 0.5
_DEVIATION = float(stats.norm.ppf(0.975))


_BY_WORD = ("counts", "squares", "crossed", "articles")


class _Side(NamedTuple):
    """Counts on one side of a comparison, arrays of groups by words, and how unevenly the articles share them."""

    counts: np.ndarray
    squares: np.ndarray
    crossed: np.ndarray
    articles: np.ndarray
    total: np.ndarray
    total_squares: np.ndarray
    members: np.ndarray


class _Tally(NamedTuple):
    """What some of the articles add up to, and the words and groups that these sums stand for."""

    words: np.ndarray
    names: list[str]
    sums: _Side
    articles: int
    ungrouped: int


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
    unit: where it reaches below 0 the word may be one article's.  A count of 0 stands as 0.5 in ``log_ratio``.

    References
    ----------
    Dunning (1993), "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19.
    Rayson & Garside (2000), "Comparing corpora using frequency profiling".

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
    if isinstance(terms, pd.DataFrame) and terms.empty:
        return _nothing()
    named = names_by_article(groups)
    tally = _together(of_partitions(partial(_tallied, named=named), terms))
    if not tally.articles:
        return _nothing()
    refuse_strangers(named, tally.articles, tally.ungrouped)
    warn_ungrouped(tally.ungrouped, tally.articles, "their words are left out")
    if len(tally.names) < 2:
        raise ValueError(f"at least two groups are needed, to compare them; got {tally.names}. Choose other groups.")
    inside = tally.sums
    outside = _Side(*(part.sum(axis=0, keepdims=True) - part for part in inside))
    tested = inside.articles[0] + outside.articles[0] >= min_articles
    return frame("keyness", _table(tally.words[tested], tally.names, _only(inside, tested), _only(outside, tested)))


def _nothing() -> pd.DataFrame:
    return frame("keyness", {name: [] for name in ("other_articles", "log_ratio_low", "log_ratio_high")})


def log_likelihood(count: Any, other_count: Any, total: Any, other_total: Any) -> Any:
    """G² of a word with these counts among so many words: of the table of two by two, Dunning's -2 log λ.

    Examples
    --------
    >>> round(float(log_likelihood(110, 2442, 221, 31556)), 2)
    270.72
    """
    cells = (count, other_count, total - count, other_total - other_count)
    rows, columns = (count + other_count, total + other_total - count - other_count), (total, other_total)
    likelihood = sum(xlogy(cell, cell) for cell in cells) + xlogy(total + other_total, total + other_total)
    return np.maximum(2 * (likelihood - sum(xlogy(margin, margin) for margin in (*rows, *columns))), 0)


def _tallied(terms: pd.DataFrame, named: pd.Series) -> _Tally:
    """Sums over the articles of each group; those without a group are left out."""
    article_codes, articles = pd.factorize(id_texts(terms["article_id"]))
    term_codes, words = pd.factorize(terms["term"], sort=True)
    known = pd.Series(articles, dtype="str").map(named).fillna("").astype("str")
    names = sorted(set(known) - {""})
    counts = pd.Series(terms["count"].to_numpy(dtype=np.float64))
    counts = counts.groupby(article_codes * len(words) + term_codes, sort=False).sum()  # a pair may stand twice
    group_codes = pd.Index(names, dtype="object").get_indexer(known)
    sums = _sums(counts, group_codes, len(words), len(names))
    return _Tally(np.asarray(words), names, sums, len(known), int((known == "").sum()))


def _sums(counts: pd.Series, group_codes: np.ndarray, n_words: int, n_groups: int) -> _Side:
    """``counts`` are indexed by article * n_words + word; articles without a group have the code -1."""
    article, word = np.divmod(counts.index.to_numpy(), max(n_words, 1))
    keep = group_codes[article] >= 0
    article, word, count = article[keep], word[keep], counts.to_numpy()[keep]
    length = np.bincount(article, weights=count, minlength=len(group_codes))
    cell = group_codes[article] * n_words + word

    def sums(weights: np.ndarray | None) -> np.ndarray:
        return np.bincount(cell, weights=weights, minlength=n_groups * n_words).reshape(n_groups, n_words)

    has_group = group_codes >= 0
    totals = [
        np.bincount(group_codes[has_group], weights=weights[has_group], minlength=n_groups)[:, np.newaxis]
        for weights in (length, length**2, np.ones(len(length)))
    ]
    return _Side(sums(count), sums(count**2), sums(count * length[article]), sums(None), *totals)


def _together(tallies: Sequence[_Tally]) -> _Tally:
    """The sums of all partitions; whole numbers as floats, which add up to the same in any order."""
    if len(tallies) == 1:
        return tallies[0]
    words = pd.Index(np.unique(np.concatenate([tally.words for tally in tallies]).astype("object")))
    names = sorted({name for tally in tallies for name in tally.names})
    totals = _Side(*(np.zeros((len(names), len(words) if part in _BY_WORD else 1)) for part in _Side._fields))
    for tally in tallies:
        rows, columns = pd.Index(names, dtype="object").get_indexer(tally.names), words.get_indexer(tally.words)
        for part, whole, of_tally in zip(_Side._fields, totals, tally.sums, strict=True):
            whole[np.ix_(rows, columns if part in _BY_WORD else [0])] += of_tally
    articles, ungrouped = (sum(getattr(tally, part) for tally in tallies) for part in ("articles", "ungrouped"))
    return _Tally(words.to_numpy(), names, totals, articles, ungrouped)


def _only(side: _Side, tested: np.ndarray) -> _Side:
    return side._replace(**{name: getattr(side, name)[:, tested] for name in _BY_WORD})


def _table(words: np.ndarray, names: list[str], inside: _Side, outside: _Side) -> dict[str, Any]:
    g2 = log_likelihood(inside.counts, outside.counts, inside.total, outside.total)
    log_ratio = np.log2(_share(inside) / _share(outside))
    spread = _DEVIATION * np.sqrt(_variance(inside) + _variance(outside)) / np.log(2)
    p = stats.chi2.sf(g2, df=1)
    group, term = np.indices(g2.shape)
    order = np.lexsort((term.ravel(), -(np.sign(log_ratio) * g2).ravel(), group.ravel()))

    def column(values: np.ndarray) -> np.ndarray:
        return values.ravel()[order]

    return {
        "term": words[column(term)],
        "group": np.array(names, dtype="object")[column(group)],
        "count": column(inside.counts),
        "other_count": column(outside.counts),
        "log_ratio": column(log_ratio),
        "g2": column(g2),
        "p_adjusted": column(stats.false_discovery_control(p, axis=None)) if p.size else column(p),
        "articles": column(inside.articles),
        "other_articles": column(outside.articles).astype(np.int64),
        "log_ratio_low": column(log_ratio - spread),
        "log_ratio_high": column(log_ratio + spread),
    }


def _share(side: _Side) -> np.ndarray:
    return np.maximum(side.counts, _ZERO_STANDS_FOR) / side.total


def _variance(side: _Side) -> np.ndarray:
    """Variance of a share's logarithm, the article as the unit (a ratio of sums, linearised), Poisson's at least.

    For words that keep together, ten in one article, it is far above Poisson's 1 / count.
    """
    count = np.maximum(side.counts, _ZERO_STANDS_FOR)
    share = side.counts / side.total
    residual = side.squares - 2 * share * side.crossed + share**2 * side.total_squares
    few = side.members / np.maximum(side.members - 1, 1)
    return np.maximum(few * residual / count**2, 1 / count)
