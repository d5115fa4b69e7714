"""What people have: saved web pages, Word documents, workbooks of many sheets, records, and folders with faults."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import newsutil as nu
from newsutil.base.text import id_texts, mend
from newsutil.files import size_limits
from newsutil.files.decode import decode
from newsutil.files.find_files import find_files
from newsutil.files.markup import has_markup, lines_of, parse, without_markup
from newsutil.files.problems import Problems
from newsutil.files.saved_pages import read_saved_page, without_label, without_site
from newsutil.files.separated import separated_table

CASES = Path(__file__).parent / "cases"
ROW = {"标题": "稻花香", "正文": "稻田抽穗了。"}


def folder_of(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


# saved web pages


def saved_cases():
    lines = (CASES / "saved_pages.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("case", saved_cases(), ids=lambda case: case["note"])
def test_a_saved_page_becomes_its_article(tmp_path, case):
    (tmp_path / "网页.html").write_text(case["html"], encoding=case.get("encoding", "utf-8"))
    made = nu.read_articles(tmp_path).iloc[0]
    found = {name: made[name] for name in case["expect"] if name not in ("date", "text")}
    found["date"] = None if pd.isna(made["date"]) else made["date"].date().isoformat()
    found["text"] = made["text"].split("\n")
    assert found == case["expect"]


def test_what_a_saved_page_shows_beside_its_article_is_in_the_ledger(tmp_path):
    """Each line is in an article or in the ledger, once; links are the site's way around."""
    around = "<div class=nav><a href=1>首页</a></div><div>稻花村 <a href=2>登录</a></div><h1>稻花香</h1><p>阅读 12</p>"
    text = "<div><p>稻田抽穗了，颗粒饱满。</p><p>县里说，不误农时。</p></div><div class=share>转给好友，一起看。</div>"
    below = "<p><a href=3>渡口夜航</a></p><p><a href=4>新桥通车</a></p><div><p>本站由县里办，欢迎来信。</p></div>"
    folder_of(tmp_path, {"a.html": f"<html><title>稻花香_沱江网</title><body>{around}{text}{below}</body></html>"})
    pages = nu.read_pages(tmp_path)
    article = nu.split_articles(pages).iloc[0]
    assert (article["title"], article["text"]) == ("稻花香", "稻田抽穗了，颗粒饱满。\n县里说，不误农时。")
    ledger = nu.unassigned_text(pages)
    assert ledger["text"].to_list() == ["稻花村 登录", "阅读 12", "转给好友，一起看。", "本站由县里办，欢迎来信。"]
    assert set(ledger["reason"]) == {"beside"}
    lines = pages["text"][0].split("\n")
    assert [lines[line - 1] for line in ledger["line"]] == ledger["text"].to_list()


def test_a_saved_page_is_one_article_of_its_file_and_shows_no_script(tmp_path):
    page = saved_cases()[0]["html"]
    folder_of(tmp_path, {"a.html": page, "b.txt": page, "a_files/x.html": page, "a_files/y.js": "x()"})
    articles = nu.read_articles(tmp_path)
    assert articles["article_id"].to_list() == ["a", "b"]
    whole = "".join(articles.drop(columns=["date", "line"]).to_numpy().ravel())
    assert not re.search(r"[<>{}]|首页|版权|var ", whole)
    assert nu.read_pages(tmp_path)["encoding"].to_list() == ["html", "html"]


def test_a_saved_page_of_links_is_named(tmp_path):
    links = "".join(f"<li><a href='{n}.html'>第{n}条，夏收开镰</a></li>" for n in range(9))
    (tmp_path / "目录.html").write_text(f"<html><title>目录</title><ul>{links}</ul></html>", encoding="utf-8")
    with pytest.warns(nu.NewsutilWarning, match=r"目录\.html: the saved page holds no running text"):
        assert nu.read_articles(tmp_path).empty


PARTS = [
    ("青石坝通了新路", "青石坝修好了山路，货车开到田头。老人说快多了。"),
    ("白水湾办起果园", "白水湾请来农技员讲课，院子里挤满了人。果苗领完了。"),
    ("柳林渡唱响村歌", "柳林渡办了一场村歌比赛，邻村的人也来。歌声传得远。"),
]


def parts(form: str) -> str:
    return "".join(form.format(title=title, text=text, day=day) for day, (title, text) in enumerate(PARTS, 1))


@pytest.mark.parametrize(
    ("body", "dated"),
    [
        (parts("<h1>{title}</h1><p>沱江日报 2024-03-0{day} 第0{day}版</p><p>{text}</p>"), True),
        ("<h1>三月剪报</h1>" + parts("<h2>{title}</h2><div>2024-03-0{day}</div><p>{text}</p>"), True),
        (parts("<article><header><h2>{title}</h2></header><p>{text}</p></article>") + "<footer>沱江网</footer>", False),
    ],
)
def test_a_saved_page_of_several_articles_is_split(tmp_path, body, dated):
    (tmp_path / "剪报.html").write_text(f"<html><title>剪报</title><body>{body}</body></html>", encoding="utf-8")
    articles = nu.read_articles(tmp_path)
    assert articles[["title", "text"]].to_numpy().tolist() == [list(part) for part in PARTS]
    assert articles["date"].notna().to_list() == [dated] * 3
    told = "".join(nu.unassigned_text(nu.read_pages(tmp_path))["text"])
    assert ("沱江网" in told) == ("沱江网" in body)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (parts("<h1>{title}</h1><p>{text}</p>"), "3 headings have a text each, and were read as one article"),
        (
            "<h1>沱江两岸</h1><div>2024-03-01</div><p>沱江两岸好风光，游人如织。</p>"
            + parts("<h2>{title}</h2><p>{text}</p>"),
            "",
        ),
        (
            "<article><h1>沱江两岸</h1><p>"
            + "沱江两岸好风光，游人如织。" * 20
            + "</p></article>"
            + parts("<article><h3><a href='{day}'>{title}</a></h3><p>{text}</p></article>"),
            "",
        ),
    ],
)
def test_headings_of_one_article_do_not_split_it(tmp_path, body, said):
    (tmp_path / "a.html").write_text(f"<html><title>沱江两岸</title><body>{body}</body></html>", encoding="utf-8")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert len(nu.read_articles(tmp_path)) == 1
    assert [said in str(warning.message) for warning in told] == ([True] if said else [])


def test_a_deep_page_is_read_to_the_end():
    deep = "<div>" * 1500 + "<p>稻田抽穗了，颗粒饱满。</p>" + "</div>" * 1500
    assert "颗粒饱满" in read_saved_page(f"<html><body>{deep}</body></html>").text


@pytest.mark.parametrize(
    "unit",
    [
        "<b>稻，</b>",
        "<div>稻田抽穗了，颗粒饱满。",
        "<!--",
        "<table><tr><td>稻，",
        "<p class=nav>稻，</p>",
        "&nbsp;",
        "<三",
    ],
)
def test_reading_a_page_takes_linear_time(unit):
    """Steps of the interpreter, not seconds: four times the page takes about four times the steps."""

    def steps(number: int) -> int:
        count = 0

        def trace(frame, event, argument):
            nonlocal count
            count += event in ("call", "c_call")

        text = f"<html><body>{unit * number}</body></html>"
        sys.setprofile(trace)
        try:
            read_saved_page(text)
            without_markup(unit * number)
        finally:
            sys.setprofile(None)
        return count

    steps(1)  # reads the tables
    assert steps(1600) < 5 * steps(400)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("稻花香_新闻频道_沱江网", "稻花香"),
        ("稻花香 - 沱江日报", "稻花香"),
        ("稻花香|沱江网", "稻花香"),
        ("中国-东盟信息网", "中国-东盟信息网"),
        ("新春走基层｜小山村通了互联网", "新春走基层｜小山村通了互联网"),
        ("春到沱江——县城的新闻", "春到沱江——县城的新闻"),
    ],
)
def test_only_a_site_behind_a_headline_is_cut(name, plain):
    assert without_site(name) == plain


def test_a_source_before_a_paper_is_cut():
    assert [without_label(name) for name in ("来源：沱江日报", "稿源:沱江网_新闻", "源头日报")] == [
        "沱江日报", "沱江网", "源头日报",
    ]  # fmt: skip


