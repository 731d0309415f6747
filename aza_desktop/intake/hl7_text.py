"""HL7 v2 as text: its messages, their delimiters, segments, escapes and character sets.

A narrow splitter, not an engine: a whole message is a list of segments, a segment is split only
when something is wanted of it. Frames (MLLP), batch envelopes and all line ends are accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from aza_desktop.intake.content import Content

_ENVELOPE = frozenset({"FHS", "BHS", "BTS", "FTS"})
_BEGINS = re.compile(r"(?:FHS|BHS|MSH)[^\w\s]")
_HEADER = re.compile(r"(?:\A|[\r\n\x0b\x1c])[ \t]*MSH[^\w\s]")
_CERTAIN = re.compile(r"(?:\A|[\r\n\x0b\x1c])[ \t]*MSH\|[^\w\s|]{3,5}\|")
_SEGMENT = re.compile(r"[A-Z][A-Z0-9]{2}")
_CHARACTER_SETS = {
    "": "",
    "ascii": "",
    "unicode utf-8": "utf-8",
    "unicode": "utf-8",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "8859/1": "cp1252",
    "iso ir87": "iso2022_jp",
    "iso ir159": "iso2022_jp",
    "gb 18030-2000": "gb18030",
    "big-5": "big5",
    "ks x 1001": "euc_kr",
    "windows-1252": "cp1252",
    "windows-1250": "cp1250",
}
_PARTS = {f"8859/{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15)}


@dataclass(frozen=True, slots=True, eq=False)
class Delimiters:
    """The signs that part fields, components, repetitions and subcomponents, and the escape.

    One value for each set of signs, so that it is a cheap key. An empty text stands for a sign
    that the message does not have.
    """

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str

    def unescaped(self, text: str) -> str:
        """The text that is meant; ``""`` is HL7's word for nothing."""
        if text == '""':
            return ""
        sign = self.escape
        if not sign or sign not in text:
            return text
        pattern = re.escape(sign) + "([^" + re.escape(sign) + "]*)" + re.escape(sign)
        return re.sub(pattern, lambda match: self._meant(match[1], match[0]), text)

    def _meant(self, code: str, whole: str) -> str:
        plain = {
            "F": self.field,
            "S": self.component,
            "R": self.repetition,
            "E": self.escape,
            "T": self.subcomponent,
            "H": "",
            "N": "",
            ".br": "\n",
            ".sp": "\n",
        }
        if code in plain:
            return plain[code]
        if code[:1] == "X" and len(code) > 1:
            return _of_hexadecimal(code[1:])
        return "" if code[:1] in (".", "C", "M", "Z") and code else whole


@dataclass(frozen=True, slots=True)
class Message:
    """One message. number: its place in the file, from 1. delimiters: None for a damaged header.

    segments: from MSH on; a text that stood before the first header makes a message of its own.
    settled: False when nothing says in which characters it is written.
    """

    number: int
    segments: list[str]
    delimiters: Delimiters | None
    settled: bool = True

    def header(self, at: int) -> str:
        """Field MSH-n of the header, unescaped, or empty."""
        signs = self.delimiters
        if signs is None:
            return ""
        fields = self.segments[0].split(signs.field)
        return signs.unescaped(fields[at - 1]) if at - 1 < len(fields) else ""


def is_hl7(content: Content) -> bool:
    """True for a text that begins with a header of a message or batch, or soon comes to one.

    Words may stand above the first header; then it must be one beyond doubt.
    """
    with content.open_text() as text:
        head = text.read(64 * 1024)
    bare = head.lstrip("\ufeff\x0b\x1c \t\r\n")
    if _BEGINS.match(bare) or _CERTAIN.search(head):
        return True
    match = _HEADER.search(head)
    return match is not None and bool(re.match(_SEGMENT.pattern + r"[^\w\s,;\t]", bare))


