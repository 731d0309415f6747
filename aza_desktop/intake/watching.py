"""A long import that is watched: how far it is, and whether somebody wants it to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aza_desktop.errors import UserError
from aza_desktop.texts import tr

WHOLE = 1000
"""Progress is told in thousandths of the work."""

Tick = Callable[[int, int], None]
"""Told of the rows that are done and of all rows; raises `ImportStoppedError` to end the work."""


class ImportStoppedError(UserError):
    """A person stopped the import: nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "bad_request",
            tr("The import was stopped"),
            why=tr("nothing of the file was stored"),
            remedy=tr("Import it again when you are ready"),
        )


def unwatched(done: int, total: int) -> None:
    """The tick of an import that nobody looks at."""


@dataclass(slots=True)
class Watch:
    """Passes progress on in thousandths, each told once and never backwards.

    on_progress: told (done, total). should_stop: asked often; True ends the import.
    """

    on_progress: Callable[[int, int], None] | None = None
    should_stop: Callable[[], bool] | None = None
    _told: int = -1

    def part(self, first: int, last: int) -> Tick:
        """The tick of a part of the work, from `first` to `last` thousandths of the whole."""

        def tick(done: int, total: int) -> None:
            if self.should_stop is not None and self.should_stop():
                raise ImportStoppedError
            now = first + (last - first) * min(done, total) // max(total, 1)
            if now > self._told:
                self._told = now
                if self.on_progress is not None:
                    self.on_progress(now, WHOLE)

        return tick
