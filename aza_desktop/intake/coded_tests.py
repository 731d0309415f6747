"""Which analyte a coded test means: by code *and* code system, else by the laboratory's own words.

The same digits mean something else in another system (1742-6 is also a code of a list of races),
so a LOINC code counts only as LOINC. A LOINC code that is not kept decides too: a urine albumin is
not made a serum albumin by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from aza_desktop.clinical.analytes import Analyte, fold_header
from aza_desktop.intake.naming import TestName, TestNames
from aza_desktop.intake.problems import Problem, conflicting_test, unknown_test
from aza_desktop.intake.questions import IGNORE, answered_test, question_about
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.row_tests import IGNORED, RowTest

_LOINC = frozenset(
    {"ln", "lnc", "loinc", "loinc.org", "www.loinc.org", "2.16.840.1.113883.6.1", "pclocd"}
)
"""pCLOCD is Canada's list of LOINC codes."""
_LOINC_SHAPE = re.compile(r"\d{1,6}-\d", re.ASCII)
_NO_TESTS = re.compile(r"race|ethnic|cdcrec|hl70005|/v[23]-|2\.16\.840\.1\.113883\.(5|6\.238)\b")
"""Code systems that hold no laboratory tests, whatever their codes look like."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code with the system that gave it, and its words; empty texts where one is missing."""

    system: str
    code: str
    text: str


def is_loinc(system: str) -> bool:
    """True for the names under which LOINC is cited."""
    bare = system.strip().casefold().rstrip("/")
    for prefix in ("http://", "https://", "urn:oid:"):
        bare = bare.removeprefix(prefix)
    return bare in _LOINC


@dataclass(slots=True)
class CodedTests:
    """Finds the test of a set of codings; remembers every answer. near: names to ask about."""

    names: TestNames
    reading: Reading
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _known: dict[tuple[tuple[Coding, ...], str], RowTest | Problem] = field(default_factory=dict)

    def of(self, codings: tuple[Coding, ...], text: str = "") -> RowTest | Problem:
        """The test that these codings mean together. text: words beside them, or empty."""
        key = (codings, text)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(codings, text)
        return found

    def _find(self, codings: tuple[Coding, ...], text: str) -> RowTest | Problem:
        proper = tuple(c for c in codings if not _NO_TESTS.search(c.system.casefold()))
        if codings and not proper:
            return IGNORED
        cited = [c for c in proper if is_loinc(c.system)]
        local = [c for c in proper if not is_loinc(c.system)]
        displays = {c.text for c in cited}
        words = [c.text for c in local if c.text] + ([text] if text not in displays else [])
        words = [word for word in words if word]
        if cited:
            return self._by_loinc(cited, words or [c.text for c in cited if c.text])
        return self._by_words(local, words)

    def _by_loinc(self, cited: list[Coding], words: list[str]) -> RowTest | Problem:
        """words: the laboratory's own, else those of LOINC."""
        kept = {a.code: a for c in cited if (a := self.names.of_loinc(c.code)) is not None}
        named = [self.names.read(word) for word in words]
        if not kept:
            return self._miscoded(cited, named)
        kept |= {name.analyte.code: name.analyte for name in named if name.analyte is not None}
        label = words[0] if words else cited[0].code
        if len(kept) > 1:
            return self._ask(label, tuple(sorted(kept)), problem=conflicting_test)
        (analyte,) = kept.values()
        for word, name in zip(words, named, strict=True):
            if name.analyte is None and self._is_another(word, analyte):
                return IGNORED
        return RowTest(analyte, next((name.unit for name in named if name.unit), None))

    def _miscoded(self, cited: list[Coding], named: list[TestName]) -> RowTest:
        """A code that laboratories use by mistake for the test that the name says.

        Of a test for which no code is known, only the name can speak.
        """
        for name in named:
            analyte = name.analyte
            if analyte is None:
                continue
            if not analyte.loinc or any(c.code in analyte.miscoded for c in cited):
                return RowTest(analyte, name.unit)
        return IGNORED

    def _by_words(self, local: list[Coding], words: list[str]) -> RowTest | Problem:
        named = [self.names.read(word) for word in words]
        for coding in local:
            if not coding.code:
                continue
            if not _LOINC_SHAPE.fullmatch(coding.code):
                named.append(self.names.read(coding.code))
            elif not coding.system:
                named.append(TestName(self.names.of_loinc(coding.code)))
        kept = {name.analyte.code: name.analyte for name in named if name.analyte is not None}
        label = words[0] if words else next((c.code for c in local), "")
        if len(kept) > 1:
            return self._ask(label, tuple(sorted(kept)), problem=conflicting_test)
        if kept:
            (analyte,) = kept.values()
            read = zip(words, named, strict=False)
            if any(n.analyte is None and self._is_another(w, analyte) for w, n in read):
                return IGNORED
            return RowTest(analyte, next((name.unit for name in named if name.unit), None))
        near = next((name.near for name in named if name.near), ())
        return self._ask(label, near, problem=unknown_test) if near else IGNORED

    def _ask(
        self, label: str, codes: tuple[str, ...], *, problem: Callable[[str], Problem]
    ) -> RowTest | Problem:
        answer = answered_test(label, codes, self.reading)
        if answer is not None:
            return IGNORED if answer == IGNORE else RowTest(self.reading.catalogue.find(answer))
        self.near[label] = codes
        return problem(question_about(label))

    def _is_another(self, words: str, analyte: Analyte) -> bool:
        """True when the words say that it is another test than its code claims."""
        folded = fold_header(words)
        known = self.reading.words
        own = set(fold_header(analyte.name).split())
        telling = known.telling.intersection(folded.split()) - own
        return folded in known.other_tests or bool(telling)
