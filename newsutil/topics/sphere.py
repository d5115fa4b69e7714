"""Spherical k-means: clusters of directions.

Plain k-means fails on headlines: centres of short texts lie near the origin, and one of them swallows everything.
Centres of unit length cannot (Dhillon and Modha 2001).
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse

_ROUNDS = 20  # those after change few labels, and a consensus of many starts none


def spherical_kmeans(
    points: np.ndarray, n_clusters: int, random: np.random.Generator, *, starts: int = 1
) -> np.ndarray:
    """Cluster of each unit vector, the best of several starts."""
    runs = [_one_start(points, n_clusters, random) for _ in range(starts)]
    return max(runs, key=lambda run: run[1])[0]


def _one_start(points: np.ndarray, n_clusters: int, random: np.random.Generator) -> tuple[np.ndarray, float]:
    centres = _spread_centres(points, n_clusters, random)
    labels = np.full(len(points), -1)
    closeness = np.zeros((len(points), n_clusters))
    corners = np.eye(n_clusters, dtype=points.dtype)
    for _ in range(_ROUNDS):
        closeness = points @ centres.T
        nearest = closeness.argmax(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        centres = corners[labels].T @ points
        centres /= np.maximum(np.sqrt((centres**2).sum(axis=1, keepdims=True)), 1e-12)
    return labels, float(closeness.max(axis=1).sum())


def membership(labels: np.ndarray, n_clusters: int) -> sparse.csr_matrix:
    """Clusters by articles, 1 where the article belongs to the cluster."""
    ones = np.ones(len(labels))
    return sparse.csr_matrix((ones, (labels, np.arange(len(labels)))), (n_clusters, len(labels)))


def _spread_centres(points: np.ndarray, n_clusters: int, random: np.random.Generator) -> np.ndarray:
    """k-means++ (Arthur and Vassilvitskii 2007): each further centre is drawn with the distance from those before."""
    centres = [points[random.integers(len(points))]]
    distance = np.maximum(1 - points @ centres[0], 0)
    for _ in range(n_clusters - 1):
        total = distance.sum()
        chosen = random.choice(len(points), p=distance / total) if total > 1e-9 else random.integers(len(points))
        centres.append(points[chosen])
        distance = np.minimum(distance, np.maximum(1 - points @ centres[-1], 0))
    return np.array(centres)
