"""Which lines of a page belong to no article, what an export's labels say, and what both say of their neighbours.

A label that names a field (【篇名】…, Title-题名: …) makes its line that field; every other one, and the label
itself, goes to the ledger.  A line that says paper, date and page of the line above it makes that one a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain, groupby, pairwise
from typing import NamedTuple

from newsutil.base import resources
from newsutil.base.dates import date_in
from newsutil.pages import not_articles
from newsutil.pages.broken_paragraphs import NUMBERED, ends_full, is_prose, width
from newsutil.pages.credits import DAY, credit_of, is_body_name
from newsutil.pages.headings import is_kind, is_page_label
from newsutil.pages.lines import BOLD_LEVEL, Line, without_addresses

_TOP_LINES = 6
_LONGEST = 180
_LONGEST_TITLE = 60
_BLANKS = re.compile(r"[\s：:]+")
_LABELLED = re.compile(
    r"\s*(?P<sign>[【\[{〖［])?\s*(?:(?P<latin>[A-Za-z][A-Za-z \d]{1,20})-)?"
    r"(?P<name>[\u4e00-\u9fff](?:[ 　]{0,4}[\u4e00-\u9fff]){0,9}|[A-Za-z][A-Za-z ]{1,20})\s*(?:[】\]}〗］]\s*[：:]?|[：:])\s*"
)
_RUNNING = ("masthead", "page number")
_HEADINGS = {"kicker": 1, "title": 6, "subtitle": 1}
_CLOSING = {"【": "】", "[": "]", "{": "}", "〖": "〗", "［": "］"}
_NAMED = re.compile(r"(?<=..)(?:名称|名|号)$")
_MODIFIED = re.compile(r"^(?:中文|报纸|报刊|媒体|文章|新闻|本文|原文|所在|所属|刊登|刊载|发表|见报|出版)+")
_EVERYDAY = ("主题", "题目")  # may open lines of a text too
_SIGNS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_PAGE_BEHIND = re.compile(r"[\s.…·]*[（(]?\s*第?\s*[A-Z]?\d{1,3}\s*版?[）)]?$")
_TITLE_KEY = 6
_RECORD = re.compile(r"\s*[|｜]\s*|\t+|\u3000+| {2,}|\s(?=[\u4e00-\u9fff]{2,8}[：:])")
_CELL = re.compile(r"\s*[|｜]\s*|\t+|\u3000+| {2,}")
_COUNTED = re.compile(r"\d\s*字|字数")
_NARROW_CELL = re.compile(r"\s*[,，、;；·•/／]\s*|\s+")
_AUTHOR_CELL = re.compile(r"(?:作\s*者|记\s*者)\s*[：:]")
_TELLING = re.compile(r"\d[-/.年]|\d\s*字|字数|[作记]\s*者\s*[：:]")
_PAGE_CELL = re.compile(r"(?:第\s*)?[A-Z]?\d{1,3}\s*版?(?:\s*[\u4e00-\u9fff]{2,6}版?)?")
_COUNT_CELL = re.compile(r"(?:字数\s*[：:]?\s*)?\d{1,6}\s*字?")
_PAPER_CELL = re.compile(r"《?[\u4e00-\u9fffA-Za-z]{2,12}(?:报|网|刊|社|电视台|融媒|客户端)》?")
_WEEKDAY_CELL = re.compile(r"[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?|(?:总?第)\d{1,6}期")
_SAID_CELL = re.compile(r"(?:来源|时间|日期|版次|版面|字数|栏目|作者|记者)\s*[：:].*")


class Label(NamedTuple):
    """Field that a label names, where its value starts, whether the label's form alone makes it one, and its words."""

    field: str
    end: int
    sure: bool
    name: str


class Record(NamedTuple):
    """A line that says where an article stood: its place, that of a line above that may be the title, and names."""

    at: int
    above: int | None
    names: tuple[str, ...]


