"""The sign of a patient in the cohort picture: its shape is the phase, its colour the quadrant."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from aza_desktop.gui.theme import fonts

RADIUS = 5.0


def paint_sign(
    painter: QPainter, shape: str, centre: QPointF, colour: str, *, is_open: bool = False
) -> None:
    """A hollow sign; dotted where a value came with < or >."""
    style = Qt.PenStyle.DotLine if is_open else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(colour), 1.7, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y, r = centre.x(), centre.y(), RADIUS * min(fonts.text_scale(), 1.5)
    if shape == "reintroduction":
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - r), QPointF(x + r, y + r), QPointF(x - r, y + r)])
        )
    elif shape == "maintenance":
        corners = ((0, -r - 1), (r + 1, 0), (0, r + 1), (-r - 1, 0))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))
    elif shape == "off":
        painter.drawRect(QRectF(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1))
    else:
        painter.drawEllipse(centre, r, r)


def tone_icon(colour: str) -> QIcon:
    """A filled square in the colour of a quadrant, beside its name."""
    picture = QPixmap(20, 20)
    picture.fill(QColor(colour))
    picture.setDevicePixelRatio(2)
    return QIcon(picture)
