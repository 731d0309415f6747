"""The findings of a patient as cards: why, what is missing, what the protocol says, and whence.

The order is the answer's own: worst first. Between the marks that need a person and the notes
stands the card of the next step or restart. Nothing here decides; every word comes from a mark,
the protocol or the record.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from aza_desktop.clinical.course import ON_DRUG
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import LabDue, LabReason, LabStatus, Mark, Severity, Source
from aza_desktop.clinical.protocol import Contradiction, Protocol
from aza_desktop.gui.viewmodels import count_lanes, curves, phrases
from aza_desktop.gui.viewmodels.blood_way import tracks
from aza_desktop.gui.viewmodels.dose_card import dose_card
from aza_desktop.gui.viewmodels.drug_checks import not_checked_card
from aza_desktop.gui.viewmodels.finding_card import FindingCard
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.standing import NOTHING, Standing, with_standing
from aza_desktop.texts import msg, ntr, tr

STEPS = (msg("Submitted"), msg("Under Review"), msg("Approved"))
LOOKS = {
    Severity.CRITICAL: ("critical", "critical", "octagon-alert", msg("STOP RULE")),
    Severity.HIGH: ("warning", "warning", "triangle-alert", msg("consider")),
    Severity.MEDIUM: ("warning", "warning", "flask-conical", msg("watch")),
    Severity.LOW: ("info", "accent", "info", msg("note")),
    Severity.INFO: ("plan", "plan", "info", msg("note")),
}
"""Severity -> kind of chip, token of the bar, icon, word."""
_OWN_LOOKS = {
    "RULE_NOT_RUN": ("circle-alert", msg("not checked")),
    "SYMPTOM": ("thermometer", msg("symptom")),
    "ALLOPURINOL": ("pill", msg("interaction")),
    "FEBUXOSTAT": ("pill", msg("interaction")),
    "LFT_OVERDUE": ("clock-alert", msg("overdue")),
    "LFT_INCOMPLETE": ("droplet", msg("incomplete")),
    "LFT_NOT_SINCE_STEP": ("droplet", msg("lab first")),
    "BILI_MISSING": ("droplet", msg("missing")),
    "X_STEP_TEST_TOO_SOON": ("droplet", msg("lab first")),
    "X_STEP_TEST_OLD": ("droplet", msg("lab first")),
    "X_COUNT_MISSING": ("droplet", msg("lab first")),
    "X_FIRST_TEST_MISSING": ("droplet", msg("lab first")),
    "X_SETS_TOO_FEW": ("droplet", msg("lab first")),
    "X_GENES_UNKNOWN": ("dna", msg("not known")),
    "X_GENES_DEFICIENT": ("dna", msg("risk")),
    "TPMT_RISK": ("dna", msg("risk")),
    "TPMT_UNKNOWN": ("dna", msg("not known")),
    "STABLE_CRITERIA_MET": ("circle-check", msg("offered")),
    "LONG_TERM_AVAILABLE": ("circle-check", msg("offered")),
}
"""Icon and word of single codes; an unknown code looks like its severity."""
_REASONS = {
    LabReason.SCHEDULE: msg("schedule"),
    LabReason.NORMALISATION: msg("until normal again"),
    LabReason.AFTER_STOP: msg("after the stop"),
    LabReason.SYMPTOM: msg("because of a symptom"),
    LabReason.MISSING_BILIRUBIN: msg("bilirubin is missing"),
    LabReason.UNPAIRED_BILIRUBIN: msg("bilirubin without ALT and AST"),
}
_DECISIONS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One line of what comes next."""

    on: dt.date
    day: str
    text: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """Where the protocol stands on its way to approval. step: index of `STEPS`, -1 retired."""

    title: str
    name: str
    step: int
    status: str
    words: str
    spoken: str


@dataclass(frozen=True, slots=True)
class FindingsModel:
    """The whole panel. empty: what to say when there is no mark."""

    cards: tuple[FindingCard, ...]
    count: str
    empty: str
    checked: str
    upcoming: tuple[Upcoming, ...]
    sign_off: SignOff
    not_covered: str
    spoken: str


