"""Reference ranges with words around them: ``M: 10-50 F: 5-35``, ``N : 5-36``, ``<35 (women)``.

A range that is printed for each sex gives two limits; which one holds is known with the patient.
A word that is not understood leaves the limit missing, and the record says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aza_desktop.clinical.analytes import fold_header
from aza_desktop.clinical.columns import LabWords
from aza_desktop.intake.ranges import LONGEST, PrintedRange, upper_limit

_WORD = re.compile(r"[^\W\d_]+")
_PER = re.compile(r"(\w*)/$")
_SIGNS = str.maketrans({"♀": " F ", "♂": " M "})
_AROUND = " \t\r\n:=;,/|&.()[]{}"
_NORMAL = re.compile(r"(?P<label>[^\d<>≤≥=:\-–]+?)\s*:?\s*(?P<range>[\d<≤-].*)", re.DOTALL)
_REMARK = re.compile(r"(?P<range>.*\d.*?)\s*\((?P<label>[^()\d]+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RangesBySex:
    """A range that is another one for women than for men."""

    of: Mapping[str, PrintedRange]


@dataclass(frozen=True, slots=True)
class _Label:
    """A word that names a sex, and where it stands."""

    start: int
    end: int
    sex: str


def stated_range(text: str, words: LabWords) -> PrintedRange | RangesBySex | None:
    """What the range says of the upper limit; None where that is not understood."""
    if len(text) > LONGEST:
        return None
    spelled = text.translate(_SIGNS)
    labels = _labels(spelled, words)
    found = _by_sex(spelled, labels, words) if labels else None
    if found is not None:
        return found
    for pattern in (_NORMAL, _REMARK):
        match = pattern.fullmatch(spelled.strip())
        if match and set(fold_header(match["label"]).split()) <= words.normal_ranges:
            return upper_limit(match["range"], words)
    return upper_limit(text, words)


def _labels(text: str, words: LabWords) -> list[_Label]:
    """The words that name a sex. ``H`` and ``M`` together are hombre and mujer."""
    found = [
        (match, word)
        for match in _WORD.finditer(text)
        if (word := fold_header(match[0])) in words.sexes
        and not _ends_a_unit(text[: match.start()], words)
    ]
    letters = {word for _, word in found}
    meanings = dict(words.sexes)
    if "h" in letters and "m" in letters:
        meanings["m"] = "female"
    elif letters == {"h"}:
        return []
    return [_Label(match.start(), match.end(), meanings[word]) for match, word in found]


def _ends_a_unit(before: str, words: LabWords) -> bool:
    """True behind ``mL/``; ``M/F`` names both sexes."""
    match = _PER.search(before)
    return match is not None and fold_header(match[1]) not in words.sexes


def _by_sex(text: str, labels: list[_Label], words: LabWords) -> RangesBySex | None:
    """Every label has its range behind it, or every one before it."""
    starts, ends = [label.start for label in labels], [label.end for label in labels]
    if not any(c.isdigit() for c in text[: starts[0]]):
        parts = [text[a:b] for a, b in zip(ends, [*starts[1:], len(text)], strict=True)]
        for place in range(len(parts) - 2, -1, -1):
            parts[place] = parts[place] if parts[place].strip(_AROUND) else parts[place + 1]
    elif any(c.isdigit() for c in text[ends[-1] :]) or not _are_set_apart(text, labels):
        return None
    else:
        parts = [text[a:b] for a, b in zip([0, *ends[:-1]], starts, strict=True)]
    ranges = [upper_limit(part.strip(_AROUND), words) for part in parts]
    known = {
        label.sex: found for label, found in zip(labels, ranges, strict=True) if found is not None
    }
    return RangesBySex(known) if len(known) == len(labels) else None


def _are_set_apart(text: str, labels: list[_Label]) -> bool:
    """A letter behind a range may belong to its unit, unless it stands in brackets."""
    return all(
        label.end - label.start > 1 or text[: label.start].rstrip()[-1:] in ("(", "[")
        for label in labels
    )
