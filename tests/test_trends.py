"""Keywords counted in the text, with a denominator and a band; bursts and changes with their evidence."""

from __future__ import annotations

import datetime
import itertools
import warnings
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import newsutil as nu
from newsutil import schema
from newsutil.base import shares
from newsutil.trends import bursts, trends
from newsutil.words.cut_keywords import cut_hits
from newsutil.words.keyness import log_likelihood
from newsutil.words.keywords import find_hits
from newsutil.words.segmenter import segmenter


def make_articles(texts: list[str], **columns: object) -> pd.DataFrame:
    ids = [f"p-{number:02d}" for number in range(1, len(texts) + 1)]
    return pd.DataFrame({"article_id": ids, "date": "2024-03-05", "title": "", "text": texts} | columns)


def monthly(counts: list[int], total: int = 400, keyword: str = "志愿服务") -> pd.DataFrame:
    """A table of trends with these numbers of articles."""
    periods = pd.date_range("2021-01-01", periods=len(counts), freq="MS")
    return pd.DataFrame({"keyword": keyword, "group": "", "period": periods, "articles": counts, "total": total})


def hits_of(table: pd.DataFrame, keyword: str) -> int:
    return int(table.loc[table["keyword"] == keyword, "hits"].sum())


# --- counting -------------------------------------------------------------------------------------------------------

few_characters = st.text(alphabet="印度尼西亚，\n", max_size=30)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(few_characters, few_characters), min_size=1, max_size=4),
    st.lists(st.text(alphabet="印度尼西", min_size=1, max_size=4), min_size=1, max_size=5, unique=True),
)
def test_hits_equal_a_plain_search(texts: list[tuple[str, str]], keywords: list[str]) -> None:
    articles = make_articles([text for _, text in texts], title=[title for title, _ in texts])
    hits = find_hits(articles, keywords)
    for number, keyword in enumerate(keywords):
        plain = sum(title.count(keyword) + text.count(keyword) for title, text in texts)
        assert (hits["keyword"] == number).sum() == plain
    for row, field, number, start, end in hits.itertuples(index=False):
        assert articles[field][row][start:end] == keywords[number]


@pytest.mark.parametrize("keyword", ["C++", "(三)", "A.B", "50%", "[图]", "\\d", "“十五五”", "新质 生产力"])
def test_regex_signs_are_characters_like_others(keyword: str) -> None:
    hits = find_hits(make_articles([f"说到{keyword}，还有{keyword}。", "AxB 50 图 d"]), keyword)
    assert hits["start"].tolist() == [2, 5 + len(keyword)]


def test_texts_with_broken_characters_and_missing_cells_are_counted() -> None:
    articles = make_articles([""] * 4)
    articles["text"] = pd.Series(["坏\ud83d粮食", None, float("nan"), "粮食\x00𠮷粮食"], dtype="object")
    hits = find_hits(articles, "粮食")
    assert hits[["row", "start"]].to_numpy().tolist() == [[0, 2], [3, 0], [3, 4]]
    assert nu.keyword_trends(articles, "粮食")["hits"].tolist() == [3]
    assert len(nu.concordance(articles, "粮食")) == 3


def test_spellings_of_one_keyword_count_once_in_one_place() -> None:
    articles = make_articles(["志愿服务者和志愿者", "志愿服务"])
    hits = find_hits(articles, {"志愿": ["志愿", "志愿服务", "志愿服务者", "志愿者"]})
    assert list(zip(hits["start"], hits["end"], strict=True)) == [(0, 5), (6, 9), (0, 4)]


def test_titles_count_and_an_article_counts_once() -> None:
    table = nu.keyword_trends(make_articles(["粮食粮食", "无"], title=["粮食", "粮食"]), "粮食")
    assert table.loc[0, ["articles", "total", "hits", "characters"]].tolist() == [2, 2, 4, 9]


