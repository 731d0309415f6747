"""Long work off the window's thread: one worker, results queued back, stale ones dropped.

The only place of the window that catches every exception: what is not a `UserError` goes to the
log, and the user gets its id.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Signal

from aza_desktop import logs
from aza_desktop.errors import UserError
from aza_desktop.texts import tr

Work = Callable[[], Any]
OnDone = Callable[[Any], None]
OnError = Callable[[UserError], None]


class Runner(Protocol):
    """Whoever runs work for the window."""

    def run(
        self, work: Work, *, on_done: OnDone, on_error: OnError, owner: QObject, topic: str = ""
    ) -> None:
        """Do `work`, then call back in the window's thread.

        topic: a newer request of the same owner and topic overtakes this one, whose answer is
        then dropped. A write has no topic: its answer is always delivered.
        """
        ...

    def stop(self) -> None:
        """Finish what was begun and take nothing more."""
        ...


@dataclass(frozen=True, slots=True)
class _Ticket:
    number: int
    owner: QObject
    topic: str
    on_done: OnDone
    on_error: OnError


def _tried(work: Work) -> tuple[Any, UserError | None]:
    try:
        return work(), None
    except UserError as error:
        return None, error
    except Exception as error:  # noqa: BLE001 - the one place where the window catches all
        log_id = logs.report(error)
        return None, UserError(
            "unexpected",
            tr("The program made a mistake"),
            why=tr("The log has it under {id}").format(id=log_id),
            remedy=tr("Nothing was changed by it; try again, and report the id"),
        )


class TaskRunner(QObject):
    """Runs work on one worker thread, in the order asked."""

    _arrived = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")
        self._newest: dict[tuple[int, str], int] = {}
        self._count = 0
        self._arrived.connect(self._deliver)

    def run(
        self, work: Work, *, on_done: OnDone, on_error: OnError, owner: QObject, topic: str = ""
    ) -> None:
        self._count += 1
        ticket = _Ticket(self._count, owner, topic, on_done, on_error)
        if topic:
            self._newest[id(owner), topic] = ticket.number
        self._pool.submit(self._work, ticket, work)

    def stop(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, ticket: _Ticket, work: Work) -> None:
        if self._is_stale(ticket):
            return
        result, error = _tried(work)
        if shiboken6.isValid(self):
            self._arrived.emit(ticket, result, error)

    def _deliver(self, ticket: _Ticket, result: Any, error: UserError | None) -> None:
        if self._is_stale(ticket) or not shiboken6.isValid(ticket.owner):
            return
        if error is not None:
            ticket.on_error(error)
        else:
            ticket.on_done(result)

    def _is_stale(self, ticket: _Ticket) -> bool:
        newest = self._newest.get((id(ticket.owner), ticket.topic), ticket.number)
        return bool(ticket.topic) and newest != ticket.number


class InlineRunner:
    """Does the work at once, in the caller's thread: for tests and for screenshots."""

    def run(
        self,
        work: Work,
        *,
        on_done: OnDone,
        on_error: OnError,
        owner: QObject,
        topic: str = "",
    ) -> None:
        result, error = _tried(work)
        if error is not None:
            on_error(error)
        else:
            on_done(result)

    def stop(self) -> None:
        """Nothing runs behind the caller's back."""
