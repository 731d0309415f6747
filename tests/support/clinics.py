"""Clinics in a temporary folder: made, filled, and asked about."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import courses, recording, users
from aza_desktop.services.clinic import Clinic, create_clinic, open_clinic
from aza_desktop.services.recording import NewResult, Written
from aza_desktop.storage.store import Store, create_store, open_store
from tests.support.process import resources

TODAY = dt.date(2026, 1, 26)
MADE_ON = dt.date(2025, 12, 1)
ACTOR = "first.user"
PRESCRIBER = "Dr A. Demo"
CHECKLIST = {
    "hypersensitivity": "no",
    "jaundice": "no",
    "peak_over_10_uln": "no",
    "other_cause": "excluded",
}
LITERAL = "aza-reintro-literal@1.0.0"


@contextmanager
def a_clinic(folder: Path, *, today: dt.date = TODAY, actor: str = ACTOR) -> Iterator[Clinic]:
    """A new, empty clinic, closed at the end; copied, because making one takes half a second."""
    paths = ClinicPaths(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths.database.write_bytes(_empty_clinic())
    clinic = open_clinic(paths, clock=FixedClock(today), actor=actor)
    try:
        yield clinic
    finally:
        clinic.close()


@cache
def _empty_clinic() -> bytes:
    """The file of a clinic just made."""
    with tempfile.TemporaryDirectory() as folder:
        paths = ClinicPaths(Path(folder))
        create_clinic(paths, name="Test Clinic", clock=FixedClock(MADE_ON), actor=ACTOR).close()
        return paths.database.read_bytes()


@cache
def _empty_record() -> bytes:
    """The file of a record just made."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clinic.db"
        create_store(path, key=None, clock=FixedClock(MADE_ON)).close()
        return path.read_bytes()


def a_record(path: Path, clock: FixedClock) -> Store:
    """A new, empty record, to be closed."""
    path.write_bytes(_empty_record())
    return open_store(path, key=None, clock=clock)


@cache
def cases() -> tuple[dict[str, object], ...]:
    """The published cases."""
    text = (resources() / "cases" / "cases.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["vectors"])


def case_file(vectors: list[dict[str, object]]) -> bytes:
    """A case file of these vectors."""
    return json.dumps({"schema": "aza-cases/1", "vectors": vectors}).encode()


def an_identity(number: str = "000123", *, family: str = "Rossi") -> Identity:
    return Identity(
        numbers=(PatientNumber("hospital", number),),
        family=family,
        given="Elena",
        birth_date=dt.date(1984, 7, 14),
        sex="female",
    )


def a_patient(clinic: Clinic, number: str = "000123", *, toxic_mg: int | None = 150) -> str:
    """A recorded patient without a course; gives the key."""
    facts = PatientFacts(
        prior_toxic_dose_mg=None if toxic_mg is None else Decimal(toxic_mg),
        tpmt=Tpmt.NORMAL,
        weight_kg=Decimal(70),
    )
    written = recording.add_patient(clinic, an_identity(number), facts)
    (patient_id,) = written.changes.patients
    return patient_id


def a_result(
    analyte: str = "ALT",
    value: str = "25",
    *,
    on: dt.date = TODAY,
    uln: str | None = "40",
    given_id: str | None = None,
    comparator: Comparator = Comparator.EQUAL,
) -> NewResult:
    unit = "umol/L" if analyte == "BILI" else "U/L"
    return NewResult(
        analyte=analyte,
        value_text=value,
        comparator=comparator,
        unit=unit,
        uln_text=uln,
        uln_unit=None if uln is None else unit,
        collected_on=on,
        id=given_id,
    )


def a_complete_set(on: dt.date, *, value: str = "25") -> tuple[NewResult, ...]:
    return (a_result("ALT", value, on=on), a_result("AST", value, on=on))


def on_break(clinic: Clinic, patient_id: str, *, since: dt.date = dt.date(2026, 1, 5)) -> Written:
    """The patient's course begins with its break."""
    return courses.start_course(
        clinic,
        patient_id,
        protocol=LITERAL,
        break_start=since,
        reason="ALT 5.4 x ULN",
        checklist=CHECKLIST,
    )


def reintroduced(clinic: Clinic, patient_id: str, *, on: dt.date = dt.date(2026, 1, 19)) -> Written:
    """The patient's break ended with normal results and 50 mg."""
    on_break(clinic, patient_id)
    recording.add_results(clinic, patient_id, a_complete_set(dt.date(2026, 1, 18)))
    return courses.confirm_phase(
        clinic,
        patient_id,
        to=Phase.REINTRODUCTION,
        on=on,
        dose_mg=Decimal(50),
        confirmed_by=PRESCRIBER,
    )


def as_nurse(clinic: Clinic) -> Clinic:
    """The same clinic with a nurse at work, who may not decide."""
    if not any(user.name == "nurse.b" for user in users.list_users(clinic)):
        users.add_user(clinic, "nurse.b", roles=("staff",))
    return replace(clinic, actor="nurse.b")


def refusal(call: Callable[..., object], *arguments: object, **named: object) -> str:
    """The code of the error with which a call is refused."""
    with pytest.raises(UserError) as refused:
        call(*arguments, **named)
    return refused.value.code
