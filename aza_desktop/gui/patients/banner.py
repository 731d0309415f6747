"""The patient banner: dark in every theme, so that it is never taken for content; it wraps."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.parts import Chip, label
from aza_desktop.gui.viewmodels.banner import BannerModel, Field, RiskChip
from aza_desktop.texts import tr

_KINDS = {
    "risk": "banner_risk",
    "caution": "banner_caution",
    "ok": "banner_ok",
    "unknown": "banner_unknown",
    "plain": "banner_demo",
}


class PatientBanner(QFrame):
    """Name, born, gender, number, weight, then what may never be missed.

    With the keyboard (Alt+B) arrows choose a chip and Enter asks for what is behind it; so does a
    click.
    """

    similar_requested = Signal()
    section_requested = Signal(str)
    """Where the record says more: ``allergies``, ``genetics`` or ``drugs``."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("patient_banner")
        self.setProperty("role", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._tokens = tokens
        self._flow = FlowLayout(self, gap=16, line_gap=6)
        self._flow.setContentsMargins(16, 8, 16, 8)
        self._demo = Chip(tr("DEMO"), "banner_demo", tokens)
        self._demo.setObjectName("demo_chip")
        self._demo.setToolTip(tr("Invented patients. Nothing here is a real record."))
        self._demo.setVisible(False)
        self._flow.addWidget(self._demo)
        self._read_only: Chip | None = None
        self._shown: list[QWidget] = []
        self._chips: list[tuple[Chip, RiskChip]] = []
        self._chosen = -1
        self.show_nothing()

    def show_demo(self, *, is_demo: bool) -> None:
        """Mark the clinic as the demo."""
        self._demo.setVisible(is_demo)

    def show_read_only(self, text: str) -> None:
        """A padlock and since when nothing can be saved; "" takes it away."""
        if self._read_only is not None:
            self._flow.removeWidget(self._read_only)
            self._read_only.deleteLater()
            self._read_only = None
        if text:
            self._read_only = Chip(
                text, "banner_caution", self._tokens, icon_name="lock", outlined=True
            )
            self._read_only.setObjectName("read_only_chip")
            self._read_only.setToolTip(tr("The record's file or folder is write-protected."))
            self._flow.insertWidget(1, self._read_only)
            self._read_only.show()
        self.updateGeometry()

    def show_model(self, model: BannerModel) -> None:
        """Show a patient."""
        self._clear()
        name = QLabel(f"<b>{html.escape(model.family)}</b>{html.escape(model.rest)}", parent=self)
        name.setObjectName("banner_name")
        name.setTextFormat(Qt.TextFormat.RichText)
        name.setProperty("lettering", "name")
        name.setProperty("tone", "banner")
        name.setAccessibleName(model.name)
        self._add(name)
        for field in model.fields:
            self._add(_field(field))
        self._flow.push_right(gap=8)
        for chip in model.chips:
            self._chips.append((self._chip(chip), chip))
            self._add(self._chips[-1][0])
        self.setAccessibleName(model.spoken)
        self.updateGeometry()

    def show_nothing(self) -> None:
        """No patient is open."""
        self._clear()
        text = tr("No patient open. Choose one on the left or press Ctrl+F.")
        self._add(label(text, size="field", tone="banner"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Chips repaint themselves; the frame needs the colour of its focus ring."""
        self._tokens = tokens
        self.update()

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)

    def hasHeightForWidth(self) -> bool:
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is not None and self._chips:
            self._chosen = 0 if self._chosen < 0 else (self._chosen + step) % len(self._chips)
            chip = self._chips[self._chosen][0]
            self.setAccessibleDescription(chip.accessibleName())
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._chosen >= 0:
            self._ask(self._chips[self._chosen][1].key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        touched = self.childAt(event.position().toPoint())
        for chip, model in self._chips:
            if chip is touched:
                self._ask(model.key)
        super().mouseReleaseEvent(event)

    def _ask(self, key: str) -> None:
        if key == "similar":
            self.similar_requested.emit()
        elif key:
            self.section_requested.emit(key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(self._tokens.banner_label), 2))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 6, 6)
            if self._chosen >= 0:
                box = self._chips[self._chosen][0].geometry().adjusted(-3, -3, 3, 3)
                painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            painter.end()

    def _add(self, widget: QWidget) -> None:
        self._flow.addWidget(widget)
        widget.show()
        self._shown.append(widget)

    def _clear(self) -> None:
        self._flow.forget_push()
        for widget in self._shown:
            self._flow.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown, self._chips, self._chosen = [], [], -1

    def _chip(self, model: RiskChip) -> Chip:
        chip = Chip(
            model.text, _KINDS[model.kind], self._tokens, icon_name=model.icon, outlined=True
        )
        chip.setToolTip(model.tooltip or model.text)
        chip.setAccessibleDescription(model.tooltip)
        if model.key:
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
        return chip


def _field(model: Field) -> QWidget:
    """Label and value in one piece, never split over two rows."""
    piece = QWidget()
    row = QHBoxLayout(piece)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(7)
    name = label(model.label, size="small", tone="banner_label")
    value = label(model.value, size="field", tone="banner")
    for each in (name, value):
        each.setToolTip(model.tooltip or model.label)
        row.addWidget(each)
    piece.setAccessibleName(f"{model.label} {model.value}")
    return piece
