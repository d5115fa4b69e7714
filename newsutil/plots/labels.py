"""Where labels stand: how wide they are, and where they are moved until none covers another."""

from __future__ import annotations

import re

import numpy as np
from matplotlib.axes import Axes

_MOVES = 400


def apart(places: np.ndarray, sizes: np.ndarray, *, inside: np.ndarray | None = None, step: float = 0.5) -> np.ndarray:
    """Middles of boxes, moved the shorter way by ``step`` of an overlap at once until there is none, inside corners."""
    places = places.astype("float64")
    order = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None])
    needed = (sizes[:, None] + sizes[None]) / 2
    for _ in range(_MOVES):
        away = places[:, None] - places[None]
        overlap = needed - np.abs(away)
        overlap[(overlap <= 1e-6).any(axis=2) | np.eye(len(places), dtype=bool)] = 0
        if not overlap.any():
            break
        way = np.where(away == 0, order[..., None], np.sign(away))
        shorter = np.arange(2) == overlap.argmin(axis=2)[..., None]
        places += step * (way * overlap * shorter).sum(axis=1)
        if inside is not None:
            places = np.clip(places, inside[0] + sizes / 2, inside[1] - sizes / 2)
    return places


def inches(ax: Axes) -> float:
    """Width of axes."""
    return float(ax.get_window_extent().width / ax.figure.dpi)


def text_width(text: str, *, latin: float = 0.6) -> float:
    """Width of a line in sizes of its font; of running text a letter is half a size wide, of figures more."""
    return sum(1.0 if ord(letter) > 0x2E7F else latin for letter in text)


def wrapped(text: str, most: float) -> str:
    """Text in lines of so many sizes of its font, broken between its clauses."""
    lines = [""]
    for clause in re.split("(?<=；)|(?<=; )", text):
        if lines[-1] and text_width(lines[-1] + clause, latin=0.5) > most:
            lines.append("")
        lines[-1] += clause
    return "\n".join(map(str.rstrip, lines))
