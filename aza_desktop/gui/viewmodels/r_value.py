"""R = (ALT ÷ ULN) ÷ (ALP ÷ ULN) of one sample, shown only where it means something.

From which multiples on it is shown is a parameter of the protocol; without it R is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.multiples import multiple_of

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile

SHOWN_FROM = {"ALT": "r_shown_from_alt_uln", "ALP": "r_shown_from_alp_uln"}
"""Analyte -> the parameter that says from which multiple of its ULN on R is shown."""


def r_text(file: PatientFile, results: Mapping[str, LabResult]) -> str:
    """R with one decimal, cut off; "" where it is not to be shown or cannot be told."""
    ratios = {}
    for code in SHOWN_FROM:
        result = results.get(code)
        ratio = multiple_of(result, file.facts.analytes) if result is not None else None
        if ratio is None:
            return ""
        ratios[code] = ratio
    if file.protocol is None:
        return ""
    protocol = file.protocol
    shown = any(
        name in protocol.parameters and ratios[code].at_least(protocol.number(name))
        for code, name in SHOWN_FROM.items()
    )
    alt, alp = ratios["ALT"], ratios["ALP"]
    if not shown or not alp.value:
        return ""
    r = (alt.value * alp.uln) / (alt.uln * alp.value)
    return str(r.quantize(Decimal("0.1"), rounding=ROUND_DOWN))


def lacks_alp(file: PatientFile, results: Mapping[str, LabResult]) -> bool:
    """True where R would be shown for this ALT, but there is no usable ALP beside it."""
    name, alt, protocol = SHOWN_FROM["ALT"], results.get("ALT"), file.protocol
    if alt is None or protocol is None or name not in protocol.parameters:
        return False
    alp = results.get("ALP")
    if alp is not None and multiple_of(alp, file.facts.analytes) is not None:
        return False
    ratio = multiple_of(alt, file.facts.analytes)
    return ratio is not None and ratio.at_least(protocol.number(name))
