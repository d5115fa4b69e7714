"""What copies of a site's pages repeat: lines that stand beside each article, teasers of others, titles said twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from newsutil.pages.broken_paragraphs import is_listed, is_prose
from newsutil.pages.credits import DAY, FORMULA, credit_of, is_body_name
from newsutil.pages.headings import is_dashed, is_kind
from newsutil.pages.lines import Line

_OFTEN = 3
_LONGEST = 60
_LONGEST_LABEL = 8
_TAIL = 10  # characters that lines share which name another place each
_LONGEST_TEASERS = 12  # lines
_SITE = {"masthead", "page number", "position", "label", "time stamp", "source", "account", "promotion"}
_SITE |= {"navigation", "link", "disclaimer", "headline list", "separator"}
_TEASERS = re.compile(
    r"[【▼▽]?(?:(?:新闻|热门|精彩|为您)推荐|推荐(?:新闻|阅读)|相关(?:新闻|阅读|推荐|文章|资讯|报道)|更多新闻)[】：:]?"
)
_FRAMES = "◆◇■□●○★☆▲▼◎※|｜"
_FRAMED = re.compile(rf"([{_FRAMES}])\s?[^，。：]{{2,16}}?\s?\1")
_TITLE_SIGNS = tuple("▌▍▎▋■◆●★▶►◎")
_CUT_OFF = re.compile(r"(?:…|\.{3})(?:\s*[\[（(]?(?:详细|全文|更多|阅读全文)[\]）)]?)?$")


def mark_copies(lines: Sequence[Line]) -> None:
    """Give a reason to what a page holds because it was put together of copies."""
    _mark_repeated(lines)
    _mark_said_twice(lines)
    _mark_group_labels(lines)


def _mark_repeated(lines: Sequence[Line]) -> None:
    """A line that stands three times or more on a page, each time beside what is furniture, is furniture too.

    So are lines that end alike (沱江的事，天天更新 and 雁江的事，天天更新), and what a site shows of other articles.
    """
    plain = [at for at, line in enumerate(lines) if not (line.reason or line.field or line.mark == "row")]
    if len(lines) - len(plain) < _OFTEN - 1:
        return
    often = _often(lines, plain)
    teasers = [at for at in plain if len(lines[at].text) <= _LONGEST_LABEL and _TEASERS.fullmatch(lines[at].text)]
    known = {at for at, line in enumerate(lines) if line.reason in _SITE}.union(teasers, *often) if often else set()
    for places in often:
        others = known.difference(places)
        bare = sum(not _is_beside(lines, at, others) for at in places)
        if bare <= len(places) // 4:
            for at in places:
                lines[at].reason = "label"
    for at in teasers:
        _mark_teasers(lines, at)


def _often(lines: Sequence[Line], plain: Sequence[int]) -> list[list[int]]:
    """Places of the lines that stand often, and of those that end alike."""
    counts = Counter(lines[at].text for at in plain)
    tails = Counter(lines[at].text[-_TAIL:] for at in plain if len(lines[at].text) > _TAIL)
    made: dict[str, list[int]] = {}
    for at in plain:
        text = lines[at].text
        if counts[text] >= _OFTEN or (len(text) > _TAIL and tails[text[-_TAIL:]] >= _OFTEN):
            made.setdefault(text if counts[text] >= _OFTEN else text[-_TAIL:], []).append(at)
    return [places for places in made.values() if len(places) >= _OFTEN and _may_repeat(lines[places[0]].text)]


def _may_repeat(text: str) -> bool:
    """Whether a line that stands often may be a site's: no credit, office, day, or label that papers repeat."""
    if (
        len(text) > _LONGEST
        or is_dashed(text)
        or any(form.fullmatch(text) for form in (DAY, FORMULA))
        or is_listed(text)
    ):
        return False
    return (
        not is_body_name(text)
        and credit_of(text) is None
        and not is_kind(text, "notice", "photo", "aside", "numeral", "note")
    )


def _is_beside(lines: Sequence[Line], at: int, known: set[int]) -> bool:
    """Whether furniture stands beside a line; a rule above it may set off an article with its column's name."""
    if at in (0, len(lines) - 1) or at + 1 in known:
        return True
    return at - 1 in known and lines[at - 1].reason != "separator"


def _mark_teasers(lines: Sequence[Line], start: int) -> None:
    """Titles and first words of other articles, none a whole text, between their label and furniture behind."""
    end = start + 1
    while end < len(lines) and not (lines[end].reason in _SITE or lines[end].field):
        end += 1
    some = [line for line in lines[start + 1 : end] if not line.reason]
    if not 0 < len(some) <= _LONGEST_TEASERS or any(map(_is_whole, some)):
        return
    ends = end < len(lines) and lines[end].reason not in ("separator", "")
    if not (ends or any(_CUT_OFF.search(line.text) for line in some)):
        return
    for line in lines[start:end]:
        line.reason = line.reason or "promotion"


def _is_whole(line: Line) -> bool:
    """Whether a line is a paragraph that a reader can read to its end, or a point of a list."""
    told = is_prose(line.text) or line.text[-1:] in "。；" or line.mark == "row" or is_listed(line.text)
    return told and not _CUT_OFF.search(line.text)


def _mark_said_twice(lines: Sequence[Line]) -> None:
    """Of two headings of the same words with nothing but furniture between, one is furniture too: that without a label,
    else the first."""
    marked = [line for line in lines if line.level]
    if len({line.text for line in marked}) == len(marked):
        return
    heads = [line for line in lines if not line.reason and line.field not in ("byline", "kicker", "subtitle")]
    for first, second in pairwise(heads):
        if first.text == second.text and second.level and (first.level or first.field == "title"):
            twin = second if first.field else first
            twin.reason = "label"


def _mark_group_labels(lines: Sequence[Line]) -> None:
    """A label in a frame (◆ 便民 ◆) over several titles of one sign (▌…, ▌…) is no kicker of the first."""
    if not any(line.text[-1] in _FRAMES for line in lines):
        return
    plain = [line for line in lines if not line.reason]
    framed = [at for at, line in enumerate(plain) if line.text[-1] in _FRAMES and _FRAMED.fullmatch(line.text)]
    for at, end in pairwise([*framed, len(plain)]):
        sign = plain[at + 1].text[0] if at + 1 < end else ""
        if sign in _TITLE_SIGNS and sum(line.text[0] == sign for line in plain[at + 1 : end]) > 1:
            plain[at].reason = "label"
