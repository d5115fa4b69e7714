"""Tables to files that a spreadsheet opens."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pandas as pd

# Spreadsheets take a cell that starts so for a formula: a headline such as "+5%说明什么" would be run, not shown.
_RUN = ("=", "+", "-", "@", "\t", "\r")


def write_csv(table: pd.DataFrame, path: str | Path) -> Path:
    """Path of the CSV file written: UTF-8 with a mark, so that spreadsheets show Chinese, and no cell that they run.

    A text that starts with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return gets an apostrophe in front, column
    names too; numbers stay as they are.  The file is written all or nothing.

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
    ['title,value', "'=1+1,-3", '稻花香,5']
    """
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"a table is needed, a DataFrame; got {type(table).__name__}. For a Series use its to_frame().")
    safe = pd.DataFrame({number: _guarded(table.iloc[:, number]) for number in range(table.shape[1])})
    names = [_cell(str(name)) for name in table.columns]
    text = safe.to_csv(index=False, header=names, lineterminator="\r\n")
    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target


def _guarded(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column.reset_index(drop=True)
    return column.reset_index(drop=True).map(_cell, na_action="ignore")


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUN) else value
