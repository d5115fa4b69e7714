"""What the names of a file and its folders say of a page: date, paper and page number; and of rows their day."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from typing import Any, NamedTuple

from newsutil.base import resources
from newsutil.base.dates import date_in, date_of_path
from newsutil.base.text import simplified

# 天气预报, 工作汇报, 舆情简报 are no papers.
_PAPER_PART = re.compile(
    r"(?:(?<=\d[年月日])|(?<![\u4e00-\u9fff])(?!(?<=\d)[年月日]))([\u4e00-\u9fff]{2,10}(?<![预汇通申举填海喜播简剪党])报)"
    r"(?=[^\u4e00-\u9fff]|$|存档|合集|电子版|数字报)"
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
SPAN = re.compile(rf"{_DATE}\s*(?:[至到~～]\s*\d|[-—–]\s*(?:{_ON_TO}))|^\d{{1,2}}日?[-—–~～至到]\d{{1,2}}日$")
_YEAR = r"(?<!\d)((?:19|20)\d\d|[〇○零一二三四五六七八九]{4})(?=\D|$|0[1-9](?!\d)|1[0-2](?!\d))"
_MONTH = re.compile(
    rf"{_YEAR}\s*(?:[-_.年]?\s*(0[1-9]|1[0-2])|[-.年]\s*([1-9]|十?[一二三四五六七八九]|十)(?=\s*月|$))(?!\d)\s*月?+份?+"
    r"(?!\s*[-—–~～至到、.]\s*\d)"
)
_ONLY_YEAR = re.compile(rf"[A-Za-z]*[-_ ]?{_YEAR}\s*年?[度份]?")
_ONLY_MONTH = re.compile(r"([1-9]|0[1-9]|1[0-2]|十?[一二三四五六七八九]|十)(月?)份?")
_PARTITION = re.compile(r"^[A-Za-z]+=")  # year=2024/month=03
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


class OfRows(NamedTuple):
    """What names say of all rows of a table: their day, whether only as the first of a month or year, their paper."""

    day: datetime.datetime | None = None
    coarse: bool = False
    paper: str = ""


NOTHING_SAID = OfRows()


def facts_of_rows(names: tuple[str, ...], sheet: str = "") -> OfRows:
    """What the names of the folders, the file and the sheet say of the rows of a table without dates or paper.

    A name gives no day that tells a span of days, or when a table was made.

    >>> [facts_of_rows((name,)).day for name in ("沱江日报20240301", "20240101-20240331", "备份_20240301")]
    [datetime.datetime(2024, 3, 1, 0, 0), None, None]
    >>> facts_of_rows(("2024年",), "沱江晚报3月")
    OfRows(day=datetime.datetime(2024, 3, 1, 0, 0), coarse=True, paper='沱江晚报')
    """
    said = [_PARTITION.sub("", name) for name in (*names, sheet)]
    papers = [found[1] for name in said if (found := _PAPER_PART.search(name))]
    plain = tuple("" if _is_of_other_days(name) else name for name in said)
    day = date_of_path(plain[-1:]) or date_of_path(plain[:-1])
    first = _first_day(plain) if day is None and plain == tuple(said) else None
    return OfRows(day or first, first is not None, papers[-1] if papers else "")


def _first_day(names: tuple[str, ...]) -> datetime.datetime | None:
    """The first day of the month or year that the names are: 沱江日报2024年3月, 2024年/3月, 2024; not 2024年1-3月."""
    month = ""
    bare = [_PAPER_PART.sub("", name).strip(" _-") for name in names]
    for above, name in reversed(list(pairwise(["", *bare]))):
        years = re.findall(_YEAR, name)
        whole, alone, only = _MONTH.search(name), _ONLY_YEAR.fullmatch(name), _ONLY_MONTH.fullmatch(name)
        if years:
            known = whole and (whole[2] or whole[3])
            month = month or known or ("1" if alone else "")
            dates = (date_in(f"{years[0]}年{month}月{first}日") for first in "1一")
            return next(filter(None, dates), None) if len(years) == 1 and month else None
        if only and not month and (only[2] or _ONLY_YEAR.fullmatch(above)):
            month = only[1]
    return None


def has_word(name: str, *kinds: str) -> bool:
    """Whether a header, or a file's name, holds a word of one of these kinds in the table of headers' words."""
    plain = simplified(name).lower()
    return any(re.search(resources.one_of("files/header_words", "word", kind), plain) for kind in kinds)


def _is_of_other_days(name: str) -> bool:
    days = set(filter(None, map(date_in, re.findall(_DATE, name))))
    return len(days) > 1 or SPAN.search(name) is not None or has_word(name, "other time", "other day")
