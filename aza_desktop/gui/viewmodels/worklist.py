"""The Today list as rows ready to paint: group heads with counts, one row for each patient."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.clinical.course import BREAK
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.worklist import Worklist, WorklistEntry, WorklistGroup
from aza_desktop.gui.viewmodels.words import typeset
from aza_desktop.texts import msg, ntr, tr

ALWAYS_OPEN = frozenset({"call_today", "could_not_be_checked", "consider_stopping"})
"""Groups that cannot be collapsed: nothing grave may be hidden by a click."""

_LOOK = {
    "call_today": ("octagon-alert", "critical", msg("STOP RULE")),
    "could_not_be_checked": ("circle-question-mark", "warning", msg("unclear")),
    "consider_stopping": ("triangle-alert", "warning", msg("review")),
    "labs_overdue": ("clock-alert", "warning", msg("overdue")),
    "sample_awaited": ("test-tube-diagonal", "info", msg("awaited")),
    "labs_due": ("droplet", "info", msg("due")),
    "waiting_confirmation": ("user-check", "plan", msg("sign")),
    "step_possible": ("trending-up", "info", msg("step")),
    "record_incomplete": ("file-text", "plan", msg("record")),
}
"""Group -> icon, kind of chip, word of the chip."""

_WORDS = {
    "SYMPTOM": ("thermometer", msg("symptom")),
    "RULE_NOT_RUN": ("circle-question-mark", msg("not run")),
    "STABLE_CRITERIA_MET": ("circle-check", msg("stable")),
    "LONG_TERM_AVAILABLE": ("circle-check", msg("long-term")),
}
"""Reasons whose chip says something else than the group's."""


@dataclass(frozen=True, slots=True)
class ChipModel:
    """A word with an icon; kind is critical, warning, ok, info or plan."""

    text: str
    kind: str
    icon: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The head of a group. collapsible: a person may fold it."""

    group: str
    title: str
    icon: str
    kind: str
    count: int
    collapsible: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One patient. trend: ALT as multiples of its ULN, oldest first, for drawing only.

    reason: the whole sentence, for the tooltip and a screen reader. brief: what the row shows.
    cited: a critical mark rests on the last result of the trend.
    """

    group: str
    patient_id: str
    number: str
    name: str
    chip: ChipModel
    reason: str
    brief: str
    more: int
    trend: tuple[float, ...]
    cited: bool
    tooltip: str
    spoken: str


@dataclass(frozen=True, slots=True)
class WorklistModel:
    """The whole pane. empty: the sentence in place of rows when nobody is listed."""

    as_of: dt.date
    title: str
    date_text: str
    all_text: str
    rows: tuple[GroupRow | PatientRow, ...]
    empty: str
    footer: tuple[str, ...]
    spoken: str


def build_worklist_model(worklist: Worklist) -> WorklistModel:
    """The rows of every group that has patients, in the list's own order."""
    rows: list[GroupRow | PatientRow] = []
    for group in worklist.groups:
        if group.patients:
            rows.append(_head(group))
            count = len(group.patients)
            rows.extend(
                _row(group, entry, place=tr("{n} of {all}").format(n=place, all=count))
                for place, entry in enumerate(group.patients, 1)
            )
    return WorklistModel(
        as_of=worklist.as_of,
        title=tr("Today"),
        date_text=show(worklist.as_of),
        all_text=tr("All {n}").format(n=worklist.patients),
        rows=tuple(rows),
        empty="" if rows else _nobody(worklist),
        footer=_footer(worklist, listed=bool(rows)),
        spoken=_summary(worklist),
    )


def _head(group: WorklistGroup) -> GroupRow:
    icon, kind, _ = _LOOK[group.id]
    title = typeset(group.title.replace(" - ", " – "))
    count = len(group.patients)
    return GroupRow(
        group=group.id,
        title=title,
        icon=icon,
        kind=kind,
        count=count,
        collapsible=group.id not in ALWAYS_OPEN,
        spoken=f"{title}, " + ntr("{n} patient", "{n} patients", count).format(n=count),
    )


