"""A list of patients painted by the worklist's delegate: Today, or what was found."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.viewmodels.worklist import GroupRow, PatientRow, WorklistModel
from aza_desktop.gui.worklist.delegate import WorklistDelegate
from aza_desktop.gui.worklist.worklist_model import WorklistRows


class RowList(QListView):
    """Click or Enter opens a patient; on a group's head it folds the group."""

    patient_requested = Signal(str)
    left_upwards = Signal()

    def __init__(self, name: str, what: str, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(what)
        self.rows = WorklistRows(self)
        self.setModel(self.rows)
        self._delegate = WorklistDelegate(tokens, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.clicked.connect(self._open)

    def show_model(self, model: WorklistModel) -> None:
        """Show these rows; what is open stays marked, the scroll stays where it was."""
        place = self.verticalScrollBar().value()
        self.rows.show(model)
        self._mark_open()
        self.verticalScrollBar().setValue(place)

    def show_open(self, patient_id: str | None) -> None:
        """Mark the patient who is shown at the right."""
        self._delegate.open_patient = patient_id
        self._mark_open()
        self.viewport().update()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Repaint in another theme; rows may have another height."""
        self._delegate.tokens = tokens
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row(index)
        if isinstance(row, PatientRow):
            self.patient_requested.emit(row.patient_id)
        elif isinstance(row, GroupRow) and row.collapsible:
            self.rows.fold(row.group)
            self.setCurrentIndex(index)

    def _mark_open(self) -> None:
        if (patient_id := self._delegate.open_patient) is not None:
            index = self.rows.find(patient_id)
            if index.isValid():
                self.setCurrentIndex(index)
