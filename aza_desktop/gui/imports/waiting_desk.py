"""The tray and the watched folder on the menus: new files are offered by one quiet line.

The folder belongs to this computer and is kept in ``window.ini``. It is looked at while a clinic is
open; nothing is ever imported by itself.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from aza_desktop.clinical.changes import Changes
from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.imports.tray_page import TrayPage
from aza_desktop.gui.viewmodels.import_tray import ImportedFile, WaitingRow, build_tray
from aza_desktop.texts import ntr, tr

if TYPE_CHECKING:
    from aza_desktop.gui.imports.desk import ImportDesk
    from aza_desktop.services.watched_folder import FolderWatch

KEY = "watched_folder"
LOOKED_AFTER_MS = 15_000


class WaitingDesk(Desk):
    """What waits: rows in the tray, files in the folder."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.page = TrayPage(around.tokens())
        self.add_page("tray", self.page)
        for wish, slot in (
            (self.page.closed, around.place.leave_all_patients),
            (self.page.answer_requested, self._answer),
            (self.page.dismiss_requested, self._dismiss),
            (self.page.undo_requested, self._undo),
            (self.page.import_requested, self._import),
        ):
            wish.connect(slot)
        self.new_files: tuple[Path, ...] = ()
        self._offered: frozenset[Path] = frozenset()
        self._watch: FolderWatch | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKED_AFTER_MS)
        self._timer.timeout.connect(self.look)
        around.place.messages.follow_requested.connect(self.follow)
        menus = around.menus
        menu = menus.menu("results")
        menus.add(menu, tr("&Waiting results (tray)"), partial(self.show, "tray"))
        menus.add(menu, tr("Watched &folder…"), self.choose_folder)
        menus.add(menu, tr("&Stop watching the folder"), partial(self.watch, None))

    def belongs_to(self, imports: ImportDesk) -> None:
        """The import that shows what waits here."""
        self._imports = imports
        imports.taken.connect(self._after_import)
        imports.tray_requested.connect(partial(self.show, "tray"))

    def fill(self, view: str) -> None:
        """Read what waits. Raises UserError."""
        from aza_desktop.services import holding, undo_imports  # noqa: PLC0415 - not before

        session = self.around.session()
        assert session is not None
        clinic = session.clinic
        self.page.show_model(build_tray(holding.waiting(clinic), undo_imports.imports(clinic)))

    # the folder

    def choose_folder(self) -> None:
        """Ask for the folder into which the laboratory puts its files."""
        kept = str(self.around.state.load(KEY, "") or "")
        chosen = QFileDialog.getExistingDirectory(
            self.around.window, tr("Folder in which new laboratory files appear"), kept
        )
        if chosen:
            self.watch(Path(chosen))

    def watch(self, folder: Path | None) -> None:
        """Watch that folder from now on, or none."""
        self.around.state.save(KEY, str(folder) if folder is not None else "")
        self._begin(folder)
        if folder is None:
            self.around.tell(tr("No folder is watched."))
        else:
            said = tr(
                "Watching {folder}: new files are offered here, never imported by themselves."
            )
            self.around.tell(said.format(folder=folder))

    def look(self) -> None:
        """See whether there is something new, and say so once."""
        session = self.around.session()
        if session is None or self._watch is None:
            return
        session.in_background(
            partial(self._watch.look, session.clinic),
            on_done=self._offer,
            on_error=lambda _error: None,
            owner=self,
            topic="folder",
        )

    def follow(self) -> None:
        """Take up the files that were offered."""
        if self.new_files:
            self._imports.open()
            self._imports.take_up(self.new_files)

    def clinic_opened(self) -> None:
        kept = str(self.around.state.load(KEY, "") or "")
        self._begin(Path(kept) if kept else None)

    def clinic_closed(self) -> None:
        self._begin(None)

    # inside

    def _begin(self, folder: Path | None) -> None:
        self._timer.stop()
        self._watch, self.new_files, self._offered = None, (), frozenset()
        if folder is None:
            return
        from aza_desktop.services.watched_folder import FolderWatch  # noqa: PLC0415 - not before

        self._watch = FolderWatch(folder)
        self._timer.start()

    def _offer(self, files: tuple[Path, ...]) -> None:
        """One line for files that were not offered before; it never takes the keyboard."""
        self.new_files = files
        unseen = frozenset(files) - self._offered
        self._offered = self._offered.union(files)
        if not unseen or self._imports.dialog.isVisible():
            return
        names = ", ".join(path.name for path in files[:3])
        if len(files) > 3:
            names += " …"
        text = ntr(
            "{n} new laboratory file in the watched folder: {names}",
            "{n} new laboratory files in the watched folder: {names}",
            len(files),
        )
        self.around.place.messages.tell(
            text.format(n=len(files), names=names), kind="notice", offer=tr("Look at it…")
        )

    # the tray

    def _import(self) -> None:
        self._imports.open()

    def _answer(self, row: WaitingRow) -> None:
        self._imports.take_up_waiting(row.file, row.import_id)

    def _dismiss(self, rows: tuple[WaitingRow, ...], reason: str) -> None:
        from aza_desktop.services import holding  # noqa: PLC0415 - not before

        session = self.around.session()
        if session is None:
            return
        ids = tuple(row.id for row in rows)
        try:
            changes = holding.dismiss(session.clinic, ids, reason=reason)
        except UserError as error:
            self.page.refuse(error.as_text(joint=":"))
            return
        self._done(changes, ntr("{n} row dismissed.", "{n} rows dismissed.", len(ids)), len(ids))

    def _undo(self, file: ImportedFile, reason: str) -> None:
        from aza_desktop.services import undo_imports  # noqa: PLC0415 - not before

        session = self.around.session()
        if session is None:
            return
        try:
            changes = undo_imports.undo_import(session.clinic, file.id, reason=reason)
        except UserError as error:
            self.page.refuse(error.as_text(joint=":"))
            return
        self._done(changes, tr("Taken back: everything that this file brought."), 0)

    def _done(self, changes: Changes, text: str, count: int) -> None:
        session = self.around.session()
        assert session is not None
        session.tell(changes)
        self.around.place.messages.tell(text.format(n=count))
        self.fill("tray")

    def _after_import(self) -> None:
        if self.page.isVisible():
            self.fill("tray")
