"""Web pages saved as files: the article that a page shows, with its title, day, source and author.

The article stands in the element that holds most running text: each run of text with a comma or a full stop counts for
the elements around it, the near ones most, as in the extractors of Readability's kind; their thresholds, made for
European text, lose short Chinese items.  What stands between the title and the first paragraph says day and source.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from newsutil.base import resources
from newsutil.base.dates import date_in
from newsutil.files.markup import Piece, as_markdown, elements, is_seen, lines_of, parse

_WORDS = "files/web_words"
_PAGE = re.compile(r"(?i)\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html)\b")
_RUNNING = re.compile(r"[。！？；，、”]")
# What a run of text is worth to its paragraph, the element around that, and so on.
_SHARES = (0.6, 1.0, 0.55, 0.3, 0.15)
_SHORTEST_RUN, _PER_MARK = 8, 20
_FURNITURE_SHARE = 0.4  # an element named like furniture that holds more of the running text than this is none
_ENP = re.compile(r"<!--enpproperty(.{0,4000}?)/enpproperty-->", re.DOTALL)
_FOUNDER = re.compile(r"<founder-(\w+)>([^<]{1,300})</founder-")
_ENP_FIELD = re.compile(r"<([a-z]+)>([^<]{1,300})</")
_WECHAT_DAY = re.compile(r"createTime = '(\d{4}-\d\d-\d\d)|\bct = \"(\d{10})\"")
_HAN = re.compile("[\u4e00-\u9fff]+")
_DAY_IN_HAN = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_CHINA = datetime.timezone(datetime.timedelta(hours=8))

SAVED = "html"
"""What stands for the encoding of a saved web page: its text is what was read out of it."""


class Text(NamedTuple):
    """The text of a page, and what a saved page says of itself; of other pages their first lines and names say it."""

    text: str
    encoding: str
    date: datetime.datetime | None = None
    paper: str = ""


def is_saved_page(text: str) -> bool:
    """Whether a text is a whole page of HTML, whatever its file is called."""
    return _PAGE.match(text) is not None


def read_saved_page(text: str) -> Text:
    """The article of a page of HTML; an empty text where it holds no running text, as a page of headlines."""
    tree = parse(text)
    body = None if tree is None else _body(tree)
    if body is None:
        return Text("", SAVED)
    own, meta = _properties(text), _meta(tree)
    title = own.get("title") or meta.get("articletitle") or _title(tree)
    paragraphs = [piece for piece in lines_of(body) if piece.text != title]
    first, last = (paragraphs[0].text, paragraphs[-1].text) if paragraphs else ("", "")
    above = _above(tree, title, first)
    said = " \n".join([*above, last])
    author = _labelled("author", own.get("author", "")) or _labelled("author", said)
    credit = [f"作者：{author}"] if author and author not in first[:40] + last[-40:] else []
    heading = as_markdown(Piece(title, bold=False, level=1))
    head = f"{own.get('introtitle', '')}\n{heading}\n{own.get('subtitle', '')}".rstrip()
    date = date_in(own.get("date", "")) or _date_of(meta, text) or date_in(" \n".join(above))
    account = " ".join(tree.xpath("string(//*[@id='js_name'])").split())
    paper = own.get("sitename") or meta.get("contentsource") or meta.get("mediaid") or account
    paper = paper or _labelled("source", said) or _beside_the_day(above)
    return Text("\n\n".join([head, *credit, *map(as_markdown, paragraphs)]), SAVED, date, without_label(paper))


def without_label(paper: str) -> str:
    """A paper's name without ``来源：`` before it and the site's channel behind it."""
    return without_site(re.sub(rf"^{resources.one_of(_WORDS, 'word', 'source')}\s*[:：]\s*", "", paper.strip()))


def without_site(title: str) -> str:
    """A headline without the names of the site and its channels behind it; a dash in it stays."""
    while found := _site().search(title):
        title = title[: found.start()].rstrip()
    return title


@cache
def _site() -> re.Pattern[str]:
    site = resources.one_of(_WORDS, "word", "site")
    # A stroke or a dash may also part a headline, so that only a short name behind it is a site's.
    return re.compile(rf"(?<=\S)\s*(?:_\s*[^_|\s—-]{{0,16}}|(?:\||--|\s[-–—]\s)\s*[^_|\s—-]{{0,5}}){site}$")


def _labelled(kind: str, text: str) -> str:
    """The name that stands behind a label of an author or a source."""
    labels, ends = (resources.one_of(_WORDS, "word", name) for name in (kind, "end"))
    name = rf"\s*[:：]\s*(\S[^\s【\[|]*?)(?=[\s【\[|]|{ends}|$)"
    if kind == "author":
        name = rf"\s*[:：]?\s*([\u4e00-\u9fff·]{{2,4}}?)(?=\s|{ends}|$|[）)（(、/])"
    found = re.search(labels + name, text)
    return found[1] if found else ""


def _body(tree: Any) -> Any:
    """The element that holds the article; ``None`` where there is no running text."""
    from lxml.etree import iterwalk

    furniture, small_print = _furniture(tree), resources.one_of(_WORDS, "word", "small print")
    score = defaultdict[Any, float](float)
    around: list[Any] = []
    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if around and around[-1] is element:
                around.pop()
            continue
        if element.tag == "a" or not is_seen(element) or element in furniture:
            walk.skip_subtree()
            continue
        if element.tag in elements("block"):
            around.append(element)
        run = _own_text(element)
        marks = len(_RUNNING.findall(run))
        if marks and len(run) >= _SHORTEST_RUN and not re.search(small_print, run):
            worth = len(run) + _PER_MARK * marks
            for share, holder in zip(_SHARES, reversed(around), strict=False):
                # A page of <br> has its paragraphs in one element.
                whole = holder is around[-1] and run.count("。") > 1 and holder.tag != "p"
                score[holder] += worth * (1 if whole else share)
    return max(score, key=score.__getitem__, default=None)


def _own_text(element: Any) -> str:
    """Text of an element itself, without that of the elements in it."""
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()


def _furniture(tree: Any) -> set[Any]:
    """Elements that are furniture by their class or id, but for one in which much of the page's text stands."""
    from lxml.etree import iterwalk

    names = set(resources.column(_WORDS, "word", "class"))
    said: dict[Any, int] = {}
    suspects = []
    for _, element in iterwalk(tree, events=("end",)):
        runs = len(run) if _RUNNING.search(run := _own_text(element)) and is_seen(element) else 0
        said[element] = runs + sum(said.pop(child, 0) for child in element)
        own = re.findall("[a-z]+", f"{element.get('class', '')} {element.get('id', '')}".lower())
        if not names.isdisjoint(own) and element.tag not in ("body", "html"):
            suspects.append((element, said[element]))
    return {element for element, length in suspects if length < _FURNITURE_SHARE * max(said[tree], 1)}


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