# HTML in cells


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>开镰。</p><p>颗粒&nbsp;归仓&hellip;</p>", "开镰。\n颗粒 归仓…"),
        ("一行<br>二行<BR/>三行", "一行\n二行\n三行"),
        ("<script>var a = '<p>';</script><p onclick=\"x()\">开镰</p>", "开镰"),
        ("&lt;p&gt;开镰。&lt;/p&gt;", "开镰。"),
        ("第一行\n第二行&amp;", "第一行\n第二行&"),
        ("<table><tr><td>稻</td><td>5亩</td></tr></table>", "稻 5亩"),
        ("<三农>专栏<b>开镰</b>", "<三农>专栏开镰"),
        ("稻田&amp;mp;抽穗", "稻田&mp;抽穗"),  # a sign escaped twice is read once
        ("稻田&amp;mp;<p>抽穗&nbsp;甲&notes</p>", "稻田&mp;\n抽穗 甲&notes"),
    ],
)
def test_html_in_a_cell_becomes_what_it_shows(cell, text):
    assert without_markup(cell) == text


def test_what_a_saved_page_shows_is_not_read_as_html_again(tmp_path):
    body = "<h1>稻花香</h1><p>稻田&amp;mp;抽穗了，写作&lt;p&gt;的地方，一行也没有少。</p>"
    (tmp_path / "a.html").write_text(f"<html><body><div>{body}</div></body></html>", encoding="utf-8")
    assert nu.read_articles(tmp_path)["text"].to_list() == ["稻田&mp;抽穗了，写作<p>的地方，一行也没有少。"]


@pytest.mark.parametrize("cell", ["<三农>专栏", "5<6，7>6", "甲&乙", "&不是;", "<记者 周明>"])
def test_what_is_no_html_stays(tmp_path, cell):
    assert not has_markup(cell)
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": cell}), encoding="utf-8")
    assert nu.read_articles(tmp_path)["text"].to_list() == [cell]


def test_html_sources_and_sites_in_a_table_are_counted_once(tmp_path):
    rows = [
        {"title": "稻花香_新闻频道", "content": "<p>抽穗</p><p>扬花</p>", "source": "来源：沱江日报"},
        {"title": "开镰", "content": ["第一段。", "第二段。"], "source": "沱江日报", "author": ["甲", "乙"]},
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    with pytest.warns(nu.NewsutilWarning) as said:
        articles = nu.read_articles(tmp_path)
    assert articles[["title", "text", "paper", "byline"]].to_numpy().tolist() == [
        ["稻花香", "抽穗\n扬花", "沱江日报", ""],
        ["开镰", "第一段。\n第二段。", "沱江日报", "甲;乙"],
    ]
    messages = sorted(str(warning.message) for warning in said)
    assert len(messages) == 2
    assert re.fullmatch(r"1 cells held HTML, .*, in 1 files: a\.json\.", messages[0])
    assert re.match("2 titles and papers named a source or a site", messages[1])


# workbooks


def workbook(path: Path, sheets: dict[str, list[list[str]]], shared: str = "") -> Path:
    """A workbook by hand: nothing here writes one otherwise."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    named = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="s" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>' if shared else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
        )
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        made.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{named}</sheets></workbook>'
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{related}</Relationships>'
        )
        if shared:
            made.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{shared}</sst>')
        for n, rows in enumerate(sheets.values(), 1):
            cells = "".join(
                f'<row r="{r}">{"".join(cell(c, r, value) for c, value in enumerate(row))}</row>'
                for r, row in enumerate(rows, 1)
            )
            made.writestr(
                f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
            )
    return path


def cell(column: int, row: int, value: str | float | tuple[int]) -> str:
    name = f"{chr(65 + column)}{row}"
    if isinstance(value, tuple):
        return f'<c r="{name}" s="0" t="s"><v>{value[0]}</v></c>'
    if isinstance(value, str):
        return f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{name}"><v>{value}</v></c>'


def test_every_sheet_with_texts_is_read_and_the_others_named(tmp_path):
    head = ["序号", "标题", "正文"]
    path = workbook(
        tmp_path / "稿件.xlsx",
        {
            "一月": [head, ["1", "甲", "甲的正文。"]],
            "2023-02-03": [head, ["1", "乙", "乙的正文。"], ["2", "丙", "丙的正文。"]],
            "沱江日报": [head, ["7", "丁", "丁的正文。"]],
            "Sheet4": [["标题", "正文"], ["戊", "戊的正文。"]],
            "说明": [["甲", "乙"], ["1", "2"]],
        },
    )
    with pytest.warns(nu.NewsutilWarning) as said:
        articles = nu.read_articles(path)
    assert articles[["title", "sheet", "paper"]].fillna("").to_numpy().tolist() == [
        ["甲", "一月", ""],
        ["乙", "2023-02-03", ""],
        ["丙", "2023-02-03", ""],
        ["丁", "沱江日报", "沱江日报"],
        ["戊", "", ""],
    ]
    assert articles["article_id"].to_list() == ["稿件-一月-1", "稿件-2023-02-03-1", "稿件-2023-02-03-2", "7", "稿件-05"]
    assert articles["date"].dropna().dt.strftime("%F").to_list() == ["2023-02-03", "2023-02-03"]
    messages = " ".join(str(warning.message) for warning in said)
    assert "1 sheets have no column of texts and were left out: 说明" in messages
    assert re.search(r"3 ids may stand in another table .* in 2 files", messages)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (45078, "2023-06-01"), ("45078", "2023-06-01"), (45078.5, "2023-06-01"), ("2024年三月一日", "2024-03-01"),
        ("2024.3.1", "2024-03-01"), (20240301, "2024-03-01"), ("12345", None), (7, None), ("2024-13", None),
    ],
)  # fmt: skip
def test_days_as_workbooks_and_people_write_them(tmp_path, value, day):
    (tmp_path / "a.json").write_text(json.dumps([{"text": "好。", "date": value}]), encoding="utf-8")
    if day is None:
        with pytest.warns(nu.NewsutilWarning, match="1 dates could not be read"):
            assert nu.read_articles(tmp_path)["date"].isna().all()
    else:
        assert nu.read_articles(tmp_path)["date"].dt.strftime("%F").to_list() == [day]


@pytest.mark.parametrize(
    ("row", "day", "coarse"),
    [
        ({"年份": 2024}, "2024-01-01", True),
        ({"year": "2024年"}, "2024-01-01", True),
        ({"日期": "2024年3月"}, "2024-03-01", True),
        ({"日期": "2024"}, "2024-01-01", True),
        ({"年": "2024", "月": "3"}, "2024-03-01", True),
        ({"年": "2024", "月": "3月", "日": "9"}, "2024-03-09", False),
        ({"年份": "2024", "日期": "2024-05-06"}, "2024-05-06", False),
    ],
)
def test_a_year_or_month_is_its_first_day_with_a_warning(tmp_path, row, day, coarse):
    (tmp_path / "a.json").write_text(json.dumps([{"text": "好。", **row}]), encoding="utf-8")
    if coarse:
        with pytest.warns(nu.NewsutilWarning, match="1 dates give no day and are read as the first"):
            articles = nu.read_articles(tmp_path)
    else:
        articles = nu.read_articles(tmp_path)
    assert articles["date"].dt.strftime("%F").to_list() == [day]
    assert set(row) - {"日期"} <= set(articles.columns)


@pytest.mark.parametrize(
    ("name", "sheet", "day", "paper"),
    [
        ("报道", "2024年3月", "2024-03-01", ""),
        ("报道", "2024-03", "2024-03-01", ""),
        ("2024年报道", "三月", "2024-03-01", ""),
        ("报道", "2023", "2023-01-01", ""),
        ("报道", "沱江日报2024年3月", "2024-03-01", "沱江日报"),
        ("2024年3月沱江日报", "Sheet1", "2024-03-01", "沱江日报"),
        ("202403", "Sheet1", "2024-03-01", ""),
        ("二〇二四年三月", "稿", "2024-03-01", ""),
        ("2024年/3月/稿", "Sheet1", "2024-03-01", ""),
        ("year=2024/month=03/part-0", "稿", "2024-03-01", ""),
        ("trb2023", "稿", "2023-01-01", ""),
        ("沱江晚报", "12月", "", "沱江晚报"),
        ("2024年1-3月", "稿", "", ""),
        ("2024年1月-3月", "稿", "", ""),
        ("2024.1-2024.3", "", "", ""),
        ("2024年第一季度", "稿", "", ""),
        ("备份_202403", "稿", "", ""),
        ("舆情简报", "稿", "", ""),
        ("2024年渡口灯会", "稿", "", ""),
        ("2023-2024", "稿", "", ""),
        ("20240301-0331", "3月", "", ""),
    ],
)
def test_names_that_are_a_month_or_a_year_date_the_rows_as_its_first_day(tmp_path, name, sheet, day, paper):
    path = tmp_path / f"{name}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook(path, {sheet or "S": [["标题", "正文"], ["甲", "好。"], ["乙", "好。"]]})
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        articles = nu.read_articles(tmp_path)
    assert articles["date"].dt.strftime("%F").fillna("").to_list() == [day] * 2
    assert articles["paper"].fillna("").to_list() == [paper] * 2
    told = f"2 dates give no day and are read as the first of their month or year, in 1 files: {path.name}."
    assert [str(warning.message) for warning in said] == ([told] if day else [])


def test_a_web_table_called_xls_is_read(tmp_path):
    table = "<table><tr><td>题名</td><td>正文</td></tr><tr><td>稻花香</td><td>稻田抽穗了。</td></tr></table>"
    (tmp_path / "导出.xls").write_text(f"<html><body>{table}</body></html>", encoding="utf-8")
    assert nu.read_articles(tmp_path)[["title", "text"]].to_numpy().tolist() == [["稻花香", "稻田抽穗了。"]]


# tables as scripts and people write them


def table_of(path: Path, content: str | bytes, *columns: str) -> list[list[str]]:
    """Cells of the articles that the file becomes, dates as days."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    articles = nu.read_articles(path)
    articles["date"] = articles["date"].dt.strftime("%F").fillna("")
    return articles[list(columns)].to_numpy().tolist()


NEWS = [{"title": "甲", "text": "稻田抽穗了。"}, {"title": "乙", "text": "食堂开张。"}]
BOTH = [["甲", "稻田抽穗了。"], ["乙", "食堂开张。"]]


@pytest.mark.parametrize(
    "content",
    [
        pd.DataFrame(NEWS).to_json(),
        pd.DataFrame(NEWS).to_json(orient="split"),
        pd.DataFrame(NEWS).to_json(orient="index"),
        json.dumps(pd.DataFrame(NEWS).to_dict("list")),
        json.dumps({"code": 0, "data": {"list": NEWS}}),
        json.dumps({"hits": {"hits": [{"_id": str(at), "_source": row} for at, row in enumerate(NEWS)]}}),
        json.dumps({"一": NEWS[:1], "二": NEWS[1:]}),
        "\n".join(map(json.dumps, NEWS)),
        "[\n" + ",\n".join(map(json.dumps, NEWS)) + ",\n]",
        "\n".join(json.dumps(row, indent=1) for row in NEWS),
        json.dumps(NEWS, indent=1)[:-2] + ",\n]",
        "[\n" + json.dumps(NEWS[0]) + "\n][\n" + json.dumps(NEWS[1]) + "\n]",
        json.dumps(NEWS, indent=2),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.jl", "a.txt"])
def test_json_is_read_however_it_is_laid_out(tmp_path, name, content):
    assert table_of(tmp_path / name, content, "title", "text") == BOTH


def test_the_value_of_a_script_is_read(tmp_path):
    script = f"var news = {json.dumps(NEWS, indent=1)};"
    assert table_of(tmp_path / "a.json", script, "title", "text") == BOTH


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"title": "甲", "content": ["一段。", "二段。"], "author": ["周明", "何明"]}, "一段。\n二段。"),
        ({"content": ["一段。", "二段。"], "tags": ["稻", "田"]}, "一段。\n二段。"),
        ({"title": "甲", "text": "一段。", "comments": [{"text": "沙发"}], "user": {"id": 5}}, "一段。"),
        ({"title": "甲", "text": '一段\n{"二": 2}'}, '一段\n{"二": 2}'),
    ],
)
def test_one_object_is_one_article(tmp_path, row, text):
    assert table_of(tmp_path / "a.json", json.dumps(row), "text", "article_id") == [[text, "a-01"]]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ({"content": [{"type": "text", "text": "一段。"}, {"type": "img", "src": "x"}]}, ["", "一段。", "", ""]),
        ({"title": {"rendered": "甲"}, "content": {"rendered": "一段。", "a": False}}, ["甲", "一段。", "", ""]),
        (
            {"content": {"content": [{"content": [{"text": "一"}, {"text": "段。"}]}, {"text": "二段。"}]}},
            ["", "一段。\n二段。", "", ""],
        ),
        ({"content": "一段。", "source": {"id": 1, "name": "沱江日报"}}, ["", "一段。", "沱江日报", ""]),
        ({"content": "一段。", "source": {"id": 1}}, ["", "一段。", '{"id": 1}', ""]),
    ],
)  # fmt: skip
def test_nested_cells_are_what_they_say(tmp_path, row, cells):
    with pytest.warns(nu.NewsutilWarning, match=r"[12] cells held nested JSON, .* in 1 files: a\.jsonl"):
        assert table_of(tmp_path / "a.jsonl", json.dumps(row), "title", "text", "paper", "date") == [cells]
    pd.DataFrame([row] * 2).to_parquet(tmp_path / "a.parquet")
    with pytest.warns(nu.NewsutilWarning, match="cells held nested JSON"):
        assert nu.read_articles(tmp_path / "a.parquet")["text"].to_list() == [cells[1]] * 2


