"""Trends drawn: lines with bands over the number of articles, and a heat map of groups by periods."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from newsutil.plots.style import GRID, MUTED, NOTHING, PALETTE, caption
from newsutil.schema import require

# From near white to the palette's blue: one hue of falling lightness, so that a grey print keeps the order.
_SHADES = LinearSegmentedColormap.from_list("newsutil_share", ["#F4F8FB", PALETTE[0], "#00304D"])
_TEXT_FITS = 150  # cells in which a number can still be read


def plot_trends(trends: pd.DataFrame, *, bursts: pd.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Share of articles with each keyword by period, its band, and the number of articles beneath.

    A hollow point marks a period with few articles, a thick line a burst.  Periods without articles leave a gap.

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
    if len(lines) > len(PALETTE):
        raise ValueError(
            f"up to {len(PALETTE)} lines can be told apart; got {len(lines)} (keywords times groups). "
            "Choose some, like trends[trends['keyword'] == '志愿服务'], or draw plot_trend_heatmap(trends)."
        )
    new = plt.figure() if ax is None else None
    upper, lower = _two_axes(ax or plt.gca())
    names = _names(list(lines))
    for colour, (key, rows) in zip(PALETTE, lines.items(), strict=False):
        _draw_line(upper, rows, names[key], colour)
        if bursts is not None:
            _draw_bursts(upper, rows, bursts[(bursts["keyword"] == key[0]) & (bursts["group"] == key[1])], colour)
    totals = trends.drop_duplicates(["group", "period"]).groupby("period")["total"].sum()
    _draw_totals(lower, totals)
    _label(upper, trends, names, bursts is not None and not bursts.empty)
    if new is not None:
        caption(new, f"共 {int(totals.sum()):,} 篇文章；色带为 95% 区间")
    return upper


def plot_trend_heatmap(trends: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Share of articles with a keyword as colour: a row for each group and keyword, a column for each period.

    Cells without articles are grey; the share of a cell with few articles stands in brackets.

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
    if ax is None:
        ax = plt.figure(figsize=(8.0, 1.6 + 0.34 * len(rows))).subplots()
    ax.set_facecolor(NOTHING)
    mesh = ax.pcolormesh(np.ma.masked_invalid(shares.to_numpy(dtype=float)), cmap=_SHADES, vmin=0, edgecolor="white")
    ax.set_xticks(np.arange(shares.shape[1]) + 0.5, _period_labels(shares.columns), rotation=0)
    ax.set_yticks(np.arange(len(rows)) + 0.5, [names[keyword, group] for group, keyword in rows])
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    if shares.size <= _TEXT_FITS:
        _write_shares(ax, shares.to_numpy(dtype=float), thin.to_numpy(dtype=bool))
    ax.set_title("含关键词的文章占比")
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


def _names(keys: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What to call each line: the keyword, the group, or both, whichever tells them apart."""
    keywords, groups = {keyword for keyword, _ in keys}, {group for _, group in keys}
    if len(groups) <= 1:
        return {(keyword, group): keyword for keyword, group in keys}
    if len(keywords) <= 1:
        return {(keyword, group): group or "未分组" for keyword, group in keys}
    return {(keyword, group): f"{group or '未分组'} · {keyword}" for keyword, group in keys}


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


def _draw_totals(ax: Axes, totals: pd.Series) -> None:
    days = np.diff(totals.index.to_numpy()).astype("timedelta64[D]").astype(float)
    width = 0.8 * (float(np.median(days)) if len(days) else 1.0)
    ax.bar(totals.index, totals.to_numpy(), width=width, color=MUTED)
    ax.set_ylabel("文章数")


def _label(ax: Axes, trends: pd.DataFrame, names: dict[tuple[str, str], str], has_bursts: bool) -> None:
    locator = AutoDateLocator(minticks=3, maxticks=9)
    forms = ["%Y", "%Y-%m", "%m-%d", "%m-%d", "%m-%d", "%m-%d"]  # digits only: names of months depend on the locale
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(
        ConciseDateFormatter(locator, formats=forms, zero_formats=forms, offset_formats=[""] * len(forms))
    )
    ax.tick_params(axis="x", labelbottom=False)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ax.set_ylim(bottom=0)
    ax.grid(axis="y", color=GRID)
    ax.set_ylabel("含关键词的文章占比")
    keywords = trends["keyword"].unique()
    ax.set_title(f"“{keywords[0]}”的报道" if len(keywords) == 1 else "关键词的报道")
    handles = ax.get_legend_handles_labels()[0] if len(names) > 1 else []
    if trends["thin"].any():
        hollow = Line2D(
            [], [], label="文章少的时段", color=MUTED, marker="o", markerfacecolor="white", linestyle="none"
        )
        handles.append(hollow)
    if has_bursts:
        handles.append(Line2D([], [], label="爆发期（菱形为峰值）", color=MUTED, linewidth=4.5))
    if handles:
        ax.legend(handles=handles, loc="best", fontsize=9)


def _period_labels(periods: pd.Index) -> list[str]:
    """As short as the periods allow: 2024, 2024-03 or 2024-03-05."""
    days = pd.DatetimeIndex(periods)
    if (days.day_of_year == 1).all():
        return [f"{day:%Y}" for day in days]
    return [f"{day:%Y-%m}" if (days.day == 1).all() else f"{day:%Y-%m-%d}" for day in days]


def _write_shares(ax: Axes, shares: np.ndarray, thin: np.ndarray) -> None:
    darkest = np.nanmax(shares, initial=0.0)
    for row, column in np.argwhere(~np.isnan(shares)):
        share = shares[row, column]
        text = f"{share:.1%}" if share < 0.1 else f"{share:.0%}"
        colour = "white" if darkest and share > 0.35 * darkest else "#222222"
        ax.text(
            column + 0.5, row + 0.5, f"({text})" if thin[row, column] else text,
            ha="center", va="center", fontsize=8.5, color=colour,
        )  # fmt: skip
