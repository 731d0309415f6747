"""That somebody has read what the program is not: by whom, on which day, once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from aza_desktop.clock import FixedClock
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import acceptance
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.clinic import Clinic, create_clinic, open_clinic

DAY = dt.date(2026, 1, 26)
LATER = dt.date(2026, 3, 2)


@pytest.fixture
def clinic(tmp_path: Path):  # type: ignore[no-untyped-def]
    opened = create_clinic(
        ClinicPaths(tmp_path), name="North", clock=FixedClock(DAY), actor="n.ward"
    )
    yield opened
    opened.close()


def test_it_is_to_be_read_until_the_user_says_so(clinic: Clinic) -> None:
    assert acceptance.is_to_be_read(clinic)
    acceptance.accept(clinic)
    assert not acceptance.is_to_be_read(clinic)
    assert acceptance.acceptance(clinic) == acceptance.Acceptance("n.ward", DAY)


def test_each_user_reads_it(clinic: Clinic) -> None:
    acceptance.accept(clinic)
    assert acceptance.is_to_be_read(clinic, "dr.south")
    assert acceptance.is_to_be_read(replace(clinic, actor="dr.south"))


def test_the_first_day_stays_and_the_trail_has_it_once(clinic: Clinic, tmp_path: Path) -> None:
    acceptance.accept(clinic)
    clinic.close()
    again = open_clinic(ClinicPaths(tmp_path), clock=FixedClock(LATER), actor="n.ward")
    acceptance.accept(again)
    assert acceptance.acceptance(again) == acceptance.Acceptance("n.ward", DAY)
    actions = [line.action for line in audit_lines(again)]
    again.close()
    assert actions.count(acceptance.ACTION) == 1
