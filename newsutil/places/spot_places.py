"""Every stretch of a text that may name a division: full and short names, abbreviations, runs of signs.

One automaton reads names and look-alikes together, the leftmost and longest first, so that 上海合作组织 is read over
before 上海 is seen in it.  What it finds is kept only where the segmenter does not see another word across its ends
(重大|理论, 三|明确) and where what follows does not make it the name of a street, a ship or a lake.  Which division
a name means is decided elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from newsutil.places.divisions import ancestors, level_of, levels_of
from newsutil.places.place_context import context, is_person
from newsutil.places.place_names import SURE, Name, automaton, cutter, signs


class Hit(NamedTuple):
    """Where a name stands."""

    start: int
    end: int
    name: Name


Found = tuple[int, int, list[Name]]
"""Start and end of what the automaton found, and the names it may be."""

_CHINA = "中国"  # 中国香港 is one word to jieba
_TOWNSHIP = ("镇", "乡")
_MARK = re.compile(r"[^一-鿕a-zA-Z0-9]")
_REACH = 60
_LONGEST = 16  # characters of the longest name of a division


def spot_places(text: str) -> list[Hit]:
    """Names of divisions in a text, in order, none overlapping; a lookalike is not among them."""
    machine, names = automaton()
    found = [(start, end, names[index]) for index, start, end in machine.find_matches_as_indexes(text)]
    return _with_signs(text, _Reader(text, found).hits() if found else [], found)


class _Reader:
    """Of each name found, the longest reading that what stands around it allows, where there is one.

    A name that is refused gives its characters back: 从江 in 从江苏来, 上海青 in 上海青浦.
    """

    def __init__(self, text: str, found: Sequence[Found]) -> None:
        self._text = text
        self._words = _Words(text)
        self._waiting = list(reversed(found))
        self._chained = 0  # where a name begins that lies in the one right before it

    def hits(self) -> list[Hit]:
        hits: list[Hit] = []
        reached = begin = 0  # end and start of the last hit
        while self._waiting:
            start, end, names = self._waiting.pop()
            if start < reached:
                self._give_back(reached, end)
            elif names[0].kind != "lookalike" or self._cut_through(start, end):
                hit = self._reading(start, end, names, begin if reached == start else start)
                if hit:
                    hits.append(hit)
                    begin, reached = hit.start, hit.end
                self._give_back(hit.end if hit else start + 1, end)
        return hits

    def _give_back(self, start: int, end: int) -> None:
        if start < end:
            self._waiting += reversed(self._between(start, end))

    def _between(self, start: int, end: int) -> list[Found]:
        """What is found to begin between two characters."""
        machine, names = automaton()
        found = machine.find_matches_as_indexes(self._text[start : end + _LONGEST])
        return [(start + left, start + right, names[index]) for index, left, right in found if start + left < end]

    def _cut_through(self, start: int, end: int) -> bool:
        """Whether a place lies across the end of a lookalike: 上海青|浦."""
        across = next((found for found in self._between(start + 1, end) if found[1] > end), None)
        return across is not None and self._reading(*across, across[0]) is not None

    def _reading(self, start: int, end: int, names: list[Name], begin: int) -> Hit | None:
        """The longest name that a stretch may be; a word may begin at ``begin``, with the name before."""
        following = self._waiting[-1] if self._waiting else None
        beside = following and following[0] == end
        above = bool(beside and following and _is_above(names, following[2], end - start))
        sure = self._chained == start > 0
        for name in names:
            stop = start + len(name.text)
            whole = stop == end
            if name.kind == "lookalike" or not self._stands(start, stop, name, begin, sure or (above and whole)):
                continue
            if name.kind == "short" and not (beside and whole) and self._is_of_another(start, stop, name):
                continue
            self._chained = stop if above and whole else 0
            return Hit(start, stop, name)
        return None

    def _stands(self, start: int, end: int, name: Name, begin: int, sure: bool) -> bool:
        """Whether the words around a name let it stand by itself, which is ``sure`` in a chain like 湖南岳阳."""
        known = context()
        if name.kind == "word":
            line = name.joint and len(name.text) == 2 and known.line.match(self._text, end)
            return not line and not known.media.match(self._text, end)  # 京沪高铁, 羊城晚报
        full = name.kind in ("full", "part")
        if full and known.cut.match(self._text, end - 1):
            return False
        if sure or (full and (end - start > 3 or level_of((name.adcodes or name.former)[0]) == "province")):
            return True
        if self._text.startswith(_CHINA, max(0, start - len(_CHINA))):
            begin = start - len(_CHINA)
        (left, right), tail = self._words.crosses(start, end, begin)
        if full:
            return not left and not (right and end - start == 2)
        if left or (right and not known.keep.match(self._text, end)):
            return False
        if name.text.endswith(_TOWNSHIP) and self._words.joined(start):
            return False  # 大|新乡
        return not tail or levels_of(name.adcodes) != {"county"} or known.tail.fullmatch(tail) is not None

    def _is_of_another(self, start: int, end: int, name: Name) -> bool:
        """Whether a short name is that of a street, a town, a lake or a person."""
        known = context()
        if known.short.match(self._text, end) or is_person(self._text, start, end):
            return True
        levels = levels_of(name.adcodes)
        if "province" not in levels and known.town.match(self._text, end):
            return True
        return levels == {"county"} and known.land.match(self._text, end) is not None


class _Words:
    """Where the words of a text begin; only the stretches between two marks that hold a name are cut.

    jieba cuts each such stretch by itself, so that the words are those of the whole text.  Of a very long one only what
    stands around the name is cut.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._stretch = (0, 0)
        self._starts: list[int] = []

    def crosses(self, start: int, end: int, begin: int) -> tuple[tuple[bool, bool], str]:
        """Whether a word lies across the start of a stretch, and one that begins in it across its end; and what a word
        that begins with it has behind it (丰台站: 站).

        A word may begin at ``begin``, with the name before (甘肃兰州).
        """
        if not (self._stretch[0] <= start and end <= self._stretch[1]):
            self._cut(start, end)
        starts = self._starts
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        left = starts[first] != start and starts[first - 1] != begin
        if starts[last] == end:
            return (left, False), ""
        right = starts[last - 1] not in (start, begin)
        return (left, right), "" if right else self._text[end : starts[last]]

    def joined(self, start: int) -> bool:
        """Whether the word before a stretch is one character that can only be the beginning of its name: 大|新乡."""
        last = bisect_left(self._starts, start) - 1
        word = self._text[self._starts[last] : start] if last >= 0 else ""
        return len(word) == 1 and "一" <= word <= "鿿" and word not in context().stand

    def _cut(self, start: int, end: int) -> None:
        before = _MARK.search(self._text[max(0, start - _REACH) : start][::-1])
        after = _MARK.search(self._text, end, end + _REACH)
        left = start - before.start() if before else max(0, start - _REACH)
        right = after.start() if after else min(len(self._text), end + _REACH)
        self._stretch = (left, right)
        self._starts = list(accumulate(map(len, cutter().cut(self._text[left:right])), initial=left))


