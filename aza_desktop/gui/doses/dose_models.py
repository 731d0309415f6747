"""What the dose dialog shows, with what only the services know: rights, overrides, tablets."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from aza_desktop.clinical.diary import Proposal
from aza_desktop.gui.viewmodels.dose_step import DoseStepModel, build_dose_step
from aza_desktop.services import rights
from aza_desktop.services.answering import live_overrides
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.doses import tablets_text
from aza_desktop.services.reading import PatientFile, file_of
from aza_desktop.services.rights import Role
from aza_desktop.texts import tr


def dose_model(
    clinic: Clinic,
    file: PatientFile,
    *,
    on: dt.date | None = None,
    dose_mg: Decimal | None = None,
    proposal: Proposal | None = None,
    even_refused: bool = False,
) -> DoseStepModel | None:
    """The change of dose from a day on, as the present user may confirm or propose it.

    on: its first day; None for the day of the file. None where the protocol offers nothing,
    unless even_refused: then the model says why.
    """
    if on is not None and on != file.as_of:
        file = file_of(clinic, file.record, as_of=on)
    overridden = {
        answer.code: tr("{code}, by {who}: {reason}").format(
            code=answer.code, who=answer.by, reason=answer.reason or ""
        )
        for answer in live_overrides(file)
    }
    return build_dose_step(
        file,
        dose_mg=dose_mg,
        overridden=overridden,
        may_confirm=rights.may(clinic, Role.PRESCRIBER),
        proposal=proposal,
        even_refused=even_refused,
        makes=partial(tablets_text, file.record),
        today=clinic.clock.today(),
    )
