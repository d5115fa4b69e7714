"""The words of a text that say when, with the days they come to.

A time is read as written (2023年, 前三季度, 5月1日至5日, 近三年来, 截至9月底) and set against the day of the article;
without that day only what is written out has days.  The words are rows in ``data/metrics/time_words.csv``; how they go
together stands in ``time_grammar``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import NamedTuple

from newsutil.metrics.time_grammar import PARTS, alone, low, patterns, words
from newsutil.numbers.numerals import parse_numeral, plain

Day = datetime.date
_MEMORY = datetime.timedelta(days=60)  # a bare 21日 goes with the month named last, if that is no longer ago
_CLAUSE_END = re.compile(r"[，。；：！？\n,;]")
_BEFORE = 4  # characters before a time in which 截至到 may stand
CLAUSE_STARTS = "，。；：！？、\n（“,;: "
# 为2016年以来|最高, 是2020年的|1.5倍, 去年|同期: what the figure is compared with.
_RECORD = re.compile(r"的?[^，。；]{0,3}(?:最|新高|新低|首次)|的?[\d.]+倍|的?同期|同月")
_SHARE_OF = re.compile("占[^，。；]{0,4}$")  # 占全市|全年产量的一半
_COMPARED = re.compile(r"[^，。；]{0,8}(?:相比|比)")
_BRACKET = re.compile(r"（([^（）]{4,24})）")


class Cue(NamedTuple):
    """A time in a text. ``kind`` is stretch, since, moment, season, ahead or vague; a moment has no first day.

    ``size`` is year, month, day, week, length, plan, decade or now; ``implied`` says that its year or month is not
    written, ``told`` that it is only when something was told; ``name`` is that of a holiday or season with its year.
    """

    start: int
    end: int
    kind: str
    low: Day | None = None
    high: Day | None = None
    size: str = ""
    implied: bool = False
    told: bool = False
    name: str = ""


class _Named:
    """What a time takes from the article and from the times named before it."""

    def __init__(self, today: Day | None, told: int | None) -> None:
        self.today = today
        self.told = told  # the year that a report is about
        self.sentence_year: int | None = None
        self.year: int | None = None
        self.day: Day | None = None  # to which 当日 goes back
        self.seen: Day | None = None  # the last day, of a dateline too

    def year_of(self, word: str) -> int | None:
        """Year of 2023年, 二〇二三年 or 去年."""
        offset = low("year", word)
        if offset is not None:
            return self.today.year + offset if self.today else None
        return int(parse_numeral(word.strip("年 ")) or 0) or None

    def month(self) -> Day | None:
        """A day of the month in which a bare 21日 lies."""
        if self.seen and (not self.today or abs(self.today - self.seen) <= _MEMORY):
            return self.seen
        return self.today

    def go_to(self, passed: str, paragraph: bool) -> None:
        """Forget the year of a sentence that has ended, and of its paragraph."""
        if "。" in passed or paragraph:
            self.sentence_year = None
        if paragraph:
            self.year = None


class _Point(NamedTuple):
    """One end of a time, with how it is written."""

    low: Day | None
    high: Day | None
    size: str
    implied: bool = False
    edge: str = ""


def find_cues(text: str, today: Day | None = None, told: int | None = None) -> list[Cue]:
    """Times of a text in order, none overlapping another; comparisons and names left out.

    Parameters
    ----------
    text
        The text.
    today
        The day of the article; without it 今年 and 目前 have no days.
    told
        The year that a report or communiqué is about: that of its 全年 and 年末.

    Examples
    --------
    >>> for cue in find_cues("今年前三季度新建30座，到2027年建成90座", datetime.date(2024, 10, 20)):
    ...     print(cue.kind, cue.low, cue.high)
    stretch 2024-01-01 2024-09-30
    moment None 2027-12-31
    """
    text = plain(text)
    named = _Named(today, told)
    found: list[Cue] = []
    done = passed = 0
    for anchor in patterns()["anchor"].finditer(text):
        at = anchor.start()
        if at < done:
            continue
        named.go_to(text[passed:at], "\n" in text[passed:at])
        passed = at
        cue = _read(text, at, named)
        if cue is None:
            continue
        done = cue.end
        told_day = _is_told(text, cue)
        if cue.size == "day" and cue.high:
            named.seen = cue.high
            named.day = named.day if told_day or cue.kind == "moment" else cue.high
        if cue.kind == "since" and found and found[-1].end > cue.start:
            if found[-1].low:  # 自2022年3月|开工以来
                found[-1] = found[-1]._replace(end=cue.end, kind="since", high=today)
            continue
        if not _is_compared(text, cue) and not _is_named(text, cue):
            found.append(cue._replace(told=told_day))
    return found


def _read(text: str, at: int, named: _Named) -> Cue | None:
    for reader in (_read_length, _read_season, _read_span, _read_time, _read_word):
        cue = reader(text, at, named)
        if cue is not None:
            return cue
    return None


def _read_length(text: str, at: int, named: _Named) -> Cue | None:
    """近三年来, 五年来, 未来五年, 10年前."""
    found = patterns()["length"].match(text, at)
    if not found:
        return None
    number, unit, today = int(parse_numeral(found["number"]) or 0), found["unit"], named.today
    if found["ago"] and unit == "年" and not found["open"]:
        return Cue(at, found.end(), "stretch", *_year(today.year - number if today else None), "year")
    if found["ago"] or not (found["lately"] or found["coming"] or found["along"]):
        return None
    if found["open"] or unit == "小时":
        return Cue(at, found.end(), "ahead" if found["coming"] else "vague")
    if number == 1 and unit == "年" and not found["coming"] and named.told:
        return Cue(at, found.end(), "stretch", *_year(named.told), "year")  # 一年来 of a report
    other = _shifted(today, unit, number if found["coming"] else -number) if today else None
    first, last = (today, other) if found["coming"] else (other, today)
    return Cue(at, found.end(), "stretch", first, last, "length")


def _read_season(text: str, at: int, named: _Named) -> Cue | None:
    """今年春耕, 春节假期, 2024—2025雪季; with its days where they stand beside it in brackets."""
    found = patterns()["season"].match(text, at)
    if not found or not any(found[part] for part in ("year", "seasons", "this", "tail", "alone")):
        return None
    inner = _BRACKET.match(text, found.end())
    dated = _read_time(text, inner.start(1), named) if inner else None
    if inner and dated and dated.end == inner.end(1):
        return dated._replace(start=at, end=inner.end())
    year = named.year_of(found["year"]) if found["year"] else named.today.year if named.today else None
    word = (found["name"] or found["alone"]).strip("“”")
    return Cue(at, found.end(), "season", name=f"{found['seasons'] or year}{word}" if found["seasons"] or year else "")


def _read_span(text: str, at: int, named: _Named) -> Cue | None:
    """今明两天, 本周, “十四五”期间, 20世纪80年代."""
    today = named.today
    if found := patterns()["days"].match(text, at):
        row = words("days")[re.sub(r"（.*）", "", found.group())[:1] + "|" + re.sub(r"（.*）", "", found.group())[1:]]
        if not today:
            return Cue(at, found.end(), "stretch", size="day")
        days = (today + datetime.timedelta(days=int(row[end])) for end in ("low", "high"))
        return Cue(at, found.end(), "stretch", *days, "day")
    if found := patterns()["week"].match(text, at):
        monday = today + datetime.timedelta(weeks=low("week", found[1]) or 0, days=-today.weekday()) if today else None
        sunday = monday + datetime.timedelta(days=6) if monday else None
        return Cue(at, found.end(), "stretch", monday, sunday, "week")
    if found := patterns()["plan"].match(text, at):
        first = 2006 + 5 * "一二三四五六七八九".index(found["five"])
        if found["tail"] == "以来":
            return Cue(at, found.end(), "since", Day(first, 1, 1), today, "year")
        start = None if found["tail"] == "末" else Day(first, 1, 1)
        return Cue(at, found.end(), "stretch" if start else "moment", start, Day(first + 4, 12, 31), "plan")
    if found := patterns()["decade"].match(text, at):
        first = 100 * (int(found["century"] or 20) - 1) + int(parse_numeral(found["tens"]) or 0)
        return Cue(at, found.end(), "stretch", Day(first, 1, 1), Day(first + 9, 12, 31), "decade")
    return None


def _read_time(text: str, at: int, named: _Named) -> Cue | None:
    """A point or range of years, months or days, with what stands before it (截至, 自) and behind it (以来, 起)."""
    found = patterns()["time"].match(text, at)
    if not found or not _is_point(found):
        return None
    first = _point(found, "1", named)
    second = _point(found, "2", named) if found["second"] else None
    if first is None or (found["second"] and second is None):
        return None
    before = patterns()["before"].search(text, max(0, at - _BEFORE), at)
    word = before.group() if before else ""
    cue = Cue(before.start() if before else at, found.end(), "stretch")
    if second:
        return cue._replace(low=_left_end(found, first, second), high=second.high, size=second.size)
    cue = cue._replace(low=first.low, high=first.high, size=first.size, implied=first.implied)
    if found["upto"] or word in words("upto"):
        since = Day(cue.high.year, 1, 1) if found["year1"] and found["upto"] and cue.high else None
        return cue._replace(kind="stretch" if since else "moment", low=since, implied=False)
    if first.edge == "start":
        return Cue(at, found.end(), "vague")
    if found["post"] in words("since") or word == "自":
        if named.today and cue.low and cue.low > named.today:
            return Cue(at, found.end(), "ahead")  # 明年起
        return cue._replace(kind="since", high=named.today)
    until = word in words("until") and _opens(text, cue.start) and not text.startswith("的", cue.end)
    if first.edge or found["post"] in words("before") or until:
        return cue._replace(kind="moment", low=None)
    return cue._replace(start=cue.start if word in words("from") else at)


def _is_point(found: re.Match[str]) -> bool:
    """Whether more than an edge or a bare number was read."""
    given = ("year", "whole", "part", "first", "monthword", "month", "third", "dayword", "day", "back")
    if any(found[f"{name}1"] for name in given) or found["edge1"] in alone("edge"):
        return True
    return bool(found["bare1"] and found["second"])


def _opens(text: str, start: int) -> bool:
    """Whether 到 or 至 opens a clause or stands behind a word that plans (力争|到2027年), not behind 提高."""
    return start == 0 or text[start - 1] in CLAUSE_STARTS or text[start - 2 : start] in words("towards")


def _left_end(found: re.Match[str], first: _Point, second: _Point) -> Day | None:
    """First day of a range, whose unit and year may stand only with the second point (1—4月, 5月1日至5日)."""
    if not found["bare1"] or found["month1"] or not second.low:
        return first.low
    number = int(parse_numeral(found["bare1"]) or 0)
    try:
        if second.size == "month":
            return Day(second.low.year, 3 * number - 2 if found["part2"] else number, 1)
        return second.low.replace(day=number)
    except ValueError:
        return None


def _point(found: re.Match[str], end: str, named: _Named) -> _Point | None:
    """Days of one point of a time; None where there are no such days (2月30日)."""
    given = {name: found[name + end] for name in PARTS if name != "count"}
    edge = given["edge"] or ""
    mark = (words("edge")[edge]["low"] or "end") if edge else ""
    if given["dayword"]:
        day = named.today + datetime.timedelta(days=low("day", given["dayword"]) or 0) if named.today else None
        return _Point(day, day, "day", edge=mark)
    if given["back"]:
        return _back(words("back")[given["back"]]["low"], named)
    year = named.year_of(given["year"]) if given["year"] else None
    if given["year"]:
        named.sentence_year = named.year = year
        if year is None:
            return _Point(None, None, "year", edge=mark)
    if given["whole"] or edge in ("年末", "年底", "岁末"):
        return _whole_year(given["whole"] or "", year, named)._replace(edge=mark)
    try:
        return _months_or_days(given, year, named)._replace(edge=mark)
    except ValueError:
        return None


def _whole_year(word: str, year: int | None, named: _Named) -> _Point:
    """全年, 年末, 年内: of the year that stands beside it, was named in the paragraph or is the report's."""
    of = words("whole")[word]["low"] if word else ""
    own = named.today.year if named.today else None
    if of == "own":
        return _Point(*_year(year or own), "year")
    if of == "past" and not year and not named.told:
        return _Point(_shifted(named.today, "年", -1) if named.today else None, named.today, "length")
    return _Point(*_year(year or named.year or named.told or own), "year", not (year or named.year))


