"""What became of findings: closed by a decision, lapsed by themselves, answered by people."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

from aza_desktop.clinical.diary import DecisionType
from aza_desktop.services import answering, contacts, diary, findings_log, reading, recording
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.findings_log import LogEntry
from tests.support.clinics import TODAY, a_complete_set, a_patient, a_result, reintroduced


def log(clinic: Clinic, patient: str) -> tuple[LogEntry, ...]:
    return findings_log.log_of(clinic, reading.record_of(clinic, patient))


def stopped(clinic: Clinic) -> str:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    recording.add_results(clinic, patient, (a_result("ALT", "216", given_id="r9"),))
    diary.record_decision(
        clinic, patient, DecisionType.STOP, on=TODAY, results=("r9",),
        decided_by="Dr A. Demo", reason="hepatitis",
    )  # fmt: skip
    return patient


def test_a_decided_mark_is_closed_with_its_sentence_and_the_decision(clinic: Clinic) -> None:
    (closed,) = [e for e in log(clinic, stopped(clinic)) if e.code == "TA_STOP"]
    assert (closed.kind, closed.outcome) == ("closed", "decided: stop")
    assert "216" in closed.said
    assert (closed.who, closed.reason) == ("Dr A. Demo", "hepatitis")
    assert closed.protocol == "aza-reintro-literal@1.0.0"


def test_a_mark_that_newer_results_answered_has_lapsed(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(TODAY - dt.timedelta(days=3), value="48"))
    assert [e for e in log(clinic, patient) if e.code == "TA_ELEVATED"] == []
    recording.add_results(clinic, patient, a_complete_set(TODAY))
    (gone,) = [e for e in log(clinic, patient) if e.code == "TA_ELEVATED"]
    assert (gone.kind, gone.on) == ("lapsed", TODAY)
    assert gone.opened_on == TODAY - dt.timedelta(days=3)
    assert gone.outcome == "answered by the results of 26-Jan-2026"


def test_answers_contacts_and_what_was_put_off_are_told(clinic: Clinic) -> None:
    patient = stopped(clinic)
    contacts.add_contact(
        clinic, patient, on=TODAY, outcome="reached", text="told to stop", about=("TA_STOP",)
    )
    answering.snooze(
        clinic, patient, group="record_incomplete", until=TODAY + dt.timedelta(days=3),
        reason="form is coming",
    )  # fmt: skip
    code = reading.patient_file(clinic, patient).answer.marks[0].code  # type: ignore[union-attr]
    answering.acknowledge(clinic, patient, code, reason_code="known_cause", reason="statin")
    found = {each.kind: each for each in log(clinic, patient)}
    assert found["contact"].outcome == "reached"
    assert found["contact"].code == "TA_STOP"
    assert found["snooze"].outcome == "until 29-Jan-2026"
    assert found["acknowledge"].reason == "known cause: statin"
    assert found["acknowledge"].said
    assert found["acknowledge"].protocol == "aza-reintro-literal@1.0.0"
    assert found["decision"].outcome == "stop"


def test_the_newest_stands_first_and_nothing_is_written(clinic: Clinic) -> None:
    patient = stopped(clinic)
    before = audit_lines(clinic)
    days = [each.on for each in log(clinic, patient)]
    assert days == sorted(days, reverse=True)
    assert audit_lines(clinic) == before


def test_only_the_last_days_count_as_closed_lately(clinic: Clinic) -> None:
    patient = stopped(clinic)
    record = reading.record_of(clinic, patient)
    assert "TA_STOP" in {each.code for each in findings_log.closed_lately(clinic, record)}
    later = replace(clinic, clock=replace(clinic.clock, day=TODAY + dt.timedelta(days=31)))  # type: ignore[type-var]
    found = {each.code for each in findings_log.closed_lately(later, record)}
    assert "TA_STOP" not in found


def test_no_cell_of_the_file_can_calculate(clinic: Clinic) -> None:
    patient = stopped(clinic)
    contacts.add_contact(clinic, patient, on=TODAY, outcome="reached", text="=HYPERLINK(1)")
    rows = list(csv.reader(io.StringIO(findings_log.log_csv(log(clinic, patient)))))
    assert rows[0][:3] == ["on", "kind", "code"]
    assert any("'=HYPERLINK(1)" in row for row in rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
