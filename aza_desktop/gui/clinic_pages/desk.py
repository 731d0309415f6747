"""The clinic's laboratories and people in the window: fills the pages, opens their forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from aza_desktop.errors import UserError
from aza_desktop.gui.clinic_pages.laboratories_page import LaboratoriesPage
from aza_desktop.gui.clinic_pages.people_page import PeoplePage
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.entries.form_dialog import FormDialog, Submit
from aza_desktop.gui.viewmodels import laboratories as lab_words
from aza_desktop.gui.viewmodels import people as people_words
from aza_desktop.gui.viewmodels.forms import Form, Values, need, need_day, one
from aza_desktop.gui.viewmodels.laboratories import LimitRow
from aza_desktop.gui.viewmodels.people import LeaveRow, PersonRow
from aza_desktop.services import laboratories, owners, reading, rights, users
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Written
from aza_desktop.texts import tr


class ClinicPages(Desk):
    """Belongs to the window; each form writes once and the page is read anew."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        tokens = around.tokens()
        self.laboratories = LaboratoriesPage(tokens)
        self.people = PeoplePage(tokens)
        for view, page in (("laboratories", self.laboratories), ("users", self.people)):
            self.add_page(view, page)
            page.closed.connect(around.place.leave_all_patients)
        for wish, slot in (
            (self.laboratories.laboratory_wished, self.add_laboratory),
            (self.laboratories.limit_wished, self.set_limit),
            (self.laboratories.end_wished, self.end_limit),
            (self.laboratories.change_wished, self.change_laboratory),
            (self.people.add_wished, self.add_user),
            (self.people.change_wished, self.change_user),
            (self.people.leave_wished, self.add_leave),
            (self.people.end_leave_wished, self.end_leave),
        ):
            wish.connect(slot)
        self.laboratories.ended_toggled.connect(lambda _: self._fill_laboratories())
        around.place.page.record.wished.connect(self._wished_in_record)
        menus = around.menus
        tools = menus.menu("tools")
        menus.add(tools, tr("&Laboratories and limits…"), lambda: self.show("laboratories"))
        menus.add(tools, tr("&Users, roles and leave…"), lambda: self.show("users"))

    def clinic_opened(self) -> None:
        """Limits are also confirmed in an import: what is in sight is read with the lists."""
        self._session().worklist_read.connect(lambda _: self._fill_visible())

    def fill(self, view: str) -> None:
        """Read what a page shows. Raises UserError."""
        {"laboratories": self._fill_laboratories, "users": self._fill_people}[view]()

    def _wished_in_record(self, wish: str) -> None:
        if wish == "laboratories.open":
            self.show("laboratories")

    # laboratories

    def add_laboratory(self) -> None:
        def submit(_key: str, values: Values) -> None:
            name = need(values, "name", tr("Type the laboratory's name"))
            self._write(lambda clinic: laboratories.add_laboratory(clinic, name))
            self._say_undo(tr("Added: {name}. Now copy its upper limits.").format(name=name))

        self._ask(lab_words.new_laboratory_form(), submit)

    def set_limit(self, row: LimitRow | None) -> None:
        session = self._session()
        known = session.laboratories()
        analytes, today = session.clinic.analytes, session.today()

        def submit(_key: str, values: Values) -> None:
            limit = lab_words.read_limit(values, analytes, today)
            chosen = one(values, "laboratory")
            self._write(lambda clinic: laboratories.set_limit(clinic, chosen, limit))
            self._say_undo(tr("Saved. It is proposed where a result of that laboratory is typed."))

        if not any(each.active for each in known):
            self.add_laboratory()
            return
        self._ask(lab_words.limit_form(known, analytes, today=today, like=row), submit)

    def end_limit(self, row: LimitRow | None) -> None:
        if row is None or not row.code:
            self.around.tell(tr("Choose a limit in the table first."))
            return
        today = self._session().today()

        def submit(_key: str, values: Values) -> None:
            day = need_day(values, "last_day", today)
            self._write(
                lambda clinic: laboratories.end_limit(
                    clinic, row.laboratory_id, row.code, sex=row.sex, last_day=day
                )
            )
            self._say_undo(tr("Ended. The limit stays on record."))

        self._ask(lab_words.end_form(row, today=today), submit)

    def change_laboratory(self, row: LimitRow | None) -> None:
        known = {each.id: each for each in self._session().laboratories()}
        if row is None or row.laboratory_id not in known:
            return

        def submit(key: str, values: Values) -> None:
            name = need(values, "name", tr("Type the laboratory's name"))
            changes: dict[str, object] = {"active": key == "use"}
            if key == "rename":
                changes = {"name": name}
            self._write(
                lambda clinic: laboratories.change_laboratory(
                    clinic,
                    row.laboratory_id,
                    **changes,  # type: ignore[arg-type]  # a name or a flag
                )
            )
            self._say_undo(tr("Saved."))

        self._ask(lab_words.change_form(known[row.laboratory_id]), submit)

    # people

    def add_user(self) -> None:
        def submit(_key: str, values: Values) -> None:
            name = need(values, "name", tr("Type the user name"))
            roles, full = people_words.read_roles(values), one(values, "full_name") or None
            self._write(lambda clinic: users.add_user(clinic, name, roles=roles, full_name=full))
            self._say(tr("Added: {name}.").format(name=name))

        self._ask(people_words.user_form(), submit)

    def change_user(self, row: PersonRow | None) -> None:
        known = {each.name: each for each in users.list_users(self._session().clinic)}
        if row is None or row.name not in known:
            return

        def submit(key: str, values: Values) -> None:
            active = {"disable": False, "enable": True}.get(key)
            roles = people_words.read_roles(values) if active is None else None
            full = one(values, "full_name") or None
            self._write(
                lambda clinic: users.change_user(
                    clinic, row.name, roles=roles, full_name=full, active=active
                )
            )
            self._say(tr("Saved."))

        self._ask(people_words.change_form(known[row.name]), submit)

    def add_leave(self, row: PersonRow | None) -> None:
        session = self._session()
        today = session.today()

        def submit(_key: str, values: Values) -> None:
            absent = need(values, "absent", tr("Choose who is away"))
            deputy = people_words.read_deputy(values)
            since, until = need_day(values, "since", today), need_day(values, "until", today)
            self._write(
                lambda clinic: owners.add_cover(
                    clinic, absent=absent, deputy=deputy, since=since, until=until
                )
            )
            self._say(tr("Saved: {deputy} covers.").format(deputy=deputy))

        absent = row.name if row is not None and row.is_active else ""
        known = users.list_users(session.clinic)
        self._ask(people_words.leave_form(known, today=today, absent=absent), submit)

    def end_leave(self, row: LeaveRow | None) -> None:
        if row is not None:
            self._at_once(
                lambda clinic: owners.end_cover(clinic, absent=row.absent, since=row.since_on),
                tr("Called off."),
            )

    # inside

    def _fill_laboratories(self) -> None:
        session = self._session()
        known = session.laboratories()
        rows = lab_words.build_limits(
            known, session.clinic.analytes, today=session.today(),
            with_ended=self.laboratories.ended.isChecked(),
        )  # fmt: skip
        self.laboratories.show_model(rows, summary=lab_words.summary(known))

    def _fill_people(self) -> None:
        session = self._session()
        clinic, today = session.clinic, session.today()
        owned = Counter(
            file.record.owner.name for file in reading.all_files(clinic) if file.record.owner
        )
        known = owners.covers(clinic)
        self.people.show_model(
            people_words.build_people(users.list_users(clinic), known, owned, today=today),
            people_words.build_leave(known, today=today),
        )

    def _session(self) -> ClinicSession:
        session = self.around.session()
        assert session is not None
        return session

    def _write(self, work: Callable[[Clinic], Written]) -> None:
        """One write, then the page as it is now. Raises UserError for the form."""
        self._session().record(work)
        self._fill_visible()

    def _fill_visible(self) -> None:
        if self.laboratories.isVisible():
            self._fill_laboratories()
        if self.people.isVisible():
            self._fill_people()

    def _at_once(self, work: Callable[[Clinic], Written], said: str) -> None:
        try:
            self._write(work)
        except UserError as error:
            self.around.tell_error(error)
        else:
            self._say(said)

    def _say_undo(self, text: str) -> None:
        """What was written about a laboratory; Ctrl+Z takes it back."""
        self.around.place.messages.tell(text, undo=tr("Undo"))

    def _say(self, text: str) -> None:
        self.around.tell(text)

    def _ask(self, form: Form, submit: Submit) -> None:
        """Open a form, unless the user may not record it anyway."""
        session = self._session()
        if form.name != "leave" and not rights.may(session.clinic, Role.ADMINISTRATOR):
            self.around.tell(
                tr("Only an administrator changes this. Choose one in the status line, or ask one.")
            )
            return
        if not self.around.may_write():
            return
        shown = FormDialog(
            form, submit, today=session.today(), tokens=self.around.tokens(),
            parent=self.around.window,
        )  # fmt: skip
        shown.ask()
