"""Articles as vectors: word counts, the characters within the words, and latent semantic analysis."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

# A headline has some five words, and two on the stock market may share none (股市, 股票, A股) but a character.
# Characters are less telling than words: with 0.4 to 0.6 for them and 0.5 for their pairs, topics agreed best with the
# labels of headlines and between seeds; with 1 for both, clearly less.
_PIECE_WEIGHT = 0.5

# The mixture takes each word for a witness of its own; in a longer text the witnesses repeat each other, and it grows
# certain of its first guess.  A longer text therefore speaks with the weight of this many words and characters.
_EFFECTIVE_LENGTH = 20.0


class Counts(NamedTuple):
    """Article ids in order of appearance, terms in order of code points, and how often each stands in each."""

    ids: pd.Index
    names: pd.Index
    matrix: sparse.csr_matrix


def counts_of(terms: pd.DataFrame) -> Counts:
    """The terms table as a matrix; rows of the same article and term are added up, a count of 0 counts nothing."""
    terms = terms[terms["count"] > 0]  # 0 stands where an article could not be worked on
    rows, ids = pd.factorize(terms["article_id"])
    columns, names = pd.factorize(terms["term"], sort=True)
    values = terms["count"].to_numpy(dtype=np.float64)
    matrix = sparse.csr_matrix((values, (rows, columns)), (len(ids), len(names)))
    matrix.sum_duplicates()
    return Counts(pd.Index(ids), pd.Index(names), matrix)


def shared(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The columns that two articles or more have: what stands in one article links it to none."""
    return matrix[:, np.bincount(matrix.indices, minlength=matrix.shape[1]) > 1]


def spaced(total: int, most: int) -> np.ndarray:
    """At most ``most`` of ``total`` places, evenly spaced: each period of a sorted corpus is there."""
    return np.unique(np.linspace(0, total - 1, min(total, most)).round().astype(np.int64))


def evidence(counts: Counts) -> sparse.csr_matrix:
    """What the mixture counts: words, their characters and, in longer words, their pairs of characters."""
    characters = counts.matrix @ _pieces(counts.names, 1)
    pairs = counts.matrix @ _pieces(counts.names, 2)
    blocks = [shared(counts.matrix), _PIECE_WEIGHT * shared(characters), _PIECE_WEIGHT * shared(pairs)]
    return shortened(sparse.csr_matrix(sparse.hstack(blocks)))


def shortened(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Counts of which those of a longer article add up to the effective length."""
    lengths = np.asarray(matrix.sum(axis=1)).ravel()
    return sparse.csr_matrix(sparse.diags(_EFFECTIVE_LENGTH / np.maximum(lengths, _EFFECTIVE_LENGTH)) @ matrix)


def _pieces(names: pd.Index, length: int) -> sparse.csr_matrix:
    """Terms by the runs of ``length`` characters in them; of words longer than a run, not of Latin ones."""
    number: dict[str, int] = {}
    rows, columns = [], []
    for row, name in enumerate(names):
        if len(name) > length and not name.isascii():
            for start in range(len(name) - length + 1):
                rows.append(row)
                columns.append(number.setdefault(name[start : start + length], len(number)))
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (len(names), len(number)))


def embed(matrix: sparse.csr_matrix, dimensions: int, fitted: np.ndarray | None = None) -> np.ndarray:
    """Articles as unit vectors: sublinear TF-IDF, then latent semantic analysis.

    ``fitted`` are the rows that the dimensions are learnt from; left out, all.
    """
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(matrix)
    learnt = weights if fitted is None else weights[fitted]
    dimensions = min(dimensions, min(learnt.shape) - 1)
    if dimensions < 2:
        return np.asarray(normalize(weights.toarray()).astype(np.float32))
    reduced = TruncatedSVD(dimensions, n_iter=4, random_state=0).fit(learnt).transform(weights)
    return np.asarray(normalize(reduced).astype(np.float32))
