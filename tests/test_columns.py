"""Tables of articles: what a header means however it is written, where the headers stand, and the day of a row."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

import newsutil as nu
from newsutil.base.dates import day_of, read_days

TEXT = "镇上的豆腐坊天不亮就开了门，三口大锅冒着热气。"
OTHER = "豆腐坊开门。"


def read(path: Path, content: str) -> tuple[pd.DataFrame, str]:
    """The articles of a table, and all that was said of them."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return read_again(path)


def read_again(path: Path) -> tuple[pd.DataFrame, str]:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        articles = nu.read_articles(path)
    return articles, " ".join(str(one.message) for one in said)


def days(articles: pd.DataFrame) -> list[str]:
    return articles["date"].dt.strftime("%F").fillna("").to_list()


@pytest.mark.parametrize(
    "headers",
    [
        "标　题,正　文,日　期", "标题：,正文：,日期：", "【标题】,【正文】,【日期】", "标题*,正文*,日期（必填）",
        "标题 Title,正文 Content,日期 Date", "Title-题名,Content-正文,PubTime-发表时间", "1.标题,2.正文,3.日期",
        "news.title,news.content,news.date", "標題,內容,發布時間", "news_title,article_body,post_time",
        "稿件标题,稿件内容,签发时间", "\u200b标题,正\xa0文,日期", "篇名,原文,刊登日期",
        "title,text,发布时间（北京时间）",
    ],
)  # fmt: skip
def test_a_header_is_known_however_it_is_decorated(tmp_path, headers):
    articles, said = read(tmp_path / "a.csv", f"{headers}\n豆腐,{TEXT},2024-03-01\n")
    assert [*articles.loc[0, ["title", "text"]], *days(articles)] == ["豆腐", TEXT, "2024-03-01"]
    assert not said


@pytest.mark.parametrize(
    "header", ["标题链接", "正文字数", "日期类型", "来源url", "评论内容", "user.id", "content_html"]
)
def test_what_a_header_says_of_a_column_is_another_column(tmp_path, header):
    articles, _ = read(tmp_path / "a.csv", f"text,{header}\n{TEXT},甲\n")
    assert articles.loc[0, ["text", header]].to_list() == [TEXT, "甲"]
    assert articles.loc[0, ["title", "paper"]].to_list() == ["", ""]


@pytest.mark.parametrize(
    ("header", "cell", "day", "message"),
    [
        (
            "created_at",
            "2024-03-01 08:00",
            "2024-03-01",
            "1 rows have the date of created_at, the only column of dates",
        ),
        ("抓取时间", "2024-03-01 08:00", "", "1 rows may have their date in 抓取时间, which was not used; rename"),
        ("会期,登记日", "2024-03-01,2024-03-02", "", "their date in 会期, 登记日, which was not used"),
        ("阅读量", "45078", "", ""),  # no day of Excel's
        ("网页", "http://a.cn/20240301/1.html", "", ""),
        ("备考", "据2024年3月1日会议", "", ""),
    ],
)
def test_the_only_column_of_dates_gives_the_date_and_is_named(tmp_path, header, cell, day, message):
    articles, said = read(tmp_path / "a.csv", f"text,{header}\n{TEXT},{cell}\n")
    assert days(articles) == [day]
    assert message in said if message else not said
    assert set(header.split(",")) <= set(articles.columns)


def test_columns_that_look_like_titles_and_papers_are_named(tmp_path):
    _, said = read(tmp_path / "a.csv", f"大标题,正文,来源平台\n豆腐,{TEXT},沱江日报\n")
    assert "1 rows have no title, but 大标题 may hold it; rename the right column to 'title'" in said
    assert "1 rows have no paper, but 来源平台 may hold it" in said
    _, said = read(tmp_path / "a.csv", f"标题,大标题,正文,来源\n豆腐,豆腐,{TEXT},沱江日报\n")
    assert not said


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        (f"内容,正文\n{OTHER},{TEXT}\n", "text", TEXT),
        (f"text,content\n民生,{TEXT}\n", "text", TEXT),
        (f"正文,内容\n{TEXT},{OTHER}\n", "text", TEXT),
        (f"正文,时间,日期\n{TEXT},08:05,2024-03-01\n", "date", pd.Timestamp("2024-03-01")),
        (f"text,source,newspaper\n{TEXT},http://a.cn/1,沱江日报\n", "paper", "沱江日报"),
        (f"text,版名,版次\n{TEXT},要闻,3\n", "page", "3"),
        (f"正文,标题,题目\n{TEXT},,豆腐\n", "title", "豆腐"),
    ],
)
def test_of_two_columns_the_one_that_holds_it_is_taken(tmp_path, table, column, value):
    for turned in (False, True):
        lines = [line.split(",") for line in table.strip().split("\n")]
        lines = [line[::-1] if turned else line for line in lines]
        articles, _ = read(tmp_path / "a.csv", "\n".join(map(",".join, lines)))
        assert articles.loc[0, column] == value


