"""A number with what belongs to it: the other end of its range, its unit, and what follows the unit.

30至50名, 7、8级, 0.7和0.3个百分点 (the first figure shares the unit of the second), 300余名, 5个半小时, 3元5角, 一吨半.
"""

from __future__ import annotations

import re
from decimal import Decimal

from newsutil.numbers import not_counted
from newsutil.numbers.not_counted import Number
from newsutil.numbers.numerals import parse_numeral, parse_range
from newsutil.numbers.read_number import ANY_RUN, read_number
from newsutil.numbers.units import Unit, Written, qualifiers_after, read_lower, read_unit, units

_APART_REACH = 12  # characters from 分别 to the first of two counts with one classifier
_LIST_REACH = 4
_RANGE_SIGNS = frozenset("—–~～至到、-以")
_RANGE_MARK = re.compile(r"([—–~～-])\1?|至|到|以上(?=[^，。；：、（]{2,10}以下)")
_SCALES = re.compile(r"[十百千]?[万亿]+$")
_BELOW_ZERO = re.compile(r"(?:零下|负|-)?")
_HALF = Decimal("0.5")
_SECONDS = re.compile(r"(?:\d{1,2}(?:\.\d+)?|[一二三四五六七八九十]+)秒")
_MORE_BEHIND = frozenset("0123456789零一二两三四五六七八九十半多")
_JOINTS = frozenset("、和与及")
_SIGNS = frozenset("￥¥$€£")
_CONTINUOUS = frozenset(("measure", "time", "day", "year", "part", "age", "money"))
_SHARING = frozenset(("measure", "part", "money"))
_COUNTED_IN_PAIRS = frozenset(("级", "岁", "天", "年", "分钟", "小时", "公里", "米", *"个人名位户家层次辆头只棵"))
# A number with its unit, how that is written, where both end, and the qualifier of a word inside (多, 余).
Read = tuple[Number, Unit | None, str, int, str]


def read_around(text: str, number: Number) -> Read:
    """A number, joined with the other end of its range, with the unit behind it."""
    written = read_unit(text, number.end) if number.unit is None else None
    if written is not None and written.text[0] == "起" and text[number.start - 1 : number.start] in _SIGNS:
        written = None  # ￥59.9|起
    behind = number.end + written.length if written else number.end
    behind += text[behind : behind + 1] in ("余", "多")  # 2000多|到3000元
    if text[behind : behind + 1] in _RANGE_SIGNS:
        joined = _join_range(text, number, written)
        if joined is not number:
            number, written = joined, read_unit(text, joined.end) if joined.unit is None else None
    at, qualifier = number.end, "over" if number.more else ""
    if number.unit is not None:
        more = _is_more(text, at)
        return number, units().get(number.unit), number.unit, at + more, "over" if more else qualifier
    if written is None:
        following = text[at : at + 1]
        if following in _JOINTS and (lent := _lent_unit(text, number)):
            return lent
        inside = qualifiers_after("inside").get(following)
        if inside and not text.startswith(not_counted.words("no_more"), at):
            number, at, qualifier = number._replace(bare=False), at + 1, inside
            written = read_unit(text, at)
        if written is None and following == "+" and not_counted.is_noun_sign(text[at : at + 1].strip("的")):
            at, qualifier = number.end, ""  # 政府补贴6万+企业补贴6万
        if written is None:
            return number, None, "", at, qualifier
    end = at + written.length
    if text[end : end + 1] in _MORE_BEHIND or written.half or written.text == "块":
        return _read_behind(text, number, written, end, qualifier)
    return number, written.unit, written.text, end, qualifier or written.qualifier


def _read_behind(text: str, number: Number, written: Written, end: int, qualifier: str) -> Read:
    """A figure with what stands behind its unit: lower units, 半, 多."""
    unit, added = written.unit, _HALF if written.half else Decimal(0)
    if unit.text == "分" and _SECONDS.match(text, end):
        unit = units()["分钟"]  # 16分45秒
    if number.high is None:
        end, lower = read_lower(text, end, unit)
        added += lower
    if unit.text == "块" and (added or not_counted.is_price(text, number.start, end)):
        unit = units()["块钱"]  # 12块5
    if unit.kind in _CONTINUOUS:
        if text[end : end + 1] == "半" and not text.startswith(not_counted.words("no_half"), end):
            end, added = end + 1, added + _HALF
        if _is_more(text, end):
            end, qualifier = end + 1, "over"
    number = number._replace(value=number.value + added, bare=number.bare and not added)
    return number, unit, written.text, end, qualifier or written.qualifier


