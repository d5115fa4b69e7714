"""Which lines of a page belong to no article, and what they say about their neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, compress, groupby, pairwise

from newsutil.pages import not_articles
from newsutil.pages.broken_paragraphs import is_listed, is_prose
from newsutil.pages.credits import DAY, credit_of, is_body_name, is_place
from newsutil.pages.exports import Record, entry_of, goes_on_with, mark_entries, may_be_title, record_of, record_reason
from newsutil.pages.headings import is_kind, is_page_label, number_of
from newsutil.pages.lines import BOLD_LEVEL, Line, form
from newsutil.pages.many_articles import mark_copies

_TOP_LINES, _LONGEST, _LONGEST_NAME = 6, 180, 6
_TITLE_KEY = 6  # characters by which a title is known again: a list may cut it
_BLANKS = re.compile(r"[\s：:]+")
_SIGNS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_SLASHED = re.compile(r"日[/／]第")  # 沱江晚报/2013 年/3 月/5 日/第 A06 版, below it the page's name
_FIGURES = re.compile(r"(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}")
_PAUSE = re.compile("[，。；！？：,;!?…]")
_CLOCK = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_OF_APP = re.compile(r"\d[:：]\d\d|写留言")
_NUMBERS = re.compile(r"\s*\b\d{1,2}[.、\s]\s?")  # 1 渡口夜航 2 老茶馆讲古 3 船期简报
_OF_RECORD = ("source", "time stamp", "account", "navigation", "label", "link", "separator")
_KEPT = ("source", "time stamp", "masthead", "continuation mark")  # may stand between a title and its text
_RUNNING = ("masthead", "page number")


def mark_furniture(lines: list[Line]) -> None:
    """Give a reason to each line that belongs to no article, whatever stands around it."""
    seen, text_at = 0, -_TOP_LINES - 1
    outlets, heads = set[str](), set[str]()
    effects: list[str] = []
    above: int | None = None  # the line right above that may be a title
    records: list[Record] = []
    under: dict[str, list[Record]] = {"tools": [], "stamp": []}  # a title, by what it is
    for at, line in enumerate(lines):
        effect, known = "", line.reason or line.field
        if not known and line.text in outlets and line.level <= BOLD_LEVEL:
            line.reason = "label"
        elif not known and "。" not in line.text and (said := _said_of_article(lines, above, at, records)):
            line.reason = said
        elif not known:
            at_top = seen < _TOP_LINES < at - text_at
            line.reason, effect = _furniture(lines, at, heads, at_top=at_top)
            if not (line.reason or seen) and form("papers own").match(line.text):
                line.reason = "contact"  # above all titles
            elif not (line.reason or seen or line.level) and not_articles.heads_page(line.text):
                line.reason = "masthead"
                heads.add(line.text)
            if effect == "names":
                outlets.update(_BLANKS.split(line.text)[1:])
        kind = "" if not line.reason or (records and records[-1].at == at) else _kind_under_title(line)
        if kind and above is not None and may_be_title(lines[above]):
            under[kind].append(Record(at, above, ()))
        underlines = line.reason == "separator" and lines[at - 1].level > BOLD_LEVEL
        told = (*_KEPT, "link", *([] if effect else ["position"]))  # 系列：走县城
        keeps = underlines or line.reason in told or (above is not None and _is_credit(line, lines[above]))
        above = above if keeps else None if line.reason else at
        effects.append(effect)
        text_at = at if seen < _TOP_LINES and _is_text(line) else text_at
        seen += not line.reason
    not_articles.mark_pictures(lines)
    mark_copies(lines)
    tools = under["tools"] + _over_texts(lines, under["stamp"])
    mark_entries(lines, [record for record in tools if not is_page_label(lines[record.above or 0].text)])
    below = mark_entries(lines, records)
    _mark_title_lists(lines)
    _tell_numbers(lines, effects)
    _mark_lead(lines, effects, records if below else [])
    _mark_neighbours(lines, effects)


def _kind_under_title(line: Line) -> str:
    """Whether furniture below a title is a site's tools (字号) or says when, or on which page, the article stood."""
    if form("tools").search(line.text):
        return "tools"
    stamped = line.reason in (*_KEPT, "account") and _CLOCK.search(line.text)
    return "stamp" if line.reason == "position" or stamped else ""


