"""The ceiling that a prescriber writes for one patient, where the clinic left it to them."""

from __future__ import annotations

from decimal import Decimal

from aza_desktop.clinical.ceilings import WRITTEN
from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.quantities import plain
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Wish, Write, Written, bad_request, write
from aza_desktop.storage import courses as shelf
from aza_desktop.texts import tr


def write_ceiling(
    clinic: Clinic,
    patient_id: str,
    *,
    dose_mg: Decimal,
    reason: str,
    confirmed_by: str,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """The highest daily dose of this course from now on, in a prescriber's name, with a reason.

    It stays below the dose that was toxic. It is kept with the course's checklist. Raises UserError
    ``not_allowed``, ``not_offered`` or ``bad_request``.
    """
    if not reason.strip():
        raise bad_request(
            tr("A ceiling needs a reason"), tr("the reason is empty"), tr("Say why in a few words")
        )

    def action(change: Write) -> tuple[str, ...]:
        toxic = change.record.facts.prior_toxic_dose_mg
        if dose_mg <= 0 or (toxic is not None and dose_mg >= toxic):
            raise bad_request(
                tr("This ceiling cannot be"),
                tr("it is nothing, or not below the dose that was toxic"),
                tr("Enter the mg of the highest daily dose"),
            )
        answers = {**change.course.checklist, WRITTEN: plain(dose_mg)}
        shelf.answer_checklist(change.work, change.course_key, answers)
        return ()

    content = {"dose_mg": plain(dose_mg), "reason": reason, "confirmed_by": confirmed_by}
    wish = Wish(
        "course.ceiling", frozenset({Topic.COURSE}), content, if_version, key, Role.PRESCRIBER,
        confirmed_by,
    )  # fmt: skip
    return write(clinic, patient_id, wish, action)
