"""Comparison: what is pooled and what is not, periods, what is left out, bounds, levels, and what the figures draw."""

from __future__ import annotations

import re
from collections import Counter

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from pandas.testing import assert_frame_equal

from newsutil import schema
from newsutil.base import resources
from newsutil.metrics.comparison import comparable_measures, compare_regions
from newsutil.metrics.metrics import extract_metrics
from newsutil.metrics.quotes import quote_figures
from newsutil.metrics.reported import reported_figures
from newsutil.places import divisions
from newsutil.plots import map as boundaries
from newsutil.plots.comparison import in_words, plot_comparison, short_number
from newsutil.plots.display import describe
from newsutil.plots.over_time import kind_of, plot_over_time, spread
from newsutil.plots.style import setup
from newsutil.plots.tricolour import plot_tricolour

mpl.use("Agg")
pytestmark = pytest.mark.filterwarnings("ignore:.* are left out:newsutil.schema.NewsutilWarning")

NEWS = [
    "目前浙江有志愿者300万名。",
    "目前江苏有志愿者200多万名。",
    "目前江苏有志愿者近260万名。",
    "目前湖北有志愿服务者100万人。",
    "2024年浙江组织志愿者5000人次。",
    "2024年浙江志愿者同比增长5%。",
    "目前浙江杭州有志愿者80万名。",
    "目前四川、重庆共有志愿者500万名。",
    "目前全国有志愿者2亿名。",
]


def articles_of(news: list[str], day: str = "2024-10-20") -> pd.DataFrame:
    return pd.DataFrame({"article_id": [f"a{place}" for place in range(len(news))], "date": day, "text": news})


@pytest.fixture(scope="module")
def metrics() -> pd.DataFrame:
    return extract_metrics(articles_of(NEWS))


@pytest.fixture(autouse=True)
def _fresh_style():
    with mpl.rc_context():
        setup()
        yield
    mpl.pyplot.close("all")


def rows(table: pd.DataFrame, dimension: str, aspect: str = "level") -> pd.DataFrame:
    return table[(table["dimension"] == dimension) & (table["aspect"] == aspect)].set_index("adcode")


def figure(adcode: str, value: float, period: str, **other: object) -> dict[str, object]:
    """A row of metrics: visitors of a region in a period, of which only the last day is given for a moment."""
    days = {"article_id": f"{adcode}{period}", "text": "", "start": 0, "end": 1, "qualifier": "exact"}
    if moment := re.fullmatch(r"≤(\d{4}-\d\d-\d\d)", period):
        days["period_end"] = moment[1]
    elif re.fullmatch(r"\d{4}", period):
        days |= {"period_start": f"{period}-01-01", "period_end": f"{period}-12-31"}
    made = {"value": value, "amount": value, "unit": "人", "measure": "游客", "regions": adcode, "dimension": "person"}
    return {**days, **made, "aspect": "level", "period": period, "status": "actual", **other}


def table_of(*figures: dict[str, object]) -> pd.DataFrame:
    return schema.frame("metrics", list(figures))


def test_regions_with_median_range_and_bounds(metrics):
    table = rows(compare_regions(metrics, "志愿者"), "person")
    assert table.index.tolist() == ["320000", "330000"]
    jiangsu = table.loc["320000"]
    assert (jiangsu["mentions"], jiangsu["articles"]) == (2, 2)
    assert (jiangsu["low"], jiangsu["median"], jiangsu["high"]) == (2_000_000, 2_300_000, 2_600_000)
    assert jiangsu["bound"] == ""  # the highest is "nearly", the lowest is "more than": neither end is open
    assert table.loc["330000", "unit"] == "名"
    assert set(table["period"]) == {"2024"}
    assert set(table["status"]) == {"actual"}


def test_open_ends(metrics):
    table = rows(compare_regions(metrics.iloc[[1]], "志愿者"), "person")
    assert table["bound"].tolist() == ["lower"]
    table = rows(compare_regions(metrics.iloc[[2]], "志愿者"), "person")
    assert table["bound"].tolist() == ["upper"]


def test_dimensions_and_aspects_are_never_pooled(metrics):
    table = compare_regions(metrics, "志愿者")
    kinds = set(zip(table["dimension"], table["aspect"], strict=True))
    assert {("person", "level"), ("person_time", "level"), ("percent", "change")} <= kinds
    assert not table.duplicated(["adcode", "dimension", "aspect", "period"]).any()


def test_a_year_a_half_a_holiday_and_a_day_never_share_a_row():
    periods = ["2024", "2024H1", "2024春节", "2024-10", "≤2024-05-06", "2023–2024", "2023春节"]
    metrics = table_of(*(figure("330000", 10, period, dimension="person_time") for period in periods))
    assert sorted(compare_regions(metrics, "游客")["period"]) == sorted(periods)


