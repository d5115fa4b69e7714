"""The clustering behind topics: a mixture of multinomials over word counts, started from spherical k-means."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

_DIMENSIONS = 100
_STARTS = 10
_SMOOTHING = 0.3
# Nigam et al. (2000) treat each word as a witness of its own; in a long article the witnesses repeat each other, and the
# mixture grows certain of its first guess.  Longer articles therefore speak with the weight of this many words.
_EFFECTIVE_LENGTH = 20.0
_TEMPERATURES = (*np.linspace(0.1, 1.0, 15), 1.0, 1.0, 1.0, 1.0, 1.0)


class Mixture(NamedTuple):
    """``log_terms``: log probability of each word in each topic; ``log_shares``: log share of each topic."""

    log_terms: np.ndarray
    log_shares: np.ndarray


def fit(counts: sparse.csr_matrix, n_topics: int, seed: int) -> tuple[np.ndarray, Mixture]:
    """Topic of each article, from 0, and the fitted mixture."""
    random = np.random.default_rng(seed)
    labels = spherical_kmeans(embed(counts), n_topics, random)
    return anneal(counts, labels, n_topics)


def embed(counts: sparse.csr_matrix) -> np.ndarray:
    """Articles as unit vectors: sublinear TF-IDF, then latent semantic analysis."""
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    dimensions = min(_DIMENSIONS, min(weights.shape) - 1)
    if dimensions < 2:
        return np.asarray(weights.toarray(), dtype=np.float64)
    reduced = TruncatedSVD(dimensions, algorithm="arpack", random_state=0).fit_transform(weights)
    return np.asarray(normalize(reduced))


def spherical_kmeans(points: np.ndarray, n_clusters: int, random: np.random.Generator) -> np.ndarray:
    """Cluster of each point by cosine, the best of several starts."""
    best, best_fit = np.zeros(len(points), dtype=np.int64), -np.inf
    for _ in range(_STARTS):
        labels, fit_of = _one_start(points, n_clusters, random)
        if fit_of > best_fit:
            best, best_fit = labels, fit_of
    return best


def _one_start(points: np.ndarray, n_clusters: int, random: np.random.Generator) -> tuple[np.ndarray, float]:
    centres = _spread_centres(points, n_clusters, random)
    labels = np.full(len(points), -1)
    for _ in range(50):
        closeness = points @ centres.T
        nearest = closeness.argmax(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        ones = sparse.csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), (n_clusters, len(labels)))
        centres = normalize(ones @ points)
    return labels, float(closeness.max(axis=1).sum())


def _spread_centres(points: np.ndarray, n_clusters: int, random: np.random.Generator) -> np.ndarray:
    """k-means++: each further centre is drawn with the distance from those before."""
    centres = [points[random.integers(len(points))]]
    distance = np.maximum(1 - points @ centres[0], 0)
    for _ in range(n_clusters - 1):
        total = distance.sum()
        chosen = random.choice(len(points), p=distance / total) if total > 0 else random.integers(len(points))
        centres.append(points[chosen])
        distance = np.minimum(distance, np.maximum(1 - points @ centres[-1], 0))
    return np.array(centres)


def anneal(counts: sparse.csr_matrix, labels: np.ndarray, n_topics: int) -> tuple[np.ndarray, Mixture]:
    """Fit by expectation maximization with a rising temperature (Ueda and Nakano 1998), from a first clustering."""
    scaled = shorten(counts)
    transposed = scaled.T.tocsr()
    belonging = np.eye(n_topics)[labels]
    for temperature in _TEMPERATURES:
        mixture = _maximize(transposed, belonging)
        evidence = temperature * log_joint(scaled, mixture)
        belonging = np.exp(evidence - evidence.max(axis=1, keepdims=True))
        belonging /= belonging.sum(axis=1, keepdims=True)
    return belonging.argmax(axis=1), _maximize(transposed, belonging)


def shorten(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Counts of which those of longer articles add up to the effective length."""
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    factor = np.minimum(1.0, _EFFECTIVE_LENGTH / np.maximum(lengths, 1))
    return sparse.csr_matrix(sparse.diags(factor) @ counts)


def log_joint(scaled: sparse.csr_matrix, mixture: Mixture) -> np.ndarray:
    """Log probability of each article together with each topic."""
    return np.asarray(scaled @ mixture.log_terms.T + mixture.log_shares)


def _maximize(transposed: sparse.csr_matrix, belonging: np.ndarray) -> Mixture:
    per_topic = (transposed @ belonging).T + _SMOOTHING
    log_terms = np.log(per_topic) - np.log(per_topic.sum(axis=1, keepdims=True))
    shares = belonging.sum(axis=0) + 1
    return Mixture(log_terms, np.log(shares / shares.sum()))
