"""Topics: found again, numbered by size, honest where there are none, and carried over to new articles."""

from itertools import chain

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sparse

import newsutil as nu
from newsutil.topics import quality

FIELDS = {
    "farm": ["小麦", "农田", "秋收", "灌溉", "种子", "农机", "合作社", "粮仓"],
    "city": ["地铁", "公交", "路口", "停车", "通勤", "站台", "车厢", "桥梁"],
    "care": ["养老", "医院", "护士", "康复", "食堂", "社区", "体检", "义诊"],
}
SIZES = {"farm": 30, "city": 20, "care": 12}


def made_terms(seed=1):
    chance = np.random.default_rng(seed)
    rows = []
    for field, size in SIZES.items():
        for number in range(size):
            for word in chance.choice(FIELDS[field], 5, replace=False):
                rows.append((f"{field}{number:02d}", str(word), int(chance.integers(1, 4))))
    return pd.DataFrame(rows, columns=["article_id", "term", "count"])


@pytest.fixture(scope="module")
def topics():
    return nu.cluster_topics(made_terms(), n_topics=3)


def test_topics_are_found_and_numbered_by_size(topics):
    found = topics.members.assign(field=topics.members["article_id"].str[:4])
    assert found.groupby("field")["topic"].unique().map(list).to_dict() == {"farm": [1], "city": [2], "care": [3]}
    assert topics.members["similarity"].between(0.1, 1).all()
    best = topics.keywords[topics.keywords["rank"] == 1].set_index("topic")["term"]
    assert best[1] in FIELDS["farm"]
    assert best[3] in FIELDS["care"]


def test_same_seed_same_tables_and_argument_unchanged():
    terms = made_terms()
    before = terms.copy()
    first, second = (nu.cluster_topics(terms, n_topics=3, seed=4) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(terms, before)


def test_number_is_chosen_with_reasons():
    tried = nu.cluster_topics(made_terms()).quality
    assert tried["n_topics"].tolist() == [2, 3, 4, 5, 6, 7, 8, 10, 12]
    assert tried.loc[tried["chosen"], "n_topics"].tolist() == [3]


def test_five_topics_of_six_articles_each_are_found():
    chance = np.random.default_rng(0)
    words = [
        [f"词{1000 * (topic + 1) + n}" for n in chance.integers(0, 15, 24)] for topic in range(5) for _ in range(6)
    ]
    shared = [[f"词{n}" for n in chance.integers(0, 60, 36)] for _ in words]
    rows = [(f"{n}", word) for n, both in enumerate(zip(words, shared, strict=True)) for word in chain(*both)]
    found = nu.cluster_topics(pd.DataFrame(rows, columns=["article_id", "term"]).assign(count=1))
    assert found.quality.loc[found.quality["chosen"], "n_topics"].tolist() == [5]


def test_the_largest_number_tried_is_told_where_it_is_taken():
    few = made_terms()
    few = few[few["article_id"].str[4:].astype(int) < 6]
    with pytest.warns(nu.NewsutilWarning, match="1 is the largest number of topics that was tried"):
        assert nu.cluster_topics(few).quality["n_topics"].tolist() == [1]
    assert nu.cluster_topics(few, n_topics=3).quality["n_topics"].tolist() == [3]  # told by no warning


def test_new_articles_are_assigned(topics):
    new = pd.DataFrame({"article_id": ["x", "x", "y", "z"], "term": ["地铁", "公交", "义诊", "足球"], "count": 1})
    assigned = nu.assign_topics(new, topics)
    assert assigned["topic"].fillna(0).tolist() == [2, 3, 0]
    again = nu.assign_topics(made_terms(), topics)
    assert again["topic"].tolist() == topics.members["topic"].tolist()


def test_article_that_fits_nowhere():
    stranger = pd.DataFrame({"article_id": "stranger", "term": ["彗星", "望远镜"], "count": 1})
    terms = pd.concat([made_terms(), stranger], ignore_index=True)
    last = nu.cluster_topics(terms, n_topics=3).members.iloc[-1]
    assert last["topic"] is pd.NA
    assert last["similarity"] == 0
    assert nu.cluster_topics(terms, n_topics=3, min_similarity=0).members["topic"].notna().all()


def test_nothing_in_nothing_out():
    topics = nu.cluster_topics(made_terms().head(0))
    assert [len(part) for part in topics] == [0, 0, 0, 0]
    assert nu.assign_topics(made_terms().head(3), topics)["topic"].isna().all()


def test_same_text_again_and_again_is_one_topic():
    same = pd.DataFrame({"article_id": [f"a{n}" for n in range(6)], "term": "小麦", "count": 2})
    with pytest.warns(nu.NewsutilWarning, match="3 topics were asked for, but the articles form only 1"):
        assert nu.cluster_topics(same, n_topics=3).members["topic"].tolist() == [1] * 6


def test_articles_without_a_shared_word_fit_nowhere():
    apart = pd.DataFrame({"article_id": ["a", "b", "c"], "term": ["小麦", "地铁", "养老"], "count": 1})
    assert nu.cluster_topics(apart, n_topics=1).members["topic"].isna().all()


@pytest.mark.parametrize("wrong", [0, -1, 2.5, True])
def test_wrong_number_of_topics(wrong):
    with pytest.raises(ValueError, match="n_topics is a whole number from 1"):
        nu.cluster_topics(made_terms(), n_topics=wrong)


def test_other_wrong_calls(topics):
    with pytest.raises(ValueError, match="got 62 articles for n_topics=100"):
        nu.cluster_topics(made_terms(), n_topics=100)
    with pytest.raises(ValueError, match="0 gives every article a topic"):
        nu.cluster_topics(made_terms(), min_similarity=2)
    with pytest.raises(TypeError, match="must be the Topics of cluster_topics"):
        nu.assign_topics(made_terms(), topics.members)
    with pytest.raises(ValueError, match="column"):
        nu.cluster_topics(made_terms().drop(columns="count"))


def test_coherence_of_words_that_always_and_never_meet():
    from scipy.sparse import csr_matrix

    matrix = csr_matrix(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]]))
    assert quality.coherence(matrix, np.array([0, 1])) == pytest.approx(1)
    assert quality.coherence(matrix, np.array([0, 2])) == -1


