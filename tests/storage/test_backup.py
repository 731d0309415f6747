"""A backup is a copy that was opened and checked; what cannot be is never kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.storage import backup, loading
from aza_desktop.storage.store import Store, open_store
from aza_desktop.storage.verifying import checks_of
from tests.support.clinics import a_clinic, a_patient

AT = dt.datetime(2026, 1, 26, 9, tzinfo=dt.UTC)


def test_a_backup_taken_while_somebody_writes_holds_what_was_committed(tmp_path: Path) -> None:
    with a_clinic(tmp_path / "data") as clinic:
        a_patient(clinic, "1")
        with clinic.store.unit_of_work(actor="x") as work:
            work.entry("half")
            made = backup.back_up(clinic.store.path, tmp_path / "b", key=None, at=AT)
    assert made.patients == 1
    assert made.path.name == "clinic-20260126-090000.azb"
    assert [one.name for one in (tmp_path / "b").iterdir()] == [made.path.name]


def test_two_backups_of_one_second_stand_side_by_side(store: Store, tmp_path: Path) -> None:
    first = backup.back_up(store.path, tmp_path / "b", key=None, at=AT)
    second = backup.back_up(store.path, tmp_path / "b", key=None, at=AT)
    assert first.path != second.path
    assert first.path.is_file()


def test_a_restored_record_is_whole_and_writable(tmp_path: Path, clock: FixedClock) -> None:
    with a_clinic(tmp_path / "data") as clinic:
        patient = a_patient(clinic, "1")
        made = backup.back_up(clinic.store.path, tmp_path / "b", key=None, at=AT)
    restored = tmp_path / "new.db"
    assert backup.restore(made.path, restored, key=None) == 1
    again = open_store(restored, key=None, clock=clock)
    assert [check.name for check in checks_of(again) if not check.ok] == []
    with again.unit_of_work(actor="x") as work:
        work.entry("on it goes")
        work.commit()
    with again.reading() as reading:
        assert loading.record_of(reading, patient) is not None
    again.close()


def test_a_damaged_backup_is_not_restored(store: Store, tmp_path: Path) -> None:
    made = backup.back_up(store.path, tmp_path / "b", key=None, at=AT)
    pages = bytearray(made.path.read_bytes())
    pages[8192:12288] = b"\xff" * 4096
    made.path.write_bytes(bytes(pages))
    with pytest.raises(UserError) as refused:
        backup.restore(made.path, tmp_path / "new.db", key=None)
    assert refused.value.code == "damaged"
    assert not (tmp_path / "new.db").exists()


def test_an_encrypted_record_is_backed_up_under_its_key(tmp_path: Path, clock: FixedClock) -> None:
    from aza_desktop.storage.store import create_store

    key = bytes(range(32))
    create_store(tmp_path / "clinic.db", key=key, clock=clock).close()
    made = backup.back_up(tmp_path / "clinic.db", tmp_path / "b", key=key, at=AT)
    assert b"SQLite format" not in made.path.read_bytes()
    assert backup.check_copy(made.path, key=key) == 0


def test_a_place_that_is_no_folder_is_refused_plainly(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UserError) as refused:
            backup.back_up(store.path, place, key=None, at=AT)
        assert refused.value.code == "unreadable"
