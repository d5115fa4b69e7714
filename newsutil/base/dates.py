"""Dates as newspapers, their files and tables write them, and their calendar periods; none is ever made up."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from itertools import pairwise
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from newsutil.schema import DATE, check_choice, warn

# pandas' name of each period; a week starts on Monday, as in GB/T 7408 (ISO 8601).
EVERY = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}

# Between two days of one archive; the first Chinese newspapers are 200 years old, and few archives pause so long.
_FAR_DAYS = 50 * 366
_FEWEST_OF_A_PART = 10

_FULL_WIDTH = str.maketrans("０１２３４５６７８９／．－", "0123456789/.-")
_ONES = "一二三四五六七八九"
_CHINESE_DIGITS = str.maketrans(f"〇○零{_ONES}", "000123456789")
_WRITTEN = re.compile(
    r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"
    r"|(?<!\d)(\d{4})([-/.])(\d{1,2})\5(\d{1,2})(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
_IN_CHINESE = re.compile(
    rf"([〇○零{_ONES}]{{4}}|(?<!\d)\d{{4}})\s*年\s*([{_ONES}十]{{1,2}})\s*月\s*([{_ONES}十]{{1,3}})\s*[日号]"
)
_REPUBLIC = re.compile(rf"民[国國]\s*([\d〇○零百十{_ONES}]{{1,6}})\s*年")  # 中華民國112年8月9日
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# 01-Mar-2024, March 1, 2024, Fri Mar 01 08:05:00 +0800 2024
_IN_ENGLISH = re.compile(
    rf"(?i)(?:(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[ -]+)?\b({'|'.join(_MONTH_NAMES)})[a-z]*\.?[ ,-]+"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,? +(?:\d{1,2}:\d\d(?::\d\d)? +(?:[+-]\d{4} +|[A-Z]{3,4} +)?)?)?(\d{4})(?!\d)"
)
_WITH_TIME = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")  # 20240301080500
_UTC_TIME = re.compile(r"(\d{1,2}):\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|(?:UTC|GMT)?[+-]00:?00|UTC|GMT)(?![\d:+-])")
CHINA = datetime.timezone(datetime.timedelta(hours=8))
_MONTH_FOLDER = re.compile(r"((?:19|20)\d\d)\s*(?:年|[-_./])?\s*(\d{1,2})\s*月?$")
_MONTH_DAY = re.compile(r"(\d\d)(\d\d)")
_PAPER_CODE = re.compile(r"[A-Za-z]{2,8}((?:19|20)\d{6})\d{2,3}")  # lyrb2023060203: day and page
_DAY_NAME = re.compile(r"(?:^|\D)(\d{1,2})(?:日|\D|$)")


def date_in(text: str) -> datetime.datetime | None:
    """First date with year, month and day in ``text``.

    >>> date_in("２０２３年６月２日　星期五").date().isoformat()
    '2023-06-02'
    >>> date_in("二〇二三年十一月二十五日").date().isoformat()
    '2023-11-25'
    >>> date_in("中華民國一百一十二年六月二日") == date_in("民国112年6月2日") == date_in("2023-06-02")
    True
    >>> date_in("rmrb_20230602_01") == date_in("2023/6/2")
    True
    """
    plain = text.translate(_FULL_WIDTH)
    if "民" in plain:
        plain = _REPUBLIC.sub(lambda found: f"{1911 + _small(found[1])}年", plain)
    for found in _WRITTEN.finditer(plain):
        if made := _date(*(part for part in found.groups() if part and part not in "-/.")):
            return made
    if not (chinese := _IN_CHINESE.search(plain)):
        return None
    year, month, day = chinese.groups()
    return _date(year.translate(_CHINESE_DIGITS), _small(month), _small(day))


def day_of(value: object) -> datetime.datetime | None:
    """The day that a cell of a table shows: a date or a moment of any kind, or a text that holds a date.

    A moment in UTC gives the day on China's clock, as databases keep it; one in another zone gives the day on the clock
    of that zone, the day that is printed.

    >>> day_of("2024年三月一日"), day_of(20240301), day_of("不详")
    (datetime.datetime(2024, 3, 1, 0, 0), datetime.datetime(2024, 3, 1, 0, 0), None)
    >>> day_of("2024-02-29T16:00:00Z") == day_of("March 1, 2024") == day_of("20240301080500") == day_of("2024-03-01")
    True
    """
    if isinstance(value, Real) and not pd.isna(value):  # pandas reads 20240301 as a number
        value = f"{value:.0f}"
    if isinstance(value, str):
        found = date_in(value) or _in_english(value)
        if found is None and (compact := _WITH_TIME.fullmatch(value.strip())):
            found = _date(*compact.groups())
        in_utc = _UTC_TIME.search(value) if found else None
        return found + datetime.timedelta(days=int(in_utc[1]) >= 16) if found and in_utc else found
    known: Any = value.start_time if isinstance(value, pd.Period) else value
    known = pd.Timestamp(known) if isinstance(known, np.datetime64) else known
    if isinstance(known, datetime.date) and not pd.isna(known):
        if isinstance(known, datetime.datetime) and known.tzname() == "UTC":
            known = known.astimezone(CHINA)
        return datetime.datetime(known.year, known.month, known.day)
    return None


def read_days(dates: pd.Series) -> pd.Series:
    """Calendar days of a date column; ``NaT`` where a cell holds no date.

    >>> read_days(pd.Series(["2023年6月2日", 20230603, "不详"])).dt.strftime("%Y-%m-%d").tolist()
    ['2023-06-02', '2023-06-03', nan]
    """
    if isinstance(dates.dtype, pd.DatetimeTZDtype):
        dates = (dates.dt.tz_convert(CHINA) if str(dates.dt.tz) == "UTC" else dates).dt.tz_localize(None)
    if not pd.api.types.is_datetime64_dtype(dates.dtype):
        known = {value: day_of(value) for value in dates.dropna().unique()}
        dates = pd.Series([known.get(value) for value in dates], index=dates.index, dtype="object")
    return pd.Series(dates.to_numpy(dtype="datetime64[D]"), index=dates.index).astype(DATE)


def days_of(articles: pd.DataFrame) -> pd.Series:
    """The day of each article; missing where there is no column ``date`` or it holds none."""
    if "date" in articles.columns:
        return read_days(articles["date"])
    return pd.Series(pd.NaT, index=articles.index, dtype=DATE)


def warn_unread(articles: pd.DataFrame, days: pd.Series, *, above: int = 2) -> None:
    """One warning where ``date`` holds a number or month (2月1日, not 不详) that is no date: how many, what is read."""
    held = articles.loc[days.isna().to_numpy(), "date"].dropna() if "date" in articles.columns else days[:0]
    held = held[held.astype("str").str.contains(r"\d|月")]
    if len(held):
        warn(
            f"{len(held)} of {len(days)} articles have a date that cannot be read, {held.iloc[0]!r} first; they count "
            "as undated. Write it as 2024-03-01, 20240301 or 2024年3月1日.",
            above=above,
        )


def period_starts(days: pd.Series, every: str) -> pd.Series:
    """First day of the period that each day falls into; refused where ``every`` names no period."""
    check_choice("every", every, EVERY)
    return days.dt.to_period(EVERY[every]).dt.start_time.astype(DATE)


def all_periods(starts: pd.Series, every: str) -> np.ndarray:
    """First days of all periods from the first to the last of ``starts``, those in which nothing was printed too."""
    known = starts.dropna()
    if known.empty:
        return np.array([], dtype=DATE)
    periods = pd.period_range(known.min(), known.max(), freq=EVERY[every])
    return periods.start_time.to_numpy().astype(DATE)


def stray_days(days: pd.Series, articles: pd.Series) -> np.ndarray:
    """Days so far from the others that they must be misprints: 0203-06-02 among days of 2023.

    Days with more than 50 years between them are parts of their own; the largest part stays, and so does any with at
    least ten articles and a tenth of all: two years compared, 1953 and 2023.

    >>> days = read_days(pd.Series(["0203-06-02", "2023-06-02", "2023-06-09"]))
    >>> stray_days(days, pd.Series([1, 3, 4])).astype("datetime64[D]").tolist()
    [datetime.date(203, 6, 2)]
    """
    by_day = articles.groupby(days.to_numpy()).sum()  # missing days stand for themselves
    gaps = np.diff(by_day.index.to_numpy().astype("datetime64[D]")).astype("int64")
    part = np.concatenate([[0], np.cumsum(gaps > _FAR_DAYS)])[: len(by_day)]
    sizes = by_day.groupby(part).transform("sum").to_numpy()
    kept = (sizes >= _FEWEST_OF_A_PART) & (sizes >= by_day.sum() / 10)
    if len(sizes):
        kept |= part == part[sizes.argmax()]
    return by_day.index.to_numpy()[~kept]


def partial_periods(days: pd.Series, every: str) -> list[pd.Timestamp]:
    """First days of the first and the last period where the days cover only a part of them.

    That is so where more than a tenth of the period lies before the first or after the last day, and more than usual
    (in nine of ten cases) between two days: a weekly paper need not appear on the first of the month.

    >>> partial_periods(pd.Series(pd.date_range("2023-01-15", "2023-03-31")), "month")
    [Timestamp('2023-01-01 00:00:00')]
    """
    known = days.dropna().drop_duplicates().sort_values()
    if known.empty:
        return []
    usual = known.diff().dt.days.quantile(0.9, interpolation="higher") - 1 if len(known) > 1 else 0
    first, last = (known.iloc[place].to_period(EVERY[every]) for place in (0, -1))
    missing = ((first, (known.iloc[0] - first.start_time).days), (last, (last.end_time - known.iloc[-1]).days))
    lengths = {period: (period.end_time - period.start_time).days + 1 for period, _ in missing}
    return sorted({period.start_time for period, gap in missing if gap > max(usual, lengths[period] / 10)})


def date_of_path(parts: tuple[str, ...]) -> datetime.datetime | None:
    """Date in a file's name or, where the name has none, in its folders (2023-06-02, 20230602, 2023年06月/02-01.txt).

    ``parts`` are the folder names from the top and the file's stem.  A month folder gives a date only with a day in the
    name.
    """
    if made := next(filter(None, map(date_in, reversed(parts))), None):
        return made
    if code := next(filter(None, map(_PAPER_CODE.fullmatch, reversed(parts))), None):
        return date_in(code[1])
    for folder, name in reversed(list(pairwise(parts))):
        month, day = _MONTH_FOLDER.search(folder), _DAY_NAME.search(name)
        both = _MONTH_DAY.fullmatch(name)
        if month and both and int(month[2]) == int(both[1]):
            return _date(month[1], month[2], both[2])  # 202306/0602
        if month and day:
            return _date(month[1], month[2], day[1])
    if len(parts) >= 4 and re.fullmatch(r"(?:19|20)\d\d年?", parts[-4] if len(parts[-2]) <= 3 else ""):
        return _date(parts[-4][:4], parts[-3].rstrip("月"), parts[-2].rstrip("日"))
    return None


def _date(year: str, month: str | int, day: str | int) -> datetime.datetime | None:
    with suppress(ValueError):
        return datetime.datetime(int(year), int(month), int(day))
    return None


def _in_english(text: str) -> datetime.datetime | None:
    found = _IN_ENGLISH.search(text)
    if not found or not (found[1] or found[3]):
        return None
    return _date(found[4], _MONTH_NAMES.index(found[2].lower()) + 1, found[3] or found[1])


def _small(numeral: str) -> int:
    """Value of a numeral: 二十五 is 25, 一百一十二 and 一一二 are 112."""
    if (digits := numeral.translate(_CHINESE_DIGITS)).isdecimal():
        return int(digits)
    hundreds, hundred, numeral = numeral.rpartition("百")
    if hundred:
        return 100 * (_ONES.find(hundreds) + 1) + (_small(numeral.lstrip("零〇○")) if numeral else 0)
    tens, ten, ones = numeral.rpartition("十")
    high = _ONES.find(tens) + 1 if tens else len(ten)
    return 10 * high + (_ONES.find(ones) + 1 if ones else 0)
