"""Further processes, and the reading of places that is kept, change nothing in the tables."""

from __future__ import annotations

import os

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import newsutil as nu
from newsutil import counting, metrics, processes, scans

TEXTS = ["江苏太仓发放慰问金1100余万元。", "浙江有志愿者300万名。", "", "鼓楼区新建驿站3个。"] * 10
ARTICLES = pd.DataFrame({"article_id": [f"a{n}" for n in range(40)], "title": ["报道"] * 40, "text": TEXTS})
VERBS = [nu.count_terms, nu.find_places, nu.home_regions, nu.extract_metrics]


@pytest.fixture
def two_processes(monkeypatch):
    for module in (counting, metrics, scans):
        monkeypatch.setattr(module, "_CHARACTERS_PER_PROCESS", 200)
    monkeypatch.setattr(processes, "_available", lambda: 2)
    scans._last.clear()


def test_two_processes_give_the_same_tables(two_processes):
    found = [verb(ARTICLES) for verb in VERBS]
    scans._last.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "_available", lambda: 1)
        for verb, table in zip(VERBS, found, strict=True):
            assert_frame_equal(verb(ARTICLES), table)


def counted(block: list[str], report: processes.Report) -> tuple[int, int]:
    return os.getpid(), sum(map(len, block))


def fails_elsewhere(block: list[int], report: processes.Report) -> int:
    if os.getpid() != block[0]:
        os._exit(3)
    return block[1]


def test_blocks_are_worked_on_in_further_processes_in_order(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))
    results = processes.run_blocks(counted, [["一", "二"], ["三四五"], [""]], "test")
    assert [count for _, count in results] == [2, 3, 0]
    assert results[0][0] == os.getpid()
    assert len({process for process, _ in results}) == 3


def test_a_process_that_ends_too_early_costs_no_result(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))
    here = os.getpid()
    assert processes.run_blocks(fails_elsewhere, [[here, 1], [here, 2], [here, 3]], "test") == [1, 2, 3]


def test_a_system_without_further_processes_does_all_the_work_here(monkeypatch):
    def refuse(*args, **options):
        raise OSError("no further process")

    monkeypatch.setattr(processes.subprocess, "Popen", refuse)
    assert [count for _, count in processes.run_blocks(counted, [["一"], ["二三"]], "test")] == [1, 2]


@pytest.mark.parametrize(("sizes", "runs"), [([], 1), ([5], 1), ([5] * 40, 4), ([100, 1, 1, 1], 2)])
def test_slices_hold_every_article_once(monkeypatch, sizes, runs):
    monkeypatch.setattr(processes, "_available", lambda: 4)
    found = processes.slices(sizes, 20)
    assert [place for run in found for place in range(len(sizes))[run]] == list(range(len(sizes)))
    assert len(found) == runs


def test_the_kept_reading_is_given_for_the_same_articles_only():
    scans._last.clear()
    first = nu.find_places(ARTICLES)
    kept = scans._last[0]
    again = nu.find_places(ARTICLES.assign(article_id=lambda table: "b" + table["article_id"]))
    assert scans._last[0] is kept
    assert_frame_equal(again.drop(columns="article_id"), first.drop(columns="article_id"))
    assert again["article_id"].str.startswith("b").all()
    changed = {
        "text": ARTICLES.assign(text=ARTICLES["text"].str.replace("江苏", "浙江")),
        "paper": ARTICLES.assign(paper="南京日报"),
        "date": ARTICLES.assign(date=pd.Timestamp(1995, 1, 1)),
        "title": ARTICLES.assign(title="南京报道"),
    }
    for name, articles in changed.items():
        expected = nu.find_places(articles)
        scans._last.clear()
        nu.find_places(ARTICLES)
        assert_frame_equal(nu.find_places(articles), expected, obj=name)


def test_a_changed_result_does_not_change_the_kept_reading():
    first = nu.find_places(ARTICLES)
    spoilt = nu.find_places(ARTICLES)
    spoilt.loc[:, "text"] = "改"
    spoilt.loc[:, "start"] = -1
    assert_frame_equal(nu.find_places(ARTICLES), first)


def test_a_reading_of_very_many_mentions_is_not_kept(monkeypatch):
    monkeypatch.setattr(scans, "_MOST_KEPT", 3)
    scans._last.clear()
    nu.find_places(ARTICLES)
    assert not scans._last
