"""Rows of any table to articles: known columns renamed, cells to texts, dates read, ids completed and kept apart."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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
from newsutil.files.saved_pages import without_label
from newsutil.files.web_article import without_site

_CHARACTERS = (
    "characters were mended (radicals and compatibility forms, no-break spaces, characters without a shape, odd line "
    "ends, the blanks of a scan)"
)
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
    """Articles table of ``given``, rows without an id numbered from ``first``; refused without a column of texts."""
    renamed = _rename(given)
    if "text" not in renamed.columns:
        raise ValueError(
            f"a column with the articles' text is needed (正文, content, text ...); {problems.file} has "
            f"{', '.join(map(str, given.columns)) or 'no columns'}. Rename the column that holds it to 'text'."
        )
    count = len(renamed)
    made: dict[str, Any] = {column: list(renamed[column]) for column in renamed.columns}
    for column, kind in schema.COLUMNS["articles"].items():
        if column in made and kind == schema.TEXT:
            made[column] = _texts(made[column], column, problems)
    for column, without in (("title", without_site), ("paper", without_label)):
        if column in made:
            made[column] = _changed(made[column], without, _SITES, problems)
    made = dict.fromkeys(schema.COLUMNS["articles"], [""] * count) | made
    made["date"] = _dates(made["date"], _parts_of_dates(renamed), problems)
    made["kind"] = [value or "article" for value in made["kind"]]
    made["page_id"] = [value or row for value, row in zip(made["page_id"], row_ids(name, count, first), strict=True)]
    lines = enumerate(map(_cell, made["line"]), 1)
    made["line"] = [int(cell) if cell.isdecimal() and len(cell) < 10 else row for row, cell in lines]
    made["article_id"] = _ids(made["article_id"], name, problems, first)
    empty = sum(not text.strip() for text in made["text"])
    if empty:
        problems.append(f"{empty} of {count} rows have no text")
    return schema.frame("articles", made)


def row_ids(name: str, count: int, first: int = 1) -> list[str]:
    """What the rows of a table are called by its file and their number, no file's own name and no other file's row."""
    return [f"{name}-{row:02d}" for row in range(first, first + count)]


def keep_apart(
    tables: Sequence[tuple[str, pd.DataFrame]], column: str, problems: Problems, taken: Sequence[str] = ()
) -> list[pd.DataFrame]:
    """The tables, with ids that no two share and that are none of ``taken``: who shares one has its name in front."""
    seen = Counter([*taken, *(given for _, table in tables for given in set(table[column]))])
    made: list[pd.DataFrame] = []
    names = set(taken)
    for name, table in tables:
        if any(seen[given] > 1 for given in table[column]):
            table = in_front(name, table, column, problems)
            table = _with_ids(table, column, [f"{given}+2" if given in names else given for given in table[column]])
        names.update(table[column])
        made.append(table)
    return made


def in_front(name: str, table: pd.DataFrame, column: str, problems: Problems) -> pd.DataFrame:
    """The table whose ids have its name in front, where they did not have it before."""
    new = [given if given.startswith(f"{name}-") else f"{name}-{given}" for given in table[column]]
    problems.file = name
    problems.count(_APART, sum(map(str.__ne__, new, table[column])))
    return _with_ids(table, column, new)


def mended(texts: Iterable[str], problems: Problems) -> list[str]:
    """The texts with the characters that they show; other ones are counted."""
    texts = list(texts)
    whole = "".join(texts)
    if mend(whole) == (whole, 0):
        return texts
    made = [mend(text) for text in texts]
    problems.count(_CHARACTERS, sum(changed for _, changed in made))
    return [text for text, _ in made]


def _with_ids(table: pd.DataFrame, column: str, ids: Sequence[str]) -> pd.DataFrame:
    return table.assign(**{column: pd.array(ids, dtype=schema.TEXT)})


@cache
def known_column(name: str) -> str:
    """The column of articles, or the part of a date, for which a name stands; ``""`` where it is another one."""
    plain = re.sub("[ _-]", "", name.lower())
    return next((row["column"] for row in resources.table("files/column_names") if row["name"] == plain), "")


def _rename(given: pd.DataFrame) -> pd.DataFrame:
    """First column that stands for a known one takes its name; a second one (标题 and title) keeps its own."""
    declared = schema.COLUMNS["articles"].keys()
    taken = {str(column) for column in given.columns} & declared
    names: list[str] = []
    for column in given.columns:
        name = str(column).strip().lstrip("\ufeff")
        known = known_column(name)
        if name not in declared and known in declared - taken:
            taken.add(known)
            name = known
        names.append(name)
    return given.set_axis(distinct(names), axis=1)


def _texts(values: Sequence[object], column: str, problems: Problems) -> list[str]:
    """Cells as texts: without HTML, and with the characters that they show."""
    texts = [_cell(value, "\n" if column in _LINES else ";") for value in values]
    shown = _changed(texts, lambda text: without_markup(text) if has_markup(text) else text, _MARKUP, problems)
    return mended(shown, problems)


def _changed(texts: Sequence[str], change: Callable[[str], str], what: str, problems: Problems) -> list[str]:
    """The texts after the change; those that are others now are counted."""
    made = [change(text) for text in texts]
    problems.count(what, sum(map(str.__ne__, made, texts)))
    return made


def _cell(value: object, joint: str = ";") -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return joint.join(_cell(part, joint) for part in value)
    if isinstance(value, (bytes, bytearray)):
        return decode(bytes(value)).text
    if pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel gives every number as a float: page 3.0
    return str(value)


def _parts_of_dates(renamed: pd.DataFrame) -> list[str]:
    """Each row's year, month and day, as far as it has them in columns of their own."""
    rows = [""] * len(renamed)
    for part in ("year", "month", "monthday"):
        column = next((name for name in renamed.columns if known_column(name) == part), None)
        if column is None:
            break
        cells = [re.sub("[年月日]$", "", _cell(value)) for value in renamed[column]]
        rows = [f"{row}-{cell}".strip("-") for row, cell in zip(rows, cells, strict=True)]
    return rows


def _dates(given: Sequence[object], parts: Sequence[str], problems: Problems) -> list[Any]:
    made: list[datetime.datetime | None] = []
    coarse, unread = 0, []
    for value, part in zip(given, parts, strict=True):
        day, cell = _day(value) or _day(part), _cell(value)
        first = None if day else _first_day(cell) or _first_day(part)
        made.append(day or first)
        coarse += first is not None
        if made[-1] is None and cell.strip():
            unread.append(cell)
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
    """The first day of the month or year that a text is."""
    month, year = _MONTH.fullmatch(text.strip()), _YEAR.fullmatch(text.strip())
    if month and 1 <= int(month[2]) <= 12:
        return datetime.datetime(int(month[1]), int(month[2]), 1)
    return datetime.datetime(int(year[1]), 1, 1) if year else None


def _ids(values: Sequence[str], name: str, problems: Problems, first: int) -> list[str]:
    """Given ids; a missing one is numbered, a repeated one gets ``+2``, ``+3`` ... so that each names one article."""
    given = [value or row for value, row in zip(values, row_ids(name, len(values), first), strict=True)]
    repeated = [one for one, times in Counter(given).items() if times > 1]
    if repeated:
        problems.append(
            f"{len(repeated)} ids stand more than once, the first is {repeated[0]!r}; "
            "its later rows are called +2, +3 and so on"
        )
    return distinct(given)
