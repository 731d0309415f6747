"""Adds to one counter, reading it first: what two processes do to each other.

Arguments: the record, how often, and ``immediate`` or ``default`` (SQLAlchemy's own habit).
"""

from __future__ import annotations

import sys
from pathlib import Path

import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver

from aza_desktop.clock import SystemClock
from aza_desktop.storage import tables as t
from aza_desktop.storage.store import open_store


def main() -> None:
    path, times, way = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    if way == "immediate":
        store = open_store(path, key=None, clock=SystemClock())
        engine = store.writing
        assert engine is not None
    else:
        engine = sa.create_engine(
            "sqlite://", creator=lambda: driver.connect(str(path), timeout=5), module=driver
        )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for _ in range(times):
        with engine.begin() as connection:
            seen = connection.execute(sa.select(t.patients.c.version)).scalar_one()
            connection.execute(t.patients.update().values(version=seen + 1))
    engine.dispose()


main()
