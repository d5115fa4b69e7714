"""What a figure counts or measures, and whether it is a level, a change, a share or a rate.

The noun stands after the figure (100名最美劳动者, 20亿元的产业引导基金) or before it (慰问金1100余万元,
困难职工11000人); where a clause says only how much something grew, it is the noun of the figure before.  Words and
their classes come from the tagger, the phrases are cut by the rules below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from newsutil.metrics.aspect import LEVEL_AFTER_CHANGE, PARTS, aspect_of, without_carrier
from newsutil.metrics.noun_phrases import (
    is_noun_phrase,
    noun_after,
    noun_before,
    opening_subject,
    subject_of,
    without_comparison,
)
from newsutil.metrics.word_classes import tag, words
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.units import units

_BREAK = re.compile(r"[，。；！？：\n,;!?…—]|  +")
_LAST_BREAK = re.compile(r"(?s:.*)(?:[，。；！？：\n,;!?…—]|  +)")
_JOINT = re.compile(r"(?:、|和(?!平|谐|美)|及|以及|与)")
# What stands between a noun and its figure: 国内生产总值（GDP）, 按不变价格计算, 在高通胀背景下, 好于预期.
_ASIDE = re.compile(
    r"（[^（）]{1,12}）|按[^，。；]{1,8}(?:计算|测算|口径)|[好高低]于预期、?"
    r"|在[^，。；在]{1,14}(?:背景下|情况下|条件下|过程中|时间[里内]|期间)"
)
_ASIDE_SIGNS = re.compile("[）按]|预期|[景况件]下|过程中|时间[里内]|期间")
_SENTENCE = re.compile(r"[。！？\n!?]")
_WINDOW = 48
_SHARE_OF = re.compile(r"占(?!比|地|用|有|领)(?:到|据|了|全|我国)?[^，。；]{0,24}?的?$")
_DIMENSION_NOUN = re.compile(
    r"(?:海拔|全长|总长|长度|长|宽度|宽|高度|高|深度|深|厚度|面积|体积|容积|库容|水位|水深|降雨量|降水量|雨量|降水|气温|温度|水温|能见度|时速|速度|流量|风速"
    r"|距离|里程|半径|直径|跨度|浓度|价格|总额|金额|产值|产量|重量|重|载重|排水量|总重|塔高|身高|体重|电压|功率|容量|装机|收入|支出|余额|市值|规模|总量)$"
)
# 产量达到老品种的|两倍: what the figure multiplies is not what it is about.
_MULTIPLIED = re.compile(r"(?:提升到|提高到|增长到|达到?|是|为|相当于|约合)[^，。；]{1,16}的$")
# 车程将由现在的|2小时, 入学率从2012年的|90%: the state before the change.
_FORMERLY = re.compile(
    r"(?:将|已|有望)?[从由](?:现在|目前|当前|过去|原来|原先|以前|此前|以往|最初|去年|上年|“?十[一二三四]五”?|\d{2,4}年|上世纪)"
    r"[^，。；的]{0,6}的?(?:每[日天周月年])?$|[从由][^，。；的]{1,6}(?:之初|初期|之前)的$"
)
# 增加到2025年的|3万元: the time after the change.
_LATER = re.compile(r"(?<=[到至])(?:现在|目前|如今|今年|\d{2,4}年)[末底初]?的?$")
_THOSE = re.compile(r"的(?:就|已|共|仅|只|还)*有$")  # 建在山区的就有|83个: of what the sentence counts
_WHEN = re.compile(r"(?:截至|到|在)?(?:目前|现在|如今|今年|去年|\d{2,4}年(?:[末底初]|全年|\d{1,2}月[末底份]?)?)")
_DISTRIBUTED = re.compile(r"^([^，。；：]+?[、和][^，。；：]+?)分别")
# 这一数字已增至: the noun is the one before.
_TOPIC = re.compile(r"(?:^|[，。；！？：\n])([^，。；！？：\n\d]{2,24})，[^，。；！？：\n]*$")
_CLAUSE_BEFORE = re.compile(r"(?:^|[，。；！？：\n])([^，。；！？：\n]{2,40})，[^，。；！？：\n]*$")
_ADVERBIAL = re.compile(r"^(?:据|根据|从|随着|为|经|在)|[后时前]$")
_TIMES = frozenset(("次", "起", "轮", "回"))  # units of what happens
_PERSONS = frozenset(("人", "名", "位"))
_THIS = re.compile("[这该此]")
_BACKWARD = frozenset(("数", "数字", "这一数字", "该数字", "比例", "这一比例", "数量", "占比", "比重"))


class Measure(NamedTuple):
    """What a figure is about; ``sign`` is -1 where the figure says by how much something fell."""

    text: str
    aspect: str
    sign: int


class _Clause(NamedTuple):
    """The clause of a figure: what stands before it and behind it, what of that does not carry it, the nouns found."""

    before: str
    behind: str
    left: str
    ahead: str
    after: str
    moved: bool  # from the state before a change, or to the one after it

    def subject(self, above: _Above) -> str:
        """The noun before the verb that carries the figure: 停车位|划出."""
        return above.meant(subject_of(self.left), self.left)


class _Above(NamedTuple):
    """What stands above a figure: the measure of the one before it in its sentence, if of the same unit and of any; of
    the one before it anywhere; the text before it."""

    alike: str
    previous: str
    earlier: str
    text: str

    def meant(self, noun: str, clause: str) -> str:
        """The noun of a clause; where it only points back (这个数变成), what it points to."""
        if noun not in _BACKWARD or "的" + noun in clause:
            return noun
        return self.previous or (self.earlier if _THIS.search(clause) else "") or noun

    def opening(self) -> str:
        """What the clause before the figure's begins with: 增加值规模居全球第二，达到|6万亿元."""
        found = _CLAUSE_BEFORE.search(self.text)
        return opening_subject(found[1]) if found and not _ADVERBIAL.search(found[1]) else ""

    def topic(self) -> str:
        """The noun phrase that is all of the clause before the figure's: 这样的旅游村寨，全州已有|30多个."""
        found = _TOPIC.search(self.text)
        clause = found[1] if found else ""
        return noun_before(clause) if clause and is_noun_phrase(clause) else ""


