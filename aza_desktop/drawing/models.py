"""What a trend picture shows, ready to be drawn: points, limits, events, doses, words.

The models are made by `gui.viewmodels` and `reports`; whoever draws them decides nothing. A point
carries the marks that cite it, so the picture never compares a result with a limit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from aza_desktop.clinical.quantities import Comparator, Ratio


class Tone(StrEnum):
    """How a word or sign is coloured; always beside a shape or a word of its own."""

    CRITICAL = "critical"
    WARNING = "warning"
    ACCENT = "accent"
    OK = "ok"
    PLAN = "plan"
    NEUTRAL = "text2"


class Scale(StrEnum):
    LINEAR = "linear"
    LOG2 = "log2"


class Unit(StrEnum):
    """What the value axis counts in: multiples of the ULN, the laboratory's unit, own baseline."""

    ULN = "uln"
    RAW = "raw"
    BASELINE = "baseline"


class Link(StrEnum):
    """How two neighbouring points are joined."""

    SOLID = "solid"
    GAP = "gap"
    OTHER_LABORATORY = "other_laboratory"


class EventKind(StrEnum):
    SYMPTOM = "symptom"
    STOP = "stop"
    RESTART = "restart"
    COMEDICATION = "comedication"
    LAB_DUE = "lab_due"
    METABOLITE = "metabolite"
    DECISION = "decision"


class SpanKind(StrEnum):
    BREAK = "break"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Ring:
    """The sign of a breach: drawn if and only if a stop or consider mark cites the result.

    reading: the result in words, ``ALT 5.40``; words: what the protocol calls the limit.
    """

    tone: Tone
    reading: str
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """One result as a multiple of its own ULN, or of whatever the axis counts in.

    marks: codes of all marks that cite it. note: neutral words beside it, for example a decision.
    """

    result_id: str
    on: dt.date
    multiple: Ratio
    comparator: Comparator
    value_text: str
    multiple_text: str
    marks: tuple[str, ...] = ()
    ring: Ring | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one analyte, oldest first. links: one fewer than points.

    role: the analyte's colour among the tokens (``alt``, ``ast``, ``bili``, ``alp``, ``ggt``,
    ``other``). last_text: the words at the end of the line, "" when there is none.
    """

    analyte: str
    label: str
    role: str
    points: tuple[Point, ...]
    links: tuple[Link, ...]
    last_text: str = ""


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit of the protocol, as a multiple of the ULN. role: an analyte's own colour, or ""."""

    code: str
    value: Decimal
    label: str
    tone: Tone
    role: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The tinted range between two limits; `high` None reaches the top. tint: a token's name."""

    low: Decimal
    high: Decimal | None
    tint: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or is due, on a day; `until` where it lasted.

    short: fewer words, for where there is no room for `text`.
    """

    on: dt.date
    kind: EventKind
    text: str
    tone: Tone
    until: dt.date | None = None
    short: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days without the drug. `until` is the first day after it."""

    since: dt.date
    until: dt.date
    text: str
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class DoseStep:
    """A dose in mg per day from `since` up to, not including, `until`.

    planned: confirmed and still ahead. proposed: may be considered, and nobody has confirmed it.
    """

    since: dt.date
    until: dt.date
    dose_mg: Decimal
    text: str
    planned: bool
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class UlnChange:
    """From this result on, the laboratory printed another limit: ``ALT ULN 35 -> 45``."""

    on: dt.date
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class LimitStep:
    """From `since` to `until` a multiple of one is `factor` high on the axis: the ULN in a unit."""

    since: dt.date
    until: dt.date
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Shadow:
    """The first episode laid under the present one, day of treatment over day of treatment.

    points: (day on this axis, multiple of the ULN), oldest first.
    """

    points: tuple[tuple[dt.date, Ratio], ...]
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class CountPoint:
    """One blood count or further figure in its own unit."""

    result_id: str
    on: dt.date
    value: Decimal
    comparator: Comparator
    text: str


@dataclass(frozen=True, slots=True)
class CountLane:
    """One analyte of the second panel. limits: figure and words, from the protocol alone.

    own: the patient's own figure before treatment or restart, and its words; None where unknown.
    """

    analyte: str
    label: str
    unit: str
    points: tuple[CountPoint, ...]
    limits: tuple[tuple[Decimal, str], ...] = ()
    own: tuple[Decimal, str] | None = None


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """A result that has no place in the picture, and why."""

    result_id: str
    on: dt.date
    analyte: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadOutRow:
    """One analyte on one day, in words."""

    result_id: str
    label: str
    role: str
    value: str
    multiple: str
    change: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class ReadOut:
    """Everything known about one day of blood tests; the same words for eye and screen reader."""

    on: dt.date
    day_text: str
    rows: tuple[ReadOutRow, ...]
    dose_text: str
    r_text: str
    marks: tuple[str, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class Caption:
    """What an exported picture must say about itself."""

    patient: str
    protocol: str
    generated: str
    limits: str
    watermark: str = ""
    unnamed: str = ""
    """The patient's line of a picture that shall name nobody."""


@dataclass(frozen=True, slots=True)
class TrendModel:
    """The whole picture: results over events over doses, on one time axis.

    start, end: the days at both edges. top: the highest multiple on the linear axis.
    outside: how many results of the shown analytes lie outside the chosen days.
    hidden_breaches: open breaches outside the chosen days, in words.
    message: shown in the middle instead of a trend, "" when there is one.
    steps: how high the limits stand when; one step of 1 where the axis counts in them.
    counts: the second panel, "" in counts_note where nothing is to be said about it.
    offer: the span that would show what is hidden and open, "" when nothing is.
    """

    title: str
    start: dt.date
    end: dt.date
    today: dt.date
    scale: Scale
    top: Decimal
    y_title: str
    y_title_short: str
    dose_title: str
    series: tuple[Series, ...]
    limits: tuple[LimitLine, ...]
    bands: tuple[Band, ...]
    events: tuple[Event, ...]
    spans: tuple[Span, ...]
    doses: tuple[DoseStep, ...]
    uln_changes: tuple[UlnChange, ...]
    not_drawn: tuple[NotDrawn, ...]
    outside: int
    readouts: tuple[ReadOut, ...]
    notes: tuple[str, ...]
    hidden_breaches: str
    message: str
    description: str
    caption: Caption
    unit: Unit = Unit.ULN
    steps: tuple[LimitStep, ...] = ()
    counts: tuple[CountLane, ...] = ()
    counts_note: str = ""
    offer: str = ""
    shadow: Shadow | None = None

    def limit_steps(self) -> tuple[LimitStep, ...]:
        """How high the limits stand over the shown days."""
        return self.steps or (LimitStep(self.start, self.end, Decimal(1)),)

    def unnamed(self) -> TrendModel:
        """The same picture for people who must not learn whose it is."""
        return replace(self, caption=replace(self.caption, patient=self.caption.unnamed))

    def readout_of(self, result_id: str) -> ReadOut | None:
        """The read-out of the day on which a result was collected."""
        for readout in self.readouts:
            if any(row.result_id == result_id for row in readout.rows):
                return readout
        return None
