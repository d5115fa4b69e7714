"""What exports say of their articles: labels of fields (【篇名】…), and lines that give paper and day of a title."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from newsutil.base import resources
from newsutil.base.dates import date_in
from newsutil.base.text import simplified
from newsutil.pages import not_articles
from newsutil.pages.broken_paragraphs import ends_full, is_prose, width
from newsutil.pages.credits import DAY, closing_credit, credit_of, is_name
from newsutil.pages.headings import DASH, is_page_label
from newsutil.pages.lines import BOLD_LEVEL, Line, form

_LONGEST_TITLE = 60
LABELLED = re.compile(  # no name has eleven characters in a row, but 丨 behind it is one of theirs
    r"\s*:?(?P<sign>[【\[{〖［（(<★■◆●])?\s*(?:(?P<latin>[A-Za-z][A-Za-z \d]{1,20})-)?"
    r"(?P<name>(?![\u4e00-\u4e27\u4e29-\u9fff]{11})"
    r"[\u4e00-\u9fff](?:[ 　]{0,4}[\u4e00-\u9fff]){0,9}|[A-Za-z][A-Za-z_ ]{1,20}|[A-Z]\d|%[A-Z\d@])"
    r"\s*(?:[】\]}〗］）)>★■◆●]\s*[：:]?|[：:]{1,2}|[|｜丨=＝]|…{1,2}|(?<=[\u4e00-\u9fff])\t"
    r"|(?<=^[A-Z][A-Z\d]  )(?:-(?=\s|$)|(?=\S))|(?<=^%[A-Z\d@])(?=\s))\s*(?:<正>)?"
)
_LABEL_SIGN, _LONGEST_LABEL = re.compile(r"[】\]}〗］）)>★■◆●：:|｜丨=＝…\t]|^\s*[A-Z%]"), 120  # one is in all labels
_CLOSING = dict(zip("【[{〖［（(<★■◆●", "】]}〗］）)>★■◆●", strict=True))
HEADINGS = {"kicker": 1, "title": 6, "subtitle": 1}
_PARTS = ("byline", "text", "caption", "section")
_NAMED = re.compile(r"(?<=..)(?:名称|署名|名|号)$")
_MODIFIED = re.compile(r"^(?:中文|报纸|报章|报刊|媒体|文章|新闻|本文|原文|稿件|所在|所属|刊登|刊载|发表|见报|出版)+")
_SUMMARIES = ("摘要", "内容摘要", "中文摘要", "summary", "abstract")
_WITHIN = frozenset((*_SUMMARIES, "正文"))
_EVERYDAY = ("主题", "题目", "时间", "日期", "单位", "机构", "年", "期")  # may open lines of a text too
_CELL = re.compile(
    r"\s*[|｜]\s*|\s[/／]\s|(?<=[\d日版报])\s?[·•]\s?|\t+|\u3000+| {2,}|\s?(?=《)|(?<=》)[（(]|(?<=[版期])[）)]$"
)
LABELLED_CELL = re.compile(rf"{_CELL.pattern}|\s(?=[\u4e00-\u9fff]{{2,8}}[：:])")
_LABELLED_CELLS = re.compile(r"(?:^|\s)[\u4e00-\u9fff]{2,8}[：:]")
_NARROW_CELL = re.compile(r"\s*[,，、;；·•/／]\s*|\s+")
_RECORD_NUMBER = re.compile(r"^\d{1,4}[.、．]\s*")
_SPACED_NAME = re.compile(r"(?<=[：:][\u4e00-\u9fff])\s(?=[\u4e00-\u9fff](?:\s|$))")  # 作者：何 静 来源：…
_COUNTED = re.compile(r"\d\s*字|字[数數]")
_PARTED = re.compile(r"[\s|｜]")  # stands between cells
_TELLING = re.compile(r"\d(?:[-/.年]|\s*字)|字[数數]|[作记]\s*者\s*[：:]")
_COUNT_CELL = re.compile(r"(?:字[数數]\s*[：:]?\s*)?\d{1,6}\s*字?")


class Label(NamedTuple):
    """Field that a label names, where its value starts, whether the label's form alone makes it one, and its words."""

    field: str
    end: int
    sure: bool
    name: str


