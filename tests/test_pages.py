"""Reading files: encodings, dates and numbers from names, folders, tables, and what is wrong with a file."""

import datetime
import json
import os
import sys

import pandas as pd
import pytest

import newsutil as nu
from newsutil import schema
from newsutil.base.dates import date_in, date_of_path
from newsutil.base.file_names import facts_of_names
from newsutil.files.decode import decode, is_binary

PAGE = "# 沱江两岸稻花香\n\n本报讯（记者 周明）稻田抽穗了。\n"


def folder_of(tmp_path, files):
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return tmp_path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path, encoding):
    folder = folder_of(tmp_path, {"20230602-01.txt": (PAGE * 9).encode(encoding)})
    page = nu.read_pages(folder).iloc[0]
    assert page["text"] == PAGE * 9
    assert page["encoding"] == encoding.removesuffix("-sig").replace("utf-16", "utf-16-le", encoding == "utf-16")


def test_line_ends_and_marks_without_a_shape(tmp_path):
    folder = folder_of(tmp_path, {"a.md": "\ufeff# 稻花香\r\n\r\n本报讯\u200b 稻田\x00抽\xad穗了。\r"})
    with pytest.warns(nu.NewsutilWarning, match=r"3 characters were mended .* in 1 files: a\.md"):
        assert nu.read_articles(folder)["text"].to_list() == ["本报讯 稻田抽穗了。"]


def test_damaged_bytes_are_counted_with_file_and_line(tmp_path):
    data = (PAGE * 20).encode("utf-8")
    folder = folder_of(tmp_path, {"a.md": data[:200] + b"\xff" + data[200:]})
    with pytest.warns(nu.NewsutilWarning, match=r"a\.md: 1 characters could not be read, the first in line \d+"):
        pages = nu.read_pages(folder)
    assert "\ufffd" in pages["text"][0]


def test_damage_does_not_change_the_encoding():
    whole = PAGE * 20
    assert decode(whole.encode("utf-8")[:-2]).encoding == "utf-8"
    assert decode(whole.encode("gb18030") + b"\xff\xff").encoding == "gb18030"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04..", bytes(range(32)) * 9])
def test_binary(data):
    assert is_binary(data)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("rmrb_20230602",), "2023-06-02"),
        (("2023-06-02", "03"), "2023-06-02"),
        (("2023年06月", "02-01"), "2023-06-02"),
        (("2023", "06", "02", "01"), "2023-06-02"),
        (("2023年6月2日 第3版",), "2023-06-02"),
        (("20231302",), None),
        (("第3版",), None),
    ],
)
def test_dates_of_names(parts, expected):
    found = date_of_path(parts)
    assert (found.date().isoformat() if found else None) == expected


def test_dates_in_text():
    assert date_in("二〇二三年六月二十一日") == datetime.datetime(2023, 6, 21)
    assert date_in("２０２３年６月２日") == datetime.datetime(2023, 6, 2)
    assert date_in("2023年13月40日") is None
    assert date_in("民國九十九年十月十日") == date_in("民國99年10月10日") == datetime.datetime(2010, 10, 10)
    assert date_in("民国一百零五年一月二日") == date_in("民国一〇五年一月二日") == datetime.datetime(2016, 1, 2)
    assert date_in("民国年间6月2日") is None


def test_facts_from_masthead_front_matter_and_name(tmp_path):
    folder = folder_of(
        tmp_path,
        {
            "a.md": "第四版　　2022年11月17日　　星期四\n\n" + PAGE,
            "d.md": "2022年11月17日 星期四 [版面导航](n.htm)\n\n第A03版:渡口 [上一版](a.htm)\n\n" + PAGE,
            "b.md": "---\ndate: 2023-01-05\npaper: 沱江日报\npage: 7\n---\n" + PAGE,
            "沱江晚报/20230602-A03.txt": PAGE,
            "c.txt": PAGE,
        },
    )
    pages = nu.read_pages(folder).set_index("page_id")
    assert pages.loc["a", ["page", "paper"]].to_list() == ["4", ""]
    assert pages.loc["d", ["page", "paper"]].to_list() == ["A03", ""]
    assert pages.loc["b", ["page", "paper"]].to_list() == ["7", "沱江日报"]
    assert pages.loc["20230602-A03", ["page", "paper"]].to_list() == ["A03", "沱江晚报"]
    assert pages["date"].dropna().dt.strftime("%F").to_dict() == {
        "a": "2022-11-17", "b": "2023-01-05", "d": "2022-11-17", "20230602-A03": "2023-06-02",
    }  # fmt: skip
    assert pd.isna(pages["date"]["c"])
    assert set(nu.unassigned_text(nu.read_pages(folder)).query("page_id == 'b'")["reason"]) == {"front matter"}


