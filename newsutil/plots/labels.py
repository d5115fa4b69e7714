"""Where labels stand: moved away from each other until none covers another, and ticks that fit beside each other."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

_MOVES = 400


def apart(
    places: np.ndarray, sizes: np.ndarray, *, inside: tuple[np.ndarray, np.ndarray] | None = None, step: float = 0.5
) -> np.ndarray:
    """Middles of boxes, moved until no two boxes overlap; each pair parts along the way that is shorter.

    ``inside`` are the corners, lower left and upper right, of what the boxes stay in; ``step`` is the part of an
    overlap by which each of the two boxes moves at once.

    Examples
    --------
    >>> apart(np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([[4.0, 1.0], [4.0, 1.0]])).round(1).tolist()
    [[0.0, -0.5], [0.0, 0.5]]
    """
    places = places.astype("float64").copy()
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
    """Text in lines of so many sizes of its font, broken between its clauses.

    Examples
    --------
    >>> wrapped("点：比例；横线：区间", 6)
    '点：比例；\\n横线：区间'
    """
    lines = [""]
    for clause in re.split("(?<=；)|(?<=; )", text):
        if lines[-1] and text_width(lines[-1] + clause, latin=0.5) > most:
            lines.append("")
        lines[-1] += clause
    return "\n".join(map(str.rstrip, lines))


# As many periods as one tick may stand for; months so that ticks fall on the months of every year alike.
_STEPS = {
    "year": (1, 2, 5, 10, 20, 50, 100),
    "quarter": (1, 2, 4, 8, 20, 40, 80),
    "month": (1, 2, 3, 6, 12, 24, 60, 120, 240),
    "week": (1, 2, 4, 8, 13, 26, 52, 104, 260),
    "day": (1, 2, 7, 14, 28, 91, 182, 364, 728),
}
_POINTS_PER_CHARACTER = 6.2


def period_of(trends: pd.DataFrame) -> str:
    """Kind of period of a table of trends: its ``every``, or what the first days of its periods tell."""
    if "every" in trends.columns and len(trends):
        return str(trends["every"].iloc[0])
    days = pd.DatetimeIndex(trends["period"].dropna().unique()).sort_values()
    for every, starts in (("year", days.day_of_year == 1), ("quarter", (days.day == 1) & (days.month % 3 == 1))):
        if starts.all():
            return every
    if (days.day == 1).all():
        return "month"
    return "week" if (days.day_of_week == 0).all() else "day"


def period_ticks(periods: pd.DatetimeIndex, every: str, inches: float) -> tuple[list[int], list[str]]:
    """Which periods have a tick, and their names, so many as fit side by side.

    Examples
    --------
    >>> period_ticks(pd.date_range("2023-01-01", periods=18, freq="MS"), "month", 5.0)
    ([0, 3, 6, 9, 12, 15], ['2023-01', '2023-04', '2023-07', '2023-10', '2024-01', '2024-04'])
    """
    names = _period_names(periods, every)
    fit = max(2, int(72 * inches / (_POINTS_PER_CHARACTER * (max(map(len, names), default=1) + 2))))
    step = next((step for step in _STEPS[every] if len(periods) <= step * fit), _STEPS[every][-1])
    count = {
        "year": periods.year,
        "quarter": periods.year * 4 + periods.quarter - 1,
        "month": periods.year * 12 + periods.month - 1,
    }
    order = count.get(every, pd.Index(range(len(periods))))
    shown = [place for place, number in enumerate(order) if number % step == 0] or [0] * bool(len(periods))
    return shown, [names[place] for place in shown]


def _period_names(periods: pd.DatetimeIndex, every: str) -> list[str]:
    """As short as the periods allow, in digits only: 2024, 2024Q1, 2024-03, 03-05 within one year or 2024-03-05."""
    if every == "quarter":
        return [f"{day.year}Q{day.quarter}" for day in periods]
    one_year = periods.year.nunique() == 1 and len(periods) > 1
    form = {"year": "%Y", "month": "%Y-%m"}.get(every, "%m-%d" if one_year else "%Y-%m-%d")
    return [f"{day:{form}}" for day in periods]
