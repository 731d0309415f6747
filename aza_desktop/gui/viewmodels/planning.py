"""What a change of the plan would look like, told before it is recorded: the preview row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.dates import show
from aza_desktop.gui.viewmodels.forms import RefusedError, Values, day_of, number_of
from aza_desktop.gui.viewmodels.words import dose_text
from aza_desktop.texts import ntr, tr

NextLab = Callable[[dt.date, Decimal], dt.date | None]
"""(first day, dose in mg) -> the next blood test under that dose."""
Makes = Callable[[Decimal], str | None]
"""Dose in mg -> the tablets that make it; None where none do."""


@dataclass(frozen=True, slots=True)
class Range:
    """Days of the calendar that were chosen, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> tuple[dt.date, ...]:
        return tuple(
            dt.date.fromordinal(n) for n in range(self.first.toordinal(), self.last.toordinal() + 1)
        )

    @property
    def words(self) -> str:
        """``23-Nov-2025`` or ``20-Nov-2025 to 23-Nov-2025, 4 days``."""
        count = len(self.days)
        if count == 1:
            return show(self.first)
        text = ntr("{n} day", "{n} days", count).format(n=count)
        return tr("{first} to {last}, {count}").format(
            first=show(self.first), last=show(self.last), count=text
        )


def dose_preview(
    values: Values,
    *,
    now: Decimal | None,
    today: dt.date,
    next_lab: NextLab,
    makes: Makes,
) -> str:
    """``50 mg → 75 mg from 23-Nov-2025 (1 x 50 mg + 1 x 25 mg), next blood test 24-Nov-2025``."""
    try:
        dose, on = number_of(values, "dose"), day_of(values, "on", today)
    except RefusedError:
        return ""
    if dose is None or on is None:
        return ""
    said = tr("{old} → {new} from {day}").format(
        old=dose_text(now), new=dose_text(dose), day=show(on)
    )
    tablets = makes(dose)
    said += f" ({tablets})" if tablets else ""
    lab = next_lab(on, dose)
    if lab is None:
        return tr("{change}, no blood test planned").format(change=said)
    return tr("{change}, next blood test {day}").format(change=said, day=show(lab))


def days_preview(values: Values, *, today: dt.date, first: str, last: str = "") -> str:
    """``0 mg from 23-Nov-2025 to 25-Nov-2025, 3 days``."""
    try:
        since = day_of(values, first, today)
        until = day_of(values, last, today) if last else None
    except RefusedError:
        return ""
    if since is None:
        return ""
    if until is None:
        return tr("0 mg from {day} on").format(day=show(since))
    if until < since:
        return tr("The last day lies before the first one.")
    return tr("0 mg: {days}").format(days=Range(since, until).words)
