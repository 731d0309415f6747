"""A version of the clinic's own as the record of its sign-off: signers, hashes, differences."""

from __future__ import annotations

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.own_protocol import ParameterChange
from aza_desktop.clinical.protocol import Parameter, Protocol
from aza_desktop.gui.viewmodels.protocol_sheet import Questions, decided_words
from aza_desktop.gui.viewmodels.protocol_words import name_of, owner_of, value_of
from aza_desktop.reports.sign_off_sheet import Changed, Signed, SignOffRecord
from aza_desktop.texts import ntr, tr

_ROLES = {"administrator": "Administrator", "prescriber": "Prescriber"}


def sign_off_record(
    protocol: Protocol,
    *,
    shipped: Protocol | None,
    holds: bool,
    used_by: int,
    questions: Questions,
) -> SignOffRecord:
    """What the sheet says of an own version. shipped: what it began with, None where it is lost.

    holds: whether every signature is under this very text. used_by: patients who follow it.
    """
    own = protocol.own
    assert own is not None
    due = protocol.review.next_due
    return SignOffRecord(
        name=protocol.name,
        title=protocol.title,
        status=tr(protocol.review.status),
        note=protocol.review.note,
        based_on=own.based_on,
        based_on_sha256=own.based_on_sha256,
        sha256=protocol.sha256,
        used=ntr("{n} patient", "{n} patients", used_by).format(n=used_by),
        next_review=show(due) if due is not None else tr("no day set"),
        signatures=tuple(
            Signed(
                name=each.name,
                role=tr(_ROLES.get(each.role, each.role)),
                registration=each.registration,
                user=each.user,
                on=show(each.on),
                statement=each.statement,
                sha256=each.sha256,
            )
            for each in own.signatures
        ),
        holds=holds,
        changes=None if shipped is None else _changes(shipped, protocol),
        answers=tuple(decided_words(choice, questions) for choice in own.choices),
    )


def _changes(shipped: Protocol, protocol: Protocol) -> tuple[Changed, ...]:
    """Every parameter whose value or owner differs, in the order of the text."""
    assert protocol.own is not None
    reasons = {change.parameter: change for change in protocol.own.changes}
    return tuple(
        Changed(
            parameter=name_of(now),
            before=_value(before),
            after=_value(now),
            source=_source(protocol, now),
            decided=_decided(now, reasons.get(name)),
        )
        for name, before in shipped.parameters.items()
        if (now := protocol.parameters.get(name)) is not None
        and (now.value, now.decision) != (before.value, before.decision)
    )


def _value(parameter: Parameter) -> str:
    """The whole value: a list is not cut here."""
    if isinstance(parameter.value, tuple):
        return ", ".join(word.replace("_", " ") for word in parameter.value) or tr("none")
    return value_of(parameter)


def _source(protocol: Protocol, parameter: Parameter) -> str:
    cited = protocol.sources.get(parameter.cite)
    title = cited.title.split(" (")[0] if cited is not None else ""
    return ", ".join(filter(None, (parameter.statement, title))) or "–"


def _decided(parameter: Parameter, change: ParameterChange | None) -> str:
    if change is None:
        return owner_of(parameter)
    return f"{change.by}, {show(change.on)}: {change.why}"
