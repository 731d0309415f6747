"""Requests of the workflow: courses, contacts, samples, answers to marks, proposals, corrections.

They go beyond the contract, whose requests stay as they are.
"""

from __future__ import annotations

from aza_desktop.intake.case_fields import Fields
from aza_desktop.services import (
    answering,
    ceilings,
    contacts,
    corrections,
    details,
    moving,
    owners,
    proposals,
    samples,
    stepping,
)
from aza_desktop.services.batch.reading import finish, guard, patient_key
from aza_desktop.services.batch.telling import told
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_id_of


def stop(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, on = patient_key(clinic, fields), guard(fields), fields.day("on")
    reason, by = fields.text("reason"), fields.optional_text("recorded_by")
    finish(fields)
    return told(
        stepping.stop_now(
            clinic, patient, on=on, reason=reason, recorded_by=by,
            if_version=wish.if_version, key=wish.key,
        ),
        phase="stopped",
    )  # fmt: skip


def resume(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    since, last_day, by = fields.day("since"), fields.day("last_day"), fields.text("confirmed_by")
    finish(fields)
    return told(
        stepping.resume(
            clinic, patient, since=since, last_day=last_day, confirmed_by=by,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def add_contact(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, on = patient_key(clinic, fields), guard(fields), fields.day("on")
    outcome, by, text = (
        fields.text("outcome"),
        fields.optional_text("by"),
        fields.optional_text("text"),
    )
    way, next_on, about = (
        fields.optional_text("way"),
        fields.optional_day("next_on"),
        fields.words("about"),
    )
    finish(fields)
    done = contacts.add_contact(
        clinic, patient, on=on, outcome=outcome, by=by, text=text, way=way, next_on=next_on,
        about=about, if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, contact=done.ids[0])


def acknowledge(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, code = patient_key(clinic, fields), guard(fields), fields.text("code")
    reason_code, reason = fields.text("reason_code"), fields.optional_text("reason")
    finish(fields)
    done = answering.acknowledge(
        clinic, patient, code, reason_code=reason_code, reason=reason,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, answer=done.ids[0])


def override(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, code = patient_key(clinic, fields), guard(fields), fields.text("code")
    reason, until = fields.text("reason"), fields.day("until")
    finish(fields)
    done = answering.override(
        clinic, patient, code, reason=reason, until=until,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, answer=done.ids[0])


def snooze(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, group = patient_key(clinic, fields), guard(fields), fields.text("group")
    until, reason = fields.day("until"), fields.text("reason")
    finish(fields)
    done = answering.snooze(
        clinic, patient, group=group, until=until, reason=reason,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, answer=done.ids[0])


def add_proposal(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, to = patient_key(clinic, fields), guard(fields), fields.text("to")
    dose, waits_for = fields.dose("dose_mg"), fields.optional_text("waits_for")
    note = fields.optional_text("note")
    finish(fields)
    done = proposals.add_proposal(
        clinic, patient, to=to, dose_mg=dose, waits_for=waits_for, note=note,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, proposal=done.ids[0])


def answer_proposal(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, proposal = patient_key(clinic, fields), guard(fields), fields.text("proposal")
    answer, note = fields.text("answer"), fields.optional_text("note")
    finish(fields)
    return told(
        proposals.answer_proposal(
            clinic, patient, proposal, answer=answer, note=note,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def request_test(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, tests = patient_key(clinic, fields), guard(fields), fields.words("tests")
    laboratory, due_by = fields.optional_text("laboratory"), fields.optional_day("due_by")
    note = fields.optional_text("note")
    finish(fields)
    done = samples.request(
        clinic, patient, tests=tests, laboratory=laboratory, due_by=due_by, note=note,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, request=done.ids[0])


def take_sample(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, on = patient_key(clinic, fields), guard(fields), fields.day("on")
    tests, place = fields.words("tests"), fields.optional_text("place")
    laboratory, asked = fields.optional_text("laboratory"), fields.optional_text("request")
    note = fields.optional_text("note")
    finish(fields)
    done = samples.take_sample(
        clinic, patient, taken_on=on, tests=tests, place=place, laboratory=laboratory,
        request_id=asked, note=note, if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, sample=done.ids[0])


def mark_read(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    results, on, by = fields.words("results"), fields.day("on"), fields.optional_text("by")
    finish(fields)
    return told(
        samples.mark_read(
            clinic, patient, results=results, on=on, by=by,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def set_owner(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, owner = patient_key(clinic, fields), guard(fields), fields.text("owner")
    finish(fields)
    return told(
        owners.set_owner(clinic, patient, owner=owner, if_version=wish.if_version, key=wish.key)
    )


def add_weight(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, on = patient_key(clinic, fields), guard(fields), fields.day("on")
    kg = fields.decimal("kg")
    finish(fields)
    if kg is None:
        fields.refuse("a weight is needed", at="kg")
    return told(
        details.add_weight(clinic, patient, on=on, kg=kg, if_version=wish.if_version, key=wish.key)
    )


def strike(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, kind = patient_key(clinic, fields), guard(fields), fields.text("kind")
    entry, reason = fields.text("entry"), fields.text("reason")
    finish(fields)
    return told(
        corrections.strike(
            clinic, patient, kind, given_id=entry, reason=reason,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def move_result(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, result = patient_key(clinic, fields), guard(fields), fields.text("result")
    to, reason = fields.text("to"), fields.text("reason")
    finish(fields)
    done = corrections.move_result(
        clinic, patient, result, to_patient=patient_id_of(clinic, to), reason=reason,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, result=done.ids[0], **done.more)


def undo(clinic: Clinic, fields: Fields) -> dict[str, object]:
    finish(fields)
    return told(corrections.undo(clinic))


def book_test(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, asked = patient_key(clinic, fields), guard(fields), fields.text("request")
    on, place = fields.day("on"), fields.optional_text("place")
    finish(fields)
    return told(
        samples.book(
            clinic, patient, asked, booked_on=on, place=place,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def close_request(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, asked = patient_key(clinic, fields), guard(fields), fields.text("request")
    outcome, note = fields.text("outcome"), fields.optional_text("note")
    finish(fields)
    return told(
        samples.close_request(
            clinic, patient, asked, outcome=outcome, note=note,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def mark_told(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    results, on, by = fields.words("results"), fields.day("on"), fields.optional_text("by")
    finish(fields)
    return told(
        samples.mark_told(
            clinic, patient, results=results, on=on, by=by,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip


def move_course(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    protocol, reason = fields.text("protocol"), fields.text("reason")
    finish(fields)
    return told(
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
    return told(
        ceilings.write_ceiling(
            clinic, patient, dose_mg=dose, reason=reason, confirmed_by=confirmed_by,
            if_version=wish.if_version, key=wish.key,
        )
    )  # fmt: skip
