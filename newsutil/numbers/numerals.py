"""Chinese and Arabic numerals as numbers: pure functions without lexicon or context.

What is read: Arabic digits (23,500; 3.5万), Chinese numerals (两千零五, 壹仟贰佰, 三萬), the two mixed (1万2千); open
figures (一千二百余万, 数十万); ranges (30至50, 三四百); decimals, fractions and tenths (三点八万, 三分之一, 三成半).

Values are decimals, so that 2.03亿 is 203,000,000 to the last digit.  What is not a numeral gives None, never a guess:
1.2.3万, 0/0, 亿万, 百千万.  So do more than 15 digits, which a float cannot hold.
"""

from __future__ import annotations

import math
import re
import string
from decimal import Decimal

Value = Decimal | int

DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_AS_DIGITS = str.maketrans({sign: str(value) for sign, value in DIGITS.items()})
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

_LARGEST_DIGITS = 15
_NO_LIMIT = 10**16

# One character for one character, so that every offset in the text holds after it.
_WIDE_SIGNS = "%+-." + string.digits + string.ascii_letters
_WIDE = {chr(0xFEE0 + ord(sign)): sign for sign in _WIDE_SIGNS} | {"﹪": "%", "−": "-", "―": "—"}
_TRADITIONAL = dict(zip("萬億兩點餘數幾個來過約", "万亿两点余数几个来过约", strict=True))
FINANCIAL = dict(zip("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千", strict=True))
OTHER_FORMS = _WIDE | _TRADITIONAL
_PLAIN = str.maketrans(OTHER_FORMS)
_PLAIN_FINANCIAL = str.maketrans(OTHER_FORMS | FINANCIAL)

_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_TOKEN = re.compile(r"(?P<arabic>[\d,.]+)|(?P<chinese>[零〇一二两三四五六七八九]+)|(?P<unit>[十百千万亿])")
_DECIMALS = re.compile(r"([零〇一二两三四五六七八九]+)([十百千万亿]*)")
# An open end inside a figure: 1100余万, 十几, 8300多万, 十数.  It changes the qualifier, not the value.
_OPEN_INSIDE = re.compile(r"(?<=[\d十百千万亿])[余多几来数](?=[百千万亿]|$)")
_RANGE_MARK = re.compile("[—–~～至到-]+")
_ADJACENT = re.compile(r"([一二两三四五六七八])([二两三四五六七八九])(?=[十百千万亿]|$)")


def plain(text: str) -> str:
    """``text`` with full-width digits and traditional numerals in their everyday form: ３．５萬 as 3.5万."""
    return text.translate(_PLAIN)


def parse_numeral(text: str) -> Decimal | None:
    """Value of a numeral, a word for "more" or "some" left aside; None where it is none or has too many digits."""
    figure = text.strip().translate(_PLAIN_FINANCIAL)
    if _ARABIC.fullmatch(figure):  # most figures
        return _parse_arabic(figure)
    below, share, above = figure.partition("分之")
    if not share:
        return _parse_whole(figure)
    parts, whole = _parse_whole(above), _parse_whole(below)
    return None if not whole or parts is None else parts / whole


