"""Files to pages, and date, paper and page number: what a file says, and what each of its articles states itself.

What an article states is its own; what mastheads say holds below them; file names and first lines are for the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from newsutil import schema
from newsutil.base.dates import date_in
from newsutil.base.file_names import IN_FIGURES, facts_of_names
from newsutil.base.text import simplified_for_now
from newsutil.files.article_rows import row_ids
from newsutil.files.contents import read_file
from newsutil.files.find_files import File, find_files
from newsutil.files.problems import Problems, readable_name
from newsutil.files.saved_pages import BESIDE, SAVED, Text
from newsutil.pages.broken_paragraphs import is_prose
from newsutil.pages.exports import LABELLED_CELL, field_of, label_of
from newsutil.pages.headings import is_kind
from newsutil.pages.items import Item
from newsutil.pages.lines import FRONT_MATTER, Line, page_lines
from newsutil.pages.not_articles import is_headline, is_paper_like, masthead, paper_name

Facts = dict[str, Any]
"""Of ``date``, ``paper`` and ``page`` what is said, and ``written``: the day of the last work on an article."""
FACTS = ("date", "paper", "page")

_TOP, _HEAD = 8, 600
_PAGE_NUMBER = re.compile(r"[A-Z]{0,2}\d{1,3}(?![-—～\d])|十?[一二三四五六七八九]|十")
_POSITION = re.compile(r"第\s*([A-Z]?\d{1,3})\s*版\s*(?:[（(]|[：:](?!.*第).*[上下]一)")
_FRONT_LINE = re.compile(r"^\s*([\w\u4e00-\u9fff-]+)\s*:\s*(.*?)\s*$", re.MULTILINE)
_DATED_CELL = re.compile(r"[\u4e00-\u9fffA-Za-z ]{2,12}[：:]\s*(?:19|20)\d\d")
_PAPER = re.compile(r"《?([^\s|｜（(·《》]{2,16}?)》?(?=$|[\s|｜（(·]|(?:19|20)\d\d)")
_TELLING = {"label", "time stamp", "source", "account", "position", "front matter", "masthead", "page number"}
_SIGN = re.compile(r"\d{4}|版|[：:|｜]|[报刊社网台]")


class Stated(NamedTuple):
    """What an article states itself, and what the mastheads above it say."""

    own: Facts
    above: Facts


@dataclass(slots=True)
class _Place:
    """Where on a page an article starts, its text starts and it ends; what it states, and what mastheads on it say."""

    first: int
    text: int
    last: int
    own: Facts = field(default_factory=dict)
    heads: Facts = field(default_factory=dict)


def read_pages(path: str | Path) -> pd.DataFrame:
    """Pages of a file or of a folder with its folders, in the order of their names.

    Text is decoded (UTF-8, GB18030, UTF-16, Big5), characters that only look like others are mended, and it is
    otherwise as it stands in the file; a saved web page gives its article, a Word document its paragraphs.  Date, paper
    and page number come from the page's front matter or masthead, else from the names of the file and its folders;
    where they stand nowhere they are missing; what its articles state is theirs.  A table file gives one page a row,
    named after the file and the row.

    Returns
    -------
    DataFrame
        ``page_id`` (the file's stem, its relative path where stems repeat or begin one another), ``date``, ``paper``,
        ``page``, ``text``, ``source`` (the file) and ``encoding`` (html and docx for what was read out of such a file).

    Raises
    ------
    FileNotFoundError
        When there is nothing to read at ``path``.
    ValueError
        When ``path`` is a single file that is no text, or a table that cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> text = "沱江两岸稻花香\\n本报讯（记者 周明）稻田抽穗。"
    >>> _ = (folder / "20230602-01.txt").write_text(text, encoding="gb18030")
    >>> read_pages(folder)[["page_id", "date", "page", "encoding"]]
           page_id       date page encoding
    0  20230602-01 2023-06-02   01  gb18030
    """
    made, problems, passed = _read(path)
    problems.tell(passed)
    return made


def unread_files(path: str | Path) -> pd.DataFrame:
    """Files of a folder that :func:`read_articles` does not read, and why: those passed over and those it cannot read.

    Each file is opened once more for this.

    Returns
    -------
    DataFrame
        ``file`` (its path in the folder) and ``reason``, in the order of the names.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "20230602-01.txt").write_text("稻田抽穗了。", encoding="utf-8")
    >>> _ = (folder / "20230602.pdf").write_bytes(b"%PDF")
    >>> unread_files(folder)["file"].to_list()
    ['20230602.pdf']
    """
    _, problems, _ = _read(path, alone=False)
    rows = [{"file": name, "reason": reason} for name, reason in sorted(problems.unread)]
    return schema.frame("unread", rows)


def _read(path: str | Path, *, alone: bool = True) -> tuple[pd.DataFrame, Problems, list[str]]:
    """Pages of all files, what was met, and what to tell of files passed over; a single bad file fails if ``alone``."""
    found = find_files(path, some=alone)
    root = Path(path)
    problems = Problems()
    problems.unread += [(one.name, one.reason) for one in found.passed]
    rows: list[dict[str, Any]] = []
    for page_id, content in contents(found.files, root, problems, alone=alone):
        if isinstance(content, dict):
            rows.append(content)
        elif content is not None:
            made = content.assign(page_id=row_ids(page_id, len(content)), source=problems.file, encoding="")
            rows += made[list(schema.COLUMNS["pages"])].to_dict("records")
    return schema.frame("pages", rows), problems, found.told()


def contents(
    files: Sequence[File], root: Path, problems: Problems, *, alone: bool
) -> Iterator[tuple[str, dict[str, Any] | pd.DataFrame | None]]:
    """Each file's id with its page's record or its table's articles; None for a bad file, which ``alone`` raises."""
    for name, file in files:
        problems.file = readable_name(file.name)
        place = Path(file.name if file == root else readable_name(file.relative_to(root)))
        problems.place = place.as_posix()
        names = (*place.parts[:-1], place.stem)
        try:
            content = read_file(file, name, problems, names)
        except (OSError, ValueError) as error:
            if alone and root == file:
                raise
            problems.refuse(error)
            yield name, None
        else:
            yield name, _page_row(content, name, place, problems) if isinstance(content, Text) else content


