"""Regions compared: a dot plot with ranges and open ends, and the three-colour comparison (三色图) on a tile map of
China."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from newsutil.places import divisions
from newsutil.plots.style import AMBER, GREEN, GRID, INK, MUTED, NOTHING, PALETTE, RED, caption
from newsutil.schema import require

_COLUMNS = ["adcode", "region", "measure", "unit", "mentions", "median", "low", "high", "articles"]
_COLOURS = (RED, AMBER, GREEN)
_NAMES = ("低", "中", "高")
_LETTERS = ("white", INK, "white")
_ASPECTS = {"change": "的增减", "share": "的占比", "rate": ""}
_VALUES = {"median": "中位数", "low": "最低", "high": "最高", "per_10000": "每万人"}


def plot_comparison(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """What each region reports: the median as a dot, the range as a line, an open end as an arrowhead.

    An arrowhead to the right says that the highest figure is a lower bound (1100余万), one to the left that the
    lowest is an upper bound (近3000).  Rows of another dimension, aspect or unit than the first are not drawn; the
    caption counts them.

    Parameters
    ----------
    table : DataFrame
        Table of a comparison.
    ax : Axes, optional
        Where to draw.
    """
    require(table, "comparison", _COLUMNS)
    rows, left_out = _first_kind(table)
    rows = rows.sort_values(["median", "adcode"], kind="stable").reset_index(drop=True)
    if ax is None:
        figure = plt.figure(figsize=(8.0, 1.6 + 0.3 * max(len(rows), 2)))
        caption(figure, _source(rows, left_out))
        ax = figure.subplots()
    places = np.arange(len(rows))
    ax.hlines(places, rows["low"], rows["high"], color=PALETTE[0], linewidth=2, alpha=0.5)
    ax.plot(rows["median"], places, "o", color=PALETTE[0], markersize=6, label="中位数")
    bounds = rows["bound"] if "bound" in rows.columns else pd.Series([""] * len(rows))
    for ends, marks, marker, words in (
        ("high", ("lower", "both"), ">", "实际更高（“多”“超”）"),
        ("low", ("upper", "both"), "<", "实际更低（“近”“不足”）"),
    ):
        open_ended = bounds.isin(marks).to_numpy()
        if open_ended.any():
            at = rows[ends][open_ended]
            ax.plot(at, places[open_ended], marker, color=PALETTE[5], markersize=9, fillstyle="none", label=words)
    ax.set_yticks(places, [f"{row.region}（{row.articles}篇）" for row in rows.itertuples()])
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_formatter(lambda value, _: short_number(value))
    ax.grid(axis="x", color=GRID)
    ax.margins(y=0.06)
    ax.set_xlabel(_unit(rows))
    ax.set_title(f"各地报道的{_title(rows)}")
    if len(rows):
        ax.legend(loc="lower right", fontsize=9)
    return ax


def plot_tricolour(
    table: pd.DataFrame,
    *,
    value: str = "median",
    thresholds: Sequence[float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The three-colour comparison: low red, middle amber, high green, and grey where nothing is reported.

    Provinces are drawn on a tile map of China, cities and counties as a table in falling order.  Every tile carries
    its value and the number of articles, so that it can be read without colours.

    Parameters
    ----------
    table : DataFrame
        Table of a comparison; rows of another dimension, aspect or unit than the first are not drawn.
    value : {"median", "low", "high", "per_10000"}
        Column that is coloured.
    thresholds : (float, float), optional
        From where a value is middle, and from where high; terciles of the regions where not given.
    ax : Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        When ``value`` is no such column or the thresholds do not rise.
    """
    require(table, "comparison", [*_COLUMNS, *([value] if value in _VALUES else [])])
    if value not in _VALUES:
        raise ValueError(f"value is one of {', '.join(_VALUES)}; got {value!r}. Choose one of these.")
    rows, left_out = _first_kind(table)
    rows = rows[rows[value].notna()].sort_values([value, "adcode"], ascending=[False, True], kind="stable")
    limits = _limits(rows[value].to_numpy(dtype=float), thresholds)
    classes = [sum(number >= limit for limit in limits) for number in rows[value]]
    provinces = bool(len(rows) == 0 or set(rows["adcode"]) <= set(divisions.tiles()))
    if ax is None:
        figure = plt.figure(figsize=(8.0, 7.4) if provinces else (8.0, 1.6 + 0.34 * len(rows)))
        caption(figure, _source(rows, left_out))
        ax = figure.subplots()
    if provinces:
        _draw_tiles(ax, rows, value, classes)
    else:
        _draw_table(ax, rows, value, classes)
    ax.set_axis_off()
    ax.set_title(f"{_title(rows)}（{_VALUES[value]}，{_unit(rows)}）")
    ax.legend(handles=_legend(limits, provinces), loc="upper left", ncols=4, fontsize=9, bbox_to_anchor=(0, 0.02))
    return ax


def short_number(value: float) -> str:
    """A number as a Chinese newspaper shortens it, with three significant digits.

    Examples
    --------
    >>> short_number(23600000), short_number(1100), short_number(3.4e9), short_number(-0.25)
    ('2360万', '1100', '34亿', '-0.25')
    """
    size = abs(value)
    for unit, factor in (("万亿", 1e12), ("亿", 1e8), ("万", 1e4)):
        if size >= factor:
            return f"{_rounded(value / factor)}{unit}"
    return _rounded(value)


