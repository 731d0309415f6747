"""FHIR R4 as laboratories and servers export it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.errors import UserError
from tests.support.fhir_resources import (
    LOINC,
    a_bundle,
    a_patient,
    a_report,
    an_observation,
    staged_bundle,
    staged_json,
    staged_lines,
)
from tests.support.hl7_messages import only
from tests.support.lab_files import counts, shown, staged

QUANTITY = {"value": 36, "unit": "U/L"}


def test_a_bundle_is_read_with_its_patient() -> None:
    batch = staged_bundle(an_observation(), an_observation("2823-3", value=4.2))

    assert batch.format == "fhir-json"
    assert counts(batch) == (2, 1, 0, 0, 1)
    draft = only(batch)
    assert draft.where == "entry 2"
    assert shown(draft) == ("ALT", "36", "U/L", None)
    assert draft.patient.numbers == (PatientNumber("urn:north", "000731"),)
    assert (draft.patient.family, draft.patient.given) == ("Rossi", "Elena")
    assert (draft.patient.birth_date, draft.patient.sex) == (dt.date(1980, 2, 29), "female")
    assert (draft.result.collected_on, draft.result.collected_time) == (
        dt.date(2026, 1, 2), dt.time(8, 15),
    )  # fmt: skip


def test_lines_are_read_one_by_one_and_a_torn_one_is_rejected() -> None:
    lines = [a_patient(), an_observation(), an_observation("1920-8", value=44)]
    text = "\n".join(json.dumps(line, separators=(",", ":")) for line in lines)

    whole, torn = staged(text), staged(text[:-9])

    assert whole.format == torn.format == "fhir-ndjson"
    assert counts(whole) == (2, 2, 0, 0, 0)
    assert counts(torn) == (2, 1, 1, 0, 0)
    assert (torn.rejected[0].where, torn.rejected[0].reason) == ("line 3", "damaged_resource")


def test_one_unreadable_resource_costs_no_other() -> None:
    strange = an_observation("1920-8", code={"coding": "AST"})
    batch = staged_bundle(strange, an_observation())

    assert counts(batch) == (2, 1, 1, 0, 0)
    assert batch.rejected[0].where == "entry 2"
    assert counts(staged_json({"resourceType": "Bundle", "entry": [[1], {"resource": 5}]})) == (
        2, 0, 2, 0, 0,
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-be"])
def test_any_encoding_of_unicode(encoding: str) -> None:
    text = json.dumps(a_bundle(a_patient(), an_observation()), ensure_ascii=False)
    text = text.replace("Rossi", "Åström")

    assert only(staged(text.encode(encoding))).patient.family == "Åström"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.99])
def test_a_bundle_that_is_cut_off_is_refused(cut: float) -> None:
    text = json.dumps(a_bundle(a_patient(), an_observation()), indent=1)

    with pytest.raises(UserError) as refused:
        staged(text[: int(len(text) * cut)])

    assert refused.value.code == "unreadable"


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"/>',
        '<Observation xmlns="http://hl7.org/fhir"></Observation>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    ],
)
def test_xml_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(UserError) as refused:
        staged(text)

    assert refused.value.code == "unknown_format"
    assert "only JSON is read" in refused.value.why


def test_deep_nesting_stops_nothing() -> None:
    inner: object = an_observation()
    for _ in range(30):
        inner = a_bundle(inner)  # type: ignore[arg-type]
    assert [row.reason for row in staged_json(inner).rejected] == ["damaged_resource"]
    deep = '{"resourceType":"Bundle","x":' + "[" * 90_000 + "]" * 90_000 + "}"
    with pytest.raises(UserError) as refused:
        staged(deep)
    assert refused.value.code == "unreadable"


def test_bundles_within_bundles_are_read() -> None:
    batch = staged_json(a_bundle(a_bundle(a_patient(), an_observation())))

    assert only(batch).where == "entry 1, entry 2"
    assert only(batch).patient.family == "Rossi"


@pytest.mark.parametrize(
    ("reference", "full_url", "own"),
    [
        ("Patient/p1", None, "p1"), ("urn:uuid:77-1", "urn:uuid:77-1", None),
        ("urn:uuid:p1", None, "p1"), ("http://x.org/fhir/Patient/p1", None, "p1"),
        ("http://x.org/fhir/Patient/9", "http://x.org/fhir/Patient/9", None),
        ("Patient/p1/_history/2", None, "p1"),
    ],
)  # fmt: skip
def test_the_patient_is_found_by_reference(
    reference: str, full_url: str | None, own: str | None
) -> None:
    patient = {"resource": a_patient(id=own), "fullUrl": full_url}
    observation = an_observation(subject={"reference": reference})

    batch = staged_json(a_bundle(observation, patient))

    assert only(batch).patient.family == "Rossi"


def test_a_contained_patient_belongs_to_its_resource_alone() -> None:
    inside = an_observation(subject={"reference": "#p1"}, contained=[a_patient("1")])
    other = an_observation("1920-8", subject={"reference": "#p1"}, contained=[a_patient("2")])

    batch = staged_json(a_bundle(inside, other))

    assert [draft.patient.numbers[0].value for draft in batch.drafts] == ["1", "2"]
    assert only(staged_json(inside)).patient.numbers[0].value == "1"


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ({"reference": "Patient/abc-9"}, [("fhir", "abc-9")]),
        ({"reference": "urn:uuid:77"}, [("fhir", "77")]),
        ({"identifier": {"system": "urn:x", "value": "8"}}, [("urn:x", "8")]),
        ({"reference": "Patient/1", "identifier": {"value": "8"}}, [("hospital", "8")]),
        ({"reference": "Group/1"}, None), ({"display": "Rossi"}, None), (None, None),
    ],
)  # fmt: skip
def test_a_patient_who_is_not_in_the_file(
    subject: object, numbers: list[tuple[str, str]] | None
) -> None:
    batch = staged_json(a_bundle(an_observation(subject=subject)))

    if numbers is None:
        assert [(row.reason, row.field) for row in batch.rejected] == [("no_patient", "subject")]
    else:
        assert only(batch).patient.numbers == tuple(PatientNumber(*pair) for pair in numbers)


@pytest.mark.parametrize(
    ("members", "numbers"),
    [
        (
            {"identifier": [
                {"system": "a", "value": "V", "type": {"coding": [{"code": "VN"}]}},
                {"system": "b", "value": "S", "type": {"coding": [{"code": "SS"}]}},
                {"system": "c", "value": "X"}, {"value": ""}, {"system": "d"},
                {"system": "e", "value": "M", "type": {"coding": [{"code": "MR"}]}},
            ]},
            [("e", "M"), ("c", "X"), ("b", "S")],
        ),
        ({"identifier": None}, [("fhir", "p1")]),
        ({"identifier": [{"value": "000731"}]}, [("hospital", "000731")]),
    ],
)  # fmt: skip
def test_the_numbers_of_a_patient(
    members: dict[str, object], numbers: list[tuple[str, str]]
) -> None:
    batch = staged_json(a_bundle(a_patient(**members), an_observation()))

    assert only(batch).patient.numbers == tuple(PatientNumber(*pair) for pair in numbers)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([{"use": "old", "family": "Alt"}, {"use": "official", "family": "Neu"}], ("Neu", None)),
        ([{"use": "maiden", "family": "M"}, {"family": "N", "given": ["", "A"]}], ("N", "A")),
        ([{"text": "Rossi, Elena"}], ("Rossi", "Elena")), ([{"text": "Elena Rossi"}], (None, None)),
        (None, (None, None)),
    ],
)  # fmt: skip
def test_the_name_of_a_patient(names: object, expected: tuple[str | None, str | None]) -> None:
    patient = a_patient(name=names, birthDate="1980", gender="other")
    found = only(staged_json(a_bundle(patient, an_observation()))).patient

    assert (found.family, found.given, found.birth_date, found.sex) == (*expected, None, None)


def test_a_patient_without_any_identifier_is_nobody() -> None:
    nobody = {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient"}}
    batch = staged_json(a_bundle(nobody, an_observation(subject={"reference": "urn:uuid:1"})))

    assert [row.reason for row in batch.rejected] == ["no_patient"]


@pytest.mark.parametrize(
    ("members", "day"),
    [
        ({"effectiveDateTime": "2026-01-05"}, dt.date(2026, 1, 5)),
        ({"effectiveDateTime": "2026-01-05T23:59:59.123-05:00"}, dt.date(2026, 1, 5)),
        ({"effectiveInstant": "2026-01-06T00:00:01Z"}, dt.date(2026, 1, 6)),
        ({"effectivePeriod": {"start": "2026-01-07", "end": "2026-01-08"}}, dt.date(2026, 1, 7)),
        ({"effectivePeriod": {"end": "2026-01-08"}}, dt.date(2026, 1, 8)),
        ({"effectiveTiming": {"event": ["2026-01-09"]}}, dt.date(2026, 1, 9)),
        ({"effectiveDateTime": "2026-01"}, None), ({"issued": "2026-01-05T08:00:00Z"}, None),
        ({"effectiveDateTime": "2026-02-31"}, None), ({}, None),
    ],
)  # fmt: skip
def test_when_the_sample_was_taken(members: dict[str, object], day: dt.date | None) -> None:
    batch = staged_bundle(an_observation(**{"effectiveDateTime": None, **members}))

    if day is None:
        assert [row.reason for row in batch.rejected] == ["no_date"]
    else:
        assert only(batch).result.collected_on == day


def test_the_report_tells_what_its_results_do_not() -> None:
    bare = an_observation(subject=None, effectiveDateTime=None)
    panel = {
        "resourceType": "Observation", "id": "panel", "status": "final",
        "code": {"text": "Panel"}, "hasMember": [{"reference": "Observation/o-1742-6"}],
    }  # fmt: skip
    for resources in (
        (bare, panel, a_report("Observation/panel")),
        (a_report(bare["id"] and "Observation/o-1742-6"), bare),
    ):
        draft = only(staged_bundle(*resources))

        assert draft.result.collected_on == dt.date(2026, 1, 3)
        assert draft.patient.family == "Rossi"
        assert draft.result.laboratory == "Acme Laboratory"


def test_panels_that_contain_each_other_end() -> None:
    loops = [
        an_observation(
            code, id=code, effectiveDateTime=None,
            hasMember=[{"reference": f"Observation/{other}"}, {"reference": f"Observation/{code}"}],
        )
        for code, other in (("1742-6", "1920-8"), ("1920-8", "1742-6"))
    ]  # fmt: skip
    assert [row.reason for row in staged_bundle(*loops).rejected] == ["no_date", "no_date"]


def test_results_contained_in_a_report_are_rows() -> None:
    inner = an_observation(id="r1", subject=None, effectiveDateTime=None)
    report = a_report("#r1", "#missing", contained=[inner, {"resourceType": "Specimen"}, [5]])

    batch = staged_bundle(report)

    assert counts(batch) == (2, 1, 1, 0, 0)
    assert only(batch).where == "entry 2, contained 1"
    assert only(batch).result.collected_on == dt.date(2026, 1, 3)


def test_components_are_rows_and_a_mere_panel_is_none() -> None:
    parts = [
        {
            "code": {"coding": [{"system": LOINC, "code": code}]},
            "valueQuantity": QUANTITY,
        }
        for code in ("1742-6", "1920-8", "2823-3")
    ]
    panel = an_observation("24325-3", component=parts, valueQuantity=None)

    batch = staged_bundle(panel)

    assert counts(batch) == (3, 2, 0, 0, 1)
    assert [draft.where for draft in batch.drafts] == [
        "entry 2, component 1",
        "entry 2, component 2",
    ]
    assert counts(staged_json({**panel, "subject": {"reference": "Patient/9"}}))[0] == 3


def test_notes_are_kept() -> None:
    batch = staged_bundle(an_observation(note=[{"text": "repeated "}, {}, {"text": "icteric"}]))

    assert only(batch).result.note == "repeated\nicteric"


def test_numbers_with_two_meanings_are_asked_about() -> None:
    batch = staged_bundle(an_observation("777-3", valueQuantity=None, valueString="1,718"))

    assert [row.reason for row in batch.held] == ["decimal_sign"]
    assert batch.questions[0].code == "decimal_sign"


def test_patients_alone_are_no_rows() -> None:
    assert counts(staged_json(a_patient())) == (0, 0, 0, 0, 0)
    assert counts(staged_lines(a_patient(), a_patient(id="p2"))) == (0, 0, 0, 0, 0)
    assert counts(staged_json({"resourceType": "Bundle"})) == (0, 0, 0, 0, 0)


NOISE = st.sampled_from(
    [b'"', b"{", b"}", b"[", b",", b"null", b"1e999", b"\xff", b"\\u0000", b"\0"]
)
GOOD = a_bundle(a_patient(), a_report("Observation/o-1742-6"), an_observation())
LINES = (a_patient(), an_observation(), an_observation())
FILES = [json.dumps(GOOD).encode(), b"\n".join(json.dumps(line).encode() for line in LINES)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FILES), st.floats(0, 1), st.integers(0, 30), NOISE)
def test_damage_crashes_nothing(good: bytes, share: float, lost: int, noise: bytes) -> None:
    at = int(len(good) * share)
    for data in (good[:at] + noise + good[at + lost :], good[:at]):
        try:
            batch = staged(data)
        except UserError as error:
            if error.code not in {"unreadable", "unknown_format", "too_large"}:
                raise
            continue
        places = [draft.where for draft in batch.drafts]
        places += [row.where for row in (*batch.rejected, *batch.held)]
        assert len(set(places)) == len(places)
        assert batch.read == len(places) + batch.ignored


def test_a_bundle_on_one_line_that_begins_with_a_result_is_a_bundle() -> None:
    text = json.dumps(a_bundle(an_observation(), a_patient()), separators=(",", ":"))

    batch = staged(text)

    assert (batch.format, counts(batch)) == ("fhir-json", (1, 1, 0, 0, 0))
    assert only(batch).patient.family == "Rossi"


def test_a_month_without_a_day_is_shown_where_the_row_is_rejected() -> None:
    batch = staged_bundle(an_observation(effectiveDateTime="2026-01"))

    told = batch.rejected[0]
    assert (told.field, told.value, told.reason) == ("effective", "2026-01", "no_date")
