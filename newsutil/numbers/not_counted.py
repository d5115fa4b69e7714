"""What must or must not stand around a number and its unit for it to be a figure.

Dates, ordinals, distances in sport, clock times and names look like figures; the rules here tell them apart by the
words around them. Every rule is a small pattern over a few characters before or after, so that the time stays linear
in the length of the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

from newsutil.base import resources


class Number(Protocol):
    """What the rules ask of a number."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def value(self) -> float: ...
    @property
    def high(self) -> float | None: ...
    @property
    def arabic(self) -> bool: ...
    @property
    def scaled(self) -> bool: ...
    @property
    def bare(self) -> bool: ...
    @property
    def more(self) -> bool: ...


class Unit(Protocol):
    """What the rules ask of a unit."""

    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...


_WINDOW = 14

# 人数百万: 数 belongs to the noun; 网上百家: 上 to the place.
_VAGUE_NOUN = {
    "数": "人总户次指参函倍系件辆台张份少多分基岁度字代位个款天队点",
    "上": "网线路晚早加地车船会场海天马身手街山岸桥之榜台史世以在墙床纸书坐穿带加湖江边河沙屏",
    "几": "无",
}

# A year, month, week or day counts when it measures something: how long it lasts, is needed, is shortened by.
_LASTING = re.compile(
    r"(?:历时|耗时|用时|费时|需时|历经|为期|长达|寿命|期限|工期|工龄|党龄|教龄|保质期|有效期|任期|合同期|租期|周期|时限|期为|时长|(?<!当地)时间"
    r"|缩短|压缩|延长|提前|推迟|延迟|晚|早|快|慢|超期|有期徒刑|持续|被困|滞留|连续工作|连续运行|稳定运行|坚守|扎根|坚持|服役|停留|逗留|免签|隔离"
    r"|奋战|只需|仅需|需要|只要|花了|用了|花费|缩减|节省|节约|减少|增加|平均|最长|最短|最快|最多|可达|达到|在轨|驻留|飞行|航行|周转|使用"
    r"|任职|有效|保存|存放|保鲜|最大)(?:期|了|到|至|为|长|近|达|约|在|由|从|时间|不少于|不超过|不低于|不足|不到|超过|超|至少|仅|只|为期|原来的|原先的|以往的|过去的|的)*$"
)
_LASTING_STRICT = re.compile(r"(?:历时|耗时|用时|为期|长达|工期|时长|缩短|延长|提前)(?:了|到|至|为|近|达|约)*$")
_LASTING_AFTER = re.compile(
    r"(?:的?(?:时间(?!里|内|以?来)|工期|工龄|党龄|寿命|工作经验|从业|期限|任期|办结|完成|送达|有期徒刑|超期|的?考验)|(?:缩短|压缩|减|降|延长|增加)(?:至|到|为))"
)
_STATE = re.compile(r"(?:被困|滞留|停留|失联|逗留|驻留|历时|耗时|用时|持续)(?:了|已|长达|超过|近|达)*$")
_PLACING = re.compile(
    r"^(?:来|以来|后|之后|以后|前|之前|以前|内降|最大|累计|滚动|降雨|降水|雨量|不间断|值守|值班|在线|热线|营业|全天候|监测|预报|制|滴水|自助|轮|便民|生活圈|圈|连轴|客流|守护|待命|无休|运转|服务|响应)"
)
_COMING = re.compile(
    r"(?:未来|过去|今后|此后|前|后|每|近|最近|接下来|全天|头|满|这|那|上|下|最后|首|第|昨日|当日|倒计时)$"
)
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d$")

