"""When a figure is and whether it is so: rules as cases, and an effect of every row of the word tables."""

import datetime
import json
from pathlib import Path

import pandas as pd
import pytest
from row_cases import Case, assert_read, name_of, read_row, row_cases

from newsutil.base import resources
from newsutil.metrics.metrics import extract_metrics
from newsutil.numbers.spot_figures import find_figures
from newsutil.periods import statement, time_grammar
from newsutil.periods.when import Article, find_whens

CASES = Path(__file__).parent / "cases"
DAY = datetime.date(2024, 5, 7)

TABLES = ("periods/time_words", "periods/status_words", "periods/undated_words")
CACHED = {
    name: [function for function in vars(module).values() if hasattr(function, "cache_clear")]
    for module, names in ((time_grammar, TABLES[:1]), (statement, TABLES[1:]))
    for name in names
}
ROWS = [(name, dict(row)) for name in TABLES for row in resources.table(name)]


def read(name: str) -> list[dict]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def whens(text: str) -> Case:
    figures = find_figures(text)
    found = find_whens(text, figures, Article(DAY), ["公园"] * len(figures), [()] * len(figures))
    return {"period": [when.period for when in found], "status": [when.status for when in found]}


@pytest.mark.parametrize("case", read("when.jsonl"), ids=lambda case: case["note"])
def test_when(case):
    day = pd.Timestamp(case["date"]) if "date" in case else pd.NaT
    articles = pd.DataFrame(
        {"article_id": ["a"], "title": [case.get("title", "")], "text": [case["text"]], "date": [day]}
    )
    found = extract_metrics(articles)
    asked = [row[0] for row in case["expect"]]
    assert [[row.text, row.period, row.status] for row in found.itertuples() if row.text in asked] == case["expect"]


@pytest.mark.parametrize("case", row_cases(*TABLES), ids=name_of)
def test_rows(case):
    assert_read(case, whens)


def results(name: str, row: dict) -> list[Case]:
    return read_row(name, row["kind"], row["word"].replace("|", ""), whens)


def test_every_row_has_an_effect(monkeypatch):
    whole = {name: resources.table(name) for name in TABLES}
    with_all = [results(name, row) for name, row in ROWS]
    idle = []
    for (name, row), before in zip(ROWS, with_all, strict=True):
        rest = tuple(kept for kept in whole[name] if dict(kept) != row)
        monkeypatch.setattr(
            resources, "table", lambda asked, name=name, rest=rest: rest if asked == name else whole[asked]
        )
        for function in CACHED[name]:
            function.cache_clear()
        if results(name, row) == before:
            idle.append((row["kind"], row["word"]))
    monkeypatch.undo()
    for function in (function for functions in CACHED.values() for function in functions):
        function.cache_clear()
    assert not idle


def test_a_row_stands_once():
    seen = [(row["kind"], row["word"]) for _, row in ROWS]
    assert len(seen) == len(set(seen))
