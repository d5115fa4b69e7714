"""Words that set groups apart: scores against published values and an independent implementation."""

from __future__ import annotations

import importlib
import pkgutil

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from scipy import stats

import newsutil as nu
from newsutil import schema
from newsutil.words.keyness import log_likelihood

GROUPS = {"一": "农业", "二": "农业", "三": "社会", "四": "社会"}


@pytest.fixture
def terms() -> pd.DataFrame:
    """Grain in the first group's articles, volunteers in the second's, meetings in all."""
    rows = [
        ("一", "粮食", 9), ("一", "会议", 4), ("二", "粮食", 7), ("二", "会议", 5), ("二", "志愿者", 1),
        ("三", "志愿者", 8), ("三", "会议", 5), ("四", "志愿者", 6), ("四", "会议", 4), ("四", "车站", 30),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["article_id", "term", "count"])


def row(table: pd.DataFrame, term: str, group: str) -> pd.Series:
    return table[(table["term"] == term) & (table["group"] == group)].iloc[0]


@pytest.mark.parametrize(
    ("cells", "published"),
    [
        # Dunning (1993), bigrams of a report of the Union Bank of Switzerland: counts of AB, A~B, ~AB, ~A~B.
        ((110, 2442, 111, 29114), 270.72),  # the swiss
        ((29, 13, 123, 31612), 263.90),  # can be
        ((31, 23, 139, 31584), 256.84),  # previous year
    ],
)
def test_g2_of_published_tables(cells: tuple[int, int, int, int], published: float) -> None:
    both, first, second, neither = cells
    assert log_likelihood(both, first, both + second, first + neither) == pytest.approx(published, abs=0.005)


def test_g2_equals_scipys_g_test() -> None:
    random = np.random.default_rng(0)
    tables = random.integers([0, 1, 1, 1], [30, 30, 5000, 9000], size=(200, 4))
    for count, other, rest, other_rest in tables.tolist():
        expected = stats.chi2_contingency(
            [[count, other], [rest, other_rest]], correction=False, lambda_="log-likelihood"
        )
        assert log_likelihood(count, other, count + rest, other + other_rest) == pytest.approx(expected.statistic)


def test_counts_stand_beside_the_score(terms: pd.DataFrame) -> None:
    table = nu.keyness(terms, GROUPS, min_articles=1)
    grain = row(table, "粮食", "农业")
    assert (grain["count"], grain["other_count"], grain["articles"], grain["other_articles"]) == (16, 0, 2, 0)
    assert grain["log_ratio"] == pytest.approx(np.log2((16 / 26) / (0.5 / 53)))
    assert grain["log_ratio_low"] < grain["log_ratio"] < grain["log_ratio_high"]
    volunteers = row(table, "志愿者", "社会")
    expected = stats.chi2_contingency([[14, 1], [39, 25]], correction=False, lambda_="log-likelihood")
    assert volunteers["g2"] == pytest.approx(expected.statistic)
    p = stats.chi2.sf(table["g2"], df=1)
    assert table["p_adjusted"].to_numpy() == pytest.approx(stats.false_discovery_control(p))


def test_two_groups_mirror_each_other_and_preferred_words_come_first(terms: pd.DataFrame) -> None:
    table = nu.keyness(terms, GROUPS, min_articles=1)
    assert table["group"].tolist() == ["农业"] * 4 + ["社会"] * 4
    assert table.loc[0, "term"] == "粮食"
    assert row(table, "会议", "农业")["log_ratio"] == pytest.approx(-row(table, "会议", "社会")["log_ratio"])
    signed = np.sign(table["log_ratio"]) * table["g2"]
    assert (signed.groupby(table["group"]).diff().dropna() <= 0).all()


def test_one_long_article_makes_no_keyword(terms: pd.DataFrame) -> None:
    assert "车站" not in set(nu.keyness(terms, GROUPS, min_articles=2)["term"])
    articles = [str(number) for number in range(40)]
    plain = pd.DataFrame({"article_id": articles, "term": "会议", "count": 100})
    once = pd.DataFrame({"article_id": articles[:20], "term": "志愿者", "count": 2})  # two in each of twenty articles
    clump = pd.DataFrame({"article_id": ["0", "30"], "term": "车站", "count": [39, 1]})  # nearly all in one
    groups = {article: "农业" if int(article) < 20 else "社会" for article in articles}
    table = nu.keyness(pd.concat([plain, once, clump]), groups, min_articles=1)
    volunteers, station = row(table, "志愿者", "农业"), row(table, "车站", "农业")
    assert station["g2"] > 30
    assert station["log_ratio_low"] < volunteers["log_ratio_low"]
    assert station["log_ratio_high"] - station["log_ratio_low"] > 7


def test_more_than_two_groups_each_stand_against_all_others(terms: pd.DataFrame) -> None:
    groups = pd.DataFrame({"article_id": list("一二三四"), "date": pd.to_datetime(["2022", "2023", "2024", "2024"])})
    table = nu.keyness(terms, groups, min_articles=1)
    assert list(dict.fromkeys(table["group"])) == ["2022-01-01", "2023-01-01", "2024-01-01"]
    assert row(table, "粮食", "2023-01-01")[["count", "other_count"]].tolist() == [7, 9]
    years = nu.keyness(terms, groups.set_index("article_id")["date"].dt.year.astype(float), min_articles=1)
    assert list(dict.fromkeys(years["group"])) == ["2022", "2023", "2024"]