def _over_texts(lines: Sequence[Line], stamps: Sequence[Record]) -> list[Record]:
    """Lines that say when articles stood somewhere and stand over texts, as most of them do on such a page."""
    below = [next((line for line in lines[stamp.at :] if not line.reason), Line(0, "")) for stamp in stamps]
    told = [_is_text(line) or _is_credit(line) or line.text[-1:] == "：" or credit_of(line.text) for line in below]
    over = list(compress(stamps, told))
    return over if len(stamps) > 1 and 2 * len(over) > len(stamps) else []


def _said_of_article(lines: Sequence[Line], above: int | None, at: int, records: list[Record]) -> str:
    """Why a line that says where or when the article beside it stood belongs to no article; ``records`` keeps these."""
    text, below = lines[at].text, lines[at + 1] if at + 1 < len(lines) else Line(0, "")
    if entry_of(text) is not None:
        if record := record_of(lines, above, at):
            records.append(record)
        if record or entry_of(below.text) is not None:
            return "source"  # 2. 沱江日报 | 2023-06-02, over 报刊 | A07 | 412字
    if above is None:
        return ""
    dated = DAY.fullmatch(text) and (is_prose(below.text) or _is_credit(below))
    if not dated and _FIGURES.fullmatch(text):  # below each title of an e-paper
        dated = sum(line.text == text for line in lines) > 1 and not credit_of(lines[above].text)
    announced = dated and (not may_be_title(lines[above]) or is_body_name(lines[above].text))
    return "time stamp" if dated and not announced else ""


def _furniture(lines: Sequence[Line], at: int, heads: set[str], *, at_top: bool) -> tuple[str, str]:
    """Why a line belongs to no article, and what it says about its neighbours; ``heads`` keeps the mastheads."""
    line, before = lines[at], lines[at - 1].reason if at else ""
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    found = not_articles.furniture_of(line.text)
    kept = found.reason == "headline list" and bool(line.level or not_articles.masthead(line.text))
    if found.reason == "label" and not before and is_prose(following):
        kept = form("salutation").fullmatch(line.text) is not None  # 编辑： / 您好！…, a letter
    if found.reason == "masthead" and at and "℃" in line.text:
        kept = is_kind(lines[at - 1].text, "daily")  # below 今日天气
    if found.reason == "source" and at and lines[at - 1].text[-1] in '。”"':
        about = credit_of(line.text) if "记者" in line.text or "通讯员" in line.text else None
        kept = about is not None and bool(about.names)  # 来源：银山镇　通讯员 周明
    if found.reason and not kept and (line.mark != "row" or found.effect == "opens"):
        return found
    if before in (*_RUNNING, "time stamp", "link") and any(head.startswith(line.text) for head in heads):
        return "masthead", ""
    if before == "navigation" and not line.text.strip("0123456789 \t\u3000"):
        return before, ""  # a week, below 日 一 二 三 四 五 六
    if line.mark == "row" or len(line.text) > _LONGEST or "。" in line.text:
        return "", ""
    slashed = before == "masthead" and len(line.text) <= _LONGEST_NAME and _SLASHED.search(lines[at - 1].text)
    if slashed or (heads and not_articles.is_running_head(line.text, heads)):
        return "masthead", ""
    if not at_top and before not in (*_RUNNING, "source") and DAY.fullmatch(line.text):
        return "", ""  # the date under an announcement
    short = before == "page number" and not_articles.BARE.fullmatch(line.text) and len(line.text) <= 2 * _LONGEST_NAME
    if short and not credit_of(following) and goes_on_with([*lines[at - 2 : at - 1], *lines[at + 1 : at + 2]]):
        return "masthead", ""
    is_dated = not_articles.masthead(following) is not None and "评论" not in following  # a site's stamp
    if following.isdecimal() and not_articles.is_paper_like(line.text):  # the next page, its number below
        is_dated = is_dated or sum(other.text == line.text for other in lines) > 1
    beside = before == "masthead" or is_dated or (entry_of(following) is not None and "评论" not in following)
    head = not_articles.masthead(line.text)
    if head is None and (at_top or beside or before == "page number"):
        head = not_articles.masthead(line.text, at_top=True)
    if head and not_articles.is_headline(head, following):
        return "", ""
    numbered = is_dated and (before == "page number" or following.isdecimal())
    if head or (numbered and not_articles.is_paper_like(line.text)):
        heads.add(line.text)
        return "masthead", ""
    told = before in ("source", "label") or (at and lines[at - 1].field == "byline")
    return record_reason(line.text, below=bool(told)), ""


