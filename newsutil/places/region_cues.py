"""Cues to where a text is: its places, the words for the whole country and for abroad, those that point back.

A cue counts less where the place is an origin, a goal or somebody else's (来自广州的医疗队), or is named inside a
phrase (以西安…为牵引), and not at all where a figure is measured by it (快于全国).
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from newsutil.base import resources
from newsutil.places import divisions
from newsutil.places.divisions import COUNTRY
from newsutil.places.in_passing import MEANT, aside, is_attribute, is_mere_agent, is_trip, of_the_seat

Place = tuple[int, int, str]  # start, end and adcode of a place in the text

_CUES = ("nation", "ministry", "back", "abroad", "none")
_LIST_GAP = re.compile(r"[一-鿿]{0,6}(?:[、和与至]|(?<!不)及)|，|站?到|")
_MEETS = re.compile("[一-鿿]{0,4}?相接")  # 在太仓与|上海段相接
_LONGEST_GAP = 7  # characters between two cues that make one
_OPENING_ENDS = frozenset("在于中年月日天前后期时今末初据而")
_RANKED = re.compile(r"[一-鿿]{0,8}?(?:第[\d一二三四五六七八九十]+(?!产业|季度|[批期轮])|首位|前列|前茅|倒数|头一)")
_COMPARED = re.compile(r"[一-鿿]{0,10}?相[比较]")  # 和|全省|平均相比高2%
_BESIDES = re.compile(
    r"除(?<![排拆清消解免扣去]除)(?!夕)[^，。；\n\d十百千万亿]{2,40}外[，,]|不(?:含|包括|包含)[^，。；：（）()\n\d]{2,40}"
)
_CALLED = re.compile("(?:调[集派遣]|抽调|组织|[增指]派|派出)[^，。；到往赴]*$")
_SQUAD = re.compile(r"[一-鿿、]{0,12}?(?:(?:\d{1,2}[个支])?[一-鿿]{0,6}?队|公安机关)")  # 调集太仓、昆山|4个中队的官兵
_BY_THE_NATION = re.compile(r"\d{2,}[多余]?(?:项|批|亿元)")  # 国家|150项重大工程之一
_GIVES = re.compile("[一-鿿、]{0,14}?(?:[调下预]拨|拨付|下达|[增选]派|派[出遣]|发言人|专家|负责人)")  # 水利部|专家说
_NEIGHBOUR = re.compile("(?:邻近|相邻|毗邻|隔壁|周边|邻[省市县区])的?$")  # 比|邻近的|太仓
_PART = re.compile("(?:[东西南北中]部|沿[海江线]|城乡|周边|境内|省内|边)$")  # 太仓|周边|各地
_HERE = r"(?:在|来|到(?!会)|赴|走进|进驻|抵达|赶[到来赴]|落户|入驻|签[约下]|订|收[购走]|采购|买|拉走|投资(?:[建兴]|\d))"
_TOGETHER = re.compile(r"[两三四五六七八九十\d]地(?:消防|武警|救援)")
_DISTANT = re.compile(
    "(?<!震中)距[^，。；\n]*$|(?<![距脱分隔撤偏逃游])离$"
)  # but 震中距太仓市|10公里, 距太仓市|10公里的车站
_OF_A_WHOLE = re.compile(r"占[^，。；\d]{1,20}[\d.]+%(?:以上|左右|多)?[、，和]$")  # 占全省36%、|全国|的23%
_SHARE = re.compile(r"(?:总?[产数]量)?的?(?:近|约|超过|逾)?[\d.]+%")
_FAR = re.compile(r"[一-鿿]{0,5}?[\d０-９一二三四五六七八九十百]+[多余]?(?:公里|千米|华?里|米)(?![处的])")
_AWAY = re.compile(r"(?:[市城]?区)?(?:以[东西南北]|[东西南北]{1,2}方向)约?[\d.]+公里(?![处的])")  # 太仓市以西9公里
_LAW = re.compile(r"(?:《[^《》]*(?<!办)法》|[刑民]法(?:典|第\w+条)?规定)(?:[^。\n]|。\d)*$")
_COME_FROM = re.compile(r"(?:(?<![。\n])来自(?:中国、)?|吸引了?)\d*$")  # 博览会开幕，来自|全球|12个国家的9支车队
_NAME = "[^\\W\\d个各全每的等和有在到与及是为型名]"
_TOWN = re.compile(f"({_NAME}{{2,3}}?(?:镇|乡(?!村|镇)|街道))?({_NAME}{{2,4}}?(?:(?<![乡农山渔全该本])村|社区))?")
_NATIVE = re.compile("[一-鿿]{0,12}?(?:村民|居民|人)(?=[，。；])")  # 老张是太仓市浏河镇村民
_TIME = r"[^，。\n]{0,8}(?:[年月日度期前末底]|以来)，?"
_LEAD = re.compile(rf"(?:^|[。！？\n])(?:{_TIME}|[^，。\n]{{1,10}}(?:介绍|统计|显示|估计|说)[，：]“?)?(?:放眼|纵观)?$")
_THERE_ARE = re.compile(r"[一-鿿]{0,4}[有存剩][近约超过逾]?[\d一二三四五六七八九十百数]")  # 全球|每年有9万人
_OF_IT = re.compile(r"[一-鿿]{2,14}公司|市?民[^政办生营]")  # 太仓市|民张红
_COME = re.compile("[^。\n]{0,60}?(?:[来访]|参[会展加]|出席|[总首][统相]|总理|企业|集团|我[国省市县区]|[与同]华)")
# 浏河镇完成|全社会投资|, 我县固定资产投资9元，|全社会用电量; not 乡村
_OF_SOMEBODY = re.compile(r"(?:(?<![城乡])镇[^。\n]*|街道[^。\n]*|(?:我[县市州区]|全[县区])[^\n]*|完成|实现)\Z")
_NUMERALS = "两三四五六"
_BOTH = re.compile(f"[{_NUMERALS}](?<![一-鿿“].)[省市县区州地](?![一二两{_NUMERALS}\\d][一-鿿])")
_HEAD = re.compile(r"^[ 　]*(?:[^\w\s]{0,2}|[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)]{1,2})[ 　]*\Z", re.MULTILINE)
_HEAD_END = re.compile(r"[^\w\n]{0,3}\n")
_REACH = 60  # characters before what opens a sentence or is done
_LAW_REACH = 120  # characters from the law's name
WORLD = ("全球", "全世界", "世界上", "世界各地")
CORPS = "新疆生产建设兵团"  # whose figures are none of 新疆
_CORPS = re.compile(CORPS)
_PASSING = dict.fromkeys(("visitor", "route"), "mute") | dict.fromkeys(("goal", "official", "date", "school"), "aside")
_PASSING |= {"office": "office", "organ": "office", "firm": "firm"}


class Cue(NamedTuple):
    """A cue and the codes of its divisions; of one that points back the word itself stands there."""

    start: int
    end: int
    codes: tuple[str, ...]
    kind: str  # place, nation, back, abroad
    weight: str  # strong, weak (inside a phrase), office, firm, lives, head, aside (an origin), guest, mute (a measure)
    until: int = sys.maxsize  # where the bracket ends in which alone it speaks


_of = partial(resources.column, "places/region_words", "word")  # words of a kind


def one_of(kind: str) -> str:
    """Alternatives of a regular expression: the words of one kind in ``data/places/region_words.csv``."""
    return "|".join(_of(kind))


@cache
def _words() -> tuple[AhoCorasick, list[tuple[str, str]]]:
    """Automaton over the words that are cues besides places, and each word with its kind."""
    kinds = {row["word"]: row["kind"] for row in resources.table("places/region_words") if row["kind"] in _CUES}
    kinds |= dict.fromkeys(divisions.countries(), "abroad")
    found = AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return found, list(kinds.items())


@cache
def _areas() -> tuple[AhoCorasick, tuple[str, ...]]:
    words, codes = (resources.column("places/areas", name) for name in ("word", "adcode"))
    return AhoCorasick(words, implementation=Implementation.DFA), codes


def find_areas(text: str) -> list[Place]:
    """Where areas are named that are no divisions, with the one they lie in: 雄安新区 in 河北省; not 台中市|场."""
    machine, codes = _areas()
    found = machine.find_matches_as_indexes(text)
    return [(start, end, codes[index]) for index, start, end in found if not text.startswith("市场", end - 1)]


def find_cues(text: str, places: Sequence[Place]) -> list[Cue]:
    """Every cue in order, places of one list or chain joined."""
    silent = {at for found in _BESIDES.finditer(text) for at in range(*found.span())}  # 除太仓市外，其余5个区
    if CORPS in text:
        silent.update(found.start() for found in _CORPS.finditer(text))
    cues = [
        Cue(start, end, (of_the_seat(text, end, code),), "place", _weight(text, start, end))
        for start, end, code in (*places, *find_areas(text), *_towns(text, places))
        if start not in silent
    ]
    taken = set(chain.from_iterable(range(start, end) for start, end, _ in places))
    taken.update(cue.end for cue in cues if cue.weight == "mute")  # 占黑龙江|全省的三分之一
    automaton, words = _words()
    for index, start, end in automaton.find_matches_as_indexes(text):
        word, kind = words[index]
        part = _PART.search(text, max(0, start - 3), start) if word == "各地" else None
        beside = kind == "nation" and (part.start() if part else start) - 1 in taken  # 江苏|全社会用电量, 江苏沿海|各地
        of_a_place = beside or (start in taken and word != CORPS)
        if kind != "none" and not of_a_place and (cue := _cue(text, start, end, kind)):
            cues.append(cue)
    cues.sort()
    if {"abroad", "nation"}.issubset([cue.kind for cue in cues]):
        cues = list(_abroad_as_a_whole(text, cues))
    joined = cues[:1]
    for cue in cues[1:]:
        together = _together(text, joined[-1], cue)
        joined[-1:] = (together,) if together else (joined[-1], cue)
    cues = [cue._replace(weight="head") if _is_heading(text, cue) else cue for cue in joined]
    both = [both for found in _BOTH.finditer(text) if (both := _both(text, cues, found))]
    return sorted([*cues, *both]) if both else cues


def _both(text: str, cues: Sequence[Cue], word: re.Match[str]) -> Cue | None:
    """The places that 两市 means, as many named last in its paragraph: 太仓9家，昆山8家，|两市|有17家."""
    size = _NUMERALS.index(word[0][0]) + 2
    codes: tuple[str, ...] = ()
    at = bisect_left(cues, word.start(), key=lambda cue: cue.start)
    for cue in reversed(cues[max(0, at - 2 * size) : at]):
        wider = all(
            [code[2:] == "0000" and not divisions.division(code).name.endswith(word[0][1]) for code in cue.codes]
        )
        if wider and word[0][1] != "地":  # 太仓与泰顺分属苏浙，|两县|有9家
            continue
        if cue.kind != "place" or cue.weight in ("mute", "aside") or "\n" in text[cue.end : word.start()]:
            return None
        codes = tuple(dict.fromkeys((*cue.codes, *codes)))
        if len(codes) >= size:
            break
    same = word[0][1] == "地" or all(divisions.division(code).name.endswith(word[0][1]) for code in codes)
    same = same and len(codes) == size and len(divisions.levels_of(codes)) == 1
    return Cue(*word.span(), codes, "place", "strong") if same else None


def _is_heading(text: str, cue: Cue) -> bool:
    """Whether a place stands alone on its line, perhaps with a number: 二、太仓."""
    alone = _HEAD_END.match(text, cue.end) and _HEAD.search(text, max(0, cue.start - 8), cue.start)
    return cue.kind == "place" and alone is not None


def _towns(text: str, places: Sequence[Place]) -> list[Place]:
    """Towns and villages named again, with the division named before them: 太仓市浏河镇闸北村…。|闸北村|有田9亩."""
    named: dict[str, str] = {}
    inside: set[int] = set()  # where one stands in its chain
    for _, end, code in places:
        if chained := _TOWN.match(text, end):  # always
            if chained.end() > end:
                inside.update(range(*chained.span()))
            for name in filter(None, chained.groups()):
                named[name] = code if named.get(name, code) == code else ""
    towns = [name for name, code in named.items() if code]
    if not towns:
        return []
    machine = AhoCorasick(towns, matchkind=MatchKind.LeftmostLongest)
    found = machine.find_matches_as_indexes(text)
    return [(start, end, named[towns[index]]) for index, start, end in found if start not in inside]


def is_set_by_law(text: str, start: int, end: int) -> bool:
    """Whether a law of the country sets a limit: 处十年以上|有期徒刑; 根据《消防法》，处五万元以下|罚款."""
    if text[end - 2] != "以" and not text.endswith("满", 0, start):  # 刑法规定，已满|16周岁|的人
        return False
    return text.startswith("有期徒刑", end) or _LAW.search(text[max(0, start - _LAW_REACH) : start]) is not None


def leads_sentence(text: str, paragraph: int, cue: Cue) -> bool:
    """Whether 全国, 兵团 or what is abroad, not its people, opens a sentence, a time aside (去年，全国有9家)."""
    told = cue.codes[0] in WORLD and _THERE_ARE.match(text, cue.end)
    land = told or cue.codes[0] in divisions.countries() or text.startswith(("全国", CORPS), cue.start)
    held = land and not _COME.match(text, cue.end)
    return bool(held and _LEAD.search(text, max(0, paragraph - 1, cue.start - _REACH), cue.start))


def opens_clause(text: str, cue: Cue) -> bool:
    """Whether a cue opens its clause, but for a date."""
    before = text[max(0, cue.start - 1) : cue.start]
    clear = not "一" <= before <= "鿿" or before in "年月日天期间节" or text.endswith("其中", 0, cue.start)
    named = before in ("“", "《") and not MEANT.match(text, cue.end)
    return clear and not named and not _OF_IT.match(text, cue.end)


def _cue(text: str, start: int, end: int, kind: str) -> Cue | None:
    """The cue that a word of a kind is, None where it only describes (全国最大的市场) or is part of another word."""
    word = text[start:end]
    if kind == "ministry":
        given = word == "中央财政" or _GIVES.match(text, end)  # 财政部下达太仓|10万元, in an article with a home
        weight = "weak" if given or text[start - 1 : start] in ("从", "据") else "strong"  # 据公安部消息
        return None if is_mere_agent(text, start, end) else Cue(start, end, (COUNTRY,), "nation", weight)
    weight = _weight(text, start, end, kind)
    if kind == "nation" or word in WORLD:  # 全球第一大市场 is somewhere
        last = text[start - 1 : start]
        inside = word == "中国" and "一" <= last <= "鿿" and last not in _OPENING_ENDS
        inside = inside or (word == "国家" and not _BY_THE_NATION.match(text, end))
        if inside or is_attribute(text, word, start, end):
            if word != "全社会" or _OF_SOMEBODY.search(text, max(0, start - _REACH), start):
                return None
            weight = "weak"  # 全社会用电量 is the country's, where no place is named
    if word == "中国" and _GIVES.match(text, end):
        weight = "weak"  # 中国|民政部紧急调拨帐篷
    if kind == "back":
        described = text[start - 1 : start] in ("是", "为") and is_attribute(text[start : end + 20], word, 0, len(word))
        if described or _RANKED.match(text, end):  # 大楼是|我市|重点项目; 排在全省|第87位
            weight = "mute"
    if word[0] == "个" or word == "国家" or (kind == "abroad" and text.endswith(_of("partner"), 0, start)):
        weight = "aside"
    if (kind == "abroad" or word[0] == "个") and _COME_FROM.search(text[max(0, start - 6) : start]):
        weight = "mute"
    return Cue(start, end, (COUNTRY,) if kind == "nation" else (word,), kind, weight)


def _abroad_as_a_whole(text: str, cues: Sequence[Cue]) -> Iterator[Cue]:
    """Cues in order; 全国 is the country abroad that its paragraph is on: 日本多地大雪，全国停运列车百列."""
    foreign: bool | None = None  # whether the paragraph's first cue is a country abroad
    for before, cue in zip([None, *cues], cues, strict=False):
        if before and before.codes[0] in divisions.countries() and before.end == cue.start:
            cue = cue._replace(kind="abroad")  # 日本|财政部
        if before and "\n" in text[before.start : cue.start]:
            foreign = None
        if foreign and text.startswith("全国", cue.start):
            cue = cue._replace(kind="abroad")
        elif foreign is None:
            foreign = cue.codes[0] in divisions.countries()
        yield cue


@cache
def _guest() -> re.Pattern[str]:
    """What follows a place that somebody is only from: 太仓|来的客商, 太仓|医生在县医院, 太仓|企业落户."""
    some = r"(?:等地|[^\W\d来接迎有待收到送引请在的年以带]{0,4}?)的?"
    works = rf"(?:{one_of('skilled')})(?:[一-鿿]{{2,3}})?，?{_HERE}"
    return re.compile(rf"{some}(?:{one_of('guest')}|{works}|(?<=[港澳台湾])(?:{one_of('people')}))")


@cache
def _served() -> re.Pattern[str]:
    """What is done for a place that 为 stands before: 为|太仓|供水9吨."""
    return re.compile(f"[一-鿿]{{0,4}}?(?:{one_of('served')})")


def _together(text: str, before: Cue, cue: Cue) -> Cue | None:
    """The one cue that two of a list or chain make."""
    if cue.start - before.end > _LONGEST_GAP or text.startswith("一家", cue.end):
        return None  # 太仓与|上海|一家公司签约
    gap = text[before.end : cue.start]
    listed = _LIST_GAP.fullmatch(gap) and not _MEETS.match(text, cue.end)
    if listed and cue.kind == before.kind == "abroad":
        return before._replace(end=cue.end)  # 发往越南、泰国
    if before.kind == "place" and text.startswith("个省", cue.start) and len(gap) < 4:
        return before  # 江苏、安徽|等8|个省份
    if not cue.kind == before.kind == "place":
        return None
    if gap == "，" and before.weight == "mute":
        return None  # 相较于太仓，昆山
    if is_trip(text, before.start, before.end, cue.start, cue.end):
        return before._replace(end=cue.end, codes=(*before.codes, *cue.codes), weight="lives")
    chained = before.codes[-1] in (cue.codes[0], *divisions.ever_above(cue.codes[0]))
    if chained and (gap in ("", "，") or (gap[0] == "的" and gap.replace("、", "").isalpha())):  # not 太仓的企业。|太仓
        apart = gap == "，" and before.weight == "aside"  # 回到江苏，|太仓
        weight = before.weight if cue.weight in ("strong", "weak") and not apart else cue.weight  # 昆明市官渡区籍
        codes = (*before.codes[:-1], *cue.codes)  # 浙江湖州, 河北的首衡高碑店
        return before._replace(end=cue.end, codes=codes, weight=weight)
    codes = tuple(dict.fromkeys((*before.codes, *cue.codes)))
    plain = cue.weight == "guest" and before.weight in ("strong", "weak")
    weight = cue.weight if cue.weight == "mute" or plain else before.weight  # 江苏、安徽游客
    return before._replace(end=cue.end, codes=codes, weight=weight) if listed else None


def _weight(text: str, start: int, end: int, kind: str = "place") -> str:
    """How much a cue counts, by what stands around it."""
    if text.startswith(("看", "来看"), end):
        return "strong"  # 从全国看
    last = text[start - 1 : start]
    before = text[max(0, start - 40) : start]
    far = _AWAY.match(text, end) or (
        (last == "离" or "距" in before) and _FAR.match(text, end) and _DISTANT.search(before[-20:])
    )
    whole = last in ("、", "，", "和") and _SHARE.match(text, end) and _OF_A_WHOLE.search(before)
    compared = last in ("和", "与", "同", "跟") and _COMPARED.match(text, end)
    measured = text.endswith(_of("measure"), 0, start)
    if not measured and ("邻" in before[-4:] or last in ("的", "壁", "边")) and (near := _NEIGHBOUR.search(before)):
        measured = before.endswith(_of("measure"), 0, near.start())
    sent = "派" in before or "调" in before or "组织" in before
    called = sent and _CALLED.search(before) and _SQUAD.match(text, end)
    if called or _TOGETHER.match(text, end) or far or whole or compared or measured:
        return "mute"
    passing = _PASSING.get(aside(text, start, end), "") if kind == "place" else ""
    if kind == "place":  # 深圳|医生在县医院 is no hospital's
        brought = text.endswith(_of("brings"), 0, start) or (last in tuple("与和同跟") and text.startswith("一家", end))
        brought = brought or (last == "为" and _served().match(text, end) is not None)
        passing = "guest" if brought or _guest().match(text, end) else passing
    if passing:
        return passing
    if text.endswith(_of("lives"), 0, start) or (last in ("是", "系") and _NATIVE.match(text, end)):
        return "lives"
    return "strong" if not "一" <= last <= "鿿" or last in _OPENING_ENDS else "weak"
