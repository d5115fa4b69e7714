"""The word lists, units, divisions and rules in ``newsutil/data``, read once each."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

Row = Mapping[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Rows of ``newsutil/data/<name>.csv``, read-only, every cell a string; lines that start with ``#`` are notes.

    Examples
    --------
    >>> table("places/divisions")[0]["name"]
    '北京市'
    """
    lines = (files("newsutil") / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    kept = (line for line in lines if not line.startswith("#"))
    return tuple(MappingProxyType(row) for row in csv.DictReader(kept, skipinitialspace=True))
