"""Where sentences and clauses of Chinese newspaper text end, the cells of a text column, and characters mended."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

import numpy as np
import pandas as pd

from newsutil.base import resources

SENTENCE_END = re.compile("[。！？!?\n]")
CLAUSE_END = re.compile("[，。；！？：\n,;!?…—]|  +")
"""Two spaces part clauses too: a table's cells, a caption's parts."""

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_SOON = 300  # characters in which a text in traditional ones has one

# Radicals and compatibility forms, which a PDF's fonts give in place of the characters they look like (⽂明, 1200⼈);
# spaces that do not break; soft hyphens, zero-width characters, byte order marks and controls, which have no shape;
# the line ends of InDesign, Word and Unicode.
_FORMS = (*range(0x2F00, 0x2FD6), 0x2EF3, *range(0xF900, 0xFB00))
_SPACES = (0xA0, 0x202F)
_LINE_ENDS = (0x0B, 0x85, 0x2028, 0x2029)
_LINE_END = re.compile(r"\r\n?|(?<=[^\n])\f(?=[^\n])")  # beside another one a form feed only says that a page ends
_SHAPELESS = (0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(0x09), *range(0x0E, 0x20), 0x7F)
# Text recognition may put a blank behind each character (稻 田 抽穗 了); names set wide (王 强) are few.
_PARTED, _CLOSE = re.compile("[一-鿿] (?=[一-鿿])"), re.compile("[一-鿿]{2}")
_PARTING = re.compile(r"(?<=[^\x00-\x7f\s]) (?=\S)|(?<=\S) (?=[^\x00-\x7f\s])|(?<=(?<!\d)\d) (?=\d(?!\d))")
_LEAST_PARTED = 20


def mend(text: str) -> tuple[str, int]:
    """Text whose characters are those it shows, and how many were other ones; nothing else is normalised.

    Lines end in a line feed; where a scan has blanks behind most characters, these go, and wider gaps stay.

    >>> mend("⽂明实践\\xa0１２００⼈，全\\xad程⻢拉松")
    ('文明实践 １２００人，全程马拉松', 5)
    """
    # Looked up as numbers, in a tenth of a regular expression's time.
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    number = int(np.count_nonzero(_is_mended().take(codes, mode="clip")))
    shown = text.translate(_shown()) if number else text
    if "\r" in shown or "\f" in shown:  # what every Windows writes is not counted
        shown = _LINE_END.sub("\n", shown)
    if 4 * shown.count(" ") > len(shown) and _is_parted(shown):
        shown, blanks = _PARTING.subn("", shown)
        number += blanks
    return shown, number


def _is_parted(text: str) -> bool:
    """Whether a blank stands between most characters of a text."""
    return len(_PARTED.findall(text)) >= max(_LEAST_PARTED, 2 * len(_CLOSE.findall(text)))


@cache
def _is_mended() -> np.ndarray:
    """Whether a code of UTF-16 is one of a character that only looks like another."""
    return np.isin(np.arange(1 << 16), list(_shown()))


@cache
def _shown() -> dict[int, str]:
    forms = {code: unicodedata.normalize("NFKC", chr(code)) for code in _FORMS}
    radicals = {ord(row["radical"]): row["character"] for row in resources.table("base/radicals")}
    shown = dict.fromkeys(_LINE_ENDS, "\n") | dict.fromkeys(_SPACES, " ") | dict.fromkeys(_SHAPELESS, "")
    return forms | shown | radicals


def field_texts(articles: pd.DataFrame, field: str) -> list[str]:
    """Texts of a column, one for each article; an absent column or a cell that holds no text gives ``""``.

    Half a surrogate pair, left by a broken conversion, cannot be searched: a ``?`` stands in its place.
    """
    if field not in articles.columns:
        return [""] * len(articles)
    texts = [text if isinstance(text, str) else "" for text in articles[field].tolist()]
    return texts if articles[field].dtype != object else [_HALF_PAIR.sub("?", text) for text in texts]


def simplified(text: str) -> str:
    """A text in traditional characters as the simplified one of the same length, in which words and names are known.

    >>> simplified("瀋陽市新增就業3萬人"), simplified("乾县著名景点")
    ('沈阳市新增就业3万人', '乾县著名景点')
    """
    simple, traditional = _simple()
    return text.translate(simple) if traditional.search(text, 0, _SOON) else text


def simplified_for_now(text: str) -> tuple[str, dict[int, str]]:
    """A text in simplified characters as far as they tell what stood there, and what ``translate`` undoes it with.

    >>> plain, back = simplified_for_now("記者陳嘉欣攝於臺灣後灣")
    >>> plain, plain.translate(back)
    ('记者陈嘉欣摄于台湾后湾', '記者陳嘉欣攝於臺灣後灣')
    """
    simple, traditional = _simple()
    if not traditional.search(text, 0, _SOON):
        return text, {}
    there = {ord(character) for character in set(text)}
    made = Counter(simple[code] for code in there if code in simple)
    written = {code: simple[code] for code in there if made[simple.get(code, "")] == 1}
    written = {code: character for code, character in written.items() if ord(character) not in there}
    return text.translate(written), {ord(character): chr(code) for code, character in written.items()}


@cache
def _simple() -> tuple[dict[int, str], re.Pattern[str]]:
    """Simplified characters by the code of the traditional one, and a pattern for any of these."""
    rows = resources.table("base/traditional")
    pattern = re.compile(f"[{''.join(row['traditional'] for row in rows)}]")
    return {ord(row["traditional"]): row["simplified"] for row in rows}, pattern


def id_texts(ids: pd.Series) -> pd.Series:
    """Ids and names of groups as the tables have them, texts: 1 and 1.0 are ``"1"``, a missing one is ``""``.

    Dates are written without a time of midnight.

    >>> id_texts(pd.Series([1.0, 2.0, None])).tolist(), id_texts(pd.Series([7, "a"])).tolist()
    (['1', '2', ''], ['7', 'a'])
    """
    if isinstance(ids.dtype, pd.StringDtype) and not ids.hasnans:
        return ids
    if pd.api.types.is_datetime64_any_dtype(ids.dtype):
        ids = ids.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_float_dtype(ids.dtype) and (ids.dropna() % 1 == 0).all():
        ids = ids.astype("Int64")
    return ids.astype("object").where(ids.notna(), "").astype("str")