def find_measures(text: str, mentions: Sequence[Figure]) -> list[Measure]:
    """What each figure of a text counts or measures; the text is ``""`` where nothing is named.

    Examples
    --------
    >>> from newsutil.numbers.spot_figures import find_figures
    >>> text = "发放慰问金1100余万元，同比增长5.2%；表彰100名最美劳动者"
    >>> [(found.text, found.aspect) for found in find_measures(text, find_figures(text))]
    [('慰问金', 'level'), ('慰问金', 'change'), ('最美劳动者', 'level')]
    """
    found: list[Measure] = []
    queue: list[str] = []
    spans = [_surroundings(text, mentions, place) for place in range(len(mentions))]
    gaps = [text[first.end : second.start] for first, second in pairwise(mentions)]
    nouns = _nouns_after(mentions, spans, gaps)
    for place, mention in enumerate(mentions):
        before, behind = spans[place]
        gap = gaps[place - 1] if place else ""
        same = place and not _SENTENCE.search(gap)
        previous = found[-1].text if same else ""
        above = _Above(
            previous if same and mentions[place - 1].base == mention.base else "",
            previous,
            found[-1].text if found else "",
            text[max(0, mention.start - _WINDOW) : mention.start],
        )
        made = _measure(mention, spans[place], nouns[place], above)
        joined = same and gap in ("、", "和", "及", "与")
        if joined and not behind and mention.base in PARTS and mentions[place - 1].base == mention.base:
            made = found[-1]  # 分别增长37.3%和36.7%
        distributed = "分别" in before and (made.aspect == "change" or mention.base in PARTS)
        shared = _DISTRIBUTED.search(before) if distributed else None
        if shared:
            names, _, common = shared[1].rpartition("等")
            noun = noun_before(common) if names else ""
            queue = [noun or noun_before(name) for name in re.split("[、和]", shared[1])]
        elif not (same and gap in ("、", "和", "，")):
            queue = []
        if queue:
            made = made._replace(text=queue.pop(0) or made.text, aspect=found[-1].aspect if not shared else made.aspect)
        found.append(made)
    return found


