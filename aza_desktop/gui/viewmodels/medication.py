"""The medication line: drug, form, dose, dose by weight, and for how long it has been so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from aza_desktop.clinical.course import ON_DRUG, Phase
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.doses import distinct_doses
from aza_desktop.gui.viewmodels.words import dose_text, per_kg
from aza_desktop.texts import msg, tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile

PHASES = {
    Phase.ON_BREAK: msg("on break"),
    Phase.AWAITING_NORMALISATION: msg("awaiting normalisation"),
    Phase.REINTRODUCTION: msg("re-introduction"),
    Phase.STABLE_MAINTENANCE: msg("stable maintenance"),
    Phase.LONG_TERM: msg("long-term maintenance"),
    Phase.STOPPED: msg("stopped"),
    Phase.CONSIDER_ALTERNATIVE: msg("alternative considered"),
    Phase.CLOSED: msg("closed"),
}


DRUG = "azathioprine"
TALL_MAN = {DRUG: "azaTHIOprine"}
"""As the lists of confused drug names write it, beside azaCITIDine."""


@dataclass(frozen=True, slots=True)
class MedicationLine:
    """Parts in reading order; a strong part is shown heavier. Never shortened, never split."""

    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)

    def styled(self, *, tall_man: bool) -> tuple[tuple[str, bool], ...]:
        """The parts as they are written; tall_man: with the letters that tell look-alikes apart."""
        if not tall_man:
            return self.parts
        return tuple((TALL_MAN.get(text, text), strong) for text, strong in self.parts)


def phase_words(phase: str | Phase | None) -> str:
    """The phase in words, as lists and lines show it."""
    return tr(PHASES[Phase(phase)]) if phase else tr("no course")


def current_dose(file: PatientFile) -> Decimal | None:
    """The dose in mg per day that is confirmed for the file's day; None when there is none."""
    if file.phase not in ON_DRUG:
        return Decimal(0) if file.course is not None else None
    doses = distinct_doses(file.facts.dose_events)
    begun = [dose for dose in doses if dose.on <= file.as_of]
    return begun[-1].dose_mg if begun else None


def build_medication_line(file: PatientFile) -> MedicationLine:
    """What the patient takes on the file's day, or since when nothing."""
    if file.course is None or file.phase is None:
        return MedicationLine(((tr("No azathioprine course recorded"), False),))
    parts: list[tuple[str, bool]] = [(DRUG, True)]
    if file.phase not in ON_DRUG:
        return MedicationLine((*parts, *_off_drug(file)))
    if file.record.tablets_mg:
        parts.append((f" – {tr('tablet')}", False))
    doses = [d for d in distinct_doses(file.facts.dose_events) if d.on <= file.as_of]
    dose = doses[-1] if doses else None
    parts += [(f" – {tr('DOSE')} ", False), (dose_text(dose.dose_mg if dose else None), True)]
    parts.append((f" {tr('a day')}", False))
    if weight := per_kg(dose.dose_mg if dose else None, file.record.facts.weight_kg):
        parts.append((f" – {weight}", False))
    held = [h for h in file.facts.holds if h.since <= file.as_of <= (h.until or file.as_of)]
    if held:
        parts.append((f" – {tr('HELD since {day}').format(day=show(held[-1].since))}", True))
    elif dose is not None:
        days = (file.as_of - dose.on).days + 1
        parts.append((f"  ·  {tr('day {n} at this dose').format(n=days)}", False))
    return MedicationLine(tuple(parts))


def _off_drug(file: PatientFile) -> tuple[tuple[str, bool], ...]:
    dates = file.facts.dates
    stopped = file.phase is Phase.STOPPED and dates.stopped_on
    since = dates.stopped_on if stopped else dates.break_start
    parts = [(f" – {tr('DOSE')} ", False), (dose_text(Decimal(0)), True)]
    parts.append((f" – {phase_words(file.phase)}", False))
    if since is not None:
        days = (file.as_of - since).days + 1
        parts.append((f" {tr('since {day}').format(day=show(since))}", False))
        parts.append((f"  ·  {tr('day {n}').format(n=days)}", False))
    return tuple(parts)
