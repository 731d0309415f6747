"""The short tour: a bubble beside one part of the window after another. Esc leaves it anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import button, label, set_look
from aza_desktop.gui.speech import announce
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.tour import TourStep
from aza_desktop.texts import tr

_WIDTH, _GAP, _RING = 330, 12, 3


class _Ring(QWidget):
    """A line around what the bubble tells of; the mouse goes through it."""

    def __init__(self, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = colour
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colour), _RING))
        inner = self.rect().adjusted(_RING, _RING, -_RING, -_RING)
        painter.drawRoundedRect(inner, 8, 8)
        painter.end()


class Tour(QFrame):
    """Shows its steps in turn over `within`; targets: the part of the window of each place."""

    ended = Signal()

    def __init__(
        self,
        steps: tuple[TourStep, ...],
        targets: Mapping[str, QWidget],
        tokens: Tokens,
        within: QWidget,
    ) -> None:
        super().__init__(within)
        self.setObjectName("tour")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._steps, self._targets, self._place = steps, targets, 0
        self._within = within
        self._ring = _Ring(tokens.accent, within)
        body = QVBoxLayout(self)
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(8)
        self.title = label(size="title", wrap=True)
        self.text = label(wrap=True)
        body.addWidget(self.title)
        body.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.number = label(size="small", tone="secondary")
        leave = button(tr("Leave"), tokens, name="tour_leave", help_text=tr("Esc"))
        leave.clicked.connect(self.end)
        self.back = button(tr("Back"), tokens, name="tour_back")
        self.back.clicked.connect(lambda: self._go(-1))
        self.next = button(tr("Next"), tokens, role="primary", name="tour_next")
        self.next.clicked.connect(lambda: self._go(1))
        row.addWidget(self.number, 1)
        for each in (leave, self.back, self.next):
            row.addWidget(each)
        body.addLayout(row)
        self.setFixedWidth(fonts.scaled(_WIDTH))
        self._show()

    def end(self) -> None:
        """Nothing of the tour stays."""
        self._ring.deleteLater()
        self.hide()
        self.deleteLater()
        self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in {Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go(1)
        elif key == Qt.Key.Key_Left:
            self._go(-1)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        if self._place + step >= len(self._steps):
            self.end()
            return
        self._place = max(self._place + step, 0)
        self._show()

    def _show(self) -> None:
        step = self._steps[self._place]
        self.title.setText(step.title)
        self.text.setText(step.text)
        self.number.setText(step.number)
        self.back.setEnabled(self._place > 0)
        self.next.setText(tr("Done") if step.is_last else tr("Next"))
        self.next.setAccessibleName(self.next.text())
        self.setAccessibleName(tr("Short tour, {number}").format(number=step.number))
        set_look(self, kind="notice")
        self.resize(self.width(), self.heightForWidth(self.width()))
        target = self._targets[step.place]
        around = QRect(target.mapTo(self._within, QPoint(0, 0)), target.size())
        self._ring.setGeometry(around.adjusted(-4, -4, 4, 4))
        self._ring.show()
        self._ring.raise_()
        self.move(_beside(around, self.size().width(), self.size().height(), self._room()))
        self.show()
        self.raise_()
        self.next.setFocus()
        announce(self, f"{step.title}. {step.text}")

    def _room(self) -> QRect:
        return self._within.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)


def _beside(around: QRect, width: int, height: int, room: QRect) -> QPoint:
    """Right of it, else left, below or above; over it only where nothing else has room."""
    top = min(max(around.top(), room.top()), room.bottom() - height)
    left = min(max(around.left(), room.left()), room.right() - width)
    if around.right() + _GAP + width <= room.right():
        return QPoint(around.right() + _GAP, top)
    if around.left() - _GAP - width >= room.left():
        return QPoint(around.left() - _GAP - width, top)
    if around.bottom() + _GAP + height <= room.bottom():
        return QPoint(left, around.bottom() + _GAP)
    if around.top() - _GAP - height >= room.top():
        return QPoint(left, around.top() - _GAP - height)
    return QPoint(room.right() - width, room.bottom() - height)
