"""The four steps above an import: where one is, and what comes before anything is written."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.icons import pixmap
from aza_desktop.texts import tr

_DISC, _GAP, _LINE = 24, 8, 28


class Steps(QWidget):
    """A row of numbered steps: done, now, still to come. Shows; nothing can be pressed."""

    def __init__(self, names: tuple[str, ...], tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_steps")
        self._names, self._tokens, self._now = names, tokens, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_step(0)

    def show_step(self, now: int) -> None:
        """The step that is open."""
        self._now = now
        said = tr("Step {n} of {all}: {name}")
        self.setAccessibleName(said.format(n=now + 1, all=len(self._names), name=self._names[now]))
        self.updateGeometry()
        self.update()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show the steps in another theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        width = sum(self._width(name) for name in self._names)
        return QSize(round(width) + _LINE * (len(self._names) - 1), fonts.scaled(_DISC) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, disc = 0.0, fonts.scaled(_DISC)
        middle = self.height() / 2
        for place, name in enumerate(self._names):
            self._paint(painter, place, name, QRectF(left + 1, middle - disc / 2, disc, disc))
            left += self._width(name)
            if place < len(self._names) - 1:
                tone = self._tokens.accent if place < self._now else self._tokens.control
                painter.setPen(QPen(QColor(tone), 1.5))
                painter.drawLine(
                    round(left + 4), round(middle), round(left + _LINE - 6), round(middle)
                )
                left += _LINE
        painter.end()

    def _paint(self, painter: QPainter, place: int, name: str, disc: QRectF) -> None:
        tokens, is_now, is_done = self._tokens, place == self._now, place < self._now
        ink = tokens.on_accent if is_now else tokens.accent if is_done else tokens.text2
        fill = tokens.accent if is_now else tokens.accent_tint if is_done else tokens.plan_tint
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawEllipse(disc)
        if is_done:
            size = 14
            picture = pixmap("check", ink, size)
            corner = disc.center()
            painter.drawPixmap(
                QRectF(corner.x() - size / 2, corner.y() - size / 2, size, size),
                picture,
                QRectF(picture.rect()),
            )
        else:
            painter.setFont(fonts.font(12, 700))
            painter.setPen(QColor(ink))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(place + 1))
        painter.setFont(fonts.font(13, 600 if is_now else 400))
        painter.setPen(QColor(tokens.text if is_now else tokens.text2))
        text = QRectF(disc.right() + _GAP, 0, self._width(name), self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _width(self, name: str) -> float:
        text = QFontMetricsF(fonts.font(13, 600)).horizontalAdvance(name)
        return float(fonts.scaled(_DISC)) + _GAP + text + 6
