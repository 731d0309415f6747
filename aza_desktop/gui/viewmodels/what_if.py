"""What would be said if: cards without buttons, and one sentence about what would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Answer, Severity
from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.gui.viewmodels.consequences import new_marks
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.gui.viewmodels.finding_card import FindingCard
from aza_desktop.gui.viewmodels.findings import article, build_findings
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class SupposedStep:
    """A dose that somebody thinks about."""

    on: dt.date
    dose_mg: Decimal


@dataclass(frozen=True, slots=True)
class WhatIfModel:
    """The page. lines: what would change; is_graver: a critical mark would be new."""

    lines: tuple[str, ...]
    cards: tuple[FindingCard, ...]
    is_graver: bool
    day: str


def build_what_if(file: FileLike, before: Answer | None) -> WhatIfModel:
    """file: as it would be; before: what is said today."""
    fresh = new_marks(before, file.answer)
    gone = new_marks(file.answer, before)
    lines = []
    if fresh:
        lines.append(tr("New: {titles}.").format(titles=_titles([m.title for m in fresh])))
    if gone:
        lines.append(
            tr("No longer said: {titles}.").format(titles=_titles([m.title for m in gone]))
        )
    if before is not None:
        was, would = before.escalation.status, file.answer.escalation.status
        if was is not would:
            said = tr("Next step: {before} becomes {after}.")
            lines.append(said.format(before=_plain(was.value), after=_plain(would.value)))
        if before.restart is not None and file.answer.restart is not None:
            stood, stands = before.restart.status, file.answer.restart.status
            if stood is not stands:
                said = tr("Restart: {before} becomes {after}.")
                lines.append(said.format(before=_plain(stood.value), after=_plain(stands.value)))
    return WhatIfModel(
        lines=tuple(lines) or (tr("Nothing that is said today would change."),),
        cards=tuple(_without_buttons(card) for card in build_findings(file).cards),
        is_graver=any(mark.severity is Severity.CRITICAL for mark in fresh),
        day=tr("Judged for {day}").format(day=show(file.as_of)),
    )


def _without_buttons(card: FindingCard) -> FindingCard:
    """The card to be read: nothing on it can be answered, confirmed or opened."""
    rule = " · ".join(filter(None, (card.rule, *(article(source) for source in card.sources))))
    return replace(
        card, code="", rule=rule, sources=(), answer="", action="", can_stop=False, actions=()
    )


def read_step(typed: Mapping[str, str], today: dt.date) -> tuple[SupposedStep | None, str]:
    """The supposed dose, or why it cannot be taken; neither for an empty field."""
    text = clean(typed.get("dose", "").casefold().removesuffix("mg"))
    if not text:
        return None, ""
    number = parse_decimal(text)
    if number is None or number <= 0:
        return None, tr("The dose is no number: type 75.")
    said = typed.get("from", "").strip()
    day = read_date(said, today) if said else today
    if day is None:
        return None, tr("The day of the dose cannot be read: type today, +7 or 3feb.")
    return SupposedStep(day, number), ""


def _plain(status: str) -> str:
    return status.replace("_", " ")


def _titles(titles: list[str]) -> str:
    return "; ".join(dict.fromkeys(titles))
