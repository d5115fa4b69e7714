"""What a figure counts or measures, and whether it is a level, a change, a share or a rate.

The noun stands after the figure (100名最美劳动者), before it (慰问金1100余万元) or, of a mere change, with the figure
before; which place is asked first is a short order for each kind of statement (``_ORDERS``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from newsutil.base.text import CLAUSE_END, SENTENCE_END
from newsutil.metrics.breakdowns import is_second, shared_nouns
from newsutil.metrics.clause import PERSONS, Clause
from newsutil.metrics.lists import EACH, JOINED, members, owners_of, run, shared_out, with_amount, with_partners
from newsutil.metrics.noun_phrases import noun_before
from newsutil.metrics.nouns_after import is_division, kind_of, nouns_after
from newsutil.metrics.surroundings import WINDOW, surroundings
from newsutil.numbers.aspect import PARTS, aspect_of, level_after_change
from newsutil.numbers.bases import added, base_of, per_something
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.word_classes import is_people, listed, tag, words
from newsutil.places.region_cues import Place

_ORDERS = {  # where the noun of a figure is looked for, by the kind of statement; the methods of Clause
    "change": "after compared subject item opening alike previous",
    "position": "size far",
    "described": "size after",
    "share": "subject previous",
    "part": "counted ahead subject topic after previous",
    "running": "ahead subject item previous",
    "time": "ahead lasting after verb opening alike",
    "those": "alike earlier",
    "these": "after like",
    "money": "size after whole ahead verb subject again lead topic opening item previous",
    "other": "size after lasting deed case whole ahead subject concerned again lead alike verb item previous",
}
_TEXTS = frozenset(("after", "ahead", "alike", "earlier", "like", "previous"))  # those that are no methods
_PLACES = {order: [(name, name in _TEXTS) for name in places.split()] for order, places in _ORDERS.items()}
_FORMERLY = re.compile(  # the state before the change: 车程将由现在的|2小时, 入学率从2012年的|90%
    r"[从由](?:现在|目前|以往|往年|原来|原先|过去|曾经|“十.五”)[^，。；的]{0,6}的?$"
    r"|[从由](?:上个?世纪|\d{4}年)[^，。；的]{0,12}(?:年代|[初时末期])的?$"
    r"|[从由](?:初步)?(?:核算|统计|测算|公布|快报)(?:[^，。；的]{0,4}的)?$"
    r"|[从由](?:[〇○零一二三四五六七八九]{4}年|年初|\d{1,2}日)的$"
)
_CONVERTED = re.compile("[（(]?(?:，?(?:约?[合折]|折合|相当于)|(?<=[（(]))(?:人民币)?$")
_STEPS = re.compile("[^，。；、]{0,4}元台阶")  # 4个|万亿元台阶
_SHOWN = re.compile("(?:先后|陆续|均|都|不同程度地?)?出现了?([^，。；]{0,20}(?:症状|重症|迹象|反应|不适))")
_OF_WHOLE = re.compile("[。；\n]\\s*其中，?[^，。；！？\n]*$")
_GOES_ON = re.compile(r"(?:，其中)?[^，。；：！？\n]*$")  # 新增学校3所、|医院2所，其中县医院|1所
_AREA = re.compile("(?=地区生产总值)|地区(?!双城)")
_MOST = re.compile(r"([^，。；：！？\n]{2,20})最[快大高多猛小低少慢]，(?:达到?|为)?$")  # 出口增长最快，达|9%


class Measure(NamedTuple):
    """What a figure is about; ``sign`` is -1 where the figure says by how much something fell, ``since`` the year
    that its growth is counted from, where one is named."""

    text: str
    aspect: str
    sign: int
    since: int = 0


def measures_of(
    texts: Sequence[str], figures: Sequence[Sequence[Figure]], places: Sequence[Sequence[Place]]
) -> list[list[Measure]]:
    """What the figures of each text, which names some places, count or measure; ``""`` where nothing is named.

    >>> from newsutil.numbers.spot_figures import find_figures
    >>> text = "发放慰问金1100余万元，同比增长5.2%；表彰100名最美劳动者"
    >>> [(found.text, found.aspect) for found in measures_of([text], [find_figures(text)], [()])[0]]
    [('慰问金', 'level'), ('慰问金', 'change'), ('最美劳动者', 'level')]
    """
    texts = [text.replace(",", "，").replace(";", "；").replace(":", "：") for text in texts]
    spans = list(map(surroundings, texts, figures))
    gaps = list(map(_gaps, texts, figures))
    nouns = list(map(nouns_after, figures, spans, gaps))
    found = list(map(_own_measures, texts, figures, places, spans, nouns, gaps))
    found = list(map(_with_shared_nouns, texts, figures, found))
    return list(map(_with_bases, texts, figures, spans, gaps, found))


def _gaps(text: str, mentions: Sequence[Figure]) -> list[str]:
    """The text between the figures; signs without the white space that software has set around them (9 起 和 8 起)."""
    between = (text[one.end : two.start] for one, two in pairwise(mentions))
    return [gap.strip(" \u3000\xa0") or gap for gap in between]


def _own_measures(
    text: str,
    mentions: Sequence[Figure],
    places: Sequence[Place],
    spans: Sequence[tuple[str, str]],
    nouns: Sequence[str],
    gaps: Sequence[str],
) -> list[Measure]:
    """The measure of each figure, the nouns that rows share left aside."""
    found, queue, like = list[Measure](), list[str](), dict[str, str]()
    owners = owners_of(gaps)
    for place, mention in enumerate(mentions):
        gap = gaps[place - 1] if place else ""
        before, behind = spans[place]
        if before == gap and before[1:].endswith("、") and behind and mention.base in PERSONS:
            before = ""  # 5人达成意向、|9人签约: what the people counted before it did
        same = _goes_on(mention, gap, before)
        own = before.removeprefix(nouns[place - 1]) if same else ""
        if own not in ("", before) and own.removeprefix("共") not in listed("done", "plant"):
            before = before if CLAUSE_END.search(gap) else own  # 48家|企业|年产值210亿元, but 亿元以上|项目|开工97个
        owner = _owner(before, mention, owners[place], owners, found, mentions)
        last = found[owner].text if found else ""
        earlier = text[max(0, mention.start - WINDOW) : mention.start]
        units_alike = same and _counts_alike(mentions[owner].base, mention.base)
        key, part = "人" if mention.base in PERSONS else mention.base, mention.base in PARTS
        same_unit = like.get(key, "")
        alike = last if units_alike else same_unit if "其中" in earlier and _OF_WHOLE.search(earlier) else ""
        if place and ((part and gap in ("、", "和")) or _is_converted(mentions[place - 1], gap, mention)):
            made = found[-1]  # 分别增长37.3%和36.7%; 200美元（约合|1400元）
        else:
            above = (alike, last if same else "", last, same_unit, earlier, text[mention.end : mention.end + WINDOW])
            made = _measure(mention, (before, behind), nouns[place], above)
            if cut := _behind_name(made.text, before, text, mention.start, places):
                made = _measure(mention, (before[cut:], behind), nouns[place], above)
            earns = made.text.endswith(words("earner"))
            if earns and (kind_of(mention.base) == "money" or (part and made.aspect == "change")):
                made = made._replace(text=with_amount(made.text, last if same else ""))  # 城镇居民收入增4%，农村居民|5%
        apart, many = "分别" in before or "依次" in before, run(place, gaps)
        first = spans[max(0, place - many)][0]  # 分别|从5只、6头增至7只、8头
        told = shared_out(before, made.text, earlier, mentions, place, gaps) if apart else None
        if not apart and many > 1 and JOINED.search(made.text):
            told = members(made.text, mentions, place, gaps) or None  # 城镇和农村居民收入|6万元、3万元
        if told is not None:
            queue = list(told)
        elif (gap[1:] == before and EACH.match(before)) or ("分别" in first and level_after_change(gap)):
            queue = [measure.text for measure in found[-many:]]  # 羊5只、牛6头，分别增加|2%和3%
        elif gap not in ("、", "和", "，"):
            queue = []
        if queue:
            made = made._replace(text=queue.pop(0) or made.text, aspect=(made if apart or told else found[-1]).aspect)
        found.append(made)
        if not part:
            like[key] = made.text
    return found


def _counts_alike(before: str, base: str) -> bool:
    """Whether a figure in a unit can count what one before it does: 病例22例，其中吴中区|5人."""
    return before == base or kind_of(before) == "time" or (before == "例" and base in PERSONS)


def _goes_on(mention: Figure, gap: str, before: str) -> bool:
    """Whether a figure stands in the sentence of the one before it, or tells its growth on the next line."""
    growth = before.strip()
    return not SENTENCE_END.search(gap) or (gap.strip() == growth and not aspect_of(mention, growth)[2])


def _behind_name(noun: str, clause: str, text: str, at: int, places: Sequence[Place]) -> int:
    """Where a clause goes on behind the name of a division that its noun has a part of: 北京市延庆|区游客; else 0."""
    start, cut = clause.rfind(noun) if noun and places else -1, 0
    if start < 0:
        return 0
    for first, last, code in places[bisect_left(places, (at - WINDOW,)) : bisect_left(places, (at,))]:
        begin = clause.rfind(text[first:last])
        end = begin + last - first
        if clause.startswith("段", end):
            continue  # 京杭运河苏州段|水位
        area = _AREA.match(clause, end) if code[0] not in "78" else None  # exports to 香港地区
        if begin >= 0 and area:
            cut = max(cut, area.end())
        elif begin >= 0 and start < end < start + len(noun) and (begin < start or text[last - 1] in "省市县区州旗盟"):
            ends = accumulate((len(word) for word, _ in tag(noun)), initial=start)
            cut = max(cut, end if end in ends or clause[end] == "共" else 0)
    return cut


def _with_shared_nouns(text: str, mentions: Sequence[Figure], found: list[Measure]) -> list[Measure]:
    """The measures, those of the parts of a row, and of their growth, with the noun that the row shares."""
    for place, noun in shared_nouns(text, mentions, [measure.text for measure in found]):
        own, found[place] = found[place].text, found[place]._replace(text=noun)
        for later in range(place + 1, len(found)):
            if not is_second(mentions, later) and (mentions[later].base not in PARTS or found[later].text != own):
                break
            found[later] = found[later]._replace(text=noun)
    for at in range(2, len(found) - 1):
        if found[at].text or text[mentions[at - 1].end : mentions[at].start] != "，":
            continue
        if [one.base for one in mentions[at - 2 : at]] == [one.base for one in mentions[at : at + 2]]:
            for place in (at, at + 1):  # 9个站雨量超过5毫米，|2个|超过10毫米
                found[place] = found[place]._replace(text=found[place - 2].text)
    for place in [at for at, one in enumerate(mentions) if one.base == "个" and _STEPS.match(text, one.end)]:
        found[place] = found[place]._replace(text="台阶")
    return found


def _with_bases(
    text: str,
    mentions: Sequence[Figure],
    spans: Sequence[tuple[str, str]],
    gaps: Sequence[str],
    found: Sequence[Measure],
) -> list[Measure]:
    """The measures with what growth is counted from, what amounts are per, and whether they came on top of others."""
    told: list[Measure] = []
    clause, sign = "", 0
    for place, (mention, (before, _), made) in enumerate(zip(mentions, spans, found, strict=True)):
        gap = gaps[place - 1] if place else "。"
        earlier = text[max(0, mention.start - WINDOW) : mention.start]
        second = gap in ("、", "和") and mention.base in PARTS
        clause = clause if second else before
        if made.aspect == "change":
            aspect, since = base_of(clause, earlier, second)
            made = made._replace(aspect=aspect, since=since)
        elif made.aspect == "level":
            aged = place and mentions[place - 1].base == "岁"  # 每千人口3岁以下幼儿床位|4个
            name = per_something(made.text, CLAUSE_END.split(earlier)[-1] if aged else before)
            lasts = kind_of(mention.base) in ("time", "year", "day")  # 新增工人平均受训14年
            change, noun = (0, made.text) if lasts else added(made.text, before)
            alike = place and kind_of(mentions[place - 1].base) == kind_of(mention.base)
            more = sign != 0 and alike and mention.qualifier != "over"  # not 新增3公里、突破9公里
            more = more and before.strip("、和及与").removeprefix("其中") in ("", made.text)
            sign = change or (sign if more and _GOES_ON.match(gap) else 0)
            each = gap in ("、", "和") and told[-1].aspect == "rate" and mentions[place - 1].base == mention.base
            if name is not None or each:  # 每亩300元和|200元
                made = made._replace(text=made.text if name is None else name, aspect="rate")
            elif sign:
                made = Measure(noun, "change", sign)
        told.append(made)
    return told


def _is_converted(before: Figure, gap: str, mention: Figure) -> bool:
    """Whether a sum is told again in another currency: 200美元（约合|1400元）."""
    return kind_of(before.base) == kind_of(mention.base) == "money" and _CONVERTED.match(gap) is not None


def _owner(
    before: str,
    mention: Figure,
    owner: int,
    owners: Sequence[int],
    found: Sequence[Measure],
    mentions: Sequence[Figure],
) -> int:
    """The figure whose noun a figure may share, past shares: 产品30种，占比超过10%的有|9种."""
    share = () if mention.base in PARTS else listed("share")
    among = "其中" in before and mention.base not in PARTS  # 树木952株，挂牌率100%，其中东区|278株
    while owner > 0 and (
        found[owner].text in share or is_division(mentions[owner]) or (among and mentions[owner].base in PARTS)
    ):
        owner = owners[owner]
    return owner


def _measure(mention: Figure, around: tuple[str, str], after: str, above: tuple[str, ...]) -> Measure:
    before, behind = around
    most = _MOST.search(above[-2]) if mention.base in PARTS and "最" in above[-2] else None
    before = most[1] if most else before
    if is_division(mention):
        return Measure(after, "level", 1)
    formerly = _FORMERLY.search(before) if "从" in before or "由" in before else None
    aspect, sign, left = aspect_of(mention, before[: formerly.start()] if formerly else before)
    kind = kind_of(mention.base)
    if behind[:1] == "的" and any(word in after for word in words("telling")):
        after = ""  # 杀死11人|的犯罪事实
    if aspect == "change" and kind in ("day", "year") and after[-1:] not in {*"期命间限长龄"}:
        after = ""  # 承包到期后再延长30年|试点, but 缩短3天|工期
    acts = mention.base in PERSONS and behind and tag(behind)[0][1] == "v" and is_people(before)
    if acts and after not in listed("outcome", "treated"):
        after = ""  # 干部|20名奔赴一线
    plain = aspect == "level" and kind in ("classifier", "area", "") and behind[:1] != "的"  # not 客流量超万人次|的景区
    if (plain and after) or after[-1:] == "圈":
        return Measure(after, aspect, sign)
    if mention.base in PARTS and after.endswith("目标"):
        after = ""  # 生产总值增长5%的预期目标
    elif after.endswith(words("degree_noun")):
        aspect, sign, after = "change", -1 if after[-2] in "降跌" else 1, after[:-2]  # 零售额有6%的增幅
    shown = _SHOWN.match(behind) if mention.base in PERSONS | {"例"} else None
    told = noun_before(shown[1]) if shown else ""
    after = after or (told if mention.base == "例" else "")
    clause = Clause(mention, kind, before, behind, left, after, *above)
    for name, is_text in _PLACES[clause.order(aspect)]:
        noun = getattr(clause, name) if is_text else getattr(clause, name)()
        if noun and clause.can_be(name, noun):
            noun = noun if is_text and name != "ahead" else with_partners(noun, before, clause.text)
            # 目标是经济5%，投资|7%; not 收入60%来自游客, nor 占到收入的60%
            grows = aspect == "share" and not behind.strip() and noun.endswith(words("sum")) and left.endswith(noun)
            return Measure(noun, "change" if grows else aspect, sign)
    return Measure(told, aspect, sign)
