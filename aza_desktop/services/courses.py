"""The course of a re-introduction: only a named person moves it, and only where a gate is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.checklist import overridden, with_consent_noted
from aza_desktop.clinical.course import BREAK, ON_DRUG, CourseDates, Phase, PhaseEvent, ProtocolRef
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.doses import DoseEvent, distinct_doses
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.services import clock_guard, doses, first_choices, gates, proposals, rights
from aza_desktop.services.answering import live_overrides
from aza_desktop.services.answers import dose_json
from aza_desktop.services.beside import NOTHING, Beside
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.diary import need_name
from aza_desktop.services.reading import PatientFile
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Wish, Write, Written, bad_request, write
from aza_desktop.storage import courses as shelf
from aza_desktop.storage import protocols as kept
from aza_desktop.storage import writing
from aza_desktop.texts import tr

_COURSE = frozenset({Topic.COURSE, Topic.DOSES})
_ENDED = frozenset({Phase.STOPPED, Phase.CLOSED})
_OFF = frozenset({Phase.STOPPED, Phase.CONSIDER_ALTERNATIVE})
"""The ways off the drug: never shut by a dose that was to begin later."""


def start_course(
    clinic: Clinic,
    patient_id: str,
    *,
    protocol: str,
    break_start: dt.date,
    reason: str | None = None,
    checklist: Mapping[str, str] | None = None,
    confirmed_by: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Begin a course with its break. ids: the course's number.

    protocol: ``id@version``; its text is kept. break_start: first day without a dose.
    A reason to restart in spite of an answer of the checklist is a prescriber's.
    """
    given = with_consent_noted(checklist or {}, by=clinic.actor, on=clinic.clock.today())

    def action(change: Write) -> tuple[str, ...]:
        bound = clinic.library.find(protocol)
        _need_in_use(bound)
        gates.known_answers(checklist or {})
        if change.record.courses or overridden(checklist or {}):
            rights.need(change.work.reading, clinic.actor, Role.PRESCRIBER, named=confirmed_by)
        _need_end(change.record, break_start)
        number = shelf.next_number(change.work, patient_id)
        event = PhaseEvent(Phase.ON_BREAK, break_start, confirmed_by or clinic.actor, reason)
        course = CourseRecord(
            number=number,
            protocol=ProtocolRef(bound.id, bound.version, bound.sha256),
            dates=CourseDates(break_start=break_start),
            phases=(event,),
            checklist=given,
            reason=reason,
        )
        ref = kept.keep(change.work, bound)
        writing.add_course(change.work, patient_id, course, protocol=ref)
        return (str(number),)

    if break_start > clinic.clock.today():
        raise bad_request(
            tr("A course begins with the first day without a dose"),
            tr("that day lies in the future"),
            tr("Start the course on that day"),
        )
    content = {
        "protocol": protocol, "break_start": break_start, "reason": reason,
        "checklist": dict(checklist or {}),
    }  # fmt: skip
    return write(
        clinic, patient_id, Wish("course.start", _COURSE, content, if_version, key), action
    )


