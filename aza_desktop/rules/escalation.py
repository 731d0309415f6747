"""May the next dose step be considered, from when, and what holds it back? Source: article.

It never changes a dose. Precedence: at target, blocked, wait, eligible.
"""

from __future__ import annotations

from decimal import Decimal

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.findings import Escalation, Possibility
from aza_desktop.clinical.quantities import EXACT
from aza_desktop.rules import chosen
from aza_desktop.rules.situation import Situation


def escalation(situation: Situation, blocked_by: tuple[str, ...]) -> Escalation:
    """The answer on drug; `blocked_by` are the codes that block, sorted. No dose, no answer."""
    if not situation.is_on_drug:
        return Escalation(Possibility.NOT_APPLICABLE)
    dose, start = situation.dose, situation.hold_timer_start
    if dose is None or start is None:
        return Escalation(Possibility.NOT_APPLICABLE)
    is_reintroduction = situation.phase is Phase.REINTRODUCTION
    step = situation.number("step_mg" if is_reintroduction else "maint_step_mg")
    next_dose = EXACT.add(dose.dose_mg, step) if situation.prior is not None else None
    if next_dose is not None and _is_beyond(situation, next_dose):
        return Escalation(Possibility.AT_TARGET, blocked_by=blocked_by)
    least = "hold_min_days" if is_reintroduction else "maint_adjust_min_days"
    earliest = add_days(start, situation.whole(least))
    latest = add_days(start, situation.whole("hold_max_days")) if is_reintroduction else None
    if blocked_by:
        status = Possibility.BLOCKED
    elif situation.as_of < earliest:
        status = Possibility.WAIT
    else:
        status = Possibility.ELIGIBLE
    return Escalation(status, earliest, latest, next_dose, blocked_by)


def _is_beyond(situation: Situation, dose: Decimal) -> bool:
    """The toxic dose is never reached, nor a lower ceiling of the clinic passed."""
    ceiling = chosen.ceiling(situation)
    return (situation.prior is not None and dose >= situation.prior) or (
        ceiling is not None and dose > ceiling
    )
