"""An import is taken back as one, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aza_desktop.errors import UserError
from aza_desktop.services import corrections, diary, holding, merging, undo_imports
from aza_desktop.services.cases import take_cases
from aza_desktop.services.clinic import Clinic
from aza_desktop.storage.imports import is_known
from aza_desktop.storage.verifying import checks_of
from tests.support.lab_clinic import a_clinic, records, results, rows, take

HEAD = "MRN,DOB,Date,Test,Result,Units,Range,Status\n"
FIRST = HEAD + "1,1984-07-14,2025-01-02,ALT,50,U/L,<35,final\n"
SECOND = HEAD + (
    "1,1984-07-14,2025-01-02,ALT,60,U/L,<35,corrected\n"
    "1,1984-07-14,2025-01-02,ALT,40,U/L,<35,preliminary\n"
    "1,1984-07-14,2025-02-02,ALT,70,U/L,<35,final\n"
    "2,1990-01-01,2025-02-02,AST,30,U/L,<35,final\n"
)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


def counting(clinic: Clinic) -> list[str]:
    return [r.result.value_text for r in results(clinic) if r.state.value == "current"]


def latest(clinic: Clinic) -> str:
    return undo_imports.imports(clinic)[0].id


def test_everything_stands_as_it_was_before(clinic: Clinic) -> None:
    take(clinic, FIRST, create=True)
    take(clinic, SECOND, create=True)
    assert sorted(counting(clinic)) == ["30", "60", "70"]

    changes = undo_imports.undo_import(clinic, latest(clinic), reason="wrong laboratory")

    assert counting(clinic) == ["50"]
    assert [record.identity.number for record in records(clinic)] == ["1"]
    assert len(changes.patients) == 2
    assert [check for check in checks_of(clinic.store) if not check.ok] == []
    (second, first) = undo_imports.imports(clinic)
    assert (second.undone, first.undone) == (True, False)
    struck = [r for r in results(clinic) if r.state.value == "in_error"]
    assert {r.reason for r in struck} == {"wrong laboratory"}


def test_the_same_file_can_be_imported_again_afterwards(clinic: Clinic) -> None:
    take(clinic, FIRST, create=True)
    before = rows(take(clinic, SECOND, create=True))
    undo_imports.undo_import(clinic, latest(clinic), reason="too early")
    sha256 = undo_imports.imports(clinic)[0].sha256
    with clinic.store.reading() as reading:
        assert not is_known(reading, sha256)

    again = rows(take(clinic, SECOND, create=True))

    assert again == before
    assert sorted(counting(clinic)) == ["30", "60", "70"]
    with clinic.store.reading() as reading:
        assert is_known(reading, sha256)
    assert rows(take(clinic, FIRST)) == (1, 0, 1, 0, 0, 0, 0)


def test_its_held_rows_wait_no_more(clinic: Clinic) -> None:
    take(clinic, FIRST)
    assert len(holding.waiting(clinic)) == 1

    undo_imports.undo_import(clinic, latest(clinic), reason="wrong file")

    assert holding.waiting(clinic) == ()


def struck(clinic: Clinic) -> None:
    (record,) = records(clinic)
    corrections.strike_result(clinic, record.id, record.results[0].result.id, reason="typing error")


def replaced(clinic: Clinic) -> None:
    take(clinic, FIRST.replace("50", "55").replace("final", "corrected"))


def symptom(clinic: Clinic) -> None:
    (record,) = records(clinic)
    diary.add_symptom(clinic, record.id, code="nausea", onset_on=clinic.clock.today())


@pytest.mark.parametrize(
    ("later", "why"),
    [(struck, "1 of its results"), (replaced, "1 of its results"), (symptom, "1 of its patients")],
)
def test_it_is_refused_when_something_rests_on_it(
    clinic: Clinic, later: Callable[[Clinic], None], why: str
) -> None:
    take(clinic, FIRST, create=True)
    key = latest(clinic)
    later(clinic)
    before = counting(clinic)

    assert why in undo_imports.why_not(clinic, key)
    with pytest.raises(UserError, match=why) as refused:
        undo_imports.undo_import(clinic, key, reason="wrong file")

    assert refused.value.code == "not_offered"
    assert counting(clinic) == before


def test_what_concerns_a_patient_who_was_there_before_does_not_hinder(clinic: Clinic) -> None:
    take(clinic, FIRST, create=True)
    take(clinic, FIRST.replace("2025-01-02", "2025-03-02"))
    symptom(clinic)

    undo_imports.undo_import(clinic, latest(clinic), reason="wrong file")

    assert counting(clinic) == ["50"]


def test_it_is_taken_back_once(clinic: Clinic) -> None:
    take(clinic, FIRST, create=True)
    undo_imports.undo_import(clinic, latest(clinic), reason="wrong file")

    assert "already" in undo_imports.why_not(clinic, latest(clinic))
    assert undo_imports.why_not(clinic, "nothing")


def test_it_needs_a_reason(clinic: Clinic) -> None:
    take(clinic, FIRST, create=True)

    with pytest.raises(UserError, match="reason"):
        undo_imports.undo_import(clinic, latest(clinic), reason=" ")

    assert undo_imports.why_not(clinic, latest(clinic)) == ""


def test_whole_patients_are_not_taken_back_in_one(clinic: Clinic) -> None:
    case = '{"id": "A", "config": {}, "input": {"as_of": "2026-01-20", "phase": "on_break"}}'
    vectors = f'{{"schema": "aza-cases/1", "vectors": [{case}]}}'
    take_cases(clinic, "a.json", vectors.encode(), create_patients=True)

    assert "whole patients" in undo_imports.why_not(clinic, latest(clinic))


def test_an_import_is_not_taken_back_across_a_merge(clinic: Clinic) -> None:
    take(clinic, FIRST, create=True)
    take(clinic, SECOND, create=True)
    one, two = (record.id for record in records(clinic))
    choices = {"birth_date": "keep"}
    merging.merge(clinic, one, two, choices=choices, reason="told by the patient")
    assert "worked on since" in undo_imports.why_not(clinic, latest(clinic))
