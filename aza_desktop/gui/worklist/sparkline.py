"""A line of the last ALT values, small enough for a list row, with the upper limit dashed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from aza_desktop.drawing.tokens import Tokens


def paint_sparkline(
    painter: QPainter, box: QRectF, trend: Sequence[float], *, cited: bool, tokens: Tokens
) -> None:
    """Draw `trend` (multiples of the ULN, oldest first) into `box`; the bottom is zero.

    cited: a critical mark rests on the last value, whose dot is then red.
    """
    if not trend:
        return
    top = max(*trend, 1) * 1.05
    limit = box.bottom() - box.height() / top
    painter.setPen(QPen(QColor(tokens.control), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(box.left(), limit), QPointF(box.right(), limit))
    step = box.width() / max(len(trend) - 1, 1)
    first = box.left() if len(trend) > 1 else box.right()
    points = [
        QPointF(first + step * place, box.bottom() - box.height() * value / top)
        for place, value in enumerate(trend)
    ]
    painter.setPen(QPen(QColor(tokens.alt), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.critical if cited else tokens.alt))
    painter.drawEllipse(points[-1], 2.8, 2.8)
