"""The audit trail as it is read, searched and taken out."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest

from aza_desktop.clock import FixedClock
from aza_desktop.services import diary, recording
from aza_desktop.services.audit_lines import (
    AuditLine,
    audit_choices,
    audit_csv,
    audit_lines,
    note_export,
    safe_cell,
)
from aza_desktop.services.clinic import Clinic, open_clinic
from tests.support.clinics import TODAY, a_patient, a_result


def corrected(clinic: Clinic) -> str:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result("ALT", "52", given_id="a1"),))
    recording.correct_result(
        clinic, patient, "a1", changes={"value_text": "25"}, reason="typing error"
    )
    return patient


def test_a_correction_tells_before_after_and_why(clinic: Clinic) -> None:
    line = audit_lines(clinic, patient_id=corrected(clinic))[0]
    assert line.action == "result.correct"
    assert (line.before, line.after) == ("value text 52", "value text 25")
    assert line.reason == "typing error"
    assert line.number == "000123"
    assert line.actor == "first.user"


def test_an_addition_has_no_before(clinic: Clinic) -> None:
    line = audit_lines(clinic, patient_id=corrected(clinic))[1]
    assert line.action == "result.add"
    assert line.before == ""
    assert "analyte ALT" in line.after
    assert "value text 52" in line.after


def test_what_was_taken_back_tells_what_it_was(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result("ALT", "52"),))
    recording.undo_last(clinic)
    line = audit_lines(clinic, patient_id=patient)[0]
    assert "value text 52" in line.before
    assert line.after == "in error"
    assert line.reason == "taken back"


def test_newest_first_and_no_more_than_asked(clinic: Clinic) -> None:
    corrected(clinic)
    every = audit_lines(clinic)
    assert [line.seq for line in every] == sorted((line.seq for line in every), reverse=True)
    assert audit_lines(clinic, most=2) == every[:2]


def test_filters_for_person_action_patient_and_days(clinic: Clinic, tmp_path: Path) -> None:
    patient = corrected(clinic)
    other = a_patient(clinic, "2")
    nurse = replace(clinic, actor="nurse.b")
    diary.add_symptom(nurse, other, "nausea", onset_on=TODAY)
    assert {line.actor for line in audit_lines(clinic, actor="nurse.b")} == {"nurse.b"}
    assert [line.action for line in audit_lines(clinic, action="result.add")] == ["result.add"]
    assert {line.number for line in audit_lines(clinic, patient_id=patient)} == {"000123"}
    people, actions = audit_choices(clinic)
    assert people == ("first.user", "nurse.b")
    assert "result.correct" in actions
    clinic.close()
    later = open_clinic(clinic.paths, clock=FixedClock(TODAY + dt.timedelta(2)), actor="late")
    recording.add_results(later, patient, (a_result("AST", "20"),))
    day = dt.timedelta(1)
    assert [line.actor for line in audit_lines(later, since=TODAY + day)] == ["late"]
    assert "late" not in {line.actor for line in audit_lines(later, until=TODAY + day)}
    assert audit_lines(later, since=TODAY + day, until=TODAY + day) == ()
    later.close()


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_export_is_a_formula(first: str) -> None:
    at = dt.datetime(2026, 1, 26, tzinfo=dt.UTC)
    cell = f"{first}HYPERLINK(1)"
    line = AuditLine(1, at, cell, cell, cell, cell, cell, cell, cell)
    rows = list(csv.reader(io.StringIO(audit_csv([line]), newline="")))
    assert [c[0] for c in rows[1][2:]] == ["'"] * 7


def test_plain_cells_stay_as_they_are() -> None:
    assert safe_cell("ALT 25") == "ALT 25"
    assert safe_cell("") == ""


def test_taking_the_trail_out_is_itself_recorded(clinic: Clinic) -> None:
    note_export(clinic, lines=3)
    assert audit_lines(clinic)[0].action == "audit.export 3"
