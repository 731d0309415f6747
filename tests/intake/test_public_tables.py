"""Tables as trials, research databases and simulators export them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.lab_files import counts, shown, staged, staged_file

LONG = "MRN,Date,Test,Result,Units\n"
CODED = "MRN,Date,LOINC,Test,Result,Units\n"

# Of each file: read, drafted, rejected, held, ignored; and what the drafts say.
TABLES = {
    "sdtm_lb.csv": (
        (7, 3, 1, 0, 3),
        [("ALT", "36", "U/L", "45"), ("BILI", "<3.42", "umol/L", "20.52"),
         ("ALB", "41", "g/L", "50")],
    ),
    "adam_without_names.csv": (
        (4, 2, 1, 0, 1), [("ALT", "36", None, "45"), ("AST", ">600", None, "40")],
    ),
    "observations_by_loinc.csv": (
        (6, 3, 0, 0, 3),
        [("ALT", "61.5", "U/L", None), ("BILI", "0.4", "mg/dL", None),
         ("NEUT", "3.1", "10*3/uL", None)],
    ),
    "measurements.csv": (
        (3, 2, 0, 0, 1), [("ALT", "34", "U/L", "40"), ("BILI", "<0.2", "mg/dL", "1.2")],
    ),
    "event_table.csv": (
        (5, 3, 1, 0, 1),
        [("ALT", "102", "U/L", "40"), ("PLT", "88", "10*3/uL", "440"), ("INR", "1.4", None, "1.1")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_read_exactly(name: str) -> None:
    batch = staged_file(name)

    assert batch.format == "csv-long"
    assert (counts(batch), [shown(draft) for draft in batch.drafts]) == TABLES[name]
    assert {draft.result.collected_on for draft in batch.drafts} == {dt.date(2025, 3, 4)}


def test_a_text_beside_an_empty_number_is_told_with_its_own_column() -> None:
    draft = staged_file("sdtm_lb.csv").drafts[1]

    assert (draft.field, draft.value) == ("LBSTRESC", "<3.42")


def test_a_short_row_of_a_table_with_both_columns_is_rejected() -> None:
    text = "MRN,Date,Test,Result text,Result\n1,2025-01-02,ALT,<5\n1,2025-01-02,ALT,<5,\n"

    batch = staged(text)

    assert [row.reason for row in batch.rejected] == ["short_row"]
    assert [shown(draft)[1] for draft in batch.drafts] == ["<5"]


@pytest.mark.parametrize(
    "specimen", ["Urine", "24h Urine", "URINALYSIS", "Ascites fluid", "CSF", "U", "Orina", "Liquor"]
)
def test_a_test_of_another_specimen_is_ignored(specimen: str) -> None:
    head = "MRN,Date,Specimen,Test,Result,Units\n"

    assert counts(staged(f"{head}1,2025-01-02,{specimen},Albumin,6,g/L\n")) == (1, 0, 0, 0, 1)


@pytest.mark.parametrize("specimen", ["Serum", "Plasma", "Blood", "EDTA-Blut", "S", ""])
def test_blood_serum_and_plasma_are_kept(specimen: str) -> None:
    head = "MRN,Date,Specimen,Test,Result,Units\n"

    assert counts(staged(f"{head}1,2025-01-02,{specimen},Albumin,6,g/L\n")) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Aminotransferase, alanine (ALT)", "ALT"), ("Aminotransferase, aspartate (AST)", "AST"),
     ("Phosphatase, alkaline", "ALP"), ("Transferase, gamma glutamyl", "GGT"),
     ("Alamine_Aminotransferase", "ALT"), ("Alkaline_Phosphotase", "ALP"),
     ("Count, platelet", "PLT")],
)  # fmt: skip
def test_the_words_of_a_name_may_stand_in_any_order(name: str, code: str) -> None:
    batch = staged(f'{LONG}1,2025-01-02,"{name}",6,\n')

    assert [draft.result.analyte for draft in batch.drafts] == [code]


def test_other_words_in_another_order_stay_another_test() -> None:
    text = f'{LONG}1,2025-01-02,"Bilirubin, direct",6,mg/dL\n1,2025-01-02,"Na",6,\n'

    assert counts(staged(text)) == (2, 0, 0, 0, 2)


def test_a_loinc_code_that_is_not_kept_decides() -> None:
    rows = (
        "1,2025-01-02,1754-1,Albumin,12,mg/L\n"
        "1,2025-01-02,11125-2,Platelets,210,10*3/uL\n"
        "1,2025-01-02,32653-8,6-TGN,300,\n"
        "1,2025-01-02,33914-3,GFR by creatinine,88,\n"
    )

    batch = staged(CODED + rows)

    assert [draft.result.analyte for draft in batch.drafts] == ["PLT", "6-TGN"]
    assert (batch.ignored, batch.held) == (2, ())


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("PatientID,SampleDate,TestName,ResultValue,ResultUnit,ReferenceRangeHigh",
         "1,2024-01-02,ALT,50,U/L,40"),
        ("patient_id,test_name,result_value,unit,reference_high,result_datetime,collected_datetime",
         "1,ALT,50,U/L,40,2024-01-03 08:00,2024-01-02 08:00"),
        ("PATID,LAB_LOINC,SPECIMEN_DATE,RESULT_NUM,RESULT_MODIFIER,RESULT_UNIT,NORM_RANGE_HIGH",
         "1,1742-6,2024-01-02,50,EQ,U/L,40"),
        ("subject,effectiveDateTime,code,value,unit,ULN", "1,2024-01-02,1742-6,50,U/L,40"),
    ],
)  # fmt: skip
def test_names_as_programs_write_them_are_understood(head: str, row: str) -> None:
    (draft,) = staged(f"{head}\n{row}\n").drafts

    assert shown(draft) == ("ALT", "50", "U/L", "40")
    assert draft.result.collected_on == dt.date(2024, 1, 2)


@pytest.mark.parametrize(
    ("header", "test", "unit"),
    [
        ("total_bilirubin_mg_dl", "BILI", "mg/dL"), ("albumin_g_dl", "ALB", "g/dL"),
        ("alt_u_l", "ALT", "U/L"), ("TotalBilirubin", "BILI", None),
        ("alkalinePhosphatase", "ALP", None), ("PlateletCount", "PLT", None),
    ],
)  # fmt: skip
def test_a_unit_may_follow_its_test_without_a_stroke(
    header: str, test: str, unit: str | None
) -> None:
    (draft,) = staged(f"patient_id,date,{header}\n1,2024-01-02,1.5\n").drafts

    assert (draft.result.analyte, draft.result.unit) == (test, unit)


def test_a_comparator_may_be_spelled_in_letters() -> None:
    head = "MRN,Date,Test,Result Modifier,Result,Unit\n"
    rows = "".join(
        f"1,2024-01-0{day},ALT,{sign},5,U/L\n" for day, sign in enumerate(["LT", "GE"], 1)
    )

    assert [shown(draft)[1] for draft in staged(head + rows).drafts] == ["<5", ">5"]


def test_numbered_rows_whose_column_has_no_title_are_not_moved() -> None:
    rows = '"1"\t"000123"\t"2024-01-02"\t50\n"2"\t"000124"\t"2024-01-02"\t51\n'

    batch = staged('"MRN"\t"Date"\t"ALT"\n' + rows)

    assert [(d.patient.numbers[0].value, d.result.value_text) for d in batch.drafts] == [
        ("000123", "50"), ("000124", "51"),
    ]  # fmt: skip


def test_rows_longer_than_the_header_that_are_not_numbered_stay_rejected() -> None:
    batch = staged("MRN,Date,ALT\n1,2024-01-02,50,x\n2,2024-01-02,51,y\n")

    assert {row.reason for row in batch.rejected} == {"long_row"}


def test_a_comma_in_every_name_is_no_column_of_row_numbers() -> None:
    rows = "1,Rossi, Elena,2025-01-02,5\n2,Verdi, Anna,2025-01-02,6\n"

    assert {row.reason for row in staged("MRN,Name,Date,ALT\n" + rows).rejected} == {"long_row"}
