"""One time of a text: what it says and the days it comes to."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from newsutil.periods.time_cues import Day, Named, TimeCue, month_days, number_of, shifted, year_days
from newsutil.periods.time_grammar import GIVEN, NUMBER, PARTS, all_of, alone, grammar, is_coming, is_over, low, words

_REACH = 40  # characters before 以来 in which its clause begins
_SOON = 15  # a bare 28日 in the paper of the 3rd was last month
LAST_MONTH = 3  # 一年下来 up to then is the calendar year before
_BOTH = ("间", "之间", "两年", "累计", "合计", "共")  # 2016年和2017年|累计
_MEMORY = datetime.timedelta(days=60)  # a bare 21日 goes with the month named last, if that is no longer ago
_SHOWN = frozenset("表发出体呈展显实涌浮再重兑个家座处条")  # 表|现为, 发|现有, 出|现在, 5个|现有
_DURING = re.compile(rf"的?(?:\d{{1,3}}|{NUMBER})个?[年月天](?:之?间|里|中)")  # 1998年到2002年|的4年间
# 今天的|比赛中, not 今天的|甲市，有桥9座
_HAPPENS = re.compile("[^，。；：]{0,7}(?:(?<!社)会|[赛演课雨雪饭]|通道|仪式|活动|地震|消息|报道|传递|目标)")
_SOME = re.compile("[一二两三四五六七八][二三四五六七八九]")  # 两三年
_ONWARD = re.compile("[一-鿿]{0,4}起(?=，)")  # 从7月30日|下起，
CLAUSE_STARTS = "，。；：！？、\n（“,;: "
_LAST_CLAUSE = re.compile(f"(?s:.*)[{CLAUSE_STARTS}]")
_ITSELF = [name for name in PARTS["1"] if name not in ("of1", "bare1", "edge1")]  # what makes a time by itself


@dataclass(slots=True)
class _Point:
    """One end of a time, with how it is written."""

    low: Day | None
    high: Day | None
    size: str
    implied: bool = False
    edge: str = ""


def read_time(text: str, at: int, kind: str, named: Named) -> TimeCue | None:
    """The time that begins at an offset where a word of the given kind stands; None where there is none."""
    for reader in _READERS.get(kind, (_read_time,)):
        if cue := reader(text, at, named):
            return cue
    return None


def _read_length(text: str, at: int, named: Named) -> TimeCue | None:
    """近三年来, 五年来, 未来五年, 10年前, 三年内."""
    found = grammar("length").match(text, at)
    if not found:
        return None
    number, unit = (6, "月") if found["number"] == "半" else (number_of(found["number"]), found["unit"])
    today = named.today
    some = found["open"] or _SOME.fullmatch(found["number"])
    if found["ago"] and unit == "年" and not some:
        return TimeCue(at, found.end(), "stretch", *year_days(today.year - number if today else None), "year")
    ahead = is_coming(text, found) if found["within"] else None
    within = ahead is not None
    if text.endswith(all_of("run"), 0, at) or (within and text[at - 1 : at] in ("后", "起", "的")):
        return TimeCue(at, found.end(), "vague", size="run")  # 连续|3年超过百万吨, 投产后|3年内
    coming = found["coming"] or (ahead and not found["lately"])
    row = words("total").get(found["along"])
    total = row and not (row["low"] and text.startswith("，", found.end()))  # 五年里|，, 五年累计|，
    summed_up = text.endswith("的", 0, at) and text.startswith(tuple("，。；："), found.end())  # 这是产业升级的|五年。
    whole = named.told if unit == "年" and (summed_up or found["lately"] == "这") else None  # of a report
    day = number == 1 and unit == "天"
    timed = found["lately"] == "过去" if day else found["lately"] or within or coming or found["along"] or whole
    if not timed or (unit == "小时" and row and not row["low"]):
        return None  # 一天, not 过去一天; 24小时平均|浓度
    here = named.here or today
    if (unit == "小时" or day) and found["lately"] not in (None, "近") and here and not some:  # 过去24小时
        return TimeCue(at, found.end(), "stretch", shifted(here, "天", -1 if day else -(number // 24)), here, "length")
    if some or unit == "小时" or (coming and not today):
        return TimeCue(at, found.end(), "ahead" if coming else "vague")
    if number == 1 and unit == "年" and not coming and found["lately"] not in ("近", "最近"):
        told = named.told or (named.last_year if found["lately"] == "这" else None)
        exact = not row and (found["along"] or found["lately"] == "过去")
        if not (told or (exact and text.find("全年", at, text.find("。", at)) < 0)):
            told = today.year - 1 if today and today.month <= LAST_MONTH else None
        if told:  # 一年来 of a report, 这一年 behind 2024年6月, 一年下来 in February, not 过去一年
            return TimeCue(at, found.end(), "stretch", *year_days(told), "year")
    stated = named.stated if total and unit == "年" and not found["lately"] else None
    if stated and stated.size == "month" and found["along"] == "平均":
        return None  # 前三季度，两年平均增长
    whole = (named.summed_to(number) if stated else None) or whole
    other = shifted(today, unit, number if coming else -number) if today else None
    first, last = (today, other) if coming else (other, today)
    if whole:
        first, last = Day(whole - number + 1, 1, 1), Day(whole, 12, 31)
    return TimeCue(at, found.end(), "stretch", first, last, "total" if total else "length")


def _read_season(text: str, at: int, named: Named) -> TimeCue | None:
    """今年春耕, 春节假期, 2024—2025雪季."""
    found = grammar("season").match(text, at)
    if not found or not any(found[part] for part in ("year", "seasons", "this", "tail", "alone", "lunar")):
        return None
    word = found["name"] or found["alone"] or found["lunar"]
    if text.startswith(all_of("harvest"), found.end()):
        return None  # 今年|夏粮产量
    if not found["tail"] and text.startswith(("前", "后"), found.end()):
        return TimeCue(at, found.end() + 1, "vague")  # 国庆节前
    today, year = named.today, None
    if found["year"]:
        year = named.sentence_year = named.year = named.year_of(found["year"])  # 2021年春运从1月28日到3月8日
    elif of := named.stated_year():
        year = of  # 2022年，春节假期
    elif today:
        year = today.year - ((low("holiday", word) or 0) - today.month > 1)  # 国庆假期 in March
    span = found["seasons"] or year
    name = word.removeprefix("今") if len(word) == 2 else word  # 今秋, not 今冬明春
    return TimeCue(at, found.end(), "season", name=f"{span}{name}" if span else "")


def _read_span(text: str, at: int, named: Named) -> TimeCue | None:
    """今明两天, 本周, “十四五”期间, 20世纪80年代."""
    today = named.today
    if found := grammar("days").match(text, at):
        word = re.sub(r"（.*）", "", found.group())
        row = words("days")[f"{word[:1]}|{word[1:]}"]
        first_day, last_day = (today and shifted(today, word[-1], int(row[end])) for end in ("low", "high"))
        if first_day and last_day and word.endswith("年"):
            first_day, last_day = Day(first_day.year, 1, 1), Day(last_day.year, 12, 31)
        return TimeCue(at, found.end(), "stretch", first_day, last_day, "length" if word.endswith("年") else "day")
    if found := grammar("bracketed").match(text, at):  # 今（30）日上午
        day = today + datetime.timedelta(days=low("day", found[1] + "日") or 0) if today else None
        return TimeCue(at, found.end(), "stretch", day, day, "day")
    if found := grammar("week").match(text, at):
        monday = today + datetime.timedelta(weeks=low("week", found[1]) or 0, days=-today.weekday()) if today else None
        begun, ended = (monday and monday + datetime.timedelta(days=day) for day in (5 if found["end"] else 0, 6))
        return TimeCue(at, found.end(), "stretch", begun, ended, "week")
    if found := grammar("plan").match(text, at):
        first = (2006 if found["ten"] else 1956) + 5 * "一二三四五六七八九十".index(found["five"])
        if found["tail"] == "以来":
            return TimeCue(at, found.end(), "since", Day(first, 1, 1), today, "year")
        size = "plan" if found["tail"] else "total"  # “十四五”|累计
        start = None if found["tail"] in ("末", "期末") else Day(first, 1, 1)
        return TimeCue(at, found.end(), "stretch" if start else "moment", start, Day(first + 4, 12, 31), size)
    if found := grammar("decade").match(text, at):
        first = 100 * (int(found["century"] or 20) - 1) + number_of(found["tens"])
        return TimeCue(at, found.end(), "stretch", Day(first, 1, 1), Day(first + 9, 12, 31), "decade")
    return None


def _read_time(text: str, at: int, named: Named) -> TimeCue | None:
    """A point or range of years, months or days, with what stands before it (截至, 自) and behind it (以来, 起)."""
    found = grammar("time").match(text, at)
    listed = found and found["bare1"] and found["second"]  # more than an edge or a bare number
    apart = found and found["back1"] in words("opening") and not _opens(text, at)  # 假期|首日
    if not found or apart or not (any(found.group(*_ITSELF)) or found["edge1"] in alone("edge") or listed):
        return None
    first = _point(found, "1", named)
    named.begun = first.high if first else None
    ranged = any(found.group(*PARTS["2"]))  # not 10日上午9时|至下午4时
    second = _point(found, "2", named) if ranged else None
    named.begun = None
    if first is None or (ranged and second is None):
        return TimeCue(at, found.end(), "vague")  # 2月30日
    word, end = _before(text, at), found.end()
    start = text.rindex(word, 0, at)
    if second is not None and found["second"] in ("和", "、") and not _is_next(first, second, text[end:]):
        second, end = None, found.start("second")
    if second is not None:
        left, right = _left_end(found, first, second), second.high
        if left and right and left > right:  # 12月28日至1月3日
            later = 1 if found["year1"] else 0
            left, right = shifted(left, "年", later - 1), shifted(right, "年", later)
        end = during.end() if (during := _DURING.match(text, end)) else end
        gone = first.implied and left and named.today and (left - named.today).days > 240  # 12月19日至27日 in January
        return TimeCue(start, end, "stretch", left, right, second.size, bool(gone))
    if found["upto"] or word in words("upto"):
        since = Day(first.high.year, 1, 1) if found["year1"] and found["upto"] and first.high else None
        size = "month" if since else first.size
        return TimeCue(start, end, "stretch" if since else "moment", since, _upto(first, named.today), size)
    if first.edge == "start" and text.startswith("以来", end):  # 年初|以来
        return TimeCue(at, end, "stretch", first.low, first.low, "year")
    if first.edge == "start" and (found["post"] not in words("since") or not first.low):
        return TimeCue(at, end, "vague")
    begun = first.low and named.today and first.low <= named.today
    onward = begun and word in words("from") and _ONWARD.match(text, end)
    if found["post"] in words("since") or word.startswith("自") or onward:
        if named.today and first.low and first.low > named.today:
            return TimeCue(at, end, "ahead", first.low)  # 明年起
        return TimeCue(start, end, "since", first.low, named.today, first.size, first.implied)
    until = word in words("until") and _opens(text, start) and not text.startswith("的", end)
    if until and first.size == "day" and is_over(text, end):
        return TimeCue(start, end, "stretch", first.low, first.high, first.size, first.implied)
    if first.edge or found["post"] in words("before") or until:
        return TimeCue(start, end, "moment", None, first.high, first.size, first.implied)
    kind = "vague" if found["back1"] and first.high is None else "stretch"  # 至此 of a day that is not told
    return TimeCue(start if word in words("from") else at, end, kind, first.low, first.high, first.size, first.implied)


def _upto(first: _Point, today: Day | None) -> Day | None:
    """The day up to which all counts: the 10th of 截至6月初, the article's own where 截至8月底 is close at hand."""
    if first.edge == "start" and first.size == "month" and first.low:
        return first.low.replace(day=10)  # as of 上旬
    near = today and first.high and today < first.high <= today + datetime.timedelta(days=5)
    return today if near else first.high or today


