"""What the cohort picture paints: axes, quadrants, rings, lines, a path and the box of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.cohort.signs import RADIUS, paint_sign
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.edish import EdishModel, PathPoint, QuadrantLine

_CORNERS = {"hys_law": (1, 1), "hyperbilirubinemia": (0, 1), "temple": (1, 0), "normal": (0, 0)}
"""Quadrant -> right or left, upper or lower."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The rectangle of both axes, and shares of it as points."""

    box: QRectF
    scale: float

    @classmethod
    def of(cls, whole: QRectF, scale: float) -> Plot:
        box = whole.adjusted(62 * scale, 12, -14, -46 * scale)
        return cls(box, scale)

    def point(self, x: float, y: float) -> QPointF:
        return QPointF(
            self.box.left() + x * self.box.width(), self.box.bottom() - y * self.box.height()
        )

    def shares(self, where: QPointF) -> tuple[float, float]:
        return (
            (where.x() - self.box.left()) / max(self.box.width(), 1),
            (self.box.bottom() - where.y()) / max(self.box.height(), 1),
        )


def paint_ground(painter: QPainter, plot: Plot, model: EdishModel, tokens: Tokens) -> None:
    """Everything that stays while the mouse moves."""
    corner = plot.point(
        model.x_axis.share(model.cuts.enzyme), model.y_axis.share(model.cuts.bilirubin)
    )
    grave = QRectF(corner.x(), plot.box.top(), plot.box.right() - corner.x(), 0)
    grave.setBottom(corner.y())
    painter.fillRect(grave.intersected(plot.box), QColor(tokens.band_stop))
    _paint_axes(painter, plot, model, tokens)
    for line in model.quadrants:
        if line.key in _CORNERS:
            _paint_corner(painter, plot, corner, line, tokens)
    painter.setClipRect(plot.box.adjusted(-8, -8, 8, 8))
    for ring in model.rings:
        place = plot.point(ring.x, ring.y)
        paint_sign(painter, ring.shape, place, getattr(tokens, ring.tone), is_open=ring.is_open)
    painter.setClipping(False)
    if model.empty:
        painter.setFont(fonts.font(13, 500))
        painter.setPen(QColor(tokens.text2))
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(plot.box.adjusted(30, 40, -30, -40), int(centred), model.empty)


def _paint_axes(painter: QPainter, plot: Plot, model: EdishModel, tokens: Tokens) -> None:
    box = plot.box
    painter.setFont(fonts.font(11, 400, tabular=True))
    height = fonts.scaled(15)
    for tick in model.x_axis.ticks():
        x = plot.point(model.x_axis.share(tick), 0).x()
        painter.setPen(QPen(QColor(tokens.border), 0.8))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        painter.setPen(QColor(tokens.text2))
        where = QRectF(x - 30, box.bottom() + 4, 60, height)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, f"{tick:g}")
    for tick in model.y_axis.ticks():
        y = plot.point(0, model.y_axis.share(tick)).y()
        painter.setPen(QPen(QColor(tokens.border), 0.8))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(QColor(tokens.text2))
        where = QRectF(box.left() - 50, y - height / 2, 44, height)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(where, side, f"{tick:g}")
    painter.setPen(QPen(QColor(tokens.control), 1))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    painter.drawLine(box.bottomLeft(), box.topLeft())
    painter.setFont(fonts.font(12, 500))
    painter.setPen(QColor(tokens.text2))
    below = QRectF(box.left(), box.bottom() + 4 + height, box.width(), fonts.scaled(20))
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, model.x_title)
    painter.save()
    painter.translate(fonts.scaled(12), box.center().y())
    painter.rotate(-90)
    room = box.height() + fonts.scaled(46)
    beside = QRectF(-room / 2, -fonts.scaled(10), room, fonts.scaled(20))
    fits = QFontMetricsF(painter.font()).horizontalAdvance(model.y_title) <= room
    title = model.y_title if fits else model.y_title_short
    painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, title)
    painter.restore()


def _paint_corner(
    painter: QPainter, plot: Plot, corner: QPointF, line: QuadrantLine, tokens: Tokens
) -> None:
    """Name, number and share of a quadrant in its outer corner."""
    right, upper = _CORNERS[line.key]
    painter.setFont(fonts.font(12, 600))
    text = f"{line.title}\n{line.count}  ({line.share})" if line.share else line.title
    height = fonts.scaled(34)
    inner = plot.box.adjusted(8, 5, -8, -5)
    top = inner.top() if upper else inner.bottom() - height
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setPen(QColor(getattr(tokens, line.tone)))
    painter.drawText(QRectF(inner.left(), top, inner.width(), height), int(side), text)


