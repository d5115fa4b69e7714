"""A page as lines, which later steps move as wholes: what each says without its markup, and what the markup said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, compress, pairwise

from newsutil.base import resources
from newsutil.files.markup import unescape

_SPECIAL = re.compile(r"[<&*_#>|\[`~\\=转接]")
_ATTRIBUTE = r"""\s+[A-Za-z_:@][A-Za-z0-9_:.-]*(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=`]+))?"""
# Only what is written as a tag is one: 当糖度x<a 时…而y>15 is text.
_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|b|em|i|u|a|img|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|font|center|section|article|"
    r"header|footer|main|nav|html|head|body|meta|link|title|script|style|blockquote|figure|figcaption|hr|sup|sub|small|big|pre|code|"
    rf"iframe|video|audio|source|input|button|form|label|dl|dt|dd|caption|col|colgroup|!doctype)(?:{_ATTRIBUTE})*\s*/?>",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|li|tr|h[1-6]|table|section|article|blockquote|figcaption|title|dt|dd)(?![a-z\d])", re.IGNORECASE
)
_CENTRED = re.compile(r"<div[^<>]*text-align\s*:\s*center", re.IGNORECASE)
_COMMENT = re.compile("<!--.*?-->")
_CELL_TAG = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
# A <br> after a full stop ends a paragraph, another one only breaks the line.
PARAGRAPH_BR = re.compile(r"(?<=[。！？…”）])(?:\s|&nbsp;)*<br\s*/?>", re.IGNORECASE)
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKED_WHOLE = re.compile(r"^\s*[#|]|\*\*|<(?:h[1-6]|t[dhr]|b|strong)\b", re.IGNORECASE)
# Two lines of a title inside one pair of signs, as pandoc writes them: each gets a pair of its own.
_SPANNING = re.compile(r"(?m)^\*\*(?=\S)([^*\n。]{1,60}?)\\?[ \t]*\n[ \t]*([^*\n。]{1,60})\*\*[ \t]*$")
_HTML_HEAD = re.compile(r"<h([1-6])\b", re.IGNORECASE)
_ALL_STRONG = re.compile(
    r"(?:\s|&nbsp;|</?span[^<>]*>)*<(strong|b)\b[^<>]*>(?:(?!</\1>).)*</\1>(?:\s|&nbsp;|</?span[^<>]*>|<br\s*/?>)*"
)
_HEAD = re.compile(r"^\s{0,3}(#{1,6})(?:[ \t　]+|(?=[^\s#]))(?!\S+#|(?<=#)\S+ ?\d+ ?个)")
_QUOTE = re.compile(r"^\s{0,3}(?:>[ \t]?)+")
_BULLET = re.compile(r"^\s*[-*+][ \t　]+(?=\S)")
_UNDERLINES = {"=": 6, "═": 6, "━": 6, "-": 5, "─": 5, "~": 4, "╌": 4}
_RULE_SIGNS = "-*_=~`|:>#+\\ \t"
_MAIL = re.compile(r"(?m)^(?:发件人|From)\s*[：:]|(?:转发|写道|wrote|Forwarded)\W.*$")  # which quotes a page as a whole
_FENCE = re.compile(r"`{3,}[ \t]*[A-Za-z\d+#.-]{0,20}")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_BOLD = re.compile(r"^\s*(\*\*\*|\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1\s*$")
_CODE = re.compile(r"^\s*`([^`\n]+)`\s*$")
_SIGNS = re.compile(r"(?<![\d*])\*\*+|\*\*+(?![*\dXx])|__|~~")  # 证号5107****0033 has none
_EMPHASIS = re.compile(r"(?:(?<![*\w])\*(?=\S)|(?<=[\u4e00-\u9fff])\*(?=[(（]))([^*\n]+)(?<=\S)\*")
_ADDRESS = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
_IMAGE = re.compile(rf"!\[[^\[\]\n]*\]{_ADDRESS}(?:\{{[^{{}}\n]*\}})?|!\[\[[^\[\]\n]*\]\]")
LINK = re.compile(rf"(?<!!)\[([^\[\]\n]*)\]({_ADDRESS})")
_ONLY_LINKS = re.compile(rf"^[\s|·>*-]*(?:\[[^\[\]\n]*\]{_ADDRESS}[\s|·]*)+$")
_SPAN, _ATTRIBUTES = re.compile(r"\[([^\[\]\n]*)\](?=\{[#.])"), re.compile(r"\s?\{[#.][^{}\n]*\}")  # pandoc's
_PICTURE_TEXT = re.compile(r"(\*{0,2}-{3,} ?(?:Start|End) of picture text ?-{3,}\*{0,2})")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARK = re.compile(
    r"[（(【\[]\s{0,3}[▲△▼→]?\s{0,3}(?:紧?[上下]?[接转]|文见|图见|相关(?:报道|新闻|评论|图片)?(?:详?见|刊))\s{0,3}(?:本报)?第?\s{0,3}[A-Z]?"
    r"[\d一二三四五六七八九十]{1,3}\s{0,3}版[^（()）\]】]{0,16}[）)\]】]|[▲△▼→]?\s{0,3}(?:上接|下转)第?\s{0,3}[A-Z]?[\d一二三四五六七八九十]{1,3}版"
)
# A site that gives a text as one line parts its paragraphs by wide gaps.
_GAP = re.compile(r"(?:(?<=[。！？”…）])|(?<=[们志辑友师]：))(?:[ \u3000\xa0]{3,}|\u3000\u3000)(?=\S)")
_ANY_GAP = re.compile(r"(?<=\S)(?:[ \u3000\xa0]{3,}|\u3000\u3000)(?=[^\s（(])")
_LONG_LINE, _SHORT_LINE = 60, 24
_VERSES = re.compile(
    r"[\u4e00-\u9fff，。！？、；…“”]{1,22}(?:(?: {3,}|\u3000\u3000)[\u4e00-\u9fff，。！？、；…“”]{1,22}){3,}"
)
_SCORE = re.compile(r"[\u4e00-\u9fff·]{2,12} ?\d{1,3} ?[∶:：比-] ?\d{1,3} ?[\u4e00-\u9fff·]{2,12}")
_CLOSE = _SCORE.pattern.replace(" ?", "")  # set close, three of them: two may be a headline
_SCORES = re.compile(rf"{_SCORE.pattern}(?:(?: {{3,}}|\u3000{{2,}}){_SCORE.pattern})+|{_CLOSE}(?: {_CLOSE}){{2,}}")
FRONT_MATTER = re.compile(  # lines of key: value, which its first group holds
    r"\A\s*---[ \t]*\n((?:[ \t]*(?:[\w\u4e00-\u9fff-]+[ \t]*:.*|-[ \t].*|#.*)?\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
BOLD_LEVEL = 1
HEAD, CREDIT, NAME, CAPTION, VERSE, TAIL, BODY = "head", "credit", "name", "caption", "verse", "tail", "body"


@cache
def form(*kinds: str) -> re.Pattern[str]:
    """All patterns of some kinds in the table of headings."""
    rows = [pattern for kind in kinds for pattern in resources.column("pages/headings", "pattern", kind)]
    return re.compile("|".join(f"(?:{pattern})" for pattern in rows))


@dataclass(slots=True)
class Line:
    """A line without its markup; ``level``: 6 for ``#`` … 1 for bold; one with a ``reason`` goes to the ledger."""

    number: int
    text: str
    level: int = 0
    indent: int = 0
    mark: str = ""  # "item", "row" or "quote" where markup says so, "verse" where gaps do
    whole: bool = False  # a paragraph of its own by its HTML tags
    hard: bool = False  # markup says that the line ends here
    centred: bool = False  # a block of HTML that is set in the middle, or a line in italics
    gap: bool = False  # an empty line stands before it
    resumed: bool = False  # 上接 stands before it
    cut: bool = False  # 下转 stands behind it
    after: str = ""  # reason of the ledger line right before it
    opens: bool = False  # what stands before it says that an item starts
    ends: bool = False  # what stands behind it says that its item ends
    role: str = ""
    reason: str = ""
    names: tuple[str, ...] = ()
    field: str = ""  # what a label says that it is

    def absorb(self, other: Line) -> None:
        """Take the text of ``other`` to the end of this line; two parts of a Latin word group keep one space."""
        both = self.text[-1:], other.text[:1]
        self.text += (" " if all(sign.islower() and sign.isascii() for sign in both) else "") + other.text
        self.cut, self.hard, self.ends = other.cut, other.hard, other.ends
        other.reason = "joined"


def joined(lines: Iterable[Line], goes_on: Callable[[Line, Line], bool]) -> list[Line]:
    """Lines, those that go on with the one before taken into it."""
    made: list[Line] = []
    for line in lines:
        if made and goes_on(made[-1], line):
            made[-1].absorb(line)
        else:
            made.append(line)
    return made


@cache
def _foreign_markup() -> list[tuple[str, re.Pattern[str], str]]:
    rows = resources.table("pages/markup")
    return [(row["sign"].replace("\\n", "\n"), re.compile(row["pattern"]), row["replacement"]) for row in rows]


def page_lines(text: str) -> Iterator[Line]:
    """Lines of a page that say something, in order; images, links and continuation marks as lines with a reason."""
    gap = resumed = False
    last: Line | None = None
    if "**" in text:
        text = _SPANNING.sub(r"**\1**\\\n**\2**", text)
    for sign, pattern, replacement in _foreign_markup():
        text = pattern.sub(replacement, text) if sign in text else text
    pictured = " of picture text" in text
    quoted = "\n>\n" in text and 2 * text.count("\n>") > text.count("\n") and _MAIL.search(text) is not None
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw or raw.isspace() or (raw[0] == ">" and raw.strip() == ">"):
            gap = True
            continue
        outside = quoted and raw[0] != ">"
        raw = raw.lstrip("> ") if quoted else raw
        if raw[0] in _UNDERLINES and last and (last.gap or number == 2) and last.number == number - 1:
            last.level = last.level or _underlined(last.text, raw.rstrip())
        pieces = _picture_pieces if pictured and ("<br" in raw or "---" in raw) else _pieces
        for line in pieces(raw, number):
            line.gap, gap = gap, False
            line.reason = line.reason or ("front matter" if outside else "")
            if line.reason == "continuation mark":  # alone on its line it is said of those beside it too
                resumed = "接" in line.text
                if last and "转" in line.text:
                    last.cut = True
            elif not line.reason:
                line.resumed, resumed, last = line.resumed or resumed, False, line
            yield line


def _underlined(text: str, signs: str) -> int:
    """Level of a heading that is underlined with signs, 0 where these only part it from what is below."""
    short = len(text) <= _LONG_LINE and "。" not in text and len(set(signs)) == 1
    as_long = signs[0] == "=" or len(signs) in (len(text), (len(text) + len(text.encode("utf-8", "replace"))) // 2)
    return _UNDERLINES[signs[0]] if short and as_long else 0


def _pieces(raw: str, number: int) -> Iterable[Line]:
    gaps = "   " in raw
    wide = gaps or raw.find("\u3000\u3000", 4) > 0
    verses = (gaps or (wide and raw[0] == "\u3000")) and _VERSES.fullmatch(raw.strip())
    if verses and max(map(len, raw.split())) > 5:  # 要闻   综合   数字报刊   往期回顾 is a menu
        return (Line(number, verse, mark="verse") for verse in raw.split())
    if (wide or "∶" in raw) and _SCORES.fullmatch(raw.strip()):
        return (Line(number, score, mark="row") for score in _SCORE.findall(raw))
    if len(raw) > _SHORT_LINE and wide and _GAP.search(raw):
        return chain.from_iterable(_line_pieces(piece, number) for piece in _paragraphs_of(raw))
    return _line_pieces(raw, number)


def _picture_pieces(raw: str, number: int) -> Iterator[Line]:
    """Lines that a converter read inside a picture, parted by <br>, and its words around them."""
    for at, part in enumerate(_PICTURE_TEXT.split(raw)):
        if at % 2:
            yield Line(number, part.strip("*"), reason="image")
            continue
        for piece in _BR.split(part):
            yield from _line_pieces(piece, number) if piece.strip() else ()


def _line_pieces(raw: str, number: int) -> Iterable[Line]:
    bare = raw.strip()
    if not (bare.startswith(("-", "+")) or _SPECIAL.search(bare)):
        return (Line(number, bare, indent=_indent(raw)),)
    if _is_rule(bare):
        markup = "|" in bare or ("=" not in bare and len(bare.replace(" ", "")) <= 4)  # not signs that somebody typed
        return () if markup else (Line(number, bare, reason="separator"),)
    if "<" in raw and ("<!--" in raw or _TAG.search(raw)):
        return _html_pieces(raw, number)
    return _split_marks(_plain(unescape(raw), number))


def _paragraphs_of(raw: str) -> list[str]:
    """A long line cut at its wide gaps; a credit set to the right stays with its paragraph."""
    last = max(raw.rfind(stop) for stop in "。！？")
    long = len(raw) > _LONG_LINE or raw.rstrip().endswith("日") or "读者" in raw[last:]  # signed and dated, or a letter
    gaps = list(_ANY_GAP.finditer(raw))
    # Blanks of both widths stand between paragraphs only.
    told = (gap.end() < last or (long and len(gap[0]) <= 3) or " \u3000" in gap[0] for gap in gaps)
    cuts = [gap.end() for gap in compress(gaps, told)]
    return [raw[start:end] for start, end in pairwise([0, *cuts, len(raw)])]


def _is_rule(signs: str) -> bool:
    """Whether a line only parts what stands around it: ---, ====, |---|---|, a fence of code, a lone #."""
    if signs.strip(_RULE_SIGNS):
        return signs.startswith("```") and _FENCE.fullmatch(signs) is not None
    kinds = set(signs) - set(" \t>")
    if "|" in kinds:
        return "-" in kinds and kinds <= set("|:-")
    return kinds == {"#"} or (len(kinds - {"\\"}) == 1 and len(signs.replace(" ", "")) >= 3)


def _html_pieces(raw: str, number: int) -> Iterator[Line]:
    """One line for each block of HTML in a line of the file; pictures, comments and words inside tags have a reason."""
    parted = _is_short_lines(raw)
    centred = "<div" in raw and _CENTRED.search(raw) is not None
    raw = (_BR if parted else PARAGRAPH_BR).sub("<p>", raw)
    end = raw.rfind("-->") + 3  # what is not closed is no comment
    comments, kept = _COMMENT.findall(raw, 0, end), _COMMENT.sub("", raw[:end]) + raw[end:]
    blocks: list[tuple[int, str, list[tuple[str, str]]]] = []
    said = [("image" if "image" in comment[:12] else "comment", comment) for comment in comments]
    level = start = 0
    for tag in _TAG.finditer(kept):
        if tag[0][:4].lower() == "<img":
            said.append(("image", tag[0]))
        elif not tag[0].isascii():
            said.append(("markup", tag[0]))
        if _BLOCK_TAG.match(tag[0]):
            blocks.append((level, kept[start : tag.start()], said))
            found = _HTML_HEAD.match(tag[0])
            level, start, said = 7 - int(found[1]) if found else 0, tag.end(), []
    blocks.append((level, kept[start:], said))
    for level, block, said in blocks:
        for reason, text in said:
            yield Line(number, text, reason=reason)
        text = unescape(_TAG.sub("", _CELL_TAG.sub(" ", block)))
        for line in _split_marks(_plain(text, number)) if text.strip() else ():
            line.whole, line.hard, line.centred = len(blocks) > 1, parted, centred
            line.level = line.level or level or (BOLD_LEVEL if _ALL_STRONG.fullmatch(block) else 0)
            line.mark = line.mark or ("row" if _CELL_TAG.search(block) else "")
            yield line


def _is_short_lines(raw: str) -> bool:
    """Whether <br> parts verses, or the lines of a signature, none of which is long."""
    pieces = [_TAG.sub("", piece).strip() for piece in _BR.split(raw)] if "<br" in raw.lower() else []
    return sum(map(bool, pieces)) > 1 and max(map(len, pieces)) <= 22 and not _MARKED_WHOLE.search(raw)


def _plain(raw: str, number: int) -> Line:
    """Line of Markdown or plain text with its signs read and taken off."""
    line = Line(number, "", indent=_indent(raw))
    ending = raw.rstrip()
    if ending.endswith("\\") and not ending.endswith("\\\\"):
        raw, line.hard = ending[:-1], True
    if _ONLY_LINKS.match(raw):
        line.text, line.reason = raw.strip(" \t　>*-"), "link"
        return line
    if quote := _QUOTE.match(raw):
        raw, line.mark = raw[quote.end() :], "quote"
    if _ROW.match(raw):
        raw, line.mark = " ".join(cell.strip() for cell in raw.strip().strip("|").split("|")), "row"
    row = line.mark == "row"
    head = None if row else _HEAD.match(raw)
    bullet = None if head or row else _BULLET.match(raw)
    if head:
        raw, line.level = raw[head.end() :].rstrip(" #"), 7 - len(head[1])
    elif bullet and not re.fullmatch(r"\s*[-*+]\s*\d{1,3}\s*[-*+]?\s*", raw):
        raw, line.mark = raw[bullet.end() :], "item"
    raw = _CODE.sub(r"\1", raw) if "`" in raw else raw
    bold = None if row else _BOLD.match(raw)
    if bold and bold[1] not in bold[2]:
        raw = bold[2]
        line.level, line.centred = line.level or (BOLD_LEVEL if bold[1] != "*" else 0), bold[1] == "*"
    if "*" in raw or "__" in raw or "~~" in raw:
        raw = _EMPHASIS.sub(r"\1", _SIGNS.sub("", raw))
    if "\\" in raw:
        raw = _ESCAPE.sub(r"\1", raw)
    line.text = raw.strip()
    return line


def _indent(raw: str) -> int:
    """Width of the white space before a line, in half-width columns."""
    lead = raw[: len(raw) - len(raw.lstrip())]
    return len(lead) + lead.count("　") + 3 * lead.count("\t") if lead else 0


def _split_marks(line: Line) -> Iterator[Line]:
    """The line without images, links' addresses and continuation marks, each of which becomes a line with a reason."""
    if line.reason or not line.text:
        yield from [line] if line.text else []
        return
    rest = line.text
    if "](" in rest or "![[" in rest:
        for image in _IMAGE.finditer(rest):
            yield Line(line.number, image[0], reason="image")
        rest = _IMAGE.sub("", rest)
        for link in LINK.finditer(rest):
            # The address is kept as an empty link, so that it is told from the page's own words.
            yield Line(line.number, f"[]{link[2]}", reason="link")
        rest = LINK.sub(r"\1", rest).strip()
    if "{" in rest:
        for attributes in _ATTRIBUTES.finditer(rest):
            yield Line(line.number, attributes[0].strip(), reason="markup")
        rest = _ATTRIBUTES.sub("", _SPAN.sub(r"\1", rest))
    start, resumed = 0, False
    for mark in _MARK.finditer(rest):
        if before := rest[start : mark.start()].strip():
            yield replace(line, text=before, resumed=resumed, cut="转" in mark[0])
        yield Line(line.number, mark[0], reason="continuation mark")
        start, resumed = mark.end(), "接" in mark[0]
    if tail := rest[start:].strip():
        line.text, line.resumed = tail, resumed
        yield line
