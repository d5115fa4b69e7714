"""Set up and run newsutil: ``python run.py notebooks | tests | lab [FOLDER] | browser | new FOLDER``.

Standard library only; Linux, macOS and Windows.  The first run makes ``.venv`` beside this file from the hashed
``requirements.lock``; later runs use it.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
SUPPORTED = ((3, 11), (3, 13))
# Settings of the environment: JupyterLab asks nobody for news, and looks for no newer version of itself; a kernel,
# which listens on this machine alone, does not warn of that.
QUIET = {
    "share/jupyter/lab/settings/overrides.json": '{"@jupyterlab/apputils-extension:notification": '
    '{"fetchNews": "false", "checkForUpdates": false}}',
    "etc/ipython/ipython_kernel_config.py": "c.IPKernelApp.log_level = 40\n",
}
_LINK_OUT = re.compile(r"\[[^]]+\]\(\.\./([^)#]+)[^)]*\)")  # [README](../README.md#the-tables)
INTERRUPTED = 130  # the exit status of a program that Ctrl-C ended


def main() -> int:
    parser = argparse.ArgumentParser(description="Set up and run newsutil.")  # -OO leaves no __doc__
    commands = parser.add_subparsers(dest="command", required=True)
    notebooks = commands.add_parser("notebooks", help="run every notebook, write outputs and figures")
    notebooks.add_argument("--corpus", help="a page, a table or a folder of your own")
    commands.add_parser("tests", help="run the whole test suite; further words go to pytest")
    lab = commands.add_parser("lab", help="open the notebooks, or those of a folder, in JupyterLab")
    lab.add_argument("folder", type=Path, nargs="?", help="a folder that `new` made, or any other")
    commands.add_parser("browser", help="run every notebook in JupyterLab in a headless browser")
    new = commands.add_parser("new", help="copy the notebooks into a folder of your own")
    new.add_argument("folder", type=Path, help="a folder that is not there yet, or an empty one")
    commands.add_parser("benchmarks", help="measure speed; further words go to the benchmarks")
    words = sys.argv[1:]
    hands_on = words[:1] in (["tests"], ["benchmarks"])  # argparse would keep -x and -q for itself
    chosen = parser.parse_args(words[:1] if hands_on else words)
    rest = words[1:]
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        sys.exit(
            f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}. "
            "Install one of them and start run.py with it, for example: python3.13 run.py tests"
        )
    if chosen.command == "new":
        return copy_notebooks(chosen.folder)
    signal.signal(signal.SIGTERM, interrupt)  # told to end by a batch system: in order, as after Ctrl-C
    try:
        prepare()
        if chosen.command == "notebooks":
            return run_notebooks(chosen.corpus)
        if chosen.command == "tests":
            return run_tests(rest)
        if chosen.command == "lab":
            return open_lab(chosen.folder)
        if chosen.command == "benchmarks":
            return run([PYTHON, "benchmarks/all.py", *rest])
        return run([PYTHON, "tools/browser.py"])
    except KeyboardInterrupt:
        print("\nStopped. What was finished is kept; start the same command again to go on.", file=sys.stderr)
        return INTERRUPTED


def interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def run_notebooks(corpus: str | Path | None) -> int:
    """Run the notebooks on the bundled articles, or on the user's own into a folder of ``runs/`` of their own."""
    if corpus == "":  # --corpus "$ARTICLES" where the variable is not set
        sys.exit(
            "A page, a table or a folder is needed as the corpus; --corpus is empty. Give its path, or leave it out."
        )
    given = corpus or os.environ.get("NEWSUTIL_CORPUS")
    if not given:
        return run([PYTHON, "tools/execute_notebooks.py", "notebooks"])
    source = Path(given).expanduser().resolve()
    if not source.exists():
        sys.exit(
            f"A page, a table or a folder is needed as the corpus; there is no {given}. Give its path with --corpus."
        )
    # x/2023 and y/2023, papers.2023 and papers.2024 never share a folder.
    target = ROOT / "runs" / f"{source.name}-{hashlib.sha256(str(source).encode()).hexdigest()[:6]}"
    copy_files(ROOT / "notebooks", target / "notebooks")
    settings = {
        "NEWSUTIL_CORPUS": str(source),
        "NEWSUTIL_FIGURES": str(target / "figures"),
        "NEWSUTIL_TABLES": str(target / "tables"),
    }
    print(f"Your articles: {source}\nOutputs go to:  {target}", flush=True)
    return run([PYTHON, "tools/execute_notebooks.py", str(target / "notebooks")], settings)


