"""The first start of a clinic: who begins it, and what its laboratory prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.texts import msg, tr

ROLES = (
    (msg("Prescriber"), ("prescriber", "administrator")),
    (msg("Nurse or other staff"), ("staff", "administrator")),
)
"""What can be chosen; whoever begins a clinic keeps it as well."""

LIMITS = (("ALT", "U/L"), ("AST", "U/L"), ("BILI", ""), ("ALP", "U/L"))
"""Analyte and its unit, "" where the laboratory's is to be chosen."""

BILIRUBIN_UNITS = ("umol/L", "mg/dL")


@dataclass(frozen=True, slots=True)
class FirstLimit:
    """An upper limit as it was copied from a report."""

    analyte: str
    uln: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """laboratory: "" where nobody named one. wrong: what must be mended first, "" for nothing."""

    laboratory: str
    limits: tuple[FirstLimit, ...]
    wrong: str = ""


def read_beginning(laboratory: str, typed: Mapping[str, str], *, bilirubin_unit: str) -> Beginning:
    """The laboratory and its limits as they were typed; an empty field is no limit."""
    limits, wrong = [], ""
    for analyte, unit in LIMITS:
        text = clean(typed.get(analyte, ""))
        if not text:
            continue
        number = parse_decimal(text)
        if number is None or number <= 0:
            wrong = wrong or tr("{analyte}: type the number that the laboratory prints").format(
                analyte=analyte
            )
        else:
            limits.append(FirstLimit(analyte, number, unit or bilirubin_unit))
    name = laboratory.strip()
    if limits and not name and not wrong:
        wrong = tr("Name the laboratory that prints these limits")
    return Beginning(name, tuple(limits), wrong)
