"""Files of many articles: day files, whose form says where items begin, and copies of a site's pages put together.

Copies repeat what the site sets beside each article, show first words of others, and say a title twice.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import pairwise
from operator import itemgetter, or_
from typing import Any

from newsutil.files.markup import unescape
from newsutil.pages import not_articles
from newsutil.pages.broken_paragraphs import ends_full, is_listed, is_prose
from newsutil.pages.credits import DAY, FORMULA, closing_credit, credit_of, is_body_name, opening_credit, photo_credit
from newsutil.pages.exports import field_of
from newsutil.pages.headings import DASH, is_kind
from newsutil.pages.line_roles import is_caption
from newsutil.pages.lines import PARAGRAPH_BR, Line, form, page_lines
from newsutil.pages.pages import Facts, Stated, facts_of

Record = dict[str, Any]

_FORM = re.compile(r"^### [^\n]*\n\s*<p\b", re.MULTILINE)
_ITEM = re.compile(r"^### ", re.MULTILINE)
_LIST_ENTRY = re.compile(r"^\d{1,2}[.．、]", re.MULTILINE)
_TAG = re.compile(r"</?(?:p|br|strong|b|span)\b[^<>]*>")
# Whatever is no plain tag of a paragraph is read with care: <p 值就成立> is text.
_OTHER_TAG = re.compile(r"<(?!/?(?:p|br|strong|b|span)(?:\s[ -;=?-~]*)?/?>)|\]\(|\*\*")
_STRONG = re.compile(r"\s*(?:<span[^<>]*>)?<(strong|b)>(?:(?!</\1>).)*</\1>(?:</span>|<br ?/?>|&nbsp;|\s)*")
_OFTEN = 3
_LONGEST_NAMED = 8
_TAIL = 10  # characters that lines share which name another place each
_SITE = {"masthead", "page number", "position", "label", "time stamp", "source", "account", "promotion"}
_SITE |= {"navigation", "link", "disclaimer", "headline list", "separator"}
_TOOLS = {"navigation", "position", "time stamp", "source"}
_STOOD = {"position", "source", "time stamp"}
_LABEL = re.compile(r"[A-Za-z\u4e00-\u9fff][\w \u4e00-\u9fff-]{1,15}[：:]")
_TOLD = ("title", "kicker", "subtitle", "byline", "text", "caption", "section")  # labels of an article's own parts
_DOTTED = re.compile(r"[·•・●▪](?:[^。]*[^。；，：])?")
_CUT_OFF = re.compile(r"(?:…|\.{3})(?:\s*[\[（(]?(?:详细|全文|更多|阅读全文)[\]）)]?)?$")


def is_day_file(text: str) -> bool:
    """Whether HTML paragraphs follow ``###`` titles, or a labelled list of headlines stands before such titles."""
    if "### " not in text:
        return False
    before, *items = _ITEM.split(text, maxsplit=2)
    labels = (line.strip("# ") for line in before.split("\n") if len(line) < 20)
    listed = len(items) > 1 and len(_LIST_ENTRY.findall(before)) > 2
    told = (not_articles.furniture_of(label).effect == "list" for label in labels)
    return _FORM.search(text) is not None or (listed and any(told))


def split_day(text: str) -> tuple[list[Record], Iterator[Record]]:
    """Records of the items of a day file, also of those without a text, and of what stands around them."""
    items: list[Record] = []
    ledger: list[Record] = []
    around: list[tuple[str, int, bool]] = []  # what kind of line each is, only who wants the ledger asks
    day: Facts = {}  # several days may stand in one file
    broken = ""  # a paragraph whose tag is closed in a later line
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.isspace():
            continue
        if broken and line.startswith(("#", "<p")):
            _read_body(broken, number, items[-1], ledger)
        elif broken:
            line = broken + line
        broken = ""
        if items and line.startswith("<p") and "</p>" not in line:
            broken = line
        elif line.startswith("### "):
            title = line[4:].strip()
            item = {"kind": "article", "title": title, "line": number, "paragraphs": [], "sections": []}
            items.append(item | {"stated": Stated({}, day)})
        elif items and (  # a paragraph, not a link, a time stamp or a label
            line.lstrip().startswith(("<", "**"))
            or (ends_full(line.rstrip()) and not not_articles.furniture_of(line.strip()).reason)
        ):
            _read_body(line, number, items[-1], ledger)
        else:
            around.append((line, number, not items))
            day = facts_of(line.strip("# ")) or day if line.startswith("#") else day
    if broken:
        _read_body(broken, number, items[-1], ledger)
    return [_finished(item) for item in items], _ledger(ledger, around)


