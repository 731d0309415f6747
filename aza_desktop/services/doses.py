"""Doses as tablets, and the short ways: reduce, stop now, take up again after a hold.

A dose that the patient's tablets cannot make is refused, and its neighbours are named. Where no
tablets are recorded nothing can be said, and nothing is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.texts import tr

MOST_TABLETS = 12
"""Of one strength a day, in whole tablets: more is no regimen that anybody writes down."""


def makeable(record: PatientRecord, dose_mg: Decimal) -> bool:
    """True when whole tablets, or halves where they are allowed, give exactly this dose."""
    return not record.tablets_mg or dose_mg in _doses(record)


def neighbours(record: PatientRecord, dose_mg: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The nearest doses below and above that the patient's tablets make."""
    doses = _doses(record)
    below = max((dose for dose in doses if dose < dose_mg), default=None)
    above = min((dose for dose in doses if dose > dose_mg), default=None)
    return below, above


def tablets(record: PatientRecord, dose_mg: Decimal) -> tuple[tuple[Decimal, Decimal], ...] | None:
    """(strength in mg, how many) of the fewest pieces, strongest first; None where none fit."""
    counts = _doses(record).get(dose_mg)
    return None if counts is None else tuple((mg, count) for mg, count in counts if count)


def tablets_text(record: PatientRecord, dose_mg: Decimal) -> str | None:
    """``1 x 50 mg + 1 x 25 mg``: the fewest pieces; None where the tablets cannot make it."""
    pieces = tablets(record, dose_mg)
    if pieces is None:
        return None
    return " + ".join(f"{plain(count)} x {plain(mg)} mg" for mg, count in pieces)


def need_makeable(record: PatientRecord, dose_mg: Decimal) -> None:
    """Raises UserError ``blocked`` for a dose that the recorded tablets cannot make."""
    if makeable(record, dose_mg):
        return
    near = [plain(dose) for dose in neighbours(record, dose_mg) if dose is not None]
    have = ", ".join(plain(mg) for mg in record.tablets_mg)
    raise UserError(
        "blocked",
        tr("These tablets cannot make this dose"),
        why=(tr("{dose} mg from tablets of {have} mg, halves allowed") if record.halves
             else tr("{dose} mg from whole tablets of {have} mg")).format(
            dose=plain(dose_mg), have=have
        ),
        remedy=tr("They make {near} mg").format(near=tr(" or ").join(near)),
        details={"blocked_by": [], "makeable_mg": near},
    )  # fmt: skip


Pieces = tuple[tuple[Decimal, Decimal], ...]


def _doses(record: PatientRecord) -> dict[Decimal, Pieces]:
    """Every dose that can be made -> strengths and how many of each, with the fewest pieces."""
    made: dict[Decimal, Pieces] = {}
    strengths = sorted(set(record.tablets_mg), reverse=True)
    for pieces in _combinations(strengths, halves=record.halves):
        dose = sum((mg * count for mg, count in pieces), Decimal())
        if dose and (dose not in made or _size(pieces) < _size(made[dose])):
            made[dose] = pieces
    return made


def _combinations(strengths: list[Decimal], *, halves: bool) -> Iterator[Pieces]:
    if not strengths:
        yield ()
        return
    step = Decimal("0.5") if halves else Decimal(1)
    most = int(MOST_TABLETS / step) if len(strengths) < 4 else MOST_TABLETS
    for rest in _combinations(strengths[1:], halves=halves):
        for count in range(most + 1):
            yield ((strengths[0], step * count), *rest)


def _size(pieces: Pieces) -> Decimal:
    """Fewer pieces first; a half is dearer than a whole tablet."""
    return sum((count if count % 1 == 0 else count + 1 for _, count in pieces), Decimal())
