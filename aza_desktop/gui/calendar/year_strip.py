"""Twelve small months in a row: where the doses, holds and breaks of a year lie."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.calendar import WEEK, DayState, MiniMonth
from aza_desktop.texts import tr

_WEEKS = 6
_HEAD, _DOT, _GAP = 18, 8, 10
_MARGIN = 4


class YearStrip(QWidget):
    """A click or an arrow goes to a month; the month that is shown below has a frame."""

    month_chosen = Signal(int, int)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar_year")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tokens = tokens
        self._months: tuple[MiniMonth, ...] = ()
        self._month = 0

    def show_months(self, months: tuple[MiniMonth, ...], *, month: int) -> None:
        """Show a year. month: the one that stands below, from 1."""
        self._months, self._month = months, month
        if months:
            said = tr("{year}, {month} is shown").format(
                year=months[0].year, month=months[month - 1].title
            )
            self.setAccessibleName(said)
        self.update()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Repaint in another theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, fonts.scaled(_HEAD) + _WEEKS * _DOT + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, box in enumerate(self._boxes()):
            if box.contains(event.position()):
                self._choose(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif 0 <= self._month - 1 + step < len(self._months):
            self._choose(self._month - 1 + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month, box in zip(self._months, self._boxes(), strict=True):
            self._paint_month(painter, month, box)
        painter.end()

    def _boxes(self) -> list[QRectF]:
        if not self._months:
            return []
        wide = (self.width() - _GAP * (len(self._months) - 1)) / len(self._months)
        return [
            QRectF(place * (wide + _GAP), 0, wide, self.height())
            for place in range(len(self._months))
        ]

    def _choose(self, place: int) -> None:
        month = self._months[place]
        self.month_chosen.emit(month.year, month.month)

    def _paint_month(self, painter: QPainter, month: MiniMonth, box: QRectF) -> None:
        tokens, is_shown = self._tokens, month.month == self._month
        if is_shown:
            painter.setPen(QPen(QColor(tokens.accent), 2 if self.hasFocus() else 1))
            painter.setBrush(QColor(tokens.accent_tint))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(fonts.font(11, 700 if is_shown else 500))
        painter.setPen(QColor(tokens.accent if is_shown else tokens.text2))
        head = QRectF(box.left(), box.top() + 2, box.width(), fonts.scaled(_HEAD) - 2)
        words = month.title if month.month > 1 else f"{month.title} {month.year}"
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, words)
        side = min((box.width() - 2 * _MARGIN) / WEEK, _DOT + 4)
        left = box.left() + (box.width() - side * WEEK) / 2
        top = box.top() + fonts.scaled(_HEAD)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, state in enumerate(month.states):
            row, column = divmod(number + month.offset, WEEK)
            dot = QRectF(left + column * side, top + row * _DOT, side - 1.5, _DOT - 1.5)
            self._paint_day(painter, dot, state)

    def _paint_day(self, painter: QPainter, dot: QRectF, state: DayState) -> None:
        tokens = self._tokens
        if state in {DayState.PLANNED, DayState.NOTHING}:
            colour = tokens.control if state is DayState.PLANNED else tokens.border
            painter.setPen(QPen(QColor(colour), 0.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(dot.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(Qt.PenStyle.NoPen)
            return
        colour = {
            DayState.TAKEN: tokens.ok,
            DayState.PRESCRIBED: tokens.plan,
            DayState.HELD: tokens.warning,
            DayState.MISSED: tokens.warning,
            DayState.BREAK: tokens.control,
        }[state]
        if state is DayState.BREAK:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setBrush(QColor(colour))
            painter.drawRect(dot.adjusted(0, dot.height() / 2 - 1, 0, -dot.height() / 2 + 1))
            return
        painter.setBrush(QColor(colour))
        painter.drawRect(dot)
