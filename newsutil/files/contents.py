"""What a file holds: the text of a page, or a table of articles, told by how it begins and by its suffix."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from newsutil.base.dates import date_in
from newsutil.base.file_names import facts_of_rows
from newsutil.files.article_rows import mended, to_articles
from newsutil.files.columns import TOP, below_headers, header_at, known_column
from newsutil.files.decode import decode, is_binary
from newsutil.files.find_files import HTML, RECORDS, TABLES, other_kind
from newsutil.files.markup import as_markdown, lines_of, parse
from newsutil.files.problems import Problems
from newsutil.files.saved_pages import BESIDE, Text, is_saved_page, read_saved_page
from newsutil.files.size_limits import check_document
from newsutil.files.tables import even, grid, read_table, table_in

# News collections as SogouCS has them: <doc> with an address, a number, a title and a text each.
_RECORDS = re.compile(r"(?i)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<\w{1,20}>\s*)?<doc>\s*<\w")
_DOC, _DOC_END = re.compile("(?i)<doc>"), re.compile("(?i)</doc>")
_FIELD = re.compile(r"<(\w{1,30})>")
_MOST_FIELDS = 30
_TABLE = "./body/div/table"
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
# What mammoth does not know by itself.
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"


def is_table(path: Path) -> bool:
    return path.suffix.lower() in TABLES


def read_file(path: Path, name: str, problems: Problems, names: tuple[str, ...] = ()) -> Text | pd.DataFrame:
    """Text of a page file, or the articles of a table or a collection of records, whose file has the id ``name``.

    ``names`` are those of its folders and the file, which may say day and paper of all rows of a table.
    """
    if is_table(path):
        return read_table(path, name, problems, names)
    suffix, data = path.suffix.lower(), path.read_bytes()
    if suffix == ".docx":
        body, margins = _document(data, problems.file)
        if (table := _table_of_articles(body, margins, problems)) is not None:
            return to_articles(table, name, problems, said=facts_of_rows(names))
        text = "\n\n".join(map(as_markdown, lines_of(body)))
        if not text.strip():
            problems.refuse("the file is empty")
        beside = ["", BESIDE, *margins] if margins else []
        return Text(mended(["\n".join([text, *beside])], problems)[0], "docx")
    other = other_kind(suffix) or other_kind("", data[:8])
    if other or is_binary(data):
        kind, advice = other or ("binary", "Export its text first")
        raise ValueError(f"a text file is needed; {problems.file} is {kind}. {advice}.")
    decoded = decode(data)
    problems.append(*decoded.problems)
    if is_records(decoded.text):
        table = pd.DataFrame(list(_records(decoded.text)), dtype=object)
    elif suffix in RECORDS:
        raise ValueError(
            f"records in <doc> are needed; {problems.file} has none. Save its text as .txt or its table as CSV."
        )
    else:
        table = None if suffix in HTML else table_in(decoded.text, problems)
    if table is not None:
        return to_articles(table, name, problems, said=facts_of_rows(names))
    page = Text(decoded.text, decoded.encoding)
    if not page.text.strip():
        problems.refuse("the file is empty")
    elif suffix in HTML or is_saved_page(page.text):
        page = read_saved_page(page.text)
        if not page.text:
            problems.refuse("the saved page holds no running text, only headlines or links")
        if page.heads:
            problems.append(
                f"{page.heads} headings have a text each, and were read as one article; split it if they are several"
            )
    return page._replace(text=mended([page.text], problems)[0])


def is_records(text: str) -> bool:
    return _RECORDS.match(text) is not None


def _records(text: str) -> Iterator[dict[str, object]]:
    """Fields of each record by their names, and the day that its address has."""
    for part in _DOC.split(text)[1:]:
        record = _DOC_END.split(part, maxsplit=1)[0]
        row: dict[str, object] = {}
        while len(row) < _MOST_FIELDS and (field := _FIELD.search(record)):
            value, _, record = record[field.end() :].partition(f"</{field[1]}>")
            row.setdefault(field[1], value.strip())
        if "date" not in map(known_column, row):
            row["date"] = date_in(str(row.get("url", "")))
        yield row


def _document(data: bytes, label: str) -> tuple[Any, list[str]]:
    """A Word document as a tree of HTML, without pictures and deleted words, and the lines of its headers and footers.

    A table of labels (标题 | …, 正文 | …) stands in it as lines: 标题：…
    """
    import mammoth

    try:
        check_document(io.BytesIO(data), label)
        without_pictures = mammoth.images.img_element(lambda image: {})
        made = mammoth.convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=without_pictures)
        margins = _margins(data)
    except ValueError:
        raise
    except Exception as error:  # a damaged archive, XML or style: to the user all mean the same
        raise ValueError(
            f"a readable .docx file is needed; {label} could not be read ({str(error)[:120]}). Open it in Word or WPS "
            "and save it again."
        ) from error
    body = parse(f"<div>{made.value}</div>")
    for table in body.xpath("//table"):
        cells = [pair for row in grid(table) for pair in zip(row[::2], row[1::2], strict=False)]
        if {"title", "text"} <= {known_column(label) for label, _ in cells}:
            lines = (line for label, value in cells for line in f"{label}：{value}".split("\n"))
            paragraphs = parse("".join(f"<p>{html.escape(line)}</p>" for line in lines)).find("body")
            table.getparent().replace(table, paragraphs)
    return body, margins


def _margins(data: bytes) -> list[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, recover=True)
    with zipfile.ZipFile(io.BytesIO(data)) as document:
        parts = [etree.fromstring(document.read(name), parser) for name in filter(_MARGIN.match, document.namelist())]
    lines = ("".join(line.itertext("{*}t")).strip() for part in parts if part is not None for line in part.iter("{*}p"))
    return list(dict.fromkeys(filter(None, lines)))


def _table_of_articles(body: Any, margins: list[str], problems: Problems) -> pd.DataFrame | None:
    """The tables of a document as one, where their header names a text and more, and no text stands around them."""
    rows = even([row for table in body.xpath(_TABLE) for row in grid(table)])
    around = [piece.text for child in body.xpath(f"{_TABLE}/../*[not(self::table)]") for piece in lines_of(child)]
    at, _ = header_at(rows[:TOP])
    named = set(map(known_column, rows[at])) if rows else set()
    if "text" not in named or named.isdisjoint(("title", "paper", "page")) or any("。" in line for line in around):
        return None
    around += margins
    return below_headers([*([line] for line in around), *rows], len(around) + at, problems)
