"""Figures in a text: cases by kind, a case for every word of the tables, what must not be read, and properties."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assert_linear

from newsutil.base import resources
from newsutil.numbers.spot_figures import find_figures
from newsutil.numbers.units import units

CASES = Path(__file__).parent / "cases"


def read(name: str) -> list[dict]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


def figures(text: str) -> list[list]:
    return [
        [text[found.start : found.end], found.value, found.high, found.unit, found.qualifier]
        for found in find_figures(text)
    ]


@pytest.mark.parametrize("case", read("figures.jsonl"), ids=lambda case: case["note"])
def test_figures(case):
    assert figures(case["text"]) == case["expect"]


@pytest.mark.parametrize("case", read("figures_negative.jsonl"), ids=lambda case: case["note"])
def test_no_figures(case):
    assert figures(case["text"]) == []


@pytest.mark.parametrize("case", read("figure_words.jsonl"), ids=lambda case: case["note"])
def test_every_word_has_its_effect(case):
    """A frame with each of many words in turn; the figures that are read then, {} standing for the word."""
    for word in case["words"]:
        wanted = [surface.replace("{}", word) for surface in case["surfaces"]]
        found = figures(case["frame"].replace("{}", word))
        assert [row[0] for row in found] == wanted, word
        assert case.get("qualifier") in (None, *(row[4] for row in found)), word


@pytest.mark.parametrize("case", read("units.jsonl"), ids=lambda case: case["dimension"])
def test_every_unit_has_its_dimension(case):
    for unit, factor in case["units"].items():
        frame = "{}12" if case.get("sign") else "12{}"
        (found,) = figures(f"耗时{frame.format(unit)}。")
        assert (found[0], found[3]) == (frame.format(unit), unit)
        assert units()[unit].dimension == case["dimension"]
        assert float(units()[unit].factor) == pytest.approx(factor, rel=1e-12)


def test_persons_without_a_classifier_are_counted_as_persons():
    assert [found.base for found in find_figures("事故造成4死7伤，全市13万师生捐款")] == ["人", "人", ""]


def test_pieces_that_are_paid_are_money():
    paid = "卖 票价 花 赚 挣 付 贵 便宜 涨 一斤 一碗 卖到 涨到 花了 赚了 只要 一天 每小时 一张"
    for before in paid.split():
        assert [found.base for found in find_figures(f"{before}15块。{before}15块一斤")] == ["块钱"] * 2, before
    assert [found.base for found in find_figures("鱼12块5，卖15块地，切成15块")] == ["块钱", "块", "块"]


def test_a_dimension_is_called_as_its_base_unit():
    called = {case["dimension"]: case["called"] for case in read("units.jsonl") if "called" in case}
    assert {row["dimension"]: row["unit"] for row in resources.table("numbers/base_units")} == called
    own = [(name, dimension) for name, dimension in zip(called.values(), called, strict=True) if name in units()]
    assert {units()[name].factor for name, dimension in own if units()[name].dimension == dimension} == {1}


PIECES = (
    *("1", "3.5", "23,500", "２", "十", "百", "三", "两", "半", "万", "亿", "万亿", "个", "名", "人", "元", "角", "分"),
    *("斤", "%", "％", "百分之", "分之", "成", "倍", "点", "余", "多", "几", "数", "近", "约", "超"),
    *("每", "第", "负", "-", "—", "至", "、", "和", "/", "μg/m³", "元/人", "（", "）", "《", "》", "“"),
    *("年", "月", "日", "时", "￥", "$", "www.a1个", "伍", "佰", "拾", "萬", " ", "\u3000", "\xa0"),
    *("\n", "\r\n", "\u200b", "，", "。", "a", "工期", "缩短"),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_figures_are_stretches_of_the_text(text):
    end = 0
    for found in find_figures(text):
        assert end <= found.start < found.end <= len(text)
        assert found.start <= found.number < found.after <= found.end
        assert text[found.start : found.end].strip() == text[found.start : found.end]
        end = found.end


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([case for case in read("figures.jsonl") if not set(case["text"]) & set(" \u3000\n")]), st.data())
def test_white_space_before_a_multiplier_or_unit_changes_nothing(case, data):
    text = case["text"]
    ends = [
        found.after
        for found in find_figures(text)
        if found.number
        and text[found.after - 1] in "0123456789万亿"
        and text.startswith(found.unit[:1] or "、", found.after)
    ]
    end = data.draw(st.sampled_from(ends)) if ends else 0
    space = data.draw(st.sampled_from([" ", "\u3000", "\xa0", "\u2009", "  "]))
    assert [row[1:4] for row in figures(text[:end] + space + text[end:])] == [row[1:4] for row in case["expect"]]


@pytest.mark.parametrize(
    "piece", ["1", "一", "万", "每", "5万", "1—", "百分之", "1 ", "1、", "伍", "a@", "1\n", "1 000 "]
)
def test_time_is_linear_in_the_length(piece):
    assert_linear(find_figures, piece)
