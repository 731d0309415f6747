"""When a critical mark is closed: by a decision that names it and a patient who was reached.

A decision alone clears the mark from the findings, as the protocol says. The list goes on naming
the patient until somebody has spoken with him or her: a contact with the outcome ``reached``, on
or after the day on which the result became known.

A transcribed decision counts as closed where the transcribed record holds no contact at all: such
a record kept none, its silence tells nothing, and a clinic that moves in would find every old stop
under today's calls. Decisions that were recorded here have no such excuse.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from aza_desktop.clinical.course import ON_DRUG
from aza_desktop.clinical.diary import Decision
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Mark, Severity
from aza_desktop.clinical.known_on import facts_of, phase_on
from aza_desktop.services.judging import judge
from aza_desktop.services.listed import ListedFile

REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Closing:
    """A critical mark that was decided while nobody has reached the patient yet."""

    mark: Mark
    decision: Decision
    known_on: dt.date


def open_closures(file: ListedFile) -> tuple[Closing, ...]:
    """The critical marks that wait for a contact, in the order of their decisions."""
    return tuple(_open(file))


def _open(file: ListedFile) -> Iterator[Closing]:
    if file.course is None or file.protocol is None:
        return
    contacts = [contact for contact in file.record.contacts if contact.on <= file.as_of]
    reached = [contact.on for contact in contacts if contact.outcome == REACHED]
    for decision in file.facts.decisions:
        if decision.on > file.as_of or (decision.transcribed and not file.record.contacts):
            continue
        known_on = _known_on(file, decision)
        if known_on is None or any(day >= known_on for day in reached):
            continue
        for mark in answered_marks(file, decision):
            yield Closing(mark, decision, known_on)


def _known_on(file: ListedFile, decision: Decision) -> dt.date | None:
    """The first day on which a result that the decision names was in the record."""
    days = [
        max(result.collected_on, result.entered_on or result.collected_on)
        for result in file.record.current_results
        if result.id in decision.results
    ]
    return min([*days, decision.on]) if days else None


def answered_marks(file: ListedFile, decision: Decision) -> tuple[Mark, ...]:
    """The critical marks that stood on the day of the decision and cite what it names."""
    marks = judge(_before(file, decision)).marks
    return tuple(
        mark
        for mark in marks
        if mark.severity is Severity.CRITICAL and set(mark.results) & set(decision.results)
    )


def _before(file: ListedFile, decision: Decision) -> Facts:
    """What was known on that day, without this decision and later ones, and before any stop."""
    course, protocol = file.course, file.protocol
    assert course is not None
    assert protocol is not None
    facts = facts_of(
        file.record,
        course,
        as_of=decision.on,
        today=max(file.as_of, decision.on),
        protocol=protocol,
        analytes=file.facts.analytes,
    )
    phase = facts.phase
    if phase not in ON_DRUG:
        before = max(
            (e.on for e in course.phases if e.to in ON_DRUG and e.on and e.on <= decision.on),
            default=None,
        )
        phase = phase if before is None else phase_on(course, before)
    earlier = tuple(d for d in facts.decisions if d.on < decision.on and d.id != decision.id)
    return replace(facts, phase=phase, decisions=earlier)
