"""The migrations are the one way to a schema, and every released record still opens."""

from __future__ import annotations

import importlib.resources
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver

from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.storage import loading, migrating, triggers
from aza_desktop.storage import tables as t
from aza_desktop.storage.connection import SCHEMA_VERSION
from aza_desktop.storage.store import Store, create_store, open_store
from aza_desktop.storage.verifying import checks_of
from tests.support.process import CHECKOUT, program_environment

RELEASES = sorted(Path(__file__).with_name("databases").glob("*/clinic.db"))


def shape_of(engine: sa.Engine) -> dict[str, object]:
    """Every table with its columns, keys and indexes, in a form that can be compared."""
    found = sa.inspect(engine)
    return {
        name: {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"], one["primary_key"])
                for one in found.get_columns(name)
            ],
            "foreign_keys": sorted(
                (tuple(one["constrained_columns"]), one["referred_table"])
                for one in found.get_foreign_keys(name)
            ),
            "indexes": sorted(
                (one["name"], tuple(one["column_names"]), bool(one["unique"]))
                for one in found.get_indexes(name)
            ),
            "unique": sorted(
                tuple(one["column_names"]) for one in found.get_unique_constraints(name)
            ),
        }
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def test_the_migrated_schema_is_the_one_that_we_speak(store: Store) -> None:
    fresh = sa.create_engine("sqlite://", module=driver)
    t.metadata.create_all(fresh)
    assert shape_of(store.readers) == shape_of(fresh)
    fresh.dispose()


def test_no_row_takes_another_along(store: Store) -> None:
    with store.reading() as reading:
        schema = reading.connection.exec_driver_sql("SELECT sql FROM sqlite_master").scalars()
        assert not [sql for sql in schema if sql and "CASCADE" in sql.upper()]


def test_the_newest_script_is_the_schema_that_we_know() -> None:
    versions = importlib.resources.files("aza_desktop.storage") / "migrations" / "versions"
    scripts = sorted(one.name for one in versions.iterdir() if one.name.startswith("v"))
    assert len(scripts) == SCHEMA_VERSION
    assert scripts[-1].startswith(f"v{SCHEMA_VERSION:04d}_")


def test_every_migration_has_a_fixture() -> None:
    versions = set()
    for path in RELEASES:
        opened = driver.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        versions.add(opened.execute("PRAGMA user_version").fetchone()[0])
        opened.close()
    assert versions == set(range(1, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("released", RELEASES, ids=lambda path: path.parent.name)
def test_every_released_record_opens_whole(
    released: Path, tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "clinic.db"
    shutil.copyfile(released, path)
    store = open_store(path, key=None, clock=clock)
    assert [check.name for check in checks_of(store) if not check.ok] == []
    with store.reading() as reading:
        records = {one.identity.number: one for one in loading.all_records(reading)}
    store.close()
    assert set(records) == {"DEMO-0001", "DEMO-0013", "DEMO-0017"}
    assert len(records["DEMO-0017"].courses) == 2
    assert len(records["DEMO-0013"].current_results) > 20


def counts_of(path: Path) -> dict[str, int]:
    """How many rows each table of a file has."""
    opened = driver.connect(f"{path.as_uri()}?mode=ro", uri=True)
    names = [
        row[0]
        for row in opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
        )
    ]
    found = {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    opened.close()
    return found


@pytest.mark.parametrize("released", RELEASES, ids=lambda path: path.parent.name)
def test_an_upgrade_keeps_every_row_and_guards_the_new_tables(
    released: Path, tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "clinic.db"
    shutil.copyfile(released, path)
    before = counts_of(path)
    store = open_store(path, key=None, clock=clock)
    with store.reading() as reading:
        names = reading.connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).scalars()
        assert set(names) == set(triggers.statements())
        version = reading.connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    store.close()
    after = counts_of(path)
    assert version == SCHEMA_VERSION
    assert {name: after[name] for name in before} == before
    assert before["results"] > 20
    assert set(after) == set(t.metadata.tables)
    assert not any(after[name] for name in set(after) - set(before))


def test_a_failed_migration_leaves_no_record(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Schema, triggers and version are one transaction."""

    def broken(connection: sa.Connection) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(triggers, "recreate", broken)
    path = tmp_path / "clinic.db"
    with pytest.raises(RuntimeError, match="the power went"):
        create_store(path, key=None, clock=clock)
    left = driver.connect(str(path))
    assert left.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    assert left.execute("PRAGMA user_version").fetchone()[0] == 0
    left.close()
    with pytest.raises(UserError) as refused:
        open_store(path, key=None, clock=clock)
    assert refused.value.code == "damaged"


def test_a_migration_that_orphans_rows_is_undone(
    store: Store, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    """Foreign keys are off while tables are rebuilt, so they are checked before the commit."""

    def orphaning(connection: sa.Connection) -> None:
        connection.exec_driver_sql(
            "INSERT INTO weights (id, patient_id, weighed_on, state, recorded_at, recorded_by,"
            " entry) VALUES ('w', 'nobody', '2026-01-26', 'current', '', 'x', 1)"
        )

    store.close()
    monkeypatch.setattr("aza_desktop.storage.store.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(migrating, "_run_scripts", orphaning)
    with pytest.raises(UserError) as refused:
        open_store(store.path, key=None, clock=clock)
    assert refused.value.code == "damaged"
    kept = list((store.path.parent / "backups").glob("*before-upgrade.azb"))
    assert len(kept) == 1
    again = driver.connect(str(store.path))
    assert again.execute("SELECT count(*) FROM weights").fetchone()[0] == 0
    again.close()


def test_triggers_are_made_anew_by_each_migration(store: Store) -> None:
    assert store.writing is not None
    with store.writing.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER keep_results_row")
        connection.exec_driver_sql(
            "CREATE TRIGGER foreign_one AFTER INSERT ON notes BEGIN SELECT 1; END"
        )
        triggers.recreate(connection)
        names = set(
            connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).scalars()
        )
    assert names == set(triggers.statements())


def test_an_ordinary_start_does_not_load_alembic(store: Store) -> None:
    store.close()
    script = (
        "import sys; from pathlib import Path; from aza_desktop.clock import SystemClock;"
        "from aza_desktop.storage.store import open_store;"
        "open_store(Path(sys.argv[1]), key=None, clock=SystemClock()).close();"
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(store.path)],
        capture_output=True, text=True, check=True, cwd=CHECKOUT, env=program_environment(),
    )  # fmt: skip
    assert done.stdout.strip() == "False"
