"""What a figure counts or measures, and whether it is a level, a change, a share or a rate.

The noun stands after the figure (100名最美劳动者, 20亿元的产业引导基金) or before it (慰问金1100余万元,
困难职工11000人); where a clause says only how much something grew, it is the noun of the figure before.  Which of
these places is asked first is a short order for each kind of statement (``_ORDERS``); the phrases themselves are cut in
``noun_phrases``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from newsutil.base.text import CLAUSE_END, SENTENCE_END
from newsutil.metrics.lists import CLAUSE_BEFORE, EACH, owners_of, run, shared_out, topic_of, with_amount
from newsutil.metrics.noun_phrases import is_amount, is_name, is_people, noun_after, noun_before, subject_of
from newsutil.metrics.nouns_after import kind_of, nouns_after
from newsutil.metrics.position import far_thing, is_position
from newsutil.metrics.surroundings import WINDOW, surroundings
from newsutil.numbers.aspect import PARTS, aspect_of, without_comparison
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.word_classes import is_noun, listed, region_names, tag, words

# Where the noun of a figure is looked for, by the kind of statement; the methods of _Clause in their order.
_ORDERS = {
    "change": "after subject item opening previous",
    "position": "size far",
    "described": "size after",
    "share": "subject previous",
    "part": "counted ahead subject topic after previous",
    "time": "ahead after verb alike",
    "those": "earlier",
    "money": "size after whole ahead verb subject again lead topic previous",
    "other": "size after deed case whole ahead subject again alike lead verb item previous",
}
_OF_THEM = re.compile("(?:其中|中，|中的$)[^。；！？\\n）)]*$")  # 28名被困人员，其中|13人死亡
_THERE_ARE = ("有", "共", "共计")
_HOLDS_PEOPLE = frozenset("车船机村乡镇区县市州")  # what ends so is where people are, not who they are
_OLDEST = 120  # years of a person: 500岁|古柏 is a tree
_SHARE_OF = re.compile(r"(?:在[^，。；在]{1,16}[里中])?占(?!比|地|用|有|领|到的)[^，。；]{0,24}?的?$")
# 产量达到老品种的|两倍: what the figure multiplies is not what it is about.
_MULTIPLIED = re.compile(r"(?:提升到|提高到|增长到|达到?|是|为|相当于|约合)[^，。；]{1,16}的$")
# 车程将由现在的|2小时, 入学率从2012年的|90%: the state before the change.
_FORMERLY = re.compile(
    r"(?:将|已|有望)?[从由](?:现在|目前|当前|过去|原来|原先|以前|此前|以往|最初|去年|上年|“?十[一二三四五]五”?|\d{2,4}年|上世纪)"
    r"[^，。；的]{0,6}的?(?:每[日天周月年])?$|[从由][^，。；的]{1,6}(?:之初|初期|之前)的$"
)
_THOSE = re.compile(r"的(?:就|已|共|仅|只|还)*有$")  # 建在山区的就有|83个: of what the sentence counts
_IN_PARTS = re.compile("(?:其中|[：（(])[^。！？\n]*$")
_WIDE = str.maketrans(",;:", "，；：")
_ARE = re.compile("[均都]?[为系是]")
_NEXT_CLAUSE = re.compile(r"，((?:这|就)?是)?([^，。；：！？\n]{2,40})")
_COUNTS = re.compile(r"\d(?![\d年月日])")
_PLANNED_LIST = re.compile("(?:计划|目标|任务)[^，。；：]{1,30}[、和]$")
_PLANS = ("计划", "目标", "任务", "底线")
_PERSONS = frozenset(("人", "名", "位"))
_SHARES = ("%", "‰", "成", "个百分点", "百分点")
_STRUCK = _PERSONS | {"户", "例", "口", "人次"}  # units of those to whom something happens
_MEASURED = ("长", "宽", "高", "深", "厚", "重")


class Measure(NamedTuple):
    """What a figure is about; ``sign`` is -1 where the figure says by how much something fell."""

    text: str
    aspect: str
    sign: int


class _Clause(NamedTuple):
    """The clause of a figure and the places where its noun may stand: fields, and methods that find it or give ""."""

    mention: Figure
    kind: str  # of the unit
    before: str
    behind: str
    left: str  # what of the text before does not carry the figure
    after: str  # the noun behind the figure
    alike: str  # the noun of the figure before, where that has the same unit
    previous: str  # the noun of the one before in the sentence, and in whatever sentence
    earlier: str
    like: str  # the noun of the last figure with the same unit, in whatever sentence
    text: str  # before the figure
    later: str  # and behind it

    def order(self, aspect: str) -> str:
        """The row of ``_ORDERS`` that the figure's statement asks for."""
        if aspect == "change":
            return "change"
        if is_position(self.mention, self.before, self.behind):
            return "position"
        if self.behind.startswith("的") and self.after:
            return "described"
        if self.is_part():
            return "share" if _SHARE_OF.search(self.before) else "part"
        if _THOSE.search(self.before) and self.mention.base not in _PERSONS:
            return "those"
        return {"time": "time", "day": "time", "money": "money"}.get(self.kind, "other")

    def is_growth_of(self, noun: str, aspect: str) -> bool:
        """Whether a percentage stands alone behind the name of a sum, and tells its growth: 目标是经济5%，投资7%; not
        收入60%来自游客, nor 占到收入的60%."""
        alone = aspect == "share" and self.mention.base == "%" and not self.behind.strip()
        return alone and noun.endswith(words("sum")) and self.left.endswith(noun)

    def can_be(self, name: str, noun: str) -> bool:
        """Whether a noun from one of these places can be what the figure counts: who does something is not how much
        it costs (捐款15万元，其中一建公司|6万元), how long it takes (民警仅用了|5个小时) nor for whom it is done."""
        if name in ("ahead", "subject"):
            acts = noun.endswith(words("body") + words("people")) and not noun.endswith(words("earner"))
            if self.is_for_them() or (acts and self.kind in ("money", "time")):
                return False
        if self.mention.base == "岁" and name in ("item", "previous"):
            return is_people(noun) and self.mention.qualifier != "exact"
        return self.mention.base not in _PERSONS or self.is_of_people(name, noun)

    def is_for_them(self) -> bool:
        """Whether something is done for those counted: 志愿者为|60人|送上早餐."""
        led = self.before and tag(self.before)[-1][0] in listed("for_whom")
        return bool(led and self.behind) and tag(self.behind)[0][1][0] in "vpd"

    def is_of_people(self, name: str, noun: str) -> bool:
        """Whether a noun from one of these places can be that of persons: not 新设企业3家，2人|当选; 3人死亡，2人|转院;
        but 11人受伤，其中3人|伤势较重."""
        if name in ("ahead", "subject") and self.before.endswith(_THERE_ARE):
            return noun[-1:] not in _HOLDS_PEOPLE  # 面包车内共有|9人
        if name in ("ahead", "subject") and self.before.endswith("的"):
            return is_people(noun) or tag(noun)[-1][1][0] == "v"  # 送往医院的|7名, but 要转移的|80人
        if name == "alike" and self.verb():
            return is_people(noun)  # 杀死3人，刺伤|5人
        if name not in ("alike", "previous"):
            return True
        if noun in listed("outcome"):  # 死亡5人（东区|1人）
            return "其中" in self.before or (not self.behind.strip("）)") and _names_nothing(self.left))
        return name != "previous" or is_people(noun)

    def is_part(self) -> bool:
        """Whether the figure is a share, a fraction or a multiple."""
        return self.mention.base in PARTS or (self.mention.base == "" and self.mention.value < 1)

    def far(self) -> str:
        """What is so far away: 震中|距县城10公里."""
        return far_thing(self.before)

    def counted(self) -> str:
        """The noun behind a share that stands for what it counts: 全市|九成以上|中学."""
        return self.after if self.behind and tag(self.behind)[0][1][:1] in "nabjl" else ""

    def ahead(self) -> str:
        """The noun that ends the clause before the figure, or what happened to so many: 死亡|5人, 山区四乡受灾|70户."""
        last = tag(self.left)[-1][0] if self.left else ""
        if last in listed("outcome"):
            struck = "" if self.mention.base in _STRUCK else noun_before(self.left.removesuffix(last)) or self.alike
            return struck or last  # 死亡|5人, but 牛羊|死亡|5头
        multiplied = _MULTIPLIED.search(self.before) if self.mention.base in PARTS else None
        left = self.before[: multiplied.start()] if multiplied else self.left
        return self.meant(noun_before(without_comparison(left)))

    def case(self) -> str:
        """The kind of case whose number is told: 确诊病例|出院|5例, 1例|为|输入病例."""
        said = _ARE.match(self.behind)
        if said and self.mention.base in (*_PERSONS, "例"):
            noun = noun_before(self.behind[said.end() :].partition("（")[0])
            return noun if noun.endswith(words("case")) else ""
        end = max((self.left.rfind(word) + len(word) for word in words("case") if word in self.left), default=0)
        told = self.mention.base == "例" and self.left[end : end + 1] != "中"
        return noun_before(self.left[:end]) if told else ""

    def whole(self) -> str:
        """The noun of a total, of which the clause says only where or of which kind a part is: 输入|4例, 小学|80名."""
        noun = noun_before(self.left) if self.alike and self.kind != "measure" else ""
        if not noun or noun.endswith(words("part")):
            return self.alike if noun else ""
        named = is_people(noun) or noun in listed("outcome") or self.before.endswith("的")
        if self.mention.base not in _STRUCK or named:
            return ""
        shared = is_people(self.alike) and _IN_PARTS.search(self.text)
        return self.alike if shared or noun[-1] in _HOLDS_PEOPLE or tag(noun)[-1][1] == "ns" else ""

    def size(self) -> str:
        """The noun before the figure, if it names a size: 总投资|6亿元|的产业园."""
        ahead, left = self.ahead(), self.left
        if self.kind == "measure" and not ahead and left and tag(left)[-1][0] in _MEASURED:
            thing = noun_before(left[:-1])
            ahead = thing + left[-1] if thing or len(left) == 1 else ""  # 路|宽5米, 高16米的塔, 一条长2米的|路
        return ahead if ahead.endswith(words("dimension")) else ""

    def subject(self) -> str:
        """The noun before the verb that carries the figure: 停车位|划出, or before the whole of a share."""
        share = _SHARE_OF.search(self.before) if self.is_part() else None
        noun = subject_of(self.before[: share.start()]) if share else self.meant(subject_of(self.left))
        word, kind = ([found for found in tag(self.left) if found[1] != "uz"] or [("", "")])[-1]
        acts = self.mention.base == "人" and kind == "v" and not is_noun(word, kind)  # 小区|住着|2000人
        return "" if acts and not noun.endswith(words("people")) else noun

    def deed(self) -> str:
        """What happened so many times, or to so many people: 17次|空袭, 4000人|被疏散."""
        tagged = [found for found in tag(self.behind) if found[1] not in ("d", "p", "ad", "a")]
        word, kind = tagged[0] if tagged else ("", "")
        happened = self.mention.base in ("次", "起", "轮", "回") or (self.mention.base == "人" and len(tagged) == 1)
        named = kind in ("v", "vn") and len(word) > 1 and word not in listed("plain_verb")
        return word if happened and named else ""

    def verb(self) -> str:
        """The last verb of a clause where no noun is named: 投入1320.7亿元, 每亩增产10%."""
        word, kind = (tag(self.left) or [("", "")])[-1]
        return word if kind.startswith("v") and len(word) > 1 and word not in listed("plain_verb") else ""

    def topic(self) -> str:
        """What the clause before names: 酒店平均开房率，三亚市为|61.46%."""
        return topic_of(self.text) if self.text.endswith("，" + self.before) else ""

    def item(self) -> str:
        """What the clause before ends with, of which the figure's clause tells something: 新修的桥，数起来有|21座."""
        found = CLAUSE_BEFORE.search(self.text) if self.before and not self.behind else None
        if not found or not self.text.endswith("，" + self.before) or _COUNTS.search(found[1]):
            return ""  # 产值9亿元，同比增长|5%
        return topic_of(self.text) if self.left else noun_before(found[1])  # 新建工厂，不少于|100家

    def opening(self) -> str:
        """The amount that opens the clause before, where that has no figure: 进出口再上台阶，增幅达|17.3%."""
        found = CLAUSE_BEFORE.search(self.text) if self.text.endswith("，" + self.before) else None
        clause = found[1] if found and not _COUNTS.search(found[1]) else ""
        noun = subject_of(clause)
        opens = noun and clause.startswith(noun) and clause != noun
        return noun if opens and (is_amount(noun) or noun.endswith(words("sum"))) else ""

    def again(self) -> str:
        """What was counted before, where a clause names a time or a plan only: 五年累计|700万人, 今年目标是|110万人."""
        listed_too = self.left in ("", "、", "和") and _PLANNED_LIST.search(self.text)
        timed = any(kind == "t" or word[-1] == "年" for word, kind in tag(self.left))
        return self.like if self.behind in ("", "和") and (listed_too or (timed and _names_nothing(self.left))) else ""

    def lead(self) -> str:
        """What the clause behind a figure that opens the sentence says it is: 3万亿元，是|全省的|经济总量."""
        found = _NEXT_CLAUSE.match(self.later) if not self.behind and _names_nothing(self.left) else None
        if not found:
            return ""
        if not found[1]:
            owner, _, noun = found[2].partition("的")
            return noun_after(noun) if owner in region_names() else ""
        owner, _, noun = found[2].rpartition("的")
        return noun_before(owner if noun.endswith(words("account")) else found[2])

    def meant(self, noun: str) -> str:
        """A noun; where it only points back (这个数变成, 计划是), what it points to."""
        if noun in _PLANS or (noun.endswith(_PLANS) and self.before.endswith(("是", "为"))):
            return self.like or self.previous or noun  # 今年的目标|稳在
        if noun not in listed("backward") or "的" + noun in self.left:
            return noun
        return self.previous or (self.earlier if "这" in self.left else "") or noun