def _ledger(ledger: list[Record], around: list[tuple[str, int, bool]]) -> Iterator[Record]:
    def left() -> Iterator[Record]:
        for line, number, before in around:
            for made in page_lines(line):
                reason = made.reason or not_articles.furniture_of(made.text).reason
                reason = reason or ("masthead" if not_articles.masthead(made.text, at_top=before) else "")
                reason = reason or ("headline list" if before else "unplaced")
                yield {"line": number, "text": made.text, "reason": reason}

    return merge(ledger, left(), key=itemgetter("line"))


def _read_body(line: str, number: int, item: Record, ledger: list[Record]) -> None:
    """Add the HTML paragraphs of one line to an item; a paragraph that is bold as a whole is a section heading."""
    for strong, piece in _pieces(line, number, ledger):
        headed = strong and len(piece) <= 40 and piece[-1] not in "。：；，"
        item["sections" if headed else "paragraphs"].append(piece)


def _pieces(line: str, number: int, ledger: list[Record]) -> Iterator[tuple[bool, str]]:
    """Paragraphs of a line of HTML without their tags, each with whether it is bold as a whole."""
    if _OTHER_TAG.search(line):
        for made in page_lines(line):
            if made.reason:
                ledger.append({"line": number, "text": made.text, "reason": made.reason})
            else:
                yield made.level > 0, made.text
        return
    if "<br" in line:
        line = PARAGRAPH_BR.sub("</p>", line)
    for piece in line.split("</p>"):
        if piece.startswith("<p"):
            piece = piece[piece.find(">") + 1 :]
        strong = ("<strong" in piece or "<b>" in piece) and _STRONG.fullmatch(piece) is not None
        piece = _TAG.sub("", piece) if "<" in piece else piece
        piece = (unescape(piece) if "&" in piece else piece).strip()
        if piece:
            yield strong, piece


def _finished(item: Record) -> Record:
    paragraphs = item.pop("paragraphs")
    if not paragraphs and item["sections"]:
        paragraphs, item["sections"] = item["sections"], []
    dateline, names = opening_credit(paragraphs[0]) if paragraphs else ("", ())
    names += (photo_credit(paragraphs[-1]) or closing_credit(paragraphs[-1])) if paragraphs else ()
    if len(paragraphs) == 1 and (is_caption(Line(0, paragraphs[0])) or paragraphs[0].startswith("▲")):
        item["kind"] = "photo"
    elif is_kind(item["title"], "labelled notice"):  # …发表声明 is news
        item["kind"] = "notice"
    told = {"byline": ";".join(dict.fromkeys(names)), "dateline": dateline}
    return item | told | {"sections": "\n".join(item["sections"]), "text": "\n".join(paragraphs)}


def mark_copies(lines: Sequence[Line]) -> None:
    """Give a reason to what a page holds because it was put together of copies."""
    _mark_summaries(lines)
    _mark_repeated(lines)
    _mark_heads_before_heads(lines)
    _mark_said_twice(lines)
    not_articles.mark_group_labels(lines)


def _mark_repeated(lines: Sequence[Line]) -> None:
    """Lines that stand thrice or end alike (沱江的事，天天更新), each time beside furniture, are furniture too."""
    plain = [at for at, line in enumerate(lines) if not (line.reason or line.field or line.mark == "row")]
    often = _often(lines, plain) if len(lines) - len(plain) >= _OFTEN - 1 else []
    teasers = [
        at for at in plain if len(lines[at].text) <= _LONGEST_NAMED and form("teasers").fullmatch(lines[at].text)
    ]
    known = {at for at, line in enumerate(lines) if line.reason in _SITE}.union(teasers) if often else set()
    for places in (*often, *reversed(often)):
        above = [at - 1 in known and lines[at - 1].reason != "separator" for at in places]  # no rule over a column
        beside = [at in (0, len(lines) - 1) or at + 1 in known for at in places]
        if sum(map(or_, above, beside)) >= len(places) - len(places) // 4:
            known.update(places)
            menu = _is_menu(lines, places)
            for at in places:
                lines[at].reason, lines[at].opens = "label", menu
    for at in teasers:
        _mark_teasers(lines, at)


def _mark_summaries(lines: Sequence[Line]) -> None:
    """First words of texts that stand on the page themselves: 摘要：沱江两岸的稻田…"""
    ends = [line for line in lines if "..." in line.text[-16:] or "…" in line.text[-16:]]
    cut = {id(line): line for line in ends if not line.reason and _CUT_OFF.search(line.text)}
    texts = {line.text[:_TAIL]: line.text for line in lines if id(line) not in cut} if cut else {}
    for line in cut.values():
        words = _CUT_OFF.sub("", line.text)
        for rest in (words, _LABEL.sub("", words, count=1).strip()):
            if len(rest) >= _TAIL and texts.get(rest[:_TAIL], "").startswith(rest):
                line.reason = "headline list"


