"""Topics: clusters of articles, the words that tell them apart, and how far they can be trusted."""

from __future__ import annotations

from numbers import Real
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sparse
from threadpoolctl import threadpool_limits

from newsutil import schema
from newsutil.base.dask_tables import partition_wise
from newsutil.topics import clustering, quality, vectors
from newsutil.topics.clustering import Material
from newsutil.topics.vectors import Counts, membership

_MIN_SIMILARITY = 0.02


class Topics(NamedTuple):
    """Clusters of articles, as tables.

    ``members``: ``article_id``, ``topic`` (1 is the largest; missing where an article fits nowhere), ``similarity``.
    ``keywords``: ``topic``, ``rank``, ``term``, ``weight`` (class-based TF-IDF).
    ``quality``: ``n_topics``, ``stability``, ``coherence``, ``exclusivity``, ``chosen``, a row for each number tried.
    ``profiles``: ``term``, ``idf`` and a column for each topic, the weights of its centre: what assign_topics needs.
    """

    members: pd.DataFrame
    keywords: pd.DataFrame
    quality: pd.DataFrame
    profiles: pd.DataFrame


def cluster_topics(
    terms: pd.DataFrame, *, n_topics: int | None = None, seed: int = 0, min_similarity: float = _MIN_SIMILARITY
) -> Topics:
    """Articles grouped by what their words have in common.

    Parameters
    ----------
    terms : DataFrame
        Table of terms.  An article without a term is not in it, and fits nowhere.
    n_topics : int, optional
        How many topics.  Left out, several numbers are tried (from 5 up to a twelfth of the articles, 30 at most; from
        2 up to a fifth where there are fewer than 100 articles; 1 alone under 20), and the one with the best mean of
        stability, coherence and exclusivity is taken; ``quality`` has all of them.
    seed : int
        Of the random starts.  The result is a consensus of many starts and changes little with it.
    min_similarity : float
        Articles whose cosine to the rest of their topic is lower fit nowhere; 0 gives every article a topic.

    Returns
    -------
    Topics
        Of members, keywords, quality and profiles.  Topics are numbered by size, the largest is 1.

    Raises
    ------
    ValueError
        When there are fewer articles than topics, or ``n_topics`` or ``min_similarity`` is out of range.

    Warns
    -----
    NewsutilWarning
        When the articles form fewer topics than were asked for, as identical texts do, or when the largest number tried
        is taken, so that more might be better.

    Notes
    -----
    A consensus of many starts (Strehl and Ghosh 2002).  Where a typical article counts 30 words or more, the starts are
    spherical k-means on latent semantic analysis; where it has fewer, as headlines do, they are annealed mixtures of
    multinomials, and another is fitted to the words and their characters from their consensus (Nigam et al. 2000; Ueda
    and Nakano 1998).

    Examples
    --------
    >>> rows = [("a", "小麦"), ("b", "小麦"), ("c", "小麦"), ("d", "地铁"), ("e", "地铁")]
    >>> terms = pd.DataFrame(rows, columns=["article_id", "term"]).assign(count=1)
    >>> cluster_topics(terms, n_topics=2).members["topic"].tolist()
    [1, 1, 1, 2, 2]
    """
    schema.require(terms, "terms", ["article_id", "term", "count"])
    if n_topics is not None:
        schema.check_count("n_topics", n_topics, 1)
    _check_similarity(min_similarity)
    if hasattr(terms, "map_partitions"):
        raise TypeError(
            "a table of terms in memory is needed to find topics; got a Dask DataFrame. Find them on some of the "
            "articles, cluster_topics(count_terms(articles.sample(frac=0.1, random_state=0)).compute()), "
            "and give all theirs with assign_topics(count_terms(articles), topics)."
        )
    counts = vectors.counts_of(terms)
    n_articles = len(counts.ids)
    if n_articles == 0:
        profiles = pd.DataFrame({"term": pd.array([], dtype="str"), "idf": np.zeros(0)})
        return Topics(schema.frame("members"), schema.frame("keywords"), schema.frame("quality"), profiles)
    if n_topics is not None and n_articles < n_topics:
        raise ValueError(
            f"at least as many articles as topics are needed; got {n_articles} articles for n_topics={n_topics}. "
            "Ask for fewer topics, or leave n_topics out."
        )
    with threadpool_limits(limits=1):  # the last digits of a product depend on the number of threads, and a tie on them
        material = None if n_topics == 1 else clustering.material_of(counts)
        tried = _quality(counts, material, n_topics, seed)
        if n_topics is None:
            _warn_of_limit(tried)
        labels, found = _cluster(n_articles, material, int(tried.loc[tried["chosen"], "n_topics"].iloc[0]), seed)
        if n_topics is not None and found < n_topics:
            schema.warn(
                f"{n_topics} topics were asked for, but the articles form only {found}; see topics.members. "
                "Identical or nearly identical texts do that: find_reprints(articles) shows them.",
                above=1,
            )
        weights, idf = vectors.tfidf(counts.matrix)
        similarity = _similarity(weights, labels, found)
        labels = _numbered(labels, similarity >= min_similarity, found)
        profiles = _profiles(counts, weights, labels, idf)
        members = _members(counts, labels, similarity, min_similarity)
    return Topics(members, _keywords(counts, labels, found), tried, profiles)


