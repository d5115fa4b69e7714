"""Level, change, share or rate: what kind of statement a figure makes, from the words that carry it.

A change needs a word of growth right before the figure (同比增长5.2%, 水位回升2.25米); 增长到 and 缩短至 introduce a
level.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from itertools import groupby
from operator import itemgetter

from newsutil.base import resources
from newsutil.numbers.spot_figures import Figure

PARTS = frozenset({"%", "‰", "成", "倍", "个百分点", "百分点", "个基点", "基点", "番"})
aspect_words = partial(resources.column, "numbers/aspect_words", "word")
# Above what a change is measured: 较上年同期, 比去年.
_THAN = r"同?[比较](?:[上去]年)(?:度|同期)?|(?<![同环相占对之配价])[比较][\u4e00-\u9fff\d]{1,8}?"
_EARLIER = re.compile(
    r"[同环]比|[年期月季周旬天日前初末底]相比"
    r"|[比较](?:同期|[^，。；]{0,4}(?:[上去前往常今]一?年|上[个一]?[月周季旬]|昨[天日]|同期|\d年|“?十.五|平[常时]))"
)
_YIELDS = re.compile("^[^均每]*(?:增产|减产|增收)$")  # 粮食增产|9吨, not 每亩增产|90斤
_LESS_IS_BETTER = re.compile("浓度|指数|PM|颗粒物")
_LEVEL_ENDS = frozenset("到至为成了")
# Words whose last character carries nothing.
_NO_CARRIER = ("行为", "人均", "户均", "人才", "刚才", "成都", "首都", "古都", "宿将", "预算", "概算", "决算", "结算")

# 比 and 较 with what is compared; not 占比 or 比赛, nor 比 in the name of a country.
_COMPARED = re.compile(
    r"(?:(?<![占同环对之无相])比(?!$|[例重选率较如赛武特亚哈利尔基萨拉邻分值热肩拟喻])|较(?=[去上往常前“十]))[^，。；：]*$"
    r"|[高快]出[^，。；：]{2,12}$|(?:[高低快慢]于|[低慢]出|超过|领先于?)[^，。；：]{0,12}(?:水平|整体|平均|均值|[上去]年|同期|进度|[地路街水]面)$"
    r"|[与同和跟][^，。；：与同和跟]{1,12}相比$"
)
_COMPARED_SIGNS = re.compile("[比较平均年期度面体出]")


@cache
def _change() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """A word of change that ends a clause; what leads to a level; with which characters the first can end."""
    rise, fall, between, degree, turned = (
        "|".join(aspect_words(kind)) for kind in ("rise", "fall", "between", "degree", "turned")
    )
    word = f"(?P<word>(?P<rise>{rise})|(?P<fall>{fall}))"
    ends = frozenset(word[-1] for kind in ("rise", "fall", "degree") for word in aspect_words(kind))
    return (
        re.compile(f"(?:{_THAN}|{between})*{word}(?:{degree})*$"),
        re.compile(rf"(?:{rise}|{fall}|{turned})(?<![幅速])(?<![^提]高)(?:到|至|为|成)了?$"),  # not 增幅为, 坝高为
        ends,
    )


def level_after_change(before: str) -> re.Match[str] | None:
    """What leads to a level at the end of a clause: 增长到, 缩短至."""
    return _change()[1].search(before) if before[-1:] in _LEVEL_ENDS else None


@cache
def _carriers() -> dict[str, tuple[str, ...]]:
    """The words that carry a figure by their last character, the longest first."""
    carriers = sorted(aspect_words("carrier"), key=lambda word: (word[-1], -len(word)))
    return {last: tuple(words) for last, words in groupby(carriers, key=itemgetter(-1))}


def aspect_of(mention: Figure, before: str) -> tuple[str, int, str]:
    """Aspect and sign of a figure, and the clause before it without what carries the figure (达到, 同比增长)."""
    level = level_after_change(before)
    if level:
        return _standing(mention), 1, without_carrier(before[: level.start()])
    left = without_carrier(before)
    inner, rises = left.removesuffix("幅度"), aspect_words("inner_rise")  # 粮食增产|幅度为5%
    inside = inner.endswith(rises) or inner.endswith(aspect_words("inner_fall"))
    inside = inside and (mention.base in PARTS or _YIELDS.search(left) is not None)
    if inside:
        return "change", 1 if inner.endswith(rises) else -1, inner
    for said in (before, left):
        changed = _change()[0].search(said) if said[-1:] in _change()[2] else None
        if changed and _is_change(mention, changed, said):
            falls = changed["fall"] or (changed["word"] == "改善" and _LESS_IS_BETTER.search(said))
            return "change", -1 if falls else 1, without_carrier(said[: changed.start()])
    return _standing(mention), 1, left


def _is_change(mention: Figure, changed: re.Match[str], before: str) -> bool:
    """Whether a word of growth makes a change: 下降1.5%, not 增加了岗位500个; 涨3元 only where a time is compared."""
    word = changed["word"]
    if mention.base in PARTS and word not in "高低":
        return True
    if len(word) == 1 or word in ("多出", "改善"):
        return _EARLIER.search(before) is not None
    return before.endswith(word)


def _standing(mention: Figure) -> str:
    """Aspect of a figure that is no change."""
    if mention.per or "/" in mention.unit or "／" in mention.unit or "每" in mention.unit:
        return "rate"
    return "share" if mention.base in ("%", "‰", "成") or (mention.base == "" and mention.value < 1) else "level"


@lru_cache(maxsize=4096)
def without_carrier(before: str) -> str:
    """The clause before a figure without the words that only carry it."""
    while before.endswith(words := _carriers().get(before[-1:], ())) and not before.endswith(_NO_CARRIER):
        before = before[: -len(next(word for word in words if before.endswith(word)))]
    return before


def without_comparison(clause: str) -> str:
    """A clause without what it is compared with: 用电负荷|比去年同期."""
    return _COMPARED.sub("", clause) if _COMPARED_SIGNS.search(clause) else clause
