"""What can be measured of the look: contrast, names for a reader, nothing cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aza_desktop.drawing.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.parts import TickBox, chip_colours
from aza_desktop.gui.theme import apply_theme
from aza_desktop.gui.theme.stylesheet import stylesheet
from tests.support.looks import cut_off, shown
from tests.support.open_window import a_window, open_number, settle
from tests.support.process import package_files

THEMES = (LIGHT, DARK, HIGH_CONTRAST)
TEXT, SIGN = 4.5, 3.0


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_text_stands_out_from_every_ground_it_is_set_on(tokens: Tokens) -> None:
    inks = ("text", "text2", "muted", "accent", "critical", "warning", "ok", "plan")
    for ink in inks:
        for ground in ("window", "surface", "alt_row"):
            assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= TEXT, (ink, ground)
    pairs = [
        (tokens.text, tokens.selection),
        (tokens.text2, tokens.selection),
        (tokens.on_accent, tokens.accent),
        (tokens.on_banner, tokens.banner),
        (tokens.banner_label, tokens.banner),
        (tokens.text, tokens.accent_tint),
        (tokens.text, tokens.ok_tint),
        (tokens.text, tokens.critical_tint),
        (tokens.critical, tokens.critical_tint),
        (tokens.warning, tokens.warning_tint),
        (tokens.accent, tokens.accent_tint),
    ]
    assert [pair for pair in pairs if contrast(*pair) < TEXT] == []


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_the_word_on_a_chip_can_be_read(tokens: Tokens) -> None:
    kinds = ("critical", "warning", "ok", "info", "plan", "banner_risk", "banner_caution")
    for kind in (*kinds, "banner_ok", "banner_unknown", "banner_demo"):
        assert contrast(*chip_colours(tokens, kind)) >= TEXT, kind


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_the_edge_of_a_control_can_be_seen(tokens: Tokens) -> None:
    for ground in ("surface", "window", "alt_row"):
        assert contrast(tokens.control, getattr(tokens, ground)) >= SIGN


def test_the_stylesheet_is_short_and_has_no_colour_of_its_own() -> None:
    source = next(path for path in package_files() if path.name == "stylesheet.py")
    rules = source.read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []
    assert rules.split('_RULES = """')[1].split('"""')[0].count("\n") <= 80
    assert "@" not in stylesheet(LIGHT)
    assert "px!" not in stylesheet(LIGHT, scale=1.5)


def test_the_same_look_again_restyles_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    class Probe(QWidget):
        restyled = 0

        def changeEvent(self, event: QEvent) -> None:
            self.restyled += event.type() is QEvent.Type.StyleChange
            super().changeEvent(event)

    apply_theme(qapp, LIGHT)
    probe = Probe()
    qtbot.addWidget(probe)
    probe.show()
    probe.restyled = 0
    apply_theme(qapp, LIGHT)
    assert probe.restyled == 0
    apply_theme(qapp, DARK)
    assert probe.restyled
    apply_theme(qapp, LIGHT)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    folder: Path = tmp_path_factory.mktemp("small")
    with a_window(folder, size=(1280, 720)) as window:
        open_number(window)
        yield window


@pytest.mark.parametrize("tab", ["overview", "record", "results", "calendar", "findings"])
def test_every_control_has_a_name_for_a_screen_reader(small: MainWindow, tab: str) -> None:
    small.place.page.choose(tab)
    settle()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    controls = [each for kind in kinds for each in shown(small, kind)]
    nameless = []
    for control in controls:
        if isinstance(control.parentWidget(), QComboBox) or control.parent() is None:
            continue
        interface = QAccessible.queryAccessibleInterface(control)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            nameless.append((type(control).__name__, control.objectName()))
    assert nameless == []


@pytest.mark.parametrize("tab", ["overview", "results", "calendar", "findings"])
@pytest.mark.parametrize("number", ["DEMO-0013", "DEMO-0001", "DEMO-0030"])
def test_nothing_is_cut_off_in_a_small_window(small: MainWindow, tab: str, number: str) -> None:
    open_number(small, number)
    small.place.page.choose(tab)
    settle()
    assert small.size().width() == 1280
    assert small.size().height() == 720
    assert cut_off(small) == []


def test_nothing_is_cut_off_while_results_are_typed(small: MainWindow) -> None:
    open_number(small)
    assert small.conductor is not None
    small.conductor.add_result()
    settle()
    try:
        assert cut_off(small) == []
    finally:
        small.place.results.strip.close_strip()


@pytest.mark.parametrize("size", [(1720, 1000), (1440, 900), (1366, 768)])
def test_nothing_is_cut_off_in_other_sizes(small: MainWindow, size: tuple[int, int]) -> None:
    open_number(small)
    small.place.page.choose("overview")
    small.resize(*size)
    settle()
    try:
        assert cut_off(small) == []
    finally:
        small.resize(1280, 720)
        settle()


def test_findings_have_a_tab_where_they_have_no_column(small: MainWindow) -> None:
    open_number(small, "DEMO-0001")
    small.place.page.choose("overview")
    settle()
    tab = small.place.page._buttons["findings"]
    assert tab.isVisible()
    assert re.fullmatch(r"Findings \(\d+\)", tab.text())
    assert not small.place.findings.isVisible()
    small.resize(1720, 1000)
    settle()
    assert small.place.findings.isVisible()
    assert not tab.isVisible()
    small.resize(1280, 720)
    settle()


def test_results_and_calendar_share_one_place_in_a_narrow_window(small: MainWindow) -> None:
    small.place.page.choose("overview")
    small.place.page.reach("results")
    settle()
    assert (small.place.results.isVisible(), small.place.calendar.isVisible()) == (True, False)
    small.place.page.reach("calendar")
    settle()
    assert (small.place.results.isVisible(), small.place.calendar.isVisible()) == (False, True)
    small.place.page.reach("results")


def test_the_choice_between_them_stands_for_the_title_and_keeps_the_keyboard(
    small: MainWindow,
) -> None:
    open_number(small)
    small.place.page.choose("overview")
    small.place.page.reach("results")
    settle()
    assert not small.place.results.title.isVisible()
    chosen = small.place.page._choices["calendar"]
    assert small.place.results.isAncestorOf(chosen)
    chosen.setFocus()
    QTest.keyClick(chosen, Qt.Key.Key_Space)
    settle()
    assert small.place.calendar.isAncestorOf(chosen)
    assert chosen.hasFocus()
    small.place.page.reach("results")
    small.resize(1720, 1000)
    settle()
    assert small.place.results.title.isVisible()
    assert small.place.calendar.title.isVisible()
    assert not chosen.isVisible()
    small.resize(1280, 720)
    settle()


def test_the_chart_has_more_than_half_of_a_small_window(small: MainWindow) -> None:
    open_number(small)
    small.place.page.choose("overview")
    settle()
    chart, table = small.place.trend.height(), small.place.results.height()
    assert chart >= 1.7 * table
    assert small.place.results.table.viewport().height() >= 3 * 27


def test_opening_the_gravest_patients_brings_up_no_dialog(small: MainWindow) -> None:
    """Attention is ordered, not interrupted: what is urgent stands first and says so."""
    for number in ("DEMO-0001", "DEMO-0012", "DEMO-0030"):
        open_number(small, number)
        assert [d.windowTitle() for d in small.findChildren(QDialog) if d.isVisible()] == []
        assert QApplication.activeModalWidget() is None


def test_nothing_sounds_or_flashes() -> None:
    loud = re.compile(r"QSound|QMediaPlayer|\.beep\(|\.alert\(|QMessageBox|showMessage\(")
    assert [path.name for path in package_files() if loud.search(path.read_text("utf-8"))] == []


UNSEEN_LEAST = 12
"""So many pixels at least change when the keyboard comes to a control."""


@pytest.mark.parametrize("tab", ["overview", "calendar", "record"])
def test_the_keyboard_is_seen_wherever_it_stands(small: MainWindow, tab: str) -> None:
    open_number(small, "DEMO-0001")
    small.place.page.choose(tab)
    settle()
    unseen = []
    for control in shown(small, QWidget):
        if not control.focusPolicy() & Qt.FocusPolicy.TabFocus or control.focusProxy():
            continue
        if control.visibleRegion().isEmpty():
            continue  # it scrolls into sight when Tab comes to it
        elsewhere = small.place.worklist.find_box
        (small.place.worklist.today if control is elsewhere else elsewhere).setFocus()
        settle()
        before = small.grab(_around(control, small)).toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        if not control.hasFocus():
            continue
        after = small.grab(_around(control, small)).toImage()
        if _changed(before, after) < UNSEEN_LEAST:
            unseen.append(control.objectName() or control.accessibleName())
    assert unseen == []


def _around(control: QWidget, window: QWidget) -> QRect:
    place = QRect(control.mapTo(window, QPoint(0, 0)), control.size())
    return place.adjusted(-4, -4, 4, 4)


def _changed(one: QImage, other: QImage) -> int:
    bits = [np.frombuffer(image.constBits(), dtype=np.uint8) for image in (one, other)]
    return int((bits[0] != bits[1]).sum() // 3)


def test_the_banner_wraps_and_keeps_everything_in_sight(small: MainWindow) -> None:
    open_number(small)
    banner = small.place.banner
    small.setMinimumSize(1, 1)
    small.resize(900, 720)
    settle()
    try:
        for child in banner.findChildren(QWidget):
            if child.isVisible() and child.parentWidget() is banner:
                assert banner.rect().contains(child.geometry()), child.accessibleName()
    finally:
        small.resize(1280, 720)
        settle()


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_the_edge_of_an_empty_box_is_seen_and_a_tick_is_a_sign(
    qtbot: QtBot, tokens: Tokens
) -> None:
    box = TickBox("Monday", tokens)
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    plain = box.grab().toImage()
    middle = plain.height() // 2
    inks = {plain.pixelColor(x, middle).name().upper() for x in range(6)}
    assert max(contrast(ink, tokens.surface) for ink in inks) >= SIGN
    box.setChecked(True)
    assert _changed(plain, box.grab().toImage()) > UNSEEN_LEAST