def test_a_stock_counts_for_the_year_in_which_it_stands():
    metrics = table_of(
        figure("330000", 10, "≤2024-05-06"), figure("330000", 20, "≤2024-12-31"), figure("330000", 30, "2024")
    )
    table = compare_regions(metrics, "游客")
    assert table[["period", "mentions", "median"]].values.tolist() == [["2024", 3, 20.0]]
    assert table.loc[0, ["period_start", "period_end"]].tolist() == [
        pd.Timestamp(2024, 1, 1),
        pd.Timestamp(2024, 12, 31),
    ]
    assert reported_figures(metrics, "游客")["compared_period"].tolist() == ["2024"] * 3


def test_what_piles_up_keeps_the_day_up_to_which_it_is_counted():
    metrics = table_of(*(figure("330000", 10, "≤2024-05-06", dimension=name) for name in ("trip", "person_time")))
    assert set(reported_figures(metrics, "游客")["compared_period"]) == {"≤2024-05-06"}


def test_the_period_of_most_regions_comes_first_and_one_may_be_chosen():
    metrics = table_of(figure("330000", 1, "2023"), *(figure(code, 2, "2024春节") for code in ("330000", "320000")))
    assert compare_regions(metrics, "游客")["period"].tolist() == ["2024春节", "2024春节", "2023"]
    assert compare_regions(metrics, "游客", period=2023)["median"].tolist() == [1.0]
    quarters = table_of(figure("330000", 1, "2023Q1–Q3"))
    assert len(compare_regions(quarters, "游客", period="2023Q1-Q3")) == 1
    assert reported_figures(metrics, "游客", period="2024春节")["regions"].tolist() == ["330000", "320000"]


def test_plans_and_rules_only_where_asked_for():
    metrics = table_of(
        figure("330000", 1, "2024"),
        figure("330000", 2, "2024", status="planned"),
        figure("330000", 3, "", status="rule"),
    )
    for status, value in (("actual", 1.0), ("planned", 2.0), ("rule", 3.0)):
        table = compare_regions(metrics, "游客", status=status)
        assert table[["median", "status"]].values.tolist() == [[value, status]]


def test_undated_figures_only_where_asked_for():
    metrics = table_of(figure("330000", 1, "2024"), figure("330000", 2, ""))
    assert compare_regions(metrics, "游客")["median"].tolist() == [1.0]
    assert compare_regions(metrics, "游客", period="")["median"].tolist() == [2.0]


def test_one_warning_counts_what_is_left_out_by_reason():
    metrics = table_of(
        figure("330000", 1, "2024"),
        figure("330000", 1, "2023"),
        figure("320000", 1, "2023"),
        figure("330000", 1, "2024", status="planned"),
        figure("330000", 1, "", status="rule"),
        figure("330000", 1, ""),
        figure("330000", 1, "2024", dimension=""),
        figure("330000;320000", 1, "2024"),
        figure("", 1, "2024"),
        figure("330100", 1, "2024"),
        figure("100000", 1, "2024"),
        figure("999999", 1, "2024"),
        figure("320000", 1, "2024", measure="学生"),
    )
    for verb in (compare_regions, reported_figures):
        with pytest.warns(schema.NewsutilWarning) as said:
            assert len(verb(metrics, "游客", period="2024")) == 1
        assert [str(warning.message) for warning in said] == [
            "11 of 12 figures of '游客' are left out: 2 of another level, 2 of another period, 1 about no region, "
            "1 about several regions, 1 of an unknown adcode, 1 planned, 1 rule, 1 without a period, "
            "1 without a unit that can be compared. See metrics[metrics['measure'] == '游客']."
        ]


@pytest.mark.filterwarnings("error")
def test_no_warning_where_nothing_is_left_out():
    compare_regions(table_of(figure("330000", 1, "2024")), "游客")


def test_variants_are_read_as_one(metrics):
    table = rows(compare_regions(metrics, "志愿者", same={"志愿服务者": "志愿者"}), "person")
    assert "420000" in table.index
    assert set(table["unit"]) == {"人"}  # 名 and 人: the base unit


def test_parts_and_several_regions_do_not_count_unless_asked(metrics):
    assert "300万名" in set(reported_figures(metrics, "志愿者")["text"])
    assert "80万名" not in set(reported_figures(metrics, "志愿者")["text"])
    with_parts = reported_figures(metrics, "志愿者", parts=True).set_index("text")["part"]
    assert with_parts["80万名"]
    assert not with_parts["300万名"]
    assert not with_parts.index.isin(["500万名", "2亿名"]).any()
    assert rows(compare_regions(metrics, "志愿者", level="prefecture"), "person").index.tolist() == ["330100"]


