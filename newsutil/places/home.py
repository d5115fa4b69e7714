"""The one division an item is about: the smallest in which more than half of the voices lie.

The rule.  The headings have one and a half voices, each sentence of the text that names divisions one; several named
together share it, and a chain (江苏淮安盱眙县) is its last member.  A sentence that names none but tells of the country
(全国, a ministry) is a voice for it, half a one if the headings name a division; 我市 is one for the city of the paper.
What is named in passing has none: an origin, a goal, a dateline, an official's rank, a venue, an office, an example.

1. The home is the smallest division with more than half of all voices; of a wider one that is named after it, half
   counts against it (太仓's news names 江苏 too).  Headings that name but one part of that home make it that part.
2. The headings speak for the one part of their division in which the opening says that something happened (汕头火灾:
   潮阳区一作坊起火), where what follows is not mostly on other parts.  A title without a place speaks for what it calls
   its own (我县) or the county of the town it names.  省城 in the opening makes a province its capital.
3. There is none if the headings name no division but the country, if it is first named late and seldom, or if the
   opening names another province (黑龙江五常…) or two together (闽浙两省), and a third of the voices lie elsewhere.
4. Where none has most, the home is the one that the headings name alone, or that of the first sentence where it tells
   that something happened; where an office tells of it (记者从省住建厅获悉), the division of that office.
5. An item in which none has a voice but that says 全市 or names an office of no place (市气象台) is about that division
   where its paper is the paper of one, or its venue lies in one; one that names but a county as its venue, about that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from newsutil.base.resources import column
from newsutil.base.text import SENTENCE_END
from newsutil.places import in_passing
from newsutil.places.divisions import COUNTRY, ancestors, capital, division, ever_above, level_of, raised, within
from newsutil.places.in_passing import aside, happens, has_cases, is_of_the_country, nation_words, spreads
from newsutil.places.region_cues import find_areas
from newsutil.places.resolve_places import PlaceMention

_HEADLINE, _SENTENCE, _COUNTRY_BELOW, _AROUND = 1.5, 1.0, 0.5, 0.5  # set on items of four kinds; .4 to .8 do the same
_EARLY, _OFTEN = 3, 0.3
_OPENING = 60  # characters
_HEADS = -1
_LIST = re.compile("[、和与及]|以及")
_OF_THE_COUNTRY = re.compile("国(?![网新青人])")  # 全国, 我国, 国家, in whatever phrase; not 中国新闻网, 中国人民大学
_IN_THE_CAPITAL = re.compile("省城(?<![从到去往回赴进全该我]省城)(?![市镇乡区])")
_SEVERAL = re.compile("多个?[一-鿿]{0,6}?[省市县地]")  # 多个贫困县
_SEVERAL_PROVINCES = re.compile(
    "[两三四五六]省(?!心|力|事|吃|道|级)|省[际界]|[京津冀晋蒙辽苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇陕]边(?![上缘防])"
)
_AND_OTHERS = re.compile("等(?:[两二三四五六七八九十]|[2-9]|\\d\\d)个?(?:县|[市区州地](?!块))")  # 昆山|等四县市
_QUOTED = re.compile("“[一-鿿]{3,8}”")
_STAYS = ("在", "援", "援助", "帮扶")  # 河南小伙在|佛山|打工, 北京医疗队支援|玉树
_COMES = ("来", "赴", "抵", "访", "离")
_OURS = re.compile("我[市县区州盟旗]")  # not 我省: a county's news may be a first one of its province
# 市气象台, 市区两级法院; not 太仓市气象台
_NAMELESS = re.compile("(?<![一-鿿])[从由据经]?([市县])(?:(?!场)[一-鿿]{1,6}(?:[局院联]|工会|象台)|[区县乡镇]两级)")
_TOLD_BY = re.compile(  # 记者从|市考试院获悉, |省委召开全省会议; not 太仓市教育局印发
    "(?:[从由据]|(?<![一-鿿]))([省市县])(?![场民内里长]|[南北中]区)[一-鿿]{0,8}?(?:获悉|了解到|得知|[会局厅委院](?:向|召开|[发公]布|出台|印发))"
)
_VISITED = re.compile("[记笔]者[^，。；]{0,6}(?:来到|走进)[^，。；]{0,6}$")
_CORPS = re.compile("生产建设兵团第?[一二三四五六七八九十]{1,3}师")
_TOWN = re.compile("(?<![一-鿿])[一-鿿]{2,3}(?:镇|街道|乡(?!村))(?![一-鿿]?[区长])")
_TOWN_BELOW = re.compile("[^\\W\\d的各在个型]{2,4}?(?:(?<!城)镇|街道|乡(?!村)|(?<![乡农])村)")  # 永宁县|闽宁镇
_FELT = re.compile(r"发生[^，。；\n]{0,16}地震[^。；\n]*?，([^，。；\n]{2,30}震感)")  # 太仓地震，|上海等地有震感
_LAST_END = re.compile(f"{SENTENCE_END.pattern}(?!{SENTENCE_END.pattern})")


class _Named(NamedTuple):
    adcode: str
    sentence: int  # of the text, _HEADS in the headings
    aside: str
    visited: bool = False  # 记者走进太仓


def find_home(mentions: Sequence[PlaceMention], fields: Mapping[str, str], paper: str | None = None) -> str | None:
    """Adcode of the division that an item is about, or ``None``; ``paper`` is where its paper is at home."""
    text, title = _above_links(fields.get("text", "")), fields.get("title", "")
    fields = {**fields, "text": text}
    felt = {at for found in _FELT.finditer(text) for at in range(*found.span(1))}
    mentions = [one for one in mentions if one.field != "text" or (one.end <= len(text) and one.start not in felt)]
    ends = [match.end() for match in _LAST_END.finditer(text)]
    named = [*_ours(fields, paper, ends), *_named(mentions, fields, ends), *_in_areas(fields, ends)]
    voices = _voices(named)
    if part := _told_closer(voices, fields, ends):
        voices[_HEADS] = [part]
    quoted = all(name.aside == "quoted" for name in named if name.sentence == _HEADS)
    if (quoted or _HEADS not in voices) and (own := _meant(title, voices) or _with_town(title, mentions, text)):
        voices[_HEADS] = [own]
    held = {(name.adcode, name.aside) for name in named if name.sentence == _HEADS} == {("110000", "venue")}
    if (held or _HEADS not in voices) and is_of_the_country(_without(title, mentions)):  # 全国统计会议在京召开
        return None
    if not voices:
        venue = next((name.adcode for name in named if name.aside == "venue"), None)
        base = paper or venue
        own = _pointed_to("\n".join(fields.values()), base) if base else None
        if not own and venue and level_of(venue) == "county" and venue[:2] != "11":
            return venue  # 决赛在太仓举行
        return None if paper and own != paper else own
    nation = {bisect_right(ends, start) for start in nation_words(text)}
    shares = list(_shares(voices, nation))
    home, first = _smallest(shares), min(voices)
    if home and _is_shared(home, voices[first], title + text[: [*ends, len(text)][max(first, 0)]], shares):
        return None
    heads = set(voices.get(_HEADS, ()))
    if home is None and len(voices[first]) == 1 and not _SEVERAL.search(title):
        told = first < _EARLY and happens(title if heads else text[(0, *ends)[first] : (*ends, len(text))[first]])
        few = len(voices) == 1 and not (title and len(nation) > 1)  # one word of the country beside the only place
        only = not first if few else not nation and title and (heads or len(voices) == 2)
        home = voices[first][0] if told or only else None
    if not part and len(heads) == 1 and home in ancestors(*heads):
        home = heads.pop()
    if home and level_of(home) == "province" and _IN_THE_CAPITAL.search(text[: [*ends, len(text)][:_EARLY][-1]]):
        home = capital(home)
    if home:
        home = _visited(home, named, title, text) or home
    headed, opening = _HEADS in voices or happens(title), [*ends, len(text)][0]
    if home and not headed and (teller := _TOLD_BY.search(text, 0, opening)) and not happens(text[:opening]):
        home = _own(teller[1], paper if paper and home in ancestors(paper) else home) or home
    return None if home and not headed and _is_late(home, voices, text, ends) else home


def _above_links(text: str) -> str:
    """A text without the titles of others that a site lists below its last sentence, each behind a dot."""
    last = text.rfind("。") + 1
    return text[:last] + f"\n{text[last:]}".partition("\n·")[0][1:] if last else text


def _without(title: str, mentions: Sequence[PlaceMention]) -> str:
    """A title without the names of its places: no 海地 in 上海地区."""
    named = [mention for mention in mentions if mention.field == "title"]
    ends, starts = [0, *(one.end for one in named)], [*(one.start for one in named), len(title)]
    return "、".join(title[end:start] for end, start in zip(ends, starts, strict=True))


def _named(mentions: Sequence[PlaceMention], fields: Mapping[str, str], ends: Sequence[int]) -> Iterator[_Named]:
    """The divisions named, of each chain the last; ``ends`` of the sentences of the text."""
    begin = -1  # where the chain of which the mention is part begins
    goal: PlaceMention | None = None  # the last named, if it is one
    came = _HEADS - 1  # the sentence that named a visitor last
    seen: set[tuple[int, str]] = set()
    for mention, following in zip_longest(mentions, mentions[1:]):
        begin = mention.start if begin < 0 else begin
        if following and _chained(mention, following, fields[mention.field]):
            continue
        start, begin = begin, -1
        if mention.adcode is None or mention.field == "dateline":
            continue
        text = fields[mention.field]
        how = aside(text, start, mention.end)
        if not how and mention.end - start == 1 and text.endswith(_COMES, 0, start):
            how = "visitor"  # 来|明|考察, where 建宁县 is told of
        if not how and mention.field != "text" and _QUOTED.match(text, max(0, start - 1)):
            how = "quoted"  # 闽宁镇的“|福建|味道”
        if goal and goal.field == mention.field:
            listed = _LIST.fullmatch(text, goal.end, start)  # 来自北京、天津的
            if listed or in_passing.is_trip(text, goal.start, goal.end, start, mention.end):
                how = "goal"
        sentence = bisect_right(ends, start) if mention.field == "text" else _HEADS
        if how == "goal" and came == sentence and text.endswith(_STAYS, 0, start):
            how = ""
        again = text.endswith("其中", 0, start) and (sentence, mention.adcode) in seen  # 苏州、无锡9例，其中|苏州|8例
        seen.add((sentence, mention.adcode))
        if again or (mention.field == "text" and in_passing.is_for_the_country(text, start, mention.end, how)):
            continue
        goal = mention if how == "goal" else None
        came = sentence if how == "visitor" else came
        visited = _VISITED.search(text, max(0, start - 14), start) is not None
        code = in_passing.of_the_seat(text, mention.end, mention.adcode)
        if mention.field != "text" and _AND_OTHERS.match(text, mention.end):
            code = next(iter(ancestors(code)), code)
        yield _Named(code, sentence, how, visited)


def _ours(fields: Mapping[str, str], paper: str | None, ends: Sequence[int]) -> Iterator[_Named]:
    """The division of the paper by each sentence that says 我市."""
    for field in ("title", "text") if paper else ():
        for found in _OURS.finditer(fields.get(field, "")):
            if own := _own(found.group(), paper or ""):
                yield _Named(own, bisect_right(ends, found.start()) if field == "text" else _HEADS, "")


def _in_areas(fields: Mapping[str, str], ends: Sequence[int]) -> Iterator[_Named]:
    """The division of each area that is none itself: 雄安新区; not of a fair, which is the country's (广交会)."""
    for field, text in fields.items():
        for start, end, code in find_areas(text):
            sentence = bisect_right(ends, start) if field == "text" else _HEADS
            if text[end - 1] != "会":
                yield _Named(code, sentence, aside(text, start, end))


