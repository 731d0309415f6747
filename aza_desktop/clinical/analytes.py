"""What can be measured, in which units, and under which names laboratories send it.

The values come from ``resources/analytes.toml``; this module only gives them a shape.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from aza_desktop.clinical.quantities import EXACT

_SUPERSCRIPTS = str.maketrans(
    {raised: f"^{digit}" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
    | {"×": "x", "·": ".", "⋅": ".", "∙": ".", "\N{MULTIPLICATION X}": "x"}
)
_POWER_OF_TEN = re.compile(r"(?:x|\*)?10(?:\^|\*\*|\*|exp|e\+?)?0?(1[0-2]|[3-9])(?=/|cells)")
_NOT_WORD = re.compile(r"[\W_]+")


def fold_unit(unit: str) -> str:
    """A unit's spelling without case, blanks and the difference between the two micro signs."""
    return (
        "".join(unit.split())
        .replace("\N{MICRO SIGN}", "u")
        .replace("\N{GREEK SMALL LETTER MU}", "u")
        .casefold()
    )


def fold_spelling(unit: str) -> str:
    """A laboratory's spelling of a unit for looking it up on import: every 10^9 is ``10*9``."""
    folded = fold_unit(unit.translate(_SUPERSCRIPTS))
    return _POWER_OF_TEN.sub(r"10*\1", folded, count=1)


def fold_header(text: str) -> str:
    """A column or test name without case, accents and punctuation; words apart by one blank.

    A percent sign and a number sign stay, as words of their own: they change what is measured.
    """
    named = text.replace("γ", " gamma ").replace("%", " percent ").replace("#", " count ")
    stripped = unicodedata.normalize("NFKD", named)
    plain = "".join(c for c in stripped if not unicodedata.combining(c))
    return " ".join(_NOT_WORD.sub(" ", plain.casefold()).split())


@dataclass(frozen=True, slots=True)
class Analyte:
    """One measurable quantity.

    code: our short code, for example ``ALT``. unit: the UCUM unit we compute in.
    factors: folded unit spelling -> what one such unit is in `unit`: the closed table for judging.
    spellings: unit as laboratories write it (`fold_spelling`) -> UCUM unit that is stored for it.
    loinc: the codes under which it is sent. headers: column and test names (`fold_header`).
    miscoded: codes of other tests that laboratories send for it; the name must agree.
    plausible: in `unit`; outside of it a person is asked about a typing error.
    doubtful_uln: in `unit`; a person is asked whether a higher upper limit is really printed.
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
    spellings: Mapping[str, str] = field(default_factory=dict)
    miscoded: tuple[str, ...] = ()
    doubtful_uln: Decimal | None = None

    def in_unit(self, number: Decimal, unit: str | None) -> Decimal | None:
        """`number` of `unit` in this analyte's own unit, exactly; None for an unknown unit."""
        factor = self.factors.get(fold_unit(unit)) if unit else None
        return None if factor is None else EXACT.multiply(number, factor)

    def is_doubtful_uln(self, uln: Decimal, unit: str | None) -> bool:
        """True for an upper limit so high that a person should compare it with the report."""
        shown = self.in_unit(uln, unit)
        return shown is not None and self.doubtful_uln is not None and shown > self.doubtful_uln

    def read_unit(self, printed: str) -> str | None:
        """The UCUM unit that a laboratory's spelling stands for, or None."""
        return self.spellings.get(fold_spelling(printed))


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
