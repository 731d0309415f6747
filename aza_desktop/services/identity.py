"""Who the patient is, corrected: names, birth date, sex, phone, numbers. Nothing is overwritten."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.patient import Identity, PatientNumber, age_on
from aza_desktop.errors import UserError
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.written import Wish, Write, Written, bad_request, write
from aza_desktop.storage import details as shelf
from aza_desktop.storage import patients
from aza_desktop.texts import tr

NAMES = ("family", "given", "title")
OTHERS = ("birth_date", "sex", "phone")
SEXES = ("female", "male")
KNOWN_SEXES = (*SEXES, "other", "unknown")
OLDEST = 130
"""Years; a birth date before them is a typing error."""
LONGEST = 200
"""Characters of a name or a number: a banner still shows it."""

_TOPICS = frozenset({Topic.PATIENT})


def correct_identity(
    clinic: Clinic,
    patient_id: str,
    *,
    changes: Mapping[str, object],
    reason: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Names and details as they are from now on; the earlier ones stay on record.

    changes: names of `NAMES` and `OTHERS` with their values. reason: needed where something that
    was known becomes another thing.
    """
    if not changes or not set(changes) <= {*NAMES, *OTHERS}:
        raise bad_request(
            tr("This detail is not known"), ", ".join(sorted(set(changes) - {*NAMES, *OTHERS})),
            tr("Known are: {names}").format(names=", ".join((*NAMES, *OTHERS))),
        )  # fmt: skip
    if changes.get("sex") not in {None, *SEXES}:
        raise bad_request(
            tr("Limits are printed for women and for men"), str(changes["sex"]),
            tr("Known are: {names}").format(names=", ".join(SEXES)),
        )  # fmt: skip

    def action(change: Write) -> tuple[str, ...]:
        old = change.record.identity
        fresh = replace(old, **changes)  # type: ignore[arg-type]  # named by field
        if fresh == old:
            raise bad_request(
                tr("Nothing would change"),
                tr("the record says the same"),
                tr("Change what is wrong"),
            )
        if needs_reason(old, fresh):
            _need_reason(reason)
        refuse_later_birth(clinic, fresh)
        _need_clean((fresh.family, fresh.given, fresh.title, fresh.phone), is_number=False)
        if any(getattr(fresh, name) != getattr(old, name) for name in NAMES):
            patients.rename(change.work, patient_id, fresh, reason=reason)
        details = {
            name: getattr(fresh, name)
            for name in OTHERS
            if getattr(fresh, name) != getattr(old, name)
        }
        if details:
            shelf.change(change.work, patient_id, details, reason=reason)
        return ()

    told = {name: None if value is None else str(value) for name, value in changes.items()}
    content = {"changes": told, "reason": reason}
    wish = Wish("identity.correct", _TOPICS, content, if_version, key)
    return write(clinic, patient_id, wish, action)


def needs_reason(old: Identity, fresh: Identity) -> bool:
    """True where something that was known becomes another thing."""
    return any(
        getattr(old, name) and getattr(old, name) != getattr(fresh, name)
        for name in (*NAMES, *OTHERS)
    )


def add_number(
    clinic: Clinic, patient_id: str, number: PatientNumber, *, if_version: int | None = None,
    key: str | None = None,
) -> Written:  # fmt: skip
    """One more number of the patient. Raises UserError ``bad_request`` for one that is in use."""

    def action(change: Write) -> tuple[str, ...]:
        _need_free(change, number)
        patients.add_number(change.work, patient_id, number, first=False)
        return (number.value,)

    content = {"system": number.system, "value": number.value}
    return write(clinic, patient_id, Wish("number.add", _TOPICS, content, if_version, key), action)


