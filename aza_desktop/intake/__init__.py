"""Laboratory files into drafts: staged, never guessed, never written.

A format recognises a file by its content and reads it into an `IntakeBatch`: drafts of results,
and every rejected, held or ignored row with its place. rows read = the sum of them, always.
No database, no clock and no file name decides anything here. `FORMATS` is the contents page:
a new format is one small pure file in ``formats/`` and one line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aza_desktop.clinical.drafts import IntakeBatch
from aza_desktop.intake.answering import with_columns, with_units
from aza_desktop.intake.content import Content, look_at
from aza_desktop.intake.formats import (
    csv_long,
    csv_wide,
    fhir_json,
    fhir_ndjson,
    hl7v2,
    tables,
    xlsx,
)
from aza_desktop.intake.reading import Reading, refusal
from aza_desktop.intake.recognising import keys_in
from aza_desktop.texts import tr

__all__ = ["FORMATS", "Format", "keys_in", "look_at", "read_content", "read_file"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of laboratory file. At most one format recognises a file."""

    name: str
    recognises: Callable[[Content, Reading], bool]
    read: Callable[[Content, Reading], IntakeBatch]


FORMATS = (
    Format(xlsx.NAME, xlsx.recognises, xlsx.read),
    Format(hl7v2.NAME, hl7v2.recognises, hl7v2.read),
    Format(fhir_json.NAME, fhir_json.recognises, fhir_json.read),
    Format(fhir_ndjson.NAME, fhir_ndjson.recognises, fhir_ndjson.read),
    Format(csv_long.NAME, csv_long.recognises, tables.read),
    Format(csv_wide.NAME, csv_wide.recognises, tables.read),
)


def read_file(name: str, data: bytes, reading: Reading) -> IntakeBatch:
    """The file of that name, staged.

    Raises UserError ``too_large``, ``unreadable`` or ``unknown_format``: nothing is staged then.
    """
    return read_content(look_at(name, data, reading), reading)


def read_content(content: Content, reading: Reading) -> IntakeBatch:
    """The file that was looked at already, staged."""
    name = content.name
    informed = with_columns(reading)
    for kind in FORMATS:
        if kind.recognises(content, informed):
            return with_units(kind.read(content, informed), informed)
    raise refusal(
        "unknown_format",
        tr("The file is no laboratory file that can be read"),
        why=tr("{name} has no line that names a patient, a day and a test").format(name=name),
        remedy=tr("Export the results as a table with a header line"),
    )