def _is_above(names: list[Name], others: list[Name], size: int) -> bool:
    """Whether one of the names of a size is that of a division above one of the others: 湖南|岳阳."""
    codes = {code for name in names if not name.joint and len(name.text) == size for code in name.adcodes}
    return any(codes.intersection(ancestors(code)) for name in others for code in (*name.adcodes, *name.former))


def _with_signs(text: str, hits: list[Hit], taken: Sequence[Found]) -> list[Hit]:
    """The hits and, where nothing else stands, runs, lists and single signs: 鲁豫皖, 豫、鲁、皖, 在京举行."""
    known = signs()
    if not known.hint.search(text):  # most texts
        return hits
    more: list[Hit] = []
    for match in known.run.finditer(text):
        run = match.group()
        if (
            len(set(run)) == len(run)
            and len(known.sure.intersection(run)) > 1
            and not context().area.match(text, match.end())
        ):
            codes = tuple(known.sign[character] for character in run)
            more.append(Hit(match.start(), match.end(), Name(run, codes, "word", SURE, joint=True)))
    for match in known.listed.finditer(text):
        if not "一" <= text[match.start() - 1 : match.start()] <= "鿿":
            for offset in range(match.start(), match.end(), 2):
                more.append(Hit(offset, offset + 1, Name(text[offset], (known.sign[text[offset]],), "word", SURE)))
    for match in known.place.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        more.append(Hit(start, end, Name(text[start:end], (known.verb[text[start:end]],), "word", SURE)))
    starts = [start for start, _, _ in taken]
    free: list[Hit] = []
    for hit in sorted(more):
        before = bisect_left(starts, hit.end) - 1  # the last that begins before the hit ends
        if (before < 0 or taken[before][1] <= hit.start) and (not free or free[-1].end <= hit.start):
            free.append(hit)
    return sorted([*hits, *free]) if free else hits
