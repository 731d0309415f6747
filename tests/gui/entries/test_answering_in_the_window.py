"""From a finding to what is recorded: the keys and clicks of a person, on the demo clinic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.worklist.worklist_model import NumberRole
from aza_desktop.services.reading import patient_file
from tests.support.open_window import DAY, open_number, settle, until

HALVORSEN = "DEMO-0001"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Effort:
    """What a person's hands did since `counted` began."""

    keys = clicks = 0


_HANDS = Effort()


@contextmanager
def counted() -> Iterator[Effort]:
    _HANDS.keys = _HANDS.clicks = 0
    yield _HANDS


def dialog(window: MainWindow, name: str) -> FormDialog:
    (found,) = (d for d in window.findChildren(FormDialog, name) if d.isVisible())
    return found


def no_dialog(window: MainWindow) -> bool:
    return not [d for d in window.findChildren(FormDialog) if d.isVisible()]


def click(window: QWidget, name: str) -> None:
    shown = [b for b in window.findChildren(QPushButton, name) if b.isVisible()]
    _HANDS.clicks += 1
    QTest.mouseClick(shown[0], Qt.MouseButton.LeftButton)
    settle()


def key(pressed: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    _HANDS.keys += 1
    QTest.keyClick(widget, pressed, modifiers)
    settle()


def press(text: str) -> None:
    for sign in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        _HANDS.keys += 1
        named = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}
        QTest.keyClick(widget, named.get(sign, sign))
    settle()


def record(window: MainWindow, number: str = HALVORSEN) -> PatientRecord:
    assert window.session is not None
    clinic = window.session.clinic
    return patient_file(clinic, window.session.patient_id_of(number)).record


