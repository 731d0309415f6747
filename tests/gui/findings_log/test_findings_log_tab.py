"""The log of findings and the patient's trail as tabs, and what was closed lately."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView

from aza_desktop.clinical.diary import DecisionType
from aza_desktop.gui.findings.closed_list import ClosedList
from aza_desktop.gui.findings_log.desk import FindingsLog
from aza_desktop.gui.findings_log.log_view import LogView
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.services import diary
from aza_desktop.services.audit_lines import audit_lines
from tests.support.open_window import DAY, a_window, open_number, part, settle, until


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path) as shown:
        open_number(shown, "DEMO-0001")
        yield shown


def decided(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    assert session.file is not None
    assert session.file.answer is not None
    mark = session.file.answer.marks[0]
    assert mark.code == "TA_STOP"
    key = session.file.record.id
    session.record(
        lambda clinic: diary.record_decision(
            clinic, key, DecisionType.STOP, on=DAY, results=mark.results, decided_by="first.user",
            reason="hepatitis",
        )
    )  # fmt: skip
    settle()


def closed_list(window: MainWindow) -> ClosedList:
    """The folded list, which comes after the picture."""
    until(lambda: "decided: stop" in spoken(window))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (found,) = window.place.findings.findChildren(ClosedList)
    return found


def spoken(window: MainWindow) -> str:
    lists = window.place.findings.findChildren(ClosedList)
    return " ".join(each.text() for one in lists for each in one.findChildren(QLabel))


def tab(window: MainWindow) -> LogView:
    window.place.page.choose("findings_log")
    settle()
    return part(window, LogView, "findings_log")


def test_the_tabs_stand_in_their_order(window: MainWindow) -> None:
    known = [each for each in window.place.page.tabs() if each in {
        "overview", "record", "results", "calendar", "findings_log", "audit",
    }]  # fmt: skip
    assert known == ["overview", "record", "results", "calendar", "findings_log", "audit"]


def test_a_decision_closes_the_mark_in_log_and_panel(window: MainWindow) -> None:
    decided(window)
    view = tab(window)
    (row,) = [row for row in view.shown() if row.kind == "closed" and "192" in row.said]
    assert row.outcome == "decided: stop"
    assert row.who == "first.user"
    window.place.page.choose("overview")
    closed = closed_list(window)
    assert not closed.lines.isVisible()
    closed.fold.click()
    said = [label.text() for label in closed.findChildren(QLabel)]
    assert any("decided: stop" in text and "192" in text for text in said)


def test_it_is_filtered_by_kind_and_by_words(window: MainWindow) -> None:
    decided(window)
    view = tab(window)
    everything = len(view.shown())
    view.kind.setCurrentIndex(view.kind.findData("contact"))
    assert {row.kind for row in view.shown()} == {"contact"}
    view.kind.setCurrentIndex(0)
    view.words.setText("hepatitis STOP")
    assert 0 < len(view.shown()) < everything
    view.words.setText("zzz")
    assert view.shown() == ()
    assert view.empty.isVisible()
    assert not part(view, QTableView, "findings_log_table").isVisible()


def test_what_is_shown_is_saved_and_that_is_recorded(window: MainWindow, tmp_path: Path) -> None:
    decided(window)
    view = tab(window)
    view.words.setText("hepatitis")
    target = tmp_path / "log.csv"
    window.desks.of(FindingsLog).save(target)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(view.shown()) + 1
    session = window.session
    assert session is not None
    assert session.file is not None
    newest = audit_lines(session.clinic)[0]
    assert newest.action.startswith("findings.export")
    assert newest.number == "DEMO-0001"
    key, version = session.file.record.id, session.file.record.version
    session.record(
        lambda clinic: diary.add_symptom(
            clinic, key, "nausea", onset_on=DAY - dt.timedelta(days=1), if_version=version
        )
    )


def test_the_audit_tab_tells_of_the_open_patient_alone(window: MainWindow) -> None:
    decided(window)
    window.place.page.choose("audit")
    settle()
    table = part(window, QTableView, "patient_audit_table")
    assert table.isVisible()
    model = table.model()
    numbers = {model.index(row, 3).data() for row in range(model.rowCount())}
    assert numbers == {"DEMO-0001"}
    assert "decision record" in {model.index(row, 2).data() for row in range(model.rowCount())}
    assert part(window, QPushButton, "patient_audit_export").isVisible()


def test_the_folded_list_leads_to_the_log(window: MainWindow) -> None:
    decided(window)
    closed = closed_list(window)
    part(closed, QPushButton, "closed_findings_log").click()
    settle()
    assert part(window, LogView, "findings_log").isVisible()
