"""Mapping profiles: what a person confirmed about a laboratory's files, under a name.

A file is recognised by its header line (HL7: by who sends it, FHIR: by the laboratory that it
names). A profile never overrules what a file proves by itself: its answers stand where the file
leaves a question open, its upper limits where a result comes without one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.drafts import DraftPatient, IntakeBatch, ResultDraft
from aza_desktop.clinical.lab_profiles import ConfirmedLimit, LabProfile
from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.clinical.quantities import plain
from aza_desktop.errors import UserError
from aza_desktop.intake.answering import check_answers, lasting, spelled
from aza_desktop.services import rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.matching import GENERAL
from aza_desktop.services.rights import Role
from aza_desktop.services.written import bad_request
from aza_desktop.storage import lab_profiles as shelf
from aza_desktop.texts import tr

__all__ = ["ConfirmedLimit", "LabProfile", "keep", "profiles", "remove", "suggested"]

SEXES = (None, "female", "male")
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
    """
    before = base or LabProfile(name)
    return replace(
        before,
        name=name.strip(),
        header=batch.header or before.header,
        answers={**before.answers, **lasting(answers)},
    )


def keep(clinic: Clinic, profile: LabProfile) -> LabProfile:
    """Confirm the profile in the present user's name; one of that name is replaced.

    Raises UserError ``bad_request`` for what cannot be, ``not_allowed`` where limits change and the
    user may not answer for them, ``conflict`` where another profile has the same header.
    """
    checked = replace(profile, name=profile.name.strip(), answers=lasting(spelled(profile.answers)))
    _check(checked, clinic.analytes)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        known = {one.name: one for one in shelf.profiles(work.reading)}
        before = known.get(checked.name)
        if checked.limits != (before.limits if before else ()):
            rights.need(work.reading, clinic.actor, Role.ADMINISTRATOR)
        else:
            rights.need(work.reading, clinic.actor, Role.STAFF)
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


def filler(profile: LabProfile | None) -> Fill | None:
    """Gives results without an upper limit the one that was confirmed for that day and sex."""
    if profile is None or not profile.limits:
        return None

    def fill(draft: ResultDraft, sex: str | None) -> ResultDraft:
        result = draft.result
        if result.uln is not None or draft.withdraws:
            return draft
        limit = profile.limit(result.analyte, sex=sex, on=result.collected_on)
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
    for limit in profile.limits:
        analyte = analytes.find(limit.analyte)
        known = analyte is not None and analyte.in_unit(limit.uln, limit.unit) is not None
        first, last = limit.valid_from, limit.valid_until
        backwards = first is not None and last is not None and last < first
        if not known or limit.uln <= 0 or limit.sex not in SEXES or backwards:
            raise bad_request(
                tr("This upper limit cannot be"),
                f"{limit.analyte} {plain(limit.uln)} {limit.unit}",
                tr("Copy value, unit, sex and dates from a report of the laboratory"),
            )
