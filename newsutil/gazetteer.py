"""Every stretch of a text that may name a division: full and short names, abbreviations, runs of signs.

One automaton reads names and look-alikes together, the leftmost and longest first, so that 上海合作组织 is read over before 上海
is seen in it.  What it finds is kept only where the segmenter does not see another word across its ends (重大|理论, 三|明确) and
where what follows does not make it the name of a street, a ship or a lake.  Which division a name means is decided elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import ahocorasick_rs

from .regions import LEVELS, ancestors, divisions, former_divisions, level_of
from .resources import table
from .segmenter import Segmenter, segmenter

NEVER, NEAR, ITEM, SURE = range(4)
_GRADES = {"never": NEVER, "near": NEAR, "item": ITEM, "known": SURE}


class Name(NamedTuple):
    """A name and what it may mean; all ``adcodes`` at once where ``joint`` (川渝)."""

    text: str
    adcodes: tuple[str, ...]
    kind: str  # full, short, part (城区), word, lookalike
    grade: int  # NEAR: only beside its superior; ITEM: where the item names one above; SURE: anywhere
    joint: bool = False
    former: bool = False


class Hit(NamedTuple):
    """Where a name stands."""

    start: int
    end: int
    name: Name


class _Signs(NamedTuple):
    """Patterns of a run of signs, a list of them and one after a verb, and the codes of both kinds."""

    run: re.Pattern[str]
    listed: re.Pattern[str]
    place: re.Pattern[str]
    sign: dict[str, str]
    verb: dict[str, str]
    sure: frozenset[str]


# 城区, 郊区 and the like are parts of a city to most writers; a division only right after their city's name.
_PARTS = frozenset(
    [
        "城区",
        "郊区",
        "矿区",
        "市中区",
        "城中区",
        "城东区",
        "城西区",
        "城北区",
        "新城区",
        "老城区",
        "新市区",
        "港口区",
        "海港区",
        "东区",
        "西区",
        "南区",
        "北区",
        "江南区",
        "江北区",
        "江东区",
        "河东区",
        "河西区",
        "市南区",
        "市北区",
        "向阳区",
        "新区",
        "西市区",
        "东市区",
        "中市区",
        "山区",
    ]
)
_LINES = re.compile(
    r"(?:[客货]?(?:高铁|铁路|高速|客专|城际|线|特高压|直流|管道|运河|公路|复线|动车|快线|航线|班列|大?通道))"
)
_AFTER_SHORT = re.compile(
    r"[东西南北中]?[一二三]?路(?![段况网桥线政费局基透由径子])|街(?!头|巷|区|道|镇|坊|景|边)|大街(?!小)|大道|[东西南北]?胡同"
    r"|舰|精神|话(?![题语说剧])|菜(?![篮地农园品市价])|戏(?![曲迷])"
)
# 三沙镇, 铜川镇: a town of the same name.  陈院士, 委员郭吉安: persons.
_TOWN = re.compile(r"镇(?![江南原远平安宁雄海巴赉沅康])")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_PERSON = re.compile(
    "(?:委员|代表|书记|记者|主席|院士|教授|主任|[省市县区局厅处科队班组厂校院会部团站村]长|经理|大户|村民|同志|[党队船学团演职社研警教]员"
    f"|工程师|医生|老师|负责人|烈士|战士|司机|居民|职工|农户|通讯员|摄影)[{_SURNAMES}]$"
)
_AFTER_COUNTY = re.compile(
    r"[江河湖湾峡溪潭洋]|山(?![区水村歌寨东西])|镇(?![江原远平安宁雄海巴赉沅康])|乡(?![村镇亲宁城])|村(?![民庄级里委镇])|街道|社区|寺|庙|塔(?!吊)|岭|峰(?!会|值)"
)
_NOT_FULL = re.compile(r"区[域块间划段别位]|市[场值]")
_PLACE_TAIL = re.compile(
    r"[东西南北]?站|(?:国际)?机场|水库|口岸|港|岛|古城|研究院|(?:卫星)?发射中心|大学|县|市|区|旗|人"
)
_AREA = re.compile(r"高铁|铁路|高速|大湾区|边区")
_MARK = re.compile(r"[^一-鿕a-zA-Z0-9]")
_REACH = 60
_LONE = re.compile("[\ud800-\udfff]")
_OLDEST = 2002  # first edition of the codes at hand: what it has may be older
# 闽北, 豫西 and 粤东 are landscapes: read over, so that 西山区 is not seen in 豫西山区.
_SIDES = "东西南北中"


def _short_grade(word: str, level: str, name: str, grades: dict[str, int]) -> int:
    if word in grades:
        return grades[word]
    return ITEM if level == "county" and not name.endswith("市") else SURE


def _division_names() -> Iterable[Name]:
    grades = {row["word"]: _GRADES[row["grade"]] for row in table("place_words")}
    full: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for code, known in list(divisions().items())[1:]:
        full.setdefault(known.name, []).append(code)
        if not known.short:
            continue
        short.setdefault(known.short, []).append(code)
        if known.name.endswith(("自治州", "自治县", "自治旗")):
            full.setdefault(known.short + known.name[-1], []).append(code)  # 恩施州, 印江县
    for former in former_divisions():
        known = former.division
        code = former.successor or known.adcode
        if code not in full.get(known.name, ()):
            yield Name(known.name, (code,), "part" if known.name in _PARTS else "full", ITEM, former=True)
    for text, codes in full.items():
        part = text in _PARTS
        grade = NEAR if part else grades.get(text, ITEM if len(text) == 2 else SURE)
        yield Name(text, tuple(codes), "part" if part else "full", grade)
    for text, codes in short.items():
        grade = max(_short_grade(text, level_of(code), divisions()[code].name, grades) for code in codes)
        if grade > NEVER and text not in full:
            yield Name(text, tuple(codes), "short", grade)


def _words() -> Iterable[Name]:
    for row in table("place_lookalikes"):
        yield Name(row["word"], (), "lookalike", NEVER)
    shorts = _by_text()
    for row in table("place_abbreviations"):
        codes = tuple(row["adcodes"].split(";"))
        if row["kind"] == "item":
            same = shorts.get(row["word"])  # 巴州 is a prefecture and a district of another
            yield Name(row["word"], (*codes, *(same.adcodes if same else ())), "short", ITEM)
        elif row["kind"] == "word":
            yield Name(row["word"], codes, "word", SURE, joint=len(codes) > 1)
        elif row["kind"] == "sign" and row["sure"] == "yes":
            for side in _SIDES:
                yield Name(row["word"] + side, (), "lookalike", NEVER)


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, list[list[Name]]]:
    """The automaton and the names of each of its patterns: of today, then of earlier years."""
    names: dict[str, list[Name]] = {}
    for name in (*_words(), *_division_names()):
        names.setdefault(name.text, []).append(name)
    for text, same in names.items():
        if any(name.kind in ("full", "short", "part") for name in same):  # 晋中 is a city
            names[text] = [name for name in same if name.kind != "lookalike"]
    patterns = list(names)
    return (
        ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST),
        [sorted(names[pattern], key=lambda name: name.former) for pattern in patterns],
    )


@cache
def _cutter() -> Segmenter:
    """jieba's words and the short names that jieba does not know."""
    plain = segmenter()
    unknown = [name.text for name in _division_names() if name.kind == "short" and len(plain.cut(name.text)) > 1]
    return segmenter(tuple((word, None, None) for word in sorted(set(unknown))))


