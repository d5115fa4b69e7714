"""Tables of articles: CSV, TSV, JSON, JSON Lines, Parquet and Excel, with English or Chinese column names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsutil.base.file_names import facts_of_rows
from newsutil.files.article_rows import keep_apart, to_articles
from newsutil.files.columns import TOP, below_headers, has_texts, header_at, known_column, says
from newsutil.files.decode import decode, is_binary
from newsutil.files.find_files import JSON, other_kind
from newsutil.files.json_rows import json_table, without_nesting
from newsutil.files.markup import lines_of, parse
from newsutil.files.problems import Problems
from newsutil.files.separated import find_header, separated_table
from newsutil.files.size_limits import check_parquet, check_workbook

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_UNSAID = re.compile(r"(?i)^(?:(?:sheet|工作表|表格?)\s*[\d一二三四五六七八九十]*|\d{0,2})\s*(?:[(（]\d+[)）])?$")
_OBJECT = re.compile(r'\s*(?:\[\s*)?\{\s*"')
_MOST_REACHED = 99
_OF_ONE_ROW = {"text", "title", "article_id"}  # one article with two titles is not two


def read_table(path: Path, name: str, problems: Problems, names: tuple[str, ...] = ()) -> pd.DataFrame:
    """Articles of a table file, text as it is given; further columns are kept, ids too.

    Rows without an id are called ``<name>-01``, ``-02`` ...  Of a workbook every sheet with texts is read; its name is
    kept in a column ``sheet`` where it says something.  Where no column has a date or paper, the sheet's
    name may give it, or ``names``, the file's and its folders'.
    What cannot be read as what it is, or has no column of texts, is a ValueError.
    """
    sheets = _read(path, problems)
    texts = {sheet: table for sheet, table in sheets.items() if has_texts(table)}
    others = [sheet for sheet, table in sheets.items() if sheet not in texts and len(table.columns)]
    if texts and others:
        problems.append(f"{len(others)} sheets have no column of texts and were left out: {', '.join(others[:5])}")
    parts: list[tuple[str, pd.DataFrame]] = []
    for sheet, table in (texts or {"": next(iter(sheets.values()), pd.DataFrame())}).items():
        start = 1 + sum(len(part) for _, part in parts)
        made = to_articles(table, name, problems, start, facts_of_rows(names, sheet))
        named = not _UNSAID.match(sheet) and "sheet" not in made.columns
        parts.append((f"{name}-{sheet}", made.assign(sheet=sheet) if named else made))
    if len(parts) == 1:
        return parts[0][1]
    return pd.concat(keep_apart(parts, "article_id", problems), ignore_index=True)


def _read(path: Path, problems: Problems) -> dict[str, pd.DataFrame]:
    """The file's rows and columns by sheet, as they stand; cells are strings where the format has no types."""
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(8)
    try:  # what a file is shows in its first bytes: one called .xls may be a packed .xlsx, or a web page
        if head.startswith(b"PAR1"):
            check_parquet(path, problems.file)
            table = pd.read_parquet(path)
            named = [name for name in table.index.names if name is not None and name not in table.columns]
            return {"": without_nesting(table.reset_index(level=named) if named else table, problems)}
        if head.startswith(b"PK"):
            check_workbook(path, problems.file)
        if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            return _sheets(path, problems)
        if suffix == ".parquet":
            raise ValueError("it does not begin as a Parquet file")
        data = path.read_bytes()
        if kind := other_kind("", head):
            raise ValueError("it is {}: {}".format(*kind))
        if is_binary(data):
            raise ValueError("it is binary")
        decoded = decode(data)
        problems.append(*decoded.problems)
        return {"": _of_text(decoded.text, suffix, problems)}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # every reader has its own, calamine's panic too; to the user all mean the same
        said = str(error)
        if (isinstance(error, OSError) and error.errno) or (isinstance(error, ValueError) and " is needed; " in said):
            raise
        raise ValueError(
            f"a readable {suffix} file is needed; {problems.file} could not be read ({said[:120]}). "
            "Save the table again, or as CSV in UTF-8."
        ) from error


