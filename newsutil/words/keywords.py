"""Keywords found in the text itself, several in one pass, whatever a segmenter would make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ahocorasick_rs
import numpy as np
import pandas as pd

from newsutil.base.text import field_texts

Keywords = str | Iterable[str] | Mapping[str, str | Iterable[str]]

# What a reader of the article sees as its own words.  Kicker and subtitle often repeat the title in other words, and a
# photo's title is its caption's first line; counting them too would count one statement twice.
WORD_FIELDS = ("title", "text")


def as_list(words: str | Iterable[str]) -> list[str]:
    """Words, or a single one, as a list."""
    return [words] if isinstance(words, str) else list(words)


def keyword_variants(keywords: Keywords) -> dict[str, tuple[str, ...]]:
    """Each keyword's name with the spellings that are counted for it, in the order given; refused where one is empty.

    Examples
    --------
    >>> keyword_variants({"志愿服务": ["志愿服务", "志愿者"], "粮食": "粮食"})
    {'志愿服务': ('志愿服务', '志愿者'), '粮食': ('粮食',)}
    """
    given = keywords if isinstance(keywords, Mapping) else {word: word for word in as_list(keywords)}
    variants = {
        name: tuple(words) if isinstance(words, Iterable) and not isinstance(words, str) else (words,)
        for name, words in given.items()
    }
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
    spellings = [*variants.values(), _longer_words(variants, exclude)]
    spelled = pd.DataFrame(
        [(keyword, word) for keyword, words in enumerate(spellings) for word in words], columns=["keyword", "word"]
    )
    spelled["word"], words = pd.factorize(spelled["word"])
    matches = _all_matches(articles, list(words)).merge(spelled, on="word")
    order = np.lexsort((-matches["end"], matches["start"], matches["place"], matches["keyword"]))
    place, start, end, _, keyword = matches.to_numpy()[order].T
    # Keywords and, within them, places are laid out one behind the other, so that one running maximum tells how far
    # any longer word seen so far reaches.
    length, places = end.max(initial=0) + 1, place.max(initial=0) + 1
    covers = keyword == len(variants)
    reach = np.append(0, np.maximum.accumulate((place * length + end)[covers]))
    before = np.searchsorted((place * length + start)[covers], place * length + start, side="right")
    free = np.flatnonzero(reach[before] < place * length + end)
    line = (keyword * places + place)[free] * length
    chosen = free[_leftmost(line + start[free], line + end[free])]
    return pd.DataFrame(
        {
            "row": place[chosen] // len(WORD_FIELDS),
            "field": pd.Categorical.from_codes(place[chosen] % len(WORD_FIELDS), categories=list(WORD_FIELDS)),
            "keyword": keyword[chosen],
            "start": start[chosen],
            "end": end[chosen],
        }
    )


def _longer_words(variants: Mapping[str, Iterable[str]], exclude: Iterable[str]) -> list[str]:
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


def _all_matches(articles: pd.DataFrame, words: list[str]) -> pd.DataFrame:
    """All matches of all words, overlapping ones too: ``place`` counts the fields of all articles."""
    find = ahocorasick_rs.AhoCorasick(words).find_matches_as_indexes
    matches: list[tuple[int, int, int]] = []
    places: list[int] = []
    for offset, field in enumerate(WORD_FIELDS):
        for row, text in enumerate(field_texts(articles, field)):
            found = find(text, overlapping=True)
            matches += found
            places += [row * len(WORD_FIELDS) + offset] * len(found)
    word, start, end = np.array(matches, dtype=np.int64).reshape(-1, 3).T
    return pd.DataFrame({"place": np.array(places, dtype=np.int64), "start": start, "end": end, "word": word})


def _leftmost(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Which stretches are the leftmost, then longest, of overlapping ones; ordered by start and falling end."""
    kept = np.ones(len(start), dtype=bool)
    last = 0
    for here in (np.flatnonzero(start[1:] < np.maximum.accumulate(end)[:-1]) + 1).tolist():
        if kept[here - 1]:
            last = end[here - 1]
        kept[here] = start[here] >= last
    return kept
