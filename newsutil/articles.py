"""Pages to articles, and the ledger of what no article took."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from newsutil import schema
from newsutil.files import TABLES, find_files, tell
from newsutil.pages import page_row
from newsutil.splitting import is_one_article, split_page
from newsutil.tables import read_table


def split_articles(pages: pd.DataFrame) -> pd.DataFrame:
    """Articles, photo captions and notices of each page, in the order in which they stand."""
    schema.require(pages, "pages", ["page_id", "text"])
    rows: list[dict[str, Any]] = []
    for page in pages.to_dict("records"):
        rows += _articles_of(page)
    return schema.frame("articles", rows)


def unassigned_text(pages: pd.DataFrame) -> pd.DataFrame:
    """What no article took, and why."""
    schema.require(pages, "pages", ["page_id", "text"])
    rows: list[dict[str, Any]] = []
    for page in pages.to_dict("records"):
        rows += [{"page_id": page["page_id"], **left} for left in split_page(page["text"], page["page_id"])[1]]
    return schema.frame("unassigned", rows)


def read_articles(path: str | Path) -> pd.DataFrame:
    """Articles of a file or folder of pages, day files, one-article files and tables."""
    found = find_files(path)
    alone = not Path(path).is_dir()
    rows: list[dict[str, Any]] = []
    tables: list[pd.DataFrame] = []
    problems: list[str] = []
    for page_id, file in found.files:
        try:
            if file.suffix.lower() in TABLES:
                tables.append(read_table(file, page_id, problems))
            else:
                rows += _articles_of(page_row(file, page_id, Path(path), problems))
        except (OSError, ValueError) as error:
            if alone:
                raise
            problems.append(str(error) if file.name in str(error) else f"{file.name}: {error}")
    tell("files were passed over", found.passed, "Everything else in the folder was read.")
    tell("problems were met when reading", problems, "The rest was read; mend or remove what is named.")
    if not tables:
        return schema.frame("articles", rows)
    whole = pd.concat([*([schema.frame("articles", rows)] if rows else []), *tables], ignore_index=True)
    return schema.frame("articles", whole.to_dict("list"))


def _articles_of(page: dict[str, Any]) -> list[dict[str, Any]]:
    about = {name: page.get(name) for name in ("page_id", "date", "paper", "page")}
    items, _ = split_page(page["text"], page["page_id"])
    alone = len(items) == 1 and is_one_article(page["page_id"])
    return [
        {"article_id": page["page_id"] if alone else f"{page['page_id']}-{number:02d}", **about, **item}
        for number, item in enumerate(items, 1)
    ]
