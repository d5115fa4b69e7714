"""What a figure is counted from or per: growth since last month, beds per 千人口, what came on top."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from newsutil.numbers.aspect import aspect_words, level_after_change, without_carrier
from newsutil.numbers.units import per_words
from newsutil.numbers.word_classes import tag

# The last of a clause holds; where it has none, growth is from the year before. Not 占比|今年.
_BASE = re.compile(
    r"(?P<change>同比|(?<![占可对])[比较](?:[上去]一?年|前一年|一年前))"
    r"|(?P<average>(?<![\d去今])年均(?![值浓气温降水])|年平均(?![值水气])|平均每年|每年平均)"
    r"|(?P<sequential>环比|(?<![占可对])[比较](?:上[一个]{0,2}(?:月|季|周|星期|旬|期)|前[一二三四五六\d]{0,2}个?[月季周日天旬]"
    r"|昨[日天]|\d{1,2}(?:[-—–~至到]\d{1,2})?月|[一二三四]季度|上半年|今年(?=[一二三四前上\d])))"
    r"|(?P<since>(?<![占可对])[比较](?:“?十[一二三四五]五|(?P<year>\d{4})年|[^，。；]{1,4}年[以之]?前|[^，。；]{1,8}初|前.年|疫情))"
)
# 与2020年相比，产量|增长3%
_BASE_BEFORE = re.compile("[与同和跟比较]([^，。；]{2,12})相比，[^。；]*$|从(环比)来?看，[^。；]*$")
# 由2020年的6吨增加到9吨，|增长50%: a clause that says no more.
_FROM = re.compile(r"[从由](\d{4})年[^，。；]{2,24}[增升提扩降减缩][^，。；\d]{0,3}[至到][^，。；]{2,24}，$")
_BESIDE = re.compile("[与同和跟]([^，。；与同和跟]{2,12})相比[^，。；]*$")
_BOTH = re.compile("(同比|环比)[和、与及](同比|环比)")  # 同比和环比分别增长|3%和2%
# Means of a time of day are no rates (日均气温), nor is 均 after another word (用户|均有).
_MEANS = (
    r"(?<![一二两三四五六七八九十\d工老军商客本男女病诗])人均|(?<![用住农客商账])户均|(?<!万)亩均|(?<![乡全农])[村校床]均(?!衡)"
    r"|(?:(?<![今昨节假近工])日|(?<![\d一二三四五六七八九十个])月|(?<![\d去今近])年)均(?![值浓气温降水湿最])"
)
_HEADS = "每(?:[十百千万]|\\d+万)+(?:常住)?(?:人口?|户|[名位][\u4e00-\u9fff]{2,5}?(?=拥?有|$))(?:居民|家庭)?"
_IN_NAME = re.compile(f"{_MEANS}|{_HEADS}|[亩单]产(?:量|水平)?$|^(?:每股|万元)")
_OF_LEVEL = re.compile("(?:减少|净减|[压削缩]减)[到至为成]了?$|新增(?:城镇)?就业")  # which is a measure of its own
_HAS = "(?:共?拥?有)?"
_ADDING, _PER = frozenset("新净减"), frozenset("均每产万")  # a sign of each stands in its words


@cache
def _per() -> re.Pattern[str]:
    """What an amount is per, at the end of a clause; ``kept`` goes into the name of what is counted."""
    one = "|".join(sorted((*per_words("每"), "天", "日", "周", "月", "年", "季度"), key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<kept>平均每(?:个|一)?(?:{one})|{_HEADS}|{_MEANS}){_HAS}|每(?:个|一)?(?:{one}))[^的，、每]{{0,8}}的?$"
    )


def per_something(noun: str, clause: str) -> str | None:
    """The name of what is counted, with what it is per where that stands before it: 每千人口|床位; None for no rate."""
    if not _PER.isdisjoint(noun) and _IN_NAME.search(noun):
        return noun
    if "均" not in clause and "每" not in clause:  # most clauses
        return None
    lead = clause.rpartition(noun)[0] if noun and noun in clause else clause
    found = _per().search(lead)
    if not found or not found["kept"]:
        return noun if found else None
    told = re.sub(f"^{_HAS}", "", lead[found.end("kept") :])
    if noun not in clause and without_carrier(told):
        return noun  # 人均产值过万元的|企业
    return found["kept"] + (told if noun in clause else "") + noun if noun else ""


def added(noun: str, clause: str) -> tuple[int, str]:
    """1 where a clause says that what is counted was added, -1 where taken away, else 0; its name without that."""
    if _ADDING.isdisjoint(clause):  # most clauses
        return 0, noun
    if level_after_change(clause) or _OF_LEVEL.search(clause):
        return 0, noun  # 由50万人减少到|10万人
    start = clause.rfind(noun) if noun else -1
    pieces = tag(noun) if clause[start - 1 : start] == "新" else ()
    ends = [*accumulate((len(word) for word, _ in pieces), initial=start)]
    told = without_carrier(clause)
    for word, sign in _changing():
        at = clause.rfind(word, 0, start + len(word)) if start > 0 else -1
        if 0 <= at < start and at + len(word) in ends:
            return sign, noun[at + len(word) - start :] or noun
        if told.endswith(word):
            return sign, noun
    return 0, noun


@cache
def _changing() -> list[tuple[str, int]]:
    """The words of adding and of taking away, the longest first, with their signs."""
    signs = dict.fromkeys(aspect_words("added"), 1) | dict.fromkeys(aspect_words("taken"), -1)
    return sorted(signs.items(), key=lambda row: -len(row[0]))


def base_of(clause: str, earlier: str, second: bool = False) -> tuple[str, int]:
    """Aspect of growth by what it is counted from, and the year where one is named; ``second`` in 同比和环比."""
    if beside := _BESIDE.search(clause):  # 与2020年相比增长|30%
        return base_of("比" + beside[1], "")
    if both := _BOTH.search(clause):
        return ("sequential" if both[1 + second] == "环比" else "change"), 0
    found = list(_BASE.finditer(clause))
    if found:
        last = found[-1]
        return str(last.lastgroup if last["year"] is None else "since"), int(last["year"] or 0)
    if before := _BASE_BEFORE.search(earlier):
        return base_of("比" + (before[1] or before[2]), "")
    start = _FROM.search(earlier.removesuffix(clause))
    return ("since", int(start[1])) if start else ("change", 0)