@pytest.mark.parametrize("source", ["source", "来源", "新闻來源", "出处", "网站", "公众号"])
@pytest.mark.parametrize("cell", ["http://a.cn/1", "稿件/1.txt", "新华社", "沱江晚报"])
def test_a_source_is_no_paper_beside_one(tmp_path, source, cell):
    rows = f"{TEXT},沱江日报,{cell}\n{OTHER},,{cell}\n{OTHER},,{cell}\n"
    articles, said = read(tmp_path / "a.csv", f"text,报纸,{source}\n{rows}")
    assert articles["paper"].to_list() == ["沱江日报", "", ""]
    assert articles[source].to_list() == [cell] * 3
    assert not said


@pytest.mark.parametrize("source", ["source", "来源", "新闻來源", "出处", "网站", "公众号"])
def test_a_source_is_the_paper_where_nothing_else_is(tmp_path, source):
    articles, said = read(tmp_path / "a.csv", f"text,{source}\n{TEXT},沱江日报\n")
    assert articles["paper"].to_list() == ["沱江日报"]
    assert not said
    articles, _ = read(tmp_path / "a.csv", f"text,paper,媒体\n{TEXT},,沱江日报\n{TEXT},渠江日报,\n")  # glued
    assert articles["paper"].to_list() == ["沱江日报", "渠江日报"]


def test_the_packages_own_tables_come_back_as_they_were(tmp_path):
    for name in ("20240301-03.txt", "沱江日报_20240302.txt"):
        (tmp_path / name).write_text(f"\n+5%的豆腐坊\n\n{TEXT}\n", encoding="utf-8")
    for table in (nu.read_pages(tmp_path), nu.read_articles(tmp_path)):
        nu.write_csv(table, tmp_path / "out" / "table.csv")
        back, said = read_again(tmp_path / "out" / "table.csv")
        columns = ["page_id", "date", "paper", "page", "text"]
        pd.testing.assert_frame_equal(back[columns], table[columns])
        assert sorted(back["paper"]) == ["", "沱江日报"]
        assert not said
    assert back["title"].to_list() == ["+5%的豆腐坊"] * 2


@pytest.mark.parametrize("cell", ["NULL", "null", r"\N", "None", "nan", "NaN", "<NA>"])
def test_no_value_as_databases_write_it_is_an_empty_cell(tmp_path, cell):
    rows = f"豆腐,{TEXT},2024-03-01,沱江日报,3\n{cell},{OTHER},{cell},{cell},{cell}\n"
    articles, said = read(tmp_path / "a.csv", f"title,text,date,paper,page\n{rows}")
    assert articles.loc[1, ["title", "paper", "page"]].to_list() == ["", "", ""]
    assert days(articles) == ["2024-03-01", ""]
    assert not said


@pytest.mark.parametrize("cell", ["NA", "Null Island", "Nan", "无", "None 与 NULL", "0", "N", "'豆腐'"])
def test_words_that_only_look_like_no_value_stay(tmp_path, cell):
    articles, _ = read(tmp_path / "a.csv", f"title,text,paper\n{cell},{TEXT},{cell}\n")
    assert articles.loc[0, ["title", "paper"]].to_list() == [cell, cell]


def test_tables_glued_together_are_read_row_by_row(tmp_path):
    rows = [f"甲,{TEXT},2024-03-01,,", f"乙,,,{OTHER},2024-03-02"]
    articles, said = read(tmp_path / "a.csv", "\n".join(["标题,正文,日期,内容,发布时间", *rows]))
    assert articles["text"].to_list() == [TEXT, OTHER]
    assert days(articles) == ["2024-03-01", "2024-03-02"]
    assert not said
    _, said = read(tmp_path / "a.csv", f"正文,内容\n{TEXT},{TEXT[::-1]}\n")
    assert "1 rows have other texts in 内容 than in 正文, which is taken" in said