@partition_wise
def assign_topics(terms: pd.DataFrame, topics: Topics, *, min_similarity: float = _MIN_SIMILARITY) -> pd.DataFrame:
    """Existing topics of new articles: the one whose centre is nearest.

    Parameters
    ----------
    terms : DataFrame
        Table of terms of the new articles, made in the same way as that of the topics; a Dask DataFrame whose
        partitions hold whole articles, as those of :func:`count_terms` do, gives a Dask DataFrame.
    topics : Topics
        From :func:`cluster_topics`.
    min_similarity : float
        Articles whose cosine to the centre is lower fit nowhere; 0 gives every article that knows a term a topic.

    Returns
    -------
    DataFrame
        ``article_id``, ``topic``, ``similarity``, as in ``topics.members``.

    Examples
    --------
    >>> rows = [("a", "小麦"), ("b", "小麦"), ("c", "地铁"), ("d", "地铁"), ("e", "地铁")]
    >>> terms = pd.DataFrame(rows, columns=["article_id", "term"]).assign(count=1)
    >>> topics = cluster_topics(terms, n_topics=2)
    >>> new = pd.DataFrame({"article_id": ["f", "g"], "term": ["小麦", "足球"], "count": 1})
    >>> assign_topics(new, topics)["topic"].tolist()
    [2, <NA>]
    """
    schema.require(terms, "terms", ["article_id", "term", "count"])
    if not isinstance(topics, Topics):
        raise TypeError(
            f"topics must be the Topics of cluster_topics(terms); got {type(topics).__name__}. Pass all of them."
        )
    _check_similarity(min_similarity)
    counts = vectors.counts_of(terms)
    place = pd.Index(topics.profiles["term"]).get_indexer(counts.names)
    profiles = topics.profiles.iloc[place[place >= 0]]
    weights = vectors.weighted(counts.matrix[:, place >= 0], profiles["idf"].to_numpy())
    centres = profiles.drop(columns=["term", "idf"]).to_numpy(dtype=np.float64)
    closeness = np.asarray(weights @ centres)
    if centres.shape[1] == 0:
        closeness = np.zeros((len(counts.ids), 1))
    return _members(counts, closeness.argmax(axis=1), closeness.max(axis=1, initial=0.0), min_similarity)


def _check_similarity(min_similarity: float) -> None:
    if not (isinstance(min_similarity, Real) and 0 <= min_similarity <= 1):
        raise ValueError(
            f"min_similarity must be between 0 and 1; got {min_similarity!r}. 0 gives every article a topic."
        )


