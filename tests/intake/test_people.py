"""Whom a row belongs to, as the file prints it."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.clinical.drafts import DraftPatient
from aza_desktop.clinical.patient import PatientNumber
from tests.support.lab_files import staged
from tests.support.lab_variants import write


def patients(header: str, *rows: str) -> list[DraftPatient]:
    cells = [[*row.split("|"), "2025-01-02", "5"] for row in rows]
    batch = staged(write([[*header.split("|"), "Collected", "ALT (U/L)"], *cells]))
    return [draft.patient for draft in batch.drafts]


def test_leading_zeros_are_part_of_a_number() -> None:
    assert patients("MRN", "000001")[0].numbers == (PatientNumber("hospital", "000001"),)
    assert patients("MRN", '="000001"')[0].numbers == (PatientNumber("hospital", "000001"),)


def test_a_national_number_is_of_another_system() -> None:
    found = patients("NHS No|Hospital No", "943 476 5919|H1")[0]

    assert found.numbers == (
        PatientNumber("hospital", "H1"),
        PatientNumber("national", "943 476 5919"),
    )


def test_of_two_record_numbers_the_unique_one_leads() -> None:
    found = patients("SUBJID|USUBJID", "1015|01-701-1015")[0]

    assert found.numbers == (PatientNumber("hospital", "01-701-1015"),)


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Patient Name", "O'Neill, Anne-Marie", ("O'Neill", "Anne-Marie")),
        ("Patient Name", "ROE^JANE^Q", ("ROE", "JANE Q")),
        ("Patient Name", "Madonna", ("Madonna", None)),
        ("Surname|Forename", "O'Neill|Anne-Marie", ("O'Neill", "Anne-Marie")),
        ("Name|Vorname", "Müller|Jürgen", ("Müller", "Jürgen")),
        ("Nom", "Lefèvre, Zoé", ("Lefèvre", "Zoé")),
        ("Nome", "Rossi, Elena", ("Rossi", "Elena")),
        ("Patient", "Rossi, Elena", ("Rossi", "Elena")),
        ("Surname|Forename", "N/A|", (None, None)),
    ],
)
def test_a_name_stands_in_one_column_or_in_two(
    header: str, row: str, name: tuple[str, str]
) -> None:
    found = patients(f"MRN|{header}", f"7|{row}")[0]

    assert (found.family, found.given) == name


def test_a_column_named_patient_may_hold_numbers() -> None:
    assert patients("Patient", "0017", "H18")[1].numbers[0].value == "H18"
    assert patients("Patient|Ward", "Rossi, 2nd|3")[0].family == "Rossi"
    assert patients("Patient Name|Ward", "0017|3")[0].family == "0017"


@pytest.mark.parametrize(
    ("header", "letters", "expected"),
    [
        ("Sex", "F M Female male U", ["female", "male", "female", "male", None]),
        ("Geschlecht", "m w weiblich", ["male", "female", "female"]),
        ("Sexe", "H F Femme", ["male", "female", "female"]),
        ("Sexo", "H M", ["male", "female"]),
        ("Sexo", "M Mujer", [None, "female"]),
        ("Sexo", "M F", ["male", "female"]),
        ("Geslacht", "M V", ["male", "female"]),
    ],
)
def test_sex_letters_are_understood_per_file(
    header: str, letters: str, expected: list[str | None]
) -> None:
    rows = [f"{n}|{letter}" for n, letter in enumerate(letters.split())]

    assert [patient.sex for patient in patients(f"MRN|{header}", *rows)] == expected


def test_a_birth_date_may_be_unknown() -> None:
    assert patients("MRN|DOB", "7|", "8|unknown", "9|1960-12-25")[2].birth_date == dt.date(
        1960, 12, 25
    )


def test_a_birth_date_that_is_none_rejects_the_row() -> None:
    batch = staged("MRN,DOB,Date,ALT (U/L)\n7,31/02/1960,2025-01-02,5\n")

    assert [(row.field, row.value, row.reason) for row in batch.rejected] == [
        ("DOB", "31/02/1960", "birth_date")
    ]


@pytest.mark.parametrize("number", ["", "N/A", "unknown"])
def test_a_row_without_any_patient_is_rejected(number: str) -> None:
    batch = staged(f"MRN,Date,ALT (U/L)\n{number},2025-01-02,5\n")

    assert [(row.field, row.reason) for row in batch.rejected] == [("MRN", "no_patient")]


def test_a_file_that_names_no_patient_rejects_every_row() -> None:
    batch = staged("Date,ALT (U/L)\n2025-01-02,5\n")

    assert [(row.field, row.reason) for row in batch.rejected] == [("", "no_patient")]


def test_a_row_too_short_for_its_patient_is_read_as_far_as_it_goes() -> None:
    batch = staged("Test,Result,Date,MRN,Surname\nALT,5,2025-01-02,7\nALT,5,2025-01-02,8,Rossi\n")

    assert [draft.patient.family for draft in batch.drafts] == [None, "Rossi"]
