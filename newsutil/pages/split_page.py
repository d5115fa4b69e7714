"""One page to its articles and its ledger: classify lines, split them into items, assign fields, repair paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

from newsutil.base.text import mend
from newsutil.pages.broken_paragraphs import (
    NUMBERED,
    continues,
    is_listed,
    mark_lists,
    mark_rows,
    unwrap,
    width,
    without_blank_breaks,
)
from newsutil.pages.credits import (
    DATELINE,
    DAY,
    FORMULA,
    closing_credit,
    credit_of,
    is_body_name,
    opening_credit,
    photo_credit,
    takes_pictures,
)
from newsutil.pages.day_files import is_day_file, split_day
from newsutil.pages.exports import read_labels
from newsutil.pages.furniture import mark_furniture
from newsutil.pages.headings import is_kind, is_notice, leads_briefs, number_of, opens_at_place
from newsutil.pages.items import Item, ends_credited, fill, inline_names, place
from newsutil.pages.line_roles import LONGEST_CAPTION, Run, mark_roles
from newsutil.pages.lines import BODY, CAPTION, CREDIT, HEAD, NAME, TAIL, Line, front_matter, page_lines

Record = dict[str, Any]

_ONE_ARTICLE = re.compile(
    r"(?:^|/|\D)(?:19|20)\d\d(?:\d{4}|-\d\d-\d\d)[-_][A-Z]?\d{1,3}[-_]\d{1,3}(?:\.\w{1,8})?$|\.html$"
)
_OFF_CENTRE = 12  # columns, twice as many
_POINT = re.compile(r"[★☆●◆※][^：:]+[：:]|[\u4e00-\u9fff]{2,6}[：:]")
_SALUTATION = re.compile(
    r"[^。，：:]{0,10}(?:同志|编辑|记者|读者|先生|女士|朋友|乡亲|市民|居民|家长|同学|老师|用户|业主|村民|职工)"
    r"们?[：:]"
)
_WIDE = re.compile(r"[ \t　\xa0]{2,}")


def is_one_article(name: str) -> bool:
    """Whether a page's name says that it is one article: date, page and number (20230602-03-01), or a web page."""
    return _ONE_ARTICLE.search(name) is not None


def split_page(text: str, name: str = "") -> tuple[list[Record], Iterator[Record]]:
    """Records of the articles of a page and of the stretches that belong to none, made when they are asked for.

    ``name`` is the page's id: ``YYYYMMDD-PP-NN`` says that the page is one article, its headings in the first three
    lines.
    """
    text, _ = mend(text)
    if is_day_file(text):
        return split_day(text)
    lines = list(page_lines(text))
    front = front_matter(text)
    until = text.count("\n", 0, front.end()) if front else 0
    for line in lines:
        line.reason = "front matter" if line.number <= until else line.reason
    fixed = is_one_article(name) and _has_fixed_headings(text)
    lines = without_blank_breaks(read_labels(lines))
    mark_furniture(lines)
    unwrap(lines)
    mark_rows(lines)
    mark_lists(lines)
    content = mark_roles(lines)
    items = _one_article(content) if fixed else split_items(content)
    return sorted(map(_record, items), key=itemgetter("line")), _ledger(lines, items)


def _ledger(lines: Sequence[Line], items: Sequence[Item]) -> Iterator[Record]:
    taken = {id(line) for item in items for line in _lines_of(item)}
    for line in lines:
        if id(line) not in taken and line.reason != "joined":
            yield {"line": line.number, "text": _tidy(line.text), "reason": line.reason or "unplaced"}


def split_items(content: Sequence[Line], *, single: bool = False) -> list[Item]:
    """Items of a page in the order in which they start; headings that turn out to be labels get a reason.

    ``single`` says that the page is one article: its headings are sections.
    """
    runs = _find_runs(content)
    _mark_briefs(runs)
    labelled = sum(line.field == "title" for line in content) > 1
    items: list[Item] = []
    for run in runs:
        place(run, items, single=single or labelled)
        fill(run, items)
    for item in items:
        if _is_photographed(item):
            item.kind = "photo"
        elif _is_signed(item.text, item.title) and not item.credited:
            item.kind = "notice"
    return [item for item in items if _keep(item)]


def _find_runs(content: Sequence[Line]) -> list[Run]:
    runs = [Run()]
    for at, line in enumerate(content):
        run = runs[-1]
        if line.role == TAIL and not FORMULA.match(line.text) and _tail_role(run, content, at) == HEAD:
            line.role = HEAD
        elif line.role in (HEAD, NAME) and _signs(run, line, *content[at + 1 : at + 2]):
            line.role = TAIL
        elif line.role == HEAD and _is_point_of_notice(run, line):
            line.role = BODY
        role = line.role
        if role in (HEAD, CREDIT, NAME):
            if run.body or (line.field == "title" and any(head.field == "title" for head in run.heads)):
                runs.append(run := Run())
            run.heads.append(line)
        else:
            if (line.resumed and not run.heads) or (role == BODY and _reports_anew(run, line)):
                runs.append(run := Run(resumed=True))
            run.body.append(line)
    kept = [run for run in runs if run.heads or run.body]
    for run, following in pairwise(kept):
        run.following = following
    return kept


