"""The cohort view over 10,000 patients with 400,000 liver results, beside the plain read of them.

Run by hand or by CI: ``python tests/benchmarks/cohort_10000.py [PATIENTS]``. The planted numbers
are asserted; the times are only printed. Ratios compare; seconds depend on the machine.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlcipher3.dbapi2 as driver

from aza_desktop.clinical.cohort import Quadrant
from aza_desktop.clock import FixedClock
from aza_desktop.gui.viewmodels.edish import build_edish
from aza_desktop.paths import ClinicPaths
from aza_desktop.services.clinic import create_clinic, open_clinic
from aza_desktop.services.cohort import cohort, first_cuts

PATIENTS, SETS, CYCLE = 10_000, 10, 100
AS_OF = dt.date(2026, 1, 26)
LIMITS = {
    "ALT": ("40", "U/L"),
    "AST": ("35", "U/L"),
    "ALP": ("120", "U/L"),
    "BILI": ("20", "umol/L"),
}
NORMAL = {"ALT": 21, "AST": 19, "ALP": 80, "BILI": 9}
PLANTED = {0: {"ALT": 200, "BILI": 50}, 1: {"ALT": 130}, 2: {"BILI": 44}}
"""One patient in a hundred of each kind reaches a line."""


def rows(count: int) -> Iterator[tuple[object, ...]]:
    for patient in range(count):
        high = PLANTED.get(patient % CYCLE, {})
        for number in range(SETS):
            day = (AS_OF - dt.timedelta(days=28 * number)).isoformat()
            for analyte, (uln, unit) in LIMITS.items():
                value = NORMAL[analyte] + (patient + number) % 9
                value = high.get(analyte, value) if number == 3 else value
                yield (
                    *(f"r{patient:06}-{number}-{analyte}", "2026-01-26T00:00:00Z", "b", 1),
                    *(f"p{patient:06}", analyte, str(value), str(value), "=", unit),
                    *(uln, uln, unit, day, "final", "current"),
                )


KEPT = "'2026-01-26T00:00:00Z', 'b', 1"
WHO = "recorded_at, recorded_by, entry"
PATIENT = f"INSERT INTO patients (id, {WHO}, version, search_name) VALUES (?, {KEPT}, 1, 'x')"
DETAILS = (
    f"INSERT INTO patient_details (id, {WHO}, patient_id, tpmt, tablets_mg, halves, splitting,"
    f" state) VALUES ('d' || ?1, {KEPT}, ?1, 'normal', '25', 0, 0, 'current')"
)
NUMBER = (
    f"INSERT INTO patient_numbers (id, {WHO}, patient_id, position, system, value, state)"
    f" VALUES ('n' || ?1, {KEPT}, ?1, 0, 'h', ?1, 'current')"
)
RESULT = (
    f"INSERT INTO results (id, {WHO}, patient_id, analyte, value_text, value, comparator, unit,"
    f" uln_text, uln, uln_unit, collected_on, status, state) VALUES ({', '.join('?' * 16)})"
)


def fill(database: Path, count: int) -> None:
    """Rows as the record has them; no audit, because only reading is measured.

    By the record's own library: what another one in this process writes, it may read wrongly.
    """
    keys = [(f"p{patient:06}",) for patient in range(count)]
    with driver.connect(database) as store:
        for statement in (PATIENT, DETAILS, NUMBER):
            store.executemany(statement, keys)
        store.executemany(RESULT, rows(count))


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths, clock = ClinicPaths(Path(folder)), FixedClock(AS_OF)
        create_clinic(paths, name="Benchmark", clock=clock, actor="b").close()
        fill(paths.database, count)
        clinic = open_clinic(paths, clock=clock, actor="b", read_only=True)
        started = time.process_time()
        with sqlite3.connect(paths.database) as store:
            read = "SELECT patient_id, analyte, value, uln, collected_on FROM results"
            total = sum(1 for _ in store.execute(f"{read} ORDER BY patient_id, collected_on"))
        plain = time.process_time() - started
        started = time.process_time()
        found = cohort(clinic)
        counted = time.process_time() - started
        assert found.protocol is not None
        cuts = first_cuts(found.protocol)
        started = time.process_time()
        build_edish(found, cuts)
        built = time.process_time() - started
        quadrants = Counter(point.quadrant(cuts) for point in found.points)
        clinic.close()
    each = count // CYCLE
    assert total == count * SETS * len(LIMITS)
    assert quadrants[Quadrant.HYS_LAW] == quadrants[Quadrant.TEMPLE] == each
    assert quadrants[Quadrant.HYPERBILIRUBINEMIA] == each
    assert found.dropped == ()
    assert cuts.enzyme == Decimal(3)
    print(f"{count} patients, {total} results")
    print(f"plain ordered read       {plain:6.2f} s CPU")
    print(f"cohort, read and judged  {counted:6.2f} s CPU  ({counted / plain:.1f} x)")
    print(f"picture model            {built:6.2f} s CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PATIENTS)
