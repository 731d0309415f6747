"""F1 opens the page of the part that has the keyboard; the search asks the protocols too."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.help.help_view import HelpView
from aza_desktop.gui.help.page_sheet import PageSheet
from aza_desktop.gui.viewmodels.help import FIRST_PAGE, build_hits, page_of
from aza_desktop.services import governing
from aza_desktop.services.helping import HelpSearch, help_pages
from aza_desktop.texts import tr


class HelpDesk(Desk):
    """The manual, and the menu entries that lead to it."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.view = HelpView(around.tokens())
        self.add_page("help", self.view)
        self.view.closed.connect(around.place.leave_all_patients)
        self.view.asked.connect(self._ask)
        self.view.hit_chosen.connect(self.view.show_answer)
        self._search: HelpSearch | None = None
        menus = around.menus
        help_menu = menus.menu("help")
        first = help_menu.actions()[0]
        page = menus.add(help_menu, tr("&Help for this place"), self.open_here, "F1")
        search = menus.add(help_menu, tr("&Search help and protocol…"), self.search, "Ctrl+H")
        for action in (page, search):
            help_menu.removeAction(action)
            help_menu.insertAction(first, action)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._equip)

    def fill(self, view: str) -> None:
        """The contents, and a page where none is open yet."""
        if not self.view.open_page_id():
            self.view.show_pages(help_pages())
            self.view.open_page(FIRST_PAGE)

    def open_here(self) -> None:
        """The page of the part of the window that has the keyboard."""
        page = page_of(names_of(QApplication.focusWidget()))
        self.show("help")
        self.view.open_page(page)

    def search(self) -> None:
        """The manual with the keyboard in its search box."""
        self.show("help")
        self.view.question.setFocus()
        self.view.question.selectAll()

    def clinic_opened(self) -> None:
        """Another clinic may follow other protocols."""
        self._search = None

    def clinic_closed(self) -> None:
        """Nothing of a clinic's own protocol stays findable."""
        self._search = None

    def open_beside(self, form: QDialog) -> None:
        """The page of a form, on a sheet of its own: the form keeps what was typed."""
        sheet = form.findChild(PageSheet, "help_sheet")
        if sheet is None:
            sheet = PageSheet(self.around.tokens(), form)
        sheet.show_page(page_of(names_of(form.focusWidget() or form)))

    def _equip(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Give F1 to a form as soon as it has the keyboard: the menus do not reach it there."""
        form = now.window() if now is not None else None
        if not isinstance(form, QDialog) or isinstance(form, PageSheet):
            return
        owner = form.parentWidget()
        if owner is None or owner.window() is not self.around.window:
            return
        if form.property("has_help"):
            return
        form.setProperty("has_help", True)
        key = QShortcut(QKeySequence("F1"), form)
        key.activated.connect(lambda: self.open_beside(form))

    def _ask(self, question: str) -> None:
        session = self.around.session()
        if not question or session is None:
            self.view.show_contents()
            return
        if self._search is None:
            known = governing.protocols_in_use(session.clinic)
            self._search = HelpSearch(protocol for protocol, _count in known)
        self.view.show_hits(build_hits(self._search.find(question)), question)


def names_of(widget: QWidget | None) -> tuple[str, ...]:
    """Object names from a widget up to its window."""
    names = []
    while widget is not None:
        names.append(widget.objectName())
        widget = widget.parentWidget()
    return tuple(names)
