"""Several tables in one file: beneath one another, beside one another, under two header lines."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.clinical.drafts import IntakeBatch
from aza_desktop.errors import UserError
from tests.support.lab_files import counts, staged, staged_file

ALT_HEAD, AST_HEAD = "MRN,Date,ALT (U/L)\n", "MRN,Date,AST (U/L)\n"


def told(batch: IntakeBatch) -> list[tuple[str, str, str, str]]:
    """Place, number, test and value of each result."""
    return [
        (draft.where, draft.patient.numbers[0].value, draft.result.analyte, draft.result.value_text)
        for draft in batch.drafts
    ]


def test_a_further_header_with_other_columns_begins_another_table() -> None:
    batch = staged(ALT_HEAD + "1,2025-01-02,50\n\n" + AST_HEAD + "1,2025-01-02,40\n")

    assert batch.format == "csv-wide"
    assert told(batch) == [
        ("line 2, ALT (U/L)", "1", "ALT", "50"), ("line 5, AST (U/L)", "1", "AST", "40"),
    ]  # fmt: skip


def test_the_same_header_again_is_no_other_table() -> None:
    batch = staged(ALT_HEAD + "1,2025-01-02,50\n" + ALT_HEAD + "2,2025-01-02,51\n")

    assert [value for *_, value in told(batch)] == ["50", "51"]


def test_a_wide_table_may_stand_beneath_a_long_one() -> None:
    long = "MRN,Date,Test,Result,Unit\n1,2025-01-02,ALT,50,U/L\n1,2025-01-02,Potassium,4,\n"

    batch = staged(long + AST_HEAD + "1,2025-01-02,40\n")

    assert (batch.format, counts(batch)) == ("csv-long", (3, 2, 0, 0, 1))
    assert [test for _, _, test, _ in told(batch)] == ["ALT", "AST"]


def test_a_table_whose_columns_change_again_and_again_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        staged((ALT_HEAD + "1,2025-01-02,50\n" + AST_HEAD + "1,2025-01-02,40\n") * 300)

    assert refused.value.code == "unreadable"


def test_a_table_to_the_right_has_its_own_patients() -> None:
    batch = staged("MRN,Date,ALT,,MRN,Date,AST\n1,2025-01-02,50,,2,2025-01-03,40\n")

    assert told(batch) == [
        ("line 2, ALT", "1", "ALT", "50"), ("line 2, AST, from column 5", "2", "AST", "40"),
    ]  # fmt: skip
    assert [draft.result.collected_on.day for draft in batch.drafts] == [2, 3]


def test_a_day_before_each_test_is_the_day_of_that_test() -> None:
    text = 'MRN,Name,Date,ALT,Date,AST\n,,,U/L,,U/L\n1,"Rossi, Elena",2025-01-02,50,2025-01-03,40\n'

    first, second = staged(text).drafts

    assert first.patient == second.patient
    assert [d.result.collected_on.day for d in (first, second)] == [2, 3]
    assert {d.result.unit for d in (first, second)} == {"U/L"}


def test_a_number_that_comes_again_without_a_day_is_no_other_table() -> None:
    batch = staged("MRN,Date,ALT,MRN,AST\n1,2025-01-02,50,1,40\n")

    assert {draft.result.collected_on for draft in batch.drafts} == {dt.date(2025, 1, 2)}


def test_a_header_may_stand_on_two_lines() -> None:
    batch = staged("MRN,Date,Liver,,Blood\n,,ALT (U/L),AST (U/L),PLT\n1,2025-01-02,50,40,200\n")

    assert [test for _, _, test, _ in told(batch)] == ["ALT", "AST", "PLT"]


def test_groups_above_a_whole_header_change_nothing() -> None:
    batch = staged("Patient,,Liver\nMRN,Date,ALT (U/L)\n1,2025-01-02,50\n")

    assert told(batch) == [("line 3, ALT (U/L)", "1", "ALT", "50")]


@pytest.mark.parametrize("line", ["x,dd/mm/yyyy,U/L,text", ",,(U/L),", "Unit,,[U/L],"])
def test_units_may_stand_under_the_header_beside_other_words(line: str) -> None:
    batch = staged(f"MRN,Date,ALT,Comment\n{line}\n1,2025-01-02,50,ok\n")

    assert counts(batch) == (1, 1, 0, 0, 0)
    assert batch.drafts[0].result.unit == "U/L"


def test_a_first_row_of_ratios_is_no_line_of_units() -> None:
    assert counts(staged("MRN,Date,INR\n1,2025-01-02,1\n2,2025-01-02,1\n")) == (2, 2, 0, 0, 0)


def test_a_test_may_have_a_day_of_its_own() -> None:
    head = "MRN,ALT Date,ALT (U/L),AST (U/L),Date of AST\n"
    batch = staged(head + "1,2025-01-02,50,40,2025-01-03\n1,,51,41,2025-01-05\n")

    assert [(d.result.analyte, d.result.collected_on.day) for d in batch.drafts] == [
        ("ALT", 2), ("AST", 3), ("AST", 5),
    ]  # fmt: skip
    assert [(row.where, row.field, row.reason) for row in batch.rejected] == [
        ("line 3, ALT (U/L)", "ALT Date", "no_date")
    ]


def test_the_day_of_a_test_leads_the_day_of_the_row() -> None:
    text = "MRN,Date,ALT,ALT date,AST\n1,2025-01-02,50,2025-01-03,40\n"

    assert [d.result.collected_on.day for d in staged(text).drafts] == [3, 2]


def test_a_file_of_two_tables_with_days_of_their_own() -> None:
    batch = staged_file("sections.csv")

    assert counts(batch) == (9, 6, 1, 0, 2)
    told = [(d.patient.family, d.result.analyte, d.result.collected_on.day) for d in batch.drafts]
    assert told == [
        ("Carter", "ALT", 8), ("Boyd", "ALT", 25), ("Carter", "BILI", 9),
        ("Carter", "AST", 8), ("Carter", "ALB", 8), ("Boyd", "ALB", 25),
    ]  # fmt: skip


def test_a_first_table_with_fewer_tests_than_the_second_is_not_taken_for_its_title() -> None:
    second = "MRN,Date,AST (U/L),ALP (U/L),ALB (g/L)\n1,2025-01-02,40,90,38\n"

    assert counts(staged(ALT_HEAD + "1,2025-01-02,50\n" + second)) == (4, 4, 0, 0, 0)