def _months_or_days(given: dict[str, str | None], year: int | None, named: _Named) -> _Point:
    """A part of a year, a month, a third of it or a day."""
    implied = year is None
    year = year or named.sentence_year or (named.today.year if named.today else None)
    if given["part"]:
        row = words("part")[given["part"]]
        return _Point(*_months(year, int(row["low"]), int(row["high"])), "month", implied)
    if given["first"]:
        number = int(parse_numeral(given["first"]) or 0) * (3 if given["of"] == "季度" else 1)
        return _Point(*_months(year, 1, number), "month", implied)
    day = given["day"] or given["bare"]
    number = int(parse_numeral(given["month"] or "") or 0)
    if not number and (day or given["third"] or given["monthword"] or given["edge"] in ("月底", "月末")):
        around = _month(given["monthword"], named)
        number, year = (around.month, around.year) if around else (0, None)
    size = "day" if day or given["third"] else "month" if number or implied else "year"
    if year is None or size == "year" or not number:
        return _Point(*(_year(year) if size == "year" else (None, None)), size, implied)
    first, last = 1, calendar.monthrange(year, number)[1]
    if given["third"]:
        row = words("third")[given["third"]]
        first, last = int(row["low"]), min(int(row["high"]), last)
    elif day:
        first = last = int(parse_numeral(day) or 0)
    return _Point(Day(year, number, first), Day(year, number, last), size, implied)


