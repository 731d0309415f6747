"""What else is recorded about a patient: symptoms, other drugs, decisions, contacts, notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Symptom:
    """A symptom by its code; `resolved_on` is the first day without it."""

    id: str
    code: str
    onset_on: dt.date
    resolved_on: dt.date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Comedication:
    """Another drug, by the name that somebody wrote; both days included."""

    id: str
    name: str
    start_on: dt.date
    last_day: dt.date | None = None


class DecisionType(StrEnum):
    """What the prescriber decided about the results that a decision names."""

    CONTINUE = "continue"
    REDUCE = "reduce"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to marks: it clears the results that it names, from its date on."""

    id: str
    on: dt.date
    type: DecisionType
    results: tuple[str, ...]
    decided_by: str | None = None
    reason: str | None = None
    transcribed: bool = False


@dataclass(frozen=True, slots=True)
class GeneTest:
    """A TPMT or NUDT15 test. phenotype: normal, intermediate, low or unknown."""

    gene: str
    phenotype: str
    method: str | None = None
    value: str | None = None
    unit: str | None = None
    tested_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """Body weight in kilograms on a day."""

    on: dt.date
    kg: Decimal


@dataclass(frozen=True, slots=True)
class Allergy:
    substance: str
    reaction: str | None = None


@dataclass(frozen=True, slots=True)
class Allergies:
    """state: known, none, not_recorded or unavailable; `items` only when known."""

    state: str = "not_recorded"
    items: tuple[Allergy, ...] = ()


@dataclass(frozen=True, slots=True)
class DrugQuestion:
    """Whether the patient was asked about a drug: yes, no or not_asked."""

    drug: str
    answer: str = "not_asked"
    asked_on: dt.date | None = None


CONTACT_OUTCOMES = (
    "reached", "left_message", "no_answer", "number_wrong", "will_come", "declined",
    "not_attended", "letter_sent", "relative_reached", "abroad",
)  # fmt: skip
"""What may come of a try to reach the patient, in the order of the list on the screen."""

CONTACT_WAYS = ("phone", "text", "letter", "visit", "relative")


@dataclass(frozen=True, slots=True)
class Contact:
    """A try to reach the patient. outcome: one of `CONTACT_OUTCOMES` where it was recorded here.

    next_on: the day of the next try. about: codes of the marks that it was about.
    """

    on: dt.date
    by: str | None
    outcome: str
    text: str | None = None
    id: str | None = None
    way: str | None = None
    next_on: dt.date | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    on: dt.date | None
    text: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """Blood that was taken and whose results are awaited. tests: in the order of the slip."""

    id: str
    taken_on: dt.date
    tests: tuple[str, ...] = ()
    laboratory: str | None = None
    note: str | None = None
    place: str | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a member of staff proposed and a prescriber has not yet answered.

    to: ``reintroduction``, ``dose``, ``stable_maintenance`` ...; dose_mg: total per day.
    answered_on: None while it waits.
    """

    id: str
    on: dt.date
    to: str
    dose_mg: Decimal | None = None
    proposed_by: str | None = None
    waits_for: str | None = None
    note: str | None = None
    answered_on: dt.date | None = None
    answer: str | None = None
    answered_by: str | None = None
    answer_note: str | None = None