def correct_number(
    clinic: Clinic, patient_id: str, wrong: PatientNumber, *, right: PatientNumber | None,
    reason: str, if_version: int | None = None, key: str | None = None,
) -> Written:  # fmt: skip
    """A number that is not the patient's is struck; `right` takes its place.

    right: None where the wrong one is only struck; the last number is never struck alone.
    """
    _need_reason(reason)

    def action(change: Write) -> tuple[str, ...]:
        numbers = change.record.identity.numbers
        if right is not None:
            _need_free(change, right)
        elif len(numbers) == 1 and wrong in numbers:
            raise bad_request(
                tr("A patient keeps at least one number"),
                tr("it is the last one"),
                tr("Enter the right number with it"),
            )
        if not patients.strike_number(change.work, patient_id, wrong, reason=reason):
            raise bad_request(
                tr("The patient has no such number"),
                tr("it is not recorded, or was struck"),
                tr("Read the record again"),
            )
        if right is not None:
            patients.add_number(change.work, patient_id, right, first=wrong == numbers[0])
        return () if right is None else (right.value,)

    content = {
        "wrong": [wrong.system, wrong.value],
        "right": None if right is None else [right.system, right.value],
        "reason": reason,
    }
    wish = Wish("number.correct", _TOPICS, content, if_version, key)
    return write(clinic, patient_id, wish, action)


def _need_free(change: Write, number: PatientNumber) -> None:
    """Whoever has the number is named by a number only."""
    _need_clean((number.system, number.value), is_number=True)
    if not number.value.strip() or not number.system.strip():
        raise bad_request(
            tr("The patient needs a number"), tr("no number was given"), tr("Enter the number")
        )
    holders = patients.with_number(change.work.reading, number.value)
    if not holders:
        return
    theirs = patients.own_number(change.work.reading, holders[0])
    raise bad_request(
        tr("This number is already in use"),
        tr("the patient {number} has it").format(number=theirs),
        tr("Check the number; if it is the same person, let an administrator merge the records"),
    )


def check_new(clinic: Clinic, identity: Identity) -> None:
    """A new patient can be told from every other one. Raises UserError ``bad_request``."""
    refuse_later_birth(clinic, identity)
    if identity.sex not in {None, *KNOWN_SEXES}:
        raise bad_request(
            tr("This sex is not known"), str(identity.sex),
            tr("Known are: {names}").format(names=", ".join(KNOWN_SEXES)),
        )  # fmt: skip
    values = [number.value for number in identity.numbers]
    if len(set(values)) < len(values):
        raise bad_request(
            tr("A number of the patient stands twice"),
            tr("the same number was given more than once"),
            tr("Leave one of them out"),
        )
    for number in identity.numbers:
        _need_clean((number.system, number.value), is_number=True)
    _need_clean((identity.family, identity.given, identity.title, identity.phone), is_number=False)


def _need_clean(texts: Iterable[str | None], *, is_number: bool) -> None:
    """Nothing that cannot be seen: two patients must never differ by a blank or a line end."""
    for text in texts:
        if text is None:
            continue
        hidden = any(unicodedata.category(letter) == "Cc" for letter in text)
        if hidden or len(text) > LONGEST or (is_number and text != text.strip()):
            raise bad_request(
                tr("This name or number cannot be kept"),
                tr("it is too long, or has blanks around it or characters that nobody sees"),
                tr("Type it again, at most {most} characters").format(most=LONGEST),
            )


def refuse_later_birth(clinic: Clinic, fresh: Identity) -> None:
    """Raises UserError ``bad_request`` for a day of birth to come, or too long ago."""
    born, today = fresh.birth_date, clinic.clock.today()
    if born is None:
        return
    if born > today or age_on(born, today) > OLDEST:
        raise bad_request(
            tr("This birth date cannot be"),
            tr("the day has not come yet") if born > today else tr("nobody has become so old"),
            tr("Enter the year with it"),
        )


def _need_reason(reason: str | None) -> None:
    if reason is None or not reason.strip():
        raise _without_reason()


def _without_reason() -> UserError:
    return bad_request(
        tr("A correction needs a reason"),
        tr("the reason is empty"),
        tr("Say why the recorded entry is wrong"),
    )
