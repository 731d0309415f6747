"""Whole patients from a file: transcribed once, never twice, and judged as a check judges them."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.services import reading
from aza_desktop.services.answers import answer_json
from aza_desktop.services.case_judging import judge_case
from aza_desktop.services.cases import take_cases
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.demo_days import demo_records
from tests.support.clinics import a_clinic, case_file, cases
from tests.support.process import resources

TODAY = dt.date(2026, 11, 22)
WITHOUT_CONFIG = [vector for vector in cases() if not vector["config"]]
DEMO = resources() / "demo" / "demo.json"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic with every published case."""
    with a_clinic(tmp_path_factory.mktemp("cases"), today=TODAY) as clinic:
        report = take_cases(clinic, "cases.json", case_file(list(cases())), create_patients=True)
        assert report.created == len(WITHOUT_CONFIG)
        yield clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with a_clinic(tmp_path / "data", today=TODAY) as opened:
        yield opened


def a_vector(**changes: object) -> dict[str, Any]:
    vector: dict[str, Any] = copy.deepcopy(dict(WITHOUT_CONFIG[0]))
    return {**vector, **changes}


def taken(clinic: Clinic, *vectors: dict[str, Any], create: bool = True) -> dict[str, Any]:
    return take_cases(clinic, "f.json", case_file(list(vectors)), create_patients=create).as_json()


@pytest.mark.parametrize("vector", WITHOUT_CONFIG, ids=lambda vector: str(vector["id"]))
def test_import_and_findings_equal_a_check(filled: Clinic, vector: dict[str, Any]) -> None:
    key = reading.patient_id_of(filled, vector["id"])
    as_of = dt.date.fromisoformat(vector["input"]["as_of"])
    file = reading.patient_file(filled, key, as_of=as_of)
    assert file.answer is not None
    checked, _ = judge_case(vector, library=filled.library, analytes=filled.analytes)
    assert {"id": vector["id"], **answer_json(file.answer)} == checked
    assert file.phase == vector["input"]["phase"]


def test_the_same_file_twice_imports_nothing_new(filled: Clinic) -> None:
    before = [record.version for record in all_records(filled)]
    again = take_cases(filled, "cases.json", case_file(list(cases())), create_patients=True)
    assert again.created == 0
    assert again.results["new"] == 0
    assert again.rows["imported"] == 0
    assert again.rows["duplicate"] == 127
    assert [record.version for record in all_records(filled)] == before


def all_records(clinic: Clinic) -> list[PatientRecord]:
    return [file.record for file in reading.all_files(clinic)]


def stored_form(record: PatientRecord) -> PatientRecord:
    """A demo record as it is after a way through the database: what only storage adds is bare."""
    return replace(
        record,
        id="",
        version=0,
        courses=tuple(bare(course) for course in record.courses),
        results=tuple(
            sorted(
                (
                    replace(one, source=None, recorded_at=None, recorded_by=None)  # type: ignore[arg-type]
                    for one in record.results
                ),
                key=lambda one: (one.result.collected_on, one.result.id),
            )
        ),
    )


def bare(course: CourseRecord) -> CourseRecord:
    ref = replace(course.protocol, sha256=None)
    doses = tuple(sorted(course.dose_events, key=lambda dose: dose.on))
    return replace(course, protocol=ref, dose_events=doses)


def test_every_fact_of_the_demo_comes_back_as_it_went_in(clinic: Clinic) -> None:
    whole = json.loads(DEMO.read_text(encoding="utf-8"))
    day = dt.date.fromisoformat(whole["reference_day"])
    report = take_cases(clinic, DEMO.name, DEMO.read_bytes())
    assert report.is_whole
    stored = {one.identity.number: stored_form(one) for one in all_records(clinic)}
    given = {one.identity.number: stored_form(one) for one in demo_records(day)}
    assert stored.keys() == given.keys()
    for number, record in given.items():
        assert stored[number] == record


def test_a_transcribed_row_says_so_with_the_files_own_names(clinic: Clinic) -> None:
    taken(clinic, a_vector())
    (record,) = all_records(clinic)
    (course,) = record.courses
    assert {dose.confirmed_by for dose in course.dose_events} == {"dr"}
    assert all(dose.transcribed for dose in course.dose_events)
    assert all(event.transcribed for event in course.phases)
    assert record.results[0].source.file == "f.json"
    assert record.results[0].recorded_by == "first.user"


def test_a_case_that_names_nobody_is_refused_without_the_word(clinic: Clinic) -> None:
    told = taken(clinic, a_vector(), create=False)
    assert told["patients"]["created"] == 0
    assert told["rows"] == {
        "read": 3, "imported": 0, "duplicate": 0, "superseded": 0, "held": 0, "rejected": 3,
        "ignored": 0,
    }  # fmt: skip
    assert {row["reason"] for row in told["rejected"]} == {"no_identity"}
    assert all_records(clinic) == []


