"""Trends drawn: lines with bands over the number of articles, and a heat map of groups by periods."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import PercentFormatter

from newsutil.base.dates import EVERY
from newsutil.plots.labels import inches
from newsutil.plots.style import GRID, INK, MUTED, NOTHING, PALETTE, begin, check_colours, hollow_point, plain, say
from newsutil.schema import as_declared

# From near white to the palette's blue: one hue of falling lightness, so that a grey print keeps the order.
_SHADES = LinearSegmentedColormap.from_list("newsutil_share", ["#F4F8FB", PALETTE[0], "#00304D"])
_TEXT_FITS, _EDGES_FIT = 0.42, 0.06  # inches of a cell in which a number can still be read, and edges do not cover it
_MOST_PERIODS = 900  # with more, a cell would be narrower than a point of the saved picture
# Periods that the articles cover in part.
_NOT_COVERED: dict[str, Any] = {"facecolor": "white", "edgecolor": MUTED, "hatch": "////"}

# As many periods as one tick may stand for; months so that ticks fall on the months of every year alike.
_STEPS = {
    "year": (1, 2, 5, 10, 20, 50, 100),
    "quarter": (1, 2, 4, 8, 20, 40, 80),
    "month": (1, 2, 3, 6, 12, 24, 60, 120, 240),
    "week": (1, 2, 4, 8, 13, 26, 52, 104, 260),
    "day": (1, 2, 7, 14, 28, 91, 182, 364, 728),
}
_IN_A_YEAR = {"year": 1, "quarter": 4, "month": 12}
_POINTS_PER_CHARACTER = 6.2


def plot_trends(trends: pd.DataFrame, *, bursts: pd.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Share of articles with each keyword by period, its band, and the number of articles beneath.

    A hollow point marks a period with few articles, a thick line a burst, hatching a first or last period of which the
    articles cover only a part.  Periods without articles leave a gap.

    Parameters
    ----------
    trends : DataFrame
        Table of trends; up to eight lines: keywords, or groups of a keyword.
    bursts : DataFrame, optional
        Table of bursts of the same trends, from :func:`newsutil.find_bursts`.
    ax : Axes, optional
        Where to draw; the number of articles takes the lower part of it.

    Returns
    -------
    Axes
        Of the shares.

    Raises
    ------
    ValueError
        When there are more lines than colours.
    """
    trends = as_declared(trends, "trends", ["keyword", "group", "period", "total", "share", "low", "high", "thin"])
    if bursts is not None:
        bursts = as_declared(bursts, "bursts", ["keyword", "group", "start", "end", "peak"])
    trends = trends[trends["period"].notna()]
    lines = {key: rows.sort_values("period") for key, rows in trends.groupby(["keyword", "group"], sort=False)}
    choice = "trends[trends['keyword'] == '志愿服务'], or draw plot_trend_heatmap(trends)"
    check_colours("lines", len(lines), choice, note=" (keywords times groups)")
    totals = trends.drop_duplicates(["group", "period"]).groupby("period")["total"].sum()
    note = say("source_articles", n=int(totals.sum())) + say("trends_band")
    ax = begin(ax, None, title=say("trends_title"), note=note, empty=not lines)
    if not lines:
        return ax
    lower = _axes_beneath(ax)
    for colour, name, (key, rows) in zip(PALETTE, _names(list(lines)), lines.items(), strict=False):
        _draw_line(ax, rows, name, colour)
        if bursts is not None:
            _draw_bursts(ax, rows, bursts[(bursts["keyword"] == key[0]) & (bursts["group"] == key[1])], colour)
    partial = _partial(trends)
    _draw_totals(lower, totals, partial)
    shown, labels = period_ticks(pd.DatetimeIndex(totals.index), _period_of(trends), inches(ax))
    ax.set_xticks(totals.index[shown].to_numpy(), labels)
    ax.tick_params(axis="x", labelbottom=False)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ax.set_ylim(bottom=0)
    ax.grid(axis="y", color=GRID)
    ax.set_ylabel(say("trends_share"))
    keywords = trends["keyword"].unique().tolist()
    if len(keywords) == 1:
        ax.set_title(say("trend_title", keyword=plain(keywords[0])))
    _explain(ax, len(lines), bool(trends["thin"].any()), bursts is not None and not bursts.empty, bool(partial))
    return ax


