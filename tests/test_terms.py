"""Words: jieba's own, user words for one call alone, counts per article, and what a dictionary changes."""

import json
import random
import sys
from collections import Counter
from pathlib import Path

import jieba
import pandas as pd
import pytest

import newsutil as nu
from newsutil.base import resources
from newsutil.words import segmenter

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases/segmentation.jsonl").read_text("utf-8").splitlines()
]
PARTS = [
    *"aZ90-_+#&.%，· é１",
    "C++",
    "AT&T",
    "T恤",
    "中",
    "国",
    "人民",
    "江苏",
    "5.2",
    "㐀",
    "𠀀",
    "\r\n",
    "志愿",
    "服务",
    "队",
]
LINES = [
    "清晨六点，呼兰区的环卫工人老周推开了爱心驿站的门。",
    "该县建成高标准农田12.6万亩，比上年增长8.3%。",
    "新时代文明实践所里，志愿者教老人用手机挂号。",
]


@pytest.fixture(scope="module")
def tokenizer():
    return segmenter._own_tokenizer()


def copy_of(tokenizer):
    copied = jieba.Tokenizer()
    copied.FREQ, copied.total, copied.initialized = dict(tokenizer.FREQ), tokenizer.total, True
    return copied


def table(*texts, titles=None):
    ids = [f"a{number}" for number in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "title": titles or [""] * len(texts), "text": list(texts)})


@pytest.mark.parametrize("case", CASES, ids=[case["note"] for case in CASES])
def test_words_are_as_written(case, tokenizer):
    assert nu.segment(case["text"]) == case["expect"] == tokenizer.lcut(case["text"])


def test_words_are_jiebas_on_random_joins(tokenizer):
    chance = random.Random(5)
    for _ in range(3000):
        text = "".join(chance.choices(PARTS, k=chance.randint(1, 12)))
        assert nu.segment(text) == tokenizer.lcut(text), text


@pytest.mark.xfail(
    strict=True, reason="a near-tie of the Markov model, decided otherwise by the compiled engine's tables"
)
def test_near_tie_is_cut_as_jieba_does(tokenizer):
    assert nu.segment("常在满") == tokenizer.lcut("常在满")


@pytest.mark.parametrize(
    "words",
    [
        ["爱心驿站", "新时代文明实践所"],  # new words
        [("环卫工人", 0)],  # a word taken out
        [("高标准", 1), ("标准农田", 50_000)],  # a known word made light, a new one heavy
        [("志愿者", None, "n"), ("志愿者", 3)],  # a word given twice
    ],
)
def test_user_words_act_as_add_word_does(words, tokenizer):
    entries = segmenter.user_words(words)
    expected = copy_of(tokenizer)
    before = set(jieba.finalseg.Force_Split_Words)
    for entry in entries:
        expected.add_word(*entry)
    wanted = [expected.lcut(line) for line in LINES]
    jieba.finalseg.Force_Split_Words.clear()
    jieba.finalseg.Force_Split_Words.update(before)
    assert [nu.segment(line, words=words) for line in LINES] == wanted
    assert jieba.finalseg.Force_Split_Words == before


def test_user_words_hold_for_one_call_alone():
    assert nu.segment("实现碳中和", words=["碳中和"]) == ["实现", "碳中和"]
    assert nu.segment("实现碳中和") == ["实现", "碳中", "和"]
    assert "碳中和" not in jieba.dt.FREQ


def test_dictionary_file_with_frequency_and_tag(tmp_path):
    path = tmp_path / "词典.txt"
    path.write_text("\ufeff爱心驿站 20 n\n\n三会一课\n", encoding="utf-8")
    assert segmenter.user_words(path) == (("爱心驿站", 20, "n"), ("三会一课", None, None))
    assert nu.segment("爱心驿站", words=path) == ["爱心驿站"]


def test_words_of_the_dictionary_are_known():
    cutter = segmenter.Segmenter([("爱心驿站", None, None)])
    assert [cutter.knows(word) for word in ("爱心驿站", "山区", "回潞州")] == [True, True, False]


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        ("爱心驿站", FileNotFoundError, "which is no file. A single word is given as a list"),
        ([""], ValueError, "each user word must be"),
        ([("爱心驿站", -1)], ValueError, "whole number from 0; got -1"),
    ],
)
def test_wrong_words_fail_before_any_work(words, error, message):
    with pytest.raises(error, match=message):
        nu.segment("文", words=words)


def test_other_wrong_calls():
    with pytest.raises(TypeError, match="one str; got NoneType"):
        nu.segment(None)
    with pytest.raises(ValueError, match="whole number from 1; got 0"):
        nu.count_terms(table("文"), min_length=0)
    with pytest.raises(TypeError, match="must be a list of words"):
        nu.count_terms(table("文"), stopwords="的")
    with pytest.raises(ValueError, match="title"):
        nu.count_terms(table("文").drop(columns="title"))


