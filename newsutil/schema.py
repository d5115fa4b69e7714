"""The tables: their columns, their types, and the one warning class.

Text columns are never missing: ``""`` says that the paper printed none.  A missing cell says that something is not
known: a date that stands nowhere, a place that cannot be decided, the upper end of a figure that is not a range.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

TEXT, DATE, COUNT, NUMBER, FLAG = "str", "datetime64[s]", "int64", "float64", "bool"
GAPPED = "Int64"  # whole numbers of which some are missing

COLUMNS: dict[str, dict[str, str]] = {
    "pages": {
        "page_id": TEXT, "date": DATE, "paper": TEXT, "page": TEXT, "text": TEXT, "source": TEXT, "encoding": TEXT,
    },
    "articles": {
        "article_id": TEXT, "page_id": TEXT, "date": DATE, "paper": TEXT, "page": TEXT, "kind": TEXT,
        "kicker": TEXT, "title": TEXT, "subtitle": TEXT, "byline": TEXT, "credit": TEXT, "dateline": TEXT,
        "sections": TEXT, "text": TEXT, "line": COUNT,
    },
    "unread": {"file": TEXT, "reason": TEXT},
    "unassigned": {"page_id": TEXT, "line": COUNT, "text": TEXT, "reason": TEXT},
    "terms": {"article_id": TEXT, "term": TEXT, "count": COUNT},
    "pairs": {"term": TEXT, "other": TEXT, "articles": COUNT, "npmi": NUMBER},
    "members": {"article_id": TEXT, "topic": GAPPED, "similarity": NUMBER},
    "keywords": {"topic": COUNT, "rank": COUNT, "term": TEXT, "weight": NUMBER},
    "quality": {
        "n_topics": COUNT, "stability": NUMBER, "coherence": NUMBER, "exclusivity": NUMBER, "chosen": FLAG,
    },
    "trends": {
        "keyword": TEXT, "period": DATE, "group": TEXT, "articles": COUNT, "total": COUNT, "share": NUMBER,
        "low": NUMBER, "high": NUMBER, "hits": COUNT, "split_share": NUMBER,
    },
    "bursts": {
        "keyword": TEXT, "group": TEXT, "start": DATE, "end": DATE, "peak": DATE, "periods": COUNT,
        "articles": COUNT, "total": COUNT, "share": NUMBER, "share_outside": NUMBER, "ratio": NUMBER,
        "weight": NUMBER, "p": NUMBER, "p_adjusted": NUMBER,
    },
    "changes": {
        "keyword": TEXT, "group": TEXT, "period": DATE, "since": DATE, "until": DATE, "share_before": NUMBER,
        "share_after": NUMBER, "ratio": NUMBER, "g2": NUMBER, "p": NUMBER, "p_adjusted": NUMBER,
    },
    "concordance": {
        "article_id": TEXT, "date": DATE, "field": TEXT, "start": COUNT, "end": COUNT, "left": TEXT,
        "keyword": TEXT, "right": TEXT,
    },
    "reprints": {
        "article_id": TEXT, "date": DATE, "original": TEXT, "original_date": DATE, "similarity": NUMBER,
    },
    "keyness": {
        "term": TEXT, "group": TEXT, "count": COUNT, "other_count": COUNT, "log_ratio": NUMBER, "g2": NUMBER,
        "p_adjusted": NUMBER, "articles": COUNT,
    },
    "places": {
        "article_id": TEXT, "field": TEXT, "start": COUNT, "end": COUNT, "text": TEXT, "adcode": TEXT,
        "candidates": TEXT,
    },
    "homes": {"article_id": TEXT, "adcode": TEXT},
    "metrics": {
        "article_id": TEXT, "start": COUNT, "end": COUNT, "text": TEXT, "value": NUMBER, "value_high": NUMBER,
        "unit": TEXT, "qualifier": TEXT, "measure": TEXT, "regions": TEXT, "dimension": TEXT, "amount": NUMBER,
        "aspect": TEXT, "period": TEXT, "period_start": DATE, "period_end": DATE, "status": TEXT,
    },
    "comparison": {
        "adcode": TEXT, "region": TEXT, "measure": TEXT, "unit": TEXT, "period": TEXT, "mentions": COUNT,
        "median": NUMBER, "low": NUMBER, "high": NUMBER, "articles": COUNT, "dimension": TEXT, "aspect": TEXT,
        "status": TEXT, "period_start": DATE, "period_end": DATE, "bound": TEXT, "part": FLAG, "per_10000": NUMBER,
    },
}  # fmt: skip


class NewsutilWarning(UserWarning):
    """Something in the data needs the reader's attention; no row was lost."""


