"""What is said of days in the calendar: set the dose, hold, break, taken. Keys D, H, B, Space."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from aza_desktop.errors import UserError
from aza_desktop.gui.course.writes import CourseWriter
from aza_desktop.gui.desk import Surroundings
from aza_desktop.gui.doses.dose_models import dose_model
from aza_desktop.gui.entries.desk import Entries
from aza_desktop.gui.entries.form_desk import FormDesk
from aza_desktop.gui.viewmodels import moves, planning
from aza_desktop.gui.viewmodels.dose_step import DoseStepModel
from aza_desktop.gui.viewmodels.forms import RefusedError, Values, need, need_day, number_of, one
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.planning import Range
from aza_desktop.gui.viewmodels.words import dose_text
from aza_desktop.services import courses, doses, reading
from aza_desktop.services.what_if import SupposedDose, what_if
from aza_desktop.texts import tr

TAB = "calendar"


class CalendarDesk(FormDesk):
    """Every change asks first day, dose and reason, and shows what it would do."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        calendar = around.place.calendar
        for key, wish in (
            ("D", self.set_dose),
            ("H", self.hold),
            ("B", self.stop),
            ("Space", self.taken),
        ):
            self._key(key, calendar.grid, wish)
        for signal, wish in (
            (calendar.range.dose, self.set_dose),
            (calendar.range.hold, self.hold),
            (calendar.range.stop, self.stop),
            (calendar.range.taken, self.taken),
        ):
            signal.connect(wish)
        calendar.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        calendar.grid.customContextMenuRequested.connect(self._show_menu)
        around.place.page.tab_chosen.connect(
            lambda tab: calendar.show_whole_year(wanted=tab == TAB)
        )
        menus = around.menus
        menus.add(menus.menu("patient"), tr("Set the &dose…"), self.set_dose, writes=True)
        self._next: DoseStepModel | None = None

    def set_dose(self) -> None:
        """Another dose from a day on."""
        if (file := self._file()) is None:
            return
        if file.course is None or file.course.dates.restart is None:
            self._tell(tr("The first dose is confirmed with the restart (Ctrl+D)."))
            return
        clinic, chosen = self._open().clinic, self._place.calendar.grid.chosen
        on = chosen.first if chosen is not None and chosen.first >= file.as_of else file.as_of
        now = courses.current_dose(file.course, on)
        makes = partial(doses.tablets_text, file.record)

        def next_lab(day: dt.date, dose: Decimal) -> dt.date | None:
            try:
                answer = what_if(clinic, file.record.id, dose=SupposedDose(day, dose)).answer
            except UserError:
                return None
            return min((lab.due_by for lab in answer.labs_due), default=None) if answer else None

        form = moves.dose_form(
            file, dose_text(now), on=on, may_confirm=self._may_confirm(),
            tablets=", ".join(f"{each} mg" for each in file.record.tablets_mg),
            live=partial(
                planning.dose_preview, now=now, today=self._open().today(), next_lab=next_lab,
                makes=makes,
            ),
        )  # fmt: skip
        self._next = None
        self._ask(form, lambda _key, values: self._record(file, values), then=self._go_on)

    def hold(self) -> None:
        """No dose on the chosen days."""
        self._entries().hold(self._days())

    def stop(self) -> None:
        """No dose from the first of the chosen days on: the break."""
        self._entries().stop(self._days())

    def taken(self) -> None:
        """The doses of the chosen days were taken; once more: missed."""
        self._entries().report_days(self._place.calendar.grid.chosen)

    # inside

    def _record(self, file: FileLike, values: Values) -> None:
        """A lower dose is recorded; a higher one goes on to the dialog that wants it typed."""
        clinic, today = self._open().clinic, self._open().today()
        on, dose = need_day(values, "on", today), number_of(values, "dose")
        if dose is None:
            raise RefusedError("dose", tr("Type the dose in mg: 75"))
        doses.need_makeable(file.record, dose)
        assert file.course is not None
        now = courses.current_dose(file.course, on)
        if dose == now:
            raise RefusedError("dose", tr("This is the dose already: type another one"))
        writer = CourseWriter(self._open(), file, self._say)
        if not self._may_confirm():
            writer.propose_dose(dose, reason=one(values, "reason") or None)
        elif now is not None and dose < now:
            why = need(values, "reason", tr("Say why the dose is lowered"))
            writer.reduce(dose, on=on, reason=why)
        else:
            judged = reading.file_of(clinic, file.record)
            model = dose_model(clinic, judged, on=on, dose_mg=dose, even_refused=True)
            if model is None or model.refused:
                why = model.refused if model is not None else tr("There is no dose to raise.")
                raise RefusedError("dose", why)
            self._next = model

    def _go_on(self) -> None:
        if self._next is not None:
            self._place.confirm_dose.open_for(self._next)
            self._next = None

    def _entries(self) -> Entries:
        found = self._window.findChild(Entries)
        assert found is not None
        return found

    def _days(self) -> Range | None:
        return self._place.calendar.grid.chosen

    def _show_menu(self, place) -> None:  # type: ignore[no-untyped-def]  # QPoint
        grid = self._place.calendar.grid
        chosen = grid.chosen
        if chosen is None:
            return
        menu = QMenu(grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = menu.addAction(chosen.words)
        title.setEnabled(False)
        for text, wish in (
            (tr("Set dose…"), self.set_dose),
            (tr("Hold…"), self.hold),
            (tr("Break…"), self.stop),
            (tr("Taken"), self.taken),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, wish=wish: wish())
        menu.popup(grid.viewport().mapToGlobal(place))
