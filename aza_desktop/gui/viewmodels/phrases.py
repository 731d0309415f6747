"""Numbers and dates in words, as screens show them and screen readers say them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from aza_desktop.clinical.analytes import Analyte, AnalyteCatalogue, fold_unit
from aza_desktop.clinical.dates import long_date, long_day, month_name
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Comparator, Ratio, plain
from aza_desktop.texts import msg

__all__ = ["long_date", "long_day", "month_name"]  # said the same on screen and on paper


def weekday(day: dt.date) -> str:
    """``Monday``."""
    return long_day(day).split()[0]


def dose(dose_mg: Decimal) -> str:
    """``75 mg``: never a trailing zero, always a blank before the unit."""
    return f"{plain(dose_mg)} mg"


def per_weight(dose_mg: Decimal, weight_kg: Decimal | None) -> str:
    """``1.47 mg/kg``, rounded to two places; "" when the weight is not known."""
    if not weight_kg or weight_kg <= 0:
        return ""
    share = (dose_mg / weight_kg).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{plain(share)} mg/kg"


def unit_of(result: LabResult, analyte: Analyte | None) -> str:
    """The unit as printed, with the proper micro sign where we know it."""
    if result.unit is None:
        return ""
    if (
        analyte is not None
        and analyte.shown_unit
        and fold_unit(result.unit) == fold_unit(analyte.unit)
    ):
        return analyte.shown_unit
    return result.unit


def value_of(result: LabResult, analytes: AnalyteCatalogue) -> str:
    """``189 U/L``, ``<5 U/L``: as the laboratory reported it."""
    sign = "" if result.comparator is Comparator.EQUAL else result.comparator.value
    unit = unit_of(result, analytes.find(result.analyte))
    return f"{sign}{result.value_text} {unit}".strip()


def multiple(ratio: Ratio, comparator: Comparator = Comparator.EQUAL) -> str:
    """``5.40``: cut off, never rounded up to a limit; with the laboratory's < or >."""
    sign = "" if comparator is Comparator.EQUAL else comparator.value
    return f"{sign}{ratio.truncated(2)}"


def times(label: str) -> str:
    """A sentence with proper signs: ``5 x stop`` becomes ``5 × stop``, ``/ ULN`` ``÷ ULN``."""
    for typed, proper in _SIGNS:
        label = label.replace(typed, proper)
    return label


_SIGNS = (
    (" x ", " × "),
    (" / ULN", " ÷ ULN"),
    (" >= ", " ≥ "),
    (" <= ", " ≤ "),
    ("umol/L", "µmol/L"),
    ("10*9/L", "10⁹/L"),
)


_HELD = re.compile(
    r"(?<=\w)[-/](?=\w)"  # dates, ids, units
    r"|(?<=[≥≤=/÷×<>]) (?=\d)|(?<=&[gl]t;) (?=\d)"  # a sign and its figure
    r"|(?<=\d) (?=[≥≤=<>×]|&[gl]t;)"
    r"|(?<=\d) (?=(?:mg|U/L|µmol/L)\b)"
    r"|(?<=ULN) (?=\d)"
    r"|(?<=×) (?=ULN\b)"
    r"|(?<=\w) (?=…)"
)


def unbroken(text: str) -> str:
    """The text for painting: dates, ids and figures with their unit stay on one line.

    Never for the text of a label or of an item: those are read, searched and copied.
    """
    return _HELD.sub(lambda found: _NO_BREAK[found[0]], text)


def plain_again(text: str) -> str:
    """What `unbroken` made, as it was before."""
    return text.replace("\N{WORD JOINER}", "").replace("\N{NO-BREAK SPACE}", " ")


_NO_BREAK = {
    "-": "\N{WORD JOINER}-\N{WORD JOINER}",
    "/": "\N{WORD JOINER}/\N{WORD JOINER}",
    " ": "\N{NO-BREAK SPACE}",
}


SYMPTOM_WORDS = (
    msg("fever"), msg("malaise"), msg("vomiting"), msg("jaundice"),
    msg("unexplained deterioration"), msg("nausea"), msg("diarrhoea"),
    msg("abdominal discomfort"), msg("rash"), msg("dark urine"), msg("itch"), msg("fatigue"),
    msg("abdominal pain"), msg("right upper quadrant pain"), msg("other"),
)  # fmt: skip
"""The words of the codes that the shipped protocols use, for the translators."""


def words_of_code(code: str) -> str:
    """``unexplained_deterioration`` as words."""
    return code.replace("_", " ")


def joined(parts: list[str]) -> str:
    """``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
