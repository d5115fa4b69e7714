"""pyproject.toml, environment.yml and requirements.lock say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}  # conda-forge's package without the Qt window


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def project_pins() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *(pin for extra in project["optional-dependencies"].values() for pin in extra)]
    pins = {}
    for pin in listed:
        match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[\w+\])?==([0-9][0-9.]*)", pin)
        assert match, f"every direct dependency is pinned exactly; got {pin}"
        pins[canonical(match[1])] = match[2]
    return pins


def conda_pins() -> dict[str, str]:
    pins = {}
    for line in (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"\s+- ([A-Za-z0-9._-]+)={1,2}([0-9][0-9.]*)", line)
        if match and match[1] != "python":
            name = canonical(match[1])
            pins[CONDA_NAMES.get(name, name)] = match[2]
    return pins


def locked_pins() -> dict[str, set[str]]:
    locked: dict[str, set[str]] = {}
    for name, version in re.findall(r"(?m)^([a-z0-9-]+)==([^ \\]+)", (ROOT / "requirements.lock").read_text("utf-8")):
        locked.setdefault(canonical(name), set()).add(version)
    return locked


def test_environment_repeats_the_pins_of_the_project():
    assert conda_pins() == project_pins()


def test_lock_holds_every_pin_once():
    locked = locked_pins()
    assert {name: locked.get(name) for name in project_pins()} == {name: {v} for name, v in project_pins().items()}


def test_lock_has_hashes_and_no_addresses():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for block in re.split(r"(?m)^(?=[a-z0-9-]+==)", text)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)


def test_environment_takes_conda_forge_alone():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    channels = re.search(r"channels:\n((?:  - .*\n)+)", text)
    assert channels
    assert channels[1].split() == ["-", "conda-forge", "-", "nodefaults"]
    assert "      - -e .\n" in text


def test_python_is_one_the_project_supports():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    assert re.search(r"(?m)^  - python=(3\.1[123])$", text)
