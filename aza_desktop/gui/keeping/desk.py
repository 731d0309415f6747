"""Back up now, restore yesterday: in the File menu; the status line tells the last copy."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.keeping.habit import habit_of
from aza_desktop.gui.keeping.restore_dialog import RestoreDialog
from aza_desktop.gui.keeping.rounds import tell_last
from aza_desktop.gui.viewmodels.backups import build_backups, moment
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import backing_up, own_copies
from aza_desktop.services.backing_up import Backup
from aza_desktop.texts import ntr, tr


class Keeping(Desk):
    """Copies go into the clinic's own folder of backups; a restored one into a new folder."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        menus = around.menus
        file = menus.menu("file")
        before = file.actions()[-1]
        entries = (
            menus.add(file, tr("&Back up now"), self.back_up, "Ctrl+B"),
            menus.add(file, tr("&Restore a backup…"), self.ask_restore),
        )
        for action, name in zip(entries, ("act_back_up", "act_restore"), strict=True):
            action.setObjectName(name)
            file.removeAction(action)
            file.insertAction(before, action)
        file.insertSeparator(before)
        first = around.window.first_run
        first.clinic_broken.connect(self.offer)
        first.shut.restore_requested.connect(self.restore_shut)

    def clinic_opened(self) -> None:
        """Say when this clinic was copied last."""
        tell_last(self.around)

    def back_up(self) -> None:
        """Copy the record and check the copy, without holding the window up."""
        session = self.around.session()
        if session is None:
            return
        clinic, folder = session.clinic, habit_of(self.around.state).folder
        self.around.tell(tr("Copying the record and checking the copy…"))
        session.in_background(
            partial(backing_up.back_up, clinic.paths, folder=folder, clock=clinic.clock),
            on_done=self._backed_up,
            on_error=self.around.tell_error,
            owner=self,
        )

    def offer(self, root: Path) -> None:
        """A clinic cannot be opened: say where it lies, and offer its newest copy."""
        kept = backing_up.kept_backups(ClinicPaths(root).backups)
        self.around.window.first_run.shut.show_clinic(
            ClinicPaths(root).database, moment(kept[0].at, None) if kept else ""
        )

    def restore_shut(self) -> None:
        """The copies of a clinic that cannot be opened; the broken file stays untouched."""
        self._choose_copy(ClinicPaths(self.around.window.first_run.shut.database.parent))

    def ask_restore(self) -> RestoreDialog | None:
        """Show the copies; one that is chosen becomes a clinic in a new folder and is opened."""
        session = self.around.session()
        if session is None:
            return None
        if self.around.window.is_demo:
            self.around.tell(tr("The demo clinic is made anew each day: open your own first."))
            return None
        return self._choose_copy(session.clinic.paths)

    def _choose_copy(self, paths: ClinicPaths) -> RestoreDialog:
        kept = own_copies.all_copies(paths, habit_of(self.around.state).folder)
        target = paths.root / "restored" / f"{self.around.clock.now():%Y%m%d-%H%M%S}"
        dialog = RestoreDialog(
            build_backups(kept, None), target, self.around.tokens(), self.around.window
        )
        dialog.restore_requested.connect(partial(self._restore, dialog, target))
        dialog.open()
        return dialog

    def _restore(self, dialog: RestoreDialog, target: Path, copy: Path) -> None:
        paths = ClinicPaths(target)
        try:
            count = backing_up.restore(copy, paths)
        except UserError as error:
            dialog.refuse(error.as_text())
            return
        dialog.accept()
        self.around.window.open_folder(target)
        said = ntr(
            "Restored from {file}: {n} patient. The clinic of before lies untouched.",
            "Restored from {file}: {n} patients. The clinic of before lies untouched.",
            count,
        )
        self.around.tell(said.format(file=copy.name, n=count))

    def _backed_up(self, copy: Backup) -> None:
        said = ntr(
            "Backed up and checked: {n} patient, {file}.",
            "Backed up and checked: {n} patients, {file}.",
            copy.patients,
        )
        self.around.place.messages.tell(said.format(n=copy.patients, file=copy.path.name))
        tell_last(self.around)
