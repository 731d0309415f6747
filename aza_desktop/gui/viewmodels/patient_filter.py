"""Which of all patients are shown: by phase, place on today's list, protocol, last blood test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from aza_desktop.clinical.dates import add_days
from aza_desktop.gui.viewmodels.patients import GROUP_WORDS, LineModel
from aza_desktop.texts import msg, tr

NO_LAB_DAYS = 35
"""A patient without any result for so long is worth a look; it judges nobody."""

PHASE_CHIPS = (
    ("on_break", msg("On break"), ("on_break", "awaiting_normalisation")),
    ("reintroducing", msg("Re-introducing"), ("reintroduction",)),
    ("maintenance", msg("Maintenance"), ("stable_maintenance", "long_term")),
    ("stopped", msg("Stopped"), ("stopped", "consider_alternative", "closed")),
    ("no_course", msg("No course"), ("",)),
)
"""Key of a chip, its words, and the phases that it means."""


@dataclass(frozen=True, slots=True)
class PatientFilter:
    """phases: keys of PHASE_CHIPS, any of them; none means every phase. "" means everything."""

    phases: frozenset[str] = frozenset()
    no_lab: bool = False
    group: str = ""
    protocol: str = ""

    @property
    def is_open(self) -> bool:
        """Whether everybody is let through."""
        return self == PatientFilter()


def shown(
    lines: Iterable[LineModel], wanted: PatientFilter, *, today: dt.date
) -> tuple[LineModel, ...]:
    """The lines that the filter lets through, in their order."""
    phases = {
        phase for key, _words, meant in PHASE_CHIPS if key in wanted.phases for phase in meant
    }
    oldest = add_days(today, -NO_LAB_DAYS)
    return tuple(
        line
        for line in lines
        if (not phases or line.phase_key in phases)
        and (not wanted.no_lab or line.last_lab_on is None or line.last_lab_on < oldest)
        and wanted.group in {"", line.group or "nothing"}
        and wanted.protocol in {"", line.protocol}
    )


def group_choices() -> tuple[tuple[str, str], ...]:
    """Words and key of every place on today's list, "" for all of them first."""
    known = ((tr(words), key) for key, (_icon, _kind, words) in GROUP_WORDS.items())
    return ((tr("Every status"), ""), *known, (tr("nothing today"), "nothing"))


def protocol_choices(lines: Iterable[LineModel]) -> tuple[tuple[str, str], ...]:
    """Every protocol that somebody follows."""
    names = sorted({line.protocol for line in lines if line.protocol})
    return ((tr("Every protocol"), ""), *((name, name) for name in names))
