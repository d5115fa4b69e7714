"""Counting the words of articles that count as terms, as integer codes until the table is made."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsutil import schema
from newsutil.base.parallel import Report
from newsutil.words.segmenter import UserWord, segmenter

_HAS_LETTER = re.compile(r"[^\W\d_]")
# 三十, 二〇二五, 第一, 几十, 十余, 数百: a number, its place in a row, or a guess at one.
_CHINESE_NUMBER = re.compile(r"[第近约上]?[零〇○一二三四五六七八九十百千万亿两几数]+[余多几来]?")
_NUMBER_FIRST = frozenset("第近约上零〇○一二三四五六七八九十百千万亿两几数")
_LATIN_NUMBER = re.compile(r"[a-zA-Z]?[\d.,%]+[a-zA-Z]?")
# Number words that name a day or a year's event and not an amount (五一假期, 八一南昌起义).
_NAMED_DAYS = frozenset({"五一", "五四", "七一", "八一", "九三", "双十一"})


class Rule(NamedTuple):
    """Which words are terms: user words, and others of ``min_length`` characters that are not ``left_out``."""

    words: tuple[UserWord, ...]
    left_out: frozenset[str]
    min_length: int

    def kept(self, words: Sequence[str]) -> np.ndarray:
        """Whether each of the words is a term."""
        always = frozenset(word for word, _, _ in self.words) - self.left_out
        some = (
            word in always
            or (len(word) >= self.min_length and word not in self.left_out and not _is_number_or_mark(word))
            for word in words
        )
        return np.fromiter(some, dtype=bool, count=len(words))


def count_block(articles: Sequence[tuple[str, str]], report: Report, rule: Rule) -> pd.DataFrame:
    """Table of the terms of articles, given as id and text; ``report`` gets the number of articles done since."""
    cut = segmenter(rule.words).cut
    shortest = min([rule.min_length, *(len(word) for word, _, _ in rule.words)])  # half of all words are one character
    code_of: defaultdict[str, int] = defaultdict()
    code_of.default_factory = code_of.__len__  # words are numbered in the order in which they are first asked for
    lengths, codes, counts = array("i"), array("i"), array("i")
    for _, text in articles:
        counter = Counter([word for word in cut(text) if len(word) >= shortest])
        lengths.append(len(counter))
        codes.extend(map(code_of.__getitem__, counter))
        counts.extend(counter.values())
        report(1)
    coded = np.array(codes, dtype=np.int64)
    keep = rule.kept(list(code_of))[coded]
    row = np.repeat(np.arange(len(lengths)), lengths)[keep]
    columns = {
        "article_id": pd.array([article_id for article_id, _ in articles], dtype="str").take(row),
        "term": pd.array(list(code_of), dtype="str").take(coded[keep]),
        "count": np.array(counts, dtype=np.int64)[keep],
    }
    return schema.frame("terms", columns)


def _is_number_or_mark(word: str) -> bool:
    if "\u4e00" <= word[0] <= "\u9fff" and word[0] not in _NUMBER_FIRST:
        return False  # nearly all words
    if not _HAS_LETTER.search(word) or _LATIN_NUMBER.fullmatch(word):
        return True
    return word not in _NAMED_DAYS and _CHINESE_NUMBER.fullmatch(word) is not None
