"""FHIR resources with a member of the wrong kind: what can be read is read."""

from __future__ import annotations

import pytest

from tests.support.fhir_resources import (
    a_bundle,
    a_patient,
    a_report,
    an_observation,
    staged_bundle,
    staged_json,
)
from tests.support.lab_files import counts, shown, staged


def test_family_names_of_an_older_release_are_one_name() -> None:
    patient = a_patient(name=[{"family": ["Rossi", "Bianchi"], "given": ["Elena"]}, "?"])
    batch = staged_json(a_bundle(patient, an_observation()))
    listed = a_patient(name=[{"family": ["Rossi", "Bianchi"], "given": ["Elena"]}])

    assert batch.drafts[0].patient.family is None
    named = staged_json(a_bundle(listed, an_observation())).drafts[0].patient
    assert (named.family, named.given) == ("Rossi Bianchi", "Elena")


@pytest.mark.parametrize("member", [{"birthDate": 1980}, {"gender": ["f"]}, {"name": "Rossi"}])
def test_an_odd_member_of_a_patient_costs_only_itself(member: dict[str, object]) -> None:
    batch = staged_json(a_bundle(a_patient(**member), an_observation()))

    assert counts(batch) == (1, 1, 0, 0, 0)
    assert batch.drafts[0].patient.numbers[0].value == "000731"


@pytest.mark.parametrize(
    "member",
    [{"note": "haemolysed"}, {"performer": {"display": "North"}}, {"contained": {}}, {"id": 7}],
)
def test_an_odd_member_beside_the_meaning_costs_no_result(member: dict[str, object]) -> None:
    batch = staged_bundle(an_observation(value=36.50, **member))

    assert [shown(draft) for draft in batch.drafts] == [("ALT", "36.5", "U/L", None)]


@pytest.mark.parametrize(
    "member",
    [{"code": "ALT"}, {"valueQuantity": 36}, {"subject": "Patient/p1"}, {"status": 1},
     {"effectiveDateTime": 20260102}, {"referenceRange": {"high": 40}}],
)  # fmt: skip
def test_a_member_that_carries_the_meaning_must_be_read(member: dict[str, object]) -> None:
    assert [row.reason for row in staged_bundle(an_observation(**member)).rejected] == [
        "damaged_resource"
    ]


def test_an_odd_report_still_tells_the_day() -> None:
    report = a_report("Observation/o-1742-6", performer="North")
    batch = staged_bundle(report, an_observation(effectiveDateTime=None))

    assert counts(batch) == (1, 1, 0, 0, 0)


def test_digits_stay_as_they_were_sent() -> None:
    text = (
        '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation","id":"o",'
        '"note":5,"status":"final","subject":{"reference":"Patient/9"},'
        '"code":{"coding":[{"system":"http://loinc.org","code":"1742-6"}]},'
        '"effectiveDateTime":"2026-01-02","valueQuantity":{"value":36.1000000000000001}}}]}'
    )
    assert staged(text).drafts[0].value == "36.1000000000000001"
