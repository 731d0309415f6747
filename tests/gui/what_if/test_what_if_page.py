"""What if: hatched, about the open patient, and nothing of it is ever written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from aza_desktop.gui.findings.card_view import CardView
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.what_if.page import WhatIfPage
from aza_desktop.gui.what_if.veil import Veil
from tests.support.open_window import a_window, open_number, part, press, settle


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path) as shown:
        open_number(shown, "DEMO-0011")
        yield shown


def opened(window: MainWindow) -> WhatIfPage:
    window.desks.show("what-if")
    settle()
    return part(window, WhatIfPage, "what_if_page")


def said(page: WhatIfPage) -> str:
    return "\n".join(label.text() for label in page.said.findChildren(QLabel))


def counts(window: MainWindow) -> dict[str, int]:
    """How many rows every table has."""
    assert window.session is not None
    with window.session.clinic.store.reading() as reading:
        connection = reading.connection
        names = sa.inspect(connection).get_table_names()
        return {
            name: connection.execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in names
        }


def test_a_supposed_value_raises_the_mark_and_writes_nothing(window: MainWindow) -> None:
    before = counts(window)
    page = opened(window)
    press("196\n")
    settle()
    assert "New: Stop: ALT or AST at the stop limit" in said(page)
    assert "5.60" in said(page)
    assert page.trend is not None
    assert counts(window) == before
    assert window.session is not None
    assert window.session.file is not None
    assert window.session.file.answer is not None
    assert "TA_STOP" not in {mark.code for mark in window.session.file.answer.marks}
    assert [
        r.id for r in window.session.file.record.current_results if r.id.startswith("if-")
    ] == []


def test_a_supposed_dose_is_judged_on_its_own_day(window: MainWindow) -> None:
    page = opened(window)
    page.fields["dose"].setText("500")
    page.fields["from"].setText("+3")
    page.typed.emit()
    assert "New:" in said(page)
    assert "29-Jan-2026" in page.said.note.text()


def test_the_patient_and_the_warning_stand_on_it(window: MainWindow) -> None:
    page = opened(window)
    assert "ROSSI, Elena" in page.who.text()
    assert "DEMO-0011" in page.who.text()
    strip = part(page, QWidget, "what_if_strip")
    assert "WHAT IF – nothing is saved" in [label.text() for label in strip.findChildren(QLabel)]
    veil = page.findChild(Veil)
    assert veil is not None
    assert veil.geometry() == page.rect()
    assert veil.isVisible()


def test_no_card_can_be_answered_or_confirmed(window: MainWindow) -> None:
    page = opened(window)
    press("196\n")
    cards = page.findChildren(CardView)
    assert cards
    buttons = {one.text() for card in cards for one in card.findChildren(QPushButton)}
    assert buttons <= {"More", "Less"}


def test_escape_leads_back_and_forgets(window: MainWindow) -> None:
    page = opened(window)
    press("196\n")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not page.isVisible()  # at once, before the loop turns
    assert window.place.page.isVisible()
    assert page.texts()["alt"] == ""
    assert page.who.text() == ""


def test_another_patient_takes_nothing_along(window: MainWindow) -> None:
    page = opened(window)
    press("196")
    open_number(window, "DEMO-0001")
    assert not page.isVisible()
    assert page.texts()["alt"] == ""


def test_what_is_no_number_is_refused_in_words(window: MainWindow) -> None:
    page = opened(window)
    press("abc\n")
    assert page.message.isVisible()
    assert "not a number" in page.message.text()
    page.fields["alt"].clear()
    page.fields["dose"].setText("much")
    page.typed.emit()
    assert "no number" in page.message.text()


def test_without_a_patient_nothing_is_supposed(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path) as window:
        window.desks.show("what-if")
        settle()
        assert not part(window, WhatIfPage, "what_if_page").isVisible()
        assert "Open a patient first" in window.place.messages.text()


def test_the_real_chart_keeps_its_name_alone(window: MainWindow) -> None:
    opened(window)
    assert len(window.findChildren(QWidget, "trend_chart")) == 1