def test_parts_are_marked_and_never_divided_by_the_people_of_the_whole():
    metrics = table_of(figure("140000", 500, "2024"), figure("140105", 53, "2023"))
    table = compare_regions(metrics, "游客", parts=True).set_index("period")
    assert table["part"].to_dict() == {"2024": False, "2023": True}
    assert table.loc["2024", "per_10000"] > 0
    assert np.isnan(table.loc["2023", "per_10000"])


def test_a_fall_is_negative():
    articles = articles_of(["2023年浙江产量下降5%。", "2023年江苏产量增长3%。"])
    table = rows(compare_regions(extract_metrics(articles), "产量"), "percent", "change")
    assert table["median"].to_dict() == {"320000": 3.0, "330000": -5.0}


def test_ranges_count_with_both_ends():
    row = compare_regions(extract_metrics(articles_of(["2023年浙江招募志愿者30至50名。"])), "志愿者").iloc[0]
    assert (row["low"], row["median"], row["high"]) == (30, 40, 50)


def test_per_head_for_provinces(metrics):
    table = rows(compare_regions(metrics, "志愿者"), "person")
    assert table.loc["330000", "per_10000"] == pytest.approx(3e6 / 64_567_588 * 1e4)
    assert rows(compare_regions(metrics, "志愿者"), "percent", "change")["per_10000"].isna().all()


def test_what_does_not_add_up_is_not_told_per_head():
    means = ("人均可支配收入", "粮食亩产", "平均工资", "水稻单产", "每千人床位", "房价", "失业率", "低保标准")
    sums = ("捐款", "优质均衡县", "率先达标村", "增加值", "装机功率", "国家标准", "价格补贴")
    for measures, told in ((means, False), (sums, True)):
        for measure in measures:
            row = compare_regions(table_of(figure("330000", 5, "2024", measure=measure)), measure).iloc[0]
            assert (row["per_10000"] > 0) == told, measure


def test_parts_by_kind_are_left_out_and_counted():
    text = "2024年浙江招收学徒9万人，其中来自县里的学徒3万人、外省的学徒2万人，杭州学徒1万人。"
    with pytest.warns(schema.NewsutilWarning, match=r"2 of a part by kind \(其中…\), 1 of another level"):
        table = compare_regions(extract_metrics(articles_of([text])), "学徒")
    assert table[["median", "mentions"]].values.tolist() == [[90_000, 1]]


def test_divisions_of_one_name_are_told_apart_in_tables_and_pictures():
    codes = ["110105", "220104", "320104"]
    table = compare_regions(
        table_of(*(figure(code, place + 1, year) for year in ("2023", "2024") for place, code in enumerate(codes))),
        "游客",
        level="county",
    )
    assert sorted(set(table["region"])) == ["北京朝阳区", "秦淮区", "长春朝阳区"]
    one = table[table["period"] == "2024"]
    assert [label.get_text() for label in plot_comparison(one).get_yticklabels()][1] == "长春朝阳区（1篇）"
    assert {"北京朝阳区", "长春朝阳区", "秦淮区"} <= {text.get_text() for text in plot_tricolour(one).texts}
    labels = [text.get_text().split()[0] for text in plot_over_time(table).texts]
    assert labels == ["秦淮", "长春朝阳", "北京朝阳"]
    for name in ("长春朝阳区", "长春朝阳", "220104"):
        assert len(plot_over_time(table, regions=[name]).texts) == 1
    with pytest.raises(ValueError, match=r"got '朝阳区' of several\. Give a code: 110105 \(北京朝阳区\), 220104"):
        plot_over_time(table, regions=["朝阳区"])


def test_comparable_measures_count_the_regions_of_one_period(metrics):
    table = comparable_measures(metrics, same={"志愿服务者": "志愿者"})
    first = table.iloc[0][["measure", "dimension", "aspect", "period", "status", "regions", "mentions"]]
    assert first.tolist() == ["志愿者", "person", "level", "2024", "actual", 3, 4]
    assert (table["regions"] >= 2).all()
    apart = table_of(
        figure("330000", 1, "2024"), figure("320000", 1, "2023"), figure("320000", 1, "2024", status="planned")
    )
    assert not len(comparable_measures(apart))
    assert len(comparable_measures(apart, at_least=1)) == 3


def test_argument_is_unchanged(metrics):
    before = metrics.copy(deep=True)
    compare_regions(metrics, "志愿者", same={"志愿服务者": "志愿者"})
    assert_frame_equal(metrics, before)


