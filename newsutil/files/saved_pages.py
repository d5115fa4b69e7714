"""Web pages saved as files: the article that a page shows, with its title, day, source and author.

What stands between the title and the first paragraph, or above them, says day, source and page.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

from newsutil.base import resources
from newsutil.base.dates import CHINA, date_in
from newsutil.files.markup import LINK, RUNNING, Piece, as_markdown, lines_of, parse
from newsutil.files.web_article import Article, find_article, without_site

_WORDS = "files/web_words"
_PAGE = re.compile(r"(?i)\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html)\b")
_ENP = re.compile(r"<!--enpproperty(.{0,4000}?)/enpproperty-->", re.DOTALL)
_FOUNDER = re.compile(r"<founder-(\w+)>([^<]{1,300})</founder-")
_ENP_FIELD = re.compile(r"<([a-z]+)>([^<]{1,300})</")
_WECHAT_DAY = re.compile(r"createTime = '(\d{4}-\d\d-\d\d)|\bct = \"(\d{10})\"")
_HAN = re.compile("[\u4e00-\u9fff]+")
_DAY_IN_HAN = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_NUMBER = re.compile(r"第\s*([A-Z]?\d{1,3})\s*版|(?<![A-Za-z\d])([A-Z]\d{1,2}|0\d)\s*版")
_WEEKDAY = re.compile(r"星期|周[一二三四五六日]")
_LARGEST_SHARE = 0.8
_LEVELS = (1, 2)  # of headings that may be titles of articles
_OPENING = 3  # a note, a lead and who wrote the text

SAVED = "html"
"""What stands for the encoding of a saved web page: its text is what was read out of it."""

COLLECTED = "html of several articles"
"""The same for a page of several articles: its text is a page, to be split."""

BESIDE = "<!-- beside the article -->"
"""What stands in the text of a saved page before what else it shows, which goes to the ledger."""


class Text(NamedTuple):
    """The text of a page, and what a saved page says of itself; of other pages their first lines and names say it.

    ``heads`` counts the headings that look like titles of articles where more than one does and all were read as one.
    """

    text: str
    encoding: str
    date: datetime.datetime | None = None
    paper: str = ""
    page: str = ""
    heads: int = 0


def is_saved_page(text: str) -> bool:
    """Whether a text is a whole page of HTML, whatever its file is called."""
    return _PAGE.match(text) is not None


def read_saved_page(text: str) -> Text:
    """The article of a page of HTML; an empty text where it holds no running text, as a page of headlines.

    What else the page shows, but for links, stands below :data:`BESIDE`.
    """
    tree = parse(text)
    if tree is None:
        return Text("", SAVED)
    several, heads = _several(tree)
    if several:
        return Text(several, COLLECTED)
    own, meta = _properties(text), _meta(tree)
    article = find_article(tree, own.get("title") or meta.get("articletitle", ""))
    if article is None:
        return Text("", SAVED)
    page = _page_number([own.get("nodename", ""), *article.above, *article.near])
    stamps = _stamps(article, page)
    last = article.text[-1].text
    said = " \n".join([*article.near, *stamps, last])
    author = _labelled("author", own.get("author", "")) or _labelled("author", said)
    credits = (line.text for line in article.text[:_OPENING] if not RUNNING.search(line.text))
    told = author in article.text[0].text[:40] + last[-40:] or any(author in credit for credit in credits)
    top = f"{own.get('introtitle') or article.kicker}\n{as_markdown(Piece(article.title, bold=False, level=1))}"
    top = f"{top}\n{own.get('subtitle') or article.subtitle}".rstrip()
    whole = "\n\n".join([top, *([] if told else [f"作者：{author}"]), *map(as_markdown, article.text)])
    if article.beside:
        whole += f"\n\n{BESIDE}\n" + "\n".join(as_markdown(Piece(line, bold=False, level=0)) for line in article.beside)
    date = date_in(own.get("date", "")) or _date_of(meta, text) or date_in(" \n".join(stamps))
    account = " ".join(tree.xpath("string(//*[@id='js_name'])").split())
    paper = own.get("sitename") or meta.get("contentsource") or meta.get("mediaid") or account
    paper = paper or _labelled("source", said) or _beside_the_day(stamps)
    return Text(whole, SAVED, date, without_label(paper), page, heads)


def _several(tree: Any) -> tuple[str, int]:
    """The text in Markdown of a page of several articles, and how many it may hold where it does not say so.

    Each stands in an ``<article>`` under a heading, or under a heading of one level with its day beside it.
    """
    if len(tree.xpath("//article | //h1 | //h2")) < 2:
        return "", 0
    shown = tree.find("body")
    lines = _plain(tree if shown is None else shown)
    whole = [_plain(element) for element in tree.xpath("//article[not(ancestor::article or ancestor::a)]")]
    whole = [part for part in whole if any(line.level for line in part[:_OPENING]) and _is_told(part)]
    sizes = [sum(len(line.text) for line in part) for part in whole]
    taken = list(chain.from_iterable(whole))
    if len(whole) < 2 or max(sizes) > _LARGEST_SHARE * sum(sizes):  # others are teasers beside the one
        first, parts = next(filter(lambda found: len(found[1]) > 1, (_parts(lines, one) for one in _LEVELS)), (0, []))
        top = lines[:first]
        if not parts or any("。" in line.text for line in top):
            return "", 0  # a lead stands above the sections of one article
        if not all(any(map(_is_stamp, [*above, *part[:_OPENING]])) for above, part in parts):
            return "", 0 if any(line.level for line in top) else len(parts)
        taken = lines[first - any(map(_is_stamp, top[-1:])) :]
    known = {line.text for line in taken}
    beside = [line for line in lines if line.text not in known]
    parted = [*map(as_markdown, taken), *([BESIDE] if beside else []), *map(as_markdown, beside)]
    return "\n\n".join(parted), 0


def _parts(lines: Sequence[Piece], level: int) -> tuple[int, list[tuple[Sequence[Piece], Sequence[Piece]]]]:
    """Place of the first heading of a level, and the parts below such that have a text, each with the line above it."""
    places = [at for at, line in enumerate(lines) if line.level == level]
    parts = [(lines[:start][-1:], lines[start:end]) for start, end in pairwise([*places, len(lines)])]
    return min(places, default=0), [(above, part) for above, part in parts if _is_told(part)]


def _plain(element: Any) -> list[Piece]:
    return [line for line in lines_of(element) if line.zone != LINK]


def _is_told(lines: Sequence[Piece]) -> bool:
    return sum(line.text.count("。") for line in lines if not line.level) > 1


def _is_stamp(line: Piece) -> bool:
    return "。" not in line.text and date_in(line.text) is not None


def without_label(paper: str) -> str:
    """A paper's name without ``来源：`` before it and the site's channel behind it."""
    return without_site(re.sub(rf"^{resources.one_of(_WORDS, 'word', 'source')}\s*[:：]\s*", "", paper.strip()))


def _labelled(kind: str, text: str) -> str:
    """The name that stands behind a label; none where another one follows: 来源： 分享到："""
    labels, ends = (resources.one_of(_WORDS, "word", name) for name in (kind, "end"))
    name = rf"\s*[:：]\s*(?!{ends}|\d{{4}})(\S[^\s【\[|]*?)(?=[\s【\[|]|{ends}|$)"
    if kind == "author":
        name = rf"\s*[:：]?\s*([\u4e00-\u9fff·]{{2,4}}?)(?=\s|{ends}|$|[）)（(、/])"
    found = re.search(labels + name, text)
    return found[1] if found else ""


def _properties(text: str) -> dict[str, str]:
    """What a digital newspaper of Founder's kind says of an article in elements of its own, or in a comment."""
    comment = _ENP.search(text)
    found = [*_FOUNDER.findall(text), *(_ENP_FIELD.findall(comment[1]) if comment else ())]
    return {name: value.strip() for name, value in reversed(found)}


