"""Which group of today's list a mark opens, and which mark opens none."""

from __future__ import annotations

import dataclasses

import pytest

from aza_desktop.clinical.diary import (
    Symptom,
)
from aza_desktop.clinical.findings import Severity
from tests.support.listed_files import (
    AFile,
    a_file,
    a_mark,
    a_result,
    an_answer,
    days_ago,
    group_of,
    list_of,
    numbers_in,
    place_of,
)

HIGH, CRITICAL = Severity.HIGH, Severity.CRITICAL


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("TA_STOP", "call_today"),
        ("BILI_TA_STOP", "call_today"),
        ("HYS_LAW_BIOCHEM", "call_today"),
        ("SYMPTOM", "call_today"),
        ("ULN_MISSING", "could_not_be_checked"),
        ("UNIT_MISMATCH", "could_not_be_checked"),
        ("RESULT_INVALID", "could_not_be_checked"),
        ("RESULT_CENSORED", "could_not_be_checked"),
        ("RESULT_FUTURE", "could_not_be_checked"),
        ("TA_CONSIDER_STOP", "consider_stopping"),
        ("OFF_DRUG_REVIEW", "consider_stopping"),
        ("BILI_UNPAIRED", "consider_stopping"),
        ("DOSE_NOT_BELOW_TOXIC", "consider_stopping"),
        ("BSR_ABS", "consider_stopping"),
        ("ALLOPURINOL", "consider_stopping"),
        ("FEBUXOSTAT", "consider_stopping"),
        ("STABLE_CRITERIA_MET", "step_possible"),
        ("LONG_TERM_AVAILABLE", "step_possible"),
        ("PRIOR_DOSE_UNKNOWN", "record_incomplete"),
        ("TOXIC_DOSE_TOO_LOW", "record_incomplete"),
        ("TPMT_UNKNOWN", "record_incomplete"),
        ("DUP_CONFLICT", "record_incomplete"),
        ("LFT_INCOMPLETE", "record_incomplete"),
    ],
)
def test_a_mark_opens_its_group(code: str, group: str) -> None:
    found, entry = place_of(a_file(an_answer(a_mark(code, HIGH))))
    assert found == group
    assert entry is not None
    assert entry.reason.code == code
    assert entry.also == ()


@pytest.mark.parametrize(
    "code",
    [
        "NOT_NORMALISED",
        "NORMALISATION_UNPROVEN",
        "TA_ELEVATED",
        "BILI_ELEVATED",
        "BILI_ISOLATED",
        "BILI_MISSING",
        "CONSIDER_ALTERNATIVE",
        "CONSIDER_BIOPSY",
        "TPMT_RISK",
        "ADVICE_GI",
        "LFT_OVERDUE",
        "LFT_NOT_SINCE_STEP",
        "START_DOSE_DEVIATION",
        "HOLD_TOO_SHORT",
        "MAINT_CHANGE_TOO_SOON",
        "DUP_IDENTICAL",
    ],
)
def test_a_mark_without_a_group_only_stands_in_also(code: str) -> None:
    alone = a_file(an_answer(a_mark(code, HIGH)))
    assert group_of(alone) is None
    _, entry = place_of(a_file(an_answer(a_mark(code), a_mark("TA_STOP", CRITICAL))))
    assert entry is not None
    assert entry.also == (code,)


def test_a_crashed_stop_rule_is_a_call_and_another_crash_could_not_be_checked() -> None:
    stop = a_mark("RULE_NOT_RUN", CRITICAL, rule="bili_stop")
    other = a_mark("RULE_NOT_RUN", CRITICAL, rule="ta_elevated")
    assert group_of(a_file(an_answer(stop))) == "call_today"
    assert group_of(a_file(an_answer(other))) == "could_not_be_checked"
    everything = a_mark("RULE_NOT_RUN", CRITICAL, rule="readings")
    assert group_of(a_file(an_answer(everything))) == "call_today"


def test_a_protocol_that_cannot_be_loaded_is_not_silence() -> None:
    file = dataclasses.replace(a_file(), answer=None, protocol=None)
    found, entry = place_of(file)
    assert found == "could_not_be_checked"
    assert entry is not None
    assert entry.reason.code == "PROTOCOL_NOT_LOADED"
    assert list_of(file).protocols == ()