def _is_next(first: _Point, second: _Point, following: str) -> bool:
    """6月10日和11日, not 6月10日和20日: whether two days or months are a stretch, or two years with 之间."""
    beside = first.high and second.low and (second.low - first.high).days == 1
    return bool(following.startswith(_BOTH) or (beside and first.size == second.size in ("day", "month")))


def _opens(text: str, start: int) -> bool:
    """Whether 到 or 至 opens a clause or stands behind a word that plans (力争|到2027年), not behind 提高."""
    return start == 0 or text[start - 1] in CLAUSE_STARTS or text[start - 2 : start] in words("towards")


def _left_end(found: re.Match[str], first: _Point, second: _Point) -> Day | None:
    """First day of a range, whose unit and year may stand only with the second point (1—4月, 5月1日至5日)."""
    if not found["bare1"] or found["month1"] or not second.low:
        return first.low
    number = number_of(found["bare1"])
    try:
        if second.size == "month":
            return Day(second.low.year, 3 * number - 2 if found["part2"] else number, 1)
        return second.low.replace(day=number)
    except ValueError:
        return None


def _point(found: re.Match[str], end: str, named: Named) -> _Point | None:
    """Days of one point of a time; None where there are no such days (2月30日)."""
    given = dict(zip(GIVEN, found.group(*PARTS[end]), strict=True))
    edge = given["edge"] or ""
    mark = (words("edge")[edge]["low"] or "end") if edge else ""
    if given["dayword"]:
        day = named.day_of(given["dayword"])
        return _Point(day, day, "day", edge=mark)
    year = named.year_of(given["year"]) if given["year"] else None
    if given["year"]:
        if given["year"] != "上年" or not named.sentence_year:
            named.sentence_year = named.year = named.last_year = year
        if year is None:
            return _Point(None, None, "year", edge=mark)
    if given["back"] and not given["month"]:  # not 今年1月|当月
        return _back(words("back")[given["back"]]["low"], named)
    whole = given["whole"] or edge in ("年末", "年底", "岁末", "年初")
    try:
        point = _whole_year(given["whole"] or "", year, named) if whole else _months_or_days(given, year, named)
    except ValueError:
        return None
    point.edge = mark
    return point