def test_a_breach_is_answered_with_three_keys(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    own.place.findings.focus_first()
    with counted() as effort:
        key(Qt.Key.Key_A)
        press("1")
        key(Qt.Key.Key_S, ALT)
    until(lambda: no_dialog(own))
    assert effort.keys <= 4
    decision = record(own).courses[-1].decisions[-1]
    assert (decision.type.value, decision.on, decision.decided_by) == ("stop", DAY, "first.user")
    assert record(own).contacts[-1].outcome == "reached"
    assert no_dialog(own)
    assert "TA_STOP" not in [card.card.code for card in own.place.findings.cards]


def test_a_breach_is_answered_with_three_clicks(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    before = len(record(own).courses[-1].decisions)
    with counted() as effort:
        click(own, "acknowledge_mark")
        click(own, "decision_contact_reached")
        click(own, "decision_stop")
    assert effort.clicks <= 3
    assert len(record(own).courses[-1].decisions) == before + 1


def test_the_button_of_the_open_card_has_the_fixed_name(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    cards = own.place.findings.cards
    cards[1].setFocus()
    named = own.findChildren(QPushButton, "acknowledge_mark")
    assert named == [cards[1].answer]
    assert named[0].isVisible()


def test_no_button_of_the_decision_is_pressed_by_enter(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    click(own, "acknowledge_mark")
    shown = dialog(own, "decision")
    assert not [b for b in shown.findChildren(QPushButton) if b.isDefault() or b.autoDefault()]
    before = record(own).version
    key(Qt.Key.Key_Return)
    assert shown.isVisible()
    assert record(own).version == before


def test_the_decision_says_what_is_missing_and_keeps_what_was_typed(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    click(own, "acknowledge_mark")
    shown = dialog(own, "decision")
    missing = shown.findChild(QLabel, "decision_missing")
    assert "contact in which the patient was reached" in missing.text()
    press("1")
    assert missing.text() == "Still missing: the decision."
    who = shown.fields["decided_by"]
    who.setEditText("  ")
    click(shown, "decision_stop")
    assert "Name the prescriber" in shown.message.text()
    assert shown.values()["contact"] == ("reached",)
    who.setEditText("first.user")
    click(shown, "decision_continue")
    assert "say why" in shown.message.text()
    assert shown.isVisible()


def test_every_form_repeats_who_the_patient_is(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    click(own, "acknowledge_mark")
    assert (
        "HALVORSEN, Ingrid, Born 02-Mar-1979 (46y), DEMO-0001"
        in own.findChild(FormDialog).windowTitle()
    )


def test_a_lesser_mark_is_acknowledged_and_stays(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    card = next(c for c in own.place.findings.cards if c.card.answer == "acknowledge")
    card.setFocus()
    with counted() as effort:
        key(Qt.Key.Key_A)
        press("3\n")
    assert effort.keys <= 4
    answer = record(own).mark_answers[-1]
    assert (answer.code, answer.reason_code) == (card.card.code, "repeat_arranged")
    assert card.card.code in [c.card.code for c in own.place.findings.cards]


def test_a_symptom_of_today_takes_three_keys_or_three_clicks(own: MainWindow) -> None:
    open_number(own)
    with counted() as effort:
        key(Qt.Key.Key_M, CTRL)
        press("1\n")
    assert effort.keys <= 5
    assert (record(own, "DEMO-0013").symptoms[-1].code) == "fever"
    with counted() as effort:
        click(own, "enter_symptom")
        click(own, "symptom_code_malaise")
        click(own, "symptom_record")
    assert effort.clicks <= 3
    symptom = record(own, "DEMO-0013").symptoms[-1]
    assert (symptom.code, symptom.onset_on) == ("malaise", DAY)


def test_a_date_that_is_none_is_said_in_the_form(own: MainWindow) -> None:
    open_number(own)
    key(Qt.Key.Key_M, CTRL)
    shown = dialog(own, "symptom")
    press("1")
    shown.fields["onset"].setText("31-Foo")
    key(Qt.Key.Key_Return)
    assert shown.isVisible()
    assert "no date" in shown.message.text()
    assert shown.fields["onset"].text() == "31-Foo"
    assert QApplication.focusWidget() is shown.fields["onset"]


def test_stop_now_takes_three_keys_and_ends_the_course(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    own.place.findings.focus_first()
    with counted() as effort:
        key(Qt.Key.Key_S)
        press("1")
        key(Qt.Key.Key_S, ALT)
    until(lambda: no_dialog(own))
    assert effort.keys <= 4
    event = record(own).courses[-1].phases[-1]
    assert (event.to, event.on) == (Phase.STOPPED, DAY)


def test_a_hold_takes_four_keys_and_three_clicks(own: MainWindow) -> None:
    open_number(own)
    with counted() as effort:
        click(own, "enter_hold")
        click(own, "hold_why_infection")
        click(own, "hold_hold")
    assert effort.clicks <= 3
    hold = record(own, "DEMO-0013").courses[-1].holds[-1]
    assert (hold.since, hold.until, hold.reason) == (DAY, None, "infection")


@pytest.mark.parametrize("number", [HALVORSEN, "DEMO-0008"])
def test_a_call_takes_two_keys_from_the_list(own: MainWindow, number: str) -> None:
    view = own.place.worklist.today
    for row in range(view.model().rowCount(QModelIndex())):
        if view.model().index(row, 0).data(NumberRole) == number:
            view.setCurrentIndex(view.model().index(row, 0))
    view.setFocus()
    with counted() as effort:
        key(Qt.Key.Key_C)
        press("3")
    assert effort.keys == 2
    contact = record(own, number).contacts[-1]
    assert (contact.outcome, contact.on, contact.by) == ("no_answer", DAY, "first.user")
    assert no_dialog(own)


def test_a_mistyped_result_is_corrected_with_few_keys_and_stays_struck(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    table = own.place.results.table
    table.setCurrentIndex(table.model().index(0, 1))
    table.setFocus()
    with counted() as effort:
        key(Qt.Key.Key_F2)
        press("92\t1\n")
    assert effort.keys <= 8
    results = [r for r in record(own).results if r.result.analyte == "ALT"]
    assert [r.result.value_text for r in results if r.result.collected_on == DAY] == ["192", "92"]
    old, new = results[-2:]
    assert (str(old.state), str(new.state)) != ("current", "current")
    assert own.place.results.table.model().index(0, 1).data().startswith(("92", "↑", "▲"))


def test_an_impossible_correction_is_refused_inline(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    table = own.place.results.table
    table.setCurrentIndex(table.model().index(0, 1))
    table.setFocus()
    key(Qt.Key.Key_F2)
    shown = dialog(own, "correct")
    for typed, said in (("abc", "no value"), ("192", "recorded value"), ("193", "reason")):
        shown.fields["value"].setText(typed)
        click(shown, "correct_record")
        assert said in shown.message.text()
        assert shown.fields["value"].text() == typed


def test_blood_that_was_taken_makes_the_patient_wait_for_results(own: MainWindow) -> None:
    open_number(own, "DEMO-0008")
    click(own, "enter_sample")
    click(own, "sample_record")
    sample = record(own, "DEMO-0008").samples[-1]
    assert sample.taken_on == DAY
    assert "ALT" in sample.tests


def test_what_was_recorded_is_taken_back_with_one_key(own: MainWindow) -> None:
    open_number(own)
    click(own, "enter_hold")
    click(own, "hold_why_infection")
    click(own, "hold_hold")
    assert len(record(own, "DEMO-0013").courses[-1].holds) == 1
    own.activateWindow()
    until(lambda: QApplication.focusWidget() is not None)
    key(Qt.Key.Key_Z, CTRL)
    assert record(own, "DEMO-0013").courses[-1].holds == ()


def test_a_result_of_another_patient_is_struck_with_a_reason(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    table = own.place.results.table
    table.setCurrentIndex(table.model().index(0, 1))
    table.setFocus()
    key(Qt.Key.Key_F2)
    click(own, "correct_strike")
    assert "Choose a reason" in dialog(own, "correct").message.text()
    click(own, "correct_why_other")
    click(own, "correct_strike")
    assert not [
        r for r in record(own).current_results if (r.analyte, r.collected_on) == ("ALT", DAY)
    ]


def test_a_stopped_patient_starts_a_second_course_with_its_checklist(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    own.place.findings.focus_first()
    key(Qt.Key.Key_S)
    press("1")
    key(Qt.Key.Key_S, ALT)
    until(lambda: no_dialog(own))
    next(a for a in own._menus.menu("patient").actions() if "co&urse" in a.text()).trigger()
    shown = dialog(own, "start_course")
    shown.fields["protocol"].buttons[0].setChecked(True)
    for name, typed in (("break_start", "today"), ("reason", "again"), ("toxic", "unknown")):
        shown.fields[name].setText(typed)
    click(shown, "start_course_jaundice_no")
    click(shown, "start_course_record")
    after = record(own)
    assert (len(after.courses), after.courses[-1].phase) == (2, Phase.ON_BREAK)
    assert after.courses[-1].checklist == {"jaundice": "no", "indication": after.indication}
    assert after.facts.prior_toxic_dose_mg is None


def test_the_keyboard_is_somewhere_after_the_card_is_gone(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    own.place.findings.focus_first()
    key(Qt.Key.Key_A)
    press("1")
    click(own, "decision_stop")
    own.activateWindow()
    until(lambda: QApplication.focusWidget() is not None)
    assert no_dialog(own)


def test_a_long_form_fits_into_a_low_window(own: MainWindow) -> None:
    open_number(own)
    own.resize(1280, 720)
    settle()
    next(a for a in own._menus.menu("patient").actions() if "co&urse" in a.text()).trigger()
    settle()
    shown = dialog(own, "start_course")
    assert shown.height() <= own.height()
    record_button = shown.findChild(QPushButton, "start_course_record")
    assert shown.rect().contains(record_button.geometry())


def test_space_in_the_calendar_reports_the_day(own: MainWindow) -> None:
    open_number(own)
    grid = own.place.calendar.grid
    grid.setFocus()
    key(Qt.Key.Key_Space)
    assert record(own, "DEMO-0013").courses[-1].day_reports[-1].state == "taken"
    key(Qt.Key.Key_Space)
    assert record(own, "DEMO-0013").courses[-1].day_reports[-1].state == "missed"


def test_a_course_cannot_start_while_one_is_under_way_and_nothing_is_lost(own: MainWindow) -> None:
    open_number(own)
    own.place.findings.setFocus()
    action = next(a for a in own._menus.menu("patient").actions() if "co&urse" in a.text())
    action.trigger()
    shown = dialog(own, "start_course")
    assert shown.values()["protocol"] == ()
    assert "cautious" in shown.fields["protocol"].buttons[0].text()
    click(shown, "start_course_record")
    assert "Choose the protocol" in shown.message.text()
    shown.fields["protocol"].buttons[0].setChecked(True)
    reason = shown.fields["reason"]
    assert isinstance(reason, QLineEdit)
    reason.setText("raised ALT")
    shown.fields["break_start"].setText("-3")
    click(shown, "start_course_record")
    assert "A course is under way" in shown.message.text()
    assert reason.text() == "raised ALT"


def test_a_ceiling_is_written_below_the_toxic_dose_and_nothing_else_moves(own: MainWindow) -> None:
    open_number(own)
    doses = record(own, "DEMO-0013").courses[-1].dose_events
    next(a for a in own._menus.menu("patient").actions() if "Ceiling" in a.text()).trigger()
    settle()
    press("400\tsmall and frail")
    click(own, "ceiling_record")
    assert "cannot be" in dialog(own, "ceiling").message.text()
    fields = dialog(own, "ceiling").findChildren(QLineEdit, "ceiling_dose_mg")
    fields[0].setFocus()
    fields[0].selectAll()
    press("100")
    click(own, "ceiling_record")
    assert no_dialog(own)
    course = record(own, "DEMO-0013").courses[-1]
    assert (course.checklist["ceiling_mg"], course.dose_events) == ("100", doses)
