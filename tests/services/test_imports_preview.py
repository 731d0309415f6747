"""What a person sees before a file is taken in: every row, every unproven patient, every gap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.services import imports
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.import_rows import RowKind
from aza_desktop.services.imports import ImportOptions, ImportStoppedError, Staged, Watch
from tests.support.hl7_messages import ALT, MSH, OBR, PID, message
from tests.support.lab_clinic import WIDE, a_clinic, add_patient, records, results, rows, take
from tests.support.workbook_files import a_workbook

SENT = message(MSH, PID, OBR, ALT)
TAKEN_BACK = SENT.replace("|N|||F", "|N|||D")
LONG = "MRN,Surname,Forename,DOB,Collected,Test,Result,Units,Range,Status\n"
ROSSI = "000123,Rossi,Elena,1984-07-14,2026-01-18,"
BORN = dt.date(1984, 7, 14)
ELENA = Identity(
    (PatientNumber("hospital", "000123"),), "Rossi", "Elena", birth_date=BORN, sex="female"
)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    add_patient(opened, ELENA)
    yield opened
    opened.close()


def seen(clinic: Clinic, text: str, *, create: bool = False, **answers: str) -> Staged:
    options = ImportOptions(create_patients=create, answers=answers)
    return imports.preview_text(clinic, text, options=options)


def kinds(staged: Staged) -> list[str]:
    return [row.kind.value for row in staged.rows]


def test_every_row_but_the_ignored_ones_is_shown_in_the_order_of_the_file(clinic: Clinic) -> None:
    take(clinic, LONG + ROSSI + "ALT,34,U/L,<35,final\n" + ROSSI + "AST,20,U/L,<35,final\n")
    text = LONG + "".join(
        ROSSI + line
        for line in (
            "ALT,34,U/L,<35,final\n",
            "AST,25,U/L,<35,corrected\n",
            "GGT,60,U/L,<55,final\n",
            "AST,22,U/L,<35,preliminary\n",
            "ALP,pending,U/L,<130,final\n",
            "Sodium,140,mmol/L,,final\n",
        )
    )
    text += "9,Neri,Anna,1990-01-01,2026-01-18,ALT,50,U/L,<35,final\n"

    staged = seen(clinic, text)

    assert kinds(staged) == ["duplicate", "corrected", "new", "superseded", "rejected", "held"]
    assert [row.where for row in staged.rows] == [f"line {n}" for n in (2, 3, 4, 5, 6, 8)]
    assert len(staged.rows) + staged.report.rows.ignored == staged.report.rows.read
    assert staged.rows[1].was == (Decimal(20),)
    assert staged.rows[1].number == "000123"
    assert (staged.rows[4].reason, staged.rows[4].value) == ("no_number", "pending")
    assert staged.rows[5].question == "patient:9"
    assert len(results(clinic)) == 2


def test_a_conflict_of_two_values_of_one_moment_is_shown(clinic: Clinic) -> None:
    take(clinic, LONG + ROSSI + "ALT,34,U/L,<35,final\n")

    (row,) = seen(clinic, LONG + ROSSI + "ALT,43,U/L,<35,final\n").rows

    assert (row.kind, row.beside) == (RowKind.NEW, True)


def test_a_withdrawal_shows_what_it_takes_back(clinic: Clinic) -> None:
    take(clinic, SENT, name="a.hl7", create=True)

    staged = seen(clinic, TAKEN_BACK)

    assert [(row.kind, row.was) for row in staged.rows] == [(RowKind.WITHDRAWN, (Decimal(36),))]


def test_an_unproven_patient_comes_with_candidates_and_what_agrees(clinic: Clinic) -> None:
    text = WIDE + "000123,Rossi,Elena,1984-07-15,2026-01-18,34,32\n"

    (patient,) = seen(clinic, text).patients

    assert (patient.code, patient.reason, patient.rows) == (
        "patient:000123", "identifiers_disagree", 2,
    )  # fmt: skip
    assert not patient.can_create
    (candidate,) = patient.candidates
    assert candidate.is_near
    assert [(c.what, c.agrees) for c in candidate.compared] == [
        ("number", True), ("name", True), ("birth_date", False), ("sex", None),
    ]  # fmt: skip
    assert candidate.compared[2].in_file == "1984-07-15"
    assert candidate.compared[2].recorded == "1984-07-14"


@pytest.mark.parametrize(
    "line",
    [
        "123,Bianchi,Maria,1950-01-01,2026-01-18,34,32\n",
        "77,Rossi,Elena,1950-01-01,2026-01-18,34,32\n",
        "77,Rossi,Elisa,1984-07-14,2026-01-18,34,32\n",
    ],
    ids=["a lost zero", "a namesake", "family name and birth date"],
)
def test_patients_who_are_only_alike_are_offered_and_never_taken(clinic: Clinic, line: str) -> None:
    staged = seen(clinic, WIDE + line)

    (patient,) = staged.patients
    assert (patient.reason, patient.can_create) == ("no_match", True)
    assert [(c.identity, c.is_near) for c in patient.candidates] == [(ELENA, False)]
    assert kinds(staged) == ["held", "held"]


def test_nobody_alike_leaves_no_candidate(clinic: Clinic) -> None:
    (patient,) = seen(clinic, WIDE + "77,Verdi,Ugo,1950-01-01,2026-01-18,34,32\n").patients

    assert patient.candidates == ()


def test_an_answer_takes_the_patients_rows_in(clinic: Clinic) -> None:
    staged = seen(clinic, WIDE + "000123,Rossi,Elena,1984-07-15,2026-01-18,34,32\n")

    answered = imports.again(clinic, staged, answers={"patient:000123": "000123"})

    assert kinds(answered) == ["new", "new"]
    assert rows(imports.take_in(clinic, answered)) == (2, 2, 0, 0, 0, 0, 0)
    assert len(records(clinic)) == 1


def test_other_options_are_tried_on_the_same_file(clinic: Clinic) -> None:
    staged = seen(clinic, WIDE + "77,Verdi,Ugo,1950-01-01,2026-01-18,34,32\n")

    made = imports.again(clinic, staged, options=ImportOptions(create_patients=True))

    assert [(row.kind, row.patient_id, row.number) for row in made.rows] == [
        (RowKind.NEW, None, "77")
    ] * 2


def test_missing_limits_and_unknown_units_are_listed(clinic: Clinic) -> None:
    text = LONG + "".join(
        ROSSI + line
        for line in ("ALT,34,,<35,final\n", "AST,30,mg/dL,,final\n", "ALP,90,U/L,<130,final\n")
    )

    gaps = seen(clinic, text).gaps

    assert [(g.analyte, g.what, g.printed, g.rows) for g in gaps] == [
        ("ALT", "unit", None, 1), ("AST", "uln", None, 1), ("AST", "unit", "mg/dL", 1),
    ]  # fmt: skip


def test_a_withdrawal_has_no_gaps(clinic: Clinic) -> None:
    assert seen(clinic, TAKEN_BACK, create=True).gaps == ()


def test_held_and_rejected_rows_of_the_reading_are_shown_too(clinic: Clinic) -> None:
    staged = seen(clinic, WIDE + "000123,Rossi,Elena,1984-07-14,03/04/2025,34,x\n")

    assert [(row.kind.value, row.reason) for row in staged.rows] == [
        ("held", "date_order"), ("rejected", "no_number"),
    ]  # fmt: skip
    assert staged.rows[0].question == "date_order"


def test_rejected_rows_are_saved_without_living_formulas(clinic: Clinic) -> None:
    staged = seen(clinic, LONG + ROSSI + 'ALT,"=1+1",U/L,<35,final\n')

    assert imports.rejected_csv(staged.report) == (
        "Place,Field,Value,Reason\nline 2,Result,'=1+1,formula\n"
    )


def test_progress_never_goes_back_and_ends_within_the_whole(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "labs.csv"
    lines = [f"{n},A{n},B,1984-07-14,2026-01-18,34,32\n" for n in range(2000)]
    path.write_text(WIDE + "".join(lines), encoding="utf-8")
    told: list[int] = []
    options = ImportOptions(create_patients=True)

    staged = imports.preview(
        clinic, path, options=options, watch=Watch(lambda done, total: told.append(done))
    )

    assert len(told) > 4
    assert told == sorted(set(told))
    assert 0 <= told[0] <= told[-1] <= 1000
    told.clear()
    imports.take_in(clinic, staged, watch=Watch(lambda done, total: told.append(done)))
    assert len(told) > 100
    assert told == sorted(set(told))
    assert told[-1] == 1000


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_a_stopped_import_leaves_no_row(clinic: Clinic, asked: int) -> None:
    staged = seen(clinic, WIDE + "1,A,B,1984-07-14,2026-01-18,34,32\n", create=True)
    countdown = iter([False] * asked)
    watch = Watch(should_stop=lambda: next(countdown, True))

    with pytest.raises(ImportStoppedError) as refused:
        imports.take_in(clinic, staged, watch=watch)

    assert "nothing of the file was stored" in refused.value.why
    assert len(records(clinic)) == 1
    assert results(clinic) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "hl7", "fhir"])
def test_reading_can_be_stopped_in_every_format(clinic: Clinic, kind: str) -> None:
    header = WIDE.strip().split(",")
    row = ["1", "A", "B", "1984-07-14", "2026-01-18", "34", "32"]
    data = {
        "csv": (WIDE + (",".join(row) + "\n") * 600).encode(),
        "xlsx": a_workbook([header, *[row] * 600]),
        "hl7": SENT.encode(),
        "fhir": b'{"resourceType": "Observation", "status": "final", "code": {"coding": '
        b'[{"system": "http://loinc.org", "code": "1742-6"}]}, "valueQuantity": {"value": 34}}',
    }[kind]

    with pytest.raises(ImportStoppedError):
        imports.stage_bytes(
            clinic, "x", data, options=ImportOptions(), watch=Watch(should_stop=lambda: True)
        )
