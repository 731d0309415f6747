"""Collects what a format finds: drafts, rejected, held and ignored rows, so that none is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from aza_desktop.clinical.drafts import (
    Draft,
    DraftPatient,
    Drafts,
    HeldRow,
    IntakeBatch,
    Question,
    RejectedRow,
)
from aza_desktop.intake.content import Content
from aza_desktop.intake.problems import ENCODING, Problem


@dataclass(slots=True)
class Staging:
    """The rows of one file as they are read."""

    content: Content
    drafts: list[Draft] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    held: list[HeldRow] = field(default_factory=list)
    ignored: int = 0
    waiting: dict[str, int] = field(default_factory=dict)

    def set_aside(
        self,
        where: str,
        header: str,
        *,
        value: str,
        problem: Problem,
        patient: DraftPatient | None = None,
    ) -> None:
        """Reject the row, or hold it where a person's answer would help."""
        code = problem.question
        if code is None:
            self.rejected.append(RejectedRow(where, header, value, problem.reason))
            return
        self.held.append(HeldRow(where, header, value, problem.reason, code, patient))
        self.waiting[code] = self.waiting.get(code, 0) + 1

    def taken(self) -> Drafts:
        """The drafts so far."""
        return Drafts(tuple(self.drafts))

    def batch(
        self, format_name: str, questions: Iterable[Question], *, header: str = ""
    ) -> IntakeBatch:
        """Everything, as one value. Without a proven encoding no result is taken.

        header: by which further files of the laboratory are recognised.
        """
        asked = tuple(questions)
        if self.content.question is not None:
            for draft in self.taken():
                self.set_aside(
                    draft.where,
                    draft.field,
                    value=draft.value,
                    problem=ENCODING,
                    patient=draft.patient,
                )
            self.drafts = []
            waiting = self.waiting.get("encoding", 0)
            question = self.content.question
            asked = (
                Question(question.code, question.text, question.choices, waiting),
                *asked,
            )
        return IntakeBatch(
            file=self.content.name,
            format=format_name,
            sha256=self.content.sha256,
            drafts=self.taken(),
            rejected=tuple(self.rejected),
            held=tuple(self.held),
            questions=asked,
            ignored=self.ignored,
            header=header,
        )
