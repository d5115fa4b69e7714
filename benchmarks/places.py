"""Places found by newsutil, cpca and jionlp on the same sentences, and how fast.

    python benchmarks/places.py [folder with articles]

The sentences are those of tests/cases, with the divisions in them written down by hand; precision and recall count each
division of a sentence once.  A library that is not installed is named and left out: none is a dependency of newsutil.
cpca 0.5.5 needs a setuptools that still has pkg_resources.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import newsutil as nu
from newsutil.places import divisions
from newsutil.places.resolve_places import resolve_places

CASES = Path(__file__).parents[1] / "tests" / "cases"
Finder = Callable[[str], set[str]]


def newsutil_finder() -> Finder:
    return lambda text: {mention.adcode for mention in resolve_places([("text", text)]) if mention.adcode}


def cpca_finder() -> Finder:
    cpca = importlib.import_module("cpca")

    def find(text: str) -> set[str]:
        try:
            found = cpca.transform_text_with_addrs(text, pos_sensitive=False)
        except KeyError:  # no region found, under pandas 3
            return set()
        return {str(code) for code in found["adcode"] if code}

    return find


def jionlp_finder() -> Finder:
    jionlp = importlib.import_module("jionlp")
    by_name: dict[str, str] = {division.name: code for code, division in divisions().items()}

    def find(text: str) -> set[str]:
        found = jionlp.parse_location(text)
        names = [found.get("province"), found.get("city"), found.get("county")]
        return {by_name[name] for name in names if name in by_name}

    return find


def sentences() -> list[tuple[str, set[str]]]:
    """Sentences and the divisions named in them."""
    read = []
    for name in ("places", "places_negative"):
        for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if not {"year", "home", "title"}.intersection(case):
                read.append((case["text"], {code for _, code in case.get("expect", []) if code}))
    return read


def compare(name: str, find: Finder) -> None:
    right = found = wanted = 0
    began = time.perf_counter()
    for text, expected in sentences():
        got = find(text)
        right, found, wanted = right + len(got & expected), found + len(got), wanted + len(expected)
    spent = time.perf_counter() - began
    precision, recall = right / max(1, found), right / wanted
    print(f"{name:9} precision {precision:.3f}  recall {recall:.3f}  {len(sentences()) / spent:8.0f} sentences/s")


def measure(path: str) -> None:
    """Seconds that the two verbs take on a user's articles, and that twice the text takes twice as long."""
    articles = nu.read_articles(path)
    size = sum(len(text.encode()) for text in articles["text"]) / 1e6
    for verb in (nu.find_places, nu.home_regions):
        began = time.process_time()
        rows = len(verb(articles))
        spent = time.process_time() - began
        print(f"{verb.__name__}: {rows} rows of {len(articles)} articles, {size:.1f} MB, in {spent:.1f} s of one core")


def main() -> None:
    for name, make in (("newsutil", newsutil_finder), ("cpca", cpca_finder), ("jionlp", jionlp_finder)):
        try:
            find = make()
            find("北京")
        except ImportError as error:
            print(f"{name:9} is not installed here ({error}): left out")
            continue
        compare(name, find)
    for path in sys.argv[1:]:
        measure(path)


if __name__ == "__main__":
    main()
