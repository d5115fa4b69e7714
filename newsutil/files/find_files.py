"""Which files of a folder are read, in which order and under which ids, and which are passed over and why."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from newsutil.base import resources
from newsutil.files.problems import readable_name

HTML = {".htm", ".html", ".shtml", ".xhtml"}
RECORDS = {".xml", ".dat"}
PAGES = {".md", ".markdown", ".txt", ".text", ".docx", "", *HTML, *RECORDS}
JSON = {".json", ".jsonl", ".ndjson", ".jl"}
TABLES = {".csv", ".tsv", ".parquet", ".xlsx", ".xls", ".xlsm", *JSON}
_BESIDE_A_PAGE = {".json", ".xml"}
_DESCRIBED = PAGES - _BESIDE_A_PAGE - {""}  # a page that such a file of the same name may describe
_HIDDEN = (".", "~$", "__MACOSX")
_NUMBERED = re.compile(r"-\d+$")
# What a browser keeps beside a saved page, in a folder of its own.
_PARTS_OF_A_PAGE = re.compile(r"(.+)[_.]files$")

File = tuple[str, Path]
"""The id of a file, and where it lies."""


class Passed(NamedTuple):
    """A file or folder that is not read, and why; what never holds an article is listed but not ``told``."""

    name: str
    reason: str
    told: bool = True


class Found(NamedTuple):
    """Files to read in order, each with its id, and what was passed over."""

    files: list[File]
    passed: list[Passed]

    def told(self) -> list[str]:
        """What the reader is told of what was passed over."""
        return [f"{one.name} ({one.reason})" for one in self.passed if one.told]


def find_files(path: str | Path, *, some: bool = True) -> Found:
    """Files to read under ``path``: the file itself, or those of a folder and its folders in the order of their names.

    Passed over: hidden files, what tells about the folder (README, licence), links that lead out of it, other kinds of
    files, what may not be opened, and a ``.json`` beside a page of the same name, which describes that page.  Refused:
    a path at which there is nothing, or nothing to read where ``some`` file must be.
    """
    if not isinstance(path, str | os.PathLike):
        raise TypeError(
            f"the path of one file or folder is needed; got {type(path).__name__}. Put several files in a folder; a "
            "table with article_id and text is handed to the verbs as it is."
        )
    root = Path(path)
    if path == "":
        raise FileNotFoundError("a file or folder of articles is needed; the path is empty. Give '.' for this folder.")
    if not os.path.lexists(root):
        raise FileNotFoundError(f"a file or folder of articles is needed; there is nothing at {root}. Check the path.")
    if root.is_file():
        return Found([(readable_name(root.stem), root)], [])
    if not root.is_dir():
        raise FileNotFoundError(
            f"a file or folder of articles is needed; {root} is a device, a pipe or a broken link. Check the path."
        )
    looked_at = _looked_at(root)
    passed = [Passed(readable_name(file.relative_to(root)), reason, told) for file, reason, told in looked_at if reason]
    kept = [file for file, reason, _ in looked_at if not reason]
    found = Found(list(zip(_ids([file.relative_to(root) for file in kept]), kept, strict=True)), passed)
    if some and not kept:
        others = "; ".join(found.told()[:3])
        raise FileNotFoundError(
            f"files with articles are needed ({', '.join(sorted((PAGES | TABLES) - {'', *RECORDS}))}); the folder "
            f"{root} holds none{f' but {others}' if others else ''}. Give the folder that holds them."
        )
    return found


def other_kind(suffix: str, head: bytes = b"") -> tuple[str, str] | None:
    """What a file is that is not read, by how it begins or by its suffix, and what to do with it."""
    for row in resources.table("files/other_kinds"):
        begins = row["signature"] and head.startswith(bytes.fromhex(row["signature"]))
        if begins or (not head and row["suffix"] == suffix.lower()):
            return row["kind"], row["advice"]
    return None


def distinct(ids: Sequence[str]) -> list[str]:
    """The ids, a repeated one with ``+2``, ``+3`` ... so that each stands once."""
    taken, times, made = set(ids), Counter[str](), []
    for name in ids:
        times[name] += 1
        new = name
        while times[name] > 1 and (new := f"{name}+{times[name]}") in taken:
            times[name] += 1
        taken.add(new)
        made.append(new)
    return made


def _ids(names: Sequence[Path]) -> list[str]:
    """Ids of files: the stem; where that is another's or begins another's (-01), the path without, then with suffix."""
    ids = [readable_name(name.stem) for name in names]
    for whole in (False, True, True):
        clashing = {name for name, count in Counter(ids).items() if count > 1}
        clashing |= {_NUMBERED.sub("", name) for name in ids if _NUMBERED.search(name)}
        for at in [at for at, name in enumerate(ids) if name in clashing]:
            ids[at] = readable_name(names[at] if whole else names[at].with_suffix(""))
    return distinct(ids)


def _looked_at(root: Path) -> list[tuple[Path, str, bool]]:
    """Folders that are left out and, sorted, all files, each with its :func:`_reason`."""
    left_out: list[tuple[Path, str, bool]] = []
    files: list[Path] = []

    def closed(error: OSError) -> None:
        left_out.append((Path(os.fsdecode(error.filename)), f"a folder that cannot be opened: {error.strerror}", True))

    for place, folders, names in os.walk(root, onerror=closed):
        files += [Path(place, name) for name in names]
        saved = {Path(name).stem for name in names if Path(name).suffix.lower() in HTML}
        for name in list(folders):
            folder, parts = Path(place, name), _PARTS_OF_A_PAGE.match(name)
            if name.startswith(_HIDDEN):
                left_out.append((folder, "hidden", False))
            elif folder.is_symlink():  # not followed: what lies inside is met anyway
                files += [] if _leads_inside(folder, root) else [folder]
            elif parts and parts[1] in saved:
                left_out.append((folder, "what the saved page of the same name shows", False))
            else:
                continue
            folders.remove(name)
    files.sort(key=Path.as_posix)
    pages = {file.with_suffix("") for file in files if file.suffix.lower() in _DESCRIBED}
    return left_out + [(file, *_reason(file, root, pages)) for file in files]


def _reason(file: Path, root: Path, pages: set[Path]) -> tuple[str, bool]:
    """Why a file is not read, ``""`` for one that is, and whether the reader is told."""
    suffix = file.suffix.lower()
    if file.name.startswith(_HIDDEN):
        return "hidden", False
    try:
        if file.is_symlink() and not _leads_inside(file, root):
            leads = os.path.exists(file)
            return "a link that leads out of the folder" if leads else "a link to a file that is not there", True
        if _about().match(file.name):
            return "tells about the folder", not file.name.isascii()
        if not file.is_file():
            file.stat()  # one that may not be looked at says so
            return "no file but a pipe, a socket or a device", True
    except OSError as error:
        return f"cannot be opened: {error.strerror}", True
    if suffix not in PAGES and suffix not in TABLES:
        kind = other_kind(suffix)
        return f"{kind[0]}: {kind[1]}" if kind else "not a kind of file that is read", True
    if suffix in _BESIDE_A_PAGE and file.with_suffix("") in pages:
        return "describes the page of the same name", True
    return "", False


@cache
def _about() -> re.Pattern[str]:
    rows = resources.table("files/about_files")
    names = "|".join(row["name"] + (r"(?:[._-]\D*)?" if row["longer"] else "") for row in rows)
    return re.compile(rf"(?i)^(?:{names})(?:\.[a-z]+)?$")


def _leads_inside(link: Path, folder: Path) -> bool:
    with suppress(OSError, RuntimeError):
        return link.resolve(strict=True).is_relative_to(folder.resolve())
    return False
