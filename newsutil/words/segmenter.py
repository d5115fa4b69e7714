"""jieba's words at the speed of a compiled engine.

The engine is jieba-rs (through ``rjieba``).  Its words are those of jieba 0.42.1 but in three places, mended here:

1. Latin letters and digits joined by a connector (F-16, 2024-2025, 8.1ZB) stay whole in jieba-rs, where jieba cuts them
   with one regular expression.  Where a guard finds such a join, it is cut again with jieba's own expression.
2. Ideographs outside U+4E00 to U+9FD5 are symbols to jieba and Chinese characters to jieba-rs, and lone surrogates are
   refused by jieba-rs: the text is split at them first.
3. jieba's total frequency only ever grows, also when a known word gets a new weight.  Stretches that hold such a word
   are cut by jieba itself, with a tokenizer of our own; all others are untouched by the new weight.

What remains are near-ties of the hidden Markov model (two readings whose log probabilities differ by some 1e-7, as in
常在满): two in nine million words of random ideographs, none in five million words of news.  jieba's shared tokenizer
is never touched.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import jieba
import rjieba

from newsutil import schema
from newsutil.words.keywords import as_list

UserWord = tuple[str, int | None, str | None]

# The three expressions are jieba's own: re_han_default and re_userdict in jieba/__init__.py, re_skip in jieba/finalseg.
_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_DICTIONARY_LINE = re.compile(r"^(.+?)( [0-9]+)?( [a-z]+)?$", re.MULTILINE)

_RARE = re.compile(r"[\u3400-\u4DBF\u9FD6-\u9FFF\uF900-\uFAFF\uD800-\uDFFF\U00020000-\U0003FFFF]")
_RARE_RUN = re.compile(f"({_RARE.pattern}+)")
# A connector that is followed by more than the decimals of one number.  Both guards begin with one plain character
# class: that is several times as fast to search for as a group or a repeat.
_JOIN = re.compile(r"[-_+#&.%](?:[A-Za-z.%]|[0-9]+[.A-Za-z]|(?<!\.)[0-9])")
_LATIN_RUN = re.compile(r"[a-zA-Z0-9+#&\._%\-]+")
_CHINESE = re.compile(r"[\u4E00-\u9FD5]{2,}")
_PADDING = "\ue000\uf8ff\ue000"  # private-use characters: a word that no text holds and no block can match


class Segmenter:
    """Cuts texts into words, with user words added as ``jieba.Tokenizer.add_word`` adds them (frequency 0: taken out).

    Where ``exact``, a new weight of a known word counts in the total as it does with jieba, whose dictionary is then
    read: that takes two seconds.
    """

    def __init__(self, words: Iterable[UserWord] = (), *, exact: bool = True) -> None:
        words = tuple(words)
        self._engine = rjieba.Jieba()
        self._changed: re.Pattern[str] | None = None
        times, known = Counter(word for word, _, _ in words), self.knows
        changed = {word for word, frequency, _ in words if frequency == 0 or times[word] > 1 or known(word)}
        if exact and changed:
            self._add_with_jieba(words, changed)
        else:
            for entry in words:
                self._engine.add_word(*entry)

    def cut(self, text: str) -> list[str]:
        """Words of ``text`` in order; joined, they are the text."""
        if self._changed is None or not self._changed.search(text):
            return self._cut_with_engine(text)
        words: list[str] = []
        for block in filter(None, _BLOCK.split(text)):
            words += self._cut_with_jieba(block) if self._changed.search(block) else self._cut_with_engine(block)
        return words

    def knows(self, word: str) -> bool:
        """Whether a word is one of the dictionary's, not one that the Markov model has put together (回潞州|区)."""
        return self._engine.has_word(word)

    def _add_with_jieba(self, words: tuple[UserWord, ...], changed: set[str]) -> None:
        """Add all words to an own tokenizer and the new ones to the engine, with the same frequencies and total."""
        tokenizer = self._tokenizer = _own_tokenizer()
        base_total = tokenizer.total
        weights: dict[str, int] = {}
        for word, frequency, _ in words:
            weights[word] = tokenizer.suggest_freq(word) if frequency is None else int(frequency)
            # jieba's add_word, but for words of frequency 0: those it would put into a set shared by all tokenizers.
            tokenizer.FREQ[word] = weights[word]
            tokenizer.total += weights[word]
            for end in range(1, len(word)):
                tokenizer.FREQ.setdefault(word[:end], 0)
        self._removed = frozenset(word for word, weight in weights.items() if not weight and _CHINESE.fullmatch(word))
        added = {word: tokenizer.FREQ[word] for word, _, _ in words if word not in changed}
        for word, weight in added.items():
            self._engine.add_word(word, weight, None)
        if grown := tokenizer.total - base_total - sum(added.values()):
            self._engine.add_word(_PADDING, grown, None)
        self._changed = re.compile("|".join(map(re.escape, sorted(changed))))

    def _cut_with_jieba(self, text: str) -> list[str]:
        # The Markov model may put a removed word together again; jieba then cuts it into characters.
        return [part for word in self._tokenizer.lcut(text) for part in (word if word in self._removed else (word,))]

    def _cut_with_engine(self, text: str) -> list[str]:
        if text.isascii() or not _RARE.search(text):
            return self._cut_plain(text)
        words: list[str] = []
        for number, piece in enumerate(_RARE_RUN.split(text)):
            words += piece if number % 2 else self._cut_plain(piece)
        return words

    def _cut_plain(self, text: str) -> list[str]:
        words: list[str] = self._engine.cut(text)
        return self._mend_joins(words) if _JOIN.search(text) else words

    def _mend_joins(self, words: list[str]) -> list[str]:
        """Cut runs of Latin letters, digits and connectors as jieba does (F, -, 16); dictionary words stay (AT&T)."""

        def is_piece(word: str) -> bool:
            return _LATIN_RUN.fullmatch(word) is not None and (len(word) == 1 or not self.knows(word))

        mended: list[str] = []
        for joined, run in groupby(words, is_piece):
            pieces = list(run)
            mended += filter(None, _LATIN.split("".join(pieces))) if joined else pieces
        return mended


