"""Work reports and communiqués: the year they tell, the year they plan, and which of their parts does which."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import NamedTuple

from newsutil.periods.time_cues import Day, TimeCue

_PLAN_EVERY = 1000  # characters: the tasks of a year name the plan they begin once or twice
_OPENING = 30  # characters from the start of a paragraph in which its time governs what follows
_REPORT = re.compile(r"(?P<work>工作报告)|(?:统计)?公报")
_ABOUT_IT = re.compile("学习|解读|热议|审议|讨论|听取|贯彻|聚焦|看点|亮点|速览|发布|征求|意见")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?年")
_GLOSSARY = re.compile(r"(?m)^.{0,20}(?:名词(?:解释|注释|说明)|注释) *$")  # behind a report, tells no year
_HEADING = 45  # characters of a line that may be a heading
_SIZES = frozenset(("year", "plan", "length"))
_TO_DO = re.compile("目标|安排|任务|打算|重点工作|工作重点|主要工作|努力|实现|推进|加快|着力|年，.{0,2}[将要]")
# Words in which the tasks of a report and its review differ most, counted in the reports of 31 provinces of 2026.
_TASK = re.compile(
    "完善|健全|加强|强化|鼓励|引导|确保|力争|做好|抓好|办好|打造|大力发展|培育|扩大|促进|支持|推动|今年|聚焦|更好|探索|规范|发挥"
    "|目标"
)
_RESULT = re.compile(
    "累计|成功|连续|入选|获[批评]|突破|首[次批]|取得|位居|居全国|分别|增至|百分点|下降|超过|第一|建成|全部|增长|增速|成为"
    "|前列|提[高升]到|举办|步伐|万户"
)
_PLAN = re.compile("“十.五”|[今未][后来]五年")


class Report(NamedTuple):
    """The year a report tells, and the one it plans."""

    told: int
    planned: int | None


class Section(NamedTuple):
    """A part of a report: where it begins, the time of what has none of its own, and whether it is a plan."""

    start: int
    cue: TimeCue
    planned: bool


def report_of(title: str, today: Day | None) -> Report | None:
    """The report that a title names; None where it names none, or only news of one."""
    found = _REPORT.search(title) if "报" in title else None
    if not found or _ABOUT_IT.search(title):
        return None
    written = _YEAR.search(title)
    year = int(written[1]) if written else None
    if not found["work"]:
        return Report(year, None) if year else None
    if year is None:
        return Report(today.year - 1, today.year) if today and today.month <= 6 else None  # a later one is on its half
    return Report(year, year + 1) if today and today.year == year + 1 else Report(year - 1, year)


def sections_of(text: str, report: Report, cues: list[TimeCue]) -> list[Section]:
    """Parts of a report in order: each heading and each paragraph that opens with a year begins one."""
    found = [Section(0, year_cue(report.told), False)]
    end = 0
    glossary = _GLOSSARY.search(text, len(text) // 2)
    begun = iter(cues)
    cue = next(begun, None)
    for line in text[: glossary.start() if glossary else None].splitlines(keepends=True):
        at, end = end, end + len(line)
        while cue and (cue.start < at or text.startswith("是“十", cue.end)):
            cue = next(begun, None)  # 2025年|是“十四五”的尾声。五年来，…
        heading = len(line) <= _HEADING and "。" not in line and not _REPORT.search(line)
        opening = min(end, at + (_HEADING if heading else _OPENING))
        base = cue and text.startswith("的", cue.end) and text[cue.start] == "从"  # 从2020年|的51%提高到60%
        if cue and cue.start < opening and cue.size in _SIZES and cue.low and cue.high and not (cue.implied or base):
            ahead = cue.high.year > report.told
            if cue.low.year > report.told and cue.size == "length" and found[-1].planned:
                continue  # “十五五”时期目标⏎上级对未来五年|作了部署
            if not ahead:
                found.append(Section(at, cue, False))
            elif heading or _TO_DO.search(line):
                found.append(Section(at, replace(cue, kind="stretch"), cue.low.year > report.told))
    first = text[: found[1].start] if len(found) > 1 else text
    if report.planned and 2 * len(_TASK.findall(first)) > 3 * len(_RESULT.findall(first)) + 6:
        found[0] = Section(0, _planned_cue(first, report.planned), True)
    if glossary:
        found.append(Section(glossary.start(), TimeCue(0, 0, "vague"), found[-1].planned))
    return found


def section_at(sections: list[Section], at: int) -> Section:
    """The part of a report that an offset lies in."""
    return sections[bisect_left(sections, (at + 1,)) - 1]


def with_plan_years(cues: list[TimeCue], sections: list[Section]) -> list[TimeCue]:
    """The times of a report: 全年 and 年末 of a part that plans are in the year it plans."""
    cues = list(cues)
    for at, cue in enumerate(cues if sections else ()):
        section = section_at(sections, cue.start)
        if section.planned and cue.implied and cue.size == "year":
            cues[at] = replace(cue, low=cue.low and section.cue.low, high=section.cue.high)
    return cues


def _planned_cue(text: str, year: int) -> TimeCue:
    """The time of tasks: their year, or its five where they look to their end oftener than to the year."""
    ahead = text.count(f"{year + 4}年") + len(_PLAN.findall(text))
    if year % 5 == 1 and ahead > 1 + text.count("今年") + text.count(f"{year}年") + len(text) / _PLAN_EVERY:
        return replace(year_cue(year), high=Day(year + 4, 12, 31), size="plan")
    return year_cue(year)


def year_cue(year: int) -> TimeCue:
    """The time of a whole year that is written nowhere near."""
    return TimeCue(0, 0, "stretch", Day(year, 1, 1), Day(year, 12, 31), "year")
