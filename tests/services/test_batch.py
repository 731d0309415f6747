"""Requests line by line: the contract's own example, and everything that a line can get wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aza_desktop.services import batch, reading
from aza_desktop.services.batch import DOES
from aza_desktop.services.clinic import Clinic
from tests.support.batch_lines import COURSE, PATIENT, ask, asked, result
from tests.support.clinics import case_file, cases
from tests.support.process import resources


def test_a_patient_is_added_and_found(clinic: Clinic) -> None:
    assert ask(clinic, {"id": 1, **PATIENT}) == {
        "id": 1, "ok": True, "patient": "000123", "version": 1,
    }  # fmt: skip
    assert ask(clinic, {"id": 2, "do": "patient.find", "text": "ross"}) == {
        "id": 2,
        "ok": True,
        "patients": [
            {
                "number": "000123",
                "name": "ROSSI, Elena",
                "birth_date": "1984-07-14",
                "version": 1,
            }
        ],
    }


def test_the_way_of_the_contracts_example(clinic: Clinic) -> None:
    told = asked(clinic, PATIENT, {"id": 3, **COURSE})
    assert (told["course"], told["phase"], told["version"]) == (1, "on_break", 2)
    told = asked(clinic, result("ALT", "25", "2026-01-18", id="r1-alt"))
    assert (told["result"], told["marks"], told["version"]) == ("r1-alt", [], 3)
    told = ask(
        clinic,
        {
            "id": 5, "do": "result.correct", "patient": "000123", "result": "r1-alt",
            "with": {"value": "26"}, "reason": "typing error", "if_version": 3,
        },
    )  # fmt: skip
    assert (told["result"], told["supersedes"], told["version"]) == ("r1-alt.2", "r1-alt", 4)
    restart = {
        "id": 6, "do": "phase.confirm", "patient": "000123", "to": "reintroduction",
        "on": "2026-01-19", "dose_mg": 50, "confirmed_by": "Dr A. Demo", "reason": "normalised",
        "relied_on": ["r1-alt.2"],
    }  # fmt: skip
    told = ask(clinic, restart)
    assert told["error"]["code"] == "blocked"
    assert told["error"]["blocked_by"] == ["NORMALISATION_UNPROVEN"]
    told = asked(clinic, result("AST", "25", "2026-01-18"), restart)
    assert (told["ok"], told["version"]) == (True, 6)
    told = asked(
        clinic,
        {"do": "symptom.add", "patient": "000123", "code": "nausea", "onset": "2026-01-22"},
        {
            "id": 7, "do": "dose.confirm", "patient": "000123", "date": "2026-01-22",
            "dose_mg": 75, "confirmed_by": "Dr A. Demo", "if_version": 6,
        },
    )  # fmt: skip
    error = told["error"]
    assert (error["code"], error["why"]) == ("conflict", "version 7, you saw 6")
    assert error["yours"]["dose_mg"] == 75
    assert error["theirs"] == {
        "version": 7,
        "by": "first.user",
        "at": "2026-01-26T09:00:00Z",
        "changed": [{"field": "symptoms", "now": "nausea since 2026-01-22"}],
    }


def test_what_is_noted_beside_it(clinic: Clinic) -> None:
    asked(clinic, PATIENT, COURSE, result("ALT", "25", "2026-01-18"))
    one = {"patient": "000123"}
    steps: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"do": "symptom.add", "code": "nausea", "onset": "2026-01-22"},
         {"symptom": "s1", "marks": ["ADVICE_GI"]}),
        ({"do": "symptom.resolve", "symptom": "s1", "resolved": "2026-01-24"}, {}),
        ({"do": "comedication.add", "name": "Zyloric 300", "start": "2026-01-20"},
         {"comedication": "c1", "recognised_as": "allopurinol", "marks": ["ALLOPURINOL"]}),
        ({"do": "comedication.end", "comedication": "c1", "last_day": "2026-01-25"}, {}),
        ({"do": "dose.hold", "from": "2026-01-24", "to": "2026-01-25", "reason": "x"}, {}),
        ({"do": "dose.taken", "on": "2026-01-23", "state": "taken"}, {}),
        ({"do": "decision.record", "type": "continue", "results": ["r18-alt"],
          "date": "2026-01-26", "decided_by": "Dr A. Demo", "reason": "x"}, {"decision": "d1"}),
    ]  # fmt: skip
    for version, (request, expected) in enumerate(steps, start=4):
        told = ask(clinic, {**request, **one})
        assert told == {**told, "ok": True, **expected, "version": version}


def test_findings_and_worklist_are_those_of_the_commands(clinic: Clinic) -> None:
    asked(clinic, PATIENT, COURSE)
    told = ask(clinic, {"do": "findings", "patient": "000123", "as_of": "2026-01-26"})
    assert told["findings"]["id"] == "000123"
    assert told["findings"]["phase"] == "on_break"
    told = ask(clinic, {"do": "worklist", "as_of": "2026-01-26"})
    assert told["worklist"]["schema"] == "aza-worklist/1"
    assert told["worklist"]["patients"] == 1


def test_a_file_is_taken_in_and_the_record_is_verified(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_bytes(case_file([dict(cases()[0])]))
    told = ask(clinic, {"do": "import", "file": str(path), "create_patients": True})
    assert told["report"]["patients"]["created"] == 1
    told = ask(clinic, {"do": "verify"})
    assert told["ok"]
    assert [one["name"] for one in told["checks"]][-2:] == ["audit_chain", "reconciliation"]
    told = ask(clinic, {"do": "backup", "to": str(tmp_path / "b")})
    assert (told["verified"], told["patients"]) == (True, 1)
    assert Path(told["file"]).is_file()


@pytest.mark.parametrize("identifier", [1, "a", 1.5, True, None])
def test_any_scalar_id_is_echoed(clinic: Clinic, identifier: object) -> None:
    told = ask(clinic, {"id": identifier, "do": "worklist"})
    assert told["id"] == identifier
    assert next(iter(told)) == "id"


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[1]",
        '{"id": 1}',
        '{"do": "nothing"}',
        '{"do": 7}',
        '{"do": "worklist", "as_off": "2026-01-26"}',
        '{"do": "worklist", "as_of": "26.1.2026"}',
        '{"do": "worklist", "as_of": NaN}',
        '{"do": "findings"}',
        '{"do": "patient.add", "identity": {"numbers": []}}',
        '{"do": "patient.add", "identity": {"numbers": [{"system": "h", "value": "1"}], "x": 1}}',
        "[" * 100_000,
        '{"id": [1], "do": "worklist"}',
        '{"id": 1, "do": "worklist", "do": "verify"}',
        '{"do": "patient.find", "text": 1.5}',
        '{"do": "patient.find", "text": "a\\u0000b"}',
        json.dumps({"do": "patient.find", "text": "x" * (batch.LONGEST + 1)}),
    ],
)
def test_a_bad_line_is_answered_and_the_next_goes_on(clinic: Clinic, line: str) -> None:
    assert ask(clinic, line)["error"]["code"] == "bad_request"
    assert ask(clinic, PATIENT)["ok"]


def test_a_byte_order_mark_before_the_first_line_is_no_part_of_it(clinic: Clinic) -> None:
    assert ask(clinic, "\ufeff" + json.dumps({"id": 7, **PATIENT}))["ok"]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("identity", {"birth_date": "2026-01-27"}),
        ("identity", {"birth_date": "1084-07-14"}),
        ("identity", {"sex": "banana"}),
        ("identity", {"family": "Ro\nssi"}),
        ("identity", {"family": "R" * 201}),
        ("identity", {"numbers": [{"system": "hospital", "value": "000123 "}]}),
        ("identity", {"numbers": [{"system": "h", "value": "1"}, {"system": "n", "value": "1"}]}),
        ("patient", {"prior_toxic_dose_mg": 0}),
        ("patient", {"prior_toxic_dose_mg": 62.5}),
        ("patient", {"weight_kg": "0"}),
        ("patient", {"weight_kg": "-70"}),
        ("patient", {"weight_kg": "401"}),
    ],
)
def test_a_patient_who_cannot_be_is_refused(
    clinic: Clinic, part: str, change: dict[str, object]
) -> None:
    wish = json.loads(json.dumps(PATIENT))
    wish[part].update(change)
    assert ask(clinic, wish)["error"]["code"] == "bad_request"
    assert ask(clinic, {"do": "patient.find", "text": "1"})["patients"] == []


def test_a_patient_born_today_is_taken_and_a_blank_name_says_nothing(clinic: Clinic) -> None:
    wish = json.loads(json.dumps(PATIENT))
    wish["identity"].update({"birth_date": "2026-01-26", "family": " ", "given": ""})
    assert ask(clinic, wish)["ok"]
    (found,) = ask(clinic, {"do": "patient.find", "text": "000123"})["patients"]
    assert found["name"] == "000123"


def test_a_version_beyond_all_numbers_is_a_conflict(clinic: Clinic) -> None:
    wish = {**result("ALT", "25", "2026-01-18"), "if_version": 10**30}
    told = asked(clinic, PATIENT, wish)
    assert (told["error"]["code"], told["error"]["theirs"]["changed"]) == ("conflict", [])
    told = ask(clinic, {**wish, "if_version": -(10**30)})
    assert told["error"]["code"] == "conflict"


def test_a_symptom_does_not_end_on_a_day_to_come(clinic: Clinic) -> None:
    given = {"do": "symptom.add", "patient": "000123", "code": "fever", "onset": "2026-01-20"}
    told = asked(clinic, PATIENT, {**given, "resolved": "2026-01-27"})
    assert told["error"]["code"] == "bad_request"
    assert ask(clinic, given)["ok"]
    ends = {"do": "symptom.resolve", "patient": "000123", "symptom": "s1"}
    assert ask(clinic, {**ends, "resolved": "2026-01-27"})["error"]["code"] == "bad_request"
    assert ask(clinic, {**ends, "resolved": "2026-01-26"})["ok"]


@pytest.mark.parametrize("change", [{"id": ""}, {"id": " "}])
def test_an_id_of_blanks_is_no_id(clinic: Clinic, change: dict[str, object]) -> None:
    told = asked(clinic, PATIENT, result("ALT", "25", "2026-01-18", **change))
    assert told["error"]["code"] == "bad_request"
    keyed = {**result("ALT", "25", "2026-01-18"), "key": ""}
    assert ask(clinic, keyed)["error"]["code"] == "bad_request"


@pytest.mark.parametrize(
    "change",
    [
        {"value": 25},
        {"value": "much"},
        {"collected": "18/01/2026"},
        {"comparator": "~"},
        {"analyte": "XYZ"},
        {"surprise": 1},
        {"id": "r18-alt"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_bad_result_is_a_bad_request_and_writes_nothing(
    clinic: Clinic, change: dict[str, object]
) -> None:
    asked(clinic, PATIENT, result("ALT", "25", "2026-01-18"))
    wish = result("AST", "25", "2026-01-18")
    wish["result"].update(change)
    told = ask(clinic, wish)
    assert told["error"]["code"] == "bad_request"
    assert len(reading.record_of(clinic, reading.patient_id_of(clinic, "000123")).results) == 1


def test_one_key_is_answered_twice_and_written_once(clinic: Clinic) -> None:
    wish = {**result("ALT", "25", "2026-01-18"), "key": "k1"}
    first = asked(clinic, PATIENT, {"id": 1, **wish})
    assert ask(clinic, {"id": 2, **wish}) == {**first, "id": 2}
    other = {**result("ALT", "26", "2026-01-18"), "key": "k1"}
    assert ask(clinic, other)["error"]["code"] == "bad_request"
    found = ask(clinic, {"do": "patient.find", "text": "000123"})
    assert found["patients"][0]["version"] == 2


DECISION = {
    "do": "decision.record", "patient": "000123", "type": "continue", "results": ["r18-alt"],
    "date": "2026-01-18", "decided_by": "Dr A. Demo", "reason": "viral illness",
}  # fmt: skip


@pytest.mark.parametrize(
    "wish",
    [
        {**DECISION, "reason": None},
        {**DECISION, "reason": "  "},
        {**DECISION, "date": "2026-01-17"},
        {**DECISION, "date": "2026-01-27"},
        *(
            {"do": "patient.snooze", "patient": "000123", "group": "labs_due", "until": until,
             "reason": "away"}
            for until in ("2026-01-25", "2026-01-26")
        ),
    ],
)  # fmt: skip
def test_what_the_window_would_not_take_is_refused(clinic: Clinic, wish: object) -> None:
    told = asked(clinic, PATIENT, COURSE, result("ALT", "250", "2026-01-18"), wish)
    assert told["error"]["code"] == "bad_request"
    found = ask(clinic, {"do": "patient.find", "text": "000123"})
    assert found["patients"][0]["version"] == 3, "nothing was written"


def test_and_just_inside_it_is_taken(clinic: Clinic) -> None:
    given = [PATIENT, COURSE, result("ALT", "250", "2026-01-18")]
    assert asked(clinic, *given, DECISION)["ok"]
    for kind in ("reduce", "stop"):
        assert ask(clinic, {**DECISION, "type": kind, "reason": None})["ok"]
    snooze = {"do": "patient.snooze", "patient": "000123", "group": "labs_due", "reason": "away"}
    assert ask(clinic, {**snooze, "until": "2026-01-27"})["ok"]


def test_a_decision_answers_a_result_that_is_dated_in_the_future(clinic: Clinic) -> None:
    given = [PATIENT, COURSE, result("ALT", "25", "2026-02-18")]
    told = asked(clinic, *given, {**DECISION, "date": "2026-01-26"})
    assert told["ok"]
    told = ask(clinic, {"do": "findings", "patient": "000123"})
    assert "RESULT_FUTURE" not in {mark["code"] for mark in told["findings"]["marks"]}


def test_a_moved_result_tells_how_both_patients_stand(clinic: Clinic) -> None:
    other = json.loads(json.dumps(PATIENT).replace("000123", "000124").replace("Rossi", "Berg"))
    wrong = result("ALT", "25", "2026-01-18", unit="U/foo")
    given = [PATIENT, COURSE, other, {**COURSE, "patient": "000124"}, wrong]
    move = {
        "do": "result.move", "patient": "000123", "result": "r18-alt", "to": "000124",
        "reason": "mixed up", "if_version": 3, "key": "m1",
    }  # fmt: skip
    stale = asked(clinic, *given, {**move, "if_version": 2})
    assert stale["error"]["code"] == "conflict"
    told = ask(clinic, move)
    assert told["marks"] == ["UNIT_MISMATCH"]
    standing = ["NORMALISATION_UNPROVEN"]
    assert told["patients"] == [
        {"patient": "000123", "version": 4, "before": [*standing, "UNIT_MISMATCH"],
         "after": standing},
        {"patient": "000124", "version": 3, "before": standing,
         "after": [*standing, "UNIT_MISMATCH"]},
    ]  # fmt: skip
    assert ask(clinic, move) == told, "the same key, the same answer"


def test_every_request_of_the_contract_is_known() -> None:
    wanted = {
        "patient.add", "patient.find", "course.start", "result.add", "result.correct",
        "phase.confirm", "dose.confirm", "dose.hold", "dose.taken", "symptom.add",
        "symptom.resolve", "comedication.add", "comedication.end", "decision.record", "findings",
        "worklist", "import", "backup", "verify",
    }  # fmt: skip
    assert wanted <= set(DOES)


def test_the_unexpected_is_answered_with_a_log_id_and_no_name(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Hargreaves 1984-07-14")

    monkeypatch.setattr("aza_desktop.services.batch.asking.files.worklist", broken)
    told = ask(clinic, {"id": 1, "do": "worklist"})
    assert told["error"]["code"] == "unexpected"
    assert "log id L-" in told["error"]["why"]
    assert "Hargreaves" not in json.dumps(told)


def test_the_cases_of_the_checkout_are_there() -> None:
    assert (resources() / "cases" / "cases.json").is_file()
