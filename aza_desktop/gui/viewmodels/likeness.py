"""Who could be mistaken for the open patient: the guard against the wrong record."""

from __future__ import annotations

from collections.abc import Iterable

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.likeness import is_near
from aza_desktop.clinical.patient import Identity, fold_name
from aza_desktop.clinical.worklist import PatientLine
from aza_desktop.texts import tr


def similar_patients(
    lines: Iterable[PatientLine], patient_id: str, identity: Identity
) -> tuple[PatientLine, ...]:
    """Others of the same family name and first initial, of nearly the same name, or born that day.

    A patient without a name is like nobody; one without a birth date shares it with nobody.
    """
    name = fold_name(identity.name) if identity.family or identity.given else ""
    born = identity.birth_date
    found = []
    for line in lines:
        if line.patient_id == patient_id:
            continue
        theirs = line.folded_name or fold_name(line.name)
        same_day = born is not None and line.birth_date == born
        if same_day or (name and (_same_start(name, theirs) or is_near(name, theirs))):
            found.append(line)
    return tuple(sorted(found, key=lambda line: (line.name, line.number)))


def told(lines: Iterable[PatientLine]) -> str:
    """One line each: name, birth date, number."""
    return "\n".join(
        f"{line.name}, {tr('born')} {show(line.birth_date)}, {line.number}"
        if line.birth_date
        else f"{line.name}, {line.number}"
        for line in lines
    )


def _same_start(one: str, other: str) -> bool:
    """``rossi, elena`` and ``rossi, enrico``."""
    family, comma, given = one.partition(",")
    their_family, their_comma, their_given = other.partition(",")
    return (
        bool(comma and their_comma)
        and family == their_family
        and given.strip()[:1] == their_given.strip()[:1] != ""
    )
