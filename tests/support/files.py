"""Open patients for tests of pictures and panels: real clinical values, no rules, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.course import CourseDates, Phase, ProtocolRef
from aza_desktop.clinical.diary import Comedication, Decision, Symptom
from aza_desktop.clinical.doses import DayReport, DoseEvent, Hold
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import (
    Advice,
    Answer,
    Escalation,
    LabDue,
    Mark,
    Possibility,
    Restart,
    Severity,
    Source,
)
from aza_desktop.clinical.labs import LabResult, RecordedResult
from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.clinical.protocol import Contradiction, Protocol, ProtocolReview, Threshold
from aza_desktop.clinical.quantities import Comparator, parse_decimal
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.paths import resources_folder
from aza_desktop.protocols.analytes import load_analytes

AS_OF = dt.date(2025, 11, 20)
ARTICLE = Source("article", "The article", "https://example.org/article", verified=True)
_ULN = {"ALT": "35", "AST": "35", "BILI": "21", "ALP": "120", "GGT": "40"}
_UNITS = {"BILI": "umol/L"}


@dataclass(frozen=True, slots=True)
class OpenFile:
    """The same members as the services' patient file."""

    record: PatientRecord
    course: CourseRecord | None
    phase: Phase | None
    facts: Facts
    answer: Answer
    protocol: Protocol
    as_of: dt.date


@cache
def the_analytes() -> AnalyteCatalogue:
    """The real catalogue."""
    return load_analytes(resources_folder() / "analytes.toml")


def day(text: str) -> dt.date:
    """``2025-11-20`` as a date."""
    return dt.date.fromisoformat(text)


def a_result(
    analyte: str,
    value: str,
    on: str,
    *,
    uln: str | None = "",
    unit: str | None = "",
    comparator: str = "=",
    laboratory: str | None = "district",
    id: str = "",
) -> LabResult:
    """A result; the ULN and unit are the district laboratory's unless given."""
    uln = _ULN.get(analyte) if uln == "" else uln
    unit = _UNITS.get(analyte, "U/L") if unit == "" else unit
    return LabResult(
        id=id or f"{analyte.lower()}-{on}",
        analyte=analyte,
        value_text=value,
        value=parse_decimal(value),
        comparator=Comparator(comparator),
        unit=unit,
        uln_text=uln,
        uln=parse_decimal(uln) if uln else None,
        uln_unit=unit,
        collected_on=day(on),
        laboratory=laboratory,
    )


def a_mark(
    code: str = "TA_STOP",
    *,
    results: Sequence[str] = (),
    severity: Severity = Severity.CRITICAL,
    title: str = "Stop rule",
    statements: Sequence[str] = ("S12",),
    missing: Sequence[str] = (),
    blocks: bool = True,
    patient: str | None = None,
) -> Mark:
    return Mark(
        code=code,
        severity=severity,
        blocks=blocks,
        results=tuple(sorted(results)),
        statements=tuple(statements),
        rule=code.lower(),
        title=title,
        why="ALT 196 U/L / ULN 35 U/L = 5.60 >= 5.0",
        missing=tuple(missing),
        advice=Advice("The protocol says stop azathioprine immediately.", patient),
        sources=(ARTICLE,),
    )


def an_answer(
    *,
    marks: Iterable[Mark] = (),
    labs_due: Iterable[LabDue] = (),
    escalation: Escalation | None = None,
    restart: Restart | None = None,
) -> Answer:
    """An answer with the marks sorted as the rules sort them."""
    return Answer(
        marks=tuple(sorted(marks, key=lambda m: (-m.severity, m.code))),
        labs_due=tuple(labs_due),
        escalation=escalation or Escalation(Possibility.NOT_APPLICABLE),
        restart=restart,
        transitions=(),
        derived={},
    )


def a_threshold(code: str, value: str, label: str, **changes: object) -> Threshold:
    made = Threshold(
        code=code,
        analytes=("ALT", "AST"),
        operator=">=",
        figure=f"{code.lower()}_uln",
        value=Decimal(value),
        severity=Severity.CRITICAL,
        label=label,
        cite="article",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def a_protocol(*, stop: str = "5", status: str = "Under Review") -> Protocol:
    """A protocol with stop, consider and bilirubin limits; `stop` moves the first."""
    return Protocol(
        id="aza-reintro-cautious",
        version="1.0.0",
        title="Re-introduction, cautious",
        sha256="0" * 64,
        review=ProtocolReview(status),
        parameters={},
        thresholds=(
            a_threshold("TA_STOP", stop, f"{stop} x stop"),
            a_threshold("TA_CONSIDER_STOP", "3", "3 x consider stopping", severity=Severity.HIGH),
            a_threshold("BILI_TA_STOP", "2", "bilirubin 2 x stop", analytes=("BILI",)),
        ),
        marks={},
        statements=(),
        contradictions=(Contradiction("F2", "S4 and S8 disagree about the pace.", ("article",)),),
        schedules=(),
        sources={"article": ARTICLE},
        not_covered="Blood counts are not part of this protocol version.",
    )


def a_file(
    *,
    results: Iterable[LabResult] = (),
    answer: Answer | None = None,
    protocol: Protocol | None = None,
    phase: Phase = Phase.REINTRODUCTION,
    dates: CourseDates | None = None,
    doses: Iterable[tuple[str, str]] = (),
    holds: Iterable[Hold] = (),
    reports: Iterable[DayReport] = (),
    symptoms: Iterable[Symptom] = (),
    comedications: Iterable[Comedication] = (),
    decisions: Iterable[Decision] = (),
    as_of: dt.date = AS_OF,
    number: str = "000123",
    earlier: Iterable[CourseRecord] = (),
    weight: str | None = "68",
    prior: str | None = "150",
) -> OpenFile:
    """One open patient in her re-introduction, as told."""
    protocol = protocol or a_protocol()
    results = tuple(results)
    events = tuple(DoseEvent(day(on), Decimal(mg), "Dr A. Demo") for on, mg in doses)
    dates = dates or CourseDates(break_start=day("2025-10-14"), restart=day("2025-11-04"))
    patient = PatientFacts(
        prior_toxic_dose_mg=Decimal(prior) if prior else None,
        tpmt=Tpmt.NORMAL,
        weight_kg=Decimal(weight) if weight else None,
    )
    past = tuple(earlier)
    course = CourseRecord(
        number=len(past) + 1,
        protocol=ProtocolRef(protocol.id, protocol.version),
        dates=dates,
        dose_events=events,
        holds=tuple(holds),
        day_reports=tuple(reports),
        decisions=tuple(decisions),
    )
    record = PatientRecord(
        id="p1",
        version=1,
        identity=Identity(
            numbers=(PatientNumber("hospital", number),),
            family="Hargreaves",
            given="Anita",
            birth_date=day("1984-07-14"),
        ),
        facts=patient,
        courses=(*past, course),
        results=tuple(RecordedResult(r) for r in results),
        symptoms=tuple(symptoms),
        comedications=tuple(comedications),
    )
    facts = Facts(
        as_of=as_of,
        phase=phase,
        patient=patient,
        dates=dates,
        protocol=protocol,
        analytes=the_analytes(),
        dose_events=events,
        holds=tuple(holds),
        results=results,
        symptoms=tuple(symptoms),
        comedications=tuple(comedications),
        decisions=tuple(decisions),
    )
    return OpenFile(record, course, phase, facts, answer or an_answer(), protocol, as_of)
