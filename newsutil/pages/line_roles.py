"""What each line of a page may be, judged by its form: furniture, heading, credit, caption, verse, or text."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from newsutil.pages.broken_paragraphs import (
    DIALOGUE,
    LABELLED,
    continues,
    ends_full,
    is_prose,
    is_remnant,
)
from newsutil.pages.credits import DATELINE, DAY, credit_of, is_body_name, is_drawn, photo_credit
from newsutil.pages.headings import heading_pattern, is_kind, squeeze
from newsutil.pages.lines import Line

HEAD, CREDIT, NAME, CAPTION, VERSE, TAIL, BODY = "head", "credit", "name", "caption", "verse", "tail", "body"

_FIELD_ROLES = {"title": HEAD, "entry": HEAD, "kicker": HEAD, "subtitle": HEAD, "byline": CREDIT, "text": BODY}
_LONGEST_HEAD = 36
_LONGEST_MARKED = 60
_POINTER = re.compile(r"^[▲▼△▽↑↓←→◀▶]")
_COLONS = re.compile(r"(?<!\d)[：:]")
_NO_HEADING = re.compile(r"^[，、：！？”）》,.]|[。；]|[！？…]”$|;$|^[^（(]{0,8}[）)]$")  # 父亲闷头抽烟：“换啥？”
_LEADS_IN = re.compile(r"(?:如下|是|为|有|说|道|示|绍|括|及)：$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FRESH = re.compile(r"^[\d]{1,2}月[\d]{1,2}日|^(?:近日|日前|昨日|今日|连日来)")
_ROW_CELL = re.compile(r"[\s　]+")
_NUMERIC = re.compile(r"[-+＋－]?[\d.,，%％∶:：/~～—-]+[\u4e00-\u9fff%％]{0,3}")


def mark_rows(lines: list[Line]) -> None:
    """Rows of a table without markup: neighbours with the same number of cells, of which one is a number."""
    rows = [_cells(line) for line in lines]
    for (before, line), (above, cells) in zip(pairwise(lines), pairwise(rows), strict=True):
        if len(cells) == len(above) and any(map(_NUMERIC.fullmatch, cells[1:])):
            before.mark = line.mark = "row"


def _cells(line: Line) -> list[str]:
    plain = not (line.reason or line.level or line.mark) and len(line.text) <= 60
    return _ROW_CELL.split(line.text) if plain else []


def mark_roles(lines: list[Line]) -> list[Line]:
    """Lines that may belong to an article, each with a role; broken sentences between neighbours are joined."""
    content = [line for line in lines if not line.reason]
    for at, line in enumerate(content):
        line.role = _FIELD_ROLES.get(line.field) or _role(
            line, content[at + 1] if at + 1 < len(content) else Line(0, "")
        )
    _mark_verses(content)
    joined: list[Line] = []
    for line in content:
        if joined and joined[-1].role == line.role == BODY and _goes_on(joined[-1], line):
            joined[-1].absorb(line)
        else:
            joined.append(line)
    for at, line in enumerate(joined):
        before = joined[at - 1] if at else None
        if before is not None and before.role == CAPTION:
            line.after = CAPTION  # ◀ beside ▲
        beside = [other.text for other in joined[max(at - 1, 0) : at + 2] if other is not line]
        alone = _POINTER.match(line.text) and not any(map(_POINTER.match, beside))  # ▲ before each of several: briefs
        if line.role == BODY and (is_caption(line) or (alone and not line.mark)):
            line.role = CAPTION
    return joined


def _goes_on(before: Line, line: Line) -> bool:
    if not continues(before, line):
        return False
    if _POINTER.match(before.text) or is_caption(before):
        # 图为村民在插秧，/ 田边围满了人。周明 摄: a caption that has no comma or a credit is whole.
        whole = "，" not in before.text or photo_credit(before.text) is not None
        return not whole
    return not ((_FRESH.match(line.text) or _POINTER.match(line.text)) and is_caption(line))


def is_caption(line: Line) -> bool:
    """Whether a paragraph is the caption of a photo: it says so (图为, 上图, ▲) or ends in a photographer's credit."""
    pointed = line.after in ("image", CAPTION) and _POINTER.match(line.text) is not None
    said = "图" in line.text and heading_pattern("caption").search(line.text) is not None
    told = said or pointed or is_drawn(line.text)
    return told or (len(line.text) > 12 and photo_credit(line.text) is not None)


