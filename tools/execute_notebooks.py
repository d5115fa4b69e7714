"""Run notebooks from top to bottom and keep their outputs: ``python tools/execute_notebooks.py FOLDER``.

Only outputs and execution counts change; a notebook is replaced when all its cells have run, so that a run which is
stopped leaves the one that was there.  Cells tagged ``nbval-ignore-output`` (links, bars, whatever differs from run to
run) keep no outputs in the project's own notebooks.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import itertools
import os
import re
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

# What checks a notebook's form would first build a grammar of web addresses: three seconds of each start.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError, DeadKernelError  # noqa: E402


def counter() -> Callable[..., None]:
    """What nbclient calls after each cell: counts on one line where someone is looking."""
    done = itertools.count(1)

    def count(**_: object) -> None:
        if sys.stdout.isatty():
            print(f"\r        cell {next(done)}", end="\r", flush=True)

    return count


class Client(NotebookClient):
    """A client that can be told to stop: its kernel ends, and ``stopped`` tells that from a kernel that died."""

    stopped = False

    async def async_start_new_kernel(self, **settings: object) -> None:
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C is a KeyboardInterrupt there
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, self.stop, asyncio.current_task())
        await super().async_start_new_kernel(**settings)

    def stop(self, task: asyncio.Task) -> None:
        self.stopped = True
        task.cancel()


def execute(path: Path) -> None:
    """Run one notebook; its outputs replace the old ones in the file.

    Raises
    ------
    RuntimeError
        When a cell fails, with the cell and its error; the file is left as it was.
    KeyboardInterrupt
        When it is told to stop, with the cell; the file is left as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    metadata = {"metadata": {"path": str(path.parent)}}
    before = copy.deepcopy(notebook.metadata)
    client = Client(
        notebook,
        timeout=1800,
        record_timing=False,
        resources=metadata,
        kernel_name="python3",
        on_cell_executed=counter(),
    )
    try:
        run_cells(client)
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
        # In a run of one's own the dashboards and searchable tables are what one wants to see.
        if "nbval-ignore-output" in cell.metadata.get("tags", []) and "NEWSUTIL_CORPUS" not in os.environ:
            cell.outputs = []
        for output in cell.outputs:
            if output.output_type == "stream":
                output.text = output.text.replace("\r\n", "\n")
    write(path, nbformat.writes(notebook) + "\n")


def run_cells(client: Client) -> None:
    try:
        client.execute()
    except BaseException as error:
        if client.stopped or isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt(f"at code cell {max(client.code_cells_executed, 1)}") from None
        raise


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


def left_out(path: Path) -> list[str]:
    """What a notebook that has run says it left out: its lines that begin with "Skipped: "."""
    said = []
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            lines = output.get("text", "").splitlines()
            said += [line.removeprefix("Skipped: ") for line in lines if line.startswith("Skipped: ")]
    return said


def run_one(path: Path) -> tuple[str, list[str]]:
    """How it went with a notebook, "" where it ran, and what it left out."""
    try:
        execute(path)
    except RuntimeError as error:
        return f"failed: {error}", []
    except nbformat.reader.NotJSONError:
        return f"failed: a notebook is needed; {path.name} is none: it is not JSON. Fetch it anew.", []
    except OSError as error:
        return f"failed: {path.name} could not be written, it is left as it was: {error}", []
    return "", left_out(path)


def unreadable(corpus: str) -> str:
    """Why nothing can be read at the corpus, "" where something can."""
    if not corpus:
        return ""
    from newsutil.files.find_files import find_files
    from newsutil.pages.articles import read_articles

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the notebooks say it
            (read_articles if Path(corpus).is_file() else find_files)(corpus)
    except (OSError, ValueError) as error:
        return str(error)
    return ""


def main() -> int:
    folder = Path(sys.argv[1])
    if missing := unreadable(os.environ.get("NEWSUTIL_CORPUS", "")):  # said once, not by each notebook
        print(f"No notebook was run: {missing}", file=sys.stderr)
        return 1
    paths = sorted(folder.glob("[0-9]*.ipynb"))
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    summary: list[str] = []
    failed = 0
    for number, path in enumerate(paths, 1):
        started = time.monotonic()
        print(f"[{number}/{len(paths)}] {path.name}", flush=True)
        try:
            trouble, missing = run_one(path)
        except KeyboardInterrupt as where:
            print(
                f"\nStopped in {path.name} {where}; it is left as it was, {number - 1} before it are done.",
                file=sys.stderr,
            )
            return 130
        failed += trouble.startswith("failed")
        if trouble.startswith("failed"):
            print(trouble, file=sys.stderr, flush=True)
        else:
            print(f"        {trouble or f'done in {time.monotonic() - started:.1f} s'}", flush=True)
        said = trouble.splitlines() or ["ran"]
        first = " ".join([said[0], *said[1:][-1:]])  # where it stopped, and the error
        summary += [f"{path.name}: {first}", *(f"    left out: {what}" for what in missing)]
    print("\n" + "\n".join(summary))
    where = {name: os.environ.get(f"NEWSUTIL_{name.upper()}", name) for name in ("figures", "tables")}
    print(f"Figures are in {where['figures']}, tables in {where['tables']}, the notebooks with outputs in {folder}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
