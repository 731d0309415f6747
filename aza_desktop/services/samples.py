"""The way of a blood test: requested, booked, taken, awaited, back, read by, told to the patient.

A request is recorded and its slip printed; nothing is sent from here. A sample that was taken is
awaited for three days; results of its tests from that day on close it by themselves.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from aza_desktop.clinical.answers import REQUEST_OUTCOMES, LabRequest, ResultStep
from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.dates import add_days, show
from aza_desktop.clinical.diary import Sample
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.list_days import SAMPLE_WAIT_DAYS
from aza_desktop.services.listed import ListedFile
from aza_desktop.services.written import Wish, Write, Written, bad_request, refuse_future, write
from aza_desktop.storage import workflow
from aza_desktop.texts import tr

_TOPICS = frozenset({Topic.LABS})


def request(
    clinic: Clinic,
    patient_id: str,
    *,
    tests: tuple[str, ...],
    laboratory: str | None = None,
    due_by: dt.date | None = None,
    note: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Record that a blood test is asked for. ids: the request's."""
    _need_tests(clinic, tests)

    def action(change: Write) -> tuple[str, ...]:
        given = workflow.next_id(change.work, workflow.REQUESTS, patient_id)
        asked = LabRequest(given, clinic.clock.today(), tests, laboratory, due_by, note=note)
        workflow.add_request(change.work, patient_id, asked)
        return (given,)

    content = {"tests": list(tests), "laboratory": laboratory, "due_by": due_by, "note": note}
    return write(clinic, patient_id, Wish("lab.request", _TOPICS, content, if_version, key), action)


