"""Where sentences and clauses of Chinese newspaper text end, and the cells of a text column."""

from __future__ import annotations

import re

import pandas as pd

_SENTENCE_MARKS = "。！？!?\n"
_CLAUSE_MARKS = "，。；！？：\n,;!?…—"

SENTENCE_END = re.compile(f"[{_SENTENCE_MARKS}]")
SENTENCE_ENDS = re.compile(f"[{_SENTENCE_MARKS}]+")
CLAUSE_END = re.compile(f"[{_CLAUSE_MARKS}]|  +")
"""Two spaces part clauses too: a table's cells, a caption's parts."""

_HALF_PAIR = re.compile("[\ud800-\udfff]")


def field_texts(articles: pd.DataFrame, field: str) -> list[str]:
    """Texts of a column, one for each article; an absent column or a cell that holds no text gives ``""``.

    Half a surrogate pair, left by a broken conversion, cannot be searched: a ``?`` stands in its place.
    """
    if field not in articles.columns:
        return [""] * len(articles)
    texts = [text if isinstance(text, str) else "" for text in articles[field].tolist()]
    if articles[field].dtype != object:
        return texts
    return [_HALF_PAIR.sub("?", text) if _HALF_PAIR.search(text) else text for text in texts]