def test_a_case_with_an_identity_makes_its_patient(clinic: Clinic) -> None:
    identity = {"numbers": [{"system": "hospital", "value": "7"}], "family": "Rossi"}
    told = taken(clinic, a_vector(identity=identity), create=False)
    assert told["patients"] == {"matched": 0, "created": 1, "unmatched": 0}


def test_a_case_that_overrides_a_parameter_is_held(clinic: Clinic) -> None:
    told = taken(clinic, a_vector(config={"step_mg": 50}))
    assert told["rows"]["held"] == 3
    assert len(told["held"]) == 3
    assert all_records(clinic) == []


def test_an_unreadable_case_does_not_stop_the_next(clinic: Clinic) -> None:
    bad = a_vector(id="BAD")
    bad["input"]["nonsense"] = 1
    told = taken(clinic, bad, a_vector())
    assert told["patients"]["created"] == 1
    assert told["rows"]["rejected"] == 3
    assert told["unreadable"][0]["where"] == "case BAD"
    assert told["unreadable"][0]["error"]["code"] == "bad_case"


def test_a_dry_run_says_the_same_and_writes_nothing(clinic: Clinic) -> None:
    data = case_file([a_vector()])
    tried = take_cases(clinic, "f.json", data, create_patients=True, dry_run=True)
    assert all_records(clinic) == []
    done = take_cases(clinic, "f.json", data, create_patients=True)
    assert {**tried.as_json(), "dry_run": False} == done.as_json()


def test_a_known_patient_receives_results_and_nothing_else(clinic: Clinic) -> None:
    taken(clinic, a_vector())
    more = a_vector()
    fresh = {**more["input"]["results"][0], "id": "new-alt", "collected": "2026-01-25"}
    more["input"]["results"].append(fresh)
    more["input"]["dose_events"].append(
        {"date": "2026-01-24", "dose_mg": 100, "confirmed_by": "dr"}
    )
    told = taken(clinic, more)
    assert told["patients"] == {"matched": 1, "created": 0, "unmatched": 0}
    assert told["results"] == {"new": 1, "duplicate": 3, "corrected": 0, "cancelled": 0}
    assert told["held_facts"] == [
        {"where": "case V001", "field": "doses", "reason": "only_with_a_new_patient"}
    ]
    (record,) = all_records(clinic)
    assert len(record.courses[0].dose_events) == 2
    assert len(record.current_results) == 4


def test_another_value_under_a_known_id_is_held(clinic: Clinic) -> None:
    taken(clinic, a_vector())
    other = a_vector()
    other["input"]["results"][0]["value"] = "250"
    told = taken(clinic, other)
    assert told["rows"]["held"] == 1
    assert told["held"] == [
        {"where": "case V001, result r1-alt", "field": "value", "reason": "differs_from_record"}
    ]
    (record,) = all_records(clinic)
    assert {one.value_text for one in record.current_results} == {"25", "22", "10"}


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ({"family": "Bianchi", "birth_date": "1984-07-14"}, "identifiers_disagree"),
        ({"family": "Rossi", "birth_date": "1985-07-14"}, "identifiers_disagree"),
        ({"family": "Rossi", "birth_date": "1984-07-14", "sex": "male"}, "identifiers_disagree"),
        ({}, "number_alone"),
    ],
)
def test_somebody_elses_number_is_no_match(
    clinic: Clinic, second: dict[str, Any], reason: str
) -> None:
    numbers = [{"system": "hospital", "value": "7"}]
    first = {"family": "Rossi", "birth_date": "1984-07-14", "sex": "female"}
    taken(clinic, a_vector(identity={"numbers": numbers, **first}))
    told = taken(clinic, a_vector(identity={"numbers": numbers, **second}))
    assert told["patients"] == {"matched": 0, "created": 0, "unmatched": 1}
    assert {row["reason"] for row in told["held"]} == {reason}
    assert len(all_records(clinic)) == 1


def test_the_text_that_a_course_is_bound_to_is_kept(clinic: Clinic) -> None:
    taken(clinic, a_vector())
    (record,) = all_records(clinic)
    ref = record.courses[0].protocol
    bare_clinic = replace(clinic, library=replace(clinic.library, protocols=()))
    kept = bare_clinic.protocol_of(ref)
    assert kept is not None
    assert kept == clinic.library.find(ref.name)


def test_a_patient_who_is_not_born_yet_is_not_taken_in(clinic: Clinic) -> None:
    numbers = [{"system": "hospital", "value": "1"}]
    born = str(TODAY + dt.timedelta(days=1))
    vector = a_vector(identity={"numbers": numbers, "birth_date": born})
    told = taken(clinic, vector)
    assert told["patients"]["created"] == 0
    assert {row["reason"] for row in told["rejected"]} == {"birth_date"}
    today = a_vector(identity={"numbers": numbers, "birth_date": str(TODAY)})
    assert taken(clinic, today)["patients"]["created"] == 1
