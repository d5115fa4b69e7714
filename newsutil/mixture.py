"""A mixture of multinomials over the words of articles, fitted by expectation maximization.

Each topic is a distribution over words, and each article comes from one topic (Nigam et al. 2000).  The temperature
rises from low to 1 (deterministic annealing, Ueda and Nakano 1998), and topics are split and merged where that explains
the words better (Ueda et al. 2000): without both the fit stays at the first optimum near its start.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse

from newsutil.sphere import membership, spherical_kmeans

ANNEALING = (*np.linspace(0.1, 1.0, 12), 1.0, 1.0, 1.0, 1.0)
QUICK = (*np.linspace(0.1, 1.0, 8), 1.0, 1.0)
_AFTER_MOVE = (0.5, 0.7, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
_AFTER_SPLIT = (*np.linspace(0.3, 1.0, 6), 1.0, 1.0)

# Added to the count of each word in each topic, as a share of the mean count.  A fixed number would drown the words of
# a small corpus and be nothing in a large one.
_SMOOTHING = 0.61
_CANDIDATES = 5
_MOST_MOVES = 12
_SMALLEST_SPLIT = 10


class Data(NamedTuple):
    """Counts by article and, the same, by word; ``smoothing`` is added to the count of each word in each topic."""

    articles: sparse.csr_matrix
    words: sparse.csr_matrix
    smoothing: float


class Fit(NamedTuple):
    """``belonging``: probability of each topic for each article.  ``score``: log posterior of the mixture."""

    belonging: np.ndarray
    score: float

    @property
    def labels(self) -> np.ndarray:
        return np.asarray(self.belonging.argmax(axis=1))


def data_of(counts: sparse.csr_matrix, smoothing: float) -> Data:
    return Data(counts, sparse.csr_matrix(counts.T), smoothing)


def smoothing_for(counts: sparse.csr_matrix, n_topics: int) -> float:
    """What to add to each count, for fits of about so many topics; the starts of one consensus share it."""
    return _SMOOTHING * float(counts.sum()) / max(counts.shape[1], 1) / n_topics


def anneal(data: Data, belonging: np.ndarray, temperatures: tuple[float, ...] = ANNEALING) -> Fit:
    """Expectation maximization from a first guess, at the given temperatures."""
    score, smoothing = -np.inf, data.smoothing
    for temperature in temperatures:
        per_topic = (data.words @ belonging).T + smoothing
        log_words = np.log(per_topic) - np.log(per_topic.sum(axis=1, keepdims=True))
        shares = belonging.sum(axis=0) + 1
        joint = data.articles @ log_words.T + np.log(shares / shares.sum())
        top = joint.max(axis=1, keepdims=True)
        score = float((np.log(np.exp(joint - top).sum(axis=1)) + top[:, 0]).sum() + smoothing * log_words.sum())
        belonging = np.exp(temperature * (joint - top))
        belonging /= belonging.sum(axis=1, keepdims=True)
    return Fit(belonging, score)


def extend(part: Data, fit: Fit, data: Data) -> Fit:
    """The mixture fitted to some articles, fitted on to all; ``part`` has the same words as ``data``."""
    per_topic = (part.words @ fit.belonging).T + part.smoothing
    joint = data.articles @ (np.log(per_topic) - np.log(per_topic.sum(axis=1, keepdims=True))).T
    belonging = np.exp(joint - joint.max(axis=1, keepdims=True))
    return anneal(data, belonging / belonging.sum(axis=1, keepdims=True), (1.0,) * 5)


def one_hot(labels: np.ndarray, n_topics: int) -> np.ndarray:
    return np.asarray(np.eye(n_topics)[labels])


def split_and_merge(data: Data, points: np.ndarray, fit: Fit, random: np.random.Generator) -> Fit:
    """Merge two topics and split a third as long as that raises the score."""
    for _ in range(_MOST_MOVES):
        better = _better_move(data, points, fit, random)
        if better is None:
            break
        fit = better
    return fit


def _better_move(data: Data, points: np.ndarray, fit: Fit, random: np.random.Generator) -> Fit | None:
    labels, n_topics = fit.labels, fit.belonging.shape[1]
    splits = {}
    for topic in range(n_topics):
        inside = np.flatnonzero(labels == topic)
        if len(inside) >= _SMALLEST_SPLIT:
            splits[topic] = _split(data, points, inside, random)
    costs = _merge_costs(data, labels, n_topics)
    moves = [
        (gain - costs[first, second], topic, first, second, moved)
        for topic, (moved, gain) in splits.items()
        for first in range(n_topics)
        for second in range(first)
        if topic not in (first, second)
    ]
    for _, topic, first, second, moved in sorted(moves, key=lambda move: move[:4], reverse=True)[:_CANDIDATES]:
        belonging = fit.belonging.copy()
        belonging[:, first] += belonging[:, second]
        belonging[:, second] = 0
        belonging[moved, second] = belonging[moved, topic]
        belonging[moved, topic] = 0
        tried = anneal(data, belonging, _AFTER_MOVE)
        if tried.score > fit.score + 1:
            return tried
    return None


def _split(data: Data, points: np.ndarray, inside: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, float]:
    """Articles of one topic that could be a topic of their own, and how much better the words are then explained."""
    start = spherical_kmeans(points[inside], 2, random)
    part = data_of(data.articles[inside], data.smoothing)
    labels = anneal(part, 0.96 * one_hot(start, 2) + 0.02, _AFTER_SPLIT).labels
    costs = _merge_costs(part, labels, 2)
    return inside[labels == 1], float(costs[1, 0])


def _merge_costs(data: Data, labels: np.ndarray, n_topics: int) -> np.ndarray:
    """How much worse the words are explained when two topics become one."""
    per_topic = np.asarray((membership(labels, n_topics) @ data.articles).todense()) + data.smoothing
    sizes = np.bincount(labels, minlength=n_topics).astype(float)
    own = np.array([_explained(words, size) for words, size in zip(per_topic, sizes, strict=True)])
    costs = np.zeros((n_topics, n_topics))
    for first in range(n_topics):
        for second in range(first):
            words = per_topic[first] + per_topic[second] - data.smoothing
            costs[first, second] = own[first] + own[second] - _explained(words, sizes[first] + sizes[second])
    return costs


def _explained(words: np.ndarray, size: float) -> float:
    """Log probability of a topic's words and of its share, up to a constant."""
    return float((words * np.log(words / words.sum())).sum() + size * np.log(max(size, 1.0)))
