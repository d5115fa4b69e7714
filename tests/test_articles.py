"""Splitting pages: invented pages of every form, and the conservation of every character."""

import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assert_linear

import newsutil as nu
from newsutil import schema
from newsutil.base import resources
from newsutil.files.contents import is_records
from newsutil.files.markup import has_markup, without_markup
from newsutil.files.saved_pages import without_label, without_site
from newsutil.pages.broken_paragraphs import continues, ends_full, is_prose, is_remnant
from newsutil.pages.credits import closing_credit, credit_of, is_body_name, is_name, opening_credit, photo_credit
from newsutil.pages.exports import entry_of, label_of
from newsutil.pages.headings import is_kind, is_note, is_page_label, parallel, place_at_start
from newsutil.pages.lines import Line
from newsutil.pages.many_articles import is_day_file
from newsutil.pages.not_articles import BARE, furniture_of, is_paper_like, masthead
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
    items = outline(case["text"])
    assert len(items) == len(case["expect"])
    made = [{key: item.get(key) for key in wanted} for item, wanted in zip(items, case["expect"], strict=True)]
    assert made == case["expect"]


def printed(text):
    """Chinese characters and full-width punctuation, counted in the bare text: no sign of markup is one of them."""
    return Counter(re.findall(r"[㐀-鿿，。：；！？“”（）、《》【】…·丨▲△]", text))


def taken(text, name=""):
    items, ledger = split_page(text, name)
    whole = [item.get(field, "") for item in items for field in FIELDS] + [left["text"] for left in ledger]
    return printed("\n".join(whole))


PARTS = [case["text"] for case in cases("pages")]
LINES = sorted({line for text in PARTS for line in text.split("\n")})
NOISE = [
    "# ", "**", "——", "\n", "\n\n", "　　", "> ", "- ", "（上接第1版）", "（下转第3版）", "![](a.jpg)", "\n[看](http://a.b)\n",
    "<br>", "&nbsp;", "本报讯（记者 周明）", "周明 摄", "\n责任编辑：何明\n", "第3版", "2023年6月2日", "公告",
    "，", "。", "“", "”",
    "\x00", "\u200b", "\xad", "\r", "---", "### ", "图为", "▲", "\t", "7", "\u3000\u3000遗失声明\n",
    "\n```说明\n", "\n====\n", "\n====说明====\n", "<p 值就成立>", "<!-- 注：旧稿 -->",
    "<!--", "-->", '<img src="a.jpg" alt="图为插秧">',
    '<p title="旧稿">', "</p>", "<td>", "![[图/甲.png]]", "![图](",
    "](", "\\\n", "|", "\n|---|\n", "【篇名】", "\n【正文】\n", "Title-题名: ",
    "\n沱江日报 | 2023-06-02 | 412字\n", "\n往期推荐\n",
    "\n免责声明\n", "原创 沱江融媒 ", "\n1. ", "\n一\n", "\n1\n", "编者按：", "。   ",
    "\n第2版()\n", "丨", "\n主要内容\n1.", "~~", "__", "&amp;", "《沱江报》（2023年6月2日 第 03 版）",
]  # fmt: skip


@pytest.mark.parametrize("text", PARTS, ids=[case["page_id"] for case in cases("pages")])
def test_nothing_is_lost_or_doubled(text):
    assert taken(text) == printed(text)


@settings(max_examples=150, deadline=None)
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
        if noise:
            at = place % (len(line) + 1)
            line = line[:at] + noise + line[at + (dropped if dropped > 6 else 0) :]
        made.append(line)
    text = "\n".join(made)
    assert taken(text, name) == printed(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("张王本报讯记者摄。，：“”（）一二\n\n 　123#*-—第版年月日公司A"), max_size=400))
def test_conservation_of_random_text(text):
    assert taken(text) == printed(text)


@pytest.mark.parametrize(
    "text", ["稻田&amp;mp;抽穗了。", "<p>稻田&amp;mp;抽穗了。</p>", "### 开镰\n\n<p>稻田&amp;mp;抽穗了。</p>"]
)
def test_an_entity_is_read_once(text):
    """&amp;mp; shows &mp;, whatever &mp; would be."""
    assert nu.split_articles(pages_of(text))["text"].to_list() == ["稻田&mp;抽穗了。"]


