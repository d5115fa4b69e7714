"""Run notebooks from top to bottom and keep their outputs: ``python tools/execute_notebooks.py FOLDER``.

Only outputs and execution counts change; a notebook is replaced when all its cells have run, so that a run which is
stopped leaves the one that was there.
"""

from __future__ import annotations

import copy
import itertools
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


def counter() -> Callable[..., None]:
    """What nbclient calls after each cell: counts on one line where someone is looking."""
    done = itertools.count(1)

    def count(**_: object) -> None:
        if sys.stdout.isatty():
            print(f"\r        cell {next(done)}", end="\r", flush=True)

    return count


def execute(path: Path) -> None:
    """Run one notebook; its outputs replace the old ones in the file.

    Raises
    ------
    RuntimeError
        When a cell fails, with the cell and its error; the file is left as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    metadata = {"metadata": {"path": str(path.parent)}}
    before = copy.deepcopy(notebook.metadata)
    client = NotebookClient(
        notebook,
        timeout=1800,
        record_timing=False,
        resources=metadata,
        kernel_name="python3",
        on_cell_executed=counter(),
    )
    try:
        client.execute()
    except CellExecutionError as error:
        failed = next(n for n, cell in enumerate(code, 1) if any(o.output_type == "error" for o in cell.outputs))
        said = re.sub(r"\x1b\[[0-9;]*m", "", str(error))  # the colours of a terminal
        raise RuntimeError(f"{path.name} stopped at cell {failed}, the notebook is left as it was:\n{said}") from None
    except DeadKernelError:
        message = f"{path.name}: its kernel died, most often for lack of memory; try fewer articles."
        raise RuntimeError(message) from None
    notebook.metadata = before  # the kernel's version is no part of the result
    for cell in code:
        cell.metadata.pop("execution", None)
        for output in cell.outputs:
            if output.output_type == "stream":
                output.text = output.text.replace("\r\n", "\n")
    write(path, nbformat.writes(notebook) + "\n")


def write(path: Path, text: str) -> None:
    """Write all or nothing."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def main() -> int:
    folder = Path(sys.argv[1])
    paths = sorted(folder.glob("[0-9]*.ipynb"))
    for number, path in enumerate(paths, 1):
        started = time.monotonic()
        print(f"[{number}/{len(paths)}] {path.name}", flush=True)
        try:
            execute(path)
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"        done in {time.monotonic() - started:.1f} s", flush=True)
    print(f"{len(paths)} notebooks run; figures are in {os.environ.get('NEWSUTIL_FIGURES', 'figures')}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
