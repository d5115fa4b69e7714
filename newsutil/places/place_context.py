"""What stands beside a name and decides whether it is the place: one pattern a kind of row of ``place_context.csv``."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from newsutil.base.resources import Row, column, table
from newsutil.words.segmenter import segmenter

_ROAD = "(?:[东西南北中前后]?[一二三四五六]?)"  # 北京西路, 延安三路
_APART = " 　/／：:"
_VERBS = frozenset("于全常应时来经过都东任游爱附家车种居满")  # surnames that stand before a place oftener: 来云南介绍
# Surnames that are hardly another word, and what a measure word stands behind: 一张|太仓地图
_SOLE = frozenset(
    "赵钱孙李吴郑冯陈蒋沈杨朱许吕张孔曹魏陶姜戚谢邹潘葛范彭俞袁柳鲍薛贺倪汤殷罗郝邬孟萧尹姚邵汪祁臧戴宋庞熊祝董梁杜阮闵贾颜郭骆蔡樊胡霍虞卢莫"
    "邓刘王崔谭廖邱侯龚阎钟傅叶马"
)
_SO_MANY = tuple("一二三四五六七八九十两几数这那每某半多0123456789")
_CUT = 6  # characters before a name that are cut into words
_BEFORE_SOMEBODY = frozenset("人的镇乡村区县市户道对将")  # 莲塘镇|李云南说, 太仓人|李云南说, 对|李云南等3人
_OF_A_PLACE = ("镇的", "乡的", "村的", "区的", "县的", "市的", "街道的")
_DISH = 8  # characters of a dish beside another
_CREDIT_END = re.compile(r"[一-鿿]?(?:[ 　、，,/／）)]|摄|$)", re.MULTILINE)


def one_of(*kinds: str) -> str:
    """The words of some kinds, each unless what must not follow it does."""
    return "|".join(unless_followed(row) for row in table("places/place_context") if row["kind"] in kinds)


def unless_followed(row: Row) -> str:
    """The word of a row where what must not follow does not."""
    return row["word"] + (f"(?!{row['unless']})" if row["unless"] else "")


@cache
def context() -> dict[str, re.Pattern[str]]:
    """Patterns that are matched at a name's end, but for ``role`` and ``credit``, which end where it begins."""
    roles, dishes = one_of("role"), one_of("dish")
    return {
        "short": re.compile(f"{_ROAD}(?:{one_of('road')})|{one_of('thing', 'media')}"),  # no place, if a short name
        "line": re.compile(f"[客货]?(?:{one_of('line')})"),
        "role": re.compile(f"(?:{roles})[ 　”]?(?:[一-鿿]{{2,3}}[、和])*$"),
        "credit": re.compile(f"(?:{roles})(?:[{_APART}]+|(?<=[{_APART}]))(?:[一-鿿]{{2,4}}[{_APART}、]+)*$"),
        "land": re.compile(f"(?:{one_of('land')})(?![^\\W的和与及在是]{{0,2}}[镇乡村])"),  # not 宜兴|湖父镇
        "given": re.compile(f"[^\\W人还也都却就则]?(?:、[一-鿿]{{2,3}})?(?:{one_of('person')})"),  # 许昌|平说
        "dish": re.compile(dishes),
        "dishes": re.compile(f"(?:{dishes})、[一-鿿]{{2,3}}(?:{dishes})"),  # 沙县小吃、扬州炒饭
        **{kind: re.compile(one_of(kind)) for kind in ("media", "cut", "keep", "tail", "person", "stand")},
    }


@cache
def _surnames() -> frozenset[str]:
    """Surnames that are no preposition: 记者从上海获悉."""
    return frozenset(column("pages/names", "name", "surname")).difference(one_of("stand").split("|"))


def is_person(text: str, start: int, end: int) -> bool:
    """Whether a name is part of a person's, here or elsewhere in the text: 书记李长春; 李云南说; 记者 江山 摄."""
    begin = start - 1 if text[start - 1 : start] in _surnames() else start
    before = text[max(0, begin - 24) : begin]
    known = context()
    if (
        begin == start and text[start - 1 : start] not in _APART
    ):  # 医生|高平|说, 民警|黄石生、方正|带队; not 记者|安阳|说
        speaks = text[start] in _surnames() and known["given"].match(text, end)
        return bool(speaks and (before.endswith(_OF_A_PLACE) or known["role"].search(before)))
    if begin < start:
        sure = text[begin] not in _VERBS or known["person"].match(text, end)  # not 游客|经南昌
        if (sure and known["role"].search(before)) or _is_told_of(text, text[begin:end]):
            return True
        if text[begin] in _SOLE and before[-1:] not in _SO_MANY:  # 礼县的|赵西和, not 一张|太仓地图
            *_, surname = segmenter().cut(text[max(0, begin - _CUT) : start])
            return surname == text[begin]
    return bool(known["credit"].search(before) and _CREDIT_END.match(text, end))


def is_dish(text: str, start: int, end: int) -> bool:
    """Whether a name begins that of a dish in a list of them (沙县小吃、扬州炒饭) or a shop's (沙县小吃店)."""
    dish = context()["dish"].match(text, end)
    if dish is None:
        return False
    shop = text.startswith(("店", "馆", "门店"), dish.end())
    return shop or context()["dishes"].search(text, max(0, start - _DISH), dish.end() + _DISH) is not None


@lru_cache(maxsize=256)  # a name that stands again and again is looked up once
def _is_told_of(text: str, name: str) -> bool:
    """Whether somebody of this name has a role or opens a clause and does something: 村民|李云南, 李云南|告诉我们."""
    role, does = context()["role"], context()["person"]
    start = text.find(name) if name[0] not in _VERBS else -1
    while start >= 0:
        end = start + len(name)
        before = text[start - 1 : start]
        acts = (before in _BEFORE_SOMEBODY or not "一" <= before <= "鿿") and does.match(text, end)
        if acts or role.search(text, max(0, start - 24), start):
            return True
        start = text.find(name, end)
    return False
