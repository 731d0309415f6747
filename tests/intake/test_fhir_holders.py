"""FHIR resources in lists, on lines, inside one another, and JSON that is none."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.errors import UserError
from tests.support.fhir_resources import (
    a_bundle,
    a_patient,
    a_report,
    an_observation,
    staged_bundle,
    staged_json,
    staged_lines,
)
from tests.support.hl7_messages import only
from tests.support.lab_files import counts, staged


def test_a_list_of_resources_is_read_as_they_stand() -> None:
    second = a_bundle(an_observation("1920-8", value=40))

    batch = staged_json([a_patient(), an_observation(), second])

    assert batch.format == "fhir-json"
    assert [draft.where for draft in batch.drafts] == ["item 2", "item 3, entry 1"]
    assert {draft.patient.family for draft in batch.drafts} == {"Rossi"}


def test_bundles_may_stand_on_the_lines_of_a_file() -> None:
    later = an_observation(effectiveDateTime="2026-02-02")

    batch = staged_lines(a_bundle(a_patient(), an_observation()), a_bundle(later))

    assert (batch.format, counts(batch)) == ("fhir-ndjson", (2, 2, 0, 0, 0))
    assert {draft.patient.family for draft in batch.drafts} == {"Rossi"}


def test_what_a_report_contains_is_its_own_though_it_does_not_say_so() -> None:
    bare = an_observation(subject=None, effectiveDateTime=None)
    report = a_report(subject={"reference": "#p1"}, contained=[a_patient(), bare])

    draft = only(staged_json({name: told for name, told in report.items() if name != "result"}))

    assert draft.patient.family == "Rossi"
    assert draft.result.collected_on == dt.date(2026, 1, 3)


def test_what_an_observation_contains_is_of_the_same_patient_and_day() -> None:
    bare = an_observation("1920-8", value=40, subject=None, effectiveDateTime=None)

    first, second = staged_bundle(an_observation(contained=[bare])).drafts

    assert (first.patient, first.result.collected_on) == (
        second.patient, second.result.collected_on,
    )  # fmt: skip


@pytest.mark.parametrize(
    "holder",
    [
        {"resourceType": "List", "contained": [a_patient(), an_observation(subject=None)]},
        {"resourceType": "Parameters", "parameter": [
            {"name": "return", "resource": a_bundle(a_patient(), an_observation())},
            {"name": "count", "valueInteger": 2},
        ]},
    ],
)  # fmt: skip
def test_results_inside_a_resource_of_another_kind_are_found(holder: dict[str, object]) -> None:
    assert sum(counts(staged_json(holder))[:1]) == 1


@pytest.mark.parametrize(
    "text",
    ['{"data": {"resourceType": "Bundle"}}', '[{"name": "resourceType", "resourceType": ""}]'],
)
def test_json_that_is_no_resource_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        staged(text)

    assert refused.value.code == "unknown_format"


def test_a_birth_date_that_is_still_to_come_says_nothing() -> None:
    draft = only(staged_json(a_bundle(a_patient(birthDate="2098-01-01"), an_observation())))

    assert (draft.patient.family, draft.patient.birth_date) == ("Rossi", None)


@pytest.mark.parametrize(
    ("words", "test"),
    [("Alanine aminotransferase measurement", "ALT"), ("Platelet count (procedure)", "PLT"),
     ("Bilirubin, total measurement", "BILI"), ("Direct bilirubin measurement", None)],
)  # fmt: skip
def test_the_words_of_snomed_name_a_test(words: str, test: str | None) -> None:
    coding = {"system": "http://snomed.info/sct", "code": "34608000", "display": words}

    batch = staged_bundle(an_observation(code={"coding": [coding]}))

    assert [draft.result.analyte for draft in batch.drafts] == ([test] if test else [])
    assert counts(batch)[4] == (0 if test else 1)
