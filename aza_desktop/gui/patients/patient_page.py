"""The open patient: tabs, medication line, and the views in the room that the window has.

Wide: findings stand beside everything. Narrower: findings become a tab with a count. Narrower
still: results and calendar share one place. The same widgets are shown in every arrangement.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.parts import Card, button, segments
from aza_desktop.gui.patients.medication_label import MedicationLabel
from aza_desktop.gui.patients.record_view import RecordView
from aza_desktop.gui.theme import fonts
from aza_desktop.texts import msg, tr

_TABS = ("overview", "record", "results", "calendar", "findings")
"""The tabs that are always there; desks add theirs before the findings."""
_TITLES = {
    "overview": msg("Overview"),
    "record": msg("Record"),
    "results": msg("Results"),
    "calendar": msg("Calendar"),
    "findings": msg("Findings"),
}
FINDINGS_FROM, BOTH_FROM = 1500, 1360
"""Window widths at 100 % of text: from here on findings have their own column, results and
calendar both stand."""
ENTRY_BESIDE_CHART_FROM = 860
"""Window height: below it, typing results takes the place of the chart."""

CHART_ALONE_BELOW = 480
"""Window height at 100 % of text: below it the overview is the chart; tables have their tabs."""


@dataclass(frozen=True, slots=True)
class PatientViews:
    """The views that the page arranges."""

    trend: QWidget
    results: Card
    calendar: Card
    findings: QWidget


class PatientPage(QWidget):
    """Arranges; what the views show is told to them by others."""

    tab_chosen = Signal(str)

    def __init__(self, views: PatientViews, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = views
        self.record = RecordView(tokens)
        self.medication = MedicationLabel()
        self._tab = "overview"
        self._lower = "results"
        self._window_width, self._window_height = FINDINGS_FROM, ENTRY_BESIDE_CHART_FROM
        self._before_entry = ""
        self._is_shared = self._own_sizes = False
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addWidget(self._make_tabs(tokens))
        self._center = QSplitter(Qt.Orientation.Vertical)
        self._bottom = QSplitter(Qt.Orientation.Horizontal)
        self._body = QSplitter(Qt.Orientation.Horizontal)
        self._choice_row, self._choices = self._make_choice(tokens)
        self._choice_row.setParent(self)
        self._arrange(self._bottom)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._body)
        self._own_pages: dict[str, QWidget] = {}
        self._keep_page("record", self.record)
        body.addWidget(self._pages, 1)
        self._show_parts()

    def add_tab(self, tab: str, title: str, page: QWidget, tokens: Tokens) -> None:
        """One more tab of the open patient, with a page of its own, before the findings."""
        self._make_tab(tab, title, tokens)
        self._keep_page(tab, page)

    def fit(self, window_width: int, window_height: int) -> None:
        """Take the arrangement that the window's size allows."""
        self._window_width, self._window_height = window_width, window_height
        if self._tab == "findings" and self._is_wide():
            self._tab = "overview"
        self._show_parts()

    def choose(self, tab: str) -> None:
        """Show a tab; findings beside everything need none."""
        self._tab = "overview" if tab == "findings" and self._is_wide() else tab
        self._show_parts()
        self.tab_chosen.emit(self._tab)

    def tab(self) -> str:
        """The tab that is shown."""
        return self._tab

    def title(self) -> str:
        """The tab's words, for the window's title."""
        return self._buttons[self._tab].text()

    def own_page(self) -> QWidget | None:
        """The page of a tab that shows none of the shared views; None where they stand."""
        return self._own_pages.get(self._tab)

    def tabs(self) -> tuple[str, ...]:
        """The tabs that can be chosen now, from left to right."""
        return tuple(tab for tab in self._order if tab != "findings" or not self._is_wide())

    def reach(self, view: str) -> None:
        """Bring a view into sight: ``results``, ``calendar`` or ``findings``."""
        if view == "findings" and not self._is_wide():
            self.choose("findings")
        elif view in {"results", "calendar"} and self._tab not in {"overview", view}:
            self.choose("overview")
        if view in {"results", "calendar"} and self._lower != view:
            self._lower = view
            self._show_parts()

    def make_room_for_entry(self) -> None:
        """Bring the results into sight, alone where the window is low."""
        if self._window_height < ENTRY_BESIDE_CHART_FROM and self._tab == "overview":
            self.choose("results")
            self._before_entry = "overview"
        self.reach("results")

    def entry_closed(self) -> None:
        """Go back to where typing began, unless the user went elsewhere meanwhile."""
        if self._before_entry and self._tab == "results":
            self.choose(self._before_entry)
        self._before_entry = ""

    def show_findings_count(self, count: int) -> None:
        """How many findings are open: told on the tab, where findings have no column."""
        text = tr("Findings ({n})").format(n=count) if count else tr("Findings")
        self._buttons["findings"].setText(text)
        self._buttons["findings"].setAccessibleName(text)

    def button_of(self, tab: str) -> QAbstractButton:
        """The button of a tab."""
        return self._buttons[tab]

    def state(self) -> list[str]:
        """Splitter positions, as texts for the window's file."""
        splitters = (self._center, self._bottom, self._body)
        return [bytes(each.saveState().toBase64().data()).decode() for each in splitters]

    def restore(self, state: list[str]) -> None:
        """Put the splitters where they were."""
        self._own_sizes = True
        for splitter, text in zip((self._center, self._bottom, self._body), state, strict=False):
            splitter.restoreState(QByteArray.fromBase64(text.encode()))

    def reset(self) -> None:
        """Splitters as designed."""
        self._own_sizes = False
        self._share_height()
        self._bottom.setSizes([640, 400])
        self._body.setSizes([1054, 318])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tab_row.setMinimumHeight(self._flow.heightForWidth(self.width()))

    def _is_wide(self) -> bool:
        return self._window_width >= fonts.scaled(FINDINGS_FROM)

    def _make_tabs(self, tokens: Tokens) -> QWidget:
        self._tab_row = QWidget()
        self._flow = FlowLayout(self._tab_row, gap=2, line_gap=0)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QAbstractButton] = {}
        self._order: list[str] = []
        for tab in _TABS:
            self._make_tab(tab, tr(_TITLES[tab]), tokens)
        self._flow.push_right()
        self._flow.addWidget(self.medication)
        return self._tab_row

    def _make_tab(self, tab: str, title: str, tokens: Tokens) -> None:
        one = button(title, tokens, role="tab", checkable=True, name=f"tab_{tab}")
        one.clicked.connect(lambda _=False: self.choose(tab))
        self._group.addButton(one)
        self._buttons[tab] = one
        place = len(self._order) - 1 if "findings" in self._order else len(self._order)
        self._order.insert(place, tab)
        self._flow.insertWidget(place, one)
        for number, each in enumerate(self._order, 1):
            self._buttons[each].setToolTip(f"Alt+{number}")

    def _keep_page(self, tab: str, page: QWidget) -> None:
        self._own_pages[tab] = page
        self._pages.addWidget(page)

    def _make_choice(self, tokens: Tokens) -> tuple[QWidget, dict[str, QAbstractButton]]:
        row, group = segments(
            ((tr("Results"), "results"), (tr("Dose calendar"), "calendar")),
            tokens,
            what=tr("Shown below the chart"),
        )
        for each in group.buttons():
            key = str(each.property("key"))
            each.clicked.connect(lambda _=False, key=key: self.reach(key))
        return row, {str(each.property("key")): each for each in group.buttons()}

    def _arrange(self, lower: QWidget) -> None:
        for splitter in (self._center, self._bottom, self._body):
            splitter.setHandleWidth(10)
            splitter.setChildrenCollapsible(False)
        self._bottom.addWidget(self.views.results)
        self._bottom.addWidget(self.views.calendar)
        self._center.addWidget(self.views.trend)
        self._center.addWidget(lower)
        self._center.splitterMoved.connect(self._keep_own_sizes)
        self._body.addWidget(self._center)
        self._body.addWidget(self.views.findings)
        self._center.setStretchFactor(0, 59)
        self._center.setStretchFactor(1, 41)
        self._bottom.setStretchFactor(0, 64)
        self._bottom.setStretchFactor(1, 40)
        self._body.setStretchFactor(0, 1)
        self._body.setStretchFactor(1, 0)
        self.reset()

    def _show_parts(self) -> None:
        tab, wide = self._tab, self._is_wide()
        both = self._window_width >= fonts.scaled(BOTH_FROM)
        overview = tab == "overview"
        alone = overview and self._window_height < fonts.scaled(CHART_ALONE_BELOW)
        self._buttons["findings"].setVisible(not wide)
        self._buttons[tab].setChecked(True)
        self._show_choice(visible=overview and not both and not alone)
        self._bottom.setVisible(not alone)
        self._choices[self._lower].setChecked(True)
        self.views.trend.setVisible(overview)
        self.views.results.setVisible(
            tab == "results" or (overview and not alone and (both or self._lower == "results"))
        )
        self.views.calendar.setVisible(
            tab == "calendar" or (overview and not alone and (both or self._lower == "calendar"))
        )
        self._center.setVisible(tab != "findings")
        self.views.findings.setVisible(wide or tab == "findings")
        self._pages.setCurrentWidget(self._own_pages.get(tab, self._body))

    def _keep_own_sizes(self) -> None:
        self._own_sizes = True

    def _share_height(self) -> None:
        """The chart gets more of a small window: a few rows of the table are enough there."""
        if not self._own_sizes:
            self._center.setSizes([655, 345] if self._is_shared else [590, 410])

    def _show_choice(self, *, visible: bool) -> None:
        """Where two cards share a place, the choice between them stands for the card's title."""
        views = {"results": self.views.results, "calendar": self.views.calendar}
        host = views[self._lower]
        for card in views.values():
            card.title.setVisible(not (visible and card is host))
        if visible != self._is_shared:
            self._is_shared = visible
            self._share_height()
        if visible and self._choice_row.parentWidget() is not host:
            focused = QApplication.focusWidget()
            had_keyboard = focused is not None and self._choice_row.isAncestorOf(focused)
            host.head.insertWidget(0, self._choice_row)
            if had_keyboard:
                self._choices[self._lower].setFocus()
        self._choice_row.setVisible(visible)