def test_excluded_words_take_their_hits_with_them() -> None:
    articles = make_articles(["印度和印度尼西亚，印度", "印度尼西亚"])  # India, and Indonesia, which begins with India
    assert hits_of(nu.keyword_trends(articles, "印度"), "印度") == 4
    table = nu.keyword_trends(articles, ["印度", "印度尼西亚"], exclude=["东印度", "印度尼西亚群岛"])
    assert (hits_of(table, "印度"), hits_of(table, "印度尼西亚")) == (4, 2)
    for longer in (["印度尼西亚"], "印度尼西亚"):
        assert hits_of(nu.keyword_trends(articles, "印度", exclude=longer), "印度") == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(few_characters, min_size=1, max_size=3))
def test_exclusion_equals_looking_at_every_place(texts: list[str]) -> None:
    longer = ["印度尼", "度印度", "西印度尼西"]
    hits = find_hits(make_articles(texts), "印度", longer)
    expected = []
    for row, text in enumerate(texts):
        covers = [(at, at + len(word)) for word in longer for at in range(len(text)) if text.startswith(word, at)]
        places = [at for at in range(len(text)) if text.startswith("印度", at)]
        expected += [(row, at) for at in places if not any(a <= at and at + 2 <= b for a, b in covers)]
    assert list(zip(hits["row"], hits["start"], strict=True)) == expected


@pytest.mark.parametrize(
    ("keywords", "error", "message"),
    [
        ("", ValueError, "at least one character"),
        (["粮食", "  "], ValueError, "at least one character"),
        ([], ValueError, "at least one keyword"),
        ({"粮食": []}, ValueError, "at least one character"),
        ([2024], TypeError, "a keyword is a text; got 2024"),
        ({"粮食": ["粮食", None]}, TypeError, "a keyword is a text"),
    ],
)
def test_keywords_that_cannot_be_searched(keywords: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        nu.keyword_trends(make_articles(["粮食"]), keywords)


@pytest.mark.parametrize("longer", ["印度", "巴西", " "])
def test_excluded_words_must_hold_a_keyword_and_more(longer: str) -> None:
    with pytest.raises(ValueError, match=r"words to exclude"):
        nu.keyword_trends(make_articles(["印度"]), "印度", exclude=[longer])


def test_an_unknown_keyword_has_rows_of_zeros() -> None:
    table = nu.keyword_trends(make_articles(["粮食"]), "不存在的词")
    assert table.loc[0, ["articles", "total", "share", "low", "hits"]].tolist() == [0, 1, 0.0, 0.0, 0]
    assert np.isnan(table.loc[0, "split_share"])


# --- what a segmenter would have cut --------------------------------------------------------------------------------


def test_the_warning_names_what_jieba_cuts() -> None:
    articles = make_articles(["实现碳达峰碳中和。", "粮食丰收，推进碳中和！"])  # carbon neutrality: jieba cuts 碳中/和
    with pytest.warns(nu.NewsutilWarning, match=r"jieba cuts most of the places of 碳中和 \(100%\)"):
        table = nu.keyword_trends(articles, ["碳中和", "粮食"])
    assert table["split_share"].tolist() == [1.0, 0.0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="碳中和粮食安全的，。F-16 \n", max_size=25), min_size=1, max_size=3))
def test_cut_hits_equal_the_words_of_the_whole_text(texts: list[str]) -> None:
    articles = make_articles(texts)
    hits = find_hits(articles, ["碳中和", "粮食", "中和", "F-16", "食，"])
    expected = []
    for row, start, end in zip(hits["row"], hits["start"], hits["end"], strict=True):
        ends = list(itertools.accumulate(map(len, segmenter().cut(texts[row]))))
        expected.append(any(start < boundary < end for boundary in ends))
    assert cut_hits(articles, hits).tolist() == expected