def test_the_interval_covers_when_words_come_in_clumps() -> None:
    """Articles carry a word five times or not at all: an interval that counts occurrences would cover far less."""
    random = np.random.default_rng(0)
    parts = []
    for number in range(40):
        clumps = 5 * random.binomial(1, 0.2, size=120)
        words = pd.DataFrame({"article_id": [f"{number}-{n}" for n in range(120)], "count": clumps, "term": "词"})
        parts.append(pd.concat([words[words["count"] > 0], words.assign(count=100, term="其他")]))
    covered = 0
    for part in parts:
        groups = {article: str(position % 2) for position, article in enumerate(sorted(part["article_id"].unique()))}
        found = row(nu.keyness(part, groups), "词", "0")
        covered += found["log_ratio_low"] <= 0 <= found["log_ratio_high"]
    assert covered / len(parts) > 0.88


def test_articles_without_a_group_are_left_out_and_said(terms: pd.DataFrame) -> None:
    with pytest.warns(nu.NewsutilWarning, match="1 of 4 articles have no group; their words are left out"):
        table = nu.keyness(terms, GROUPS | {"四": None}, min_articles=1)
    assert row(table, "志愿者", "社会")["count"] == 8
    assert "车站" not in set(table["term"])


def test_rows_that_stand_twice_count_once_as_articles(terms: pd.DataFrame) -> None:
    table = nu.keyness(pd.concat([terms, terms]), GROUPS, min_articles=1)
    assert row(table, "粮食", "农业")[["count", "articles"]].tolist() == [32, 2]


def test_groups_that_cannot_be_compared(terms: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="at least two groups are needed"):
        nu.keyness(terms, dict.fromkeys(GROUPS, "全部"))
    with pytest.raises(ValueError, match=r"column\(s\) count is needed"):
        nu.keyness(terms.drop(columns="count"), GROUPS)


def test_an_empty_table_gives_an_empty_table(terms: pd.DataFrame) -> None:
    full = nu.keyness(terms, GROUPS)
    for empty in (nu.keyness(schema.frame("terms"), GROUPS), nu.keyness(terms, GROUPS, min_articles=9)):
        assert empty.empty
        assert list(empty.columns) == list(full.columns)
    assert list(full.columns[:8]) == list(schema.COLUMNS["keyness"])


def test_arguments_are_left_as_they_are(terms: pd.DataFrame) -> None:
    before = terms.copy(deep=True)
    nu.keyness(terms, GROUPS)
    pd.testing.assert_frame_equal(terms, before)


def test_verbs_stay_callable_after_every_module_is_imported() -> None:
    """An imported module becomes an attribute of the package: one called like a verb would hide the verb."""
    modules = {module.name for module in pkgutil.iter_modules(nu.__path__)}
    assert not modules & set(nu.__all__)
    importlib.import_module("newsutil.words.keyness")
    for name in ("keyness", "concordance", "keyword_trends", "find_reprints"):
        assert callable(getattr(nu, name)), name


def test_keyness_is_drawn_with_counts_and_intervals(terms: pd.DataFrame) -> None:
    table = nu.keyness(terms, GROUPS, min_articles=1)
    ax = nu.plot_keyness(table, top=1, ax=Figure().subplots())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["粮食（16次，2篇）", "志愿者（14次，2篇）"]
    assert ax.lines[0].get_xdata() == pytest.approx(table["log_ratio"][:1])
    low, high = table.loc[0, ["log_ratio_low", "log_ratio_high"]]
    assert ax.collections[0].get_segments()[0][:, 0] == pytest.approx([low, high])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["农业", "社会"]


def test_more_groups_than_colours_are_refused(terms: pd.DataFrame) -> None:
    table = pd.concat([nu.keyness(terms, GROUPS, min_articles=1).assign(group=str(number)) for number in range(9)])
    with pytest.raises(ValueError, match="up to 8 groups can be told apart; got 9"):
        nu.plot_keyness(table)


@pytest.mark.parametrize("in_one", [20, 80])
def test_the_interval_of_one_articles_word_reaches_below_0_however_often_it_stands_there(in_one: int) -> None:
    usual = [(f"a{place}", "会议", 5) for place in range(60)]
    groups = {f"a{place}": "甲" if place < 20 else "乙" for place in range(60)}
    names = ["article_id", "term", "count"]
    one = nu.keyness(pd.DataFrame([*usual, ("a0", "水库", in_one)], columns=names), groups, min_articles=1)
    assert row(one, "水库", "甲")["log_ratio_low"] < 0 < row(one, "水库", "乙")["log_ratio_high"]
    spread_out = [(f"a{place}", "水库", in_one // 10) for place in range(10)]
    ten = nu.keyness(pd.DataFrame([*usual, *spread_out], columns=names), groups)
    assert row(ten, "水库", "甲")["log_ratio_low"] > 1


@pytest.mark.parametrize("carriers", [3, 8, 30])
def test_intervals_of_words_dealt_out_by_chance_miss_0_seldom(carriers: int) -> None:
    random = np.random.default_rng(5)
    rows = [(f"a{place}", "会议", int(length)) for place, length in enumerate(random.integers(20, 120, 200))]
    for word in range(300):
        places = random.choice(200, carriers, replace=False)
        rows += [(f"a{place}", f"词{word}", int(random.choice([1, 2, 10, 40]))) for place in places]
    groups = {f"a{place}": "甲" if place < 100 else "乙" for place in range(200)}
    table = nu.keyness(pd.DataFrame(rows, columns=["article_id", "term", "count"]), groups)
    dealt = table[table["term"].str.startswith("词")]
    assert ((dealt["log_ratio_low"] > 0) | (dealt["log_ratio_high"] < 0)).mean() < 0.05
