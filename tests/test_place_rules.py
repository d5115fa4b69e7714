"""Every row of the tables of places has an effect: a text is read otherwise without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from row_cases import Case, Reader, assert_read, name_of, row_cases

from newsutil.base import resources
from newsutil.places import in_passing, place_context, place_names
from newsutil.places.divisions import ancestors, divisions, region_name
from newsutil.places.resolve_places import resolve_places

_CACHED = [
    place_context.context, place_context._surnames, place_names.automaton, place_names.signs, place_names.cutter,
    place_names._grades, place_names._short_names, in_passing._nation, in_passing._attribute, in_passing._title,
    in_passing._asides, in_passing._aside, in_passing._telling, place_names._division_names, resources.column,
]  # fmt: skip


@pytest.fixture
def without(monkeypatch) -> Iterator[Callable[..., None]]:
    """Leaves rows out of a table until the test ends."""
    read = resources.table

    def leave_out(name: str, gone: Callable[[Any], bool], *cached: Any) -> None:
        kept = tuple(row for row in read(name) if not gone(row))
        for module in (resources, place_context, place_names, in_passing):
            monkeypatch.setattr(module, "table", lambda asked: kept if asked == name else read(asked))
        for function in cached or _CACHED:
            function.cache_clear()

    yield leave_out
    for function in _CACHED:
        function.cache_clear()


def places(text: str) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.adcode) for mention in resolve_places([("text", text)])]


def named(text: str) -> Case:
    found = places(text)
    regions = "、".join(region_name(code, full=False) for _, code in found if code)
    return {"places": [surface for surface, _ in found], "regions": regions}


def said_of_the_country(text: str) -> Case:
    word = next((word for word in ("全国", "全社会", "中国", "各地", "国内") if word in text), "")
    start = text.index(word)
    described = bool(word) and in_passing.is_attribute(text, word, start, start + len(word))
    return {"attribute": described, "title": in_passing.is_of_the_country(text)}


def said_of_a_city(text: str) -> Case:
    start = text.index("广州")
    how = in_passing.aside(text, start, start + 2)
    told = {name: getattr(in_passing, name)(text) for name in ("happens", "spreads", "has_cases")}
    return {"aside": how, **told}


READERS: dict[str, Reader] = {
    "places/place_context": named,
    "places/place_words": named,
    "places/place_lookalikes": named,
    "places/place_abbreviations": named,
    "places/nation_context": said_of_the_country,
    "places/aside_words": said_of_a_city,
}


@pytest.mark.parametrize("case", row_cases(*READERS), ids=name_of)
def test_rows(case):
    assert_read(case, READERS[case["table"]])


def effects(name: str, read: Callable[[Any], Any], without: Callable[..., None], *cached: Any) -> list[str]:
    """Rows of a table whose example reads the same without them."""
    rows = resources.table(name)
    before = [read(row) for row in rows]
    idle = []
    for row, seen in zip(rows, before, strict=True):
        without(name, lambda other, row=row: other is row, *cached)
        if read(row) == seen:
            idle.append(f"{row}")
    return idle


def test_place_context(without):
    cached = (place_context.context, place_context._surnames, place_context._is_told_of, place_names.signs)
    assert effects("places/place_context", lambda row: places(row["example"]), without, *cached) == []


def test_nation_context(without):
    cached = (in_passing._attribute, in_passing._title)
    assert effects("places/nation_context", lambda row: said_of_the_country(row["example"]), without, *cached) == []


def test_aside_words(without):
    cached = (in_passing._asides, in_passing._aside, in_passing._telling, resources.column)
    assert effects("places/aside_words", lambda row: said_of_a_city(row["example"]), without, *cached) == []


def test_place_words(monkeypatch):
    """A row gives a division's name another grade than it has by itself."""
    before = {name.text: name for name in place_names._named_divisions()}
    words = list(place_names._grades())
    monkeypatch.setattr(place_names, "_grades", dict)
    after = {name.text: name for name in place_names._named_divisions()}
    assert [word for word in words if before.get(word) == after.get(word)] == []


def test_lookalikes(without):
    """A row hides a place in an item that gives every evidence for it."""
    rows = [row["word"] for row in resources.table("places/place_lookalikes")]
    codes: dict[str, list[str]] = {}
    for code, known in divisions().items():
        for name in (known.name, known.short):
            codes.setdefault(name, []).append(code)

    def items(word: str) -> Iterator[str]:
        inside = {word[at:end] for at in range(len(word)) for end in range(at + 2, len(word) + 1)}
        above = sorted({up for name in inside for code in codes.get(name, ()) for up in ancestors(code)})
        lead = "".join(f"{region_name(up)}。" for up in above)
        yield from (f"{lead}看{word}，", f"{lead}{word}米的人", *(f"{verb}{word}参加" for verb in "抵赴进在"))
        yield from (f"{region_name(up, full=False)}{word}{after}" for up in above for after in ("，", "东麓"))

    before = {word: [places(text) for text in items(word)] for word in rows}
    without("places/place_lookalikes", lambda row: True)
    assert [word for word in rows if [places(text) for text in items(word)] == before[word]] == []


def test_abbreviations(without):
    rows = resources.table("places/place_abbreviations")

    def read(row: Any) -> Any:
        word = row["word"]
        if row["kind"] == "sign":
            others = [sign for sign in "豫皖沪湘" if sign != word][:3]
            return places("、".join([*others, word]) + "四省。")
        codes = row["adcodes"].split(";")
        if row["kind"] == "city":
            return places(f"{region_name(codes[0])}的人说，论坛在{word}举行。")
        above = "".join(region_name(code) for code in ancestors(codes[0]))
        return places(f"论坛在{word}举行。" if row["kind"] == "verb" else f"{above}{word}的人。")

    before = [read(row) for row in rows]
    idle = []
    for gone in (
        "豫皖沪湘",
        "sign",
        "verb",
        "city",
        "item",
        2,
        3,
        4,
    ):  # longer words without the shorter ones in them, and so on

        def left_out(row: Any, gone: Any = gone) -> bool:
            few = row["kind"] == "sign" and row["word"] in "豫皖沪湘"
            return few if gone == "豫皖沪湘" else not few and gone in (row["kind"], len(row["word"]))

        without("places/place_abbreviations", left_out)
        idle += [row["word"] for row, seen in zip(rows, before, strict=True) if left_out(row) and read(row) == seen]
    assert idle == []
