"""Rows of tables: short, long, cut off, ignored, unclear; and what stands beside the values."""

from __future__ import annotations

import pytest

from tests.support.lab_files import counts, shown, staged

LONG = "MRN,Date,Test,Result,Units\n"


def reasons(text: str, **answers: str) -> list[str]:
    batch = staged(text, **answers)
    return [row.reason for row in (*batch.rejected, *batch.held)]


def test_a_short_row_is_rejected_where_full_rows_may_end_empty() -> None:
    text = "MRN,Date,ALT (U/L),AST (U/L)\n1,2025-01-02,5,\n2,2025-01-03,7\n"

    batch = staged(text)

    assert counts(batch) == (2, 1, 1, 0, 0)
    assert (batch.rejected[0].where, batch.rejected[0].reason) == ("line 3, ALT (U/L)", "short_row")


def test_a_short_row_is_whole_where_the_writer_trims_empty_cells() -> None:
    text = "MRN,Date,ALT (U/L),AST (U/L)\n1,2025-01-02,5,6\n2,2025-01-03,7\n3,2025-01-03,1,2\n"

    assert counts(staged(text)) == (5, 5, 0, 0, 0)


def test_a_short_row_that_ends_empty_was_not_trimmed() -> None:
    text = "MRN,Date,ALT (U/L),AST (U/L),ALP (U/L)\n1,2025-01-02,5,6,7\n2,2025-01-03,7,\n"

    assert reasons(text) == ["short_row"]


def test_a_last_row_without_its_end_loses_only_the_cell_that_was_cut() -> None:
    text = "MRN,Date,ALT (U/L),AST (U/L),ALP (U/L)\n1,2025-01-02,5,6,7\n2,2025-01-03,7,2"

    batch = staged(text)

    assert counts(batch) == (5, 4, 1, 0, 0)
    assert batch.rejected[0].where == "line 3, AST (U/L)"


def test_a_whole_last_row_needs_no_line_end() -> None:
    assert counts(staged("MRN,Date,ALT (U/L)\n1,2025-01-02,5")) == (1, 1, 0, 0, 0)


def test_a_row_that_is_too_long_is_rejected_because_its_cells_have_moved() -> None:
    text = "MRN,Name,Date,ALT (U/L)\n1,Rossi, Elena,2025-01-02,5\n"
    assert reasons(text) == ["long_row"]
    assert reasons(LONG + "1,2025-01-02,ALT,0,8,mg/dL\n") == ["long_row"]


def test_empty_cells_beyond_the_header_do_no_harm() -> None:
    assert counts(staged("MRN,Date,ALT (U/L)\n1,2025-01-02,5,,\n")) == (1, 1, 0, 0, 0)
    assert counts(staged(LONG + "1,2025-01-02,ALT,5,U/L,,\n")) == (1, 1, 0, 0, 0)


def test_a_short_line_of_a_long_table() -> None:
    rows = "1,2025-01-02,ALT,5\n1,2025-01-02,AST\nEnd of report\n1,2025-01-02,ALP,6"

    batch = staged(LONG + rows)

    assert [shown(draft) for draft in batch.drafts] == [("ALT", "5", None, None)]
    assert [row.reason for row in batch.rejected] == ["short_row", "short_row", "cut_off"]


def test_an_empty_result_is_a_row_without_a_number() -> None:
    assert reasons(LONG + "1,2025-01-02,ALT,,U/L\n") == ["no_number"]


def test_blank_lines_and_repeated_headers_are_no_rows() -> None:
    assert counts(staged(LONG + "\n , ,\n" + LONG + "1,2025-01-02,ALT,5,U/L\n")) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("test", "unit"),
    [
        ("Potassium", "mmol/L"), ("Neutrophils %", "%"), ("Neutrophils", "%"),
        ("Neutrophils (%)", ""), ("Bilirubin, direct", "umol/L"), ("Urine albumin", "mg/L"),
        ("AST/ALT ratio", ""), ("ALT/AST", ""), ("Something else", "U/L"),
        ("Albumin/creatinine ratio", "mg/mmol"), ("Weight", "kg"),
    ],
)  # fmt: skip
def test_a_test_that_is_not_kept_is_ignored_and_counted(test: str, unit: str) -> None:
    assert counts(staged(LONG + f'1,2025-01-02,"{test}",5,{unit}\n')) == (1, 0, 0, 0, 1)


