"""The words of a text that say when, with the days they come to.

A time is read as written (2023年, 前三季度, 5月1日至5日, 近三年来, 截至9月底) and set against the day of the article;
without that day only what is written out has days.  The words are rows in ``data/periods/time_words.csv``; how they go
together stands in ``time_grammar``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from newsutil.numbers.numerals import plain
from newsutil.periods.read_time import CLAUSE_STARTS, read_time
from newsutil.periods.statement import CLAUSE
from newsutil.periods.time_cues import Day, Named, TimeCue, shifted
from newsutil.periods.time_grammar import all_of, anchors, grammar, is_over, words

_OPENING = 100  # characters from the start of a text in which its dateline stands
_WIDE = re.compile("[０-９]")
# 为2016年以来|最高, 是2020年的|1.5倍, 去年|同期: what the figure is compared with.
_RECORD = re.compile(
    r"的?[^，。；]{0,3}(?:最(?![^，。；的]{1,4}时)|新高|新低|[首第头]一?次)"  # not 去年最忙时
    r"|的?(?:整整|近|约)?[\d.]+倍|的?同期|同月|第\d+号"
)
_SHARE_OF = re.compile("占[^，。；]{0,4}$")  # 占全市|全年产量的一半
_TOLD = re.compile(r"[，。；：！？\n,;]|\d(?!号)")  # between a time and 至今: 从2019年的|86公里增加到目前
_FIGURE = re.compile(r"[\d。]")
_UPTO = 40  # characters from 截至5月6日 to the year that it cuts, from 从5月6日 to 到现在
_EVENT = 16  # characters behind a year in which an event is named
_WEEK = timedelta(days=7)
_SAME_TIME = re.compile(r"同期[^，。；\d]{0,8}(?:[为是仅]|只有)")  # 去年同期|支出为9万元
_QUOTED = re.compile(r"[^，。；：！？\n”]{3,40}”")
_IN_NAME = re.compile(r"“[^，。；：！？\n“”]{1,5}$")
_NAMED = re.compile(r"[^，。；：！？\n“”\d]{1,5}”")
_ALONE = re.compile("[ 　0-9:：星期周一二三四五六日]*(?:来源.*)?\n")  # a line with nothing but 2009年06月14日 08:15
_HOLIDAYS = re.compile(r"这?[\d一二两三四五六七八九几]+天")
_COMPARED = re.compile(r"[^，。；]{0,14}(?:相比|比)|[^，。；]{0,8}(?:持平|相当|一样)")
_THAN_OF = re.compile(r"(?:比(?!较)|(?<!比)较)[^，。；\d]{2,8}的$")  # 较疫情前的|2019年下降, not 较好的
_TIMES_OF = re.compile(r"[^，。；\d]{1,10}的(?:整整|近|约)?[\d.]+倍")  # 是2016年|全年产量的3.5倍
_CALLED = re.compile("(?:报警|报案|求助|举报|警情)[^，。；]{0,6}$")  # 7月4日，接到报警|称: what happened that day
_GROUP = re.compile(r"[^，。；\d]{2,30}的[^，。；\d]{0,8}(?:人员|职工|教师|学生|居民|对象)(?=[，。；、])")
_NEAREST = re.compile("[距离][^，。；]{0,7}$")
# 从10月12日|开始下树到|11月10日, 从2月1日|开始，到|3月12日结束
_DAYS_ON = re.compile(
    r"[^，。；\d延]{0,12}[到至]|[^，。；\d延]{0,12}，将?(?:持续[到至]|[到至于](?=[^，。；]{4,14}(?:结束|截止|止)))"
)


def find_time_cues(
    text: str, today: Day | None, told: int | None, last: int | None, bases: list[TimeCue]
) -> list[TimeCue]:
    """Times of a text in order, none overlapping another, up to an offset (``last``); names and comparisons left out.

    They are set against the day of the article, without which 今年 and 目前 have no days, and the year that a report is
    about, that of its 全年. ``bases`` takes the times with which something is compared.
    """
    if _WIDE.search(text):
        text = plain(text)
    named, than = Named(today, told), (*all_of("than"), *words("beside"))
    found: list[TimeCue] = []
    done = passed = 0
    for at, kind in anchors(text, len(text) if last is None else last):
        if at < done:
            continue
        named.go_to(text[passed:at])
        passed = at
        years = named.sentence_year, named.year, named.last_year
        cue = read_time(text, at, kind, named)
        if cue is None:
            continue
        if text.endswith(("每年", "每年的"), 0, cue.start):
            done = cue.end
            continue
        if compared := _is_compared(text, cue) or (bool(found) and _is_end(text, found[-1], cue)):
            named.sentence_year, named.year, named.last_year = years  # 2024年产粮9万吨，比上年增长5%，全年增收
        before = found[-1] if found else None
        if before and (
            joint := _of_one_holiday(text, before, cue) or _cut(text, before, cue) or _ended(text, before, cue)
        ):
            found[-1] = joint
            done = joint.end
            continue
        if before and _goes_with(text, before, cue, at):
            continue
        done = cue.end
        told_day = _is_told(text, cue)
        if today and cue.high and at < _OPENING and text.startswith(all_of("dateline"), cue.end):
            named.written = cue.high if timedelta(0) <= today - cue.high <= _WEEK else today
        if not compared:
            named.remember(cue, told_day)
        of_all = cue.kind == "stretch" and not (compared or text.startswith("的", cue.end))  # not 从去年|的9家增至
        named.stated = cue if of_all and cue.size in ("year", "plan", "month") else named.stated
        if found and ((cue.kind == "since" and found[-1].end > cue.start) or _is_onward(text, found[-1], cue)):
            found[-1] = _begun(found[-1], cue, today)
            continue
        if not told_day and not _is_named(text, cue):
            if not compared:
                found.append(cue)
            elif text.endswith(than, 0, cue.start) or _SAME_TIME.match(text, cue.end):
                bases.append(cue)  # 比2020年的|9万吨增加, 去年同期为|9万吨, not 是2020年的|2倍
    return [cue for cue in found if not (cue.low and cue.high and cue.low > cue.high)]  # 从22日到2019年


def _is_end(text: str, before: TimeCue, cue: TimeCue) -> bool:
    """大火于2月1日零时20分|被扑灭: whether a day is that on which ended what began on the day named before."""
    if not (before.size == cue.size == "day" and before.kind == cue.kind == "stretch" and before.low and cue.low):
        return False
    over = is_over(text, cue.end + text.startswith("，", cue.end), CLAUSE)  # 2月1日零时，|火被扑灭
    return over and timedelta(0) < cue.low - before.low <= _WEEK


def _begun(before: TimeCue, cue: TimeCue, today: Day | None) -> TimeCue:
    """自2022年3月|开工以来, not 今年入汛|以来: a time that goes on to the article's day."""
    first = before.low
    if first and today and first > today:
        first = shifted(first, "年" if before.implied else "月", -1)  # 11月|以来 in May
    past = first and not (today and first > today)
    return replace(before, end=cue.end, kind="since", low=first, high=today) if past else cue