def test_a_table_read_from_a_file_gives_the_same(metrics, tmp_path):
    table = compare_regions(metrics, "志愿者")
    for name, made in (("metrics", metrics), ("comparison", table)):
        made.to_csv(tmp_path / f"{name}.csv", index=False)
    read = pd.read_csv(tmp_path / "metrics.csv")
    assert_frame_equal(compare_regions(read, "志愿者"), table)
    assert quote_figures(articles_of(NEWS), read)["region"].tolist()[6:8] == ["杭州市", "重庆市、四川省"]
    ax = plot_comparison(pd.read_csv(tmp_path / "comparison.csv"))
    assert ax.get_title(loc="left") == plot_comparison(table).get_title(loc="left")


@pytest.mark.parametrize("how", [{"dtype": str}, {"keep_default_na": False}, {"dtype": str, "keep_default_na": False}])
def test_numbers_that_were_read_as_texts_are_numbers(metrics, tmp_path, how):
    table = compare_regions(metrics, "志愿者")
    for name, made in (("metrics", metrics), ("comparison", table)):
        made.to_csv(tmp_path / f"{name}.csv", index=False)
    assert_frame_equal(compare_regions(pd.read_csv(tmp_path / "metrics.csv", **how), "志愿者"), table)
    read = pd.read_csv(tmp_path / "comparison.csv", **how)
    for plot in (plot_comparison, plot_tricolour):
        assert describe(plot(read).figure) == describe(plot(table).figure)


def test_wrong_calls_are_said(metrics):
    with pytest.raises(ValueError, match="a measure that is reported for a province is needed; got '驿站'"):
        compare_regions(metrics, "驿站")
    with pytest.raises(ValueError, match=r"whose figures are left out \(1 of another level\)"):
        compare_regions(metrics.iloc[[6]], "志愿者")
    with pytest.raises(
        ValueError, match=r"got period='2020', status='actual'\. There are: 2024 \(actual, regions: 2\)"
    ):
        compare_regions(metrics, "志愿者", period="2020")
    with pytest.raises(ValueError, match="level is one of province, prefecture, county; got 'village'"):
        comparable_measures(metrics, level="village")
    with pytest.raises(ValueError, match=r"status is one of actual, planned, rule; got 'hoped'\. Choose one"):
        reported_figures(metrics, "志愿者", status="hoped")
    with pytest.raises(
        ValueError, match=r"period, period_start, .*one that an earlier version saved has to be made again"
    ):
        compare_regions(metrics.drop(columns=["period", "period_start", "period_end", "status"]), "志愿者")
    with pytest.raises(ValueError, match="two rising thresholds are needed"):
        plot_tricolour(compare_regions(metrics, "志愿者"), thresholds=(5, 1))
    with pytest.raises(ValueError, match="value is one of"):
        plot_tricolour(compare_regions(metrics, "志愿者"), value="mean")


def test_quotes_say_who_when_and_what_it_is(metrics):
    articles = articles_of(NEWS).assign(title="甲", paper="乙报")
    quotes = quote_figures(articles, reported_figures(metrics, "志愿者", parts=True))
    row = quotes[quotes["keyword"] == "80万名"].iloc[0]
    told = row[["date", "paper", "title", "region", "period", "status", "left", "right"]].tolist()
    assert told == [
        pd.Timestamp(2024, 10, 20), "乙报", "甲", "浙江省", "≤2024-10-20", "actual", "目前浙江杭州有志愿者", "。",
    ]  # fmt: skip
    text = dict(zip(articles["article_id"], articles["text"], strict=True))[row["article_id"]]
    assert text[row["start"] : row["end"]] == "80万名"
    several = quote_figures(articles, metrics)
    assert "重庆市、四川省" in set(several["region"])


def test_quotes_are_refused_where_a_figure_stands_elsewhere(metrics):
    articles = articles_of(NEWS)
    moved = articles.assign(text=["据悉，" + NEWS[0], *NEWS[1:]])
    with pytest.raises(ValueError, match=r"1 of \d+ stand elsewhere, first '300万名' of article 'a0'\. Give the table"):
        quote_figures(moved, metrics)
    again = articles[:2].assign(article_id="a")
    with pytest.warns(schema.NewsutilWarning, match="1 of 2 rows repeat an article_id"):
        figures = extract_metrics(again)
    with pytest.raises(ValueError, match="each id once"):
        quote_figures(again, figures)
    assert len(quote_figures(moved, metrics[metrics["article_id"] != "a0"])) == len(metrics) - 1


