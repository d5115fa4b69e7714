"""run.py: standard library only, clear refusals, and copies that do not touch what is committed."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
import run  # noqa: E402


def started(*words: str, **settings: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, **settings}
    command = [sys.executable, str(ROOT / "run.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment)


def test_standard_library_only():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported <= sys.stdlib_module_names


def test_unknown_command_lists_the_known_ones():
    done = started("notebook")
    assert done.returncode == 2
    assert "notebooks" in done.stderr


def test_options_after_tests_go_to_pytest(monkeypatch):
    calls = []
    monkeypatch.setattr(run, "prepare", lambda: None)
    monkeypatch.setattr(run, "run", lambda command, settings=None: calls.append(command) or 0)
    monkeypatch.setattr(sys, "argv", ["run.py", "tests", "-q", "-k", "places", "tests/test_run.py"])
    assert run.main() == 0
    assert calls[0][-4:] == ["-q", "-k", "places", "tests/test_run.py"]


def test_two_processes_share_the_files_of_tests(tmp_path):
    """Each test runs in one of them."""
    taken, folder, log = (tmp_path / name for name in ("taken", "tests", "log"))
    taken.mkdir()
    folder.mkdir()
    (folder / "conftest.py").write_bytes((ROOT / "conftest.py").read_bytes())
    for name in "abcdef":
        code = "import pytest, time\n@pytest.mark.parametrize('number', range(2))\ndef test_it(number):\n"
        code += f"    time.sleep(0.1)\n    print('{name}', number, file=open({str(log)!r}, 'a'))\n"
        (folder / f"test_{name}.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", "-p", "no:cacheprovider", "-c", os.devnull]
    environment = {**os.environ, "TESTS_TAKEN": str(taken)}
    both = [subprocess.Popen([*command, str(folder)], cwd=folder, env=environment) for _ in range(2)]
    assert [begun.wait(100) for begun in both] == [0, 0]
    ran = log.read_text(encoding="utf-8").splitlines()
    assert sorted(ran) == [f"{name} {number}" for name in "abcdef" for number in range(2)]


def test_new_copies_the_notebooks_and_refuses_a_folder_in_use(tmp_path):
    target = tmp_path / "my-study"
    assert started("new", str(target)).returncode == 0
    copied = sorted(target.glob("*.ipynb"))
    assert [path.name for path in copied] == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert (target / "articles").is_dir()
    for path in copied:
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        assert not any(cell.outputs for cell in cells)
        assert '"articles"' in cells[1].source
        assert "../" not in cells[1].source
    again = started("new", str(target))
    assert again.returncode == 1
    assert "A new or an empty folder is needed" in again.stderr


def test_a_corpus_that_is_not_there_is_refused_before_any_work(monkeypatch):
    monkeypatch.setattr(run, "run", lambda *_: pytest.fail("started work"))
    with pytest.raises(SystemExit, match=r"there is no missing-folder"):
        run.run_notebooks(Path("missing-folder"))


def test_own_corpus_goes_to_a_folder_of_its_own(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(run, "run", lambda command, settings=None: calls.append((command, settings)) or 0)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_index.ipynb").write_text("{}", encoding="utf-8")
    corpus = tmp_path / "我的文章"
    corpus.mkdir()
    assert run.run_notebooks(corpus) == 0
    (command, settings), *_ = calls
    copied = Path(command[-1])
    assert copied.parent.parent == tmp_path / "runs"
    assert copied.parent.name.startswith("我的文章-")
    assert settings["NEWSUTIL_CORPUS"] == str(corpus.resolve())
    assert Path(settings["NEWSUTIL_TABLES"]) == copied.parent / "tables"
    assert (copied / "00_index.ipynb").exists()


def test_corpora_of_one_name_never_share_a_folder(monkeypatch, tmp_path):
    folders = set()
    monkeypatch.setattr(run, "run", lambda command, settings=None: folders.add(command[-1]) or 0)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "notebooks").mkdir()
    for name in ("x/2023", "y/2023", "a/papers.2023", "a/papers.2024"):
        (tmp_path / name).mkdir(parents=True)
        run.run_notebooks(tmp_path / name)
    assert len(folders) == 4


def test_copies_have_no_outputs(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "run", lambda command, settings=None: 0)
    (tmp_path / "a.txt").write_text("稻花香", encoding="utf-8")
    target = tmp_path / "made"
    run.copy_files(ROOT / "notebooks", target)
    for path in target.glob("*.ipynb"):
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        assert cells
        assert not any(cell.outputs or cell.execution_count for cell in cells)


def test_lab_opens_a_folder_and_refuses_one_that_is_not_there(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(run, "run", lambda command, settings=None: calls.append(list(map(str, command))) or 0)
    assert run.open_lab(tmp_path) == 0
    assert f"--ServerApp.root_dir={tmp_path.resolve()}" in calls[0]
    with pytest.raises(SystemExit, match=r"A folder is needed; there is no .*run\.py new"):
        run.open_lab(tmp_path / "absent")


@pytest.mark.parametrize("flag", ["-O", "-OO"])
def test_it_runs_without_docstrings(flag):
    done = subprocess.run([sys.executable, flag, str(ROOT / "run.py"), "--help"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_checkout_that_may_not_be_written_is_told_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(run.os, "access", lambda *_: False)
    with pytest.raises(SystemExit, match=r"is read-only\. Copy the project"):
        run.prepare()


def test_commands_run_without_the_users_own_settings(monkeypatch):
    seen = {}
    monkeypatch.setenv("NEWSUTIL_CORPUS", "elsewhere")

    class Recorded:
        def __init__(self, command, cwd, env):
            seen.update(env)

        def wait(self):
            return 0

    monkeypatch.setattr(run.subprocess, "Popen", Recorded)
    run.run(["python"])
    assert "NEWSUTIL_CORPUS" not in seen
    assert seen["PYTHONUTF8"] == "1"


def test_failing_install_says_what_is_needed(monkeypatch, tmp_path):
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1))
    with pytest.raises(SystemExit, match="are needed once; pip could not install them"):
        run.install()


@pytest.fixture
def failing_notebook(tmp_path) -> Path:
    cells = [nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_code_cell("x / 0")]
    path = tmp_path / "00_fails.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_failing_cell_ends_the_run_with_notebook_cell_and_error(failing_notebook):
    before = failing_notebook.read_bytes()
    command = [sys.executable, str(ROOT / "tools" / "execute_notebooks.py"), str(failing_notebook.parent)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert "00_fails.ipynb stopped at cell 2," in done.stderr
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "x / 0" in done.stderr
    assert failing_notebook.read_bytes() == before


def test_an_empty_corpus_is_refused_and_not_taken_for_the_folder_one_is_in(monkeypatch):
    """``--corpus "$ARTICLES"`` where the shell knows no such variable."""
    monkeypatch.setattr(run, "run", lambda *_: pytest.fail("started work"))
    with pytest.raises(SystemExit, match=r"--corpus is empty\. Give its path, or leave it out"):
        run.run_notebooks("")


def test_a_file_is_no_folder_for_lab(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "run", lambda *_: pytest.fail("started work"))
    (tmp_path / "稿件.csv").write_text("标题,正文\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"稿件\.csv is a file\. Make one with: .*my-study/articles"):
        run.open_lab(tmp_path / "稿件.csv")


def test_links_out_of_the_notebooks_name_the_file_in_a_copy(tmp_path):
    run.copy_files(ROOT / "notebooks", tmp_path)
    copied = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.ipynb"))
    assert "](../" not in copied
    assert f"`README.md` in `{run.ROOT.as_posix()}`" in copied
    assert "[03](03_trends.ipynb)" in copied  # lies in the same folder


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("稿件", None, "files with articles are needed"),
        ("稿件.pdf", b"%PDF-1.4\n\xff", "a text file is needed; 稿件.pdf"),
    ],
)
def test_a_corpus_without_articles_is_told_once_before_notebooks_start(failing_notebook, name, content, said):
    corpus = failing_notebook.parent / "own" / name
    corpus.parent.mkdir()
    corpus.mkdir() if content is None else corpus.write_bytes(content)
    command = [sys.executable, str(ROOT / "tools" / "execute_notebooks.py"), str(failing_notebook.parent)]
    settings = {**os.environ, "NEWSUTIL_CORPUS": str(corpus)}
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"No notebook was run: {said}")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_summary_says_why_a_notebook_failed(failing_notebook):
    command = [sys.executable, str(ROOT / "tools" / "execute_notebooks.py"), str(failing_notebook.parent)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert "the notebook is left as it was: ZeroDivisionError: division by zero" in done.stdout
