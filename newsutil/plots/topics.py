"""Topics drawn: their terms as small multiples, the articles as a map, and shares by group with their bands."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from newsutil.plots.style import GRID, MUTED, NOTHING, PALETTE, caption

_ACROSS = 4
_MARKERS = ("o", "^", "s", "D")  # the colours start anew after eight topics

# Width and height that a label takes, as a share of the space between the outermost ones; and how often they move.
_LABEL_SIZE = np.array([0.045, 0.06])
_LABEL_MOVES = 200


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
    across = max(1, min(_ACROSS, len(topics)))
    down = max(1, -(-len(topics) // across))
    if ax is None:
        figure = plt.figure(figsize=(2.3 * across + 0.6, (0.5 + 0.24 * top) * down + 0.6))
        caption(figure, "词按类别 TF-IDF 排序；各图横轴相同")
        ax = figure.subplots()
    ax.set_axis_off()
    most = float(shown["weight"].max()) if len(shown) else 1.0
    for place, topic in enumerate(topics):
        row, column = divmod(place, across)
        left, bottom = column / across + 0.38 / across, 1 - (row + 0.97) / down
        inner = ax.inset_axes((left, bottom, 0.58 / across, 0.78 / down))
        _draw_terms(inner, shown[shown["topic"] == topic], most, PALETTE[place % len(PALETTE)])
        inner.set_title(f"主题 {topic}", fontsize=10, pad=4)
    return ax


def _draw_terms(ax: Axes, rows: pd.DataFrame, most: float, colour: str) -> None:
    places = np.arange(len(rows))
    ax.barh(places, rows["weight"], color=colour, height=0.7)
    ax.set_yticks(places, rows["term"].tolist(), fontsize=9)
    ax.set_xticks([])
    ax.set_xlim(0, most * 1.02)
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    ax.spines[:].set_visible(False)


def plot_topic_map(places: pd.DataFrame, *, names: pd.Series | None = None, ax: Axes | None = None) -> Axes:
    """Articles as points, near those of like words, in the colour of their topic; grey where they fit nowhere.

    Parameters
    ----------
    places : DataFrame
        From :func:`newsutil.map_articles`: ``article_id``, ``topic``, ``x``, ``y``.
    names : Series, optional
        Name of each topic by its number, in the legend; its number stands near the median of its articles.
    ax : Axes, optional
        Where to draw.
    """
    if ax is None:
        figure = plt.figure(figsize=(9.5, 6.0))
        caption(
            figure, f"{len(places):,} 篇文章，投影到各主题中心相距最远的平面；相邻表示用词相近；灰色：不属于任何主题"
        )
        ax = figure.subplots()
    lost, kept = places[places["topic"].isna()], places[places["topic"].notna()]
    ax.scatter(lost["x"], lost["y"], s=9, color=NOTHING)
    middles = _apart(kept.groupby("topic")[["x", "y"]].median().astype("float64"))
    for number, (topic, rows) in enumerate(kept.groupby("topic")):
        label = str(topic) if names is None else f"{topic} {names.get(topic, '')}"
        marker = _MARKERS[number // len(PALETTE) % len(_MARKERS)]
        ax.scatter(
            rows["x"], rows["y"], s=16, color=PALETTE[number % len(PALETTE)], alpha=0.8, label=label, marker=marker
        )
        box = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 1}
        ax.text(
            middles.at[topic, "x"], middles.at[topic, "y"], str(topic), fontsize=12, ha="center", va="center", bbox=box
        )
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.set_title("文章分布图")
    if ax.get_legend_handles_labels()[0]:
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=9.5)
    return ax


def _apart(middles: pd.DataFrame) -> pd.DataFrame:
    """Places for labels, moved away from each other until none covers another."""
    if len(middles) < 2:
        return middles
    low, span = middles.min(), (middles.max() - middles.min()).replace(0, 1)
    angles = np.arange(len(middles))  # labels of one and the same place part in different directions
    places = ((middles - low) / span).to_numpy() + 0.001 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for _ in range(_LABEL_MOVES):
        away = (places[:, None] - places[None]) / _LABEL_SIZE
        distance = np.sqrt((away**2).sum(axis=2)) + np.eye(len(places))
        push = np.maximum(1 - distance, 0) / np.maximum(distance, 0.1)
        if not push.any():
            break
        places = places + 0.3 * (push[..., None] * away).sum(axis=1) * _LABEL_SIZE
    return pd.DataFrame(places * span.to_numpy() + low.to_numpy(), middles.index, middles.columns)


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
    labels = [f"{group}（{totals[group]}）" for group in groups]
    across = max(1, min(3, len(topics)))
    down = max(1, -(-len(topics) // across))
    beside = 0.25 + 8 / 72 * max(map(len, labels), default=0)  # inches for the labels, in characters of 8 points
    wide = beside + 2.0
    if ax is None:
        figure = plt.figure(figsize=(wide * across, (0.7 + 0.2 * len(groups)) * down + 0.6))
        caption(figure, "点：占该组文章的比例；横线：95% 区间（Wilson）；括号内为该组文章数")
        ax = figure.subplots()
    ax.set_axis_off()
    most = float(shares["high"].max()) if len(shares) else 1.0
    for place, topic in enumerate(topics):
        row, column = divmod(place, across)
        left, width = (column + beside / wide) / across, 1.8 / wide / across
        inner = ax.inset_axes((left, 1 - (row + 0.9) / down, width, 0.68 / down))
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
        inner.set_title(f"{topic} {'' if names is None else names.get(topic, '')}", fontsize=9.5, pad=4)
    return ax
