"""What only a clinic's own version asks for; a shipped text has no such figure and asks nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import reduce

from aza_desktop.clinical.ceilings import ceiling_mg
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.rules.readings import ENZYMES, Reading, Usable, flaw_of
from aza_desktop.rules.situation import Situation, once


def days(situation: Situation, name: str) -> int:
    """A number of days or tests; 0 where it is not asked for."""
    return situation.whole(name) if name in situation.protocol.parameters else 0


def amount(situation: Situation, name: str) -> Decimal:
    """A multiple or a dose; 0 where it is not asked for."""
    return situation.number(name) if name in situation.protocol.parameters else Decimal()


def is_on(situation: Situation, name: str) -> bool:
    return name in situation.protocol.parameters and situation.flag(name)


def is_own_baseline(situation: Situation) -> bool:
    """True where the clinic compares with the patient's own values before the restart."""
    known = situation.protocol.parameters.get("normal_reference")
    return known is not None and known.value == "own_baseline"


@once
def index_peak(situation: Situation) -> Reading | None:
    """The highest raised ALT or AST from before the restart: how severe the injury was.

    None where no raised one is on record: then it is not known, which never means mild.
    """
    found = [
        reading
        for enzyme in ENZYMES
        for day, reading in situation.by_day.get(enzyme, {}).items()
        if (situation.dates.restart is None or day < situation.dates.restart)
        and situation.is_raised(reading)
    ]
    return reduce(_worse, found) if found else None


@once
def unclear_index(situation: Situation) -> tuple[str, ...]:
    """Ids of ALT and AST from before the restart whose multiple cannot be told, sorted.

    Any of them may be the peak, so beside it no known peak is known to be the highest. One that
    a decision names was looked at by a person.
    """
    restart, mmp_unit = (
        situation.dates.restart,
        str(situation.protocol.parameters["mmp_unit"].value),
    )
    before = (
        result
        for result in situation.facts.results
        if result.analyte in ENZYMES
        and result.collected_on <= situation.as_of
        and (restart is None or result.collected_on < restart)
        and result.id not in situation.decided
    )
    return tuple(
        sorted(
            result.id
            for result in before
            if not isinstance(
                flaw_of(
                    result, as_of=situation.as_of, catalogue=situation.facts.analytes,
                    mmp_unit=mmp_unit,
                ),
                Usable,
            )
        )
    )  # fmt: skip


def is_mild(situation: Situation, multiple: Decimal) -> bool:
    """True when the whole first injury is known to lie below the multiple."""
    peak = index_peak(situation)
    return (
        peak is not None
        and is_known_below(peak, multiple)
        and not unclear_index(situation)
        and not situation.facts.is_peak_said_high
    )


@once
def level_start(situation: Situation) -> dt.date:
    """From which day on the present dose was taken: the first one after days without the drug.

    A hold that goes on shuts every step by itself.
    """
    begun = situation.dose.on if situation.dose else situation.treatment_start
    ends = [
        add_days(hold.until, 1)
        for hold in situation.facts.holds
        if hold.until is not None and hold.since <= situation.as_of
    ]
    return max(begun, *ends, begun)


def _worse(one: Reading, other: Reading) -> Reading:
    if one.ratio is None or other.ratio is None:
        return one if other.ratio is None else other
    return other if other.ratio.exceeds(one.ratio) else one


def is_known_below(reading: Reading, multiple: Decimal) -> bool:
    """True when value / ULN is known to lie below the multiple; a '>' value never is."""
    return (
        reading.ratio is not None
        and reading.result.comparator is not Comparator.GREATER
        and not reading.ratio.at_least(multiple)
    )


@once
def ceiling(situation: Situation) -> Decimal | None:
    """The highest daily dose that the clinic allows, or None where only the toxic one bars."""
    return ceiling_mg(situation.protocol, situation.prior, written=situation.facts.ceiling_mg)
