"""Reports that name their patient once, above the results."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.clinical.drafts import IntakeBatch
from tests.support.lab_files import counts, shown, staged, staged_file
from tests.support.workbook_files import a_workbook

TABLE = "Test,Result,Unit,Reference Range\nALT,61.4,U/L,7-56\nPotassium,4,mmol/L,\n"
TITLES = (
    "City Laboratory\nPatient ID: 000731\nName: Rossi, Elena\nDate of Birth: 1980-02-29\n"
    "Sex: F\nCollected: 2026-01-02 08:15\nDate: 2026-01-09\n\n"
)


def whose(batch: IntakeBatch) -> list[tuple[str, str, int]]:
    """Number, value and day of each result."""
    return [
        (d.patient.numbers[0].value, d.result.value_text, d.result.collected_on.day)
        for d in batch.drafts
    ]


def test_the_patient_and_the_day_above_a_table_are_those_of_its_rows() -> None:
    batch = staged(TITLES + TABLE)

    assert counts(batch) == (2, 1, 0, 0, 1)
    (draft,) = batch.drafts
    assert draft.where == "line 10"
    assert (draft.patient.numbers[0].value, draft.patient.family, draft.patient.given) == (
        "000731", "Rossi", "Elena",
    )  # fmt: skip
    assert (draft.patient.birth_date, draft.patient.sex) == (dt.date(1980, 2, 29), "female")
    assert draft.result.collected_on == dt.date(2026, 1, 2)
    assert draft.result.collected_time == dt.time(8, 15)


def test_labels_may_stand_in_cells_of_their_own() -> None:
    rows = [("Patient ID", "000731"), ("Name:", "Rossi, Elena"), ("Collected", "2026-01-02"), (),
            ("Test", "Result", "Unit"), ("ALT", 50, "U/L")]  # fmt: skip

    assert whose(staged(a_workbook(rows))) == [("000731", "50", 2)]


def test_a_wide_table_of_one_patient_has_its_days_in_a_column() -> None:
    text = "Patient ID: 7\n\nDate,ALT (U/L),AST (U/L)\n2026-01-02,50,40\n2026-01-03,51,41\n"

    assert [day for *_, day in whose(staged(text))] == [2, 2, 3, 3]


def test_reports_beneath_one_another_have_their_own_patients() -> None:
    other = TITLES.replace("000731", "8").replace("Rossi, Elena", "Verdi, Anna")
    later = other.replace("2026-01-02", "2026-01-03").removeprefix("City Laboratory\n")

    batch = staged(TITLES + TABLE + later + TABLE.replace("61.4", "50"))

    assert whose(batch) == [("000731", "61.4", 2), ("8", "50", 3)]
    assert [draft.patient.family for draft in batch.drafts] == ["Rossi", "Verdi"]
    assert counts(batch) == (4, 2, 0, 0, 2)


def test_a_second_table_of_the_same_report_has_its_patient() -> None:
    batch = staged(TITLES + TABLE + "\nTest,Result,Unit\nAST,40,U/L\n")

    assert whose(batch) == [("000731", "61.4", 2), ("000731", "40", 2)]


def test_a_further_day_of_the_same_patient_is_the_day_of_what_follows() -> None:
    batch = staged(TITLES + TABLE + "Collected: 2026-01-05\n" + TABLE)

    assert whose(batch) == [("000731", "61.4", 2), ("000731", "61.4", 5)]


def test_names_between_the_rows_hold_without_a_header_of_their_own() -> None:
    text = (
        "Patient ID: 7\nCollected: 2026-01-02\nTest,Result\nALT,50\n"
        "Patient ID: 8\nCollected: 2026-01-03\nALT,60\nALT,61\n"
    )

    assert whose(staged(text)) == [("7", "50", 2), ("8", "60", 3), ("8", "61", 3)]


def test_another_patient_without_a_number_gets_nobodys_results() -> None:
    batch = staged(TITLES + TABLE + "Name: Verdi, Anna\nCollected: 2026-01-03\n" + TABLE)

    assert whose(batch) == [("000731", "61.4", 2)]
    assert [row.reason for row in batch.rejected] == ["no_patient"]


@pytest.mark.parametrize("title", ["Date: 2026-01-02", "Printed: 2026-01-02", "2026-01-02"])
def test_a_day_that_may_be_that_of_the_print_is_not_taken(title: str) -> None:
    batch = staged(f"Patient ID: 7\n{title}\nTest,Result\nALT,50\n")

    assert [row.reason for row in batch.rejected] == ["no_date"]


@pytest.mark.parametrize("label", ["ID", "Fallnummer", "Subject"])
def test_a_number_that_may_be_that_of_the_report_is_nobodys(label: str) -> None:
    batch = staged(f"{label}: 4711\nName: Rossi, Elena\nCollected: 2026-01-02\n{TABLE}")

    assert [row.reason for row in batch.rejected] == ["no_patient"]


def test_a_name_alone_above_a_table_is_nobody() -> None:
    batch = staged("Name: Rossi\nCollected: 2026-01-02\nTest,Result\nALT,50\n")

    assert [row.reason for row in batch.rejected] == ["no_patient"]


def test_a_table_with_patients_of_its_own_is_not_retitled() -> None:
    batch = staged("Patient ID: 9\nMRN,Collected,ALT\n7,2026-01-02,50\n")

    assert whose(batch) == [("7", "50", 2)]


def test_a_report_that_was_cut_loses_its_last_value() -> None:
    batch = staged(TITLES + "Test,Result,Unit\nALT,61,U/L\nAST,4")

    assert whose(batch) == [("000731", "61", 2)]
    assert [row.reason for row in batch.rejected] == ["cut_off"]


def test_hundreds_of_reports_are_read_at_once() -> None:
    report = "Patient ID: {}\nCollected: 2026-01-02\nTest,Result,Unit\n" + "ALT,50,U/L\n" * 5

    batch = staged("".join(report.format(number) for number in range(120)))

    assert len({draft.patient.numbers for draft in batch.drafts}) == 120
    assert counts(batch) == (600, 600, 0, 0, 0)


def test_german_reports_of_three_patients_are_read_each_with_its_own_limits() -> None:
    batch = staged_file("german_reports.txt")

    # Each report begins with a line about the laboratory, which is no result.
    assert counts(batch) == (14, 8, 1, 0, 5)
    assert [row.value for row in batch.rejected] == ["hämolytisch"]
    alts = [draft for draft in batch.drafts if draft.result.analyte == "ALT"]
    assert [(d.patient.family, shown(d)) for d in alts] == [
        ("Köhler", ("ALT", "212", "U/L", "35")),
        ("Brandt", ("ALT", "<9", "U/L", "50")),
        ("Şahin", ("ALT", "96", "U/L", "35")),
    ]
    assert [d.result.collected_on for d in alts] == [
        dt.date(2024, 1, 8), dt.date(2024, 1, 25), dt.date(2024, 2, 14),
    ]  # fmt: skip
