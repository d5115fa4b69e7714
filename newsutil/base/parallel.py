"""Long work in several processes: one function on several blocks of the same articles, the results in order.

The processes are joblib's: they never import the caller's script again, so that no ``__main__`` guard is needed, and
stay for a minute after their last block: the next verb finds them running, their word lists read.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence, Sized
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from multiprocessing import current_process
from pickle import PicklingError
from typing import Any, TypeVar

from joblib import Parallel, delayed
from tqdm import tqdm

Report = Callable[[int], object]
Block = TypeVar("Block", bound=Sized)
Result = TypeVar("Result")

_MOST_PROCESSES = 8
_BLOCKS_PER_PROCESS = 4  # whoever is done takes the next one: none waits long for another at the end
_KEPT_SECONDS = 60
_ALONE = ContextVar("alone", default=False)
_OWNER = os.getpid()
_SPREADING = threading.Lock()  # joblib's processes serve one thread at a time; another one works alone meanwhile


def run_blocks(task: Callable[[Block, Report], Result], blocks: Sequence[Block], name: str) -> list[Result]:
    """``task(block, report)`` for each block, in further processes or here; who works on one never changes its result.

    ``task`` is a function of a module (or a ``partial`` of one) and tells ``report`` how many articles it has done
    since it was last called.  A bar called ``name`` shows the progress where the work is long and standard error is a
    terminal.  Blocks whose process ends too early are worked on here instead.
    """
    results: list[Result] = []
    with tqdm(total=sum(map(len, blocks)), desc=name, unit=" articles", delay=2, disable=None, leave=False) as bar:
        if len(blocks) > 1 and _available() > 1 and _SPREADING.acquire(blocking=False):
            try:
                for block, result in zip(blocks, _elsewhere(task, blocks), strict=True):
                    results.append(result)
                    bar.update(len(block))
            except (BrokenExecutor, OSError, PicklingError, AttributeError):
                pass  # a process that ended, a system that allows no more, a task that cannot travel
            finally:
                _SPREADING.release()
        with uncollected():
            results += [task(block, bar.update) for block in blocks[len(results) :]]
    return results


def _elsewhere(task: Callable[[Any, Report], Any], blocks: Sequence[Any]) -> Iterator[Any]:
    processes = min(_available(), _MOST_PROCESSES)
    settings = {"backend": "loky", "return_as": "generator", "batch_size": 1, "idle_worker_timeout": _KEPT_SECONDS}
    return Parallel(processes, **settings)(delayed(_work)(task, block, os.getpid()) for block in blocks)


def _work(task: Callable[[Any, Report], Any], block: Any, parent: int) -> Any:
    _end_with(parent)
    with alone(), uncollected():
        return task(block, lambda done: None)


@cache
def _end_with(parent: int) -> None:
    """Let this process end soon after the one it works for, however that ended."""

    def watch() -> None:
        while os.name == "nt" or os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def slices(sizes: Sequence[int], per_process: int) -> list[slice]:
    """Runs of articles of about the same size, some for each process that work of this size is worth; at least one.

    >>> with alone():
    ...     slices([5, 5, 5, 5], per_process=5)
    [slice(0, 4, None)]
    """
    processes = min(sum(sizes) // per_process, _available(), _MOST_PROCESSES)
    number = processes * _BLOCKS_PER_PROCESS if processes > 1 else 1
    share = sum(sizes) / number
    starts, done, enough = [0], 0, share
    for position, size in enumerate(sizes):
        if done >= enough and len(starts) < number:
            starts.append(position)
            enough = (done // share + 1) * share  # one very long article may be as much as several shares
        done += size
    return [slice(start, end) for start, end in zip(starts, [*starts[1:], len(sizes)], strict=True)]


@contextmanager
def alone() -> Iterator[None]:
    """Keep what is called inside to this process, where another engine has spread the work over the processors."""
    before = _ALONE.set(True)
    try:
        yield
    finally:
        _ALONE.reset(before)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cycle collector: the work makes millions of small objects that live on, and no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _available() -> int:
    # A process of a pool, or a fork, has its share of the processors, and no thread to talk to further processes.
    if _ALONE.get() or os.getpid() != _OWNER or current_process().daemon:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
