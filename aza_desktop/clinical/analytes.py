"""What can be measured, in which units, and under which names laboratories send it.

The values come from ``resources/analytes.toml``; this module only gives them a shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from aza_desktop.clinical.quantities import EXACT


def fold_unit(unit: str) -> str:
    """A unit's spelling without case, blanks and the difference between the two micro signs."""
    return (
        "".join(unit.split())
        .replace("\N{MICRO SIGN}", "u")
        .replace("\N{GREEK SMALL LETTER MU}", "u")
        .casefold()
    )


@dataclass(frozen=True, slots=True)
class Analyte:
    """One measurable quantity.

    code: our short code, for example ``ALT``. unit: the UCUM unit we compute in.
    factors: folded unit spelling -> what one such unit is in `unit`.
    loinc: the codes under which it is sent. headers: folded column and test names.
    """

    code: str
    name: str
    short_name: str
    unit: str
    factors: Mapping[str, Decimal]
    loinc: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    shown_unit: str = ""
    plausible: tuple[Decimal, Decimal] | None = None

    def in_unit(self, number: Decimal, unit: str | None) -> Decimal | None:
        """`number` of `unit` in this analyte's own unit, exactly; None when the unit is not known."""
        factor = self.factors.get(fold_unit(unit)) if unit else None
        return None if factor is None else EXACT.multiply(number, factor)


@dataclass(frozen=True, slots=True)
class AnalyteCatalogue:
    """Every analyte that the program keeps, by code, in the order of the file."""

    analytes: tuple[Analyte, ...]
    _by_code: dict[str, Analyte] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {analyte.code: analyte for analyte in self.analytes})

    def find(self, code: str) -> Analyte | None:
        """The analyte of that code, or None."""
        return self._by_code.get(code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code
