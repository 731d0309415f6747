"""Which analyte a line of a long table is about, by its test name, local code and LOINC code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from aza_desktop.clinical.analytes import Analyte, fold_header
from aza_desktop.intake.naming import TestName, TestNames
from aza_desktop.intake.problems import Problem, conflicting_test, unknown_test
from aza_desktop.intake.questions import IGNORE, answered_test, question_about
from aza_desktop.intake.reading import Reading

_LOINC = re.compile(r"\d{1,6}-\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class RowTest:
    """analyte: None for a test that is not kept. unit: printed inside the name, or None."""

    analyte: Analyte | None
    unit: str | None = None


IGNORED = RowTest(None)
_MISSING = frozenset({"NA", "N/A", "NULL", "NaN", ".", "-"})
"""Words for no name at all, which statistics programs write; beside a code NA is not sodium."""


def is_missing(name: str) -> bool:
    """True for an empty cell, or one of those words."""
    return not name or name in _MISSING


@dataclass(slots=True)
class RowTests:
    """Finds the test of a line; remembers every answer. near: names to ask about.

    A LOINC code that is not kept decides, as it does in messages: the albumin of 1754-1 is that
    of urine, whatever it is called.
    """

    names: TestNames
    reading: Reading
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _known: dict[tuple[str, str, str], RowTest | Problem] = field(default_factory=dict)

    def of(self, name: str, code: str, loinc: str) -> RowTest | Problem:
        """The test that these three cells mean together; an empty text where one is missing."""
        key = (name, code, loinc)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(name.strip(), code.strip(), loinc.strip())
        return found

    def _find(self, name: str, code: str, loinc: str) -> RowTest | Problem:
        by_code = self._read(code)
        by_loinc = self.names.of_loinc(loinc)
        if name in _MISSING and (by_code.analyte is not None or by_loinc is not None):
            name = ""
        by_name = self._read(name)
        if by_loinc is None and _LOINC.fullmatch(loinc) and not _is_miscoded(by_name, loinc):
            return IGNORED
        analytes = [a for a in (by_name.analyte, by_code.analyte, by_loinc) if a is not None]
        unit = by_name.unit or by_code.unit
        if len({analyte.code for analyte in analytes}) > 1:
            codes = tuple(sorted({analyte.code for analyte in analytes}))
            return self._ask(name or code, codes, unit=unit, problem=conflicting_test)
        if analytes:
            contradicted = name and by_name.analyte is None and self._is_another(name)
            return IGNORED if contradicted else RowTest(analytes[0], unit)
        near = by_name.near or by_code.near
        if near and not _LOINC.fullmatch(code):
            return self._ask(name or code, near, unit=unit, problem=unknown_test)
        return IGNORED

    def _ask(
        self,
        asked: str,
        codes: tuple[str, ...],
        *,
        unit: str | None,
        problem: Callable[[str], Problem],
    ) -> RowTest | Problem:
        """What a person said the test is; else the row waits for it."""
        answer = answered_test(asked, codes, self.reading)
        if answer is None:
            self.near[asked] = codes
            return problem(question_about(asked))
        return IGNORED if answer == IGNORE else RowTest(self.reading.catalogue.find(answer), unit)

    def _read(self, text: str) -> TestName:
        if _LOINC.fullmatch(text):
            return TestName(self.names.of_loinc(text))
        return self.names.read(text)

    def _is_another(self, name: str) -> bool:
        """True when the name says that it is another test than its code claims."""
        folded = fold_header(name)
        words = self.reading.words
        return folded in words.other_tests or bool(words.telling.intersection(folded.split()))


def _is_miscoded(name: TestName, loinc: str) -> bool:
    """True where the name says a test for which laboratories use that code, or none is known."""
    analyte = name.analyte
    return analyte is not None and (not analyte.loinc or loinc in analyte.miscoded)