def test_what_stands_beside_an_article_inside_an_object_is_kept(tmp_path):
    row = {
        "_id": {"$oid": "65e1"}, "meta": {"date": {"$date": "2024-03-01"}, "id": 7, "title": "频道"},
        "article": {"title": "甲", "content": "一段。"},
    }  # fmt: skip
    columns = ["article_id", "title", "text", "date", "meta.id", "meta.title"]
    assert table_of(tmp_path / "a.jsonl", json.dumps(row), *columns) == [
        ["65e1", "甲", "一段。", "2024-03-01", 7, "频道"]
    ]


ONE, TWO = NEWS


@pytest.mark.parametrize(
    ("data", "first", "second"),
    [
        (
            {
                "paper": "沱江日报",
                "date": "2024-03-01",
                "pages": [{"page": "01", "list": [ONE]}, {"page": "02", "list": [TWO]}],
            },
            ["2024-03-01", "沱江日报", "01"],
            ["2024-03-01", "沱江日报", "02"],
        ),
        ({"2024-03-01": [ONE], "2024年3月2日": [TWO]}, ["2024-03-01", "", ""], ["2024-03-02", "", ""]),
        ({"2024-03-01": ONE, "2024-03-02": TWO}, ["2024-03-01", "", ""], ["2024-03-02", "", ""]),
        (
            {"沱江日报": {"20240301": [ONE]}, "沱江晚报": {"A02": [TWO]}},
            ["2024-03-01", "沱江日报", ""],
            ["", "沱江晚报", "A02"],
        ),
        (
            [{"报纸": "沱江日报", "date": f"2024-03-0{at}", "items": [row]} for at, row in enumerate(NEWS, 1)],
            ["2024-03-01", "沱江日报", ""],
            ["2024-03-02", "沱江日报", ""],
        ),
        (
            [ONE | {"meta": {"date": "2024-03-01", "page": "A1"}}, TWO | {"meta": {"date": "2024-03-02"}}],
            ["2024-03-01", "", "A1"],
            ["2024-03-02", "", ""],
        ),
        (
            {"meta": {"source": "沱江日报"}, "list": [ONE, TWO | {"报纸": "沱江晚报"}]},
            ["", "沱江日报", ""],
            ["", "沱江晚报", ""],
        ),
        ({"code": 0, "page": 1, "list": NEWS}, ["", "", ""], ["", "", ""]),
        ([ONE | {"image": {"source": "周明", "date": "2024-01-01"}}, TWO], ["", "", ""], ["", "", ""]),
        ({"2001": ONE, "2002": TWO}, ["", "", ""], ["", "", ""]),
    ],
)
def test_what_objects_and_keys_say_of_all_articles_in_them(tmp_path, data, first, second):
    made = table_of(tmp_path / "a.json", json.dumps(data), "title", "date", "paper", "page")
    assert made == [["甲", *first], ["乙", *second]]


