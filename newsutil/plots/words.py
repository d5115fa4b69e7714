"""Words drawn: those that set groups apart, those that occur in the same articles, and a cloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from newsutil.plots import style
from newsutil.plots.labels import apart
from newsutil.plots.style import PALETTE, begin, check_colours, colour, font_path, hollow_point, plain, say
from newsutil.schema import as_declared

_KEYNESS = ["term", "group", "count", "log_ratio", "g2", "p_adjusted", "articles", "log_ratio_low", "log_ratio_high"]
_ALPHA = 0.05
_FEWEST_ARTICLES = 2  # of the group: one long article can push a word's g2 up

_MARKERS = ("o", "s", "^", "D")  # the colours start anew after eight clusters
_LARGEST, _SMALLEST = 900, 60  # areas of nodes, in points²
_NETWORK = (9.5, 7.0)  # inches
_FONT_SIZE = 9.5

_WEIGHTS = ("weight", "count", "g2", "articles")
_CLOUD_WIDE, _CLOUD_HIGH = 1600, 900


def plot_keyness(keyness: pd.DataFrame, *, top: int = 10, ax: Axes | None = None) -> Axes:
    """The words that each group prefers most clearly: log ratio with its interval, occurrences and articles beside.

    Points are filled where the adjusted p is under 0.05.  Words that stand in one article of the group are left out.

    Parameters
    ----------
    keyness : DataFrame
        Table of keyness; up to eight groups.
    top : int
        Words of each group, by falling ``g2``.
    ax : Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        When there are more groups than colours.
    """
    keyness = as_declared(keyness, "keyness", _KEYNESS)
    numbers = {group: number for number, group in enumerate(dict.fromkeys(keyness["group"]))}
    check_colours("groups", len(numbers), "keyness[keyness['group'].isin(['2023', '2024'])]")
    preferred = keyness[(keyness["log_ratio"] > 0) & (keyness["articles"] >= _FEWEST_ARTICLES)]
    preferred = preferred.assign(number=preferred["group"].map(numbers))
    preferred = preferred.sort_values(["number", "g2"], ascending=[True, False], kind="stable")
    shown = preferred.groupby("number").head(top)
    shown["place"] = np.arange(len(shown)) + shown.groupby("number").ngroup()  # a row is free between two groups
    size = (8.0, 1.5 + 0.27 * (len(shown) + len(numbers)))
    ax = begin(ax, size, title=say("keyness_title"), note=say("keyness_caption", alpha=_ALPHA), empty=shown.empty)
    if shown.empty:
        return ax
    for number, rows in shown.groupby("number"):
        _draw_words(ax, rows, PALETTE[number])
    words = shown[["term", "count", "articles"]].to_dict("records")
    ax.set_yticks(shown["place"], [plain(say("keyness_word", **word)) for word in words], fontsize=9)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(shown["place"].max() + 0.7, -0.7)
    ax.axvline(0, color=style.MUTED, linewidth=0.8)
    ax.grid(axis="x", color=style.GRID)
    ax.set_xlabel(say("keyness_ratio"))
    handles = ax.get_legend_handles_labels()[0]
    if (shown["p_adjusted"] >= _ALPHA).any():
        handles.append(hollow_point(say("keyness_unsure", alpha=_ALPHA)))
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=9)
    return ax


def _draw_words(ax: Axes, rows: pd.DataFrame, look: str) -> None:
    """A line for the interval of each word, and a point, hollow where it is not significant."""
    ax.hlines(rows["place"], rows["log_ratio_low"], rows["log_ratio_high"], color=look, linewidth=2, alpha=0.55)
    sure = rows["p_adjusted"] < _ALPHA
    group = plain(rows["group"].iloc[0])
    ax.plot(rows["log_ratio"][sure], rows["place"][sure], "o", color=look, markersize=6, label=group)
    ax.plot(rows["log_ratio"][~sure], rows["place"][~sure], "o", color=look, markersize=6, markerfacecolor="white")


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
    pairs = as_declared(pairs, "pairs", ["term", "other", "npmi", "term_articles", "other_articles"])
    shown = pairs.sort_values("npmi", ascending=False, kind="stable").head(edges)
    ends = [shown[[name, f"{name}_articles"]].set_axis(["term", "articles"], axis=1) for name in ("term", "other")]
    sizes = pd.concat(ends).drop_duplicates("term").set_index("term")["articles"]
    note = say("network_caption", words=len(sizes), pairs=len(shown), all=len(pairs))
    ax = begin(ax, _NETWORK, title=say("network_title"), note=note, empty=shown.empty)
    if shown.empty:
        return ax
    places, clusters = _laid_out(shown, sizes)
    numbers = {word: number for number, words in enumerate(clusters) for word in words}
    joined = list(zip(shown["term"], shown["other"], strict=True))
    inside = [colour(numbers[a]) if colour(numbers[a]) == colour(numbers[b]) else style.GRID for a, b in joined]
    widths = 0.6 + 3.4 * shown["npmi"] / shown["npmi"].max()
    lines = [places.loc[[a, b]].to_numpy() for a, b in joined]
    ax.add_collection(LineCollection(lines, colors=inside, linewidths=widths.tolist(), alpha=0.5, zorder=1))
    areas = np.maximum(_LARGEST * sizes / sizes.max(), _SMALLEST)
    for number, words in enumerate(clusters):
        x, y = places.loc[words].to_numpy().T
        look: dict[str, Any] = {"color": colour(number), "marker": _MARKERS[number // len(PALETTE) % len(_MARKERS)]}
        ax.scatter(x, y, s=areas[words], alpha=0.75, linewidth=0, zorder=2, **look)
    halo = [withStroke(linewidth=2.5, foreground="white")]
    for word, x, y in places.itertuples():
        ax.text(x, y, plain(word), fontsize=_FONT_SIZE, ha="center", va="center", color=style.INK, path_effects=halo)
    ax.set_axis_off()
    return ax


def _laid_out(pairs: pd.DataFrame, sizes: pd.Series) -> tuple[pd.DataFrame, list[list[str]]]:
    """Place of each word, in points, and the clusters, large ones first."""
    import networkx

    network = networkx.Graph()
    network.add_nodes_from(sizes.index)
    network.add_weighted_edges_from(pairs[["term", "other", "npmi"]].itertuples(index=False, name=None))
    found = networkx.community.greedy_modularity_communities(network, weight="weight")
    order = {word: place for place, word in enumerate(sizes.index)}
    clusters = [sorted(words, key=order.__getitem__) for words in found]
    clusters.sort(key=lambda words: (-len(words), order[words[0]]))
    for first, *others in clusters:  # words of one cluster draw each other near, so that clusters stand apart
        near = [(first, word, 0.1) for word in others if not network.has_edge(first, word)]
        network.add_weighted_edges_from(near)
    layout = networkx.spring_layout(network, iterations=200, seed=0, method="energy")
    spots = np.array([layout[word] for word in order])
    spots -= spots.mean(axis=0)
    points = spots / np.maximum(np.abs(spots).max(axis=0), 1e-9) * np.array(_NETWORK) * 72 * 0.42
    boxes = np.array([[len(word) * _FONT_SIZE * 1.1 + 4, _FONT_SIZE * 1.6] for word in order])
    return pd.DataFrame(apart(points, boxes).round(1), index=sizes.index), clusters


def plot_wordcloud(
    weights: pd.Series | Mapping[str, float] | pd.DataFrame, *, top: int = 100, ax: Axes | None = None
) -> Axes:
    """Words as large as their weights, for a first look: colour and place mean nothing, lengths of words mislead.

    Parameters
    ----------
    weights : Series, dict or DataFrame
        A Series with the words as its index, a dict, or a table with ``term`` and the first there is of ``weight``,
        ``count``, ``g2`` and ``articles``; rows of one word are added up.  Words without a positive weight are left
        out.
    top : int
        Words drawn, those of the greatest weight.
    ax : Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        When the table has no ``term`` or no weight.
    ModuleNotFoundError
        When the package wordcloud, of the extra ``notebooks``, is not installed.
    """
    named, weight = _summed(weights)
    shown = named[named > 0].sort_values(ascending=False, kind="stable").head(top)
    placed = _placed(shown) if len(shown) else []
    note = say("cloud_caption", words=len(placed), weight=weight)
    ax = begin(ax, (8.0, 5.2), title=say("cloud_title"), note=note, empty=not placed)
    if not placed:
        return ax
    font = FontProperties(fname=str(font_path()))
    for (word, _), size, (down, right), _, _ in placed:
        path: Path = TextPath((0, 0), plain(word), size=size, prop=font)
        box = path.get_extents()
        path = path.transformed(Affine2D().translate(right - box.x0, _CLOUD_HIGH - down - box.y1))
        look = colour(shown.index.get_loc(word))
        ax.add_patch(PathPatch(path, color=look, linewidth=0, label=plain(word)))
    ax.set(xlim=(0, _CLOUD_WIDE), ylim=(0, _CLOUD_HIGH), aspect="equal")
    ax.set_axis_off()
    return ax


def _summed(weights: pd.Series | Mapping[str, float] | pd.DataFrame) -> tuple[pd.Series, str]:
    """Weight of each word, and what the weight is called."""
    if isinstance(weights, pd.DataFrame):
        name = next((name for name in _WEIGHTS if name in weights.columns), "")
        if "term" not in weights.columns or not name:
            raise ValueError(
                f"a Series of weights by word is needed, or a table with term and one of {', '.join(_WEIGHTS)}; got "
                f"columns {', '.join(map(str, weights.columns))}. Rename one of them."
            )
        weights = weights.set_index("term")[name]
    weights = pd.Series(weights)
    by_word = weights.astype("float64").groupby(weights.index.astype("str"), sort=False).sum()
    name = str(weights.name or "weight")
    return by_word, say(f"weight_{name}") if name in _WEIGHTS else plain(name)


def _placed(weights: pd.Series) -> list[Any]:
    """Word, size, place and direction of each word that found room: pixels of the font, from the upper left."""
    try:
        from wordcloud import WordCloud
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "The package wordcloud is needed for a word cloud; it is not installed. "
            "Install it with: python -m pip install wordcloud==1.9.6"
        ) from error
    cloud = WordCloud(
        font_path=str(font_path()), width=_CLOUD_WIDE, height=_CLOUD_HIGH, margin=6, max_words=len(weights),
        min_font_size=14, prefer_horizontal=1.0, relative_scaling=0.5, random_state=0,
    )  # fmt: skip
    return list(cloud.generate_from_frequencies(weights.to_dict()).layout_)