def _of_text(text: str, suffix: str, problems: Problems) -> pd.DataFrame:
    if suffix in JSON:
        return json_table(text, suffix, problems)
    if suffix in {".xlsx", ".xls", ".xlsm"}:
        inside = table_in(text, problems)
        return _web_table(text, problems) if inside is None else inside
    return separated_table(text, "\t" if suffix == ".tsv" else "", problems)


def table_in(text: str, problems: Problems) -> pd.DataFrame | None:
    """The table that a text of another suffix is: JSON with texts, or rows under a header that names them and more."""
    if _OBJECT.match(text):
        told = Problems(problems.file)
        with suppress(ValueError, RecursionError):
            table = json_table(text, ".json", told)
            if has_texts(table):
                problems.add(told)
                return table
    first, _, rest = text.partition("\n")
    header = find_header(first)
    named = set(map(known_column, header.names)) if header and all(header.names) else set()
    is_one = "text" in named and named & {"title", "date"} and rest.strip()
    return separated_table(text, "", problems) if is_one else None


def _sheets(path: Path, problems: Problems) -> dict[str, pd.DataFrame]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with CalamineWorkbook.from_path(path) as book:
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return {name: _sheet(book.get_sheet_by_name(name), problems) for name in names}


def _sheet(sheet: CalamineSheet, problems: Problems) -> pd.DataFrame:
    """Rows of a sheet; a cell that is merged over rows stands in each that holds something else: 日期, 报纸."""
    cells: Sequence[Sequence[Any]] = sheet.to_python(skip_empty_area=False)
    rows = [[int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in row] for row in cells]
    filled = [any(map(says, row)) for row in rows]
    at, _ = header_at(rows[:TOP])
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if at < top < len(rows) and left < len(rows[at]) and known_column(str(rows[at][left])) not in _OF_ONE_ROW:
            for row, holds in zip(rows[top + 1 : bottom + 1], filled[top + 1 : bottom + 1], strict=True):
                row[left] = rows[top][left] if holds else row[left]
    return below_headers(rows, at, problems)


def _web_table(text: str, problems: Problems) -> pd.DataFrame:
    """Rows of the largest table of a web page, which many a site hands out as .xls."""
    tree = parse(text)
    tables = [] if tree is None else tree.xpath("//table[not(.//table)]")
    rows = even(grid(max(tables, key=len))) if tables else []
    if not rows:
        raise ValueError("it is no workbook, and no web page with a table")
    at, _ = header_at(rows[:TOP])
    return below_headers(rows, at, problems)


def even(rows: Sequence[list[str]]) -> list[list[str]]:
    """The rows with as many cells as the longest."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def grid(table: Any) -> list[list[str]]:
    """Texts of the cells of a table of HTML; one that reaches over several rows stands in each."""
    rows: list[list[str]] = []
    reaching: dict[int, tuple[int, str]] = {}  # by column: into how many rows still, and what
    for line in table.xpath("./tr | ./*/tr"):
        row: list[str] = []
        for cell in (*line.xpath("./td | ./th"), None):
            while reaching.get(len(row), (0, ""))[0]:
                left, text = reaching[len(row)]
                reaching[len(row)] = left - 1, text
                row.append(text)
            if cell is not None:
                text = "\n".join(piece.text for piece in lines_of(cell)) if len(cell) else (cell.text or "").strip()
                reaching[len(row)] = _reach(cell, "rowspan") - 1, text
                row += [text, *[""] * (_reach(cell, "colspan") - 1)]
        rows.append(row)
    return rows


def _reach(cell: Any, what: str) -> int:
    given = cell.get(what, "1")
    return min(int(given), _MOST_REACHED) if given.isdecimal() and int(given) else 1
