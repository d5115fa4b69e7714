"""Paragraphs that a line end broke: in mid-sentence, inside a number or word, in a quotation, or at a fixed width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from newsutil.pages.credits import (
    DATELINE,
    NAME_MARKS,
    OPENING,
    closing_credit,
    credit_of,
    is_body_name,
    is_photo_credit,
    photo_credit,
)
from newsutil.pages.headings import is_aside
from newsutil.pages.lines import BODY, HEAD, Line, form

_STOP = "。！？…!?"
_CLOSERS = "”’』」）)】》〉］]\"'"
# A paragraph may close with a telephone number: 电话：0730-6660000.
_FULL = re.compile(rf"[{_STOP}][{re.escape(_CLOSERS)}]*$|\d{{7,8}}$|作废$|\.{{3,6}}[”\"]?$|[—～~]”$")
# 电话138000 / 00000, eleven figures; 学号201928 / 7，声明作废
_CUT_NUMBER = re.compile(r"1(?<!\d1)(?=[\d\n]{11}(?!\d))[3-9]\d*\n\d|\d\n[\d-]+[，；。]")
_SPEAKER = re.compile(r"([\u4e00-\u9fff·]{1,8})\s?[：:](?=.)")
_FULL_ENDS, _BRACKETS = (*_STOP, *":：；;"), tuple("）)】]")
# A bracket behind a full stop (…完工。（罗小松）) and one that is a whole line end a paragraph.
_FULL_BRACKET = re.compile(rf"(?:^|[{_STOP}][”’』」]?)[\s　]*[（(【][^（()）]*[）)】]$")
_STOP_INSIDE = re.compile("[。；！？][^”）]")
_NARROW_COMMA = re.compile("[\u4e00-\u9fff”],[\u4e00-\u9fff“]")
_HAS_STOP = re.compile(rf"[{_STOP}；;]")
DIALOGUE = re.compile(r"^(?:[问答][：:]|(?:记者|主持人|本报)[：:])")
_HANGING = frozenset("，。、；：！？”）》")
_UNPARTED = re.compile(r"[\dA-Za-z.%－-]+[，。、；：]?")
_AT_BLANK = re.compile(r"[A-Za-z\d%][\u4e00-\u9fff]|[\u4e00-\u9fff][A-Za-z\d]")
_FILLED = 60  # columns
_SHORTEST_BLOCK = 10  # lines
_COLUMNS = re.compile(r"\S {2,}\S")
_CAPTION = re.compile(r"图(?:为|片说明|[①-⑨：:])")
_BEFORE_PICTURE = "企意试地力版构插截附配制绘视蓝宏"  # 企 / 图为 is no caption
_LIST_OPENING = re.compile(r"^(?:[一二三四五六七八九十]是|首先|其次|再次|最后|第[一二三四五六七八九十]|——)")
_OPENING_DAY = re.compile(r"\d{1,4}[年月]\d?")
_CLOCK = r"\d{1,2}(?:[:：]\d\d|[时点](?:\d\d分|半)?)"
_HOURS = re.compile(rf"(?:.{{0,20}}[^\d:：])?{_CLOCK}\s*[-—–~～至到、]{{1,2}}\s*(?:次日)?{_CLOCK}")  # 上午9:00—11:30
_STARTS = re.compile(f"{DIALOGUE.pattern}|{DATELINE.pattern}")
_PAIR = re.compile("|".join(rf"[\u4e00-\u9fff]{{{size}}}[ \u3000][\u4e00-\u9fff]{{{size}}}" for size in range(4, 10)))
_NARROWEST = 20  # columns
_ROW_CELL = re.compile(r"[\s　]+")
_WIDE_CELL = re.compile(r" {2,}|\t")  # 尿素（50 公斤）  138  跌 4
_CLAUSES = re.compile("[，。](?!$)")  # no row of a table: 个，糖度不够 11
_COLUMN_RULE = re.compile(r"-{2,}(?: +-{2,})+")
_NUMERIC = re.compile(r"[-+＋－]?[\d.,，%％∶:：/~～—-]+[\u4e00-\u9fff%％]{0,3}(?:/[\u4e00-\u9fff]{1,2})?")
_SCORED = re.compile(rf"[^\s，。：]{{1,10}}[\s　]+{_NUMERIC.pattern}(?:[\s　]|[（(].*[）)]$)")  # 甲队 2:1（延期）
_SOURCE = re.compile("编者|[摘引]自|》")
_MEASURED = re.compile(
    r"[^\s，。：:“]{1,8}[：:](?=.*，)(?:[^。！？：:“]|(?<=\d)[:：](?=\d))*\d[\u4e00-\u9fff%％℃]{1,3}(?:/[\u4e00-\u9fff])?"
)


def ends_full(text: str) -> bool:
    """Whether a paragraph may end here: a full stop, a colon, a bracket behind a full stop."""
    if text.endswith(_FULL_ENDS):
        return True
    return bool(_FULL.search(text[-8:]) or (text.endswith(_BRACKETS) and _FULL_BRACKET.search(text[-90:])))


def open_quote(text: str) -> bool:
    """Whether a quotation, bracket or book title is still open at the end."""
    return any(text.rfind(opens) > text.rfind(closes) for opens, closes in ("“”", "（）", "《》"))


def is_remnant(text: str) -> bool:
    """Whether a line can only be the end of a broken sentence."""
    return form("clinging", "remnant").match(text) is not None


def is_listed(text: str) -> bool:
    """Whether a line stands for itself: numbered, labelled (联系人：…) or a turn of a dialogue."""
    told = form("numbered", "labelled line", "lost").match(text) or DIALOGUE.match(text)
    return told is not None


def continues(before: Line, after: Line) -> bool:
    """Whether ``after`` goes on with the sentence or quotation that ``before`` broke off; both are body text."""
    if before.cut or before.hard or after.resumed or after.level or before.level or "row" in (before.mark, after.mark):
        return False
    if not _is_open(before, after) or after.mark == "item" or is_listed(after.text):
        return False
    return before.text[-1:] in "，、" or form("labelled line").match(before.text) is None


def _is_open(before: Line, after: Line) -> bool:
    text, rest = before.text, after.text
    cut = text[-1:].isdigit() and _CUT_NUMBER.search(f"{text[-12:]}\n{rest[:12]}")
    if cut or form("clinging").match(rest) or OPENING.fullmatch(text):
        return True
    closing = rest.find("”")
    if text.rfind("“") > text.rfind("”") and closing >= 0 and "“" not in rest[:closing]:
        # “一天一个样；/现在想卖就卖。”: inside a quotation even a full stop does not end the paragraph.
        return True
    if text[-1:] in "；;" and before.mark != "item" and not is_listed(text) and is_prose(text):
        # …航空器材；/ 往内地卖的…: a semicolon ends a paragraph only in a list
        dated = _OPENING_DAY.match(text) and _OPENING_DAY.match(rest)  # 6月2日…停电；/ 6月3日…停电。
        return not (dated or _LIST_OPENING.match(rest)) and rest[-1:] not in "；;"
    if before.mark == after.mark == "quote" and not after.gap and width(before) > _FILLED and width(after) <= 80:
        return True  # two lines of one paragraph, as converters wrap it
    verses = before.mark == after.mark == "quote" and after.gap and max(width(before), width(after)) <= 32
    if verses or ends_full(text):
        return False
    if text[-1:] in "，、,—" or open_quote(text) or form("remnant").match(rest):
        return True
    # HTML says that it is a paragraph; a heading without bold may stand before it.
    # A name, an address or a date may end without a full stop; a line that goes on is a sentence itself.
    if after.whole or len(text) < 8:
        return False
    sentence = is_prose(text) or "，" in text or "," in text or text[-1:].isdigit() or "：本院" in text
    return sentence and bool(_HAS_STOP.search(rest[-3:]) or rest.endswith("作废") or is_prose(rest))


def is_prose(text: str) -> bool:
    """Whether a line is running text: it holds a full stop, or is longer than a heading and has a comma."""
    comma = len(text) > 24 and ("，" in text or ("," in text and _NARROW_COMMA.search(text) is not None))
    return comma or len(text) > 45 or _STOP_INSIDE.search(text) is not None


def wrap_width(lines: Iterable[Line]) -> int:
    """Columns at which a page is hard-wrapped, most of its lines of one width, many ending in a sentence; else 0."""
    plain = [line for line in lines if not line.reason and not line.level and not line.whole and line.mark != "row"]
    if len(plain) < 8:
        return 0
    sizes = [width(line) for line in plain]
    # A full stop or comma may hang out of the lines of a page.
    widths = Counter(size - (2 if line.text[-1] in _HANGING else 0) for line, size in zip(plain, sizes, strict=True))
    best = max(
        widths, key=lambda size: (sum([widths[one] for one in range(size - 4, size + 1) if one in widths]), size)
    )
    full = [line for line, size in zip(plain, sizes, strict=True) if best - 4 <= size <= best + 2]
    wider = sum(size > best + 2 for size in sizes)
    may_wrap = 20 <= best <= 120 and len(full) >= 0.3 * len(plain) and wider <= 0.1 * len(plain)
    return best if may_wrap and sum(not ends_full(line.text) for line in full) >= 0.5 * len(full) else 0


def width(line: Line) -> int:
    """Columns of a line with its indent; a Han character, three bytes long, takes two."""
    return line.indent + (len(line.text) + len(line.text.encode("utf-8", "surrogatepass"))) // 2


def mark_turns(content: Sequence[Line]) -> None:
    """Short questions of a talk are no headings: again and again one opens with who asks, the next with who answers."""
    names = [found[1] if (found := _SPEAKER.match(line.text)) else "" for line in content]
    turns = Counter(filter(None, names))
    for line, (who, other) in zip(content, pairwise(names), strict=False):
        asked = line.role == HEAD and who != other and min(turns[who], turns[other]) > 1
        if asked and not (line.level or line.field):
            line.role = BODY


def mark_rows(lines: list[Line]) -> None:
    """Rows of a table without markup: neighbours of as many cells, one a number, or beside a rule ---- --."""
    set_off = [line for line in lines if line.reason != "separator"]  # a rule stands below the names of columns
    rows = [_cells(line) for line in set_off]
    for (before, line), (above, cells) in zip(pairwise(set_off), pairwise(rows), strict=True):
        tabbed = "\t" in before.text and "\t" in line.text
        if len(cells) == len(above) > 1 and (tabbed or any(map(_NUMERIC.fullmatch, cells[1:]))):
            before.mark = line.mark = "row"
    columns = 0
    for before, line in pairwise(lines):
        if rule := line.reason == "separator" and _COLUMN_RULE.fullmatch(line.text):
            columns = len(line.text.split())
        row = before if rule else line
        row.mark = "row" if columns and len(_cells(row)) == columns else row.mark
        columns = columns if rule or line.mark == "row" else 0
    for before, line in pairwise(lines):
        if line.mark == "row" and before.text[-1] == "：" and not (before.mark or before.level or before.field):
            before.mark = "item"  # 现有码头三处招租：
        if before.mark == "row" and not (line.mark or line.level or line.field or credit_of(line.text)):
            line.mark = "item" if line.text[0] in "（(" and line.text[-1] in "）)" else ""  # （采价点：东街市场）
            line.mark = line.mark or ("row" if _SCORED.match(line.text) else "")


def mark_lists(lines: Sequence[Line]) -> None:
    """Points of a list without numbers: paragraphs behind a colon that end in semicolons, and the last, or in hours."""
    for both, forms in zip(pairwise(lines), pairwise(map(_list_form, lines)), strict=True):
        if all(forms) and not set(forms[0]).isdisjoint(forms[1]):
            for one in both:  # 甲：高潮 9时12分 3.1米，低潮 15时20分 0.9米
                one.mark, one.hard = one.mark or "item", True
    for before, line in pairwise(lines):
        if line.text[0] not in "—–―─－-" or line.level or line.reason or before.reason or "。" in line.text:
            continue
        quoted = before.mark == line.mark == "quote"
        told = quoted or ("。" in before.text and (before.text[-1] == "”" or _SOURCE.search(line.text)))
        if told and is_aside(line.text):
            line.mark, before.mark = "item", "item" if quoted else before.mark  # ——鲁迅, behind what he said
    leads, listed = False, False
    for line in lines:
        if line.reason or line.level or line.field or line.mark in ("row", "item"):
            leads = listed = False
            continue
        point = line.text[-1:] in "；;" and len(line.text) <= 80
        hours = leads and line.text[-1] in "0123456789时点分半" and _HOURS.fullmatch(line.text) is not None
        if listed or (leads and (point or hours)):
            line.mark, line.hard = "item", line.hard or hours
        listed = point and (listed or leads)
        leads = hours or line.text[-1:] in "：:"


def _list_form(line: Line) -> str:
    """The sign before a point of a list, and a colon where a line measures what it names."""
    if line.reason or line.level or line.field:
        return ""
    pointed = line.text[0] in "●■◆" and len(line.text) > 8 and not credit_of(line.text)
    return pointed * line.text[0] + "：" * (_MEASURED.fullmatch(line.text) is not None)


def _cells(line: Line) -> list[str]:
    if line.reason or line.level or line.mark or len(line.text) > 60 or _CLAUSES.search(line.text):
        return []
    return (_WIDE_CELL if _WIDE_CELL.search(line.text) else _ROW_CELL).split(line.text)


def without_blank_breaks(lines: list[Line]) -> list[Line]:
    """Lines of a page, put together where a converter filled them up to a blank by a figure: …收录 12 / 万字."""
    wrapped = [(before, line) for before, line in pairwise(lines) if _is_filled_up(before, line)]
    ends = sum(_AT_BLANK.fullmatch(before.text[-1] + line.text[0]) is not None for before, line in wrapped)
    if ends < max(3, 0.8 * len(wrapped)):
        return lines
    for before, line in reversed(wrapped):
        before.absorb(line)
    return [line for line in lines if line.reason != "joined"]


def _is_filled_up(before: Line, line: Line) -> bool:
    """Whether two lines of bare text, with no empty line between them, are too wide for one."""
    if line.gap or line.field or before.field or before.hard or before.cut or line.resumed or "://" in before.text:
        return False
    marked = any(one.reason or one.level or one.mark or one.whole or one.indent >= 2 for one in (before, line))
    return not marked and width(before) + width(line) > _FILLED and not _COLUMNS.search(line.text)


def unwrap(lines: list[Line]) -> None:
    """Join the lines of a hard-wrapped page, or of blocks of it, in place; joined lines get the reason ``joined``."""
    margin = min((line.indent for line in lines if not line.reason), default=0) % 4
    for line in lines if margin else ():
        line.indent = max(0, line.indent - margin)  # a page that a browser printed as text
    if size := wrap_width(lines):
        _unwrap(lines, size)
    if size or len(lines) < _SHORTEST_BLOCK:
        return
    narrow = [line.gap and width(line) <= _FILLED for line in lines]  # a page below another one, each line apart
    starts = [at for at, line in enumerate(lines) if line.gap and not (at and narrow[at - 1] and narrow[at])]
    for start, end in pairwise([0, *starts, len(lines)]):
        block = lines[start:end] if end - start >= _SHORTEST_BLOCK else []
        told = 10 * sum("。" in line.text for line in block) >= len(block)  # no verses and no list
        if block and told and (size := wrap_width(block)):
            _unwrap(block, size)


def _unwrap(lines: Sequence[Line], size: int) -> None:
    """A paragraph goes on while its last line is full and the next one is neither indented nor a heading."""
    indented = sum(line.indent >= 2 for line in lines) >= 3
    plain = [line for line in lines if not line.reason]
    parted = sum(line.gap for line in plain) < 0.8 * len(plain)  # some converters put an empty line behind every line
    lost = not indented and _lacks_indents(lines, size)
    least = size - (2 if lost else 4)
    open_line: Line | None = None
    last_width, column, fresh = 0, 0, False
    for line, below in zip(lines, [*lines[1:], Line(0, "")], strict=True):
        if line.reason:
            continue
        if line.after in ("page number", "image") and ends_full(line.text) and is_photo_credit(below.text):
            line.field = line.field or "caption"  # a caption between two lines of a paragraph
            continue
        about = None if "，" in line.text or line.text[0] in "（(" else credit_of(line.text)
        marked = line.text[0] in NAME_MARKS  # □本报记者 周明
        alone = about is not None and about.sure and (len(about.names) > 1 or about.photo or marked)
        # 本报记者 周明 通讯员 何静, however wide; 何静, alone on its line
        alone = alone or _PAIR.fullmatch(line.text) is not None or (about is not None and len(line.text) <= 4)
        if line.level or line.whole or alone or width(line) > 2 * size:
            open_line = None
            continue
        here = width(line)
        here += here % 2  # figures of half a width leave a column free
        told = {"parted": line.gap and parted, "short": here < least}
        narrow = open_line is not None and _fills(open_line, last_width, line, column)
        # A first line below a wide heading, no end of a caption (…抢收小麦。周明 摄).
        headed = lost and fresh and here < least and not (ends_full(line.text) or photo_credit(line.text))
        fresh = open_line is None or headed or not _wraps(open_line, last_width, line, here if narrow else size, **told)
        if open_line is not None and not fresh:
            open_line.absorb(line)
            column = max(column, here)
        else:
            slack = 6 if "，" in line.text else 4
            starts = line.indent >= 2 if indented else is_prose(line.text) or _STARTS.match(line.text)
            open_line = line if starts or here >= size - slack or _NARROWEST < column - 4 <= here else None
            column = here if open_line else 0
            here += 4 if lost and here < least else 0
        last_width = here


def _fills(paragraph: Line, last_width: int, line: Line, column: int) -> bool:
    """Whether an open paragraph goes on in a column that is narrower than the others of its page."""
    here = width(line)
    told = ends_full(paragraph.text) or not _NARROWEST < column - 4 <= last_width or here > column + 4
    return not told and (here >= column - 4 or ends_full(line.text))


def _lacks_indents(lines: Sequence[Line], size: int) -> bool:
    """Whether a scan lost the indents of a page: first lines are two characters less wide than those below them."""
    plain = [line for line in lines if not line.reason]
    ended = [ends_full(line.text) and width(line) < size - 4 for line in plain]
    first = [width(line) for line, above in zip(plain[1:], ended, strict=False) if above]
    return sum(size - 6 < here < size - 2 for here in first) > max(1, sum(here >= size - 2 for here in first))


def opens_caption(paragraph: Line, line: Line) -> bool:
    """Whether a line within a text is a caption by its first words (图为…), no rest of a word (企 / 图为…)."""
    return line.text[0] == "图" and bool(_CAPTION.match(line.text)) and paragraph.text[-1] not in _BEFORE_PICTURE


def _wraps(paragraph: Line, last_width: int, line: Line, size: int, *, parted: bool, short: bool) -> bool:
    full = ends_full(paragraph.text) and not _CUT_NUMBER.search(f"{paragraph.text[-12:]}\n{line.text[:12]}")
    if (
        line.indent >= 2
        or line.mark
        or line.field
        or line.resumed
        or paragraph.cut
        or paragraph.hard
        or (full and (parted or is_listed(line.text) or line.text[0] in "△▲"))  # each lost thing of several
        or ((full or width(paragraph) <= last_width) and DATELINE.match(line.text))  # below a heading
        or (short and len(line.text) <= 6 and not ends_full(line.text) and form("notice").search(line.text))
        or (is_body_name(line.text) and form("labelled line").match(paragraph.text))  # who signs below the telephone
        or (is_body_name(paragraph.text) and form("notice").search(line.text))  # who announces what
    ):
        return False
    # A number or a word in Latin letters is not parted: …截至11 / 月23日 leaves the line short.
    word = _UNPARTED.match(line.text)
    room = min(len(word[0]), 16) if word and not full else 0
    open_slack = size if DIALOGUE.match(paragraph.text) else 6 if "，" in paragraph.text else 4
    slack = 2 if full else open_slack
    short_before = last_width + room < size - slack or opens_caption(paragraph, line)
    if short_before or photo_credit(paragraph.text) is not None or closing_credit(paragraph.text):
        return False
    if not full or open_quote(paragraph.text):
        return not (form("labelled line").match(line.text) and form("labelled line").match(paragraph.text))
    # The last line was full and ended a sentence by chance: a heading is short and has no full stop.
    return not short or ends_full(line.text) or photo_credit(line.text) is not None
