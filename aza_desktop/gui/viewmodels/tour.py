"""Five things to know on the first day, each told beside what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aza_desktop.texts import msg, tr

_STEPS = (
    (
        "today",
        msg("Whom to call"),
        msg(
            "The gravest stand first, each with the reason in one line. Enter opens a patient, "
            "C records a call."
        ),
    ),
    (
        "banner",
        msg("Who it is"),
        msg(
            "Name, birth date and number, and what may never be missed. An outline means: nobody "
            "has recorded it. It never means none."
        ),
    ),
    (
        "chart",
        msg("What happened"),
        msg(
            "Liver values as multiples of the limit that was printed with each, events and doses "
            "under them on the same days. Left and Right read every point."
        ),
    ),
    (
        "findings",
        msg("Why, and what to do"),
        msg(
            "Each card says why, what speaks against it, the rule and its source. Nothing changes "
            "a dose by itself: a person confirms every step."
        ),
    ),
    (
        "results",
        msg("New results"),
        msg(
            "Ctrl+R, then the values with Tab between them, then Enter. What saving would trigger "
            "is said before."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class TourStep:
    """place: what it is told beside. number: "2 of 5"."""

    place: str
    title: str
    text: str
    number: str
    is_last: bool


def build_tour(shown: Iterable[str]) -> tuple[TourStep, ...]:
    """The steps about what is in sight now. shown: those places."""
    known = frozenset(shown)
    steps = [step for step in _STEPS if step[0] in known]
    return tuple(
        TourStep(
            place,
            tr(title),
            tr(text),
            tr("{n} of {all}").format(n=number, all=len(steps)),
            is_last=number == len(steps),
        )
        for number, (place, title, text) in enumerate(steps, 1)
    )
