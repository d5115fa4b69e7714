"""Which files of a folder are read, in which order, and which are passed over."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from newsutil.schema import NewsutilWarning

PAGES = {".md", ".markdown", ".txt", ".text", ".htm", ".html", ""}
TABLES = {".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx", ".xls", ".xlsm"}
# What stands beside the articles in many a folder and never holds one.
_ABOUT = re.compile(r"(?i)^(?:readme|licen[cs]e|copying|changelog|notice|contributing|authors|说明|许可)(?:[._-].*)?$")


class Found(NamedTuple):
    """Files to read in order, each with its id, and the names of those passed over."""

    files: list[tuple[str, Path]]
    passed: list[str]


def find_files(path: str | Path) -> Found:
    """Files to read under ``path``: the file itself, or those of a folder and its folders in the order of their names.

    Passed over: hidden files, what tells about the folder (README, licence), links that lead out of it, other kinds of
    files, and a ``.json`` beside a page of the same name, which describes that page.  The id of a file is its stem, or
    its relative path without suffix where two stems are the same.

    Raises
    ------
    FileNotFoundError
        When there is nothing at ``path``, or nothing to read in it.
    """
    root = Path(path)
    if not root.exists():
        raise FileNotFoundError(f"a file or folder of articles is needed; there is nothing at {root}. Check the path.")
    if root.is_file():
        return Found([(root.stem, root)], [])
    kept, passed = _sorted_out(root)
    if not kept:
        raise FileNotFoundError(
            f"files with articles are needed ({', '.join(sorted((PAGES | TABLES) - {''}))}); the folder {root} holds "
            "none. Give the folder that holds them."
        )
    stems = [file.stem for file in kept]
    repeated = {stem for stem, count in Counter(stems).items() if count > 1}
    ids = [file.relative_to(root).with_suffix("").as_posix() if file.stem in repeated else file.stem for file in kept]
    repeated = {name for name, count in Counter(ids).items() if count > 1}
    # x.txt and x.md in one folder: only the whole name tells them apart.
    ids = [kept[at].relative_to(root).as_posix() if name in repeated else name for at, name in enumerate(ids)]
    return Found(list(zip(ids, kept, strict=True)), passed)


def _sorted_out(root: Path) -> tuple[list[Path], list[str]]:
    inside = root.resolve()
    kept: list[Path] = []
    passed: list[str] = []
    candidates = sorted(root.rglob("*"), key=lambda file: file.relative_to(root).as_posix())
    pages = {file.with_suffix("") for file in candidates if file.suffix.lower() in PAGES and file.suffix}
    for file in candidates:
        name = file.relative_to(root)
        if any(part.startswith((".", "~$")) for part in name.parts) or _ABOUT.match(file.name):
            continue
        if file.is_symlink() and not _leads_inside(file, inside):  # nor does one that leads nowhere, or to itself
            passed.append(f"{name.as_posix()} (a link that leads out of the folder)")
        elif file.is_dir():
            continue
        elif not file.is_file():
            passed.append(f"{name.as_posix()} (no file but a pipe, a socket or a device)")
        elif file.suffix.lower() not in PAGES | TABLES:
            passed.append(f"{name.as_posix()} (not a kind of file that is read)")
        elif file.suffix.lower() == ".json" and file.with_suffix("") in pages:
            passed.append(f"{name.as_posix()} (describes the page of the same name)")
        else:
            kept.append(file)
    return kept, passed


def _leads_inside(link: Path, folder: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(folder)
    except (OSError, RuntimeError):
        return False


def tell(what: str, names: Sequence[str], advice: str) -> None:
    """One warning that counts ``names`` and gives the first of them."""
    if names:
        first = "; ".join(names[:5]) + ("; …" if len(names) > 5 else "")
        warnings.warn(f"{len(names)} {what}: {first}. {advice}", NewsutilWarning, stacklevel=4)
