"""Reported figures side by side: which measures several regions report, and what each reports.

A figure enters a comparison with its region, dimension and aspect.  What differs in one of these is never pooled:
people and person-times, yuan and yuan per person, a level and its growth stand in rows of their own.  A figure about
several regions together belongs to none of them, and a county's figure is not its province's, unless ``parts`` says
that it may stand for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

import numpy as np
import pandas as pd

from newsutil import schema
from newsutil.base import resources
from newsutil.base.dask_tables import of_partitions
from newsutil.places import divisions

_ADDITIVE = frozenset(
    (
        "person",
        "person_time",
        "household",
        "event",
        "item",
        "trip",
        "CNY",
        "area",
        "length",
        "volume",
        "mass",
        "energy",
        "power",
    )
)
_NEEDED = (
    "article_id",
    "start",
    "end",
    "value",
    "value_high",
    "unit",
    "qualifier",
    "measure",
    "regions",
    "dimension",
    "amount",
    "aspect",
)
_KEYS = ["measure", "dimension", "aspect"]


@cache
def _base_units() -> dict[str, str]:
    """What the base unit of a dimension is called in a table."""
    return {row["dimension"]: row["unit"] for row in resources.table("numbers/base_units")}


def comparable_measures(
    metrics: pd.DataFrame,
    *,
    level: str = "province",
    same: Mapping[str, str] | None = None,
    parts: bool = False,
    at_least: int = 2,
) -> pd.DataFrame:
    """Measures that several regions report in one dimension and aspect, those of the most regions first.

    Parameters
    ----------
    metrics : DataFrame
        Table of metrics.
    level : {"province", "prefecture", "county"}
        Level of the regions.
    same : mapping, optional
        Variants to be read as one measure: ``{"志愿服务者": "志愿者"}``.
    parts : bool
        Whether a figure about a part of a region counts for the region.
    at_least : int
        Regions that must report a measure.

    Returns
    -------
    DataFrame
        ``measure``, ``dimension``, ``aspect``, ``unit`` (the one written most often), and the numbers of ``regions``,
        ``mentions`` and ``articles``.

    Examples
    --------
    >>> from newsutil.metrics.metrics import extract_metrics
    >>> news = ["浙江有志愿者300万名。", "江苏有志愿者200多万人。"]
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": news})
    >>> comparable_measures(extract_metrics(articles))[["measure", "dimension", "regions"]].values.tolist()
    [['志愿者', 'person', 2]]
    """
    columns = ["measure", "dimension", "aspect", "unit", "regions", "mentions", "articles"]
    mentions, articles = _tallies(metrics, level, same, parts)
    if not len(mentions):
        return pd.DataFrame({name: pd.Series(dtype="int64" if name in columns[4:] else "str") for name in columns})
    groups = mentions.groupby(_KEYS, sort=True)
    table = groups.agg(regions=("adcode", "nunique"), mentions=("mentions", "sum")).join(articles)
    table = table[table["regions"] >= at_least].join(_most_written(mentions)).reset_index()
    order = table.sort_values(
        ["regions", "articles", "mentions", "measure"], ascending=[False, False, False, True], kind="stable"
    )
    return order[columns].reset_index(drop=True).astype({"unit": "str"})


def reported_figures(
    metrics: pd.DataFrame,
    measure: str,
    *,
    level: str = "province",
    same: Mapping[str, str] | None = None,
    parts: bool = False,
) -> pd.DataFrame:
    """Rows of the metrics behind a comparison, with the ``adcode`` of the region each counts for.

    Parameters as in :func:`compare_regions`.

    Examples
    --------
    >>> from newsutil.metrics.metrics import extract_metrics
    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["浙江有志愿者300万名。"]})
    >>> reported_figures(extract_metrics(articles), "志愿者")[["text", "adcode"]].values.tolist()
    [['300万名', '330000']]
    """
    name = (same or {}).get(measure, measure)
    chosen = partial(_of_measure, measure=name, level=level, same=same, parts=parts)
    found = of_partitions(chosen, metrics)
    return pd.concat(found, ignore_index=True)


def compare_regions(
    metrics: pd.DataFrame,
    measure: str,
    *,
    level: str = "province",
    same: Mapping[str, str] | None = None,
    parts: bool = False,
) -> pd.DataFrame:
    """What each region reports of a measure: median and range of its figures, one row per region, dimension and aspect.

    Parameters
    ----------
    metrics : DataFrame
        Table of metrics.
    measure : str
        The measure as ``comparable_measures`` names it.
    level : {"province", "prefecture", "county"}
        Level of the regions.
    same : mapping, optional
        Variants to be read as one measure: ``{"志愿服务者": "志愿者"}``.
    parts : bool
        Whether a figure about a part of a region (a county of the province) counts for the region.

    Returns
    -------
    DataFrame
        The table ``comparison``, the most telling dimension first: ``mentions`` and ``articles`` are counts;
        ``median``, ``low`` and ``high`` are in ``unit``: the written one where all figures of the dimension have the
        same, else its base unit.  A fall is negative.  Behind them ``dimension``, ``aspect``; ``bound``: ``lower``
        where the highest figure is only "more than" (1100余万), ``upper`` where the lowest is only "less than"
        (近3000), ``both``, or ``""``; and ``per_10000``, the median per 10,000 people, for provinces (census of 2020)
        and levels that add up, missing elsewhere.

    Raises
    ------
    ValueError
        When no figure of the level has the measure; the message names measures that there are.

    Examples
    --------
    >>> from newsutil.metrics.metrics import extract_metrics
    >>> news = ["浙江有志愿者300万名。", "江苏有志愿者200多万名。"]
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": news})
    >>> compare_regions(extract_metrics(articles), "志愿者")[["region", "median", "unit", "bound"]].values.tolist()
    [['江苏省', 2000000.0, '名', 'lower'], ['浙江省', 3000000.0, '名', '']]
    """
    chosen = reported_figures(metrics, measure, level=level, same=same, parts=parts)
    if not len(chosen):
        if not len(metrics):
            return _table([])
        mentions, _ = _tallies(metrics, level, same, parts)
        known = mentions.groupby("measure")["mentions"].sum().drop("", errors="ignore")
        most = known.sort_values(ascending=False, kind="stable").head(8).index.tolist()
        raise ValueError(
            f"a measure that is reported for a {level} is needed; got {measure!r}. "
            f"Reported most: {', '.join(most) or 'none'}; see newsutil.comparable_measures(metrics, level={level!r})."
        )
    rows: list[dict[str, object]] = []
    sizes = chosen.groupby(["dimension", "aspect"])["adcode"].nunique()
    for key in sorted(sizes.index, key=lambda key: (-sizes[key], key)):
        pool = chosen[(chosen["dimension"] == key[0]) & (chosen["aspect"] == key[1])]
        unit, factor = _common_unit(pool)
        for adcode, group in pool.groupby("adcode", sort=True):
            rows.append(_row(str(adcode), group, unit, factor))
    return _table(rows)


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    made = schema.frame("comparison", rows)
    further = {"dimension": "str", "aspect": "str", "bound": "str", "per_10000": "float64"}
    for name, kind in further.items():
        if name not in made.columns:
            made[name] = pd.Series(dtype=kind)
    return made.astype(further)


def _reported(metrics: pd.DataFrame, level: str, same: Mapping[str, str] | None, parts: bool) -> pd.DataFrame:
    """Figures with a measure, a dimension and one region of the level, which ``adcode`` names."""
    schema.require(metrics, "metrics", _NEEDED)
    if level not in divisions.LEVELS[1:]:
        raise ValueError(
            f"a level out of {', '.join(divisions.LEVELS[1:])} is needed; got {level!r}. Name one of them."
        )
    usable = metrics[(metrics["measure"] != "") & (metrics["dimension"] != "") & (metrics["regions"] != "")]
    region_of = {codes: _region(codes, level, parts) for codes in usable["regions"].unique()}
    adcodes = usable["regions"].map(region_of)
    reported = usable.assign(adcode=adcodes)[adcodes.notna()]
    if same:
        reported = reported.assign(measure=reported["measure"].map(lambda name: same.get(name, name)).astype("str"))
    return reported.reset_index(drop=True)


def _region(codes: str, level: str, parts: bool) -> str | None:
    """The one region of a level a figure counts for; None where it is about several, the nation or another level."""
    if ";" in codes or codes == divisions.COUNTRY:
        return None
    try:
        region = divisions.at_level(codes, level)
    except ValueError:  # a code of an earlier year without a place of its own
        return None
    return region if parts or region == codes else None


def _of_measure(
    metrics: pd.DataFrame, measure: str, level: str, same: Mapping[str, str] | None, parts: bool
) -> pd.DataFrame:
    reported = _reported(metrics, level, same, parts)
    return reported[reported["measure"] == measure].reset_index(drop=True)


def _tallies(
    metrics: pd.DataFrame, level: str, same: Mapping[str, str] | None, parts: bool
) -> tuple[pd.DataFrame, pd.Series]:
    """Mentions by measure, dimension, aspect, unit and region; numbers of articles by measure, dimension and aspect."""
    found = of_partitions(partial(_tallied, level=level, same=same, parts=parts), metrics)
    mentions = pd.concat([tally for tally, _ in found]).groupby([*_KEYS, "unit", "adcode"], sort=True)["mentions"].sum()
    articles = pd.concat([tally for _, tally in found]).groupby(_KEYS, sort=True)["articles"].sum()
    return mentions.reset_index(), articles


def _tallied(
    metrics: pd.DataFrame, level: str, same: Mapping[str, str] | None, parts: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    reported = _reported(metrics, level, same, parts)
    mentions = reported.groupby([*_KEYS, "unit", "adcode"], sort=True).size().rename("mentions").reset_index()
    articles = reported.groupby(_KEYS, sort=True)["article_id"].nunique().rename("articles").reset_index()
    return mentions, articles


def _most_written(mentions: pd.DataFrame) -> pd.Series:
    """The unit written most often for each measure, dimension and aspect; of several the first by code points."""
    written = (
        mentions.groupby([*_KEYS, "unit"], sort=True)["mentions"].sum().sort_values(ascending=False, kind="stable")
    )
    return written.reset_index("unit")["unit"].groupby(level=_KEYS, sort=False).first()


def _common_unit(pool: pd.DataFrame) -> tuple[str, float]:
    """The unit of a dimension's rows and its size in base units: the written one where all agree, else the base
    unit."""
    written = pool["unit"].unique()
    first = pool.iloc[0]
    if len(written) == 1 and first["value"]:
        return str(written[0]), abs(first["amount"] / first["value"])
    return _base_units().get(str(first["dimension"]), str(first["dimension"])), 1.0


def _row(adcode: str, group: pd.DataFrame, unit: str, factor: float) -> dict[str, object]:
    """One region's figures of one dimension and aspect; a range in the paper counts with its middle, and with both
    ends."""
    amounts = group["amount"].to_numpy() / factor
    spread = np.where(group["value_high"].notna(), group["value_high"] / group["value"].where(group["value"] != 0), 1.0)
    upper = amounts * spread
    low, high = np.minimum(amounts, upper), np.maximum(amounts, upper)
    median = float(np.median((low + high) / 2))
    dimension, aspect = str(group["dimension"].iloc[0]), str(group["aspect"].iloc[0])
    people = divisions.population(adcode)
    additive = aspect == "level" and dimension in _ADDITIVE
    return {
        "adcode": adcode,
        "region": divisions.region_name(adcode),
        "measure": str(group["measure"].iloc[0]),
        "unit": unit,
        "mentions": len(group),
        "median": median,
        "low": float(low.min()),
        "high": float(high.max()),
        "articles": group["article_id"].nunique(),
        "dimension": dimension,
        "aspect": aspect,
        "bound": _bound(group["qualifier"].to_numpy(), low, high),
        "per_10000": median / people * 1e4 if people and additive else np.nan,
    }


def _bound(qualifiers: np.ndarray, low: np.ndarray, high: np.ndarray) -> str:
    """Whether the range is open: above, where a figure at its top says "more than"; below, where one at its foot says
    "less than"."""
    open_above = bool(np.any(qualifiers[high == high.max()] == "over"))
    open_below = bool(np.any(qualifiers[low == low.min()] == "under"))
    return "both" if open_above and open_below else "lower" if open_above else "upper" if open_below else ""
