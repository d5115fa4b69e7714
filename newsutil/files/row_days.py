"""The day of each row of a table: of the columns that hold it, of several together, or of what the table is called."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from newsutil.base.dates import day_of
from newsutil.base.file_names import SPAN, OfRows
from newsutil.files.columns import by_content, cell_text, is_other_time, known_column
from newsutil.files.problems import Problems

_COARSE = "dates give no day and are read as the first of their month or year"
_LONGEST_DAY = len("2024-03-01")  # what is longer may be a span
_NEARLY_ALL = 0.9

# Excel counts days from the end of 1899; these numbers are the years 1954 to 2091.
_DAY_ZERO, _FIRST_SERIAL, _LAST_SERIAL = datetime.datetime(1899, 12, 30), 20_000, 70_000
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
# Unix counts seconds, or thousandths and less, from 1970; up to 2030 none is a day with a number (2024030101).
_UNIX = re.compile(r"-?(?:\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(?:\.\d+)?")
_UNIX_ZERO, _FIRST_SECOND, _LAST_SECOND = datetime.datetime(1970, 1, 1, 8), -2_200_000_000, 1_900_000_000  # in China
_THOUSANDTHS = 1e11
_MONTH_OR_YEAR = re.compile(r"((?:19|20)\d\d)(?:(?:\.0)?\s*年?|\s*[-年/.]\s*(\d{1,2})\s*月?份?)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
# All that a cell that is a date is made of: with a weekday, a time and a zone.
_OF_DATES = re.compile(
    r"(?i)(?:[\d\s年月日号时分秒上下午星期周一二三四五六七八九天〇○零十:：/.,+()（）-]|[TZ]|UTC|GMT|[AP]M|\b(?:Mon|Tue|Wed|Thu|Fri"
    r"|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*){6,40}"
)


def row_days(
    table: pd.DataFrame, named: dict[str, list[str]], problems: Problems, said: OfRows
) -> tuple[list[str], list[Any]]:
    """Headers of the columns of dates, the best first, and the day of each row: what names ``said`` where none has
    any."""
    texts = {header: _texts(table[header]) for header in named.get("date") or _found(table, named, problems)}
    days = {header: _days(table[header], cells) for header, cells in texts.items()}
    headers = by_content(texts, {header: sum(map(bool, found)) for header, found in days.items()})
    rows = zip(*(texts[header] for header in headers), strict=True) if headers else [()] * len(table)
    made: list[datetime.datetime | None] = []
    coarse, unread = 0, []
    for at, (cells, parts) in enumerate(zip(rows, _parts(table, named), strict=True)):
        whole = next((days[header][at] for header in headers if days[header][at]), None) or _joined(cells, parts)
        first = None if whole else _first_day(cells, parts)
        made.append(whole or first)
        coarse += first is not None
        unread += list(filter(None, cells))[:1] if made[-1] is None else []
    problems.count(_COARSE, coarse)
    if unread:
        problems.append(f"{len(unread)} dates could not be read, the first is {unread[0]!r}")
    elif said.day and not any(made):
        made = [said.day] * len(made)  # as a page has that of its name
        problems.count(_COARSE, len(made) if said.coarse else 0)
    return headers, made


def _found(table: pd.DataFrame, named: dict[str, list[str]], problems: Problems) -> list[str]:
    """Where no header names a date: the one further column of dates, never one of when a row was fetched."""
    if "monthday" in named:
        return []
    dates = [header for header in table.columns if not known_column(header) and _holds_dates(_texts(table[header]))]
    likely = [header for header in dates if not is_other_time(header)]
    if len(likely) == 1:
        what = f"rows have the date of {likely[0]}, the only column of dates; rename another to 'date' if it is wrong"
    else:
        what = f"rows may have their date in {', '.join(dates)}, which was not used; rename the right column to 'date'"
    problems.count(what, len(table) if dates else 0)
    return likely if len(likely) == 1 else []


def _holds_dates(cells: Sequence[str]) -> bool:
    filled = list(filter(None, cells))
    dates = sum(_OF_DATES.fullmatch(cell) is not None and day_of(cell) is not None for cell in filled)
    return dates >= _NEARLY_ALL * len(filled) and 2 * dates >= max(len(cells), 1)


def _texts(values: Iterable[object]) -> list[str]:
    return [cell_text(value).strip() for value in values]


def _days(values: Iterable[object], texts: Sequence[str]) -> list[datetime.datetime | None]:
    """The day that each cell shows; 03/04/2024 is one where other cells of its column say which is the month."""
    found = [_day(value, text) for value, text in zip(values, texts, strict=True)]
    last = {at: match for at, day in enumerate(found) if day is None and (match := _YEAR_LAST.match(texts[at]))}
    unclear = {at: (int(match[1]), int(match[3]), match[4]) for at, match in last.items()}
    day_first = {first > 12 for first, second, _ in unclear.values() if max(first, second) > 12}
    for at, (first, second, year) in unclear.items():
        if first > 12 or (second <= 12 and day_first == {True}):
            found[at] = day_of(f"{year}-{second}-{first}")
        elif second > 12 or day_first == {False}:
            found[at] = day_of(f"{year}-{first}-{second}")
    return found


def _day(value: object, text: str) -> datetime.datetime | None:
    """The day that a cell shows; a number may be Excel's count of days or Unix's of seconds."""
    if _SERIAL.fullmatch(text) and _FIRST_SERIAL <= float(text) < _LAST_SERIAL:
        return _DAY_ZERO + datetime.timedelta(days=int(float(text)))
    found = None if len(text) > _LONGEST_DAY and SPAN.search(text) else day_of(value) or day_of(text)
    if found is None and _UNIX.fullmatch(text):
        seconds = float(text)
        while abs(seconds) >= _THOUSANDTHS:
            seconds /= 1000
        if _FIRST_SECOND <= seconds < _LAST_SECOND:
            found = day_of(_UNIX_ZERO + datetime.timedelta(seconds=seconds))
    return found


def _parts(table: pd.DataFrame, named: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    """Each row's year, month and day, as far as it has them in columns of their own."""
    columns = (table[named[part][0]] if part in named else [""] * len(table) for part in ("year", "month", "monthday"))
    bare = ([re.sub(r"\.0$|[年月]$", "", cell) for cell in _texts(column)] for column in columns)
    return list(zip(*bare, strict=True))


def _joined(cells: Sequence[str], parts: tuple[str, str, str]) -> datetime.datetime | None:
    """The day of a cell that needs the columns of its year and month: 15, 15日, 15.0, 3月15日, 3/15, 0315."""
    year, month, monthday = parts
    for cell in filter(None, (*cells, monthday) if year else ()):
        bare = re.sub(r"\.0$|\s*[日号]$", "", cell)
        with_month = (f"{year}年{month}月{bare}日", f"{bare} {month} {year}") if month else ()
        with_year = (f"{year}{mark}{cell}" for mark in "年-/.")
        if found := next(filter(None, map(day_of, (*with_month, *with_year, f"{year}{bare.zfill(4)}"))), None):
            return found
    return None


def _first_day(cells: Sequence[str], parts: tuple[str, str, str]) -> datetime.datetime | None:
    """The first day of the month or year that a cell is, alone or with the columns of its year and month."""
    year, month, _ = parts
    months = (f"{year}年{cell}" for cell in cells if "月" in cell)
    for text in (*cells, *months, f"{year}-{month}", year):
        found = _MONTH_OR_YEAR.fullmatch(text)
        if found and 1 <= int(found[2] or 1) <= 12:
            return datetime.datetime(int(found[1]), int(found[2] or 1), 1)
    return None
