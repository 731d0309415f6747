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
        self._line: MedicationLine | None = None
        self._is_tall = False

    def use_tall_man(self, *, wanted: bool) -> None:
        """Letters that set a drug's name apart from one that looks alike; spoken as ever."""
        self._is_tall = wanted
        if self._line is not None:
            self.show_line(self._line)

    def show_line(self, line: MedicationLine) -> None:
        """Show the line, or nothing."""
        self._line = line
        self.setText(
            "".join(
                f"<b>{html.escape(text)}</b>" if strong else html.escape(text)
                for text, strong in line.styled(tall_man=self._is_tall)
            )
        )
        self.setAccessibleName(line.text)

    def show_nothing(self) -> None:
        """No patient is open."""
        self._line = None
        self.clear()
        self.setAccessibleName("")
