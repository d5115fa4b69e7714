"""Trends drawn: lines with bands over the number of articles, and a heat map of groups by periods."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import PercentFormatter

from newsutil.plots import style
from newsutil.plots.labels import inches, period_of, period_ticks
from newsutil.plots.style import hollow_point, new_axes, plain, say, say_nothing
from newsutil.schema import require

# From near white to the palette's blue: one hue of falling lightness, so that a grey print keeps the order.
_SHADES = LinearSegmentedColormap.from_list("newsutil_share", ["#F4F8FB", style.PALETTE[0], "#00304D"])
_TEXT_FITS = 0.42  # inches of a cell in which a number can still be read
_HATCH = "////"  # periods that the articles do not cover


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
    require(trends, "trends", ["keyword", "group", "period", "total", "share", "low", "high", "thin"])
    trends = trends[trends["period"].notna()]
    lines = {key: rows.sort_values("period") for key, rows in trends.groupby(["keyword", "group"], sort=False)}
    if len(lines) > len(style.PALETTE):
        raise ValueError(
            f"up to {len(style.PALETTE)} lines can be told apart; got {len(lines)} (keywords times groups). "
            "Choose some, like trends[trends['keyword'] == '志愿服务'], or draw plot_trend_heatmap(trends)."
        )
    totals = trends.drop_duplicates(["group", "period"]).groupby("period")["total"].sum()
    note = say("source_articles", n=int(totals.sum())) + say("trends_band")
    ax = ax or new_axes(None, note if lines else "")
    if not lines:
        ax.set_title(say("trends_title"))
        return say_nothing(ax)
    upper, lower = _two_axes(ax)
    names = _names(list(lines))
    for colour, (key, rows) in zip(style.PALETTE, lines.items(), strict=False):
        _draw_line(upper, rows, names[key], colour)
        if bursts is not None:
            _draw_bursts(upper, rows, bursts[(bursts["keyword"] == key[0]) & (bursts["group"] == key[1])], colour)
    partial = _partial(trends)
    _draw_totals(lower, totals, partial)
    shown, labels = period_ticks(pd.DatetimeIndex(totals.index), period_of(trends), inches(upper))
    upper.set_xticks(totals.index[shown].to_numpy(), labels)
    upper.tick_params(axis="x", labelbottom=False)
    upper.yaxis.set_major_formatter(PercentFormatter(1.0))
    upper.set_ylim(bottom=0)
    upper.grid(axis="y", color=style.GRID)
    upper.set_ylabel(say("trends_share"))
    keywords = trends["keyword"].unique().tolist()
    upper.set_title(say("trends_title") if keywords[1:] else say("trend_title", keyword=plain(keywords[0])))
    _explain(upper, names, bursts is not None and not bursts.empty, bool(trends["thin"].any()), bool(partial))
    return upper


def plot_trend_heatmap(trends: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Share of articles with a keyword as colour: a row for each group and keyword, a column for each period.

    Cells without articles are grey; the share of a cell with few articles stands in brackets; a first or last period of
    which the articles cover only a part has a hatched strip above it.

    Parameters
    ----------
    trends : DataFrame
        Table of trends, for example by year and region.
    ax : Axes, optional
        Where to draw.
    """
    require(trends, "trends", ["keyword", "group", "period", "total", "share", "thin"])
    trends = trends[trends["period"].notna()]
    rows = list(dict.fromkeys(zip(trends["group"], trends["keyword"], strict=True)))
    names = _names([(keyword, group) for group, keyword in rows])
    shares = trends.pivot(index=["group", "keyword"], columns="period", values="share").reindex(rows)
    thin = trends.pivot(index=["group", "keyword"], columns="period", values="thin").reindex(rows)
    ax = ax or new_axes((8.0, 1.6 + 0.34 * len(rows)))
    ax.set_title(say("heatmap_title"), pad=14)  # room for the strips above columns
    if not rows:
        return say_nothing(ax)
    ax.set_facecolor(style.NOTHING)
    mesh = ax.pcolormesh(np.ma.masked_invalid(shares.to_numpy(dtype=float)), cmap=_SHADES, vmin=0, edgecolor="white")
    shown, labels = period_ticks(pd.DatetimeIndex(shares.columns), period_of(trends), inches(ax))
    ax.set_xticks(np.array(shown) + 0.5, labels, rotation=0)
    ax.set_yticks(np.arange(len(rows)) + 0.5, [names[keyword, group] for group, keyword in rows])
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    written = inches(ax) / max(shares.shape[1], 1) >= _TEXT_FITS
    if written:
        _write_shares(ax, shares.to_numpy(dtype=float), thin.to_numpy(dtype=bool))
    partial = _partial(trends)
    for place in np.flatnonzero(shares.columns.isin(partial)).tolist():  # above the column: numbers stay readable
        ax.add_patch(
            Rectangle((place, -0.3), 1, 0.22, facecolor="white", edgecolor=style.MUTED, hatch=_HATCH, linewidth=0,
                      clip_on=False)
        )  # fmt: skip
    few = written and bool((thin.eq(True) & shares.notna()).any(axis=None))
    notes = {"heatmap_none": bool(shares.isna().any(axis=None)), "heatmap_thin": few, "trends_partial": bool(partial)}
    ax.set_xlabel("  ".join(say(key) for key in notes if notes[key]), fontsize=8.5, color=style.MUTED, loc="left")
    bar = ax.figure.colorbar(mesh, ax=ax, format=PercentFormatter(1.0), pad=0.02)
    bar.outline.set_visible(False)
    return ax


