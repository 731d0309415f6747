"""The clinic's own version of a protocol: drafted from a shipped one, tried, signed by two people.

Every text is kept for good. A draft may be drafted again under its version; an approved version
never changes: the next draft is a new version. Nothing here moves a course.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.own_protocol import Choice, OwnPart, ParameterChange, Signature
from aza_desktop.clinical.protocol import Parameter, ParameterValue, Protocol
from aza_desktop.clinical.quantities import plain
from aza_desktop.errors import UserError
from aza_desktop.protocols import own
from aza_desktop.protocols.loading import read_protocol
from aza_desktop.protocols.parameters import checked_value
from aza_desktop.services.answers import answer_json
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.judging import judge
from aza_desktop.services.reading import all_files
from aza_desktop.services.users import list_users
from aza_desktop.services.written import bad_request
from aza_desktop.storage import protocols as shelf
from aza_desktop.texts import tr

OWN_ID = "aza-reintro-clinic"
APPROVED, UNDER_REVIEW, SUBMITTED = "Approved", "Under Review", "Submitted"
SIGNERS = ("administrator", "prescriber")
TYPED = "APPROVE"


@dataclass(frozen=True, slots=True)
class Difference:
    """A parameter that differs. owner: who answers for the new value."""

    parameter: str
    old: ParameterValue
    new: ParameterValue
    unit: str
    statement: str
    source: str
    owner: str


@dataclass(frozen=True, slots=True)
class Effect:
    """A current patient whose answer would change. gone, new: codes of marks, sorted."""

    patient_id: str
    number: str
    name: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    step: tuple[str, str]
    """Status of the next step before and after."""


def own_versions(clinic: Clinic) -> tuple[Protocol, ...]:
    """The clinic's versions as they stand now, oldest first."""
    with clinic.store.reading() as reading:
        texts = shelf.newest_texts(reading)
    return tuple(
        read_protocol(text, f"{name}.toml")
        for name, text in texts.items()
        if name.startswith(f"{OWN_ID}@")
    )


def with_own_versions(clinic: Clinic) -> Clinic:
    """The clinic with its own versions among the protocols that a course may name."""
    library = clinic.library
    for protocol in own_versions(clinic):
        library = library.with_protocol(protocol)
    return replace(clinic, library=library)


def draft(
    clinic: Clinic,
    base: Protocol,
    edits: Mapping[str, object],
    *,
    why: str,
    choices: tuple[Choice, ...] | None = None,
    unset: tuple[str, ...] = (),
    next_review: dt.date | None = None,
) -> Protocol:
    """The text that these edits would make; nothing is kept.

    edits: parameter -> raw value as in a file. unset: parameters that nobody has decided yet.
    Raises UserError ``bad_request`` for an unknown name, a wrong kind, a value out of bounds.
    """
    if not why.strip():
        raise bad_request(
            tr("A change of the protocol needs a reason"), tr("the reason is empty"), tr("Say why")
        )
    today = clinic.clock.today()
    known = base.own.changes if base.own is not None else ()
    text, changes = own.shipped_part(base.text), list(known)
    for name, raw in edits.items():
        parameter = base.parameters.get(name)
        if parameter is None:
            raise bad_request(tr("There is no such parameter"), name, tr("Choose one of the list"))
        value = checked_value(parameter, raw, _refuse(name))
        entries = own.parameter_entries(value, decision="clinic")
        text = own.with_entries(text, f"parameters.{name}", entries)
        if value != parameter.value:
            said = _said(parameter.value), _said(value)
            changes.append(ParameterChange(name, *said, clinic.actor, today, why.strip()))
    for name in unset:
        text = own.with_entries(text, f"parameters.{name}", {"decision": "unset"})
    kept_choices = choices
    if kept_choices is None:
        kept_choices = base.own.choices if base.own is not None else ()
    part = OwnPart(
        based_on=base.own.based_on if base.own is not None else base.name,
        based_on_sha256=base.own.based_on_sha256 if base.own is not None else base.sha256,
        changes=tuple(changes),
        choices=kept_choices,
    )
    title = tr("Azathioprine re-introduction, {clinic}").format(clinic=clinic.name or OWN_ID)
    version = _next_version(clinic, base)
    text = own.with_entries(text, "", {"id": OWN_ID, "version": version, "title.en": title})
    review = _review(SUBMITTED) | {"next_review_due": next_review or ""}
    text = own.with_entries(text, "review", review)
    return _read(own.with_own(text, part))


def keep_draft(clinic: Clinic, protocol: Protocol) -> Protocol:
    """Keep a draft; a person who may sign it is needed. Raises UserError ``not_allowed``."""
    _need_one_of(clinic, SIGNERS)
    _not_approved(clinic, protocol)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry("protocol.draft")
        shelf.keep(work, protocol)
        work.commit()
    return protocol


def differences(base: Protocol, other: Protocol) -> tuple[Difference, ...]:
    """What differs, parameter by parameter, in the order of the text."""
    return tuple(
        _difference(before, other.parameters[name], other)
        for name, before in base.parameters.items()
        if name in other.parameters
        and (before.value, before.decision)
        != (other.parameters[name].value, other.parameters[name].decision)
    )


