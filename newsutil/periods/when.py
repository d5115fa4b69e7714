"""When a figure is, and whether it is so: its days and its status.

The time that reaches a figure (``reach``) gives its days, cut at the article's day for what already is; with the words
around it (``status``) it says what is actual, planned or a rule.  A report's year (``reports``) dates what has no time.
"""

from __future__ import annotations

import datetime
import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from newsutil.numbers.spot_figures import Figure
from newsutil.periods.own_times import base_of, dealt_out, is_former, paired
from newsutil.periods.reach import MEAN, Times
from newsutil.periods.reports import report_of, section_at, sections_of, with_plan_years, year_cue
from newsutil.periods.rules import LARGE
from newsutil.periods.statement import Sentences, Statement, leads_to
from newsutil.periods.status import ACTUAL, PLANNED, RULE, Said, has_goal, is_begun, status_of
from newsutil.periods.time_cues import Day, TimeCue, period_name, shifted
from newsutil.periods.time_words import find_time_cues
from newsutil.periods.undated import former, is_kind, is_once_done, is_undated
from newsutil.places.region_cues import Place

_MONTH = datetime.timedelta(days=31)
_SOON = datetime.timedelta(days=120)
_MAY = re.compile("(?:今年|年内)可(?![见谓是])")  # 今年可脱贫|65户
_REACHES = re.compile("(?:客|人|流量|人次)[^，。；]{0,4}可达$")  # 今天是高峰，发送旅客可达|9万人
_PLANS = re.compile("[今明]年[^，。]{0,6}(?:计划|拟|将)|计划[^，。]*[今明]年")  # a title on what is planned
_NEW = re.compile(r"今年(?!以来|首|已)[^，。 ]*(?:新|改造|建)[^，。 ]*[\d十百]")  # such a title in January
_DOES = re.compile("(?:新增|[新改扩]建|建[设成]|培[育训]|改造|恢复|安置|解决|完成|实[现施]|发展|突破|达到).{0,12}$")
_AIMING = ("计划", "将", "拟", "力争", "确保", "到", "未来", "今后", "明年")
_WE = re.compile("我们要|工作(?:安排|打算)：")
_STANDS = re.compile("已|了|目前|现有|其中|实际|累计|通过|去年|今天|昨")
_BUILDS = re.compile("新建|购置|配[建备套置]|建设|安装|扩建|铺设")  # 在建项目占地9亩，|新建厂房2栋
_RATES = re.compile("(?:每年|[年月日]均)(?!分别|复合|实际|[增递上下降]|浓度|气温)")  # 年均新增|9万人, not 年均增长|9%
_WHOLE = re.compile("全年|年度")
_AIMS = re.compile(r"[^，。；\d]{0,4}(?:方面|领域|指标)")  # “十五五”时期，围绕9个|方面，提出9项|主要指标
_EACH = re.compile("[每/]|标准")
_SUMS = re.compile("[共总计了已均降涨]")  # 每人补助500元，|共补助9000元; 每斤售4元，比上周降|1元
_ITEM = re.compile("[一-鿿]{1,10}(?:为|是)")
_NOTICE = re.compile("招[聘考录募][^，。]{0,16}(?:公告|通告|简章|启事)")  # what a notice asks and offers


class When(NamedTuple):
    """First and last day of a figure, its period's short name, its status."""

    start: Day | None = None
    end: Day | None = None
    period: str = ""
    status: str = ACTUAL


class Article(NamedTuple):
    """What an article gives to the times in it: its day, its title, its places."""

    day: Day | None = None
    title: str = ""
    places: Sequence[Place] = ()


def find_whens(
    text: str, figures: Sequence[Figure], article: Article, nouns: Sequence[str], regions: Sequence[tuple[str, ...]]
) -> list[When]:
    """When each figure of a text is, and its status, by what each counts and the divisions it is about.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_figures
    >>> text = "今年全县计划新建公园30座，目前已建成12座。"
    >>> figures = find_figures(text)
    >>> for when in find_whens(text, figures, Article(Day(2024, 5, 7)), ["公园", "公园"], [(), ()]):
    ...     print(when.period, when.status)
    2024 planned
    ≤2024-05-07 actual
    """
    return list(map(_Reader(Sentences(text), figures, article).read, figures, nouns, regions))


