"""One page to its articles and its ledger: classify lines, split them into items, assign fields, repair paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from operator import itemgetter
from typing import Any

from newsutil.base.text import simplified_for_now
from newsutil.files.saved_pages import BESIDE
from newsutil.pages.broken_paragraphs import (
    continues,
    ends_full,
    is_listed,
    is_prose,
    mark_lists,
    mark_rows,
    unwrap,
    without_blank_breaks,
)
from newsutil.pages.credits import (
    DATELINE,
    DAY,
    closing_credit,
    credit_of,
    inline_names,
    is_body_name,
    opening_credit,
    photo_credit,
    takes_pictures,
)
from newsutil.pages.exports import HEADINGS, field_of, label_of, labelled, read_labels
from newsutil.pages.furniture import mark_furniture
from newsutil.pages.headings import is_kind, is_notice, squeeze
from newsutil.pages.items import Item, fill, place
from newsutil.pages.line_roles import LONGEST_CAPTION, mark_roles
from newsutil.pages.lines import BODY, BOLD_LEVEL, FRONT_MATTER, HEAD, TAIL, Line, form, joined, page_lines
from newsutil.pages.many_articles import is_day_file, split_day
from newsutil.pages.not_articles import FRAMED
from newsutil.pages.pages import Stated, stated
from newsutil.pages.runs import find_runs, mark_briefs

Record = dict[str, Any]

_ONE_ARTICLE = re.compile(
    r"(?:^|/|\D)(?:19|20)\d\d(?:\d{4}|-\d\d-\d\d)[-_][A-Z]?\d{1,3}[-_]\d{1,3}(?:\.\w{1,8})?$|\.html$"
)
_KEY = re.compile(r"[\w\u4e00-\u9fff-]+[ \t]*[:：]|[ \t]+\S|-[ \t]|#|\s*$")
_WIDE = re.compile(r"[ \t　\xa0]{2,}")
_LONGEST_LABEL = 8


def is_one_article(name: str) -> bool:
    """Whether a page's name says that it is one article: date, page and number (20230602-03-01), or a web page."""
    return _ONE_ARTICLE.search(name) is not None


def split_page(text: str, name: str = "") -> tuple[list[Record], Iterator[Record]]:
    """Records of the articles of a page and of the stretches that belong to none, made when they are asked for.

    The characters of ``text`` are mended already.  ``name`` is the page's id: ``YYYYMMDD-PP-NN`` says that the page is
    one article, its headings in the first three lines.  ``stated`` of an article is what it says of its day and paper.
    What stands in traditional characters is read in simplified ones, in which forms and words are known.
    """
    plain, back = simplified_for_now(text)
    made, ledger = _split(plain, name)
    if not back:
        return made, ledger
    return [_restored(item, back) for item in made], (_restored(left, back) for left in ledger)


def _restored(record: Record, back: dict[int, str]) -> Record:
    """A record in the characters that stand on its page."""
    told: Record = {key: value.translate(back) for key, value in record.items() if isinstance(value, str)}
    if "stated" in record:
        told["stated"] = Stated(*(_restored(facts, back) for facts in record["stated"]))
    return record | told


def _split(text: str, name: str) -> tuple[list[Record], Iterator[Record]]:
    if is_day_file(text):
        return split_day(text)
    text, _, beside = text.partition(BESIDE)
    lines = list(page_lines(text))
    lines = _read_blocks(lines, text) if "---" in text[:100] else lines
    top = text.split("\n", 3)[:3]  # its kicker, title and subtitle
    fixed = all(len(line) <= 70 and "。" not in line for line in top) and any(line.strip() for line in top)
    fixed = fixed and is_one_article(name)
    lines = without_blank_breaks(read_labels(lines))
    mark_furniture(lines)
    _mark_pictures(lines)
    unwrap(lines)
    mark_rows(lines)
    mark_lists(lines)
    content = mark_roles(lines)
    items = _one_article(content) if fixed else split_items(content)
    made = [_record(item) | {"stated": said} for item, said in zip(items, stated(lines, items), strict=True)]
    for line in page_lines(beside):
        lines.append(replace(line, number=line.number + text.count("\n"), reason="beside"))
    return sorted(made, key=itemgetter("line")), _ledger(lines, items)


def _read_blocks(lines: Sequence[Line], text: str) -> list[Line]:
    """Lines of a page; blocks of ``key: value`` between rules title the articles below, or are front matter."""
    front, raw = FRONT_MATTER.match(text), text.split("\n") if text.lstrip().startswith("---") else []
    until = text.count("\n", 0, front.end()) if front else 0
    rules = [number for number, line in enumerate(raw, 1) if line.rstrip() == "---"]
    blocks = [(start, end) for start, end in pairwise(rules) if all(map(_KEY.match, raw[start : end - 1]))]
    keys = [{field_of(re.split("[:：]", line)[0]) for line in raw[start : end - 1]} for start, end in blocks]
    blocks = [some for some, fields in zip(blocks, keys, strict=True) if "title" in fields]
    first = next(("" if line.level else line.text for line in lines if line.number > until and not line.reason), "")
    named = len(blocks) > 1 or (blocks and (is_prose(first) or DATELINE.match(first)))
    inside = {number for start, end in blocks for number in range(start, end)} if named else set(range(until + 1))
    field, made = "", list[Line]()
    for line in lines:
        if line.number in inside and not line.reason:
            label = None if line.mark == "item" or not named else label_of(line.text)
            field = field if line.mark == "item" else label.field if label else ""
            if label and (field in HEADINGS or field == "byline"):
                made += labelled(line, label)
                continue
            line.reason = "" if field == "byline" else "front matter"
            if not line.reason:  # - "[[周明]]"
                line.field, line.text = field, line.text.strip("\"'[]")
                line.names = (line.text,)
        made.append(line)
    return made


