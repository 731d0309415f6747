"""The overrides of a week on paper: for the talk about which marks are too many, or wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.paper import SheetKind
from aza_desktop.reports.document import Block, Column, Row, Sheet, Size, Table, Title, Words
from aza_desktop.reports.stamp import Stamp
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Overridden:
    """One line, in words. newer: "" where no result came after it."""

    on: str
    who: str
    what: str
    reason: str
    by: str
    until: str
    standing: str
    newer: str


@dataclass(frozen=True, slots=True)
class OverrideList:
    """Everything on the sheet. counted: how many, how many hold; by_mark: (mark, how often)."""

    since: dt.date
    until: dt.date
    counted: str
    by_mark: tuple[tuple[str, int], ...]
    lines: tuple[Overridden, ...]


def build_override_sheet(listed: OverrideList, stamp: Stamp) -> Sheet:
    """Every override in its order; a week without any says so."""
    days = tr("{since} to {until}").format(since=show(listed.since), until=show(listed.until))
    blocks: list[Block] = [
        Title(tr("Overrides"), days),
        Words(f"{stamp.card.name}  ·  {listed.counted}", quiet=True),
    ]
    if listed.lines:
        often = "  ·  ".join(f"{name}: {count}" for name, count in listed.by_mark)
        blocks += [Words(often), _table(listed.lines)]
    else:
        blocks.append(Words(tr("Nothing was overridden in these days."), Size.LARGE, strong=True))
    return Sheet(
        kind=SheetKind.OVERRIDES,
        title=tr("Overrides"),
        head=tr("Overrides {days}").format(days=days),
        parts=(tuple(blocks),),
        foot=(
            tr("Read by: ____________________   On: ______________"),
            tr("{printed}  ·  Confidential: names and reasons.").format(
                printed=stamp.printed_short()
            ),
        ),
        landscape=True,
        watermark=stamp.watermark,
    )


def _table(lines: tuple[Overridden, ...]) -> Table:
    return Table(
        columns=(
            Column(tr("On"), 9),
            Column(tr("Patient, born, number"), 19, strong=True),
            Column(tr("Overridden"), 24),
            Column(tr("Reason"), 18),
            Column(tr("By"), 9),
            Column(tr("Until"), 9),
            Column(tr("Standing, newer results"), 12),
        ),
        rows=tuple(
            Row(
                (
                    line.on, line.who, line.what, line.reason, line.by, line.until,
                    "\n".join(filter(None, (line.standing, line.newer))),
                )
            )
            for line in lines
        ),
        size=Size.SMALL,
    )  # fmt: skip
