"""By what the files of a laboratory are known again: a table's header line, or who sent a message.

The key of a header does not depend on delimiter, encoding, case or accents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from aza_desktop.clinical.analytes import fold_header
from aza_desktop.errors import UserError
from aza_desktop.intake.content import ZIP, Content
from aza_desktop.intake.delimited import DELIMITERS, first_records
from aza_desktop.intake.limits import Limits
from aza_desktop.intake.workbooks import sheets_of

_FEWEST = 3
"""A line with fewer cells is a title and no header."""
_MESSAGE = re.compile(rb"(?:\A|[\r\n\x0b\x1c])MSH(.)([^\r\n]*)")


def table_key(headers: Sequence[str]) -> str:
    """The key of a header line, or empty for a line that is too short to tell anything."""
    cells = [fold_header(header) for header in headers]
    return f"table {'|'.join(cells)}" if sum(map(bool, cells)) >= _FEWEST else ""


def message_key(application: str, facility: str) -> str:
    """The key of who sends HL7 messages."""
    sender = [" ".join(part.split()).casefold() for part in (application, facility)]
    return f"hl7v2 {'|'.join(sender)}" if any(sender) else ""


def resource_key(laboratories: Iterable[str | None]) -> str:
    """The key of FHIR resources that all name one laboratory; else empty."""
    named = {" ".join((one or "").split()).casefold() for one in laboratories}
    return f"fhir {named.pop()}" if len(named) == 1 and "" not in named else ""


def keys_in(content: Content, limits: Limits) -> frozenset[str]:
    """Every key under which this file could have been kept. Nothing else is read of it."""
    if content.data.startswith(ZIP):
        return frozenset(_sheet_keys(content, limits))
    if content.data.lstrip().startswith((b"{", b"[")):
        return frozenset()
    held = _MESSAGE.finditer(content.data) if b"MSH" in content.data else ()
    headers = {_names(match) for match in held}
    senders = {_sender(header) for header in headers}
    if senders:
        return frozenset(senders) if len(senders) == 1 else frozenset()
    lines = (row for sign in DELIMITERS for _, row in first_records(content, sign, limits))
    return frozenset(table_key(row) for row in lines)


def _sheet_keys(content: Content, limits: Limits) -> Iterator[str]:
    try:
        sheets = sheets_of(content, limits)
    except UserError:
        return
    for sheet in sheets:
        for _, row in sheet.head:
            yield table_key(row)


def _names(match: re.Match[bytes]) -> tuple[bytes, ...]:
    """The signs of a message header and the two fields that say who sends it."""
    return tuple(match[2].split(match[1], 3)[:3])


def _sender(header: tuple[bytes, ...]) -> str:
    signs, application, facility = (*header, b"", b"")[:3]
    sign = signs[:1] or b"^"
    named = (part.split(sign)[0] for part in (application, facility))
    return message_key(*(part.decode("utf-8", errors="replace") for part in named))
