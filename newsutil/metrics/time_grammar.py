"""How the words of ``data/metrics/time_words.csv`` go together to a time: the patterns that read one."""

from __future__ import annotations

import re
from functools import cache

from newsutil.base import resources

NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
MARK = r"(?:至|到|—{1,2}|–|-{1,2}|~|～)"
YEAR = r"(?:(?:19|20)\d\d ?年|[一二][零〇一二三四五六七八九]{3}年)"
PARTS = "year whole part first count of monthword month third dayword day bare back edge".split()
_UNIT = "(?:年|月|日|号|季度)"


@cache
def words(kind: str) -> dict[str, resources.Row]:
    """Rows of one kind by their word.

    Examples
    --------
    >>> words("part")["上半年"]["high"]
    '6'
    """
    return {row["word"]: row for row in resources.table("metrics/time_words") if row["kind"] == kind}


def low(kind: str, word: str) -> int | None:
    """What a word counts from the article's own day, month or year; None where it is no such word."""
    row = words(kind).get(word)
    return int(row["low"]) if row else None


def alone(kind: str) -> list[str]:
    """Words of a kind that stand alone."""
    return [word for word, row in words(kind).items() if "alone" in (row["low"], row["high"])]


def _any(*kinds: str) -> str:
    return _one_of(word for kind in kinds for word in words(kind))


def _one_of(listed) -> str:
    """An alternative of words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(set(listed), key=len, reverse=True))) + ")"


def _point(end: str) -> str:
    """One end of a time: a year, a part of it, a month, a third of it, a day, its 末 or 初, any of them."""
    upto = rf"(?P<upto>{_any('upto')})?" if end == "1" else ""
    return (
        rf"(?:(?P<year{end}>{YEAR}|{_any('year')}|(?:19|20)\d\d(?={MARK}(?:19|20)\d\d ?年))度?)?{upto}"
        rf"(?:(?P<whole{end}>{_any('whole')})|(?P<part{end}>{_any('part')})"
        rf"|{_any('first')}(?P<first{end}>{NUMBER}) ?个?(?P<of{end}>月|季度))?"
        rf"(?:(?P<monthword{end}>{_any('month')})份?|(?P<month{end}>{NUMBER}) ?月份?)?"
        rf"(?P<third{end}>{_any('third')})?"
        rf"(?:(?P<dayword{end}>{_any('day')})|(?P<day{end}>{NUMBER}) ?[日号](?!线)"
        rf"|(?P<bare{end}>{NUMBER})(?={MARK}{NUMBER} ?{_UNIT}))?"
        rf"(?P<back{end}>{_any('back')})?"
        rf"(?P<edge{end}>{_any('edge')}(?![端端步]))?"
        r"(?:（[^（）]{2,9}[日号年月天]）)?"
        rf"(?:{_any('clock')}|当地时间)*(?:\d{{1,2}}[时点](?:\d{{1,2}}分)?(?:许|左右|多钟|钟)?)?"
    )


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The patterns by name; ``anchor`` finds where a time may begin, the others read it there."""
    days = "|".join(re.escape(word).replace(r"\|", "(?:（[^（）]{2,9}）)?") for word in words("days"))
    chinese = r"(?<![零〇一二三四五六七八九十两])[零〇一二三四五六七八九十两]{1,4}"
    named = _any("year", "month", "day", "week", "whole", "part", "back", "now", "vague", "ahead", "season", "holiday")
    counted = _any("lately", "coming", "first")
    seasons = _any("season", "holiday")
    source = {
        "anchor": rf"(?<![\d.])\d{{1,4}}(?= ?(?:[年月日号个天周时点季世]|[多余几]?年|星期|小时|{MARK}\d))"
        rf"|{chinese}(?=[余多几]?年|个?月|日|号|个?季度|个?星期|天|周|{MARK}{NUMBER}(?:月|季度))"
        rf"|{counted}(?=(?:\d{{1,3}}|[一二三四五六七八九十两])[^，。])|{named}|{days}|以来|上世纪|“?十[一二三四五六七八九]五|“"
        rf"|{_one_of(alone('edge'))}|{_any('upto')}|(?:这个|本|新)(?={seasons})",
        "length": rf"(?:(?P<lately>{_any('lately')})|(?P<coming>{_any('coming')}))?"
        rf"(?P<number>\d{{1,3}}|{NUMBER}) ?(?P<open>[多余几])?个?(?P<unit>年|月|周|星期|天|小时)"
        rf"(?:(?P<ago>前(?![后三]))|(?P<along>{_any('along')})(?![自到源])|(?!前))",
        "season": rf"(?:(?P<year>{YEAR}|{_any('year')})的?|(?P<seasons>20\d\d{MARK}(?:20)?\d\d)年?度?|(?P<this>这个|本|新))?"
        rf"(?:(?P<alone>{_one_of(alone('season'))})|(?P<name>“?{_any('season', 'holiday')}”?))(?P<tail>{_any('span')})?",
        "days": days,
        "week": f"({_any('week')})内?",
        "plan": "“?十(?P<five>[一二三四五六七八九])五”?(?P<tail>期间|时期|以来|末)",
        "decade": r"(?:(?P<century>\d\d)世纪|上世纪)(?P<tens>\d0|[二三四五六七八九]十)年代",
        "time": rf"{_point('1')}(?:(?P<second>{MARK})(?=[^，。]){_point('2')})?"
        rf"(?P<post>{_any('since')}(?![自到源步])|{_any('before')}(?![后三]))?",
        "word": rf"(?P<now>{_any('now')})|(?P<vague>{_any('vague')})|(?P<ahead>{_any('ahead')})",
        "hour": r"\d{1,2}[时点]",
        "before": f"{_any('upto', 'until', 'from')}$",
        "than": f"{_any('than')} ?$",
        "name": _any("name"),
        "event": f"[一-鿿“”]{{0,12}}{_any('event')}",
    }
    return {name: re.compile(pattern) for name, pattern in source.items()}