def build_findings(file: FileLike, standing: Standing = NOTHING) -> FindingsModel:
    """The cards of an open patient. standing: what people have done about the marks."""
    marks = [_mark_card(file, mark) for mark in file.answer.marks]
    step = dose_card(file)
    grave = sum(1 for mark in file.answer.marks if mark.severity >= Severity.MEDIUM)
    unknown = not_checked_card(file)
    between = [card for card in (step, unknown) if card is not None]
    cards = [*marks[:grave], *between, *marks[grave:]]
    cards = [*with_standing(cards, file, standing), *_decided(file)]
    open_count = len(marks)
    count = ntr("{n} open", "{n} open", open_count).format(n=open_count)
    status = file.protocol.review.status
    checked = tr("Checked for {day} with {protocol}, {status}").format(
        day=show(file.as_of), protocol=file.protocol.name, status=status
    )
    return FindingsModel(
        cards=tuple(_numbered(cards)),
        count=count,
        empty=tr("No findings") if not marks else "",
        checked=checked,
        upcoming=_upcoming(file, standing),
        sign_off=sign_off_of(file.protocol),
        not_covered=count_lanes.not_covered(file),
        spoken=f"{tr('Findings')}: {count}",
    )


def _mark_card(file: FileLike, mark: Mark) -> FindingCard:
    kind, tone, icon, word = LOOKS[mark.severity]
    icon, word = _OWN_LOOKS.get(mark.code, (icon, word))
    if mark.code in curves.DATA_MARKS:
        icon, word = "file-warning", msg("data")
    rows = [(tr("Why"), phrases.times(mark.why))]
    if mark.missing:
        rows.append((tr("Missing"), "; ".join(mark.missing)))
    rows.append((tr("Protocol"), mark.advice.clinician))
    more = []
    if mark.advice.patient:
        more.append((tr("Patient wording, for use after a decision"), mark.advice.patient))
    conflicts = conflicts_of(file, mark.statements)
    more += [(conflict.id, conflict.text) for conflict in conflicts]
    return FindingCard(
        code=mark.code,
        kind=kind,
        tone=tone,
        icon=icon,
        chip=tr(word),
        title=mark.title,
        rows=tuple(rows),
        more=tuple(more),
        rule=_rule_line(file, mark.rule, mark.statements, file.protocol.review.status),
        sources=mark.sources,
        conflict=_conflict_line(conflicts),
        results=mark.results,
        answer="decide" if needs_decision(file, mark) else "acknowledge",
        can_stop=mark.severity is Severity.CRITICAL and file.facts.phase in ON_DRUG,
        patient=mark.advice.patient or "",
    )


def needs_decision(file: FileLike, mark: Mark) -> bool:
    """True for a mark that a decision about its results answers, and nothing less."""
    definition = file.protocol.marks.get(mark.code)
    stays = mark.severity is Severity.CRITICAL or (definition is not None and definition.latch)
    return bool(mark.results) and stays


def _rule_line(file: FileLike, rule: str, statements: Sequence[str], status: str) -> str:
    parts = [tr("Rule {rule}").format(rule=rule), *statements, file.protocol.name, status]
    return " · ".join(part for part in parts if part)


def conflicts_of(file: FileLike, statements: Sequence[str]) -> tuple[Contradiction, ...]:
    """What the protocol itself says against the statements of a mark."""
    wanted = set(statements)
    return tuple(
        conflict
        for conflict in file.protocol.contradictions
        if wanted.intersection(conflict.statements)
    )


def _conflict_line(conflicts: Sequence[Contradiction]) -> str:
    """One line: which contradictions, and the first sentence of the first."""
    if not conflicts:
        return ""
    named = ", ".join(conflict.id for conflict in conflicts)
    first = textwrap.shorten(conflicts[0].text.split(". ")[0].rstrip("."), 84, placeholder=" …")
    return tr("Sources differ ({named}): {first}").format(named=named, first=first)