def _quality(counts: Counts, material: Material | None, n_topics: int | None, seed: int) -> pd.DataFrame:
    """Quality of the numbers to try: the one asked for, or several."""
    numbers = (n_topics,) if n_topics else quality.candidates(len(counts.ids))
    if material is None or len(counts.ids) < quality.FEWEST_ARTICLES:
        return schema.frame("quality", {"n_topics": [n_topics or 1], "chosen": [True]})
    return quality.judge(counts.matrix, material, numbers, seed)


def _warn_of_limit(tried: pd.DataFrame) -> None:
    """Where the largest number tried was taken the range has cut the choice off."""
    largest = int(tried["n_topics"].max())
    if tried.loc[tried["n_topics"] == largest, "chosen"].any():
        schema.warn(
            f"{largest} is the largest number of topics that was tried for so many articles, and was taken: more may "
            "fit better. Look at topics.quality, and give n_topics for another number."
        )


def _cluster(n_articles: int, material: Material | None, n_topics: int, seed: int) -> tuple[np.ndarray, int]:
    """Topic of each article from 0 on, in no particular order, and how many topics there are."""
    if material is None or n_topics == 1:  # without material nothing links any of them
        return np.zeros(n_articles, dtype=np.int64), 1
    present, labels = np.unique(clustering.cluster(material, n_topics, seed), return_inverse=True)
    return labels, len(present)


def _similarity(weights: sparse.csr_matrix, labels: np.ndarray, n_topics: int) -> np.ndarray:
    """Cosine of each article to the centre of the *other* articles of its topic."""
    sums = np.asarray((membership(labels, n_topics) @ weights).todense())
    squares = (sums**2).sum(axis=1)
    inside = np.asarray(weights @ sums.T)[np.arange(len(labels)), labels]
    others = np.sqrt(np.maximum(squares[labels] - 2 * inside + 1, 0))
    similarity = np.where(others > 1e-6, (inside - 1) / np.maximum(others, 1e-6), 0.0)
    return np.clip(similarity.round(12), 0.0, 1.0)


def _numbered(labels: np.ndarray, fits: np.ndarray, n_topics: int) -> np.ndarray:
    """Labels numbered anew, the topic that most articles fit first; of two equal ones that whose first article is."""
    first = np.unique(labels, return_index=True)[1]
    rank = np.empty(n_topics, dtype=np.int64)
    rank[np.lexsort((first, -np.bincount(labels[fits], minlength=n_topics)))] = np.arange(n_topics)
    return np.asarray(rank[labels])


def _profiles(counts: Counts, weights: sparse.csr_matrix, labels: np.ndarray, idf: np.ndarray) -> pd.DataFrame:
    sums = np.asarray((membership(labels, int(labels.max()) + 1) @ weights).todense())
    centres = sums / np.maximum(np.sqrt((sums**2).sum(axis=1)), 1e-12)[:, None]
    columns = {str(topic): centre for topic, centre in enumerate(centres, start=1)}
    return pd.DataFrame({"term": counts.names.astype("str"), "idf": idf}).assign(**columns)


def _members(counts: Counts, labels: np.ndarray, similarity: np.ndarray, minimum: float) -> pd.DataFrame:
    topic = pd.array(labels + 1, dtype="Int64")
    topic[similarity < minimum] = pd.NA
    return schema.frame("members", {"article_id": counts.ids, "topic": topic, "similarity": similarity.tolist()})


def _keywords(counts: Counts, labels: np.ndarray, n_topics: int) -> pd.DataFrame:
    per_topic = np.asarray((membership(labels, n_topics) @ counts.matrix).todense())
    rows = []
    for topic, weights in enumerate(quality.class_weights(per_topic), start=1):
        best = quality.best_terms(weights, quality.KEYWORDS)
        rows += [
            {"topic": topic, "rank": rank, "term": counts.names[place], "weight": weights[place]}
            for rank, place in enumerate(best, start=1)
        ]
    return schema.frame("keywords", rows)
