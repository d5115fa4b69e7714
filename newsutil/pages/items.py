"""Lines to items: every line of a page gets an item and a field, or a reason why it belongs to none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from newsutil.pages import headings
from newsutil.pages.credits import (
    DATELINE,
    NAME_MARKS,
    closing_credit,
    credit_of,
    inline_names,
    is_name,
    is_photo_credit,
    photo_credit,
)
from newsutil.pages.headings import is_kind
from newsutil.pages.line_roles import LONGEST_CAPTION
from newsutil.pages.lines import BODY, BOLD_LEVEL, CAPTION, CREDIT, HEAD, NAME, TAIL, VERSE, Line, form, joined
from newsutil.pages.runs import Run, ends_credited, is_first_of_several, without_section

_SURNAMELESS = 4


@dataclass(slots=True)
class Item:
    """An article, caption or notice: its lines by field."""

    kind: str = "article"
    kicker: list[Line] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    subtitle: list[Line] = field(default_factory=list)
    credit: list[Line] = field(default_factory=list)
    sections: list[Line] = field(default_factory=list)
    text: list[Line] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of a credit that stands with a neighbour
    ended: bool = False

    @property
    def lines(self) -> list[Line]:
        return [*self.kicker, *self.title, *self.subtitle, *self.credit, *self.sections, *self.text]

    @property
    def level(self) -> int:
        return max((line.level for line in self.title), default=0)

    @property
    def credited(self) -> bool:
        return bool(self.credit) or any(inline_names(line.text) for line in self.text[:1] + self.text[-1:])


def place(run: Run, items: list[Item], *, single: bool) -> None:
    """Give the headings and credits of a run to the item before or to a new one."""
    heads = list(run.heads)
    roles, below = [head.role for head in heads], run.body[0].role if run.body else ""
    alone = len(roles) == 2 or (below == VERSE and HEAD not in roles)
    if below and alone and roles[-2:] in ([NAME, CREDIT], [NAME, NAME]):
        heads[-2].role = HEAD  # 夏夜 / □周明: a title that looks like a name
    if items and (_text_item(items).text or _text_item(items).title):
        while heads and heads[0].role in (CREDIT, NAME) and _closes(heads, run, items):
            _close(items, heads.pop(0))
    if [head.role for head in heads[:2]] == [NAME, HEAD]:
        heads[0].role = HEAD  # 水利 / 大藤峡蓄水过关: a kicker that looks like a name
    if not heads:
        if not items or (run.resumed and not single):
            items.append(Item())
        elif below == BODY and run.body[0].after != "image":
            _text_item(items).ended = False  # a lead or points (● …) stand above who wrote the text
        return
    fields = {head.field for head in heads}
    if "title" in fields:
        items.append(_labelled(heads))
        return
    if "entry" in fields:
        for head in takewhile(lambda line: line.field != "entry", heads):
            head.reason = "label" if is_kind(head.text, "numeral") else head.reason  # 01, over a listed title
        heads = [head for head in heads if not head.reason]
    _name_by_place(heads, run)
    titles = list(takewhile(lambda line: line.role == HEAD and not is_kind(line.text, "numeral"), heads))
    credits = list(takewhile(lambda line: line.role != HEAD, heads[len(titles) :]))
    rest = heads[len(titles) + len(credits) :]
    if not titles and credits and (not items or _leads(heads, items)):
        titles, rest = rest, []  # 作者：周明 / 沱江稻花香
    if not titles and items:
        titles, credits = credits, []
    entries = [line for line in titles if line.field == "entry"]
    if not items or (not single and _opens_item(run, titles, credits, items)):
        _open(run, items, titles)
        items[-1].names += [name for line in entries for name in line.names]
        while entries and rest and headings.DASH.match(rest[0].text):
            items[-1].subtitle.append(rest.pop(0))  # below the author of a record
    else:
        _text_item(items).sections += titles
    items[-1].credit += credits
    for head in rest:
        if head.role == HEAD and is_kind(head.text, "numeral"):
            head.text += " "  # 01 / 换品种
    _text_item(items).sections += joined(rest, lambda number, head: number.text[-1] == " " and head.role == HEAD)


def _labelled(heads: Sequence[Line]) -> Item:
    item = Item()
    for head in heads:
        if head.role != HEAD:
            item.credit.append(head)
        elif item.credit and not (head.field or item.credit[0].field):
            item.sections.append(head)
        elif head.field == "title":
            item.title.append(head)
        elif head.field == "kicker" or not (head.field or item.title):
            item.kicker.append(head)
        else:
            item.subtitle.append(head)
    item.kind = "notice" if headings.is_notice(item.title) else "article"
    return item


def _closes(heads: Sequence[Line], run: Run, items: Sequence[Item]) -> bool:
    """Whether a credit, or names alone that stand last, are set right or sign a letter, end the text before."""
    if heads[0].role == CREDIT:
        return not _leads(heads, items)
    last = _text_item(items)
    signs = len(heads) > 1 and (heads[1].opens or (len(heads[0].text) > 2 and not last.credited))
    point = last.text[-1].text[0] if last.text else ""
    if point in headings.POINTS and (last.credit if len(heads) > 1 else run.body and run.body[0].text[0] == point):
        return True  # who wrote one of several briefs
    return heads[0].indent >= 6 or not run.body or signs


def _leads(heads: Sequence[Line], items: Sequence[Item]) -> bool:
    """Whether a labelled author stands in a record above its title, as one above the first title of a page tells."""
    told = heads[0].opens and any(head.field == "title" for head in heads)
    first = items[0] if items else Item()
    above = first.credit and first.title and first.credit[0].number < first.title[0].number
    return heads[0].field == "byline" and len(heads) > 1 and bool(told or above)


def _close(items: list[Item], credit: Line) -> None:
    """Give a credit behind a text to its item; a photographer's to the photo right before it."""
    about = credit_of(credit.text)
    last = items[-1]
    owner = _text_item(items)
    beside = owner.credit and owner.credit[-1].number > last.lines[-1].number  # 文｜周明 / 图｜何静
    if about is not None and about.photo and not beside and (last.kind == "photo" or len(last.text) == 1):
        last.kind = "photo"
        two = len(items) > 1 and items[-2].kind == "photo" and not items[-2].credit
        if two and not photo_credit(items[-2].text[-1].text):
            items[-2].names += credit.names  # one credit line for two photos
        last.credit.append(credit)
        return
    given = about is not None and about.sure and credit.text[0] not in "（("
    if owner.kind == "notice" and owner.text and given:  # has no reporter
        end = owner.text[-1].number
        wanting = (item for item in items if not item.credited or (item.credit and item.credit[-1].number > end))
        owner = next((item for item in wanting if item.kind == "article"), owner)
    owner.credit.append(credit)
    owner.ended = bool(owner.text)


