"""Reported figures in their sentences: from a number in a table back to the paper's words."""

from __future__ import annotations

import pandas as pd

from newsutil import schema
from newsutil.base.dask_tables import of_partitions
from newsutil.base.dates import days_of
from newsutil.base.text import SENTENCE_END, field_texts, id_texts
from newsutil.places import divisions
from newsutil.words.concordance import Concordance

_OF_ARTICLE = ("paper", "title")
_OF_FIGURE = ("measure", "value", "unit", "qualifier", "aspect", "period", "status")
_LONGEST = 120  # characters on each side, where a text has no full stop


def quote_figures(articles: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The sentence of every figure, cut at the figure, with all that a reader needs to judge it.

    Parameters
    ----------
    articles : DataFrame
        Table of articles with ``article_id`` and ``text``.
    figures : DataFrame
        Rows of the table of metrics, all or some: those behind a comparison come from ``reported_figures``.

    Returns
    -------
    DataFrame
        ``article_id``, ``date``, ``paper``, ``title``; ``region``, the name of the ``adcode`` that a figure counts for,
        else of its ``regions``; ``start`` and ``end`` (characters of the text); ``left``, ``keyword`` (the figure as it
        stands) and ``right`` of it to the ends of the sentence; the figure's ``measure``, ``value``, ``unit``,
        ``qualifier``, ``aspect``, ``period`` and ``status``, and ``adcode`` and ``part`` where the rows have them.  A
        notebook shows it as an aligned table.

    Raises
    ------
    ValueError
        When a figure is of an article that is not in the table, or does not stand in its text.

    Examples
    --------
    >>> from newsutil.metrics.metrics import extract_metrics
    >>> articles = pd.DataFrame({"article_id": ["a"], "date": ["2024-05-07"], "text": ["目前浙江有志愿者300万名。"]})
    >>> quoted = quote_figures(articles, extract_metrics(articles))
    >>> quoted[["region", "left", "keyword", "right", "period"]].values.tolist()
    [['浙江省', '目前浙江有志愿者', '300万名', '。', '≤2024-05-07']]
    """
    schema.require(articles, "articles", ["article_id", "text"])
    schema.require(figures, "metrics", ["article_id", "start", "end", "regions", *_OF_FIGURE])
    figures = schema.as_declared(pd.concat(of_partitions(lambda part: part, figures), ignore_index=True), "metrics")
    ids = id_texts(figures["article_id"])
    wanted = set(ids)
    found = pd.concat(of_partitions(lambda part: part[id_texts(part["article_id"]).isin(wanted)], articles))
    texts = {name: pd.Series(field_texts(found, name), dtype="str") for name in (*_OF_ARTICLE, "text")}
    about = pd.DataFrame({"date": days_of(found).reset_index(drop=True), **texts})
    about = about.set_index(pd.Index(id_texts(found["article_id"]).rename("id")))
    about = about[~about.index.duplicated(keep="last")]
    unknown = sorted(wanted - set(about.index))
    if unknown:
        raise ValueError(
            f"the articles of the figures are needed; {len(unknown)} are missing, the first is {unknown[0]!r}. "
            "Give the table the metrics were extracted from."
        )
    about = about.loc[ids].reset_index(drop=True)
    spans = zip(about["text"], figures["start"].astype(int), figures["end"].astype(int), strict=True)
    pieces = pd.DataFrame([_cut(*span) for span in spans], columns=["left", "keyword", "right"], dtype="str")
    _check_surfaces(figures, pieces["keyword"])
    codes = figures["adcode"] if "adcode" in figures.columns else figures["regions"]
    regions = codes.map({code: _names(code) for code in codes.unique()}).astype("str").rename("region")
    further = [*_OF_FIGURE, *(name for name in ("adcode", "part") if name in figures.columns)]
    columns = [ids, about[["date", *_OF_ARTICLE]], regions, figures[["start", "end"]], pieces, figures[further]]
    return Concordance(pd.concat(columns, axis=1))


def _check_surfaces(figures: pd.DataFrame, found: pd.Series) -> None:
    """Refuse texts in which a figure does not stand where its row says."""
    surfaces = figures["text"] if "text" in figures.columns else found
    other = figures[(surfaces != "") & (surfaces != found)]
    if len(other):
        article, surface = other.iloc[0][["article_id", "text"]]
        raise ValueError(
            f"the texts in which the figures stand are needed; {len(other)} of {len(figures)} stand elsewhere, first "
            f"{surface!r} of article {article!r}. Give the table the metrics were extracted from, each id once."
        )


def _names(codes: object) -> str:
    """Names of divisions; a code that is none stays."""
    return "、".join(_name(code) for code in ("" if pd.isna(codes) else str(codes)).split(";"))


def _name(code: str) -> str:
    try:
        return divisions.region_name(code) if code else ""
    except ValueError:
        return code


def _cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence around a figure: what stands before it, the figure, what stands behind."""
    before, behind = text[max(0, start - _LONGEST) : start], text[end : end + _LONGEST]
    *_, first = 0, *(found.end() for found in SENTENCE_END.finditer(before))
    stop = SENTENCE_END.search(behind)
    return before[first:], text[start:end], behind[: stop.end() if stop else None].rstrip("\n")
