"""A person's hands at the window: keys and clicks as the windows receive them, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton, QWidget

from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.findings.card_view import CardView
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.worklist.worklist_model import NumberRole
from aza_desktop.services.reading import patient_file
from tests.support.open_window import EffortCounter, part, settle


@dataclass
class Hands:
    """A person's hands: every key and click goes through the windows and is counted there."""

    window: MainWindow
    counter: EffortCounter

    @property
    def keys(self) -> int:
        return self.counter.keys

    @property
    def clicks(self) -> int:
        return self.counter.clicks

    def type(self, text: str) -> None:
        """The signs of a text; ``\\t`` is Tab and ``\\n`` Enter."""
        special = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}
        for sign in text:
            QTest.keyClick(self._with_keyboard(), special.get(sign, sign))
        settle()

    def chord(self, keys: str) -> None:
        QTest.keySequence(self._with_keyboard(), keys)
        settle()

    def click(self, widget: QWidget, where: QPoint | None = None) -> None:
        top = widget.window()
        place = widget.mapTo(top, where or widget.rect().center())
        QTest.mouseClick(
            top.windowHandle(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            place,
        )
        settle()

    def click_twice(self, widget: QWidget, where: QPoint) -> None:
        """A double click; the window sees two."""
        self.click(widget, where)
        top = widget.window()
        QTest.mouseDClick(
            top.windowHandle(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            widget.mapTo(top, where),
        )
        settle()

    def press(self, name: str) -> None:
        """The one visible button of that name, wherever it is."""
        shown = [b for b in self.window.findChildren(QPushButton, name) if b.isVisible()]
        self.click(shown[0])

    def menu(self, text: str) -> None:
        """A menu and its entry: two clicks, whatever the platform shows of it."""
        entry = next(a for a in self.window.findChildren(QAction) if a.text() == text)
        self.counter.clicks += 2
        entry.trigger()
        settle()

    def _with_keyboard(self) -> object:
        focused = QApplication.focusWidget()
        top = focused.window() if focused is not None else self.window
        return top.windowHandle()


@contextmanager
def hands(window: MainWindow) -> Iterator[Hands]:
    counter = EffortCounter()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(counter)
    try:
        yield Hands(window, counter)
    finally:
        app.removeEventFilter(counter)


def place_in_list(window: MainWindow, number: str) -> tuple[QWidget, QPoint]:
    """Where the patient's row stands in today's list."""
    view = part(window, QAbstractItemView, "worklist")
    model = view.model()
    index = next(
        model.index(row, 0)
        for row in range(model.rowCount())
        if model.index(row, 0).data(NumberRole) == number
    )
    view.scrollTo(index)
    return view.viewport(), view.visualRect(index).center()


def record_of(window: MainWindow, number: str) -> PatientRecord:
    assert window.session is not None
    clinic = window.session.clinic
    return patient_file(clinic, window.session.patient_id_of(number)).record


def last_of(window: MainWindow, number: str) -> list[tuple[str, str, str]]:
    """The last three results that count: analyte, value, day."""
    results = record_of(window, number).current_results[-3:]
    return [(r.analyte, r.value_text, r.collected_on.isoformat()) for r in results]


def link_of(card: CardView) -> tuple[QLabel, QPoint]:
    """The first link on a card: where its letters stand."""
    for label in card.findChildren(QLabel):
        if "<a href" not in label.text():
            continue
        text = QTextDocument()
        text.setDefaultFont(label.font())
        text.setDocumentMargin(0)
        text.setHtml(label.text())
        text.setTextWidth(label.contentsRect().width())
        layout = text.documentLayout()
        for y in range(2, label.height(), 4):
            for x in range(2, label.width(), 4):
                if layout.anchorAt(QPointF(x + 4, y)) and layout.anchorAt(QPointF(x, y)):
                    return label, QPoint(x + 2, y)
    raise AssertionError("the card has no link")


def first_choice(window: MainWindow, prefix: str) -> QPushButton:
    return next(
        b
        for b in window.findChildren(QPushButton)
        if b.objectName().startswith(prefix) and b.isVisible()
    )