def _name_by_place(heads: Sequence[Line], run: Run) -> None:
    """A word of two or three characters between a title and its text is a name, whatever its characters (开文)."""
    if len(heads) < 2 or not run.body or heads[-2].role != HEAD or heads[-1].role == CREDIT or heads[-1].field:
        return
    last, text = heads[-1], headings.squeeze(heads[-1].text).lstrip("".join(NAME_MARKS))
    marked = bool(last.level and last.names)
    titled = (marked or text != last.text) and len(heads[-2].text) > _SURNAMELESS
    wide = titled and text != last.text  # 舒 简
    if marked and last.level < heads[-2].level + (wide or (titled and is_name(last.text))):
        last.role = NAME
    named = 2 <= len(text) < _SURNAMELESS and text.isalpha() and not is_kind(text, "aside", "notice", "daily")
    # 红干椒装上 / 火车皮, 便民信息 / 搬家
    named = named and not (is_kind(heads[-2].text, "unfinished", "group") or headings.is_notice(heads[-2:-1]))
    if named and (wide or not last.level) and not form("numbered").match(last.text):  # 壹 点灯
        last.role, last.names = NAME, (text,)


def _text_item(items: Sequence[Item]) -> Item:
    """The last item that is no caption: the one that text and sections go on with."""
    return next((item for item in reversed(items) if item.kind != "photo"), items[-1])


