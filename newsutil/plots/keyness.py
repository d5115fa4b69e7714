"""Keyness drawn: the words that set each group apart, with their intervals."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from newsutil.plots.style import GRID, MUTED, PALETTE, caption
from newsutil.schema import require

_COLUMNS = ["term", "group", "count", "log_ratio", "g2", "articles", "log_ratio_low", "log_ratio_high"]


def plot_keyness(keyness: pd.DataFrame, *, top: int = 10, ax: Axes | None = None) -> Axes:
    """The words that each group prefers most clearly: log ratio with its interval, occurrences and articles beside.

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
    preferred = keyness[keyness["log_ratio"] > 0].sort_values("g2", ascending=False, kind="stable")
    drawn = {group: preferred[preferred["group"] == group].head(top) for group in groups}
    if ax is None:
        lines = sum(map(len, drawn.values())) + len(groups)
        figure = plt.figure(figsize=(8.0, 1.5 + 0.27 * lines))
        caption(figure, "横线为 95% 区间，以文章为单位；按 G² 选取")
        ax = figure.subplots()
    ticks, labels, place = [], [], 0
    for colour, (group, rows) in zip(PALETTE, drawn.items(), strict=False):
        places = np.arange(place, place + len(rows))
        _draw_group(ax, rows, places, group, colour)
        ticks += places.tolist()
        pairs = zip(rows["term"], rows["count"], rows["articles"], strict=True)
        labels += [f"{term}（{count}次，{articles}篇）" for term, count, articles in pairs]
        place += len(rows) + 1
    ax.set_yticks(ticks, labels, fontsize=9)
    ax.margins(y=0.02)
    ax.invert_yaxis()
    ax.axvline(0, color=MUTED, linewidth=0.8)
    ax.grid(axis="x", color=GRID)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("对数比（1 为其他组的两倍，2 为四倍）")
    ax.set_title("各组的关键词")
    if drawn:
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=9)
    return ax


def _draw_group(ax: Axes, rows: pd.DataFrame, places: np.ndarray, group: str, colour: str) -> None:
    ax.hlines(places, rows["log_ratio_low"], rows["log_ratio_high"], color=colour, linewidth=2, alpha=0.55)
    ax.plot(rows["log_ratio"], places, "o", color=colour, markersize=6, label=group)
