"""The text around a figure in which its noun is looked for: its clause up to the figures beside it, without asides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsutil.base.text import CLAUSE_END
from newsutil.numbers.spot_figures import Figure

WINDOW = 48
_LAST_BREAK = re.compile(rf"(?s:.*)(?:{CLAUSE_END.pattern})")
# What stands between a noun and its figure: 国内生产总值（GDP）, 按不变价格计算, 在高通胀背景下, 好于预期.
_ASIDE = re.compile(
    r"[（(][^（）()]{1,12}[）)]|按[^，。；]{1,8}(?:计算|测算|口径)|[好高低]于预期、?|扣除[^，。；]{1,8}(?:因素|影响)(?:影响)?后?"
    r"|在[^，。；在]{1,14}(?:背景下|情况下|条件下|过程中|时间[里内]|期间)"
)
_DATELINE = re.compile(r"本报[^，。；]{0,14}?[讯电]\s*(?:（[^（）]{0,40}）)?")
_ASIDE_SIGNS = re.compile("[）)按]|预期|扣除|[景况件]下|过程中|时间[里内]|期间")
_IN_DETAIL = re.compile("[（(][^（）()]{1,40}[）)]")  # 9人（4男5女）|获救
# 增加到2025年的|3万元: the time after the change.
_LATER = re.compile(r"(?<=[到至])(?:现在|目前|如今|今年|\d{2,4}年)[末底初]?的?$")


def surroundings(text: str, mentions: Sequence[Figure], place: int) -> tuple[str, str]:
    """The text of the clause before and after a figure, up to the figures beside it."""
    mention = mentions[place]
    first = max(mentions[place - 1].end if place else 0, mention.start - WINDOW)
    opening = _LAST_BREAK.match(text, first, mention.start)
    first = opening.end() if opening else first
    before = text[first : mention.start]
    before = _LATER.sub("", before) if before[-1:] in ("的", "年", "末", "底", "初") else before
    detail = _IN_DETAIL.match(text, mention.end)
    end = detail.end() if detail else mention.end
    last = min(next((later.start for later in mentions[place + 1 :] if later.start >= end), len(text)), end + WINDOW)
    closing = CLAUSE_END.search(text, end, last)
    behind = text[end : closing.start() if closing else last]
    before = _DATELINE.sub("", before) if "本报" in before else before.rstrip()
    return _ASIDE.sub("", before) if _ASIDE_SIGNS.search(before) else before, behind
