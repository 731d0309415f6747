"""What may be confirmed on a day, and why not. The protocol answers; nothing is decided here.

A gate looks at the facts of the day that the confirmation names, and at today's for a breach that
nobody has answered yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.ceilings import WRITTEN, ceiling_mg
from aza_desktop.clinical.checklist import (
    KNOWN,
    contraindicating,
    not_understood,
    unanswered,
)
from aza_desktop.clinical.course import BREAK, ON_DRUG, Phase
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Answer, Escalation, Mark, Possibility, Restart, Severity
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import PatientFile, file_of
from aza_desktop.texts import tr

MOVES: dict[Phase, frozenset[Phase]] = {
    Phase.ON_BREAK: frozenset({Phase.REINTRODUCTION, Phase.CONSIDER_ALTERNATIVE}),
    Phase.AWAITING_NORMALISATION: frozenset({Phase.REINTRODUCTION, Phase.CONSIDER_ALTERNATIVE}),
    Phase.REINTRODUCTION: frozenset(
        {Phase.STABLE_MAINTENANCE, Phase.STOPPED, Phase.CONSIDER_ALTERNATIVE}
    ),
    Phase.STABLE_MAINTENANCE: frozenset(
        {Phase.REINTRODUCTION, Phase.LONG_TERM, Phase.STOPPED, Phase.CONSIDER_ALTERNATIVE}
    ),
    Phase.LONG_TERM: frozenset({Phase.REINTRODUCTION, Phase.STOPPED, Phase.CONSIDER_ALTERNATIVE}),
    Phase.STOPPED: frozenset({Phase.CONSIDER_ALTERNATIVE}),
    Phase.CONSIDER_ALTERNATIVE: frozenset({Phase.CLOSED}),
    Phase.CLOSED: frozenset(),
}
"""From each phase, where a person may confirm that the course goes. A new break is a new course."""


def file_on(clinic: Clinic, record: PatientRecord, day: dt.date) -> PatientFile:
    """The patient as of the day that a confirmation names."""
    return file_of(clinic, record, as_of=day)


def answer_of(file: PatientFile) -> Answer:
    """The protocol's answer. Raises UserError ``unknown_protocol`` where there is none."""
    if file.answer is None:
        raise UserError(
            "unknown_protocol",
            tr("The protocol of this course cannot be loaded"),
            why=file.course.protocol.name if file.course else "",
            remedy=tr("Restore the protocol file before confirming anything"),
        )
    return file.answer


def refuse_undecided(answer: Answer, what: str) -> None:
    """No increase and no restart while a critical mark waits for a decision."""
    open_marks = [m for m in answer.marks if m.severity is Severity.CRITICAL and m.blocks]
    if open_marks:
        raise blocked(what, answer, tuple(sorted({mark.code for mark in open_marks})))


@dataclass(frozen=True, slots=True)
class Pass:
    """What a prescriber has overridden, as of the day that the confirmation names."""

    on: dt.date
    codes: frozenset[str] = frozenset()


NO_PASS = Pass(dt.date.min)


def restart(answer: Answer, *, dose_mg: Decimal, passes: Pass = NO_PASS) -> None:
    """The restart gate. passes: marks that a prescriber overrode block no more.

    Raises UserError ``blocked`` or ``not_offered``.
    """
    what = tr("Restart is not offered")
    gate = answer.restart
    if gate is None:
        raise not_offered(what, tr("the patient is not on a break"), tr("Start a new course first"))
    _through(what, answer, gate, passes)
    if dose_mg > gate.dose_mg:
        raise not_offered(
            what,
            tr("the first dose of the protocol is {dose} mg").format(dose=gate.dose_mg),
            tr("Restart with that dose or a lower one"),
        )


def checklist(course: CourseRecord) -> None:
    """The questions before a restart. A course that was transcribed brought its own answers."""
    if any(event.transcribed for event in course.phases):
        return
    missing = list(unanswered(course.checklist))
    if missing:
        raise UserError(
            "blocked",
            tr("Restart is not offered"),
            why=tr("the checklist is not complete: {names}").format(names=", ".join(missing)),
            remedy=tr("Answer the open questions with the confirmation"),
            details={"blocked_by": [], "checklist": missing},
        )
    against = contraindicating(course.checklist)
    if against:
        raise UserError(
            "blocked",
            tr("Restart is not offered"),
            why=tr("an answer of the checklist speaks against it: {names}").format(
                names=", ".join(against)
            ),
            remedy=tr("Consider another drug, or let the prescriber give a reason for each"),
            details={"blocked_by": [], "checklist": list(against)},
        )


def known_answers(answers: Mapping[str, str]) -> None:
    """Answers of the checklist are words of its lists, and no ceiling hides among them.

    Raises UserError ``bad_request``.
    """
    if WRITTEN in answers:
        raise UserError(
            "bad_request",
            tr("A ceiling is no answer of the checklist"),
            why=tr("a prescriber writes it, with a reason"),
            remedy=tr("Write the ceiling by itself"),
        )
    for question in not_understood(answers):
        raise UserError(
            "bad_request",
            tr("This answer of the checklist is not known"),
            why=f"{question}: {answers[question]}",
            remedy=tr("Known are: {names}").format(names=", ".join(sorted(KNOWN[question]))),
        )