def test_columns_of_other_tests_are_ignored_and_other_columns_are_none() -> None:
    head = "MRN,Date,ALT (U/L),Potassium (mmol/L),Haemoglobin,Weight (kg),Ward,Neutrophils %\n"

    assert counts(staged(head + "1,2025-01-02,5,4.1,140,70,B,55\n")) == (4, 1, 0, 0, 3)


def test_a_name_that_resembles_a_kept_test_is_asked_about() -> None:
    text = LONG + "1,2025-01-02,ALT fasting,5,U/L\n"
    batch = staged(text)

    assert [(row.reason, row.code) for row in batch.held] == [("unknown_test", "test:ALT fasting")]
    assert batch.questions[0].choices == ("ALT", "ignore")
    assert shown(staged(text, **{"test:ALT fasting": "ALT"}).drafts[0])[0] == "ALT"
    assert counts(staged(text, **{"test:ALT fasting": "ignore"})) == (1, 0, 0, 0, 1)


def test_a_column_that_resembles_a_kept_test_is_asked_about() -> None:
    text = "MRN,Date,ALT fasting (U/L)\n1,2025-01-02,5\n2,2025-01-02,\n"

    assert [row.code for row in staged(text).held] == ["test:ALT fasting (U/L)"]
    answer = {"test:ALT fasting (U/L)": "ALT"}
    assert counts(staged(text, **answer)) == (1, 1, 0, 0, 0)
    answer = {"test:ALT fasting (U/L)": "ignore"}
    assert counts(staged(text, **answer)) == (1, 0, 0, 0, 1)


def test_loinc_leads_where_the_name_is_unknown_and_conflicts_are_held() -> None:
    head = "MRN,Date,LOINC,Test,Result,Units\n"
    rows = (
        "1,2025-01-02,1920-8,Leberwert 3,5,U/L\n"
        "1,2025-01-02,2336-6,GGT,6,U/L\n"
        "1,2025-01-02,770-8,Neutrophils,55,%\n"
        "1,2025-01-02,1742-6,AST,7,U/L\n"
    )

    batch = staged(head + rows)

    assert [shown(draft)[:2] for draft in batch.drafts] == [("AST", "5"), ("GGT", "6")]
    assert [(row.reason, row.code) for row in batch.held] == [("test_conflict", "test:AST")]
    assert batch.questions[0].choices == ("ALT", "AST", "ignore")
    assert batch.ignored == 1


def test_a_code_column_may_hold_loinc_or_local_codes() -> None:
    head = "MRN,Date,Code,Test,Result,Units\n"
    rows = (
        "1,2025-01-02,1742-6,,5,U/L\n"
        "1,2025-01-02,ALB,Urine albumin,6,mg/L\n"
        "1,2025-01-02,GPT,Leberwert,7,U/L\n"
        "1,2025-01-02,ALTX,,7,U/L\n"
    )

    batch = staged(head + rows)

    assert [shown(draft)[:2] for draft in batch.drafts] == [("ALT", "5"), ("ALT", "7")]
    assert batch.ignored == 2


def test_limits_units_and_ranges_may_stand_in_columns_beside_a_test() -> None:
    head = "MRN,Date,ALT,ALT unit,ALT ULN,AST (U/L),ULN AST (U/L),ALP,ALP ref range,ALP flag\n"

    rows = '1,2025-01-02,50,IU/L,40,60,35,90,"30-130 U/L",N\n1,2025-01-03,5\n'
    batch = staged(head + rows)

    assert [shown(draft) for draft in batch.drafts] == [
        ("ALT", "50", "U/L", "40"),
        ("AST", "60", "U/L", "35"),
        ("ALP", "90", None, "130"),
        ("ALT", "5", None, None),
    ]
    assert batch.drafts[2].result.uln_unit == "U/L"


def test_an_empty_limit_beside_a_test_is_missing() -> None:
    batch = staged("MRN,Date,ALT (U/L),ALT ULN,AST (U/L)\n1,2025-01-02,50,,6\n")

    assert [shown(draft) for draft in batch.drafts] == [
        ("ALT", "50", "U/L", None),
        ("AST", "6", "U/L", None),
    ]


