"""What all figures share: style, the check for missing glyphs, the text of the data drawn, the same bytes each time."""

from __future__ import annotations

import itertools
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import newsutil as nu
from newsutil.plots.comparison import scale
from newsutil.plots.display import describe
from newsutil.plots.labels import apart
from newsutil.plots.style import AMBER, FONT, GREEN, PALETTE, RED
from newsutil.plots.trends import period_ticks


@pytest.fixture(autouse=True)
def fresh_settings():
    """Each test starts from the package's style and leaves matplotlib as it was."""
    with mpl.rc_context():
        nu.setup()
        yield
    plt.close("all")


def bars(values=(12, 9), names=("漯河", "呼兰"), colour="#0072B2"):
    figure, ax = plt.subplots()
    ax.barh(list(names), list(values), color=colour)
    ax.set_title("爱心驿站 报道篇数")
    return figure


def test_setup_sets_the_chinese_font():
    assert mpl.rcParams["font.family"] == [FONT]


@pytest.mark.parametrize(
    "changed",
    [
        lambda: bars(values=(13, 9)),
        lambda: bars(values=(9, 12)),
        lambda: bars(names=("呼兰", "漯河")),
        lambda: bars(colour="#E69F00"),
    ],
    ids=["value", "values swapped", "names swapped", "colour"],
)
def test_description_changes_with_what_is_drawn(changed):
    assert describe(changed()) != describe(bars())


def test_description_says_what_is_drawn():
    figure, ax = plt.subplots()
    ax.barh(["漯河", "呼兰"], [12, 9], color="#0072B2")
    assert describe(figure).split("\n") == [
        "[1]", "  y ticks 漯河 | 呼兰", "  bars 12 9", "  colours #0072b2 #c69a04bf",
    ]  # fmt: skip


def test_description_is_the_same_for_the_same_figure():
    assert describe(bars()) == describe(bars())


def drawn_with(draw) -> str:
    figure, ax = plt.subplots()
    draw(ax)
    return describe(figure)


@pytest.mark.parametrize(
    ("draw", "other"),
    [
        (lambda ax: ax.plot([1, 2, 3], [1, 4, 9]), lambda ax: ax.plot([1, 2, 3], [1, 4, 8])),
        (lambda ax: ax.plot([1, 2, 3], [1, 4, 9]), lambda ax: ax.plot([1, 2, 4], [1, 4, 9])),
        (lambda ax: ax.scatter([1, 2], [3, 4]), lambda ax: ax.scatter([1, 2], [3, 5])),
        (lambda ax: ax.fill_between([1, 2], [0, 0], [3, 4]), lambda ax: ax.fill_between([1, 2], [0, 0], [3, 5])),
        (lambda ax: ax.imshow([[1, 2], [3, 4]]), lambda ax: ax.imshow([[1, 2], [4, 3]])),
        (lambda ax: ax.pcolormesh([[1, 2], [3, 4]]), lambda ax: ax.pcolormesh([[1, 2], [3, np.nan]])),
        (lambda ax: ax.hlines([1, 2], [0, 0], [3, 4]), lambda ax: ax.hlines([1, 2], [0, 0], [3, 5])),
        (lambda ax: ax.text(0.5, 0.5, "黑龙江"), lambda ax: ax.text(0.5, 0.5, "浙江")),
        (lambda ax: ax.set_xlabel("篇"), lambda ax: ax.set_xlabel("％")),
    ],
    ids=["line", "line, x", "points", "band", "image", "heat map", "segments", "text", "axis label"],
)
def test_description_covers_every_kind_of_mark(draw, other):
    assert drawn_with(draw) != drawn_with(other)


def test_missing_glyph_is_refused_and_named():
    figure = bars(names=("漯河", "\U00013000"))
    with pytest.raises(ValueError, match="there is no glyph for '\U00013000'"):
        nu.show(figure)


def test_show_prints_the_description_and_closes_the_figure(capsys):
    figure = bars()
    expected = describe(figure)
    nu.show(figure)
    assert capsys.readouterr().out == expected + "\n"
    assert not plt.fignum_exists(figure.number)


