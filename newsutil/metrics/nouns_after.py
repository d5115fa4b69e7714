"""The noun behind each figure of a text, also where it stands behind a later one: 15岁、16岁的|学生."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from newsutil.metrics.noun_phrases import noun_after, noun_before
from newsutil.numbers import not_counted
from newsutil.numbers.aspect import PARTS, without_carrier
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.units import Unit, units
from newsutil.numbers.word_classes import is_noun, listed, tag, words

_NO_UNIT = Unit("", "", Fraction(1), "", ())
_MADE = ("年产", "日产", "年加工", "年处理", "日处理")
# 为期三天的|电子商务进村推进会|在
_EVENT = re.compile("的([^，。；]{2,40}?(?:[会班展赛]|活动|演练))(?=$|[在于今昨将圆落拉开闭结])")
_AT_AGE = re.compile("(?:高龄)?时(?![尚髦装])")  # 18岁|时考上大学
_VARIED = ("家", "项", "场", "场次", "种", "类", "名", "位", "个")  # units of unlike things
_BESIDE = ("、", "和", "对接")
_CIRCLE = re.compile("”?([^，。；、“”一两几半每了完着的]{1,8}?圈)")  # 打造15分钟|便民生活圈, “一小时”|交通圈


def nouns_after(mentions: Sequence[Figure], spans: Sequence[tuple[str, str]], gaps: Sequence[str]) -> list[str]:
    """The noun behind each figure; of a figure that only describes the next one (a size, 的), the noun behind that."""
    nouns = [""] * (len(mentions) + 1)
    for place in range(len(mentions) - 1, -1, -1):
        mention, behind = mentions[place], spans[place][1]
        followed = place < len(gaps)
        listed_of = followed and gaps[place] in ("、", "和") and mentions[place + 1].base == mention.base
        if listed_of and spans[place + 1][1][:1] in "的、和":
            nouns[place] = nouns[place + 1]  # 15岁、16岁|的学生
        elif behind in ("", "的") and followed and gaps[place] in ("", "的") and mention.base not in PARTS:
            nouns[place] = nouns[place + 1]
        elif behind == "、" and _is_extent(mention, spans[place][0], mentions[place + 1 :]):
            nouns[place] = nouns[place + 1]  # 列入计划的20栋、3万平方米|危房
        elif spans[place][0].endswith("为期") and (event := _EVENT.match(behind)):
            nouns[place] = noun_before(event[1]) or noun_after(behind, mention.unit, "time")
        elif not mention.base and behind.startswith(not_counted.words("alone")):
            nouns[place] = behind[0]  # 1死8伤
        elif behind == "来自" and followed:
            nouns[place] = noun_after(spans[place + 1][1].partition("的")[2], mention.unit)  # 30名来自5个省的|选手
        elif kind_of(mention) == "time" and (circle := _CIRCLE.match(behind)):
            nouns[place] = circle[1]
        elif behind and not (mention.unit == "岁" and _AT_AGE.match(behind)):
            nouns[place] = noun_after(_past_examples(behind, mention.unit), mention.unit, kind_of(mention))
            if spans[place][0].endswith(_MADE):
                nouns[place] = _made(nouns[place])
            if followed and spans[place + 1][1].startswith("的") and _is_size(behind):
                nouns[place] = nouns[place + 1] or nouns[place]  # 500个总投资约9000亿元的重大项目
    return nouns


def _is_extent(mention: Figure, before: str, later: Sequence[Figure]) -> bool:
    """Whether the next of the figures says how large what a figure counts is, which neither names before it."""
    alone = kind_of(mention) == "classifier" and (before.endswith("的") or not noun_before(without_carrier(before)))
    return bool(later) and alone and kind_of(later[0]) in ("measure", "area", "money")


def _past_examples(behind: str, unit: str) -> str:
    """The text behind 等, where only nouns stand before it: 5场路演、签约等|活动; not 5个县等地, 5件藏品挂牌等买家."""
    tagged = tag(behind) if unit in _VARIED and "等" in behind else ()
    end = next((place for place, found in enumerate(tagged) if not is_noun(*found) and found[0] not in _BESIDE), 0)
    follows = tagged[end + 1 :] if end and tagged[end][0] == "等" else ()
    if not follows or follows[0][0] == "地" or not is_noun(*follows[0]):
        return behind
    named = tagged[end - 1][1] != "v" or any(word in listed("head") for word, _ in follows[:3])
    return "".join([word for word, _ in follows]) if named else behind


def _made(noun: str) -> str:
    """What a plant makes: 年产80吨的|茶叶|生产线."""
    plant = next((word for word in words("plant") if noun.endswith(word)), "")
    return noun.removesuffix(plant) or noun


def kind_of(mention: Figure) -> str:
    """Kind of a figure's unit; ``""`` where it has none."""
    return units().get(mention.base, _NO_UNIT).kind


def _is_size(gap: str) -> bool:
    """Whether the words between two figures only say which size the second is of the first: 总投资约, 总装机."""
    left = without_carrier(gap)
    return len(gap) < 10 and gap.startswith(left) and left.endswith((*words("dimension"), "年龄"))
