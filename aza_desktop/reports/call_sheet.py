"""The call sheet: today's list on paper, one line a patient, with room for what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.clinical.dates import long_day, show
from aza_desktop.clinical.paper import SheetKind
from aza_desktop.reports.document import Block, Column, Row, Sheet, Size, Table, Title, Words
from aza_desktop.reports.stamp import Stamp
from aza_desktop.texts import ntr, tr


@dataclass(frozen=True, slots=True)
class Call:
    """One patient. last_contact, phone, owner: "" where nothing is recorded."""

    name: str
    born: str
    number: str
    dose: str
    reason: str
    also: int
    last_contact: str
    phone: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class CallGroup:
    """A group of today's list with somebody in it."""

    title: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class CallList:
    """Today's list. protocols: every text in use with its status, as a sentence."""

    on: dt.date
    groups: tuple[CallGroup, ...]
    nothing_today: int
    snoozed: int
    patients: int
    next_on: dt.date | None
    next_labs: int
    protocols: tuple[str, ...]


def build_call_sheet(listed: CallList, stamp: Stamp) -> Sheet:
    """Every patient of the list in its order; an empty list says so."""
    count = sum(len(group.calls) for group in listed.groups)
    told = ntr("{n} patient to look after", "{n} patients to look after", count).format(n=count)
    blocks: list[Block] = [
        Title(tr("Call sheet"), long_day(listed.on)),
        Words(f"{stamp.card.name}  ·  {told}  ·  {_rest(listed)}", quiet=True),
    ]
    if count:
        blocks.append(_table(listed))
    else:
        blocks.append(Words(tr("Nobody needs a call today."), Size.LARGE, strong=True))
    return Sheet(
        kind=SheetKind.CALL_SHEET,
        title=tr("Call sheet"),
        head=tr("Call sheet {day}").format(day=show(listed.on)),
        parts=(tuple(blocks),),
        foot=(
            "  ·  ".join(listed.protocols),
            tr("{printed}  ·  Confidential: names and results. Shred it at the end of the day.")
            .format(printed=stamp.printed_short()),
        ),
        landscape=True,
        watermark=stamp.watermark,
    )  # fmt: skip


def _table(listed: CallList) -> Table:
    rows: list[Row] = []
    for group in listed.groups:
        rows.append(Row((f"{group.title}  ({len(group.calls)})",), is_group=True))
        rows += [_row(call) for call in group.calls]
    return Table(
        columns=(
            Column(tr("Patient, born, number"), 24, strong=True),
            Column(tr("Why"), 32),
            Column(tr("Last contact"), 14),
            Column(tr("Phone"), 11),
            Column(tr("Called / outcome"), 19),
        ),
        rows=tuple(rows),
        roomy=True,
    )


def _row(call: Call) -> Row:
    more = tr("{n} more open").format(n=call.also) if call.also else ""
    who = f"{call.name}\n{call.born}  ·  {call.number}"
    why = "\n".join(
        part for part in (call.reason, "  ·  ".join(filter(None, (call.dose, more)))) if part
    )
    contact = call.last_contact or tr("none recorded")
    if call.owner:
        contact += "\n" + tr("Owner {name}").format(name=call.owner)
    return Row((who, why, contact, call.phone or tr("not recorded"), ""))


def _rest(listed: CallList) -> str:
    said = [
        ntr("{n} other: nothing to do today", "{n} others: nothing to do today",
            listed.nothing_today).format(n=listed.nothing_today)
    ]  # fmt: skip
    if listed.snoozed:
        said.append(tr("{n} put off").format(n=listed.snoozed))
    if listed.next_on is not None:
        said.append(
            tr("next blood tests {day} ({n})").format(day=show(listed.next_on), n=listed.next_labs)
        )
    return "  ·  ".join(said)
