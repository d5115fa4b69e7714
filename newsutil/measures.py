# LEAD: read AAA_NOTE_TO_THE_PLACES_AND_METRICS_DEVELOPERS.txt in the project root, then delete this line
"""What a figure counts or measures, and whether it is a level, a change, a share or a rate.

The noun stands after the figure (100名最美劳动者, 20亿元的产业引导基金) or before it (慰问金1100余万元, 困难职工11000人); where a
clause says only how much something grew, it is the noun of the figure before.  Words and their classes come from the tagger, the
phrases are cut by the rules below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from newsutil import regions, resources
from newsutil.mentions import Mention
from newsutil.tagger import tag as tag_words
from newsutil.units import units


class Measure(NamedTuple):
    """What a figure is about; ``sign`` is -1 where the figure says by how much something fell."""

    text: str
    aspect: str
    sign: int


_BREAK = re.compile(r"[，。；！？：\n,;!?…—]|  +")
_SENTENCE = re.compile(r"[。！？\n!?]")
_WINDOW = 48

_RISE = "增长|增加|增|上升|上涨|上扬|提升|提高|扩大|增幅|涨幅|升幅|增速|多增|翻|升|涨|加快|延长|高出|超出|回升|攀升|净增|推迟|延迟"
_FALL = "下降|减少|降低|削减|回落|缩短|压缩|下滑|下跌|降幅|跌幅|压减|缩减|少减|节约|节省|收窄|提前|减|降|跌|缩小|低"
_SCOPE = (
    r"(?:同比|环比|比上年(?:度|同期)?|比去年(?:同期)?|较去年(?:同期)?|较上年(?:同期|度)?|较(?:往年|常年|此前|传统[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff\d]{1,8}?)"
    r"|比[\u4e00-\u9fff\d]{1,8}?|预计|有望|可|将|实现|目标|实际|名义|累计|年均|平均|已|再|又|还|均|都|共|分别|同|约|大幅|稳步|预期)"
)
_CHANGED = re.compile(
    rf"{_SCOPE}*(?P<word>(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:了|幅度|幅|约|近|超)*(?:为|达|达到|超过)?$"
)
_LEVEL_AFTER_CHANGE = re.compile(rf"(?:{_RISE}|{_FALL}|精简|调整|扩展|扩容|拓展|发展|壮大|恢复)(?:到|至|为|成)了?$")
_CARRIER = re.compile(
    r"(?:达到了?|已?达|多达|高达|长达|可达|总计|共计|合计|共有|累计|总共|共|计|已经|已有|已|仅有|仅|只有|只|还有|现有|拥有|有|就|将达|将|力争|预计|有望|约为|大约|大概|约"
    r"|首次|再次|连续|历史性|正式|也|又|跨过|越过|迈过|为期|稳定在|保持在|维持在|控制在|集中在|介于|等于|相当于|超过|不少于|不低于|不超过|不足|接近|最高|最低|最多|至少|平均|均为|均|都|各|分别为?|占到了?|占了|占据"
    r"|增至|升至|降至|减至|涨至|跌至|突破|过|了|到|至|为|是|在|由|从|近|超|逾|每(?:年|天|月|日|小时|分钟)|同比|仅存|现存|仅剩|剩余|尚存|：|“)$"
)
_SHARE_OF = re.compile(r"占(?!比|地|用|有|领)(?:到|据|了|全|我国)?[^，。；]{0,24}?的?$")
_PART = frozenset({"%", "‰", "成", "倍", "个百分点", "百分点", "个基点", "基点", "番"})
_DIMENSION_NOUN = re.compile(
    r"(?:海拔|全长|总长|长度|长|宽度|宽|高度|高|深度|深|厚度|面积|体积|容积|库容|水位|水深|降雨量|降水量|雨量|降水|气温|温度|水温|能见度|时速|速度|流量|风速"
    r"|距离|里程|半径|直径|跨度|浓度|价格|总额|金额|产值|产量|重量|重|载重|排水量|总重|塔高|身高|体重|电压|功率|容量|装机|收入|支出|余额|市值|规模|总量)$"
)
_PERSON_EVENTS = frozenset(
    ["死亡", "遇难", "受伤", "失联", "失踪", "自杀", "被困", "受灾", "确诊", "出院", "治愈", "参加", "获救", "溺水", "身亡", "落水", "伤亡", "轻伤", "重伤"]
)
_PERSON_OUTCOMES = frozenset(["死亡", "遇难", "受伤", "失联", "失踪", "自杀", "被困", "受灾", "获救", "溺水", "身亡", "落水", "伤亡", "轻伤", "重伤"])
_PLAIN_VERBS = frozenset(
    ["相当于", "预计", "经历", "来自", "进行", "开展", "实施", "完成", "实现", "发放", "举办", "组织", "派出", "提供", "建成", "建设", "新建", "达成", "签署", "签订", "选派", "投放", "惠及", "服务", "帮助", "推出", "设立", "成立"]
)

_NOUNS = ("n", "vn", "an", "j", "nz", "nt", "l", "i", "eng", "g", "k", "ng", "s")
_MODIFIERS = ("a", "b", "ad", "z", "f", "m", "q", "ag", "vg")
_STOP_WORDS = frozenset(
    ["其中", "目前", "今年", "去年", "当地", "这里", "截至", "期间", "同时", "此外", "以上", "以下", "左右", "以来", "之一", "之后", "之前", "以内", "之间", "之内", "内", "中", "里", "上", "下", "大关", "台阶", "新台阶", "关口", "新高", "等", "全部", "如期", "成功", "陆续", "有关", "相关", "同比", "环比", "均", "正", "已", "近", "将", "在", "于", "对", "为", "按", "一", "起", "因"]
)
_NATION = frozenset(
    ["全国", "全省", "全市", "全区", "全县", "全州", "我国", "中国", "国内", "全球", "世界", "当地", "本市", "本省", "各地", "全镇", "全村", "全镇", "全年", "今年", "去年", "上年", "每年", "全社会", "各级", "各类", "各种", "所有"]
)
_DISTRIBUTED = re.compile(r"^([^，。；：]+?[、和][^，。；：]+?)分别")


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


# Where a predicate begins for certain.
_PREDICATES = frozenset(["是", "为", "则", "则是", "将", "已", "已经", "都", "均", "成为", "正", "正在", "也", "还", "共", "全", "全都", "分别", "有望", "可以", "可", "能够"])
# Endings that make a noun of whatever stands before them (污水处理|站, 摆渡|车, 高产|片), however the tagger reads them.
_ENDINGS = frozenset(
    "站片点车船库区厂网馆院队户线园田房费款证室屋楼桥路村棚井坝塔池机器炉泵树苗班店街带群链城岛港仓柜箱灯屏包课题书集剧"
)


def tag(text: str) -> list[tuple[str, str]]:
    """Words and classes, mended for the cutting of noun phrases."""
    classes, joined = _fixes()
    found: list[tuple[str, str]] = []
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
        elif (not found and word in _ENDINGS and kind in ("zg", "k", "q", "g")) or (kind in ("m", "b") and word[-1] in "级线" and len(word) > 1):
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
    names = set(_NATION)
    for division in regions.divisions().values():
        names.update({division.name, division.short})
    return frozenset(names - {"", "城", "市"})


def find_measures(text: str, mentions: Sequence[Mention]) -> list[Measure]:
    """What each figure of a text counts or measures; the text is ``""`` where nothing is named.

    Examples
    --------
    >>> from newsutil.mentions import find_mentions
    >>> text = "发放慰问金1100余万元，同比增长5.2%；表彰100名最美劳动者"
    >>> [(found.text, found.aspect) for found in find_measures(text, find_mentions(text))]
    [('慰问金', 'level'), ('慰问金', 'change'), ('最美劳动者', 'level')]
    """
    found: list[Measure] = []
    queue: list[str] = []
    spans = [_surroundings(text, mentions, place) for place in range(len(mentions))]
    after = [""] * len(mentions)
    for place in range(len(mentions) - 1, -1, -1):
        behind = spans[place][1]
        touching = place + 1 < len(mentions) and text[mentions[place].end : mentions[place + 1].start] in ("", "的")
        if behind in ("", "的") and touching and mentions[place].base not in _PART:
            after[place] = after[place + 1]
        elif behind:
            after[place] = noun_after(behind, mentions[place])
            if place + 1 < len(mentions) and spans[place + 1][1].startswith("的") and _is_size(behind):
                after[place] = after[place + 1] or after[place]  # 546个总投资约9500亿元的重大项目
    for place, mention in enumerate(mentions):
        same = place and not _SENTENCE.search(text, mentions[place - 1].end, mention.start)
        previous = found[-1].text if same else ""
        made = _measure(mention, spans[place], after[place], previous, found[-1].text if found else "")
        joined = same and text[mentions[place - 1].end : mention.start] in ("、", "和", "及", "与")
        if joined and not spans[place][1] and mention.base in _PART and mentions[place - 1].base == mention.base:
            made = found[-1]  # 分别增长37.3%和36.7%
        shared = _DISTRIBUTED.search(spans[place][0]) if made.aspect == "change" or mention.base in _PART else None
        if shared:
            queue = [noun_before(name) for name in re.split("[、和]", shared[1])]
        elif not (same and queue and text[mentions[place - 1].end : mention.start] in ("、", "和", "，")):
            queue = []
        if queue:
            made = made._replace(text=queue.pop(0) or made.text, aspect=found[-1].aspect if not shared else made.aspect)
        found.append(made)
    return found


def _is_size(words: str) -> bool:
    """Whether the words between two figures only say which size the second is of the first: 总投资约, 总装机."""
    left = _strip(words)
    return len(words) < 10 and words == left + words[len(left) :] and bool(_DIMENSION_NOUN.search(left) or left.endswith("总投资"))


def _surroundings(text: str, mentions: Sequence[Mention], place: int) -> tuple[str, str]:
    """The text of the clause before and after a figure, up to the figures beside it."""
    mention = mentions[place]
    first = mentions[place - 1].end if place else 0
    first = max(first, mention.start - _WINDOW)
    before = text[first : mention.start]
    breaks = [found.end() for found in _BREAK.finditer(before)]
    last = mentions[place + 1].start if place + 1 < len(mentions) else len(text)
    last = min(last, mention.end + _WINDOW)
    behind = text[mention.end : last]
    stop = _BREAK.search(behind)
    before = re.sub(r"^(?:、|和(?!平|谐|美)|及|以及|与)", "", before[breaks[-1] if breaks else 0 :])
    return re.sub(r"（[^（）]{1,12}）", "", before), behind[: stop.start() if stop else len(behind)]


def _measure(mention: Mention, around: tuple[str, str], after: str, previous: str, earlier: str) -> Measure:
    before, behind = around
    kind = units()[mention.base].kind if mention.base in units() else ""
    aspect, sign, left = _aspect(mention, before)
    if after and aspect == "level" and kind in ("classifier", "area", ""):
        return Measure(after, aspect, sign)
    ahead = "" if before.endswith("等") else noun_before(left)
    if not ahead and kind == "measure":
        words = tag(left)
        if words and words[-1][1] == "v":
            ahead = noun_before("".join(word for word, _ in words[:-1]))  # 道路修补2015平方米
    if ahead in _BACKWARD:
        ahead = previous or earlier
    if aspect == "change":
        return Measure(ahead or after or previous or _verb_of(left, ""), aspect, sign)
    if behind.startswith("的") and after:
        share = _SHARE_OF.search(before)
        subject = noun_before(before[: share.start()]) if share and mention.base in _PART else ""
        return Measure(
            _state_of(left) if kind in ("time", "day") and _state_of(left) else subject or after, aspect, sign
        )
    if mention.base in _PART or (mention.base == "" and mention.value < 1):
        share = _SHARE_OF.search(before)
        subject = noun_before(before[: share.start()]) if share else ""
        return Measure(
            subject or ahead or after or _object_of(behind) or previous or _verb_of(left, before), aspect, sign
        )
    if not after and (_LEVEL_AFTER_CHANGE.search(before) or not before):
        return Measure(ahead or previous, aspect, sign)
    if kind in ("time", "day"):
        return Measure(ahead or _state_of(left) or after or _verb_of(left, before), aspect, sign)
    if ahead and kind in ("measure", "money", "age") and _DIMENSION_NOUN.search(ahead):
        return Measure(ahead, aspect, sign)
    return Measure(after or ahead or _verb_of(left, before), aspect, sign)


# Words that name what changes with the change: 每亩增产10%, 节水近三成.
_INNER = {
    "增产": 1,
    "增收": 1,
    "增效": 1,
    "增值": 1,
    "减产": -1,
    "节水": -1,
    "节能": -1,
    "节电": -1,
    "节肥": -1,
    "节药": -1,
    "减排": -1,
    "降耗": -1,
}

# 这一数字已增至: the noun is the one before.
_BACKWARD = frozenset(("数字", "这一数字", "该数字", "比例", "这一比例", "数量", "占比", "比重"))


def _state_of(left: str) -> str:
    """The state whose time a figure tells: 被困近40小时, 滞留了五十几个小时."""
    found = re.search(
        r"(被困|滞留|停留|失联|逗留|驻留|停飞|停电|断电|断水|降雨|飞行|航行|排队|等待|加班)(?:了|超过|已|达)*$", left
    )
    return found[1] if found else ""


def _object_of(behind: str) -> str:
    """The object of a verb after a share: 90%以上|实现了清洁供暖."""
    words = tag(behind)
    at = next((place for place, (_, kind) in enumerate(words) if kind not in ("v", "ul", "d")), len(words))
    return noun_after("".join(word for word, _ in words[at:]), None) if at else ""


def _aspect(mention: Mention, before: str) -> tuple[str, int, str]:
    """Aspect and sign of a figure, and the clause before it without what carries the figure (达到, 同比增长)."""
    if _LEVEL_AFTER_CHANGE.search(before):
        left = _LEVEL_AFTER_CHANGE.sub("", before)
        return _standing(mention), 1, _strip(left)
    changed = _CHANGED.search(before)
    if changed and _is_change(mention, changed, before):
        return "change", -1 if changed["fall"] else 1, _strip(before[: changed.start()])
    left = _strip(before)
    inner = next((word for word in _INNER if left.endswith(word)), "")
    if inner and mention.base in _PART:
        return "change", _INNER[inner], left
    changed = _CHANGED.search(left)
    if changed and left != before and _is_change(mention, changed, left) and not before.endswith(("至", "到", "为")):
        return "change", -1 if changed["fall"] else 1, _strip(left[: changed.start()])
    return _standing(mention), 1, left


def _is_change(mention: Mention, changed: re.Match[str], before: str) -> bool:
    """Whether a word of growth makes the figure a change: 下降1.5%, 水位回升2.25米, 同比增加80多万亩; not 涨3元 or 增加了岗位500个."""
    if mention.base in _PART:
        return True
    if len(changed["word"]) == 1:
        return False
    return before.endswith(changed["word"]) or bool(re.search(r"同比|环比|比上年|比去年|较", changed.group()))


def _standing(mention: Mention) -> str:
    """Aspect of a figure that is no change."""
    if mention.per or "/" in mention.unit or "／" in mention.unit or "每" in mention.unit:
        return "rate"
    if mention.base in ("%", "‰", "成") or (mention.base == "" and mention.value < 1):
        return "share"
    return "level"


def _strip(before: str) -> str:
    """The clause before a figure without the words that only carry it."""
    while True:
        found = _CARRIER.search(before)
        if not found or (not found.start() and before == ""):
            return before
        before = before[: found.start()]


def _verb_of(left: str, before: str) -> str:
    """The last verb of a clause where no noun is named: 投入1320.7亿元, 每亩增产10%."""
    for piece in (left, before):
        words = tag(piece) if piece else []
        if words and words[-1][1].startswith("v") and len(words[-1][0]) > 1 and words[-1][0] not in _PLAIN_VERBS:
            return words[-1][0]
    return ""


def noun_before(clause: str) -> str:
    """The noun phrase that ends a clause, without the verb that governs it and without a region's name at its head.

    Examples
    --------
    >>> noun_before("提供就业信息"), noun_before("辽宁大豆种植面积")
    ('就业信息', '大豆种植面积')
    """
    clause = clause.rstrip("的、和 （(“")
    words = tag(clause) if clause else []
    while words and (words[-1][1] in ("f", "uj", "ul", "d", "p", "c", "r") or words[-1][0] in _STOP_WORDS):
        words.pop()
    kept: list[tuple[str, str]] = []
    for word, kind in reversed(words):
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
        or (kept[0][1] in ("a", "ad", "d", "f", "m", "q", "k")
        and len(kept) > 1
        and kept[0][1] != "a")
    ):
        kept.pop(0)
    phrase = "".join(word for word, _ in kept).strip("“”、")
    return phrase if any(_is_noun(word, kind) for word, kind in kept) else ""


def _fits_before(word: str, kind: str, kept: list[tuple[str, str]]) -> bool:
    if word in _STOP_WORDS or word in ("的", "和"):
        return False
    if _is_noun(word, kind):
        return True
    if kind == "v":
        return word in _nominal() and ((bool(kept) and (kept[-1][0] not in _nominal() or len(kept) > 1)) or not kept)
    return (
        (bool(kept)
        and kind in ("a", "b", "ag")
        and len(word) > 1)
        or kind in ("k", "b", "vg")
        or (kind == "v" and not kept)
    )


def _is_noun(word: str, kind: str) -> bool:
    return kind in _NOUNS or kind[:1] == "n" or (kind == "v" and word in _nominal())


def noun_after(clause: str, mention: Mention | None) -> str:
    """The noun phrase that begins a clause after a figure: 100名|最美劳动者, 70%|的高端装备制造企业, 88个|城市|实施.

    A modifier closed by 的 belongs to it when it opens with a verb, an adjective or a pronoun (不同颜色的梅花), not when it is a
    noun (主产区的产量).
    """
    linked = clause.startswith("的")
    clause = clause[1:] if linked else clause
    words = tag(clause)
    kept: list[tuple[str, str]] = []
    for place, (word, kind) in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ("", "")
        if (
            not kept
            and kind == "v"
            and mention
            and mention.unit != "人"
            and _is_noun(*following)
            and mention.base not in _PART
        ):
            kept.append((word, kind))  # 4名留守儿童: the verb is part of the name
            continue
        step = _step_after(word, kind, kept, following, words[place + 1 :])
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
    measured = mention is not None and mention.base in units() and units()[mention.base].kind == "measure"
    if measured and len(kept) > 1 and kept[-1][0] in ("建设", "作业", "工作", "种植", "任务"):
        kept.pop()  # 百亩攻关片建设: the area is the field's
    while kept and kept[-1][0] in ("、", "和", "与", "及"):
        kept.pop()
    phrase = "".join(word for word, _ in kept)
    if phrase:
        return (
            phrase.strip("“”")
            if phrase.count("“") != phrase.count("”") or (phrase[0] == "“" and phrase[-1] == "”")
            else phrase
        )
    if words and words[0][0] in _PERSON_OUTCOMES and mention and mention.unit in ("人", "名", "位"):
        return words[0][0]
    return ""


def _step_after(
    word: str, kind: str, kept: list[tuple[str, str]], following: tuple[str, str], rest: list[tuple[str, str]]
) -> str:
    """Whether a word goes into the noun phrase (keep), ends it (stop), or was a modifier to drop (restart)."""
    inside = sum(w == "“" for w, _ in kept) > sum(w == "”" for w, _ in kept)
    if word in _PREDICATES and not inside:
        return "stop"
    if inside or word in ("“", "”") or (word != "的" and _open_modifier(kept, rest)):
        return "keep"
    if word == "的":
        return _step_at_de(kept)
    if word in ("、", "和", "与", "及", "以及", "或"):
        return "keep" if kept and kept[-1][1] != "v" and _joins(rest) else "stop"
    if word in _STOP_WORDS or word in ("（", "("):
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


def _step_at_de(kept: list[tuple[str, str]]) -> str:
    """At 的: a modifier that opens with a verb, adjective or pronoun is dropped; a noun phrase ends."""
    if not kept:
        return "skip"
    return "restart" if kept[0][1][0] in "avrtpdbf" and kept[0][1] not in ("vn", "an") else "stop"


def _open_modifier(kept: list[tuple[str, str]], rest: list[tuple[str, str]]) -> bool:
    """Inside a modifier that opened with a verb or pronoun and is closed by 的 further on."""
    return bool(kept) and kept[0][1][0] in "vrtpd" and kept[0][1] != "vn" and _closes_with_de(rest)


def _closes_with_de(rest: list[tuple[str, str]]) -> bool:
    words = [word for word, _ in rest[:16]]
    return "的" in words and words.index("的") + 1 < len(rest)


def _joins(rest: list[tuple[str, str]]) -> bool:
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
