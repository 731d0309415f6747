"""The clinic's own affairs in the window: builds the pages, fills them, and puts them on the menu.

It belongs to the window and outlives every clinic that is opened; nothing is shown without one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QWidget

from aza_desktop.clinical.dates import add_days
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.governance.audit_view import AuditView
from aza_desktop.gui.governance.choices_page import ChoicesPage
from aza_desktop.gui.governance.protocol_view import ProtocolView
from aza_desktop.gui.governance.replay_sheet import ReplaySheet
from aza_desktop.gui.viewmodels.audit import build_audit
from aza_desktop.gui.viewmodels.protocol_sheet import build_sheet
from aza_desktop.gui.viewmodels.replay import build_replay
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.gui.viewmodels.words import born
from aza_desktop.gui.workplace import Workplace
from aza_desktop.services import audit_lines, first_choices, governing
from aza_desktop.services.audit_lines import AuditLine
from aza_desktop.services.replay import replay
from aza_desktop.texts import tr

CAUTIOUS = "aza-reintro-cautious"


class Governance(QObject):
    """Protocols, audit trail and replay of the clinic that is open."""

    def __init__(
        self,
        window: QMainWindow,
        place: Workplace,
        tokens: Tokens,
        *,
        needs_clinic: list[QAction],
        session: Callable[[], ClinicSession | None],
    ) -> None:
        """needs_clinic: the actions that the window enables once a clinic is open."""
        super().__init__(window)
        self._window, self._place, self._session = window, place, session
        self.protocol = ProtocolView(tokens)
        self.audit = AuditView(tokens)
        self._tokens = tokens
        self._pages: dict[str, QWidget] = {"protocol": self.protocol, "audit": self.audit}
        self.choices = ChoicesPage(tokens)
        self._pages["choices"] = self.choices
        for page in self._pages.values():
            place.add_page(page)
        self.protocol.closed.connect(place.leave_all_patients)
        self.audit.closed.connect(place.leave_all_patients)
        self.choices.closed.connect(place.leave_all_patients)
        self.choices.save_requested.connect(self._keep_choices)
        self.audit.filter_changed.connect(lambda _wish: self._search())
        self.audit.export_requested.connect(self._export)
        self._needs_clinic = needs_clinic
        self._add_menu()

    def views(self) -> tuple[str, ...]:
        """The pages by name."""
        return tuple(self._pages)

    def show(self, view: str) -> None:
        """Fill a page and bring it into sight."""
        if self._session() is None:
            return
        try:
            getattr(self, f"_fill_{view}")()
        except UserError as error:
            self._place.messages.tell_error(error)
            return
        self._place.show_page(self._pages[view])

    def apply_tokens(self, tokens: Tokens) -> None:
        """Every page in another theme."""
        self._tokens = tokens
        for page in self._pages.values():
            page.apply_tokens(tokens)  # type: ignore[attr-defined]  # every page has it

    # inside

    def _fill_protocol(self) -> None:
        session = self._session()
        assert session is not None
        known = governing.protocols_in_use(session.clinic)
        self.protocol.show_model(tuple(build_sheet(each, used_by=used) for each, used in known))

    def _fill_choices(self) -> None:
        self.choices.message.clear()

    def _keep_choices(self) -> None:
        """The answers become the clinic's own version, based on the cautious profile."""
        session, page = self._session(), self.choices
        if session is None:
            return
        day = read_date(page.review.text(), session.today()) if page.review.text() else None
        try:
            made = first_choices.choose(
                session.clinic,
                session.clinic.library.find(CAUTIOUS),
                page.chosen(),
                name=page.person.text(),
                role=page.role.text(),
                review_by=day or session.today(),
            )
        except UserError as error:
            page.message.setText(f"{error.what}: {error.why}. {error.remedy}.")
            return
        self.show("protocol")
        self.protocol.choose(made.name)
        said = tr("Kept as {name}. Two people have to sign it.")
        self._place.messages.tell(said.format(name=made.name), kind="notice")

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
        sheet = ReplaySheet(self._tokens, name, yesterday, self._window)
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
        menu = QMenu(tr("P&rotocol"), self._window.menuBar())
        bar = self._window.menuBar()
        bar.insertMenu(bar.actions()[-1], menu)
        self._add(menu, tr("&Read the protocols"), lambda: self.show("protocol"), "Ctrl+3")
        self._add(menu, tr("&What our clinic decides…"), lambda: self.show("choices"))
        self._add(menu, tr("&Audit trail"), lambda: self.show("audit"), "Ctrl+4")
        patient = next(one.menu() for one in bar.actions() if one.text() == tr("&Patient"))
        if isinstance(patient, QMenu):
            patient.addSeparator()
            self._add(patient, tr("&What the program said on …"), self.ask_replay)

    def _add(self, menu: QMenu, text: str, wish: Callable[[], object], key: str = "") -> QAction:
        action = menu.addAction(text)
        if key:
            action.setShortcut(key)
        action.triggered.connect(lambda _checked=False: wish())
        self._needs_clinic.append(action)
        return action
