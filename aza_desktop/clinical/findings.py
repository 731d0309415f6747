"""What the rules answer: findings with their evidence, due blood tests, what is possible and why.

A `Finding` is what a rule found; a `Mark` is the same finding with its sentence and sources.
Findings are derived, never stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How grave a finding is; compare with < and >."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer about one patient.

    results: ids of the results that the finding rests on, sorted.
    values: named values for the sentence (ready-made texts such as ``"196 U/L"``).
    missing: what could not be told and would be needed, in plain words.
    """

    code: str
    severity: Severity
    blocks: bool
    rule: str
    statements: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement can be read. verified: somebody compared it with the original."""

    id: str
    title: str
    address: str
    verified: bool
    supports: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the protocol says, for clinicians and, where it may be printed, for the patient."""

    clinician: str
    patient: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in words: what every screen, list, command and print shows."""

    code: str
    severity: Severity
    blocks: bool
    results: tuple[str, ...]
    statements: tuple[str, ...]
    rule: str
    title: str
    why: str
    missing: tuple[str, ...]
    advice: Advice
    sources: tuple[Source, ...]


class LabReason(StrEnum):
    """Why a blood test is due, in the order in which they are listed."""

    SCHEDULE = "schedule"
    NORMALISATION = "normalisation"
    AFTER_STOP = "after_stop"
    SYMPTOM = "symptom"
    MISSING_BILIRUBIN = "missing_bilirubin"
    UNPAIRED_BILIRUBIN = "unpaired_bilirubin"


class LabStatus(StrEnum):
    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class LabDue:
    """A blood test that the protocol asks for. tests in the order ALT, AST, BILI."""

    reason: LabReason
    tests: tuple[str, ...]
    due_from: dt.date
    due_by: dt.date
    status: LabStatus


class Possibility(StrEnum):
    """Whether a step or a restart may be considered."""

    NOT_APPLICABLE = "not_applicable"
    AT_TARGET = "at_target"
    BLOCKED = "blocked"
    WAIT = "wait"
    ELIGIBLE = "eligible"


@dataclass(frozen=True, slots=True)
class Escalation:
    """Whether the next step may be considered; never a step itself. Doses in mg per day."""

    status: Possibility
    earliest: dt.date | None = None
    latest: dt.date | None = None
    next_dose_mg: Decimal | None = None
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restart:
    """Whether the restart may be considered, from which day, with which first dose (mg)."""

    status: Possibility
    earliest: dt.date | None
    dose_mg: Decimal
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The rules' one answer about one patient on one day.

    findings: worst first, then by code. valid_until: the first later day on which the answer
    would change by the passing of time alone, or None. derived_missing: for each figure of a
    switched-on overlay that could not be told, what is missing.
    """

    findings: tuple[Finding, ...]
    labs_due: tuple[LabDue, ...]
    escalation: Escalation
    restart: Restart | None
    transitions: tuple[str, ...]
    derived: Mapping[str, str | int]
    valid_until: dt.date | None = None
    derived_missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A review in words: what the services hand to screens, commands and reports."""

    marks: tuple[Mark, ...]
    labs_due: tuple[LabDue, ...]
    escalation: Escalation
    restart: Restart | None
    transitions: tuple[str, ...]
    derived: Mapping[str, str | int]
    valid_until: dt.date | None = None
    derived_missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def worst(self) -> Severity | None:
        return self.marks[0].severity if self.marks else None

    def marks_of_result(self, result_id: str) -> tuple[Mark, ...]:
        """The marks that cite a result. A point is red only through these."""
        return tuple(mark for mark in self.marks if result_id in mark.results)