def _voices(named: Sequence[_Named]) -> dict[int, list[str]]:
    """The divisions that have a voice, by sentence."""
    told = [name for name in named if name.aside in ("", "office", "organ", "quoted")]
    meant = ("", "office", "organ", "quoted", "venue") if told else ("date", "official", "school", "firm", "visitor")
    parted: dict[str, int] = {}  # by division: the first sentence that names a part of it
    for name in told:
        for above in ancestors(name.adcode):
            parted.setdefault(above, name.sentence)
    wholes = {whole for name in named if name.aside in meant for whole in ancestors(name.adcode)}
    voices: dict[int, list[str]] = {}
    for name in named:
        if name.aside == "date" and name.adcode in wholes:  # 苏州4月2日讯 太仓市市长到浏河镇
            continue
        sent = name.aside == "office" and parted.get(name.adcode, name.sentence + 1) <= name.sentence
        if name.aside in meant and not sent:
            voices.setdefault(name.sentence, []).append(name.adcode)
    return voices


def _told_closer(voices: Mapping[int, Sequence[str]], fields: Mapping[str, str], ends: Sequence[int]) -> str | None:
    """The one part of the headings' division that the opening names where it tells what happened."""
    text, title = fields.get("text", ""), fields.get("title", "")
    whole, *others = set(voices.get(_HEADS, ())) or (COUNTRY,)
    first, *later = sorted(voices.keys() - {_HEADS}) or (_HEADS,)
    while later and first < _EARLY and all(within(whole, code) for code in voices[first]):
        if spreads(title + text[: ends[first]]):
            break
        first, *later = later
    begin, end = (0, *ends)[first], (*ends, len(text))[first]
    told = title + text[begin:end]
    parts = {code for code in voices.get(first, ()) if not within(whole, code)}
    if whole not in voices.get(first, ()) and "交界" not in told:
        parts = {code for code in parts if whole in ancestors(code)}  # 威海地震: 乳山市发生地震，烟台有震感
    part = parts.pop() if len(parts) == 1 and not others else ""
    if not part or whole not in ancestors(part):
        return None
    if not happens(told) and (whole in voices[first] or not has_cases(told)):  # 广东省卫健委：番禺区新增病例
        return None
    here = there = 0.0  # sentences on the part; on other ones, those on the whole half
    for codes in (voices[number] for number in later):
        if any(within(code, part) for code in codes):
            here += 1
        elif inside := [code for code in codes if within(code, whole)]:
            there += _AROUND if set(inside) == {whole} else 1
    if there > _AROUND and here <= there:
        return None
    return None if whole in {raised(word, part) for word in _own_words(text)} else part


