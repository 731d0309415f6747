"""The questions that a table leaves open, each with the number of rows that wait for it."""

from __future__ import annotations

from collections.abc import Mapping

from aza_desktop.clinical.drafts import Question
from aza_desktop.intake.cells import Cells
from aza_desktop.intake.numbers import SIGNS
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.staging import Staging
from aza_desktop.texts import tr

IGNORE = "ignore"


def open_questions(
    cells: Cells, staging: Staging, near: Mapping[str, tuple[str, ...]]
) -> tuple[Question, ...]:
    """What a person must answer. near: test name -> the analytes that it resembles."""
    waiting = staging.waiting
    asked = [
        Question(question.code, question.text, question.choices, waiting[question.code])
        for question in cells.questions_open
        if waiting.get(question.code)
    ]
    asked.extend(cells.dates.questions(waiting))
    asked.extend(sign_questions(staging))
    return (*asked, *test_questions(staging, near))


def sign_questions(staging: Staging) -> tuple[Question, ...]:
    """The question about the decimal sign, where a row waits for it."""
    rows = staging.waiting.get("decimal_sign")
    if not rows:
        return ()
    text = tr("Which sign separates the decimals in numbers such as 1,718 or 1.718?")
    return (Question("decimal_sign", text, SIGNS, rows),)


def test_questions(staging: Staging, near: Mapping[str, tuple[str, ...]]) -> tuple[Question, ...]:
    """The questions about tests whose names are unclear."""
    asked = []
    for name, codes in near.items():
        rows = staging.waiting.get(question_about(name))
        if rows:
            text = tr("Which test is {name}?").format(name=name)
            asked.append(Question(question_about(name), text, (*codes, IGNORE), rows))
    return tuple(asked)


def question_about(name: str) -> str:
    """The code of the question about a test name."""
    return f"test:{name}"


def answered_test(name: str, codes: tuple[str, ...], reading: Reading) -> str | None:
    """The analyte that a person named, ``ignore``, or None where nobody has answered."""
    return reading.answer(question_about(name), (*codes, IGNORE))
