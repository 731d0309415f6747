"""Requests about the clinic itself, and about who a patient is: beyond the contract's own."""

from __future__ import annotations

from decimal import Decimal

from aza_desktop.clinical.diary import Allergies, Allergy, GeneTest
from aza_desktop.clinical.laboratories import ClinicLimit
from aza_desktop.clinical.patient import PatientNumber, Tpmt
from aza_desktop.clinical.quantities import plain
from aza_desktop.intake.case_fields import Fields
from aza_desktop.services import (
    ceilings,
    details,
    identity,
    laboratories,
    merging,
    moving,
    owners,
    samples,
    users,
)
from aza_desktop.services.batch.reading import finish, guard, patient_key
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_id_of, record_of
from aza_desktop.services.written import Written

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
    return _told(
        identity.correct_identity(
            clinic, patient, changes=changes, reason=reason,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def add_number(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, number = patient_key(clinic, fields), guard(fields), _number(fields, "number")
    finish(fields)
    done = identity.add_number(clinic, patient, number, if_version=wish.if_version, key=wish.key)
    return _told(done, number=done.ids[0])


def correct_number(clinic: Clinic, fields: Fields) -> dict[str, object]:
    """The number that names the patient may go: the key is kept beside, where it needs none."""
    patient, wrong = patient_key(clinic, fields), _number(fields, "wrong")
    seen = fields.whole("if_version")
    right = _number(fields, "right") if fields.raw("right") is not None else None
    reason = fields.text("reason")
    finish(fields)
    return _told(
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
    return _told(
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
    return _told(
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
    return _told(
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
    return _told(
        details.answer_drug_question(
            clinic, patient, drug=drug, answer=answer, asked_on=asked_on,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def add_note(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, text = patient_key(clinic, fields), guard(fields), fields.text("text")
    finish(fields)
    return _told(
        details.add_note(clinic, patient, text=text, if_version=wish.if_version, key=wish.key)
    )


def book_test(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, asked = patient_key(clinic, fields), guard(fields), fields.text("request")
    on, place = fields.day("on"), fields.optional_text("place")
    finish(fields)
    return _told(
        samples.book(
            clinic, patient, asked, booked_on=on, place=place,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def close_request(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, asked = patient_key(clinic, fields), guard(fields), fields.text("request")
    outcome, note = fields.text("outcome"), fields.optional_text("note")
    finish(fields)
    return _told(
        samples.close_request(
            clinic, patient, asked, outcome=outcome, note=note,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def mark_told(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    results, on, by = fields.words("results"), fields.day("on"), fields.optional_text("by")
    finish(fields)
    return _told(
        samples.mark_told(
            clinic, patient, results=results, on=on, by=by,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


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
    return _told(done)


def unmerge(clinic: Clinic, fields: Fields) -> dict[str, object]:
    keep, number = patient_key(clinic, fields), fields.text("other")
    reason = fields.text("reason")
    finish(fields)
    others = {one.number: one.patient_id for one in merging.merged_into(clinic, keep)}
    other = others.get(number) or patient_id_of(clinic, number)
    done = merging.unmerge(clinic, keep, other, reason=reason)
    return _told(done, other_version=record_of(clinic, other).version)


def move_course(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    protocol, reason = fields.text("protocol"), fields.text("reason")
    finish(fields)
    return _told(
        moving.move_course(
            clinic, patient, protocol=protocol, reason=reason,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def write_ceiling(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    dose, reason = fields.dose("dose_mg"), fields.text("reason")
    confirmed_by = fields.text("confirmed_by")
    finish(fields)
    if dose is None:
        fields.refuse("a dose is needed", at="dose_mg")
    return _told(
        ceilings.write_ceiling(
            clinic, patient, dose_mg=dose, reason=reason, confirmed_by=confirmed_by,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


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
    return _told(
        details.strike_detail(
            clinic, patient, kind, place=place, reason=reason, if_version=seen, key=key
        )
    )


def list_covers(clinic: Clinic, fields: Fields) -> dict[str, object]:
    finish(fields)
    return {
        "covers": [
            {
                "absent": cover.absent,
                "deputy": cover.deputy,
                "since": cover.since.isoformat(),
                "until": cover.until.isoformat(),
                "active": cover.active,
            }
            for cover in owners.covers(clinic)
        ]
    }


def add_cover(clinic: Clinic, fields: Fields) -> dict[str, object]:
    absent, deputy = fields.text("absent"), fields.text("deputy")
    since, until = fields.day("since"), fields.day("until")
    finish(fields)
    owners.add_cover(clinic, absent=absent, deputy=deputy, since=since, until=until)
    return {"absent": absent, "since": since.isoformat()}


def end_cover(clinic: Clinic, fields: Fields) -> dict[str, object]:
    absent, since = fields.text("absent"), fields.day("since")
    finish(fields)
    owners.end_cover(clinic, absent=absent, since=since)
    return {"absent": absent, "since": since.isoformat()}


def list_laboratories(clinic: Clinic, fields: Fields) -> dict[str, object]:
    finish(fields)
    return {
        "laboratories": [
            {
                "laboratory": one.id,
                "name": one.name,
                "active": one.active,
                "limits": [
                    {
                        "analyte": limit.analyte,
                        "uln": plain(limit.uln),
                        "lln": None if limit.lln is None else plain(limit.lln),
                        "unit": limit.unit,
                        "sex": limit.sex,
                        "valid_from": limit.valid_from.isoformat(),
                        "valid_until": limit.valid_until.isoformat() if limit.valid_until else None,
                    }
                    for limit in one.limits
                ],
            }
            for one in laboratories.laboratories(clinic)
        ]
    }


def add_laboratory(clinic: Clinic, fields: Fields) -> dict[str, object]:
    name = fields.text("name")
    finish(fields)
    return {"laboratory": laboratories.add_laboratory(clinic, name).ids[0]}


def change_laboratory(clinic: Clinic, fields: Fields) -> dict[str, object]:
    given, name = fields.text("laboratory"), fields.optional_text("name")
    active = fields.flag("active") if fields.raw("active") is not None else None
    finish(fields)
    done = laboratories.change_laboratory(clinic, given, name=name, active=active)
    return {"laboratory": done.ids[0]}


def set_limit(clinic: Clinic, fields: Fields) -> dict[str, object]:
    laboratory, given = fields.text("laboratory"), fields.inside("limit")
    finish(fields)
    uln = given.decimal("uln")
    limit = ClinicLimit(
        analyte=given.text("analyte"),
        uln=Decimal() if uln is None else uln,
        unit=given.text("unit"),
        valid_from=given.day("valid_from"),
        sex=given.optional_text("sex"),
        lln=given.decimal("lln"),
        valid_until=given.optional_day("valid_until"),
    )
    given.finish()
    return {"laboratory": laboratories.set_limit(clinic, laboratory, limit).ids[0]}


def end_limit(clinic: Clinic, fields: Fields) -> dict[str, object]:
    laboratory, analyte = fields.text("laboratory"), fields.text("analyte")
    sex, last_day = fields.optional_text("sex"), fields.day("last_day")
    finish(fields)
    done = laboratories.end_limit(clinic, laboratory, analyte, sex=sex, last_day=last_day)
    return {"laboratory": done.ids[0]}


def list_users(clinic: Clinic, fields: Fields) -> dict[str, object]:
    finish(fields)
    return {
        "users": [
            {
                "name": user.name,
                "full_name": user.full_name,
                "roles": list(user.roles),
                "active": user.active,
            }
            for user in users.list_users(clinic)
        ]
    }


def add_user(clinic: Clinic, fields: Fields) -> dict[str, object]:
    name, roles = fields.text("name"), fields.words("roles")
    full_name = fields.optional_text("full_name")
    finish(fields)
    users.add_user(clinic, name, roles=roles, full_name=full_name)
    return {"user": name.strip()}


def change_user(clinic: Clinic, fields: Fields) -> dict[str, object]:
    name, full_name = fields.text("name"), fields.optional_text("full_name")
    roles = fields.words("roles") if fields.raw("roles") is not None else None
    active = fields.flag("active") if fields.raw("active") is not None else None
    finish(fields)
    users.change_user(clinic, name, roles=roles, full_name=full_name, active=active)
    return {"user": name}


def _number(fields: Fields, key: str) -> PatientNumber:
    given = fields.inside(key)
    number = PatientNumber(given.text("system"), given.text("value"))
    given.finish()
    return number


def _told(done: Written, **first: object) -> dict[str, object]:
    return {**first, "marks": list(done.marks), "version": done.version}
