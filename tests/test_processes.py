"""Further processes, and places that are handed on, change nothing in the tables."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from joblib.externals.loky import get_reusable_executor
from pandas.testing import assert_frame_equal
from tasks import BLOCKS, counted, fails_elsewhere, refuses

import newsutil as nu
from newsutil.base import parallel
from newsutil.metrics import metrics
from newsutil.pages import articles as reading
from newsutil.places import places
from newsutil.words import terms

TEXTS = ["江苏太仓发放慰问金1100余万元。", "浙江有志愿者300万名。", "", "鼓楼区新建驿站3个。"] * 10
ARTICLES = pd.DataFrame({"article_id": [f"a{n}" for n in range(40)], "title": ["报道"] * 40, "text": TEXTS})
VERBS = [nu.count_terms, nu.find_places, nu.home_regions, nu.extract_metrics]


posix = pytest.mark.skipif(os.name == "nt", reason="signals and forks of POSIX")


@pytest.fixture(autouse=True, scope="module")
def no_process_from_before():
    """Processes know the modules of these tests, and none is left for the others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.path.dirname(__file__))
        stop()
        yield
        stop()


def stop() -> None:
    get_reusable_executor().shutdown(kill_workers=True)


@pytest.fixture
def two_processes(monkeypatch):
    for module in (metrics, places, terms):
        monkeypatch.setattr(module, "_CHARACTERS_PER_PROCESS", 200)
    monkeypatch.setattr(parallel, "_available", lambda: 2)


def test_two_processes_give_the_same_tables(two_processes):
    found = [verb(ARTICLES) for verb in VERBS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "_available", lambda: 1)
        for verb, table in zip(VERBS, found, strict=True):
            assert_frame_equal(verb(ARTICLES), table)


def test_files_are_read_by_two_processes_in_their_order(monkeypatch, tmp_path):
    for day in range(1, 29):
        (tmp_path / f"202306{day:02d}-01.md").write_text(f"# 第{day}天\n\n本报讯 水库开闸。\n", encoding="utf-8")
    (tmp_path / "20230605-02.csv").write_text("标题,正文\n表,稻田抽穗。\n", encoding="utf-8")
    (tmp_path / "20230606-02.md").write_bytes(b"%PDF-1.7")
    with pytest.warns(nu.NewsutilWarning, match=r"1 problems .*20230606-02\.md is a PDF"):
        alone = nu.read_articles(tmp_path)
    monkeypatch.setattr(reading, "_BYTES_PER_PROCESS", 300)
    monkeypatch.setattr(parallel, "_available", lambda: 2)
    with pytest.warns(nu.NewsutilWarning, match=r"1 problems .*20230606-02\.md is a PDF"):
        assert_frame_equal(nu.read_articles(tmp_path), alone)
    assert len(alone) == 29


@pytest.fixture
def three_processors(monkeypatch):
    monkeypatch.setattr(parallel, "_available", lambda: 3)


@pytest.mark.usefixtures("three_processors")
def test_blocks_are_worked_on_in_further_processes_in_order():
    stop()  # three begin together
    results = parallel.run_blocks(counted, BLOCKS, "test")
    assert [count for _, count in results] == list(range(1, 41))
    by = {process for process, _ in results}
    assert len(by) == 3


def workers() -> set[int]:
    """Processes that work beside this one."""
    return {process for process, _ in parallel.run_blocks(counted, BLOCKS, "test")} - {os.getpid()}


def ended(processes: set[int]) -> bool:
    """Whether none of the processes runs any more, after a while."""
    for _ in range(200):
        if not any(map(is_running, processes)):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.usefixtures("three_processors")
def test_processes_stay_for_the_next_verb():
    first = workers()
    assert len(first) == 3
    assert workers() == first


