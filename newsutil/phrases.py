"""Noun phrases before and after a figure, cut from tagged words.

The tagger knows words, not phrases: which verbs stand like nouns (就业信息), which endings make a noun (污水处理|站),
where a predicate begins and how far a modifier with 的 reaches is decided here, with the lists in
``data/nominal_verbs.csv``, ``tag_fixes.csv`` and ``phrase_words.csv``.
"""

from __future__ import annotations

from functools import cache

from newsutil import regions, resources
from newsutil.tagger import tag as tag_words

_NOUNS = ("n", "vn", "an", "j", "nz", "nt", "l", "i", "eng", "g", "k", "ng", "s")
_MODIFIERS = ("a", "b", "ad", "z", "f", "m", "q", "ag", "vg")
# Endings that make a noun of whatever stands before them (污水处理|站, 摆渡|车, 高产|片), however the tagger reads
# them.
_ENDINGS = frozenset(
    "站片点车船库区厂网馆院队户线园田房费款证室屋楼桥路村棚井坝塔池机器炉泵树苗班店街带群链城岛港仓柜箱灯屏包课题书集剧"
)

Tagged = tuple[str, str]


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of one kind in ``data/phrase_words.csv``.

    Examples
    --------
    >>> "死亡" in words("outcome")
    True
    """
    return tuple(row["word"] for row in resources.table("phrase_words") if row["kind"] == kind)


@cache
def _is_listed(kind: str, word: str) -> bool:
    return word in words(kind)


@cache
def _fixes() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Classes by word, and words by the two pieces the tagger cuts them into."""
    rows = resources.table("tag_fixes")
    joined = {
        (first, second): row["word"]
        for row in rows
        if row["joined"]
        for first, _, second in [row["joined"].partition("|")]
    }
    return {row["word"]: row["tag"] for row in rows}, joined


def tag(text: str) -> list[Tagged]:
    """Words and classes, mended for the cutting of noun phrases."""
    classes, joined = _fixes()
    found: list[Tagged] = []
    for word, kind in tag_words(text):
        if found and (found[-1][0], word) in joined:
            word = joined[found.pop()[0], word]
        elif found and word in _ENDINGS and (found[-1][1][0] in "nvbj"):
            before, earlier = found[-1]
            if earlier == "v":
                found.pop()
                word = before + word
            kind = "n"
        elif kind == "s" and len(word) > 1 and word[-1] in "里上中内下旁边间":
            found.append((word[:-1], "n"))
            word, kind = word[-1], "f"
        elif (not found and word in _ENDINGS and kind in ("zg", "k", "q", "g")) or (
            kind in ("m", "b") and word[-1] in "级线" and len(word) > 1
        ):
            kind = "n"
        elif kind == "nr" and len(word) > 3:
            kind = "i!"
        elif word == "组织" and found and _is_noun(*found[-1]):
            kind = "n"  # 农机服务组织; at the head of a clause it is the verb
        found.append((word, classes.get(word, kind)))
    return found


@cache
def _nominal() -> frozenset[str]:
    return frozenset(row["verb"] for row in resources.table("nominal_verbs"))


@cache
def _region_names() -> frozenset[str]:
    names = set(words("scope"))
    for division in regions.divisions().values():
        names.update({division.name, division.short})
    return frozenset(names - {"", "城", "市"})


def noun_before(clause: str) -> str:
    """The noun phrase that ends a clause, without the verb that governs it and without a region's name at its head.

    Examples
    --------
    >>> noun_before("提供就业信息"), noun_before("辽宁大豆种植面积")
    ('就业信息', '大豆种植面积')
    """
    clause = clause.rstrip("的、和 （(“")
    tagged = tag(clause) if clause else []
    while tagged and (tagged[-1][1] in ("f", "uj", "ul", "d", "p", "c", "r") or _is_listed("stop", tagged[-1][0])):
        tagged.pop()
    kept: list[Tagged] = []
    for word, kind in reversed(tagged):
        if word == "”" and not kept:
            kept.append((word, kind))
            continue
        if kept and kept[-1][0] != "“" and any(w == "”" for w, _ in kept) and not any(w == "“" for w, _ in kept):
            kept.append((word, kind))
            continue
        if not _fits_before(word, kind, kept):
            break
        kept.append((word, kind))
    kept.reverse()
    while kept and (
        kept[0][0] in _region_names()
        or (kept[0][1] in ("a", "ad", "d", "f", "m", "q", "k") and len(kept) > 1 and kept[0][1] != "a")
    ):
        kept.pop(0)
    while len(kept) > 1 and _governs(kept):
        kept.pop(0)
    phrase = "".join(word for word, _ in kept).strip("“”、")
    return phrase if any(_is_noun(word, kind) for word, kind in kept) else ""


def _governs(kept: list[Tagged]) -> bool:
    """Whether the first word is the verb of what follows: 惠及|职工, and of people also 培训|医生 (but 培训机构)."""
    if _is_listed("governing", kept[0][0]):
        return True
    return _is_listed("governing_people", kept[0][0]) and kept[-1][0].endswith(words("people"))


def _fits_before(word: str, kind: str, kept: list[Tagged]) -> bool:
    if _is_listed("stop", word) or word in ("的", "和"):
        return False
    if _is_noun(word, kind):
        return True
    if kind == "v":
        return word in _nominal() and ((bool(kept) and (kept[-1][0] not in _nominal() or len(kept) > 1)) or not kept)
    return (
        (bool(kept) and kind in ("a", "b", "ag") and len(word) > 1)
        or kind in ("k", "b", "vg")
        or (kind == "v" and not kept)
    )


def _is_noun(word: str, kind: str) -> bool:
    return kind in _NOUNS or kind[:1] == "n" or (kind == "v" and word in _nominal())


