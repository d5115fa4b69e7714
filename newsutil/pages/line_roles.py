"""What each line of a page may be, judged by its form: heading, credit, caption, verse, or text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from newsutil.pages import headings
from newsutil.pages.broken_paragraphs import (
    DIALOGUE,
    continues,
    ends_full,
    is_listed,
    is_prose,
    is_remnant,
    mark_turns,
    opens_caption,
)
from newsutil.pages.credits import (
    DATELINE,
    DAY,
    FORMULA,
    NAME_MARKS,
    author_at_home,
    closing_credit,
    credit_of,
    is_body_name,
    is_drawn,
    is_photo_credit,
    photo_credit,
    place_at_start,
    takes_pictures,
)
from newsutil.pages.headings import is_kind, squeeze
from newsutil.pages.lines import BODY, BOLD_LEVEL, CAPTION, CREDIT, HEAD, NAME, TAIL, VERSE, Line, form, joined
from newsutil.pages.runs import mark_asked, mark_poem_titles, opens_notice

_FIELD_ROLES = dict.fromkeys(("title", "entry", "kicker", "subtitle"), HEAD)
_FIELD_ROLES |= {"byline": CREDIT, "text": BODY, "caption": CAPTION}
LONGEST_CAPTION = 150
_LONGEST_HEAD = 36
_WORD = re.compile(r"[\u4e00-\u9fff]{1,8}")
_LONGEST_MARKED = 60
_POINTER = re.compile(r"^[▲▼△▽↑↓←→◀▶]")
_BREATH = re.compile(r"[，。；：！？,;:!?]|[\d的了]$")
_COLONS = re.compile(r"(?<!\d)[：:]")
_WIDE_LABEL = re.compile(r"文([ \u3000]+)\w(?:\1\w){2}")  # 文　化　长　廊, no text by 化长廊
_COUNTS = frozenset("首章阕诗题帖")  # 渡口三章
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOTHING = Line(0, "")  # stands above the first line of a page and below the last one


def mark_roles(lines: list[Line]) -> list[Line]:
    """Lines that may belong to an article, each with a role; broken sentences between neighbours are joined."""
    content = [line for line in lines if not line.reason]
    quoted, joins = False, set[int]()
    for before, line, following in zip([_NOTHING, *content], content, [*content[1:], _NOTHING], strict=False):
        line.role = _FIELD_ROLES.get(line.field) or _role(line, following)
        first = before is _NOTHING and line.role == BODY
        line.role = HEAD if first and _is_long_title(line, following) else line.role
        if line.role == HEAD and before.role == BODY and not line.field:
            alone = line.text[0] in "（("  # （晓耕）: whatever the surname
            line.names = closing_credit(before.text[-1] + line.text, beside=True) if alone else ()
            noted = "：" in line.text or following.after in ("editors", "navigation")  # （统计时间：6月2日至8日）
            told = BODY if alone and line.text[-1] in "）)" and noted and not line.level else HEAD
            line.role = CREDIT if line.names else TAIL if is_body_name(line.text.strip("（）()")) else told
        if before.role == HEAD and (line.role in (HEAD, TAIL) or line.mark == "item"):
            _mark_author(before, line, following)
        quoted = _is_quoted(before, line, after_quoted=quoted)
        line.role = BODY if quoted or _is_rest(before, line) else line.role
        within = _is_within(before, line, following)
        if within or opens_notice(before, line, following):
            line.role = BODY
            joins |= {id(line), id(following)} if within else {id(following)}
        if before.role == BODY and line.text[-1] == "摄" and _ends_credit(before.text, line):
            line.role, joins = BODY, joins | {id(line)}
    mark_turns(content)
    _mark_verses(content)
    mark_asked(content)
    content = joined(
        content,
        lambda before, line: before.role == line.role == BODY and (id(line) in joins or _goes_on(before, line)),
    )
    pointed = [line for line in content if line.role == HEAD and not line.level and _POINTER.match(line.text)]
    for at, (before, line) in enumerate(zip([_NOTHING, *content], content, strict=False)):
        if before.role == CAPTION:
            line.after = line.after or CAPTION  # ◀ beside ▲
        if line.role == HEAD and line.after == "image" and not (line.level or line.field):
            drawn = before.role in (BODY, CAPTION) and (_is_bare(content, at) or is_kind(line.text, "drawing"))
            line.role = CAPTION if drawn or is_caption(line) else HEAD  # 线路示意图, 稻田抽穗（资料图）
        if [line] == pointed and before.role == BODY:
            line.role = CAPTION  # ▲稻田里的泥鳅
        if line.role == BODY and (
            is_caption(line)
            or (not line.mark and _points_alone(content, at))
            or (at and _is_pictured(content[max(at - 2, 0) : at], line, *content[at + 1 : at + 2]))
        ):
            line.role = CAPTION
    return content


def _is_bare(content: Sequence[Line], at: int) -> bool:
    """Whether a line is no heading where all sections are bold, several of them, and no kicker right above a title."""
    levels = Counter(line.level for line in content if line.role == HEAD and (line.level or not line.after))
    return len(levels) == 2 and levels[BOLD_LEVEL] > 1 > levels[0] and [*content, _NOTHING][at + 1].level <= BOLD_LEVEL


def _mark_author(title: Line, line: Line, following: Line) -> None:
    """A line between title and text that says who wrote it: 沱江县教师　周明, 沱江公社通讯组, - 作者：周明."""
    about = credit_of(line.text) if line.mark == "item" and "者：" in line.text[:4] else None
    text = following.text[-1:] in ("，", "。") or is_prose(following.text)
    below = line.level < title.level or (line.level == title.level and text)
    if about or (below and line.role == HEAD and author_at_home(line.text)):
        line.role, line.names = (CREDIT, about.names) if about else (NAME, author_at_home(line.text))
    elif below and line.role != BODY and len(title.text) > 4 and form("authors").search(line.text):
        line.role = line.role if headings.is_side(title.text) else CREDIT


def _is_quoted(before: Line, line: Line, *, after_quoted: bool) -> bool:
    """Whether a short line is what the text quotes, not a heading: …他最常唱的是这几句：/ 桨儿弯弯 / 划过九道滩."""
    if line.role not in (HEAD, NAME) or line.level or line.field or line.text[0].isdigit() or is_listed(line.text):
        return False
    if after_quoted:
        named = line.role == NAME and credit_of(before.text) is not None  # who shall come, on several lines
        return named or line.indent == before.indent >= 2
    told = "，" in before.text or is_prose(before.text) or form("salutation").fullmatch(before.text)
    return before.role == BODY and before.text[-1] in "：:" and bool(told)


def _is_rest(before: Line, line: Line) -> bool:
    """Whether a short line right below an open sentence is its end: 问：夜里找不到开着的公厕，/ 能不能帮问问？"""
    if line.role != HEAD or before.role != BODY or line.mark != before.mark:
        return False
    parted = line.gap or line.level or line.field or before.cut or before.hard
    return not parted and (before.text[-1] in "，、" or (is_remnant(line.text) and not ends_full(before.text)))


def _is_within(before: Line, line: Line, following: Line) -> bool:
    """Whether a word, as a link in a text, stands on a line of its own within a sentence: …站长 / 周明 / 说，…"""
    if line.role not in (HEAD, NAME) or before.role != BODY or not _WORD.fullmatch(line.text):
        return False
    parted = line.gap or line.level or line.field or following.gap or following.level or before.mark or before.hard
    ends = ends_full(before.text) or before.text[-1] in ")）" or before.cut or photo_credit(before.text)
    return not (parted or ends) and is_prose(before.text) and is_prose(following.text)


def _ends_credit(before: str, line: Line) -> bool:
    """Whether a line is the end of a photographer's name: ▲6月2日，村民在插秧。 周小 / 满 摄."""
    short = len(line.text) <= 5 and not (line.level or line.field or line.names)
    return short and photo_credit(before) is None and photo_credit(before + line.text) is not None


