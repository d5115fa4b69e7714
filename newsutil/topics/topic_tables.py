"""Tables that read topics: names, nearest headlines, shares over time or by region, and places on a map."""

from __future__ import annotations

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from newsutil import schema
from newsutil.base.article_groups import Groups, group_of_each, names_by_article, refuse_strangers
from newsutil.base.shares import share_band
from newsutil.base.text import id_texts
from newsutil.topics import vectors

_TERMS_IN_NAME = 3
_MOST_PLACES = 2000
_DIMENSIONS = 100


def describe_topics(
    members: pd.DataFrame, keywords: pd.DataFrame, articles: pd.DataFrame, *, headlines: int = 3
) -> pd.DataFrame:
    """Each topic with a name, its size and the headlines nearest its centre.

    Parameters
    ----------
    members, keywords : DataFrame
        Of the Topics.
    articles : DataFrame
        With ``article_id`` and ``title``.
    headlines : int
        How many headlines.

    Returns
    -------
    DataFrame
        ``topic``, ``name`` (its first three terms), ``articles``, ``share`` (of all articles, those that fit nowhere
        included), ``headlines`` (joined by line breaks).

    Examples
    --------
    >>> members = pd.DataFrame({"article_id": ["a", "b"], "topic": [1, 1], "similarity": [0.2, 0.5]})
    >>> keywords = pd.DataFrame({"topic": [1, 1], "rank": [1, 2], "term": ["小麦", "丰收"], "weight": [0.4, 0.3]})
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "title": ["小麦丰收", "麦田里的丰收"]})
    >>> describe_topics(members, keywords, articles, headlines=1).to_dict("records")
    [{'topic': 1, 'name': '小麦·丰收', 'articles': 2, 'share': 1.0, 'headlines': '麦田里的丰收'}]
    """
    schema.require(articles, "articles", ["article_id", "title"])
    members = schema.as_declared(members, "members", ["article_id", "topic", "similarity"])
    names = topic_names(keywords)
    near = members[members["topic"].notna()].sort_values(["similarity", "article_id"], ascending=[False, True])
    titles = articles["title"].set_axis(pd.Index(id_texts(articles["article_id"])))
    titles = id_texts(near["article_id"]).map(titles[~titles.index.duplicated()])
    near = near.assign(title=titles.fillna("").to_numpy())
    nearest = near[near["title"] != ""].groupby("topic").head(headlines).groupby("topic")["title"].agg("\n".join)
    sizes = near["topic"].value_counts().reindex(names.index, fill_value=0).astype("int64")
    return pd.DataFrame(
        {
            "topic": names.index.to_numpy(dtype=np.int64),
            "name": names.to_numpy(),
            "articles": sizes.to_numpy(),
            "share": sizes.to_numpy() / max(len(members), 1),
            "headlines": nearest.reindex(names.index).fillna("").to_numpy(),
        }
    )


def topic_names(keywords: pd.DataFrame) -> pd.Series:
    """Name of each topic by its number: its first three terms."""
    keywords = schema.as_declared(keywords, "keywords", ["topic", "rank", "term"])
    best = keywords[keywords["rank"] <= _TERMS_IN_NAME].sort_values(["topic", "rank"])
    return best.groupby("topic")["term"].agg("·".join).astype("str").rename("name")


def topic_shares(members: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Share of each topic in each group of articles: a month, a region, a paper.

    Parameters
    ----------
    members : DataFrame
        Of the Topics.
    groups : Series, dict or DataFrame
        Group by article_id; articles without one are left out.

    Returns
    -------
    DataFrame
        ``topic``, ``group``, ``articles``, ``total`` (articles of the group, those that fit nowhere included),
        ``share``, ``low`` and ``high`` (Wilson's 95 % band of the share).

    Examples
    --------
    >>> members = pd.DataFrame({"article_id": ["a", "b", "c"], "topic": [1, 1, 2]})
    >>> topic_shares(members, {"a": "2023", "b": "2024", "c": "2024"})[["topic", "group", "articles", "total", "share"]]
       topic group  articles  total  share
    0      1  2023         1      1    1.0
    1      1  2024         1      2    0.5
    2      2  2023         0      1    0.0
    3      2  2024         1      2    0.5
    """
    members = schema.as_declared(members, "members", ["article_id", "topic"])
    named = names_by_article(groups)
    known = group_of_each(members["article_id"], named)
    refuse_strangers(named, len(known), int((known == "").sum()))
    kept = members.assign(group=known.to_numpy())[(known != "").to_numpy()]
    totals = kept.groupby("group").size()
    topics = sorted(members["topic"].dropna().unique())
    index = pd.MultiIndex.from_product([topics, totals.index], names=["topic", "group"])
    table = kept.groupby(["topic", "group"]).size().reindex(index, fill_value=0).rename("articles").reset_index()
    table["topic"] = table["topic"].astype("int64")
    table["group"] = table["group"].astype("str")
    table["total"] = table["group"].map(totals).astype("int64")
    table["share"] = table["articles"] / table["total"]
    table["low"], table["high"] = share_band(table["articles"].to_numpy(), table["total"].to_numpy())
    return table


def map_articles(terms: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """A place in the plane for each article; of large corpora 2,000 articles, evenly spaced.

    The plane is the one in which the centres of the topics lie furthest apart (with fewer than three topics, the
    articles themselves).  It is a projection, the same on every machine: near articles share words, but topics that
    differ in other directions fall together.

    Parameters
    ----------
    terms : DataFrame
        Table of terms.
    members : DataFrame
        Of the Topics.

    Returns
    -------
    DataFrame
        ``article_id``, ``topic``, ``x``, ``y`` (latent semantic units, four decimals).
    """
    members = schema.as_declared(members, "members", ["article_id", "topic"])
    counts = vectors.counts_of(terms)
    rows = vectors.spaced(len(counts.ids), _MOST_PLACES)
    ids = pd.Series(counts.ids[rows], dtype="str")
    topic = ids.map(members["topic"].set_axis(pd.Index(id_texts(members["article_id"])))).astype("Int64")
    places = np.zeros((len(rows), 2))
    if len(rows) > 2:
        with threadpool_limits(limits=1):
            points = vectors.embed(counts.matrix[rows], _DIMENSIONS).astype(np.float64)
            places = _project(points - points.mean(axis=0), topic)
    return pd.DataFrame({"article_id": ids, "topic": topic, "x": places[:, 0], "y": places[:, 1]})


def _project(points: np.ndarray, topic: pd.Series) -> np.ndarray:
    """Points on the two directions in which the centres of the topics vary most, each with its longer tail positive."""
    groups = [np.flatnonzero((topic == number).fillna(False)) for number in topic.dropna().unique()]
    centres = np.array([points[rows].mean(axis=0) * np.sqrt(len(rows)) for rows in groups])
    directions = np.linalg.svd(centres if len(groups) > 2 else points, full_matrices=False)[2][:2]
    places = points @ directions.T
    places *= np.sign(places[np.abs(places).argmax(axis=0), np.arange(places.shape[1])])
    return np.pad(places, ((0, 0), (0, 2 - places.shape[1]))).round(4)
