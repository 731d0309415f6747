"""Requests that record a patient, or something about one."""

from __future__ import annotations

from aza_desktop.clinical.diary import DecisionType
from aza_desktop.intake.case_fields import Fields
from aza_desktop.services import diary, recording
from aza_desktop.services.batch import reading
from aza_desktop.services.batch.reading import finish, guard, patient_key
from aza_desktop.services.batch.telling import told
from aza_desktop.services.clinic import Clinic


def add_patient(clinic: Clinic, fields: Fields) -> dict[str, object]:
    identity = reading.identity(fields.inside("identity"))
    facts, wish = reading.patient_facts(fields.inside("patient")), guard(fields)
    finish(fields)
    done = recording.add_patient(clinic, identity, facts, key=wish.key)
    return {"patient": identity.number, "version": done.version}


def add_symptom(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, code = patient_key(clinic, fields), guard(fields), fields.text("code")
    onset, resolved = fields.day("onset"), fields.optional_day("resolved")
    note = fields.optional_text("note")
    finish(fields)
    done = diary.add_symptom(
        clinic, patient, code, onset_on=onset, resolved_on=resolved, note=note,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, symptom=done.ids[0])


def resolve_symptom(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    symptom, resolved = fields.text("symptom"), fields.day("resolved")
    finish(fields)
    done = diary.resolve_symptom(
        clinic, patient, symptom, resolved_on=resolved, if_version=wish.if_version, key=wish.key
    )
    return told(done)


def add_comedication(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, name = patient_key(clinic, fields), guard(fields), fields.text("name")
    start, last_day = fields.day("start"), fields.optional_day("last_day")
    finish(fields)
    done = diary.add_comedication(
        clinic, patient, name, start_on=start, last_day=last_day,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    drug = diary.recognised_as(clinic, patient, name)
    return told(done, comedication=done.ids[0], recognised_as=drug)


def end_comedication(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    drug, last_day = fields.text("comedication"), fields.day("last_day")
    finish(fields)
    done = diary.end_comedication(
        clinic, patient, drug, last_day=last_day, if_version=wish.if_version, key=wish.key
    )
    return told(done)


def hold_dose(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    since, until = fields.day("from"), fields.optional_day("to")
    reason = fields.optional_text("reason")
    finish(fields)
    done = diary.hold_dose(
        clinic, patient, since=since, until=until, reason=reason,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done)


def report_day(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, on = patient_key(clinic, fields), guard(fields), fields.day("on")
    state = fields.one_of("state", ("taken", "missed", "held"))
    finish(fields)
    done = diary.report_day(
        clinic, patient, on=on, state=state, if_version=wish.if_version, key=wish.key
    )
    return told(done)


def record_decision(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    kind = DecisionType(fields.one_of("type", tuple(DecisionType)))
    results, on = fields.words("results"), fields.day("date")
    decided_by, reason = fields.text("decided_by"), fields.optional_text("reason")
    finish(fields)
    done = diary.record_decision(
        clinic, patient, kind, on=on, results=results, decided_by=decided_by, reason=reason,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return told(done, decision=done.ids[0])
