"""One clustering out of many: what most of them agree on hardly depends on the seed.

The clusters of many starts together describe each article anew (Strehl and Ghosh 2002), and by that the articles are
clustered.  What a start is depends on the length of the texts.  A headline has too few words for a direction, and each
of them counts: mixtures of multinomials, with one to two times as many clusters as are wanted, agree with the labels of
headlines far better than directions do.  In a long article the words repeat each other: clusters of directions agree
better with the columns that articles stood in, and a mixture on top of them makes them worse.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize

from newsutil.topics import mixture, vectors

# Counted words of a typical text: with articles cut to 6, 12, 25, 50 and 100 words, mixtures were better up to 25 and
# directions from 50 on.
_LONG_FROM = 30

# Starts and dimensions beyond which neither the agreement with labels nor that of seeds rose.
_SHORT_STARTS, _SHORT_DIMENSIONS = 12, 100
_LONG_STARTS, _LONG_DIMENSIONS = 48, 40
_COMMON_STARTS = 20
_UNEVEN = 1e-7
# More texts than this are clustered by an evenly spaced part of them, and the others follow.
_MOST_SHORT = 20_000
_MOST_LONG = 5_000


class Material(NamedTuple):
    """Articles to be clustered: ``points`` are unit vectors, ``words`` and ``evidence`` counts, none of long texts."""

    points: np.ndarray
    words: sparse.csr_matrix
    evidence: sparse.csr_matrix

    @property
    def is_long(self) -> bool:
        return self.words.shape[1] == 0

    def part(self, rows: np.ndarray) -> Material:
        return Material(self.points[rows], self.words[rows], self.evidence[rows])

    def alone(self) -> Material:
        """Without the words that fewer than two of these articles have."""
        return Material(self.points, vectors.shared(self.words), vectors.shared(self.evidence))


def material_of(counts: vectors.Counts) -> Material | None:
    """What the articles are clustered by; nothing where no word stands in two of them."""
    words = vectors.shared(counts.matrix)
    if words.shape[1] == 0:
        return None
    lengths = np.asarray(counts.matrix.sum(axis=1)).ravel()
    if np.median(lengths) >= _LONG_FROM:
        points = vectors.embed(words, _LONG_DIMENSIONS, vectors.spaced(len(lengths), _MOST_LONG))
        return Material(points, words[:, :0], words[:, :0])
    return Material(vectors.embed(words, _SHORT_DIMENSIONS), vectors.shortened(words), vectors.evidence(counts))


def cluster(material: Material, n_topics: int, seed: int, *, share: float = 1.0) -> np.ndarray:
    """Topic of each article, in no particular order; ``share`` of the usual starts are made."""
    total = len(material.points)
    rows = vectors.spaced(total, max(n_topics, _MOST_LONG if material.is_long else _MOST_SHORT))
    part = material.part(rows)
    random = np.random.default_rng(seed)
    again = round(share * _COMMON_STARTS)
    if material.is_long:
        clusters = min(n_topics, _distinct(part.points))
        number = round(share * _LONG_STARTS)
        starts = [mixture.one_hot(kmeans(part.points, clusters, random), clusters) for _ in range(number)]
        labels = _common(starts, n_topics, random, again)
        return labels if len(rows) == total else _nearest(material.points, part.points, labels, n_topics)
    starts = _mixtures(part.points, mixture.data_of(part.words), n_topics, random, round(share * _SHORT_STARTS))
    data = mixture.data_of(part.evidence)
    belonging = data.anneal(mixture.one_hot(_common(starts, n_topics, random, again), n_topics))
    if len(rows) < total:
        belonging = data.extend(belonging, mixture.data_of(material.evidence))
    return np.asarray(belonging.argmax(axis=1))


def kmeans(points: np.ndarray, n_clusters: int, random: np.random.Generator, *, starts: int = 1) -> np.ndarray:
    """Cluster of each unit vector, the best of several starts (k-means++, Arthur and Vassilvitskii 2007)."""
    seed = int(random.integers(2**31))
    # Two centres with which a text shares no word are equally far from it, and of two neighbours either is as good a
    # centre: rounding, which differs from one kind of processor to the next, would settle that.  A space bent, and
    # texts weighed, by far more than rounding settle it alike everywhere.
    uneven = np.random.default_rng(seed)
    size = points.shape[1]
    points = points @ (np.eye(size) + _UNEVEN * uneven.standard_normal((size, size)))
    weights = 1 + _UNEVEN * uneven.random(len(points))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer points differ than there are clusters
        return np.asarray(
            KMeans(n_clusters, n_init=starts, random_state=seed).fit_predict(points, sample_weight=weights)
        )


def _distinct(points: np.ndarray) -> int:
    """Vectors that differ: there are no more clusters than these."""
    return len({point.tobytes() for point in points.round(4)})


def _mixtures(
    points: np.ndarray, words: mixture.Data, n_topics: int, random: np.random.Generator, number: int
) -> list[np.ndarray]:
    starts, most = [], _distinct(points)
    for _ in range(number):
        clusters = min(int(random.integers(n_topics, 2 * n_topics + 1)), most)
        first = kmeans(points, clusters, random)
        starts.append(words.anneal(mixture.one_hot(first, clusters), mixture.QUICK))
    return starts


def _common(starts: list[np.ndarray], n_topics: int, random: np.random.Generator, again: int) -> np.ndarray:
    """Clusters of articles that stand together in most of the starts."""
    together = np.hstack(starts)
    together = sparse.csr_matrix(together / np.sqrt(np.maximum(together.sum(axis=0), 1.0)))
    points = vectors.on_main_axes(together, 2 * n_topics, together)
    return kmeans(points, min(n_topics, _distinct(points)), random, starts=again)


def _nearest(points: np.ndarray, fitted: np.ndarray, labels: np.ndarray, n_topics: int) -> np.ndarray:
    """Of each vector the cluster whose centre is nearest, from the clusters of some of them."""
    centres = normalize(np.asarray(vectors.membership(labels, n_topics) @ fitted))
    return np.asarray((points @ centres.T).argmax(axis=1))
