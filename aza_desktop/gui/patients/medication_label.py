"""The medication line as one label: heavier parts heavier, wrapped, never shortened."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from aza_desktop.gui.viewmodels.medication import MedicationLine


class MedicationLabel(QLabel):
    """Shows a `MedicationLine`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("medication_line")
        self.setTextFormat(Qt.TextFormat.RichText)

    def show_line(self, line: MedicationLine) -> None:
        """Show the line, or nothing."""
        self.setText(
            "".join(
                f"<b>{html.escape(text)}</b>" if strong else html.escape(text)
                for text, strong in line.parts
            )
        )
        self.setAccessibleName(line.text)

    def show_nothing(self) -> None:
        """No patient is open."""
        self.clear()
        self.setAccessibleName("")
