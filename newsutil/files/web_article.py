"""The article among the lines of a web page: its title and what stands around it, its text, and what goes on below.

It reaches from the line that is its title to the end of the element that holds its text, and on to what goes on below
that, up to links, a heading of the site's own (热门评论), the editors' line or another article; columns beside it,
comments and what stands outside ``<article>`` are none of it.

That element is the one with most running text: each run of text with a comma or a full stop counts for the elements
around it, the near ones most, as in the extractors of Readability's kind; their thresholds, made for European text,
lose short Chinese items.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

from newsutil.base import resources
from newsutil.base.dates import date_in
from newsutil.files.markup import BODY, LINK, RUNNING, Piece, elements, is_seen, lines_of

_WORDS = "files/web_words"
# Lines, a title and its parts by their words, <kind> being any of that kind in the table.
_FORMS = {
    "small print": "<small print>",
    "below": "<below>|<small print>",
    "tool": r"<tool>|\d\s*版|[>＞]",
    "author": r"[^\w\u4e00-\u9fff]*<author>(?![节席])",  # □ 本报记者 周明, 作者：何明
    "last": r"[（(\[【]?\s*<last>\s*[:：]",  # （责任编辑：周明）, behind which an article does not go on
    # 下载沱江融媒APP，看更多新闻。
    "promotion": r"\W*(?:更多\w{0,10})?\W*(?:欢迎|敬?请)?<asked>[^。，]{0,16}<offered>",
    # A stroke or a dash may also part a headline, so that only a short name behind it is a site's.
    "behind": r"(?<=\S)\s*(?:_\s*[^_|\s—-]{0,16}|(?:\||--|\s[-–—]\s)\s*[^_|\s—-]{0,5})<site>$",
    "site": "[\u4e00-\u9fff]{0,8}<site>",  # 沱江日报多媒体数字报
}
_FURNITURE, _OUTSIDE = "furniture", "outside"
_NAME = re.compile("[A-Z]?[a-z]+|[A-Z]+")  # commentList
_PARTS = re.compile(r"_|\||-{1,2}|\s[–—]\s")
_ASIDE = re.compile(r"[（(][^（()）]*[)）]|第?\s*[A-Z]?\d{1,3}\s*版(?:[:：]\S*)?")
_SENTENCE_END = ("。", "！", "？", "”", "摄", "）", ")")
_SHORTEST_HEAD, _LONGEST_HEAD = 4, 40
_MOST_LINES = 2  # of a subtitle
_LONGEST_WINDOW = 300
_SHORTEST_RUN = 8
# What a run of text is worth to its paragraph, the element around that, and so on.
_SHARES = (0.6, 1.0, 0.55, 0.3, 0.15)
_PER_MARK = 20
_ARTICLE_SHARE = 0.2  # of the best element's worth: a page's only <article> with so much holds the text
_FURNITURE_SHARE = 0.4  # an element named like furniture that holds more of the running text than this is none


class Article(NamedTuple):
    """What a page says of its article; ``near`` stands between title and text, ``beside`` in no other part."""

    kicker: str
    title: str
    subtitle: str
    text: list[Piece]
    above: list[str]
    near: list[str]
    beside: list[str]


def find_article(tree: Any, title: str = "") -> Article | None:
    """The article of a page, its title perhaps known; ``None`` where there is no running text."""
    furniture = _furniture_of(tree)
    body = _body_of(tree, furniture)
    if body is None:
        return None
    shown = tree.find("body")
    shown = tree if shown is None else shown
    lines = lines_of(shown, {**dict.fromkeys(furniture, _FURNITURE), **_outside(shown, body), body: BODY})
    inside = [at for at, line in enumerate(lines) if line.zone == BODY]
    first = next((at for at in inside if RUNNING.search(lines[at].text) and not lines[at].level), inside[0])
    window = " ".join((tree.findtext(".//title") or "").split())[:_LONGEST_WINDOW]
    title = title or _title(lines[: first + 1], window)
    at = _last(title, lines[: first + 1])
    kicker, subtitle = _around(lines, at, first)
    taken = list(_text(lines, inside, at, max([at, *subtitle]) + 1, title)) or inside
    known = {*taken, *kicker, *subtitle}
    left = [line for one, line in enumerate(lines) if one not in known and line.zone != LINK and line.text != title]
    above = [line.text for line in lines[: at if at > 0 else first] if line.zone not in (LINK, _FURNITURE)]
    return Article(
        kicker=" ".join(lines[one].text for one in kicker),
        title=title,
        subtitle=" ".join(lines[one].text for one in subtitle),
        text=[lines[one] for one in taken],
        above=above,
        near=[line.text for line in lines[at + 1 : first]] if at >= 0 else [],
        beside=[line.text.strip("| ") for line in left],
    )


def _body_of(tree: Any, furniture: set[Any]) -> Any:
    """The element that holds the article; ``None`` where there is no running text."""
    from lxml.etree import iterwalk

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
        marks = len(RUNNING.findall(run))
        if marks and len(run) >= _SHORTEST_RUN and not form("small print").search(run):
            worth = len(run) + _PER_MARK * marks
            for share, holder in zip(_SHARES, reversed(around), strict=False):
                # A page of <br> has its paragraphs in one element.
                whole = holder is around[-1] and run.count("。") > 1 and holder.tag != "p"
                score[holder] += worth * (1 if whole else share)
    best = max(score, key=score.__getitem__, default=None)
    whole = list(tree.iter("article"))
    inside = [element for element in whole[0].iter() if element in score] if len(whole) == 1 else []
    own = max(inside, key=score.__getitem__, default=best)
    return own if inside and score[own] >= _ARTICLE_SHARE * score[best] else best


def _own_text(element: Any) -> str:
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()


def _furniture_of(tree: Any) -> set[Any]:
    """Elements that are furniture by their class or id, but for one in which much of the page's text stands."""
    from lxml.etree import iterwalk

    said: dict[Any, int] = {}
    suspects = []
    for _, element in iterwalk(tree, events=("end",)):
        runs = len(run) if RUNNING.search(run := _own_text(element)) and is_seen(element) else 0
        said[element] = runs + sum(said.pop(child, 0) for child in element)
        if _is_named(element, "class") and element.tag not in ("body", "html"):
            suspects.append((element, said[element]))
    return {element for element, length in suspects if length < _FURNITURE_SHARE * max(said[tree], 1)}


