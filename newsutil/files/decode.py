"""Bytes to text: which encoding a file is in, line by line where it is in two, and what could not be read."""

from __future__ import annotations

import codecs
from contextlib import suppress
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1")
_SAMPLE = 65536
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1a\x1b")
REPLACED = "\ufffd"


class Decoded(NamedTuple):
    """Text of a file, its encoding, what a reader should know of it, and the lines that are in a second encoding."""

    text: str
    encoding: str
    problems: tuple[str, ...]
    foreign: tuple[int, ...] = ()


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text: a known signature, or control bytes where a text has none.

    A few NUL bytes in a text are only damage; UTF-16 is full of them and is text.
    """
    head = data[:_SAMPLE]
    if head.startswith(_NOT_TEXT):
        return True
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _unmarked_utf16(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > 0.1 * len(head)


def decode(data: bytes) -> Decoded:
    """Text of ``data`` as UTF-8 (with or without a mark), GB18030 or UTF-16; lines end in a single line feed.

    A line in the other one of UTF-8 and GB18030, as where two exports were joined, is read as what it is.  What cannot
    be read becomes U+FFFD and is counted; no byte makes the call fail.
    """
    encoding, body = _encoding_of(data)
    other = {"utf-8": "gb18030", "gb18030": "utf-8"}.get(encoding, "")
    foreign: tuple[int, ...] = ()
    text, replaced = _decoded(body, encoding)
    if other and (replaced or encoding == "gb18030"):  # a line of UTF-8 often reads as GB18030 too
        body, foreign = _in_one_encoding(body, encoding, other)
        text, replaced = _decoded(body, encoding) if foreign else (text, replaced)
        others = [at for at, line in enumerate(body.split(b"\n"), 1) if not line.isascii()] if foreign else []
        if len(foreign) > len(others) / 2:  # told the other way round
            encoding, other, foreign = other, encoding, tuple(sorted({*others} - {*foreign}))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = []
    if foreign:
        problems.append(
            f"two encodings: {len(foreign)} lines are {other.upper()}, the first is line {foreign[0]}, the others "
            f"{encoding.upper()}; each was read as its own"
        )
    if replaced:
        line = text.count("\n", 0, text.find(REPLACED)) + 1
        problems.append(f"{replaced} characters could not be read, the first in line {line}")
    return Decoded(text, encoding, tuple(problems), foreign)


def _decoded(body: bytes, encoding: str) -> tuple[str, int]:
    text = body.decode(encoding, errors="replace")
    return text, text.count(REPLACED) - body.count(REPLACED.encode(encoding))


def _in_one_encoding(body: bytes, encoding: str, other: str) -> tuple[bytes, tuple[int, ...]]:
    """The bytes with every line in ``encoding``, and the numbers of the lines that were in ``other``."""
    lines = body.split(b"\n")
    is_other = _is_utf8 if other == "utf-8" else _is_gb18030
    foreign = [at for at, line in enumerate(lines) if not line.isascii() and is_other(line)]
    for at in foreign:
        lines[at] = lines[at].decode(other).encode(encoding)
    return b"\n".join(lines), tuple(at + 1 for at in foreign)


def _is_utf8(line: bytes) -> bool:
    """Whether a line among GB18030 is UTF-8: what reads as such by chance gives no Chinese characters."""
    if not _reads(line, "utf-8"):
        return False
    text = line.decode("utf-8")
    chinese = sum("\u2e80" <= character <= "\uffef" for character in text)
    return 2 * chinese > sum(character > "\x7f" for character in text)


def _is_gb18030(line: bytes) -> bool:
    """Whether a line among UTF-8 is GB18030: invalid UTF-8 at nearly every character, and of common characters."""
    as_utf8 = line.decode("utf-8", errors="replace")
    foreign = sum(character > "\x7f" for character in as_utf8)
    if as_utf8.count(REPLACED) < max(3, 0.4 * foreign) or not _reads(line, "gb18030"):
        return False
    # The first level of GB 2312, the 3,755 common characters, begins with B0 to D7, its punctuation with A1 to A3.
    pairs = [character.encode("gb18030") for character in line.decode("gb18030") if character > "\x7f"]
    return sum(pair[0] in (0xA1, 0xA3) or 0xB0 <= pair[0] <= 0xD7 for pair in pairs) > 0.8 * len(pairs)


def _encoding_of(data: bytes) -> tuple[str, bytes]:
    """Encoding, and the bytes behind the byte order mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    unmarked = _unmarked_utf16(data[:_SAMPLE])
    if unmarked:
        return unmarked, data
    if _reads(data, "utf-8"):
        return "utf-8", data
    # One damaged byte must not turn a whole UTF-8 page into other characters, so GB18030 is taken only where UTF-8
    # fails at many places: a Chinese sentence in GB18030 is invalid UTF-8 at nearly every character.
    sample = data[: 16 * _SAMPLE]
    as_utf8 = sample.decode("utf-8", errors="replace")
    foreign = sum(character >= "\x80" for character in as_utf8) or 1
    damage = as_utf8.count(REPLACED)
    less = _reads(data, "gb18030") or sample.decode("gb18030", errors="replace").count(REPLACED) < damage
    return ("gb18030" if damage > 0.1 * foreign and less else "utf-8"), data


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark shows in its line ends, digits and ideographic spaces; ``""`` when it is not UTF-16."""
    whole = head[: len(head) // 2 * 2]
    if len(whole) < 4 or b"\x00" not in whole:
        return ""
    even, odd = whole[::2], whole[1::2]
    for encoding, high in (("utf-16-le", odd), ("utf-16-be", even)):
        low = even if high is odd else odd
        # High bytes of Chinese text are 00 (ASCII), 20 and 30 (punctuation), 4E to 9F (Han) or FF (full width).
        usual = sum(byte in (0, 0x20, 0x30, 0xFF) or 0x4E <= byte <= 0x9F for byte in high)
        if usual > 0.95 * len(high) and high.count(0) > low.count(0) and _reads(whole[:-2], encoding):
            return encoding
    return ""


def _reads(data: bytes, encoding: str) -> bool:
    with suppress(UnicodeDecodeError):
        return data.decode(encoding) is not None
    return False
