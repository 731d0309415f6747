"""How the window gets at a clinic: given by the composition root, which knows the folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aza_desktop.services.clinic import Clinic


@dataclass(frozen=True, slots=True)
class Opened:
    """An open clinic. message: what the user should know about it, "" for nothing."""

    clinic: Clinic
    is_demo: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class Doors:
    """Each raises UserError when it stays shut.

    usual: opens the clinic that this start is about; None where there is none yet.
    """

    usual: Callable[[], Opened | None]
    demo: Callable[[], Opened]
    create: Callable[[str, str], Opened]
    folder: Callable[[Path], Opened]