@pytest.mark.parametrize(
    "dates",
    [
        ["2024年10月20日", "20241020"],
        pd.PeriodIndex(["2024-10-20"] * 2, freq="D"),
        [pd.Timestamp("2024-10-20", tz="Asia/Shanghai"), pd.Timestamp("2024-10-20", tz="UTC")],
    ],
    ids=["text", "period", "mixed zones"],
)
@pytest.mark.parametrize("ids", [["a", "b"], [1, 2]], ids=["text", "integers"])
def test_quotes_of_dates_and_ids_of_every_kind(dates, ids):
    articles = pd.DataFrame({"article_id": ids, "date": dates, "text": NEWS[:2]})
    quotes = quote_figures(articles, reported_figures(extract_metrics(articles), "志愿者"))
    assert quotes["article_id"].tolist() == list(map(str, ids))
    assert set(quotes["date"]) == {pd.Timestamp(2024, 10, 20)}


def test_quotes_of_no_figures_have_the_same_columns_and_types(metrics):
    articles = articles_of(NEWS)
    none, some = quote_figures(articles, metrics.head(0)), quote_figures(articles, metrics)
    assert len(none) == 0
    assert none.dtypes.to_dict() == some.dtypes.to_dict()
    assert none["left"].str[-22:].tolist() == []


def test_dot_plot_draws_medians_ranges_and_open_ends(metrics):
    ax = plot_comparison(compare_regions(metrics.iloc[[0, 1]], "志愿者"))
    assert ax.get_ylim()[0] == -0.7  # the first point stands whole
    assert [label.get_text() for label in ax.get_yticklabels()] == ["江苏省（1篇）", "浙江省（1篇）"]
    assert ax.get_lines()[0].get_xdata().tolist() == [2_000_000, 3_000_000]
    assert ax.get_lines()[1].get_marker() == ">"
    assert ax.get_xlabel() == "名"
    assert ax.get_xscale() == "linear"


def test_period_and_status_stand_in_title_and_caption():
    metrics = table_of(*(figure(code, 1, "2026", status="planned") for code in ("330000", "320000")))
    for plot in (plot_comparison, plot_tricolour):
        ax = plot(compare_regions(metrics, "游客", status="planned"))
        assert ax.get_title(loc="left").startswith("2026年各地报道的“游客”（计划数")
        assert "2 处计划数" in ax.figure.get_supxlabel()


@pytest.mark.parametrize("plot", [plot_comparison, plot_tricolour])
def test_several_periods_are_refused_and_listed(plot):
    table = compare_regions(table_of(figure("330000", 1, "2024"), figure("320000", 1, "2024春节")), "游客")
    with pytest.raises(
        ValueError, match=r"a table of one period is needed; got 2: 2024 \(regions: 1\), 2024春节 .*Choose"
    ):
        plot(table)


