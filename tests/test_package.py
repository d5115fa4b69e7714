"""The package as a whole: public names, layers, what an import does."""

from __future__ import annotations

import ast
import inspect
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import newsutil
from newsutil.base import resources

PACKAGE = Path(newsutil.__file__).parent
# From bottom to top: a room imports only from rooms on lines above its own, and never from ``newsutil`` itself.
ROOMS = (
    "schema", "base", "files", "pages", "words", "topics", "trends", "places", "numbers", "periods", "metrics", "plots",
)  # fmt: skip
# What CONTRIBUTING says of sizes; lines of a body are counted without its docstring.
MOST_LINES_OF_A_MODULE, MOST_LINES_OF_A_BODY, MOST_PARAMETERS, MOST_MODULES_OF_A_ROOM = 360, 45, 8, 14


def modules(package: Path) -> dict[str, Path]:
    """Every module of a package by its dotted name below it; the ``__init__`` of the package itself is not one."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            found[name] = path
    return found


@cache
def imported(name: str, is_room: bool, code: str) -> frozenset[str]:
    """Names that a module imports from the package, absolutely or relatively, at the top or inside a function."""
    here = name.split(".") if is_room else name.split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {one.name.removeprefix("newsutil.") for one in node.names if one.name.startswith("newsutil.")}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                above = here[: len(here) - node.level + 1]
            elif (node.module or "").split(".")[0] == "newsutil":
                above = []
            else:
                continue
            inside = [*above, *(part for part in (node.module or "").split(".") if part not in ("", "newsutil"))]
            found |= {".".join([*inside, one.name]) for one in node.names} | {".".join(inside)}
    return frozenset(found)


def imports(name: str, path: Path, known: set[str]) -> set[str]:
    """Modules of the package that a module imports."""
    found = imported(name, path.name == "__init__.py", path.read_text(encoding="utf-8"))
    return (found & known) - {name, name.split(".")[0]}


def faults_of_layers(package: Path) -> list[str]:
    """Imports that go upward or to a room that has no rank, and circles."""
    known = modules(package)
    graph = {name: imports(name, path, set(known)) for name, path in known.items()}
    faults = [f"{name} has no rank" for name in known if name.split(".")[0] not in ROOMS]
    rank = {room: number for number, room in enumerate(ROOMS)}
    for name, imported in graph.items():
        for other in sorted(imported):
            if rank.get(other.split(".")[0], 99) > rank.get(name.split(".")[0], -1):
                faults.append(f"{name} imports {other}, which stands above it")
    done: set[str] = set()
    while remaining := set(graph) - done:
        free = {name for name in remaining if graph[name] <= done}
        if not free:
            faults.append(f"a circle among {', '.join(sorted(remaining))}")
            break
        done |= free
    return faults


def test_rooms_import_downward_and_without_a_circle():
    assert faults_of_layers(PACKAGE) == []


@pytest.mark.parametrize(
    ("planted", "line", "fault"),
    [
        (
            "base/text.py",
            "from newsutil.plots.style import INK",
            "base.text imports plots.style, which stands above it",
        ),
        ("base/text.py", "from ..plots import style", "base.text imports plots.style, which stands above it"),
        (
            "numbers/units.py",
            "def late():\n    import newsutil.metrics.metrics",
            "numbers.units imports metrics.metrics",
        ),
        ("places/divisions.py", "from .places import find_places", "a circle among"),
        ("schema.py", "from newsutil.base import text", "schema imports base.text, which stands above it"),
        ("attic/new.py", "", "attic.new has no rank"),
    ],
)
def test_a_planted_fault_is_found(tmp_path, planted, line, fault):
    copy = tmp_path / "newsutil"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("data", "__pycache__"))
    (copy / planted).parent.mkdir(exist_ok=True)
    with (copy / planted).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert any(found.startswith(fault) for found in faults_of_layers(copy))


def test_only_figures_import_matplotlib():
    for path in PACKAGE.rglob("*.py"):
        if "plots" not in path.relative_to(PACKAGE).parts:
            code = path.read_text(encoding="utf-8")
            assert not re.search(r"(?m)^\s*(?:import|from) matplotlib", code), path.name


@pytest.mark.parametrize("name", [name for name in newsutil.__all__ if name != "PALETTE"])
def test_public_name_is_there_typed_and_documented(name: str):
    thing = getattr(newsutil, name)
    assert callable(thing)
    assert inspect.getdoc(thing)
    if not inspect.isclass(thing):
        signature = inspect.signature(thing)
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values())
        assert len(signature.parameters) <= 8


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'read_newspaper'"):
        _ = newsutil.read_newspaper


def test_import_does_nothing():
    """No matplotlib, pandas or jieba is loaded, no logger or warning filter changed."""
    code = (
        "import sys, warnings, logging; filters = list(warnings.filters); import newsutil; "
        "heavy = {'pandas', 'matplotlib', 'jieba', 'sklearn', 'numpy'} & set(sys.modules); "
        "assert not heavy, heavy; assert warnings.filters == filters; assert not logging.getLogger('jieba').handlers"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_package_is_typed():
    assert (PACKAGE / "py.typed").exists()


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.glob("data/*/*.csv")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_every_row_of_a_table_has_the_cells_of_its_header(path: Path):
    """A comma without quotes makes a cell too many, which nobody would read."""
    rows = resources.table(f"{path.parent.name}/{path.stem}")
    assert [row for row in rows if None in row or None in row.values()] == []


def test_modules_bodies_and_rooms_stay_small():
    too_large = []
    for name, path in modules(PACKAGE).items():
        code = path.read_text(encoding="utf-8")
        if code.count("\n") > MOST_LINES_OF_A_MODULE:
            too_large.append(f"{name}: {code.count(chr(10))} lines")
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1:2] if ast.get_docstring(node) else node.body[:1]
                length = (node.end_lineno or 0) - first[0].lineno + 1 if first else 0
                if length > MOST_LINES_OF_A_BODY:
                    too_large.append(f"{name}.{node.name}: a body of {length} lines")
                if len(node.args.args) + len(node.args.kwonlyargs) > MOST_PARAMETERS:
                    too_large.append(f"{name}.{node.name}: too many parameters")
    for room in {path.parent for path in modules(PACKAGE).values()} - {PACKAGE}:
        if len(list(room.glob("[!_]*.py"))) > MOST_MODULES_OF_A_ROOM:
            too_large.append(f"{room.name}: too many modules")
    assert too_large == []