def _month(word: str | None, named: _Named) -> Day | None:
    """A day of 本月 or 上月, of the month of a bare 21日."""
    if not word:
        return named.month()
    return _shifted(named.today.replace(day=1), "月", low("month", word) or 0) if named.today else None


def _back(of: str, named: _Named) -> _Point:
    """当天, 当月, 当年: the last day, its month, the last year that was named."""
    if of == "year":
        return _Point(*_year(named.year), "year")
    if of == "month" and named.day:
        return _Point(*_months(named.day.year, named.day.month, named.day.month), "month")
    return _Point(named.day, named.day, "day")


def _read_word(text: str, at: int, named: _Named) -> Cue | None:
    """目前, 近日, 未来; 以来 behind a happening (本轮降雨以来); 截至17时."""
    found = patterns()["word"].match(text, at)
    before = patterns()["before"].search(text, max(0, at - _BEFORE), at)
    start = before.start() if before else at
    if found and found.lastgroup == "now":
        return Cue(start, found.end(), "moment", None, named.today, "now")
    if found:
        return Cue(at, found.end(), found.lastgroup or "")
    if text.startswith("以来", at):
        start = max(text.rfind(mark, 0, at) for mark in CLAUSE_STARTS) + 1
        return Cue(start, at + 2, "since", None, named.today, "now")
    hour = patterns()["hour"].match(text, at)
    if hour and before and before.group() in words("upto"):
        return Cue(start, hour.end(), "moment", None, named.today, "day")
    return None


