"""Who has an override on record: the few patients of a week among all of the clinic."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from aza_desktop.clinical.answers import AnswerKind
from aza_desktop.clinical.checklist import OVERRIDE_SUFFIX
from aza_desktop.storage import tables as t
from aza_desktop.storage.merged_away import not_merged_away
from aza_desktop.storage.reading import Reading


def oldest_override(reading: Reading, since: dt.date | None) -> dt.date | None:
    """The first day from `since` on, else ever, on which a mark was overridden; None for none."""
    answers = t.mark_answers
    query = sa.select(sa.func.min(answers.c.answered_on)).where(
        answers.c.state == "current",
        answers.c.kind == AnswerKind.OVERRIDE.value,
        not_merged_away(answers.c.patient_id),
    )
    if since is not None:
        query = query.where(answers.c.answered_on >= since)
    return reading.connection.execute(query).scalar_one_or_none()


def overridden_patients(reading: Reading, since: dt.date, until: dt.date) -> tuple[str, ...]:
    """Patients with a mark overridden from `since` to `until`, or an answer of a checklist ever.

    The day of a checklist is that of its course, which whoever reads the record sees.
    """
    answers, lists, courses = t.mark_answers, t.course_checklists, t.courses
    of_marks = sa.select(answers.c.patient_id).where(
        answers.c.state == "current",
        answers.c.kind == AnswerKind.OVERRIDE.value,
        answers.c.answered_on.between(since, until),
        not_merged_away(answers.c.patient_id),
    )
    of_lists = (
        sa.select(courses.c.patient_id)
        .join(lists, lists.c.course_id == courses.c.id)
        .where(
            lists.c.state == "current",
            lists.c.answers.contains(OVERRIDE_SUFFIX, autoescape=True),
            not_merged_away(courses.c.patient_id),
        )
    )
    found = reading.connection.execute(sa.union(of_marks, of_lists)).scalars()
    return tuple(sorted(found))
