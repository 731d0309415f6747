"""What a nurse records: results typed by hand, corrections, symptoms, a new patient."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.labs import LabResult, RecordedResult, ResultState, ResultStatus
from aza_desktop.clinical.patient import Identity, PatientFacts
from aza_desktop.clinical.quantities import Comparator, parse_decimal
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.services import corrections, rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.details import check_amounts
from aza_desktop.services.identity import check_new
from aza_desktop.services.reading import file_of, record_of
from aza_desktop.services.written import (
    Wish,
    Write,
    Written,
    bad_request,
    recalled,
    remember,
    write,
)
from aza_desktop.storage import audit, patients, results
from aza_desktop.texts import tr

__all__ = [
    "NewResult",
    "Written",
    "add_patient",
    "add_results",
    "correct_result",
    "preview_results",
    "undo_last",
]

_LABS = frozenset({Topic.LABS})
_ADDED, _CORRECTED = "result.add", "result.correct"


@dataclass(frozen=True, slots=True)
class NewResult:
    """A result as it was typed. id: None lets the record give one."""

    analyte: str
    value_text: str
    comparator: Comparator
    unit: str | None
    uln_text: str | None
    uln_unit: str | None
    collected_on: dt.date
    collected_time: dt.time | None = None
    laboratory: str | None = None
    note: str | None = None
    id: str | None = None
    status: ResultStatus = ResultStatus.FINAL


def add_results(
    clinic: Clinic,
    patient_id: str,
    new: tuple[NewResult, ...],
    *,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Record results typed by hand: all of them or none."""
    if not new:
        raise bad_request(
            tr("There is nothing to save"), tr("no result was given"), tr("Type a value first")
        )

    def action(change: Write) -> tuple[str, ...]:
        typed = _typed(clinic, change.record, new)
        for result in typed:
            results.add(change.work, patient_id, result)
        return tuple(result.id for result in typed)

    content = {"results": [_told(result) for result in new]}
    return write(clinic, patient_id, Wish(_ADDED, _LABS, content, if_version, key), action)


def preview_results(clinic: Clinic, patient_id: str, new: tuple[NewResult, ...]) -> Answer | None:
    """What the rules would say with these results in the record; nothing is saved."""
    record = record_of(clinic, patient_id)
    typed = _typed(clinic, record, new)
    fresh = tuple(RecordedResult(result) for result in typed)
    return file_of(clinic, replace(record, results=(*record.results, *fresh))).answer


