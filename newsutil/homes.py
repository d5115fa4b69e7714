"""The one division an item is about.

The rule.  Each mention of a division is a vote: 4 in the title, subtitle or dateline, 3 in the first sentence, 1 in every other
sentence; a division right after the ones above it speaks for the whole chain (江苏淮安盱眙县 is one vote for 盱眙县), and a
sentence has one vote for each division.  A mere venue (在北京举行) and an origin (来自广州的, 发往深圳) have a quarter of a vote.
A vote for a division is one for all above it.  An item is about a province when that has at least 70 % of all votes and more
than one full vote besides the venue; below it, about the prefecture and then the county that has at least 60 % of what is left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .regions import ancestors, level_of
from .toponyms import Mention

_SENTENCE = re.compile(r"[。！？!?\n]")
_VENUE_BEFORE = re.compile(r"(?:在|于|抵达|到|赴|来到)$")
_VENUE_AFTER = re.compile(
    r"[一-鿿]{0,8}?(?:举行|举办|召开|开幕|闭幕|出席|会见|同|与|发布|会谈|启动|参加|落幕|揭晓|主持)"
)
_ORIGIN_BEFORE = re.compile(r"(?:来自|由|从|赴|发往|开往|驶往|驶向|前往|飞往|运往|销往|面向|毗邻|距)$")
_HEADS = frozenset(("dateline", "kicker", "title", "subtitle"))


def find_home(mentions: Sequence[Mention], fields: Mapping[str, str]) -> str | None:
    """Adcode of the division that the item is about, from its mentions and its fields by name; ``None`` if there is none."""
    votes = _votes(mentions, fields)
    total = sum(votes.values())
    if not total:
        return None
    rolled: dict[str, float] = {}
    for code, weight in votes.items():
        for above in (code, *ancestors(code)):
            rolled[above] = rolled.get(above, 0.0) + weight
    best = max((code for code in rolled if level_of(code) == "province"), key=lambda code: rolled[code])
    if rolled[best] < 0.7 * total or rolled[best] < 3:
        return None
    return _descend(best, rolled)


def _descend(region: str, rolled: Mapping[str, float]) -> str:
    """The smallest division below that has most of the votes."""
    while True:
        below = [code for code in rolled if ancestors(code)[:1] == (region,)]
        best = max(below, key=lambda code: rolled[code], default=None)
        if best is None or rolled[best] < 0.6 * rolled[region]:
            return region
        region = best


def _votes(mentions: Sequence[Mention], fields: Mapping[str, str]) -> dict[str, float]:
    votes: dict[tuple[str, int, str], float] = {}
    ends = {field: [match.end() for match in _SENTENCE.finditer(text)] for field, text in fields.items()}
    for index, mention in enumerate(mentions):
        if mention.adcode is None:
            continue
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if following and _chained(mention, following):
            continue
        text = fields[mention.field]
        sentence = sum(1 for end in ends[mention.field] if end <= mention.start)
        weight = 4.0 if mention.field in _HEADS else 3.0 if sentence == 0 else 1.0
        before = text[max(0, mention.start - 4) : mention.start]
        if (_VENUE_BEFORE.search(before) and _VENUE_AFTER.match(text, mention.end)) or _ORIGIN_BEFORE.search(before):
            weight /= 4
        key = (mention.field, sentence, mention.adcode)
        votes[key] = max(votes.get(key, 0.0), weight)
    summed: dict[str, float] = {}
    for (_, _, code), weight in votes.items():
        summed[code] = summed.get(code, 0.0) + weight
    return summed


def _chained(mention: Mention, following: Mention) -> bool:
    """Whether the next mention goes on below this one: 江苏|淮安|盱眙县."""
    near = following.field == mention.field and 0 <= following.start - mention.end <= 1
    return near and following.adcode is not None and mention.adcode in ancestors(following.adcode)