class Record(NamedTuple):
    """A line that says where an article stood: its place, that of a line above that may be the title, and names."""

    at: int
    above: int | None
    names: tuple[str, ...]


@cache
def _fields() -> dict[str, str]:
    columns = {row["name"]: row["column"].strip() for row in resources.table("files/column_names")}
    return columns | {row["label"]: row["field"] for row in resources.table("pages/labels")}


@lru_cache(maxsize=1024)
def field_of(name: str) -> str | None:
    """Field that a label or a column of this name holds; 中文作者 and 報章版次 hold what 作者 and 版次 do."""
    bare = simplified(re.sub(r"[\s_-]+", "", name).lower())
    short = _NAMED.sub("", bare)
    return next(filter(None, map(_fields().get, (bare, short, _MODIFIED.sub("", short)))), None)


def label_of(text: str) -> Label | None:
    """Label that a line opens with; None where its name names no field."""
    found = LABELLED.match(text) if _LABEL_SIGN.search(text, 0, _LONGEST_LABEL) else None
    field = field_of(found["name"]) if found else None
    if found is None or field is None:
        return None
    closed = _CLOSING.get(found["sign"] or "", "")
    if closed and closed not in found[0].lstrip()[1:]:
        return None
    return Label(field, found.end(), bool(closed or found["latin"]), found["name"])


def read_labels(lines: Sequence[Line]) -> list[Line]:
    """Lines of a page, those of a labelled export with the field that their label names."""
    _mark_parts(lines)
    told = [None if line.reason or line.field or line.mark == "row" else _label(line.text) for line in lines]
    if not any(told):
        return list(lines)
    if any(map(_is_title, told)):  # 主题 is a subject
        told = [label._replace(field="none") if label and label.name == "主题" else label for label in told]
    told = _with_unknown(lines, _with_texts(told)) if _is_export(told) else _in_blocks(told)
    heads = [(at, label) for at, label in enumerate(told) if label and label.field == "title"]
    titles = {at: lines[at].text[label.end :].strip() for at, label in heads}
    for above, at in pairwise([-1, *titles]):  # a record below its article says the title again
        bare = next((line for line in lines[above + 1 : at] if line.text == titles[at] and not line.reason), None)
        if bare is not None:
            bare.field, lines[at].reason, told[at] = "title", "label", None
    if len(titles) > 1 and min(Counter(titles.values()).values()) > 1:  # the site's, not the articles'
        told = [label._replace(field="none") if label and at in titles else label for at, label in enumerate(told)]
    made = ([line] if label is None else labelled(line, label) for line, label in zip(lines, told, strict=True))
    return list(chain.from_iterable(made))


def _mark_parts(lines: Sequence[Line]) -> None:
    """Bare names of a record's parts (### 摘要, ### 正文), and a summary between them, belong to no article."""
    parts = [at for at, line in enumerate(lines) if line.text in _WITHIN]
    for at, end in pairwise([*parts, *parts[-1:]]):
        named, texted = (lines[one].text == "正文" for one in (at, end))
        for line in lines[at : at + 1 if named else end] if named or texted else ():
            line.reason = line.reason or "label"


def _label(text: str) -> Label | None:
    """A line's label, None where what stands behind it is no value of its field: 记者：您怎么看？"""
    label = label_of(text)
    if label is None:
        return None
    value = text[label.end :].strip()
    headed = label.field in HEADINGS and (len(value) > _LONGEST_TITLE or value[-1:] in ("。", "；"))
    spoken = label.field == "byline" and (is_prose(value.replace("；", "、")) or value[-1:] in ("。", "？", "！"))
    told = label.field in ("paper", "byline") and "者" in text and entry_of(text)  # 来源：沱江日报　作者：周明
    return None if headed or spoken or told else label


