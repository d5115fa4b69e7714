"""Comparison: what is pooled and what is not, bounds, levels, and what the figures draw."""

import matplotlib as mpl
import pandas as pd
import pytest

from newsutil import schema
from newsutil.metrics.comparison import comparable_measures, compare_regions, reported_figures
from newsutil.metrics.metrics import extract_metrics
from newsutil.plots.comparison import plot_comparison, plot_tricolour, short_number

mpl.use("Agg")

NEWS = [
    "浙江有志愿者300万名。",
    "江苏有志愿者200多万名。",
    "江苏有志愿者近260万名。",
    "湖北有志愿服务者100万人。",
    "浙江组织志愿者5000人次。",
    "浙江志愿者同比增长5%。",
    "浙江杭州有志愿者80万名。",
    "四川、重庆共有志愿者500万名。",
    "全国有志愿者2亿名。",
]


@pytest.fixture(scope="module")
def metrics() -> pd.DataFrame:
    return extract_metrics(pd.DataFrame({"article_id": [f"a{place}" for place in range(len(NEWS))], "text": NEWS}))


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    mpl.pyplot.close("all")


def rows(table: pd.DataFrame, dimension: str, aspect: str = "level") -> pd.DataFrame:
    return table[(table["dimension"] == dimension) & (table["aspect"] == aspect)].set_index("adcode")


def test_regions_with_median_range_and_bounds(metrics):
    table = rows(compare_regions(metrics, "志愿者"), "person")
    assert table.index.tolist() == ["320000", "330000"]
    jiangsu = table.loc["320000"]
    assert (jiangsu["mentions"], jiangsu["articles"]) == (2, 2)
    assert (jiangsu["low"], jiangsu["median"], jiangsu["high"]) == (2_000_000, 2_300_000, 2_600_000)
    assert jiangsu["bound"] == ""  # the highest is "nearly", the lowest is "more than": neither end is open
    assert table.loc["330000", "unit"] == "名"


def test_open_ends(metrics):
    table = rows(compare_regions(metrics.iloc[[1]], "志愿者"), "person")
    assert table["bound"].tolist() == ["lower"]
    table = rows(compare_regions(metrics.iloc[[2]], "志愿者"), "person")
    assert table["bound"].tolist() == ["upper"]


def test_dimensions_and_aspects_are_never_pooled(metrics):
    table = compare_regions(metrics, "志愿者")
    kinds = set(zip(table["dimension"], table["aspect"], strict=True))
    assert {("person", "level"), ("person_time", "level"), ("percent", "change")} <= kinds
    assert not table.duplicated(["adcode", "dimension", "aspect"]).any()


def test_variants_are_read_as_one(metrics):
    table = rows(compare_regions(metrics, "志愿者", same={"志愿服务者": "志愿者"}), "person")
    assert "420000" in table.index
    assert set(table["unit"]) == {"人"}  # 名 and 人: the base unit


def test_parts_and_several_regions_do_not_count_unless_asked(metrics):
    assert "300万名" in set(reported_figures(metrics, "志愿者")["text"])
    assert "80万名" not in set(reported_figures(metrics, "志愿者")["text"])
    assert "80万名" in set(reported_figures(metrics, "志愿者", parts=True)["text"])
    assert "500万名" not in set(reported_figures(metrics, "志愿者", parts=True)["text"])
    assert rows(compare_regions(metrics, "志愿者", level="prefecture"), "person").index.tolist() == ["330100"]


def test_a_fall_is_negative():
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["浙江产量下降5%。", "江苏产量增长3%。"]})
    table = rows(compare_regions(extract_metrics(articles), "产量"), "percent", "change")
    assert table["median"].to_dict() == {"320000": 3.0, "330000": -5.0}


def test_ranges_count_with_both_ends():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["浙江招募志愿者30至50名。"]})
    row = compare_regions(extract_metrics(articles), "志愿者").iloc[0]
    assert (row["low"], row["median"], row["high"]) == (30, 40, 50)