@pytest.mark.parametrize(
    ("name", "text", "date", "page"),
    [
        ("20240301-01.md", "# 2024年5月1日起新规实施\n\n" + PAGE, "2024-03-01", "01"),
        ("20240301-01-02.txt", "\n沱江大桥2023年12月26日通车\n\n本报讯（记者 周明）桥通了。\n", "2024-03-01", "01"),
        ("20240301-04-02.txt", "\n停水公告\n\n因检修停水。\n沱江县水务局\n2023年12月28日\n", "2024-03-01", "04"),
        ("20240301-04.md", "# 家书\n\n信的末尾写着：\n\n1951年2月18日\n\n信纸发黄了。\n", "2024-03-01", "04"),
        ("20240301-02.md", "# 沱江市 30 万元修渠\n\n" + PAGE, "2024-03-01", "02"),
        ("20240301-02.md", PAGE + "\n# 沱江县 5 版读本进村\n\n读本进村了。\n", "2024-03-01", "02"),
        ("20240301-02.md", "# 6月1日 星期六 渡口开夜校\n\n□ 周明\n\n" + PAGE[7:], "2024-03-01", "02"),
        ("20240301-02.md", "# 2024 年 6 月 1 日 起渡船增至 6 艘\n\n本报讯（记者 周明）船到了。\n", "2024-03-01", "02"),
        ("20240301-02.txt", "2024年6月1日 第 3 届龙舟赛开桨\n——老船工执槌\n周明\n船到了。\n", "2024-03-01", "02"),
        ("沱江日报_2024-03-01_07.txt", PAGE, "2024-03-01", "07"),
        ("沱江日报2024年3月1日 A05版.txt", PAGE, "2024-03-01", "A05"),
        ("a.txt", "【篇名】稻花香\n【报纸日期】2019-10-15\n【版号】003\n【正文】\n稻田抽穗了。\n", "2019-10-15", "003"),
    ],
)  # fmt: skip
def test_date_and_page_are_the_papers_not_a_headlines_or_a_signatures(tmp_path, name, text, date, page):
    found = nu.read_pages(folder_of(tmp_path, {name: text})).iloc[0]
    assert [found["date"].date().isoformat(), found["page"]] == [date, page]


@pytest.mark.parametrize(("top", "taken"), [("2024年3月2日", "2024-03-01"), ("2024年3月2日　星期六", "2024-03-02")])
def test_a_name_and_a_page_that_disagree_are_told(tmp_path, top, taken):
    folder = folder_of(tmp_path, {"20240301-01.md": f"{top}\n\n{PAGE}"})
    with pytest.warns(
        nu.NewsutilWarning, match=f"20240301-01.md: the name says 2024-03-01, the page 2024-03-02; {taken} is taken"
    ):
        assert nu.read_pages(folder)["date"][0].date().isoformat() == taken


def test_folder_is_read_in_order_and_says_what_was_passed_over(tmp_path):
    folder = folder_of(
        tmp_path,
        {"b/x.md": PAGE, "a/x.md": PAGE, "x.json": "{}", "a/y.md": PAGE, "a/y.json": "{}", ".hidden.md": PAGE,
         "README.md": "说明", "LICENSE": "MIT", "scan.pdf": b"%PDF", "z.md": PAGE},
    )  # fmt: skip
    with pytest.warns(nu.NewsutilWarning) as warned:
        pages = nu.read_pages(folder)
    assert pages["page_id"].to_list() == ["a/x", "y", "b/x", "z"]
    said = " ".join(str(warning.message) for warning in warned)
    assert "2 files were passed over: a/y.json (describes the page of the same name); scan.pdf (a PDF: Export" in said
    assert "x.json has no columns" in said or "x.json" in said


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_out_of_the_folder_are_not_followed(tmp_path):
    outside = folder_of(tmp_path / "outside", {"secret.md": PAGE})
    folder = folder_of(tmp_path / "inside", {"a.md": PAGE})
    os.symlink(outside / "secret.md", folder / "b.md")
    with pytest.warns(nu.NewsutilWarning, match=r"b\.md \(a link that leads out of the folder\)"):
        assert nu.read_pages(folder)["page_id"].to_list() == ["a"]


