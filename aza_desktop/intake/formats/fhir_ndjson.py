"""FHIR R4 as NDJSON: a resource on each line, as servers export in bulk."""

from __future__ import annotations

from aza_desktop.clinical.drafts import IntakeBatch
from aza_desktop.intake.content import Content
from aza_desktop.intake.fhir_reading import FhirFile
from aza_desktop.intake.fhir_staging import stage
from aza_desktop.intake.json_text import is_json, is_whole, json_bytes
from aza_desktop.intake.reading import Reading

NAME = "fhir-ndjson"


def recognises(content: Content, reading: Reading) -> bool:
    """True for several lines of which the first is a whole resource by itself."""
    if not is_json(content):
        return False
    lines = json_bytes(content).lstrip().split(b"\n", 2)
    following = b"".join(lines[1:]).strip()
    return following.startswith(b"{") and is_whole(lines[0])


def read(content: Content, reading: Reading) -> IntakeBatch:
    """The resources, staged line by line; a line that is cut off or broken is rejected."""
    file = FhirFile()
    for number, line in enumerate(json_bytes(content).split(b"\n"), 1):
        if line.strip():
            file.take(line, f"line {number}")
    return stage(NAME, content, reading, file)
