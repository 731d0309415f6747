"""Kills ``batch`` again and again at random moments, and counts answered writes that are gone.

Arguments: data folder, number of kills, seed. Everything is imported once; each round forks, so
that two hundred of them take seconds. Writes one JSON line with what was seen.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from aza_desktop import cli
from aza_desktop.clock import SystemClock
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import batch  # noqa: F401 - imported before the forks
from aza_desktop.services.clinic import Clinic, open_clinic
from aza_desktop.services.verifying import verify
from aza_desktop.storage import loading, patients

MOST_LINES = 6


def a_patient(number: str) -> bytes:
    request = {
        "id": "patient",
        "do": "patient.add",
        "identity": {"numbers": [{"system": "hospital", "value": number}]},
    }
    return json.dumps(request).encode() + b"\n"


def a_result(number: str, place: int) -> bytes:
    request = {
        "id": place,
        "do": "result.add",
        "patient": number,
        "result": {
            "id": f"r{place}", "analyte": "ALT", "value": "25", "comparator": "=",
            "unit": "U/L", "uln": "40", "uln_unit": "U/L", "collected": "2026-01-18",
        },
    }  # fmt: skip
    return json.dumps(request).encode() + b"\n"


def fork_batch(folder: str) -> tuple[int, int, int]:
    """The program in a process of its own: its id, where it reads, where it answers."""
    read_in, write_in = os.pipe()
    read_out, write_out = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(read_in, 0)
        os.dup2(write_out, 1)
        for handle in (read_in, write_in, read_out, write_out):
            os.close(handle)
        os._exit(cli.main(["batch", "--data-dir", folder]))
    os.close(read_in)
    os.close(write_out)
    return child, write_in, read_out


def kill_once(folder: str, number: str, chance: random.Random) -> list[object]:
    """Feed lines, read some answers, kill. Gives the ids of the requests that were answered."""
    child, write_in, read_out = fork_batch(folder)
    os.write(write_in, a_patient(number))
    for place in range(1, MOST_LINES):
        os.write(write_in, a_result(number, place))
    wanted = chance.randrange(MOST_LINES)
    answers = os.fdopen(read_out, "rb")
    lines = [answers.readline() for _ in range(wanted)]
    time.sleep(chance.random() / 100)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    lines += answers.readlines()
    answers.close()
    os.close(write_in)
    told = [json.loads(line) for line in lines if line.endswith(b"\n")]
    assert all(one["ok"] for one in told), told
    return [one["id"] for one in told]


def stored_of(clinic: Clinic, number: str) -> tuple[list[object], int]:
    """The requests that the record knows of, and the patient's version."""
    with clinic.store.reading() as reading:
        keys = patients.with_number(reading, number)
        record = loading.record_of(reading, keys[0]) if keys else None
    if record is None:
        return [], 0
    places = [int(one.result.id[1:]) for one in record.results]
    return ["patient", *places], record.version


def main() -> None:
    folder, kills, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    paths = ClinicPaths(Path(folder))
    answered: dict[str, list[object]] = {}
    faults: list[str] = []
    open_clinic(paths, clock=SystemClock(), actor="x").close()  # what it reads once is inherited
    for kill in range(kills):
        number = f"P{kill}"
        answered[number] = kill_once(folder, number, chance)
    clinic = open_clinic(paths, clock=SystemClock(), actor="x", read_only=True)
    for number, requests in answered.items():
        stored, version = stored_of(clinic, number)
        if not set(requests) <= set(stored):
            faults.append(f"{number}: {requests} were answered, {stored} are stored")
        if version != len(stored):
            faults.append(f"{number}: half an operation")
    clinic.close()
    faults += [one.name for one in verify(paths, clock=SystemClock()) if not one.ok]
    told = {
        "kills": kills,
        "answered": sum(len(requests) for requests in answered.values()),
        "faults": faults,
    }
    sys.stdout.write(json.dumps(told) + "\n")


main()