def _with_texts(told: Sequence[Label | None]) -> list[Label | None]:
    """Labels of an export; where none names a text, articles stand behind those of summaries."""
    if any(label is not None and label.field == "text" for label in told):
        return list(told)
    summed = (label is not None and label.name.strip().lower() in _SUMMARIES for label in told)
    return [label._replace(field="text") if label and one else label for label, one in zip(told, summed, strict=True)]


def _is_export(told: Sequence[Label | None]) -> bool:
    titles = sum(_is_title(label) for label in told)
    return titles > 1 or any(
        "title" in fields and (len(fields) >= 3 or not fields.isdisjoint(named))
        for block in _blocks(told)
        for fields in [{label.field for label in block if label}]
        for named in [("kicker", "subtitle", *(("date", "text") if any(map(_is_title, block)) else ()))]
    )


def _is_title(label: Label | None) -> bool:
    return label is not None and label.field == "title" and label.name not in _EVERYDAY


def _blocks(told: Sequence[Label | None]) -> list[list[Label | None]]:
    return [list(block) for _, block in groupby(told, lambda label: label is None)]


def _in_blocks(told: Sequence[Label | None]) -> list[Label | None]:
    """Labels of kickers and subtitles, and blocks that name two of paper, page and author, or twice what others do."""
    made: list[Label | None] = []
    often = Counter(label.name for label in told if label and label.name not in _EVERYDAY)
    texts = any(label and label.field == "text" and often[label.name] > 1 for label in told)
    kept = ("kicker", "subtitle", "text") if texts else ("kicker", "subtitle")
    for block in _blocks(told):
        fields = {label.field for label in block if label}
        whole = len(fields & {"kicker", "subtitle", "byline", "paper", "page"}) > 1
        whole = whole or len({label.name for label in block if label and often[label.name] > 1}) > 1
        made += [label if label and (whole or label.field in kept) else None for label in block]
    return made


def _with_unknown(lines: Sequence[Line], told: Sequence[Label | None]) -> list[Label | None]:
    """Labels of an export, and those that no list has but stand beside them (【馆藏地】) or once for each title."""
    unknown = [_unknown(line) for line in lines]
    often = Counter(label.name for label in chain(told, unknown) if label is not None)
    titles = max(2, sum(label is not None and label.field == "title" for label in told))
    gaps = [line.gap for line in lines]
    made = [None if _is_alone(told, at, often, gaps) else label for at, label in enumerate(told)]
    made = [new if new and often[new.name] == titles else label for label, new in zip(made, unknown, strict=True)]
    order = range(len(made))
    for step, around in ((1, order[1:]), (-1, order[-2::-1])):
        for at in around:
            beside, new = made[at - step], unknown[at]
            if made[at] is None and beside is not None and not (step > 0 and beside.field == "text"):
                between = step > 0 and any(told[at + 1 : at + 4])
                made[at] = new if new is not None and (new.sure or between) else None
    return made


def _is_alone(told: Sequence[Label | None], at: int, often: Counter[str], gaps: Sequence[bool]) -> bool:
    """Whether a label without a sign stands within a text, no other beside it and none of its name: 时间：6月8日."""
    label = told[at]
    if label is None or label.sure or label.field in (*HEADINGS, *_PARTS):
        return False
    parted = gaps[at + 1 : at + 3] == [True, False]  # the labels of the next article stand together
    beside = (told[near] for near in (at - 1, at + 1 - parted) if 0 <= near < len(told) and near != at)
    return often[label.name] < 2 and not any(other is not None and not other.sure for other in beside)


def _unknown(line: Line) -> Label | None:
    found = LABELLED.match(line.text) if len(line.text) <= _LONGEST_TITLE and not line.reason else None
    if found is None or label_of(line.text) or credit_of(line.text) or "。" in line.text or line.text[-1:] in "！？”":
        return None
    return Label("none", found.end(), _CLOSING.get(found["sign"] or "", "\0") in found[0], found["name"])