def plot_trend_heatmap(trends: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Share of articles with a keyword as colour: a row for each group and keyword, a column for each period.

    Cells without articles are grey; the share of a cell with few articles stands in brackets, a hollow point where
    cells are too narrow for numbers; a first or last period of which the articles cover only a part has a hatched strip
    above it.

    Parameters
    ----------
    trends : DataFrame
        Table of trends, for example by year and region.
    ax : Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        When there are more than 900 periods.
    """
    trends = as_declared(trends, "trends", ["keyword", "group", "period", "total", "share", "thin"])
    trends = trends[trends["period"].notna()]
    if trends["period"].nunique() > _MOST_PERIODS:
        raise ValueError(
            f"up to {_MOST_PERIODS} periods can be seen side by side; got {trends['period'].nunique()}. Count again "
            "with longer ones, like keyword_trends(articles, keywords, every='month'), or draw plot_trends(trends)."
        )
    keys = list(dict.fromkeys(zip(trends["keyword"], trends["group"], strict=True)))
    cells = trends.pivot(index=["keyword", "group"], columns="period", values=["share", "thin"]).reindex(keys)
    ax = begin(ax, (8.0, 1.6 + 0.34 * len(keys)), empty=not keys)
    keywords = trends["keyword"].unique().tolist()
    title = say("trend_title", keyword=plain(keywords[0])) if len(keywords) == 1 else say("heatmap_title")
    ax.set_title(title, pad=14)  # room for the strips above columns
    if not keys:
        return ax
    periods, shares = cells["share"].columns, cells["share"].to_numpy(dtype=float)
    thin, empty = cells["thin"].eq(True).to_numpy(), np.isnan(shares)
    ax.set_facecolor(NOTHING)
    edges = "white" if inches(ax) / len(periods) >= _EDGES_FIT else "none"
    mesh = ax.pcolormesh(np.ma.masked_invalid(shares), cmap=_SHADES, vmin=0, edgecolor=edges)
    shown, labels = period_ticks(pd.DatetimeIndex(periods), _period_of(trends), inches(ax))
    ax.set_xticks(np.array(shown) + 0.5, labels, rotation=0)
    ax.set_yticks(np.arange(len(keys)) + 0.5, _names(keys))
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    written = inches(ax) / len(periods) >= _TEXT_FITS
    if written:
        _write_shares(ax, shares, thin)
    partial = np.flatnonzero(periods.isin(_partial(trends))).tolist()
    for place in partial:  # above the column: numbers stay readable
        ax.add_patch(Rectangle((place, -0.3), 1, 0.22, linewidth=0, clip_on=False, **_NOT_COVERED))
    few = np.argwhere(thin & ~empty)
    if len(few) and not written:
        size = min(16.0, (36 * inches(ax) / len(periods)) ** 2)
        ax.scatter(few[:, 1] + 0.5, few[:, 0] + 0.5, s=size, facecolor="white", edgecolor=MUTED, linewidth=0.6)
    thin_note = "heatmap_thin" if written else "heatmap_few"
    notes = {"heatmap_none": bool(empty.any()), thin_note: len(few) > 0, "trends_partial": bool(partial)}
    ax.set_xlabel("  ".join(say(key) for key in notes if notes[key]), fontsize=8.5, color=MUTED, loc="left")
    bar = ax.figure.colorbar(mesh, ax=ax, format=PercentFormatter(1.0), pad=0.02, label=say("trends_share"))
    bar.outline.set_visible(False)
    return ax


def _axes_beneath(ax: Axes) -> Axes:
    """Axes for the number of articles: the lower part of the place of ``ax``, or below it."""
    place = ax.get_subplotspec()
    if place is None:
        return ax.inset_axes((0.0, -0.36, 1.0, 0.2), sharex=ax)
    grid = place.subgridspec(2, 1, height_ratios=(4, 1), hspace=0.08)
    ax.set_subplotspec(grid[0])
    return ax.figure.add_subplot(grid[1], sharex=ax)


def _partial(trends: pd.DataFrame) -> list[pd.Timestamp]:
    """First and last periods that the articles cover in part, where the table tells."""
    return sorted(trends.loc[trends["partial"], "period"].unique()) if "partial" in trends.columns else []


def _names(keys: list[tuple[str, str]]) -> list[str]:
    """What to call each keyword and group: the keyword, the group, or both, whichever tells them apart."""
    keywords, groups = (set(part) for part in zip(*keys, strict=True))
    if len(groups) == 1:
        return [plain(keyword) for keyword, _ in keys]
    named = [group or say("ungrouped") for _, group in keys]
    if len(keywords) == 1:
        return list(map(plain, named))
    return [plain(f"{name} · {keyword}") for name, (keyword, _) in zip(named, keys, strict=True)]


def _draw_line(ax: Axes, rows: pd.DataFrame, name: str, colour: str) -> None:
    periods = rows["period"].to_numpy()
    ax.fill_between(periods, rows["low"], rows["high"], color=colour, alpha=0.18, linewidth=0)
    ax.plot(periods, rows["share"], color=colour, linewidth=1.6, label=name)
    known = rows["share"].notna()
    alone = rows[known & ~known.shift(fill_value=False) & ~known.shift(-1, fill_value=False)]
    if len(alone):  # between two gaps neither line nor band would show
        ax.vlines(alone["period"], alone["low"], alone["high"], color=colour, alpha=0.4, linewidth=3)
        ax.plot(alone["period"], alone["share"], "o", color=colour, markersize=4.5)
    thin = rows[rows["thin"] & known]
    if len(thin):
        ax.plot(thin["period"], thin["share"], "o", color=colour, markerfacecolor="white", markersize=4.5)


def _draw_bursts(ax: Axes, rows: pd.DataFrame, bursts: pd.DataFrame, colour: str) -> None:
    for start, end, peak in zip(bursts["start"], bursts["end"], bursts["peak"], strict=True):
        inside = rows[rows["period"].between(start, end)]
        ax.plot(inside["period"], inside["share"], color=colour, linewidth=4.5, solid_capstyle="round")
        at_peak = inside[inside["period"] == peak]
        ax.plot(at_peak["period"], at_peak["share"], "D", color=colour, markersize=7)


def _draw_totals(ax: Axes, totals: pd.Series, partial: list[pd.Timestamp]) -> None:
    days = np.diff(totals.index.to_numpy()).astype("timedelta64[D]").astype(float)
    width = 0.8 * (float(np.median(days)) if len(days) else 1.0)
    bars = ax.bar(totals.index, totals.to_numpy(), width=width, color=MUTED)
    for bar, period in zip(bars, totals.index, strict=True):
        if period in partial:
            bar.set(**_NOT_COVERED)
    ax.set_ylabel(say("articles"))


def _explain(ax: Axes, lines: int, thin: bool, bursts: bool, partial: bool) -> None:
    """Legend of the lines, where there are several, and of the marks there are."""
    handles: list[Artist] = list(ax.get_legend_handles_labels()[0]) if lines > 1 else []
    if thin:
        handles.append(hollow_point(say("trends_thin")))
    if bursts:
        handles.append(Line2D([], [], label=say("trends_burst"), color=MUTED, linewidth=4.5))
    if partial:
        handles.append(Patch(label=say("trends_partial"), **_NOT_COVERED))
    if handles:  # above the lines, in room made for it
        ax.legend(handles=handles, loc="upper right", ncols=2, fontsize=9)
        rows = -(-len(handles) // 2)
        filled = (14 * rows + 8) / (72 * ax.get_window_extent().height / ax.figure.dpi)  # points of its rows
        ax.set_ylim(top=ax.get_ylim()[1] * max(1 + 0.11 * rows, 1 / max(0.5, 1 - filled)))
        ax.set_yticks([tick for tick in ax.get_yticks() if tick <= min(1, ax.get_ylim()[1])])  # no share is over 100 %


def _write_shares(ax: Axes, shares: np.ndarray, thin: np.ndarray) -> None:
    darkest = np.nanmax(shares, initial=0.0)
    for row, column in np.argwhere(~np.isnan(shares)):
        share = shares[row, column]
        text = f"{share:.1%}" if share < 0.1 else f"{share:.0%}"
        text = f"({text})" if thin[row, column] else text
        colour = "white" if share > 0.35 * darkest else INK
        ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=8.5, color=colour)


def _period_of(trends: pd.DataFrame) -> str:
    """Kind of period of a table of trends: its ``every``, or what the first days of its periods tell."""
    if "every" in trends.columns:
        return str(trends["every"].iloc[0])
    days = pd.DatetimeIndex(trends["period"])
    return next((every for every in _STEPS if (days == days.to_period(EVERY[every]).start_time).all()), "day")


def period_ticks(periods: pd.DatetimeIndex, every: str, inches: float) -> tuple[list[int], list[str]]:
    """Which periods have a tick, and their names, so many as fit side by side."""
    names = _period_names(periods, every)
    fit = max(2, int(72 * inches / (_POINTS_PER_CHARACTER * (max(map(len, names)) + 2))))
    step = next((step for step in _STEPS[every] if len(periods) <= step * fit), _STEPS[every][-1])
    each = _IN_A_YEAR.get(every)
    order = periods.year * each + (periods.month - 1) * each // 12 if each else np.arange(len(periods))
    shown = np.flatnonzero(order % step == 0).tolist() or [0]
    return shown, [names[place] for place in shown]


def _period_names(periods: pd.DatetimeIndex, every: str) -> list[str]:
    """As short as the periods allow, in digits only: 2024, 2024Q1, 2024-03, 03-05 within one year or 2024-03-05."""
    if every == "quarter":
        return [f"{day.year}Q{day.quarter}" for day in periods]
    one_year = periods.year.nunique() == 1 and len(periods) > 1
    form = {"year": "%Y", "month": "%Y-%m"}.get(every, "%m-%d" if one_year else "%Y-%m-%d")
    return periods.strftime(form).tolist()
