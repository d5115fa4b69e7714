"""Rows of any table to articles: known columns renamed, cells to texts, dates read, ids completed and kept apart."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from newsutil import schema
from newsutil.base import resources
from newsutil.base.dates import date_in, day_of
from newsutil.base.text import mend
from newsutil.files.decode import decode
from newsutil.files.find_files import distinct
from newsutil.files.markup import has_markup, without_markup
from newsutil.files.problems import Problems
from newsutil.files.saved_pages import without_label, without_site

CHARACTERS = "characters were mended (radicals and compatibility forms, no-break spaces, characters without a shape)"
_MARKUP = "cells held HTML, of which the text was taken"
_SITES = "titles and papers named a source or a site (来源：, _新闻频道), which was left out"
_COARSE = "dates give no day and are read as the first of their month or year"
_APART = "ids may stand in another table or file too and got the name of their own in front"
_LINES = {"text", "sections", "credit"}  # of a list in such a cell each part is a line

# Excel counts days from the end of 1899; these numbers are the years 1954 to 2091.
_DAY_ZERO, _FIRST_SERIAL, _LAST_SERIAL = datetime.datetime(1899, 12, 30), 20_000, 70_000
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_MONTH = re.compile(r"((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})\s*月?份?")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?\s*年?")


def has_texts(given: pd.DataFrame, column: str = "text") -> bool:
    """Whether a table has the column, under any of its names."""
    return column in _rename(given).columns


def to_articles(given: pd.DataFrame, name: str, problems: Problems, first: int = 1) -> pd.DataFrame:
    """Articles table of ``given``; rows without an id are numbered from ``first``.

    Raises
    ------
    ValueError
        When there is no column of texts.
    """
    renamed = _rename(given)
    if "text" not in renamed.columns:
        raise ValueError(
            f"a column with the articles' text is needed (正文, content, text ...); {problems.file} has "
            f"{', '.join(map(str, given.columns)) or 'no columns'}. Rename the column that holds it to 'text'."
        )
    made: dict[str, Any] = {column: list(renamed[column]) for column in renamed.columns}
    count = len(renamed)
    for column, kind in schema.COLUMNS["articles"].items():
        if column in made and kind == schema.TEXT:
            made[column] = _texts(made[column], column, problems)
    for column, without in (("title", without_site), ("paper", without_label)):
        if column in made:
            made[column] = _counted(made[column], without, _SITES, problems)
    made["date"] = _dates(made.get("date", [None] * count), _parts_of_dates(renamed), problems)
    made["kind"] = [value or "article" for value in made.get("kind", [""] * count)]
    made["page_id"] = [value or name for value in made.get("page_id", [""] * count)]
    made["line"] = _numbers(made.get("line", [None] * count))
    made["article_id"] = _ids(made.get("article_id", [""] * count), name, problems, first)
    empty = sum(not text.strip() for text in made["text"])
    if empty:
        problems.append(f"{empty} of {count} rows have no text")
    return schema.frame("articles", made)


def keep_apart(
    tables: Sequence[tuple[str, pd.DataFrame]], column: str, problems: Problems, taken: Sequence[str] = ()
) -> list[pd.DataFrame]:
    """The tables with ids that no two share and that are none of ``taken``.

    Where a table shares one all its ids get its name in front, those that have it already not.
    """
    seen = Counter(taken)
    for _, table in tables:
        seen.update(set(table[column]))
    made: list[pd.DataFrame] = []
    names = set(taken)
    for name, table in tables:
        if any(seen[given] > 1 for given in table[column]):
            table = in_front(name, table, column, problems)
            new = [given if given not in names else f"{given}+2" for given in table[column]]
            table[column] = pd.array(new, dtype=schema.TEXT)
        names.update(table[column])
        made.append(table)
    return made


def in_front(name: str, table: pd.DataFrame, column: str, problems: Problems) -> pd.DataFrame:
    """The table whose ids have its name in front, where they did not have it before."""
    new = [given if given.startswith(f"{name}-") else f"{name}-{given}" for given in table[column]]
    problems.file = name
    problems.count(_APART, sum(map(str.__ne__, new, table[column])))
    return table.assign(**{column: pd.array(new, dtype=schema.TEXT)})


@cache
def _names() -> dict[str, str]:
    return {row["name"]: row["column"] for row in resources.table("files/column_names")}


def _known(column: object) -> str | None:
    plain = str(column).strip().lstrip("\ufeff").lower()
    return _names().get(plain.replace(" ", "").replace("_", "").replace("-", ""))


def _rename(given: pd.DataFrame) -> pd.DataFrame:
    """First column that stands for a known one takes its name; a second one (标题 and title) keeps its own."""
    taken: set[str] = {str(column) for column in given.columns} & set(schema.COLUMNS["articles"])
    names: list[str] = []
    for column in given.columns:
        plain = str(column).strip().lstrip("\ufeff")
        known = _known(column)
        if plain in schema.COLUMNS["articles"] or known not in schema.COLUMNS["articles"] or known in taken:
            names.append(plain)
        else:
            names.append(known)
            taken.add(known)
    return given.set_axis(distinct(names), axis=1)


def _texts(values: Sequence[object], column: str, problems: Problems) -> list[str]:
    """Cells as texts: without HTML, and with the characters that they show."""
    texts = [_cell(value, "\n" if column in _LINES else ";") for value in values]
    texts = _counted(texts, lambda text: without_markup(text) if has_markup(text) else text, _MARKUP, problems)
    mended = [mend(text) for text in texts]
    problems.count(CHARACTERS, sum(number for _, number in mended))
    return [text for text, _ in mended]


def _counted(texts: Sequence[str], change: Callable[[str], str], what: str, problems: Problems) -> list[str]:
    made = [change(text) for text in texts]
    problems.count(what, sum(map(str.__ne__, made, texts)))
    return made


def _cell(value: object, joint: str = ";") -> str:
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return joint.join(_cell(part, joint) for part in value)
    if isinstance(value, (bytes, bytearray)):
        return decode(bytes(value)).text
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel gives every number as a float: page 3.0
    return str(value)


def _parts_of_dates(renamed: pd.DataFrame) -> list[str]:
    """Each row's year, month and day, as far as it has them in columns of their own."""
    rows = [""] * len(renamed)
    for part in ("year", "month", "monthday"):
        names = [name for name in renamed.columns if _known(name) == part]
        if not names:
            break
        cells = [_cell(value) for value in renamed[names[0]]]
        rows = [f"{row}-{re.sub('[年月日]$', '', cell)}".strip("-") for row, cell in zip(rows, cells, strict=True)]
    return rows


