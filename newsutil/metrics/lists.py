"""Nouns of a list shared out over a list of figures (产量、产值分别为5吨、6万元); nouns of clauses beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsutil.metrics.noun_phrases import noun_after, noun_before
from newsutil.metrics.nouns_after import RANK
from newsutil.numbers.aspect import PARTS, without_carrier
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.word_classes import is_amount, is_noun, is_people, listed, nominal, region_names, tag, words

# Not 说到遭遇，她|转走9万元.
CLAUSE_BEFORE = re.compile(r"(?:^|[，。；！？：\n])([^，。；！？：\n]{2,40})，(?![他她])[^，。；！？：\n]*$")
COUNTS = re.compile(r"\d(?![\d.]*$|[\d年月日号届级省市县区])")  # not 发展指数为89.2
_NEXT_CLAUSE = re.compile(r"，(这?是)?([^，。；：！？\n]{2,40})")
_POINTED = re.compile(r"([^，。；：\n]{2,40})这[个一](?:数字?|水平)——$")
_NEXT_DASH = re.compile(r"(?:，(?:增[速幅长]|同比)[^，。；—\n]{1,12}%)?——([^，。；：！？\n]{2,40})")
_EXTREME = re.compile(
    r"([^，。；：\n]{2,20}?)(?:(?:也|都|均)?(?:最|较|比较|很|更)[大高多低少小深]|(?:出现|发生)在[^，。；：\n]{1,16})，(?:[^，。；：\n]{1,6}分别)?(?:达到?|有|在|为)?$"
)
CLOSES = re.compile("[、和]?$|[提增调升涨降减变改缩扩][^，。；]{0,2}[至到为成]")  # 840元|和, 由90元|增至
_BRACKETS = re.compile("[（(）)。\n]")
EACH = re.compile("(?:[与同较比][^，。；]{1,12})?分别")
_SEEN = re.compile("^[从就按](.+?)来?看$")  # 从种植面积看，
JOINED = re.compile("[、和]")
_APART = re.compile("分别|依次|各|相比")
BREAKS = frozenset(("", *"，。；：！？\n　 "))
_TOTALS = frozenset(("", "共", "共计", "合计", "总计", "均", "都"))
_NUMBERED = re.compile("第?([一二三])(?:$|(?=产))")
_HEAD = re.compile("(.+)(人数|人口|床位|单位|(?<=[进出]口)额)")
_WHOLE = re.compile("年均$|占(?!比)")
_DISTRIBUTED = re.compile(r"([^，。；：]+?[、和][^，。；：]+?)(?:分别|依次)")


def shared_out(
    before: str, measure: str, earlier: str, mentions: Sequence[Figure], place: int, gaps: Sequence[str]
) -> list[str] | None:
    """The nouns of the figures from one on, where a word shares them out (分别, 依次); None where none does."""
    found, mention = _DISTRIBUTED.match(before), mentions[place]
    if not found:
        return None
    if mention.base not in PARTS and measure and measure in before[found.end() :]:
        return [measure] * run(place, gaps)  # 东县、西县分别|死亡|5人和1人
    whole = _WHOLE.split(found[1])[0]  # 采矿业、制造业产值|占工业比重分别
    names = members(whole, mentions, place, gaps)
    topic = topic_of(earlier) if names else ""
    return [topic or name for name in names]  # 人均收入，城镇、农村分别增长|7%、8%


def topic_of(earlier: str) -> str:
    """The noun phrase that is all of the clause before the figure's, but for a region or a modifier with 的."""
    found = CLAUSE_BEFORE.search(earlier)
    if not found:
        return ""
    clause = _SEEN.sub(r"\1", found[1])
    noun = noun_before(clause)
    owner, owned, modifier = clause.removesuffix(noun).rpartition("的")
    if not owned:
        return noun if tag(clause)[-1][1][0] == "n" and not modifier else ""
    led = modifier and any(kind[0] == "v" for _, kind in tag(owner))  # 加大对企业的|支持|力度
    plain = modifier[:1] != "是" and all(kind[0] in "avb" for _, kind in tag(modifier))  # 这样的|共享|车间
    return modifier + noun if noun and plain and not led else ""


def amount_in(clause: str) -> str:
    """The first amount that a clause names: 去年的|地区生产总值|精确到小数点后两位."""
    phrase = ""
    for word, kind in tag(clause):
        phrase += word
        if is_noun(word, kind) and is_amount(noun := noun_before(phrase)):
            return noun
    return ""


