"""Signing the clinic's own version: an administrator and a prescriber, two people, one text.

An approved version is frozen; it can only be retired, which takes it from new courses and leaves
every course that follows it as it is.
"""

from __future__ import annotations

from dataclasses import replace

from aza_desktop.clinical.own_protocol import Signature
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.errors import UserError
from aza_desktop.protocols import own
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.own_protocols import (
    APPROVED,
    RETIRED,
    SIGNERS,
    UNDER_REVIEW,
    need_one_of,
    own_versions,
    read_back,
    refuse_finished,
    review_entries,
)
from aza_desktop.services.written import bad_request
from aza_desktop.storage import protocols as shelf
from aza_desktop.texts import tr

TYPED = "APPROVE"
REGISTERED = "prescriber"
"""The role whose signature carries a registration number."""


def undecided(protocol: Protocol) -> tuple[str, ...]:
    """What nobody has decided yet, parameters before choices: each forbids approval."""
    parameters = tuple(p.name for p in protocol.parameters.values() if p.decision == "unset")
    choices = protocol.own.open_choices if protocol.own is not None else ()
    return (*parameters, *(choice.id for choice in choices))


def sign(
    clinic: Clinic,
    name: str,
    *,
    role: str,
    full_name: str,
    statement: str,
    typed: str,
    registration: str = "",
) -> Protocol:
    """Sign a version as administrator or as prescriber; the second person's name approves it.

    name: ``id@version``. registration: a prescriber's number.
    Raises UserError ``not_allowed``, ``blocked`` or ``bad_request``.
    """
    if typed != TYPED or not full_name.strip() or not statement.strip() or role not in SIGNERS:
        raise bad_request(
            tr("This is no signature"),
            tr("name, statement, role and the word {word} are needed").format(word=TYPED),
            tr("Fill in everything and type {word}").format(word=TYPED),
        )
    if role == REGISTERED and not registration.strip():
        raise bad_request(
            tr("This is no signature"),
            tr("a prescriber signs with a registration number"),
            tr("Enter it"),
        )
    need_one_of(clinic, (role,))
    protocol = own_version(clinic, name)
    refuse_finished(clinic, protocol)
    assert protocol.own is not None
    if open_ones := undecided(protocol):
        raise UserError(
            "blocked",
            tr("This version cannot be approved yet"),
            why=tr("nobody has decided: {names}").format(names=", ".join(open_ones)),
            remedy=tr("Decide them in a new draft"),
            details={"open": list(open_ones)},
        )
    there = protocol.own.signatures
    if any(one.role == role or one.user == clinic.actor for one in there):
        raise UserError(
            "not_allowed",
            tr("This version needs two different people"),
            why=tr("this role or this person has signed it"),
            remedy=tr("Let the other person sign"),
        )
    today, covered = clinic.clock.today(), own.signed_hash(protocol.text)
    mine = Signature(
        full_name.strip(), clinic.actor, role, statement.strip(), today, covered,
        registration.strip(),
    )  # fmt: skip
    signatures = (*there, mine)
    done = {one.role for one in signatures} == set(SIGNERS)
    prescriber = next((one for one in signatures if one.role == REGISTERED), mine)
    review = review_entries(APPROVED if done else UNDER_REVIEW)
    if done:
        review |= {"reviewer": prescriber.name, "reviewer_role": prescriber.role, "date": today}
    text = own.with_entries(own.shipped_part(protocol.text), "review", review)
    signed = read_back(own.with_own(text, replace(protocol.own, signatures=signatures)))
    _keep(clinic, signed, "protocol.approve" if done else "protocol.sign")
    return signed


def retire(clinic: Clinic, name: str, *, reason: str) -> Protocol:
    """Take a version from new courses; courses that follow it keep it until a person moves them.

    Raises UserError ``not_allowed``, ``unknown_protocol`` or ``bad_request``.
    """
    if not reason.strip():
        raise bad_request(
            tr("Retiring a version needs a reason"), tr("the reason is empty"), tr("Say why")
        )
    need_one_of(clinic, SIGNERS)
    protocol = own_version(clinic, name)
    if protocol.review.status == RETIRED:
        raise bad_request(
            tr("This version is retired already"), protocol.name, tr("Nothing is left to do")
        )
    assert protocol.own is not None
    said = tr("Retired by {who} on {day}: {why}").format(
        who=clinic.actor, day=clinic.clock.today().isoformat(), why=reason.strip()
    )
    review = {"status": RETIRED, "note": said}
    text = own.with_entries(own.shipped_part(protocol.text), "review", review)
    gone = read_back(own.with_own(text, protocol.own))
    _keep(clinic, gone, "protocol.retire")
    return gone


def signatures_hold(protocol: Protocol) -> bool:
    """True when every signature is under this very text."""
    if protocol.own is None:
        return False
    covered = own.signed_hash(protocol.text)
    return all(one.sha256 == covered for one in protocol.own.signatures)


def own_version(clinic: Clinic, name: str) -> Protocol:
    """The clinic's version of that name as it stands now. Raises UserError ``unknown_protocol``."""
    for protocol in own_versions(clinic):
        if protocol.name == name:
            return protocol
    raise UserError(
        "unknown_protocol",
        tr("The clinic has no such version"),
        why=name,
        remedy=tr("Make a draft first"),
    )


def _keep(clinic: Clinic, protocol: Protocol, action: str) -> None:
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry(action)
        shelf.keep(work, protocol)
        work.commit()
