"""A re-introduction protocol as a value: parameters, limits, texts and their citations.

Every number of medicine stands once, as a `Parameter`; everything else names it.
The values are read from ``resources/protocols/<id>.toml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from aza_desktop.clinical.findings import Severity, Source
from aza_desktop.clinical.own_protocol import OwnPart

ParameterValue = Decimal | int | bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number or choice of the protocol, with where it comes from and who decided it.

    unit: ``x ULN``, ``d``, ``months``, ``mg``, ``U/L``, ``10*9/L``, ``bool``, ``text`` ...
    cite: key of a citation, or "" when decision is ``clinic``.
    decision: source, clinic or unset.
    """

    name: str
    value: ParameterValue
    unit: str
    minimum: Decimal | None
    maximum: Decimal | None
    cite: str
    statement: str
    decision: str
    default_id: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit line: drawn, banded, printed and judged from this one object.

    figure: the parameter's name. value: the parameter's value, a multiple of the ULN.
    label: the words on the chart's line, for example ``5 x stop``; words: without the number.
    """

    code: str
    analytes: tuple[str, ...]
    operator: str
    figure: str
    value: Decimal
    severity: Severity
    label: str
    cite: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class MarkDefinition:
    """What a code of the catalogue means: its weight, its statements and its words.

    severity_by: other weights, by what was found (a TPMT activity). latch: it stays until a
    decision names the result. overlay: the overlay that must be on, or "".
    """

    code: str
    rule: str
    title: str
    severity: Severity
    blocks: bool
    statements: tuple[str, ...]
    clinician: str
    patient: str | None
    cites: tuple[str, ...]
    overlay: str = ""
    latch: bool = False
    severity_by: Mapping[str, Severity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the source, in our own words. implemented_by: codes, gates, schedules."""

    id: str
    says: str
    implemented_by: tuple[str, ...]
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Where the source is wrong, silent, or contradicted by another one.

    statements: ids of the statements that it concerns; cards of their marks show it.
    """

    id: str
    text: str
    cites: tuple[str, ...]
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProtocolReview:
    """The sign-off of a protocol text. status: Submitted, Under Review, Approved or Retired."""

    status: str
    reviewer: str = ""
    reviewer_role: str = ""
    on: dt.date | None = None
    note: str = ""
    next_due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LabSchedule:
    """How often a phase asks for blood. tests: required; also: printed beside them on slips.

    figure: the parameter that holds the interval; until: the one that ends a window, or "".
    """

    phase: str
    tests: tuple[str, ...]
    also: tuple[str, ...]
    figure: str
    cite: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolPhase:
    """A phase as the protocol names it, with the parameters that bound it."""

    id: str
    title: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold before a person may confirm a step; no gate ever opens by itself."""

    id: str
    phases: tuple[str, ...]
    all_of: tuple[str, ...]
    figures: tuple[str, ...]
    confirmed_by: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """One version of one protocol. sha256: of the file's bytes, kept with every mark."""

    id: str
    version: str
    title: str
    sha256: str
    review: ProtocolReview
    parameters: Mapping[str, Parameter]
    thresholds: tuple[Threshold, ...]
    marks: Mapping[str, MarkDefinition]
    statements: tuple[Statement, ...]
    contradictions: tuple[Contradiction, ...]
    schedules: tuple[LabSchedule, ...]
    sources: Mapping[str, Source]
    advice: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    scope: Mapping[str, object] = field(default_factory=dict)
    overlay_names: tuple[str, ...] = ()
    not_covered: str = ""
    text: str = ""
    phases: tuple[ProtocolPhase, ...] = ()
    gates: tuple[Gate, ...] = ()
    language: str = "en"
    own: OwnPart | None = None
    """What the clinic changed, chose and signed; None in a shipped text."""

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"

    def number(self, name: str) -> Decimal:
        """The value of a numeric parameter. Raises KeyError or TypeError: both are bugs."""
        value = self.parameters[name].value
        if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
            raise TypeError(name)
        return Decimal(value)

    def whole(self, name: str) -> int:
        """The value of an integer parameter (days, months, counts)."""
        value = self.parameters[name].value
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(name)
        return value

    def flag(self, name: str) -> bool:
        """The value of a yes/no parameter."""
        value = self.parameters[name].value
        if not isinstance(value, bool):
            raise TypeError(name)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """The value of a list parameter: symptom codes, brand names, overlays."""
        value = self.parameters[name].value
        if not isinstance(value, tuple):
            raise TypeError(name)
        return value
