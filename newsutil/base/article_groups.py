"""Groups of articles: one group for each article, from a column, a Series, a mapping or a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pandas as pd

from newsutil.base.text import id_texts
from newsutil.schema import warn

Groups: TypeAlias = pd.Series | pd.DataFrame | Mapping[str, object]


def group_of_each(article_ids: pd.Series, named: pd.Series) -> pd.Series:
    """Each article's group out of those by article_id, ``""`` where it has none."""
    return id_texts(article_ids).map(named).fillna("").astype("str")


def names_by_article(groups: Groups) -> pd.Series:
    """The groups' names as texts, with article_id as the index; refused where an article has two."""
    by_article = _by_article(groups)
    named = id_texts(by_article).set_axis(pd.Index(id_texts(by_article.index.to_series()).array))
    twice = named.index[named.index.duplicated()].unique()
    if len(twice):
        raise ValueError(
            f"each article has one group; got several for {len(twice)} articles, {twice[0]} first. "
            "Choose one for each, for example with drop_duplicates('article_id')."
        )
    return named


def refuse_strangers(named: pd.Series, articles: int, ungrouped: int) -> None:
    """Refuse groups of other articles: where there are articles and none of them has one."""
    if articles and ungrouped == articles:
        raise ValueError(
            f"groups need the article_ids of the table; got none of them, for example {list(named.index[:3])}. "
            "Give a Series with article_id as its index, or a table with a column article_id."
        )


def warn_ungrouped(ungrouped: int, total: int, then: str) -> None:
    """One warning when articles have no group: how many, and what became of them."""
    if ungrouped:
        warn(f"{ungrouped} of {total} articles have no group; {then}. Look at the rows where the group is missing.")


def warn_repeated(distinct: int, rows: int, then: str) -> None:
    """One warning when there are fewer article_ids than rows: how many repeat one, and what becomes of them."""
    if distinct < rows:
        warn(
            f"{rows - distinct} of {rows} rows repeat an article_id; {then}. If they are the same articles, take "
            "articles.drop_duplicates('article_id') instead; if they are others, give each its own."
        )


def _by_article(groups: Groups) -> pd.Series:
    groups = groups.compute() if hasattr(groups, "compute") else groups  # of a Dask table: one row an article
    if isinstance(groups, pd.DataFrame):
        others = [name for name in groups.columns if name != "article_id"]
        if "article_id" not in groups.columns or len(others) != 1:
            raise ValueError(
                "a table of groups has the column article_id and one further column; got columns "
                f"{', '.join(map(str, groups.columns))}. Choose two, like groups[['article_id', 'topic']]."
            )
        return groups.set_index("article_id")[others[0]]
    if isinstance(groups, pd.Series):
        return groups
    if isinstance(groups, Mapping):
        return pd.Series(dict(groups), dtype="object")
    raise TypeError(
        f"groups are a Series or dict by article_id, or a table; got {type(groups).__name__}. "
        "For a column of articles: articles.set_index('article_id')[column]."
    )
