"""Words: jieba's segmentation, counts per article, and what a user dictionary changes."""

from __future__ import annotations

import os
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsutil import schema
from newsutil.base import resources
from newsutil.base.article_groups import warn_repeated
from newsutil.base.dask_tables import article_wise
from newsutil.base.parallel import Report, run_blocks, slices
from newsutil.base.text import id_texts, simplified
from newsutil.words.keywords import as_list
from newsutil.words.segmenter import UserWord, segmenter, user_words

Words = str | os.PathLike[str] | Iterable[str | tuple[object, ...]]
# A further process takes as long to start as 1.5 million characters to count: it pays from about here on.
_CHARACTERS_PER_PROCESS = 2_000_000

# What no term is: marks and figures; 12, 8.3%, 220V, 50g; 三十, 二〇二五, 第一, 几十, 十余 (a number, its place in a
# row, a guess at one), but for those that name a day and not an amount (五一假期, 八一南昌起义), and names with a
# number in them (C919, G20, 5G, 3D).
_NUMBER_OR_MARK = re.compile(
    r"(?!(?:五一|五四|七一|八一|九三|[A-Z]\d+[A-Z]?|\d{1,2}[A-Z])\Z)"
    r"(?:[\W\d_]+|[a-zA-Z]?[\d.,%]+[a-zA-Z]?|[第近约上]?[零〇○一二三四五六七八九十百千万亿两几数]+[余多几来]?)"
)
# Stopwords by their form: 一辆, 每亩, 三成, 亿斤 (so many), 二是 (counts points), 该案, 这名 (named elsewhere), 李某.
_STOPWORD = re.compile(
    r"[一二三四五六七八九十两几数多每那]+[个名位辆张份场次件条批种所家座台套支项间栋幢架艘棵头根封笔处段对群片天年亩斤吨里成倍人]"
    r"|[百千万亿]{1,2}(?:[元斤吨亩户头只株件个家名台套座辆]|人次?|千瓦时?|[平立]方米|公里)"
    r"|[一二三四五六七八九十][是要]|[这该此某].|.某某?"
)


class _LeftOut(NamedTuple):
    words: frozenset[str]
    forms: re.Pattern[str]
    shorter_than: int

    def has(self, word: str) -> bool:
        plain = simplified(word)  # 報道 is left out as 报道 is, 三萬 as 三万
        listed = word in self.words or plain in self.words
        return len(word) < self.shorter_than or listed or self.forms.fullmatch(plain) is not None


def segment(text: str, *, words: Words = ()) -> list[str]:
    """Words of ``text`` in order, those of jieba 0.42.1 (HMM on); joined, they are the text.

    It also serves scikit-learn: ``TfidfVectorizer(analyzer=nu.segment)``.

    Parameters
    ----------
    text : str
    words : list of words or of (word, frequency) or (word, frequency, tag), or path of a dictionary file
        They change the words exactly as ``jieba.Tokenizer.add_word`` does, for this call alone.

    Raises
    ------
    TypeError, ValueError, FileNotFoundError
        When ``text`` is no string, a user word cannot be used or the dictionary file cannot be read.

    Examples
    --------
    >>> segment("走进河南省漯河市总工会")
    ['走进', '河南省', '漯河市', '总工会']
    >>> segment("实现碳中和"), segment("实现碳中和", words=["碳中和"])
    (['实现', '碳中', '和'], ['实现', '碳中和'])
    """
    if not isinstance(text, str):
        raise TypeError(
            f"a text is needed, one str; got {type(text).__name__}. "
            "For a column of texts use articles['text'].map(segment), for counts count_terms(articles)."
        )
    return segmenter(user_words(words)).cut(text)


def count_terms(
    articles: pd.DataFrame, *, words: Words = (), stopwords: Iterable[str] | None = None, min_length: int = 2
) -> pd.DataFrame:
    """How often each word stands in title and text of each article.

    Left out are numbers, punctuation and stopwords.  User words count, also where they are numbers, too short or among
    the usual stopwords, but not where they are given as ``stopwords``.
    Both cores work where there is enough text; the counts are the same.

    Parameters
    ----------
    articles : DataFrame
        With ``article_id``, ``title`` and ``text``; a Dask DataFrame gives a Dask DataFrame.
    words : list of words or of (word, frequency) or (word, frequency, tag), or path of a dictionary file
        As in :func:`segment`; :func:`domain_words` gives the words of local news that jieba lacks.
    stopwords : iterable of str, optional
        Words to leave out instead of those of ``newsutil/data/words/stopwords.csv`` and of such as 一辆, 二是, 该案 and
        李某; ``()`` leaves out none.  They stand for the same words in traditional characters too.
    min_length : int
        Shortest word in characters; 1 keeps one-character words.

    Returns
    -------
    DataFrame
        ``article_id``, ``term``, ``count``, in the order of the articles and of first appearance.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["爱心驿站开门"], "text": ["环卫工人走进爱心驿站。"]})
    >>> count_terms(articles, words=["爱心驿站"])
      article_id  term  count
    0          a  爱心驿站      2
    1          a    开门      1
    2          a  环卫工人      1
    3          a    走进      1
    """
    schema.require(articles, "articles", ["article_id", "title", "text"])
    schema.check_count("min_length", min_length, 1)
    if isinstance(stopwords, str):
        raise TypeError(f"stopwords must be a list of words; got one str. Write stopwords=[{stopwords!r}].")
    forms = _NUMBER_OR_MARK
    added = user_words(words)
    if stopwords is None:
        stopwords = set(resources.column("words/stopwords", "word")).difference(word for word, _, _ in added)
        forms = re.compile(f"{forms.pattern}|{_STOPWORD.pattern}")
    if isinstance(articles, pd.DataFrame):
        distinct = id_texts(articles["article_id"]).nunique()
        warn_repeated(distinct, len(articles), "their words are counted row by row")
    return _count_terms(articles, added, _LeftOut(frozenset(as_list(stopwords)), forms, min_length))


