"""Sheets of paper: put together from the record, and remembered when they leave the program.

Reading makes no trace. `record_sheet` is called once for each sheet that was printed or saved:
who, when, what, and, for a calendar, what it said of each day, so that a later plan can be held
against it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from aza_desktop.clinical.answers import LabRequest
from aza_desktop.clinical.changes import Changes
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.diary import Contact
from aza_desktop.clinical.paper import PrintedSheet, SheetKind
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.clinical.worklist import ProtocolUse, WorklistEntry
from aza_desktop.errors import UserError
from aza_desktop.reports.call_sheet import Call, CallGroup, CallList, build_call_sheet
from aza_desktop.reports.document import Sheet, digest_of
from aza_desktop.reports.lab_slip import Request, build_lab_slip
from aza_desktop.reports.patient_calendar import build_calendar_sheet
from aza_desktop.reports.stamp import Stamp, born_short
from aza_desktop.services import reading, rights, users
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.clinic_settings import clinic_card
from aza_desktop.services.home_plan import (
    contradicts,
    home_plan,
    open_questions,
    plan_now,
    plan_text,
)
from aza_desktop.services.listed import dose_in_force
from aza_desktop.services.reading import PatientFile
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Written
from aza_desktop.storage import paper
from aza_desktop.texts import tr

PRINTED, SAVED = "printed", "saved"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sheet that is ready to leave. patient_id: None for a sheet about the whole clinic."""

    sheet: Sheet
    patient_id: str | None = None
    plan: str = ""
    valid_until: dt.date | None = None


class Standing(StrEnum):
    """How far a calendar at the patient's home can still be trusted."""

    CURRENT = "current"
    ENDED = "ended"
    OUT_OF_DATE = "out_of_date"
    IN_QUESTION = "in_question"


@dataclass(frozen=True, slots=True)
class HomeSheet:
    """The last calendar of a patient, and where it stands today."""

    sheet: PrintedSheet
    standing: Standing


def stamp_of(clinic: Clinic, file: PatientFile | None = None, *, demo: bool = False) -> Stamp:
    """Who prints now, for which clinic, by which protocol."""
    protocol = file.protocol if file is not None else None
    return Stamp(
        card=clinic_card(clinic),
        at=clinic.clock.now().astimezone(),
        by=_full_name(clinic, clinic.actor),
        demo=demo,
        protocol=protocol.name if protocol is not None else "",
        status=protocol.review.status if protocol is not None else "",
    )


def calendar_sheet(clinic: Clinic, file: PatientFile, *, demo: bool = False) -> Prepared:
    """The patient's calendar. Raises UserError ``not_offered`` or ``blocked``."""
    stamp = stamp_of(clinic, file, demo=demo)
    with clinic.store.reading() as found:
        last = paper.last_sheet(found, file.record.id, SheetKind.CALENDAR)
    replaces = last.made_on if last is not None else None
    plan = home_plan(file, stamp.card, replaces=replaces)
    sheet = build_calendar_sheet(file.record.identity, plan, stamp)
    return Prepared(sheet, file.record.id, plan_text(plan), plan.last)


def call_sheet(clinic: Clinic, *, demo: bool = False) -> Prepared:
    """Today's list with phones and last contacts, in the order of the list."""
    worklist = reading.worklist(clinic)
    groups = tuple(
        CallGroup(group.title, tuple(_call(clinic, entry) for entry in group.patients))
        for group in worklist.groups
        if group.patients
    )
    listed = CallList(
        on=worklist.as_of,
        groups=groups,
        nothing_today=worklist.nothing_today,
        snoozed=worklist.snoozed,
        patients=worklist.patients,
        next_on=worklist.next.on if worklist.next is not None else None,
        next_labs=worklist.next.labs if worklist.next is not None else 0,
        protocols=tuple(_used(use) for use in worklist.protocols),
    )
    return Prepared(build_call_sheet(listed, stamp_of(clinic, demo=demo)))


def open_requests(file: PatientFile) -> tuple[LabRequest, ...]:
    """The blood tests that were asked for and not taken yet, oldest first."""
    return tuple(asked for asked in file.record.lab_requests if asked.outcome is None)


