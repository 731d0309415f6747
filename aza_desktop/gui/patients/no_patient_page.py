"""What the right side shows while nobody is open: how today looks, and the two keys to know."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import button, clear, icon_label, label
from aza_desktop.gui.viewmodels.worklist import GroupRow, WorklistModel
from aza_desktop.texts import tr

_TONES = {"critical": "critical", "warning": "warning", "info": "accent", "plan": "plan"}


class NoPatientPage(QFrame):
    """A calm card in the middle; in a clinic without patients it says how to begin."""

    new_patient_requested = Signal()
    import_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens = tokens
        body = QVBoxLayout(self)
        body.setSpacing(12)
        body.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        body.addWidget(icon_label("stethoscope", tokens, tone="accent", size=40), 0, middle)
        self._title = label(size="list")
        self._hint = label(tone="secondary")
        body.addWidget(self._title, 0, middle)
        body.addWidget(self._hint, 0, middle)
        body.addSpacing(12)
        self._ways = QWidget()
        row = QHBoxLayout(self._ways)
        new = button(tr("New patient…"), tokens, role="primary", name="begin_new_patient")
        new.clicked.connect(self.new_patient_requested)
        files = button(tr("Import a file…"), tokens, name="begin_import", icon_name="upload")
        files.clicked.connect(self.import_requested)
        row.addWidget(new)
        row.addWidget(files)
        body.addWidget(self._ways, 0, middle)
        self.show_count(1)
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(14)
        self._counts.setVerticalSpacing(8)
        holder = QWidget()
        holder.setLayout(self._counts)
        body.addWidget(holder, 0, middle)
        body.addStretch(3)

    def show_count(self, patients: int) -> None:
        """How many patients the clinic has: none is another page."""
        self._title.setText(tr("No patient open") if patients else tr("No patients yet"))
        hint = tr("Choose one on the left, or press Ctrl+F and type a name or number.")
        if not patients:
            hint = tr("Type the first one in, or import a file of your laboratory.")
        self._hint.setText(hint)
        self._ways.setVisible(not patients)

    def show_model(self, model: WorklistModel) -> None:
        """Show today's groups with their counts."""
        clear(self._counts)
        heads = [row for row in model.rows if isinstance(row, GroupRow)]
        for place, head in enumerate(heads):
            sign = icon_label(head.icon, self._tokens, tone=_TONES[head.kind])
            count = label(str(head.count), size="strong")
            self._counts.addWidget(sign, place, 0)
            self._counts.addWidget(label(head.title, tone="secondary"), place, 1)
            self._counts.addWidget(count, place, 2, Qt.AlignmentFlag.AlignRight)

    def apply_tokens(self, tokens: Tokens) -> None:
        """New rows take these colours."""
        self._tokens = tokens
