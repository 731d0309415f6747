"""FHIR R4 as one JSON text: a Bundle of any type, a single resource, or a list of resources."""

from __future__ import annotations

import re

from aza_desktop.clinical.drafts import IntakeBatch
from aza_desktop.intake.content import Content
from aza_desktop.intake.fhir_reading import kind_of
from aza_desktop.intake.fhir_staging import stage
from aza_desktop.intake.fhir_types import ITEMS
from aza_desktop.intake.formats import fhir_ndjson
from aza_desktop.intake.json_text import is_json, is_list, json_bytes, refuse_broken
from aza_desktop.intake.reading import Reading, refusal
from aza_desktop.texts import tr

NAME = "fhir-json"
_MARKED_UP = re.compile(r"\s*<(?:\?xml|!DOCTYPE|\w+[^>]*http://hl7\.org/fhir)", re.IGNORECASE)
_HEAD = 4096


def recognises(content: Content, reading: Reading) -> bool:
    """True for one JSON text of a FHIR resource.

    Raises UserError ``unknown_format`` for XML: of FHIR, only JSON is read.
    """
    with content.open_text() as text:
        head = text.read(_HEAD)
    if _MARKED_UP.match(head.lstrip("\ufeff")):
        raise refusal(
            "unknown_format",
            tr("XML is not read"),
            why=tr("{name} is XML; of FHIR, only JSON is read").format(name=content.name),
            remedy=tr("Export the results as FHIR JSON, HL7 v2, Excel or CSV"),
        )
    return is_json(content) and not fhir_ndjson.recognises(content, reading)


def read(content: Content, reading: Reading) -> IntakeBatch:
    """The resource and everything in it, staged.

    Raises UserError ``unreadable`` for a text that is cut off or broken.
    """
    data = json_bytes(content)
    refuse_broken(content, data)
    listed = ITEMS.decode(data) if is_list(data) else None
    whole = [("", data)]
    resources = (
        whole if listed is None else [(f"item {n}", bytes(r)) for n, r in enumerate(listed, 1)]
    )
    batch = stage(NAME, content, reading, resources)
    if not _rows_in(batch) and not any(kind_of(raw) for _, raw in resources):
        raise refusal(
            "unknown_format",
            tr("The file is no laboratory file that can be read"),
            why=tr("{name} is JSON, but no FHIR resource").format(name=content.name),
            remedy=tr("Export the results as FHIR JSON, HL7 v2, Excel or CSV"),
        )
    return batch


def _rows_in(batch: IntakeBatch) -> int:
    return len(batch.drafts) + len(batch.rejected) + len(batch.held) + batch.ignored