# --- periods --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "first", "number"),
    [
        ("day", "2024-02-28", 7),
        ("week", "2024-02-26", 2),
        ("month", "2024-02-01", 2),
        ("quarter", "2024-01-01", 1),
        ("year", "2024-01-01", 1),
    ],
)
def test_every_period_from_the_first_to_the_last_is_there(every: str, first: str, number: int) -> None:
    table = nu.keyword_trends(make_articles(["粮", "食"], date=["2024-02-28", "2024-03-05"]), "粮", every=every)
    assert (table["period"].iloc[0], len(table)) == (pd.Timestamp(first), number)
    assert table["total"].sum() == 2
    empty = table[table["total"] == 0]
    assert empty[["share", "low", "high", "rate"]].isna().all(axis=None)
    assert (empty["articles"] == 0).all()


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(ValueError, match="every is one of day, week, month, quarter, year; got 'monthly'"):
        nu.keyword_trends(make_articles(["粮"]), "粮", every="monthly")


def test_dates_as_text_and_in_mixed_time_zones_give_the_day_printed() -> None:
    beijing, london = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
    dates = [
        "2024-03-31",
        "2024年3月31日",
        "20240331",
        "2024/3/31 23:59",
        datetime.date(2024, 3, 31),
        pd.Timestamp("2024-03-31 00:30", tz=beijing),  # 30 March in London
        pd.Timestamp("2024-03-31 23:30", tz=london),  # 1 April in Beijing
        np.datetime64("2024-03-31T12:00"),
    ]
    table = nu.keyword_trends(make_articles(["粮"] * 8, date=dates), "粮", every="day")
    assert table["period"].tolist() == [pd.Timestamp("2024-03-31")]
    zoned = pd.Series(pd.to_datetime(["2024-03-31 00:30"] * 2)).dt.tz_localize(beijing)
    assert nu.keyword_trends(make_articles(["粮"] * 2, date=zoned), "粮")["period"].iloc[0] == pd.Timestamp(
        "2024-03-01"
    )


def test_articles_without_a_date_are_counted_and_said() -> None:
    articles = make_articles(["粮食", "粮食", "粮食", "无"], date=["2024-03-05", "不详", None, "2024-13-01"])
    with pytest.warns(nu.NewsutilWarning, match="3 of 4 articles have no date that can be read"):
        table = nu.keyword_trends(articles, "粮食")
    assert table["period"].isna().tolist() == [False, True]
    assert table[["articles", "total"]].to_numpy().tolist() == [[1, 1], [2, 3]]
    with pytest.warns(nu.NewsutilWarning, match="3 of 3 articles have no date"):
        table = nu.keyword_trends(articles.iloc[1:], "粮食")
    assert table[["articles", "total"]].to_numpy().tolist() == [[2, 3]]
    assert nu.find_bursts(table).empty


def test_dates_far_from_today_are_periods_like_others() -> None:
    table = nu.keyword_trends(make_articles(["粮", "粮"], date=["2960-04-17", "2999-01-01"]), "粮", every="year")
    assert (len(table), table["period"].iloc[0]) == (40, pd.Timestamp("2960-01-01"))


def test_thin_periods_are_marked() -> None:
    dates = ["2024-03-05"] * trends.THIN + ["2024-04-05"] * (trends.THIN - 1)
    assert nu.keyword_trends(make_articles(["粮"] * len(dates), date=dates), "粮")["thin"].tolist() == [False, True]


# --- groups and ids -------------------------------------------------------------------------------------------------


def test_groups_from_a_column_a_series_a_dict_and_a_table() -> None:
    articles = make_articles(["粮食", "无", "粮食"], paper=["甲报", "甲报", "乙报"])
    by_id = articles.set_index("article_id")["paper"]
    table = nu.keyword_trends(articles, "粮食", group="paper")
    assert dict(zip(table["group"], table["share"], strict=True)) == {"乙报": 1.0, "甲报": 0.5}
    assert nu.keyword_trends(articles, "粮食", group="date")["group"].tolist() == ["2024-03-05"]
    for given_groups in (by_id, by_id.to_dict(), articles[["article_id", "paper"]]):
        pd.testing.assert_frame_equal(nu.keyword_trends(articles, "粮食", group=given_groups), table)


def test_articles_without_a_group_are_counted_and_said() -> None:
    articles = make_articles(["粮食", "粮食"], paper=["甲报", None])
    with pytest.warns(nu.NewsutilWarning, match="1 of 2 articles have no group"):
        table = nu.keyword_trends(articles, "粮食", group="paper")
    assert table["group"].tolist() == ["", "甲报"]
    assert table["articles"].tolist() == [1, 1]


