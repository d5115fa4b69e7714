"""Every row of the tables that say what a figure counts and where has an effect: without it a text reads otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from newsutil.base import resources
from newsutil.metrics import noun_phrases, region_lists, what_is_counted, which_region
from newsutil.numbers import aspect, word_classes
from newsutil.numbers.spot_figures import find_figures
from newsutil.places import in_passing, region_cues

_CACHED = [
    found
    for module in (word_classes, noun_phrases, aspect, region_cues, region_lists, which_region, in_passing)
    for found in vars(module).values()
    if hasattr(found, "cache_clear") and found.__module__ == module.__name__
] + [resources.column, resources.one_of]

# Texts by kind of row; {} is the row's word.
_PHRASES = {
    "acting": ["5包{}样本"],
    "alone": ["大坝{}5米", "货物{}5亿元"],
    "account": ["5亿元，这是全市就业的{}", "5亿元，这是全市就业的短{}"],
    "backward": ["书屋有5座，这{}升到8座。", "书屋有5座，{}升到8座。"],
    "damaged": ["造成{}书屋5座"],
    "body": ["捐款9万元，其中建筑{}5万元", "{}用了5小时"],
    "for_whom": ["消防车{}5人送去早餐"],
    "telling": ["骗取5万元的{}清楚"],
    "degree_noun": ["零售额要有5%的{}"],
    "dimension": ["{}5亿元的书屋", "{}5米的书屋", "大坝{}5米的书屋"],
    "done": ["各类案件{}5件"],
    "earner": ["职工人均收入增4%，{}增5%"],
    "governing": ["{}书屋5座", "{}职工5人"],
    "governing_people": ["{}职工5人", "{}学生5人"],
    "governing_things": ["{}书屋5座"],
    "sum": ["今年的目标：{}5%左右"],
    "head": ["5次供需对接{}", "5个走访{}", "5个帮办{}"],
    "outcome": ["3人{}", "3人在火灾中{}", "造成3人{}的事故", "{}5人", "{}5户"],
    "people": [
        "5名{}合唱团",
        "5名服务站的{}演出",
        "5名远道而来的{}演出",
        "慰问{}5人",
        "5名{}在广场演出",
        "培训{}5人",
        "5岁的{}李春生",
    ],
    "plain_verb": ["{}5亿元", "年底{}5亿元", "{}5次", "{}5千米", "5人{}"],
    "predicate": [
        "5个项目{}建设",
        "5名学生{}参加比赛",
        "5个企业{}发展服务",
        "5个{}建设项目",
        "5个{}发展的项目",
        "5座书屋{}建成的项目",
        "5座书屋{}开放",
        "5亩麦田{}收割",
        "5座书屋{}",
        "5座书屋{}农村",
        "5座书屋{}良好",
    ],
    "scope": ["{}书屋5座", "{}书屋有5座"],
    "size": ["5个园区{}增长", "5个园区{}"],
    "state": ["5人受伤，其中3人{}较重"],
    "stop": ["书屋{}5座", "5座书屋{}开放", "5座书屋{}农村", "5座{}书屋", "书屋{}建5座", "5座乡村{}书屋"],
}
_ASPECTS = {
    "between": ["产量{}增长5%", "出口{}增5%", "产量同比{}增长5%", "面积{}增加了5亩", "年产量{}增加5吨"],
    "carrier": ["产量{}5吨", "书屋{}5座", "粮食产量{}5吨", "出口额{}5亿元", "总投资{}5亿元的书屋", "大坝高{}5米的水库"],
    "degree": ["产量增长{}5%", "产量增{}5%"],
    "fall": ["产量{}5%", "产量{}到5吨", "产量同比{}5吨", "产量比上年{}5吨"],
    "inner_fall": ["每亩{}5%", "全市{}5%"],
    "inner_rise": ["每亩{}5%", "全市{}5%"],
    "rise": ["产量{}5%", "产量{}到5吨", "产量同比{}5吨", "产量比上年{}5吨"],
    "turned": ["产量{}到5吨", "书屋{}为5座", "产量由3吨{}到5吨"],
}
_VERBS = ["5个{}工程", "农村{}工程5个", "5次{}", "农村{}5亿元", "5项{}", "5个{}站", "{}信息5条", "5个农村{}中心"]
_REGIONS = {
    "abroad": ["太仓建站。{}建站5座。"],
    "attend": ["会展在太仓开幕。来自法国的50人{}。"],
    "back": ["杭州建站。太仓，{}建站5座。", "太仓建站，法国建厂，{}建站5座。"],
    "lives": ["张红{}太仓。新建站5座。"],
    "measure": ["杭州产量{}太仓5%。", "太仓产量{}杭州5%。"],
    "ministry": ["{}建站5座。"],
    "nation": ["{}建站5座。"],
    "none": [
        "太仓建站，{}建站5座。",
        "{}建站5座。",
        "太仓建站。{}建站5座。",
        "太仓，我省{}建站5座。",
        "太仓和{}建站5座。",
    ],
    "partner": ["太仓{}法国运粮5吨。", "太仓{}国外运粮5吨。"],
    "placed": ["杭州建站。5座站{}太仓。"],
    "rule": ["《太仓市书屋{}》涉及书屋5座。"],
    "zone": ["太仓3例、北{}2例。"],
}
_PLACES = {"太仓": "320585", "杭州": "330100"}


@pytest.fixture
def without(monkeypatch) -> Iterator[Callable[[str, Any], None]]:
    """Leaves a row out of a table until the next one, or the end of the test."""
    read = resources.table

    def leave_out(name: str, gone: Any) -> None:
        kept = tuple(row for row in read(name) if row is not gone)
        for module in (resources, in_passing):
            monkeypatch.setattr(module, "table", lambda asked: kept if asked == name else read(asked))
        for function in _CACHED:
            function.cache_clear()

    yield leave_out
    for function in _CACHED:
        function.cache_clear()


def counted(text: str) -> list[Any]:
    return list(what_is_counted.find_measures(text, find_figures(text)))


def where(text: str, home: str = "") -> Any:
    spans = [
        (at, at + 2, code) for name, code in _PLACES.items() for at in range(len(text)) if text.startswith(name, at)
    ]
    return which_region.find_regions(text, find_figures(text), sorted(spans), home)


def idle(name: str, read: Callable[[Any], Any], without: Callable[[str, Any], None]) -> list[str]:
    """Rows of a table without which every text reads the same."""
    rows = resources.table(name)
    before = [read(row) for row in rows]
    found = []
    for row, seen in zip(rows, before, strict=True):
        without(name, row)
        if read(row) == seen:
            found.append(",".join(row.values()))
    return found


def test_phrase_words(without):
    def read(row: Any) -> Any:
        return [counted(text.format(row["word"])) for text in _PHRASES[row["kind"]]]

    assert idle("numbers/phrase_words", read, without) == []


def test_aspect_words(without):
    def read(row: Any) -> Any:
        return [counted(text.format(row["word"])) for text in _ASPECTS[row["kind"]]]

    assert idle("numbers/aspect_words", read, without) == []


def test_nominal_verbs(without):
    assert (
        idle("numbers/nominal_verbs", lambda row: [counted(text.format(row["verb"])) for text in _VERBS], without) == []
    )


def test_tag_fixes(without):
    assert (
        idle(
            "numbers/tag_fixes",
            lambda row: [word_classes.tag(row["word"]), word_classes.tag(f"新{row['word']}")],
            without,
        )
        == []
    )


def test_region_words(without):
    def read(row: Any) -> Any:
        texts = [text.format(row["word"]) for text in _REGIONS[row["kind"]]]
        found = [where(text, home) for text in texts for home in ("", "320500")]
        return found, [list(in_passing.nation_words(text)) for text in texts]

    assert idle("places/region_words", read, without) == []


@pytest.mark.parametrize("row", resources.table("metrics/vast"), ids=lambda row: row["dimension"])
def test_vast_amounts(row):
    written = {
        "CNY": ("{}亿元", 1e8), "USD": ("{}亿美元", 1e8), "mass": ("{}亿吨", 1e11), "power": ("{}亿千瓦", 1e8),
        "area": ("{}万平方公里", 1e10), "item": ("{}万台", 1e4), "person": ("{}亿人", 1e8),
        "person_time": ("{}亿人次", 1e8),
    }  # fmt: skip
    form, unit = written[row["dimension"]]
    least = float(row["amount"]) / unit
    text = "太仓建站。新增" + form
    assert where(text.format(round(least * 1.1, 2))) == [("100000",)]
    assert where(text.format(round(least * 0.9, 2))) == [("320585",)]
