"""Reported figures side by side: which measures several regions report, and what each reports.

What differs in region, dimension, aspect or period is never pooled: people and person-times, a level and its growth, a
year and a half stand in rows of their own.  A figure about several regions belongs to none of them, and a county's is
not its province's unless ``parts`` says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from newsutil import schema
from newsutil.base import resources
from newsutil.base.dask_tables import of_partitions
from newsutil.metrics.reported import Choice, choice, in_words, judged, kept_and_left_out, tell
from newsutil.numbers.units import OPPOSITE
from newsutil.places import divisions

_ADDITIVE = (
    "person", "person_time", "household", "event", "item", "trip",
    "CNY", "area", "length", "volume", "mass", "energy", "power",
)  # fmt: skip
# What is per something, a mean, a rate or a price does not add up; 均衡县, 装机功率, 国家标准 do.
_NO_SUM = re.compile("均(?![衡等])|[亩单]产|每|(?<!功)率(?![先队领])|价(?!值|格补)|(?<![家体业方际])标准$")
_KEYS = ["measure", "dimension", "aspect", "period", "status"]
_COUNTS = ["regions", "mentions", "articles"]


def comparable_measures(
    metrics: pd.DataFrame,
    *,
    level: str = "province",
    same: Mapping[str, str] | None = None,
    parts: bool = False,
    at_least: int = 2,
) -> pd.DataFrame:
    """Measures that several regions report in one dimension and aspect for one period, those of the most regions first.

    Parameters
    ----------
    metrics, level, same, parts
        As for :func:`compare_regions`.
    at_least : int
        Regions that must report a measure.

    Returns
    -------
    DataFrame
        ``measure``, ``dimension``, ``aspect``, ``period``, ``status`` (actual or planned), ``unit`` (the one written
        most often), and the numbers of ``regions``, ``mentions`` and ``articles``.

    Examples
    --------
    >>> from newsutil.metrics.metrics import extract_metrics
    >>> news = ["目前浙江有志愿者300万名。", "目前江苏有志愿者200多万人。"]
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "date": ["2024-05-07", "2024-10-20"], "text": news})
    >>> comparable_measures(extract_metrics(articles))[["measure", "period", "regions"]].values.tolist()
    [['志愿者', '2024', 2]]
    """
    columns = [*_KEYS, "unit", *_COUNTS]
    mentions, articles = _tallies(metrics, choice(level, parts, same))
    if not len(mentions):
        return pd.DataFrame({name: pd.Series(dtype="int64" if name in _COUNTS else "str") for name in columns})
    groups = mentions.groupby(_KEYS, sort=True)
    table = groups.agg(regions=("adcode", "nunique"), mentions=("mentions", "sum")).join(articles)
    written = mentions.groupby([*_KEYS, "unit"], sort=True)["mentions"].sum().groupby(level=_KEYS).idxmax()
    table = table[table["regions"] >= at_least].join(written.str[-1].rename("unit")).reset_index()
    order = table.sort_values(["regions", "articles", "mentions"], ascending=False, kind="stable")
    return order[columns].reset_index(drop=True).astype({"unit": "str"})


def compare_regions(
    metrics: pd.DataFrame,
    measure: str,
    *,
    level: str = "province",
    period: str | int | None = None,
    status: str = "actual",
    same: Mapping[str, str] | None = None,
    parts: bool = False,
) -> pd.DataFrame:
    """What each region reports of a measure: median and range, a row for each region, unit and period.

    A stock (目前, 年末) counts for the year in which it stands.  What is left out is counted in one warning.

    Parameters
    ----------
    metrics : DataFrame
        Table of metrics.
    measure : str
        The measure as ``comparable_measures`` names it.
    level : {"province", "prefecture", "county"}
        Level of the regions.
    period : str, optional
        Only this one: ``"2025"``, ``"2024H1"``, ``"2024春节"``; ``""`` for figures whose text does not say when.
        Without it all periods, the one that most regions report first.
    status : {"actual", "planned", "rule"}
        What is or was so; plans, targets and forecasts; norms and prices, which have no period.
    same : mapping, optional
        Variants to be read as one measure: ``{"志愿服务者": "志愿者"}``.
    parts : bool
        Whether a figure about a part of a region (a county of the province) may stand for the region.

    Returns
    -------
    DataFrame
        The table ``comparison``, the dimension and period of the most regions first: ``region`` follows the division
        above where several have the name (长春朝阳区); ``mentions`` and ``articles`` are counts; ``median``, ``low``
        and ``high`` are in ``unit``: the written one where all figures of the dimension have the same, else its base
        unit.  A fall is negative.  ``bound`` is ``lower`` where the highest figure is only "more than" (1100余万),
        ``upper`` where the lowest is only "less than" (近3000), ``both``, or ``""``.
        ``part`` says that a figure is about a part of the region only; ``per_10000`` is the median per 10,000 people
        (census of 2020) of whole provinces, for levels that add up, and missing elsewhere.

    Raises
    ------
    ValueError
        When no figure counts; the message names measures, or periods, that there are.

    Examples
    --------
    >>> from newsutil.metrics.metrics import extract_metrics
    >>> news = ["2024年末浙江有志愿者300万名。", "目前江苏有志愿者200多万名。"]
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "date": ["2025-01-05", "2024-10-20"], "text": news})
    >>> table = compare_regions(extract_metrics(articles), "志愿者")
    >>> table[["region", "median", "unit", "period", "bound"]].values.tolist()
    [['江苏省', 2000000.0, '名', '2024', 'lower'], ['浙江省', 3000000.0, '名', '2024', '']]
    """
    chosen = choice(level, parts, same, period, status)
    figures, left_out = kept_and_left_out(metrics, measure, chosen)
    if not len(figures):
        if not len(metrics):
            return schema.frame("comparison")
        raise ValueError(_nothing(metrics, measure, chosen, left_out))
    tell(measure, len(figures), left_out)
    keys = ["dimension", "aspect", "compared_period"]
    sizes = figures.groupby(keys)["adcode"].nunique()
    pools = {key: _common_unit(pool) for key, pool in figures.groupby(keys[:2])}
    groups = dict(tuple(figures.groupby([*keys, "adcode"], sort=True)))
    order = sorted(groups, key=lambda key: (-sizes[key[:3]], key[1] != "level", key))
    names = divisions.distinct_names(figures["adcode"].unique())
    return schema.frame("comparison", [_row(groups[key], *pools[key[:2]], names[key[3]]) for key in order])


def _nothing(metrics: pd.DataFrame, measure: str, chosen: Choice, left_out: Counter[str]) -> str:
    """Why there is nothing to compare, and what there is."""
    mentions, _ = _tallies(metrics, chosen._replace(period=None, status=None))
    mine = mentions[mentions["measure"] == chosen.name(measure)]
    if len(mine):
        sizes = mine.groupby(["period", "status"])["adcode"].nunique().sort_values(ascending=False, kind="stable")
        there = [f"{period} ({status}, regions: {size})" for (period, status), size in sizes.head(8).items()]
        return (
            f"a period for which {measure!r} is reported for a {chosen.level} is needed; got period={chosen.period!r}, "
            f"status={chosen.status!r}. There are: {', '.join(there)}. Name a period and its status."
        )
    known = mentions.groupby("measure")["mentions"].sum().sort_values(ascending=False, kind="stable")
    why = f", whose figures are left out ({in_words(left_out)})" if left_out else ""
    return (
        f"a measure that is reported for a {chosen.level} is needed; got {measure!r}{why}. "
        f"Reported most: {', '.join(known.head(8).index) or 'none'}; "
        f"see newsutil.comparable_measures(metrics, level={chosen.level!r})."
    )


def _tallies(metrics: pd.DataFrame, chosen: Choice) -> tuple[pd.DataFrame, pd.Series]:
    """Mentions by measure, dimension, aspect, period, status, unit and region; articles without the last two."""
    found = of_partitions(partial(_tallied, chosen=chosen), metrics)
    mentions = pd.concat([tally for tally, _ in found]).groupby([*_KEYS, "unit", "adcode"], sort=True)["mentions"].sum()
    articles = pd.concat([tally for _, tally in found]).groupby(_KEYS, sort=True)["articles"].sum()
    return mentions.reset_index(), articles


def _tallied(metrics: pd.DataFrame, chosen: Choice) -> tuple[pd.DataFrame, pd.DataFrame]:
    figures = judged(metrics, chosen)
    figures = figures[figures["reason"] == ""].drop(columns="period").rename(columns={"compared_period": "period"})
    mentions = figures.groupby([*_KEYS, "unit", "adcode"], sort=True).size().rename("mentions").reset_index()
    articles = figures.groupby(_KEYS, sort=True)["article_id"].nunique().rename("articles").reset_index()
    return mentions, articles


def _common_unit(pool: pd.DataFrame) -> tuple[str, float]:
    """Unit of a dimension's rows and its size in base units: the written one where all agree, else the base unit."""
    written, sizes = pool["unit"].unique(), (pool["amount"] / pool["value"])[pool["value"] != 0].abs()
    if len(written) == 1 and len(sizes):
        return str(written[0]), float(sizes.iloc[0])
    dimension = str(pool["dimension"].iloc[0])
    names = {row["dimension"]: row["unit"] for row in resources.table("numbers/base_units")}
    return names.get(dimension, dimension), 1.0


