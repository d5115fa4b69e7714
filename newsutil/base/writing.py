"""Tables to files that a spreadsheet opens, and the one way in which a file is written: all or nothing."""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

# Spreadsheets take a cell that starts so for a formula: a headline such as "+5%说明什么" would be run, not shown.  Some
# take the full-width signs for it too, and read on after a line feed.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARDED = tuple(f"'{sign}" for sign in _RUN)
_LONGEST_SHEET_NAME = 31
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def write_csv(table: pd.DataFrame, path: str | Path) -> Path:
    """Path of the CSV file written: UTF-8 with a mark, so that spreadsheets show Chinese, and no cell that they run.

    A text that starts like a formula gets an apostrophe in front, column names too; numbers stay as they are, texts are
    quoted.  An index that has a name or is more than row numbers is kept as the first columns.  The file is written all
    or nothing and replaces what is at ``path``; its folder is made where it is missing.

    Raises
    ------
    TypeError
        When ``table`` is no DataFrame.

    Examples
    --------
    >>> import tempfile
    >>> table = pd.DataFrame({"title": ["=1+1", "稻花香"], "value": [-3, 5]})
    >>> write_csv(table, Path(tempfile.mkdtemp()) / "稿件.csv").read_text(encoding="utf-8-sig").split()
    ['"title","value"', '"\\'=1+1",-3', '"稻花香",5']
    """
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"a table is needed, a DataFrame; got {type(table).__name__}. For a Series use its to_frame().")
    safe = _with_index(table).reset_index(drop=True)
    for at, (_, column) in enumerate(safe.items()):
        if not is_numeric_dtype(column) and not is_datetime64_any_dtype(column):
            safe.isetitem(at, column.map(_guarded, na_action="ignore"))
    safe = safe.set_axis([_guarded(str(name)) for name in safe.columns], axis=1)
    text = safe.to_csv(index=False, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    return write_bytes(Path(path), text.encode("utf-8-sig", "replace"))


def write_workbook(tables: Mapping[str, pd.DataFrame], path: str | Path) -> Path:
    """Path of the Excel workbook written: a sheet for each table, by its name; no text is run as a formula.

    The sheets stand in the order of ``tables``; a name is cut to the 31 characters that a sheet may have, and signs
    that it may not have are a blank.  A text is cut, with a warning, to the 32,767 characters that a cell may have.  As
    with :func:`write_csv`, what is at ``path`` is replaced.

    Raises
    ------
    TypeError, ValueError
        When ``tables`` are no DataFrames by name, or two of the names are one as a sheet's.

    Examples
    --------
    >>> import tempfile
    >>> tables = {"句子": pd.DataFrame({"title": ["=1+1"]})}
    >>> made = write_workbook(tables, Path(tempfile.mkdtemp()) / "出处.xlsx")
    >>> pd.read_excel(made, engine="calamine")["title"].tolist()
    ['=1+1']
    """
    if not isinstance(tables, Mapping) or not all(isinstance(table, pd.DataFrame) for table in tables.values()):
        raise TypeError(
            f"tables by their names are needed; got {type(tables).__name__}. Write {{'articles': articles}}."
        )
    names = [_NO_SHEET_NAME.sub(" ", str(name))[:_LONGEST_SHEET_NAME] for name in tables]
    if len({name.lower() for name in names}) < len(names):
        raise ValueError(f"each sheet has a name of its own; got {', '.join(names)}. Shorten or change the equal ones.")
    held = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(held, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        for name, table in zip(names, tables.values(), strict=True):
            _with_index(table).to_excel(book, sheet_name=name, index=False)
    return write_bytes(Path(path), held.getvalue())


def write_bytes(path: Path, content: bytes) -> Path:
    """The file written, all or nothing, with the rights that a new file has; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with new.open("xb") as file:
            file.write(content)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return path


def _with_index(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its index as columns, where that is more than row numbers."""
    return table if isinstance(table.index, pd.RangeIndex) and table.index.name is None else table.reset_index()


def _guarded(value: object) -> object:
    """A cell or a name that no spreadsheet runs."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUN) else value


def unguarded(cell: str) -> str:
    """A cell as it was before :func:`write_csv` kept it from being run."""
    return cell[1:] if cell.startswith(_GUARDED) else cell
