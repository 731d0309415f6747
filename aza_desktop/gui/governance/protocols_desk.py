"""The clinic's protocols in the window: read, changed as a draft, tried, signed, retired."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from aza_desktop.clinical.paper import SheetKind
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.governance.choices_page import ChoicesPage
from aza_desktop.gui.governance.draft_page import DraftPage
from aza_desktop.gui.governance.protocol_view import ProtocolView
from aza_desktop.gui.printing.desk import Printing
from aza_desktop.gui.standing_strip import StandingStrip
from aza_desktop.gui.viewmodels.drafting import (
    DraftRead,
    build_draft,
    build_effects,
    effects_words,
    read_draft,
)
from aza_desktop.gui.viewmodels.forms import Form, Values, one
from aza_desktop.gui.viewmodels.protocol_sheet import Questions, build_sheet
from aza_desktop.gui.viewmodels.sign_off_paper import sign_off_record
from aza_desktop.gui.viewmodels.signing import check_signature, retire_form, sign_form
from aza_desktop.gui.viewmodels.titration import build_titration
from aza_desktop.gui.viewmodels.typed_date import echo, read_date
from aza_desktop.reports.sign_off_sheet import build_sign_off_sheet
from aza_desktop.services import first_choices, governing, own_protocols, sign_off, users
from aza_desktop.services.own_protocols import Effect
from aza_desktop.services.sheets import Prepared, stamp_of
from aza_desktop.texts import ntr, tr

CAUTIOUS = "aza-reintro-cautious"


class _Progress(QObject):
    """Tells from the worker how far it is."""

    told = Signal(int)


class Protocols(Desk):
    """Everything about protocols that is not about one patient."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        tokens = around.tokens()
        self.protocol = ProtocolView(tokens)
        self.draft = DraftPage(tokens)
        self._base: Protocol | None = None
        self._typed_for = ""
        self.add_page("protocol", self.protocol)
        self.add_late_page("choices", self._make_choices)
        self.add_page("draft", self.draft)
        self.protocol.closed.connect(around.place.leave_all_patients)
        self.draft.closed.connect(lambda: self.show("protocol"))
        self.protocol.draft_requested.connect(self.edit)
        self.protocol.sign_requested.connect(self.sign)
        self.protocol.retire_requested.connect(self.retire)
        self.protocol.print_requested.connect(self.print_sign_off)
        self._printing: Printing | None = None
        self.draft.typed.connect(self._read)
        self.draft.try_requested.connect(self._try)
        self.draft.keep_requested.connect(self._keep)
        self.open_questions = StandingStrip(
            "questions_strip",
            tr("Decide now"),
            tokens,
            icon_name="circle-help",
            kind="notice",
        )
        around.place.add_strip(self.open_questions)
        self.open_questions.wished.connect(lambda: self.show("choices"))
        menus, menu = around.menus, around.menus.menu("protocol")
        menus.add(menu, tr("&Read the protocols"), lambda: self.show("protocol"), "Ctrl+3")
        menus.add(menu, tr("&What our clinic decides…"), lambda: self.show("choices"))
        menus.add(menu, tr("&Change a protocol for our clinic…"), lambda: self.show("draft"))

    def prints_with(self, printing: Printing) -> None:
        """Where sheets are seen before they leave."""
        self._printing = printing

    @property
    def choices(self) -> ChoicesPage:
        """The clinic's questions: asked once in its life, so made when they are."""
        return self.page_of("choices", ChoicesPage)

    def _make_choices(self) -> ChoicesPage:
        page = ChoicesPage(self.around.tokens())
        page.closed.connect(self.around.place.leave_all_patients)
        page.save_requested.connect(self._keep_choices)
        page.review_typed.connect(self._echo_review)
        return page

    def clinic_opened(self) -> None:
        """Put the eight questions once in the life of a clinic; say what is left open."""
        session = self._open()
        if not session.clinic.is_read_only and first_choices.is_to_be_asked(session.clinic):
            try:
                first_choices.note_asked(session.clinic)
            except UserError as error:
                self.around.tell_error(error)
            else:
                self.show("choices")
                self.choices.focus_first()
        self._look_at_questions()

    def clinic_closed(self) -> None:
        """Nothing of a draft or of answers outlives its clinic."""
        self._base, self._typed_for = None, ""
        self.draft.forget()
        if self.is_made("choices"):
            self.choices.forget()
        self.open_questions.say("")

    def apply_tokens(self, tokens: Tokens) -> None:
        """Pages and strip in another theme."""
        super().apply_tokens(tokens)
        self.open_questions.apply_tokens(tokens)

    def fill(self, view: str) -> None:
        """Read what a page shows. Raises UserError."""
        session = self._open()
        if view == "protocol":
            self._fill_protocol(session)
        elif view == "choices":
            self._fill_choices(session)
        else:
            self._base = self._base or self._newest(session)
            if self.draft.texts() and self._typed_for == self._base.sha256:
                return  # what was typed stays until it is kept, or another text is begun with
            self._typed_for = self._base.sha256
            left = sign_off.undecided(self._base) if self._base.own is not None else ()
            self.draft.show_model(build_draft(self._base, undecided=left))
            self._read()

    # drafting

    def edit(self, name: str) -> None:
        """Change this version, or a copy of it where it is shipped or approved."""
        self._base = self._named(self._open(), name)
        self.show("draft")

    def _read(self) -> DraftRead | None:
        """Say what the fields change and what cannot be taken."""
        if self._base is None or self.around.session() is None:
            return None
        read = read_draft(self._base, self._shipped(self._base) or self._base, self.draft.texts())
        self.draft.show_read(read)
        return read

    def _drafted(self, *, why: str) -> Protocol | None:
        """The text that the fields make; None where something cannot be taken."""
        read = self._read()
        if read is None or read.errors or self._base is None:
            return None
        session = self._open()
        try:
            return own_protocols.draft(session.clinic, self._base, read.edits, why=why)
        except UserError as error:
            self.draft.refuse(error.as_text(joint=":"))
            return None

    def _try(self) -> None:
        """Judge every current patient by the draft, in the worker; nothing is saved."""
        made = self._drafted(why=tr("tried"))
        if made is None:
            return
        session, of = self._open(), len(self._open().lines or ())
        progress = _Progress(self)
        progress.told.connect(lambda seen: self.draft.show_progress(seen, of))
        self.draft.show_progress(0, of)
        clinic = session.clinic

        def work() -> tuple[Effect, ...]:
            return tuple(own_protocols.effects(clinic, made, told=progress.told.emit))

        def done(found: tuple[Effect, ...]) -> None:
            progress.deleteLater()
            if self.around.session() is not session:
                return  # another clinic is open: its screen shows no patient of this one
            rows = build_effects(found, made)
            self.draft.show_effects(rows, effects_words(len(rows), of))

        def failed(error: UserError) -> None:
            progress.deleteLater()
            if self.around.session() is session:
                self.draft.refuse(error.as_text(joint=":"))

        session.in_background(work, on_done=done, on_error=failed, owner=self, topic="effects")

    def _keep(self) -> None:
        """Keep the draft as the clinic's own version."""
        why = self.draft.why.text()
        made = self._drafted(why=why)
        if made is None:
            return
        try:
            own_protocols.keep_draft(self._open().clinic, made)
        except UserError as error:
            self.draft.refuse(error.as_text(joint=":"))
            return
        self._base, self._typed_for = None, ""
        self._show_kept(made, tr("Kept as {name}. Two people have to sign it."))

    # signing

    def sign(self, name: str) -> FormDialog | None:
        """Ask the present user for a signature."""
        session = self._open()
        protocol = self._named(session, name)
        user = next((u for u in users.list_users(session.clinic) if u.name == self._actor()), None)
        there = protocol.own.signatures if protocol.own is not None else ()
        roles = tuple(
            role
            for role in own_protocols.SIGNERS
            if user is not None and role in user.roles and role not in {each.role for each in there}
        )
        if any(each.user == self._actor() for each in there):
            self.around.tell(tr("You have signed this version. Another person signs it now."))
            return None
        if not roles or user is None:
            said = tr("Signing needs an administrator and a prescriber: choose the user below.")
            self.around.tell(said)
            return None
        form = sign_form(
            protocol, roles, shipped=self._shipped(protocol), full_name=user.full_name or ""
        )

        def submit(_key: str, values: Values) -> None:
            said = check_signature(values)
            done = sign_off.sign(self._open().clinic, name, **said)
            if done.review.status == own_protocols.APPROVED:
                text = tr("{name} is approved. Courses keep their version until they are moved.")
            else:
                text = tr("Signed. {name} waits for the second signature.")
            self._show_kept(done, text)

        return self._ask(form, submit)

    def retire(self, name: str) -> FormDialog:
        """Ask why a version is no longer for new courses."""
        session = self._open()
        used = {protocol.name: count for protocol, count in _in_use(session)}
        form = retire_form(self._named(session, name), used_by=used.get(name, 0))

        def submit(_key: str, values: Values) -> None:
            gone = sign_off.retire(self._open().clinic, name, reason=one(values, "reason"))
            self._show_kept(gone, tr("{name} is retired."))

        return self._ask(form, submit)

    def print_sign_off(self, name: str) -> None:
        """The record of a version's sign-off as a sheet."""
        session, demo = self._open(), self.around.window.is_demo

        def prepare() -> Prepared:
            found = _in_use(session)
            protocol, used = next(each for each in found if each[0].name == name)
            record = sign_off_record(
                protocol,
                shipped=self._shipped(protocol),
                holds=sign_off.signatures_hold(protocol),
                used_by=used,
                questions=_questions(),
            )
            return Prepared(build_sign_off_sheet(record, stamp_of(session.clinic, demo=demo)))

        if self._printing is not None:
            self._printing.preview_one(SheetKind.SIGN_OFF, tr("&Sign-off"), prepare)

    # the first run

    def _fill_choices(self, session: ClinicSession) -> None:
        """The questions with what each interval means; answered as the clinic did before."""
        page, newest = self.choices, self._newest(session)
        page.say("")
        first = first_choices.QUESTIONS[0]
        page.draw({each.id: build_titration(newest, each.edits) for each in first.options})
        if newest.own is not None and not page.chosen():
            for choice in newest.own.choices:
                page.choose(choice.id, choice.answer, choice.words)

    def _look_at_questions(self) -> None:
        count = len(first_choices.left_open(self._open().clinic))
        said = ntr(
            "{n} question of your clinic is not decided: restart and steps stay off. Results, "
            "marks and lists work.",
            "{n} questions of your clinic are not decided: restart and steps stay off. Results, "
            "marks and lists work.",
            count,
        )
        self.open_questions.say(said.format(n=count) if count else "")

    def _echo_review(self, text: str) -> None:
        session = self.around.session()
        if session is None:
            return
        today = session.today()
        day = read_date(text, today) if text.strip() else None
        self.choices.show_review(echo(day, today) if day else "?" if text.strip() else "")

    def _keep_choices(self) -> None:
        """The answers become the clinic's own version, or its open draft with them."""
        session, page = self._open(), self.choices
        day = read_date(page.review.text(), session.today()) if page.review.text() else None
        try:
            made = first_choices.choose(
                session.clinic,
                self._newest(session),
                page.chosen(),
                name=page.person.text(),
                role=page.role.text(),
                review_by=day or session.today(),
            )
        except UserError as error:
            page.say(error.as_text(joint=":"))
            return
        self._show_kept(made, tr("Kept as {name}. Two people have to sign it."))

    # inside

    def _fill_protocol(self, session: ClinicSession) -> None:
        questions = _questions()
        self.protocol.show_model(
            tuple(
                build_sheet(
                    each,
                    used_by=used,
                    shipped=self._shipped(each),
                    undecided=sign_off.undecided(each) if each.own is not None else (),
                    questions=questions,
                )
                for each, used in _in_use(session)
            )
        )

    def _show_kept(self, protocol: Protocol, said: str) -> None:
        """A text was kept: courses may follow it, the page of protocols shows it."""
        self._open().learn_protocols()
        self._look_at_questions()
        self.show("protocol")
        self.protocol.choose(protocol.name)
        self.around.tell(said.format(name=protocol.name))

    def _ask(self, form: Form, submit: Callable[[str, Values], None]) -> FormDialog:
        session, around = self._open(), self.around
        shown = FormDialog(
            form, submit, today=session.today(), tokens=around.tokens(), parent=around.window
        )
        shown.ask()
        return shown

    def _open(self) -> ClinicSession:
        session = self.around.session()
        assert session is not None
        return session

    def _actor(self) -> str:
        return self._open().clinic.actor

    def _newest(self, session: ClinicSession) -> Protocol:
        """The clinic's newest own version; the cautious profile before there is one."""
        known = own_protocols.own_versions(session.clinic)
        return known[-1] if known else session.clinic.library.find(CAUTIOUS)

    def _named(self, session: ClinicSession, name: str) -> Protocol:
        return next(protocol for protocol, _used in _in_use(session) if protocol.name == name)

    def _shipped(self, protocol: Protocol) -> Protocol | None:
        """The text that an own version began with; None where it did not travel along."""
        if protocol.own is None:
            return None
        library = self._open().clinic.library
        based_on = protocol.own.based_on
        found = next((each for each in library.all() if each.name == based_on), None)
        return None if found is None else own_protocols.comparable(found, protocol)


def _in_use(session: ClinicSession) -> tuple[tuple[Protocol, int], ...]:
    return governing.protocols_in_use(session.clinic)


def _questions() -> Questions:
    return {
        each.id: (tr(each.title), {option.id: tr(option.title) for option in each.options})
        for each in first_choices.QUESTIONS
    }
