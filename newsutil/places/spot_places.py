"""Every stretch of a text that may name a division: full and short names, abbreviations, runs of signs.

One automaton reads names and look-alikes together, so that 上海合作组织 is read over before 上海 is seen in it.  What
it finds is kept only where the segmenter sees no other word across its ends (重大|理论, 三|明确) and where what follows
does not make it the name of a street, a ship or a lake.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from newsutil.places.divisions import division, ever_above, level_of, levels_of
from newsutil.places.place_context import context, is_dish, is_person
from newsutil.places.place_names import ITEM, SURE, Name, automaton, cutter, full_names, signs


class Hit(NamedTuple):
    """Where a name stands."""

    start: int
    end: int
    name: Name


Found = tuple[int, int, list[Name]]  # start and end of what the automaton found, and the names it may be

_COUNTED = re.compile(r"[\d〇零一二两三四五六七八九十百千万亿几多余]个")  # 1002个|旧小区
_LEADS = ("中国", "驻")  # 中国香港, 驻岳阳 are one word to jieba
_FLOWS_INTO = ("引入", "汇入", "注入", "流入", "排入", "跨越", "横跨")  # 把水|引入|湛河
_FROM = ("从", "由")  # 从|容县; not 到达|县城
_JOINTS = tuple("和与及")  # of two things: none opens a clause
_MARK = re.compile(r"[^一-鿕a-zA-Z0-9]")
_REACH = 60
_LONGEST = 16  # characters of the longest name of a division

_SO_MANY = re.compile("[两二三四五六七八九]个?([区县])(?![块域位级城])")  # 渝北、江北、南岸|三区
_LISTED = re.compile(r"[一-鿿]{2,3}(?:[、和与及][一-鿿]{2,3})+\Z")
_BETWEEN = re.compile("、|(?<=[一-鿿]{2})[和与及](?=[一-鿿]{2})")


def spot_places(text: str) -> list[Hit]:
    """Names of divisions in a text, in order, none overlapping; a lookalike is not among them."""
    machine, names = automaton()
    found = [(start, end, names[index]) for index, start, end in machine.find_matches_as_indexes(text)]
    hits = _with_signs(text, _Reader(text, found).hits() if found else [], found)
    listed = [hit for many in _SO_MANY.finditer(text) for hit in _districts(text, many)]
    if not listed:
        return hits
    taken = {at for hit in listed for at in range(hit.start, hit.end)}
    return sorted([*(hit for hit in hits if taken.isdisjoint(range(hit.start, hit.end))), *listed])


def _districts(text: str, many: re.Match[str]) -> Iterator[Hit]:
    """The members of a list of short names of one level, where there is but one city with all of them."""
    listed = _LISTED.search(text, max(0, many.start() - _REACH), many.start())
    if not listed:
        return
    known, level, (head, *others) = full_names(), many[1], _BETWEEN.split(listed[0])
    first = next((at for at in range(len(head) - 1) if head[at:] + level in known), 0)  # 在|天河
    names, begin = [head[first:], *others], listed.start() + first
    codes = [known.get(name + level, ()) for name in names]
    cities = set.intersection(*({division(code).parent for code in some} for some in codes))
    for name, some in zip(names, codes, strict=True) if len(cities) == 1 else ():
        meant = tuple(code for code in some if division(code).parent in cities)
        yield Hit(begin, begin + len(name), Name(name, meant, "full", SURE))
        begin += len(name) + 1


class _Reader:
    """Of each name found, the longest reading that what stands around it allows: not 从江 in 从江苏来."""

    def __init__(self, text: str, found: Sequence[Found]) -> None:
        self._text = text
        self._waiting = list(reversed(found))
        self._chained = 0  # where a name begins that lies in the one right before it
        self._stretch = (0, 0)  # what is cut into words where need be; they begin, and the last one ends, at:
        self._starts: list[int] = []

    def hits(self) -> list[Hit]:
        hits: list[Hit] = []
        reached = begin = 0  # end and start of the last hit
        while self._waiting:
            start, end, names = self._waiting.pop()
            if start < reached < end:  # 从江 and 苏南 hide 江苏|南京
                self._waiting += reversed(self._between(reached, end))
            elif start >= reached and (names[0].kind != "lookalike" or self._cut_through(start, end)):
                hit, over = self._reading(start, end, names, begin if reached == start else start)
                if hit:
                    hits.append(hit)
                    begin, reached = hit.start, hit.end
                if over < end:
                    self._waiting += reversed(self._between(over, end))
        return hits

    def _between(self, start: int, end: int) -> list[Found]:
        """What is found to begin between two characters."""
        machine, names = automaton()
        found = machine.find_matches_as_indexes(self._text[start : end + _LONGEST])
        return [(start + left, start + right, names[index]) for index, left, right in found if start + left < end]

    def _cut_through(self, start: int, end: int) -> bool:
        """Whether a place lies across the end of a lookalike: 青海湖|北."""
        across = next((found for found in self._between(start + 1, end) if found[1] > end), None)
        return across is not None and self._reading(*across, across[0])[0] is not None

    def _reading(self, start: int, end: int, names: list[Name], begin: int) -> tuple[Hit | None, int]:
        """The longest name that a stretch may be, and up to where it is read; a word may begin at ``begin``."""
        beside = self._waiting[-1][2] if self._waiting and self._waiting[-1][0] == end else []
        above = bool(beside) and _is_above(names, beside)
        sure = above or self._chained == start > 0
        below = any(["province" not in levels_of(name.adcodes) for name in beside])  # not 鄱阳|湖南矶
        for name in names:
            stop = start + len(name.text)
            joint = name.kind == "short" and name.text[0] in _JOINTS and self._cut_through(start, stop)  # 和静|海区
            if name.kind == "lookalike" or joint or not self._stands(start, stop, name, begin, sure):
                continue
            if not below and self._is_of_another(start, stop, name):
                return None, stop
            self._chained = stop if above else 0
            return Hit(start, stop, name), stop
        return None, start + 1

    def _stands(self, start: int, end: int, name: Name, begin: int, sure: bool) -> bool:
        """Whether the words around a name let it stand by itself, which is ``sure`` in a chain like 湖南岳阳."""
        known = context()
        if name.text[0] == "个" and _COUNTED.match(self._text, start - 1):
            return False
        if name.kind == "word":
            line = len(name.text) == 2 and known["line"].match(self._text, end)
            return not line and not known["media"].match(self._text, end)  # 京沪高铁, 羊城晚报
        full = name.kind in ("full", "part")
        if full and known["cut"].match(self._text, end - 1):
            return False
        if sure or (full and (end - start > 3 or level_of((name.adcodes or name.former)[0]) == "province")):
            return True
        if self._text.endswith(_LEADS, 0, start):
            begin = start - (1 if self._text[start - 1] == "驻" else 2)
        left, right = self._stretch_around(start, end)
        if not self._starts:  # jieba cuts each stretch by itself, so that the words are those of the whole text
            self._starts = list(accumulate(map(len, cutter().cut(self._text[left:right])), initial=left))
        starts = self._starts
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        before = self._text[starts[first - 1] : start] if first else ""
        lead = known["stand"].match(self._text, start - len(before)) if before else None
        stands = lead is not None and lead.end() == start
        kept = starts[last] == end or known["keep"].match(self._text, end) is not None
        if starts[first] != start and starts[first - 1] != begin:  # a word lies across the start
            words = (self._text[start - len(before) : starts[first]], self._text[starts[first] : end])  # not 回潞州|区
            joined = kept and (first == last or starts[last] != end)  # 从|岳阳; 从|威海|运来; not 到达|州
            apart = end - start > 2 or before in _FROM if full else joined  # 从|中山区
            apart = apart and stands and not known["credit"].search(self._text[max(0, start - 24) : start - 1])
            if not apart and (not full or any(word not in "区市" and cutter().knows(word) for word in words)):
                return False
        if full:
            return True
        begins = starts[last - 1] in (start, begin)
        if not begins and not kept:
            return False  # another one across the end
        alone = before in _JOINTS and first == 1  # 和|丰镇的草莓; not 他和|新乡的同学
        peak = name.text[1:] == "山" and self._text[start - 2 : start - 1] in tuple("市县区镇乡村道")  # 西山区荣|台山
        if (peak or name.text[1:] in ("镇", "乡")) and len(before) == 1 and (alone or not stands):
            return False  # 大|新乡
        tail = self._text[end : starts[last]] if begins else ""  # 丰台站: 站
        return not tail or levels_of(name.adcodes) != {"county"} or known["tail"].fullmatch(tail) is not None

    def _stretch_around(self, start: int, end: int) -> tuple[int, int]:
        """The stretch between two marks that holds a name; of a very long one only what stands around the name."""
        if end > self._stretch[1]:
            before = _MARK.split(self._text[max(0, start - _REACH) : start][::-1], maxsplit=1)[0]
            after = _MARK.split(self._text[end : end + _REACH], maxsplit=1)[0]
            self._stretch, self._starts = (start - len(before), end + len(after)), []
        return self._stretch

    def _is_of_another(self, start: int, end: int, name: Name) -> bool:
        """Whether a name is that of a dish, a short one that of a street, a town, a lake, a site or a person."""
        known = context()
        if name.kind != "short":
            return name.kind == "full" and is_dish(self._text, start, end)
        street = self._text.endswith("街道", 0, start - 1) and self._text.startswith("街道", end)  # 、|河北|街道
        site = self._text.endswith("云上", 0, start)  # 云上|咸宁
        if street or site or is_person(self._text, start, end) or known["short"].match(self._text, end):
            return True
        if is_dish(self._text, start, end):
            return True
        flows = name.text[-1] in "江河湖溪" and self._text.endswith(_FLOWS_INTO, 0, start)
        return levels_of(name.adcodes) == {"county"} and (flows or known["land"].match(self._text, end) is not None)


def _is_above(names: list[Name], others: list[Name]) -> bool:
    """Whether one of the names is that of a division above one of the others: 湖南|岳阳."""
    codes = {code for name in names for code in name.adcodes}
    return any(codes.intersection(ever_above(code)) for name in others for code in (*name.adcodes, *name.former))


def _with_signs(text: str, hits: list[Hit], taken: Sequence[Found]) -> list[Hit]:
    """The hits and, where nothing else stands, runs, lists and single signs: 鲁豫皖, 豫、鲁、皖, 在京举行."""
    known = signs()
    cities = [found.end() - 1 for found in known.at_city.finditer(text)]
    if not cities and not known.hint.search(text):  # most texts
        return hits
    more: list[Hit] = []
    joint = {at for start, end, names in taken if names[0].joint for at in range(start, end)}
    others = {at for start, end, names in taken if not names[0].joint for at in range(start, end)}
    runs: list[Hit] = []
    for match in known.run.finditer(text):
        run, span = match.group(), range(*match.span())
        certain = all(at in joint or text[at] in known.sure for at in span)  # 云贵川|渝
        several = certain or len(known.sure.intersection(run)) > (len(run) > 2)
        if several and not context()["line"].match(text, span.stop):
            codes = tuple(dict.fromkeys(known.sign[character] for character in run))
            more.append(Hit(span.start, span.stop, Name(run, codes, "word", SURE, joint=True)))
            if certain and others.isdisjoint(span):
                runs.append(more[-1])
    inside = {found[:2] for found in taken for run in runs if run.start <= found[0] < found[1] <= run.end}
    single = [(at, known.sign) for match in known.listed.finditer(text) for at in range(*match.span(), 2)]
    single += [(match.end() - 1, known.verb) for match in known.place.finditer(text)]
    alone = {at: (codes[text[at]],) for at, codes in single}
    more += [Hit(at, at + 1, Name(text[at], codes, "word", SURE)) for at, codes in alone.items() if at not in cities]
    for at in cities:
        more.append(Hit(at, at + 1, Name(text[at], known.city[text[at]], "city", ITEM, former=alone.get(at, ()))))
    taken = [found for found in taken if not (found[2][0].joint and found[:2] in inside)]
    hits = [hit for hit in hits if not (hit.name.joint and (hit.start, hit.end) in inside)]  # 鲁豫 in 鲁豫皖苏
    covered = {at for start, end, _ in taken for at in range(start, end)} if more else set()
    for hit in sorted(more):
        if covered.isdisjoint(range(hit.start, hit.end)):
            hits.append(hit)
            covered.update(range(hit.start, hit.end))
    return sorted(hits)
