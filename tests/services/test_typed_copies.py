"""Results that could not be saved: their copy is read back by the import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.services import imports
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.import_files import results_csv
from aza_desktop.services.imports import ImportOptions
from tests.support.lab_clinic import a_clinic, add_patient

DAY = dt.date(2026, 1, 20)
ELENA = Identity(
    (PatientNumber("hospital", "000123"),), "Rossi", "Elena",
    birth_date=dt.date(1984, 7, 14), sex="female",
)  # fmt: skip


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    add_patient(opened, ELENA)
    yield opened
    opened.close()


def typed(analyte: str, text: str, uln: str, comparator: Comparator) -> LabResult:
    return LabResult(
        id="", analyte=analyte, value_text=text, value=Decimal(text), comparator=comparator,
        unit="U/L", uln_text=uln, uln=Decimal(uln), uln_unit="U/L", collected_on=DAY,
    )  # fmt: skip


def test_a_copy_of_typed_results_is_new_to_the_import_as_it_was_typed(clinic: Clinic) -> None:
    results = (
        typed("ALT", "44", "35", Comparator.EQUAL),
        typed("AST", "5", "40", Comparator.LESS),
    )
    text = results_csv(ELENA, results)
    staged = imports.preview_text(clinic, text, options=ImportOptions())
    assert [row.kind.value for row in staged.rows] == ["new", "new"]
    drafts = [row.result for row in staged.rows]
    assert [
        (d.analyte, d.value_text, d.comparator, d.uln, d.collected_on) for d in drafts if d
    ] == [
        ("ALT", "44", Comparator.EQUAL, Decimal(35), DAY),
        ("AST", "5", Comparator.LESS, Decimal(40), DAY),
    ]
