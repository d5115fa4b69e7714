"""Articles as vectors: word counts, the characters within the words, and latent semantic analysis."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from newsutil.base.text import id_texts
from newsutil.words.terms import known_terms

# A headline has some five words, and two on the stock market may share none (股市, 股票, A股) but a character.
# Characters are less telling than words: with 0.4 to 0.6 for them and 0.5 for their pairs, topics agreed best with the
# labels of headlines and between seeds; with 1 for both, clearly less.
_PIECE_WEIGHT = 0.5

# The mixture takes each word for a witness of its own; in a longer text the witnesses repeat each other, and it grows
# certain of its first guess.  A longer text therefore speaks with the weight of this many words and characters.
_EFFECTIVE_LENGTH = 20.0

_UNEVEN = 1e-6


class Counts(NamedTuple):
    """Article ids in order of appearance, terms in order of code points, and how often each stands in each."""

    ids: pd.Index
    names: pd.Index
    matrix: sparse.csr_matrix


def counts_of(terms: pd.DataFrame) -> Counts:
    """The terms table as a matrix; rows of the same article and term are added up, a count of 0 counts nothing."""
    terms = known_terms(terms)
    rows, ids = pd.factorize(id_texts(terms["article_id"]))
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


def membership(labels: np.ndarray, n_clusters: int) -> sparse.csr_matrix:
    """Clusters by articles, 1 where the article belongs to the cluster."""
    ones = np.ones(len(labels))
    return sparse.csr_matrix((ones, (labels, np.arange(len(labels)))), (n_clusters, len(labels)))


def tfidf(counts: sparse.csr_matrix) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Sublinear TF-IDF, each row of unit length, and the inverse document frequencies."""
    transformer = TfidfTransformer(sublinear_tf=True)
    return transformer.fit_transform(counts), transformer.idf_


def weighted(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    """Sublinear TF-IDF with given inverse document frequencies, each row of unit length."""
    if not len(idf):
        return counts
    transformer = TfidfTransformer(sublinear_tf=True)
    transformer.idf_ = idf
    return transformer.transform(counts)


def embed(matrix: sparse.csr_matrix, dimensions: int, fitted: np.ndarray | None = None) -> np.ndarray:
    """Articles as unit vectors: sublinear TF-IDF, then latent semantic analysis.

    ``fitted`` are the rows that the dimensions are learnt from; left out, all.
    """
    weights, _ = tfidf(matrix)
    return on_main_axes(weights, dimensions, weights if fitted is None else weights[fitted])


def on_main_axes(rows: sparse.csr_matrix, dimensions: int, fitted: sparse.csr_matrix) -> np.ndarray:
    """The rows as unit vectors along the main directions of ``fitted``; along all their own where there are too few."""
    dimensions = min(dimensions, min(fitted.shape) - 1)
    if dimensions < 2:
        return np.asarray(normalize(rows.toarray()))
    # The axes of equal values, as those of clusters on which all starts agree, are found by rounding alone, which
    # differs from one kind of processor to the next: columns that differ by far more than it leave no values equal.
    # Not ARPACK, which of equal values finds only some; a block of vectors finds all.
    uneven = sparse.diags(1 + _UNEVEN * np.random.default_rng(0).random(fitted.shape[1]))
    rows, fitted = rows @ uneven, fitted @ uneven
    with np.errstate(divide="ignore", invalid="ignore"):  # rows that are all the same have no variance to explain
        axes = TruncatedSVD(dimensions, random_state=0).fit(fitted)
    return np.asarray(normalize(axes.transform(rows)))