def _rounded(value: float) -> str:
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else ""
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _first_kind(table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Rows of the first row's measure, unit, dimension and aspect, and how many others there are."""
    if not len(table):
        return table, 0
    keys = [name for name in ("measure", "unit", "dimension", "aspect") if name in table.columns]
    alike = (table[keys] == table[keys].iloc[0]).all(axis=1)
    return table[alike], int((~alike).sum())


def _title(rows: pd.DataFrame) -> str:
    if not len(rows):
        return "没有可比较的数字"
    aspect = str(rows["aspect"].iloc[0]) if "aspect" in rows.columns else "level"
    return f"“{rows['measure'].iloc[0]}”{_ASPECTS.get(aspect, '')}"


def _unit(rows: pd.DataFrame) -> str:
    return str(rows["unit"].iloc[0]) if len(rows) else ""


def _source(rows: pd.DataFrame, left_out: int) -> str:
    mentions, articles = int(rows["mentions"].sum()), int(rows["articles"].sum())
    note = f"n = {len(rows)} 个地区，{mentions} 处数字，{articles} 篇次；报道的数字，不是统计数据"
    return note + (f"；另有 {left_out} 行单位或含义不同，未画" if left_out else "")


def _limits(numbers: np.ndarray, thresholds: Sequence[float] | None) -> tuple[float, float]:
    """From where a value is middle and from where it is high: as given, or the terciles."""
    if thresholds is None:
        if not len(numbers):
            return (math.nan, math.nan)
        low, high = np.quantile(numbers, [1 / 3, 2 / 3])
        return float(low), float(high)
    limits = [float(limit) for limit in thresholds]
    if len(limits) != 2 or not limits[0] < limits[1]:
        raise ValueError(
            f"two rising thresholds are needed, like (100, 500); got {list(thresholds)}. "
            "Leave them out for terciles of the regions."
        )
    return limits[0], limits[1]


def _draw_tiles(ax: Axes, rows: pd.DataFrame, value: str, classes: list[int]) -> None:
    """A tile for each province: name, value and articles; grey where nothing is reported."""
    reported: dict[str, tuple[dict[Hashable, Any], int | None]] = {
        row["adcode"]: (row, place) for row, place in zip(rows.to_dict("records"), classes, strict=True)
    }
    for adcode, tile in divisions.tiles().items():
        name = divisions.region_name(adcode, full=False)
        row, place = reported.get(adcode, ({}, None))
        colour = NOTHING if place is None else _COLOURS[place]
        letters = MUTED if place is None else _LETTERS[place]
        ax.add_patch(Rectangle((tile.column, tile.row), 0.94, 0.94, facecolor=colour, edgecolor="none"))
        ax.text(tile.column + 0.47, tile.row + 0.27, name, ha="center", va="center", color=letters, fontsize=9)
        if place is not None:
            words = f"{_shown(row, value)}\n{row['articles']}篇"
            ax.text(tile.column + 0.47, tile.row + 0.64, words, ha="center", va="center", color=letters, fontsize=7)
    ax.set_xlim(-0.1, max(tile.column for tile in divisions.tiles().values()) + 1.1)
    ax.set_ylim(max(tile.row for tile in divisions.tiles().values()) + 1.1, -0.1)
    ax.set_aspect("equal")


def _draw_table(ax: Axes, rows: pd.DataFrame, value: str, classes: list[int]) -> None:
    """A line for each region in falling order: a coloured box with the class, the name, value and articles."""
    for line, (row, place) in enumerate(zip(rows.to_dict("records"), classes, strict=True)):
        ax.add_patch(Rectangle((0, line + 0.1), 0.6, 0.8, facecolor=_COLOURS[place], edgecolor="none"))
        ax.text(0.3, line + 0.5, _NAMES[place], ha="center", va="center", color=_LETTERS[place], fontsize=9)
        ax.text(0.9, line + 0.5, row["region"], ha="left", va="center", color=INK)
        ax.text(5.2, line + 0.5, _shown(row, value), ha="right", va="center", color=INK)
        ax.text(6.4, line + 0.5, f"{row['articles']}篇", ha="right", va="center", color=MUTED)
    ax.set_xlim(0, 8)
    ax.set_ylim(len(rows) + 0.8, 0)


def _shown(row: dict[Hashable, Any], value: str) -> str:
    """The value, marked ≥ or ≤ where all that is reported is a bound."""
    single = row["low"] == row["high"]
    mark = {"lower": "≥", "upper": "≤"}.get(str(row.get("bound", "")), "") if single else ""
    return mark + short_number(row[value])


def _legend(limits: tuple[float, float], provinces: bool) -> list[Patch]:
    low, high = (short_number(limit) for limit in limits)
    words = (f"低（< {low}）", f"中（{low} 至 {high}）", f"高（≥ {high}）")
    handles = [Patch(color=colour, label=word) for colour, word in zip(_COLOURS, words, strict=True)]
    return [*handles, Patch(color=NOTHING, label="无报道")] if provinces else handles