def _reports_anew(run: Run, line: Line) -> bool:
    """Whether a dateline opens another item; behind a photo under a title it opens the title's."""
    return DATELINE.match(line.text) is not None and any(above.role != CAPTION for above in run.body)


def _tail_role(run: Run, content: Sequence[Line], at: int) -> str:
    """A firm's name or a date behind an announcement is its signature; elsewhere a name of a firm may be a heading."""
    line, following = content[at], content[at + 1] if at + 1 < len(content) else Line(0, "")
    dated = DAY.fullmatch(line.text) is not None
    kicks = following.role == HEAD and bool(following.level) == bool(line.level)
    signed = bool(run.body) and run.body[-1].role == TAIL and not FORMULA.match(run.body[-1].text)
    if not dated and kicks and is_kind(following.text, *(("notice",) if signed else ("bare notice",))):
        # 沱江县人民法院 / 公告: who announces stands above, as it did before, or where no one signs below.
        announced = any(is_body_name(head.text) and head.text != line.text for head in run.heads)
        below = (content[later] for later in range(at + 2, len(content)))
        signs = next((line for line in below if line.role in (HEAD, TAIL) and not FORMULA.match(line.text)), None)
        signed = signed and DAY.fullmatch(run.body[-1].text) is not None  # by another, who has a day below
        above = announced or not run.body or signed
        return BODY if signs and signs.role == TAIL and not (above or DAY.fullmatch(signs.text)) else HEAD
    ends = at + 1 == len(content) or following.role == TAIL or _is_set_right(line, following) or _is_letter(run)
    ends = ends or any(line.text in head.text for head in run.heads)  # 沱江县图书馆, below 沱江县图书馆开馆时间调整
    ends = bool(run.body) and (ends or is_notice(run.heads) or run.body[-1].role == TAIL)
    return BODY if dated or ends else HEAD


def _is_set_right(line: Line, following: Line) -> bool:
    """Whether a line's middle lies right of that of the heading below, as a signature's does; a kicker's does not."""
    beside = following if following.role == HEAD else line
    return line.indent + width(line) > beside.indent + width(beside) + _OFF_CENTRE


def _is_letter(run: Run) -> bool:
    return bool(run.body) and _SALUTATION.match(run.body[0].text) is not None


def _signs(run: Run, line: Line, following: Line | None = None) -> bool:
    """Whether a bare line between an announcement and a date, or at its very end, is who signs it."""
    if not run.body or line.level or line.field or line.opens:
        return False
    written = FORMULA.match(run.body[-1].text) is not None or (line.role == HEAD and _is_letter(run))
    if not (written or is_notice(run.heads)):
        return False
    if following is None or line.ends or following.field in ("title", "kicker", "entry"):
        return True
    return DAY.fullmatch(following.text) is not None or _is_set_right(line, following)


def _is_point_of_notice(run: Run, line: Line) -> bool:
    """Whether a line within an announcement is a point of its list: 1. 东街：8时至18时, 科室：眼科."""
    bare = not (line.level or line.field or line.opens) and bool(run.body) and not DAY.fullmatch(run.body[-1].text)
    return bare and bool(NUMBERED.match(line.text) or _POINT.match(line.text)) and is_notice(run.heads)


def _is_signed(text: Sequence[Line], title: Sequence[Line]) -> bool:
    """Whether an office signs and dates a text, as it does a notice of any title, or signs one that its title names."""
    last = [line.text for line in text[-2:] if line.role == TAIL]
    if last and is_body_name(last[-1]) and any(last[-1] in head.text for head in title):
        return True
    return any(map(DAY.fullmatch, last)) and any(map(is_body_name, last))


def _mark_briefs(runs: Sequence[Run]) -> None:
    """Titles that are numbered on (1. 沱江：…, 2. 雁江：…) open items; numbered section heads and lists do not."""
    heads = [[head for head in run.heads if number_of(head)] for run in runs]
    numbers = [number_of(some[0]) if some else 0 for some in heads]
    start = 0
    while start < len(runs):
        end = start
        while numbers[start] == 1 and end < len(runs) and numbers[end] == end - start + 1:
            end += 1
        briefs = [some[0] for some in heads[start:end]]
        if len(briefs) > 1 and _are_briefs(runs[start:end], briefs, first_on_page=start == 0):
            for head in briefs:
                head.opens = True
        start = max(end, start + 1)


