"""Which division each name in an item means.

In this order, each step using what the ones before it settled:

1. a name right after a division above it lies in it (河南固始, 徐州市云龙区);
2. a name that only one division has, or one above all others that share it (南昌 is the city, not 南昌县), is that one;
3. a name in a list with a settled one lies beside it (徐州市云龙区、鼓楼区、泉山区; 临沂2家、日照1家);
4. a name that the item has elsewhere in full means the same there;
5. of several, that below the division named last before it, its own city before its province; then below any division
   that the item names; then in the region where the paper is at home.

What is still open then is left open when it is a full name, and is no place when it is a bare one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from newsutil.places.divisions import ancestors, capital, division, ever_above, level_of, levels_of, towns
from newsutil.places.place_names import BESIDE, NEAR, SURE, held, top
from newsutil.places.spot_places import Hit, spot_places


class PlaceMention(NamedTuple):
    """A place in a field; ``adcode`` is ``None`` where it may be any of ``candidates``."""

    field: str
    start: int
    end: int
    text: str
    adcode: str | None
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class _Named:
    """A hit in a field, what it may mean, and the division it is settled on."""

    field: str
    text: str
    hit: Hit
    open: tuple[str, ...]  # none of joint names: they mean all of theirs
    code: str | None = None

    def means(self) -> tuple[str, ...]:
        if self.hit.name.joint:
            return self.hit.name.adcodes
        return (self.code,) if self.code else ()


_BESIDE = re.compile(r"·|(?:境内|下辖)?的?")
_WAY = re.compile("往|驶|方向|出发")  # 从|同安|往漳州
_SHARED, _SHARE = re.compile(r"[（(](?:[^（）()。]*[，、；])?(?:其中)?$"), re.compile(r"[一-鿿]{0,2}\d")  # （|城区|4例
_IN, _ONTO = ("在", "位于", "来到", "走进"), ("驶向", "驶往", "开往", "前往")
# |应县|木塔, |和县|政府; not |应县|政府要求, |任县|委书记, |富县|强村
_OF_IT = re.compile("(?![委里区长级域衙属直内办志强富兴活裕之]|(?:的|政府)?[要请邀]|布局|城(?!乡)|人[大民])[一-鿿，。]")
_FORCE = re.compile("公安|分局|消防(?![车艇])|警方|交警|人民法院|法院|检察院|路段|代表团")
_SCHOOL = re.compile(  # 河北|工业大学, 的|延安|中学
    "[一-鿿]{0,6}?(?:大学|学院)|(?:实验|初级|高级|第?[一二三四五六七八九十])?(?:[中小]学(?!生|阶段)|医院)|大?(?:饭店|酒店|宾馆)|城(?:商业街|[，。停])|街道"
)
_AT_RIVER = re.compile(
    "[上中下]?[段游]|(?:水[文位])?站|(?:出现|发生|遭遇|迎来)?超"
)  # 沅江|桃源|站; 沅江|桃源|超警戒水位
_UNIVERSITY = re.compile("[一-鿿]{0,4}大学(?:附属)?")
_LONGEST_GAP = 8  # characters of what the pattern above matches
_CAMPUS = re.compile("[一-鿿]{0,4}(?:学校|[中小]学|学院|医院|校区|分校|研究院)")
_DATELINE = re.compile("专?[讯电][（( 　]|(?:[0-9]{1,2}月)?[0-9]{1,2}日[电讯]")
_HELD = re.compile("举[行办]|召开|[开闭]幕|启动")
_STATION = re.compile("[东西南北]站")
_PAPERS = ("报", "社", "网")  # 本报|安康|讯（记者…）, 新华社|三明|5月1日电
_OF_A_COUNTY = re.compile("[全我该本][县区旗]|县[委里城]|县政府")
_TOWN = re.compile("镇(?!街(?![上道边])|域)|乡(?![村镇贤亲])|街道(?!两[旁侧边]|[旁边]|社区)")  # not 张掖|乡村振兴
_REACH = 40  # characters in a bracket before one of its places
_PLAIN = 2  # characters of 城区, 矿区, which are part of any city
_END = re.compile(r"[，、的等一]|$")
_LIST = re.compile(r"[等两二三四五六七八九]?[省市区县地]?(?:[、和与及至到－-]|以及|——?)")
_ITEM = re.compile(r"[^、，；：。！？,;:!?\n]{1,12}、|[^、；。！？;!?\n]{2,40}[；;]")
_OPENS = ("、", "，", "；", "：", ",", ";", ":", "其中", "方面", "。", "\n", "　")


def resolve_places(
    fields: Sequence[tuple[str, str]], *, home: str | None = None, year: int | None = None
) -> list[PlaceMention]:
    """Places in the fields (name and text each) of one item, in order, settled as far as the item itself allows."""
    names = [
        _Named(field, text, hit, () if hit.name.joint else meant)
        for field, text in fields
        for hit in spot_places(text)
        if (meant := held(hit.name, year))
    ]
    _narrow_seats(names)
    _leave_towns(names, fields)
    _leave_own_towns(names, home)
    _settle_alone(names)
    by_evidence = partial(_settle_by_evidence, home=home)
    for settle_further in (_settle_by_lists, by_evidence, _settle_as_listed):
        if not any([one.open and not one.code for one in names]):
            break
        settle_further(names)
    else:
        _settle_repeated(names, fields)
    found: list[PlaceMention] = []
    for one in names:
        start, end, name = one.hit
        codes: Sequence[str | None] = one.means()
        candidates = () if codes or name.kind != "full" or len(one.open) < 2 else one.open
        for code in (None,) if candidates else codes:
            found.append(PlaceMention(one.field, start, end, one.text[start:end], code, candidates))
    return found


def _narrow_seats(names: Sequence[_Named]) -> None:
    """A bare 昌吉 is the city where the item names 昌吉市 and not 昌吉州; a bare 思茅 what 思茅市 was in its day."""
    full = {one.open[0] for one in names if one.hit.name.kind == "full" and len(one.open) == 1}
    once = {one.hit.name.text[:-1]: one.open for one in names if one.hit.name.text[-1] == "市"}  # not 大同县
    for one in names:
        if one.hit.name.kind == "short" and full.isdisjoint(one.open):
            one.open = once.get(one.hit.name.text, one.open)
        if full.intersection(one.open):
            cities = [code for code in one.open if code in full]
            others = [division(code) for code in one.open if code not in full]
            wider = any(other.level == "prefecture" for other in others)
            if wider and all(division(code).name.endswith("市") for code in cities):
                one.open = tuple(cities)


def _leave_towns(names: Sequence[_Named], fields: Sequence[tuple[str, str]]) -> None:
    """A bare name is a town's where the item names the town and not the division: 龙港镇…, 龙港的酒店; not 宁波镇海."""
    full = {code for one in names if one.hit.name.kind == "full" for code in one.open}
    short = [one for one in names if one.hit.name.kind == "short" and full.isdisjoint(one.open)]
    bare = [one for one in short if "province" not in levels_of(one.open)]
    sizes = {len(one.hit.name.text) for one in bare}
    begun = {(one.field, one.hit.start) for one in names}
    found = [(field, text, town.start()) for field, text in fields for town in _TOWN.finditer(text)] if bare else []
    ends = [(text, end) for field, text, end in found if (field, end) not in begun]
    towns = {text[end - size : end] for size in sizes for text, end in ends}
    for one in bare:
        if one.hit.name.text in towns:
            one.open = ()


