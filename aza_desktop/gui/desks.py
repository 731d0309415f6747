"""All desks of the window, in the order in which their menu entries stand."""

from __future__ import annotations

from typing import TypeVar

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.calendar.desk import CalendarDesk
from aza_desktop.gui.chart.desk import ChartDesk
from aza_desktop.gui.clinic_pages.desk import ClinicPages
from aza_desktop.gui.cohort.desk import CohortDesk
from aza_desktop.gui.course.desk import Course
from aza_desktop.gui.course.plan_desk import PlanDesk
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.entries.desk import Entries
from aza_desktop.gui.findings_log.desk import FindingsLog
from aza_desktop.gui.first_run.acceptance_desk import AcceptanceDesk
from aza_desktop.gui.first_run.begin_desk import BeginDesk
from aza_desktop.gui.first_run.tour_desk import TourDesk
from aza_desktop.gui.governance.clock_desk import ClockDesk
from aza_desktop.gui.governance.desk import Governance
from aza_desktop.gui.governance.protocols_desk import Protocols
from aza_desktop.gui.help.desk import HelpDesk
from aza_desktop.gui.imports.desk import ImportDesk
from aza_desktop.gui.imports.waiting_desk import WaitingDesk
from aza_desktop.gui.keeping.desk import Keeping
from aza_desktop.gui.keeping.read_only_desk import ReadOnlyDesk
from aza_desktop.gui.keeping.rounds import Rounds
from aza_desktop.gui.overrides.desk import Overrides
from aza_desktop.gui.patients.desk import Patients
from aza_desktop.gui.printing.desk import Printing
from aza_desktop.gui.record.desk import RecordDesk
from aza_desktop.gui.settings.desk import Settings
from aza_desktop.gui.what_if.desk import WhatIf
from aza_desktop.services.reading import PatientFile

DESKS: tuple[type[Desk], ...] = (
    Patients,
    Entries,
    AcceptanceDesk,
    BeginDesk,
    ClockDesk,
    Course,
    PlanDesk,
    CalendarDesk,
    Protocols,
    FindingsLog,
    Governance,
    WhatIf,
    Keeping,
    ReadOnlyDesk,
    Rounds,
    Settings,
    HelpDesk,
    TourDesk,
    ClinicPages,
    Overrides,
    ChartDesk,
    CohortDesk,
    Printing,
    ImportDesk,
    RecordDesk,
    WaitingDesk,
)

D = TypeVar("D", bound=Desk)


class Desks:
    """Builds every desk once and passes on what happens."""

    def __init__(self, around: Surroundings) -> None:
        self._desks = tuple(make(around) for make in DESKS)
        self.of(WaitingDesk).belongs_to(self.of(ImportDesk))
        self.of(Overrides).prints_with(self.of(Printing))
        self.of(Protocols).prints_with(self.of(Printing))

    def of(self, kind: type[D]) -> D:
        """The one desk of this kind."""
        return next(desk for desk in self._desks if isinstance(desk, kind))

    def show(self, view: str) -> bool:
        """Bring a view into sight; False where no desk has it."""
        for desk in self._desks:
            if view in desk.views():
                desk.show(view)
                return True
        return False

    def apply_tokens(self, tokens: Tokens) -> None:
        for desk in self._desks:
            desk.apply_tokens(tokens)

    def clinic_opened(self) -> None:
        for desk in self._desks:
            desk.clinic_opened()

    def clinic_closed(self) -> None:
        for desk in self._desks:
            desk.clinic_closed()

    def patient_read(self, file: PatientFile) -> None:
        for desk in self._desks:
            desk.patient_read(file)