def people_in(clause: str) -> str:
    """The people that a clause names last: 为|农民工|追回工资."""
    tagged = list(tag(clause))
    while tagged and not tagged[-1][0].endswith(words("people")):
        tagged.pop()
    return noun_before("".join([word for word, _ in tagged])) if tagged else ""


def members(names: str, mentions: Sequence[Figure], place: int, gaps: Sequence[str]) -> list[str]:
    """The nouns of a list, one a figure (煤炭、原油产量分别|为5吨、6吨); none where the figures are more or fewer."""
    some, _, common = names.rpartition("等" if "等" in names.replace("高等", "") else "的")
    noun = noun_before(common) if some else ""
    if noun.endswith(words("degree_noun")):
        names, noun = some, ""  # 食品业、纺织业的增幅分别|为5%、6%
    listed = JOINED.split(names)
    if len(listed) != run(place, gaps):
        listed = names.split("、")  # 入园率、高中和大学升学率分别达|93%、60%
    if len(listed) != run(place, gaps):
        return []
    numbers = [found[1] for name in listed if (found := _NUMBERED.search(name))]
    if len(numbers) == len(listed):  # 一、二、三产业增加值
        first = "" if re.search("三产(?!业)", listed[-1]) else "第"  # 一、二、三产增加值
        return [first + number + _NUMBERED.sub("", listed[-1]) for number in numbers]
    nouns = [noun or noun_before(name) for name in listed]
    nouns = [RANK.sub("", nouns[-1]) if RANK.fullmatch(name) else name for name in nouns]  # 国家级、省级|园区
    return [name if len(tag(name.rpartition("”")[2])) > 1 else with_amount(name, nouns[-1]) for name in nouns]


def with_amount(name: str, parallel: str) -> str:
    """A noun with the amount that a parallel one names: 原油 beside 天然气|产量, 城镇 beside 农村居民|收入."""
    *rest, (amount, _) = tag(parallel) or [("", "")]
    if head := _HEAD.fullmatch(parallel):
        rest, amount = list(tag(head[1])), head[2]  # 进口、出口|额
    told = head or is_amount(amount) or amount in nominal() or amount in listed("dimension")
    if not name or is_amount(name) or name.endswith(amount) or not rest or not told:
        return name
    while rest and rest[-1][0].endswith(("人均", "可支配", "款")):
        amount = rest.pop()[0] + amount  # 人均|可支配|收入, 贷款|余额
    people = "居民" if rest and rest[-1][0].endswith("居民") else ""
    return name + amount if name.endswith(words("people")) else name + people + amount


def with_partners(noun: str, before: str, text: str) -> str:
    """A noun with those joined to it before a figure that counts them together: 幼儿园和|小学|共30所, 肉、蛋|产量."""
    start = before.rfind(noun)
    if start < 1 or before[start - 1] not in "、和与及" or _APART.search(before, start):
        return noun
    rest, whole, trail, last = before[:start], noun, before[start + len(noun) :], tag(noun)[-1][1]
    while (joint := tag(rest)[-1][0] if rest else "") in ("、", "和", "与", "及", "以及"):
        rest = rest.removesuffix(joint)
        partner = noun_before(rest)
        clauses = joint == "、" and (last == "v" or (tag(partner) or (("", ""),))[-1][1][:1] != "n")
        if clauses or not partner or not rest.endswith(partner):
            return noun  # 经济回升、企业30家
        rest, whole = rest.removesuffix(partner), partner + joint + whole
    opened = not rest and text.removesuffix(before)[-1:] not in BREAKS  # 增长5%的|企业、商店30家
    led = {kind[0] for _, kind in tag(rest.rpartition("的")[2])}  # 优化环境、企业|增至30家
    does = "、" in whole and trail.removeprefix("等") not in _TOTALS and not led.isdisjoint("vd")
    return noun if opened or does else whole


def run(place: int, gaps: Sequence[str]) -> int:
    """How many figures are listed from one on."""
    end = place
    while end < len(gaps) and gaps[end] in ("、", "和"):
        end += 1
    return end - place + 1


def owners_of(gaps: Sequence[str]) -> list[int]:
    """For each figure, the one before it that is not in brackets closed since: 64例（重症1例），东县|62例."""
    owners, opened = [-1], list[int]()
    for place, gap in enumerate(gaps):
        owner = place
        for sign in _BRACKETS.findall(gap):
            if sign in "（(":
                opened.append(owner)
            elif sign in "）)":
                owner = opened.pop() if opened else place
            elif sign in "。\n":
                opened.clear()
        owners.append(owner)
    return owners


