"""Rows that wait for a person: answered or dismissed, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.errors import UserError
from aza_desktop.services import holding, imports, mapping_profiles
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.mapping_profiles import LabProfile
from aza_desktop.storage import holding as shelf
from aza_desktop.storage import tables as t
from aza_desktop.storage.imports import held_rows
from aza_desktop.storage.verifying import checks_of
from tests.support.lab_clinic import WIDE, a_clinic, add_patient, results, rows, take

OTHER = WIDE + "000123,Rossi,Elena,1984-07-15,2026-01-18,34,32\n"
ELENA = Identity((PatientNumber("hospital", "000123"),), "Rossi", "Elena")


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def patient(clinic: Clinic) -> str:
    key = add_patient(clinic, Identity(ELENA.numbers, "Rossi", "Anna"))
    take(clinic, OTHER)
    return key


def counted(clinic: Clinic) -> dict[str, int]:
    with clinic.store.reading() as reading:
        return held_rows(reading)


def test_the_tray_lists_rows_with_file_place_and_reason(clinic: Clinic, patient: str) -> None:
    first, second = holding.waiting(clinic)

    assert (first.file, first.where, first.field, first.value) == (
        "labs.csv", "line 2, ALT (U/L)", "ALT (U/L)", "34",
    )  # fmt: skip
    assert (first.reason, first.code) == ("identifiers_disagree", "patient:000123")
    assert (first.patient_id, second.patient_id) == (patient, patient)
    assert counted(clinic) == {patient: 2}


def test_an_answer_takes_the_rows_in_under_the_same_file(clinic: Clinic, patient: str) -> None:
    (row, _) = holding.waiting(clinic)

    staged = holding.open_file(clinic, row.import_id)
    assert [c.patient_id for c in staged.patients[0].candidates] == [patient]
    answered = imports.again(clinic, staged, answers={"patient:000123": "000123"})
    report = imports.take_in(clinic, answered)

    assert rows(report) == (2, 2, 0, 0, 0, 0, 0)
    assert holding.waiting(clinic) == ()
    assert {(r.source.file, r.source.where) for r in results(clinic)} == {
        ("labs.csv", "line 2, ALT (U/L)"), ("labs.csv", "line 2, AST (U/L)"),
    }  # fmt: skip
    again = holding.open_file(clinic, row.import_id)
    assert rows(again.report) == (2, 0, 0, 0, 2, 0, 0)


def test_answers_given_before_still_hold(clinic: Clinic) -> None:
    text = WIDE + "1,A,B,,03/04/2025,34,32\n"
    take(clinic, text, date_order="dmy")
    (row, _) = holding.waiting(clinic)

    staged = holding.open_file(clinic, row.import_id)

    assert [r.reason for r in staged.rows] == ["no_match", "no_match"]


@pytest.mark.parametrize("is_there", [True, False])
def test_the_profile_of_then_is_used_while_it_is_there(clinic: Clinic, *, is_there: bool) -> None:
    text = WIDE + "1,A,B,,03/04/2025,34,32\n"
    header = imports.preview_text(clinic, text).batch.header
    mapping_profiles.keep(clinic, LabProfile("city", header, {"date_order": "dmy"}))
    take(clinic, text)
    if not is_there:
        mapping_profiles.remove(clinic, "city")

    staged = holding.open_file(clinic, holding.waiting(clinic)[0].import_id)

    assert {r.reason for r in staged.rows} == {"no_match" if is_there else "date_order"}


def test_a_dismissed_row_waits_no_more_and_stays_readable(clinic: Clinic, patient: str) -> None:
    first, second = holding.waiting(clinic)

    changes = holding.dismiss(clinic, [first.id], reason=" not ours ")

    assert changes.patients == {patient}
    assert [row.id for row in holding.waiting(clinic)] == [second.id]
    (gone,) = holding.dismissed(clinic)
    assert (gone.where, gone.value, gone.why, gone.recorded_by) == (
        first.where, "34", "not ours", "first.user",
    )  # fmt: skip
    assert counted(clinic) == {patient: 1}
    with clinic.store.reading() as reading:
        query = sa.select(t.audit.c.patient_id).where(t.audit.c.action == "import.dismiss")
        assert reading.connection.execute(query).scalars().all() == [patient]
    assert [check for check in checks_of(clinic.store) if not check.ok] == []


def test_the_same_file_again_does_not_bring_a_dismissed_row_back(
    clinic: Clinic, patient: str
) -> None:
    first, second = holding.waiting(clinic)
    holding.dismiss(clinic, [first.id], reason="not ours")

    take(clinic, OTHER)

    assert [row.where for row in holding.waiting(clinic)] == [second.where]
    assert [row.why for row in holding.dismissed(clinic)] == ["not ours"] * 2


def test_a_row_of_nobody_is_dismissed_too(clinic: Clinic) -> None:
    take(clinic, OTHER)
    ids = [row.id for row in holding.waiting(clinic)]

    changes = holding.dismiss(clinic, ids, reason="unknown here")

    assert changes.patients == frozenset()
    assert holding.waiting(clinic) == ()


@pytest.mark.parametrize(
    ("ids", "reason"), [([], "why"), (["nothing"], "why"), (None, " ")],
    ids=["no row", "unknown row", "no reason"],
)  # fmt: skip
def test_what_does_not_wait_is_not_dismissed(
    clinic: Clinic, patient: str, ids: list[str] | None, reason: str
) -> None:
    wanted = [holding.waiting(clinic)[0].id] if ids is None else ids

    with pytest.raises(UserError) as refused:
        holding.dismiss(clinic, wanted, reason=reason)

    assert refused.value.code == "bad_request"
    assert len(holding.waiting(clinic)) == 2


def test_a_file_too_large_to_keep_is_chosen_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MOST_KEPT", 10)
    take(clinic, OTHER)
    key = holding.waiting(clinic)[0].import_id

    with pytest.raises(UserError, match="not kept"):
        holding.open_file(clinic, key)
    with pytest.raises(UserError, match="another file"):
        holding.open_file(clinic, key, data=OTHER.replace("34", "35").encode())

    assert rows(holding.open_file(clinic, key, data=OTHER.encode()).report)[4] == 2


def test_an_unknown_import_has_no_file(clinic: Clinic) -> None:
    with pytest.raises(UserError) as refused:
        holding.open_file(clinic, "nothing")

    assert refused.value.code == "bad_request"


def test_a_file_is_kept_once_and_only_while_rows_wait(clinic: Clinic) -> None:
    take(clinic, OTHER, create=True)
    take(clinic, OTHER.replace("Elena", "Maria"))
    take(clinic, OTHER.replace("Elena", "Maria"))

    with clinic.store.reading() as reading:
        query = sa.select(sa.func.count()).select_from(t.import_files)
        assert reading.connection.execute(query).scalar_one() == 1


def test_a_user_without_rights_takes_nothing_in(clinic: Clinic, patient: str) -> None:
    from aza_desktop.services.users import add_user, change_user

    add_user(clinic, "nurse", roles=["staff"])
    change_user(clinic, "nurse", active=False)
    nurse = replace(clinic, actor="nurse")

    with pytest.raises(UserError, match="may not"):
        take(nurse, OTHER)
    with pytest.raises(UserError, match="may not"):
        holding.dismiss(nurse, [holding.waiting(clinic)[0].id], reason="x")
