"""Today's list as the JSON of the command-line contract, keys in its order."""

from __future__ import annotations

from decimal import Decimal

from aza_desktop import __version__
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.worklist import ProtocolUse, Worklist, WorklistEntry

SCHEMA = "aza-worklist/1"


def worklist_json(worklist: Worklist) -> dict[str, object]:
    """The list as a JSON-ready object."""
    upcoming = worklist.next
    return {
        "schema": SCHEMA,
        "program": __version__,
        "as_of": worklist.as_of.isoformat(),
        "protocols": [_use(use) for use in worklist.protocols],
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "patients": [_entry(entry) for entry in group.patients],
            }
            for group in worklist.groups
        ],
        "nothing_today": worklist.nothing_today,
        "snoozed": worklist.snoozed,
        "patients": worklist.patients,
        "next": None
        if upcoming is None
        else {"on": upcoming.on.isoformat(), "labs": upcoming.labs},
    }


def dose_json(dose_mg: Decimal | None) -> int | str | None:
    """A dose in mg: an integer when whole, else exact text."""
    if dose_mg is None:
        return None
    return int(dose_mg) if dose_mg == int(dose_mg) else plain(dose_mg)


def _use(use: ProtocolUse) -> dict[str, object]:
    return {
        "id": use.id,
        "version": use.version,
        "sha256": use.sha256,
        "review_status": use.review_status,
        "patients": use.patients,
    }


def _entry(entry: WorklistEntry) -> dict[str, object]:
    reason = entry.reason
    return {
        "number": entry.number,
        "name": entry.name,
        "birth_date": entry.birth_date.isoformat() if entry.birth_date else None,
        "phase": entry.phase,
        "course": entry.course,
        "current_dose_mg": dose_json(entry.current_dose_mg),
        "reason": {
            "code": reason.code,
            "severity": reason.severity.word,
            "on": reason.on.isoformat() if reason.on else None,
            "results": list(reason.results),
            "text": reason.text,
        },
        "also": list(entry.also),
        "days_overdue": entry.days_overdue,
        "snoozed_until": entry.snoozed_until.isoformat() if entry.snoozed_until else None,
    }
