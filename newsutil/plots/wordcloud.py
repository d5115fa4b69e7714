"""A word cloud drawn: words as large as their weights."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from newsutil.plots.style import PALETTE, font_path, new_axes, plain, say, say_nothing

_WIDE, _HIGH = 1600, 900
_WEIGHTS = ("weight", "count", "g2", "articles")


def plot_wordcloud(weights: pd.Series | pd.DataFrame, *, top: int = 100, ax: Axes | None = None) -> Axes:
    """Words as large as their weights, for a first look: colour and place mean nothing, lengths of words mislead.

    Parameters
    ----------
    weights : Series or DataFrame
        A Series with the words as its index, or a table with ``term`` and the first there is of ``weight``, ``count``,
        ``g2`` and ``articles``; rows of one word are added up.  Words without a positive weight are left out.
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
    ax = ax or new_axes((8.0, 5.2), say("cloud_caption", words=len(placed), weight=weight) if placed else "")
    ax.set_title(say("cloud_title"))
    if not placed:
        return say_nothing(ax)
    ranks = {word: rank for rank, word in enumerate(shown.index)}
    font = FontProperties(fname=str(font_path()))
    for (word, _), size, (down, right), _, _ in placed:
        path: Path = TextPath((0, 0), plain(word), size=size, prop=font)
        box = path.get_extents()
        path = path.transformed(Affine2D().translate(right - box.x0, _HIGH - down - box.y1))
        ax.add_patch(PathPatch(path, color=PALETTE[ranks[word] % len(PALETTE)], linewidth=0, label=plain(word)))
    ax.set(xlim=(0, _WIDE), ylim=(0, _HIGH), aspect="equal")
    ax.set_axis_off()
    return ax


def _summed(weights: pd.Series | pd.DataFrame) -> tuple[pd.Series, str]:
    """Weight of each word, and what the weight is called."""
    if isinstance(weights, pd.DataFrame):
        name = next((name for name in _WEIGHTS if name in weights.columns), "")
        if "term" not in weights.columns or not name:
            raise ValueError(
                f"a Series of weights by word is needed, or a table with term and one of {', '.join(_WEIGHTS)}; got "
                f"columns {', '.join(map(str, weights.columns))}. Rename one of them."
            )
        weights = weights.set_index("term")[name]
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
        font_path=str(font_path()), width=_WIDE, height=_HIGH, margin=6, max_words=len(weights), min_font_size=14,
        prefer_horizontal=1.0, relative_scaling=0.5, random_state=0,
    )  # fmt: skip
    return list(cloud.generate_from_frequencies(weights.to_dict()).layout_)