def test_parts_are_marked_in_pictures():
    table = compare_regions(table_of(figure("330100", 5, "2024")), "游客", parts=True)
    ax = plot_comparison(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["浙江省*（1篇）"]
    assert "* 含只关于其中一部分的数字" in ax.figure.get_supxlabel()
    assert "浙江\n5*" in [text.get_text() for text in plot_tricolour(table).texts]


def test_values_far_apart_get_a_logarithmic_scale():
    metrics = table_of(figure("330000", 1, "2024"), figure("320000", 200, "2024"))
    assert plot_comparison(compare_regions(metrics, "游客")).get_xscale() == "log"


def test_growth_is_drawn_in_even_steps_and_a_label_says_where_steps_are_of_ten_times():
    far = table_of(*(figure(code, value, "2024") for code, value in (("330000", 0.1), ("320000", 14))))
    growth = far.assign(aspect="change", unit="%", dimension="percent")
    for metrics, kind, label in ((far, "log", "人（对数刻度）"), (growth, "linear", "%")):
        ax = plot_comparison(compare_regions(metrics, "游客"))
        assert (ax.get_xscale(), ax.get_xlabel()) == (kind, label)
        both = pd.concat([metrics, metrics.assign(period="2023", period_start="2023-01-01", period_end="2023-12-31")])
        ax = plot_over_time(compare_regions(schema.frame("metrics", both.to_dict("records")), "游客"))
        assert (ax.get_yscale(), ax.get_ylabel()) == (kind, label)


def test_the_legend_stands_below_the_unit_and_covers_nothing():
    figures = [figure("330000", 10, "2024", qualifier="over"), figure("320000", 20, "2024", qualifier="under")]
    ax = plot_comparison(compare_regions(table_of(*figures), "游客"))
    ax.figure.draw_without_rendering()
    legend, unit = ax.get_legend().get_window_extent(), ax.xaxis.label.get_window_extent()
    assert legend.y1 <= unit.y0
    assert ax.figure.texts[0].get_window_extent().y1 <= legend.y0 + 1


def test_labels_are_drawn_as_they_stand():
    metrics = table_of(figure("330000", 1, "2024", unit="US$/A$", measure="_x^$_$"))
    ax = plot_comparison(compare_regions(metrics, "_x^$_$"))
    ax.figure.canvas.draw()
    assert [text._preprocess_math(text.get_text()) for text in (ax.title, ax._left_title, ax.xaxis.label)] == [
        ("", False), ("2024年各地报道的“_x^$_$”", False), ("US$/A$", False),
    ]  # fmt: skip


@pytest.fixture
def tiles(monkeypatch):
    """As where the boundaries are not installed."""
    monkeypatch.setattr(boundaries, "is_there", lambda: False)


def test_tile_map_has_every_province(metrics, tiles):
    ax = plot_tricolour(compare_regions(metrics, "志愿者"), thresholds=(2_500_000, 4_000_000))
    texts = [text.get_text() for text in ax.texts]
    assert len(ax.patches) == 34
    assert "230万\n2篇" in texts
    assert "300万\n1篇" in texts
    assert "未读到" in [text.get_text() for text in ax.get_legend().get_texts()]


@pytest.mark.parametrize("with_boundaries", [True, False])
def test_cities_of_several_provinces_are_a_table_in_falling_order(with_boundaries, monkeypatch):
    monkeypatch.setattr(boundaries, "is_there", lambda: with_boundaries)
    metrics = table_of(figure("330100", 80, "2024"), figure("320500", 90, "2024"), figure("411100", 20, "2024"))
    ax = plot_tricolour(compare_regions(metrics, "游客", level="prefecture"))
    names = [text.get_text() for text in ax.texts if text.get_text().endswith("市")]
    assert names == ["苏州市", "杭州市", "漯河市"]
    assert [text.get_text() for text in ax.texts if text.get_text() in "低中高"] == ["高", "中", "低"]


def test_empty_table_draws_no_region(metrics):
    empty = compare_regions(metrics.head(0), "志愿者")
    assert len(plot_tricolour(empty).patches) == 34
    ax = plot_comparison(empty)
    assert (ax.get_title(loc="left"), [text.get_text() for text in ax.texts]) == (
        "没有可比较的数字",
        ["没有可画的数据"],
    )


def test_english_pictures_hold_no_chinese_but_names():
    setup(language="en")
    measured = {"measure": "visitors", "unit": "persons", "value_high": 40e6, "qualifier": "over"}
    plans = compare_regions(
        table_of(*(figure(code, 23e6, "2024H1", status="planned", **measured) for code in ("330000", "320000"))),
        "visitors",
        status="planned",
    )
    names = {divisions.region_name(code, full=full) for code in divisions.tiles() for full in (False, True)}
    for plot in (plot_comparison, plot_tricolour):
        words = describe(plot(plans.assign(part=True)).figure)
        assert not re.search(r"[一-鿿]", re.sub("|".join(sorted(names, key=len, reverse=True)), "", words)), words
        assert '2024 first half: "visitors", as regions report it (planned' in words
    assert short_number(23_600_000) == "23.6M"


@pytest.mark.parametrize(
    ("values", "classes"), [([1, 2, 3], [0, 1, 2]), ([1, 2, 2, 2, 3], [0, 1, 1, 1, 2]), ([1, 2, 2, 2], [0, 1, 1, 1])]
)
def test_terciles_that_fall_together_leave_no_class_empty_between_others(values, classes, tiles):
    codes = list(divisions.tiles())[: len(values)]
    table = compare_regions(
        table_of(*(figure(code, value, "2024") for code, value in zip(codes, values, strict=True))), "游客"
    )
    ax = plot_tricolour(table)
    colours = [handle.get_facecolor() for handle in ax.get_legend().get_patches()]
    drawn = [patch.get_facecolor() for patch in ax.patches][: len(values)]
    assert [colours.index(colour) for colour in drawn] == classes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (12, "12"), (1100, "1100"), (23_600_000, "2360万"), (3.4e9, "34亿"), (1.35e12, "1.35万亿"),
        (-0.3, "-0.3"), (-0.25, "-0.25"),
    ],
)  # fmt: skip
def test_short_number(value, text):
    assert short_number(value) == text


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2024H1", "2024年上半年"), ("2024-05", "2024年5月"), ("≤2024-05-06", "截至2024年5月6日"),
        ("2024春节", "2024年春节"), ("2021–2025", "2021–2025年"), ("", "未写时间，"),
    ],
)  # fmt: skip
def test_periods_in_words(period, words):
    assert in_words(period) == words


