"""What an OBX segment says: test, value, unit, standing and day."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.clinical.labs import ResultStatus
from tests.support.hl7_messages import ALT, MSH, OBR, PID, message, only, read
from tests.support.lab_files import counts, shown, staged


@pytest.mark.parametrize(
    ("obx", "expected"),
    [
        ("1742-6^ALT^LN", "ALT"), ("1742-6^ALT^LOINC", "ALT"), ("1742-6^ALT", "ALT"),
        ("1742-6", "ALT"), ("GPT^^99LAB", "ALT"), ("X1^SGPT^L", "ALT"),
        ("X1^whatever^L^1742-6^^LN", "ALT"), ("301.1^x^0006^777-3^Platelets^pCLOCD", "PLT"),
        ("ALT^АЛТ", "ALT"), ("ALT^A.L.T^WinPath", "ALT"), ("X1^Leberwert^L^^^^^^ALAT", "ALT"),
        ("1742-6^ALT^http://loinc.org", "ALT"), ("1742-6^^2.16.840.1.113883.6.1", "ALT"),
        ("X^x^L^Y^y^L2^^^^1742-6^ALT^LN", "ALT"),
        ("2336-6^Gamma glutamyl transferase^LN", "GGT"),
        ("1975-2^Bilirubin.total [Moles/volume]^LN", "BILI"),
    ],
)  # fmt: skip
def test_a_test_is_known_by_system_and_code_or_by_its_name(obx: str, expected: str) -> None:
    batch = read(f"OBX|1|NM|{obx}||12|U/L|||||F")

    assert only(batch).result.analyte == expected


@pytest.mark.parametrize(
    "obx",
    [
        "1742-6^Apache^HL70005", "1742-6^Apache^CDCREC", "1920-8^Somebody^2.16.840.1.113883.6.238",
        "1754-1^Albumin^LN", "1968-7^Bilirubin^LN", "2336-6^Globulin^LN", "770-8^Neutrophils^LN",
        "X^Bilirubin direct^L^1975-2^Bilirubin^LN", "K^Potassium^L", "ALTX^unknown^L", "^^",
        "X^Urine albumin^L",
    ],
)  # fmt: skip
def test_a_code_of_another_system_or_test_is_ignored(obx: str) -> None:
    assert counts(read(f"OBX|1|NM|{obx}||12|U/L|||||F")) == (1, 0, 0, 0, 1)


def test_a_name_that_contradicts_its_code_is_asked_about() -> None:
    obx = "OBX|1|NM|X^AST^L^1742-6^^LN||12|U/L|||||F"
    batch = read(obx)

    assert [(row.reason, row.code) for row in batch.held] == [("test_conflict", "test:AST")]
    assert batch.questions[0].choices == ("ALT", "AST", "ignore")
    answered = staged(message(MSH, PID, OBR, obx), **{"test:AST": "ALT"})
    assert only(answered).result.analyte == "ALT"
    assert staged(message(MSH, PID, OBR, obx), **{"test:AST": "ignore"}).ignored == 1


def test_a_name_that_resembles_a_test_is_asked_about() -> None:
    batch = read("OBX|1|NM|Q^ALT xyz^L||12|U/L|||||F")

    assert [(row.reason, row.field) for row in batch.held] == [("unknown_test", "OBX-3")]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("NM", "5.90", "5.90"), ("NM", "<5", "<5"), ("NM", " 5 ", "5"), ("ST", ">1000", ">1000"),
        ("ST", "12,5", "12.5"), ("ST", "12 U/L", "12"), ("SN", ">^10", ">10"), ("SN", "^10", "10"),
        ("SN", "<=^5", "<5"), ("TX", "12", "12"), ("CE", "12^^L", "12"), ("CWE", "^>12", ">12"),
        ("NM", "1.718", "1.718"), ("", "7", "7"), ("FT", "7 H", "7"),
    ],
)  # fmt: skip
def test_values_of_every_type(kind: str, value: str, expected: str) -> None:
    assert shown(only(read(f"OBX|1|{kind}|1742-6^ALT^LN||{value}|U/L|||||F")))[1] == expected


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("NM", "", "no_number"), ("NM", '""', "no_number"), ("ST", "haemolysed", "no_number"),
        ("SN", "^1^:^128", "no_number"), ("SN", "^2^-^5", "no_number"), ("NM", "nan", "no_number"),
        ("NM", "1e5", "no_number"), ("TX", "a~b", "no_number"), ("NM", "-3", "negative"),
        ("ST", "=1+1", "formula"), ("ST", "12 mg/dL", "no_number"), ("NM", "1_000", "no_number"),
        ("NM", "５", "no_number"), ("ST", "12 ukat/L", "unit_conflict"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_rejected(kind: str, value: str, reason: str) -> None:
    batch = read(f"OBX|1|{kind}|1742-6^ALT^LN||{value}|U/L|||||F")

    assert [row.reason for row in batch.rejected] == [reason]
    assert batch.read == 1


def test_a_number_with_two_meanings_is_asked_about() -> None:
    obx = "OBX|1|ST|777-3^PLT^LN||1,718|10*9/L|||||F"
    batch = read(obx)

    assert [(row.reason, row.code) for row in batch.held] == [("decimal_sign", "decimal_sign")]
    assert [question.code for question in batch.questions] == ["decimal_sign"]
    assert shown(only(staged(message(MSH, PID, OBR, obx), decimal_sign="comma")))[1] == "1.718"
    limit = "OBX|1|ST|777-3^PLT^LN||300|10*9/L|<1,718||||F"
    assert [row.reason for row in read(limit).held] == ["decimal_sign"]


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("U/L", "U/L"), ("IU/L", "U/L"), ("[iU]/L^^UCUM", "U/L"), ("units per liter^U/L^L", "U/L"),
        ("^U/L", "U/L"), ("U/L&x", "U/L"), ("", None), ("bananas", "bananas"), ("ukat/L", "ukat/L"),
    ],
)  # fmt: skip
def test_units_are_stored_in_their_standard_spelling(printed: str, stored: str | None) -> None:
    assert only(read(f"OBX|1|NM|1742-6^ALT^LN||12|{printed}|||||F")).result.unit == stored


@pytest.mark.parametrize(
    "printed", ["K/uL", "10^3/uL", r"10\S\3/uL", "10*3/uL", "THOU/uL", "10^3/uL^^L"]
)
def test_thousands_per_microlitre_in_every_spelling(printed: str) -> None:
    assert only(read(f"OBX|1|NM|777-3^PLT^LN||231|{printed}|||||F")).result.unit == "10*3/uL"


def test_bilirubin_is_believed_by_its_unit() -> None:
    draft = only(read("OBX|1|NM|1975-2^Bilirubin.total^LN||12|umol/L|<21||||F"))

    assert shown(draft) == ("BILI", "12", "umol/L", "21")


@pytest.mark.parametrize("unit", ["%", "%^percent^UCUM", "Prozent"])
def test_a_share_of_cells_is_not_their_number(unit: str) -> None:
    assert read(f"OBX|1|NM|NEUT^Neutrophils^L||61|{unit}|||||F").ignored == 1


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("F", "final"), ("P", "preliminary"), ("C", "corrected"), ("R", "preliminary"),
        ("A", "corrected"), ("", "final"), ("?", "final"), ("corrected", "corrected"),
    ],
)  # fmt: skip
def test_the_standing_of_a_result(code: str, status: str) -> None:
    draft = only(read(f"OBX|1|NM|1742-6^ALT^LN||12|U/L|||||{code}"))

    assert draft.result.status == status
    assert draft.replaces == (status == "corrected")


def test_the_order_tells_the_standing_where_the_result_does_not() -> None:
    order = OBR + "|" * 18 + "P"

    batch = staged(message(MSH, PID, order, "OBX|1|NM|1742-6^ALT^LN||12|U/L|||||"))

    assert only(batch).result.status is ResultStatus.PRELIMINARY


@pytest.mark.parametrize("code", ["D", "W", "X"])
@pytest.mark.parametrize("value", ["36", "", "DNR"])
def test_a_withdrawal_is_staged_with_what_it_names(code: str, value: str) -> None:
    draft = only(read(f"OBX|1|NM|1742-6^ALT^LN||{value}|U/L|||||{code}"))

    assert draft.withdraws
    assert draft.result.status is ResultStatus.CANCELLED
    assert draft.result.value_text == value
    assert (draft.result.value is None) == (value != "36")


@pytest.mark.parametrize(
    ("obr", "obx14", "day"),
    [
        ("202503310815", "", "2025-03-31T08:15:00"),
        ("202503310815", "20250330", "2025-03-30"),
        ("202503310815", "20250401093000+0200", "2025-04-01T09:30:00"),
        ("", "2025033107", "2025-03-31T07:00:00"),
        ("202503310815", "garbage", "2025-03-31T08:15:00"),
        ("202503310815", '""', "2025-03-31T08:15:00"),
        ("2025-03-31T08:15:00Z", "", "2025-03-31T08:15:00"),
        ("20250331081530.1234-0500", "", "2025-03-31T08:15:30"),
        ("20250331^S", "", "2025-03-31"),
        ("202503310815|||||||202503310900", "202503310930", "2025-03-31T08:15:00"),
        ("202503310815|||||||202503310900", "202503310830", "2025-03-31T08:30:00"),
        ("202503310815|||||||||||||||202504010700", "202504010700", "2025-03-31T08:15:00"),
    ],
)  # fmt: skip
def test_when_the_sample_was_taken(obr: str, obx14: str, day: str) -> None:
    order = f"OBR|1|P1|F1|24325-3^Hepatic function panel^LN|||{obr}"
    batch = staged(message(MSH, PID, order, f"{ALT}|20991231||{obx14}"))

    result = only(batch).result
    expected = dt.datetime.fromisoformat(day)
    assert result.collected_on == expected.date()
    assert result.collected_time == (expected.time() if "T" in day else None)


@pytest.mark.parametrize("obr", ["", "2025", "20250231", "202503312599", "00000000", "18000101"])
def test_a_result_without_a_day_is_rejected(obr: str) -> None:
    batch = staged(message(MSH, PID, f"OBR|1|||LFT|||{obr}", ALT))

    (row,) = batch.rejected
    assert (row.reason, row.field, row.value) == ("no_date", "OBR-7", obr)


def test_a_day_of_the_result_that_is_none_is_shown() -> None:
    (row,) = staged(message(MSH, PID, "OBR|1|||LFT", f"{ALT}|||20250231")).rejected

    assert (row.reason, row.field, row.value) == ("no_date", "OBX-14", "20250231")


def test_the_specimen_tells_the_day_in_the_signs_of_its_message() -> None:
    specimen = "SPM|1|||BLD" + "|" * 13 + "20250330^20250330"
    text = message(MSH, PID, "OBR|1|||LFT", ALT, specimen).replace("^", "*")

    assert only(staged(text)).result.collected_on == dt.date(2025, 3, 30)


def test_the_specimen_tells_the_day_where_the_order_does_not() -> None:
    specimen = "SPM|1|||BLD" + "|" * 13 + "20250330^20250330"
    late = "OBR|2|||X"
    text = message(MSH, PID, "OBR|1|||LFT", ALT, "SPM|1", specimen, late, ALT, "OBR|3|||X", ALT)

    batch = staged(text)

    assert only(batch).result.collected_on == dt.date(2025, 3, 30)
    assert [row.reason for row in batch.rejected] == ["no_date", "no_date"]


def test_a_result_before_any_order_has_only_its_own_day() -> None:
    assert only(staged(message(MSH, PID, f"{ALT}|||20250301"))).result.collected_on.month == 3
    assert staged(message(MSH, PID, ALT)).rejected[0].reason == "no_date"


def test_a_remark_beneath_the_number_becomes_a_note() -> None:
    values = (r"54\.br\Rarely significant", "54¬Rarely significant", "54~Rarely significant")
    drafts = [only(read(f"OBX|1|NM|ALT^ALT^L||{value}|IU/L|0 - 50|H|||F")) for value in values]

    assert {draft.result.value_text for draft in drafts} == {"54"}
    assert {draft.result.note for draft in drafts} == {"Rarely significant"}
    assert read("OBX|1|NM|ALT^ALT^L||54~55|IU/L|||||F").rejected[0].reason == "no_number"
    assert read("OBX|1|TX|ALT^ALT^L||see~below|IU/L|||||F").rejected[0].reason == "no_number"


@pytest.mark.parametrize(
    ("obx", "kept"),
    [
        ("26499-4^Neutrophils [#/volume] in Blood^LN||3.1|10*3/uL", ["NEUT"]),
        ("30428-7^MCV [Entitic volume]^LN||91|fL", ["MCV"]),
        ("11156-7^LEUKOCYTES^LN||4.4|10*3/uL", ["WBC"]),
        ("11156-7^Leukocyte morphology finding^LN||normal|", []),
        ("11125-2^PLATELETS^LN||220|10*3/uL", ["PLT"]),
        ("32653-8^6-TGN^LN||300|pmol/8e8 RBC", ["6-TGN"]),
    ],
)
def test_codes_of_other_methods_and_codes_used_by_mistake(obx: str, kept: list[str]) -> None:
    batch = read(f"OBX|1|NM|{obx}||||||F")

    assert [draft.result.analyte for draft in batch.drafts] == kept
    assert batch.ignored == 1 - len(kept)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("NM", "40.", "40"), ("NM", "50~50", "50"), ("NM", "~50", "50"), ("NM", "50^^^", "50"),
     ("SN", "=^40", "40"), ("SN", "^<^5", "<5"), ("SN", ">^100", ">100"), ("NM", "<5", "<5")],
)  # fmt: skip
def test_a_number_is_read_in_whatever_way_it_is_parted(kind: str, text: str, value: str) -> None:
    draft = only(read(f"OBX|1|{kind}|1742-6^ALT^LN||{text}|U/L|7-56|N|||F"))

    assert shown(draft)[1] == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [("NM", "50~51"), ("NM", '""'), ("DT", "2024"), ("TM", "0815"), ("TS", "20240101"),
     ("SN", "^5^-^10"), ("SN", "1^:^40"), ("NM", "50^60")],
)  # fmt: skip
def test_two_values_no_value_and_a_date_are_no_number(kind: str, text: str) -> None:
    batch = read(f"OBX|1|{kind}|1742-6^ALT^LN||{text}|U/L|7-56|N|||F")

    assert [row.reason for row in batch.rejected] == ["no_number"]
