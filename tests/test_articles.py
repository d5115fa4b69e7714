"""Splitting pages: invented pages of every form, and the conservation of every character."""

import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsutil as nu
from newsutil import schema
from newsutil.pages.split_page import split_page

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).parents[2] / "shared"
FIELDS = ("kicker", "title", "subtitle", "credit", "sections", "text")


def cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def pages_of(text, page_id="p"):
    return schema.frame("pages", [{"page_id": page_id, "text": text}])


def outline(text, page_id="p"):
    """Fields of the items of a page as the case files write them, empty ones left out."""
    made = []
    for item in nu.split_articles(pages_of(text, page_id)).to_dict("records"):
        names = ("kind", "kicker", "title", "subtitle", "byline", "dateline")
        kept = {name: item[name] for name in names if item[name]}
        if item["sections"]:
            kept["sections"] = item["sections"].split("\n")
        made.append({**kept, "paragraphs": item["text"].count("\n") + 1, "line": item["line"]})
    return made


@pytest.mark.parametrize("case", cases("pages"), ids=lambda case: case["page_id"])
def test_page(case):
    assert outline(case["text"], case["page_id"]) == case["expect"]


@pytest.mark.parametrize("case", cases("items"), ids=lambda case: case["note"])
def test_item(case, request):
    if case.get("known_failure"):
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["note"]))
    made = [
        {key: item.get(key) for key in wanted}
        for item, wanted in zip(outline(case["text"]), case["expect"], strict=False)
    ]
    assert len(outline(case["text"])) == len(case["expect"])
    assert made == case["expect"]


def visible(text):
    """Characters that a page shows: without tags, entities and the signs of Markdown, addresses of links counted."""
    text = re.sub(r"!?\[([^\]\n]*)\]\(([^)\n]*)\)", r"\1\2", text)
    text = re.sub(r"&[a-z]+;", "", re.sub(r"</?(?:p|br|b|strong|span|div|img)\b[^<>]*>", "", text))
    return Counter(re.findall(r"[㐀-鿿0-9０-９A-Za-z，。：；！？“”（）、《》…·]", text))


def taken(text, name=""):
    items, ledger = split_page(text, name)
    whole = [item.get(field, "") for item in items for field in FIELDS] + [left["text"] for left in ledger]
    return visible("\n".join(whole))


PARTS = [case["text"] for case in cases("pages")]
LINES = sorted({line for text in PARTS for line in text.split("\n")})
NOISE = [
    "# ", "**", "——", "\n", "\n\n", "　　", "> ", "- ", "（上接第1版）", "（下转第3版）", "![](a.jpg)", "\n[看](http://a.b)\n",
    "<br>", "&nbsp;", "本报讯（记者 周明）", "周明 摄", "\n责任编辑：何明\n", "第3版", "2023年6月2日", "公告",
    "，", "。", "“", "”",
    "\x00", "\u200b", "\xad", "\r", "---", "### ", "图为", "▲", "\t", "7", "\u3000\u3000遗失声明\n",
]  # fmt: skip


@pytest.mark.parametrize("text", PARTS, ids=[case["page_id"] for case in cases("pages")])
def test_nothing_is_lost_or_doubled(text):
    assert taken(text) == visible(text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(LINES), st.sampled_from(["", "", *NOISE]), st.integers(0, 99), st.integers(0, 9)),
        max_size=25,
    ),
    st.sampled_from(["", "20230602-01-02"]),
)
def test_conservation_of_mutated_pages(parts, name):
    made = []
    for line, noise, place, dropped in parts:
        if noise and not re.search(r"[\[\]()<>&*]", line):  # half a link or tag is not what is tested here
            at = place % (len(line) + 1)
            line = line[:at] + noise + line[at + (dropped if dropped > 6 else 0) :]
        made.append(line)
    text = "\n".join(made)
    assert taken(text, name) == visible(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("张王本报讯记者摄。，：“”（）一二\n\n 　123#*-—第版年月日公司A"), max_size=400))
def test_conservation_of_random_text(text):
    assert taken(text) == visible(text)


def test_ledger_says_why():
    text = "02 综合\n2023年6月2日 星期五\n\n# 稻花香\n\n稻田抽穗了。（下转第3版）\n\n—2—\n\n责编：何明"
    reasons = nu.unassigned_text(pages_of(text))[["line", "reason"]].to_dict("split")["data"]
    assert reasons == [[1, "masthead"], [2, "masthead"], [6, "continuation mark"], [8, "page number"], [10, "editors"]]


def test_heading_without_text_goes_to_the_ledger():
    pages = pages_of("# 只有一个标题")
    assert nu.split_articles(pages).empty
    assert nu.unassigned_text(pages)["reason"].to_list() == ["heading without text"]


def test_day_file_items_without_text_are_kept():
    body = "<p>夏粮<br>开镰。<br>颗粒归仓。</p>"
    text = f"# 《晚间》 (20230612)\n\n1.开镰；\n\n### 开镰\n\n{body}\n\n[原文](http://a.b)\n\n### 闭幕\n"
    made = nu.split_articles(pages_of(text))
    assert made[["title", "text", "line"]].to_dict("split")["data"] == [
        ["开镰", "夏粮开镰。\n颗粒归仓。", 5],
        ["闭幕", "", 11],
    ]
    assert nu.unassigned_text(pages_of(text))["reason"].to_list() == ["masthead", "headline list", "link"]


def test_arguments_are_unchanged_and_empty_stays_empty():
    pages = pages_of(PARTS[0])
    before = pages.copy()
    nu.split_articles(pages)
    nu.unassigned_text(pages)
    pd.testing.assert_frame_equal(pages, before)
    assert list(nu.split_articles(pages[:0]).columns) == list(schema.COLUMNS["articles"])
    assert list(nu.unassigned_text(pages[:0]).columns) == list(schema.COLUMNS["unassigned"])


def test_wrong_tables_are_refused():
    with pytest.raises(TypeError, match=r"table of pages is needed"):
        nu.split_articles(["一页"])
    with pytest.raises(ValueError, match=r"column\(s\) text .*read_pages"):
        nu.unassigned_text(pd.DataFrame({"page_id": ["p"]}))


def test_long_single_line_takes_linear_time():
    items, _ = split_page("本报讯" + "今年以来（共建）" * 100_000)
    assert len(items) == 1


@pytest.mark.skipif(not SHARED.exists(), reason="the hand-split pages are not part of the repository")
def test_hand_split_pages():
    for gold_path in sorted((SHARED / "gold" / "pages_dev").glob("*.json")):
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        pages = nu.read_pages(gold_path.with_name(gold["page"]))
        made = nu.split_articles(pages)
        squeezed = [re.sub(r"\s", "", title) for title in made["title"]]
        assert squeezed == [re.sub(r"\s", "", item["title"] or "") for item in gold["items"]], gold["page"]
        assert made["kind"].to_list() == [item["kind"] for item in gold["items"]]
