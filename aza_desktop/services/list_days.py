"""The groups of today's list that a day opens: blood overdue, awaited or due, waiting, possible.

How long a sample may stay without its result is the contract's three days.
"""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.course import BREAK, Phase
from aza_desktop.clinical.dates import add_days, add_months, show
from aza_desktop.clinical.diary import Proposal, Sample
from aza_desktop.clinical.findings import (
    LabDue,
    LabReason,
    LabStatus,
    Possibility,
    Severity,
)
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.worklist import Reason
from aza_desktop.services.list_marks import marks_of, reason_of
from aza_desktop.services.listed import ListedFile, Place, dose_in_force
from aza_desktop.texts import ntr, tr

SAMPLE_WAIT_DAYS = 3
URGENT = (LabReason.SYMPTOM, LabReason.UNPAIRED_BILIRUBIN, LabReason.MISSING_BILIRUBIN)
_TOLD = {
    LabReason.SYMPTOM: "SYMPTOM",
    LabReason.UNPAIRED_BILIRUBIN: "BILI_UNPAIRED",
    LabReason.MISSING_BILIRUBIN: "BILI_MISSING",
}


def remind_on(file: ListedFile, row: LabDue) -> dt.date:
    """The first day on which the list names a blood test.

    A long-term window opens months before it closes: it is named `long_term_remind_days` before.
    """
    if file.phase is not Phase.LONG_TERM or row.reason is not LabReason.SCHEDULE:
        return row.due_from
    days = file.protocol.whole("long_term_remind_days") if file.protocol else 0
    return max(row.due_from, add_days(row.due_by, -days))


def labs_of(file: ListedFile) -> tuple[LabDue, ...]:
    return file.answer.labs_due if file.answer else ()


def answered_bilirubin(file: ListedFile) -> bool:
    """True when a decision names every raised enzyme that no bilirubin was measured with.

    The test stays in the labs, but it cannot be made up for: the day of those enzymes is over.
    """
    decided = {
        name for d in file.facts.decisions if d.on <= file.as_of for name in d.results
    }  # fmt: skip
    marks = [mark for mark in marks_of(file) if mark.code == "BILI_MISSING"]
    return any(mark.results and decided.issuperset(mark.results) for mark in marks)


def overdue(file: ListedFile) -> Place | None:
    """Blood that should have been taken, or was taken and never came back."""
    lost = _sample(file, waiting=False)
    rows = [
        row
        for row in labs_of(file)
        if row.status is LabStatus.OVERDUE and not _is_on_its_way(file, row)
    ]
    if rows:
        row = min(rows, key=lambda row: row.due_by)
        late = (file.as_of - row.due_by).days
        text = ntr(
            "{tests} due {day}, {late} day late", "{tests} due {day}, {late} days late", late
        ).format(tests=", ".join(row.tests), day=show(row.due_by), late=late)
        if lost is not None:
            text = f"{text}; {_not_back(lost)}"
        reason = Reason("labs_overdue", Severity.MEDIUM, row.due_by, (), text)
    elif lost is not None:
        since = add_days(lost.taken_on, SAMPLE_WAIT_DAYS)
        late = (file.as_of - since).days
        reason = Reason("result_not_back", Severity.MEDIUM, since, (), _not_back(lost))
    else:
        return None
    return Place("labs_overdue", reason, (-late,), late, frozenset({"LFT_OVERDUE"}))


def awaited(file: ListedFile) -> Place | None:
    """Blood that was taken and whose result is on its way."""
    sample = _sample(file, waiting=True)
    if sample is None:
        return None
    text = tr("Blood taken {day}, result awaited").format(day=show(sample.taken_on))
    reason = Reason("sample_awaited", Severity.LOW, sample.taken_on, (), text)
    return Place("sample_awaited", reason, (sample.taken_on.toordinal(),))


def due_today(file: ListedFile) -> Place | None:
    """Blood to be taken today; the tests that a symptom or a bilirubin ask for lead."""
    answered = answered_bilirubin(file)
    rows = [
        row
        for row in labs_of(file)
        if row.status is LabStatus.DUE
        and remind_on(file, row) <= file.as_of
        and not (answered and row.reason is LabReason.MISSING_BILIRUBIN)
        and not _is_on_its_way(file, row)
    ]
    if not rows:
        return None
    row = min(rows, key=lambda row: (_urgency(row), row.due_by))
    text = tr("{tests} due today") if row.due_by == file.as_of else tr("{tests} due by {day}")
    reason = Reason(
        "labs_due",
        Severity.MEDIUM if row.reason in URGENT else Severity.LOW,
        row.due_by,
        (),
        text.format(tests=", ".join(row.tests), day=show(row.due_by)),
    )
    told = {_TOLD[row.reason] for row in rows if row.reason in _TOLD}
    if len(told) < len(rows):
        told = set()
    return Place("labs_due", reason, (_urgency(row), row.due_by.toordinal()), None, frozenset(told))


