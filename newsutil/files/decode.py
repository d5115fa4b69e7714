"""Bytes to text: which encoding a file is in, line by line where it is in two, and what could not be read."""

from __future__ import annotations

import codecs
from contextlib import suppress
from typing import NamedTuple

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NOT_TEXT = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1")
_SAMPLE = 65536
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1a\x1b")
# High bytes of Chinese text in UTF-16: 00 (ASCII), 20 and 30 (punctuation), 4E to 9F (Han) or FF (full width).
_HIGH = bytes([0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)])
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
    return _count(head, _CONTROLS) > 0.1 * len(head)


def decode(data: bytes) -> Decoded:
    """Text of ``data`` as UTF-8 (with or without a mark), GB18030 or UTF-16; lines end in a single line feed.

    A line in the other one of UTF-8 and GB18030, as where two exports were joined, is read as what it is.  What cannot
    be read becomes U+FFFD and is counted; no byte makes the call fail.
    """
    encoding, body = _encoding_of(data)
    other = {"utf-8": "gb18030", "gb18030": "utf-8"}.get(encoding, "")
    foreign: list[int] = []
    text, replaced = _decoded(body, encoding)
    if other and (replaced or encoding == "gb18030"):  # a line of UTF-8 often reads as GB18030 too
        lines = body.split(b"\n")
        written = [at for at, line in enumerate(lines) if not line.isascii()]
        foreign = [at for at in written if (_is_utf8 if other == "utf-8" else _is_gb18030)(lines[at])]
        for at in foreign:
            lines[at] = lines[at].decode(other).encode(encoding)
        text, replaced = _decoded(b"\n".join(lines), encoding) if foreign else (text, replaced)
        if len(foreign) > len(written) / 2:  # told the other way round
            encoding, other, foreign = other, encoding, sorted({*written} - {*foreign})
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = []
    if foreign:
        problems.append(
            f"two encodings: {len(foreign)} lines are {other.upper()}, the first is line {foreign[0] + 1}, the others "
            f"{encoding.upper()}; each was read as its own"
        )
    if replaced:
        line = text.count("\n", 0, text.find(REPLACED)) + 1
        problems.append(f"{replaced} characters could not be read, the first in line {line}")
    return Decoded(text, encoding, tuple(problems), tuple(at + 1 for at in foreign))


def _decoded(body: bytes, encoding: str) -> tuple[str, int]:
    text = body.decode(encoding, errors="replace")
    return text, text.count(REPLACED) - body.count(REPLACED.encode(encoding))


def _is_utf8(line: bytes) -> bool:
    """Whether a line among GB18030 is UTF-8: what reads as such by chance gives no Chinese characters."""
    if not _reads(line, "utf-8"):
        return False
    foreign = [character for character in line.decode("utf-8") if character > "\x7f"]
    return 2 * sum("\u2e80" <= character <= "\uffef" for character in foreign) > len(foreign)


def _is_gb18030(line: bytes) -> bool:
    """Whether a line among UTF-8 is GB18030: invalid UTF-8 at nearly every character, and of common characters."""
    damage, foreign = _damage(line)
    if damage < max(3, 0.4 * foreign) or not _reads(line, "gb18030"):
        return False
    # The first level of GB 2312, the 3,755 common characters, begins with B0 to D7, its punctuation with A1 to A3.
    firsts = [character.encode("gb18030")[0] for character in line.decode("gb18030") if character > "\x7f"]
    return sum(first in (0xA1, 0xA3) or 0xB0 <= first <= 0xD7 for first in firsts) > 0.8 * len(firsts)


def _encoding_of(data: bytes) -> tuple[str, bytes]:
    """Encoding, and the bytes behind the byte order mark."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    if unmarked := _unmarked_utf16(data[:_SAMPLE]):
        return unmarked, data
    if _reads(data, "utf-8"):
        return "utf-8", data
    # One damaged byte must not turn a whole UTF-8 page into other characters, so GB18030 is taken only where UTF-8
    # fails at many places: a Chinese sentence in GB18030 is invalid UTF-8 at nearly every character.
    sample = data[: 16 * _SAMPLE]
    damage, foreign = _damage(sample)
    less = _reads(data, "gb18030") or sample.decode("gb18030", errors="replace").count(REPLACED) < damage
    return ("gb18030" if damage > 0.1 * foreign and less else "utf-8"), data


def _damage(data: bytes) -> tuple[int, int]:
    """Characters that are no UTF-8, and all that are not ASCII."""
    text = data.decode("utf-8", errors="replace")
    return text.count(REPLACED), sum(character > "\x7f" for character in text)


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark shows in its line ends, digits and ideographic spaces; ``""`` when it is not UTF-16."""
    whole = head[: len(head) // 2 * 2]
    if len(whole) < 4 or b"\x00" not in whole:
        return ""
    even, odd = whole[::2], whole[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if _count(high, _HIGH) > 0.95 * len(high) and high.count(0) > low.count(0) and _reads(whole[:-2], encoding):
            return encoding
    return ""


def _count(data: bytes, some: bytes) -> int:
    return len(data) - len(data.translate(None, some))


def _reads(data: bytes, encoding: str) -> bool:
    with suppress(UnicodeDecodeError):
        return data.decode(encoding) is not None
    return False
