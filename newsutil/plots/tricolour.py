"""The three-colour comparison (三色图): on a map, on tiles where its boundaries are not installed, or as a table."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from newsutil.places import divisions
from newsutil.plots import map as boundaries
from newsutil.plots.comparison import one_period, short_number, source, title, unit
from newsutil.plots.style import AMBER, GREEN, INK, MUTED, NOTHING, RED, begin, say
from newsutil.schema import check_choice

_COLOURS = (RED, AMBER, GREEN)
_LETTERS = ("white", INK, "white")
_VALUES = ("median", "low", "high", "per_10000")
_WIDTH = 8.0  # inches


def plot_tricolour(
    table: pd.DataFrame, *, value: str = "median", thresholds: Sequence[float] | None = None, ax: Axes | None = None
) -> Axes:
    """The three-colour comparison of one period: low red, middle amber, high green, grey where nothing was read.

    Drawn are the provinces of the country, the cities of a province or the counties of a city or province, on a map
    with the boundaries of the extra ``map``.  Without it provinces are tiles, and the others, like regions of several
    provinces, a table in falling order.  Every region carries its value, so that it can be read without colours.

    Parameters
    ----------
    table : DataFrame
        Table of a comparison; rows of another unit, aspect or status than the first are not drawn.
    value : {"median", "low", "high", "per_10000"}
        Column that is coloured.
    thresholds : (float, float), optional
        From where a value is middle, and from where high; terciles of the regions where not given.
    ax : Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        When the table has several periods, ``value`` is no such column or the thresholds do not rise.
    """
    rows, left_out = one_period(table)
    check_choice("value", value, _VALUES)
    rows = rows[rows[value].notna()].sort_values([value, "adcode"], ascending=[False, True], kind="stable")
    limits = _limits(rows[value].to_numpy(dtype=float), thresholds)
    rows["place"] = sum((rows[value] >= limit).astype(int) for limit in limits)
    rows["said"] = [_said(row, value) for row in rows.to_dict("records")]
    adcodes = rows["adcode"].tolist()
    scope = boundaries.scope_of(adcodes)  # none where they lie in several provinces
    shown = boundaries.layout(scope, adcodes) if scope and boundaries.is_there() else None
    tiled = shown is None and set(adcodes) <= set(divisions.tiles())
    height = 1.0 + _WIDTH * min(shown.height, 1.2) if shown else 7.4 if tiled else 1.6 + 0.34 * len(rows)
    heading = title(rows, say(f"value_{value}"), unit(rows))
    ax = begin(ax, (_WIDTH, height), title=heading, note=source(rows, left_out) if len(rows) else "")
    if shown:
        _draw_map(ax, rows, shown)
    elif tiled:
        _draw_tiles(ax, rows)
    else:
        _draw_table(ax, rows)
    ax.set_axis_off()
    handles = _classes(limits) if len(rows) else []
    if handles and (tiled or shown):
        handles.append(Patch(color=NOTHING, label=say("class_none")))
    ax.legend(handles=handles, loc="upper left", ncols=4, fontsize=9, bbox_to_anchor=(0, 0.02))
    return ax


def _limits(numbers: np.ndarray, thresholds: Sequence[float] | None) -> tuple[float, float]:
    """From where a value is middle, and high: as given, or terciles; where these are one, high is above, or missing."""
    if thresholds is None:
        low, high = np.quantile(numbers, [1 / 3, 2 / 3]) if len(numbers) else (math.nan, math.nan)
        above = numbers[numbers > high]
        return float(low), float(high if low < high else min(above, default=math.nan))
    given = list(thresholds) if np.iterable(thresholds) else [thresholds]
    limits = pd.to_numeric(pd.Series(given), errors="coerce").tolist()
    if len(limits) != 2 or not limits[0] < limits[1]:
        raise ValueError(
            f"two rising thresholds are needed, like (100, 500); got {given}. Leave them out for terciles of regions."
        )
    return float(limits[0]), float(limits[1])


def _classes(limits: tuple[float, float]) -> list[Patch]:
    """What stands in the legend for the classes there are."""
    low, high = map(short_number, limits)
    keys = ("class_low", "class_middle", "class_high") if high else ("class_low", "class_rest")
    return [Patch(color=look, label=say(key, low=low, high=high)) for key, look in zip(keys, _COLOURS, strict=False)]


def _draw_map(ax: Axes, rows: pd.DataFrame, shown: boundaries.Layout) -> None:
    """The divisions of the scope; one without an outline is named beneath."""
    said = dict(zip(rows["adcode"], rows["said"], strict=True))
    colours = {adcode: _COLOURS[place] for adcode, place in zip(rows["adcode"], rows["place"], strict=True)}
    labels = {code: f"{name}\n{said[code]}" for code, name in divisions.distinct_names(said, full=False).items()}
    boundaries.draw_map(ax, shown, colours, labels, _WIDTH)
    missing = [f"{divisions.region_name(code)} {words}" for code, words in said.items() if code not in shown.paths]
    if missing:
        names = say("and").join(missing)
        ax.text(0, 0, say("map_missing", names=names), transform=ax.transAxes, fontsize=8, color=MUTED)


def _draw_tiles(ax: Axes, rows: pd.DataFrame) -> None:
    """A tile for each province: name, value and articles; grey where nothing was read."""
    reported = {row["adcode"]: row for row in rows.to_dict("records")}
    tiles = divisions.tiles()
    for adcode, (down, right) in tiles.items():
        look, letters, words = NOTHING, MUTED, ""
        if row := reported.get(adcode):
            look, letters = _COLOURS[row["place"]], _LETTERS[row["place"]]
            words = f"{row['said']}\n{say('tile_articles', articles=row['articles'])}"
        ax.add_patch(Rectangle((right, down), 0.94, 0.94, facecolor=look, edgecolor="none"))
        for text, below, points in ((divisions.region_name(adcode, full=False), 0.27, 9), (words, 0.64, 7)):
            ax.text(right + 0.47, down + below, text, ha="center", va="center", color=letters, fontsize=points)
    bottom, end = np.max(list(tiles.values()), axis=0) + 1.1
    ax.set(xlim=(-0.1, end), ylim=(bottom, -0.1), aspect="equal")


def _draw_table(ax: Axes, rows: pd.DataFrame) -> None:
    """A line for each region in falling order: a coloured box with the class, the name, value and articles."""
    for line, row in enumerate(rows.to_dict("records")):
        place = row["place"]
        ax.add_patch(Rectangle((0, line + 0.1), 0.6, 0.8, facecolor=_COLOURS[place], edgecolor="none"))
        ax.text(0.3, line + 0.5, say(f"class_{place}"), ha="center", va="center", color=_LETTERS[place], fontsize=9)
        ax.text(0.9, line + 0.5, row["region"], ha="left", va="center", color=INK)
        ax.text(5.2, line + 0.5, row["said"], ha="right", va="center", color=INK)
        ax.text(6.4, line + 0.5, say("tile_articles", articles=row["articles"]), ha="right", va="center", color=MUTED)
    ax.set(xlim=(0, 8), ylim=(len(rows) + 0.8, 0))


def _said(row: dict[Hashable, Any], value: str) -> str:
    """The value, marked ≥ or ≤ where all that is reported is a bound, * where it is of a part of the region."""
    mark = {"lower": "≥", "upper": "≤"}.get(row["bound"], "") if row["low"] == row["high"] else ""
    return mark + short_number(row[value]) + "*" * int(row["part"])
