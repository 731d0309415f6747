"""A month on paper: cells for a hand that holds a pen, told apart without any colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.gui.printing.lettering import BOLD, LEADING, MEDIUM, STRONG, Lines, face, fitted
from aza_desktop.reports.document import Day, DayLook, Month

LEAST_WEEK, MOST_WEEK = 490.0, 1050.0
_HEAD = 190.0
_BOX = 128.0
_NUMBER = 168.0
_SIDE = 38.0
_FLAG = 140.0


def heights_of(month: Month) -> tuple[float, float]:
    """The least and the most height that the month makes good use of."""
    weeks = len(month.weeks)
    return _HEAD + weeks * LEAST_WEEK, _HEAD + weeks * MOST_WEEK


def draw_month(painter: QPainter, month: Month, box: QRectF) -> None:
    """The weekdays, then a row for each week."""
    width = box.width() / len(month.weekdays)
    for place, weekday in enumerate(month.weekdays):
        name = Lines(weekday, face(100, STRONG), width, align=Qt.AlignmentFlag.AlignHCenter)
        name.draw(painter, box.left() + place * width, box.top() + 20, LIGHT.text)
    height = (box.height() - _HEAD) / len(month.weeks)
    for row, week in enumerate(month.weeks):
        for place, day in enumerate(week):
            if day is not None:
                left, top = box.left() + place * width, box.top() + _HEAD + row * height
                _cell(painter, day, QRectF(left, top, width, height))


def _cell(painter: QPainter, day: Day, cell: QRectF) -> None:
    quiet = day.look in {DayLook.PAST, DayLook.OPEN}
    if day.look is DayLook.PAST:
        painter.fillRect(cell, QColor(LIGHT.plan_tint))
    painter.setPen(QPen(QColor(LIGHT.control if quiet else LIGHT.text), 6 if quiet else 10))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(cell)
    number = Lines(str(day.number), face(132, MEDIUM if quiet else BOLD), cell.width())
    number.draw(painter, cell.left() + _SIDE, cell.top() + 10, LIGHT.muted if quiet else LIGHT.text)
    if day.has_box:
        painter.setPen(QPen(QColor(LIGHT.text), 12))
        painter.drawRect(QRectF(cell.right() - _BOX - 34, cell.top() + 34, _BOX, _BOX))
    _middle(painter, day, cell)
    if day.flag:
        _flag(painter, day, cell)


def _middle(painter: QPainter, day: Day, cell: QRectF) -> None:
    """The dose and its tablets, in the room between number and flag."""
    if not day.main:
        return
    strong = day.look is DayLook.DOSE
    centre = Qt.AlignmentFlag.AlignHCenter
    inner = cell.width() - _SIDE
    top = cell.top() + _NUMBER
    room = cell.bottom() - (_FLAG if day.flag else 0) - top
    sizes = [(day.main, 180 if strong else 130, BOLD)]
    sizes += [(line, 100, MEDIUM) for line in day.lines]
    whole = sum(tenths for _text, tenths, _weight in sizes) * LEADING
    scale = min(room / whole, 1.0)
    y = top + max((room - whole) / 2, 0.0)
    for text, tenths, weight in sizes:
        font = fitted(text, int(tenths * scale), weight, inner)
        line = Lines(text, font, cell.width(), align=centre)
        line.draw(painter, cell.left(), y, LIGHT.text)
        y += line.height


def _flag(painter: QPainter, day: Day, cell: QRectF) -> None:
    """White on black: it stays on the worst copier."""
    strip = QRectF(cell.left(), cell.bottom() - _FLAG, cell.width(), _FLAG)
    painter.fillRect(strip, QColor(LIGHT.text))
    words = Lines(day.flag, face(88, BOLD), cell.width(), align=Qt.AlignmentFlag.AlignHCenter)
    words.draw(painter, strip.left(), strip.top() + (_FLAG - words.height) / 2, LIGHT.surface)
