"""What the cohort is looked at with: enzyme, days, R, and where the two lines stand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QLineEdit, QWidget

from aza_desktop.clinical.cohort import ENZYMES, Cuts
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.theme import fonts
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be read: the enzyme, which days, and their bounds as they were typed."""

    enzyme: str
    days: str
    since: str
    until: str


class CutBox(QDoubleSpinBox):
    """The figure of a line; the wheel turns it only while it has the keyboard."""

    def __init__(self, name: str, what: str, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self.setObjectName(name)
        self.setAccessibleName(what)
        self.setDecimals(1)
        self.setSingleStep(0.1)
        self.setRange(0.1, 100)
        self.setSuffix(" ×")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)

    def figure(self) -> Decimal:
        """The figure, exactly as it is shown."""
        return Decimal(f"{self.value():.1f}")

    def show_figure(self, figure: Decimal) -> None:
        """Show a figure without telling anybody."""
        before = self.blockSignals(True)
        self.setValue(float(figure))
        self.blockSignals(before)

    def apply_tokens(self, tokens: Tokens) -> None:
        """The frame in another theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame of every other field, strong enough in high contrast too."""
        super().paintEvent(event)
        painter = QPainter(self)
        has = self.hasFocus()
        painter.setPen(QPen(QColor(self._tokens.accent if has else self._tokens.control), 1 + has))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Controls(QWidget):
    """A row that wraps where there is little room."""

    wish_changed = Signal()
    filter_changed = Signal()
    cuts_changed = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        row = FlowLayout(self, gap=8, line_gap=6)
        row.setContentsMargins(0, 0, 0, 0)
        self.enzyme = parts.Choice("edish_enzyme", tr("Enzyme"), tokens)
        self.days = parts.Choice("edish_days", tr("Days"), tokens)
        self.r_class = parts.Choice("edish_r", tr("R value"), tokens)
        for code in ENZYMES:
            self.enzyme.addItem(code, code)
        for text, key in (
            (tr("All days"), "all"),
            (tr("Since the restart"), "restart"),
            (tr("From … to …"), "between"),
        ):
            self.days.addItem(text, key)
        self.since, self.until = QLineEdit(), QLineEdit()
        for edit, name, text in (
            (self.since, "edish_since", tr("From day")),
            (self.until, "edish_until", tr("To day")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(text)
            edit.setPlaceholderText(text)
            edit.setToolTip(tr("today, -7, 15/11 or 15-Nov-2025"))
            edit.setMaximumWidth(fonts.scaled(110))
            edit.editingFinished.connect(self.wish_changed)
            edit.hide()
        self.enzyme_cut = CutBox(
            "edish_cut_enzyme", tr("Line of the enzyme, times upper limit"), tokens
        )
        self.bili_cut = CutBox("edish_cut_bili", tr("Line of bilirubin, times upper limit"), tokens)
        self.enzyme_word = _word(tr("Line of ALT"), self.enzyme_cut)
        self.bili_word = _word(tr("Line of bilirubin"), self.bili_cut)
        for box in (self.enzyme_cut, self.bili_cut):
            box.setMinimumHeight(fonts.scaled(28))
        self.back_to_protocol = parts.button(
            tr("As in the protocol"), tokens, name="edish_reset", icon_name="rotate-ccw"
        )
        for widget in (
            *(self.enzyme, self.days, self.since, self.until, self.r_class),
            *(self.enzyme_word, self.enzyme_cut, self.bili_word, self.bili_cut),
            self.back_to_protocol,
        ):
            row.addWidget(widget)
        self.enzyme.currentIndexChanged.connect(self._enzyme_chosen)
        self.days.currentIndexChanged.connect(self._days_chosen)
        self.r_class.currentIndexChanged.connect(self.filter_changed)
        self.enzyme_cut.valueChanged.connect(self.cuts_changed)
        self.bili_cut.valueChanged.connect(self.cuts_changed)

    def wish(self) -> Wish:
        """What is wished now."""
        return Wish(
            enzyme=str(self.enzyme.currentData()),
            days=str(self.days.currentData()),
            since=self.since.text().strip(),
            until=self.until.text().strip(),
        )

    def cuts(self) -> Cuts:
        return Cuts(self.enzyme_cut.figure(), self.bili_cut.figure())

    def show_cuts(self, cuts: Cuts) -> None:
        """Show where the lines stand, without telling anybody."""
        self.enzyme_cut.show_figure(cuts.enzyme)
        self.bili_cut.show_figure(cuts.bilirubin)

    def show_r_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """The classes of R that the protocol's figures make; the choice stays if it can."""
        chosen = self.r_class.currentData()
        before = self.r_class.blockSignals(True)
        self.r_class.clear()
        for key, text in choices:
            self.r_class.addItem(text, key)
        self.r_class.setCurrentIndex(max(self.r_class.findData(chosen), 0))
        self.r_class.blockSignals(before)

    def apply_tokens(self, tokens: Tokens) -> None:
        for box in (self.enzyme_cut, self.bili_cut):
            box.apply_tokens(tokens)
            box.setMinimumHeight(fonts.scaled(28))

    def _enzyme_chosen(self) -> None:
        named = tr("Line of {enzyme}").format(enzyme=self.enzyme.currentData())
        self.enzyme_word.setText(named)
        self.wish_changed.emit()

    def _days_chosen(self) -> None:
        between = self.days.currentData() == "between"
        self.since.setVisible(between)
        self.until.setVisible(between)
        self.wish_changed.emit()


def _word(text: str, buddy: QWidget) -> QLabel:
    made = parts.label(text, size="small", tone="secondary")
    made.setBuddy(buddy)
    return made