def test_ledger_says_why():
    text = "02 综合\n2023年6月2日 星期五\n\n# 稻花香\n\n稻田抽穗了。（下转第3版）\n\n—2—\n\n责编：何明"
    reasons = nu.unassigned_text(pages_of(text))[["line", "reason"]].to_dict("split")["data"]
    assert reasons == [[1, "masthead"], [2, "masthead"], [6, "continuation mark"], [8, "page number"], [10, "editors"]]


def test_photographer_on_a_line_of_a_wrapped_page():
    text = next(case["text"] for case in cases("pages") if case["page_id"] == "20210315-05")
    photo = nu.split_articles(pages_of(text)).set_index("kind").loc["photo"]
    assert (photo["credit"], photo["text"][-5:]) == ("贺文涛 摄", "六千多亩。")


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


def test_day_file_in_markdown():
    """The list of headlines goes to the ledger, briefs are sections of their item, as where paragraphs are HTML."""
    listed = "本期节目主要内容：\n\n1.开镰；\n\n2.河南日报通讯：\n\n一条渠；\n\n3.国内联播快讯：\n\n（1）水通了。\n"
    body = "### 开镰\n\n<!--begin-->\n\n**沱江台消息**（今晚）：夏粮开镰了，全县一片金黄。\n\n"
    body += "### 国内联播快讯\n\n**水通了**\n\n山里的水今天全线通到田头。\n"
    text = f"# 《今晚》（20230612）\n\n{listed}\n[查看原文](http://a.b)\n\n## 详细新闻\n\n{body}"
    made = nu.split_articles(pages_of(text))
    assert made[["title", "sections"]].to_dict("split")["data"] == [["开镰", ""], ["国内联播快讯", "水通了"]]
    reasons = nu.unassigned_text(pages_of(text))["reason"].to_list()
    assert reasons == ["masthead", "label", *["headline list"] * 5, "link", "label", "comment"]


def test_page_of_headlines_only_has_no_article():
    pages = pages_of("# 今晚 2023-06-12\n\n## 主要内容\n\n1. 开镰；\n2. 快讯：\n（1）水通了；\n（2）路通了。")
    assert nu.split_articles(pages).empty
    assert nu.unassigned_text(pages)["reason"].to_list() == ["masthead", "label", *["headline list"] * 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("何静遗失证件，号码5110**********26，声明作废。", "何静遗失证件，号码5110**********26，声明作废。"),
        ("渡口**2019**年开了夜航，**周大爷**掌船。", "渡口2019年开了夜航，周大爷掌船。"),
        (
            "他在渡口撑船，走了四十\n5\n\n第 12 期  总第 340 期\n\n年，从没误过一趟。",
            "他在渡口撑船，走了四十年，从没误过一趟。",
        ),
    ],
    ids=["a masked number keeps its signs", "bold figures", "the numbers of an issue within a sentence"],
)
def test_text(text, expected):
    assert nu.split_articles(pages_of(f"# 渡口夜航\n\n{text}\n"))["text"].to_list() == [expected]


def test_wrong_tables_are_refused():
    with pytest.raises(TypeError, match=r"table of pages is needed"):
        nu.split_articles(["一页"])
    with pytest.raises(ValueError, match=r"column\(s\) text .*read_pages"):
        nu.unassigned_text(pd.DataFrame({"page_id": ["p"]}))


READERS = {
    "furniture": lambda text: furniture_of(text).reason,
    "masthead": lambda text: (found := masthead(text, at_top=True)) and list(found[:3]),
    "credit": lambda text: (found := credit_of(text)) and list(found.names),
    "photo": lambda text: (names := photo_credit(text)) and list(names),
    "label": lambda text: (found := label_of(text)) and [found.field, found.sure],
    "entry": lambda text: None if (names := entry_of(text)) is None else list(names),
    "full": ends_full,
    "remnant": is_remnant,
    "prose": is_prose,
    "goes on": lambda text: continues(*(Line(1, part) for part in text.split(" / "))),
    "name": is_name,
    "body": is_body_name,
    "opening": lambda text: [(found := opening_credit(text))[0], list(found[1])],
    "closing": lambda text: list(closing_credit(text)),
    "day file": is_day_file,
    "place": place_at_start,
    "parallel": lambda text: parallel(*text.split(" / ")),
    "note": is_note,
    "page label": is_page_label,
    "poems": lambda text: is_kind(text, "poems"),
    "paper": is_paper_like,
    "html": has_markup,
    "shown": without_markup,
    "source": without_label,
    "site": without_site,
    "records": is_records,
}