def _decided(file: FileLike) -> list[FindingCard]:
    """The last decisions: who answered which results, and how. Closed, but still to be seen."""
    cards = []
    known = {result.id: result for result in file.facts.results}
    for decision in sorted(file.facts.decisions, key=lambda d: d.on, reverse=True):
        named = [known[id] for id in decision.results if id in known]
        read = [
            f"{curves.label_of(file, r.analyte)} {phrases.value_of(r, file.facts.analytes)}"
            for r in named
        ]
        title = tr("Decided: {type}").format(type=decision.type.value)
        rows = [(tr("Acted"), ", ".join(filter(None, [show(decision.on), decision.decided_by])))]
        if read:
            rows.append((tr("About"), ", ".join(read)))
        if decision.reason:
            rows.append((tr("Reason"), decision.reason))
        cards.append(
            FindingCard(
                code="",
                kind="plan",
                tone="plan",
                icon="circle-check",
                chip=tr("closed"),
                title=title,
                rows=tuple(rows),
                results=decision.results,
            )
        )
    return cards[:_DECISIONS_SHOWN]


def _numbered(cards: Sequence[FindingCard]) -> list[FindingCard]:
    return [card.numbered(n, len(cards)) for n, card in enumerate(cards, start=1)]


def _upcoming(file: FileLike, standing: Standing) -> tuple[Upcoming, ...]:
    lines = [_lab_line(file, lab) for lab in file.answer.labs_due]
    lines += [
        _line(track.on, track.text, track.icon, track.tone) for track in tracks(file, standing.ways)
    ]
    step = file.answer.escalation
    if step.earliest is not None and step.earliest > file.as_of:
        text = tr("hold of this dose ends")
        lines.append(_line(step.earliest, text, "hourglass", "plan"))
    restart = file.answer.restart
    if restart is not None and restart.earliest is not None and restart.earliest > file.as_of:
        text = tr("restart not before this day")
        lines.append(_line(restart.earliest, text, "hourglass", "plan"))
    if file.answer.valid_until is not None and not lines:
        text = tr("this list changes")
        lines.append(_line(file.answer.valid_until, text, "calendar-clock", "plan"))
    return tuple(sorted(lines, key=lambda line: (line.on, line.text)))


def _line(on: dt.date, text: str, icon: str, tone: str) -> Upcoming:
    return Upcoming(on, show(on), text, icon, tone)


def _lab_line(file: FileLike, lab: LabDue) -> Upcoming:
    tests = ", ".join(curves.label_of(file, test) for test in lab.tests)
    days = (lab.due_by - file.as_of).days
    if lab.status is LabStatus.OVERDUE:
        when = ntr("{n} day late", "{n} days late", -days).format(n=-days)
        icon, tone = "clock-alert", "warning"
    else:
        when = tr("today") if days == 0 else ntr("in {n} day", "in {n} days", days).format(n=days)
        icon, tone = "droplet", "accent"
    window = ""
    if lab.due_from != lab.due_by:
        window = tr(", from {day}").format(day=show(lab.due_from))
    text = f"{tests} {when}{window} ({tr(_REASONS[lab.reason])})"
    return _line(lab.due_by, text, icon, tone)


def sign_off_of(protocol: Protocol) -> SignOff:
    """How far the protocol is on its way to approval, and in whose name."""
    review = protocol.review
    step = STEPS.index(review.status) if review.status in STEPS else -1
    words = tr("Not approved here: marks are prompts, not orders.")
    if review.status == "Approved":
        who = ", ".join(filter(None, [review.reviewer, review.reviewer_role]))
        on = show(review.on) if review.on is not None else ""
        words = tr("Approved by {who} {on}").format(who=who, on=on).strip()
    elif step < 0:
        words = tr("Retired: not for new patients.")
    spoken = tr("Protocol {name}, status {n} of {of}, {status}").format(
        name=protocol.name, n=step + 1, of=len(STEPS), status=review.status
    )
    return SignOff(protocol.title, protocol.name, step, review.status, words, spoken)


def article(source: Source) -> str:
    """A source as a link reads: its short title, and a warning where nobody compared it."""
    title = textwrap.shorten(source.title.split(" (")[0], 44, placeholder=" …")
    return title if source.verified else f"{title} ({tr('not verified')})"
