"""Nouns of a list shared out over a list of figures: 产量、产值分别为5吨、6万元."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsutil.metrics.noun_phrases import noun_before
from newsutil.metrics.nouns_after import RANK
from newsutil.numbers.aspect import PARTS
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.word_classes import is_amount, is_noun, listed, nominal, region_names, tag, words

# Not 说到遭遇，她|转走9万元.
CLAUSE_BEFORE = re.compile(r"(?:^|[，。；！？：\n])([^，。；！？：\n]{2,40})，(?![他她])[^，。；！？：\n]*$")
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