def test_a_struct_of_parquet_dates_its_row(tmp_path):
    pd.DataFrame([row | {"meta": {"date": f"2024-03-0{at}"}} for at, row in enumerate(NEWS, 1)]).to_parquet(
        tmp_path / "a.parquet"
    )
    assert nu.read_articles(tmp_path)["date"].dt.strftime("%F").to_list() == ["2024-03-01", "2024-03-02"]


@pytest.mark.parametrize(
    ("head", "rows", "texts", "said"),
    [
        (
            "标题,正文,正文2",
            ["甲,一段。,二段。", "乙,三段。,"],
            ["一段。\n二段。", "三段。"],
            "1 texts go on in 正文2 and were put tog",
        ),
        ("标题,正文,正文", ["甲,一段。,二段。"], ["一段。\n二段。"], r"1 texts go on in 正文\+2"),
        ("标题,正文（续）,正文", ["甲,二段。,一段。"], ["一段。\n二段。"], "1 texts go on in 正文（续）"),
        ("标题,content_1,content_2", ["甲,一段。,二段。"], ["一段。\n二段。"], "1 texts go on in content_2"),
        ("标题,正文,正文2", ["甲,一段。 二段。,<p>二段。</p>"], ["一段。 二段。"], "1 cells held HTML"),
        ("标题,正文", ["甲,一段。", "\ufeff标题,正文", "乙,二段。"], ["一段。", "二段。"], "1 rows repeat the header"),
        (
            "标题,正文,版次",
            ["甲,一段。,03版：要闻"],
            ["一段。"],
            r"1 pages had a name behind their number \(03版：要闻\)",
        ),
        ("标题,正文,layout_info", ["甲,一段。,A3"], ["一段。"], "1 rows have no page, but layout_info may hold it"),
    ],
)
def test_columns_and_rows_more_than_a_table_has_are_read_and_told(tmp_path, head, rows, texts, said):
    with pytest.warns(nu.NewsutilWarning, match=said) as told:
        cells = table_of(tmp_path / "a.csv", "\n".join([head, *rows]), "text")
    assert cells == [[text] for text in texts]
    assert len(told) == 1


def test_columns_of_other_things_are_no_parts_of_texts_and_no_pages(tmp_path):
    rows = "标题,正文,正文字数2,page_views,版面编辑\n甲,一段。,3,105,何明"
    assert table_of(tmp_path / "a.csv", rows, "text", "page") == [["一段。", ""]]


def test_a_cell_kept_from_excel_is_what_it_holds(tmp_path):
    rows = '标题,日期,版次,正文\n"=""甲""","=""2024-03-01""","=""03""",一段。'
    assert table_of(tmp_path / "a.csv", rows, "title", "date", "page") == [["甲", "2024-03-01", "03"]]


def test_a_span_of_days_in_a_cell_is_no_day(tmp_path):
    rows = "标题,日期,正文\n甲,2024-03-01至2024-03-05,一段。\n乙,2024-03-06,二段。"
    with pytest.warns(nu.NewsutilWarning, match="1 dates could not be read, the first is '2024-03-01至2024-03-05'"):
        assert table_of(tmp_path / "a.csv", rows, "date") == [[""], ["2024-03-06"]]


@pytest.mark.parametrize(
    ("column", "page", "number"),
    [
        ("版次", "第03版", "03"),
        ("版次", "03", "03"),
        ("版次", "B12版", "B12"),
        ("版次", "第三版", "3"),
        ("版面", "要闻", "要闻"),
        ("版次", "第1-2版", "第1-2版"),
        ("page_num", "5", "5"),
        ("所在版面", "A3", "A3"),
        ("页码", "07", "07"),
        ("版面", "2024版", "2024版"),
    ],
)
def test_pages_of_tables_are_numbers_as_those_of_texts(tmp_path, column, page, number):
    assert table_of(tmp_path / "a.csv", f"标题,正文,{column}\n甲,一段。,{page}", "page") == [[number]]


@pytest.mark.parametrize("separator", ["\t", ","])
def test_a_quotation_mark_that_opens_no_cell_is_text(tmp_path, separator):
    texts = ["稻田抽穗。", '"稻田"抽穗，他说。', '"食堂开张，她说。', "无事。", '"水库满了，他说。', '他说"好"', "完。"]
    rows = [f"{at}{separator}{text}{separator}2024-03-01" for at, text in enumerate(texts)]
    with pytest.warns(nu.NewsutilWarning, match="a quotation mark is not closed in 2 rows, the first is row 3"):
        cells = table_of(
            tmp_path / "a.csv", "\n".join([separator.join(["标题", "正文", "日期"]), *rows]), "text", "date"
        )
    assert cells == [[text, "2024-03-01"] for text in texts]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ('"甲","他说""好"", 走了。","2024-03-01"', '他说"好", 走了。'),
        ('"甲", "一段。\n\n二段,好。" ,"2024-03-01"', "一段。\n\n二段,好。"),
        ('"甲","他说\\"好\\",走了。","2024-03-01"', '他说"好",走了。'),
        ('"甲","他说"好",走了。\n二段","2024-03-01"', '他说"好",走了。\n二段'),
        ('"甲","存在C:\\","2024-03-01"', "存在C:\\"),
        ('甲,五寸"屏,2024-03-01', '五寸"屏'),
        ('甲,,2024-03-01\n"甲","一段。",2024-03-01', "一段。"),
    ],
)
def test_quotation_marks_of_cells(tmp_path, row, text):
    content = f'"title","text","date"\n"零","无。","2024-03-01"\n{row}\n"末","完。","2024-03-02"\n'
    cells = table_of(tmp_path / "a.csv", content.replace("甲,,2024-03-01\n", ""), "title", "text", "date")
    assert cells == [["零", "无。", "2024-03-01"], ["甲", text, "2024-03-01"], ["末", "完。", "2024-03-02"]]


def test_what_a_row_has_too_much_is_of_its_text(tmp_path):
    rows = "甲,水稻亩产1,200斤,创新高。,沱江日报,2024-03-01\n乙,好。,沱江日报,2024-03-01,,\n"
    with pytest.warns(nu.NewsutilWarning, match=r"1 rows have more cells .*; the rest was kept in 正文; put a text"):
        cells = table_of(tmp_path / "a.csv", f"标题,正文,来源,日期\n{rows}", "text", "paper", "date")
    assert cells == [["水稻亩产1,200斤,创新高。", "沱江日报", "2024-03-01"], ["好。", "沱江日报", "2024-03-01"]]


def test_a_line_break_without_quotation_marks_is_told(tmp_path):
    with pytest.warns(nu.NewsutilWarning, match="2 rows have fewer cells .* the first is row 1"):
        table_of(tmp_path / "a.csv", "标题,正文,日期\n甲,一段。\n二段。,2024-03-01\n", "text")


def test_rows_that_hold_nothing_or_the_header_are_no_articles(tmp_path):
    rows = "标题,正文,日期\n甲,稻田抽穗了。,2024-03-01\n"
    with pytest.warns(nu.NewsutilWarning, match="1 rows repeat the header"):
        cells = table_of(tmp_path / "a.csv", f"{rows}{rows.replace('甲', '乙')},,\n \n,,\n\x1a", "title", "article_id")
    assert cells == [["甲", "a-01"], ["乙", "a-02"]]
    path = workbook(tmp_path / "b.xlsx", {"S": [HEAD, ["甲", "好。"], [" ", " "], HEAD, ["乙", "好。"]]})
    with pytest.warns(nu.NewsutilWarning, match=r"b\.xlsx: 1 rows repeat the header"):
        assert nu.read_articles(path)["title"].to_list() == ["甲", "乙"]


TABLE = "标题{0}正文{0}日期\n甲{0}稻田抽穗了。{0}2024-03-01\n乙{0}食堂开张。{0}2024-03-02\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TABLE.format("\t")), ("a.txt", TABLE.format(",")), ("a.xls", TABLE.format("\t")),
        ("a", TABLE.format(";")), ("a.csv", "sep=;\n" + TABLE.format(";")),
        ("a.dat", TABLE.format("|").replace("正文", '"正文"')),
    ],
)  # fmt: skip
def test_a_table_of_another_suffix_is_one(tmp_path, name, content):
    if name.endswith(".dat"):
        with pytest.raises(ValueError, match="records in <doc> are needed"):
            table_of(tmp_path / name, content, "title")
    else:
        assert table_of(tmp_path / name, content, "title", "text") == BOTH


