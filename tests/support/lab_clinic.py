"""A clinic on real SQLite with laboratory files beside it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from aza_desktop.clinical.labs import RecordedResult
from aza_desktop.clinical.patient import Identity, PatientFacts, Tpmt
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.clock import FixedClock
from aza_desktop.paths import ClinicPaths
from aza_desktop.services.clinic import Clinic, create_clinic, open_clinic
from aza_desktop.services.import_report import ImportReport
from aza_desktop.services.imports import ImportOptions, stage_bytes, take_in
from aza_desktop.storage import loading, patients
from tests.support.lab_files import TODAY

WIDE = "MRN,Surname,Forename,DOB,Collected,ALT (U/L),AST (U/L)\n"


def a_clinic(folder: Path) -> Clinic:
    """A new, empty clinic: a copy of one that is made once for the whole run."""
    paths = ClinicPaths(an_empty_folder(folder))
    return open_clinic(paths, clock=FixedClock(TODAY), actor="first.user")


def an_empty_folder(folder: Path) -> Path:
    """The data folder of a new, empty clinic, which nobody has opened."""
    shutil.copytree(_empty_clinic(), folder / "clinic")
    return folder / "clinic"


@cache
def _empty_clinic() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="aza-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    create_clinic(
        ClinicPaths(folder / "clinic"), name="Test", clock=FixedClock(TODAY), actor="first.user"
    ).close()
    return folder / "clinic"


def add_patient(clinic: Clinic, identity: Identity) -> str:
    """A patient typed by hand; gives the key."""
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        key = work.new_key()
        work.entry("patient.add", patient_id=key)
        patients.add(work, identity, PatientFacts(None, Tpmt.UNKNOWN), patient_id=key)
        work.commit()
    return key


def take(
    clinic: Clinic,
    text: str | bytes,
    *,
    name: str = "labs.csv",
    create: bool = False,
    **answers: str,
) -> ImportReport:
    """Stage a file and take it in."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    options = ImportOptions(create_patients=create, answers=answers)
    return take_in(clinic, stage_bytes(clinic, name, data, options=options))


def records(clinic: Clinic) -> tuple[PatientRecord, ...]:
    """Everything recorded."""
    with clinic.store.reading() as reading:
        return tuple(loading.all_records(reading))


def results(clinic: Clinic) -> list[RecordedResult]:
    """Every stored result, of every patient."""
    return [result for record in records(clinic) for result in record.results]


def rows(report: ImportReport) -> Sequence[int]:
    """read, imported, duplicate, superseded, held, rejected, ignored."""
    counted = report.rows
    return (
        counted.read,
        counted.imported,
        counted.duplicate,
        counted.superseded,
        counted.held,
        counted.rejected,
        counted.ignored,
    )
