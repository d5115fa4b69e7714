"""Which lines of a page belong to no article, and what they say of their neighbours: an item starts or ends there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from newsutil.pages import not_articles
from newsutil.pages.broken_paragraphs import NUMBERED, is_prose
from newsutil.pages.labels import entry_of
from newsutil.pages.lines import BOLD_LEVEL, Line, without_addresses
from newsutil.pages.patterns import DAY, heading_pattern, is_body_name

_TOP_LINES = 6
_LONGEST = 180
_LONGEST_TITLE = 60
_BLANKS = re.compile(r"[\s：:]+")


def mark_furniture(lines: list[Line]) -> None:
    """Give a reason to each line that belongs to no article, whatever stands around it."""
    seen = 0
    outlets: set[str] = set()
    effects: list[str] = []
    above: Line | None = None  # the line right above that may be a title
    for at, line in enumerate(lines):
        effect = ""
        if line.reason or line.field:
            if line.reason == "link":
                effect = not_articles.furniture_of(without_addresses(line.text)).effect
        elif line.text in outlets and line.level <= BOLD_LEVEL:
            line.reason = "label"
        elif not _mark_entry(lines, above, at):
            following = lines[at + 1].text if at + 1 < len(lines) else ""
            at_top = seen < _TOP_LINES and not any(_is_text(before) for before in lines[max(0, at - _TOP_LINES) : at])
            line.reason, effect = _furniture(line, following, at_top=at_top)
            if effect == "names":
                outlets.update(_BLANKS.split(line.text)[1:])
        above = (line if not line.reason else above if line.reason == "source" else None) if not line.field else above
        effects.append(effect)
        seen += not line.reason
    _mark_neighbours(lines, effects)


def _furniture(line: Line, following: str, *, at_top: bool) -> tuple[str, str]:
    """Why a line belongs to no article, and what it says about its neighbours."""
    found = not_articles.furniture_of(line.text)
    if found.reason and not (line.mark == "row" or (found.reason == "headline list" and line.level)):
        return found
    if line.mark == "row" or len(line.text) > _LONGEST or (DAY.fullmatch(line.text) and not at_top):
        return "", ""  # the date under an announcement
    head = not_articles.masthead(line.text, at_top=at_top or bool(not_articles.masthead(following)))
    return ("masthead", "") if head else ("", "")


def _mark_entry(lines: Sequence[Line], title: Line | None, at: int) -> bool:
    """Whether a line says paper, date and page of the line above, which then is a title: an entry of a list."""
    if title is None or len(title.text) > _LONGEST_TITLE or title.text[-1:] == "。":
        return False
    names = entry_of(lines[at].text)
    if names is None:
        return False
    lines[at].reason = "source"
    title.field, title.names = "title", title.names + names
    return True


def _mark_neighbours(lines: Sequence[Line], effects: Sequence[str]) -> None:
    """What furniture says about the lines around it: an item starts or ends, or what follows is of its kind."""
    last: Line | None = None
    swallowed: list[Line] = []
    opening, rest = False, ""
    _mark_headline_lists(lines, effects)
    _keep_section_numbers(lines)
    for line, effect in zip(lines, effects, strict=True):
        if line.reason:
            opening = opening or effect == "opens"
            if effect == "ends" and last is not None:
                last.ends = True
            rest, swallowed = (line.reason, []) if effect == "rest" else (rest, swallowed)
            continue
        if rest and (line.level > BOLD_LEVEL or line.field or _is_other_text(line)):
            if swallowed and not line.level:
                swallowed[-1].reason = ""  # the title of what follows
            rest, swallowed = "", []
        if rest:
            line.reason = rest
            swallowed.append(line)
            continue
        line.opens, opening, last = opening, False, line
    for before, line in pairwise(lines):
        if "masthead" in (before.reason, line.reason) and not (before.reason and line.reason):
            bare = line if before.reason else before
            if bare.number <= lines[0].number + 2 * _TOP_LINES and not_articles.is_paper_like(bare.text):
                bare.reason = "masthead"
    for before, line in pairwise(lines):
        line.after = before.reason


def _keep_section_numbers(lines: Sequence[Line]) -> None:
    """Lines 1, 2, 3 … parts of a feature are its section heads, no page numbers."""
    numbers = [line for line in lines if line.reason == "page number" and line.text.isdecimal()]
    if len(numbers) > 1 and [int(line.text) for line in numbers] == list(range(1, len(numbers) + 1)):
        for line in numbers:
            line.reason = ""


def _mark_headline_lists(lines: Sequence[Line], effects: Sequence[str]) -> None:
    """The numbered lines behind 本期节目主要内容：; a headline may go on in the next line."""
    inside, before = False, ""
    for line, effect in zip(lines, effects, strict=True):
        if line.reason:
            inside = inside or effect == "list"
            continue
        listed = NUMBERED.match(line.text) or before[-1:] == "：" or line.text[-1:] == "；"
        inside = inside and not line.level and bool(listed)
        if inside:
            line.reason, before = "headline list", line.text


def _is_other_text(line: Line) -> bool:
    return is_prose(line.text) and not heading_pattern("legal").search(line.text)


def _is_text(line: Line) -> bool:
    return not line.reason and (is_prose(line.text) or line.text[-1:] == "。" or is_body_name(line.text))
