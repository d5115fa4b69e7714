"""Every row of the tables that say what a figure counts and where has an effect: without it a text reads otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from row_cases import Case, Reader, assert_read, name_of, read_row, row_cases

from newsutil.base import resources
from newsutil.metrics import noun_phrases, region_lists, what_is_counted, which_region
from newsutil.numbers import aspect, bases, word_classes
from newsutil.numbers.spot_figures import find_figures
from newsutil.places import divisions, in_passing, region_cues

_CACHED = [
    found
    for module in (word_classes, noun_phrases, aspect, bases, region_cues, region_lists, which_region, in_passing)
    for found in vars(module).values()
    if hasattr(found, "cache_clear") and found.__module__ == module.__name__
] + [resources.column, resources.one_of, divisions.countries]

_PLACES = {
    "太仓": "320585", "杭州": "330100", "浙江": "330000", "吴中": "320506", "德清": "330521", "恩施": "422800",
    "兴安": "152200", "敖汉": "150430", "台湾": "710000",
}  # fmt: skip


@pytest.fixture
def without(monkeypatch) -> Iterator[Callable[[str, Any], None]]:
    """Leaves a row out of a table until the next one, or the end of the test."""
    read = resources.table

    def leave_out(name: str, gone: Any) -> None:
        kept = tuple(row for row in read(name) if row is not gone)
        for module in (resources, in_passing):
            monkeypatch.setattr(module, "table", lambda asked: kept if asked == name else read(asked))
        for function in _CACHED:
            function.cache_clear()

    yield leave_out
    for function in _CACHED:
        function.cache_clear()


def where(text: str, home: str = "") -> list[Any]:
    spans = [
        (at, at + 2, code) for name, code in _PLACES.items() for at in range(len(text)) if text.startswith(name, at)
    ]
    return which_region.find_regions(text, find_figures(text), sorted(spans), home)


def measures(text: str) -> Case:
    found = what_is_counted.measures_of([text], [find_figures(text)], [()])[0]
    return {
        "measure": [one.text for one in found],
        "aspect": [one.aspect for one in found],
        "sign": [one.sign for one in found],
    }


def regions(text: str, home: str = "") -> Case:
    """The region of each figure, and where the text speaks of the whole country."""
    named = ["、".join(divisions.region_name(code, full=False) for code in codes) for codes in where(text, home)]
    return {"region": named, "nation": list(in_passing.nation_words(text))}


READERS: dict[str, Reader] = {
    "numbers/phrase_words": measures,
    "numbers/aspect_words": measures,
    "numbers/nominal_verbs": measures,
    "numbers/tag_fixes": lambda text: {"classes": [list(tagged) for tagged in word_classes.tag(text)]},
    "places/region_words": regions,
    "places/areas": regions,
    "places/abroad": lambda text: measures(text) | regions(text),
}


@pytest.mark.parametrize("case", row_cases(*READERS), ids=name_of)
def test_rows(case):
    assert_read(case, READERS[case["table"]])


@pytest.mark.parametrize("table", READERS)
def test_every_row_has_an_effect(table, without):
    rows = resources.table(table)

    def read(row: Any) -> list[Case]:
        word = row.get("word") or row.get("verb") or row["name"]
        return read_row(table, row.get("kind", ""), word, READERS[table])

    before = [read(row) for row in rows]
    idle = []
    for row, seen in zip(rows, before, strict=True):
        without(table, row)
        if read(row) == seen:
            idle.append(",".join(row.values()))
    assert idle == []


@pytest.mark.parametrize("row", resources.table("metrics/vast"), ids=lambda row: row["dimension"])
def test_vast_amounts(row):
    written = {
        "CNY": ("{}亿元", 1e8), "USD": ("{}亿美元", 1e8), "mass": ("{}亿吨", 1e11), "power": ("{}亿千瓦", 1e8),
        "area": ("{}万平方公里", 1e10), "item": ("{}万台", 1e4), "person": ("{}亿人", 1e8),
        "person_time": ("{}亿人次", 1e8),
    }  # fmt: skip
    form, unit = written[row["dimension"]]
    least = float(row["amount"]) / unit
    text = "太仓建站。新增" + form
    assert where(text.format(round(least * 1.1, 2))) == [("100000",)]
    assert where(text.format(round(least * 0.9, 2))) == [("320585",)]
