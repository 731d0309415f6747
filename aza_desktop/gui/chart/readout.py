"""The read-out over the picture: a transparent widget, painted by Qt, so that hovering is cheap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from aza_desktop.clinical.dates import show
from aza_desktop.drawing.models import ReadOut
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.chart.marker_icon import paint_marker
from aza_desktop.gui.theme import fonts
from aza_desktop.texts import tr

_PAD = 10.0
_AWAY = 14.0


@dataclass(frozen=True, slots=True)
class Aim:
    """What the read-out points at, in pixels of the picture.

    x: the day's line; points: its results; row: the chosen one; low, high: the line's ends.
    """

    readout: ReadOut
    x: float
    points: tuple[tuple[float, float] | None, ...]
    row: int | None
    low: float
    high: float


class ReadOutOverlay(QWidget):
    """Crosshair, rings and the box of words. Lets every mouse event through."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._tokens = tokens
        self._aim: Aim | None = None
        self._drag: tuple[float, float] | None = None
        self._dirty = QRectF()
        self._boxes: dict[tuple[int, int | None], QPixmap] = {}

    @property
    def aim(self) -> Aim | None:
        return self._aim

    def apply_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.forget()

    def forget(self) -> None:
        """Nothing painted so far is of use: another model, size or theme."""
        self._boxes.clear()
        self.update()

    def point_at(self, aim: Aim | None) -> None:
        """Show the read-out of a day; None hides it. Only what changed is painted again."""
        if aim == self._aim:
            return
        self._aim = aim
        fresh = self._extent(aim)
        self.update(self._dirty.united(fresh).toAlignedRect())
        self._dirty = fresh

    def drag(self, ends: tuple[float, float] | None) -> None:
        """Show the days that a drag would zoom into."""
        self._drag = ends
        self.update()

    def _extent(self, aim: Aim | None) -> QRectF:
        if aim is None:
            return QRectF()
        line = QRectF(aim.x - 12, aim.high - 2, 24, aim.low - aim.high + 4)
        return line.united(self._box(aim).adjusted(-3, -3, 3, 3))

    def _box(self, aim: Aim) -> QRectF:
        size = _measure(aim.readout)
        left = aim.x + _AWAY
        if left + size[0] > self.width() - 4:
            left = aim.x - _AWAY - size[0]
        top = min(aim.high + 10, max(2.0, self.height() - size[1] - 4))
        return QRectF(max(left, 2.0), top, size[0], size[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._drag is not None:
            self._paint_drag(painter, self._drag)
        if self._aim is not None:
            self._paint_aim(painter, self._aim)
        painter.end()

    def _paint_drag(self, painter: QPainter, ends: tuple[float, float]) -> None:
        colour = QColor(self._tokens.accent)
        painter.setPen(QPen(colour, 1))
        colour.setAlphaF(0.16)
        painter.setBrush(colour)
        painter.drawRect(QRectF(ends[0], 2, ends[1] - ends[0], self.height() - 4))

    def _paint_aim(self, painter: QPainter, aim: Aim) -> None:
        tokens = self._tokens
        painter.setPen(QPen(QColor(tokens.text2), 1))
        painter.drawLine(QPointF(aim.x, aim.high), QPointF(aim.x, aim.low))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index, place in enumerate(aim.points):
            if place is None:
                continue
            chosen = index == aim.row
            painter.setPen(QPen(QColor(tokens.accent if chosen else tokens.text2), 2.4))
            painter.drawEllipse(QPointF(*place), 8.0, 8.0)
        box = self._box(aim)
        painter.drawPixmap(QPointF(box.left() - 1, box.top() - 1), self._pixmap(aim))

    def _pixmap(self, aim: Aim) -> QPixmap:
        """The box of words, painted once a day and row."""
        key = (id(aim.readout), aim.row)
        if key not in self._boxes:
            width, height = _measure(aim.readout)
            ratio = self.devicePixelRatioF()
            made = QPixmap(round((width + 2) * ratio), round((height + 2) * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_box(painter, QRectF(1, 1, width, height), aim, self._tokens)
            painter.end()
            self._boxes[key] = made
        return self._boxes[key]


def _rows(readout: ReadOut) -> list[tuple[str, str, str, str]]:
    return [
        (row.label, row.value, row.multiple, f"{row.change}" if row.change else "")
        for row in readout.rows
    ]


def _foot(readout: ReadOut) -> str:
    dose = tr("DOSE {dose}").format(dose=readout.dose_text) if readout.dose_text else ""
    return "   ".join(part for part in (readout.r_text, dose) if part)


def _columns(readout: ReadOut) -> list[float]:
    metrics = QFontMetricsF(fonts.font(12, 500))
    widths = [0.0, 0.0, 0.0, 0.0]
    for row in _rows(readout):
        for index, text in enumerate(row):
            widths[index] = max(widths[index], metrics.horizontalAdvance(text))
    return widths


@lru_cache(maxsize=256)
def _measured(readout: ReadOut, scale: float) -> tuple[float, float]:
    """Width and height of the box; scale: the text size, so that another one is measured anew."""
    strong = QFontMetricsF(fonts.font(12, 600))
    usual = QFontMetricsF(fonts.font(12, 500))
    columns = _columns(readout)
    head = strong.horizontalAdvance(show(readout.on)) + 14
    head += usual.horizontalAdvance(readout.day_text)
    table = 20 + sum(columns) + 14 * sum(1 for width in columns[1:] if width)
    others = [usual.horizontalAdvance(_foot(readout))]
    others += [strong.horizontalAdvance(mark) + 18 for mark in readout.marks]
    width = max([head, table, *others]) + 2 * _PAD
    lines = 1 + len(readout.rows) + bool(_foot(readout)) + len(readout.marks)
    return width, lines * fonts.scaled(20) + 2 * _PAD - 4


def _measure(readout: ReadOut) -> tuple[float, float]:
    return _measured(readout, fonts.text_scale())


def _paint_box(painter: QPainter, box: QRectF, aim: Aim, tokens: Tokens) -> None:
    readout = aim.readout
    painter.setPen(QPen(QColor(tokens.control), 1))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(box, 6, 6)
    line = float(fonts.scaled(20))
    left, y = box.left() + _PAD, box.top() + _PAD - 2
    middle = Qt.AlignmentFlag.AlignVCenter

    def write(
        text: str, x: float, width: float, *, weight: int, ink: str, end: bool = False
    ) -> None:
        painter.setFont(fonts.font(12, weight))
        painter.setPen(QColor(ink))
        side = Qt.AlignmentFlag.AlignRight if end else Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, y, width, line), middle | side, text)

    inner = box.width() - 2 * _PAD
    write(show(readout.on), left, inner, weight=600, ink=tokens.text)
    write(readout.day_text, left, inner, weight=500, ink=tokens.text2, end=True)
    columns = _columns(readout)
    for index, (row, texts) in enumerate(zip(readout.rows, _rows(readout), strict=True)):
        y += line
        if index == aim.row:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(QRectF(left - 5, y, inner + 10, line), 4, 4)
        paint_marker(painter, row.role, QPointF(left + 6, y + line / 2), tokens)
        x = left + 20
        ink = getattr(tokens, row.tone.value) if row.tone is not None else tokens.text
        weight = 600 if row.tone is not None else 500
        write(texts[0], x, columns[0], weight=600, ink=tokens.text)
        x += columns[0] + 14
        for text, width in zip(texts[1:], columns[1:], strict=True):
            if width:
                write(text, x, width, weight=weight, ink=ink, end=True)
                x += width + 14
    if _foot(readout):
        y += line
        write(_foot(readout), left, inner, weight=500, ink=tokens.text2)
    worst = next((row.tone for row in readout.rows if row.tone is not None), None)
    for mark in readout.marks:
        y += line
        ink = getattr(tokens, worst.value) if worst is not None else tokens.text2
        write(f"▲ {mark}", left, inner, weight=600, ink=ink)