def test_units_and_ranges_may_stand_in_rows_under_the_header() -> None:
    text = "MRN,Date,ALT,BILI,Ward\nUnits,,U/L,mg/dL,\n,,<41,0.2-1.2,\n1,2025-01-02,50,1.1,B\n"

    assert [shown(draft) for draft in staged(text).drafts] == [
        ("ALT", "50", "U/L", "41"),
        ("BILI", "1.1", "mg/dL", "1.2"),
    ]


def test_a_first_row_of_values_is_no_heading() -> None:
    assert counts(staged("MRN,Date,ALT\n1,,<41\n2,2025-01-02,5\n")) == (2, 1, 1, 0, 0)
    assert counts(staged("MRN,Date,ALT\n,,\n,,5\n2,2025-01-02,5\n")) == (2, 1, 1, 0, 0)


def test_a_missing_or_unknown_unit_is_kept_as_printed() -> None:
    batch = staged(LONG + "1,2025-01-02,ALT,5,\n1,2025-01-02,AST,5,  furlong \n")

    assert [draft.result.unit for draft in batch.drafts] == [None, "furlong"]


@pytest.mark.parametrize(
    ("printed", "stored"),
    [("K/uL", "10*3/uL"), ("THOU/uL", "10*3/uL"), ("G/l", "10*9/L"), ("Gpt/l", "10*9/L"),
     ("Ts/ul", "10*3/uL"), ("x10^3/nl", "/nL"), ("Mrd/ml", "/nL"), ("x10⁹/L", "10*9/L"),
     ("10E9/L", "10*9/L"), ("10**3/µl", "10*3/uL"), ("109/L", "10*9/L"), ("1000/µl", "10*3/uL")],
)  # fmt: skip
def test_spellings_of_units_are_stored_in_ucum(printed: str, stored: str) -> None:
    batch = staged(LONG + f"1,2025-01-02,PLT,190,{printed}\n")

    assert batch.drafts[0].result.unit == stored


def test_status_laboratory_and_note_are_kept() -> None:
    head = "MRN,Date,Test,Result,Units,Status,Laboratory,Comment\n"
    rows = (
        "1,2025-01-02,ALT,5,U/L,Preliminary,City,by phone\n"
        "1,2025-01-02,ALT,6,U/L,Corrected,City,\n"
        "1,2025-01-02,ALT,6,U/L,Cancelled,City,\n"
        "1,2025-01-02,AST,6,U/L,,City,\n"
    )

    batch = staged(head + rows)

    assert [draft.result.status.value for draft in batch.drafts] == [
        "preliminary",
        "corrected",
        "cancelled",
        "final",
    ]
    assert [draft.replaces for draft in batch.drafts] == [False, True, False, False]
    assert [draft.withdraws for draft in batch.drafts] == [False, False, True, False]
    first = batch.drafts[0].result
    assert (first.laboratory, first.note) == ("City", "by phone")
    assert batch.rejected == ()


def test_a_cancelled_sample_of_a_wide_table_withdraws_its_values() -> None:
    text = "MRN,Date,Status,ALT (U/L)\n1,2025-01-02,cancelled,5\n1,2025-01-03,korrigiert,5\n"

    cancelled, corrected = staged(text).drafts

    assert (cancelled.withdraws, cancelled.replaces) == (True, False)
    assert (corrected.withdraws, corrected.replaces) == (False, True)


def test_a_cancelled_line_without_a_number_names_no_value() -> None:
    text = "MRN,Date,Test,Result,Status\n1,2025-01-02,ALT,haemolysed,cancelled\n"

    assert reasons(text) == ["no_number"]


def test_the_best_understood_line_is_the_header() -> None:
    text = "Report of MRN 7\nDate,printed by\nMRN,Date,ALT (U/L)\n1,2025-01-02,5\n"

    assert [draft.where for draft in staged(text).drafts] == ["line 4, ALT (U/L)"]


def test_of_two_result_columns_the_leading_name_counts() -> None:
    text = "MRN,Date,Test,LBSTRESN,AVAL\n1,2025-01-02,ALT,1,2\n"

    assert shown(staged(text).drafts[0])[1] == "2"


