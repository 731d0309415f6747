"""The audit trail and what was said on a past day, in the window."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from aza_desktop.gui.governance.audit_view import AuditView
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.services import recording
from tests.support.clinics import a_result
from tests.support.open_window import DAY, a_window, open_number, part, settle


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path) as shown:
        yield shown


def opened(window: MainWindow) -> AuditView:
    window.governance.show("audit")
    settle()
    return part(window, AuditView, "audit_view")


def shown(view: AuditView, column: int) -> list[str]:
    model = view.table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def a_correction(window: MainWindow) -> str:
    open_number(window, "DEMO-0011")
    assert window.session is not None
    assert window.session.file is not None
    key = window.session.file.record.id
    clinic = window.session.clinic
    recording.add_results(clinic, key, (a_result("ALT", "52", on=DAY, given_id="new"),))
    recording.correct_result(clinic, key, "new", changes={"value_text": "25"}, reason="typed wrong")
    return key


def test_it_shows_before_after_and_reason_newest_first(window: MainWindow) -> None:
    a_correction(window)
    view = opened(window)
    assert view.isVisible()
    assert shown(view, 2)[0] == "result correct"
    assert (shown(view, 5)[0], shown(view, 6)[0]) == ("value text 52", "value text 25")
    assert shown(view, 7)[0] == "typed wrong"


def test_its_filters_narrow_it(window: MainWindow) -> None:
    a_correction(window)
    view = opened(window)
    everything = len(shown(view, 0))
    view.choose_patient(wanted=True)
    assert set(shown(view, 3)) == {"DEMO-0011"}
    assert 0 < len(shown(view, 0)) < everything
    view.choose_patient(wanted=False)
    view.action.setCurrentIndex(view.action.findData("result.add"))
    assert set(shown(view, 2)) == {"result add"}
    view.action.setCurrentIndex(0)
    view.until.setText("-1")
    view.until.editingFinished.emit()
    assert shown(view, 0) == []
    view.until.setText("nonsense")
    view.until.editingFinished.emit()
    assert view.message.isVisible()


def test_it_is_saved_as_shown_and_that_is_recorded(window: MainWindow, tmp_path: Path) -> None:
    a_correction(window)
    view = opened(window)
    view.action.setCurrentIndex(view.action.findData("result.correct"))
    target = tmp_path / "audit.csv"
    window.governance.save_audit(target)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[3] for row in rows[1:]] == ["result.correct"]
    view.action.setCurrentIndex(0)
    assert shown(view, 2)[0] == "audit export 1"


def test_a_past_evening_is_shown_with_its_hash(window: MainWindow) -> None:
    open_number(window, "DEMO-0001")
    sheet = window.governance.ask_replay()
    assert sheet is not None
    sheet.day_chosen.emit("today")
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert any("ALT" in text for text in texts)
    assert "SHA-256" in sheet.stamp.text()
    assert "DEMO-0001" in " ".join(texts)
    sheet.day_chosen.emit("-1")
    assert "not recorded yet" in sheet.message.text()
    assert sheet.stamp.text() == ""
    sheet.accept()


def test_without_a_patient_no_evening_is_asked_for(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path) as window:
        assert window.session is not None
        assert window.session.file is None
        assert window.governance.ask_replay() is None
        assert window.place.messages.isVisible()
