"""Figures: rules as cases, words that must not match, bad input, and the figures of annotated news."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsutil import schema
from newsutil.metrics.metrics import dimension_of, extract_metrics
from newsutil.metrics.quotes import quote_figures
from newsutil.metrics.what_is_counted import measures_of
from newsutil.metrics.which_region import find_regions
from newsutil.numbers.spot_figures import find_figures
from newsutil.numbers.units import units
from newsutil.places.places import find_places, home_regions

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).parents[2] / "shared"


def read(name: str) -> list[dict]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def table(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"article_id": [f"a{place}" for place in range(len(texts))], "text": list(texts)})


@pytest.mark.parametrize("case", read("metrics.jsonl"), ids=lambda case: case["note"])
def test_figure(case):
    text = case["text"]
    mentions = find_figures(text)
    measures = measures_of([text], [mentions], [()])[0]
    assert [text[found.start : found.end] for found in mentions] == [row[0] for row in case["expect"]]
    for found, measure, (_, value, high, unit, qualifier, noun) in zip(mentions, measures, case["expect"], strict=True):
        assert found.value == pytest.approx(value, rel=1e-6)
        assert (found.high, found.unit, found.qualifier) == (high, unit, qualifier)
        assert noun is None or measure.text.endswith(noun) or (measure.text and noun.endswith(measure.text))


@pytest.mark.parametrize("case", read("measures.jsonl"), ids=lambda case: case["note"])
def test_measure(case):
    text = case["text"]
    figures = find_figures(text)
    measures = measures_of([text], [figures], [()])[0]
    found = [[text[figure.start : figure.end], measure.text] for figure, measure in zip(figures, measures, strict=True)]
    assert found == case["expect"]


@pytest.mark.parametrize("case", read("regions.jsonl"), ids=lambda case: case["note"])
def test_region(case):
    metrics = extract_metrics(table(case["text"]).assign(title=case.get("title", "")))
    assert metrics[["text", "regions"]].values.tolist() == case["expect"]


@pytest.mark.parametrize("case", read("metrics_negative.jsonl"), ids=lambda case: case["note"])
def test_no_figure(case):
    text = case["text"]
    assert [text[found.start : found.end] for found in find_figures(text)] == []


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("全县学徒9万人，其中本县的学徒3万人、外县的学徒2万人。", "level part part"),
        ("全县学徒9万人。其中，外县的学徒2万人，增长5%。", "level part change"),
        ("全县学徒9万人，其中女工2万人；木工8万人，其中外县的木工3万人。", "level level level part"),
        ("全县学徒9万人。外县的学徒2万人。", "level level"),
        ("全县学徒9万人，其中去年的学徒2万人。", "level level"),
        ("其中老城的学徒9万人，新城的学徒2万人。", "level level"),
    ],
    ids=["kinds", "a sentence of its own", "two wholes", "no word of it", "another year", "beside each other"],
)
def test_a_part_of_a_figure_before_it(text, aspects):
    assert extract_metrics(table(text).assign(date="2025-01-20"))["aspect"].tolist() == aspects.split()


def test_whole_numbers_are_days():
    articles = table(*["今年浙江收徒9万人。"] * 3)
    for days in ([20250301] * 3, [20250301.0, None, 20250301.0], [20250301, "2025-03-01", ""]):
        periods = extract_metrics(articles.assign(date=days))["period"]
        assert set(periods) - {""} == {"2025初至3月上旬"}


def test_places_of_other_texts_are_not_used_and_those_of_a_file_are(tmp_path):
    articles = table("浙江收徒9万人。", "鼓楼区收徒2万人。")
    places = find_places(articles)
    places.to_csv(tmp_path / "places.csv", index=False)
    read = extract_metrics(articles, pd.read_csv(tmp_path / "places.csv"))  # the codes beside a missing one are numbers
    assert read["regions"].tolist() == ["330000", ""]
    moved = articles.assign(text=["听说" + articles["text"][0], articles["text"][1]])
    with pytest.warns(schema.NewsutilWarning, match="1 of 2 places do not stand in these texts"):
        assert extract_metrics(moved, places)["regions"].tolist() == ["", ""]
    few = articles[:1].assign(article_id="c", text="收徒9万人。")  # of many articles: its places are none of the table
    assert extract_metrics(few, places)["regions"].tolist() == [""]
    again = articles.assign(article_id="a", text=["浙江收徒9万人。", "听说江苏收徒2万人。"])
    with pytest.warns(schema.NewsutilWarning) as said:
        assert extract_metrics(again, find_places(again))["regions"].tolist() == ["330000", "320000"]
    assert len(said) == 2


@pytest.mark.parametrize(
    ("text", "aspect", "amount"),
    [
        ("产量增长5%", "change", 5.0), ("产量下降5%", "change", -5.0), ("产量降至5吨", "level", 5000.0),
        ("农业用水占总量的六成", "share", 60.0), ("标准为300元/人", "rate", 300.0), ("播种面积3亩", "level", 2000.0),
        ("商户比去年同期多90户", "change", 90.0), ("商户同比少90户", "change", -90.0), ("商户多90户", "level", 90.0),
        ("进口下降最多，达5%", "change", -5.0), ("辍学率最高，为5%", "share", 5.0),
        ("今年商户少了90户", "change", -90.0),
        ("菜价比上年高5%", "change", 5.0), ("菜价比邻县高5%", "share", 5.0), ("菜价比邻县低5%", "share", 5.0),
        ("菜价同上年相比低了5%", "change", -5.0), ("菜价占比提高5%", "change", 5.0),
        ("雨水较常年偏少三成", "change", -30.0),
        ("粉尘浓度改善5%", "change", -5.0), ("达标率改善5%", "change", 5.0), ("改善住房5万套", "level", 50000.0),
        ("水稻增产幅度为5%", "change", 5.0), ("水稻减产9吨", "change", -9000.0), ("每亩减产9公斤", "rate", 9.0),
    ],
)  # fmt: skip
def test_aspect_and_amount(text, aspect, amount):
    row = extract_metrics(table(text)).iloc[0]
    assert row["aspect"] == aspect
    assert row["amount"] == pytest.approx(amount, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("2024年9月价格同比涨0.3%，环比降0.2%", ["change", "sequential"]),
        ("价格同比和环比分别上涨0.3%和0.2%", ["change", "sequential"]),
        ("2024年产值比2023年增长5%，比2020年增长30%", ["change", "since"]),
        ("产值由2020年的6亿元增加到2024年的9亿元，增长50%，年均增长10%", ["level", "level", "since", "average"]),
        ("烟尘年均浓度下降5%", ["change"]), ("工业占比今年提高2个百分点", ["change"]), ("产值比前一年多6%", ["change"]),
        ("新增床位2万张、学位3万个，共有床位9万张", ["change", "change", "level"]), ("城镇新增就业3万人", ["level"]),
        ("净增企业9户，其中民营企业5户", ["change", "change"]), ("新增里程3公里、突破9公里", ["change", "level"]),
        ("贫困人口从50万人减少到10万人", ["level", "level"]), ("煤矿压减至300处", ["level"]),
        ("新建公园3个", ["level"]),
        ("产值与2020年相比增长30%，与上月相比下降1%", ["since", "sequential"]),
        ("新增工人平均受训年限达到14年", ["level"]),
        ("新增平台30个、企业100户、院士工作站5家", ["change"] * 3), ("城镇新增就业人数9万人", ["level"]),
        ("每千名老人拥有床位40张", ["rate"]), ("村均收入9万元", ["rate"]), ("全村均已搬迁，收入9万元", ["level"]),
        ("每亩补助300元和200元", ["rate", "rate"]), ("每亩补助300元、大米20公斤", ["rate", "level"]),
        ("户均存款3万元", ["rate"]), ("用户均超3万户", ["level"]),
        ("每天接待游客3万人次", ["rate"]), ("年均气温16℃", ["level"]), ("单产提升工程600亩", ["level"]),
    ],
)  # fmt: skip
def test_what_figures_are_counted_from(text, aspects):
    assert extract_metrics(table(text))["aspect"].tolist() == aspects


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("北京市延庆区接待游客110万人次", "游客"), ("襄阳市襄州区人口90万人", "人口"),
        ("恩施州常住人口340万人", "常住人口"),
        ("上海地区生产总值5万亿元", "地区生产总值"), ("河北地区毕业生10万人", "毕业生"),
        ("丰林县共接待游客3万人次", "游客"),
        ("上海港吞吐量5000万吨", "上海港吞吐量"), ("延庆区属企业30家", "区属企业"),
    ],
)  # fmt: skip
def test_no_noun_begins_in_a_place(text, measure):
    assert extract_metrics(table(text))["measure"].tolist() == [measure]


def test_texts_in_traditional_characters_are_read_as_simplified_ones():
    written = ["遼寧瀋陽發放補貼５萬元，全市慰問老人３００餘名。", "辽宁沈阳发放补贴５万元，全市慰问老人３００余名。"]
    traditional, simple = (extract_metrics(table(text)) for text in written)
    assert traditional["text"].tolist() == ["５萬元", "３００餘名"]
    pd.testing.assert_frame_equal(traditional.drop(columns="text"), simple.drop(columns="text"))
    assert traditional["regions"].tolist() == ["210100", "210100"]
    found, same = (find_places(table(text)) for text in written)
    pd.testing.assert_frame_equal(found.drop(columns="text"), same.drop(columns="text"))
    assert found["text"].tolist() == ["遼寧", "瀋陽"]
    title = pd.DataFrame({"article_id": ["a"], "title": ["瀋陽建站"], "text": ["新建驛站３座。"]})
    assert home_regions(title)["adcode"].tolist() == ["210100"]
    assert home_regions(title, find_places(title))["adcode"].tolist() == ["210100"]


def test_people_and_person_times_differ():
    assert dimension_of("人", "人", "", 1) != dimension_of("人次", "人次", "", 1)
    assert dimension_of("元/人", "元", "", 1)[0] != dimension_of("元", "元", "", 1)[0]


def test_degrees_are_energy_of_electricity_alone():
    assert [dimension_of("度", "度", noun, 30)[0] for noun in ("用电", "气温")] == ["energy", "temperature"]
    speeds = [dimension_of("公里", "公里", noun, 80)[0] for noun in ("车速", "航速", "运行时速", "公路")]
    assert speeds == ["length/hour", "length/hour", "length/hour", "length"]


def test_units_are_well_formed():
    for unit in units().values():
        assert unit.factor > 0
        assert unit.kind in {
            "classifier", "measure", "money", "time", "day", "year", "age", "part", "area", "point", "skip", "sign",
        }, unit.text  # fmt: skip


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("浙江新建公园30个", ["330000"]),
        ("江苏太仓新建驿站30个，全市有志愿者2万名", ["320585", "320585"]),
        ("全国共建成驿站600家", ["100000"]),
        ("江苏、浙江共建成驿站600家", ["320000;330000"]),
        ("四川在成都等9市新建驿站600家", ["510000", "510000"]),
        ("浙江省杭州市有车5万辆。当地有桥30座", ["330100", "330100"]),
        ("新疆喀什有古城30座。全区推出线路8条", ["653100", "650000"]),
        ("浙江大豆产量达20万吨，占全国的三成", ["330000", "330000"]),
        ("浙江造船，从全国看，订单增长5%", ["100000"]),
        ("全社会用电量增长5%", ["100000"]),
        ("我国新增就业20万人。\n平均工资增长5%。\n利率降至3%。", ["100000", "100000", "100000"]),
        ("浙江成为全球第一大纽扣市场，有商户3万家", ["330000"]),
        ("来自30个国家的选手参赛", [""]),
        ("全国铁路迎来客流最高峰，发送旅客500万人次", ["100000"]),
        ("江苏、浙江分别新增岗位5万个和3万个", ["320000", "330000"]),
        ("江苏、浙江新增岗位5万个和3万个", ["320000;330000", "320000;330000"]),
        ("浙江造船产量占到了全国的三成", ["330000"]),
        ("日本财政部出售债券，共募得3亿美元", [""]),
        ("活动在浙江杭州举办，31个省（区、市）参加", ["100000"]),
        ("日本多地大雪，全国停运列车200列", [""]),
        ("中国向日本出口汽车，全国出口500万辆", ["100000"]),
        ("日本东京有车5万辆", [""]),
    ],
)
def test_regions(text, regions):
    assert extract_metrics(table(text))["regions"].tolist() == regions


@pytest.mark.parametrize(
    ("text", "places", "regions"),
    [
        ("《桂林市公园条例》施行，涉及公园30座", [(1, 4, "450300")], [("450300",)]),
        ("江苏、浙江有车5万辆。\n新增路灯30盏。", [(0, 2, "320000"), (3, 5, "330000")], [("320000", "330000"), ()]),
        (
            "会展在杭州开幕。400人参会。\n书展在成都开幕。300人参会。",
            [(3, 5, "330100"), (19, 21, "510100")],
            [("330100",), ("510100",)],
        ),
        ("杭州有车5万辆。\n新增路灯30盏。", [(0, 2, "330100")], [("330100",), ("330100",)]),
    ],
)
def test_regions_of_an_article_without_a_home(text, places, regions):
    assert find_regions(text, find_figures(text), places) == regions


def test_a_figure_that_opens_an_article_belongs_to_the_place_that_follows():
    text = "一间民宿变成40间——浙江省湖州市德清县的山村换了模样。浙江还有这样的村庄300个。"
    articles = table(text).assign(title="浙江：山村换新颜")
    assert extract_metrics(articles)["regions"].tolist() == ["330521", "330000"]


def test_a_figure_without_a_place_is_the_country_s_where_the_title_speaks_of_it():
    articles = table("轻工业出口增长5%。", "轻工业出口增长5%。", "会议收到议案30件。")
    articles["title"] = ["我国轻工业出口增长", "轻工业出口增长", "全国人大会议开幕"]
    assert extract_metrics(articles)["regions"].tolist() == ["100000", "", ""]


def test_the_provinces_and_the_corps_are_the_whole_country():
    text = "31个省（自治区、直辖市）和新疆生产建设兵团新增病例207例。"
    assert extract_metrics(table(text))["regions"].tolist() == ["100000", "100000"]


def test_missing_column_is_said():
    with pytest.raises(ValueError, match="column\\(s\\) text"):
        extract_metrics(pd.DataFrame({"article_id": ["a"]}))


def test_missing_text_is_no_figure():
    assert len(extract_metrics(pd.DataFrame({"article_id": ["a"], "text": [None]}))) == 0


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet="0123456789.,万亿千百十一两三半多余近约超个名元%％成倍分之至—-年月日人家的，。、“”《》第每/（）a",
        max_size=40,
    )
)
def test_any_text_is_read_without_overlap(text):
    mentions = find_figures(text)
    measures = measures_of([text], [mentions], [()])[0]
    assert len(measures) == len(mentions) == len(find_regions(text, mentions, []))
    end = 0
    for found in mentions:
        assert end <= found.start < found.end <= len(text)
        end = found.end


@pytest.mark.parametrize("piece", ["1", "一", "万", "每", "5万", "1—", "百分之", "《1个", "有3万名志愿者、"])
def test_long_text_without_a_full_stop(piece):
    text = piece * (20_000 // len(piece))
    mentions = find_figures(text)
    assert len(find_regions(text, mentions, [])) == len(measures_of([text], [mentions], [()])[0])


def test_quotes_lead_back_to_the_sentence():
    articles = table("天气晴。浙江有志愿者300万名。再见。")
    quotes = quote_figures(articles, extract_metrics(articles))
    assert quotes[["left", "keyword", "right"]].values.tolist() == [["浙江有志愿者", "300万名", "。"]]
    assert "<b" in quotes._repr_html_() or "bold" in quotes._repr_html_()


def test_quotes_need_the_articles():
    articles = table("浙江有志愿者300万名。")
    with pytest.raises(ValueError, match="articles of the figures are needed"):
        quote_figures(articles.assign(article_id="x"), extract_metrics(articles))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated news is not part of the project")
def test_annotated_news(tmp_path):
    """Items whose text holds markup are left out: it is text when it is read, and offsets move."""
    gold = json.loads((SHARED / "gold" / "metrics_dev.json").read_text(encoding="utf-8"))
    plain = [item for item in gold if "&nbsp;" not in item["text"]]
    assert len(plain) > 0.9 * len(gold)
    (tmp_path / "gold.json").write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    script = [sys.executable, SHARED / "tools" / "score_metrics.py", tmp_path / "gold.json", "--json"]
    figures = json.loads(subprocess.run(script, capture_output=True, text=True, check=True).stdout)
    assert figures["detection_f1"] >= 0.97
    assert figures["strict_f1"] >= 0.95
    assert figures["full_f1"] >= 0.85
    assert figures["measure_accuracy"] >= 0.85


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated page is not part of the project")
def test_annotated_page():
    import newsutil as nu

    metrics = nu.extract_metrics(nu.read_articles(SHARED / "seed" / "page.txt"))
    gold = json.loads((SHARED / "gold" / "seed_page.json").read_text(encoding="utf-8"))
    wanted = sorted(figure["text"] for article in gold for figure in article["metrics"])
    assert sorted(metrics["text"]) == wanted