def labelled(line: Line, label: Label) -> list[Line]:
    """The label and its value: that of a heading or text is a line of its own, that of a credit keeps its label."""
    field, text = label.field, line.text
    value = text[label.end :].strip()
    value = value[1:-1] if value[:1] == value[-1:] and value[:1] in ("'", '"') else value
    value = value.rstrip(",").strip("{}")  # of BibTeX
    if not value.strip("; ；|>") or field not in (*HEADINGS, *_PARTS):
        line.reason = "label"
        return [line]
    line.field = field
    if field == "byline":
        about = credit_of(value)
        line.names = about.names if about else closing_credit(f"。（{value}）", beside=True)  # whatever the surname
        line.names = line.names or tuple(filter(is_name, value.split()[1:]))  # 采石车间职工 周明
        return [line]
    line.text, line.level = value, HEADINGS.get(field, line.level)
    if field == "section":
        line.field, line.level = "", BOLD_LEVEL
    name = Line(line.number, text[: label.end].rstrip(), reason="label", gap=line.gap)
    return [name, line] if name.text else [line]


def record_of(lines: Sequence[Line], above: int | None, at: int) -> Record | None:
    """Record that a line gives: paper, date and page of a title that stands right above it, or below."""
    names = entry_of(lines[at].text)
    if names is None:
        return None
    title = above if above is not None and may_be_title(lines[above]) else None
    parts = title is not None and goes_on_with(lines[max(title - 1, 0) : title + 1])
    # 沱江潮 / 副刊 | 2023年6月2日 | 第77期 / ### 渡口
    parts = parts or (title == 0 and "期" in lines[at].text and any(line.level for line in lines[at + 1 : at + 2]))
    if title == 0 and not parts and not_articles.names_editors(lines[at].text):
        below = lines[min(at + 1, len(lines) - 1)]  # 江声 / B3 2023.06.02 编辑/周明 / 渡口
        parts = may_be_title(below) and credit_of(below.text) is None
    title = None if parts and not_articles.masthead(lines[at].text) else title
    title = None if title is not None and title < 3 and _is_over_list(lines, at) else title
    return None if title is None and not _COUNTED.search(lines[at].text) else Record(at, title, names)


def _is_over_list(lines: Sequence[Line], at: int) -> bool:
    """Whether a list's name stands above the first record: a title stands below it, and over the next one a text."""
    later = next((lines[one - 1] for one in range(at + 2, len(lines)) if entry_of(lines[one].text) is not None), None)
    ended = later is not None and not (may_be_title(later) and label_of(later.text) is None)
    return ended and may_be_title(lines[at + 1])


def may_be_title(line: Line) -> bool:
    return not (is_prose(line.text) or line.text[-1:] in "。；，" or DAY.fullmatch(line.text))


def goes_on_with(two: Sequence[Line]) -> bool:
    """Whether a line goes on with a text, that a running head parts: the one above it is as wide and has no end."""
    before, line = (Line(0, ""), Line(0, ""), *two)[-2:]
    wrapped = 30 <= width(before) >= width(line) - 2 and "，" in before.text + line.text
    return wrapped and not (before.reason or line.reason or line.level or ends_full(before.text))


def mark_entries(lines: Sequence[Line], records: Sequence[Record]) -> bool:
    """Give each record its title: the line above it or, where most have none there, the line below; whether below."""
    plain = [at for at, line in enumerate(lines) if not line.reason]
    places = ((record.at, bisect_right(plain, record.at)) for record in records)
    below = ((at, lines[after]) for at, place in places for after in plain[place : place + 1])
    following = {at: line for at, line in below if may_be_title(line)}
    over = {record.at: lines[record.above] for record in records if record.above is not None}
    under = 2 * len(over) < len(records) and len(over) < len(following)
    titles = following if under else over
    for record in records:
        if (title := titles.get(record.at)) and not title.reason:
            above = lines[(record.above or 1) - 1]
            if not (under or above.reason) and DASH.match(title.text) and may_be_title(above):
                title = above  # over its subtitle
            title.field, title.names = "entry", title.names + record.names
    return under


