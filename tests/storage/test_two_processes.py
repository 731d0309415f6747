"""Two processes add to one counter: nothing is lost, and without our way of beginning much is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aza_desktop.storage import tables as t
from aza_desktop.storage.store import Store
from tests.support.process import CHECKOUT, program_environment

TIMES = 300
SCRIPT = Path(__file__).with_name("increments.py")


@pytest.fixture
def counted(store: Store) -> Store:
    """A record with one patient, whose version is the counter."""
    with store.unit_of_work(actor="x") as work:
        work.entry("test")
        work.add(t.patients, {"version": 0, "search_name": ""})
        work.commit()
    return store


def run_two(store: Store, way: str, *, times: int) -> int:
    """The counter after two processes added `times` each."""
    children = [
        subprocess.Popen(
            [sys.executable, str(SCRIPT), str(store.path), str(times), way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=program_environment(),
            cwd=CHECKOUT,
            text=True,
        )
        for _ in range(2)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=100)
        assert child.returncode == 0
    with store.reading() as reading:
        return int(reading.connection.execute(t.patients.select()).one().version)


def test_of_two_times_three_hundred_increments_none_is_lost(counted: Store) -> None:
    assert run_two(counted, "immediate", times=TIMES) == 2 * TIMES


def test_the_librarys_own_way_of_beginning_loses_some(counted: Store) -> None:
    """Seen red: the same work without BEGIN IMMEDIATE."""
    assert run_two(counted, "default", times=TIMES) < 2 * TIMES