def _mark_pictures(lines: list[Line]) -> None:
    """Captions by what converters write around them; words in a picture that are no sentence belong to no article."""
    if not any(line.reason == "image" for line in lines):
        return
    start, marked = 0, any(line.level > BOLD_LEVEL for line in lines)  # there a bare line under a picture is no heading
    for at, (before, line) in enumerate(pairwise([Line(0, ""), *lines])):
        right_below = before.gap and not line.gap and line.number == before.number + 1
        right_below = right_below and (marked or ends_full(line.text))
        if line.reason == "image":
            if before.text[-1:] == "摄" and _may_be_caption(before):
                before.field = "caption"
            if "End of picture text" in line.text and start:
                _read_inside(lines[start:at])
            start = at + 1 if "Start of picture text" in line.text else 0
        elif before.reason == "image" and at + 1 < len(lines) and _is_over_caption(line, lines[at + 1]):
            lines[at + 1].field = "caption"
            lines[at], lines[at + 1] = lines[at + 1], line
        elif before.reason == "image" and (line.centred or right_below) and _may_be_caption(line):
            parted = at + 1 == len(lines) or lines[at + 1].gap
            label = line.text.isalpha() and len(line.text) <= _LONGEST_LABEL and all(one.reason for one in lines[:at])
            label = label and any(one.level for one in lines[at + 1 : at + 2])  # *渡口故事*, over the first title
            line.field = "caption" if (line.centred or parted) and not label else line.field


def _read_inside(words: Sequence[Line]) -> None:
    """A caption in one sentence or with its photographer is put together; what is longer may be a boxed text."""
    text = "".join(line.text for line in words)
    if any(line.reason or is_kind(line.text, "notice") for line in words) or len(text) > LONGEST_CAPTION:
        return
    if photo_credit(text) or (words and ends_full(text) and not any(line.text[-1] in "。！？" for line in words[:-1])):
        words[0].field = "caption"
        for line in words[1:]:
            words[0].absorb(line)
    elif not any(ends_full(line.text) or "，" in line.text for line in words):
        for line in words:
            line.reason = "image"


def _is_over_caption(line: Line, below: Line) -> bool:
    """Whether a photographer's credit stands right above the caption: 周明 摄 / 6月2日，村民在插秧。"""
    alone = not (line.reason or line.level or line.field or below.gap) and ends_full(below.text)
    return alone and takes_pictures(line.text) and _may_be_caption(below)


def _may_be_caption(line: Line) -> bool:
    about = credit_of(line.text)
    return not (line.reason or line.level or line.field or about) and len(line.text) <= LONGEST_CAPTION


def _ledger(lines: Sequence[Line], items: Sequence[Item]) -> Iterator[Record]:
    taken = {id(line) for item in items for line in item.lines}
    for line in lines:
        if id(line) not in taken and line.reason != "joined":
            yield {"line": line.number, "text": _tidy(line.text), "reason": line.reason or "unplaced"}


def split_items(content: Sequence[Line], *, single: bool = False) -> list[Item]:
    """Items of a page in order; on the page of a ``single`` article headings are sections."""
    boxed = [*content[:1], *(line for line in content if line.after == "separator")]
    if len(boxed) > 1 and all(line.role == HEAD and line.text[0] + line.text[-1] == "【】" for line in boxed):
        for line in boxed:
            line.field = "title"  # 【渡口夜航】 behind each ======
    runs = find_runs(content)
    mark_briefs(runs)
    labelled = sum(line.field == "title" for line in content) > 1
    items: list[Item] = []
    for run in runs:
        told = any(head.opens or head.field == "entry" for head in run.heads)
        place(run, items, single=single or (labelled and not told))
        fill(run, items)
    titled = [item for item in items if item.title]
    framed = [bool(item.kicker) and FRAMED.fullmatch(item.kicker[0].text) is not None for item in titled]
    for item, over in zip(titled, pairwise(framed), strict=False):
        if over == (True, False) and sum(framed) > 1:
            item.kicker.pop(0).reason = "label"  # over several
    for item in items:
        if _is_photographed(item):
            item.kind = "photo"
        elif _is_announced(item) and not item.credited:
            item.kind = "notice"
        for line in [] if item.text else item.lines:
            line.reason = "heading without text"
    above = [line.text for item in items[:1] if len(items) > 1 and len(item.text) == 1 for line in item.lines]
    if above and "℃" in above[-1] and is_kind(squeeze(above[0]), "issue"):
        for line in items.pop(0).lines:
            line.reason = "label"  # 沱江早知道｜6月2日 / 天气：…
    return [item for item in items if item.text]


