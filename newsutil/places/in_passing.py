"""What is said of a place or of the whole country in passing, and does not make a text one about it.

全国 is only an attribute in 全国文明城市 and a measure in 占全国七成; a place is an origin in 来自广州的医生, a venue
in 在北京举行, an official's in 广州市副市长出席.  The words stand in ``nation_context.csv``, ``aside_words.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache, partial

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from newsutil.base.resources import column, table
from newsutil.places.divisions import countries
from newsutil.places.place_context import unless_followed
from newsutil.places.place_names import signs

_NUMERAL = "[\\d０-９○〇零一二两三四五六七八九十]{1,3}"
_DATE = (  # 杭州|8月14日电, 遵义|发布：, #遵义|身边事#
    rf"[ 　]*(?:{_NUMERAL}月)?{_NUMERAL}日(?:专?电(?!话)|[讯消信])|(?:[讯电]|报道)[（(]|讯[ 　]"
    "|发布[：:丨|｜]|[一-鿿]{0,5}[#＃丨｜]"
)
_TO, _ENDS = "至到往―—－-", ("至", "到")  # 太仓|至|昆山|之间
_SIGNS = r"）(?:\w（\w{1,8}）)?\w{0,4}?"  # 合（合肥|）宁（南京）|高速
_NEAR = 60  # characters from a route to what happened on it
_LONGEST = 12  # characters of a word before a place
_FIRM = r"[^\W的一家有在个多]{2,14}?(?:(?:有限)?公司|集团|控股|创投|事务所)|[）)]\w{2,8}公司"  # 国际（天津）建设公司
_BY = re.compile("(?:[坐乘搭][一-鿿]{0,4}?|[开飞跑走出去])?[到至]|[去往]")
_TAKES = re.compile("[^，。；]{0,12}?，?[^，。；]{0,4}?[\\d一二三四五六七八九十半多个]+(?:小时|分钟|公里)")
_FOR_IT = ("参与", "对口支援", "队支援")  # 参与|昆明|救援, 医疗队支援|昆明
_PROVINCE = ("省", "自治区", "北京市", "天津市", "上海市", "重庆市")
_WITH = tuple(f"{name}{joint}" for name in _PROVINCE for joint in "与同")
_VILLAGE = re.compile("[一-鿿]{1,8}?(?:[乡镇村]|街道|社区)")
_LEVEL = "(?:自?治?[省市县区州盟旗])?"
_EXAMPLE = re.compile(r"\d(?![\d.]*[年月日时])[^，；]*(?<![中里])[，；]")
_BY_IT = re.compile("批准|批复|同意|核准|认定|授权|命名|授予|评定|立项|备案")

_COMES = frozenset("来赴抵在驻")

_BATCH = "(?:首批|第[一二三四五六七八九十]+批)[一-鿿]{0,6}"  # 全国|首批9个试点县
BATCH = re.compile(f"(?:{_BATCH})?")
MEANT = re.compile(
    rf"[共现]有|{_BATCH}\d+[个家项名]|[一-鿿“”]{{0,16}}?评选[一-鿿]{{0,4}}?(?:共|有|已|每|于|自|，|启动|开始)"
)


@cache
def _nation() -> tuple[AhoCorasick, list[str]]:
    """Words for the whole country and its ministries; 中国 names too many things to be one of them."""
    every = (word for kind in ("nation", "ministry") for word in column("places/region_words", "word", kind))
    words = [word for word in every if word not in ("中国", "国家") and word[0] != "个"]
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA), words


@cache
def _attribute(of: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """What stands before a word that only describes, and what behind it."""
    if of not in column("places/nation_context", "of"):
        return _attribute("")  # a pattern takes long to make
    rows = [row for row in table("places/nation_context") if row["of"] in ("", of)]
    before = [row["word"] for row in rows if row["side"] == "before"]
    behind: dict[str, list[str]] = {}  # by reach: one gap before each word takes far longer to make
    for row in rows:
        if row["side"] == "after":
            behind.setdefault(row["reach"], []).append(unless_followed(row))
    gaps = (f"[一-鿿]{{0,{reach}}}?(?:{'|'.join(near)})" for reach, near in behind.items())
    return ("“", "《", *before, *column("places/region_words", "word", "measure")), re.compile("|".join(gaps))


def is_mere_agent(text: str, start: int, end: int) -> bool:
    """Whether a ministry is none or only gave its word: 公安|部门, 公安部|督办的案件, 经|国务院|批准的口岸."""
    passive = text[start - 1 : start] in ("经", "由", "被", "获") and _BY_IT.match(text, end)
    return bool(passive) or text.startswith(("门", "督办", "挂牌"), end)


def is_attribute(text: str, word: str, start: int, end: int) -> bool:
    """Whether a word for the country only describes something or begins a name: 全国百强县, 占全国七成, “中国梦”."""
    before, behind = _attribute(word)
    described = text.endswith(before, 0, start) or behind.match(text, end) is not None
    return described and not (text[end : end + 1].isdigit() or MEANT.match(text, end))


def nation_words(text: str) -> Iterator[int]:
    """Where a text speaks of the whole country: 全国, 我国, 各地, a ministry, each unless it only describes."""
    machine, words = _nation()
    for index, start, end in machine.find_matches_as_indexes(text):
        if not (is_mere_agent(text, start, end) or is_attribute(text, words[index], start, end)):
            yield start


def is_for_the_country(text: str, start: int, end: int, how: str) -> bool:
    """Whether a place is but where news of the country comes from (北京5月1日电 全国…) or an example of it."""
    if how == "date":
        return next(nation_words(text[end : end + _NEAR].partition("。")[0]), None) is not None
    before = text[max(0, start - _NEAR) : start].rpartition("。")[2]
    if how or not _EXAMPLE.search(before):
        return False
    of = (at for at in nation_words(before) if before[at - 1 : at] not in ("从", "据"))  # 从国铁集团了解到，…
    return _EXAMPLE.search(before, next(of, len(before))) is not None


@cache
def _title() -> re.Pattern[str]:
    words = [unless_followed(row) for row in table("places/nation_context") if row["side"] == "title"]
    return re.compile("|".join([*words, *map(re.escape, sorted(countries()))]))


def is_of_the_country(title: str) -> bool:
    """Whether a title that names no place speaks of the country, its leaders or a country abroad."""
    told = not happens(title) and next(nation_words(title), None) is not None
    return told or _title().search(title) is not None


@cache
def _asides() -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str], dict[str, re.Pattern[str]]]:
    """What stands before a name, or at a venue, the last characters of both, and patterns of what stands behind."""
    joined = {kind: _telling(kind).pattern for kind in column("places/aside_words", "kind")}
    measures, at = column("places/region_words", "word", "measure"), column("places/aside_words", "word", "at")
    before = (*column("places/aside_words", "word", "before"), *measures, "）和", "）及")
    patterns = {
        "venue": re.compile(f"[一-鿿]{{0,8}}?(?:{joined['venue']})"),
        "errand": re.compile(f"[一-鿿、]{{0,14}}?(?:{joined['errand']})"),
        "source": re.compile(f"[^，。]{{0,20}}?(?:{joined['source']})"),
        "route": re.compile(rf"(?:(?:[{_TO}]{{1,2}}\w{{2,8}}?|{_SIGNS})(?:{joined['route']})|{joined['bound']})"),
        "line": re.compile(rf"\w{{0,4}}?(?:{joined['route']})"),
        "behind": re.compile(
            f"(?P<visitor>{joined['after']})|(?P<date>{_DATE})|(?P<firm>{_FIRM})|(?P<school>[一-鿿]{{0,6}}?(?:{joined['school']}))"
            f"|{_LEVEL}(?:(?P<official>{joined['official']})|(?P<office>委?(?:{joined['office']}))"
            f"|(?P<organ>[一-鿿]{{1,8}}?(?:{joined['organ']})))"
        ),
    }
    return before, at, frozenset(word[-1] for word in (*before, *at)), patterns


def aside(text: str, start: int, end: int) -> str:
    """How a place is named in passing: ``venue`` (在广州举行), ``goal`` (来自广州的医生), ``visitor``, ``date``,
    ``official``, ``office`` (广州市消防支队), ``route`` (广州开往深圳), ``organ``, ``firm``, ``school``, or ``""``."""
    first = max(0, start - _LONGEST)
    return _aside(text[first : end + _NEAR], start - first, end - first)


@lru_cache(maxsize=2**14)  # homes and the regions of figures ask the same
def _aside(text: str, start: int, end: int) -> str:
    befores, venues, lasts, known = _asides()
    last = text[start - 1 : start]
    if last in lasts:
        at = text.endswith(venues, 0, start)
        if at and known["venue"].match(text, end):
            return "venue"
        both = text.endswith(_WITH, 0, start) and text.endswith(_PROVINCE, 0, end)  # 江苏省与|安徽省|共建
        before = text.endswith(befores, 0, start) and not both and not text.endswith(_FOR_IT, 0, start)
        visited = last in ("到", "赴", "往") and _VILLAGE.match(text, end) is not None  # 到陇县东风镇高村|义诊
        sent = (at and known["errand"].match(text, end)) or (before and not known["source"].match(text, end))
        if sent and not visited:
            return "goal"
    if text[start - 2 : start - 1] in _COMES and last in signs().verb | signs().city:
        return "visitor"  # 来榕|台湾|同胞
    route = known["line" if last and last in _TO else "route"]
    goes = route.match(text, end) and (_telling("bound").match(text, end) or happens(text[end:].partition("。")[0]))
    if goes:
        return "route"
    if last in _ENDS and text.startswith("之间", end):
        return "visitor"
    behind = known["behind"].match(text, end)
    how = behind.lastgroup or "" if behind else ""
    how = "office" if how == "organ" and last == "据" else how  # 据|山东省教育厅|通报
    full = text[end - 1] in "省市县区盟旗"
    located = (how == "firm" and last == "在") or (how in ("firm", "school") and full)  # 在福州高意集团
    return "" if located else how


def is_trip(text: str, start: int, left: int, right: int, end: int) -> bool:
    """Whether two places, with ``left`` to ``right`` between them, are a trip: 从重庆|坐车到|长沙|只要3小时."""
    going = text.startswith(("从", "由"), start - 1) or text[left:right] == "去"
    return going and _BY.fullmatch(text, left, right) is not None and _TAKES.match(text, end) is not None


@cache
def _telling(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(column("places/aside_words", "word", kind)))


def happens(text: str, kind: str = "happening") -> bool:
    """Whether a text tells of an event; ``spreads``: of much of its place (一些地区有震感); ``has_cases``: of cases."""
    return _telling(kind).search(text) is not None


spreads, has_cases = partial(happens, kind="spread"), partial(happens, kind="case")


def of_the_seat(text: str, end: int, code: str) -> str:
    """The division that a place speaks for, a province for an office in its capital: 海口|海关, 南宁|铁路局."""
    return code[:2] + "0000" if code[2:] == "0100" and text.startswith(("海关", "铁路局"), end) else code
