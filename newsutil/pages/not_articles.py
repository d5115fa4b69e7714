"""Lines of a page that belong to no article: mastheads, page numbers, editors, addresses, links, continuation marks."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsutil.base import resources

_WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天]"
_STEM = "甲乙丙丁戊己庚辛壬癸"
_BRANCH = "子丑寅卯辰巳午未申酉戌亥"
_LUNAR = (
    rf"(?:农历|夏历)?\s*(?:[{_STEM}][{_BRANCH}][鼠牛虎兔龙蛇马羊猴鸡狗猪]?年)?\s*闰?[正一二三四五六七八九十冬腊]{{1,2}}月"
    r"(?:初[一二三四五六七八九十]|[十廿卅二三][一二三四五六七八九十]?|[廿卅])"
    rf"|农历[{_STEM}][{_BRANCH}]年"
)
_DATE = (
    r"(?:19|20|１９|２０)\d\d\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[-/.．]\d{1,2}[-/.．]\d{1,2}|\d{4}(?!\d))"
    r"|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_PAGE = r"第\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版|(?<![今日共全\d])[A-Z]?\d{1,3}\s*版|版次[：:]\s*[A-Z]?\d{1,3}"
_PAPER = r"《?[\u4e00-\u9fff]{2,8}(?:日报|晚报|时报|早报|晨报|商报|都市报|青年报|周报|导报|农民报|工人报|文汇报|报)》?"
_ISSUE = (
    r"(?:总\s*)?第\s*\d{1,6}\s*期|[（(]总第?\s*\d{1,6}\s*期[）)]|[今本]日\s*\d{1,3}\s*版|(?:共|全)\s*\d{1,3}\s*版|"
    r"\d{1,2}[:：]\d\d"
)
_NUMBER = re.compile(r"[A-Z]?\d{1,2}|[A-Z]\d{1,3}|[①-⑳]")  # 02 综合, 要闻 02, ③ 民生经济
_MASTHEAD = re.compile(
    rf"(?P<date>{_DATE})|(?P<page>{_PAGE})|(?P<issue>{_ISSUE})|(?P<weekday>{_WEEKDAY})|(?P<lunar>{_LUNAR})"
)
_REST = re.compile(r"[\s　·•|｜/／,，:：()（）《》\[\]【】_-]+")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,10}")
_PAPER_TITLE = re.compile(r"\s*《([^《》]{2,12})》")
_PAPER_LIKE = re.compile(r"[\u4e00-\u9fff]{2,8}(?:报|刊|摘编|文摘|新闻网?|周刊|专刊|专版|特刊|副刊|融媒体?|视窗|要闻)")
_PAPER_NAME = re.compile(_PAPER)

_EDITOR = (
    r"(?:本版|本期|今日|值班|当班|夜班|一版|二版|三版|四版|执行|首席|责任|美术|文字|图片|视觉|网络|新媒体|版面|电子版|融媒体?|副?总)*"
    r"(?:编辑|责编|主编|总编辑?|校对|检校|校检|版式|版式设计|版面设计|设计|美编|组版|排版|制版|制图|审读|审校|审核|签发|监制|统筹|策划|统稿|出品|"
    r"编审|编委|主任|一读|二读|三读|终审|首读|电话|传真|邮箱|热线|投稿|E-?mail|照排|见习编辑|值班主任)(?:设计)?"
)
_EDITORS = re.compile(rf"(?:[\s　|｜■□◆●]*|[\u4e00-\u9fff·]{{2,6}}[\s　]+){_EDITOR}\s*[：:/／|｜丨\s　]\s*\S.{{0,120}}")
_EDITOR_WORD = re.compile(rf"{_EDITOR}\s*[：:/／|｜丨\s　]")
# 责编 and its kin name nobody but editors; 电话 or 策划 alone may also open a line of a notice or a credit.
_SURE_EDITOR = re.compile(r"责任?编|编辑|校对|版式|美编|美术|组版|总编|主编|检校|审读|排版|签发|值班")


def is_paper_like(line: str) -> bool:
    """Whether a short line may name the paper or series beside a masthead: 地方新闻摘编.

    >>> is_paper_like("地方新闻摘编"), is_paper_like("一江碧水两岸行")
    (True, False)
    """
    return len(line) <= 18 and any(_PAPER_LIKE.fullmatch(word) for word in _REST.split(line))


class Masthead(NamedTuple):
    """What a masthead line says, each ``""`` when it does not."""

    date: str
    page: str
    paper: str


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["reason"], re.compile(row["pattern"])) for row in resources.table("pages/furniture"))


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _patterns()))


def reason_of(line: str) -> str:
    """Why ``line`` belongs to no article, ``""`` when it may belong to one; of mastheads :func:`masthead` knows.

    Examples
    --------
    >>> reason_of("—6—"), reason_of("责编：温雅　组版：范成"), reason_of("今年以来，全县已植树。")
    ('page number', 'editors', '')
    """
    if len(line) > 180 or ("。" in line[:-1] and line[-1:] != "）"):
        return ""
    if len(line) <= 130 and _EDITORS.fullmatch(line):
        words = _EDITOR_WORD.findall(line)
        if _SURE_EDITOR.search("".join(words)):
            return "editors"
    if _any().fullmatch(line):
        return next(reason for reason, pattern in _patterns() if pattern.fullmatch(line))
    return ""


def masthead(line: str, *, at_top: bool = False) -> Masthead | None:
    """What a masthead says (paper, date, page number, page label); None when the line is something else.

    ``at_top`` also takes a page number with a label, which elsewhere could open a sentence.

    Examples
    --------
    >>> masthead("2023年9月14日　星期四　第3版　民生").page
    '第3版'
    >>> masthead("02 综合", at_top=True).page, masthead("02 综合")
    ('02', None)
    """
    if len(line) > 90 or "。" in line or "，" in line or not (at_top or _MASTHEAD.search(line)):
        return None
    found: dict[str, str] = {}
    editors = _EDITOR_WORD.search(line)
    if editors and _EDITORS.fullmatch(line[editors.start() :]):
        line = line[: editors.start()]  # A7版 生态 2019年6月5日 编辑:何静 美编:赵磊
    for match in _MASTHEAD.finditer(line):
        found.setdefault(match.lastgroup or "", match[0])
    dated = "date" in found
    words = [word for word in _REST.split(_MASTHEAD.sub(" ", line)) if word]
    if at_top or dated:
        number = next((word for word in words if _NUMBER.fullmatch(word)), "")
        if number:
            found.setdefault("page", number)
            words.remove(number)
    titled = _PAPER_TITLE.match(line) if dated else None
    paper = titled[1] if titled else next((word for word in words if _PAPER_NAME.fullmatch(word)), "")
    if words and not (len(words) <= 4 and all(_WORD.fullmatch(word) for word in words)):
        return None
    if dated or (at_top and ("page" in found or "weekday" in found or "issue" in found)) or len(found) >= 2:
        return Masthead(found.get("date", ""), found.get("page", ""), paper)
    if "page" in found and found["page"].startswith("第") and len("".join(words)) <= 8:
        return Masthead("", found["page"], paper)
    if at_top and words == [paper]:
        return Masthead("", "", paper)
    return None
