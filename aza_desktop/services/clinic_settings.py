"""What the clinic says of itself: name, address, phones, first weekday, closed days.

Everybody may read it. Only an administrator changes it; each change is a new row of the trail.
"""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.changes import Changes
from aza_desktop.clinical.paper import WEEK, ClinicCard
from aza_desktop.services import rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Written, bad_request
from aza_desktop.storage import paper
from aza_desktop.storage import settings as clinic_shelf
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import tr

_LONGEST = 400
_TEXTS = ("name", "address", "phone", "out_of_hours")


def clinic_card(clinic: Clinic) -> ClinicCard:
    """The clinic as it stands on paper now."""
    with clinic.store.reading() as reading:
        return _card(reading)


def change_card(clinic: Clinic, card: ClinicCard) -> Written:
    """Record what differs from before; nothing is written where nothing does.

    Raises UserError ``not_allowed``, or ``bad_request`` for an empty name or a week without a day.
    """
    _check(card)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.ADMINISTRATOR)
        before, after = _as_texts(_card(work.reading)), _as_texts(card)
        changed = [name for name in after if after[name] != before[name]]
        if changed:
            work.entry("clinic.settings")
            for name in changed:
                if name == "name":
                    clinic_shelf.name_clinic(work, after[name])
                else:
                    paper.change_setting(work, name, after[name])
            work.commit()
    return Written(Changes(frozenset(), frozenset()), 0, None, tuple(changed))


def _card(reading: Reading) -> ClinicCard:
    kept = paper.settings(reading)
    return ClinicCard(
        name=clinic_shelf.clinic_name(reading),
        address=kept.get("address", ""),
        phone=kept.get("phone", ""),
        out_of_hours=kept.get("out_of_hours", ""),
        first_weekday=int(kept.get("first_weekday", "0")),
        closed_weekdays=tuple(int(day) for day in kept.get("closed_weekdays", "").split()),
        closed_days=tuple(
            dt.date.fromisoformat(day) for day in kept.get("closed_days", "").split()
        ),
    )


def _as_texts(card: ClinicCard) -> dict[str, str]:
    """Each setting as it is kept."""
    texts = {name: getattr(card, name).strip() for name in _TEXTS}
    return {
        **texts,
        "first_weekday": str(card.first_weekday),
        "closed_weekdays": " ".join(str(day) for day in sorted(set(card.closed_weekdays))),
        "closed_days": " ".join(day.isoformat() for day in sorted(set(card.closed_days))),
    }


def _check(card: ClinicCard) -> None:
    if not card.name.strip():
        raise bad_request(
            tr("The clinic needs a name"),
            tr("it stands on every sheet"),
            tr("Enter the name that patients know"),
        )
    days = set(range(WEEK))
    if card.first_weekday not in days or not set(card.closed_weekdays) < days:
        raise bad_request(
            tr("These weekdays cannot be"),
            tr("a week has one first day and at least one open day"),
            tr("Choose them again"),
        )
    if any(len(getattr(card, name)) > _LONGEST for name in _TEXTS):
        raise bad_request(
            tr("One of these texts is too long"),
            tr("it would not fit on a sheet"),
            tr("Shorten it"),
        )
