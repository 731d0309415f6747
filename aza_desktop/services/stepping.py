"""The short ways off a dose and back: reduce, stop now, take up again after days without it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.quantities import plain
from aza_desktop.services import courses, gates
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.diary import need_name
from aza_desktop.services.reading import record_of
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Wish, Write, Written, bad_request, write
from aza_desktop.storage import diary as shelf
from aza_desktop.storage import writing
from aza_desktop.texts import tr

_DOSES = frozenset({Topic.DOSES})


def reduce_dose(
    clinic: Clinic,
    patient_id: str,
    *,
    on: dt.date,
    dose_mg: Decimal,
    confirmed_by: str,
    reason: str,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """A lower dose from `on` on; possible on any day, whatever marks stand."""
    course = record_of(clinic, patient_id).course
    current = None if course is None else courses.current_dose(course, on)
    if current is not None and dose_mg >= current:
        raise bad_request(
            tr("This is no reduction"),
            tr("the patient takes {dose} mg").format(dose=plain(current)),
            tr("Enter a lower dose"),
        )
    return courses.confirm_dose(
        clinic, patient_id, on=on, dose_mg=dose_mg, confirmed_by=confirmed_by, reason=reason,
        if_version=if_version, key=key,
    )  # fmt: skip


def stop_now(
    clinic: Clinic,
    patient_id: str,
    *,
    on: dt.date,
    reason: str,
    recorded_by: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """The patient takes no more from `on` on. Anybody may record it; a prescriber decides later."""
    return courses.confirm_phase(
        clinic, patient_id, to=Phase.STOPPED, on=on, confirmed_by=recorded_by or clinic.actor,
        reason=reason, if_version=if_version, key=key,
    )  # fmt: skip


def resume(
    clinic: Clinic,
    patient_id: str,
    *,
    since: dt.date,
    last_day: dt.date,
    confirmed_by: str,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """The hold that began on `since` ended with `last_day`; the dose level's time runs anew."""
    need_name(confirmed_by)

    def action(change: Write) -> tuple[str, ...]:
        held = [h for h in change.course.holds if h.since == since and h.until is None]
        if not held or last_day < since:
            raise bad_request(
                tr("There is no such open hold"),
                tr("no days without the drug began on that day and still go on"),
                tr("Read the doses again"),
            )
        today = gates.answer_of(gates.file_on(clinic, change.record, clinic.clock.today()))
        gates.refuse_undecided(today, tr("The drug is not taken up again yet"))
        earlier = shelf.end_hold(change.work, change.course_key, since)
        writing.add_hold(
            change.work, change.course_key, replace(held[-1], until=last_day), supersedes=earlier
        )
        return ()

    content = {"since": since, "last_day": last_day, "confirmed_by": confirmed_by}
    wish = Wish("dose.resume", _DOSES, content, if_version, key, Role.PRESCRIBER, confirmed_by)
    return write(clinic, patient_id, wish, action)