def increase(answer: Answer, *, dose_mg: Decimal, passes: Pass = NO_PASS) -> None:
    """The gate of a dose step. passes: marks that a prescriber overrode block no more.

    Raises UserError ``blocked`` or ``not_offered``.
    """
    what = tr("This increase is not offered")
    gate = answer.escalation
    if gate.status is Possibility.AT_TARGET:
        raise not_offered(
            what,
            tr("the next step would reach the dose that was toxic, or pass the clinic's ceiling"),
            tr("Stay on the present dose"),
        )
    _through(what, answer, gate, passes)
    if gate.next_dose_mg is None:
        raise _too_early(what, gate.earliest)
    if dose_mg > gate.next_dose_mg:
        raise not_offered(
            what,
            tr("the next step of the protocol is {dose} mg").format(dose=gate.next_dose_mg),
            tr("Confirm that step or a smaller one"),
        )


def _through(what: str, answer: Answer, gate: Escalation | Restart, passes: Pass) -> None:
    """Through an open gate, or one whose every block was overridden and whose day has come."""
    if gate.status is Possibility.ELIGIBLE:
        return
    if gate.status is not Possibility.BLOCKED:
        raise _too_early(what, gate.earliest)
    standing = tuple(code for code in gate.blocked_by if code not in passes.codes)
    if standing:
        raise blocked(what, answer, standing)
    if gate.earliest is None or gate.earliest > passes.on:
        raise _too_early(what, gate.earliest)


def ceiling(file: PatientFile, dose_mg: Decimal) -> None:
    """Every dose stays below the one that was toxic, and within the clinic's own ceiling.

    Raises UserError ``blocked``.
    """
    toxic = file.record.facts.prior_toxic_dose_mg
    own = (
        ceiling_mg(file.protocol, toxic, written=file.facts.ceiling_mg)
        if file.protocol is not None
        else None
    )
    if own is not None and own < dose_mg and (toxic is None or dose_mg < toxic):
        raise UserError(
            "blocked",
            tr("This dose is above the clinic's ceiling"),
            why=tr("{dose} mg against {ceiling} mg; the toxic dose was {toxic} mg").format(
                dose=plain(dose_mg),
                ceiling=plain(own),
                toxic=tr("not known") if toxic is None else plain(toxic),
            ),
            remedy=tr("Choose a lower dose"),
            details={"blocked_by": ["X_ABOVE_CEILING"]},
        )
    if toxic is not None and dose_mg >= toxic:
        raise UserError(
            "blocked",
            tr("This dose is not below the dose that was toxic"),
            why=tr("{dose} mg against {toxic} mg").format(dose=dose_mg, toxic=toxic),
            remedy=tr("Choose a lower dose"),
            details={"blocked_by": ["DOSE_NOT_BELOW_TOXIC"]},
        )


def move(phase: Phase, to: Phase, answer: Answer, *, reason: str | None) -> None:
    """Whether the course may go there. Raises UserError ``not_offered`` or ``blocked``."""
    what = tr("This change of phase is not offered")
    if to not in MOVES[phase]:
        raise not_offered(
            what,
            tr("from {phase} there is no way to {to}").format(phase=phase.value, to=to.value),
            tr("Start a new course for a new break") if to in BREAK else tr("Read the phase again"),
        )
    if to is Phase.REINTRODUCTION:
        refuse_undecided(answer, what)
    if to in answer.transitions or to not in {Phase.STABLE_MAINTENANCE, Phase.LONG_TERM}:
        return
    standing = tuple(sorted({mark.code for mark in answer.marks if mark.blocks}))
    if standing:
        raise blocked(what, answer, standing)
    if to is Phase.LONG_TERM or not (reason or "").strip():
        raise not_offered(
            what,
            tr("the protocol's criteria are not met yet"),
            tr("Wait until it is offered")
            if to is Phase.LONG_TERM
            else tr("Wait until it is offered, or give the reason for doing it now"),
        )


def need_drug(phase: Phase) -> None:
    """A dose belongs to a course on the drug. Raises UserError ``not_offered``."""
    if phase not in ON_DRUG:
        raise not_offered(
            tr("A dose cannot be confirmed now"),
            tr("the patient is off the drug"),
            tr("Confirm the restart first"),
        )


def blocked(what: str, answer: Answer, codes: tuple[str, ...]) -> UserError:
    """A refusal that names the marks in the way, in their own words."""
    in_the_way = [mark for mark in answer.marks if mark.code in codes]
    return UserError(
        "blocked",
        what,
        why="; ".join(mark.why for mark in in_the_way) or ", ".join(codes),
        remedy=_remedy(in_the_way),
        details={"blocked_by": list(codes)},
    )


def not_offered(what: str, why: str, remedy: str) -> UserError:
    """A refusal of something that the protocol does not offer now."""
    return UserError("not_offered", what, why=why, remedy=remedy)


def _too_early(what: str, earliest: dt.date | None) -> UserError:
    if earliest is None:
        return not_offered(what, tr("the protocol offers no step now"), tr("Read the findings"))
    return not_offered(
        what,
        tr("the protocol offers it from {day} on").format(day=show(earliest)),
        tr("Confirm it on that day or later"),
    )


def _remedy(in_the_way: list[Mark]) -> str:
    missing = [need for mark in in_the_way for need in mark.missing]
    if missing:
        return tr("Needed: {needs}").format(needs="; ".join(missing))
    return tr("Answer what stands in the way first")
