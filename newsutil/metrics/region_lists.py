"""Lists of places and their figures, what comes back to the whole behind them, and which figures are of no place."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import takewhile, zip_longest

from newsutil.base import resources
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.units import units
from newsutil.places import divisions
from newsutil.places.divisions import COUNTRY
from newsutil.places.region_cues import Cue, one_of

Region = tuple[str, ...]  # codes of divisions in order
_STRETCH = re.compile("(?:境内)?段(?:全?长)?约?\\d")
_SOME, _ONE = ("含", "包括", "其中"), ("一区", "一县")  # 全省各局（|含苏州市局）, 五市一区|（太仓）: but some of it
_BRACKETS = tuple((sign, re.compile(rf"{re.escape(sign)}[^（）()\n]*[）)]")) for sign in "（(")
SHORT = 12  # characters of what is no division, with the comma before it
_ENDS = ("，", "。", "；", "、", "：", ",", ";", "\n")
_DATE = r"(?:\d{1,2}月)?(?:\d{1,2}日)?"
_SAID_BEHIND = re.compile(rf"[一-鿿]{{0,8}}[（(]{_DATE}(?:(?:均|都|全部)?[在为系])?|[一-鿿]{{0,6}}，[为系]")
# 9例，均在|太仓市; 财政部下达9亿元，支持|太仓|救灾
_ALL = re.compile(r"[^；。（）()\n]*(?:均|都|全部)(?:在|位于)|(?<=元)[一-鿿]{0,8}，(?:(?:用于|重点|全力)?支持|用于)")
_CLOSED = re.compile(r"(?:报告[^\d（）()]*|的[一-鿿]{1,6})?[）)]")
_BROKEN_DOWN = re.compile(r"[一-鿿]{0,8}[（(]([^（）()\n]*)[）)]")
_COUNTED = re.compile(r"[（(]?等?(?:[、和][一-鿿]{2,5})?各?(?:报告|[共有约近段])?[\d０-９](?!\d?[月日])")
_IN_ALL = re.compile(r"[^，。；\d]*共(?:计|有)?(?:\d+[^，。；\d]{1,6}的)?")
_NEXT = re.compile(r"[^。；\d的有了在]{1,40}[、，]")
TOGETHER = re.compile("[两三四五六七八九十][省市县区州地]共")
_PARTS = {
    "province": ("省", "省份", "省市", "省区", "省区市"),
    "prefecture": ("地市", "市州", "州市", "设区市", "地级市"),
    "county": ("县", "县区", "区县", "县市", "市县", "县市区", "旗县", "县（市、区）"),
}
_LEVELS = {word: level for level, words in _PARTS.items() for word in words}
_BODY, _DEGREES = frozenset(("身高", "体重")), frozenset(("℃", "度", "摄氏度"))
_YOUNG = re.compile("大?的?[男女]?[婴宝]|大的")  # 5个月|大的女婴
_LANDS = "[^国]洲|拉美|阿拉伯|东盟|中东欧|发展中|共建|沿线|周边"
_COUNTRIES = re.compile(f"(?:(?:{_LANDS})?国家|外国|国际组织)(?:地区|国际(?:地区)?组织|[、和与及或（）])*")
_BEGINS = re.compile("(?:[起始][于自]|起点[位在]于?|[东西南北]起)[一-鿿]{0,2}$")  # 起于太仓市|
_GOES_ON = re.compile("途经|相接|止于|终点|[东西南北][至到]")
REACH = 150  # characters of a sentence in which a word says what a figure is on: keeps the time linear


def is_of_none(text: str, figure: Figure, noun: str) -> bool:
    """Whether a figure is of no place: 9国, 点赞9万次, 在轨9天, 潜伏期7天, 30多岁的张红, 体温39℃; not 65岁以上."""
    said = text[max(0, figure.start - 8) : figure.start]
    ill = figure.unit == "次" and ("吐" in said or "腹泻" in said)
    if ill or patterns()["nowhere"].search(said) or patterns()["read"].match(text, figure.end):
        return True
    limit = text[figure.start] in "超逾" or text.endswith(("以上", "以下"), figure.start, figure.end)
    young = figure.unit in ("个月", "个多月", "天") and bool(_YOUNG.match(text, figure.end))
    age = figure.unit == "旬" or young or (figure.unit == "岁" and figure.high is None and not limit)
    if not age and noun not in _BODY and figure.unit not in _DEGREES:
        return figure.unit == "国" or ("国" in noun and _COUNTRIES.fullmatch(noun) is not None)
    of_many = "平均" in said or (noun.endswith(("寿命", "年龄")) and "年仅" not in said)
    return not of_many and (age or noun in _BODY or "体温" in said)


def within_brackets(text: str, mentions: Sequence[Figure], cues: list[Cue]) -> list[Cue]:
    """The cues; those in a bracket with figures or behind one speak in it alone: 江苏3例（苏州1例），累计|9例."""
    brackets = [found.span() for sign, pattern in _BRACKETS if sign in text for found in pattern.finditer(text)]
    starts = [mention.start for mention in mentions] if brackets else []
    begins = [cue.start for cue in cues] if brackets else []
    spoken: list[Cue] = []
    for begin, end in brackets:
        first, last = bisect_left(begins, begin), bisect_left(begins, end)
        before = bisect_right(starts, begin)
        behind = before > 0 and text.startswith(_ENDS, end)
        some = text.startswith(_SOME, begin + 1) or text.endswith(_ONE, 0, begin)
        if behind or some or bisect_right(starts, end) > before:
            spoken = spoken or list(cues)
            spoken[first:last] = [cue._replace(until=end) for cue in cues[first:last]]
    return spoken or cues


def all_there(text: str, end: int, cue: Cue) -> bool:
    """Whether a place behind a figure, which has its ``end``, is where all are that it counts."""
    closed = text[cue.start - 1] in "在为系" or _CLOSED.match(text, cue.end)
    return bool(_ALL.fullmatch(text, end, cue.start) or (closed and _SAID_BEHIND.fullmatch(text, end, cue.start)))


def broken_down(text: str, figure: Figure, behind: Sequence[Cue], home: str, inside: Sequence[Cue]) -> Region:
    """The places among which a bracket shares a figure, not all in the home or one named: 9例（江苏5例，浙江4例）."""
    bracket = _BROKEN_DOWN.match(text, figure.end)
    if not bracket:
        return ()
    parts = [cue for cue in behind if cue.kind == "place" and cue.start < bracket.end()]
    values = [int(value) for value in re.findall(r"\d+", bracket[1])]
    codes = tuple(code for part in parts for code in part.codes)
    wholes = [home or COUNTRY, *(cue.codes[0] for cue in inside)]
    shared = len(values) == len(parts) > 1 and sum(values) == figure.value
    known = shared and any(all(divisions.within(code, whole) for code in codes) for whole in wholes)
    return finish(codes) if shared and not known else ()


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """What stands around figures and places, by what it tells: read of 9万|的阅读量, zone of 太仓3例、高新区|2例."""
    return {
        "attend": re.compile(f"[一-鿿、]{{0,16}}?(?:{one_of('attend')})"),
        "placed": re.compile(f"(?:{one_of('placed')})$"),
        "arrived": re.compile(f"(?:{one_of('arrived')})$"),
        "site": re.compile("(?:[一-鿿]{0,6}?(?:[乡镇村区站港]|街道|县城|现场|一线|机场))?后?，"),
        "road": re.compile("[一-鿿]{0,2}?(?:高速|公路|铁路|高铁|国道|省道|城际|快速路|大桥|隧道|通道)"),
        "project": re.compile(rf"[^\W\d的有在个]{{0,12}}?(?:{one_of('project')})"),
        "nowhere": re.compile(f"(?:{one_of('nowhere')})[一-鿿]{{0,3}}$"),
        "read": re.compile(f"的?(?:{one_of('nowhere')}|阅读(?=$|[^一-鿿]|[与和]))"),
        "central": re.compile(one_of("central")),
        "spot": re.compile(f"(?<![险型座建库的、])(?:{one_of('spot')})(?![、群除现续有处])"),
        "zone": re.compile(rf"[、，；][一-鿿]{{0,5}}(?:{one_of('zone')})[共有]?$"),
    }


def is_past_list(text: str, before: Sequence[Cue], cue: Cue, clause: int, start: int) -> bool:
    """Whether a figure comes behind a list that ends with a cue and its figure: 太仓3家、昆山2家；共有床位|90张."""
    if cue.kind != "place" or not _COUNTED.match(text, cue.end):
        return False
    if patterns()["zone"].search(text, max(cue.end, start - SHORT), start):
        return True
    if cue.end >= clause or not before or not _COUNTED.match(text, before[-1].end):
        return False
    apart = "；" in text[before[-1].end : cue.start]  # 太仓3家，增5%；昆山2家，增|4%
    return not apart and not any(divisions.within(code, other) for code in cue.codes for other in before[-1].codes)


def all_of(text: str, cues: Sequence[Cue], start: int) -> Region:
    """The places of those that a sentence names and then counts: 太仓市一小、二小，昆山市三小|共9所|学校."""
    ends = start
    run: list[Cue] = []
    for cue in reversed(cues):
        if cue.kind != "place" or not (_NEXT if run else _IN_ALL).fullmatch(text, cue.end, ends):
            break
        run, ends = [*run, cue], cue.start
    return finish(tuple(code for cue in run for code in cue.codes)) if len(run) > 1 else ()


def past_list(text: str, cues: Sequence[Cue], home: str) -> Region | None:
    """What a figure behind a list is on: the home or, outside it, the list: 湖南9人，江西8人，共|17人."""
    near = (cue for cue in reversed(cues) if cue.kind == "place" and "。" not in text[cue.end : cues[-1].start])
    run = takewhile(lambda cue: _COUNTED.match(text, cue.end), near)
    codes = [code for cue in run for code in cue.codes]
    if len(codes) > 1 and not all(divisions.within(code, home) for code in codes):
        return finish(tuple(codes))
    return (home,) if home else None


def whole_of(text: str, cue: Cue, before: Sequence[Cue]) -> Cue | None:
    """The place named earlier in the sentence in which a cue lies."""
    for other in before:
        told = other.weight == "office" and text[other.start - 1 : other.start] in ("从", "据")  # 据江苏省气象局消息
        single = other.kind == "place" and len(other.codes) == 1 and not told
        if single and all(divisions.within(code, other.codes[0]) for code in cue.codes):
            return other
    return None


def share_out(text: str, mentions: Sequence[Figure], cues: Sequence[Cue], found: list[tuple[str, ...]]) -> None:
    """Give each figure of a list its own division: 江苏、浙江分别新增|5万人|和|3万人|，分别增长|5%|和|3%|."""
    joint = [cue for cue in cues if len(cue.codes) > 1]
    for cue, following in zip_longest(joint, joint[1:]):
        size, at, end = len(cue.codes), cue.end, following.start if following else len(text)
        while (each := text.find("分别", at, min(at + REACH, end))) >= 0 and "。" not in text[at:each]:
            first = bisect_right(mentions, each, key=lambda mention: mention.start)
            if len(mentions) < first + size:
                break
            if all(region == tuple(sorted(cue.codes)) for region in found[first : first + size]):
                found[first : first + size] = [(code,) for code in cue.codes]
            at = mentions[first + size - 1].end


def of_divisions(region: Region, figure: Figure, noun: str) -> Region:
    """A figure's region; of one that counts divisions no higher than it the smallest that has as many: 太仓|52个县|."""
    level = _LEVELS.get(figure.unit) or (_LEVELS.get(noun) if figure.unit in ("个", "座", "") else None)
    if not level or len(region) != 1 or COUNTRY in region:
        return region
    if divisions.LEVELS.index(divisions.level_of(region[0])) < divisions.LEVELS.index(level):
        return region
    wholes = (*divisions.ancestors(region[0]), COUNTRY)
    return next(((whole,) for whole in wholes if divisions.count_within(whole, level) >= figure.value), region)