def mark_furniture(lines: list[Line]) -> None:
    """Give a reason to each line that belongs to no article, whatever stands around it."""
    seen = 0
    outlets: set[str] = set()
    effects: list[str] = []
    above: int | None = None  # the line right above that may be a title
    records: list[Record] = []
    heads: set[str] = set()
    for at, line in enumerate(lines):
        effect = ""
        if line.reason or line.field:
            if line.reason == "link":
                effect = not_articles.furniture_of(without_addresses(line.text)).effect
        elif line.text in outlets and line.level <= BOLD_LEVEL:
            line.reason = "label"
        elif record := _record_of(lines, above, at):
            line.reason = "source"
            records.append(record)
        else:
            following = lines[at + 1].text if at + 1 < len(lines) else ""
            again = line.text in heads and at and lines[at - 1].reason in _RUNNING
            at_top = seen < _TOP_LINES and not any(_is_text(before) for before in lines[max(0, at - _TOP_LINES) : at])
            beside = bool(at) and lines[at - 1].reason == "masthead"
            line.reason, effect = _furniture(line, following, at_top=at_top or beside)
            if again and not line.reason:
                line.reason = "masthead"
            if line.reason == "masthead":
                heads.add(line.text)
            if effect == "names":
                outlets.update(_BLANKS.split(line.text)[1:])
        keeps = above is not None and (_is_credit(line) if not line.reason else line.reason == "source")
        above = above if keeps else None if line.reason else at
        effects.append(effect)
        seen += not line.reason
    under = _mark_entries(lines, records)
    _mark_lead(lines, effects, records if under else [])
    _mark_neighbours(lines, effects)


def _furniture(line: Line, following: str, *, at_top: bool) -> tuple[str, str]:
    """Why a line belongs to no article, and what it says about its neighbours."""
    found = not_articles.furniture_of(line.text)
    if found.reason and not (line.mark == "row" or (found.reason == "headline list" and line.level)):
        return found
    if line.mark == "row" or len(line.text) > _LONGEST or (DAY.fullmatch(line.text) and not at_top):
        return "", ""  # the date under an announcement
    head = not_articles.masthead(line.text, at_top=at_top or bool(not_articles.masthead(following)))
    return ("masthead" if head else _record(line.text)), ""


def _record(text: str) -> str:
    """Why a line of several cells belongs to no article: each says something of the record (出报日期：… 组版：…)."""
    cells = [cell for cell in _RECORD.split(text.strip()) if cell] if len(text) <= _LONGEST else []
    if len(cells) < 2 or "。" in text:
        return ""
    reasons = [_told_by(cell) for cell in cells]
    plain = (reason or _is_about(cell) or _WEEKDAY_CELL.fullmatch(cell) or _dates(cell) for cell, reason in zip(cells, reasons, strict=True))
    return next(filter(None, reasons), "") if all(plain) else ""


def _told_by(cell: str) -> str:
    label = label_of(cell)
    reason = not_articles.reason_of(cell)
    if reason in ("page number", "headline list", "separator"):
        return ""
    return reason or ("label" if label and label.field in ("none", "paper", "page") else "")


def _dates(cell: str) -> bool:
    label = label_of(cell)
    return bool(label and label.field == "date") or is_page_label(cell)


def _record_of(lines: Sequence[Line], above: int | None, at: int) -> Record | None:
    """Record that a line gives: paper, date and page of a title that stands right above it, or below."""
    names = entry_of(lines[at].text)
    if names is None:
        return None
    title = above if above is not None and _may_be_title(lines[above]) else None
    if title is not None and not_articles.masthead(lines[at].text) and _goes_on_with(lines, title):
        title = None
    if title is None and not _COUNTED.search(lines[at].text):
        return None
    return Record(at, title, names)


def _may_be_title(line: Line) -> bool:
    text = line.text
    return len(text) <= _LONGEST_TITLE and not (is_prose(text) or text[-1:] in "。；，" or DAY.fullmatch(text))


def _is_credit(line: Line) -> bool:
    about = credit_of(line.text)
    return about is not None and about.sure


