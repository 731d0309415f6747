"""What the fields of an OBX segment say: test, value, unit and standing of a result."""

from __future__ import annotations

from dataclasses import dataclass, field

from aza_desktop.clinical.analytes import Analyte, fold_header
from aza_desktop.clinical.labs import ResultStatus
from aza_desktop.intake.coded_tests import CodedTests, Coding
from aza_desktop.intake.hl7_text import Delimiters
from aza_desktop.intake.measuring import stored_unit
from aza_desktop.intake.problems import Problem
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.row_tests import RowTest

DOCUMENTS = frozenset({"ED", "RP"})
"""Types of value that are no values: an embedded document, a pointer to one."""

MOMENTS = frozenset({"DT", "TM", "TS", "DTM"})
"""Types of value that are a date or a time: no digits of theirs are a measured value."""

_STATUSES = {
    "F": ResultStatus.FINAL,
    "U": ResultStatus.FINAL,
    "B": ResultStatus.FINAL,
    "V": ResultStatus.FINAL,
    "P": ResultStatus.PRELIMINARY,
    "R": ResultStatus.PRELIMINARY,
    "S": ResultStatus.PRELIMINARY,
    "I": ResultStatus.PRELIMINARY,
    "O": ResultStatus.PRELIMINARY,
    "N": ResultStatus.PRELIMINARY,
    "C": ResultStatus.CORRECTED,
    "A": ResultStatus.CORRECTED,
    "D": ResultStatus.CANCELLED,
    "W": ResultStatus.CANCELLED,
    "X": ResultStatus.CANCELLED,
}
_CODED = frozenset({"CE", "CWE", "CNE", "CF", "IS", "ID"})
_TRIPLETS = (0, 3, 9)
_ORIGINAL_TEXT = 8


@dataclass(slots=True)
class Observations:
    """Understands OBX fields; remembers every answer."""

    tests: CodedTests
    reading: Reading
    _tests: dict[tuple[Delimiters, str], RowTest | Problem] = field(default_factory=dict)
    _units: dict[tuple[str, str, Delimiters], str | None] = field(default_factory=dict)

    def test(self, text: str, signs: Delimiters) -> RowTest | Problem:
        """The test that OBX-3 names, in any of its codings."""
        key = (signs, text)
        found = self._tests.get(key)
        if found is None:
            parts = [signs.unescaped(part).strip() for part in text.split(signs.component)]
            parts += [""] * (12 - len(parts))
            codings = tuple(
                Coding(parts[at + 2], parts[at], parts[at + 1])
                for at in _TRIPLETS
                if parts[at] or parts[at + 1]
            )
            found = self._tests[key] = self.tests.of(codings, parts[_ORIGINAL_TEXT])
        return found

    def status(self, printed: str, otherwise: str) -> ResultStatus:
        """The standing by OBX-11, or where that is empty by OBR-25; else final."""
        for text in (printed, otherwise):
            code = text.strip()
            known = _STATUSES.get(code.upper())
            if known is not None:
                return known
            word = self.reading.words.statuses.get(fold_header(code))
            if word is not None:
                return ResultStatus(word)
        return ResultStatus.FINAL

    def unit(self, analyte: Analyte, text: str, signs: Delimiters) -> str | None:
        """The unit of OBX-6, by the first of its codings that is understood; or as printed.

        Some laboratories write 10^3/uL although the sign parts components.
        """
        key = (analyte.code, text, signs)
        if key not in self._units:
            self._units[key] = _unit(analyte, text, signs)
        return self._units[key]


def _unit(analyte: Analyte, text: str, signs: Delimiters) -> str | None:
    whole = signs.unescaped(text).strip()
    parts = [signs.unescaped(part).strip() for part in text.split(signs.component)]
    split_power = f"{parts[0]}^{parts[1]}" if len(parts) > 1 else ""
    first_of_field = signs.unescaped(parts[0].split(signs.subcomponent or "\0")[0]).strip()
    for tried in (whole, split_power, *parts[:6], first_of_field):
        read = analyte.read_unit(tried) if tried else None
        if read is not None:
            return read
    printed = next((part for part in parts if part), "")
    return stored_unit(analyte, printed) if printed else None


def value_of(kind: str, text: str, signs: Delimiters) -> str:
    """The value of OBX-5 as a person would write it down."""
    if kind == "SN":
        parts = [signs.unescaped(part).strip() for part in text.split(signs.component)]
        return "".join(parts).removeprefix("=")
    if kind in _CODED:
        parts = [signs.unescaped(part).strip() for part in text.split(signs.component)]
        return next(
            (part for part in (*parts[1:2], parts[0], *parts[4:5], *parts[3:4]) if part), ""
        )
    if signs.repetition and signs.repetition in text:
        kept = [signs.unescaped(part).strip() for part in text.split(signs.repetition)]
        told = [part for part in kept if part]
        return told[0] if len(set(told)) == 1 else "\n".join(told)
    bare = text.rstrip(f" {signs.component}") if signs.component else text
    return signs.unescaped(bare.strip()).strip()
