"""A whole patient: which course is meant, which results count, what was known on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.analytes import Analyte, AnalyteCatalogue
from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.clinical.course import CourseDates, Phase, PhaseEvent, ProtocolRef
from aza_desktop.clinical.diary import Comedication, Decision, DecisionType, Symptom
from aza_desktop.clinical.doses import DoseEvent, Hold, distinct_doses
from aza_desktop.clinical.drafts import HeldRow, IntakeBatch, RejectedRow
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Advice, Answer, Escalation, Mark, Possibility, Severity
from aza_desktop.clinical.known_on import course_on, facts_of, phase_on
from aza_desktop.clinical.labs import LabResult, RecordedResult, ResultState
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.clinical.patient import (
    Identity,
    PatientFacts,
    PatientNumber,
    Tpmt,
    age_on,
    fold_name,
)
from aza_desktop.clinical.protocol import Parameter, ParameterValue, Protocol, ProtocolReview
from aza_desktop.clinical.quantities import Comparator, Ratio
from aza_desktop.clinical.record import CourseRecord, PatientRecord

TODAY = dt.date(2026, 2, 20)
CATALOGUE = AnalyteCatalogue(
    (Analyte("ALT", "ALT", "ALT", "U/L", {"u/l": Decimal(1), "ukat/l": Decimal(60)}),)
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def a_result(id: str, on: str, *, entered: str | None = None, **changes: object) -> LabResult:
    result = LabResult(
        id=id,
        analyte="ALT",
        value_text="25",
        value=Decimal(25),
        comparator=Comparator.EQUAL,
        unit="U/L",
        uln_text="40",
        uln=Decimal(40),
        uln_unit="U/L",
        collected_on=day(on),
        entered_on=day(entered) if entered else day(on),
    )
    return replace(result, **changes)  # type: ignore[arg-type]


def a_course(number: int, *phases: tuple[Phase, str | None]) -> CourseRecord:
    return CourseRecord(
        number=number,
        protocol=ProtocolRef("aza-reintro-literal", "1.0.0"),
        dates=CourseDates(),
        phases=tuple(PhaseEvent(to, day(on) if on else None) for to, on in phases),
    )


def a_record(*courses: CourseRecord, **changes: object) -> PatientRecord:
    record = PatientRecord(
        id="p",
        version=1,
        identity=Identity((PatientNumber("hospital", "0007"),), family="Rossi", given="Elena"),
        facts=PatientFacts(Decimal(150), Tpmt.NORMAL),
        courses=courses,
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def a_protocol(**parameters: ParameterValue) -> Protocol:
    return Protocol(
        id="aza-x",
        version="2.1",
        title="",
        sha256="",
        review=ProtocolReview("Under Review"),
        parameters={
            name: Parameter(name, value, "", None, None, "", "", "clinic")
            for name, value in parameters.items()
        },
        thresholds=(),
        marks={},
        statements=(),
        contradictions=(),
        schedules=(),
        sources={},
    )


def known(record: PatientRecord, course: CourseRecord | None, as_of: str) -> Facts:
    return facts_of(
        record,
        course,
        as_of=day(as_of),
        today=TODAY,
        protocol=a_protocol(),
        analytes=CATALOGUE,
    )


def test_the_newest_course_that_is_not_closed_is_meant() -> None:
    closed = a_course(2, (Phase.CLOSED, "2026-01-01"))
    going = a_course(1, (Phase.REINTRODUCTION, "2025-01-01"))
    assert a_record(going, closed).course is going
    assert a_record(a_course(1, (Phase.CLOSED, None)), closed).course is closed
    assert a_record().course is None


def test_a_course_without_a_transition_is_on_its_break() -> None:
    assert a_course(1).phase is Phase.ON_BREAK
    assert phase_on(a_course(1), TODAY) is Phase.ON_BREAK


def test_the_phase_of_a_day_is_the_one_confirmed_last_by_then() -> None:
    course = a_course(1, (Phase.ON_BREAK, "2026-01-01"), (Phase.REINTRODUCTION, "2026-01-15"))
    assert phase_on(course, day("2026-01-14")) is Phase.ON_BREAK
    assert phase_on(course, day("2026-01-15")) is Phase.REINTRODUCTION


def test_the_course_of_a_day_had_begun_by_then() -> None:
    first = a_course(1, (Phase.ON_BREAK, "2024-01-01"), (Phase.CLOSED, "2025-01-01"))
    second = a_course(2, (Phase.ON_BREAK, "2026-01-10"))
    record = a_record(first, second)
    assert course_on(record, day("2024-06-01")) is first
    assert course_on(record, day("2025-06-01")) is first
    assert course_on(record, day("2026-01-10")) is second
    assert course_on(record, day("2023-12-31")) is None


def test_only_current_results_count() -> None:
    recorded = tuple(
        RecordedResult(a_result(state.value, "2026-01-10"), state=state) for state in ResultState
    )
    assert [r.id for r in a_record(results=recorded).current_results] == ["current"]


def test_what_is_dated_later_was_not_known_unless_it_is_a_future_result() -> None:
    ids = {
        "same-day": a_result("same-day", "2026-01-26"),
        "later": a_result("later", "2026-01-27"),
        "beyond-today": a_result("beyond-today", "2026-03-01", entered="2026-01-20"),
        "future-when-entered": a_result("future-when-entered", "2026-01-30", entered="2026-01-25"),
        "late-entry": a_result("late-entry", "2026-01-20", entered="2026-02-10"),
        "no-entry-day": a_result("no-entry-day", "2026-01-28", entered_on=None),
    }
    course = a_course(1, (Phase.REINTRODUCTION, "2026-01-10"))
    record = a_record(course, results=tuple(RecordedResult(r) for r in ids.values()))
    seen = {r.id for r in known(record, course, "2026-01-26").results}
    assert seen == {"same-day", "beyond-today", "future-when-entered", "late-entry"}


def test_later_doses_symptoms_drugs_decisions_and_dates_are_left_out() -> None:
    course = replace(
        a_course(1, (Phase.ON_BREAK, "2026-01-01"), (Phase.REINTRODUCTION, "2026-01-28")),
        dates=CourseDates(break_start=day("2026-01-01"), restart=day("2026-01-28")),
        dose_events=(
            DoseEvent(day("2026-01-20"), Decimal(50), "dr"),
            DoseEvent(day("2026-01-28"), Decimal(75), "dr"),
        ),
        holds=(Hold(day("2026-01-28"), None),),
        decisions=(Decision("d", day("2026-01-28"), DecisionType.CONTINUE, ()),),
    )
    record = a_record(
        course,
        symptoms=(Symptom("s", "nausea", day("2026-01-28")),),
        comedications=(Comedication("c", "Zyloric", day("2026-01-28")),),
    )
    before, after = known(record, course, "2026-01-27"), known(record, course, "2026-01-28")
    assert before.phase is Phase.ON_BREAK
    assert before.dates == CourseDates(break_start=day("2026-01-01"))
    assert [event.dose_mg for event in before.dose_events] == [50]
    assert before.holds == before.decisions == before.symptoms == before.comedications == ()
    assert after.phase is Phase.REINTRODUCTION
    assert len(after.dose_events) == 2
    assert len(after.holds) == len(after.decisions) == 1
    assert len(after.symptoms) == len(after.comedications) == 1


def test_without_a_course_only_symptoms_and_drugs_are_facts() -> None:
    record = a_record(
        results=(RecordedResult(a_result("r", "2026-01-10")),),
        symptoms=(Symptom("s", "nausea", day("2026-01-10")),),
    )
    facts = known(record, None, "2026-01-26")
    assert facts.phase is Phase.CLOSED
    assert facts.results == ()
    assert len(facts.symptoms) == 1


def test_equal_consecutive_doses_are_one_and_the_later_word_of_a_day_counts() -> None:
    events = (
        DoseEvent(day("2026-01-05"), Decimal(75), "dr"),
        DoseEvent(day("2026-01-01"), Decimal(50), "dr"),
        DoseEvent(day("2026-01-03"), Decimal(50), "dr"),
        DoseEvent(day("2026-01-05"), Decimal(100), "dr"),
    )
    kept = [(event.on.day, event.dose_mg) for event in distinct_doses(events)]
    assert kept == [(1, 50), (5, 100)]
    assert distinct_doses(()) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"analyte": "XYZ"},
        {"value": None},
        {"uln": None},
        {"unit": "mg/dL"},
        {"uln_unit": None},
        {"uln": Decimal(0)},
    ],
)
def test_a_multiple_that_cannot_be_told_is_none(changes: dict[str, object]) -> None:
    assert multiple_of(a_result("r", "2026-01-10", **changes), CATALOGUE) is None


def test_a_multiple_is_taken_in_one_unit() -> None:
    result = a_result("r", "2026-01-10", unit="ukat/L", value=Decimal("3.34"))
    assert multiple_of(result, CATALOGUE) == Ratio(Decimal("200.40"), Decimal(40))


@pytest.mark.parametrize(
    ("family", "given", "shown"),
    [
        ("Rossi", "Elena", "ROSSI, Elena"),
        ("Rossi", None, "ROSSI"),
        (None, "Elena", "Elena"),
        (None, None, "0007"),
    ],
)
def test_a_name_leads_with_the_family_and_falls_back_to_the_number(
    family: str | None, given: str | None, shown: str
) -> None:
    identity = Identity((PatientNumber("hospital", "0007"),), family=family, given=given)
    assert identity.name == shown
    assert identity.number == "0007"


def test_names_are_found_without_marks_case_and_doubled_blanks() -> None:
    assert fold_name("  Ångström   Ünal ") == "angstrom unal"


def test_a_year_is_completed_on_the_birthday() -> None:
    assert age_on(day("1984-07-14"), day("2026-07-13")) == 41
    assert age_on(day("1984-07-14"), day("2026-07-14")) == 42


def test_changes_touch_their_patients_and_topics() -> None:
    changes = Changes(frozenset({"p"}), frozenset({Topic.LABS}))
    assert changes.touches("p")
    assert changes.touches("p", Topic.LABS, Topic.DOSES)
    assert changes.touches(None, Topic.LABS)
    assert not changes.touches("q", Topic.LABS)
    assert not changes.touches("p", Topic.DOSES)
    assert Changes(frozenset(), frozenset({Topic.LABS})).touches("q", Topic.LABS)


def test_a_protocol_parameter_is_asked_for_by_its_kind() -> None:
    protocol = a_protocol(stop=Decimal("5.0"), days=7, strict=True, words=("a",))
    assert protocol.name == "aza-x@2.1"
    assert ProtocolRef("aza-x", "2.1").name == protocol.name
    assert protocol.number("stop") == Decimal(5)
    assert protocol.number("days") == Decimal(7)
    assert protocol.whole("days") == 7
    assert protocol.flag("strict") is True
    assert protocol.words("words") == ("a",)
    wrong = [
        (protocol.number, "strict"),
        (protocol.number, "words"),
        (protocol.whole, "stop"),
        (protocol.whole, "strict"),
        (protocol.flag, "days"),
        (protocol.words, "days"),
    ]
    for ask, name in wrong:
        with pytest.raises(TypeError, match=name):
            ask(name)


def test_rows_read_are_the_sum_of_what_became_of_them() -> None:
    batch = IntakeBatch(
        file="f",
        format="csv-long",
        sha256="",
        drafts=(),
        rejected=(RejectedRow("line 2", "Result", "x", "no_number"),),
        held=(HeldRow("line 3", "Date", "1/2/26", "date_order"),),
        questions=(),
        ignored=4,
    )
    assert batch.read == 6


def a_mark(code: str, severity: Severity, *results: str) -> Mark:
    return Mark(code, severity, True, results, (), code.lower(), code, "", (), Advice(""), ())


def test_an_answer_knows_its_worst_mark_and_the_marks_of_a_result() -> None:
    marks = (a_mark("TA_STOP", Severity.CRITICAL, "r1"), a_mark("X", Severity.LOW, "r1", "r2"))
    answer = Answer(marks, (), Escalation(Possibility.BLOCKED), None, (), {})
    assert answer.worst is Severity.CRITICAL
    assert [mark.code for mark in answer.marks_of_result("r1")] == ["TA_STOP", "X"]
    assert [mark.code for mark in answer.marks_of_result("r2")] == ["X"]
    assert replace(answer, marks=()).worst is None
    assert Severity.CRITICAL.word == "critical"