def _leave_own_towns(names: Sequence[_Named], home: str | None) -> None:
    """A bare county's name is a town's of the county that an item is on: 上杭县…到|古田|慰问; not 宁德屏南…古田."""
    sure = [(one.field, one.open[0]) for one in names if one.hit.name.grade == SURE and len(one.open) == 1]
    headed = {code for field, code in sure if field != "text"} | {home}
    for one in names:
        counties = towns().get(one.hit.name.text) if one.hit.name.kind == "short" else None
        if not counties or levels_of(one.open) != {"county"}:
            continue
        others = [code for _, code in sure if code not in one.open]
        above = {known for code in others for known in (code, *ancestors(code))}
        for own in counties & headed:
            if above.difference(ancestors(own)).isdisjoint(up for code in one.open for up in ancestors(code)):
                one.open = ()


def _is_county(one: _Named) -> bool:
    """Whether a county's name that may be another word is the county: 和县：开学了; 和县公安局, 源城消防."""
    start, end, name = one.hit
    if name.kind != "full":
        if one.text.endswith(_PAPERS, 0, start) and _DATELINE.match(one.text, end):
            return True
        held = one.text[start - 1 : start] == "在" and _HELD.match(one.text, end)  # 在|巴中|召开
        if name.kind == "short" and one.open and (held or _STATION.match(one.text, end)):  # 黄山|北站
            return levels_of(one.open if held and name.grade == NEAR else top(one.open)) == {"prefecture"}
        return name.grade > NEAR and _FORCE.match(one.text, end) is not None
    heads = start == 0 and one.text.startswith(("：", ":"), end)
    before = one.text[start - 1 : start]  # 检验检疫局|和县政府, “二次创业”|和县乡村振兴
    joined = "一" <= before <= "鿿" or before in ("”", "》", "）")
    opens = not joined or one.text.endswith((*_IN, "来看", "是"), 0, start)
    return heads or (name.text[-1] == "县" and opens and _OF_IT.match(one.text, end) is not None)


