"""Topics: clusters of articles, the words that tell them apart, and how far they can be trusted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfTransformer

from newsutil import mixture, schema

_KEYWORDS = 10


class Topics(NamedTuple):
    """Clusters of articles, as tables.

    ``members``: ``article_id``, ``topic`` (1 is the largest; missing where an article fits nowhere), ``similarity``
    (cosine to the topic's centre).  ``keywords``: ``topic``, ``rank``, ``term``, ``weight`` (class-based TF-IDF).
    ``quality``: ``n_topics``, ``stability``, ``coherence``, ``exclusivity``, ``chosen``.
    ``profiles``: ``term``, ``idf`` and one column a topic, the weights of its centre; what :func:`assign_topics` needs.
    """

    members: pd.DataFrame
    keywords: pd.DataFrame
    quality: pd.DataFrame
    profiles: pd.DataFrame


def cluster_topics(
    terms: pd.DataFrame, *, n_topics: int | None = None, seed: int = 0, min_similarity: float = 0.05
) -> Topics:
    """Articles grouped by what their words have in common.

    Parameters
    ----------
    terms : DataFrame
        With ``article_id``, ``term``, ``count``.
    n_topics : int, optional
        How many topics; left out, the number is chosen by stability, coherence and exclusivity.
    seed : int
        Of the random starts.
    min_similarity : float
        Articles less similar to their topic's centre fit nowhere; 0 gives every article a topic.
    """
    schema.require(terms, "terms", ["article_id", "term", "count"])
    ids, names, counts = _matrix(terms)
    chosen = 10 if n_topics is None else n_topics
    labels, _ = mixture.fit(counts, chosen, seed)
    labels = _by_size(labels, chosen)
    transformer = TfidfTransformer(sublinear_tf=True)
    weights = transformer.fit_transform(counts)
    belonging = sparse.csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), (chosen, len(labels)))
    centres = np.asarray((belonging @ weights).todense())
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    closeness = np.asarray(weights @ centres.T)  # never articles by terms: that would not fit in memory
    similarity = closeness[np.arange(len(labels)), labels]
    topic = pd.array(labels + 1, dtype="Int64")
    topic[similarity < min_similarity] = pd.NA
    members = schema.frame("members", {"article_id": ids, "topic": topic, "similarity": similarity})
    profiles = pd.DataFrame({"term": names, "idf": transformer.idf_, **{str(t + 1): c for t, c in enumerate(centres)}})
    quality = schema.frame(
        "quality",
        {"n_topics": [chosen], "stability": [np.nan], "coherence": [np.nan], "exclusivity": [np.nan], "chosen": [True]},
    )
    return Topics(members, _keywords(belonging @ counts, names), quality, profiles)


def assign_topics(terms: pd.DataFrame, topics: Topics, *, min_similarity: float = 0.05) -> pd.DataFrame:
    """Existing topics of new articles: ``article_id``, ``topic``, ``similarity``."""
    schema.require(terms, "terms", ["article_id", "term", "count"])
    ids, names, counts = _matrix(terms)
    place = pd.Index(topics.profiles["term"]).get_indexer(names)
    counts = counts[:, place >= 0]
    profiles = topics.profiles.iloc[place[place >= 0]]
    counts.data = 1 + np.log(counts.data)
    weights = counts @ sparse.diags(profiles["idf"].to_numpy())
    norms = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    closeness = np.asarray(weights @ profiles.drop(columns=["term", "idf"]).to_numpy())
    closeness /= np.maximum(norms, 1e-12)[:, None]
    similarity = closeness.max(axis=1)
    topic = pd.array(closeness.argmax(axis=1) + 1, dtype="Int64")
    topic[similarity < min_similarity] = pd.NA
    return schema.frame("members", {"article_id": ids, "topic": topic, "similarity": similarity})


def _matrix(terms: pd.DataFrame) -> tuple[pd.Index, pd.Index, sparse.csr_matrix]:
    """Article ids in order of appearance, terms in order of code points, and the counts."""
    rows, ids = pd.factorize(terms["article_id"])
    columns, names = pd.factorize(terms["term"], sort=True)
    shape = (len(ids), len(names))
    counts = sparse.csr_matrix((terms["count"].to_numpy(dtype=np.float64), (rows, columns)), shape)
    counts.sum_duplicates()
    return pd.Index(ids), pd.Index(names), counts


def _by_size(labels: np.ndarray, n_topics: int) -> np.ndarray:
    """Labels numbered anew, the largest first; of two of one size the one whose first article comes first."""
    sizes = np.bincount(labels, minlength=n_topics)
    firsts = [int(np.argmax(labels == topic)) if sizes[topic] else len(labels) for topic in range(n_topics)]
    order = sorted(range(n_topics), key=lambda topic: (-sizes[topic], firsts[topic]))
    rank = np.empty(n_topics, dtype=np.int64)
    rank[order] = np.arange(n_topics)
    return np.asarray(rank[labels])


def _keywords(per_topic: sparse.csr_matrix, names: pd.Index) -> pd.DataFrame:
    """Terms by class-based TF-IDF (Grootendorst 2022): frequent in the topic, rare in the others."""
    counts = np.asarray(per_topic.todense())
    total = counts.sum(axis=0)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    weight = share * np.log1p(counts.sum() / len(counts) / total)
    rows = []
    for topic, values in enumerate(weight, start=1):
        best = np.lexsort((np.arange(len(values)), -values))[:_KEYWORDS]
        rows += [(topic, rank, names[i], values[i]) for rank, i in enumerate(best, start=1) if values[i] > 0]
    return schema.frame("keywords", pd.DataFrame(rows, columns=["topic", "rank", "term", "weight"]).to_dict("list"))
