"""What was written, and what was said: the audit trail and the replay of a past evening."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from aza_desktop.clinical.dates import add_days
from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.governance.audit_view import AuditView
from aza_desktop.gui.governance.replay_sheet import ReplaySheet
from aza_desktop.gui.viewmodels.audit import build_audit
from aza_desktop.gui.viewmodels.replay import build_replay
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.gui.viewmodels.words import born
from aza_desktop.services import audit_lines
from aza_desktop.services.audit_lines import AuditLine
from aza_desktop.services.replay import replay
from aza_desktop.texts import tr


class Governance(Desk):
    """Audit trail and replay of the clinic that is open."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._window, self._place, self._session = around.window, around.place, around.session
        tokens = around.tokens()
        self.audit = AuditView(tokens)
        self.add_page("audit", self.audit)
        self.audit.closed.connect(around.place.leave_all_patients)
        self.audit.filter_changed.connect(lambda _wish: self._search())
        self.audit.export_requested.connect(self._export)
        self._add_menu()

    def fill(self, view: str) -> None:
        """Read what a page shows. Raises UserError."""
        if view == "audit":
            self._fill_audit()

    # inside

    def _fill_audit(self) -> None:
        session = self._session()
        assert session is not None
        people, actions = audit_lines.audit_choices(session.clinic)
        name = session.file.record.identity.name if session.file is not None else ""
        self.audit.show_choices(people, actions, name)
        self._search()

    def _found(self) -> tuple[AuditLine, ...]:
        """The entries that the filters ask for. Raises UserError for a day nobody understands."""
        session = self._session()
        assert session is not None
        wish, today = self.audit.filter(), session.today()
        since, until = (
            read_date(text, today) if text else None for text in (wish.since, wish.until)
        )
        if (wish.since and since is None) or (wish.until and until is None):
            raise UserError(
                "bad_request",
                tr("This day cannot be understood"),
                why=tr("it is no date"),
                remedy=tr("Write it as 17-Nov-2025, -7 or today"),
            )
        file = session.file
        return audit_lines.audit_lines(
            session.clinic,
            patient_id=file.record.id if wish.of_patient and file is not None else None,
            actor=wish.actor or None,
            action=wish.action or None,
            since=since,
            until=until,
        )

    def _search(self) -> None:
        if self._session() is None:
            return
        try:
            self.audit.show_rows(build_audit(self._found()), most=audit_lines.MOST)
        except UserError as error:
            self.audit.refuse(f"{error.what}: {error.why}. {error.remedy}.")

    def _export(self) -> None:
        session = self._session()
        wanted, _kind = QFileDialog.getSaveFileName(
            self._window, tr("Save the audit trail"), tr("audit trail") + ".csv", "CSV (*.csv)"
        )
        if session is not None and wanted:
            self.save_audit(Path(wanted))

    def save_audit(self, path: Path) -> None:
        """Write the entries that are shown as CSV; that they left is recorded too."""
        session = self._session()
        if session is None:
            return
        try:
            lines = self._found()
            audit_lines.note_export(session.clinic, lines=len(lines))
            with path.open("w", encoding="utf-8", newline="") as out:
                out.write(audit_lines.audit_csv(lines))
        except UserError as error:
            self._place.messages.tell_error(error)
            return
        except OSError as error:
            said = tr("Not saved: {why}").format(why=error.strerror or "")
            self._place.messages.tell(said, kind="error")
            return
        said = tr("Saved {n} entries as {path}. The file is not protected: keep it safe.")
        self._place.messages.tell(said.format(n=len(lines), path=path.name), kind="notice")

    def ask_replay(self) -> ReplaySheet | None:
        """Ask for a day, and show what the program said of the open patient on its evening."""
        session = self._session()
        if session is None or session.file is None:
            self._place.messages.tell(tr("Open a patient first (Ctrl+F)."), kind="notice")
            return None
        identity = session.file.record.identity
        name = f"{identity.name}, {born(identity.birth_date, session.today())}, {identity.number}"
        yesterday = add_days(session.today(), -1)
        sheet = ReplaySheet(self.around.tokens(), name, yesterday, self._window)
        patient_id = session.file.record.id
        sheet.day_chosen.connect(lambda text: self._replay(sheet, patient_id, text))
        sheet.open()
        return sheet

    def _replay(self, sheet: ReplaySheet, patient_id: str, text: str) -> None:
        session = self._session()
        if session is None:
            return
        day = read_date(text, session.today())
        if day is None:
            sheet.refuse(tr("This day cannot be understood. Write it as 17-Nov-2025 or -7."))
            return
        try:
            found = replay(session.clinic, patient_id, on=day)
        except UserError as error:
            sheet.refuse(f"{error.what}: {error.why}. {error.remedy}.")
            return
        stamp = tr("SHA-256 of the answer {sha}\nProtocol text {text}\nProgram {version}").format(
            sha=found.sha256, text=found.protocol_sha256, version=found.version
        )
        sheet.show_model(build_replay(found.answer, on=day, stamp=stamp))

    def _add_menu(self) -> None:
        menus = self.around.menus
        protocol, patient = menus.menu("protocol"), menus.menu("patient")
        menus.add(protocol, tr("&Audit trail"), lambda: self.show("audit"), "Ctrl+4")
        patient.addSeparator()
        menus.add(patient, tr("&What the program said on …"), self.ask_replay)
