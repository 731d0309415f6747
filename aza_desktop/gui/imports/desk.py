"""The import on the menus: which file comes next, and what the dialog shows of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.imports.import_dialog import ImportDialog
from aza_desktop.gui.imports.import_run import ImportRun, Source
from aza_desktop.gui.keeping.habit import habit_of
from aza_desktop.gui.viewmodels.imports import summary
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.gui.imports.import_run import Errand, View
    from aza_desktop.services.import_report import ImportReport

_KINDS = "*.csv *.tsv *.txt *.tab *.xlsx *.hl7 *.oru *.json *.ndjson"


class ImportDesk(Desk):
    """Owns the dialog; lives as long as the window."""

    taken = Signal()
    tray_requested = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.dialog = ImportDialog(around.tokens(), around.window)
        self.run = ImportRun(around.session, self)
        self._queue: list[Source] = []
        self._is_wired = False
        self.run.started.connect(self._show_started)
        self.run.looked.connect(self._show_looked)
        self.run.taken.connect(self._show_taken)
        self.run.refused.connect(self.dialog_refused)
        self.run.answer_refused.connect(self.dialog.refuse_answer)
        self.run.cancelled.connect(self.dialog.stay)
        self._add_menu()

    def views(self) -> tuple[str, ...]:
        return ("import",)

    def show(self, view: str) -> None:
        """Open the dialog at its first step."""
        self.open()

    def open(self) -> None:
        """Import results (Ctrl+I)."""
        if self.around.session() is None or not self.around.may_write():
            return
        self._wire()
        self._queue.clear()
        self.run.forget()
        self.dialog.open_empty()

    def choose_files(self) -> None:
        """Ask for files and take the first one up."""
        names, _kind = QFileDialog.getOpenFileNames(
            self.dialog,
            tr("Laboratory files"),
            "",
            f"{tr('Laboratory files')} ({_KINDS});;{tr('All files')} (*)",
        )
        self.take_up(Path(name) for name in names)

    def take_up(self, paths: Iterable[Path]) -> None:
        """Look at these files, one after the other."""
        self._queue = [Source(path.name, path) for path in paths]
        self._next_file()

    def take_up_waiting(self, name: str, import_id: str) -> None:
        """Show the file of a row that waits in the tray, to answer for it."""
        self.open()
        self._queue = [Source(name, import_id=import_id)]
        self._next_file()

    def paste(self) -> None:
        """Read the cells, or the files, that lie on the clipboard (Ctrl+V)."""
        if not self.dialog.isVisible():
            self.open()
        if not self.dialog.isVisible():
            return
        content = QGuiApplication.clipboard().mimeData()
        urls = content.urls() if content is not None else []
        files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if files:
            self.take_up(files)
            return
        text = content.text() if content is not None else ""
        if not text.strip():
            self.dialog.show_refusal(_nothing_copied())
            return
        self._queue = [Source(tr("pasted cells"), text=text)]
        self._next_file()

    def save_template(self) -> None:
        """Save an empty table with the columns that are read."""
        wanted, _kind = QFileDialog.getSaveFileName(
            self.dialog, tr("Save template"), tr("results") + ".csv", "CSV (*.csv)"
        )
        if wanted:
            from aza_desktop.services.import_files import TEMPLATE  # noqa: PLC0415 - late

            self._save(Path(wanted), TEMPLATE)

    def save_rest(self) -> None:
        """Save held and rejected rows with their reasons."""
        wanted, _kind = QFileDialog.getSaveFileName(
            self.dialog, tr("Save what is left"), tr("not imported") + ".csv", "CSV (*.csv)"
        )
        if wanted:
            self.save_rest_as(Path(wanted))

    def save_rest_as(self, path: Path) -> None:
        """The same without asking for a name."""
        from aza_desktop.gui.viewmodels.imports import reason_words  # noqa: PLC0415
        from aza_desktop.services.import_files import rest_csv  # noqa: PLC0415 - late

        if self.run.view is not None:
            self._save(path, rest_csv(self.run.view.looked, reason_words))

    def apply_tokens(self, tokens: Tokens) -> None:
        super().apply_tokens(tokens)
        self.dialog.apply_tokens(tokens)

    def clinic_closed(self) -> None:
        self.run.forget()
        self.dialog.hide()

    def dialog_refused(self, error: UserError) -> None:
        """Nothing of the file was written: say what helps."""
        self.dialog.show_refusal(error)

    # inside

    def _wire(self) -> None:
        """Connect the pages, which exist from the first opening on."""
        self.dialog.build()
        if self._is_wired:
            return
        self._is_wired = True
        dialog = self.dialog
        for wish, slot in (
            (dialog.source.choose_requested, self.choose_files),
            (dialog.paste_requested, self.paste),
            (dialog.source.template_requested, self.save_template),
            (dialog.source.dropped, self.take_up),
            (dialog.columns.answered, self.run.answer),
            (dialog.columns.keep_requested, self._keep_profile),
            (dialog.preview.left_out, self.run.leave_out),
            (dialog.preview.edited, self.run.edit),
            (dialog.preview.save_requested, self.save_rest),
            (dialog.preview.patients.answered, self._answer_patient),
            (dialog.preview.patients.create_all_requested, self._create_all),
            (dialog.progress.cancel_requested, self.run.cancel),
            (dialog.take_requested, self._take),
            (dialog.left, self._leave),
            (dialog.done_page.again_requested, self._go_on),
            (dialog.done_page.undo_requested, self._undo),
            (dialog.done_page.tray_requested, self._to_tray),
        ):
            wish.connect(slot)

    def _next_file(self) -> None:
        if self._queue:
            self.dialog.source.refusal.hide()
            self.dialog.show_source()
            self.run.begin(self._queue.pop(0))

    def _take(self) -> None:
        """Into the record; a copy of what stands there now is made first. The demo needs none."""
        from aza_desktop.services import own_copies  # noqa: PLC0415 - not before it is wanted

        session = self.around.session()
        if session is None or self.around.window.is_demo:
            self.run.take()
            return
        paths, habit = session.clinic.paths, habit_of(self.around.state)
        self.run.take(
            before=partial(
                own_copies.copy_if_behind,
                paths,
                habit,
                self.around.clock,
                why=own_copies.BEFORE_IMPORT,
            )
        )

    def _go_on(self) -> None:
        """The next file that was chosen, or the choice of another one."""
        if self._queue:
            self._next_file()
        else:
            self.run.forget()
            self.dialog.show_source()

    def _answer_patient(self, code: str, answer: str) -> None:
        from aza_desktop.services import import_desk  # noqa: PLC0415 - not before it is wanted

        session = self.around.session()
        if session is None:
            return
        if answer not in {"", "create"}:
            try:
                import_desk.check_number(session.clinic, answer)
            except UserError as error:
                self.dialog.preview.patients.state.setText(f"{error.what}: {error.why}.")
                return
        self.run.answer(code, answer)

    def _keep_profile(
        self, name: str, limits: tuple[tuple[str, str, str, str], ...], since: str
    ) -> None:
        """What was said about this file holds for the next ones of the laboratory."""
        from aza_desktop.services import import_desk  # noqa: PLC0415 - not before it is wanted

        session, view = self.around.session(), self.run.view
        if session is None or view is None:
            return
        typed = tuple(import_desk.TypedLimit(*each) for each in limits)
        try:
            first = _first_day(since, session.today()) if typed else None
            kept = import_desk.keep_profile(
                session.clinic, view.looked, name, limits=typed, since=first
            )
        except UserError as error:
            self.dialog.columns.refuse(error)
            return
        session.tell(kept.changes)
        self.run.use_profile(kept.profile)
        said = tr("Kept for {name}.") if not typed else tr("Kept; the limits stand with {name}.")
        self.dialog.note.setText(said.format(name=kept.laboratory if typed else kept.profile))

    def _create_all(self, codes: tuple[str, ...]) -> None:
        self.run.answer_all(codes, "create")

    def _leave(self) -> None:
        self._queue.clear()
        self.run.forget()

    def _undo(self) -> None:
        """What Ctrl+Z does: the import is this user's last entry."""
        self.dialog.reject()
        self.around.place.messages.undo_requested.emit()

    def _to_tray(self) -> None:
        self.dialog.reject()
        self.tray_requested.emit()

    def _show_started(self, errand: Errand) -> None:
        self.dialog.show_working(errand)

    def _show_looked(self, view: View) -> None:
        self.dialog.show_view(view, queue=len(self._queue))

    def _show_taken(self, report: ImportReport) -> None:
        following = self._queue[0].name if self._queue else ""
        self.dialog.show_report(report, next_file=following, can_undo=True)
        self.around.place.messages.tell(summary(report), undo=tr("Undo"))
        self.taken.emit()

    def _save(self, path: Path, text: str) -> None:
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as out:
                out.write(text)
        except OSError as error:
            said = tr("Not saved: {why}").format(why=error.strerror or "")
            self.dialog.note.setText(said)
            return
        said = tr("Saved as {path}. The file is not protected: keep it safe.")
        self.dialog.note.setText(said.format(path=path.name))

    def _add_menu(self) -> None:
        menus = self.around.menus
        menu = menus.menu("results")
        menus.add(menu, tr("&Import…"), self.open, "Ctrl+I", writes=True)
        menus.add(menu, tr("&Paste results…"), self.paste, writes=True)


def _first_day(text: str, today: dt.date) -> dt.date:
    day = read_date(text, today) if text else None
    if day is None:
        raise UserError(
            "bad_request",
            tr("From which day the limits hold is not clear"),
            why=text or tr("the day is empty"),
            remedy=tr("Type it as 17-Nov-2025"),
        )
    return day


def _nothing_copied() -> UserError:
    return UserError(
        "unreadable",
        tr("There are no cells on the clipboard"),
        why=tr("it is empty or holds a picture"),
        remedy=tr("Mark the cells with their title line in Excel, copy them, and paste again"),
    )
