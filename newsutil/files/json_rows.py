"""Rows of JSON: a list of objects, JSON Lines, columns, or any of these in other objects; nested values as texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from newsutil.base.dates import day_of
from newsutil.base.file_names import has_word
from newsutil.files.columns import known_column
from newsutil.files.problems import Problems

Row = dict[str, Any]

_NESTED = "cells held nested JSON, of which the text or the name was taken, and all of it where it has none"
# Members that hold what a nested value says, as news interfaces, WordPress, schema.org and converters of XML call them.
_SAYING = ("text", "content", "rendered", "name", "title", "value", "#text", "date")
_BEFORE = re.compile(r"(?:\s*(?:var\s+|let\s+|const\s+)?[\w.$]+\s*=)?[\s\[]*")
_BETWEEN = re.compile(r"[\s,;\[\]]*")
_DECODER = json.JSONDecoder(strict=False)
_FRAME = {"", "[", "]", "],", "][", "],["}  # lines of lists, whole or joined, that hold a row a line
_OF_ALL = {"date", "paper", "page", "byline"}  # what an object beside the article may say of it; an id is its own
_KEYS = {  # under which lists of articles stand
    "paper": re.compile("[\u4e00-\u9fff]{2,10}报"),
    "date": re.compile(r"(?:19|20)\d\d(?:[-/.年]?\d{1,2}月?){0,2}[日年]?"),
    "page": re.compile(r"[A-Z]\d\d|第?\w{1,3}版"),
}


def json_table(text: str, suffix: str, problems: Problems) -> pd.DataFrame:
    """Rows of a JSON text, whichever way they are laid out; a ValueError where it is none."""
    try:
        data = _load(text)
    except (ValueError, RecursionError) as error:
        rows, broken = _lines(text)
        if broken and (some := _one_after_another(text)):
            rows, broken = some, []
        if not rows or (suffix == ".json" and len(broken) > len(rows)):
            raise ValueError(f"no line is a JSON object; {error}") from error
        if broken:
            problems.append(f"{len(broken)} lines are no JSON objects, the first is line {broken[0]}")
        data = rows
    return without_nesting(_table(data), problems)


def without_nesting(table: pd.DataFrame, problems: Problems) -> pd.DataFrame:
    """The table, with texts for the nested values of known columns, and in all what MongoDB wraps."""
    number = 0
    table = _with_facts(table)
    for name in table.columns:
        known, cells = known_column(str(name).strip()), list(table[name])
        nested = [at for at, value in enumerate(cells) if (_is_nested(value) if known else isinstance(value, dict))]
        for at in nested:
            cells[at] = value = _plain(cells[at])
            if known:
                number += _is_nested(value)
                cells[at] = _said(value) or json.dumps(value, ensure_ascii=False, default=str)
        if nested:
            table = table.assign(**{name: pd.Series(cells, index=table.index, dtype=object)})
    problems.count(_NESTED, number)
    return table


def _with_facts(table: pd.DataFrame) -> pd.DataFrame:
    """The table with what an object beside the text says of it in columns of their own, where it has none of these."""
    columns = {name: known_column(str(name)) for name in table.columns}
    known = set(columns.values())
    for name in [name for name in columns if not columns[name] and has_word(str(name), "of articles")]:
        cells = [value if isinstance(value, dict) else {} for value in map(_plain, table[name])]
        for inner in dict.fromkeys(chain.from_iterable(cells)):
            if (column := known_column(str(inner))) in _OF_ALL - known:
                known.add(column)
                told = pd.Series([cell.get(inner) for cell in cells], index=table.index, dtype=object)
                table = table.assign(**{inner: told})
    return table


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, (list, np.ndarray)) and any(map(_is_nest, value)))


def _plain(value: Any) -> Any:
    """The value that MongoDB wraps: {"$oid": "65e1"}, {"$date": {"$numberLong": "1709"}}; an array as a list."""
    while isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
        value = next(iter(value.values()))
    return value.tolist() if isinstance(value, np.ndarray) else value


def _said(value: Any) -> Any:
    """What a nested value says: of an object its member that does, of a list its parts; empty where nothing does."""
    value = _plain(value)
    if isinstance(value, dict):
        return next((said for name in _SAYING if (said := _said(value.get(name)))), "")
    if isinstance(value, list):
        parts = [_said(part) for part in value]  # a paragraph's runs are one line
        return ["".join(map(str, part)) if isinstance(part, list) else part for part in parts if part]
    return value


def _load(text: str) -> Any:
    """JSON's value, also with line breaks in its texts; one half of a character written as two becomes U+FFFD."""
    value = json.loads(text, strict=False)
    if "\\ud" not in text and "\\uD" not in text:
        return value
    written = json.dumps(value, ensure_ascii=False).encode("utf-16-le", "surrogatepass")
    return json.loads(written.decode("utf-16-le", "replace"))


def _one_after_another(text: str) -> list[Row]:
    """Objects that stand one after the other, in lines of their own or not, or as the value of a script's variable."""
    rows, place = list[Row](), _BEFORE.match(text).end()  # type: ignore[union-attr]
    with suppress(ValueError, RecursionError):
        while place < len(text):
            row, place = _DECODER.raw_decode(text, place)
            place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]
            rows.append(row)
        return rows
    return []


