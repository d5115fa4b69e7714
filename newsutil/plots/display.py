"""Draw, check, save, display and describe a figure.

A picture cannot be compared by eye in a test, and perceptual hashes miss two swapped names.  Its description is the
same on every platform, so that a notebook's output can be compared line by line.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import re
import warnings
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection, QuadMesh
from matplotlib.colors import to_hex
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from newsutil.base.writing import write_bytes

_SHOWN = 8  # values printed before the rest is folded into a checksum


def show(figure: Figure | Axes, *, save_as: str | Path | None = None, alt: str = "") -> None:
    """Display ``figure``; refuse one with characters that its font lacks.

    In a notebook the picture's plain text says what is drawn, for readers who cannot see it and for comparing two runs;
    elsewhere that text is printed.

    Parameters
    ----------
    figure
        The figure, or Axes in it; it is closed afterwards, so that a notebook shows it once.
    save_as
        Path without a suffix; ``.png`` (220 dots per inch) and ``.svg`` are written there, the same bytes on every run.
    alt
        What the picture shows, for readers who cannot see it; the title stands in where it is empty.

    Raises
    ------
    ValueError
        When a character has no glyph, named in the message.

    Examples
    --------
    >>> import newsutil as nu
    >>> from matplotlib.figure import Figure
    >>> nu.setup()
    >>> ax = Figure().subplots()
    >>> _ = ax.plot([2023, 2024], [3, 5])
    >>> nu.show(ax.figure)
    [1]
      line 3 5 over #7cead006
      colours #0072b2
    """
    if not isinstance(figure, Figure | Axes):
        raise TypeError(f"a figure is needed; got {type(figure).__name__}. Give what a plot returns, or its .figure.")
    whole: Any = figure.figure
    picture = _draw(whole, "png", whole.dpi)
    if save_as is not None:
        write_bytes(Path(f"{save_as}.png"), _draw(whole, "png", plt.rcParams["savefig.dpi"]))
        write_bytes(Path(f"{save_as}.svg"), _draw(whole, "svg", whole.dpi))
    titles = [whole.get_suptitle(), *map(_title, whole.axes)]
    _display(picture, alt or next(filter(None, titles), ""), describe(whole))
    plt.close(whole)


def _draw(figure: Figure, form: str, dpi: float | str) -> bytes:
    buffer = io.BytesIO()
    metadata = {"Software": None} if form == "png" else {"Date": None}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.savefig(buffer, format=form, dpi=dpi, metadata=metadata)
    missing = sorted({m[1] for w in caught if (m := re.search(r"Glyph (\d+).* missing", str(w.message)))})
    if missing:
        characters = "".join(chr(int(code)) for code in missing)
        raise ValueError(
            f"A font with every character of the figure is needed; there is no glyph for {characters!r}. "
            "Call newsutil.setup() first, or take those characters out of the labels."
        )
    for warning in caught:
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    return buffer.getvalue()


def _display(picture: bytes, alt: str, drawn: str) -> None:
    """Show the picture in a notebook, with what is drawn as its plain text; elsewhere print that text."""
    with contextlib.suppress(ImportError):
        from IPython import get_ipython
        from IPython.display import display

        if get_ipython() is not None:
            bundle = {"image/png": base64.b64encode(picture).decode(), "text/plain": drawn}
            display(bundle, raw=True, metadata={"image/png": {"alt": alt}})
            return
    print(drawn)


def describe(figure: Figure) -> str:
    """What is drawn, line by line, a long series as its first numbers and a checksum of all; it changes with these."""
    lines: list[str] = []
    all_axes: Iterator[Any] = (inner for axes in figure.axes for inner in (axes, *axes.child_axes))
    shown = [axes for axes in all_axes if axes.axison or axes.texts or axes.patches or axes.lines]
    for number, axes in enumerate(shown, 1):
        lines += [f"[{number}]" + _named("", _title(axes)), *_axes_lines(axes)]
    others = [text.get_text() for text in figure.texts]
    notes = [figure.get_suptitle(), figure.get_supxlabel(), figure.get_supylabel(), *others]
    lines += [f"note {_flat(note)}" for note in dict.fromkeys(notes) if note]
    return "\n".join(lines)


def _axes_lines(axes: Axes) -> Iterator[str]:
    if labels := _named(" x", axes.get_xlabel()) + _named(" y", axes.get_ylabel()):
        yield " " + labels
    for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        words = [label.get_text() for label in axis.get_ticklabels() if label.get_visible() and label.get_text()]
        if axis.get_visible() and not all(map(_is_number, words)):
            yield f"  {name} ticks " + _listed(words)
    yield from _patch_lines(axes)
    for line in axes.lines:
        yield f"  line {_shortened(_words(line.get_ydata(orig=False)))} over {_checksum(line.get_xdata(orig=False))}"
    yield from map(_collection_line, axes.collections)
    for image in axes.images:
        yield _heat_map(image.get_array())
    if words := [text.get_text() for text in axes.texts if text.get_text()]:
        yield "  texts " + _listed(words)
    if legend := axes.get_legend():
        yield "  legend " + _listed([text.get_text() for text in legend.get_texts()])
    if colours := _colours(axes):
        yield "  colours " + _shortened(colours)


def _patch_lines(axes: Axes) -> Iterator[str]:
    bars = [container for container in axes.containers if isinstance(container, BarContainer)]
    for container in bars:
        horizontal = container.orientation == "horizontal"
        lengths = [bar.get_width() if horizontal else bar.get_height() for bar in container.patches]
        yield "  bars " + _shortened(_words(lengths))
    in_bars = {bar for container in bars for bar in container.patches}
    free = [patch for patch in axes.patches if patch not in in_bars]
    tiles = [patch for patch in free if isinstance(patch, Rectangle)]
    if tiles:
        corners = [(*patch.get_xy(), patch.get_width(), patch.get_height()) for patch in tiles]
        yield f"  tiles n={len(tiles)} {_checksum(*corners)}"
    shapes = [patch for patch in free if not isinstance(patch, Rectangle)]
    if shapes:
        yield f"  shapes n={len(shapes)} {_checksum(*(patch.get_path().vertices for patch in shapes))}"
    labels = [str(patch.get_label()) for patch in shapes]
    if named := [label for label in labels if not label.startswith("_")]:
        yield "  words " + _listed(named)


def _collection_line(collection: Collection) -> str:
    if isinstance(collection, QuadMesh):
        return _heat_map(collection.get_array())
    if isinstance(collection, PathCollection):
        places = np.asarray(collection.get_offsets())
        return f"  points n={len(places)} {_checksum(places, collection.get_sizes())}"
    if isinstance(collection, LineCollection):
        segments = collection.get_segments()
        return f"  segments n={len(segments)} {_checksum(*segments)}"
    vertices = [path.vertices for path in collection.get_paths()]
    return f"  band n={len(vertices)} {_checksum(*vertices)}"


def _heat_map(values: object) -> str:
    array: np.ndarray = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)
    return f"  heat map {'x'.join(map(str, array.shape))} {_checksum(array)}"


def _colours(axes: Axes) -> list[str]:
    """Each colour once, and a checksum of those of the patches, in which two of them may change places."""
    faces = [to_hex(patch.get_facecolor()) for patch in axes.patches]
    marks = [[*marks.get_facecolor(), *marks.get_edgecolor()][:200] for marks in axes.collections]
    others = [to_hex(colour) for colour in chain((line.get_color() for line in axes.lines), *marks)]
    return [*dict.fromkeys([*faces, *others]), *([_checksum_of(faces)] if len(faces) > 1 else [])]


def _words(*parts: Any) -> list[str]:
    """The numbers of arrays or sequences with five significant digits, and no negative zero."""
    return [f"{value + 0.0:.5g}" for part in parts for value in np.ravel(np.asarray(part, dtype=float)).tolist()]


def _shortened(words: list[str]) -> str:
    if len(words) > _SHOWN:
        words = [*words[:_SHOWN], f"… n={len(words)}", _checksum_of(words)]
    return " ".join(words)


def _checksum(*parts: Any) -> str:
    return _checksum_of(_words(*parts))


def _checksum_of(words: list[str]) -> str:
    return "#" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]


def _title(axes: Axes) -> str:
    return axes.get_title(loc="left") or axes.get_title()


def _flat(text: str) -> str:
    return " / ".join(text.replace(r"\$", "$").split("\n"))


def _listed(words: list[str]) -> str:
    return " | ".join(map(_flat, words))


def _named(name: str, text: str) -> str:
    return f"{name} {_flat(text)}" if text else ""


def _is_number(word: str) -> bool:
    return word.translate(str.maketrans("", "", "−.%,")).isdigit()
