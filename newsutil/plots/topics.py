"""Topics drawn: their terms as small multiples, the articles as a map, and shares by group with their bands."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from newsutil.plots.labels import apart
from newsutil.plots.style import GRID, INK, MUTED, NONE, PALETTE, new_axes, plain, say, say_nothing

_MARKERS = "o^sD"  # neighbours differ in shape too; colour and shape start anew after 32 topics

_LABEL_SIZE = np.array([0.04, 0.05])  # width and height of a topic's number, in parts of the picture


def plot_topics(keywords: pd.DataFrame, *, top: int = 6, ax: Axes | None = None) -> Axes:
    """The first terms of each topic by their weight, one small chart a topic, all on one scale.

    Parameters
    ----------
    keywords : DataFrame
        Of the Topics: ``topic``, ``rank``, ``term``, ``weight``.
    top : int
        Terms of each topic.
    ax : Axes, optional
        Where to draw; the charts stand inside it.

    Returns
    -------
    Axes
        That holds the charts, which are its ``child_axes``.
    """
    shown = keywords[keywords["rank"] <= top]
    topics = list(dict.fromkeys(shown["topic"]))
    across, down = _cells(len(topics), 4)
    size = (2.3 * across + 0.6, (0.5 + 0.24 * top) * down + 0.6)
    ax = ax or new_axes(size, say("topics_caption") if topics else "")
    ax.set_axis_off()
    if not topics:
        return say_nothing(ax)
    most = float(shown["weight"].max())
    for place, topic in enumerate(topics):
        inner = _small_chart(ax, divmod(place, across), (across, down), (0.38, 0.97, 0.58, 0.78))
        rows = shown[shown["topic"] == topic]
        inner.barh(np.arange(len(rows)), rows["weight"], color=PALETTE[place % len(PALETTE)], height=0.7)
        inner.set_yticks(np.arange(len(rows)), rows["term"].map(plain).tolist(), fontsize=9)
        inner.set_xticks([])
        inner.set_xlim(0, most * 1.02)
        inner.invert_yaxis()
        inner.tick_params(axis="y", length=0)
        inner.spines[:].set_visible(False)
        inner.set_title(say("topic", topic=topic), fontsize=10, pad=4)
    return ax


def _cells(charts: int, most: int) -> tuple[int, int]:
    """Columns and rows for so many small charts, at most so many columns."""
    across = max(1, min(most, charts))
    return across, max(1, -(-charts // across))


def _small_chart(
    ax: Axes, cell: tuple[int, int], cells: tuple[int, int], box: tuple[float, float, float, float]
) -> Axes:
    """Axes in a cell (row and column of so many columns and rows): left, bottom from above, width and height in it."""
    (row, column), (across, down), (left, bottom, width, height) = cell, cells, box
    return ax.inset_axes(((column + left) / across, 1 - (row + bottom) / down, width / across, height / down))


def plot_topic_map(places: pd.DataFrame, *, names: pd.Series | None = None, ax: Axes | None = None) -> Axes:
    """Articles as points, near those of like words, in the colour and shape of their topic; grey in none.

    Parameters
    ----------
    places : DataFrame
        From :func:`newsutil.map_articles`: ``article_id``, ``topic``, ``x``, ``y``.
    names : Series, optional
        Name of each topic by its number, in the legend; its number stands near the median of its articles.
    ax : Axes, optional
        Where to draw.
    """
    ax = ax or new_axes((9.5, 6.0), say("map_caption", n=len(places)) if len(places) else "")
    ax.set_title(say("map_title"))
    if places.empty:
        return say_nothing(ax)
    lost, kept = places[places["topic"].isna()], places[places["topic"].notna()]
    if len(lost):
        ax.scatter(lost["x"], lost["y"], s=9, color=NONE, label=say("map_none"), linewidth=0)
    groups = dict(tuple(kept.groupby("topic")))
    looks = [(PALETTE[n % len(PALETTE)], _MARKERS[(n + n // len(PALETTE)) % len(_MARKERS)]) for n in range(len(groups))]
    for (colour, marker), (topic, rows) in zip(looks, groups.items(), strict=True):
        label = plain(str(topic) if names is None else f"{topic} {names.get(topic, '')}")
        ax.scatter(rows["x"], rows["y"], s=16, color=colour, alpha=0.7, label=label, marker=marker, linewidth=0)
    if groups:
        _write_numbers(
            ax, kept.groupby("topic")[["x", "y"]].median().astype("float64"), [colour for colour, _ in looks]
        )
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=9.5, markerscale=1.6)
    return ax


def _write_numbers(ax: Axes, middles: pd.DataFrame, colours: list[str]) -> None:
    """Each topic's number near the median of its articles, moved until none covers another, a line to where it was."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    span = np.array([right - left, high - low])
    spots = apart(middles.to_numpy() / span, np.tile(_LABEL_SIZE, (len(middles), 1))) * span
    for topic, (x, y), spot, colour in zip(middles.index, middles.to_numpy(), spots, colours, strict=True):
        box = {"facecolor": "white", "edgecolor": colour, "boxstyle": "round,pad=0.2", "linewidth": 1.4}
        ax.annotate(
            str(topic), (x, y), tuple(spot), fontsize=10.5, ha="center", va="center", color=INK, bbox=box,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1.2},
        )  # fmt: skip


def plot_topic_shares(shares: pd.DataFrame, *, names: pd.Series | None = None, ax: Axes | None = None) -> Axes:
    """Share of each topic in each group, with its 95 % band: a row for each topic, one small chart beside the other.

    Parameters
    ----------
    shares : DataFrame
        From :func:`newsutil.topic_shares`.
    names : Series, optional
        Name of each topic by its number.
    ax : Axes, optional
        Where to draw; the charts stand inside it.
    """
    topics = sorted(shares["topic"].unique())
    groups = sorted(shares["group"].unique())
    totals = shares.drop_duplicates("group").set_index("group")["total"]
    labels = [plain(say("shares_group", group=group, n=totals[group])) for group in groups]
    across, down = _cells(len(topics), 3)
    beside = 0.25 + 8 / 72 * max(map(len, labels), default=0)  # inches for the labels, in characters of 8 points
    wide = beside + 2.0
    size = (wide * across, (0.7 + 0.2 * len(groups)) * down + 0.6)
    ax = ax or new_axes(size, say("shares_caption") if topics else "")
    ax.set_axis_off()
    if not topics:
        return say_nothing(ax)
    most = float(shares["high"].max())
    for place, topic in enumerate(topics):
        inner = _small_chart(ax, divmod(place, across), (across, down), (beside / wide, 0.9, 1.8 / wide, 0.68))
        rows = shares[shares["topic"] == topic].set_index("group").reindex(groups)
        colour = PALETTE[place % len(PALETTE)]
        inner.hlines(np.arange(len(groups)), rows["low"], rows["high"], color=colour, linewidth=1.6)
        inner.plot(rows["share"], np.arange(len(groups)), "o", color=colour, markersize=4)
        inner.set_yticks(np.arange(len(groups)), labels, fontsize=8)
        inner.set_xlim(0, min(1.0, most * 1.05))
        inner.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        inner.tick_params(axis="x", labelsize=8, colors=MUTED)
        inner.grid(axis="x", color=GRID)
        inner.invert_yaxis()
        inner.set_title(plain(f"{topic} {'' if names is None else names.get(topic, '')}"), fontsize=9.5, pad=4)
    return ax