_SPORT_BEFORE = re.compile(r"(?:男子|女子|男女|[×xX]|公开级|混合|男|女)$")
_SPORT_AFTER = re.compile(
    r"(?:自由泳|蛙泳|蝶泳|仰泳|接力|决赛|栏|短跑|长跑|混合泳|个人|赛|跳台|跳板|板|台|气步枪|气手枪|步枪|手枪|速滑|短道|级(?:比赛|决赛|冠军)?)"
)
_WIND = re.compile(r"风|震|浪|雨强|台风")
_COORDINATE = re.compile(r"(?:北纬|南纬|东经|西经|纬|经|转|旋转|拐|倾斜|成|呈)$")
_SCORE = re.compile(
    r"(?:得|获|积|扣|评|考|满分|分数|总分|均分|领先|落后|得分|评分|为|以|加|打|超|过|达|到|近|约|砍下|贡献|高分)了?$"
)
_ORDER_BEFORE = re.compile(r"(?:排名前|排前|名列前|位列前|列前|居前|前|第|倒数|倒数第|全球前|世界前|TOP)$")
_IN_NAME_AFTER = re.compile(r"(?:行动计划|工程》)")
_NOUN = re.compile(r"[\u4e00-\u9fff]")
_NO_NOUN = frozenset("的分年月日时点号代级强后前、和与及至到来人")
_ADVICE = re.compile(r"建议|意见|要求|主张|看法|希望|共识|倡议|启示|体会|特点|原因")
_TRAIN = re.compile(r".{0,4}?(?:列车|航班|动车|高铁)")


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in resources.table("metrics/phrase_words") if row["kind"] == kind)


def per_words() -> frozenset[str]:
    """After a slash: what a rate may be per, besides units (元/人, 公斤/亩)."""
    return _listed("per_unit")


def is_vague(text: str, at: int) -> bool:
    """Whether 数, 上 or 几 at an offset belongs to the number after it (数十, 上百) and not to the word before (人数,
    网上).

    Examples
    --------
    >>> is_vague("发放上百万份", 2), is_vague("参与人数百万", 3)
    (True, False)
    """
    before = text[at - 1 : at]
    return not before or before not in _VAGUE_NOUN[text[at]]


def is_per(words: str) -> bool:
    """Whether 每 with what follows it makes the figure after it a rate (每亩地, 每人); a period of time does so
    outside the figure.

    Examples
    --------
    >>> is_per("每亩地"), is_per("每年"), is_per("每到")
    (True, False, False)
    """
    return words[1:].lstrip("一个") in _listed("per")


def qualifier_of_passing(text: str, start: int, number: Number, unit: Unit | None) -> str:
    """``over`` where a bare 过 before the figure says that it is passed: 收获进度过八成, 已过两成; not 去过30个国家
    or 通过3项."""
    if text[start - 1 : start] != "过" or text[start - 2 : start - 1] in tuple(
        "通经不超越渡翻走去来见做办开看听吃用搞参飞跨难错透"
    ):
        return ""
    share = (unit is not None and unit.text in ("成", "%", "倍")) or number.scaled
    return "over" if share else ""


def stands_without_unit(text: str, end: int, at: int, number: Number, more: bool, qualifier: str) -> bool:
    """Whether a number without a unit is a figure: before its noun (13万师生, 上千群众) or where the unit is left out
    (超过300亿)."""
    following = text[at : at + 1]
    if (following in _NO_NOUN and following not in ("的", "人", "、", "前")) or (
        following.isascii() and following.isalnum()
    ):
        return False
    if text.startswith(("分之", "级", "象", "代"), end) or text[at : at + 2] in ("年前", "分之"):
        return False
    qualified = qualifier != "exact" or number.more or more
    if number.arabic:
        return number.scaled or (more and bool(_NOUN.match(following)))
    if number.scaled:
        return qualified or (not number.bare and bool(_NOUN.match(following)))
    return number.more and number.value >= 100 and bool(_NOUN.match(following)) and following not in "的上下多次年"


def is_figure(text: str, start: int, end: int, number: Number, unit: Unit, qualifier: str) -> bool:
    """Whether a number with its unit counts or measures something, by the kind of its unit and the words around it."""
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    kind = unit.kind
    if kind in ("time", "day", "year"):
        return _is_duration(before, after, number, unit, qualifier)
    if not number.arabic and (number.high or number.value) < 10 and kind != "part":
        return False
    if kind == "part":
        return unit.text != "番" or number.arabic
    if kind == "area":
        return _is_area(before, after, number, unit)
    if kind == "age":
        return number.arabic
    if kind == "point":
        index = number.value >= 100 or number.value != int(number.value)
        return number.arabic and (index or bool(_ADVICE.match(after))) and not _YEAR_LIKE.search(before)
    if unit.text in ("名", "位", "个", "家") and _ORDER_BEFORE.search(before):
        return False
    return (
        _is_measured(text, before, after, number, unit)
        if kind == "measure"
        else _is_counted(before, after, number, unit)
    )


