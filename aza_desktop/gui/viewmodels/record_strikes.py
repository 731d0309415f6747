"""Entries of the record that were wrong: which one, and why."""

from __future__ import annotations

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, who_of
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.record_forms import why_asks
from aza_desktop.texts import tr


def strike_form(file: FileLike, section: str) -> Form | None:
    """Which entry of a section was wrong, and why; None where there is none."""
    picks = strikeable(file.record, section)
    if not picks:
        return None
    return Form(
        name="strike",
        heading=tr("Strike an entry"),
        asks=(
            Ask("entry", tr("Entry"), "chips", (picks[0].key,) if len(picks) == 1 else (), picks,
                wide=True),
            *why_asks(""),
        ),
        acts=(Act("strike", tr("Strike"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        focus="entry",
        note=tr("It counts no more and stays in the audit trail with this reason."),
    )  # fmt: skip


def strikeable(record: PatientRecord, section: str) -> tuple[Pick, ...]:
    """The entries of a section, newest first: by their id, else by their place."""
    made: list[Pick] = []
    if section == "symptoms":
        made = [Pick(e.id, f"{_spaced(e.code)}, {show(e.onset_on)}") for e in record.symptoms]
    elif section == "drugs":
        made = [Pick(e.id, f"{e.name}, {show(e.start_on)}") for e in record.comedications]
    elif section == "contacts":
        made = [
            Pick(e.id, ", ".join((show(e.on), _spaced(e.outcome), e.text or "")).rstrip(", "))
            for e in record.contacts
            if e.id
        ]
    elif section == "weights":
        made = [
            Pick(str(place), f"{plain(e.kg)} kg, {show(e.on)}")
            for place, e in enumerate(record.weights)
        ]
    elif section == "genetics":
        made = [
            Pick(str(place), ", ".join(filter(None, (
                e.gene, tr("deficient") if e.phenotype == "low" else tr(e.phenotype), e.value,
                show(e.tested_on) if e.tested_on else tr("undated")))))
            for place, e in enumerate(record.genetics)
        ]  # fmt: skip
    elif section == "notes":
        made = [
            Pick(str(place), ", ".join((show(e.on) if e.on else tr("undated"), _short(e.text))))
            for place, e in enumerate(record.notes)
        ]
    return tuple(reversed(made))


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _spaced(code: str) -> str:
    return tr(code.replace("_", " "))
