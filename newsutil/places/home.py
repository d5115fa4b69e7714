"""The one division an item is about: the smallest that covers most of it.

The rule.  Sentence by sentence, an item is on a division: on those the sentence names (江苏淮安盱眙县 is 盱眙县),
on the one above the last that 全省, 全市 or 全县 points to, on the country where it speaks of 全国 or 我国 (to the end
of the paragraph), else on what it was on before.  The sentences before the first name are on it too, if it comes early.
A mere venue (在北京举行), an origin or a goal (来自广州的, 发往深圳), a court and a rescue team say nothing.  What the
title, kicker, subtitle and dateline name counts as one sentence more.

1. The home is the smallest division that covers four fifths of the sentences, one that shares a sentence with others
   taking its part of it; or seven tenths, where the item opens with it.  Where the title names a wider one and the
   text does not open with the smaller, it is the wider.
2. There is none where only venues are named; and, where the headings do not have it, if the title speaks of the
   country (全国, 我国, 各地) or of a foreign one, if the first sentence names another place, be it as a venue, or if it
   is first named after the third sentence and not in three tenths of all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from newsutil.base.text import SENTENCE_ENDS
from newsutil.places.divisions import AUTONOMOUS, COUNTRY, ancestors, at_level, countries, within
from newsutil.places.resolve_places import PlaceMention

_VENUE_BEFORE = re.compile(r"(?:在|于|抵达|到|赴|来到)$")
_VENUE_AFTER = re.compile(
    r"[一-鿿]{0,8}?(?:举[行办]|召开|开幕|闭幕|出席|会见|同|与|发布|会谈|启动|参加|落幕|揭晓|主持|逝世|病逝|火化)"
)
_ASIDE_BEFORE = re.compile(
    r"(?:来自|由|从|赴|离|返|抵|回|离开|返回|回到|发往|开往|驶往|驶向|前往|飞往|运往|销往|面向|毗邻|距|借|驰援|支援|与|同|）[和及])$"
)
_ASIDE_AFTER = re.compile(
    r"人民大会堂|峰会|宣言|行动计划|共识|倡议|钓鱼台国宾馆|救援|医疗队|籍|对口"
    r"|(?:市|省|自治区)?(?:第[一二三])?(?:中级|高级)?人民法院"
)
# 销往全国 and 全国文明城市 are said of a place: they do not turn to the country.
_NOT_OF_A_PLACE = (
    r"(?<![占居在为是到获向面往]..)(?!首|唯一|第|最|文明|重点|劳模|劳动模范|先进|人大|政协|两会|优秀|统一|道德"
    r"|各地游客|[一-鿿]{0,9}(?:示范|标杆|先进|百强))"
)
# Each branch of the two begins with a plain character: that is several times as fast to search for.
_NATION = re.compile(
    rf"全国{_NOT_OF_A_PLACE}|我国{_NOT_OF_A_PLACE}|国家层面|全社会|中央财政|各地|多地|各省"
    r"|国务院|中央宣传部|中国人民银行|国家(?:发展改革委|卫生健康委|统计局|能源局)|总书记(?:曾?指出|强调)|党的二十"
)
_OF_ALL = re.compile(rf"全社会|各地|多地|全国{_NOT_OF_A_PLACE}|我国{_NOT_OF_A_PLACE}")
_BACK = re.compile(r"全(?:省|市|县|区|州|盟)|省里|市里|县里|市级财政|自治区")
_TITLE_NATION = re.compile(r"全国|我国|^中国|各地|多地|国内|全球|世界")
_SET_OFF = re.compile(r"【[^】]*】|“[^”]*”")  # the column's name and what is quoted: 【文化中国行】, “中国范儿”
_LEVELS = {"省": "province", "自治区": "province", "州": "prefecture", "盟": "prefecture", "县": "county"}
_HEADS = ("title", "subtitle", "kicker", "dateline")
# Set on two sets of annotated items; between 0.7 and 0.8 for either share the results hardly change.
_MOST, _OPENED = 0.8, 0.7
_EARLY, _OFTEN = 3, 0.3

Topic = tuple[str, ...]
"""Divisions that a sentence is on."""


class _Named(NamedTuple):
    adcode: str
    field: str
    sentence: int  # of the text
    aside: bool


def find_home(mentions: Sequence[PlaceMention], fields: Mapping[str, str]) -> str | None:
    """Adcode of the division that the item is about, from its mentions and its fields by name, or ``None``."""
    if not mentions:
        return None
    text = fields.get("text", "")
    breaks = [match.span() for match in SENTENCE_ENDS.finditer(text)]
    named = list(_named(mentions, fields, [end for _, end in breaks]))
    meant = [name for name in named if not name.aside]
    if not meant:
        return None
    heads = tuple(dict.fromkeys(name.adcode for name in meant if name.field in _HEADS))
    topics = _topics(text, breaks, meant, heads)
    home = _smallest([*topics, heads] if heads else topics, meant[0].adcode)
    if home is None and len(heads) == 1 and not _OF_ALL.search(fields.get("title", "")):
        opening = [name.adcode for name in meant if name.field == "text" and name.sentence == 0]
        if opening and all(within(code, heads[0]) for code in opening):
            home = heads[0]  # what happened there, and what the country made of it
    if home is None:
        return None
    wider = [code for code in heads if code != home and within(home, code)]
    first = next((name.adcode for name in meant if name.field == "text"), home)
    if wider and not within(first, home):  # the title says 江苏, the text ends with 宿迁
        return wider[0]
    known = any(within(code, home) or within(home, code) for code in heads)
    return home if known or _stands(home, named, fields, len(topics)) else None


def _named(mentions: Sequence[PlaceMention], fields: Mapping[str, str], ends: Sequence[int]) -> Iterator[_Named]:
    """The divisions named, of each chain the last, and whether in passing; ``ends`` of the sentences of the text."""
    begin = -1  # where the chain of which the mention is part begins
    for mention, following in zip_longest(mentions, mentions[1:]):
        begin = mention.start if begin < 0 else begin
        if following and _chained(mention, following):
            continue
        start, begin = begin, -1
        if mention.adcode is None:
            continue
        text = fields[mention.field]
        before = text[max(0, start - 4) : start]
        venue = _VENUE_BEFORE.search(before) and _VENUE_AFTER.match(text, mention.end)
        aside = bool(venue or _ASIDE_BEFORE.search(before) or _ASIDE_AFTER.match(text, mention.end))
        sentence = bisect_right(ends, mention.start) if mention.field == "text" else -1
        yield _Named(mention.adcode, mention.field, sentence, aside)


def _chained(mention: PlaceMention, following: PlaceMention) -> bool:
    """Whether the next mention goes on below this one: 江苏|淮安|盱眙县."""
    near = following.field == mention.field and 0 <= following.start - mention.end <= 1
    return near and following.adcode is not None and mention.adcode in ancestors(following.adcode)


def _topics(text: str, breaks: Sequence[tuple[int, int]], meant: Sequence[_Named], heads: Topic) -> list[Topic]:
    """What each sentence of the text is on; the sentences stand between the ``breaks``."""
    named: dict[int, list[str]] = {}
    for name in meant:
        if name.field == "text":
            named.setdefault(name.sentence, []).append(name.adcode)
    own = {number: tuple(codes) for number, codes in named.items()}
    first = min(own, default=_EARLY)
    current = heads or (own[first] if first < _EARLY else ())
    early = bool(current)  # what comes up late and in passing says nothing of the sentences around it
    local = current
    topics = []
    ends = [0, *(end for _, end in breaks)]
    backs: dict[int, str] = {}
    for match in _BACK.finditer(text):
        backs.setdefault(bisect_right(ends, match.start()) - 1, match.group())
    nation = {bisect_right(ends, match.start()) - 1 for match in _NATION.finditer(text)}
    for number, (start, (end, following)) in enumerate(zip(ends, [*breaks, (len(text), len(text))], strict=True)):
        if not text[start:end].strip():
            continue
        topic = _topic(own.get(number, ()), current, backs.get(number), number in nation)
        topics.append(topic)
        if early:
            local = local if topic == (COUNTRY,) else topic
            current = local if "\n" in text[end:following] else topic
    return topics


def _topic(own: Topic, current: Topic, back: str | None, nation: bool) -> Topic:
    """What a sentence is on that names ``own``, points back with a word like 全省, or speaks of the country."""
    if own:
        return (own[0], _above(own[0], back)) if back and len(own) == 1 else own
    if back and current and current[0] != COUNTRY:
        return (_above(current[0], back),)
    return (COUNTRY,) if nation else current


def _above(code: str, back: str) -> str:
    """The division that 全省, 市里 or 自治区 points to from another."""
    word = back.removeprefix("全").removesuffix("里").removesuffix("级财政")
    if word == "市":
        return at_level(code, "prefecture") or code
    level = "province" if word == "区" and code[:2] in AUTONOMOUS else _LEVELS.get(word)
    return at_level(code, level) or code if level else code


def _smallest(topics: Sequence[Topic], opener: str) -> str | None:
    """The smallest division that covers enough of the sentences."""
    covered: dict[str, float] = {}
    for topic in topics:
        for known in topic:
            for code in (known, *ancestors(known)) if known != COUNTRY else ():
                covered[code] = covered.get(code, 0.0) + 1 / len(topic)
    enough = [
        code for code, sentences in covered.items()
        if sentences >= (_OPENED if code == opener else _MOST) * len(topics)
    ]  # fmt: skip
    return max(enough, key=lambda code: len(ancestors(code)), default=None)


@cache
def _abroad() -> re.Pattern[str]:
    """Foreign countries, and words for many of them."""
    return re.compile("|".join([*sorted(countries()), "国际联播", "国际社会", "多国", "各国"]))


def _stands(home: str, named: Sequence[_Named], fields: Mapping[str, str], length: int) -> bool:
    """Whether a home that the headings do not name is more than mentioned."""
    title = _SET_OFF.sub("", fields.get("title", ""))
    if _TITLE_NATION.search(title) or _abroad().search(title):
        return False
    in_text = [name for name in named if name.field == "text"]
    if any(name.sentence == 0 and not within(name.adcode, home) for name in in_text):
        return False
    sentences = {name.sentence for name in in_text if not name.aside and within(name.adcode, home)}
    if (
        len(sentences) == 1
        and 0 not in sentences
        and _OF_ALL.search(SENTENCE_ENDS.split(fields["text"], maxsplit=1)[0])
    ):
        return False  # the country, with one example
    return min(sentences) < _EARLY or len(sentences) >= _OFTEN * length
