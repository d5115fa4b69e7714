"""How far topics can be trusted, and which number of topics deserves it most.

Three measures, because none is enough.  Stability alone prefers two topics, coherence alone many small ones, and
the silhouette, which is often used, says little on text, where all distances are about alike.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import scipy.sparse as sparse
from sklearn.metrics import adjusted_rand_score

from newsutil import schema
from newsutil.topics import clustering, vectors
from newsutil.topics.vectors import membership

TRIED = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30)
KEYWORDS = 10
FEWEST_ARTICLES = 20  # fewer say too little on how far topics can be trusted
_LARGE = 100  # articles from which fewer than five topics are tried only when asked for
# Articles a topic must be able to have on average for its number to be tried; twelve of a few would leave two topics.
_SMALLEST_TOPIC, _SMALLEST_OF_FEW = 12, 5
_RESAMPLES = 3
_STARTS = 0.25  # of those of the final clustering
_MOST_ARTICLES = 2000


def judge(
    matrix: sparse.csr_matrix, material: clustering.Material, numbers: tuple[int, ...], seed: int
) -> pd.DataFrame:
    """Quality of each number of topics; ``chosen`` marks the best.

    Each number is fitted to three resamples of four fifths of the articles (at most 2,000), each with its own seed.
    ``stability`` is the mean adjusted Rand index of two resamples on the articles they share, ``coherence`` the mean
    normalized pointwise mutual information of a topic's keywords over the articles, ``exclusivity`` the mean share of
    a keyword's occurrences that its topic holds, 0 where it is no more than 1 in ``n_topics``.  All are at most 1, and
    0 by chance; chosen is the number with the highest mean of the three, the smaller of two.
    """
    random = np.random.default_rng(seed)
    rows = vectors.spaced(matrix.shape[0], _MOST_ARTICLES)
    matrix, material = matrix[rows], material.part(rows).alone()
    size = len(rows) * 4 // 5
    samples = [np.sort(random.permutation(len(rows))[:size]) for _ in range(_RESAMPLES)]
    measured = []
    for number in numbers:
        labels = [
            clustering.cluster(material.part(sample), number, seed + run, share=_STARTS)
            for run, sample in enumerate(samples)
        ]
        measured.append((number, _stability(samples, labels), *_keyword_quality(matrix, samples, labels, number)))
    columns = ["n_topics", "stability", "coherence", "exclusivity"]
    quality = pd.DataFrame(measured, columns=columns)
    overall = quality[columns[1:]].mean(axis=1)
    quality["chosen"] = quality.index == (overall.idxmax() if len(overall) else -1)
    return schema.frame("quality", quality.to_dict("list"))


def candidates(n_articles: int) -> tuple[int, ...]:
    """Numbers of topics worth trying for so many articles.

    Halves and thirds of a large corpus are always stable (at home and abroad) and tell nobody anything.
    """
    fewest, smallest = (2, _SMALLEST_OF_FEW) if n_articles < _LARGE else (5, _SMALLEST_TOPIC)
    return tuple(n for n in TRIED if fewest <= n <= n_articles / smallest)


def class_weights(per_topic: np.ndarray) -> np.ndarray:
    """Class-based TF-IDF (Grootendorst 2022): terms frequent in a topic and rare in the others."""
    share = per_topic / np.maximum(per_topic.sum(axis=1, keepdims=True), 1)
    total = np.maximum(per_topic.sum(axis=0), 1)
    return np.asarray(share * np.log1p(per_topic.sum() / len(per_topic) / total))


def best_terms(weights: np.ndarray, number: int) -> np.ndarray:
    """Places of the highest weights above 0, the highest first, ties in order of the terms."""
    order = np.lexsort((np.arange(len(weights)), -weights))[:number]
    return np.asarray(order[weights[order] > 0])


def coherence(matrix: sparse.csr_matrix | sparse.csc_matrix, terms: np.ndarray) -> float:
    """Mean normalized pointwise mutual information (Bouma 2009) of the pairs among ``terms``, over articles."""
    if len(terms) < 2:
        return float("nan")
    present = (matrix[:, terms] > 0).astype(np.float64)
    together = np.asarray((present.T @ present).todense()) / matrix.shape[0]
    alone = together.diagonal()
    first, second = np.triu_indices(len(terms), k=1)
    joint = together[first, second]
    with np.errstate(divide="ignore", invalid="ignore"):  # pairs that stand in no article, or in all
        information = np.log(joint / (alone[first] * alone[second])) / -np.log(joint)
    return float(np.select([joint <= 0, joint >= 1], [-1.0, 1.0], information).mean())


def _stability(samples: list[np.ndarray], labels: list[np.ndarray]) -> float:
    scores = []
    for first, second in combinations(range(len(samples)), 2):
        _, here, there = np.intersect1d(samples[first], samples[second], return_indices=True)
        scores.append(adjusted_rand_score(labels[first][here], labels[second][there]))
    return float(np.mean(scores))


def _keyword_quality(
    matrix: sparse.csr_matrix, samples: list[np.ndarray], labels: list[np.ndarray], n_topics: int
) -> tuple[float, float]:
    """Coherence and exclusivity, meant over topics and resamples."""
    by_term = sparse.csc_matrix(matrix)  # the columns of a few terms are at hand
    coherent, exclusive = [], []
    for sample, label in zip(samples, labels, strict=True):
        per_topic = np.asarray((membership(label, n_topics) @ matrix[sample]).todense())
        total = np.maximum(per_topic.sum(axis=0), 1)
        for topic, weights in enumerate(class_weights(per_topic)):
            terms = best_terms(weights, KEYWORDS)
            if len(terms) > 1:
                coherent.append(coherence(by_term, terms))
                exclusive.append(float((per_topic[topic, terms] / total[terms]).mean()))
    if not coherent:
        return float("nan"), float("nan")
    chance = 1 / n_topics
    return float(np.mean(coherent)), float((np.mean(exclusive) - chance) / (1 - chance))