@pytest.mark.parametrize(
    ("period", "other", "alike"),
    [("2024H1", "2023H2", True), ("2024春节", "2023春节", True), ("2024", "2024H1", False)],
)
def test_periods_that_are_comparable(period, other, alike):
    assert (kind_of(period) == kind_of(other)) is alike


def test_names_of_lines_are_moved_apart_no_further_than_needed():
    assert spread(np.array([0.5, 0.5, 0.9])).round(3).tolist() == [0.475, 0.525, 0.9]


@pytest.mark.parametrize(
    ("adcodes", "scope"), [(["330000"], "100000"), (["320585", "320582"], "320500"), (["320585", "320100"], "320000")]
)
def test_a_map_shows_the_division_around_its_regions(adcodes, scope):
    assert boundaries.scope_of(adcodes) == scope


def test_lines_over_comparable_periods_with_plans_hollow():
    actual = [
        figure(code, value + year, str(year)) for code, value in (("330000", 0), ("320000", 9)) for year in (2023, 2025)
    ]
    planned = [figure("330000", 2030, "2026", status="planned")]
    metrics = table_of(*actual, *planned, figure("330000", 5, "2024H1"))
    table = pd.concat([compare_regions(metrics, "游客"), compare_regions(metrics, "游客", status="planned")])
    ax = plot_over_time(table, regions=["浙江", "320000"])
    first, ahead, hollow, second = ax.get_lines()
    assert (first.get_xdata().tolist(), first.get_ydata().tolist()) == ([2023, 2025], [2023, 2025])
    assert ahead.get_xdata().tolist() == [2025, 2026]
    assert (hollow.get_ydata().tolist(), hollow.get_markerfacecolor()) == ([2030], "white")
    assert second.get_ydata().tolist() == [2032, 2034]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2023", "2025", "2026"]
    assert [text.get_text() for text in ax.texts] == ["浙江 2030", "江苏 2034（2025）"]
    led = [text.get_text() for text in ax.texts if text.arrow_patch is not None]
    assert led == ["浙江 2030"]  # a line from 2025 would cross the column of 2026 as figures do
    joined = [line for line in ax.collections if isinstance(line, LineCollection) and line.get_linewidth() == 1.8]
    assert [line.get_linestyle()[0][1] is not None for line in joined] == [True, True]  # dotted over 2024
    assert "4 处实际数、1 处计划数" in ax.figure.get_supxlabel()
    assert "另有 1 行单位、含义或时段不同，未画" in ax.figure.get_supxlabel()


