"""Hand-made judged files for the list: a patient in reintroduction with nothing open, to vary."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.analytes import Analyte, AnalyteCatalogue
from aza_desktop.clinical.course import CourseDates, Phase, PhaseEvent, ProtocolRef
from aza_desktop.clinical.diary import DrugQuestion
from aza_desktop.clinical.doses import DoseEvent
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import (
    Advice,
    Answer,
    Escalation,
    LabDue,
    LabReason,
    LabStatus,
    Mark,
    Possibility,
    Restart,
    Severity,
)
from aza_desktop.clinical.labs import LabResult, RecordedResult
from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.clinical.protocol import MarkDefinition, Parameter, Protocol, ProtocolReview
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.clinical.worklist import Worklist, WorklistEntry
from aza_desktop.services.listing import build_worklist

TODAY = dt.date(2026, 1, 26)
RESTART = dt.date(2026, 1, 5)

_RULES = {
    "TA_STOP": "ta_stop",
    "BILI_TA_STOP": "bili_stop",
    "HYS_LAW_BIOCHEM": "hys_law",
    "TA_ELEVATED": "ta_elevated",
}
ENZYME = {"u/l": Decimal(1)}
ANALYTES = AnalyteCatalogue(
    (
        Analyte("ALT", "ALT", "ALT", "U/L", ENZYME),
        Analyte("AST", "AST", "AST", "U/L", ENZYME),
        Analyte("BILI", "Bilirubin", "Bili", "umol/L", {"umol/l": Decimal(1)}),
    )
)


@dataclass(frozen=True)
class AFile:
    """A judged file as the services hand it over."""

    record: PatientRecord
    course: CourseRecord | None
    phase: Phase | None
    facts: Facts
    answer: Answer | None
    protocol: Protocol | None
    as_of: dt.date


def a_protocol(*, version: str = "1.0.0") -> Protocol:
    days: dict[str, int] = {
        "long_term_remind_days": 14,
        "stable_min_days_on_dose": 14,
        "stable_period_months": 2,
    }
    return Protocol(
        id="p",
        version=version,
        title="p",
        sha256="0" * 64,
        review=ProtocolReview("Under Review"),
        parameters={
            name: Parameter(name, value, "d", None, None, "", "", "clinic")
            for name, value in (days | {"warning_symptoms": ("fever", "vomiting")}).items()
        },
        thresholds=(),
        marks={
            code: MarkDefinition(code, rule, code, Severity.HIGH, True, (), "", None, ())
            for code, rule in _RULES.items()
        },
        statements=(),
        contradictions=(),
        schedules=(),
        sources={},
    )


def a_mark(
    code: str,
    severity: Severity = Severity.MEDIUM,
    *,
    results: tuple[str, ...] = (),
    rule: str = "a_rule",
    why: str = "a reason",
) -> Mark:
    return Mark(code, severity, True, results, (), rule, code, why, (), Advice(""), ())


def a_result(
    result_id: str, value: str, *, on: dt.date = TODAY, uln: str | None = "40", analyte: str = "ALT"
) -> LabResult:
    return LabResult(
        id=result_id,
        analyte=analyte,
        value_text=value,
        value=Decimal(value),
        comparator=Comparator.EQUAL,
        unit="U/L",
        uln_text=uln,
        uln=None if uln is None else Decimal(uln),
        uln_unit=None if uln is None else "U/L",
        collected_on=on,
    )


def a_lab(
    due: int,
    *,
    since: int | None = None,
    reason: LabReason = LabReason.SCHEDULE,
    tests: tuple[str, ...] = ("ALT", "AST"),
) -> LabDue:
    """A blood test due `due` days from today (opening `since` days from today)."""
    first = TODAY + dt.timedelta(days=due if since is None else since)
    last = TODAY + dt.timedelta(days=due)
    status = LabStatus.DUE
    if first > TODAY:
        status = LabStatus.UPCOMING
    elif last < TODAY:
        status = LabStatus.OVERDUE
    return LabDue(reason, tests, first, last, status)


NEXT_WEEK = (a_lab(4),)


def an_answer(
    *marks: Mark,
    labs: tuple[LabDue, ...] = NEXT_WEEK,
    step: Possibility = Possibility.WAIT,
    restart: Possibility | None = None,
) -> Answer:
    return Answer(
        marks=tuple(sorted(marks, key=lambda m: (-m.severity, m.code))),
        labs_due=labs,
        escalation=Escalation(
            step, RESTART + dt.timedelta(days=7), RESTART + dt.timedelta(days=14), Decimal(75)
        ),
        restart=None if restart is None else Restart(restart, RESTART, Decimal(50)),
        transitions=(),
        derived={},
    )


def a_file(
    answer: Answer | None = None,
    *,
    number: str = "1",
    family: str = "Berg",
    phase: Phase = Phase.REINTRODUCTION,
    results: tuple[LabResult, ...] = (),
    protocol: Protocol | None = None,
    with_course: bool = True,
    **record: object,
) -> AFile:
    """A patient whose record lacks nothing; `record` replaces fields of the record or of facts."""
    birth_date = record.pop("birth_date", dt.date(1980, 1, 1))
    in_facts = {k: record.pop(k) for k in ("symptoms", "decisions") if k in record}
    dates = CourseDates(break_start=dt.date(2025, 12, 1), restart=RESTART, stable_from=RESTART)
    doses = (DoseEvent(RESTART, Decimal(50), "Dr A. Demo"),)
    text = a_protocol() if protocol is None else protocol
    course = CourseRecord(
        1,
        ProtocolRef(text.id, text.version),
        dates,
        (PhaseEvent(phase, RESTART),),
        doses,
    )
    patient = PatientFacts(Decimal(150), Tpmt.NORMAL, Decimal(70))
    base: dict[str, object] = {
        "drug_questions": (DrugQuestion("allopurinol", "no", RESTART),),
        "results": tuple(RecordedResult(r) for r in results),
    }
    return AFile(
        record=PatientRecord(  # type: ignore[arg-type]
            id=f"id-{number}",
            version=1,
            identity=Identity(
                (PatientNumber("hospital", number),),
                family,
                "Tomas",
                birth_date=birth_date,  # type: ignore[arg-type]
            ),
            facts=patient,
            courses=(course,) if with_course else (),
            **(base | record),
        ),
        course=course if with_course else None,
        phase=phase if with_course else None,
        facts=Facts(
            as_of=TODAY,
            phase=phase,
            patient=patient,
            dates=dates,
            protocol=text,
            analytes=ANALYTES,
            dose_events=doses,
            results=results,
            **in_facts,  # type: ignore[arg-type]
        ),
        answer=an_answer() if answer is None else answer,
        protocol=text,
        as_of=TODAY,
    )


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