def test_held_import_rows_of_a_patient_could_not_be_checked() -> None:
    worklist = list_of(a_file(number="1"), a_file(number="2"), held_rows={"id-2": 3})
    assert numbers_in(worklist, "could_not_be_checked") == ["2"]
    assert worklist.groups[1].patients[0].reason.text == "3 imported rows wait for an answer"


def test_the_reason_is_the_gravest_mark_with_its_sentence_and_the_day_of_its_result() -> None:
    results = (a_result("r1", "196", on=days_ago(1), uln="35"), a_result("r2", "120"))
    marks = (
        a_mark("SYMPTOM", HIGH),
        a_mark("TA_STOP", CRITICAL, results=("r1",), why="ALT 196 U/L / ULN 35 U/L = 5.60 >= 5.0"),
        a_mark("TA_CONSIDER_STOP", HIGH, results=("r2",)),
    )
    _, entry = place_of(a_file(an_answer(*marks), results=results))
    assert entry is not None
    assert entry.reason.code == "TA_STOP"
    assert entry.reason.severity is CRITICAL
    assert entry.reason.on == days_ago(1)
    assert entry.reason.results == ("r1",)
    assert entry.reason.text == "ALT 196 U/L / ULN 35 U/L = 5.60 >= 5.0 on 25-Jan-2026"
    assert entry.also == ("SYMPTOM", "TA_CONSIDER_STOP")


def test_a_list_has_the_reason_in_few_words_highest_multiple_first() -> None:
    results = (
        a_result("r1", "64", on=days_ago(1), uln="45"),
        a_result("r2", "176", on=days_ago(1), uln="35", analyte="AST"),
        a_result("r3", "120", uln="35"),
    )
    stop = a_mark("TA_STOP", CRITICAL, results=("r1", "r2"))
    _, entry = place_of(a_file(an_answer(stop), results=results))
    assert entry is not None
    assert entry.reason.brief == "AST 5.02, ALT 1.42 x ULN on 25-Jan-2026"
    two_days = a_mark("TA_STOP", CRITICAL, results=("r1", "r3"))
    _, entry = place_of(a_file(an_answer(two_days), results=results))
    assert entry is not None
    assert entry.reason.brief == ""
    _, entry = place_of(a_file(an_answer(a_mark("SYMPTOM", HIGH)), results=results))
    assert entry is not None
    assert entry.reason.brief == ""


def test_a_symptom_is_dated_by_its_onset() -> None:
    symptoms = (
        Symptom("s1", "fever", days_ago(9), days_ago(5)),
        Symptom("s2", "fever", days_ago(2)),
        Symptom("s3", "nausea", days_ago(7)),
    )
    _, entry = place_of(a_file(an_answer(a_mark("SYMPTOM", HIGH)), symptoms=symptoms))
    assert entry is not None
    assert entry.reason.on == days_ago(2)
    assert entry.reason.text == "a reason"


def test_calls_are_sorted_by_severity_then_by_the_highest_multiple() -> None:
    def stop(number: str, value: str) -> AFile:
        mark = a_mark("TA_STOP", CRITICAL, results=(number,))
        return a_file(an_answer(mark), number=number, results=(a_result(number, value),))

    symptom = a_file(an_answer(a_mark("SYMPTOM", HIGH)), number="4")
    worklist = list_of(symptom, stop("1", "200"), stop("2", "400"), stop("3", "300"))
    assert numbers_in(worklist, "call_today") == ["2", "3", "1", "4"]


def test_what_could_not_be_checked_is_sorted_oldest_first() -> None:
    def missing(number: str, days: int) -> AFile:
        result = a_result(number, "90", on=days_ago(days), uln=None)
        mark = a_mark("ULN_MISSING", HIGH, results=(number,))
        return a_file(an_answer(mark), number=number, results=(result,))

    worklist = list_of(missing("1", 1), missing("2", 9), missing("3", 4))
    assert numbers_in(worklist, "could_not_be_checked") == ["2", "3", "1"]


def test_a_sentence_that_names_the_day_does_not_name_it_twice() -> None:
    result = a_result("r1", "96", on=days_ago(2), uln=None)
    why = "ALT 96 U/L (24-Jan-2026) has no upper limit"
    file = a_file(
        an_answer(a_mark("ULN_MISSING", HIGH, results=("r1",), why=why)), results=(result,)
    )
    _, entry = place_of(file)
    assert entry is not None
    assert entry.reason.text == why