def effects(clinic: Clinic, protocol: Protocol) -> Iterator[Effect]:
    """Every current patient whose answer would change under this text; nothing is saved."""
    for file in all_files(clinic):
        if file.course is None or file.phase is Phase.CLOSED or file.answer is None:
            continue
        after = judge(replace(file.facts, protocol=protocol))
        if answer_json(after) == answer_json(file.answer):
            continue
        before_marks, after_marks = _marks(file.answer), _marks(after)
        identity = file.record.identity
        yield Effect(
            patient_id=file.record.id,
            number=identity.number,
            name=identity.name,
            gone=tuple(sorted({code for code, _ids in before_marks - after_marks})),
            new=tuple(sorted({code for code, _ids in after_marks - before_marks})),
            step=(file.answer.escalation.status.value, after.escalation.status.value),
        )


def sign(
    clinic: Clinic, name: str, *, role: str, full_name: str, statement: str, typed: str
) -> Protocol:
    """Sign a version as administrator or as prescriber; the second person's name approves it.

    name: ``id@version``. Raises UserError ``not_allowed``, ``blocked`` or ``bad_request``.
    """
    if typed != TYPED or not full_name.strip() or not statement.strip() or role not in SIGNERS:
        raise bad_request(
            tr("This is no signature"),
            tr("name, statement, role and the word {word} are needed").format(word=TYPED),
            tr("Fill in everything and type {word}").format(word=TYPED),
        )
    _need_one_of(clinic, (role,))
    protocol = _own(clinic, name)
    _not_approved(clinic, protocol)
    open_ones = [p.name for p in protocol.parameters.values() if p.decision == "unset"]
    assert protocol.own is not None
    open_ones += [choice.id for choice in protocol.own.open_choices]
    if open_ones:
        raise UserError(
            "blocked",
            tr("This version cannot be approved yet"),
            why=tr("nobody has decided: {names}").format(names=", ".join(open_ones)),
            remedy=tr("Decide them in a new draft"),
            details={"open": open_ones},
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
    mine = Signature(full_name.strip(), clinic.actor, role, statement.strip(), today, covered)
    signatures = (*there, mine)
    done = {one.role for one in signatures} == set(SIGNERS)
    prescriber = next((one for one in signatures if one.role == "prescriber"), mine)
    review = _review(APPROVED if done else UNDER_REVIEW)
    if done:
        review |= {"reviewer": prescriber.name, "reviewer_role": prescriber.role, "date": today}
    text = own.with_entries(own.shipped_part(protocol.text), "review", review)
    signed = _read(own.with_own(text, replace(protocol.own, signatures=signatures)))
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry("protocol.approve" if done else "protocol.sign")
        shelf.keep(work, signed)
        work.commit()
    return signed


def _own(clinic: Clinic, name: str) -> Protocol:
    for protocol in own_versions(clinic):
        if protocol.name == name:
            return protocol
    raise UserError(
        "unknown_protocol",
        tr("The clinic has no such version"),
        why=name,
        remedy=tr("Make a draft first"),
    )


def _not_approved(clinic: Clinic, protocol: Protocol) -> None:
    for kept in own_versions(clinic):
        if kept.name == protocol.name and kept.review.status == APPROVED:
            raise UserError(
                "not_allowed",
                tr("An approved version never changes"),
                why=kept.name,
                remedy=tr("Make a new version"),
            )


def _next_version(clinic: Clinic, base: Protocol) -> str:
    """The base's own version while it is a draft; else one more than the highest."""
    versions = own_versions(clinic)
    if any(each.name == base.name and each.review.status != APPROVED for each in versions):
        return base.version
    numbers = [tuple(int(n) for n in re.findall(r"\d+", each.version)) for each in versions]
    if not numbers:
        return "1.0.0"
    major, minor, _patch = max(numbers)
    return f"{major}.{minor + 1}.0"


def _review(status: str) -> dict[str, object]:
    notes = {
        SUBMITTED: tr("The clinic's own version. Nobody has signed it."),
        UNDER_REVIEW: tr("The clinic's own version. One of two signatures is there."),
        APPROVED: tr("The clinic's own version, signed by two people."),
    }
    return {
        "status": status, "reviewer": "", "reviewer_role": "", "date": "", "note": notes[status],
    }  # fmt: skip


def signatures_hold(protocol: Protocol) -> bool:
    """True when every signature is under this very text."""
    if protocol.own is None:
        return False
    covered = own.signed_hash(protocol.text)
    return all(one.sha256 == covered for one in protocol.own.signatures)


def _need_one_of(clinic: Clinic, roles: tuple[str, ...]) -> None:
    for user in list_users(clinic):
        if user.name == clinic.actor and set(roles).intersection(user.roles):
            return
    raise UserError(
        "not_allowed",
        tr("This user may not do that"),
        why=tr("it needs the role {role}").format(role=" / ".join(roles)),
        remedy=tr("Let a person with that role do it"),
    )


def _difference(before: Parameter, after: Parameter, other: Protocol) -> Difference:
    source = other.sources[after.cite].title if after.cite else ""
    return Difference(
        after.name, before.value, after.value, after.unit, after.statement, source, after.decision
    )


def _marks(answer: Answer) -> set[tuple[str, tuple[str, ...]]]:
    return {(mark.code, mark.results) for mark in answer.marks}


def _said(value: ParameterValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, str) else plain(value)  # type: ignore[arg-type]  # int


def _refuse(name: str):  # type: ignore[no-untyped-def]  # a refusal for `checked_value`
    def refuse(why: str, remedy: str) -> NoReturn:
        raise bad_request(tr("This value is not possible"), why, remedy)

    return refuse


def _read(text: str) -> Protocol:
    """Read back what was written: a text that cannot be read is never kept."""
    return read_protocol(text, f"{OWN_ID}.toml")
