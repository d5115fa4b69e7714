"""Which column of any table is which: the row of headers, however these are decorated, and several of one meaning."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from newsutil.base import resources
from newsutil.base.file_names import has_word
from newsutil.base.text import simplified
from newsutil.base.writing import unguarded
from newsutil.files.decode import decode
from newsutil.files.problems import Problems

_NAMES, _WORDS = "files/column_names", "files/header_words"
TOP = 10
"""Rows among which the headers stand: below a title, a note, ``sep=;`` or a line of groups."""
_LONGEST_HEADER = 40
_NO_VALUE = {"NULL", "null", r"\N", "None", "nan", "NaN", "NaT", "<NA>"}  # as databases, Python and pandas write it
_NOTHING = " \t\n\u3000\ufeff\x1a"  # marks where files were joined; the last one is the end of a file for DOS
_REMARK = re.compile(r"(?<=\w)\s*[(\[【].*[)\]】]\W*$|^\d+\W")  # 正文（必填）, 1.标题
_FURTHER = re.compile(
    r"(?<=\w)[\s_+-]*[(（\[【]?(?:续|接上|第?(?:\d|[一二三四五六七八九])(?:部分|段)?)[\d一二三]?[)）\]】]?$"
)
_OTHER_THAN_NAMES = re.compile(r"url|link|html|view|total|count|链接|网址|地址|类型|type|id$|数$")


@lru_cache(maxsize=10_000)
def known_column(header: str) -> str:
    """The column of articles, or the part of a date, that a header names; ``""`` where it is another one.

    >>> [known_column(header) for header in ("【正　文】", "发布时间（北京时间）", "Title-题名", "标题*", "标题链接")]
    ['text', 'date', 'title', 'title', '']
    """
    return _named(header)[1]


def synonyms(headers: Iterable[str]) -> dict[str, list[str]]:
    """The headers that name each known column, more usual names first; a source is a paper where nothing else is."""
    found = defaultdict[str, list[str]](list)
    for header in sorted(headers, key=lambda header: _named(header)[0]):
        if column := known_column(header):
            found[column].append(header)
    if papers := [header for header in found.get("paper", ()) if not has_word(header, "of origin")]:
        found["paper"] = papers  # 来源 beside 报纸 is a file, an address or an agency
    return found


def parts_of_texts(headers: Iterable[str]) -> list[str]:
    """Headers under which a text goes on, or stands in parts: 正文2, content_2, 正文（续）."""
    cut = ((header, _FURTHER.sub("", header)) for header in headers)
    return [header for header, bare in cut if bare != header and known_column(bare) == "text"]


def has_texts(table: pd.DataFrame, column: str = "text") -> bool:
    """Whether a table has the column, under any of its names."""
    headers = list(map(str, table.columns))
    return column in synonyms(headers) or (column == "text" and bool(parts_of_texts(headers)))


def by_content(headers: Iterable[str], worth: Mapping[str, int]) -> list[str]:
    """Headers of one meaning, those behind that hold less than half as much as the best: 时间 of 08:05 beside 日期."""
    return sorted(headers, key=lambda header: 2 * worth[header] < max(worth.values()))


def header_at(rows: Sequence[Sequence[object]]) -> tuple[int, int]:
    """Which of the first rows holds the headers, and how many known ones: most of all, a text's among them."""
    first = next((at for at, row in enumerate(rows) if any(map(says, row))), 0)
    names = [{known_column(str(cell)[:_LONGEST_HEADER]) for cell in row} - {""} for row in rows]
    # A row of a sheet that explains the columns (text, 正文) has one name.
    counts = [len(row) if "text" in row and (len(row) > 1 or at == first) else 0 for at, row in enumerate(names)]
    most = max(counts, default=0)
    return (counts.index(most) if most else first), most


def below_headers(rows: Sequence[Sequence[Any]], at: int, problems: Problems) -> pd.DataFrame:
    """The rows below that of the headers as a table.

    Left out are those above, those that hold nothing and, as where files were joined, the headers once more.
    """
    said = [[str(cell).strip(_NOTHING) for cell in row if says(cell)] for row in rows]
    if not any(said[at : at + 1]):
        return pd.DataFrame()
    if above := [" ".join(row) for row in said[:at] if row]:
        problems.append(f"{len(above)} rows above the headers were left out, the first is {above[0][:40]!r}")
    if repeated := said[at + 1 :].count(said[at]):
        problems.append(f"{repeated} rows repeat the header and were left out")
    below = zip(rows[at + 1 :], said[at + 1 :], strict=True)
    kept = [row for row, cells in below if cells and cells != said[at]]
    headers = [str(cell).strip(_NOTHING) or f"Unnamed: {place}" for place, cell in enumerate(rows[at])]
    return pd.DataFrame(kept, columns=headers, dtype=object)


def says(cell: object) -> bool:
    """Whether a cell holds anything."""
    return bool(cell.strip(_NOTHING)) if isinstance(cell, str) else bool(pd.notna(cell))


def alike(headers: Iterable[str], column: str) -> list[str]:
    """Unknown headers in which a name of a column stands: 大标题, 来源平台."""
    usual = [name for name, (_, one) in _columns().items() if one == column]
    name = re.compile("|".join(name for name in usual if len(name) >= (2 if name > "z" else 4)))
    lower = ((header, simplified(header).lower()) for header in headers if not known_column(header))
    return [header for header, plain in lower if name.search(plain) and not _OTHER_THAN_NAMES.search(plain)]


def is_other_time(header: str) -> bool:
    """Whether a header says that a row was fetched, changed or commented on at a time."""
    return has_word(header, "other time", "other event")


def cell_text(value: object, joint: str = ";") -> str:
    """A cell as text, the parts of a list joined, what says that there is no value as an empty one."""
    if isinstance(value, str):
        return "" if value.strip() in _NO_VALUE else unguarded(str(value))
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return joint.join(cell_text(part, joint) for part in value)
    if isinstance(value, (bytes, bytearray)):
        return decode(bytes(value)).text
    if pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel gives every number as a float: page 3.0
    return str(value)


@lru_cache(maxsize=10_000)
def _named(header: str) -> tuple[int, str]:
    """Place in the table of names, and column, of what a header is; of 标题 Title both parts say the same."""
    written = simplified(unicodedata.normalize("NFKC", header[:_LONGEST_HEADER])).lower()
    plain = re.sub(r"[\W_]", "", _REMARK.sub("", written))
    parts = re.sub("[a-z]", "", plain), re.sub("[^a-z]", "", plain)
    one, other = map(_look_up, parts)
    both = one if one and other and one[1] == other[1] else None
    return _look_up(plain) or both or (len(_columns()), "")


def _look_up(plain: str) -> tuple[int, str] | None:
    """A name as it is in the table, or without what it is a name of: 新闻标题, publish_date, 报纸名称."""
    bare = re.sub(rf"^{resources.one_of(_WORDS, 'word', 'in front')}+|(?:名称|name)$", "", plain)
    return _columns().get(plain) or _columns().get(bare)


@cache
def _columns() -> dict[str, tuple[int, str]]:
    names = [(row["name"], row["column"]) for row in resources.table(_NAMES)]
    names += [(row["word"], row["kind"]) for row in resources.table(_WORDS) if " " not in row["kind"]]
    return {name: (at, column) for at, (name, column) in enumerate(names)}
