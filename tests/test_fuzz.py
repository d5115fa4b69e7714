"""Random and damaged input: no exception but the documented ones, the ledger adds up, spans point at their text."""

from __future__ import annotations

import re
import warnings
from collections import Counter

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import articles, as_articles, assert_linear, numerals, pages, text

import newsutil as nu
from newsutil.base.text import mend
from newsutil.schema import frame

FUZZ = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture(autouse=True)
def data_warnings_are_fine():
    """A warning about odd data is what should happen; any other one is a fault."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", nu.NewsutilWarning)
        warnings.filterwarnings("error", message=".*could not be worked on")
        yield


def page_table(content: str) -> pd.DataFrame:
    return frame("pages", [{"page_id": "p", "text": content, "source": "p.md", "encoding": "utf-8"}])


def letters(content: str) -> Counter[str]:
    """Letters, digits and Chinese characters; tags, which end on their line, and entities are markup, also where an
    unseen character stands in them."""
    seen, _ = mend(content)
    return Counter(sign for sign in re.sub(r"<[^<>\n]*>|&#?\w+;", "", seen) if sign.isalnum())


def check_page(content: str) -> None:
    """Articles and ledger hold every letter, digit and Chinese character of the page, once."""
    table = page_table(content)
    made = nu.split_articles(table)
    fields = ("kicker", "title", "subtitle", "credit", "sections", "text")
    kept = letters("".join("".join(made[field]) for field in fields)) + letters(
        "".join(nu.unassigned_text(table)["text"])
    )
    printed = letters(content)
    assert kept == printed, (kept - printed, printed - kept)
    assert made["article_id"].is_unique


def check_articles(table: pd.DataFrame) -> None:
    """Every verb that takes articles takes these, and its spans point at their text."""
    by_id = table.set_index("article_id")
    for mentions in (nu.find_places(table), nu.extract_metrics(table)):
        for row in mentions.to_dict("records"):
            assert by_id.loc[row["article_id"], row.get("field", "text")][row["start"] : row["end"]] == row["text"]
    for row in nu.concordance(table, "人").to_dict("records"):
        assert by_id.loc[row["article_id"], row["field"]][row["start"] : row["end"]] == "人"
    assert list(nu.home_regions(table)["article_id"]) == list(table["article_id"])
    nu.keyword_trends(table, ["人", "万"], every="month")
    nu.find_reprints(table)
    nu.count_terms(table)


def check_segments(content: str) -> None:
    assert "".join(nu.segment(content)) == content


@FUZZ
@given(pages())
def test_pages(content):
    check_page(content)


@settings(FUZZ, max_examples=30)  # of many articles each: a table costs more than its rows
@given(articles(max_rows=12))
def test_articles(table):
    check_articles(table)


@settings(FUZZ, max_examples=28)
@given(st.lists(numerals(), min_size=1, max_size=12))
def test_numerals(contents):
    check_articles(as_articles([("", content, None) for content in contents]))


@FUZZ
@given(text())
def test_segments(content):
    check_segments(content)


@settings(FUZZ, max_examples=30)
@given(st.binary(max_size=400) | pages().map(lambda content: content.encode("gb18030", "replace")))
def test_bytes_in_a_file(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("page") / "20230602-03.txt"
    path.write_bytes(content)
    try:
        table = nu.read_pages(path)
    except ValueError as error:
        if not re.search("is binary|a text file is needed|is empty", str(error)):
            raise
    else:
        nu.split_articles(table)


ADVERSARIAL = {
    "digits": "1234567890",
    "digits and points": "1.2,3.",
    "Chinese numerals": "一二三四五六七八九十百千万亿",
    "places": "北京市朝阳区",
    "quotes": "“",
    "brackets": "（记者 ",
    "names": "张三 李四 ",
    "spaces": " 　",
    "headings": "# 标题\n",
    "stars": "**",
    "tags": "<p>",
    "no full stop": "发展经济保障供给，",
    "figures": "新增路灯30盏，",
    "figures of a list": "江苏、浙江分别新增路灯30盏和20盏，",
    "figures in one clause": "30盏和20盏",
    "figures after a former state": "从2020年的30盏",
    "figures of a few characters": "共9辆，",
    "counties that speak": "太仓市有3人。县里有9人。",
    "countries that open a clause": "太仓有9人，泰国新建9处，",
    "labels": "·周明·\n①渡口\n",
    "ranges": "3至5—",
    "breaks": "\n\n",
    "bars": "|",
}
STEPS = {
    "split": lambda content: nu.split_articles(page_table(content)),
    "metrics": lambda content: nu.extract_metrics(as_articles([("", content, None)])),
    "places": lambda content: nu.find_places(as_articles([("", content, None)])),
    "segment": nu.segment,
    "trends": lambda content: nu.keyword_trends(
        as_articles([("", content, "2023-06-02")]), content.strip()[:1] or "千"
    ),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", ADVERSARIAL)
def test_time_stays_linear(step, kind):
    assert_linear(STEPS[step], ADVERSARIAL[kind])
