"""The weekly report of overrides in the window: asked for, read, printed, saved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTableView

from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.overrides.desk import Overrides
from aza_desktop.gui.printing.preview import PreviewDialog
from aza_desktop.services import answering, diary, override_report
from tests.support.open_window import DAY, listed, part, settle


def overridden(window: MainWindow) -> str:
    """A patient whose allopurinol was overridden today; gives the number."""
    number = next(n for n, group in listed(window).items() if group == "step_possible")
    assert window.session is not None
    clinic, key = window.session.clinic, window.session.patient_id_of(number)
    diary.add_comedication(clinic, key, "Zyloric", start_on=DAY)
    answering.override(
        clinic, key, "ALLOPURINOL", reason="planned together", until=DAY + dt.timedelta(days=9)
    )
    return number


def test_the_overrides_of_the_week_are_read_printed_and_saved(
    own: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = overridden(own)
    desk = own.desks.of(Overrides)
    desk.look()
    assert desk.strip.isHidden()  # a week has not passed yet
    waiting = override_report.override_report(own.session.clinic)  # type: ignore[union-attr]
    monkeypatch.setattr(
        override_report, "unread", lambda c: waiting if c.actor == "first.user" else None
    )
    desk.look()
    assert "1 override since 20-Jan-2026 waits to be read" in desk.strip.text()
    own.status.user_chosen.emit("nurse.b")
    assert desk.strip.isHidden()
    own.status.user_chosen.emit("first.user")
    desk.strip.button.click()
    settle()
    table = part(own, QTableView, "overrides_table")
    spoken = Qt.ItemDataRole.AccessibleTextRole
    shown = [str(table.model().index(0, column).data(spoken)) for column in range(7)]
    assert shown[1].endswith(f", {number}")
    assert shown[2].startswith("Allopurinol together with azathioprine: ")
    assert shown[3:6] == ["planned together", "first.user", "04-Feb-2026"]
    assert shown[6] == "holds, none newer"
    assert (
        "Allopurinol together with azathioprine: 1" in part(own, QLabel, "overrides_often").text()
    )

    part(own, QPushButton, "overrides_print").click()
    (preview,) = [d for d in own.findChildren(PreviewDialog) if d.isVisible()]
    assert preview.prepared is not None
    assert preview.prepared.sheet.title == "Overrides"
    preview.reject()
    desk.save(tmp_path / "overrides.csv")
    assert "planned together" in (tmp_path / "overrides.csv").read_text(encoding="utf-8")

    monkeypatch.setattr(override_report, "unread", lambda _clinic: None)
    part(own, QPushButton, "overrides_read").click()
    assert desk.strip.isHidden()
    assert "has read the overrides up to 26-Jan-2026" in own.place.messages.text()
    part(own, QPushButton, "overrides_before").click()
    assert desk.page.since.text() == "13-Jan-2026"
    assert "Nothing was overridden in these days" in desk.page.card.message.text()
    desk.page.since.setText("yesterday?")
    part(own, QPushButton, "overrides_show").click()
    assert "Type two days" in part(own, QLabel, "overrides_problem").text()
