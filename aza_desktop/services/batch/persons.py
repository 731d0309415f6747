"""Requests about who a patient is and what is known of them: beyond the contract's own."""

from __future__ import annotations

from aza_desktop.clinical.diary import Allergies, Allergy, GeneTest
from aza_desktop.clinical.patient import PatientNumber, Tpmt
from aza_desktop.intake.case_fields import Fields
from aza_desktop.services import details, identity, merging
from aza_desktop.services.batch.reading import finish, guard, patient_key
from aza_desktop.services.batch.telling import told
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_id_of, record_of

_NAMES = (*identity.NAMES, "sex", "phone")
_FLAGS = ("halves", "splitting")


def correct_identity(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, given = patient_key(clinic, fields), guard(fields), fields.inside("changes")
    reason = fields.optional_text("reason")
    finish(fields)
    changes: dict[str, object] = {
        name: (given.optional_text(name) or "").strip() or None
        for name in _NAMES
        if given.has(name)
    }
    if given.has("birth_date"):
        changes["birth_date"] = given.optional_day("birth_date")
    given.finish()
    return told(
        identity.correct_identity(
            clinic, patient, changes=changes, reason=reason,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def add_number(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, number = patient_key(clinic, fields), guard(fields), _number(fields, "number")
    finish(fields)
    done = identity.add_number(clinic, patient, number, if_version=wish.if_version, key=wish.key)
    return told(done, number=done.ids[0])


def correct_number(clinic: Clinic, fields: Fields) -> dict[str, object]:
    """The number that names the patient may go: the key is kept beside, where it needs none."""
    patient, wrong = patient_key(clinic, fields), _number(fields, "wrong")
    seen = fields.whole("if_version")
    right = _number(fields, "right") if fields.raw("right") is not None else None
    reason = fields.text("reason")
    finish(fields)
    return told(
        identity.correct_number(
            clinic, patient, wrong, right=right, reason=reason,
            if_version=seen,
        )
    )  # fmt: skip


def change_details(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, given = patient_key(clinic, fields), guard(fields), fields.inside("changes")
    reason = fields.optional_text("reason")
    finish(fields)
    changes: dict[str, object] = {name: given.flag(name) for name in _FLAGS if given.has(name)}
    if given.has("indication"):
        changes["indication"] = given.optional_text("indication")
    if given.has("prior_toxic_dose_mg"):
        changes["prior_toxic_dose_mg"] = given.dose("prior_toxic_dose_mg")
    if given.has("tablets_mg"):
        changes["tablets_mg"] = given.doses("tablets_mg")
    given.finish()
    return told(
        details.change_details(
            clinic, patient, changes=changes, reason=reason,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def add_gene_test(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    test = GeneTest(
        fields.one_of("gene", details.GENES),
        fields.one_of("phenotype", tuple(Tpmt)),
        fields.optional_text("method"),
        fields.optional_text("value"),
        fields.optional_text("unit"),
        fields.optional_day("tested_on"),
    )
    finish(fields)
    return told(
        details.add_gene_test(clinic, patient, test, if_version=wish.if_version, key=wish.key)
    )


def set_allergies(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    state = fields.one_of("state", details.ALLERGY_STATES)
    items = []
    for one in fields.each("items"):
        items.append(Allergy(one.text("substance"), one.optional_text("reaction")))
        one.finish()
    finish(fields)
    return told(
        details.set_allergies(
            clinic, patient, Allergies(state, tuple(items)),
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def answer_drug_question(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, drug = patient_key(clinic, fields), guard(fields), fields.text("drug")
    answer = fields.one_of("answer", details.ASKED)
    asked_on = fields.optional_day("asked_on")
    finish(fields)
    return told(
        details.answer_drug_question(
            clinic, patient, drug=drug, answer=answer, asked_on=asked_on,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def add_note(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, text = patient_key(clinic, fields), guard(fields), fields.text("text")
    finish(fields)
    return told(
        details.add_note(clinic, patient, text=text, if_version=wish.if_version, key=wish.key)
    )


def strike_detail(clinic: Clinic, fields: Fields) -> dict[str, object]:
    """Weights, gene tests and notes have no id that people see: `place` counts from 0."""
    patient, seen = patient_key(clinic, fields), fields.whole("if_version")
    kind = fields.one_of("kind", details.STRUCK_DETAILS)
    place, reason = fields.whole("place"), fields.text("reason")
    key = guard(fields).key
    finish(fields)
    if place is None:
        fields.refuse("a place is needed", at="place")
    if seen is None:
        fields.refuse("the version last seen is needed, for a place says nothing alone", at="place")
    return told(
        details.strike_detail(
            clinic, patient, kind, place=place, reason=reason, if_version=seen, key=key
        )
    )


def merge(clinic: Clinic, fields: Fields) -> dict[str, object]:
    """`other` goes into `patient`. if_version, other_version: of both, or of neither."""
    keep, other = patient_key(clinic, fields), patient_id_of(clinic, fields.text("other"))
    seen, other_seen = fields.whole("if_version"), fields.whole("other_version")
    given = fields.inside("choices")
    choices = {name: given.one_of(name, (merging.KEEP, merging.OTHER)) for name in given.names()}
    reason = fields.text("reason")
    finish(fields)
    if (seen is None) is not (other_seen is None):
        fields.refuse("the versions of both are needed", at="other_version")
    versions = None if seen is None or other_seen is None else (seen, other_seen)
    done = merging.merge(clinic, keep, other, choices=choices, reason=reason, if_versions=versions)
    return told(done)


def unmerge(clinic: Clinic, fields: Fields) -> dict[str, object]:
    keep, number = patient_key(clinic, fields), fields.text("other")
    reason = fields.text("reason")
    finish(fields)
    others = {one.number: one.patient_id for one in merging.merged_into(clinic, keep)}
    other = others.get(number) or patient_id_of(clinic, number)
    done = merging.unmerge(clinic, keep, other, reason=reason)
    return told(done, other_version=record_of(clinic, other).version)


def _number(fields: Fields, key: str) -> PatientNumber:
    given = fields.inside(key)
    number = PatientNumber(given.text("system"), given.text("value"))
    given.finish()
    return number
