"""What a reader should know of the files that were read: a warning for each kind, and the list of what was not read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsutil.schema import warn

_SHOWN = 5
_ALL = " newsutil.unread_files(path) lists all that were not read."


def readable_name(path: str | Path) -> str:
    """A file's name as a text: bytes that are not UTF-8, as in a folder unpacked from a Windows zip, are GB18030."""
    name = path.as_posix() if isinstance(path, Path) else path
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    return name


@dataclass
class Problems:
    """Collected while files are read, also in other processes; ``file`` is the name of the one being read.

    ``place`` is its path in the folder.
    """

    file: str = ""
    place: str = ""
    said: list[str] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    counts: list[tuple[str, str, int]] = field(default_factory=list)

    def append(self, *said: str) -> None:
        self.said += [f"{self.file}: {what}" for what in said]

    def count(self, what: str, number: int) -> None:
        """So many things mended in the file: told once for all files."""
        if number:
            self.counts.append((what, self.file, number))

    def refuse(self, error: Exception | str) -> None:
        """The file is not read, or there is nothing in it."""
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        self.said.append(reason if self.file in reason else f"{self.file}: {reason}")
        self.unread.append((self.place, reason))

    def add(self, other: Problems) -> None:
        self.said += other.said
        self.unread += other.unread
        self.counts += other.counts

    def tell(self, passed: Sequence[str] = ()) -> None:
        """One warning for the files passed over, one for what was met in those read, one for each thing mended."""
        more = _ALL if len(passed) > _SHOWN else ""
        _warn(passed, f"{len(passed)} files were passed over", f"Everything else in the folder was read.{more}")
        more = _ALL if len(self.unread) > _SHOWN else ""
        advice = f"The rest was read; mend or remove what is named.{more}"
        _warn(self.said, f"{len(self.said)} problems were met when reading", advice)
        for what in dict.fromkeys(what for what, *_ in self.counts):
            files = [(file, number) for mended, file, number in self.counts if mended == what]
            names = list(dict(files))
            _warn(names, f"{sum(number for _, number in files)} {what}, in {len(names)} files", "", shown=1)


def _warn(names: Sequence[str], what: str, advice: str, shown: int = _SHOWN) -> None:
    if names:
        first = "; ".join(name.rstrip(".") for name in names[:shown]) + ("; …" if len(names) > shown else "")
        warn(f"{what}: {first}. {advice}".rstrip(), above=3)
