"""Wrapped text: kept together when painted, plain when read, spoken or copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from aza_desktop.gui.parts import label
from aza_desktop.gui.prose import _held_markup
from aza_desktop.gui.viewmodels.phrases import plain_again, unbroken

SAID = "ALT 196 U/L / ULN 35 U/L = 5.60 >= 5.0 on 25-Jan-2026, aza-reintro-cautious@1.0.0"


def test_the_text_stays_plain_and_is_spoken_plainly(qtbot: QtBot) -> None:
    made = label(SAID, wrap=True)
    qtbot.addWidget(made)
    assert made.text() == SAID
    interface = QAccessible.queryAccessibleInterface(made)
    assert interface.text(QAccessible.Text.Name) == SAID


def test_what_is_painted_does_not_break_inside_a_date(qtbot: QtBot) -> None:
    made = label("Collected on 25-Jan-2026", wrap=True)
    qtbot.addWidget(made)
    metrics = made.fontMetrics()
    width = metrics.horizontalAdvance("Collected on 25-Jan") + 2
    broken = QLabel("Collected on 25-Jan-2026")
    qtbot.addWidget(broken)
    broken.setWordWrap(True)
    assert made.heightForWidth(width) == broken.heightForWidth(width)
    assert "\N{WORD JOINER}" in QLabel.text(made)


def test_markup_is_left_alone(qtbot: QtBot) -> None:
    made = label(wrap=True)
    qtbot.addWidget(made)
    made.setTextFormat(Qt.TextFormat.RichText)
    said = '<a href="a-b/c" style="text-decoration:none">25-Jan</a>&nbsp;x'
    made.setText(said)
    assert made.text() == said
    assert 'href="a-b/c" style="text-decoration:none"' in QLabel.text(made)


def test_a_copy_is_plain(qtbot: QtBot) -> None:
    made = label(SAID, wrap=True)
    qtbot.addWidget(made)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setSelection(0, len(QLabel.text(made)))
    assert made.selectedText() == SAID
    QTest.keyClick(made, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == SAID


def test_holding_together_can_be_taken_back() -> None:
    assert plain_again(unbroken(SAID)) == SAID
    assert unbroken(SAID) != SAID


def test_a_sign_stays_with_its_figure_in_words_and_in_markup() -> None:
    held = unbroken("ALT 44 U/L ÷ ULN 35 U/L = 1.25 > 1.0; AST 37 U/L").replace(
        "\N{WORD JOINER}", ""
    )
    whole = "=\N{NO-BREAK SPACE}1.25\N{NO-BREAK SPACE}>\N{NO-BREAK SPACE}1.0"
    assert whole in held
    assert "1.0; AST" in held
    assert unbroken("After …") == "After\N{NO-BREAK SPACE}…"
    assert whole.replace(">", "&gt;") in _held_markup("<b>Why</b> ALT 44 U/L = 1.25 &gt; 1.0")
