"""What the names of a file and its folders say of a page: date, paper and page number; and of rows their day."""

from __future__ import annotations

import datetime
import re
from typing import Any

from newsutil.base import resources
from newsutil.base.dates import date_in, date_of_path
from newsutil.base.text import simplified

# 天气预报, 工作汇报 are no papers.
_PAPER_PART = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,10}(?<![预汇通申举填海喜播])报)(?=[^\u4e00-\u9fff]|$|存档|合集|电子版|数字报)"
)
_NUMBER = r"[A-Z]{1,2}\d{1,3}|0?\d{1,2}"
_NAME_PAGES = (
    r"^nw\.D.*_\d{8}_\d{1,2}-([A-Z]?\d\d)$",  # 人民日报's own: the article stands before the page
    r"(?:19|20)\d\d(?:\d{4}|[-_.年]\d{1,2}[-_.月]\d{1,2}日?)"
    rf"(?:[-_ ]({_NUMBER})|([A-Z]{{1,2}}\d{{1,3}}))(?:[-_]\d{{1,3}})?$",
    rf"(?:^|[-_ 第日])({_NUMBER}|0\d\d|(?<=第)[一二三四五六七八九十]{{1,2}})版"
    r"(?=$|[：:\s_-]|(?!本)[\u4e00-\u9fff]{2,4}$)",
    r"^([A-H]{1,2}\d\d)$",
    r"^[A-Za-z]{2,8}(?:19|20)\d{6}(0?\d\d)$",  # lyrb20230602003
)
_DATE = r"(?<!\d)(?:19|20)\d\d(?:\d{4}|\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})(?!\d)\s*[日号]?"
_ON_TO = r"(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)|\d{1,2}(?:[.月]\d|[日号])"  # 0131, 1.31, 31日: none is a page
_SPAN = re.compile(rf"{_DATE}\s*(?:[至到~～]\s*\d|[-—–]\s*(?:{_ON_TO}))|^\d{{1,2}}日?[-—–~～至到]\d{{1,2}}日$")
_BARE_PAGE = re.compile(r"(\d\d)(?:[-_ ][\u4e00-\u9fff]{2,6})?")
IN_FIGURES = {ord(numeral): str(value) for value, numeral in enumerate("一二三四五六七八九十", 1)} | {
    ord("０") + value: str(value) for value in range(10)
}


def facts_of_names(names: tuple[str, ...]) -> dict[str, Any]:
    """What the names of the folders and the file say; a bare number is a page only in a paper's folder of a day."""
    papers = [found[1] for name in names if (found := _PAPER_PART.search(name))]
    page = ""
    for at, name in reversed(list(enumerate(names))):
        for pattern in _NAME_PAGES[0 if at + 1 == len(names) else 2 :]:
            found = re.search(pattern, name)
            page = page or (next(filter(None, found.groups())).translate(IN_FIGURES) if found else "")
        bare = _BARE_PAGE.fullmatch(name) if papers and not page else None
        if bare and date_of_path((*names[:at], "")):
            page = bare[1]
    return {"date": date_of_path(names), "paper": papers[-1] if papers else "", "page": page}


def day_of_rows(names: tuple[str, ...]) -> datetime.datetime | None:
    """The day that the names of the folders and the file give to all rows of a table without dates.

    A name gives none that tells a span of days, or when a table was made.

    >>> day_of_rows(("沱江日报20240301",)), day_of_rows(("20240101-20240331",)), day_of_rows(("备份_20240301",))
    (datetime.datetime(2024, 3, 1, 0, 0), None, None)
    """
    return date_of_path(tuple("" if _is_of_other_days(name) else name for name in names))


def has_word(name: str, *kinds: str) -> bool:
    """Whether a header, or a file's name, holds a word of one of these kinds in the table of headers' words."""
    plain = simplified(name).lower()
    return any(re.search(resources.one_of("files/header_words", "word", kind), plain) for kind in kinds)


def _is_of_other_days(name: str) -> bool:
    days = set(filter(None, map(date_in, re.findall(_DATE, name))))
    return len(days) > 1 or _SPAN.search(name) is not None or has_word(name, "other time", "other day")
