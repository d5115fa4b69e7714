"""HTML to lines: paragraphs, headings and rows of tables, without what a reader does not see."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from newsutil.base import resources
from newsutil.base.text import mend

_HIDDEN = re.compile(r"display\s*:\s*none")
_TAG = re.compile(r"</?([A-Za-z][\w:-]{0,20})(?:[\s/][^<>]*)?>|<!--[^<>]*-->")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,30});")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
BODY, LINK = "body", "link"
"""Parts of a page: what holds its text, and lines outside it that are all link."""
RUNNING = re.compile(r"[。！？；，、”]")
"""What running text has, and a line of a page's tools has not."""
_WIDE = "[\u2014\u2018-\u201d\u2026\u3000-\u9fff\uff00-\uffef]"
_WRAPPED = re.compile(rf"(?<={_WIDE})[ \t\r]*\n\s*(?={_WIDE})")  # 收割 / 机, as Word wraps its HTML
_LEVELS = {f"h{level}": level for level in range(10)}


class Piece(NamedTuple):
    """A line, whether all of it is bold, the level of the heading that it is (0: none), and where it stands.

    ``zone`` is the name of its part of the page, ``holder`` the element around it.
    """

    text: str
    bold: bool
    level: int
    zone: str = ""
    holder: Any = None


def parse(text: str) -> Any:
    """Root of the tree of a page or of a piece of HTML; ``None`` where there is none."""
    import lxml.html
    from lxml.etree import ParserError

    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(_DECLARED.sub("", text).replace("\x00", ""), parser=parser)
    except ParserError:
        return None


@cache
def elements(kind: str) -> frozenset[str]:
    """Elements that begin a line (``"block"``) or that a reader does not see (``"unseen"``)."""
    return frozenset(resources.column("files/web_words", "word", kind))


def is_seen(element: Any) -> bool:
    return element.tag not in elements("unseen") and not _HIDDEN.search(element.get("style") or "")


def lines_of(root: Any, zones: Mapping[Any, str] = MappingProxyType({})) -> list[Piece]:
    """Lines of what an element shows, a table's row of short cells as one: ``| 粮食 | 186万吨 |``.

    ``zones`` names parts of the page; a line outside its :data:`BODY` that is all link is in :data:`LINK`.
    """
    from lxml.etree import iterwalk

    lines = _Lines(zones)
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        seen = is_seen(element)
        if event == "start" and seen:
            lines.start(element)
            lines.add(element.text)
        elif event == "start":
            walk.skip_subtree()
            lines.add(" ")
        else:
            if seen:
                lines.end(element)
            lines.add(element.tail if element is not root else None)
    lines.flush()
    return lines.open[0]


class _Lines:
    """Lines that are being put together; cells of open rows keep theirs apart until the row ends."""

    def __init__(self, zones: Mapping[Any, str]) -> None:
        self.zones = zones
        self.open: list[list[Piece]] = [[]]
        self.rows: list[list[list[Piece]]] = []
        self.parts: list[tuple[str, bool, bool]] = []
        self.around: list[Any] = []
        self.inside = [""]
        self.bold = self.links = self.level = 0

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append((text, self.bold > 0, self.links > 0))

    def start(self, element: Any) -> None:
        tag = element.tag
        if tag in elements("block"):
            self.flush()
            self.around.append(element)
        if element in self.zones:
            self.inside.append(self.zones[element])
        if tag in ("b", "strong"):
            self.bold += 1
        elif tag == "a":
            self.links += 1
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.open.append([])
        else:
            self.level = _LEVELS.get(tag, self.level)

    def end(self, element: Any) -> None:
        tag = element.tag
        if tag in elements("block"):
            self.flush()
            self.around.pop()
        if element in self.zones:
            self.inside.pop()
        if tag in ("b", "strong"):
            self.bold -= 1
        elif tag == "a":
            self.links -= 1
        elif tag == "tr":
            self.open[-1] += _row(self.rows.pop())
        elif tag in ("td", "th"):
            cell = self.open.pop()
            if self.rows:
                self.rows[-1].append(cell)
            else:
                self.open[-1] += cell
        elif tag in _LEVELS:
            self.level = 0

    def flush(self) -> None:
        whole = "".join(part for part, *_ in self.parts)
        if RUNNING.search(whole):  # 来源：沱江日报 and 编辑：何静 stand on two lines of the source too
            whole = "".join(_WRAPPED.sub("", part) for part, *_ in self.parts)
        if text := " ".join(whole.split()):
            seen = [part for part in self.parts if part[0].strip()]
            zone = self.inside[-1]
            zone = LINK if zone != BODY and all(link for *_, link in seen) else zone
            holder = self.around[-1] if self.around else None
            self.open[-1].append(Piece(text, all(bold for _, bold, _ in seen), self.level, zone, holder))
        self.parts = []


def _row(cells: list[list[Piece]]) -> list[Piece]:
    """A row of a table as one line; where a cell holds several lines the table only lays out the page."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(len(cell) == 1 for cell in filled) and len({cell[0].zone for cell in filled}) == 1:
        row = "| " + " | ".join(cell[0].text if cell else "" for cell in cells) + " |"
        return [filled[0][0]._replace(text=row, bold=False, level=0)]
    return [piece for cell in cells for piece in cell]


def as_markdown(piece: Piece) -> str:
    """The line with the marks that a page in Markdown has; what it shows is not to be read as HTML once more."""
    text = html.escape(piece.text, quote=False) if has_markup(piece.text) else piece.text
    if piece.level:
        return f"{'#' * piece.level} {text}"
    return f"**{text}**" if piece.bold and not text.startswith("|") else text


def has_markup(text: str) -> bool:
    """Whether a cell of a table holds HTML: a tag that HTML has, or an entity."""
    return ("&" in text and unescape(text) != text) or bool(_tags(text))


def _tags(text: str) -> list[re.Match[str]]:
    """Tags that HTML has, and comments: <三农> is neither."""
    if "<" not in text:
        return []
    from lxml.html.defs import tags

    return [tag for tag in _TAG.finditer(text) if not tag[1] or ":" in tag[1] or tag[1].lower() in tags]


@cache
def _shown(entity: str) -> str:
    return mend(html.unescape(entity))[0]


def unescape(text: str) -> str:
    """The text with its entities (``&nbsp;``) as characters, each read once; an ampersand in an address stays."""
    return _ENTITY.sub(lambda entity: _shown(entity[0]), text)


def without_markup(text: str) -> str:
    """What a cell with HTML shows, a paragraph a line."""
    whole = text if _tags(text) else unescape(text)
    tags = _tags(whole)
    if not tags:  # entities alone: the lines stay
        return whole
    # Where tags part the paragraphs, a line end in the source is only a space.
    line = "\n" if any((tag[1] or "").lower() in elements("block") for tag in tags) else "<br>"
    start, parts = 0, []
    for tag in tags:
        parts += [_as_text(whole[start : tag.start()]).replace("\n", line), tag[0]]
        start = tag.end()
    parts.append(_as_text(whole[start:]).replace("\n", line))
    root = parse("<div>" + "".join(parts) + "</div>")
    shown = [] if root is None else [piece.text for piece in lines_of(root)]
    return "\n".join(line.strip("| ").replace(" | ", " ") if line.startswith("| ") else line for line in shown)


def _as_text(text: str) -> str:
    """HTML that shows the text as it stands: a parser would read &not in 甲&notes."""
    return html.escape(unescape(text), quote=False)
