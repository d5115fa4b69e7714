"""Figures that no time reaches: sizes of things, kinds, what is so every year, the state before a change.

The words are rows in ``data/periods/undated_words.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newsutil.numbers.units import units
from newsutil.periods.statement import Statement, leads_to, pattern, words
from newsutil.periods.time_cues import TimeCue

_MACHINES = frozenset(("马力", "千瓦", "兆瓦", "蒸吨", "立方米"))
_RATINGS = frozenset(("千伏", "伏", "英寸", "千伏安", "吨", *_MACHINES))
_TIMES = frozenset(("time", "day", "year"))
_GROUP = re.compile(  # 引进总投资超10亿元|项目50个, 产值超10亿元|的强镇达20个, 打造一批营收过百亿元|粮油企业。
    r"的?[一-鿿]{0,10}(?:项目|企业|县域?|城市|集群|镇|村|园区)(?:达到?|增至|有)?[\d一二三四五六七八九十百]"
    r"|(?!的)[一-鿿]{0,8}(?:企业|城市|县|镇|村|集群)[，。；、]"
)
_NOUN = re.compile("[一-鿿]")
_PHRASE = re.compile(r"的?[一-鿿“”]{0,10}")
_AWAY = re.compile("(?:距|相隔|(?<![隔脱分远偏撤背别剥流疏游支逃陆])离(?![开岗职婚世退异任队]))[^，。；]{0,16}$")
_PACKED = frozenset(("毫升", "升", "克", "千克", "公斤", "斤"))
_WEATHER = re.compile("的(?:降[雨水雪温]|强?(?:[大暴中小][雨雪]|降[雨雪]|雨雪)|大风|阵风)")  # 50毫米以上|的降雨
_BUILDING = re.compile("的?[一-鿿]{0,7}(?:楼|房|宅|建筑|大厦)")  # 6层|民宅
_HOUSE = re.compile("(?:楼|房|宅|建筑|大厦)(?:总?共|高|为|有)*$")  # 着火民房共|5层
_DONE_AREA = re.compile("(?:涉及|惠及|改造)[^，。；]*、(?:总?建筑|总)面积$")  # 惠及居民90户、建筑面积|9万平方米
_MACHINE = re.compile(r"(?:及?以[上下])?的?[一-鿿]{2,6}\d+(?:座|台|艘|套)")  # 450立方米|高炉1座
_ISSUED = re.compile("[一-鿿]{0,4}(?:措施|举措)")  # 落实稳就业|12条|措施
_CARRIED_OUT = re.compile("落实|落地|用好|执行")
_PLANTS = frozenset(("千瓦", "兆瓦", "吉瓦", "千瓦时", "兆瓦时", "吉瓦时", "吨", "立方米", "方"))
_PLANT = re.compile(r"(?!新增)[一-鿿“”]{2,14}(?:、[^，。；]*)?(?:项目|工程|电站|机组|产线|生产线|储能|装置)")
_OUTPUT = re.compile(
    "(?:新增|新开工|完成|建成|新建|建设|开工|投产|关停|淘汰|改造|生产|实施|推进|[达到超近过约]|(?<!年)产)$"
)
_PLACE = re.compile("(?:自然|行政|人口|规模)*(?:大|小)?(?:[县镇乡]|村(?!民)|企业)")
_RATE = re.compile("一个?[天日月年晚夜]")  # 60元|一天
_CIRCLE = re.compile("”?[一-鿿]{0,4}圈")
_FORMERLY = re.compile(r"[由从](?:曾经|原来|原先|最初|每[日天月年周]|[^，。；由从]{0,12}[的、和])?$")
_BEHIND = re.compile(r"[+＋]|(?:\d+米)?[一-鿿]{0,4}(?:处|附近|周边|路上|范围)")  # 37公里|处, 5公里|界碑处, 9公里|+450米
# 比上年减少|9天
_LONGER = re.compile(r"[比较](?:[上去前]年|\d{2,4}年|上?月|\d+月|同期)[^，。；\d]{0,6}[增减多少缩延降提长短]")
_CLIMATE = re.compile("年平?均(?:浓度|气温|水温|降水|降雨|湿度|风速|值)")  # no rate of what is done
HOUSEHOLDS = re.compile(  # 全村共287户人家，人均收入|2万元
    r"\s*[全该本我][村镇乡屯寨](?:[共现]?有|[共现总]|户籍|常住|人口)*\d[\d.万多余]*[户人口](?:人家|村民|农户|居民|人口)?[，、]"
)
_TELLER = re.compile(r"[^，。；据](?<!主办方)(?<!组委会)(?:介绍|说|表示)[，：]")  # not 据介绍
_ONCE = re.compile("(?s:.*)[成产用运工车做效]以?之?后")
_BROKEN = re.compile(r"[，。；]|(?<![、\d.])\d")  # 从8个|乡选派41名干部到12个村


def is_kind(told: Statement) -> bool:
    """Whether a figure names a kind, bounds a group, is an age or what a technique does: no plan makes it planned."""
    figure, following = told.figure, told.text[told.figure.end : told.figure.end + 1]
    if following == "级" or figure.unit[1:].endswith("级") or (following == "装" and figure.base in _PACKED):
        return True  # 14万吨|级的货轮, 千万千瓦级|基地, 250毫升|装
    by_unit = _is_kind_by_unit(told, following) if _may_name_kind(figure.base) else None
    if by_unit is not None or told.clause.endswith(words("rated")):  # 核载|6人
        return by_unit is not False
    kind = units()[figure.base].kind if figure.base else ""
    bound = kind != "part" and told.text.endswith(("以上", "以下", "以内"), figure.start, figure.end)
    if bound and _NOUN.match(following) and not _WEATHER.match(told.after):
        aimed = told.after.startswith("的目标")  # 新增3万人以上|的目标
        named = figure.base in ("户", "人", "") and _PLACE.match(told.after)  # 30户以上|自然村
        return not aimed and bool(following == "的" or kind in ("measure", "money") or named)
    if kind == "money" and (told.text[figure.start] in "超逾突" or told.clause.endswith("过")):
        named = _GROUP.match(told.text, figure.end)
    elif figure.base == "条":
        named = _ISSUED.match(told.after) and _CARRIED_OUT.search(told.clause + told.after)
    else:
        named = None
    ranked = told.clause.endswith("前") and figure.base in ("%", "‰")  # 进入全球前|1%
    step = told.clause.endswith("个") and told.after.startswith(("台阶", "新台阶", "大台阶", "大关"))  # 两个|千亿|
    return bool(named or ranked or step) or told.is_in_clause("effect")


@cache
def _may_name_kind(base: str) -> bool:
    """Whether what stands beside a unit is looked at by ``_is_kind_by_unit``."""
    unit = units().get(base)
    return unit is not None and (unit.dimension == "length" or unit.kind in (*_TIMES, "age") or base in _RATINGS)


def _is_kind_by_unit(told: Statement, following: str) -> bool | None:
    """The same by what a unit measures (an age, 110千伏|变电站); None where that does not tell."""
    figure, unit = told.figure, units()[told.figure.base]
    if (unit.kind == "age" and "寿命" not in told.clause) or figure.base in ("千伏", "伏", "英寸"):
        return True  # 110千伏|变电站, 8英寸|半导体
    long = unit.dimension == "length"
    if long and _AWAY.search(told.left):
        return not ("短" in told.clause or "将" in told.clause)  # 预报中心说，震中距省城|60公里
    named = (
        (long and told.after.startswith(("内", "范围内")))  # 50米|内换乘比例
        or (figure.base in _MACHINES and _MACHINE.match(told.text, figure.end))
        or (figure.base == "吨" and told.clause.endswith(words("laden")))  # 装载|9吨|柴油
        or (unit.kind in _TIMES and _CIRCLE.match(told.after))  # 建15分钟|生活圈
        or (figure.base == "千伏安" and _NOUN.match(following))  # 400千伏安|变压器
    )
    return True if named else None


@cache
def _may_be_size(base: str) -> bool:
    """Whether a unit is one of those by which ``is_undated`` tells the size of a thing or how long something took."""
    unit = units().get(base)
    if unit is None:
        return False
    sizes = unit.text.removesuffix("/年") in _PLANTS or unit.text in ("级", "层")
    return sizes or unit.kind in _TIMES or unit.dimension in ("length", "area")


def is_undated(told: Statement) -> bool:
    """Whether a figure is the size of a thing or how long something took, so that no time is its own."""
    sized = told.after.startswith("的") and told.left.endswith(words("size"))  # 总库容43亿立方米|的水库
    sized = sized or ("基金" in told.after and told.left.endswith(("规模", "首期")))  # 首期|9亿元|引导基金
    sized = sized or told.has_object("attribute") or (told.clause.endswith("由") and "组成" in told.after)
    if sized or not _may_be_size(told.figure.base):  # 可停靠船舶|9艘, 桥隧比|62%, 由9名|委员组成
        return sized
    unit = units()[told.figure.base]
    if unit.text.removesuffix("/年") in _PLANTS and _PLANT.match(told.after) and not _OUTPUT.search(told.clause):
        return True  # 某厂|20万吨|再生铝项目
    if unit.kind in _TIMES:
        timed = told.clause.endswith(("已", *words("spent"))) or told.figure.value >= 1000  # 志愿服务时长|90万小时
        timed = timed and unit.kind == "time"  # 交通中断已|超过30个小时, 经过|3小时|扑救, not 经过3年建设
        more = told.clause in ("增加", "减少") or "天数" in told.clause or "日数" in told.clause
        counted = unit.text == "天" and (more or told.left.endswith(words("counted_days")))  # 优68天，增加|19天
        counted = counted or "同比" in told.clause or _LONGER.match(told.clause) is not None
        lasted = told.left.removesuffix("将近").removesuffix("了").endswith(words("lasting"))
        ended = lasted and told.after.startswith("的")  # 持续6天|的车展5日落幕
        return ended or not (timed or counted or lasted)
    if unit.text == "级":
        return told.after.startswith(words("quake")) or told.left.endswith("震级")
    if unit.text == "层":
        return told.after.startswith("高") or bool(_BUILDING.match(told.after) or _HOUSE.search(told.clause))
    if unit.dimension not in ("length", "area"):
        return False
    left = told.left
    if _WEATHER.match(told.after) or (told.figure.base in ("厘米", "毫米") and "雪" in told.clause):
        return False  # 积雪深度可达|20厘米
    if told.after.startswith("的") and unit.text not in ("亩", "公顷"):
        return True  # 10公里|的道路, 上千平方米|的仓库
    if _DONE_AREA.search(told.clause):
        return False
    if (left.endswith(words("measured")) or told.clause.endswith("长达")) and not left.endswith(words("longer")):
        return True
    if unit.dimension == "area":
        if told.text[told.figure.start] in "百千万" and _NOUN.match(told.after):
            return True  # 千亩|荷塘
        said = phrase.group() if (phrase := _PHRASE.match(told.after)) else ""
        built = "建" in told.clause + said and told.text[told.figure.start].isdigit()  # 新建40万亩|示范区
        return not built and pattern("sized").search(said) is not None
    return (
        _BEHIND.match(told.after) is not None
        or told.after.startswith(words("behind"))
        or told.clause[-1:] in ("", "+", "＋")
        or left.endswith(words("toward"))
        or (told.clause.endswith(("（", "(")) and told.after.startswith(("）", ")")))
    )


def is_once_done(told: Statement, inside: Sequence[TimeCue]) -> bool:
    """预计2025年建成。建成后，年产值|3亿元: whether a plan tells what is so then, not 明年，厂房建成后可招工|90人."""
    if "届时" in told.before and told.is_in_clause("habit"):
        return True  # 6月投产，届时年产值可达|9亿元
    found = _ONCE.match(told.before) if "后" in told.before else None
    if found is None or not told.before[: found.end()].endswith(words("plan")):
        return False
    if not inside or not told.text.startswith("，", inside[-1].end):
        return True  # 2027年投产后，年产值|3亿元: when it begins
    return not leads_to(told.text, inside[-1].end, told.figure.start - len(told.before) + found.end())


def is_habitual(told: Statement) -> bool:
    """Whether a figure tells what is so every year or day: 每年接待20万人次, 年均增长5%."""
    habit = told.is_in_clause("habit") and not _CLIMATE.search(told.clause)
    return "每年" in told.before or habit or (told.after.startswith("一") and _RATE.match(told.after) is not None)


def is_quoted(told: Statement) -> bool:
    """Whether somebody tells a figure that is not of what takes place: 会上，李书记介绍，该村种梨|9亩."""
    said = told.text[max(told.sentence.paragraph, told.figure.start - 300) : told.figure.start]
    return said.count("“") > said.count("”") or _TELLER.search(told.before) is not None


def is_background(told: Statement, mishap: bool) -> bool:
    """Whether a figure tells of a happening's place or past: 该镇共有3个村, of a mishap's also a size, not 过火面积."""
    kinds = told.sentence.kinds
    if ("own" if mishap else "attending") in kinds:
        return False
    unit = units().get(told.figure.base)
    sized = unit is not None and (unit.dimension == "length" or unit.text == "层")
    return (mishap and (sized or told.left.endswith("面积"))) or "background" in kinds or "stands" in kinds


def former(told: Statement) -> int | None:
    """Where 由 or 从 stands if a figure is the state before a change: 由|86种|精简到41种."""
    if "onward" not in told.sentence.kinds:
        return None
    figure, text = told.figure, told.text
    found = _FORMERLY.search(text, max(0, figure.start - 14), figure.start)
    rest = text[figure.end : min(told.sentence.end, figure.end + 16)] if found and "不等" not in told.after else ""
    onward = pattern("onward").search(rest) if rest else None
    return found.start() if found and onward and not _BROKEN.search(rest, 0, onward.start()) else None
