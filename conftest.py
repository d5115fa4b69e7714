"""What pytest does with the notebooks: nbval compares every output; here it is made to compare the pictures too.

nbval leaves image/png out.  matplotlib draws the same bytes for one version and one font file, which the lock and
``newsutil.setup`` fix, so on Linux the pictures are compared byte for byte; only on x86-64 with AVX2, as other vector
instructions round numpy's last digits otherwise, and now and then that moves the edge of a bar.

``run.py tests`` starts two such processes, which share the files: each takes the next one that nobody has taken.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

PINNED_MATPLOTLIB = "3.11.2"
TAKEN = os.environ.pop("TESTS_TAKEN", "")  # a folder in which each file that was taken has a mark
# These come first, so that no process waits long for the other.
LONGEST = (
    "02_topics.ipynb", "06_at_scale.ipynb", "05_your_articles.ipynb", "04_regions.ipynb", "03_trends.ipynb",
    "01_pages_to_articles.ipynb", "test_dask.py", "test_fuzz.py", "test_interrupted_work.py", "test_plots.py",
    "test_notebook_checks.py", "test_readme.py", "test_processes.py",
)  # fmt: skip


def why_pictures_are_not_compared() -> str:
    """Reason, or "" where they are."""
    if not sys.platform.startswith("linux") or platform.machine() != "x86_64":
        return f"pictures are drawn on Linux x86-64, this is {sys.platform} {platform.machine()}"
    if version("matplotlib") != PINNED_MATPLOTLIB:
        return f"pictures are drawn with matplotlib {PINNED_MATPLOTLIB}, this is {version('matplotlib')}"
    return ""


def pytest_report_header() -> str:
    reason = why_pictures_are_not_compared()
    return f"pictures in notebooks: {'not compared, ' + reason if reason else 'compared byte for byte'}"


def pytest_collectstart(collector: pytest.Collector) -> None:
    if hasattr(collector, "skip_compare") and not why_pictures_are_not_compared():
        collector.skip_compare = tuple(kind for kind in collector.skip_compare if kind != "image/png")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of texts that may not be copied into the project; what needs it is skipped where it is absent."""
    folder = Path(__file__).parents[1] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of research texts beside the project is absent")
    return folder


def taken_items(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Tests of the files that no other process has taken."""
    files = defaultdict(list)
    for item in items:
        files[item.path].append(item)
    for path in sorted(files, key=lambda path: LONGEST.index(path.name) if path.name in LONGEST else len(LONGEST)):
        mark = Path(TAKEN, str(path.relative_to(Path(__file__).parent)).replace(os.sep, "~"))
        with contextlib.suppress(FileExistsError):
            mark.touch(exist_ok=False)
            yield from files[path]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """As pytest's own, over the files that this process takes."""
    if not TAKEN or session.testsfailed or session.config.option.collectonly:
        return None
    items = taken_items(session.items)
    item = next(items, None)
    while item:
        following = next(items, None)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following
    return True
