"""Numbers as laboratories print them, exactly: comparator, digits, decimal sign, flag, unit.

``1,718`` is 1718 in one country and 1.718 in another. Other numbers of the same column, then of
the same file, prove the decimal sign; else a person is asked. Nothing is ever rounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.quantities import Comparator, parse_decimal

DOT, COMMA = "dot", "comma"
SIGNS = (DOT, COMMA)

_COMPARATORS = {
    "": Comparator.EQUAL,
    "=": Comparator.EQUAL,
    "<": Comparator.LESS,
    "<=": Comparator.LESS,
    "=<": Comparator.LESS,
    "≤": Comparator.LESS,
    "⩽": Comparator.LESS,
    ">": Comparator.GREATER,
    ">=": Comparator.GREATER,
    "=>": Comparator.GREATER,
    "≥": Comparator.GREATER,
    "⩾": Comparator.GREATER,
}
FLAGS = frozenset(
    {
        "",
        ".",
        "h",
        "hh",
        "l",
        "ll",
        "n",
        "*",
        "**",
        "***",
        "!",
        "!!",
        "↑",
        "↓",
        "↑↑",
        "↓↓",
        "(h)",
        "(l)",
        "(hh)",
        "(ll)",
        "(*)",
        "*h",
        "*l",
        "* h",
        "* l",
        "h*",
        "l*",
        "high",
        "low",
        "(high)",
        "(low)",
    }
)
"""What may stand behind a number and says nothing of it; ``40.`` is 40."""
_SPACES = "\u00a0\u202f\u2009\u2007 '’"
_WHOLE = re.compile(
    rf"(?P<sign><=|>=|=<|=>|[<>≤≥⩽⩾])?\s*(?P<body>[+-]?(?:\d[\d.,{_SPACES}]*\d|\d|[.,]\d+))"
    r"(?P<rest>\s+\S.*|[^\d\s].*)?",
    re.ASCII | re.DOTALL,
)
_GROUPED = re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?", re.ASCII)
_READINGS = {
    DOT: re.compile(r"([+-]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)?)(?:\.(\d+))?", re.ASCII),
    COMMA: re.compile(r"([+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)?)(?:,(\d+))?", re.ASCII),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed. by_sign: the plain number under each decimal sign that fits.

    rest: what stands behind it and is no flag, for example a unit.
    """

    comparator: Comparator
    by_sign: Mapping[str, str]
    rest: str = ""


def printed(text: str) -> Printed | None:
    """The number that the text prints, or None: then it is a text result."""
    match = _WHOLE.fullmatch(text.strip())
    if match is None:
        return None
    by_sign = plain_numbers(match["body"])
    if not by_sign:
        return None
    rest = (match["rest"] or "").strip()
    if rest.casefold() in FLAGS:
        rest = ""
    return Printed(_COMPARATORS[match["sign"] or ""], by_sign, rest)


def plain_numbers(body: str) -> dict[str, str]:
    """decimal sign -> the plain number that `body` is under it."""
    if _GROUPED.fullmatch(body):
        ungrouped = re.sub(f"[{_SPACES}]", "", body).replace(",", ".")
        return (
            {}
            if parse_decimal(ungrouped) is None
            else dict.fromkeys(SIGNS, ungrouped.removeprefix("+"))
        )
    found: dict[str, str] = {}
    for sign, pattern in _READINGS.items():
        match = pattern.fullmatch(body)
        if match is None:
            continue
        whole = re.sub("[.,]", "", match[1])
        plain = whole + (f".{match[2]}" if match[2] else "")
        if plain.startswith((".", "+.", "-.")):
            plain = plain.replace(".", "0.", 1)
        if parse_decimal(plain) is not None:
            found[sign] = plain.removeprefix("+")
    return found


_IN_LETTERS = {"eq": "=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def comparator_of(text: str) -> Comparator | None:
    """The comparator in a cell of its own, or None when it is none; warehouses spell it."""
    sign = text.strip()
    return _COMPARATORS.get(_IN_LETTERS.get(sign.casefold(), sign))


def number(plain: str) -> Decimal:
    """The exact number of a plain text made here."""
    found = parse_decimal(plain)
    assert found is not None
    return found
