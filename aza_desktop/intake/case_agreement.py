"""Where a case says the same thing twice, both must agree: ``input`` and ``record``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from aza_desktop.clinical.course import CourseDates, Phase
from aza_desktop.intake.case_fields import Fields
from aza_desktop.intake.case_input import CaseInput
from aza_desktop.intake.case_record import CaseRecord
from aza_desktop.texts import tr

_DISPLAYED_ONLY = (Phase.ON_BREAK, Phase.AWAITING_NORMALISATION)
"""Two names of one recorded phase."""


def refuse_disagreement(given: CaseInput, extra: CaseRecord) -> None:
    """Raise UserError ``bad_case`` at the first member of ``record`` that contradicts ``input``."""
    record = Fields({}, "record")
    tests = [test for test in extra.genetics if test.gene == "TPMT"]
    if tests:
        latest = max(tests, key=lambda test: test.tested_on or dt.date.min)
        if latest.phenotype != given.patient.tpmt:
            record.refuse(tr("TPMT is not that of input.patient"), at="genetics")
    if extra.weights and given.patient.weight_kg is not None:
        latest_weight = max(extra.weights, key=lambda weight: weight.on)
        if latest_weight.kg != given.patient.weight_kg:
            record.refuse(tr("the latest weight is not that of input.patient"), at="weights")
    if extra.phases:
        _refuse_other_phases(record, given, extra)


def _refuse_other_phases(record: Fields, given: CaseInput, extra: CaseRecord) -> None:
    confirmed = [event.to for event in extra.phases if event.on is None or event.on <= given.as_of]
    last = confirmed[-1] if confirmed else None
    both_break = last in _DISPLAYED_ONLY and given.phase in _DISPLAYED_ONLY
    if last is not given.phase and not both_break:
        record.refuse(tr("the last phase is not input.phase"), at="phases")
    for phase, day in _bounds(given.dates):
        days = [event.on for event in extra.phases if event.to is phase]
        if days and day not in days and None not in days:
            record.refuse(
                tr("{phase} does not begin on the day in input.dates").format(phase=phase.value),
                at="phases",
            )


def completed(dates: CourseDates, extra: CaseRecord) -> CourseDates:
    """The dates with the beginning of the long term, which ``input.dates`` may leave out."""
    begun = [event.on for event in extra.phases if event.to is Phase.LONG_TERM]
    if dates.long_term_from is not None or not begun:
        return dates
    return replace(dates, long_term_from=begun[-1])


def _bounds(dates: CourseDates) -> tuple[tuple[Phase, dt.date | None], ...]:
    return (
        (Phase.ON_BREAK, dates.break_start),
        (Phase.REINTRODUCTION, dates.restart),
        (Phase.STABLE_MAINTENANCE, dates.stable_from),
        *(((Phase.LONG_TERM, dates.long_term_from),) if dates.long_term_from else ()),
        (Phase.STOPPED, dates.stopped_on),
    )
