"""A staged file in words: counts that add up, reasons, questions, candidates. Without Qt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.gui.viewmodels import import_columns, import_patients, imports
from aza_desktop.intake import problems
from aza_desktop.services import import_desk
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.import_desk import ImportOptions, Looked, Watch
from aza_desktop.services.import_files import rest_csv
from aza_desktop.services.import_rows import RowKind, StagedRow
from tests.support.lab_clinic import WIDE, a_clinic, add_patient, take
from tests.support.lab_files import FILES, TODAY

MUELLER = Identity(
    (PatientNumber("hospital", "000301"),), "Müller", "Jürgen", birth_date=TODAY.replace(1961, 4, 3)
)
OPTIONS = ImportOptions()


def looked_at(clinic: Clinic, text: str, **answers: str) -> Looked:
    options = ImportOptions(answers=answers)
    return import_desk.look_at_text(clinic, text, options=options, watch=Watch())


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return a_clinic(tmp_path)


def test_every_reason_of_the_engine_has_words_of_its_own() -> None:
    reasons = {
        each.reason for each in vars(problems).values() if isinstance(each, problems.Problem)
    }
    reasons |= {"unknown_test", "test_conflict", "left_out"}
    reasons |= {"no_match", "no_record_number", "several_patients", "lone_number"}
    reasons.add("identifiers_disagree")
    said = {reason: imports.reason_words(reason) for reason in reasons}
    assert {r: words for r, words in said.items() if words == r.replace("_", " ")} == {}
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize("name", ["german_wide.csv", "uk_long_utf16.txt", "hl7v2/batch.hl7"])
def test_the_counts_add_up_to_the_rows_read(clinic: Clinic, name: str) -> None:
    looked = import_desk.look(clinic, FILES / name, options=OPTIONS, watch=Watch())
    counts = imports.counts_of(looked)
    rows = looked.report.rows
    assert sum(counts.values()) == rows.read > 0
    assert (counts["held"], counts["rejected"], counts["ignored"]) == (
        rows.held,
        rows.rejected,
        rows.ignored,
    )
    model = imports.build_preview(looked)
    assert model.total.startswith(f"{rows.read} = ")
    assert model.action == f"Keep {rows.held} rows waiting"


def test_a_row_left_out_counts_as_held_and_is_held_when_taken_in(clinic: Clinic) -> None:
    add_patient(clinic, MUELLER)
    text = WIDE + "000301,Müller,Jürgen,1961-04-03,2026-01-05,44,31\n"
    looked = looked_at(clinic, text)
    assert imports.counts_of(looked)["new"] == 2
    place = looked.staged.rows[0].where
    without = replace(looked, left_out=frozenset({place}))
    counts = imports.counts_of(without)
    assert (counts["new"], counts["held"]) == (1, 1)
    report = import_desk.take(clinic, without, watch=Watch())
    assert (report.rows.imported, report.rows.held, report.rows.read) == (1, 1, 2)
    assert report.held[0].reason == "left_out"


def test_a_correction_tells_what_it_replaces(clinic: Clinic) -> None:
    add_patient(clinic, MUELLER)
    head = "MRN,Surname,Forename,DOB,Collected,Test,Result,Unit,ULN,Status\n"
    line = "000301,Müller,Jürgen,1961-04-03,2026-01-05,ALT,{},U/L,40,{}\n"
    take(clinic, head + line.format("44", "final"))
    looked = looked_at(clinic, head + line.format("54", "corrected"))
    (row,) = looked.staged.rows
    assert imports.kind_of(row, frozenset()) == "corrected"
    assert imports.remark_text(row, clinic.analytes, frozenset()) == "in place of 44"
    assert imports.ratio_text(row, clinic.analytes) == "1.35 ×"
    assert imports.limit_text(row) == "40 U/L"


def test_candidates_say_what_agrees_differs_and_is_missing(clinic: Clinic) -> None:
    add_patient(clinic, MUELLER)
    looked = looked_at(clinic, WIDE + "000301,Mueller,,1961-04-03,2026-01-05,44,31\n")
    model = import_patients.build_undecided(looked.staged.patients, {})
    (one,) = model.patients
    (candidate,) = one.candidates
    assert [(a.state, a.text) for a in candidate.agreements] == [
        ("agrees", "Number agrees: 000301"),
        ("differs", "Name differs: Mueller in the file, Müller, Jürgen in the record"),
        ("agrees", "Born agrees: 03-Apr-1961"),
    ]
    assert (one.chosen, one.can_create, model.creatable) == ("", False, ())
    chosen = import_patients.build_undecided(looked.staged.patients, {one.code: "000301"})
    assert chosen.patients[0].chosen == "goes to MÜLLER, Jürgen, 000301"
    assert chosen.open == 0


def test_one_who_is_merely_alike_is_said_to_be_that(clinic: Clinic) -> None:
    add_patient(clinic, MUELLER)
    looked = looked_at(clinic, WIDE + "301,Müller,Jürgen,,2026-01-05,44,31\n")
    (one,) = import_patients.build_undecided(looked.staged.patients, {}).patients
    assert one.candidates[0].remark.startswith("only alike")


def test_a_date_with_two_meanings_is_shown_in_both(clinic: Clinic) -> None:
    text = "MRN,Collected,ALT (U/L)\n1,03/04/2025,44\n1,05/06/2025,45\n"
    looked = looked_at(clinic, text)
    questions = looked.report.questions
    model = import_columns.build_columns(looked, questions, {}, analytes=clinic.analytes)
    assert "03/04/2025 can be 03-Apr-2025 or 04-Mar-2025" in model.dates
    (question,) = [q for q in model.questions if q.code == "date_order"]
    assert question.answer == ""
    words = dict(question.choices)
    assert "03/04/2025 = 03-Apr-2025" in words["dmy"]
    assert "05/06/2025 = 06-May-2025" in words["mdy"]


def test_the_columns_say_what_they_are_read_as(clinic: Clinic) -> None:
    looked = import_desk.look(clinic, FILES / "german_wide.csv", options=OPTIONS, watch=Watch())
    model = import_columns.build_columns(looked, (), {}, analytes=clinic.analytes)
    read = {column.header: column.read_as for column in model.columns}
    assert read["Patientennummer"] == "record number"
    assert read["GPT (ALAT) [U/l]"] == "ALT in U/l"
    assert read["Kalium (mmol/l)"] == "not used"
    assert model.encoding == "Text encoding: cp1252"


def test_messages_have_no_columns_and_say_so(clinic: Clinic) -> None:
    looked = import_desk.look(clinic, FILES / "hl7v2/batch.hl7", options=OPTIONS, watch=Watch())
    model = import_columns.build_columns(looked, (), {}, analytes=clinic.analytes)
    assert model.columns == ()
    assert "no columns" in model.no_columns
    assert model.tests


def test_what_is_left_has_a_reason_for_every_row(clinic: Clinic) -> None:
    looked = import_desk.look(clinic, FILES / "uk_long_utf16.txt", options=OPTIONS, watch=Watch())
    lines = rest_csv(looked, imports.reason_words).splitlines()
    assert len(lines) == 1 + looked.report.rows.held + looked.report.rows.rejected
    assert all("_" not in line.rpartition(",")[2] for line in lines)


@pytest.mark.parametrize("format_name", ["csv-wide", "csv-long", "xlsx"])
def test_a_rejected_cell_of_a_table_or_workbook_can_be_typed_again(format_name: str) -> None:
    row = StagedRow("line 2, ALT", RowKind.REJECTED, "ALT", "oops", reason="no_number")

    assert imports.is_editable(row, format_name)
    assert imports.why_not_editable(row, format_name) == ""


@pytest.mark.parametrize("format_name", ["hl7v2", "fhir-json", "fhir-ndjson"])
def test_a_rejected_message_says_what_to_do_instead(format_name: str) -> None:
    row = StagedRow("message 1, OBX 1", RowKind.REJECTED, "OBX-5", "", reason="no_number")

    assert not imports.is_editable(row, format_name)
    assert "enter the result by hand" in imports.why_not_editable(row, format_name)
    held = replace(row, kind=RowKind.HELD)
    assert imports.why_not_editable(held, format_name) == ""
