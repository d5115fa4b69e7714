"""Groups of articles: one group for each article, from a column, a Series, a mapping or a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pandas as pd

from newsutil.base.text import id_texts
from newsutil.schema import warn

Groups: TypeAlias = pd.Series | pd.DataFrame | Mapping[str, object]


def groups_of(article_ids: pd.Series, groups: Groups) -> pd.Series:
    """Each article's group as a text, ``""`` where it has none; one warning counts those.

    Parameters
    ----------
    article_ids : Series
        The articles, by ids that are texts or numbers.
    groups : Series, dict or DataFrame
        Group by article_id: a Series with the article_id as its index, a dict, or a table with ``article_id`` and one
        further column (``homes``, or ``members[["article_id", "topic"]]``).

    Raises
    ------
    ValueError
        When an article has two groups, or when no article has one.
    """
    named = names_by_article(groups)
    known = id_texts(article_ids).map(named).fillna("").astype("str")
    refuse_strangers(named, len(known), int((known == "").sum()))
    return known


def names_by_article(groups: Groups) -> pd.Series:
    """The groups' names as texts, with article_id as the index; refused where an article has two."""
    by_article = _by_article(groups)
    by_article.index = pd.Index(id_texts(by_article.index.to_series()).array)
    twice = by_article.index[by_article.index.duplicated()].unique()
    if len(twice):
        raise ValueError(
            f"each article has one group; got several for {len(twice)} articles, {twice[0]} first. "
            "Choose one for each, for example with drop_duplicates('article_id')."
        )
    return group_names(by_article)


def refuse_strangers(named: pd.Series, articles: int, ungrouped: int) -> None:
    """Refuse groups of other articles: where there are articles and none of them has one."""
    if articles and ungrouped == articles:
        raise ValueError(
            f"groups need the article_ids of the table; got none of them, for example {list(named.index[:3])}. "
            "Give a Series with article_id as its index, or a table with a column article_id."
        )


def group_names(values: pd.Series) -> pd.Series:
    """Groups as texts: dates without a time of midnight, whole numbers without ``.0``, ``""`` for a missing value."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_float_dtype(values.dtype) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")
    return values.astype("object").where(values.notna(), "").astype("str")


def warn_ungrouped(ungrouped: int, total: int, then: str) -> None:
    """One warning when articles have no group: how many, and what became of them."""
    if ungrouped:
        warn(
            f"{ungrouped} of {total} articles have no group; {then}. Look at the rows where the group is missing.",
        )


def _by_article(groups: Groups) -> pd.Series:
    if isinstance(groups, pd.DataFrame):
        others = [name for name in groups.columns if name != "article_id"]
        if "article_id" not in groups.columns or len(others) != 1:
            raise ValueError(
                "a table of groups has the column article_id and one further column; got columns "
                f"{', '.join(map(str, groups.columns))}. Choose two, like groups[['article_id', 'topic']]."
            )
        return groups.set_index("article_id")[others[0]]
    if isinstance(groups, pd.Series):
        return groups.copy(deep=False)
    if isinstance(groups, Mapping):
        return pd.Series(dict(groups), dtype="object")
    raise TypeError(
        f"groups are a Series or dict by article_id, or a table; got {type(groups).__name__}. "
        "For a column of articles: articles.set_index('article_id')[column]."
    )
