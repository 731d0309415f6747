"""Laboratories, users and leave in the window: pages, forms, and who may open them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from aza_desktop.clinical.laboratories import ClinicLimit
from aza_desktop.gui.clinic_pages.desk import ClinicPages
from aza_desktop.gui.clinic_pages.list_card import ListCard
from aza_desktop.gui.entries.chips import Chips
from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.services import laboratories, owners, users
from aza_desktop.services.clinic import Clinic
from tests.support.open_window import DAY, open_number, part, settle


def clinic_of(window: MainWindow) -> Clinic:
    assert window.session is not None
    return window.session.clinic


def opened(window: MainWindow, view: str) -> ClinicPages:
    assert window.desks.show(view)
    settle()
    return window.desks.of(ClinicPages)


def form(window: MainWindow, name: str) -> FormDialog:
    (found,) = [each for each in window.findChildren(FormDialog, name) if each.isVisible()]
    return found


def click(window: MainWindow, name: str) -> None:
    QTest.mouseClick(part(window, QPushButton, name), Qt.MouseButton.LeftButton)
    settle()


def choose(shown: FormDialog, field: str, *keys: str) -> None:
    chips = shown.fields[field]
    assert isinstance(chips, Chips)
    for button in chips.buttons:
        button.setChecked(button.property("key") in keys)


def type_into(shown: FormDialog, field: str, text: str) -> None:
    edit = shown.fields[field]
    assert isinstance(edit, QLineEdit)
    edit.setText(text)


def cells(card: ListCard) -> list[list[str]]:
    model = card.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_an_empty_page_says_what_to_do_first(own: MainWindow) -> None:
    desk = opened(own, "laboratories")
    assert desk.laboratories.isVisible()
    assert "Add the one that measures for your clinic" in desk.laboratories.card.message.text()
    assert not part(own, QPushButton, "laboratories_limit").isEnabled()


def test_a_laboratory_and_its_limit_are_entered_and_proposed(own: MainWindow) -> None:
    desk = opened(own, "laboratories")
    click(own, "laboratories_new")
    shown = form(own, "laboratory")
    type_into(shown, "name", "District Laboratory")
    QTest.keyClick(shown.fields["name"], Qt.Key.Key_Return)
    settle()
    assert cells(desk.laboratories.card)[0][-1] == "no limit yet: add one"
    click(own, "laboratories_limit")
    shown = form(own, "limit")
    assert shown.values()["laboratory"] == ("district-laboratory",)
    shown.press("save")
    assert "Choose the test" in shown.message.text()
    choose(shown, "analyte", "ALT")
    choose(shown, "sex", "female")
    type_into(shown, "uln", "61")
    shown.fields["unit"].setEditText("U/L")  # type: ignore[union-attr]
    type_into(shown, "valid_from", "01-Jan-2026")
    assert "a high limit hides a rise" in shown.live.text()
    type_into(shown, "uln", "33")
    assert shown.live.text() == ""
    shown.press("save")
    settle()
    assert cells(desk.laboratories.card) == [
        ["District Laboratory", "ALT", "33 U/L", "–", "women", "01-Jan-2026", "–", "in use"]
    ]
    open_number(own)
    own.place.leave_all_patients()
    assert own.conductor is not None
    own.conductor.add_result()
    settle()
    part(own, QPushButton, "add_result")
    strip = own.place.results.strip
    strip.laboratory_chosen.emit("District Laboratory")
    assert part(own, QLineEdit, "result_uln_alt").text() == "33"
    assert part(own, QLineEdit, "result_uln_ast").text() == ""
    strip.close_strip()


def test_another_laboratory_keeps_the_values_that_were_typed(own: MainWindow) -> None:
    clinic = clinic_of(own)
    (given,) = laboratories.add_laboratory(clinic, "City").ids
    since = dt.date(2024, 1, 1)
    laboratories.set_limit(clinic, given, ClinicLimit("ALT", Decimal(41), "U/L", since))
    open_number(own)
    assert own.conductor is not None
    own.conductor.add_result()
    settle()
    edit = part(own, QLineEdit, "result_alt")
    QTest.keyClicks(edit, "44")
    own.place.results.strip.laboratory_chosen.emit("City")
    assert edit.text() == "44"
    assert part(own, QLineEdit, "result_uln_alt").text() == "41"
    own.place.results.strip.close_strip()


def test_the_old_limit_stays_and_is_shown_on_wish(own: MainWindow) -> None:
    clinic = clinic_of(own)
    (given,) = laboratories.add_laboratory(clinic, "City").ids
    for uln, year in ((35, 2024), (40, 2026)):
        limit = ClinicLimit("ALT", Decimal(uln), "U/L", dt.date(year, 1, 1))
        laboratories.set_limit(clinic, given, limit)
    desk = opened(own, "laboratories")
    assert [row[2] for row in cells(desk.laboratories.card)] == ["40 U/L"]
    desk.laboratories.ended.setChecked(True)
    assert [(row[2], row[6], row[7]) for row in cells(desk.laboratories.card)] == [
        ("35 U/L", "31-Dec-2025", "ended"),
        ("40 U/L", "–", "in use"),
    ]


def test_only_an_administrator_opens_the_forms(own: MainWindow) -> None:
    users.add_user(clinic_of(own), "nurse.b", roles=("staff",))
    assert own.session is not None
    own.session.act_as("nurse.b")
    opened(own, "laboratories").add_laboratory()
    opened(own, "users").add_user()
    assert not [each for each in own.findChildren(FormDialog) if each.isVisible()]
    assert "administrator" in own.place.messages.text()


def test_a_user_is_added_and_later_no_longer_works_here(own: MainWindow) -> None:
    desk = opened(own, "users")
    click(own, "people_add")
    shown = form(own, "user")
    type_into(shown, "name", "nurse.b")
    shown.press("add")
    assert "Choose at least one role" in shown.message.text()
    choose(shown, "roles", "staff")
    shown.press("add")
    settle()
    assert [row[:4] for row in cells(desk.people.people)] == [
        ["first.user", "–", "prescriber, administrator", "works here"],
        ["nurse.b", "–", "staff", "works here"],
    ]
    desk.people.people.table.selectRow(1)
    click(own, "people_change")
    form(own, "user_change").press("disable")
    settle()
    assert cells(desk.people.people)[1][3] == "no longer works here"


def test_the_last_administrator_stays(own: MainWindow) -> None:
    opened(own, "users")
    click(own, "people_change")
    shown = form(own, "user_change")
    shown.press("disable")
    assert "The last administrator cannot go" in shown.message.text()
    shown.reject()


def test_leave_is_entered_with_its_deputy_and_called_off(own: MainWindow) -> None:
    users.add_user(clinic_of(own), "dr.c", roles=("prescriber",))
    desk = opened(own, "users")
    assert "Nobody is away" in desk.people.leave.message.text()
    click(own, "leave_add")
    shown = form(own, "leave")
    choose(shown, "absent", "dr.c")
    choose(shown, "deputy", "dr.c")
    type_into(shown, "until", "+7")
    shown.press("save")
    assert "somebody else who covers" in shown.message.text()
    choose(shown, "deputy", "first.user")
    shown.press("save")
    settle()
    until = DAY + dt.timedelta(days=7)
    assert [(c.absent, c.until) for c in owners.covers(clinic_of(own))] == [("dr.c", until)]
    assert cells(desk.people.people)[0][5] == "until 02-Feb-2026, covered by first.user"
    click(own, "leave_end")
    assert owners.covers(clinic_of(own)) == ()
