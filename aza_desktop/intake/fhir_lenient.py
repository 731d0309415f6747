"""Resources with a member of the wrong kind, read as far as they can be.

One odd member must not cost a patient's name or a result: it is left out and the rest is kept,
unless the meaning of the result rests on it. Everything stays text until it is read exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from aza_desktop.intake.fhir_types import OBSERVATION, PATIENT, REPORT, Observation, Patient, Report

T = TypeVar("T")

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ITEMS = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])
_WORDS = msgspec.json.Decoder(list[str])
_TELLS = (
    "code", "status", "component", "hasMember", "referenceRange", "dataAbsentReason",
    "value", "effective", "subject",
)  # fmt: skip
"""How the members of an Observation begin on which its meaning rests."""


def lenient_patient(raw: bytes | msgspec.Raw) -> Patient:
    """The patient with the members that can be read.

    Older releases list several family names. Raises DecodeError for a text that is no JSON object.
    """
    members = _MEMBERS.decode(raw)
    if "name" in members:
        members["name"] = msgspec.Raw(_one_family_name(members["name"]))
    return _readable(members, PATIENT, lambda name: False)


def lenient_report(raw: bytes | msgspec.Raw) -> Report:
    """The report with the members that can be read."""
    return _readable(_MEMBERS.decode(raw), REPORT, lambda name: False)


def lenient_observation(raw: bytes | msgspec.Raw) -> Observation:
    """The Observation without odd members beside its meaning.

    Raises DecodeError where a member that carries the meaning cannot be read.
    """
    return _readable(_MEMBERS.decode(raw), OBSERVATION, lambda name: name.startswith(_TELLS))


def _readable(
    members: dict[str, msgspec.Raw], decoder: msgspec.json.Decoder[T], needed: Callable[[str], bool]
) -> T:
    """The resource of those members that the decoder reads; one that is needed must be read."""
    kept: dict[str, msgspec.Raw] = {}
    for name, value in members.items():
        try:
            decoder.decode(msgspec.json.encode({name: value}))
        except msgspec.ValidationError:
            if needed(name):
                raise
        else:
            kept[name] = value
    return decoder.decode(msgspec.json.encode(kept))


def _one_family_name(names: msgspec.Raw) -> bytes:
    """The names with their family names as one text."""
    try:
        items = _ITEMS.decode(names)
    except msgspec.ValidationError:
        return bytes(names)
    for item in items:
        try:
            family = _WORDS.decode(item.get("family", msgspec.Raw(b"null")))
        except msgspec.ValidationError:
            continue
        item["family"] = msgspec.Raw(msgspec.json.encode(" ".join(family)))
    return msgspec.json.encode(items)
