"""The upper limit in a printed reference range: ``<41``, ``0 - 21``, ``35 to 50``, ``bis 45``.

Only a range that is understood as a whole gives a limit; anything else leaves it missing, and the
record says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.analytes import fold_header
from aza_desktop.clinical.columns import LabWords
from aza_desktop.intake.numbers import FLAGS, plain_numbers

LONGEST = 200
"""Characters of a range; a longer text is a remark."""
_SPACE = "[ \\u00a0\\u202f\\u2009]"
_GROUPED = rf"[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)"
_NUMBER = rf"(?:{_GROUPED}|\d[\d.,'’]*\d|\d|[.,]\d+)"
_OR_EQUAL = re.compile(r"<\s*or\s*=", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n]+")
"""Blanks that are no thousands separator are one blank."""
_WORD = r"[^\W\d_][^\d]*?"
_REST = r"(?P<rest>\s+\S.*|[^\d\s].*)?"
_BETWEEN = re.compile(
    rf"(?P<low>[<>]?\s*{_NUMBER})(?:\s*[^\d\s<>.,-][^\d<>-]*)?\s*"
    rf"(?P<join>[-–—−‐‑‒―~÷]|\.{{2,3}}|…)\s*<?=?\s*(?P<high>{_NUMBER}){_REST}"
)
_BETWEEN_WORD = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<join>\b{_WORD})\s*(?P<high>{_NUMBER}){_REST}"
)
_SINGLE = re.compile(rf"[<≤]?=?\s*(?P<high>{_NUMBER}){_REST}")
_UP_TO = re.compile(rf"(?P<join><=?|=<|≤|⩽|[-–—−]|{_WORD})\s*(?P<high>{_NUMBER}){_REST}")


@dataclass(frozen=True, slots=True)
class PrintedRange:
    """The upper limit of a range. by_sign: as in `Printed`; unit: as printed in the range."""

    by_sign: dict[str, str]
    unit: str | None = None


def upper_limit(text: str, words: LabWords) -> PrintedRange | None:
    """The upper limit that the range states, or None when it states none that is understood."""
    if len(text) > LONGEST:
        return None
    spelled = _OR_EQUAL.sub("<=", text) if "=" in text else text
    stripped = _BLANKS.sub(" ", _unbracketed(spelled.strip()))
    match = _BETWEEN.fullmatch(stripped)
    if match is not None:
        return _limit(match, low=match["low"].strip("<> "))
    match = _BETWEEN_WORD.fullmatch(stripped)
    if match is not None:
        known = fold_header(match["join"]) in words.between
        return _limit(match, low=match["low"]) if known else None
    match = _UP_TO.fullmatch(stripped)
    if match is None:
        return None
    join = fold_header(match["join"])
    if join and join not in words.up_to:
        return None
    return _limit(match)


def single_limit(text: str) -> PrintedRange | None:
    """The limit in a column that holds nothing but upper limits; ``<41`` is 41 there too."""
    match = _SINGLE.fullmatch(text.strip()) if len(text) <= LONGEST else None
    return None if match is None else _limit(match)


def _unbracketed(text: str) -> str:
    """``(10-40)`` and ``[10-40] U/L`` without the brackets around the numbers."""
    match = re.fullmatch(r"[(\[{]([^()\[\]{}]*)[)\]}]\s*(.*)", text)
    return f"{match[1]} {match[2]}".strip() if match else text


def _limit(match: re.Match[str], low: str | None = None) -> PrintedRange | None:
    by_sign = plain_numbers(match["high"])
    if low is not None:
        lows = plain_numbers(low)
        by_sign = {
            sign: high
            for sign, high in by_sign.items()
            if sign in lows and Decimal(lows[sign]) <= Decimal(high)
        }
    unit = (match["rest"] or "").strip().rstrip(" ;,") or None
    if unit is not None and unit.casefold() in FLAGS:
        unit = None
    return PrintedRange(by_sign, unit) if by_sign else None
