"""What the dose dialog records: a confirmation, a proposal, or the answer to one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels.dose_step import DoseStepModel
from aza_desktop.services import courses, drug_questions, proposals
from aza_desktop.services.beside import Beside
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import record_of
from aza_desktop.services.written import Written

DOSE = "dose"


def confirm(clinic: Clinic, model: DoseStepModel, reason: str | None) -> Written:
    """Record the change under the present user's name; a proposal of it is then accepted."""
    if model.proposes:
        return proposals.add_proposal(
            clinic, model.patient_id,
            to=Phase.REINTRODUCTION.value if model.is_restart else DOSE,
            dose_mg=Decimal(model.new_dose_mg), note=reason, if_version=model.version,
        )  # fmt: skip
    beside = Beside(asked=model.asked, proposal=model.proposal_id or None)
    if model.is_restart:
        return courses.confirm_phase(
            clinic, model.patient_id, to=Phase.REINTRODUCTION, on=model.first_day,
            dose_mg=Decimal(model.new_dose_mg), confirmed_by=clinic.actor, reason=reason,
            relied_on=relied_on(record_of(clinic, model.patient_id), model.first_day),
            checklist=model.answers, beside=beside, if_version=model.version,
        )  # fmt: skip
    return courses.confirm_dose(
        clinic, model.patient_id, on=model.first_day, dose_mg=Decimal(model.new_dose_mg),
        confirmed_by=clinic.actor, reason=reason, beside=beside, if_version=model.version,
    )  # fmt: skip


def list_drugs(clinic: Clinic, model: DoseStepModel) -> Written:
    """What the patient newly takes is recorded, and no dose: first the marks are to be seen."""
    return drug_questions.record_answers(
        clinic, model.patient_id, model.asked, taken_since=model.taken_since,
        if_version=model.version,
    )  # fmt: skip


def decline(clinic: Clinic, model: DoseStepModel, reason: str) -> Written:
    """The proposal is answered with no."""
    return proposals.answer_proposal(
        clinic, model.patient_id, model.proposal_id, answer="declined", note=reason,
        if_version=model.version,
    )  # fmt: skip


def relied_on(record: PatientRecord, day: dt.date) -> tuple[str, ...]:
    """The latest ALT and AST up to that day: what a restart was judged by."""
    found = []
    for analyte in ("ALT", "AST"):
        known = [
            result
            for result in record.current_results
            if result.analyte == analyte and result.collected_on <= day
        ]
        if known:
            found.append(max(known, key=lambda result: result.collected_on).id)
    return tuple(found)
