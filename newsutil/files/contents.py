"""What a file holds: the text of a page, or a table of articles, told by how it begins and by its suffix."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from newsutil.base.text import mend
from newsutil.files.article_rows import CHARACTERS, to_articles
from newsutil.files.decode import decode, is_binary
from newsutil.files.documents import read_document
from newsutil.files.find_files import HTML, RECORDS, TABLES, other_kind
from newsutil.files.problems import Problems
from newsutil.files.records import is_records, records
from newsutil.files.saved_pages import Text, is_saved_page, read_saved_page
from newsutil.files.tables import read_table


def is_table(path: Path) -> bool:
    return path.suffix.lower() in TABLES


def read_file(path: Path, name: str, problems: Problems) -> Text | pd.DataFrame:
    """Text of a page file, or the articles of a table and of a collection of records, whose file is called ``name``.

    Raises
    ------
    OSError, ValueError
        When it cannot be read.
    """
    if is_table(path):
        return read_table(path, name, problems)
    if path.suffix.lower() == ".docx":
        return Text(_mended(read_document(path, problems.file), problems), "docx")
    data = path.read_bytes()
    if is_binary(data):
        kind, advice = other_kind("", data[:8]) or ("binary", "Export its text first")
        raise ValueError(f"a text file is needed; {problems.file} is {kind}. {advice}.")
    decoded = decode(data)
    for said in decoded.problems:
        problems.append(said)
    if is_records(decoded.text):
        return to_articles(pd.DataFrame(list(records(decoded.text)), dtype=object), name, problems)
    suffix = path.suffix.lower()
    if suffix in RECORDS:
        raise ValueError(
            f"records in <doc> are needed; {problems.file} has none. Save its text as .txt or its table as CSV."
        )
    if not decoded.text.strip():
        problems.append("the file is empty")
    elif suffix in HTML or is_saved_page(decoded.text):
        saved = read_saved_page(decoded.text)
        if not saved.text:
            problems.append("the saved page holds no running text, only headlines or links")
        return saved._replace(text=_mended(saved.text, problems))
    return Text(_mended(decoded.text, problems), decoded.encoding)


def _mended(text: str, problems: Problems) -> str:
    mended, number = mend(text)
    problems.count(CHARACTERS, number)
    return mended
