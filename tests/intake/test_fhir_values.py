"""What an Observation says: test, number, unit, limit and standing."""

from __future__ import annotations

import json

import pytest

from aza_desktop.clinical.labs import ResultStatus
from tests.support.fhir_resources import (
    LOINC,
    a_bundle,
    a_patient,
    a_report,
    an_observation,
    staged_bundle,
)
from tests.support.hl7_messages import only
from tests.support.lab_files import shown, staged

QUANTITY = {"value": 36, "unit": "U/L"}


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ([{"system": LOINC, "code": "1742-6"}], "ALT"),
        ([{"system": "urn:oid:2.16.840.1.113883.6.1", "code": "1742-6"}], "ALT"),
        ([{"code": "1742-6", "display": "ALT"}], "ALT"),
        ([{"system": "urn:local", "code": "GPT"}], "ALT"),
        ([{"system": "urn:local", "code": "7"}, {"system": LOINC, "code": "1742-6"}], "ALT"),
        ([{"system": LOINC, "code": "2336-6", "display": "Gamma GT"}], "GGT"),
        ([{"system": "http://terminology.hl7.org/CodeSystem/v3-Race", "code": "1742-6",
           "display": "ALT"}], None),
        ([{"system": "urn:local", "code": "1742-6"}], None),
        ([{"system": LOINC, "code": "770-8", "display": "Neutrophils"}], None),
        ([], None), (None, None),
    ],
)  # fmt: skip
def test_a_code_counts_with_its_system(coding: object, expected: str | None) -> None:
    batch = staged_bundle(an_observation(code={"coding": coding}))

    assert [draft.result.analyte for draft in batch.drafts] == ([expected] if expected else [])
    assert batch.ignored == (0 if expected else 1)


