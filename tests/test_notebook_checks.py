"""The checks are checked: each fault planted in a copy of a notebook is found by the layer that is meant for it.

The three layers: nbval's comparison of text, the comparison of pictures (conftest.py), the structure test
(test_notebooks.py).  The table of what found what is printed with ``-s`` or ``-rP``.
"""

from __future__ import annotations

import base64
import copy
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib.image
import nbformat
import numpy as np
import pytest
from test_notebooks import faults

from tools.execute_notebooks import execute

ROOT = Path(__file__).parents[1]
CELLS = (
    "import pandas as pd\nimport newsutil as nu\nfrom matplotlib.figure import Figure\nnu.setup()",
    "numbers = [12, 9]\nnames = ['漯河', '呼兰']",
    "print(sum(numbers))",
    "pd.DataFrame({'地区': names, '篇数': numbers})",
    "ax = Figure(figsize=(3, 2)).subplots()\nax.barh(names, numbers)\nnu.show(ax.figure)",
)
VARIES = "nbval-ignore-output"  # the tag of cells whose output differs from run to run
TEXT, PICTURE, STRUCTURE = "text", "picture", "structure"
FIRST = 3  # the heading, the imports and the choices, which the notebooks of the faults have in common


@pytest.fixture(scope="module")
def committed(tmp_path_factory) -> dict:
    """A small notebook, executed as the real ones are."""
    cells = [nbformat.v4.new_markdown_cell("# 一份小样", id="c0")]
    cells += [nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(CELLS, 1)]
    cells[2].metadata["tags"] = ["parameters"]
    cells.append(nbformat.v4.new_code_cell("import time\ntime.time()", id="c6", metadata={"tags": [VARIES]}))
    path = tmp_path_factory.mktemp("sample") / "00_sample.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    execute(path)
    return json.loads(path.read_text(encoding="utf-8"))


def picture_of(notebook: dict) -> dict:
    return next(o for o in notebook["cells"][5]["outputs"] if "image/png" in o.get("data", {}))["data"]


def change_text(notebook: dict) -> None:
    notebook["cells"][3]["outputs"][0]["text"] = ["22\n"]


def change_table(notebook: dict) -> None:
    data = notebook["cells"][4]["outputs"][0]["data"]
    data["text/html"] = [line.replace("漯河", "濮阳") for line in data["text/html"]]


def replace_picture(notebook: dict) -> None:
    buffer = io.BytesIO()
    matplotlib.image.imsave(buffer, np.ones((20, 20, 3)), format="png")
    picture_of(notebook)["image/png"] = base64.b64encode(buffer.getvalue()).decode()


def change_one_pixel(notebook: dict) -> None:
    data = picture_of(notebook)
    pixels = matplotlib.image.imread(io.BytesIO(base64.b64decode("".join(data["image/png"]))))
    pixels[0, 0, 0] = 1 - pixels[0, 0, 0]
    buffer = io.BytesIO()
    matplotlib.image.imsave(buffer, pixels, format="png")
    data["image/png"] = base64.b64encode(buffer.getvalue()).decode()


def strip_outputs(notebook: dict) -> None:
    for cell in notebook["cells"][1:]:
        cell["outputs"], cell["execution_count"] = [], None


def reorder(notebook: dict) -> None:
    notebook["cells"][3]["execution_count"], notebook["cells"][4]["execution_count"] = 4, 3


def keep_what_varies(notebook: dict) -> None:
    notebook["cells"][6]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["1.2 s\n"]}]


def swap_labels(notebook: dict) -> None:
    """The figure would now be drawn with its names swapped."""
    notebook["cells"][5]["source"] = [
        line.replace("barh(names", "barh(names[::-1]") for line in notebook["cells"][5]["source"]
    ]


def lose_glyph(notebook: dict) -> None:
    """The figure would now be drawn with a character that the font lacks."""
    notebook["cells"][5]["source"] = [
        line.replace("nu.show", "ax.set_title('\U00013000')\nnu.show") for line in notebook["cells"][5]["source"]
    ]


FAULTS = {
    "none": (lambda notebook: None, set()),
    "text changed": (change_text, {TEXT}),
    "table changed": (change_table, {TEXT}),
    "picture replaced": (replace_picture, {PICTURE}),
    "one pixel": (change_one_pixel, {PICTURE}),
    "stripped": (strip_outputs, {STRUCTURE}),
    "out of order": (reorder, {STRUCTURE}),
    "varying output": (keep_what_varies, {STRUCTURE}),
    "labels swapped": (swap_labels, {TEXT, PICTURE}),
    "glyph missing": (lose_glyph, {TEXT}),
}


def side_by_side(notebooks: list[dict]) -> dict:
    """One notebook, with one kernel: the first two cells of code, then the other cells of each."""
    cells = notebooks[0]["cells"][:FIRST]
    for number, notebook in enumerate(notebooks):
        cells += [{**cell, "id": f"n{number}{cell['id']}"} for cell in notebook["cells"][FIRST:]]
    return {**notebooks[0], "cells": cells}


def compared(folder: Path, notebooks: dict[str, dict[str, dict]]) -> dict[str, dict[str, set[str]]]:
    """For each notebook of each folder the layer of the comparison, text or picture, that finds it at fault first."""
    for name, faulty in notebooks.items():
        (folder / name).mkdir()
        (folder / name / "all.ipynb").write_text(json.dumps(side_by_side(list(faulty.values()))), encoding="utf-8")
    shutil.copyfile(ROOT / "conftest.py", folder / PICTURE / "conftest.py")
    command = [
        sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q", "--color=no", "--rootdir", str(folder),
        "-p", "no:cacheprovider", "-c", os.devnull, str(folder),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    found: dict[str, dict[str, set[str]]] = {name: {fault: set() for fault in notebooks[name]} for name in notebooks}
    for name, number, report in re.findall(
        r"(?ms)^_+ (\w+)/all\.ipynb::Cell (\d+) _+$(.*?)(?=^_{3,}|^={3,}|\Z)", done.stdout
    ):
        fault = list(notebooks[name])[(int(number) - 2) // (len(CELLS) - 1)]
        kinds = set(re.findall(r"(?:mismatch|dissimilar number of outputs for key) ['\"]([\w/]+)", report)) or {"error"}
        found[name][fault].update(PICTURE if kind == "image/png" else TEXT for kind in kinds)
    return found


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or platform.machine() != "x86_64",
    reason="pictures are compared on Linux x86-64",
)
def test_each_planted_fault_is_found_by_the_layer_meant_for_it(committed, tmp_path):
    faulty = {name: copy.deepcopy(committed) for name in FAULTS}
    for name, (plant, _) in FAULTS.items():
        plant(faulty[name])
    # nbval stops at the first difference, here the picture; where pictures are not compared, the text must do.
    told = compared(tmp_path, {PICTURE: faulty, TEXT: {"labels swapped": faulty["labels swapped"]}})
    found = {
        name: told[PICTURE][name] | ({STRUCTURE} if faults(notebook) else set()) for name, notebook in faulty.items()
    }
    found["labels swapped"] |= told[TEXT]["labels swapped"]
    print(f"\n{'planted':20s} text  picture  structure")
    for name, layers in found.items():
        print(f"{name:20s} {'found' if TEXT in layers else '-':5s} {'found' if PICTURE in layers else '-':8s} "
              f"{'found' if STRUCTURE in layers else '-'}")  # fmt: skip
    assert found == {name: expected for name, (_, expected) in FAULTS.items()}


def test_outputs_that_vary_are_not_kept(committed):
    assert committed["cells"][6]["outputs"] == []
    assert committed["cells"][6]["execution_count"] == 6
