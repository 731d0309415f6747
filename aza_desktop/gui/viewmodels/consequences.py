"""What saving would change, or has changed, in one sentence: the marks that are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Answer, Mark, Severity
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.gui.viewmodels.results import multiple_text, value_text
from aza_desktop.gui.viewmodels.words import typeset, unit_shown
from aza_desktop.texts import ntr, tr


@dataclass(frozen=True, slots=True)
class Consequences:
    """The sentence, and whether a critical mark is new."""

    text: str
    is_grave: bool


def new_marks(before: Answer | None, after: Answer | None) -> tuple[Mark, ...]:
    """The marks of `after` that `before` does not have in the same words, worst first."""
    if after is None:
        return ()
    known = {(mark.code, mark.why) for mark in before.marks} if before is not None else set()
    return tuple(mark for mark in after.marks if (mark.code, mark.why) not in known)


def would_trigger(before: Answer | None, after: Answer) -> Consequences:
    """What the strip says while values are typed."""
    marks = new_marks(before, after)
    if not marks:
        return Consequences(tr("Saving adds no finding."), is_grave=False)
    return Consequences(tr("Saving will show: {what}").format(what=_told(marks)), _grave(marks))


def was_saved(
    results: Sequence[LabResult],
    *,
    before: Answer | None,
    after: Answer | None,
    analytes: AnalyteCatalogue,
) -> Consequences:
    """What the message bar says after a save."""
    told = []
    for result in results:
        multiple = multiple_text(result, multiple_of(result, analytes))
        unit = unit_shown(result.unit)
        told.append(f"{result.analyte} {value_text(result)} {unit} ({multiple})")
    day = show(results[0].collected_on) if results else ""
    saved = tr("Saved: {what}, collected {day}.").format(what=", ".join(told), day=day)
    marks = new_marks(before, after)
    if after is None:
        return Consequences(saved, is_grave=False)
    if not marks:
        return Consequences(f"{saved} {tr('No new finding.')}", is_grave=False)
    return Consequences(f"{saved} {tr('New:')} {_told(marks)}", _grave(marks))


def _told(marks: tuple[Mark, ...]) -> str:
    worst, rest = marks[0], len(marks) - 1
    said = f"{worst.title} – {typeset(worst.why)}"
    if rest:
        said += " " + ntr("(+{n} more)", "(+{n} more)", rest).format(n=rest)
    return said


def _grave(marks: tuple[Mark, ...]) -> bool:
    return any(mark.severity is Severity.CRITICAL for mark in marks)