def _often(lines: Sequence[Line], plain: Sequence[int]) -> list[list[int]]:
    """Places of the lines that stand often, that have one label (批示：可发), or that end alike."""
    short = [at for at in plain if len(lines[at].text) <= 60]
    counts = Counter(lines[at].text for at in short)
    tails = Counter(lines[at].text[-_TAIL:] for at in short)
    labels = {at: found[0] for at in short if (found := _LABEL.match(lines[at].text))}
    told = Counter(labels.values())
    made = defaultdict[str, list[int]](list)
    for at in short:
        text, label = lines[at].text, labels.get(at, "")
        said = told[label] >= _OFTEN and field_of(label[:-1]) not in _TOLD
        if said and (len(text) <= 30 or not is_prose(text)):
            made[label].append(at)
        elif counts[text] >= _OFTEN:
            made[text].append(at)
        elif len(text) > _TAIL and tails[text[-_TAIL:]] >= _OFTEN:
            made[text[-_TAIL:]].append(at)
    return [places for places in made.values() if len(places) >= _OFTEN and _may_repeat(lines, places)]


def _may_repeat(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether a line that stands often may be a site's: it is in a menu, or no credit, office, day or label."""
    text = lines[places[0]].text
    told = DASH.match(text) or any(one.fullmatch(text) for one in (DAY, FORMULA)) or is_listed(text)
    told = told or is_body_name(text) or credit_of(text) is not None
    return _is_menu(lines, places) or not (told or is_kind(text, "notice", "photo", "aside", "numeral", "note"))


def _is_menu(lines: Sequence[Line], places: Sequence[int]) -> bool:
    return len({tuple(line.text for line in lines[max(at - 1, 0) : at + 2]) for at in places}) == 1


def _mark_teasers(lines: Sequence[Line], start: int) -> None:
    """Titles and first words of other articles, none a whole text, between their label and furniture behind."""
    end = start + 1
    while end < len(lines) and _DOTTED.fullmatch(lines[end].text) and not lines[end].reason:
        end += 1
    dotted = end > start + 1  # ·沱江稻花香, each behind its dot
    while not dotted and end < len(lines) and not (lines[end].reason in _SITE or lines[end].field):
        end += 1
    some = [line for line in lines[start + 1 : end] if not line.reason]
    ends = not some or (end < len(lines) and lines[end].reason not in ("separator", ""))
    told = len(some) <= 12 and (ends or any(_CUT_OFF.search(line.text) for line in some))
    whole = (
        (is_prose(line.text) or line.text[-1:] in "。；" or line.mark == "row" or is_listed(line.text))
        and not _CUT_OFF.search(line.text)
        for line in some
    )
    for line in lines[start:end] if dotted or (told and not any(whole)) else ():
        line.reason = line.reason or "promotion"


def _mark_said_twice(lines: Sequence[Line]) -> None:
    """Of two like headings with only furniture between, that without label or level, else the first, is furniture."""
    other = ("byline", "kicker", "subtitle")
    heads = [at for at, line in enumerate(lines) if not line.reason and line.field not in other]
    twins = [(at, below) for at, below in pairwise(heads) if lines[at].text == lines[below].text]
    for at, below in twins:
        first, second = lines[at], lines[below]
        told = first.level or second.level or any(line.reason in _STOOD for line in lines[at:below])
        bare = len(first.text) >= _LONGEST_NAMED and not second.mark and below + 1 < len(lines)
        if (told or (bare and is_prose(lines[below + 1].text))) and not is_prose(first.text):
            (second if first.field or first.level > second.level else first).reason = "label"


def _mark_heads_before_heads(lines: Sequence[Line]) -> None:
    """Up to three heading lines below the tools of a site's page that stand once more right below, as its title."""
    for at, (tools, first) in enumerate(pairwise(lines), 1):
        if tools.reason not in _TOOLS or first.reason or first.field or is_prose(first.text):
            continue
        for size in (1, 2, 3):
            heads, again = lines[at : at + size], lines[at + size : at + 2 * size]
            if any(line.reason or line.mark == "row" for line in heads):
                break
            if [line.text for line in heads] == [line.text for line in again]:
                for line in heads:
                    line.reason = "label"
                again[0].opens, again[0].field = True, again[0].field or "entry"
                break