@lru_cache(maxsize=8)
def segmenter(words: tuple[UserWord, ...] = (), *, exact: bool = True) -> Segmenter:
    """The segmenter with these user words, made once: reading the dictionary takes longer than cutting a page."""
    return Segmenter(words, exact=exact)


def user_words(words: str | os.PathLike[str] | Iterable[str | tuple[object, ...]]) -> tuple[UserWord, ...]:
    """User words as (word, frequency, tag), each entry once.

    A dictionary file is in jieba's form, UTF-8, a word a line, frequency and tag behind it: ``爱心驿站 20 n``.  A word
    that jieba would cut before it looks it up is told.

    >>> user_words(["爱心驿站", ("三会一课", 30)])
    (('爱心驿站', None, None), ('三会一课', 30, None))
    """
    if isinstance(words, str | os.PathLike):
        found = _DICTIONARY_LINE.findall(_read_lines(Path(words)))
        words = [(word, int(number) if number else None, tag.strip() or None) for word, number, tag in found]
    entries = tuple(dict.fromkeys(map(_entry, as_list(words))))
    parted = [word for word, _, _ in entries if not _BLOCK.fullmatch(word)]
    if parted:
        schema.warn(
            f"{len(parted)} of {len(entries)} user words stay without effect, as a text is cut at blanks and marks "
            f"before words are looked up: {'、'.join(map(repr, parted[:5]))}. keyword_trends and concordance find them."
        )
    return entries


def _entry(given: object) -> UserWord:
    parts = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, tuple | list) else ()
    word, frequency, tag = (*parts, None, None, None)[:3]
    if not isinstance(word, str) or not word or len(parts) > 3:
        raise ValueError(
            "each user word must be a word, (word, frequency) or (word, frequency, tag); "
            f"got {given!r}. Write for example words=['爱心驿站', ('三会一课', 30)]."
        )
    if frequency is not None and (isinstance(frequency, bool) or not isinstance(frequency, int) or frequency < 0):
        raise ValueError(
            f"the frequency of a user word must be a whole number from 0; got {frequency!r} for {word!r}. "
            "Leave it out, and it is chosen so that the word is found."
        )
    return word, frequency, tag if tag is None else str(tag)


def _read_lines(path: Path) -> str:
    if not path.is_file():
        raise FileNotFoundError(
            f"words must be a list of words or the path of a dictionary file; got {str(path)!r}, which is no file. "
            f"A single word is given as a list: words=[{str(path)!r}]."
        )
    try:
        return "\n".join(map(str.strip, path.read_text(encoding="utf-8-sig").splitlines()))
    except UnicodeDecodeError as error:
        raise ValueError(
            f"a dictionary file must be UTF-8; got other bytes in {path.name}. Save it as UTF-8 and try again."
        ) from error


def _own_tokenizer() -> jieba.Tokenizer:
    """A tokenizer with jieba's dictionary, shared with no one; ``initialize`` would log and write a cache file."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def tag(text: str) -> list[tuple[str, str]]:
    """Words of a stretch of text with jieba's tags, in order and without a gap.

    >>> tag("发放慰问金")
    [('发放', 'v'), ('慰问金', 'n')]
    """
    try:
        return rjieba.tag(text)
    except UnicodeEncodeError:  # a lone surrogate from a damaged file
        return rjieba.tag(text.encode("utf-8", "replace").decode("utf-8"))