def find_measures(text: str, mentions: Sequence[Figure]) -> list[Measure]:
    """What each figure of a text counts or measures; the text is ``""`` where nothing is named.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_figures
    >>> text = "发放慰问金1100余万元，同比增长5.2%；表彰100名最美劳动者"
    >>> [(found.text, found.aspect) for found in find_measures(text, find_figures(text))]
    [('慰问金', 'level'), ('慰问金', 'change'), ('最美劳动者', 'level')]
    """
    text = text.translate(_WIDE)
    found: list[Measure] = []
    queue: list[str] = []
    like: dict[str, str] = {}
    spans = [surroundings(text, mentions, place) for place in range(len(mentions))]
    gaps = [text[first.end : second.start] for first, second in pairwise(mentions)]
    nouns = nouns_after(mentions, spans, gaps)
    owners = owners_of(gaps)
    for place, mention in enumerate(mentions):
        before, behind = spans[place]
        gap = gaps[place - 1] if place else ""
        same = place and not SENTENCE_END.search(gap)
        if same and nouns[place - 1] and before != nouns[place - 1] and not CLAUSE_END.search(gap):
            before = before.removeprefix(nouns[place - 1])  # 48家|企业|年产值210亿元
        owner = _owner(mention, owners[place], owners, found)
        last = found[owner].text if found else ""
        units_alike = same and (mentions[owner].base == mention.base or kind_of(mentions[owner]) == "time")
        alike = last if units_alike else ""  # also 由3小时缩短至40分钟
        if not same and before.lstrip().startswith("其中"):
            alike = like.get(mention.base, "")
        earlier = text[max(0, mention.start - WINDOW) : mention.start]
        above = (alike, last if same else "", last, like.get(mention.base, ""), earlier)
        made = _measure(mention, (before, behind), nouns[place], (*above, text[mention.end : mention.end + WINDOW]))
        paid = kind_of(mention) == "money" or (made.aspect == "change" and mention.base in PARTS)
        if paid and made.text.endswith(words("earner")):
            made = made._replace(text=with_amount(made.text, last if same else ""))  # 城镇居民收入增4%，农村居民|5%
        joined = same and gap in ("、", "和", "及", "与")
        if joined and mention.base in PARTS and mentions[place - 1].base == mention.base:
            made = found[-1]  # 分别增长37.3%和36.7%
        shared = shared_out(before, made.text, earlier, mentions, place, gaps)
        if shared is not None:
            queue = shared
        elif same and mention.base in PARTS and EACH.match(before):
            queue = [measure.text for measure in found[-run(place, gaps) :]]  # 羊5只、牛6头，分别增加|2%和3%
        elif not (same and gap in ("、", "和", "，")):
            queue = []
        if queue:
            stated = made if "分别" in before or "依次" in before else found[-1]
            made = made._replace(text=queue.pop(0) or made.text, aspect=stated.aspect)
        found.append(made)
        if made.text and mention.base not in PARTS:
            like[mention.base] = made.text
    return found


