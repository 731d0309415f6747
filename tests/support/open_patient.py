"""An open patient for view-models and widgets: built by hand, judged by hand, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.course import CourseDates, Phase, PhaseEvent, ProtocolRef
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
from aza_desktop.clinical.labs import LabResult, RecordedResult, ResultState
from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.clinical.protocol import Parameter, Protocol, ProtocolReview
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.protocols.analytes import load_analytes
from tests.support.process import resources

TODAY = dt.date(2026, 1, 26)
ULNS = {"ALT": "35", "AST": "35", "BILI": "21", "ALP": "120"}
UNITS = {"ALT": "U/L", "AST": "U/L", "BILI": "umol/L", "ALP": "U/L"}


@dataclass(frozen=True, slots=True)
class OpenPatient:
    """The shape of `services.reading.PatientFile`."""

    record: PatientRecord
    course: CourseRecord | None
    phase: Phase | None
    facts: Facts
    answer: Answer | None
    protocol: Protocol | None
    as_of: dt.date = TODAY


@dataclass(slots=True)
class Story:
    """What a test says about its patient; everything else is unremarkable."""

    results: Iterable[LabResult] = ()
    struck: Iterable[RecordedResult] = ()
    marks: tuple[Mark, ...] = ()
    doses: tuple[tuple[str, int], ...] = (("2026-01-10", 50), ("2026-01-17", 75))
    phase: Phase | None = Phase.REINTRODUCTION
    escalation: Escalation = field(default_factory=lambda: Escalation(Possibility.WAIT))
    restart: Restart | None = None
    labs_due: tuple[LabDue, ...] = ()
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    record: Mapping[str, object] = field(default_factory=dict)
    identity: Mapping[str, object] = field(default_factory=dict)


def analytes() -> AnalyteCatalogue:
    """The catalogue that travels with the program."""
    return load_analytes(resources() / "analytes.toml")


def a_result(
    analyte: str,
    value: str,
    on: str,
    *,
    comparator: str = "=",
    uln: str | None = "",
    unit: str | None = "",
    laboratory: str | None = "city",
    note: str | None = None,
) -> LabResult:
    """One result; ULN and unit are the usual ones unless said."""
    limit = ULNS.get(analyte) if uln == "" else uln
    return LabResult(
        id=f"{analyte.lower()}-{on}-{value}",
        analyte=analyte,
        value_text=value,
        value=Decimal(value),
        comparator=Comparator(comparator),
        unit=UNITS.get(analyte) if unit == "" else unit,
        uln_text=limit,
        uln=Decimal(limit) if limit is not None else None,
        uln_unit=UNITS.get(analyte) if limit is not None else None,
        collected_on=dt.date.fromisoformat(on),
        entered_on=dt.date.fromisoformat(on),
        laboratory=laboratory,
        note=note,
    )


def a_set(on: str, alt: str, ast: str, bili: str = "10", alp: str = "83") -> tuple[LabResult, ...]:
    """The four liver values of one blood test."""
    values = {"ALT": alt, "AST": ast, "BILI": bili, "ALP": alp}
    return tuple(a_result(code, value, on) for code, value in values.items())


def a_mark(
    code: str = "TA_STOP",
    *,
    severity: Severity = Severity.CRITICAL,
    results: tuple[str, ...] = (),
    title: str = "ALT or AST at the stop limit",
    why: str = "ALT 196 U/L / ULN 35 U/L = 5.60 >= 5.0",
) -> Mark:
    """A mark in words."""
    return Mark(
        code=code,
        severity=severity,
        blocks=True,
        results=results,
        statements=("S12",),
        rule=code.lower(),
        title=title,
        why=why,
        missing=(),
        advice=Advice("The protocol says stop."),
        sources=(),
    )


def a_protocol(parameters: Mapping[str, Decimal] | None = None) -> Protocol:
    """A protocol with nothing but the parameters that are said."""
    return Protocol(
        id="aza-test",
        version="1.0.0",
        title="Test protocol",
        sha256="0" * 64,
        review=ProtocolReview("Under Review"),
        parameters={
            name: Parameter(name, value, "x ULN", None, None, "", "", "clinic")
            for name, value in (parameters or {}).items()
        },
        thresholds=(),
        marks={},
        statements=(),
        contradictions=(),
        schedules=(),
        sources={},
    )


def an_open_patient(story: Story | None = None) -> OpenPatient:
    """The file of a patient as the story says."""
    told = story or Story()
    protocol = a_protocol(told.parameters)
    results = tuple(told.results)
    doses = tuple(
        DoseEvent(dt.date.fromisoformat(on), Decimal(mg), "Dr A. Demo") for on, mg in told.doses
    )
    dates = CourseDates(break_start=dt.date(2025, 12, 20), restart=dt.date(2026, 1, 10))
    course = None
    if told.phase is not None:
        phases = (
            PhaseEvent(Phase.ON_BREAK, dt.date(2025, 12, 20), "Dr A. Demo"),
            PhaseEvent(told.phase, dt.date(2026, 1, 10), "Dr A. Demo"),
        )
        ref = ProtocolRef(protocol.id, protocol.version)
        course = CourseRecord(1, ref, dates, phases, doses)
    identity = Identity(
        **{
            "numbers": (PatientNumber("hospital", "DEMO-0007"),),
            "family": "Hargreaves",
            "given": "Anita",
            "title": "Mrs",
            "birth_date": dt.date(1984, 7, 14),
            "sex": "female",
            **told.identity,
        }  # type: ignore[arg-type]
    )
    facts = PatientFacts(Decimal(150), Tpmt.INTERMEDIATE, Decimal(68))
    record = PatientRecord(
        **{
            "id": "p-7",
            "version": 3,
            "identity": identity,
            "facts": facts,
            "courses": (course,) if course is not None else (),
            "results": (*(RecordedResult(r) for r in results), *told.struck),
            "tablets_mg": (Decimal(25), Decimal(50)),
            **told.record,
        }  # type: ignore[arg-type]
    )
    return OpenPatient(
        record=record,
        course=course,
        phase=told.phase,
        facts=Facts(
            as_of=TODAY,
            phase=told.phase or Phase.CLOSED,
            patient=record.facts,
            dates=dates,
            protocol=protocol,
            analytes=analytes(),
            dose_events=doses,
            results=tuple(r.result for r in record.results if r.state is ResultState.CURRENT),
        ),
        answer=Answer(
            marks=told.marks,
            labs_due=told.labs_due,
            escalation=told.escalation,
            restart=told.restart,
            transitions=(),
            derived={},
        ),
        protocol=protocol,
    )


def a_lab_due(day: str = "2026-02-01") -> LabDue:
    """A blood test by the schedule."""
    on = dt.date.fromisoformat(day)
    return LabDue(LabReason.SCHEDULE, ("ALT", "AST"), on, on, LabStatus.UPCOMING)
