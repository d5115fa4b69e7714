"""On a Dask cluster of two processes the verbs give the tables that they give in pandas."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import newsutil as nu
from newsutil import schema
from newsutil.base import dask_tables

dask = pytest.importorskip("dask", reason="the extra 'scale' is not installed")
dd = pytest.importorskip("dask.dataframe", reason="the extra 'scale' is not installed")
distributed = pytest.importorskip("distributed", reason="the extra 'scale' is not installed")

PAGES = Path(__file__).parents[1] / "data" / "pages"
KEYWORDS = ["服务", "水库"]


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as made:
        yield made


@pytest.fixture(scope="module")
def client(cluster) -> Iterator[distributed.Client]:
    with distributed.Client(cluster) as made:
        yield made


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    pages = nu.read_pages(PAGES)
    return nu.split_articles(pages[pages["date"].notna()].iloc[::93].reset_index(drop=True))


@pytest.fixture(scope="module")
def spread(articles, client) -> dd.DataFrame:
    return dd.from_pandas(articles, npartitions=3)


@pytest.fixture(scope="module")
def metrics(articles) -> pd.DataFrame:
    return nu.extract_metrics(articles)


ARTICLE_WISE = {
    "count_terms": lambda table: nu.count_terms(table, words=["爱心驿站"], min_length=2),
    "find_places": nu.find_places,
    "home_regions": nu.home_regions,
    "extract_metrics": nu.extract_metrics,
}


@pytest.mark.parametrize("verb", ARTICLE_WISE)
def test_verbs_on_articles_return_the_declared_columns_and_the_same_rows(articles, spread, verb):
    lazy = ARTICLE_WISE[verb](spread)
    expected = ARTICLE_WISE[verb](articles)
    assert hasattr(lazy, "compute")
    assert lazy.dtypes.astype("str").to_dict() == expected.dtypes.astype("str").to_dict()
    assert_frame_equal(lazy.compute().reset_index(drop=True), expected)


def test_pages_are_split_where_they_lie(client):
    pages = nu.read_pages(PAGES).iloc[:6].reset_index(drop=True)
    lazy = dd.from_pandas(pages, npartitions=3)
    for verb in (nu.split_articles, nu.unassigned_text):
        assert_frame_equal(verb(lazy).compute().reset_index(drop=True), verb(pages))


def test_trends_and_comparisons_are_reduced_to_the_same_numbers(articles, spread, metrics):
    assert_frame_equal(
        nu.keyword_trends(spread, KEYWORDS, every="year"), nu.keyword_trends(articles, KEYWORDS, every="year")
    )
    lazy = nu.extract_metrics(spread)
    comparable = nu.comparable_measures(metrics, parts=True, at_least=1)
    assert_frame_equal(nu.comparable_measures(lazy, parts=True, at_least=1), comparable)
    measure = comparable.loc[comparable["status"] == "actual", "measure"].iloc[0]
    compared, said = [], []
    for figures in (metrics, lazy):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", schema.NewsutilWarning)
            compared.append(nu.compare_regions(figures, measure, parts=True))
        said.append([str(warning.message) for warning in caught if "are left out" in str(warning.message)])
    assert_frame_equal(compared[1], compared[0])
    assert said[1] == said[0]
    assert_frame_equal(nu.quote_figures(spread, lazy), nu.quote_figures(articles, metrics))


def test_trends_of_groups_and_repeated_ids_are_told_across_partitions(articles):
    again = articles.iloc[:1].assign(date=pd.NaT)  # its id stands in the last partition a second time
    mixed = pd.concat([articles, again], ignore_index=True)
    mixed["number"] = [None, 2.5, *[float(row % 2) for row in range(len(mixed) - 2)]]
    lazy = dd.from_pandas(mixed, npartitions=3)
    for group in ("number", "page_id", mixed.drop_duplicates("article_id").set_index("article_id")["page_id"]):
        tables = []
        for table in (mixed, lazy):
            with pytest.warns(schema.NewsutilWarning) as said:
                tables.append(nu.keyword_trends(table, KEYWORDS, every="year", group=group))
            messages = " ".join(str(warning.message) for warning in said)
            assert "1 of" in messages
            assert "rows repeat an article_id" in messages
            assert "have no date" in messages
        assert_frame_equal(tables[1], tables[0])


def test_keyness_is_counted_where_the_terms_lie(articles, spread):
    groups = articles.set_index("article_id")["date"].dt.year
    groups = groups[articles["page_id"].to_numpy() != articles["page_id"].iloc[-1]]  # one partition has none but few
    with pytest.warns(schema.NewsutilWarning, match="articles have no group"):
        expected = nu.keyness(nu.count_terms(articles), groups, min_articles=1)
    with pytest.warns(schema.NewsutilWarning, match="articles have no group"):
        found = nu.keyness(nu.count_terms(spread), groups, min_articles=1)
    assert len(expected)
    assert_frame_equal(found, expected)
    with pytest.raises(ValueError, match="got none of them"):
        nu.keyness(nu.count_terms(spread), {"x": "甲", "y": "乙"})


def test_reprints_and_concordance_are_those_of_pandas(articles, spread):
    again = articles.iloc[:3].assign(article_id=["a", "b", "c"])
    twice = pd.concat([articles, again], ignore_index=True)
    lazy = dd.from_pandas(twice, npartitions=3)
    expected = nu.find_reprints(twice)
    assert len(expected)
    assert_frame_equal(nu.find_reprints(lazy), expected)
    found = nu.concordance(spread, "服务", sort="article").compute().reset_index(drop=True)
    assert_frame_equal(pd.DataFrame(found), pd.DataFrame(nu.concordance(articles, "服务", sort="article")))


def test_topics_are_fitted_on_some_articles_and_assigned_to_all(articles, spread):
    terms = nu.count_terms(articles)
    topics = nu.cluster_topics(terms, n_topics=3)
    lazy = nu.assign_topics(nu.count_terms(spread), topics)
    assert_frame_equal(lazy.compute().reset_index(drop=True), nu.assign_topics(terms, topics))


@pytest.fixture
def folder(tmp_path) -> Path:
    """Two months of one-article files, the date in the names of folders and files, and a table."""
    made = tmp_path / "archive"
    for month in ("2023年06月", "2023年07月"):
        (made / month).mkdir(parents=True)
        for day in ("02", "03"):
            text = f"\n{month}的稻田\n\n稻田抽穗了。"
            (made / month / f"{day}日.txt").write_text(text, encoding="utf-8")
    (made / "稿件.csv").write_text("标题,正文,编辑\n稻花香,稻田抽穗了。,何明\n", encoding="utf-8")
    return made


def test_an_archive_has_the_rows_and_ids_of_the_folder(folder, client):
    lazy = nu.read_archive(folder, files=2)
    assert lazy.npartitions == 3
    assert lazy.dtypes.astype("str").to_dict() == schema.COLUMNS["articles"]
    expected = nu.read_articles(folder)[list(schema.COLUMNS["articles"])]
    assert expected["article_id"].is_unique
    assert expected["date"].notna().sum() == 4
    assert_frame_equal(lazy.compute().reset_index(drop=True), expected)


def test_a_file_that_cannot_be_read_is_a_row_without_a_kind(folder):
    (folder / "图.txt").write_bytes(b"\x89PNG" + bytes(99))
    with pytest.warns(schema.NewsutilWarning, match=r"图\.txt is an image"):
        found = nu.read_archive(folder, files=9).compute(scheduler="synchronous")
    failed = found[found["kind"].isna()]
    assert failed[["article_id", "text"]].values.tolist() == [["图", ""]]
    assert len(found) == 6


def test_an_archive_is_read_from_elsewhere_too(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    lazy = nu.read_archive(folder.name)
    monkeypatch.chdir(folder)
    assert len(lazy.compute(scheduler="synchronous")) == 5


def test_parquet_is_another_archive(articles, tmp_path):
    articles.to_parquet(tmp_path / "articles.parquet")
    with dask.config.set({"dataframe.convert-string": False}):
        lazy = dd.read_parquet(tmp_path / "articles.parquet")
    assert_frame_equal(nu.count_terms(lazy).compute(scheduler="synchronous"), nu.count_terms(articles))


@dask_tables.article_wise("metrics")
def fails_on_some(articles: pd.DataFrame, *, word: str = "") -> pd.DataFrame:
    if not isinstance(word, str):
        raise TypeError("a word is needed")
    if word and articles["text"].str.contains(word, regex=False).any():
        raise KeyError(word)
    return nu.extract_metrics(articles)


def test_an_article_that_fails_is_a_row_without_content(articles, metrics):
    word = articles["text"][3][:12]
    with pytest.warns(
        schema.NewsutilWarning,
        match=rf"1 of \d+ articles could not be worked on by fails_on_some, .*KeyError: '{word}'; 'text' is missing",
    ):
        found = fails_on_some(articles, word=word)
    failed = found[found["text"].isna()]
    assert failed["article_id"].tolist() == [articles["article_id"][3]]
    others = found.drop(index=failed.index).reset_index(drop=True)
    expected = metrics[metrics["article_id"] != articles["article_id"][3]].reset_index(drop=True)
    assert_frame_equal(others, expected)


def test_an_article_that_fails_on_a_worker_is_a_row_too(articles, spread, metrics):
    word = articles["text"][3][:12]
    found = fails_on_some(spread, word=word).compute().reset_index(drop=True)
    failed = found[found["text"].isna()]
    assert failed["article_id"].tolist() == [articles["article_id"][3]]
    expected = metrics[metrics["article_id"] != articles["article_id"][3]].reset_index(drop=True)
    assert_frame_equal(found.drop(index=failed.index).reset_index(drop=True), expected)


def test_a_page_that_fails_keeps_its_text():
    @dask_tables.article_wise("articles")
    def fails(pages: pd.DataFrame) -> pd.DataFrame:
        if len(pages):
            raise RuntimeError("no rule")
        return schema.frame("articles")

    pages = pd.DataFrame({"page_id": ["p"], "text": ["稻田抽穗了。"]})
    with pytest.warns(schema.NewsutilWarning, match="1 of 1 articles could not be worked on by fails"):
        found = fails(pages)
    assert found[["article_id", "page_id", "text"]].values.tolist() == [["p", "p", "稻田抽穗了。"]]
    assert found["kind"].isna().all()


def test_a_wrong_call_fails_before_any_work(articles, spread):
    for table in (articles, spread):
        with pytest.raises(TypeError, match="a word is needed"):
            fails_on_some(table, word=3)
    with pytest.raises(ValueError, match=r"text.*is needed.*read_articles"):
        nu.extract_metrics(spread.drop(columns="text"))


def kill_once(part: pd.DataFrame, mark: str) -> pd.DataFrame:
    """End the worker that gets the second partition, the first time."""
    if len(part) and part.index[0] > 0 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGTERM)
        os._exit(1)
    return part


def test_a_worker_killed_in_the_middle_changes_nothing(articles, spread, metrics, tmp_path):
    """The last test here: the next worker has to load everything again."""
    mark = tmp_path / "killed"
    lazy = nu.extract_metrics(spread.map_partitions(kill_once, str(mark), meta=articles.iloc[:0]))
    measures = nu.comparable_measures(lazy, parts=True, at_least=1)
    assert mark.exists()
    assert_frame_equal(measures, nu.comparable_measures(metrics, parts=True, at_least=1))
    assert_frame_equal(lazy.compute().reset_index(drop=True), metrics)
