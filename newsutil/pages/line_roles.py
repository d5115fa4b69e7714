"""What each line of a page may be, judged by its form: furniture, heading, credit, caption, verse, or text."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from newsutil.base import resources
from newsutil.pages import not_articles
from newsutil.pages.broken_paragraphs import (
    DIALOGUE,
    LABELLED,
    NUMBERED,
    continues,
    ends_full,
    is_listed,
    is_prose,
    is_remnant,
)
from newsutil.pages.credits import DATELINE, credit_of, photo_credit
from newsutil.pages.lines import Line

HEAD, CREDIT, NAME, CAPTION, VERSE, TAIL, BODY = "head", "credit", "name", "caption", "verse", "tail", "body"

_TOP_LINES = 6
_LONGEST_HEAD = 36
_LONGEST_MARKED = 60
_CAPTION = re.compile(
    r"^(?:[上下左右]|大|小|主|题|组|压题)图|^(?:图|图片)(?:为|[①-⑨]|[一二三四五六1-9][：:为])|^[（(]?[上下左右][）)]?图|"
    r"[（(](?:[上下左右见]|大|小)图[）)]|^图[：:]"
)
_POINTER = re.compile(r"^[▲▼△▽↑↓←→◀▶]")
_ORGANISATION = re.compile(
    r"^(?=.{4,34}$)[\u4e00-\u9fffA-Za-z0-9·（）()]*(?:公司|政府|委员会|管理局|局|法院|检察院|公证处|管委会|办公室|管理处|服务中心|中心|银行|支行|合作社|"
    r"联社|集团|总厂|厂|医院|学校|大学|学院|中学|小学|幼儿园|委|协会|商会|联合会|总工会|工会|指挥部|清算组|管理人|居委会|村委会|支队|大队|事务所|"
    r"分局|[省市县区]厅|总队|车站|供电所|税务所|报社|出版社|编辑部|群工部|宣传部|组织部|武装部|广告部|发行部|殡仪馆|治丧委员会|领导小组|组委会)$"
)
_DAY = re.compile(
    r"(?:19|20|１９|２０)?\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|"
    r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
_FRESH = re.compile(r"^[\d]{1,2}月[\d]{1,2}日|^(?:近日|日前|昨日|今日|连日来)")
_ROW_CELL = re.compile(r"[\s　]+")
_NUMERIC = re.compile(r"[-+＋－]?[\d.,，%％∶:：/~～—-]+[\u4e00-\u9fff%％]{0,3}")


@cache
def words(kind: str) -> re.Pattern[str]:
    """All patterns of one kind in the table of headings."""
    return re.compile(
        "|".join(f"(?:{row['pattern']})" for row in resources.table("pages/headings") if row["kind"] == kind)
    )


def mark_furniture(lines: list[Line]) -> None:
    """Give a reason to each line that belongs to no article, whatever stands around it."""
    seen = 0
    for at, line in enumerate(lines):
        if line.reason or len(line.text) > 180:
            seen += not line.reason
            continue
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        at_top = seen < _TOP_LINES and not any(_is_text(before) for before in lines[max(0, at - _TOP_LINES) : at])
        line.reason = _reason(line, following, at_top=at_top)
        seen += not line.reason
    for before, line in pairwise(lines):
        if "masthead" in (before.reason, line.reason) and not (before.reason and line.reason):
            bare = line if before.reason else before
            if bare.number <= lines[0].number + 2 * _TOP_LINES and not_articles.is_paper_like(bare.text):
                bare.reason = "masthead"
    for before, line in pairwise(lines):
        line.after = before.reason


def _is_text(line: Line) -> bool:
    return not line.reason and (
        is_prose(line.text) or line.text[-1:] == "。" or _ORGANISATION.match(line.text) is not None
    )


def _reason(line: Line, following: str, *, at_top: bool) -> str:
    reason = not_articles.reason_of(line.text)
    if reason and not (line.mark == "row" or (reason == "headline list" and line.level)):
        return reason
    if line.mark == "row" or (_DAY.fullmatch(line.text) and not at_top):
        return ""  # the date under an announcement
    head = not_articles.masthead(line.text, at_top=at_top or bool(not_articles.masthead(following)))
    return "masthead" if head else ""


def mark_rows(lines: list[Line]) -> None:
    """Rows of a table without markup: neighbours with the same number of cells, of which one is a number."""
    cells = [
        len(_ROW_CELL.split(line.text)) if not (line.reason or line.level or line.mark) and len(line.text) <= 60 else 0
        for line in lines
    ]
    numeric = [
        count > 1 and any(_NUMERIC.fullmatch(cell) for cell in _ROW_CELL.split(line.text)[1:])
        for count, line in zip(cells, lines, strict=True)
    ]
    for at in range(1, len(lines)):
        if cells[at] > 1 and cells[at] == cells[at - 1] and numeric[at] and not DATELINE.match(lines[at].text):
            lines[at].mark = "row"
            if not ends_full(lines[at - 1].text):
                lines[at - 1].mark = "row"


def mark_roles(lines: list[Line]) -> list[Line]:
    """Lines that may belong to an article, each with a role; broken sentences between neighbours are joined."""
    content = [line for line in lines if not line.reason]
    for at, line in enumerate(content):
        line.role = _role(line, content[at + 1] if at + 1 < len(content) else None)
    _mark_verses(content)
    _mark_clinging(content)
    joined: list[Line] = []
    for line in content:
        before = joined[-1] if joined else None
        if before is not None and before.role == line.role == BODY and _goes_on(before, line):
            before.absorb(line)
        else:
            joined.append(line)
    for at, line in enumerate(joined):
        before = joined[at - 1] if at else None
        if before is not None and before.role == CAPTION and not line.after:
            line.after = CAPTION  # ◀ beside ▲
        last = at + 1 == len(joined) or joined[at + 1].role != BODY
        if line.role == BODY and (is_caption(line) or (last and line.after == "image" and _FRESH.match(line.text))):
            line.role = CAPTION
    return joined


def _mark_clinging(content: list[Line]) -> None:
    """Where paragraphs are indented, text that is not goes on with the paragraph before it, even behind a full stop."""
    prose = [line for line in content if line.role == BODY and not line.mark and len(line.text) > 20]
    if len(prose) < 4 or sum(line.indent >= 2 for line in prose) < 0.7 * len(prose):
        return
    for before, line in pairwise(content):
        if before.role == line.role == BODY and line.indent < 2 and not line.level and len(line.text) > 20:
            line.clings = (before.indent >= 2 or before.clings) and not is_listed(line.text)


def _goes_on(before: Line, line: Line) -> bool:
    if DATELINE.match(line.text) or _CAPTION.match(line.text) or is_caption(before):
        return False
    if is_caption(line) and _FRESH.match(line.text):
        return False
    return continues(before, line)


def is_caption(line: Line) -> bool:
    """Whether a paragraph is the caption of a photo: it says so (图为, 上图, ▲) or ends in a photographer's credit."""
    if line.level or line.mark == "row":
        return False
    if _POINTER.match(line.text) and line.after in ("image", "caption"):
        return True
    return bool(_CAPTION.search(line.text)) or (len(line.text) > 16 and photo_credit(line.text) is not None)


