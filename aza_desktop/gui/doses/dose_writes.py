"""What the dose dialog records: a confirmation, a proposal, or the answer to one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels.dose_step import DoseStepModel
from aza_desktop.services import courses, proposals
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
    if model.is_restart:
        written = courses.confirm_phase(
            clinic, model.patient_id, to=Phase.REINTRODUCTION, on=model.first_day,
            dose_mg=Decimal(model.new_dose_mg), confirmed_by=clinic.actor, reason=reason,
            relied_on=relied_on(record_of(clinic, model.patient_id), model.first_day),
            checklist=model.answers, if_version=model.version,
        )  # fmt: skip
    else:
        written = courses.confirm_dose(
            clinic, model.patient_id, on=model.first_day, dose_mg=Decimal(model.new_dose_mg),
            confirmed_by=clinic.actor, reason=reason, if_version=model.version,
        )  # fmt: skip
    if model.proposal_id:
        written = proposals.answer_proposal(
            clinic, model.patient_id, model.proposal_id, answer="accepted", note=reason,
            if_version=written.version,
        )  # fmt: skip
    return written


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
