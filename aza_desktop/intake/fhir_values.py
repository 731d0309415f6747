"""What an Observation or a component of one says: test, number, unit and upper limit."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from aza_desktop.clinical.analytes import Analyte
from aza_desktop.clinical.quantities import Comparator, plain
from aza_desktop.intake.coded_tests import CodedTests, Coding
from aza_desktop.intake.deciding_numbers import Limit, Value
from aza_desktop.intake.fhir_types import TEXT, Component, Concept, Quantity, Range
from aza_desktop.intake.measuring import stored_unit
from aza_desktop.intake.numbers import comparator_of
from aza_desktop.intake.problems import NO_NUMBER, UNIT_CONFLICT, Problem
from aza_desktop.intake.row_tests import IGNORED, RowTest
from aza_desktop.intake.single_numbers import SingleNumbers

_LONGEST = 60
_NORMAL = frozenset({"normal"})
_SEXES = {
    "female": "female", "f": "female", "248152002": "female",
    "male": "male", "m": "male", "248153007": "male",
}  # fmt: skip


@dataclass(slots=True)
class FhirValues:
    """Understands values; remembers every answer."""

    tests: CodedTests
    numbers: SingleNumbers
    _tests: dict[tuple[object, ...], RowTest | Problem] = field(default_factory=dict)
    _others: dict[tuple[object, ...], bool] = field(default_factory=dict)
    _units: dict[tuple[str, str | None, str | None], str | Problem | None] = field(
        default_factory=dict
    )

    def test(self, concept: Concept | None) -> RowTest | Problem:
        """The test of a code, by system and code."""
        if concept is None:
            return IGNORED
        key = (*(concept.coding or ()), concept.text)
        found = self._tests.get(key)
        if found is None:
            codings = tuple(
                Coding((c.system or "").strip(), (c.code or "").strip(), (c.display or "").strip())
                for c in concept.coding or ()
            )
            found = self._tests[key] = self.tests.of(codings, (concept.text or "").strip())
        return found

    def is_other(self, code: Concept | None) -> bool:
        """True for the code of a test that is not kept."""
        key = () if code is None else (*(code.coding or ()), code.text)
        found = self._others.get(key)
        if found is None:
            test = self.test(code)
            found = not isinstance(test, Problem) and test.analyte is None
            self._others[key] = found
        return found

    def value(self, one: Component) -> tuple[Value | Problem, str]:
        """The number, or why there is none; and the value as it was printed."""
        quantity = one.value_quantity
        if quantity is not None:
            text = digits(quantity.value)
            shown = f"{quantity.comparator or ''}{text}"
            value = self.numbers.value(text) if text else NO_NUMBER
            if quantity.comparator and isinstance(value, Value):
                sign = comparator_of(quantity.comparator)
                if sign is None:
                    return NO_NUMBER, shown
                if sign is not Comparator.EQUAL:
                    value = Value(sign, value.text, value.number, value.unit)
            return value, shown
        text = one.value_string or digits(one.value_integer)
        if not text and one.value_codeable_concept is not None:
            text = words_of(one.value_codeable_concept)
        if not text and one.data_absent_reason is not None:
            return NO_NUMBER, words_of(one.data_absent_reason)
        return (self.numbers.value(text) if text else NO_NUMBER), text

    def unit(self, analyte: Analyte, quantity: Quantity | None) -> str | Problem | None:
        """The unit as it is stored; its code leads, and its words may not say another."""
        if quantity is None:
            return None
        key = (analyte.code, quantity.code, quantity.unit)
        if key not in self._units:
            self._units[key] = _unit(analyte, quantity.code, quantity.unit)
        return self._units[key]

    def limit(
        self, ranges: list[Range] | None, quantity: Quantity | None, *, sex: str | None
    ) -> Limit | Problem | None:
        """The upper limit of the one normal range that holds for this patient, or None."""
        found: list[Limit | Problem] = []
        for one in _normal(ranges or [], sex):
            limit = self._high(one, quantity, sex)
            if limit is not None and limit not in found:
                found.append(limit)
        return found[0] if len(found) == 1 else None

    def _high(
        self, one: Range, quantity: Quantity | None, sex: str | None
    ) -> Limit | Problem | None:
        if one.high is None:
            return self.numbers.limit(one.text.strip(), sex) if one.text else None
        value = self.numbers.value(digits(one.high.value))
        if not isinstance(value, Value):
            return None
        own = one.high.code or one.high.unit
        same = quantity is not None and own in (quantity.code, quantity.unit)
        return Limit(value.text, value.number, None if same or not own else own)


def has_value(one: Component) -> bool:
    """True when it holds a value of some kind, or says why it holds none."""
    return bool(
        one.value_quantity is not None
        or one.value_string is not None
        or one.value_codeable_concept is not None
        or one.value_boolean is not None
        or one.data_absent_reason is not None
        or bytes(one.value_integer)
        or bytes(one.value_range)
        or bytes(one.value_ratio)
    )


def digits(raw: msgspec.Raw) -> str:
    """A number as plain digits, exactly as it was sent; empty where there is none."""
    text = bytes(raw).decode("utf-8", errors="replace").strip()
    if text.startswith('"'):
        try:
            return TEXT.decode(text).strip()
        except msgspec.DecodeError:
            return text
    if text in ("null", ""):
        return ""
    if text[-1].isdigit() and ("e" in text or "E" in text) and len(text) < _LONGEST:
        exact = Decimal(text)
        exponent = exact.as_tuple().exponent
        if isinstance(exponent, int) and abs(exponent) < _LONGEST:
            return plain(exact)
    return text


def words_of(concept: Concept) -> str:
    """A concept in words."""
    coded = concept.coding or []
    said = (concept.text, *(c.display for c in coded), *(c.code for c in coded))
    return next((text.strip() for text in said if text and text.strip()), "")


def _unit(analyte: Analyte, code: str | None, words: str | None) -> str | Problem | None:
    by_code = analyte.read_unit(code) if code else None
    by_words = analyte.read_unit(words) if words else None
    if by_code is not None and by_words is not None:
        one = Decimal(1)
        same = analyte.in_unit(one, by_code) == analyte.in_unit(one, by_words)
        return by_code if same else UNIT_CONFLICT
    printed = words or code
    return by_code or by_words or (stored_unit(analyte, printed) if printed else None)


def _normal(ranges: list[Range], sex: str | None) -> list[Range]:
    """The ranges called normal, else those without a name; for this sex where they differ."""
    named = [one for one in ranges if _codes(one.type) & _NORMAL]
    fitting = named or [one for one in ranges if not _codes(one.type)]
    return [one for one in fitting if not (meant := _sexes(one)) or sex is None or sex in meant]


def _codes(concept: Concept | None) -> set[str]:
    if concept is None:
        return set()
    found = {(coding.code or "").casefold() for coding in concept.coding or []}
    return (found | {(concept.text or "").casefold()}) - {""}


def _sexes(one: Range) -> set[str]:
    codes = set().union(*(_codes(concept) for concept in one.appliesTo or []))
    return {_SEXES[code] for code in codes if code in _SEXES}
