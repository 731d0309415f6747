"""The sign of an analyte on its chip: the same shape and colour as its points."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF

from aza_desktop.drawing.tokens import Tokens

SIZE = 14
_SHARPNESS = 3


def paint_marker(painter: QPainter, role: str, centre: QPointF, tokens: Tokens) -> None:
    """Paint the analyte's marker around a point."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(getattr(tokens, role)))
    x, y = centre.x(), centre.y()
    if role == "alt":
        painter.drawEllipse(centre, 4.5, 4.5)
    elif role == "ast":
        painter.drawRect(QRectF(x - 4, y - 4, 8, 8))
    elif role == "bili":
        painter.drawPolygon(_shape(x, y, ((0, -5.4), (5.4, 0), (0, 5.4), (-5.4, 0))))
    elif role == "alp":
        painter.drawPolygon(_shape(x, y, ((0, -5), (5.4, 5), (-5.4, 5))))
    else:
        painter.drawRect(QRectF(x - 1.9, y - 5, 3.8, 10))
        painter.drawRect(QRectF(x - 5, y - 1.9, 10, 3.8))


def _shape(x: float, y: float, corners: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners])


def marker_icon(role: str, tokens: Tokens) -> QIcon:
    """The marker as an icon for a button."""
    picture = QPixmap(SIZE * _SHARPNESS, SIZE * _SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_SHARPNESS, _SHARPNESS)
    paint_marker(painter, role, QPointF(SIZE / 2, SIZE / 2), tokens)
    painter.end()
    picture.setDevicePixelRatio(_SHARPNESS)
    return QIcon(picture)