def _title(tree: Any) -> str:
    """The heading that shares its words with the window's title; that title where there is none."""
    whole = " ".join((tree.findtext(".//title") or "").split())
    window = without_site(whole)
    found = tree.xpath("//founder-title | //h1 | //h2 | //*[@id='activity-name']")
    heads = [" ".join(head.text_content().split()) for head in found]
    same = (head for head in heads if len(head) > 1 and window and (head in window or window in head))
    return next(same, "") or without_site("_".join(whole.rsplit("-", 1))) or next(iter(heads), "")


def _above(tree: Any, title: str, first: str) -> list[str]:
    """Lines between the title and the first paragraph, and where there are none those above the article."""
    body = tree.find("body")
    lines = [piece.text for piece in lines_of(tree if body is None else body)]
    end = next((at for at, line in enumerate(lines) if first and line.startswith(first[:20])), len(lines))
    start = max((at for at, line in enumerate(lines[:end]) if title and title[:12] in line), default=0)
    near = lines[start:end]
    return near if any(map(date_in, near)) else lines[:end]


def _date_of(meta: dict[str, str], text: str) -> datetime.datetime | None:
    said = [meta.get(name, "") for name in resources.column(_WORDS, "word", "date")]
    if wechat := _WECHAT_DAY.search(text):
        said.append(wechat[1] or datetime.datetime.fromtimestamp(int(wechat[2]), _CHINA).isoformat())
    return next(filter(None, map(date_in, said)), None)


def _beside_the_day(lines: Sequence[str]) -> str:
    """A paper's name that stands without a label in the line of the date: 2024-03-16 10:00 沱江日报."""
    paper = re.compile(rf"[\u4e00-\u9fff]{{2,12}}{resources.one_of(_WORDS, 'word', 'paper')}")
    parts = (part for line in filter(date_in, lines) for part in _HAN.findall(_DAY_IN_HAN.sub(" ", line)))
    return next(filter(paper.fullmatch, parts), "")