def _is_compared(text: str, cue: Cue) -> bool:
    """比去年同期, 与2020年相比, 为2016年以来最高: no time of the figure."""
    if patterns()["than"].search(text, max(0, cue.start - 4), cue.start) or _RECORD.match(text, cue.end):
        return True
    if _SHARE_OF.search(text, max(0, cue.start - 5), cue.start):
        return True
    return text[max(0, cue.start - 1) : cue.start] in words("beside") and _COMPARED.match(text, cue.end) is not None


def _is_named(text: str, cue: Cue) -> bool:
    """2026年年会, 《2024年…》: the time belongs to a name."""
    if patterns()["name"].match(text, cue.end) or (cue.size == "year" and patterns()["event"].match(text, cue.end)):
        return True
    if cue.size == "length" and text.startswith("的", cue.end) and text[cue.start - 1 : cue.start] not in CLAUSE_STARTS:
        return True  # 总结了过去五年的工作
    opening = text.rfind("《", max(0, cue.start - 30), cue.start)
    return opening >= 0 and "》" not in text[opening : cue.start]


def _is_told(text: str, cue: Cue) -> bool:
    """记者5月9日了解到; 7月20日，省统计局数据显示: the day belongs to who tells."""
    if cue.size not in ("day", "month") or not (cue.low and cue.high and cue.high.month == cue.low.month):
        return False
    if text.startswith(tuple(words("telling")), cue.end):
        return True
    end = _CLAUSE_END.search(text, cue.end, cue.end + 60)
    if end and end.start() == cue.end and end.group() in "，,":
        end = _CLAUSE_END.search(text, cue.end + 1, cue.end + 60)
    return end is not None and text[cue.end : end.start()].endswith(tuple(words("telling")))


def _shifted(day: Day, unit: str, number: int) -> Day:
    """The day so many years, months, weeks or days on."""
    if unit in ("天", "周", "星期"):
        return day + datetime.timedelta(days=number * (1 if unit == "天" else 7))
    year, month = divmod(12 * day.year + day.month - 1 + number * (12 if unit == "年" else 1), 12)
    return Day(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _year(year: int | None) -> tuple[Day | None, Day | None]:
    return (Day(year, 1, 1), Day(year, 12, 31)) if year else (None, None)


def _months(year: int | None, first: int, last: int) -> tuple[Day | None, Day | None]:
    if year is None:
        return None, None
    return Day(year, first, 1), Day(year, last, calendar.monthrange(year, last)[1])
