"""Which analyte a laboratory's test name means, and the unit that stands inside that name.

Exact names lead. Harmless words (serum, IFCC) are dropped; a telling word (direct, urine, ratio)
makes it another test. A name that only resembles a kept one is asked about, never taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aza_desktop.clinical.analytes import Analyte, AnalyteCatalogue, fold_header
from aza_desktop.clinical.columns import LabWords

_OPENING = {")": "(", "]": "[", "}": "{"}
_UNIT_LIKE = re.compile(
    r"/\s*(?:[dcmuµμnpf]?l|lt|lit(?:er|re)|mcl|mm\^?[3³]|c[um]mm?|h|min|kg|g|m?mol|1[.,]73.*|"
    r"\d+ ?ml)\.?$"
    r"|^(?:%|fl|pg|sec\.?|s|mmhg|mm)$|10[*^]\d",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[()\[\]{},;/|]|\s-\s")
_BRACKETS = re.compile(r"[()\[\]{}]")
_SHORT = 4
_JOINED_FROM = 8
"""Letters of a name from which on it is known without its blanks: TotalBilirubin."""
LONGEST = 400
"""Characters of a test name or column header; the longest of LOINC has fewer than 300."""
PERCENT = frozenset({"%", "percent", "prozent"})


@dataclass(frozen=True, slots=True)
class TestName:
    """What a test name says. kept: the analyte, or None. unit: as printed in the name, or None.

    is_test: it names some laboratory test. near: codes of analytes that it merely resembles.
    """

    __test__ = False

    analyte: Analyte | None
    unit: str | None = None
    is_test: bool = True
    near: tuple[str, ...] = ()


class TestNames:
    """Looks test names and codes up; remembers every answer."""

    __test__ = False

    def __init__(self, catalogue: AnalyteCatalogue, words: LabWords) -> None:
        self._words = words
        spelled = {name: a for a in catalogue.analytes for name in a.headers}
        joined = {
            name.replace(" ", ""): a for name, a in spelled.items() if len(name) >= _JOINED_FROM
        }
        self._by_name = {**joined, **spelled}
        self._by_loinc = {code: a for a in catalogue.analytes for code in a.loinc}
        self._by_words = _in_any_order(self._by_name)
        self._long_names = sorted(
            (name for name in self._by_name if len(name) >= _SHORT or name in _ENZYMES),
            key=len,
            reverse=True,
        )
        self._read: dict[str, TestName] = {}

    def of_loinc(self, code: str) -> Analyte | None:
        """The analyte of that LOINC code, or None."""
        return self._by_loinc.get(code.strip())

    def read(self, text: str) -> TestName:
        """What that test name or column header means."""
        found = self._read.get(text)
        if found is None:
            name = " ".join(text.split()) if len(text) <= LONGEST else ""
            found = self._read[text] = self._find(name)
        return found

    def _find(self, text: str) -> TestName:
        analyte = self._exact(text)
        if analyte is not None:
            return TestName(analyte)
        name, unit = self._split_unit(text)
        if unit is not None:
            analyte = self._kept(name)
            if analyte is not None:
                return self._with_unit(analyte, unit)
        analyte = self._by_parts(text)
        if analyte is not None:
            return TestName(analyte)
        folded = fold_header(name)
        if folded in self._words.not_tests or not folded:
            return TestName(None, is_test=False)
        known = unit is not None or folded in self._words.other_tests or "%" in text
        return TestName(None, unit, is_test=known, near=self._near(folded))

    def _with_unit(self, analyte: Analyte, unit: str) -> TestName:
        if fold_header(unit) in PERCENT and analyte.read_unit(unit) is None:
            return TestName(None, unit)
        return TestName(analyte, unit)

    def _exact(self, text: str) -> Analyte | None:
        folded = fold_header(text)
        found = self._by_name.get(folded)
        if found is not None or folded in self._words.other_tests:
            return found
        bare = self._bare(folded)
        found = self._by_name.get(bare)
        if found is not None or " " not in bare:
            return found
        return self._by_words.get(tuple(sorted(bare.split())))

    def _bare(self, folded: str) -> str:
        """The name without its harmless words."""
        return " ".join(word for word in folded.split() if word not in self._words.harmless)

    def _by_parts(self, text: str) -> Analyte | None:
        """The analyte that every part of the name means, as in ``AST (GOT)``, or None."""
        return self._of_parts(_PARTS.split(text)) or self._of_parts(_BRACKETS.split(text))

    def _of_parts(self, parts: list[str]) -> Analyte | None:
        found: set[str] = set()
        analyte: Analyte | None = None
        for part in parts:
            bare = self._bare(fold_header(part))
            if not bare:
                continue
            analyte = self._exact(part)
            if analyte is None:
                return None
            found.add(analyte.code)
        return analyte if len(found) == 1 else None

    def _split_unit(self, text: str) -> tuple[str, str | None]:
        """The name and the unit at its end: ``AST (U/L)``, ``AST [U/L]``, ``AST, U/L``."""
        opening = _opening_of(text)
        if opening > 0:
            name, inside = text[:opening].strip(" ,_-"), text[opening + 1 : -1].strip()
            if self._is_unit(inside, self._kept(name)):
                return name, inside
        words = re.split(r"[\s,_]+", text)
        for first in range(len(words) - 1, 0, -1):
            name, unit = " ".join(words[:first]), " ".join(words[first:])
            name = name.removesuffix(" in").strip(" -")
            analyte = self._kept(name)
            known = analyte is not None or fold_header(name) in self._words.other_tests
            if not known:
                continue
            for spelled in (unit, "/".join(words[first:])):
                if self._is_unit(spelled, analyte):
                    return name, spelled
        return text, None

    def _kept(self, name: str) -> Analyte | None:
        return self._exact(name) or self._by_parts(name)

    @staticmethod
    def _is_unit(text: str, analyte: Analyte | None) -> bool:
        spelled = analyte is not None and analyte.read_unit(text) is not None
        return spelled or bool(_UNIT_LIKE.search(text))

    def _near(self, folded: str) -> tuple[str, ...]:
        """The analyte whose name stands inside a name that is not known otherwise.

        Two analytes in one name are a ratio or a panel.
        """
        if folded in self._words.other_tests or self._words.telling.intersection(folded.split()):
            return ()
        padded = f" {folded} "
        codes = {self._by_name[name].code for name in self._long_names if f" {name} " in padded}
        return tuple(codes) if len(codes) == 1 else ()


def _in_any_order(by_name: Mapping[str, Analyte]) -> dict[tuple[str, ...], Analyte]:
    """The names of several words by their words: ``Phosphatase, alkaline`` is no other test.

    Words that belong to two tests are left out.
    """
    found: dict[tuple[str, ...], Analyte] = {}
    shared: set[tuple[str, ...]] = set()
    for name, analyte in by_name.items():
        words = tuple(sorted(name.split()))
        if len(words) > 1 and found.setdefault(words, analyte) is not analyte:
            shared.add(words)
    return {words: analyte for words, analyte in found.items() if words not in shared}


_ENZYMES = frozenset({"alt", "ast", "got", "gpt", "ggt", "alp", "tgo", "tgp"})


def _opening_of(text: str) -> int:
    """Where the bracket opens that closes at the end of the text, or -1."""
    if not text or text[-1] not in _OPENING:
        return -1
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        if text[place] in _OPENING:
            depth += 1
        elif text[place] in _OPENING.values():
            depth -= 1
            if depth == 0:
                return place
    return -1
