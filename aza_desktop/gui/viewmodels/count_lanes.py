"""The second panel: blood counts, clotting and metabolites, each in its own unit.

Limits come from the protocol alone, and those of an overlay only while it is on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Comparator, plain
from aza_desktop.drawing.models import CountLane, CountPoint
from aza_desktop.gui.viewmodels import curves, levels
from aza_desktop.gui.viewmodels.chosen_lines import standing_counts
from aza_desktop.gui.viewmodels.levels import unit_text
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import tr

CODES = ("NEUT", "PLT", "WBC", "MCV", "INR", "6-TGN", "6-MMP")
"""The lanes from above: where there is little room, the last are left out and named."""

_OWN = ("PLT", "MCV")
"""Analytes whose drift from the patient's own figure says something before a limit does."""
_COUNTS_OVERLAY = "cbc_label"
_LIMITS = {"NEUT": ("bsr_neut", "bsr_2017_absolute"), "6-MMP": ("mmp_high", "")}
"""Analyte -> the parameter of its limit, and the overlay that must be on for it."""


def overlays(file: FileLike) -> tuple[str, ...]:
    """The overlays that the protocol has switched on."""
    known = file.protocol.parameters.get("overlays")
    return known.value if known is not None and isinstance(known.value, tuple) else ()


def are_covered(file: FileLike) -> bool:
    """True where this protocol version looks at blood counts."""
    return _COUNTS_OVERLAY in overlays(file)


def not_covered(file: FileLike) -> str:
    """The standing line about blood counts; "" where the protocol looks at all of them."""
    if are_covered(file):
        return ""
    return standing_counts(file.protocol) or tr("Not covered by this protocol: blood counts.")


def measured(file: FileLike) -> tuple[str, ...]:
    """Which of them were ever measured."""
    present = {r.analyte for r in curves.shown_results(file) if _value(file, r) is not None}
    return tuple(code for code in CODES if code in present)


def lanes(file: FileLike, *, start: dt.date, end: dt.date) -> tuple[CountLane, ...]:
    """One lane for each that was ever measured, with the figures of the shown days."""
    return tuple(_lane(file, code, start, end) for code in measured(file))


def _lane(file: FileLike, code: str, start: dt.date, end: dt.date) -> CountLane:
    points = []
    for result in curves.shown_results(file):
        value = _value(file, result) if result.analyte == code else None
        if value is not None and start <= result.collected_on <= end:
            sign = "" if result.comparator is Comparator.EQUAL else result.comparator.value
            points.append(
                CountPoint(
                    result.id,
                    result.collected_on,
                    value,
                    result.comparator,
                    f"{sign}{plain(value)}",
                )
            )
    lane = CountLane(code, curves.label_of(file, code), unit_text(file, code), tuple(points))
    return replace(lane, limits=_limits(file, code), own=_own(file, code))


def _own(file: FileLike, code: str) -> tuple[Decimal, str] | None:
    """The patient's own figure: a rising MCV or falling platelets are read against it."""
    base = levels.baseline_of(file, code) if code in _OWN else None
    value = _value(file, base) if base is not None else None
    if base is None or value is None:
        return None
    said = tr("own {figure}, {day}").format(figure=plain(value), day=show(base.collected_on))
    return value, said


def _limits(file: FileLike, code: str) -> tuple[tuple[Decimal, str], ...]:
    figure, overlay = _LIMITS.get(code, ("", ""))
    if figure not in file.protocol.parameters or (overlay and overlay not in overlays(file)):
        return ()
    value = file.protocol.number(figure)
    return ((value, tr("{figure} in the protocol").format(figure=plain(value))),)


def _value(file: FileLike, result: LabResult) -> Decimal | None:
    analyte = file.facts.analytes.find(result.analyte)
    if analyte is None or result.value is None or result.collected_on > file.as_of:
        return None
    return analyte.in_unit(result.value, result.unit)
