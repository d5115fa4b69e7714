"""Bytes to text: which encoding a file is in, line by line where it is in two, and what could not be read."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import NamedTuple

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NOT_TEXT = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1")
_SAMPLE = 65536
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1a\x1b")
# High bytes of Chinese text in UTF-16: 00 (ASCII), 20 and 30 (punctuation), 4E to 9F (Han) or FF (full width).
_HIGH = bytes([0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)])
REPLACED = "\ufffd"
_LEAST_EMPTY = 4  # empty bytes at the end, as a crashed disk leaves them; a text in UTF-16 may end in one
# First bytes, and least second ones, of common characters and punctuation: the first levels of GB 2312 and Big5.
_COMMON = {
    "gb18030": ({0xA1, 0xA3, *range(0xB0, 0xD8)}, 0xA1),
    "cp950": ({0xA1, *range(0xA4, 0xC7)}, 0x40),
    "big5hkscs": ({0xA1, *range(0xA4, 0xC7)}, 0x40),
}
_LEAST_BIG5 = 12  # bytes that are not ASCII
_LOW_SECOND = re.compile(rb"[\xa1-\xf9][\x40-\x7e]")  # two in five characters of Big5, hardly one of GB 2312
_CHINESE = re.compile("[\u2e80-\uffef]")
# What Windows-1252 shows for the bytes 80 to 9F, back as these.
_WINDOWS = {ord(shown): byte for byte in range(0x80, 0xA0) if (shown := bytes([byte]).decode("cp1252", "ignore"))}


class Decoded(NamedTuple):
    """Text of a file, its encoding, and what a reader should know of it."""

    text: str
    encoding: str
    problems: tuple[str, ...]


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text: a known signature, or control bytes where a text has none.

    A few NUL bytes in a text are only damage; UTF-16 is full of them and is text.
    """
    head = _without_empty_end(data)[:_SAMPLE]
    if head.startswith(_NOT_TEXT):
        return True
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _unmarked_utf16(head):
        return False
    return _count(head, _CONTROLS) > 0.1 * len(head)


def decode(data: bytes) -> Decoded:
    """Text of ``data`` as UTF-8 (with or without a mark), GB18030, UTF-16 or Big5; lines end in a single line feed.

    A line in the other one of UTF-8 and GB18030, as where two exports were joined, is read as what it is.  What cannot
    be read becomes U+FFFD and is counted; no byte makes the call fail.
    """
    whole = _without_empty_end(data)
    encoding, body = _encoding_of(whole)
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
    elif encoding == "utf-8" and (misread := _misread(text)):
        return misread
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = []
    if len(whole) < len(data):
        text = text.rstrip("\x00")
        problems.append(f"{len(data) - len(whole)} empty bytes at its end were left out; a part of it may be lost")
    if encoding in ("cp950", "big5hkscs"):
        problems.append("by its characters it is Big5 and was read as that; where this is wrong, save it as UTF-8")
    if foreign:
        problems.append(
            f"two encodings: {len(foreign)} lines are {other.upper()}, the first is line {foreign[0] + 1}, the others "
            f"{encoding.upper()}; each was read as its own"
        )
    if replaced:
        line = text.count("\n", 0, text.find(REPLACED)) + 1
        problems.append(f"{replaced} characters could not be read, the first in line {line}")
    if lost := text.count(REPLACED) - replaced + len("锟斤拷") * text.count("锟斤拷"):
        problems.append(f"{lost} characters were lost before it was saved (\ufffd, 锟斤拷); look for another copy")
    return Decoded(text, encoding, tuple(problems))


def _without_empty_end(data: bytes) -> bytes:
    """The bytes without those of 0 at the end; their number stays even, as UTF-16 needs it."""
    kept = len(data.rstrip(b"\x00"))
    return data[: kept + kept % 2] if len(data) - kept >= _LEAST_EMPTY else data


def _misread(text: str) -> Decoded | None:
    """Chinese that was once read as Latin-1 and saved again (æ²±æ±Ÿ, ãð½), read as what it was."""
    if text.isascii() or _CHINESE.search(text):
        return None
    with suppress(UnicodeEncodeError):
        data = text.translate(_WINDOWS).encode("latin-1")
        made = decode(data)
        is_utf8 = made.encoding == "utf-8" and _is_chinese(made.text)
        if is_utf8 or _common(data[:_SAMPLE], "gb18030") > 0.8:
            said = "its text had been read as Latin-1 and saved again, which was undone; look at it, or export it anew"
            return made._replace(problems=(said, *made.problems))
    return None


def _decoded(body: bytes, encoding: str) -> tuple[str, int]:
    text = body.decode(encoding, errors="replace")
    written = REPLACED.encode(encoding, errors="ignore")  # Big5 has none
    return text, text.count(REPLACED) - (body.count(written) if written else 0)


def _is_utf8(line: bytes) -> bool:
    """Whether a line among GB18030 is UTF-8: what reads as such by chance gives no Chinese characters."""
    return _reads(line, "utf-8") and _is_chinese(line.decode("utf-8"))


def _is_chinese(text: str) -> bool:
    foreign = sum(character > "\x7f" for character in text)
    return 2 * len(_CHINESE.findall(text)) > foreign


def _is_gb18030(line: bytes) -> bool:
    """Whether a line among UTF-8 is GB18030: invalid UTF-8 at nearly every character, and of common characters."""
    damage, foreign = _damage(line)
    return damage >= max(3, 0.4 * foreign) and _reads(line, "gb18030") and _common(line, "gb18030") > 0.8


def _common(data: bytes, encoding: str) -> float:
    """Share of common characters among those that are not ASCII."""
    firsts, least = _COMMON[encoding]
    text = data.decode(encoding, errors="replace")
    pairs = [character.encode(encoding, errors="replace") for character in text if character > "\x7f"]
    return sum(len(pair) == 2 and pair[0] in firsts and pair[1] >= least for pair in pairs) / max(1, len(pairs))


def _big5_of(sample: bytes) -> str:
    """The form of Big5 in which bytes that read as GB18030 too are text; ``""`` where they are not."""
    high = _count(sample, bytes(range(0x80, 256)))
    if high < _LEAST_BIG5 or 20 * len(_LOW_SECOND.findall(sample)) < high:
        return ""
    best = max(("cp950", "big5hkscs"), key=lambda encoding: _common(sample, encoding))
    return best if _common(sample, best) > 0.9 and _common(sample, "gb18030") < 0.7 else ""


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
    if damage > 0.1 * foreign and less:
        return _big5_of(data[:_SAMPLE]) or "gb18030", data
    return "utf-8", data


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