def _owner(mention: Figure, owner: int, owners: Sequence[int], found: Sequence[Measure]) -> int:
    """The figure whose noun a figure may share, past shares of it: 产品30种，占比超过10%的有|9种."""
    while owner > 0 and mention.base not in _SHARES and found[owner].text in listed("share"):
        owner = owners[owner]
    return owner


def _names_nothing(clause: str) -> bool:
    """Whether a clause has neither a noun, but for a region and a plan, nor a verb."""
    nouns = (word for word, kind in tag(clause) if kind[0] in "nvjlia" and kind != "ns")
    return not any(word not in region_names() and word not in _PLANS for word in nouns)


def _measure(mention: Figure, around: tuple[str, str], after: str, above: tuple[str, ...]) -> Measure:
    before, behind = around
    formerly = _FORMERLY.search(before) if "从" in before or "由" in before else None
    aspect, sign, left = aspect_of(mention, before[: formerly.start()] if formerly else before)
    kind = kind_of(mention)
    last = above[1]
    if after in listed("outcome") and _OF_THEM.search(above[4]) and is_people(last) and tag(last)[-1][1] == "n":
        after = last
    if behind[:1] == "的" and any(word in after for word in words("telling")):
        after = ""  # 杀死11人|的犯罪事实
    if after and aspect == "level" and kind in ("classifier", "area", ""):
        return Measure(after, aspect, sign)
    if mention.base in PARTS and after.endswith("目标"):
        after = ""  # 生产总值增长5%的预期目标
    elif mention.base in PARTS and after.endswith(words("degree_noun")):
        aspect, sign, after = "change", -1 if after[-2] in "降跌" else 1, after[:-2]  # 零售额有6%的增幅
    clause = _Clause(mention, kind, before, behind, left, after, *above)
    for name in _ORDERS[clause.order(aspect)].split():
        place = getattr(clause, name)
        noun = place if isinstance(place, str) else place()
        named = mention.base == "岁" and mention.value < _OLDEST and is_name(noun)
        if noun and not named and clause.can_be(name, noun):
            return Measure(noun, "change" if clause.is_growth_of(noun, aspect) else aspect, sign)
    return Measure("", aspect, sign)
