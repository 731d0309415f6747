"""The patients' shelf: who they are, found by number or by name."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, fold_name
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.storage import tables as t
from aza_desktop.storage.merged_away import not_merged_away
from aza_desktop.storage.reading import Reading, batched
from aza_desktop.storage.unit_of_work import UnitOfWork


def add(
    work: UnitOfWork,
    identity: Identity,
    facts: PatientFacts,
    *,
    details: PatientRecord | None = None,
    patient_id: str | None = None,
    import_id: str | None = None,
) -> str:
    """Record a new patient under the present audit entry; gives the key.

    details: a record whose indication, tablets and habits are taken over.
    """
    key = work.add(
        t.patients,
        {"version": 0, "search_name": search_name(identity), "import_id": import_id},
        key=patient_id,
    )
    for position, number in enumerate(identity.numbers):
        values = {"position": position, "system": number.system, "value": number.value}
        work.add(t.patient_numbers, {"patient_id": key, **values})
    if identity.family or identity.given or identity.title:
        named = {"family": identity.family, "given": identity.given, "title": identity.title}
        work.add(t.patient_names, {"patient_id": key, **named})
    work.add(
        t.patient_details,
        {
            "patient_id": key,
            "birth_date": identity.birth_date,
            "sex": identity.sex,
            "phone": identity.phone,
            "indication": details.indication if details else None,
            "prior_toxic_dose_mg": facts.prior_toxic_dose_mg,
            "tpmt": facts.tpmt.value,
            "weight_kg": facts.weight_kg,
            "tablets_mg": " ".join(format(mg, "f") for mg in details.tablets_mg) if details else "",
            "halves": details.halves if details else False,
            "splitting": details.splitting if details else False,
        },
    )
    return key


def rename(
    work: UnitOfWork, patient_id: str, identity: Identity, *, reason: str | None = None
) -> str:
    """The names from now on; the earlier row stays, superseded with the reason."""
    table = t.patient_names
    query = sa.select(table.c.id).where(
        table.c.patient_id == patient_id, table.c.state == "current"
    )
    earlier = None
    for key in list(work.connection.execute(query).scalars()):
        work.end(table, key, state="superseded", reason=reason)
        earlier = key
    named = {"family": identity.family, "given": identity.given, "title": identity.title}
    key = work.add(table, {"patient_id": patient_id, **named, "supersedes": earlier})
    renew_search_name(work, patient_id)
    return key


def renew_search_name(work: UnitOfWork, patient_id: str) -> None:
    """What a search looks through, made anew from the names that count."""
    table = t.patient_names
    query = sa.select(table).where(table.c.patient_id == patient_id, table.c.state == "current")
    row = work.connection.execute(query.order_by(table.c.id.desc()).limit(1)).first()
    named = fold_name(f"{row.family or ''} {row.given or ''}") if row is not None else ""
    work.connection.execute(
        t.patients.update().where(t.patients.c.id == patient_id).values(search_name=named)
    )


def add_number(work: UnitOfWork, patient_id: str, number: PatientNumber, *, first: bool) -> str:
    """One more number. first: lists show it from now on."""
    table = t.patient_numbers
    edge = sa.func.min(table.c.position) if first else sa.func.max(table.c.position)
    query = sa.select(edge).where(table.c.patient_id == patient_id)
    last = work.connection.execute(query).scalar_one()
    position = 0 if last is None else last - 1 if first else last + 1
    values = {"position": position, "system": number.system, "value": number.value}
    return work.add(table, {"patient_id": patient_id, **values})


def strike_number(work: UnitOfWork, patient_id: str, number: PatientNumber, *, reason: str) -> bool:
    """The number is not the patient's; False where it does not stand in the record."""
    table = t.patient_numbers
    query = sa.select(table.c.id).where(
        table.c.patient_id == patient_id, table.c.system == number.system,
        table.c.value == number.value, table.c.state == "current",
    )  # fmt: skip
    keys = list(work.connection.execute(query).scalars())
    for key in keys:
        work.end(table, key, state="in_error", reason=reason)
    return bool(keys)


def own_number(reading: Reading, patient_id: str) -> str:
    """The number that a record shows, also one that was merged away; "" for none."""
    query = (
        sa.select(t.patient_numbers.c.value)
        .where(t.patient_numbers.c.patient_id == patient_id)
        .where(t.patient_numbers.c.state == "current")
        .order_by(t.patient_numbers.c.position)
        .limit(1)
    )
    return reading.connection.execute(query).scalar_one_or_none() or ""


def own_name(reading: Reading, patient_id: str) -> str:
    """The name of a record, also of one that was merged away; "" where none is recorded."""
    query = sa.select(t.patient_names).where(
        t.patient_names.c.patient_id == patient_id, t.patient_names.c.state == "current"
    )
    row = reading.connection.execute(query.order_by(t.patient_names.c.id.desc())).first()
    return "" if row is None else ", ".join(filter(None, ((row.family or "").upper(), row.given)))


def search_name(identity: Identity) -> str:
    """The folded names that a search looks through."""
    return fold_name(f"{identity.family or ''} {identity.given or ''}")


def with_number(reading: Reading, number: str) -> tuple[str, ...]:
    """The keys of the patients who carry that number, whatever system gave it."""
    query = (
        sa.select(t.patient_numbers.c.patient_id)
        .where(t.patient_numbers.c.value == number, t.patient_numbers.c.state == "current")
        .where(not_merged_away(t.patient_numbers.c.patient_id))
        .distinct()
        .order_by(t.patient_numbers.c.patient_id)
    )
    return tuple(reading.connection.execute(query).scalars())


def named(reading: Reading, text: str) -> tuple[str, ...]:
    """The keys of the patients whose name or number contains every word of `text`."""
    words = fold_name(text).split()
    numbers = (
        sa.select(t.patient_numbers.c.patient_id)
        .where(t.patient_numbers.c.state == "current")
        .where(
            sa.func.lower(t.patient_numbers.c.value).contains(text.strip().lower(), autoescape=True)
        )
    )
    by_name = sa.and_(*(t.patients.c.search_name.contains(word, autoescape=True) for word in words))
    query = (
        sa.select(t.patients.c.id)
        .where(sa.or_(by_name, t.patients.c.id.in_(numbers)), not_merged_away(t.patients.c.id))
        .order_by(t.patients.c.search_name, t.patients.c.id)
    )
    return tuple(reading.connection.execute(query).scalars()) if words else ()


def version(reading: Reading, patient_id: str) -> int:
    """The patient's version: how many writes there were."""
    query = sa.select(t.patients.c.version).where(t.patients.c.id == patient_id)
    return int(reading.connection.execute(query).scalar_one())


def versions(reading: Reading, patient_ids: Iterable[str]) -> dict[str, int]:
    """The versions of those of them who stand in the record."""
    found: dict[str, int] = {}
    for keys in batched(sorted(patient_ids)):
        query = sa.select(t.patients.c.id, t.patients.c.version).where(t.patients.c.id.in_(keys))
        found |= dict(reading.connection.execute(query).all())
    return found


def first_numbers(reading: Reading) -> dict[str, str]:
    """Every patient's key -> the number that lists show."""
    query = (
        sa.select(t.patient_numbers.c.patient_id, t.patient_numbers.c.value)
        .where(t.patient_numbers.c.state == "current")
        .order_by(t.patient_numbers.c.position.desc())
    )
    return dict(reading.connection.execute(query).all())
