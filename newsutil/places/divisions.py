"""The divisions of China: their names, levels and parents, a tile for each province, and the people who live there.

Codes are the six digits of GB/T 2260: ``"110000"`` is a province, ``"320500"`` a prefecture, ``"320585"`` a county;
``"100000"`` is the whole country.  A code of an earlier year (``"110103"``, 崇文区 until 2010) is known too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from newsutil.base.resources import Row, column, table

COUNTRY = "100000"
LEVELS = ("country", "province", "prefecture", "county")


class Division(NamedTuple):
    """A division; ``short`` is its name without what says its kind, ``""`` where nothing distinct would be left."""

    adcode: str
    name: str
    level: str
    parent: str
    short: str


class Former(NamedTuple):
    """A division as it was from year ``first`` to ``last``; ``successor`` is ``""`` where several took its place."""

    division: Division
    first: int
    last: int
    successor: str


@cache
def divisions() -> dict[str, Division]:
    """All divisions of today by code, the whole country first."""
    country = Division(COUNTRY, "全国", "country", "", "全国")
    return {COUNTRY: country, **{row["adcode"]: _division(row) for row in table("places/divisions")}}


@cache
def countries() -> frozenset[str]:
    """Names of countries and areas abroad."""
    return frozenset(column("places/abroad", "name"))


@cache
def former_divisions() -> tuple[Former, ...]:
    """Divisions that are gone or were called otherwise (县改区 and the like), with the years that have them."""
    rows = table("places/former_divisions")
    return tuple(Former(_division(row), int(row["first"]), int(row["last"]), row["successor"]) for row in rows)


def _division(row: Row) -> Division:
    return Division(*(row[field] for field in Division._fields))


@cache
def division(adcode: str) -> Division:
    """The division of a code, of today or of an earlier year; a ValueError where no edition of the codes has it."""
    gone = (former.division for former in reversed(former_divisions()) if former.division.adcode == adcode)
    known = divisions().get(adcode) or next(gone, None)
    if known is None:
        raise ValueError(
            f"a text with a six-digit code of GB/T 2260 is needed, like '320500'; got {adcode!r}. "
            "See newsutil/data/places/divisions.csv."
        )
    return known


def region_name(adcode: str, *, full: bool = True) -> str:
    """The name of a division: 漯河市, or 漯河 when not ``full`` (市中区 has no shorter name and stays as it is).

    >>> region_name("522600"), region_name("522600", full=False)
    ('黔东南苗族侗族自治州', '黔东南')
    """
    known = division(adcode)
    return known.name if full else known.short or known.name


def distinct_names(adcodes: Iterable[str], *, full: bool = True) -> dict[str, str]:
    """Names of divisions by code; one that several have follows the short name of the division above.

    >>> distinct_names(["110105", "220104", "320500"])
    {'110105': '北京朝阳区', '220104': '长春朝阳区', '320500': '苏州市'}
    """
    names = {adcode: region_name(adcode, full=full) for adcode in adcodes}
    times = Counter(names.values())
    return {
        adcode: (region_name(division(adcode).parent, full=False) if times[name] > 1 else "") + name
        for adcode, name in names.items()
    }


def level_of(adcode: str) -> str:
    """``"country"``, ``"province"``, ``"prefecture"`` or ``"county"``."""
    return division(adcode).level


@cache
def ancestors(adcode: str) -> tuple[str, ...]:
    """The divisions above, the nearest first, without the country: 320500 and 320000 of 320585."""
    parent = division(adcode).parent
    return () if parent in ("", COUNTRY) else (parent, *ancestors(parent))


@cache
def _once() -> dict[str, tuple[str, ...]]:
    """Where divisions of today lay in earlier years."""
    formers = former_divisions()
    lay = [(former.successor or former.division.adcode, former.division.parent) for former in formers]
    return {code: tuple(parent for known, parent in lay if known == code) for code, _ in lay}


def ever_above(adcode: str) -> tuple[str, ...]:
    """The divisions above, today and earlier: 340700 and 340000, and 340800 until 2015, of 340722."""
    return ancestors(adcode) + _once().get(adcode, ())


@cache
def levels_of(adcodes: tuple[str, ...]) -> frozenset[str]:
    """The levels of several divisions."""
    return frozenset(map(level_of, adcodes))


def province_of(adcode: str) -> str:
    """Code of the province in which a division lies; the country's own for the country."""
    return COUNTRY if adcode == COUNTRY else adcode[:2] + "0000"


def within(adcode: str, region: str) -> bool:
    """Whether a division is ``region`` or lies in it."""
    return region in (adcode, COUNTRY) or region in ancestors(adcode)


def at_level(adcode: str, level: str) -> str | None:
    """The division itself or the one above it that has the level; ``None`` where there is none."""
    return next((code for code in (adcode, *ancestors(adcode)) if level_of(code) == level), None)


def raised(word: str, adcode: str) -> str:
    """The division that 全省, 我市 or 全区 means in a text on a division: 太仓 and 上海 call themselves 全市 too.

    >>> raised("全市", "320585"), raised("全市", "320506"), raised("全市", "500117"), raised("全区", "150623")
    ('320585', '320500', '500000', '150000')
    """
    chain = (adcode, *ancestors(adcode)) if adcode != COUNTRY else ()
    named = (code for code in chain if division(code).name.endswith(word[-1]) and division(code).name[-2:] != "地区")
    return next(named, adcode)


def capital(adcode: str) -> str:
    """The city that is the capital of a province: its first one; the province itself where it is a city."""
    city = f"{adcode[:2]}0100"
    return city if city in divisions() else adcode


def children(adcode: str) -> list[str]:
    """Codes of the divisions of today directly below, in the order of their codes."""
    return [code for code, known in divisions().items() if known.parent == adcode]


@cache
def count_within(adcode: str, level: str) -> int:
    """How many divisions of a level of today lie in a division."""
    return sum(known.level == level and within(code, adcode) for code, known in divisions().items())


@cache
def towns() -> dict[str, frozenset[str]]:
    """The counties with a town called like a county elsewhere, by the name of both: 古田 in 上杭县."""
    return {row["name"]: frozenset(row["adcodes"].split(";")) for row in table("places/towns")}


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """Row (0 is the north) and column (0 is the west) of each of the 34 provinces in the tile map."""
    return {row["adcode"]: (int(row["row"]), int(row["column"])) for row in table("places/tiles")}


@cache
def population(adcode: str) -> int | None:
    """Persons counted in a province by the census of 2020; ``None`` for what is no province: that is not known here."""
    return {row["adcode"]: int(row["population"]) for row in table("places/population")}.get(adcode)
