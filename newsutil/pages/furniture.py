"""Which lines of a page belong to no article, what an export's labels say, and what both say of their neighbours.

A label that names a field (【篇名】…, Title-题名: …) makes its line that field; every other one, and the label
itself, goes to the ledger.  A line that says paper, date and page of the line above it makes that one a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain, pairwise

from newsutil.base import resources
from newsutil.base.dates import date_in
from newsutil.pages import not_articles
from newsutil.pages.broken_paragraphs import NUMBERED, is_prose
from newsutil.pages.credits import DAY, credit_of, is_body_name
from newsutil.pages.headings import is_kind, is_page_label
from newsutil.pages.lines import BOLD_LEVEL, Line, without_addresses

_TOP_LINES = 6
_LONGEST = 180
_LONGEST_TITLE = 60
_BLANKS = re.compile(r"[\s：:]+")
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


def mark_furniture(lines: list[Line]) -> None:
    """Give a reason to each line that belongs to no article, whatever stands around it."""
    seen = 0
    outlets: set[str] = set()
    effects: list[str] = []
    above: Line | None = None  # the line right above that may be a title
    for at, line in enumerate(lines):
        effect = ""
        if line.reason or line.field:
            if line.reason == "link":
                effect = not_articles.furniture_of(without_addresses(line.text)).effect
        elif line.text in outlets and line.level <= BOLD_LEVEL:
            line.reason = "label"
        elif not _mark_entry(lines, above, at):
            following = lines[at + 1].text if at + 1 < len(lines) else ""
            at_top = seen < _TOP_LINES and not any(_is_text(before) for before in lines[max(0, at - _TOP_LINES) : at])
            line.reason, effect = _furniture(line, following, at_top=at_top)
            if effect == "names":
                outlets.update(_BLANKS.split(line.text)[1:])
        above = line if not line.reason else above if line.reason == "source" else None
        effects.append(effect)
        seen += not line.reason
    _mark_neighbours(lines, effects)


def _furniture(line: Line, following: str, *, at_top: bool) -> tuple[str, str]:
    """Why a line belongs to no article, and what it says about its neighbours."""
    found = not_articles.furniture_of(line.text)
    if found.reason and not (line.mark == "row" or (found.reason == "headline list" and line.level)):
        return found
    if line.mark == "row" or len(line.text) > _LONGEST or (DAY.fullmatch(line.text) and not at_top):
        return "", ""  # the date under an announcement
    head = not_articles.masthead(line.text, at_top=at_top or bool(not_articles.masthead(following)))
    return ("masthead", "") if head else ("", "")


def _mark_entry(lines: Sequence[Line], title: Line | None, at: int) -> bool:
    """Whether a line says paper, date and page of the line above, which then is a title: an entry of a list."""
    names = entry_of(lines[at].text) if title is not None and len(title.text) <= _LONGEST_TITLE else None
    if title is None or names is None:
        return False
    lines[at].reason = "source"
    title.field, title.names = "entry", title.names + names
    return True


def _mark_neighbours(lines: Sequence[Line], effects: Sequence[str]) -> None:
    """What furniture says about the lines around it: an item starts or ends, or what follows is of its kind."""
    last: Line | None = None
    opening, rest = False, ""
    _mark_headline_lists(lines, effects)
    _keep_section_numbers(lines)
    for line, effect in zip(lines, effects, strict=True):
        if line.reason:
            opening = opening or effect == "opens"
            if effect == "ends" and last is not None:
                last.ends = True
            rest = line.reason if effect == "rest" else rest
            continue
        if rest and (line.level > BOLD_LEVEL or line.field or _is_other_text(line)):
            rest = ""
        if rest:
            line.reason = rest
            continue
        line.opens, opening, last = opening, False, line
    for before, line in pairwise(lines):
        if "masthead" in (before.reason, line.reason) and not (before.reason and line.reason):
            bare = line if before.reason else before
            if bare.number <= lines[0].number + 2 * _TOP_LINES and not_articles.is_paper_like(bare.text):
                bare.reason = "masthead"
    for before, line in pairwise(lines):
        line.after = before.reason


def _keep_section_numbers(lines: Sequence[Line]) -> None:
    """Lines 1, 2, 3 … parts of a feature are its section heads, no page numbers."""
    numbers = [line for line in lines if line.reason == "page number" and line.text.isdecimal()]
    if len(numbers) > 1 and [int(line.text) for line in numbers] == list(range(1, len(numbers) + 1)):
        for line in numbers:
            line.reason = ""


def _mark_headline_lists(lines: Sequence[Line], effects: Sequence[str]) -> None:
    """The numbered lines behind 本期节目主要内容：; a headline may go on in the next line."""
    inside, before = False, ""
    for line, effect in zip(lines, effects, strict=True):
        if line.reason:
            inside = inside or effect == "list"
            continue
        listed = NUMBERED.match(line.text) or before[-1:] == "：" or line.text[-1:] == "；"
        inside = inside and not line.level and bool(listed)
        if inside:
            line.reason, before = "headline list", line.text


def _is_other_text(line: Line) -> bool:
    return is_prose(line.text) and not is_kind(line.text, "legal")


def _is_text(line: Line) -> bool:
    return not line.reason and (is_prose(line.text) or line.text[-1:] == "。" or is_body_name(line.text))


@cache
def _fields() -> dict[str, str]:
    columns = {row["name"]: row["column"].strip() for row in resources.table("files/column_names")}
    return columns | {row["label"]: row["field"] for row in resources.table("pages/labels")}


def field_of(name: str) -> str | None:
    """Field that a label or a column of this name holds."""
    return _fields().get(re.sub(r"[\s_-]+", "", name).lower())


def label_of(text: str) -> tuple[str, int, bool] | None:
    """Field that a line's label names, where its value starts, and whether the label's form alone makes it one."""
    found = _LABELLED.match(text)
    field = field_of(found["name"]) if found else None
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
    made = ([line] if label is None else _labelled(line, *label[:2]) for line, label in zip(lines, told, strict=True))
    return list(chain.from_iterable(made))


def _is_export(told: Sequence[tuple[str, int, bool] | None]) -> bool:
    run: list[str] = []
    for label in told:
        run = [*run, label[0]] if label else []
        if "title" in run and (len(run) >= 3 or "kicker" in run or "subtitle" in run):
            return True
    return False


def _labelled(line: Line, field: str, start: int) -> list[Line]:
    """The label and its value: that of a heading or text is a line of its own, that of a credit keeps its label."""
    label, value = line.text[:start].rstrip(), line.text[start:].strip()
    if not value.strip("; ；") or field not in (*_HEADINGS, "byline", "text"):
        line.reason = "label"
        return [line]
    line.field = field
    if field == "byline":
        about = credit_of(value)
        line.names = about.names if about else ()
        return [line]
    line.text, line.level = value, _HEADINGS.get(field, line.level)
    return [Line(line.number, label, reason="label", gap=line.gap), line]


def entry_of(text: str) -> tuple[str, ...] | None:
    """Names in a line that says where and when an article stood (沱江日报 | 2023-06-02 | A07 | 记者 周明 | 412字).

    None when the line is something else.
    """
    if len(text) > 120 or "。" in text or "，" in text or not _TELLING.search(text):
        return None
    cells = [cell for cell in _CELL.split(text.strip()) if cell]
    others = [cell for cell in cells if not (_is_about(cell) or is_page_label(cell))]
    credits = [credit_of(cell) for cell in others]
    strange = any(
        about is None and not ("|" in text and len(cell) <= 8) for about, cell in zip(credits, others, strict=True)
    )
    if strange or sum(map(_is_about, cells)) < 2 or not any(map(_tells_record, cells)):
        return None
    return tuple(name for about in credits if about for name in about.names)


def _is_about(cell: str) -> bool:
    patterns = (_PAGE_CELL, _COUNT_CELL, _PAPER_CELL, _SAID_CELL)
    return any(pattern.fullmatch(cell) for pattern in patterns) or _tells_record(cell)


def _tells_record(cell: str) -> bool:
    """Whether a cell is a day or a number of characters, which no heading and no table of a page has."""
    return ("字" in cell and _COUNT_CELL.fullmatch(cell) is not None) or (len(cell) <= 24 and date_in(cell) is not None)
