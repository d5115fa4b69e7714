"""One spelling for all texts before figures are looked for: everyday digits and characters, and no white space inside
a figure.

White space stands inside figures wherever software has set Chinese and digits apart (补贴 30 万元, 1 200 名), and line
feeds where a line was broken (30⏎万元).  What is left out is remembered, so that every figure leads back to its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter

from newsutil.base import resources
from newsutil.numbers.not_counted import is_noun_sign
from newsutil.numbers.numerals import FINANCIAL, OTHER_FORMS, parse_numeral
from newsutil.numbers.units import unit_at
from newsutil.numbers.word_classes import tag

_WORD = 4
_SPACE = r"[ \t\r\xa0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]"
_SPACES = re.compile(f"{_SPACE}{_SPACE}*")  # begins with one plain character class: twice as fast to search for
_LINE_FEED = re.compile(rf"\n(?<=[\d.万亿分之余多公平立方小个百千毫厘美欧港]\n)(?:\n|{_SPACE})*")
_GOING_ON = re.compile(r"[余多]?[万亿]|\.\d|0\d{1,2}[余多]?[万亿]?[元人名户亩吨]")
_CUT = re.compile(r"(?<=[\d万亿余多])(?:公|平方?|立方?|小|个?百分?|个|千|[毫厘]|[美欧港])$")  # 310公|⏎里
_AMOUNT = re.compile(r"\d+[万亿]?")
_EVERYDAY = str.maketrans(FINANCIAL)
_NUMERALS = "零〇一二三四五六七八九十百千万亿"
# One of them beside another numeral: most stand in 大陆 and 队伍.
_FINANCIAL = re.compile("[{0}](?:(?=[{0}{1}])|(?<=[{0}{1}][{0}]))".format("".join(FINANCIAL), _NUMERALS + "角"))
_FINANCIAL_RUN = re.compile(
    rf"(?:[{''.join(set(FINANCIAL) - set('陆陸伍拾'))}{_NUMERALS}]|(?<![大登着])[陆陸]|(?<![队退入])伍"
    rf"|(?<![收捡重])拾)[{''.join(FINANCIAL)}{_NUMERALS}]+|(?<=[元角])[{''.join(FINANCIAL)}](?=[角分])"
)
_ADDRESS = re.compile(r"(?:[a-z]+://|www\.)[!-~]+|[\w.+-]{1,64}@[\w.-]+", re.ASCII | re.IGNORECASE)
_MARKS = frozenset("—–~～-")
_FIGURE_ENDS = frozenset("0123456789十百千万亿%‰℃元米度吨亩人名个")
_SYMBOLS = frozenset("%‰℃°¥￥$")
_GROUP_BEFORE = re.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})*$")
_GROUP_AFTER = re.compile(rf"(?:\d{{3}}{_SPACE})*\d{{3}}(?!\d)(?:\.\d+)?{_SPACE}*")
_NUMBERED = re.compile(rf"[图表第页号A-Za-z]{_SPACE}*$")
_LISTED = re.compile(r"(?:^|\n)\d{1,2}$")
_LABEL = re.compile(r"(?:^|[\n（(，。见如])(?:附?[图表]|专栏|附件|案例)\d{1,2}$")
# A year and a name: 2024 |万亿城市, 2024 |千架无人机; 2024 |万人马拉松 opens a sentence.
_YEAR = re.compile(r"(?<!\d)20\d\d(?:万亿|[百千][人名家户场架县村校企])|(?:^|[\n。！？；“])20\d\d万[人名家]")
_COUNTED = re.compile(r"[\u4e00-\u9fff](?<![图表页号版])\d{1,6}$")  # 企业14|⏎家, not 热线：12345|⏎名额
Gaps = Sequence[tuple[int, int]]  # offsets in one spelling, each with how many characters were left out up to there


def one_spelling(text: str) -> tuple[str, Gaps]:
    """The text as figures are read in it, and what was left out."""
    others, plain = _other_forms()
    spelled, spaces = text, []
    if others.search(text) or "陆万" in text:
        spelled = others.sub(lambda found: plain.get(found[0], found[0]), text)
        if _FINANCIAL.search(spelled):
            spelled = _FINANCIAL_RUN.sub(_everyday, spelled)
        if "@" in text or "://" in text or "www." in text:
            spelled = _ADDRESS.sub(lambda found: "\0" * len(found[0]), spelled)
        spaces = [found.span() for found in _SPACES.finditer(spelled) if _is_inside(spelled, *found.span())]
    spaces += [found.span() for found in _LINE_FEED.finditer(spelled) if _is_broken(spelled, *found.span())]
    pieces: list[str] = []
    gaps: list[tuple[int, int]] = []
    done = left_out = 0
    for start, end in sorted(spaces):
        if end > done:
            pieces.append(spelled[done:start])
            left_out += end - max(start, done)
            done = end
            gaps.append((end - left_out, left_out))
    if gaps:
        return "".join([*pieces, spelled[done:]]), gaps
    return text if spelled == text else spelled, gaps


def original(gaps: Gaps, at: int) -> int:
    """The offset in the text of a character in its one spelling."""
    before = bisect_right(gaps, at, key=itemgetter(0))
    return at + gaps[before - 1][1] if before else at


@cache
def _other_forms() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Pattern of whatever is not in one spelling, and the everyday form of its characters."""
    plain = OTHER_FORMS | {row["form"]: row["plain"] for row in resources.table("numbers/characters")}
    return re.compile(f"[{re.escape(''.join({*plain, *FINANCIAL} - {'陆'}))}:@w{_SPACE[1:]}"), plain  # :@w of addresses


