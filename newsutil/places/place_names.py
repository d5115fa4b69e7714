"""The names that divisions go by: full and short, of today and of earlier years, abbreviations, look-alikes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import ahocorasick_rs

from newsutil.base.resources import table
from newsutil.places.divisions import LEVELS, division, divisions, former_divisions, level_of, levels_of
from newsutil.places.place_context import one_of
from newsutil.words.segmenter import Segmenter, segmenter

NEVER, BESIDE, NEAR, ITEM, SURE = range(5)  # BESIDE: right after its superior; ITEM: where the item names one above
_GRADES = {"never": NEVER, "beside": BESIDE, "near": NEAR, "part": NEAR, "item": ITEM, "known": SURE}
_AT_HEAD = "京沪津渝粤穗皖闽鄂赣豫冀鲁浙湘桂琼黔滇陕晋辽川"  # signs that begin a title: 沪|拟建路; not 苏明|
_OLDEST = 2002  # first edition of the codes at hand: what it has may be older
_MARKS = r"[，。、；！？”》）\s]|$"


class Name(NamedTuple):
    """A name and what it may mean, all ``adcodes`` at once where ``joint`` (川渝), and where it counts: ``grade``."""

    text: str
    adcodes: tuple[str, ...]
    kind: str  # full, short, part (城区), word, city, lookalike
    grade: int
    joint: bool = False
    former: tuple[str, ...] = ()  # what went by the name in earlier years: only beside the division above it


class Signs(NamedTuple):
    """Patterns of a run of signs, a list of them and one after a verb, ``hint`` of any, and the codes of both kinds."""

    hint: re.Pattern[str]
    run: re.Pattern[str]
    listed: re.Pattern[str]
    place: re.Pattern[str]
    sign: dict[str, str]
    verb: dict[str, str]  # of one sign that a verb or a noun makes a place: 在京举行, 粤籍
    at_city: re.Pattern[str]
    city: dict[str, tuple[str, ...]]  # of one sign that is a city only where an item tells of it: 在甬举行
    sure: frozenset[str]


@cache
def _grades() -> dict[str, str]:
    return {row["word"]: row["grade"] for row in table("places/place_words")}


def _short_grade(word: str, code: str) -> int:
    usual = "item" if level_of(code) == "county" and not divisions()[code].name.endswith("市") else "known"
    return _GRADES[_grades().get(word, usual)]


@cache
def _division_names() -> tuple[Name, ...]:
    return tuple(_named_divisions())


def _named_divisions() -> Iterable[Name]:
    full, short = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for code, known in list(divisions().items())[1:]:
        full[known.name].append(code)
        if not known.short:
            continue
        short[known.short].append(code)
        if known.name.endswith(("自治州", "自治县", "自治旗")):
            for end in (known.name[-1], known.name[-3:]):  # 恩施州, 印江县; 恩施自治州, 印江自治县
                full[known.short + end].append(code)
        elif known.name.endswith("族区"):
            full[known.short + "区"].append(code)  # 管城区
    gone: dict[str, dict[str, None]] = {}
    bare, taken = defaultdict[str, list[str]](list), {"", *short, *_grades()}  # 杭州|江干
    for former in former_divisions():
        code = former.successor or former.division.adcode
        if code not in full.get(former.division.name, ()):
            gone.setdefault(former.division.name, {})[code] = None
        if former.division.short not in taken:
            bare[former.division.short].append(code)
    for text in full | gone:
        given = _grades().get(text, "known")
        kind = "part" if given == "part" else "full"  # 城区: a division only right after its name
        yield Name(text, tuple(full.get(text, ())), kind, _GRADES[given], former=tuple(gone.get(text, ())))
    for text, once in bare.items():
        yield Name(text, (), "short", BESIDE, former=tuple(once))
    for text, codes in short.items():
        grade = max(_short_grade(text, code) for code in codes)
        if grade > NEVER:
            yield Name(text, tuple(codes), "short", grade)


def _words() -> Iterable[Name]:
    for row in table("places/place_lookalikes"):
        yield Name(row["word"], (), "lookalike", NEVER)
    shorts = _short_names()
    for row in table("places/place_abbreviations"):
        codes = tuple(row["adcodes"].split(";"))
        if row["kind"] == "item":
            same = shorts.get(row["word"])  # 巴州 is a prefecture and a district of another
            yield Name(row["word"], (*codes, *(same.adcodes if same else ())), "short", ITEM)
        elif row["kind"] == "word":
            yield Name(row["word"], codes, "word", SURE, joint=len(codes) > 1)
        elif row["sure"] == "yes":
            for side in "东西南北中":  # 豫西 is a landscape: read over, so that 西山区 is not seen in 豫西山区
                yield Name(row["word"] + side, (), "lookalike", NEVER)


def _branches() -> dict[str, list[Name]]:
    """What an office in a district is called whose short name is a word too: 石家庄市公安局|桥西|分局."""
    shared: dict[str, tuple[str, ...]] = {}
    for code, known in divisions().items():
        if known.name.endswith("区") and _grades().get(known.short) in ("never", "beside"):
            shared[known.short] = (*shared.get(known.short, ()), code)
    return {text + "分局": [Name(text, codes, "short", NEAR)] for text, codes in shared.items()}


def _within(text: str, names: Mapping[str, list[Name]]) -> Iterable[Name]:
    """Shorter names that a full one or a lookalike begins with: 西安 in 西安区."""
    if names[text][0].kind in ("full", "part", "lookalike"):
        for end in range(len(text) - 1, 1, -1):
            yield from (name for name in names.get(text[:end], ()) if name.kind in ("full", "short"))


@cache
def automaton() -> tuple[ahocorasick_rs.AhoCorasick, list[list[Name]]]:
    """The automaton and the names that each of its patterns may be, the longest first: 西安区, 西安."""
    names: dict[str, list[Name]] = {}
    for name in (*_words(), *_division_names()):
        names.setdefault(name.text, []).append(name)
    for text, same in names.items():
        if any(name.kind in ("full", "short", "part") for name in same):  # 晋中 is a city
            names[text] = [name for name in same if name.kind != "lookalike"]
    names |= _branches()
    patterns = list(names)
    readings = [[*names[text], *_within(text, names)] for text in patterns]
    # The dense form takes some 10 MB more and reads a text in two thirds of the time.
    dense, longest = ahocorasick_rs.Implementation.DFA, ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST
    return ahocorasick_rs.AhoCorasick(patterns, matchkind=longest, implementation=dense), readings


@cache
def cutter() -> Segmenter:
    """jieba's words and the short names that jieba does not know or would take apart (新会)."""
    plain = segmenter()
    unknown = [text for text, name in _short_names().items() if name.adcodes and len(plain.cut(text)) > 1]
    return segmenter(tuple((word, None, None) for word in sorted(unknown)), exact=False)