def test_a_column_that_holds_something_else_keeps_its_cells(tmp_path):
    articles, said = read(tmp_path / "a.csv", f"text,kind,line\n{TEXT},深度,专线\n")
    assert articles.loc[0, ["kind", "kind+2", "line", "line+2"]].to_list() == ["article", "深度", 1, "专线"]
    assert "the column kind holds something else than kind of articles and is called kind+2" in said
    articles, said = read(tmp_path / "a.csv", f"text,kind\n{TEXT},photo\n{TEXT},\n")
    assert articles["kind"].to_list() == ["photo", "article"]
    assert not said


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (['="5006123456789012"', "7\t"], ["5006123456789012", "7"]),
        (["1.0", ""], ["1", "a-02"]),
        (["1.0", "1.1"], ["1.0", "1.1"]),  # numbers of sections
    ],
)
def test_ids_without_what_excel_and_pandas_put_around_them(tmp_path, given, ids):
    pd.DataFrame({"id": given, "text": "好"}).to_csv(tmp_path / "a.csv", index=False)
    articles, _ = read_again(tmp_path / "a.csv")
    assert articles["article_id"].to_list() == ids


@pytest.mark.parametrize(
    ("table", "day"),
    [
        ("year,month,day,text\n2024,3,15,好", "2024-03-15"),
        ("Year,Month,Day,text\n2024,March,15,好", "2024-03-15"),
        ("年,月,日期,正文\n2024,3,15日,好", "2024-03-15"),
        ("年份,日期,正文\n2024,3月15日,好", "2024-03-15"),
        ("年份,日期,正文\n2024,三月十五日,好", "2024-03-15"),
        ("year,date,text\n2024,3/15,好", "2024-03-15"),
        ("年份,日期,正文\n2024,2023-12-31,好", "2023-12-31"),
        ("year,month,day,text\n2024.0,3.0,15.0,好", "2024-03-15"),
        ("年,月,日,正文\n2024.0,3.0,15.0,好", "2024-03-15"),
        ("年份,月日,正文\n2024,3月15日,好", "2024-03-15"),
        ("年,月/日,正文\n2024年,03/15,好", "2024-03-15"),
        ("year,month_day,text\n2024.0,03-15,好", "2024-03-15"),
        ("year,monthday,text\n2024,315,好", "2024-03-15"),
        ("年份,月日,正文\n2024,三月十五日,好", "2024-03-15"),
        ("月日,正文\n2024-03-15,好", "2024-03-15"),
    ],
)
def test_a_day_may_stand_in_several_columns(tmp_path, table, day):
    articles, said = read(tmp_path / "a.csv", table)
    assert days(articles) == [day]
    assert not said


def test_a_month_in_several_columns_has_no_day(tmp_path):
    articles, said = read(tmp_path / "a.csv", "年份,日期,正文\n2024,3月,好\n2024,15日,好")
    assert days(articles) == ["2024-03-01", "2024-01-01"]
    assert "2 dates give no day" in said
    articles, said = read(tmp_path / "a.csv", "year,month,day,text\n2024.0,3.0,,好\n2024.0,3.0,15.5,好\n,,,好")
    assert days(articles) == ["2024-03-01", "2024-03-01", ""]
    assert "2 dates give no day" in said


@pytest.mark.parametrize(
    "cell",
    [
        "1709251200", "1709251200000", "1709251200.0", "Fri Mar 01 08:05:00 +0800 2024", "March 1, 2024",
        "1 March 2024", "01-Mar-2024", "20240301080500", "2024-02-29T16:00:00.000Z", "2024-02-29 16:30:00+00:00",
        "29 Feb 2024 16:05 GMT", "2024-03-01T23:00:00+09:00",
        "2024-03-01T00:00:00+08:00", "Fri Mar 01 2024 00:00:00 GMT+0800",
    ],
)  # fmt: skip
def test_days_as_machines_and_english_write_them(tmp_path, cell):
    articles, said = read(tmp_path / "a.csv", f'text,date\n好,"{cell}"\n')
    assert days(articles) == ["2024-03-01"]
    assert not said


