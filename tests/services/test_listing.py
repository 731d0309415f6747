"""Today's list as a whole: each patient once, the rest in also, and the counts."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import (
    DrugQuestion,
    Proposal,
)
from aza_desktop.clinical.findings import LabReason, Possibility, Severity
from aza_desktop.clinical.worklist import GROUP_IDS, NextDay
from aza_desktop.services.listing import build_lines
from tests.support.listed_files import (
    NEXT_WEEK,
    TODAY,
    a_file,
    a_lab,
    a_mark,
    a_protocol,
    a_result,
    an_answer,
    days_ago,
    group_of,
    list_of,
    numbers_in,
    place_of,
)

HIGH, CRITICAL = Severity.HIGH, Severity.CRITICAL


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