def _lines(text: str) -> tuple[list[Row], list[int]]:
    """Objects of the lines, those of a list that was not closed or has a comma too many too; numbers of other lines."""
    rows, broken = list[Row](), list[int]()
    for number, line in enumerate(text.split("\n"), 1):
        row = None
        with suppress(ValueError, RecursionError):
            row = _load(line.strip().removesuffix(","))
        if isinstance(row, dict):
            rows.append(row)
        elif line.strip() not in _FRAME:
            broken.append(number)
    return rows, broken


def _table(data: Any) -> pd.DataFrame:
    whole = data if isinstance(data, dict) else {}
    if _is_by_columns(whole):
        return pd.DataFrame(whole, dtype=object)
    if {"columns", "data"} <= whole.keys() and all(isinstance(row, list) for row in whole["data"]):
        return pd.DataFrame(whole["data"], columns=whole["columns"], dtype=object)
    groups = list(_groups(data, {}))
    if len({_has(group[0], "title") for group in groups}) > 1:
        raise ValueError("it holds lists of several kinds of texts, as of articles and comments; keep one of them")
    rows = list(chain.from_iterable(groups))
    if not rows:  # whoever reads on says which columns there are
        inside = [value for value in whole.values() if _is_list(value)]
        rows = data if _is_list(data) else inside[0] if len(inside) == 1 else [data]
    if not _is_list(rows):
        raise ValueError("it holds no list of objects")
    return pd.DataFrame(rows, dtype=object)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _is_by_columns(data: Row) -> bool:
    """Whether an object holds columns, as lists or by row, and is no article with several authors and paragraphs."""
    if sum(known_column(name) in ("text", "title", "date") for name in data) < 2:
        return False
    rows = [list(value) if isinstance(value, dict) else len(value) for value in data.values() if _is_nest(value)]
    return len(rows) == len(data) and all(row == rows[0] for row in rows)


def _is_nest(value: Any) -> bool:
    return isinstance(value, (dict, list, np.ndarray))


def _groups(data: Any, above: Row) -> Iterator[list[Row]]:
    """Objects with a text, by the list or the object of objects in which they stand together.

    ``above`` is what the objects around them, and the keys under which they stand, say of them all.
    """
    if isinstance(data, dict):
        row = _lifted(data)
        records = {name: _lifted(value) for name, value in data.items() if isinstance(value, dict)}
        if _has(row, "text"):
            yield [_below(above, row)]
        elif len(records) > 1 and all(_has(record, "text") for record in records.values()):
            yield [
                _below(above | (_said_by_key(name) if day_of(name) else {}), {"id": name, **record})
                for name, record in records.items()
            ]
        else:
            above = above | _said_of_all(data)
            for name, value in data.items():
                yield from _groups(value, above | _said_by_key(name))
    elif isinstance(data, list):
        rows = [_lifted(row) for row in data if isinstance(row, dict)]
        if len(rows) == len(data) and any(_has(row, "text") for row in rows):
            yield [_below(above, row) for row in rows]
        else:
            yield from chain.from_iterable(_groups(row, above) for row in data)


def _said_of_all(data: Row) -> Row:
    """What an object says of the articles in it: their day, paper and page, each under one name."""
    parts = [value for name, value in data.items() if isinstance(value, dict) and has_word(name, "of articles")]
    members = chain.from_iterable(part.items() for part in (*parts, data))
    said = {known_column(name): value for name, value in members if value and not _is_nest(value)}
    of_answer = any(has_word(name, "of an answer") for name in data)
    return {name: value for name, value in said.items() if name in _OF_ALL and not (name == "page" and of_answer)}


def _said_by_key(name: str) -> Row:
    """What a key says of what stands under it: {"2024-03-01": [...], "沱江日报": [...]}."""
    return {column: name for column, form in _KEYS.items() if form.fullmatch(name)}


def _below(above: Row, row: Row) -> Row:
    """The row with what is said above it and not by itself."""
    own = {known_column(name) for name in row} if above else ()
    return row | {name: value for name, value in above.items() if name not in own}


def _has(row: Row, column: str) -> bool:
    return any(known_column(name) == column for name in row)


def _lifted(row: Row) -> Row:
    """The row with what an article inside it and objects beside that say: {"meta": {"date": ...}, "article": {...}}."""
    inside = {
        name: _lifted(value)
        for name, value in row.items()
        if isinstance(_plain(value), dict)
        and (not known_column(name) or (_has(value, "title") and _has(value, "text")))
    }
    made = {name: value for name, value in row.items() if name not in inside}
    if _has(made, "text") or sum(_has(part, "text") for part in inside.values()) != 1:
        return row
    for name, part in sorted(inside.items(), key=lambda item: not _has(item[1], "text")):
        article = _has(part, "text")
        for inner, value in part.items():
            own = article or known_column(inner) in _OF_ALL
            made[inner if own and inner not in made else f"{name}.{inner}"] = value
    return made
