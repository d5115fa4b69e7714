"""Tables of articles: CSV, TSV, JSON, JSON Lines, Parquet and Excel, with English or Chinese column names."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from newsutil import schema
from newsutil.base import resources
from newsutil.base.dates import date_in, day_of
from newsutil.files.csv_tables import separated
from newsutil.files.decode import decode
from newsutil.files.size_limits import check_size

Problems = list[str]


def read_table(path: Path, name: str, problems: Problems) -> pd.DataFrame:
    """Articles of a table file, text as it is given; further columns are kept, ids too.

    Rows without an id are called ``<name>-01``, ``-02`` ...; what a reader should know is added to ``problems``.

    Raises
    ------
    ValueError
        When the file cannot be read as its suffix says, or has no column of texts.
    """
    return to_articles(read_raw(path, problems), path, name, problems)


def read_raw(path: Path, problems: Problems) -> pd.DataFrame:
    """The file's rows and columns as they stand, cells as strings where the format has no types."""
    suffix = path.suffix.lower()
    check_size(path)
    try:
        if suffix == ".parquet":
            return pd.read_parquet(path)
        if suffix in {".xlsx", ".xls", ".xlsm"}:
            return pd.read_excel(path, engine="calamine", dtype=object)
        decoded = decode(path.read_bytes())
        if decoded.replaced:
            problems.append(
                f"{path.name}: {decoded.replaced} characters could not be read, the first in line {decoded.line}"
            )
        if suffix in {".jsonl", ".ndjson"}:
            return pd.DataFrame(_json_lines(decoded.text, path, problems), dtype=object)
        if suffix == ".json":
            return pd.DataFrame(_json(decoded.text), dtype=object)
        return separated(decoded.text, "\t" if suffix == ".tsv" else "", path, problems)
    except (OSError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # every reader has its own, calamine's panic too; to the user all mean the same
        raise ValueError(
            f"a readable {suffix} file is needed; {path.name} could not be read ({str(error)[:120]}). "
            "Save the table again, or as CSV in UTF-8."
        ) from error


def to_articles(given: pd.DataFrame, path: Path, name: str, problems: Problems) -> pd.DataFrame:
    """Articles table of ``given``: columns renamed, dates read, ids completed."""
    renamed = _rename(given)
    if "text" not in renamed.columns:
        raise ValueError(
            f"a column with the articles' text is needed (正文, content, text ...); {path.name} has "
            f"{', '.join(map(str, given.columns)) or 'no columns'}. Rename the column that holds it to 'text'."
        )
    made: dict[str, Any] = {column: list(renamed[column]) for column in renamed.columns}
    count = len(renamed)
    for column, kind in schema.COLUMNS["articles"].items():
        if column in made and kind == schema.TEXT:
            made[column] = [_cell(value) for value in made[column]]
    made["date"] = _dates(made.get("date", [None] * count), path, problems)
    made["kind"] = [value or "article" for value in made.get("kind", [""] * count)]
    made["page_id"] = [value or name for value in made.get("page_id", [""] * count)]
    made["line"] = _numbers(made.get("line", [None] * count))
    made["article_id"] = _ids(made.get("article_id", [""] * count), name, path, problems)
    empty = sum(not text.strip() for text in made["text"])
    if empty:
        problems.append(f"{path.name}: {empty} of {count} rows have no text")
    return schema.frame("articles", made)


@cache
def _names() -> dict[str, str]:
    return {row["name"]: row["column"] for row in resources.table("files/column_names")}


def _rename(given: pd.DataFrame) -> pd.DataFrame:
    """First column that stands for a known one takes its name; a second one (标题 and title) keeps its own."""
    taken: set[str] = {str(column) for column in given.columns} & set(schema.COLUMNS["articles"])
    names: list[str] = []
    for column in given.columns:
        plain = str(column).strip().lstrip("\ufeff")
        known = _names().get(plain.lower().replace(" ", "").replace("_", "").replace("-", ""))
        if plain in schema.COLUMNS["articles"] or known is None or known in taken:
            names.append(plain)
        else:
            names.append(known)
            taken.add(known)
    return given.set_axis(names, axis=1)


def _cell(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel gives every number as a float: page 3.0
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    return str(value)


def _dates(values: Iterable[object], path: Path, problems: Problems) -> list[Any]:
    given = list(values)
    made = [day_of(value) or date_in(_cell(value)) for value in given]
    unread = [str(value) for value, date in zip(given, made, strict=True) if date is None and _cell(value).strip()]
    if unread:
        problems.append(f"{path.name}: {len(unread)} dates could not be read, the first is {unread[0]!r}")
    return made


def _numbers(values: Iterable[object]) -> list[int]:
    cells = [_cell(value) for value in values]
    return [int(cell) if cell.isdecimal() and len(cell) < 10 else row for row, cell in enumerate(cells, 1)]


def _ids(values: Iterable[str], name: str, path: Path, problems: Problems) -> list[str]:
    """Given ids; a missing one is numbered, a repeated one gets ``+2``, ``+3`` ... so that each names one article."""
    seen: dict[str, int] = {}
    made: list[str] = []
    for row, value in enumerate(values, 1):
        given = value or f"{name}-{row:02d}"
        seen[given] = seen.get(given, 0) + 1
        made.append(given if seen[given] == 1 else f"{given}+{seen[given]}")
    repeated = [given for given, times in seen.items() if times > 1]
    if repeated:
        problems.append(
            f"{path.name}: {len(repeated)} ids stand more than once, the first is {repeated[0]!r}; "
            "its later rows are called +2, +3 and so on"
        )
    return made


def _json_lines(text: str, path: Path, problems: Problems) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    broken: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = _load(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            rows.append(row)
        else:
            broken.append(number)
    if broken:
        problems.append(f"{path.name}: {len(broken)} lines are no JSON objects, the first is line {broken[0]}")
    return rows


def _json(text: str) -> list[dict[str, Any]]:
    """Rows of a list of objects, or of the only list of objects inside an object ({"data": [...]})."""
    data = _load(text)
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        data = lists[0] if len(lists) == 1 else [data]
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise ValueError("it holds no list of objects")
    return data


def _load(text: str) -> Any:
    """JSON's value; one half of a character that is written as two (``"\\ud83d"`` alone) becomes U+FFFD."""
    value = json.loads(text)
    return _whole(value) if "\\ud" in text or "\\uD" in text else value


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_whole(part) for part in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(part) for name, part in value.items()}
    return value
