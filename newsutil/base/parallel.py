"""Further Python processes for long work: one function on several blocks of the same articles, the results in order.

A further process is a Python of its own that runs this module and talks through its pipes.  It never imports the
caller's script again, so that it is safe on Windows and macOS, in a notebook and in a script without a ``__main__``
guard.  It stays for a minute after its last block: the next verb finds it running, its word lists read.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence, Sized
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

Report = Callable[[int], object]
Block = TypeVar("Block", bound=Sized)
Result = TypeVar("Result")

_MOST_PROCESSES = 8
_BLOCKS_PER_PROCESS = 4  # whoever is done takes the next one: none waits long for another at the end
_KEPT_SECONDS = 60.0
_STATE = threading.local()
_IDLE: list[_Worker] = []
_IDLE_LOCK = threading.Lock()


def run_blocks(task: Callable[[Block, Report], Result], blocks: Sequence[Block], name: str) -> list[Result]:
    """``task(block, report)`` for each block, here and in further processes; who works on one never changes its result.

    ``task`` is a function of a module (or a ``partial`` of one) and tells ``report`` how many articles it has done
    since it was last called.  A bar called ``name`` shows the progress where the work is long and standard error is a
    terminal.  A block whose process ends too early is worked on here instead.
    """
    results: dict[int, Result] = {}
    waiting = deque(range(len(blocks)))
    processes = min(-(-len(blocks) // _BLOCKS_PER_PROCESS), _available(), _MOST_PROCESSES)
    workers = _take(processes - 1)
    with tqdm(total=sum(map(len, blocks)), desc=name, unit=" articles", delay=2, disable=None, leave=False) as bar:

        def carry(worker: _Worker) -> None:
            """Blocks to a process and their results back, until none waits or the process fails."""
            for at in _each(waiting):
                try:
                    results[at] = worker.work(task, blocks[at])
                except Exception:  # it ended, or was stopped; what the task itself raises is raised again here
                    worker.failed = True
                    waiting.append(at)
                    return
                bar.update(len(blocks[at]))

        carriers = [threading.Thread(target=carry, args=(worker,), daemon=True) for worker in workers]
        try:
            for carrier in carriers:
                carrier.start()
            while len(results) < len(blocks):
                with uncollected():
                    for at in _each(waiting):
                        results[at] = task(blocks[at], bar.update)
                _join(carriers)
        except BaseException:
            waiting.clear()
            for worker in workers:
                worker.failed = True
                worker.process.kill()
            raise
        finally:
            _join(carriers)
            _give_back(workers)
    return [results[at] for at in range(len(blocks))]


def slices(sizes: Sequence[int], per_process: int) -> list[slice]:
    """Runs of articles of about the same size, some for each process that work of this size is worth; at least one.

    Examples
    --------
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


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep what is called inside to this process, where another engine has spread the work over the processors."""
    before = getattr(_STATE, "alone", False)
    _STATE.alone = True
    try:
        yield
    finally:
        _STATE.alone = before


def stop_idle() -> None:
    """End the processes that wait for further work; the next verb starts new ones."""
    with _IDLE_LOCK:
        workers, _IDLE[:] = _IDLE[:], []
    for worker in workers:
        if worker.retirement is not None:
            worker.retirement.cancel()
        worker.stop()


def _available() -> int:
    if getattr(_STATE, "alone", False):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _join(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        if thread.is_alive():
            thread.join()


def _each(waiting: deque[int]) -> Iterator[int]:
    """What waits, one after the other; each is taken by one thread only."""
    with contextlib.suppress(IndexError):
        while True:
            yield waiting.popleft()


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without the cycle collector: the work makes millions of small objects that live on, and no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Worker:
    """A Python process that works on one block after the other."""

    def __init__(self) -> None:
        paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "newsutil.base.parallel"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.failed = False
        self.retirement: threading.Timer | None = None

    def work(self, task: Callable[..., Any], block: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        pickle.dump((task, block), self.process.stdin, protocol=5)
        self.process.stdin.flush()
        return pickle.load(self.process.stdout)

    def stop(self) -> None:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # what was still to be written
                if pipe is not None:
                    pipe.close()
        self.process.wait()

    def wait(self) -> None:
        """Wait for further work, for a while."""
        self.retirement = threading.Timer(_KEPT_SECONDS, self.retire)
        self.retirement.daemon = True
        with _IDLE_LOCK:
            _IDLE.append(self)
        self.retirement.start()

    def retire(self) -> None:
        with _IDLE_LOCK:
            if self not in _IDLE:
                return  # there is work again
            _IDLE.remove(self)
        self.stop()


def _take(number: int) -> list[_Worker]:
    """So many processes, those that wait first; fewer where the system allows no more."""
    with _IDLE_LOCK:
        waiting = [_IDLE.pop() for _ in range(min(number, len(_IDLE)))]
    for worker in waiting:
        if worker.retirement is not None:
            worker.retirement.cancel()
    taken = [worker for worker in waiting if worker.process.poll() is None]
    _give_back([worker for worker in waiting if worker not in taken])
    with contextlib.suppress(OSError):  # an embedded Python without an executable, or a system that allows no more
        while len(taken) < number:
            taken.append(_Worker())
    return taken


def _give_back(workers: Sequence[_Worker]) -> None:
    """Processes that are of use wait, the others are stopped."""
    for worker in workers:
        if worker.failed or worker.process.poll() is not None:
            worker.stop()
        else:
            _tidy_up_at_the_end()
            worker.wait()


@cache
def _tidy_up_at_the_end() -> None:
    """No process outlives this one, and a fork of this one never talks to its processes."""
    atexit.register(stop_idle)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_IDLE.clear)


def _serve() -> None:
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not stand among the answers
    task: Callable[[Any, Report], object]
    with alone(), contextlib.suppress(EOFError):  # the caller is done, or gone
        while True:
            task, block = pickle.load(sys.stdin.buffer)
            with uncollected():
                answer = task(block, lambda done: None)
            pickle.dump(answer, answers, protocol=5)
            answers.flush()


if __name__ == "__main__":
    _serve()
