"""Guards against a Qt binding that drops references to ``None`` with each call."""

from __future__ import annotations

import sys

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel

CALLS = 2_000
PAINTS = 600
SLACK = 100
"""Caches and the interpreter itself may take or give some; the fault takes one with each call."""


def test_void_calls_of_qt_leave_none_alone(qapp: QApplication) -> None:
    label = QLabel()
    label.setText("warm up")
    before = sys.getrefcount(None)
    for number in range(CALLS):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < SLACK
    label.deleteLater()


def test_painting_leaves_none_alone(qapp: QApplication) -> None:
    image = QImage(32, 32, QImage.Format.Format_ARGB32)
    pen = QColor(0, 0, 0)

    def paint() -> None:
        painter = QPainter(image)
        painter.setPen(pen)
        painter.drawLine(0, 0, 31, 31)
        painter.drawText(4, 20, "x")
        painter.end()

    paint()
    before = sys.getrefcount(None)
    for _ in range(PAINTS):
        paint()
    assert abs(sys.getrefcount(None) - before) < SLACK


def test_yes_or_no_calls_of_qt_leave_true_and_false_alone(qapp: QApplication) -> None:
    label = QLabel()
    before = sys.getrefcount(True), sys.getrefcount(False)
    for _ in range(CALLS):
        label.isVisible()
        label.isEnabled()
    after = sys.getrefcount(True), sys.getrefcount(False)
    assert all(abs(a - b) < SLACK for a, b in zip(after, before, strict=True))
    label.deleteLater()
