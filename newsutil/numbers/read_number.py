"""Numbers in running text: what a run of digits or Chinese numerals is worth where it stands.

A run may be a number (with 余 and 万 behind it), a fraction, tenths, or no number at all: a malformed one, an idiom,
a name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsutil.base import resources
from newsutil.numbers import not_counted
from newsutil.numbers.numerals import parse_numeral, parse_range, parse_tenths
from newsutil.numbers.units import patterns_by_first, qualifier_before, units

_CHINESE = "零〇一二两三四五六七八九十百千万亿"  # no financial 陆 or 伍: 大陆千家企业
_MULTIPLIERS = frozenset("十百千万亿")
_LARGE = frozenset("万亿")
_OPEN = frozenset("余多几来")
_BARE = frozenset(("万亿", "百万", "千万", "十万", "百亿", "千亿"))
# Digits, two Chinese numerals or more, or one that can be a number where it stands.  The pattern begins with one plain
# character class: that is several times as fast to search for.
RUN = re.compile(
    rf"[\d{_CHINESE}](?:(?<=\d)\d*(?:[.,:：/∶·×x]\d+)*|[{_CHINESE}]+"
    r"|(?<=[十百千万亿])|(?<=[一二两三四五六七八九])(?=[成倍分半天个年周小]))"
)
ANY_RUN = re.compile(rf"\d+(?:[.,:：/∶·×x]\d+)*|[{_CHINESE}]+")
_BEFORE_MINUS = re.compile(r"^$|[\s，。；：、（(“到至为达约在是近于即降]$")
_SLASHED = re.compile(r"([1-9])/([1-9]\d?)")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
# 千 and 百 open a unit in 千瓦, 百帕; 百 opens 百分点.  A second part follows in 2亿3000万, 1万2千.
_SCALE = r"(?:[十百千]?万亿|[百千]?亿|[十百千]?万|[百千](?![瓦米克伏卡赫焦帕牛兆分]))"
_TAIL = re.compile(rf"([余多几]?{_SCALE})(\d+(?:\.\d+)?{_SCALE}|[一二三四五六七八九](?=千)千)?")
_TAIL_FIRST = frozenset("余多几十百千万亿")
# 三点五亿元, not the clock's 三点五分
_POINT = re.compile(r"点[零〇一二三四五六七八九]+(?:[万亿]+|(?=倍|个百分点|元|公里|米|吨|亩|公斤|千瓦))")
_DECIMALS = re.compile(r"点[零〇一二三四五六七八九]+")
_OPEN_TAIL = re.compile(r"[余多几来]([百千万亿]+)")


class Number(NamedTuple):
    start: int
    end: int
    value: float
    high: float | None
    arabic: bool
    scaled: bool  # with 万 or 亿
    bare: bool  # a multiplier alone: 百, 万
    more: bool  # with 余, 多, 几 in it, or a vague 数, 上 before it
    unit: str | None  # a number that brings its own: 百分之五, 一半


@cache
def _not_figures() -> dict[str, re.Pattern[str]]:
    """By the first character of idioms and names with a numeral, the pattern of all that begin with it."""
    return patterns_by_first({row["word"]: "" for row in resources.table("numbers/not_figures")})


@lru_cache(maxsize=2**15)
def _value_of(raw: str) -> float | None:
    """``parse_numeral``, remembered: the same figures come again and again."""
    return parse_numeral(raw)


def read_number(text: str, run: re.Match[str], *, joined: bool = False) -> Number | int | None:
    """The number that begins with a run of numerals; an offset to go on from where a word is none; None where nothing
    is."""
    start, end = run.span()
    if text[start].isdecimal():
        return _read_arabic(text, start, end, joined=joined)
    return _read_chinese(text, start, end)


def _past_multiplier(text: str, end: int) -> int:
    """Where to go on after a malformed number: 1.2.3万元 must not leave 万元."""
    while text[end : end + 1] and text[end] in "余多几十百千万亿":
        end += 1
    return end


def _read_arabic(text: str, start: int, end: int, *, joined: bool) -> Number | int | None:
    raw, before, following = text[start:end], text[start - 1 : start], text[end : end + 1]
    fraction = _SLASHED.fullmatch(raw) if "/" in raw else None
    if (
        fraction
        and int(fraction[1]) < int(fraction[2])
        and (following == "的" or before in ("约", "近", "超", "占", "过"))
    ):
        return Number(start, end, int(fraction[1]) / int(fraction[2]), None, True, False, False, False, "")
    if raw[0] == "0" and raw.isdigit() and len(raw) > 1:
        return _past_multiplier(text, end)  # 07组卫星: a name
    if not (raw.isdecimal() or _GROUPED.fullmatch(raw)) or (
        following in ("比", ":", "：") and text[end + 1 : end + 2].isdigit()
    ):
        return _past_multiplier(text, end)
    if before == "比" and text[start - 2 : start - 1].isdigit():
        return _past_multiplier(text, end)
    if before == "，" and end - start == 3 and text[start - 2 : start - 1].isdigit():
        return _past_multiplier(text, end)  # 1，234元: a thousands comma or a list, nobody can say
    tail = _TAIL.match(text, end) if following in _TAIL_FIRST else None
    if tail:
        end = tail.end()
        raw = text[start:end]
    if before == "-" and not joined and _BEFORE_MINUS.search(text[max(0, start - 2) : start - 1]):
        start -= 1
    elif joined:
        pass
    elif before and ((before.isascii() and before.isalpha()) or before in "-·."):
        if not (tail or following in ("%", "℃")) or before in "-·.":
            return end
    elif before == "下" and text[start - 2 : start] == "零下":
        start -= 2
    value = float(raw) if len(raw) < 10 and raw.isascii() and raw.isdecimal() else _value_of(raw)
    if text.startswith("分之", end):
        return _read_fraction(text, start, end)
    if value is None:
        return _past_multiplier(text, end)
    sign = -1.0 if text[start] in "-−零" else 1.0
    scaled, more = (tail[0][-1] in "万亿", tail[0][0] in "余多几") if tail else (False, False)
    return Number(start, end, sign * value, None, True, scaled, False, more, None)


def _read_chinese(text: str, start: int, end: int) -> Number | int | None:
    raw, vague, following = text[start:end], text[start - 1 : start], text[end : end + 1]
    if text.startswith("分之", end):
        return _read_fraction(text, start, end)
    if raw[-1] == "一" and following == "半":
        return _read_half(text, start, end + 1) if len(raw) == 1 else end
    if following == "成" and (raw == "十" or raw[-1] not in "零〇十百千万亿"):
        return _read_tenths(text, start, end)
    is_vague = bool(vague) and vague in "数几上" and raw[0] in _MULTIPLIERS and not_counted.is_vague(text, start - 1)
    idioms = None if is_vague else _not_figures().get(raw[0])
    idiom = idioms.match(text, start) if idioms else None
    if idiom and qualifier_before(text, start)[1] == "exact":
        return max(end, idiom.end())
    opened = _OPEN_TAIL.match(text, end) if following in _OPEN else None
    if opened:
        end = opened.end()
        raw = text[start:end]
    point = _POINT.match(text, end)
    if point:
        end = point.end()
        raw = text[start:end]
    figure = ("数" if is_vague else "") + raw
    high = None
    value = (
        _value_of(figure) if len(raw) == 1 or not _MULTIPLIERS.isdisjoint(raw) else None
    )  # 五一, 二〇二三 count nothing
    if value is None:
        both = parse_range(raw)
        if both is None:
            return end
        value, high = both
    if text[start - 2 : start] == "零下":
        start, value = start - 2, -value
    scaled = not _LARGE.isdisjoint(raw)
    bare = (raw in _MULTIPLIERS and not is_vague) or raw in _BARE
    return Number(start - is_vague, end, value, high, False, scaled, bare, bool(opened) or is_vague, None)


def _read_fraction(text: str, start: int, end: int) -> Number | int:
    """百分之五, 三分之一, 百分之四十二点五, from the denominator at ``start``; an offset where it is none."""
    if text[start] == "十" and end - start == 1 and text[start - 1 : start] == "百":
        return end
    above = ANY_RUN.match(text, end + 2)
    if not above or text[start - 1 : start] == "几":
        return end + 2
    stop = above.end()
    decimals = _DECIMALS.match(text, stop)
    if decimals:
        stop = decimals.end()
    below = text[start:end]
    if below in ("百", "千", "万"):
        value = parse_numeral(text[end + 2 : stop])
        unit = {"百": "%", "千": "‰", "万": ""}[below]
        value = value / 1e4 if value is not None and below == "万" else value
    else:
        value, unit = parse_numeral(text[start:stop]), ""
    if text.startswith("决赛", stop):
        return stop
    return stop if value is None else Number(start, stop, value, None, True, False, False, False, unit)


def _read_half(text: str, start: int, end: int) -> Number | int:
    if text[start - 1 : start] in ("另", "这", "那", "前", "后", "第") or text[end : end + 1] in ("儿", "天", "路"):
        return end
    return Number(start, end, 0.5, None, True, False, False, False, "")


def _read_tenths(text: str, start: int, end: int) -> Number | int:
    """三成, 三成半, 七八成; not 一成不变 or the 一 of 统一成立."""
    unit = units()["成"]
    stop = end + 1
    extra = (
        1 if text[stop : stop + 1] and text[stop] in "半一二三四五六七八九" and text[stop + 1 : stop + 2] != "个" else 0
    )
    if not extra and text.startswith(unit.not_before, stop):
        return end
    if (
        text[start - 1 : start]
        and text[start - 1] in "统之唯单任合逐专划万同如周第其"
        and text[start - 2 : start] != "其中"
    ):
        return end
    both = parse_range(text[start:end]) if end - start == 2 else None
    if both:
        return Number(start, end, both[0], both[1], True, False, False, False, None)
    value = parse_tenths(text[start : stop + extra])
    return end if value is None else Number(start, stop + extra, value, None, True, False, False, False, "成")
