"""What holds for every public verb: arguments unchanged, empty gives empty, spans point at their text, same twice."""

from __future__ import annotations

import copy
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import newsutil as nu
from newsutil.schema import COLUMNS, frame

PAGES = Path(__file__).parents[1] / "data" / "pages"


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """The tables made from some of the bundled pages; what is made of copies leaves them as they are."""
    pages = nu.read_pages(PAGES)
    pages = pages[pages["date"].notna()].iloc[::40].reset_index(drop=True)
    articles = nu.split_articles(pages.copy())
    terms = nu.count_terms(articles.copy())
    metrics = nu.extract_metrics(articles.copy())
    groups = articles.set_index("article_id")["date"].dt.year.astype("str")
    trends = nu.keyword_trends(articles.copy(), ["服务", "水库"], every="month")
    measure = nu.comparable_measures(metrics.copy(), level="province", at_least=1)["measure"][0]
    comparison = nu.compare_regions(metrics.copy(), measure, level="province")
    return {
        "pages": pages, "articles": articles, "terms": terms, "metrics": metrics, "trends": trends, "groups": groups,
        "measure": measure, "comparison": comparison,
    }  # fmt: skip


# verb -> (a call on the tables, the kind of table it returns)
VERBS = {
    "split_articles": (lambda t: nu.split_articles(t["pages"]), "articles"),
    "unassigned_text": (lambda t: nu.unassigned_text(t["pages"]), "unassigned"),
    "count_terms": (lambda t: nu.count_terms(t["articles"]), "terms"),
    "keyword_trends": (lambda t: nu.keyword_trends(t["articles"], ["服务"], every="month"), "trends"),
    "keyness": (lambda t: nu.keyness(t["terms"], t["groups"]), "keyness"),
    "find_places": (lambda t: nu.find_places(t["articles"]), "places"),
    "home_regions": (lambda t: nu.home_regions(t["articles"]), "homes"),
    "extract_metrics": (lambda t: nu.extract_metrics(t["articles"]), "metrics"),
    "compare_regions": (lambda t: nu.compare_regions(t["metrics"], t["measure"], level="province"), "comparison"),
    "find_reprints": (lambda t: nu.find_reprints(t["articles"]), None),
    "concordance": (lambda t: nu.concordance(t["articles"], "服务"), None),
    "find_bursts": (lambda t: nu.find_bursts(t["trends"], alpha=1), None),
    "find_changes": (lambda t: nu.find_changes(t["trends"], alpha=1), None),
    "reported_figures": (lambda t: nu.reported_figures(t["metrics"], t["measure"]), None),
    "quote_figures": (lambda t: nu.quote_figures(t["articles"], t["metrics"]), None),
    "comparable_measures": (lambda t: nu.comparable_measures(t["metrics"], level="province"), None),
    "compare_segmentation": (lambda t: nu.compare_segmentation(t["articles"], ["乡村振兴"]), None),
}


@pytest.mark.filterwarnings("ignore:.* are left out:newsutil.schema.NewsutilWarning")
@pytest.mark.parametrize("verb", VERBS)
def test_arguments_are_unchanged_and_results_the_same_twice(tables, verb):
    call, kind = VERBS[verb]
    before = copy.deepcopy(tables)
    first, second = call(tables), call(tables)
    assert_frame_equal(pd.DataFrame(first), pd.DataFrame(second))
    for name, table in tables.items():
        if isinstance(table, pd.DataFrame):
            assert_frame_equal(table, before[name])
    assert isinstance(first.index, pd.RangeIndex)
    if kind:
        declared = COLUMNS[kind]
        assert list(first.columns)[: len(declared)] == list(declared)
        assert {name: str(first[name].dtype) for name in declared} == {
            name: str(frame(kind)[name].dtype) for name in declared
        }


@pytest.mark.filterwarnings("ignore:.* are left out:newsutil.schema.NewsutilWarning")
@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in ("find_bursts", "find_changes", "keyness")])
def test_empty_in_empty_out_with_the_same_columns_and_types(tables, verb):
    call, _ = VERBS[verb]
    empty = {name: table.iloc[:0] if hasattr(table, "iloc") else table for name, table in tables.items()}
    result = call(empty)
    assert len(result) == 0
    assert result.dtypes.to_dict() == call(tables).dtypes.to_dict()


@pytest.mark.parametrize("make", [nu.find_places, nu.extract_metrics], ids=["places", "metrics"])
def test_spans_point_at_their_text(tables, make):
    articles = tables["articles"].set_index("article_id")
    mentions = make(tables["articles"])
    assert len(mentions)
    for row in mentions.to_dict("records"):
        field = articles.loc[row["article_id"], row.get("field", "text")]
        assert field[row["start"] : row["end"]] == row["text"]


def test_pages_are_articles_and_ledger(tables):
    """Every Chinese character, letter and digit of the pages stands once in a field of an article or in the ledger."""
    fields = ("kicker", "title", "subtitle", "credit", "sections", "text")
    taken = Counter("".join("".join(tables["articles"][field]) for field in fields))
    taken += Counter("".join(nu.unassigned_text(tables["pages"])["text"]))
    printed = Counter(re.sub(r"<[^<>\n]*>|&#?\w+;", "", "\n".join(tables["pages"]["text"])))  # less its markup
    kept = {sign for sign in taken | printed if sign.isalnum()}
    assert {sign: taken[sign] for sign in kept} == {sign: printed[sign] for sign in kept}


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        (nu.split_articles, "a page"),
        (nu.count_terms, ["text"]),
        (nu.find_places, None),
        (nu.extract_metrics, 3),
    ],
)
def test_what_is_no_table_is_a_type_error(verb, given):
    with pytest.raises(TypeError, match="is needed"):
        verb(given)


def test_a_missing_column_is_named(tables):
    with pytest.raises(ValueError, match=r"text.*is needed.*read_articles"):
        nu.extract_metrics(tables["articles"].drop(columns="text"))
