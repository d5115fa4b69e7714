"""Regions compared: a dot plot with ranges and open ends, and what all pictures of a comparison share."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter

from newsutil.plots.style import GRID, PALETTE, begin, plain, say
from newsutil.schema import COLUMNS, as_declared, require

KIND = ("measure", "unit", "dimension", "aspect")
_LOGARITHMIC = 100  # the largest value by the smallest from which on equal steps would hide the small ones
_DAY = re.compile(r"(≤?)(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_PARTS = ("H1", "H2", "Q1", "Q2", "Q3", "Q4", "Q1–Q3")


def plot_comparison(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """What each region reports for one period: the median as a dot, the range as a line, an open end as an arrowhead.

    An arrowhead to the right says that the highest figure is a lower bound (1100余万), one to the left that the
    lowest is an upper bound (近3000).  Rows of another unit, aspect or status than the first are not drawn; the
    caption counts them.

    Parameters
    ----------
    table : DataFrame
        Table of a comparison.
    ax : Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        When the table has several periods; the message lists them.
    """
    rows, left_out = one_period(table)
    rows = rows.sort_values(["median", "adcode"], kind="stable").reset_index(drop=True)
    size = (8.0, 1.8 + 0.3 * max(len(rows), 2))
    ax = begin(ax, size, title=title(rows), note=source(rows, left_out), empty=rows.empty)
    if rows.empty:
        return ax
    ax.hlines(rows.index, rows["low"], rows["high"], color=PALETTE[0], linewidth=2, alpha=0.5)
    ax.plot(rows["median"], rows.index, "o", color=PALETTE[0], markersize=6, label=say("value_median"))
    for end, bound, marker, words in (("high", "lower", ">", "compare_over"), ("low", "upper", "<", "compare_under")):
        at = rows.loc[rows["bound"].isin([bound, "both"]), end]
        if len(at):
            ax.plot(at, at.index, marker, color=PALETTE[5], markersize=9, fillstyle="none", label=say(words))
    names = rows["region"] + rows["part"].map({True: "*", False: ""})
    pairs = zip(names, rows["articles"], strict=True)
    ax.set_yticks(rows.index, [say("compare_region", region=name, articles=articles) for name, articles in pairs])
    ax.tick_params(axis="y", length=0)
    scale(ax, "x", rows)
    ax.grid(axis="x", color=GRID)
    ax.set_ylim(rows.index.min() - 0.7, rows.index.max() + 0.7)
    # Below the numbers and the unit: inside the axes its marker would be one more figure.
    ax.legend(loc="upper right", bbox_to_anchor=(1, 0), borderaxespad=4.2, borderpad=0, ncols=3, fontsize=9)
    return ax


def one_kind(table: pd.DataFrame, keys: Sequence[str] = KIND) -> tuple[pd.DataFrame, int]:
    """Rows of the first row's measure, unit, dimension and aspect, and how many others there are."""
    require(table, "comparison", list(COLUMNS["comparison"]))
    table = as_declared(table, "comparison")
    if not len(table):
        return table, 0
    alike = (table[list(keys)] == table[list(keys)].iloc[0]).all(axis=1)
    return table[alike], int((~alike).sum())


def one_period(table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Rows of one kind, which must be of one period, and how many of other kinds there are."""
    rows, left_out = one_kind(table, (*KIND, "status"))
    periods = rows.groupby("period", sort=True)["adcode"].nunique().sort_values(ascending=False, kind="stable")
    if len(periods) > 1:
        there = ", ".join(f"{period or 'unknown'} (regions: {regions})" for period, regions in periods.items())
        raise ValueError(
            f"a table of one period is needed; got {len(periods)}: {there}. Choose one, like "
            f"compare_regions(metrics, measure, period={periods.index[0]!r}), or draw plot_over_time(table)."
        )
    return rows, left_out


def title(rows: pd.DataFrame, *notes: str) -> str:
    """When, what, and in brackets whether it is so: 2026年各地报道的“志愿者”（计划数）."""
    if not len(rows):
        return say("compare_none")
    first, periods, status = rows.iloc[0], rows["period"].unique(), rows["status"].unique()
    when = say("compare_when", period=in_words(str(periods[0]))) if len(periods) == 1 else ""
    kind = "growth" if (first["aspect"], first["unit"]) == ("change", "%") else first["aspect"]
    aspect = "" if kind in ("level", "rate") else say(f"aspect_{kind}")
    said = [*(say(f"status_{name}") for name in status if len(status) == 1 and name != "actual"), *notes]
    ending = say("compare_notes", notes=say("comma").join(said)) if said else ""
    return plain(say("compare_title", when=when, measure=first["measure"], aspect=aspect) + ending)


def unit(rows: pd.DataFrame) -> str:
    """The unit that all rows have."""
    return str(rows["unit"].iloc[0]) if len(rows) else ""


def source(rows: pd.DataFrame, left_out: int, differing: str = "compare_left") -> str:
    """Caption: how many regions, figures and articles, what they are, and what is not drawn."""
    status = rows.groupby("status", sort=True)["mentions"].sum()
    figures = [say("compare_count", n=count, status=say(f"status_{name}")) for name, count in status.items()]
    numbers = {"regions": rows["adcode"].nunique(), "articles": rows["articles"].sum()}
    note = say("compare_caption", figures=say("and").join(figures), **numbers)
    note += say("compare_part") if rows["part"].any() else ""
    return note + (say(differing, n=left_out) if left_out else "")


def in_words(period: str) -> str:
    """The short name of a period as a newspaper writes it: 2024年上半年, 截至2024年5月6日, 2024年春节."""
    if found := _DAY.fullmatch(period):
        numbers = dict(zip(("year", "month", "day"), map(int, filter(None, found.groups()[1:])), strict=False))
        name = say(f"period_{list(numbers)[-1]}", **numbers)
        return say("period_upto", day=name) if found[1] else name
    part = period[4:]
    if part in _PARTS or re.match(r"\d{4}[^\d–-]", period):
        return say("period_part", year=period[:4], part=say(f"period_{part}") if part in _PARTS else part)
    return say("period_years", years=period) if re.fullmatch(r"\d{4}–\d{4}", period) else period or say("period_")


def scale(ax: Axes, direction: str, rows: pd.DataFrame) -> None:
    """Numbers as a newspaper shortens them, and the unit; levels that lie far apart in steps of ten times."""
    axis = ax.xaxis if direction == "x" else ax.yaxis
    far = rows["low"].min() > 0 and rows["high"].max() > _LOGARITHMIC * rows["low"].min()
    in_steps = far and rows["aspect"].iloc[0] == "level"
    if in_steps:
        ax.set(**{f"{direction}scale": "log"})
        axis.set_minor_formatter(NullFormatter())
    label = plain(unit(rows) + (say("compare_steps") if in_steps else ""))
    axis.set_label_text(label)
    if direction == "y" and len(label) == 1:  # 个 on its side would be an arrow
        axis.label.set(rotation=0, ha="right", va="center")
    axis.set_major_formatter(lambda value, _: short_number(value))


def short_number(value: float) -> str:
    """A number as a newspaper shortens it, with three significant digits: 2360万, 1100, 34亿, -0.25."""
    for large in say("numbers").split():
        word, factor = large.split("=")
        if abs(value) >= float(factor):
            return _rounded(value / float(factor)) + word
    return _rounded(value)


def _rounded(value: float) -> str:
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else ""
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits else text
