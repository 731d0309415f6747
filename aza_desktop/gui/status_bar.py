"""The line at the foot: last save, database, what kind of data this is, and who is working."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStatusBar, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import Choice, button, icon_label, label
from aza_desktop.texts import tr

_GAP, _AIR = 12, 60


class StatusLine(QStatusBar):
    """Left what happened, right what must be known; the user at the very right."""

    user_chosen = Signal(str)
    about_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._left = label(size="small", tone="secondary")
        self._right = button("", tokens, role="foot", name="status_about")
        self._right.setToolTip(tr("About this program, and what it is not"))
        self._right.clicked.connect(self.about_requested)
        self._user = Choice("user_chooser", tr("User"), tokens, role="small")
        self._user.setToolTip(tr("Who is working: every entry is recorded under this name"))
        self._user.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._user.textActivated.connect(self.user_chosen)
        self._left.setContentsMargins(8, 0, 0, 0)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)
        self._person = icon_label("user", tokens, size=14)
        row.addWidget(self._person, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._user)
        self.addWidget(line, 1)
        self._person.hide()
        self._user.hide()
        self._saved, self._database, self._backup = "", "", ""
        self._long = self._short = ""

    def show_clinic(self, database: str, *, is_demo: bool, is_read_only: bool = False) -> None:
        """Name the database, and say so when its patients are invented or nothing can be saved."""
        self._database = database
        said = [tr("decision support only – verify against primary sources"), tr("offline")]
        short = [tr("decision support only")]
        if is_demo:
            said.insert(0, tr("DEMO DATA"))
        if is_read_only:
            said.insert(0, tr("READ-ONLY"))
        self._long = "  ·  ".join(said)
        self._short = "  ·  ".join([*said[:-2], *short])
        self._right.setText(self._long)
        self._right.setAccessibleName(self._long)
        self._tell()

    def show_saved(self, when: str) -> None:
        """When something was written last."""
        self._saved = tr("Saved {when}").format(when=when)
        self._tell()

    def show_backup(self, when: str) -> None:
        """When the record was copied last, "" where it never was."""
        self._backup = tr("backup {when}").format(when=when) if when else tr("no backup yet")
        self._tell()

    def show_users(self, users: tuple[str, ...], current: str) -> None:
        """Who can be chosen, and who is working now."""
        self._user.clear()
        self._user.addItems(list(dict.fromkeys((*users, current))))
        self._user.setCurrentText(current)
        self._user.setEnabled(self._user.count() > 1)
        self._person.show()
        self._user.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _tell(self) -> None:
        said = (self._saved, self._backup, self._database)
        self._left.setText("  ·  ".join(each for each in said if each))
        self._fit()

    def _fit(self) -> None:
        """The short form of what must be known, where the long one would push the user out."""
        if not self._long:
            return
        parts = (self._left, self._person, self._user)
        others = sum(each.sizeHint().width() + _GAP for each in parts)
        text = QFontMetrics(self._right.font()).horizontalAdvance(self._long)
        fits = others + text + _AIR <= self.width()
        self._right.setText(self._long if fits else self._short)
