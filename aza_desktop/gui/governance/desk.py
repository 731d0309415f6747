"""What was written, and what was said: the audit trail and the replay of a past evening."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from aza_desktop.clinical.dates import add_days
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.governance.audit_view import AuditView
from aza_desktop.gui.governance.replay_sheet import ReplaySheet
from aza_desktop.gui.viewmodels.audit import build_audit
from aza_desktop.gui.viewmodels.forms import Values, need
from aza_desktop.gui.viewmodels.moving import move_form
from aza_desktop.gui.viewmodels.patient_file import is_judged
from aza_desktop.gui.viewmodels.replay import build_replay
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.gui.viewmodels.words import born
from aza_desktop.services import audit_lines, moving
from aza_desktop.services.audit_lines import AuditLine
from aza_desktop.services.reading import PatientFile
from aza_desktop.services.replay import replay
from aza_desktop.texts import tr


class Governance(Desk):
    """Audit trail and replay of the clinic that is open."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._window, self._place, self._session = around.window, around.place, around.session
        tokens = around.tokens()
        self.add_late_page("audit", self._make_audit)
        self.of_patient = AuditView(tokens, name="patient_audit", of_one=True)
        around.place.page.add_tab("audit", tr("Audit"), self.of_patient, tokens)
        around.place.page.tab_chosen.connect(lambda _tab: self._fill_tab())
        self._listen_to(self.of_patient)
        self._add_menu()

    @property
    def audit(self) -> AuditView:
        """The trail of the whole clinic."""
        return self.page_of("audit", AuditView)

    def fill(self, view: str) -> None:
        """Read what a page shows. Raises UserError."""
        if view == "audit":
            self._fill_audit()

    # inside

    def _make_audit(self) -> AuditView:
        page = AuditView(self.around.tokens())
        page.closed.connect(self._place.leave_all_patients)
        self._listen_to(page)
        return page

    def _listen_to(self, view: AuditView) -> None:
        view.filter_changed.connect(lambda _wish: self._search(view))
        view.export_requested.connect(lambda: self._export(view))

    def _fill_audit(self) -> None:
        session = self._session()
        assert session is not None
        people, actions = audit_lines.audit_choices(session.clinic)
        name = session.file.record.identity.name if session.file is not None else ""
        self.audit.show_choices(people, actions, name)
        self._search(self.audit)

    def patient_read(self, file: PatientFile) -> None:
        """The tab of the open patient follows, where it is in sight."""
        self._fill_tab()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Page and tab in another theme."""
        super().apply_tokens(tokens)
        self.of_patient.apply_tokens(tokens)

    def _fill_tab(self) -> None:
        """The trail is long: it is read when somebody looks at it."""
        session = self._session()
        if session is None or session.file is None or self._place.page.tab() != "audit":
            return
        people, actions = audit_lines.audit_choices(session.clinic)
        self.of_patient.show_choices(people, actions, session.file.record.identity.name)
        self._search(self.of_patient)

    def _found(self, view: AuditView) -> tuple[AuditLine, ...]:
        """The entries that the filters ask for. Raises UserError for a day nobody understands."""
        session = self._session()
        assert session is not None
        wish, today = view.filter(), session.today()
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

    def _search(self, view: AuditView) -> None:
        if self._session() is None:
            return
        try:
            view.show_rows(build_audit(self._found(view)), most=audit_lines.MOST)
        except UserError as error:
            view.refuse(error.as_text(joint=":"))

    def _export(self, view: AuditView) -> None:
        session = self._session()
        wanted, _kind = QFileDialog.getSaveFileName(
            self._window, tr("Save the audit trail"), tr("audit trail") + ".csv", "CSV (*.csv)"
        )
        if session is not None and wanted:
            self.save_audit(Path(wanted), view=view)

    def save_audit(self, path: Path, *, view: AuditView | None = None) -> None:
        """Write the entries that are shown as CSV; that they left is recorded too."""
        session = self._session()
        if session is None:
            return
        lines: list[AuditLine] = []

        def write() -> None:
            lines.extend(self._found(view or self.audit))
            audit_lines.note_export(session.clinic, lines=len(lines))
            path.write_text(audit_lines.audit_csv(lines), encoding="utf-8", newline="")

        if self._place.messages.carried_out(write):
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
            sheet.refuse(error.as_text(joint=":"))
            return
        protocol = found.file.protocol
        said = tr(
            "SHA-256 of the answer {sha}\nProtocol {name}, {status}, text {text}\nProgram {version}"
        )
        stamp = said.format(
            sha=found.sha256,
            name=found.protocol_name,
            status=protocol.review.status if protocol is not None else "",
            text=found.protocol_sha256,
            version=found.version,
        )
        sheet.show_model(build_replay(found.answer, on=day, stamp=stamp))

    def move_course(self) -> FormDialog | None:
        """Ask to which version the open patient's course is moved, and show what that changes."""
        session, file = self._session(), self.around.open_file()
        if session is None or file is None:
            return None
        if file.course is None or file.answer is None or file.protocol is None:
            self.around.tell(tr("The patient has no course that follows a protocol."))
            return None
        clinic, key = session.clinic, file.record.id
        choices = moving.movable_to(clinic, file)
        previews = {
            each.name: moving.preview_move(clinic, key, protocol=each.name) for each in choices
        }
        version = file.record.version

        def submit(_key: str, values: Values) -> None:
            chosen = need(values, "protocol", tr("Choose the version"))
            reason = need(values, "reason", tr("Say why it is moved"))
            session.record(
                lambda clinic: moving.move_course(
                    clinic, key, protocol=chosen, reason=reason, if_version=version
                )
            )
            said = tr("Recorded: the course follows {name}.").format(name=chosen)
            self._place.messages.tell(said, undo=tr("Undo"))

        assert is_judged(file)
        form = move_form(file, choices, previews=previews)
        shown = FormDialog(
            form, submit, today=session.today(), tokens=self.around.tokens(), parent=self._window
        )
        shown.ask()
        return shown

    def _add_menu(self) -> None:
        menus = self.around.menus
        protocol, patient = menus.menu("protocol"), menus.menu("patient")
        menus.add(protocol, tr("&Audit trail"), lambda: self.show("audit"), "Ctrl+4")
        patient.addSeparator()
        menus.add(patient, tr("&What the program said on …"), self.ask_replay)
        move = tr("Move to another &version of the protocol…")
        menus.add(patient, move, self.move_course, writes=True)
