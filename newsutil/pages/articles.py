"""Pages to articles, and the ledger of what no article took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from newsutil import schema
from newsutil.base.dask_tables import article_wise
from newsutil.base.parallel import Report, run_blocks, slices
from newsutil.base.text import mend
from newsutil.files.article_rows import in_front, keep_apart, row_ids
from newsutil.files.contents import is_table
from newsutil.files.find_files import File, find_files
from newsutil.files.problems import Problems
from newsutil.files.saved_pages import SAVED
from newsutil.pages.pages import contents, settled
from newsutil.pages.split_page import is_one_article, split_page

Part = tuple[str, pd.DataFrame]
"""The articles of a table with the id of its file, or those of pages with no id."""
# A further process takes as long to start as 12 MB of day files to read: it pays from about here on.
_BYTES_PER_PROCESS = 12_000_000
_WANTING = "articles state no date, paper or page where others of their file do, and have none: write it into the file"


@article_wise("articles")
def split_articles(pages: pd.DataFrame) -> pd.DataFrame:
    """Articles, photo captions and notices of each page, in the order in which they start.

    Titles, section heads, kickers, credits and captions are told apart by what a line looks like and what stands around
    it, not by its markup alone.  Paragraphs that a line end, an image or a page number broke are put together again.
    Every character of a page stands in one field of one article or in :func:`unassigned_text`; ``byline`` and
    ``dateline`` repeat.  Date, paper and page are those of the page; where its articles state different ones (labels, a
    stamp under the title, mastheads), each has its own, and a warning counts those without.

    Parameters
    ----------
    pages : DataFrame
        Made by :func:`read_pages`; ``page_id`` and ``text`` are needed, ``date``, ``paper`` and ``page`` are kept.

    Returns
    -------
    DataFrame
        One row an item: ``article_id`` (the page's id and a number), ``kind`` (article, photo or notice), ``kicker``,
        ``title``, ``subtitle``, ``byline`` (names joined by ``;``), ``credit`` (credit lines as printed), ``dateline``,
        ``sections`` and ``text`` (joined by line feeds), ``line`` (1-based, where the item starts on its page).

    Raises
    ------
    TypeError, ValueError
        When ``pages`` is no table, or lacks a column.

    Examples
    --------
    >>> page = pd.DataFrame([{"page_id": "p", "text": "# 沱江稻花香\\n\\n本报讯（记者 周明）稻田\\n\\n抽穗了。"}])
    >>> split_articles(page)[["title", "byline", "dateline", "text"]].iloc[0].to_list()
    ['沱江稻花香', '周明', '本报讯', '本报讯（记者 周明）稻田抽穗了。']
    """
    schema.require(pages, "pages", ["page_id", "text"])
    problems = Problems()
    rows: list[dict[str, Any]] = []
    for page in _mended(pages):
        problems.file = str(page["page_id"])
        rows += _articles_of(page, problems)
    problems.tell()
    return schema.frame("articles", rows)


@article_wise("unassigned")
def unassigned_text(pages: pd.DataFrame) -> pd.DataFrame:
    """Ledger of the pages: each stretch that belongs to no article, and why.

    Parameters
    ----------
    pages : DataFrame
        Made by :func:`read_pages`; ``page_id`` and ``text`` are needed.

    Returns
    -------
    DataFrame
        ``page_id``, ``line`` (1-based), ``text`` and ``reason``: masthead, page number, position, label, headline list,
        continuation mark, editors, contact, image, link, source, time stamp, separator, front matter, account,
        promotion, navigation, disclaimer, comment, markup, heading without text, beside (what a saved web page has
        outside its article), unplaced.

    Examples
    --------
    >>> page = pd.DataFrame([{"page_id": "p", "text": "02 综合\\n\\n# 沱江稻花香\\n\\n稻田抽穗了。\\n\\n责编：何明"}])
    >>> unassigned_text(page)[["line", "text", "reason"]].to_dict("split")["data"]
    [[1, '02 综合', 'masthead'], [7, '责编：何明', 'editors']]
    """
    schema.require(pages, "pages", ["page_id", "text"])
    rows: list[dict[str, Any]] = []
    for page in _mended(pages):
        rows += [{"page_id": page["page_id"], **left} for left in split_page(page["text"], _name(page))[1]]
    return schema.frame("unassigned", rows)


def read_articles(path: str | Path) -> pd.DataFrame:
    """Articles of a file, or of a folder with its folders, of pages, day files, one-article files and tables.

    Pages (text, Markdown, saved web pages, .docx) are read and split as by :func:`read_pages` and
    :func:`split_articles`.  The rows of a table (CSV, TSV, JSON, JSON Lines, Parquet, Excel with all its sheets, <doc>
    records) are articles already: their text is kept, of HTML in cells what it shows; further columns and ids too.  An
    id that stands in another file as well gets the name of its own file in front.  Of a time in UTC the day is China's;
    a table without dates or paper has the day that its sheet, file or folder is called after, of a month or year the
    first one, which a warning counts, and the paper.

    Parameters
    ----------
    path : str or Path
        A file, or a folder; hidden files and a README or licence are not read, and neither are links out of the folder.
        :func:`unread_files` lists all that is not.

    Returns
    -------
    DataFrame
        As from :func:`split_articles`, with the tables' further columns behind; where a row of
        a table brings no ``page_id``, it is that of :func:`read_pages`.

    Raises
    ------
    FileNotFoundError
        When there is nothing to read at ``path``.
    ValueError
        When ``path`` is a single file that cannot be read, or a table without a column of texts.  In a folder such
        files are named in one warning, and the rest is read.

    Examples
    --------
    >>> import tempfile
    >>> table = Path(tempfile.mkdtemp()) / "稿件.csv"
    >>> _ = table.write_text("标题,正文,日期,版面编辑\\n稻花香,稻田抽穗了。,2023-06-02,何明", encoding="utf-8")
    >>> read_articles(table)[["article_id", "title", "text", "date", "版面编辑"]].iloc[0].astype(str).to_list()
    ['稿件-01', '稻花香', '稻田抽穗了。', '2023-06-02 00:00:00', '何明']
    """
    found = find_files(path)
    blocks = list(_blocks(found.files))
    of_pages = [block for block in blocks if not is_table(block[0][1])]
    read = iter(run_blocks(partial(_read_files, folder=Path(path)), of_pages, "files"))
    parts: list[Part] = []
    problems = Problems()
    for block in blocks:
        local = is_table(block[0][1])
        made, said = _read_files(block, lambda done: None, Path(path)) if local else next(read)
        parts += made
        problems.add(said)
    of_page = (name for of_table, part in parts if not of_table for name in part["article_id"])
    taken = [*(name for name, _ in found.files), *of_page]
    apart = iter(keep_apart([part for part in parts if part[0]], "article_id", problems, taken))
    tables = [next(apart) if of_table else part for of_table, part in parts]
    problems.tell(found.told())
    return pd.concat(tables or [schema.frame("articles")], ignore_index=True).rename(columns=str)


def read_archive(path: str | Path, *, files: int = 200) -> Any:
    """Articles of a folder as a Dask DataFrame: nothing is read but the names, until a verb needs the texts.

    The rows are those of :func:`read_articles`, in the same order and with the same ids, and every verb takes them.
    Only the ids that the rows of a table bring along get the name of their file in front wherever there are other
    files: which of them stand twice cannot be seen before all are read.

    Parameters
    ----------
    path : str or Path
        A folder, or a file; on a cluster, one that all workers see under this name.
    files : int
        Files in a partition: so many that it holds some 5,000 to 50,000 articles, or a few partitions for each worker.
        A table file is never cut; very large ones are better kept as Parquet, for ``dask.dataframe.read_parquet``.

    Returns
    -------
    dask.dataframe.DataFrame
        The columns of the table of articles, and no further ones.  A file that cannot be read is one row, named in
        ``article_id``, whose ``kind`` is missing; a warning where it is read says why.

    Raises
    ------
    FileNotFoundError
        When there is nothing to read at ``path``.
    ValueError
        When ``files`` is not 1 or more.
    ImportError
        When Dask is not installed.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "20230602-01-01.txt").write_text("\\n沱江稻花香\\n\\n稻田抽穗了。", encoding="utf-8")
    >>> read_archive(folder).compute()[["article_id", "title", "text"]].iloc[0].to_list()
    ['20230602-01-01', '沱江稻花香', '稻田抽穗了。']
    """
    if files < 1:
        raise ValueError(f"a partition has 1 file or more; got files={files}. Leave it out for 200.")
    try:
        import dask
        import dask.dataframe as tables
    except ImportError:
        raise ImportError(
            "Dask is needed for an archive, it is not installed. Install it with: "
            'python -m pip install "dask[dataframe]" distributed, or use read_articles, which needs none.'
        ) from None
    root = Path(path).absolute()  # workers may have been started elsewhere
    found = find_files(root)
    Problems().tell(found.told())
    some = [found.files[start : start + files] for start in range(0, len(found.files), files)]
    several = len(found.files) > 1
    with dask.config.set({"dataframe.convert-string": False}):  # the types of pandas, not Dask's own strings
        return tables.from_map(_read_archived, some, root=root, several=several, meta=schema.frame("articles"))


def _blocks(files: Sequence[File]) -> Iterator[list[File]]:
    """Files in runs of about the same size, those of pages apart from those of tables, which are read here."""
    for run in slices([_size(file) for _, file in files], _BYTES_PER_PROCESS):
        for _, block in groupby(files[run], key=lambda file: is_table(file[1])):
            yield list(block)


def _size(file: Path) -> int:
    try:
        return 0 if is_table(file) else file.stat().st_size
    except OSError:  # whoever reads it says so
        return 0


def _read_files(files: Sequence[File], report: Report, folder: Path) -> tuple[list[Part], Problems]:
    """Articles of files in order, and what was met; a single file that cannot be read is the caller's to mend."""
    problems = Problems()
    made = _parts(contents(files, folder, problems, alone=True), problems, report)
    return [(name, part) for name, part in made if part is not None and (name or len(part))], problems


