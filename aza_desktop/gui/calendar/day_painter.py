"""How one day looks: fill, border, icon and words say the same thing, in colour and in grey."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.icons import pixmap
from aza_desktop.gui.viewmodels.calendar import CalendarDay, DayState

LOW = 30
"""Below this height in pixels number and dose share one line."""
_STATE_ICONS = {
    DayState.TAKEN: ("check", "ok"),
    DayState.HELD: ("hand", "warning"),
    DayState.MISSED: ("x", "warning"),
}
_RADIUS = 4.0
_ICON, _LARGE_ICON = 12, 16


def paint_ground(painter: QPainter, box: QRectF, state: DayState, tokens: Tokens) -> None:
    """Fill and border of a state, also used for the legend."""
    painter.setPen(Qt.PenStyle.NoPen)
    fill = {
        DayState.TAKEN: tokens.ok_tint,
        DayState.HELD: tokens.warning_tint,
        DayState.MISSED: tokens.warning_tint,
        DayState.BREAK: tokens.plan_tint,
    }.get(state)
    if fill is not None:
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    if state is DayState.BREAK:
        ink = QColor(tokens.control)
        ink.setAlphaF(0.38)
        painter.setBrush(QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(tokens.border), 1)
    if state is DayState.PLANNED:
        pen = QPen(QColor(tokens.control), 1, Qt.PenStyle.DashLine)
    elif state in {DayState.HELD, DayState.MISSED}:
        pen = QPen(QColor(tokens.warning), 1)
    painter.setPen(pen)
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)


def paint_day(
    painter: QPainter,
    cell: QRectF,
    day: CalendarDay,
    tokens: Tokens,
    *,
    focused: bool,
    large: bool,
    chosen: bool = False,
) -> None:
    """One cell of the month. chosen: one of several days that were chosen together."""
    box = cell.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not day.in_month:
        painter.setOpacity(0.55)
    paint_ground(painter, box, day.state, tokens)
    if chosen:
        tint = QColor(tokens.accent)
        tint.setAlphaF(0.22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRect(cell)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if day.clash:
        _corner(painter, box, tokens)
    if day.questioned:
        painter.setPen(QPen(QColor(tokens.critical), 1.4, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    if day.today:
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    if focused:
        painter.setPen(QPen(QColor(tokens.text), 1.6))
        painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 3, 3)
    _number(painter, box, day, tokens)
    _icons(painter, box, day, tokens, size=_LARGE_ICON if large else _ICON)
    _words(painter, box, day, tokens, large=large)
    painter.restore()


def _corner(painter: QPainter, box: QRectF, tokens: Tokens) -> None:
    """The red corner of a day for which two doses stand."""
    right, low, side = box.right(), box.bottom(), 11
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.critical))
    points = (QPointF(right, low - side), QPointF(right, low), QPointF(right - side, low))
    painter.drawPolygon(QPolygonF(points))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _number(painter: QPainter, box: QRectF, day: CalendarDay, tokens: Tokens) -> None:
    painter.setFont(fonts.font(11, 700 if day.today else 500))
    ink = tokens.accent if day.today else tokens.text2 if day.in_month else tokens.muted
    painter.setPen(QColor(ink))
    low = box.height() < fonts.scaled(LOW)
    side = Qt.AlignmentFlag.AlignVCenter if low else Qt.AlignmentFlag.AlignTop
    painter.drawText(
        box.adjusted(5, 0 if low else 2, 0, 0), side | Qt.AlignmentFlag.AlignLeft, str(day.on.day)
    )


def _icons(painter: QPainter, box: QRectF, day: CalendarDay, tokens: Tokens, *, size: int) -> None:
    """From the right: blood, then the state; beside the number: a change of dose."""
    if box.height() < fonts.scaled(LOW):
        return
    shown: list[tuple[str, str]] = []
    if day.overdue:
        shown.append(("clock-alert", "warning"))
    elif day.due:
        shown.append(("droplet", "accent"))
    if day.drawn:
        shown.append(("test-tube-diagonal", "text2"))
    if day.questioned:
        shown.append(("octagon-alert", "critical"))
    elif day.state in _STATE_ICONS:
        shown.append(_STATE_ICONS[day.state])
    x = box.right() - 3 - size
    for name, role in shown[: max(1, int((box.width() - 18) // (size + 1)))]:
        painter.drawPixmap(QPointF(x, box.top() + 3), pixmap(name, getattr(tokens, role), size))
        x -= size + 1
    if day.step:
        name = "trending-up" if day.step == "up" else "trending-down"
        left = box.left() + fonts.scaled(13 if day.on.day < 10 else 20)
        if left + size <= x + size + 1:
            picture = pixmap(name, tokens.accent, size)
            painter.drawPixmap(QPointF(left, box.top() + 3), picture)


def _words(
    painter: QPainter, box: QRectF, day: CalendarDay, tokens: Tokens, *, large: bool
) -> None:
    certain = day.state in {DayState.TAKEN, DayState.PRESCRIBED, DayState.HELD, DayState.MISSED}
    lettering = fonts.font(14 if large else 12, 600)
    if QFontMetricsF(lettering).horizontalAdvance(day.text) > box.width() - 4:
        lettering = fonts.font(11, 600)
    painter.setFont(lettering)
    painter.setPen(QColor(tokens.text if certain or day.today else tokens.text2))
    low = box.height() < fonts.scaled(LOW)
    text = day.text
    if low and box.width() < fonts.scaled(64):
        text = "" if day.state is DayState.BREAK else text.removesuffix(" mg")
    room = box.adjusted(18 if low else 0, 0 if low else fonts.scaled(11), -3 if low else 0, 0)
    if large and day.second:
        room = room.adjusted(0, 0, 0, -fonts.scaled(14))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
    if large and day.second:
        painter.setFont(fonts.font(11, 400))
        painter.setPen(QColor(tokens.text2))
        below = room.adjusted(4, fonts.scaled(30), -4, fonts.scaled(14))
        wrap = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(below, wrap, day.second)
