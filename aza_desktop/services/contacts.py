"""Tries to reach the patient: who, when, how, what came of it, and when to try again."""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.diary import CONTACT_OUTCOMES, CONTACT_WAYS, Contact
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.diary import need_name
from aza_desktop.services.written import Wish, Write, Written, bad_request, refuse_future, write
from aza_desktop.storage import workflow
from aza_desktop.texts import tr


def add_contact(
    clinic: Clinic,
    patient_id: str,
    *,
    on: dt.date,
    outcome: str,
    by: str | None = None,
    text: str | None = None,
    way: str | None = None,
    next_on: dt.date | None = None,
    about: tuple[str, ...] = (),
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Record a try to reach the patient. by: who tried; the present user where nobody is named.

    about: codes of the marks that it was about. ids: the contact's.
    """
    who = clinic.actor if by is None else by
    need_name(who)
    _known(outcome, CONTACT_OUTCOMES, what=tr("This outcome is not known"))
    if way is not None:
        _known(way, CONTACT_WAYS, what=tr("This way to reach somebody is not known"))
    refuse_future(
        clinic, on,
        why=tr("a contact is recorded when it was made"),
        remedy=tr("Enter the day of the next try as such"),
    )  # fmt: skip

    def action(change: Write) -> tuple[str, ...]:
        given = workflow.next_id(change.work, workflow.CONTACTS, patient_id)
        contact = Contact(on, who, outcome, text, given, way, next_on, about)
        workflow.add_contact(change.work, patient_id, contact)
        return (given,)

    content = {
        "on": on, "by": who, "outcome": outcome, "text": text, "way": way, "next_on": next_on,
        "about": list(about),
    }  # fmt: skip
    wish = Wish("contact.add", frozenset({Topic.DIARY}), content, if_version, key)
    return write(clinic, patient_id, wish, action)


def _known(word: str, words: tuple[str, ...], *, what: str) -> None:
    if word not in words:
        raise bad_request(what, word, tr("Known are: {names}").format(names=", ".join(words)))
