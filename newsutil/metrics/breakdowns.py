"""Figures of parts that stand in a row, and what all of them count: 床位540个，内科|190个、外科|150个.

What a part counts is said by the words that lead into the row (接待量依次为：), by an amount before the first name
(零售价东市场|26元，西市场|25元), by the total, or by the first part (种植业增加值33亿元，林业|2亿元).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import compress, pairwise
from typing import NamedTuple

from newsutil.base.text import SENTENCE_END
from newsutil.metrics.lists import with_amount
from newsutil.metrics.noun_phrases import noun_before
from newsutil.metrics.nouns_after import kind_of
from newsutil.numbers.aspect import PARTS
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.units import units
from newsutil.numbers.word_classes import is_amount, is_people, region_names, tag, words

_ASIDE = re.compile(r"[（(][^（）()\d]*[）)]")  # 寒亭区(含开发区)
_BLANK = "\0"
_CLAUSE = re.compile(r"(?:^|.*[，、；：。\n（()）])(?:以?及|其中|单是)?([^，、；：。\n（()）]+)$", re.DOTALL)
_LEADS = re.compile(r"(.{2,})(?:为|是|来自)(?=.{2})")  # 前三位的县市为|东县
_OPENS = re.compile(r"(?:^|[，。；\n：])([^，。；：\n]{2,40})：$")
_IN_ORDER = re.compile("(?:依次|分别|如下)(?:[是为])?$|[是为]$")
_TOPIC = re.compile(r"([^，。；：\n\d]{2,20})(?:方面|中|里)，$")
_ARRANGED = re.compile("[分按][^，。；]{1,8}[看分]，$")
_TELLS_PARTS = re.compile(f"(?:其中，?|：|{_ARRANGED.pattern[:-1]})$")
_MORE = re.compile("[比较超]|[同环]比|[多少](?:$|[了出])")  # 西库2亿立方米，多|900万立方米
_SIGN = re.compile("[（()）]")
_WHOLE_BRACKET = re.compile(r"[（(][^（()）]*[）)]")
_AMONG = re.compile("其中|其余")
_ENDS_ROW = re.compile("[。\n（()）]|其中|[中里]，|方面，")
_DONE = re.compile("已?收[了获割]?$")  # 东市|收了5亩: 市收 is one word to the tagger
_SHORT_NAME, _LONGEST_NAME, _LONGEST_GAP, _NEAR = 4, 16, 24, 120
_LONGEST_ROW = 100  # its parts are compared with one another
_BEFORE = 8  # figures among which a total is looked for
_NAMES = frozenset("njsfkzilbg")  # classes of the words that make a name, and of others in it
_IN_NAMES = _NAMES | set("aeqmxrtc")
_IN_SHORT_NAMES = _IN_NAMES | {"v"}
_AMOUNTS = ("数", "位", "温")
_SUMS = frozenset("金款费钱资税票债薪")  # 门票|50元: a sum of its own
_OF_SUMS = re.compile(f"(?<=[{''.join(sorted(_SUMS))}])$")  # 奖金：冠军|9万元，亚军|5万元


class Part(NamedTuple):
    """A figure of a row and its place, with the part's name, its clause, what leads into it, and where that starts."""

    place: int
    figure: Figure
    name: str
    said: str
    lead: str
    start: int