def lab_slip(
    clinic: Clinic, file: PatientFile, request_id: str | None = None, *, demo: bool = False
) -> Prepared:
    """The slip of a recorded request; of the newest open one where none is named.

    Raises UserError ``not_offered`` where nothing was asked for.
    """
    asked = [one for one in open_requests(file) if request_id in (None, one.id)]
    if not asked:
        raise UserError(
            "not_offered",
            tr("There is no open request for a blood test"),
            why=tr("a slip is printed from a request that was recorded"),
            remedy=tr("Request a blood test first, then print its slip"),
        )
    newest, stamp = asked[-1], stamp_of(clinic, file, demo=demo)
    with clinic.store.reading() as found:
        who = paper.requester(found, file.record.id, newest.id)
    due = newest.booked_on or newest.due_by
    come_on = stamp.card.open_day(due, not_before=file.as_of) if due is not None else None
    dose = dose_in_force(file)
    request = Request(
        id=newest.id,
        requested_on=newest.requested_on,
        requested_by=_full_name(clinic, who or clinic.actor),
        tests=_slip_tests(file, newest),
        due_by=due,
        come_on=None if come_on == due else come_on,
        laboratory=newest.laboratory or "",
        dose=tr("{dose} mg a day").format(dose=plain(dose.dose_mg)) if dose is not None else "",
        note=newest.note or "",
    )
    return Prepared(build_lab_slip(file.record.identity, request, stamp), file.record.id)


def _slip_tests(file: PatientFile, asked: LabRequest) -> tuple[tuple[str, str, str], ...]:
    """What was asked for, and what the protocol asks for beside it in this phase."""
    protocol, phase = file.protocol, file.phase.value if file.phase is not None else ""
    schedules = protocol.schedules if protocol is not None else ()
    also = [code for one in schedules if one.phase == phase for code in one.also]
    remark = tr("asked for beside them by the protocol")
    known = file.facts.analytes
    tests = [(code, "") for code in asked.tests]
    tests += [(code, remark) for code in dict.fromkeys(also) if code not in asked.tests]
    return tuple(
        (
            found.short_name if (found := known.find(code)) else code,
            found.name if found else "",
            said,
        )
        for code, said in tests
    )


def record_sheet(clinic: Clinic, prepared: Prepared, *, way: str, pages: int) -> Written:
    """Remember that this sheet left the program. way: ``printed`` or ``saved``."""
    sheet = prepared.sheet
    kept = PrintedSheet(
        kind=sheet.kind,
        way=way,
        made_on=clinic.clock.today(),
        made_by=clinic.actor,
        pages=pages,
        digest=digest_of(sheet),
        valid_until=prepared.valid_until,
        plan=prepared.plan,
    )
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.STAFF)
        work.entry(f"print.{sheet.kind.value}", patient_id=prepared.patient_id)
        paper.add_sheet(work, prepared.patient_id, kept)
        work.commit()
        version = work.versions.get(prepared.patient_id or "", 0)
    touched = frozenset({prepared.patient_id}) if prepared.patient_id else frozenset[str]()
    return Written(Changes(touched, frozenset()), version, None, ())


def home_sheet(clinic: Clinic, file: PatientFile) -> HomeSheet | None:
    """The calendar that the patient has at home; None where none was ever made."""
    with clinic.store.reading() as found:
        last = paper.last_sheet(found, file.record.id, SheetKind.CALENDAR)
    if last is None:
        return None
    if last.valid_until is not None and last.valid_until < file.as_of:
        return HomeSheet(last, Standing.ENDED)
    if open_questions(file):
        return HomeSheet(last, Standing.IN_QUESTION)
    now = plan_text(plan_now(file, clinic_card(clinic)))
    if contradicts(last.plan, now, since=file.as_of):
        return HomeSheet(last, Standing.OUT_OF_DATE)
    return HomeSheet(last, Standing.CURRENT)


def _full_name(clinic: Clinic, user: str) -> str:
    """The name that people know; the user name where no other is recorded."""
    known = {one.name: one.full_name for one in users.list_users(clinic)}
    return known.get(user) or user


def _call(clinic: Clinic, entry: WorklistEntry) -> Call:
    record = reading.record_of(clinic, entry.patient_id)
    dose = entry.current_dose_mg
    return Call(
        name=entry.name,
        born=born_short(record.identity, clinic.clock.today()),
        number=entry.number,
        dose=tr("on {dose} mg a day").format(dose=plain(dose)) if dose else "",
        reason=_typeset(entry.reason.text),
        also=len(entry.also),
        last_contact=_contact(record),
        phone=record.identity.phone or "",
        owner=record.owner.name if record.owner is not None else "",
    )


def _contact(record: PatientRecord) -> str:
    last: Contact | None = max(record.contacts, key=lambda contact: contact.on, default=None)
    if last is None:
        return ""
    said = f"{show(last.on)}: {tr(last.outcome.replace('_', ' '))}"
    if last.next_on is not None:
        said += "\n" + tr("next try {day}").format(day=show(last.next_on))
    return said


def _used(use: ProtocolUse) -> str:
    said = tr("Protocol {name}, {status}").format(
        name=f"{use.id}@{use.version}", status=use.review_status
    )
    if use.review_status == "Approved":
        return said
    return tr("{protocol}: not approved here").format(protocol=said)


def _typeset(text: str) -> str:
    for written, shown in ((">=", "≥"), ("<=", "≤"), (" x ULN", " × ULN"), ("umol/L", "µmol/L")):
        text = text.replace(written, shown)
    return text
