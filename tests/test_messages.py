"""Every error and warning of the package: the call that raises it, and what it says.

A message says what was needed, what came and what to do.  Messages are found in the code itself, so that one without a
case here fails the test.
"""

from __future__ import annotations

import ast
import re
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import newsutil as nu
from newsutil.base import dask_tables
from newsutil.files import size_limits
from newsutil.metrics import quotes
from newsutil.places import divisions
from newsutil.plots import style

PACKAGE = Path(nu.__file__).parent
DAYS = ["2023-01-05", "2023-02-05", "2023-03-05", "2023-04-05", "2023-05-05", "2023-06-05", "2023-07-05", "2023-08-05"]
YEARLY = pd.DataFrame(
    {
        "article_id": ["a", "b"],
        "date": ["2023-10-08", "2024-10-09"],
        "text": "明年的报纸现已开始征订，读者可到各邮局营业点办理手续。",
    }
)
ARTICLES = pd.DataFrame(
    {
        "article_id": [f"a{n}" for n in range(8)],
        "title": ["志愿服务"] * 8,
        "text": ["浙江有志愿者300万名。"] * 4 + ["江苏有志愿者200万名，天气晴。"] * 4,
        "date": pd.to_datetime(DAYS).astype("datetime64[s]"),
    }
)
GROUPS = pd.Series(["甲", "乙"] * 4, index=ARTICLES["article_id"])
TERMS = pd.DataFrame({"article_id": ["a0", "a1", "a2", "a3"], "term": ["小麦", "小麦", "地铁", "地铁"], "count": 1})
METRICS = nu.extract_metrics(ARTICLES.assign(text="目前" + ARTICLES["text"]))
COMPARISON = nu.compare_regions(METRICS, "志愿者", level="province")
NAMESAKES = pd.concat(
    [
        COMPARISON.assign(adcode=["110105", "220104"], period=year, period_start=f"{year}-01-01")
        for year in ("2022", "2023")
    ]
)
TWO_YEARS = pd.concat([COMPARISON, COMPARISON.assign(period="2022", period_start=pd.Timestamp(2022, 1, 1))])


def trends_of(keywords: int, days: int = 8) -> pd.DataFrame:
    row = {
        "group": "",
        "articles": 1,
        "total": 4,
        "share": 0.25,
        "low": 0.1,
        "high": 0.6,
        "hits": 1,
        "split_share": 0.0,
        "thin": False,
    }
    return pd.DataFrame(
        [{"keyword": f"词{n}", "period": pd.Timestamp(day), **row} for n in range(keywords) for day in DAYS[:days]]
    )


def keyness_of(groups: int) -> pd.DataFrame:
    row = {
        "term": "小麦",
        "count": 3,
        "other_count": 1,
        "log_ratio": 1.0,
        "log_ratio_low": 0.5,
        "log_ratio_high": 1.5,
        "g2": 9.0,
        "p_adjusted": 0.01,
        "articles": 3,
    }
    return pd.DataFrame([{"group": f"组{n}", **row} for n in range(groups)])


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(name: str, content: str | bytes) -> Callable[[Path], object]:
    return lambda folder: nu.read_articles(file(folder, name, content))


def show_without_glyph(_: Path) -> None:
    axes = plt.figure().subplots()
    axes.set_title("\U0001f9ff")
    nu.show(axes.figure)


