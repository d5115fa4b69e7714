"""Work stopped in the middle leaves the previous files whole and says where it stopped; the next run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
EXECUTE = [sys.executable, str(ROOT / "tools" / "execute_notebooks.py")]
sys.path.insert(0, str(ROOT))
import run  # noqa: E402

SLEEPS = """
import os, pathlib, time
pathlib.Path("started").touch()
if not os.path.exists("quick"):
    time.sleep(60)
print(6 * 7)
"""
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def folder(tmp_path) -> Path:
    """Two notebooks, the second of which sleeps in its second cell."""
    for name, codes in (("00_first.ipynb", ["1 + 1"]), ("01_sleeps.ipynb", ["2 + 2", SLEEPS, "3 + 3"])):
        cells = [nbformat.v4.new_code_cell(code) for code in codes]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / name)
    return tmp_path


def start(folder: Path, command: list[str] | None = None) -> subprocess.Popen:
    """A run of the notebooks, a session of its own as a terminal would make it, waited for until it sleeps."""
    pipe = subprocess.PIPE
    begun = subprocess.Popen(
        command or [*EXECUTE, str(folder)],
        stdout=pipe, stderr=pipe, text=True, encoding="utf-8", start_new_session=True, cwd=ROOT,
    )  # fmt: skip
    for _ in range(600):
        if (folder / "started").exists() or begun.poll() is not None:
            break
        time.sleep(0.1)
    return begun


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def outputs(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    return [output.get("text") or output["data"]["text/plain"] for cell in cells for output in cell.outputs]


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["end", "kill"])
def test_a_stopped_run_leaves_the_notebook_and_the_next_one_goes_on(folder, number):
    before = files(folder)
    begun = start(folder)
    begun.send_signal(number)
    said = begun.communicate(timeout=60)[1]
    after = files(folder)
    assert after.pop("started") == b""
    assert after.keys() == before.keys()
    assert after["01_sleeps.ipynb"] == before["01_sleeps.ipynb"]
    assert outputs(folder / "00_first.ipynb") == ["2"]
    if number != signal.SIGKILL:
        assert begun.returncode == 130
        assert "Stopped in 01_sleeps.ipynb at code cell 2; it is left as it was, 1 before it are done." in said
        return
    (folder / "00_first.ipynb").unlink()
    (folder / "quick").touch()
    assert subprocess.run([*EXECUTE, str(folder)], capture_output=True).returncode == 0
    assert outputs(folder / "01_sleeps.ipynb") == ["4", "42\n", "6"]


@posix
def test_ctrl_c_ends_run_py_in_order(folder):
    command = f"import run; run.ROOT = {str(ROOT)!r}; run.PYTHON = {sys.executable!r}; run.prepare = lambda: None; "
    command += f"run.run_notebooks = lambda _: run.run([run.PYTHON, 'tools/execute_notebooks.py', {str(folder)!r}]); "
    command += "import sys; sys.argv = ['run.py', 'notebooks']; sys.exit(run.main())"
    begun = start(folder, [sys.executable, "-c", command])
    os.killpg(begun.pid, signal.SIGINT)
    said = begun.communicate(timeout=60)[1]
    assert begun.returncode == 130, said
    assert "Stopped in 01_sleeps.ipynb at code cell 2" in said
    assert "start the same command again" in said


@posix
def test_two_runs_at_once_leave_whole_notebooks(folder):
    (folder / "quick").touch()
    (folder / "00_first.ipynb").unlink()
    both = [subprocess.Popen([*EXECUTE, str(folder)], stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [begun.wait(120) for begun in both] == [0, 0]
    assert outputs(folder / "01_sleeps.ipynb") == ["4", "42\n", "6"]
    assert {path.suffix for path in folder.iterdir()} == {".ipynb", ""}


FULL_DISK = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@posix
def test_a_full_disk_leaves_the_notebook_that_was_there(tmp_path, monkeypatch):
    from tools import execute_notebooks

    path = tmp_path / "00_first.ipynb"
    path.write_text("old", encoding="utf-8")
    code = FULL_DISK.split("sys.argv =")[0] + (
        "from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from tools.execute_notebooks import write\n"
        "try: write(Path(sys.argv[1]), 'new' * 1000)\n"
        "except OSError: sys.exit(3)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path), str(ROOT)]).returncode == 3
    assert files(tmp_path) == {"00_first.ipynb": b"old"}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(execute_notebooks, "execute", full)
    monkeypatch.setattr(sys, "argv", ["execute_notebooks.py", str(tmp_path)])
    assert execute_notebooks.main() == 1


def test_a_file_that_is_no_notebook_is_named(tmp_path, monkeypatch, capsys):
    from tools import execute_notebooks

    (tmp_path / "00_first.ipynb").write_text("old", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["execute_notebooks.py", str(tmp_path)])
    assert execute_notebooks.main() == 1
    assert "00_first.ipynb is none: it is not JSON" in capsys.readouterr().err


LOCKED = """
import sys, time
sys.path.insert(0, sys.argv[1])
import run
from pathlib import Path
with run.only_one(Path(sys.argv[2])), open(sys.argv[3], "a") as log:
    print("in", file=log, flush=True)
    time.sleep(0.5)
    print("out", file=log, flush=True)
"""


def test_two_runs_set_up_one_after_the_other(tmp_path):
    words = [sys.executable, "-c", LOCKED, str(ROOT), str(tmp_path / "lock"), str(tmp_path / "log")]
    both = [subprocess.Popen(words) for _ in range(2)]
    assert [begun.wait(60) for begun in both] == [0, 0]
    assert (tmp_path / "log").read_text().split() == ["in", "out", "in", "out"]


@pytest.fixture
def copy_of_project(tmp_path, monkeypatch) -> Path:
    """What run.py needs, elsewhere, with a Python that has the packages standing in for ``.venv``."""
    for name in ("run.py", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name, value in {
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    return tmp_path


def fill(folder: Path) -> None:
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)


def run_in(folder: Path, *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "run.py", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")


@posix
def test_a_filled_environment_needs_no_network_and_no_pip(copy_of_project, monkeypatch):
    fill(copy_of_project)
    monkeypatch.setattr(run, "ROOT", copy_of_project)
    monkeypatch.setattr(run, "VENV", copy_of_project / ".venv")
    monkeypatch.setattr(run, "PYTHON", copy_of_project / ".venv" / "bin" / "python")
    monkeypatch.setattr(run, "LOCK", copy_of_project / "requirements.lock")
    monkeypatch.setattr(run, "install", lambda: None)
    run.prepare()
    assert (copy_of_project / ".venv" / "bin" / "python").exists(), "what was filled is not emptied"
    done = run_in(copy_of_project, "tests", "--version")
    assert done.returncode == 0, done.stderr
    assert "Setting up" not in done.stdout


@posix
def test_without_an_index_it_says_what_it_needs(copy_of_project):
    done = run_in(copy_of_project, "tests", "--version")
    assert done.returncode == 1
    assert "The packages of requirements.lock are needed once; pip could not install them" in done.stderr
    assert "Check the connection or the package index that pip uses" in done.stderr
    assert not (copy_of_project / ".venv" / "newsutil.stamp").exists()