def _is_named(element: Any, *kinds: str) -> bool:
    """Whether an element's tag, class or id has a word of these kinds: comment, comments, commentList."""
    own = _NAME.findall(f"{element.tag} {element.get('class', '')} {element.get('id', '')}")
    words = {name.lower() for name in own}
    words |= {word.removesuffix("s") for word in words}
    return any(not words.isdisjoint(resources.column(_WORDS, "word", kind)) for kind in kinds)


def _outside(shown: Any, body: Any) -> dict[Any, str]:
    """What is none of the article by where it stands: all around ``<article>``, later cells of a row, side columns."""
    around = [body, *body.iterancestors()]
    whole = next((element for element in reversed(around) if element.tag == "article"), None)
    zones = {} if whole is None else {shown: _OUTSIDE, whole: ""}
    for cell in around:
        later = cell.itersiblings("td") if cell.tag == "td" else ()
        zones.update(dict.fromkeys(later, _OUTSIDE))
    within = {*around, *body.iter()}
    columns = (element for element in shown.iter("div", "section", "td", "ul", "ol", "dl", "p"))
    zones.update((one, _OUTSIDE) for one in columns if one not in within and _is_named(one, "class", "column"))
    return zones


def _text(lines: Sequence[Piece], inside: Sequence[int], at: int, begin: int, title: str) -> Iterator[int]:
    """Places of the article's lines: sentences between its headings and the body, the body, and what goes on below."""
    said = _bare(title), _bare(lines[inside[0]].text)
    for one in range(begin, inside[0]) if at >= 0 else ():
        bare = _bare(lines[one].text)
        again = said[0].endswith(bare) or said[1].startswith(bare)  # a summary of the site's
        if lines[one].zone == "" and _is_text(lines[one].text) and not again:
            yield one
    yield from (one for one in inside if one >= begin and lines[one].text != title)
    if not any(form("last").match(lines[one].text) for one in inside[-_MOST_LINES:]):
        yield from _behind(lines, inside[-1] + 1, lines[at].level if at >= 0 else 0)


def _last(title: str, lines: Sequence[Piece]) -> int:
    """Where the title stands last, or a line above the text that holds its beginning; -1 where neither does."""
    places = [at for at, line in enumerate(lines) if line.text == title]
    places = places or [at for at, line in enumerate(lines[:-1]) if title and title[:12] in line.text]
    return places[-1] if places else -1


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def without_site(title: str) -> str:
    """A headline without the names of the site and its channels behind it; a dash in it stays."""
    while found := form("behind").search(title):
        title = title[: found.start()].rstrip()
    return title


@cache
def form(name: str) -> re.Pattern[str]:
    """One of the forms of lines that a web page has beside its article."""
    return re.compile(re.sub("<([a-z ]+)>", lambda kind: resources.one_of(_WORDS, "word", kind[1]), _FORMS[name]))