@pytest.mark.usefixtures("three_processors")
def test_a_process_that_ends_too_early_costs_no_result():
    here = os.getpid()
    assert parallel.run_blocks(fails_elsewhere, [[here, n] for n in range(20)], "test") == list(range(20))
    for worker in workers():
        os.kill(worker, signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    assert [count for _, count in parallel.run_blocks(counted, BLOCKS, "test")] == list(range(1, 41))


@pytest.mark.usefixtures("three_processors")
def test_what_a_task_raises_is_raised_here_and_ends_the_work():
    with pytest.raises(ValueError, match="no 一 is wanted"):
        parallel.run_blocks(refuses, BLOCKS, "test")
    assert [count for _, count in parallel.run_blocks(counted, BLOCKS, "test")] == list(range(1, 41))


@pytest.mark.usefixtures("three_processors")
def test_a_task_that_cannot_travel_is_worked_on_here():
    assert parallel.run_blocks(lambda block, report: len(block), BLOCKS, "test") == list(range(1, 41))


@pytest.mark.usefixtures("three_processors")
def test_a_system_without_further_processes_does_all_the_work_here(monkeypatch):
    def refuse(*args, **options):
        raise OSError("no further process")

    monkeypatch.setattr(parallel, "Parallel", refuse)
    assert {process for process, _ in parallel.run_blocks(counted, BLOCKS[:9], "test")} == {os.getpid()}


def test_where_dask_spreads_the_work_there_is_no_further_process():
    with parallel.alone():
        assert {process for process, _ in parallel.run_blocks(counted, BLOCKS[:9], "test")} == {os.getpid()}


@posix
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # Python 3.12 warns of what is tried here
def test_a_fork_works_alone():
    child = os.fork()
    if not child:
        os._exit(parallel._available())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


LEAVES = """
import os, sys
from newsutil.base import parallel
import tasks
parallel._available = lambda: 2
done = parallel.run_blocks(tasks.counted, tasks.BLOCKS, "test")
print(next(process for process, _ in done if process != os.getpid()), flush=True)
if sys.argv[1] == "killed":
    os.kill(os.getpid(), 9)
"""


@posix
@pytest.mark.parametrize("how", ["ends", "killed"])
def test_no_process_outlives_the_one_that_started_it(how):
    done = subprocess.run([sys.executable, "-c", LEAVES, how], capture_output=True, text=True)
    assert done.returncode == (-signal.SIGKILL if how == "killed" else 0), done.stderr
    assert how == "killed" or not done.stderr  # joblib tells of what a killed program left to tidy up
    assert ended({int(done.stdout)})


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize(("sizes", "runs"), [([], 1), ([5], 1), ([5] * 40, 16), ([100, 1, 1, 1], 2)])
def test_slices_hold_every_article_once(monkeypatch, sizes, runs):
    monkeypatch.setattr(parallel, "_available", lambda: 4)
    found = parallel.slices(sizes, 20)
    assert [place for run in found for place in range(len(sizes))[run]] == list(range(len(sizes)))
    assert len(found) == runs


def test_places_that_are_there_are_not_looked_for_again(monkeypatch):
    table, homes, figures = nu.find_places(ARTICLES), nu.home_regions(ARTICLES), nu.extract_metrics(ARTICLES)
    monkeypatch.setattr(places, "_find", None)
    shuffled = table.sample(frac=1, random_state=0).sort_values("start", kind="stable")
    for given in (table, shuffled):
        assert_frame_equal(nu.home_regions(ARTICLES, given), homes)
        assert_frame_equal(nu.extract_metrics(ARTICLES, given), figures)
    assert nu.extract_metrics(ARTICLES, table[:0])["regions"].unique().tolist() == [""]


def test_articles_of_one_id_keep_their_own_places():
    twice = ARTICLES[:2].assign(article_id="a")
    expected = nu.extract_metrics(ARTICLES[:2])["regions"].tolist()
    with pytest.warns(nu.NewsutilWarning, match="1 of 2 rows repeat an article_id"):
        assert nu.extract_metrics(twice)["regions"].tolist() == expected


def test_what_is_no_table_of_places_is_refused():
    with pytest.raises(TypeError, match="a table of places is needed, a DataFrame; got str"):
        nu.extract_metrics(ARTICLES, "places")
    with pytest.raises(ValueError, match=r"a table of places with the column\(s\) field, .* is needed"):
        nu.home_regions(ARTICLES, ARTICLES)
