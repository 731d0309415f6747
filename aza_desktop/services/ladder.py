"""What comes next for a missed blood test: two calls, a letter, the prescriber."""

from __future__ import annotations

from dataclasses import dataclass

from aza_desktop.clinical.findings import LabStatus
from aza_desktop.services.list_days import labs_of
from aza_desktop.services.listed import ListedFile

STEPS = ("first_call", "second_call", "letter", "prescriber_decides")


@dataclass(frozen=True, slots=True)
class Rung:
    """Where the patient stands on the ladder. attempts: tries since the test was due."""

    step: str
    attempts: int
    days_overdue: int


def rung(file: ListedFile) -> Rung | None:
    """The next step for an overdue blood test; None where nothing is overdue.

    Every contact since the due day is a try, whatever came of it: a promise that was not kept
    counts like a call that nobody took. After a letter the prescriber decides.
    """
    due = [row.due_by for row in labs_of(file) if row.status is LabStatus.OVERDUE]
    if not due:
        return None
    first = min(due)
    tries = [c for c in file.record.contacts if first <= c.on <= file.as_of]
    wrote = any(c.outcome == "letter_sent" or c.way == "letter" for c in tries)
    place = len(STEPS) - 1 if wrote else min(len(tries), len(STEPS) - 1)
    return Rung(STEPS[place], len(tries), (file.as_of - first).days)