def messages_of(content: Content) -> Iterator[Message]:
    """The messages of the file in their order, each in its own character set."""
    proven = content.encoding.startswith("utf")
    text = content.data.decode(content.encoding if proven else "latin-1")
    segments: list[str] = []
    number = 0
    for line in _lines(text):
        name = line[:3]
        if name == "MSH" or name in _ENVELOPE:
            if segments and (number or _is_lost_message(segments)):
                number += 1
                yield _message(number, segments, "" if proven else content.encoding)
            segments = [line] if name == "MSH" else []
        else:
            segments.append(line)
    if segments:
        yield _message(number + 1, segments, "" if proven else content.encoding)


def _is_lost_message(segments: list[str]) -> bool:
    """True unless a text before the first header holds no segment at all: words about the file."""
    return any(line[3:4] and not line[3].isalnum() and _SEGMENT.match(line) for line in segments)


def _lines(text: str) -> Iterator[str]:
    for sign in ("\n", "\x0b", "\x1c"):
        text = text.replace(sign, "\r")
    for line in text.split("\r"):
        stripped = line.strip(" \t\ufeff\x00")
        if stripped:
            yield stripped


def _message(number: int, segments: list[str], encoding: str) -> Message:
    """encoding: of a file whose bytes were handed on one by one, or empty."""
    header = segments[0]
    signs = _delimiters(header) if header.startswith("MSH") else None
    settled = True
    if encoding and not all(segment.isascii() for segment in segments):
        fields = header.split(signs.field) if signs is not None else []
        declared = fields[17] if len(fields) > 17 else ""
        segments, settled = _decoded(segments, declared, encoding)
    if signs is not None:
        segments = _joined(segments, signs.field)
    return Message(number, segments, signs, settled)


def _delimiters(header: str) -> Delimiters | None:
    if len(header) < 5:
        return None
    sign = header[3]
    return _signs(sign, header[4:].split(sign, maxsplit=1)[0])


@lru_cache(maxsize=64)
def _signs(sign: str, signs: str) -> Delimiters | None:
    """The one value for these signs, or None where they cannot part anything."""
    if not signs or len(set(signs)) != len(signs) or any(c.isalnum() for c in signs):
        return None
    component, repetition, escape, subcomponent = (
        signs[at] if at < len(signs) else "" for at in range(4)
    )
    return Delimiters(sign, component, repetition, escape, subcomponent)


def declared_encoding(name: str) -> str | None:
    """Python's name of a character set as MSH-18 declares it; None for one that is not known."""
    folded = " ".join(name.split()).casefold().removeprefix("iso-").removeprefix("iso ")
    folded = folded.replace("8859-", "8859/")
    if folded in _CHARACTER_SETS:
        return _CHARACTER_SETS[folded]
    return _PARTS.get(folded)


def _decoded(segments: list[str], declared: str, otherwise: str) -> tuple[list[str], bool]:
    """Bytes that are UTF-8 are UTF-8, whatever the header claims; then its word counts."""
    raw = "\r".join(segments).encode("latin-1")
    named = declared_encoding(declared.split("~", maxsplit=1)[0])
    for name in ("utf-8", *((named,) if named else ())):
        try:
            return raw.decode(name).split("\r"), True
        except UnicodeDecodeError:
            continue
    return raw.decode(otherwise, errors="replace").split("\r"), False


def _joined(segments: list[str], sign: str) -> list[str]:
    """The segments; a line that begins none continues the text of the one before."""
    whole: list[str] = []
    for line in segments:
        if line[3:4] in (sign, "") and _SEGMENT.match(line):
            whole.append(line)
        elif whole and not whole[-1].startswith("OBX" + sign):
            whole[-1] += line if whole[-1].endswith(sign) else f" {line}"
        elif whole and whole[-1].count(sign) < 11:
            whole[-1] += f" {line}"
    return whole


def _of_hexadecimal(digits: str) -> str:
    try:
        raw = bytes.fromhex(digits)
    except ValueError:
        return ""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
