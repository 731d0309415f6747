"""Who looks after a patient, and who does while that person is away: words and form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, who_of
from aza_desktop.texts import tr

NOBODY = "nobody"


def owner_words(record: PatientRecord, responsible: str | None) -> str:
    """``A. Nurse``; ``B. Nurse, for A. Nurse who is away``; or that nobody does."""
    owner = record.owner.name if record.owner is not None else ""
    if not owner:
        return tr("nobody")
    if responsible and responsible != owner:
        return tr("{deputy}, for {owner} who is away").format(deputy=responsible, owner=owner)
    return owner


def owner_form(record: PatientRecord, users: Sequence[str], as_of: dt.date) -> Form:
    """Choose who looks after the patient; a digit chooses."""
    owner = record.owner.name if record.owner is not None else ""
    picks = (*(Pick(name, name) for name in users), Pick(NOBODY, tr("nobody")))
    return Form(
        name="owner",
        heading=tr("Who looks after this patient"),
        asks=(
            Ask("owner", tr("Looks after the patient"), "chips", (owner or NOBODY,), picks),
            Ask("note", tr("Remark")),
        ),
        acts=(Act("record", tr("Record"), "primary", is_default=True),),
        who=who_of(record, as_of),
        focus="owner",
    )