@cache
def signs() -> Signs:
    rows = table("places/place_abbreviations")
    sign = {row["word"]: row["adcodes"] for row in rows if row["kind"] == "sign"}
    verb = {row["word"]: row["adcodes"] for row in rows if row["kind"] == "verb"}
    city = {row["word"]: tuple(row["adcodes"].split(";")) for row in rows if row["kind"] == "city"}
    every, sure = "".join(sign), "".join(row["word"] for row in rows if row["sure"] == "yes")
    # Each begins with one plain character class: that is several times as fast to search for.
    run = re.compile(rf"[{every}](?:[{every}]{{2,8}}(?<!苏(?=区))|[{every}](?={one_of('pair')}))")
    head = rf"(?<=\A[{_AT_HEAD}])(?={one_of('head')})"
    first = f"{every}在来抵赴离返访援进出入驻"
    behind = f"[{every}{''.join(verb)}籍企]|、[{every}]、"
    hint = re.compile(f"[{first}{_AT_HEAD}](?:{head}|(?<=[{first}])(?:{behind}))")
    listed = re.compile(rf"[{every}](?:、[{every}]){{2,}}(?=[一-鿿]?[省区市地]|等|[，。、；交毗相各]|$)")
    verbs = f"(?<=[在来])(?:{'|'.join(verb)})(?={one_of('act')}|{_MARKS})|(?<=[抵赴离返])[京沪渝粤琼穗蓉杭]"
    verbs += "|(?<=[赴访])[港澳台](?![湾口商])|(?<=[援赴进])[疆藏青](?![年春少岛海])"
    verbs += f"|(?<=驻)[{sure}吉川甘藏港澳疆穗汉](?={one_of('post')})"
    verbs += f"|(?<=[进出入])[{sure}川疆藏](?={one_of('move')})"
    native = f"(?<=[{sure}])(?=籍|企(?![业通]))"
    place = re.compile(f"[在来抵赴离返访援进出入驻{sure}{_AT_HEAD}](?:{verbs}|{native}|{head})")
    at_city = re.compile(rf"[来在抵赴离驻](?:[{''.join(city)}])(?={one_of('act')}|{_MARKS})")
    return Signs(hint, run, listed, place, sign, sign | verb, at_city, city, frozenset(sure))


@cache
def _former_by_name() -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for former in former_divisions():
        first = former.first if former.first > _OLDEST else 0
        code = former.successor or former.division.adcode
        for name in (former.division.name, former.division.short):
            found.setdefault(name, []).append((first, former.last, code))
    return found


def held(name: Name, year: int | None) -> tuple[str, ...]:
    """What a name means in an item of the year: 巢湖市 was a prefecture until 2011."""
    gone = name.kind == "short" and not name.adcodes
    if year is not None and (gone or name.kind in ("full", "part")):
        then = tuple(code for first, last, code in _former_by_name().get(name.text, ()) if first <= year <= last)
        if then and not any(code in name.adcodes for code in then):
            beside = name.adcodes if levels_of(then) == {"county"} else ()  # until 2019 邢台 had a 桥西区 too
            return (*then, *(code for code in beside if level_of(code) == "county"))
    return () if gone else name.adcodes or name.former


@cache
def _short_names() -> dict[str, Name]:
    """Short names by their text."""
    return {name.text: name for name in _division_names() if name.kind == "short"}


@cache
def full_names() -> dict[str, tuple[str, ...]]:
    """What each full name of a division means."""
    return {name.text: name.adcodes for name in _division_names() if name.kind in ("full", "part")}


@lru_cache(maxsize=8192)
def top(adcodes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the highest level; of counties of one parent that share a short name (伊宁市, 伊宁县) the city."""
    best = min(LEVELS.index(level_of(code)) for code in adcodes)
    kept = [code for code in adcodes if LEVELS.index(level_of(code)) == best]
    cities = [code for code in kept if division(code).name.endswith("市")]
    return tuple(cities if len(cities) == len({division(code).parent for code in kept}) == 1 else kept)
