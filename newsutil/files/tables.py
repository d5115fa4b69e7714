"""Tables of articles: CSV, TSV, JSON, JSON Lines, Parquet and Excel, with English or Chinese column names."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pandas as pd

from newsutil.base.dates import date_in
from newsutil.files.article_rows import has_texts, keep_apart, to_articles
from newsutil.files.decode import decode, is_binary
from newsutil.files.find_files import JSON, other_kind
from newsutil.files.json_rows import json_table, without_nesting
from newsutil.files.markup import parse
from newsutil.files.problems import Problems
from newsutil.files.separated import SEPARATORS, separated_table
from newsutil.files.size_limits import check_parquet, check_workbook

_UNSAID = re.compile(r"(?i)^(?:(?:sheet|工作表|表格?)\s*[\d一二三四五六七八九十]*|\d{0,2})\s*(?:[(（]\d+[)）])?$")
_PAPER = re.compile(r"^[\u4e00-\u9fff]{2,10}报$")
_NOTHING = " \t\n\u3000\x1a"  # the last one is the end of a file for DOS
_OBJECT = re.compile(r'\s*(?:\[\s*)?\{\s*"')


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
            return {"": without_nesting(table.reset_index(level=named) if named else table, problems)}
        if head.startswith(b"PK"):
            check_workbook(path, problems.file)
        if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            sheets = pd.read_excel(path, engine="calamine", dtype=object, sheet_name=None)
            return {str(name): _without_empty(table, problems) for name, table in sheets.items()}
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
        return _without_empty(_web_table(text), problems) if inside is None else inside
    return _without_empty(separated_table(text, "\t" if suffix == ".tsv" else "", problems), problems)


def table_in(text: str, problems: Problems) -> pd.DataFrame | None:
    """The table that a text of another suffix is: JSON with texts, or rows under a header that names them and more."""
    if _OBJECT.match(text):
        told = Problems(problems.file)
        with suppress(ValueError, RecursionError):
            table = json_table(text, ".json", told)
            if has_texts(table):
                problems.add(told)
                return table
    header, _, rest = text.partition("\n")
    names = pd.DataFrame(columns=[name.strip(' "') for name in re.split(f"[{SEPARATORS}]", header)])
    named = has_texts(names) and (has_texts(names, "title") or has_texts(names, "date"))
    return _of_text(text, ".csv", problems) if named and "" not in names and rest.strip() else None


def _without_empty(table: pd.DataFrame, problems: Problems) -> pd.DataFrame:
    """The table without rows that hold nothing or, as where files were joined, the header once more."""
    names = [str(name) for name in table.columns if not str(name).startswith("Unnamed: ")]
    rows = [[str(cell) for cell in row if _says(cell)] for row in table.itertuples(index=False, name=None)]
    repeated = rows.count(names)
    if repeated:
        problems.append(f"{repeated} rows repeat the header and were left out")
    return table[[bool(row) and row != names for row in rows]].reset_index(drop=True)


def _says(cell: object) -> bool:
    return bool(cell.strip(_NOTHING)) if isinstance(cell, str) else bool(pd.notna(cell))


def _web_table(text: str) -> pd.DataFrame:
    """Rows of the largest table of a web page, which many a site hands out as .xls."""
    tree = parse(text)
    tables = [] if tree is None else tree.xpath("//table[not(.//table)]")
    lines = max(tables, key=len).iter("tr") if tables else ()
    rows = [[" ".join(cell.itertext()).strip() for cell in line.xpath("./td | ./th")] for line in lines]
    if not rows:
        raise ValueError("it is no workbook, and no web page with a table")
    width = max(map(len, rows))
    header, *rows = [row + [""] * (width - len(row)) for row in rows]
    return pd.DataFrame(rows, columns=header, dtype=object)
