"""Places in articles and the region each article is about: ``find_places`` and ``home_regions``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from newsutil import schema
from newsutil.base.dask_tables import article_wise
from newsutil.base.dates import days_of
from newsutil.base.parallel import Report, run_blocks, slices
from newsutil.base.text import field_texts, id_texts, simplified
from newsutil.places.divisions import level_of
from newsutil.places.home import find_home
from newsutil.places.place_context import context
from newsutil.places.resolve_places import PlaceMention, resolve_places

NAMING_FIELDS = ("dateline", "kicker", "title", "subtitle", "text")  # what is read of an article, in order
_MANY = 5
_CHARACTERS_PER_PROCESS = 2_500_000  # a further process pays from about here on
_PAPER = "[一-鿿]{2,8}[报网线]|(?<=云上)[一-鿿]{2,4}?"
_CREDITED = re.compile(rf"[\s（(]*(?:云上)?({_PAPER})[ 　]*(?:\d+月\d+日)?(?:讯|消息|记者|报道)")  # 湘潭在线讯
_SOURCE = re.compile("(?<![一-鿿])(?:来源|稿源)[：: 　]+([一-鿿]{3,12})")  # 来源：湘潭日报
_OF_A_CITY = re.compile("[早晚晨今]报|都市报|卫视|^(?:新民|东方)(?:网|周刊)")  # 平原晚报 is none of a county
_COLUMNS = ("article_id", *PlaceMention._fields)


class Item(NamedTuple):
    """What is read of an article: its fields that are not empty, the region of its paper, its year."""

    fields: dict[str, str]
    home: str | None
    year: int | None


@article_wise("places")
def find_places(articles: pd.DataFrame) -> pd.DataFrame:
    """Table of the divisions that articles name, a row for each mention and division.

    Parameters
    ----------
    articles
        Table with ``article_id`` and ``text``; ``title``, ``kicker``, ``subtitle``, ``dateline``, ``paper`` and
        ``date`` are used too.

    Returns
    -------
    DataFrame
        The table ``places``: ``field`` says in which column of the article ``start`` and ``end`` count characters;
        ``adcode`` is missing where the name may be any of the ``candidates``, which are joined by ``;``.  川渝 makes
        two rows of one span.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["川渝两地同唱，鼓楼区的长春花也开了。"]})
    >>> find_places(articles)[["text", "adcode", "candidates"]].fillna("").values.tolist()
    [['川渝', '510000', ''], ['川渝', '500000', ''], ['鼓楼区', '', '320106;320302;350102;410204']]
    """
    schema.require(articles, "articles", ["article_id", "text"])
    found = _find(read_items(articles))
    written = {name: field_texts(articles, name) for name in NAMING_FIELDS}
    every = [(row, one) for row, mentions in enumerate(found) for one in mentions]
    columns: dict[str, Any] = {name: [getattr(one, name) for _, one in every] for name in PlaceMention._fields}
    columns["text"] = [written[one.field][row][one.start : one.end] for row, one in every]
    columns["candidates"] = [";".join(one.candidates) for _, one in every]
    article_ids = id_texts(articles["article_id"]).array.repeat(list(map(len, found)))
    return schema.frame("places", {"article_id": article_ids, **columns})


@article_wise("homes")
def home_regions(articles: pd.DataFrame, places: pd.DataFrame | None = None) -> pd.DataFrame:
    """Table of the one division each article is about, missing where there is none.

    The rule stands in ``newsutil.places.home``: the smallest division in which more than half of the voices lie.

    Parameters
    ----------
    articles
        As for ``find_places``.
    places
        The articles' table of places, where it is there already.

    Returns
    -------
    DataFrame
        The table ``homes``, a row for each article in the order given.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["来安县：服务上门"], "text": ["安徽来安县走访职工。"]})
    >>> home_regions(articles).values.tolist()
    [['a', '341122']]
    """
    schema.require(articles, "articles", ["article_id", "text"])
    items = read_items(articles)
    homes = homes_of(items, mentions_by_article(articles, items, places))
    return schema.frame("homes", {"article_id": id_texts(articles["article_id"]), "adcode": homes})


def homes_of(items: Sequence[Item], mentions: Sequence[Sequence[PlaceMention]]) -> list[str | None]:
    """The home of each article, whose places are given."""
    return [find_home(found, item.fields, item.home) for found, item in zip(mentions, items, strict=True)]


def mentions_by_article(
    articles: pd.DataFrame, items: Sequence[Item], places: pd.DataFrame | None
) -> list[list[PlaceMention]]:
    """The places of each article in order, found now or of a table that is given, where they stand in the texts."""
    if places is None:
        return _find(items)
    schema.require(places, "places", _COLUMNS)
    places = schema.as_declared(places, "places")
    article_ids = id_texts(articles["article_id"]).tolist()
    told: dict[str, list[PlaceMention]] = {article_id: [] for article_id in article_ids}
    given = [id_texts(places["article_id"]), *(places[name] for name in PlaceMention._fields)]
    for article_id, field, start, end, text, adcode, candidates in zip(*given, strict=True):
        if article_id in told and text:
            codes = tuple(filter(None, candidates.split(";")))
            told[article_id].append(PlaceMention(field, start, end, simplified(text), adcode or None, codes))
    mentions = [_standing(told[article_id], item) for article_id, item in zip(article_ids, items, strict=True)]
    total, used = sum(len(told[article_id]) for article_id in article_ids), sum(map(len, mentions))
    if len(articles) >= _MANY and not total:  # a few may have no place
        total = len(places)
    if used < total:
        schema.warn(
            f"{total - used} of {total} places do not stand in these texts where their table says, and are not used. "
            "Give the table that newsutil.find_places makes of these articles, each with an id of its own.",
            above=7,
        )
    return mentions


def _standing(mentions: Sequence[PlaceMention], item: Item) -> list[PlaceMention]:
    """The mentions that stand in an article's texts, or in a field that is not given, in order."""
    texts = ((one, item.fields.get(one.field)) for one in mentions)
    there = [one for one, text in texts if text is None or simplified(text[one.start : one.end]) == one.text]
    return sorted(there, key=lambda one: (NAMING_FIELDS.index(one.field), one.start))


