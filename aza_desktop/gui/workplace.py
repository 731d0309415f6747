"""The window of an open clinic: lists at the left, the open patient at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.calendar import CalendarView
from aza_desktop.gui.chart import TrendView
from aza_desktop.gui.doses.confirm_dose_dialog import ConfirmDoseDialog
from aza_desktop.gui.findings import FindingsPanel
from aza_desktop.gui.message_bar import MessageBar
from aza_desktop.gui.patients.banner import PatientBanner
from aza_desktop.gui.patients.new_patient_dialog import NewPatientDialog
from aza_desktop.gui.patients.no_patient_page import NoPatientPage
from aza_desktop.gui.patients.patient_list import PatientList
from aza_desktop.gui.patients.patient_page import BOTH_FROM, PatientPage, PatientViews
from aza_desktop.gui.results.results_view import ResultsView
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.window_state import WindowState
from aza_desktop.gui.worklist.worklist_pane import WorklistPane

_LEFT, _LEFT_NARROW, _LARGEST_SHARE = 316, 292, 30
"""Pixels at 100 % of text; with large letters the list takes at most that share of the window."""


class Workplace(QWidget):
    """Holds the views and lays them out; decides nothing."""

    view_changed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worklist = WorklistPane(tokens)
        self.banner = PatientBanner(tokens)
        self.messages = MessageBar(tokens)
        self.trend = TrendView(tokens)
        self.results = ResultsView(tokens)
        self.calendar = CalendarView(tokens)
        self.findings = FindingsPanel(tokens)
        views = PatientViews(self.trend, self.results, self.calendar, self.findings)
        self.page = PatientPage(views, tokens)
        self.nobody = NoPatientPage(tokens)
        self.patients = PatientList(tokens)
        self.confirm_dose = ConfirmDoseDialog(tokens, self)
        self.new_patient = NewPatientDialog(tokens, self)
        self._right = QStackedWidget()
        for page in (self.nobody, self.page, self.patients):
            self._right.addWidget(page)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.banner)
        self._column = column
        column.addWidget(self.messages)
        column.addWidget(self._right, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(10)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.worklist)
        self._split.addWidget(right)
        self._split.setStretchFactor(0, 0)
        self._split.setStretchFactor(1, 1)
        self.worklist.setMinimumWidth(_LEFT_NARROW)
        body = QVBoxLayout(self)
        body.setContentsMargins(10, 10, 10, 8)
        body.addWidget(self._split)
        self._has_patient = False
        self._own_sizes = False
        self._split.splitterMoved.connect(self._keep_own_sizes)
        self._right.currentChanged.connect(lambda _place: self.view_changed.emit())
        self.page.tab_chosen.connect(lambda _tab: self.view_changed.emit())

    def show_patient_page(self) -> None:
        """Show the open patient; the list of all steps back."""
        self._has_patient = True
        self.leave_all_patients()

    def show_all_patients(self) -> None:
        """Show the table of all patients in the place of the open one."""
        self.banner.hide()
        self._right.setCurrentWidget(self.patients)
        self.worklist.show_choice("all")
        self.patients.focus_list()

    def add_page(self, page: QWidget) -> None:
        """One more page that can take the place of the open patient."""
        self._right.addWidget(page)

    def add_strip(self, strip: QWidget) -> None:
        """A line that stands above every page for as long as its reason does."""
        self._column.insertWidget(self._column.indexOf(self.messages), strip)

    def show_page(self, page: QWidget) -> None:
        """Show an added page in the place of the open patient."""
        self.banner.hide()
        self._right.setCurrentWidget(page)
        page.setFocus()

    def leave_all_patients(self) -> None:
        """Back to the open patient, or to nobody."""
        self.banner.show()
        self._right.setCurrentWidget(self.page if self._has_patient else self.nobody)
        self.worklist.show_choice("today")

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in order; hidden ones are left out by whoever walks."""
        shown = self._right.currentWidget()
        own = self.page.own_page() if shown is self.page else shown
        return (
            self.worklist.find_box,
            self.worklist.found if self.worklist.found.isVisible() else self.worklist.today,
            self.banner,
            *((own,) if own is not None else ()),
            self.trend,
            self.results.table,
            self.calendar,
            self.findings,
        )

    def view_name(self) -> str:
        """What stands at the right, in a few words, for the window's title."""
        shown = self._right.currentWidget()
        if shown is None or shown is self.page:
            return self.page.title()
        return shown.accessibleName() or shown.windowTitle()

    def shows_patient(self) -> bool:
        """Whether the open patient stands at the right."""
        return self._right.currentWidget() is self.page

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show every view in another theme."""
        for view in (
            self.worklist,
            self.banner,
            self.messages,
            self.results,
            self.nobody,
            self.patients,
            self.page.record,
            self.confirm_dose,
            self.new_patient,
            self.trend,
            self.calendar,
            self.findings,
        ):
            view.apply_tokens(tokens)
        self._fit_left()
        self.page.fit(self.window().width(), self.window().height())

    def save(self, state: WindowState) -> None:
        """Keep splitters and folded groups."""
        state.save("splitters", self.page.state())
        state.save("folded", self.worklist.today.rows.folded)
        self.patients.save(state)
        if self._own_sizes:
            state.save("left", str(self._split.sizes()[0]))

    def restore(self, state: WindowState) -> None:
        """Put everything back as it was kept."""
        if kept := _texts(state.load("splitters")):
            self.page.restore(kept)
        self.worklist.today.rows.folded = _texts(state.load("folded"))
        self.patients.restore(state)
        if (left := str(state.load("left", ""))).isdigit():
            self._own_sizes = True
            self._set_left(int(left))

    def reset(self) -> None:
        """Everything as designed."""
        self._own_sizes = False
        self.page.reset()
        self.patients.reset()
        self._fit_left()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.page.fit(self.window().width(), self.window().height())
        self._fit_left()

    def _keep_own_sizes(self) -> None:
        self._own_sizes = True

    def _fit_left(self) -> None:
        if not self._own_sizes:
            wide = self.window().width()
            least = _LEFT if wide >= BOTH_FROM else _LEFT_NARROW
            self._set_left(max(least, min(fonts.scaled(least), wide * _LARGEST_SHARE // 100)))

    def _set_left(self, left: int) -> None:
        self._split.setSizes([left, max(self.width() - left - 30, 1)])


def _texts(kept: object) -> list[str]:
    """A list as the window's file gives it back: one entry comes as a plain text."""
    if isinstance(kept, str):
        return [kept] if kept else []
    return [str(each) for each in kept] if isinstance(kept, list) else []
