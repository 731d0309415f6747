"""Two records of one person, and a result of somebody else: put right in the window."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.services import recording, users
from aza_desktop.services.reading import record_of
from tests.gui.clinic_pages.test_clinic_pages import choose, form, type_into
from tests.gui.record.test_record_desk import clinic_of, opened, record, refused, save, shown
from tests.support.clinics import a_result
from tests.support.open_window import DAY, open_number, settle


def another(window: MainWindow, number: str, *, given: str = "Anita") -> str:
    """A second record of the same person."""
    identity = Identity(
        (PatientNumber("hospital", number),), "Hargreaves", given, birth_date=dt.date(1984, 7, 14)
    )
    clinic = clinic_of(window)
    key = recording.add_patient(clinic, identity, PatientFacts(None, Tpmt.UNKNOWN)).ids[0]
    recording.add_results(clinic, key, (a_result("GGT", "31", on=DAY, given_id="x1"),))
    return key


def test_two_records_are_compared_chosen_and_merged_and_taken_apart(own: MainWindow) -> None:
    key = another(own, "0077", given="Anna")
    desk = opened(own)
    desk.open_form("identity.merge")
    asked = form(own, "merge_other")
    type_into(asked, "number", "99")
    assert "No patient" in asked.live.text()
    assert "no such patient" in refused(asked, "compare")
    type_into(asked, "number", "0077")
    assert asked.live.text() == "HARGREAVES, Anna, 14-Jul-1984 (41y), 0077"
    save(asked, "compare")
    both = form(own, "merge")
    assert not [b for b in both.findChildren(QPushButton) if b.isDefault() or b.autoDefault()]
    assert both.values()["name"] == ()
    assert "which of the two" in refused(both, "merge")
    choose(both, "name", "keep")
    assert "how you know" in refused(both, "merge")
    type_into(both, "reason", "told by the patient")
    save(both, "merge")
    assert "x1" in [result.id for result in record(own).current_results]
    assert "0077 HARGREAVES, Anna" in shown(own, "identity")
    assert own.session is not None
    assert not own.place.messages.findChild(QPushButton, "message_undo").isVisible()
    assert key not in {line.patient_id for line in own.session.lines or ()}
    desk.open_form("identity.unmerge")
    apart = form(own, "unmerge")
    type_into(apart, "reason", "twins")
    save(apart, "unmerge")
    assert "x1" not in [result.id for result in record(own).current_results]
    assert [result.id for result in record_of(clinic_of(own), key).current_results] == ["x1"]


def test_two_running_courses_are_refused_before_anything_is_compared(own: MainWindow) -> None:
    desk = opened(own)
    desk.open_form("identity.merge")
    asked = form(own, "merge_other")
    type_into(asked, "number", "DEMO-0008")
    assert "both have a course that runs" in refused(asked, "compare")
    asked.reject()


def test_a_merge_is_offered_to_administrators_only(own: MainWindow) -> None:
    users.add_user(clinic_of(own), "nurse.b", roles=("staff",))
    assert own.session is not None
    own.session.act_as("nurse.b")
    opened(own)
    assert not own.findChildren(QPushButton, "record_identity_merge")


def test_a_result_is_moved_to_the_right_patient_and_back_with_undo(own: MainWindow) -> None:
    key = another(own, "0077")
    open_number(own)
    own.place.page.choose("results")
    own.place.results.table.setFocus()
    moved_id = own.place.results.under_cursor()[0][0]
    QTest.keyClick(own.place.results.table, Qt.Key.Key_M)
    settle()
    move = form(own, "move")
    choose(move, "result", moved_id)
    type_into(move, "number", "0077")
    assert move.live.text().startswith("Goes to: HARGREAVES, Anita")
    assert "Choose a reason" in refused(move, "move")
    choose(move, "why", "similar name")
    save(move, "move")
    assert moved_id not in [result.id for result in record(own).current_results]
    assert len(record_of(clinic_of(own), key).current_results) == 2
    assert own.conductor is not None
    own.conductor.undo()
    assert len(record_of(clinic_of(own), key).current_results) == 1
