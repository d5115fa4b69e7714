"""The package as a whole: public names, layers, what an import does."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import newsutil

PACKAGE = Path(newsutil.__file__).parent
# From bottom to top: a module imports only what stands on a line above its own.
LAYERS = [
    ["schema"],
    ["resources", "numerals"],
    ["regions"],
    ["pages"],
    ["articles"],
    ["places", "terms"],
    ["metrics", "topics", "trends"],
    ["comparison"],
    ["plots"],
]
ABOVE_ALL = ("__init__",)


def imports(path: Path) -> set[str]:
    """Modules of the package that a file imports, by their first name below ``newsutil``."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("newsutil"):
            parts = (node.module or "").split(".")[1:]
            found |= {parts[0]} if parts else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name.split(".")[1] for name in node.names if name.name.startswith("newsutil.")}
    return found


def modules() -> dict[str, set[str]]:
    """Each module with the modules it imports; the figures count as one."""
    graph: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if name not in ABOVE_ALL:
            graph.setdefault(name, set()).update(imports(path) - {name})
    return graph


def test_imports_form_layers_without_a_circle():
    graph = modules()
    done: set[str] = set()
    while remaining := set(graph) - done:
        free = {name for name in remaining if graph[name] <= done}
        assert free, f"a circle among {sorted(remaining)}"
        done |= free


def test_named_layers_stand_in_the_order_of_the_design():
    graph = modules()
    level = {name: number for number, names in enumerate(LAYERS) for name in names}
    for name in level:
        assert name in graph, f"no module {name}"
    for name, imported in graph.items():
        for other in imported & set(level):
            if name in level:
                assert level[other] < level[name], f"{name} imports {other}, which stands beside or above it"


def test_only_figures_import_matplotlib():
    for path in PACKAGE.rglob("*.py"):
        if "plots" not in path.relative_to(PACKAGE).parts:
            code = path.read_text(encoding="utf-8")
            assert not re.search(r"(?m)^\s*(?:import|from) matplotlib", code), path.name


@pytest.mark.parametrize("name", newsutil.__all__)
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


def test_modules_stay_small():
    long = {
        path.name: count
        for path in PACKAGE.rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
