"""Further Python processes for long work: one function on several blocks of the same articles, the results in order.

A further process is a Python of its own that runs this module and talks through its pipes.  It never imports the
caller's script again, so that it is safe on Windows and macOS, in a notebook and in a script without a ``__main__``
guard.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence, Sized
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

Report = Callable[[int], object]
Block = TypeVar("Block", bound=Sized)
Result = TypeVar("Result")

_MOST_PROCESSES = 8
_STATE = threading.local()


def run_blocks(task: Callable[[Block, Report], Result], blocks: Sequence[Block], name: str) -> list[Result]:
    """``task(block, report)`` for each block, the first one in this process; the blocks never change the results.

    ``task`` is a function of a module (or a ``partial`` of one) and tells ``report`` how many articles it has done
    since it was last called.  A bar called ``name`` shows the progress where the work is long and standard error is a
    terminal.  A block whose process ends too early is worked on here instead.
    """
    workers = [_start(task, block) for block in blocks[1:]]
    total = sum(map(len, blocks))
    try:
        with tqdm(total=total, desc=name, unit=" articles", delay=2, disable=None, leave=False) as bar:
            results = [task(blocks[0], bar.update)]
            for worker, block in zip(workers, blocks[1:], strict=True):
                answer = worker.result() if worker else b""
                results.append(pickle.loads(answer) if answer else task(block, bar.update))
                bar.update(len(block) if answer else 0)
            return results
    finally:
        for worker in workers:
            if worker is not None:
                worker.stop()


def slices(sizes: Sequence[int], per_process: int) -> list[slice]:
    """Runs of articles of about the same size, one for each process that work of this size is worth; at least one.

    Examples
    --------
    >>> with alone():
    ...     slices([5, 5, 5, 5], per_process=5)
    [slice(0, 4, None)]
    """
    number = max(1, min(sum(sizes) // per_process, _available(), _MOST_PROCESSES))
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


def _available() -> int:
    if getattr(_STATE, "alone", False):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    """A Python process that works on one block, and the thread that carries the block in and the result out."""

    def __init__(self, task: Callable[..., object], block: object) -> None:
        paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "newsutil.processes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.answer = b""
        self.carrier = threading.Thread(
            target=self._carry, args=(pickle.dumps((task, block), protocol=5),), daemon=True
        )
        self.carrier.start()

    def _carry(self, given: bytes) -> None:
        try:
            self.answer = self.process.communicate(given)[0]
        except (OSError, ValueError):  # the process ended or was stopped
            self.answer = b""

    def result(self) -> bytes:
        """The pickled result, or nothing where the process failed."""
        self.carrier.join()
        return self.answer if self.process.returncode == 0 else b""

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.carrier.join()


def _start(task: Callable[..., object], block: object) -> _Worker | None:
    try:
        return _Worker(task, block)
    except OSError:  # an embedded Python without an executable, or a system that allows no further process
        return None


def _serve() -> None:
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not stand among the answers
    task: Callable[[Any, Report], object]
    task, block = pickle.load(sys.stdin.buffer)
    with alone():
        pickle.dump(task(block, lambda done: None), answers, protocol=5)


if __name__ == "__main__":
    _serve()
