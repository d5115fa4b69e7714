"""Reported figures with what they count, where, and in which dimension: ``extract_metrics``."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import compress
from typing import Any

import pandas as pd

from newsutil import schema
from newsutil.base.dask_tables import article_wise
from newsutil.base.dates import days_of, warn_unread
from newsutil.base.parallel import Report, run_blocks, slices
from newsutil.base.text import field_texts, id_texts, simplified
from newsutil.metrics.breakdowns import are_parts
from newsutil.metrics.region_lists import Region
from newsutil.metrics.what_is_counted import Measure, measures_of
from newsutil.metrics.which_region import find_regions
from newsutil.numbers.aspect import PARTS
from newsutil.numbers.spot_figures import Figure, find_figures
from newsutil.numbers.units import units
from newsutil.numbers.word_classes import words
from newsutil.periods.reports import report_of
from newsutil.periods.when import Article, When, find_whens
from newsutil.places.divisions import COUNTRY
from newsutil.places.places import homes_of, mentions_by_article, read_items

_REPORTS = re.compile("代表国务院[^。]{0,8}报告")
_HEAD = 600  # characters in which a report says who gives it
_OF_THE_COUNTRY = re.compile("我国|国务院政府工作报告|全国(?!人|政协|代表|两会|委员|妇联|总工会|道德|劳动|优秀|先进)")

Story = tuple[str, str, Article, str]  # id and text of an article; its day, title and decided places; its home
_CHARACTERS_PER_PROCESS = 1_500_000  # a further process pays from about here on
_TOGETHER = 512  # articles that take each step together: what it needs stays in the processor's cache
_ONE = Fraction(1)
_PER_MARK = re.compile("[/／·每]")


@article_wise("metrics")
def extract_metrics(articles: pd.DataFrame, places: pd.DataFrame | None = None) -> pd.DataFrame:
    """Table of the figures in the texts of articles, one row per mention, in the order of the articles and of the text.

    Parameters
    ----------
    articles
        Table with ``article_id`` and ``text``; ``title`` and ``dateline`` help to tell the region where they are there.
    places
        The articles' table of places from ``find_places``, where it is there already: they are not looked for again.

    Returns
    -------
    DataFrame
        The table ``metrics``: ``start`` and ``end`` count characters of the article's text; ``value`` is in the
        written unit with 万 and 亿 multiplied out, ``value_high`` is the upper end of a range and missing otherwise;
        ``qualifier`` is exact, about, over or under; ``regions`` are adcodes joined by ``;`` (``100000`` for the
        whole country); ``amount`` is the value in the base unit of ``dimension`` (m², kg, CNY, person …), negative
        where the figure says by how much something fell; ``aspect`` is level, change (from the year before, or what
        was added), sequential (环比), since (比2020年), average (年均增长), share, rate or part (其中);
        ``period_start`` and ``period_end`` are days, both included, of which a figure that stands at a moment (目前)
        has only the second, ``period`` is their short name (2024H1, ≤2024-05-06); ``status`` is actual,
        planned or rule.  What stands in traditional characters is read, and counted, in simplified ones.

    A warning counts dates that cannot be read, ids that repeat, and places that do not stand in these texts.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["江苏太仓发放慰问金1100余万元，惠及职工23.6万多人。"]})
    >>> extract_metrics(articles)[["value", "unit", "qualifier", "measure", "regions"]].values.tolist()
    [[11000000.0, '元', 'over', '慰问金', '320585'], [236000.0, '人', 'over', '职工', '320585']]
    """
    schema.require(articles, "articles", ["article_id", "text"])
    items = read_items(articles)
    mentions = mentions_by_article(articles, items, places)
    texts = field_texts(articles, "text")
    decided = [[(m.start, m.end, m.adcode) for m in found if m.field == "text" and m.adcode] for found in mentions]
    titles = list(map(simplified, field_texts(articles, "title")))
    homes = [home or "" for home in homes_of(items, mentions)]
    for at, (title, text) in enumerate(zip(titles, texts, strict=True)):
        if not homes[at] and (_OF_THE_COUNTRY.search(title) or _REPORTS.search(text, 0, _HEAD)):
            homes[at] = COUNTRY  # what names no place is about it
    days = [None if day is pd.NaT else day.date() for day in _told_days(articles)]
    about = map(Article, days, titles, decided)
    stories = list(zip(id_texts(articles["article_id"]).tolist(), texts, about, homes, strict=True))
    blocks = [stories[run] for run in slices(list(map(len, texts)), _CHARACTERS_PER_PROCESS)]
    return pd.concat(run_blocks(_figures, blocks, "figures"), ignore_index=True)


def _told_days(articles: pd.DataFrame) -> pd.Series:
    """The days of the articles; a warning counts dates that cannot be read, and one ids that repeat."""
    days = days_of(articles)
    warn_unread(articles, days, above=6)
    again = int(id_texts(articles["article_id"]).duplicated().sum())
    if again:
        schema.warn(
            f"{again} of {len(articles)} rows repeat an article_id; their figures cannot be told apart. Give each "
            "article an id of its own, or leave out the same ones with articles.drop_duplicates('article_id').",
            above=6,
        )
    return days


def _figures(stories: Sequence[Story], report: Report) -> pd.DataFrame:
    """Table of the figures in some articles."""
    rows: list[tuple[str, str, Figure, Measure, Region, When]] = []
    for first in range(0, len(stories), _TOGETHER):
        some = stories[first : first + _TOGETHER]
        read = [simplified(written) for _, written, _, _ in some]
        spotted = list(map(find_figures, read))
        texts, figures, told = list(compress(read, spotted)), list(filter(None, spotted)), list(compress(some, spotted))
        articles = [article for _, _, article, _ in told]
        about = measures_of(texts, figures, [article.places for article in articles])
        nouns = [[measure.text for measure in found] for found in about]
        where = [
            find_regions(text, row, one.places, home, names, report=report_of(one.title, one.day) is not None)
            for text, row, names, (_, _, one, home) in zip(texts, figures, nouns, told, strict=True)
        ]
        when = list(map(find_whens, texts, figures, articles, nouns, where))
        about = list(map(_with_parts, texts, figures, about, where, when))
        found = zip(told, figures, about, where, when, strict=True)
        for (article_id, written, _, _), row, measured, placed, dated in found:
            shown = [written[one.start : one.end] for one in row]
            rows += zip([article_id] * len(row), shown, row, measured, placed, dated, strict=True)
        report(len(some))
    ids, surfaces, mentions, measures, regions, whens = zip(*rows, strict=True) if rows else [()] * 6
    given = {name: [getattr(mention, name) for mention in mentions] for name in ("start", "end", "unit", "qualifier")}
    return schema.frame(
        "metrics",
        {
            "article_id": list(ids),
            **given,
            "text": list(surfaces),
            "value": [mention.value for mention in mentions],
            "value_high": [math.nan if mention.high is None else mention.high for mention in mentions],
            "measure": [measure.text for measure in measures],
            "regions": list(map(";".join, regions)),
            "aspect": list(map(_aspect, measures, whens)),
            "period": [when.period for when in whens],
            "period_start": pd.Series([when.start for when in whens], dtype=schema.DATE),
            "period_end": pd.Series([when.end for when in whens], dtype=schema.DATE),
            "status": [when.status for when in whens],
            **_amounts(mentions, measures),
        },
    )


def _with_parts(
    text: str, mentions: Sequence[Figure], measures: list[Measure], regions: Sequence[Region], whens: Sequence[When]
) -> list[Measure]:
    """The measures, those of parts by kind or goal told apart from the whole: 出口额4万亿元，其中对美国|6000亿元."""
    if "其中" not in text and "其余" not in text:
        return measures
    keys = [(*about[:2], where, when[2:]) for about, where, when in zip(measures, regions, whens, strict=True)]
    parts = are_parts(text, mentions, keys)
    return [
        made._replace(aspect="part") if part and made.aspect in ("level", "change") and one.base not in PARTS else made
        for made, one, part in zip(measures, mentions, parts, strict=True)
    ]


def _aspect(measure: Measure, when: When) -> str:
    """Aspect of a figure: 比2023年增长 is the growth of a year, where the figure is of 2024."""
    year = str(when.end.year) if when.end else when.period[:4]  # 2025五一 has no days
    return "change" if measure.since and year == str(measure.since + 1) else measure.aspect


def _amounts(mentions: Sequence[Figure], measures: Sequence[Measure]) -> dict[str, list[Any]]:
    dimensions, amounts = [], []
    for mention, measure in zip(mentions, measures, strict=True):
        dimension, factor = dimension_of(mention.unit, mention.base, measure.text, mention.value)
        below = mention.per[1:].lstrip("一个") if dimension else ""
        dimensions.append(f"{dimension}/{below}" if below else dimension)  # 每亩地6000多斤 is mass per 亩
        amount = mention.value
        if factor is not _ONE:  # 2.3亩 exactly, not 2.3 * 666.67
            amount = float(Decimal(repr(amount)) * factor.numerator / factor.denominator)
        amounts.append(-abs(amount) if measure.sign < 0 else amount)  # 下降-3% fell by 3
    return {"dimension": dimensions, "amount": amounts}


def dimension_of(unit: str, base: str, noun: str, value: float) -> tuple[str, Fraction]:
    """Dimension of a unit and the factor to its base unit; without a unit, people where the noun counts people.

    >>> dimension_of("公里", "公里", "道路", 2.0), dimension_of("元/人", "元", "救助金", 1.0)
    (('length', Fraction(1000, 1)), ('CNY/person', Fraction(1, 1)))
    """
    if not base:
        return ("fraction" if value < 1 else "person" if noun.endswith(words("people")) else ""), _ONE
    if base == "度" and noun.endswith(("电", "电量")):
        return "energy", _ONE
    dimension, factor = _of_unit(unit, base)
    return ("length/hour", factor) if noun.endswith(("时速", "车速", "航速")) else (dimension, factor)


@lru_cache(maxsize=4096)
def _of_unit(unit: str, base: str) -> tuple[str, Fraction]:
    """Dimension and factor of a unit, whatever it counts."""
    known = units()[base]
    dimension, factor = known.dimension, known.factor
    for lower in _PER_MARK.split(unit)[1:]:
        if below := units().get(lower):
            dimension, factor = f"{dimension}/{below.dimension}", factor / below.factor
        else:
            dimension = f"{dimension}/{lower}"
    return dimension, _ONE if factor == 1 else factor
