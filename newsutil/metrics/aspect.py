"""Level, change, share or rate: what kind of statement a figure makes, from the words that carry it.

A change needs a word of growth right before the figure (同比增长5.2%, 水位回升2.25米); 增长到 and 缩短至 introduce a
level.
"""

from __future__ import annotations

import re
from functools import cache

from newsutil.numbers.spot_figures import Figure

_RISE = (
    "增长|增加|增|上升|上涨|上扬|提升|提高|扩大|增幅|涨幅|升幅|增速|多增|翻|升|涨"
    "|加快|延长|高出|超出|多出|多了|涨了|回升|攀升|净增|推迟|延迟"
)
_FALL = (
    "下降|减少|降低|削减|回落|缩短|压缩|下滑|下跌|降幅|跌幅|压减|缩减|少减|节约|节省|收窄|提前|少了|减|降|跌|缩小|低"
)
_SCOPE = (
    r"(?:同比|环比|比上年(?:度|同期)?|比去年(?:同期)?|较去年(?:同期)?|较上年(?:同期|度)?|较(?:往年|常年|此前|传统[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff\d]{1,8}?)"
    r"|比[\u4e00-\u9fff\d]{1,8}?|预计|有望|可|将|实现|目标|实际|名义|累计|年均|平均|已|再|又|还|均|都|共|分别|同|约|大幅|稳步|预期)"
)
_CHANGED = re.compile(
    rf"{_SCOPE}*(?P<word>(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:了|幅度|幅|约|近|超)*(?:为|达|达到|超过)?$"
)
# The characters _CHANGED can end with: most clauses end otherwise, and need no search.
_CHANGED_ENDS = frozenset(word[-1] for word in f"{_RISE}|{_FALL}|了|幅度|幅|约|近|超|为|达|达到|超过".split("|"))
LEVEL_AFTER_CHANGE = re.compile(
    rf"(?:{_RISE}|{_FALL}|精简|调整|扩展|扩容|拓展|发展|壮大|恢复)(?<![幅速])(?:到|至|为|成)了?$"  # not 增幅为
)
_MORE_OR_LESS = ("多出", "多了", "少了", "涨了")
_LEVEL_ENDS = ("到", "至", "为", "成", "了")
_CARRIER = (
    "達 達到 為 达到 达到了 达 已达 多达 高达 长达 可达 总计 共计 合计 共有 累计 总共 共 计 已经 已有 已 仅有"
    " 仅 只有 只 还有 现有 拥有 完成 有 就 将达 将 力争 预计 有望 约为 大约 大概 约 首次 再次 连续 历史性 正式"
    " 也 又 跨过 越过 迈过 为期 稳定在 保持在 维持在 控制在 集中在 介于 等于 相当于 超过 不少于 不低于 不超过"
    " 不足 接近 最高 最低 最多 至少 平均 均为 均 都 各 分别 分别为 占到 占到了 占了 占据 增至 升至 降至 减至"
    " 涨至 跌至 突破 过 了 到 至 为 是 在 由 从 近 超 逾 每年 每天 每月 每日 每小时 每分钟 同比 仅存 现存 仅剩"
    " 仍有 人民币 当中 其中 可望 算是 总计 剩余 尚存 尚有 站上 迈上 跨上 登上 ： “"
)
_CAPITALS = ("成都", "首都", "古都")  # which do not end in the adverb 都
PARTS = frozenset({"%", "‰", "成", "倍", "个百分点", "百分点", "个基点", "基点", "番"})
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


@cache
def _carriers() -> dict[str, tuple[str, ...]]:
    """The words that carry a figure by their last character, the longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(_CARRIER.split(), key=len, reverse=True):
        found[word[-1]] = (*found.get(word[-1], ()), word)
    return found


def aspect_of(mention: Figure, before: str) -> tuple[str, int, str]:
    """Aspect and sign of a figure, and the clause before it without what carries the figure (达到, 同比增长)."""
    if before.endswith(_LEVEL_ENDS) and LEVEL_AFTER_CHANGE.search(before):
        left = LEVEL_AFTER_CHANGE.sub("", before)
        return _standing(mention), 1, without_carrier(left)
    changed = _changed(before)
    if changed and _is_change(mention, changed, before):
        return "change", -1 if changed["fall"] else 1, without_carrier(before[: changed.start()])
    left = without_carrier(before)
    inner = next((word for word in _INNER if left.endswith(word)), "") if mention.base in PARTS else ""
    if inner:
        return "change", _INNER[inner], left
    changed = _changed(left) if left != before else None
    if changed and _is_change(mention, changed, left) and not before.endswith(("至", "到", "为")):
        return "change", -1 if changed["fall"] else 1, without_carrier(left[: changed.start()])
    return _standing(mention), 1, left


def _changed(before: str) -> re.Match[str] | None:
    """The word of growth that ends a clause, with what stands around it."""
    return _CHANGED.search(before) if before[-1:] in _CHANGED_ENDS else None


def _is_change(mention: Figure, changed: re.Match[str], before: str) -> bool:
    """Whether a word of growth makes the figure a change: 下降1.5%, 水位回升2.25米, 同比增加80多万亩; not 涨3元 or
    增加了岗位500个, and 多出500个 only where it is compared."""
    if mention.base in PARTS:
        return True
    if len(changed["word"]) == 1:
        return False
    if changed["word"] in _MORE_OR_LESS:
        return "比" in before or "较" in before
    return before.endswith(changed["word"]) or bool(re.search(r"同比|环比|比上年|比去年|较", changed.group()))


def _standing(mention: Figure) -> str:
    """Aspect of a figure that is no change."""
    if mention.per or "/" in mention.unit or "／" in mention.unit or "每" in mention.unit:
        return "rate"
    if mention.base in ("%", "‰", "成") or (mention.base == "" and mention.value < 1):
        return "share"
    return "level"


def without_carrier(before: str) -> str:
    """The clause before a figure without the words that only carry it."""
    while not before.endswith(_CAPITALS) and before.endswith(words := _carriers().get(before[-1:], ())):
        before = before[: -len(next(word for word in words if before.endswith(word)))]
    return before