@cache
def _signs() -> _Signs:
    rows = table("place_abbreviations")
    sign = {row["word"]: row["adcodes"] for row in rows if row["kind"] == "sign"}
    verb = {row["word"]: row["adcodes"] for row in rows if row["kind"] == "verb"}
    every, sure = "".join(sign), "".join(row["word"] for row in rows if row["kind"] == "sign" and row["sure"] == "yes")
    run = re.compile(rf"[{every}]{{3,9}}")
    listed = re.compile(rf"[{every}](?:、[{every}]){{2,}}(?=[一-鿿]?[省区市地]|等|[，。、；交毗相各]|$)")
    acts = (
        "举[行办]|召开|开幕|闭幕|发布|会见|出席|启动|成立|签[署约]|揭[牌幕晓]|亮相|上演|展出|考察|调研|参加|同|与|会谈|闭会"
        "|首[发次演]|[，。、；！？”》）\\s]|[央国民]企|高校|院士|单位|部队|企业|工作|务工|就业|投资|$"
    )
    at = rf"在(?P<at>[{''.join(verb)}])(?={acts})"
    move = r"|[抵赴离返](?P<to>[京沪渝粤琼穗蓉杭])|[赴访](?P<out>[港澳台])(?![湾口商])|[援赴进](?P<aid>[疆藏青])(?![年春少岛海])"
    return _Signs(run, listed, re.compile(at + move), sign, verb, frozenset(sure))


