"""Today's list over every published case, judged by the real rules."""

from __future__ import annotations

import json
from functools import cache

import pytest

from aza_desktop.clinical.findings import LabStatus, Possibility
from aza_desktop.clinical.worklist import WorklistEntry
from aza_desktop.services.case_judging import read_bound_case
from aza_desktop.services.judging import judge
from aza_desktop.services.list_marks import CALL_TODAY, CONSIDER_STOPPING, NOT_CHECKED
from aza_desktop.services.listing import build_worklist
from aza_desktop.services.reading import PatientFile
from tests.support.demo_files import analytes, library
from tests.support.process import resources


@cache
def case_files() -> dict[str, PatientFile]:
    document = json.loads((resources() / "cases/cases.json").read_text(encoding="utf-8"))
    files = {}
    for vector in document["vectors"]:
        case, protocol = read_bound_case(vector, library=library(), analytes=analytes())
        facts = case.facts(protocol, analytes())
        record, course = case.record, case.course
        answer = judge(facts)
        files[case.id] = PatientFile(
            record, course, case.phase, facts, answer, protocol, case.as_of
        )
    return files


def entry_of(case: str) -> tuple[str | None, WorklistEntry | None]:
    file = case_files()[case]
    for group in build_worklist([file], as_of=file.as_of).groups:
        if group.patients:
            return group.id, group.patients[0]
    return None, None


@pytest.mark.parametrize("case", case_files())
def test_a_case_stands_in_the_first_group_that_its_answer_opens(case: str) -> None:
    answer = case_files()[case].answer
    assert answer is not None
    codes = {mark.code for mark in answer.marks}
    group, entry = entry_of(case)
    if codes & set(CALL_TODAY):
        assert group == "call_today"
    elif codes & set(NOT_CHECKED):
        assert group == "could_not_be_checked"
    elif codes & set(CONSIDER_STOPPING):
        assert group == "consider_stopping"
    elif any(row.status is LabStatus.OVERDUE for row in answer.labs_due):
        assert group == "labs_overdue"
    else:
        assert group not in {"call_today", "could_not_be_checked", "consider_stopping"}
    if entry is not None:
        told = {entry.reason.code, *entry.also}
        assert codes <= told
        assert entry.reason.code not in entry.also
        assert list(entry.also) == sorted(set(entry.also))


def test_the_cases_fill_the_groups_that_need_no_sample_and_no_proposal() -> None:
    found = {entry_of(case)[0] for case in case_files()}
    assert {
        "call_today",
        "could_not_be_checked",
        "consider_stopping",
        "labs_overdue",
        "labs_due",
        "step_possible",
        "record_incomplete",
    } <= found


def test_eligible_in_maintenance_is_never_listed_as_a_step() -> None:
    for case, file in case_files().items():
        assert file.answer is not None
        group, entry = entry_of(case)
        if group == "step_possible" and entry is not None and entry.reason.code == "step_possible":
            assert file.phase == "reintroduction"
            assert file.answer.escalation.status is Possibility.ELIGIBLE
