"""JSON as it comes in files: in any encoding of Unicode, perhaps damaged."""

from __future__ import annotations

import re

import msgspec

from aza_desktop.intake.content import Content
from aza_desktop.intake.fhir_types import ANY
from aza_desktop.intake.reading import refusal
from aza_desktop.texts import tr

_SIGN = b'"resourceType"'
_BEGINS = re.compile(rb"\s*(?:\{|\[\s*\{)")
_HEAD = 4096


def json_bytes(content: Content) -> bytes:
    """The text as UTF-8 without a byte order mark, decoded once."""
    known = content.found.get("json")
    if isinstance(known, bytes):
        return known
    data = content.data
    if content.encoding not in ("utf-8", "utf-8-sig"):
        data = data.decode(content.encoding, errors="replace").encode("utf-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    content.found["json"] = data
    return data


def is_json(content: Content) -> bool:
    """True for a JSON object that speaks of FHIR resources, or a list of such objects."""
    data = json_bytes(content)
    return bool(_BEGINS.match(data)) and _SIGN in data


def is_list(data: bytes) -> bool:
    """True for a JSON text that is a list."""
    return data[:_HEAD].lstrip().startswith(b"[")


def is_whole(text: bytes) -> bool:
    """True for one complete JSON text."""
    try:
        ANY.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def refuse_broken(content: Content, data: bytes) -> None:
    """Raises UserError ``unreadable`` when the text is not one whole JSON text."""
    try:
        ANY.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        broken = tr("{name}: {error}").format(name=content.name, error=error)
        raise refusal(
            "unreadable",
            tr("The file is cut off or damaged"),
            why=broken,
            remedy=tr("Export it from the laboratory system again"),
        ) from error