def _are_briefs(runs: Sequence[Run], briefs: Sequence[Line], *, first_on_page: bool) -> bool:
    """Whether numbered headings are titles: nothing but a label stands above them, or each has a place or a credit."""
    above = runs[0].heads[: runs[0].heads.index(briefs[0])]
    if first_on_page and all(leads_briefs(head) for head in above):
        return True
    signed = [ends_credited(run) or opens_at_place(head) for run, head in zip(runs, briefs, strict=True)]
    return 2 * sum(signed) > len(signed)


def _is_photographed(item: Item) -> bool:
    """Whether the only paragraph of an article is a caption: its own credit names none but the photographer."""
    if item.kind != "article" or len(item.text) != 1 or item.sections or len(item.text[0].text) > LONGEST_CAPTION:
        return False
    told = len(item.title) == 1 and is_kind(item.title[0].text, "photo")
    told = told or (bool(item.credit) and all(takes_pictures(line.text) for line in item.credit))
    return told and not (DATELINE.match(item.text[0].text) or inline_names(item.text[0]))


def _keep(item: Item) -> bool:
    """An item has text; headings without any go to the ledger."""
    for line in [] if item.text else [*item.kicker, *item.title, *item.subtitle, *item.credit, *item.sections]:
        line.reason = "heading without text"
    return bool(item.text)


def _lines_of(item: Item) -> Iterable[Line]:
    for lines in (item.kicker, item.title, item.subtitle, item.credit, item.sections, item.text):
        yield from lines


def _has_fixed_headings(text: str) -> bool:
    """Whether the first three lines of a one-article file can be its kicker, title and subtitle."""
    head = text.split("\n", 3)[:3]
    return all(len(line) <= 70 and "。" not in line for line in head) and any(line.strip() for line in head)


def _one_article(content: list[Line]) -> list[Item]:
    """The one article of a file whose first three lines are its kicker, title and subtitle."""
    heads = {line.number: line for line in content if line.number <= 3}
    rest = [line for line in content if line.number not in heads]
    items = split_items(rest, single=True)
    main = next((item for item in items if item.kind != "photo"), items[0] if items else None)
    if main is None:
        for line in heads.values():
            line.reason = "heading without text"
        return items
    for number, field in ((1, main.kicker), (2, main.title), (3, main.subtitle)):
        if number in heads:
            field.append(heads[number])
    if not main.title and main.kicker:
        main.title, main.kicker = main.kicker, []
    if is_notice(main.title):
        main.kind = "notice"
    return items


def _record(item: Item) -> Record:
    paragraphs = _paragraphs(item.text)
    names, dateline = _names(item)
    return {
        "kind": item.kind,
        "kicker": _heading(item.kicker),
        "title": _heading(item.title),
        "subtitle": _heading(item.subtitle),
        "byline": ";".join(names),
        "credit": "\n".join(_tidy(line.text) for line in item.credit),
        "dateline": dateline,
        "sections": "\n".join(_tidy(line.text) for line in item.sections),
        "text": "\n".join(paragraphs),
        "line": min(line.number for line in _lines_of(item)),
    }


def _paragraphs(lines: Sequence[Line]) -> list[str]:
    """Text of the body lines, those that a break parted put together again."""
    made: list[Line] = []
    for line in lines:
        if made and made[-1].role == line.role == BODY and continues(made[-1], line):
            made[-1].absorb(line)
        else:
            made.append(line)
    return [_tidy(line.text) for line in made]


def _names(item: Item) -> tuple[list[str], str]:
    """Names of an item in the order of the page, and its dateline."""
    found: list[tuple[int, tuple[str, ...]]] = [(line.number, _credited(line)) for line in item.credit]
    found.append((0, tuple(item.names)))
    dateline = ""
    body = [line for line in item.text if line.role not in (TAIL, HEAD)]
    if item.kind == "photo":
        found += [(line.number, photo_credit(line.text) or closing_credit(line.text)) for line in body]
    elif body:
        dateline, names = opening_credit(body[0].text)
        found.append((body[0].number, names))
        points = [line for line in body if _is_point(line)]
        if any(closing_credit(line.text) for line in points):
            found += [(line.number, closing_credit(line.text, beside=True)) for line in points]
        prose = [line for line in body if not line.mark] or body
        found.append((prose[-1].number, closing_credit(prose[-1].text)))
    ordered = [name for _, names in sorted(found, key=lambda pair: pair[0]) for name in names]
    return list(dict.fromkeys(ordered)), dateline


def _is_point(line: Line) -> bool:
    return line.mark == "item" or line.text[0] in "▲△▌▍" or is_listed(line.text)


def _credited(line: Line) -> tuple[str, ...]:
    about = credit_of(line.text)
    return line.names or (about.names if about else ())


def _heading(lines: Sequence[Line]) -> str:
    return " ".join(_tidy(line.text) for line in lines)


def _tidy(text: str) -> str:
    """Text without the wide gaps that set a credit to the right."""
    return _WIDE.sub(" ", text.strip())
