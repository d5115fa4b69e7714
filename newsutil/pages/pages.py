"""Files to pages: decoded text with the date, paper and page number where the file says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from newsutil import schema
from newsutil.base.dates import date_in, date_of_path
from newsutil.files.article_rows import row_ids
from newsutil.files.contents import read_file
from newsutil.files.find_files import File, find_files
from newsutil.files.problems import Problems, readable_name
from newsutil.files.saved_pages import SAVED, Text
from newsutil.pages.broken_paragraphs import is_prose
from newsutil.pages.exports import field_of, label_of
from newsutil.pages.headings import is_kind
from newsutil.pages.lines import FRONT_MATTER, page_lines
from newsutil.pages.not_articles import is_paper_like, masthead, paper_name

_PAPER_PART = re.compile(r"^[\u4e00-\u9fff]{2,10}报$")
_NAME_PAGE = re.compile(
    r"(?:19|20)\d\d(?:\d{4}|[-_.年]\d{1,2}[-_.月]\d{1,2}日?)[-_ ]([A-Z]?\d{1,3})(?:[-_]\d{1,3})?$"
    r"|(?:^|[-_ 第日])([A-Z]?\d{1,3})版$"
)
_TOP, _HEAD = 8, 600
_PAGE_NUMBER = re.compile(r"[A-Z]?\d{1,3}|十?[一二三四五六七八九]|十")
_CHINESE = {ord(numeral): str(value) for value, numeral in enumerate("一二三四五六七八九十", 1)} | {
    ord("０") + value: str(value) for value in range(10)
}
_POSITION = re.compile(r"第\s*([A-Z]?\d{1,3})\s*版\s*(?:[（(]|[：:](?!.*第).*[上下]一)")
_FRONT_LINE = re.compile(r"^\s*([\w\u4e00-\u9fff-]+)\s*:\s*(.*?)\s*$", re.MULTILINE)


def read_pages(path: str | Path) -> pd.DataFrame:
    """Pages of a file or of a folder with its folders, in the order of their names.

    Text is decoded (UTF-8, GB18030, UTF-16, Big5), characters that only look like others are mended, and it is
    otherwise as it stands in the file; a saved web page gives its article, a Word document its paragraphs.  Date, paper
    and page number come from the page's front matter or masthead, else from the names of the file and its folders;
    where they stand nowhere they are missing.  A table file gives one page a row, named after the file and the
    row.

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
    """Each file's id with the record of its page or the articles of its table; None where it cannot be read.

    ``alone`` says that the only file, one that is no folder's, must be read.
    """
    for name, file in files:
        problems.file = readable_name(file.name)
        place = Path(file.name if file == root else readable_name(file.relative_to(root)))
        problems.place = place.as_posix()
        try:
            content = read_file(file, name, problems)
        except (OSError, ValueError) as error:
            if alone and root == file:
                raise
            problems.refuse(error)
            yield name, None
        else:
            yield name, _page_row(content, name, place, problems) if isinstance(content, Text) else content


def _page_row(content: Text, page_id: str, place: Path, problems: Problems) -> dict[str, Any]:
    """Record of one page whose file lies at ``place``."""
    names = (*place.parts[:-1], place.stem)
    facts = page_facts("" if content.encoding == SAVED else content.text, names, problems)
    said = {"date": content.date, "paper": content.paper, "page": content.page}
    return {
        "page_id": page_id,
        **facts,
        **{name: value for name, value in said.items() if value},
        "text": content.text,
        "source": place.as_posix(),
        "encoding": content.encoding,
    }


def page_facts(text: str, names: tuple[str, ...], problems: Problems | None = None) -> dict[str, Any]:
    """Date, paper and page number from the text's front matter, its masthead or the names of file and folders.

    Where a bare date at the top is another day than the name's, the name's day is taken: it may be anything.
    """
    facts = _front_facts(text)
    front = FRONT_MATTER.match(text)
    printed, sure = _masthead_facts(text[front.end() :] if front else text)
    papers = [part for part in names if _PAPER_PART.match(part)]
    number = _NAME_PAGE.search(names[-1])
    from_names = {
        "date": date_of_path(names),
        "paper": papers[-1] if papers else "",
        "page": next(filter(None, number.groups()), "") if number else "",
    }
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
    return {key: facts.get(key) or from_names[key] for key in from_names}


def _front_facts(text: str) -> dict[str, Any]:
    found = FRONT_MATTER.match(text)
    facts: dict[str, Any] = {}
    for key, said in _FRONT_LINE.findall(found[1]) if found else ():
        name, value = field_of(key), said.strip("'\"")
        if name in ("date", "paper", "page"):
            facts[name] = facts.get(name) or (date_in(value) if name == "date" else value)
    return facts


def _masthead_facts(text: str) -> tuple[dict[str, Any], bool]:
    """Date, paper and page number that the first lines of a page print, and whether a masthead gives the date."""
    facts: dict[str, Any] = {}
    sure = False
    alone = ""
    for line in islice(page_lines(text[:_HEAD]), _TOP):
        if is_prose(line.text) or line.text[-1:] in "。：":
            break  # a date below is one that the text speaks of
        label = label_of(line.text)
        said = None if label else masthead(line.text, at_top=True)
        position = None if said else _POSITION.match(line.text)
        found: dict[str, Any] = {}
        if said:
            number = _PAGE_NUMBER.search(said.page)
            page = number[0].translate(_CHINESE) if number else ""
            found = {"date": date_in(said.date), "paper": said.paper.strip("《》"), "page": page}
            sure = sure or (said.sure and bool(found["date"]) and not facts.get("date"))
        elif position:
            found = {"page": position[1]}
        elif label and label.sure and label.field in ("date", "paper", "page"):
            value = line.text[label.end :].strip()
            found = {label.field: date_in(value) if label.field == "date" else value}
        elif is_paper_like(line.text):
            alone = alone or paper_name(line.text)
        facts = {key: value for key, value in found.items() if value} | facts
        if len(facts) == 3:
            break
    return ({"paper": alone} | facts if sure or "page" in facts else facts), sure
