"""The scatter of the cohort: rings, two lines that can be dragged, the path of one patient.

Rings and axes are painted once into a pixmap; hover, lines and path are painted over it, so that
ten thousand patients do not make the mouse slow.
"""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.cohort import painting
from aza_desktop.gui.cohort.painting import Plot
from aza_desktop.gui.speech import announce
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.edish import (
    CohortRing,
    EdishModel,
    PathPoint,
    multiple_of_share,
    nearest,
)
from aza_desktop.texts import tr

_NEAR, _GRIP = 13.0, 6.0
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class EdishPicture(QWidget):
    """Shows an `EdishModel`; says which patient was chosen and where a line was dragged to."""

    patient_chosen = Signal(str)
    patient_requested = Signal(str)
    cut_moved = Signal(str, object)
    """(``enzyme`` or ``bilirubin``, the multiple as a Decimal)."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("edish_picture")
        self.setAccessibleName(tr("Highest enzyme against highest bilirubin, one sign a patient"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(360, 240))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._tokens = tokens
        self._model: EdishModel | None = None
        self._ground: QPixmap | None = None
        self._cells: dict[tuple[int, int], list[CohortRing]] = {}
        self._path: tuple[PathPoint, ...] = ()
        self._chosen = self._hovered = self._grip = ""

    # what is shown

    def show_model(self, model: EdishModel | None) -> None:
        """Show these rings; the chosen patient stays chosen while there is a ring of theirs."""
        self._model = model
        rings = model.rings if model is not None else ()
        if not any(ring.patient_id == self._chosen for ring in rings):
            self._chosen, self._path = "", ()
        self._hovered = ""
        self.setAccessibleDescription(model.description if model is not None else "")
        self._forget()

    def choose(self, patient_id: str) -> None:
        """Mark a patient, without telling anybody."""
        if patient_id != self._chosen:
            self._chosen, self._path = patient_id, ()
            self.update()

    def show_path(self, path: tuple[PathPoint, ...]) -> None:
        """The visits of the chosen patient."""
        self._path = path
        self.update()

    def apply_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._forget()

    @property
    def chosen(self) -> str:
        """The patient that is marked; "" for nobody."""
        return self._chosen

    @property
    def path(self) -> tuple[PathPoint, ...]:
        return self._path

    def place_of(self, patient_id: str) -> QPointF | None:
        """Where a patient's sign stands, in this widget's pixels."""
        ring = self._ring(patient_id)
        return self._plot().point(ring.x, ring.y) if ring is not None else None

    def place_of_line(self, which: str) -> float:
        """Where a line stands: x of the enzyme's, y of the bilirubin's."""
        assert self._model is not None
        plot, cuts = self._plot(), self._model.cuts
        if which == "enzyme":
            return plot.point(self._model.x_axis.share(cuts.enzyme), 0).x()
        return plot.point(0, self._model.y_axis.share(cuts.bilirubin)).y()

    # inside

    def _plot(self) -> Plot:
        return Plot.of(QRectF(self.rect()), fonts.text_scale())

    def _ring(self, patient_id: str) -> CohortRing | None:
        rings = self._model.rings if self._model is not None else ()
        return next((ring for ring in rings if ring.patient_id == patient_id), None)

    def _forget(self) -> None:
        self._ground = None
        self._cells = {}
        plot = self._plot()
        for ring in self._model.rings if self._model is not None else ():
            self._cells.setdefault(_cell(plot.point(ring.x, ring.y)), []).append(ring)
        self.update()

    def _under(self, where: QPointF) -> str:
        """The patient whose sign is nearest to the mouse; "" where there is none."""
        plot, best, found = self._plot(), _NEAR, ""
        column, row = _cell(where)
        for cell in ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            for ring in self._cells.get(cell, ()):
                away = (plot.point(ring.x, ring.y) - where).manhattanLength()
                if away <= best:
                    best, found = away, ring.patient_id
        return found

    def _line_under(self, where: QPointF) -> str:
        if self._model is None or not self._plot().box.adjusted(-8, -8, 8, 8).contains(where):
            return ""
        if abs(where.x() - self.place_of_line("enzyme")) <= _GRIP:
            return "enzyme"
        return "bilirubin" if abs(where.y() - self.place_of_line("bilirubin")) <= _GRIP else ""

    def _tell_cut(self, where: QPointF) -> None:
        assert self._model is not None
        x, y = self._plot().shares(where)
        axis, share = (self._model.x_axis, x) if self._grip == "enzyme" else (self._model.y_axis, y)
        moved: Decimal = multiple_of_share(axis, share)
        self.cut_moved.emit(self._grip, moved)

    # mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        if self._grip:
            self._tell_cut(where)
            return
        found = self._under(where)
        grip = "" if found else self._line_under(where)
        self.setCursor(
            {
                "enzyme": Qt.CursorShape.SplitHCursor,
                "bilirubin": Qt.CursorShape.SplitVCursor,
            }.get(grip, Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
        )
        if found != self._hovered:
            self._hovered = found
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._model is not None:
            where = event.position()
            if found := self._under(where):
                self._take(found)
            else:
                self._grip = self._line_under(where)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = ""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if found := self._under(event.position()):
            self.patient_requested.emit(found)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._model is not None and key in _STEPS:
            right, up = _STEPS[Qt.Key(key)]
            found = nearest(self._model, self._chosen, right=right, up=up)
            if found:
                self._take(found)
                said = ". ".join(self._model.lines_of(found))
                announce(self, said)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._chosen:
            self.patient_requested.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def _take(self, patient_id: str) -> None:
        self.choose(patient_id)
        self.patient_chosen.emit(patient_id)

    # size and paint

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._forget()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        model, plot = self._model, self._plot()
        if model is None:
            painter.fillRect(self.rect(), QColor(self._tokens.surface))
            painter.end()
            return
        painter.drawPixmap(0, 0, self._painted(model, plot))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.paint_lines(painter, plot, model, self._tokens, held=self._grip)
        if self._path:
            painting.paint_path(painter, plot, self._path, self._tokens)
        for patient_id in dict.fromkeys((self._chosen, self._hovered)):
            ring = self._ring(patient_id) if patient_id else None
            if ring is not None:
                painting.paint_mark(painter, plot.point(ring.x, ring.y), self._tokens)
        told = self._hovered or (self._chosen if self.hasFocus() else "")
        ring = self._ring(told) if told else None
        if ring is not None:
            where = plot.point(ring.x, ring.y)
            painting.paint_box(painter, plot, where, model.lines_of(told), self._tokens)
        if self.hasFocus():
            painting.paint_focus(painter, QRectF(self.rect()), self._tokens)
        painter.end()

    def _painted(self, model: EdishModel, plot: Plot) -> QPixmap:
        if self._ground is None:
            ratio = self.devicePixelRatioF()
            self._ground = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(QColor(self._tokens.surface))
            painter = QPainter(self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painting.paint_ground(painter, plot, model, self._tokens)
            painter.end()
        return self._ground


def _cell(where: QPointF) -> tuple[int, int]:
    return int(where.x() // _NEAR), int(where.y() // _NEAR)
