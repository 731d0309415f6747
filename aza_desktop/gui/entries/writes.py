"""What the buttons of the forms record: answers in, one write of a service out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import DecisionType
from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Comparator, parse_decimal
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.viewmodels.answering import REACHED, check_decision, why_words
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.gui.viewmodels.forms import (
    RefusedError,
    Values,
    day_of,
    need,
    need_day,
    number_of,
    one,
)
from aza_desktop.gui.viewmodels.patient_file import OpenFile
from aza_desktop.gui.viewmodels.starting import checklist_of, details_of, index_values
from aza_desktop.services import (
    answering,
    ceilings,
    contacts,
    corrections,
    courses,
    diary,
    recording,
    samples,
)
from aza_desktop.services.details import change_details
from aza_desktop.services.written import Written
from aza_desktop.texts import tr

Say = Callable[[str], None]
"""Tells what was recorded, in the message bar."""


class Writer:
    """The writes for one form about one patient; each is refused when somebody wrote between."""

    def __init__(self, session: ClinicSession, file: OpenFile, say: Say) -> None:
        self._session, self._file, self._say = session, file, say
        self._version = file.record.version
        self._decided = False

    @property
    def _today(self) -> dt.date:
        return self._session.today()

    def decide(self, code: str, key: str, values: Values) -> None:
        """The decision, then the contact; each is kept though the other is refused."""
        kept = one(values, "contact")
        if key == "contact_only":
            if not kept:
                raise RefusedError("contact", tr("Choose what came of the call"))
        elif not self._decided:
            check_decision(values, key)
            self._record(
                diary.record_decision, DecisionType(key), on=self._today,
                results=values["results"], decided_by=one(values, "decided_by"),
                reason=one(values, "reason") or None,
            )  # fmt: skip
            self._decided = True
        if kept:
            self._record(
                contacts.add_contact, on=self._today, outcome=kept,
                text=one(values, "reason") or None, about=(code,),
            )  # fmt: skip
        said = tr("The call is recorded.")
        if self._decided:
            said = tr("Decision recorded: {kind}.").format(kind=tr(key))
            if kept != REACHED:
                said = f"{said} {tr('Still missing: a contact in which the patient was reached.')}"
        self._say(said)

    def acknowledge(self, code: str, values: Values) -> None:
        chosen = need(values, "reason_code", tr("Choose a reason"))
        if chosen == "other":
            need(values, "reason", tr("Say in a few words what the other reason is"))
        reason = one(values, "reason") or None
        self._record(answering.acknowledge, code, reason_code=chosen, reason=reason)
        self._say(tr("Acknowledged. The mark stays as long as its reason stands."))

    def contact(self, values: Values) -> None:
        outcome = need(values, "outcome", tr("Choose what came of the call"))
        marks = self._file.answer.marks if self._file.answer is not None else ()
        grave = tuple(mark.code for mark in marks if mark.severity is Severity.CRITICAL)
        self._record(
            contacts.add_contact, on=self._today, outcome=outcome,
            text=one(values, "text") or None, next_on=day_of(values, "next_on", self._today),
            about=tuple(dict.fromkeys(grave)),
        )  # fmt: skip
        self._say(tr("The call is recorded."))

    def snooze(self, group: str, values: Values) -> None:
        until = need_day(values, "until", self._today)
        reason = need(values, "reason", tr("Say why it can wait"))
        self._record(answering.snooze, group=group, until=until, reason=reason)
        self._say(tr("It is off the list until that day."))

    def stop(self, values: Values) -> None:
        on = need_day(values, "on", self._today)
        self._record(
            courses.confirm_phase, to=Phase.STOPPED, on=on,
            confirmed_by=self._session.clinic.actor, reason=why_words(values),
        )  # fmt: skip
        self._say(tr("Recorded: azathioprine is stopped."))

    def ceiling(self, values: Values) -> None:
        dose = number_of(values, "dose_mg")
        if dose is None:
            raise RefusedError("dose_mg", tr("Enter the mg of the highest daily dose"))
        self._record(
            ceilings.write_ceiling, dose_mg=dose,
            reason=need(values, "reason", tr("Say why in a few words")),
            confirmed_by=need(values, "confirmed_by", tr("Name the prescriber who decided")),
        )  # fmt: skip
        self._say(tr("The ceiling is written. No dose changes by it."))

    def hold(self, values: Values) -> None:
        since = need_day(values, "since", self._today)
        until = day_of(values, "until", self._today)
        self._record(diary.hold_dose, since=since, until=until, reason=why_words(values))
        self._say(tr("Recorded: the dose is held."))

    def symptom(self, values: Values) -> None:
        code = need(values, "code", tr("Choose the symptom"))
        onset = need_day(values, "onset", self._today)
        if onset > self._today:
            raise RefusedError("onset", tr("This day has not come yet"))
        self._record(diary.add_symptom, code, onset_on=onset, note=one(values, "note") or None)
        self._say(tr("The symptom is recorded."))

    def resolve(self, values: Values) -> None:
        which = need(values, "symptom", tr("Choose the symptom"))
        day = need_day(values, "resolved", self._today)
        self._record(diary.resolve_symptom, which, resolved_on=day)
        self._say(tr("Recorded: the symptom has gone."))

    def sample(self, values: Values) -> None:
        tests = values.get("tests", ())
        if not tests:
            raise RefusedError("tests", tr("Choose what is tested"))
        self._record(
            samples.take_sample, taken_on=need_day(values, "taken_on", self._today), tests=tests,
            laboratory=one(values, "laboratory") or None, place=one(values, "place") or None,
            request_id=one(values, "request") or None,
        )  # fmt: skip
        self._say(tr("Recorded: blood was taken, the result is awaited."))

    def correct(self, key: str, values: Values) -> None:
        """The new value takes the old one's place, which stays struck; or it is struck alone."""
        which = need(values, "result", tr("Choose the result"))
        if key == "strike":
            self._record(corrections.strike_result, which, reason=why_words(values))
            self._say(tr("Struck. The result stays in the record and counts no more."))
            return
        typed = clean(need(values, "value", tr("Type the right value")))
        old = next(each for each in self._file.record.current_results if each.id == which)
        changes = _changes(old, typed)
        self._record(recording.correct_result, which, changes=changes, reason=why_words(values))
        self._say(tr("Corrected. The old value stays in the record, struck."))

    def start_course(self, values: Values) -> None:
        """The course, then what is known of the patient; each is kept though the other fails."""
        protocol = need(values, "protocol", tr("Choose the protocol"))
        day = need_day(values, "break_start", self._today)
        reason = need(values, "reason", tr("Say why azathioprine was stopped"))
        details = details_of(values, self._file.record)
        index = self._index(values)
        if not self._decided:
            self._record(
                courses.start_course, protocol=protocol, break_start=day, reason=reason,
                checklist=checklist_of(values),
            )  # fmt: skip
            self._decided = True
        if details:
            self._record(change_details, changes=details)
        if index:
            self._record(recording.add_results, index)
        self._say(tr("The course has begun with its break."))

    def _index(self, values: Values) -> tuple[recording.NewResult, ...]:
        """The results of the injury, each with its own limit."""
        typed = index_values(values)
        if not typed:
            return ()
        day = need_day(values, "index_on", self._today)
        return tuple(
            recording.NewResult(
                analyte=analyte, value_text=value, comparator=Comparator.EQUAL, unit="U/L",
                uln_text=uln, uln_unit="U/L", collected_on=day, note=tr("index result"),
            )
            for analyte, value, uln in typed
        )  # fmt: skip

    def report_days(self, days: Sequence[dt.date], state: str) -> None:
        """Each day is an entry of its own, so that each can be taken back."""
        for day in days:
            self._record(diary.report_day, on=day, state=state)

    def _record(self, service: Callable[..., Written], *given: object, **named: object) -> None:
        key, version = self._file.record.id, self._version
        written = self._session.record(
            lambda clinic: service(clinic, key, *given, if_version=version, **named)
        )
        self._version = written.version


def _changes(old: LabResult, typed: str) -> dict[str, object]:
    """The fields of a result that the typed value changes. Raises `RefusedError`."""
    sign = typed[:1] if typed[:1] in {"<", ">"} else ""
    number = typed.removeprefix(sign).strip()
    if parse_decimal(number) is None:
        raise RefusedError("value", tr("This is no value: type 44, 10.5, <5 or >1000"))
    comparator = Comparator(sign) if sign else Comparator.EQUAL
    if (number, comparator) == (old.value_text, old.comparator):
        raise RefusedError("value", tr("This is the recorded value: type the right one"))
    return {"value_text": number, "comparator": comparator}