@pytest.mark.parametrize("case", cases("page_lines"), ids=lambda case: case["check"] + " " + case["text"])
def test_line(case):
    assert READERS[case["check"]](case["text"]) == case["expect"]


def test_every_kind_of_furniture_has_a_case():
    """The example of each row is what its pattern takes, and the first row that does gives its reason."""
    for row in resources.table("pages/furniture"):
        assert re.fullmatch(row["pattern"], row["example"]), row["example"]
        assert furniture_of(row["example"]).reason == row["reason"], row["example"]
        assert not (row["signed"] and BARE.fullmatch(row["example"])), row["example"]


OF_LINES = """numbered; labelled line; lost; clinging; remnant; about cell; other cell; weekday cell; author cell;
credited day; papers own; teasers; call; called; picture title; fresh"""


@pytest.mark.parametrize("kind", [kind.strip() for kind in OF_LINES.split(";")])
def test_every_form_of_a_line_has_a_case(kind):
    """The example of each row is what its pattern takes, and that of no other row of its kind."""
    rows = [row for row in resources.table("pages/headings") if row["kind"] == kind]
    takes = re.fullmatch if kind == "about cell" else re.search
    for row in rows:
        assert [other for other in rows if takes(other["pattern"], row["example"])] == [row]


def test_every_markup_has_a_case():
    """The example of each row becomes what the row says, and keeps its line ends."""
    for row in resources.table("pages/markup"):
        sign, example, made = (
            row[name].replace("\\n", "\n").replace("\\t", "\t") for name in ("sign", "example", "made")
        )
        assert sign in example, row["example"]
        assert re.sub(row["pattern"], row["replacement"], example) == made, row["example"]
        assert example.count("\n") == made.count("\n")


# What once took a square or a cube of the length: half a rule, half a table, half a link, half a comment.
HALVES = [
    "-|", "|:---:", "| :---: ", "](", "[", "[甲](", "![[", "<!--", "<p ", '<p a="', "<p a=b/",
    "**", "`", "\\", " 　", "。   甲", "【篇名】",
    "【篇名】甲\n", "1. 沱江：甲乙\n", "一\n", "1\n", "公 告\n", "沱江县法院\n公告\n", "编者按：", "上一篇 ",
    "版权", "《甲》（2023年", "周明摄（", "记 者 ",
    "甲 | 2023-06-02 | A07\n", "沱江日报 2023-06-02 A07 412字\n", "【馆藏地】甲\n", "引题：甲乙丙\n", "- 版面：A05\n",
    "沱江稻田开镰\n字号：大 中 小\n", "首页 | 目录 | ", "第01版：要闻 | ", "沱江日报\n3\n",
    "办理地址：甲\n", "甲<br>", " <br", "**甲\n乙**\n", "甲：\n乙；\n", "沱江县法院\n6月2日\n", "特此公告\n",
    "---\na: b\n", "主要内容\n1.甲；\n",
]  # fmt: skip


@pytest.mark.parametrize("half", HALVES)
def test_time_grows_with_the_length(half):
    assert_linear(lambda text: list(split_page(text)[1]), half, "甲")


def test_a_file_of_one_article_is_one_below_a_note_too():
    """A dateline opens an article on a page of several, in a file of one it goes on; so does a heading."""
    text = "\n沱江稻花香\n\n雨水足\n\n盛夏将至，请读第一篇。\n\n本报讯（记者 周明）稻田抽穗了。\n\n颗粒饱满。"
    items, _ = split_page(text, "20230602-01-01")
    assert [(item["title"], item["sections"], item["byline"]) for item in items] == [("沱江稻花香", "雨水足", "周明")]
    assert items[0]["dateline"] == "本报讯"
    page = "# 沱江稻花香\n\n稻田抽穗了。\n\n本报讯（记者 周明）渡口夜航了。\n\n旅客坐满。"
    assert len(split_page(page, "20230602-01")[0]) == 2


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
