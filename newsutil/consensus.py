"""One clustering out of many: what most of them agree on hardly depends on the seed.

Each start gives a clustering, with its own number of clusters and of dimensions, by words alone or by words and their
characters.  Their clusters together describe each article anew (Strehl and Ghosh 2002), and by that the articles are
clustered.
"""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from newsutil import mixture
from newsutil.mixture import Data, Fit
from newsutil.sphere import spherical_kmeans

_CAREFUL = 10


def agree(words: Data, evidence: Data, points: list[np.ndarray], n_topics: int, seed: int, *, starts: int) -> Fit:
    """Mixture of ``n_topics`` fitted to ``evidence``, from the consensus of ``starts`` clusterings.

    Topics are split and merged only where there are starts enough for a careful fit.
    """
    random = np.random.default_rng(seed)
    members = []
    for number in range(starts):
        clusters = int(random.integers(n_topics, 2 * n_topics + 1))
        first = spherical_kmeans(points[number % len(points)], clusters, random)
        data = evidence if number % 3 == 2 else words
        members.append(mixture.anneal(data, mixture.one_hot(first, clusters), mixture.QUICK).belonging)
    labels = _common(members, n_topics, random)
    fit = mixture.anneal(evidence, mixture.one_hot(labels, n_topics))
    return mixture.split_and_merge(evidence, points[-1], fit, random) if starts >= _CAREFUL else fit


def _common(members: list[np.ndarray], n_topics: int, random: np.random.Generator) -> np.ndarray:
    together = np.hstack(members)
    together /= np.sqrt(np.maximum(together.sum(axis=0), 1.0))
    dimensions = min(2 * n_topics, min(together.shape) - 1)
    if dimensions < 2:
        return spherical_kmeans(normalize(together), n_topics, random, starts=10)
    reduced = TruncatedSVD(dimensions, random_state=0).fit_transform(together)
    return spherical_kmeans(normalize(reduced), n_topics, random, starts=10)
