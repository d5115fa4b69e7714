"""Concordance: every place of a keyword with the words around it, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import pandas as pd

from newsutil.base.dask_tables import partition_wise
from newsutil.base.dates import days_of, warn_unread
from newsutil.base.text import field_texts, id_texts
from newsutil.schema import check_choice, check_count, frame, require
from newsutil.words.keywords import WORD_FIELDS, as_list, find_hits

_SORTS = ("date", "article", "left", "right")
_PLACES = ("region", "adcode")
_LINE_BREAKS = str.maketrans("\n\r\t", "   ")
_STYLES = {
    "left": "text-align: right; white-space: pre",
    "keyword": "text-align: center; white-space: pre; font-weight: bold",
    "right": "text-align: left; white-space: pre",
}
_HEADS = [f'<th style="{style.split(";")[0]}">{name}</th>' for name, style in _STYLES.items()]


class Concordance(pd.DataFrame):
    """A DataFrame that a notebook shows with the keyword in one column of its own, its surroundings aligned to it."""

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return Concordance

    def _repr_html_(self) -> str:
        if not {"left", "keyword", "right"}.issubset(self.columns):
            return str(super()._repr_html_())
        shown = self.head(int(pd.get_option("display.max_rows") or len(self)))
        names = [name for name in ("date", "article_id", *_PLACES, "start") if name in self.columns]
        styles = dict.fromkeys(names, "text-align: left") | _STYLES
        columns = [[_cell(value, style) for value in shown[name]] for name, style in styles.items()]
        header = "".join(f"<th>{name}</th>" for name in names) + "".join(_HEADS)
        rows = "".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(*columns, strict=True))
        more = len(self) - len(shown)
        note = f"<p>{len(shown)} of {len(self)} rows are shown</p>" if more else ""
        return f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>{note}"


@partition_wise
def concordance(
    articles: pd.DataFrame,
    keyword: str | Iterable[str],
    *,
    width: int = 20,
    sort: str = "date",
    exclude: Iterable[str] = (),
) -> pd.DataFrame:
    """Every place of a keyword in titles and texts, with the characters left and right of it.

    With ``articles.merge(home_regions(articles))`` it also tells where each article plays.

    Parameters
    ----------
    articles : DataFrame
        ``article_id`` and ``text``, and where there are such columns ``title``, ``date``, ``region`` or ``adcode``.  A
        Dask DataFrame gives a Dask DataFrame, sorted within its partitions.
    keyword : str or list of str
        The keyword, or its spellings.  Found as it stands; no regular expression.
    width : int
        Characters on each side.
    sort : {"date", "article", "left", "right"}
        By date, in the order of the articles, or by the characters before or after the keyword, nearest first, which
        brings equal phrases together.
    exclude : iterable of str
        Longer words in which the keyword is not taken: ``["印度尼西亚"]`` for 印度.

    Returns
    -------
    DataFrame
        ``article_id``, ``date``, ``field`` (``title`` or ``text``), ``start`` and ``end`` (characters of that field),
        ``left``, ``keyword`` (as it stands there), ``right`` (line breaks and tabs as spaces), and ``region`` or
        ``adcode`` of the article where known.

    Raises
    ------
    ValueError
        When the keyword is empty, ``width`` is negative or ``sort`` is not one of the above.

    Warns
    -----
    NewsutilWarning
        When dates cannot be read.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "article_id": ["一"], "date": ["2023-06-02"], "text": ["社区建起爱心驿站，环卫工人在爱心驿站歇脚。"]})
    >>> concordance(articles, "爱心驿站", width=4)[["start", "left", "keyword", "right"]]
       start  left keyword right
    0      4  社区建起    爱心驿站  ，环卫工
    1     14  卫工人在    爱心驿站   歇脚。
    """
    require(articles, "articles", ["article_id", "text"])
    check_choice("sort", sort, _SORTS)
    check_count("width", width, 0)
    days = days_of(articles)
    warn_unread(articles, days)
    hits = find_hits(articles, {"keyword": as_list(keyword)}, exclude)
    texts = {field: field_texts(articles, field) for field in WORD_FIELDS}
    rows, starts, ends = (hits[name].to_numpy() for name in ("row", "start", "end"))
    whole = [texts[field][row] for field, row in zip(hits["field"], rows, strict=True)]
    places = list(zip(whole, starts, ends, strict=True))
    columns = {
        "article_id": id_texts(articles["article_id"]).to_numpy()[rows],
        "date": days.to_numpy()[rows],
        "field": hits["field"].astype("object"),
        "start": starts,
        "end": ends,
        "left": [text[max(start - width, 0) : start].translate(_LINE_BREAKS) for text, start, _ in places],
        "keyword": [text[start:end] for text, start, end in places],
        "right": [text[end : end + width].translate(_LINE_BREAKS) for text, _, end in places],
        **{name: articles[name].to_numpy()[rows] for name in _PLACES if name in articles.columns},
    }
    found = frame("concordance", columns)
    if sort != "article":
        nearest_first = (lambda left: left.str[::-1]) if sort == "left" else None
        found = found.sort_values(sort, key=nearest_first, kind="stable", ignore_index=True)
    return Concordance(found)


def _cell(value: Any, style: str) -> str:
    text = f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else "" if pd.isna(value) else str(value)
    return f'<td style="{style}">{escape(text)}</td>'
