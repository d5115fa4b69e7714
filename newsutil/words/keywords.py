"""Keywords found in the text itself, several in one pass, whatever a segmenter would make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ahocorasick_rs
import numpy as np
import pandas as pd

from newsutil.base.text import field_texts

Keywords = str | Iterable[str] | Mapping[str, str | Iterable[str]]

# What a reader of the article sees as its own words.  Kicker and subtitle often repeat the title in other words, and a
# photo's title is its caption's first line; counting them too would count one statement twice.
WORD_FIELDS = ("title", "text")


def as_list(words: Iterable[Any]) -> list[Any]:
    """Words, or a single one, as a list, without the blanks and line feeds that a file leaves around them."""
    if hasattr(words, "columns"):
        raise TypeError("words are a list or a column; got a DataFrame. Give one of its columns, like table['word'].")
    given = words if isinstance(words, Iterable) and not isinstance(words, str) else [words]
    return [word.strip() if isinstance(word, str) else word for word in given]


def keyword_variants(keywords: Keywords) -> dict[str, tuple[str, ...]]:
    """Each keyword's name with the spellings that are counted for it, in the order given; refused where one is empty.

    >>> keyword_variants({"志愿服务": ["志愿服务", "志愿者"], "粮食": "粮食"})
    {'志愿服务': ('志愿服务', '志愿者'), '粮食': ('粮食',)}
    """
    given = keywords if isinstance(keywords, Mapping) else {word: word for word in as_list(keywords)}
    variants = {name: tuple(as_list(words)) for name, words in given.items()}
    for name, words in variants.items():
        wrong = [word for word in (name, *words) if not isinstance(word, str)]
        if wrong:
            raise TypeError(
                f"a keyword is a text; got {wrong[0]!r} of type {type(wrong[0]).__name__}. Put it in quotation marks."
            )
        if not words or not all(word.strip() for word in (name, *words)):
            raise ValueError(
                f"a keyword has at least one character; got {name!r}: {list(words)}. Leave the empty one out."
            )
    if not variants:
        raise ValueError("at least one keyword is needed; got none. Name one, like ['志愿服务'].")
    return {name: tuple(dict.fromkeys(words)) for name, words in variants.items()}


def find_hits(articles: pd.DataFrame, keywords: Keywords, exclude: Iterable[str] = ()) -> pd.DataFrame:
    """Every place of a keyword in titles and texts: ``keyword``, ``row`` (as positions), ``field``, ``start``, ``end``.

    They are ordered by keyword, article, field and start.  The variants of one keyword never overlap: the leftmost
    counts, and of those the longest, so that 志愿服务者 is one hit and its variant 志愿服务 no further one.  Different
    keywords are counted independently.  In the longer words of ``exclude`` none is counted.
    """
    variants = keyword_variants(keywords)
    longer = _longer_words(variants, exclude)
    words = list(dict.fromkeys([word for spellings in variants.values() for word in spellings] + longer))
    found = _all_matches(articles, words)
    number = {word: position for position, word in enumerate(words)}
    order = np.argsort(found["word"], kind="stable")
    bounds = np.searchsorted(found["word"][order], np.arange(len(words) + 1))

    def rows_of(spellings: Sequence[str]) -> np.ndarray:
        parts = [order[bounds[number[word]] : bounds[number[word] + 1]] for word in spellings]
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)

    covering = rows_of(longer)
    parts = []
    for spellings in variants.values():
        rows = rows_of(spellings)
        parts.append(_without_overlaps(found, rows[~_inside(found, rows, covering)]))
    chosen = np.concatenate(parts)
    place = found["place"][chosen]
    return pd.DataFrame(
        {
            "row": place // len(WORD_FIELDS),
            "field": pd.Categorical.from_codes(place % len(WORD_FIELDS), categories=list(WORD_FIELDS)),
            "keyword": np.repeat(np.arange(len(parts)), [len(rows) for rows in parts]),
            "start": found["start"][chosen],
            "end": found["end"][chosen],
        }
    )


def _longer_words(variants: Mapping[str, Sequence[str]], exclude: Iterable[str]) -> list[str]:
    longer = as_list(exclude)
    if any(not isinstance(word, str) or not word.strip() for word in longer):
        raise ValueError(f"words to exclude have at least one character; got {longer}. Leave the empty one out.")
    spellings = {word for words in variants.values() for word in words}
    same = sorted(spellings.intersection(longer))
    holds_none = [word for word in longer if word not in same and not any(spelling in word for spelling in spellings)]
    if same or holds_none:
        raise ValueError(
            "words to exclude hold a keyword and more, like 印度尼西亚 for the keyword 印度; got "
            f"{', '.join(same + holds_none)}. Leave these out, or lengthen them."
        )
    return longer


def _all_matches(articles: pd.DataFrame, words: list[str]) -> dict[str, np.ndarray]:
    """All matches of all words, overlapping ones too, ordered by place, then as the automaton reports them."""
    find = ahocorasick_rs.AhoCorasick(words).find_matches_as_indexes
    matches: list[tuple[int, int, int]] = []
    places: list[int] = []
    counts: list[int] = []
    for offset, field in enumerate(WORD_FIELDS):
        for row, text in enumerate(field_texts(articles, field)):
            found = find(text, overlapping=True)
            if found:
                matches += found
                places.append(row * len(WORD_FIELDS) + offset)
                counts.append(len(found))
    table = np.array(matches, dtype=np.int64).reshape(-1, 3)
    place = np.repeat(np.array(places, dtype=np.int64), np.array(counts, dtype=np.int64))
    order = np.lexsort((-table[:, 2], table[:, 1], place))
    word, start, end = table[order].T
    return {"word": word, "start": start, "end": end, "place": place[order]}


def _inside(found: Mapping[str, np.ndarray], rows: np.ndarray, covering: np.ndarray) -> np.ndarray:
    """Which of the matches ``rows`` lie within one of the matches ``covering``."""
    if not len(covering) or not len(rows):
        return np.zeros(len(rows), dtype=bool)
    # Places are laid out one behind the other, so that one running maximum tells how far any cover seen so far reaches.
    stride = int(found["end"].max()) + 1
    starts = found["place"][covering] * stride + found["start"][covering]
    reach = np.maximum.accumulate(found["place"][covering] * stride + found["end"][covering])
    before = np.searchsorted(starts, found["place"][rows] * stride + found["start"][rows], side="right") - 1
    return (before >= 0) & (reach[before] >= found["place"][rows] * stride + found["end"][rows])


def _without_overlaps(found: Mapping[str, np.ndarray], rows: np.ndarray) -> np.ndarray:
    """Leftmost, then longest, of overlapping matches; ``rows`` are ordered by place, start and falling end."""
    place, start, end = found["place"][rows], found["start"][rows], found["end"][rows]
    if not ((place[1:] == place[:-1]) & (start[1:] < end[:-1])).any():
        return rows
    kept, last_place, last_end = [], -1, -1
    for position, (here, begins, ends) in enumerate(zip(place.tolist(), start.tolist(), end.tolist(), strict=True)):
        if here != last_place or begins >= last_end:
            kept.append(position)
            last_place, last_end = here, ends
    return rows[kept]
