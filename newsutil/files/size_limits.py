"""How large a packed table may be: a workbook of two kilobytes can unpack to more than any memory holds."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

# Two million articles of fifteen columns.  calamine lays out every cell between the first and the last one, the empty
# ones too, and ends the whole process when memory is short.
MOST_CELLS = 30_000_000
MOST_BYTES = 512 * 1024 * 1024
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,9})["']""")
_PIECE = 1 << 20


def check_size(path: Path) -> None:
    """Refuse a packed table that is larger than the limits; other kinds of files are as large as they look.

    Raises
    ------
    ValueError
        When a workbook unpacks to more than ``MOST_BYTES``, or a sheet or Parquet file spans more than ``MOST_CELLS``.
    """
    if path.suffix.lower() == ".parquet":
        _check_parquet(path)
    elif path.suffix.lower() in {".xlsx", ".xlsm"} and zipfile.is_zipfile(path):
        _check_workbook(path)


def _check_parquet(path: Path) -> None:
    from pyarrow import ArrowException, parquet

    try:
        facts = parquet.read_metadata(path)
    except (ArrowException, OSError):
        return  # whoever reads it says so
    _refuse_above(facts.num_rows, facts.num_columns, path)


def _check_workbook(path: Path) -> None:
    left = MOST_BYTES
    with zipfile.ZipFile(path) as workbook:
        for part in workbook.infolist():
            left -= part.file_size
            if left < 0:
                raise ValueError(
                    f"a workbook of up to {MOST_BYTES >> 20} MB unpacked is needed; {path.name} unpacks to more. "
                    "Save its sheet as CSV, or in several workbooks."
                )
        for part in workbook.infolist():
            try:
                with workbook.open(part) as content:
                    rows, columns = _extent(content)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
                continue  # damaged or locked: whoever reads it says so
            _refuse_above(rows, columns, path)


def _extent(content: IO[bytes]) -> tuple[int, int]:
    """Last row and last column that the cells of a sheet name."""
    rows, letters = 0, {b""}
    kept = b""
    while piece := content.read(_PIECE):
        for column, row in _REFERENCE.findall(kept + piece):
            rows = max(rows, int(row))
            letters.add(column)
        kept = piece[-32:]
    return rows, max(_column_number(column) for column in letters)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _refuse_above(rows: int, columns: int, path: Path) -> None:
    if rows * columns > MOST_CELLS:
        raise ValueError(
            f"a table of up to {MOST_CELLS:,} cells is needed; {path.name} spans {rows:,} rows and {columns:,} "
            "columns. Delete the empty ones, or save it in several files."
        )
