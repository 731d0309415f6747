"""Submitted, Under Review, Approved: where the protocol stands, as three joined circles."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.icons import pixmap
from aza_desktop.gui.viewmodels.findings import STEPS, SignOff
from aza_desktop.texts import tr

_RADIUS = 7.0
_WIDEST, _LABEL = 440, 130


class SignOffSteps(QWidget):
    """Painted steps; its accessible name says the same in words."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._sign_off: SignOff | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(fonts.scaled(_WIDEST))

    def show_sign_off(self, sign_off: SignOff) -> None:
        self._sign_off = sign_off
        self.setAccessibleName(sign_off.spoken)
        self.update()

    def apply_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.setMaximumWidth(fonts.scaled(_WIDEST))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, fonts.scaled(38))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, fonts.scaled(38))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sign_off is None:
            return
        step, tokens = self._sign_off.step, self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = [34.0, self.width() / 2, self.width() - 34.0]
        y = _RADIUS + 2
        for index in (0, 1):
            done = step > index
            style = Qt.PenStyle.SolidLine if done else Qt.PenStyle.DotLine
            painter.setPen(QPen(QColor(tokens.accent if done else tokens.control), 2, style))
            start, end = places[index] + _RADIUS, places[index + 1] - _RADIUS
            painter.drawLine(QPointF(start, y), QPointF(end, y))
        for index, (x, name) in enumerate(zip(places, STEPS, strict=True)):
            self._circle(painter, QPointF(x, y), index)
            painter.setFont(fonts.font(12, 700 if index == step else 500))
            painter.setPen(QColor(tokens.text if index <= step else tokens.text2))
            half = fonts.scaled(_LABEL) / 2
            room = QRectF(x - half, y + _RADIUS + 3, 2 * half, fonts.scaled(18))
            side = Qt.AlignmentFlag.AlignHCenter
            if index != 1:
                edge = Qt.AlignmentFlag.AlignLeft if index == 0 else Qt.AlignmentFlag.AlignRight
                room, side = QRectF(0, room.top(), self.width(), room.height()), edge
            painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, tr(name))
        painter.end()

    def _circle(self, painter: QPainter, centre: QPointF, index: int) -> None:
        assert self._sign_off is not None
        step, tokens = self._sign_off.step, self._tokens
        reached = index <= step
        done = index < step or step == len(STEPS) - 1
        painter.setPen(QPen(QColor(tokens.accent if reached else tokens.control), 2))
        painter.setBrush(QColor(tokens.accent if reached and done else tokens.surface))
        painter.drawEllipse(centre, _RADIUS, _RADIUS)
        if reached and done:
            picture = pixmap("check", tokens.on_accent, 10)
            painter.drawPixmap(QPointF(centre.x() - 5, centre.y() - 5), picture)
        elif reached:
            painter.setBrush(QColor(tokens.accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(centre, 3.5, 3.5)
