"""Doses, breaks and events on the time axis of the trend picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from aza_desktop.clinical.course import BREAK
from aza_desktop.clinical.dates import add_days, show_short
from aza_desktop.clinical.findings import LabStatus, Possibility
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Comparator, Ratio
from aza_desktop.drawing.models import DoseStep, Event, EventKind, Span, SpanKind, Tone
from aza_desktop.gui.viewmodels import doses, phrases
from aza_desktop.gui.viewmodels.doses import DosePeriod, PeriodKind
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import ntr, tr

METABOLITES = ("6-TGN", "6-MMP")


def dose_steps(file: FileLike, *, end: dt.date) -> tuple[DoseStep, ...]:
    """The recorded doses up to the day of the picture; after it the confirmed plan, and what
    may be considered."""
    steps: list[DoseStep] = []
    today = file.as_of
    for period in doses.periods(file):
        until = period.until or end
        if period.since < today:
            steps += _with_holds(file, period, until=min(until, today))
        ahead = max(period.since, today)
        if period.kind is PeriodKind.DOSE and ahead < until and period.dose_mg > 0:
            text = tr("{dose} planned").format(dose=phrases.dose(period.dose_mg))
            if doses.decision_is_open(file):
                text = tr("{dose}: decide first").format(dose=phrases.dose(period.dose_mg))
            steps.append(DoseStep(ahead, until, period.dose_mg, text, planned=True))
    return (*steps, *_proposed(file, end=end))


def _proposed(file: FileLike, *, end: dt.date) -> tuple[DoseStep, ...]:
    """The dose that may be considered: only while the rules say eligible, never as a plan."""
    escalation, restart = file.answer.escalation, file.answer.restart
    dose_mg = None
    if escalation.status is Possibility.ELIGIBLE:
        dose_mg = escalation.next_dose_mg
    elif restart is not None and restart.status is Possibility.ELIGIBLE:
        dose_mg = restart.dose_mg
    if dose_mg is None or doses.decision_is_open(file) or file.as_of >= end:
        return ()
    text = f"{phrases.dose(dose_mg)}?"
    return (DoseStep(file.as_of, end, dose_mg, text, planned=False, proposed=True),)


def _with_holds(file: FileLike, period: DosePeriod, *, until: dt.date) -> list[DoseStep]:
    """One recorded period, dropped to nothing on the days of a hold."""
    steps: list[DoseStep] = []
    text = phrases.dose(period.dose_mg)
    since = period.since
    for hold in doses.holds(file):
        first = max(hold.since, since)
        after = until if hold.until is None else min(add_days(hold.until, 1), until)
        if period.kind is not PeriodKind.DOSE or first >= after:
            continue
        if since < first:
            steps.append(DoseStep(since, first, period.dose_mg, text, planned=False))
        steps.append(DoseStep(first, after, doses.NOTHING, "", planned=False))
        since = after
    if since < until:
        steps.append(DoseStep(since, until, period.dose_mg, text, planned=False))
    return steps


def spans(file: FileLike) -> tuple[Span, ...]:
    """Breaks and stops with their length in days, and holds."""
    found: list[Span] = []
    for period in doses.periods(file):
        if period.kind is PeriodKind.DOSE or period.since > file.as_of:
            continue
        running = period.until is None or period.until > file.as_of
        until = max(file.as_of, add_days(period.since, 1)) if running else period.until
        assert until is not None
        days = (file.as_of if running else until) - period.since
        found.append(
            Span(period.since, until, _length(period, days.days, running=running), SpanKind.BREAK)
        )
    for hold in doses.holds(file):
        last = hold.until or file.as_of
        text = tr("held")
        found.append(Span(hold.since, add_days(last, 1), text, SpanKind.HOLD))
    return tuple(found)


def _length(period: DosePeriod, days: int, *, running: bool) -> str:
    name = tr("Break") if period.kind is PeriodKind.BREAK else tr("Stopped")
    if running:
        return tr("{name}, day {days}").format(name=name, days=days)
    return ntr("{name} {days} day", "{name} {days} days", days).format(name=name, days=days)


def events(file: FileLike, results: Iterable[LabResult]) -> tuple[Event, ...]:
    """What happened and what is due, in time order."""
    found = [*_course_events(file), *_diary_events(file), *_due_events(file)]
    metabolites: dict[dt.date, list[LabResult]] = {}
    for result in results:
        if result.analyte in METABOLITES and result.collected_on <= file.as_of:
            metabolites.setdefault(result.collected_on, []).append(result)
    for on, of_day in metabolites.items():
        found.append(Event(on, EventKind.METABOLITE, _metabolite_words(file, of_day), Tone.PLAN))
    return tuple(sorted(found, key=lambda event: (event.on, event.kind, event.text)))


def _metabolite_words(file: FileLike, of_day: Sequence[LabResult]) -> str:
    """Both figures, and 6-MMP ÷ 6-TGN where both are exact and in one unit."""
    said = [f"{r.analyte} {r.comparator.value.strip('=')}{r.value_text}" for r in of_day]
    exact = {r.analyte: r for r in of_day if r.comparator is Comparator.EQUAL}
    values = []
    for code in ("6-MMP", "6-TGN"):
        result, analyte = exact.get(code), file.facts.analytes.find(code)
        if result is not None and analyte is not None and result.value is not None:
            values.append(analyte.in_unit(result.value, result.unit))
    if len(values) > 1 and values[0] is not None and values[1]:
        said.append(tr("ratio {n}").format(n=Ratio(values[0], values[1]).truncated(0)))
    return " · ".join(said)


def _course_events(file: FileLike) -> list[Event]:
    found = []
    courses = [
        (file.facts.dates if course is file.course else course.dates)
        for course in file.record.courses
        if file.course is not None and course.number <= file.course.number
    ]
    for dates in courses:
        for day, kind, text, tone in (
            (dates.break_start, EventKind.STOP, tr("stop"), Tone.PLAN),
            (dates.restart, EventKind.RESTART, tr("restart"), Tone.OK),
            (dates.stopped_on, EventKind.STOP, tr("stopped"), Tone.CRITICAL),
        ):
            if day is not None and day <= file.as_of:
                found.append(Event(day, kind, text, tone))
    return found


def _diary_events(file: FileLike) -> list[Event]:
    found = [
        Event(
            symptom.onset_on,
            EventKind.SYMPTOM,
            phrases.words_of_code(symptom.code),
            Tone.WARNING,
            until=symptom.resolved_on,
        )
        for symptom in file.facts.symptoms
    ]
    found += [
        Event(drug.start_on, EventKind.COMEDICATION, drug.name, Tone.PLAN, drug.last_day)
        for drug in file.facts.comedications
    ]
    for decision in file.facts.decisions:
        text = tr("decided: {type}").format(type=decision.type.value)
        found.append(Event(decision.on, EventKind.DECISION, text, Tone.PLAN))
    return found


def _due_events(file: FileLike) -> list[Event]:
    found: dict[tuple[dt.date, str], Event] = {}
    for lab in file.answer.labs_due:
        off_drug = file.phase in BREAK
        name = tr("blood test due") if off_drug else tr("lab due")
        if lab.status is LabStatus.OVERDUE:
            name, text, tone = tr("overdue"), tr("lab overdue since {day}"), Tone.WARNING
        else:
            text, tone = name + " {day}", Tone.ACCENT
        words_shown = text.format(day=show_short(lab.due_by))
        found[lab.due_by, words_shown] = Event(
            lab.due_by, EventKind.LAB_DUE, words_shown, tone, short=name
        )
    return list(found.values())
