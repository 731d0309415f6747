"""What if: supposed results and a supposed dose above, what would be said below, all hatched."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.chart import TrendView
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.findings.card_view import CardView
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.entry import EntryForm
from aza_desktop.gui.viewmodels.patient_file import OpenFile
from aza_desktop.gui.viewmodels.what_if import WhatIfModel
from aza_desktop.gui.viewmodels.words import unit_shown
from aza_desktop.gui.what_if.veil import Veil
from aza_desktop.texts import tr

VALUES = (("alt", "ALT"), ("ast", "AST"), ("bili", "BILI"), ("alp", "ALP"))
_SETTLE_MS = 200
_SIDE, _NARROW = 360, 300


class WhatIfPage(QWidget):
    """Tells what was typed; nothing on it can record anything."""

    closed = Signal()
    typed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("what_if_page")
        self.setAccessibleName(tr("What if: nothing is saved"))
        self._tokens = tokens
        self.trend: TrendView | None = None
        self.fields: dict[str, QLineEdit] = {}
        self._units: dict[str, QLabel] = {}
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SETTLE_MS)
        self._wait.timeout.connect(self.typed)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self._make_strip(tokens))
        rows.addWidget(self._make_form(tokens))
        below = QHBoxLayout()
        below.setSpacing(10)
        self._chart = QVBoxLayout()
        below.addLayout(self._chart, 1)
        below.addWidget(self._make_said(tokens))
        rows.addLayout(below, 1)
        self._veil = Veil(tokens, self)

    def open_for(self, form: EntryForm, who: str) -> None:
        """Begin anew for a patient; the keyboard goes to the first value."""
        self.who.setText(who)
        self.setAccessibleDescription(who)
        for field in self.fields.values():
            field.clear()
        self.fields["date"].setText(tr("today"))
        for key, code in VALUES:
            limit = form.limits[code]
            told = (
                f"/ {limit.uln_text} {unit_shown(limit.unit)}"
                if limit.uln_text
                else tr("no limit known")
            )
            self._units[key].setText(told)
        self._wait.stop()
        self.fields["alt"].setFocus(Qt.FocusReason.OtherFocusReason)

    def texts(self) -> dict[str, str]:
        """Field -> what is typed."""
        return {name: field.text().strip() for name, field in self.fields.items()}

    def show_model(self, model: WhatIfModel, file: OpenFile) -> None:
        """Show what would be said."""
        if self.trend is None:
            self.trend = self._make_trend()
        self.message.hide()
        parts.clear(self._lines)
        for place, text in enumerate(model.lines):
            tone = "critical" if model.is_graver and place == 0 else ""
            self._lines.addWidget(parts.label(text, size="strong", tone=tone, wrap=True))
        self.said.note.setText(model.day)
        parts.clear(self._cards)
        for card in model.cards:
            self._cards.addWidget(CardView(card, self._tokens))
        self._cards.addStretch(1)
        self.trend.show_file(file)
        self._veil.raise_()

    def refuse(self, text: str) -> None:
        """What was typed cannot be supposed."""
        self.message.setText(text)
        self.message.show()

    def forget(self) -> None:
        """Nothing of the patient stays."""
        self.who.clear()
        for field in self.fields.values():
            field.clear()
        self._wait.stop()
        parts.clear(self._lines)
        parts.clear(self._cards)
        if self.trend is not None:
            self.trend.show_nothing()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        self._veil.apply_tokens(tokens)
        if self.trend is not None:
            self.trend.apply_tokens(tokens)
        parts.retint(self, tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= fonts.scaled(1100)
        wanted = fonts.scaled(_SIDE if wide else _NARROW)
        self.said.setFixedWidth(min(wanted, self.width() * 2 // 5))

    # inside

    def _make_strip(self, tokens: Tokens) -> QFrame:
        strip = QFrame()
        strip.setObjectName("what_if_strip")
        strip.setProperty("role", "message")
        parts.set_look(strip, kind="warning")
        row = QHBoxLayout(strip)
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(12)
        sign = parts.icon_label("circle-help", tokens, tone="warning", size=18)
        sign.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(sign)
        row.addWidget(parts.label(tr("WHAT IF – nothing is saved"), size="title", tone="warning"))
        self.who = parts.label(size="strong", wrap=True)
        self.who.setObjectName("what_if_who")
        row.addWidget(self.who, 1)
        leave = close_button(
            self, tokens, self.closed, name="what_if_leave",
            text=tr("Leave (Esc)"), help_text=tr("Back to what is recorded"),
        )  # fmt: skip
        row.addWidget(leave)
        return strip

    def _make_form(self, tokens: Tokens) -> parts.Card:
        card = parts.Card(tr("Suppose"))
        card.note.setText(tr("results of one day, or a dose; leave empty what is not supposed"))
        holder = QWidget()
        flow = FlowLayout(holder, gap=14, line_gap=8)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.addWidget(self._field("date", tr("Collected"), 104))
        for key, code in VALUES:
            flow.addWidget(self._field(key, tr("Bilirubin") if code == "BILI" else code, 64))
        flow.addWidget(self._field("dose", tr("Dose, mg a day"), 64))
        flow.addWidget(self._field("from", tr("From"), 104))
        card.body.addWidget(holder)
        self.message = parts.label(tone="critical", wrap=True)
        self.message.setObjectName("what_if_message")
        self.message.hide()
        card.body.addWidget(self.message)
        return card

    def _field(self, key: str, title: str, width: int) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        name = parts.label(title, tone="secondary")
        edit = QLineEdit()
        edit.setObjectName(f"what_if_{key}")
        edit.setAccessibleName(tr("Supposed: {what}").format(what=title))
        edit.setFixedWidth(fonts.scaled(width))
        edit.textEdited.connect(lambda _text: self._wait.start())
        edit.returnPressed.connect(self.typed)
        name.setBuddy(edit)
        row.addWidget(name)
        row.addWidget(edit)
        if key in dict(VALUES):
            unit = parts.label(size="small", tone="secondary")
            self._units[key] = unit
            row.addWidget(unit)
        self.fields[key] = edit
        return made

    def _make_said(self, tokens: Tokens) -> parts.Card:
        self.said = parts.Card(tr("Would be said"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.said.body.addLayout(self._lines)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("role", "page")
        self._cards = QVBoxLayout(page)
        self._cards.setContentsMargins(0, 0, 4, 0)
        self._cards.setSpacing(8)
        scroller.setWidget(page)
        scroller.viewport().setAutoFillBackground(False)
        self.said.body.addWidget(scroller, 1)
        return self.said

    def _make_trend(self) -> TrendView:
        """A chart of its own: the real one never shows what is not recorded."""
        made = TrendView(self._tokens)
        for each in (made, *made.findChildren(QWidget)):
            name = each.objectName()
            if name.startswith("trend_"):
                each.setObjectName(f"what_if_{name}")
            if name in {"trend_export", "trend_edish"}:
                each.setEnabled(False)
                each.hide()
        self._chart.addWidget(made)
        return made