def test_groups_that_cannot_be_used() -> None:
    articles = make_articles(["粮食", "粮食"])
    with pytest.raises(ValueError, match="group is a column of the articles"):
        nu.keyword_trends(articles, "粮食", group="省")
    with pytest.raises(ValueError, match="each article has one group; got several for 1 articles, p-01"):
        nu.keyword_trends(articles, "粮食", group=pd.Series(["a", "b"], index=["p-01", "p-01"]))
    with pytest.raises(ValueError, match="groups need the article_ids of the table"):
        nu.keyword_trends(articles, "粮食", group={"x": "a"})
    with pytest.raises(ValueError, match="one further column"):
        nu.keyword_trends(articles, "粮食", group=articles)
    with pytest.raises(TypeError, match="groups are a Series or dict"):
        nu.keyword_trends(articles, "粮食", group=["a", "b"])


def test_repeated_article_ids_are_said() -> None:
    articles = make_articles(["粮食", "粮食"], article_id=["p-01", "p-01"])
    with pytest.warns(nu.NewsutilWarning, match="1 of 2 rows repeat an article_id"):
        assert nu.keyword_trends(articles, "粮食")["articles"].tolist() == [2]


def test_an_empty_table_gives_an_empty_table() -> None:
    empty = nu.keyword_trends(schema.frame("articles"), ["粮食", "碳中和"])
    full = nu.keyword_trends(make_articles(["粮食"]), "粮食")
    assert empty.empty
    assert dict(empty.dtypes) == dict(full.dtypes)
    assert nu.find_bursts(empty).empty
    assert list(nu.find_changes(empty).columns) == list(schema.COLUMNS["changes"])


def test_arguments_are_left_as_they_are() -> None:
    articles = make_articles(["粮食", "无"], date=["2024-03-05", "2024年5月1日"])
    before, keywords = articles.copy(deep=True), {"粮": ["粮食", "粮"]}
    table = nu.keyword_trends(articles, keywords)
    pd.testing.assert_frame_equal(articles, before)
    assert keywords == {"粮": ["粮食", "粮"]}
    assert list(table.columns[:10]) == list(schema.COLUMNS["trends"])


def test_missing_columns_are_named() -> None:
    with pytest.raises(ValueError, match=r"column\(s\) date is needed"):
        nu.keyword_trends(make_articles(["粮"]).drop(columns="date"), "粮")
    with pytest.raises(TypeError, match="a table of trends is needed"):
        nu.find_bursts(["粮"])


@pytest.mark.filterwarnings("default")
def test_dask_tables_give_the_same_counts() -> None:
    dataframe = pytest.importorskip("dask.dataframe")
    dates = pd.date_range("2024-01-01", periods=40).astype("datetime64[s]")
    texts = ["粮食，碳中和" if number % 3 else "志愿者" for number in range(40)]
    articles = make_articles(texts, date=dates, paper=["甲报", "乙报"] * 20)
    parts = dataframe.from_pandas(articles, npartitions=3)
    keywords = {"粮食": ["粮食"], "志愿": ["志愿者", "志愿服务"]}
    for group in (None, "paper", articles.set_index("article_id")["paper"]):
        expected = nu.keyword_trends(articles, keywords, group=group)
        pd.testing.assert_frame_equal(nu.keyword_trends(parts, keywords, group=group), expected)
    found = nu.concordance(parts, "粮食").compute().reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(nu.concordance(articles, "粮食")))
    terms = pd.DataFrame({"article_id": articles["article_id"], "term": texts, "count": 1})
    groups = articles.set_index("article_id")["paper"]
    gathered = nu.keyness(dataframe.from_pandas(terms, npartitions=2), groups)
    pd.testing.assert_frame_equal(gathered, nu.keyness(terms, groups))
    assert len(nu.find_reprints(parts)) == len(nu.find_reprints(articles))


# --- bands ----------------------------------------------------------------------------------------------------------