def _parts(read: Iterable[tuple[str, Any]], problems: Problems, report: Report) -> Iterator[tuple[str, Any]]:
    """Articles of files in order, those of pages in a row in one table; None for a file that cannot be read."""
    rows: list[dict[str, Any]] = []
    for name, content in read:
        report(1)
        if isinstance(content, dict):
            rows += _articles_of(content, problems)
            continue
        yield "", schema.frame("articles", rows)
        yield name, content
        rows = []
    yield "", schema.frame("articles", rows)


def _mended(pages: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Records of a table of pages, which need not come from :func:`read_pages`."""
    return (page | {"text": mend(page["text"])[0]} for page in pages.to_dict("records"))


def _articles_of(page: dict[str, Any], problems: Problems) -> list[dict[str, Any]]:
    """Records of the articles of a page; the only one of a one-article file has the file's id."""
    items, _ = split_page(page["text"], _name(page))
    alone = len(items) == 1 and is_one_article(_name(page))
    about, wanting = settled(page, [item.pop("stated") for item in items])
    problems.count(_WANTING, wanting)
    ids = [page["page_id"]] if alone else row_ids(page["page_id"], len(items))
    return [
        {"article_id": one, "page_id": page["page_id"]} | facts | item
        for one, facts, item in zip(ids, about, items, strict=True)
    ]


def _name(page: dict[str, Any]) -> str:
    """A page's name as the splitter looks at it: that of a saved web page says that it is one article."""
    return f"{page['page_id']}.html" if page.get("encoding") == SAVED else page["page_id"]


def _read_archived(files: list[File], root: Path, several: bool) -> pd.DataFrame:
    """Articles of some files of a folder, in order; of one that cannot be read only the name."""
    parts: list[pd.DataFrame] = []
    problems = Problems()
    for name, part in _parts(contents(files, root, problems, alone=False), problems, lambda done: None):
        if part is None:
            failed = {"article_id": name, "page_id": name, "line": 0}
            part = schema.frame("articles", [failed]).assign(kind=pd.Series([None], dtype=schema.TEXT))
        elif name and several:
            part = in_front(name, part, "article_id", problems)
        parts.append(part[list(schema.COLUMNS["articles"])])
    problems.tell()
    return pd.concat(parts, ignore_index=True)