def _points_alone(lines: Sequence[Line], at: int) -> bool:
    """Whether a line opens with a pointer (▲) and no neighbour does: with one open briefs, or a notice (遗失声明)."""
    text = lines[at].text
    if not _POINTER.match(text) or text.count(text[0]) > 1 or headings.is_notice(lines[at - 1 : at]):
        return False
    beside = (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2])
    return not any(_POINTER.match(line.text) or (line.role == BODY and is_listed(line.text)) for line in beside)


def _is_pictured(above: Sequence[Line], line: Line, credit: Line | None = None) -> bool:
    """Whether a photographer's credit follows a short paragraph that opens with a day or place, or stands apart."""
    if credit is None or credit.role != CREDIT or len(line.text) > LONGEST_CAPTION:
        return False
    ended = [one.role for one in above] == [BODY, CREDIT]
    parted = ended or (line.gap and not (above[-1].gap or credit.gap))
    placed = credit.indent >= 10 and bool(place_at_start(line.text))
    placed = placed or (line.indent == 0 and above[-1].indent >= 2)  # at the margin, behind an indented text
    opens = parted or placed or line.after == "image" or form("fresh").match(line.text) is not None
    told = opens and (ended or above[-1].role in (BODY, VERSE))
    return told and (takes_pictures(credit.text) or (parted and is_photo_credit(credit.text)))