def test_shares_count_every_article_of_a_group(topics):
    groups = {article: "北" if int(article[4:]) % 2 else "南" for article in topics.members["article_id"]}
    shares = nu.topic_shares(topics.members, groups)
    assert shares.groupby("group")["share"].sum().round(9).tolist() == [1, 1]
    assert ((shares["low"] <= shares["share"]) & (shares["share"] <= shares["high"])).all()


def test_figures_show_what_the_tables_say(topics):
    articles = pd.DataFrame({"article_id": topics.members["article_id"], "title": "题"})
    described = nu.describe_topics(topics.members, topics.keywords, articles)
    assert described["articles"].tolist() == [30, 20, 12]
    ax = nu.plot_topics(topics.keywords, top=4)
    assert [len(inner.patches) for inner in ax.child_axes] == [4, 4, 4]
    places = nu.map_articles(made_terms(), topics.members)
    assert sum(len(points.get_offsets()) for points in nu.plot_topic_map(places).collections) == 62
    groups = {article: article[-1] for article in topics.members["article_id"]}
    ax = nu.plot_topic_shares(nu.topic_shares(topics.members, groups), names=described.set_index("topic")["name"])
    assert len(ax.child_axes) == 3
    plt.close("all")


def made_counts(seed=0):
    chance = np.random.default_rng(seed)
    return sparse.csr_matrix(chance.poisson(0.3, (60, 40)).astype(float))


def test_tables_read_back_from_a_file_say_what_they_said(topics, tmp_path):
    members = topics.members.assign(topic=topics.members["topic"].mask(topics.members.index < 3))
    back = pd.read_csv(nu.write_csv(members, tmp_path / "members.csv"))
    places = nu.map_articles(made_terms(), back)
    pd.testing.assert_frame_equal(places, nu.map_articles(made_terms(), members))
    names = [text.get_text() for text in nu.plot_topic_map(pd.read_csv(nu.write_csv(places, tmp_path / "p.csv"))).texts]
    assert names == ["1", "2", "3"]
    groups = members.set_index("article_id")["topic"].notna()
    pd.testing.assert_frame_equal(nu.topic_shares(back, groups), nu.topic_shares(members, groups))


def test_topics_are_no_table_of_their_keywords(topics):
    with pytest.raises(
        TypeError, match=r"a table of keywords is needed, a DataFrame; got Topics\. Take topics.keywords"
    ):
        nu.plot_topics(topics)