def test_words_beside_the_codes_name_the_test_and_can_contradict() -> None:
    assert only(staged_bundle(an_observation(code={"text": "SGPT"}))).result.analyte == "ALT"
    race = [{"system": "http://terminology.hl7.org/CodeSystem/v3-Race", "code": "1742-6"}]
    assert staged_bundle(an_observation(code={"coding": race, "text": "ALT"})).ignored == 1
    loinc = [{"system": LOINC, "code": "1742-6"}]
    batch = staged_bundle(an_observation(code={"coding": loinc, "text": "AST"}))
    assert [(row.reason, row.code) for row in batch.held] == [("test_conflict", "test:AST")]
    words = [{"system": LOINC, "code": "1742-6", "display": "AST"}]
    (held,) = staged_bundle(an_observation(code={"coding": words})).held
    assert held.value == "1742-6 AST"
    none = an_observation(code=None)
    assert staged_bundle(none).ignored == 1


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("40.73176407643025", "40.73176407643025"), ("5.90", "5.90"), ("1.718", "1.718"),
        ("1e2", "100"), ("1.5E-1", "0.15"), ('"7.5"', "7.5"), ("12345678901234567890.5", None),
        ("0", "0"),
    ],
)  # fmt: skip
def test_numbers_stay_exact(number: str, text: str | None) -> None:
    raw = json.dumps(a_bundle(a_patient(), an_observation(value=777777))).replace("777777", number)

    assert only(staged(raw)).result.value_text == (text or number)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"valueQuantity": None, "dataAbsentReason": {"text": "haemolysed"}}, "no_number"),
        ({"valueQuantity": None}, "no_number"), ({"valueQuantity": {"unit": "U/L"}}, "no_number"),
        ({"valueQuantity": None, "valueString": "pending"}, "no_number"),
        ({"valueQuantity": None, "valueCodeableConcept": {"text": "neg"}}, "no_number"),
        ({"valueQuantity": None, "valueRange": {"low": {"value": 1}}}, "no_number"),
        ({"valueQuantity": None, "valueBoolean": True}, "no_number"),
        ({"valueQuantity": {"value": -4, "unit": "U/L"}}, "negative"),
        ({"valueQuantity": {"value": 1e300, "unit": "U/L"}}, "no_number"),
        ({"valueQuantity": {"value": 4, "comparator": "ad", "unit": "U/L"}}, "no_number"),
        ({"valueQuantity": {"value": 4, "unit": "mg/dL", "code": "U/L"}}, None),
        ({"valueQuantity": {"value": 4, "unit": "ukat/L", "code": "U/L"}}, "unit_conflict"),
        ({"valueQuantity": None, "valueString": "12 ukat/L"}, None),
        ({"valueQuantity": None, "valueString": "12 bananas"}, "no_number"),
        ({"valueQuantity": None, "valueInteger": 12}, None),
        ({"valueQuantity": {"value": None}}, "no_number"),
        ({"valueQuantity": {"value": "nan"}}, "no_number"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_rejected(members: dict[str, object], reason: str | None) -> None:
    batch = staged_bundle(an_observation(**members))

    assert batch.read == 1
    assert [row.reason for row in batch.rejected] == ([reason] if reason else [])


@pytest.mark.parametrize(("sign", "kept"), [("<", "<36"), (">=", ">36"), ("=", "36")])
def test_a_comparator_is_kept(sign: str, kept: str) -> None:
    batch = staged_bundle(an_observation(valueQuantity={**QUANTITY, "comparator": sign}))

    assert shown(only(batch))[1] == kept


@pytest.mark.parametrize(
    ("code", "quantity", "unit"),
    [
        ("777-3", {"unit": "K/uL", "code": "10*3/uL"}, "10*3/uL"),
        ("777-3", {"code": "K/uL"}, "10*3/uL"), ("777-3", {"unit": "x10*9/L"}, "10*9/L"),
        ("777-3", {"unit": "10^3/uL", "code": "10*9/L"}, "10*9/L"),
        ("1975-2", {"unit": "umol/L"}, "umol/L"), ("1742-6", {"unit": "frogs"}, "frogs"),
        ("1742-6", {}, None), ("1742-6", {"unit": "Units", "code": "U/L"}, "U/L"),
    ],
)  # fmt: skip
def test_units_are_those_that_are_believed(
    code: str, quantity: dict[str, object], unit: str | None
) -> None:
    batch = staged_bundle(an_observation(code, valueQuantity={"value": 7, **quantity}))

    assert only(batch).result.unit == unit


def test_a_share_of_cells_is_not_their_number() -> None:
    assert (
        staged_bundle(an_observation("751-8", valueQuantity={"value": 61, "unit": "%"})).ignored
        == 1
    )


HIGH = {"high": {"value": 45, "unit": "U/L"}}
FEMALE = {"appliesTo": [{"coding": [{"code": "248152002"}]}], "high": {"value": 35}}
MALE = {"appliesTo": [{"text": "male"}], "high": {"value": 50}}


@pytest.mark.parametrize(
    ("ranges", "uln"),
    [
        ([HIGH], "45"), ([{"text": "7 - 56"}], "56"), ([{"low": {"value": 7}}], None), ([], None),
        ([{"type": {"coding": [{"code": "therapeutic"}]}, "high": {"value": 9}}, HIGH], "45"),
        ([{"type": {"coding": [{"code": "normal"}]}, "high": {"value": 40}}, HIGH], "40"),
        ([HIGH, {"high": {"value": 99}}], None), ([HIGH, HIGH], "45"), ([MALE, FEMALE], "35"),
        ([{"high": {"value": "x"}}], None), ([{"high": {"value": 45, "unit": "frogs"}}], None),
        ([{"high": {"value": 1, "unit": "ukat/L"}}], "1"),
    ],
)  # fmt: skip
def test_the_upper_limit_is_that_of_the_normal_range(ranges: object, uln: str | None) -> None:
    assert only(staged_bundle(an_observation(referenceRange=ranges))).result.uln_text == uln


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("final", "final"), ("amended", "corrected"), ("corrected", "corrected"),
        ("preliminary", "preliminary"), ("registered", "preliminary"), ("unknown", "final"),
        (None, "final"), ("entered-in-error", "cancelled"), ("cancelled", "cancelled"),
    ],
)  # fmt: skip
def test_the_standing_of_a_result(status: str | None, expected: str) -> None:
    draft = only(staged_bundle(an_observation(status=status)))

    assert draft.result.status == expected
    assert draft.replaces == (expected == "corrected")
    assert draft.withdraws == (expected == "cancelled")


def test_a_withdrawal_needs_no_value() -> None:
    draft = only(staged_bundle(an_observation(status="entered-in-error", valueQuantity=None)))

    assert draft.result.value is None
    assert draft.result.status is ResultStatus.CANCELLED


def test_a_withdrawn_report_withdraws_its_results_unless_another_names_them() -> None:
    wrong = a_report("Observation/o-1742-6", status="entered-in-error")
    right = a_report("Observation/o-1742-6", id="d2")

    assert only(staged_bundle(wrong, an_observation())).withdraws
    assert not only(staged_bundle(wrong, right, an_observation())).withdraws