def without_font(_: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(style, "find_spec", lambda _: None)
        style.font_path()


def packed(name: str, part: str) -> Callable[[Path], Path]:
    def call(folder: Path) -> Path:
        with zipfile.ZipFile(folder / name, "w") as made:
            made.writestr(part, "<workbook/>")
        return folder / name

    return call


def broken_link(folder: Path) -> None:
    (folder / "断.txt").symlink_to("没有.txt")
    nu.read_articles(folder / "断.txt")


def two_sheets(folder: Path) -> None:
    with pd.ExcelWriter(folder / "稿件.xlsx") as workbook:
        pd.DataFrame({"text": ["好。"]}).to_excel(workbook, sheet_name="一月", index=False)
        pd.DataFrame({"甲": ["1"]}).to_excel(workbook, sheet_name="说明", index=False)
    nu.read_articles(folder / "稿件.xlsx")


def large(kind: str) -> Callable[[Path], object]:
    def call(folder: Path) -> None:
        path = packed("稿件.xlsx", "xl/workbook.xml")(folder)
        with pytest.MonkeyPatch.context() as patch:
            if kind == "bytes":
                patch.setattr(size_limits, "MOST_BYTES", 3)
                nu.read_articles(path)
            (size_limits._refuse_text(1 << 40, path.name) if kind == "text" else None)
            size_limits._refuse_above(1_048_576, 16_384, path.name)

    return call


def on_dask(table: pd.DataFrame) -> object:
    return pytest.importorskip("dask.dataframe").from_pandas(table, npartitions=1)


def without_wordcloud() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "wordcloud", None)
        return nu.plot_wordcloud(pd.Series({"粮": 3.0, "田": 2.0}))


def without_dask(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "dask", None)
        nu.read_archive(folder)


def failing_verb(_: Path) -> None:
    @dask_tables.article_wise("metrics")
    def find_nothing(articles: pd.DataFrame) -> pd.DataFrame:
        if "a3" in set(articles["article_id"]):
            raise ZeroDivisionError("division by zero")
        return nu.extract_metrics(articles)

    find_nothing(ARTICLES)


