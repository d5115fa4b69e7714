"""Reported figures in their sentences: from a number in a table back to the paper's words."""

from __future__ import annotations

import pandas as pd

from newsutil import schema
from newsutil.base.dates import days_of
from newsutil.base.text import SENTENCE_END, id_texts
from newsutil.words.concordance import Concordance

_FURTHER = ("adcode", "measure", "value", "unit", "qualifier")
_LONGEST = 120  # characters on each side, where a text has no full stop


def quote_figures(articles: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The sentence of every figure, cut at the figure, which a notebook shows as an aligned table.

    Parameters
    ----------
    articles : DataFrame
        Table of articles with ``article_id`` and ``text``.
    figures : DataFrame
        Rows of the table of metrics, all or some: those behind a comparison come from ``reported_figures``.

    Returns
    -------
    DataFrame
        ``article_id``, ``date`` where the articles have it, ``start`` and ``end`` (characters of the text), ``left``,
        ``keyword`` (the figure as it stands) and ``right`` of it to the ends of the sentence, and the figure's
        ``measure``, ``value``, ``unit`` and ``qualifier`` and ``adcode`` where the rows have them.

    Raises
    ------
    ValueError
        When a figure is of an article that is not in the table.

    Examples
    --------
    >>> from newsutil.metrics.metrics import extract_metrics
    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["天气晴。浙江有志愿者300万名。"]})
    >>> quote_figures(articles, extract_metrics(articles))[["left", "keyword", "right"]].values.tolist()
    [['浙江有志愿者', '300万名', '。']]
    """
    schema.require(articles, "articles", ["article_id", "text"])
    schema.require(figures, "metrics", ["article_id", "start", "end"])
    article_ids, ids = id_texts(articles["article_id"]), id_texts(figures["article_id"])
    texts = dict(zip(article_ids, articles["text"], strict=True))
    unknown = sorted(set(ids) - set(texts))
    if unknown:
        raise ValueError(
            f"the articles of the figures are needed; {len(unknown)} are missing, the first is {unknown[0]!r}. "
            "Give the table the metrics were extracted from."
        )
    pieces = [
        _cut(texts[article_id], start, end)
        for article_id, start, end in zip(ids, figures["start"], figures["end"], strict=True)
    ]
    made = {"article_id": ids.to_numpy()}
    if "date" in articles.columns:
        days = dict(zip(article_ids, days_of(articles), strict=True))
        made["date"] = ids.map(days).astype(schema.DATE).to_numpy()
    made |= {name: figures[name].to_numpy() for name in ("start", "end")}
    made |= {name: [piece[at] for piece in pieces] for at, name in enumerate(("left", "keyword", "right"))}
    made |= {name: figures[name].to_numpy() for name in _FURTHER if name in figures.columns}
    return Concordance(made)


def _cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence around a figure: what stands before it, the figure, what stands behind."""
    before = text[max(0, start - _LONGEST) : start]
    ends = [found.end() for found in SENTENCE_END.finditer(before)]
    behind = text[end : end + _LONGEST]
    stop = SENTENCE_END.search(behind)
    return (
        before[ends[-1] if ends else 0 :],
        text[start:end],
        behind[: stop.end() if stop else len(behind)].rstrip("\n"),
    )
