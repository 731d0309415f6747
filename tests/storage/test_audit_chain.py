"""Whatever is altered behind the program's back, `verify` finds it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from aza_desktop.clock import FixedClock
from aza_desktop.storage import anchor, audit
from aza_desktop.storage.store import open_store
from aza_desktop.storage.verifying import checks_of
from tests.support.clinics import TODAY, a_clinic, a_complete_set, a_patient, a_result, on_break


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic with some entries: a patient, a course, results, a correction."""
    from aza_desktop.services import recording

    folder = tmp_path_factory.mktemp("written")
    with a_clinic(folder) as clinic:
        patient = a_patient(clinic)
        on_break(clinic, patient)
        recording.add_results(clinic, patient, a_complete_set(TODAY))
        recording.add_results(clinic, patient, (a_result("BILI", "11", given_id="b1"),))
        recording.correct_result(
            clinic, patient, "b1", changes={"value_text": "12"}, reason="typing error"
        )
    return folder


@pytest.fixture
def record(written: Path, tmp_path: Path) -> Path:
    """A copy of it to tamper with."""
    shutil.copytree(written, tmp_path / "copy")
    return tmp_path / "copy" / "clinic.db"


def faults(path: Path) -> set[str]:
    store = open_store(path, key=None, clock=FixedClock(TODAY), read_only=True)
    try:
        return {check.name for check in checks_of(store) if not check.ok}
    finally:
        store.close()


def tamper(path: Path, *statements: str) -> None:
    """Somebody with the file, who takes the guards away first and puts them back."""
    opened = driver.connect(str(path), isolation_level=None)
    opened.execute("BEGIN IMMEDIATE")
    guards = opened.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
    for name, _ in guards:
        opened.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        opened.execute(statement)
    for _, sql in guards:
        opened.execute(sql)
    opened.execute("COMMIT")
    opened.close()


def test_an_untouched_record_has_no_fault(record: Path) -> None:
    assert faults(record) == set()


STRAY_WEIGHT = (
    "INSERT INTO weights SELECT 'w', id, NULL, '2026-01-01', '70', NULL, 'current', NULL,"
    " NULL, NULL, NULL, recorded_at, 'x', 99 FROM patients"
)


@pytest.mark.parametrize(
    ("statement", "found_by"),
    [
        ("UPDATE audit SET actor = 'somebody' WHERE seq = 3", {"audit_chain"}),
        ("DELETE FROM audit WHERE seq = 3", {"audit_chain", "reconciliation"}),
        ("UPDATE results SET value = '9', value_text = '9' WHERE analyte = 'ALT'",
         {"reconciliation"}),
        ("UPDATE results SET state = 'in_error' WHERE analyte = 'AST'", {"reconciliation"}),
        ("UPDATE results SET state = 'current' WHERE given_id = 'b1'", {"reconciliation"}),
        ("UPDATE results SET state_reason = 'other' WHERE given_id = 'b1'", {"reconciliation"}),
        ("DELETE FROM results WHERE analyte = 'AST'", {"reconciliation"}),
        ("UPDATE patient_details SET prior_toxic_dose_mg = '300'", {"reconciliation"}),
        ("UPDATE courses SET protocol_sha256 = 'x'", {"reconciliation"}),
        ("UPDATE protocol_versions SET text = text || ' '", {"reconciliation"}),
        (STRAY_WEIGHT, {"reconciliation"}),
        ("CREATE VIEW stray AS SELECT 1", {"schema"}),
        ("CREATE TABLE stray (a)", {"schema"}),
    ],
)  # fmt: skip
def test_an_alteration_is_found(record: Path, statement: str, found_by: set[str]) -> None:
    tamper(record, statement)
    assert faults(record) == found_by


def test_a_missing_guard_is_found(record: Path) -> None:
    opened = driver.connect(str(record), isolation_level=None)
    opened.execute("DROP TRIGGER keep_results_row")
    opened.close()
    assert faults(record) == {"schema"}


def shorten(path: Path) -> None:
    """The newest entry and everything that it wrote disappear, cleanly."""
    last = "(SELECT max(seq) FROM audit)"
    tamper(
        path,
        f"DELETE FROM results WHERE entry = {last}",
        "UPDATE results SET state='current', state_at=NULL, state_by=NULL, state_reason=NULL,"
        f" state_entry=NULL WHERE state_entry = {last}",
        f"DELETE FROM audit WHERE seq = {last}",
    )


def test_a_shortened_trail_is_found_by_its_anchor(record: Path) -> None:
    shorten(record)
    assert faults(record) == {"audit_chain"}
    anchor.anchor_path(record).unlink()
    assert faults(record) == set(), "only the anchor can know"


def test_an_older_copy_put_back_is_found(record: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    shutil.copyfile(record, older)
    store = open_store(record, key=None, clock=FixedClock(TODAY))
    with store.unit_of_work(actor="x") as work:
        work.entry("something")
        work.commit()
    store.close()
    shutil.copyfile(older, record)
    assert faults(record) == {"audit_chain"}


def rechained(path: Path) -> None:
    """A forger edits an entry and computes every hash after it anew."""
    opened = driver.connect(str(path), isolation_level=None)
    opened.execute("BEGIN IMMEDIATE")
    guards = opened.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
    for name, _ in guards:
        opened.execute(f'DROP TRIGGER "{name}"')
    opened.execute("UPDATE audit SET actor = 'somebody' WHERE seq = 3")
    names = [row[1] for row in opened.execute("PRAGMA table_info(audit)")]
    before = ""
    for row in opened.execute("SELECT * FROM audit ORDER BY seq").fetchall():
        body = dict(zip(names, row, strict=True))
        body.pop("hash")
        body["previous"] = before
        before = audit.linked(body)
        opened.execute(
            "UPDATE audit SET previous = ?, hash = ? WHERE seq = ?",
            (body["previous"], before, body["seq"]),
        )
    for _, sql in guards:
        opened.execute(sql)
    opened.execute("COMMIT")
    opened.close()


@pytest.mark.parametrize("forge", [rechained])
def test_a_trail_chained_anew_is_found_by_its_anchor(
    record: Path, forge: Callable[[Path], None]
) -> None:
    forge(record)
    assert faults(record) == {"audit_chain"}
