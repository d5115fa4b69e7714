"""LICENSES.md has every direct dependency, with a licence that its metadata gives and that goes with MIT."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FAMILIES = ("MIT", "BSD", "Apache", "MPL", "PSF", "Python Software Foundation", "matplotlib")


def direct() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [*project["dependencies"], *(pin for extra in project["optional-dependencies"].values() for pin in extra)]
    return sorted({re.split(r"[\[=]", pin)[0] for pin in pins})


def listed() -> dict[str, str]:
    rows = re.findall(r"(?m)^\| ([\w-]+) \| [^|]+ \| ([^|]+) \|$", (ROOT / "LICENSES.md").read_text(encoding="utf-8"))
    return {name: licence for name, licence in rows if name != "package"}


def test_every_direct_dependency_is_listed_and_no_other():
    assert sorted(listed()) == direct()


@pytest.mark.parametrize("name", direct())
def test_licence_is_that_of_the_package(name):
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed")
    given = " ".join(
        [
            facts.get("License-Expression") or "",
            facts.get("License") or "",
            *(line for line in facts.get_all("Classifier") or [] if "License" in line),
        ]
    )
    ours = [family for family in FAMILIES if family in listed()[name]]
    assert ours, f"{name}: {listed()[name]} is no licence known to go with MIT"
    assert any(family in given for family in ours) or name == "matplotlib", f"{name}: {given[:200]}"
    assert not re.search(r"\b(?:A|L)?GPL", given.split("Copyright")[0]), name
