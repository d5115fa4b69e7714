"""How the words of ``data/periods/time_words.csv`` go together to a time: the patterns that read one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from newsutil.base import resources

NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
MARK = r" ?(?:直?[至到]|—{1,2}|–|-{1,2}|~|～) ?"
YEAR = r"(?:(?:19|20)\d\d(?: ?年|(?=[上下]半年))|[一二][零〇○0一二三四五六七八九]{3}年)"

GIVEN = [  # what may be written of one end of a time
    "year", "whole", "part", "first", "of", "monthword", "month", "third", "dayword", "day", "bare", "back", "edge",
]  # fmt: skip
PARTS = {end: [name + end for name in GIVEN] for end in "12"}
_HOUR = rf"{NUMBER}[时点](?:半|零?{NUMBER}分)?(?:[\d.]+秒)?(?:许|左右|多钟|钟)?"
_THIS = "(?<=至今)[年天日晚]"  # 去年1月至|今年4月
_SUMMED = "(?:两年|累计|合计|共)"  # 2016年和2017年|累计, not 2016年和2017年分别为
_BASE = r"(?:计划|目标|任务|预算)[^，。；\d]{0,4}的"  # 完成年初|计划的140%
# not 上周|六个小区, 上周|日均, 上周|一直
_WEEKDAY = "[一二三四五六日天](?![个名家场批些种类套项件条座辆次位部只直共二大手百千万亿十多均度常期])"
_SENTENCE = re.compile("[。；！？\n]")
# 三年内|先后建了9座, 一年内|，建9座, not 三年内|建9座
_GONE = re.compile(
    r"[^。；\n]{0,30}?(?:[了已曾]|先后|就(?![业近学医读地])|累计|亏损|作案|盗窃|诈骗|发生|[多少]\d|第[一二三四五六七八九十]+次)"
)
_MEANS = "(?:计划|预计|拟|将|力争|争取|确保|有望)"
MEANT = re.compile(f"(?:{_MEANS}|底前|等全部)[^，。；]*$")  # a plan up to the end of a clause
_PROMISED = re.compile(f"(?:{_MEANS}|承诺)，?[^，。；]*$")
_DUE = re.compile(r"[^。；\n]{0,30}?[\d一二三四五六七八九十百千]")  # 20天内|交付9顶, not 2天内打通；
# not 将产能扩大到|900吨
_MEANT_BEHIND = re.compile(
    rf"[^。；\n\d先累已了曾]{{0,16}}?(?:{_MEANS}(?<!将)|将(?![^，。；\d]{{1,8}}[大高低长短升降加][到至成为]))"
)
_DIGITS = "0123456789一二三四五六七八九十两"
_NUMERALS = f"{_DIGITS}零〇○"
_NO_DATES = dict.fromkeys("路街巷道弄", "号") | dict.fromkeys("前近头后", "日")  # 一巷|19号, 前|两日
_TITLE = re.compile("[一-鿿](?<![于在从到至自者月日天报])")  # 嫦娥|六号, not 记者|六号
# A whole numeral, not 第1号洪水; what begins with a character and looks back from there is searched fastest.
_NUMERAL = re.compile(
    rf"[{_NUMERALS}](?<![{_NUMERALS}.第].)[{_NUMERALS}]{{0,3}}+"
    r"(?= ?(?:[月日号季](?P<date>)|(?:年|[上下]半年)(?P<year>)|[时点](?P<hour>)|世(?P<span>)"
    rf"|[天周]|星期|小时|个(?:月|星期|小时)|[多余几]个?[年月天周]|{MARK}[{_DIGITS}](?P<range>)))"
)


@cache
def words(kind: str) -> dict[str, resources.Row]:
    """Rows of one kind by their word."""
    return {row["word"]: row for row in resources.table("periods/time_words") if row["kind"] == kind}


def low(kind: str, word: str) -> int | None:
    """What a word counts from the article's own day, month or year; None where it is no such word."""
    row = words(kind).get(word)
    return int(row["low"]) if row and row["low"] else None


@cache
def alone(kind: str) -> list[str]:
    """Words of a kind that stand alone."""
    return [word for word, row in words(kind).items() if "alone" in (row["low"], row["high"])]


@cache
def all_of(*kinds: str) -> tuple[str, ...]:
    """The words of some kinds, the longest first."""
    return tuple(sorted((word for kind in kinds for word in words(kind)), key=len, reverse=True))


def _any(*kinds: str) -> str:
    return one_of(word for kind in kinds for word in words(kind))