def _is_announced(item: Item) -> bool:
    """Whether an office signs and dates a text, or it closes with whom to call (电话：0832-1234567 周明)."""
    last = [line.text for line in item.text[-2:]]
    signed = [line.text for line in item.text[-2:] if line.role == TAIL]
    dated = any(map(is_body_name, signed)) and (any(map(DAY.fullmatch, signed)) or form("called").search(last[0]))
    called = item.title and len(last) > 1 and form("labelled line").match(last[1]) and form("call").search(last[1])
    return bool(dated or (called and not (item.sections or DATELINE.match(item.text[0].text))))


def _is_photographed(item: Item) -> bool:
    """Whether the only paragraph of an article is a caption: its own credit names none but the photographer."""
    if item.kind != "article" or len(item.text) != 1 or item.sections or len(item.text[0].text) > LONGEST_CAPTION:
        return False
    title = item.title[0].text if len(item.title) == 1 else ""
    told = bool(form("picture title").fullmatch(title) or form("given").search(item.text[0].text))
    told = told or is_kind(title, "photo")
    credits = [line.text[label.end :] if (label := label_of(line.text)) else line.text for line in item.credit]
    told = told or (bool(credits) and all(takes_pictures(credit.strip(" ;；")) for credit in credits))
    return told and not (DATELINE.match(item.text[0].text) or inline_names(item.text[0].text))


def _one_article(content: list[Line]) -> list[Item]:
    """The one article of a file whose first three lines are its kicker, title and subtitle."""
    heads = {line.number: line for line in content if line.number <= 3}
    items = split_items([line for line in content if line.number not in heads], single=True)
    for line in () if items else heads.values():
        line.reason = "heading without text"
    if not items:
        return items
    main = next((item for item in items if item.kind != "photo"), items[0])
    if 2 in heads:  # a heading below the title is a section's
        main.sections[:0] = [*main.kicker, *main.title, *main.subtitle]
        main.kicker, main.title, main.subtitle = [], [], []
    for number, field in enumerate((main.kicker, main.title, main.subtitle), 1):
        field += [heads[number]] if number in heads else []
    if not main.title and main.kicker:
        main.title, main.kicker = main.kicker, []
    if is_notice(main.title):
        main.kind = "notice"
    return items


def _record(item: Item) -> Record:
    names, dateline = _names(item)
    return {
        "kind": item.kind,
        "kicker": _joined(" ", item.kicker),
        "title": _joined(" ", item.title),
        "subtitle": _joined(" ", item.subtitle),
        "byline": ";".join(names),
        "credit": _joined("\n", item.credit),
        "dateline": dateline,
        "sections": _joined("\n", item.sections),
        "text": _joined("\n", joined(item.text, _runs_on)),
        "line": min(line.number for line in item.lines),
    }


def _runs_on(before: Line, line: Line) -> bool:
    return before.role == line.role == BODY and continues(before, line)


def _names(item: Item) -> tuple[list[str], str]:
    """Names of an item in the order of the page, and its dateline."""
    found: list[tuple[int, tuple[str, ...]]] = [(0, tuple(item.names))]
    for line in item.credit:
        about = credit_of(line.text)
        found.append((line.number, line.names or (about.names if about else ())))
    dateline = ""
    body = [line for line in item.text if line.role not in (TAIL, HEAD)]
    if item.kind == "photo":
        found += [(line.number, photo_credit(line.text) or closing_credit(line.text)) for line in body]
    elif body:
        opening = next((line for line in body[:3] if DATELINE.match(line.text)), body[0])  # below a lead or a note
        dateline, names = opening_credit(opening.text)
        found.append((opening.number, names))
        ended = {line.number for line in body if closing_credit(line.text)}
        points = body if 2 * len(ended) > len(body) > 1 else list(filter(_is_point, body))  # each is another's
        if ended and any(line.number in ended for line in points):
            told = (line for line in points if line.text[0] != "问")  # behind a question stands who asks
            found += [(line.number, closing_credit(line.text, beside=True)) for line in told]
        prose = [line for line in body if not line.mark] or body
        found.append((prose[-1].number, closing_credit(prose[-1].text) or photo_credit(prose[-1].text) or ()))
    return list(dict.fromkeys(chain.from_iterable(names for _, names in sorted(found, key=itemgetter(0))))), dateline


def _is_point(line: Line) -> bool:
    return line.mark == "item" or line.text[0] in "▲△▌▍□○" or is_listed(line.text)


def _joined(mark: str, lines: Sequence[Line]) -> str:
    return mark.join([_tidy(line.text) for line in lines])


def _tidy(text: str) -> str:
    """Text without the wide gaps that set a credit to the right."""
    return _WIDE.sub(" ", text.strip())
