"""What must or must not stand around a number and its unit for it to be a figure.

Dates, ordinals, distances in sport, clock times and names look like figures; the words around them, which are in
``data/numbers/contexts.csv``, tell them apart.  A rule looks at a few characters, so that the time stays linear.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsutil.base import resources
from newsutil.numbers import word_classes
from newsutil.numbers.numerals import Value
from newsutil.numbers.units import Unit, qualifier_before


class Number(NamedTuple):
    """A number where it stands in a text."""

    start: int
    end: int
    value: Value
    high: Value | None = None
    arabic: bool = True
    scaled: bool = False  # with 万 or 亿, after digits also 百 or 千
    bare: bool = False  # a multiplier alone: 百, 万
    more: bool = False  # with 余, 多, 几 in it, or a vague 数, 上 before it
    unit: str | None = None  # a number that brings its own: 百分之五, 一半


_HELP = (110, 119, 120, 122)  # numbers to call
_SLOGAN_REACH = 8
_EVENT_REACH = 3
_WINDOW = 14
_TITLE_REACH = 40
_CLOCK = re.compile(r"(?:点|第|(?<!小)时)[\d一二三四五六七八九十]{1,3}分$|[\d一二三四五六七八九十][点时]$")
_BAND = re.compile(r"的\d")  # 判处5至10年|的29人, 3年以下|的8人
_FLAT = re.compile(r"\d+(?:单元|号|室)")  # 2幢1单元
_HOME = re.compile("房|屋|住|室|户型")
_CELL = re.compile(r"\s*[）)〕】|｜]|[\s,:：]*[-–—\d]")
_UNITS_OF = re.compile(r"位[:：][^\d，。；]*$")  # 单位：万亩、|万吨
_NORM = re.compile("[^，。；]{0,8}(?:生产总值|GDP|增加值|产值)(?:综合)?(?:能耗|水耗|电耗|用水|碳排放|二氧化碳)")
_TRAIN = re.compile(r".{0,4}?(?:列车|航班|动车|高铁)")
_WHOLE = re.compile(r"(?:不到|不足|超过|约占|不[得能可应]?[低高多少]于)([^，。；、：\d]{2,10}的)$")  # 不到总数的|10%
_KEPT_UP = re.compile(r"(?:连续|累计)[^，。；：、\d]{2,12}$")  # 连续缴纳社保|12个月
_WITHIN = re.compile("[以之]?内(?!蒙)")
_CLAUSE_START = re.compile(r"(?:^|[\n。；;！？）)]|[元年月日])\s*$")


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of one kind in ``data/numbers/contexts.csv``."""
    return tuple(word for of in (kind, f"{kind}_few") for word in resources.column("numbers/contexts", "word", of))


