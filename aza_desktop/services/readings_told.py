"""Results in words: the value as reported, its limit and the multiple, cut off, never rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.rules.readings import Reading
from aza_desktop.texts import tr


def value_text(result: LabResult) -> str:
    """The value as reported, with comparator and unit: ``ALT >130 U/L``."""
    sign = "" if result.comparator is Comparator.EQUAL else result.comparator.value
    return " ".join(
        part for part in (result.analyte, f"{sign}{result.value_text}", result.unit) if part
    )


def multiple_text(reading: Reading) -> str:
    """The value over its own limit and the multiple, cut off after two places."""
    result = reading.result
    multiple = reading.ratio.truncated() if reading.ratio is not None else tr("not known")
    at_least = tr("at least") + " " if result.comparator is Comparator.GREATER else ""
    limit = " ".join(part for part in (result.uln_text, result.uln_unit) if part)
    return f"{value_text(result)} / ULN {limit} = {at_least}{multiple}"


def multiples_text(readings: Iterable[Reading], sign: str, limit: Decimal) -> str:
    """Each multiple against the limit; with the day where there is more than one day."""
    ordered = sorted(readings, key=lambda reading: (reading.on, reading.result.analyte))
    several = len({reading.on for reading in ordered}) > 1
    return "; ".join(
        f"{multiple_text(reading)} {sign} {limit}" + (f" ({show(reading.on)})" if several else "")
        for reading in ordered
    )


def panel_text(tests: Sequence[str]) -> str:
    """``ALT and AST``, or the only one."""
    return tr(" and ").join(tests)
