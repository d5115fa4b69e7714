"""Verbs that work article by article: on a pandas table, and on a Dask table partition by partition.

Nothing here imports Dask, whoever gives a Dask table has it, and nothing is written twice: each partition goes through
the same verb, and its answer to an empty table has the columns and types, and refuses a wrong call before any work.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from newsutil import schema
from newsutil.base.parallel import alone, uncollected

Options = ParamSpec("Options")
Result = TypeVar("Result")
Verb = Callable[Concatenate[pd.DataFrame, Options], pd.DataFrame]

# The cell that is missing in the row of an article on which a verb failed, and in no other row but that of a home.
_MISSING = {
    "articles": "kind", "unassigned": "reason", "terms": "term", "places": "text", "metrics": "text", "homes": "adcode",
}  # fmt: skip
_FILLED = {schema.COUNT: 0, schema.FLAG: False}


def partition_wise(verb: Verb[Options]) -> Verb[Options]:
    """Let a verb take a Dask DataFrame, and return one with the same columns, whose partitions hold whole articles."""

    @functools.wraps(verb)
    def either(table: pd.DataFrame, *args: Options.args, **options: Options.kwargs) -> pd.DataFrame:
        if not hasattr(table, "map_partitions"):
            return verb(table, *args, **options)
        return table.map_partitions(_apply, either, args, options, meta=verb(table._meta, *args, **options))

    return either


def article_wise(table: str) -> Callable[[Verb[Options]], Verb[Options]]:
    """As :func:`partition_wise`, for a verb that makes the table called ``table`` of articles or pages.

    A failure costs that one article: the others are worked on again without it, a cell of its row, which has no
    content, is missing, and one warning gives the count.
    """

    def decorate(verb: Verb[Options]) -> Verb[Options]:
        @functools.wraps(verb)
        def isolated(articles: pd.DataFrame, *args: Options.args, **options: Options.kwargs) -> pd.DataFrame:
            failed: list[str] = []
            with uncollected():
                parts = _parts(lambda part: verb(part, *args, **options), articles, table, failed)
            if failed:
                schema.warn(
                    f"{len(failed)} of {len(articles)} articles could not be worked on by "
                    f"{verb.__name__.lstrip('_')}, the first because of {failed[0]}; "
                    f"{_MISSING[table]!r} is missing in their rows. The others are not affected."
                )
            return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)

        return partition_wise(isolated)

    return decorate


def of_partitions(work: Callable[[pd.DataFrame], Result], table: pd.DataFrame) -> list[Result]:
    """``work`` of a table, or of each partition of a Dask table where it lies: little that is then put together."""
    if not hasattr(table, "to_delayed"):
        return [work(table)]
    import dask  # only who has a Dask table has it

    work(table._meta)  # a wrong call fails before any work
    held = dask.delayed(work)  # groups of many articles travel once, not with each partition
    apply = dask.delayed(_apply)
    return list(dask.compute(*(apply(part, held, (), {}) for part in table.to_delayed())))


def _apply(part: pd.DataFrame, work: Callable[..., Result], args: tuple[Any, ...], options: dict[str, Any]) -> Result:
    with alone():  # Dask has spread the work over the processors already
        return work(part, *args, **options)


def _parts(work: Verb[[]], articles: pd.DataFrame, table: str, failed: list[str]) -> list[pd.DataFrame]:
    """Results of runs of articles, in order; where one fails it is halved until the article is alone."""
    try:
        return [work(articles)]
    except (Warning, MemoryError):
        raise
    except Exception as error:
        if not hasattr(articles, "columns") or not len(articles):
            raise
        work(articles.iloc[:0])  # a wrong call fails on no articles as well, and is the caller's to mend
        if len(articles) == 1:
            failed.append(f"{type(error).__name__}: {error}")
            return [_row_of_failed(articles, table)]
    middle = len(articles) // 2
    halves = (articles.iloc[:middle], articles.iloc[middle:])
    return [part for half in halves for part in _parts(work, half, table, failed)]


def _row_of_failed(article: pd.DataFrame, table: str) -> pd.DataFrame:
    """The row of an article or page on which a verb failed; the text of a page is kept."""
    known = article.iloc[0].to_dict()
    carried = {"article_id", "page_id"}
    if table == "articles":
        known["article_id"] = known["page_id"]
        carried |= {"date", "paper", "page", "text"}
    kept = {name: known[name] for name in carried & known.keys()}
    row = {name: kept.get(name, _FILLED.get(kind)) for name, kind in schema.COLUMNS[table].items()}
    return schema.frame(table, [row]).assign(**{_MISSING[table]: pd.Series([None], dtype=schema.TEXT)})
