"""The runner: off the window's thread, stale answers dropped, nothing swallowed."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from aza_desktop.errors import UserError
from aza_desktop.gui.tasks import InlineRunner, TaskRunner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.stop()


def refused() -> None:
    raise UserError("blocked", "What", why="why", remedy="remedy")


def broken() -> None:
    raise ZeroDivisionError("secret")


def test_work_runs_elsewhere_and_answers_here(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    where: list[object] = []

    def work() -> int:
        where.append(threading.current_thread())
        return 7

    def done(answer: int) -> None:
        where.append(QThread.currentThread() is owner.thread())
        where.append(answer)

    runner.run(work, on_done=done, on_error=where.append, owner=owner)
    qtbot.waitUntil(lambda: len(where) == 3)
    assert where[0] is not threading.main_thread()
    assert where[1:] == [True, 7]


def test_a_newer_request_overtakes_an_older_one(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, gate = QObject(), threading.Event()
    heard: list[int] = []

    def slow() -> int:
        gate.wait(5)
        return 1

    for work in (slow, lambda: 2, lambda: 3):
        runner.run(work, on_done=heard.append, on_error=heard.append, owner=owner, topic="list")
    gate.set()
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(50)
    assert heard == [3]


def test_a_write_is_always_answered(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    heard: list[int] = []
    for number in (1, 2, 3):
        runner.run(
            lambda number=number: number, on_done=heard.append, on_error=heard.append, owner=owner
        )
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [1, 2, 3]


def test_errors_for_people_arrive_as_they_are(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    heard: list[UserError] = []
    runner.run(refused, on_done=heard.append, on_error=heard.append, owner=owner)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].code == "blocked"


def test_a_mistake_of_the_program_becomes_a_log_id() -> None:
    heard: list[UserError] = []
    InlineRunner().run(broken, on_done=heard.append, on_error=heard.append, owner=QObject())
    assert heard[0].code == "unexpected"
    assert "secret" not in str(heard[0])


def test_nobody_is_called_who_is_gone(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, other = QObject(), QObject()
    heard: list[object] = []
    gate = threading.Event()
    runner.run(lambda: gate.wait(5), on_done=heard.append, on_error=heard.append, owner=owner)
    runner.run(lambda: "kept", on_done=heard.append, on_error=heard.append, owner=other)
    import shiboken6

    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["kept"]