def scan(text: str) -> list[Hit]:
    """Names of divisions in a text, in order, none overlapping; a lookalike is not among them."""
    automaton, names = _automaton()
    if not text.isascii() and _LONE.search(text):  # half a character from a damaged file
        text = _LONE.sub("?", text)
    found = [(start, end, names[index]) for index, start, end in automaton.find_matches_as_indexes(text)]
    hits: list[Hit] = []
    words = _Words(text)
    above = False  # whether the name before stands right here and is the division above
    for index, (start, end, same) in enumerate(found):
        below = index + 1 < len(found) and found[index + 1][0] == end and _is_above(same, found[index + 1][2])
        for name in (*same, *_shortened(same[0])):
            stop = start + len(name.text)
            begin = hits[-1].start if hits and hits[-1].end == start else start
            if _kept(text, start, stop, name, None if above or (below and stop == end) else words, begin):
                hits.append(Hit(start, stop, name))
                break
        above = below and bool(hits) and hits[-1].end == end
    return _with_signs(text, hits, [(start, end) for start, end, _ in found])


@cache
def _former_by_name() -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for former in former_divisions():
        first = former.first if former.first > _OLDEST else 0
        found.setdefault(former.division.name, []).append(
            (first, former.last, former.successor or former.division.adcode)
        )
    return found


def held(name: Name, year: int | None) -> tuple[str, ...]:
    """What a name means in an item of the year: 巢湖市 was a prefecture until 2011 and is a county-level city since."""
    if year is not None and name.kind in ("full", "part"):
        then = tuple(code for first, last, code in _former_by_name().get(name.text, ()) if first <= year <= last)
        if then and not any(code in name.adcodes for code in then):
            return then
    return name.adcodes


