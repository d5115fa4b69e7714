"""Tables of articles: CSV, TSV, JSON, JSON Lines, Parquet and Excel, with English or Chinese column names."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.errors import ParserError, ParserWarning

from newsutil.base.dates import date_in
from newsutil.files.article_rows import has_texts, keep_apart, to_articles
from newsutil.files.decode import decode
from newsutil.files.markup import parse
from newsutil.files.problems import Problems
from newsutil.files.size_limits import check_parquet, check_workbook

_UNSAID = re.compile(r"(?i)^(?:(?:sheet|工作表|表格?)\s*[\d一二三四五六七八九十]*|\d{0,2})\s*(?:[(（]\d+[)）])?$")
_PAPER = re.compile(r"^[\u4e00-\u9fff]{2,10}报$")
_SEPARATORS = ",\t;|"
_LONGEST_CELL = 2**31 - 1


def read_table(path: Path, name: str, problems: Problems) -> pd.DataFrame:
    """Articles of a table file, text as it is given; further columns are kept, ids too.

    Rows without an id are called ``<name>-01``, ``-02`` ...  Of a workbook every sheet with texts is read; its name is
    kept in a column ``sheet`` where it says something.  What cannot be read as what it is, or has no column of texts,
    is a ValueError.
    """
    sheets = _read(path, problems)
    texts = {sheet: table for sheet, table in sheets.items() if has_texts(table)}
    others = [sheet for sheet, table in sheets.items() if sheet not in texts and len(table.columns)]
    if texts and others:
        problems.append(f"{len(others)} sheets have no column of texts and were left out: {', '.join(others[:5])}")
    parts: list[tuple[str, pd.DataFrame]] = []
    for sheet, table in (texts or {"": next(iter(sheets.values()), pd.DataFrame())}).items():
        start = 1 + sum(len(part) for _, part in parts)
        parts.append((f"{name}-{sheet}", to_articles(_named_after(sheet, table), name, problems, start)))
    if len(parts) == 1:
        return parts[0][1]
    return pd.concat(keep_apart(parts, "article_id", problems), ignore_index=True)


def _named_after(sheet: str, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a sheet with its name, and with the day or paper that it is where no column says one."""
    if _UNSAID.match(sheet) or "sheet" in table.columns:
        return table
    said = {"date": date_in(sheet), "paper": sheet if _PAPER.match(sheet) else ""}
    more = {column: value for column, value in said.items() if value and not has_texts(table, column)}
    return table.assign(sheet=sheet, **more)


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
            return {"": table.reset_index(level=named) if named else table}
        if head.startswith(b"PK"):
            check_workbook(path, problems.file)
        if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            sheets = pd.read_excel(path, engine="calamine", dtype=object, sheet_name=None)
            return {str(name): table for name, table in sheets.items()}
        if suffix == ".parquet":
            raise ValueError("it does not begin as a Parquet file")
        decoded = decode(path.read_bytes())
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
    if suffix in {".jsonl", ".ndjson"}:
        return pd.DataFrame(_json_lines(text, problems), dtype=object)
    if suffix == ".json":
        return pd.DataFrame(_json(text), dtype=object)
    if suffix in {".xlsx", ".xls", ".xlsm"}:
        return _web_table(text)
    separator = "\t" if suffix == ".tsv" else max(_SEPARATORS, key=text.split("\n", 1)[0].count)
    how: dict[str, Any] = {"dtype": str, "keep_default_na": False, "index_col": False, "low_memory": False}
    try:
        with warnings.catch_warnings():
            # pandas would cut a row with more cells than the header, or take its first ones for an index
            warnings.simplefilter("error", ParserWarning)
            return pd.read_csv(io.StringIO(text), sep=separator, **how)
    except (ParserError, ParserWarning):
        return _uneven(text, separator, problems)


def _uneven(text: str, separator: str, problems: Problems) -> pd.DataFrame:
    """Rows with more cells than the header, a text with commas without quotation marks, or with a mark left open."""
    limit = csv.field_size_limit(_LONGEST_CELL)  # a text is longer than the 128 KiB allowed by default
    try:
        header, *rows = (row for row in csv.reader(io.StringIO(text), delimiter=separator) if row)
    finally:
        csv.field_size_limit(limit)
    width = len(header)
    long = [number for number, row in enumerate(rows, 1) if len(row) > width]
    if long:
        problems.append(
            f"{len(long)} rows have more cells than the header has columns, the first is row {long[0]}; "
            "what is too much was kept in the last column"
        )
    else:
        problems.append("a quotation mark is not closed; its cell goes on to the end of the file")
    even = [[*row[: width - 1], separator.join(row[width - 1 :])] for row in rows]
    names = [name if name not in header[:at] else f"{name}.{at}" for at, name in enumerate(header)]
    return pd.DataFrame(_filled(even, width), columns=names, dtype=str)


def _filled(rows: list[list[str]], width: int) -> list[list[str]]:
    return [row + [""] * (width - len(row)) for row in rows]


def _web_table(text: str) -> pd.DataFrame:
    """Rows of the largest table of a web page, which many a site hands out as .xls."""
    tree = parse(text)
    tables = [] if tree is None else tree.xpath("//table[not(.//table)]")
    lines = max(tables, key=len).iter("tr") if tables else ()
    rows = [[" ".join(cell.itertext()).strip() for cell in line.xpath("./td | ./th")] for line in lines]
    if not rows:
        raise ValueError("it is no workbook, and no web page with a table")
    header, *rows = _filled(rows, max(map(len, rows)))
    return pd.DataFrame(rows, columns=header, dtype=object)


def _json_lines(text: str, problems: Problems) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    broken: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        row = None
        with suppress(ValueError, RecursionError):
            row = _load(line)
        if isinstance(row, dict):
            rows.append(row)
        elif line.strip():
            broken.append(number)
    if broken:
        problems.append(f"{len(broken)} lines are no JSON objects, the first is line {broken[0]}")
    return rows


def _json(text: str) -> list[dict[str, Any]]:
    """Rows of a list of objects, or of the only list of objects inside an object ({"data": [...]})."""
    data = _load(text)
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        data = lists[0] if len(lists) == 1 else [data]
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise ValueError("it holds no list of objects")
    return data


def _load(text: str) -> Any:
    """JSON's value; one half of a character that is written as two (``"\\ud83d"`` alone) becomes U+FFFD."""
    value = json.loads(text)
    if "\\ud" not in text and "\\uD" not in text:
        return value
    written = json.dumps(value, ensure_ascii=False).encode("utf-16-le", "surrogatepass")
    return json.loads(written.decode("utf-16-le", "replace"))