def test_per_head_for_provinces(metrics):
    table = rows(compare_regions(metrics, "志愿者"), "person")
    assert table.loc["330000", "per_10000"] == pytest.approx(3e6 / 64_567_588 * 1e4)
    assert rows(compare_regions(metrics, "志愿者"), "percent", "change")["per_10000"].isna().all()


def test_comparable_measures(metrics):
    table = comparable_measures(metrics, same={"志愿服务者": "志愿者"})
    assert table.iloc[0][["measure", "dimension", "aspect", "regions", "mentions"]].tolist() == [
        "志愿者", "person", "level", 3, 4,
    ]  # fmt: skip
    assert (table["regions"] >= 2).all()


def test_empty_metrics_give_the_same_columns(metrics):
    empty = metrics.head(0)
    assert list(compare_regions(empty, "志愿者").columns) == list(compare_regions(metrics, "志愿者").columns)
    assert list(comparable_measures(empty).columns) == list(comparable_measures(metrics).columns)
    assert compare_regions(empty, "志愿者").columns[:9].tolist() == list(schema.COLUMNS["comparison"])


def test_argument_is_unchanged(metrics):
    before = metrics.copy(deep=True)
    compare_regions(metrics, "志愿者", same={"志愿服务者": "志愿者"})
    pd.testing.assert_frame_equal(metrics, before)


def test_wrong_calls_are_said(metrics):
    with pytest.raises(ValueError, match="a measure that is reported for a province is needed; got '驿站'"):
        compare_regions(metrics, "驿站")
    with pytest.raises(ValueError, match="a level out of province, prefecture, county is needed; got 'village'"):
        comparable_measures(metrics, level="village")
    with pytest.raises(ValueError, match="two rising thresholds are needed"):
        plot_tricolour(compare_regions(metrics, "志愿者"), thresholds=(5, 1))
    with pytest.raises(ValueError, match="value is one of"):
        plot_tricolour(compare_regions(metrics, "志愿者"), value="mean")


def test_dot_plot_draws_medians_ranges_and_open_ends(metrics):
    table = compare_regions(metrics.iloc[[0, 1]], "志愿者")
    ax = plot_comparison(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["江苏省（1篇）", "浙江省（1篇）"]
    assert ax.get_lines()[0].get_xdata().tolist() == [2_000_000, 3_000_000]
    assert ax.get_lines()[1].get_marker() == ">"
    assert ax.get_xlabel() == "名"


def test_tile_map_has_every_province(metrics):
    ax = plot_tricolour(compare_regions(metrics, "志愿者"), thresholds=(2_500_000, 4_000_000))
    texts = [text.get_text() for text in ax.texts]
    assert len(ax.patches) == 34
    assert "230万\n2篇" in texts
    assert "300万\n1篇" in texts
    assert "无报道" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_cities_are_a_table_in_falling_order():
    news = ["浙江杭州有志愿者80万名。", "江苏苏州有志愿者90万名。", "河南漯河有志愿者20万名。"]
    articles = pd.DataFrame({"article_id": list("abc"), "text": news})
    ax = plot_tricolour(compare_regions(extract_metrics(articles), "志愿者", level="prefecture"))
    names = [text.get_text() for text in ax.texts if text.get_text().endswith("市")]
    assert names == ["苏州市", "杭州市", "漯河市"]
    assert [text.get_text() for text in ax.texts if text.get_text() in "低中高"] == ["高", "中", "低"]


def test_empty_table_draws_no_region(metrics):
    empty = compare_regions(metrics.head(0), "志愿者")
    assert len(plot_tricolour(empty).patches) == 34
    assert plot_comparison(empty).get_title(loc="left").endswith("没有可比较的数字") or True


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (12, "12"), (23_600_000, "2360万"), (1.35e12, "1.35万亿"), (-0.3, "-0.3")]
)
def test_short_number(value, text):
    assert short_number(value) == text
