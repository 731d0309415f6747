"""Which other drugs a protocol watches for, and which of a patient's drugs nobody has checked.

A protocol lists the names and brands of every drug that it knows as ``<drug>_names``. A name that
is none of them was not found harmless: it was not checked, and is told as that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from aza_desktop.clinical.diary import Comedication
from aza_desktop.clinical.patient import fold_name
from aza_desktop.clinical.protocol import Protocol

ALWAYS_ASKED = ("allopurinol", "febuxostat")
"""The drugs about which every patient is asked by name, whatever else a protocol names."""

_NAMES = "_names"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A drug that is taken and that no rule looks at.

    drug: what the protocol takes the name for, where its rule is switched off; None for a name
    that the protocol does not know.
    """

    name: str
    drug: str | None = None


def asked_drugs(protocol: Protocol | None) -> tuple[str, ...]:
    """The drugs that are asked about by name, those of the protocol after the usual ones."""
    listed = () if protocol is None else protocol.parameters
    named = (name.removesuffix(_NAMES) for name in listed if name.endswith(_NAMES))
    return tuple(dict.fromkeys((*ALWAYS_ASKED, *named)))


def recognised(name: str, protocol: Protocol | None) -> str | None:
    """What the protocol takes the name for; None for a drug that it does not know."""
    folded = fold_name(name)
    for drug in asked_drugs(protocol) if folded else ():
        listed = f"{drug}{_NAMES}"
        known = protocol is not None and listed in protocol.parameters
        brands = protocol.words(listed) if protocol is not None and known else ()
        if any(fold_name(each) in folded for each in (drug, *brands)):
            return drug
    return None


def is_judged(drug: str, protocol: Protocol | None) -> bool:
    """True where a rule of the protocol looks for the drug: it has a mark that is not off."""
    mark = None if protocol is None else protocol.marks.get(drug.upper())
    if mark is None or protocol is None:
        return False
    if not mark.overlay:
        return True
    return "overlays" in protocol.parameters and mark.overlay in protocol.words("overlays")


def is_taken(drug: Comedication, day: dt.date) -> bool:
    """True on every day from the first to the last, both included."""
    return drug.start_on <= day and (drug.last_day is None or day <= drug.last_day)


def unchecked(
    drugs: Iterable[Comedication], protocol: Protocol | None, day: dt.date
) -> tuple[Unchecked, ...]:
    """The drugs taken on that day that no rule looks at, each name once, in the record's order."""
    found: dict[str, Unchecked] = {}
    for each in drugs:
        if not is_taken(each, day):
            continue
        drug = recognised(each.name, protocol)
        if drug is None or not is_judged(drug, protocol):
            found.setdefault(fold_name(each.name), Unchecked(each.name, drug))
    return tuple(found.values())
