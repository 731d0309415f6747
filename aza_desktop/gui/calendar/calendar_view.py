"""The calendar card: one month at a time, today a key away."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.calendar.legend import Legend
from aza_desktop.gui.calendar.month_grid import MonthGrid
from aza_desktop.gui.calendar.range_row import RangeRow
from aza_desktop.gui.calendar.year_strip import YearStrip
from aza_desktop.gui.leading import Leading
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.calendar import (
    CalendarModel,
    build_calendar,
    build_year,
    month_after,
)
from aza_desktop.gui.viewmodels.patient_file import FileLike, OpenFile, is_judged
from aza_desktop.texts import tr


class CalendarView(Leading, parts.Card):
    """The dose calendar of one patient. large: the layout of the Calendar tab."""

    day_reached = Signal(object)

    def __init__(
        self, tokens: Tokens, parent: QWidget | None = None, *, large: bool = False
    ) -> None:
        super().__init__(tr("Dose calendar"), parent)
        self.setObjectName("dose_calendar_large" if large else "dose_calendar")
        self._file: FileLike | None = None
        self._month: tuple[int, int] | None = None
        self.previous = parts.button(
            "",
            tokens,
            role="ghost",
            icon_name="chevron-left",
            name="calendar_previous",
            help_text=tr("Previous month (Page Up)"),
        )
        self.month = parts.label(size="strong")
        self.month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.month.setMinimumWidth(fonts.scaled(120 if large else 66))
        self.next = parts.button(
            "",
            tokens,
            role="ghost",
            icon_name="chevron-right",
            name="calendar_next",
            help_text=tr("Next month (Page Down)"),
        )
        self.today = parts.button(
            tr("Today"),
            tokens,
            role="segment",
            name="calendar_today",
            help_text=tr("Show the month of today"),
        )
        self.previous.clicked.connect(lambda: self._turn(-1))
        self.next.clicked.connect(lambda: self._turn(1))
        self.today.clicked.connect(self.show_today)
        for widget in (self.previous, self.month, self.next, self.today):
            self.head.addWidget(widget)
        self.note.hide()
        self.grid = MonthGrid(tokens, self, large=large)
        self.grid.setObjectName("dose_days")
        self.grid.month_requested.connect(self._show_month_of)
        self.grid.month_turned.connect(self._turn)
        self.grid.day_reached.connect(self.day_reached)
        self.warning = parts.label(size="small", tone="critical", wrap=True)
        self.warning.hide()
        self.legend = Legend(tokens, self)
        self.year = YearStrip(tokens, self)
        self.year.month_chosen.connect(self._show_first_of)
        self.year.hide()
        self.range = RangeRow(tokens, self)
        self.range.hide()
        self.grid.range_changed.connect(self._name_range)
        self.body.setSpacing(6)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.year)
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self.range)
        self.body.addWidget(self.legend)
        self.begins_at = self.grid
        self._large = large
        self.show_nothing()

    @property
    def model(self) -> CalendarModel | None:
        """The month that is shown."""
        if self._file is None or self._month is None:
            return None
        return build_calendar(self._file, year=self._month[0], month=self._month[1])

    def show_file(self, file: OpenFile) -> None:
        """Show a patient; another patient or day starts at today."""
        if not is_judged(file):
            self.show_nothing(tr("The calendar needs the patient's protocol."))
            return
        same = self._file is not None and self._file.record.id == file.record.id
        same = same and self._file is not None and self._file.as_of == file.as_of
        day = self.grid.day.on if same and self.grid.day is not None else file.as_of
        self._file = file
        if not same or self._month is None:
            self._month = (file.as_of.year, file.as_of.month)
        self._show(select=day)

    def show_nothing(self, why: str = "") -> None:
        """No patient is open."""
        self._file = self._month = None
        self.grid.show_month(None)
        self.month.setText("")
        self.warning.setText(why)
        self.warning.setVisible(bool(why))
        self._enable(on=False)
        self.grid.setAccessibleName(tr("Dose calendar, no patient open"))

    def show_whole_year(self, *, wanted: bool) -> None:
        """The strip of twelve months and the buttons for days: in the Calendar tab only."""
        self.year.setVisible(wanted)
        self.range.setVisible(wanted)
        self._show_year()

    def show_today(self) -> None:
        """Go to the month of today."""
        if self._file is not None:
            self._show_month_of(self._file.as_of)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        parts.retint(self, tokens)
        self.grid.apply_tokens(tokens)
        self.legend.apply_tokens(tokens)
        self.year.apply_tokens(tokens)

    def _show_first_of(self, year: int, month: int) -> None:
        self._show_month_of(dt.date(year, month, 1))

    def _show_year(self) -> None:
        if self._file is None or self._month is None or self.year.isHidden():
            return
        self.year.show_months(build_year(self._file, year=self._month[0]), month=self._month[1])

    def _name_range(self) -> None:
        chosen = self.grid.chosen
        self.range.show_days(chosen.words if chosen is not None else "")

    def _enable(self, *, on: bool) -> None:
        for widget in (self.previous, self.next, self.today, self.grid):
            widget.setEnabled(on)

    def _turn(self, months: int) -> None:
        if self._month is None:
            return
        year, month = month_after(*self._month, months)
        day = self.grid.day.on.day if self.grid.day is not None else 1
        self._show_month_of(dt.date(year, month, min(day, 28)))

    def _show_month_of(self, day: dt.date) -> None:
        self._month = (day.year, day.month)
        self._show(select=day)

    def _show(self, *, select: dt.date) -> None:
        model = self.model
        if model is None:
            return
        self._enable(on=True)
        self.month.setText(model.title if self._large else model.short_title)
        self.grid.show_month(model, select=select)
        self.grid.setAccessibleName(tr("Dose calendar, {month}").format(month=model.title))
        self.grid.setAccessibleDescription(model.description)
        self._name_range()
        self._show_year()
        self.warning.setText(model.note)
        self.warning.setVisible(bool(model.note))
        parts.set_look(
            self.warning,
            tone="critical"
            if model.days and any(day.questioned or day.clash for day in model.days)
            else "secondary",
        )