def confirm_dose(
    clinic: Clinic,
    patient_id: str,
    *,
    on: dt.date,
    dose_mg: Decimal,
    confirmed_by: str,
    reason: str | None = None,
    beside: Beside = NOTHING,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """A named person confirms the total daily dose from `on` on.

    A reduction is possible at any time; an increase only where the protocol offers it.
    beside: what was asked before it, and the proposal that it accepts.
    Raises UserError ``blocked``, ``not_offered``, ``conflict`` or ``bad_request``.
    """

    def action(change: Write) -> tuple[str, ...]:
        clock_guard.refuse_doubtful(change.work.reading, clinic, tr("This dose waits"))
        course = _without_pending(change, on)
        _not_before_last(course, on)
        file = gates.file_on(clinic, change.record, on)
        gates.need_drug(file.phase or Phase.CLOSED)
        current = current_dose(course, on)
        if current is None or dose_mg > current:
            _need_begun(change)
            gates.ceiling(file, dose_mg)
            today = gates.file_on(clinic, change.record, max(on, clinic.clock.today()))
            gates.refuse_undecided(gates.answer_of(today), tr("This increase is not offered"))
            first_choices.refuse_unanswered(
                change.work.reading, file.protocol, tr("This increase is not offered")
            )
            gates.increase(gates.answer_of(file), dose_mg=dose_mg, passes=_passes(file))
        doses.need_makeable(change.record, dose_mg)
        _withdraw_pending(change, on)
        dose = DoseEvent(on, dose_mg, confirmed_by, reason)
        writing.add_dose(change.work, change.course_key, dose)
        beside.record(change, note=reason)
        return ()

    need_name(confirmed_by)
    _need_dose(dose_mg)
    content = {
        "date": on, "dose_mg": dose_json(dose_mg), "confirmed_by": confirmed_by, "reason": reason,
        **beside.told(),
    }  # fmt: skip
    wish = Wish("dose.confirm", _COURSE, content, if_version, key, Role.PRESCRIBER, confirmed_by)
    return write(clinic, patient_id, wish, action)


def confirm_phase(
    clinic: Clinic,
    patient_id: str,
    *,
    to: Phase,
    on: dt.date,
    confirmed_by: str,
    dose_mg: Decimal | None = None,
    reason: str | None = None,
    relied_on: tuple[str, ...] = (),
    checklist: Mapping[str, str] | None = None,
    beside: Beside = NOTHING,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """A named person confirms a change of phase from `on` on.

    To ``reintroduction`` after a break it records the first dose too; to ``stopped``, `on` is the
    first day without a dose. relied_on: the results that the person looked at. beside: as
    for a dose.
    Raises UserError ``blocked``, ``not_offered``, ``conflict`` or ``bad_request``.
    """

    def action(change: Write) -> tuple[str, ...]:
        course = _without_pending(change, on) if to in _OFF else change.course
        _not_before_last(course, on)
        _need_results(change.record, relied_on)
        if checklist:
            gates.known_answers(checklist)
            if overridden(checklist):
                rights.need(change.work.reading, clinic.actor, Role.PRESCRIBER, named=confirmed_by)
            noted = with_consent_noted(checklist, by=clinic.actor, on=clinic.clock.today())
            course = replace(course, checklist={**course.checklist, **noted})
            shelf.answer_checklist(change.work, change.course_key, course.checklist)
        file = gates.file_on(clinic, change.record, on)
        answer = gates.answer_of(file)
        phase = file.phase or course.phase
        if to is Phase.REINTRODUCTION:
            clock_guard.refuse_doubtful(change.work.reading, clinic, tr("This restart waits"))
            today = gates.file_on(clinic, change.record, max(on, clinic.clock.today()))
            gates.refuse_undecided(
                gates.answer_of(today), tr("This change of phase is not offered")
            )
        gates.move(phase, to, answer, reason=reason)
        if dose_mg is not None and phase not in BREAK:
            raise _no_dose_here()
        if to in _OFF:
            _withdraw_pending(change, on)
        if to is Phase.REINTRODUCTION and phase in BREAK:
            first = _need_first_dose(dose_mg)
            first_choices.refuse_unanswered(
                change.work.reading, file.protocol, tr("Restart is not offered")
            )
            gates.restart(answer, dose_mg=first, passes=_passes(file))
            gates.ceiling(file, first)
            doses.need_makeable(change.record, first)
            gates.checklist(course)
            writing.add_dose(
                change.work, change.course_key, DoseEvent(on, first, confirmed_by, reason)
            )
        event = PhaseEvent(to, on, confirmed_by, reason)
        writing.add_phase(change.work, change.course_key, event, relied_on=relied_on)
        shelf.move_dates(change.work, change.course_key, _moved(course.dates, phase, to, on=on))
        if to is Phase.STOPPED:
            proposals.ask_for_stop_decision(change, on=on, reason=reason)
        beside.record(change, note=reason)
        return ()

    need_name(confirmed_by)
    if dose_mg is not None and to is not Phase.REINTRODUCTION:
        raise _no_dose_here()
    _not_ahead(clinic, to, on)
    content = {
        "to": to.value, "on": on, "dose_mg": dose_json(dose_mg), "confirmed_by": confirmed_by,
        "reason": reason, "relied_on": list(relied_on), "checklist": dict(checklist or {}),
        **beside.told(),
    }  # fmt: skip
    needs = Role.STAFF if to is Phase.STOPPED else Role.PRESCRIBER
    wish = Wish("phase.confirm", _COURSE, content, if_version, key, needs, confirmed_by)
    return write(clinic, patient_id, wish, action)


def current_dose(course: CourseRecord, day: dt.date) -> Decimal | None:
    """The dose in force on that day since the restart; None before the first one."""
    restart = course.dates.restart
    events = tuple(
        event
        for event in course.dose_events
        if restart is not None and restart <= event.on <= day and event.confirmed_by is not None
    )
    taken = distinct_doses(events)
    return taken[-1].dose_mg if taken else None


def _need_in_use(protocol: Protocol) -> None:
    """A retired text begins no course. Raises UserError ``not_offered``."""
    if protocol.review.status == "Retired":
        raise gates.not_offered(
            tr("This version of the protocol is retired"),
            protocol.name,
            tr("Choose another version"),
        )


def _need_end(record: PatientRecord, break_start: dt.date) -> None:
    """A course follows another one's end; its break is not the time on the drug before it.

    Raises UserError ``not_offered`` while one goes on, ``bad_request`` for such a day.
    """
    ends = [each.dates.stopped_on or each.dates.break_start for each in record.courses]
    last = max((day for day in ends if day is not None), default=None)
    if last is not None and break_start < last:
        raise bad_request(
            tr("The new break begins before the earlier course ended"),
            tr("that one ended on {day}").format(day=show(last)),
            tr("Enter the first day without a dose after it"),
        )
    course = record.course
    if course is not None and course.phase not in _ENDED:
        raise gates.not_offered(
            tr("A course is under way"),
            tr("course {number} is in phase {phase}").format(
                number=course.number, phase=course.phase.value
            ),
            tr("Confirm that it was stopped, or record its outcome, first"),
        )


def _passes(file: PatientFile) -> gates.Pass:
    codes = frozenset(answer.code for answer in live_overrides(file))
    return gates.Pass(file.as_of, codes)


def _moved(dates: CourseDates, phase: Phase, to: Phase, *, on: dt.date) -> CourseDates:
    """The course's dates after the change."""
    if to is Phase.REINTRODUCTION and phase in BREAK:
        return replace(dates, restart=on)
    if to is Phase.REINTRODUCTION:
        return replace(dates, stable_from=None, long_term_from=None)
    if to is Phase.STABLE_MAINTENANCE:
        return replace(dates, stable_from=on)
    if to is Phase.LONG_TERM:
        return replace(dates, long_term_from=on)
    if to is Phase.STOPPED or (to is Phase.CONSIDER_ALTERNATIVE and phase in ON_DRUG):
        return replace(dates, stopped_on=on)
    return dates


def _pending(change: Write, on: dt.date) -> list[DoseEvent]:
    """Doses that were confirmed for a day to come, that day or a later one than `on`."""
    first = max(on, change.clinic.clock.today() + dt.timedelta(days=1))
    return [event for event in change.course.dose_events if event.on >= first]


def _without_pending(change: Write, on: dt.date) -> CourseRecord:
    """The course as it stands once they are withdrawn."""
    pending = _pending(change, on)
    kept = tuple(event for event in change.course.dose_events if event not in pending)
    return replace(change.course, dose_events=kept)


def _withdraw_pending(change: Write, on: dt.date) -> None:
    """A dose that has not begun never stands in the way of a lower one or of a stop."""
    if pending := _pending(change, on):
        days = frozenset(event.on for event in pending)
        shelf.withdraw_doses(
            change.work, change.course_key, days, reason=tr("withdrawn before it began")
        )


def _need_begun(change: Write) -> None:
    """One step at a time. Raises UserError ``not_offered`` while a confirmed dose is to begin."""
    pending = _pending(change, dt.date.min)
    if pending:
        raise gates.not_offered(
            tr("This increase is not offered"),
            tr("the dose confirmed last begins on {day}").format(day=show(pending[-1].on)),
            tr("Wait until the patient takes it"),
        )


def _not_ahead(clinic: Clinic, to: Phase, on: dt.date) -> None:
    """Only a restart and a stop are told beforehand, a stop for tomorrow at the latest.

    A clock that is in doubt stands in nobody's way here: a stop never waits.
    Raises UserError ``bad_request``.
    """
    latest = clinic.clock.today()
    if to is Phase.STOPPED:
        latest += dt.timedelta(days=1)
    is_ahead = on > latest and to is not Phase.REINTRODUCTION
    if is_ahead and clock_guard.doubt_of(clinic) is None:
        raise bad_request(
            tr("This day has not come yet"),
            tr("a change of phase is confirmed when it happens"),
            tr("Confirm it on that day"),
        )


def _not_before_last(course: CourseRecord, on: dt.date) -> None:
    """Confirmations follow one another. Raises UserError ``bad_request``."""
    days = [event.on for event in course.phases if event.on is not None]
    restart = course.dates.restart
    days += [event.on for event in course.dose_events if restart and event.on >= restart]
    if days and on < max(days):
        raise bad_request(
            tr("This day lies before the last confirmed change"),
            tr("phases and doses are confirmed in their order"),
            tr("Enter the day of this change"),
        )


def _need_results(record: PatientRecord, relied_on: tuple[str, ...]) -> None:
    if not {one.id for one in record.current_results}.issuperset(relied_on):
        raise bad_request(
            tr("A result that was relied on does not count"),
            tr("it is not recorded, or was replaced or struck"),
            tr("Read the results again"),
        )


def _no_dose_here() -> UserError:
    return bad_request(
        tr("This change of phase carries no dose"),
        tr("only a restart begins with one"),
        tr("Confirm the dose by itself"),
    )


def _need_dose(dose_mg: Decimal) -> None:
    if dose_mg <= 0:
        raise bad_request(
            tr("A dose is more than nothing"),
            tr("stopping is a change of phase"),
            tr("Confirm the phase stopped instead"),
        )


def _need_first_dose(dose_mg: Decimal | None) -> Decimal:
    if dose_mg is None:
        raise bad_request(
            tr("A restart needs its first dose"), tr("dose_mg is missing"), tr("Enter the dose")
        )
    _need_dose(dose_mg)
    return dose_mg