def _goes_on(before: Line, line: Line) -> bool:
    if not continues(before, line) or opens_caption(before, line):
        return False
    if _POINTER.match(before.text) or is_caption(before):
        # 图为村民在插秧，/ 田边围满了人。周明 摄: a caption that has no comma, a full stop or a credit is whole.
        return "，" in before.text and not ends_full(before.text) and photo_credit(before.text) is None
    apart = line.after == "image" or form("fresh").match(line.text) or _POINTER.match(line.text)
    return not (apart and is_caption(line))


def is_caption(line: Line) -> bool:
    """Whether a paragraph is a photo's caption: it says so (图为, ▲) or ends in a credit (周明 摄, no 周明 文/图)."""
    text, below_picture = line.text, line.after == "image"
    shown = "图" in text or "照" in text
    fresh = shown and (below_picture or form("fresh").match(text))  # 6月2日，稻田抽穗。通讯员供图
    said = (shown and form("caption").search(text)) or (fresh and form("given").search(text))
    if said or is_drawn(text) or ((below_picture or line.after == CAPTION) and _POINTER.match(text)):
        return True
    credited = (below_picture or len(text) > 12) and photo_credit(text) is not None
    return credited and (below_picture or form("text and pictures").search(text) is None)


def _role(line: Line, following: Line) -> str:
    text = line.text
    if line.mark == "verse":
        return VERSE
    forecast = "℃" in text and not line.level and form("forecast").match(text)
    if forecast or line.mark in ("row", "item") or (line.cut and not line.level) or is_drawn(text):
        return BODY
    if FORMULA.match(text):
        return TAIL
    known = _is_known_head(text) or (line.level > 0 and is_kind(text, "page"))  # **文化**, no name
    if credit := None if known else credit_of(text):
        line.names = credit.names
        if credit.sure or line.level <= 1:
            return CREDIT if credit.sure else NAME
    if not (line.level or known):
        office, _, day = text.replace("　", " ").partition(" ") if text[-1] == "日" else (text, "", "")
        signed = is_body_name(office) and (not day or DAY.fullmatch(day.strip()))  # 沱江县人民政府　2019年10月7日
        if signed or DAY.fullmatch(text):
            return TAIL
    return HEAD if _is_heading(line, following) and (line.level or not is_caption(line)) else BODY


def _is_known_head(text: str) -> bool:
    """Whether a line can be nothing else, so that 公 告 set wide is no name."""
    short = len(text) <= 16 and len(squeeze(text)) <= 4
    framed = len(text) > 1 and text[0] == text[-1] and text[0] in NAME_MARKS  # ● 热心肠 ●, a label
    framed = framed or _WIDE_LABEL.fullmatch(text) is not None
    return framed or is_drawn(text) or (short and is_kind(text, "notice", "numeral", "photo", "aside", "group"))