def shared_nouns(text: str, mentions: Sequence[Figure], nouns: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The places of the figures of parts, each with the noun that its row shares."""
    nouns = list(nouns)
    rows = (*_rows(text, mentions, shares=False), *_rows(text, mentions, shares=True))
    for row in sorted(rows, key=lambda row: row[0].place):  # a whole before its parts in brackets
        if len(row) > 3 and not _are_parts(row) and _are_parts(row[:-1]):
            row = row[:-1]  # 东县8例、西县7例，外地人员|3例
        if len(row) == 1 and not _is_uncounted(row[0].figure):
            continue  # nothing but a total can give it a noun
        values = [part.figure.value for part in row]
        whole = nouns[row[0].place] if _is_sum(values[0], values[1:]) else ""
        row = row[1:] if whole else row
        told = [nouns[part.place] for part in row]
        may_be_led = len(row) > 1 and (_is_uncounted(row[0].figure) or _are_parts(row))
        led = _led(text, row[0]) if may_be_led else ""
        near = led or _are_parts(row)  # what stands farther off says less
        said = [not near or _is_said(noun, text, part) for part, noun in zip(row, told, strict=True)]
        bare = [not (noun and there) or _is_named(noun, row) for noun, there in zip(told, said, strict=True)]
        head = _head(text, mentions, nouns, row, led or whole)
        counts = not bare[0] and row[0].figure.base not in PARTS
        first = told[0] if counts and _are_parts(row[1:]) else ""
        for part in compress(row, bare):
            noun = head or (with_amount(noun_before(part.name), first) if is_amount(first) else first)
            own = part.name if _are_parts([part]) else nouns[part.place] or part.name  # 本科|招生
            if noun and not _has_own(own, noun):
                nouns[part.place] = noun
                yield part.place, noun


def _is_said(noun: str, text: str, part: Part) -> bool:
    """Whether the noun of a part stands in its clause, before the figure or right behind it."""
    end = part.figure.end
    return noun in part.said or noun in text[end : end + len(noun) + 1]  # 9亿元的报价


def _has_own(name: str, noun: str) -> bool:
    """Whether a part is named by what the shared noun counts: 商品零售 beside 零售总额."""
    last, kind = tag(name)[-1]
    return name.endswith((tag(noun)[-1][0], *words("case"))) or (kind[0] == "v" and last in noun)


def is_second(mentions: Sequence[Figure], place: int) -> bool:
    """Whether a figure tells the one right before it in another unit: 30户|95人."""
    return mentions[place - 1].end == mentions[place].start


def _head(text: str, mentions: Sequence[Figure], nouns: Sequence[str], row: Sequence[Part], given: str) -> str:
    """The noun given for a row, or that of its total; of shares only a rate, or one of places."""
    head = given if given and _may_share(row) else _of_total(text, mentions, nouns, row)
    if row[0].figure.base not in PARTS or (_are_parts(row) and len(row) > 1):
        return head
    arranged = _ARRANGED.search(text[max(0, row[0].start - 14) : row[0].start])
    return head if arranged and head[-1:] == "率" else ""


def _is_named(noun: str, row: Sequence[Part]) -> bool:
    """Whether the noun of a figure is but the name of a part, with the verb behind it (东市收|5亩) or without."""
    noun = noun.rpartition("、")[2]
    if is_amount(noun) or noun.endswith(words("sum")) or noun.endswith(_AMOUNTS):
        return False
    return any(noun in part.said and noun not in part.said.removeprefix(part.name) for part in row)


def are_parts(text: str, mentions: Sequence[Figure], keys: Sequence[Hashable]) -> Iterator[bool]:
    """Whether each figure is a part of what a larger one before it with its key counts: 出口4万亿元，其中对美6亿元."""
    wholes: dict[Hashable, float] = {}  # before the last 其中
    others: dict[Hashable, float] = {}
    end = 0
    for mention, named in zip(mentions, keys, strict=True):
        *earlier, said = SENTENCE_END.split(text[end : mention.start])
        end = mention.end
        told = _AMONG.search(said)
        if earlier and not (told and not said[: told.start()].strip()):
            wholes.clear()
            others.clear()
        if told:
            wholes.update(others)
            others.clear()
        unit = units().get(mention.base)
        key, amount = (named, unit and unit.dimension), mention.value * float(unit.factor if unit else 1)
        is_part = amount < wholes.get(key, 0)
        if not is_part:
            others[key] = amount
        yield is_part


def _rows(text: str, mentions: Sequence[Figure], *, shares: bool) -> Iterator[list[Part]]:
    """Parts of one unit beside one another; those in brackets are a row of their own: 东市9例（一区5例）、西市|3例."""
    row, outer, done = list[Part](), list[list[Part]](), 0
    kept = (at for at, figure in enumerate(mentions) if figure.base not in PARTS or (shares and figure.base == "%"))
    places = [at for at in kept if not is_second(mentions, at)]
    near = {at for at in _near(mentions, places) if (mentions[at].base == "%") == shares}
    last, bracketed = max(near, default=-1), "（" in text or "(" in text
    for place in places:
        if place > last:
            break
        part = _part(text, mentions, place) if place in near else None
        inset = _is_bracketed(text, mentions[place])
        start = mentions[place].start - inset
        for sign in _SIGN.findall(text, done, start) if bracketed else ():
            if sign in "（(":
                outer.append(row)
                row = []
            elif outer:
                yield from [row] if row else []
                row = outer.pop()
        done = mentions[place].end + inset
        if part and not part.name:
            continue
        if len(row) == _LONGEST_ROW or not (row and part and _is_beside(text, row[-1].figure, part)):
            yield from [row] if row else []
            row = []
        row += [part] if part else []
    yield from (some for some in (*outer, row) if some)


def _is_bracketed(text: str, mention: Figure) -> bool:
    """Whether a figure fills a bracket: 东县（5家）."""
    return text[mention.start - 1 : mention.start] in ("（", "(") and text.startswith(("）", ")"), mention.end)


def _near(mentions: Sequence[Figure], places: Sequence[int]) -> set[int]:
    """The figures that one of their unit stands near to."""
    near: set[int] = set()
    for before, place in pairwise(places):
        first, second = mentions[before], mentions[place]
        if first.base == second.base and second.start - first.end <= _LONGEST_GAP + 2 * _LONGEST_NAME:
            near |= {before, place}
    return near


def _part(text: str, mentions: Sequence[Figure], place: int) -> Part | None:
    """The part that a figure is of, if but a name and a verb stand before it; one without a name tells a change."""
    mention = mentions[place]
    start = mention.start - _is_bracketed(text, mention)
    end = mentions[place - 1].end if place else 0
    blank = _ASIDE.sub(lambda aside: _BLANK * len(aside[0]), text[max(end, start - 2 * _LONGEST_NAME) : start])
    found = _CLAUSE.match(blank)
    if not found:
        return None
    said = found[1].replace(_BLANK, "").strip()
    if said[-2:-1] == "一" and said[-1] in units():
        return None  # 月票一张|35元: the price of a thing
    if _MORE.match(said):
        return Part(place, mention, "", said, "", start)
    lead = _LEADS.match(said)
    tagged = list(tag(_DONE.sub("", said[lead.end() :] if lead else said)))
    while tagged and (tagged[-1][1][0] in "vdpu" and tagged[-1][1] != "vn"):
        tagged.pop()
    name = "".join([word for word, _ in tagged])
    kinds = ["n" if kind == "vn" or word in ("至", "到") else kind[0] for word, kind in tagged]
    short = len(name) <= _SHORT_NAME and kinds[-1:] == ["n"]  # 低保家庭
    told = name in region_names() and name[-1:] in "省市区县州旗"  # 大足|区 is an adverb to the tagger
    named = told or (not _NAMES.isdisjoint(kinds) and (_IN_SHORT_NAMES if short else _IN_NAMES).issuperset(kinds))
    if not named or not 2 <= len(name) <= _LONGEST_NAME:
        return None
    return Part(place, mention, name, said, lead[1] if lead else "", start - len(found[1]))


def _is_beside(text: str, before: Figure, part: Part) -> bool:
    if before.base != part.figure.base:
        return False
    between = _ASIDE.sub("", text[before.end : part.start])
    if text[before.start - 1] in "（(":
        between = between[1:]  # 东县（5家）、西县|（3家）, but 病例90例（重症3例），东县|40例
    between = _WHOLE_BRACKET.sub("", between)
    return len(between) <= _LONGEST_GAP and not _ENDS_ROW.search(between)


def _led(text: str, first: Part) -> str:
    """The noun that leads into a row: 接待量依次为：, 票价分三种：, 收入方面，, 零售价|东市场."""
    before = text[max(0, first.start - 60) : first.start]
    if topic := _TOPIC.search(before):
        return noun_before(topic[1])
    opening = _OPENS.search(before)
    lead = first.lead or (opening[1] if opening else "")
    ordered = _IN_ORDER.search(lead) or _OF_SUMS.search(lead)
    inside = [] if first.name.endswith(words("body")) else [word for word, _ in tag(first.name)][:-1]  # 投资公司
    return _amount_in(lead) or (noun_before(lead[: ordered.start()]) if ordered else "") or _amount_in("".join(inside))


def _amount_in(clause: str) -> str:
    """The amount that a clause names last."""
    found = [word for word, _ in tag(clause)]
    while found and not (is_amount(found[-1]) or found[-1].endswith((*words("sum"), *_AMOUNTS))):
        found.pop()
    return noun_before("".join(found)) if found else ""


def _are_parts(row: Sequence[Part]) -> bool:
    """Whether the names are of places, branches or departments, and no things that the unit counts."""
    if not row:
        return False
    counts = kind_of(row[0].figure.base) == "classifier" and not _is_uncounted(row[0].figure)
    ends = words("zone") if counts else words("zone", "portion")
    regions = region_names()
    return all(not regions.isdisjoint((part.name, tag(part.name)[-1][0])) or part.name.endswith(ends) for part in row)


def _is_uncounted(mention: Figure) -> bool:
    """Whether no name before a figure can be what its unit counts: 元, 人次, 千瓦时, %."""
    unit = units().get(mention.base)
    told = mention.base in PARTS or mention.base == "毫米" or kind_of(mention.base) == "money"  # of rain
    return told or (unit is not None and unit.dimension in ("person_time", "energy"))


def _of_total(text: str, mentions: Sequence[Figure], nouns: Sequence[str], row: Sequence[Part]) -> str:
    """The noun of the total: the figure that is a row's sum or, where the text says so, the one before it."""
    values, first, figure = [part.figure.value for part in row], row[0], row[0].figure
    before = [at for at in range(first.place)[-_BEFORE:] if mentions[at].base == figure.base and nouns[at]]
    before = [at for at in reversed(before) if first.start - mentions[at].end < _NEAR]
    if before and text[mentions[before[0]].end : first.start] in ("（", "(") and _are_parts(row):
        return nouns[before[0]]
    summed = [at for at in before if _is_sum(mentions[at].value, values)]
    told = [at for at in before[:1] if _TELLS_PARTS.search(text[mentions[at].end : first.start])]
    before = [at for at in before if not ((part := _part(text, mentions, at)) and _is_named(nouns[at], [part]))]
    if summed and _may_share(row):
        return nouns[summed[0]]
    beside = [at for at in before[:1] if first.start - mentions[at].end < _LONGEST_GAP and _is_uncounted(figure)]
    opens = text[max(0, first.start - 1) : first.start] in ("。", "\n")  # 病例90例，出院9例。东县|8例、西县|7例
    most = [at for at in before if mentions[at].value >= sum(values)] if opens and len(row) > 2 else []
    if most and _are_parts(row):
        return nouns[max(most, key=lambda at: mentions[at].value)]
    if told and len(row) > 2 and (_is_uncounted(figure) or _are_parts(row)):
        return nouns[told[0]]
    return nouns[beside[0]] if beside and _are_parts(row) else ""


def _is_sum(whole: float, values: Sequence[float]) -> bool:
    return len(values) > 1 and abs(whole - sum(values)) <= 0.02 * abs(whole)


def _may_share(row: Sequence[Part]) -> bool:
    """Whether the names of the parts of a sum can share its noun: no nurses among staff, and no crops among crops."""
    figure = row[0].figure
    if _is_uncounted(figure):
        if (below := units().get(figure.per[1:])) and below.dimension == "mass":
            return _are_parts(row)  # 菜价：黄瓜每斤|3元，土豆每斤|2元
        return 2 * sum(part.name[-1] in _SUMS for part in row) < len(row)
    if figure.base in ("人", "名", "位"):
        return not any(is_people(part.name) for part in row)
    return _are_parts(row)