def _whole_year(word: str, year: int | None, named: Named) -> _Point:
    """全年, 年末, 年内: of the year that stands beside it, was named in the paragraph or is the report's."""
    of = words("whole")[word]["low"] if word else ""
    own = named.today.year if named.today else named.year or named.told
    if of == "own":
        return _Point(*year_days(year or own), "year")
    return _Point(*year_days(named.year or named.told or own), "year", not named.year)


def _months_or_days(given: dict[str, str | None], year: int | None, named: Named) -> _Point:
    """A part of a year, a month, a third of it or a day."""
    implied = not (year or named.sentence_year)
    year = year or named.sentence_year or named.year_near(number_of(given["month"]), given["day"] is not None)
    if given["part"]:
        row = words("part")[given["part"]]
        return _Point(*month_days(year, int(row["low"]), int(row["high"])), "month", implied)
    if given["first"]:
        number = number_of(given["first"]) * (3 if given["of"] == "季度" else 1)
        return _Point(*month_days(year, 1, number), "month", implied)
    day = given["day"] or given["bare"]
    number = number_of(given["month"])
    if not number and (day or given["third"] or given["monthword"] or given["edge"] in ("月底", "月末")):
        around = _month(given["monthword"], named, number_of(day))
        number, year, implied = (around.month, around.year, False) if around else (0, None, True)
    size = "day" if day or given["third"] else "month" if number or implied else "year"
    if year is None or not number:
        return _Point(*(year_days(year) if size == "year" else (None, None)), size, implied)
    if day:
        exact = Day(year, number, number_of(day))
        return _Point(exact, exact, size, implied)
    first, last = month_days(year, number, number)
    if given["third"] and first and last:
        row = words("third")[given["third"]]
        first, last = first.replace(day=int(row["low"])), last.replace(day=min(int(row["high"]), last.day))
    return _Point(first, last, size, implied)


