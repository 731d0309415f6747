"""The clinic's own version of a protocol: drafted from a shipped one, and tried on its patients.

Every text is kept for good. A draft may be drafted again under its version; an approved version
never changes: the next draft is a new version. Signing is `sign_off`. Nothing here moves a course.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NoReturn

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.own_protocol import Choice, OwnPart, ParameterChange
from aza_desktop.clinical.protocol import Parameter, ParameterValue, Protocol
from aza_desktop.clinical.quantities import plain
from aza_desktop.errors import UserError
from aza_desktop.paths import resources_folder
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
RETIRED = "Retired"
SIGNERS = ("administrator", "prescriber")


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
    begun = base if edits.keys() <= base.parameters.keys() else extended(base)
    text, changes = own.shipped_part(begun.text), list(known)
    for name, raw in edits.items():
        parameter = begun.parameters.get(name)
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
    review = review_entries(SUBMITTED) | {"next_review_due": next_review or ""}
    text = own.with_entries(text, "review", review)
    return read_back(own.with_own(text, part))


def keep_draft(clinic: Clinic, protocol: Protocol) -> Protocol:
    """Keep a draft; a person who may sign it is needed. Raises UserError ``not_allowed``."""
    need_one_of(clinic, SIGNERS)
    refuse_finished(clinic, protocol)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry("protocol.draft")
        shelf.keep(work, protocol)
        work.commit()
    return protocol


def differences(base: Protocol, other: Protocol) -> tuple[Difference, ...]:
    """What differs, parameter by parameter, in the order of the text."""
    base = comparable(base, other)
    return tuple(
        _difference(before, other.parameters[name], other)
        for name, before in base.parameters.items()
        if name in other.parameters
        and (before.value, before.decision)
        != (other.parameters[name].value, other.parameters[name].decision)
    )


def extended(protocol: Protocol) -> Protocol:
    """The text with the further parameters and marks that answers may need, each switched off."""
    further = (resources_folder() / "protocols" / "further" / "choices.toml").read_text("utf-8")
    return read_back(own.with_further(protocol.text, further))


def comparable(base: Protocol, other: Protocol) -> Protocol:
    """The shipped text as `other` extends it, so that every figure of both can be compared."""
    return base if other.parameters.keys() <= base.parameters.keys() else extended(base)


def effects(
    clinic: Clinic, protocol: Protocol, *, told: Callable[[int], None] | None = None
) -> Iterator[Effect]:
    """Every current patient whose answer would change under this text; nothing is saved.

    told: hears after each patient how many were looked at.
    """
    for seen, file in enumerate(all_files(clinic), start=1):
        if told is not None:
            told(seen)
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


def refuse_finished(clinic: Clinic, protocol: Protocol) -> None:
    """A version that was approved or retired stays as it is. Raises UserError ``not_allowed``."""
    for kept in own_versions(clinic):
        if kept.name == protocol.name and kept.review.status in {APPROVED, RETIRED}:
            raise UserError(
                "not_allowed",
                tr("An approved version never changes"),
                why=f"{kept.name}: {kept.review.status}",
                remedy=tr("Make a new version"),
            )


def _next_version(clinic: Clinic, base: Protocol) -> str:
    """The base's own version while it is a draft; else one more than the highest."""
    versions = own_versions(clinic)
    open_ones = {each.name for each in versions if each.review.status in {SUBMITTED, UNDER_REVIEW}}
    if base.name in open_ones:
        return base.version
    numbers = [tuple(int(n) for n in re.findall(r"\d+", each.version)) for each in versions]
    if not numbers:
        return "1.0.0"
    major, minor, _patch = max(numbers)
    return f"{major}.{minor + 1}.0"


def review_entries(status: str) -> dict[str, object]:
    """The sign-off of a text of ours in that state, nobody's name in it."""
    notes = {
        SUBMITTED: tr("The clinic's own version. Nobody has signed it."),
        UNDER_REVIEW: tr("The clinic's own version. One of two signatures is there."),
        APPROVED: tr("The clinic's own version, signed by two people."),
        RETIRED: tr("The clinic's own version, retired: not for new courses."),
    }
    return {
        "status": status, "reviewer": "", "reviewer_role": "", "date": "", "note": notes[status],
    }  # fmt: skip


def need_one_of(clinic: Clinic, roles: tuple[str, ...]) -> None:
    """The present user answers for one of these. Raises UserError ``not_allowed``."""
    for user in list_users(clinic):
        if user.name == clinic.actor and user.active and set(roles).intersection(user.roles):
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


def raw_value(value: ParameterValue) -> object:
    """The value as a file would hold it: an exact decimal is a text there."""
    return plain(value) if isinstance(value, Decimal) else value


def _refuse(name: str):  # type: ignore[no-untyped-def]  # a refusal for `checked_value`
    def refuse(why: str, remedy: str) -> NoReturn:
        raise bad_request(tr("This value is not possible"), why, remedy)

    return refuse


def read_back(text: str) -> Protocol:
    """Read back what was written: a text that cannot be read is never kept."""
    return read_protocol(text, f"{OWN_ID}.toml")