def test_the_band_of_a_share_is_wilsons() -> None:
    counts, totals = np.array([0, 1, 7, 30, 30, 212]), np.array([30, 30, 30, 30, 450, 450])
    low, high = shares.share_band(counts, totals)
    for count, total, below, above in zip(counts, totals, low, high, strict=True):
        expected = stats.binomtest(int(count), int(total)).proportion_ci(0.95, method="wilson")
        assert (below, above) == pytest.approx(tuple(expected), abs=1e-12)


@pytest.mark.parametrize("total", [30, 100, 450])
def test_the_band_of_a_share_covers_at_its_nominal_rate(total: int) -> None:
    counts = np.arange(total + 1)
    low, high = shares.share_band(counts, np.full_like(counts, total))
    true_shares = np.geomspace(0.005, 0.5, 120)
    covered = [stats.binom.pmf(counts, total, share)[(low <= share) & (share <= high)].sum() for share in true_shares]
    assert 0.93 < np.mean(covered) < 0.97


def test_the_band_of_a_rate_is_poissons_where_no_article_repeats_the_keyword() -> None:
    hits = np.array([0, 1, 12])
    low, high = shares.rate_band(hits, hits, np.minimum(hits, 1))
    assert low == pytest.approx([0, stats.chi2.ppf(0.025, 2) / 2, stats.chi2.ppf(0.025, 24) / 2])
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * hits + 2) / 2)


def test_hits_that_stand_in_one_article_widen_the_band_of_the_rate() -> None:
    one = nu.keyword_trends(make_articles(["粮" * 12, "无" * 12]), "粮").loc[0]
    spread = nu.keyword_trends(make_articles(["粮无"] * 12), "粮").loc[0]
    assert one["rate"] == spread["rate"] == 5000
    assert one["rate_low"] < spread["rate_low"] < 5000 < spread["rate_high"] < one["rate_high"]


