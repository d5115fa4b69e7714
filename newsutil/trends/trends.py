"""How often keywords are printed, period by period: a share of what was printed, with a band that says how sure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsutil.base import article_groups as by_article
from newsutil.base.article_groups import Groups
from newsutil.base.dask_tables import of_partitions
from newsutil.base.dates import all_periods, partial_periods, period_starts, read_days, stray_days
from newsutil.base.shares import dispersion, rate_band, share_band
from newsutil.base.text import field_texts, id_texts
from newsutil.schema import DATE, frame, require, warn
from newsutil.words.cut_keywords import cut_hits
from newsutil.words.keywords import WORD_FIELDS, Keywords, as_list, find_hits, keyword_variants

# Under 30 articles the band of a share near one half is wider than 34 points, that of a share of 0 more than 11.
THIN = 30

# More than half of the hits cut: whoever counts the segmenter's words misses most of the keyword.
LARGE_SPLIT_SHARE = 0.5

_PER_CHARACTERS = 10_000
_NAMED = 3  # examples in a warning
_CELL = ["group", "day"]


class _Counts(NamedTuple):
    """What some of the articles add up to, day by day."""

    printed: pd.DataFrame  # by group
    found: pd.DataFrame  # by keyword and group
    ids: np.ndarray  # of the articles, eight bytes each, to tell which repeat


def keyword_trends(
    articles: pd.DataFrame,
    keywords: Keywords,
    *,
    every: str = "month",
    group: str | Groups | None = None,
    exclude: Iterable[str] = (),
) -> pd.DataFrame:
    """Share of the articles that hold each keyword, for every period, with a 95 % band.

    A keyword is counted where its characters stand in ``title`` or ``text``, as a plain search finds them; no segmenter
    and no regular expression takes part.  Different keywords are counted independently of each other.

    Parameters
    ----------
    articles : DataFrame
        Table of articles: ``article_id``, ``date`` and ``text``, and ``title`` where there is one.  The texts of a Dask
        DataFrame are counted where they lie.
    keywords : str, list of str, or dict of name to spellings
        ``{"志愿服务": ["志愿服务", "志愿者"]}`` counts both under one name; spellings that overlap count once.
    every : {"month", "day", "week", "quarter", "year"}
        Length of a period.  Weeks start on Monday.
    group : str, Series, dict or DataFrame, optional
        A column of ``articles``, or groups by article_id (``homes``, for example): one trend for each group.
    exclude : iterable of str
        Longer words in which a keyword is not counted: ``["印度尼西亚"]`` for 印度.

    Returns
    -------
    DataFrame
        Table of trends, a row for each keyword, group and period, periods without articles too: ``period`` (its
        first day), ``articles`` (with the keyword), ``total`` (articles of the period and group), ``share``, ``low``
        and ``high`` (band of the share), ``hits`` (places), ``split_share`` (part of the hits that jieba would have
        cut), and behind these ``characters`` (of titles and texts), ``rate`` (hits per 10,000 characters),
        ``rate_low`` and ``rate_high`` (its band), ``dispersion`` (1: articles with the keyword are spread over the days
        of a period as by chance, 3: as if they came in threes), ``thin`` (fewer than 30 articles),
        ``partial`` (a first or last period of which the articles cover only a part), ``every``.  Articles without a
        date have rows of their own, with the period missing.

    Raises
    ------
    ValueError
        When a keyword is empty, ``every`` names no period, or ``group`` is no column.

    Warns
    -----
    NewsutilWarning
        When articles have no date or no group, a date lies more than 50 years from the others (it is counted as none),
        article_ids repeat, or jieba cuts most of the hits of a keyword.

    Notes
    -----
    The band of the share is Wilson's (1927, JASA 22), with the number of articles divided by ``dispersion``: three
    articles about one event count as one.  The band of ``rate`` is Fay & Feuer's (1997, Statistics in Medicine 16), the
    hits of one article one event of that weight.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "article_id": ["一", "二", "三"], "date": ["2023-06-02", "2023-06-09", "2023-08-01"],
    ...     "text": ["粮食丰收。", "今年粮食产量高，粮食安全有保障。", "天气晴。"]})
    >>> keyword_trends(articles, "粮食")[["period", "articles", "total", "share", "hits"]]
          period  articles  total  share  hits
    0 2023-06-01         2      2    1.0     3
    1 2023-07-01         0      0    NaN     0
    2 2023-08-01         0      1    0.0     0
    """
    require(articles, "articles", ["article_id", "date", "text"])
    variants = keyword_variants(keywords)
    period_starts(pd.Series(dtype=DATE), every)  # a wrong period is refused before any work
    named = group if group is None or isinstance(group, str) else by_article.names_by_article(group)
    work = partial(_counted, keywords=variants, exclude=as_list(exclude), group=named)
    counts = _together(of_partitions(work, articles))
    _warn_undated(counts)
    by_article.warn_repeated(len(np.unique(counts.ids)), len(counts.ids), "each row is counted")
    counts = _without_strays(counts, articles)
    printed = counts.printed.assign(period=period_starts(counts.printed["day"], every))
    total, ungrouped = (int(rows["total"].sum()) for rows in (printed, printed[printed["group"] == ""]))
    if isinstance(named, pd.Series):
        by_article.refuse_strangers(named, total, ungrouped)
    if named is not None:
        by_article.warn_ungrouped(ungrouped, total, "they are counted under the group ''")
    cells = _cells(list(variants), printed, counts.found, all_periods(printed["period"], every))
    _warn_split(cells)
    partial_ones = cells["period"].isin(partial_periods(printed["day"], every))
    return frame("trends", _with_bands(cells) | {"partial": partial_ones, "every": every})


def _counted(articles: pd.DataFrame, keywords: Keywords, exclude: list[str], group: str | pd.Series | None) -> _Counts:
    """Counts of a table in memory, or of one partition."""
    hits = find_hits(articles, keywords, exclude)
    hits["cut"] = cut_hits(articles, hits)
    each = hits.groupby(["keyword", "row"], sort=False)["cut"].agg(hits="size", cut="sum").reset_index()
    lengths = [np.array([len(text) for text in field_texts(articles, field)], dtype=np.int64) for field in WORD_FIELDS]
    printed = pd.DataFrame(
        {
            "group": _group_values(articles, group).to_numpy(),
            "day": read_days(articles["date"]).to_numpy(),
            "characters": sum(lengths),
        }
    )
    each = each.assign(squares=each["hits"] ** 2, most=each["hits"], articles=1).join(printed[_CELL], on="row")
    ids = pd.util.hash_array(id_texts(articles["article_id"]).to_numpy(dtype="object"))
    return _Counts(_summed(printed.assign(total=1)), _summed(each.drop(columns="row")), ids)


def _together(parts: list[_Counts]) -> _Counts:
    """The counts of all partitions.  Groups that are numbers are named here, where all of them are known."""
    printed, found, ids = zip(*parts, strict=True)
    values = pd.concat(printed)["group"].drop_duplicates()
    names = pd.Series(id_texts(values).to_numpy(), index=values.to_numpy())
    tables = [pd.concat(tables, ignore_index=True) for tables in (printed, found)]
    named = [table.assign(group=table["group"].map(names).fillna("").astype("str")) for table in tables]
    return _Counts(_summed(named[0]), _summed(named[1]), np.concatenate(ids))


def _summed(table: pd.DataFrame) -> pd.DataFrame:
    """Sums by the keyword, group, day and period that there are; of ``most`` the greatest."""
    keys = [name for name in ("keyword", *_CELL, "period") if name in table.columns]
    how = {name: "max" if name == "most" else "sum" for name in table.columns if name not in keys}
    return table.groupby(keys, dropna=False, as_index=False).agg(how)


def _group_values(articles: pd.DataFrame, group: str | pd.Series | None) -> pd.Series:
    """Each article's group; numbers as they are, since whole ones lose their ``.0`` only where all of them are."""
    if group is None:
        return pd.Series("", index=articles.index, dtype="str")
    if not isinstance(group, str):
        return by_article.group_of_each(articles["article_id"], group)
    if group not in articles.columns:
        raise ValueError(
            f"group is a column of the articles, or groups by article_id; got {group!r}, and the columns are "
            f"{', '.join(map(str, articles.columns))}. Choose one of these."
        )
    values = articles[group]
    return values if pd.api.types.is_float_dtype(values.dtype) else id_texts(values)