def _everyday(run: re.Match[str]) -> str:
    """壹仟贰佰 as 一千二百; a run that is no numeral, or that no 拾, 佰, 仟 or 元 behind shows to be one, as it is."""
    found, text, end = run[0], run.string, run.end()
    shown = len(found) == 1 or (found[-1] in "万亿" and text[end : end + 1] in ("元", "圆"))
    if set("拾佰仟").isdisjoint(found) and not shown:
        return found
    return found.translate(_EVERYDAY) if parse_numeral(found) is not None else found


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether white space stands inside a figure or between a figure and the words that belong to it."""
    left, right = text[start - 1 : start], text[end : end + 1]
    if left.isdecimal() and right.isdecimal():
        spaced = not text[start - 2 : start - 1].isdecimal() and not text[end + 1 : end + 2].isdecimal()
        return end == start + 1 and (spaced or _groups_thousands(text, start, end))  # 1 9 7个
    if right == "." or left == ".":  # 1 7 . 5
        return left.isdecimal() or (left == "." and right.isdecimal() and text[start - 2 : start - 1].isspace())
    if right in _MARKS:
        behind = _SPACES.match(text, end + 1)
        after = text[behind.end() if behind else end + 1 :][:1]
        return left in _FIGURE_ENDS and after.isdecimal()
    if left in _MARKS:
        return right.isdecimal() and text[: start - 1][-8:].rstrip()[-1:] in _FIGURE_ENDS
    if right.isdecimal():
        return is_noun_sign(left) or left in _SYMBOLS
    if left not in _FIGURE_ENDS and left not in "余多几":
        return False
    window = text[max(0, start - 6) : start]
    named = _LABEL.search(window) or _YEAR.search(window + text[end : end + 2])
    if named or (_LISTED.search(window) and right not in "万亿"):
        return False
    return is_noun_sign(right) or right in _SYMBOLS or right.isalpha()


def _groups_thousands(text: str, start: int, end: int) -> bool:
    """1 200万元, 2 468 000元; not 图5 400米."""
    window = text[max(0, start - 16) : start]
    before, after = _GROUP_BEFORE.search(window), _GROUP_AFTER.match(text, end)
    if not before or not after or _NUMBERED.search(window[: before.start()]):
        return False
    at = after.end()
    return text[at : at + 1] in ("万", "亿", "余", "多", "%") or unit_at(text, at) is not None


def _is_broken(text: str, start: int, end: int) -> bool:
    """Whether a line feed breaks a figure: before 万 or a measure's unit, behind 万, at a decimal point, in 百分之."""
    left, right = text[start - 1], text[end : end + 1]
    if cut := _CUT.search(text, start - 4, start):
        unit = unit_at(cut[0] + text[end : end + 3], 0)
        return unit is not None and len(unit.text) > len(cut[0])
    if left in "分之":
        return right == "之" or text[start - 2 : start - 1] == "分"
    if left == ".":
        more = _AMOUNT.match(text, end)
        listed = _LISTED.search(text[max(0, start - 4) : start - 1])
        return more is not None and not listed and _measures(text, more.end())
    scaled = left in "万亿余多" and text[start - 2 : start - 1] in tuple("0123456789余多几" + _NUMERALS)
    if (left.isdecimal() or scaled) and _GOING_ON.match(text, end):
        return True
    counted = scaled or _COUNTED.search(text, max(0, start - 8), start) is not None
    return (left.isdecimal() or scaled) and _measures(text, end, any_unit=counted)


def _measures(text: str, at: int, *, any_unit: bool = False) -> bool:
    """Whether the unit of a measure, or any, stands at the head of a line (286万⏎人次, 1200⏎余人); not 3万⏎户均."""
    more = text[at : at + 1] in ("余", "多")
    unit = unit_at(text, at + more)
    if unit is None:
        return False
    if unit.kind in ("measure", "money", "part") or more:
        return not text.startswith("均", at + more + len(unit.text))
    return any_unit and tag(text[at : at + _WORD])[0][0] == unit.text