def _role(line: Line, following: Line | None) -> str:
    text = line.text
    if line.mark in ("row", "item") or (line.cut and not line.level):
        return BODY
    if len(text) <= 90:
        credit = credit_of(text)
        if credit:
            line.names = credit.names
        if credit and not (line.level > 1 and not credit.sure):
            return CREDIT if credit.sure else NAME
        if not line.level and (_DAY.fullmatch(text) or _ORGANISATION.match(text)):
            return TAIL
    if _is_heading(line, following):
        return HEAD
    return BODY


def _is_heading(line: Line, following: Line | None) -> bool:
    text = line.text
    if line.level:
        return len(text) <= _LONGEST_MARKED and text[-1:] not in "。；" and "。" not in text and not is_dialogue(text)
    if (
        not 2 <= len(text) <= _LONGEST_HEAD
        or is_prose(text)
        or text[0] in "，。、；：！？”）》,."
        or "。" in text
        or "；" in text
    ):
        return False
    if re.search(r"[。！？…]”$", text) or DIALOGUE.match(text):
        return False  # 父亲闷头抽烟：“换啥？”
    if LABELLED.match(text) or DATELINE.match(text) or text.count("，") > 2 or not re.search(r"[\u4e00-\u9fff]", text):
        return False
    if following is not None and _is_cut_off(text, following.text):
        return False
    if NUMBERED.match(text) and (text[-1:] in "。；，：" or (following is not None and _is_short_listed(following))):
        return False
    if text[-1:] in "！？!?…":
        return len(text) <= 24 and text[0] != "“"
    if text[-1:] in "，、：":
        # The first of two title lines may end so (…搭上“冷链车”、); what follows is then a heading too.
        return (
            len(text) <= 22
            and following is not None
            and not re.search(r"(?:如下|是|为|有|说|道|示|绍|括|及)：$", text)
            and not following.mark
            and len(following.text) <= 26
            and not re.search(r"[。，；]", following.text)
        )
    return not text.endswith(("；", ";"))