def run_tests(rest: list[str]) -> int:
    """pytest over the notebooks, compared cell by cell, the tests and the doctests: two processes share the files."""
    pytest = [PYTHON, "-m", "pytest", "--nbval", "--nbval-current-env", *rest]
    if any(not word.startswith("-") for word in rest):
        return run(pytest)
    pytest += ["notebooks", "tests", "newsutil"]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryDirectory() as taken:
        shared = {"TESTS_TAKEN": taken}  # conftest.py says how; what the second process says follows
        second = subprocess.Popen(
            [str(word) for word in (*pytest, "-p", "no:cacheprovider")],
            cwd=ROOT, env=environment() | shared, stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            status = run(pytest, shared)
            if status < 0:  # told to end
                second.terminate()
        except KeyboardInterrupt:
            second.terminate()
            raise
        finally:
            second.wait()
            said.seek(0)
            sys.stdout.buffer.write(said.read())
            sys.stdout.flush()
    return status or second.returncode


def open_lab(folder: Path | None) -> int:
    """JupyterLab on the project's notebooks, or on a folder of one's own."""
    # As root, in a container for example, JupyterLab wants to be told that this is meant.
    words: list[object] = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    if folder is None:
        words.append("notebooks/00_index.ipynb")
    elif folder.is_dir():
        words.append(f"--ServerApp.root_dir={folder.resolve()}")
    elif folder.exists():
        sys.exit(
            f"A folder is needed; {folder} is a file. Make one with: python run.py new my-study, "
            "and put the file into my-study/articles."
        )
    else:
        sys.exit(f"A folder is needed; there is no {folder}. Make one with: python run.py new {folder}")
    return run([PYTHON, "-m", "jupyterlab", "--ip=127.0.0.1", *words])


def run(command: list[object], settings: dict[str, str] | None = None) -> int:
    """Run a command of the environment in the project's folder, apart from the user's own settings."""
    return finish(subprocess.Popen([str(word) for word in command], cwd=ROOT, env=environment() | (settings or {})))


def environment() -> dict[str, str]:
    """The user's environment without settings of newsutil, the same on every machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSUTIL_")}
    # Two threads that each start threads of their own slow one another down on small machines.
    kept.setdefault("OMP_NUM_THREADS", "1")
    return kept | {"PYTHONUTF8": "1", "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONPATH": "", "MPLBACKEND": "agg"}


def finish(process: subprocess.Popen) -> int:
    """Wait for ``process``, which says itself where it stopped.

    Ctrl-C in a terminal reaches it too, an interrupt of this program alone is passed on, and so is being told to end.
    JupyterLab asks at the first Ctrl-C and ends at the second; what does not end then is killed at the third.
    """
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    interruptions = 0
    while True:
        try:
            status = process.wait()
        except KeyboardInterrupt:
            interruptions += 1
            if interruptions > 2:
                process.kill()
            elif interruptions > 1 or not sys.stdin.isatty():
                process.terminate()
        else:
            if interruptions or status == INTERRUPTED:  # it may hear of it first
                raise KeyboardInterrupt
            return status


def copy_notebooks(folder: Path) -> int:
    """Copy the notebooks into ``folder``, for a study of one's own; refuses a folder that has something in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        sys.exit(f"A new or an empty folder is needed; {folder} exists and has something in it. Choose another name.")
    copy_files(ROOT / "notebooks", folder, own_folders)
    (folder / "articles").mkdir()
    here = folder.resolve()
    if ROOT in here.parents:  # git of the project leaves a study alone
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    print(
        f"Copied the notebooks to {folder}. Put your pages or tables into {folder / 'articles'}\n"
        f"and open them with: python {Path(__file__).name} lab {folder}"
    )
    return 0


def own_folders(line: str) -> str:
    """A line of a notebook with the folders of a study of one's own instead of the project's."""
    line = re.sub(r'("NEWSUTIL_CORPUS", )"[^"]*"\)(?:  #.*)?', r'\1"articles")', line)
    return line.replace('"../figures"', '"figures"').replace('"../tables"', '"tables"')


def copy_files(source: Path, target: Path, change: Callable[[str], str] = str) -> None:
    """Copy notebooks without their outputs, so that no output of other articles looks like one's own."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook.get("cells", []):
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}
                cell["source"] = [change(line) for line in cell["source"]]
            else:  # links out of the folder would lead nowhere from another one
                cell["source"] = [_LINK_OUT.sub(rf"`\1` in `{ROOT.as_posix()}`", line) for line in cell["source"]]
        text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        (target / path.name).write_text(text, encoding="utf-8")


def prepare() -> None:
    """Make ``.venv`` from the lock where it is missing; bring it up to date where it was made from another lock."""
    if not os.access(ROOT, os.W_OK):
        sys.exit(
            f"A folder that may be written is needed for the environment; {ROOT} is read-only. "
            "Copy the project to a folder of your own and start the command there."
        )
    stamp = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    mark = VENV / "newsutil.stamp"
    if PYTHON.exists() and mark.exists() and mark.read_text() == stamp:
        return
    with only_one(ROOT / ".venv.lock"):
        if PYTHON.exists() and mark.exists() and mark.read_text() == stamp:
            return  # another run has made it meanwhile
        started = time.monotonic()
        if has_pip():  # what runs in it goes on: nothing is removed, only what changed is installed
            print("Bringing .venv up to date with requirements.lock …", flush=True)
            mark.unlink(missing_ok=True)
        else:
            print("Setting up .venv from requirements.lock: once, one to three minutes …", flush=True)
            venv.EnvBuilder(with_pip=True, clear=True).create(VENV)
        install()
        for name, text in QUIET.items():
            (VENV / name).parent.mkdir(parents=True, exist_ok=True)
            (VENV / name).write_text(text, encoding="utf-8")
        mark.write_text(stamp)
        print(f"Set up in {time.monotonic() - started:.0f} s.", flush=True)


def has_pip() -> bool:
    """Whether there is a ``.venv`` that packages can be installed into, made with a Python that is supported."""
    question = f"import pip, sys; sys.exit(not {SUPPORTED[0]} <= sys.version_info[:2] <= {SUPPORTED[1]})"
    try:
        return subprocess.run([str(PYTHON), "-c", question], capture_output=True).returncode == 0
    except OSError:
        return False


def install() -> None:
    """Install the hashed lock, its build tool first, so that nothing unhashed is fetched to build a package."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    text = LOCK.read_text(encoding="utf-8")
    builder = re.search(r"(?m)^setuptools==.*(?:\n[ ]{4}--hash=.*)+", text)
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first.lock"
        first.write_text(builder[0].rstrip("\\ ") + "\n", encoding="utf-8")
        steps = (
            ["install", "--require-hashes", "-r", str(first)],
            ["install", "--require-hashes", "--no-build-isolation", "-r", str(LOCK)],
            ["install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
        )
        for step in steps:
            if subprocess.run([*pip, *step], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}).returncode:
                sys.exit(
                    "The packages of requirements.lock are needed once; pip could not install them, its message stands "
                    "above. Check the connection or the package index that pip uses, then start the command again."
                )


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Let one run at a time set up; a second one waits.  The lock goes with its process, however that ends."""
    with path.open("a+b") as file:
        wait_for_lock(file.fileno())
        yield


def wait_for_lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        while True:
            with contextlib.suppress(OSError):
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
                return
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX)


if __name__ == "__main__":
    sys.exit(main())
