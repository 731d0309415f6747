"""The lists of a window that stays open: only the patients who changed are judged again.

What a patient's line says follows from the record, the protocol's text, the day, the rows that wait
and who covers for whom. Every write has its audit entry, so the trail tells who changed since the
lists were last read, whoever wrote it. An entry of the clinic as a whole changes everybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock

from aza_desktop.clinical.answers import Cover
from aza_desktop.clinical.worklist import PatientLine, Worklist
from aza_desktop.protocols.library import ProtocolLibrary
from aza_desktop.services import listing, reading
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.listing import Listed
from aza_desktop.storage import audit, imports, loading, people, trail
from aza_desktop.storage.reading import Reading

ONE_IN = 10
"""Where more than one patient in so many changed, one pass over all of them takes less time."""

_OF_NOBODY = frozenset({"import.file", "import.profile"})
"""Entries of the clinic that no patient's line depends on: who got results has an entry as well."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every line depends on."""

    as_of: dt.date
    today: dt.date
    covers: tuple[Cover, ...]
    library: ProtocolLibrary


class Lists:
    """The worklist and the line of every patient, for one open clinic. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ground: _Ground | None = None
        self._seen = 0
        self._listed: dict[str, Listed] = {}

    def forget(self) -> None:
        """Judge everybody the next time."""
        with self._lock:
            self._ground = None

    def read(
        self, clinic: Clinic, *, as_of: dt.date | None = None
    ) -> tuple[Worklist, tuple[PatientLine, ...]]:
        """Today's list, or the list of another day, and every patient in one line."""
        today = clinic.clock.today()
        with self._lock, clinic.store.reading() as state:
            held, covers = imports.held_rows(state), people.covers(state)
            ground = _Ground(as_of or today, today, covers, clinic.library)
            changed = self._changed(state, ground, held)
            if changed is None:
                self._listed = {
                    file.record.id: _listed(file, ground, held)
                    for file in reading.files_in(clinic, state, as_of=ground.as_of)
                }
            else:
                self._judge_again(clinic, state, changed, ground=ground, held=held)
            self._ground, self._seen = ground, audit.head(state.connection).seq
            rows = [self._listed[key] for key in sorted(self._listed)]
        return listing.worklist_of(rows, as_of=ground.as_of), listing.lines_of(rows)

    def _changed(
        self, state: Reading, ground: _Ground, held: Mapping[str, int]
    ) -> frozenset[str] | None:
        """Who has to be judged again; None where it is everybody."""
        if ground != self._ground:
            return None
        named = trail.patients_since(state, self._seen, leaving_out=_OF_NOBODY)
        if None in named:
            return None
        touched = {key for key in named if key is not None}
        touched |= {key for key, row in self._listed.items() if row.held != held.get(key, 0)}
        is_many = len(touched) * ONE_IN > max(len(self._listed), ONE_IN)
        return None if is_many else frozenset(touched)

    def _judge_again(
        self,
        clinic: Clinic,
        state: Reading,
        changed: Iterable[str],
        *,
        ground: _Ground,
        held: Mapping[str, int],
    ) -> None:
        for key in changed:
            record = loading.record_of(state, key)
            if record is None:  # merged into another record
                self._listed.pop(key, None)
            else:
                file = reading.file_of(clinic, record, as_of=ground.as_of)
                self._listed[key] = _listed(file, ground, held)


def _listed(file: reading.PatientFile, ground: _Ground, held: Mapping[str, int]) -> Listed:
    return listing.listed(file, held_rows=held.get(file.record.id, 0), covers=ground.covers)
