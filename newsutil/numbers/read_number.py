"""Numbers in running text: what a run of digits or Chinese numerals is worth where it stands.

A run may be a number (with 余 and 万 behind it), a fraction, tenths, or no number at all: a malformed one, an idiom,
a name.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from newsutil.base import resources
from newsutil.numbers import not_counted
from newsutil.numbers.not_counted import Number
from newsutil.numbers.numerals import Value, parse_numeral, parse_range, parse_tenths
from newsutil.numbers.units import match_at, patterns_by_first, qualifier_before, unit_at

_CHINESE = "零〇一二两三四五六七八九十百千万亿"  # no financial 陆 or 伍: 大陆千家企业
_MULTIPLIERS = frozenset("十百千万亿")
_MORE = frozenset("余多几来数")
_ODD_BESIDE = frozenset("，比:：-·.")
SIGNS = frozenset("-–负")
# Digits, two Chinese numerals or more, or one that can be a number where it stands.  The pattern begins with one plain
# character class: that is several times as fast to search for.
RUN = re.compile(
    rf"[\d{_CHINESE}](?:(?<=\d)\d*(?:[.,:：/／∶·×x]\d+)*|[{_CHINESE}]+"
    r"|(?<=[十百千万亿])|(?<=[零一二两三四五六七八九])(?=[成倍半天年周小点到至—–~～两-]"
    r"|个[半亿多小月百千基工交自钟星昼学课]|分(?:[之钟]|[一二三四五六七八九十]{1,3}秒)|[^\W\d_]{1,2}半"
    r"|[块米斤][一二三四五六七八九]|[元块毛角][一二三四五六七八九][角毛分]))"
)
ANY_RUN = re.compile(rf"\d+(?:[.,:：/／∶·×x]\d+)*|[{_CHINESE}]+")
_POST = re.compile(r"[Kk]\d+\+$")  # K78|+300处
_SLASHED = re.compile(r"([1-9])[/／]([1-9]\d?)")
_BEFORE_SLASHED = frozenset("约近超占过有的到从了少降简国球")  # 占全国|1/3, 精简|1/4; not 进了|1/4决赛
_WIDE_GROUPS = re.compile(
    r"(?<![第前图表列附A-Za-z])(?<![国省县]道)\d{1,3}(?:，\d{3})+(?:\.\d+)?(?=[^\W\d_]|[%—–~～-])"
)
# 千 opens a unit in 千瓦, 百 in 百帕; 百 opens 百分点.  Further parts follow in 2亿3000万, 6万3千8百, 1千零20, 3万4000.
_SCALE = r"(?:(?:[十百千][余多几]?)?(?:[万亿]亿|万万?|亿)|千(?![瓦米克伏卡赫焦帕牛兆分])|百(?![帕分姓货科]))"
_TAIL = re.compile(
    rf"([余多几]?{_SCALE})(?:零?(?:\d+(?:\.\d+)?|[一二三四五六七八九]{{1,2}}){_SCALE})*"
    r"(?:(?:零\d{1,3}|\d{3,4}|(?<=万)\d\d(?=[人名户]))(?![\d.,，:：年月日]))?"
)
_TAIL_FIRST = frozenset("余多几十百千万亿")
# 三点五亿元, not the clock's 三点五分
_POINT = re.compile(r"点[零〇一二三四五六七八九]+(?![零〇一二三四五六七八九十百]|千(?![米克瓦]))([万亿]*)")
_BILLIONS = re.compile(r"([余多几来]?)个(?:(多)亿|亿(?![元万级]|[^\W\d_]级))")
_DECIMALS = re.compile(r"点[零〇一二三四五六七八九]+")
_OPEN_TAIL = re.compile(r"[余多几来]([百千万亿]+)|(?<=十)数(?=[个名人位家年天种次件条])")
_SECOND_SHARE = re.compile(rf"(?:至|到|[—–~～-]{{1,2}})(?:[百千万]分之)?(\d+(?:\.\d+)?|[{_CHINESE}]+)")
_OF_HUNDREDS = {"百": "%", "千": "‰"}
_POINT_KINDS = frozenset(("part", "measure", "money", "time", "day", "year"))
_value_of = lru_cache(maxsize=2**15)(parse_numeral)  # the same figures come again and again


@cache
def _not_figures() -> dict[str, re.Pattern[str]]:
    """By the first character of idioms and names with a numeral, the pattern of all that begin with it."""
    return patterns_by_first({row["word"]: "" for row in resources.table("numbers/not_figures")})


def read_number(text: str, run: re.Match[str], *, joined: bool = False) -> Number | int:
    """The number that begins with a run of numerals (``joined``: behind a range's mark), or an offset to go on from."""
    start, end = run.span()
    if text.startswith("分之", end) and (above := ANY_RUN.match(text, end + 2)):  # not 100|分|之后
        number = _read_fraction(text, start, end, above)
    elif text[start].isdecimal():
        number = _read_arabic(text, start, end, joined=joined)
    else:
        number = _read_chinese(text, start, end)
    return number if joined or isinstance(number, int) else _below_zero(text, number)


def _below_zero(text: str, number: Number) -> Number:
    """The number with the 零下, 负 or minus sign before it."""
    begin = number.start - 1
    if text.endswith("零下", 0, number.start):
        begin -= 1
    elif not _is_minus(text, begin):
        return number
    low, high = (number.value, None) if number.high is None else (number.high, -number.value)  # 零下二三十度
    return number._replace(start=begin, value=-low, high=high)


def _is_minus(text: str, at: int) -> bool:
    """Whether a sign makes the number behind it negative: 利润-5.2亿元, 为负0.6%; not 身负5项任务, 周一-5人, 3-5栋."""
    sign, before = text[at : at + 1], text[at - 1 : at]
    if sign not in SIGNS:
        return False
    numeral = before.isdecimal() or (before and before in _CHINESE)
    if sign == "负":
        return not numeral and not text.endswith(not_counted.words("no_minus"), 0, at)
    return not numeral


def past_multiplier(text: str, end: int) -> int:
    """Where to go on after a number that is none: 1.2.3万元, 第8万名, B-3万元 must not leave 万元."""
    while text[end : end + 1] in _TAIL_FIRST:
        end += 1
    return end


def _read_arabic(text: str, start: int, end: int, *, joined: bool) -> Number | int:
    before, following = text[start - 1 : start], text[end : end + 1]
    raw = text[start:end]
    if not raw.isdecimal() or raw[0] == "0" or before in _ODD_BESIDE or following in _ODD_BESIDE:
        if following == "，" and (grouped := _WIDE_GROUPS.match(text, start)):
            end = grouped.end()
            raw, following = grouped[0].replace("，", ","), text[end : end + 1]
        fraction = _SLASHED.fullmatch(raw)
        if fraction and (following == "的" or (before in _BEFORE_SLASHED and following not in ("决", "世"))):
            return Number(start, end, Decimal(fraction[1]) / int(fraction[2]), unit="")
        zeros = raw.isdecimal() and raw[0] == "0" and len(raw) > 1
        if zeros or (before == "比" and text[start - 2 : start - 1].isdigit()):
            return end  # 07组卫星, 3比1
        if not joined and before in tuple("-·.") and not _is_minus(text, start - 1):
            return end
    if before == "+" and _POST.search(text, max(0, start - 7), start):
        return end
    tail = _TAIL.match(text, end) if following in _TAIL_FIRST else None
    if tail:
        end = tail.end()
        raw += tail[0]
    if before.isascii() and before.isalpha() and not (tail or following in ("%", "℃") or before + following == "M级"):
        return end  # A320, not M3.0级
    value: Value | None = int(raw) if raw.isdecimal() and len(raw) < 10 else _value_of(raw)
    high: Value | None = None
    if value is None and (both := parse_range(raw)):  # 1万五六千
        value, high = both
    if value is None:
        return end
    if billions := _BILLIONS.match(text, end):
        return _billions(start, billions, value)
    more = tail is not None and not _MORE.isdisjoint(tail[0])  # 3余万, 3千余万
    return Number(start, end, value, high, True, tail is not None, False, more)


def _read_chinese(text: str, start: int, end: int) -> Number | int:
    if text[end - 1] == "两" and end - start > 1 and unit_at(text, end - 1) is not None:
        if text[start:end] == "三两" and (unit := unit_at(text, end)) and unit.kind != "measure":
            return end  # 三两|间瓦房
        end -= not (text[start] == "一" and unit_at(text, end))  # 二|两油, not 一两|分钟
    raw, vague, following = text[start:end], text[start - 1 : start], text[end : end + 1]
    joined = len(raw) == 1 and text.endswith(not_counted.words("no_single"), 0, start)
    if joined and not text.endswith("其中", 0, start):
        return end
    if raw[-1] == "一" and following == "半":
        side = text.endswith(not_counted.words("half_before"), 0, start)
        other = len(raw) > 1 or (side and not text.endswith(not_counted.words("no_order"), 0, start))  # 目前一半
        return end + (len(raw) == 1) if other else Number(start, end + 1, Decimal("0.5"), unit="")
    if following == "成" and (raw == "十" or raw[-1] not in "零〇十百千万亿"):
        return _read_tenths(text, start, end)
    is_vague = bool(vague) and vague in "数几上" and raw[0] in _MULTIPLIERS and not_counted.is_vague(text, start - 1)
    idiom = None if is_vague else match_at(_not_figures(), text, start)
    if idiom and qualifier_before(text, start)[1] == "exact":
        return max(end, idiom.end())
    opened = _OPEN_TAIL.match(text, end) if following in _MORE else None
    if opened or (following == "点" and not text.endswith(not_counted.words("clock"), 0, start)):
        end = opened.end() if opened else _past_point(text, end)
    raw = text[start:end]
    counts = len(raw) == 1 or not _MULTIPLIERS.isdisjoint(raw) or "点" in raw  # 五一, 二〇二三 count nothing
    value: Value | None = _value_of(raw) if counts else None
    high: Value | None = None
    if value is None and (both := parse_range(raw) or (unit_at(text, end) and _neighbours(raw))):
        value, high = both
    elif value is None and unit_at(text, end - 1) is not None:
        end -= 1
        raw = text[start:end]
        value = parse_numeral(raw)  # 两千|千瓦
    if value is None:
        return end
    scaled = "万" in raw or "亿" in raw
    bare = (raw in _MULTIPLIERS and not is_vague) or raw in ("万亿", "百万", "千万", "十万", "百亿", "千亿")
    if billions := _BILLIONS.match(text, end):
        return _billions(start, billions, value, high)
    return Number(start - is_vague, end, value, high, False, scaled, bare, bool(opened) or is_vague)


def _neighbours(raw: str) -> tuple[Decimal, Decimal] | None:
    """Two digits that stand for a few: 五六|分钟, 七八|成."""
    tens = parse_range(raw + "十") if len(raw) == 2 else None
    return (tens[0] / 10, tens[1] / 10) if tens else None


def _billions(start: int, found: re.Match[str], value: Value, high: Value | None = None) -> Number:
    """两个亿, 3个多亿, 两三个亿."""
    unit = None if found.string.startswith("元", found.end()) else ""
    more = found[0][0] in "余多几" or found[2] is not None
    return Number(start, found.end(), value * 10**8, high and high * 10**8, scaled=True, more=more, unit=unit)


def _past_point(text: str, end: int) -> int:
    """Where a numeral ends with the decimals behind it: 三点五亿, 三点五倍; not the clock's 三点五分."""
    point = _POINT.match(text, end)
    if not point:
        return end
    unit = unit_at(text, point.end())
    known = unit is not None and unit.kind in _POINT_KINDS and unit.text not in ("分", "秒", "刻钟")
    return point.end() if point[1] or known else end


def _read_fraction(text: str, start: int, end: int, above: re.Match[str]) -> Number | int:
    """百分之五, 三分之一, 百分之四十二点五, 百分之三十到四十, from ``start``; an offset where it is none."""
    following = text.startswith("分之", above.end())
    stop = above.end() - 1 if following else _past_decimals(text, above.end())  # 百分之一千分之一
    if text.startswith("决赛", stop):
        return stop
    below = text[start:end]
    if below not in _OF_HUNDREDS:
        value = parse_numeral(text[start:stop])
        return stop if value is None else Number(start, stop, value, unit="")
    raw = text[end + 2 : stop]
    if both := _neighbours(raw) or parse_range(raw):  # 百分之七八, 百分之二三十
        return Number(start, stop, *both, unit=_OF_HUNDREDS[below])
    value, high = parse_numeral(raw), None
    second = _SECOND_SHARE.match(text, stop)
    last = _past_decimals(text, second.end()) if second else stop
    if second and value is not None and unit_at(text, last) is None:
        high = parse_numeral(text[second.start(1) : last])
        stop, high = (last, high) if high is not None and high > value else (stop, None)
    return stop if value is None else Number(start, stop, value, high, unit=_OF_HUNDREDS[below])


def _past_decimals(text: str, end: int) -> int:
    decimals = _DECIMALS.match(text, end)
    return decimals.end() if decimals else end


def _read_tenths(text: str, start: int, end: int) -> Number | int:
    """三成, 三成半, 七八成; not one 一成不变 or the 一 of 统一成立."""
    if unit_at(text, end) is None:
        return end
    if both := _neighbours(text[start:end]):
        return Number(start, end, *both)
    stop = end + 1
    extra = text[stop : stop + 1] in tuple("半一二三四五六七八九") and text[stop + 1 : stop + 2] != "个"
    value = parse_tenths(text[start : stop + extra])
    return end if value is None else Number(start, stop + extra, value, unit="成")