def _is_credit(line: Line, title: Line | None = None) -> bool:
    """Whether a line says who wrote; a bare name does where it stands below a ``title`` that is as long."""
    about = None if "。" in line.text else credit_of(line.text)
    bare = about and about.names and title and may_be_title(title) and len(title.text) >= len(about.names[0])
    return line.field == "byline" or bool(about and (about.sure or bare))


def _mark_lead(lines: Sequence[Line], effects: Sequence[str], records: Sequence[Record]) -> None:
    """What stands before the first of several records, as the name of the list, belongs to none of them."""
    starts = [at for at, effect in enumerate(effects) if effect == "record"] + [record.at for record in records]
    if [line.field for line in lines].count("title") > 1:
        starts += [next(at for at, line in enumerate(lines) if line.field or line.reason == "label")]
    entries = [] if starts else [at for at, line in enumerate(lines) if line.field == "entry"]
    start = min(starts + entries[:1], default=0)
    levels, over = ([lines[one - back].level for one in entries] for back in (0, 1))
    while entries and start and not lines[start - 1].reason:
        level = lines[start - 1].level
        single = 2 * over.count(level) > len(entries) or 2 * levels.count(lines[start].level) <= len(entries)
        if level > lines[start].level and not single:
            break  # it is over several of these
        start -= 1  # its kicker, or the title over its subtitle
    lead = lines[:start]
    for line in [] if any(line.field or _is_text(line) for line in lead) else lead:
        line.reason = line.reason or "label"


def _mark_neighbours(lines: Sequence[Line], effects: Sequence[str]) -> None:
    """What furniture says about the lines around it: an item starts or ends, or what follows is of its kind."""
    last: Line | None = None
    opening, rest = False, ""
    names: tuple[str, ...] | None = None  # of a record over a title
    comments = False
    told = [line for line in lines if line.reason] if "comments" in effects else []
    app = any(line.reason == "account" or _OF_APP.search(line.text) for line in told)
    _mark_headline_lists(lines, effects)
    _keep_contacts_of_notices(lines)
    for line, effect in zip(lines, effects, strict=True):
        if line.reason or (comments and not (line.level > BOLD_LEVEL or line.field)):
            comments = (comments or (effect == "comments" and app)) and effect not in ("opens", "record")
            line.reason = line.reason or "promotion"
            opening = opening or line.opens or effect in ("opens", "record")
            if effect in ("ends", "record") and last is not None:
                last.ends = True
            if effect == "empty" and last is not None and not _is_text(last):
                last.reason = "heading without text"
            rest = line.reason if effect == "rest" else rest
            over = form("over title").match(line.text) if line.reason == "source" else None
            about = credit_of(over[1]) if over and over[1] else None
            names = about.names if about else names
            continue
        if names is not None:
            title = line if last is None or may_be_title(line) else last  # 报章 | A09 | By 周明, below the title
            title.field, title.names, names = title.field or "entry", title.names + names, None
        other_text = rest and is_prose(line.text) and not is_kind(line.text, "legal")
        if rest and (line.level > BOLD_LEVEL or line.field or other_text):
            rest = ""
        if rest:
            line.reason = rest
            continue
        line.opens, opening, last = opening, False, line
    _mark_beside_mastheads(lines)
    _mark_above_mastheads(lines)
    for before, line in pairwise(lines):
        line.after = before.reason


