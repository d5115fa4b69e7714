"""Regions compared: a dot plot with ranges and open ends, and what all pictures of a comparison share."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter

from newsutil.plots.style import GRID, PALETTE, caption, plain
from newsutil.schema import COLUMNS, as_declared, require

KIND = ("measure", "unit", "dimension", "aspect")
_ASPECTS = {"level": "", "change": "的增减", "share": "的占比", "rate": ""}
STATUS = {"actual": "实际数", "planned": "计划数", "rule": "规定数"}
_LOGARITHMIC = 100  # the largest value by the smallest from which on equal steps would hide the small ones
_DAY = r"(\d{4})(?:-0?(\d+)(?:-0?(\d+))?)?"
_PARTS = {
    "H1": "上半年", "H2": "下半年", "Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度", "Q1–Q3": "前三季度",
}  # fmt: skip


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
    if ax is None:
        figure = plt.figure(figsize=(8.0, 1.6 + 0.3 * max(len(rows), 2)))
        caption(figure, source(rows, left_out))
        ax = figure.subplots()
    places = np.arange(len(rows))
    ax.hlines(places, rows["low"], rows["high"], color=PALETTE[0], linewidth=2, alpha=0.5)
    ax.plot(rows["median"], places, "o", color=PALETTE[0], markersize=6, label="中位数")
    for ends, marks, marker, words in (
        ("high", ("lower", "both"), ">", "实际更高（“多”“超”）"),
        ("low", ("upper", "both"), "<", "实际更低（“近”“不足”）"),
    ):
        open_ended = rows["bound"].isin(marks).to_numpy()
        if open_ended.any():
            at = rows[ends][open_ended]
            ax.plot(at, places[open_ended], marker, color=PALETTE[5], markersize=9, fillstyle="none", label=words)
    ax.set_yticks(places, [f"{row.region}{'*' * int(row.part)}（{row.articles}篇）" for row in rows.itertuples()])
    ax.tick_params(axis="y", length=0)
    scale(ax, "x", rows)
    ax.grid(axis="x", color=GRID)
    ax.margins(y=0.06)
    ax.set_xlabel(plain(unit(rows)))
    ax.set_title(title(rows))
    if len(rows):
        ax.legend(loc="lower right", fontsize=9)
    return ax


def one_kind(table: pd.DataFrame, keys: Sequence[str] = KIND) -> tuple[pd.DataFrame, int]:
    """Rows of the first row's measure, unit, dimension and aspect, and how many others there are."""
    require(table, "comparison", list(COLUMNS["comparison"]))
    if not len(table):
        return table, 0
    table = as_declared(table, "comparison")
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
        return "没有可比较的数字"
    first = rows.iloc[0]
    periods = rows["period"].unique()
    when = in_words(str(periods[0])) if len(periods) == 1 else ""
    status = rows["status"].unique()
    said = "，".join([*(STATUS[name] for name in status if len(status) == 1 and name != "actual"), *notes])
    return plain(f"{when}各地报道的“{first['measure']}”{_ASPECTS[first['aspect']]}" + (f"（{said}）" if said else ""))


def unit(rows: pd.DataFrame) -> str:
    """The unit that all rows have."""
    return str(rows["unit"].iloc[0]) if len(rows) else ""


def source(rows: pd.DataFrame, left_out: int, differing: str = "单位、含义或性质") -> str:
    """Caption: how many regions, figures and articles, what they are, and what is not drawn."""
    status = rows.groupby("status", sort=True)["mentions"].sum()
    figures = "、".join(f"{count} 处{STATUS[name]}" for name, count in status.items()) or "0 处数字"
    note = f"n = {rows['adcode'].nunique()} 个地区，{figures}，{rows['articles'].sum()} 篇次；报道的数字，不是统计数据"
    if rows["part"].any():
        note += "；* 含只关于其中一部分的数字"
    return note + (f"；另有 {left_out} 行{differing}不同，未画" if left_out else "")


def in_words(period: str) -> str:
    """The short name of a period as a newspaper writes it.

    Examples
    --------
    >>> in_words("2024H1"), in_words("2024-05"), in_words("≤2024-05-06"), in_words("2024春节"), in_words("")
    ('2024年上半年', '2024年5月', '截至2024年5月6日', '2024年春节', '未写时间，')
    """
    if not period:
        return "未写时间，"
    if day := re.fullmatch(f"(≤?){_DAY}", period):
        upto, *numbers = day.groups()
        return ("截至" if upto else "") + "".join(n + word for n, word in zip(numbers, "年月日", strict=True) if n)
    part = period[4:]
    if re.match(r"\d{4}[^\d–-]", period):
        return f"{period[:4]}年{_PARTS.get(part, part)}"
    return f"{period}年" if re.fullmatch(r"\d{4}.\d{4}", period) else period


def scale(ax: Axes, direction: str, rows: pd.DataFrame) -> None:
    """Numbers as a newspaper shortens them, and steps of ten times where the values lie far apart."""
    axis = ax.xaxis if direction == "x" else ax.yaxis
    if len(rows) and rows["low"].min() > 0 and rows["high"].max() > _LOGARITHMIC * rows["low"].min():
        ax.set(**{f"{direction}scale": "log"})
        axis.set_minor_formatter(NullFormatter())
    axis.set_major_formatter(lambda value, _: short_number(value))


def short_number(value: float) -> str:
    """A number as a Chinese newspaper shortens it, with three significant digits.

    Examples
    --------
    >>> short_number(23600000), short_number(1100), short_number(3.4e9), short_number(-0.25)
    ('2360万', '1100', '34亿', '-0.25')
    """
    size = abs(value)
    for word, factor in (("万亿", 1e12), ("亿", 1e8), ("万", 1e4)):
        if size >= factor:
            return f"{_rounded(value / factor)}{word}"
    return _rounded(value)


def _rounded(value: float) -> str:
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else ""
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
