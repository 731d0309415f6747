"""An empty record for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aza_desktop.clock import FixedClock
from aza_desktop.storage.store import Store
from tests.support.clinics import a_record


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A new record, closed at the end."""
    made = a_record(tmp_path / "clinic.db", clock)
    yield made
    made.close()
