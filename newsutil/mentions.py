"""Figures in a text: where they stand, their value, unit and qualifier.

A figure is a number with its unit, classifier or percent sign (23.6万多人, 约2公里, 近百部); what only looks like one, a date, an
ordinal, a name or an idiom, is left alone.  The words are in ``data/units.csv``, ``qualifiers.csv`` and ``not_figures.csv``; what a unit
of time, an age or a grade needs around it is in ``contexts``.  One pass over the text; the time is linear in its length.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsutil import contexts, resources
from newsutil.numerals import parse_numeral, parse_range, parse_tenths, plain


class Unit(NamedTuple):
    """A unit as ``data/units.csv`` has it."""

    text: str
    dimension: str
    factor: float
    kind: str
    not_before: tuple[str, ...]


class Mention(NamedTuple):
    """A figure; offsets count characters of the text, ``number`` and ``after`` enclose the number without qualifier and unit."""

    start: int
    end: int
    number: int
    after: int
    value: float
    high: float | None
    unit: str
    base: str
    qualifier: str
    per: str


class _Number(NamedTuple):
    start: int
    end: int
    value: float
    high: float | None
    arabic: bool
    scaled: bool  # with 万 or 亿
    bare: bool  # a multiplier alone: 百, 万
    more: bool  # with 余, 多, 几 in it, or a vague 数, 上 before it
    unit: str | None  # a number that brings its own: 百分之五, 一半


_CHINESE = "零〇一二两三四五六七八九十百千万亿"  # no financial 陆 or 伍: 大陆千家企业
_MULTIPLIERS = frozenset("十百千万亿")
_RUN = re.compile(
    rf"(\d+(?:[.,:：/∶·×x]\d+)*)|[{_CHINESE}]{{2,}}|[十百千万亿]|[一二两三四五六七八九](?=[成倍分半天个年周小])"
)
_ANY_RUN = re.compile(rf"(\d+(?:[.,:：/∶·×x]\d+)*)|[{_CHINESE}]+")
_BEFORE_MINUS = re.compile(r"^$|[\s，。；：、（(“到至为达约在是近于即降]$")
_SLASHED = re.compile(r"([1-9])/([1-9]\d?)")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
# 千 and 百 open a unit in 千瓦, 百帕; 百 opens 百分点.  A second part follows in 2亿3000万, 1万2千.
_SCALE = r"(?:[十百千]?万亿|[百千]?亿|[十百千]?万|[百千](?![瓦米克伏卡赫焦帕牛兆分]))"
_TAIL = re.compile(rf"([余多几]?{_SCALE})(\d+(?:\.\d+)?{_SCALE}|[一二三四五六七八九](?=千)千)?")
# 三点五亿元, not the clock's 三点五分
_POINT = re.compile(r"点[零〇一二三四五六七八九]+(?:[万亿]+|(?=倍|个百分点|元|公里|米|吨|亩|公斤|千瓦))")
_DECIMALS = re.compile(r"点[零〇一二三四五六七八九]+")
_OPEN_TAIL = re.compile(r"[余多几来]([百千万亿]+)")
_RANGE_NEAR = re.compile(r"[—–~～至到、-]")
_RANGE_MARK = re.compile(r"[—–~～-]|至|到")
_PER = re.compile(r"每(?:[一个]|一个)?[\u4e00-\u9fff]{1,3}$")
_PER_UNIT = re.compile(r"[/／](?:[A-Za-z]{1,3}|[\u4e00-\u9fff]{1,3})")
_AFTER = re.compile(r"(?:及|（含）|\(含\))?(左右|以上(?!述)|以下(?!简称)|上下(?![车游联班级学铺功衔贯])|之多)")
_MORE_WORDS = re.compile(r"多(?:功能|样|元|方|边|层次|级联|民族|媒体|学科|语种|维|式联运|地(?!块)|彩|哈|瑙|伦多)")
_MEASURE_KINDS = frozenset({"measure", "time", "day", "year", "part", "age", "money"})
_TRADITIONAL_UNITS = str.maketrans(
    "個場戶畝噸臺輛條項歲間隻頭張塊顆種類級層組隊團對雙筆節輪處萬億餘裡裏頃時鐘週",
    "个场户亩吨台辆条项岁间只头张块颗种类级层组队团对双笔节轮处万亿余里里顷时钟周",
)
_HAS_TRADITIONAL = re.compile("[個場戶畝噸臺輛條項歲間隻頭張塊顆種類級層組隊團對雙筆節輪處萬億餘裡裏頃時鐘週兩幾數]")
_HAS_WIDE = re.compile("[０-９．％﹪＋－−]")


@cache
def units() -> dict[str, Unit]:
    """Units by their text."""
    return {
        row["unit"]: Unit(
            row["unit"],
            row["dimension"],
            float(row["factor"]),
            row["kind"],
            tuple(filter(None, row["not_before"].split(";"))),
        )
        for row in resources.table("units")
    }


@cache
def _units_by_first() -> dict[str, tuple[Unit, ...]]:
    """Units by their first character, the longest first."""
    groups: dict[str, list[Unit]] = {}
    for unit in sorted(units().values(), key=lambda unit: -len(unit.text)):
        groups.setdefault(unit.text[0], []).append(unit)
    return {first: tuple(group) for first, group in groups.items()}


@cache
def _qualifiers_before() -> dict[str, tuple[tuple[str, str, bool, tuple[str, ...]], ...]]:
    """Qualifiers before a number by their last character, the longest first: word, qualifier, in the span, not after."""
    groups: dict[str, list[tuple[str, str, bool, tuple[str, ...]]]] = {}
    rows = [row for row in resources.table("qualifiers") if row["place"] == "before"]
    for row in sorted(rows, key=lambda row: -len(row["word"])):
        entry = (row["word"], row["qualifier"], row["span"] == "yes", tuple(filter(None, row["not_after"].split(";"))))
        groups.setdefault(row["word"][-1], []).append(entry)
    return {last: tuple(group) for last, group in groups.items()}


@cache
def _qualifiers_after() -> dict[str, str]:
    return {row["word"]: row["qualifier"] for row in resources.table("qualifiers") if row["place"] == "after"} | {
        "之多": "over"
    }


@cache
def _not_figures() -> dict[str, tuple[str, ...]]:
    """Idioms and names with a numeral by their first character, the longest first."""
    groups: dict[str, list[str]] = {}
    for row in sorted(resources.table("not_figures"), key=lambda row: -len(row["word"])):
        groups.setdefault(row["word"][0], []).append(row["word"])
    return {first: tuple(group) for first, group in groups.items()}


def find_mentions(text: str) -> list[Mention]:
    """Figures of a text in order, none overlapping another.

    Examples
    --------
    >>> for found in find_mentions("惠及职工23.6万多人，发放慰问金1100余万元"):
    ...     print(found.value, found.unit, found.qualifier)
    236000.0 人 over
    11000000.0 元 over
    """
    original = text
    if _HAS_WIDE.search(text) or _HAS_TRADITIONAL.search(text):
        text = plain(text).translate(_TRADITIONAL_UNITS)
    found: list[Mention] = []
    done = 0
    ordinal = -1
    for run in _RUN.finditer(text):
        start = run.start()
        if start < done or (run.group(1) and _is_date_part(text, start, run.end())):
            continue
        if _after_ordinal(text, start, ordinal):
            ordinal = run.end()
            continue
        number = _read_number(text, run)
        if number is None:
            continue
        if isinstance(number, int):
            done = number
            continue
        mention = _complete(text, number, done)
        if mention is None or contexts.is_named(text, mention.start, mention.end, number.bare):
            done = number.end
            continue
        found.append(mention if text is original else _as_written(mention, original))
        done = mention.end
    return found


def _as_written(mention: Mention, original: str) -> Mention:
    """The mention with its unit as the original text writes it (個 stays 個), where it is one stretch."""
    length = len(mention.unit)
    at = original.find(mention.unit, mention.after)
    if length and at < 0:
        at = mention.after
        while at < mention.end - length and original[at] in "余餘多几幾":
            at += 1
        return mention._replace(unit=original[at : at + length])
    return mention


def _is_date_part(text: str, start: int, end: int) -> bool:
    """2023年, 6月, 2日, 14时, 3号: most numbers of a newspaper, told early."""
    following = text[end : end + 1]
    if following == "年":
        return end - start == 4 and text[start] in "12"
    return following in ("月", "号", "时") or (following == "日" and text[start - 1 : start] not in ("期", "时", "历", "续"))


def _after_ordinal(text: str, start: int, ordinal: int) -> bool:
    """第三, and the further numbers of 第3、4届."""
    if text[start - 1 : start] == "第":
        return True
    return 0 <= ordinal < start <= ordinal + 3 and text[start - 1] in "、和至到—-" and not text[ordinal:start].isspace()


@lru_cache(maxsize=8192)
def _value_of(raw: str) -> float | None:
    """``parse_numeral``, remembered: the same figures come again and again."""
    return parse_numeral(raw)


def _read_number(text: str, run: re.Match[str], *, joined: bool = False) -> _Number | int | None:
    """The number that begins with a run of numerals; an offset to go on from where a word is none; None where nothing is."""
    start, end = run.span()
    if run.group(1):
        return _read_arabic(text, start, end, joined=joined)
    return _read_chinese(text, start, end)


def _past_multiplier(text: str, end: int) -> int:
    """Where to go on after a malformed number: 1.2.3万元 must not leave 万元."""
    while text[end : end + 1] and text[end] in "余多几十百千万亿":
        end += 1
    return end


def _read_arabic(text: str, start: int, end: int, *, joined: bool) -> _Number | int | None:
    raw = text[start:end]
    fraction = _SLASHED.fullmatch(raw)
    if (
        fraction
        and int(fraction[1]) < int(fraction[2])
        and (text[end : end + 1] == "的" or text[start - 1 : start] in ("约", "近", "超", "占", "过"))
    ):
        return _Number(start, end, int(fraction[1]) / int(fraction[2]), None, True, False, False, False, "")
    if raw[0] == "0" and raw.isdigit() and len(raw) > 1:
        return _past_multiplier(text, end)  # 07组卫星: a name
    if not _GROUPED.fullmatch(raw) or text[end : end + 1] in ("比", ":", "：") and text[end + 1 : end + 2].isdigit():
        return _past_multiplier(text, end)
    before = text[start - 1 : start]
    if before == "比" and text[start - 2 : start - 1].isdigit():
        return _past_multiplier(text, end)
    if before == "，" and end - start == 3 and text[start - 2 : start - 1].isdigit():
        return _past_multiplier(text, end)  # 1，234元: a thousands comma or a list, nobody can say
    tail = _TAIL.match(text, end)
    if tail:
        end = tail.end()
        raw = text[start:end]
    if (
        before
        and before in "-−"
        and not (start > 1 and (text[start - 2].isascii() and text[start - 2].isalnum() or text[start - 2] in "）)"))
    ):
        start -= 1
    elif before and (before.isascii() and before.isalpha() or before in "-·."):
        if not (tail or text[end : end + 1] in ("%", "℃")) or before in "-·.":
            return end
    elif text[start - 2 : start] == "零下":
        start -= 2
    value = _value_of(raw)
    if text.startswith("分之", end):
        return _read_fraction(text, start, end)
    if value is None:
        return _past_multiplier(text, end)
    sign = -1.0 if text[start] in "-−零" else 1.0
    scaled = bool(tail) and tail.group()[-1] in "万亿" if tail else False
    return _Number(
        start, end, sign * value, None, True, scaled, False, bool(tail and tail.group()[0] in "余多几"), None
    )


def _read_chinese(text: str, start: int, end: int) -> _Number | int | None:
    raw = text[start:end]
    if text.startswith("分之", end):
        return _read_fraction(text, start, end)
    if raw[-1] == "一" and text[end : end + 1] == "半":
        return _read_half(text, start, end + 1) if len(raw) == 1 else end
    if (
        text[end : end + 1] == "成"
        and raw[-1] not in _MULTIPLIERS | {"零", "〇"}
        or raw == "十"
        and text[end : end + 1] == "成"
    ):
        return _read_tenths(text, start, end)
    vague = text[start - 1 : start]
    is_vague = bool(vague) and vague in "数几上" and raw[0] in _MULTIPLIERS and contexts.is_vague(text, start - 1)
    if not is_vague:
        for word in _not_figures().get(raw[0], ()):
            if text.startswith(word, start) and _qualifier_before(text, start)[1] == "exact":
                return max(end, start + len(word))
    opened = _OPEN_TAIL.match(text, end)
    if opened:
        end = opened.end()
        raw = text[start:end]
    point = _POINT.match(text, end)
    if point:
        end = point.end()
        raw = text[start:end]
    figure = ("数" if is_vague else "") + raw
    high = None
    value = _value_of(figure) if not _MULTIPLIERS.isdisjoint(raw) else None  # 五一, 二〇二三 count nothing
    if value is None:
        both = parse_range(raw)
        if both is None:
            return end
        value, high = both
    if text[start - 2 : start] == "零下":
        start, value = start - 2, -value
    scaled = any(sign in "万亿" for sign in raw)
    bare = (
        len(raw) == 1
        and raw in _MULTIPLIERS
        and not is_vague
        or raw in ("万亿", "百万", "千万", "十万", "百亿", "千亿")
    )
    return _Number(start - is_vague, end, value, high, False, scaled, bare, bool(opened) or is_vague, None)


def _read_fraction(text: str, start: int, end: int) -> _Number | int:
    """百分之五, 三分之一, 百分之四十二点五, from the denominator at ``start``; an offset where it is none."""
    if text[start] == "十" and end - start == 1 and text[start - 1 : start] == "百":
        return end
    above = _ANY_RUN.match(text, end + 2)
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
    return stop if value is None else _Number(start, stop, value, None, True, False, False, False, unit)


def _read_half(text: str, start: int, end: int) -> _Number | int:
    if text[start - 1 : start] in ("另", "这", "那", "前", "后", "第") or text[end : end + 1] in ("儿", "天", "路"):
        return end
    return _Number(start, end, 0.5, None, True, False, False, False, "")


def _read_tenths(text: str, start: int, end: int) -> _Number | int:
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
        return _Number(start, end, both[0], both[1], True, False, False, False, None)
    value = parse_tenths(text[start : stop + extra])
    return end if value is None else _Number(start, stop + extra, value, None, True, False, False, False, "成")


def _complete(text: str, number: _Number, done: int) -> Mention | None:
    """The figure around a number: range, qualifiers, unit; None where it is no figure."""
    number = _join_range(text, number)
    at = number.end
    qualifier = "over" if number.more else ""
    unit: Unit | None
    written = ""
    if number.unit is not None:
        unit = units().get(number.unit)
        written = number.unit
        more = False
    else:
        more = (
            text[at : at + 1] in ("余", "多", "几", "来")
            and not _MORE_WORDS.match(text, at)
            and text[at : at + 2] != "来自"
        )
        if more:
            qualifier = qualifier or _qualifiers_after()[text[at]]
        unit, written, at, inner = _read_unit(text, at + more)
        qualifier = qualifier or inner
    if unit is None and number.unit is None:
        if not contexts.stands_without_unit(
            text, number.end, at, number, more, _qualifier_before(text, number.start)[1]
        ):
            return None
    elif unit is not None and unit.kind == "skip":
        return None
    start, before = _qualifier_before(text, number.start)
    if (
        unit is not None
        and unit.kind in _MEASURE_KINDS
        and text[at : at + 1] == "多"
        and not _MORE_WORDS.match(text, at)
    ):
        at, qualifier = at + 1, qualifier or "over"
    after = _AFTER.match(text, at)
    if after:
        at, qualifier = after.end(), _qualifiers_after()[after[1]]
    start = max(start, done)
    if unit is not None and not contexts.is_figure(text, start, at, number, unit, before):
        return None
    per = _PER.search(text, max(done, start - 6), start)
    if per and not contexts.is_per(per.group()):
        per = None
    start = per.start() if per else start
    qualifier = (
        qualifier
        or (before if before != "exact" else contexts.qualifier_of_passing(text, start, number, unit))
        or "exact"
    )
    named = unit.text if unit else ""
    return Mention(
        start, at, number.start, number.end, number.value, number.high, written, named, qualifier, per[0] if per else ""
    )


def _join_range(text: str, number: _Number) -> _Number:
    """The number joined with a second one across a range mark (30至50, 20万元—30万元, 7、8级), or as it was."""
    at = number.end
    if number.high is not None or number.unit is not None or not _RANGE_NEAR.search(text, at, at + 8):
        return number
    unit, _, behind, _ = _read_unit(text, at) if text[at : at + 1] not in "—–~～-至到、" else (None, "", at, "")
    mark = _RANGE_MARK.match(text, behind)
    listed = text[at : at + 1] == "、" and number.arabic and number.value < 20
    if not mark and not listed:
        return number
    run = _ANY_RUN.match(text, mark.end() if mark else at + 1)
    if not run:
        return number
    other = _read_number(text, run, joined=True)
    if not isinstance(other, _Number) or other.unit is not None or other.start != run.start():
        return number
    again, _, _, _ = _read_unit(text, other.end)
    if listed and not (again and again.text == "级" and other.value == number.value + 1):
        return number
    if unit is not None and (again is None or again.text != unit.text):
        return number
    both = (number.value, other.value)
    if not number.scaled and other.scaled and unit is None:
        both = parse_range(f"{text[number.start : number.end]}至{text[run.start() : other.end]}") or both
    if both[0] >= both[1]:
        return number
    return number._replace(
        end=other.end,
        value=both[0],
        high=both[1],
        scaled=number.scaled or other.scaled,
        more=number.more or other.more,
        bare=False,
    )


def _read_unit(text: str, at: int) -> tuple[Unit | None, str, int, str]:
    """Unit at an offset: the entry, as written, where it ends, and a qualifier inside it (4个多小时)."""
    if text[at : at + 1] == "个" and text[at + 1 : at + 2] in ("多", "半"):
        for word in ("小时", "钟头", "月", "星期", "百分点", "交易日", "工作日", "课时", "世纪"):
            if text.startswith(word, at + 2):
                unit = units().get("个" + word) or units()["世纪"]
                return unit, "个" + word, at + 2 + len(word), "over" if text[at + 1] == "多" else ""
    for unit in _units_by_first().get(text[at : at + 1], ()):
        end = at + len(unit.text)
        if not text.startswith(unit.text, at):
            continue
        if (
            unit.text[-1].isascii()
            and unit.text[-1].isalpha()
            and text[end : end + 1].isascii()
            and text[end : end + 1].isalnum()
        ):
            continue
        if unit.not_before and text.startswith(unit.not_before, end):
            continue
        end = _longer_unit(text, at, end)
        return unit, text[at:end], end, ""
    return None, "", at, ""


def _longer_unit(text: str, at: int, end: int) -> int:
    """End of a unit with what belongs to it: 元/人, 公里每小时, 台（套）."""
    if text[end : end + 1] in ("（", "("):
        close = text.find("）" if text[end] == "（" else ")", end, end + 5)
        inner = text[end + 1 : close]
        if close > 0 and all(part in units() for part in inner.split("、")):
            end = close + 1
    per = _PER_UNIT.match(text, end)
    if per:
        for length in (3, 2, 1):
            word = text[end + 1 : end + 1 + length]
            if word in units() or word in contexts.PER_WORDS:
                return end + 1 + length
    if text.startswith("每", end):
        for word in ("小时", "秒", "平方米", "立方米", "升", "吨", "公斤"):
            if text.startswith(word, end + 1):
                return end + 1 + len(word)
    return end


def _qualifier_before(text: str, start: int) -> tuple[int, str]:
    """Where the figure starts with the qualifier before it, and the qualifier (exact where there is none)."""
    for word, qualifier, inside, not_after in _qualifiers_before().get(text[start - 1 : start], ()):
        begin = start - len(word)
        if begin >= 0 and text.startswith(word, begin) and not (not_after and text.endswith(not_after, 0, begin)):
            return (begin if inside else start), qualifier
    return start, "exact"