# What is raised -> call -> part of the message.  A folder is given to each call.
CASES: list[tuple[type[BaseException], Callable[[Path], object], str]] = [
    # reading
    (FileNotFoundError, lambda folder: nu.read_pages(folder / "没有"), r"there is nothing at .*没有\. Check the path"),
    (FileNotFoundError, lambda folder: nu.read_pages(folder), r"the folder .* holds none\. Give the folder"),
    (FileNotFoundError, broken_link, r"断\.txt is a device, a pipe or a broken link\. Check the path"),
    (nu.NewsutilWarning, two_sheets, r"稿件\.xlsx: 1 sheets have no column of texts and were left out: 说明"),
    (
        nu.NewsutilWarning,
        read("20240301-01.md", "2024年3月2日\n\n# 开镰\n\n本报讯 颗粒归仓了。\n"),
        r"20240301-01\.md: the name says 2024-03-01, the page 2024-03-02; 2024-03-01 is taken",
    ),
    (ValueError, read("图.txt", b"\x89PNG" + bytes(99)), r"a text file is needed; 图\.txt is an image\. Recognise"),
    (ValueError, read("图.txt", bytes(range(32)) * 9), r"a text file is needed; 图\.txt is binary\. Export"),
    (ValueError, read("稿.docx", "PK"), r"a readable \.docx file is needed; 稿\.docx could not be read .*Word or WPS"),
    (ValueError, read("稿.xml", "<x/>"), r"records in <doc> are needed; 稿\.xml has none\. Save its text"),
    (ValueError, read("稿.parquet", "PAR"), r"稿\.parquet could not be read \(it does not begin as a Parquet file\)"),
    (ValueError, read("稿.xlsx", b"PK\x03\x04"), r"a readable \.xlsx file is needed; 稿\.xlsx could not .*password"),
    (
        ValueError,
        lambda folder: nu.read_articles(packed("稿.xlsx", "content.xml")(folder)),
        r"an Excel workbook \(\.xlsx\) is needed; 稿\.xlsx is another packed file\. Save",
    ),
    (ValueError, large("text"), r"up to 2048 MB of text is needed; 稿件\.xlsx holds more\. Save"),
    (
        nu.NewsutilWarning,
        read("目录.html", "<html><title>目录</title><a href=a>开镰</a></html>"),
        r"目录\.html: the saved page holds no running text",
    ),
    (
        nu.NewsutilWarning,
        read(
            "剪报.html", "<html><h1>甲</h1><p>早稻抽穗了。颗粒饱满。</p><h1>乙</h1><p>渡船开了。往来方便。</p></html>"
        ),
        r"剪报\.html: 2 headings have a text each, and were read as one article; split it if they are several",
    ),
    (
        nu.NewsutilWarning,
        read("a.txt", "正文一二三四五六七\n".encode() + "正文一二三四五六七".encode("gb18030")),
        r"a\.txt: two encodings: 1 lines are UTF-8, the first is line 1, the others GB18030",
    ),
    (
        ValueError,
        lambda _: nu.find_places(ARTICLES.set_axis(["article_id", "text", "text", "date"], axis=1)),
        r"a table of articles has each column once; got several called text\. Rename or drop",
    ),
    (ValueError, read("稿件.xlsx", "no workbook"), r"a readable \.xlsx file is needed; 稿件\.xlsx could not be read"),
    (ValueError, read("稿件.json", "3"), r"稿件\.json could not be read \(it holds no list of objects\)"),
    (ValueError, read("稿件.csv", "甲,乙\n1,2\n"), r"column with the articles' text is needed .* has 甲, 乙\. Rename"),
    (ValueError, large("cells"), r"稿件\.xlsx spans 1,048,576 rows and 16,384 columns\. Delete"),
    (ValueError, large("bytes"), r"稿件\.xlsx unpacks to more\. Save"),
    (nu.NewsutilWarning, read("空.txt", " \n"), r"空\.txt: the file is empty\. The rest was read; mend"),
    (
        nu.NewsutilWarning,
        read("20230602-01.txt", "2023年6月3日　星期六\n\n# 稻花香\n\n稻田抽穗了。"),
        r"20230602-01\.txt: the name says 2023-06-02, the page 2023-06-03; 2023-06-03 is taken",
    ),
    (nu.NewsutilWarning, read("坏.txt", "好坏".encode()[:-1] + b"\n"), r"1 characters could not be read, the first in"),
    (
        nu.NewsutilWarning,
        read("坏.csv", "text\n好坏".encode()[:-1] + b"\n"),
        r"坏\.csv: 1 characters could not be read",
    ),
    (
        nu.NewsutilWarning,
        read("稿.csv", "text,date\n好,明天\n"),
        r"稿\.csv: 1 dates could not be read, the first is '明天'",
    ),
    (nu.NewsutilWarning, read("稿.csv", "title,text\n好,\n"), r"稿\.csv: 1 of 1 rows have no text"),
    (nu.NewsutilWarning, read("稿.csv", "三月稿件,\ntitle,text\n甲,好\n"), r"1 rows above the headers were left out"),
    (nu.NewsutilWarning, read("稿.csv", "kind,text\n深度,好\n"), r"the column kind holds something else .* kind\+2"),
    (
        nu.NewsutilWarning,
        read("稿.csv", "article_id,text\n一,好\n一,好\n"),
        r"1 ids stand more than once, the first is '一'",
    ),
    (
        nu.NewsutilWarning,
        read("稿.csv", "title,text\n甲,好,坏\n"),
        r"1 rows have more cells than the header has columns",
    ),
    (nu.NewsutilWarning, read("稿.csv", 'title,text\n甲,"好\n'), r"a quotation mark is not closed"),
    (nu.NewsutilWarning, read("稿.csv", "title,text,date\n甲,好\n"), r"1 rows have fewer cells than the header has"),
    (
        nu.NewsutilWarning,
        read("稿.csv", "title,text\n甲,好\ntitle,text\n"),
        r"1 rows repeat the header and were left out",
    ),
    (
        nu.NewsutilWarning,
        read("稿.csv", 'title,text\n甲,"标题:开镰\n发布时间:2024-03-01\n正文:稻田抽穗了。"\n乙,正文：好。\n'),
        r"1 texts open with labels .*, which stay: save each text .*, in 1 files: 稿\.csv",
    ),
    (
        nu.NewsutilWarning,
        read("稿.csv", "正文,正文2\n好。,坏。\n"),
        r"1 texts go on in 正文2 and were put together, in 1",
    ),
    (nu.NewsutilWarning, read("稿.csv", "正文,版次\n好。,03版：要闻\n"), r"1 pages had a name behind their number"),
    (nu.NewsutilWarning, read("202403.csv", "正文\n好。\n"), r"1 dates give no day and are read as the first of"),
    (
        ValueError,
        read("稿.csv", "2024-03-01,开镰了,稻田抽穗了。\n"),
        r"has 2024-03-01, .*\. Put a row with the names of the col",
    ),
    (
        nu.NewsutilWarning,
        read("稿.txt", "开镰\n\n稻田\ufffd抽穗锟斤拷了。\n"),
        r"稿\.txt: 4 characters were lost before it was saved \(\ufffd, 锟斤拷\); look for another",
    ),
    (nu.NewsutilWarning, read("稿.txt", "沱江兩岸稻花香".encode("big5")), r"稿\.txt: by its characters it is Big5"),
    (
        nu.NewsutilWarning,
        read("稿.txt", "沱江两岸稻花香".encode().decode("latin-1")),
        r"稿\.txt: its text had been read as Latin-1 and saved again, which was undone",
    ),
    (nu.NewsutilWarning, read("稿.txt", "好。".encode() + bytes(512)), r"512 empty bytes at its end were left out"),
    (
        ValueError,
        read("稿.json", '[{"text": "好"'),
        r"稿\.json could not be read \(no line is a JSON object; Expecting",
    ),
    (
        ValueError,
        read("稿.json", '{"a": [{"title": "甲", "text": "好"}], "b": [{"text": "沙发"}]}'),
        r"it holds lists of several kinds of texts, as of articles and comments; keep one",
    ),
    (ValueError, read("稿.csv", bytes(range(32)) * 9), r"稿\.csv could not be read \(it is binary\)"),
    (
        ValueError,
        read("稿.csv", b"\x1f\x8b" + bytes(9)),
        r"稿\.csv could not be read \(it is a packed file: Unpack it\)",
    ),
    (TypeError, lambda _: nu.read_articles(ARTICLES), r"the path of one file or folder is needed; got DataFrame"),
    (FileNotFoundError, lambda _: nu.read_articles(""), r"the path is empty\. Give '\.' for this folder"),
    (nu.NewsutilWarning, read("稿.jsonl", '{"text": "好"}\n好\n'), r"1 lines are no JSON objects, the first is line 2"),
    (
        nu.NewsutilWarning,
        lambda folder: nu.read_articles(file(file(folder, "a.pdf", "x").parent, "a.txt", "好。").parent),
        r"1 files were passed over: a\.pdf \(a PDF: Export its text .*\)\. Everything else",
    ),
    (ValueError, lambda folder: nu.read_archive(folder, files=0), r"1 file or more; got files=0\. Leave it out"),
    (ImportError, without_dask, r"Dask is needed for an archive, it is not installed\. Install it with: .*none\."),
    # tables and words
    (
        TypeError,
        lambda _: nu.extract_metrics("text"),
        r"a table of articles is needed, a DataFrame; got str\. Make one",
    ),
    (
        ValueError,
        lambda _: nu.count_terms(TERMS),
        r"text is needed; got columns article_id, term, count\. Make",
    ),
    (TypeError, lambda folder: nu.write_workbook([], folder / "a.xlsx"), r"tables by their names .* got list\. Write"),
    (
        ValueError,
        lambda folder: nu.write_workbook({"甲/": ARTICLES, "甲:": ARTICLES}, folder / "a.xlsx"),
        r"each sheet has a name of its own; got 甲 , 甲 \. Shorten",
    ),
    (TypeError, lambda folder: nu.write_csv([], folder / "a.csv"), r"a table is needed, a DataFrame; got list\. For a"),
    (TypeError, lambda _: nu.segment(3), r"a text is needed, one str; got int\. For a column"),
    (ValueError, lambda _: nu.count_terms(ARTICLES, min_length=0), r"whole number from 1; got 0\. Leave it out"),
    (TypeError, lambda _: nu.count_terms(ARTICLES, stopwords="的"), r"got one str\. Write stopwords=\['的'\]"),
    (ValueError, lambda _: nu.segment("好", words=[("好",) * 4]), r"each user word must be .* got \('好'"),
    (ValueError, lambda _: nu.segment("好", words=[("好", -1)]), r"whole number from 0; got -1 for '好'\. Leave"),
    (
        FileNotFoundError,
        lambda _: nu.segment("好", words="爱心驿站"),
        r"got '爱心驿站', which is no file\. A single word",
    ),
    (
        ValueError,
        lambda folder: nu.segment("好", words=file(folder, "词典.txt", "爱心".encode("gb18030"))),
        r"must be UTF-8; got other bytes in 词典\.txt\. Save it",
    ),
    (ValueError, lambda _: nu.cooccurrence(TERMS, top=1.5), r"top is a whole number from \d+; got 1\.5\. Leave it out"),
    (ValueError, lambda _: nu.setup(language="fr"), r"language is one of zh, en; got 'fr'\. Choose one of these"),
    (
        ValueError,
        lambda _: nu.plot_wordcloud(TERMS[["article_id"]]),
        r"term and one of .*; got columns article_id\. Rename",
    ),
    (
        ModuleNotFoundError,
        lambda _: without_wordcloud(),
        r"wordcloud is needed for a word cloud; it is not installed\. Inst",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.keyword_trends(
            pd.DataFrame(
                {"article_id": list("abc"), "date": ["0203-06-02", "2023-06-02", "2023-07-02"], "text": ["粮"] * 3}
            ),
            "粮",
            every="year",
        ),
        r"1 of 3 articles have a date more than 50 years from the others, 0203-06-02 first.*Mend articles\['date'\]",
    ),
    # topics
    (TypeError, lambda _: nu.cluster_topics(on_dask(TERMS)), r"in memory is needed .*; got a Dask DataFrame\. Find"),
    (ValueError, lambda _: nu.cluster_topics(TERMS, n_topics=9), r"got 4 articles for n_topics=9\. Ask for fewer"),
    (ValueError, lambda _: nu.cluster_topics(TERMS, n_topics=0), r"n_topics is a whole number from 1; got 0\. Leave"),
    (
        ValueError,
        lambda _: nu.assign_topics(TERMS, nu.cluster_topics(TERMS, n_topics=2), min_similarity=2),
        r"between 0 and 1; got 2\. 0 gives every",
    ),
    (TypeError, lambda _: nu.assign_topics(TERMS, TERMS), r"must be the Topics .* got DataFrame\. Pass all"),
    (
        nu.NewsutilWarning,
        lambda _: nu.cluster_topics(TERMS, n_topics=3),
        r"3 topics were asked for, .* form only 2; see",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.count_terms(ARTICLES.assign(article_id=None)),
        r"\d+ of \d+ articles have no article_id: what is found in them cannot be told apart\.",
    ),
    # keywords and trends
    (ValueError, lambda _: nu.keyword_trends(ARTICLES, []), r"at least one keyword is needed; got none\. Name one"),
    (TypeError, lambda _: nu.keyword_trends(ARTICLES, [3]), r"a keyword is a text; got 3 of type int\. Put it"),
    (ValueError, lambda _: nu.keyword_trends(ARTICLES, [" "]), r"at least one character; got ''.* Leave the empty"),
    (
        TypeError,
        lambda _: nu.keyword_trends(ARTICLES, pd.DataFrame({"word": ["志愿"]})),
        r"words are a list or a column; got a DataFrame\. Give one",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.segment("实现碳中和", words=["碳 中和", "碳中和"]),
        r"1 of 2 user words stay without effect.*'碳 中和'\. keyword_trends and",
    ),
    (ValueError, lambda _: nu.concordance(ARTICLES, "志愿", exclude=[""]), r"words to exclude have .*; got .* Leave"),
    (
        ValueError,
        lambda _: nu.concordance(ARTICLES, "志愿", exclude=["天气"]),
        r"hold a keyword and more.*; got 天气\. Leave",
    ),
    (
        ValueError,
        lambda _: nu.keyword_trends(ARTICLES, ["志愿"], every="decade"),
        r"every is one of .*; got 'decade'\.",
    ),
    (
        ValueError,
        lambda _: nu.keyword_trends(ARTICLES, ["志愿"], group="省"),
        r"group is a column .* got '省', and the",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.keyword_trends(ARTICLES.assign(date=["2023-01-05"] * 7 + [None]), ["志愿"]),
        r"1 of 8 articles have no date that can be read; .* See articles\['date'\]",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.keyword_trends(pd.concat([ARTICLES, ARTICLES[:1]]), ["志愿"]),
        r"1 of 9 rows repeat an article_id; each row is counted",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.keyword_trends(ARTICLES.assign(text="加快实现碳中和。"), ["碳中和"]),
        r"jieba cuts most of the places of 碳中和",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.find_reprints(ARTICLES.assign(date=["2023-01-05"] * 6 + ["2月1日", "不详"])),
        r"1 of 8 articles have a date that cannot be read, '2月1日' first; .* Write it as 2024-03-01",
    ),
    (
        TypeError,
        lambda _: nu.cooccurrence(on_dask(TERMS)),
        r"a table of terms in memory .* got a Dask DataFrame\. Give",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.cluster_topics(TERMS),
        r"1 is the largest number of topics that was tried .*\. Look at topics\.quality, and give n_topics",
    ),
    (ValueError, lambda _: nu.find_bursts(trends_of(1), effort=-1), r"effort is a number from 0; got -1\. Try 1"),
    (ValueError, lambda _: nu.find_bursts(trends_of(1), ratio="2"), r"more than 1; got '2'\. Try 2"),
    (ValueError, lambda _: nu.find_changes(trends_of(1), alpha=5), r"alpha is from 0 to 1; got 5\. Try 0\.01"),
    (
        ValueError,
        lambda _: nu.plot_trend_heatmap(trends_of(1).loc[[0] * 901].assign(period=pd.date_range("2020", periods=901))),
        r"up to 900 periods can be seen .*; got 901\. Count again with longer ones",
    ),
    (ValueError, lambda _: nu.concordance(ARTICLES, "志愿", sort="size"), r"sort is one of .*; got 'size'\. Choose"),
    (
        ValueError,
        lambda _: nu.concordance(ARTICLES, "志愿", width=-1),
        r"width is a whole number from 0; got -1\. Leave",
    ),
    (ValueError, lambda _: nu.find_reprints(ARTICLES, similarity=2), r"above 0 and up to 1; got 2\. Try 0\.8"),
    (ValueError, lambda _: nu.find_reprints(ARTICLES, days=-1), r"days is a whole number from 0; got -1\. Leave"),
    (
        nu.NewsutilWarning,
        lambda _: nu.find_reprints(YEARLY),
        r"1 articles repeat one of more than 30 days before; .* With days=None they are listed too",
    ),
    (ValueError, lambda _: nu.find_bursts(trends_of(1), ratio=1), r"more than 1; got 1\. Try 2"),
    (
        ValueError,
        lambda _: nu.find_changes(trends_of(1), shortest=0),
        r"shortest is a whole number from 1; got 0\. Leave",
    ),
    (
        ValueError,
        lambda _: nu.find_bursts(trends_of(1, days=1)),
        r"periods are needed .*; got 1 for '词0'\. Count again",
    ),
    # groups
    (
        ValueError,
        lambda _: nu.keyness(TERMS, GROUPS.map({"甲": "甲"})),
        r"at least two groups are needed, .*; got \['甲'\]",
    ),
    (TypeError, lambda _: nu.keyness(TERMS, 3), r"groups are a Series or dict .*; got int\. For a column"),
    (
        ValueError,
        lambda _: nu.keyness(TERMS, pd.concat([GROUPS, GROUPS.map({"甲": "乙", "乙": "甲"})])),
        r"got several for 8",
    ),
    (
        ValueError,
        lambda _: nu.keyness(TERMS, {"x": "甲", "y": "乙"}),
        r"got none of them, for example \['x', 'y'\]\. Give",
    ),
    (ValueError, lambda _: nu.keyness(TERMS, ARTICLES), r"one further column; got columns article_id, .* Choose two"),
    (nu.NewsutilWarning, lambda _: nu.keyness(TERMS, GROUPS[:3]), r"1 of 4 .* have no group; .*\. Look at the rows"),
    # regions and figures
    (ValueError, lambda _: divisions.division("999999"), r"code of GB/T 2260 is needed, .*; got '999999'\. See"),
    (
        ValueError,
        lambda _: nu.compare_regions(METRICS, "志愿者", level="village"),
        r"level is one of .*; got 'village'\. Choose",
    ),
    (
        ValueError,
        lambda _: nu.compare_regions(METRICS, "企鹅", level="province"),
        r"got '企鹅'\. Reported most: 志愿者; see",
    ),
    (ValueError, lambda _: nu.compare_regions(METRICS, "志愿者", period=2024), r"got period='2024', .*\. There are"),
    (
        ValueError,
        lambda _: nu.compare_regions(METRICS, "志愿者", status="hoped"),
        r"status is one of .*; got 'hoped'\. Choose one",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.reported_figures(METRICS, "志愿者", period=2020),
        r"8 of 8 .* left out: 8 .*\. See",
    ),
    (ValueError, lambda _: nu.plot_comparison(TWO_YEARS), r"one period .*; got 2: 2022 .*, 2023 .*\. Choose one"),
    (
        ValueError,
        lambda _: nu.plot_over_time(TWO_YEARS, regions=["江苏"] * 9),
        r"up to 8 .*; got 9, .*\. Choose out of",
    ),
    (
        ValueError,
        lambda _: nu.plot_over_time(COMPARISON),
        r"figures of two comparable periods .*; got .*\. Compare all",
    ),
    (TypeError, lambda _: nu.compare_regions(METRICS, ["志愿者"]), r"one measure .*; got \['志愿者'\]\. For several"),
    (TypeError, lambda _: nu.compare_regions(METRICS, "志愿者", same=["人"]), r"a mapping, .*; got \['人'\]\. Name"),
    (
        ValueError,
        lambda _: nu.compare_regions(
            METRICS.astype({"amount": "str"}).replace({"amount": "3000000.0"}, "约三"), "志愿者"
        ),
        r"numbers in 'amount' is needed; got '约三'\. Make one",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.reported_figures(METRICS, "企鹅"),
        r"No figure is about '企鹅'; see newsutil\.comp",
    ),
    (TypeError, lambda _: nu.plot_over_time(TWO_YEARS, regions="江苏"), r"got one str\. Write regions=\['江苏'\]"),
    (
        ValueError,
        lambda _: nu.plot_over_time(NAMESAKES, regions=["朝阳"]),
        r"one region .*; got '朝阳' of several\. Give a code: 110105 \(北京朝阳区\), 220104 \(长春朝阳区\)",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.extract_metrics(ARTICLES.assign(date=["2月1日", "不详", *DAYS[2:]])),
        r"1 of 8 articles have a date that cannot be read, '2月1日' first; .* Write it as 2024-03-01",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.extract_metrics(pd.concat([ARTICLES, ARTICLES[:1]])),
        r"1 of 9 rows repeat an article_id; .* Give each article an id",
    ),
    (
        nu.NewsutilWarning,
        lambda _: nu.extract_metrics(ARTICLES[4:5], nu.find_places(ARTICLES[4:5].assign(text="据说浙江有3人。"))),
        r"1 of 1 places do not stand in these texts .* not used\. Give the table that newsutil\.find_places makes",
    ),
    (
        ValueError,
        lambda _: quotes.quote_figures(ARTICLES.assign(text="别的。"), METRICS),
        r"8 of 8 stand elsewhere, first '300万名' of article 'a0'\. Give the table",
    ),
    (
        ValueError,
        lambda _: quotes.quote_figures(ARTICLES[:1], METRICS),
        r"7 are missing, the first is 'a1'\. Give the table",
    ),
    (nu.NewsutilWarning, failing_verb, r"1 of 8 articles could not be worked on by find_nothing, the first because of"),
    (ValueError, lambda _: nu.plot_tricolour(COMPARISON, value="sum"), r"value is one of .*; got 'sum'\. Choose"),
    (
        ValueError,
        lambda _: nu.plot_tricolour(COMPARISON, thresholds=(5, 1)),
        r"two rising thresholds .*; got \[5, 1\]\. Leave",
    ),
    (ValueError, lambda _: nu.plot_tricolour(COMPARISON, thresholds=5), r"rising thresholds .*; got \[5\]\. Leave"),
    (ValueError, lambda _: nu.region_name(330000), r"a text with a six-digit code .*, like '320500'; got 330000\. See"),
    (ValueError, lambda _: nu.extract_metrics(pd.DataFrame()), r"is needed; got columns none\. Make"),
    (TypeError, lambda _: nu.plot_trends(trends_of(1), ax=[]), r"ax is one Axes; got list\. Of several take one"),
    (TypeError, lambda _: nu.show(trends_of(1)), r"a figure is needed; got DataFrame\. Give what a plot returns"),
    (ValueError, lambda _: nu.plot_topic_map(ARTICLES), r"a table of map of articles with .* x, y is needed.*map_art"),
    (
        ValueError,
        lambda _: nu.plot_topic_shares(ARTICLES),
        r"a table of topic shares with .* Make one with newsutil\.topic",
    ),
    (ValueError, lambda _: nu.plot_trends(trends_of(9)), r"up to 8 lines can be told apart; got 9 .*\. Choose some"),
    (ValueError, lambda _: nu.plot_keyness(keyness_of(9)), r"up to 8 groups can be told apart; got 9\. Choose some"),
    (ValueError, show_without_glyph, r"there is no glyph for '\U0001f9ff'\. Call newsutil\.setup\(\) first"),
    (FileNotFoundError, without_font, r"NotoSansSC-Regular\.ttf .*; it was not found\. Install it with"),
]
# Python's own form: a name that is not there.
PYTHONS_OWN = [(lambda _: nu.no_such_verb, "has no attribute"), (lambda _: nu.figures.no_such_plot, "has no attribute")]


