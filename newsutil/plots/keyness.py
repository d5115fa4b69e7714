"""Keyness drawn: the words that set each group apart, with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsutil.plots.style import GRID, MUTED, PALETTE, hollow_point, new_axes, plain, say, say_nothing
from newsutil.schema import require

_COLUMNS = ["term", "group", "count", "log_ratio", "g2", "p_adjusted", "articles", "log_ratio_low", "log_ratio_high"]
_ALPHA = 0.05
_FEWEST_ARTICLES = 2  # of the group: one long article can push a word's g2 up


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
    require(keyness, "keyness", _COLUMNS)
    groups = list(dict.fromkeys(keyness["group"]))
    if len(groups) > len(PALETTE):
        raise ValueError(
            f"up to {len(PALETTE)} groups can be told apart; got {len(groups)}. "
            "Choose some, like keyness[keyness['group'].isin(['2023', '2024'])]."
        )
    preferred = keyness[(keyness["log_ratio"] > 0) & (keyness["articles"] >= _FEWEST_ARTICLES)]
    preferred = preferred.sort_values("g2", ascending=False, kind="stable")
    drawn = {group: preferred[preferred["group"] == group].head(top) for group in groups}
    number = sum(map(len, drawn.values()))
    note = say("keyness_caption", alpha=_ALPHA) if number else ""
    ax = ax or new_axes((8.0, 1.5 + 0.27 * (number + len(groups))), note)
    ax.set_title(say("keyness_title"))
    if not number:
        return say_nothing(ax)
    _draw_words(ax, drawn)
    ax.margins(y=0.02)
    ax.invert_yaxis()
    ax.axvline(0, color=MUTED, linewidth=0.8)
    ax.grid(axis="x", color=GRID)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(say("keyness_ratio"))
    handles = ax.get_legend_handles_labels()[0]
    if any((rows["p_adjusted"] >= _ALPHA).any() for rows in drawn.values()):
        handles.append(hollow_point(say("keyness_unsure", alpha=_ALPHA)))
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=9)
    return ax


def _draw_words(ax: Axes, drawn: dict[str, pd.DataFrame]) -> None:
    labels: dict[int, str] = {}
    place = 0
    for colour, (group, rows) in zip(PALETTE, drawn.items(), strict=False):
        if rows.empty:
            continue
        places = np.arange(place, place + len(rows))
        ax.hlines(places, rows["log_ratio_low"], rows["log_ratio_high"], color=colour, linewidth=2, alpha=0.55)
        sure = (rows["p_adjusted"] < _ALPHA).to_numpy()
        ax.plot(rows["log_ratio"][sure], places[sure], "o", color=colour, markersize=6, label=plain(group))
        ax.plot(rows["log_ratio"][~sure], places[~sure], "o", color=colour, markersize=6, markerfacecolor="white")
        words = rows[["term", "count", "articles"]].to_dict("records")
        labels |= {number: plain(say("keyness_word", **word)) for number, word in enumerate(words, place)}
        place += len(rows) + 1
    ax.set_yticks(list(labels), list(labels.values()), fontsize=9)
