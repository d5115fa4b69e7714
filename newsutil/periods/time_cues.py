"""A time in a text, what it takes from the article around it, the days of years and months, short names of both."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from functools import lru_cache

from newsutil.numbers.numerals import parse_numeral
from newsutil.periods.time_grammar import low, words

Day = datetime.date
_ZEROS = str.maketrans("0○", "〇〇")  # 二00二年


@dataclass(slots=True)
class TimeCue:
    """A time in a text. ``kind`` is stretch, since, moment, season, ahead or vague; a moment has no first day.

    ``size`` is year, month, day, week, length, total, run, plan, decade or now; ``implied`` says that its year or month
    is not written; ``name`` is that of a holiday or season with its year.
    """

    start: int
    end: int
    kind: str
    low: Day | None = None
    high: Day | None = None
    size: str = ""
    implied: bool = False
    name: str = ""


class Named:
    """What a time takes from the article and from the times named before it."""

    def __init__(self, today: Day | None, told: int | None) -> None:
        self.today = self.written = today  # written: by the dateline, to which 今天 goes back
        self.told = told  # the year that a report is about
        self.sentence_year: int | None = None
        self.stated: TimeCue | None = None  # the last years or months of the paragraph that nothing is compared with
        self.year: int | None = None
        self.last_year: int | None = None  # of an earlier paragraph too
        self.day: Day | None = None  # to which 当日 goes back
        self.here: Day | None = None  # the same where a sentence says on which day it was told
        self.month: Day | None = None  # the same for 当月
        self.begun: Day | None = None  # the first day of a range, whose month its last goes with
        self.seen: Day | None = None  # the last day, of a dateline too

    def year_of(self, word: str) -> int | None:
        """Year of 2023年, 二〇二三年 or 去年."""
        if word in words("back"):  # 当年|12月
            return self.year or self.last_year
        offset, stated = low("year", word), self.sentence_year or self.told
        if word == "上年" and stated:
            return stated - 1
        if offset is not None:
            return self.today.year + offset if self.today else None
        written = word.strip("年 ")
        return number_of(written if written.isdecimal() else written.translate(_ZEROS)) or None

    def day_of(self, word: str) -> Day | None:
        """Day of 昨天 or 上周六, of 周日 behind that."""
        offset, weekday = low("day", word), "一二三四五六日".find(word[-1].replace("天", "日"))
        if not self.written or offset is not None:
            return self.written and shifted(self.written, "天", offset or 0)
        first = self.begun or self.written
        return shifted(shifted(first, "周", low("week", word[:-1]) or 0), "天", weekday - first.weekday())

    def summed_to(self, number: int) -> int | None:
        """The last of the years of 三年累计 beside 2018年至2020年, of 两年平均 beside the year that has ended."""
        last = self.stated
        if not (last and last.low and last.high) or last.size == "month":
            return None
        years = last.high.year - last.low.year + 1
        ended = (years, number) == (1, 2) and self.today is not None and last.high.year == self.today.year - 1
        return last.high.year if ended or years == number > 1 else None

    def stated_year(self) -> int | None:
        """The whole year that the sentence stated last."""
        last = self.stated and (self.stated.low, self.stated.high)
        return self.sentence_year if self.sentence_year and last == year_days(self.sentence_year) else None

    def year_near(self, month: int, day: bool) -> int | None:
        """The article's year, or that told last of a month to come (1至3月 in January) or of 去年5月1日到家。5月4日."""
        if not self.today or not self.year:
            return self.today.year if self.today else self.last_year
        told = self.seen if day and self.seen and self.seen.year == self.year else None
        goes_on = told and told.month <= month <= told.month + 1 and self.today.month not in (month, month + 1)
        ahead = goes_on or (month >= self.today.month and not day)
        return self.year if ahead and self.year == self.today.year - 1 else self.today.year

    def remember(self, cue: TimeCue, told: bool) -> None:
        """Take the day and month of a time; ``told`` says that something was told on that day."""
        if cue.size == "day" and cue.high:
            self.seen = cue.high
            if told:
                self.here = cue.high  # 6月22日，警方称，|当日
            elif cue.kind != "moment":
                self.day, self.here = cue.low if cue.kind == "since" else cue.high, None  # 21日早上起，|当天
        if cue.size in ("day", "month"):
            self.month = cue.high

    def go_to(self, passed: str) -> None:
        """Forget the year of a sentence that has ended, and of its paragraph."""
        if "\n" in passed or "。" in passed:
            self.day = self.day or self.here
            self.sentence_year = self.here = None
        if "\n" in passed:
            self.year = self.stated = None


@lru_cache(maxsize=1024)
def number_of(text: str | None) -> int:
    """Value of a numeral; 0 where there is none."""
    return int(text) if text and text.isdecimal() else int(parse_numeral(text or "") or 0)


def shifted(day: Day, unit: str, number: int) -> Day:
    """The day so many years, months, weeks or days on."""
    if unit in ("天", "周", "星期"):
        return day + datetime.timedelta(days=number * (1 if unit == "天" else 7))
    year, month = divmod(12 * day.year + day.month - 1 + number * (12 if unit == "年" else 1), 12)
    return Day(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=1024)
def year_days(year: int | None) -> tuple[Day | None, Day | None]:
    """First and last day of a year."""
    return (Day(year, 1, 1), Day(year, 12, 31)) if year else (None, None)


@lru_cache(maxsize=4096)
def month_days(year: int | None, first: int, last: int) -> tuple[Day | None, Day | None]:
    """First and last day of some months of a year."""
    if year is None:
        return None, None
    return Day(year, first, 1), Day(year, last, calendar.monthrange(year, last)[1])


@lru_cache(maxsize=4096)
def period_name(start: Day | None, end: Day | None) -> str:
    """The short name of the days from ``start`` to ``end``, like 2024Q1–Q3; ``""`` where there is no end.

    What has gone by of a year is named to the third of a month in which it ends (2024初至5月上旬): 今年 in the papers
    of May 6 and May 8 is one period, in that of May 20 another.
    """
    if end is None:
        return ""
    if start is None:
        return f"≤{end}"
    if start == end:
        return str(start)
    same = start.year == end.year
    if start.day != 1 or end.day < calendar.monthrange(end.year, end.month)[1]:
        if same and start.month == start.day == 1 < end.month:
            return f"{start.year}初至{end.month}月{'上中下'[min((end.day - 1) // 10, 2)]}旬"
        return f"{start}–{end}"
    if (start.month, end.month) == (1, 12):
        return str(start.year) if same else f"{start.year}–{end.year}"
    if same and start.month % 3 == 1 and end.month % 3 == 0:
        first, last = start.month // 3 + 1, end.month // 3
        if (first, last) in ((1, 2), (3, 4)):
            return f"{start.year}H{last // 2}"
        return f"{start.year}Q{first}" if first == last else f"{start.year}Q{first}–Q{last}"
    return f"{start:%Y-%m}" if same and start.month == end.month else f"{start:%Y-%m}–{end:%Y-%m}"