class _Words:
    """Where the words of a text begin.  jieba cuts each stretch between two punctuation marks by itself, so only those are
    cut that hold a name; of a very long one, what stands around the name."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stretch = (0, 0)
        self._starts: list[int] = []

    def crosses(self, start: int, end: int, begin: int) -> tuple[bool, str]:
        """Whether a word lies across the start of a stretch or, beginning in it, across its end; what a word that begins
        with the stretch has behind it (丰台站: 站).  A word may begin at ``begin``, where the name before it does (甘肃兰州)."""
        if not (self._stretch[0] <= start and end <= self._stretch[1]):
            self._cut(start, end)
        starts = self._starts
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if starts[first] != start and starts[first - 1] != begin:
            return True, ""
        if starts[last] == end:
            return False, ""
        return starts[last - 1] not in (start, begin), self._text[end : starts[last]]

    def _cut(self, start: int, end: int) -> None:
        before = _MARK.search(self._text[max(0, start - _REACH) : start][::-1])
        after = _MARK.search(self._text, end, end + _REACH)
        left = start - before.start() if before else max(0, start - _REACH)
        right = after.start() if after else min(len(self._text), end + _REACH)
        self._stretch = (left, right)
        self._starts = list(accumulate(map(len, _cutter().cut(self._text[left:right])), initial=left))


@cache
def _by_text() -> dict[str, Name]:
    """Short names by their text."""
    return {name.text: name for name in _division_names() if name.kind == "short"}


def _shortened(name: Name) -> tuple[Name, ...]:
    """The short name in a full one that what follows may forbid: 西安 in 西安区域."""
    short = _by_text().get(name.text[:-1]) if name.kind in ("full", "part") else None
    return (short,) if short else ()


def _is_above(names: list[Name], others: list[Name]) -> bool:
    """Whether one of the names is that of a division above one of the others: 湖南|岳阳."""
    codes = {code for name in names if not name.joint for code in name.adcodes}
    return any(codes.intersection(ancestors(code)) for name in others for code in name.adcodes)


def _kept(text: str, start: int, end: int, name: Name, words: _Words | None, begin: int) -> bool:
    """Whether what stands around a name lets it be one; ``words`` only where that is in doubt."""
    if name.kind == "lookalike":
        return False
    if name.kind == "word":
        return not (name.joint and len(name.text) == 2 and _LINES.match(text, end))
    across, tail = (
        words.crosses(start, end, begin) if words and (name.kind == "short" or end - start == 2) else (False, "")
    )
    if across:
        return False
    if name.kind in ("full", "part"):
        return not _NOT_FULL.match(text, end - 1)
    if _AFTER_SHORT.match(text, end) or _PERSON.search(text, max(0, start - 5), start):
        return False
    if any(level_of(code) != "county" for code in name.adcodes):
        return not (_TOWN.match(text, end) and all(level_of(code) != "province" for code in name.adcodes))
    doubtful = bool(tail) and not _PLACE_TAIL.fullmatch(tail)
    return not doubtful and not _AFTER_COUNTY.match(text, end)


def _with_signs(text: str, hits: list[Hit], taken: list[tuple[int, int]]) -> list[Hit]:
    """The hits and, where nothing else stands, runs, lists and single signs: 鲁豫皖, 豫、鲁、皖, 在京举行."""
    signs = _signs()
    more: list[Hit] = []
    for match in signs.run.finditer(text):
        run = match.group()
        if len(set(run)) == len(run) and len(signs.sure.intersection(run)) > 1 and not _AREA.match(text, match.end()):
            codes = tuple(signs.sign[character] for character in run)
            more.append(Hit(match.start(), match.end(), Name(run, codes, "word", SURE, joint=True)))
    for match in signs.listed.finditer(text):
        if not "一" <= text[match.start() - 1 : match.start()] <= "鿿":
            for offset in range(match.start(), match.end(), 2):
                more.append(Hit(offset, offset + 1, Name(text[offset], (signs.sign[text[offset]],), "word", SURE)))
    for match in signs.place.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        more.append(Hit(start, end, Name(text[start:end], (signs.verb[text[start:end]],), "word", SURE)))
    free = [hit for hit in more if not any(start < hit.end and hit.start < end for start, end in taken)]
    return sorted([*hits, *free]) if free else hits


def top(adcodes: Iterable[str]) -> list[str]:
    """Those of the highest level; of counties of one parent that share a short name (伊宁市, 伊宁县) the city."""
    best = min(LEVELS.index(level_of(code)) for code in adcodes)
    kept = [code for code in adcodes if LEVELS.index(level_of(code)) == best]
    cities = [code for code in kept if code in divisions() and divisions()[code].name.endswith("市")]
    same_parent = len({divisions()[code].parent for code in kept if code in divisions()}) == 1
    return cities if len(cities) == 1 and same_parent else kept