def correct_result(
    clinic: Clinic,
    patient_id: str,
    result_id: str,
    *,
    changes: Mapping[str, object],
    reason: str,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """A new version of a result takes the place of the old one, which stays on record.

    changes: fields of `LabResult` with their new values. ids: the new id, then the old one.
    """

    def action(change: Write) -> tuple[str, ...]:
        old = _current(change.record, result_id)
        corrected = _checked(
            clinic,
            replace(
                old,
                **changes,  # type: ignore[arg-type]  # named by field
                id=_next_id(change.record, old.id),
                entered_on=clinic.clock.today(),
            ),
        )
        if _measured(corrected) == _measured(old):
            raise bad_request(
                tr("Nothing would change"),
                tr("the corrected result equals the recorded one"),
                tr("Change the value that is wrong"),
            )
        _replace(change, old, corrected, reason=reason)
        return corrected.id, old.id

    _need_reason(reason)
    content = {"result": result_id, "with": _plain(changes), "reason": reason}
    return write(clinic, patient_id, Wish(_CORRECTED, _LABS, content, if_version, key), action)


def undo_last(clinic: Clinic) -> Written:
    """Take back this user's last entry since the clinic was opened, of whatever kind."""
    return corrections.undo(clinic)


def add_patient(
    clinic: Clinic, identity: Identity, facts: PatientFacts, *, key: str | None = None
) -> Written:
    """Record a new patient. ids: our key. Raises UserError ``bad_request`` for a known number."""
    if not identity.numbers:
        raise bad_request(
            tr("The patient needs a number"), tr("no number was given"), tr("Enter the number")
        )
    check_new(clinic, identity)
    check_amounts(facts.prior_toxic_dose_mg, facts.weight_kg)
    content = {"identity": _plain(identity), "patient": _plain(facts)}
    wish = Wish("patient.add", frozenset({Topic.PATIENT}), content, key=key)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        kept = recalled(work, wish, None)
        if kept is not None:
            return kept
        rights.need(work.reading, clinic.actor, wish.needs)
        if any(patients.with_number(work.reading, one.value) for one in identity.numbers):
            raise bad_request(
                tr("This number is already in use"),
                tr("a patient of this clinic has it"),
                tr("Open that patient, or check the number"),
            )
        patient_id = work.new_key()
        work.entry(wish.action, patient_id=patient_id)
        patients.add(work, identity, facts, patient_id=patient_id)
        changes = Changes(frozenset({patient_id}), wish.topics, 1)
        written = Written(changes, 1, None, (patient_id,))
        remember(work, wish, None, written)
        work.commit()
    return written


def _typed(clinic: Clinic, record: PatientRecord, new: tuple[NewResult, ...]) -> list[LabResult]:
    """The typed results as the record will hold them, each with an id of its own."""
    taken = {recorded.result.id for recorded in record.results}
    typed = []
    for one in new:
        given = one.id
        if given is None:
            given = _free_id(taken)
        elif given in taken:
            raise bad_request(
                tr("This result id is already in use"),
                tr("the patient has a result with it"),
                tr("Leave the id out, or correct the recorded result"),
            )
        taken.add(given)
        result = LabResult(
            id=given,
            analyte=one.analyte,
            value_text=one.value_text.strip(),
            value=parse_decimal(one.value_text),
            comparator=one.comparator,
            unit=one.unit,
            uln_text=one.uln_text,
            uln=None if one.uln_text is None else parse_decimal(one.uln_text),
            uln_unit=one.uln_unit,
            collected_on=one.collected_on,
            collected_time=one.collected_time,
            entered_on=clinic.clock.today(),
            laboratory=one.laboratory,
            status=one.status,
            note=one.note,
        )
        typed.append(_checked(clinic, result))
    return typed


def _checked(clinic: Clinic, result: LabResult) -> LabResult:
    """The result with its numbers read. Raises UserError for what is no result at all."""
    if all(analyte.code != result.analyte for analyte in clinic.analytes.analytes):
        raise bad_request(
            tr("This test is not known"),
            result.analyte,
            tr("Use one of the codes of the list of analytes"),
        )
    value, uln = parse_decimal(result.value_text), parse_decimal(result.uln_text or "")
    if value is None:
        raise bad_request(
            tr("The value is not a number"),
            tr("a result is a plain decimal number, with a point"),
            tr("Enter the number; put < or > into the comparator"),
        )
    if uln is None and result.uln_text is not None:
        raise bad_request(
            tr("The upper limit is not a number"),
            tr("a limit is a plain decimal number, with a point"),
            tr("Enter the number, or leave the limit empty"),
        )
    return replace(result, value=value, uln=uln)


def _current(record: PatientRecord, result_id: str) -> LabResult:
    for recorded in record.results:
        if recorded.result.id == result_id and recorded.state is ResultState.CURRENT:
            return recorded.result
    raise bad_request(
        tr("There is no such result that counts"),
        tr("it is not recorded, or was replaced or struck"),
        tr("Read the results again"),
    )


def _replace(change: Write, old: LabResult, new: LabResult, *, reason: str) -> None:
    key = change.result_keys()[old.id]
    results.supersede(change.work, key, reason=reason)
    results.add(change.work, change.patient_id, new, supersedes=key, reason=reason)


def _next_id(record: PatientRecord, result_id: str) -> str:
    """``r1-alt``, then ``r1-alt.2``, ``r1-alt.3`` ..."""
    taken = {recorded.result.id for recorded in record.results}
    base, _, last = result_id.rpartition(".")
    stem, number = (base, int(last)) if base and last.isdecimal() else (result_id, 1)
    while True:
        number += 1
        if f"{stem}.{number}" not in taken:
            return f"{stem}.{number}"


def _free_id(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"r{number}" in taken:
        number += 1
    return f"r{number}"


def _measured(result: LabResult) -> LabResult:
    return replace(result, id="", entered_on=None)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise bad_request(
            tr("A correction needs a reason"),
            tr("the reason is empty"),
            tr("Say why the recorded result is wrong"),
        )


def _told(result: NewResult) -> dict[str, object]:
    return {name: getattr(result, name) for name in NewResult.__slots__}


def _plain(value: object) -> object:
    """A value as text, the same for the same contents: to tell one wish from another."""
    return audit.canonical(dict(value)) if isinstance(value, Mapping) else repr(value)