def _dates(given: Sequence[object], parts: Sequence[str], problems: Problems) -> list[Any]:
    made: list[datetime.datetime | None] = []
    unread, coarse = [], 0
    for value, part in zip(given, parts, strict=True):
        day = _day(value) or (_day(part) if part else None)
        if day is None and (first := _first_day(_cell(value)) or _first_day(part)):
            day, coarse = first, coarse + 1
        elif day is None and _cell(value).strip():
            unread.append(_cell(value))
        made.append(day)
    problems.count(_COARSE, coarse)
    if unread:
        problems.append(f"{len(unread)} dates could not be read, the first is {unread[0]!r}")
    return made


def _day(value: object) -> datetime.datetime | None:
    """The day that a cell shows; a number may be Excel's count of days."""
    text = _cell(value).strip()
    if _SERIAL.fullmatch(text) and _FIRST_SERIAL <= float(text) < _LAST_SERIAL:
        return _DAY_ZERO + datetime.timedelta(days=int(float(text)))
    return day_of(value) or date_in(text)


def _first_day(text: str) -> datetime.datetime | None:
    month, year = _MONTH.fullmatch(text.strip()), _YEAR.fullmatch(text.strip())
    if month and 1 <= int(month[2]) <= 12:
        return datetime.datetime(int(month[1]), int(month[2]), 1)
    return datetime.datetime(int(year[1]), 1, 1) if year else None


def _numbers(values: Sequence[object]) -> list[int]:
    cells = [_cell(value) for value in values]
    return [int(cell) if cell.isdecimal() and len(cell) < 10 else row for row, cell in enumerate(cells, 1)]


def _ids(values: Sequence[str], name: str, problems: Problems, first: int) -> list[str]:
    """Given ids; a missing one is numbered, a repeated one gets ``+2``, ``+3`` ... so that each names one article."""
    given = [value or f"{name}-{row:02d}" for row, value in enumerate(values, first)]
    repeated = [one for one, times in Counter(given).items() if times > 1]
    if repeated:
        problems.append(
            f"{len(repeated)} ids stand more than once, the first is {repeated[0]!r}; "
            "its later rows are called +2, +3 and so on"
        )
    return distinct(given)
