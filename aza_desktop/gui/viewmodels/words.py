"""Small wordings that several screens share: doses, weights, typeset signs, missing values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.patient import age_on
from aza_desktop.clinical.quantities import plain
from aza_desktop.gui.viewmodels.phrases import per_weight
from aza_desktop.texts import tr

DASH = "–"


def dose_text(dose_mg: Decimal | None) -> str:
    """``100 mg``: a space before the unit, no trailing zero, a comma from 1,000."""
    if dose_mg is None:
        return DASH
    whole, _, fraction = plain(dose_mg).partition(".")
    return f"{int(whole):,}{'.' + fraction if fraction else ''} mg"


def per_kg(dose_mg: Decimal | None, weight_kg: Decimal | None) -> str:
    """``1.47 mg/kg``; "" when there is no dose or the weight is not known."""
    return per_weight(dose_mg, weight_kg) if dose_mg else ""


def typeset(text: str) -> str:
    """The sentence with the signs that print uses: ``>=`` becomes ≥, ``x ULN`` becomes × ULN."""
    for written, printed in (
        (">=", "≥"),
        ("<=", "≤"),
        (" x ULN", " × ULN"),
        (" / ULN", " ÷ ULN"),
        ("umol/L", "µmol/L"),
        ("10*9/L", "10⁹/L"),
    ):
        text = text.replace(written, printed)
    return text


def unit_shown(unit: str | None) -> str:
    """The unit as a person reads it: ``µmol/L`` for the UCUM spelling ``umol/L``."""
    return typeset(unit) if unit else tr("no unit")


def born(birth_date: dt.date | None, as_of: dt.date) -> str:
    """``14-Jul-1984 (41y)``; an unknown date is *Not known*, never a sign."""
    if birth_date is None:
        return tr("Not known")
    return f"{show(birth_date)} ({age_on(birth_date, as_of)}y)"


def days_ago(day: dt.date, today: dt.date) -> str:
    """``today``, ``yesterday``, ``3 days ago``, ``in 2 days``."""
    days = (today - day).days
    named = {0: tr("today"), 1: tr("yesterday"), -1: tr("tomorrow")}
    if days in named:
        return named[days]
    return tr("{n} days ago").format(n=days) if days > 0 else tr("in {n} days").format(n=-days)
