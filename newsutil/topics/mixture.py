"""A mixture of multinomials over the words of short texts, fitted by expectation maximization.

Each topic is a distribution over words, and each text comes from one topic (Nigam et al. 2000).  The temperature rises
from low to 1 (deterministic annealing, Ueda and Nakano 1998): without that the fit stays at the first optimum near its
start.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse

ANNEALING = (*np.linspace(0.1, 1.0, 12), 1.0, 1.0, 1.0, 1.0)
QUICK = (*np.linspace(0.1, 1.0, 8), 1.0, 1.0)
_SETTLED = (1.0,) * 5

# Added to the count of each word in each topic before anything is counted: this share of an even part of the word's own
# count, so that a rare word cannot make a topic, and this share of the mean count, so that a topic cannot rule one out.
# Chosen on labelled headlines for agreement with labels and between seeds; the sum matters more than the parts.
_OWN_COUNT = 0.7
_MEAN_COUNT = 0.3


class Data(NamedTuple):
    """Counts by text and, the same, by word; ``smoothing`` is added to the count of each word in each topic."""

    texts: sparse.csr_matrix
    words: sparse.csr_matrix
    smoothing: np.ndarray

    def anneal(self, belonging: np.ndarray, temperatures: tuple[float, ...] = ANNEALING) -> np.ndarray:
        """Probability of each topic for each text, from a first guess at it, at the given temperatures."""
        for temperature in temperatures:
            joint = self.texts @ self._log_words(belonging)
            shares = belonging.sum(axis=0) + 1
            joint += np.log(shares / shares.sum())
            belonging = _even_out(temperature * joint)
        return belonging

    def extend(self, belonging: np.ndarray, every: Data) -> np.ndarray:
        """The mixture fitted to some texts, fitted on to ``every`` text; both count the same words."""
        return every.anneal(_even_out(every.texts @ self._log_words(belonging)), _SETTLED)

    def _log_words(self, belonging: np.ndarray) -> np.ndarray:
        per_topic = self.words @ belonging + self.smoothing[:, None] / belonging.shape[1]
        return np.asarray(np.log(per_topic) - np.log(per_topic.sum(axis=0)))


def data_of(counts: sparse.csr_matrix) -> Data:
    words = sparse.csr_matrix(counts.T)
    totals = np.asarray(words.sum(axis=1)).ravel()
    return Data(counts, words, _OWN_COUNT * totals + _MEAN_COUNT * (totals.mean() if len(totals) else 0.0))


def one_hot(labels: np.ndarray, n_topics: int) -> np.ndarray:
    return np.asarray(np.eye(n_topics)[labels])


def _even_out(joint: np.ndarray) -> np.ndarray:
    """Log weights as probabilities."""
    weights = np.exp(joint - joint.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