def _ended(text: str, before: TimeCue, cue: TimeCue) -> TimeCue | None:
    """从10月12日开始下树到11月10日, 从今天持续到7月26日: a time that has begun, with its end."""
    begun = before.kind in ("since", "ahead") or (before.size == cue.size == "day" and text[before.start] == "从")
    on = _DAYS_ON.match(text, before.end) if begun and before.low and cue.high else None
    if on is None or on.end() - text.startswith(("到", "至"), cue.start) != cue.start:
        return None
    return replace(before, end=cue.end, kind="stretch", high=cue.high, size=before.size or cue.size)


def _of_one_holiday(text: str, before: TimeCue, cue: TimeCue) -> TimeCue | None:
    """A holiday with the days beside it: 国庆假期（10月1日至7日）, 10月1日至7日，国庆假期."""
    season, days = (before, cue) if before.kind == "season" else (cue, before)
    if season.kind != "season" or days.size != "day" or days.kind != "stretch":
        return None
    gap = text[before.end : cue.start].rstrip("“")
    bracketed = gap == "（" and text.startswith("）", cue.end)
    if not bracketed and (gap not in ("", "，", "的") or days.low == days.high):
        return None
    return replace(days, start=before.start, end=cue.end + bracketed, name=season.name)


def _goes_with(text: str, before: TimeCue, cue: TimeCue, at: int) -> bool:
    """截至5月6日，…|现有9家; 国庆假期来客大增，|7天共9万人次，|这七天收入6亿元; 10日，|今年|首场会: that before."""
    upto = text.startswith("现有", at) and _is_upto(text, before)
    days = cue.size in ("total", "run", "length", "") and _HOLIDAYS.match(text, at)
    first = before.size == "day" and cue.size == "year" and text.startswith("首", cue.end)
    first = first and ("\n" if text[at] == "今" else "。") not in text[before.end : at]
    return upto or first or bool(days and before.name)


def _cut(text: str, before: TimeCue, cue: TimeCue) -> TimeCue | None:
    """截至5月6日，全县今年, 今年以来，截至5月6日: what is gone of the year on that day."""
    if before.kind == "since" and text[before.end : cue.start] in ("", "，") and _is_upto(text, cue):
        gone = before.low and cue.high and before.low <= cue.high
        return replace(before, end=cue.end, kind="stretch", high=cue.high) if gone else None
    if not (cue.low and cue.high and before.high and cue.low <= before.high <= cue.high):
        return None  # 截至5月6日，扭转了2018年以来|的下降
    near = cue.start < before.end + _UPTO and not _FIGURE.search(text, before.end, cue.start)
    return replace(cue, start=before.start, high=before.high) if near and _is_upto(text, before) else None


