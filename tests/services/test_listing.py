"""Which group of today's list a patient enters, and which one just not."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from aza_desktop.clinical.course import Phase, PhaseEvent
from aza_desktop.clinical.diary import (
    Decision,
    DecisionType,
    DrugQuestion,
    Proposal,
    Sample,
    Symptom,
)
from aza_desktop.clinical.findings import LabReason, Possibility, Severity
from aza_desktop.clinical.worklist import GROUP_IDS, NextDay, Worklist, WorklistEntry
from aza_desktop.services.listing import build_lines, build_worklist
from tests.support.listed_files import (
    NEXT_WEEK,
    TODAY,
    AFile,
    a_file,
    a_lab,
    a_mark,
    a_protocol,
    a_result,
    an_answer,
)

HIGH, CRITICAL = Severity.HIGH, Severity.CRITICAL


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def list_of(*files: AFile, **options: dict[str, int]) -> Worklist:
    return build_worklist(files, as_of=TODAY, **options)


def place_of(file: AFile) -> tuple[str | None, WorklistEntry | None]:
    for group in list_of(file).groups:
        if group.patients:
            return group.id, group.patients[0]
    return None, None


def group_of(file: AFile) -> str | None:
    return place_of(file)[0]


def numbers_in(worklist: Worklist, group_id: str) -> list[str]:
    return [e.number for g in worklist.groups if g.id == group_id for e in g.patients]


def test_all_nine_groups_stand_in_the_order_of_the_contract_even_when_empty() -> None:
    worklist = list_of()
    assert tuple(group.id for group in worklist.groups) == GROUP_IDS
    assert [group.title for group in worklist.groups] == [
        "Breach - call today",
        "Could not be checked",
        "Consider stopping - review",
        "Labs overdue",
        "Sample taken, result awaited",
        "Labs due today",
        "Waiting for confirmation",
        "Step may be considered",
        "Record incomplete",
    ]


def test_a_patient_with_nothing_open_is_counted_and_not_listed() -> None:
    worklist = list_of(a_file())
    assert (worklist.nothing_today, worklist.patients, worklist.snoozed) == (1, 1, 0)
    assert group_of(a_file()) is None


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


def test_a_symptom_is_dated_by_its_onset() -> None:
    symptoms = (
        Symptom("s1", "fever", days_ago(9), days_ago(5)),
        Symptom("s2", "fever", days_ago(2)),
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


def test_blood_is_overdue_the_day_after_it_was_due_and_due_on_the_day() -> None:
    late = a_file(an_answer(a_mark("LFT_OVERDUE"), labs=(a_lab(-5),)))
    found, entry = place_of(late)
    assert found == "labs_overdue"
    assert entry is not None
    assert entry.reason.code == "labs_overdue"
    assert entry.reason.severity is Severity.MEDIUM
    assert entry.reason.on == dt.date(2026, 1, 21)
    assert entry.reason.text == "ALT, AST due 21-Jan-2026, 5 days late"
    assert (entry.also, entry.days_overdue) == (("LFT_OVERDUE",), 5)
    _, one_day = place_of(a_file(an_answer(labs=(a_lab(-1),))))
    assert one_day is not None
    assert one_day.reason.text == "ALT, AST due 25-Jan-2026, 1 day late"
    found, entry = place_of(a_file(an_answer(labs=(a_lab(0),))))
    assert found == "labs_due"
    assert entry is not None
    assert (entry.reason.text, entry.days_overdue) == ("ALT, AST due today", None)
    assert group_of(a_file(an_answer(labs=(a_lab(1),)))) is None


def test_overdue_patients_are_sorted_most_days_first_and_equals_by_name() -> None:
    files = [
        a_file(an_answer(labs=(a_lab(-days),)), number=number, family=family)
        for number, days, family in (("1", 2, "Ünal"), ("2", 9, "Zola"), ("3", 2, "Urban"))
    ]
    assert numbers_in(list_of(*files), "labs_overdue") == ["2", "1", "3"]


def test_a_long_term_window_is_named_only_when_it_is_about_to_close() -> None:
    def window(closes: int) -> AFile:
        return a_file(an_answer(labs=(a_lab(closes, since=closes - 60),)), phase=Phase.LONG_TERM)

    assert group_of(window(15)) is None
    assert list_of(window(15)).next == NextDay(TODAY + dt.timedelta(days=1), 1)
    found, entry = place_of(window(14))
    assert found == "labs_due"
    assert entry is not None
    assert entry.reason.text == "ALT, AST due by 09-Feb-2026"
    elsewhere = a_file(an_answer(labs=(a_lab(15, since=-45),)), phase=Phase.STABLE_MAINTENANCE)
    assert group_of(elsewhere) == "labs_due"


def test_urgent_tests_lead_the_blood_due_today() -> None:
    reasons = {
        "1": LabReason.SCHEDULE,
        "2": LabReason.MISSING_BILIRUBIN,
        "3": LabReason.UNPAIRED_BILIRUBIN,
        "4": LabReason.SYMPTOM,
        "5": LabReason.AFTER_STOP,
    }
    files = [
        a_file(an_answer(labs=(a_lab(0, reason=reason),)), number=number)
        for number, reason in reasons.items()
    ]
    assert numbers_in(list_of(*files), "labs_due") == ["4", "3", "2", "1", "5"]


def test_a_missing_bilirubin_that_a_decision_answered_is_a_gap_of_the_record() -> None:
    answer = an_answer(
        a_mark("BILI_MISSING", results=("r1",)),
        labs=(a_lab(0, reason=LabReason.MISSING_BILIRUBIN, tests=("BILI",)), a_lab(3)),
    )
    assert group_of(a_file(answer)) == "labs_due"
    other = (Decision("d1", TODAY, DecisionType.CONTINUE, ("r2",)),)
    assert group_of(a_file(answer, decisions=other)) == "labs_due"
    answered = (Decision("d1", TODAY, DecisionType.CONTINUE, ("r1", "r2")),)
    found, entry = place_of(a_file(answer, decisions=answered))
    assert found == "record_incomplete"
    assert entry is not None
    assert entry.reason.code == "BILI_MISSING"


def test_a_sample_is_awaited_for_three_days_and_then_its_result_is_not_back() -> None:
    late = an_answer(a_mark("LFT_OVERDUE"), labs=(a_lab(-5),))
    found, entry = place_of(a_file(late, samples=(Sample("x", days_ago(3)),)))
    assert found == "sample_awaited"
    assert entry is not None
    assert entry.reason.text == "Taken 23-Jan-2026, result awaited"
    assert entry.also == ("LFT_OVERDUE",)
    found, entry = place_of(a_file(late, samples=(Sample("x", days_ago(4)),)))
    assert found == "labs_overdue"
    assert entry is not None
    assert entry.reason.text.endswith("5 days late; taken 22-Jan-2026, result not back")


def test_a_lost_sample_brings_a_patient_in_whose_blood_is_not_overdue() -> None:
    found, entry = place_of(a_file(samples=(Sample("x", days_ago(4)),)))
    assert found == "labs_overdue"
    assert entry is not None
    assert (entry.reason.code, entry.days_overdue) == ("result_not_back", 1)


def test_a_sample_whose_result_came_is_no_longer_awaited() -> None:
    sample = Sample("x", days_ago(1), ("ALT", "AST"))
    assert group_of(a_file(samples=(sample,))) == "sample_awaited"
    back = a_result("r1", "20", on=days_ago(1))
    assert group_of(a_file(samples=(sample,), results=(back,))) is None
    earlier = a_result("r1", "20", on=days_ago(2))
    assert group_of(a_file(samples=(sample,), results=(earlier,))) == "sample_awaited"
    other = a_result("r1", "20", on=days_ago(1), analyte="BILI")
    assert group_of(a_file(samples=(sample,), results=(other,))) == "sample_awaited"


def test_a_sample_stands_for_the_tests_that_it_was_taken_for_only() -> None:
    due = an_answer(labs=(a_lab(-2, tests=("ALT", "AST")),))
    without_ast = Sample("x", days_ago(1), ("ALT",))
    assert group_of(a_file(due, samples=(without_ast,))) == "labs_overdue"


def test_a_proposal_waits_until_it_is_answered_or_done() -> None:
    def with_proposal(proposal: Proposal) -> AFile:
        return a_file(proposals=(proposal,))

    open_ = Proposal("p1", days_ago(1), "dose", Decimal(75), "Nurse C. Demo", "Dr B. Demo")
    found, entry = place_of(with_proposal(open_))
    assert found == "waiting_confirmation"
    assert entry is not None
    assert entry.reason.text == "dose 75 mg proposed 25-Jan-2026, waits for Dr B. Demo"
    answered = dataclasses.replace(open_, answered_on=TODAY)
    assert group_of(with_proposal(answered)) is None
    done = dataclasses.replace(open_, on=dt.date(2026, 1, 5))
    assert group_of(with_proposal(done)) is None


def test_a_proposed_phase_waits_until_that_phase_is_confirmed() -> None:
    proposal = Proposal("p1", days_ago(10), "stable_maintenance")
    file = a_file(proposals=(proposal,))
    assert group_of(file) == "waiting_confirmation"
    assert file.course is not None
    event = PhaseEvent(Phase.STABLE_MAINTENANCE, days_ago(2))
    done = dataclasses.replace(
        file, course=dataclasses.replace(file.course, phases=(*file.course.phases, event))
    )
    assert group_of(done) is None


def test_a_step_is_named_only_while_re_introducing() -> None:
    eligible = an_answer(step=Possibility.ELIGIBLE)
    found, entry = place_of(a_file(eligible))
    assert found == "step_possible"
    assert entry is not None
    assert entry.reason.text == (
        "Step 50 to 75 mg may be considered, hold over since 12-Jan-2026"
    )  # fmt: skip
    assert entry.current_dose_mg == Decimal(50)
    assert group_of(a_file(eligible, phase=Phase.STABLE_MAINTENANCE)) is None
    assert group_of(a_file(eligible, phase=Phase.LONG_TERM)) is None
    assert group_of(a_file(an_answer(step=Possibility.WAIT))) is None
    assert group_of(a_file(an_answer(step=Possibility.BLOCKED))) is None


def test_a_restart_is_named_when_it_is_eligible() -> None:
    found, entry = place_of(
        a_file(
            an_answer(restart=Possibility.ELIGIBLE, step=Possibility.NOT_APPLICABLE),
            phase=Phase.ON_BREAK,
        )
    )
    assert found == "step_possible"
    assert entry is not None
    assert entry.reason.code == "restart_possible"
    assert entry.current_dose_mg is None
    waits = an_answer(restart=Possibility.WAIT, step=Possibility.NOT_APPLICABLE)
    assert group_of(a_file(waits, phase=Phase.ON_BREAK)) is None


def test_what_has_been_possible_longest_leads() -> None:
    offered = a_mark("STABLE_CRITERIA_MET", Severity.INFO)
    stable = a_file(an_answer(offered, step=Possibility.AT_TARGET), number="1")
    step = a_file(an_answer(offered, step=Possibility.ELIGIBLE), number="2")
    worklist = list_of(stable, step)
    assert numbers_in(worklist, "step_possible") == ["2", "1"]
    assert worklist.groups[7].patients[0].also == ("STABLE_CRITERIA_MET",)


def test_a_patient_stands_once_and_the_rest_is_in_also() -> None:
    answer = an_answer(a_mark("TA_ELEVATED"), labs=(a_lab(0), a_lab(-2)), step=Possibility.ELIGIBLE)
    proposal = Proposal("p1", days_ago(1), "stable_maintenance")
    worklist = list_of(a_file(answer, proposals=(proposal,)))
    assert sum(len(group.patients) for group in worklist.groups) == 1
    assert numbers_in(worklist, "labs_overdue") == ["1"]
    assert worklist.groups[3].patients[0].also == (
        "TA_ELEVATED",
        "labs_due",
        "step_possible",
        "waiting_confirmation",
    )


def test_blood_that_a_mark_tells_already_is_not_repeated_in_also() -> None:
    answer = an_answer(
        a_mark("SYMPTOM", HIGH), a_mark("LFT_OVERDUE"),
        labs=(a_lab(-1), a_lab(0, reason=LabReason.SYMPTOM)),
    )  # fmt: skip
    _, entry = place_of(a_file(answer))
    assert entry is not None
    assert (entry.reason.code, entry.also) == ("SYMPTOM", ("LFT_OVERDUE",))


@pytest.mark.parametrize(
    ("gap", "code"),
    [
        ({"drug_questions": ()}, "allopurinol_not_asked"),
        ({"drug_questions": (DrugQuestion("allopurinol"),)}, "allopurinol_not_asked"),
        ({"birth_date": None}, "no_birth_date"),
    ],
)
def test_a_gap_of_the_record_is_named(gap: dict[str, object], code: str) -> None:
    found, entry = place_of(a_file(**gap))
    assert found == "record_incomplete"
    assert entry is not None
    assert entry.reason.code == code


def test_an_active_course_without_a_next_blood_test_is_a_gap() -> None:
    _, entry = place_of(a_file(an_answer(labs=())))
    assert entry is not None
    assert entry.reason.code == "no_next_date"
    assert group_of(a_file(an_answer(labs=()), phase=Phase.STOPPED)) is None
    assert group_of(a_file(an_answer(labs=()), phase=Phase.CONSIDER_ALTERNATIVE)) is None


def test_gaps_do_not_follow_a_patient_into_a_more_urgent_group() -> None:
    _, entry = place_of(a_file(an_answer(a_mark("TA_STOP", CRITICAL)), drug_questions=()))
    assert entry is not None
    assert entry.also == ()


def test_a_patient_without_a_course_is_counted_and_only_a_mark_brings_one_in() -> None:
    laboratory_only = a_file(an_answer(labs=()), with_course=False, birth_date=None)
    assert group_of(laboratory_only) is None
    worklist = list_of(laboratory_only)
    assert (worklist.patients, worklist.nothing_today, worklist.protocols) == (1, 1, ())
    marked = a_file(an_answer(a_mark("SYMPTOM", HIGH), labs=()), with_course=False)
    found, entry = place_of(marked)
    assert found == "call_today"
    assert entry is not None
    assert (entry.phase, entry.course, entry.current_dose_mg) == (None, None, None)


def test_incomplete_records_are_sorted_by_name() -> None:
    files = [
        a_file(number=number, family=family, birth_date=None)
        for number, family in (("1", "Zola"), ("2", "Ångström"), ("3", "Bauer"))
    ]
    assert numbers_in(list_of(*files), "record_incomplete") == ["2", "3", "1"]


def test_next_is_the_first_later_day_with_the_number_of_patients() -> None:
    files = [
        a_file(an_answer(labs=labs), number=str(number))
        for number, labs in enumerate([(a_lab(2),), (a_lab(2), a_lab(5)), (a_lab(3),), (a_lab(0),)])
    ]
    assert list_of(*files).next == NextDay(TODAY + dt.timedelta(days=2), 2)
    assert list_of(a_file(an_answer(labs=(a_lab(0),)))).next is None


def test_protocols_in_use_are_counted_by_version() -> None:
    files = [
        a_file(number=str(number), protocol=a_protocol(version=version))
        for number, version in enumerate(("1.0.0", "1.1.0", "1.0.0"))
    ]
    assert [(use.version, use.patients) for use in list_of(*files).protocols] == [
        ("1.0.0", 2),
        ("1.1.0", 1),
    ]


def test_the_numbers_add_up() -> None:
    worklist = list_of(
        a_file(number="1"),
        a_file(an_answer(a_mark("TA_STOP", CRITICAL)), number="2"),
        a_file(an_answer(labs=(a_lab(-1),)), number="3"),
    )
    listed = sum(len(group.patients) for group in worklist.groups)
    assert worklist.patients == listed + worklist.nothing_today + worklist.snoozed == 3


def test_the_trend_is_the_last_twelve_alt_multiples_with_their_ids_oldest_first() -> None:
    results = [a_result(f"r{day:02d}", str(20 + day), on=days_ago(40 - day)) for day in range(14)]
    results += [a_result("no-limit", "99", uln=None), a_result("ast", "30", analyte="AST")]
    results += [a_result("later", "30", on=TODAY + dt.timedelta(days=3))]
    answer = an_answer(labs=(a_lab(0),))
    _, entry = place_of(a_file(answer, results=tuple(reversed(results))))
    assert entry is not None
    assert entry.trend_results == tuple(f"r{day:02d}" for day in range(2, 14))
    assert entry.trend[-1].truncated() == "0.82"


def test_a_line_of_the_patient_list_shows_group_last_alt_and_next_blood_test() -> None:
    results = (a_result("r1", "60", on=days_ago(8)), a_result("r2", "80", on=days_ago(1)))
    urgent = a_file(
        an_answer(a_mark("TA_CONSIDER_STOP", HIGH)), number="2", family="Öz", results=results
    )
    first, second = build_lines([urgent, a_file(number="1", family="Aas")])
    assert [first.number, second.number] == ["1", "2"]
    assert (first.group, first.last_alt, first.last_alt_on) == (None, None, None)
    assert second.group == "consider_stopping"
    assert second.last_alt is not None
    assert second.last_alt.truncated() == "2.00"
    assert (second.last_alt_on, second.next_lab) == (days_ago(1), NEXT_WEEK[0].due_by)
    assert second.folded_name == "oz, tomas"


def test_a_last_alt_without_a_limit_shows_its_day_and_no_multiple() -> None:
    results = (a_result("r1", "60", on=days_ago(8)), a_result("r2", "80", uln=None))
    (line,) = build_lines([a_file(results=results)])
    assert (line.last_alt, line.last_alt_on) == (None, TODAY)
