"""One look for all figures: a Chinese font loaded by its path, sizes, and a palette that survives grey print."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.rcsetup import cycler

from newsutil.base import resources
from newsutil.plots.labels import wrapped
from newsutil.schema import check_choice

FONT = "Noto Sans SC"

# Okabe & Ito (2008), "Color Universal Design", without yellow, which vanishes on white, and with brown for black; in an
# order whose neighbours differ in lightness, so that a grey print still tells them apart.  Grey is kept for "none".
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#6B3A1E", "#7A5195")
INK, MUTED, GRID, NOTHING = "#222222", "#6B6B6B", "#DDDDDD", "#E8E8E8"
NONE = "#B8B8B8"  # points that belong nowhere: NOTHING, which fills areas, is too light for them

# 三色图 red, amber, green: of decreasing lightness from amber over green to red, so that they stay apart for readers
# with red-green blindness and in grey print (relative luminance about 0.55, 0.26 and 0.12).
RED, AMBER, GREEN = "#A6192E", "#F2B134", "#2E9E6B"

_CAPTION_SIZE = 8.5  # points

LANGUAGES = ("zh", "en")
_language = "zh"  # of the session, as matplotlib's settings are; set by setup alone

SETTINGS: dict[Any, Any] = {
    "font.family": [FONT],
    "font.size": 10.5,
    "axes.titlesize": 13,
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.labelsize": 10.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=PALETTE),
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "figure.figsize": (8.0, 4.5),
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "text.color": INK,
    "savefig.dpi": 220,
    "svg.fonttype": "path",
    "svg.hashsalt": "newsutil",
}


def font_path() -> Path:
    """Path of the Noto Sans SC file that the package zhplot carries (OFL licence); zhplot itself is not imported."""
    found = find_spec("zhplot")
    folders = list(found.submodule_search_locations or []) if found else []
    files = sorted(file for folder in folders for file in Path(folder).rglob("*.ttf"))
    if not files:
        raise FileNotFoundError(
            "A font with Chinese characters is needed: the file NotoSansSC-Regular.ttf of the package zhplot; it was "
            "not found. Install it with: python -m pip install zhplot==1.0.0"
        )
    return files[0]


def setup(language: str = "zh") -> None:
    """Make Chinese labels readable, set one style and one language for all figures, and keep jieba quiet.

    Call it after ``plt.style.use``, which would take the font away again.
    Changes matplotlib's settings for this session, the language of titles, axes, legends and captions, and the level of
    jieba's logger; nothing else.

    Parameters
    ----------
    language : {"zh", "en"}
        Chinese or English.

    Raises
    ------
    ValueError
        When there are no words for ``language``.

    Examples
    --------
    >>> import newsutil as nu
    >>> nu.setup()
    """
    global _language
    check_choice("language", language, LANGUAGES)
    _language = language
    font_manager.fontManager.addfont(str(font_path()))
    mpl.rcParams.update(SETTINGS)
    logging.getLogger("jieba").setLevel(logging.WARNING)


def caption(figure: Figure | Axes, text: str) -> None:
    """Small line under the figure: where the data come from and how many there are; two where it is too long.

    It takes the place of the one that a plot has written there; of Axes the figure is meant.
    """
    whole: Any = figure.figure  # also of a part of a figure
    most = 0.98 * 72 * whole.get_figwidth() / _CAPTION_SIZE
    lines = "\n".join(wrapped(line, most) for line in text.split("\n"))
    whole.supxlabel(lines, x=0.01, ha="left", fontsize=_CAPTION_SIZE, color=MUTED)


def begin(
    ax: Axes | None, size: tuple[float, float] | None, *, title: str = "", note: str = "", empty: bool = False
) -> Axes:
    """Axes with a title, of a new figure (inches) where none are given; where empty, one sentence.

    The note is the figure's caption, a line more where others have drawn into it.
    """
    if ax is None:
        ax = plt.figure(figsize=size).subplots()
    elif not isinstance(ax, Axes):
        raise TypeError(f"ax is one Axes; got {type(ax).__name__}. Of several take one, like axes[0], or leave it out.")
    whole: Any = ax.figure.figure
    notes = [*whole.get_supxlabel().split("\n"), "" if empty else note]
    caption(ax, "\n".join(dict.fromkeys(filter(None, notes))))
    if title:
        ax.set_title(title)
    if empty:
        ax.set_axis_off()
        ax.text(0.5, 0.5, say("nothing"), ha="center", va="center", fontsize=12, color=MUTED, transform=ax.transAxes)
    return ax


def colour(number: int) -> str:
    """Colour of the palette, which starts anew where it ends."""
    return PALETTE[number % len(PALETTE)]


def check_colours(what: str, number: int, choice: str, *, note: str = "") -> None:
    """Refuse more than there are colours."""
    if number > len(PALETTE):
        raise ValueError(
            f"up to {len(PALETTE)} {what} can be told apart; got {number}{note}. Choose some, like {choice}."
        )


def hollow_point(label: str) -> Line2D:
    """What stands in a legend for hollow points."""
    return Line2D([], [], label=label, color=MUTED, marker="o", markerfacecolor="white", linestyle="none")


def plain(text: str) -> str:
    """A label that is drawn as it stands: neither ``US$5和A$3`` as a formula, nor ``_a`` left out of a legend."""
    return (" " if text.startswith("_") else "") + text.replace("$", r"\$")


def say(key: str, **values: object) -> str:
    """What a picture says, in the language of :func:`setup`: a row of ``data/plots/strings.csv``, filled in."""
    row = next(row for row in resources.table("plots/strings") if row["key"] == key)
    return row[_language].format(**values)
