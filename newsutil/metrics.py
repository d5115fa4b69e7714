"""Reported figures with what they count, where, and in which dimension: ``extract_metrics``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from newsutil import schema
from newsutil.attribution import Place, find_regions
from newsutil.contexts import per_words
from newsutil.measures import find_measures
from newsutil.mentions import Mention, find_mentions
from newsutil.partitions import article_wise
from newsutil.phrases import words
from newsutil.processes import Report, run_blocks, slices
from newsutil.scans import scan
from newsutil.units import units

Story = tuple[str, list[Place], str | None]
"""Text of an article, the decided places in it, its home."""
# A further process takes about 1.5 s to start, as long as 700,000 characters take: it pays from about here on.
_CHARACTERS_PER_PROCESS = 1_500_000


@article_wise("metrics")
def extract_metrics(articles: pd.DataFrame) -> pd.DataFrame:
    """Table of the figures in the texts of articles, one row per mention, in the order of the articles and of the text.

    Parameters
    ----------
    articles
        Table with ``article_id`` and ``text``; ``title`` and ``dateline`` help to tell the region where they are there.

    Returns
    -------
    DataFrame
        The table ``metrics``: ``start`` and ``end`` count characters of the article's text; ``value`` is in the
        written unit with 万 and 亿 multiplied out, ``value_high`` is the upper end of a range and missing otherwise;
        ``qualifier`` is exact, about, over or under; ``regions`` are adcodes joined by ``;`` (``100000`` for the
        whole country); ``amount`` is the value in the base unit of ``dimension`` (m², kg, CNY, person …), negative
        where the figure says by how much something fell; ``aspect`` is level, change, share or rate.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["江苏太仓发放慰问金1100余万元，惠及职工23.6万多人。"]})
    >>> extract_metrics(articles)[["value", "unit", "qualifier", "measure", "regions"]].values.tolist()
    [[11000000.0, '元', 'over', '慰问金', '320585'], [236000.0, '人', 'over', '职工', '320585']]
    """
    schema.require(articles, "articles", ["article_id", "text"])
    found = scan(articles)
    texts = [text if isinstance(text, str) else "" for text in articles["text"].tolist()]
    stories = list(zip(texts, found.decided(len(texts)), found.homes, strict=True))
    blocks = [stories[run] for run in slices(list(map(len, texts)), _CHARACTERS_PER_PROCESS)]
    parts = run_blocks(_figures, blocks, "figures")
    article_ids = articles["article_id"].astype("str").array
    counts = np.array(list(chain.from_iterable(numbers for _, numbers in parts)), dtype=np.int64)
    columns = {name: list(chain.from_iterable(part[name] for part, _ in parts)) for name in parts[0][0]}
    return schema.frame("metrics", {"article_id": article_ids.repeat(counts), **columns})


def _figures(stories: Sequence[Story], report: Report) -> tuple[dict[str, list[Any]], list[int]]:
    """Columns of the figures in texts, and how many each text has."""
    columns: dict[str, list[Any]] = {name: [] for name in schema.COLUMNS["metrics"] if name != "article_id"}
    counts = []
    for text, places, home in stories:
        mentions = find_mentions(text)
        if mentions:
            _add(columns, text, mentions, places, home or "")
        counts.append(len(mentions))
        report(1)
    return columns, counts


def _add(columns: dict[str, list[Any]], text: str, mentions: list[Mention], places: list[Place], home: str) -> None:
    """Append the rows of one article."""
    measures = find_measures(text, mentions)
    regions = find_regions(text, mentions, places, home, [measure.text for measure in measures])
    columns["start"] += [mention.start for mention in mentions]
    columns["end"] += [mention.end for mention in mentions]
    columns["text"] += [text[mention.start : mention.end] for mention in mentions]
    columns["value"] += [mention.value for mention in mentions]
    columns["value_high"] += [math.nan if mention.high is None else mention.high for mention in mentions]
    columns["unit"] += [mention.unit for mention in mentions]
    columns["qualifier"] += [mention.qualifier for mention in mentions]
    columns["measure"] += [measure.text for measure in measures]
    columns["regions"] += map(";".join, regions)
    columns["aspect"] += [measure.aspect for measure in measures]
    for mention, measure in zip(mentions, measures, strict=True):
        dimension, factor = dimension_of(mention.unit, mention.base, measure.text, mention.value)
        columns["dimension"].append(_per(dimension, mention))
        columns["amount"].append(mention.value * factor * measure.sign)


def dimension_of(unit: str, base: str, noun: str, value: float) -> tuple[str, float]:
    """Dimension of a unit and the factor to its base unit; without a unit, people where the noun counts people.

    Examples
    --------
    >>> dimension_of("公里", "公里", "道路", 2.0), dimension_of("元/人", "元", "救助金", 1.0)
    (('length', 1000.0), ('CNY/person', 1.0))
    """
    if not base:
        if value < 1:
            return "fraction", 1.0
        return ("person" if noun.endswith(words("people")) else ""), 1.0
    known = units()[base]
    if base == "度" and noun.endswith(("电", "电量")):
        return "energy", 1.0
    for mark in "/／每":
        if mark in unit:
            lower = unit.split(mark, 1)[1]
            below = units().get(lower)
            if below is not None:
                return f"{known.dimension}/{below.dimension}", known.factor / below.factor
            return f"{known.dimension}/{lower}" if lower in per_words() else known.dimension, known.factor
    if known.dimension == "length" and noun.endswith(("时速", "车速", "航速")):
        return "length/hour", known.factor
    return known.dimension, known.factor


def _per(dimension: str, mention: Mention) -> str:
    """The dimension with what a 每 before the figure divides by: 每亩地6000多斤 is mass per 亩."""
    if not mention.per or not dimension:
        return dimension
    return f"{dimension}/{mention.per[1:].lstrip('一个')}"
