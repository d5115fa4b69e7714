"""The committed notebooks: executed in order, clean, with figures, and prose whose numbers a cell prints."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
# A path of the machine the notebook ran on.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|tmp|Users|work|mnt|var)/|[A-Z]:\\\\")


def faults(notebook: dict) -> list[str]:
    """What is wrong with a notebook as committed, one line each."""
    found = []
    cells = notebook["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    counts = [cell["execution_count"] for cell in code]
    if counts != list(range(1, len(code) + 1)):
        found.append(f"executed in the order {counts}, not from top to bottom")
    tags = [cell["metadata"].get("tags", []) for cell in code]
    if "parameters" not in (tags[1] if len(tags) > 1 else []):
        found.append("the second code cell is not tagged `parameters`")
    for number, cell in enumerate(code, 1):
        found += [f"cell {number}: {fault}" for fault in cell_faults(cell)]
    found += [f"prose has {number}, which a cell should print" for number in typed_results(cells)]
    return found


def cell_faults(cell: dict) -> list[str]:
    source = "".join(cell["source"])
    outputs = cell["outputs"]
    found = []
    if "execution" in cell["metadata"]:
        found.append("timing in the metadata")
    if re.search(r"(?m)^\s*(def|class) ", source):
        found.append("defines a function")
    if source.rstrip().endswith(";"):
        found.append("ends in a semicolon")
    if any(out["output_type"] == "error" or out.get("name") == "stderr" for out in outputs):
        found.append("its output is an error or a warning")
    if "nbval-ignore-output" in cell["metadata"].get("tags", []) and outputs:
        found.append("keeps an output that differs from run to run")
    if MACHINE_PATH.search(json.dumps(outputs, ensure_ascii=False)):
        found.append("a path of the machine in its output")
    drawn = any("image/png" in out.get("data", {}) for out in outputs)
    left_out = any("Skipped: " in "".join(out.get("text", [])) for out in outputs)
    if "nu.show(" in source and not drawn and not left_out:
        found.append("shows a figure, but has no picture")
    return found


def typed_results(cells: list[dict]) -> list[str]:
    """Numbers in the prose that also stand in an output: they would go stale when the articles change.

    Years, and numbers up to twelve (a section, a step, a share of an hour) are no results.
    """
    printed: set[str] = set()
    for cell in cells:
        for out in cell.get("outputs", []):
            text = "".join(out.get("text", [])) + "".join(out.get("data", {}).get("text/plain", []))
            printed |= set(re.findall(r"\d+(?:\.\d+)?", text))
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)|\b(?:19|20)\d\d\b", " ", prose)
    typed = {number for number in re.findall(r"\d+(?:\.\d+)?", prose) if float(number) > 12 or "." in number}
    return sorted(typed & printed)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_as_committed(path: Path):
    assert faults(json.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_has_the_size_and_the_parts_of_the_series(path: Path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    first = "".join(cells[0]["source"])
    assert first.startswith("# ")
    long = [cell for cell in cells if cell["cell_type"] == "code" and len("".join(cell["source"]).splitlines()) > 14]
    assert not long, "".join(long[0]["source"])
    if path.stem != "00_index":
        drawn = [out for cell in cells for out in cell.get("outputs", []) if "image/png" in out.get("data", {})]
        assert drawn, "no figure"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_lines_of_code_fit_a_window(path: Path):
    """Chinese characters are two columns wide; JupyterLab breaks no line of code."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    lines = [line for cell in cells if cell["cell_type"] == "code" for line in "".join(cell["source"]).splitlines()]
    wide = [sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line) for line in lines]
    assert [line for line, columns in zip(lines, wide, strict=True) if columns > 110] == []


def test_trends_run_on_articles_that_are_not_ours(tmp_path):
    """The parameters name words of the bundled articles; other articles have none of these."""
    corpus = tmp_path / "own.csv"
    days = [f"{year}-{month:02d}-0{day}" for year in (2023, 2024) for month in range(1, 13) for day in (1, 5, 9)]
    rows = [f"第{at}条,{day},渡口第{at}次开船，船工{'唱歌' if at % 3 else '修船'}。" for at, day in enumerate(days)]
    corpus.write_text("\n".join(["标题,日期,正文", *rows]), encoding="utf-8")
    shutil.copy(ROOT / "notebooks" / "03_trends.ipynb", tmp_path)
    settings = {"NEWSUTIL_CORPUS": str(corpus), "NEWSUTIL_FIGURES": str(tmp_path), "NEWSUTIL_TABLES": str(tmp_path)}
    command = [sys.executable, str(ROOT / "tools" / "execute_notebooks.py"), str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "MPLBACKEND": "agg", **settings}, capture_output=True, text=True,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_there_are_notebooks():
    assert [path.stem for path in NOTEBOOKS][:1] == ["00_index"]
    assert len(NOTEBOOKS) >= 5
