"""Requests that a named person answers for: courses, phases, doses."""

from __future__ import annotations

from collections.abc import Mapping

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.interactions import ALWAYS_ASKED
from aza_desktop.intake.case_fields import Fields
from aza_desktop.services import courses
from aza_desktop.services.batch.reading import checklist, finish, guard, patient_key
from aza_desktop.services.beside import Beside
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.drug_questions import ANSWERS


def start_course(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    protocol, break_start = fields.text("protocol"), fields.day("break_start")
    reason, confirmed_by = fields.optional_text("reason"), fields.optional_text("confirmed_by")
    questions = checklist(fields.inside("checklist"))
    finish(fields)
    done = courses.start_course(
        clinic, patient, protocol=protocol, break_start=break_start, reason=reason,
        checklist=questions, confirmed_by=confirmed_by, if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return {
        "course": int(done.ids[0]),
        "phase": Phase.ON_BREAK.value,
        "marks": list(done.marks),
        "version": done.version,
    }


def confirm_phase(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    to = Phase(fields.one_of("to", tuple(Phase)))
    on, dose = fields.day("on"), fields.dose("dose_mg")
    confirmed_by, reason = fields.text("confirmed_by"), fields.optional_text("reason")
    relied_on, questions = fields.words("relied_on"), checklist(fields.inside("checklist"))
    asked = _asked(fields)
    finish(fields)
    done = courses.confirm_phase(
        clinic, patient, to=to, on=on, dose_mg=dose, confirmed_by=confirmed_by, reason=reason,
        relied_on=relied_on, checklist=questions, beside=Beside(asked=asked),
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    left = _not_asked(asked) if dose is not None else {}
    return {"phase": to.value, "marks": list(done.marks), "version": done.version, **left}


def confirm_dose(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    on, dose = fields.day("date"), fields.dose("dose_mg")
    confirmed_by, reason = fields.text("confirmed_by"), fields.optional_text("reason")
    asked = _asked(fields)
    finish(fields)
    if dose is None:
        fields.refuse("a dose is needed", at="dose_mg")
    done = courses.confirm_dose(
        clinic, patient, on=on, dose_mg=dose, confirmed_by=confirmed_by, reason=reason,
        beside=Beside(asked=asked), if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return {"marks": list(done.marks), "version": done.version, **_not_asked(asked)}


def _asked(fields: Fields) -> dict[str, str]:
    """Drug -> what the patient said before this dose. The contract's request carries none."""
    given = fields.inside("asked")
    return {drug: given.one_of(drug, ANSWERS) for drug in given.names()}


def _not_asked(asked: Mapping[str, str]) -> dict[str, object]:
    """The drugs that every patient is asked about and that this dose was confirmed without."""
    left = [drug for drug in ALWAYS_ASKED if asked.get(drug, "not_asked") == "not_asked"]
    return {"not_asked": left} if left else {}