class _Reader:
    """One text with its times, and when each of its figures is."""

    def __init__(self, sentences: Sentences, figures: Sequence[Figure], article: Article) -> None:
        text, self.title, self.today = sentences.text, article.title, article.day
        self.report = report_of(article.title, article.day)
        self.sentences = sentences
        self.notice = _NOTICE.search(article.title) is not None
        told = self.report.told if self.report else None
        self.bases: list[TimeCue] = []
        last = None if self.report else sentences.end_of(figures)
        cues = find_time_cues(text, article.day, told, last, self.bases)
        self.sections = sections_of(text, self.report, cues) if self.report else []
        cues = _apart(with_plan_years(cues, self.sections), figures) if cues else cues
        self.dealt = dealt_out(text, cues, figures) if "分别" in text else {}
        self.price: tuple[int, str, bool] | None = None  # the sentence and unit of the last price, whether it is small
        self.last = (-1, "", "")  # the sentence, status and unit of the last figure
        self.coming = -1  # the last time at hand that is not over
        self.sized = -1  # the sentence of the last size of what is being built
        self.aimed: dict[int, bool] = {}  # by sentence: whether a word, or the sentence before, plans its last figure
        self.times = Times(cues, sentences, article.day, article.places, self.report is not None)
        self.plans = "年" in article.title and bool(
            _PLANS.search(article.title) or (self.times.is_new_year and _NEW.search(article.title))
        )

    def read(self, figure: Figure, noun: str, regions: tuple[str, ...]) -> When:
        """When a figure is, and its status."""
        stated = self.sentences.statement(figure, noun, regions)
        self.times.nouns.setdefault(stated.sentence.start, []).append(noun)
        inside, behind = self.times.inside(stated), self.times.behind(stated)
        said = self._by_time(stated, status_of(stated, self._is_begun), inside[-1] if inside else None, behind)
        price = (stated.sentence.start, figure.unit, figure.value < LARGE)
        again = self.price == price or (self.last[1] == RULE and self._is_listed(stated, inside))
        if self.notice and said.status == ACTUAL and not said.done:
            return When(status=PLANNED if figure.base in ("名", "人") else RULE)
        if said.status == RULE or (again and said.status == ACTUAL and not _SUMS.search(stated.clause)):
            each = figure.base == "元" and _EACH.search(stated.text, stated.clause_start, figure.end)
            self.last = (stated.sentence.start, RULE, figure.base)
            self.price = price if each else None  # 居民用水2.9元/吨，生产用水|3.5元/吨; 每人缴60元，县里再补|60元
            return When(status=RULE)
        open_to_plans = said.status == ACTUAL and not said.done
        unsaid = open_to_plans and self._is_unsaid(stated, inside)
        part = open_to_plans and "其中" in stated.before  # 计划招生67名，其中艺术类|21名
        part = part and self.last == (stated.sentence.start, PLANNED, figure.base)
        built = open_to_plans and self.sized == stated.sentence.start and _BUILDS.match(stated.clause) is not None
        said = Said(PLANNED) if part or built or unsaid else said
        self.last = (stated.sentence.start, said.status, figure.base)
        self.sized = stated.sentence.start if said.size and said.status == PLANNED else self.sized
        aims = stated.text.startswith(_AIMING, said.at) or (said.status == PLANNED and _WE.search(stated.before))
        self.aimed[stated.sentence.start] = unsaid or bool(aims and not (said.size or self.report))
        event = self.times.announced(stated) if said.status == ACTUAL and not said.done else None
        said = Said(PLANNED) if event else said
        before = former(stated)
        pair = paired(stated, inside, before is not None) if inside and said.status == ACTUAL else None
        if is_kind(stated) or (before is not None and not pair and not any(cue.start >= before for cue in inside)):
            return When()
        lasting = said.status == PLANNED and (stated.is_in_clause("yearly") or is_once_done(stated, inside))
        if lasting or (not event and is_undated(stated) and not (inside and _is_as_of(stated, inside[-1]))):
            return When(status=said.status)
        cue = event or pair or self.times.of(stated, said, inside, behind) or self._of_report(stated, said)
        cue = cue or self.times.of_happening(stated, said)
        base = base_of(stated, self.bases, cue, self.today) if self.bases else None
        if base:
            return _when(base.low, base.high, False, "", ACTUAL, self.today)
        cue = self.dealt.get(figure.start, cue)
        whole = said.size and said.status == PLANNED and stated.left.endswith("总投资")  # of all the years
        if cue is None or (whole and cue.size == "year" and cue.start < stated.clause_start):
            return When(status=said.status)  # 今年要开工60个项目，总投资|90亿元
        if not unsaid:
            self.times.used[cue.start] = said.status
        self.times.nouns.setdefault(self.sentences.around(cue.start).start, []).append(noun)
        return self._dated(stated, said, cue, inside)

    def _is_listed(self, stated: Statement, inside: list[TimeCue]) -> bool:
        """最高额度一人家庭为70万元，两人家庭为|100万元: whether a rule's list goes on, not 去年为|121%."""
        timed = inside and inside[-1].start >= stated.clause_start
        if timed or self.last[::2] != (stated.sentence.start, stated.figure.base):
            return False
        return _ITEM.fullmatch(stated.clause) is not None

    def _is_begun(self) -> bool:
        """Whether the title or the first sentence says that something is being built or will be."""
        text = self.sentences.text
        return is_begun(self.title) or is_begun(text[: text.find("。") + 1])

    def _dated(self, stated: Statement, said: Said, cue: TimeCue, inside: list[TimeCue]) -> When:
        """When a figure with a time is; what was signed (上半年签约额|9亿元) was so then, though it is to come."""
        today = None if self._is_whole(cue, inside) else self.today
        status = ACTUAL if stated.is_left("contract") else said.status
        low = None if cue.kind == "ahead" else cue.low
        when = _when(low, cue.high, cue.implied, cue.name, status, today)
        return when if status == said.status else when._replace(status=said.status)

    def _is_whole(self, cue: TimeCue, inside: list[TimeCue]) -> bool:
        """12月25日报道，全年|接待9万人次: whether a year is told as whole in its last month, and nothing says 目前."""
        if not self.today or self.today.month != 12 or cue.high != self.today.replace(day=31):
            return False
        upto = any(other.kind in ("moment", "since") for other in inside)
        return not upto and _WHOLE.search(self.sentences.text, cue.start, cue.end) is not None

    def _is_unsaid(self, stated: Statement, inside: list[TimeCue]) -> bool:
        """今年计划打井90眼。全县新增水浇地|9万亩: whether what no word plans is to come."""
        sentence, text = stated.sentence, stated.text
        if inside or sentence.previous == sentence.start:
            return False
        if sentence.previous in self.times.nouns and not self.aimed.get(sentence.previous):
            return False  # the sentence before has figures, and no plan
        if _STANDS.search(text, sentence.start, sentence.end):
            return False
        if not (self.aimed.get(sentence.start) or _DOES.search(text, stated.clause_start, stated.figure.number)):
            return False
        if self._aims(stated):
            self.aimed[sentence.previous] = True
        return self.aimed.get(sentence.previous, False)

    def _aims(self, stated: Statement) -> bool:
        """今年，我们要抓好招商。|: whether the sentence before, which has no figure, plans for a time not over."""
        at = stated.sentence.previous
        if at in self.times.nouns:
            return False
        end = self.sentences.around(at).end - 1
        before = self.sentences.statement(stated.figure._replace(start=end, end=end, base=""), "", ())
        cues = self.times.inside(before)
        ahead = cues and not any(cue.kind == "vague" or self.times.is_past(cue) for cue in cues)
        return bool(ahead) and (has_goal(before, end) or status_of(before).status == PLANNED)

    def _by_time(self, stated: Statement, said: Said, last: TimeCue | None, behind: TimeCue | None) -> Said:
        """The status by the words, mended by the times: 明年 makes a plan, a time that is over ends it."""
        times = self.times
        if last and said.status == ACTUAL and not said.done and self._is_coming(stated, last):
            self.coming = last.start
            return Said(PLANNED)
        if times.open_years and said.status != PLANNED and not said.done and self._is_for_year(stated, said, behind):
            return Said(PLANNED)
        if said.status == ACTUAL and not said.done:
            ahead = behind if behind and times.is_ahead(behind) else last
            told = ahead and ahead.size == "plan" and _AIMS.match(stated.after)
            said = Said(PLANNED, ahead.start) if ahead and times.is_ahead(ahead) and not told else said
        elif said.status == PLANNED and not (said.size or said.signed):
            if behind and self.today and behind.high and behind.high <= self.today:
                return Said(ACTUAL, done=True)
            if last and times.is_past(last) and _ends(stated, said, last):
                return Said(ACTUAL, done=True)
        untimed = last is None or (last.implied and last.size == "year")  # 全年: of the part's year
        return self._by_section(stated, said) if self.report and untimed else said

    def _is_coming(self, stated: Statement, last: TimeCue) -> bool:
        """4月，还有|60辆车上线, in March; 本周内还有|9场; 今天客流可达|9万人: whether a time at hand is not over."""
        if not (self.today and last.high and last.high >= self.today):
            return False
        if self.coming == last.start:
            return True
        if last.high == self.today:
            return last.size == "day" and stated.clause.endswith("可达") and _REACHES.search(stated.clause) is not None
        within = last.size == "week" or (last.implied and last.size == "month")
        soon = last.low is not None and last.low - self.today <= _SOON
        return bool(within and soon) and stated.is_in_clause("coming") and not _STANDS.search(stated.clause)

    def _is_for_year(self, stated: Statement, said: Said, behind: TimeCue | None) -> bool:
        """今年瞄准|5%, 去年5.4%，今年|5.5%: whether a figure is aimed at for a year that is not over."""
        kinds = stated.sentence.kinds
        end = behind.end if behind else stated.figure.end
        goal = "goal" in kinds and has_goal(stated, end, report=self.report is not None)
        goal = goal or ((self.plans or "deeds" in kinds) and "已" not in stated.before)
        goal = goal or ("可" in stated.clause and _MAY.search(stated.clause) is not None)
        if not (goal or self.times.is_new_year):
            return False
        year = self.times.open_year(stated, behind, said.status == RULE)
        harmed = "影响" in stated.before  # 去年增长9%。今年受寒潮影响，推迟|5天
        return year is not None and (goal or (not harmed and self.times.is_told_ahead(year, stated)))

    def _by_section(self, stated: Statement, said: Said) -> Said:
        """What a part of a report makes of a figure without a time: its plans are planned, its 预计 is so."""
        section = section_at(self.sections, stated.figure.start)
        if said.status == ACTUAL and not said.done and section.planned:
            return Said(PLANNED)
        if said.guess and not section.planned and "目标" not in stated.clause:
            return Said(ACTUAL)
        return said

    def _of_report(self, stated: Statement, said: Said) -> TimeCue | None:
        """The time of a report's part; a mean of years is not of one year."""
        if not self.report or (said.size and said.status != ACTUAL):
            return None
        section = section_at(self.sections, stated.figure.start)
        if (section.planned and said.status == ACTUAL) or _RATES.search(stated.clause):
            return None
        cue: TimeCue | None = section.cue
        if not (section.planned or said.status == ACTUAL):
            cue = year_cue(self.report.planned) if self.report.planned else None
        one = cue is not None and cue.low and cue.high and cue.low.year == cue.high.year
        return None if one and MEAN.search(stated.before) else cue


