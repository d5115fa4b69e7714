"""How large a packed file may be: a workbook of two kilobytes can unpack to more than any memory holds."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

# Two million articles of fifteen columns.  calamine lays out every cell between the first and the last one, the empty
# ones too, and ends the whole process when memory is short.
MOST_CELLS = 30_000_000
MOST_BYTES = 512 * 1024 * 1024
# What a workbook's or a Parquet file's texts may be together: a text that stands once may be used by every cell.
MOST_TEXT = 2 * 1024**3
# A document's text: its tree takes some thirty times as much.
MOST_OF_A_DOCUMENT = 64 * 1024 * 1024

_REFERENCE = re.compile(rb"""\br\s{0,9}=\s{0,9}["']\s{0,9}([A-Za-z]{0,9})(\d{0,20})["'\d]""")
_SHARED = re.compile(
    rb"""<(?:\w{1,20}:)?c\s[^>]{0,300}?\bt\s{0,9}=\s{0,9}["']s["'][^>]{0,300}>\s{0,99}"""
    rb"""<(?:\w{1,20}:)?v\b[^>]{0,99}>\s{0,99}(\d{1,9})\s{0,9}<"""
)
_STRING = re.compile(rb"<(?:\w{1,20}:)?si\b")
_PIECE, _LONGEST_MATCH, _MOST_DIGITS = 1 << 20, 2048, 20


def check_workbook(path: Path, label: str) -> None:
    """Refuse what is no packed workbook (.xlsx by its content), cannot be looked through, or is above a limit.

    It may unpack to ``MOST_BYTES``, a sheet span ``MOST_CELLS``, and the cells hold ``MOST_TEXT``.
    """
    uses: Counter[int] = Counter()
    lengths: list[int] = []
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
                    _look_through(content, uses, lengths, label)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        # Another unpacker might read on where this one cannot.
        raise ValueError(
            f"a readable .xlsx file is needed; {label} could not be read ({error}). Save the table again, without a "
            "password, or as CSV in UTF-8."
        ) from error
    _refuse_text(sum(count * lengths[at] for at, count in uses.items() if at < len(lengths)), label)


def check_document(file: IO[bytes], label: str) -> None:
    """Refuse a .docx file whose text unpacks to more than ``MOST_OF_A_DOCUMENT``."""
    with zipfile.ZipFile(file) as document:
        parts = [part.file_size for part in document.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    _refuse_unpacked(sum(parts), MOST_OF_A_DOCUMENT, label)


def check_parquet(path: Path, label: str) -> None:
    """Refuse a Parquet file that holds more cells or text than the limits, by what its values are when decoded."""
    import pyarrow as pa
    import pyarrow.compute
    from pyarrow import parquet

    facts = parquet.read_metadata(path)
    groups = [facts.row_group(at) for at in range(facts.num_row_groups)]
    chunks = [group.column(at) for group in groups for at in range(group.num_columns)]
    _refuse_above(max(facts.num_rows * facts.num_columns, sum(chunk.num_values for chunk in chunks)), 1, label)
    columns = [facts.schema.column(at) for at in range(facts.num_columns)]
    fixed = sum(max(column.length or 0, 0) for column in columns if column.physical_type == "FIXED_LEN_BYTE_ARRAY")
    _refuse_text(fixed * facts.num_rows, label)
    # A dictionary's values are counted where they are used, without being laid out; others in small steps.
    short = {chunk.path_in_schema for chunk in chunks if "DELTA_BYTE_ARRAY" in chunk.encodings}
    texts = [column.path for column in columns if column.physical_type == "BYTE_ARRAY" and column.path not in short]
    size = 0
    with parquet.ParquetFile(path, read_dictionary=texts) as file:
        for batch in file.iter_batches(batch_size=16 if short else 4096):
            size += sum(_decoded(pa, column) for column in batch.columns)
            _refuse_text(size, label)


def _decoded(pa: Any, values: Any) -> int:
    """Bytes of an Arrow array when each use of a dictionary's value is laid out."""
    if pa.types.is_dictionary(values.type):
        lengths = pa.compute.binary_length(values.dictionary)
        return int(pa.compute.sum(lengths.take(values.indices)).as_py() or 0)
    if pa.types.is_map(values.type):
        return _decoded(pa, values.keys) + _decoded(pa, values.items)
    if pa.types.is_struct(values.type):
        return sum(_decoded(pa, part) for part in values.flatten())
    return _decoded(pa, values.flatten()) if pa.types.is_nested(values.type) else int(values.nbytes)


def _look_through(content: IO[bytes], uses: Counter[int], lengths: list[int], label: str) -> None:
    """Refuse a part whose cells span too much; uses and lengths of the workbook's shared texts are added up."""
    rows, letters, cells, place = 0, {b""}, 0, 0
    starts: list[int] = []
    kept = b""
    while piece := content.read(_PIECE):
        block, old = kept + piece, len(kept)
        for column, row in _REFERENCE.findall(block):
            rows = max(rows, int(row or 0) if len(row) < _MOST_DIGITS else MOST_CELLS + 1)
            letters.add(column)
        cells += piece.count(b"<c")
        uses.update(int(found[1]) for found in _SHARED.finditer(block) if found.end() > old)
        starts += [place - old + found.start() for found in _STRING.finditer(block) if found.end() > old]
        place += len(piece)
        kept = block[-_LONGEST_MATCH:]
    lengths += [end - start for start, end in pairwise([*starts, place])]
    _refuse_above(rows, max(map(_column_number, letters)), label)
    _refuse_above(cells, 1, label)


def _column_number(letters: bytes) -> int:
    return reduce(lambda number, letter: 26 * number + letter - 64, letters.upper(), 0)


def _refuse_unpacked(size: int, most: int, label: str) -> None:
    if size > most:
        raise ValueError(
            f"a file of up to {most >> 20} MB unpacked is needed; {label} unpacks to more. Save it in several files, "
            "or a workbook's sheet as CSV."
        )


def _refuse_text(size: int, label: str) -> None:
    if size > MOST_TEXT:
        raise ValueError(
            f"a table with up to {MOST_TEXT >> 20} MB of text is needed; {label} holds more. Save it in several files."
        )


def _refuse_above(rows: int, columns: int, label: str) -> None:
    if rows * columns > MOST_CELLS:
        raise ValueError(
            f"a table of up to {MOST_CELLS:,} cells is needed; {label} spans {rows:,} rows and {columns:,} columns. "
            "Delete the empty ones, or save it in several files."
        )
