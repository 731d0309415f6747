"""Cards in the patient's own words, for a screen that is turned round: nothing for clinicians.

The words are the protocol's; a mark without any says that nothing is sent to the patient.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aza_desktop.gui.viewmodels.finding_card import FindingCard
from aza_desktop.texts import tr

CLINICIAN, PATIENT = "clinician", "patient"


def phone_words(phone: str, out_of_hours: str) -> str:
    """The end of everything that is said to a patient; an unknown number is said to be so."""
    unknown = tr("not known")
    return tr("Our phone: {phone}. Nights and weekends: {out}.").format(
        phone=phone or unknown, out=out_of_hours or unknown
    )


def in_patient_words(cards: Sequence[FindingCard], phones: str) -> tuple[FindingCard, ...]:
    """The same cards in the same order; decisions that were made are not shown."""
    kept = [card for card in cards if card.patient is not None]
    said = [_for_patient(card, phones) for card in kept]
    return tuple(card.numbered(n, len(said)) for n, card in enumerate(said, start=1))


def _for_patient(card: FindingCard, phones: str) -> FindingCard:
    words = (
        f"{card.patient} {phones}" if card.patient else tr("none – nothing is sent to the patient")
    )
    return replace(
        card,
        code="",
        title=tr("For the patient"),
        chip=tr("patient"),
        rows=(("", words),),
        more=(),
        rule="",
        sources=(),
        conflict="",
        action="",
        answer="",
        can_stop=False,
        actions=(),
    )