def is_part(code: str, of: str) -> bool:
    """Whether a division lies inside another one."""
    return code not in ("", of) and divisions.within(code, of)


def is_a(code: str, level: str) -> bool:
    """Whether a division is a 市, a 县 or what else its name ends with."""
    return divisions.division(code).name.endswith(level)


@lru_cache(maxsize=4096)
def finish(codes: Region) -> Region:
    """Codes sorted, the whole left out where parts of it are named."""
    return tuple(sorted({code for code in codes if not any(is_part(other, code) for other in codes)}))


def raised(
    word: str, base: Region, home: str, cues: Sequence[Cue], paragraph: int, cities: frozenset[str] = frozenset()
) -> Region:
    """What 全省 or 全市 means after a region: 苏州新增3家。太仓新增2家。|全市|共有9家; 当地 means the region itself.

    ``cities`` are the districts of today that the text calls a city: 富阳市关停9家。|全市|有工人600名.
    """
    parts = word[1:2] == "市" and home and is_a(home, "市")
    if parts and (len(base) > 1 or any(home in cue.codes for cue in cues if cue.start >= paragraph)):
        return (home,) if word[0] in "全我本" else base
    if word[1:2] == "市" and cities.issuperset(base):
        return base
    return tuple(sorted({divisions.raised(word, code) for code in base})) if word[0] in "全该我本" else base


