"""Calendar periods: days read from what a date column may hold, and the periods they fall into."""

from __future__ import annotations

import datetime
import re

import numpy as np
import pandas as pd

from newsutil.schema import DATE

# pandas' name of each period; a week starts on Monday, as in GB/T 7408 (ISO 8601).
EVERY = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}

# 2023-06-02, 2023/6/2, 2023.6.2, 2023年6月2日, 20230602, with or without a time behind.
_WRITTEN = re.compile(r"\s*(\d{4})(?:(\d\d)(\d\d)(?!\d)|\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d))")


def read_days(dates: pd.Series) -> pd.Series:
    """Calendar days of a date column; ``NaT`` where a cell holds no date.

    A time with a zone gives the day on the clock of that zone, the day that is printed: nothing is converted.

    Examples
    --------
    >>> read_days(pd.Series(["2023年6月2日", "20230603", "不详"])).dt.strftime("%Y-%m-%d").tolist()
    ['2023-06-02', '2023-06-03', nan]
    """
    if isinstance(dates.dtype, pd.DatetimeTZDtype):
        dates = dates.dt.tz_localize(None)
    if not pd.api.types.is_datetime64_dtype(dates.dtype):
        known = {value: _day(value) for value in dates.dropna().unique()}
        dates = pd.Series([known.get(value) for value in dates], index=dates.index, dtype="object")
    return pd.Series(dates.to_numpy(dtype="datetime64[D]"), index=dates.index).astype(DATE)


def period_starts(days: pd.Series, every: str) -> pd.Series:
    """First day of the period that each day falls into.

    Raises
    ------
    ValueError
        When ``every`` names no period.
    """
    if every not in EVERY:
        raise ValueError(f"every is one of {', '.join(EVERY)}; got {every!r}. Choose one of these.")
    return days.dt.to_period(EVERY[every]).dt.start_time.astype(DATE)


def all_periods(starts: pd.Series, every: str) -> np.ndarray:
    """First days of all periods from the first to the last of ``starts``, those in which nothing was printed too."""
    known = starts.dropna()
    if known.empty:
        return np.array([], dtype=DATE)
    periods = pd.period_range(known.min(), known.max(), freq=EVERY[every])
    return periods.start_time.to_numpy().astype(DATE)


def _day(value: object) -> np.datetime64 | None:
    if isinstance(value, datetime.date):  # datetime and Timestamp too; the wall clock's day, whatever the zone
        return np.datetime64(datetime.date(value.year, value.month, value.day), "D")
    if isinstance(value, np.datetime64):
        return value.astype("datetime64[D]")
    written = _WRITTEN.match(value) if isinstance(value, str) else None
    if not written:
        return None
    year, month, day = (int(part) for part in written.groups() if part)
    try:
        return np.datetime64(datetime.date(year, month, day), "D")
    except ValueError:
        return None