def _is_heading(line: Line, following: Line) -> bool:
    text = line.text[:-1] + "：" if line.text[-1] == ":" else line.text
    if len(text) <= 5 and is_kind(text, "numeral"):
        return len(following.text) > len(text)
    if line.level:
        return len(text) <= _LONGEST_MARKED and "。" not in text
    if (
        not 2 <= len(text) <= _LONGEST_HEAD
        or is_prose(text.replace("！", "").replace("？", "") if len(text) <= 24 else text)  # 515亿斤！辽宁粮食又攀新高
        or form("no heading").search(text)
        or not _HAN.search(text)
        or len(_COLONS.findall(text)) > 1
        or DIALOGUE.match(text)
        or DATELINE.match(text)
        or form("labelled line", "pointed day", "document number", "caption").match(text)
        or _is_cut_off(text, following)
    ):
        return False
    if text[-1] in "！!" and (form("labelled line").match(following.text) or is_body_name(following.text)):
        return False  # 祝孩子们考出好成绩！ / 沱江县教育局
    # The first of two title lines may end so (…搭上“冷链车”、); what follows is then a heading too.
    placed = text[-1] == "：" and place_at_start(text)  # 沱江县永兴镇：/ 渡口装喇叭，船期一喊就知道
    goes_on = 0 < len(following.text) <= 26 and not re.search("[。；;]" if placed else "[。，；,;]", following.text)
    apart = following.mark == "item" or DAY.fullmatch(following.text) or form("leads in").search(text)
    return text[-1] not in "，、：," or (len(text) <= 22 and goes_on and not apart)


def _is_long_title(line: Line, following: Line) -> bool:
    """Whether the first line of a page, in one breath (…关于印发…方案的通知), stands apart from the text below it."""
    apart = following.gap or following.indent > line.indent
    fits = _LONGEST_HEAD < len(line.text) <= _LONGEST_MARKED and not (line.mark or line.indent or line.hard)
    return apart and fits and _BREATH.search(line.text) is None and is_prose(following.text)


def _is_cut_off(text: str, following: Line) -> bool:
    """Whether the line below ends the sentence of a short one: …户均增收 / 1.3万元。 is no heading and its text."""
    if is_remnant(following.text) or (form("figure").search(text) and is_kind(following.text, "measured")):
        return True
    unfinished = text[-1:].isdigit() or ("，" in text and (len(text) >= 14 or text[-1] == "号"))
    ends = ends_full(following.text)
    parted = following.after in ("page number", "image") and not following.level
    return unfinished and (ends or is_prose(following.text) if parted else ends and len(following.text) < 16)


def _mark_verses(content: list[Line]) -> None:
    """Lines of a poem: short lines one after the other, behind a title and perhaps a name."""
    group: bool | None = None
    end = 0
    for short, some in groupby(content, _may_be_verse):
        start, end = end, end + len(list(some))
        if short and end - start > 1:
            if group is None:
                group = any(line.role == HEAD and is_kind(line.text, "poems") for line in content)
            verse, name = content[end - 2 : end]
            signed = verse.text[-1] == "。" and name.role == NAME  # 韦秀兰（壮族）
            _mark_verse_run(content, start, end - signed, group=group)


def _may_be_verse(line: Line) -> bool:
    return (
        not (line.level or line.mark not in ("", "quote") or line.resumed or line.cut or line.opens)
        and line.role in (HEAD, BODY, NAME)
        and len(line.text) <= (16 if line.text[-1:] == "。" else 22)
        and not _is_marked(line)
        and not form("labelled line").match(line.text)
        and not DATELINE.match(line.text)
        and not (line.field not in ("", "text") or _is_known_head(line.text))
        and (_COUNTS.isdisjoint(line.text) or not is_kind(line.text, "poems"))
    )


