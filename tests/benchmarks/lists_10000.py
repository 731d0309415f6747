"""Both lists of 10,000 patients: the first pass, and again after one result was saved.

Run by hand or by CI: ``python tests/benchmarks/lists_10000.py [PATIENTS]``. That kept and fresh
lists agree is asserted; the times are only printed. Ratios compare; seconds depend on the machine.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aza_desktop.clock import FixedClock
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import reading, recording
from aza_desktop.services.clinic import create_clinic, open_clinic
from aza_desktop.services.lists import Lists
from tests.benchmarks.cohort_10000 import AS_OF, PATIENTS, fill
from tests.support.clinics import a_result


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths, clock = ClinicPaths(Path(folder)), FixedClock(AS_OF)
        create_clinic(paths, name="Benchmark", clock=clock, actor="b").close()
        fill(paths.database, count)
        clinic = open_clinic(paths, clock=clock, actor="b")
        kept, spent = Lists(), {}

        def timed(name: str) -> tuple[object, object]:
            started = time.process_time()
            found = kept.read(clinic)
            spent[name] = time.process_time() - started
            return found

        timed("everybody judged")
        timed("again as it stands")
        recording.add_results(clinic, "p000001", (a_result(on=AS_OF - dt.timedelta(days=1)),))
        again = timed("after one save")
        fresh = reading.worklist(clinic), reading.patient_lines(clinic)
        clinic.close()
    assert again == fresh
    first = spent["everybody judged"]
    print(f"{count} patients")
    for name, seconds in spent.items():
        print(f"{name:24} {seconds:6.3f} s CPU  ({seconds / first:.3f} x)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PATIENTS)