def _page_row(content: Text, page_id: str, place: Path, problems: Problems) -> dict[str, Any]:
    names = (*place.parts[:-1], place.stem)
    text, _, margins = ("", "", "") if content.encoding == SAVED else content.text.partition(BESIDE)
    facts, beside = page_facts(text, names, problems), page_facts(margins, ())
    said = {"date": content.date, "paper": content.paper, "page": content.page}
    return {
        "page_id": page_id,
        **{name: said[name] or facts[name] or beside[name] for name in FACTS},
        "text": content.text,
        "source": place.as_posix(),
        "encoding": content.encoding,
    }


def page_facts(text: str, names: tuple[str, ...], problems: Problems | None = None) -> Facts:
    """Date, paper and page from front matter, masthead or names, whose day outdoes a bare date at the top."""
    facts = _front_facts(text)
    front = FRONT_MATTER.match(text)
    printed, sure = _masthead_facts(text[front.end() :] if front else text)
    from_names = facts_of_names(names)
    named, said = from_names["date"], printed.get("date")
    if named and said and named != said and not facts.get("date"):
        if not sure:
            printed["date"] = named
        if problems is not None:
            problems.append(
                f"the name says {named:%Y-%m-%d}, the page {said:%Y-%m-%d}; {printed['date']:%Y-%m-%d} is taken"
            )
    facts = printed | {key: value for key, value in facts.items() if value}
    if is_kind(str(facts.get("paper")), "no paper"):
        facts["paper"] = ""  # 来源：微信公众号
    return {key: facts.get(key) or from_names[key] for key in FACTS}


