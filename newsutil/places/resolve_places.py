"""Which division each name in an item means.

In this order, each step using what the ones before it settled:

1. a name right after a division above it lies in it (河南固始, 徐州市云龙区);
2. a name that only one division has, or one above all others that share it (南昌 is the city, not 南昌县), is that one;
3. a name in a list with a settled one lies beside it (徐州市云龙区、鼓楼区、泉山区);
4. a name that the item has elsewhere in full means the same there;
5. of several, that below the division named last before it, its own city before its province; then below any division
   that the item names; then in the region where the paper is at home.

What is still open then is left open when it is a full name, and is no place when it is a bare one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsutil.places.divisions import ancestors, division
from newsutil.places.place_names import NEAR, SURE, Name, held, top
from newsutil.places.spot_places import Hit, spot_places


class PlaceMention(NamedTuple):
    """A place in a field; ``adcode`` is ``None`` where it may be any of ``candidates``."""

    field: str
    start: int
    end: int
    text: str
    adcode: str | None
    candidates: tuple[str, ...] = ()


class _Item:
    """The hits of one item in order, what each may mean, and what is settled."""

    def __init__(self, fields: Sequence[tuple[str, str]], year: int | None) -> None:
        self.fields: list[str] = []
        self.texts: list[str] = []
        self.hits: list[Hit] = []
        self.open: list[tuple[str, ...]] = []
        for field, text in fields:
            for hit in spot_places(text):
                codes = held(hit.name, year)
                if codes:
                    self.fields.append(field)
                    self.texts.append(text)
                    self.hits.append(hit)
                    self.open.append(codes)
        self.settled: list[str | None] = [None] * len(self.hits)

    def gap(self, left: int) -> str | None:
        """Text between a hit and the next one, where it is short and in the same field."""
        if left < 0 or left + 1 >= len(self.hits) or self.fields[left] != self.fields[left + 1]:
            return None
        start, end = self.hits[left].end, self.hits[left + 1].start
        return self.texts[left][start:end] if end - start <= 6 else None

    def unsettled(self) -> list[int]:
        """Which hits may still mean one division or another."""
        return [
            index
            for index, (hit, code, codes) in enumerate(zip(self.hits, self.settled, self.open, strict=True))
            if not code and codes and not hit.name.joint
        ]

    def named(self) -> set[str]:
        """Settled divisions and those above them."""
        codes = {code for code in self.settled if code}
        for hit in self.hits:
            if hit.name.joint:
                codes.update(hit.name.adcodes)
        return codes.union(*(ancestors(code) for code in codes))


_BESIDE = re.compile(r"的|省|市|境内的?|辖区的?|下辖的?|·|")
_IN = re.compile(r"(?:在|位于|来到|走进)$")
_END = re.compile(r"[，、的等一]|$")
_LIST = re.compile(
    r"(?:等[省市区县地]?)?(?:[、和与及至到－—-]|以及|——)|(?:[两二三四五六七八九]?[省市区县地])[、和与及]"
)


def resolve_places(
    fields: Sequence[tuple[str, str]], *, home: str | None = None, year: int | None = None
) -> list[PlaceMention]:
    """Places in the fields (name and text each) of one item, in order, settled as far as the item itself allows."""
    item = _Item(fields, year)
    if not item.hits:
        return []
    _settle_alone(item)
    for backwards in (False, True):
        _settle_by_list(item, backwards)
    _settle_by_evidence(item, home)
    for backwards in (False, True):
        _settle_by_list(item, backwards)
    found: list[PlaceMention] = []
    for index, hit in enumerate(item.hits):
        surface = item.texts[index][hit.start : hit.end]
        if hit.name.joint:
            found += [PlaceMention(item.fields[index], hit.start, hit.end, surface, code) for code in hit.name.adcodes]
        elif item.settled[index]:
            found.append(PlaceMention(item.fields[index], hit.start, hit.end, surface, item.settled[index]))
        elif hit.name.kind == "full" and len(item.open[index]) > 1:
            found.append(PlaceMention(item.fields[index], hit.start, hit.end, surface, None, item.open[index]))
    return found


def _settle_alone(item: _Item) -> None:
    """Names beside the division above them, and names that need no evidence."""
    for index, hit in enumerate(item.hits):
        if hit.name.joint:
            continue
        gap = item.gap(index - 1)
        before = item.hits[index - 1].name if gap is not None else None
        if before and gap is not None and _BESIDE.fullmatch(gap) and not before.joint:
            if _settle_chain(item, index):
                continue
            if not gap and hit.name.kind != "full" and _is_part_of_a_name(item, index):
                item.open[index] = ()
                continue
        if hit.name.grade == SURE and hit.name.kind != "part":
            _settle(item, index, item.open[index], only_one=True)


def _settle_chain(item: _Item, index: int) -> bool:
    """Settle a name that lies in what the one before it means, both where that was open: 黄山|歙县, 邢台市|桥西区."""
    known = item.settled[index - 1]
    above = {known} if known else set(item.open[index - 1])
    for codes in (item.open[index], item.hits[index].name.former):
        below = tuple(code for code in codes if above.intersection(ancestors(code)))
        if below and (known or not item.gap(index - 1)):
            _settle(item, index, below)
            if not known and item.settled[index]:
                _settle(item, index - 1, tuple(above.intersection(ancestors(item.settled[index]))))
            return True
    return False


def _is_part_of_a_name(item: _Item, index: int) -> bool:
    """Whether a bare name right after another place belongs to a town, a school or a street there: 和平区|西安道."""
    before = item.hits[index - 1].name
    if before.kind in ("full", "part") and before.text[-1] != "省":
        return division(before.adcodes[0] if before.adcodes else before.former[0]).level != "province"
    known = item.settled[index - 1]
    counties = all(division(code).level == "county" for code in item.open[index])
    return known is not None and division(known).level != "province" and counties


def _settle(item: _Item, index: int, codes: tuple[str, ...], *, only_one: bool = False) -> None:
    """Settle on the one code of highest level; else narrow what is open."""
    best = top(codes)
    if len(best) == 1:
        item.settled[index] = best[0]
    elif not only_one:
        item.open[index] = codes


def _settle_by_list(item: _Item, backwards: bool) -> None:
    unsettled = item.unsettled()
    for index in reversed(unsettled) if backwards else unsettled:
        other = index + 1 if backwards else index - 1
        gap = item.gap(min(index, other))
        beside = item.settled[other] if gap is not None and 0 <= other < len(item.hits) else None
        if not beside or gap is None or not _LIST.fullmatch(gap):
            continue
        parent = division(beside).parent
        near = [code for code in item.open[index] if division(code).parent == parent]
        if not near and item.hits[index].name.kind != "part":
            near = [code for code in item.open[index] if code[:2] == beside[:2] and code not in ancestors(beside)]
        if not near and division(beside).level == "prefecture":  # 景德镇、黄山
            near = [code for code in item.open[index] if division(code).level == "prefecture"]
        if not near and gap == "至" and item.hits[index].name.grade > NEAR:  # 龙岩至龙川
            near = list(item.open[index])
        if near:
            _settle(item, index, tuple(near))


def _settle_by_evidence(item: _Item, home: str | None) -> None:
    """What the item has elsewhere in full, the division named last, any division named, the home."""
    if not item.unsettled():
        return
    named = item.named()
    settled = {code for code in item.settled if code}
    last: dict[str, int] = {}
    for index, hit in enumerate(item.hits):
        code = item.settled[index]
        if code is None and item.open[index] and not hit.name.joint and hit.name.kind != "part":
            code = _choose(item.open[index], hit.name, settled, last, named, home, _located(item, index))
            item.settled[index] = code
        for known in hit.name.adcodes if hit.name.joint else (code, *ancestors(code)) if code else ():
            last[known] = index


def _choose(
    codes: tuple[str, ...],
    name: Name,
    settled: set[str],
    last: dict[str, int],
    named: set[str],
    home: str | None,
    located: bool,
) -> str | None:
    same = [code for code in codes if code in settled]
    if same:
        return _one(tuple(same))
    if name.grade == NEAR and not located:
        return None
    highest = top(codes) if name.kind == "short" else codes  # 中山 in 大连 may be its district, but first the city
    below = _below(highest, last, named, home) or _below(
        [code for code in codes if code not in highest], last, named, home
    )
    return _one(tuple(below)) if below else None


def _below(codes: Sequence[str], last: dict[str, int], named: set[str], home: str | None) -> list[str]:
    """Those below the division named last, else below any that is named, else in the home."""
    seen = {code: _last_above(code, last) for code in codes}
    nearest = max(seen.values(), default=(0, -1))
    if nearest >= (0, 0):
        return [code for code in codes if seen[code] == nearest]
    for known in (named, {home, *ancestors(home)} if home else set()):
        for reach in (1, None):  # its own parent before its province
            below = [code for code in codes if code == home or known.intersection(ancestors(code)[:reach])]
            if below:
                return below
    return []


def _located(item: _Item, index: int) -> bool:
    """Whether the words around a name say that it is a place: 在日照，; 位于安定的."""
    text, hit = item.texts[index], item.hits[index]
    return bool(_IN.search(text, max(0, hit.start - 2), hit.start) and _END.match(text, hit.end))


def _last_above(code: str, last: dict[str, int]) -> tuple[int, int]:
    """Rank of the division above a code that was named last: its own parent before its province."""
    above = ancestors(code) or ("",)
    return (1, last[above[0]]) if above[0] in last else (0, last.get(above[-1], -1))


def _one(codes: tuple[str, ...]) -> str | None:
    best = top(codes)
    return best[0] if len(best) == 1 else None
