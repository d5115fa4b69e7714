"""Numerals: values known from grammar, round trips, and an independent library where it is installed."""

import importlib.util
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsutil.numbers.numerals import parse_numeral, parse_range, parse_tenths, plain

DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """A whole number in everyday Chinese numerals, written independently of the parser: 10500 is 一万零五百."""
    if number == 0:
        return "零"
    parts, gap = [], False
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, unit)
        if section:
            parts.append(("零" if parts and (gap or section < 1000) else "") + section_words(section) + name)
        gap = section == 0 and bool(parts)
    return "".join(parts)


def section_words(section: int) -> str:
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, unit)
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.5万", 35000), ("1万2千", 12000), ("一千二百余万", 12_000_000), ("两千零五", 2005), ("１２３", 123),
        ("1,234,567", 1234567), ("1.35万亿", 1.35e12), ("2亿3000万", 230_000_000), ("一万二", 12000), ("一百零二", 102),
        ("三点五万", 35000), ("壹仟贰佰", 1200), ("三萬", 30000), ("二〇二三", 2023), ("十几", 10), ("数十", 10),
        ("上百万", 1_000_000), ("8300多万", 83_000_000), ("百分之五", 0.05), ("三分之一", 1 / 3),
        ("三万二千亿", 3.2e12), ("0", 0), ("零", 0),
    ],
)  # fmt: skip
def test_value(text, value):
    assert math.isclose(parse_numeral(text), value, rel_tol=1e-12)


@pytest.mark.parametrize(
    "text",
    ["", "1.2.3万", "0/0", "12:30", "3比1", "亿万", "百千万", "千百万", "1,23", "9" * 40, "人", "三五百", "十零百"],
)
def test_no_numeral(text):
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("30至50", (30, 50)), ("20万—30万", (200_000, 300_000)), ("20—30万", (200_000, 300_000)), ("39—42", (39, 42)),
        ("三四百", (300, 400)), ("十五六", (15, 16)), ("七八十万", (700_000, 800_000)), ("两三百", (200, 300)),
        ("八百到一千万", (8_000_000, 10_000_000)), ("三五千", (3000, 5000)),
    ],
)  # fmt: skip
def test_range(text, both):
    assert parse_range(text) == both


@pytest.mark.parametrize("text", ["5-3", "30", "一二三", "", "2023年至"])
def test_no_range(text):
    assert parse_range(text) is None


def test_tenths():
    assert parse_tenths("三成半") == 3.5
    assert parse_tenths("九成") == 9
    assert parse_tenths("成") is None


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_round_trip_of_chinese_numerals(number):
    assert parse_numeral(spell(number)) == number


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_round_trip_of_arabic_numerals(number):
    assert parse_numeral(str(number)) == number
    assert parse_numeral(f"{number:,}") == number


@given(st.text(alphabet="零一二三五九十百千万亿余多几上数1.2,%半成分之点至", max_size=12))
def test_any_text_gives_a_number_or_none(text):
    for found in (parse_numeral(text), *(parse_range(text) or ())):
        assert found is None or math.isfinite(found)


@given(st.text(max_size=30))
def test_plain_keeps_every_offset(text):
    assert len(plain(text)) == len(text)


@pytest.mark.skipif(importlib.util.find_spec("cn2an") is None, reason="cn2an is not installed")
def test_agrees_with_an_independent_library():
    import cn2an

    for number in [*range(0, 2000, 7), 10_005, 100_500, 12_345_678, 1_000_000_001]:
        assert parse_numeral(cn2an.an2cn(number)) == number