def parse_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Lower and upper value of a range (20—30万, 三四百, 三五千); None where it is none or does not rise."""
    figure = text.strip().translate(_PLAIN_FINANCIAL)
    if neighbours := _parse_neighbours(figure):
        return neighbours
    parts = _RANGE_MARK.split(figure)
    low, high = map(parse_numeral, parts) if len(parts) == 2 else (None, None)
    if low is None or high is None:
        return None
    if set(parts[0]).isdisjoint("万亿"):  # 20—30万, 八百到一千万, 三到四百; not 八百到一万
        marks = "百千万亿" if set(parts[0]).isdisjoint("十百千") else "万亿"
        shared = low * _scale(parts[1][len(parts[1].rstrip(marks)) :])
        low = shared if shared < high else low
    return (low, high) if low < high else None


def parse_tenths(text: str) -> Decimal | None:
    """Number of tenths before 成, with its half: 三成半 is 3.5, 九成 is 9; None where it is no such figure."""
    figure = text.translate(_PLAIN_FINANCIAL)
    found = re.fullmatch(r"([一二两三四五六七八九十]|\d+(?:\.\d+)?)成(?:([一二三四五六七八九])|(半))?", figure)
    whole = parse_numeral(found[1]) if found else None
    if not found or whole is None:
        return None
    return whole + Decimal(5 if found[3] else DIGITS[found[2] or "零"]) / 10


def _parse_whole(figure: str) -> Decimal | None:
    """Value of a numeral of digits and multipliers, open or vague words left out."""
    if len(figure) > 1 and figure[0] in "数几上":  # 数十, 几百, 上千
        figure = figure[1:] if figure[1] in "十百千万亿" else ""
    whole, point, decimals = figure.partition("点")
    if point:
        return _parse_decimal(whole, decimals)
    tokens = _split_tokens(_OPEN_INSIDE.sub("", figure))
    return _add_up(tokens) if tokens else None


def _parse_decimal(whole: str, decimals: str) -> Decimal | None:
    """Value of 三百二十点八万 and 一点七八万亿, from what stands before and behind its point."""
    found = _DECIMALS.fullmatch(decimals)
    value = _parse_whole(whole) if found and not set(whole) & set("万亿") else None
    if not found or value is None or len(found[1]) + len(whole) > _LARGEST_DIGITS:
        return None
    return (value + Decimal("0." + found[1].translate(_AS_DIGITS))) * _scale(found[2])


def _scale(multipliers: str) -> int:
    """What 万, 亿 or 万亿 behind a number multiplies by."""
    return math.prod((_SMALL | _LARGE)[sign] for sign in multipliers)


def _split_tokens(figure: str) -> list[Decimal | str] | None:
    """Numbers and multipliers in order; None where something else stands between them or a number is malformed."""
    tokens: list[Decimal | str] = []
    at = 0
    while at < len(figure):
        if at and figure.startswith("万万", at):
            tokens.append("亿")  # 20万万吨
            at += 2
            continue
        found = _TOKEN.match(figure, at)
        if not found:
            return None
        kind, piece = found.lastgroup, found.group()
        if kind == "unit":
            tokens.append(piece)
        else:
            value = _parse_arabic(piece) if kind == "arabic" else _parse_digits(piece, alone=len(piece) == len(figure))
            if value is None:
                return None
            if piece[0] in "零〇" and len(piece) > 1:
                tokens.append("零")
            tokens.append("零" if piece in "零〇" and tokens else value)
        at = found.end()
    return tokens


def _parse_arabic(piece: str) -> Decimal | None:
    if not _ARABIC.fullmatch(piece) or sum(map(str.isdigit, piece)) > _LARGEST_DIGITS:
        return None
    return Decimal(piece.replace(",", ""))


def _parse_digits(piece: str, *, alone: bool) -> Decimal | None:
    """Value of Chinese digits: one digit (after a zero or not), or, standing alone, 二〇二三."""
    one = len(piece) == 1 or (len(piece) == 2 and piece[0] in "零〇")
    return Decimal(piece.translate(_AS_DIGITS)) if one or (alone and len(piece) <= _LARGEST_DIGITS) else None


def _add_up(tokens: list[Decimal | str]) -> Decimal | None:
    """Value of numbers and multipliers; multipliers must fall from left to right below each 万 and 亿."""
    total = section = Decimal(0)
    number: Decimal | None = None
    last = ceiling = _NO_LIMIT  # the multiplier just used in this section; the 万 or 亿 just used
    for place, token in enumerate(tokens):
        if number is not None and (token == "零" or isinstance(token, Decimal)):
            return None
        if isinstance(token, Decimal):
            number = token
        elif token == "零":
            last = min(last, 100) if last < 10**4 else last
        elif token in _SMALL:
            unit = _SMALL[token]
            if unit >= last or (number is None and place and token != "十" and tokens[place - 1] != "零"):
                return None
            section += (1 if number is None else number) * unit
            number, last = None, unit
        else:
            unit = _LARGE[token]
            bare = number is None and not section
            if bare and place and not (token == "亿" and tokens[place - 1] in _LARGE):
                return None  # 亿万, 十零万: no figure
            if unit >= ceiling and not (token == "亿" and (bare or ceiling == 10**4)):
                return None
            gained = Decimal(1) if bare and not place else section + (number or 0)
            total = (total + gained) * unit if token == "亿" else total + gained * unit
            section, number, last, ceiling = Decimal(0), None, _NO_LIMIT, unit
    if number is not None and number >= min(last, ceiling):
        return None  # 2千6000
    if number is None:
        return total + section
    above = (_SMALL | _LARGE).get(str(tokens[-2]) if len(tokens) > 1 else "", 0)
    lower = above >= 100 and 0 < number < 10 and number == int(number)  # 一百二 is 120
    return total + section + (number * above / 10 if lower else number)


def _parse_neighbours(figure: str) -> tuple[Decimal, Decimal] | None:
    """The two values of 三四百, 十五六 or 七八十万: two neighbouring digits where one would stand; also 三五百."""
    found = _ADJACENT.search(figure)
    if not found or (DIGITS[found[2]] - DIGITS[found[1]] != 1 and found.group() != "三五"):
        return None
    if len(figure) == 2 or (found.start() and figure[found.start() - 1] in DIGITS):
        return None
    low, high = (_parse_whole(figure[: found.start()] + one + figure[found.end() :]) for one in found.groups())
    return None if low is None or high is None else (low, high)
