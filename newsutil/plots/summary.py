"""What a figure shows, in words and numbers: a text that changes when a value, a label or a colour does.

A picture cannot be compared by eye in a test, and perceptual hashes miss two swapped names.  This text is the same on
every platform, so that a notebook's output can be compared line by line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection, QuadMesh
from matplotlib.colors import to_hex
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Patch, Rectangle

SHOWN = 8  # values printed before the rest is folded into a checksum


def describe(figure: Figure) -> str:
    """Text that lists what is drawn in ``figure``: titles, labels, bars, lines, points, bands, heat maps, colours.

    Numbers carry five significant digits; longer series are shortened and end in a checksum of all their values.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> _ = ax.barh(["漯河", "呼兰"], [12, 9], color="#0072B2")
    >>> print(describe(ax.figure))
    [1]
      y ticks 漯河 | 呼兰
      bars 12 9
      colours #0072b2 #c69a04bf
    """
    lines: list[str] = []
    for number, axes in enumerate(_all_axes(figure), 1):
        lines += [f"[{number}]" + _named("", axes.get_title(loc="left") or axes.get_title()), *_axes_lines(axes)]
    others = [text.get_text() for text in figure.texts]
    notes = [figure.get_suptitle(), figure.get_supxlabel(), figure.get_supylabel(), *others]
    lines += [f"note {_flat(note)}" for note in dict.fromkeys(notes) if note]
    return "\n".join(lines)


def _all_axes(figure: Figure) -> list[Any]:
    """Axes with something on them, those that stand inside others too."""
    found = [inner for axes in figure.axes for inner in (axes, *axes.child_axes)]
    return [axes for axes in found if axes.axison or axes.texts or axes.patches or axes.lines]


def _axes_lines(axes: Axes) -> Iterator[str]:
    labels = _named(" x", axes.get_xlabel()) + _named(" y", axes.get_ylabel())
    if labels:
        yield " " + labels
    for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        words = [label.get_text() for label in axis.get_ticklabels() if label.get_visible() and label.get_text()]
        if axis.get_visible() and any(not _is_number(word) for word in words):
            yield f"  {name} ticks " + " | ".join(map(_flat, words))
    yield from _artist_lines(axes)
    words = [_flat(text.get_text()) for text in axes.texts if text.get_text()]
    if words:
        yield "  texts " + " | ".join(words)
    legend = axes.get_legend()
    if legend is not None:
        yield "  legend " + " | ".join(_flat(text.get_text()) for text in legend.get_texts())
    colours = _colours(axes)
    if colours:
        yield "  colours " + _shortened(colours)


def _artist_lines(axes: Axes) -> Iterator[str]:
    in_bars: set[Patch] = set()
    for container in axes.containers:
        if isinstance(container, BarContainer):
            in_bars.update(container.patches)
            horizontal = container.orientation == "horizontal"
            lengths = [bar.get_width() if horizontal else bar.get_height() for bar in container.patches]
            yield "  bars " + _numbers(lengths)
    tiles = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch not in in_bars]
    if tiles:
        corners = [(*patch.get_xy(), patch.get_width(), patch.get_height()) for patch in tiles]
        yield f"  tiles n={len(tiles)} {_checksum(*corners)}"
    other = [patch for patch in axes.patches if patch not in in_bars and not isinstance(patch, Rectangle)]
    if other:
        yield f"  shapes n={len(other)} {_checksum(*(patch.get_path().vertices for patch in other))}"
    labels = [str(patch.get_label()) for patch in other]
    named = [label for label in labels if not label.startswith("_")]
    if named:
        yield "  words " + " | ".join(map(_flat, named))
    for line in axes.lines:
        yield f"  line {_numbers(line.get_ydata(orig=False))} over {_checksum(line.get_xdata(orig=False))}"
    for collection in axes.collections:
        yield from _collection_line(collection)
    for image in axes.images:
        if isinstance(image, AxesImage):
            yield "  heat map " + _array(image.get_array())


def _collection_line(collection: Collection) -> Iterator[str]:
    if isinstance(collection, QuadMesh):
        yield "  heat map " + _array(collection.get_array())
    elif isinstance(collection, PathCollection):
        places = np.asarray(collection.get_offsets())
        yield f"  points n={len(places)} {_checksum(places, collection.get_sizes())}"
    elif isinstance(collection, LineCollection):
        segments = collection.get_segments()
        yield f"  segments n={len(segments)} {_checksum(*segments)}"
    else:
        vertices = [path.vertices for path in collection.get_paths()]
        yield f"  band n={len(vertices)} {_checksum(*vertices)}"


def _colours(axes: Axes) -> list[str]:
    """Each colour once, and a checksum of those of the patches, in which two of them may change places."""
    faces = [to_hex(patch.get_facecolor()) for patch in axes.patches]
    marks = [[*marks.get_facecolor(), *marks.get_edgecolor()][:200] for marks in axes.collections]
    others = [to_hex(colour) for colour in chain((line.get_color() for line in axes.lines), *marks)]
    return [*dict.fromkeys([*faces, *others]), *([_checksum_text(faces)] if len(faces) > 1 else [])]


def _array(values: object) -> str:
    array: np.ndarray = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)
    return f"{'x'.join(map(str, array.shape))} {_checksum(array)}"


def _numbers(*parts: Any) -> str:
    return _shortened(_words(*parts))


def _words(*parts: Any) -> list[str]:
    """The numbers of arrays or sequences with five significant digits, and no negative zero."""
    return [f"{value + 0.0:.5g}" for part in parts for value in np.ravel(np.asarray(part, dtype=float)).tolist()]


def _shortened(words: list[str]) -> str:
    if len(words) <= SHOWN:
        return " ".join(words)
    return " ".join([*words[:SHOWN], f"… n={len(words)}", _checksum_text(words)])


def _checksum(*parts: Any) -> str:
    return _checksum_text(_words(*parts))


def _checksum_text(words: list[str]) -> str:
    return "#" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]


def _flat(text: str) -> str:
    return " / ".join(text.replace(r"\$", "$").split("\n"))


def _named(name: str, text: str) -> str:
    return f"{name} {_flat(text)}" if text else ""


def _is_number(word: str) -> bool:
    return word.replace("−", "").replace(".", "").replace("%", "").replace(",", "").isdigit()
