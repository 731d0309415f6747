"""The twenty-six tasks, each with the keys and clicks that it may cost.

Most budgets are proven where the part of the window is tested; the table names the proof. What no
other test counts is counted here, with keys and clicks as the window itself receives them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
)

from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.gui.keeping.restore_dialog import RestoreDialog
from aza_desktop.gui.main_window import MainWindow
from tests.support.hands import (
    first_choice,
    hands,
    last_of,
    link_of,
    place_in_list,
    record_of,
)
from tests.support.open_window import (
    DAY,
    HARGREAVES,
    a_window,
    listed,
    open_number,
    part,
    settle,
    until,
)

GUI = Path(__file__).parent
HALVORSEN = "DEMO-0001"
HERE = "test_task_budgets.py"
ANSWERING = "entries/test_answering_in_the_window.py"
CHART = "chart/test_chart_in_the_window.py"
COHORT = "cohort/test_edish_view.py"
ENTRY = "test_fast_entry.py"
PAPER = "printing/test_printing.py"
WINDOW = "test_window.py"

PROOFS: dict[int, tuple[str, ...]] = {
    1: (f"{WINDOW}::test_who_must_be_called_is_there_without_a_key",),
    2: (
        f"{WINDOW}::test_finding_opens_the_first_with_at_most_six_keys",
        f"{WINDOW}::test_a_click_on_the_list_opens_the_patient",
    ),
    3: (f"{ENTRY}::test_three_results_of_today_cost_at_most_ten_keys",),
    4: (f"{HERE}::test_three_results_of_another_patient_cost_sixteen_keys",),
    5: (f"{HERE}::test_three_results_of_yesterday_cost_twenty_keys",),
    6: ("imports/test_import_dialog.py::test_twenty_results_are_imported_with_four_clicks",),
    7: (f"{HERE}::test_one_click_shows_why_a_mark_is_there",),
    8: (f"{HERE}::test_two_clicks_lead_to_the_source_of_a_rule",),
    9: (
        f"{ANSWERING}::test_a_breach_is_answered_with_three_keys",
        f"{ANSWERING}::test_a_breach_is_answered_with_three_clicks",
    ),
    10: (f"{HERE}::test_a_step_costs_two_clicks_and_the_typed_dose",),
    11: (
        f"{HERE}::test_a_hold_with_its_reason_costs_four_keys",
        f"{ANSWERING}::test_a_hold_takes_four_keys_and_three_clicks",
    ),
    12: (
        f"{ANSWERING}::test_stop_now_takes_three_keys_and_ends_the_course",
        f"{HERE}::test_stop_now_costs_three_clicks",
    ),
    13: (f"{ANSWERING}::test_a_symptom_of_today_takes_three_keys_or_three_clicks",),
    14: (
        f"{CHART}::test_reading_a_value_takes_one_key_for_each_point",
        f"{HERE}::test_a_value_is_read_by_pointing_without_a_click",
    ),
    15: (
        f"{CHART}::test_from_a_point_to_its_row_takes_one_key",
        f"{CHART}::test_from_a_point_to_its_row_takes_one_click",
    ),
    16: (
        f"{CHART}::test_scale_and_analytes_change_by_one_key",
        f"{HERE}::test_scale_and_analytes_change_by_one_click",
    ),
    17: (
        f"{PAPER}::test_two_keys_print_the_calendar_of_the_open_patient",
        f"{PAPER}::test_two_clicks_print",
    ),
    18: (
        f"{CHART}::test_ctrl_e_goes_straight_to_the_file",
        f"{HERE}::test_the_chart_is_saved_with_two_clicks_and_the_file_dialog",
    ),
    19: (
        f"{COHORT}::test_from_today_to_the_worst_patient_takes_three_keys_at_most",
        f"{COHORT}::test_from_today_to_the_worst_patient_takes_three_clicks_at_most",
    ),
    20: (f"{HERE}::test_who_has_no_recent_blood_test_is_two_clicks_away",),
    21: (
        f"{ANSWERING}::test_a_mistyped_result_is_corrected_with_few_keys_and_stays_struck",
        f"{HERE}::test_a_mistyped_result_is_corrected_with_four_clicks",
    ),
    22: (f"{HERE}::test_the_last_entry_is_taken_back_with_one_key_or_one_click",),
    23: (
        f"{PAPER}::test_two_keys_print_the_call_sheet_where_no_patient_is_open",
        f"{PAPER}::test_two_clicks_print",
    ),
    24: (
        f"{HERE}::test_the_first_start_shows_a_demo_patient_after_one_click",
        f"{HERE}::test_the_first_start_shows_a_demo_patient_after_two_keys",
    ),
    25: (f"{HERE}::test_a_copy_costs_two_clicks_and_its_restoring_four",),
    26: (
        "test_every_view.py::test_tab_walks_through_every_view_and_comes_back",
        "test_every_view.py::test_f6_reaches_every_pane_of_every_view",
    ),
}


def test_every_task_has_its_proof() -> None:
    assert list(PROOFS) == list(range(1, 27))
    missing = []
    for proof in (each for proofs in PROOFS.values() for each in proofs):
        file, _, name = proof.partition("::")
        if not re.search(rf"^def {name}\(", (GUI / file).read_text(encoding="utf-8"), re.MULTILINE):
            missing.append(proof)
    assert missing == []


def test_three_results_of_another_patient_cost_sixteen_keys(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    with hands(own) as hand:
        hand.chord("Ctrl+F")
        hand.type("harg\n")
        hand.chord("Ctrl+R")
        hand.type("44\t37\t10\n")
    assert (hand.keys <= 16, hand.clicks) == (True, 0)
    day = DAY.isoformat()
    assert last_of(own, HARGREAVES) == [("ALT", "44", day), ("AST", "37", day), ("BILI", "10", day)]


def test_three_results_of_yesterday_cost_twenty_keys(own: MainWindow) -> None:
    open_number(own)
    with hands(own) as hand:
        hand.chord("Ctrl+R")
        hand.chord("Shift+Tab")
        hand.type("-1\t44\t37\t10\n")
    assert (hand.keys <= 20, hand.clicks) == (True, 0)
    day = "2026-01-25"
    assert last_of(own, HARGREAVES) == [("ALT", "44", day), ("AST", "37", day), ("BILI", "10", day)]


def test_one_click_shows_why_a_mark_is_there(own: MainWindow) -> None:
    with hands(own) as hand:
        hand.click(*place_in_list(own, HALVORSEN))
    assert (hand.keys, hand.clicks) == (0, 1)
    card = own.place.findings.cards[0]
    assert card.card.code == "TA_STOP"
    shown = [each.text() for each in card.findChildren(QLabel) if each.isVisible()]
    assert any("= 5.48 ≥ 5.0" in text for text in shown)
    assert not card.visibleRegion().isEmpty()


def test_two_clicks_lead_to_the_source_of_a_rule(own: MainWindow) -> None:
    with hands(own) as hand:
        hand.click(*place_in_list(own, HALVORSEN))
        label, where = link_of(own.place.findings.cards[0])
        hand.click(label, where)
    assert (hand.keys, hand.clicks) == (0, 2)
    (sheet,) = [d for d in own.findChildren(QDialog) if d.isVisible()]
    assert sheet.windowTitle() == "Source"
    assert any(each.text().startswith("https://") for each in sheet.findChildren(QLabel))
    sheet.reject()


def test_a_step_costs_two_clicks_and_the_typed_dose(own: MainWindow) -> None:
    number = next(n for n, group in listed(own).items() if group == "step_possible")
    open_number(own, number)
    with hands(own) as hand:
        hand.press("finding_confirm")
        dialog = part(own, QDialog, "confirm_dose_dialog")
        model = dialog._model  # type: ignore[attr-defined]
        hand.type(str(model.new_dose_mg))
        assert part(own, QLineEdit, "confirm_dose_typed").text() == str(model.new_dose_mg)
        hand.type("\t22")  # neither allopurinol nor febuxostat, asked again before every dose
        hand.press("confirm_dose_ok")
    assert hand.clicks == 2
    assert hand.keys == len(str(model.new_dose_mg)) + 3
    assert len("100") + 3 <= 6
    assert not dialog.isVisible()
    assert model.new_dose in own.place.page.medication.accessibleName()


def test_a_hold_with_its_reason_costs_four_keys(own: MainWindow) -> None:
    open_number(own)
    own.place.calendar.grid.setFocus()
    with hands(own) as hand:
        hand.type("h")
        hand.type("1")
        hand.chord("Alt+H")
        until(lambda: bool(record_of(own, HARGREAVES).courses[-1].holds))
    assert (hand.keys <= 4, hand.clicks) == (True, 0)
    (hold,) = record_of(own, HARGREAVES).courses[-1].holds
    assert hold.since == DAY
    assert hold.reason


def test_stop_now_costs_three_clicks(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    with hands(own) as hand:
        hand.press("finding_stop")
        hand.click(first_choice(own, "stop_now_why_"))
        hand.press("stop_now_stop")
    assert (hand.keys, hand.clicks <= 3) == (0, True)
    event = record_of(own, HALVORSEN).courses[-1].phases[-1]
    assert (event.to.value, event.on) == ("stopped", DAY)


def test_a_value_is_read_by_pointing_without_a_click(own: MainWindow) -> None:
    open_number(own)
    own.place.trend.draw_now()
    picture = own.place.trend.picture
    assert own.place.trend.model is not None
    wanted = own.place.trend.model.readouts[-2]
    place = picture.place_of(wanted.rows[0].result_id)
    assert place is not None
    with hands(own) as hand:
        QTest.mouseMove(own.windowHandle(), picture.mapTo(own, place.toPoint()))
        settle()
    assert (hand.keys, hand.clicks) == (0, 0)
    assert picture.readout is wanted


def test_scale_and_analytes_change_by_one_click(own: MainWindow) -> None:
    open_number(own)
    head, trend = own.place.trend.controls, own.place.trend
    log = next(b for b in head.scales.buttons() if b.property("key") == "log2")
    for wished in (log, head.chips["AST"]):
        before = trend.options
        with hands(own) as hand:
            hand.click(wished)
        assert (hand.keys, hand.clicks) == (0, 1)
        assert trend.options != before


def test_the_chart_is_saved_with_two_clicks_and_the_file_dialog(
    own: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "chart.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_b: (str(target), ""))
    open_number(own)
    with hands(own) as hand:
        hand.menu("With the patient's &name…")  # the menu hangs on the button of the chart
    until(target.exists)
    assert (hand.keys, hand.clicks) == (0, 2)


def test_who_has_no_recent_blood_test_is_two_clicks_away(own: MainWindow) -> None:
    assert own.session is not None
    own.session.add_patient(
        Identity((PatientNumber("hospital", "1"),), family="Nolab", given="Nora"),
        PatientFacts(None, Tpmt.UNKNOWN),
    )
    own.place.leave_all_patients()
    with hands(own) as hand:
        hand.press("list_all")
        hand.press("filter_no_lab")
    assert (hand.keys, hand.clicks) == (0, 2)
    table = part(own, QAbstractItemView, "patient_list")
    assert table.model().rowCount() == 1
    assert "NOLAB" in table.model().index(0, 0).data()


def test_a_mistyped_result_is_corrected_with_four_clicks(own: MainWindow) -> None:
    open_number(own, HALVORSEN)
    table = own.place.results.table
    place = table.visualRect(table.model().index(0, 1)).center()
    with hands(own) as hand:
        hand.click_twice(table.viewport(), place)
        hand.type("92")
        hand.click(first_choice(own, "correct_why_"))
        hand.press("correct_record")
    assert (hand.keys <= 8, hand.clicks <= 4) == (True, True)
    stored = [r.result.value_text for r in record_of(own, HALVORSEN).results]
    assert {"192", "92"} <= set(stored)
    assert table.model().index(0, 1).data().lstrip("↑▲ ").startswith("92")


@pytest.mark.parametrize("by_key", [True, False])
def test_the_last_entry_is_taken_back_with_one_key_or_one_click(
    own: MainWindow, *, by_key: bool
) -> None:
    open_number(own)
    before = last_of(own, HARGREAVES)
    with hands(own) as hand:
        hand.chord("Ctrl+R")
        hand.type("44\n")
        hand.chord("Esc")
    assert last_of(own, HARGREAVES) != before
    with hands(own) as hand:
        if by_key:
            hand.chord("Ctrl+Z")
        else:
            hand.press("message_undo")
    assert hand.keys + hand.clicks == 1
    assert last_of(own, HARGREAVES) == before


def a_patient_is_drawn(window: MainWindow) -> bool:
    return window.place.trend.isVisible() and window.place.trend.model is not None


def test_the_first_start_shows_a_demo_patient_after_one_click(
    tmp_path: Path, qapp: QApplication
) -> None:
    with a_window(tmp_path, demo=False) as window:
        with hands(window) as hand:
            hand.press("first_run_demo")
        until(lambda: a_patient_is_drawn(window))
        assert (hand.keys, hand.clicks) == (0, 1)
        assert window.is_demo


def test_the_first_start_shows_a_demo_patient_after_two_keys(
    tmp_path: Path, qapp: QApplication
) -> None:
    with a_window(tmp_path, demo=False) as window:
        with hands(window) as hand:
            focused = QApplication.focusWidget()
            if focused is None or focused.objectName() != "first_run_demo":
                hand.type("\t")
            hand.type(" ")
        until(lambda: a_patient_is_drawn(window))
        assert (hand.keys <= 2, hand.clicks) == (True, 0)


def test_a_copy_costs_two_clicks_and_its_restoring_four(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path, demo=False) as window:
        part(window, QLineEdit, "first_run_clinic").setText("Clinic")
        part(window, QLineEdit, "first_run_user").setText("first.user")
        part(window, QComboBox, "first_run_role").setCurrentIndex(0)
        part(window, QPushButton, "first_run_start").click()
        settle()
        assert window.session is not None
        root = window.session.clinic.paths.root
        with hands(window) as hand:
            hand.menu("&Back up now")
        assert (hand.keys, hand.clicks) == (0, 2)
        assert list((root / "backups").glob("*.azb"))
        with hands(window) as hand:
            hand.menu("&Restore a backup…")
            (dialog,) = [d for d in window.findChildren(RestoreDialog) if d.isVisible()]
            copies = part(dialog, QListWidget, "restore_list")
            hand.click(copies.viewport(), copies.visualItemRect(copies.item(0)).center())
            hand.press("restore_go")
        assert (hand.keys, hand.clicks) == (0, 4)
        assert window.session is not None
        assert window.session.clinic.paths.root.parent == root / "restored"
