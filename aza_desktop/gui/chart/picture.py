"""The picture of the chart as a widget: drawn once by matplotlib, then only painted by Qt.

Why no canvas of matplotlib's own: the picture changes only with the model, the size or the theme,
and a plain image under a painted read-out answers the mouse in well under a millisecond.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aza_desktop.drawing.frames import day_number
from aza_desktop.drawing.models import ReadOut, TrendModel
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.chart.readout import Aim, ReadOutOverlay
from aza_desktop.gui.speech import announce
from aza_desktop.gui.theme import fonts
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.drawing.trend import Drawn

_DPI = 100
_LEAST_INCHES = 2.1
"""The picture's words grow with the text size as long as the curves keep room beside them."""
_SETTLE_MS = 40
_NEAR = 14.0
_DRAG = 8.0
_EPOCH = dt.date(1970, 1, 1)

_Look = tuple[TrendModel | None, Tokens, QSize, float, float]


class Picture(QWidget):
    """Shows a `TrendModel`; says which result was chosen and which days were dragged over."""

    result_chosen = Signal(str)
    result_opened = Signal(str)
    """Double-click or F2: the result is to be corrected."""
    drawn = Signal()
    days_chosen = Signal(object, object)
    key_pressed = Signal(int, str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trend_picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(420, 150))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._tokens = tokens
        self._model: TrendModel | None = None
        self._image: QImage | None = None
        self._drawn: Drawn | None = None
        self._drawn_as: _Look | None = None
        self._scale = 1.0
        self._painted = False
        self._pressed: QPointF | None = None
        self._pinned: tuple[int, int] | None = None
        self._overlay = ReadOutOverlay(tokens, self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._draw_if_seen)

    # ---- what is shown -------------------------------------------------------------------

    def show_model(self, model: TrendModel | None) -> None:
        """Show another model, as soon as the window has been painted once."""
        before, self._model = self._model, model
        if model is None or before is None or before.caption.patient != model.caption.patient:
            # never one patient's picture under another's name
            self._image = self._drawn = self._drawn_as = None
        self._pinned = None
        self._overlay.point_at(None)
        self.setAccessibleDescription(model.description if model is not None else "")
        self.update()
        if model is not None and self._painted:
            self._settle.start(0)

    def apply_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._overlay.apply_tokens(tokens)
        if self._image is not None:
            self._draw_if_seen()

    def draw_now(self) -> None:
        """Draw the picture at the present size, at once, unless it stands so already."""
        self._settle.stop()
        wanted = self._wanted()
        if self._model is None or self.width() < 2 or self.height() < 2:
            return
        if wanted == self._drawn_as:
            self._drawn_as = wanted
            return
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415 - after the first paint

        from aza_desktop.drawing.trend import draw_trend  # noqa: PLC0415

        ratio = self.devicePixelRatioF()
        room = max(self.height() / (_DPI * _LEAST_INCHES), 1.0)
        self._scale = _DPI * max(min(fonts.text_scale(), room), 0.5)
        inches = self.width() / self._scale, self.height() / self._scale
        figure = Figure(figsize=inches, dpi=self._scale * ratio)
        canvas = FigureCanvasAgg(figure)
        self._drawn = draw_trend(figure, self._model, self._tokens)
        canvas.draw()
        width, height = canvas.get_width_height()
        image = QImage(canvas.buffer_rgba(), width, height, QImage.Format.Format_RGBA8888)
        self._image = image.copy()
        self._image.setDevicePixelRatio(ratio)
        self._drawn_as = wanted
        self._overlay.forget()
        self._aim_again()
        self.update()
        self.drawn.emit()

    def _wanted(self) -> _Look:
        """Everything that the picture follows from."""
        ratio = self.devicePixelRatioF()
        return self._model, self._tokens, self.size(), ratio, fonts.text_scale()

    def _draw_if_seen(self) -> None:
        """Behind another tab it waits until somebody looks: drawing costs more than reading."""
        if self.isVisible():
            self.draw_now()

    @property
    def left_out(self) -> tuple[str, ...]:
        """Analytes of the second panel for which the picture is too low."""
        return self._drawn.left_out if self._drawn is not None else ()

    @property
    def image(self) -> QImage | None:
        """The drawn picture, None before the first drawing."""
        return self._image

    def place_of(self, result_id: str) -> QPointF | None:
        """Where a result stands, in this widget's pixels."""
        place = self._drawn.positions.get(result_id) if self._drawn is not None else None
        return None if place is None else QPointF(*self._pixel(place))

    def _pixel(self, place: tuple[float, float]) -> tuple[float, float]:
        return place[0] * self._scale, self.height() - place[1] * self._scale

    # ---- the read-out --------------------------------------------------------------------

    @property
    def readout(self) -> ReadOut | None:
        """The day that the read-out shows now."""
        return self._overlay.aim.readout if self._overlay.aim is not None else None

    @property
    def chosen_row(self) -> int | None:
        return self._overlay.aim.row if self._overlay.aim is not None else None

    def point_at(self, index: int, row: int | None, *, speak: bool = False) -> None:
        """Show the read-out of the day with this index; speak: tell a screen reader."""
        if self._model is None or self._drawn is None:
            return
        readout = self._model.readouts[index]
        frame, doses = self._drawn.sheet.values, self._drawn.sheet.doses
        x = frame.x(day_number(readout.on)) * self._scale
        points = tuple(
            None if (place := self.place_of(r.result_id)) is None else (place.x(), place.y())
            for r in readout.rows
        )
        low, high = self._pixel((0, doses.box.bottom))[1], self._pixel((0, frame.box.top))[1]
        self._overlay.point_at(Aim(readout, x, points, row, low, high))
        if speak:
            announce(self, readout.spoken)

    def select_result(self, result_id: str) -> bool:
        """Show the read-out of a result; False when it is not in the shown days."""
        for index, readout in enumerate(self._model.readouts if self._model else ()):
            for row, line in enumerate(readout.rows):
                if line.result_id == result_id:
                    self._pinned = (index, row)
                    self._aim_again()
                    return True
        self._pinned = None
        self._overlay.point_at(None)
        return False

    def select_day(self, day: dt.date) -> None:
        """Show the read-out of a day, where the very result is not among the curves."""
        for index, readout in enumerate(self._model.readouts if self._model else ()):
            if readout.on == day:
                self._pinned = (index, 0)
                self._aim_again()

    def _aim_again(self) -> None:
        if self._pinned is not None and self._drawn is not None:
            self.point_at(*self._pinned)
        elif self._pinned is None:
            self._overlay.point_at(None)

    def step(self, days: int = 0, *, rows: int = 0, edge: int | None = None) -> None:
        """Move the read-out by collections or by analytes; edge: 0 the first, -1 the last."""
        readouts = self._model.readouts if self._model is not None else ()
        if not readouts:
            return
        index, row = self._pinned or (len(readouts) - 1 + (days < 0), 0)
        if edge is not None:
            index = edge % len(readouts)
        elif self._pinned is not None or days < 0:
            index = min(max(index + days, 0), len(readouts) - 1)
        index = min(index, len(readouts) - 1)
        count = len(readouts[index].rows)
        row = min(max(row + rows, 0), count - 1)
        self._pinned = (index, row)
        self.point_at(index, row, speak=True)

    def choose(self) -> None:
        """Choose the result of the read-out: its row is wanted in the table."""
        aim = self._overlay.aim
        if aim is not None and aim.row is not None:
            self.result_chosen.emit(aim.readout.rows[aim.row].result_id)

    # ---- mouse ---------------------------------------------------------------------------

    def _day_under(self, x: float) -> int | None:
        """Index of the nearest day of blood tests, None outside the axes."""
        if self._model is None or self._drawn is None or not self._model.readouts:
            return None
        frame = self._drawn.sheet.values
        inch = x / self._scale
        if not frame.box.left - 0.1 <= inch <= frame.box.right + 0.1:
            return None
        day = frame.day_at(inch)
        readouts = self._model.readouts
        return min(range(len(readouts)), key=lambda i: abs(day_number(readouts[i].on) - day))

    def _row_under(self, index: int, where: QPointF) -> int | None:
        assert self._model is not None
        best: tuple[float, int] | None = None
        for row, line in enumerate(self._model.readouts[index].rows):
            place = self.place_of(line.result_id)
            if place is None:
                continue
            away = (place - where).manhattanLength()
            if away <= 2 * _NEAR and (best is None or away < best[0]):
                best = (away, row)
        return best[1] if best is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        if self._pressed is not None and abs(where.x() - self._pressed.x()) > _DRAG:
            self._overlay.drag((self._pressed.x(), where.x()))
            return
        index = self._day_under(where.x())
        if index is None:
            self._aim_again()
        else:
            self.point_at(index, self._row_under(index, where))

    def leaveEvent(self, event: QEvent) -> None:
        self._aim_again()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        start, self._pressed = self._pressed, None
        self._overlay.drag(None)
        if start is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        where = event.position()
        if abs(where.x() - start.x()) > _DRAG:
            self._choose_days(start.x(), where.x())
            return
        index = self._day_under(where.x())
        if index is not None:
            self._pinned = (index, self._row_under(index, where) or 0)
            self.point_at(*self._pinned)
            self.choose()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self._day_under(event.position().x())
        row = self._row_under(index, event.position()) if index is not None else None
        if index is not None and row is not None:
            self._pinned = (index, row)
            self.point_at(index, row)
            self._open()

    def _open(self) -> None:
        aim = self._overlay.aim
        if aim is not None and aim.row is not None:
            self.result_opened.emit(aim.readout.rows[aim.row].result_id)

    def _choose_days(self, a: float, b: float) -> None:
        if self._drawn is None:
            return
        frame = self._drawn.sheet.values
        days = sorted(frame.day_at(x / self._scale) for x in (a, b))
        first, last = (_EPOCH + dt.timedelta(days=round(day)) for day in days)
        if (last - first).days >= 3:
            self.days_chosen.emit(first, last)

    # ---- keys, size, paint ---------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self.step(-1),
            Qt.Key.Key_Right: lambda: self.step(1),
            Qt.Key.Key_Home: lambda: self.step(edge=0),
            Qt.Key.Key_End: lambda: self.step(edge=-1),
            Qt.Key.Key_Up: lambda: self.step(rows=-1),
            Qt.Key.Key_Down: lambda: self.step(rows=1),
            Qt.Key.Key_Return: self.choose,
            Qt.Key.Key_Enter: self.choose,
            Qt.Key.Key_Escape: self._forget,
            Qt.Key.Key_F2: self._open,
        }
        move = moves.get(event.key())
        if move is not None:
            move()
        elif event.text() and event.text() in "lLeEcCuUiI12345+-0":
            self.key_pressed.emit(event.key(), event.text())
        else:
            super().keyPressEvent(event)

    def _forget(self) -> None:
        self._pinned = None
        self._aim_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._overlay.setGeometry(self.rect())
        if self._model is not None and self._painted:
            self._settle.start(_SETTLE_MS)
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._tokens.surface))
        if self._image is not None:
            painter.drawImage(QPointF(0, 0), self._image)
        elif self._model is None:
            painter.setFont(fonts.font(13, 400))
            painter.setPen(QColor(self._tokens.text2))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("No patient open"))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
        self._painted = True
        is_old = self._model is not None and self._drawn_as != self._wanted()
        if is_old and not self._settle.isActive():
            self._settle.start(0)
