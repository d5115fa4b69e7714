"""Tables of separated values (CSV, TSV), with rows that have too many cells or a quotation mark that is not closed."""

from __future__ import annotations

import csv
import io
import warnings

import pandas as pd
from pandas.errors import ParserError, ParserWarning

from newsutil.files.problems import Problems

_SEPARATORS = ",\t;|"
_LONGEST_CELL = 2**31 - 1


def separated(text: str, separator: str, problems: Problems) -> pd.DataFrame:
    """Rows and columns of ``text``, cells as strings; ``separator`` ``""`` takes the one that the first line has most.

    Raises
    ------
    ValueError
        When there is no header.
    """
    if not separator:
        head = text.split("\n", 1)[0]
        separator = max(_SEPARATORS, key=head.count)
    try:
        with warnings.catch_warnings():
            # pandas would cut the row, or take its first cells for an index
            warnings.simplefilter("error", ParserWarning)
            return pd.read_csv(
                io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, index_col=False, low_memory=False
            )
    except (ParserError, ParserWarning):
        return _uneven(text, separator, problems)


def _uneven(text: str, separator: str, problems: Problems) -> pd.DataFrame:
    """As :func:`separated`, for rows with more cells than the header: a text with commas, without quotation marks."""
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
    even = [[*row[: width - 1], separator.join(row[width - 1 :])][:width] for row in rows]
    filled = [row + [""] * (width - len(row)) for row in even]
    names = [name if name not in header[:at] else f"{name}.{at}" for at, name in enumerate(header)]
    return pd.DataFrame(filled, columns=names, dtype=str)
