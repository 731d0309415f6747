"""Which characters the bytes of a file stand for: proven where possible, else asked.

A byte order mark or valid UTF-8 proves itself. Windows-1252 and ISO-8859-15 are told apart by the
few bytes in which they differ. For anything else charset-normalizer may suggest, a person decides.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

SAMPLE = 64 * 1024
LONGEST_CHARACTER = 4
"""Bytes of the longest character in any encoding of Unicode."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTER = rb"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff]"
# Bytes that are letters in ISO-8859-15 and signs in Windows-1252, where a letter stands beside.
_LATIN_9_LETTERS = re.compile(
    rb"(?:" + _LETTER + rb"[\xa6\xa8\xb8\xbc\xbd\xbe]|[\xa6\xa8\xb8\xbc\xbd\xbe]" + _LETTER + rb")"
)
# Signs of Windows-1252 that no writer puts between two letters: the file is in another encoding.
_NO_WINDOWS = re.compile(
    rb"[\x81\x8d\x8f\x90\x9d]|"
    + _LETTER
    + rb"[\x80\x82\x84-\x87\x89\x8b\x93-\x95\x98\x99\x9b]"
    + _LETTER
)
_HIGH = re.compile(rb"[\x80-\x9f]")
_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_TORN = re.compile("unexpected end|truncated")
_ABOVE_ASCII = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding by Python's name. suggested: nothing proves it, a person must say.

    cut: bytes at the very end that are the torn half of a character, in a file that was cut off.
    """

    name: str
    suggested: bool = False
    cut: int = 0


def encoding_of(data: bytes) -> Encoding | None:
    """The encoding of a text file, or None when the bytes are no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _unicode(data, name)
    if b"\0" in data:
        return _without_mark(data)
    found = _unicode(data, "utf-8")
    if found is not None or _is_torn_utf8(data):
        return found
    if _NO_WINDOWS.search(data):
        return Encoding(_suggestion(data), suggested=True)
    if not _HIGH.search(data) and _LATIN_9_LETTERS.search(data):
        return Encoding("iso-8859-15")
    return Encoding("cp1252")


def _without_mark(data: bytes) -> Encoding | None:
    """UTF-16 without a mark: in a table of numbers nearly every second byte is zero."""
    sample = data[:SAMPLE]
    half = max(len(sample) // 2, 1)
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd * 2 > half and even * 10 < half:
        return _unicode(data, "utf-16-le")
    if even * 2 > half and odd * 10 < half:
        return _unicode(data, "utf-16-be")
    return None


def _unicode(data: bytes, name: str) -> Encoding | None:
    """That encoding if the bytes are text in it, save for a character torn at the very end."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        torn = len(data) - error.start
        if torn >= LONGEST_CHARACTER or not _TORN.search(error.reason):
            return None
        found = _unicode(data[: error.start], name)
        return None if found is None else Encoding(name, cut=torn)
    return None if "\0" in text else Encoding(name)


def _is_torn_utf8(data: bytes) -> bool:
    """True when most bytes above ASCII are whole UTF-8 characters: then it is damaged UTF-8."""
    whole = sum(len(found) for found in _UTF8_CHARACTER.findall(data))
    return 2 * whole > sum(len(found) for found in _ABOVE_ASCII.findall(data))


def _suggestion(data: bytes) -> str:
    import charset_normalizer  # noqa: PLC0415 - slow to import, and rarely needed

    best = charset_normalizer.from_bytes(data[:SAMPLE]).best()
    return best.encoding if best is not None else "cp850"
