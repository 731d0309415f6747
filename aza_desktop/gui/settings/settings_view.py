"""All settings on one page: sections one below the other, a search box, a list to jump."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.leading import Leading
from aza_desktop.gui.tall_area import TallArea
from aza_desktop.gui.theme import fonts
from aza_desktop.texts import tr

_LEFT, _WIDEST = 220, 720


class SettingsView(Leading, parts.Card):
    """Holds sections; what they do is decided by whoever added them."""

    closed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("Settings"), parent)
        self.setObjectName("settings_view")
        self.note.setText(tr("Choices act at once; the clinic's own are saved and audited"))
        self._sections: dict[str, tuple[QWidget, str]] = {}
        self.head.addWidget(close_button(self, tokens, self.closed, name="settings_close"))
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._make_left())
        row.addWidget(self._make_right(), 1)
        self.body.addLayout(row, 1)
        self.begins_at = self.search

    def add_section(self, title: str, about: str, content: QWidget, *, words: str = "") -> None:
        """One section. about: what it is for; words: further words by which it is found."""
        section = QFrame()
        section.setProperty("role", "panel")
        section.setAccessibleName(title)
        body = QVBoxLayout(section)
        body.setContentsMargins(16, 14, 16, 16)
        body.setSpacing(8)
        body.addWidget(parts.label(title, size="title"))
        if about:
            body.addWidget(parts.label(about, size="small", tone="secondary", wrap=True))
        body.addWidget(content)
        self._sections[title] = (section, f"{title} {about} {words}".casefold())
        self._column.insertWidget(self._column.count() - 1, section)
        self.list.addItem(title)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Parts repaint themselves; lines stay as long as the letters want them."""
        self._sheet.setMaximumWidth(fonts.scaled(_WIDEST))

    def _make_left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(_LEFT)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.search = QLineEdit()
        self.search.setObjectName("settings_search")
        self.search.setAccessibleName(tr("Search the settings"))
        self.search.setPlaceholderText(tr("Search the settings"))
        self.search.textChanged.connect(self._find)
        column.addWidget(self.search)
        self.list = QListWidget()
        self.list.setObjectName("settings_sections")
        self.list.setAccessibleName(tr("Sections"))
        self.list.setSpacing(3)
        self.list.currentTextChanged.connect(self._jump)
        column.addWidget(self.list, 1)
        return left

    def _make_right(self) -> QScrollArea:
        page = QWidget()
        page.setProperty("role", "page")
        across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, 8, 0)
        self._sheet = column = QWidget()
        column.setMaximumWidth(fonts.scaled(_WIDEST))
        across.addWidget(column, 1)
        across.addStretch(0)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.nothing = parts.label(tone="secondary", wrap=True)
        self.nothing.hide()
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        self._area = TallArea(page)
        return self._area

    def _find(self, text: str) -> None:
        words = text.casefold().split()
        any_found = False
        for place, (section, known) in enumerate(self._sections.values()):
            is_found = all(word in known for word in words)
            section.setVisible(is_found)
            self.list.item(place).setHidden(not is_found)
            any_found = any_found or is_found
        self.nothing.setVisible(not any_found)
        self.nothing.setText(tr("No setting is called “{text}”.").format(text=text))

    def _jump(self, title: str) -> None:
        if title in self._sections:
            self._area.ensureWidgetVisible(self._sections[title][0], 0, 0)
