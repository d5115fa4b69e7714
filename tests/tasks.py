"""What the tests of further processes let these do: a module of its own, which a process loads in no time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

BLOCKS = [["一"] * size for size in range(1, 41)]
Report = Callable[[int], object]


def counted(block: list[str], report: Report) -> tuple[int, int]:
    time.sleep(0.05)  # long enough for each process to get a block
    return os.getpid(), sum(map(len, block))


def fails_elsewhere(block: list[int], report: Report) -> int:
    if os.getpid() != block[0]:
        os._exit(3)
    return block[1]


def refuses(block: list[str], report: Report) -> int:
    raise ValueError(f"no {block[0]} is wanted")
