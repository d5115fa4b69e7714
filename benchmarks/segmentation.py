"""Segmentation and counting beside jieba on any folder of texts: same words, same counts, how many times as fast.

    python benchmarks/segmentation.py FOLDER [EVERY]

Each ``EVERY``-th file (10 by default) is read as one text.  Rounds alternate, so that both meet the same load.
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import jieba
import pandas as pd

import newsutil as nu


def main(folder: str, every: int) -> None:
    jieba.setLogLevel(logging.ERROR)
    files = sorted(path for path in Path(folder).rglob("*") if path.suffix in {".md", ".txt"})[::every]
    texts = [path.read_text(encoding="utf-8") for path in files]
    jieba.lcut(""), nu.segment("")
    ratios, counted = [], []
    articles = pd.DataFrame({"article_id": [str(n) for n in range(len(texts))], "title": "", "text": texts})
    for _ in range(3):
        start = time.thread_time()
        theirs = [jieba.lcut(text) for text in texts]
        middle = time.thread_time()
        ours = [nu.segment(text) for text in texts]
        ratios.append((middle - start) / (time.thread_time() - middle))
        begun = time.perf_counter()
        for text in texts:
            Counter(jieba.lcut(text))
        half = time.perf_counter()
        nu.count_terms(articles)
        counted.append((half - begun) / (time.perf_counter() - half))
    differing = sum(a != b for a, b in zip(theirs, ours, strict=True))
    print(f"{len(texts)} texts, {sum(map(len, theirs))} words, {differing} texts cut otherwise than by jieba")
    print(f"segment: {statistics.median(ratios):.1f} times jieba on one thread")
    print(f"count_terms: {statistics.median(counted):.1f} times jieba.lcut with a Counter")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10)
