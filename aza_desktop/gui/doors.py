"""How the window gets at a clinic: given by the composition root, which knows the folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aza_desktop.errors import BugError, UserError
from aza_desktop.services.clinic import Clinic


@dataclass(frozen=True, slots=True)
class Opened:
    """An open clinic. message: what the user should know about it, "" for nothing."""

    clinic: Clinic
    is_demo: bool
    message: str = ""


class ShutError(UserError):
    """A clinic that is there and cannot be opened. root: its data folder."""

    def __init__(self, error: UserError, root: Path) -> None:
        super().__init__(error.code, error.what, why=error.why, remedy=error.remedy)
        self.root = root


@dataclass(frozen=True, slots=True)
class Doors:
    """Each raises UserError when it stays shut.

    usual: opens the clinic that this start is about; None where there is none yet. create: takes
    the clinic's name, the user's name and roles. folder: raises `ShutError` where a clinic is
    there and cannot be opened.
    """

    usual: Callable[[], Opened | None]
    demo: Callable[[], Opened]
    create: Callable[[str, str, tuple[str, ...]], Opened]
    folder: Callable[[Path], Opened]


def demo_doors(demo: Callable[[], Opened]) -> Doors:
    """Doors of a window that shows the demo and asks for nothing else."""

    def never(*_asked: object) -> Opened:
        raise BugError("this window opens the demo alone")

    return Doors(usual=demo, demo=demo, create=never, folder=never)
