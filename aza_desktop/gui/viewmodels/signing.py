"""The forms of a sign-off: signing a version of the clinic's own, and retiring one."""

from __future__ import annotations

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.gui.viewmodels.drafting import differences_of
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, RefusedError, Values, need, one
from aza_desktop.texts import ntr, tr

WORD = "APPROVE"
_ROLES = {"administrator": "Administrator", "prescriber": "Prescriber"}


def sign_form(
    protocol: Protocol, roles: tuple[str, ...], *, shipped: Protocol | None, full_name: str
) -> Form:
    """Everything that a signature holds. roles: those in which this user may sign it."""
    facts = [
        (tr("Version"), f"{protocol.name}, SHA-256 {protocol.sha256[:16]}…"),
        (tr("Changes"), _changes(protocol, shipped)),
        (tr("Signed so far"), _signed(protocol)),
    ]
    return Form(
        name="sign_version",
        heading=tr("Sign {name}").format(name=protocol.name),
        facts=tuple(facts),
        asks=(
            Ask(
                "as_role", tr("I sign as"), "chips",
                value=roles if len(roles) == 1 else (),
                picks=tuple(Pick(role, tr(_ROLES[role])) for role in roles),
            ),
            Ask("full_name", tr("My name"), value=(full_name,) if full_name else ()),
            Ask(
                "registration", tr("Registration number"),
                hint=tr("A prescriber's; an administrator may leave it empty."),
            ),
            Ask(
                "statement", tr("Statement"),
                value=(tr("I have read this version and approve it for our clinic."),),
            ),
            Ask(
                "typed", tr("Type {word}").format(word=WORD),
                hint=tr("An approved version never changes again; editing it makes a new draft."),
            ),
        ),
        acts=(Act("sign", tr("Sign"), role="primary"),),
        focus="full_name" if not full_name else "registration",
        note=tr("Two different people sign: an administrator and a prescriber."),
        compact=True,
    )  # fmt: skip


def check_signature(values: Values) -> dict[str, str]:
    """What the service needs. Raises `RefusedError` at the answer to mend."""
    role = need(values, "as_role", tr("Choose the role in which you sign"))
    said = {
        "role": role,
        "full_name": need(values, "full_name", tr("Enter your name")),
        "registration": one(values, "registration"),
        "statement": need(values, "statement", tr("Say what you sign")),
        "typed": one(values, "typed"),
    }
    if role == "prescriber" and not said["registration"]:
        text = tr("A prescriber signs with a registration number")
        raise RefusedError("registration", text)
    if said["typed"] != WORD:
        raise RefusedError("typed", tr("Type {word}, in capitals").format(word=WORD))
    return said


def retire_form(protocol: Protocol, *, used_by: int) -> Form:
    """Why a version is no longer for new courses."""
    followed = ntr("{n} patient follows it", "{n} patients follow it", used_by).format(n=used_by)
    kept = tr("They keep it until a person moves them.") if used_by else ""
    return Form(
        name="retire_version",
        heading=tr("Retire {name}").format(name=protocol.name),
        facts=((tr("Followed by"), f"{followed}. {kept}".strip()),),
        asks=(Ask("reason", tr("Why it is retired")),),
        acts=(Act("retire", tr("Retire")),),
        focus="reason",
        note=tr("A retired version begins no new course and never comes back."),
    )


def _changes(protocol: Protocol, shipped: Protocol | None) -> str:
    if shipped is None:
        return tr("compared with nothing: the shipped text is missing")
    count = len(differences_of(shipped, protocol))
    text = ntr("{n} change against {name}", "{n} changes against {name}", count)
    return text.format(n=count, name=shipped.name)


def _signed(protocol: Protocol) -> str:
    there = protocol.own.signatures if protocol.own is not None else ()
    said = [f"{each.name}, {tr(_ROLES[each.role])}, {show(each.on)}" for each in there]
    return "; ".join(said) or tr("nobody yet")
