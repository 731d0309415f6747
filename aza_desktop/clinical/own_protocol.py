"""What a clinic added to a shipped protocol: what it changed, chose and signed, and who did."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LATER = "later"
"""The answer of a choice that the clinic has not made yet."""


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """One parameter that the clinic decided for itself. old, new: as they read."""

    parameter: str
    old: str
    new: str
    by: str
    on: dt.date
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The clinic's answer to one question of the first run. words: what was typed beside it."""

    id: str
    answer: str
    words: str
    by: str
    role: str
    on: dt.date

    @property
    def is_open(self) -> bool:
        return self.answer == LATER


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's approval of the very text that `sha256` names.

    registration: the number under which a prescriber is registered, "" where there is none.
    """

    name: str
    user: str
    role: str
    statement: str
    on: dt.date
    sha256: str
    registration: str = ""


@dataclass(frozen=True, slots=True)
class OwnPart:
    """The clinic's part of its own version. based_on: ``id@version`` of the shipped text."""

    based_on: str
    based_on_sha256: str
    changes: tuple[ParameterChange, ...] = ()
    choices: tuple[Choice, ...] = ()
    signatures: tuple[Signature, ...] = ()

    @property
    def open_choices(self) -> tuple[Choice, ...]:
        """What the clinic wanted to decide later."""
        return tuple(choice for choice in self.choices if choice.is_open)
