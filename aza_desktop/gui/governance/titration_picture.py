"""Eight weeks of doses and blood tests, drawn small: what an answer means before it is given."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.icons import pixmap
from aza_desktop.gui.viewmodels.titration import DAYS, WEEKS, Titration
from aza_desktop.texts import tr

_DROP = 10
_SHOWN = DAYS + 2
"""A little more than the weeks: a step on the last day must still be seen."""


class TitrationPicture(QWidget):
    """Painted; the accessible name tells the same in words."""

    def __init__(self, model: Titration, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._tokens = model, tokens
        self.setAccessibleName(model.spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, fonts.scaled(112))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, fonts.scaled(112))

    def apply_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, model = self._tokens, self._model
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = fonts.scaled(15)
        room = QRectF(2, line + 2, self.width() - 8, self.height() - 3 * line - 8)

        def x(day: float) -> float:
            return room.left() + room.width() * day / _SHOWN

        def y(height: float) -> float:
            return room.bottom() - room.height() * height

        corners = [QPointF(x(0), room.bottom())]
        ends = [day for day, _height, _text in model.steps[1:]] + [_SHOWN]
        for (day, height, _text), end in zip(model.steps, ends, strict=True):
            corners += [QPointF(x(day), y(height)), QPointF(x(end), y(height))]
        corners.append(QPointF(x(_SHOWN), room.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.dose_fill))
        painter.drawPolygon(QPolygonF(corners))
        painter.setPen(QPen(QColor(tokens.dose), 2))
        painter.drawPolyline(QPolygonF(corners[1:-1]))
        painter.setPen(QPen(QColor(tokens.control), 1))
        painter.drawLine(QPointF(room.left(), room.bottom()), QPointF(room.right(), room.bottom()))
        tone = QColor(tokens.critical if model.is_blind else tokens.ok)
        first = x(model.first_result)
        painter.setPen(QPen(tone, 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(first, room.top() - 4), QPointF(first, room.bottom() + line))
        painter.setFont(fonts.font(11, 600))
        last = model.steps[-1]
        painter.setPen(QColor(tokens.text2))
        painter.drawText(
            QRectF(room.left(), 0, room.width(), line), Qt.AlignmentFlag.AlignRight, last[2]
        )
        inside = QRectF(x(0) + 4, room.bottom() - line - 1, room.width(), line)
        words = painter.boundingRect(inside, Qt.AlignmentFlag.AlignLeft, model.steps[0][2])
        painter.fillRect(words.adjusted(-2, 0, 2, 0), QColor(tokens.dose_fill))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft, model.steps[0][2])
        drop = pixmap("droplet", tokens.accent, _DROP)
        for day in model.tests:
            painter.drawPixmap(QPointF(x(day) - _DROP / 2, room.bottom() + 4), drop)
        painter.setFont(fonts.font(11, 500))
        foot = QRectF(room.left(), self.height() - line, room.width(), line)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, tr("day 0"))
        weeks = tr("week {n}").format(n=WEEKS)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, weeks)
        painter.end()