def _is_cut_off(text: str, following: str) -> bool:
    """Whether the line below ends the sentence of a short one: …户均增收 / 1.3万元。 is no heading and its text."""
    if is_remnant(following):
        return True
    unfinished = text[-1:].isdigit() or ("，" in text and len(text) >= 14)
    return unfinished and len(following) < 16 and ends_full(following)


def is_dialogue(text: str) -> bool:
    """Whether a bold line is a question in an interview (记者：今年有何打算？), not a heading."""
    return bool(re.match(r"(?:记者|主持人|本报|问|答|[\u4e00-\u9fff]{2,3})[：:]", text)) and text[-1:] in "？?。"


def _is_short_listed(line: Line) -> bool:
    return is_listed(line.text) and len(line.text) <= _LONGEST_HEAD


def _mark_verses(content: list[Line]) -> None:
    """Lines of a poem: at least four short lines one after the other, behind a title and perhaps a name."""
    start = 0
    while start < len(content):
        end = start
        while end < len(content) and _may_be_verse(content[end]):
            end += 1
        if end - start >= 4:
            _mark_verse_run(content, start, end)
        start = max(end, start + 1)


def _may_be_verse(line: Line) -> bool:
    return (
        not (line.level or line.mark or line.resumed or line.cut)
        and line.role in (HEAD, BODY, NAME)
        and len(line.text) <= 22
        and not LABELLED.match(line.text)
        and not re.search(r"[。！？].{3,}", line.text)
        and not DATELINE.match(line.text)
    )


def _mark_verse_run(content: list[Line], start: int, end: int) -> None:
    first = start
    titled = start > 0 and content[start - 1].role in (HEAD, CREDIT)
    names = [at for at in range(start, min(start + 3, end)) if content[at].role == NAME]
    if names:
        first = names[0] + 1
    elif not titled:
        first = start + 1
    following = content[end] if end < len(content) else None
    last = end
    if following is not None and following.role in (BODY, CREDIT, CAPTION) and not following.level:
        # The next article's heading stands right before its text: what follows the last empty line, else one line.
        last = end - 1
        while last > first and not content[last].gap and any(line.gap for line in content[first + 1 : last + 1]):
            last -= 1
    if last - first >= (4 if following is None or following.level or following.role == TAIL else 6):
        stops = sum(line.text[-1:] in "。！？" for line in content[first:last])
        if 2 * stops > last - first:
            return  # short paragraphs, not verses
        for line in content[first:last]:
            line.role = VERSE