def _is_marked(line: Line) -> bool:
    """Whether a line may be a name of any surname behind a mark: ◇ 雪知秋."""
    return len(line.text) <= 5 and line.text.startswith(NAME_MARKS)


def _is_alone(verses: Sequence[Line], following: Line) -> bool:
    """Whether the last of some lines is a label (随笔), or the only one behind an empty line, shorter than all."""
    *above, last = verses or [_NOTHING]
    alone = not any(line.gap for line in above[1:]) and all(len(last.text) < len(line.text) for line in above)
    apart = following.level > 0 and last.gap and (alone or is_kind(last.text, "label"))
    return bool(above and following.text) and (apart or is_kind(last.text, "column"))


def _mark_verse_run(content: list[Line], start: int, end: int, *, group: bool) -> None:
    if [line.role for line in content[max(start - 1, 0) : start + 3]] == [BODY, NAME, HEAD, NAME]:
        start += 1  # who signs a letter above
    above = content[start - 1] if start else _NOTHING
    run = content[start:end]
    told = any(line.text[-1] == "。" for line in run)
    if above.role == HEAD and ((told and is_kind(above.text, "group")) or headings.is_notice([above])):
        return  # an advertisement or briefs in short lines
    if any(line.text[-1] in "：:" and form("salutation").match(line.text) for line in run):
        return  # a letter
    behind_poem = start > 1 and content[start - 2].role == VERSE
    following = content[end] if end < len(content) else Line(0, "", role=HEAD)
    titled = above.role in (HEAD, CREDIT, NAME)
    opening = content[start]
    if titled and 2 <= len(opening.text) <= 3 and opening.text.isalpha() and content[start + 1].gap:
        opening.role, opening.names = NAME, (opening.text,)  # apart from the first stanza, whatever the surname
    below = NAME if following.text[:1] in ("（", "(") else CREDIT if _is_marked(following) else following.role
    apart = following.level or below in (TAIL, HEAD, NAME)
    # A few lines are verses too where markup ends each, or under a marked heading of a page with a group of poems.
    if above.role == NAME and ((above.level and behind_poem) or above.opens):
        above.role = HEAD  # 乌毡帽, or 山歌 behind 第4版(): a title that looks like a name
    few = 2 if (group or behind_poem) and above.level and above.role == HEAD else 3
    names = [at for at in range(start, min(start + few, end)) if content[at].role == NAME]
    if names[:2] == [start, start + 1] and (not titled or above.text[-1] in "）)"):
        content[names.pop(0)].role = HEAD  # 秋　粮 / 周　明: a title that looks like a name
    first = names[0] + 1 if names else start if titled or (above.role == BODY and above.text[-1] == "：") else start + 1
    known = few == 2 or sum(line.hard for line in content[start:end]) > 1
    # Elsewhere the next article's heading stands right before its text.
    whole = apart or (known and not content[end - 1].gap) or following.after == "image"
    whole = whole or is_drawn(following.text)  # ▲国画《渡口夜雨》 周明 作
    whole = whole or below not in (BODY, CREDIT) or (following.gap and content[end - 1].text[-1] == "。")
    last = end if whole else end - 1
    last -= bool(names) and last == end - 1 and content[last].role == NAME  # below the next title
    last -= _is_alone(content[first:last], following)
    gaps = [at for at in range(first + 1, end) if content[at].gap]
    if len(gaps) == 1 and end - gaps[0] <= 3 and following.text:
        stopped = [line.text[-1] in "，。；！？…" for line in content[first:end]]
        if any(stopped) and not any(stopped[gaps[0] - first :]):
            last = min(last, gaps[0])  # the next title, with its label or author
    stops = sum(line.text[-1:] in "。！？" for line in content[first:last])  # more than half: short paragraphs
    if last - first >= (few if known else 4 if apart or names else 6) and (known or 2 * stops <= last - first):
        for line in content[first:last]:
            line.role = VERSE
        if group:
            mark_poem_titles(content[first:last], "".join(line.text for line in content[max(first - 2, 0) : first]))
