"""Sheets for tests: a plan made by hand, the words of a PDF, and printers that only remember."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QWidget

from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.paper import ClinicCard
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.clinical.plan import PlanKind, PlannedDay
from aza_desktop.gui.paper import Paper
from aza_desktop.gui.printing.outlets import Outlets
from aza_desktop.reports.patient_calendar import HomePlan
from aza_desktop.reports.stamp import Stamp

THURSDAY = dt.date(2025, 11, 20)
MONDAY = dt.date(2025, 11, 24)
CARD = ClinicCard(
    "Liver Clinic", "1 Invented Road", "01632 960 000", "01632 960 001", closed_weekdays=(5, 6)
)
ANITA = Identity(
    numbers=(PatientNumber("hospital", "000123"),),
    family="Hargreaves",
    given="Anita",
    title="Mrs",
    birth_date=dt.date(1984, 7, 14),
)
ONE_AND_ONE = ((Decimal(50), Decimal(1)), (Decimal(25), Decimal(1)))


def a_stamp(*, card: ClinicCard = CARD, demo: bool = False, status: str = "Approved") -> Stamp:
    at = dt.datetime(2025, 11, 20, 9, 41, tzinfo=dt.UTC)
    return Stamp(card, at, "nurse.b", demo=demo, protocol="own@1.0.0", status=status)


def days(
    first: dt.date, last: dt.date, dose_mg: int = 75, *, kind: PlanKind = PlanKind.DOSE
) -> tuple[PlannedDay, ...]:
    count = (last - first).days + 1
    dose = Decimal(dose_mg if kind is PlanKind.DOSE else 0)
    return tuple(PlannedDay(add_days(first, n), kind, dose, "Dr A. Demo") for n in range(count))


def a_plan(planned: tuple[PlannedDay, ...] | None = None, **other: object) -> HomePlan:
    """75 mg a day from a Thursday to the blood test on Monday."""
    values: dict[str, object] = {
        "days": planned or days(THURSDAY, MONDAY),
        "pieces": {Decimal(75): ONE_AND_ONE},
        "test_on": MONDAY,
        "test_was_due": None,
        "awaited_since": None,
        "food": "Take your tablets with food or just after.",
        "warning": "Ring us the same day if you have a fever or yellow eyes.",
        **other,
    }
    return HomePlan(**values)  # type: ignore[arg-type]  # by name


class PaperTray:
    """A printer that is always there and a person who always says yes; remembers the pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed: list[Paper] = []
        self.asked: list[str] = []
        self.says_yes = True

    def outlets(self) -> Outlets:
        return Outlets(self._printer, self._file)

    def _printer(self, pages: Paper, _parent: QWidget) -> Callable[[], None] | None:
        return (lambda: self.printed.append(pages)) if self.says_yes else None

    def _file(self, _pages: Paper, suggested: str, _parent: QWidget) -> Path | None:
        self.asked.append(suggested)
        return self.folder / suggested if self.says_yes else None
