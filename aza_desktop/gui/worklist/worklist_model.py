"""The Today list for a Qt item view: rows of the view-model, folded groups left out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from aza_desktop.gui.models.row_table import Index
from aza_desktop.gui.viewmodels.worklist import GroupRow, PatientRow, WorklistModel

RowRole = Qt.ItemDataRole.UserRole
GroupRole = Qt.ItemDataRole.UserRole + 1
NumberRole = Qt.ItemDataRole.UserRole + 2


class WorklistRows(QAbstractListModel):
    """Group id in `GroupRole`, patient number in `NumberRole` (None on a group's head)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model: WorklistModel | None = None
        self._folded: set[str] = set()
        self._rows: tuple[GroupRow | PatientRow, ...] = ()

    def show(self, model: WorklistModel) -> None:
        """Replace the list; groups stay folded as they were."""
        self.beginResetModel()
        self._model = model
        self._rows = self._visible()
        self.endResetModel()

    def fold(self, group: str) -> None:
        """Fold or unfold a group, if it may be folded."""
        self.beginResetModel()
        self._folded ^= {group}
        self._rows = self._visible()
        self.endResetModel()

    @property
    def folded(self) -> list[str]:
        return sorted(self._folded)

    @folded.setter
    def folded(self, groups: list[str]) -> None:
        self._folded = set(groups)

    def is_folded(self, group: str) -> bool:
        return group in self._folded

    def row(self, index: Index) -> GroupRow | PatientRow | None:
        """The row's view-model; None outside the list."""
        return self._rows[index.row()] if index.isValid() else None

    def find(self, patient_id: str) -> QModelIndex:
        """Where a patient stands; an invalid index when not listed or folded away."""
        for place, row in enumerate(self._rows):
            if isinstance(row, PatientRow) and row.patient_id == patient_id:
                return self.index(place)
        return QModelIndex()

    def first_patient(self) -> PatientRow | None:
        """The patient at the very top."""
        return next((row for row in self._rows if isinstance(row, PatientRow)), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if isinstance(row, GroupRow) and not row.collapsible:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == GroupRole:
            return row.group
        if role == RowRole:
            return row
        if isinstance(row, GroupRow):
            return row.title if role == Qt.ItemDataRole.DisplayRole else None
        texts = {
            int(Qt.ItemDataRole.DisplayRole): row.name,
            int(Qt.ItemDataRole.ToolTipRole): row.tooltip,
            int(NumberRole): row.number,
        }
        return texts.get(int(role))

    def _visible(self) -> tuple[GroupRow | PatientRow, ...]:
        rows = self._model.rows if self._model is not None else ()
        return tuple(
            row
            for row in rows
            if isinstance(row, GroupRow)
            or row.group not in self._folded
            or not any(
                isinstance(head, GroupRow) and head.group == row.group and head.collapsible
                for head in rows
            )
        )