def _settle_alone(names: Sequence[_Named]) -> None:
    """Names beside the division above them, and names that need no evidence."""
    parts: set[str] = set()  # 太仓市|桐庐饭店|. 桐庐饭店|开业
    for before, one in zip([None, *names], names, strict=False):
        named = one.text[one.hit.start : one.hit.end + 2]
        if named in parts and levels_of(one.open) == {"county"}:
            one.open = ()
        if before and (before.field != one.field or one.hit.start > before.hit.end + _LONGEST_GAP):
            before = None
        if before and _UNIVERSITY.fullmatch(one.text, before.hit.end, one.hit.start):
            _settle_campus(before, one)
        if before and _BESIDE.fullmatch(one.text, before.hit.end, one.hit.start):
            if _settle_chain(before, one):
                continue
            school, adjacent = _SCHOOL.match(one.text, one.hit.end), one.hit.start == before.hit.end
            if adjacent and before.hit.name.text[-1] in "江河湖溪" and _AT_RIVER.match(one.text, one.hit.end):
                before.open, before.code = (), None
                adjacent = False
            beside = school or adjacent
            if beside and one.hit.name.kind != "full" and _is_part_of_a_name(before, one, named=school is not None):
                one.open = ()
                parts.add(named)
                continue
        if one.hit.name.grade == SURE or _is_county(one) or (one.field == "paper" and one.hit.name.grade > BESIDE):
            one.code = _one(one.open)


def _settle_campus(university: _Named, one: _Named) -> None:
    """A university's name is no place where its school lies elsewhere, nor a campus's: 北京师范大学|东莞|附属学校."""
    if not _CAMPUS.match(one.text, one.hit.end):
        return
    if not university.open:
        one.open = ()
    elif one.hit.name.grade == SURE and not any(set(university.open) & set(ever_above(code)) for code in one.open):
        university.open, university.code = (), None


def _settle_chain(before: _Named, one: _Named) -> bool:
    """Settle a name that lies in what the one before it means, both where that was open: 黄山|歙县, 邢台市|桥西区."""
    above = {before.code} if before.code else set(before.open)
    for codes in (one.open, one.hit.name.former):
        if below := tuple(code for code in codes if above.intersection(ever_above(code))):
            _settle(one, below)
            if one.code:
                _settle(before, tuple(above.intersection(ever_above(one.code))))
            return True
    return False


def _is_part_of_a_name(before: _Named, one: _Named, *, named: bool) -> bool:
    """Whether a bare name right after another place belongs to a town, a school or a street there: 和平区|西安道."""
    name = before.hit.name
    if named and before.code in one.open:  # 延安市的|延安|中学
        return False
    if named and before.code and not set(one.open) & set(ancestors(before.code)):  # 宁波的|上海|大学附属学校
        return level_of(before.code) != "province" or capital(before.code) == before.code
    if name.kind in ("full", "part"):
        return level_of((name.adcodes or name.former)[0]) != "province"
    city = before.code is None or (level_of(before.code) == "province" and capital(before.code) == before.code)
    return not city and levels_of(one.open) == {"county"}  # 河北|顺德集团; not 上海|昆山两地


def _settle(one: _Named, codes: tuple[str, ...]) -> None:
    """Settle on the one code of highest level; else narrow what is open."""
    one.code = _one(codes)
    if not one.code:
        one.open = codes


def _settle_by_lists(names: Sequence[_Named]) -> None:
    for backwards in (False, True):
        for beside, one in pairwise(reversed(names) if backwards else names):
            if one.code or not beside.code:
                continue
            first, second = (one, beside) if backwards else (beside, one)
            gap = first.text[first.hit.end : second.hit.start] if first.field == second.field else "\n"
            if one.hit.name.grade == BESIDE and gap != "、":
                continue
            if _LIST.fullmatch(gap):
                _settle_beside(one, beside.code, gap)
            elif _ITEM.fullmatch(gap) and first.text.endswith(_OPENS, 0, first.hit.start):  # 临沂2家、日照|1家
                parent = division(beside.code).parent
                if near := tuple(code for code in one.open if division(code).parent == parent):
                    _settle(one, near)


