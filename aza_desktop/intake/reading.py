"""What a format needs to know beside the file: catalogue, words, today, and a person's answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.columns import LabWords
from aza_desktop.errors import UserError
from aza_desktop.intake.cell_places import Cell
from aza_desktop.intake.limits import LIMITS, Limits
from aza_desktop.intake.watching import Tick, unwatched
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read. answers: what a person said, by the code of the question.

    habits: what a person confirmed for earlier files of this laboratory; they decide only what the
    file leaves open. watch: told of the progress. typed: cells of a table that a person typed
    again, by their place (`typed_cells`).
    """

    catalogue: AnalyteCatalogue
    words: LabWords
    today: dt.date
    answers: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = LIMITS
    watch: Tick = unwatched
    habits: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[Cell, str] = field(default_factory=dict)

    def answer(self, code: str, choices: tuple[str, ...]) -> str | None:
        """The answer about this file, else the usual one; None where nobody has said anything."""
        return self.said(code, choices) or self.usual(code, choices)

    def usual(self, code: str, choices: tuple[str, ...]) -> str | None:
        """What was confirmed for earlier files, if it is possible here."""
        known = self.habits.get(code)
        return known if known in choices else None

    def said(self, code: str, choices: tuple[str, ...]) -> str | None:
        """The person's answer about this file, or None; refused when it is not a choice."""
        given = self.answers.get(code)
        if given is None or given in choices:
            return given
        raise UserError(
            "bad_request",
            tr("The answer to a question about the file is not possible"),
            why=f"{code}={given}",
            remedy=tr("Answer with one of: {choices}").format(choices=", ".join(choices)),
        )


def refusal(code: str, what: str, *, why: str, remedy: str) -> UserError:
    """A file that cannot be taken in at all: nothing of it is staged."""
    return UserError(code, what, why=why, remedy=remedy)
