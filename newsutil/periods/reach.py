"""Which of a text's times reaches a figure.

A time reaches the figures behind it in its sentence and its paragraph until another comes, but not what another place
tells of another statistic.  It must fit what is said: 目前 does not reach a plan, 明年 not what already is.  The day of
what an article tells first dates what is its own in later paragraphs too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from newsutil.periods.happening import Happening
from newsutil.periods.own_times import is_attached, is_former, is_of_thing, is_on, is_reached
from newsutil.periods.read_time import CLAUSE_STARTS, LAST_MONTH
from newsutil.periods.statement import CLAUSE, Sentence, Sentences, Statement, leads_to, pattern, words
from newsutil.periods.status import PLANNED, Said
from newsutil.periods.time_cues import Day, TimeCue
from newsutil.periods.time_grammar import all_of, grammar
from newsutil.periods.undated import HOUSEHOLDS, is_background, is_habitual, is_quoted
from newsutil.places.divisions import within
from newsutil.places.region_cues import Place

_SOON = 14  # days: 5月9日，|展会开幕, in an article of May 7
_DONE = re.compile(r"[都均]?已[^，。；：！？\n\d]*[，。；]")  # 9座泵站，目前|都已完工
MEAN = re.compile("年均(?:分别|复合)?[增提递上下降][^，。；]*$")  # 年均增长5%, not PM2.5年均浓度
_WIDE = re.compile("[全我本][省市县区镇乡村州]")
_TO_DATE = re.compile("已|累计|常年|平均")  # 老司机已献血|38次
_ITS = re.compile("，?(?:同比)?[增下]")  # 6月，|增长8%: still of the whole
_CLOSED = re.compile("[^（(）)]+[）)]")  # a bracket ends behind a time in it
_CAUGHT = re.compile(  # 2023年3月，周某因贪污罪，被逮捕。他贪污|9万元
    r"，?(?:[^，。；\d]*，)?[^，。；\d]*(?:逮捕|刑事?拘留?|归案|自首|投案|落网|落马|判刑|获刑|免职|被查|公诉|审查起诉|立案(?:调查|侦查|审查)|审查调查)[。，]"
)
_ONCE = re.compile("[了到往进对访问望见](?:曾[^，。；]*|[^，。；]*(?<![超通经越跨])过)$")  # 来到曾发生|9起案件的小区
_SOLVED = re.compile("[告侦]破")
# 灯会6月5日开幕。全县茶园面积|9万亩, not 播种面积
_STOCK = re.compile(
    f"(?:{_WIDE.pattern}|该[市县区镇乡村])[^，。；]*(?:[园林][地总]?面积|[栽种养][植培殖]面积|产值|产量|产业规模|存栏量?)"
)
_NEXT = re.compile(r"[^，。；：！？\n]{0,30}，(?:将[于在]?|[于在]|是[^，。；：！？\n]{0,8})")
_NEXT_REACH = 40  # characters of the longest one


class Times(Happening):
    """The times of a text and where they reach."""

    def __init__(
        self, cues: list[TimeCue], sentences: Sentences, today: Day | None, places: Sequence[Place], report: bool
    ) -> None:
        super().__init__(cues, sentences)
        self.today, self.places, self.report = today, places, report
        self.is_new_year = today is not None and today.month <= LAST_MONTH and not report  # an article of January
        self.open_years = {cue.start for cue in cues if cue.size == "year" and today and cue.high and cue.high > today}
        self.nouns: dict[int, list[str]] = {}  # what the figures of a sentence count, by where it begins

    def inside(self, told: Statement) -> list[TimeCue]:
        """Times of the figure's sentence before it, the last ones."""
        return self._before(told.figure.start, told.sentence.start)

    def behind(self, told: Statement) -> TimeCue | None:
        """A time behind the figure in its clause, or in the next that only says when (8万只气球，将于明天运抵)."""
        at = bisect_left(self.starts, told.figure.end)
        if at == len(self.cues):
            return None
        cue = self.cues[at]
        if cue.start > told.figure.end + len(told.after):
            now = cue.size == "now" and cue.start == told.figure.end + len(told.after) + 1
            done = now and _DONE.match(self.text, cue.end)
            near = cue.start - told.figure.end <= _NEXT_REACH
            return cue if done or (near and _NEXT.fullmatch(self.text, told.figure.end, cue.start)) else None
        return cue if cue.size != "run" else None  # 增长30%、连续9个月居首

    def open_year(self, told: Statement, behind: TimeCue | None, near: bool) -> TimeCue | None:
        """The last time before a figure in its paragraph or sentence, or one behind it, if it is a year not over."""
        start = told.sentence.start if near else told.sentence.paragraph
        before = reversed(self._before(told.figure.start, start))
        cue = behind or next((cue for cue in before if cue.kind != "vague" and self._holds(cue, told)), None)
        return cue if cue and cue.start in self.open_years else None

    def is_told_ahead(self, year: TimeCue, told: Statement) -> bool:
        """Whether a year that has just begun stands behind the last one: 去年5.4%，今年|5.5%."""
        before = self._before(year.start, told.sentence.paragraph) if year.start >= told.sentence.start else []
        return any(cue.size == "year" and self._is_over(cue) for cue in before)

    def is_past(self, cue: TimeCue) -> bool:
        """Whether a time is over, or is now and not guessed at: not 预计到今夜."""
        now = cue.size == "now" or cue.kind == "since" or (cue.kind == "moment" and cue.high == self.today is not None)
        return (now and not self.text.endswith("预计", 0, cue.start)) or (self._is_over(cue) and not cue.implied)

    def _is_over(self, cue: TimeCue) -> bool:
        return bool(self.today and cue.high and cue.high < self.today)

    def is_ahead(self, cue: TimeCue) -> bool:
        """Whether a time is still to come."""
        if cue.kind == "ahead":
            return True
        if not self.today or cue.high is None:
            return cue.size == "year" and self.text.startswith(all_of("until"), cue.start)  # 到2027年, not 2010年末
        if cue.high <= self.today:
            return False
        if cue.kind == "moment" or cue.size in ("day", "length"):  # 5月9日，|展会开幕, in an article of May 7
            return (cue.high - self.today).days <= _SOON or not (cue.implied and cue.kind == "stretch")
        new = cue.size == "plan" and cue.high.year >= self.today.year + 4  # “十五五”期间, in an article of 2026
        return new or (cue.low is not None and cue.low > self.today and not cue.implied)

    def announced(self, told: Statement) -> TimeCue | None:
        """The days to come of an event or the weather: 考试将于6月7日举行。|设21个考点; 明天将有雨。雨量|30毫米以上."""
        weather = told.figure.base in ("毫米", "厘米", "℃", "级")
        if not weather and ("attending" not in told.sentence.kinds or "background" in told.sentence.kinds):
            return None
        cue = next(reversed(self._before(told.figure.start, told.sentence.paragraph if weather else 0)), None)
        if not cue or cue.start >= told.sentence.start or self._is_over(cue):
            return None
        if weather:
            return cue if self.is_ahead(cue) else None
        ahead = self.text.endswith(("将", "将于", "将在", "定于", "拟于"), 0, cue.start)
        said = self.text[cue.end : self.sentences.around(cue.start).end]
        happens = (ahead or "将" in said) and pattern("happening").search(said)
        return cue if happens or (ahead and cue.size == "day") else None

    def of(self, told: Statement, said: Said, inside: list[TimeCue], behind: TimeCue | None) -> TimeCue | None:
        """The time of a figure: the last before it in its clause, one behind it, the last that opens a clause, any."""
        later = behind if behind and self._fits(behind, said) else None
        if later and said.size and later.start > told.figure.end + len(told.after):
            later = None  # 总投资9亿元，将于2025年6月|投产
        last = None
        for cue in reversed(inside):
            if self._fits(cue, said) and self._holds(cue, told):
                if later or cue.start >= told.clause_start:
                    return cue if cue.start >= told.clause_start else later
                if self._leads(cue) or is_reached(told, cue):
                    return last if last and is_on(self.text, cue, last) else cue
                last = last or cue
        if later or last:
            return later or last
        again = self._told_again(told)
        if again and self._fits(again, said):
            return again
        return self._carried(told, said) or self._trailing(told, said)

    def _told_again(self, told: Statement) -> TimeCue | None:
        """The day that 此次 goes back to, and 现场: the last of an act in the paragraph, else that of the happening."""
        if told.sentence.kinds.isdisjoint(("again", "there")) or "background" in told.sentence.kinds:
            return None
        kinds = ("again",) if self.report or self._mishap else ("again", "there")
        found = pattern(*kinds).search(told.before)
        if not found or (found.group() in words("there") and grammar("telling").search(told.before, found.end())):
            return None  # 会上了解到，全县有|9家
        before = reversed(self._before(told.sentence.start, told.sentence.paragraph))
        day = next((cue for cue in before if cue.size == "day"), None) or self._event(named=True)
        said = self.text[day.end : self.sentences.around(day.start).end] if day else ""
        if found.group() == "现场" and _SOLVED.search(said):
            return None  # 案件6月16日|告破。现已查明，有9人，现场击毙5名
        return day if not grammar("telling").search(said) else None  # 6日，|公布了抽检结果

    def _trailing(self, told: Statement, said: Said) -> TimeCue | None:
        """A year behind the figure that sums up: 投资增4%，外贸增3%，|是全省去年的成绩; in the next sentence too."""
        at = bisect_left(self.starts, told.figure.end)
        if at == len(self.cues) or said.status == PLANNED:
            return None
        sentence, text, cue = told.sentence, self.text, self.cues[at]
        if cue.size != "year" or not self._is_over(cue):
            return None
        end = self.sentences.around(cue.start).end
        if "\n" in text[sentence.end : cue.start] or self.sentences.around(sentence.end + 1).end < end:
            return None
        stop = CLAUSE.search(text, cue.end, end)
        other = any(map(str.isdigit, text[cue.end : stop.start() if stop else end]))
        named = next((place for place in self.places if place[0] == cue.end), None)  # 去年|安徽|的
        own = text.startswith("的", named[1] if named else cue.end)
        return cue if not other and (own or (cue.start < sentence.end and not self._leads(cue))) else None

    def _fits(self, cue: TimeCue, said: Said) -> bool:
        """Whether a time can be that of a figure with this status."""
        if cue.kind == "season":
            gone = self.today is not None and "" < cue.name < str(self.today.year)
            return not (gone and said.status == PLANNED)  # 去年秋播及时，预计亩产|450公斤
        if said.size and cue.size == "day":
            return False
        if said.status != PLANNED:
            goal = self.text.startswith(words("of_year"), cue.end) and self.text.endswith("全年", 0, cue.end)
            return not ((goal and not self._leads(cue)) or self.is_ahead(cue))  # 完成全年|任务8000人的99%
        if said.signed and cue.size != "day":
            return True  # 1至2月，签约额90亿元
        own = cue.size == "year" and self.text.startswith(words("of_year"), said.at)  # 去年|计划投资9亿元
        return (own and leads_to(self.text, cue.end, said.at)) or not (self.is_past(cue) or self._is_over(cue))

    def _holds(self, cue: TimeCue, told: Statement) -> bool:
        """A vague time (近日) holds to the end of its part of the sentence, one beside a word in its clause."""
        gap = self.text[cue.end : told.figure.start]
        if (
            (cue.kind == "vague" and "；" in gap)
            or (cue.size == "run" and "、" in gap)  # 连续4年居首、转化率达|45%
            or (("）" in gap or ")" in gap) and _CLOSED.match(gap))
            or is_former(self.text, cue, told.figure.start)  # 今年，公园由2013年的18座增至|36座
            or (("每年" in told.clause or "一年" in told.clause) and self._begins(cue))  # 5月7日投产，一年可产|9万吨
            or is_of_thing(told, cue)
            or ("的" in told.after and _ONCE.search(gap))
        ):
            return False  # nor 确诊1例（2月1日入境）、|疑似2例
        if cue.start >= told.clause_start or is_reached(told, cue):
            return True
        return not (cue.size in ("total", "run") or is_attached(self.text, cue, self.is_ahead))

    def _begins(self, cue: TimeCue) -> bool:
        """Whether a time is the day of an act, or that of an opening."""
        return (cue.size == "day" and cue.low == cue.high) or bool(pattern("founded").match(self.text, cue.end))

    def _leads(self, cue: TimeCue) -> bool:
        """Whether a time opens a clause, 于 or 但 left aside."""
        at = cue.start - (self.text[max(0, cue.start - 1) : cue.start] in words("joining"))
        at -= self.text[max(0, at - 1) : at] in ("“", "第")  # “十四五”期间, 第|一季度
        at -= 2 * self.text.endswith(("其中", "预计", "计划"), 0, at)
        return at <= 0 or self.text[at - 1] in CLAUSE_STARTS

    def _carried(self, told: Statement, said: Said) -> TimeCue | None:
        """The time that an earlier sentence of the paragraph hands on: of the last that has one, else the opening."""
        before = self._before(told.sentence.start, told.sentence.paragraph)
        if not before:
            return None
        mean = "年均" in told.before and MEAN.search(told.before) is not None
        if (is_habitual(told) and not mean) or (said.size and said.status == PLANNED):
            return None
        handed = filter(lambda cue: self._hands_on(cue, told, said), reversed(before))
        if mean:  # 这是丰收的五年。粮食产量年均增长|3%
            handed = filter(lambda cue: cue.low and cue.high and cue.low.year < cue.high.year, handed)
        last_one = next(handed, None)
        if last_one is None:
            return None
        bounds = self.sentences.around(last_one.start)
        latest = [last_one, *takewhile(lambda cue: cue.start >= bounds.start, handed)]
        cue = next(filter(self._leads, latest), last_one)
        first = latest[-1]
        if cue.size == "now" and first.size in ("day", "month") and first.low and self._leads(first):
            cue = first  # 7月21日至31日，捐款9亿元，现已拨付6亿元。转移群众|3万人
        if whole := self._of_whole(told, said, bounds, last_one):
            return whole
        days = cue.low != cue.high and self._opens(cue)  # 6月1日至7日，全市治理超载。查处|90起
        if cue.size == "day" and cue.kind == "stretch" and not (days or self.report or self._is_news(cue)):
            return cue if self._is_held(cue, told) and self._reaches(told, bounds, cue) else None
        if self._reaches(told, bounds, cue):
            return cue
        opening = self._opening(told, said, bounds)
        return opening if opening and self._reaches(told, self.sentences.around(opening.start), opening) else None

    def _opening(self, told: Statement, said: Said, last: Sentence) -> TimeCue | None:
        """The time with which a paragraph opens, if the last one stands in a sentence behind it."""
        start = told.sentence.paragraph
        before = self._before(min(self.sentences.opening(start), last.start), start)
        return next((cue for cue in before if self._hands_on(cue, told, said)), None)

    def _of_whole(self, told: Statement, said: Said, last: Sentence, cue: TimeCue) -> TimeCue | None:
        """The time of the whole, which is back: 今年以来，全县破案90起。8月，某所抓获9人。全县追回赃款|9万元."""
        part = self.text.find("。其中", last.start, last.end)
        last = last if part < 0 else replace(last, start=part)
        wide = _WIDE.match(told.before)
        if not wide or self.report or _WIDE.search(self.text, last.start, last.end) or _ITS.match(self.text, cue.end):
            return None
        start = told.sentence.paragraph
        opening = self.text[start : self.sentences.opening(start)]
        whole = any(sign + wide[0][-1] in opening for sign in "全我本")
        return self._opening(told, said, last) if whole else None

    def _hands_on(self, cue: TimeCue, told: Statement, said: Said) -> bool:
        """Whether a time goes on into the next sentences: not 近日, nor a year that is over to what stands now."""
        begun = cue.kind == "since" and self.text.startswith(("。", "连续"), cue.end)  # 帮扶从3月5日开始。有资金|9万元
        if (
            cue.kind in ("vague", "ahead")
            or begun
            or cue.size in ("decade", "total")
            or not self._fits(cue, said)
            or ("act" not in told.sentence.kinds and _CAUGHT.match(self.text, cue.end))
        ):
            return False
        dated = self.today or cue.size not in ("day", "month") or self.used.get(cue.start) == PLANNED
        if said.status == PLANNED and (not dated or pattern("founded").match(self.text, cue.end)):
            return self.text.startswith(("到那时", "届时"), told.sentence.start)  # not 6月末|完工。第二批计划修9条
        only_here = ("其中", "为") if cue.size == "year" else "其中"  # 门槛为2022年营业收入9亿元
        if is_attached(self.text, cue, self.is_ahead) or self.text.endswith(only_here, 0, cue.start):
            return False
        idle = cue.start not in self.used and cue.size in ("year", "now") and not self._is_over(cue)
        if idle and (not self._opens(cue) or (cue.implied and not self._leads(cue))):
            return False
        if self.report and said.status == PLANNED and cue.size == "year" and not self._leads(cue):
            return False  # 产量2030年|达到9万吨。农田改造6万亩
        if self.used.get(cue.start) == PLANNED != said.status and cue.size == "year":
            return False  # 今年力争5%。投资增了3%
        kinds, stands = told.sentence.kinds, told.is_in_clause("stands") and "的共有" not in told.clause
        own = told.clause.startswith(words("stands")) or not kinds.isdisjoint(("own", "attending"))
        if cue.size == "day" and ("background" in kinds or ((stands or _STOCK.match(told.before)) and not own)):
            return False  # 法院查明，该团伙骗取890万元; 工地共有工人200名, not 下午3时，共有|21名学生不适
        upto = cue.size == "now" or ((cue.kind, cue.size) == ("moment", "day") and not said.done)
        if upto and "mishap" in kinds and self._mishap:
            return False  # 目前，已转移900人。地震造成|房屋倒塌30间
        stands = stands or HOUSEHOLDS.match(self.text, told.sentence.start) is not None
        if stands and cue.size in ("year", "month"):
            return self.today is not None and not self._is_over(cue)
        return not (said.done and cue.size == "year" and self._is_over(cue))

    def _opens(self, cue: TimeCue) -> bool:
        """Whether a time stands in the first clause of its sentence: 记者从会上了解到，|今年."""
        lead = self.text[self.sentences.around(cue.start).start : cue.start]
        return not CLAUSE.search(lead) or lead[:-1].endswith(all_of("telling"))

    def _is_news(self, cue: TimeCue) -> bool:
        """Whether a day is the article's, one beside it, or that of a mishap: of others only their sentence tells."""
        if not (self.today and cue.high) or abs((self.today - cue.high).days) <= 1:
            return True
        own = self._mishap is not None and cue.high == self._mishap.high
        opens = not self.text[self.sentences.around(cue.start).paragraph : cue.start].strip()
        own = own or (opens and "年" in self.text[cue.start : cue.end])  # 2016年4月14日，双方争执。于某刺伤|4人
        return own or "mishap" in self.sentences.around(cue.start).kinds

    def _is_held(self, day: TimeCue, told: Statement) -> bool:
        """Whether a day is that of an act (抓获9人), or of what an article opens with: 举行灯会。接待游客|9万人次."""
        kinds, said = told.sentence.kinds, self.text[day.end : self.sentences.around(day.start).end]
        acts = "act" in kinds and pattern("act").search(told.before + told.after)
        if "attending" in kinds or (acts and not grammar("telling").search(said)):  # 6日，|通报了整治情况。查处90起
            return True
        return "stands" not in kinds and day is self.cues[0] and pattern("staged").search(said) is not None

    def _reaches(self, told: Statement, bounds: Sentence, cue: TimeCue) -> bool:
        """Whether a time of another sentence is about the figure's place, or about the same statistic."""
        if not told.regions or (cue.size == "month" and cue.kind != "moment"):
            return True
        first, last = (bisect_left(self.places, (at,)) for at in (bounds.start, bounds.end))
        named = {code for _, _, code in self.places[first:last]}
        if not named or any(within(code, region) or within(region, code) for code in named for region in told.regions):
            return True
        nouns = filter(None, self.nouns.get(bounds.start, ()))
        return any(told.noun.endswith(noun) or noun.endswith(told.noun) for noun in nouns) if told.noun else False

    def of_happening(self, told: Statement, said: Said) -> TimeCue | None:
        """The day of what the article tells first, for what is its own in later paragraphs."""
        if not self.days or is_habitual(told) or is_background(told, self._mishap is not None):
            return None
        cue = self._of_mishap(told, self._mishap) if self._mishap else self._of_event(told)
        return cue if cue and self._fits(cue, said) else None

    def _of_event(self, told: Statement) -> TimeCue | None:
        """The day of a meeting or verdict, for later paragraphs until another time comes."""
        cue = self._event()
        if cue is None or _WIDE.search(told.before) or _TO_DATE.search(told.clause) or is_quoted(told):
            return None
        if not self._reaches(told, self.sentences.around(cue.start), cue):
            return None  # 甲市车展5日落幕，卖车9辆。⏎乙县美食节来客|9万人
        own = pattern("happening").search(told.clause) is not None  # 2024年要投资9亿元。乙县集中开工的有|9项
        if cue.start >= told.sentence.start or (told.sentence.paragraph <= cue.end and not own):
            return None
        first, last = bisect_right(self.starts, cue.start), bisect_left(self.starts, told.figure.start)
        for at in range(first, last):
            if self.cues[at].low == cue.low and self.text.startswith(all_of("back"), self.cues[at].start):
                first = at  # 当天
        others = [later for later in self.cues[first:last] if later.low or later.kind != "since"]  # not 建市以来
        return None if any(later.low != cue.low and not (own and later.size == "year") for later in others) else cue
