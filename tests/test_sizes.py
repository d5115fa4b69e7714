"""What fits where: each processor time is the measured seconds per 1,000 articles times the articles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SIZES = (ROOT / "benchmarks" / "SIZES.md").read_text(encoding="utf-8")
SECONDS = {"s": 1, "秒": 1, "min": 60, "分钟": 60, "h": 3600, "小时": 3600}
MANY = {"million": 1_000_000, "万": 10_000}


def measured() -> tuple[list[float], float]:
    """Seconds per 1,000 articles: of each step, and together."""
    row = re.search(r"(?m)^\| measured \| (.+) \|$", SIZES)[1]
    *steps, together = (float(cell) for cell in row.split(" | "))
    return steps, together


def computed_rows(text: str) -> list[tuple[float, float]]:
    """Articles, and processor seconds, of the rows that are not all loading."""
    found = []
    for line in text.splitlines():
        size = re.match(r"\| ([\d,]+) ?(million|万)? \|", line)
        time = re.search(
            r"\| ([\d.]+) (s|min|h|秒|分钟|小时)(?:(?:, on |，)(\d+) (?:cores|核) (\d+) (min|分钟))?[ ,|]", line
        )
        if size and time:
            articles = float(size[1].replace(",", "")) * MANY.get(size[2], 1)
            found.append((articles, float(time[1]) * SECONDS[time[2]]))
            if time[3]:
                found.append((articles, float(time[4]) * SECONDS[time[5]] * int(time[3])))
    return [row for row in found if row[0] > 1000]


def test_steps_add_up():
    steps, together = measured()
    assert together == pytest.approx(sum(steps), abs=0.05)


@pytest.mark.parametrize("name", ["benchmarks/SIZES.md", "README.md", "README.zh.md"])
def test_processor_times_are_the_measured_ones_times_the_articles(name):
    rows = computed_rows((ROOT / name).read_text(encoding="utf-8"))
    assert len(rows) >= 6
    for articles, seconds in rows:
        assert seconds == pytest.approx(articles / 1000 * measured()[1], rel=0.06), (articles, seconds)


def test_prose_has_the_same_seconds():
    together = measured()[1]
    assert f"50,000 × {together} s" in SIZES
    assert f"50,000 × {together} s" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"每千篇 {together} 秒" in (ROOT / "README.zh.md").read_text(encoding="utf-8")
