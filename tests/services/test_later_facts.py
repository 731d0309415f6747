"""What is recorded of the days after the day that is asked for: it waits, and says until when."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from aza_desktop.services import reading
from aza_desktop.services.answers import answer_json
from aza_desktop.services.case_judging import judge_case
from aza_desktop.services.cases import take_cases
from tests.support.clinics import a_clinic, case_file
from tests.support.rule_cases import a_vector

TODAY = dt.date(2026, 11, 22)
LATER: dict[str, dict[str, Any]] = {
    "a symptom": {"symptoms": ["2026-01-28 fever"]},
    "a drug": {"drugs": ["2026-01-28 Zyloric"]},
    "a decision": {
        "results": ["2026-01-26 ALT 200"],
        "decisions": ["2026-01-28 continue alt-0126"],
    },
    "a dose": {"doses": ["2026-01-19 50", "2026-01-22 75", "2026-01-28 100"]},
    "a hold": {"holds": ["2026-01-28 to 2026-01-29"]},
    "a phase that begins only then": {
        "phase": "stable_maintenance",
        "stable_from": "2026-01-28",
    },
    "a stop before the restart": {"phase": "stopped", "stopped_on": "2026-01-12"},
    "a restart that is planned": {"phase": "on_break", "restart": "2026-01-28"},
}


@pytest.mark.parametrize("name", LATER)
def test_findings_equal_a_check_with_facts_still_to_come(name: str, tmp_path: Path) -> None:
    vector = a_vector(name=name, **copy.deepcopy(LATER[name]))
    with a_clinic(tmp_path / "data", today=TODAY) as clinic:
        take_cases(clinic, "f.json", case_file([vector]), create_patients=True)
        key = reading.patient_id_of(clinic, name)
        file = reading.patient_file(clinic, key, as_of=dt.date(2026, 1, 26))
        checked, _ = judge_case(vector, library=clinic.library, analytes=clinic.analytes)
    assert file.answer is not None
    assert {"id": name, **answer_json(file.answer)} == checked


def test_an_answer_stands_only_until_what_is_recorded_of_a_later_day(tmp_path: Path) -> None:
    vector = a_vector(
        name="fever",
        results=["2026-01-26 ALT 20", "2026-01-26 AST 20"],
        symptoms=["2026-01-28 fever"],
    )
    with a_clinic(tmp_path / "data", today=TODAY) as clinic:
        take_cases(clinic, "f.json", case_file([vector]), create_patients=True)
        key = reading.patient_id_of(clinic, "fever")
        before, after = (
            reading.patient_file(clinic, key, as_of=dt.date(2026, 1, day)) for day in (26, 28)
        )
    assert before.facts.symptoms == ()
    assert before.answer is not None
    assert before.answer.marks == ()
    assert before.answer.valid_until == dt.date(2026, 1, 28)
    assert after.answer is not None
    assert [mark.code for mark in after.answer.marks] == ["SYMPTOM"]
