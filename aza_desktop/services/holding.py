"""The holding tray: rows of laboratory files that wait for a person, across all imports.

A row leaves the tray when its question is answered: ``open_file(clinic, row.import_id)`` reads the
kept file again and shows it as an import does, with candidates and questions; ``imports.again``
with answers and ``imports.take_in`` take the rows in under the same file, hash and place, and what
is known already is a duplicate. Or it is dismissed, with a reason that stays readable.
"""

from __future__ import annotations

from collections.abc import Iterable

from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.errors import UserError
from aza_desktop.services import imports, mapping_profiles, rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.imports import ImportOptions, Staged, Watch
from aza_desktop.services.rights import Role
from aza_desktop.services.written import bad_request
from aza_desktop.storage import holding as shelf
from aza_desktop.storage.holding import KeptImport, KeptRow
from aza_desktop.texts import tr

__all__ = ["KeptImport", "KeptRow", "dismiss", "dismissed", "open_file", "waiting"]


def waiting(clinic: Clinic) -> tuple[KeptRow, ...]:
    """The rows that wait, in the order in which their files came."""
    with clinic.store.reading() as reading:
        return shelf.waiting(reading)


def dismissed(clinic: Clinic) -> tuple[KeptRow, ...]:
    """The rows that were dismissed: by whom, when and why."""
    with clinic.store.reading() as reading:
        return shelf.dismissed(reading)


def open_file(
    clinic: Clinic, import_id: str, *, data: bytes | None = None, watch: Watch | None = None
) -> Staged:
    """The file of a waiting row as a preview, under the answers that were given before.

    data: the file itself, for one that was too large to be kept. Raises UserError ``bad_request``
    where there is none, or where it is another file.
    """
    with clinic.store.reading() as reading:
        known = {one.id: one for one in shelf.imports(reading)}
        if import_id not in known:
            raise bad_request(
                tr("There is no such import"), tr("nothing of it is recorded"), tr("Read the list")
            )
        kept = known[import_id]
        content = data if data is not None else shelf.kept_file(reading, kept.sha256)
    if content is None:
        raise bad_request(
            tr("This file was not kept"),
            tr("it is larger than what the record keeps"),
            tr("Choose the file again"),
        )
    profiles = {profile.name for profile in mapping_profiles.profiles(clinic)}
    options = ImportOptions(
        profile=kept.profile if kept.profile in profiles else None,
        answers=kept.told.get("answers", {}),
    )
    staged = imports.stage_bytes(
        clinic, kept.file, content, options=options, watch=watch, listing=True
    )
    if staged.batch.sha256 != kept.sha256:
        raise bad_request(
            tr("This is another file"),
            tr("its content is not the one that was imported"),
            tr("Import it as a file of its own"),
        )
    return staged


def dismiss(clinic: Clinic, rows: Iterable[str], *, reason: str) -> Changes:
    """These rows wait no more. rows: their ids. The reason stays on record with each.

    Raises UserError ``bad_request`` for a row that does not wait, or without a reason.
    """
    wanted = tuple(dict.fromkeys(rows))
    if not reason.strip():
        raise bad_request(
            tr("Dismissing a row needs a reason"),
            tr("the reason is empty"),
            tr("Say why the row is not wanted"),
        )
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.STAFF)
        known = {row.id: row for row in shelf.waiting(work.reading)}
        if not wanted or any(row not in known for row in wanted):
            raise UserError(
                "bad_request",
                tr("This row does not wait"),
                why=tr("it was taken in or dismissed already"),
                remedy=tr("Read the list again"),
            )
        by_patient: dict[str | None, list[KeptRow]] = {}
        for row in wanted:
            by_patient.setdefault(known[row].patient_id, []).append(known[row])
        for patient_id, kept in by_patient.items():
            work.entry("import.dismiss", patient_id=patient_id)
            for one in kept:
                shelf.dismiss(work, one, why=reason.strip())
        work.commit()
    return Changes(frozenset(filter(None, by_patient)), frozenset({Topic.LABS}))
