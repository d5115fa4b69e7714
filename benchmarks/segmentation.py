"""Segmentation and counting beside jieba on any folder of texts: same words, same counts, how many times as fast.

    python benchmarks/segmentation.py [FOLDER] [--every 10] [--quick]

FOLDER left out, it is the day files beside the project, or else the bundled pages.  Each ``EVERY``-th file is read as
one text.  Words are compared on one thread; the counts in one process for jieba and as many as there are processors
for newsutil.  Rounds alternate, so that both meet the same load.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import time
from collections import Counter
from pathlib import Path

import jieba
import pandas as pd
from _harness import DAYS, ROOT, number, table

import newsutil as nu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--quick", action="store_true", help="each 100th file")
    choices = parser.parse_args()
    folder = choices.folder or (DAYS if DAYS.is_dir() else ROOT / "data" / "pages")
    every = 1 if folder != DAYS and choices.folder is None else 100 if choices.quick else choices.every
    jieba.setLogLevel(logging.ERROR)
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".txt"})[::every]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    jieba.lcut(""), nu.segment("")
    cut: list[tuple[float, float]] = []
    counted: list[tuple[float, float]] = []
    articles = pd.DataFrame({"article_id": [str(n) for n in range(len(texts))], "title": "", "text": texts})
    nu.count_terms(articles[:1])
    for _ in range(3):
        start = time.thread_time()
        theirs = [jieba.lcut(text) for text in texts]
        middle = time.thread_time()
        ours = [nu.segment(text) for text in texts]
        cut.append((middle - start, time.thread_time() - middle))
        begun = time.perf_counter()
        counters = [Counter(jieba.lcut(text)) for text in texts]
        half = time.perf_counter()
        terms = nu.count_terms(articles, stopwords=())
        counted.append((half - begun, time.perf_counter() - half))
    differing = sum(a != b for a, b in zip(theirs, ours, strict=True))
    equal = sum(
        counters[int(article)][term] == count
        for article, term, count in zip(terms["article_id"], terms["term"], terms["count"], strict=True)
    )
    print(f"{len(texts)} texts, {sum(map(len, texts)) / 1e6:.1f} million characters; medians of 3 rounds in turn.")
    rows = [
        row("segment, CPU s on one thread", cut, f"{len(texts) - differing} of {len(texts)} texts with the same words"),
        row("count_terms, s on the clock", counted, f"{equal} of {len(terms)} counts equal"),
    ]
    print(table(rows))


def row(name: str, rounds: list[tuple[float, float]], results: str) -> dict[str, object]:
    ratios = sorted(theirs / ours for theirs, ours in rounds)
    theirs, ours = (statistics.median(side) for side in zip(*rounds, strict=True))
    spread = f"{ratios[0]:.1f} to {ratios[-1]:.1f}"
    return {
        "": name, "jieba": number(theirs), "newsutil": number(ours), "ratio": f"{statistics.median(ratios):.1f}",
        "from, to": spread, "results": results,
    }  # fmt: skip


if __name__ == "__main__":
    main()
