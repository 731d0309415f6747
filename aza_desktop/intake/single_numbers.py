"""Numbers and limits that come one by one, in messages whose standard has the point for decimals.

Only ``1,718`` has two meanings there; a person is asked. Every text is understood once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from aza_desktop.clinical.quantities import Comparator
from aza_desktop.intake.deciding_numbers import Limit, StatedLimit, Value, by_sex, limit_for
from aza_desktop.intake.labelled_ranges import RangesBySex, stated_range
from aza_desktop.intake.numbers import COMMA, DOT, SIGNS, number, printed
from aza_desktop.intake.problems import DECIMAL_SIGN, FORMULA, NEGATIVE, NO_NUMBER, Problem
from aza_desktop.intake.ranges import PrintedRange
from aza_desktop.intake.reading import Reading

_PLAIN = re.compile(r"\d{1,20}(?:\.\d{1,19})?", re.ASCII)
"""Most numbers: digits, perhaps a point, and nothing else."""


@dataclass(slots=True)
class SingleNumbers:
    """Reads values and ranges; remembers every answer."""

    reading: Reading
    _sign: str | None = field(init=False)
    _values: dict[str, Value | Problem] = field(default_factory=dict)
    _limits: dict[str, StatedLimit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sign = self.reading.answer("decimal_sign", SIGNS)

    def value(self, text: str) -> Value | Problem:
        """The number that was printed as a result, or why it is none."""
        found = self._values.get(text)
        if found is None:
            found = self._values[text] = self._value(text)
        return found

    def limit(self, text: str, sex: str | None) -> Limit | Problem | None:
        """The upper limit of a printed reference range for that sex; None where none is stated."""
        if text not in self._limits:
            self._limits[text] = self._limit(text)
        return limit_for(self._limits[text], sex)

    def _value(self, text: str) -> Value | Problem:
        if _PLAIN.fullmatch(text) and self._sign != COMMA:
            return Value(Comparator.EQUAL, text, Decimal(text), "")
        found = printed(text)
        if found is None:
            return FORMULA if text.lstrip().startswith("=") else NO_NUMBER
        plain = self._plain(text, found.by_sign)
        if plain is None:
            return DECIMAL_SIGN
        exact = number(plain)
        return NEGATIVE if exact < 0 else Value(found.comparator, plain, exact, found.rest)

    def _limit(self, text: str) -> StatedLimit:
        found = stated_range(text, self.reading.words)
        if isinstance(found, RangesBySex):
            return by_sex({sex: self._decided(text, one) for sex, one in found.of.items()})
        return None if found is None else self._decided(text, found)

    def _decided(self, text: str, found: PrintedRange) -> Limit | Problem:
        plain = self._plain(text, found.by_sign)
        return DECIMAL_SIGN if plain is None else Limit(plain, number(plain), found.unit)

    def _plain(self, text: str, by_sign: Mapping[str, str]) -> str | None:
        if len(set(by_sign.values())) == 1:
            return next(iter(by_sign.values()))
        return by_sign.get(self._sign or ("" if "," in text else DOT))