def _front_facts(text: str) -> Facts:
    found = FRONT_MATTER.match(text)
    facts: Facts = {}
    for key, said in _FRONT_LINE.findall(found[1]) if found else ():
        name, value = field_of(key), said.strip("'\"")
        if name in FACTS:
            facts[name] = facts.get(name) or (date_in(value) if name == "date" else value)
    return facts


def _masthead_facts(text: str) -> tuple[Facts, bool]:
    """Date, paper and page number that the first lines of a page print, and whether a masthead gives the date."""
    facts: Facts = {}
    sure, alone = False, ""
    text, back = simplified_for_now(text[:_HEAD])
    pages: list[str] = []
    for at, (line, below) in enumerate(pairwise([*page_lines(text), Line(0, "")])):
        if at - len(pages) >= _TOP or is_prose(line.text) or line.text[-1:] in "。：":
            break  # a date below is one that the text speaks of
        label = label_of(line.text)
        told = label or any(map(_is_dated_otherwise, LABELLED_CELL.split(line.text)))
        found: Facts = {}
        if (said := None if told else masthead(line.text, at_top=True)) and not is_headline(said, below.text):
            found = {"date": date_in(said.date), "paper": said.paper.strip("《》"), "page": _page_in(said.page)}
            sure = sure or (said.sure and bool(found["date"]) and not facts.get("date"))
        elif position := _POSITION.match(line.text):
            found = {"page": position[1]}
        elif label and label.sure and label.field in FACTS:
            found = _labelled_facts(label.field, line.text[label.end :].strip())
        elif is_paper_like(line.text):
            alone = alone or paper_name(line.text)
        if found.get("page"):  # 第01版：要闻 / 第02版：民生 / 第02版：民生: a list, and below it this page
            facts |= {"page": found["page"]} if found["page"] in pages else {}
            pages.append(found["page"])
        facts = {key: value for key, value in found.items() if value} | facts
    facts = {"paper": alone} | facts if sure or "page" in facts else facts
    return facts | ({"paper": facts["paper"].translate(back)} if facts.get("paper") else {}), sure


def _page_in(text: str) -> str:
    number = _PAGE_NUMBER.search(text)
    return number[0].translate(IN_FIGURES) if number else ""


def _is_dated_otherwise(cell: str) -> bool:
    """Whether a cell says the day of something else than an article: 报告日期: 2025-01-10."""
    return _DATED_CELL.match(cell) is not None and label_of(cell) is None


def facts_of(text: str) -> Facts:
    """What a line that belongs to no article states, by its labels or by the form of its cells.

    >>> facts_of("发布时间：2023-06-02 08:15　来源：沱江日报")["paper"], facts_of("沱江晚报 | 2023-06-02 | A07")["page"]
    ('沱江日报', 'A07')
    """
    facts: Facts = {}
    for cell in LABELLED_CELL.split(text.strip(" （）()")):
        label = label_of(cell)
        if label and (label.field not in FACTS or cell[label.end :].strip()):
            found = _labelled_facts(label.field, cell[label.end :].strip())
        elif _is_dated_otherwise(cell):
            continue
        else:
            said = masthead(cell, at_top=True)
            printed = {"paper": said.paper.strip("《》"), "page": _page_in(said.page)} if said else {}
            found = {"date": date_in(cell)} | printed
        facts = {name: value for name, value in found.items() if value} | facts
    return facts


def _labelled_facts(field: str, value: str) -> Facts:
    """What the value of a label says; behind a source's name its day may stand (来源：沱江日报 2023-06-02)."""
    if field == "paper":
        name = found[1] if (found := _PAPER.match(value)) else ""
        return {"paper": "" if is_kind(name, "no paper") else name, "date": date_in(value)}
    if field == "page":
        return {"page": _page_in(value)}
    return {field: date_in(value)} if field in ("date", "written") else {}


