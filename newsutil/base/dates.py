"""Dates as newspapers and their files write them; a date that is not there is missing, never made up."""

from __future__ import annotations

import datetime
import re

_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
_CHINESE = "〇○零一二三四五六七八九"
_WRITTEN = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"
    r"|(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\5(\d{1,2})(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
_IN_CHINESE = re.compile(rf"([{_CHINESE}]{{4}})年([一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十]{{1,3}})日")
_MONTH_FOLDER = re.compile(r"((?:19|20)\d\d)\s*(?:年|[-_./])?\s*(\d{1,2})\s*月?$")
_DAY_NAME = re.compile(r"(?:^|\D)(\d{1,2})(?:日|\D|$)")


def date_in(text: str) -> datetime.datetime | None:
    """First date with year, month and day in ``text``.

    Examples
    --------
    >>> date_in("２０２３年６月２日　星期五").date().isoformat()
    '2023-06-02'
    >>> date_in("二〇二三年十一月二十五日").date().isoformat()
    '2023-11-25'
    >>> date_in("rmrb_20230602_01") == date_in("2023/6/2")
    True
    """
    plain = text.translate(_FULL_WIDTH)
    for found in _WRITTEN.finditer(plain):
        year, month, day = (part for part in found.groups() if part and part not in "-/.")
        made = _date(year, month, day)
        if made:
            return made
    chinese = _IN_CHINESE.search(text)
    if chinese:
        year, month, day = chinese.groups()
        return _date(year.translate(_DIGITS), str(_small(month)), str(_small(day)))
    return None


def date_of_path(parts: tuple[str, ...]) -> datetime.datetime | None:
    """Date in a file's name or, where the name has none, in its folders (2023-06-02, 20230602, 2023年06月/02-01.txt).

    ``parts`` are the folder names from the top and the file's stem.  A month folder gives a date
    only with a day in the name.
    """
    for part in reversed(parts):
        made = date_in(part)
        if made:
            return made
    for at in range(len(parts) - 1, 0, -1):
        month = _MONTH_FOLDER.search(parts[at - 1])
        day = _DAY_NAME.search(parts[at])
        if month and day:
            return _date(month[1], month[2], day[1])
    if len(parts) >= 4 and re.fullmatch(r"(?:19|20)\d\d年?", parts[-4] if len(parts[-2]) <= 3 else ""):
        return _date(parts[-4][:4], parts[-3].rstrip("月"), parts[-2].rstrip("日"))
    return None


_FULL_WIDTH = str.maketrans("０１２３４５６７８９／．－", "0123456789/.-")


def _date(year: str, month: str, day: str) -> datetime.datetime | None:
    try:
        return datetime.datetime(int(year), int(month), int(day))
    except ValueError:
        return None


def _small(numeral: str) -> int:
    """Value of a Chinese numeral below one hundred: 二十五 is 25."""
    tens, ten, ones = numeral.rpartition("十")
    high = (_CHINESE[3:].find(tens) + 1 if tens else 1) if ten else 0
    return 10 * high + (_CHINESE[3:].find(ones) + 1 if ones else 0)
