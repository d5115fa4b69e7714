"""Short names of periods, one spelling for one period: 2024, 2024Q1–Q3, 2024-10, 2024初至5月上旬, ≤2024-05-06."""

from __future__ import annotations

import calendar
from functools import lru_cache

from newsutil.periods.time_cues import Day


@lru_cache(maxsize=4096)
def period_name(start: Day | None, end: Day | None) -> str:
    """The short name of the days from ``start`` to ``end``; ``""`` where there is no end.

    What has gone by of a year is named to the third of a month in which it ends: 今年 in the papers of May 6 and May 8
    is one period, in that of May 20 another.

    Examples
    --------
    >>> period_name(Day(2024, 1, 1), Day(2024, 9, 30)), period_name(None, Day(2024, 5, 6))
    ('2024Q1–Q3', '≤2024-05-06')
    >>> period_name(Day(2021, 1, 1), Day(2025, 12, 31)), period_name(Day(2024, 1, 1), Day(2024, 5, 7))
    ('2021–2025', '2024初至5月上旬')
    """
    if end is None:
        return ""
    if start is None:
        return f"≤{end}"
    if start == end:
        return str(start)
    same = start.year == end.year
    if start.day != 1 or end.day < calendar.monthrange(end.year, end.month)[1]:
        if same and start.month == start.day == 1 < end.month:
            return f"{start.year}初至{end.month}月{'上中下'[min((end.day - 1) // 10, 2)]}旬"
        return f"{start}–{end}"
    if (start.month, end.month) == (1, 12):
        return str(start.year) if same else f"{start.year}–{end.year}"
    if same and start.month % 3 == 1 and end.month % 3 == 0:
        first, last = start.month // 3 + 1, end.month // 3
        if (first, last) in ((1, 2), (3, 4)):
            return f"{start.year}H{last // 2}"
        return f"{start.year}Q{first}" if first == last else f"{start.year}Q{first}–Q{last}"
    return f"{start:%Y-%m}" if same and start.month == end.month else f"{start:%Y-%m}–{end:%Y-%m}"
