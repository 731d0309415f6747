"""What is noted beside the results: symptoms, other drugs, days without a dose, decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.diary import Comedication, Decision, DecisionType, Symptom
from aza_desktop.clinical.doses import DayReport, Hold
from aza_desktop.clinical.interactions import recognised
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import file_of
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Wish, Write, Written, bad_request, refuse_future, write
from aza_desktop.storage import diary as shelf
from aza_desktop.storage import writing
from aza_desktop.texts import tr

_DIARY = frozenset({Topic.DIARY})
_DOSES = frozenset({Topic.DOSES})


def add_symptom(
    clinic: Clinic,
    patient_id: str,
    code: str,
    *,
    onset_on: dt.date,
    resolved_on: dt.date | None = None,
    note: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Record a symptom by its code; `resolved_on` is the first day without it."""

    def action(change: Write) -> tuple[str, ...]:
        known = known_symptoms(_protocol(clinic, change.record))
        if code not in known:
            raise bad_request(
                tr("This symptom is not known"), code,
                tr("Known are: {codes}").format(codes=", ".join(sorted(known))),
            )  # fmt: skip
        _in_order(onset_on, resolved_on)
        _gone_already(clinic, resolved_on)
        given = free_id("s", (one.id for one in change.record.symptoms))
        writing.add_symptom(
            change.work, patient_id, Symptom(given, code, onset_on, resolved_on, note)
        )
        return (given,)

    refuse_future(
        clinic, onset_on,
        why=tr("a symptom of a day to come would speak against nothing"),
        remedy=tr("Enter the day on which it began"),
    )  # fmt: skip
    content = {"code": code, "onset": onset_on, "resolved": resolved_on, "note": note}
    return write(clinic, patient_id, Wish("symptom.add", _DIARY, content, if_version, key), action)


