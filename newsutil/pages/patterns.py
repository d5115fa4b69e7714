"""Patterns that the tables in ``data/pages`` make: what a heading may be, who a role word names."""

from __future__ import annotations

import re
from functools import cache

from newsutil.base import resources

_BLANK = re.compile(r"\s+")
# 记 者|, 一 审:, 通 讯 员：
_SET_WIDE = re.compile(r"^(?:[\u4e00-\u9fff]\s+){1,3}[\u4e00-\u9fff](?=\s*[|｜：:])")

DAY = re.compile(
    r"(?:(?:19|20|１９|２０)?\d\d\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日|(?:[二〇○零一三四五六七八九]{4}年)?[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|"
    r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)


@cache
def heading_pattern(kind: str) -> re.Pattern[str]:
    """All patterns of one kind in the table of headings."""
    rows = resources.column("pages/headings", "pattern", kind)
    return re.compile("|".join(f"(?:{pattern})" for pattern in rows))


def roles(kind: str) -> str:
    """A regular expression for any role word of one kind."""
    return resources.one_of("pages/roles", "word", kind)


def squeeze(text: str) -> str:
    """The text without blanks: 简　讯 is 简讯, a short heading set wide."""
    return _BLANK.sub("", text)


def spell_roles(line: str) -> str:
    """A line of roles without what only sets it wide: 记 者丨周明 is 记者|周明.

    >>> spell_roles("编 辑:何 明")
    '编辑:何 明'
    """
    return _SET_WIDE.sub(lambda found: squeeze(found[0]), line.replace("丨", "|"))


@cache
def _body_names() -> re.Pattern[str]:
    return re.compile(rf"(?=.{{4,34}}$)[\u4e00-\u9fffA-Za-z0-9·（）()]*{roles('body')}$")


def is_body_name(text: str) -> bool:
    """Whether a line is the name of an office, firm or court, as under an announcement.

    >>> is_body_name("沱江县供电公司"), is_body_name("沱江两岸稻花香")
    (True, False)
    """
    return _body_names().match(text) is not None