@pytest.mark.parametrize("cell", ["2024030101", "24-03-01", "12345", "March 2024", "03/04/2024", "20240301990000"])
def test_what_may_be_several_days_is_none(tmp_path, cell):
    articles, said = read(tmp_path / "a.csv", f"text,date\n好,{cell}\n")
    assert days(articles) == [""]
    assert "1 dates could not be read" in said


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["13/03/2024", "03/04/2024"], ["2024-03-13", "2024-04-03"]),
        (["03/13/2024", "03/04/2024"], ["2024-03-13", "2024-03-04"]),
        (["13/03/2024", "03/13/2024", "03/04/2024"], ["2024-03-13", "2024-03-13", ""]),
    ],
)
def test_a_column_says_whether_the_day_or_the_month_is_first(tmp_path, cells, expected):
    articles, _ = read(tmp_path / "a.csv", "text,date\n" + "".join(f"好,{cell}\n" for cell in cells))
    assert days(articles) == expected


def test_a_time_in_utc_is_a_day_in_china_in_every_column():
    moments = pd.Series(pd.to_datetime(["2024-02-29 16:00"])).dt.tz_localize("UTC")
    for dates in (moments, moments.astype(object), moments.astype(str), moments.dt.tz_convert("Asia/Shanghai")):
        assert read_days(dates).dt.strftime("%F").to_list() == ["2024-03-01"]
    assert day_of(moments.dt.tz_convert("Europe/London")[0]) == day_of("2024-02-29")  # the day printed there


def test_a_table_without_dates_has_the_day_it_is_called_after(tmp_path):
    articles, said = read(tmp_path / "20240301.csv", f"text\n{TEXT}\n")
    assert days(articles) == ["2024-03-01"]
    assert not said
    (tmp_path / "20240301.csv").unlink()
    read(tmp_path / "2024-03-02" / "a.csv", f"text\n{TEXT}\n")
    assert days(read_again(tmp_path)[0]) == ["2024-03-02"]
    assert days(nu.read_pages(tmp_path)) == ["2024-03-02"]


@pytest.mark.parametrize(
    "name",
    [
        "20240301-20240331", "20240301_20240331", "2024-03-01至2024-03-31", "沱江日报20240301-20240630",
        "2024年3月1日-15日", "2024.3.1-3.31", "20240301-0331", "2024-03-01至31", "export_20240301", "抓取_20240301",
        "備份20240301", "下载20240301/稿件", "截至20240301", "articles_v20240301", "新闻(2024-03-01更新)",
        "20240301至今", "2024年03月/01-15日", "backup/export 2024-03-01",
    ],
)  # fmt: skip
def test_a_span_of_days_or_the_day_of_an_export_dates_no_row(tmp_path, name):
    (tmp_path / f"{name}.csv").parent.mkdir(exist_ok=True)
    read(tmp_path / f"{name}.csv", f"text\n{TEXT}\n")
    articles, said = read_again(tmp_path)
    assert days(articles) == [""]
    assert not said


@pytest.mark.parametrize(
    "name",
    [
        "20240301", "沱江日报2024-03-01", "20240301-03", "2024-03-01_1", "2024-03-01 20240301", "20240301评论",
        "CCTV20240301", "20240301 第02-04版", "2024年3月1日-03版", "2024-03-01/导出", "2024年03月/01-15",
        "2024-03-01/export_20240801", "20240301-20249999",
    ],
)  # fmt: skip
def test_one_day_in_a_name_dates_the_rows(tmp_path, name):
    (tmp_path / f"{name}.csv").parent.mkdir(exist_ok=True)
    read(tmp_path / f"{name}.csv", f"text\n{TEXT}\n")
    assert days(read_again(tmp_path)[0]) == ["2024-03-01"]