def is_deed(noun: str) -> bool:
    """Whether a phrase is made of verbs only: 改造, 关停取缔."""
    return all(kind in ("v", "vn") for _, kind in tag(noun))


def names_nothing(clause: str) -> bool:
    """Whether a clause has neither a noun, but for a region and a plan, nor a verb."""
    nouns = (word for word, kind in tag(clause) if kind[0] in "nvjlia")
    return not any(word not in region_names() for word in nouns)


def case_in(left: str, behind: str) -> str:
    """The kind of case whose number is told: 确诊病例|出院|5例, 1例|为|输入病例."""
    if behind.startswith("为"):
        noun = noun_before(behind[1:].partition("（")[0])
        return noun if noun.endswith(words("case")) else ""
    end = max((left.rfind(word) + len(word) for word in words("case") if word in left), default=0)
    return noun_before(left[:end])


def what_lasts(before: str, left: str, behind: str, clause_before: str) -> str:
    """What lasts: 搜救已持续|38个小时, 实行交通管制，历时|4个小时, 经过3个小时|扑救."""
    said = before if before.endswith(words("lasting")) else left
    verb = next(filter(said.endswith, words("lasting")), "")
    act = behind if verb and len(behind) > 1 else ""
    if not verb or (act and tag(act)[0][0] == act and tag(act)[0][1][0] == "v"):
        return act
    led = without_carrier(said.removesuffix(verb))
    if not led and verb in ("历时", "持续"):
        return "" if COUNTS.search(clause_before) else noun_before(clause_before)
    tagged = [found for found in tag(led) if found[1] not in ("d", "ad", "t")]
    last, kind = tagged[-1] if tagged else ("", "")
    noun = noun_before("".join([word for word, _ in tagged]))
    return noun or (last if kind[:1] in ("v", "z") and len(last) > 1 and last not in listed("plain_verb") else "")


def told_beside(text: str, later: str, before: str, left: str, alike: str) -> str:
    """What the clause behind a figure that opens the sentence says it is: 3万亿元，是|全省的|经济总量."""
    if "，" in text[-12:] and (extreme := _EXTREME.search(text)):
        noun = noun_before(extreme[1])  # 东县降水量最大，达到|64毫米, but 产值8亿元，窑厂最大，达到|3亿元
        return noun if is_amount(noun) or is_people(noun) else alike or noun
    if text.endswith("——") and (pointed := _POINTED.search(text)):
        return amount_in(pointed[1])  # 生产总值定格在这个数——|6万亿元
    said = CLAUSE_BEFORE.search(text) if before in ("是", "为") else None
    if said and not COUNTS.search(said[1]) and (noun := amount_in(said[1])):
        return noun  # 生产总值精确到小数点后两位，是|6.25万亿元
    if dash := _NEXT_DASH.match(later):
        return amount_in(dash[1])  # 6万亿元，增速5%——去年的|生产总值|站上新高
    found = _NEXT_CLAUSE.match(later) if names_nothing(left) else None
    if not found or not found[1]:
        owner, _, noun = found[2].partition("的") if found else ("", "", "")
        return noun_after(noun) if owner in region_names() else ""
    owner, _, noun = found[2].rpartition("的")
    return noun_before(owner if noun.endswith(words("account")) else found[2])


def deed_in(base: str, before: str, left: str, behind: str) -> str:
    """What happened so many times, or to so many people: 17次|空袭, 4000人|被疏散."""
    if CLOSES.match(behind):
        return ""  # not 由9万人|增至, but 发生3车|追尾
    tagged = [found for found in tag(behind) if found[1] not in ("d", "p", "a")]
    word, kind = tagged[0] if tagged else ("", "")
    happened = base != "人" or len(tagged) == 1
    named = kind in ("v", "vn", "b") and len(word) > 1 and word not in listed("plain_verb")
    ahead = "outcome" if before.endswith("的") else "people"
    last = tag(left)[-1:]
    called = bool(last) and last[0][1][0] == "n" and is_people(last[0][0])  # 民兵|860人上堤
    whose = called or left.rstrip("的").endswith(words(ahead)) or before.rstrip("的").endswith(words("body"))
    told = base == "人" and whose
    return word if happened and named and not told else ""  # not 失踪的|4人|被救出, 官兵|9人|出动
