"""Draw, check, save, display and describe a figure."""

from __future__ import annotations

import base64
import contextlib
import io
import re
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from newsutil.base.writing import write_bytes
from newsutil.plots.summary import describe


def show(figure: Figure, *, save_as: str | Path | None = None, alt: str = "") -> None:
    """Display ``figure``; refuse one with characters that its font lacks.

    In a notebook the picture's plain text says what is drawn, for readers who cannot see it and for comparing two runs;
    elsewhere that text is printed.

    Parameters
    ----------
    figure
        The figure; it is closed afterwards, so that a notebook shows it once.
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
    picture = _draw(figure, "png", figure.dpi)
    if save_as is not None:
        write_bytes(Path(f"{save_as}.png"), _draw(figure, "png", plt.rcParams["savefig.dpi"]))
        write_bytes(Path(f"{save_as}.svg"), _draw(figure, "svg", figure.dpi))
    _display(picture, alt or _title(figure), describe(figure))
    plt.close(figure)


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


def _title(figure: Figure) -> str:
    suptitle = figure.get_suptitle()
    return suptitle or next((t for ax in figure.axes if (t := ax.get_title(loc="left") or ax.get_title())), "")


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