def _month(word: str | None, named: Named, day: int) -> Day | None:
    """A day of 本月 or 上月, of the month of a bare 21日: of the last one where that named is no longer at hand."""
    seen, today = named.seen, named.today
    if not word and (named.begun or not today):
        return named.begun or seen
    if not word and seen and today and abs(today - seen) <= _MEMORY:
        following = shifted(seen.replace(day=1), "月", 1)
        turned = seen.day > day + _SOON and following.replace(day=day) <= today  # 4月30日地震，|1日救出3人
        return following if turned else seen
    if not today:
        return None
    return shifted(today.replace(day=1), "月", low("month", word) or 0 if word else -(day > today.day + _SOON))


def _back(of: str, named: Named) -> _Point:
    """当天, 当月, 当年: the last day, its month, the last year that was named."""
    if of == "year":
        return _Point(*year_days(named.year), "year")
    if of == "month" and named.month:
        return _Point(*month_days(named.month.year, named.month.month, named.month.month), "month")
    day = named.begun or named.here or named.day  # 23日8时至|次日6时
    day = day + datetime.timedelta(days=int(of)) if day and of != "day" else day
    return _Point(day, day, "day")


def _read_word(text: str, at: int, named: Named) -> TimeCue | None:
    """目前, 近日, 未来; 以来 behind a happening (本轮降雨以来); 截至17时."""
    found = grammar("word").match(text, at)
    word = _before(text, at)
    start = text.rindex(word, 0, at)
    if found and found.lastgroup == "now":
        cut = (text[at] == "现" and text[at - 1 : at] in _SHOWN) or text[at - 1 : at + 2] == "当时下"
        if cut or (found["now"] == "今天的" and (not _opens(text, at) or _HAPPENS.match(text, found.end()))):
            return None
        told = named.written if "发稿" in found["now"] else named.today
        return TimeCue(start, found.end(), "moment", None, told, "now")
    if found:
        return TimeCue(at, found.end(), found.lastgroup or "")
    if text.startswith("以来", at):
        clause = _LAST_CLAUSE.match(text, max(0, at - _REACH), at)
        return TimeCue(clause.end() if clause else 0, at + 2, "since", None, named.today, "now")
    hour = grammar("hour").match(text, at)
    if hour and text.endswith(all_of("clock"), 0, at):  # 到|下午|4时
        start = at - next(len(clock) for clock in all_of("clock") if text.endswith(clock, 0, at))
        word = _before(text, start)
        start -= len(word)
    if hour and (word in words("upto") or (word in words("until") and _opens(text, start))):
        day = named.written if word in words("upto") else named.day or named.today
        over = word in words("until") and is_over(text, hour.end())
        return TimeCue(start, hour.end(), "stretch" if over else "moment", day if over else None, day, "day")
    return None


def _before(text: str, at: int) -> str:
    """截至, 到 or 自 right before a time."""
    listed = all_of("upto", "until", "from")
    end = at - text.endswith(" ", 0, at) - 4 * text.endswith(("当地时间", "北京时间"), 0, at)  # 到 2025 年
    return next(word for word in listed if text.endswith(word, 0, end)) if text.endswith(listed, 0, end) else ""


_READERS: dict[str, tuple[Callable[[str, int, Named], TimeCue | None], ...]] = {
    "years": (_read_length, _read_time),
    "length": (_read_length, _read_word),
    **dict.fromkeys(("range", "year"), (_read_season, _read_time)),
    "day": (_read_span, _read_time),
    **dict.fromkeys(("week", "span"), (_read_span,)),
    **dict.fromkeys(("season", "holiday"), (_read_season,)),
    **dict.fromkeys(("hour", "vague", "ahead"), (_read_word,)),
    "now": (_read_word, _read_time),
}
