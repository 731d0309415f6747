"""Results typed, saved, judged, undone; doses confirmed: what a nurse does all day."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
)

from aza_desktop.errors import UserError
from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form
from aza_desktop.services import recording
from aza_desktop.services.reading import patient_file
from tests.support.open_window import (
    DAY,
    HARGREAVES,
    EffortCounter,
    cell_texts,
    listed,
    open_number,
    part,
    press,
    settle,
    until,
)


def enter(window: MainWindow, keys: str) -> None:
    """Ctrl+R and what is typed then."""
    assert window.conductor is not None
    window.conductor.add_result()
    settle()
    press(keys)
    settle()


def stored_alts(window: MainWindow) -> list[str]:
    """The values of ALT that count, as a fresh reading of the record gives them."""
    assert window.session is not None
    assert window.session.file is not None
    file = patient_file(window.session.clinic, window.session.file.record.id)
    return [r.value_text for r in file.record.current_results if r.analyte == "ALT"]


def test_three_results_of_today_cost_at_most_ten_keys(own: MainWindow) -> None:
    open_number(own)
    before = stored_alts(own)
    counter = EffortCounter()
    QApplication.instance().installEventFilter(counter)
    handle = own.windowHandle()
    QTest.keySequence(handle, "Ctrl+R")
    for sign in ("4", "4", "\t", "3", "7", "\t", "1", "0"):
        QTest.keyClick(handle, Qt.Key.Key_Tab if sign == "\t" else sign)
    QTest.keyClick(handle, Qt.Key.Key_Return)
    QApplication.instance().removeEventFilter(counter)
    settle()
    assert stored_alts(own) == [*before, "44"]
    assert (counter.keys, counter.clicks) <= (10, 0)


def test_a_censored_value_is_taken_stored_and_drawn_as_typed(own: MainWindow) -> None:
    open_number(own)
    enter(own, ">200\t<5\n")
    assert stored_alts(own)[-1] == "200"
    assert own.session is not None
    assert own.session.file is not None
    current = own.session.file.record.current_results
    typed = {r.id: r.comparator.value for r in current if r.collected_on == DAY}
    assert sorted(typed.values()) == ["<", ">"]
    assert any(">200" in cell for cell in cell_texts(own)[0])
    assert any("<5" in cell for cell in cell_texts(own)[0])
    model = own.place.trend.model
    assert model is not None
    points = {p.result_id: p.comparator.value for line in model.series for p in line.points}
    assert {id: points[id] for id in typed} == typed


def test_a_result_at_the_limit_changes_every_view(own: MainWindow) -> None:
    open_number(own)
    assert listed(own).get(HARGREAVES) != "call_today"
    enter(own, "175\t37\t10\n")
    assert listed(own)[HARGREAVES] == "call_today"
    assert "▲▲ 175  5.00 ×" in cell_texts(own)[0]
    marks = own.session.file.answer.marks if own.session and own.session.file else ()
    assert marks[0].code == "TA_STOP"
    titles = [label.text() for label in own.place.findings.findChildren(QLabel)]
    assert marks[0].title in titles
    assert "Saved: ALT 175 U/L (5.00 ×)" in own.place.messages.text()
    assert "5.00" in own.place.messages.text()


def test_just_below_the_limit_is_not_marked_as_a_stop(own: MainWindow) -> None:
    open_number(own)
    enter(own, "174.9\t37\t10\n")
    assert listed(own).get(HARGREAVES) != "call_today"
    assert not any("▲▲" in text for text in cell_texts(own)[0])


def test_typing_tells_what_saving_would_show_and_saves_nothing(window: MainWindow) -> None:
    open_number(window)
    before = stored_alts(window)
    enter(window, "250")
    message = part(window, QLabel, "entry_message")
    until(lambda: message.text().startswith("Saving will show: "))
    assert stored_alts(window) == before


def test_undo_takes_the_entry_back_and_leaves_a_trace(own: MainWindow) -> None:
    open_number(own)
    before = stored_alts(own)
    enter(own, "175\t37\t10\n")
    part(own, QPushButton, "message_undo").click()
    settle()
    assert stored_alts(own) == before
    assert listed(own).get(HARGREAVES) != "call_today"
    own.place.results._struck.click()
    settle()
    assert any("175" in text for row in cell_texts(own) for text in row)


def test_undo_with_nothing_to_undo_says_so(window: MainWindow) -> None:
    assert window.conductor is not None
    window.conductor.undo()
    assert "nothing to undo" in window.place.messages.text()


def test_a_question_is_asked_inline_and_nothing_is_lost(own: MainWindow) -> None:
    open_number(own)
    before = stored_alts(own)
    enter(own, "4400\n")
    assert part(own, QLineEdit, "result_alt").text() == "4400"
    assert stored_alts(own) == before
    anyway = part(own, QPushButton, "save_anyway")
    assert anyway.isVisible()
    anyway.click()
    settle()
    assert stored_alts(own) == [*before, "4400"]


def test_an_unreadable_value_stays_and_is_explained(window: MainWindow) -> None:
    open_number(window)
    enter(window, "4o\n")
    assert part(window, QLineEdit, "result_alt").text() == "4o"
    assert "is not a number" in part(window, QLabel, "entry_message").text()


def test_a_refused_save_keeps_the_values(own: MainWindow) -> None:
    open_number(own)
    enter(own, "44\t37")
    assert own.session is not None
    object.__setattr__(own.session.file.record, "version", 999)  # somebody wrote meanwhile
    press("\n")
    settle()
    assert part(own, QLineEdit, "result_alt").text() == "44"
    assert part(own, QLineEdit, "result_ast").text() == "37"
    assert own.place.messages.text().startswith("Not saved")
    press("\n")
    settle()
    assert own.place.messages.text().startswith("Saved")


def full_disk(*_arguments: object, **_options: object) -> NoReturn:
    raise UserError(
        "disk_full",
        "Not saved: the disk is full",
        why="clinic.db could not grow",
        remedy="Make room on the disk and save again",
    )


def test_what_cannot_be_saved_is_copied_into_a_file_that_can_be_imported(
    own: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kept.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_b: (str(target), ""))
    open_number(own)
    enter(own, "44\t<5")
    with monkeypatch.context() as broken:
        broken.setattr(recording, "add_results", full_disk)
        press("\n")
    settle()
    copy = part(own, QPushButton, "entry_copy")
    assert copy.isVisible()
    assert part(own, QPushButton, "save_results").text() == "Try again"
    copy.click()
    assert "Record it later" in own.place.messages.text()
    lines = target.read_text("utf-8-sig").splitlines()
    assert "ALT,44,U/L,<35," in lines[1]
    assert "AST,<5,U/L,<35," in lines[2]
    assert part(own, QLineEdit, "result_alt").text() == "44"
    part(own, QPushButton, "save_results").click()
    settle()
    assert own.place.messages.text().startswith("Saved")
    assert not copy.isVisible()


def test_answers_of_a_form_are_copied_where_they_cannot_be_recorded(
    own: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kept.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_b: (str(target), ""))
    open_number(own)
    asked = Ask("text", "What is to be noted?", value=("called twice",))
    form = Form("note", "Add a note", (asked,), (Act("save", "Save"),))
    shown = FormDialog(form, full_disk, today=DAY, tokens=own._appearance.tokens, parent=own)
    shown.ask()
    assert not shown.copy.isVisible()
    shown.press("save")
    shown.copy.click()
    assert "What is to be noted?: called twice" in target.read_text("utf-8-sig")
    assert "Record it later" in shown.message.text()
    shown.reject()


def test_typed_results_are_not_lost_by_opening_another_patient(window: MainWindow) -> None:
    open_number(window)
    enter(window, "44")
    open_number(window, "DEMO-0001")
    assert "HARGREAVES" in part(window, QLabel, "banner_name").text()
    assert "not saved" in window.place.messages.text()


def test_escape_closes_the_strip(window: MainWindow) -> None:
    open_number(window)
    enter(window, "44")
    QTest.keyClick(part(window, QLineEdit, "result_alt"), Qt.Key.Key_Escape)
    assert not window.place.results.strip.isVisible()


def test_yesterday_can_be_typed_and_is_echoed(window: MainWindow) -> None:
    open_number(window)
    enter(window, "")
    date = part(window, QLineEdit, "result_date")
    date.setFocus()
    date.selectAll()
    press("-1")
    echo = part(window, QLabel, "entry_date_echo")
    until(lambda: "25-Jan-2026, Sun, yesterday" in echo.text())


def test_a_dose_is_confirmed_only_when_it_was_typed(own: MainWindow) -> None:
    number = next(n for n, group in listed(own).items() if group == "step_possible")
    open_number(own, number)
    assert own.conductor is not None
    own.conductor.confirm_dose()
    dialog = part(own, QDialog, "confirm_dose_dialog")
    ok = part(own, QPushButton, "confirm_dose_ok")
    typed = part(own, QLineEdit, "confirm_dose_typed")
    assert dialog.isVisible()
    assert not ok.isEnabled()
    assert not ok.isDefault()
    QTest.keyClicks(typed, "999")
    assert not ok.isEnabled()
    QTest.keyClick(typed, Qt.Key.Key_Return)
    assert dialog.isVisible()
    typed.clear()
    model = dialog._model  # type: ignore[attr-defined]
    QTest.keyClicks(typed, str(model.new_dose_mg))
    assert not ok.isEnabled()
    assert (
        "Not asked yet: Allopurinol, Febuxostat" in part(own, QLabel, "confirm_dose_message").text()
    )
    for drug, digit in (("allopurinol", "2"), ("febuxostat", "3")):
        chip = part(own, QPushButton, f"confirm_dose_asked_{drug}_yes")
        QTest.keyClick(chip, digit)
    assert ok.isEnabled()
    QTest.mouseClick(ok, Qt.MouseButton.LeftButton)
    settle()
    assert not dialog.isVisible()
    assert "Recorded" in own.place.messages.text()
    assert model.new_dose in own.place.page.medication.accessibleName()
    assert own.session is not None
    assert own.session.file is not None
    asked = {q.drug: (q.answer, q.asked_on) for q in own.session.file.record.drug_questions}
    assert asked == {"allopurinol": ("no", DAY), "febuxostat": ("not_asked", DAY)}


def test_where_no_step_is_offered_the_dialog_stays_shut(window: MainWindow) -> None:
    open_number(window, "DEMO-0001")
    assert window.conductor is not None
    window.conductor.confirm_dose()
    assert not part(window, QDialog, "confirm_dose_dialog").isVisible()
    assert "offers no step" in window.place.messages.text()