def test_nothing_to_read(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is nothing at .*Check the path"):
        nu.read_pages(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match=r"holds none. Give the folder that holds them"):
        nu.read_articles(tmp_path)


def test_bad_files_in_a_folder_are_named_and_the_rest_is_read(tmp_path):
    files = {
        "a.md": PAGE,
        "b.txt": b"%PDF-1.4",
        "c.csv": "标题,日期\n稻花香,2023-06-02\n",
        "d.xlsx": b"PK\x03\x04broken",
        "e.md": "",
    }
    folder = folder_of(tmp_path, files)
    with pytest.warns(
        nu.NewsutilWarning,
        match=r"4 problems .*b\.txt is a PDF.*c\.csv has 标题, 日期.*d\.xlsx.*e\.md: the file is empty",
    ):
        assert nu.read_articles(folder)["article_id"].to_list() == ["a-01"]
    with pytest.raises(ValueError, match=r"a text file is needed; b\.txt is a PDF\. Export its text as"):
        nu.read_pages(folder / "b.txt")
    with pytest.raises(
        ValueError, match=r"a column with the articles' text is needed .* c\.csv has 标题, 日期\. Rename"
    ):
        nu.read_articles(folder / "c.csv")
    with pytest.raises(ValueError, match=r"a readable \.xlsx file is needed; d\.xlsx could not be read"):
        nu.read_articles(folder / "d.xlsx")


ROWS = [
    {"编号": "x1", "标题": "稻花香", "正文": "稻田抽穗了。\n 颗粒饱满。", "日期": "2023-06-02", "版次": "3"},
    {"编号": "x2", "标题": "夏种", "正文": "夏种开始了。", "日期": "2023/6/3", "版次": "4"},
]
ROWS = [{**row, "来源": "沱江日报", "责编": "何明"} for row in ROWS]


def write(path, rows):
    frame = pd.DataFrame(rows)
    if path.suffix == ".csv":
        frame.to_csv(path, index=False, encoding="gb18030")
    elif path.suffix == ".tsv":
        frame.to_csv(path, index=False, sep="\t")
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    elif path.suffix == ".json":
        path.write_text(json.dumps({"data": rows}, ensure_ascii=False), encoding="utf-8")
    else:
        frame.to_parquet(path)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".json", ".parquet"])
def test_tables_with_chinese_columns(tmp_path, suffix):
    path = tmp_path / f"稿件{suffix}"
    write(path, ROWS)
    articles = nu.read_articles(path)
    assert articles["text"].to_list() == [row["正文"] for row in ROWS]
    assert articles["article_id"].to_list() == ["x1", "x2"]
    assert articles["date"].dt.strftime("%F").to_list() == ["2023-06-02", "2023-06-03"]
    assert articles.iloc[0][["title", "page", "paper", "责编", "kind"]].to_list() == [
        "稻花香",
        "3",
        "沱江日报",
        "何明",
        "article",
    ]
    assert {name: str(kind) for name, kind in articles.dtypes.items() if name in schema.COLUMNS["articles"]} == {
        name: str(pd.Series([], dtype=kind).dtype) for name, kind in schema.COLUMNS["articles"].items()
    }
    pages = nu.read_pages(path)
    assert pages["page_id"].to_list() == articles["page_id"].to_list() == ["稿件-01", "稿件-02"]


