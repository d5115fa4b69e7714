"""What pytest does with the notebooks: nbval compares every output; here it is made to compare the pictures too.

nbval leaves image/png out.  matplotlib draws the same bytes for one version and one font file, which the lock and
``newsutil.setup`` fix, so on Linux the pictures are compared byte for byte.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import pytest

PINNED_MATPLOTLIB = "3.11.2"


def why_pictures_are_not_compared() -> str:
    """Reason, or "" where they are."""
    if not sys.platform.startswith("linux"):
        return f"pictures are drawn on Linux, this is {sys.platform}"
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
