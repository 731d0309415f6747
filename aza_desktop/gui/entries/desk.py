"""Opens the forms: from cards, keys, the menu and the row of buttons above the findings."""

from __future__ import annotations

from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Surroundings
from aza_desktop.gui.entries.action_row import ActionRow
from aza_desktop.gui.entries.copies import save_copy
from aza_desktop.gui.entries.form_desk import FormDesk
from aza_desktop.gui.entries.writes import Writer
from aza_desktop.gui.viewmodels import answering, noting, starting
from aza_desktop.gui.viewmodels.patient_file import FileLike, is_judged
from aza_desktop.gui.viewmodels.planning import Range
from aza_desktop.gui.worklist.worklist_model import GroupRole, NumberRole
from aza_desktop.services import reading, rights, users
from aza_desktop.services.answering import SNOOZABLE
from aza_desktop.services.rights import Role
from aza_desktop.services.transitions import earlier_courses
from aza_desktop.texts import tr


class Entries(FormDesk):
    """Lives as long as the window; every form is about one patient of the clinic that is open."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        place = around.place
        self.row = ActionRow(self._tokens())
        place.findings.body.insertWidget(1, self.row)
        for wish, slot in (
            (self.row.symptom, self.symptom),
            (self.row.contact, self.contact),
            (self.row.hold, self.hold),
            (self.row.sample, self.sample),
            (place.findings.acknowledge_requested, self.answer),
            (place.findings.stop_requested, self.stop),
            (place.trend.correction_requested, self.correct_result),
            (place.results.table.doubleClicked, lambda _cell: self.correct()),
            (place.results.strip.copy_requested, self.copy_typed),
        ):
            wish.connect(slot)
        self._key("C", place.worklist.today, self.contact_listed)
        self._key("Z", place.worklist.today, self.snooze_listed)
        self._key("F2", place.results.table, self.correct)
        self._fill()

    # about the open patient

    def answer(self, code: str) -> None:
        """Decide about a mark, or say that it was seen."""
        if (file := self._file()) is None:
            return
        actor, prescribers = self._prescribers()
        form = answering.decision_form(
            file, code, decided_by=actor if actor in prescribers else "", prescribers=prescribers
        )
        writer = self._writer(file)
        if form is not None:
            self._ask(form, lambda key, values: writer.decide(code, key, values))
        elif (form := answering.acknowledge_form(file, code)) is not None:
            self._ask(form, lambda _key, values: writer.acknowledge(code, values))

    def symptom(self) -> None:
        """Record a symptom of today (Ctrl+M)."""
        if (file := self._file()) is not None:
            writer = self._writer(file)
            self._ask(noting.symptom_form(file), lambda _key, values: writer.symptom(values))

    def resolve(self) -> None:
        """A symptom has gone."""
        if (file := self._file()) is None:
            return
        writer, form = self._writer(file), noting.resolve_form(file)
        if form is None:
            self._tell(tr("No symptom is open for this patient."))
        else:
            self._ask(form, lambda _key, values: writer.resolve(values))

    def hold(self, days: Range | None = None) -> None:
        """Days without a dose: today's, or those that were chosen in the calendar."""
        if (file := self._file()) is not None:
            writer = self._writer(file)
            form = answering.hold_form(file, self._open().today(), days)
            self._ask(form, lambda _key, values: writer.hold(values))

    def stop(self, days: Range | None = None) -> None:
        """The drug is stopped from a day on."""
        if (file := self._file()) is not None:
            writer = self._writer(file)
            form = answering.stop_form(file, self._open().today(), days)
            self._ask(form, lambda _key, values: writer.stop(values))

    def sample(self, request_id: str | None = None) -> None:
        """Blood was taken from the open patient, for a request where there was one."""
        if (file := self._file()) is not None:
            writer, form = self._writer(file), noting.sample_form(file, request_id)
            self._ask(form, lambda _key, values: writer.sample(values))

    def contact(self) -> None:
        """A try to reach the open patient."""
        if (file := self._file()) is not None:
            self._contact(file)

    def start_course(self) -> None:
        """The break of a course, with its checklist."""
        session = self._session()
        if session is None or (file := session.file) is None:
            self._tell(tr("Open a patient first (Ctrl+F)."))
            return
        writer = Writer(session, file, self._say)
        form = starting.course_form(
            file,
            session.clinic.library.all(),
            session.today(),
            earlier=earlier_courses(file),
            may_override=self._may_confirm(),
        )
        self._ask(form, lambda _key, values: writer.start_course(values))

    def ceiling(self) -> None:
        """The highest dose of this patient, in a prescriber's name."""
        if (file := self._file()) is None or file.course is None:
            self._tell(tr("The patient has no course yet."))
            return
        actor, prescribers = self._prescribers()
        form = starting.ceiling_form(
            file, by=actor if actor in prescribers else "", prescribers=prescribers
        )
        self._ask(form, lambda _key, values: self._writer(file).ceiling(values))

    def copy_typed(self) -> None:
        """The results in the strip as a file of the import's own form."""
        from aza_desktop.services import import_files  # noqa: PLC0415 - not before it is wanted

        entry, file = self._place.results.strip.entry, self._open().file
        if entry is None or file is None:
            return
        text = import_files.results_csv(file.record.identity, entry.results)
        if said := save_copy(self._window, text, suffix="csv"):
            self._tell(said)

    def correct(self) -> None:
        """A new value for the result under the cursor of the table (F2)."""
        self._correct(*self._place.results.under_cursor())

    def correct_result(self, result_id: str) -> None:
        """A new value for a result that was chosen in the chart."""
        self._correct((result_id,), "")

    def _correct(self, ids: tuple[str, ...], analyte: str) -> None:
        if (file := self._file()) is None:
            return
        form = noting.correction_form(file, ids, analyte=analyte)
        writer = self._writer(file)
        if form is None:
            self._tell(tr("Choose a result in the table first."))
        else:
            self._ask(form, writer.correct)

    def report_days(self, days: Range | None) -> None:
        """The doses of these days were taken; said again of one day: missed."""
        if (file := self._file()) is None or days is None or file.course is None:
            return
        past = [day for day in days.days if day <= file.as_of]
        if not past:
            self._tell(tr("This day has not come yet."))
            return
        told = {each.on: each.state for each in file.course.day_reports}
        only = len(past) == 1 and told.get(past[0]) == "taken"
        try:
            self._writer(file).report_days(past, "missed" if only else "taken")
        except UserError as error:
            self._place.messages.tell_error(error)

    # about the patient of the list

    def contact_listed(self) -> None:
        """A try to reach the patient who is chosen in the list (C)."""
        if (file := self._listed()) is not None:
            self._contact(file)

    def snooze_listed(self) -> None:
        """Let the patient who is chosen in the list wait (Z)."""
        index = self._place.worklist.today.currentIndex()
        group = str(index.data(GroupRole) or "")
        if (file := self._listed()) is None:
            return
        if group not in SNOOZABLE:
            self._tell(tr("Breaches, doubts and overdue tests do not wait."))
            return
        writer = self._writer(file)
        form = answering.snooze_form(file, tr(group.replace("_", " ")))
        self._ask(form, lambda _key, values: writer.snooze(group, values))

    # inside

    def _contact(self, file: FileLike) -> None:
        writer = self._writer(file)
        self._ask(answering.contact_form(file), lambda _key, values: writer.contact(values))

    def _listed(self) -> FileLike | None:
        session, index = self._session(), self._place.worklist.today.currentIndex()
        number = index.data(NumberRole)
        if session is None or not number:
            return None
        try:
            file = reading.patient_file(session.clinic, session.patient_id_of(number))
        except UserError as error:
            self._place.messages.tell_error(error)
            return None
        return file if is_judged(file) else None

    def _prescribers(self) -> tuple[str, tuple[str, ...]]:
        session = self._session()
        assert session is not None
        clinic = session.clinic
        known = [
            user.name
            for user in users.list_users(clinic)
            if user.active and Role.PRESCRIBER.value in user.roles
        ]
        if rights.may(clinic, Role.PRESCRIBER) and clinic.actor not in known:
            known.insert(0, clinic.actor)
        return clinic.actor, tuple(known)

    def _writer(self, file: FileLike) -> Writer:
        session = self._session()
        assert session is not None
        return Writer(session, file, self._say)

    def _fill(self) -> None:
        menus = self.around.menus
        menu = menus.menu("patient")
        menu.addSeparator()
        for text, wish, key in (
            (tr("Answer the &gravest mark…"), self._place.findings.answer_first, "Ctrl+K"),
            (tr("&Symptom…"), self.symptom, "Ctrl+M"),
            (tr("A symptom has g&one…"), self.resolve, None),
            (tr("Record a c&all…"), self.contact, None),
            (tr("&Blood was taken…"), self.sample, None),
            (tr("&Hold the dose…"), self.hold, None),
            (tr("Sto&p now…"), self.stop, None),
            (tr("Start a co&urse…"), self.start_course, None),
            (tr("Ceiling of the dose…"), self.ceiling, None),
        ):
            menus.add(menu, text, wish, key, writes=True)