def test_rows_with_faults_are_kept_and_said(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"article_id": "x", "text": "一。"}, {"article_id": "x", "text": "二。"}, {"text": "", "date": "前天"}]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n{broken\n", encoding="utf-8")
    with pytest.warns(
        nu.NewsutilWarning,
        match=r"1 lines are no JSON objects.*前天.*1 ids stand more than once.*1 of 3 rows have no text",
    ):
        articles = nu.read_articles(path)
    assert articles["article_id"].to_list() == ["x", "x+2", "a-03"]
    assert articles["date"].isna().all()


def test_one_article_file_has_the_files_id(tmp_path):
    heads = "田野调查\n老井新水\n——山乡见闻\n"
    text = heads + "　　本报山城6月7日电　（记者周明）水通了。\n　　怎么修，大家说了算\n　　路也通了。\n"
    folder = folder_of(tmp_path, {"20230608-03-02.txt": text})
    article = nu.read_articles(folder).iloc[0]
    assert article[["article_id", "kicker", "title", "subtitle", "sections", "byline", "page"]].to_list() == [
        "20230608-03-02", "田野调查", "老井新水", "——山乡见闻", "怎么修，大家说了算", "周明", "03",
    ]  # fmt: skip


def test_html_page(tmp_path):
    text = (
        "<html><body>\n<h1>稻花香</h1>\n<p>本报讯（记者 周明）稻田抽穗了。</p>\n<p>颗粒&nbsp;饱满。</p>\n</body></html>"
    )
    article = nu.read_articles(folder_of(tmp_path, {"a.html": text})).iloc[0]
    assert article[["title", "byline", "text"]].to_list() == [
        "稻花香",
        "周明",
        "本报讯（记者 周明）稻田抽穗了。\n颗粒 饱满。",
    ]


RICE, TEA = "沱江两岸的稻田抽穗了，农技员天天下田。", "老茶馆里添了三排书架，茶客能坐着看书。"
A = ["稻田抽穗", "2023-06-02", "沱江日报", "03"]
B = ["茶馆添书", "2024-11-05", "雁江晚报", "A07"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"稻田抽穗\n2023-06-02 沱江日报 03版\n\n{RICE}\n\n茶馆添书\n2024-11-05 雁江晚报 A07版\n\n{TEA}\n", [A, B]),
        (f"2023-06-02 沱江日报 03版\n\n稻田抽穗\n\n{RICE}\n\n2024-11-05 雁江晚报 A07版\n\n茶馆添书\n\n{TEA}\n", [A, B]),
        (
            f"标题：稻田抽穗\n日期：2023-06-02\n来源：沱江日报\n版次：03\n正文：{RICE}\n\n"
            f"标题：茶馆添书\n日期：2024-11-05\n来源：雁江晚报\n版次：A07\n正文：{TEA}\n",
            [A, B],
        ),
        (
            f"稻田抽穗\n沱江日报 | 2023-06-02\n报章 | 03 | 农村\n\n{RICE}\n\n文章编号：202306020030114\n\n"
            f"茶馆添书\n雁江晚报 | 2024-11-05\n报章 | A07 | 城事\n\n{TEA}\n\n文章编号：202411050070115\n",
            [A, B],
        ),
        (
            f"---\ntitle: 稻田抽穗\ndate: 2023-06-02\npaper: 沱江日报\npage: 03\n---\n{RICE}\n"
            f"---\ntitle: 茶馆添书\ndate: 2024-11-05\npaper: 雁江晚报\npage: A07\n---\n{TEA}\n",
            [A, B],
        ),
        (
            f"稻田抽穗\n沱江日報 | 2023-06-02\n報章 | 03 | 農村\n\n{RICE}\n\n文章編號：202306020030114\n",
            [[*A[:2], "沱江日報", "03"]],
        ),
        (
            f"標題：稻田抽穗\n日期：2023-06-02\n來源：沱江日報\n版次：03\n正文：{RICE}\n\n"
            f"標題：茶馆添书\n日期：2024-11-05\n來源：雁江晚報\n版次：A07\n正文：{TEA}\n",
            [[*A[:2], "沱江日報", "03"], [*B[:2], "雁江晚報", "A07"]],
        ),
        (  # each record closes with where it stood
            f"稻田抽穗\n{RICE}\n（沱江日报 2023-06-02 第03版）\n\n茶馆添书\n{TEA}\n（雁江晚报 2024-11-05 第A07版）\n",
            [A, B],
        ),
        (f"稻田抽穗\n{RICE}\n（沱江日报 2023-06-02 第03版）\n", [A]),
        (  # each record opens with it
            f"（沱江日报 2023-06-02 第03版）\n稻田抽穗\n{RICE}\n\n（雁江晚报 2024-11-05 第A07版）\n茶馆添书\n{TEA}\n",
            [A, B],
        ),
        (f"标题：稻田抽穗\n时间：2023-06-02\n\n{RICE}\n", [[A[0], A[1], "", ""]]),
        (f"稻田抽穗\n发布时间：2023-06-02 08:15 来源：沱江日报 作者：周明\n\n{RICE}\n", [[*A[:3], ""]]),
        (f"稻田抽穗\n来源：各地公开报道\n\n{RICE}\n", [[A[0], "", "", ""]]),
        (
            f"新闻库 报告日期: 2025-01-10\n文章 1\n\n沱江日报 | 2023-06-02\n报章 | 03 | 农村\n\n稻田抽穗\n\n{RICE}\n\n"
            "文章编号：202306020030114\n",
            [A],
        ),
        (  # pages of one paper
            f"沱江日报\n2023年6月2日 星期五\n02版 要闻\n\n稻田抽穗\n\n本报讯（记者 周明）{RICE}\n\n"
            f"沱江日报\n2023年6月2日 星期五\n04版 城事\n\n茶馆添书\n\n本报讯（记者 何静）{TEA}\n",
            [[*A[:3], "02"], [B[0], *A[1:3], "04"]],
        ),
        (  # where an article of a paper was taken from, and posted, is not the paper's name and day
            f"沱江日报 2023年6月2日 星期五 第03版\n\n稻田抽穗\n2023-06-01 21:40 来源：新华社\n\n{RICE}\n\n"
            f"# 茶馆添书\n\n来源：中国新闻网\n\n{TEA}\n",
            [A, [B[0], *A[1:]]],
        ),
        (  # a time of the notice, not of the paper
            f"沱江停电通知\n\n时间：2023年6月5日8时\n地点：东街\n\n{RICE}\n",
            [["沱江停电通知", "", "", ""]],
        ),
        (
            f"# 沱江联播 2023年6月2日\n\n### 稻田抽穗\n\n{RICE}\n\n# 沱江联播 2024年11月5日\n\n### 茶馆添书\n\n{TEA}\n",
            [[*A[:2], "", ""], [*B[:2], "", ""]],
        ),
        (
            f"# 沱江联播 2023年6月2日\n\n### 稻田抽穗\n\n<p>{RICE}</p>\n\n"
            f"# 沱江联播 2024年11月5日\n\n### 茶馆添书\n\n<p>{TEA}</p>\n",
            [[*A[:2], "", ""], [*B[:2], "", ""]],
        ),
    ],
)
def test_an_article_has_the_day_paper_and_page_that_it_states_itself(tmp_path, text, expected):
    made = nu.read_articles(folder_of(tmp_path, {"a.md": text}))
    made["date"] = made["date"].dt.strftime("%F").fillna("")
    assert made[["title", "date", "paper", "page"]].to_numpy().tolist() == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("发稿时间：2023-06-02", "2023-06-02"),
        ("发布于：2023年6月2日", "2023-06-02"),
        ("刊发时间：2023-06-02 来源：沱江日报", "2023-06-02"),
        ("信息时间：2023/6/2 浏览次数：12", "2023-06-02"),
        ("Posted: 2023-06-02", "2023-06-02"),
        ("更新时间：2023-06-02 08:15", "2023-06-02"),
        ("更新时间：2024-01-01 发布时间：2023-06-02", "2023-06-02"),
        ("成文日期：2023-05-30\n发布日期：2023-06-02", "2023-06-02"),
        ("停电时间：2023-06-02", ""),
        ("报名时间：2023-06-02", ""),
        ("导出时间：2023-06-02", ""),
    ],
)
def test_a_label_below_the_title_says_whose_day_stands_behind_it(tmp_path, line, expected):
    """The day of publication, before that of work on the text; what the text tells of and what was done with the
    record have other days."""
    made = nu.read_articles(folder_of(tmp_path, {"a.txt": f"稻田抽穗\n\n{line}\n\n{RICE}\n"}))
    assert made["date"].dt.strftime("%F").fillna("").to_list() == [expected]
    assert made["title"].to_list() == ["稻田抽穗"]


