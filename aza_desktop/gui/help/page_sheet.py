"""A page of the manual beside a form: a form holds the window, so the page comes to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.help.page_browser import PageBrowser
from aza_desktop.gui.theme import fonts
from aza_desktop.services.helping import help_pages
from aza_desktop.texts import tr

_WIDTH, _HEIGHT, _MARGIN = 640, 620, 24


class PageSheet(QDialog):
    """One page and the pages that it leads to; Esc goes back to the form."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help_sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pages = {page.id: page for page in help_pages()}
        self.browser = PageBrowser(tokens)
        self.browser.setObjectName("help_sheet_page")
        self.browser.setFont(fonts.font(14))
        self.browser.anchorClicked.connect(self._follow)
        body = QVBoxLayout(self)
        body.setContentsMargins(12, 12, 12, 12)
        body.addWidget(self.browser)
        within = parent.window().screen().availableGeometry()
        self.resize(
            min(fonts.scaled(_WIDTH), within.width() - 2 * _MARGIN),
            min(fonts.scaled(_HEIGHT), within.height() - 2 * _MARGIN),
        )

    def show_page(self, page_id: str) -> None:
        """Open the page; what was typed in the form stays as it is."""
        page = self._pages[page_id]
        said = tr("Help page: {title}").format(title=page.title)
        self.setWindowTitle(said)
        self.browser.setAccessibleName(said)
        self.browser.show_markup(page.markup)
        self.open()
        self.browser.setFocus()

    def _follow(self, address: QUrl) -> None:
        name = address.path().removesuffix(".html")
        if name in self._pages:
            self.show_page(name)
