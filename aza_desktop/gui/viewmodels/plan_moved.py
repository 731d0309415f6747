"""What moved in the plan by the last entry, and why: two readings of one patient compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Possibility
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels import doses, phrases
from aza_desktop.gui.viewmodels.doses import PeriodKind
from aza_desktop.gui.viewmodels.medication import phase_words
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import tr

_POSSIBLE = {
    Possibility.ELIGIBLE: "possible",
    Possibility.WAIT: "not yet",
    Possibility.BLOCKED: "blocked",
    Possibility.AT_TARGET: "at the ceiling",
    Possibility.NOT_APPLICABLE: "not applicable",
}


def moved(before: FileLike, after: FileLike) -> str:
    """One sentence of what moved and one of why; "" where nothing did.

    Both are the same patient on the same day: what time alone moves is no news.
    """
    told = [*_blood(before, after), *_next_dose(before, after), *_doses(before, after)]
    if not told:
        return ""
    said = tr("The plan has moved: {what}.").format(what="; ".join(told))
    why = _why(before, after)
    return f"{said} {tr('Why: {why}.').format(why='; '.join(why))}" if why else said


def _blood(before: FileLike, after: FileLike) -> list[str]:
    first, then = _next_lab(before), _next_lab(after)
    if first == then:
        return []
    return [
        tr("next blood test {old} → {new}").format(old=_day(first), new=_day(then)),
    ]


def _next_lab(file: FileLike) -> dt.date | None:
    return min((lab.due_by for lab in file.answer.labs_due), default=None)


def _next_dose(before: FileLike, after: FileLike) -> list[str]:
    """The restart or the next step: from which day, and whether it may be considered."""
    old, new = (file.answer.restart or file.answer.escalation for file in (before, after))
    is_restart = after.answer.restart is not None
    if is_restart != (before.answer.restart is not None):
        return []
    what = tr("restart") if is_restart else tr("next step")
    if old.status is not new.status:
        words = tr(_POSSIBLE[old.status]), tr(_POSSIBLE[new.status])
        return [tr("{what} {old} → {new}").format(what=what, old=words[0], new=words[1])]
    if old.earliest != new.earliest and new.earliest is not None:
        return [
            tr("{what} from {old} → from {new}").format(
                what=what, old=_day(old.earliest), new=_day(new.earliest)
            )
        ]
    return []


def _doses(before: FileLike, after: FileLike) -> list[str]:
    """The dose of today and of the days ahead."""
    old, new = _ahead(before), _ahead(after)
    if old == new:
        return []
    days = sorted({day for day, _ in (*old, *new)})
    for day in days:
        was, now = _on(old, day), _on(new, day)
        if was != now:
            return [
                tr("dose from {day}: {old} → {new}").format(
                    day=show(day), old=phrases.dose(was), new=phrases.dose(now)
                )
            ]
    return []


def _ahead(file: FileLike) -> tuple[tuple[dt.date, Decimal], ...]:
    """(first day, dose) of every level from today on; a held day counts as nothing."""
    timeline = doses.periods(file)
    levels: list[tuple[dt.date, Decimal]] = []
    for period in timeline:
        if period.until is not None and period.until <= file.as_of:
            continue
        dose = period.dose_mg if period.kind is PeriodKind.DOSE else doses.NOTHING
        levels.append((max(period.since, file.as_of), dose))
    hold = doses.hold_on(doses.holds(file), file.as_of)
    if hold is not None:
        levels.append((file.as_of, doses.NOTHING))
    return tuple(levels)


def _on(levels: Sequence[tuple[dt.date, Decimal]], day: dt.date) -> Decimal:
    begun = [dose for since, dose in levels if since <= day]
    return begun[-1] if begun else doses.NOTHING


def _why(before: FileLike, after: FileLike) -> list[str]:
    """What was entered between the two readings."""
    old, new = before.record, after.record
    why = [*_results(old, new)]
    known = {(one.id, one.resolved_on) for one in old.symptoms}
    why += [
        tr("symptom {name}, since {day}").format(
            name=phrases.words_of_code(one.code), day=show(one.onset_on)
        )
        if one.resolved_on is None
        else tr("symptom {name} has gone").format(name=phrases.words_of_code(one.code))
        for one in new.symptoms
        if (one.id, one.resolved_on) not in known
    ]
    if len(new.comedications) != len(old.comedications):
        why.append(tr("another drug"))
    why += _of_the_course(before, after)
    if len(new.mark_answers) > len(old.mark_answers):
        why.append(tr("an answer to a mark"))
    return why or [tr("an entry was taken back or corrected")]


def _results(old: PatientRecord, new: PatientRecord) -> list[str]:
    had = {one.id for one in old.current_results}
    has = {one.id for one in new.current_results}
    fresh = [one for one in new.current_results if one.id not in had]
    days = sorted({one.collected_on for one in fresh})
    told = [
        tr("{tests} of {day}").format(
            tests=", ".join(
                f"{one.analyte} {one.value_text}" for one in fresh if one.collected_on == day
            ),
            day=show(day),
        )
        for day in days[:2]
    ]
    if had - has:
        told.append(tr("a result counts no more"))
    return told


def _of_the_course(before: FileLike, after: FileLike) -> list[str]:
    if after.course is None:
        return []
    if before.course is None or before.course.number != after.course.number:
        return [tr("a new course")]
    old, new = before.course, after.course
    why = [
        tr("{phase} from {day}").format(
            phase=phase_words(event.to), day=show(event.on) if event.on else "–"
        )
        for event in new.phases[len(old.phases) :]
    ]
    given = {(dose.on, dose.dose_mg) for dose in old.dose_events}
    why += [
        tr("{dose} confirmed from {day}").format(dose=phrases.dose(dose.dose_mg), day=show(dose.on))
        for dose in new.dose_events
        if (dose.on, dose.dose_mg) not in given
    ]
    held = {(hold.since, hold.until) for hold in old.holds}
    why += [
        tr("hold from {day}: {reason}").format(
            day=show(hold.since), reason=hold.reason or tr("no reason")
        )
        if hold.until is None
        else tr("hold until {day}").format(day=show(hold.until))
        for hold in new.holds
        if (hold.since, hold.until) not in held
    ]
    if len(new.decisions) > len(old.decisions):
        why.append(tr("decision: {kind}").format(kind=tr(new.decisions[-1].type.value)))
    return why


def _day(day: dt.date | None) -> str:
    return show(day) if day is not None else tr("none")
