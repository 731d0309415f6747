"""A result as a multiple of its own upper limit: the figure every screen shows beside the value."""

from __future__ import annotations

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Ratio


def multiple_of(result: LabResult, analytes: AnalyteCatalogue) -> Ratio | None:
    """value / ULN of the result in one unit; None when value, limit or a unit cannot be told.

    The comparator stays with the result: ``>1000`` gives the multiple of 1000.
    """
    analyte = analytes.find(result.analyte)
    if analyte is None or result.value is None or result.uln is None:
        return None
    value = analyte.in_unit(result.value, result.unit)
    uln = analyte.in_unit(result.uln, result.uln_unit)
    if value is None or uln is None or uln <= 0:
        return None
    return Ratio(value=value, uln=uln)
