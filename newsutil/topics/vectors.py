"""Articles as vectors: word counts, the characters within the words, and latent semantic analysis."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sparse
from scipy.sparse.linalg import svds

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


def tfidf(counts: sparse.csr_matrix) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Sublinear TF-IDF, each row of unit length, and the inverse document frequencies.

    The weights are those of scikit-learn's ``TfidfTransformer(sublinear_tf=True)``, whose import takes longer than all
    that is done with them.
    """
    present = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + counts.shape[0]) / (1 + present)) + 1
    return weighted(counts, idf), idf


def weighted(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    """Sublinear TF-IDF with given inverse document frequencies, each row of unit length."""
    weights = sparse.csr_matrix(counts, dtype=np.float64, copy=True)
    weights.data = (1 + np.log(weights.data)) * idf[weights.indices]
    lengths = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    weights.data /= np.repeat(lengths, np.diff(weights.indptr))
    return weights


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1))


def embed(matrix: sparse.csr_matrix, dimensions: int, fitted: np.ndarray | None = None) -> np.ndarray:
    """Articles as unit vectors: sublinear TF-IDF, then latent semantic analysis.

    ``fitted`` are the rows that the dimensions are learnt from; left out, all.
    """
    weights, _ = tfidf(matrix)
    learnt = weights if fitted is None else weights[fitted]
    axes = main_axes(learnt, min(dimensions, min(learnt.shape) - 1))
    return unit(weights.toarray() if axes is None else weights @ axes).astype(np.float32)


def main_axes(matrix: sparse.csr_matrix | np.ndarray, dimensions: int) -> np.ndarray | None:
    """The directions in which the rows lie, one a column, those of the largest singular values; None for under two."""
    if dimensions < 2:
        return None
    _, _, axes = svds(matrix, k=dimensions, return_singular_vectors="vh", rng=np.random.default_rng(0))
    return np.asarray(axes).T
