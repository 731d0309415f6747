"""The slip of a blood test that was asked for: recorded here, on paper, never sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.clinical.dates import long_day, show
from aza_desktop.clinical.paper import SheetKind
from aza_desktop.clinical.patient import Identity
from aza_desktop.reports.document import (
    Block,
    Box,
    Column,
    Facts,
    Row,
    Sheet,
    Sign,
    Size,
    Table,
    Title,
    Who,
    Words,
)
from aza_desktop.reports.stamp import Stamp, born_long, full_name, numbers
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. tests: (code, name, remark) in the order of the slip.

    come_on: the last open day up to `due_by`, None where that day itself is open.
    dose: the present one, "" for none.
    """

    id: str
    requested_on: dt.date
    requested_by: str
    tests: tuple[tuple[str, str, str], ...]
    due_by: dt.date | None = None
    come_on: dt.date | None = None
    laboratory: str = ""
    dose: str = ""
    note: str = ""


def build_lab_slip(identity: Identity, asked: Request, stamp: Stamp) -> Sheet:
    """One page for the laboratory or the phlebotomist."""
    blocks: list[Block] = [
        Title(tr("Blood test request"), asked.laboratory),
        Words(stamp.letterhead(), quiet=True),
        Who(
            full_name(identity),
            (
                (tr("Born"), born_long(identity)),
                (tr("Number"), numbers(identity)),
                (tr("Sex"), identity.sex or tr("not known")),
            ),
        ),
        Box(_when(asked), _when_lines(asked), heavy=True, size=Size.LARGE),
        Table(
            columns=(
                Column(tr("Test"), 16, strong=True),
                Column(tr("Name"), 44),
                Column(tr("Remark"), 40),
            ),
            rows=tuple(Row(test) for test in asked.tests),
            size=Size.BODY,
        ),
        Words(
            tr("Please print the upper limit of normal and the unit beside each result."),
            strong=True,
        ),
        Facts(
            (
                (tr("Reason"), tr("Monitoring of azathioprine after raised liver enzymes")),
                (tr("Present dose"), asked.dose or tr("no azathioprine")),
                (tr("Requested by"), asked.requested_by),
                (tr("Requested on"), long_day(asked.requested_on)),
                (tr("Request"), asked.id),
                (tr("Remark"), asked.note or tr("none")),
            )
        ),
        Sign((tr("Blood taken on, at"), tr("by"), tr("Signature of the requester"))),
    ]
    return Sheet(
        kind=SheetKind.LAB_SLIP,
        title=tr("Blood test request"),
        head="",
        parts=(tuple(blocks),),
        foot=(
            tr("Recorded in the clinic's record, not sent: this paper is the request."),
            stamp.printed_short(),
        ),
        watermark=stamp.watermark,
        cautions=(tr("Recorded, not sent: give the slip to the patient or the laboratory"),),
    )


def _when(asked: Request) -> str:
    if asked.due_by is None:
        return tr("Blood test: no day set")
    return tr("Blood test by {day}").format(day=long_day(asked.due_by))


def _when_lines(asked: Request) -> tuple[str, ...]:
    lines = [tr("No need to fast. Please bring this sheet.")]
    if asked.come_on is not None and asked.due_by is not None:
        lines.append(
            tr("The clinic is closed on {due}: please come on {day}.").format(
                due=show(asked.due_by), day=long_day(asked.come_on)
            )
        )
    return tuple(lines)
