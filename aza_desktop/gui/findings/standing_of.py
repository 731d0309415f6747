"""Gathers what was done about a patient's marks, for the cards and the course."""

from __future__ import annotations

from aza_desktop.clinical.answers import AnswerKind
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.standing import Standing
from aza_desktop.services.answering import acknowledged, lapsed_because, overridable
from aza_desktop.services.ladder import rung
from aza_desktop.services.list_days import open_proposals
from aza_desktop.services.samples import ways

OVERRIDES_SHOWN = 3


def standing_of(file: FileLike) -> Standing:
    """Ways of blood, the ladder, overrides and their end, acknowledgements, open proposals."""
    given = [
        answer
        for answer in file.record.mark_answers
        if answer.kind is AnswerKind.OVERRIDE and answer.on <= file.as_of
    ]
    newest = {answer.code: answer for answer in given}
    seen = {mark.code: acknowledged(file, mark) for mark in file.answer.marks}
    return Standing(
        ways=ways(file),
        rung=rung(file),
        overrides=tuple((answer, lapsed_because(file, answer)) for answer in newest.values()),
        overridable=frozenset(mark.code for mark in file.answer.marks if overridable(mark)),
        seen={code: answer for code, answer in seen.items() if answer is not None},
        proposals=open_proposals(file),
    )
