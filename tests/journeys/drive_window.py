"""The real program, driven by keys: the process that the journeys start, watch and kill.

It runs ``aza_desktop`` with its own arguments, but instead of waiting for a person it takes one
order a line on standard input and answers with one JSON line.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QModelIndex, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QWidget,
)

GROUP = Qt.ItemDataRole.UserRole + 1
NUMBER = Qt.ItemDataRole.UserRole + 2


def part(name: str, kind: type[QObject] = QWidget) -> QObject:
    """The widget of that fixed object name; LookupError when there is none or more than one."""
    window = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "main_window")
    if name == "main_window":
        return window
    found = window.findChildren(kind, name)
    if len(found) != 1:
        raise LookupError(f"{len(found)} widgets are called {name}")
    return found[0]


def texts(name: str) -> list[str]:
    """Every text that stands visibly in a part, and its accessible names and descriptions."""
    root = part(name)
    assert isinstance(root, QWidget)
    said = [root.accessibleName(), root.accessibleDescription()]
    for child in root.findChildren(QWidget):
        if child.isVisibleTo(root):
            said += [child.accessibleName(), child.accessibleDescription()]
            if isinstance(child, QLabel | QAbstractButton | QLineEdit):
                said.append(child.text())
    return [text for text in said if text]


def cells(view: QAbstractItemView) -> list[list[str]]:
    """The shown texts of an item view, row by row, branches included."""
    model = view.model()
    rows: list[list[str]] = []

    def walk(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            columns = range(model.columnCount(parent))
            shown = [model.index(row, column, parent) for column in columns]
            rows.append(
                [
                    str(index.data(role) or "")
                    for index in shown
                    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
                ]
            )
            walk(shown[0])

    walk(QModelIndex())
    return rows


def worklist() -> dict[str, str]:
    """Patient number -> group id, as the worklist shows it."""
    return places("worklist")


def places(name: str) -> dict[str, str]:
    """Patient number -> group id, as a list of patients shows it."""
    view = part(name)
    assert isinstance(view, QAbstractItemView)
    model = view.model()
    shown: dict[str, str] = {}

    def walk(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if index.data(NUMBER):
                shown[str(index.data(NUMBER))] = str(index.data(GROUP))
            walk(index)

    walk(QModelIndex())
    return shown


def find(text: str) -> object:
    """Type into the find box and press Enter, as a nurse does."""
    box = part("find_patient")
    assert isinstance(box, QLineEdit)
    box.setFocus()
    box.clear()
    QTest.keyClicks(box, text)
    until(lambda: bool(places("found_patients")), seconds=20)
    QTest.keyClick(box, Qt.Key.Key_Return)
    until(lambda: any(text.upper() in said for said in texts("patient_banner")), seconds=20)
    return texts("patient_banner")


def press(name: str) -> object:
    button = part(name)
    assert isinstance(button, QWidget)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    pause(200)
    return None


def write(name: str, text: str) -> object:
    """Type into a field of the entry strip."""
    field = part(name)
    line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    return line.text()


def rings() -> dict[str, str]:
    """Result id -> weight of the breach, for every point that the chart draws with a ring."""
    view = part("trend_chart")
    view.draw_now()  # type: ignore[attr-defined]
    model = view.model  # type: ignore[attr-defined]
    points = [point for series in model.series for point in series.points]
    return {point.result_id: point.ring.tone.value for point in points if point.ring}


def pause(milliseconds: int) -> None:
    """Let the window live for a while. QTest.qWait would keep Python from its other threads."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(come_true: Callable[[], bool], *, seconds: int = 60) -> None:
    """Let the window live until something has come true; it may never."""
    deadline = time.monotonic() + seconds
    while not come_true() and time.monotonic() < deadline:
        pause(50)


def wait(milliseconds: str) -> object:
    pause(int(milliseconds))
    return None


def table() -> object:
    view = part("results_table")
    shown = view if isinstance(view, QAbstractItemView) else view.findChild(QAbstractItemView)
    assert isinstance(shown, QAbstractItemView)
    return cells(shown)


ORDERS: dict[str, Callable[..., object]] = {
    "find": find,
    "press": press,
    "rings": rings,
    "table": table,
    "texts": texts,
    "wait": wait,
    "worklist": worklist,
    "write": write,
}


def obey(*_: object) -> int:
    """Takes the place of Qt's event loop."""
    until(lambda: bool(worklist()))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer: object = {"ok": ORDERS[name](*arguments)}
        except Exception as error:  # noqa: BLE001 - the journey shows what went wrong
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
    return 0


if __name__ == "__main__":
    QApplication.exec = obey  # type: ignore[method-assign,assignment]
    from aza_desktop.__main__ import main

    sys.exit(main(sys.argv[1:]))