def _is_onward(text: str, before: TimeCue, cue: TimeCue) -> bool:
    """2016年6月|开业至今: whether a time is the end of one that began in the clause."""
    reach = _UPTO if text.startswith(all_of("from"), before.start) else _EVENT
    if cue.size != "now" or before.low is None or cue.start > before.end + reach:
        return False
    return text.endswith(all_of("since"), 0, cue.end) and not _TOLD.search(text, before.end, cue.start)


def _is_upto(text: str, cue: TimeCue) -> bool:
    """Whether a time is a day or month up to which all counts: 截至5月6日，…现有9家."""
    return cue.kind == "moment" and cue.size in ("day", "month") and text.startswith(all_of("upto"), cue.start)


def _is_compared(text: str, cue: TimeCue) -> bool:
    """比去年同期, 与2020年相比, 为2016年以来最高, 6月30日前已退休的人员: no time of the figure."""
    if text.endswith("记录以来", cue.start, cue.end):
        return True
    record = _RECORD.match(text, cue.end)
    said = record[0] + text[max(0, cue.start - 1) : cue.start] if record else ""  # not 是5月|最高, 1月|是最冷月
    is_day = cue.size == "day" or ("是" not in said and "为" not in said)  # 今天|是最高峰
    own = cue.size in ("day", "week", "month") and cue.low and "最" in said and is_day
    start = cue.start - (text[cue.start - 1 : cue.start] in (" ", "“"))
    than = text.endswith(all_of("than"), 0, start) or _THAN_OF.search(text, max(0, start - 10), start)
    if than or (record and not own):
        return True  # not 今明两天的|最高气温, 上周|涨幅最大的
    times = text.endswith("是", 0, start) and _TIMES_OF.match(text, cue.end)
    group = cue.kind == "moment" and text.endswith(all_of("before"), 0, cue.end) and _GROUP.match(text, cue.end)
    beside = text[max(0, start - 1) : start] in words("beside") and _COMPARED.match(text, cue.end)
    return bool(times or group or beside or _SHARE_OF.search(text, max(0, cue.start - 5), cue.start))


def _is_named(text: str, cue: TimeCue) -> bool:
    """2026年年会, 《2024年…》: the time belongs to a name."""
    if text.startswith(all_of("name"), cue.end) or text.startswith("本年完成", cue.start):
        return True  # 1至4月，本年|完成投资9亿元
    if text.startswith("未来", cue.start) and cue.kind == "ahead":
        apart = text[max(0, cue.start - 1)] in (*CLAUSE_STARTS, *"在对未")  # the last where 未来 opens the text
        return not apart or text.startswith(all_of("ahead_name"), cue.end)  # 布局|未来|产业
    nearest = text.startswith("最近的", cue.start) and _NEAREST.search(text, max(0, cue.start - 8), cue.start)
    if nearest or (cue.kind == "stretch" and text.endswith(all_of("held"), 0, cue.start)):
        return True  # 离桥|最近的村子, 举行|2024年第二批项目开工仪式
    event = grammar("event").search(text, cue.end, cue.end + _EVENT) if cue.size == "year" else None
    said = text[cue.end : event.start()] if event else "，"
    if not (CLAUSE.search(said) or grammar("held").search(said)):
        return True  # 2024年春季|博览会
    if cue.size == "length" and text.startswith("的", cue.end) and text[cue.start - 1 : cue.start] not in CLAUSE_STARTS:
        return True  # 总结了过去五年的工作
    quoted = text[cue.start - 1 : cue.start] == "“" and text[cue.start].isdigit() and _QUOTED.match(text, cue.end)
    if quoted or (_IN_NAME.search(text, max(0, cue.start - 6), cue.start) and _NAMED.match(text, cue.end)):
        return True  # “2023年度先进集体”|称号, “新|正月|大集”
    if text.endswith(("规划（", "计划（", "方案（", "纲要（"), 0, cue.start) and text.startswith("）", cue.end):
        return True  # 生态搬迁规划（|2018—2025年|）
    opening = text.rfind("《", max(0, cue.start - 30), cue.start)
    return opening >= 0 and "》" not in text[opening : cue.start]


def _is_told(text: str, cue: TimeCue) -> bool:
    """记者5月9日了解到; 7月20日，省统计局数据显示: the day belongs to who tells."""
    if cue.size not in ("day", "month") or not (cue.low and cue.high and cue.high.month == cue.low.month):
        return False
    alone = text[cue.start - 1 : cue.start] in ("", "\n", "　", " ") or text.endswith(all_of("dated"), 0, cue.start)
    if text.startswith(all_of("telling", "dateline"), cue.end) or (alone and _ALONE.match(text, cue.end)):
        return True
    end = CLAUSE.search(text, cue.end + text.startswith(("，", ","), cue.end), cue.end + 60)
    said = text[cue.end : end.start()] if end else ""
    if _CALLED.search(said):
        return False
    return said.removesuffix("的").endswith(all_of("telling")) or grammar("reported").search(said) is not None
