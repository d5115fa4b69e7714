"""Words with their classes, mended for the cutting of noun phrases.

The tagger takes 选手 for a verb and cuts 国家和地区 in three; what it gets wrong where figures stand is mended here,
with the lists in ``data/numbers/tag_fixes.csv``, ``nominal_verbs.csv`` and ``phrase_words.csv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from newsutil.base import resources
from newsutil.places import divisions
from newsutil.words.segmenter import segmenter
from newsutil.words.segmenter import tag as tag_words

_NOUNS = frozenset(("an", "vn", "j", "l", "i", "eng", "g", "k", "s"))  # and all that begin with n
# Endings that make a noun of whatever stands before them: 污水处理|站, 摆渡|车, 高产|片.
_ENDINGS = frozenset(
    "站片点道车船库区厂网馆院队户线园田房费款证室屋楼桥路村棚桩井坝塔池机器炉泵树苗班店街带群链城岛港仓柜箱灯屏包课题书集剧"
    "率剂县体管量额数值类员委段"
)
_PERSON_ENDINGS = frozenset("人们员者家长生属友师手工兵民星士童孩妇夫女子父母官警医护模干宾客")
_HAVING = {place + verb for place in "省市区县州乡镇村户厂校店城院组班队园场车人" for verb in "有已将因在被改"} | {
    "车均"
}
_TAGGED_AS = str.maketrans("０１２３４５６７８９．％〇○", "0123456789.%一一")  # what the tagger takes for signs
_GROWING = frozenset("种养栽")
_WIDE = re.compile("[０-９．％〇○]")
_MENDED = frozenset(("s", "m", "b", "nr", "l"))  # classes of which some words are mended
REMEMBERED = 2**14  # clauses; papers repeat themselves, the most within one article

Tagged = tuple[str, str]


@cache
def words(*kinds: str) -> tuple[str, ...]:
    """The words of some kinds in ``data/numbers/phrase_words.csv``."""
    return tuple(row["word"] for row in resources.table("numbers/phrase_words") if row["kind"] in kinds)


@cache
def listed(*kinds: str) -> frozenset[str]:
    return frozenset(words(*kinds))


@cache
def _fixes() -> tuple[dict[str, str], dict[str, dict[str, list[str]]], frozenset[str]]:
    """Classes by word; by its last piece, the words that the tagger cuts with the pieces before it; words to mend."""
    rows = resources.table("numbers/tag_fixes")
    joined: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        *before, last = row["joined"].split("|")
        if before:
            joined.setdefault(last, {})[row["word"]] = before
    classes = dict.fromkeys(words("people"), "n") | {row["word"]: row["tag"] for row in rows}
    return classes, joined, frozenset(("组织", "段长", *_HAVING, *_ENDINGS, *joined))


@lru_cache(maxsize=REMEMBERED)
def tag(text: str) -> tuple[Tagged, ...]:
    """Words and classes, mended for the cutting of noun phrases."""
    classes, _, special = _fixes()
    found: list[Tagged] = []
    end, plain = 0, text.translate(_TAGGED_AS) if _WIDE.search(text) else text
    for word, kind in tag_words(plain):
        if plain is not text:
            word, end = text[end : end + len(word)], end + len(word)
        if word in special or kind in _MENDED or word[0] in _GROWING or _is_on(word, kind):
            word, kind = _mend(word, kind, found)
        found.append((word, classes.get(word, kind)))
    return tuple(found)


def _is_on(word: str, kind: str) -> bool:
    """Whether a noun says where: 300米的|街面上; not 皇上."""
    return word[-1] == "上" and kind in ("n", "l") and len(word) > 2


def _mend(word: str, kind: str, found: list[Tagged]) -> Tagged:
    """A word with its class, after the words found so far: its pieces are taken from them."""
    for whole, before in _fixes()[1].get(word, {}).items():
        if [piece for piece, _ in found[-len(before) :]] == before:
            del found[-len(before) :]
            return whole, kind
    if found and word in _ENDINGS and found[-1][1][0] in "nvbjie" and found[-1][0][-1] != "大":  # 八大|类
        return (found.pop()[0] + word if found[-1][1] in ("v", "i!") else word), "n"
    if word == "段长" and found and found[-1][0][-1] != "段":
        found.append(_mend("段", "n", found))
        return "长", "a"  # 曲靖段|长33.5公里
    if word[0] in _GROWING and len(word) == 2 and found and found[-1][0][-1] in "户民村":
        return word, kind if segmenter().knows(word) else "v"  # 农户|种菇: one noun to the tagger
    if kind == "l" and not _is_on(word, kind):
        return word, "v" if word[-1] == "着" else kind  # 收割机|正忙着|作业
    inside = kind == "s" and len(word) > 1 and word[-1] in "里上中内下旁边间"
    if _is_on(word, kind) or (inside and word[0] not in "空海陆水冰地网线国初高手"):
        found.append((word[:-1], "n"))
        return word[-1], "f"
    alone = not found or found[-1][0] in ("的", "、", "小")
    if (
        (alone and word in _ENDINGS and kind in ("zg", "k", "q", "g"))
        or (kind in ("m", "b") and word[-1] in "级线机" and len(word) > 1)
        or (word == "组织" and found and is_noun(*found[-1]))  # 农机服务组织; at the head of a clause it is the verb
    ):
        return word, "n"
    if kind == "nr" and word[0] == "从" and word[-1] in "村庄镇乡":
        found.append(("从", "p"))  # 10吨煤|从|李村|运出
        return word[1:], "ns"
    if kind == "nr" and len(word) > 3:
        return word, ("n" if word.endswith(words("people")) else "i!")
    if word in _HAVING:
        found.append((word[0], "n"))
        return word[1], {"有": "v", "改": "v", "已": "d", "将": "d", "均": "d"}.get(
            word[1], "p"
        )  # 4个|乡有|3000户: one word
    return word, kind


@cache
def nominal() -> frozenset[str]:
    return frozenset(resources.column("numbers/nominal_verbs", "verb"))


def is_noun(word: str, kind: str) -> bool:
    """Whether a word stands like a noun: 职工, 就业|信息."""
    return kind[:1] == "n" or kind in _NOUNS or (kind == "v" and word in nominal())


def is_people(noun: str) -> bool:
    """Whether a noun counts people: 职工, 伤者, 参保人数."""
    return noun[-1:] in _PERSON_ENDINGS or noun.endswith(words("people"))


def is_amount(word: str) -> bool:
    """Whether a word says how much there is of what stands before it."""
    return bool(word) and (word[-1] in "额量率值幅" or word.endswith(words("size")))


def is_person(noun: str) -> bool:
    """Whether a noun is the name of a person and says nothing else: 23岁的|于欢."""
    return all(kind == "nr" for _, kind in tag(noun)) and not is_people(noun)


@cache
def region_names() -> frozenset[str]:
    """Names that stand at the head of a noun phrase and are no part of it: 辽宁|大豆, 全国|大豆."""
    names = {*words("scope"), *resources.column("places/region_words", "word", "ministry")}
    names.update(divisions.countries())
    former = (gone.division for gone in divisions.former_divisions())
    for division in (*divisions.divisions().values(), *former):
        names.update({division.name, division.short, division.short and division.short + division.name[-1]})  # 石柱县
    return frozenset(names - {"", "城", "市", "通道"})
