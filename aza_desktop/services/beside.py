"""What belongs to a confirmation and stands in its own entry, so that one undo takes back all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aza_desktop.services import drug_questions, proposals
from aza_desktop.services.written import Write


@dataclass(frozen=True, slots=True)
class Beside:
    """asked: drug -> answer, as the patient was asked. proposal: the one that is accepted by it."""

    asked: Mapping[str, str] = field(default_factory=dict)
    proposal: str | None = None

    def record(self, change: Write, *, note: str | None) -> None:
        """Write it in the open entry. Raises UserError ``bad_request``."""
        drug_questions.note_answers(change, self.asked)
        if self.proposal is not None:
            proposals.answer_within(change, self.proposal, said="accepted", note=note)

    def told(self) -> dict[str, object]:
        """As part of a wish; without it an earlier wish keeps the content that its key knows."""
        told: dict[str, object] = {"asked": dict(self.asked), "proposal": self.proposal}
        return {name: said for name, said in told.items() if said}


NOTHING = Beside()