def test_articles_that_come_together_widen_the_band_of_the_share() -> None:
    random = np.random.default_rng(2)
    dates = pd.date_range("2024-01-01", "2024-04-29").repeat(9)
    single = pd.Series(random.random(len(dates)) < 0.06)
    together = pd.Series((random.random(len(dates) // 3) < 0.06).repeat(3))  # three articles in a row, of one day
    tables = [
        nu.keyword_trends(make_articles(["粮" if found else "无" for found in chosen], date=dates), "粮")
        for chosen in (single, together)
    ]
    assert [table["dispersion"].nunique() for table in tables] == [1, 1]
    assert 1 <= tables[0]["dispersion"][0] < 1.2
    assert 2.5 < tables[1]["dispersion"][0] < 3.5
    low, high = shares.share_band(tables[1]["articles"] / 3, tables[1]["total"] / 3)
    assert tables[1]["low"].to_numpy() == pytest.approx(low, abs=0.01)
    assert tables[1]["high"].to_numpy() == pytest.approx(high, abs=0.02)


# --- bursts ---------------------------------------------------------------------------------------------------------


def test_a_planted_burst_is_found_with_its_evidence() -> None:
    counts = [4, 5, 3, 4, 6, 4, 5, 30, 42, 25, 4, 5, 3, 4, 6, 5]
    found = nu.find_bursts(monthly(counts))
    assert len(found) == 1
    burst = found.iloc[0]
    assert (burst["start"], burst["end"], burst["peak"]) == tuple(pd.to_datetime(["2021-08", "2021-10", "2021-09"]))
    assert (burst["articles"], burst["total"], burst["periods"]) == (97, 1200, 3)
    assert burst["share"] == pytest.approx(97 / 1200)
    assert burst["share_outside"] == pytest.approx(58 / (13 * 400))
    assert burst["ratio"] == pytest.approx(burst["share"] / burst["share_outside"])
    assert burst["p"] <= burst["p_adjusted"] < 0.001


def test_nothing_is_found_in_noise_and_the_seed_decides_all() -> None:
    random = np.random.default_rng(1)
    noise = pd.concat([monthly(random.binomial(400, 0.03, 36).tolist(), keyword=f"词{number}") for number in range(12)])
    assert nu.find_bursts(noise).empty
    assert nu.find_changes(noise).empty
    everything = nu.find_bursts(noise, alpha=1, effort=0.3)
    assert len(everything) > 5
    assert everything["p"].between(0, 1, inclusive="right").all()
    pd.testing.assert_frame_equal(everything, nu.find_bursts(noise, alpha=1, effort=0.3))


def test_events_of_several_articles_are_no_burst_and_no_change() -> None:
    random = np.random.default_rng(3)
    noise = pd.concat(
        [monthly((5 * random.binomial(400, 0.01, 36)).tolist(), keyword=f"词{number}") for number in range(10)]
    )
    assert len(nu.find_bursts(noise)) > 3  # taken as independent articles
    assert nu.find_bursts(noise.assign(dispersion=5.0)).empty
    assert nu.find_changes(noise.assign(dispersion=5.0)).empty


@settings(max_examples=80, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=1, max_size=9), st.floats(0.1, 3))
def test_the_automaton_takes_the_cheapest_path(gain: list[float], entry: float) -> None:
    gain = np.array(gain)
    spans = bursts._upper_spans(gain, entry)
    value = sum(gain[span].sum() - entry for span in spans)
    best = max(
        sum(gain[np.array(path, dtype=bool)]) - entry * sum(b > a for a, b in itertools.pairwise((0, *path)))
        for path in itertools.product((0, 1), repeat=len(gain))
    )
    assert value == pytest.approx(best, abs=1e-9)
    heaviest = max((gain[span].sum() for span in spans), default=0.0)
    assert heaviest <= bursts._heaviest(gain[np.newaxis])[0] + 1e-9


@pytest.mark.parametrize("counts", [[0] * 12, [400] * 12])
def test_a_keyword_in_no_or_every_article_has_no_burst_and_no_change(counts: list[int]) -> None:
    assert nu.find_bursts(monthly(counts), alpha=1).empty
    assert nu.find_changes(monthly(counts), alpha=1).empty


def test_a_keyword_in_most_articles_can_burst_too() -> None:
    counts = [200] * 6 + [390, 395] + [200] * 6
    assert nu.find_bursts(monthly(counts))["periods"].tolist() == [2]


def test_empty_periods_neither_make_nor_break_a_burst() -> None:
    table = monthly([4, 5, 3, 30, 0, 28, 4, 5, 3, 4, 6, 5]).assign(total=lambda t: t["total"].where(t.index != 4, 0))
    assert nu.find_bursts(table)[["periods", "total"]].to_numpy().tolist() == [[3, 800]]


def test_too_few_periods_and_wrong_choices_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 4 periods are needed"):
        nu.find_bursts(monthly([3]))
    with pytest.raises(ValueError, match="at least 6 periods are needed"):
        nu.find_changes(monthly([3]))
    with pytest.raises(ValueError, match="ratio is how many times"):
        nu.find_bursts(monthly([3] * 9), ratio=1)
    with pytest.raises(ValueError, match="shortest is a whole number from 1"):
        nu.find_changes(monthly([3] * 9), shortest=0)


# --- changes --------------------------------------------------------------------------------------------------------


def test_a_planted_change_is_found_with_its_evidence() -> None:
    counts = [4, 5, 3, 4, 6, 4, 5, 4, 21, 18, 25, 19, 22, 20, 17, 24]
    found = nu.find_changes(monthly(counts))
    assert len(found) == 1
    change = found.iloc[0]
    assert (change["period"], change["since"]) == tuple(pd.to_datetime(["2021-09", "2021-01"]))
    before, after = sum(counts[:8]), sum(counts[8:])
    assert change["share_before"] == pytest.approx(before / 3200)
    assert change["ratio"] == pytest.approx(after / before)
    assert change["g2"] == pytest.approx(float(log_likelihood(before, after, 3200, 3200)))
    assert change["p"] <= change["p_adjusted"] < 0.001


def test_groups_are_told_apart() -> None:
    steady, risen = monthly([5] * 12), monthly([5] * 6 + [40] * 6)
    both = pd.concat([steady.assign(group="甲"), risen.assign(group="乙")])
    assert nu.find_changes(both)["group"].tolist() == ["乙"]


# --- dates far from the others, and periods that are covered in part --------------------------------------------------


def test_a_date_far_from_the_others_is_named_and_counted_as_none() -> None:
    dates = [*pd.date_range("2023-01-02", periods=59).strftime("%Y-%m-%d"), "0203-06-02"]
    articles = make_articles(["粮食"] * 60, date=dates)
    with pytest.warns(
        nu.NewsutilWarning, match=r"1 of 60 articles have a date more than 50 years .* 0203-06-02"
    ) as told:
        table = nu.keyword_trends(articles, "粮食")
    assert str(articles["article_id"][59]) in str(told[0].message)
    assert len(told) == 1
    assert table["total"].tolist() == [30, 28, 1, 1]
    assert table["period"].isna().tolist() == [False, False, False, True]


def test_far_dates_of_groups_are_added_to_the_articles_without_a_date() -> None:
    dates = [*["2023-03-01"] * 20, None, "2203-03-01", "1023-03-01"]
    articles = make_articles(["粮食"] * 23, date=dates, paper=["甲报"] * 22 + ["乙报"])
    with pytest.warns(nu.NewsutilWarning) as told:
        table = nu.keyword_trends(articles, "粮食", group="paper")
    assert [str(warning.message)[:7] for warning in told] == ["1 of 23", "2 of 23"]
    undated = table[table["period"].isna()].set_index("group")
    assert undated["total"].to_dict() == {"甲报": 2, "乙报": 1}
    assert undated["articles"].to_dict() == {"甲报": 2, "乙报": 1}
    assert table["total"].sum() == 23


def test_two_years_far_apart_that_both_have_articles_are_kept() -> None:
    dates = ["1953-05-01"] * 12 + ["2023-05-01"] * 40
    table = nu.keyword_trends(make_articles(["粮食"] * 52, date=dates), "粮食", every="year")
    assert len(table) == 71
    assert table["total"].sum() == 52


@pytest.mark.parametrize(
    ("days", "every", "expected"),
    [
        (pd.date_range("2023-01-15", "2023-03-31"), "month", [True, False, False]),
        (pd.date_range("2023-01-02", "2023-03-10"), "month", [False, False, True]),
        (pd.date_range("2023-01-02", "2023-03-29", freq="B"), "month", [False, False, False]),
        (pd.date_range("2023-01-05", "2023-03-30", freq="W-THU"), "month", [False, False, False]),
        (pd.date_range("2022-09-26", "2024-08-30"), "year", [True, False, True]),
        (pd.date_range("2023-01-02", "2023-01-20", freq="B"), "week", [False, False, False]),
        (pd.date_range("2023-01-04", "2023-01-06"), "day", [False, False, False]),
    ],
    ids=["begins late", "ends early", "working days", "a weekly paper", "years", "weeks end on Friday", "days"],
)
def test_periods_that_the_articles_cover_in_part(days: pd.DatetimeIndex, every: str, expected: list[bool]) -> None:
    table = nu.keyword_trends(make_articles(["粮食"] * len(days), date=days), "粮食", every=every)
    assert table["partial"].tolist() == expected
    assert set(table["every"]) == {every}


# --- figures --------------------------------------------------------------------------------------------------------


@pytest.fixture
def dated() -> pd.DataFrame:
    dates = pd.date_range("2022-01-10", periods=30, freq="MS").repeat(8)
    texts = ["粮食" if number % 7 == 0 else "志愿者" if number % 5 == 0 else "无" for number in range(len(dates))]
    return make_articles(texts, date=dates, paper=["甲报", "乙报"] * (len(dates) // 2))


def test_trends_are_drawn_with_bands_thin_periods_bursts_and_totals(dated: pd.DataFrame) -> None:
    table = nu.keyword_trends(dated, ["粮食", "志愿者"])
    found = pd.DataFrame(
        {"keyword": ["粮食"], "group": [""]} | dict.fromkeys(["start", "end", "peak"], table["period"][3])
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        ax = nu.plot_trends(table, bursts=found)
        ax.figure.draw_without_rendering()
    rows = table[table["keyword"] == "粮食"]
    assert ax.lines[0].get_ydata().tolist() == rows["share"].tolist()
    assert len(ax.collections) == 2
    upper, lower = ax.figure.axes
    assert upper is ax
    assert [bar.get_height() for bar in lower.patches] == rows["total"].tolist()
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["粮食", "志愿者", "文章少的时段", "爆发期（菱形为峰值）"]
    assert ax.get_ylabel() == "含关键词的文章占比"


def test_a_period_alone_is_drawn_as_a_point() -> None:
    from matplotlib.figure import Figure

    dates = ["2024-01-05"] * 40 + ["2024-03-05"] * 40
    table = nu.keyword_trends(make_articles(["粮", "无"] * 40, date=dates), "粮")
    ax = nu.plot_trends(table, ax=Figure().subplots())
    assert [line.get_ydata().tolist() for line in ax.lines[1:]] == [[0.5, 0.5]]
    assert len(ax.collections[-1].get_segments()) == 2
    one = nu.plot_trends(table.head(1), ax=Figure().subplots())
    assert one.lines[1].get_xdata().tolist() == table["period"].head(1).tolist()


def test_trends_are_drawn_into_given_axes(dated: pd.DataFrame) -> None:
    from matplotlib.figure import Figure

    _, right = Figure().subplots(1, 2)
    table = nu.keyword_trends(dated, "粮食", group="paper")
    assert nu.plot_trends(table, ax=right) is right
    assert len(right.figure.axes) == 3
    assert [text.get_text() for text in right.get_legend().get_texts()][:2] == ["乙报", "甲报"]
    loose = Figure().add_axes((0.1, 0.4, 0.8, 0.5))
    assert len(nu.plot_trends(table, ax=loose).child_axes) == 1


def test_more_lines_than_colours_are_refused(dated: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="up to 8 lines can be told apart; got 9"):
        nu.plot_trends(nu.keyword_trends(dated, list("一二三四五六七八九")))


def test_the_heat_map_shows_groups_by_periods(dated: pd.DataFrame) -> None:
    from matplotlib.figure import Figure

    table = nu.keyword_trends(dated, "粮食", group="paper", every="year")
    ax = nu.plot_trend_heatmap(table, ax=Figure().subplots())
    assert ax.collections[0].get_array().shape == (2, 3)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["乙报", "甲报"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2022", "2023", "2024"]
    assert ax.texts[0].get_text() == f"{table['share'][0]:.0%}"


@pytest.mark.parametrize("groups", [[""], ["", "2023"]])
def test_tables_read_back_from_a_file_say_what_they_said(tmp_path: Path, groups: list[str]) -> None:
    months = pd.concat([monthly([1, 0, 2, 1, 1, 9, 30, 12, 1, 0, 1, 2]).assign(group=group) for group in groups])
    trends = months.assign(keyword="2024", share=0.1, low=0.0, high=0.2, thin=False)
    bursts = nu.find_bursts(trends)
    read = {
        "csv": lambda table: pd.read_csv(nu.write_csv(table, tmp_path / "t.csv")),
        "xlsx": lambda table: pd.read_excel(nu.write_workbook({"t": table}, tmp_path / "t.xlsx"), engine="calamine"),
    }
    assert len(bursts) == len(groups)
    for again in read.values():
        back = again(trends)
        pd.testing.assert_frame_equal(nu.find_bursts(back), bursts)
        pd.testing.assert_frame_equal(nu.find_changes(back, alpha=0.2), nu.find_changes(trends, alpha=0.2))
        drawn = nu.plot_trends(back, bursts=again(bursts))
        assert len(drawn.lines) == len(nu.plot_trends(trends, bursts=bursts).lines)
        labels = [tick.get_text() for tick in nu.plot_trend_heatmap(back).get_yticklabels()]
        assert labels == [tick.get_text() for tick in nu.plot_trend_heatmap(trends).get_yticklabels()]
