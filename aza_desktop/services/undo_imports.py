"""A whole import taken back as one: nothing is deleted, everything stands as it was before it.

What it stored counts as entered in error, what it replaced or withdrew is told again, patients whom
it made are on no list any more. The same file can be imported again afterwards.
"""

from __future__ import annotations

from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.errors import UserError
from aza_desktop.services import rights
from aza_desktop.services.case_report import FORMAT as CASES
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.corrections import RESTS
from aza_desktop.services.rights import Role
from aza_desktop.services.written import bad_request
from aza_desktop.storage import holding as shelf
from aza_desktop.storage import tables as t
from aza_desktop.storage import undoing
from aza_desktop.storage.holding import KeptImport
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import tr

__all__ = ["KeptImport", "imports", "undo_import", "why_not"]

_TABLES = (t.results, t.patient_numbers, t.patient_names, t.patient_details)


def imports(clinic: Clinic) -> tuple[KeptImport, ...]:
    """Every file that was taken in, the latest first."""
    with clinic.store.reading() as reading:
        return shelf.imports(reading)


def why_not(clinic: Clinic, import_id: str) -> str:
    """Why the import cannot be taken back now; empty when it can."""
    with clinic.store.reading() as reading:
        return _hindrance(reading, import_id)


def undo_import(clinic: Clinic, import_id: str, *, reason: str) -> Changes:
    """Take the import back, all of it or nothing.

    Raises UserError ``not_offered`` where something later rests on it, ``bad_request`` without a
    reason.
    """
    if not reason.strip():
        raise bad_request(
            tr("Taking an import back needs a reason"),
            tr("the reason is empty"),
            tr("Say what was wrong with it"),
        )
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.STAFF)
        hindrance = _hindrance(work.reading, import_id)
        if hindrance:
            raise UserError(
                "not_offered",
                tr("This import cannot be taken back"),
                why=hindrance,
                remedy=tr("Strike single results, or take the later entries back first"),
            )
        entries = shelf.entries_of(work.reading, import_id)
        whose = shelf.patients_of(work.reading, entries)
        for entry in entries:
            work.entry("import.undo", patient_id=whose[entry])
            undoing.take_back(work, entry, reason=reason.strip(), tables=_TABLES)
        work.entry("import.undo")
        shelf.mark_undone(work, import_id, why=reason.strip())
        work.commit()
    return Changes(frozenset(whose.values()), frozenset({Topic.LABS, Topic.PATIENT}))


def _hindrance(reading: Reading, import_id: str) -> str:
    known = {one.id: one for one in shelf.imports(reading)}
    if import_id not in known:
        return tr("nothing of it is recorded")
    if known[import_id].undone:
        return tr("it was taken back already")
    if known[import_id].format == CASES:
        return tr("whole patients are not taken back in one")
    entries = shelf.entries_of(reading, import_id)
    ended = shelf.ended_later(reading, import_id, entries)
    if ended:
        return tr("{n} of its results were replaced, struck or moved since").format(n=ended)
    whose = shelf.patients_of(reading, entries)
    made = shelf.made_by(reading, import_id)
    rests: set[str] = set()
    for action, patients in shelf.later_actions(reading, whose).items():
        rests |= patients if action in RESTS else patients & made
    if rests:
        return tr("{n} of its patients were worked on since").format(n=len(rests))
    return ""
