"""A connection is what the recipe says, and no other file than ours is ever opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.storage import connection, loading
from aza_desktop.storage import store as stores
from aza_desktop.storage.connection import PRAGMAS, SCHEMA_VERSION, Access, connect, read_back
from aza_desktop.storage.store import Store, create_store, open_store


@pytest.mark.parametrize("writable", [True, False])
def test_every_setting_reads_back_as_wanted(store: Store, writable: bool) -> None:
    opened = connect(Access(store.path, writable=writable))
    assert read_back(opened) == PRAGMAS
    opened.close()


def test_the_settings_are_those_that_lose_nothing_on_a_power_cut() -> None:
    assert PRAGMAS["journal_mode"] == "wal"
    assert PRAGMAS["synchronous"] == 2
    assert PRAGMAS["fullfsync"] == PRAGMAS["checkpoint_fullfsync"] == 1


def test_a_setting_that_does_not_read_back_stops_the_start(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.PRAGMAS, "synchronous", "full")
    with pytest.raises(UserError) as refused:
        connect(Access(store.path))
    assert refused.value.code == "damaged"
    assert "synchronous = 2" in refused.value.why


def test_a_library_that_can_damage_a_file_is_refused(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(UserError) as refused:
        create_store(tmp_path / "clinic.db", key=None, clock=clock)
    assert refused.value.code == "damaged"
    assert list(tmp_path.iterdir()) == []


def test_the_library_in_use_is_new_enough() -> None:
    assert driver.sqlite_version_info >= (3, 51, 3)


def test_a_reading_connection_cannot_write(store: Store) -> None:
    opened = connect(Access(store.path, writable=False))
    with pytest.raises(driver.OperationalError):
        opened.execute("CREATE TABLE stray (a)")
    opened.close()


def test_a_missing_file_is_no_clinic_and_is_not_made(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(UserError) as refused:
        open_store(tmp_path / "clinic.db", key=None, clock=clock)
    assert refused.value.code == "no_clinic"
    assert list(tmp_path.iterdir()) == []


def test_text_in_place_of_a_record_is_damage(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "clinic.db"
    path.write_bytes(b"these are not the pages of a database" * 200)
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        open_store(path, key=None, clock=clock)
    assert refused.value.code == "damaged"
    assert path.read_bytes() == before


def test_another_programs_database_is_not_ours(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "clinic.db"
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE moz_places (id)")
    foreign.close()
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        open_store(path, key=None, clock=clock)
    assert refused.value.code == "damaged"
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused_and_not_a_byte_changes(store: Store, clock: FixedClock) -> None:
    store.close()
    writer = sqlite3.connect(store.path)
    writer.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    writer.close()
    before = store.path.read_bytes()
    with pytest.raises(UserError) as refused:
        open_store(store.path, key=None, clock=clock)
    assert refused.value.code == "newer_schema"
    assert refused.value.details["schema"] == SCHEMA_VERSION + 1
    assert store.path.read_bytes() == before


def test_a_second_record_in_the_same_place_is_refused(store: Store, clock: FixedClock) -> None:
    with pytest.raises(UserError) as refused:
        create_store(store.path, key=None, clock=clock)
    assert refused.value.code == "clinic_exists"


def test_reading_leaves_the_folder_as_it_was(store: Store, clock: FixedClock) -> None:
    store.close()
    before = {path.name: path.read_bytes() for path in store.path.parent.iterdir()}
    again = open_store(store.path, key=None, clock=clock, read_only=True)
    with again.reading() as reading:
        reading.connection.exec_driver_sql("SELECT count(*) FROM patients").scalar_one()
    again.close()
    after = {path.name: path.read_bytes() for path in store.path.parent.iterdir()}
    assert after == before


def test_a_read_only_store_refuses_to_write(store: Store, clock: FixedClock) -> None:
    again = open_store(store.path, key=None, clock=clock, read_only=True)
    with pytest.raises(UserError) as refused:
        again.unit_of_work(actor="x")
    again.close()
    assert refused.value.code == "read_only"


def test_a_keyed_record_opens_with_its_key_alone(tmp_path: Path, clock: FixedClock) -> None:
    key = bytes(range(32))
    path = tmp_path / "clinic.db"
    create_store(path, key=key, clock=clock).close()
    assert not path.read_bytes().startswith(b"SQLite format 3")
    open_store(path, key=key, clock=clock, read_only=True).close()
    for wrong in (None, bytes(32)):
        with pytest.raises(UserError) as refused:
            open_store(path, key=wrong, clock=clock)
        assert refused.value.code == "damaged"


def test_an_error_never_shows_what_was_to_be_stored(store: Store) -> None:
    assert stores  # the engines are made there
    with store.reading() as reading, pytest.raises(Exception) as caught:  # noqa: PT011
        reading.connection.exec_driver_sql("INSERT INTO clinic (name) VALUES (?)", ("Hargreaves",))
    assert "Hargreaves" not in str(caught.value)


def test_what_one_record_was_asked_is_asked_of_the_next_without_new_preparation(
    tmp_path: Path, clock: FixedClock
) -> None:
    for name in ("one.db", "two.db"):
        opened = create_store(tmp_path / name, key=None, clock=clock)
        before = set(stores._STATEMENTS)
        with opened.reading() as reading:
            assert list(loading.all_records(reading)) == []
        learned = set(stores._STATEMENTS) - before
        opened.close()
    assert before
    assert not learned
