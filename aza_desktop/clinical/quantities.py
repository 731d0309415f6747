"""Exact numbers: reported values, comparators, and a value as a multiple of its own ULN.

Binary floats never appear: 1.65 / 0.55 and 3 x 1.1 would be wrong in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum

MAX_DIGITS = 40
"""Longest number that is read, in digits: far beyond any laboratory, and still exact here."""

EXACT = Context(prec=4 * MAX_DIGITS, traps=[Inexact, InvalidOperation])
"""Arithmetic that raises rather than rounds."""

_TRUNCATING = Context(prec=8 * MAX_DIGITS)

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)


class Comparator(StrEnum):
    """How the laboratory qualified the number."""

    EQUAL = "="
    LESS = "<"
    GREATER = ">"


def parse_decimal(text: str) -> Decimal | None:
    """The plain decimal number that `text` is, or None.

    Accepts ASCII digits with an optional sign and point. Refuses exponents, ``nan``, ``inf``,
    underscores, full-width digits and numbers of more than `MAX_DIGITS` digits.
    """
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped) or sum(c.isdigit() for c in stripped) > MAX_DIGITS:
        return None
    return Decimal(stripped)


def plain(number: Decimal) -> str:
    """The number without exponent and without trailing zeros after the point."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


@dataclass(frozen=True, slots=True)
class Ratio:
    """value / uln, kept as its two exact parts in one unit.

    uln: greater than zero. Comparisons multiply across and never divide.
    """

    value: Decimal
    uln: Decimal

    def at_least(self, multiple: Decimal) -> bool:
        """True when value / uln >= multiple, exactly."""
        return self.value >= EXACT.multiply(multiple, self.uln)

    def above(self, multiple: Decimal) -> bool:
        """True when value / uln > multiple, exactly."""
        return self.value > EXACT.multiply(multiple, self.uln)

    def exceeds(self, other: Ratio) -> bool:
        """True when this multiple is larger than the other one, exactly."""
        return EXACT.multiply(self.value, other.uln) > EXACT.multiply(other.value, self.uln)

    def equals(self, other: Ratio) -> bool:
        """True when both are the same multiple, exactly."""
        return EXACT.multiply(self.value, other.uln) == EXACT.multiply(other.value, self.uln)

    def truncated(self, places: int = 2) -> str:
        """The multiple cut off (never rounded) after `places` decimals, for example ``"2.99"``."""
        whole = _TRUNCATING.divide_int(EXACT.scaleb(self.value, places), self.uln)
        return format(EXACT.scaleb(whole, -places), "f")

    def __float__(self) -> float:
        """An approximation for drawing only."""
        return float(self.value / self.uln)
