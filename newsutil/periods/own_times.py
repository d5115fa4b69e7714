"""Times that are only one figure's: that of a word beside it, those of 分别, that of what it is compared with."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from newsutil.numbers.spot_figures import Figure
from newsutil.periods.read_time import CLAUSE_STARTS
from newsutil.periods.statement import CLAUSE, Statement, pattern, words
from newsutil.periods.time_cues import Day, TimeCue, month_days, shifted

_BUILT = 12  # characters from a time to the 的 of 村民集资建起的
_STATED = 60  # characters behind a time in which its state ends
_TOLD = re.compile(r"[^。；\d\n]{0,30}")  # between the times and 分别
_AND = re.compile("(?:两天|两月)?[、和与及]|以及")
_FROM = re.compile(r"[由从][^由从\d]*\d")  # 由5条增至|8条
# 从2020年|的51%提升|到70%, 从2020年|约9只增|至30只
_STATE = re.compile(r"的[^。；]*|[^，。；由从]*\d[^，。；\d由从]{1,8}")
_SAID = 40  # characters from a year to its day, behind a day in which it is told what happens
_OF = re.compile(r"[^，。；\d]{0,8}(?:的|最[高大多低少小]值?)[^，。；\d]{0,8}(?<![长加高少降升低多快慢减增])")
_SAME = re.compile(r"同期(?:的[^，。；\d]{0,8}|[^，。；\d]{0,8}(?:[为是仅]|只有)[^，。；\d]{0,4})")
_CHANGE = re.compile("(?:年均|累计|共|净)?(?:增长|增加|提高|提升|上升|下降|减少|降低|翻)")
_CLAUSE = re.compile(r"[^，。；：！？\n\d]{2,24}，")
# 去年建成的校区有教室|60间, 建起的砖厂烧砖|9万块, not 建成的馆有|9座, 建成的学校食堂|9座
_HAS = re.compile(
    r"的[^，。；\d]+(?:(?:[有已设]|[年日][产销加接供处发营收])[^，。；\d]+|能力)"
    r"|的[^，。；\d]*(?:[厂园社馆场站校院库渠线](?![路房区所点林面落舍内])|园区|[药车民]企|企业|公司|隧道)[^，。；、和及与\d]{2,}(?<![厂园馆场站院库堂路桥楼房区目])"
)
_AGED = re.compile(r"(?:已经?|刚满?|才|虚岁|年满|整)?[\d一二三四五六七八九十]{1,3}多?岁")
_NOUN = re.compile("[一-鿿]")


def dealt_out(text: str, cues: Sequence[TimeCue], figures: Sequence[Figure]) -> dict[int, TimeCue]:
    """The times of figures by their offset, where 分别 deals them out: 29日、30日分别接待|6万人、|10万人."""
    found: dict[int, TimeCue] = {}
    ends, starts = [cue.end for cue in cues], [figure.start for figure in figures]
    for dealt in re.finditer("分别", text):
        at = dealt.start()
        first = last = bisect_right(ends, at) - 1
        if last < 0 or not _TOLD.fullmatch(text, cues[last].end, at):
            continue
        while first and _AND.fullmatch(text, cues[first - 1].end, cues[first].start):
            first -= 1
        times = [one for cue in cues[first : last + 1] for one in _apart(text, cue)]
        if len(times) > 1:
            clause = CLAUSE.search(text, at)
            row = figures[bisect_left(starts, at) : bisect_left(starts, clause.start() if clause else len(text))]
            if len(row) == len(times):
                found |= {figure.start: cue for figure, cue in zip(row, times, strict=True)}
    return found


def _apart(text: str, cue: TimeCue) -> list[TimeCue]:
    """29日、30日, 1月和2月: the two that were read as one time."""
    listed = cue.kind == "stretch" and not {"、", "和"}.isdisjoint(text[cue.start : cue.end])
    if not (listed and cue.low and cue.high and cue.size in ("day", "month")):
        return [cue]
    days = [
        (day, day) if cue.size == "day" else month_days(day.year, day.month, day.month) for day in (cue.low, cue.high)
    ]
    return [replace(cue, low=low, high=high) for low, high in days]


def base_of(told: Statement, bases: Sequence[TimeCue], cue: TimeCue | None, today: Day | None) -> TimeCue | None:
    """The time of what the figure before is compared with: 比2020年的|9万吨增加, 高于去年最高值|8万千瓦."""
    at = bisect_left([base.start for base in bases], told.figure.start) - 1
    base = bases[at] if at >= 0 and bases[at].start >= told.clause_start else None
    if base is None or told.figure.base in ("倍", "成", "个百分点", "百分点") or not base.high:
        return None
    gap = told.text[base.end : told.figure.start]
    equal = told.text.endswith(("相当于", "等于", "恢复到", "恢复至", "恢复到了"), 0, base.start)
    if told.figure.base == "%" and gap.endswith("的") and (equal or gap != "的"):
        return None  # 超过2022年业务量的|85%, 相当于2022年的|85%
    if _SAME.fullmatch(told.text, base.end, told.figure.start):
        if cue is None or cue.high is None or today is None:
            return None
        low, high = cue.low, min(cue.high, today)
        years = base.high.year - high.year
        return replace(cue, low=low and shifted(low, "年", years), high=shifted(high, "年", years))
    bare = not gap and told.after.startswith("的")  # 低于去年|5.7%|的增幅
    return base if bare or _OF.fullmatch(gap) else None


def paired(told: Statement, inside: list[TimeCue], former: bool) -> TimeCue | None:
    """The years of the change told before: 由2009年的9座增至2019年的30座，水渠由|5条|增至|8条."""
    if len(inside) < 2 or not (former or _FROM.search(told.clause)):
        return None
    first, last = inside[-2:]
    return (first if former else last) if is_former(told.text, first, last.start) else None


def is_attached(text: str, cue: TimeCue, is_ahead: Callable[[TimeCue], bool]) -> bool:
    """Whether a time is only that of a word beside it: 由2013年的1.8|降至2015年的1.6, 成立于1998年, 去年开工的."""
    before = text[max(0, cue.start - 3) : cue.start]
    of = before[2:] == "于" and before[1] not in CLAUSE_STARTS and before[1] not in words("joining")
    if of and not (cue.size == "day" and _NOUN.match(text, cue.end)):  # not 王某于8月4日|购买
        return True
    if (text.startswith("的", cue.end) and before[2:] in words("onward")) or is_former(text, cue, len(text)):
        return True
    if cue.size == "year" and _AGED.match(text, cue.end):
        return True  # 老卢今年|54岁，家里有田9亩
    said = _CLAUSE.match(text, cue.end)
    if said and pattern("entered").search(said.group()):
        return True  # 1978年参军，先后荣立三等功9次
    founded = pattern("founded").match(text, cue.end) if cue.size != "now" else None  # 到目前|建起的站点
    if founded is None:
        return False
    lasts = cue.kind == "since" or cue.size == "day" or is_ahead(cue)  # 预计年底完工，可住9户
    return text.startswith("的" if lasts else ("的", "，"), founded.end())


def is_of_thing(told: Statement, cue: TimeCue) -> bool:
    """Whether a time says when came about what a figure sizes: 去年建成的馆总投资|2亿元, 去年成立的社有社员|9户."""
    text = told.text
    at = text.find("的", cue.end, cue.end + _BUILT + 1)
    if at < 0:
        return False
    said, end = text[cue.end : at], told.clause_start + len(told.left)
    if at >= end or cue.size == "now" or "全" in said or CLAUSE.search(said):
        return False  # 去年全县|投产的企业
    if not (pattern("founded").search(said) if said else text[cue.start - 1] == "于"):
        return False
    return told.is_left("size") or _HAS.fullmatch(text, at, end) is not None


def is_former(text: str, cue: TimeCue, end: int) -> bool:
    """Whether a time is that of the state before a change told up to an offset: 由2013年|的1.8降至1.6."""
    head = text[max(0, cue.start - 1) : cue.start + 1]
    if cue.kind == "since" or not ("由" in head or "从" in head):
        return False
    onward = pattern("onward").search(text, cue.end, min(end, cue.end + _STATED))
    return onward is not None and _STATE.fullmatch(text, cue.end, onward.start()) is not None


def is_reached(told: Statement, cue: TimeCue) -> bool:
    """Whether a time is that up to which the change goes: 由1991年的700元增长到2012年的8100元，年均增长|13%."""
    between = told.text[cue.end : told.clause_start]
    onward = between.startswith("的") and between.find("，") == len(between) - 1
    return onward and told.text[cue.start - 1] in "到至" and _CHANGE.match(told.clause) is not None


def is_on(text: str, year: TimeCue, day: TimeCue) -> bool:
    """今年中考于|6月18日至20日举行: whether a clause that names a year says on which of its days it happens."""
    near = day.size == "day" and day.start < year.end + _SAID and not CLAUSE.search(text, year.end, day.start)
    if not near or not (year.size == "year" or year.kind == "season"):
        return False
    said = CLAUSE.split(text[day.end : day.end + _SAID], maxsplit=1)[0]
    happens = pattern("happening").search(said) and not pattern("founded").search(said)
    return bool(happens or day.low != day.high)
