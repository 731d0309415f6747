"""Confirm a restart or an increase: everything that matters in sight, the dose typed by hand."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import button, clear, icon_label, label, retint, set_look
from aza_desktop.gui.viewmodels.dose_step import DoseStepModel, typed_dose
from aza_desktop.texts import tr


class ConfirmDoseDialog(QDialog):
    """No button is the default: Enter confirms nothing. A typed dose that differs is refused."""

    confirmed = Signal(object, str)
    """(`DoseStepModel`, reason)."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confirm_dose_dialog")
        self.setModal(True)
        self._tokens = tokens
        self._model: DoseStepModel | None = None
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(12)
        self._who = QFrame()
        self._who.setProperty("role", "banner")
        self._who.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        who = QHBoxLayout(self._who)
        who.setContentsMargins(14, 9, 14, 9)
        who.setSpacing(16)
        self._name = label(size="field", tone="banner")
        self._born = label(tone="banner")
        self._number = label(tone="banner")
        for each in (self._name, self._born, self._number):
            who.addWidget(each)
        who.addStretch(1)
        body.addWidget(self._who)
        self._heading = label(size="list")
        body.addWidget(self._heading)
        body.addLayout(self._make_doses(tokens))
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        body.addLayout(self._facts)
        self._prompt = label(size="strong")
        self._typed = QLineEdit()
        self._typed.setObjectName("confirm_dose_typed")
        self._typed.setMaximumWidth(160)
        self._typed.textEdited.connect(self._look)
        self._reason = QLineEdit()
        self._reason.setObjectName("confirm_dose_reason")
        self._reason.setAccessibleName(tr("Reason or remark"))
        self._reason.setPlaceholderText(tr("Reason or remark (optional)"))
        body.addWidget(self._prompt)
        row = QHBoxLayout()
        row.addWidget(self._typed)
        row.addWidget(self._reason, 1)
        body.addLayout(row)
        self._message = label(tone="critical", wrap=True)
        self._message.setObjectName("confirm_dose_message")
        body.addWidget(self._message)
        body.addLayout(self._make_buttons(tokens))
        self.setMinimumWidth(560)

    def open_for(self, model: DoseStepModel) -> None:
        """Ask about this step."""
        self._model = model
        self.setWindowTitle(f"{model.heading} – {model.name}")
        self._name.setText(model.name)
        self._born.setText(f"{tr('Born')} {model.born}")
        self._number.setText(model.number)
        self._heading.setText(model.heading)
        self._old.setText(model.old_dose)
        self._new.setText(model.new_dose)
        self._prompt.setText(model.prompt)
        self._typed.setAccessibleName(model.prompt)
        self._message.clear()
        self._typed.clear()
        self._reason.clear()
        clear(self._facts)
        for place, (name, value, needs_care) in enumerate(model.facts):
            shown = label(value, tone="warning" if needs_care else "", wrap=True)
            shown.setAccessibleName(f"{name}: {value}")
            self._facts.addWidget(label(name, tone="secondary"), place, 0)
            self._facts.addWidget(shown, place, 1)
        self._ok.setText(tr("Confirm {dose}").format(dose=model.new_dose))
        self._ok.setEnabled(False)
        self.open()
        self._typed.setFocus()

    def refuse(self, text: str) -> None:
        """Nothing was written: say why and stay open."""
        self._message.setText(text)
        self._ok.setEnabled(False)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show the dialog in another theme."""
        self._tokens = tokens
        retint(self, tokens)

    def _make_doses(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self._old = label(size="page", tone="secondary")
        self._new = label(size="page")
        row.addWidget(label(tr("DOSE"), size="small", tone="secondary"))
        row.addWidget(self._old)
        arrow = icon_label("arrow-right", tokens, size=20)
        arrow.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(arrow)
        row.addWidget(self._new)
        row.addWidget(label(tr("a day"), tone="secondary"))
        row.addStretch(1)
        return row

    def _make_buttons(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        note = tr("Decision support only. The prescriber decides; the program records.")
        row.addWidget(label(note, size="small", tone="muted", wrap=True), 1)
        cancel = button(tr("Cancel"), tokens)
        cancel.clicked.connect(self.reject)
        self._ok = button(tr("Confirm"), tokens, role="primary", name="confirm_dose_ok")
        self._ok.setEnabled(False)
        self._ok.clicked.connect(self._confirm)
        row.addWidget(cancel)
        row.addWidget(self._ok)
        return row

    def _look(self, text: str) -> None:
        """The button answers only to the very dose that the protocol allows today."""
        dose: Decimal | None = typed_dose(text)
        fits = self._model is not None and dose == self._model.new_dose_mg
        self._ok.setEnabled(fits)
        partly = self._model is not None and self._model.new_dose.startswith(text.strip())
        set_look(self._typed, invalid="false" if fits or partly or not text else "true")
        if fits or partly or not text or self._model is None:
            self._message.clear()
        else:
            said = tr("Today the protocol allows {dose} and nothing else.")
            self._message.setText(said.format(dose=self._model.new_dose))

    def _confirm(self) -> None:
        if self._model is not None and typed_dose(self._typed.text()) == self._model.new_dose_mg:
            self.confirmed.emit(self._model, self._reason.text().strip())
