"""Words with their part of speech, from jieba's dictionary: the compiled engine where there is one, else jieba's
own."""

from __future__ import annotations

from functools import cache
from typing import Any

try:
    import rjieba
except ImportError:  # no wheel for this platform: nearly the same tags, slower
    rjieba = None  # type: ignore[assignment]


@cache
def _own_tagger() -> Any:
    """jieba's tagger with a tokenizer of its own, never the shared one."""
    import jieba
    import jieba.posseg

    return jieba.posseg.POSTokenizer(jieba.Tokenizer())


def tag(text: str) -> list[tuple[str, str]]:
    """Words of a stretch of text with jieba's tags, in order and without a gap.

    Examples
    --------
    >>> tag("发放慰问金")
    [('发放', 'v'), ('慰问金', 'n')]
    """
    if rjieba is None:
        return [(pair.word, pair.flag) for pair in _own_tagger().cut(text)]
    try:
        return rjieba.tag(text)
    except UnicodeEncodeError:  # a lone surrogate from a damaged file
        return rjieba.tag(text.encode("utf-8", "replace").decode("utf-8"))