def _chip(group: WorklistGroup, entry: WorklistEntry) -> ChipModel:
    icon, kind, word = _LOOK[group.id]
    icon, word = _WORDS.get(entry.reason.code, (icon, word))
    if group.id == "labs_overdue" and entry.days_overdue is not None:
        word = tr("{n} d").format(n=entry.days_overdue)
    elif group.id == "step_possible" and entry.phase in {phase.value for phase in BREAK}:
        icon, word = "play", tr("restart")
    return ChipModel(text=tr(word), kind=kind, icon=icon)


def _row(group: WorklistGroup, entry: WorklistEntry, *, place: str) -> PatientRow:
    chip = _chip(group, entry)
    reason = typeset(entry.reason.text)
    also = ", ".join(entry.also)
    last = entry.trend_results[-1] if entry.trend_results else None
    spoken = [entry.name, chip.text, reason]
    if entry.trend:
        multiple = entry.trend[-1].truncated()
        spoken.append(tr("last ALT {x} times the upper limit").format(x=multiple))
    tooltip = [entry.name, f"{tr('Number')} {entry.number}", reason]
    if entry.birth_date is not None:
        tooltip.insert(1, f"{tr('Born')} {show(entry.birth_date)}")
    if also:
        tooltip.append(tr("Also: {codes}").format(codes=also))
    if who := _looked_after(entry):
        tooltip.append(who)
        spoken.append(who)
    return PatientRow(
        group=group.id,
        patient_id=entry.patient_id,
        number=entry.number,
        name=entry.name,
        chip=chip,
        reason=reason,
        brief=typeset(entry.reason.brief) or reason,
        more=len(entry.also),
        trend=tuple(float(ratio) for ratio in entry.trend),
        cited=entry.reason.severity is Severity.CRITICAL and last in entry.reason.results,
        tooltip="\n".join(tooltip),
        spoken=", ".join((*spoken, place)),
    )


def _looked_after(entry: WorklistEntry) -> str:
    """Whose patient it is; while the owner is away, who covers."""
    if not entry.looked_after_by:
        return ""
    if entry.looked_after_by != entry.owner:
        said = tr("Looked after by {deputy}, for {owner} who is away")
        return said.format(deputy=entry.looked_after_by, owner=entry.owner)
    return tr("Looked after by {owner}").format(owner=entry.owner)


def _next_labs(worklist: Worklist) -> str:
    if worklist.next is None:
        return ""
    return ntr("{day}, {n} lab due.", "{day}, {n} labs due.", worklist.next.labs).format(
        day=show(worklist.next.on), n=worklist.next.labs
    )


def _nobody(worklist: Worklist) -> str:
    if not worklist.patients:
        return tr("No patients yet. Ctrl+N records the first.")
    following = _next_labs(worklist)
    said = tr("Nobody needs a call today.")
    return f"{said} {tr('Next:')} {following}" if following else said


def _footer(worklist: Worklist, *, listed: bool) -> tuple[str, ...]:
    lines = []
    if listed and worklist.nothing_today:
        lines.append(
            ntr(
                "{n} other patient: nothing to do today.",
                "{n} other patients: nothing to do today.",
                worklist.nothing_today,
            ).format(n=worklist.nothing_today)
        )
    if worklist.snoozed:
        lines.append(tr("Snoozed {n}.").format(n=worklist.snoozed))
    if listed and worklist.next is not None:
        lines.append(f"{tr('Next:')} {_next_labs(worklist)}")
    return tuple(lines)


def _summary(worklist: Worklist) -> str:
    counts = [f"{len(g.patients)} {g.title}" for g in worklist.groups if g.patients]
    said = ", ".join(counts) if counts else _nobody(worklist)
    return f"{tr('Today')}, {show(worklist.as_of)}. {said}"
