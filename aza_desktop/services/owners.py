"""Who looks after a patient, and who does so while that person is away."""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.answers import Cover, Owner
from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.services import covering, rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Wish, Write, Written, bad_request, write
from aza_desktop.storage import people, workflow
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import tr


def set_owner(
    clinic: Clinic,
    patient_id: str,
    *,
    owner: str,
    note: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """From today the user `owner` looks after the patient; an empty name means nobody."""

    def action(change: Write) -> tuple[str, ...]:
        if owner:
            _need_user(change.work.reading, owner)
        workflow.set_owner(change.work, patient_id, Owner(owner, clinic.clock.today(), note))
        return ()

    content = {"owner": owner, "note": note}
    wish = Wish("owner.set", frozenset({Topic.PATIENT}), content, if_version, key)
    return write(clinic, patient_id, wish, action)


def add_cover(
    clinic: Clinic, *, absent: str, deputy: str, since: dt.date, until: dt.date
) -> Written:
    """While `absent` is away, both days included, `deputy` looks after his or her patients."""
    return _write_cover(clinic, Cover(absent, deputy, since, until))


def end_cover(clinic: Clinic, *, absent: str, since: dt.date) -> Written:
    """The leave that began on that day is called off."""
    for cover in covers(clinic):
        if (cover.absent, cover.since) == (absent, since):
            return _write_cover(
                clinic, Cover(absent, cover.deputy, since, cover.until, active=False)
            )
    raise bad_request(tr("There is no such leave"), absent, tr("Read the list again"))


def covers(clinic: Clinic) -> tuple[Cover, ...]:
    """Every leave with its deputy, oldest first."""
    with clinic.store.reading() as reading:
        return people.covers(reading)


def responsible(clinic: Clinic, record: PatientRecord, *, on: dt.date) -> str | None:
    """The user who looks after the patient on that day: the owner, or the deputy."""
    return covering.responsible(record.owner, covers(clinic), on=on)


def _write_cover(clinic: Clinic, cover: Cover) -> Written:
    if cover.until < cover.since or cover.absent == cover.deputy:
        raise bad_request(
            tr("This leave cannot be"),
            tr("it ends before it begins, or nobody else covers it"),
            tr("Correct the days or the deputy"),
        )
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        needed = Role.STAFF if clinic.actor == cover.absent else Role.ADMINISTRATOR
        rights.need(work.reading, clinic.actor, needed)
        _need_user(work.reading, cover.absent)
        _need_user(work.reading, cover.deputy)
        work.entry("cover.set")
        people.add_cover(work, cover)
        work.commit()
    return Written(Changes(frozenset(), frozenset({Topic.PATIENT})), 0, None, ())


def _need_user(reading: Reading, name: str) -> None:
    if not any(user.name == name and user.active for user in people.users(reading)):
        raise bad_request(tr("There is no such user"), name, tr("Read the list again"))