def resolve_symptom(
    clinic: Clinic,
    patient_id: str,
    symptom_id: str,
    *,
    resolved_on: dt.date,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """The symptom has gone: `resolved_on` is the first day without it."""

    def action(change: Write) -> tuple[str, ...]:
        known = {one.id: one for one in change.record.symptoms}
        symptom = known.get(symptom_id)
        if symptom is None:
            raise _unknown(tr("There is no such symptom"))
        _in_order(symptom.onset_on, resolved_on)
        _gone_already(clinic, resolved_on)
        resolved = replace(symptom, resolved_on=resolved_on)
        earlier = shelf.end_symptom(change.work, patient_id, symptom_id)
        writing.add_symptom(change.work, patient_id, resolved, supersedes=earlier)
        return (symptom_id,)

    content = {"symptom": symptom_id, "resolved": resolved_on}
    wish = Wish("symptom.resolve", _DIARY, content, if_version, key)
    return write(clinic, patient_id, wish, action)


def add_comedication(
    clinic: Clinic,
    patient_id: str,
    name: str,
    *,
    start_on: dt.date,
    last_day: dt.date | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Record another drug, by the name that somebody wrote; both days included."""

    def action(change: Write) -> tuple[str, ...]:
        _in_order(start_on, last_day)
        given = free_id("c", (one.id for one in change.record.comedications))
        drug = Comedication(given, name, start_on, last_day)
        writing.add_comedication(change.work, patient_id, drug)
        return (given,)

    content = {"name": name, "start": start_on, "last_day": last_day}
    wish = Wish("comedication.add", _DIARY, content, if_version, key)
    return write(clinic, patient_id, wish, action)


def end_comedication(
    clinic: Clinic,
    patient_id: str,
    comedication_id: str,
    *,
    last_day: dt.date,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """The drug was taken for the last time on `last_day`."""

    def action(change: Write) -> tuple[str, ...]:
        known = {one.id: one for one in change.record.comedications}
        drug = known.get(comedication_id)
        if drug is None:
            raise _unknown(tr("There is no such drug"))
        _in_order(drug.start_on, last_day)
        earlier = shelf.end_comedication(change.work, patient_id, comedication_id)
        ended = replace(drug, last_day=last_day)
        writing.add_comedication(change.work, patient_id, ended, supersedes=earlier)
        return (comedication_id,)

    content = {"comedication": comedication_id, "last_day": last_day}
    wish = Wish("comedication.end", _DIARY, content, if_version, key)
    return write(clinic, patient_id, wish, action)


def recognised_as(clinic: Clinic, patient_id: str, name: str) -> str | None:
    """What the patient's protocol takes the drug for; None for a drug that it does not know."""
    from aza_desktop.services.reading import record_of  # noqa: PLC0415 - asked for by one command

    return recognised(name, _protocol(clinic, record_of(clinic, patient_id)))


def hold_dose(
    clinic: Clinic,
    patient_id: str,
    *,
    since: dt.date,
    until: dt.date | None,
    reason: str | None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Record days without the drug, both ends included; it is no change of dose."""

    def action(change: Write) -> tuple[str, ...]:
        _in_order(since, until)
        _need_free_days(change.course, since, until)
        writing.add_hold(change.work, change.course_key, Hold(since, until, reason))
        return ()

    content = {"from": since, "to": until, "reason": reason}
    return write(clinic, patient_id, Wish("dose.hold", _DOSES, content, if_version, key), action)


def report_day(
    clinic: Clinic,
    patient_id: str,
    *,
    on: dt.date,
    state: str,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Record what was said of one day: ``taken``, ``missed`` or ``held``; the later word counts."""

    def action(change: Write) -> tuple[str, ...]:
        shelf.report_day(change.work, change.course_key, DayReport(on, state))
        return ()

    refuse_future(
        clinic, on,
        why=tr("what was taken is reported, never assumed"),
        remedy=tr("Report it when the day has passed"),
    )  # fmt: skip
    content = {"on": on, "state": state}
    return write(clinic, patient_id, Wish("dose.taken", _DOSES, content, if_version, key), action)


def record_decision(
    clinic: Clinic,
    patient_id: str,
    kind: DecisionType,
    *,
    on: dt.date,
    results: tuple[str, ...],
    decided_by: str,
    reason: str | None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Record a named person's answer to marks: it clears the results that it names."""

    def action(change: Write) -> tuple[str, ...]:
        known = {one.id: one for one in change.record.current_results}
        if not results or not known.keys() >= set(results):
            raise bad_request(
                tr("A decision names results that count"),
                tr("one of them is not recorded, or none was named"),
                tr("Read the results again"),
            )
        _not_before_sample((known[each].collected_on for each in results), on, change)
        taken = (one.id for course in change.record.courses for one in course.decisions)
        given = free_id("d", taken)
        decision = Decision(given, on, kind, results, decided_by, reason)
        writing.add_decision(change.work, change.course_key, decision)
        return (given,)

    results = tuple(dict.fromkeys(results))
    need_name(decided_by)
    if kind is DecisionType.CONTINUE and not (reason or "").strip():
        raise bad_request(
            tr("To continue needs a reason"),
            tr("the results speak against it, and the reason is empty"),
            tr("Say why in a few words"),
        )
    refuse_future(
        clinic, on,
        why=tr("a decision is recorded when it was made"),
        remedy=tr("Enter the day on which it was decided"),
    )  # fmt: skip
    content = {
        "type": kind.value, "results": list(results), "date": on, "decided_by": decided_by,
        "reason": reason,
    }  # fmt: skip
    wish = Wish(
        "decision.record",
        frozenset({Topic.COURSE}),
        content,
        if_version,
        key,
        Role.PRESCRIBER,
        decided_by,
    )
    return write(clinic, patient_id, wish, action)


def _gone_already(clinic: Clinic, resolved_on: dt.date | None) -> None:
    """A symptom never ends by itself on a day to come. Raises UserError ``bad_request``."""
    if resolved_on is not None:
        refuse_future(
            clinic, resolved_on,
            why=tr("a symptom has gone when the patient says so"),
            remedy=tr("Enter its end when it has come"),
        )  # fmt: skip


def known_symptoms(protocol: Protocol) -> frozenset[str]:
    """The symptom codes that the protocol knows."""
    return frozenset((*protocol.words("warning_symptoms"), *protocol.words("gi_symptoms")))


def need_name(name: str) -> None:
    """A confirmation carries a person's name. Raises UserError ``bad_request``."""
    if not name.strip():
        raise bad_request(
            tr("Somebody has to confirm this by name"),
            tr("the name is empty"),
            tr("Enter the name of the prescriber"),
        )


def _protocol(clinic: Clinic, record: PatientRecord) -> Protocol:
    return file_of(clinic, record).facts.protocol


def _in_order(first: dt.date, last: dt.date | None) -> None:
    if last is not None and last < first:
        raise bad_request(
            tr("The end lies before the beginning"),
            tr("the second day is earlier than the first"),
            tr("Correct the dates"),
        )


def _not_before_sample(collected: Iterable[dt.date], on: dt.date, change: Write) -> None:
    """Nobody decides about blood that was not taken yet. Raises UserError ``bad_request``.

    A result that is dated in the future is a mistake, which a decision may answer today.
    """
    today = change.clinic.clock.today()
    latest = max((day for day in collected if day <= today), default=on)
    if on < latest:
        raise bad_request(
            tr("The decision lies before its result"),
            tr("the sample was taken on {day}").format(day=show(latest)),
            tr("Enter the day on which it was decided"),
        )


def _need_free_days(course: CourseRecord, since: dt.date, until: dt.date | None) -> None:
    """Days without the drug are told once: two holds of one day could not both be ended."""
    last = until or dt.date.max
    for hold in course.holds:
        if hold.since <= last and since <= (hold.until or dt.date.max):
            raise bad_request(
                tr("These days are held already"),
                tr("from {since} to {until}").format(
                    since=show(hold.since), until=show(hold.until) if hold.until else tr("now")
                ),
                tr("Resume first, or enter only the days that are missing"),
            )


def _unknown(what: str) -> UserError:
    return bad_request(what, tr("this id is not recorded"), tr("Read the record again"))


def free_id(letter: str, taken: Iterable[str]) -> str:
    """``c3``: the next id that people see, of its kind and not given yet."""
    used = set(taken)
    number = len(used) + 1
    while f"{letter}{number}" in used:
        number += 1
    return f"{letter}{number}"