def test_a_caption_wider_than_its_figure_is_wrapped_between_clauses():
    figure = plt.figure(figsize=(4.0, 2.0))
    nu.caption(figure, "点为占该组文章的比例；横线为百分之九十五的区间；括号内为该组的文章数")
    figure.draw_without_rendering()
    assert figure.get_supxlabel().split("\n") == [
        "点为占该组文章的比例；横线为百分之九十五的区间；",
        "括号内为该组的文章数",
    ]
    assert figure._supxlabel.get_window_extent().x1 <= figure.bbox.x1
    nu.caption(figure, "共 3 篇；甲报")
    assert figure.get_supxlabel() == "共 3 篇；甲报"


def test_saved_files_are_the_same_bytes_each_time(tmp_path):
    for name in ("first", "second"):
        nu.show(bars(), save_as=tmp_path / "figures" / name)
    for suffix in (".png", ".svg"):
        first, second = (tmp_path / "figures" / f"{name}{suffix}" for name in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [
        "first.png", "first.svg", "second.png", "second.svg",
    ]  # fmt: skip


def test_a_figure_that_cannot_be_saved_leaves_the_one_that_was_there(tmp_path, monkeypatch):
    nu.show(bars(), save_as=tmp_path / "a")
    before = (tmp_path / "a.png").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space left"):
        nu.show(bars(values=(1, 2)), save_as=tmp_path / "a")
    assert (tmp_path / "a.png").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "a.svg"]


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.1."""
    channels = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], channels))


def test_three_colours_and_neighbours_of_the_palette_differ_in_grey():
    red, green, amber = luminance(RED), luminance(GREEN), luminance(AMBER)
    assert red + 0.1 < green < amber - 0.1
    steps = [abs(luminance(a) - luminance(b)) for a, b in itertools.pairwise(PALETTE[:5])]
    assert min(steps) > 0.03


# --- what the pictures of words, topics and trends show ---------------------------------------------------------------


PAIRS = pd.DataFrame(
    {
        "term": ["小麦", "小麦", "收割", "$x^$", "小麦"],
        "other": ["收割", "农机", "农机", "_b$", "_b$"],
        "articles": [9, 8, 7, 6, 5],
        "npmi": [0.9, 0.8, 0.7, 0.6, 0.1],
        "term_articles": [20, 20, 12, 8, 20],
        "other_articles": [12, 10, 10, 6, 6],
    }
)


def trends_over(periods, every: str = "month", **columns) -> pd.DataFrame:
    table = {
        "keyword": "粮食", "group": "", "period": periods, "total": 40, "share": 0.5, "low": 0.4, "high": 0.6,
        "thin": False, "every": every,
    }  # fmt: skip
    return pd.DataFrame(table | columns)


def drawn_words(figure) -> str:
    """All that stands in a picture, as it is drawn: what matplotlib takes for a formula fails here."""
    figure.draw_without_rendering()
    return describe(figure)


def test_a_network_joins_words_of_the_same_articles_and_colours_clusters():
    ax = nu.plot_network(PAIRS)
    assert [text.get_text() for text in ax.texts] == ["小麦", "收割", r"\$x^\$", "农机", r" _b\$"]
    assert len(ax.collections[0].get_segments()) == 5
    assert [len(points.get_offsets()) for points in ax.collections[1:]] == [3, 2]
    largest = [points.get_sizes().max() for points in ax.collections[1:]]
    assert largest[0] / largest[1] == pytest.approx(20 / 8)
    assert "5 个词、5 对（共 5 对" in ax.figure.get_supxlabel()
    assert "小麦 | 收割 | $x^$ | 农机 |  _b$" in drawn_words(ax.figure)
    assert describe(nu.plot_network(PAIRS).figure) == describe(ax.figure)
    assert len(nu.plot_network(PAIRS, edges=2).texts) == 3


def test_labels_of_a_network_do_not_cover_each_other():
    chance = np.random.default_rng(0)
    words = [f"词语{number}" for number in range(40)]
    ends = chance.choice(40, (150, 2))
    ends = ends[ends[:, 0] < ends[:, 1]]
    pairs = pd.DataFrame({"term": np.take(words, ends[:, 0]), "other": np.take(words, ends[:, 1])})
    pairs = pairs.assign(npmi=chance.uniform(0.1, 0.9, len(pairs)), term_articles=9, other_articles=9)
    ax = nu.plot_network(pairs.drop_duplicates(["term", "other"]))
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    covered = sum(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert len(boxes) > 30
    assert covered <= 2


def test_a_word_cloud_draws_words_by_weight_the_same_each_time(tmp_path):
    pytest.importorskip("wordcloud")
    weights = pd.Series({"小麦": 9.0, "$x^$": 5.0, "收割": 3.0, "无": 0.0})
    ax = nu.plot_wordcloud(weights)
    assert [patch.get_label() for patch in ax.patches] == ["小麦", r"\$x^\$", "收割"]
    heights = [patch.get_path().get_extents().height for patch in ax.patches]
    assert heights[0] > heights[2] > 0
    boxes = [patch.get_path().get_extents() for patch in ax.patches]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert "words 小麦 | $x^$ | 收割" in describe(ax.figure)
    for name, drawn in (("first", ax), ("second", nu.plot_wordcloud(weights))):
        nu.show(drawn.figure, save_as=tmp_path / name)
    assert (tmp_path / "first.png").read_bytes() == (tmp_path / "second.png").read_bytes()
    table = pd.DataFrame({"term": ["甲", "乙", "甲"], "count": [2, 3, 2]})
    ax = nu.plot_wordcloud(table)
    assert [patch.get_label() for patch in ax.patches] == ["甲", "乙"]
    assert ax.figure.get_supxlabel() == "2 个词；字号随词频增大，颜色和位置没有含义"
    with pytest.raises(ValueError, match=r"with term and one of weight, count.*got columns word"):
        nu.plot_wordcloud(pd.DataFrame({"word": ["甲"]}))


@pytest.mark.parametrize(
    ("periods", "every", "expected"),
    [
        (pd.date_range("2000-01-01", periods=25, freq="YS"), "year", r"(19|20)\d\d"),
        (pd.date_range("2019-01-01", periods=30, freq="QS"), "quarter", r"20\d\dQ[1-4]"),
        (pd.date_range("2015-03-01", periods=130, freq="MS"), "month", r"20\d\d-\d\d"),
        (pd.date_range("2023-01-02", periods=20, freq="W-MON"), "week", r"\d\d-\d\d"),
        (pd.date_range("2023-12-20", periods=31), "day", r"20\d\d-\d\d-\d\d"),
    ],
)
@pytest.mark.parametrize("plot", ["plot_trends", "plot_trend_heatmap"])
def test_ticks_are_the_periods_of_the_data_and_keep_apart(plot, periods, every, expected):
    ax = getattr(nu, plot)(trends_over(periods, every))
    shown = ax if plot == "plot_trend_heatmap" else ax.figure.axes[1]
    ax.figure.draw_without_rendering()
    labels = [label for label in shown.get_xticklabels() if label.get_text()]
    assert len(labels) >= 3
    assert all(re.fullmatch(expected, label.get_text()) for label in labels)
    boxes = [label.get_window_extent() for label in labels]
    assert not any(one.overlaps(other) for one, other in itertools.pairwise(boxes))


def test_ticks_fall_on_the_same_months_of_every_year():
    months = pd.date_range("2023-01-01", periods=18, freq="MS")
    names = ["2023-01", "2023-04", "2023-07", "2023-10", "2024-01", "2024-04"]
    assert period_ticks(months, "month", 5.0) == ([0, 3, 6, 9, 12, 15], names)


def test_boxes_that_cover_each_other_part_along_the_shorter_way():
    moved = apart(np.zeros((2, 2)), np.array([[4.0, 1.0], [4.0, 1.0]]))
    assert moved.round(1).tolist() == [[0.0, -0.5], [0.0, 0.5]]


def test_a_table_without_every_shows_its_kind_of_period():
    years = trends_over(pd.date_range("2022-01-01", periods=3, freq="YS")).drop(columns="every")
    labels = [label.get_text() for label in nu.plot_trends(years).figure.axes[1].get_xticklabels()]
    assert labels == ["2022", "2023", "2024"]


def test_first_and_last_periods_that_are_not_covered_are_hatched():
    months = pd.date_range("2023-01-01", periods=4, freq="MS")
    ax = nu.plot_trends(trends_over(months, partial=[True, False, False, False]))
    assert [bar.get_hatch() for bar in ax.figure.axes[1].patches] == ["////", None, None, None]
    assert ax.get_legend().get_texts()[-1].get_text() == "首尾不完整的时段（斜纹）"
    heat = nu.plot_trend_heatmap(trends_over(months, partial=[True, False, False, False]))
    assert [(patch.get_x(), patch.get_hatch()) for patch in heat.patches] == [(0, "////")]
    assert heat.get_xlabel() == "首尾不完整的时段（斜纹）"
    whole = nu.plot_trends(trends_over(months, partial=False))
    assert whole.get_legend() is None


def test_legend_stands_above_a_line_at_the_top_in_a_small_picture_too():
    table = trends_over(pd.date_range("2022-01-01", periods=3, freq="YS"), share=1.0, high=1.0, thin=True, partial=True)
    figure = plt.figure(figsize=(11, 7.5), layout="constrained")
    ax = nu.plot_trends(pd.concat([table, table.assign(keyword="稻田")]), ax=figure.add_subplot(2, 2, 1))
    figure.draw_without_rendering()
    assert ax.get_legend().get_window_extent().y0 > ax.transData.transform((0, 1.0))[1]


def test_no_share_is_marked_above_all_articles():
    ax = nu.plot_trends(trends_over(pd.date_range("2022-01-01", periods=3, freq="YS"), share=1.0, high=1.0, thin=True))
    assert ax.get_ylim()[1] > 1.1  # room for the legend
    assert max(ax.get_yticks()) == 1


def test_numbers_are_written_only_where_they_fit():
    few, many = (pd.date_range("2015-01-01", periods=number, freq="MS") for number in (6, 60))
    assert len(nu.plot_trend_heatmap(trends_over(few)).texts) == 6
    assert len(nu.plot_trend_heatmap(trends_over(many)).texts) == 0


def test_few_articles_are_marked_where_no_number_fits():
    months = pd.date_range("2015-01-01", periods=60, freq="MS")
    heat = nu.plot_trend_heatmap(trends_over(months, thin=[True, False] * 30))
    assert len(heat.collections[1].get_offsets()) == 30
    assert heat.get_xlabel() == "空心点：文章少"
    assert heat.get_title(loc="left").startswith("“")  # of one keyword its name


def test_axes_of_a_figure_add_to_its_caption():
    figure, axes = plt.subplots(1, 3)
    table = trends_over(pd.date_range("2022-01-01", periods=3, freq="YS"))
    for ax, total in zip(axes, (40, 50, 50), strict=True):
        nu.plot_trends(table.assign(total=total), ax=ax)
    assert figure.get_supxlabel().split("\n") == ["共 120 篇文章；色带为 95% 区间", "共 150 篇文章；色带为 95% 区间"]
    nu.caption(axes[0], "自己的说明")
    assert figure.get_supxlabel() == "自己的说明"


def test_pictures_are_on_white_after_a_dark_style():
    with plt.style.context("dark_background"):
        nu.setup()
        ax = nu.plot_trends(trends_over(pd.date_range("2022-01-01", periods=3, freq="YS")))
    assert {to_hex(ax.figure.get_facecolor()), to_hex(ax.get_facecolor())} == {"#ffffff"}


def test_a_unit_of_one_character_stands_upright():
    ax = plt.figure().subplots()
    scale(ax, "y", pd.DataFrame({"unit": ["个"], "low": [1.0], "high": [2.0], "aspect": ["level"]}))
    assert ax.yaxis.label.get_rotation() == 0


def test_what_marks_a_period_leaves_its_numbers_and_lines_free():
    months = pd.date_range("2023-01-01", periods=2, freq="MS")
    heat = nu.plot_trend_heatmap(trends_over(months, share=[0.5, 0.1], partial=[True, False]))
    (strip,) = heat.patches
    assert strip.get_y() + strip.get_height() < 0  # the rows begin at 0 and go down
    ax = nu.plot_trends(trends_over(months, share=[0.5, 0.1], high=[0.6, 0.2], partial=[True, False]))
    ax.figure.draw_without_rendering()
    legend = ax.get_legend().get_window_extent()
    assert legend.y0 > ax.transData.transform((0, 0.6))[1]


def test_keyness_fills_what_is_significant_and_leaves_out_words_of_one_article():
    table = pd.DataFrame(
        {
            "term": ["小麦", "US$5和A$3", "一篇"], "group": "甲", "count": [9, 8, 70], "log_ratio": [3.0, 2.0, 5.0],
            "g2": [30.0, 2.0, 90.0], "p_adjusted": [0.001, 0.4, 0.001], "articles": [5, 4, 1],
            "log_ratio_low": [2.0, -1.0, 1.0], "log_ratio_high": [4.0, 5.0, 9.0],
        }
    )  # fmt: skip
    ax = nu.plot_keyness(table)
    assert [line.get_xdata().tolist() for line in ax.lines[:2]] == [[3.0], [2.0]]
    assert [line.get_markerfacecolor() for line in ax.lines[:2]] == [PALETTE[0], "white"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["甲", "p ≥ 0.05（空心）"]
    assert "y ticks 小麦（9次，5篇） | US$5和A$3（8次，4篇）" in drawn_words(ax.figure)
    assert ax.get_ylim() == (1.7, -0.7)  # the points of the first and last word stand whole


def test_twelve_topics_have_looks_and_numbers_of_their_own():
    chance = np.random.default_rng(0)
    topic = pd.Series(np.arange(240) % 12 + 1, dtype="Int64")
    topic[:5] = pd.NA
    places = pd.DataFrame(
        {"article_id": "a", "topic": topic, "x": chance.normal(size=240), "y": chance.normal(size=240)}
    )
    ax = nu.plot_topic_map(places, names=pd.Series("词·$a$", index=range(1, 13)))
    looks = {
        (tuple(points.get_facecolor()[0][:3]), points.get_paths()[0].vertices.tobytes()) for points in ax.collections
    }
    assert len(looks) == 13
    ax.figure.draw_without_rendering()
    boxes = [label.get_bbox_patch().get_window_extent() for label in ax.texts]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend[:2] == ["不属于任何主题", r"1 词·\$a\$"]
    assert "1 词·$a$" in describe(ax.figure)


@pytest.mark.parametrize("groups", [2, 8])
def test_charts_of_topics_by_few_groups_do_not_touch(groups):
    rows = [(topic, f"20{group}0", 9, 0.4, 0.1, 0.9) for topic in range(1, 13) for group in range(groups)]
    shares = pd.DataFrame(rows, columns=["topic", "group", "total", "share", "low", "high"])
    ax = nu.plot_topic_shares(shares, names=pd.Series("居民·惠及", index=range(1, 13)))
    ax.figure.draw_without_rendering()
    boxes = [inner.get_tightbbox() for inner in ax.child_axes]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_grey_stands_for_none_alone():
    saturation = [max(mpl.colors.to_rgb(colour)) - min(mpl.colors.to_rgb(colour)) for colour in PALETTE]
    assert min(saturation) > 0.2


TRENDS = trends_over(pd.date_range("2023-01-01", periods=4, freq="MS"))
KEYNESS = ["term", "group", "count", "log_ratio", "g2", "p_adjusted", "articles", "log_ratio_low", "log_ratio_high"]
EMPTY = {
    "plot_trends": TRENDS[:0],
    "plot_trend_heatmap": TRENDS[:0],
    "plot_keyness": pd.DataFrame({name: [] for name in KEYNESS}),
    "plot_topics": pd.DataFrame({"topic": [], "rank": [], "term": [], "weight": []}),
    "plot_topic_map": pd.DataFrame({"article_id": [], "topic": pd.Series([], dtype="Int64"), "x": [], "y": []}),
    "plot_topic_shares": pd.DataFrame({name: [] for name in ("topic", "group", "total", "share", "low", "high")}),
    "plot_network": PAIRS[:0],
    "plot_wordcloud": pd.Series(dtype="float64"),
}


@pytest.mark.parametrize("name", list(EMPTY))
def test_empty_tables_draw_one_sentence(name):
    ax = getattr(nu, name)(EMPTY[name])
    assert [text.get_text() for text in ax.texts] == ["没有可画的数据"]
    assert not ax.axison
    nu.setup(language="en")
    assert getattr(nu, name)(EMPTY[name]).texts[0].get_text() == "Nothing to draw"


def test_signs_of_mathtext_are_drawn_as_they_are():
    table = trends_over(TRENDS["period"], keyword="US$5和A$3")
    assert "“US$5和A$3”的报道" in drawn_words(nu.plot_trends(table).figure)
    two = pd.concat([table, trends_over(TRENDS["period"], keyword="$x^$")])
    assert "legend US$5和A$3 | $x^$" in drawn_words(nu.plot_trends(two).figure)
    assert "y ticks US$5和A$3 | $x^$" in drawn_words(nu.plot_trend_heatmap(two).figure)
    terms = pd.DataFrame({"topic": 1, "rank": [1, 2], "term": ["$x^$", "_a"], "weight": [2.0, 1.0]})
    assert "y ticks $x^$ |  _a" in drawn_words(nu.plot_topics(terms).figure)
    shares = pd.DataFrame({"topic": [1], "group": ["$x^$"], "total": [3], "share": [0.5], "low": [0.1], "high": [0.9]})
    assert "$x^$（3）" in drawn_words(nu.plot_topic_shares(shares).figure)


def test_english_pictures_hold_no_chinese_of_ours():
    nu.setup(language="en")
    english = [
        nu.plot_trends(trends_over(TRENDS["period"], keyword="wheat", thin=True, partial=[True, False, False, False])),
        nu.plot_trend_heatmap(trends_over(TRENDS["period"], keyword="wheat", partial=[True, False, False, False])),
        nu.plot_network(PAIRS.replace(r"[^$]+", "a", regex=True).assign(other=list("bcdef"))),
        nu.plot_topics(pd.DataFrame({"topic": [1], "rank": [1], "term": ["wheat"], "weight": [1.0]})),
        nu.plot_topic_shares(
            pd.DataFrame({"topic": [1], "group": ["2023"], "total": [3], "share": [0.5], "low": [0.1], "high": [0.9]})
        ),
    ]
    assert "2023 (3)" in describe(english[-1].figure)
    for ax in english:
        words = describe(ax.figure) + "".join(
            axes.get_title(loc="left") + axes.get_xlabel() + axes.get_ylabel() for axes in ax.figure.axes
        )
        assert not re.search(r"[一-鿿]", words), words
    with pytest.raises(ValueError, match="language is one of zh, en; got 'fr'"):
        nu.setup(language="fr")


def test_every_sentence_of_a_picture_stands_in_both_languages_with_the_same_gaps():
    from newsutil.base.resources import table

    rows = table("plots/strings")
    assert len({row["key"] for row in rows}) == len(rows)
    for row in rows:
        assert row["zh"], row
        assert row["en"], row
        assert sorted(re.findall(r"\{\w+", row["zh"])) == sorted(re.findall(r"\{\w+", row["en"])), row


def test_cells_of_a_heat_map_of_many_periods_have_no_edges_that_cover_them():
    few, many = (pd.date_range("2023-01-01", periods=number) for number in (30, 365))
    edges = [nu.plot_trend_heatmap(trends_over(days)).collections[0].get_edgecolor() for days in (few, many)]
    assert [len(colours) for colours in edges] == [1, 0]
