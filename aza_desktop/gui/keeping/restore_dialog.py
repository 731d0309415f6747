"""Choose a copy; it is restored into a new folder and opened. Nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import button, label
from aza_desktop.gui.viewmodels.backups import BackupRow
from aza_desktop.texts import tr

_PATH = int(Qt.ItemDataRole.UserRole)


class RestoreDialog(QDialog):
    """The copies of this clinic, newest first, or a file from elsewhere."""

    restore_requested = Signal(object)
    """The `Path` of the copy."""

    def __init__(
        self, rows: tuple[BackupRow, ...], target: Path, tokens: Tokens, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("restore_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Restore a backup"))
        self.setMinimumSize(560, 420)
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(10)
        body.addWidget(label(tr("Restore a backup"), size="list"))
        told = tr(
            "The copy becomes a clinic of its own in a new folder and is opened from there. The "
            "clinic that is open now stays as it is."
        )
        body.addWidget(label(told, tone="secondary", wrap=True))
        self.list = QListWidget()
        self.list.setObjectName("restore_list")
        self.list.setAccessibleName(tr("Backups, newest first"))
        self.list.setAlternatingRowColors(True)
        for row in rows:
            item = QListWidgetItem(f"{row.when}    {row.size}", self.list)
            item.setData(_PATH, row.path)
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), row.said)
        self.list.itemSelectionChanged.connect(self._look)
        self.list.itemActivated.connect(lambda _item: self._restore())
        body.addWidget(self.list, 1)
        none = tr("No backup of this clinic lies in its own folder. Choose a file from elsewhere.")
        self.message = label("" if rows else none, tone="warning", wrap=True)
        body.addWidget(self.message)
        where = tr("New folder: {folder}").format(folder=target)
        body.addWidget(label(where, size="small", tone="secondary", wrap=True))
        body.addLayout(self._buttons(tokens))
        self._look()

    def refuse(self, text: str) -> None:
        """The copy could not be used: say why and stay open."""
        self.message.setProperty("tone", "critical")
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(text)

    def _buttons(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        other = button(tr("Another file…"), tokens, icon_name="folder-open", name="restore_other")
        other.clicked.connect(self._choose_file)
        cancel = button(tr("Cancel"), tokens)
        cancel.clicked.connect(self.reject)
        self.go = button(tr("Restore and open"), tokens, role="primary", name="restore_go")
        self.go.clicked.connect(self._restore)
        row.addWidget(other)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        return row

    def _look(self) -> None:
        self.go.setEnabled(self.list.currentItem() is not None and self.list.currentRow() >= 0)

    def _restore(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.restore_requested.emit(item.data(_PATH))

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, tr("A backup"), "", tr("Backups (*.azb)"))
        if chosen:
            self.restore_requested.emit(Path(chosen))
