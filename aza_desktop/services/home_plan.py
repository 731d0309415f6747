"""What a patient may take home in writing: the confirmed plan, or the reason why there is none.

A sheet is refused while a mark asks for an answer, while a decision is not carried out yet, and
for a dose that the tablets cannot make. Patient sentences come from a recorded decision alone.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NoReturn

from aza_desktop.clinical.course import BREAK, ON_DRUG, Phase
from aza_desktop.clinical.dates import add_days, show
from aza_desktop.clinical.diary import Decision, DecisionType
from aza_desktop.clinical.findings import LabDue, Mark, Severity
from aza_desktop.clinical.paper import WEEK, ClinicCard
from aza_desktop.clinical.plan import PlanKind, PlannedDay, plan_of
from aza_desktop.clinical.quantities import plain
from aza_desktop.errors import UserError
from aza_desktop.reports.patient_calendar import HomePlan, Pieces
from aza_desktop.services import closing, doses, samples
from aza_desktop.services.list_marks import CALL_TODAY
from aza_desktop.services.reading import PatientFile
from aza_desktop.texts import tr

WITHOUT_A_TEST_DAYS = WEEK
"""So long a sheet stands where no blood test lies ahead that could end it."""
_TEST, _NONE = "test", "none"


def home_plan(file: PatientFile, card: ClinicCard, *, replaces: dt.date | None) -> HomePlan:
    """The plan that may be printed. Raises UserError ``not_offered`` or ``blocked``."""
    _need_plan(file)
    _need_answers(file)
    _need_carried_out(file)
    return plan_now(file, card, replaces=replaces)


def plan_now(file: PatientFile, card: ClinicCard, *, replaces: dt.date | None = None) -> HomePlan:
    """The confirmed plan as it stands, whether or not it may be printed."""
    today = file.as_of
    labs = file.answer.labs_due if file.answer is not None else ()
    due = min((row.due_by for row in labs), default=None)
    ahead = due is not None and due > today
    test_on = card.open_day(due, not_before=add_days(today, 1)) if due and ahead else None
    last = test_on or add_days(today, WITHOUT_A_TEST_DAYS - 1)
    days = plan_of(file.facts, first=today, last=last)
    return HomePlan(
        days=days,
        pieces=_pieces(file, days),
        test_on=test_on,
        test_was_due=due if due is not None and not ahead else None,
        awaited_since=_awaited_since(file),
        food=_patient_advice(file, "food"),
        warning=_patient_advice(file, "warning_signs"),
        told=_told(file, days),
        is_split=file.record.splitting,
        replaces=replaces,
    )


def next_test(file: PatientFile) -> LabDue | None:
    """The blood test that comes first; None where none is asked for."""
    labs = file.answer.labs_due if file.answer is not None else ()
    return min(labs, key=lambda row: (row.due_by, row.reason), default=None)


def open_questions(file: PatientFile) -> tuple[Mark, ...]:
    """The marks that must be answered before a plan goes home: stops, symptoms, latched marks."""
    return tuple(mark for mark in file.answer.marks if _asks(file, mark)) if file.answer else ()


def plan_text(plan: HomePlan) -> str:
    """What the sheet says of each day, short: kept, and compared with a later plan."""
    test = plan.test_on.isoformat() if plan.test_on else _NONE
    return "\n".join([f"{_TEST} {test}", *(f"{d.on.isoformat()} {_said(d)}" for d in plan.days)])


def contradicts(old: str, new: str, *, since: dt.date) -> bool:
    """True when the two disagree about a day from `since` on, or about the day of the test."""
    before, after = _days_of(old), _days_of(new)
    moved = before.pop(_TEST, _NONE), after.pop(_TEST, _NONE)
    if _NONE not in moved and moved[0] != moved[1]:
        return True
    shared = [day for day in before if day in after and day >= since.isoformat()]
    return any(before[day] != after[day] for day in shared)


# inside


def _asks(file: PatientFile, mark: Mark) -> bool:
    known = file.protocol.marks.get(mark.code) if file.protocol is not None else None
    latched = known is not None and known.latch and bool(mark.results)
    return mark.severity is Severity.CRITICAL or latched or mark.code in CALL_TODAY


def _need_plan(file: PatientFile) -> None:
    if file.answer is None or file.protocol is None:
        raise UserError(
            "not_offered",
            tr("No calendar can be printed"),
            why=tr("the patient's protocol cannot be loaded, so nothing was checked"),
            remedy=tr("Restore the protocol first"),
        )
    if file.course is None:
        _refuse_empty(tr("the patient has no course"))
    if file.phase not in ON_DRUG | BREAK | {Phase.STOPPED}:
        _refuse_empty(tr("the course is over"))
    (today,) = plan_of(file.facts, first=file.as_of, last=file.as_of)
    if today.kind is PlanKind.UNKNOWN:
        _refuse_empty(tr("no dose was confirmed and no break recorded"))


def _refuse_empty(why: str) -> NoReturn:
    raise UserError(
        "not_offered",
        tr("There is no plan to print"),
        why=why,
        remedy=tr("Confirm a dose first; a proposal is never printed"),
    )


def _need_answers(file: PatientFile) -> None:
    waiting = open_questions(file)
    if waiting:
        raise UserError(
            "blocked",
            tr("No calendar while a mark waits for an answer"),
            why=tr("open: {titles}").format(titles="; ".join(mark.title for mark in waiting)),
            remedy=tr("Speak with the patient, record the decision (Ctrl+K), then print"),
            details={"blocked_by": [mark.code for mark in waiting]},
        )


def _need_carried_out(file: PatientFile) -> None:
    """Stop or reduce was decided, and the plan still says what it said before."""
    decision = _last_decision(file)
    if decision is None or decision.type is DecisionType.CONTINUE or file.phase not in ON_DRUG:
        return
    facts = file.facts
    changed = [event.on for event in facts.dose_events] + [hold.since for hold in facts.holds]
    changed += [day for day in (facts.dates.stopped_on,) if day is not None]
    if any(day >= decision.on for day in changed):
        return
    word = tr("stop") if decision.type is DecisionType.STOP else tr("reduce")
    raise UserError(
        "blocked",
        tr("The plan does not show the last decision yet"),
        why=tr("decided on {day}: {word}; the recorded dose is still the one before").format(
            day=show(decision.on), word=word
        ),
        remedy=tr("Record the stop, the hold or the lower dose, then print"),
        details={"blocked_by": []},
    )


def _last_decision(file: PatientFile) -> Decision | None:
    made = [d for d in file.facts.decisions if d.on <= file.as_of and not d.transcribed]
    return max(made, key=lambda decision: decision.on, default=None)


def _told(file: PatientFile, days: tuple[PlannedDay, ...]) -> tuple[str, ...]:
    """The patient sentences of the stop that was decided, while no tablet is planned."""
    decision = _last_decision(file)
    if decision is None or decision.type is not DecisionType.STOP:
        return ()
    if any(day.kind is PlanKind.DOSE for day in days):
        return ()
    marks = closing.answered_marks(file, decision)
    return tuple(dict.fromkeys(mark.advice.patient for mark in marks if mark.advice.patient))


def _pieces(file: PatientFile, days: tuple[PlannedDay, ...]) -> dict[Decimal, Pieces]:
    made: dict[Decimal, Pieces] = {}
    wanted = dict.fromkeys(day.dose_mg for day in days if day.kind is PlanKind.DOSE)
    for dose_mg in wanted if file.record.tablets_mg else ():
        pieces = doses.tablets(file.record, dose_mg)
        if pieces is None:
            doses.need_makeable(file.record, dose_mg)
        else:
            made[dose_mg] = pieces
    return made


def _awaited_since(file: PatientFile) -> dt.date | None:
    waiting = [way.since for way in samples.ways(file) if way.stage in {"awaited", "not_back"}]
    return max(waiting, default=None)


def _patient_advice(file: PatientFile, key: str) -> str:
    found = file.protocol.advice.get(key) if file.protocol is not None else None
    return (found[1] or "") if found is not None else ""


def _said(day: PlannedDay) -> str:
    return plain(day.dose_mg) if day.kind is PlanKind.DOSE else day.kind.value


def _days_of(text: str) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