def test_an_article_without_a_day_among_others_with_theirs_is_told(tmp_path):
    text = "".join(f"标题：{a}\n来源：沱江日报\n{b}正文：{RICE}\n\n" for a, b in (
        ("稻田抽穗", "日期：2023-06-02\n"), ("茶馆添书", "日期：2024-11-05\n"), ("渡口夜航", "")))  # fmt: skip
    with pytest.warns(
        nu.NewsutilWarning, match=r"1 articles state no date.* write it into the file, in 1 files: a\.txt"
    ):
        made = nu.read_articles(folder_of(tmp_path, {"a.txt": text}))
    assert made["date"].isna().to_list() == [False, False, True]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("沱江日报_20230602_03", ["2023-06-02", "沱江日报", "03"]),
        ("《沱江日报》2023-06-02", ["2023-06-02", "沱江日报", ""]),
        ("沱江日报存档/2023-06-02/第03版：民生", ["2023-06-02", "沱江日报", "03"]),
        ("沱江日报/2023-06-02/03-民生", ["2023-06-02", "沱江日报", "03"]),
        ("沱江日报/202306/0602/B12/1", ["2023-06-02", "沱江日报", "B12"]),
        ("2023/06/02/A03", ["2023-06-02", "", "A03"]),
        ("20230602AA08", ["2023-06-02", "", "AA08"]),
        ("2023-06-02 第三版", ["2023-06-02", "", "3"]),
        ("nw.D110000tjrb_20230602_2-05", ["2023-06-02", "", "05"]),
        ("tjrb2023060205", ["2023-06-02", "", "05"]),
        ("20230602_160", ["2023-06-02", "", ""]),
        ("2023-06-02/03", ["2023-06-02", "", ""]),
        ("天气预报_20230602", ["2023-06-02", "", ""]),
        ("2023060212", [None, "", ""]),
        ("书稿第3版本", [None, "", ""]),
    ],
)  # fmt: skip
def test_what_names_of_files_and_folders_say(name, expected):
    found = facts_of_names(tuple(name.split("/")))
    assert [found["date"] and f"{found['date']:%F}", found["paper"], found["page"]] == expected