def test_a_sheet_that_is_called_after_a_span_dates_no_row(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("20240301-20240331", "2024-04-01"):
            book.add_worksheet(name).write_column(0, 0, ["text", TEXT])
    assert days(read_again(tmp_path / "a.xlsx")[0]) == ["", "2024-04-01"]


@pytest.mark.parametrize("cells", [["昨天"], ["2024-02-28", ""]])
def test_a_table_with_dates_has_no_other(tmp_path, cells):
    articles, _ = read(tmp_path / "20240301.csv", "text,date\n" + "".join(f"好,{cell}\n" for cell in cells))
    assert "2024-03-01" not in days(articles)


@pytest.mark.parametrize(
    ("top", "told"),
    [
        ("沱江日报三月稿件,,\n", "1 rows above the headers were left out, the first is '沱江日报三月稿件'"),
        ("# 导出\n\n", "1 rows above the headers were left out"),
        ("基本情况,,内容\n", "1 rows above the headers were left out"),
        ("sep=,\n", ""),
        ("", ""),
    ],
)
def test_headers_stand_below_a_title(tmp_path, top, told):
    articles, said = read(tmp_path / "a.csv", f"{top}标题,日期,正文\n豆腐,2024-03-01,{TEXT}\n正文,2024-03-02,{OTHER}\n")
    assert articles[["title", "text"]].to_numpy().tolist() == [["豆腐", TEXT], ["正文", OTHER]]
    assert told in said if told else not said


@pytest.mark.parametrize(
    "content",
    [
        '三月稿件\n\n"标题";"日期";"正文"\n"豆腐";"2024-03-01";"他说"好"; 走了。"\n',  # all cells in quotation marks
        '# 导出, 三月, 四版, 共一篇\n标题\t日期\t正文\n豆腐\t2024-03-01\t他说"好"; 走了。\n',
        'sep=;\n稿件;;\n标题;日期;正文\n豆腐;2024-03-01;他说"好"; 走了。\n;;\n标题;日期;正文\n\x1a',
    ],
)
def test_headers_below_a_title_say_what_parts_the_cells(tmp_path, content):
    articles, said = read(tmp_path / "a.csv", content)
    assert [*articles.loc[0, ["title", "text"]], *days(articles)] == ["豆腐", '他说"好"; 走了。', "2024-03-01"]
    assert "1 rows above the headers were left out" in said
    assert "fewer" not in said


def test_what_a_row_has_too_much_is_of_the_more_usual_text(tmp_path):
    articles, _ = read(tmp_path / "a.csv", f"内容,【正文】,日期\n{OTHER},{TEXT},豆花,2024-03-01\n")
    assert [articles["text"][0], *days(articles)] == [f"{TEXT},豆花", "2024-03-01"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("20240301.txt", f"标题\t正文\n豆腐\t{TEXT}\n"),
        ("20240301.jsonl", json.dumps({"新闻标题": "豆腐", "文章正文": TEXT})),
        ("a.json", json.dumps({"文章标题": ["豆腐"], "文章正文": [TEXT], "刊登日期": ["2024-03-01"]})),
        ("a.json", json.dumps([{"篇名": "豆腐", "原文": TEXT, "created_at": {"$date": "2024-02-29T16:00:00Z"}}])),
    ],
)
def test_json_and_other_suffixes_have_the_same_headers_and_days(tmp_path, name, content):
    articles, _ = read(tmp_path / name, content)
    assert [*articles.loc[0, ["title", "text"]], *days(articles)] == ["豆腐", TEXT, "2024-03-01"]


def test_a_list_of_columns_is_no_table_of_articles(tmp_path):
    with pytest.raises(ValueError, match=r"a column with the articles' text is needed .* has 字段, 说明"):
        read(tmp_path / "a.csv", "字段,说明\ntitle,稿件的题目\ntext,正文\n")


def test_merged_cells_of_a_sheet_stand_in_each_row(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "沱江日报三月稿件")
        sheet.write_row(1, 0, ["日期", "报纸", "标题", "正文"])
        sheet.merge_range(2, 0, 4, 0, "2024-03-01")
        sheet.merge_range(2, 1, 3, 1, "沱江日报")
        sheet.write_column(2, 2, ["甲", "乙", "丙", "丁"])
        sheet.merge_range(2, 3, 3, 3, TEXT)  # one article with two titles is not two
        sheet.write_column(4, 3, [OTHER, OTHER])
        sheet.merge_range(6, 0, 9, 0, "2024-03-05")
        sheet.write_row(6, 2, ["戊", OTHER])  # below it nothing
        sheet.merge_range(20, 9, 22, 9, "")
    articles, said = read_again(tmp_path / "a.xlsx")
    assert days(articles) == ["2024-03-01", "2024-03-01", "2024-03-01", "", "2024-03-05"]
    assert articles["paper"].to_list() == ["沱江日报", "沱江日报", "", "", ""]
    assert articles["text"].to_list() == [TEXT, "", OTHER, OTHER, OTHER]
    assert "1 rows above the headers were left out, the first is '沱江日报三月稿件'" in said
