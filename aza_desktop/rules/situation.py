"""One patient on one day, made ready once: what every rule looks at.

Built from the facts alone. It decides which results can be used, which doses count and where a
phase begins; it compares nothing with a limit.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from aza_desktop.clinical.course import BREAK, MAINTENANCE, ON_DRUG
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.doses import DoseEvent, distinct_doses
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Finding, Severity
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.panels import panel_of
from aza_desktop.rules.readings import (
    ENZYMES,
    FLAWS,
    FUTURE,
    JUDGED,
    Reading,
    Usable,
    flaw_of,
    reading_of,
)

T = TypeVar("T")

ULN = Decimal(1)
"""The upper limit itself, as a multiple of itself."""


class Situation:
    """The facts of one day, read once. Nothing in it changes after it was made."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.as_of = facts.as_of
        self.phase = facts.phase
        self.protocol = facts.protocol
        self.dates = facts.dates
        self.is_on_drug = facts.phase in ON_DRUG
        self.is_on_break = facts.phase in BREAK
        self.is_in_maintenance = facts.phase in MAINTENANCE
        self.decided = frozenset(
            result for d in facts.decisions if d.on <= facts.as_of for result in d.results
        )
        self.course_start = facts.dates.break_start or dt.date.min
        """From this day on results raise data marks; without a break start every day counts."""
        self.elevated = facts.protocol.number("ta_elevated_uln")
        self.panel = panel_of(facts.protocol)
        """The enzymes of a complete set."""
        self.memo: dict[object, object] = {}
        self._sort_results()

    def _sort_results(self) -> None:
        """Flawed results by their mark; usable ones by analyte and day."""
        flawed: dict[str, list[LabResult]] = {code: [] for code in FLAWS}
        days: dict[str, dict[dt.date, list[Usable]]] = defaultdict(lambda: defaultdict(list))
        unusable: dict[str, dt.date] = {}
        mmp_unit = str(self.protocol.parameters["mmp_unit"].value)
        for result in self.facts.results:
            found = flaw_of(
                result, as_of=self.as_of, catalogue=self.facts.analytes, mmp_unit=mmp_unit
            )
            if isinstance(found, Usable):
                days[result.analyte][result.collected_on].append(found)
            elif found is not None and result.collected_on >= self.course_start:
                flawed[found].append(result)
                if found != FUTURE:
                    last = unusable.get(result.analyte, result.collected_on)
                    unusable[result.analyte] = max(last, result.collected_on)
        self.flawed = {
            code: tuple(sorted(results, key=lambda result: result.id))
            for code, results in flawed.items()
        }
        """Flawed results since the break began, by mark, sorted by id; decided ones too."""
        self.last_unusable = unusable
        """The last day with a flawed result, by analyte; future ones do not count."""
        self.by_day: dict[str, dict[dt.date, Reading]] = {
            analyte: {day: reading_of(by_day[day]) for day in sorted(by_day)}
            for analyte, by_day in days.items()
        }
        """The reading of each day, by analyte, oldest first."""
        self.usable_days = tuple(
            (day, tuple(by_day[day]))
            for analyte, by_day in sorted(days.items())
            if analyte in JUDGED
            for day in sorted(by_day)
            if day >= self.course_start
        )
        """Usable ALT, AST and bilirubin results since the break began, grouped by day."""

    # -- figures of the protocol ----------------------------------------------------------------

    def number(self, name: str) -> Decimal:
        return self.protocol.number(name)

    def whole(self, name: str) -> int:
        return self.protocol.whole(name)

    def flag(self, name: str) -> bool:
        return self.protocol.flag(name)

    def has_overlay(self, name: str) -> bool:
        return name in self.protocol.words("overlays")

    # -- readings -------------------------------------------------------------------------------

    @cached_property
    def treatment_start(self) -> dt.date:
        """The restart. On drug without one, everything counts that was taken since the break."""
        if self.dates.restart is not None:
            return self.dates.restart
        return self.course_start if self.is_on_drug else dt.date.max

    @cached_property
    def off_start(self) -> dt.date:
        """The first day without the drug: of the break, or of the second stop."""
        if self.is_on_break:
            return self.dates.break_start or dt.date.max
        return self.dates.stopped_on or self.dates.restart or self.course_start

    def since(self, analyte: str, start: dt.date) -> tuple[Reading, ...]:
        """The readings from that day on, oldest first."""
        readings = self.by_day.get(analyte, {})
        return tuple(reading for day, reading in readings.items() if day >= start)

    def latest(self, analyte: str, start: dt.date) -> Reading | None:
        """The newest reading that is not older than `start`."""
        readings = self.by_day.get(analyte)
        if not readings:
            return None
        day, reading = next(reversed(readings.items()))
        return reading if day >= start else None

    def on_treatment(self, analyte: str) -> tuple[Reading, ...]:
        return self.since(analyte, self.treatment_start)

    def latest_on_treatment(self, analyte: str) -> Reading | None:
        return self.latest(analyte, self.treatment_start)

    def latest_enzymes(self, start: dt.date) -> tuple[Reading, ...]:
        """The newest ALT and the newest AST since `start`, as far as there are any."""
        found = (self.latest(analyte, start) for analyte in ENZYMES)
        return tuple(reading for reading in found if reading is not None)

    def near(self, analyte: str, day: dt.date, start: dt.date) -> tuple[Reading, ...]:
        """The readings since `start` that pair with a sample of that day."""
        window = self.whole("pair_window_days")
        return tuple(
            reading
            for reading in self.since(analyte, start)
            if abs((reading.on - day).days) <= window
        )

    def is_decided(self, reading: Reading) -> bool:
        """True when a decision that already counts names any result of the reading's day."""
        return not self.decided.isdisjoint(reading.ids)

    def is_raised(self, reading: Reading) -> bool:
        return reading.above(self.elevated)

    @cached_property
    def set_days(self) -> tuple[dt.date, ...]:
        """The days with a complete set, a usable reading of the whole panel, oldest first."""
        first, *others = (self.by_day.get(enzyme, {}) for enzyme in self.panel)
        return tuple(day for day in first if all(day in other for other in others))

    def last_set(self, start: dt.date) -> dt.date | None:
        """The day of the newest complete set that is not older than `start`."""
        days = self.set_days
        return days[-1] if days and days[-1] >= start else None

    def is_normal_set(self, day: dt.date) -> bool:
        """True when the set is known to be normal, an enzyme beside the panel too."""
        measured = (self.by_day.get(enzyme, {}).get(day) for enzyme in ENZYMES)
        return all(one is None or one.is_normal(self.elevated) for one in measured)

    # -- doses ----------------------------------------------------------------------------------

    @cached_property
    def doses(self) -> tuple[DoseEvent, ...]:
        """The confirmed doses on drug up to today, oldest first; equal neighbours are one."""
        return distinct_doses(
            tuple(
                event
                for event in self.facts.dose_events
                if event.confirmed_by is not None and self.treatment_start <= event.on <= self.as_of
            )
        )

    @property
    def dose(self) -> DoseEvent | None:
        """The current dose, from the day on which this level began."""
        return self.doses[-1] if self.is_on_drug and self.doses else None

    @cached_property
    def hold_timer_start(self) -> dt.date | None:
        """The later of the dose's first day and the first day after its last hold.

        A hold without an end goes on today; one that begins later does not count yet.
        """
        if self.dose is None:
            return None
        begun = [hold for hold in self.facts.holds if hold.since <= self.as_of]
        ends = [hold.until if hold.until is not None else self.as_of for hold in begun]
        return max(self.dose.on, *(add_days(end, 1) for end in ends), self.dose.on)

    @property
    def last_increase(self) -> tuple[DoseEvent, DoseEvent] | None:
        """The change before and the latest change, when the latest is an increase."""
        if len(self.doses) <= 1:
            return None
        before, latest = self.doses[-1 - 1], self.doses[-1]
        return (before, latest) if latest.dose_mg > before.dose_mg else None

    @property
    def prior(self) -> Decimal | None:
        """The daily dose in mg that caused the injury."""
        return self.facts.patient.prior_toxic_dose_mg

    # -- findings -------------------------------------------------------------------------------

    def finding(
        self,
        code: str,
        *,
        results: tuple[str, ...] = (),
        values: Mapping[str, object] | None = None,
        missing: tuple[str, ...] = (),
        severity: Severity | None = None,
        blocks: bool | None = None,
    ) -> Finding:
        """A finding of that code, weighed as the protocol's catalogue says."""
        mark = self.protocol.marks[code]
        return Finding(
            code=code,
            severity=mark.severity if severity is None else severity,
            blocks=mark.blocks if blocks is None else blocks,
            rule=mark.rule,
            statements=mark.statements,
            results=tuple(sorted(set(results))),
            values=values or {},
            missing=missing,
        )


def once(compute: Callable[[Situation], T]) -> Callable[[Situation], T]:
    """What several rules ask for is computed once for a situation."""

    def asked(situation: Situation) -> T:
        if compute not in situation.memo:
            situation.memo[compute] = compute(situation)
        return situation.memo[compute]  # type: ignore[return-value]  # its own answer

    return asked


def ids_of(*readings: Reading) -> tuple[str, ...]:
    """The ids of readings, as the results of a finding."""
    return tuple(reading.id for reading in readings)
