"""A keyword in its contexts: the right place, a table that can be read and that is safe to show."""

from __future__ import annotations

import pandas as pd
import pytest

import newsutil as nu
from newsutil import schema


@pytest.fixture
def articles() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": ["p-01", "p-02", "p-03"],
            "date": ["2024-03-05", "2023-06-02", "不详"],
            "title": ["志愿者进社区", "", ""],
            "text": ["二十名志愿者\n清理河道。", "老年志愿者上门；青年志愿者结对。", "<b>志愿者</b> & 邻居"],
            "region": ["漯河市", "哈尔滨市", ""],
        }
    )


def test_every_row_points_to_its_place(articles: pd.DataFrame) -> None:
    table = nu.concordance(articles, "志愿者", width=3)
    assert len(table) == 5
    by_id = articles.set_index("article_id")
    for article, field, start, end, keyword in table[["article_id", "field", "start", "end", "keyword"]].itertuples(
        index=False
    ):
        assert by_id.loc[article, field][start:end] == keyword == "志愿者"
    assert table["date"].isna().tolist() == [False] * 4 + [True]
    assert table.loc[0, ["article_id", "left", "right", "region"]].tolist() == ["p-02", "老年", "上门；", "哈尔滨市"]
    assert table.loc[3, ["left", "right"]].tolist() == ["二十名", " 清理"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("date", ["p-02", "p-02", "p-01", "p-01", "p-03"]),
        ("article", ["p-01", "p-01", "p-02", "p-02", "p-03"]),
        ("left", ["p-01", "p-03", "p-01", "p-02", "p-02"]),
        ("right", ["p-01", "p-03", "p-02", "p-02", "p-01"]),
    ],
)
def test_orders(articles: pd.DataFrame, sort: str, expected: list[str]) -> None:
    table = nu.concordance(articles, "志愿者", sort=sort)
    assert table["article_id"].tolist() == expected
    if sort == "left":
        assert [text[-1:] for text in table["left"]] == ["", ">", "名", "年", "年"]


def test_spellings_and_excluded_words(articles: pd.DataFrame) -> None:
    assert nu.concordance(articles, ["青年志愿者", "老年"])["keyword"].tolist() == ["老年", "青年志愿者"]
    assert len(nu.concordance(articles, "志愿者", exclude=["老年志愿者", "青年志愿者"])) == 3


def test_the_table_shown_is_escaped_and_always_the_same(articles: pd.DataFrame) -> None:
    table = nu.concordance(articles, "志愿者")
    shown = table._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "&amp; 邻居" in shown
    assert "<b>" not in shown
    assert shown == nu.concordance(articles, "志愿者")._repr_html_()
    assert shown.count("<tr>") == 6
    assert "2023-06-02" in shown
    assert "NaT" not in shown
    assert "漯河市" in shown


def test_long_tables_are_shown_in_part(articles: pd.DataFrame) -> None:
    with pd.option_context("display.max_rows", 2):
        shown = nu.concordance(articles, "志愿者")._repr_html_()
    assert shown.count("<tr>") == 3
    assert "2 of 5 rows are shown" in shown


def test_parts_of_the_table_are_shown_too(articles: pd.DataFrame) -> None:
    table = nu.concordance(articles, "志愿者")
    assert table.head(2)._repr_html_().count("<tr>") == 3
    assert "dataframe" in table[["article_id", "start"]]._repr_html_()


def test_calls_that_cannot_be_answered(articles: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="sort is one of date, article, left, right; got 'random'"):
        nu.concordance(articles, "志愿者", sort="random")
    with pytest.raises(ValueError, match="width is a whole number from 0; got -1"):
        nu.concordance(articles, "志愿者", width=-1)
    with pytest.raises(ValueError, match="at least one character"):
        nu.concordance(articles, "")
    with pytest.raises(ValueError, match=r"column\(s\) text is needed"):
        nu.concordance(articles.drop(columns="text"), "志愿者")


def test_an_unknown_keyword_and_an_empty_table_give_an_empty_table(articles: pd.DataFrame) -> None:
    for table in (nu.concordance(articles, "无此词"), nu.concordance(schema.frame("articles"), "志愿者")):
        assert table.empty
        assert list(table.columns[:8]) == list(schema.COLUMNS["concordance"])
        assert "<tbody></tbody>" in table._repr_html_()


def test_the_argument_is_left_as_it_is(articles: pd.DataFrame) -> None:
    before = articles.copy(deep=True)
    nu.concordance(articles, "志愿者")
    pd.testing.assert_frame_equal(articles, before)


def test_dates_as_numbers_are_read_and_what_is_no_date_is_told(articles: pd.DataFrame) -> None:
    numbers = nu.concordance(articles.assign(date=[20240305, 20230602, None]), "志愿者")
    assert numbers["date"].dt.strftime("%Y%m%d").dropna().tolist() == ["20230602", "20230602", "20240305", "20240305"]
    with pytest.warns(nu.NewsutilWarning, match="2 of 3 articles have a date that cannot be read, '3月5日' first"):
        assert nu.concordance(articles.assign(date=["3月5日", "2023.13", "未知"]), "志愿者")["date"].isna().all()