def is_noun_sign(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def is_vague(text: str, at: int) -> bool:
    """Whether 数, 上 or 几 at an offset belongs to the number after it (数十, 上百) and not to 人数 or 网上."""
    return text[max(0, at - 1) : at + 1] not in words("no_vague")


def qualifier_of_passing(text: str, start: int, number: Number, unit: Unit | None) -> str:
    """``over`` where the 过 before a figure says that it is passed (收获进度过八成), else ``exact`` (去过30个国家)."""
    share = (unit is not None and unit.text in ("成", "%", "倍")) or number.scaled or number.bare
    return "over" if share and not text.endswith(words("done_before"), 0, start) else "exact"


def qualifier_apart(text: str, start: int, unit: Unit | None) -> str:
    """The qualifier before the verb of a figure (约有30人, 至少造成10人), or the whole of a share (不到总数的10%)."""
    if text.endswith(words("linking"), 0, start):
        verb = next(word for word in words("linking") if text.endswith(word, 0, start))
        return qualifier_before(text, start - len(verb))[1]
    whole = _WHOLE.search(text, max(0, start - _WINDOW), start) if unit is not None and unit.kind == "part" else None
    return qualifier_before(text, whole.start(1))[1] if whole else "exact"


def is_borne(text: str, end: int) -> bool:
    """Whether an amount behind 负 is what somebody bears (各负50%|的责任), by what stands behind it."""
    return is_noun_sign(text[end : end + 1]) and any(text.startswith(words("borne"), end + at) for at in range(4))


def is_price(text: str, start: int, end: int) -> bool:
    """Whether 块 that something is sold or paid for are money: 卖15块, 一斤15块; not 卖15块地."""
    return text.endswith(words("priced"), 0, start) and not is_noun_sign(text[end : end + 1].strip("一左起"))


def stands_without_unit(text: str, at: int, number: Number, more: bool) -> bool:
    """Whether a number without a unit is a figure: before its noun (13万师生) or with the unit left out (超过300亿)."""
    following = text[at : at + 1]
    if number.arabic and following in words("alone"):
        paired = text.endswith(words("alone"), 0, number.start)
        return paired or not is_noun_sign(text[at + 1 : at + 2].strip("的"))  # 1死8伤, 5女6男; not 3男生
    several = number.high is not None and not number.arabic and number.value >= 20  # 租金七八百
    if not (number.scaled or more or several):
        told = number.arabic and number.value >= 100 and text.startswith(word_classes.words("people"), at)
        return told and qualifier_before(text, number.start)[1] != "exact"  # 近3000用户
    noun = is_noun_sign(following)
    if (following.isascii() and following.isalnum()) or text.startswith(words("no_noun"), at):
        return False
    if number.arabic:
        return number.scaled or noun
    if number.scaled:
        return more or several or (not number.bare and noun) or qualifier_before(text, number.start)[1] != "exact"
    return several or (number.value >= 10 and more and noun)  # 千余村民


def is_figure(text: str, start: int, end: int, number: Number, unit: Unit) -> bool:
    """Whether a number with its unit counts or measures something, by the kind of its unit and the words around it."""
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    kind = unit.kind
    kept = (kind == "money" and after[:1] == "级") or before.endswith(("每", "/", "／", *words("heading")))
    if number.bare and (kept or _NORM.match(after) or _UNITS_OF.search(before)):
        return False  # 亿元|级; 每万人12件, 12件/万人; of a norm: 万元|产值能耗
    if number.bare and before and before[-1] in "（(〔【|｜, \t\n\u3000" and _CELL.match(after):
        return False  # the unit of a column: 投资（万元）
    if kind == "part":
        return unit.text != "番" or number.arabic or not _is_whole(number)
    if kind in ("time", "day", "year"):
        band = number.high is not None or text.endswith(("以上", "以下", "以内"), start, end)
        recent = text[start : number.start] == "近" and kind != "time"
        if recent and (before[-1:] == "是" or _WITHIN.match(after)):
            return False  # 是近百年|少有的, 近30天|内办结
        limit = text[start : number.start] in words("limit") or text.endswith("以上", number.end, end)
        return (band and _BAND.match(after) is not None) or _is_duration(before, after, number, unit, limit)
    if _is_small(number) and unit.text != "两":
        return False
    if kind == "area":  # 5大模式, 9市, 22部门; 二十大 and the like are among the names
        named = number.bare and unit.text not in ("大", "部门")  # 百县千村
        ample = unit.text != "大" or (is_noun_sign(after[:1]) and before[-1:] != "比")
        small = number.value <= 1000 and _is_whole(number)
        return unit.text == "家庭" or (small and ample and not named)
    if kind == "age":
        return number.arabic
    if kind == "point":
        score = unit.text == "分" and before[-1:] not in tuple("时点零度°：:") and not after[:1].isdigit()
        index = number.value >= 100 or not _is_whole(number) or after.startswith(words("advice"))
        return number.arabic and (score or index)
    if kind == "measure":
        return _is_measured(before, after, number, unit)
    return kind in ("money", "sign") or _is_counted(before, after, number, unit)


def past_name(text: str, start: int, end: int, number: Number, unit: str) -> int:
    """Where the title of a work or a slogan (“百县千片”, “3个100万”) ends in which a figure stands; 0 where in none."""
    opening = text.rfind("《", max(0, start - _TITLE_REACH), start)
    if opening >= 0 and text.find("》", opening, start) < 0 and text.find("》", end, end + _TITLE_REACH) >= 0:
        return end
    counts = not number.arabic and not number.more and unit in ("个", "字", "方面")
    coined = text[start - 1 : start] == "“" and (counts or text[end : end + 1].isdecimal())
    opening = text.rfind("“", max(0, start - _WINDOW), start) if (number.bare and not number.more) or coined else -1
    if opening < 0 or text.find("”", opening, start) >= 0:
        return 0
    return text.find("”", end, end + (_SLOGAN_REACH if coined else _WINDOW)) + 1


def _is_whole(number: Number) -> bool:
    return "." not in str(number.value)


def _is_small(number: Number) -> bool:
    """One Chinese digit, which counts in words (一名, 两个); 一吨半 and 三点五吨 measure."""
    return not number.arabic and -10 < (number.high or number.value) < 10 and _is_whole(number)


def _is_cued(before: str, kind: str) -> bool:
    """Whether words of a kind lead to the figure, others between them left out: 工期|缩短|了|近."""
    while not before.endswith(words(kind)):
        if not before.endswith(words("between")) or before.endswith(words("no_lasting")):
            return False
        before = next(before[: -len(word)] for word in words("between") if before.endswith(word))
    return not before.endswith(words("no_lasting"))


def _is_duration(before: str, after: str, number: Number, unit: Unit, limit: bool) -> bool:
    """为期3天, 缩短至2个小时, 寿命25年, with a limit 超过3天; not 3天来, 未来24小时, 2023年."""
    ahead = limit and before.endswith("前") and not before.endswith(words("no_order"))  # 开车前|不足24小时
    coming = before.endswith(words("coming")) and not ahead
    if after.startswith(words("placing")) or (coming and not _is_cued(before, "lasting")):
        return unit.kind == "time" and _is_cued(before, "state")
    if unit.kind == "day" and not _is_small(number) and _is_deadline(before, after):
        return True
    if unit.text == "日" or _is_small(number):
        return (limit and number.arabic) or _is_cued(before, "lasting_few")
    if _CLOCK.search(before):
        return False  # 3点20分15秒
    if unit.kind == "time" and not (number.value == 24 and unit.text.endswith("小时")):
        return True
    if unit.text == "年" and number.value >= 1000:
        return False
    behind = after.removeprefix("的")
    opens = before[-1:] in tuple("，,。；\n") and after.startswith(("时间，", "时间,"))  # 客流大增。7天|时间，
    placed = opens or behind.startswith(words("meanwhile"))
    told = behind.startswith(words("lasted")) or (behind != after and not _is_whole(number))  # 5年半|的工期
    kept_up = ("连续" in before or "累计" in before) and _KEPT_UP.search(before) is not None
    return (told and not placed) or limit or kept_up or _is_cued(before, "lasting")


def _is_deadline(before: str, after: str) -> bool:
    """Whether a time is how long something may take: 须在30日|内提出, 15天|内办结."""
    within = _WITHIN.match(after)
    if within is None or before.endswith(("月", *words("coming"))):
        return False
    return before.endswith(words("due")) or after.startswith(words("settled"), within.end())


def _is_measured(before: str, after: str, number: Number, unit: Unit) -> bool:
    """Not distances in sport (男子100米, 4×100米接力), grades without wind or earthquake, nor coordinates."""
    if unit.text in ("米", "公里", "公斤", "千克"):
        return not (before.endswith(words("sport_before")) or after.startswith(words("sport_after")))
    if unit.text == "级":
        near = before[-8:] + "|" + after[:8]
        told = (*words("steps"), *(words("grade_near") if number.arabic else ()))
        return not _is_whole(number) or (not number.bare and any(word in near for word in told))
    if unit.text == "升":
        return not after.startswith(words("rising"))  # 从6.72|升到6.88
    if unit.text in ("度", "°"):
        turned = before.endswith(words("turned")) or number.value == 360
        return not turned and after[:1] != "线" and not after[:1].isdigit()
    if unit.text in ("P", "M"):  # 算力4万P, 2KM+350M, not 1080P, 20M宽带
        return before[-1:] == "+" or (unit.text == "P" and (number.scaled or "算" in before))
    if unit.text == "平":
        return _HOME.search(before + after) is not None
    return not (unit.text in ("里", "尺", "丈") and number.bare)


def _is_counted(before: str, after: str, number: Number, unit: Unit) -> bool:
    """Counts: not a score of 5分, an episode after 第, a multiplier alone in a name (百团, 万家)."""
    name = unit.text
    if name in ("名", "位", "个", "家") and before.endswith(words("order_before")):
        return before.endswith(words("no_order"))  # 前10名, but 目前10名
    placed = before.endswith(words("floor_before")) and not is_noun_sign(after[:1].strip("后的"))
    if (
        (name == "组" and before[-1:] in ("村", "屯", "寨"))  # 南山村6组
        or (name in ("幢", "栋") and (_FLAT.match(after) or before.endswith("所在的")))
        or (name == "条" and after[:1] == "”")  # “稳经济30条”
        or (name == "层" and (placed or after[:1] == "为" or before.endswith("号楼")))  # 住在酒店的4层, 1至5层为商场
        or (name in ("对", "比") and after[:1].isdigit())  # 三对三 in sport
        or (name == "团" and before[-1:] in ("旅", "师", "军"))  # 7旅19团
        or (name == "次" and _TRAIN.match(after))
        or (name == "套" and before.endswith(("央视", "电视台")))  # 央视十二套
        or (name == "环" and (number.value < 10 or not _is_whole(number) or "成绩" in after[:5]))  # 5环外, 631.4环
        or (name in ("车", "车辆") and number.value in _HELP and not after[:1].isdigit())  # 医院120车
    ):
        return False
    if not number.scaled and not _is_whole(number) and "均" not in before:
        word = word_classes.tag(name + after[:3])[0][0]  # 河道清淤|2.1|项目|概况
        return not (_CLAUSE_START.search(before) or len(word) > len(name))
    if number.value == 11 and not number.arabic:
        (holiday, _), *rest = word_classes.tag("十一" + name + after[:3])
        if holiday == "十一" and len(rest[0][0]) > len(name):
            return False  # 十一|家电促销
    held = name == "人" and after[:1] != "参"  # 万人合唱, 万人龙虾宴; not 万人参赛
    event = number.bare and held and any(after.startswith(words("event"), at) for at in range(_EVENT_REACH))
    return not (event or (number.bare and name in words("no_bare")))
