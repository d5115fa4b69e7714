"""Day files: a list of headlines, then ``### title`` items with HTML paragraphs and a link line each."""

from __future__ import annotations

import html
import re
from typing import Any

_ITEM = re.compile(r"^### +(.*)$", re.MULTILINE)
_FORM = re.compile(r"^### [^\n]*\n\s*<p\b", re.MULTILINE)
_BREAK = re.compile(r"</?(?:p|div|li|tr|h[1-6])\b[^>]*>|(?<=[。！？…”])\s*<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_STRONG = re.compile(r"\s*(?:<span[^>]*>)?<(strong|b)\b[^>]*>(.*)</\1>(?:</span>|<br\s*/?>|&nbsp;|\s)*", re.DOTALL)
_DATELINE = re.compile(r"[\u4e00-\u9fff]{2,10}(?:消息|讯)(?=[（(：:　 ])|[\u4e00-\u9fff]{2,10}\d{1,2}月\d{1,2}日电")


def is_day_file(text: str) -> bool:
    """Whether HTML paragraphs follow ``###`` titles."""
    return _FORM.search(text) is not None


def split_day(text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Items and ledger of a day file."""
    heads = list(_ITEM.finditer(text))
    ledger = _left(text[: heads[0].start()], 1, "headline list")
    items = []
    number = 1 + text.count("\n", 0, heads[0].start())
    for at, head in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(text)
        body = text[head.end() : end]
        paragraphs: list[str] = []
        sections: list[str] = []
        for offset, line in enumerate(body.split("\n")):
            if not line.startswith("<"):
                ledger += _left(line, number + offset, "link")
                continue
            for piece in _BREAK.split(line):
                strong = _STRONG.fullmatch(piece)
                clean = html.unescape(_TAG.sub("", piece)).replace("\xa0", " ").strip()
                if clean:
                    short = strong and len(clean) <= 40 and paragraphs and clean[-1] not in "。：；，"
                    (sections if short else paragraphs).append(clean)
        opening = _DATELINE.match(paragraphs[0]) if paragraphs else None
        items.append(
            {
                "kind": "article",
                "title": head[1].strip(),
                "dateline": opening[0] if opening else "",
                "sections": "\n".join(sections),
                "text": "\n".join(paragraphs),
                "line": number,
            }
        )
        number += body.count("\n")
    return items, ledger


def _left(text: str, number: int, reason: str) -> list[dict[str, Any]]:
    return [
        {"line": number + at, "text": line.strip(), "reason": reason}
        for at, line in enumerate(text.split("\n"))
        if line.strip(" #-")
    ]
