"""Stories printed again are found; different stories on one matter are not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsutil as nu
from newsutil import schema
from newsutil.words import reprints


def made_up_text(seed: int, length: int = 300) -> str:
    """Characters drawn at random: no two such texts share passages."""
    return "".join(chr(code) for code in np.random.default_rng(seed).integers(0x4E00, 0x9000, length))


def table_of(texts: list[str], dates: list[str | None] | None = None) -> pd.DataFrame:
    ids = [f"p-{number:02d}" for number in range(1, len(texts) + 1)]
    return pd.DataFrame({"article_id": ids, "date": dates or ["2024-03-05"] * len(texts), "text": texts})


def test_reprints_name_the_earliest_printing() -> None:
    story, other = made_up_text(1), made_up_text(2)
    articles = table_of([story, other, story + "（完）", story], ["2024-03-07", "2024-03-05", "2024-03-06", None])
    found = nu.find_reprints(articles)
    assert found[["article_id", "original"]].to_numpy().tolist() == [["p-01", "p-03"], ["p-04", "p-03"]]
    assert found.loc[0, "original_date"] == pd.Timestamp("2024-03-06")
    assert found["date"].isna().tolist() == [False, True]
    once = articles[~articles["article_id"].isin(found["article_id"])]
    assert once["article_id"].tolist() == ["p-02", "p-03"]


def test_punctuation_and_line_breaks_make_no_difference() -> None:
    story = made_up_text(3)
    broken = "\n".join(story[at : at + 17] for at in range(0, len(story), 17)).replace(story[20], f"“{story[20]}”，")
    assert nu.find_reprints(table_of([story, broken]))["similarity"].tolist() == [1.0]


def test_the_similarity_is_exact_and_decides() -> None:
    story = made_up_text(4, 404)
    shortened = story[:360]  # 356 of 400 passages
    found = nu.find_reprints(table_of([story, shortened]))
    assert found["similarity"].tolist() == [pytest.approx(356 / 400)]
    assert nu.find_reprints(table_of([story, shortened]), similarity=0.9).empty


def test_the_index_misses_few_pairs_above_the_limit() -> None:
    texts = []
    for seed in range(60):
        story = made_up_text(100 + seed, 404)
        texts += [story, story[: 404 - 2 * (seed % 30)]]  # similarities from 1 down to 0.85
    assert len(nu.find_reprints(table_of(texts))) >= 59


def test_what_comes_back_after_the_window_is_no_reprint_and_is_told() -> None:
    """订报启事 each autumn: kept in its first year only, it would make that year's words out of nothing."""
    notice = made_up_text(5)
    days: list[str | None] = ["2022-10-08", "2022-10-20", "2023-10-09", "2023-11-08", "2023-11-09", None]
    articles = table_of([notice] * 6, days)
    with pytest.warns(nu.NewsutilWarning, match="2 articles repeat one of more than 30 days before") as said:
        found = nu.find_reprints(articles)
    assert said[0].filename == __file__
    pairs = [["p-02", "p-01"], ["p-04", "p-03"], ["p-06", "p-01"]]  # no date says that it came later
    assert found[["article_id", "original"]].to_numpy().tolist() == pairs
    assert len(nu.find_reprints(articles, days=None)) == 5
    assert nu.find_reprints(articles.head(2), days=12)["article_id"].tolist() == ["p-02"]
    with pytest.warns(nu.NewsutilWarning, match="1 articles repeat one of more than 11 days"):
        assert nu.find_reprints(articles.head(2), days=11).empty


def test_short_texts_are_left_alone() -> None:
    assert nu.find_reprints(table_of(["图为活动现场。"] * 3 + [""] * 2)).empty


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_that_of_the_sets_of_passages(one: str, other: str) -> None:
    sets = []
    for text in (one, other):
        plain = reprints._MARKS.sub("", text)
        sets.append({plain[at : at + 5] for at in range(len(plain) - 4)})
    ours = [reprints._passages(text) for text in (one, other)]
    assert [len(np.unique(passages)) for passages in ours] == [len(passages) for passages in sets]
    if all(sets):
        assert reprints._jaccard(*ours) == pytest.approx(len(sets[0] & sets[1]) / len(sets[0] | sets[1]))


def test_the_seed_decides_all_and_the_argument_is_left_as_it_is() -> None:
    articles = table_of([made_up_text(seed % 7) for seed in range(20)])
    before = articles.copy(deep=True)
    pd.testing.assert_frame_equal(nu.find_reprints(articles, seed=3), nu.find_reprints(articles, seed=3))
    pd.testing.assert_frame_equal(articles, before)
    assert len(nu.find_reprints(articles)) == 13


def test_an_empty_table_and_one_without_dates() -> None:
    assert list(nu.find_reprints(schema.frame("articles")).columns) == list(schema.COLUMNS["reprints"])
    found = nu.find_reprints(table_of([made_up_text(1)] * 2).drop(columns="date"))
    assert found["original"].tolist() == ["p-01"]
    assert found["original_date"].isna().all()


@pytest.mark.parametrize("similarity", [0, 1.1, -1])
def test_a_similarity_that_is_none_is_refused(similarity: float) -> None:
    with pytest.raises(ValueError, match="similarity is above 0 and up to 1"):
        nu.find_reprints(table_of(["粮"]), similarity=similarity)


def test_texts_that_share_a_boilerplate_are_compared_with_a_few(monkeypatch):
    """Each text is held against a bounded number of earlier ones, however many look like it."""
    compared = []
    monkeypatch.setattr(reprints, "_jaccard", lambda *pair: compared.append(pair) or 0.5)
    passages = ["".join(chr(0x4E00 + 97 * part + place) for place in range(60)) for part in range(8)]
    texts = [f"第{number}号。" + "。".join(passages) for number in range(120)]
    nu.find_reprints(pd.DataFrame({"article_id": range(120), "date": "2023-06-02", "text": texts}))
    assert 0 < len(compared) <= 120 * reprints._COMPARED


def test_what_repeats_a_reprint_is_one_of_the_same_original() -> None:
    """Each day adds a paragraph: the fourth day is close to the third, and no longer to the first."""
    story, added = made_up_text(8, 400), [made_up_text(20 + day, 44) for day in range(3)]
    days = ["".join([story, *added[:day]]) for day in range(4)]
    found = nu.find_reprints(table_of([*days, made_up_text(9, 400)]))
    assert found[["article_id", "original"]].to_numpy().tolist() == [[f"p-0{day}", "p-01"] for day in (2, 3, 4)]
    assert nu.find_reprints(table_of([days[0], days[3]])).empty


def test_repeated_ids_are_said() -> None:
    twice = table_of([made_up_text(1)] * 2).assign(article_id="p-01")
    with pytest.warns(nu.NewsutilWarning, match="1 of 2 rows repeat an article_id; a reprint may have"):
        assert nu.find_reprints(twice)["original"].tolist() == ["p-01"]
