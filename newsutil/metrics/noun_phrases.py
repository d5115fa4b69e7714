"""Noun phrases before and after a figure, cut from tagged words.

The tagger knows words, not phrases: where a predicate begins, how far a modifier with 的 reaches and which verb is part
of a name is decided here, with the lists in ``data/numbers/phrase_words.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from newsutil.numbers.aspect import without_comparison
from newsutil.numbers.word_classes import REMEMBERED, Tagged, is_noun, listed, nominal, region_names, tag, words
from newsutil.places import divisions

_TIMES = ("期", "期间", "阶段", "季度", "以来", "时代", "节", "日")
# What money is for is not what it is.
_USED_FOR = re.compile("(?:支持|用于|推动|推进|帮助)(?!资金|政策|贷款|基金)")
_RESULTS = ("至", "到", "成", "了", "过", "起")  # after these the word before is a predicate
# Characters that words for people end with.
_PERSON_ENDINGS = tuple("人员者家长生属友师手工兵民星士童孩妇夫女子父母官警医护模干宾客")
# What stands before the noun behind a figure and is no part of it: 的, 当地|民众, 歼-20|战机.
_LEADING = re.compile(r"^(?:的?当地|的|[一-鿿]{1,2}-\d+[A-Z]?)")
_MODIFIERS = ("h", "a", "b", "ad", "z", "f", "m", "q", "ag", "vg")


@lru_cache(maxsize=REMEMBERED)
def noun_before(clause: str) -> str:
    """The noun phrase that ends a clause, without the verb that governs it and without a region's name at its head.

    Examples
    --------
    >>> noun_before("提供就业信息"), noun_before("辽宁大豆种植面积")
    ('就业信息', '大豆种植面积')
    """
    tagged = list(tag(clause.rstrip("的、和 （(“")))
    while tagged and (tagged[-1][1] in ("f", "uj", "ul", "d", "p", "c", "r") or tagged[-1][0] in listed("stop")):
        tagged.pop()
    kept: list[Tagged] = []
    inside = False  # quotation marks, of which the closing one comes first
    for word, kind in reversed(tagged):
        if word == "”" and not kept:
            inside = True
        elif inside:
            inside = word != "“"
        elif not _fits_before(word, kind, kept):
            break
        kept.append((word, kind))
    kept.reverse()
    while kept and (kept[0][0] in region_names() or (len(kept) > 1 and _governs(kept))):
        kept.pop(0)
    if kept and kept[-1][0] in listed("done"):
        kept.pop()  # 案件|受理300件
    return "".join([word for word, _ in kept]).strip("“”、") if _names(kept) and not _is_place(kept) else ""


def _is_place(kept: Sequence[Tagged]) -> bool:
    """Whether words only name a region or a country: 法国|有20人, which counts no countries."""
    word = kept[-1][0]
    named = (
        word in region_names() or word in divisions.countries() or (word[-1] in "国州省市县" and word[-2:] != "城市")
    )
    return named and all(kind in ("ns", "nt") or other in divisions.countries() for other, kind in kept)


def _ends_in_noun(word: str) -> bool:
    """Whether a set phrase is the name of a thing (救灾物资); four characters of old (喜获丰收) tell what it does."""
    return tag(word[-2:])[-1][1][:1] == "n"


def _governs(kept: list[Tagged]) -> bool:
    """Whether the first word is the verb of what follows: 惠及|职工, and of people also 培训|医生 (but 培训机构)."""
    if kept[0][0] in listed("governing"):
        return True
    return kept[0][0] in listed("governing_people") and kept[-1][0].endswith(words("people"))


def _fits_before(word: str, kind: str, kept: list[Tagged]) -> bool:
    if word in ("的", "和") or word in listed("stop"):
        return False
    return is_noun(word, kind) or kind in ("k", "b", "vg") or (bool(kept) and kind in ("a", "ag") and len(word) > 1)


def _names(kept: Sequence[Tagged]) -> bool:
    """Whether there is a noun among words."""
    return any(is_noun(word, kind) for word, kind in kept)


def is_noun_phrase(clause: str) -> bool:
    """Whether a clause ends in a noun and has no verb but in a modifier before 的.

    Examples
    --------
    >>> is_noun_phrase("规划中的清洁能源基地"), is_noun_phrase("当地派出服务队")
    (True, False)
    """
    tagged = tag(clause)
    if not tagged or tagged[-1][1][:1] != "n" or any(word == "是" for word, _ in tagged) or clause.endswith(_TIMES):
        return False
    last = max((place for place, (word, _) in enumerate(tagged) if word == "的"), default=-1)
    return all(is_noun(word, kind) or kind in ("a", "b", "m", "q", "x") for word, kind in tagged[last + 1 :])


@lru_cache(maxsize=REMEMBERED)
def subject_of(clause: str) -> str:
    """The noun phrase before the verb that ends a clause: 停车位|划出, 自贸试验区|先后建起; ``""`` where there is none.

    Examples
    --------
    >>> subject_of("停车位划出"), subject_of("比去年同期增加")
    ('停车位', '')
    """
    tagged = list(tag(without_comparison(clause)))
    while tagged:
        word, kind = tagged[-1]
        set_phrase = kind == "i" or (kind == "l" and not _ends_in_noun(word))
        found = "" if set_phrase or not is_noun(word, kind) else noun_before("".join([w for w, _ in tagged]))
        if found or kind[0] not in "nvdpucmqtfail":
            return found
        tagged.pop()  # a verb, or a region: 钾肥总产量|在全国占
    return ""


@lru_cache(maxsize=REMEMBERED)
def opening_subject(clause: str) -> str:
    """The noun phrase with which a clause begins, before its first verb: 增加值规模|居全球第二.

    Examples
    --------
    >>> opening_subject("出口规模居全球第二"), opening_subject("由此可见")
    ('出口规模', '')
    """
    opening: list[Tagged] = []
    for word, kind in tag(without_comparison(clause)):
        set_phrase = kind in ("i", "l") and not _ends_in_noun(word)
        if (kind in ("v", "d") and word not in nominal()) or (_names(opening) and (kind in ("t", "m") or set_phrase)):
            break
        opening.append((word, kind))
    return noun_before("".join([word for word, _ in opening]))


@lru_cache(maxsize=REMEMBERED)
def noun_after(clause: str, unit: str = "", unit_kind: str = "part") -> str:
    """The noun phrase that begins a clause after a figure: 100名|最美劳动者, 70%|的高端装备制造企业, 88个|城市|实施.

    A modifier closed by 的 belongs to it when it opens with a verb, an adjective or a pronoun (不同颜色的梅花), not
    when it is a noun (主产区的产量).
    """
    if unit_kind == "money" and _USED_FOR.match(clause):
        return ""
    tagged = tag(_LEADING.sub("", clause, count=1))
    if tagged and tagged[0] == ("地", "uv"):
        tagged = (("地", "n"), *tagged[1:])  # 5亩|地
    opens = tagged[0][1] if tagged else ""
    if unit in ("人", "户") and opens in ("v", "d", "p") and not all(is_noun(*found) for found in tagged[:2]):
        return tagged[0][0] if tagged[0][0] in listed("outcome") else ""  # 3人|曾参加活动
    kept = _without_tail(_kept_after(tagged), tagged, unit_kind)
    phrase = "".join([word for word, _ in kept])
    if kept and (kept[-1][0] == "中国" or kept[-1][0] in divisions.countries()):
        phrase = noun_after(clause.rpartition("的")[2]) if "的" in clause else ""  # 90份|中国与邻国签订的|文件
    if f"{phrase}上" in clause:
        phrase = phrase.removesuffix("基础")  # 在3万个的基础上
    if unit in ("名", "位") and not phrase.endswith(words("people")):
        phrase = phrase if phrase[-1:] in _PERSON_ENDINGS else _people_in(tagged) or phrase
    if not phrase and opens and tagged[0][0] in listed("outcome") and unit in ("人", "名", "位", "户"):
        return tagged[0][0]
    whole = phrase.count("“") == phrase.count("”") and not (phrase[:1] == "“" and phrase[-1] == "”")
    return phrase if whole else phrase.strip("“”")


def _without_tail(kept: list[Tagged], tagged: Sequence[Tagged], unit_kind: str) -> list[Tagged]:
    """What is kept of the words behind a figure, without those at its end that do not name what is counted."""
    while kept and not is_noun(*kept[-1]) and kept[-1][0] not in ("”", "）", ")"):
        kept.pop()
    if len(kept) > 1 and kept[-1][0] in ("基本", "总体", "时"):
        kept.pop()  # 40亩果园|基本|结果, 8公里高度|时
    work = ("建设", "作业", "工作", "种植", "任务") if unit_kind == "measure" else ()
    if len(kept) > 1 and (kept[-1][0] in work or (kept[-1][0] == "建设" and _goes_on(kept, tagged))):
        kept.pop()  # 百亩攻关片建设: the area is the field's; 3个公园建设|取得进展
    while unit_kind == "classifier" and len(kept) > 1 and kept[-2][1][:1] == "n" and _is_size(kept[-1][0]):
        kept.pop()  # 21个|园区|进出口额: the parks are counted
    return kept


def _people_in(tagged: Sequence[Tagged]) -> str:
    """The first people named in a phrase: 疾控中心的|人员, 20名|学生|合唱团."""
    for last, (word, _) in enumerate(tagged[:10]):
        if word.endswith(words("people")):
            names = [name for name, _ in tagged[: last + 1]]
            return "".join(names).rpartition("的")[2]
    return ""


def _is_size(word: str) -> bool:
    """Whether a word says how much there is of the noun before it: 园区|进出口额."""
    return word in listed("size") or (len(word) > 1 and word[-1] in "额量率值" and word not in listed("no_size"))


def _goes_on(kept: Sequence[Tagged], tagged: Sequence[Tagged]) -> bool:
    """Whether a predicate follows what is kept."""
    return list(tagged[: len(kept)]) == list(kept) and [kind for _, kind in tagged[len(kept) :]][:1] in (["v"], ["d"])


def _kept_after(tagged: Sequence[Tagged]) -> list[Tagged]:
    """The words from the first on that go into the noun phrase."""
    kept: list[Tagged] = []
    for place, (word, kind) in enumerate(tagged):
        set_phrase = kind in ("i", "l")
        rest = tagged[place + 1 :]
        if kind in ("v", "vn") and rest and rest[0][0] in _RESULTS and not _closes_with_de(rest):
            break  # 30公里航道|升级|到二级
        if kind != "v" and not set_phrase and word not in _steering() and is_noun(word, kind):
            kept.append((word, kind))
            continue
        if set_phrase and _tells_more(word, kind, kept, rest):
            break
        if word not in listed("predicate") and _opens_name(kind, kept, rest):
            kept.append((word, kind))  # 4名留守儿童, 31台抽水蓄能机组: the verbs are part of the name
            continue
        step = "keep" if set_phrase and word not in _steering() else _step_after(word, kind, kept, rest)
        if step == "stop":
            break
        if step == "describe":
            kept = [(word, "d")]  # opens a modifier, up to its 的
        elif step == "restart":
            kept = []
        elif step == "keep":
            kept.append((word, kind))
    return kept


def _tells_more(word: str, kind: str, kept: Sequence[Tagged], rest: Sequence[Tagged]) -> bool:
    """Whether a set phrase says what became of the noun before it: 30万亩谷子|喜获丰收."""
    idiom = kind == "i" or not _ends_in_noun(word)
    return idiom and _names(kept) and not (rest and is_noun(*rest[0]))


def _opens_name(kind: str, kept: Sequence[Tagged], rest: Sequence[Tagged]) -> bool:
    """Whether a verb, the first word or the second, has the noun that it describes right behind it."""
    if kind != "v" or len(kept) > 1 or any(before not in ("v", "b") for _, before in kept):
        return False
    return any(is_noun(*later) for later in rest[:1])


@cache
def _steering() -> frozenset[str]:
    """Words that end a noun phrase or go into it by what stands around them, whatever their class."""
    return listed("predicate") | listed("stop") | {"以及", *"的、和与及或“”（）()"}


def _step_after(word: str, kind: str, kept: list[Tagged], rest: Sequence[Tagged]) -> str:
    """Whether a word goes into the noun phrase (keep), ends it (stop), or was a modifier to drop (restart); whether it
    shows that what is kept is the subject of a modifier (describe)."""
    signs = [sign for sign, _ in kept if sign in ("“", "”", "（", "）")]
    inside = signs.count("“") > signs.count("”") or signs.count("（") > signs.count("）")
    if word in listed("predicate") and not inside:
        return "stop"
    if word[0].isdigit() and _names(kept):
        return "stop"  # 园区|2024年收入
    if word in ("以上", "以下") and kept and kept[-1][0].endswith("级"):
        return "keep"  # 省级以上保护区
    if inside or word in ("“", "”") or (word != "的" and _open_modifier(kept, rest)):
        return "keep"
    if word == "的":
        return _step_at_de(kept)
    if word in ("、", "和", "与", "及", "以及", "或"):
        return "keep" if kept and kept[-1][1] != "v" and kept[-1][0] != "）" and _joins(rest) else "stop"
    if word in ("（", "("):
        return "keep" if kept and any(w in ("）", ")") for w, _ in rest[:6]) else "stop"
    if word in listed("stop"):
        return "stop"
    following = rest[0] if rest else ("", "")
    heads = [later for later, _ in rest[: 2 if following[1] == "v" else 1]]
    if kind == "v" and listed("head").intersection(heads) and word not in listed("governing") | listed("plain_verb"):
        return "keep"  # 供需|对接|活动
    if kind == "v" and word not in nominal():
        return "stop" if _names(kept) or not _closes_with_de(rest) else "keep"
    if is_noun(word, kind):
        return (
            "stop"
            if kind == "v"
            and _names(kept)
            and kept[-1][1] not in ("v", "vn")
            and not (is_noun(*following) or following[1] in ("a", "b"))
            else "keep"
        )
    if kind == "a" and _names(kept) and following[0] in ("、", "的") and _closes_with_de(rest):
        return "describe"  # 6万亩含油量高、品质好的花生
    if kind in _MODIFIERS:
        return "stop" if kind in ("a", "ad", "f", "z") and following[1] in ("v", "vn", "") and _names(kept) else "keep"
    return "keep" if not kept and (kind == "r" or (kind in ("t", "p", "d") and _closes_with_de(rest))) else "stop"


def _step_at_de(kept: list[Tagged]) -> str:
    """At 的: a modifier that opens with a verb, adjective or pronoun is dropped; a noun phrase ends."""
    if not kept:
        return "skip"
    return "restart" if kept[0][1][0] in "avrtpdbfi" and kept[0][1] not in ("vn", "an") else "stop"


def _open_modifier(kept: list[Tagged], rest: Sequence[Tagged]) -> bool:
    """Inside a modifier that opened with a verb or pronoun and is closed by 的 further on."""
    return bool(kept) and kept[0][1][0] in "vrtpd" and kept[0][1] != "vn" and _closes_with_de(rest)


def _closes_with_de(rest: Sequence[Tagged]) -> bool:
    tagged = [word for word, _ in rest[:16]]
    return "的" in tagged and tagged.index("的") + 1 < len(rest)


def _joins(rest: Sequence[Tagged]) -> bool:
    """Whether what follows 和 or 、 is a further noun of the same phrase and not a new clause or a new figure."""
    nouns = 0
    for word, kind in rest[:8]:
        if word in ("、", "和", "与", "及"):
            continue
        if (kind == "ns" and word in region_names()) or kind == "m":
            return False
        if is_noun(word, kind) or kind in ("a", "b"):
            nouns += is_noun(word, kind)
            continue
        if kind == "v" and "的" in [later for later, _ in rest[rest.index((word, kind)) + 1 :][:2]]:
            return False  # 气球和市民提供的和平鸽
        if word == "的":
            return nouns > 0 and rest[-1] == (word, kind)
        return nouns > 0 and kind in ("v", "d", "p", "u", "ul")
    return nouns > 0 and len(rest) <= 8 and rest[-1][0] != "的"
