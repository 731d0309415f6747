"""Moves a course: what is offered, proposed, confirmed, held, overridden, and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import Proposal
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.gui.course.course_page import CoursePage
from aza_desktop.gui.course.owner_line import OwnerLine
from aza_desktop.gui.course.writes import CourseWriter
from aza_desktop.gui.desk import Surroundings
from aza_desktop.gui.doses.dose_models import dose_model
from aza_desktop.gui.entries.desk import Entries
from aza_desktop.gui.entries.form_desk import FormDesk
from aza_desktop.gui.findings.standing_of import standing_of
from aza_desktop.gui.viewmodels import blood_way, course, moves, owning
from aza_desktop.gui.viewmodels.patient_file import FileLike, is_judged
from aza_desktop.gui.viewmodels.standing import OVERRIDE, PHASE, PROPOSAL, REQUEST
from aza_desktop.services import owners, users
from aza_desktop.services.list_days import open_proposals
from aza_desktop.services.reading import PatientFile, file_of
from aza_desktop.services.transitions import earlier_courses, offers
from aza_desktop.texts import tr

TAB = "course"


class Course(FormDesk):
    """The Course tab, the actions of the cards about it, and its places on the menu."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        place, tokens = around.place, self._tokens()
        self.page = CoursePage(tokens)
        place.page.add_tab(TAB, tr("Course"), self.page, tokens)
        self.owner_line = OwnerLine(tokens)
        place.findings.body.insertWidget(1, self.owner_line)
        self.owner_line.change_requested.connect(self.owner)
        self.page.action_requested.connect(self.act)
        place.findings.action_requested.connect(self.act)
        place.page.tab_chosen.connect(lambda _tab: self._show_course())
        self._shown: PatientFile | None = None
        self._fill_menu()

    def patient_read(self, file: PatientFile) -> None:
        self._shown = None
        self.owner_line.show_owner(
            owning.owner_words(file.record, self._responsible(file.record, file.as_of))
        )
        self._show_course()

    def clinic_closed(self) -> None:
        self.page.show_nothing()
        self.owner_line.show_owner("")

    def apply_tokens(self, tokens) -> None:  # type: ignore[no-untyped-def]  # Tokens
        self.page.apply_tokens(tokens)
        self.owner_line.apply_tokens(tokens)
        self._shown = None
        self._show_course()

    def act(self, key: str) -> None:
        """What a button of a card or of the tab wishes."""
        kind, _, what = key.partition(":")
        wishes: dict[str, Callable[[], object]] = {
            PROPOSAL: lambda: self.answer_proposal(what),
            PHASE: lambda: self.move(Phase(what)),
            OVERRIDE: lambda: self.override(what),
            f"{REQUEST}:": self.request,
            course.BOOK: lambda: self._track(what, self.book),
            course.TAKE: lambda: self._track(what, self.take),
            course.READ: lambda: self._track(what, self.read_results),
            f"{course.OWNER}:": self.owner,
            f"{course.RESUME}:": self.resume,
        }
        wishes[f"{kind}:"]()

    # phases and proposals

    def move(self, to: Phase, proposal: Proposal | None = None) -> None:
        """A change of phase, to confirm or to propose."""
        if (file := self._file()) is None:
            return
        entries = self._window.findChild(Entries)
        if to is Phase.ON_BREAK and entries is not None:
            entries.start_course()
        elif to is Phase.STOPPED and entries is not None:
            entries.stop()
        elif to is Phase.REINTRODUCTION and file.answer.restart is not None:
            self.confirm_dose(file)
        else:
            offered = {offer.to: offer for offer in offers(file)}
            if to not in offered:
                self._tell(tr("From this phase there is no such way."))
                return
            told = [moves.Told(one.text, one.is_met) for one in offered[to].evidence]
            may, writer = self._may_confirm(), self._writer(file)
            form = moves.move_form(file, to, told, may_confirm=may, proposal=proposal)
            given = proposal.id if proposal is not None and may else ""
            self._ask(form, lambda key, values: writer.move(to, key, values, proposal_id=given))

    def confirm_dose(self, file: FileLike, proposal: Proposal | None = None) -> None:
        """The dialog in which a change of dose is typed."""
        clinic = self._open().clinic
        model = dose_model(clinic, file_of(clinic, file.record), proposal=proposal)
        if model is None:
            self._tell(tr("The protocol offers no step and no restart for this patient today."))
        else:
            self._place.confirm_dose.open_for(model)

    def answer_proposal(self, proposal_id: str) -> None:
        """Confirm or decline what staff proposed, in the dialog that it belongs to."""
        if (file := self._file()) is None:
            return
        found = [each for each in open_proposals(file) if each.id == proposal_id]
        if not found:
            self._tell(tr("This proposal was answered already."))
            return
        (proposal,) = found
        writer = self._writer(file)
        if not self._may_confirm():
            self._ask(moves.waiting_form(file, proposal), lambda _key, _values: None)
        elif moves.is_stop_decision(proposal):
            self._ask(
                moves.stop_decision_form(file, proposal),
                lambda key, values: writer.answer_stop(proposal.id, key, values),
            )
        elif moves.is_dose(proposal):
            self.confirm_dose(file, proposal)
        else:
            self.move(Phase(proposal.to), proposal)

    # doses, holds, overrides

    def resume(self) -> None:
        """A hold ends."""
        if (file := self._file()) is None:
            return
        hold = moves.open_hold(file)
        if hold is None:
            self._tell(tr("The dose is not held."))
            return
        writer = self._writer(file)
        form = moves.resume_form(file, hold, may_confirm=self._may_confirm())
        self._ask(form, lambda _key, values: writer.resume(hold, values))

    def override(self, code: str) -> None:
        """A prescriber lets a blocking mark stand."""
        if (file := self._file()) is None:
            return
        mark = next((each for each in file.answer.marks if each.code == code), None)
        if mark is None:
            return
        if not self._may_confirm():
            self._tell(tr("Only a prescriber overrides. Choose the user at the lower right."))
            return
        writer = self._writer(file)
        self._ask(moves.override_form(file, mark), lambda _k, values: writer.override(code, values))

    # blood tests

    def request(self) -> None:
        """A blood test is asked for."""
        if (file := self._file()) is not None:
            writer = self._writer(file)
            self._ask(blood_way.request_form(file), lambda _key, values: writer.request(values))

    def book(self, file: FileLike, track: blood_way.Track) -> None:
        """The requested test has a day and a place, or came to nothing."""
        writer = self._writer(file)
        self._ask(
            blood_way.book_form(file, track), lambda key, values: writer.book(track, key, values)
        )

    def take(self, file: FileLike, track: blood_way.Track) -> None:
        """The blood of a request was taken."""
        entries = self._window.findChild(Entries)
        if entries is not None:
            entries.sample(request_id=track.request_id)

    def read_results(self, file: FileLike, track: blood_way.Track) -> None:
        """Results that are back are read by somebody, or told to the patient."""
        writer = self._writer(file)
        self._ask(blood_way.read_form(file, track), writer.read_or_told)

    # people

    def owner(self) -> None:
        """Who looks after the open patient."""
        session = self._session()
        if session is None or (file := session.file) is None:
            self._tell(tr("Open a patient first (Ctrl+F)."))
            return
        writer = CourseWriter(session, file, self._say)
        form = owning.owner_form(file.record, self._people(), session.today())
        self._ask(form, lambda _key, values: writer.owner(values))

    def show_mine(self) -> None:
        """Those whom the present user looks after today, covered ones too."""
        if self._session() is not None:
            self._place.worklist.find_box.setText(f"@{self._open().clinic.actor}")

    # inside

    def _writer(self, file: FileLike) -> CourseWriter:
        return CourseWriter(self._open(), file, self._say)

    def _people(self) -> tuple[str, ...]:
        return tuple(user.name for user in users.list_users(self._open().clinic) if user.active)

    def _responsible(self, record: PatientRecord, on: dt.date) -> str | None:
        session = self._session()
        if session is None:
            return None
        return owners.responsible(session.clinic, record, on=on)

    def _track(self, key: str, wish: Callable[[FileLike, blood_way.Track], None]) -> None:
        if (file := self._file()) is None:
            return
        for track in blood_way.tracks(file, standing_of(file).ways):
            if key in (track.request_id, track.sample_id):
                wish(file, track)
                return

    def _show_course(self) -> None:
        """The tab is many labels: they are made when somebody looks at them."""
        session = self._session()
        file = session.file if session is not None else None
        if self._place.page.tab() != TAB or file is None or file is self._shown:
            return
        self._shown = file
        if not is_judged(file):
            self.page.show_nothing(tr("The rules could not run for this patient."))
            return
        try:
            responsible = self._responsible(file.record, file.as_of)
        except UserError as error:
            self._place.messages.tell_error(error)
            return
        self.page.show_model(
            course.build_course(
                file,
                offers=offers(file),
                earlier=earlier_courses(file),
                standing=standing_of(file),
                owner=owning.owner_words(file.record, responsible),
                may_confirm=self._may_confirm(),
            )
        )

    def _fill_menu(self) -> None:
        menus = self.around.menus
        menu = menus.menu("patient")
        for text, wish in (
            (tr("End the h&old…"), self.resume),
            (tr("Request a blood &test…"), self.request),
            (tr("&Who looks after the patient…"), self.owner),
        ):
            menus.add(menu, text, wish, writes=True)
        menus.add(menus.menu("view"), tr("Patients &I look after"), self.show_mine)
