"""The wrapping layout: what is gone from it is gone for Python too."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from aza_desktop.gui.flow import FlowLayout


def test_an_item_ends_with_its_widget_and_its_address_is_free(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    flow.addWidget(QPushButton("one"))
    flow.insertWidget(0, QPushButton("two"))
    gone, kept = flow.itemAt(0), flow.itemAt(1)
    assert gone is not None
    assert kept is not None
    gone.widget().deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not Shiboken.isValid(gone)
    assert Shiboken.isValid(kept)
    assert flow.count() == 1