@pytest.mark.parametrize(
    "page",
    [
        "标题：稻花香\n\n稻田抽穗了，颗粒饱满。",
        '{"稻": "穗"}\n\n稻田抽穗了，颗粒饱满。',
        "标题,正文\n",
        "| 标题 | 正文 |\n|---|---|\n| 甲 | 稻田抽穗了，颗粒饱满。 |",
        "内容,沱江日报\n\n稻田抽穗了，颗粒饱满。",
    ],
)
def test_a_page_is_no_table(tmp_path, page):
    (tmp_path / "a.md").write_text(page, encoding="utf-8")
    assert nu.read_pages(tmp_path)["text"].to_list() == [page]


def test_line_ends_in_cells_are_line_feeds(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "一段。\r\n二段。\r三段。"}), encoding="utf-8")
    assert nu.read_articles(tmp_path)["text"].to_list() == ["一段。\n二段。\n三段。"]


@pytest.mark.parametrize("opening", ['"', '""', '"""', '\\"', '"a",', ' "', '"\n'])
@pytest.mark.parametrize("header", ["标题,正文,日期", '"标题","正文","日期"'])
def test_quotation_marks_take_linear_time(opening, header):
    def steps(number: int) -> float:
        started = time.process_time()
        separated_table(f"{header}\n" + f"{opening}稻,{opening}田,\n" * number, ",", Problems("a"))
        return time.process_time() - started

    steps(10)
    assert min(steps(8_000), steps(8_000)) < 12 * max(steps(2_000), 0.02)


# sizes, by content


HEAD = ["标题", "正文"]


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "csv"])
@pytest.mark.parametrize("reference", ["XFD1048576", "XFD0000001048576", "xfd1048576", "XFD" + "0" * 30 + "1048576"])
def test_a_far_cell_is_refused_whatever_the_file_is_called(tmp_path, suffix, reference):
    path = workbook(tmp_path / "稿件.xlsx", {"S": [HEAD]})
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace("</sheetData>", f'<row><c r="{reference}"><v>1</v></c></row></sheetData>')
    bad = tmp_path / f"坏.{suffix}"
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    (tmp_path / "好.txt").write_text("# 好\n\n好的正文。\n", encoding="utf-8")
    path.unlink()
    with pytest.warns(nu.NewsutilWarning, match=rf"1 problems .*坏\.{suffix} spans"):
        assert nu.read_articles(tmp_path)["title"].to_list() == ["好"]


def test_a_text_that_every_cell_uses_counts_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(size_limits, "MOST_TEXT", 1_000_000)
    rows = [HEAD, *([("甲"), (0,)] for _ in range(2000))]
    path = workbook(tmp_path / "稿件.xlsx", {"S": rows}, f"<si><t>{'啊' * 500}</t></si><si><t>b</t></si>")
    with pytest.raises(ValueError, match=r"up to 0 MB of text is needed; 稿件\.xlsx holds more"):
        nu.read_articles(path)
    monkeypatch.undo()
    assert nu.read_articles(path)["text"].str.len().to_list() == [500] * 2000


def test_pieces_of_a_workbook_are_joined(tmp_path, monkeypatch):
    rows = [HEAD, *([("甲"), (n % 3,)] for n in range(500))]
    path = workbook(tmp_path / "稿件.xlsx", {"S": rows}, "".join(f"<si><t>{'啊' * n}</t></si>" for n in (5, 50, 500)))
    found = []
    monkeypatch.setattr(size_limits, "_refuse_text", lambda size, label: found.append(size))
    for piece in (1 << 20, 4096, 61):
        monkeypatch.setattr(size_limits, "_PIECE", piece)
        size_limits.check_workbook(path, "稿件.xlsx")
    assert found[0] == found[1] == found[2] > 500 * 3 * 100


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("encoding", [None, "DELTA_BYTE_ARRAY"])
def test_parquet_is_measured_as_it_unpacks(tmp_path, monkeypatch, nested, encoding):
    monkeypatch.setattr(size_limits, "MOST_TEXT", 5_000_000)
    value = "啊" * 10_000
    table = pa.table({"text": [[value]] * 300 if nested else [value] * 300})
    column = "text.list.element" if nested else "text"
    how = {"use_dictionary": False, "column_encoding": {column: encoding}} if encoding else {}
    parquet.write_table(table, tmp_path / "稿件.parquet", **how)
    assert (tmp_path / "稿件.parquet").stat().st_size < 60_000
    with pytest.raises(ValueError, match=r"MB of text is needed; 稿件\.parquet holds more"):
        nu.read_articles(tmp_path / "稿件.parquet")
    monkeypatch.undo()
    assert len(nu.read_articles(tmp_path / "稿件.parquet")) == 300


def test_parquet_cells_and_index(tmp_path):
    table = pd.DataFrame({"title": ["甲"], "text": ["稻田".encode()]}, index=pd.Index(["k1"], name="article_id"))
    table.to_parquet(tmp_path / "a.parquet")
    assert nu.read_articles(tmp_path)[["article_id", "text"]].to_numpy().tolist() == [["k1", "稻田"]]
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(40))
    with pytest.raises(ValueError, match=r"a readable \.parquet file is needed; a\.parquet could not be read"):
        nu.read_articles(tmp_path / "a.parquet")


# documents and records


def docx(path: Path, body: str, **margins: str) -> Path:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        made.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>')
        for name, line in margins.items():
            made.writestr(f"word/{name}.xml", f'<w:hdr xmlns:w="{word}">{paragraph(line)}</w:hdr>')
    return path


def word_table(*rows: list[str], merged: str = "") -> str:
    """Rows of cells, each line of which is a paragraph; a cell that is ``merged`` reaches down over empty ones."""
    marks = {merged: '<w:vMerge w:val="restart"/>', "": "<w:vMerge/>"} if merged else {}
    cells = [
        [
            f"<w:tc><w:tcPr>{marks.get(cell, '')}</w:tcPr>{''.join(map(paragraph, cell.split(chr(10))))}</w:tc>"
            for cell in row
        ]
        for row in rows
    ]
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells) + "</w:tbl>"


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def test_a_document_gives_paragraphs_rows_and_inserted_words(tmp_path):
    inserted = "<w:ins><w:r><w:t>颗粒归仓。</w:t></w:r></w:ins>"
    deleted = "<w:del><w:r><w:delText>减产。</w:delText></w:r></w:del>"
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("稻", "186万亩"))
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>稻花香里</w:t></w:r>"
    body = (
        paragraph(bold)
        + paragraph("本报讯（记者 周明）开镰了。", inserted, deleted)
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    )
    docx(tmp_path / "20230602-01.docx", body)
    page = nu.read_pages(tmp_path).iloc[0]
    assert page["text"].split("\n\n") == ["**稻花香里**", "本报讯（记者 周明）开镰了。颗粒归仓。", "| 稻 | 186万亩 |"]
    assert page[["page_id", "page", "encoding"]].to_list() == ["20230602-01", "01", "docx"]
    article = nu.read_articles(tmp_path).iloc[0]
    assert article[["title", "byline"]].to_list() == ["稻花香里", "周明"]


FIRST = ["开镰了", "稻田抽穗了。\n颗粒归仓了。"]
SECOND = ["渡口通船", "渡船开了。\n食堂开张了。"]


@pytest.mark.parametrize(
    ("body", "days"),
    [
        (
            word_table(["日期", "标题", "正文"], ["2024-03-01", *FIRST], ["2024-03-02", *SECOND]),
            ["2024-03-01", "2024-03-02"],
        ),
        (word_table(["标题", "版次", "正文"], [FIRST[0], "03", FIRST[1]], [SECOND[0], "03", SECOND[1]]), ["", ""]),
        (
            word_table(["日期", "标题", "正文"], ["2024-03-01", *FIRST], ["", *SECOND], merged="2024-03-01"),
            ["2024-03-01"] * 2,
        ),
        (
            "".join(
                word_table(["标题", row[0]], ["报纸", "沱江日报"], ["日期", f"2024-03-0{at}"], ["正文", row[1]])
                + paragraph("")
                for at, row in enumerate((FIRST, SECOND), 1)
            ),
            ["2024-03-01", "2024-03-02"],
        ),
    ],
)
def test_tables_of_articles_in_a_document_are_tables_like_others(tmp_path, body, days):
    docx(tmp_path / "剪报.docx", body)
    articles = nu.read_articles(tmp_path)
    assert articles[["title", "text", "subtitle"]].to_numpy().tolist() == [[*FIRST, ""], [*SECOND, ""]]
    assert articles["date"].dt.strftime("%F").fillna("").to_list() == days


