"""Places and homes: the cases, and what holds for every table."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from newsutil import schema
from newsutil.places.divisions import division
from newsutil.places.home import find_home
from newsutil.places.places import find_places, home_regions
from newsutil.places.resolve_places import PlaceMention, resolve_places

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).parents[2] / "shared"


def test_a_source_is_a_paper_where_no_paper_is_given():
    sourced = ["2024-05-06 来源：湘潭日报\n全市添了公园。", "（来源：今日太仓）我市添了公园。"]
    others = ["来源：湘潭日报\n添了公园。", "来源：湘潭日报\n全省添了公园。", "图片来源：湘潭日报。全市添了公园。"]
    articles = pd.DataFrame({"article_id": list("abcde"), "text": [*sourced, *others]})
    assert home_regions(articles)["adcode"].fillna("").tolist() == ["430300", "320585"] + [""] * 3
    papers = articles.assign(paper="苏州日报")
    assert home_regions(papers)["adcode"].fillna("").tolist()[0] == "320500"
    credited = ["云上通山报道：我县添了公园。", "来源：今日通山\n我县添了公园。", "通山报道：我县添了公园。"]
    county = pd.DataFrame({"article_id": list("abc"), "text": credited})
    assert home_regions(county)["adcode"].fillna("").tolist() == ["421224", "421224", ""]


def cases(name: str) -> list[dict]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def read(text: str, title: str = "", home: str | None = None, year: int | None = None) -> list[PlaceMention]:
    given = [(name, value) for name, value in (("title", title), ("text", text)) if value]
    return resolve_places(given, home=home, year=year)


def home_of(case: dict) -> str | None:
    fields = {"title": case["title"], "text": case["text"]}
    return find_home(read(case["text"], case["title"]), fields, case.get("paper"))


def found(case: dict) -> list[list[str | None]]:
    mentions = read(case["text"], case.get("title", ""), case.get("home"), case.get("year"))
    return [[mention.text, mention.adcode] for mention in mentions]


@pytest.mark.parametrize("case", cases("places"), ids=lambda case: case["note"])
def test_places(case):
    assert found(case) == case["expect"]


@pytest.mark.parametrize("case", cases("places_negative"), ids=lambda case: case["note"])
def test_no_place(case):
    assert found(case) == []


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize("case", cases("places_known_failures"), ids=lambda case: case["note"])
def test_known_failures(case):
    assert found(case) == case["expect"]


@pytest.mark.parametrize("case", cases("homes"), ids=lambda case: case["note"])
def test_home(case):
    assert home_of(case) == case["home"]


@pytest.fixture
def articles():
    rows = [
        {
            "article_id": "a",
            "title": "徐州市云龙区、鼓楼区设站",
            "text": "鼓楼区已有3个，云龙区4个。\n来自川渝的人来学。",
        },
        {"article_id": "b", "paper": "徐州日报", "dateline": "新华社南京6月1日电", "text": "鼓楼区开了会。"},
        {"article_id": "c", "text": "鼓楼区开了会。"},
        {"article_id": "d", "text": ""},
    ]
    return schema.frame("articles", [{**row, "line": 1} for row in rows])


def test_offsets_point_at_the_surface_in_their_field(articles):
    places = find_places(articles)
    text_of = articles.set_index("article_id")
    for row in places.itertuples():
        assert text_of.loc[row.article_id, row.field][row.start : row.end] == row.text
    assert set(places["field"]) == {"title", "text", "dateline"}
    assert list(places.columns) == list(schema.COLUMNS["places"])


def test_an_open_place_has_candidates_and_no_adcode(articles):
    open_places = find_places(articles).query("article_id == 'c'")
    assert open_places["adcode"].isna().all()
    assert open_places["candidates"].tolist() == ["320106;320302;350102;410204"]


def test_the_dateline_comes_before_the_paper(articles):
    places = find_places(articles).query("article_id == 'b'")
    assert places["adcode"].tolist() == ["320100", "320106"]


def test_a_kicker_and_a_subtitle_name_places_too():
    articles = pd.DataFrame(
        {
            "article_id": ["a"],
            "kicker": ["太仓来信"],
            "title": ["新路通了"],
            "subtitle": ["苏州开通专线"],
            "text": ["今天通车。"],
        }
    )
    found = find_places(articles)
    assert found[["field", "adcode"]].values.tolist() == [["kicker", "320585"], ["subtitle", "320500"]]


def test_the_paper_decides_where_the_article_does_not(articles):
    articles.loc[1, "dateline"] = ""
    assert find_places(articles).query("article_id == 'b'")["adcode"].tolist() == ["320302"]


def test_homes_have_a_row_for_every_article(articles):
    homes = home_regions(articles)
    assert homes["article_id"].tolist() == ["a", "b", "c", "d"]
    assert homes["adcode"].tolist()[0] == "320300"  # two of its districts in the title
    assert homes["adcode"].isna().tolist()[2:] == [True, True]


@pytest.mark.parametrize("verb", [find_places, home_regions])
def test_only_id_and_text_are_needed(verb):
    assert len(verb(pd.DataFrame({"article_id": ["a"], "text": ["江苏太仓。江苏太仓。"]}))) > 0
    with pytest.raises(ValueError, match=r"with the column\(s\) text is needed.*read_articles"):
        verb(pd.DataFrame({"article_id": ["a"]}))
    with pytest.raises(TypeError, match="DataFrame; got list"):
        verb([])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "。" * 9,
        "京" * 4000,
        "、".join("京津冀" * 900),
        "中山" * 3000,
        "北京市" * 2000,
        "\ud800北京",
        "𠮷林市",
        "a1%北京",
        "在" * 5000,
    ],
    ids=lambda text: text[:4].encode("unicode_escape").decode(),
)
def test_odd_texts_neither_fail_nor_overlap(text):
    mentions = find_places(pd.DataFrame({"article_id": ["a"], "text": pd.Series([text], dtype="object")}))
    assert all(left <= right for left, right in pairwise(mentions["start"]))
    for mention in mentions.itertuples():
        assert text[mention.start : mention.end] == mention.text
        assert pd.isna(mention.adcode) or division(mention.adcode)


def test_the_same_text_gives_the_same_places(articles):
    pd.testing.assert_frame_equal(find_places(articles), find_places(articles))


@pytest.mark.skipif(not SHARED.exists(), reason="needs the annotated items beside the repository")
@pytest.mark.parametrize(
    ("name", "places", "homes"),
    [("metrics_dev", 0.99, 0.94), ("metrics_local_dev", 0.97, 0.99), ("metrics_real_dev", 0.99, 0.89)],
)
def test_annotated_items(name, places, homes):
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    right = seen = wanted = at_home = 0
    for item in gold:
        mentions, home = read(item["text"], item["title"]), home_of(item)
        names = {mention.adcode for mention in mentions if mention.adcode}
        known = {place["adcode"] for place in item["places"]}
        right, seen, wanted = right + len(names & known), seen + len(names), wanted + len(known)
        at_home += home == item["home"]
    assert 2 * right / (seen + wanted) >= places
    assert at_home >= homes * len(gold)


def test_a_plain_name_of_any_city_is_that_of_the_papers():
    rows = [("济南日报", "市中区来了9位客人。"), ("", "市中区来了9位客人。"), ("阳泉日报", "郊区来了9位客人。")]
    news = pd.DataFrame(
        [{"article_id": str(at), "paper": paper, "text": text} for at, (paper, text) in enumerate(rows)]
    )
    places = find_places(news)
    assert places[places["field"] == "text"][["article_id", "adcode"]].values.tolist() == [["0", "370103"]]


def test_no_county_has_the_paper_of_a_city():
    papers = ["新民晚报", "东方早报", "东方网", "平原晚报", "文昌报", "新民报", "苏州晚报", "光明日报"]
    news = pd.DataFrame({"article_id": papers, "paper": papers, "text": "全市有9家店。"})
    homes = home_regions(news).set_index("article_id")["adcode"].dropna()
    assert homes.to_dict() == {"文昌报": "469005", "新民报": "210181", "苏州晚报": "320500"}


def test_a_county_that_heads_its_title_is_named_where_nothing_else_is():
    rows = [("肥西：瓜熟了", "肥西的瓜有9亩。"), ("沭阳花开", "走进沭阳，花有9亩。"), ("长寿花开", "长寿花有9亩。")]
    news = pd.DataFrame([{"article_id": title, "title": title, "text": text} for title, text in rows])
    assert home_regions(news)["adcode"].fillna("").tolist() == ["340123", "321322", ""]


def test_a_paper_credits_itself():
    credited = ["湘潭在线讯 昨日，全市动员会召开。", "（湘潭日报记者 何静）我市开会。", "湘潭网6月1日讯 全市入梅。"]
    others = ["湘潭在线讯 昨日，动员会召开。", "昨日，湘潭在线讯息不多。"]
    homes = home_regions(pd.DataFrame({"article_id": list("abcde"), "text": [*credited, *others]}))
    assert homes["adcode"].fillna("").tolist() == ["430300"] * 3 + [""] * 2


def test_places_of_other_articles_are_told():
    articles = pd.DataFrame({"article_id": list("abcde"), "title": "", "text": "洛阳市建成驿站61座。"})
    places = find_places(articles)
    with pytest.warns(schema.NewsutilWarning, match="5 of 5 places do not stand"):
        home_regions(articles.assign(article_id=list("vwxyz")), places)
    home_regions(articles.assign(article_id=list("avwxy"), text="洛阳市建成驿站61座。"), places)
