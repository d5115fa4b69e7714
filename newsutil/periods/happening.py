"""The day of what a text tells first: a meeting or verdict, an accident or disaster."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from newsutil.periods.statement import Sentences, Statement, pattern
from newsutil.periods.time_cues import TimeCue

_MEMORY = 24  # times that are looked back upon: what keeps the work linear where a text has no full stop


class Happening:
    """The times of a text, and the day of what it tells first."""

    def __init__(self, cues: list[TimeCue], sentences: Sentences) -> None:
        self.cues, self.sentences, self.text = cues, sentences, sentences.text
        self.starts = [cue.start for cue in cues]
        self.days = any(cue.size == "day" for cue in cues)  # a happening has one
        self.used: dict[int, str] = {}  # where the times stand that are some figure's, and the last one's status

    def _before(self, end: int, start: int = 0) -> list[TimeCue]:
        last = bisect_left(self.starts, end)
        return self.cues[max(bisect_left(self.starts, start), last - _MEMORY) : last]

    def _event(self, named: bool = False) -> TimeCue | None:
        """The day of what the first sentence with a time tells, where it dates a figure or says what happened."""
        for cue in self.cues:
            if cue.kind == "season" or (named and cue.kind in ("vague", "since")):
                continue
            if cue.size != "day" or not cue.low:
                return None
            said = self.text[cue.end : self.sentences.around(cue.start).end]
            if "记者" not in said and (named or cue.start in self.used or pattern("happening").search(said)):
                return cue
        return None

    @cached_property
    def _mishap(self) -> TimeCue | None:
        """The day of the accident or disaster that a text tells first: 日前发生车祸。据悉，|16日23时10分，…"""
        timed = [cue for cue in self.cues if cue.kind != "season" and (cue.kind, cue.size) != ("moment", "day")]
        day = next((cue for cue in timed if cue.kind != "vague"), None)
        if day is None or day.size != "day":
            return None
        return day if any("mishap" in self.sentences.around(cue.start).kinds for cue in (timed[0], day)) else None

    def _of_mishap(self, told: Statement, first: TimeCue) -> TimeCue | None:
        """The last day of a mishap before a figure; 目前, and a day beside it, do not lead away from it."""
        for cue in reversed(self._before(told.figure.start)):
            mishap = cue is first or "mishap" in self.sentences.around(cue.start).kinds
            if mishap and cue.size == "day" and cue.kind in ("stretch", "since"):
                return cue
            beside = cue.high and first.high and abs((cue.high - first.high).days) <= 1
            idle = cue.size == "year" and cue.start not in self.used  # 该校今年分为两部
            upto = cue.kind == "moment" and (cue.size == "now" or "mishap" in told.sentence.kinds)
            if not (beside or idle or upto or cue.kind in ("vague", "season")):
                return None
        return None