def frame(table: str, rows: Mapping[str, Sequence[Any]] | Sequence[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """Table of the given kind with its declared columns first, in order and type; further columns are kept behind them.

    ``rows`` are columns by name or a list of records.  A text column without a value is ``""``, except adcodes.
    """
    if not isinstance(rows, Mapping):  # by columns, in two thirds of the time
        rows = {name: [row.get(name) for row in rows] for name in dict.fromkeys(chain.from_iterable(rows))}
    made = pd.DataFrame(rows)
    declared = COLUMNS[table]
    further = [name for name in made.columns if name not in declared]
    made = made.reindex(columns=[*declared, *further]).reset_index(drop=True)
    for name, kind in declared.items():  # only what has to change, in half the time of all columns at once
        if made[name].dtype != kind:
            made[name] = made[name].astype(kind)
        if kind == TEXT and name != "adcode" and made[name].hasnans:
            made[name] = made[name].fillna("")
    return made


def as_declared(given: pd.DataFrame, table: str, needed: Sequence[str] = ()) -> pd.DataFrame:
    """The frame with the declared types of its columns, which a file has lost: codes, groups, periods are text again,
    and numbers that were read as texts are numbers.

    It is in memory and has the ``needed`` columns, or is refused.

    Examples
    --------
    >>> as_declared(pd.DataFrame({"regions": [330000.0, None], "period": [2024, 2025]}), "metrics").values.tolist()
    [['330000', '2024'], ['', '2025']]
    """
    require(given, table, needed)
    refuse_dask(given, table)
    kinds = {name: kind for name, kind in COLUMNS[table].items() if name in given.columns}
    return given.assign(**{name: _declared(given[name], kind, table) for name, kind in kinds.items()})


def _declared(column: pd.Series, kind: str, table: str) -> pd.Series:
    """The column with its type; numbers and flags that a file gave as texts are read."""
    if kind == TEXT:
        return _texts(column)
    if kind in (DATE, GAPPED):
        return column.astype(kind)
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column
    flags = {"True": 1, "False": 0} if kind == FLAG else {}
    numbers = pd.to_numeric(column.replace(flags | {"": None}), errors="coerce")
    unread = column[numbers.isna() & column.notna() & (column != "")]
    if len(unread):
        raise ValueError(
            f"a table of {table} with numbers in {column.name!r} is needed; got {unread.iloc[0]!r}. {_MADE_BY[table]}"
        )
    return numbers.astype(FLAG) if kind == FLAG else numbers


def _texts(column: pd.Series) -> pd.Series:
    if column.dtype == TEXT and not column.hasnans:
        return column
    codes, values = pd.factorize(column, use_na_sentinel=False)  # few are different
    return pd.Series(pd.array(list(map(_text, values)), dtype=TEXT).take(codes), column.index)


def _text(cell: Any) -> str:
    if pd.isna(cell):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def check_choice(name: str, given: object, allowed: Iterable[str]) -> None:
    """Refuse what is none of the ``allowed`` words."""
    allowed = tuple(allowed)
    if given not in allowed:
        raise ValueError(f"{name} is one of {', '.join(allowed)}; got {given!r}. Choose one of these.")


def check_count(name: str, given: object, fewest: int) -> None:
    """Refuse what is no whole number, or too small a one."""
    if isinstance(given, bool) or not isinstance(given, int | np.integer) or given < fewest:
        raise ValueError(f"{name} is a whole number from {fewest}; got {given!r}. Leave it out for the usual one.")


def warn(message: str, *, above: int = 2) -> None:
    """A :class:`NewsutilWarning` at the line that is so many calls above the function that gives it."""
    warnings.warn(message, NewsutilWarning, stacklevel=2 + above)


def require(given: object, table: str, columns: Sequence[str]) -> None:
    """Refuse what is no frame, lacks one of ``columns`` or has a declared one twice; called before any work is done."""
    if not hasattr(given, "columns"):
        raise TypeError(f"a table of {table} is needed, a DataFrame; got {type(given).__name__}. {_MADE_BY[table]}")
    repeated = [name for name in COLUMNS.get(table, ()) if list(given.columns).count(name) > 1]
    if repeated:
        raise ValueError(
            f"a table of {table} has each column once; got several called {', '.join(repeated)}. Rename or drop the "
            "others, for example with table.loc[:, ~table.columns.duplicated()]."
        )
    missing = [name for name in columns if name not in given.columns]
    if missing:
        raise ValueError(
            f"a table of {table} with the column(s) {', '.join(missing)} is needed; got columns "
            f"{', '.join(map(str, given.columns)) or 'none'}. {_MADE_BY[table]}"
        )
    if (
        table == "articles"
        and "article_id" in columns
        and isinstance(given, pd.DataFrame)
        and (nameless := int(given["article_id"].isna().sum()))
    ):
        warn(f"{nameless} of {len(given)} articles have no article_id: what is found in them cannot be told apart.")


def refuse_dask(given: object, table: str) -> None:
    """Refuse a Dask DataFrame where all rows are needed at once."""
    if hasattr(given, "map_partitions"):
        raise TypeError(f"a table of {table} in memory is needed; got a Dask DataFrame. Give its compute() instead.")


_AGAIN = "one that an earlier version saved has to be made again."
_MADE_BY = {
    "pages": "Make one with newsutil.read_pages(path).",
    "articles": "Make one with newsutil.read_articles(path).",
    "terms": "Make one with newsutil.count_terms(articles).",
    "pairs": "Make one with newsutil.cooccurrence(terms).",
    "members": "Take topics.members, with topics = newsutil.cluster_topics(terms).",
    "keywords": "Take topics.keywords, with topics = newsutil.cluster_topics(terms).",
    "map of articles": "Make one with newsutil.map_articles(terms, topics.members).",
    "topic shares": "Make one with newsutil.topic_shares(topics.members, groups).",
    "trends": "Make one with newsutil.keyword_trends(articles, keywords).",
    "bursts": "Make one with newsutil.find_bursts(trends).",
    "keyness": "Make one with newsutil.keyness(terms, groups).",
    "places": "Make one with newsutil.find_places(articles).",
    "homes": "Make one with newsutil.home_regions(articles).",
    "metrics": f"Make one with newsutil.extract_metrics(articles); {_AGAIN}",
    "comparison": f"Make one with newsutil.compare_regions(metrics, measure=...); {_AGAIN}",
}
