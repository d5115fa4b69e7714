"""How large a packed file may be: a workbook of two kilobytes can unpack to more than any memory holds."""

from __future__ import annotations

import re
import zipfile
from functools import reduce
from pathlib import Path
from typing import IO

# Two million articles of fifteen columns.  calamine lays out every cell between the first and the last one, the empty
# ones too, and ends the whole process when memory is short.
MOST_CELLS = 30_000_000
MOST_BYTES = 512 * 1024 * 1024
# A document's text: its tree takes some thirty times as much.
MOST_OF_A_DOCUMENT = 64 * 1024 * 1024

_REFERENCE = re.compile(rb"""\br\s{0,9}=\s{0,9}["']\s{0,9}([A-Za-z]{0,9})(\d{0,20})["'\d]""")
_PIECE, _LONGEST_MATCH, _MOST_DIGITS = 1 << 20, 128, 20


def check_workbook(path: Path, label: str) -> None:
    """Refuse what is no packed workbook (.xlsx by its content), cannot be looked through, or is above a limit.

    It may unpack to ``MOST_BYTES``, and a sheet span ``MOST_CELLS``.
    """
    try:
        with zipfile.ZipFile(path) as workbook:
            parts = workbook.infolist()
            names = {part.filename.lower() for part in parts}
            if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
                raise ValueError(
                    f"an Excel workbook (.xlsx) is needed; {label} is another packed file. Save it as .xlsx or as CSV."
                )
            _refuse_unpacked(sum(part.file_size for part in parts), MOST_BYTES, label)
            for part in parts:
                with workbook.open(part) as content:
                    _look_through(content, label)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        # Another unpacker might read on where this one cannot.
        raise ValueError(
            f"a readable .xlsx file is needed; {label} could not be read ({error}). Save the table again, without a "
            "password, or as CSV in UTF-8."
        ) from error


def check_document(file: IO[bytes], label: str) -> None:
    """Refuse a .docx file whose text unpacks to more than ``MOST_OF_A_DOCUMENT``."""
    with zipfile.ZipFile(file) as document:
        parts = [part.file_size for part in document.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    _refuse_unpacked(sum(parts), MOST_OF_A_DOCUMENT, label)


def check_parquet(path: Path, label: str) -> None:
    """Refuse a Parquet file that holds more cells than the limit."""
    from pyarrow import parquet

    facts = parquet.read_metadata(path)
    groups = [facts.row_group(at) for at in range(facts.num_row_groups)]
    values = sum(group.column(at).num_values for group in groups for at in range(group.num_columns))
    _refuse_above(max(facts.num_rows * facts.num_columns, values), 1, label)


def _look_through(content: IO[bytes], label: str) -> None:
    """Refuse a part whose cells span too much."""
    rows, letters, cells, kept = 0, {b""}, 0, b""
    while piece := content.read(_PIECE):
        for column, row in _REFERENCE.findall(kept + piece):
            rows = max(rows, int(row or 0) if len(row) < _MOST_DIGITS else MOST_CELLS + 1)
            letters.add(column)
        cells += piece.count(b"<c")
        kept = (kept + piece)[-_LONGEST_MATCH:]
    columns = (reduce(lambda number, letter: 26 * number + letter - 64, found.upper(), 0) for found in letters)
    _refuse_above(rows, max(columns), label)
    _refuse_above(cells, 1, label)


def _refuse_unpacked(size: int, most: int, label: str) -> None:
    if size > most:
        raise ValueError(
            f"a file of up to {most >> 20} MB unpacked is needed; {label} unpacks to more. Save it in several files, "
            "or a workbook's sheet as CSV."
        )


def _refuse_above(rows: int, columns: int, label: str) -> None:
    if rows * columns > MOST_CELLS:
        raise ValueError(
            f"a table of up to {MOST_CELLS:,} cells is needed; {label} spans {rows:,} rows and {columns:,} columns. "
            "Delete the empty ones, or save it in several files."
        )
