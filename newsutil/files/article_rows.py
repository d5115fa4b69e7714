"""Rows of any table to articles: known columns renamed, cells to texts, dates read, ids completed and kept apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from newsutil import schema
from newsutil.base.dates import date_in
from newsutil.base.file_names import IN_FIGURES, NOTHING_SAID, OfRows
from newsutil.base.text import mend
from newsutil.files.columns import alike, by_content, cell_text, known_column, parts_of_texts, synonyms
from newsutil.files.find_files import distinct
from newsutil.files.markup import has_markup, without_markup
from newsutil.files.problems import Problems
from newsutil.files.row_days import row_days
from newsutil.files.saved_pages import without_label
from newsutil.files.web_article import without_site

_CHARACTERS = (
    "characters were mended (radicals and compatibility forms, no-break spaces, characters without a shape, odd line "
    "ends, the blanks of a scan)"
)
_MARKUP = "cells held HTML, of which the text was taken"
_SITES = "titles and papers named a source or a site (来源：, _新闻频道), which was left out"
_APART = "ids may stand in another table or file too and got the name of their own in front"
_PAGES = "pages had a name behind their number (03版：要闻), which was left out"
_LABELS = "texts open with labels (标题：…, 正文：…), which stay: save each text as a file of its own, or cut them off"
_LONGEST_NAMED, _MOST_NAMED = 20, 20  # in a message

_LINES = {"text", "sections", "credit"}  # of a list in such a cell each part is a line
_KINDS = ("", "article", "photo", "notice")
_ARMOUR = re.compile(r'="(.*)"')  # of cells that Excel is to leave as they are
_WITH_POINT = re.compile(r"\d+\.0")
_PAGE = re.compile(
    r"第?\s*(?P<number>[A-Z]{0,2}\d{1,3}|十?[一二三四五六七八九]|十)\s*(?=[版:：\s]|$)(?:版[面次]?)?(?P<name>\D*)"
)
_LABEL = re.compile(r"\s*([^\s:：]{2,6})\s*[:：]")
_BESIDE_NUMBER = " \u3000:：|/·()（）-"
_SHORT = re.compile(r"(?:第|[A-Z]{0,2}\d{1,3}).{0,10}|")  # what may be a page
_TAG = re.compile("<[^<>]*>")


def to_articles(
    given: pd.DataFrame, name: str, problems: Problems, first: int = 1, said: OfRows = NOTHING_SAID
) -> pd.DataFrame:
    """Articles table of ``given``, rows without an id numbered from ``first``; refused without a column of texts.

    Of several columns that may be one of articles the one that holds it is taken, an empty cell of it filled from the
    next one, and the others stay as further columns.  Where no column has a date or paper, it is what names ``said``
    of all rows.
    """
    table = given.set_axis(distinct([str(column).strip().lstrip("\ufeff") for column in given.columns]), axis=1)
    named, parts = synonyms(table.columns), parts_of_texts(table.columns)
    named["text"] = [header for header in named.get("text", ()) if header not in parts] or parts[:1]
    if not named["text"]:
        raise _without_texts(list(map(str, given.columns)), problems.file)
    count = len(table)
    declared = schema.COLUMNS["articles"]
    made: dict[str, Any] = dict.fromkeys(declared, [""] * count)
    used = set[str]()
    for column in [column for column in declared if column != "date"]:
        if headers := _in_order(table, column, named.get(column, [])):
            made[column] = _texts(headers, column, problems)
            used.add(next(iter(headers)))
    further = [header for header in parts if header not in used]
    made["text"] = _with_parts(made["text"], table, further, problems)
    used.update(further)
    problems.count(_LABELS, sum(map(_opens_with_labels, made["text"])))
    dated, made["date"] = row_days(table, named, problems, said)
    used.update(filter(known_column, dated[:1]))
    unnamed = [column for column in ("title", "paper", "page") if column not in named]
    others = {column: _tell_of_alike(table, column, problems) for column in unnamed}
    if "paper" in others and not others["paper"]:
        made["paper"] = [said.paper] * count
    made["title"] = _changed(made["title"], without_site, _SITES, problems)
    made["paper"] = _changed(made["paper"], without_label, _SITES, problems)
    made["page"] = _pages(made["page"], problems)
    made["kind"] = [value or "article" for value in made["kind"]]
    made["page_id"] = [value or row for value, row in zip(made["page_id"], row_ids(name, count, first), strict=True)]
    made["line"] = [int(cell) if len(cell) in range(1, 10) else row for row, cell in enumerate(made["line"], 1)]
    made["article_id"] = _ids(made["article_id"], name, problems, first)
    if empty := sum(not text.strip() for text in made["text"]):
        problems.append(f"{empty} of {count} rows have no text")
    return schema.frame("articles", made | _further(table, used, problems))


def _opens_with_labels(text: str) -> bool:
    """Whether the first lines of a text name a title and a text: 标题:开镰 / 发布时间:2024-03-01 / 正文:稻田抽穗了。"""
    labels = (_LABEL.match(line) for line in text[:400].split("\n", 6)[:6])
    return {"title", "text"} <= {known_column(label[1]) for label in labels if label}


def _tell_of_alike(table: pd.DataFrame, column: str, problems: Problems) -> list[str]:
    """The headers that may be those of a column that no header names."""
    others = alike(table.columns, column)
    if column == "page":
        others = [header for header in others if all(map(_SHORT.fullmatch, map(cell_text, table[header])))]
    what = f"rows have no {column}, but {', '.join(others)} may hold it; rename the right column to '{column}'"
    problems.count(what, len(table) if others else 0)
    return others


def _with_parts(texts: list[str], table: pd.DataFrame, parts: Sequence[str], problems: Problems) -> list[str]:
    """The texts with what further columns say that they do not."""
    made = texts
    for part in parts:
        more = _texts(_in_order(table, "text", [part]), "text", problems)
        made = [_put_together(*two) for two in zip(made, more, strict=True)]
    what = f"texts go on in {', '.join(parts)} and were put together"
    problems.count(what, sum(map(str.__ne__, made, texts)))
    return made


def _put_together(text: str, more: str) -> str:
    bare, rest = ("".join(part.split()) for part in (text, more))
    return text if rest in bare else more if bare in rest else f"{text}\n{more}"


def _pages(texts: Sequence[str], problems: Problems) -> list[str]:
    """Numbers of pages as those of texts are: 03 for 第03版 and 03版：要闻; what has no number stays."""
    found = {text: page for text in set(texts) if (page := _PAGE.fullmatch(text.strip()))}
    named = {text for text, page in found.items() if page["name"].strip(_BESIDE_NUMBER)}
    problems.count(_PAGES, sum(text in named for text in texts))
    return [found[text]["number"].translate(IN_FIGURES) if text in found else text for text in texts]


def _without_texts(headers: list[str], file: str) -> ValueError:
    names = [header if len(header) <= _LONGEST_NAMED else f"{header[:_LONGEST_NAMED]}…" for header in headers]
    names[_MOST_NAMED:] = ["…"] * (len(names) > _MOST_NAMED)
    data = any(date_in(header) or "。" in header for header in headers)
    advice = "Put a row with the names of the columns above it" if data else "Rename the column that holds it to 'text'"
    return ValueError(
        f"a column with the articles' text is needed (正文, content, text ...); {file} has "
        f"{', '.join(names) or 'no columns'}. {advice}."
    )


def row_ids(name: str, count: int, first: int = 1) -> list[str]:
    """What the rows of a table are called by its file and their number, no file's own name and no other file's row."""
    return [f"{name}-{row:02d}" for row in range(first, first + count)]


def keep_apart(
    tables: Sequence[tuple[str, pd.DataFrame]], column: str, problems: Problems, taken: Sequence[str] = ()
) -> list[pd.DataFrame]:
    """The tables, with ids that no two share and that are none of ``taken``: who shares one has its name in front."""
    seen = Counter([*taken, *(given for _, table in tables for given in set(table[column]))])
    made: list[pd.DataFrame] = []
    names = set(taken)
    for name, table in tables:
        if any(seen[given] > 1 for given in table[column]):
            table = in_front(name, table, column, problems)
            table = _with_ids(table, column, [f"{given}+2" if given in names else given for given in table[column]])
        names.update(table[column])
        made.append(table)
    return made


def in_front(name: str, table: pd.DataFrame, column: str, problems: Problems) -> pd.DataFrame:
    """The table whose ids have its name in front, where they did not have it before."""
    new = [given if given.startswith(f"{name}-") else f"{name}-{given}" for given in table[column]]
    problems.file = name
    problems.count(_APART, sum(map(str.__ne__, new, table[column])))
    return _with_ids(table, column, new)


def mended(texts: Iterable[str], problems: Problems) -> list[str]:
    """The texts with the characters that they show; other ones are counted."""
    texts = list(texts)
    whole = "".join(texts)
    if mend(whole) == (whole, 0):
        return texts
    made = [mend(text) for text in texts]
    problems.count(_CHARACTERS, sum(changed for _, changed in made))
    return [text for text, _ in made]


def _with_ids(table: pd.DataFrame, column: str, ids: Sequence[str]) -> pd.DataFrame:
    return table.assign(**{column: pd.array(ids, dtype=schema.TEXT)})


def _in_order(table: pd.DataFrame, column: str, headers: Sequence[str]) -> dict[str, list[str]]:
    """Cells of the headers that name a column and hold what it holds, the one that holds most first."""
    joint = "\n" if column in _LINES else ";"
    cells = {header: [cell_text(value, joint) for value in table[header]] for header in headers}
    if column == "kind":
        cells = {header: texts for header, texts in cells.items() if set(texts) <= set(_KINDS)}
    elif column == "line":
        cells = {header: texts for header, texts in cells.items() if all(map(str.isdecimal, filter(None, texts)))}
    worth = dict.fromkeys(cells, 0)
    if len(cells) > 1:
        worth = {header: sum(_worth(text, column) for text in texts) for header, texts in cells.items()}
    return {header: cells[header] for header in by_content(cells, worth)}


def _worth(text: str, column: str) -> int:
    """How much a cell holds of a column: a line less than an article, the address of a source nothing of a paper."""
    if column == "text":
        return len(_TAG.sub("", text))
    return bool(text.strip()) and not (column == "paper" and "://" in text)


def _texts(headers: Mapping[str, Sequence[str]], column: str, problems: Problems) -> list[str]:
    """Cells as texts, of the first header that has one: without HTML, and with the characters that they show."""
    texts = [
        next((cell for cell in row if _worth(cell, column)), "") or next(filter(None, row), "")
        for row in zip(*headers.values(), strict=True)
    ]
    if column == "text" and len(headers) > 1:
        _tell_of_others(headers, problems)
    texts = [_ARMOUR.sub(r"\1", text.strip()) if text[:2] == '="' else text for text in texts]
    if column == "article_id":
        texts = [text.strip() for text in texts]
        numbers = all(map(_WITH_POINT.fullmatch, filter(None, texts)))  # of a column with gaps, which pandas wrote
        texts = [text.removesuffix(".0") for text in texts] if numbers else texts
    shown = _changed(texts, lambda text: without_markup(text) if has_markup(text) else text, _MARKUP, problems)
    return mended(shown, problems)


def _tell_of_others(headers: Mapping[str, Sequence[str]], problems: Problems) -> None:
    """A second column of texts about as long as those taken, and others: which are the articles is not clear."""
    (first, taken), (second, other) = list(headers.items())[:2]
    bare = [["".join(_TAG.sub("", text).split()) for text in texts] for texts in (taken, other)]
    differing = sum(one != two and 2 * len(two) > len(one) > 0 for one, two in zip(*bare, strict=True))
    what = f"rows have other texts in {second} than in {first}, which is taken; rename the right column to 'text'"
    problems.count(what, differing)


def _further(table: pd.DataFrame, used: set[str], problems: Problems) -> dict[str, list[Any]]:
    """All columns that became none of articles, under a name that is none of these."""
    declared = list(schema.COLUMNS["articles"])
    headers = [header for header in table.columns if header not in used]
    made: dict[str, list[Any]] = {}
    for header, new in zip(headers, distinct([*declared, *headers])[len(declared) :], strict=True):
        made[new] = list(table[header])
        if header != new:
            problems.append(f"the column {header} holds something else than {header} of articles and is called {new}")
    return made


def _changed(texts: Sequence[str], change: Callable[[str], str], what: str, problems: Problems) -> list[str]:
    """The texts after the change; those that are others now are counted."""
    made = [change(text) for text in texts]
    problems.count(what, sum(map(str.__ne__, made, texts)))
    return made


def _ids(values: Sequence[str], name: str, problems: Problems, first: int) -> list[str]:
    """Given ids; a missing one is numbered, a repeated one gets ``+2``, ``+3`` ... so that each names one article."""
    given = [value or row for value, row in zip(values, row_ids(name, len(values), first), strict=True)]
    if repeated := [one for one, times in Counter(given).items() if times > 1]:
        later = "its later rows are called +2, +3 and so on"
        problems.append(f"{len(repeated)} ids stand more than once, the first is {repeated[0]!r}; {later}")
    return distinct(given)