def _meta(tree: Any) -> dict[str, str]:
    made: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        made.setdefault(name.lower(), (element.get("content") or "").strip())
    return made


def _page_number(lines: Sequence[str]) -> str:
    """The number of the newspaper's page, where its name stands on the page and no other's: 第03版：民生."""
    found = {number for line in lines for numbers in _NUMBER.findall(line) for number in numbers if number}
    return found.pop() if len(found) == 1 else ""


def _stamps(article: Article, page: str) -> list[str]:
    """Lines that may date the article: those near its title, else those above it; the day of the visit is none.

    A day with its weekday above the title is the newspaper's only where that is named: 沱江日报 2023年6月2日 星期五.
    """
    today, paper = (resources.one_of(_WORDS, "word", kind) for kind in ("today", "paper"))
    near, above = ([line for line in lines if not re.search(today, line)] for lines in (article.near, article.above))
    if any(map(date_in, near)):
        return near
    return [line for line in above if page or not _WEEKDAY.search(line) or re.search(rf"{paper}(?:\s|$)", line)]


def _date_of(meta: dict[str, str], text: str) -> datetime.datetime | None:
    said = [meta.get(name, "") for name in resources.column(_WORDS, "word", "date")]
    if wechat := _WECHAT_DAY.search(text):
        said.append(wechat[1] or datetime.datetime.fromtimestamp(int(wechat[2]), CHINA).isoformat())
    return next(filter(None, map(date_in, said)), None)


def _beside_the_day(lines: Sequence[str]) -> str:
    """A paper's name that stands without a label in the line of the date: 2024-03-16 10:00 沱江日报."""
    paper = re.compile(rf"[\u4e00-\u9fff]{{2,12}}{resources.one_of(_WORDS, 'word', 'paper')}")
    parts = (part for line in filter(date_in, lines) for part in _HAN.findall(_DAY_IN_HAN.sub(" ", line)))
    return next(filter(paper.fullmatch, parts), "")
