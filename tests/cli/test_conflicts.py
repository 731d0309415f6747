"""Two processes write against each other: nothing is overwritten without a word."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aza_desktop.clock import SystemClock
from aza_desktop.paths import ClinicPaths
from aza_desktop.services.clinic import open_clinic
from aza_desktop.services.reading import record_of
from aza_desktop.services.verifying import verify
from tests.support.clinics import a_clinic, a_patient
from tests.support.process import CHECKOUT, program_environment

PAIRS = 200
SIDES = ("nurse.a", "nurse.b")


class Batch:
    """``batch`` in a process of its own, one line asked and one answered."""

    def __init__(self, folder: Path, user: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "aza_desktop", "batch", "--data-dir", str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=CHECKOUT,
            env={**program_environment(), "AZA_USER": user},
        )  # fmt: skip

    def send(self, request: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def close(self) -> None:
        self._process.communicate(timeout=30)


@contextmanager
def both(folder: Path) -> Iterator[dict[str, Batch]]:
    batches = {user: Batch(folder, user) for user in SIDES}
    try:
        yield batches
    finally:
        for each in batches.values():
            each.close()


def drug(user: str, place: int, version: int) -> dict[str, Any]:
    return {
        "id": place, "do": "comedication.add", "patient": "000123", "name": f"{user} {place}",
        "start": "2026-01-20", "if_version": version,
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_of_two_hundred_conflicting_pairs_none_is_overwritten_silently(tmp_path: Path) -> None:
    with a_clinic(tmp_path / "data") as clinic:
        patient = a_patient(clinic, "000123")
        version = record_of(clinic, patient).version
    kept: list[str] = []
    with both(tmp_path / "data") as batches:
        for place in range(PAIRS):
            order = SIDES if place % 2 else SIDES[::-1]
            for user in order:
                batches[user].send(drug(user, place, version))
            told = {user: batches[user].heard() for user in SIDES}
            won = [user for user in SIDES if told[user]["ok"]]
            assert len(won) == 1, told
            (lost,) = set(SIDES) - set(won)
            refused = told[lost]["error"]
            assert refused["code"] == "conflict"
            assert refused["yours"]["name"] == f"{lost} {place}"
            assert refused["theirs"]["version"] == version + 1
            assert refused["theirs"]["by"] == won[0]
            assert told[won[0]]["version"] == version + 1
            version += 1
            kept.append(f"{won[0]} {place}")
    paths = ClinicPaths(tmp_path / "data")
    clinic = open_clinic(paths, clock=SystemClock(), actor="x", read_only=True)
    record = record_of(clinic, patient)
    clinic.close()
    assert [one.name for one in record.comedications] == kept
    assert record.version == version
    checks = verify(paths, clock=SystemClock())
    assert [check.name for check in checks if not check.ok] == []
