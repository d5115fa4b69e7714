"""The READMEs keep their word: the example prints what they say, links exist, both name the same things."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore::newsutil.NewsutilWarning")  # of figures that a comparison leaves out
def test_example_prints_what_the_readme_says(monkeypatch):
    code = re.search(r"```python\n(.*?)```", README, re.S)[1]
    expected = re.search(r"```text\n(.*?)```", README, re.S)[1]
    assert len(code.strip().splitlines()) <= 13
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), mpl.rc_context(), pd.option_context("display.width", 100):
        exec(compile(code, "README.md", "exec"), {})
        plt.close("all")
    assert printed.getvalue() == expected


@pytest.mark.parametrize("text", [README, CHINESE], ids=["English", "Chinese"])
def test_links_and_pictures_exist(text):
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text)]
    assert [target for target in targets if target and "://" not in target and not (ROOT / target).exists()] == []


def test_both_readmes_name_the_same_commands_and_notebooks():
    def named(text: str) -> set[str]:
        return set(re.findall(r"python run\.py (\w+)|notebooks/(\w+)\.ipynb", text))

    assert named(README) == named(CHINESE)


def test_every_public_name_is_in_the_readme():
    import newsutil

    missing = [name for name in newsutil.__all__ if name not in README]
    assert missing == []
