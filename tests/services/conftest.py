"""What most tests of the services begin with; a file that needs another one makes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aza_desktop.services.clinic import Clinic
from tests.support.clinics import a_clinic, a_patient, reintroduced


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """A new, empty clinic."""
    with a_clinic(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def patient(clinic: Clinic) -> str:
    """Its one patient, back on 50 mg; the key of the record."""
    key = a_patient(clinic)
    reintroduced(clinic, key)
    return key
