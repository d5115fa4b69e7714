"""When a figure is, and whether it is so: the time that reaches it, and its status.

A time reaches the figures behind it in its clause and its sentence, and those of the sentences that follow in its
paragraph until another comes.  The time of one place does not reach what another place tells, but for the same
statistic; then the one that opens the paragraph is back.  A time must fit what is said: 目前 does not reach a plan,
明年 not what already is.  In a report or communiqué the year that it is about dates what has no time of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from newsutil.base.text import SENTENCE_END
from newsutil.metrics.period_names import period_name
from newsutil.metrics.reports import Report, Section, report_of, section_at, sections_of, with_plan_years, year_cue
from newsutil.metrics.status import ACTUAL, PLANNED, RULE, Said, status_of
from newsutil.metrics.time_words import CLAUSE_STARTS, Cue, Day, find_cues
from newsutil.metrics.undated import former, is_habitual, is_kind, is_standing, is_undated, words
from newsutil.numbers.spot_figures import Mention
from newsutil.places import divisions
from newsutil.places.region_cues import Place

_CLAUSE = re.compile(r"[，；：,;。！？\n]")
_LAST_CLAUSE = re.compile(r"(?s:.*)[，；：,;。！？\n]")
_FROM = 12  # characters before the state before a change in which its own time stands: 从2017年的|31家
_MEMORY = 24  # times that are looked back upon: what keeps the work linear where a text has no full stop
_NEXT = re.compile(r"[一-鿿、“”]{0,24}，将?[于在]?")  # 8万只气球，将于|明天运抵


class When(NamedTuple):
    """First and last day of a figure, its period's short name, its status."""

    start: Day | None
    end: Day | None
    period: str
    status: str


class Article(NamedTuple):
    """What an article gives to the times in it: its day, its title, its places."""

    day: Day | None = None
    title: str = ""
    places: Sequence[Place] = ()


class _Sentence(NamedTuple):
    """The bounds of a sentence, of the one before it and of its paragraph."""

    start: int
    end: int
    previous: int
    paragraph: int
    opening: int  # where the paragraph's first sentence ends


class _Told(NamedTuple):
    """A figure with what is said of it."""

    figure: Mention
    said: Said
    noun: str
    regions: tuple[str, ...]
    clause: str  # the clause before it


def find_whens(
    text: str, figures: Sequence[Mention], article: Article, nouns: Sequence[str], regions: Sequence[tuple[str, ...]]
) -> list[When]:
    """When each figure of a text is, and its status.

    Parameters
    ----------
    text, figures
        The text and its figures in order.
    article
        Its day, title and places.
    nouns, regions
        What each figure counts, and the divisions it is about.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_mentions
    >>> text = "今年全县计划新建公园30座，目前已建成12座。"
    >>> figures = find_mentions(text)
    >>> for when in find_whens(text, figures, Article(Day(2024, 5, 7)), ["公园", "公园"], [(), ()]):
    ...     print(when.period, when.status)
    2024 planned
    ≤2024-05-07 actual
    """
    reader = _Reader(text, figures, article)
    return [reader.read(figure, nouns[at], regions[at]) for at, figure in enumerate(figures)]


