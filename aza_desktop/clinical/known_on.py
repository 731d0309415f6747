"""What was already there on a given day: the facts of a patient record as of that day.

``as_of`` judges what is recorded now as if today were that day. Facts dated after it, but not
after the real today, are left out. A result dated in the future when it was entered stays in:
it was a future result then, and the rules say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.ceilings import WRITTEN
from aza_desktop.clinical.checklist import PEAK, speaks_against
from aza_desktop.clinical.course import CourseDates, Phase, PhaseEvent
from aza_desktop.clinical.diary import GeneTest
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.patient import Tpmt
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.clinical.record import CourseRecord, PatientRecord


def course_on(record: PatientRecord, as_of: dt.date) -> CourseRecord | None:
    """The newest course begun by `as_of` that is not closed then; else the newest begun."""
    return course_among(record.courses, as_of)


def course_among(courses: Sequence[CourseRecord], as_of: dt.date) -> CourseRecord | None:
    """The same, where only the courses are at hand."""
    begun = [course for course in courses if _phases_by(course, as_of)]
    for course in reversed(begun):
        if phase_on(course, as_of) is not Phase.CLOSED:
            return course
    return begun[-1] if begun else None


def phase_on(course: CourseRecord, as_of: dt.date) -> Phase:
    """The phase that was confirmed last by `as_of`."""
    phases = _phases_by(course, as_of)
    return phases[-1].to if phases else Phase.ON_BREAK


def facts_of(
    record: PatientRecord,
    course: CourseRecord | None,
    *,
    as_of: dt.date,
    today: dt.date,
    protocol: Protocol,
    analytes: AnalyteCatalogue,
) -> Facts:
    """The facts of the course on that day; without a course only symptoms and drugs are facts."""
    return _facts(
        record,
        course,
        as_of=as_of,
        today=today,
        show_until=today,
        protocol=protocol,
        analytes=analytes,
    )


def judged_facts(
    record: PatientRecord,
    course: CourseRecord | None,
    *,
    as_of: dt.date,
    today: dt.date,
    protocol: Protocol,
    analytes: AnalyteCatalogue,
) -> Facts:
    """What the rules are asked with: the same, and what is recorded of the days after `as_of`.

    No rule counts a dose, a symptom, a drug, a hold or a decision before its day, so the answer
    of the day is the same; but it stands only until the first of them begins.
    """
    return _facts(
        record,
        course,
        as_of=as_of,
        today=today,
        show_until=as_of,
        protocol=protocol,
        analytes=analytes,
    )


def _facts(
    record: PatientRecord,
    course: CourseRecord | None,
    *,
    as_of: dt.date,
    today: dt.date,
    show_until: dt.date,
    protocol: Protocol,
    analytes: AnalyteCatalogue,
) -> Facts:
    """Results after `as_of` and not after `today` are left out; the rest up to `show_until`."""
    diary = Facts(
        as_of=as_of,
        phase=Phase.CLOSED,
        patient=replace(record.facts, nudt15=gene_of(record.genetics, "NUDT15")),
        dates=CourseDates(),
        protocol=protocol,
        analytes=analytes,
        symptoms=tuple(s for s in record.symptoms if not _left_out(s.onset_on, as_of, show_until)),
        comedications=tuple(
            c for c in record.comedications if not _left_out(c.start_on, as_of, show_until)
        ),
    )
    if course is None:
        return diary
    return replace(
        diary,
        phase=phase_on(course, as_of),
        dates=_dates_by(course.dates, as_of, show_until),
        dose_events=tuple(d for d in course.dose_events if not _left_out(d.on, as_of, show_until)),
        holds=tuple(h for h in course.holds if not _left_out(h.since, as_of, show_until)),
        results=tuple(r for r in record.current_results if _was_there(r, as_of, today)),
        decisions=tuple(d for d in course.decisions if not _left_out(d.on, as_of, show_until)),
        ceiling_mg=parse_decimal(course.checklist.get(WRITTEN, "")),
        is_peak_said_high=speaks_against(course.checklist, PEAK),
    )


def gene_of(tests: Sequence[GeneTest], gene: str) -> Tpmt:
    """What the newest test of the gene found, by its day; not known where there is none."""
    own = [(test.tested_on or dt.date.min, n) for n, test in enumerate(tests) if test.gene == gene]
    return Tpmt(tests[max(own)[1]].phenotype) if own else Tpmt.UNKNOWN


def _phases_by(course: CourseRecord, as_of: dt.date) -> list[PhaseEvent]:
    return [event for event in course.phases if event.on is None or event.on <= as_of]


def _left_out(day: dt.date, as_of: dt.date, today: dt.date) -> bool:
    return as_of < day <= today


def _was_there(result: LabResult, as_of: dt.date, today: dt.date) -> bool:
    if not _left_out(result.collected_on, as_of, today):
        return True
    return result.entered_on is not None and result.entered_on <= as_of


def _dates_by(dates: CourseDates, as_of: dt.date, today: dt.date) -> CourseDates:
    def known(day: dt.date | None) -> dt.date | None:
        return None if day is not None and _left_out(day, as_of, today) else day

    return CourseDates(
        break_start=known(dates.break_start),
        restart=known(dates.restart),
        stable_from=known(dates.stable_from),
        long_term_from=known(dates.long_term_from),
        stopped_on=known(dates.stopped_on),
    )