def _meant(title: str, voices: Mapping[int, Sequence[str]]) -> str | None:
    """The division that a title calls its own (我县经济稳中有进), by the first one of its level that the text names."""
    codes = [code for number in sorted(voices) for code in voices[number]]
    return next(filter(None, (_own(word, code) for word in _own_words(title) for code in codes)), None)


def _with_town(title: str, mentions: Sequence[PlaceMention], text: str) -> str | None:
    """The one county behind which a text names the town that stands in its title: 永宁县|闽宁镇."""
    if not any(end in title for end in "镇乡村") and "街道" not in title:
        return None
    counties = {
        mention.adcode
        for mention in mentions
        if mention.field == "text" and (town := _TOWN_BELOW.match(text, mention.end)) and town[0] in title
    }
    return counties.pop() if len(counties) == 1 else None


def _visited(home: str, named: Sequence[_Named], title: str, text: str) -> str | None:
    """The only part of a home that is named, where a reporter came to it or the title tells what happened."""
    parts = {name.adcode for name in named if home in ancestors(name.adcode)}
    parts.difference_update([above for part in parts for above in ancestors(part)])
    if len(parts) != 1:
        return None
    struck = happens(title) and "震" not in title and not spreads(text[:_OPENING])
    struck = struck and all(level_of(part) == "county" for part in parts)
    came = {name.adcode for name in named if name.visited or (struck and name.aside in ("", "venue"))} & parts
    whole = parts == came and any(raised(word, home) == home for word in _own_words(text))
    return None if whole or parts != came else parts.pop()


