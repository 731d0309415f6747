"""What the cells mean, in one or two lines under the month."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.calendar.day_painter import paint_ground
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.icons import pixmap
from aza_desktop.gui.viewmodels.calendar import DayState
from aza_desktop.texts import msg, tr

_ITEMS: tuple[tuple[DayState | None, str, str, str], ...] = (
    (DayState.TAKEN, "check", "ok", msg("reported taken")),
    (DayState.PRESCRIBED, "", "", msg("prescribed")),
    (DayState.PLANNED, "", "", msg("planned")),
    (DayState.HELD, "hand", "warning", msg("held, missed")),
    (DayState.BREAK, "", "", msg("break")),
    (None, "droplet", "accent", msg("blood due")),
    (None, "test-tube-diagonal", "text2", msg("blood drawn")),
)
_SWATCH = 14.0
_LINE = 19
_NARROWEST = 280


class Legend(QWidget):
    """Swatches and words; as many lines as the width asks for."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Legend: ") + ", ".join(tr(item[3]) for item in _ITEMS))

    def apply_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.update()

    def _places(self, width: float) -> list[tuple[float, float]]:
        metrics = QFontMetricsF(fonts.font(11, 500))
        x, y, places = 0.0, 0.0, []
        for *_, words in _ITEMS:
            wide = _SWATCH + 5 + metrics.horizontalAdvance(tr(words)) + 12
            if x and x + wide - 12 > width:
                x, y = 0.0, y + fonts.scaled(_LINE)
            places.append((x, y))
            x += wide
        return places

    def _height(self) -> int:
        width = max(self.width(), _NARROWEST)
        return round(self._places(width)[-1][1]) + fonts.scaled(_LINE)

    def sizeHint(self) -> QSize:
        return QSize(280, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = fonts.scaled(_LINE)
        for (state, icon, role, words), (x, y) in zip(
            _ITEMS, self._places(self.width()), strict=True
        ):
            middle = y + line / 2
            swatch = QRectF(x + 0.5, middle - 6.5, _SWATCH, 13)
            if state is not None:
                paint_ground(painter, swatch, state, self._tokens)
            if icon:
                picture = pixmap(icon, getattr(self._tokens, role), 12)
                painter.drawPixmap(QPointF(swatch.center().x() - 6, middle - 6), picture)
            painter.setFont(fonts.font(11, 500))
            painter.setPen(QColor(self._tokens.text2))
            room = QRectF(x + _SWATCH + 5, y, self.width(), line)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, tr(words))
        painter.end()
