"""Which group of today's list a day opens, and which it just does not."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.course import Phase, PhaseEvent
from aza_desktop.clinical.diary import (
    Decision,
    DecisionType,
    Proposal,
    Sample,
)
from aza_desktop.clinical.findings import LabReason, Possibility, Severity
from aza_desktop.clinical.worklist import NextDay
from tests.support.listed_files import (
    TODAY,
    AFile,
    a_file,
    a_lab,
    a_mark,
    a_result,
    an_answer,
    days_ago,
    group_of,
    list_of,
    numbers_in,
    place_of,
)


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
    assert entry.reason.text == "Blood taken 23-Jan-2026, result awaited"
    assert entry.also == ("LFT_OVERDUE",)
    found, entry = place_of(a_file(late, samples=(Sample("x", days_ago(4)),)))
    assert found == "labs_overdue"
    assert entry is not None
    assert entry.reason.text.endswith("5 days late; blood taken 22-Jan-2026, result not back")


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
    done = dataclasses.replace(open_, on=dt.date(2026, 1, 5), dose_mg=Decimal(50))
    assert group_of(with_proposal(done)) is None
    overtaken = dataclasses.replace(open_, on=dt.date(2026, 1, 4))
    assert group_of(with_proposal(overtaken)) is None


def test_a_proposal_on_the_day_of_another_dose_still_waits() -> None:
    next_one = Proposal("p1", dt.date(2026, 1, 5), "dose", Decimal(75), "Nurse C. Demo")
    assert group_of(a_file(proposals=(next_one,))) == "waiting_confirmation"


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