def paint_lines(
    painter: QPainter, plot: Plot, model: EdishModel, tokens: Tokens, *, held: str
) -> None:
    """Both lines with their figures, a little stronger while one is held."""
    x = plot.point(model.x_axis.share(model.cuts.enzyme), 0).x()
    y = plot.point(0, model.y_axis.share(model.cuts.bilirubin)).y()
    box = plot.box
    ends = {
        "enzyme": (QPointF(x, box.top()), QPointF(x, box.bottom())),
        "bilirubin": (QPointF(box.left(), y), QPointF(box.right(), y)),
    }
    for which, (start, end) in ends.items():
        width = 2.4 if which == held else 1.5
        painter.setPen(QPen(QColor(tokens.accent), width, Qt.PenStyle.DashLine))
        painter.drawLine(start, end)
    painter.setFont(fonts.font(11, 600))
    _tag(painter, QPointF(x, box.bottom() - 3), f"{model.cuts.enzyme:f} ×", tokens, below=False)
    _tag(painter, QPointF(box.right() - 22, y), f"{model.cuts.bilirubin:f} ×", tokens, below=True)


def _tag(painter: QPainter, at: QPointF, text: str, tokens: Tokens, *, below: bool) -> None:
    metrics = QFontMetricsF(painter.font())
    size = QRectF(0, 0, metrics.horizontalAdvance(text) + 10, metrics.height() + 2)
    size.moveCenter(QPointF(at.x(), at.y() if below else at.y() - size.height() / 2))
    painter.setPen(QPen(QColor(tokens.accent), 1))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(size, 4, 4)
    painter.drawText(size, Qt.AlignmentFlag.AlignCenter, text)


def paint_path(painter: QPainter, plot: Plot, path: Sequence[PathPoint], tokens: Tokens) -> None:
    """The visits in their order: a line, a dot each, the days of the first and the last."""
    points = [plot.point(each.x, each.y) for each in path]
    painter.setPen(QPen(QColor(tokens.text), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(QColor(tokens.text))
    for place in points:
        painter.drawEllipse(place, 2.4, 2.4)
    painter.setFont(fonts.font(11, 500))
    metrics = QFontMetricsF(painter.font())
    for index in dict.fromkeys((0, len(path) - 1)):
        text, at = path[index].text, points[index]
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + 6, metrics.height())
        left = min(at.x() + 6, plot.box.right() - box.width())
        box.moveTo(left, at.y() + (4 if index else -4 - box.height()))
        ground = QColor(tokens.surface)
        ground.setAlphaF(0.8)
        painter.fillRect(box, ground)
        painter.setPen(QColor(tokens.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_mark(painter: QPainter, at: QPointF, tokens: Tokens) -> None:
    """The ring around the sign that is chosen or under the mouse."""
    painter.setPen(QPen(QColor(tokens.accent), 2.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, RADIUS + 5, RADIUS + 5)


def paint_box(
    painter: QPainter, plot: Plot, at: QPointF, lines: Sequence[str], tokens: Tokens
) -> None:
    """What is known of one patient, beside the sign and never over it."""
    strong, usual = fonts.font(12, 600), fonts.font(12, 500)
    width = max(
        QFontMetricsF(strong if not place else usual).horizontalAdvance(line)
        for place, line in enumerate(lines)
    )
    row = fonts.scaled(19)
    box = QRectF(0, 0, width + 22, row * len(lines) + 14)
    left = at.x() + 16
    if left + box.width() > plot.box.right() + 8:
        left = at.x() - 16 - box.width()
    top = min(max(at.y() - box.height() / 2, plot.box.top()), plot.box.bottom() - box.height())
    box.moveTo(max(left, 4.0), top)
    painter.setPen(QPen(QColor(tokens.control), 1))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(box, 6, 6)
    for place, line in enumerate(lines):
        painter.setFont(usual if place else strong)
        painter.setPen(QColor(tokens.text2 if place else tokens.text))
        where = QRectF(box.left() + 11, box.top() + 7 + place * row, width, row)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, line)


def paint_focus(painter: QPainter, whole: QRectF, tokens: Tokens) -> None:
    painter.setPen(QPen(QColor(tokens.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 4, 4)