def _opens_item(run: Run, titles: Sequence[Line], credits: Sequence[Line], items: Sequence[Item]) -> bool:
    """Whether the headings open a new item, by weighing what they look like and what stands around them."""
    before = _text_item(items)
    if not titles or not before.text or any(line.opens or line.field for line in titles):
        return bool(titles)
    below = run.body[0].text if run.body else ""
    verses = bool(run.body) and run.body[0].role == VERSE
    listed = below.startswith(headings.POINTS) or (below and run.body[0].mark == "item")
    table = bool(run.body) and all(line.mark == "row" for line in run.body)
    listed_so = all("：" in line.text for line in run.body)  # 青石队：9胜, a list that is set as a table is
    told = table and headings.told_in("".join(line.text for line in before.text), titles[0].text) > listed_so
    of_text = _evidence_of_text(titles, before, below)
    evidence = {
        **headings.own_evidence(titles, below),
        **_evidence_before(titles, before, items[-1]),
        **of_text,
        **_evidence_beside(titles, before, run.following, other=bool(table or of_text["other place below"])),
        "credit below": credits,
        "group over a list": listed and headings.leads_briefs(titles[0]),
        "cut off without credit": not credits and len(titles) == 1 and any(line.cut for line in run.body),
        "forecast below": "℃" in below and form("forecast").match(below) is not None and not titles[0].level,
        "caption below": run.body and all(line.role == CAPTION for line in run.body),
        "figures of the day": (before.ended or titles[0].level >= before.level)
        and (is_kind(titles[0].text, "daily") or (table and not told and run.body[0].hard)),
        "table below": told and not is_kind(titles[0].text, "daily"),
        "table of another thing": table and not told,
        "one paragraph each": len(before.text) == len(run.body) == 1 and not titles[0].level,
        "poem of a group": verses and not credits and any(is_kind(line.text, "poems") for line in before.title),
        "poem behind prose": verses and all(line.role != VERSE for line in before.text),
        "prose behind poem": run.body and not verses and all(line.role == VERSE for line in before.text),
        "own credit at end": ends_credited(run) and before.credited,
        "none of its own": before.credit and not (credits or verses or ends_credited(run)) and _is_told(run.following),
    }
    return headings.score(evidence) > 0


def _is_told(run: Run | None) -> bool:
    """Whether the next headings are a title: below them stands who wrote, or a dateline."""
    told = run is not None and any(head.role == CREDIT for head in run.heads[1:])
    return told or bool(run and run.heads and run.body and DATELINE.match(run.body[0].text))


def _evidence_before(titles: Sequence[Line], before: Item, last: Item) -> dict[str, object]:
    """What the item before says: whether it has ended, and how its headings are marked."""
    level, title_level = max(line.level for line in titles), before.level
    marks = [line.level for line in before.sections]
    end, number = before.text[-1], headings.number_of(titles[0])
    return {
        "item before ended": before.ended or end.cut or end.ends or end.role == TAIL or closing_credit(end.text),
        "numbered on": number > 1 and number == 1 + max(map(headings.number_of, before.title), default=0),
        "titles listed": bool(before.title) and before.title[0].field == "entry" and not before.ended,
        "notice before": before.kind == "notice" and not before.sections,
        "figures before": any(is_kind(line.text, "daily") for line in before.title) and level >= title_level,
        "stronger markup": before.title and level > title_level,
        "weaker markup": level < title_level,
        "same markup as title": level and level == title_level,
        "same markup as section": level in marks and level != title_level,
        "stronger than section": 0 < max(marks, default=level) < level,
        "after photo": last.text[-1].number > end.number,
        "rule before": titles[0].after == "separator",
        "boxed as the notice before": before.kind == "notice" and headings.is_boxed([*before.title, *titles]),
        "boxed behind a rule": titles[0].after == "separator" and titles[0].text[0] == "【",
    }


def _evidence_of_text(titles: Sequence[Line], before: Item, below: str) -> dict[str, object]:
    """Whether the text below goes on with what the title before names, and how the heading is set beside the text."""
    heading = titles[0]
    heads = "".join(line.text for line in (*before.title, *before.subtitle))
    named, village = headings.places_in(heads), form("village").match(below)
    told = village is not None and village[0] in heads and village[0] not in heading.text  # 雪山镇海拔2300米
    here = headings.places_in(below[:20])
    margin, deepest = max((line.indent for line in before.title), default=2), max(line.indent for line in before.text)
    return {
        "names its place before": told
        or (named and form("refers").search(below[:20]) and not headings.places_in(below[:60])),
        "title's place below": not (headings.places_in(heading.text) or headings.is_notice(titles))
        and any(place in below for place in named),
        "other place below": here - named and not any(place in line.text for place in here for line in before.text),
        "indented as text": deepest >= heading.indent >= 2 > margin,
    }