def _chained(mention: PlaceMention, following: PlaceMention, text: str) -> bool:
    """Whether the next mention goes on below this one: 江苏|淮安|盱眙县; not 潍坊往高密."""
    gap = text[mention.end : following.start]
    near = (len(gap) < 2 and gap not in ("往", "至", "到", "距", "、")) or _CORPS.fullmatch(gap) is not None
    near = near and following.field == mention.field and mention.end <= following.start
    return near and following.adcode is not None and mention.adcode in ever_above(following.adcode)


def _shares(voices: Mapping[int, Sequence[str]], nation: set[int]) -> Iterator[tuple[str, float]]:
    """The share that each division has in a sentence, in order; the country's of those that tell but of it."""
    below = _COUNTRY_BELOW if _HEADS in voices else _SENTENCE
    for number in sorted(nation.union(voices)):
        weight = _HEADLINE if number == _HEADS else _SENTENCE if number in voices else below
        yield from _divided(weight, voices.get(number, [COUNTRY]))


def _divided(weight: float, codes: Sequence[str]) -> list[tuple[str, float]]:
    """The share of each division; counties of a province have one together: 政和县、松溪县9人，庆元县8人."""
    if len(codes) == 1:
        return [(codes[0], weight)]
    counties = all(level_of(code) == "county" for code in codes)
    parts = [code[:2] if counties else str(at) for at, code in enumerate(codes)]
    sizes = Counter(parts)
    return [(code, weight / len(sizes) / sizes[part]) for code, part in zip(codes, parts, strict=True)]