def _mark_beside_mastheads(lines: Sequence[Line]) -> None:
    """Words that are furniture only beside some: a paper's name at the top, a page's name, a word of a menu."""
    for before, line in pairwise(lines):
        known, bare = (before, line) if before.reason else (line, before)
        told = known.reason in ("masthead", "time stamp", "account") and not bare.reason
        if told and bare.number <= lines[0].number + 2 * _TOP_LINES and not_articles.is_paper_like(bare.text):
            bare.reason = "masthead"
        if line.reason == "editors" and not (before.reason or before.field):
            before.reason = not_articles.furniture_of(before.text, beside=True).reason  # 策划：周明
        if before.reason == "time stamp" and is_place(line.text):
            line.reason = "account"  # 2023年6月2日 07:30 / 四川
    for at, (line, after) in enumerate(pairwise(lines)):
        if line.reason:
            continue
        # 江声 / 副刊 第302期 / 灯下漫笔: the name of a supplement, each a marked heading
        headed = not at and line.level and any(not one.reason and (one.level or number_of(one)) for one in lines[2:3])
        beside = {lines[at - 1].reason if at else "masthead" if headed else "", after.reason}
        if beside == {"navigation"} and not_articles.is_paper_like(line.text):
            line.reason = "masthead"
        if beside.isdisjoint(("masthead", "navigation")):
            continue
        named = beside == {"masthead"} and len(line.text) <= _LONGEST_NAME
        if named or (beside <= set(_RUNNING) and is_page_label(line.text)):
            line.reason = "masthead"  # 沱江日报 / 综合 / A06, each on a line, parts a text
        elif is_kind(line.text, "menu") and not is_kind(line.text, "page", "column"):
            line.reason = "navigation"


def _mark_above_mastheads(lines: Sequence[Line]) -> None:
    """What stands at the top above mastheads, editors or a list of titles is no part of the article below."""
    texts = (at for at, line in enumerate(lines) if line.field or (_is_text(line) and not is_body_name(line.text)))
    text = next(texts, len(lines))  # 沱江日报社, whose site it is, is none
    last = max((at for at in range(text) if lines[at].reason in (*_RUNNING, "editors", "headline list")), default=0)
    titled = any(line.field for line in lines[text : text + 1])
    told = titled or any(not line.reason and not _is_credit(line) for line in lines[last:text])
    for line in lines[:last] if told else ():
        line.reason = line.reason or "label"


def _keep_contacts_of_notices(lines: Sequence[Line]) -> None:
    """An address beside a labelled line, or above who signs and when, is that of an announcement, not the paper's."""
    contacts = [at for at, line in enumerate(lines, 1) if line.reason in ("contact", "time stamp")]
    bare = [Line(0, ""), *lines, Line(0, ""), Line(0, "")] if contacts else []
    for at in (*contacts, *reversed(contacts)):
        before, line, after, then = bare[at - 1 : at + 3]
        if line.reason == "time stamp" and form("to the second").search(line.text):
            continue  # a site's
        beside = [] if form("newsroom").match(line.text) else [before, after]
        listed = any(not other.reason and is_listed(other.text) for other in beside)
        public = line.text[:2] in ("举报", "监督", "值班", "服务") and _is_text(before) and after.text
        listed = listed or (not after.reason and bool(public or DAY.fullmatch(after.text)))
        if listed or (is_body_name(after.text) and (DAY.fullmatch(then.text) or then.reason == "label")):
            line.reason = ""