def _nouns_after(mentions: Sequence[Figure], spans: Sequence[tuple[str, str]], gaps: Sequence[str]) -> list[str]:
    """The noun behind each figure; of a figure that only describes the next one (a size, 的), the noun behind that."""
    nouns = [""] * (len(mentions) + 1)
    for place in range(len(mentions) - 1, -1, -1):
        mention, behind = mentions[place], spans[place][1]
        followed = place < len(gaps)
        if behind in ("", "的") and followed and gaps[place] in ("", "的") and mention.base not in PARTS:
            nouns[place] = nouns[place + 1]
        elif behind:
            nouns[place] = noun_after(behind, mention.unit, _kind(mention))
            if followed and behind == gaps[place]:
                nouns[place] = nouns[place].removesuffix("建设")  # 58家|企业|建设97个
            if followed and spans[place + 1][1].startswith("的") and _is_size(behind):
                nouns[place] = nouns[place + 1] or nouns[place]  # 546个总投资约9500亿元的重大项目
    return nouns


def _kind(mention: Figure) -> str:
    """Kind of a figure's unit; ``""`` where it has none."""
    unit = units().get(mention.base)
    return unit.kind if unit else ""


def _is_size(gap: str) -> bool:
    """Whether the words between two figures only say which size the second is of the first: 总投资约, 总装机."""
    left = without_carrier(gap)
    return len(gap) < 10 and gap.startswith(left) and bool(_DIMENSION_NOUN.search(left) or left.endswith("总投资"))


def _surroundings(text: str, mentions: Sequence[Figure], place: int) -> tuple[str, str]:
    """The text of the clause before and after a figure, up to the figures beside it."""
    mention = mentions[place]
    first = max(mentions[place - 1].end if place else 0, mention.start - _WINDOW)
    opening = _LAST_BREAK.match(text, first, mention.start)
    first = opening.end() if opening else first
    joint = _JOINT.match(text, first, mention.start)
    before = text[joint.end() if joint else first : mention.start]
    last = min(mentions[place + 1].start if place + 1 < len(mentions) else len(text), mention.end + _WINDOW)
    closing = _BREAK.search(text, mention.end, last)
    behind = text[mention.end : closing.start() if closing else last]
    before = _LATER.sub("", before) if before[-1:] in ("的", "年", "末", "底") else before
    return _ASIDE.sub("", before) if _ASIDE_SIGNS.search(before) else before, behind


def _measure(mention: Figure, around: tuple[str, str], after: str, above: _Above) -> Measure:
    before, behind = around
    formerly = _FORMERLY.search(before) if "从" in before or "由" in before else None
    aspect, sign, left = aspect_of(mention, before[: formerly.start()] if formerly else before)
    if after and aspect == "level" and _kind(mention) in ("classifier", "area", ""):
        return Measure(after, aspect, sign)
    moved = bool(formerly or LEVEL_AFTER_CHANGE.search(before))
    clause = _Clause(before, behind, left, above.meant(_noun_ahead(mention, before, left), left), after, moved)
    return Measure(_noun_of(mention, aspect, clause, above), aspect, sign)


def _noun_ahead(mention: Figure, before: str, left: str) -> str:
    if mention.base in _PERSONS and left.endswith(("的", "等")):
        return ""  # 符合条件的|15人
    left = without_comparison(left)
    ahead = "" if before.endswith("等") else noun_before(left)
    if not ahead and _kind(mention) == "measure":
        tagged = tag(left)
        if tagged and tagged[-1][1] == "v":
            return noun_before("".join(word for word, _ in tagged[:-1]))  # 道路修补2015平方米
    return ahead


