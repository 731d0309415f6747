"""Where a course may go from here: each way with its evidence, who confirms it, and why not yet.

The program offers; a person confirms with `courses.confirm_phase` or `courses.start_course`.
"""

from __future__ import annotations

from dataclasses import dataclass

from aza_desktop.clinical.checklist import contraindicating, unanswered
from aza_desktop.clinical.course import BREAK, Phase
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Answer, Possibility, Severity
from aza_desktop.services import gates
from aza_desktop.services.listed import ListedFile
from aza_desktop.services.rights import Role
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was looked at. results: those that it rests on."""

    text: str
    is_met: bool
    results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One way from here. is_offered: the protocol offers it today; a stop is always possible."""

    to: Phase
    is_offered: bool
    needs: Role
    evidence: tuple[Evidence, ...]


def offers(file: ListedFile) -> tuple[Offer, ...]:
    """Every phase that can be confirmed from the present one, with what speaks for and against."""
    if file.phase is None or file.answer is None:
        return ()
    ways = sorted(gates.MOVES[file.phase], key=list(Phase).index)
    found = [_offer(file, to, file.answer) for to in ways]
    if file.phase in {Phase.STOPPED, Phase.CLOSED}:
        found.append(_new_course(file))
    return tuple(found)


def earlier_courses(file: ListedFile) -> tuple[str, ...]:
    """One sentence for each course before the one in view: a new one never hides the first."""
    number = file.course.number if file.course else 0
    return tuple(
        tr("Course {number}: {phase} since {day}, highest dose {dose} mg").format(
            number=course.number,
            phase=course.phase.value.replace("_", " "),
            day=show(course.phases[-1].on)
            if course.phases and course.phases[-1].on
            else tr("not known"),
            dose=max((event.dose_mg for event in course.dose_events), default=0),
        )
        for course in file.record.courses
        if course.number < number or file.phase in {Phase.STOPPED, Phase.CLOSED}
    )


def _offer(file: ListedFile, to: Phase, answer: Answer) -> Offer:
    needs = Role.STAFF if to is Phase.STOPPED else Role.PRESCRIBER
    blocking = [mark for mark in answer.marks if mark.blocks]
    evidence = tuple(Evidence(mark.why, is_met=False, results=mark.results) for mark in blocking)
    if to is Phase.STOPPED:
        evidence = tuple(Evidence(m.why, is_met=True, results=m.results) for m in blocking)
        return Offer(to, is_offered=True, needs=needs, evidence=evidence)
    if to is Phase.REINTRODUCTION and file.phase in BREAK:
        gate = answer.restart
        is_open = gate is not None and gate.status is Possibility.ELIGIBLE
        if gate is not None and gate.earliest is not None:
            is_over = gate.earliest <= file.as_of
            text = tr("Break long enough from {day} on").format(day=show(gate.earliest))
            evidence = (Evidence(text, is_met=is_over), *evidence)
        return Offer(to, is_open, needs, (*evidence, *_checklist(file)))
    if to in {Phase.STABLE_MAINTENANCE, Phase.LONG_TERM}:
        offered = to.value in answer.transitions
        said = [m for m in answer.marks if m.code in {"STABLE_CRITERIA_MET", "LONG_TERM_AVAILABLE"}]
        met = tuple(Evidence(m.why, is_met=True, results=m.results) for m in said)
        if not offered and not blocking:
            met = (Evidence(tr("The protocol's criteria are not met yet"), is_met=False),)
        return Offer(to, offered, needs, (*met, *evidence))
    if to is Phase.REINTRODUCTION:
        critical = any(m.blocks and m.severity is Severity.CRITICAL for m in answer.marks)
        return Offer(to, not critical, needs, evidence if critical else ())
    return Offer(to, to.value in answer.transitions or to is Phase.CLOSED, needs, evidence)


def _checklist(file: ListedFile) -> tuple[Evidence, ...]:
    if file.course is None or any(event.transcribed for event in file.course.phases):
        return ()
    answers = file.course.checklist
    missing = unanswered(answers)
    against = contraindicating(answers)
    texts = [tr("Checklist: {name} not answered").format(name=name) for name in missing]
    texts += [tr("Checklist: {name} speaks against it").format(name=name) for name in against]
    return tuple(Evidence(text, is_met=False) for text in texts) or (
        Evidence(tr("The checklist is complete"), is_met=True),
    )


def _new_course(file: ListedFile) -> Offer:
    number = max((course.number for course in file.record.courses), default=0) + 1
    text = tr("This would be course {number}").format(number=number)
    told = (Evidence(text, is_met=True), *(Evidence(t, is_met=True) for t in earlier_courses(file)))
    return Offer(Phase.ON_BREAK, is_offered=True, needs=Role.PRESCRIBER, evidence=told)
