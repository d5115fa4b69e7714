"""One measure of several regions over time: a line for each region through its comparable periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from scipy.optimize import isotonic_regression

from newsutil.places import divisions
from newsutil.plots.comparison import one_kind, scale, short_number, source, title
from newsutil.plots.labels import inches, text_width
from newsutil.plots.style import GRID, MUTED, PALETTE, begin, plain, say

_YEAR = re.compile(r"(?:19|20)\d\d")
# Periods whose names differ only in the year are comparable, and any two halves, quarters, months or days.
_ANY = ((r"YH\d", "YH"), (r"YQ\d", "YQ"), (r"(≤?)Y-\d\d-\d\d", r"\1Y-M-D"), (r"Y-\d\d", "Y-M"))
_MARKERS = "os^DvPX*"
_FONT_SIZE = 10.5
_APART = 1.5  # of the smallest step between two periods, from where on a period lies between
_GAP = 0.05  # between two labels, in parts of the height


def plot_over_time(table: pd.DataFrame, *, regions: Sequence[str] | None = None, ax: Axes | None = None) -> Axes:
    """What regions report over comparable periods: a line through the medians, and the range at each point.

    Years are drawn, or halves, quarters, months, one holiday, whichever the most rows are of; the caption counts the
    others.  Planned figures are hollow points on a broken line.

    Parameters
    ----------
    table : DataFrame
        Table of a comparison of all periods; one of planned figures may be put beneath it.
    regions : sequence of str, optional
        Up to eight names or codes of the regions that are coloured and named; without it those with the most periods,
        of these the ones with the highest figures at the end.  The others are thin lines.
    ax : Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        When there are not two comparable periods, or ``regions`` are too many or not in the table, or a name is of
        several.
    """
    alike, _ = one_kind(table)
    rows = _comparable(alike)
    rows = rows.assign(place=_places(rows)).sort_values(["place", "adcode"], kind="stable")
    coloured = _chosen(rows, regions)
    note = source(rows, len(table) - len(rows), "time_left")
    note += say("time_planned") if (rows["status"] == "planned").any() else ""
    ax = begin(ax, (8.0, 5.0), title=title(rows), note=note, empty=rows.empty)
    if rows.empty:
        return ax
    lines = dict(tuple(rows.groupby("adcode")))
    for adcode in sorted(set(lines) - set(coloured)):
        line = lines[adcode]
        ax.plot(line["place"], line["median"], ".-", color=MUTED, markersize=3, linewidth=0.7, alpha=0.5)
    apart = _APART * np.diff(np.unique(rows["place"].dropna())).min(initial=np.inf)
    for adcode, colour, marker in zip(coloured, PALETTE, _MARKERS, strict=False):
        _draw_line(ax, lines[adcode], colour, marker, apart)
    scale(ax, "y", rows)
    _name_periods(ax, rows)
    if coloured:
        _name_lines(ax, [lines[adcode].iloc[-1] for adcode in coloured])
    ax.grid(axis="y", color=GRID)
    if others := len(lines) - len(coloured):
        handle = Line2D([], [], color=MUTED, marker=".", linewidth=0.7, label=say("time_others", n=others))
        ax.legend(handles=[handle], loc="best", fontsize=9, frameon=True, framealpha=0.8, edgecolor="none")
    return ax


def _comparable(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the kind of period that the most rows are of."""
    kinds = rows["period"].map(kind_of)
    most = kinds[rows.groupby(kinds)["period"].transform("nunique") > 1].mode()
    if not len(most) and len(rows):
        raise ValueError(
            f"figures of two comparable periods are needed; got {', '.join(sorted(set(rows['period'])))}. "
            "Compare all periods: compare_regions(metrics, measure, period=None)."
        )
    return rows[kinds == most[0]] if len(most) else rows


def kind_of(period: str) -> str:
    """What comparable periods share: 2024H1 with 2023H2, 2024春节 with 2023春节, but 2024 not with 2024H1."""
    years = [int(year) for year in _YEAR.findall(period)]
    name = _YEAR.sub("Y", period)
    if len(years) == 2:
        return f"{name} {years[1] - years[0]}"
    return next((re.sub(pattern, kind, name) for pattern, kind in _ANY if re.fullmatch(pattern, name)), name)


def _places(rows: pd.DataFrame) -> pd.Series:
    """Where periods stand, in years: their first day, their last where they have no other, or the year they name."""
    day = rows["period_start"].fillna(rows["period_end"])
    named = rows["period"].str.extract(f"({_YEAR.pattern})", expand=False).astype("float64")
    return (day.dt.year + (day.dt.month - 1) / 12 + (day.dt.day - 1) / 366).round(4).fillna(named)