def route(text: str, inside: Sequence[Cue], begin: int, start: int) -> tuple[str, ...]:
    """The places that a road runs through (起自太仓市，终点在昆山市，全长|9公里), not those it meets: 与上海段相接."""
    if "起" not in text[begin:start] and "始" not in text[begin:start]:
        return ()
    places = [cue for cue in inside if cue.kind == "place"]
    for at, cue in enumerate(places):
        if _BEGINS.search(text, begin, cue.start):
            last = [other for other in places if other.weight != "aside"][-1:]
            ends = _GOES_ON.search(text, cue.end, start)
            if not ends or any(text.startswith(("段", "境内"), other.end) for other in last):
                return ()
            served = (other for other in places[at:] if not text.endswith(("与", "接"), 0, other.start))
            return tuple(code for other in served for code in other.codes)
    return ()


def is_road(text: str, cue: Cue) -> bool:
    """Whether a road or the like is named after two places: 太仓至昆山|高速公路."""
    return (
        len(cue.codes) > 1
        and text[cue.start : cue.end].find("至") > 0
        and patterns()["road"].match(text, cue.end) is not None
    )


def is_stretch(text: str, cue: Cue, others: Sequence[Cue]) -> bool:
    """Whether a place only says which of the stretches of a road is so long: 太仓|段9公里、昆山|段8公里."""
    if not _STRETCH.match(text, cue.end):
        return False
    near = [one for one in others if one is not cue and abs(one.start - cue.start) < REACH]
    return any(_STRETCH.match(text, one.end) for one in near)


def heading(earlier: Sequence[Cue]) -> Region | None:
    """The place that stands alone on its line above a text, in which nothing wider was named since."""
    for cue in reversed(earlier):
        if cue.weight == "head":
            return finish(cue.codes)
        if cue.kind == "nation" or "省" in cue.codes[0]:
            return None
    return None


@cache
def _vast() -> dict[str, float]:
    """By dimension, what is too much for a province."""
    return {row["dimension"]: float(row["amount"]) for row in resources.table("metrics/vast")}


def is_national(text: str, begin: int, figure: Figure) -> bool:
    """Whether a figure is too large for a province (2亿吨|原油) or of what only the country has: 电影票房|9亿元."""
    unit = units().get(figure.base)
    vast = unit is not None and figure.value * float(unit.factor) >= _vast().get(unit.dimension, math.inf)
    return vast or patterns()["central"].search(text, max(begin, figure.start - REACH), figure.end) is not None