def _mark_title_lists(lines: Sequence[Line]) -> None:
    """A list of the page's titles: neighbours that each stand on the page once more, with text between those others."""
    pieces = {piece for line in lines if line.reason == "headline list" for piece in _NUMBERS.split(line.text)}
    for line in lines if pieces else ():
        line.field = line.field or ("entry" if line.text in pieces and not line.reason else "")
    keys = [_title_key(line) for line in lines]
    places: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        if key:
            places.setdefault(key[:_TITLE_KEY], []).append(at)
    if sum(len(twice) == 2 for twice in places.values()) < 2:
        return
    texts = list(accumulate(map(_is_text, lines)))
    plain = [at for at, line in enumerate(lines) if not line.reason]
    for listed, some in groupby(plain, lambda at: bool(keys[at]) and len(places[keys[at][:_TITLE_KEY]]) == 2):
        other = {at: sum(places[keys[at][:_TITLE_KEY]]) - at for at in some} if listed else {}
        run = [at for at in other if other[at] > at or other[at] not in other]  # the first title may stand right below
        others = [other[at] for at in run]
        parted = [texts[one] < texts[other] for one, other in pairwise(others)]
        if 2 * sum(parted) > len(parted):
            for at in run:
                lines[at].reason = "headline list"
                title, before = lines[other[at]], lines[other[at] - 1]
                title.field = title.field or ("" if form("within").match(title.text) else "entry")
                if before.field == "entry" and other[at] - 1 not in other.values():
                    before.field, title.names = "", before.names  # its kicker
                elif _leads_in(lines, other[at] - 1):
                    before.field = "kicker"


def _leads_in(lines: Sequence[Line], at: int) -> bool:
    """Whether a line between furniture and a listed title is the kicker of that one."""
    line = lines[at]
    parted = at > 0 and not (line.reason or line.field) and bool(lines[at - 1].reason)
    bare = not_articles.BARE.fullmatch(line.text) and may_be_title(line)
    return parted and bool(bare) and not (_is_credit(line) or is_page_label(line.text))


def _title_key(line: Line) -> str:
    """A short line without what numbers it and without signs, "" where it is too short or too long for a title."""
    if line.reason in ("label", "masthead") or is_prose(line.text) or DAY.fullmatch(line.text):
        return ""
    number = form("numbered").match(line.text)
    bare = line.text[number.end() :] if number else line.text.lstrip("0123456789. ")
    bare = form("under label").sub("", bare) if "｜" in bare or "|" in bare else bare
    bare = _SIGNS.sub("", bare)
    return bare if len(bare) > 2 else ""


def _tell_numbers(lines: Sequence[Line], effects: list[str]) -> None:
    """Lines 1, 2, 3 … are no page numbers: each counts a record, behind what is said of it, or heads a section."""
    numbers = [at for at, line in enumerate(lines) if line.reason == "page number" and line.text.isdecimal()]
    if len(numbers) > 1 and [int(lines[at].text) for at in numbers] == list(range(1, len(numbers) + 1)):
        records = all(lines[at - 1].reason in _OF_RECORD for at in numbers[1:])
        for at in numbers:
            lines[at].reason, effects[at] = ("position", "record") if records else ("", effects[at])
    padded = [line for line in lines if line.level and line.text[0].isdigit() and line.reason in ("", "masthead")]
    headed = [(line, number_of(line)) for line in padded]
    told = {(number, line.level) for line, number in headed if number and not line.reason}
    for line, number in headed:  # 02 换品种 at the top of a page, after 01 选地 on the one before
        if number and line.reason and not told.isdisjoint(((number - 1, line.level), (number + 1, line.level))):
            line.reason = ""


def _mark_headline_lists(lines: Sequence[Line], effects: Sequence[str]) -> None:
    """The numbered lines behind 本期节目主要内容：; a headline may go on in the next line."""
    inside, before = False, ""
    for line, effect in zip(lines, effects, strict=True):
        if line.reason:
            inside = inside or effect == "list"
        elif inside:
            listed = before[-1:] == "：" or line.text[-1:] == "；" or form("numbered").match(line.text) is not None
            inside = listed and not (line.level or line.field)
            line.reason, before = ("headline list", line.text) if inside else ("", before)


def _is_text(line: Line) -> bool:
    told = is_prose(line.text) and _PAUSE.search(line.text) is not None  # a wide line of cells is none
    return not line.reason and (told or line.text[-1:] == "。" or is_body_name(line.text))
