"""Reprints: articles that print an earlier one again, word for word or nearly so."""

from __future__ import annotations

import re
from numbers import Real

import numpy as np
import pandas as pd
from datasketch import MinHash, MinHashLSH

from newsutil.base.article_groups import warn_repeated
from newsutil.base.dates import days_of, warn_unread
from newsutil.base.text import field_texts, id_texts
from newsutil.schema import check_count, frame, require, warn

# Five characters in a row are about three words.  Fewer than 20 of them (图为会议现场 and the like) are no story.
_LENGTH = 5
_FEWEST = 20
_PERMUTATIONS = 64
# The index proposes, the exact similarity decides: it may propose too many, and sees, in 32 bits, only one passage in
# four, the same in every text: a fourth of the work, the similarity as expected.
_SLACK = 0.2
_SAMPLE = np.uint64(3)
_COMPARED = 20

_MARKS = re.compile(r"[\W_]+")


def find_reprints(
    articles: pd.DataFrame, *, similarity: float = 0.8, days: int | None = 30, seed: int = 0
) -> pd.DataFrame:
    """Articles whose text another has printed in the days before, each with that original.

    ``articles[~articles["article_id"].isin(reprints["article_id"])]`` counts each story once.

    Parameters
    ----------
    articles : DataFrame
        ``article_id`` and ``text``, and ``date`` where there is one; a Dask DataFrame is gathered.
    similarity : float
        Smallest part of their passages that two articles share (Jaccard index), above 0, up to 1.
    days : int, optional
        Most days between a reprint and the printing that it repeats; None for any number.  What comes back later (the
        call for subscriptions, a safety rule, the notice of a session) is news of its own time: left out, it would be
        missing from every later year.
    seed : int
        Of the hash functions of the index.

    Returns
    -------
    DataFrame
        A row for each article that is a reprint, in the order of the articles: ``article_id``, ``date``, ``original``
        (article_id of the earliest printing, the first in the table among equal dates; undated ones come last),
        ``original_date``, ``similarity`` (exact; to the original, or, where that is less alike than ``similarity``, to
        the later printing that the article repeats).

    Raises
    ------
    ValueError
        When ``similarity`` is not above 0 and up to 1, or ``days`` is no whole number from 0.

    Warns
    -----
    NewsutilWarning
        When article_ids repeat, dates cannot be read, or articles repeat one of more than ``days`` before.

    Notes
    -----
    A passage is five characters in a row, punctuation and spaces aside.  Texts with fewer than 20 passages (24
    characters) are left alone; a shortened version is no reprint once it has lost more than a fifth (at 0.8).
    Candidates come from ``datasketch``'s index of MinHash signatures, which may miss a pair just above the limit; none
    below it is listed.  In four years of evening news 27 of 29 such pairs are more than 30 days apart, most of them a
    year: forms that come back.

    References
    ----------
    Broder (1997), "On the resemblance and containment of documents".

    Examples
    --------
    >>> text = "全市志愿者走进社区，为独居老人送去米面油等生活用品，并约定每周上门一次。"
    >>> articles = pd.DataFrame({"article_id": ["一", "二"], "date": ["2023-06-02", "2023-06-03"], "text": text})
    >>> find_reprints(articles)[["article_id", "original", "similarity"]]
      article_id original  similarity
    0          二        一         1.0
    """
    require(articles, "articles", ["article_id", "text"])
    if not (isinstance(similarity, Real) and 0 < similarity <= 1):
        raise ValueError(f"similarity is above 0 and up to 1; got {similarity!r}. Try 0.8.")
    if days is not None:
        check_count("days", days, 0)
    articles = articles.compute() if hasattr(articles, "compute") else articles
    texts = field_texts(articles, "text")
    known = pd.DataFrame({"article_id": id_texts(articles["article_id"]), "date": days_of(articles)})
    warn_unread(articles, known["date"])
    warn_repeated(known["article_id"].nunique(), len(known), "a reprint may have the article_id of its original")
    order = np.argsort(known["date"].to_numpy(), kind="stable").tolist()
    since = ((known["date"] - known["date"].min()) / pd.Timedelta(days=1)).to_numpy()  # no date: no number
    most = np.inf if days is None else days
    repeats, returned = _repeats([texts[row] for row in order], since[order], similarity, most, seed)
    if returned:
        warn(
            f"{returned} articles repeat one of more than {days} days before; what comes back is no reprint. With "
            "days=None they are listed too.",
            above=1,
        )
    found = sorted((order[row], order[original], shared) for row, original, shared in repeats)
    here, first = (known.iloc[[places[end] for places in found]].reset_index(drop=True) for end in (0, 1))
    originals = {"original": first["article_id"], "original_date": first["date"]}
    return frame("reprints", dict(here.assign(**originals, similarity=[shared for _, _, shared in found])))


