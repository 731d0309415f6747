"""The protocol texts that courses are bound to, kept word for word."""

from __future__ import annotations

import sqlalchemy as sa

from aza_desktop.clinical.course import ProtocolRef
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork


def keep(work: UnitOfWork, protocol: Protocol) -> ProtocolRef:
    """Keep the text, unless it is kept already, and name it as a course does."""
    same = sa.select(t.protocol_versions.c.id).where(
        t.protocol_versions.c.protocol_id == protocol.id,
        t.protocol_versions.c.version == protocol.version,
        t.protocol_versions.c.sha256 == protocol.sha256,
    )
    if work.connection.execute(same).first() is None:
        work.add(
            t.protocol_versions,
            {
                "protocol_id": protocol.id,
                "version": protocol.version,
                "sha256": protocol.sha256,
                "text": protocol.text,
            },
        )
    return ProtocolRef(protocol.id, protocol.version, protocol.sha256)


def kept_texts(reading: Reading) -> dict[ProtocolRef, str]:
    """Every kept text under the name that courses use."""
    rows = reading.connection.execute(sa.select(t.protocol_versions))
    return {ProtocolRef(row.protocol_id, row.version, row.sha256): row.text for row in rows}


def patients_by_protocol(reading: Reading) -> dict[str, int]:
    """``id@version`` -> how many patients' newest course follows it."""
    newest = (
        sa.select(t.courses.c.patient_id, sa.func.max(t.courses.c.number).label("number"))
        .group_by(t.courses.c.patient_id)
        .subquery()
    )
    moved = sa.select(t.course_protocols).where(t.course_protocols.c.state == "current").subquery()
    bound = [
        sa.func.coalesce(moved.c[name], t.courses.c[name])
        for name in ("protocol_id", "protocol_version")
    ]
    query = (
        sa.select(*bound, sa.func.count())
        .join(
            newest,
            sa.and_(
                t.courses.c.patient_id == newest.c.patient_id,
                t.courses.c.number == newest.c.number,
            ),
        )
        .outerjoin(moved, moved.c.course_id == t.courses.c.id)
        .group_by(*bound)
    )
    return {f"{row[0]}@{row[1]}": row[2] for row in reading.connection.execute(query)}


def newest_texts(reading: Reading) -> dict[str, str]:
    """``id@version`` -> its text as kept last, in the order in which versions came."""
    rows = reading.connection.execute(
        sa.select(t.protocol_versions).order_by(t.protocol_versions.c.entry)
    )
    return {f"{row.protocol_id}@{row.version}": row.text for row in rows}
