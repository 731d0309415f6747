"""Which answers to marks hold on a day, and why one holds no more. Nothing is written here."""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.answers import AnswerKind, MarkAnswer
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Mark
from aza_desktop.services.listed import ListedFile
from aza_desktop.texts import tr

SNOOZABLE = (
    "labs_due", "waiting_confirmation", "step_possible", "record_incomplete",
)  # fmt: skip
"""The groups of the list that may wait: from the blood tests due downwards."""

NAMING = ("SYMPTOM", "ALLOPURINOL", "FEBUXOSTAT")
"""Marks that rest on no result: their sentence names the symptoms or drugs, set off by commas."""


def lapsed_because(file: ListedFile, answer: MarkAnswer) -> str | None:
    """Why an override or a snooze holds no more; None while it does."""
    if answer.kind is AnswerKind.SNOOZE:
        over = answer.until is not None and file.as_of >= answer.until
        return tr("its day has come") if over else None
    if answer.until is not None and file.as_of > answer.until:
        return tr("its date passed on {day}").format(day=show(answer.until))
    if file.protocol is None or file.protocol.sha256 != answer.sha256:
        return tr("the text of the protocol has changed")
    if len(file.record.results) > answer.results_seen:
        return tr("a newer result has arrived")
    if answer.kind is AnswerKind.OVERRIDE and _says_more(file, answer):
        return tr("the mark names something that was not there")
    return None


def _says_more(file: ListedFile, answer: MarkAnswer) -> bool:
    """True where a symptom or drug came to the mark that the prescriber did not see."""
    if answer.code not in NAMING or answer.shown is None or file.answer is None:
        return False
    seen = set(answer.shown.split(", "))
    now = [mark.why for mark in file.answer.marks if mark.code == answer.code]
    return any(not seen.issuperset(why.split(", ")) for why in now)


def live_overrides(file: ListedFile) -> tuple[MarkAnswer, ...]:
    """The overrides that hold on the day of the file."""
    return tuple(
        answer
        for answer in file.record.mark_answers
        if answer.kind is AnswerKind.OVERRIDE
        and answer.on <= file.as_of
        and lapsed_because(file, answer) is None
    )


def acknowledged(file: ListedFile, mark: Mark) -> MarkAnswer | None:
    """The latest acknowledgement of this very mark: the same code on the same results."""
    found = [
        answer
        for answer in file.record.mark_answers
        if answer.kind is AnswerKind.ACKNOWLEDGE
        and (answer.code, answer.results) == (mark.code, mark.results)
        and answer.on <= file.as_of
    ]
    return found[-1] if found else None


def snoozed_until(file: ListedFile, group: str) -> dt.date | None:
    """The day on which the patient comes back into that group; None where nobody put it off.

    Who puts off one group puts off those below it: a test that may wait is not replaced on the list
    by a gap of the record.
    """
    if group not in SNOOZABLE:
        return None
    days = [
        answer.until
        for answer in file.record.mark_answers
        if answer.kind is AnswerKind.SNOOZE
        and answer.until is not None
        and answer.on <= file.as_of
        and SNOOZABLE.index(answer.code) <= SNOOZABLE.index(group)
        and lapsed_because(file, answer) is None
    ]
    return max(days, default=None)
