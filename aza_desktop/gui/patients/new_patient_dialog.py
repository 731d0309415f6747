"""A new patient: name, number, birth date, and what every rule asks for."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import Choice, button, label, retint, set_look
from aza_desktop.gui.viewmodels.new_patient import (
    PHENOTYPES,
    SEXES,
    SYSTEMS,
    NewPatient,
    TypedPatient,
)
from aza_desktop.texts import tr


class NewPatientDialog(QDialog):
    """Forwards what is typed; what it means is told to it."""

    typed = Signal(object)
    save_requested = Signal(object)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_patient_dialog")
        self.setWindowTitle(tr("New patient"))
        self.setModal(True)
        self._edits: dict[str, QLineEdit] = {}
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(12)
        body.addWidget(label(tr("New patient"), size="list"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        self._system = self._choice("new_system", tr("Kind of number"), SYSTEMS, tokens)
        self._sex = self._choice("new_sex", tr("Gender"), SEXES, tokens)
        self._tpmt = self._choice("new_tpmt", tr("TPMT"), PHENOTYPES, tokens)
        self._echo = label(size="small", tone="secondary")
        form.addRow(self._system, self._edit("number", tr("Number")))
        form.addRow(tr("Family name"), self._edit("family", tr("Family name")))
        form.addRow(tr("Given name"), self._edit("given", tr("Given name")))
        form.addRow(tr("Born"), self._edit("born", tr("Born"), hint="14-Jul-1984"))
        form.addRow("", self._echo)
        form.addRow(tr("Gender"), self._sex)
        form.addRow(tr("Phone"), self._edit("phone", tr("Phone")))
        form.addRow(tr("TPMT"), self._tpmt)
        toxic = tr("Dose before the injury")
        form.addRow(toxic, self._edit("toxic_dose", toxic, hint=tr("mg a day")))
        form.addRow(tr("Weight"), self._edit("weight", tr("Weight"), hint="kg"))
        body.addLayout(form)
        self._message = label(wrap=True)
        self._message.setObjectName("new_patient_message")
        body.addWidget(self._message)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = button(tr("Cancel"), tokens)
        cancel.clicked.connect(self.reject)
        self._save = button(tr("Save"), tokens, role="primary", name="new_patient_save")
        self._save.clicked.connect(lambda: self.save_requested.emit(self.words()))
        row.addWidget(cancel)
        row.addWidget(self._save)
        body.addLayout(row)
        self.setMinimumWidth(480)

    def open_empty(self, *, name: str = "") -> None:
        """Ask about a new patient. name: what was looked for in vain, a name or a number."""
        for edit in self._edits.values():
            edit.clear()
            set_look(edit, invalid="false")
        for choice in (self._system, self._sex, self._tpmt):
            choice.setCurrentIndex(0)
        self._message.clear()
        self._echo.clear()
        self._save.setEnabled(False)
        self.open()
        if name.strip():
            first = "number" if any(sign.isdigit() for sign in name) else "family"
            self._edits[first].setText(name.strip())
        self._edits["number"].setFocus()

    def show_read(self, read: NewPatient) -> None:
        """Show what was understood; empty fields are not called wrong while typing."""
        self._echo.setText(read.born_echo)
        wrong = {field: text for field, text in read.problems if self._edits[field].text().strip()}
        self._tell(wrong.values() or read.notes, tone="critical" if wrong else "warning")
        for field, edit in self._edits.items():
            set_look(edit, invalid="true" if field in wrong else "false")
        self._save.setEnabled(not read.problems)

    def refuse(self, text: str) -> None:
        """Nothing was saved: say why and stay open."""
        self._tell([text], tone="critical")

    def words(self) -> TypedPatient:
        """What stands in the form."""
        return TypedPatient(
            sex=str(self._sex.currentData()),
            system=str(self._system.currentData()),
            tpmt=str(self._tpmt.currentData()),
            **{name: edit.text() for name, edit in self._edits.items()},
        )

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show the dialog in another theme."""
        retint(self, tokens)

    def _tell(self, texts: Iterable[str], *, tone: str) -> None:
        set_look(self._message, tone=tone)
        self._message.setText(" ".join(texts))

    def _edit(self, name: str, what: str, *, hint: str = "") -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(f"new_{name}")
        edit.setAccessibleName(what)
        edit.setPlaceholderText(hint)
        edit.textEdited.connect(lambda: self.typed.emit(self.words()))
        self._edits[name] = edit
        return edit

    def _choice(
        self, name: str, what: str, choices: tuple[tuple[str, str], ...], tokens: Tokens
    ) -> Choice:
        box = Choice(name, what, tokens)
        for key, text in choices:
            box.addItem(tr(text), key)
        box.currentIndexChanged.connect(lambda: self.typed.emit(self.words()))
        return box