@cache
def said_by(kind: type[BaseException], call: Callable[[Path], object]) -> list[str]:
    """What the call raised, or warned of."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        try:
            call(Path(folder))
        except kind as error:
            return [str(error)]
        finally:
            plt.close("all")
    return [str(warning.message) for warning in caught if issubclass(warning.category, kind)]


@pytest.mark.parametrize(("kind", "call", "match"), CASES, ids=[case[2][:40] for case in CASES])
def test_message_says_what_was_needed_what_came_and_what_to_do(kind, call, match):
    said = [message for message in said_by(kind, call) if re.search(match, message)]
    assert said, said_by(kind, call)
    for message in said:
        assert message.endswith((".", ")", "1.0.0", "1.9.6")), message
        if not issubclass(kind, Warning):
            assert re.match(r"(?s).+[;,] .+[.)] [A-Z0-9].+", message), message
        assert not re.search(r"(?i)\b(?:invalid|illegal|null|NoneType|argument|object at 0x)\b", message), message


def templates() -> dict[str, str]:
    """Each message in the code -> a regular expression of its fixed parts."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            call = node.exc if isinstance(node, ast.Raise) else node
            if not isinstance(call, ast.Call) or not call.args:
                continue
            if isinstance(node, ast.Call) and ast.unparse(call.func) not in (
                "warnings.warn",
                "warn",
                "schema.warn",
                "problems.append",
                "problems.refuse",
            ):
                continue
            text = call.args[0]
            parts = text.values if isinstance(text, ast.JoinedStr) else [text]
            fixed = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            if sum(len(part) for part in fixed if isinstance(part, str)) > 6:
                pattern = "".join("(?s:.*)" if part is None else re.escape(part) for part in fixed)
                found[f"{path.name}: {ast.unparse(text)}"] = pattern
    return found


def test_every_message_has_a_case():
    cases = [(kind, call) for kind, call, _ in CASES] + [(AttributeError, call) for call, _ in PYTHONS_OWN]
    said = [message for kind, call in cases for message in said_by(kind, call)]
    found = templates()
    missing = [where for where, pattern in found.items() if not any(re.search(pattern, text) for text in said)]
    assert not missing, "\n".join(missing)
    assert len(found) > 50
