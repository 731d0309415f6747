"""The days of a month as a table: keyboard and screen reader find every day with its sentence."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from aza_desktop.clinical.dates import add_days
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.calendar.day_painter import paint_day
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.calendar import WEEK, WEEKDAYS, CalendarDay, CalendarModel
from aza_desktop.gui.viewmodels.planning import Range
from aza_desktop.texts import tr

_ROOMY = 62
"""From this cell height in pixels on there is room for tablets and reasons."""
DAY_ROLE = Qt.ItemDataRole.UserRole + 1
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -WEEK,
    Qt.Key.Key_Down: WEEK,
}

_HEAD = 22


class DayDelegate(QStyledItemDelegate):
    """Paints a day with the tokens of the view."""

    def __init__(self, view: MonthGrid) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        view = self._view
        day = index.data(DAY_ROLE)
        if isinstance(day, CalendarDay):
            current = view.currentIndex()
            focused = view.hasFocus() and (index.row(), index.column()) == (
                current.row(),
                current.column(),
            )
            box = QRectF(option.rect)
            large = view.large or box.height() >= fonts.scaled(_ROOMY)
            chosen = view.is_chosen(day.on)
            paint_day(painter, box, day, view.tokens, focused=focused, large=large, chosen=chosen)


class MonthGrid(QTableView):
    """A month of weeks, Monday first. Arrows move by day and week, over its edges too.

    Shift with an arrow, or drawing the mouse over days, chooses several of them.
    """

    month_requested = Signal(object)
    month_turned = Signal(int)
    day_reached = Signal(object)
    range_changed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget, *, large: bool) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self.large = large
        self._model: CalendarModel | None = None
        self._anchor: dt.date | None = None
        self._drawing = self._keeps_anchor = False
        self._items = QStandardItemModel(0, WEEK, self)
        self._items.setHorizontalHeaderLabels([tr(name) for name in WEEKDAYS])
        self.setModel(self._items)
        self.setItemDelegate(DayDelegate(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMinimumSize(7 * 40, 24 + 5 * 24)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setAccessibleName(tr("Days of the week"))
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        across.setFixedHeight(fonts.scaled(_HEAD))
        down.setMinimumSectionSize(18)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        self.selectionModel().currentChanged.connect(self._reached)

    def show_month(self, model: CalendarModel | None, *, select: dt.date | None = None) -> None:
        """Show a month; None shows no day. select: the day on which the keyboard stands."""
        self._model = model
        self._items.setRowCount(0 if model is None else model.weeks)
        if model is None:
            return
        for index, day in enumerate(model.days):
            item = QStandardItem(f"{day.on.day}: {day.text}")
            item.setData(day, DAY_ROLE)
            item.setData(day.spoken, Qt.ItemDataRole.AccessibleTextRole)
            item.setToolTip(day.tooltip)
            item.setEditable(False)
            self._items.setItem(index // WEEK, index % WEEK, item)
            if day.on == select:
                self.setCurrentIndex(self._items.index(index // WEEK, index % WEEK))
        self.viewport().update()

    def apply_tokens(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.horizontalHeader().setFixedHeight(fonts.scaled(_HEAD))
        self.viewport().update()

    @property
    def day(self) -> CalendarDay | None:
        """The day on which the keyboard stands."""
        found = self.currentIndex().data(DAY_ROLE)
        return found if isinstance(found, CalendarDay) else None

    @property
    def chosen(self) -> Range | None:
        """The days that were chosen: at least the one on which the keyboard stands."""
        if self.day is None:
            return None
        here = self.day.on
        anchor = here if self._anchor is None else self._anchor
        return Range(min(here, anchor), max(here, anchor))

    def is_chosen(self, on: dt.date) -> bool:
        """True for a day of a choice of several."""
        chosen = self.chosen
        return (
            self._anchor is not None
            and chosen is not None
            and chosen.first != chosen.last
            and chosen.first <= on <= chosen.last
        )

    def _reached(self, index: QModelIndex) -> None:
        day = index.data(DAY_ROLE)
        if isinstance(day, CalendarDay):
            if not (self._drawing or self._keeps_anchor):
                self._anchor = None
            self.day_reached.emit(day.on)
            self.range_changed.emit()
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.day is not None:
            self._drawing, self._anchor = True, self.day.on

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._drawing and index.isValid():
            self.setCurrentIndex(index)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._drawing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.month_turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
            return
        step = _STEPS.get(Qt.Key(key))
        if step is None or self._model is None or self.day is None:
            super().keyPressEvent(event)
            return
        here = self.day.on
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = here if self._anchor is None else self._anchor
            self._keeps_anchor = True
        self._go_to(add_days(here, step))
        self._keeps_anchor = False

    def _go_to(self, wanted: dt.date) -> None:
        assert self._model is not None
        for index, day in enumerate(self._model.days):
            if day.on == wanted and day.in_month:
                self.setCurrentIndex(self._items.index(index // WEEK, index % WEEK))
                return
        self.month_requested.emit(wanted)
