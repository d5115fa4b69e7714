"""The one division an item is about.

The rule.  Each mention of a division is a vote: 4 in the title, kicker, subtitle or dateline, 3 in the first sentence,
1 in every other; a division right after the ones above it speaks for the whole chain (江苏淮安盱眙县 is one vote for
盱眙县), and a sentence has one vote for each division.  A mere venue (在北京举行), an origin or a goal (来自广州的,
发往深圳) has a quarter of a vote.  A vote for a division is one for all above it.

1. An item is about the province that has at least 70 % of all votes.  There is none if all its votes are quarters; if
   the title does not have it, and it is in one sentence of many, or named late and in few, or the first sentence names
   another; or if the title names no place but speaks of the country (全国, 我国, 各地).
2. If the title names one division, and that has half of all votes, it is that one; if it names several, the smallest
   that holds them all.
3. Else, step by step, the division below that has at least 60 % of the votes of the one above, or 35 % where the item
   opens with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from .regions import ancestors, province_of, within
from .toponyms import Mention

_SENTENCE = re.compile(r"[。！？!?\n]+")
_VENUE_BEFORE = re.compile(r"(?:在|于|抵达|到|赴|来到)$")
_VENUE_AFTER = re.compile(
    r"[一-鿿]{0,8}?(?:举[行办]|召开|开幕|闭幕|出席|会见|同|与|发布|会谈|启动|参加|落幕|揭晓|主持|逝世|病逝|火化)"
)
_ASIDE_AFTER = re.compile(r"人民大会堂|峰会|宣言|行动计划|共识|倡议|钓鱼台国宾馆")
_ASIDE_BEFORE = re.compile(
    r"(?:来自|由|从|赴|离|返|抵|回|离开|返回|回到|发往|开往|驶往|驶向|前往|飞往|运往|销往|面向|毗邻|距|驰援|支援)$"
)
_NATIONWIDE = re.compile(r"全国|我国|^中国|各地|多地|国内|全球|世界")
_SET_OFF = re.compile(r"【[^】]*】|“[^”]*”")  # the column's name and what is quoted: 【文化中国行】, “中国范儿”
_HEADS = ("title", "subtitle", "kicker", "dateline")
_HEAD, _OPENING, _REST, _ASIDE = 4.0, 3.0, 1.0, 0.25
_EARLY, _SHARE = 2, 0.3  # named in one of the first sentences, or in so many of them
_OFTEN = 3  # sentences: so often the only province named is what an item is about that begins otherwise
_SHORT = 2  # sentences: in an item no longer than that one of them is enough


class _Vote(NamedTuple):
    adcode: str
    field: str
    sentence: int
    weight: float
    aside: bool


def find_home(mentions: Sequence[Mention], fields: Mapping[str, str]) -> str | None:
    """Adcode of the division that the item is about, from its mentions and its fields by name, or ``None``."""
    votes = _votes(mentions, fields)
    if not votes or all(vote.aside for vote in votes):
        return None
    counted = _counted(votes)
    total = sum(weight for code, weight in counted.items() if code == province_of(code))
    region = max((code for code in counted if code == province_of(code)), key=lambda code: counted[code])
    if counted[region] < 0.7 * total or not _enough(votes, region, fields):
        return None
    named = {vote.adcode for vote in votes if vote.field in _HEADS and not vote.aside}
    held = _common([code for code in named if within(code, region)])
    if held and counted[held] >= 0.5 * total:
        return held
    return _descend(region, counted, _opener(votes))


def _common(codes: Sequence[str]) -> str | None:
    """The smallest division that holds them all."""
    shared = (
        [code for code in (codes[0], *ancestors(codes[0])) if all(within(other, code) for other in codes)]
        if codes
        else []
    )
    return shared[0] if shared else None


def _counted(votes: Sequence[_Vote]) -> dict[str, float]:
    """Votes by division, those for the divisions in it among them."""
    counted: dict[str, float] = {}
    for vote in votes:
        for code in (vote.adcode, *ancestors(vote.adcode)):
            counted[code] = counted.get(code, 0.0) + vote.weight
    return counted


def _enough(votes: Sequence[_Vote], region: str, fields: Mapping[str, str]) -> bool:
    own = [vote for vote in votes if within(vote.adcode, region)]
    if all(vote.aside for vote in own):
        return False
    if any(vote.field in _HEADS and not vote.aside for vote in own):
        return True
    if _NATIONWIDE.search(_SET_OFF.sub("", fields.get("title", ""))):
        return False
    length = len(_SENTENCE.findall(fields.get("text", "")))
    sentences = {vote.sentence for vote in own if not vote.aside}
    elsewhere = any(vote.sentence == 0 and not within(vote.adcode, region) for vote in votes)
    if elsewhere or (len(sentences) == 1 and length > _SHORT):
        return False
    if min(sentences) < _EARLY or len(sentences) >= _SHARE * length:
        return True
    opening = _SENTENCE.split(fields.get("text", ""), maxsplit=1)[0]
    if region > "700000":  # 台湾 and 澳门 come up when statesmen meet
        return False
    return len(sentences) >= _OFTEN and len(own) == len(votes) and not _NATIONWIDE.search(opening)


def _opener(votes: Sequence[_Vote]) -> str:
    """The division that the item names first, not in passing."""
    return next(
        (vote.adcode for field in (*_HEADS, "text") for vote in votes if vote.field == field and not vote.aside), ""
    )


def _descend(region: str, counted: Mapping[str, float], opener: str) -> str:
    """The smallest division below that has most of the votes."""
    while True:
        below = [code for code in counted if ancestors(code)[:1] == (region,)]
        best = max(below, key=lambda code: counted[code], default=None)
        if best is not None and counted[best] < 0.6 * counted[region]:
            best = (
                next((code for code in below if within(opener, code) and counted[code] >= 0.35 * counted[region]), None)
                if opener
                else None
            )
        if best is None:
            return region
        region = best


def _votes(mentions: Sequence[Mention], fields: Mapping[str, str]) -> list[_Vote]:
    """One vote for each division in each sentence, the weightiest."""
    ends = {field: [match.end() for match in _SENTENCE.finditer(text)] for field, text in fields.items()}
    votes: dict[tuple[str, int, str], _Vote] = {}
    begin = -1  # where the chain of which the mention is part begins
    for mention, following in zip_longest(mentions, mentions[1:]):
        begin = mention.start if begin < 0 else begin
        if following and _chained(mention, following):
            continue
        start, begin = begin, -1
        if mention.adcode is None:
            continue
        text = fields[mention.field]
        sentence = bisect_right(ends[mention.field], mention.start)
        before = text[max(0, start - 4) : start]
        venue = _VENUE_BEFORE.search(before) and _VENUE_AFTER.match(text, mention.end)
        aside = bool(venue or _ASIDE_BEFORE.search(before) or _ASIDE_AFTER.match(text, mention.end))
        weight = _HEAD if mention.field in _HEADS else _REST if sentence else _OPENING
        vote = _Vote(mention.adcode, mention.field, sentence, weight * _ASIDE if aside else weight, aside)
        key = (mention.field, sentence, mention.adcode)
        if key not in votes or votes[key].weight < vote.weight:
            votes[key] = vote
    return list(votes.values())


def _chained(mention: Mention, following: Mention) -> bool:
    """Whether the next mention goes on below this one: 江苏|淮安|盱眙县."""
    near = following.field == mention.field and 0 <= following.start - mention.end <= 1
    return near and following.adcode is not None and mention.adcode in ancestors(following.adcode)