def stated(lines: Sequence[Line], items: Sequence[Item]) -> list[Stated]:
    """What each item of a page states in, above or below it; a photo is of the article around it."""
    may = [at for at, line in enumerate(lines) if line.reason in _TELLING]
    may = [at for at in may if _SIGN.search(lines[at].text) or (at and lines[at - 1].reason == "masthead")]
    told = [(at, facts) for at in may if (facts := facts_of(lines[at].text))]
    if not (told and items):
        return [Stated({}, {})] * len(items)
    at_line = {id(line): at for at, line in enumerate(lines)}
    spans = [[at_line[id(line)] for line in item.lines] for item in items]
    texts = [at for at, item in enumerate(items) if item.kind != "photo"] or range(len(items))
    places = [_Place(min(spans[at]), at_line[id(items[at].text[0])], max(spans[at])) for at in texts]
    places.sort(key=attrgetter("first"))
    firsts = [place.first for place in places]
    _give(lines, told, places, firsts)
    made: list[Stated] = []
    above: Facts = {}
    for place in places:
        if place.heads.get("paper", above.get("paper")) != above.get("paper"):
            above = {}  # another paper's day is another
        above = above | place.heads
        made.append(Stated(place.own, above if places[0].heads else {}))
    return [made[max(bisect_right(firsts, min(span)) - 1, 0)] for span in spans]


def _give(
    lines: Sequence[Line], told: Sequence[tuple[int, Facts]], places: Sequence[_Place], firsts: list[int]
) -> None:
    """Give what lines state to the articles that they stand in, above or below."""
    between: list[tuple[int, int, Facts]] = []
    opened = bisect_right(firsts, told[0][0]) == 0
    days = [at for at, facts in told if "date" in facts]
    if opened and days == [told[0][0]] and lines[days[0]].reason in ("account", "time stamp"):
        places[0].heads |= {"date": told[0][1]["date"]}  # 发布时间：…, above all titles
    for at, facts in told:
        # （沱江日报 2023-06-02 第03版） closes its article.
        heads = lines[at].reason == "masthead" and (opened or lines[at].text[0] not in "（(")
        before = bisect_right(firsts, at) - 1
        if before >= 0 and at < places[before].text:
            places[before].own |= facts
        elif heads or (facts.keys() == {"page"} and not label_of(lines[at].text)):
            for place in places[before + 1 : before + 2]:
                place.heads |= facts
        elif before < 0 or at > places[before].last:
            between.append((at, before, facts))
    # Those before the first or behind the last article tell on which side of theirs they stand, else empty lines do.
    last = len(places) - 1
    sides = {before for _, before, _ in between}
    side = (-1 in sides) - (last in sides)
    side = side or sum(lines[at].gap - (at + 1 == len(lines) or lines[at + 1].gap) for at, *_ in between)
    for _, before, facts in between:
        owner = max(before, 0) if side < 0 or not last else before + 1
        if (side or not last) and owner <= last:
            places[owner].own = facts | places[owner].own


def settled(about: Mapping[str, Any], said: Sequence[Stated]) -> tuple[list[Facts], int]:
    """Facts of each article: the page's where all agree, else what each states; and how many then state nothing."""
    rows: list[Facts] = [{} for _ in said]
    wanting = [False] * len(said)
    for name in FACTS:
        given = None if pd.isna(about.get(name)) else about.get(name)
        own = [one.own.get(name) or (one.own.get("written") if name == "date" else None) for one in said]
        if name == "paper" and given and given not in own:  # 来源：新华社 in a paper
            own = [value if one.own.get("date") else None for value, one in zip(own, said, strict=True)]
        heads = [one.above.get(name) for one in said]
        own_differ, heads_differ = (len({*filter(None, some)}) > 1 for some in (own, heads))
        others = None if given in (*own, *heads) else given
        for at, row in enumerate(rows):
            if own_differ or heads_differ:
                row[name] = (own[at] if own_differ else None) or heads[at] or others
                wanting[at] |= not row[name]
            else:
                row[name] = given or heads[at] or own[at]
    return rows, sum(wanting)
