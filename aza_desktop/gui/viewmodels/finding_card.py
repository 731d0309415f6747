"""One card of the findings panel, whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aza_desktop.clinical.findings import Source
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class CardAction:
    """One more button of a card. key: what is wished, as the listener knows it."""

    key: str
    text: str
    help_text: str = ""


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A card: bar, icon, title and chip, then rows of (label, text).

    code: of the mark, "" for other cards. tone: token of the bar and icon. more: rows that are
    shown when the card is opened. conflict: one line where sources differ.
    action: ``confirm`` or "". answer: ``decide`` for a mark that stays until a decision names its
    results, ``acknowledge`` for the others. can_stop: the drug is taken and the mark is grave.
    """

    code: str
    kind: str
    tone: str
    icon: str
    chip: str
    title: str
    rows: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    sources: tuple[Source, ...] = ()
    conflict: str = ""
    action: str = ""
    results: tuple[str, ...] = ()
    spoken: str = ""
    answer: str = ""
    can_stop: bool = False
    actions: tuple[CardAction, ...] = ()
    patient: str | None = None
    """The words for the patient; "" where nothing is sent, None for a card that is not for them."""

    def numbered(self, number: int, of: int) -> FindingCard:
        """The card with its sentence for a screen reader."""
        said = [
            tr("Finding {n} of {of}, {chip}, {title}").format(
                n=number, of=of, chip=self.chip, title=self.title
            ),
            *(f"{name}: {text}" for name, text in self.rows),
            self.rule,
        ]
        return replace(self, spoken=". ".join(part.rstrip(".") for part in said if part) + ".")
