"""Why a row is not a result: rejected for good, or held until a person answers a question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """reason: a word of the import report. question: code of the one that would take the row in."""

    reason: str
    question: str | None = None

    @property
    def held(self) -> bool:
        """True when a person's answer would take the row in."""
        return self.question is not None


NO_NUMBER = Problem("no_number")
FORMULA = Problem("formula")
NEGATIVE = Problem("negative")
UNIT_CONFLICT = Problem("unit_conflict")
NO_DATE = Problem("no_date")
NO_PATIENT = Problem("no_patient")
BIRTH_DATE = Problem("birth_date")
SHORT_ROW = Problem("short_row")
LONG_ROW = Problem("long_row")
CUT_OFF = Problem("cut_off")
DAMAGED = Problem("damaged_message")
DAMAGED_RESOURCE = Problem("damaged_resource")
NO_RESULT = Problem("no_result")
NO_TEST = Problem("no_test")
DATE_ORDER = Problem("date_order", question="date_order")
DATE_EXCEPTION = Problem("date_exception", question="date_exceptions")
DATE_COLUMN = Problem("date_column", question="date_column")
DECIMAL_SIGN = Problem("decimal_sign", question="decimal_sign")
ENCODING = Problem("encoding", question="encoding")


def unknown_test(question: str) -> Problem:
    """A test whose name resembles one that is kept."""
    return Problem("unknown_test", question=question)


def conflicting_test(question: str) -> Problem:
    """A line whose name, code and LOINC code mean different tests."""
    return Problem("test_conflict", question=question)
