"""The record of a protocol's sign-off on paper: who approved which text, and what it changes.

It holds nobody's data but the signers'. Two hashes stand in full: of the text as it is kept, and of
the text that each signature covers, so that a sheet can be held against the file years later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aza_desktop.clinical.paper import SheetKind
from aza_desktop.reports.document import (
    Block,
    Box,
    Column,
    Facts,
    Heading,
    Row,
    Sheet,
    Size,
    Table,
    Title,
    Words,
)
from aza_desktop.reports.stamp import Stamp
from aza_desktop.texts import ntr, tr


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature, in words. registration: "" where the role has none. sha256: what it covers."""

    name: str
    role: str
    registration: str
    user: str
    on: str
    statement: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One parameter that differs from the shipped text."""

    parameter: str
    before: str
    after: str
    source: str
    decided: str


@dataclass(frozen=True, slots=True)
class SignOffRecord:
    """Everything on the sheet. holds: whether every signature is under this very text.

    changes: None where the shipped text is not at hand to compare with. answers: question and
    answer.
    """

    name: str
    title: str
    status: str
    note: str
    based_on: str
    based_on_sha256: str
    sha256: str
    used: str
    next_review: str
    signatures: tuple[Signed, ...]
    holds: bool
    changes: tuple[Changed, ...] | None
    answers: tuple[tuple[str, str], ...] = ()


def build_sign_off_sheet(record: SignOffRecord, stamp: Stamp) -> Sheet:
    """One page as a rule: the version, its signatures, then what it changes."""
    return Sheet(
        kind=SheetKind.SIGN_OFF,
        title=tr("Sign-off of a protocol"),
        head=tr("Sign-off of {name}, SHA-256 {short}").format(
            name=record.name, short=record.sha256[:16]
        ),
        parts=(tuple(_blocks(record, stamp)),),
        foot=(
            tr("SHA-256 of the whole text: {hash}").format(hash=record.sha256),
            tr("{printed}  ·  The signatures stand in the clinic's record.")
            .format(printed=stamp.printed_short()),
        ),
        watermark=stamp.watermark,
    )  # fmt: skip


def _blocks(record: SignOffRecord, stamp: Stamp) -> Iterator[Block]:
    yield Title(tr("Sign-off of a protocol"), record.name)
    yield Words(stamp.letterhead(), Size.SMALL, quiet=True)
    yield Facts(
        (
            (tr("Protocol"), record.title),
            (tr("Status"), record.status),
            (tr("Based on"), record.based_on),
            (tr("Next review"), record.next_review),
            (tr("Followed by"), record.used),
        )
    )
    if record.note:
        yield Words(record.note, quiet=True)
    yield from _signatures(record)
    yield from _changes(record)
    if record.answers:
        yield Heading(tr("What the clinic decided"))
        yield Table(
            (Column(tr("Question"), 45), Column(tr("Answer, by whom, on"), 55, strong=True)),
            tuple(Row(answer) for answer in record.answers),
        )
    yield Words(
        tr("Shipped text {name}, SHA-256 {hash}").format(
            name=record.based_on, hash=record.based_on_sha256
        ),
        Size.TINY,
        quiet=True,
    )


def _signatures(record: SignOffRecord) -> Iterator[Block]:
    count = len(record.signatures)
    yield Heading(tr("Signatures"), ntr("{n} of two", "{n} of two", count).format(n=count))
    if not record.signatures:
        yield Words(tr("Nobody has signed this version."), strong=True)
        return
    if not record.holds:
        yield Box(
            tr("A signature is not under this text"),
            (tr("The text was changed after it was signed. It counts as not approved."),),
            heavy=True,
        )
    for each in record.signatures:
        who = ", ".join(filter(None, (each.role, each.registration)))
        yield Box(
            f"{each.name}, {who}",
            (
                each.statement,
                tr("Signed on {day} as user {user}").format(day=each.on, user=each.user),
                tr("Covers the text without its sign-off, SHA-256 {hash}").format(hash=each.sha256),
            ),
            size=Size.SMALL,
        )


def _changes(record: SignOffRecord) -> Iterator[Block]:
    changes = record.changes
    note = "" if changes is None else (
        ntr("{n} parameter", "{n} parameters", len(changes)).format(n=len(changes))
    )  # fmt: skip
    yield Heading(tr("What differs from the shipped text"), note)
    if changes is None:
        yield Words(tr("The shipped text is not at hand: nothing could be compared."), strong=True)
    elif not changes:
        yield Words(tr("Nothing: every figure is the shipped one."))
    else:
        yield Table(
            (
                Column(tr("Parameter"), 28, strong=True),
                Column(tr("Shipped"), 16),
                Column(tr("This version"), 16, strong=True),
                Column(tr("Statement, source"), 18),
                Column(tr("Decided by, why"), 22),
            ),
            tuple(
                Row((one.parameter, one.before, one.after, one.source, one.decided))
                for one in changes
            ),
        )
