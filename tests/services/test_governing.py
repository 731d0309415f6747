"""Which protocols there are and who follows them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from aza_desktop.clinical.course import Phase
from aza_desktop.services import courses
from aza_desktop.services.governing import protocols_in_use
from tests.support.clinics import (
    CHECKLIST,
    LITERAL,
    PRESCRIBER,
    TODAY,
    a_clinic,
    a_patient,
    on_break,
    reintroduced,
)


def test_a_patient_counts_for_the_protocol_of_the_newest_course(tmp_path: Path) -> None:
    with a_clinic(tmp_path) as clinic:
        on_break(clinic, a_patient(clinic, "1"))
        again = a_patient(clinic, "2")
        a_patient(clinic, "3")
        reintroduced(clinic, again, on=dt.date(2026, 1, 19))
        courses.confirm_phase(
            clinic, again, to=Phase.STOPPED, on=TODAY, confirmed_by=PRESCRIBER, reason="asked"
        )
        courses.start_course(
            clinic,
            again,
            protocol="aza-reintro-cautious@1.0.0",
            break_start=TODAY,
            checklist=CHECKLIST,
        )
        counts = {protocol.name: used for protocol, used in protocols_in_use(clinic)}
        assert counts == {LITERAL: 1, "aza-reintro-cautious@1.0.0": 1}
