"""FHIR R4 as NDJSON: a resource on each line, as servers export in bulk."""

from __future__ import annotations

from aza_desktop.clinical.drafts import IntakeBatch
from aza_desktop.intake.content import Content
from aza_desktop.intake.fhir_staging import stage
from aza_desktop.intake.json_text import is_json, is_whole, json_bytes
from aza_desktop.intake.reading import Reading

NAME = "fhir-ndjson"
_AHEAD = 1024


def recognises(content: Content, reading: Reading) -> bool:
    """True for several lines of which the first is a whole resource by itself."""
    if not is_json(content):
        return False
    data = json_bytes(content)
    first = data.find(b"{")
    end = data.find(b"\n", first)
    following = data[end + 1 : end + _AHEAD].lstrip() if end > 0 else b""
    return following.startswith(b"{") and is_whole(data[first:end])


def read(content: Content, reading: Reading) -> IntakeBatch:
    """The resources, staged line by line; a line that is cut off or broken is rejected."""
    lines = enumerate(json_bytes(content).split(b"\n"), 1)
    return stage(NAME, content, reading, lines=lines)
