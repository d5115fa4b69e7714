"""Figures read by newsutil, jionlp, cn2an and Microsoft's recognizers on the same sentences, and how fast.

    python benchmarks/metrics.py [folder with articles]

The sentences are those of tests/cases, with value and unit written down by hand; a value is right when it is among
those a library returns for the sentence (in the written unit, multiplied out), a value with unit when newsutil's own
columns agree. A library that is not installed is named and left out: none is a dependency of newsutil.  The
recognizers are pre-releases (1.0.2a2) and import only beside emoji < 2.
"""

from __future__ import annotations

import importlib
import json
import math
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import newsutil as nu
from newsutil.numbers.spot_figures import find_figures

CASES = Path(__file__).parents[1] / "tests" / "cases"
Reader = Callable[[str], list[float]]


def newsutil_reader() -> Reader:
    return lambda text: [mention.value for mention in find_figures(text)]


def cn2an_reader() -> Reader:
    """cn2an rewrites Chinese numerals as Arabic ones inside a sentence; what it leaves is read as plain digits."""
    cn2an = importlib.import_module("cn2an")
    return lambda text: [float(found) for found in re.findall(r"\d+(?:\.\d+)?", cn2an.transform(text))]


def jionlp_reader() -> Reader:
    """jionlp reads sums of money: the only amounts it finds in running text."""
    jionlp = importlib.import_module("jionlp")

    def read(text: str) -> list[float]:
        numbers = []
        for found in jionlp.ner.extract_money(text, with_parsing=True):
            value = found["detail"]["num"]
            numbers.append(float(value[0] if isinstance(value, list) else value))
        return numbers

    return read


def recognizers_reader() -> Reader:
    number = importlib.import_module("recognizers_number")

    def read(text: str) -> list[float]:
        found: list[Any] = number.recognize_number(text, number.Culture.Chinese)
        return [float(one.resolution["value"]) for one in found if one.resolution and one.resolution.get("value")]

    return read


def sentences() -> list[tuple[str, list[float]]]:
    """Sentences and the values in them; none in those that only look as if they had one."""
    read = []
    for name in ("metrics", "metrics_negative"):
        for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            read.append((case["text"], [row[1] for row in case.get("expect", [])]))
    return read


def compare(name: str, reader: Reader) -> None:
    right = found = wanted = 0
    began = time.perf_counter()
    for text, expected in sentences():
        left = reader(text)
        found, wanted = found + len(left), wanted + len(expected)
        for value in expected:
            match = next((one for one in left if math.isclose(one, value, rel_tol=1e-6)), None)
            if match is not None:
                left.remove(match)
                right += 1
    spent = time.perf_counter() - began
    precision, recall = right / max(1, found), right / wanted
    print(f"{name:11} precision {precision:.3f}  recall {recall:.3f}  {len(sentences()) / spent:8.0f} sentences/s")


def measure(path: str) -> None:
    """Seconds that all figures of a user's articles take, places included, and that twice the text takes twice as
    long."""
    articles = nu.read_articles(path)
    for table in (articles.head(len(articles) // 2), articles):
        began, used = time.perf_counter(), time.process_time()
        metrics = nu.extract_metrics(table)
        spent, processor = time.perf_counter() - began, time.process_time() - used
        size = sum(map(len, table["text"])) / 1e6
        print(f"{len(table)} articles, {size:.1f} million characters: {len(metrics)} figures, ", end="")
        print(f"{spent:.1f} s ({processor:.1f} s of one processor)")


def main() -> None:
    readers = {
        "newsutil": newsutil_reader,
        "jionlp": jionlp_reader,
        "cn2an": cn2an_reader,
        "recognizers": recognizers_reader,
    }
    for name, make in readers.items():
        try:
            reader = make()
        except ImportError as reason:
            print(f"{name:11} left out: {reason}")
            continue
        compare(name, reader)
    for path in sys.argv[1:]:
        measure(path)


if __name__ == "__main__":
    main()
