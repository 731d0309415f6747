"""The import in four steps on one window: source, columns, preview, import.

The dialog only shows and forwards; `ImportDesk` decides what comes next. It is built with the
window, its pages when it is opened for the first time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.imports.columns_page import ColumnsPage
from aza_desktop.gui.imports.done_page import DonePage, ProgressCard
from aza_desktop.gui.imports.preview_page import PreviewPage
from aza_desktop.gui.imports.source_page import SourcePage
from aza_desktop.gui.imports.steps import Steps
from aza_desktop.gui.parts import button, label, retint
from aza_desktop.gui.viewmodels.import_columns import build_columns
from aza_desktop.gui.viewmodels.imports import format_words
from aza_desktop.texts import ntr, tr

if TYPE_CHECKING:
    from aza_desktop.gui.imports.import_run import Errand, View
    from aza_desktop.services.import_report import ImportReport

SOURCE, COLUMNS, PREVIEW, DONE = range(4)
_MARGIN, _LEAST = 40, (900, 560)


class ImportDialog(QDialog):
    """Object name ``import_dialog``; hidden until somebody asks for it."""

    take_requested = Signal()
    left = Signal()
    """It was closed: nothing that is not written may go on."""
    paste_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setModal(True)
        self.setWindowTitle(tr("Import results"))
        self.setAccessibleName(tr("Import results"))
        self._tokens, self._within = tokens, parent
        self._is_built, self._step = False, SOURCE
        self._view: View | None = None
        self.hide()

    def build(self) -> None:
        """Make the pages, once."""
        if self._is_built:
            return
        self._is_built = True
        tokens = self._tokens
        self.source = SourcePage(tokens)
        self.columns = ColumnsPage(tokens)
        self.preview = PreviewPage(tokens)
        self.done_page = DonePage(tokens)
        self.progress = ProgressCard(tokens)
        self._stack = QStackedWidget()
        for page in (self.source, self.columns, self.preview, self.done_page, self.progress):
            self._stack.addWidget(page)
        self.steps = Steps((tr("Source"), tr("Columns"), tr("Preview"), tr("Import")), tokens)
        self.file = label(tone="secondary")
        self.file.setObjectName("import_file")
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label(tr("Import results"), size="list"))
        head.addStretch(1)
        head.addWidget(self.steps)
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 16, 20, 14)
        body.setSpacing(10)
        body.addLayout(head)
        body.addWidget(self.file)
        body.addWidget(self._stack, 1)
        body.addLayout(self._foot(tokens))
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.source)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste_requested)
        self.source.paste_requested.connect(self.paste_requested)

    def open_empty(self) -> None:
        """Show the first step, as large as the window allows."""
        self.build()
        self.source.refusal.hide()
        self.show_source()
        within = self._within.size()
        self.resize(
            max(_LEAST[0], min(within.width() - 2 * _MARGIN, 1500)),
            max(_LEAST[1], min(within.height() - 2 * _MARGIN, 900)),
        )
        self.open()
        self.source.choose.setFocus()

    @property
    def step(self) -> int:
        """The step that is open."""
        return self._step

    def show_source(self) -> None:
        """Step one."""
        self._view = None
        self.file.setText("")
        self._go(SOURCE)

    def show_working(self, errand: Errand) -> None:
        """Something long runs: show how far it is and how to stop it."""
        self.progress.watch(errand)
        self._stack.setCurrentWidget(self.progress)
        self._buttons()

    def show_refusal(self, error: UserError) -> None:
        """The file cannot be used: back to the first step, with what helps."""
        self.progress.leave()
        self.source.refusal.show_error(error)
        self.show_source()

    def show_view(self, view: View, *, queue: int) -> None:
        """What the file holds. queue: how many files wait behind it."""
        self.progress.leave()
        is_first = self._view is None
        self._view = view
        report = view.looked.report
        said = f"{report.file}  ·  {format_words(report.format)}"
        if report.profile:
            said += f"  ·  {tr('profile')} {report.profile}"
        if queue:
            more = ntr("{n} more file waits", "{n} more files wait", queue)
            said += f"  ·  {more.format(n=queue)}"
        self.file.setText(said)
        model = build_columns(view.looked, view.asked, view.answers, analytes=view.analytes)
        self.columns.show_model(model)
        self.preview.show_view(view)
        is_open = any(not question.answer for question in model.questions)
        if is_first:
            self._go(COLUMNS if is_open else PREVIEW)
        else:
            self._go(self._step)

    def show_report(self, report: ImportReport, *, next_file: str, can_undo: bool) -> None:
        """It is written."""
        self.progress.leave()
        self.done_page.show_report(report, next_file=next_file, can_undo=can_undo)
        self._go(DONE)

    def go_on(self) -> None:
        """The next step; the one after the preview writes (Alt+N)."""
        if self._stack.currentWidget() is self.progress:
            return
        if self._step == COLUMNS:
            self._go(PREVIEW)
        elif self._step == PREVIEW and self.next.isEnabled():
            self.take_requested.emit()

    def go_back(self) -> None:
        """The step before (Alt+B)."""
        if self._stack.currentWidget() is self.progress:
            return
        if self._step == PREVIEW:
            self._go(COLUMNS)
        elif self._step == COLUMNS:
            self.show_source()

    def refuse_answer(self, error: UserError) -> None:
        """The file cannot be read under an answer: the columns say why."""
        self.stay()
        if self._step != COLUMNS:
            self._go(COLUMNS)
        self.columns.refuse(error)

    def stay(self) -> None:
        """Work was cancelled: back to where it was asked for."""
        self.progress.leave()
        if self._view is None:
            self.show_source()
        else:
            self._go(self._step)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        if not self._is_built:
            return
        retint(self, tokens)
        self.source.zone.apply_tokens(tokens)
        self.steps.apply_tokens(tokens)
        for page in (self.columns, self.preview, self.done_page):
            page.apply_tokens(tokens)

    def reject(self) -> None:
        """Esc and Close: what is not written is dropped."""
        self.left.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)

    # inside

    def _foot(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.note = label(size="small", tone="secondary")
        row.addWidget(self.note, 1)
        self.close_it = button(tr("Cancel"), tokens, name="import_close", help_text=tr("Esc"))
        self.close_it.clicked.connect(self.reject)
        self.back = button(tr("Back"), tokens, icon_name="chevron-left", name="import_back")
        self.back.setToolTip(tr("Alt+B"))
        self.back.clicked.connect(self.go_back)
        self.next = button(tr("Next"), tokens, role="primary", name="import_next")
        self.next.setToolTip(tr("Alt+N"))
        self.next.clicked.connect(self.go_on)
        for each in (self.close_it, self.back, self.next):
            row.addWidget(each)
        for key, wish in (("Alt+N", self.go_on), ("Alt+B", self.go_back)):
            QShortcut(QKeySequence(key), self).activated.connect(wish)
        return row

    def _go(self, step: int) -> None:
        self._step = step
        page = (self.source, self.columns, self.preview, self.done_page)[step]
        changed = self._stack.currentWidget() is not page
        self._stack.setCurrentWidget(page)
        self.steps.show_step(step)
        self._buttons()
        if changed:
            self._give_keyboard(step)

    def _give_keyboard(self, step: int) -> None:
        widget = (self.source.choose, self.next, self.preview.table, self.done_page.again)[step]
        widget.setFocus()

    def _buttons(self) -> None:
        works = self._stack.currentWidget() is self.progress
        step = self._step
        self.back.setVisible(not works and step in {COLUMNS, PREVIEW})
        self.next.setVisible(not works and step in {COLUMNS, PREVIEW})
        self.close_it.setVisible(not works)
        self.close_it.setText(tr("Close") if step == DONE else tr("Cancel"))
        said = tr("Nothing is written before the last step.")
        self.note.setText("" if step == DONE or works else said)
        text, is_possible = tr("Next"), True
        if step == PREVIEW and self._view is not None:
            is_possible = bool(self.preview.action)
            text = self.preview.action or tr("Nothing to import")
        self.next.setText(text)
        self.next.setAccessibleName(text)
        self.next.setEnabled(is_possible)
