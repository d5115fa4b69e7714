"""Places in articles and the region each article is about: ``find_places`` and ``home_regions``."""

from __future__ import annotations

import pandas as pd

from newsutil import schema
from newsutil.base.dask_tables import article_wise
from newsutil.places.home import find_home
from newsutil.places.resolve_places import Mention, find_mentions
from newsutil.places.scans import FIELDS, scan


def find_in(
    text: str, title: str = "", *, home: str | None = None, year: int | None = None, **fields: str
) -> tuple[list[Mention], str | None]:
    """Places of one article and the division it is about.

    Parameters
    ----------
    text, title
        The article; ``dateline``, ``kicker`` and ``subtitle`` may be given too.
    home
        Adcode of a region to which the paper or the folder belongs; it helps to tell names apart that several share.
    year
        Year of the article, for names of an earlier time.

    Returns
    -------
    list of Mention, adcode or None
        Each mention has ``field``, ``start``, ``end``, ``text``, ``adcode`` (``None`` if open) and ``candidates``; an
        abbreviation of several (川渝) is one mention for each, with the same span.

    Examples
    --------
    >>> places, home = find_in("慰问团来到徐州市云龙区、鼓楼区，鼓楼区有3个爱心驿站。", "徐州慰问户外劳动者")
    >>> [(place.text, place.adcode) for place in places]
    [('徐州', '320300'), ('徐州市', '320300'), ('云龙区', '320303'), ('鼓楼区', '320302'), ('鼓楼区', '320302')]
    >>> home
    '320300'
    """
    given = {
        name: value for name, value in {**fields, "title": title, "text": text}.items() if name in FIELDS and value
    }
    mentions = find_mentions([(name, given[name]) for name in FIELDS if name in given], home=home, year=year)
    return mentions, find_home(mentions, given)


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
    found = scan(articles)
    article_ids = articles["article_id"].astype("str").array
    columns = {name: found.mentions[name] for name in found.mentions.columns}
    return schema.frame("places", {"article_id": article_ids.take(found.rows), **columns})


@article_wise("homes")
def home_regions(articles: pd.DataFrame) -> pd.DataFrame:
    """Table of the one division each article is about, missing where there is none.

    The rule stands in ``newsutil.places.home``: votes of the title, the first sentence and the rest, by division and those
    above it.

    Parameters
    ----------
    articles
        As for ``find_places``.

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
    homes = scan(articles).homes
    return schema.frame("homes", {"article_id": articles["article_id"].tolist(), "adcode": homes})