def book(
    clinic: Clinic,
    patient_id: str,
    request_id: str,
    *,
    booked_on: dt.date,
    place: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """The day and place at which the blood will be taken; a later booking replaces it."""

    def action(change: Write) -> tuple[str, ...]:
        asked = _open_request(change, request_id)
        _move(change, replace(asked, booked_on=booked_on, place=place))
        return (request_id,)

    content = {"request": request_id, "booked_on": booked_on, "place": place}
    return write(clinic, patient_id, Wish("lab.book", _TOPICS, content, if_version, key), action)


def close_request(
    clinic: Clinic,
    patient_id: str,
    request_id: str,
    *,
    outcome: str,
    note: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """The request came to nothing: not attended, cancelled or declined. Blood stays due."""
    if outcome not in REQUEST_OUTCOMES or outcome == "taken":
        raise bad_request(
            tr("This is no end of a request"), outcome,
            tr("Known are: {names}").format(names=", ".join(REQUEST_OUTCOMES[1:])),
        )  # fmt: skip

    def action(change: Write) -> tuple[str, ...]:
        asked = _open_request(change, request_id)
        _move(change, replace(asked, outcome=outcome, note=note or asked.note))
        return (request_id,)

    content = {"request": request_id, "outcome": outcome, "note": note}
    return write(clinic, patient_id, Wish("lab.close", _TOPICS, content, if_version, key), action)


def take_sample(
    clinic: Clinic,
    patient_id: str,
    *,
    taken_on: dt.date,
    tests: tuple[str, ...] = (),
    place: str | None = None,
    laboratory: str | None = None,
    request_id: str | None = None,
    note: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Blood was taken: its results are awaited from now on. No tests named means all of them."""
    refuse_future(
        clinic, taken_on,
        why=tr("a sample is recorded when it was taken"), remedy=tr("Book the test instead"),
    )  # fmt: skip
    if tests:
        _need_tests(clinic, tests)

    def action(change: Write) -> tuple[str, ...]:
        asked = None if request_id is None else _open_request(change, request_id)
        given = workflow.next_id(change.work, workflow.SAMPLES, patient_id)
        sample = Sample(
            given,
            taken_on,
            tests or (asked.tests if asked else ()),
            laboratory or (asked.laboratory if asked else None),
            note,
            place or (asked.place if asked else None),
            request_id,
        )
        workflow.add_sample(change.work, patient_id, sample)
        if asked is not None:
            _move(change, replace(asked, outcome="taken"))
        return (given,)

    content = {
        "taken_on": taken_on, "tests": list(tests), "place": place, "laboratory": laboratory,
        "request": request_id, "note": note,
    }  # fmt: skip
    return write(
        clinic, patient_id, Wish("sample.taken", _TOPICS, content, if_version, key), action
    )


def mark_read(
    clinic: Clinic, patient_id: str, *, results: tuple[str, ...], on: dt.date,
    by: str | None = None, note: str | None = None, if_version: int | None = None,
    key: str | None = None,
) -> Written:  # fmt: skip
    """Somebody has read these results."""
    return _step(clinic, patient_id, "read", results, on, by, note, if_version, key)


def mark_told(
    clinic: Clinic, patient_id: str, *, results: tuple[str, ...], on: dt.date,
    by: str | None = None, note: str | None = None, if_version: int | None = None,
    key: str | None = None,
) -> Written:  # fmt: skip
    """Somebody has told these results to the patient."""
    return _step(clinic, patient_id, "told", results, on, by, note, if_version, key)


def reopen_request(change: Write, sample_id: str) -> None:
    """The sample was struck: what it was taken for is asked for again, unless another one was."""
    struck = next((one for one in change.record.samples if one.id == sample_id), None)
    if struck is None or struck.request is None:
        return
    others = (one for one in change.record.samples if one.id != sample_id)
    if any(other.request == struck.request for other in others):
        return
    for asked in change.record.lab_requests:
        if asked.id == struck.request and asked.outcome == "taken":
            _move(change, replace(asked, outcome=None))


@dataclass(frozen=True, slots=True)
class SampleWay:
    """How far a blood test has come. stage: requested, booked, awaited, not_back, back, read, told.

    since: the day of that stage. results: those that closed it.
    """

    stage: str
    since: dt.date
    tests: tuple[str, ...]
    request_id: str | None = None
    sample_id: str | None = None
    results: tuple[str, ...] = ()


def ways(file: ListedFile) -> tuple[SampleWay, ...]:
    """Every open request and every sample of the patient, oldest first."""
    open_ = [
        SampleWay("booked" if r.booked_on else "requested", r.booked_on or r.requested_on, r.tests,
                  request_id=r.id)
        for r in file.record.lab_requests
        if r.outcome is None and r.requested_on <= file.as_of
    ]  # fmt: skip
    taken = [_way(file, s) for s in file.record.samples if s.taken_on <= file.as_of]
    return tuple(sorted([*open_, *taken], key=lambda way: way.since))


def slip_text(file: ListedFile, asked: LabRequest) -> str:
    """What stands on the slip for the laboratory: two identifiers of the patient, and the tests."""
    identity = file.record.identity
    lines = [
        identity.name,
        tr("Born {day}, number {number}").format(
            day=show(identity.birth_date) if identity.birth_date else tr("not known"),
            number=identity.number,
        ),
        tr("Tests: {tests}").format(tests=", ".join(asked.tests)),
        tr("Please print the upper limit of normal beside each result."),
    ]
    if asked.due_by is not None:
        lines.append(tr("Due by {day}").format(day=show(asked.due_by)))
    return "\n".join(lines)


def _way(file: ListedFile, sample: Sample) -> SampleWay:
    back = [
        result
        for result in file.record.current_results
        if sample.taken_on <= result.collected_on <= file.as_of
        and (not sample.tests or result.analyte in sample.tests)
    ]
    ids = tuple(result.id for result in back)
    if not back:
        late = file.as_of > add_days(sample.taken_on, SAMPLE_WAIT_DAYS)
        stage, since = "not_back" if late else "awaited", sample.taken_on
    else:
        stage, since = "back", max(r.entered_on or r.collected_on for r in back)
        for step in sorted(file.record.result_steps, key=lambda one: one.step):
            if set(step.results) & set(ids) and step.on <= file.as_of:
                stage, since = step.step, step.on
    return SampleWay(stage, since, sample.tests, sample.request, sample.id, ids)


def _step(
    clinic: Clinic, patient_id: str, step: str, results: tuple[str, ...], on: dt.date,
    by: str | None, note: str | None, if_version: int | None, key: str | None,
) -> Written:  # fmt: skip
    def action(change: Write) -> tuple[str, ...]:
        known = {one.id for one in change.record.current_results}
        if not results or not known.issuperset(results):
            raise bad_request(
                tr("One of these results does not count"),
                tr("it is not recorded, or was replaced or struck"),
                tr("Read the results again"),
            )
        given = workflow.next_id(change.work, workflow.STEPS, patient_id)
        done = ResultStep(given, step, results, on, by or clinic.actor, note)
        workflow.add_step(change.work, patient_id, done)
        return (given,)

    refuse_future(
        clinic, on,
        why=tr("this is recorded when it was done"), remedy=tr("Enter the day of today"),
    )  # fmt: skip
    content = {"results": list(results), "on": on, "by": by, "note": note}
    wish = Wish(f"result.{step}", _TOPICS, content, if_version, key)
    return write(clinic, patient_id, wish, action)


def _open_request(change: Write, request_id: str) -> LabRequest:
    for asked in change.record.lab_requests:
        if asked.id == request_id and asked.outcome is None:
            return asked
    raise bad_request(
        tr("There is no such open request"),
        tr("it is not recorded, or was closed already"),
        tr("Read the record again"),
    )


def _move(change: Write, asked: LabRequest) -> None:
    table, _ = workflow.REQUESTS
    earlier = workflow.make_room(change.work, table, change.patient_id, asked.id)
    workflow.add_request(change.work, change.patient_id, asked, supersedes=earlier)


def _need_tests(clinic: Clinic, tests: tuple[str, ...]) -> None:
    known = {analyte.code for analyte in clinic.analytes.analytes}
    if not tests or not known.issuperset(tests):
        raise bad_request(
            tr("One of these tests is not known"),
            ", ".join(test for test in tests if test not in known) or tr("none was named"),
            tr("Use the codes of the list of analytes"),
        )
