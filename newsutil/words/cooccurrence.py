"""Words that occur in the same articles more often than by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sparse

from newsutil.schema import check_count, frame
from newsutil.words.terms import known_terms


def cooccurrence(terms: pd.DataFrame, *, top: int = 60, at_least: int = 5) -> pd.DataFrame:
    """Pairs of words and how much more often they stand in the same articles than by chance, the closest first.

    Parameters
    ----------
    terms : DataFrame
        Table of terms, from :func:`newsutil.count_terms`.
    top : int
        Words that are paired: those in the most articles, but for those in more than half of them.
    at_least : int
        Fewest articles that hold both words.

    Returns
    -------
    DataFrame
        A row for each pair that is met more often than by chance: ``term``, ``other``, ``articles`` (with both),
        ``npmi`` (normalized pointwise mutual information: 0 by chance, 1 never one without the other),
        ``term_articles``, ``other_articles`` (with each).

    Raises
    ------
    ValueError
        When ``top`` is under 2 or ``at_least`` under 1.

    References
    ----------
    Bouma (2009), "Normalized (pointwise) mutual information in collocation extraction", GSCL.

    Examples
    --------
    >>> terms = pd.DataFrame({
    ...     "article_id": ["一", "一", "二", "二", "三", "四"],
    ...     "term": ["小麦", "收割", "小麦", "收割", "会议", "足球"], "count": 1})
    >>> cooccurrence(terms, at_least=2)[["term", "other", "articles", "npmi"]]
      term other  articles  npmi
    0   小麦    收割         2   1.0
    """
    terms = known_terms(terms)
    check_count("top", top, 2)
    check_count("at_least", at_least, 1)
    article, articles = pd.factorize(terms["article_id"])
    term, words = pd.factorize(terms["term"], sort=True)
    holds = sparse.csr_matrix((np.ones(len(term), dtype=np.int64), (article, term)), (len(articles), len(words)))
    holds.data[:] = 1  # a pair of article and word may stand in several rows
    number = np.asarray(holds.sum(axis=0)).ravel()
    kept = np.flatnonzero(number <= len(articles) / 2)
    kept = kept[np.argsort(-number[kept], kind="stable")][:top]
    both = (holds[:, kept].T @ holds[:, kept]).toarray()
    first, second = np.nonzero(np.triu(both >= at_least, k=1))
    one, other, together = kept[first], kept[second], both[first, second]
    mutual = np.log(together * len(articles) / (number[one] * number[other]))
    npmi = mutual / np.maximum(-np.log(together / len(articles)), np.finfo(float).tiny)
    words = np.asarray(words)
    pairs = {
        "term": words[one],
        "other": words[other],
        "articles": together,
        "npmi": npmi,
        "term_articles": number[one],
        "other_articles": number[other],
    }
    table = frame("pairs", pairs).query("npmi > 0")
    return table.sort_values(["npmi", "articles"], ascending=False, kind="stable", ignore_index=True)
