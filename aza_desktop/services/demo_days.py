"""The demo clinic's patients on a chosen day: every date moves with it, so that it never ages.

Pure, save for reading the resource. Who the patients are does not move: birth dates stay.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.intake.cases import read_case
from aza_desktop.paths import resources_folder

STAYS = frozenset({"birth_date"})
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2})?)?", re.ASCII)


def demo_document(day: dt.date) -> dict[str, object]:
    """The demo's ``aza-cases/1`` file, as if its reference day were `day`."""
    path = resources_folder() / "demo/demo.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    reference = dt.date.fromisoformat(document["reference_day"])
    return cast(dict[str, object], shifted(document, days=(day - reference).days))


def demo_vectors(day: dt.date) -> tuple[Mapping[str, object], ...]:
    """The demo's patients, one whole-patient case each."""
    return tuple(cast(list[Mapping[str, object]], demo_document(day)["vectors"]))


def demo_records(day: dt.date) -> tuple[PatientRecord, ...]:
    """The demo's patients as records, without any database; their key is their number."""
    records = (read_case(vector).record for vector in demo_vectors(day))
    return tuple(replace(record, id=record.identity.number, version=1) for record in records)


def shifted(value: object, *, days: int) -> object:
    """A JSON value with every date and local date-time moved by whole days; the hour stays.

    Only a text that is a date and nothing else is moved.
    """
    if isinstance(value, dict):
        return {k: v if k in STAYS else shifted(v, days=days) for k, v in value.items()}
    if isinstance(value, list):
        return [shifted(item, days=days) for item in value]
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    moved = add_days(dt.date.fromisoformat(match[1]), days)
    return f"{moved.isoformat()}{match[2] or ''}"