def test_odd_headers_are_read_as_far_as_they_make_sense() -> None:
    head = "MRN,Date,ALT (U/L),AST) x),ALT limits (adults only),ULN ALT extraordinarily,)\n"

    assert counts(staged(head + "1,2025-01-02,5,6,7,8,9\n"))[1] == 1


def test_columns_of_one_name_keep_places_of_their_own() -> None:
    batch = staged("MRN,Date,ALT (U/L),ALT (U/L)\n1,2025-01-02,5,6\n")

    assert [draft.where for draft in batch.drafts] == [
        "line 2, ALT (U/L), column 3",
        "line 2, ALT (U/L), column 4",
    ]


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("Low", "High"), ("RefLo", "RefHi"), ("low_ref", "high_ref"), ("Norm min", "Norm max"),
        ("REFERENCE_LOW", "REFERENCE_HIGH"), ("Ref Low", "Ref High"),
    ],
)  # fmt: skip
def test_the_upper_of_two_limit_columns_is_the_limit(low: str, high: str) -> None:
    text = f"MRN,Date,Test,Value,Unit,{low},{high}\n1,2025-01-02,ALT,40,U/L,5,41\n"

    assert [shown(draft) for draft in staged(text).drafts] == [("ALT", "40", "U/L", "41")]


def test_the_columns_of_a_hospital_warehouse_are_known() -> None:
    text = (
        "PAT_MRN_ID,PAT_NAME,BIRTH_DATE,SPECIMN_TAKEN_TIME,COMPONENT_NAME,ORD_VALUE,"
        "REFERENCE_UNIT,REFERENCE_LOW,REFERENCE_HIGH\n"
        '000731,"ROSSI,ELENA",2/29/1980,1/25/2025 8:30 AM,ALT,40,U/L,5,41\n'
    )

    draft = staged(text).drafts[0]

    assert shown(draft) == ("ALT", "40", "U/L", "41")
    assert (draft.patient.family, draft.patient.given) == ("ROSSI", "ELENA")
    assert draft.patient.birth_date is not None
    assert draft.result.collected_time is not None


@pytest.mark.parametrize("name", ["", " ", "NA", "."])
def test_a_value_without_a_test_is_told_and_not_left_out(name: str) -> None:
    head = "MRN,Collected,Test,Result,Unit\n"
    text = f"1,2026-01-02,{name},,U/L\n1,2026-01-02,{name},61,U/L\n1,2026-01-02,ALT,50,U/L\n"

    batch = staged(head + text)

    assert counts(batch) == (3, 1, 1, 0, 1)
    assert [(row.where, row.field, row.reason) for row in batch.rejected] == [
        ("line 3", "Test", "no_test")
    ]


def test_a_test_that_is_not_kept_is_ignored_though_it_has_a_code_alone() -> None:
    text = "MRN,Collected,Test,Code,Result\n1,2026-01-02,,K,4.1\n1,2026-01-02,ALT,,50\n"

    assert counts(staged(text)) == (2, 1, 0, 0, 1)


def test_name_beside_a_code_is_the_test_where_a_patient_would_have_several() -> None:
    head = "ID\tPID\tDATE\tLOINC\tNAME\tVALUE\tHIGH\tUNITS\n"
    rows = (
        "1\t152\t2008-01-24\t1975-2\tBilirub SerPl-mCnc\t0.7\t1.2\tmg/dL\n"
        "2\t152\t2008-01-24\t2085-9\tHDLc SerPl-mCnc\t53\t199\tmg/dL\n"
        "3\t153\t2008-01-25\t777-3\tPlatelet # Bld Auto\t221\t450\t10*3/uL\n"
    )

    batch = staged(head + rows)

    assert counts(batch) == (3, 2, 0, 0, 1)
    assert [(d.patient.numbers[0].value, d.patient.family) for d in batch.drafts] == [
        ("152", None), ("153", None),
    ]  # fmt: skip


def test_name_beside_a_code_is_the_patient_where_everybody_has_one() -> None:
    head = "MRN,Name,Date,LOINC,Value,Unit\n"
    rows = '1,"Rossi, Elena",2025-01-02,1742-6,50,U/L\n1,"Rossi, Elena",2025-01-02,1920-8,40,U/L\n'

    assert {draft.patient.family for draft in staged(head + rows).drafts} == {"Rossi"}