def test_what_stands_around_a_table_of_articles_is_told(tmp_path):
    table = word_table(["标题", "正文"], FIRST, SECOND)
    docx(tmp_path / "剪报.docx", paragraph("三月剪报") + table + table, header1="内部资料")
    with pytest.warns(nu.NewsutilWarning, match=r"2 rows above the headers were left out, the first is '三月剪报'"):
        assert nu.read_articles(tmp_path)["title"].to_list() == [FIRST[0], SECOND[0]] * 2


def test_an_article_with_a_table_is_no_table_of_articles(tmp_path):
    table = word_table(["时间", "标题", "内容"], ["3月1日", "开幕", "灯会"])
    docx(tmp_path / "a.docx", paragraph("灯会排定日程") + paragraph("本报讯（记者 周明）灯会日程排定。") + table)
    assert nu.read_articles(tmp_path)["title"].to_list() == ["灯会排定日程"]


def test_headers_and_footers_of_a_document_date_it_and_go_to_the_ledger(tmp_path):
    body = paragraph("稻花香里说丰年") + paragraph("本报讯（记者 周明）开镰了，颗粒归仓。")
    docx(
        tmp_path / "稿.docx",
        body,
        header1="沱江日报 2024年3月1日 第03版",
        header2="沱江日报 2024年3月1日 第03版",
        footer1="编辑 何明",
    )
    pages = nu.read_pages(tmp_path)
    assert pages[["paper", "page"]].to_numpy().tolist() == [["沱江日报", "03"]]
    assert nu.unassigned_text(pages)[["text", "reason"]].to_numpy().tolist() == [
        ["沱江日报 2024年3月1日 第03版", "beside"],
        ["编辑 何明", "beside"],
    ]
    article = nu.read_articles(tmp_path).iloc[0]
    assert article[["title", "text"]].to_list() == ["稻花香里说丰年", "本报讯（记者 周明）开镰了，颗粒归仓。"]
    assert str(article["date"])[:10] == "2024-03-01"


def test_a_document_that_is_none_or_too_large_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 no document")
    with pytest.raises(ValueError, match=r"a readable \.docx file is needed; a\.docx could not be read .*Word or WPS"):
        nu.read_articles(tmp_path / "a.docx")
    monkeypatch.setattr(size_limits, "MOST_OF_A_DOCUMENT", 1 << 20)
    docx(tmp_path / "b.docx", paragraph("啊" * (1 << 20)))
    with pytest.raises(ValueError, match=r"up to 1 MB unpacked is needed; b\.docx unpacks to more"):
        nu.read_articles(tmp_path / "b.docx")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-1.7", r"a\.pdf is a PDF\. Export its text"),
        ("a.txt", b"%PDF-1.7", r"a\.txt is a PDF\. Export its text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), r"an old Office document\. .*save it as \.docx"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(99), r"an image\. Recognise its text"),
        ("a.txt", bytes(range(32)) * 9, r"a\.txt is binary\. Export its text first"),
        ("a.db", b"SQLite format 3\x00" + "稻".encode("utf-16-le") * 99, r"a\.db is a database\. Export its table"),
        ("a.mhtml", "MIME-Version: 1.0\n\n稻田抽穗了。".encode(), r"a\.mhtml is a web archive\. Save the page as HTML"),
        ("a.caj", b"CAJ" + bytes(range(32, 256)) * 9, r"a\.caj is a CNKI document\. Export its text as \.txt"),
        ("a.xlsb", b"PK\x03\x04" + bytes(99), r"a\.xlsb is a binary workbook\. Save it as \.xlsx"),
        ("a.csv", b"SQLite format 3\x00" + "稻".encode("utf-16-le") * 99, r"\(it is a database: Export its table"),
    ],
)
def test_what_is_no_text_is_refused_with_words(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=said):
        nu.read_articles(tmp_path / name)


def test_records_in_capitals_become_articles(tmp_path):
    text = "<DOC>\n<DOCNO>k1</DOCNO>\n<TITLE>甲</TITLE>\n<DATE>20240301</DATE>\n<TEXT>\n稻田抽穗了。\n</TEXT>\n</DOC>\n"
    assert table_of(tmp_path / "a.txt", text, "title", "date", "text", "article_id") == [
        ["甲", "2024-03-01", "稻田抽穗了。", "k1"]
    ]


def test_records_become_articles(tmp_path):
    record = (
        "<doc>\n<url>http://news.a.cn/20120612/n{0}.shtml</url>\n<docno>k{0}</docno>\n<contenttitle>第{0}条</contenttitle>\n"
        "<content>夏收开镰，<三农>栏目第{0}次报道。</content>\n</doc>\n"
    )
    text = "".join(record.format(n) for n in range(3))
    folder_of(
        tmp_path, {"a.dat": text.encode("gb18030"), "b.xml": "<x/>", "c.txt": "<doclist>\n" + text.replace("k", "m")}
    )
    with pytest.warns(nu.NewsutilWarning, match=r"records in <doc> are needed; b\.xml has none"):
        articles = nu.read_articles(tmp_path)
    assert articles["article_id"].to_list() == ["k0", "k1", "k2", "m0", "m1", "m2"]
    assert articles.loc[1, ["title", "text"]].to_list() == ["第1条", "夏收开镰，<三农>栏目第1次报道。"]
    assert set(articles["date"].dt.strftime("%F")) == {"2012-06-12"}
    assert articles["url"].str.startswith("http://news.a.cn/").all()


# characters and encodings


def test_characters_are_mended_in_pages_and_tables_alike(tmp_path):
    bad = "⽂明实践\xa0１２００⼈，全\xad程⻢拉松\u200b開"
    folder_of(tmp_path, {"a.md": f"# 开镰\n\n{bad}。\n", "b.jsonl": json.dumps({"text": f"{bad}。", "title": "⽂"})})
    with pytest.warns(nu.NewsutilWarning, match=r"^13 characters were mended \(.*\), in 2 files: a\.md; …\.$"):
        articles = nu.read_articles(tmp_path)
    assert articles["text"].to_list() == ["文明实践 １２００人，全程马拉松開。"] * 2
    with pytest.warns(nu.NewsutilWarning, match="13 characters were mended"):
        assert "⽂" not in "".join(nu.read_pages(tmp_path)["text"])


@pytest.mark.parametrize("text", ["ＡＢＣ１２３，：（）", "㎡①㈠Ⅳ½ﬁ", "　全角空格　", "𠮷野家，\U0001f600", "A\tB\nC"])
def test_other_forms_are_left_alone(text):
    assert mend(text) == (text, 0)


SCAN = "渡 船 换 了 马 达 ， 江 面 静 下 来 。 六 条 船 一 年 省 油 3000 升 , 够 跑 一 个 汛 期 。"


def test_blanks_between_all_characters_of_a_scan_go():
    shown = "渡船换了马达，江面静下来。六条船一年省油3000升,够跑一个汛期。"
    assert mend(SCAN) == (shown, len(SCAN) - len(shown))
    assert mend(f"沱 江 报   第 二 版\n{SCAN}")[0] == f"沱江报   第二版\n{shown}"  # wider gaps part words
    assert mend(f"1 9 8 6 年 3 月 5 日\n{SCAN}\n15 18")[0] == f"1986年3月5日\n{shown}\n15 18"


@pytest.mark.parametrize(
    "text",
    [
        "王 强 李 明 公 告",
        "渡船 换 了 马达 ， 江面 静 下来 。 六 条 船 一 年 省 油 3000 升 , 够 跑 一 个 汛期 。",
        "公 告\n\n本 县 渡 口 下 月 起 换 用 电 船 。\n" + "渡船换了马达，江面静下来，岸上的人都说不习惯。" * 3,
    ],
)
def test_other_blanks_stay(text):
    assert mend(text) == (text, 0)


def test_compatibility_ideographs_are_mended():
    assert mend("\uf914事，\uf9e8") == ("樂事，裡", 2)


LONG = "河南省郑州市今年夏粮收购开秤，颗粒归仓。"


