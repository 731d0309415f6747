"""The demo on any day: dates move together, and every patient shows what the guide promises."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from aza_desktop.clinical.findings import Possibility, Severity
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.clinical.worklist import GROUP_IDS
from aza_desktop.services.demo_days import demo_document, demo_records, shifted
from aza_desktop.services.listing import build_worklist, places_of
from aza_desktop.services.reading import PatientFile
from tests.support.demo_files import REFERENCE, demo_files

PROMISED = {
    1: "call_today",
    2: "call_today",
    3: "sample_awaited",
    4: "consider_stopping",
    5: "step_possible",
    6: "call_today",
    7: "call_today",
    8: "labs_overdue",
    9: "consider_stopping",
    10: "waiting_confirmation",
    11: "step_possible",
    12: "could_not_be_checked",
    13: None,
    14: None,
    15: "call_today",
    16: "could_not_be_checked",
    17: None,
    18: None,
    19: "labs_due",
    20: None,
    21: "step_possible",
    22: "step_possible",
    23: None,
    24: None,
    25: "labs_overdue",
    26: "labs_due",
    27: "record_incomplete",
    28: "record_incomplete",
    29: "record_incomplete",
    30: "record_incomplete",
    31: "record_incomplete",
    32: "record_incomplete",
    33: "record_incomplete",
}
MARKS = {
    1: {"TA_STOP", "TA_CONSIDER_STOP", "SYMPTOM", "CONSIDER_ALTERNATIVE"},
    2: {"SYMPTOM"},
    3: {"NOT_NORMALISED"},
    4: {"ALLOPURINOL"},
    5: set(),
    6: {"TA_STOP", "CONSIDER_ALTERNATIVE"},
    7: {"TA_STOP", "TA_CONSIDER_STOP", "CONSIDER_ALTERNATIVE", "TPMT_RISK"},
    8: {"LFT_OVERDUE"},
    9: {"TA_CONSIDER_STOP", "CONSIDER_ALTERNATIVE"},
    10: set(),
    11: {"STABLE_CRITERIA_MET"},
    12: {"ULN_MISSING", "NOT_NORMALISED", "NORMALISATION_UNPROVEN", "TPMT_UNKNOWN"},
    13: {"TA_ELEVATED"},
    14: set(),
    15: {"BILI_TA_STOP", "TA_ELEVATED", "CONSIDER_ALTERNATIVE"},
    16: {"RESULT_CENSORED", "TA_CONSIDER_STOP", "CONSIDER_ALTERNATIVE"},
    17: {"START_DOSE_DEVIATION", "TPMT_RISK", "LFT_NOT_SINCE_STEP", "ADVICE_GI"},
    18: set(),
    19: set(),
    20: set(),
    21: {"LONG_TERM_AVAILABLE"},
    22: {"STABLE_CRITERIA_MET"},
    23: set(),
    24: set(),
    25: {"LFT_OVERDUE"},
    26: set(),
    27: {"BILI_ISOLATED"},
    28: {"PRIOR_DOSE_UNKNOWN", "TPMT_UNKNOWN", "NORMALISATION_UNPROVEN"},
    29: {"PRIOR_DOSE_UNKNOWN", "TPMT_UNKNOWN", "NORMALISATION_UNPROVEN"},
    30: {"TPMT_UNKNOWN", "NORMALISATION_UNPROVEN"},
    31: {"NORMALISATION_UNPROVEN"},
    32: {"PRIOR_DOSE_UNKNOWN", "TPMT_UNKNOWN", "NORMALISATION_UNPROVEN"},
    33: {"PRIOR_DOSE_UNKNOWN", "TPMT_UNKNOWN", "NORMALISATION_UNPROVEN"},
}
DAYS = [REFERENCE, dt.date(2026, 1, 26), dt.date(2026, 3, 1), dt.date(2028, 2, 29)]


def number_of(file: PatientFile) -> int:
    return int(file.record.identity.number[-4:])


def the_file(number: int) -> PatientFile:
    return demo_files()[number - 1]


def test_a_date_and_a_date_time_move_by_whole_days_and_the_hour_stays() -> None:
    before = {
        "on": "2025-12-30",
        "at": "2025-12-30T08:40",
        "list": ["2024-02-28"],
        "birth_date": "1980-05-05",
        "text": "2025-12-30 was a Tuesday",
        "value": "2025",
        "number": 20251230,
        "nothing": None,
    }
    assert shifted(before, days=2) == {
        **before,
        "on": "2026-01-01",
        "at": "2026-01-01T08:40",
        "list": ["2024-03-01"],
    }
    assert shifted(shifted(before, days=67), days=-67) == before


def test_on_the_reference_day_nothing_moves() -> None:
    document = demo_document(REFERENCE)
    assert document["reference_day"] == REFERENCE.isoformat()
    vectors = document["vectors"]
    assert isinstance(vectors, list)
    assert vectors[0]["input"]["dates"]["restart"] == "2025-11-17"


@pytest.mark.parametrize("day", DAYS)
def test_every_interval_stays_what_it_was(day: dt.date) -> None:
    moved = (day - REFERENCE).days
    for before, after in zip(demo_records(REFERENCE), demo_records(day), strict=True):
        assert after.identity == before.identity
        assert [
            (b.result.id, (a.result.collected_on - b.result.collected_on).days)
            for a, b in zip(after.results, before.results, strict=True)
        ] == [(b.result.id, moved) for b in before.results]
        for course, earlier in zip(after.courses, before.courses, strict=True):
            assert {
                (event.on - was.on).days
                for event, was in zip(course.phases, earlier.phases, strict=True)
                if event.on is not None and was.on is not None
            } == {moved}


@pytest.mark.parametrize("day", DAYS)
def test_each_patient_stands_in_the_promised_group_on_whatever_day(day: dt.date) -> None:
    standing = {
        number_of(file): (places[0].group if places else None)
        for file in demo_files(day)
        for places in [places_of(file)]
    }
    assert standing == PROMISED


@pytest.mark.parametrize("number", PROMISED)
def test_each_patient_has_exactly_the_marks_of_the_story(number: int) -> None:
    answer = the_file(number).answer
    assert answer is not None
    assert {mark.code for mark in answer.marks} == MARKS[number]


def test_every_group_and_every_severity_occurs() -> None:
    worklist = build_worklist(demo_files(), as_of=REFERENCE)
    assert [group.id for group in worklist.groups if group.patients] == list(GROUP_IDS)
    marks = [mark for file in demo_files() if file.answer for mark in file.answer.marks]
    assert {mark.severity for mark in marks} == set(Severity)
    assert "RULE_NOT_RUN" not in {mark.code for mark in marks}
    listed = sum(len(group.patients) for group in worklist.groups)
    assert (worklist.patients, worklist.nothing_today) == (33, 33 - listed)


def test_a_change_of_limit_is_shown_that_is_no_change_of_value() -> None:
    file = the_file(5)
    alt = [r for r in file.record.current_results if r.analyte == "ALT"][-2:]
    multiples = [multiple_of(result, file.facts.analytes) for result in alt]
    assert [m.truncated() for m in multiples if m is not None] == ["1.31", "0.85"]
    assert {result.laboratory for result in alt} == {"city", "riverside"}
    assert alt[0].value is not None
    assert alt[1].value is not None
    assert alt[1].value > alt[0].value


def test_a_result_above_the_measuring_range_and_one_without_a_limit_are_there() -> None:
    results = [r for file in demo_files() for r in file.record.current_results]
    assert [r.comparator for r in results].count(Comparator.GREATER) == 1
    enzymes = [r for r in results if r.analyte in {"ALT", "AST", "BILI"}]
    assert [r.value_text for r in enzymes if r.uln is None] == ["96"]


def test_the_second_course_follows_a_closed_one() -> None:
    first, second = the_file(17).record.courses
    assert (first.number, second.number) == (1, 2)
    assert str(first.phase) == "closed"
    assert the_file(17).course == second


def test_a_window_of_the_long_term_is_open_and_in_no_group() -> None:
    answer = the_file(18).answer
    assert answer is not None
    assert [row.status for row in answer.labs_due] == ["due"]
    assert places_of(the_file(18)) == ()


def test_a_step_waits_and_a_break_waits() -> None:
    step, rest = the_file(14).answer, the_file(23).answer
    assert step is not None
    assert step.escalation.status is Possibility.WAIT
    assert rest is not None
    assert rest.restart is not None
    assert rest.restart.status is Possibility.WAIT


def test_no_dose_on_the_drug_reaches_the_toxic_dose() -> None:
    for file in demo_files():
        restart, ceiling = file.facts.dates.restart, file.facts.patient.prior_toxic_dose_mg
        if restart is not None and ceiling is not None:
            taken = [e.dose_mg for e in file.facts.dose_events if e.on >= restart]
            assert max(taken) < ceiling, file.record.identity.number


def test_nobody_but_the_literal_patient_outran_the_cautious_hold() -> None:
    for file in demo_files():
        restart = file.facts.dates.restart
        if restart is None or file.protocol is None or "cautious" not in file.protocol.id:
            continue
        changed = sorted(e.on for e in file.facts.dose_events if e.on >= restart)
        least = file.protocol.whole("hold_min_days")
        assert all((after - before).days >= least for before, after in pairwise(changed))