@article_wise("terms")
def _count_terms(articles: pd.DataFrame, words: tuple[UserWord, ...], left_out: _LeftOut) -> pd.DataFrame:
    texts = list(zip(id_texts(articles["article_id"]).tolist(), _texts(articles), strict=True))
    blocks = [texts[run] for run in slices([len(text) for _, text in texts], _CHARACTERS_PER_PROCESS)]
    count = partial(_count_block, words=words, left_out=left_out)
    return pd.concat(run_blocks(count, blocks, "words"), ignore_index=True)


def _count_block(
    articles: Sequence[tuple[str, str]], report: Report, words: tuple[UserWord, ...], left_out: _LeftOut
) -> pd.DataFrame:
    """Table of the terms of articles, given as id and text: integer codes until it is made."""
    cut = segmenter(words).cut
    always = {word for word, frequency, _ in words if frequency != 0} - left_out.words
    shortest = min([left_out.shorter_than, *map(len, always)])  # half of all words are one character
    code_of: defaultdict[str, int] = defaultdict()
    code_of.default_factory = code_of.__len__  # words are numbered in the order in which they are first asked for
    lengths, codes, counts = array("i"), array("i"), array("i")
    for _, text in articles:
        counter = Counter([word for word in cut(text) if len(word) >= shortest])
        lengths.append(len(counter))
        codes.extend(map(code_of.__getitem__, counter))
        counts.extend(counter.values())
        report(1)
    kept = [word in always or not left_out.has(word) for word in code_of]
    coded = np.array(codes, dtype=np.int64)
    keep = np.array(kept, dtype=bool)[coded]
    row = np.repeat(np.arange(len(lengths)), lengths)[keep]
    columns = {
        "article_id": pd.array([article_id for article_id, _ in articles], dtype="str").take(row),
        "term": pd.array(list(code_of), dtype="str").take(coded[keep]),
        "count": np.array(counts, dtype=np.int64)[keep],
    }
    return schema.frame("terms", columns)


def known_terms(terms: pd.DataFrame) -> pd.DataFrame:
    """The rows that count a word; 0 stands where an article could not be worked on."""
    terms = schema.as_declared(terms, "terms", ["article_id", "term", "count"])
    return terms[(terms["count"] > 0) & (terms["term"] != "")]


def domain_words() -> list[str]:
    """Words of Chinese local news that jieba lacks, for ``words=``, from ``newsutil/data/words/domain_words.csv``.

    Examples
    --------
    >>> "新时代文明实践" in domain_words()
    True
    """
    return list(resources.column("words/domain_words", "word"))


def compare_segmentation(articles: pd.DataFrame, words: Words) -> pd.DataFrame:
    """What user words change in the segmentation: each stretch before and after, frequent ones first.

    A dictionary can also break words: those are among the ``moved`` ones.

    Parameters
    ----------
    articles : DataFrame
        With ``article_id``, ``title`` and ``text``.
    words : list of words or of (word, frequency) or (word, frequency, tag), or path of a dictionary file

    Returns
    -------
    DataFrame
        ``before``, ``after`` (words parted by a space), ``change``, ``count`` (times), ``articles`` (in how many).
        ``change`` is ``joined`` where words were only put together, ``split`` where words were only taken apart, and
        ``moved`` where a word that stood there before now begins or ends in the midst of another: read these.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [""], "text": ["推进乡村振兴，中和反应"]})
    >>> compare_segmentation(articles, ["乡村振兴"])
      before after  change  count  articles
    0  乡村 振兴  乡村振兴  joined      1         1
    """
    schema.require(articles, "articles", ["article_id", "title", "text"])
    schema.refuse_dask(articles, "articles")
    plain, changed = segmenter(), segmenter(user_words(words))
    found = [
        (*difference, row)
        for row, text in enumerate(_texts(articles))
        for difference in _differences(plain.cut(text), changed.cut(text))
    ]
    names = ["before", "after", "change"]
    table = pd.DataFrame(found, columns=[*names, "row"]).astype(dict.fromkeys(names, "str") | {"row": "int64"})
    counted = table.groupby(names, as_index=False).agg(count=("row", "size"), articles=("row", "nunique"))
    return counted.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def _texts(articles: pd.DataFrame) -> list[str]:
    """Title and text of each article; the line break keeps a word from reaching across."""
    columns = (articles[name].astype("str").fillna("").tolist() for name in ("title", "text"))
    return [f"{title}\n{text}" for title, text in zip(*columns, strict=True)]


def _differences(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    """Stretches in which two segmentations of the same text differ, between two boundaries that both have."""
    if before == after:
        return
    old_ends, new_ends = (np.cumsum([len(word) for word in words]) for words in (before, after))
    both = np.intersect1d(old_ends, new_ends)
    places = zip(np.searchsorted(old_ends, both) + 1, np.searchsorted(new_ends, both) + 1, strict=True)
    for (old, new), (old_stop, new_stop) in pairwise([(0, 0), *places]):
        olds, news = before[old:old_stop], after[new:new_stop]
        if olds != news:
            here, there = set(old_ends[old:old_stop]), set(new_ends[new:new_stop])
            yield " ".join(olds), " ".join(news), "joined" if there < here else "split" if here < there else "moved"