@pytest.mark.parametrize(("main", "other"), [("gb18030", "utf-8"), ("utf-8", "gb18030")])
@pytest.mark.parametrize("line", ["正文一二三四五六七", "水到田头", LONG])
def test_a_line_in_another_encoding_is_read_and_told(tmp_path, main, other, line):
    data = f"{LONG}\n".encode(main) * 3 + f"{line}\n".encode(other) + f"{LONG}\n".encode(main)
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.warns(nu.NewsutilWarning, match=rf"two encodings: 1 lines are {other.upper()}, the first is line 4"):
        pages = nu.read_pages(tmp_path)
    assert pages["text"][0].split("\n")[3] == line


def test_damage_is_not_taken_for_another_encoding():
    damaged = (f"{LONG}\n" * 5).encode()
    damaged = damaged[:31] + b"\xff" + damaged[34:]
    assert "two encodings" not in str(decode(damaged).problems)
    assert "two encodings" not in str(decode((f"{LONG}\n" * 5).encode("gb18030")[:-3]).problems)
    assert not decode("·联通·\n移动\n".encode("gb18030")).problems


@pytest.mark.parametrize("length", [12, 40, 400])
def test_big5_is_known_by_its_characters(length):
    text = ("本報訊 農民趕在降雨之前搶收小麥，三臺收割機同時作業，縣裡的糧站夜裡也開門。" * 20)[:length]
    made = decode(f"title,text\n{text}\n".encode("big5"))
    assert (made.text, made.encoding, len(made.problems)) == (f"title,text\n{text}\n", "cp950", 1)
    for other in ("gb18030", "utf-8", "utf-16"):
        assert decode(f"title,text\n{text}\n".encode(other)).problems == ()
    simple = ("本报讯 农民赶在降雨之前抢收小麦，三台收割机同时作业。（记者 周明）·２０２４" * 20)[:length]
    assert decode(simple.encode("gb18030")) == (simple, "gb18030", ())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("shown", ["latin-1", "cp1252"])
def test_chinese_that_was_read_as_latin_is_undone(encoding, shown):
    text = "稻花稻田，稻花稻田。\n"  # all its bytes are characters of Windows-1252
    made = decode(text.encode(encoding).decode(shown).encode())
    assert (made.text, made.encoding, len(made.problems)) == (text, encoding, 1)


@pytest.mark.parametrize("text", ["L'été à Köln: garçons, où êtes-vous?", "25°C × 3 ± 2", "€5 – “x”…", "ÄÖÜ"])
def test_latin_text_is_left_alone(text):
    assert decode(text.encode()) == (text, "utf-8", ())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_empty_bytes_at_the_end_are_no_text(tmp_path, encoding):
    text = "稻田抽穗了，颗粒饱满。\n" * 9 + "一"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding) + bytes(4096))
    with pytest.warns(nu.NewsutilWarning, match="409[5-7] empty bytes at its end were left out"):
        assert nu.read_pages(tmp_path)["text"].to_list() == [text]


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b"])
def test_other_line_ends_are_line_ends(tmp_path, end):
    (tmp_path / "a.txt").write_text(f"# 稻花香{end}{end}一段。{end}二段。", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": f"一段。{end}二段。"}, ensure_ascii=False), encoding="utf-8")
    with pytest.warns(nu.NewsutilWarning, match=r"4 characters were mended .*odd line ends.*in 2 files"):
        articles = nu.read_articles(tmp_path)
    assert articles["title"].to_list() == ["稻花香", ""]
    assert articles["text"].to_list() == ["一段。\n二段。"] * 2


def test_a_form_feed_ends_a_line_that_has_no_other_end():
    assert mend("一段。\f二段。\n\f三段。")[0] == "一段。\n二段。\n\f三段。"


# ids


def test_ids_of_two_tables_are_kept_apart_and_told(tmp_path):
    table = "id,标题,正文\n1,{0}甲,{0}的正文。\n2,{0}乙,{0}的正文。\n"
    folder_of(tmp_path, {f"稿件{n}.csv": table.format(n) for n in (1, 2)} | {"其他.csv": "id,正文\n9,别的。\n"})
    with pytest.warns(nu.NewsutilWarning, match=r"4 ids may stand in another table or file .* in 2 files: 稿件1; …"):
        articles = nu.read_articles(tmp_path)
    assert articles["article_id"].to_list() == ["9", "稿件1-1", "稿件1-2", "稿件2-1", "稿件2-2"]
    assert nu.read_pages(tmp_path)["page_id"].to_list() == articles["page_id"].to_list()


def test_a_page_has_one_id_in_pages_and_articles_wherever_it_comes_from(tmp_path):
    """Rows of tables with and without ids of their own, of two sheets, records, and pages; what a row brings stays."""
    folder_of(
        tmp_path,
        {
            "甲.md": "# 渡口\n\n本报讯 渡船开了。\n\n# 码头\n\n本报讯 码头修好了。\n",
            "乙.csv": "标题,正文\n渡口,渡船开了。\n码头,码头修好了。\n",
            "丙.jsonl": '{"id": "甲-01", "正文": "渡船开了。"}\n',
            "丁.txt": "<doc>\n<url>http://x/1</url>\n<content>渡船开了。</content>\n</doc>\n",
        },
    )
    with pd.ExcelWriter(tmp_path / "戊.xlsx") as book:
        for sheet in ("一月", "二月"):
            pd.DataFrame({"正文": [f"{sheet}渡船开了。"]}).to_excel(book, sheet_name=sheet, index=False)
    with pytest.warns(nu.NewsutilWarning, match="1 ids may stand"):
        articles = nu.read_articles(tmp_path)
    pages = nu.read_pages(tmp_path)
    assert pages["page_id"].is_unique
    assert set(pages["page_id"]) == set(articles["page_id"])
    merged = articles.merge(pages, on="page_id", suffixes=("", "_page"))
    assert len(merged) == len(articles)
    assert all(article in page for article, page in zip(merged["text"], merged["text_page"], strict=True))
    own = tmp_path / "own.csv"
    own.write_text("page_id,正文\n第一版,渡船开了。\n", encoding="utf-8")
    assert nu.read_articles(own)["page_id"].to_list() == ["第一版"]


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["20230602-03.md", "20230602-03-01.txt"], ["20230602-03-01", "20230602-03.md"]),
        (["a.md", "a.txt", "a.txt.md"], ["a.md", "a.txt", "a.txt.md"]),
        (["x/a.md", "y/a.md", "b.md"], ["b", "x/a", "y/a"]),
        (["2023.csv", "2023-05.md"], ["2023-05", "2023.csv"]),
        (["甲-1/乙.md", "甲-2/乙.md", "甲.md"], ["甲-1/乙", "甲-2/乙", "甲"]),
    ],
)
def test_no_two_files_share_an_id(tmp_path, names, ids):
    folder_of(tmp_path, dict.fromkeys(names, "# 题\n\n本报讯 正文内容在这里。\n"))
    assert [name for name, _ in find_files(tmp_path).files] == ids


def test_articles_and_pages_never_share_an_id(tmp_path):
    page = "# 甲题\n\n本报讯 甲的正文内容在这里。\n"
    table = "id,正文\n20230602-03.md-01,表里的。\n乙-01,表里的。\n"
    folder_of(
        tmp_path, {"20230602-03.md": page, "20230602-03-01.txt": f"\n乙题\n\n{page}", "乙.md": page, "丙.csv": table}
    )
    with pytest.warns(nu.NewsutilWarning, match="2 ids may stand"):
        articles = nu.read_articles(tmp_path)
    assert articles["article_id"].is_unique
    assert not set(articles["article_id"]) & (set(articles["page_id"]) - {"20230602-03-01"})


