"""What the forms of the course record: answers in, one write of a service out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.doses import Hold
from aza_desktop.gui.entries.writes import Writer
from aza_desktop.gui.viewmodels.blood_way import Track
from aza_desktop.gui.viewmodels.forms import RefusedError, Values, day_of, need, need_day, one
from aza_desktop.gui.viewmodels.owning import NOBODY
from aza_desktop.services import answering, courses, owners, proposals, samples, stepping
from aza_desktop.services.beside import Beside
from aza_desktop.texts import tr


class CourseWriter(Writer):
    """The writes for one form of the course; each is refused when somebody wrote between."""

    def move(self, to: Phase, key: str, values: Values, *, proposal_id: str = "") -> None:
        """Confirm a change of phase, propose it, or decline what was proposed."""
        reason = one(values, "reason") or None
        if key == "decline":
            self._answer(proposal_id, "declined", reason)
            return
        if key == "propose":
            self._record(proposals.add_proposal, to=to.value, note=reason)
            self._say(tr("Proposed. It waits for a prescriber."))
            return
        if to is Phase.CLOSED and reason is None:
            raise RefusedError("reason", tr("Say what the outcome was"))
        self._record(
            courses.confirm_phase, to=to, on=need_day(values, "on", self._today),
            confirmed_by=self._session.clinic.actor, reason=reason,
            relied_on=tuple(values.get("relied_on", ())),
            beside=Beside(proposal=proposal_id or None),
        )  # fmt: skip
        self._say(tr("The change of phase is recorded."))

    def answer_stop(self, proposal_id: str, key: str, values: Values) -> None:
        """The prescriber's word about a stop that somebody recorded."""
        self._answer(proposal_id, key, one(values, "note") or None)

    def _answer(self, proposal_id: str, answer: str, note: str | None) -> None:
        if answer == "declined" and note is None:
            raise RefusedError("reason", tr("Say why it is declined"))
        self._record(proposals.answer_proposal, proposal_id, answer=answer, note=note)
        said = tr("Declined. Nothing else changed.")
        self._say(tr("Recorded: the decision stands.") if answer == "accepted" else said)

    def propose_dose(self, dose: Decimal, *, reason: str | None) -> None:
        self._record(proposals.add_proposal, to="dose", dose_mg=dose, note=reason)
        self._say(tr("Proposed. It waits for a prescriber."))

    def reduce(self, dose: Decimal, *, on: dt.date, reason: str) -> None:
        """A lower dose, possible on any day."""
        self._record(
            stepping.reduce_dose, on=on, dose_mg=dose, reason=reason,
            confirmed_by=self._session.clinic.actor,
        )  # fmt: skip
        self._say(tr("Recorded: the lower dose."))

    def resume(self, hold: Hold, values: Values) -> None:
        self._record(
            stepping.resume, since=hold.since, last_day=need_day(values, "last_day", self._today),
            confirmed_by=self._session.clinic.actor,
        )  # fmt: skip
        self._say(tr("Recorded: the hold has ended."))

    def override(self, code: str, values: Values) -> None:
        self._record(
            answering.override, code, reason=need(values, "reason", tr("Say why it may stand")),
            until=need_day(values, "until", self._today),
        )  # fmt: skip
        self._say(tr("Recorded: the mark stands and blocks no more, until that day."))

    def request(self, values: Values) -> None:
        tests = tuple(values.get("tests", ()))
        if not tests:
            raise RefusedError("tests", tr("Choose what is tested"))
        self._record(
            samples.request, tests=tests, laboratory=one(values, "laboratory") or None,
            due_by=day_of(values, "due_by", self._today), note=one(values, "note") or None,
        )  # fmt: skip
        self._say(tr("The request is recorded, nothing was sent. Print its slip: menu Patient."))

    def book(self, track: Track, key: str, values: Values) -> None:
        """The booking, or the end of a request that came to nothing."""
        if key == "close":
            outcome = need(values, "outcome", tr("Choose what became of it"))
            self._record(samples.close_request, track.request_id, outcome=outcome)
            self._say(tr("The request is closed. The blood test stays due."))
            return
        self._record(
            samples.book, track.request_id, booked_on=need_day(values, "booked_on", self._today),
            place=one(values, "place") or None,
        )  # fmt: skip
        self._say(tr("The booking is recorded."))

    def read_or_told(self, key: str, values: Values) -> None:
        results = tuple(values.get("results", ()))
        if not results:
            raise RefusedError("results", tr("Choose the results"))
        service = samples.mark_told if key == "told" else samples.mark_read
        self._record(service, results=results, on=self._today, note=one(values, "note") or None)
        self._say(tr("Recorded: told to the patient.") if key == "told" else tr("Recorded: read."))

    def owner(self, values: Values) -> None:
        chosen = need(values, "owner", tr("Choose a person, or nobody"))
        owner = "" if chosen == NOBODY else chosen
        self._record(owners.set_owner, owner=owner, note=one(values, "note") or None)
        self._say(tr("Recorded who looks after the patient."))
