"""The bytes of one file, looked at once: its hash, its kind, its encoding."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, field

from aza_desktop.clinical.drafts import Question
from aza_desktop.intake.encodings import Encoding, encoding_of
from aza_desktop.intake.reading import Reading, refusal
from aza_desktop.texts import tr

_NO_TEXT = (
    (b"SQLite format 3\0", "a database"),
    (b"PK\x05\x06", "an empty archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook or another Office file"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)

ZIP = b"PK\x03\x04"
"""Begins an archive, as which Excel workbooks are kept."""

_MESSAGES = re.compile(rb"[\s\x0b]*(?:MSH|FHS|BHS)[^\w\s]")
"""HL7 messages, each of which declares its own characters: one file may hold several kinds."""


@dataclass(frozen=True, slots=True)
class Content:
    """One file, in memory. question: asked when nothing proves the encoding.

    found: what a format recognised, so that it is not looked for twice.
    """

    name: str
    data: bytes
    sha256: str
    encoding: str
    question: Question | None = None
    found: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    def open_text(self) -> io.TextIOWrapper:
        """The text from its beginning; line ends stand as they are in the file."""
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")


def look_at(name: str, data: bytes, reading: Reading) -> Content:
    """The file's content as text.

    Raises UserError ``too_large``, ``unknown_format`` or ``unreadable``: nothing is staged then.
    """
    if len(data) > reading.limits.file_bytes:
        raise too_large(name, tr("it is larger than {n} bytes"), reading.limits.file_bytes)
    if not data.strip():
        raise refusal(
            "unreadable",
            tr("The file is empty"),
            why=name,
            remedy=tr("Export it from the laboratory system again"),
        )
    for magic, kind in _NO_TEXT:
        if data.startswith(magic):
            raise refusal(
                "unknown_format",
                tr("The file is no laboratory file that can be read"),
                why=tr("{name} is {kind}").format(name=name, kind=tr(kind)),
                remedy=tr("Export the results as CSV or text"),
            )
    if data.startswith(ZIP):
        return Content(name, data, hashlib.sha256(data).hexdigest(), "latin-1")
    found = encoding_of(data)
    if found is None and _MESSAGES.match(data) and b"\0" not in data:
        found = Encoding("cp1252", suggested=True)
    if found is None:
        raise refusal(
            "unreadable",
            tr("The file is no readable text"),
            why=tr("{name} holds bytes that belong to no text file").format(name=name),
            remedy=tr("Export the results again, as CSV or text"),
        )
    encoding, question = _settled(found, data, reading)
    whole = data[: len(data) - found.cut] if found.cut else data
    return Content(name, whole, hashlib.sha256(data).hexdigest(), encoding, question)


def too_large(name: str, why: str, limit: int) -> Exception:
    """The refusal of a file that exceeds one of the limits."""
    return refusal(
        "too_large",
        tr("The file is too large"),
        why=f"{name}: {why.format(n=limit)}",
        remedy=tr("Export a shorter period, or split the file"),
    )


def _settled(found: Encoding, data: bytes, reading: Reading) -> tuple[str, Question | None]:
    if not found.suggested:
        return found.name, None
    choices = tuple(dict.fromkeys((found.name, "cp1252", "cp850", "cp1250", "mac-roman")))
    possible = tuple(name for name in choices if _can(data, name))
    answered = reading.answer("encoding", possible)
    if answered is not None:
        return answered, None
    question = Question(
        "encoding", tr("In which encoding was the file written? Names decide it."), possible
    )
    return possible[0], question


def _can(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
