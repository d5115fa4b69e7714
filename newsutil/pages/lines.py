"""A page as lines: what each one says without its markup, and what the markup said.

Every later step moves whole lines, so what a page holds stands in an article or in the ledger by construction.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

# Markers without a shape: soft hyphen, zero-width characters, byte order mark, NUL and other controls.
_UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(9), *range(0x0E, 0x20), 0x7F])
_UNSEEN_SEARCH = re.compile("[" + "".join(re.escape(chr(code)) for code in _UNSEEN) + "]")
_SPECIAL = re.compile(r"[<&*_#>|\[`~\\=]|^\s*[-+]|下转|上接|[转接]")
_TAGS = (
    r"!--.*?--|/?(?:p|br|div|span|strong|b|em|i|u|a|img|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|font|center|section|article|"
    r"header|footer|main|nav|html|head|body|meta|link|title|script|style|blockquote|figure|figcaption|hr|sup|sub|small|big|pre|code|"
    r"iframe|video|audio|source|input|button|form|label|dl|dt|dd|caption|col|colgroup|!doctype)(?=[\s/>])[^<>]*"
)
_TAG = re.compile(rf"<(?:{_TAGS})>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|li|tr|h[1-6]|table|section|article|blockquote|figcaption|title|dt|dd)\b[^<>]*>", re.IGNORECASE
)
_CELL_TAG = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
# A <br> after a full stop ends a paragraph, another one only breaks the line.
PARAGRAPH_BR = re.compile(r"(?<=[。！？…”）])(?:\s|&nbsp;)*<br\s*/?>", re.IGNORECASE)
_HTML_HEAD = re.compile(r"<h([1-6])\b", re.IGNORECASE)
_ALL_STRONG = re.compile(
    r"(?:\s|&nbsp;|</?span[^<>]*>)*<(strong|b)\b[^<>]*>(?:(?!</\1>).)*</\1>(?:\s|&nbsp;|</?span[^<>]*>|<br\s*/?>)*"
)
_HEAD = re.compile(r"^\s{0,3}(#{1,6})(?:[ \t　]+|(?=[^\s#]))(?!\S+#)")
_QUOTE = re.compile(r"^\s{0,3}(?:>[ \t]?)+")
_BULLET = re.compile(r"^\s*[-*+][ \t　]+(?=\S)")
_RULE = re.compile(r"^[\s>]*(?:[-*_=~][ \t]*){3,}$|^[\s>]*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$|^\s*`{3,}\w*\s*$")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_BOLD = re.compile(r"^\s*(\*\*\*|\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1\s*$")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)(?:\{[^}\n]*\})?")
_LINK = re.compile(r"(?<!!)\[([^\]\n]*)\]\(([^)\n]*)\)")
_ONLY_LINKS = re.compile(r"^[\s|·>*-]*(?:\[[^\]\n]*\]\([^)\n]*\)[\s|·]*)+$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,30});")
_MARK = re.compile(
    r"[（(【\[]\s{0,3}[▲△▼→]?\s{0,3}(?:紧?[上下]?[接转]|文见|图见|相关(?:报道|新闻|评论|图片)?(?:详?见|刊))\s{0,3}(?:本报)?第?\s{0,3}[A-Z]?"
    r"[\d一二三四五六七八九十]{1,3}\s{0,3}版[^（()）\]】]{0,16}[）)\]】]|[▲△▼→]?\s{0,3}(?:上接|下转)第?\s{0,3}[A-Z]?[\d一二三四五六七八九十]{1,3}版"
)
_BOLD_LEVEL = 1


@dataclass(slots=True)
class Line:
    """A line without its markup; ``level`` is how strongly it is marked as a heading: 6 for ``#`` … 1 for bold.

    A line with a ``reason`` goes to the ledger; every other one ends in ``field`` of the item ``item``.
    """

    number: int
    text: str
    level: int = 0
    indent: int = 0
    mark: str = ""  # "item", "row" or "quote" where markup says so
    whole: bool = False  # a paragraph of its own by its HTML tags
    gap: bool = False  # an empty line stands before it
    resumed: bool = False  # 上接 stands before it
    cut: bool = False  # 下转 stands behind it
    clings: bool = False  # not indented on a page whose paragraphs are: goes on with the line before it
    after: str = ""  # reason of the ledger line right before it
    role: str = ""
    reason: str = ""
    names: tuple[str, ...] = ()
    item: int = -1
    field: str = ""

    def absorb(self, other: Line) -> None:
        """Take the text of ``other`` to the end of this line; two parts of a Latin word group keep one space."""
        spaced = (
            self.text[-1:].islower()
            and other.text[:1].islower()
            and self.text[-1:].isascii()
            and other.text[:1].isascii()
        )
        self.text += (" " if spaced else "") + other.text
        self.cut = other.cut
        other.reason = "joined"


def unescape(text: str) -> str:
    """The text with its entities (``&nbsp;``) as characters; an ampersand in an address is left alone."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]).replace("\xa0", " "), text)


def without_unseen(text: str) -> str:
    """The text without characters that have no shape."""
    return text.translate(_UNSEEN) if _UNSEEN_SEARCH.search(text) else text


