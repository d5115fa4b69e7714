"""The word lists, units, divisions and rules in ``newsutil/data``, read once each."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

Row = Mapping[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Rows of ``newsutil/data/<name>.csv``, read-only, every cell a string; lines that start with ``#`` are notes.

    >>> table("places/divisions")[0]["name"]
    '北京市'
    """
    lines = (files("newsutil") / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    kept = (line for line in lines if not line.startswith("#"))
    return tuple(MappingProxyType(row) for row in csv.DictReader(kept, skipinitialspace=True))


@cache
def column(name: str, wanted: str, kind: str = "") -> tuple[str, ...]:
    """Cells of the column ``wanted`` of a table, of all its rows or of those of one ``kind``.

    >>> column("pages/names", "name", "surname")[:3]
    ('王', '李', '张')
    """
    return tuple(row[wanted] for row in table(name) if not kind or row["kind"] == kind)


@cache
def one_of(name: str, wanted: str, kind: str = "") -> str:
    """A regular expression for any one of these cells, longer ones first; cells of words, not of patterns."""
    words = sorted(column(name, wanted, kind), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})"