@lru_cache(maxsize=4096)
def _when(low: Day | None, high: Day | None, implied: bool, name: str, status: str, today: Day | None) -> When:
    """The days of a time; what already is lies in the last such month or half, and ends on the article's day."""
    if status == ACTUAL and today and low and high:
        whole = (high - low).days > 360
        # 前三季度 in February, 12月 in January; 一季度 in the middle of March is that of the year
        if implied and (low > today or (high - low > _MONTH and (2 if whole else 4) * (today - low) < high - low)):
            low, high = shifted(low, "年", -1), shifted(high, "年", -1)
        if low <= today < high:
            high = today
    return When(low, high, name or period_name(low, high), status)


def _is_as_of(stated: Statement, last: TimeCue) -> bool:
    """目前，修渠|9公里, 年底总面积|9亩: whether a time says when the size of a thing was so."""
    now = last.size == "now" and last.end + 1 >= stated.clause_start
    return now or (last.start >= stated.clause_start and stated.left.endswith("总面积"))


def _ends(stated: Statement, said: Said, past: TimeCue) -> bool:
    """Whether a time that is over ends the plan of a word: one behind it, or that of a guess, or of 后 behind it."""
    if is_former(stated.text, past, stated.figure.start):
        return False  # 将由现在的12台增至|30台
    if past.start > said.at or (past.kind == "stretch" and said.guess):
        return True
    done = "后" in stated.text[said.at : said.at + 5] and past.size != "now"  # 2003年7月大桥|完工后
    return done and "可" not in stated.clause and leads_to(stated.text, past.end, said.at)


def _apart(cues: list[TimeCue], figures: Sequence[Figure]) -> list[TimeCue]:
    """The times that are no figures (扎根山区近十年, but 连续3年), nor of what one counts (3000份|春运|宣传单)."""
    ends, starts = [figure.end for figure in figures], [*(figure.start for figure in figures), sys.maxsize]
    apart = (cue for cue in cues if cue.size == "run" or starts[bisect_right(ends, cue.start)] >= cue.end)
    return [cue for cue in apart if cue.kind != "season" or cue.start not in ends]