def test_counts_are_those_of_a_counter():
    articles = table(*LINES, titles=["门", "农田", "志愿者"])
    terms = nu.count_terms(articles, stopwords=(), min_length=2)
    for row in articles.itertuples():
        words = Counter(word for word in nu.segment(f"{row.title}\n{row.text}") if len(word) > 1)
        counted = terms[terms["article_id"] == row.article_id].set_index("term")["count"].to_dict()
        assert counted == {
            word: n for word, n in words.items() if word not in {"12.6", "8.3%", "六点"} or word in counted
        }


def test_numbers_marks_and_stopwords_are_left_out():
    terms = nu.count_terms(table("记者三十人，2024年12.6%，五一期间百姓的GDP"))
    assert terms["term"].tolist() == ["五一", "百姓", "GDP"]


def test_stopwords_are_also_known_by_their_form():
    text = "该案牵涉两辆货车。二是查清李某。那曲的五个自信，某某公司，三成多元"
    assert nu.count_terms(table(text))["term"].tolist() == ["牵涉", "货车", "查清", "那曲", "自信", "公司", "多元"]
    assert {"该案", "两辆", "二是", "李某"} <= set(nu.count_terms(table(text), stopwords=())["term"])


def test_stopwords_are_known_in_traditional_characters():
    """本報記者報道, 一輛, 三萬 are left out as 本报记者报道, 一辆, 三万; 乾隆 and 記憶 are words of their own."""
    text = "本報訊，記者報道，該案一輛貨車，三萬，乾隆的記憶"
    assert nu.count_terms(table(text))["term"].tolist() == ["貨車", "乾隆", "記憶"]
    assert {"報道", "記者"} <= set(nu.count_terms(table(text), stopwords=())["term"])
    assert "記者" not in set(nu.count_terms(table(text), stopwords=["记者"])["term"])


def test_user_words_always_count():
    assert nu.count_terms(table("拨打12345"), words=["12345"])["term"].tolist() == ["拨打", "12345"]


def test_user_words_count_where_they_are_stopwords_but_not_against_given_ones():
    assert nu.count_terms(table("记者采风"))["term"].tolist() == ["采风"]
    assert nu.count_terms(table("记者采风"), words=["记者"])["term"].tolist() == ["记者", "采风"]
    assert nu.count_terms(table("记者采风"), words=["记者"], stopwords=["记者"])["term"].tolist() == ["采风"]
    assert "的" not in nu.count_terms(table("我的采风"), words=[("的", 0)])["term"].tolist()


def test_names_with_a_number_in_them_are_words_and_amounts_are_not():
    names = ["C919", "客机", "5G", "信号", "G20", "峰会", "A4", "纸", "3D", "T3", "航站楼", "H7N9", "J20S"]
    terms = nu.count_terms(table("、".join(names)), min_length=1)
    assert terms["term"].tolist() == names
    amounts = table("电压220V，加盐50g，占8.3%，共12，距离800m，排量1.5T，编号007，a4")
    assert not set("".join(nu.count_terms(amounts)["term"])) & set("0123456789")


def test_repeated_ids_are_said():
    with pytest.warns(nu.NewsutilWarning, match="1 of 2 rows repeat an article_id; their words"):
        assert nu.count_terms(table("小麦", "小麦").assign(article_id="a"))["count"].tolist() == [1, 1]


def test_several_processes_give_the_same_counts(monkeypatch):
    articles = table(*(LINES[number % 3] * 3 for number in range(60)))
    alone = nu.count_terms(articles)
    monkeypatch.setattr(sys.modules["newsutil.words.terms"], "_CHARACTERS_PER_PROCESS", 1000)
    pd.testing.assert_frame_equal(nu.count_terms(articles), alone)


def test_domain_words_are_words_that_jieba_cuts(tokenizer):
    words = nu.domain_words()
    assert len(words) == len(set(words)) > 200
    for word in words:
        assert len(tokenizer.lcut(word)) > 1, word
    for row in resources.table("words/domain_words"):
        assert row["before"].split() == tokenizer.lcut(row["word"])


def test_comparison_shows_joined_split_and_moved_words():
    articles = table("推进乡村振兴，乡村振兴。", "脱贫攻坚战后", "环卫工人")
    compared = nu.compare_segmentation(articles, ["乡村振兴", "脱贫攻坚", ("环卫工人", 0)])
    changes = compared.set_index("after")["change"].to_dict()
    assert compared.iloc[0].to_dict() == {
        "before": "乡村 振兴",
        "after": "乡村振兴",
        "change": "joined",
        "count": 2,
        "articles": 1,
    }
    assert changes["脱贫攻坚 战后"] == "moved"
    assert "split" in changes.values()


def test_words_as_the_lines_of_a_file_hold_them():
    assert nu.segment("实现碳中和", words=["碳中和 \n"]) == ["实现", "碳中和"]
    told = "广场上的夜经济，记者说"
    articles = pd.DataFrame({"article_id": ["a"], "title": [""], "text": [told], "date": ["2024-01-02"]})
    terms = nu.count_terms(articles, words=["夜经济\n"], stopwords=["广场\r\n", "\n"])
    assert terms["term"].tolist() == ["夜经济", "记者"]
    assert nu.keyword_trends(articles, ["广场\n", "　记者"])["articles"].tolist() == [1, 1]
