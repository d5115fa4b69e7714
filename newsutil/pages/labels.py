"""Labelled exports: 【篇名】…, Title-题名: …, and lists whose entries say paper, date and page in a line of their own.

A label that names a field makes the line that field; every other one, and the label itself, goes to the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newsutil.base import resources
from newsutil.base.dates import date_in
from newsutil.pages.credits import credit_of
from newsutil.pages.lines import Line

_LABELLED = re.compile(
    r"\s*(?P<sign>[【\[{])?\s*(?:(?P<latin>[A-Za-z][A-Za-z \d]{1,20})-)?"
    r"(?P<name>[\u4e00-\u9fff]{1,8}|[A-Za-z][A-Za-z ]{1,20})\s*(?:[】\]}]\s*[：:]?|[：:])\s*"
)
_HEADINGS = {"kicker": 1, "title": 6, "subtitle": 1}
_CELL = re.compile(r"\s*[|｜]\s*|\t+|\u3000+| {2,}")
_TELLING = re.compile(r"\d[-/.年]|\d\s*字|字数")
_PAGE_CELL = re.compile(r"(?:第\s*)?[A-Z]?\d{1,3}\s*版?(?:\s*[\u4e00-\u9fff]{2,6}版?)?")
_COUNT_CELL = re.compile(r"(?:字数\s*[：:]?\s*)?\d{1,6}\s*字?")
_PAPER_CELL = re.compile(r"《?[\u4e00-\u9fffA-Za-z]{2,12}(?:报|网|刊|社|电视台|融媒|客户端)》?")
_SAID_CELL = re.compile(r"(?:来源|时间|日期|版次|版面|字数|栏目|作者|记者)\s*[：:].*")


@cache
def _fields() -> dict[str, str]:
    columns = {row["name"]: row["column"].strip() for row in resources.table("files/column_names")}
    return columns | {row["label"]: row["field"] for row in resources.table("pages/labels")}


def label_of(text: str) -> tuple[str, int, bool] | None:
    """Field that a line's label names, where its value starts, and whether the label's form alone makes it one.

    >>> label_of("【篇名】沱江稻花香"), label_of("Author-作者: 周明;"), label_of("周明：稻田抽穗了。")
    (('title', 4, True), ('byline', 11, True), None)
    """
    found = _LABELLED.match(text)
    field = _fields().get(re.sub(r"\s+", "", found["name"]).lower()) if found else None
    if found is None or field is None:
        return None
    closed = {"【": "】", "[": "]", "{": "}"}.get(found["sign"] or "", "")
    if closed and closed not in found[0]:
        return None
    return field, found.end(), bool(closed or found["latin"])


def read_labels(lines: Sequence[Line]) -> list[Line]:
    """Lines of a page, those of a labelled export with the field that their label names.

    Where no line has a label that its form makes sure, labels count when three stand together and one names a title
    (or two that name headings).
    """
    told = [None if line.reason or line.mark == "row" else label_of(line.text) for line in lines]
    if not _is_export(told):
        return list(lines)
    made: list[Line] = []
    for line, label in zip(lines, told, strict=True):
        made += [line] if label is None else _labelled(line, *label[:2])
    return made


def _is_export(told: Sequence[tuple[str, int, bool] | None]) -> bool:
    sure = {label[0] for label in told if label and label[2]}
    if "title" in sure and len(sure) > 1:
        return True
    run: list[str] = []
    for label in told:
        run = [*run, label[0]] if label else []
        if "title" in run and (len(run) >= 3 or "kicker" in run or "subtitle" in run):
            return True
    return False


def _labelled(line: Line, field: str, start: int) -> list[Line]:
    """The label and its value: that of a heading or text is a line of its own, that of a credit keeps its label."""
    label, value = line.text[:start].rstrip(), line.text[start:].strip()
    if not value.strip("; ；"):
        value = ""
    if field in _HEADINGS and value:
        line.text, line.field, line.level = value, field, _HEADINGS[field]
        return [Line(line.number, label, reason="label", gap=line.gap), line]
    if field == "byline" and value:
        about = credit_of(value)
        line.field, line.names = field, about.names if about else ()
        return [line]
    if field == "text" and value:
        line.text, line.field = value, "" if credit_of(value) else field  # 正文：本报记者 周明
        return [Line(line.number, label, reason="label", gap=line.gap), line]
    line.reason = "label"
    return [line]


def entry_of(text: str) -> tuple[str, ...] | None:
    """Names in a line that says where and when an article stood (沱江日报 | 2023-06-02 | A07 | 记者 周明 | 412字).

    None when the line is something else.

    >>> entry_of("沱江日报 | 2023-06-02 | A07 民生 | 记者 周明 | 412字"), entry_of("沱江两岸 | 稻花香")
    (('周明',), None)
    """
    if len(text) > 120 or "。" in text or "，" in text or not _TELLING.search(text):
        return None
    cells = [cell for cell in _CELL.split(text.strip()) if cell]
    names: tuple[str, ...] = ()
    known = 0
    for cell in cells:
        credit = credit_of(cell)
        if _is_about(cell):
            known += 1
        elif credit is not None:
            names += credit.names
        elif not ("|" in text and len(cell) <= 8):
            return None
    return names if known >= 2 and any(_tells_record(cell) for cell in cells) else None


def _is_about(cell: str) -> bool:
    patterns = (_PAGE_CELL, _COUNT_CELL, _PAPER_CELL, _SAID_CELL)
    return any(pattern.fullmatch(cell) for pattern in patterns) or _tells_record(cell)


def _tells_record(cell: str) -> bool:
    """Whether a cell is a day or a number of characters, which no heading and no table of a page has."""
    return ("字" in cell and _COUNT_CELL.fullmatch(cell) is not None) or (len(cell) <= 24 and date_in(cell) is not None)
