"""A whole import from CSV beside SQLite's own: prints ratios, asserts only the counts.

Run by hand or by CI: ``python tests/benchmarks/import_csv.py``; ``AZA_BENCHMARK_ROWS=600000`` for
the full size. The peer puts the same file into a table with the same indexes, and does nothing
else: ``.import`` of the sqlite3 shell where it is installed, and the standard library's sqlite3.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aza_desktop.clock import FixedClock
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import imports
from aza_desktop.services.clinic import create_clinic
from aza_desktop.services.verifying import verify

ROWS, PER_PATIENT, REPEATED = 60_000, 60, 50
TODAY = dt.date(2026, 1, 26)
HEADER = (
    "Record number,Family name,Given name,Date of birth,Sex,Collected,Test,Result,Unit,"
    "Reference range,Laboratory,Accession"
)
COLUMNS = ", ".join(f'"{name}"' for name in HEADER.split(","))
TABLE = f"CREATE TABLE results ({COLUMNS})"
TESTS = (
    ("ALT", "U/L", "<41", 5, 200),
    ("AST", "U/L", "10-35", 5, 150),
    ("ALP", "U/L", "35-120", 30, 300),
    ("Total bilirubin", "umol/L", "<21", 3, 60),
    ("GGT", "U/L", "<60", 5, 300),
    ("Albumin", "g/L", "35-50", 25, 55),
)
INDEXES = (
    "CREATE INDEX one ON results (Accession)",
    'CREATE INDEX two ON results ("Record number")',
    'CREATE INDEX three ON results ("Record number", Test, Collected)',
    'CREATE INDEX four ON results ("Record number", Accession)',
)
"""As many, over the same columns, as the record's own table has."""


def lines(rows: int) -> Iterator[str]:
    """Patients one after the other; every fiftieth line stands twice."""
    chance = random.Random(1)
    made = 0
    patient = 0
    while made < rows:
        born = dt.date(1940, 1, 1) + dt.timedelta(days=patient % 20_000)
        who = f"{patient:07},Fam{patient},Given{patient % 100},{born},{'FM'[patient % 2]}"
        for number in range(PER_PATIENT):
            test, unit, limits, low, high = TESTS[number % len(TESTS)]
            day = dt.date(2024, 1, 1) + dt.timedelta(days=14 * (number // 6) + patient % 13)
            line = (
                f"{who},{day},{test},{chance.randint(low, high)},{unit},{limits},North,A{made}\r\n"
            )
            for _ in range(2 if made % REPEATED == 0 else 1):
                if made < rows:
                    yield line
                    made += 1
        patient += 1


def cpu(begun: float) -> float:
    return time.process_time() - begun


def by_shell(file: Path, folder: Path) -> float | None:
    """The processor time of the sqlite3 shell's ``.import``; None where there is no shell."""
    shell = shutil.which("sqlite3")
    if shell is None:
        return None
    steps = ("PRAGMA journal_mode=wal", TABLE, *INDEXES)
    script = "".join(f"{step};\n" for step in steps) + f".import --csv --skip 1 {file} results\n"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [shell, str(folder / "shell.db")], input=script, text=True, check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def by_library(file: Path, folder: Path) -> float:
    """The processor time of csv.reader and executemany."""
    begun = time.process_time()
    with sqlite3.connect(folder / "library.db") as store, file.open(newline="") as text:
        for step in ("PRAGMA journal_mode=wal", TABLE, *INDEXES):
            store.execute(step)
        reader = csv.reader(text)
        next(reader)
        store.executemany(f"INSERT INTO results VALUES ({'?, ' * 11}?)", reader)
    store.close()
    return cpu(begun)


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "labs.csv"
        file.write_text(HEADER + "\r\n" + "".join(lines(rows)), encoding="utf-8", newline="")
        peer, library = by_shell(file, folder), by_library(file, folder)
        clock = FixedClock(TODAY)
        paths = ClinicPaths(folder / "clinic")
        clinic = create_clinic(paths, name="Benchmark", clock=clock, actor="b")
        options = imports.ImportOptions(create_patients=True)
        begun = time.process_time()
        staged = imports.stage(clinic, file, options=options)
        read = cpu(begun)
        report = imports.take_in(clinic, staged)
        ours = cpu(begun)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        assert report.rows.imported + report.rows.duplicate == rows
        assert report.rows.duplicate > 0
        begun = time.process_time()
        again = imports.take_in(clinic, imports.stage(clinic, file, options=options))
        twice = cpu(begun)
        assert again.rows.duplicate == rows
        clinic.close()
        begun = time.process_time()
        assert all(check.ok for check in verify(paths, clock=clock))
        checked = cpu(begun)
    print(f"{rows} rows of CSV, {report.rows.imported} new, {report.rows.duplicate} repeated")
    if peer is not None:
        print(f"sqlite3 .import, same indexes    {peer:6.2f} s CPU")
    print(f"csv + executemany, same indexes  {library:6.2f} s CPU")
    print(f"staged                           {read:6.2f} s CPU")
    print(f"staged and taken in              {ours:6.2f} s CPU  {_ratios(ours, peer, library)}")
    print(f"the same file again              {twice:6.2f} s CPU  {_ratios(twice, peer, library)}")
    print(f"verify                           {checked:6.2f} s CPU")
    print(f"most memory                      {peak:6} MB  (budget 600 MB for 600000 rows)")


def _ratios(ours: float, peer: float | None, library: float) -> str:
    shell = "" if peer is None else f"{ours / peer:.1f} x .import (budget 3), "
    return f"{shell}{ours / library:.1f} x csv + executemany"


if __name__ == "__main__":
    main(int(os.environ.get("AZA_BENCHMARK_ROWS", ROWS)))
