"""The overrides of some days as rows: what, whose, why, until when, and what came after it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import show
from aza_desktop.gui.viewmodels import checklist
from aza_desktop.gui.viewmodels.phrases import times
from aza_desktop.gui.viewmodels.words import born
from aza_desktop.reports.override_sheet import Overridden, OverrideList
from aza_desktop.texts import ntr, tr

if TYPE_CHECKING:
    from aza_desktop.services.override_report import OverrideLine, OverrideReport


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """One override as it is shown. patient_id: whom Enter opens."""

    patient_id: str
    on: str
    patient: str
    born: str
    number: str
    what: str
    reason: str
    by: str
    until: str
    standing: str
    newer: str


def build_rows(report: OverrideReport) -> tuple[OverrideRow, ...]:
    """Newest first, as the report has them."""
    return tuple(_row(line, report.until) for line in report.lines)


def counted(report: OverrideReport) -> str:
    """``3 overrides, 1 holds, 2 followed by a newer result``."""
    count = len(report.lines)
    said = [ntr("{n} override", "{n} overrides", count).format(n=count)]
    if count:
        said.append(ntr("{n} holds", "{n} hold", report.holding).format(n=report.holding))
    if report.with_newer:
        said.append(tr("{n} followed by a newer result").format(n=report.with_newer))
    return ", ".join(said)


def days_words(report: OverrideReport) -> str:
    """``20-Jan-2026 to 26-Jan-2026``."""
    return tr("{since} to {until}").format(since=show(report.since), until=show(report.until))


def reminder(report: OverrideReport | None) -> str:
    """The line that stands above the pages until they were read; "" for nothing."""
    if report is None:
        return ""
    count = len(report.lines)
    said = ntr(
        "{n} override since {day} waits to be read: which marks are too many, or wrong?",
        "{n} overrides since {day} wait to be read: which marks are too many, or wrong?",
        count,
    )
    return said.format(n=count, day=show(report.since))


def by_mark(report: OverrideReport) -> tuple[tuple[str, int], ...]:
    """What was overridden and how often, most often first."""
    often = Counter(_title(line) for line in report.lines)
    return tuple(sorted(often.items(), key=lambda one: (-one[1], one[0])))


def on_paper(report: OverrideReport) -> OverrideList:
    """The same for the printed sheet."""
    lines = tuple(
        Overridden(
            on=row.on,
            who=f"{row.patient}\n{row.born}  ·  {row.number}",
            what=row.what,
            reason=row.reason,
            by=row.by,
            until=row.until,
            standing=row.standing,
            newer=row.newer,
        )
        for row in build_rows(report)
    )
    return OverrideList(report.since, report.until, counted(report), by_mark(report), lines)


def _row(line: OverrideLine, as_of: dt.date) -> OverrideRow:
    shown = times(line.shown)
    newer = tr("none newer")
    if line.newer:
        newer = ntr("{n} newer", "{n} newer", line.newer).format(n=line.newer)
        if line.newest_on is not None:
            newer = tr("{newer}, latest {day}").format(newer=newer, day=show(line.newest_on))
    return OverrideRow(
        patient_id=line.patient_id,
        on=show(line.on),
        patient=line.name,
        born=born(line.born_on, as_of),
        number=line.number,
        what=f"{_title(line)}: {shown}" if shown else _title(line),
        reason=line.reason or tr("none given"),
        by=line.by or tr("nobody named"),
        until=show(line.until) if line.until is not None else tr("no end"),
        standing=tr("lapsed: {why}").format(why=line.lapsed) if line.lapsed else tr("holds"),
        newer=newer,
    )


def _title(line: OverrideLine) -> str:
    if not line.answer:
        return line.what
    said = checklist.answer_words(line.what, line.answer)
    return tr("Before the restart, {question}: {answer}").format(
        question=checklist.short_name(line.what), answer=said
    )
