"""Tables to files that a spreadsheet opens, and the one way in which a file is written: all or nothing."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

# Spreadsheets take a cell that starts so for a formula: a headline such as "+5%说明什么" would be run, not shown.  Some
# take the full-width signs for it too, and read on after a line feed.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST_SHEET_NAME = 31


def write_csv(table: pd.DataFrame, path: str | Path) -> Path:
    """Path of the CSV file written: UTF-8 with a mark, so that spreadsheets show Chinese, and no cell that they run.

    A text that starts like a formula gets an apostrophe in front, column names too; numbers stay as they are, texts are
    quoted.  An index that has a name or is more than row numbers is kept as the first columns.  The file is written all
    or nothing; its folder is made where it is missing.

    Parameters
    ----------
    table : DataFrame
        Any table.
    path : str or Path
        Where to; what is there is replaced.

    Raises
    ------
    TypeError
        When ``table`` is no DataFrame.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> table = pd.DataFrame({"title": ["=1+1", "稻花香"], "value": [-3, 5]})
    >>> write_csv(table, folder / "稿件.csv").read_text(encoding="utf-8-sig").split()
    ['"title","value"', '"\\'=1+1",-3', '"稻花香",5']
    """
    safe = _safe(table)
    text = safe.to_csv(index=False, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    return write_bytes(Path(path), text.encode("utf-8-sig", "replace"))


def write_workbook(tables: Mapping[str, pd.DataFrame], path: str | Path) -> Path:
    """Path of the Excel workbook written: a sheet for each table, by its name; no text is run as a formula.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Sheets by name, in this order; a longer name is cut to the 31 characters that a sheet may have.
    path : str or Path
        Where to; what is there is replaced.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> made = write_workbook({"句子": pd.DataFrame({"title": ["=1+1"]})}, folder / "出处.xlsx")
    >>> pd.read_excel(made, engine="calamine")["title"].tolist()
    ['=1+1']
    """
    held = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(held, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        for name, table in tables.items():
            _with_index(table).to_excel(book, sheet_name=name[:_LONGEST_SHEET_NAME], index=False)
    return write_bytes(Path(path), held.getvalue())


def write_bytes(path: Path, content: bytes) -> Path:
    """The file written, all or nothing, with the rights that a new file has; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_mask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _with_index(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its index as columns, where that is more than row numbers."""
    return table if isinstance(table.index, pd.RangeIndex) and table.index.name is None else table.reset_index()


def _safe(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its index as columns, and no cell or name that a spreadsheet runs."""
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"a table is needed, a DataFrame; got {type(table).__name__}. For a Series use its to_frame().")
    plain = _with_index(table)
    safe = pd.DataFrame({number: _guarded(plain.iloc[:, number]) for number in range(plain.shape[1])})
    return safe.set_axis([_cell(str(name)) for name in plain.columns], axis=1)


def _guarded(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column.reset_index(drop=True)
    return column.reset_index(drop=True).map(_cell, na_action="ignore")


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUN) else value