def _repeats(
    texts: list[str], since: np.ndarray, similarity: float, most: float, seed: int
) -> tuple[list[tuple[int, int, float]], int]:
    """Each text that repeats an earlier one, with the first printing of it, and how similar to the one it repeats; and
    how many repeat only what lies more than ``most`` days back, and begin anew.

    A text repeats the most similar of those that repeat none; only where there is none, of all others: a report to
    which each day adds a paragraph repeats the day before.
    """
    options = {"threshold": max(similarity - _SLACK, 0.1), "num_perm": _PERMUTATIONS, "weights": (0.2, 0.8)}
    first_printings, later_ones = indexes = MinHashLSH(**options), MinHashLSH(**options)
    empty = MinHash(num_perm=_PERMUTATIONS, seed=seed + 1, hashfunc=int)
    signatures: dict[int, MinHash] = {}
    original_of: dict[int, int] = {}
    repeats, returned = [], 0
    for row, text in enumerate(texts):
        passages = _passages(text)
        if len(passages) < _FEWEST:
            continue
        signature = empty.copy()
        sample = passages[(passages & _SAMPLE) == 0]
        signature.update_batch(((sample if len(sample) else passages[:1]) >> np.uint64(32)).tolist())
        shared, comes_back = 0.0, False
        for index in indexes:
            far = {other: bool(since[row] - since[other] > most) for other in sorted(index.query(signature))}
            alike = {
                other: _jaccard(passages, _passages(texts[other])) for other in _nearest(far, signature, signatures)
            }
            alike = {other: part for other, part in alike.items() if part >= similarity}
            near = {other: part for other, part in alike.items() if not far[other]}
            comes_back |= bool(alike)
            if near:
                closest = max(near, key=near.__getitem__)
                shared = near[closest]
                original_of[row] = original_of.get(closest, closest)
                repeats.append((row, original_of[row], shared))
                break
        returned += comes_back and not shared
        if shared < 1:  # the same passages again lead to no other text
            (later_ones if shared else first_printings).insert(row, signature)
            signatures[row] = signature
    return repeats, returned


def _nearest(far: dict[int, bool], signature: MinHash, signatures: dict[int, MinHash]) -> list[int]:
    """Earlier texts that may be alike, with whether they lie too far back; where hundreds share a boilerplate, those
    nearer in time whose signatures agree most."""
    if len(far) <= _COMPARED:
        return list(far)
    agree = {other: signature.jaccard(signatures[other]) for other in far}
    return sorted(sorted(far, key=lambda other: (far[other], -agree[other]))[:_COMPARED])


def _passages(text: str) -> np.ndarray:
    """Passages of a text as hashes, in order."""
    characters = np.frombuffer(_MARKS.sub("", text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    count = max(len(characters) - _LENGTH + 1, 0)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(_LENGTH):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + characters[offset : offset + count]
    hashes ^= hashes >> np.uint64(31)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)  # the multiplier of splitmix64, so that all bits depend on all characters
    return hashes ^ (hashes >> np.uint64(27))


def _jaccard(passages: np.ndarray, others: np.ndarray) -> float:
    ours, theirs = np.unique(passages), np.unique(others)
    shared = len(np.intersect1d(ours, theirs, assume_unique=True))
    return shared / (len(ours) + len(theirs) - shared)
