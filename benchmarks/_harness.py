"""What the benchmarks share: fresh processes with their time and memory, Markdown tables, articles to measure on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent
DAYS = ROOT.parent / "shared" / "corpus" / "xwlb"
PACKAGES = ("numpy", "scipy", "scikit-learn", "pandas", "pyarrow", "jieba", "rjieba", "ahocorasick-rs", "dask", "cpca",
            "beautifulsoup4")  # fmt: skip


class Spent(NamedTuple):
    """Seconds on the clock, seconds of all processors, largest memory in MB, children included."""

    wall: float
    cpu: float
    peak: float


class Stopwatch:
    """Seconds since it was made or last read: on the clock, and of the processors, child processes included.

    Those of children that still run can be told on Linux only.
    """

    def __init__(self) -> None:
        self.read()

    def read(self) -> tuple[float, float]:
        now = time.perf_counter(), sum(os.times()[:4]) + sum(map(_processor_seconds, _family(os.getpid(), own=False)))
        before = getattr(self, "last", now)
        self.last = now
        return now[0] - before[0], now[1] - before[1]


def run(command: Iterable[object]) -> tuple[str, Spent]:
    """Standard output of a Python process of its own, and what it took; where it fails, its last words are raised."""
    environment = {**os.environ, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(HERE / "usual")}
    watch = Stopwatch()
    process = subprocess.Popen(
        [sys.executable, *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        cwd=ROOT, text=True, encoding="utf-8",
    )  # fmt: skip
    peak = [0.0]
    done = threading.Event()
    sampler = threading.Thread(target=_sample, args=(process.pid, done, peak), daemon=True)
    sampler.start()
    output, errors = process.communicate()
    wall, cpu = watch.read()
    done.set()
    sampler.join()
    if process.returncode:
        words = errors if "Traceback" in errors else output or errors  # what warns is no reason to fail
        raise RuntimeError("\n".join(words.strip().splitlines()[-3:]) or f"it ended with {process.returncode}")
    return output, Spent(wall, cpu, peak[0] or float("nan"))


def _sample(pid: int, done: threading.Event, peak: list[float]) -> None:
    while not done.wait(0.05):
        peak[0] = max(peak[0], sum(map(_resident, _family(pid))))


def _processor_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError):
        return 0.0


def _family(pid: int, *, own: bool = True) -> Iterator[int]:
    """A process, if it is to be its own, and those it started; Linux only, elsewhere none."""
    if own:
        yield pid
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listing.read_text().split()
        except OSError:  # it ended meanwhile
            continue
        for child in children:
            yield from _family(int(child))


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError, AttributeError):
        return 0.0


def table(rows: list[dict[str, object]], title: str = "") -> str:
    """Rows as a Markdown table under a heading."""
    if not rows:
        return ""
    lines = [f"\n### {title}\n"] if title else [""]
    lines += ["| " + " | ".join(rows[0]) + " |", "|" + "---|" * len(rows[0])]
    lines += ["| " + " | ".join(str(value) for value in row.values()) + " |" for row in rows]
    return "\n".join(lines)


def number(value: float) -> str:
    """Three digits are what a measurement on a shared machine is worth."""
    if value != value:
        return "–"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine() -> str:
    """The machine and the versions in one paragraph, without its name and its folders."""
    versions = []
    for package in PACKAGES:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory()}; {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; {', '.join(versions)}."
    )


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (AttributeError, ValueError, OSError):
        return "memory unknown"
