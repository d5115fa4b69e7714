"""Topics drawn: their terms as small multiples, the articles as a map, and shares by group with their bands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from newsutil.plots.labels import apart
from newsutil.plots.style import GRID, INK, MUTED, NONE, PALETTE, begin, colour, plain, say
from newsutil.schema import GAPPED, as_declared, require

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
    keywords = as_declared(keywords, "keywords", ["topic", "rank", "term", "weight"])
    shown = keywords[keywords["rank"] <= top]
    topics = shown["topic"].unique().tolist()
    across, down = cells = _cells(len(topics), 4)
    size = (2.3 * across + 0.6, (0.5 + 0.24 * top) * down + 0.6)
    ax = begin(ax, size, note=say("topics_caption"), empty=not topics)
    for topic, inner, look in _small_charts(ax, topics, cells, (0.38, 0.97, 0.58, 0.78)):
        rows = shown[shown["topic"] == topic]
        places = np.arange(len(rows))
        inner.barh(places, rows["weight"], color=look, height=0.7)
        inner.set_yticks(places, rows["term"].map(plain).tolist(), fontsize=9)
        inner.set_xticks([])
        inner.set_xlim(0, float(shown["weight"].max()) * 1.02)
        inner.tick_params(axis="y", length=0)
        inner.spines[:].set_visible(False)
        inner.set_title(say("topic", topic=topic), fontsize=10, pad=4)
    return ax


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
    require(places, "map of articles", ["topic", "x", "y"])
    places = places.astype({"topic": GAPPED})  # a file makes floats of numbers of which some are missing
    note = say("map_caption", n=len(places))
    ax = begin(ax, (9.5, 6.0), title=say("map_title"), note=note, empty=places.empty)
    if places.empty:
        return ax
    lost, kept = places[places["topic"].isna()], places[places["topic"].notna()]
    if len(lost):
        ax.scatter(lost["x"], lost["y"], s=9, color=NONE, label=say("map_none"), linewidth=0)
    for number, (topic, rows) in enumerate(kept.groupby("topic")):
        marker = _MARKERS[(number + number // len(PALETTE)) % len(_MARKERS)]
        name = plain(str(topic) if names is None else f"{topic} {names.get(topic, '')}")
        ax.scatter(rows["x"], rows["y"], s=16, color=colour(number), alpha=0.7, label=name, marker=marker, linewidth=0)
    if len(kept):
        _write_numbers(ax, kept.groupby("topic")[["x", "y"]].median().astype("float64"))
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=9.5, markerscale=1.6)
    return ax


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
    require(shares, "topic shares", ["topic", "group", "total", "share", "low", "high"])
    topics = sorted(shares["topic"].unique())
    groups = sorted(shares["group"].unique())
    totals = shares.drop_duplicates("group").set_index("group")["total"]
    labels = [plain(say("shares_group", group=group, n=totals[group])) for group in groups]
    across, down = cells = _cells(len(topics), 3)
    beside = 0.25 + 8 / 72 * max(map(len, labels), default=0)  # inches for the labels, in characters of 8 points
    wide = beside + 2.0
    tall = 0.7 + 0.2 * len(groups)  # inches for the rows, the ticks below and the title above
    size = (wide * across, tall * down + 0.6)
    ax = begin(ax, size, note=say("shares_caption"), empty=not topics)
    places = np.arange(len(groups))
    for topic, inner, look in _small_charts(
        ax, topics, cells, (beside / wide, 1 - 0.3 / tall, 1.8 / wide, 1 - 0.65 / tall)
    ):
        rows = shares[shares["topic"] == topic].set_index("group").reindex(groups)
        inner.hlines(places, rows["low"], rows["high"], color=look, linewidth=1.6)
        inner.plot(rows["share"], places, "o", color=look, markersize=4)
        inner.set_yticks(places, labels, fontsize=8)
        inner.set_ylim(len(groups) - 0.5, -0.5)
        inner.set_xlim(0, min(1.0, float(shares["high"].max()) * 1.05))
        inner.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        inner.tick_params(axis="x", labelsize=8, colors=MUTED)
        inner.grid(axis="x", color=GRID)
        inner.set_title(plain(f"{topic} {'' if names is None else names.get(topic, '')}"), fontsize=9.5, pad=4)
    return ax


def _cells(charts: int, most: int) -> tuple[int, int]:
    """Columns and rows for so many small charts, at most so many columns."""
    across = max(1, min(most, charts))
    return across, max(1, -(-charts // across))


def _small_charts(
    ax: Axes, topics: Sequence[int], cells: tuple[int, int], box: tuple[float, float, float, float]
) -> Iterator[tuple[int, Axes, str]]:
    """Each topic, its chart inside ``ax``, rows downward, and its colour; ``box`` is its part of a cell, from above."""
    (across, down), (left, bottom, width, height) = cells, box
    ax.set_axis_off()
    for place, topic in enumerate(topics):
        row, column = divmod(place, across)
        corner = ((column + left) / across, 1 - (row + bottom) / down)
        inner = ax.inset_axes((*corner, width / across, height / down))
        inner.invert_yaxis()
        yield topic, inner, colour(place)


def _write_numbers(ax: Axes, middles: pd.DataFrame) -> None:
    """Each topic's number near the median of its articles, moved until none covers another, a line to where it was."""
    span = np.array([np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())])
    spots = apart(middles.to_numpy() / span, np.tile(_LABEL_SIZE, (len(middles), 1))) * span
    for number, (topic, middle) in enumerate(middles.iterrows()):
        box = {"facecolor": "white", "edgecolor": colour(number), "boxstyle": "round,pad=0.2", "linewidth": 1.4}
        arrow = {"arrowstyle": "-", "color": colour(number), "linewidth": 1.2}
        ax.annotate(
            str(topic), tuple(middle), tuple(spots[number]), fontsize=10.5, ha="center", va="center", color=INK,
            bbox=box, arrowprops=arrow,
        )  # fmt: skip
