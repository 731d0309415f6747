"""The clinic's card as it is typed: what was understood of it, and what was not."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.paper import ClinicCard
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.texts import msg, tr

WEEKDAYS = (
    msg("Monday"), msg("Tuesday"), msg("Wednesday"), msg("Thursday"), msg("Friday"),
    msg("Saturday"), msg("Sunday"),
)  # fmt: skip
_BETWEEN = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True)
class TypedCard:
    """The texts of the form; weekdays as numbers, Monday is 0."""

    name: str
    address: str
    phone: str
    out_of_hours: str
    first_weekday: int
    closed_weekdays: frozenset[int]
    closed_days: str


@dataclass(frozen=True, slots=True)
class ReadCard:
    """card: None where something cannot be understood. problems: (field, sentence)."""

    card: ClinicCard | None
    problems: tuple[tuple[str, str], ...]
    days_echo: str


def read_card(typed: TypedCard, today: dt.date) -> ReadCard:
    """Understand the form. Closed days are dates with commas between them."""
    problems = []
    days: list[dt.date] = []
    unknown: list[str] = []
    for text in filter(None, (each.strip() for each in _BETWEEN.split(typed.closed_days))):
        day = read_date(text, today)
        if day is None:
            unknown.append(text)
        else:
            days.append(day)
    if unknown:
        said = tr("No date: {texts}. Write it as 25-Dec-2026.")
        problems.append(("closed_days", said.format(texts=", ".join(unknown))))
    if not typed.name.strip():
        problems.append(("name", tr("The clinic needs a name: it stands on every sheet.")))
    if len(typed.closed_weekdays) >= len(WEEKDAYS):
        problems.append(("closed_weekdays", tr("A clinic that is never open draws no blood.")))
    known = tuple(sorted(set(days)))
    card = ClinicCard(
        name=typed.name.strip(),
        address=typed.address.strip(),
        phone=typed.phone.strip(),
        out_of_hours=typed.out_of_hours.strip(),
        first_weekday=typed.first_weekday,
        closed_weekdays=tuple(sorted(typed.closed_weekdays)),
        closed_days=known,
    )
    return ReadCard(None if problems else card, tuple(problems), days_text(known))


def days_text(days: tuple[dt.date, ...]) -> str:
    """The days as they are shown: ``25-Dec-2026, 26-Dec-2026``."""
    return ", ".join(show(day) for day in days)
