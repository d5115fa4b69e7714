"""Which rules could go without a test noticing: drop one at random in a copy of the tree, run the tests, name those
that survive.

    .venv/bin/python tools/mutate_rules.py --rooms numbers --number 60 --seed 0 --tests tests/test_numerals.py

What is dropped: a row of a table in ``newsutil/data/<room>``, a word of a cell that lists several, an alternative of a
regular expression or of a list of words in ``newsutil/<room>``, an operand of ``and`` or ``or``, a guard (``if …:
return False``).  A survivor is a rule without a case: it gets one, or goes.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
_COPIED = ("newsutil", "tests", "pyproject.toml", "data")
_STRING = re.compile(r'(?<![\w"\'])(?:[rRfF]{0,2})"((?:[^"\\\n]|\\.)*)"')


class Mutant(NamedTuple):
    """A file with one rule less: what to put in place of the characters from ``start`` to ``end``."""

    kind: str
    path: Path
    start: int
    end: int
    put: str


def mutants_of_table(path: Path) -> Iterator[Mutant]:
    """A row less, or a word less in a cell of several."""
    text = path.read_text(encoding="utf-8")
    header, at = False, 0
    for line in text.splitlines(keepends=True):
        if header and not line.startswith("#"):
            yield Mutant("row", path, at, at + len(line), "")
            for cell in re.finditer(r"[^,\n]*;[^,\n]*", line):
                for word in re.finditer(r"[^;]+;?", cell[0]):
                    begin = at + cell.start() + word.start()
                    yield Mutant("word", path, begin, begin + len(word[0]), "")
        header = header or not line.startswith("#")
        at += len(line)


def mutants_of_module(path: Path) -> Iterator[Mutant]:
    """An alternative, an operand or a guard less."""
    text = path.read_text(encoding="utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    raw = text.encode()

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        return len(raw[:first].decode()), len(raw[:last].decode())

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.BoolOp):
            for place in range(len(node.values)):
                kept = [span(value) for index, value in enumerate(node.values) if index != place]
                joint = " and " if isinstance(node.op, ast.And) else " or "
                put = joint.join(f"({text[start:end]})" for start, end in kept)
                yield Mutant("condition", path, *span(node), f"({put})")
        elif isinstance(node, ast.If) and not node.orelse and _is_guard(node.body):
            yield Mutant("condition", path, *span(node.test), "False")
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile" and node.args:
            begin, end = span(node.args[0])
            for literal in _STRING.finditer(text, begin, end):
                yield from _alternatives(path, literal[1], literal.start(1))
        elif isinstance(node, ast.Tuple | ast.List | ast.Set) and len(node.elts) > 1 and all(map(_is_word, node.elts)):
            for element in node.elts:
                first, last = span(element)
                yield Mutant("alternative", path, first, last + (text[last] == ","), "")


def _is_guard(body: list[ast.stmt]) -> bool:
    last = body[0]
    return len(body) == 1 and (isinstance(last, ast.Continue | ast.Return))


def _is_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""


def _alternatives(path: Path, pattern: str, offset: int) -> Iterator[Mutant]:
    """A branch of ``|`` less, or a Chinese character of a class less."""
    opened: list[list[int]] = [[0]]  # by depth of brackets, where the branches begin
    at, in_class = 0, False
    while at <= len(pattern):
        sign = pattern[at : at + 1]
        if sign == "\\":
            at += 2
            continue
        if in_class:
            if "\u4e00" <= sign <= "\u9fff":
                yield Mutant("alternative", path, offset + at, offset + at + 1, "")
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
        elif sign == "(":
            named = re.compile(r"\((?:\?(?:[:=!>]|<[=!]|P?<\w+>))?").match(pattern, at)
            at = named.end() - 1 if named else at
            opened.append([at + 1])
        elif sign == "|":
            opened[-1].append(at + 1)
        elif sign in (")", ""):
            branches = opened.pop() if len(opened) > 1 or not sign else []
            for place, begin in enumerate(branches if len(branches) > 1 else []):
                last = place == len(branches) - 1
                end = at if last else branches[place + 1]
                yield Mutant("alternative", path, offset + begin - last, offset + end, "")
        at += 1


def mutants(rooms: list[str], root: Path = ROOT) -> list[Mutant]:
    """All mutants of some rooms: of their tables and their modules."""
    found: list[Mutant] = []
    for room in rooms:
        for table in sorted((root / "newsutil" / "data" / room).glob("*.csv")):
            found += mutants_of_table(table)
        for module in sorted((root / "newsutil" / room).glob("*.py")):
            found += mutants_of_module(module)
    return found


def survives(mutant: Mutant, copy: Path, tests: list[str], timeout: float) -> bool:
    """Whether the tests pass with the mutant in a copy of the tree, which is left as it was."""
    path = copy / mutant.path.relative_to(ROOT)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: mutant.start] + mutant.put + text[mutant.end :], encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        run = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_text(text, encoding="utf-8")
    return run.returncode == 0


def describe(mutant: Mutant) -> str:
    text = mutant.path.read_text(encoding="utf-8")
    line = text.count("\n", 0, mutant.start)
    lost = " ".join(text[mutant.start : mutant.end].split())
    change = f"{lost} → {mutant.put}" if mutant.put else lost
    return f"{mutant.kind:12}{mutant.path.relative_to(ROOT)}:{line + 1}  {change}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rooms", nargs="+", required=True, help="rooms of newsutil, like numbers")
    parser.add_argument("--number", type=int, default=50, help="how many mutants to try")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tests", nargs="+", required=True, help="fast tests, as pytest takes them")
    parser.add_argument("--kinds", nargs="+", default=["row", "word", "alternative", "condition"])
    parser.add_argument("--timeout", type=float, default=120, help="seconds for one run of the tests")
    args = parser.parse_args()
    every = [mutant for mutant in mutants(args.rooms) if mutant.kind in args.kinds]
    chosen = random.Random(args.seed).sample(every, min(args.number, len(every)))
    alive: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in _COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, copy / name)
        whole = Mutant("none", ROOT / "pyproject.toml", 0, 0, "")
        if not survives(whole, copy, args.tests, args.timeout):
            tests = " ".join(args.tests)
            parser.error(f"the tests must pass before anything is dropped; try: .venv/bin/python -m pytest {tests}")
        for mutant in chosen:
            if survives(mutant, copy, args.tests, args.timeout):
                alive[mutant.kind] += 1
                print("survives", describe(mutant), flush=True)
    for kind, tried in Counter(mutant.kind for mutant in chosen).items():
        print(f"{kind}: {alive[kind]} of {tried} survive")
    print(f"{sum(alive.values())} of {len(chosen)} survive")
    return 0


if __name__ == "__main__":
    sys.exit(main())
