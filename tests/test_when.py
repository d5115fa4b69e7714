"""When a figure is and whether it is so: rules as cases, and an effect of every row of the word tables."""

import datetime
import json
from pathlib import Path

import pandas as pd
import pytest

from newsutil.base import resources
from newsutil.metrics.metrics import extract_metrics
from newsutil.numbers.spot_figures import find_figures
from newsutil.periods import statement, time_grammar
from newsutil.periods.when import Article, find_whens

CASES = Path(__file__).parent / "cases"
DAY = datetime.date(2024, 5, 7)

# A text for the rows of each kind: the word stands for {}.  Where a kind has several, one of them is enough.
TEXTS = {
    "year": ["{}，全县新建公园30座。"],
    "month": ["{}，全县新建公园30座。"],
    "day": ["{}，全县新建公园30座。"],
    "days": ["{}，全县新建公园30座。"],
    "week": ["{}，全县新建公园30座。"],
    "whole": ["{}，全县新建公园30座。"],
    "part": ["{}，全县新建公园30座。"],
    "third": ["4月{}，全县新建公园30座。"],
    "first": ["{}两个月，全县新建公园30座。"],
    "back": ["2021年5月3日动工。{}新建公园30座。", "2021年5月3日动工，去年新建5座。{}新建公园30座。"],
    "now": ["{}，全县有公园30座。"],
    "lately": ["{}三年，全县新建公园30座。"],
    "coming": ["{}三年，全县将新建公园30座。"],
    "along": ["三年{}，全县新建公园30座。"],
    "ahead": ["{}，全县新建公园30座。"],
    "total": ["全县五年{}30座公园。"],
    "run": ["今年动工，全县{}三年达到30座。"],
    "harvest": ["今年夏粮{}30亩。"],
    "vague": ["2022年动工，{}，全县新建公园30座。"],
    "holiday": ["{}假期，全县新建公园30座。"],
    "season": ["今年{}，全县新建公园30座。"],
    "span": ["春节{}，全县新建公园30座。"],
    "from": ["{}4月3日下起，全县新建公园30座。", "{}4月3日动工，全县新建公园30座。"],
    "upto": ["{}2022年6月，全县有公园30座。"],
    "until": ["{}2023年6月，全县有公园30座。"],
    "since": ["2021年{}，全县新建公园30座。"],
    "before": ["今年6月{}，全县建成公园30座。"],
    "edge": ["2022年{}，全县有公园30座。", "2月{}，全县有公园30座。", "{}，全县有公园30座。"],
    "towards": ["{}到2022年，全县有公园30座。"],
    "clock": ["5月3日{}起，全县新建公园30座。"],
    "than": ["{}2022年，全县新建公园30座。"],
    "beside": ["{}2022年相比，全县新建公园30座。"],
    "telling": ["5月3日县里{}，全县新建公园30座。"],
    "dateline": ["县里5月3日{} 今天，全县新建公园30座。"],
    "over": ["到5月3日，30处山火{}。"],
    "numbered": ["3号{}有30人。"],
    "name": ["2022年{}，全县新建公园30座。", "二月{}，全县新建公园30座。"],
    "event": ["2022年茶业{}，全县新建公园30座。"],
    "plan": ["全县{}新建公园30座。", "全县{}走访职工30名。"],
    "near": ["全县{}新建公园30座。", "全县{}转移群众30名。", "全县{}资金30万元。"],
    "not_plan": ["全县{}新建公园30座。"],
    "this": ["{}春节，全县新建公园30座。"],
    "goal": ["今年，全县{}公园30座。"],
    "not_goal": ["今年，全县{}修公园30座。", "今年，全县修公园30座的{}。"],
    "future": ["全县{}新建公园30座。"],
    "guess": ["去年全县{}新建公园30座。"],
    "done": ["全县计划新建公园50座，{}新建30座。"],
    "unfinished": ["{}的大桥总投资3亿元。"],
    "finished": ["动工的大桥{}，总投资3亿元。"],
    "size": ["在建的大桥{}3亿元。", "在建的大桥{}3公里。", "在建的大桥{}24个月。"],
    "contract": ["企业{}3亿元。"],
    "promised": ["全县{}机器30台。"],
    "rule": ["老人{}500元。"],
    "price": ["游客{}50元。"],
    "not_price": ["游客{}50元。", "猪肉{}50元。"],
    "offer": ["老人{}500元。"],
    "limit": ["每人{}3张。"],
    "reckoned": ["项目{}新建公园30座。"],
    "not_rule": ["法院{}王某罚款500元。"],
    "aim": ["全县新增就业30人的{}。"],
    "age": ["老人年{}60岁可免费乘车。"],
    "rule_behind": ["每人500元{}。"],
    "measured": ["今年，志愿者清扫{}3公里。"],
    "toward": ["今年，县城{}3公里植树。"],
    "behind": ["今年，志愿者在3公里{}植树。"],
    "sized": ["今年，志愿者在30亩{}植树。"],
    "habit": ["今年动工。全县{}服务群众3万人次。", "今年动工。全县{}3万人次。"],
    "effect": ["今年，全县{}节水5吨。"],
    "lasting": ["今年，工程{}3小时。"],
    "spent": ["今年，工程{}3小时。"],
    "onward": ["今年，证件由86种{}41种。"],
    "stands": ["2021年，全县新建公园30座。全县{}广场20座。"],
    "longer": ["今年，道路{}3公里。"],
    "happening": ["5月3日，县里{}活动。\n全县植树30棵。"],
    "attending": ["5月3日，县里举行活动。30人{}。"],
    "mishap": ["4月3日，县里{}。调集消防车30辆。"],
    "own": ["4月3日，县里起火。\n{}共有30人。"],
    "founded": ["2021年{}的大桥，有桥墩30座。"],
    "rated": ["今年，客车{}30人。"],
    "quake": ["今年，县里发生5级{}。"],
    "background": ["5月3日，县里举行活动。\n全县{}公园30座。"],
    "held": ["县里今年2月{}2022年新项目动工仪式，新建公园30座。"],
    "target": ["今年2月，全县完成{}30座的99%。"],
    "of_year": ["今年2月，全县完成全年{}30座的99%。"],
    "again": ["2023年5月3日，县里举行活动。\n今年2月，建站9座。{}新建公园30座。"],
    "counted_days": ["今年，全县空气{}30天。"],
    "joining": ["去年动工，{}5月3日举行活动，植树30棵。"],
}  # fmt: skip
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


