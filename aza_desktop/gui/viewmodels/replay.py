"""An answer of a past day, or of a supposed one, as lines to be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Answer, Severity
from aza_desktop.gui.viewmodels.phrases import times
from aza_desktop.texts import ntr, tr

_KINDS = {
    Severity.CRITICAL: "critical",
    Severity.HIGH: "warning",
    Severity.MEDIUM: "warning",
    Severity.LOW: "info",
    Severity.INFO: "plan",
}


@dataclass(frozen=True, slots=True)
class SaidMark:
    """A mark: its title, its sentence, its weight in a word and a colour."""

    title: str
    why: str
    severity: str
    kind: str


@dataclass(frozen=True, slots=True)
class ReplayModel:
    """heading: how many marks; facts: what was possible; stamp: hashes and versions."""

    heading: str
    marks: tuple[SaidMark, ...]
    facts: tuple[str, ...]
    stamp: str


def build_replay(answer: Answer, *, on: dt.date, stamp: str) -> ReplayModel:
    """The answer in lines."""
    count = len(answer.marks)
    heading = ntr("{day}: {n} mark", "{day}: {n} marks", count).format(day=show(on), n=count)
    return ReplayModel(
        heading=heading,
        marks=tuple(
            SaidMark(mark.title, times(mark.why), mark.severity.word, _KINDS[mark.severity])
            for mark in answer.marks
        ),
        facts=_facts(answer),
        stamp=stamp,
    )


def _facts(answer: Answer) -> tuple[str, ...]:
    said = [tr("Step: {status}").format(status=answer.escalation.status.value.replace("_", " "))]
    if answer.restart is not None:
        status = answer.restart.status.value.replace("_", " ")
        said.append(tr("Restart: {status}").format(status=status))
    for lab in answer.labs_due:
        text = tr("Blood test {tests}: due {day}, {status}")
        said.append(
            text.format(tests=", ".join(lab.tests), day=show(lab.due_by), status=lab.status.value)
        )
    return tuple(said)
