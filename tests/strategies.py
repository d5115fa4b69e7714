"""Generated inputs: pages, articles, numerals and places, valid and damaged; and whether time grows with the length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pandas as pd
from hypothesis import strategies as st

# What newspaper pages are made of; each is a form that a rule of the package looks at.
PIECES = (
    "# 小苗圃长成大产业", "## ——来安县花木产业见闻", "**换品种，老树让位**", "### 县里短讯", "本报记者 张三 李四",
    "□ 记者 王五 通讯员 赵六", "（记者 周七）", "本报讯（记者 孙八）江苏省徐州市云龙区、鼓楼区新建爱心驿站301个。",
    "新华社南京6月1日电 全市粮食产量1.2亿吨，同比增长5.3%。", "图为村民在收割水稻。 钱九 摄",
    "03 综合 2023年6月2日 星期五", "责任编辑：何明 版式：陶然", "（下转第4版）", "（上接第1版）会议",
    "![](images/1.jpg)", "[查看原文](https://example.org/a?b=1)", "<p>惠及职工23.6万多人<br>发放慰问金1100余",
    "万元&nbsp;&amp;</p>", "遗失声明", "| 镇 | 窗口数（个） |", "|---|---|", "| 合德镇 | 41 |", "> 招标公告",
    "- 第一项，占63%；", "　　投稿邮箱：a@example.org", "---", "title: 社区", "第03版", "习近平总书记强调", "“没有",
    "共产党”", "他说，", "河南", "朝阳区", "和平小学", "京津冀", "1.2.3万", "0/0", "12:30", "3比1", "万", "三成半",
    "百分之", "一千二百余万元", "30至50名", "近３０００名", "零下10多度", "10000元/人", "5G", "2023年", "６月",
    "第12届", "一〇二", "两千零五", "3万4", "亿亿亿",
)  # fmt: skip
MARKS = (
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "　",
    "。",
    "，",
    "\u00ad",
    "\u200b",
    "\ufeff",
    "\x00",
    "\u202e",
    "\u2028",
    "\x0c",
    "\t",
    "😀",
    "é",
    "𠮷",
    "",
)


def text(max_size: int = 40) -> st.SearchStrategy[str]:
    """Text that mixes newspaper pieces with breaks, controls and any other characters."""
    anything = st.text(max_size=6)
    return st.lists(st.sampled_from(PIECES + MARKS) | anything, max_size=max_size).map("".join)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page: pieces on lines of their own, some cut in two, swapped or doubled."""
    lines = draw(st.lists(st.sampled_from(PIECES) | text(6), max_size=30))
    if lines:
        for _ in range(draw(st.integers(0, 4))):
            place = draw(st.integers(0, len(lines) - 1))
            cut = draw(st.integers(0, len(lines[place])))
            lines[place : place + 1] = draw(
                st.sampled_from(
                    [[lines[place][:cut], lines[place][cut:]], [lines[place]] * 2, [lines[place][::-1]], []]
                )
            ) or [""]
    return draw(st.sampled_from(["\n", "\n\n", "\r\n"])).join(lines)


def articles(max_rows: int = 4) -> st.SearchStrategy[pd.DataFrame]:
    """Tables of articles with any title, text and date."""
    row = st.tuples(text(8), text(30), st.sampled_from(["2023-06-02", "2024-02-29", None]))
    return st.lists(row, max_size=max_rows).map(as_articles)


def as_articles(rows: list[tuple[str, str, str | None]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": pd.Series([f"a{n}" for n in range(len(rows))], dtype="str"),
            "title": pd.Series([row[0] for row in rows], dtype="str"),
            "text": pd.Series([row[1] for row in rows], dtype="str"),
            "date": pd.to_datetime(pd.Series([row[2] for row in rows], dtype="object")).astype("datetime64[s]"),
        }
    )


def numerals() -> st.SearchStrategy[str]:
    """Strings of digits, Chinese numerals, signs and units, in any order."""
    signs = (
        "0123456789０１２．，%％〇零一二三四五六七八九十百千万亿两半几多余近约超第年月日元人个米-—~至比/:."
        + "分之成倍点"
    )
    return st.text(st.sampled_from(sorted(set(signs))), max_size=40)


def assert_linear(work: Callable[[str], object], piece: str, end: str = "") -> None:
    """Eight times the text takes about eight times the processor's time; a quadratic step would take 64 times.

    What is done with the long text in a quarter of a second is not timed again: so short a time says nothing.
    """

    def seconds(length: int) -> float:
        text = (piece * length)[:length] + end
        started = time.process_time()
        work(text)
        return time.process_time() - started

    long = seconds(20_000)
    if long < 0.25:
        return
    long, short = min(long, seconds(20_000)), min(seconds(2_500), seconds(2_500))
    assert long < max(14 * short, 0.25), f"{short:.4f} s for 2,500 characters, {long:.4f} s for 20,000"
