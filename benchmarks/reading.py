"""Reading day files: newsutil against BeautifulSoup, on the same files, rounds interleaved.

    python benchmarks/reading.py path/to/day/files [--rounds 3]

BeautifulSoup reads the paragraphs of each ``###`` item with ``html.parser``; newsutil also finds dates, datelines and
section headings and makes the table.  beautifulsoup4 is no dependency of the project: install it to compare.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path


def with_newsutil(folder: Path) -> int:
    """Number of characters in the texts that newsutil reads."""
    import newsutil as nu

    return int(nu.read_articles(folder)["text"].str.replace("\n", "").str.len().sum())


def with_beautifulsoup(folder: Path) -> int:
    """Number of characters in the paragraphs that BeautifulSoup reads."""
    from bs4 import BeautifulSoup

    total = 0
    for file in sorted(folder.glob("*.md")):
        for item in file.read_text(encoding="utf-8").split("\n### ")[1:]:
            paragraphs = BeautifulSoup(item.partition("\n")[2], "html.parser").find_all("p")
            total += sum(len(paragraph.get_text().strip()) for paragraph in paragraphs)
    return total


def seconds(read: Callable[[Path], int], folder: Path) -> tuple[float, int]:
    """Processor time that ``read`` takes, which other programs do not change, and what it counts."""
    start = time.process_time()
    count = read(folder)
    return time.process_time() - start, count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    readers: dict[str, Callable[[Path], int]] = {"newsutil": with_newsutil}
    try:
        import bs4  # noqa: F401

        readers["BeautifulSoup"] = with_beautifulsoup
    except ImportError:
        print("beautifulsoup4 is not installed, so there is nothing to compare with: pip install beautifulsoup4")
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(given.rounds):
        for name, read in readers.items():
            spent, count = seconds(read, given.folder)
            times[name].append(spent)
            print(f"{name:14} {spent:7.2f} s  {count:,} characters")
    for name, spent in times.items():
        print(f"{name:14} median {statistics.median(spent):.2f} s, best {min(spent):.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
