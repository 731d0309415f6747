"""The manual: search and contents at the left, the page at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.help.page_browser import PageBrowser
from aza_desktop.gui.leading import Leading
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.icons import icon
from aza_desktop.gui.viewmodels.help import HelpRow, plain
from aza_desktop.services.helping import HelpPage, marked
from aza_desktop.texts import ntr, tr

_LEFT, _PAGE = 320, 900
_TARGET = int(Qt.ItemDataRole.UserRole)


class HelpView(Leading, parts.Card):
    """Shows pages and answers; what they say is given to it."""

    closed = Signal()
    asked = Signal(str)
    """The question as typed; "" for the table of contents."""
    hit_chosen = Signal(object)
    """`HelpRow` that is no page: a statement, a mark, a source."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("Help"), parent)
        self.setObjectName("help_view")
        self._tokens = tokens
        self._pages: dict[str, HelpPage] = {}
        self._rows: tuple[HelpRow, ...] = ()
        self._open = ""
        back = parts.button(tr("Close"), tokens, name="help_close", help_text=tr("Esc"))
        back.clicked.connect(self.closed)
        self.head.addWidget(back)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._leave)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._make_left())
        row.addWidget(self._make_browser(), 100)
        row.addStretch(1)
        self.body.addLayout(row, 1)
        self.begins_at = self.question

    def show_pages(self, pages: tuple[HelpPage, ...]) -> None:
        """The table of contents."""
        self._pages = {page.id: page for page in pages}
        self.show_contents()

    def show_contents(self) -> None:
        """Every page by its title."""
        self._rows = ()
        self.count.setText(
            ntr("{n} page", "{n} pages", len(self._pages)).format(n=len(self._pages))
        )
        self.list.clear()
        for page in self._pages.values():
            item = QListWidgetItem(page.title, self.list)
            item.setData(_TARGET, page.id)
        self._mark_open()

    def show_hits(self, rows: tuple[HelpRow, ...], question: str) -> None:
        """What was found; without a find, what to do next."""
        self._rows = rows
        self.list.clear()
        if not rows:
            said = tr("Nothing about “{question}”. Try one plain word: bilirubin, fever, backup.")
            self.count.setText(said.format(question=question))
            return
        self.count.setText(ntr("{n} answer", "{n} answers", len(rows)).format(n=len(rows)))
        for row in rows:
            item = QListWidgetItem(icon(row.icon, self._tokens.text2), row.title, self.list)
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), row.said)
            item.setToolTip(plain(row.excerpt))
        self.list.setCurrentRow(0)

    def open_page(self, page_id: str) -> None:
        """Show a page; an unknown one shows the first."""
        page = self._pages.get(page_id) or next(iter(self._pages.values()), None)
        if page is None:
            return
        self._open = page.id
        self._show_markup(page.markup)
        self.browser.setAccessibleName(tr("Help page: {title}").format(title=page.title))
        self._mark_open()

    def open_page_id(self) -> str:
        """The page that is shown, "" before the first."""
        return self._open

    def show_answer(self, row: HelpRow) -> None:
        """A statement, a mark, a contradiction or a source, in full."""
        self._open = ""
        source = f"<p class='source'>{tr('Source')}: {marked(row.source)}</p>" if row.source else ""
        self._show_markup(f"<h1>{marked(row.title)}</h1><p>{marked(row.excerpt)}</p>{source}")
        self.browser.setAccessibleName(row.said)

    def apply_tokens(self, tokens: Tokens) -> None:
        """The same page in another theme."""
        self._tokens = tokens
        self.browser.setMaximumWidth(fonts.scaled(_PAGE))
        self.browser.apply_tokens(tokens)
        if self._open:
            self.open_page(self._open)

    # inside

    def _make_left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(_LEFT)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.question = QLineEdit()
        self.question.setObjectName("help_question")
        self.question.setAccessibleName(tr("Search help, protocol and sources"))
        self.question.setPlaceholderText(tr("What does the protocol say about …"))
        self.question.setClearButtonEnabled(True)
        self.question.textChanged.connect(lambda text: self.asked.emit(text.strip()))
        self.question.returnPressed.connect(self._open_current)
        column.addWidget(self.question)
        self.count = parts.label(size="small", tone="secondary", wrap=True)
        column.addWidget(self.count)
        self.list = QListWidget()
        self.list.setObjectName("help_list")
        self.list.setAccessibleName(tr("Pages and answers"))
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setSpacing(3)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.itemActivated.connect(lambda _item: self._open_current())
        self.list.itemClicked.connect(lambda _item: self._open_current())
        down = QShortcut(QKeySequence("Down"), self.question)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self.list.setFocus)
        column.addWidget(self.list, 1)
        return left

    def _make_browser(self) -> PageBrowser:
        self.browser = PageBrowser(self._tokens)
        self.browser.setObjectName("help_page")
        self.browser.setMaximumWidth(fonts.scaled(_PAGE))
        self.browser.anchorClicked.connect(self._follow)
        return self.browser

    def _show_markup(self, markup: str) -> None:
        self.browser.setFont(fonts.font(14))
        self.browser.show_markup(markup)

    def _follow(self, address: QUrl) -> None:
        """Links lead to pages alone: the program has no network."""
        self.open_page(address.path().removesuffix(".html"))

    def _open_current(self) -> None:
        place = self.list.currentRow()
        if self._rows and 0 <= place < len(self._rows):
            row = self._rows[place]
            if row.kind == "page":
                self.open_page(row.target)
            else:
                self.hit_chosen.emit(row)
        elif (item := self.list.currentItem()) is not None:
            self.open_page(str(item.data(_TARGET)))

    def _mark_open(self) -> None:
        if self._rows:
            return
        for place in range(self.list.count()):
            if self.list.item(place).data(_TARGET) == self._open:
                self.list.setCurrentRow(place)

    def _leave(self) -> None:
        if self.question.text():
            self.question.clear()
            self.question.setFocus()
        else:
            self.closed.emit()