def _goes_on_with(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is as wide as the one before it, which has no end: a running head may part a wrapped text."""
    before = lines[at - 1] if at else Line(0, "")
    wide = abs(width(lines[at]) - width(before)) <= 2
    return wide and not (before.reason or lines[at].gap or lines[at].level or ends_full(before.text))


def _mark_entries(lines: Sequence[Line], records: Sequence[Record]) -> bool:
    """Give each record its title: the line above it or, where most have none there, the line below; whether below."""
    following: dict[int, Line] = {}
    below: Line | None = None
    places = {record.at for record in records}
    for at in range(len(lines) - 1, -1, -1):
        if at in places and below is not None and _may_be_title(below):
            following[at] = below
        below = below if lines[at].reason else lines[at]
    over = {record.at: lines[record.above] for record in records if record.above is not None}
    under = 2 * len(over) < len(records) and len(over) < len(following)
    titles = following if under else over
    for record in records:
        if title := titles.get(record.at):
            title.field, title.names = "entry", title.names + record.names
    return under


def _mark_lead(lines: Sequence[Line], effects: Sequence[str], records: Sequence[Record]) -> None:
    """What stands before the first of several records, as the name of the list, belongs to none of them."""
    starts = [at for at, effect in enumerate(effects) if effect == "record"] + [record.at for record in records]
    if sum(line.field == "title" for line in lines) > 1:
        starts += [next(at for at, line in enumerate(lines) if line.field or line.reason == "label")]
    lead = lines[: min(starts, default=0)]
    if not any(map(_is_text, lead)):
        for line in lead:
            line.reason = line.reason or "label"


def _mark_neighbours(lines: Sequence[Line], effects: Sequence[str]) -> None:
    """What furniture says about the lines around it: an item starts or ends, or what follows is of its kind."""
    last: Line | None = None
    opening, rest = False, ""
    _mark_heads_of_files(lines)
    _mark_title_lists(lines)
    _mark_headline_lists(lines, effects)
    _keep_section_numbers(lines)
    for line, effect in zip(lines, effects, strict=True):
        if line.reason:
            opening = opening or effect in ("opens", "record")
            if effect in ("ends", "record") and last is not None:
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
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        beside = (before.reason, after.reason)
        if not line.reason and beside[0] in _RUNNING and beside[1] in _RUNNING and is_page_label(line.text):
            line.reason = "masthead"  # 沱江日报 / 综合 / A06, each on a line, parts a text
        elif not line.reason and {"navigation", "masthead"} & {*beside} and is_kind(line.text, "menu"):
            line.reason = "" if is_kind(line.text, "page", "column") else "navigation"
    for before, line in pairwise(lines):
        line.after = before.reason


def _mark_heads_of_files(lines: Sequence[Line]) -> None:
    """Points of a list at the top that say something of the record, beside one that is known to: - 抓取版面：A05."""
    text = next((at for at, line in enumerate(lines) if _is_text(line)), len(lines))
    for some in (lines[:text], lines[:text][::-1]):
        for before, line in pairwise(some):
            alike = before.reason and before.mark == line.mark and line.mark in ("item", "quote")
            if alike and not (line.reason or line.field) and all(map(_LABELLED.match, (before.text, line.text))):
                line.reason = "label"


def _mark_title_lists(lines: Sequence[Line]) -> None:
    """A list of the page's titles: neighbours that each stand on the page once more, with text between those others."""
    keys = [_title_key(line) for line in lines]
    texts = list(accumulate(map(_is_text, lines)))
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        if key:
            places.setdefault(key[:_TITLE_KEY], []).append(at)
    plain = [at for at, line in enumerate(lines) if not line.reason]
    for listed, some in groupby(plain, lambda at: bool(keys[at]) and len(places[keys[at][:_TITLE_KEY]]) == 2):
        other = {at: sum(places[keys[at][:_TITLE_KEY]]) - at for at in some} if listed else {}
        run = [at for at in other if other[at] > at or other[at] not in other]  # the first title may stand right below
        others = [other[at] for at in run]
        parted = [texts[one] < texts[other] for one, other in pairwise(others)]
        if parted and all(parted):
            for at in run:
                lines[at].reason = "headline list"
                title = lines[other[at]]
                title.field = title.field or "entry"


def _title_key(line: Line) -> str:
    """A short line without what numbers it and without signs, "" where it is too short or too long for a title."""
    if line.reason == "label" or len(line.text) > _LONGEST_TITLE or is_prose(line.text):
        return ""
    bare = _SIGNS.sub("", _PAGE_BEHIND.sub("", NUMBERED.sub("", line.text)))
    return bare if len(bare) > 3 else ""


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
        inside = inside and not (line.level or line.field) and bool(listed)
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
    """Field that a label or a column of this name holds; 中文作者 and 报纸版次 hold what 作者 and 版次 do."""
    bare = re.sub(r"[\s_-]+", "", name).lower()
    short = _NAMED.sub("", bare)
    return next(filter(None, map(_fields().get, (bare, short, _MODIFIED.sub("", short)))), None)


def label_of(text: str) -> Label | None:
    """Label that a line opens with; None where its name names no field."""
    found = _LABELLED.match(text)
    field = field_of(found["name"]) if found else None
    if found is None or field is None:
        return None
    closed = _CLOSING.get(found["sign"] or "", "")
    if closed and closed not in found[0]:
        return None
    return Label(field, found.end(), bool(closed or found["latin"]), found["name"])


def read_labels(lines: Sequence[Line]) -> list[Line]:
    """Lines of a page, those of a labelled export with the field that their label names.

    Labels count where three stand together and one names a title (or two that name headings), and where titles have
    one each; those of a kicker or subtitle count wherever they stand.
    """
    told = [None if line.reason or line.mark == "row" else _label(line.text) for line in lines]
    if _is_export(told):
        told = _with_unknown(lines, told)
    else:
        told = [label if label is not None and label.field in ("kicker", "subtitle") else None for label in told]
    made = ([line] if label is None else _labelled(line, label) for line, label in zip(lines, told, strict=True))
    return list(chain.from_iterable(made))


def _label(text: str) -> Label | None:
    """A line's label, None where what stands behind it is no value of its field: 记者：您怎么看？"""
    label = label_of(text)
    if label is None:
        return None
    value = text[label.end :].strip()
    headed = label.field in _HEADINGS and (len(value) > _LONGEST_TITLE or value[-1:] in ("。", "；"))
    spoken = label.field == "byline" and (is_prose(value) or value[-1:] in ("。", "？", "！"))
    return None if headed or spoken else label


def _is_export(told: Sequence[Label | None]) -> bool:
    run: list[str] = []
    titles = 0
    for label in told:
        run = [*run, label.field] if label else []
        sure = label is not None and label.field == "title" and label.name not in _EVERYDAY
        titles += sure
        if "title" in run and (len(run) >= 3 or "kicker" in run or "subtitle" in run):
            return True
    return titles > 1


def _with_unknown(lines: Sequence[Line], told: Sequence[Label | None]) -> list[Label | None]:
    """Labels of an export with those beside them that no list has: 【馆藏地】 before 【篇名】, not behind 【正文】."""
    made = list(told)
    order = range(len(made))
    for step, around in ((1, order), (-1, reversed(order))):
        for at in around:
            beside = made[at - step] if 0 <= at - step < len(made) else None
            if made[at] is None and beside is not None and not (step > 0 and beside.field == "text"):
                made[at] = _unknown(lines[at], between=step > 0 and any(told[at + 1 : at + 4]))
    return made


def _unknown(line: Line, *, between: bool) -> Label | None:
    """A label whose name no list has; one without a sign only ``between`` others."""
    found = _LABELLED.match(line.text) if len(line.text) <= _LONGEST_TITLE and not line.reason else None
    if found is None or "。" in line.text:
        return None
    closed = _CLOSING.get(found["sign"] or "", "\0") in found[0]
    return Label("none", found.end(), closed, found["name"]) if closed or between else None


def _labelled(line: Line, label: Label) -> list[Line]:
    """The label and its value: that of a heading or text is a line of its own, that of a credit keeps its label."""
    field, text = label.field, line.text
    value = text[label.end :].strip()
    if not value.strip("; ；") or field not in (*_HEADINGS, "byline", "text"):
        line.reason = "label"
        return [line]
    line.field = field
    if field == "byline":
        about = credit_of(value)
        line.names = about.names if about else ()
        return [line]
    line.text, line.level = value, _HEADINGS.get(field, line.level)
    return [Line(line.number, text[: label.end].rstrip(), reason="label", gap=line.gap), line]


def entry_of(text: str) -> tuple[str, ...] | None:
    """Names in a line that says where and when an article stood (沱江日报 | 2023-06-02 | A07 | 记者 周明 | 412字).

    None when the line is something else.
    """
    if len(text) > 120 or "。" in text or not _TELLING.search(text):
        return None
    cells = [cell for cell in _CELL.split(text.strip()) if cell]
    counted = _COUNTED.search(text) is not None
    if counted:
        cells = _NARROW_CELL.split(text) if len(cells) == 1 else cells  # 沱江日报 2023-06-02 A07 412字
        cells = [cell for cell in cells if not _WEEKDAY_CELL.fullmatch(cell)]
    about = sum(map(_is_about, cells))
    authors = [cell for cell in cells if _AUTHOR_CELL.match(cell)]
    others = [cell for cell in cells if not (_is_about(cell) or is_page_label(cell) or _told_by(cell))]
    others += [cell for cell in authors if cell not in others]
    credits = [credit_of(cell) for cell in others]
    strange = [cell for cell, credit in zip(others, credits, strict=True) if credit is None]
    named = ("|" in text or counted) and all(len(cell) <= 8 for cell in strange)  # a page's name that no list has
    known = any(map(_tells_record, cells)) or (authors and any(map(_told_by, cells)))
    if (strange and not named) or about < max(2, len(strange)) or not known:
        return None
    return tuple(name for credit in credits if credit for name in credit.names)


def _is_about(cell: str) -> bool:
    patterns = (_PAGE_CELL, _COUNT_CELL, _PAPER_CELL, _SAID_CELL)
    return any(pattern.fullmatch(cell) for pattern in patterns) or _tells_record(cell)


def _tells_record(cell: str) -> bool:
    """Whether a cell is a day or a number of characters, which no heading and no table of a page has."""
    return ("字" in cell and _COUNT_CELL.fullmatch(cell) is not None) or (len(cell) <= 24 and date_in(cell) is not None)