def is_named(text: str, start: int, end: int, bare: bool) -> bool:
    """Whether a figure stands in the title of a work, or a multiplier alone in a quoted slogan (“百县千片”)."""
    opening = text.rfind("《", max(0, start - 40), start)
    if opening >= 0 and text.find("》", opening, start) < 0 and text.find("》", end, end + 40) >= 0:
        return True
    if not bare:
        return False
    opening = text.rfind("“", max(0, start - 12), start)
    return opening >= 0 and text.find("”", opening, start) < 0 and text.find("”", end, end + 12) >= 0


def _is_duration(before: str, after: str, number: Number, unit: Unit, qualifier: str) -> bool:
    """为期3天, 缩短至2个小时, 寿命25年; not 3天来, 未来24小时, 2023年."""
    if number.scaled and unit.kind != "time" and unit.text != "年":
        return False
    placing = _PLACING.match(after) or (_COMING.search(before) and not _LASTING.search(before))
    cue = _LASTING.search(before) or _LASTING_AFTER.match(after)
    if unit.text == "日" or (not number.arabic and (number.high or number.value) < 10):
        return bool(_LASTING_STRICT.search(before)) and not placing
    if unit.text in ("秒", "分") and after[:1].isdigit():
        return False  # 11秒23
    if unit.kind == "time" and _STATE.search(before):
        return True
    if unit.kind == "time":
        return bool(cue and not placing) if number.value == 24 and unit.text.endswith("小时") else not placing
    if unit.text == "年" and (number.value >= 1000 or placing):
        return False
    return bool(cue) and not placing


def _is_area(before: str, after: str, number: Number, unit: Unit) -> bool:
    """5大模式, 9市, 22部门: small whole numbers; 二十大 and the like are among the names."""
    if (
        (number.scaled and unit.text != "家庭")
        or number.value != int(number.value)
        or before.endswith(("年", "月", "第"))
    ):
        return False
    if unit.text == "大":
        return number.value <= 100 and bool(_NOUN.match(after)) and not before.endswith("党的")
    if number.bare and unit.text not in ("部门", "家庭"):
        return False  # 百县千村
    return unit.text == "家庭" or number.value <= 1000


def _is_measured(text: str, before: str, after: str, number: Number, unit: Unit) -> bool:
    """Distances in sport (男子100米, 4×100米接力), grades without wind or earthquake, and coordinates are no
    figures."""
    if unit.text in ("米", "公里", "公斤", "千克"):
        return not (_SPORT_BEFORE.search(before) or _SPORT_AFTER.match(after))
    if unit.text == "级":
        return number.arabic and bool(
            _WIND.search(before[-8:]) or _WIND.search(after[:8]) or number.value != int(number.value)
        )
    if unit.text in ("度", "°"):
        return not _COORDINATE.search(before) and number.value != 360 and after[:1] != "线"
    return not (unit.text == "里" and number.bare)


def _is_counted(before: str, after: str, number: Number, unit: Unit) -> bool:
    """Counts: not a score of 5分, an episode after 第, a multiplier alone in a name (百团, 万家)."""
    if unit.text == "分":
        return number.arabic and not before.endswith(("时", "点")) and bool(_SCORE.search(before))
    if (unit.text in ("对", "比") and after[:1].isdigit()) or (unit.text == "团" and before[-1:] in ("旅", "师", "军")):
        return False  # 三对三 in sport; 7旅19团
    if unit.text == "次" and number.arabic and not number.scaled and _TRAIN.match(after):
        return False
    return not (
        number.bare
        and unit.text
        in ("团", "步", "字", "行", "面", "方", "世", "道", "层", "头", "节", "单", "发", "味", "担", "格")
    )
