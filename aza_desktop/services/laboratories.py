"""The clinic's laboratories and the limits that they print. Only an administrator changes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.clinical.laboratories import (
    SEXES,
    ClinicLaboratory,
    ClinicLimit,
    find_laboratory,
)
from aza_desktop.clinical.patient import fold_name
from aza_desktop.errors import UserError
from aza_desktop.services import rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Written, bad_request
from aza_desktop.storage import laboratories as shelf
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.texts import tr

Known = dict[str, ClinicLaboratory]
ADDED, CHANGED, LIMIT = "laboratory.add", "laboratory.change", "laboratory.limit"
Action = Callable[[Known], ClinicLaboratory]
"""Checks and gives the laboratory as it shall be. Raises UserError to refuse."""


def laboratories(clinic: Clinic) -> tuple[ClinicLaboratory, ...]:
    """Every laboratory of the clinic, with every limit that it ever printed."""
    with clinic.store.reading() as reading:
        return shelf.laboratories(reading)


def add_laboratory(clinic: Clinic, name: str) -> Written:
    """A new laboratory, without limits yet. ids: its own."""

    def action(known: Known) -> ClinicLaboratory:
        return ClinicLaboratory(_free_id(name, known), _free_name(name, known, None))

    return _write(clinic, ADDED, action)


def change_laboratory(
    clinic: Clinic, laboratory_id: str, *, name: str | None = None, active: bool | None = None
) -> Written:
    """Another name, or no longer used, or again; None leaves it as it is."""

    def action(known: Known) -> ClinicLaboratory:
        old = _known(known, laboratory_id)
        return replace(
            old,
            name=old.name if name is None else _free_name(name, known, old.id),
            active=old.active if active is None else active,
        )

    return _write(clinic, CHANGED, action)


def set_limit(clinic: Clinic, laboratory_id: str, limit: ClinicLimit) -> Written:
    """What the laboratory prints from a day on; the limit before it stays, ended the day before.

    Results that are recorded keep the limit that was printed with them.
    """
    _check(clinic.analytes, limit)

    def action(known: Known) -> ClinicLaboratory:
        return _known(known, laboratory_id).with_limit(limit)

    return _write(clinic, LIMIT, action)


def end_limit(
    clinic: Clinic, laboratory_id: str, analyte: str, *, sex: str | None, last_day: dt.date
) -> Written:
    """The laboratory prints this limit for the last time on `last_day`."""

    def action(known: Known) -> ClinicLaboratory:
        old = _known(known, laboratory_id)
        fresh = old.without_limit((analyte, sex), last_day=last_day)
        if fresh == old:
            raise bad_request(
                tr("There is no such limit on that day"),
                tr("the laboratory has none of this kind then"),
                tr("Read the list again"),
            )
        return fresh

    return _write(clinic, LIMIT, action)


def take_back(clinic: Clinic, seq: int, *, name: str) -> Written:
    """The laboratory stands again as before an entry; one that was added is used no more.

    name: of the entry that says so. Raises UserError ``not_allowed``, or ``not_offered`` where
    somebody has changed the laboratory since.
    """
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.ADMINISTRATOR)
        before, after = shelf.around(work.reading, seq)
        known = {one.id: one for one in shelf.laboratories(work.reading)}
        if after is None or replace(known[after.id], earlier_names=()) != after:
            raise UserError(
                "not_offered",
                tr("This entry can no longer be taken back"),
                why=tr("the laboratory was changed since"),
                remedy=tr("Set the limit as it should be"),
            )
        work.entry(name)
        shelf.keep(work, before if before is not None else replace(after, active=False))
        work.commit()
    return Written(Changes(frozenset(), frozenset({Topic.LABS})), 0, None, (after.id,))


def confirm_limits(
    work: UnitOfWork, analytes: AnalyteCatalogue, name: str, *, limits: Iterable[ClinicLimit]
) -> ClinicLaboratory:
    """Limits that a person copied from reports of the laboratory, within a write that is open.

    A laboratory that nobody added yet is added. Raises UserError ``not_allowed``, ``bad_request``.
    """
    rights.need(work.reading, work.actor, Role.ADMINISTRATOR)
    known = {one.id: one for one in shelf.laboratories(work.reading)}
    before = find_laboratory(known.values(), name)
    if before is None:
        before = ClinicLaboratory(_free_id(name, known), _free_name(name, known, None))
        work.entry(ADDED)
        shelf.keep(work, before)
    fresh = before
    for limit in limits:
        _check(analytes, limit)
        for each in _told_apart(fresh, limit):
            fresh = fresh.with_limit(each)
    if fresh != before:
        work.entry(LIMIT)
        shelf.keep(work, fresh)
    return fresh


def _told_apart(laboratory: ClinicLaboratory, limit: ClinicLimit) -> tuple[ClinicLimit, ...]:
    """The limit for everybody as one for each sex, where one for a sex would go before it."""
    leads = any(
        one.analyte == limit.analyte
        and one.sex is not None
        and (one.valid_until is None or one.valid_until >= limit.valid_from)
        for one in laboratory.limits
    )
    if limit.sex is not None or not leads:
        return (limit,)
    return tuple(replace(limit, sex=sex) for sex in SEXES)


def _check(analytes: AnalyteCatalogue, limit: ClinicLimit) -> None:
    analyte = analytes.find(limit.analyte)
    if analyte is None or analyte.in_unit(limit.uln, limit.unit) is None:
        raise bad_request(
            tr("This test or its unit is not known"),
            f"{limit.analyte} {limit.unit}",
            tr("Choose a test of the list, and the unit as the laboratory prints it"),
        )
    if limit.uln <= 0 or (limit.lln is not None and not 0 <= limit.lln < limit.uln):
        raise bad_request(
            tr("This limit cannot be"),
            tr("the upper limit is above zero and above the lower one"),
            tr("Copy both from the laboratory's report"),
        )
    if limit.sex is not None and limit.sex not in SEXES:
        raise bad_request(
            tr("A limit is printed for women, for men or for everybody"), limit.sex,
            tr("Known are: {names}").format(names=", ".join(SEXES)),
        )  # fmt: skip
    if limit.valid_until is not None and limit.valid_until < limit.valid_from:
        raise bad_request(
            tr("The end lies before the beginning"),
            tr("the second day is earlier than the first"),
            tr("Correct the dates"),
        )


def _known(known: Known, laboratory_id: str) -> ClinicLaboratory:
    if laboratory_id not in known:
        raise bad_request(
            tr("There is no such laboratory"), tr("nobody added it"), tr("Read the list again")
        )
    return known[laboratory_id]


def _free_name(name: str, known: Known, own: str | None) -> str:
    others = {fold_name(one.name) for one in known.values() if one.id != own}
    if not name.strip() or fold_name(name) in others:
        raise bad_request(
            tr("This name cannot be taken"),
            tr("it is empty, or a laboratory has it"),
            tr("Choose another name"),
        )
    return name.strip()


def _free_id(name: str, known: Known) -> str:
    stem = "-".join("".join(c if c.isalnum() else " " for c in fold_name(name)).split()) or "lab"
    given, number = stem, 1
    while given in known:
        number += 1
        given = f"{stem}-{number}"
    return given


def _write(clinic: Clinic, name: str, action: Action) -> Written:
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.ADMINISTRATOR)
        fresh = action({one.id: one for one in shelf.laboratories(work.reading)})
        work.entry(name)
        shelf.keep(work, fresh)
        work.commit()
    return Written(Changes(frozenset(), frozenset({Topic.LABS})), 0, None, (fresh.id,))