def noun_after(clause: str, unit: str = "", unit_kind: str = "part") -> str:
    """The noun phrase that begins a clause after a figure: 100名|最美劳动者, 70%|的高端装备制造企业, 88个|城市|实施.

    A modifier closed by 的 belongs to it when it opens with a verb, an adjective or a pronoun (不同颜色的梅花), not
    when it is a noun (主产区的产量).
    """
    linked = clause.startswith("的")
    clause = clause[1:] if linked else clause
    tagged = tag(clause)
    opens_with_verb = unit_kind != "part" and unit != "人"
    kept: list[Tagged] = []
    for place, (word, kind) in enumerate(tagged):
        following = tagged[place + 1] if place + 1 < len(tagged) else ("", "")
        if not kept and kind == "v" and opens_with_verb and _is_noun(*following):
            kept.append((word, kind))  # 4名留守儿童: the verb is part of the name
            continue
        step = _step_after(word, kind, kept, following, tagged[place + 1 :])
        if step == "stop":
            break
        if step == "restart":
            kept = []
        elif step == "keep":
            kept.append((word, kind))
    while kept and not _is_noun(*kept[-1]) and kept[-1][0] != "”":
        kept.pop()
    if kept and kept[-1][0] == "“":
        kept.pop()
    if unit_kind == "measure" and len(kept) > 1 and kept[-1][0] in ("建设", "作业", "工作", "种植", "任务"):
        kept.pop()  # 百亩攻关片建设: the area is the field's
    while kept and kept[-1][0] in ("、", "和", "与", "及"):
        kept.pop()
    phrase = "".join(word for word, _ in kept)
    if phrase:
        whole = phrase.count("“") == phrase.count("”") and not (phrase[0] == "“" and phrase[-1] == "”")
        return phrase if whole else phrase.strip("“”")
    if tagged and _is_listed("outcome", tagged[0][0]) and unit in ("人", "名", "位"):
        return tagged[0][0]
    return ""


def _step_after(word: str, kind: str, kept: list[Tagged], following: tuple[str, str], rest: list[Tagged]) -> str:
    """Whether a word goes into the noun phrase (keep), ends it (stop), or was a modifier to drop (restart)."""
    inside = sum(w == "“" for w, _ in kept) > sum(w == "”" for w, _ in kept)
    if _is_listed("predicate", word) and not inside:
        return "stop"
    if inside or word in ("“", "”") or (word != "的" and _open_modifier(kept, rest)):
        return "keep"
    if word == "的":
        return _step_at_de(kept)
    if word in ("、", "和", "与", "及", "以及", "或"):
        return "keep" if kept and kept[-1][1] != "v" and _joins(rest) else "stop"
    if _is_listed("stop", word) or word in ("（", "("):
        return "keep" if word in ("（", "(") and kept and any(w in ("）", ")") for w, _ in rest[:6]) else "stop"
    if word in ("）", ")"):
        return "keep" if any(w in ("（", "(") for w, _ in kept) else "stop"
    if kind == "v" and word not in _nominal():
        return "stop" if any(_is_noun(*pair) for pair in kept) or not _closes_with_de(rest) else "keep"
    if _is_noun(word, kind):
        if (
            kind == "v"
            and any(_is_noun(*pair) for pair in kept)
            and not (_is_noun(*following) or following[1] in ("a", "b"))
        ):
            return "stop"
        return "keep"
    if kind in _MODIFIERS:
        named = any(_is_noun(*pair) for pair in kept)
        return "stop" if named and kind in ("a", "ad", "f", "z") and following[1] in ("v", "vn", "") else "keep"
    if kind in ("r", "t", "p", "d") and not kept and _closes_with_de(rest):
        return "keep"
    if kind in ("c", "p", "d", "x", "r", "t", "u", "ul", "uz", "ug", "y", "zg"):
        return "keep" if not kept and kind in ("r",) else ("stop" if not _open_modifier(kept, rest) else "keep")
    return "keep" if _open_modifier(kept, rest) else "stop"


def _step_at_de(kept: list[Tagged]) -> str:
    """At 的: a modifier that opens with a verb, adjective or pronoun is dropped; a noun phrase ends."""
    if not kept:
        return "skip"
    return "restart" if kept[0][1][0] in "avrtpdbf" and kept[0][1] not in ("vn", "an") else "stop"


def _open_modifier(kept: list[Tagged], rest: list[Tagged]) -> bool:
    """Inside a modifier that opened with a verb or pronoun and is closed by 的 further on."""
    return bool(kept) and kept[0][1][0] in "vrtpd" and kept[0][1] != "vn" and _closes_with_de(rest)


def _closes_with_de(rest: list[Tagged]) -> bool:
    tagged = [word for word, _ in rest[:16]]
    return "的" in tagged and tagged.index("的") + 1 < len(rest)


def _joins(rest: list[Tagged]) -> bool:
    """Whether what follows 和 or 、 is a further noun of the same phrase and not a new clause or a new figure."""
    nouns = 0
    for word, kind in rest[:8]:
        if word in ("、", "和", "与", "及"):
            continue
        if (kind == "ns" and word in _region_names()) or kind == "m":
            return False
        if _is_noun(word, kind) or kind in ("a", "b"):
            nouns += _is_noun(word, kind)
            continue
        if kind == "v" and "的" in [later for later, _ in rest[rest.index((word, kind)) + 1 :][:2]]:
            return False  # 气球和市民提供的和平鸽
        if word == "的":
            return nouns > 0 and rest[-1] == (word, kind)
        return nouns > 0 and kind in ("v", "d", "p", "u", "ul")
    return nouns > 0 and len(rest) <= 8 and rest[-1][0] != "的"