def _row(group: pd.DataFrame, unit: str, factor: float, region: str) -> dict[str, object]:
    """One region's figures of one dimension, aspect and period; a range counts with its middle and both ends."""
    amounts = group["amount"].to_numpy() / factor
    spread = np.where(group["value_high"].notna(), group["value_high"] / group["value"].where(group["value"] != 0), 1.0)
    upper = amounts * spread
    low, high = np.minimum(amounts, upper), np.maximum(amounts, upper)
    first, median = group.iloc[0], float(np.median((low + high) / 2))
    written = group["qualifier"]
    qualifiers = np.where(amounts < 0, written.replace(OPPOSITE), written)  # -5 is above a fall by over 5
    people = None if group["part"].any() else divisions.population(first["adcode"])
    additive = first["aspect"] == "level" and first["dimension"] in _ADDITIVE and not _NO_SUM.search(first["measure"])
    open_above = bool(np.any(qualifiers[high == high.max()] == "over"))  # a figure at the top says "more than"
    open_below = bool(np.any(qualifiers[low == low.min()] == "under"))
    period = str(first["compared_period"])
    whole_year = len(period) == 4 and period.isdigit()
    return {
        **{name: first[name] for name in ("adcode", "measure", "dimension", "aspect", "status")},
        "region": region,
        "unit": unit,
        "period": period,
        "period_start": f"{period}-01-01" if whole_year else first["period_start"],
        "period_end": f"{period}-12-31" if whole_year else first["period_end"],
        "mentions": len(group),
        "median": median,
        "low": float(low.min()),
        "high": float(high.max()),
        "articles": group["article_id"].nunique(),
        "bound": "both" if open_above and open_below else "lower" if open_above else "upper" if open_below else "",
        "part": bool(group["part"].any()),
        "per_10000": median / people * 1e4 if people and additive else np.nan,
    }