def _evidence_beside(titles: Sequence[Line], before: Item, following: Run | None, *, other: bool) -> dict[str, object]:
    """What the last section of the item before and the next heading say: sections have siblings of their kind."""
    siblings = before.sections[-8:]
    heading, level = titles[0].text, titles[0].level
    heads = following.heads if following is not None else []
    after = [head for head in heads if not (level and head.role == CREDIT)]  # （图/周明）, above **两个徒弟**
    bold = level == BOLD_LEVEL and headings.is_notice(after)  # **停水通知** is no sibling of **周末去哪儿**
    told = other and following and following.body and DATELINE.match(following.body[0].text)  # a title
    if len(after) == 1 and after[0].role in (HEAD, NAME) and not (bold or told):
        siblings = [*siblings, after[0]]
    one = len(titles) == 1 and not headings.is_notice(titles)  # 招领 and 招租 are two
    parallel = one and any(headings.parallel(heading, line.text) for line in siblings)
    over = before.level  # 0: 架子不闲着, and ## 娃娃换着看
    alike = [line for line in siblings if line.level == level or (not over and len(line.text) == len(heading))]
    beside = [line for line in alike if abs(len(line.text) - len(heading)) <= 3]
    last = beside and beside[-1] in (siblings[-1], *before.sections[-1:])
    twin = one and len(heading) <= 8 and last
    plain = not (level or parallel) and len(before.text) > 1
    within = "，" not in heading or before.level > level + 3  # **信不到，路就不能断** between titles marked # or ##
    return {
        "parallel": parallel,
        "set apart": plain and titles[0].gap and not any(line.gap for line in before.text[1:]),
        "short twin": twin and before.kind != "notice" and not parallel and not headings.places_in(heading),
        "no sibling": not (parallel or beside),
        "sibling in markup": not (parallel or beside) and alike and level < over,
        "between titles": within and after and 0 < level < over == after[0].level,
    }


def _open(run: Run, items: list[Item], titles: Sequence[Line]) -> None:
    """A new item with these headings; an editor's note that stands before its title goes on with it."""
    note = items.pop() if len(items) == 1 and items[0].text and _is_note(items[0]) else None
    item = Item()
    items.append(item)
    if not titles:
        return
    titles, item.sections = without_section(titles, run.following)
    listed = any(line.opens for line in titles)
    only_label = len(titles) == 1 and not listed and all(line.role == CAPTION for line in run.body)
    after = run.following
    below = after.body[:1] if after and [line.role for line in after.heads] == [CREDIT] else []
    single = len(run.body) == 1 and not any(line.role == CAPTION for line in below)
    if only_label and not single and is_kind(titles[0].text, "photo"):
        titles[0].reason = "label"
        return
    numbered = listed and any(headings.number_of(line) for line in titles)
    leads_several = len(titles) > 1 and (numbered or is_first_of_several(run))  # one line is no label above another
    made = headings.arrange(titles, first_on_page=len(items) == 1, leads_several=leads_several)
    above = [*note.title, *note.kicker, *note.subtitle] if note else []
    for label in [*made.labels, *(line for line in above if headings.is_page_label(line.text))]:
        label.reason = "label"
    item.kicker, item.title, item.subtitle = made.kicker, made.title, made.subtitle
    if note:
        above = [line for line in above if not line.reason]
        item.sections += [line for line in above if is_kind(line.text, "note")]
        item.kicker = [*(line for line in above if line not in item.sections), *item.kicker]
        item.text, item.credit = note.text, note.credit
    boxed = len(items) > 1 and items[-2].kind == "notice" and headings.is_boxed([*items[-2].title, *item.title])
    if boxed or headings.is_notice([*made.kicker, *made.title]):
        item.kind = "notice"


def _is_note(item: Item) -> bool:
    """Whether an item is nothing but an editor's note (编者按：…, or below 编者按) and perhaps a label above it."""
    told = headings.is_note(item.text[0].text) or any(is_kind(head.text, "note") for head in item.title)
    written = len(item.text) > 1 and (item.credited or DATELINE.match(item.text[1].text))  # below the note
    return told and len(item.text) <= 2 and not (item.sections or written) and item.kind == "article"


def fill(run: Run, items: list[Item]) -> None:
    """Give the text of a run to its item; captions become items of their own."""
    body = list(run.body)
    if not body:
        return
    if run.heads and not (items[-1].kind == "photo" and all(is_photo_credit(head.text) for head in run.heads)):
        body[0].resumed = True  # nothing is joined across a heading, but across who took a photo in the text
    last = items[-1]
    credits = run.following.heads if run.following and run.following.body and not last.text else []
    written = {line.role for line in credits} == {CREDIT} and not is_photo_credit(credits[-1].text)
    if written and len(body) == 1 and is_photo_credit(credits[0].text):
        body[0].role = CAPTION  # a photo between a title and who wrote the text below
    if not (last.text or written) and last.kind == "article" and all(line.role == CAPTION for line in body):
        end = len(body) if all(line.text[0] == "图" and line.text[1:2].isnumeric() for line in body) else 1  # 图①：
        last.kind, last.text, body = "photo", body[:end], body[end:]
    for line in body:
        owner = _text_item(items)
        if line.role == CAPTION or (line.after == "image" and owner.ended and len(line.text) <= LONGEST_CAPTION):
            items.append(Item("photo", text=[line]))
            continue
        if owner.kind == "photo":
            items.append(owner := Item())
        owner.text.append(line)
