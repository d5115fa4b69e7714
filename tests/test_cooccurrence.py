"""Words of the same articles: which pairs there are, and how close they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import newsutil as nu

ARTICLES = {
    "一": ["小麦", "收割", "农民"],
    "二": ["小麦", "收割"],
    "三": ["小麦", "农民"],
    "四": ["足球", "农民"],
    "五": ["足球"],
    "六": ["会议"],
    "七": ["会议"],
}


def terms_of(articles: dict[str, list[str]]) -> pd.DataFrame:
    rows = [(article, term, 2) for article, terms in articles.items() for term in terms]
    return pd.DataFrame(rows, columns=["article_id", "term", "count"])


def test_pairs_have_their_articles_and_npmi() -> None:
    pairs = nu.cooccurrence(terms_of(ARTICLES), at_least=1)
    assert list(zip(pairs["term"], pairs["other"], strict=True)) == [
        ("小麦", "收割"),
        ("农民", "小麦"),
        ("农民", "收割"),
        ("农民", "足球"),
    ]
    assert pairs["articles"].tolist() == [2, 2, 1, 1]
    assert pairs["term_articles"].tolist() == [3, 3, 3, 3]
    assert pairs["other_articles"].tolist() == [2, 3, 2, 2]
    assert pairs["npmi"][0] == pytest.approx(np.log((2 / 7) / (3 / 7 * 2 / 7)) / -np.log(2 / 7))


def test_rare_pairs_and_words_of_most_articles_are_left_out() -> None:
    everywhere = {article: [*terms, "本报"] for article, terms in ARTICLES.items()}
    pairs = nu.cooccurrence(terms_of(everywhere), at_least=2)
    assert pairs["articles"].tolist() == [2, 2]
    assert "本报" not in set(pairs["term"]) | set(pairs["other"])
    assert len(nu.cooccurrence(terms_of(ARTICLES), top=2, at_least=1)) == 1


def test_rows_that_repeat_a_word_count_once_and_the_table_stays() -> None:
    terms = terms_of(ARTICLES)
    twice = pd.concat([terms, terms])
    before = twice.copy()
    pd.testing.assert_frame_equal(nu.cooccurrence(twice, at_least=1), nu.cooccurrence(terms, at_least=1))
    pd.testing.assert_frame_equal(twice, before)


def test_no_terms_give_no_pairs() -> None:
    empty = nu.cooccurrence(terms_of({}))
    assert list(empty.columns) == ["term", "other", "articles", "npmi", "term_articles", "other_articles"]
    assert empty.empty


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"top": 1}, r"top is a whole number from 2; got 1\. Leave"),
        ({"at_least": 0}, r"at_least is a whole number from 1; got 0\. Leave"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nu.cooccurrence(terms_of(ARTICLES), **wrong)
