"""Corrections: struck, moved, taken back; and the workflow as requests of batch."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.services import (
    answering,
    contacts,
    corrections,
    details,
    diary,
    owners,
    proposals,
    recording,
    samples,
    stepping,
    verifying,
)
from aza_desktop.services.batch import answer
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import record_of
from tests.support.clinics import (
    TODAY,
    a_complete_set,
    a_patient,
    a_result,
    as_nurse,
    on_break,
    refusal,
)

DAY = dt.timedelta(days=1)


def stop_mark(clinic: Clinic, patient: str) -> None:
    recording.add_results(
        clinic, patient, (a_result("ALT", "210", given_id="bad"), a_result("AST", "30"))
    )


def test_a_struck_result_counts_no_more_and_stays_readable(clinic: Clinic, patient: str) -> None:
    stop_mark(clinic, patient)
    corrections.strike_result(clinic, patient, "bad", reason="another patient's")
    record = record_of(clinic, patient)
    assert "bad" not in {one.id for one in record.current_results}
    assert [r.reason for r in record.results if r.result.id == "bad"] == ["another patient's"]
    assert refusal(corrections.strike_result, clinic, patient, "bad", reason="x") == "bad_request"
    assert refusal(corrections.strike_result, clinic, patient, "r1", reason=" ") == "bad_request"


def test_a_result_moves_to_its_patient_and_both_trails_tell(clinic: Clinic, patient: str) -> None:
    other = a_patient(clinic, "000124")
    stop_mark(clinic, patient)
    before = [record_of(clinic, key).version for key in (patient, other)]
    done = corrections.move_result(clinic, patient, "bad", to_patient=other, reason="mixed up")
    assert done.ids == ("bad",)
    assert [one.value_text for one in record_of(clinic, other).current_results] == ["210"]
    assert "bad" not in {one.id for one in record_of(clinic, patient).current_results}
    after = [record_of(clinic, key).version for key in (patient, other)]
    assert after == [version + 1 for version in before]


def test_striking_a_sample_opens_its_request_again(clinic: Clinic, patient: str) -> None:
    samples.request(clinic, patient, tests=("ALT",))
    samples.take_sample(clinic, patient, taken_on=TODAY, request_id="q1")
    samples.take_sample(clinic, patient, taken_on=TODAY)
    assert record_of(clinic, patient).lab_requests[0].outcome == "taken"
    corrections.strike(clinic, patient, "sample", given_id="sample2", reason="typed twice")
    assert record_of(clinic, patient).lab_requests[0].outcome == "taken"
    corrections.strike(clinic, patient, "sample", given_id="sample1", reason="not taken")
    (asked,) = record_of(clinic, patient).lab_requests
    assert (asked.id, asked.outcome, asked.tests) == ("q1", None, ("ALT",))
    corrections.undo(clinic)
    record = record_of(clinic, patient)
    assert record.lab_requests[0].outcome == "taken"
    assert [sample.request for sample in record.samples] == ["q1"]


ENTRIES: dict[str, Any] = {
    "symptom": lambda c, p: diary.add_symptom(c, p, "nausea", onset_on=TODAY),
    "drug": lambda c, p: diary.add_comedication(c, p, "Zyloric", start_on=TODAY),
    "hold": lambda c, p: diary.hold_dose(c, p, since=TODAY, until=None, reason=None),
    "day": lambda c, p: diary.report_day(c, p, on=TODAY, state="taken"),
    "contact": lambda c, p: contacts.add_contact(c, p, on=TODAY, outcome="reached"),
    "sample": lambda c, p: samples.take_sample(c, p, taken_on=TODAY),
    "request": lambda c, p: samples.request(c, p, tests=("ALT",)),
    "proposal": lambda c, p: proposals.add_proposal(c, p, to="dose", dose_mg=Decimal(75)),
    "results": lambda c, p: recording.add_results(c, p, a_complete_set(TODAY)),
    "weight": lambda c, p: details.add_weight(c, p, on=TODAY, kg=Decimal(71)),
    "details": lambda c, p: details.change_details(c, p, changes={"phone": "1"}),
    "asked": lambda c, p: details.answer_drug_question(
        c, p, drug="allopurinol", answer="no", asked_on=TODAY
    ),
    "note": lambda c, p: details.add_note(c, p, text="x"),
    "phase": lambda c, p: stepping.stop_now(c, p, on=TODAY, reason="x"),
    "snooze": lambda c, p: answering.snooze(
        c, p, group="step_possible", until=TODAY + dt.timedelta(days=1), reason="x"
    ),
    "owner": lambda c, p: owners.set_owner(c, p, owner=c.actor),
}


@pytest.mark.parametrize("kind", sorted(ENTRIES))
def test_one_key_takes_back_any_entry(clinic: Clinic, patient: str, kind: str) -> None:
    before = record_of(clinic, patient)
    ENTRIES[kind](clinic, patient)
    changed = record_of(clinic, patient)
    assert replace(changed, version=before.version) != before
    corrections.undo(clinic)
    after = record_of(clinic, patient)
    kept = tuple(r for r in after.results if r.state == "current")
    assert replace(after, version=before.version, results=kept) == replace(
        before, results=before.results
    )
    assert refusal(corrections.undo, clinic) == "not_offered"
    assert [
        check.name for check in verifying.verify(clinic.paths, clock=clinic.clock) if not check.ok
    ] == []


def test_a_course_and_a_patient_are_taken_back_whole(clinic: Clinic) -> None:
    key = a_patient(clinic)
    on_break(clinic, key)
    corrections.undo(clinic)
    assert record_of(clinic, key).courses == ()
    assert on_break(clinic, key).ids == ("2",)
    other = a_patient(clinic, "7")
    corrections.undo(clinic)
    assert refusal(record_of, clinic, other) == "unknown_patient"
    a_patient(clinic, "7")


def test_what_others_built_upon_is_not_taken_back(clinic: Clinic, patient: str) -> None:
    diary.add_symptom(clinic, patient, "nausea", onset_on=TODAY)
    diary.resolve_symptom(as_nurse(clinic), patient, "s1", resolved_on=TODAY)
    users_entry_is_no_patients = corrections.undo
    assert refusal(users_entry_is_no_patients, clinic) == "not_offered"


def test_batch_carries_the_workflow(clinic: Clinic, patient: str) -> None:
    stop_mark(clinic, patient)
    base: dict[str, Any] = {"id": 1, "patient": "000123"}
    wishes: list[dict[str, Any]] = [
        {"do": "mark.acknowledge", "code": "TA_STOP", "reason_code": "seen_no_action"},
        {"do": "contact.add", "on": TODAY.isoformat(), "outcome": "reached", "about": ["TA_STOP"]},
        {"do": "lab.request", "tests": ["ALT"]},
        {"do": "sample.taken", "on": TODAY.isoformat(), "request": "q1"},
        {"do": "result.read", "results": ["bad"], "on": TODAY.isoformat()},
        {"do": "proposal.add", "to": "dose", "dose_mg": 50},
        {"do": "proposal.answer", "proposal": "p1", "answer": "declined"},
        {"do": "owner.set", "owner": "first.user"},
        {"do": "weight.add", "on": TODAY.isoformat(), "kg": "71"},
        {"do": "entry.strike", "kind": "contact", "entry": "k1", "reason": "twice"},
        {"do": "dose.stop", "on": TODAY.isoformat(), "reason": "per protocol"},
    ]
    for wish in wishes:
        told = answer(clinic, json.dumps({**base, **wish}))
        assert told["ok"], told
    assert answer(clinic, json.dumps({"id": 2, "do": "undo"}))["ok"]
    course = record_of(clinic, patient).course
    assert course is not None
    assert course.phase is Phase.REINTRODUCTION