def test_ids_that_are_numbers_work_in_every_verb():
    news = ["浙江有志愿者300万名，小麦丰收。", "江苏有志愿者400万名，地铁开通。"] * 8
    articles = pd.DataFrame({"title": ["丰收", "通车"] * 8, "text": news, "date": ["2023-01-05", "2023-02-05"] * 8})
    named = [str(n) for n in range(1, 17)]

    def tables(ids: list) -> list[pd.DataFrame]:
        mine = articles.assign(article_id=ids)
        own = dict(zip(named, ids, strict=True))
        groups = pd.Series(["甲", "乙"] * 8, index=ids)
        metrics, places, terms = nu.extract_metrics(mine), nu.find_places(mine), nu.count_terms(mine)
        terms = terms.assign(article_id=terms["article_id"].map(own).array)
        topics = nu.cluster_topics(terms, n_topics=2)
        members = topics.members.assign(article_id=topics.members["article_id"].map(own).array)
        figures = metrics.assign(article_id=metrics["article_id"].map(own).array)
        return [
            metrics, places, topics.members, nu.home_regions(mine, places), nu.quote_figures(mine, metrics),
            nu.quote_figures(mine, figures), nu.describe_topics(members, topics.keywords, mine),
            nu.topic_shares(members, groups), nu.map_articles(terms, members), nu.assign_topics(terms, topics),
            nu.keyness(terms, groups, min_articles=1), nu.keyword_trends(mine, ["志愿"], group=groups),
            nu.concordance(mine, "志愿"), nu.find_reprints(mine),
            nu.compare_regions(figures, "志愿者", level="province", period=""),
        ]  # fmt: skip

    texts, integers, floats = (tables(list(map(kind, named))) for kind in (str, int, float))
    for expected, *others in zip(texts, integers, floats, strict=True):
        for found in others:
            pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(expected))


def test_ids_as_texts():
    assert id_texts(pd.Series([1, 2], dtype="Int64")).to_list() == ["1", "2"]
    assert id_texts(pd.Series(["a", None, 3], dtype="object")).to_list() == ["a", "", "3"]
    assert id_texts(pd.Series(["甲"], dtype="category")).to_list() == ["甲"]


@pytest.mark.parametrize(
    "verb", [nu.find_places, nu.extract_metrics, nu.count_terms, lambda t: nu.concordance(t, "好")]
)
def test_a_column_that_stands_twice_is_refused(verb):
    table = pd.DataFrame([["a", "t", "x", "y"]], columns=["article_id", "title", "text", "text"])
    with pytest.raises(ValueError, match=r"each column once; got several called text\. Rename or drop"):
        verb(table)


# folders


def test_all_that_is_not_read_is_listed(tmp_path):
    page = "# 题\n\n正文内容在这里。\n"
    read = {"ok.txt": page, "说明_会议.txt": page, "notice-20230601.txt": page, "说明会.md": page}
    unread = {f"坏{n}.xlsx": b"PK" for n in range(8)} | {
        "README.md": page, "readme_zh.txt": page, "许可.md": page, ".DS_Store": b"x", "a.pdf": b"%PDF",
        "图.JPG": b"\xff\xd8",
        "~$稿件.docx": b"x", "b.doc": b"x", "c.odd": b"x", "__MACOSX/ok.txt": b"x",
    }  # fmt: skip
    folder_of(tmp_path, read | unread)
    with pytest.warns(nu.NewsutilWarning) as said:
        articles = nu.read_articles(tmp_path)
    assert sorted(articles["page_id"]) == sorted(Path(name).stem for name in read)
    listed = nu.unread_files(tmp_path)
    assert listed["file"].to_list() == sorted(name.removesuffix("/ok.txt") for name in unread)
    assert listed["reason"].str.len().min() > 5
    passed, problems = (str(warning.message) for warning in said)
    assert passed.startswith("5 files were passed over: a.pdf (a PDF: Export its text")
    assert problems.startswith("8 problems")
    assert problems.endswith("newsutil.unread_files(path) lists all that were not read.")
    assert list(nu.unread_files(tmp_path / "ok.txt").columns) == ["file", "reason"]


def test_files_without_text_are_listed(tmp_path):
    folder_of(tmp_path, {"a.txt": " \n", "b.html": "<html><title>目录</title></html>", "c.txt": "稻田抽穗了。"})
    docx(tmp_path / "d.docx", paragraph(""))
    with pytest.warns(
        nu.NewsutilWarning, match=r"3 problems .*a\.txt: the file is empty; b\.html.*; d\.docx: the file is"
    ):
        assert len(nu.read_articles(tmp_path)) == 1
    assert nu.unread_files(tmp_path)["file"].to_list() == ["a.txt", "b.html", "d.docx"]


def test_a_folder_of_other_kinds_says_what_to_do_with_them(tmp_path):
    folder_of(tmp_path, {"a.pdf": b"%PDF"})
    with pytest.raises(FileNotFoundError, match=r"holds none but a\.pdf \(a PDF: Export its text"):
        nu.read_articles(tmp_path)
    assert len(nu.unread_files(tmp_path)) == 1


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_names_that_are_not_utf8_are_read_as_gb18030(tmp_path):
    page = "# 题\n\n本报讯 正文内容在这里。\n"
    for name in ("沱江日报/20230602-01.txt", "好.txt"):
        path = os.path.join(os.fsencode(tmp_path), name.encode("gbk"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(os.fsdecode(path)).write_text(page, encoding="utf-8")
    (tmp_path / "好.txt").write_text(page, encoding="utf-8")
    Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), "坏.xlsx".encode("gbk")))).write_bytes(b"PK")
    with pytest.warns(nu.NewsutilWarning, match=r"坏\.xlsx"):
        pages = nu.read_pages(tmp_path)
    assert sorted(pages["page_id"]) == ["20230602-01", "好.txt", "好.txt+2"]
    assert pages.set_index("page_id").loc["20230602-01", "paper"] == "沱江日报"
    with pytest.warns(nu.NewsutilWarning, match=r"坏\.xlsx"):
        assert len(nu.read_articles(tmp_path)) == 3
    assert nu.unread_files(tmp_path)["file"].to_list() == ["坏.xlsx"]


WITHOUT_RIGHTS = """
import os, sys, warnings
import newsutil as nu
cases = [argument.split("=") for argument in sys.argv[1:]]
for folder, closed, mode in cases:
    nu.read_articles(folder)  # all is loaded before the rights go
    os.chmod(os.path.join(folder, closed), int(mode, 8))
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
for folder, *_ in cases:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        print(nu.read_articles(folder)["title"].tolist(), len(nu.unread_files(folder)), end=" ")
    print(*(" ".join(str(warning.message).split()) for warning in said))
"""


@pytest.mark.skipif(os.name == "nt", reason="other rights on Windows")
def test_what_may_not_be_opened_is_named():
    page = "# {}\n\n{}的正文内容在这里。\n"
    cases = [("2023", "000", "2023"), ("2023", "644", r"a\.txt"), ("2023/a.txt", "000", r"a\.txt")]
    with tempfile.TemporaryDirectory() as made:  # pytest's own folders are closed to others
        Path(made).chmod(0o755)
        folders = [Path(made, str(number)) for number in range(len(cases))]
        for folder in folders:
            folder_of(folder, {"ok.txt": page.format("好", "好"), "2023/a.txt": page.format("甲", "甲")})
        words = [f"{folder}={target}={mode}" for folder, (target, mode, _) in zip(folders, cases, strict=True)]
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_RIGHTS, *words], capture_output=True, text=True, encoding="utf-8"
        )
        for folder, (target, *_) in zip(folders, cases, strict=True):
            (folder / target).chmod(0o755)
    assert done.returncode == 0, done.stderr
    for line, (*_, named) in zip(done.stdout.splitlines(), cases, strict=True):
        assert re.match(rf"\['好'\] 1 .*{named}.*[Pp]ermission denied", line), line


def test_a_file_that_vanishes_while_read_is_named(tmp_path, monkeypatch):
    folder_of(
        tmp_path,
        {"a.txt": "# 甲\n\n甲的正文在这里。\n", "b.txt": "# 乙\n\n乙的正文在这里。\n", "c.csv": "text\n丙。\n"},
    )
    real = Path.read_bytes

    def gone(path: Path) -> bytes:
        if path.name in ("b.txt", "c.csv"):
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", gone)
    with pytest.warns(nu.NewsutilWarning, match=r"2 problems .*b\.txt: No such file.*c\.csv: No such file"):
        assert nu.read_articles(tmp_path)["title"].to_list() == ["甲"]


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no such device here")
def test_a_device_is_told():
    with pytest.raises(FileNotFoundError, match=r"/dev/null is a device, a pipe or a broken link\. Check the path"):
        nu.read_articles("/dev/null")


def test_lines_of_a_page_of_the_oldest_kind():
    tree = parse(
        "<table><tr><td><p>一段，很长。</p><p>二段，很长。</p></td></tr><tr><td>稻</td><td>5</td></tr></table>"
    )
    assert [piece.text for piece in lines_of(tree)] == ["一段，很长。", "二段，很长。", "| 稻 | 5 |"]