def test_eight_regions_are_coloured_and_the_others_thin():
    codes = list(divisions.tiles())[:11]
    table = compare_regions(
        table_of(*(figure(code, 1, f"{year}春节") for code in codes for year in (2023, 2024))), "游客"
    )
    ax = plot_over_time(table)
    assert len(ax.texts) == 8
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["其余 3 个地区"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2023春节", "2024春节"]


def test_names_of_periods_that_would_lie_on_each_other_are_left_out():
    years = (1978, 1979, 2023, 2024)
    ax = plot_over_time(compare_regions(table_of(*(figure("330000", 1, str(year)) for year in years)), "游客"))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1979", "2024"]
    ax.figure.draw_without_rendering()
    first, second = (label.get_window_extent() for label in ax.get_xticklabels())
    assert not first.overlaps(second)


def test_over_time_needs_comparable_periods_and_known_regions():
    table = compare_regions(table_of(figure("330000", 1, "2024"), figure("330000", 1, "2024H1")), "游客")
    with pytest.raises(
        ValueError, match=r"figures of two comparable periods are needed; got 2024, 2024H1\. Compare all"
    ):
        plot_over_time(table)
    years = compare_regions(table_of(figure("330000", 1, "2024"), figure("330000", 1, "2023")), "游客")
    with pytest.raises(ValueError, match=r"got 1, of which not there: 江苏\. Choose out of 浙江省"):
        plot_over_time(years, regions=["江苏"])
    assert plot_over_time(years.head(0)).get_title(loc="left") == "没有可比较的数字"


@pytest.mark.skipif(not boundaries.is_there(), reason="the extra map is not installed")
class TestMap:
    def drawn(self, codes: list[str], level: str) -> mpl.axes.Axes:
        metrics = table_of(*(figure(code, place + 1, "2024") for place, code in enumerate(codes)))
        return plot_tricolour(compare_regions(metrics, "游客", level=level))

    def test_provinces_with_the_lines_and_islands_of_the_south_china_sea(self):
        ax = self.drawn(["330000", "460000", "110000"], "province")
        assert len(ax.patches) == 34
        assert {"浙江\n1", "海南\n2", "北京\n3", "台湾"} <= {text.get_text() for text in ax.texts}
        (inset,) = ax.child_axes
        for part in (ax, inset):
            assert len(part.collections[0].get_segments()) == 9
        assert len(inset.patches) > 4

    @pytest.mark.parametrize(
        ("codes", "level", "outlines"),
        [
            (["510100", "513200", "510300"], "prefecture", 21),
            (["510104", "510131", "510129"], "county", 20),
            (["330106", "330521", "331102"], "county", 90),
            (["110105", "110106", "110119"], "county", 16),
        ],
        ids=["cities", "counties of a city", "counties of a province", "districts"],
    )
    def test_divisions_of_a_province_or_city(self, codes, level, outlines):
        ax = self.drawn(codes, level)
        assert len(ax.patches) == outlines
        assert not ax.child_axes
        names = {divisions.region_name(code, full=False) for code in codes}
        assert names <= {text.get_text().split("\n")[0] for text in ax.texts}

    def test_islands_stand_in_the_inset_and_keep_their_label(self):
        ax = self.drawn(["460100", "460300"], "prefecture")
        assert len(ax.child_axes) == 1
        assert "三沙\n2" in [text.get_text() for text in ax.texts]
        assert ax.get_ylim()[0] > boundaries.albers(np.array([[110.0, 17.0]]))[0, 1]

    def test_a_county_without_an_outline_is_named(self):
        ax = self.drawn(["232761", "232701"], "county")
        assert any(text.get_text().startswith("没有边界，未画：加格达奇区 1") for text in ax.texts)

    def test_every_code_has_an_outline_but_the_six_that_no_file_has(self):
        without = {
            code for code, known in divisions.divisions().items() if code[2:4] != "00" and not boundaries._outline(code)
        }
        assert {code for code in without if divisions.level_of(code) == "prefecture"} == set()
        assert without == {"232761", "232762", "232763", "232764", "653228", "653229"}

    def test_projection_keeps_areas(self):
        corners = np.array([(100.0, 30.0), (100.0, 31.0), (101.0, 31.0), (101.0, 30.0)])
        edge = np.vstack([np.linspace(a, b, 200) for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)])
        assert boundaries.albers(np.array([[105.0, 30.0]])).round(1).tolist() == [[0.0, 3185.9]]
        x, y = boundaries.albers(edge).T
        area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
        sphere = 6371.0088**2 * np.radians(1) * (np.sin(np.radians(31)) - np.sin(np.radians(30)))
        assert area == pytest.approx(sphere, rel=1e-4)


def test_a_measure_is_named_without_its_region():
    texts = ["2025年广东地区生产总值增长3.9%。", "2025年，广西的地区生产总值增长5.1%。"]
    articles = pd.DataFrame({"article_id": ["a", "b"], "date": ["2026-02-01", "2026-02-02"], "text": texts})
    measures = comparable_measures(extract_metrics(articles))
    assert measures[["measure", "period", "regions"]].values.tolist() == [["地区生产总值", "2025", 2]]


def test_a_measure_is_the_same_with_and_without_de():
    texts = ["2025年广东规上工业增加值增长4%。", "2025年广西规上工业的增加值增长7%。"]
    articles = pd.DataFrame({"article_id": ["a", "b"], "date": ["2026-02-01", "2026-02-02"], "text": texts})
    for measure in ("规上工业增加值", "规上工业的增加值"):
        assert compare_regions(extract_metrics(articles), measure)["adcode"].tolist() == ["440000", "450000"]


def test_what_has_several_units_is_named_by_one_of_them():
    """30万学时 beside 20万课时 stand in one unit, which a table must be able to name."""
    dimensions = Counter(row["dimension"] for row in resources.table("numbers/units") if row["kind"] != "skip")
    named = {row["dimension"] for row in resources.table("numbers/base_units")}
    assert {dimension for dimension, units in dimensions.items() if units > 1} - named == set()


def test_rows_that_stand_twice_count_once():
    articles = pd.DataFrame({"article_id": ["a"], "date": ["2025-01-05"], "text": ["2024年末浙江有志愿者300万名。"]})
    metrics = extract_metrics(articles)
    with pytest.warns(
        schema.NewsutilWarning, match="1 of 2 figures of '志愿者' are left out: 1 of a row that stands twice"
    ):
        table = compare_regions(pd.concat([metrics, metrics]), "志愿者")
    assert table["mentions"].tolist() == [1]