def one_of(listed: Iterable[str]) -> str:
    """A pattern of words, the longest first; those that begin alike are one branch, so that few are tried."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(listed), key=len, reverse=True):
        rests.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()) + ")"


def _point(end: str) -> str:
    """One end of a time; what may be missing is ``(?:…|)``, which takes two thirds of the time of ``(?:…)?``."""
    upto = rf"(?:(?P<upto>{_any('upto')})|)" if end == "1" else ""
    number = rf"号(?!{_any('numbered')})"
    date = "日(?!三餐|游[线行程产的，。、”])"  # not 三日|游线路
    week = _any("week") if end == "1" else rf"(?:{_any('week')}|周|星期|(?<=[周期]\w[至到、]))"  # 上周一至|周五
    word = rf"{_any('day')}|{week}{_WEEKDAY}"
    unit = f"(?:月|日|{number}|季度)"  # 5至10年 is a length
    festival = rf"{_any('festival')}(?!{MARK}|[、日号十百千万多余])"  # 三月三|歌会, not 三月三日
    year = rf"{_any('year')}|(?:当年|同年)(?={NUMBER} ?月)"
    return (
        rf"(?:(?P<year{end}>{YEAR}|{year}|(?:19|20)\d\d(?={MARK}(?:19|20)\d\d ?年))(?:度|的(?={NUMBER} ?月)|)|){upto}"
        rf"(?:(?P<whole{end}>{_any('whole')})|第?(?P<part{end}>{_any('part')})"
        rf"|{_any('first')}(?P<first{end}>{NUMBER}) ?个?(?P<of{end}>月|季度)(?!{NUMBER}日)|)"
        rf"(?:(?P<monthword{end}>{_any('month')})份?"
        rf"|(?P<month{end}>(?!两|{festival}){NUMBER}) ?月(?!龄)份?(?: (?=[0-9])|)|)"
        rf"(?:(?P<third{end}>{_any('third')})|)"
        rf"(?:(?P<dayword{end}>{word})|(?P<day{end}>(?!两){NUMBER}) ?(?:{date}|(?(month{end})号|{number}))"
        r"(?!”|以[上下内])"
        rf"|(?P<bare{end}>{NUMBER})(?=(?:{MARK}|、){NUMBER} ?{unit})|)"
        rf"(?:(?P<back{end}>(?<![日节]){_any('back')})|)"
        rf"(?:(?P<edge{end}>(?<![大正]){_any('edge')}(?![端步]|(?<=年初){_BASE}))|)"
        r"(?:（[^（）]{2,9}[日号年月天]）|)"
        rf"(?:{_any('clock')}|当地时间)*(?:{_HOUR}|)"
    )


def anchors(text: str, last: int) -> list[tuple[int, str]]:
    """Where a time may begin in a text, in order, with the kind of word or numeral that stands there."""
    automaton, kinds = _anchors()
    found = [(at, kinds[word]) for word, at, _ in automaton.find_matches_as_indexes(text[:last]) if kinds[word]]
    for number in _NUMERAL.finditer(text, 0, last):
        at, kind = number.start(), number.lastgroup or "length"
        no_date = _NO_DATES.get(text[at - 1 : at])
        titled = text.startswith("号", number.end()) and text[at] not in "0123456789" and _TITLE.match(text, at - 1)
        monthly = text.startswith("元一月", at - 1)  # 7500元|一月
        if not (monthly or titled or (no_date is not None and text.startswith(no_date, number.end()))):
            found.append((at, "years" if kind == "year" and number.end() - at < 4 else kind))
    found.sort()
    return found


# The kinds of words at which a time may begin; a word of two kinds (最近) is of the later one.
_PLAIN = ("upto", "back", "part", "whole", "week", "day", "month", "year", "holiday", "season", "ahead", "vague", "now")


@cache
def _anchors() -> tuple[AhoCorasick, list[str]]:
    """Automaton over what a time may begin with, and the kind of each: 近三 is the beginning of a length."""
    kinds = {word: kind for kind in _PLAIN for word in words(kind)} | dict.fromkeys(alone("edge"), "edge")
    kinds |= {f"{word}{digit}": "length" for word in all_of("lately", "coming") for digit in (*_DIGITS, "半年")}
    kinds |= {f"{word}{digit}": "first" for word in words("first") for digit in _DIGITS}
    kinds |= {f"{this}{word}": "season" for this in words("this") for word in all_of("season", "holiday")}
    for word in words("days"):
        first, rest = word.split("|")
        kinds |= {first + rest: "day", f"{first}（": "day"}  # 今（8月31日）明两天
    kinds |= dict.fromkeys(words("week"), "day")
    kinds |= {f"半年{word}": "length" for word in words("along")}
    kinds |= {f"十{five}五": "week" for five in "一二三四五六七八九"} | {"以来": "now"}
    kinds |= {f"{five}五”": "week" for five in "三四五六七八九十"}  # “六五”|期间
    kinds |= dict.fromkeys(words("lunar"), "season")
    kinds |= dict.fromkeys(("上世纪", "上个世纪"), "week") | dict.fromkeys(words("across"), "")
    kinds |= {f"{this}{number}项": "" for number in f"{_DIGITS}几多余" for this in ("", "这")}  # 两项|目前, not 项目|前
    automaton = Implementation.ContiguousNFA  # small: a DFA does not stay at hand from text to text
    found = AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest, implementation=automaton)
    return found, list(kinds.values())


def is_coming(text: str, within: re.Match[str]) -> bool | None:
    """Whether 三年内 is to come (计划|三年内累计建9座) or over (短短|三年内建9座); None of 20天内 without a plan."""
    before = _PROMISED.search(text, max(0, within.start() - 20), within.start())
    meant = bool(before or _MEANT_BEHIND.match(text, within.end()))
    if within["unit"] != "年":
        return (meant and _DUE.match(text, within.end()) is not None) or None
    if meant:
        return True
    short = text.endswith(("短短", "短短的", "仅", "仅仅", "不到"), 0, within.start())
    one = within["number"] in ("1", "一") and text.startswith("，", within.end())
    return not (short or one or _GONE.match(text, within.end()))


def is_over(text: str, at: int, stops: re.Pattern[str] = _SENTENCE) -> bool:
    """Whether it is told, up to a stop, what came to an end then: 到29日凌晨3时，|火势得到控制."""
    stop = stops.search(text, at)
    return grammar("over").search(text, at, stop.start() if stop else len(text)) is not None


@cache
def grammar(name: str) -> re.Pattern[str]:
    """The pattern that reads one kind of time where it may begin."""
    return re.compile(_sources()[name])


@cache
def _sources() -> dict[str, str]:
    hour = rf"(?:{_any('clock')})?(?:零时|{_HOUR}|)"
    # 除夕零时至初四20时, 正月初一到初三: not beside a date (2月10日至15日（正月初一至初六）)
    lunar = rf"(?<!（)(?:除夕|{_any('lunar')}{NUMBER}){hour}{MARK}(?:{_any('lunar')}|初){NUMBER}{hour}"
    seconds = all_of("year", "whole", "part", "month", "day", "back", "week")  # with which a range may go on
    beginning = re.escape("".join(sorted({"周", "星", *(word[0] for word in seconds)}))) + _DIGITS
    return {
        # not 过去的|10月
        "length": rf"(?:(?P<lately>{_any('lately')})(?!(?<=的){NUMBER}月)|(?P<coming>{_any('coming')}))?"
        rf"(?P<number>\d{{1,3}}|{NUMBER}|半(?=年)) ?(?P<open>[多余几])?个?(?P<unit>年(?!度)|月|周|星期|天|小时)"
        r"(?:(?P<ago>前(?![后三]))|(?P<within>(?<!时)[之以]?内)"
        rf"|(?P<along>{_any('along', 'total')})(?![自到源])|(?!前))",
        "season": rf"(?:(?P<year>{YEAR}|{_any('year')})的?|(?P<seasons>20\d\d{MARK}(?:20)?\d\d)年?度?"
        rf"|(?P<this>{_any('this')}))?(?:(?P<alone>{one_of(alone('season'))})|(?P<lunar>{lunar})"
        rf"|“?(?P<name>{_any('season', 'holiday')})(?:”?(?:劳动)?节)?”?)(?P<tail>{_any('span')})?",
        "days": "|".join(word.replace("|", "(?:（[^（）]{2,9}）)?") for word in words("days")),  # 今（8月31日）明两天
        "bracketed": rf"([今昨明])（\d{{1,2}}）日(?:{_any('clock')})?(?:{_HOUR})?",
        "week": f"({_any('week')})(?!{_WEEKDAY})(?:内|(?P<end>末))?",
        "plan": "(?P<ten>十)?(?P<five>[一二三四五六七八九十])五”?"
        rf"(?:计划)?(?P<tail>期间|时期|以来|期?末|(?!”?规划)(?=[^，。；]{{0,8}}{_any('total')}))",
        "decade": r"(?:(?P<century>\d\d)世纪|上个?世纪)(?P<tens>\d0|[二三四五六七八九]十)年代",
        "time": rf"{_point('1')}(?:(?={_any('since')}(?!{_THIS}|{MARK}(?:[{_DIGITS}]|{_any('year')})))"
        rf"|(?P<second>(?:起|开始)?{MARK}|[和、](?={NUMBER} ?[日月]|{YEAR}(?:之?间|{_SUMMED})"
        rf"|(?:周|(?<=[周期]\w、)){_WEEKDAY}))(?=[{beginning}])"
        rf"{_point('2')}|)"
        rf"(?:(?P<post>(?!{'|'.join(words('begun'))}){_any('since')}(?!{_THIS}|[自到源步回了])|{_any('before')}(?![后三]))|)",
        "word": rf"(?P<now>{_any('now')})|(?P<vague>{_any('vague')})|(?P<ahead>{_any('ahead')})",
        "hour": rf"{NUMBER}[时点]",
        "event": _any("event"),
        "held": _any("held"),
        "over": _any("over"),
        "telling": _any("telling"),
        "reported": rf"{_any('telling')}了?[^，。；]{{2,14}}(?:情况|进展|成果|成绩单)$",
    }