def _is_more(text: str, at: int) -> bool:
    """Whether 多 at an offset says that the figure is more: 2公里多, 三成多; not 3项多功能设备, 3项多元的."""
    other = text.startswith("元", at + 1) or text.startswith(not_counted.words("no_more"), at)
    return text[at : at + 1] == "多" and not other


def _lent_unit(text: str, number: Number) -> Read | None:
    """A number that shares the unit of the next one: 0.7和0.3个百分点, 1.5和2.5万吨, 分别栽树120和150棵."""
    at = number.end
    exact = number.scaled or number.value != int(number.value)
    for _ in range(_LIST_REACH):
        joint = text[at : at + 1]
        run = ANY_RUN.match(text, at + 1) if joint in _JOINTS and (exact or joint != "、") else None
        other = read_number(text, run, joined=True) if run else None
        if not isinstance(other, Number) or other.unit is not None or other.arabic != number.arabic:
            return None
        written = read_unit(text, other.end)
        if written is not None:
            break
        at = other.end
    else:
        return None
    shared = written.unit.kind in _SHARING or (number.scaled and other.scaled)
    if not (shared or _is_apart(text, number)):
        return None
    scales = [_SCALES.search(text, one.start, one.end) for one in (number, other)]
    own, scale = [found[0] if found else "" for found in scales]
    if scale.startswith(own) and scale != own:  # 1.5和2.5万吨, 100万和130万亿元
        number = number._replace(value=number.value * (parse_numeral(scale[len(own) :]) or 1), scaled=True)
    return number, written.unit, written.text, number.end, ""


def _join_range(text: str, number: Number, written: Written | None) -> Number:
    """The number joined with a second one across a range mark (30至50, 20万元—30万元, 7、8级), or as it was."""
    at = number.end + (text[number.end : number.end + 1] in ("余", "多"))
    if number.high is not None or number.unit not in (None, "成"):
        return number
    mark = _RANGE_MARK.match(text, at + written.length if written else at)
    below = _BELOW_ZERO.match(text, mark.end()) if mark else None
    run = ANY_RUN.match(text, below.end() if below else at + 1)
    if run is None:
        return number
    other = read_number(text, run, joined=True)
    if not isinstance(other, Number) or other.unit not in (None, "成") or other.start != run.start():
        return number
    again = read_unit(text, other.end)
    unlike = written is not None and (again is None or again.unit != written.unit)
    if unlike or not (mark or _is_pair(number, run, again, scaled=other.scaled)):
        return number
    both = (number.value, -other.value if below and below[0] else other.value)
    if written is None and not (below and below[0]):
        both = parse_range(f"{text[number.start : number.end]}至{text[run.start() : other.end]}") or both
        if text.startswith("零下", number.start) and -both[0] < both[1]:  # 零下15至20度
            both = (both[0], -both[1])
    if both[0] < 0 or text.startswith("不等", other.end + (again.length if again else 0)):
        both = (min(both), max(both))  # 十五年至三年|不等, -15～-20℃
    if both[0] >= both[1]:
        return number
    return other._replace(start=number.start, value=both[0], high=both[1], bare=False)


def _is_pair(number: Number, run: re.Match[str], unit: Written | None, *, scaled: bool) -> bool:
    """Whether two listed numbers are neighbours that stand for about as many: 7、8级, 40、50分钟, 2、3万元."""
    if unit is None or not run[0].isdecimal():
        return False
    low, step = number.value, int(run[0]) - number.value
    amount = scaled or unit.unit.kind in _SHARING
    least = 2 - (amount and not_counted.is_noun_sign(run.string[number.start - 1 : number.start]))  # 卖|1、2万元
    beside = (step == 1 and least <= low < 10) or (step == 10 and 2 <= low < 100 and low % 10 == 0)
    return beside and (scaled or unit.unit.text in _COUNTED_IN_PAIRS) and not _is_apart(run.string, number)


def _is_apart(text: str, number: Number) -> bool:
    lead = text[max(0, number.start - _APART_REACH) : number.start]
    return "分别" in lead or lead.endswith("各")