def _smallest(shares: Sequence[tuple[str, float]]) -> str | None:
    """The smallest division that has most voices; the shares of them in order."""
    every = sum(share for _, share in shares)
    held: dict[str, float] = {}  # by a division and those in it
    for known, share in shares:
        for code in (known, *ancestors(known)) if known != COUNTRY else ():
            held[code] = held.get(code, 0.0) + share
    most = []
    for code in held:
        if 3 * held[code] > every:  # with less it cannot have most, whatever is left out
            began = next(at for at, (known, _) in enumerate(shares) if within(known, code))
            around = sum(share for known, share in shares[began:] if known in ancestors(code))
            if 2 * held[code] > every - (1 - _AROUND) * around + 1e-9:
                most.append(code)
    return max(most, key=lambda code: (len(ancestors(code)), held[code]), default=None)


def _is_shared(home: str, opening: Sequence[str], told: str, shares: Sequence[tuple[str, float]]) -> bool:
    """Whether much is told of another province, of which the opening tells, alone or too: 闽浙两省的县赶集."""
    province = home[:2]
    inside = sum(share for code, share in shares if code[:2] == province)
    if 3 * inside > 2 * sum(share for _, share in shares) + 1e-9:
        return False
    elsewhere = len(opening) == 1 and opening[0][:2] != province  # 黑龙江五常…。辽宁盘锦…
    both = len({code for code in opening if level_of(code) == "province"}) > 1 and _SEVERAL_PROVINCES.search(told)
    return elsewhere or bool(both)


def _is_late(home: str, voices: Mapping[int, Sequence[str]], text: str, ends: Sequence[int]) -> bool:
    """Whether a home is named late and seldom, after the country: one example of what goes on everywhere."""
    own = [number for number, codes in voices.items() if any(within(code, home) for code in codes)]
    if not own or min(own) < _EARLY or len(own) >= _OFTEN * len(ends):
        return False
    if not _OF_THE_COUNTRY.search(text, 0, ends[min(own) - 1]):
        return False
    return home not in {_own(word, home) for word in _own_words(text) if word[0] != "全"}  # 本市推出新规。…上海…


def _pointed_to(text: str, base: str) -> str | None:
    """The division around ``base`` to which a text points by 全市 or 我县, else by an office of no place (市气象台)."""
    words = _own_words(text) or _NAMELESS.findall(text)[:1]
    if not words and level_of(base) == "county" and _TOWN.search(text):
        return base
    return _own(max(words, key=text.count), base) if words else None


def _own(word: str, base: str) -> str | None:
    """What 我市 or 全市 means around a place, ``None`` where nothing is of that level: in a province no city."""
    code = raised(word, base)
    return code if division(code).name.endswith(word[-1]) else None


def _own_words(text: str) -> list[str]:
    """What a text calls its own division: 全市, 我县."""
    return [word for word in column("places/region_words", "word", "back") if word[0] in "全我本" and word in text]
