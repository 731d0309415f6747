"""Mapping profiles: what a person confirmed about a laboratory's files, under a name.

A file is recognised by its header line (HL7: by who sends it, FHIR: by the laboratory that it
names). A profile never overrules what a file proves by itself: its answers stand where the file
leaves a question open. A result that comes without an upper limit is given the one that stands with
its laboratory (`laboratories`), for the patient's sex and the day of the sample.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.drafts import DraftPatient, IntakeBatch, ResultDraft
from aza_desktop.clinical.lab_profiles import ConfirmedLimit, LabProfile
from aza_desktop.clinical.laboratories import ClinicLaboratory, ClinicLimit, find_laboratory
from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.clinical.quantities import plain
from aza_desktop.errors import UserError
from aza_desktop.intake.answering import check_answers, lasting, spelled
from aza_desktop.services import rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.laboratories import confirm_limits
from aza_desktop.services.matching import GENERAL
from aza_desktop.services.rights import Role
from aza_desktop.services.written import bad_request
from aza_desktop.storage import lab_profiles as shelf
from aza_desktop.storage import laboratories as laboratory_shelf
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import tr

__all__ = ["ConfirmedLimit", "LabProfile", "keep", "profiles", "remove", "suggested"]

Fill = Callable[[ResultDraft, str | None], ResultDraft]
"""Adds what the profile knows to a draft; the sex is that of the patient, where it is known."""


def profiles(clinic: Clinic) -> tuple[LabProfile, ...]:
    """Every profile of the clinic, by name."""
    with clinic.store.reading() as reading:
        return shelf.profiles(reading)


def named(clinic: Clinic, name: str) -> LabProfile:
    """The profile of that name. Raises UserError ``bad_request``."""
    known = {profile.name: profile for profile in profiles(clinic)}
    if name not in known:
        raise UserError(
            "bad_request",
            tr("There is no such laboratory profile"),
            why=name,
            remedy=tr("Known are: {names}").format(names=", ".join(known) or tr("none yet")),
        )
    return known[name]


def suggested(
    name: str,
    batch: IntakeBatch,
    answers: Mapping[str, str],
    *,
    base: LabProfile | None = None,
) -> LabProfile:
    """A profile made of the answers about a file, to be completed and confirmed by a person.

    base: the profile under which the file was read; its answers stay where nobody gave another.
    The laboratory is the only one that the file names, else that of the profile, else its name.
    """
    before = base or LabProfile(name)
    named = laboratories_of(batch)
    usual = before.laboratory if before.name == name.strip() else None
    return replace(
        before,
        name=name.strip(),
        header=batch.header or before.header,
        laboratory=named[0] if len(named) == 1 else usual or name.strip() or None,
        answers={**before.answers, **lasting(answers)},
    )


def laboratories_of(batch: IntakeBatch) -> tuple[str, ...]:
    """The laboratories that the results of a file name, each once, as they come."""
    names = dict.fromkeys(draft.result.laboratory for draft in batch.drafts)
    return tuple(name for name in names if name)


def keep(
    clinic: Clinic, profile: LabProfile, *, limits: tuple[ClinicLimit, ...] = ()
) -> LabProfile:
    """Confirm the profile in the present user's name; one of that name is replaced.

    limits: what the profile's laboratory prints; they are kept with the laboratory, in the same
    transaction. Raises UserError ``bad_request`` for what cannot be, ``not_allowed`` for limits
    that the user may not answer for, ``conflict`` where another profile has the same header.
    """
    checked = replace(profile, name=profile.name.strip(), answers=lasting(spelled(profile.answers)))
    _check(checked, clinic.analytes)
    told = {limit.analyte for limit in limits}
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        known = {one.name: one for one in shelf.profiles(work.reading)}
        before = known.get(checked.name)
        rights.need(work.reading, clinic.actor, Role.STAFF)
        own = before.limits if before else ()
        checked = replace(
            checked, limits=tuple(limit for limit in own if limit.analyte not in told)
        )
        for other in known.values():
            if checked.header and other.header == checked.header and other.name != checked.name:
                raise UserError(
                    "conflict",
                    tr("Another profile recognises these files"),
                    why=tr("{name} has the same header").format(name=other.name),
                    remedy=tr("Change that one, or remove it first"),
                )
        if before != checked:
            work.entry("import.profile")
            shelf.keep(work, checked)
        if limits:
            name = checked.laboratory or checked.name
            confirm_limits(work, clinic.analytes, name, limits=limits)
        work.commit()
    return checked


def remove(clinic: Clinic, name: str) -> None:
    """The profile is used no more. Raises UserError ``bad_request`` for an unknown name."""
    named(clinic, name)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.ADMINISTRATOR)
        work.entry("import.profile")
        shelf.give_up(work, name)
        work.commit()


def informed(batch: IntakeBatch, profile: LabProfile | None) -> IntakeBatch:
    """The batch under a profile: the laboratory's name, and whose the record numbers are."""
    if profile is None:
        return batch
    drafts = batch.drafts
    held = batch.held
    if profile.number_system is not None:
        known: dict[DraftPatient, DraftPatient] = {}
        system = profile.number_system
        drafts = tuple(replace(d, patient=_of_system(d.patient, system, known)) for d in drafts)
        held = tuple(
            row
            if row.patient is None
            else replace(row, patient=_of_system(row.patient, system, known))
            for row in held
        )
    if profile.laboratory is not None:
        drafts = tuple(
            draft
            if draft.result.laboratory
            else replace(draft, result=replace(draft.result, laboratory=profile.laboratory))
            for draft in drafts
        )
    return replace(batch, drafts=drafts, held=held, profile=profile.name)


def filler(reading: Reading, profile: LabProfile | None) -> Fill | None:
    """Gives results without an upper limit the one that was confirmed for that day and sex.

    It is that of the laboratory which the result names, else of the one that the profile names.
    """
    known = laboratory_shelf.laboratories(reading)
    if not any(one.limits for one in known) and (profile is None or not profile.limits):
        return None
    usual = None if profile is None else profile.laboratory or profile.name

    @cache
    def laboratory_of(named: str | None) -> ClinicLaboratory | None:
        return find_laboratory(known, named or usual)

    @cache
    def limit_of(
        named: str | None, analyte: str, sex: str | None, on: dt.date
    ) -> ClinicLimit | ConfirmedLimit | None:
        laboratory = laboratory_of(named)
        if laboratory is not None and laboratory.keeps(analyte):
            return laboratory.limit(analyte, sex=sex, on=on)
        return None if profile is None else profile.limit(analyte, sex=sex, on=on)

    def fill(draft: ResultDraft, sex: str | None) -> ResultDraft:
        result = draft.result
        if result.uln is not None or draft.withdraws:
            return draft
        limit = limit_of(result.laboratory, result.analyte, sex, result.collected_on)
        if limit is None:
            return draft
        told = replace(result, uln_text=plain(limit.uln), uln=limit.uln, uln_unit=limit.unit)
        return replace(draft, result=told, limit_confirmed=True)

    return fill


def _of_system(
    patient: DraftPatient, system: str, known: dict[DraftPatient, DraftPatient]
) -> DraftPatient:
    if patient not in known:
        numbers = tuple(
            PatientNumber(system, number.value) if number.system == GENERAL else number
            for number in patient.numbers
        )
        known[patient] = replace(patient, numbers=numbers)
    return known[patient]


def _check(profile: LabProfile, analytes: AnalyteCatalogue) -> None:
    if not profile.name:
        raise bad_request(
            tr("A profile needs a name"), tr("the name is empty"), tr("Name the laboratory")
        )
    check_answers(profile.answers, analytes)
