"""A network of words drawn: lines between words that occur in the same articles, clusters in colours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke

from newsutil.plots.labels import apart
from newsutil.plots.style import GRID, INK, PALETTE, new_axes, plain, say, say_nothing
from newsutil.schema import require

_MARKERS = ("o", "s", "^", "D")  # the colours start anew after eight clusters
_LARGEST, _SMALLEST = 900, 60  # areas of nodes, in points²
_WIDE, _HIGH = 9.5, 7.0  # inches
_FONT_SIZE = 9.5


def plot_network(pairs: pd.DataFrame, *, edges: int = 120, ax: Axes | None = None) -> Axes:
    """Words as a network: lines between words of the same articles, by their NPMI, clusters coloured.

    The clusters are those of the greatest modularity that Clauset, Newman & Moore's merging finds, with NPMI as weight.
    A word's area grows with the articles that hold it.  Places come from a layout by forces with a fixed seed: only
    which words are joined means something, not the direction.

    Parameters
    ----------
    pairs : DataFrame
        From :func:`newsutil.cooccurrence`.
    edges : int
        Pairs drawn: those of the highest ``npmi``; words without such a pair are left out.
    ax : Axes, optional
        Where to draw.

    References
    ----------
    Clauset, Newman & Moore (2004), "Finding community structure in very large networks", Physical Review E 70.
    """
    require(pairs, "pairs", ["term", "other", "npmi", "term_articles", "other_articles"])
    shown = pairs.sort_values("npmi", ascending=False, kind="stable").head(edges)
    sizes = _sizes(shown)
    counts = {"words": len(sizes), "pairs": len(shown), "all": len(pairs)}
    ax = ax or new_axes((_WIDE, _HIGH), say("network_caption", **counts) if len(shown) else "")
    ax.set_title(say("network_title"))
    if shown.empty:
        return say_nothing(ax)
    places, clusters = _laid_out(shown, sizes)
    colours = {word: PALETTE[n % len(PALETTE)] for n, words in enumerate(clusters) for word in words}
    ends = list(zip(shown["term"], shown["other"], strict=True))
    inside = [colours[a] if colours[a] == colours[b] else GRID for a, b in ends]
    widths = 0.6 + 3.4 * shown["npmi"] / shown["npmi"].max()
    lines = [(places[a], places[b]) for a, b in ends]
    ax.add_collection(LineCollection(lines, colors=inside, linewidths=widths.tolist(), alpha=0.5, zorder=1))
    areas = np.maximum(_LARGEST * sizes / sizes.max(), _SMALLEST)
    for number, words in enumerate(clusters):
        spots = np.array([places[word] for word in words])
        marker = _MARKERS[number // len(PALETTE) % len(_MARKERS)]
        colour = PALETTE[number % len(PALETTE)]
        ax.scatter(
            spots[:, 0], spots[:, 1], s=areas[words], color=colour, alpha=0.75, marker=marker, linewidth=0, zorder=2
        )
    halo = [withStroke(linewidth=2.5, foreground="white")]
    for word, (x, y) in places.items():
        ax.text(x, y, plain(word), fontsize=_FONT_SIZE, ha="center", va="center", color=INK, path_effects=halo)
    ax.set_axis_off()
    return ax


def _sizes(pairs: pd.DataFrame) -> pd.Series:
    """Articles of each word."""
    ends = [pairs[[name, f"{name}_articles"]].set_axis(["term", "articles"], axis=1) for name in ("term", "other")]
    return pd.concat(ends).drop_duplicates("term").set_index("term")["articles"]


def _laid_out(pairs: pd.DataFrame, sizes: pd.Series) -> tuple[dict[str, Any], list[list[str]]]:
    """Place of each word, in points, and the clusters, large ones first."""
    import networkx

    network = networkx.Graph()
    network.add_nodes_from(sizes.index)
    network.add_weighted_edges_from(pairs[["term", "other", "npmi"]].itertuples(index=False, name=None))
    found = networkx.community.greedy_modularity_communities(network, weight="weight")
    order = {word: place for place, word in enumerate(sizes.index)}
    clusters = sorted(
        (sorted(words, key=order.__getitem__) for words in found), key=lambda words: (-len(words), order[words[0]])
    )
    together = networkx.Graph(network)
    for words in clusters:  # words of one cluster draw each other near, so that clusters stand apart
        together.add_weighted_edges_from(
            (words[0], word, 0.1) for word in words[1:] if not network.has_edge(words[0], word)
        )
    layout = networkx.spring_layout(together, iterations=200, seed=0, method="energy")
    spots = np.array([layout[word] for word in order])
    spots = (spots - spots.mean(axis=0)) / np.maximum(np.abs(spots - spots.mean(axis=0)).max(axis=0), 1e-9)
    points = spots * np.array([_WIDE, _HIGH]) * 72 * 0.42
    boxes = np.array([[len(word) * _FONT_SIZE * 1.1 + 4, _FONT_SIZE * 1.6] for word in order])
    return dict(zip(order, apart(points, boxes).round(1), strict=True)), clusters