def _warn_undated(counts: _Counts) -> None:
    if undated := int(counts.printed.loc[counts.printed["day"].isna(), "total"].sum()):
        warn(
            f"{undated} of {len(counts.ids)} articles have no date that can be read; they are counted in rows whose "
            "period is missing. See articles['date']: 2024-03-01, 20240301 and 2024年3月1日 are read."
        )


def _without_strays(counts: _Counts, articles: pd.DataFrame) -> _Counts:
    """Days far from the others as missing: 0203-06-02 among days of 2023 would make 21,842 months."""
    strays = stray_days(counts.printed["day"], counts.printed["total"])
    if not len(strays):
        return counts
    number = int(counts.printed.loc[counts.printed["day"].isin(strays), "total"].sum())
    days = ", ".join(np.datetime_as_string(strays[:_NAMED], unit="D"))
    rows = ""
    if isinstance(articles, pd.DataFrame):  # those of a Dask DataFrame would have to be read again
        ids = articles.loc[read_days(articles["date"]).isin(strays).to_numpy(), "article_id"]
        rows = f" (article_id {', '.join(map(str, ids[:_NAMED]))}{' …' if len(ids) > _NAMED else ''})"
    warn(
        f"{number} of {len(counts.ids)} articles have a date more than 50 years from the others, {days} first{rows}; "
        "they are counted in rows whose period is missing. Mend articles['date'], or count them by themselves."
    )
    mended = [table.assign(day=table["day"].mask(table["day"].isin(strays))) for table in counts[:2]]
    return _Counts(_summed(mended[0]), _summed(mended[1]), counts.ids)


