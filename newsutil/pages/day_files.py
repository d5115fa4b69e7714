"""Day files: a list of headlines, then ``### title`` items with HTML paragraphs and a link line each.

The form says where items begin, so nothing is weighed here; the headlines before the first item go to the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import Any

from newsutil.files.markup import unescape
from newsutil.pages import not_articles
from newsutil.pages.broken_paragraphs import ends_full
from newsutil.pages.credits import closing_credit, opening_credit, photo_credit
from newsutil.pages.headings import is_kind
from newsutil.pages.line_roles import is_caption
from newsutil.pages.lines import PARAGRAPH_BR, Line, page_lines

Record = dict[str, Any]

_FORM = re.compile(r"^### [^\n]*\n\s*<p\b", re.MULTILINE)
_ITEM = re.compile(r"^### ", re.MULTILINE)
_LIST_ENTRY = re.compile(r"^\d{1,2}[.．、]", re.MULTILINE)
_TAG = re.compile(r"</?(?:p|br|strong|b|span)\b[^<>]*>")
# Whatever is no plain tag of a paragraph is read with care: <p 值就成立> is text.
_OTHER_TAG = re.compile(r"<(?!/?(?:p|br|strong|b|span)(?:\s[ -;=?-~]*)?/?>)|\]\(|\*\*")
_STRONG = re.compile(r"\s*(?:<span[^<>]*>)?<(strong|b)>(?:(?!</\1>).)*</\1>(?:</span>|<br ?/?>|&nbsp;|\s)*")
_LONGEST_SECTION = 40
_LISTED_HEADLINES = 3
_LISTED = re.compile(r"^(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])")


def is_day_file(text: str) -> bool:
    """Whether HTML paragraphs follow ``###`` titles, or a labelled list of headlines stands before such titles."""
    if "### " not in text:
        return False
    if _FORM.search(text):
        return True
    first = _ITEM.search(text)
    if first is None or _ITEM.search(text, first.end()) is None:
        return False
    before = text[: first.start()]
    return len(_LIST_ENTRY.findall(before)) >= _LISTED_HEADLINES and any(
        not_articles.furniture_of(line.strip("# ")).effect == "list" for line in before.split("\n") if len(line) < 20
    )


def split_day(text: str) -> tuple[list[Record], Iterator[Record]]:
    """Records of the items of a day file, also of those without a text, and of what stands around them."""
    items: list[Record] = []
    ledger: list[Record] = []
    around: list[tuple[str, int, bool]] = []  # what kind of line each is, only who wants the ledger asks
    broken = ""  # a paragraph whose tag is closed in a later line
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.isspace():
            continue
        if broken and line.startswith(("#", "<p")):
            _read_body(broken, number, items[-1], ledger)
        elif broken:
            line = broken + line
        broken = ""
        if items and line.startswith("<p") and "</p>" not in line:
            broken = line
        elif line.startswith("### "):
            title = line[4:].strip()
            items.append({"kind": "article", "title": title, "line": number, "paragraphs": [], "sections": []})
        elif items and (line.lstrip().startswith("<") or _is_text(line)):
            _read_body(line, number, items[-1], ledger)
        else:
            around.append((line, number, not items))
    if broken:
        _read_body(broken, number, items[-1], ledger)
    return [_finished(item) for item in items], _ledger(ledger, around)


def _ledger(ledger: list[Record], around: list[tuple[str, int, bool]]) -> Iterator[Record]:
    """What stands between the items and within them, in the order of the lines."""
    left = (
        {"line": number, "text": made.text, "reason": made.reason or _reason(made.text, before=before)}
        for line, number, before in around
        for made in page_lines(line)
    )
    return merge(ledger, left, key=itemgetter("line"))


def _is_text(line: str) -> bool:
    """Whether a line without a tag is a paragraph, not a link, a time stamp or a label."""
    return line.startswith("**") or (ends_full(line.rstrip()) and not not_articles.reason_of(line.strip()))


def _read_body(line: str, number: int, item: Record, ledger: list[Record]) -> None:
    """Add the HTML paragraphs of one line to an item; a paragraph that is bold as a whole is a section heading."""
    paragraphs, sections = item["paragraphs"], item["sections"]
    for strong, piece in _pieces(line, number, ledger):
        if strong and len(piece) <= _LONGEST_SECTION and piece[-1] not in "。：；，":
            sections.append(piece)
            paragraphs.append("")
            continue
        paragraphs.append(piece)


def _pieces(line: str, number: int, ledger: list[Record]) -> Iterator[tuple[bool, str]]:
    """Paragraphs of a line of HTML without their tags, each with whether it is bold as a whole."""
    if _OTHER_TAG.search(line):
        for made in page_lines(line):
            if made.reason:
                ledger.append({"line": number, "text": made.text, "reason": made.reason})
            else:
                yield made.level > 0, made.text
        return
    if "<br" in line:
        line = PARAGRAPH_BR.sub("</p>", line)
    for piece in line.split("</p>"):
        strong = False
        if piece.startswith("<p"):
            piece = piece[piece.find(">") + 1 :]
        if "<" in piece:
            strong = ("<strong" in piece or "<b>" in piece) and _STRONG.fullmatch(piece) is not None
            piece = _TAG.sub("", piece)
        if "&" in piece:
            piece = unescape(piece)
        piece = piece.strip()
        if piece:
            yield strong, piece


def _finished(item: Record) -> Record:
    paragraphs = [paragraph for paragraph in item.pop("paragraphs") if paragraph]
    if not paragraphs and item["sections"]:
        paragraphs, item["sections"] = item["sections"], []
    dateline, names = opening_credit(paragraphs[0]) if paragraphs else ("", ())
    names += (photo_credit(paragraphs[-1]) or closing_credit(paragraphs[-1])) if paragraphs else ()
    if len(paragraphs) == 1 and (is_caption(Line(0, paragraphs[0])) or paragraphs[0].startswith("▲")):
        item["kind"] = "photo"
    elif is_kind(item["title"], "labelled notice"):  # …发表声明 is news
        item["kind"] = "notice"
    item["byline"] = ";".join(dict.fromkeys(names))
    item["dateline"] = dateline
    item["sections"] = "\n".join(item["sections"])
    item["text"] = "\n".join(paragraphs)
    return item


def _reason(text: str, *, before: bool) -> str:
    if _LISTED.match(text):
        return "headline list"
    known = not_articles.reason_of(text) or ("masthead" if not_articles.masthead(text, at_top=before) else "")
    return known or ("headline list" if before else "unplaced")
