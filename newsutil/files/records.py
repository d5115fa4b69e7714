"""News collections in records, as SogouCS has them: ``<doc>`` with an address, a number, a title and a text each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsutil.base.dates import date_in

_OPENING = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<\w{1,20}>\s*)?<doc>\s*<\w", re.IGNORECASE)
_FIELD = re.compile(r"<(\w{1,30})>")
_MOST_FIELDS = 30


def is_records(text: str) -> bool:
    return _OPENING.match(text) is not None


def records(text: str) -> Iterator[dict[str, object]]:
    """Fields of each record by their names, and the day that its address has."""
    for part in text.split("<doc>")[1:]:
        record = part.partition("</doc>")[0]
        row: dict[str, object] = {}
        place = 0
        while len(row) < _MOST_FIELDS and (field := _FIELD.search(record, place)):
            end = record.find(f"</{field[1]}>", field.end())
            place = len(record) if end < 0 else end + len(field[1]) + 3
            row.setdefault(field[1], record[field.end() : end if end >= 0 else None].strip())
        row.setdefault("date", date_in(str(row.get("url", ""))))
        yield row
