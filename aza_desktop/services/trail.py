"""The audit trail as people read it: whole, in its order."""

from __future__ import annotations

import json
from collections.abc import Iterator

from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import audit, patients
from aza_desktop.storage.column_types import instant_text


def trail(clinic: Clinic) -> Iterator[dict[str, object]]:
    """Each entry as JSON: what was added, what ended, and the hashes that bind it."""
    with clinic.store.reading() as reading:
        numbers = patients.first_numbers(reading)
        for entry in audit.entries(reading.connection):
            yield {
                "seq": entry.seq,
                "at": instant_text(entry.at),
                "actor": entry.actor,
                "action": entry.action,
                "patient": numbers.get(entry.patient_id or ""),
                "version": entry.patient_version,
                **json.loads(entry.about),
                "digest": entry.digest,
                "previous": entry.previous,
                "hash": entry.hash,
            }