def _find(items: Sequence[Item]) -> list[list[PlaceMention]]:
    """The mentions of each article."""
    sizes = [sum(map(len, item.fields.values())) for item in items]
    blocks = [items[run] for run in slices(sizes, _CHARACTERS_PER_PROCESS)]
    return list(chain.from_iterable(run_blocks(_find_block, blocks, "places")))


def read_items(articles: pd.DataFrame) -> list[Item]:
    """What of each article is read for places."""
    given = [name for name in NAMING_FIELDS if name in articles.columns]
    columns = {name: list(map(simplified, field_texts(articles, name))) for name in given}
    papers = map(simplified, field_texts(articles, "paper"))
    years = days_of(articles).dt.year.tolist()
    items = []
    for paper, year, *values in zip(papers, years, *columns.values(), strict=True):
        fields = {name: value for name, value in zip(columns, values, strict=True) if value}
        text = fields.get("text", "")
        source = _SOURCE.search(text) if "源" in text else None
        credited = None if paper else _CREDITED.match(text) or source
        home = paper_home(paper or (credited[1] if credited else ""))
        items.append(Item(fields, home, int(year) if pd.notna(year) else None))
    return items


def _find_block(items: Sequence[Item], report: Report) -> list[list[PlaceMention]]:
    found = []
    for item in items:
        found.append(resolve_places(list(item.fields.items()), home=item.home, year=item.year))
        report(1)
    return found


@cache
def paper_home(paper: str) -> str | None:
    """The division in a paper's name: 漯河日报."""
    known = context()["media"].sub("", paper)
    found = {mention.adcode for mention in resolve_places([("paper", known)])} if known else set()
    home = next(iter(found)) if len(found) == 1 else None
    county = home is not None and level_of(home) == "county"
    return None if county and _OF_A_CITY.search(paper) else home
