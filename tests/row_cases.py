"""Rows of the tables of rules as cases: texts that are read otherwise without the row.

A line of ``cases/rows.jsonl`` has the table, the kind of row, a text in which ``{}`` stands for a row's word, what is
then read of it, by field, and the words of all rows for which this holds.  Where each word has its own meaning, ``{=}``
stands for that.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Case = dict[str, Any]
Reader = Callable[..., Case]  # all fields of a text; of a text and its home where the case has one
_LINES = (Path(__file__).parent / "cases" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
_CASES: list[Case] = [json.loads(line) for line in _LINES]


def row_cases(*tables: str) -> list[Case]:
    return [case for case in _CASES if case["table"] in tables]


def name_of(case: Case) -> str:
    return "-".join((case["table"].split("/")[1], case.get("kind", "")))


def assert_read(case: Case, read: Reader) -> None:
    words = case["words"] if isinstance(case["words"], dict) else dict.fromkeys(case["words"], "")
    for word, meaning in words.items():
        found = _read_with(case, word, read, meaning)
        given = json.dumps(case["gives"], ensure_ascii=False).replace("{}", word).replace("{=}", meaning)
        assert {field: found[field] for field in case["gives"]} == json.loads(given), word


def read_row(table: str, kind: str, word: str, read: Reader) -> list[Case]:
    """What is read with a word in each text that the cases have for rows of its kind."""
    alike = [case for case in row_cases(table) if case.get("kind", "") == kind]
    return [_read_with(case, word, read) for case in {case["text"]: case for case in alike}.values()]


def _read_with(case: Case, word: str, read: Reader, meaning: str = "") -> Case:
    home = (case["home"],) if "home" in case else ()
    return read(case["text"].replace("{}", word).replace("{=}", meaning), *home)