def whens(text: str) -> list[tuple]:
    figures = find_figures(text)
    return find_whens(text, figures, Article(DAY), ["公园"] * len(figures), [()] * len(figures))


@pytest.mark.parametrize("case", read("when.jsonl"), ids=lambda case: case["note"])
def test_when(case):
    day = pd.Timestamp(case["date"]) if "date" in case else pd.NaT
    articles = pd.DataFrame(
        {"article_id": ["a"], "title": [case.get("title", "")], "text": [case["text"]], "date": [day]}
    )
    found = extract_metrics(articles)
    asked = [row[0] for row in case["expect"]]
    assert [[row.text, row.period, row.status] for row in found.itertuples() if row.text in asked] == case["expect"]


def results(row: dict) -> list[list[tuple]]:
    return [whens(text.format(row["word"].replace("|", ""))) for text in TEXTS[row["kind"]]]


def test_every_row_has_an_effect(monkeypatch):
    whole = {name: resources.table(name) for name in TABLES}
    with_all = [results(row) for _, row in ROWS]
    idle = []
    for (name, row), before in zip(ROWS, with_all, strict=True):
        rest = tuple(kept for kept in whole[name] if dict(kept) != row)
        monkeypatch.setattr(
            resources, "table", lambda asked, name=name, rest=rest: rest if asked == name else whole[asked]
        )
        for function in CACHED[name]:
            function.cache_clear()
        if results(row) == before:
            idle.append((row["kind"], row["word"]))
    monkeypatch.undo()
    for function in (function for functions in CACHED.values() for function in functions):
        function.cache_clear()
    assert idle == []


def test_a_row_stands_once():
    seen = [(row["kind"], row["word"]) for _, row in ROWS]
    assert len(seen) == len(set(seen))
