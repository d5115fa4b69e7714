"""The noun behind each figure of a text, also where it stands behind a later one: 15岁、16岁的|学生."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newsutil.metrics.noun_phrases import noun_after
from newsutil.numbers import not_counted
from newsutil.numbers.aspect import PARTS, without_carrier
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.units import units
from newsutil.numbers.word_classes import is_noun, is_people, listed, tag, words

RANK = re.compile("(?:国家|自治区|区域|[省部市州县])级")
_OTHER_PLANT = re.compile("(?<=电站|工程|机组|线路)[、和].+")  # 220千伏|电网工程、联网通道
_CIRCLE = re.compile("”?([^，。；、“”]{1,8}?圈)")  # 打造15分钟|便民生活圈, “一小时”|交通圈


def nouns_after(mentions: Sequence[Figure], spans: Sequence[tuple[str, str]], gaps: Sequence[str]) -> list[str]:
    """The noun behind each figure; of a figure that only describes the next one (a size, 的), the noun behind that."""
    nouns, sizes = [""] * (len(mentions) + 1), (*words("dimension"), "价值", "年龄", "年产")
    for place in range(len(mentions) - 1, -1, -1):
        mention, (before, behind) = mentions[place], spans[place]
        kind = kind_of(mention.base)
        followed = place < len(gaps)
        listed_of = followed and gaps[place] == "、" and mentions[place + 1].base == mention.base
        if is_division(mention):  # 4省|联动, 6县|12个乡镇, but 8省|法院
            noun, own = noun_after(behind, mention.unit), mention.base if mention.base[0] == "部" else ""
            nouns[place] = noun if noun.endswith(words("body")) else own  # 9部门|联合发文
            continue
        told_too = followed and behind == "、" and kind_of(mentions[place + 1].base) in ("measure", "area")
        if told_too or (listed_of and spans[place + 1][1][:1] in "的、和") or (followed and gaps[place] in ("", "的")):
            nouns[place] = nouns[place + 1]  # 20栋、3万平方米|危房, 15岁、16岁|的学生
        elif not mention.unit and behind.startswith(not_counted.words("alone")):
            nouns[place] = behind[0]  # 1死8伤
        elif behind == "来自" and followed:
            nouns[place] = noun_after(spans[place + 1][1].partition("的")[2], mention.unit)  # 30名来自5个省的|选手
        elif kind == "time" and (circle := _CIRCLE.match(behind)):
            nouns[place] = circle[1]
        elif behind[:1] == "是" and kind == "classifier":
            named = noun_after(behind[1:], mention.unit)
            whole = named == behind[1:] if mention.base not in ("人", "名", "位") else is_people(named)
            nouns[place] = named if whole else ""  # 13位是|党员, 5个是|商场, but 3人是第一次来, 2个是去年建的
        elif followed and RANK.fullmatch(gaps[place].rstrip("、和及")):
            nouns[place] = RANK.sub("", nouns[place + 1], count=1)  # 20个国家级、3个市级|园区
        elif behind and not (mention.unit == "岁" and behind.startswith(("时", "高龄时"))):
            noun = noun_after(_past_examples(behind, mention.unit), mention.unit, kind)
            noun = _doers(noun) if mention.base in PARTS and behind[:1] != "的" else noun
            rest = behind.removeprefix(noun)
            if rest != behind and behind.endswith(words("made")) and before.endswith(words("making")):
                noun = noun if any(kind[0] in "dpucxrf" for _, kind in tag(rest)) else behind  # 5项|稳外资举措
            if kind == "measure" and units()[mention.base].dimension in ("power", "voltage"):
                noun = _OTHER_PLANT.sub("", noun)
            if before.endswith("年产"):
                noun = noun.removesuffix(next(filter(noun.endswith, words("plant")), ""))  # 年产80吨的|茶叶|生产线
            sized = followed and spans[place + 1][1].startswith("的") and "等" not in behind and behind[:1] != "的"
            led = without_carrier(behind)
            where = is_people(noun) or "在" in led  # 9名司乘人员|被困在海拔4600米的垭口
            of_next = sized and led.endswith(sizes) and not where  # 500个总投资约9000亿元的重大项目
            nouns[place] = nouns[place + 1] if of_next else noun
    return nouns


def _past_examples(behind: str, unit: str) -> str:
    """The text behind 等, where only nouns stand before it: 5场路演、签约等|活动; not 5个县等地, 5件藏品挂牌等买家."""
    if behind[:1] == "级" or unit[1:].endswith("级"):
        return behind.removeprefix("级").partition("、")[0]  # 5兆瓦级|轴承、支架
    if unit not in ("家", "项", "场", "个") or "等" not in behind:
        return behind
    tagged = tag(behind)
    end = next((place for place, found in enumerate(tagged) if not is_noun(*found) and found[0] != "、"), 0)
    follows = tagged[end + 1 :] if end and tagged[end][0] == "等" else ()
    if not follows or not is_noun(*follows[0]):
        return behind
    named = tagged[end - 1][1] != "v" or any(word in listed("head") for word, _ in follows[:3])
    return "".join([word for word, _ in follows]) if named else behind


def _doers(noun: str) -> str:
    """Those of whom a share does something, without what they do: 三成|农户|种植苹果."""
    who = ""
    for word, kind in tag(noun):
        if kind[0] == "v" and who.endswith(("家庭", *words("people", "body", "goer"))):
            return who
        who += word
    return noun


def is_division(mention: Figure) -> bool:
    """Whether a figure counts divisions by their kind and mostly no noun: not 5大|工程, 3村."""
    return kind_of(mention.base) == "area" and mention.base[-1] in "省市县区州份）地委门"


@cache
def kind_of(base: str) -> str:
    """Kind of a unit; ``""`` where a figure has none."""
    return units()[base].kind if base else ""