def record_reason(text: str, *, below: bool = False) -> str:
    """Why a line of cells (出报日期：… 组版：…), or ``below`` another one (转载: 3), is of no article."""
    if len(text) > 180 or "。" in text or not _PARTED.search(text):
        return ""
    cells = [cell for cell in LABELLED_CELL.split(text.strip()) if cell]
    if len(cells) < 2:
        return ""
    if below and "|" in text.replace("｜", "|") and all(map(form("other cell").fullmatch, cells)):
        return "source"
    reasons = list(map(_told_by, cells))
    strange = (cell for cell, reason in zip(cells, reasons, strict=True) if not (reason or _is_about(cell)))
    told = all(form("weekday cell").fullmatch(cell) or is_page_label(cell) for cell in strange)
    # 记者：周明　编辑：何静 is of who wrote
    return next(filter(None, reasons), "") if told and not credit_of(text) else ""


def _told_by(cell: str) -> str:
    label = label_of(cell)
    reason = not_articles.furniture_of(cell).reason
    if reason in ("page number", "headline list", "separator", "image"):  # 003　（图片） is the title of a picture
        return ""
    return reason or ("label" if label and label.field in ("paper", "page") else "")


@lru_cache(maxsize=256)  # each line is asked as the neighbour of the one before it too
def entry_of(text: str) -> tuple[str, ...] | None:
    """Names in a line of where an article stood (沱江日报 | 2023-06-02 | A07 | 记者 周明), None in another one."""
    if len(text) > 120 or "。" in text or not _TELLING.search(text):
        return None
    text = _SPACED_NAME.sub("", _RECORD_NUMBER.sub("", text.strip()))
    cells = [cell for cell in _CELL.split(text) if cell] if _PARTED.search(text) else [text]
    counted = _COUNTED.search(text) is not None
    if ("作者" in text or "记者" in text) and len(_LABELLED_CELLS.findall(text)) > 1:
        # 刊发日期:2012-03-05 阅读次数:21 作者:周明
        other = form("other cell").fullmatch
        cells = [cell for cell in LABELLED_CELL.split(text) if _is_about(cell) or not other(cell)]
    if len(cells) == 1 and (counted or form("credited day").match(text)):
        about, *author = [text] if counted else re.split(r"(?<=版)\s+(?=作者[：:])", text)
        cells = [*_NARROW_CELL.split(about), *author]  # 沱江日报 2023-06-02 A07 412字, 作者：周明 通讯员 何静
    if counted:
        cells = [cell for cell in cells if not form("weekday cell").fullmatch(cell)]
    if len(cells) < 2:
        return None
    authors = [cell for cell in cells if form("author cell").match(cell)]
    if not (authors or any(map(_tells_record, cells))):
        return None
    plain = [cell for cell in cells if not _is_about(cell)]
    about = len(cells) - len(plain)
    others = [cell for cell in plain if not (is_page_label(cell) or _told_by(cell))] + authors
    credits = [credit_of(cell) for cell in others]
    strange = [cell for cell, credit in zip(others, credits, strict=True) if credit is None]
    named = ("|" in text or counted) and all(len(cell) <= 8 for cell in strange)  # a page's name that no list has
    about += 0 if counted else sum(bool(credit and credit.names) for credit in credits)
    if (strange and not named) or about < max(2, len(strange)):
        return None
    return tuple(name for credit in credits if credit for name in credit.names)


def _is_about(cell: str) -> bool:
    return form("about cell").fullmatch(cell) is not None or _tells_record(cell)


def _tells_record(cell: str) -> bool:
    """Whether a cell is a day or a number of characters, which no heading and no table of a page has."""
    return ("字" in cell and _COUNT_CELL.fullmatch(cell) is not None) or (len(cell) <= 24 and date_in(cell) is not None)