def _chosen(rows: pd.DataFrame, regions: Sequence[str] | None) -> list[str]:
    """Codes of the regions that get a colour, the highest at the end first."""
    known = rows.groupby("adcode").agg(periods=("period", "nunique"), last=("median", "last"))
    if regions is None:
        first = known.sort_values(["periods", "last"], ascending=False, kind="stable").head(len(PALETTE))
        return first.sort_values("last", ascending=False, kind="stable").index.tolist()
    meant = _codes(known.index, regions)
    missing = [region for region, codes in meant.items() if not codes]
    if missing or len(regions) > len(PALETTE):
        raise ValueError(
            f"up to {len(PALETTE)} regions of the table are needed; got {len(regions)}, of which not there: "
            f"{', '.join(missing) or 'none'}. Choose out of {', '.join(sorted(set(rows['region'])))}."
        )
    for region, codes in meant.items():
        if len(codes) > 1:
            several = ", ".join(f"{code} ({name})" for code, name in divisions.distinct_names(codes).items())
            raise ValueError(f"a name of one region is needed; got {region!r} of several. Give a code: {several}.")
    return [codes[0] for codes in meant.values()]


def _codes(known: Iterable[str], regions: Sequence[str]) -> dict[str, list[str]]:
    """The codes that each name or code may mean: those of 朝阳 and 朝阳区, but one of 北京朝阳区."""
    if isinstance(regions, str):
        raise TypeError(f"a list of regions is needed; got one str. Write regions=[{regions!r}].")
    named: dict[str, set[str]] = {code: {code} for code in known}
    for full in (False, True):
        for code, name in divisions.distinct_names(known, full=full).items():
            for said in (name, divisions.region_name(code, full=full)):
                named.setdefault(said, set()).add(code)
    return {region: sorted(named.get(region, ())) for region in map(str, regions)}


def _draw_line(ax: Axes, rows: pd.DataFrame, colour: str, marker: str, apart: float) -> None:
    """A region's line, dotted over periods of which nothing was read, and dashed to what is planned."""
    ax.vlines(rows["place"], rows["low"], rows["high"], color=colour, alpha=0.4, linewidth=3)
    is_planned = rows["status"] == "planned"
    so, planned = rows[~is_planned], rows[is_planned]
    points = so[["place", "median"]].to_numpy(float)
    styles = np.where(np.diff(points[:, 0]) > apart, ":", "-").tolist()
    ax.add_collection(LineCollection(list(pairwise(points)), linestyles=styles, colors=colour, linewidths=1.8))
    ax.plot(*points.T, color=colour, marker=marker, markersize=5.5, linestyle="none")
    if len(planned):
        ahead = pd.concat([so[so["place"] < planned["place"].iloc[0]].tail(1), planned])
        ax.plot(ahead["place"], ahead["median"], color=colour, linestyle=(0, (3, 2)), linewidth=1.2)
        ax.plot(planned["place"], planned["median"], marker, color=colour, markerfacecolor="white", markersize=6)


def _name_periods(ax: Axes, rows: pd.DataFrame) -> None:
    """Names below the axis, the latest first, as many as stand apart: 1978, 2023 and 2024 would lie on each other."""
    periods = rows[rows["place"].notna()].drop_duplicates("period")
    widest = (max(map(text_width, periods["period"]), default=0) + 0.5) * _FONT_SIZE / 72
    apart = widest / inches(ax) * np.ptp(ax.get_xlim())
    shown: dict[float, str] = {}
    for place, name in zip(periods["place"][::-1], periods["period"][::-1], strict=True):
        if not shown or min(shown) - place >= apart:
            shown[place] = name
    ax.set_xticks(list(shown)[::-1], list(shown.values())[::-1])


def _name_lines(ax: Axes, ends: list[pd.Series]) -> None:
    """Mark, name and last value at the right of each line, moved apart where they would cover each other."""
    ax.autoscale_view()  # or the limits would be those before the lines
    last = max(end["place"] for end in ends)
    heights = (ax.transData - ax.transAxes).transform([(1, end["median"]) for end in ends])[:, 1]
    names = divisions.distinct_names([end["adcode"] for end in ends], full=False)
    # From an earlier period it would cross the later ones, as a line of figures does; the marks say whose label it is.
    leader = {"arrowstyle": "-", "color": GRID, "shrinkA": 14, "relpos": (0, 0.5)}
    for end, height, colour, marker in zip(ends, spread(heights), PALETTE, _MARKERS, strict=False):
        name = names[end["adcode"]]
        value = short_number(end["median"]) + "*" * int(end["part"])
        label = say("time_end", name=name, value=value, period=end["period"])
        ax.annotate(
            plain(f"{name} {value}" if end["place"] == last else label),
            (end["place"], end["median"]), (1.05, height), textcoords="axes fraction", va="center", fontsize=9,
            annotation_clip=False, zorder=1, arrowprops=leader if end["place"] == last else None,
        )  # fmt: skip
        ax.scatter(1.035, height, s=28, marker=marker, color=colour, transform=ax.transAxes, clip_on=False)


def spread(heights: np.ndarray) -> np.ndarray:
    """The heights nearest to these that lie a gap apart, inside the axes."""
    order, steps = np.argsort(heights, kind="stable"), _GAP * np.arange(len(heights))
    places = isotonic_regression(heights[order] - steps).x + steps
    places += max(0.0, -places[0]) - max(0.0, places[-1] - 1.0)
    return places[np.argsort(order)]
