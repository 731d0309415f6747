"""The Course tab: where the course stands, which ways lead on, and who must say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.course import Phase, PhaseEvent
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.record import CourseRecord
from aza_desktop.gui.viewmodels import checklist, phrases
from aza_desktop.gui.viewmodels.blood_way import Track, tracks
from aza_desktop.gui.viewmodels.finding_card import CardAction
from aza_desktop.gui.viewmodels.medication import phase_words
from aza_desktop.gui.viewmodels.moves import move_title, open_hold
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.standing import (
    PHASE,
    PROPOSAL,
    Standing,
    override_words,
    proposal_words,
    rung_words,
    since_words,
)
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.transitions import Offer

BOOK, TAKE, READ, OWNER, RESUME = "book:", "take:", "read:", "owner", "resume"
"""How the keys of this tab's own actions begin."""


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One line with an icon, a name, a text and perhaps buttons. tone: token of the icon."""

    text: str
    icon: str = ""
    tone: str = "text2"
    name: str = ""
    actions: tuple[CardAction, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseSection:
    """A card of lines. empty: what to say where there is none."""

    title: str
    lines: tuple[CourseLine, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class CourseModel:
    """left and right: the two columns, each from top to bottom."""

    heading: str
    left: tuple[CourseSection, ...]
    right: tuple[CourseSection, ...]
    spoken: str


def build_course(
    file: FileLike,
    *,
    offers: Sequence[Offer],
    earlier: Sequence[str],
    standing: Standing,
    owner: str,
    may_confirm: bool,
) -> CourseModel:
    """Everything about the course of an open patient. owner: who looks after the patient."""
    heading = tr("No course yet")
    if file.course is not None:
        heading = tr("Course {n}: {phase}").format(
            n=file.course.number, phase=phase_words(file.phase)
        )
        if file.course.protocol is not None:
            heading = f"{heading}  ·  {file.course.protocol.name}"
    left = [
        CourseSection(tr("Waiting for confirmation"), _proposals(file, standing, may_confirm),
                      tr("Nobody has proposed anything.")),
        CourseSection(tr("Where it can go from here"), _ways(file, offers, may_confirm),
                      tr("Start a course from the Patient menu.")),
        CourseSection(tr("Confirmed so far"), _history(file.course, earlier),
                      tr("Nothing has been confirmed yet.")),
    ]  # fmt: skip
    right = [
        CourseSection(tr("Who looks after the patient"), _owner(owner)),
        CourseSection(tr("Blood tests on their way"), _tests(file, standing),
                      tr("None requested, none awaited.")),
        CourseSection(tr("Holds and overrides"), _let_stand(file, standing),
                      tr("None.")),
        CourseSection(tr("Checklist before a restart"), _checklist(file.course),
                      tr("No course, no checklist.")),
    ]  # fmt: skip
    spoken = f"{heading}. " + ". ".join(
        f"{section.title}: {len(section.lines)}" for section in (*left, *right)
    )
    return CourseModel(heading, tuple(left), tuple(right), spoken)


def _proposals(file: FileLike, standing: Standing, may_confirm: bool) -> tuple[CourseLine, ...]:
    word = tr("Confirm or decline…") if may_confirm else tr("Look…")
    return tuple(
        CourseLine(
            text=tr("proposed by {who}").format(who=since_words(one, file.as_of))
            + (f": {one.note}" if one.note else ""),
            icon="user-check",
            tone="plan",
            name=proposal_words(one),
            actions=(CardAction(PROPOSAL + one.id, word),),
        )
        for one in standing.proposals
    )


def _ways(file: FileLike, offers: Sequence[Offer], may_confirm: bool) -> tuple[CourseLine, ...]:
    lines: list[CourseLine] = []
    ordered = sorted(offers, key=lambda offer: not offer.is_offered)
    for offer in ordered:
        title = move_title(file.phase, offer.to)
        may = may_confirm or offer.needs.value == "staff"
        word = tr("Confirm…") if may else tr("Propose…")
        if offer.needs.value == "staff":
            word = tr("Record…")
        is_blocked = any(mark.blocks for mark in file.answer.marks)
        can = offer.is_offered or offer.to is Phase.CONSIDER_ALTERNATIVE
        can = can or (offer.to is Phase.STABLE_MAINTENANCE and not is_blocked)
        action = (CardAction(PHASE + offer.to.value, word, title),) if can else ()
        who = tr("anyone may record it") if offer.needs.value == "staff" else tr("a prescriber")
        said, icon, tone = tr("not offered yet, {who}"), "ban", "text2"
        if offer.is_offered:
            said, icon, tone = tr("offered, {who}"), "circle-check", "ok"
        elif can:
            said, icon, tone = tr("possible with a reason, {who}"), "circle", "text2"
        lines.append(CourseLine(said.format(who=who), icon, tone, title, action))
        lines += [
            CourseLine(
                phrases.times(one.text),
                "check" if one.is_met else "x",
                "ok" if one.is_met else "warning",
            )
            for one in offer.evidence
        ]
    return tuple(lines)


def _history(course: CourseRecord | None, earlier: Sequence[str]) -> tuple[CourseLine, ...]:
    lines = [CourseLine(text, "history", "text2") for text in earlier]
    phases = reversed(course.phases if course is not None else ())
    lines += [
        CourseLine(_confirmed(event), "circle-check", "plan", phase_words(event.to))
        for event in phases
    ]
    return tuple(lines)


def _confirmed(event: PhaseEvent) -> str:
    said = [tr("from {day}").format(day=show(event.on)) if event.on else tr("day not recorded")]
    if event.confirmed_by:
        said.append(tr("by {who}").format(who=event.confirmed_by))
    if event.transcribed:
        said.append(tr("transcribed"))
    text = ", ".join(said)
    return f"{text}: {event.reason}" if event.reason else text


def _owner(owner: str) -> tuple[CourseLine, ...]:
    action = CardAction(OWNER, tr("Change…"), tr("Who looks after the patient"))
    return (CourseLine(owner, "user", "text2", actions=(action,)),)


def _tests(file: FileLike, standing: Standing) -> tuple[CourseLine, ...]:
    lines = [
        CourseLine(track.text, track.icon, track.tone, actions=_steps(track))
        for track in tracks(file, standing.ways)
    ]
    if standing.rung is not None:
        lines.append(CourseLine(rung_words(standing.rung), "phone", "warning", tr("Missed test")))
    return tuple(lines)


def _steps(track: Track) -> tuple[CardAction, ...]:
    """What can be recorded next about a blood test."""
    if track.stage in {"requested", "booked"}:
        return (
            CardAction(f"{BOOK}{track.request_id}", tr("Book or close…")),
            CardAction(f"{TAKE}{track.request_id}", tr("Taken…")),
        )
    if track.stage in {"back", "read"}:
        return (CardAction(f"{READ}{track.sample_id}", tr("Read or told…")),)
    return ()


def _let_stand(file: FileLike, standing: Standing) -> tuple[CourseLine, ...]:
    lines = []
    hold = open_hold(file)
    if hold is not None:
        text = tr("since {day}: {reason}").format(
            day=show(hold.since), reason=hold.reason or tr("no reason")
        )
        end = CardAction(RESUME, tr("End the hold…"))
        lines.append(CourseLine(text, "hand", "warning", tr("Dose held"), (end,)))
    for answer, lapsed in standing.overrides:
        name = tr("Overridden: {code}") if lapsed is None else tr("Lapsed: {code}")
        lines.append(
            CourseLine(
                override_words(answer, lapsed),
                "shield-check" if lapsed is None else "ban",
                "warning" if lapsed is None else "text2",
                name.format(code=phrases.words_of_code(answer.code).lower()),
            )
        )
    return tuple(lines)


def _checklist(course: CourseRecord | None) -> tuple[CourseLine, ...]:
    if course is None:
        return ()
    if any(event.transcribed for event in course.phases) and not course.checklist:
        text = tr("The course was transcribed; its checklist is not in the record.")
        return (CourseLine(text, "info", "text2"),)
    return tuple(
        CourseLine(said, "triangle-alert" if care else "check", "warning" if care else "ok", name)
        for name, said, care in checklist.lines(course.checklist)
    )
