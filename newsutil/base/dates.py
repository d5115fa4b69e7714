"""Dates as newspapers, their files and tables write them, and the calendar periods they fall into.

A date that is not there is missing, never made up.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import numpy as np
import pandas as pd

from newsutil.schema import DATE

# pandas' name of each period; a week starts on Monday, as in GB/T 7408 (ISO 8601).
EVERY = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}

_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
_CHINESE = "〇○零一二三四五六七八九"
_WRITTEN = re.compile(
    r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"
    r"|(?<!\d)(\d{4})([-/.])(\d{1,2})\5(\d{1,2})(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
_IN_CHINESE = re.compile(
    rf"([{_CHINESE}]{{4}}|(?<!\d)\d{{4}})\s*年\s*([一二三四五六七八九十]{{1,2}})\s*月\s*([一二三四五六七八九十]{{1,3}})\s*[日号]"
)
_MONTH_FOLDER = re.compile(r"((?:19|20)\d\d)\s*(?:年|[-_./])?\s*(\d{1,2})\s*月?$")
_DAY_NAME = re.compile(r"(?:^|\D)(\d{1,2})(?:日|\D|$)")


def date_in(text: str) -> datetime.datetime | None:
    """First date with year, month and day in ``text``.

    Examples
    --------
    >>> date_in("２０２３年６月２日　星期五").date().isoformat()
    '2023-06-02'
    >>> date_in("二〇二三年十一月二十五日").date().isoformat()
    '2023-11-25'
    >>> date_in("rmrb_20230602_01") == date_in("2023/6/2")
    True
    """
    plain = text.translate(_FULL_WIDTH)
    for found in _WRITTEN.finditer(plain):
        year, month, day = (part for part in found.groups() if part and part not in "-/.")
        made = _date(year, month, day)
        if made:
            return made
    chinese = _IN_CHINESE.search(plain)
    if chinese:
        year, month, day = chinese.groups()
        return _date(year.translate(_DIGITS), str(_small(month)), str(_small(day)))
    return None


def day_of(value: object) -> datetime.datetime | None:
    """The day that a cell of a table shows: a date or a moment of any kind, or a text that holds a date.

    A moment with a time zone gives the day on the clock of that zone, the day that is printed: nothing is converted.

    Examples
    --------
    >>> day_of("2024年三月一日"), day_of(pd.Period("2024-03")), day_of("不详")
    (datetime.datetime(2024, 3, 1, 0, 0), datetime.datetime(2024, 3, 1, 0, 0), None)
    """
    if isinstance(value, str):
        return date_in(value)
    known: Any = value.start_time if isinstance(value, pd.Period) else value
    known = pd.Timestamp(known) if isinstance(known, np.datetime64) else known
    if isinstance(known, datetime.date) and not pd.isna(known):
        return datetime.datetime(known.year, known.month, known.day)
    return None


def read_days(dates: pd.Series) -> pd.Series:
    """Calendar days of a date column; ``NaT`` where a cell holds no date.

    Examples
    --------
    >>> read_days(pd.Series(["2023年6月2日", "20230603", "不详"])).dt.strftime("%Y-%m-%d").tolist()
    ['2023-06-02', '2023-06-03', nan]
    """
    if isinstance(dates.dtype, pd.DatetimeTZDtype):
        dates = dates.dt.tz_localize(None)
    if not pd.api.types.is_datetime64_dtype(dates.dtype):
        known = {value: day_of(value) for value in dates.dropna().unique()}
        dates = pd.Series([known.get(value) for value in dates], index=dates.index, dtype="object")
    return pd.Series(dates.to_numpy(dtype="datetime64[D]"), index=dates.index).astype(DATE)


def days_of(articles: pd.DataFrame) -> pd.Series:
    """The day of each article; missing where there is no column ``date`` or it holds none."""
    if "date" in articles.columns:
        return read_days(articles["date"])
    return pd.Series(pd.NaT, index=articles.index, dtype=DATE)


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


def date_of_path(parts: tuple[str, ...]) -> datetime.datetime | None:
    """Date in a file's name or, where the name has none, in its folders (2023-06-02, 20230602, 2023年06月/02-01.txt).

    ``parts`` are the folder names from the top and the file's stem.  A month folder gives a date
    only with a day in the name.
    """
    for part in reversed(parts):
        made = date_in(part)
        if made:
            return made
    for at in range(len(parts) - 1, 0, -1):
        month = _MONTH_FOLDER.search(parts[at - 1])
        day = _DAY_NAME.search(parts[at])
        if month and day:
            return _date(month[1], month[2], day[1])
    if len(parts) >= 4 and re.fullmatch(r"(?:19|20)\d\d年?", parts[-4] if len(parts[-2]) <= 3 else ""):
        return _date(parts[-4][:4], parts[-3].rstrip("月"), parts[-2].rstrip("日"))
    return None


_FULL_WIDTH = str.maketrans("０１２３４５６７８９／．－", "0123456789/.-")


def _date(year: str, month: str, day: str) -> datetime.datetime | None:
    try:
        return datetime.datetime(int(year), int(month), int(day))
    except ValueError:
        return None


def _small(numeral: str) -> int:
    """Value of a Chinese numeral below one hundred: 二十五 is 25."""
    tens, ten, ones = numeral.rpartition("十")
    high = (_CHINESE[3:].find(tens) + 1 if tens else 1) if ten else 0
    return 10 * high + (_CHINESE[3:].find(ones) + 1 if ones else 0)
