"""Damaged laboratory files by the thousand, each staged, and many taken into a clinic.

Run by hand or by CI: ``python tests/benchmarks/fuzz_intake.py [FILES]``. Prints for every format
how many files were staged and refused, the slowest one and the memory used. A crash, a hang, a lost
row or a half commit ends the run and names the number that brings it back.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aza_desktop.services.clinic import Clinic
from aza_desktop.services.imports import ImportOptions, stage_bytes, take_in
from tests.support.damaged_files import KINDS, damaged_file, name_of, stage_or_refuse
from tests.support.lab_clinic import a_clinic, results

SECONDS = 10
TAKEN_IN = 20
"""Of so many staged files one is taken into the clinic."""


def take(clinic: Clinic, data: bytes, name: str) -> None:
    """Take the file in, and the same file again: everything that was promised, and nothing new."""
    before = len(results(clinic))
    options = ImportOptions(create_patients=True)
    report = take_in(clinic, stage_bytes(clinic, name, data, options=options))
    stored = report.rows.imported + report.rows.superseded
    assert len(results(clinic)) == before + stored, "stored rows differ from the report"
    again = take_in(clinic, stage_bytes(clinic, name, data, options=options))
    assert again.rows.imported + again.rows.superseded == 0, "the same file changed something"


def run(kind: str, files: int, first: int) -> str:
    """Try so many files of that kind, from that number on."""
    staged = refused = rows = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        clinic = a_clinic(Path(folder))
        for seed in range(first, first + files):
            data, name = damaged_file(kind, seed), name_of(kind)
            begun = time.perf_counter()
            try:
                batch = stage_or_refuse(data, name)
                if batch is not None and seed % TAKEN_IN == 0:
                    take(clinic, data, name)
            except BaseException:
                print(f"{kind}: file number {seed}", file=sys.stderr)
                raise
            taken = time.perf_counter() - begun
            slowest = max(slowest, taken)
            assert taken < SECONDS, f"{kind}: file number {seed} took {taken:.1f} s"
            refused += batch is None
            staged += batch is not None
            rows += 0 if batch is None else batch.read
            if seed % 2000 == 1999:
                clinic.close()
                clinic = a_clinic(Path(tempfile.mkdtemp(dir=folder)))
        clinic.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{kind:7} {files:6} files: {staged} staged with {rows} rows, {refused} refused, "
        f"slowest {slowest:.2f} s, {memory} MB"
    )


def main() -> None:
    """The formats one after the other. Arguments: files a format, first number, formats."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for kind in sys.argv[3:] or KINDS:
        print(run(kind, files, first), flush=True)


if __name__ == "__main__":
    main()