def _noun_of(mention: Figure, aspect: str, clause: _Clause, above: _Above) -> str:
    """The noun of a figure that does not simply count what stands behind it: the first that its kind allows."""
    before, behind, left, ahead, after, moved = clause
    kind = _kind(mention)
    if aspect == "change":
        own = after if left.endswith("、") else ahead  # 省下电能、降低40%|能耗
        own = own or after or clause.subject(above) or above.topic() or above.previous
        return own or _verb_of(left, "") or above.opening()
    if behind.startswith("的") and after:
        share = _SHARE_OF.search(before) if mention.base in PARTS else None
        whole = noun_before(before[: share.start()]) if share else ""
        return (_state_of(left) if kind in ("time", "day") else "") or whole or after
    if mention.base in PARTS or (mention.base == "" and mention.value < 1):
        return _noun_of_part(clause, above)
    follows_on = behind[:1] in ("", "、", "和") or behind.startswith("的基础") or "其中" in before
    if not after and (moved or not before or (kind in ("money", "measure") and (not left or _WHEN.fullmatch(left)))):
        own = ahead or clause.subject(above) or (above.previous if follows_on else "")
        return own or above.topic() or (above.opening() if mention.base not in _PERSONS else "")
    if kind in ("time", "day"):
        return ahead or _state_of(left) or after or _verb_of(left, before)
    if ahead and kind in ("measure", "money", "age") and _DIMENSION_NOUN.search(ahead):
        return ahead
    if not after and _THOSE.search(before) and above.previous:
        return above.alike or above.previous
    own = after or (_event(behind) if mention.base in _TIMES else "") or ahead or clause.subject(above) or above.topic()
    if not own and follows_on:
        own = above.alike or _verb_of(left, "") or above.previous or above.opening()
    return own or _verb_of(left, before)


def _event(behind: str) -> str:
    """What happened so many times: 17次|空袭."""
    word, kind = (tag(behind) or (("", ""),))[0]
    return word if kind in ("v", "vn") and len(word) > 1 else ""


def _noun_of_part(clause: _Clause, above: _Above) -> str:
    """What a percentage, a fraction or a multiple is a part of; behind 占 stands the whole."""
    before, behind, left, ahead, after, _ = clause
    share = _SHARE_OF.search(before)
    if share:
        subject = noun_before(before[: share.start()]) or subject_of(before[: share.start()])
        return subject or after or _object_of(behind) or above.topic() or above.previous or ahead
    multiplied = _MULTIPLIED.search(before)
    if multiplied:
        ahead = noun_before(before[: multiplied.start()]) or subject_of(before[: multiplied.start()]) or ahead
    counted = left == before and before[-1:] != "的" and _opens_with_noun(behind)  # 全市|九成以上|中学
    own = (after if counted else "") or ahead or after or above.topic() or _object_of(behind) or clause.subject(above)
    return own or above.previous or _verb_of(left, before)


def _opens_with_noun(behind: str) -> bool:
    tagged = tag(behind)
    return bool(tagged) and tagged[0][1][:1] in ("n", "a", "b", "j", "l")


def _state_of(left: str) -> str:
    """The state whose time a figure tells: 被困近40小时, 滞留了五十几个小时."""
    found = re.search(
        r"(被困|滞留|停留|失联|逗留|驻留|停飞|停电|断电|断水|降雨|飞行|航行|排队|等待|加班)(?:了|超过|已|达)*$", left
    )
    return found[1] if found else ""


def _object_of(behind: str) -> str:
    """The object of a verb after a share: 90%以上|实现了清洁供暖."""
    tagged = tag(behind)
    at = next((place for place, (_, kind) in enumerate(tagged) if kind not in ("v", "ul", "d")), len(tagged))
    return noun_after("".join(word for word, _ in tagged[at:])) if at else ""


def _verb_of(left: str, before: str) -> str:
    """The last verb of a clause where no noun is named: 投入1320.7亿元, 每亩增产10%."""
    for piece in (left, before):
        word, kind = (tag(piece) if piece else [("", "")])[-1]
        if kind.startswith("v") and len(word) > 1 and word not in words("plain_verb"):
            return word
    return ""
