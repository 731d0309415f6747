"""What was answered under which idempotency key: the same wish again writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """content: the wish, in canonical form. answer: what was said after its commit, as JSON."""

    content: str
    answer: str


def recall(reading: Reading, key: str) -> KeptAnswer | None:
    """What was answered under that key."""
    query = sa.select(t.answers.c.content, t.answers.c.answer).where(t.answers.c.key == key)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else KeptAnswer(row.content, row.answer)


def keep(work: UnitOfWork, key: str, kept: KeptAnswer) -> None:
    """Keep the answer in the same transaction as the write that it tells of."""
    values = {"key": key, "content": kept.content, "answer": kept.answer}
    work.connection.execute(t.answers.insert(), [{**values, "entry": work.entry_number}])