def _cells(names: list[str], printed: pd.DataFrame, found: pd.DataFrame, periods: np.ndarray) -> pd.DataFrame:
    """Every keyword, group and period with its counts; a missing period stands last, where articles have no date."""
    if printed["period"].isna().any():
        periods = np.append(periods, np.datetime64("NaT"))
    keys = ["keyword", "group", "period"]
    groups = sorted(printed["group"].unique())
    index = pd.MultiIndex.from_product([range(len(names)), groups, pd.DatetimeIndex(periods)], names=keys)
    totals = printed.groupby(["group", "period"], dropna=False, as_index=False).agg(
        total=("total", "sum"), days=("day", "nunique"), characters=("characters", "sum")
    )
    found = found.merge(printed[[*_CELL, "period", "total"]], on=_CELL, how="left")
    found["uneven"] = found["articles"] ** 2 / found["total"]
    counts = _summed(found.drop(columns=["day", "total"]))
    cells = index.to_frame(index=False).merge(totals, on=["group", "period"], how="left")
    cells = cells.merge(counts, on=keys, how="left").set_index(keys).fillna(0)
    cells = cells.astype(dict.fromkeys(cells.columns.drop("uneven"), "int64")).reset_index()
    return cells.assign(keyword=np.array(names, dtype="object")[cells["keyword"]])


def _warn_split(cells: pd.DataFrame) -> None:
    sums = cells.groupby("keyword", sort=False)[["hits", "cut"]].sum()
    shares = (sums["cut"] / sums["hits"]).sort_values(ascending=False, kind="stable")
    large = [f"{keyword} ({share:.0%})" for keyword, share in shares.items() if share > LARGE_SPLIT_SHARE]
    if large:
        warn(
            f"jieba cuts most of the places of {', '.join(large)}: a count of its words would miss them. These "
            "counts are of the text and miss none; for terms and topics use count_terms(articles, words=[...]). "
            "See split_share."
        )


def _with_bands(cells: pd.DataFrame) -> dict[str, Any]:
    together = _dispersion(cells)
    low, high = share_band(*(cells[name].to_numpy() / together for name in ("articles", "total")))
    fewest, greatest = rate_band(*(cells[name].to_numpy() for name in ("hits", "squares", "most")))
    per = _PER_CHARACTERS / cells["characters"].replace(0, np.nan)
    return {
        **cells[["keyword", "period", "group", "articles", "total"]],
        "share": cells["articles"] / cells["total"],
        "low": low,
        "high": high,
        "hits": cells["hits"],
        "split_share": cells["cut"] / cells["hits"],
        "characters": cells["characters"],
        "rate": cells["hits"] * per,
        "rate_low": fewest * per,
        "rate_high": greatest * per,
        "dispersion": together,
        "thin": cells["total"] < THIN,
    }


def _dispersion(cells: pd.DataFrame) -> np.ndarray:
    """One value for each keyword and group, repeated for its periods; undated articles tell nothing."""
    lines = max(cells.groupby(["keyword", "group"], sort=False).ngroups, 1)
    dated = cells["period"].notna()
    parts = (cells[name].where(dated, 0).to_numpy() for name in ("articles", "total", "days", "uneven"))
    return np.repeat(dispersion(*(part.reshape(lines, -1) for part in parts)), len(cells) // lines)
