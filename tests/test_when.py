"""When a figure is and whether it is so: rules as cases, and an effect of every row of the word tables."""

import datetime
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from row_cases import Case, assert_read, name_of, read_row, row_cases

from newsutil.base import resources
from newsutil.metrics.metrics import extract_metrics
from newsutil.numbers.spot_figures import find_figures
from newsutil.periods import statement, time_grammar
from newsutil.periods.when import Article, find_whens

CASES = Path(__file__).parent / "cases"
DAY = datetime.date(2024, 5, 7)

TABLES = ("periods/time_words", "periods/status_words", "periods/undated_words")
CACHED = {
    name: [function for function in vars(module).values() if hasattr(function, "cache_clear")]
    for module, names in ((time_grammar, TABLES[:1]), (statement, TABLES[1:]))
    for name in names
}
ROWS = [(name, dict(row)) for name in TABLES for row in resources.table(name)]


def read(name: str) -> list[dict]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def whens(text: str) -> Case:
    figures = find_figures(text)
    found = find_whens(text, figures, Article(DAY), ["公园"] * len(figures), [()] * len(figures))
    return {"period": [when.period for when in found], "status": [when.status for when in found]}


@pytest.mark.parametrize("case", read("when.jsonl"), ids=lambda case: case["note"])
def test_when(case):
    day = pd.Timestamp(case["date"]) if "date" in case else pd.NaT
    articles = pd.DataFrame(
        {"article_id": ["a"], "title": [case.get("title", "")], "text": [case["text"]], "date": [day]}
    )
    found = extract_metrics(articles)
    asked = [row[0] for row in case["expect"]]
    assert [[row.text, row.period, row.status] for row in found.itertuples() if row.text in asked] == case["expect"]


@pytest.mark.parametrize("case", row_cases(*TABLES), ids=name_of)
def test_rows(case):
    assert_read(case, whens)


def results(name: str, row: dict) -> list[Case]:
    return read_row(name, row["kind"], row["word"].replace("|", ""), whens)


def test_every_row_has_an_effect(monkeypatch):
    whole = {name: resources.table(name) for name in TABLES}
    with_all = [results(name, row) for name, row in ROWS]
    idle = []
    for (name, row), before in zip(ROWS, with_all, strict=True):
        rest = tuple(kept for kept in whole[name] if dict(kept) != row)
        monkeypatch.setattr(
            resources, "table", lambda asked, name=name, rest=rest: rest if asked == name else whole[asked]
        )
        for function in CACHED[name]:
            function.cache_clear()
        if results(name, row) == before:
            idle.append((row["kind"], row["word"]))
    monkeypatch.undo()
    for function in (function for functions in CACHED.values() for function in functions):
        function.cache_clear()
    assert not idle


def test_a_row_stands_once():
    seen = [(row["kind"], row["word"]) for _, row in ROWS]
    assert len(seen) == len(set(seen))


KINDS = ("year", "month", "day", "days", "week", "whole", "part", "back", "now", "vague", "ahead", "holiday", "season")
WORDS = [row["word"].replace("|", "") for row in resources.table("periods/time_words") if row["kind"] in KINDS]
LENGTHS = [
    "近三年",
    "过去的10个月",
    "过去的10月",
    "未来五天",
    "上世纪80年代",
    "“十四五”期间",
    "“十五五”以来",
    "10年前",
    "15时",
]
DATES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "2023年", "去年", "今年", "明年"]),
    st.integers(1, 12).map("{}月".format) | st.just(""),
    st.integers(1, 31).map("{}日".format) | st.sampled_from(["", "上旬", "下旬", "底", "初"]),
)
TIMED = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "自", "从", "由", "截至", "到", "力争", "比", "前"]),
    st.sampled_from([*WORDS, *LENGTHS]) | DATES,
    st.sampled_from(["", "以来", "起", "前", "底", "至今", "的"]),
    st.sampled_from(["", "，", "至", "—", "和", "。", "开始下雨到", "\n"]),
    st.sampled_from(
        ["", "新建公园30座，", "计划建公园30座。", "公园18座增至30座，", "全县公园现有30座。", "完成90%，"]
    ),
)
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2027, 12, 31))


@given(st.lists(TIMED, min_size=1, max_size=4).map("".join), DAYS, st.sampled_from(["", "2025年工作报告"]))
@settings(max_examples=400, deadline=None)
def test_no_period_ends_before_it_begins(text, day, title):
    text += "公园建成30座。"
    figures = find_figures(text)
    found = find_whens(text, figures, Article(day, title), ["公园"] * len(figures), [()] * len(figures))
    assert all(when.start <= when.end for when in found if when.start)


def test_since_a_year_has_a_first_day_in_an_article_without_a_date():
    text = "2021年以来，太仓建成公园3座。明年起，新增公园2座。"
    found = extract_metrics(pd.DataFrame({"article_id": ["a"], "title": [""], "text": [text]}))
    assert found["period_start"].tolist() == [pd.Timestamp(2021, 1, 1), pd.NaT]
    assert found["period_end"].isna().all()


def test_a_holiday_in_quotation_marks_has_the_days_beside_it():
    text = "5月1日至5日，“五一”假期，太仓接待游客9万人次。"
    found = extract_metrics(
        pd.DataFrame({"article_id": ["a"], "title": [""], "text": [text], "date": [pd.Timestamp(2024, 5, 7)]})
    )
    assert found["period_start"].tolist() == [pd.Timestamp(2024, 5, 1)]