def open_proposals(file: ListedFile) -> tuple[Proposal, ...]:
    """What staff proposed and no prescriber has answered, oldest first."""
    proposals = [p for p in file.record.proposals if _is_open(file, p)]
    return tuple(sorted(proposals, key=lambda p: p.on))


def waiting(file: ListedFile) -> Place | None:
    """A proposal by staff that no prescriber has answered."""
    proposals = open_proposals(file)
    if not proposals:
        return None
    first = min(proposals, key=lambda p: p.on)
    what = tr("Restart") if first.to == Phase.REINTRODUCTION else first.to.replace("_", " ")
    if first.dose_mg is not None:
        what = tr("{what} {dose} mg").format(what=what, dose=plain(first.dose_mg))
    text = tr("{what} proposed {day}").format(what=what, day=show(first.on))
    if first.waits_for:
        text = tr("{text}, waits for {person}").format(text=text, person=first.waits_for)
    reason = Reason("waiting_confirmation", Severity.LOW, first.on, (), text)
    return Place("waiting_confirmation", reason, (first.on.toordinal(),))


def step_possible(file: ListedFile) -> Place | None:
    """A step, restart or change of phase to consider; steps only while re-introducing."""
    reason = _eligible(file) or _offered(file)
    if reason is None:
        return None
    since = reason.on or file.as_of
    return Place("step_possible", reason, (since.toordinal(),), None, frozenset({reason.code}))


def _eligible(file: ListedFile) -> Reason | None:
    answer = file.answer
    if answer is None:
        return None
    step, restart = answer.escalation, answer.restart
    if file.phase is Phase.REINTRODUCTION and step.status is Possibility.ELIGIBLE:
        dose = dose_in_force(file)
        text = tr("Step {old} to {new} mg may be considered, hold over since {day}").format(
            old=plain(dose.dose_mg) if dose else "?",
            new=plain(step.next_dose_mg) if step.next_dose_mg is not None else "?",
            day=show(step.earliest) if step.earliest else "?",
        )
        return Reason("step_possible", Severity.INFO, step.earliest, (), text)
    if file.phase in BREAK and restart is not None and restart.status is Possibility.ELIGIBLE:
        text = tr("Restart {dose} mg may be considered, break over since {day}").format(
            dose=plain(restart.dose_mg), day=show(restart.earliest) if restart.earliest else "?"
        )
        return Reason("restart_possible", Severity.INFO, restart.earliest, (), text)
    return None


def _offered(file: ListedFile) -> Reason | None:
    for mark in marks_of(file):
        if mark.code in {"STABLE_CRITERIA_MET", "LONG_TERM_AVAILABLE"}:
            reason = reason_of(file, mark)
            return Reason(
                mark.code, mark.severity, _offered_since(file, mark.code), (), reason.text
            )
    return None


def _offered_since(file: ListedFile, code: str) -> dt.date | None:
    dose, stable = dose_in_force(file), file.facts.dates.stable_from
    if file.protocol is None:
        return None
    if code == "STABLE_CRITERIA_MET" and dose is not None:
        return add_days(dose.on, file.protocol.whole("stable_min_days_on_dose"))
    if code == "LONG_TERM_AVAILABLE" and stable is not None:
        return add_months(stable, file.protocol.whole("stable_period_months"))
    return None


def _urgency(row: LabDue) -> int:
    return URGENT.index(row.reason) if row.reason in URGENT else len(URGENT)


def _is_open(file: ListedFile, proposal: Proposal) -> bool:
    """A proposal waits until it is answered, or until what it proposed was confirmed.

    Another dose of the same day is none of it: somebody may propose the next one right away.
    """
    if proposal.on > file.as_of or (
        proposal.answered_on is not None and proposal.answered_on <= file.as_of
    ):
        return False
    course = file.course
    done = [e.on for e in (course.phases if course else ()) if e.to == proposal.to and e.on]
    if proposal.to == "dose" and course is not None:
        done += [
            event.on
            for event in course.dose_events
            if event.on > proposal.on or event.dose_mg == proposal.dose_mg
        ]
    return not any(proposal.on <= day <= file.as_of for day in done)


def _sample(file: ListedFile, *, waiting: bool) -> Sample | None:
    """The latest sample without a result: still awaited, or given up after three days."""
    taken = [s for s in file.record.samples if s.taken_on <= file.as_of and not _is_back(file, s)]
    if not taken:
        return None
    sample = max(taken, key=lambda s: s.taken_on)
    in_time = file.as_of <= add_days(sample.taken_on, SAMPLE_WAIT_DAYS)
    return sample if in_time is waiting else None


def _is_back(file: ListedFile, sample: Sample) -> bool:
    return any(
        sample.taken_on <= result.collected_on <= file.as_of
        and (not sample.tests or result.analyte in sample.tests)
        for result in file.record.current_results
    )


def _is_on_its_way(file: ListedFile, row: LabDue) -> bool:
    sample = _sample(file, waiting=True)
    return sample is not None and (not sample.tests or set(row.tests) <= set(sample.tests))


def _not_back(sample: Sample) -> str:
    return tr("blood taken {day}, result not back").format(day=show(sample.taken_on))
