"""Write data/checksums.txt: ``python tools/checksums.py``; tests/test_data.py holds the files to it."""

from __future__ import annotations

import hashlib
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"


def checksums() -> str:
    """One line a file: SHA-256 and the path below data/, in the order of the paths."""
    files = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    paths = sorted(files - {"checksums.txt"})
    return "".join(f"{hashlib.sha256((DATA / path).read_bytes()).hexdigest()}  {path}\n" for path in paths)


if __name__ == "__main__":
    (DATA / "checksums.txt").write_text(checksums(), encoding="utf-8", newline="\n")
