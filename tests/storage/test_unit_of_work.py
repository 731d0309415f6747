"""A write is whole or is not, its audit entry with it; and the disk's troubles are told plainly."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
import sqlalchemy.exc

from aza_desktop.clock import FixedClock
from aza_desktop.errors import BugError, UserError
from aza_desktop.storage import connection, patients
from aza_desktop.storage import tables as t
from aza_desktop.storage.answers import KeptAnswer, keep, recall
from aza_desktop.storage.store import Store, open_store
from aza_desktop.storage.unit_of_work import SHOWN_ROWS
from tests.support.clinics import an_identity


def a_note(work, patient_id: str, text: str = "a note") -> str:  # type: ignore[no-untyped-def]
    return str(work.add(t.notes, {"patient_id": patient_id, "text": text}))


def a_stored_patient(store: Store) -> str:
    from aza_desktop.clinical.patient import PatientFacts, Tpmt

    with store.unit_of_work(actor="nurse.b") as work:
        key = work.new_key()
        work.entry("patient.add", patient_id=key)
        patients.add(work, an_identity(), PatientFacts(None, Tpmt.UNKNOWN), patient_id=key)
        work.commit()
    return key


def count(store: Store, table: sa.Table) -> int:
    with store.reading() as reading:
        return int(
            reading.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        )


def test_without_commit_neither_row_nor_audit_entry_stays(store: Store) -> None:
    key = a_stored_patient(store)
    before = count(store, t.audit)
    with store.unit_of_work(actor="x") as work:
        work.entry("note.add", patient_id=key)
        a_note(work, key)
        work.flush()
    assert count(store, t.notes) == 0
    assert count(store, t.audit) == before


def test_an_error_inside_undoes_everything(store: Store) -> None:
    key = a_stored_patient(store)
    with contextlib.suppress(RuntimeError), store.unit_of_work(actor="x") as work:
        work.entry("note.add", patient_id=key)
        a_note(work, key)
        work.flush()
        raise RuntimeError
    assert count(store, t.notes) == 0


def test_row_and_audit_entry_are_committed_together(store: Store) -> None:
    key = a_stored_patient(store)
    with store.unit_of_work(actor="nurse.b") as work:
        entry = work.entry("note.add", patient_id=key)
        a_note(work, key)
        work.commit()
    with store.reading() as reading:
        note = reading.connection.execute(t.notes.select()).one()
        line = reading.connection.execute(t.audit.select().where(t.audit.c.seq == entry)).one()
    assert note.entry == entry
    assert (note.recorded_by, note.recorded_at) == ("nurse.b", line.at)
    assert (line.actor, line.action, line.patient_id) == ("nurse.b", "note.add", key)
    assert "a note" in line.about


def test_each_entry_of_a_patient_counts_the_version_up(store: Store) -> None:
    key = a_stored_patient(store)
    for expected in (2, 3):
        with store.unit_of_work(actor="x") as work:
            work.entry("note.add", patient_id=key)
            a_note(work, key)
            work.commit()
        assert work.versions == {key: expected}
    with store.reading() as reading:
        assert patients.version(reading, key) == 3


def test_a_long_entry_tells_counts_instead_of_every_row(store: Store) -> None:
    key = a_stored_patient(store)
    with store.unit_of_work(actor="x") as work:
        entry = work.entry("notes", patient_id=key)
        for number in range(SHOWN_ROWS + 1):
            a_note(work, key, f"note {number}")
        work.commit()
    with store.reading() as reading:
        line = reading.connection.execute(t.audit.select().where(t.audit.c.seq == entry)).one()
    assert line.about == f'{{"counts":{{"notes":{SHOWN_ROWS + 1}}}}}'


def test_a_row_without_an_audit_entry_is_a_bug(store: Store) -> None:
    with store.unit_of_work(actor="x") as work, pytest.raises(BugError):
        work.add(t.notes, {"text": "stray"})


def test_ending_a_row_that_is_not_there_is_a_bug(store: Store) -> None:
    with store.unit_of_work(actor="x") as work:
        work.entry("note.end")
        with pytest.raises(BugError):
            work.end(t.notes, "nothing", state="in_error")


def test_what_ended_says_who_when_and_why(store: Store) -> None:
    key = a_stored_patient(store)
    with store.unit_of_work(actor="x") as work:
        work.entry("note.add", patient_id=key)
        note = a_note(work, key)
        work.commit()
    with store.unit_of_work(actor="y") as work:
        entry = work.entry("note.strike", patient_id=key)
        work.end(t.notes, note, state="in_error", reason="wrong patient")
        work.commit()
    with store.reading() as reading:
        row = reading.connection.execute(t.notes.select()).one()
    assert (row.state, row.state_by, row.state_reason) == ("in_error", "y", "wrong patient")
    assert (row.state_entry, row.recorded_by) == (entry, "x")


def test_a_row_without_its_patient_is_refused(store: Store) -> None:
    with store.unit_of_work(actor="x") as work:
        work.entry("note.add")
        a_note(work, "nobody")
        with pytest.raises(sqlalchemy.exc.IntegrityError):
            work.flush()


def test_an_answer_is_kept_under_its_key_once(store: Store) -> None:
    with store.unit_of_work(actor="x") as work:
        assert recall(work.reading, "k") is None
        work.entry("wish")
        keep(work, "k", KeptAnswer("content", "answer"))
        work.commit()
    with store.reading() as reading:
        assert recall(reading, "k") == KeptAnswer("content", "answer")


def test_a_full_disk_is_told_and_works_again_with_room(store: Store) -> None:
    key = a_stored_patient(store)
    assert store.writing is not None
    before = count(store, t.notes)
    with store.unit_of_work(actor="x") as work:
        pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        work.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        work.entry("note.add", patient_id=key)
        a_note(work, key, "long " * 10_000)
        with pytest.raises(UserError) as refused:
            work.commit()
    assert refused.value.code == "disk_full"
    assert count(store, t.notes) == before
    with store.unit_of_work(actor="x") as work:
        work.connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        work.entry("note.add", patient_id=key)
        a_note(work, key, "long " * 10_000)
        work.commit()
    assert count(store, t.notes) == before + 1


def test_a_busy_record_is_told_and_readers_go_on(
    store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0)
    other = open_store(store.path, key=None, clock=clock)
    with store.unit_of_work(actor="x") as work:
        work.entry("slow")
        with pytest.raises(UserError) as refused, other.unit_of_work(actor="y"):
            pass
        assert count(other, t.patients) == 0
    other.close()
    assert refused.value.code == "in_use"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_protected_folder_reads_but_does_not_write(store: Store, clock: FixedClock) -> None:
    store.close()
    folder: Path = store.path.parent
    store.path.chmod(0o444)
    folder.chmod(0o555)
    try:
        again = open_store(store.path, key=None, clock=clock, read_only=True)
        assert count(again, t.patients) == 0
        again.close()
        writing = open_store(store.path, key=None, clock=clock)
        with pytest.raises(UserError) as refused, writing.unit_of_work(actor="x"):
            pass
        writing.close()
        assert refused.value.code == "read_only"
    finally:
        folder.chmod(0o755)
        store.path.chmod(0o644)
