"""Which figures count in a comparison, for which region and period, and why the others are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsutil import schema
from newsutil.base.dask_tables import of_partitions
from newsutil.places import divisions

STATUSES = ("actual", "planned", "rule")
_PILES_UP = frozenset(("person_time", "trip"))  # 截至5月6日接待300万人次: never at one moment
_JOBS, _NEW_JOBS = "城镇新增就业", re.compile("(?:城镇新增|新增城镇)就业(?:人[数员])?")
_NEEDED = [name for name in schema.COLUMNS["metrics"] if name != "text"]


class Choice(NamedTuple):
    """Which figures are wanted; without a period those of any, without a status planned ones beside actual ones."""

    level: str
    parts: bool = False
    same: Mapping[str, str] = {}
    period: str | None = None
    status: str | None = None

    def name(self, measure: str) -> str:
        """The name that a measure is compared under: 规上工业|的|增加值 without 的, 新增城镇就业 as 城镇新增就业."""
        name = self.same.get(measure, measure).replace("的", "")
        return _JOBS if _NEW_JOBS.fullmatch(name) else name


def choice(
    level: str, parts: bool, same: Mapping[str, str] | None, period: str | int | None = None, status: str | None = None
) -> Choice:
    """The choice; a TypeError or ValueError where there is no such level or status, or ``same`` names no measures."""
    if not isinstance(same, Mapping | None):
        raise TypeError(f"same is a mapping, like {{'志愿服务者': '志愿者'}}; got {same!r}. Name a measure by variant.")
    schema.check_choice("level", level, divisions.LEVELS[1:])
    if status is not None:
        schema.check_choice("status", status, STATUSES)
    name = None if period is None else str(period).replace("–", "-")  # 2021-2025 is typed for 2021–2025
    return Choice(level, parts, same or {}, name, status)


def reported_figures(
    metrics: pd.DataFrame,
    measure: str,
    *,
    level: str = "province",
    period: str | int | None = None,
    status: str = "actual",
    same: Mapping[str, str] | None = None,
    parts: bool = False,
) -> pd.DataFrame:
    """Rows of the metrics behind a comparison.

    Parameters as in :func:`newsutil.compare_regions`, and the same warning of what is left out.

    Returns
    -------
    DataFrame
        The rows, with ``adcode``, the region each counts for; ``compared_period``, the period it counts for; and
        ``part``, whether it is about a part of the region only.

    Examples
    --------
    >>> from newsutil.metrics.metrics import extract_metrics
    >>> articles = pd.DataFrame({"article_id": ["a"], "date": ["2024-05-07"], "text": ["目前浙江有志愿者300万名。"]})
    >>> figures = reported_figures(extract_metrics(articles), "志愿者")
    >>> figures[["text", "adcode", "period", "compared_period"]].values.tolist()
    [['300万名', '330000', '≤2024-05-07', '2024']]
    """
    kept, left_out = kept_and_left_out(metrics, measure, choice(level, parts, same, period, status))
    if not (len(kept) or left_out) and len(metrics):
        schema.warn(f"No figure is about {measure!r}; see newsutil.comparable_measures(metrics).", above=1)
    tell(measure, len(kept), left_out)
    return kept


def kept_and_left_out(metrics: pd.DataFrame, measure: str, chosen: Choice) -> tuple[pd.DataFrame, Counter[str]]:
    """Figures of a measure that count, and how many others there are for each reason."""
    if not isinstance(measure, str):
        raise TypeError(f"one measure is needed, a text; got {measure!r}. For several, compare one after another.")
    found = of_partitions(partial(_of_measure, measure=chosen.name(measure), chosen=chosen), metrics)
    left_out: Counter[str] = sum((reasons for _, reasons in found), Counter())
    return pd.concat([kept for kept, _ in found], ignore_index=True), left_out


def _of_measure(metrics: pd.DataFrame, measure: str, chosen: Choice) -> tuple[pd.DataFrame, Counter[str]]:
    figures = judged(metrics, chosen, measure)
    kept = figures[figures["reason"] == ""].drop(columns="reason")
    return kept.reset_index(drop=True), Counter(figures.loc[figures["reason"] != "", "reason"])


def judged(metrics: pd.DataFrame, chosen: Choice, measure: str | None = None) -> pd.DataFrame:
    """Figures of a measure, or of any, with ``adcode``, ``part``, ``compared_period`` and why it does not count."""
    schema.require(metrics, "metrics", _NEEDED)
    figures = schema.as_declared(metrics, "metrics")
    figures["measure"] = pd.Series(list(map(chosen.name, figures["measure"])), figures.index, dtype="str")
    figures = figures[(figures["measure"] != "") if measure is None else (figures["measure"] == measure)]
    regions = {codes: _region(codes, chosen) for codes in figures["regions"].unique()}
    stock = figures["period_start"].isna() & figures["period_end"].notna() & ~figures["dimension"].isin(_PILES_UP)
    period = figures["period"].where(~stock, figures["period_end"].dt.strftime("%Y")).astype("str")  # 目前, 年末
    dated = chosen.status != "rule" and chosen.period != ""
    status = figures["status"]
    said = figures["regions"].map({codes: reason for codes, (_, reason) in regions.items()})
    reasons = {
        "without a unit that can be compared": figures["dimension"] == "",
        "of a row that stands twice": figures.duplicated(),
        "of a part by kind (其中…)": figures["aspect"] == "part",
        **{reason: said == reason for reason in sorted(set(said) - {""})},
        **{other: (status == other) & (chosen.status not in (None, other)) for other in STATUSES},
        "without a status": ~status.isin(STATUSES),
        "without a period": (period == "") & dated,
        "of another period": (period.str.replace("–", "-") != chosen.period) & (chosen.period is not None),
    }
    reason = np.select([mask.to_numpy(dtype=bool) for mask in reasons.values()], list(reasons), "")
    adcode = figures["regions"].map({codes: code for codes, (code, _) in regions.items()}).astype("str")
    return figures.assign(
        adcode=adcode, part=adcode != figures["regions"], compared_period=period,
        reason=pd.Series(reason, index=figures.index, dtype="str"),
    )  # fmt: skip


def _region(codes: str, chosen: Choice) -> tuple[str, str]:
    """The one region of the level that a figure counts for, or the reason why there is none."""
    if not codes:
        return "", "about no region"
    if ";" in codes:
        return "", "about several regions"
    try:
        region = divisions.at_level(codes, chosen.level)
    except ValueError:
        return "", "of an unknown adcode"
    if region is None or (region != codes and not chosen.parts):
        return "", "of another level"
    return region, ""


def tell(measure: str, kept: int, left_out: Counter[str]) -> None:
    """One warning with the number of figures that are left out, by reason."""
    if left_out:
        schema.warn(
            f"{left_out.total()} of {kept + left_out.total()} figures of {measure!r} are left out: "
            f"{in_words(left_out)}. See metrics[metrics['measure'] == {measure!r}].",
            above=1,
        )


def in_words(left_out: Counter[str]) -> str:
    """The reasons with their numbers, the most frequent first."""
    ordered = sorted(left_out.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count} {reason}" for reason, count in ordered)
