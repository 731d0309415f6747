"""What else must know of a merge: files, lists, past evenings, sheets."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from aza_desktop.clinical.paper import PrintedSheet, SheetKind
from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.clock import FixedClock
from aza_desktop.services import merging, recording
from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import imports, loading, paper
from aza_desktop.storage import tables as t
from aza_desktop.storage.holding import HELD
from aza_desktop.storage.matching import Claim, Matched, match
from aza_desktop.storage.merged_away import standing_for
from aza_desktop.storage.merging import OF_COURSE, OF_PATIENT
from aza_desktop.storage.unmerging import SINGLE
from tests.support.clinics import TODAY, a_patient, a_result

DAY = dt.timedelta(days=1)


def merged(clinic: Clinic, keep: str, other: str) -> None:
    merging.merge(clinic, keep, other, choices={}, reason="told by the patient")


def test_a_file_with_either_number_finds_the_record_that_stays(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    merged(clinic, one, two)
    for number in ("1", "2"):
        claim = Claim((PatientNumber("hospital", number),), "Rossi", "Elena", dt.date(1984, 7, 14))
        with clinic.store.reading() as reading:
            found = match(reading, claim)
        assert (found.matched, found.patient_id) == (Matched.SAME, one)


def test_a_past_evening_knows_nothing_of_a_later_merge(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    recording.add_results(clinic, two, (a_result("ALT", "33", on=TODAY, given_id="r1"),))
    tomorrow = FixedClock(TODAY + DAY)
    later = replace(clinic, clock=tomorrow, store=replace(clinic.store, clock=tomorrow))
    merged(later, one, two)
    evening = dt.datetime.combine(TODAY, dt.time(23), dt.UTC)
    with clinic.store.reading() as reading:
        before = [loading.record_of(reading, key, known_by=evening) for key in (one, two)]
        after = loading.record_of(reading, one)
        gone = loading.record_of(reading, two)
    assert [record and len(record.results) for record in before] == [0, 1]
    assert after is not None
    assert len(after.results) == 1
    assert gone is None


def test_no_kind_of_fact_is_forgotten_by_a_merge() -> None:
    known = {*OF_PATIENT, *OF_COURSE, *SINGLE, t.merges}
    assert {table.name for table in t.FACTS} == {table.name for table in known}


def test_rows_that_wait_for_the_merged_record_wait_at_the_one_that_stands(clinic: Clinic) -> None:
    one, two, three = (a_patient(clinic, number) for number in "123")
    merged(clinic, two, three)
    merged(clinic, one, two)
    with clinic.store.reading() as reading:
        assert standing_for(reading) == {three: one, two: one}
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry("import.take")
        file = {"file": "a.csv", "format": "csv", "sha256": "0" * 64, "report": "{}"}
        taken = work.add(t.imports, file)
        for patient in (one, three):
            row = {"import_id": taken, "patient_id": patient, "standing": HELD, "place": "1"}
            work.add(t.import_rows, row)
        work.commit()
    with clinic.store.reading() as reading:
        assert imports.held_rows(reading) == {one: 2}


def test_a_sheet_of_the_merged_record_is_remembered(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    sheet = PrintedSheet(
        SheetKind.CALENDAR, "printed", TODAY, "first.user", 1, "0" * 64, TODAY + DAY
    )
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry("sheet.print", patient_id=two)
        paper.add_sheet(work, two, sheet)
        work.commit()
    merged(clinic, one, two)
    with clinic.store.reading() as reading:
        found = paper.last_sheet(reading, one, SheetKind.CALENDAR)
    assert found is not None
    assert found.digest == sheet.digest