def _settle_as_listed(names: Sequence[_Named]) -> None:
    """Settle what the evidence left open by lists, and what such a list names elsewhere: 绥阳、正安…。|正安|种茶."""
    known = {one.code for one in names}
    _settle_by_lists(names)
    listed = {one.code for one in names} - known
    for one in names if listed else ():
        if one.open and not one.code and one.hit.name.grade > BESIDE:
            one.code = _one(tuple(code for code in one.open if code in listed))


def _settle_beside(one: _Named, beside: str, gap: str) -> None:
    known = division(beside)
    near = [code for code in (*one.open, *one.hit.name.former) if division(code).parent == known.parent]
    if not near and one.hit.name.kind != "part":
        near = [code for code in one.open if code[:2] == beside[:2] and code not in ancestors(beside)]
    if not near and known.level == "prefecture":  # 景德镇、黄山
        near = [code for code in one.open if level_of(code) == "prefecture"]
    if near or gap == "至":  # 龙岩至龙川
        _settle(one, tuple(near) or one.open)


def _settle_by_evidence(names: Sequence[_Named], home: str | None) -> None:
    """What the item has elsewhere in full, the division named last, any division named, the home."""
    settled = {one.code for one in names if one.code}
    named = {known for one in names for code in one.means() for known in (code, *ancestors(code))}
    last: dict[str, int] = {}
    for place, one in enumerate(names):
        if one.open and not one.code and one.hit.name.kind == "part":
            named_above = tuple(code for code in one.open if ancestors(code)[0] in (*named, home))
            start, end, name = one.hit
            shared = _SHARE.match(one.text, end) and _SHARED.search(one.text, max(0, start - _REACH), start)
            one.code = _one(named_above) if shared or len(name.text) > _PLAIN else None  # 西宁…城东区; not 阳泉…矿区
        elif one.hit.name.kind == "city":  # 来|青: to 青岛 where it is told of, else to 青海
            one.code = _one(tuple(code for code in one.open if code in named) or one.hit.name.former)
        elif one.open and not one.code and one.hit.name.grade > BESIDE:
            same = tuple(code for code in one.open if code in settled)
            one.code = _one(same or _likeliest(one, last, named, home))
        for code in one.means():
            last |= dict.fromkeys((code, *ancestors(code)), place)


def _likeliest(one: _Named, last: dict[str, int], named: set[str], home: str | None) -> tuple[str, ...]:
    """What it may mean below the division named last, else below any that is named, else in the home."""
    start, end, name = one.hit
    from_it = one.text[start - 1 : start] == "从" and _WAY.match(one.text, end)
    located = from_it or (one.text.endswith((*_IN, *_ONTO), 0, start) and _END.match(one.text, end))
    if name.grade == NEAR and not (located or _FORCE.match(one.text, end)):  # 在日照， 位于安定的, 临高消防
        return ()
    codes = top(one.open) if name.kind == "short" else one.open
    seen = {}  # by code: when the division above was named last, its own parent before its province
    for code in codes:
        above = ancestors(code) or ("",)
        seen[code] = (1, last[above[0]]) if above[0] in last else (0, last.get(above[-1], -1))
    nearest = max(seen.values(), default=(0, -1))
    if nearest >= (0, 0):
        return tuple(code for code in codes if seen[code] == nearest)
    for known in (named, {home, *ancestors(home)} if home else set()):
        for reach in (1, None):  # its own parent before its province
            if below := tuple(code for code in codes if known.intersection(ancestors(code)[:reach])):
                return below
    return ()


def _settle_repeated(names: Sequence[_Named], fields: Sequence[tuple[str, str]]) -> None:
    """A county's bare name that an item on a county, which it names not in full, has again and again: 蒲城酥梨…."""
    if any(code and level_of(code) == "county" for one in names for code in one.means()):
        return  # 岳西县明山村…, 县里…, 明山小学…: not 明山区
    bare = [one for one in names if one.hit.name.kind == "short" and len(one.open) == 1 and not one.code]
    often = Counter(one.open for one in bare if one.hit.name.grade > NEAR)
    again = [one for one in bare if often[one.open] >= 2]
    # 肥西：…; 走进沭阳，…, where nothing else is named
    told = any(one.text.endswith(_IN, 0, one.hit.start) and _END.match(one.text, one.hit.end) for one in names[1:])
    told = told or (bool(again) and names[0].text.startswith(("：", ":"), names[0].hit.end))
    headed = told and names[0].field != "text" and len({one.open for one in names}) == 1
    for one in again if headed or any(_OF_A_COUNTY.search(text) for _, text in fields) else ():
        one.code = one.open[0]


def _one(codes: tuple[str, ...]) -> str | None:
    best = top(codes) if len(codes) > 1 else codes
    return best[0] if len(best) == 1 else None