FIRST, SECOND = (
    "渡口夜航\n本报记者 周明\n船工老周说，早班船最忙。\n",
    "老茶馆\n本报讯（记者 何静）村民一边剪纸，一边讲古。\n",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a list of all pages, and below it once more that of this text; without that the first one
        (
            "沱江晚报\n2023年6月2日 星期五\n第01版：要闻\n第02版：民生\n第03版：广告\n第02版：民生\n" + FIRST,
            ["06-02 02"],
        ),
        ("沱江晚报\n2023年6月2日 星期五\n第02版：民生\n" + FIRST, ["06-02 02"]),
        # no seconds of a clock
        ("《沱江晚报》2023-06-02 星期五\n今日 4 版 · 抓取时间 2023-06-02 07:12:44\n\n" + FIRST, ["06-02 "]),
        # the number of an instalment
        ("铁皮船(12)\n何静\n船工老周说，早班船最忙。\n" + SECOND, ["- ", "- "]),
        # a day above all titles is that of all; below a title it is that of one
        ("公众号名称：沱江融媒\n发布时间：2023-06-02 20:40\n\n## " + FIRST + "\n## " + SECOND, ["06-02 ", "06-02 "]),
        ("## 渡口夜航\n发布时间：2023-06-02 20:40\n\n船开了。\n\n## " + SECOND, ["06-02 ", "- "]),
        # the next page of a file, its number on a line
        (
            "沱江早报\n3\n2023年6月2日 星期五 社会\n" + FIRST + "沱江早报\n4\n2023年6月2日 星期五 便民\n" + SECOND,
            ["06-02 3", "06-02 4"],
        ),
        # a headline that ends as a paper's name does
        ("稻田丰收传捷报\n船工老周说，早班船最忙。\n" + SECOND, ["- ", "- "]),
    ],
)
@pytest.mark.filterwarnings("ignore::newsutil.NewsutilWarning")
def test_day_and_page_of_each_article(tmp_path, text, expected):
    made = nu.read_articles(folder_of(tmp_path, {"a.md": text}))
    days = made["date"].dt.strftime("%m-%d").fillna("-")
    assert [f"{day} {page}" for day, page in zip(days, made["page"], strict=True)] == expected
    assert not (made["title"] == "").any()