def _two_axes(ax: Axes) -> tuple[Axes, Axes]:
    """The place of ``ax`` shared between the trends and, beneath, the number of articles."""
    place = ax.get_subplotspec()
    if place is None:
        return ax, ax.inset_axes((0.0, -0.36, 1.0, 0.2), sharex=ax)
    grid = place.subgridspec(2, 1, height_ratios=(4, 1), hspace=0.08)
    ax.set_subplotspec(grid[0])
    return ax, ax.figure.add_subplot(grid[1], sharex=ax)


def _partial(trends: pd.DataFrame) -> list[pd.Timestamp]:
    """First and last periods that the articles cover in part, where the table tells."""
    return sorted(trends.loc[trends["partial"], "period"].unique()) if "partial" in trends.columns else []


def _names(keys: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What to call each line: the keyword, the group, or both, whichever tells them apart."""
    keywords, groups = {keyword for keyword, _ in keys}, {group for _, group in keys}
    if len(groups) <= 1:
        return {(keyword, group): plain(keyword) for keyword, group in keys}
    named = {group: group or say("ungrouped") for group in groups}
    if len(keywords) <= 1:
        return {(keyword, group): plain(named[group]) for keyword, group in keys}
    return {(keyword, group): plain(f"{named[group]} · {keyword}") for keyword, group in keys}


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
    bars = ax.bar(totals.index, totals.to_numpy(), width=width, color=style.MUTED)
    for bar, period in zip(bars, totals.index, strict=True):
        if period in partial:
            bar.set(facecolor="white", edgecolor=style.MUTED, hatch=_HATCH)
    ax.set_ylabel(say("articles"))


def _explain(ax: Axes, names: dict[tuple[str, str], str], has_bursts: bool, has_thin: bool, has_partial: bool) -> None:
    handles: list[Artist] = list(ax.get_legend_handles_labels()[0]) if len(names) > 1 else []
    if has_thin:
        handles.append(hollow_point(say("trends_thin")))
    if has_bursts:
        handles.append(Line2D([], [], label=say("trends_burst"), color=style.MUTED, linewidth=4.5))
    if has_partial:
        handles.append(Patch(label=say("trends_partial"), facecolor="white", edgecolor=style.MUTED, hatch=_HATCH))
    if handles:  # above the lines, in room made for it
        ax.legend(handles=handles, loc="upper right", ncols=2, fontsize=9)
        ax.set_ylim(top=ax.get_ylim()[1] * (1 + 0.11 * -(-len(handles) // 2)))


def _write_shares(ax: Axes, shares: np.ndarray, thin: np.ndarray) -> None:
    darkest = np.nanmax(shares, initial=0.0)
    for row, column in np.argwhere(~np.isnan(shares)):
        share = shares[row, column]
        text = f"{share:.1%}" if share < 0.1 else f"{share:.0%}"
        colour = "white" if darkest and share > 0.35 * darkest else style.INK
        ax.text(
            column + 0.5, row + 0.5, f"({text})" if thin[row, column] else text,
            ha="center", va="center", fontsize=8.5, color=colour,
        )  # fmt: skip