class _Reader:
    """One text with its times, sentences and paragraphs."""

    def __init__(self, text: str, figures: Sequence[Mention], article: Article) -> None:
        self.text, self.today, self.places = text, article.day, article.places
        self.report: Report | None = report_of(article.title, article.day)
        cues = find_cues(text, article.day, self.report.told if self.report else None)
        self.sections: list[Section] = sections_of(text, self.report, cues) if self.report else []
        self.cues = _apart(with_plan_years(cues, self.sections) if self.report else cues, figures)
        self.starts = [cue.start for cue in self.cues]
        self.breaks = [found.start() for found in SENTENCE_END.finditer(text)]
        self.paragraphs = [0, *(at + 1 for at in self.breaks if text[at] == "\n")]
        self.nouns: dict[int, list[str]] = {}  # what the figures of a sentence count, by where it begins
        self.used: set[int] = set()  # where the times stand that are some figure's

    def read(self, figure: Mention, noun: str, regions: tuple[str, ...]) -> When:
        sentence = self._sentence(figure.start)
        self.nouns.setdefault(sentence.start, []).append(noun)
        said = status_of(self.text, figure, (sentence.start, sentence.end, sentence.previous))
        clause = _LAST_CLAUSE.sub("", self.text[max(sentence.start, figure.start - 80) : figure.start])
        told = _Told(figure, said, noun, regions, clause)
        inside = self._inside(sentence, figure)
        told = told._replace(said=self._said(told, inside))
        if told.said.status == RULE:
            return When(None, None, "", RULE)
        if is_kind(self.text, figure, clause):
            return When(None, None, "", ACTUAL)
        before = former(self.text, figure, sentence.end)
        if before is not None and not any(cue.start >= before for cue in inside):
            return When(None, None, "", ACTUAL)
        if is_undated(self.text, figure, clause):
            return When(None, None, "", told.said.status)
        cue = self._time_of(told, sentence, inside)
        if cue is None:
            return When(None, None, "", told.said.status)
        self.used.add(cue.start)
        return self._when(cue, told.said)

    def _sentence(self, at: int) -> _Sentence:
        place = bisect_right(self.breaks, at)
        start = self.breaks[place - 1] + 1 if place else 0
        end = self.breaks[place] if place < len(self.breaks) else len(self.text)
        paragraph = self.paragraphs[bisect_right(self.paragraphs, at) - 1]
        first = bisect_left(self.breaks, paragraph)
        opening = self.breaks[first] if first < len(self.breaks) else len(self.text)
        previous = self.breaks[place - 2] + 1 if place > 1 else 0
        return _Sentence(start, end, max(previous, paragraph), paragraph, opening)

    def _inside(self, sentence: _Sentence, figure: Mention) -> list[Cue]:
        """Times of the figure's sentence before it, the last ones."""
        last = bisect_left(self.starts, figure.start)
        first = max(bisect_left(self.starts, sentence.start), last - _MEMORY)
        return [cue for cue in self.cues[first:last] if not cue.told]

    def _said(self, told: _Told, inside: list[Cue]) -> Said:
        """The status by the words, mended by the times: 明年 makes a plan, a time after a plan ends it."""
        said = told.said
        last = inside[-1] if inside else None
        behind = self._behind(told.figure, self._sentence(told.figure.start))
        if behind and said.status == PLANNED and not said.size and said.at < told.figure.start - len(told.clause):
            if behind.high and self.today and behind.high <= self.today:
                return Said(ACTUAL, done=True)
        if behind and said.status == ACTUAL and not said.done and self._is_ahead(behind):
            return Said(PLANNED, behind.start)
        if said.status == PLANNED and last and not said.size and last.start > said.at and self._is_past(last):
            return Said(ACTUAL, done=True)
        if said.status == PLANNED and said.guess and last and self._is_past(last) and last.size != "now":
            return Said(ACTUAL)
        if said.status == ACTUAL and not said.done and last and self._is_ahead(last):
            return Said(PLANNED, last.start)
        if self.report and not inside and said.status != RULE:
            section = section_at(self.sections, told.figure.start)
            if said.status == ACTUAL and not said.done and section.planned:
                return Said(PLANNED)
            if said.guess and not section.planned and "目标" not in told.clause:
                return Said(ACTUAL)
        return said

    def _is_past(self, cue: Cue) -> bool:
        """Whether a time is over or is now."""
        if cue.size == "now" or cue.kind == "since":
            return True
        return bool(self.today and cue.high and cue.high < self.today and not cue.implied)

    def _is_ahead(self, cue: Cue) -> bool:
        """Whether a time is still to come."""
        if cue.kind == "ahead":
            return True
        if not self.today or cue.high is None:
            return cue.kind == "moment" and self.today is None and cue.size == "year"
        if cue.kind == "moment" or cue.size in ("day", "length"):
            return cue.high > self.today and not (cue.implied and cue.kind == "stretch")
        return cue.low is not None and cue.low > self.today and not cue.implied

    def _fits(self, cue: Cue, said: Said) -> bool:
        """Whether a time can be that of a figure with this status."""
        if cue.told:
            return False
        if cue.kind in ("season", "vague"):
            return True
        if said.status == PLANNED:
            over = bool(self.today and cue.high and cue.high < self.today)
            return not (cue.size == "now" or cue.kind == "since" or over or (said.size and cue.size == "day"))
        return not self._is_ahead(cue) and not (said.size and cue.size == "day")

    def _time_of(self, told: _Told, sentence: _Sentence, inside: list[Cue]) -> Cue | None:
        behind = self._behind(told.figure, sentence)
        own = [cue for cue in inside if cue.start >= told.figure.start - len(told.clause)]
        fitting = [cue for cue in inside if self._fits(cue, told.said) and self._holds(cue, told)]
        near = [cue for cue in own if cue in fitting]
        if near:
            return near[-1]
        if behind and self._fits(behind, told.said):
            return behind
        leading = [cue for cue in fitting if self._leads(cue)]
        if leading or fitting:
            return (leading or fitting)[-1]
        if is_habitual(told.figure, told.clause):
            return None
        carried = self._carried(told, sentence)
        return carried or self._of_report(told) or self._of_happening(told, sentence)

    def _holds(self, cue: Cue, told: _Told) -> bool:
        """A vague time (近日) holds to the end of its part of the sentence, one beside a word in its clause."""
        if cue.kind == "vague" and "；" in self.text[cue.end : told.figure.start]:
            return False
        if cue.start >= told.figure.start - len(told.clause):
            return True
        return not self._is_attached(cue)

    def _is_attached(self, cue: Cue) -> bool:
        """Whether a time is only that of a word beside it: 由2013年的1.8降至, 成立于1998年."""
        following = self.text[cue.end : cue.end + 4]
        before = self.text[max(0, cue.start - 2) : cue.start]
        founded = before[1:] == "于" and before[0] not in CLAUSE_STARTS and before[0] not in words("joining")
        return founded or (following[:1] == "的" and any(mark.isdigit() for mark in following))

    def _behind(self, figure: Mention, sentence: _Sentence) -> Cue | None:
        """A time behind the figure in its clause, or in the next that only says when (8万只气球，将于明天运抵)."""
        at = bisect_left(self.starts, figure.end)
        if at == len(self.cues) or self.starts[at] >= sentence.end:
            return None
        cue = self.cues[at]
        between = self.text[figure.end : cue.start]
        if not _CLAUSE.search(between) or (_NEXT.fullmatch(between) and between.endswith(("于", "在", "将"))):
            return cue
        return None

    def _leads(self, cue: Cue) -> bool:
        at = cue.start - (self.text[max(0, cue.start - 1) : cue.start] in words("joining"))
        return at <= 0 or self.text[at - 1] in CLAUSE_STARTS

    def _carried(self, told: _Told, sentence: _Sentence) -> Cue | None:
        """The time that an earlier sentence of the paragraph hands on."""
        first, last = bisect_left(self.starts, sentence.paragraph), bisect_left(self.starts, sentence.start)
        earlier = [cue for cue in self.cues[max(first, last - _MEMORY) : last] if self._hands_on(cue, told)]
        if not earlier:
            return None
        bounds = self._sentence(earlier[-1].start)
        latest = [cue for cue in earlier if cue.start >= bounds.start]
        leading = [cue for cue in latest if self._leads(cue)]
        cue = (leading or latest)[-1]
        if self._reaches(cue, told, bounds):
            return cue
        opening = [other for other in earlier if other.end <= sentence.opening]
        if opening and bounds.start > sentence.paragraph:
            bounds = self._sentence(opening[0].start)
            if self._reaches(opening[0], told, bounds):
                return opening[0]
        return None

    def _hands_on(self, cue: Cue, told: _Told) -> bool:
        """Whether a time goes on into the next sentences: not 近日, nor a year that is over to what stands now."""
        if cue.kind in ("vague", "ahead") or not self._fits(cue, told.said):
            return False
        if (cue.kind == "since" and not self._leads(cue)) or cue.size == "decade" or self._is_attached(cue):
            return False
        unused = cue.start not in self.used and cue.size in ("year", "now")
        if unused and _CLAUSE.search(self.text, self._sentence(cue.start).start, cue.start):
            return False
        if unused and not self._leads(cue) and self.text[cue.start : cue.end] == "全年":
            return False
        over = cue.size == "year" and self.today and cue.high and cue.high < self.today
        return not (over and not self.report and (told.said.done or is_standing(told.clause)))

    def _reaches(self, cue: Cue, told: _Told, bounds: _Sentence) -> bool:
        """Whether a time of another sentence is about the figure's place, or about the same statistic."""
        named = {code for start, _, code in self.places if bounds.start <= start < bounds.end}
        if not named or not told.regions or cue.size == "month":
            return True
        if any(_related(code, region) for code in named for region in told.regions):
            return True
        return any(noun and told.noun and _same(noun, told.noun) for noun in self.nouns.get(bounds.start, ()))

    def _of_report(self, told: _Told) -> Cue | None:
        """The year of a report's part."""
        if not self.report:
            return None
        section = section_at(self.sections, told.figure.start)
        if told.said.status == ACTUAL:
            return None if section.planned else section.cue
        if told.said.size:
            return None
        if section.planned:
            return section.cue
        return year_cue(self.report.planned) if self.report.planned else None

    def _of_happening(self, told: _Told, sentence: _Sentence) -> Cue | None:
        """The day of what the article tells first, for what is its own in later paragraphs."""
        cue = self._happening()
        if cue is None or sentence.paragraph <= cue.end or not self._fits(cue, told.said):
            return None
        stop = _CLAUSE.search(self.text, told.figure.end)
        said = self.text[sentence.start : sentence.end]
        beside = told.clause + self.text[told.figure.end : stop.start() if stop else sentence.end]
        if any(word in beside for word in words("attending")):
            return cue
        first, last = bisect_right(self.starts, cue.start), bisect_left(self.starts, told.figure.start)
        other = any(not (later.told or later.low == cue.low) for later in self.cues[first:last])
        return None if other or any(word in said for word in words("background")) else cue

    def _happening(self) -> Cue | None:
        """The day of what the first paragraph with a time tells, where it dates a figure or says what happened."""
        for cue in self.cues:
            if cue.told or cue.kind == "season":
                continue
            if cue.size != "day" or not cue.low:
                return None
            said = self.text[cue.end : self._sentence(cue.start).end]
            if "记者" not in said and (cue.start in self.used or any(word in said for word in words("happening"))):
                return cue
        return None

    def _when(self, cue: Cue, said: Said) -> When:
        low, high, today = cue.low, cue.high, self.today
        if said.status == ACTUAL and today and low and high:
            if cue.implied and low > today:
                low, high = _year_before(low), _year_before(high)
            if low <= today < high:
                high = today
        name = cue.name or period_name(low, high)
        return When(low, high, name, said.status)


def _apart(cues: list[Cue], figures: Sequence[Mention]) -> list[Cue]:
    """The times that are not themselves figures (扎根山区近十年)."""
    starts = [figure.start for figure in figures]
    kept = []
    for cue in cues:
        at = bisect_left(starts, cue.end) - 1
        if at < 0 or figures[at].end <= cue.start:
            kept.append(cue)
    return kept


def _related(code: str, region: str) -> bool:
    return divisions.within(region, code) or divisions.within(code, region)


def _same(noun: str, other: str) -> bool:
    return noun.endswith(other) or other.endswith(noun)


def _year_before(day: Day) -> Day:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
