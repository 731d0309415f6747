"""Requests beyond the contract's: who a patient is, laboratories, users, one record out of two."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aza_desktop.services import users
from aza_desktop.services.batch import DOES, KEYED_HERE, READS
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_id_of, record_of
from tests.support.batch_lines import COURSE, PATIENT, ask, asked, result
from tests.support.clinics import case_file, cases

ONE = {"patient": "000123"}
OTHER = json.loads(json.dumps(PATIENT).replace("000123", "000124").replace("Rossi", "Rosi"))


def refused(clinic: Clinic, request: object) -> str:
    told = ask(clinic, request)
    assert not told["ok"], told
    return str(told["error"]["code"])


def version(clinic: Clinic, number: str = "000123") -> int:
    return record_of(clinic, patient_id_of(clinic, number)).version


IDENTITY = {**ONE, "do": "identity.correct", "changes": {"family": "Rosso"}, "reason": "marriage"}
WRITES: dict[str, dict[str, Any]] = {
    "identity.correct": IDENTITY,
    "number.add": {**ONE, "do": "number.add", "number": {"system": "nhs", "value": "9"}},
    "number.correct": {
        **ONE, "do": "number.correct", "wrong": {"system": "hospital", "value": "000123"},
        "right": {"system": "hospital", "value": "000321"}, "reason": "typing error",
    },
    "patient.change": {
        **ONE, "do": "patient.change", "changes": {"tablets_mg": [25, "50"], "halves": True},
    },
    "gene.add": {
        **ONE, "do": "gene.add", "gene": "NUDT15", "phenotype": "normal",
        "tested_on": "2026-01-20",
    },
    "allergies.set": {
        **ONE, "do": "allergies.set", "state": "known", "items": [{"substance": "penicillin"}],
    },
    "drug.asked": {
        **ONE, "do": "drug.asked", "drug": "allopurinol", "answer": "no",
        "asked_on": "2026-01-20",
    },
    "note.add": {**ONE, "do": "note.add", "text": "rings in the morning"},
}  # fmt: skip


@pytest.mark.parametrize("name", WRITES)
def test_a_write_has_its_version_its_key_and_its_conflict(clinic: Clinic, name: str) -> None:
    wish = WRITES[name]
    asked(clinic, PATIENT, {"do": "patient.find", "text": "1"})
    assert refused(clinic, {**wish, "if_version": 7}) == "conflict"
    told = ask(clinic, {**wish, "if_version": 1, "key": "k"})
    assert (told["ok"], told["version"]) == (True, 2), told
    assert ask(clinic, {**wish, "if_version": 1, "key": "k"}) == told
    assert refused(clinic, {**wish, "key": "k", "surprise": 1}) == "bad_request"


def test_an_identity_is_corrected_with_its_reason(clinic: Clinic) -> None:
    asked(clinic, PATIENT, IDENTITY)
    (found,) = ask(clinic, {"do": "patient.find", "text": "rosso"})["patients"]
    assert found["name"] == "ROSSO, Elena"
    for changes in ({"birth_date": "2026-01-27"}, {"family": "A\tB"}, {"shoe": "43"}, {}):
        assert refused(clinic, {**IDENTITY, "changes": changes}) == "bad_request"
    assert refused(clinic, {**IDENTITY, "changes": {"given": "Eva"}, "reason": None}) == (
        "bad_request"
    )


def test_laboratories_and_users_are_an_administrators(clinic: Clinic) -> None:
    users.add_user(clinic, "nurse.b", roles=("staff",))
    nurse = replace(clinic, actor="nurse.b")
    limit = {
        "analyte": "ALT", "uln": "35", "unit": "U/L", "sex": "female", "valid_from": "2024-01-01",
    }  # fmt: skip
    wishes: list[dict[str, Any]] = [
        {"do": "laboratory.add", "name": "City"},
        {"do": "laboratory.limit", "laboratory": "city", "limit": limit},
        {"do": "laboratory.end_limit", "laboratory": "city", "analyte": "ALT", "sex": "female",
         "last_day": "2025-12-31"},
        {"do": "laboratory.change", "laboratory": "city", "active": False},
        {"do": "user.add", "name": "dr.c", "roles": ["prescriber"], "full_name": "Dr C"},
        {"do": "user.change", "name": "dr.c", "roles": ["prescriber", "staff"]},
    ]  # fmt: skip
    for number, wish in enumerate(wishes):
        assert refused(nurse, wish) == "not_allowed"
        told = ask(clinic, {**wish, "key": f"k{number}"})
        assert told["ok"], told
        assert ask(clinic, {**wish, "key": f"k{number}"}) == told, "answered, not repeated"
        assert refused(clinic, {**wish, "key": f"k{number}", "name": "x"}) == "bad_request"
    (laboratory,) = ask(clinic, {"do": "laboratory.list"})["laboratories"]
    assert (laboratory["laboratory"], laboratory["active"]) == ("city", False)
    assert laboratory["limits"][0]["valid_until"] == "2025-12-31"
    known = {one["name"]: one["roles"] for one in ask(clinic, {"do": "user.list"})["users"]}
    assert known["dr.c"] == ["staff", "prescriber"]
    bad = {**limit, "uln": "0"}
    assert refused(clinic, {"do": "laboratory.limit", "laboratory": "city", "limit": bad}) == (
        "bad_request"
    )


def test_a_ceiling_is_written_in_a_prescribers_name(clinic: Clinic) -> None:
    wish = {
        **ONE, "do": "course.ceiling", "dose_mg": 75, "reason": "frail",
        "confirmed_by": "Dr A. Demo",
    }  # fmt: skip
    told = asked(clinic, PATIENT, COURSE, {**wish, "key": "c", "if_version": 2})
    assert (told["ok"], told["version"]) == (True, 3)
    assert ask(clinic, {**wish, "key": "c", "if_version": 2}) == told
    assert refused(clinic, {**wish, "dose_mg": 150}) == "bad_request"
    assert refused(clinic, {**wish, "dose_mg": None}) == "bad_request"
    assert ask(clinic, {"do": "undo"})["ok"]
    course = record_of(clinic, patient_id_of(clinic, "000123")).course
    assert course is not None
    assert "ceiling_mg" not in course.checklist


@pytest.mark.parametrize("request_of", [
    lambda: {**COURSE, "checklist": {**COURSE["checklist"], "ceiling_mg": "125"}},
    lambda: {
        **ONE, "do": "phase.confirm", "to": "consider_alternative", "on": "2026-01-26",
        "confirmed_by": "Dr A. Demo", "checklist": {"ceiling_mg": "125"},
    },
], ids=["start", "phase"])  # fmt: skip
def test_no_ceiling_comes_in_among_the_answers_of_the_checklist(
    clinic: Clinic, request_of: Any
) -> None:
    request = request_of()
    before = [PATIENT] if request["do"] == "course.start" else [PATIENT, COURSE]
    told = asked(clinic, *before, request)
    assert told["error"]["what"] == "A ceiling is no answer of the checklist"


def test_a_leave_and_its_deputy(clinic: Clinic) -> None:
    users.add_user(clinic, "nurse.b", roles=("staff",))
    leave = {"absent": "first.user", "deputy": "nurse.b", "since": "2026-01-27"}
    told = asked(clinic, {"do": "cover.add", **leave, "until": "2026-02-03", "key": "c"})
    assert ask(clinic, {"do": "cover.add", **leave, "until": "2026-02-03", "key": "c"}) == told
    (cover,) = ask(clinic, {"do": "cover.list"})["covers"]
    assert (cover["deputy"], cover["active"]) == ("nurse.b", True)
    end = {"do": "cover.end", "absent": "first.user", "since": "2026-01-27"}
    assert ask(clinic, end)["ok"]
    assert refused(clinic, {**end, "since": "2026-01-28"}) == "bad_request"


def test_a_course_moves_to_another_version_and_back_for_a_reason(clinic: Clinic) -> None:
    move = {**ONE, "do": "course.move", "protocol": "aza-reintro-literal", "reason": "agreed"}
    assert asked(clinic, PATIENT, COURSE, move)["version"] == 3
    assert refused(clinic, move) == "bad_request"
    assert refused(clinic, {**move, "protocol": "nope"}) == "unknown_protocol"
    assert refused(clinic, {**move, "protocol": "aza-reintro-cautious", "reason": " "}) == (
        "bad_request"
    )
    told = ask(clinic, {"do": "findings", **ONE})
    assert told["findings"]["protocol"]["id"] == "aza-reintro-literal"


def test_an_entry_without_an_id_is_struck_by_its_place_at_a_version(clinic: Clinic) -> None:
    note = {**ONE, "do": "detail.strike", "kind": "note", "place": 0, "reason": "other patient"}
    asked(clinic, PATIENT, WRITES["note.add"])
    assert refused(clinic, note) == "bad_request"
    assert refused(clinic, {**note, "if_version": 1}) == "conflict"
    assert ask(clinic, {**note, "if_version": 2})["version"] == 3
    assert refused(clinic, {**note, "if_version": 3}) == "bad_request"


def test_two_records_become_one_and_two_again(clinic: Clinic) -> None:
    merge = {
        **ONE, "do": "patient.merge", "other": "000124", "reason": "typed twice",
        "choices": {"name": "keep"}, "if_version": 1, "other_version": 1,
    }  # fmt: skip
    asked(clinic, PATIENT, OTHER)
    assert refused(clinic, {**merge, "other_version": 4}) == "conflict"
    assert refused(clinic, {**merge, "other_version": None}) == "bad_request"
    assert refused(clinic, {**merge, "choices": {}}) == "bad_request"
    told = ask(clinic, {**merge, "key": "m"})
    assert (told["ok"], told["version"]) == (True, version(clinic)), told
    assert ask(clinic, {**merge, "key": "m"}) == told
    assert len(ask(clinic, {"do": "patient.find", "text": "elena"})["patients"]) == 1
    part = {**ONE, "do": "patient.unmerge", "other": "000124", "reason": "two people"}
    told = ask(clinic, part)
    assert (told["ok"], told["other_version"]) == (True, version(clinic, "000124")), told
    assert len(ask(clinic, {"do": "patient.find", "text": "elena"})["patients"]) == 2


def test_an_undo_under_a_key_takes_back_one_entry(clinic: Clinic) -> None:
    asked(clinic, PATIENT, result("ALT", "25", "2026-01-18"), result("AST", "25", "2026-01-18"))
    told = ask(clinic, {"do": "undo", "key": "u"})
    assert ask(clinic, {"do": "undo", "key": "u"}) == told
    record = record_of(clinic, patient_id_of(clinic, "000123"))
    assert [one.analyte for one in record.current_results] == ["ALT"]


def test_a_file_under_a_key_is_answered_as_the_first_time(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_bytes(case_file([dict(cases()[0])]))
    wish = {"do": "import", "file": str(path), "create_patients": True, "key": "f"}
    told = ask(clinic, {"id": 1, **wish})
    assert told["report"]["patients"]["created"] == 1
    assert ask(clinic, {"id": 2, **wish}) == {**told, "id": 2}
    assert ask(clinic, {"id": 3, **wish, "key": "g"})["report"]["patients"]["created"] == 0
    assert ask(clinic, {"do": "verify", "key": "ignored"})["ok"]


def test_a_test_is_booked_closed_and_told(clinic: Clinic) -> None:
    steps: list[dict[str, Any]] = [
        {"do": "lab.request", "tests": ["ALT"]},
        {"do": "lab.book", "request": "q1", "on": "2026-01-28", "place": "GP"},
        {"do": "lab.close", "request": "q1", "outcome": "not_attended"},
        {"do": "result.told", "results": ["r18-alt"], "on": "2026-01-26"},
    ]
    told = asked(
        clinic, PATIENT, COURSE, result("ALT", "25", "2026-01-18"),
        *({**step, **ONE} for step in steps),
    )  # fmt: skip
    assert told["ok"]
    assert refused(clinic, {**ONE, "do": "lab.close", "request": "q1", "outcome": "x"}) == (
        "bad_request"
    )


def test_every_request_that_is_kept_apart_is_known() -> None:
    assert set(DOES) >= KEYED_HERE | READS
    assert not KEYED_HERE & READS