def _is_site(text: str) -> bool:
    """Whether a title says nothing but what the site, the paper or its page is called: 沱江日报数字报-第03版:民生."""
    words = filter(None, re.split(r"[\s_|—–-]+", _ASIDE.sub("", text)))
    return all(date_in(word) or form("site").fullmatch(word) for word in words)


def _title(lines: Sequence[Piece], window: str) -> str:
    """The line that is the window's title or a part of it, else a heading; the window's title where there is none.

    Where that names only the site, as in digital newspapers, it is the heading or bold line above the text.
    """
    parts = [part.strip() for part in _PARTS.split(window)]
    named = [part for part in parts if not _is_site(part)]
    longest = max(named, key=len, default="")
    cut = longest.rstrip(".… ")
    own = [line for line in lines if line.zone != _FURNITURE and not _is_site(line.text)]
    whole = (line for line in own if 2 * len(line.text) >= len(longest) or window.startswith(line.text))
    shared = [line for line in whole if line.text in window or (line.level and cut in line.text)] if cut else []
    if shared:
        return min(shared, key=lambda line: (line.zone == LINK, line.level or 9, -len(line.text))).text
    plain = [line for line in reversed(own) if line.zone != LINK]
    heads = [line for line in plain if line.level == 1 or (line.level and not named)]
    if heads:
        return min(heads, key=lambda head: head.level).text
    if named:
        cuts = (without_site(said) for said in (window, "_".join(window.rsplit("-", 1))))
        return next((made for made in cuts if len(made) < len(window)), longest if named != parts else window)
    found = (line.text for line in plain if (line.bold or _called(line) == "title") and _may_head(line))
    return next(found, next((line.text for line in lines if line.level and line.text in window), ""))


def _called(line: Piece) -> str:
    """Kicker, subtitle or title, where the class of a line's element says so: yinti, sub-title, biaoti."""
    for element in (line.holder, line.holder.getparent()) if line.holder is not None else ():
        names = "" if element is None else f"{element.get('class', '')} {element.get('id', '')}".lower()
        for name in re.sub("[-_]", "", names).split():
            for kind in ("kicker", "subtitle", "title"):
                if name.endswith(resources.column(_WORDS, "word", kind)):
                    return kind
    return ""


def _may_head(line: Piece) -> bool:
    text = line.text
    told = form("tool").search(text) or date_in(text) or _is_site(text) or form("author").match(text)
    return _SHORTEST_HEAD <= len(text) <= _LONGEST_HEAD and "。" not in text and not told


def _around(lines: Sequence[Piece], at: int, first: int) -> tuple[list[int], list[int]]:
    """Where kicker and subtitle stand: the lines beside the title, by their class, as headings or in its table."""
    if at < 0:
        return [], []
    later = {line.level for line in lines[first:] if line.zone == BODY}  # levels of section heads

    def belongs(one: int, kind: str) -> bool:
        line = lines[one]
        near = line.level not in (0, *later) or _called(line) == kind or (table is not None and table is _table(line))
        return near and line.zone in ("", _OUTSIDE, BODY) and _may_head(line)

    table = _table(lines[at])
    kicker = [at - 1] if at and belongs(at - 1, "kicker") else []
    return kicker, list(
        takewhile(lambda one: belongs(one, "subtitle"), range(at + 1, min(first, at + 1 + _MOST_LINES)))
    )


def _table(line: Piece) -> Any:
    return None if line.holder is None else next(line.holder.iterancestors("table"), None)


def _is_text(text: str) -> bool:
    """Whether a line around the body is the article's: a sentence, its writers, or a caption with its photographer."""
    stamp = date_in(text) and not text.endswith(_SENTENCE_END)  # 2023-06-02 08:15 来源：沱江日报
    if stamp or form("small print").search(text) or form("promotion").match(text):
        return False
    running = len(text) >= _SHORTEST_RUN and RUNNING.search(text)
    return bool(running or text.endswith(("摄", "摄）", "摄)")) or form("author").match(text))


def _behind(lines: Sequence[Piece], start: int, level: int) -> Iterator[int]:
    """Lines below the body that go on with it, with their headings; ``level`` is that of the title."""
    heads: list[int] = []
    links = 0
    for at, line in enumerate(lines[start:], start):
        links = links + 1 if line.zone else 0
        label = len(line.text) <= _LONGEST_HEAD and not line.text.endswith(_SENTENCE_END)
        ends = form("last").match(line.text) or (label and form("below").search(line.text))
        if links > 1 or (level and line.level == level) or ends:
            return
        if line.zone:
            continue
        if line.level or line.bold:
            heads.append(at)
        elif _is_text(line.text):
            yield from (*heads, at)
            heads = []
