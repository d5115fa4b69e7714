"""Rows of CSV and TSV, also where quotation marks, separators and line breaks are not written as they should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import pandas as pd

from newsutil.files.columns import TOP, below_headers, header_at, says, synonyms
from newsutil.files.problems import Problems

SEPARATORS = ",\t;|"
_NAMED = re.compile(r'"?sep=(.)"?\n')  # Excel's own first line
_DOUBLED, _ESCAPED = re.compile(r'"(")'), re.compile(r'["\\](["\\\n])')


class Header(NamedTuple):
    """The names of the columns, how many are known, what parts them, where they begin, and the rows above them."""

    names: list[str]
    known: int
    separator: str
    start: int
    above: list[list[str]]


class _Row(NamedTuple):
    cells: list[str]
    start: int
    end: int
    literal: int = 0
    """Cells that begin with a quotation mark and are not in quotation marks."""


def separated_table(text: str, separator: str, problems: Problems) -> pd.DataFrame:
    """Rows under the names of the header; ``separator`` is ``""`` where the header shows it."""
    header = find_header(text, separator)
    if header is None:
        return pd.DataFrame()
    rows = list(_rows(text, header.separator, len(header.names), header.start))
    cells = _even([row.cells for row in rows], header, problems)
    unclosed = [number for number, row in enumerate(rows) if row.literal and sum(map(_is_open, row.cells))]
    if unclosed:
        problems.append(
            f"a quotation mark is not closed in {len(unclosed)} rows, the first is row {unclosed[0]}; it was kept, and "
            "its cell ends with the line"
        )
    return below_headers([*header.above, *cells], len(header.above), problems)


def find_header(text: str, separator: str = "") -> Header | None:
    """The header among the first rows, parted so that most names are known and, of these, that it has most cells."""
    start = 0
    if named := _NAMED.match(text):
        separator, start = separator or named[1], named.end()
    found: list[Header] = []
    for one in separator or SEPARATORS:
        top = list(islice(_rows(text, one, 0, start), TOP))
        at, known = header_at([row.cells for row in top])
        if top:
            found.append(Header(top[at].cells, known, one, top[at].start, [row.cells for row in top[:at]]))
    return max(found, key=lambda header: (header.known, len(header.names)), default=None)


def _is_open(cell: str) -> bool:
    return cell.startswith('"') and cell.count('"') % 2 == 1


def _even(rows: list[list[str]], header: Header, problems: Problems) -> list[list[str]]:
    """The rows with as many cells as there are names: what is too much belongs to the text, which holds separators."""
    names, width = header.names, len(header.names)
    needed = max((at for at, name in enumerate(names, 1) if name.strip()), default=width)
    texts = synonyms(names).get("text")
    place = names.index(texts[0]) if texts else width - 1
    made, long, short = [], [], []
    for number, row in enumerate(rows):
        while len(row) > width and not row[-1].strip():
            row.pop()
        more = len(row) - width
        if more > 0:
            long.append(number)
            row[place : place + more + 1] = [header.separator.join(row[place : place + more + 1])]
        elif number and len(row) < needed and any(map(says, row)):
            short.append(number)
        made.append(row + [""] * -more)
    for found, said, so in ((long, "more", f"; the rest was kept in {names[place]}"), (short, "fewer", "")):
        if found:
            problems.append(
                f"{len(found)} rows have {said} cells than the header has columns, the first is row {found[0]}{so}; "
                "put a text that holds separators or line breaks in quotation marks"
            )
    return made


def _rows(text: str, separator: str, width: int, start: int) -> Iterator[_Row]:
    """Rows from ``start`` on, each in the reading that gives it ``width`` cells and explains its quotation marks."""
    end = rf" *+(?=[{re.escape(separator)}\n]|\Z)"
    plain = re.compile(rf"[^{re.escape(separator)}\n]*+")
    ways = [
        (re.compile(rf' *+"((?:[^"]++|"")*+)"{end}'), _DOUBLED),
        (re.compile(rf' *+"((?:[^"\\]++|\\[\s\S]|"")*+)"{end}'), _ESCAPED),  # "他说\"好\"。"
    ]
    if text.startswith('"', start):  # a file that quotes its header quotes all: "他说"好"。"
        last = rf'"(?={re.escape(separator)}"|\n"|\n?\Z)'
        inner = rf'[^"]*+(?:(?!{last})"[^"]*+){{0,99}}+'  # so many, that time stays linear
        ways.append((re.compile(rf'"({inner}){last}'), _DOUBLED))
    while start < len(text):
        stop = text.find("\n", start) % (len(text) + 1)  # -1 is the end
        row = _Row(text[start:stop].split(separator), start, stop + 1)
        if '"' in text[start:stop]:
            readings = (_row(text, start, separator, plain, *way) for way in ways)
            row = _best(readings, width)
        if row.end > start + 1:
            yield row
        start = row.end


def _best(readings: Iterator[_Row], width: int) -> _Row:
    """The first reading without a fault, else the one with the least."""
    faults: list[tuple[tuple[bool, int], _Row]] = []
    for row in readings:
        faults.append(((len(row.cells) != width, row.literal), row))
        if faults[-1][0] == (False, 0):
            return row
    return min(faults, key=lambda fault: fault[0])[1]


def _row(
    text: str, start: int, separator: str, plain: re.Pattern[str], quoted: re.Pattern[str], signs: re.Pattern[str]
) -> _Row:
    cells: list[str] = []
    literal, place = 0, start
    while True:
        sign = text[place : place + 1]
        found = quoted.match(text, place) if sign in ('"', " ") else None
        if found:
            cells.append(signs.sub(r"\1", found[1]))
        else:
            found = next(plain.finditer(text, place))
            cells.append(found[0])
            literal += sign == '"'
        place = found.end() + 1
        if text[found.end() : place] != separator:
            return _Row(cells, start, place, literal)