def _role(line: Line, following: Line) -> str:
    text = line.text
    if line.mark in ("row", "item") or (line.cut and not line.level) or is_drawn(text):
        return BODY
    if len(text) <= 90 and not _is_known_head(text):
        credit = credit_of(text)
        if credit:
            line.names = credit.names
        if credit and not (line.level > 1 and not credit.sure):
            return CREDIT if credit.sure else NAME
        if not line.level and (DAY.fullmatch(text) or is_body_name(text)):
            return TAIL
    return HEAD if _is_heading(line, following) else BODY


def _is_known_head(text: str) -> bool:
    """Whether a line can be nothing else, so that 公 告 set wide is no name."""
    return is_drawn(text) or (
        len(text) <= 16 and len(squeeze(text)) <= 4 and is_kind(text, "bare notice", "numeral", "photo")
    )


def _is_heading(line: Line, following: Line) -> bool:
    text = line.text
    if len(text) <= 5 and is_kind(text, "numeral"):
        return len(following.text) > len(text)
    if line.level:
        return len(text) <= _LONGEST_MARKED and text[-1:] not in "。；" and "。" not in text
    prose = is_prose(re.sub("[！？]", "", text) if len(text) <= 24 else text)  # 515亿斤！辽宁粮食又攀新高
    if not 2 <= len(text) <= _LONGEST_HEAD or prose or _NO_HEADING.search(text) or not _HAN.search(text):
        return False
    others = (DIALOGUE, LABELLED, DATELINE, heading_pattern("document number"), heading_pattern("caption"))
    if any(pattern.match(text) for pattern in others) or text.count("，") > 2 or len(_COLONS.findall(text)) > 1:
        return False
    if _is_cut_off(text, following.text):
        return False
    # The first of two title lines may end so (…搭上“冷链车”、); what follows is then a heading too.
    goes_on = 0 < len(following.text) <= 26 and not re.search(r"[。，；]", following.text)
    apart = DAY.fullmatch(following.text) or _LEADS_IN.search(text)
    return text[-1] not in "，、：" or (len(text) <= 22 and goes_on and not apart)


def _is_cut_off(text: str, following: str) -> bool:
    """Whether the line below ends the sentence of a short one: …户均增收 / 1.3万元。 is no heading and its text."""
    if is_remnant(following):
        return True
    unfinished = text[-1:].isdigit() or ("，" in text and len(text) >= 14)
    return unfinished and len(following) < 16 and ends_full(following)


def _mark_verses(content: list[Line]) -> None:
    """Lines of a poem: at least four short lines one after the other, behind a title and perhaps a name."""
    group = any(line.role == HEAD and is_kind(line.text, "poems") for line in content)
    start = 0
    for short, some in groupby(content, _may_be_verse):
        end = start + len(list(some))
        if short and end - start >= 4:
            _mark_verse_run(content, start, end)
        # Few lines under a marked heading are verses too where the page holds a group of poems.
        under = start > 0 and content[start - 1].role == HEAD and content[start - 1].level
        ended = end == len(content) or content[end].level or content[end].role == BODY
        if short and group and under and ended and end - start >= 2:
            for verse in content[start:end]:
                verse.role = VERSE
        start = end


def _may_be_verse(line: Line) -> bool:
    return (
        not (line.level or line.mark or line.resumed or line.cut)
        and line.role in (HEAD, BODY, NAME)
        and len(line.text) <= 22
        and not LABELLED.match(line.text)
        and not DATELINE.match(line.text)
        and not (line.field or _is_known_head(line.text))
    )


def _mark_verse_run(content: list[Line], start: int, end: int) -> None:
    first = start
    titled = start > 0 and content[start - 1].role in (HEAD, CREDIT)
    names = [at for at in range(start, min(start + 3, end)) if content[at].role == NAME]
    if names or not titled:
        first = names[0] + 1 if names else start + 1
    following = content[end] if end < len(content) else Line(0, "", role=HEAD)
    last = end
    if following.role in (BODY, CREDIT, CAPTION) and not following.level:
        # The next article's heading stands right before its text.
        last = end - 1
    alone = following.level or following.role in (TAIL, HEAD)
    stops = sum(line.text[-1:] in "。！？" for line in content[first:last])  # more than half: short paragraphs
    if last - first >= (4 if alone else 6) and 2 * stops <= last - first:
        for line in content[first:last]:
            line.role = VERSE