def page_lines(text: str) -> Iterator[Line]:
    """Lines of a page that say something, in order; images, links and continuation marks stand as lines with a reason.

    Examples
    --------
    >>> [(line.level, line.text) for line in page_lines("## 水到田头\\n\\n**通渠了**\\n本报讯 今天")]
    [(5, '水到田头'), (1, '通渠了'), (0, '本报讯 今天')]
    """
    before: Line | None = None
    gap = False
    for number, raw in enumerate(without_unseen(text).split("\n"), 1):
        if not raw or raw.isspace():
            gap = True
            continue
        for line in _pieces(raw, number):
            line.gap, gap = gap, False
            if before is not None and before.reason:
                line.after = before.reason
            yield line
            before = line


def _pieces(raw: str, number: int) -> Iterator[Line]:
    if not _SPECIAL.search(raw):
        yield Line(number, raw.strip(), indent=_indent(raw))
        return
    if _RULE.match(raw):
        return
    if "<" in raw and _TAG.search(raw):
        yield from _html_pieces(raw, number)
        return
    yield from _split_marks(_plain(raw, number))


def _html_pieces(raw: str, number: int) -> Iterator[Line]:
    """One line for each block of HTML in a line of the file."""
    level = 0
    raw = PARAGRAPH_BR.sub("<p>", raw)
    start = 0
    blocks: list[tuple[str, int]] = []
    for tag in _BLOCK_TAG.finditer(raw):
        blocks.append((raw[start : tag.start()], level))
        found = _HTML_HEAD.match(tag[0])
        level = 7 - int(found[1]) if found else 0
        start = tag.end()
    blocks.append((raw[start:], level))
    for block, head in blocks:
        strong = _ALL_STRONG.fullmatch(block) is not None
        row = _CELL_TAG.search(block) is not None
        text = unescape(_TAG.sub(_in_place_of, block)).translate(_UNSEEN)
        if not text.strip():
            continue
        for line in _split_marks(_plain(text, number)):
            line.whole = len(blocks) > 1
            line.level = line.level or head or (_BOLD_LEVEL if strong else 0)
            line.mark = line.mark or ("row" if row else "")
            yield line


def _in_place_of(tag: re.Match[str]) -> str:
    return " " if _CELL_TAG.match(tag[0]) else ""


def _plain(raw: str, number: int) -> Line:
    """Line of Markdown or plain text with its signs read and taken off."""
    line = Line(number, "", indent=_indent(raw))
    if _ONLY_LINKS.match(raw):
        line.text, line.reason = raw.strip(" \t　>*-"), "link"
        return line
    quote = _QUOTE.match(raw)
    if quote:
        raw, line.mark = raw[quote.end() :], "quote"
    if _ROW.match(raw):
        line.text, line.mark = " ".join(cell.strip() for cell in raw.strip().strip("|").split("|")).strip(), "row"
        return line
    head = _HEAD.match(raw)
    bullet = None if head else _BULLET.match(raw)
    if head:
        raw, line.level = raw[head.end() :].rstrip(" #"), 7 - len(head[1])
    elif bullet and not re.fullmatch(r"\s*[-*+]\s*\d{1,3}\s*[-*+]?\s*", raw):
        raw, line.mark = raw[bullet.end() :], "item"
    bold = _BOLD.match(raw)
    if bold and bold[1] not in bold[2]:
        raw = bold[2]
        line.level = line.level or _BOLD_LEVEL
    if "*" in raw or "__" in raw or "~~" in raw:
        raw = re.sub(r"\*\*+|__|~~", "", raw)
    if "\\" in raw:
        raw = _ESCAPE.sub(r"\1", raw)
    if "&" in raw:
        raw = unescape(raw)
    line.text = raw.translate(_UNSEEN).strip()
    return line


def _indent(raw: str) -> int:
    """Width of the white space before a line, in half-width columns."""
    lead = raw[: len(raw) - len(raw.lstrip())]
    return len(lead) + lead.count("　") + 3 * lead.count("\t")


def _split_marks(line: Line) -> Iterator[Line]:
    """The line without images, links' addresses and continuation marks, each of which becomes a line with a reason."""
    if line.reason or not line.text:
        if line.text:
            yield line
        return
    rest = line.text
    if "](" in rest:
        for image in _IMAGE.finditer(rest):
            yield Line(line.number, image[0], reason="image")
        rest = _IMAGE.sub("", rest)
        for link in _LINK.finditer(rest):
            # The address is kept as an empty link, so that it is told from the page's own words.
            yield Line(line.number, f"[]({link[2]})", reason="link")
        rest = _LINK.sub(r"\1", rest).strip()
    start = 0
    resumed = False
    parts: list[Line] = []
    for mark in _MARK.finditer(rest):
        before = rest[start : mark.start()].strip()
        if before:
            parts.append(_part(line, before, resumed=resumed, cut="转" in mark[0]))
        parts.append(Line(line.number, mark[0], reason="continuation mark"))
        resumed = "接" in mark[0]
        start = mark.end()
    tail = rest[start:].strip()
    if tail:
        parts.append(_part(line, tail, resumed=resumed, cut=False))
    elif resumed and parts:
        parts[-1].resumed = True
    yield from parts


def _part(line: Line, text: str, *, resumed: bool, cut: bool) -> Line:
    made = Line(line.number, text, line.level, line.indent, line.mark, line.whole)
    made.resumed, made.cut = resumed, cut
    return made
